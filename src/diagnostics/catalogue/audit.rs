//! Rules of `audit`: what a finished output gives away (TW09xx).
//!
//! These messages may hold what was hidden, since the operator attacks her own output. Whoever calls
//! them leaves values out where they would stand in a public log.

use crate::diagnostics::Diagnostic;
use crate::disclosure::text::Detector;
use crate::locale::Text;

/// What an attacker works out, and how; `None` where values are left out.
pub type Reckoning = Option<Text>;

fn with_reckoning(code: &'static str, what: Text, reckoning: Reckoning) -> Diagnostic {
    let message = match reckoning {
        Some(how) => Text::new(format!("{}: {}", what.id, how.id), format!("{}: {}", what.en, how.en)),
        None => what,
    };
    Diagnostic::error(code, message)
}

/// A hidden cell can be worked out.
pub fn cell_known(cell: &str, measure: &str, reckoning: Reckoning) -> Diagnostic {
    with_reckoning(
        "TW0901",
        Text::new(
            format!("sel tertutup [{cell}] dari `{measure}` dapat dihitung"),
            format!("the hidden cell [{cell}] of `{measure}` can be worked out"),
        ),
        reckoning,
    )
    .hint(
        "jangan terbitkan; bangun ulang dari sumbernya, dan jangan sunting berkas hasil dengan tangan",
        "do not publish; build again from the sources, and do not edit output files by hand",
    )
}

/// Hidden cells hold few people together.
pub fn cells_few(line: &str, measure: &str, reckoning: Reckoning) -> Diagnostic {
    with_reckoning(
        "TW0902",
        Text::new(
            format!("sel-sel tertutup dari [{line}], `{measure}`, bersama-sama hanya memuat sedikit orang"),
            format!("the hidden cells of [{line}], `{measure}`, hold only few people together"),
        ),
        reckoning,
    )
    .hint(
        "jangan terbitkan; sel lain dari jumlah ini harus ikut ditutup",
        "do not publish; another cell of this sum must be hidden, too",
    )
}

/// Hidden in one output, shown in another.
pub fn shown_elsewhere(cell: &str, hidden_in: &str, value: Option<u64>) -> Diagnostic {
    let value = value.map(|value| value.to_string()).unwrap_or_else(|| "…".to_owned());
    Diagnostic::error(
        "TW0903",
        Text::new(
            format!("[{cell}] ditutup di {hidden_in}, tetapi di sini tertulis {value}"),
            format!("[{cell}] is hidden in {hidden_in}, but here it says {value}"),
        ),
    )
    .hint(
        "tutup di semua keluaran: tabel, diagram, CSV, JSON, dan edisi lama",
        "hide it in every output: table, chart, CSV, JSON and earlier editions",
    )
}

/// Hidden now, shown in an earlier edition.
pub fn shown_earlier(cell: &str, value: Option<u64>) -> Diagnostic {
    let value = value.map(|value| value.to_string()).unwrap_or_else(|| "…".to_owned());
    Diagnostic::error(
        "TW0903",
        Text::new(
            format!("[{cell}] ditutup di sini, tetapi edisi sebelumnya menulis {value}"),
            format!("[{cell}] is hidden here, but an earlier edition said {value}"),
        ),
    )
    .hint(
        "yang pernah terbit tidak dapat ditutup lagi; tutup sel lain, atau biarkan tampil",
        "what was published once cannot be hidden again; hide other cells, or leave it shown",
    )
}

/// Published numbers that cannot all be true.
pub fn contradiction(cell: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0904",
        Text::new(
            format!("angka yang terbit tentang [{cell}] saling bertentangan"),
            format!("the published numbers about [{cell}] contradict each other"),
        ),
    )
    .hint(
        "bandingkan CSV, JSON dan tabel halaman; selisihnya sendiri dapat memberi tahu sesuatu",
        "compare CSV, JSON and the page's table; their difference may itself tell something",
    )
}

/// A group of people that is too small.
pub fn too_few(class: &str, count: Option<u64>, k: u64) -> Diagnostic {
    let few = count.map(|count| count.to_string()).unwrap_or_else(|| "…".to_owned());
    Diagnostic::error(
        "TW0905",
        Text::new(
            format!("[{class}] menunjuk {few} orang, kurang dari {k}"),
            format!("[{class}] points at {few} person(s), fewer than {k}"),
        ),
    )
    .hint(
        "kelompok sekecil itu dikenali rekan sekantornya; gabungkan atau tutup",
        "colleagues know so small a group; merge or hide it",
    )
}

/// All persons of a class share what must not be known of one.
pub fn uniform(class: &str, column: &str, kinds: Option<usize>) -> Diagnostic {
    let kinds = kinds.map(|kinds| kinds.to_string()).unwrap_or_else(|| "…".to_owned());
    Diagnostic::error(
        "TW0906",
        Text::new(
            format!("siapa pun yang tahu seseorang termasuk [{class}] juga tahu `{column}`-nya: hanya {kinds} macam"),
            format!("who knows that somebody belongs to [{class}] knows their `{column}`, too: only {kinds} kind(s)"),
        ),
    )
    .hint(
        "naikkan tingkat kolom pada `[kebijakan]` seri ini, atau masukkan kelompok itu ke `tidak_dirinci`",
        "coarsen the columns in the series' `[kebijakan]`, or move the class to `tidak_dirinci`",
    )
}

/// Rows of a series in which only the total may be told.
pub fn series_too_small(total: Option<u64>, least: u64) -> Diagnostic {
    let total = total.map(|total| total.to_string()).unwrap_or_else(|| "…".to_owned());
    Diagnostic::error(
        "TW0907",
        Text::new(
            format!("seri ini memuat {total} orang, kurang dari {least}, tetapi barisnya terbit"),
            format!("the series holds {total} person(s), fewer than {least}, but its rows are published"),
        ),
    )
    .hint("terbitkan hanya jumlah seluruhnya", "publish the total alone")
}

/// A table that says more than the rows, or other.
pub fn not_from_rows(class: &str, values: Option<(u64, u64)>) -> Diagnostic {
    let values = match values {
        Some((told, rows)) => Text::new(
            format!(": {told}, sedangkan dari baris {rows}"),
            format!(": {told}, while the rows give {rows}"),
        ),
        None => Text::new("", ""),
    };
    Diagnostic::error(
        "TW0908",
        Text::new(
            format!("[{class}] tidak mengikuti baris yang terbit{}", values.id),
            format!("[{class}] does not follow from the published rows{}", values.en),
        ),
    )
    .hint(
        "selisihnya menceritakan isi `tidak_dirinci`; semua tabel harus diturunkan dari baris yang sama",
        "the difference tells what `tidak_dirinci` holds; derive all tables from the same rows",
    )
}

/// A number from which a hidden one follows.
pub fn derived_beside_hidden(class: &str, column: &str, range: Option<(u64, u64)>) -> Diagnostic {
    let range = match range {
        Some((low, high)) if low == high => Text::new(format!(": nilainya {low}"), format!(": it is {low}")),
        Some((low, high)) => Text::new(
            format!(": nilainya antara {low} dan {high}"),
            format!(": it lies between {low} and {high}"),
        ),
        None => Text::new("", ""),
    };
    Diagnostic::error(
        "TW0909",
        Text::new(
            format!("`{column}` tertulis di samping hitungan [{class}] yang ditutup{}", range.id),
            format!("`{column}` stands beside the hidden count of [{class}]{}", range.en),
        ),
    )
    .hint(
        "persentase, rata-rata dan selisih hanya boleh dari angka yang ditampilkan",
        "percentages, averages and differences may only be made of shown numbers",
    )
}

/// Two outputs of one table differ.
pub fn outputs_differ(other: &str, class: &str, values: Option<(&str, &str)>) -> Diagnostic {
    let values = values.map(|(here, there)| format!(": `{here}` / `{there}`")).unwrap_or_default();
    Diagnostic::error(
        "TW0910",
        Text::new(
            format!("[{class}] berbeda dengan {other}{values}"),
            format!("[{class}] differs from {other}{values}"),
        ),
    )
    .hint(
        "tabel, diagram, CSV dan JSON harus dari satu sumber; bangun ulang",
        "table, chart, CSV and JSON must come from one source; build again",
    )
}

/// A drawing says more than its table, or other.
pub fn drawing_tells(class: &str, what: Option<&str>) -> Diagnostic {
    let what = what.map(|what| format!(" (`{what}`)")).unwrap_or_default();
    Diagnostic::error(
        "TW0911",
        Text::new(
            format!("diagram mengatakan hal lain daripada tabelnya tentang [{class}]{what}"),
            format!("the drawing says other than its table about [{class}]{what}"),
        ),
    )
    .hint(
        "sel tertutup digambar dengan tanda tetap, tanpa angka dan tanpa panjang yang berarti",
        "a hidden cell is drawn as a fixed mark, without number and without telling length",
    )
}

/// Rows that stand in no fixed order.
pub fn row_order() -> Diagnostic {
    Diagnostic::error(
        "TW0912",
        Text::new(
            "urutan baris bukan urutan baku, maka dapat mengikuti nilai yang ditutup atau urutan kejadian",
            "the rows are not in the fixed order, so their order may follow hidden values or events",
        ),
    )
    .hint("urutkan menurut kolom-kolomnya, dari kiri ke kanan", "sort by the columns, from left to right")
}

/// A text tells what its table hides.
pub fn text_tells(number: Option<&str>, class: &str) -> Diagnostic {
    let number = number.map(|number| format!(" `{number}`")).unwrap_or_default();
    Diagnostic::error(
        "TW0913",
        Text::new(
            format!("angka{number} di sini tidak ada di tabelnya dan dapat memberi tahu isi [{class}], yang ditutup"),
            format!("the number{number} here is not in its table and may tell [{class}], which is hidden"),
        ),
    )
    .hint(
        "hapus angka itu dari teks, atribut atau metadata; hanya angka yang ditampilkan tabel boleh diulang",
        "remove the number from the text, attribute or metadata; only numbers that the table shows may be repeated",
    )
}

/// A file that the build did not list.
pub fn stray() -> Diagnostic {
    Diagnostic::error(
        "TW0914",
        Text::new(
            "berkas ini tidak ada dalam daftar berkas yang dibangun",
            "this file is not on the list of built files",
        ),
    )
    .hint(
        "sisa bangunan lama, salinan, atau draf; hapus, lalu bangun ulang",
        "left over from an earlier build, a copy or a draft; remove it and build again",
    )
}

/// A packed copy that cannot be compared.
pub fn packed_copy() -> Diagnostic {
    Diagnostic::error(
        "TW0914",
        Text::new(
            "salinan termampatkan ini tidak dapat dibandingkan dengan aslinya",
            "this packed copy cannot be compared with its original",
        ),
    )
    .hint(
        "mampatkan sesudah audit, langsung dari berkas yang diaudit",
        "pack after the audit, straight from the files that were audited",
    )
}

/// A file that no page leads to.
pub fn unlinked() -> Diagnostic {
    Diagnostic::error(
        "TW0915",
        Text::new("tidak ada halaman yang menautkan berkas ini", "no page links to this file"),
    )
    .hint(
        "yang tidak ditautkan pun dapat diunduh; hapus, atau tautkan dari halamannya",
        "what is not linked can still be fetched; remove it, or link it from its page",
    )
}

/// An address of something that is not there.
pub fn absent(url: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0916",
        Text::new(
            format!("alamat {url} disebut, tetapi halamannya tidak ada"),
            format!("the address {url} is named, but its page is not there"),
        ),
    )
    .hint(
        "alamat draf atau halaman yang ditahan sudah memberi tahu bahwa ia ada; hapus dari sini",
        "the address of a draft or embargoed page tells that it exists; remove it here",
    )
}

/// Something personal in an emitted text.
pub fn personal(detector: Detector) -> Diagnostic {
    let label = detector.label();
    Diagnostic::error(
        "TW0917",
        Text::new(
            format!("data pribadi dalam keluaran: {}", label.id),
            format!("personal data in the output: {}", label.en),
        ),
    )
    .hint(
        "hapus dari sumbernya; gerbang teks semestinya menahannya, maka periksa pula dari mana teks ini datang",
        "remove it from its source; the text gate should have stopped it, so find out, too, where the text came from",
    )
}

/// Hidden cells that cannot all be protected, whatever they hold.
pub fn promise_broken(cell: &str, measure: &str, k: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0920",
        Text::new(
            format!("sel-sel tertutup di sekitar [{cell}] dari `{measure}` tidak mungkin semuanya terlindungi sampai {k} orang"),
            format!("the hidden cells around [{cell}] of `{measure}` cannot all be protected up to {k} persons"),
        ),
    )
    .hint(
        "dari yang ditampilkan, sebuah sel kecil diketahui berisi atau diketahui sedikit; sel lain harus ikut ditutup",
        "from what is shown, a small cell is known to hold somebody, or to hold few; hide another cell",
    )
}

/// An attack without an end.
pub fn unfinished(cells: usize) -> Diagnostic {
    Diagnostic::warning(
        "TW0918",
        Text::new(
            format!("{cells} sel tertutup tidak selesai diserang, maka tidak diketahui apakah aman"),
            format!(
                "the attack on {cells} hidden cell(s) did not end, so nobody knows whether they are safe"
            ),
        ),
    )
    .hint("gabungkan baris atau kolom tabel ini", "merge rows or columns of this table")
}

/// A folder without a site.
pub fn no_site(folder: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0919",
        Text::new(
            format!("di {folder} tidak ada situs yang sudah dibangun"),
            format!("there is no finished site in {folder}"),
        ),
    )
    .hint(
        "tulis folder hasil `terawang build`, misalnya `terawang audit public`",
        "name the output folder of `terawang build`, for example `terawang audit public`",
    )
}

/// A file or folder that cannot be read.
pub fn unreadable(path: &str, cause: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0919",
        Text::new(format!("{path} tidak dapat dibaca: {cause}"), format!("{path} cannot be read: {cause}")),
    )
}
