//! Rules of `terawang anonymise` (TW0830 to TW0849).
//!
//! These messages name files, columns by their heading, row numbers and what is accepted; never what a
//! cell of the internal spreadsheet holds.

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// Most row numbers named in one message.
const MOST_ROWS: usize = 20;

/// The codes that speak of the command line, the spreadsheet's place or its form, not of what it holds.
pub const USE_CODES: [&str; 12] = [
    "TW0830", "TW0831", "TW0832", "TW0833", "TW0834", "TW0835", "TW0839", "TW0840", "TW0843", "TW0844",
    "TW0845", "TW0846",
];

/// Row numbers in a sentence: `3, 7 and 2 more`.
fn rows(numbers: &[u64]) -> Text {
    let shown: Vec<String> = numbers.iter().take(MOST_ROWS).map(u64::to_string).collect();
    let shown = shown.join(", ");
    match numbers.len().saturating_sub(MOST_ROWS) {
        0 => Text::new(shown.clone(), shown),
        more => Text::new(format!("{shown}, dan {more} lagi"), format!("{shown}, and {more} more")),
    }
}

/// A spreadsheet in the portal's folder.
pub fn inside_portal() -> Diagnostic {
    Diagnostic::error(
        "TW0830",
        Text::new("lembar kerja ini berada di folder portal", "this spreadsheet lies in a portal's folder"),
    )
    .hint(
        "pindahkan ke luar folder portal: apa yang ada di dalamnya dapat ikut terbit",
        "move it out of the portal's folder: what lies there may be published",
    )
}

/// A spreadsheet in a work tree of version control.
pub fn inside_repository(marker: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0830",
        Text::new(
            format!("lembar kerja ini berada di folder kerja dengan `{marker}`"),
            format!("this spreadsheet lies in a work tree with `{marker}`"),
        ),
    )
    .hint(
        "pindahkan ke folder tanpa kendali versi: sekali tersimpan di riwayatnya, data tidak dapat ditarik kembali",
        "move it to a folder without version control: once in its history, data cannot be taken back",
    )
}

/// A spreadsheet that is not there, or is no file.
pub fn unreadable(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0831",
        Text::new(
            format!("lembar kerja ini tidak dapat dibaca: {reason}"),
            format!("this spreadsheet cannot be read: {reason}"),
        ),
    )
    .hint("periksa nama dan izin berkasnya", "check the file's name and rights")
}

/// A folder, pipe or device.
pub fn not_a_file() -> Diagnostic {
    Diagnostic::error("TW0831", Text::new("ini bukan berkas biasa", "this is no regular file"))
        .hint("beri berkas .csv, .xlsx atau .ods", "give a .csv, .xlsx or .ods file")
}

/// An ending that is not known.
pub fn unknown_form() -> Diagnostic {
    Diagnostic::error(
        "TW0831",
        Text::new("bentuk lembar kerja ini tidak dikenal", "this form of spreadsheet is not known"),
    )
    .hint("simpan sebagai .csv, .xlsx atau .ods", "save it as .csv, .xlsx or .ods")
}

/// A workbook that is broken or not what its name says.
pub fn broken_workbook() -> Diagnostic {
    Diagnostic::error(
        "TW0831",
        Text::new("buku kerja ini rusak atau bukan buku kerja", "this workbook is broken, or is none"),
    )
    .hint("buka dan simpan lagi sebagai .xlsx atau .ods", "open it and save it again as .xlsx or .ods")
}

/// A workbook behind a password.
pub fn password() -> Diagnostic {
    Diagnostic::error(
        "TW0831",
        Text::new("buku kerja ini dilindungi kata sandi", "this workbook is protected by a password"),
    )
    .hint(
        "simpan salinan tanpa kata sandi di folder tertutup, lalu hapus sesudahnya",
        "save a copy without it in a closed folder, and delete it afterwards",
    )
}

/// A sheet that the workbook does not have.
pub fn no_such_sheet(names: &[String]) -> Diagnostic {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    Diagnostic::error(
        "TW0831",
        Text::new("buku kerja ini tidak punya lembar itu", "the workbook has no such sheet"),
    )
    .hint(format!("pilih salah satu dari {names}"), format!("choose one of {names}"))
}

/// `--sheet` for a file that has no sheets.
pub fn csv_has_no_sheets() -> Diagnostic {
    Diagnostic::error("TW0831", Text::new("berkas CSV tidak punya lembar", "a CSV file has no sheets"))
        .hint("hapus --lembar", "leave out --sheet")
}

/// A CSV file in another encoding than UTF-8.
pub fn encoding() -> Diagnostic {
    Diagnostic::error("TW0832", Text::new("berkas CSV ini bukan UTF-8", "this CSV file is not UTF-8")).hint(
        "di Excel pilih Simpan Sebagai > \"CSV UTF-8\", atau beri berkas .xlsx-nya langsung",
        "in Excel choose Save As > \"CSV UTF-8\", or give the .xlsx file itself",
    )
}

/// More than the program reads.
pub fn too_large(mebibytes: u64, rows: usize, columns: usize) -> Diagnostic {
    Diagnostic::error(
        "TW0833",
        Text::new("lembar kerja ini terlalu besar", "this spreadsheet is too large"),
    )
    .hint(
        format!("paling banyak {mebibytes} MiB, {rows} baris dan {columns} kolom; sisakan lembar yang diperlukan"),
        format!("at most {mebibytes} MiB, {rows} rows and {columns} columns; keep the sheet that is needed"),
    )
}

/// Nothing that could be a heading.
pub fn no_heading() -> Diagnostic {
    Diagnostic::error(
        "TW0834",
        Text::new("baris pertama bukan judul kolom", "the first row is no heading"),
    )
    .hint(
        "tulis judul setiap kolom di baris pertama (misalnya Unit Kerja, Tanggal SK, Hukuman), tanpa judul tabel di atasnya",
        "write each column's heading in the first row (such as Unit Kerja, Tanggal SK, Hukuman), with no title above it",
    )
}

/// Two columns of one heading.
pub fn heading_twice(heading: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0834",
        Text::new(
            format!("dua kolom berjudul \"{heading}\""),
            format!("two columns have the heading \"{heading}\""),
        ),
    )
    .hint("beri judul yang berbeda", "give them different headings")
}

/// A heading that the sheet does not have.
pub fn unknown_heading(field: &str, wanted: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "TW0835",
        Text::new(
            format!("tidak ada kolom berjudul \"{wanted}\" untuk `{field}`"),
            format!("no column has the heading \"{wanted}\" for `{field}`"),
        ),
    );
    match near {
        Some(near) => found.hint(format!("maksud Anda \"{near}\"?"), format!("do you mean \"{near}\"?")),
        None => found.hint(
            format!("beri --kolom {field}=\"JUDUL\" dengan judul yang ada di lembar ini"),
            format!("give --column {field}=\"HEADING\" with a heading of this sheet"),
        ),
    }
}

/// Columns that nobody chose, with the flag to give for each.
pub fn columns_missing(flags: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0835",
        Text::new("belum jelas kolom mana yang dipakai", "it is not clear which columns to use"),
    )
    .hint(
        format!("beri {}; kosongkan judulnya bila kolom itu tidak ada", flags.id),
        format!("give {}; leave the heading empty where there is no such column", flags.en),
    )
}

/// Cells whose value no vocabulary knows.
pub fn unknown_cells(heading: &str, numbers: &[u64], expected: &Text) -> Diagnostic {
    let rows = rows(numbers);
    Diagnostic::error(
        "TW0836",
        Text::new(
            format!("kolom \"{heading}\" berisi nilai yang tidak dikenal di baris {}", rows.id),
            format!("column \"{heading}\" holds unknown values in rows {}", rows.en),
        ),
    )
    .hint(format!("tulis {}", expected.id), format!("write {}", expected.en))
}

/// Cells without a value.
pub fn empty_cells(heading: &str, numbers: &[u64]) -> Diagnostic {
    let rows = rows(numbers);
    Diagnostic::error(
        "TW0837",
        Text::new(
            format!("kolom \"{heading}\" kosong di baris {}", rows.id),
            format!("column \"{heading}\" is empty in rows {}", rows.en),
        ),
    )
    .hint(
        "isi selnya, atau hapus barisnya bila bukan baris orang (misalnya baris jumlah)",
        "fill in the cell, or remove the row if it is no person's (such as a sum)",
    )
}

/// Rows with more cells than headings.
pub fn wide_rows(numbers: &[u64]) -> Diagnostic {
    let rows = rows(numbers);
    Diagnostic::error(
        "TW0837",
        Text::new(
            format!("baris {} punya lebih banyak sel daripada judul kolom", rows.id),
            format!("rows {} have more cells than there are headings", rows.en),
        ),
    )
    .hint(
        "beri tanda kutip pada sel yang memuat pemisah kolom, atau pakai berkas .xlsx-nya",
        "put quotes around cells that hold the separator, or use the .xlsx file",
    )
}

/// Dates outside the series' period.
pub fn outside_period(heading: &str, numbers: &[u64]) -> Diagnostic {
    let rows = rows(numbers);
    Diagnostic::error(
        "TW0838",
        Text::new(
            format!("tanggal di kolom \"{heading}\" di luar `periode` seri, di baris {}", rows.id),
            format!("dates in column \"{heading}\" lie outside the series' `periode`, in rows {}", rows.en),
        ),
    )
    .hint(
        "perbaiki tanggalnya, pindahkan barisnya ke seri lain, atau ubah `periode`",
        "mend the dates, move the rows to another series, or change `periode`",
    )
}

/// What a new series file needs and nobody gave.
pub fn facts_missing(flags: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0839",
        Text::new("keterangan seri belum lengkap", "the series still lacks some facts"),
    )
    .hint(format!("beri {}", flags.id), format!("give {}", flags.en))
}

/// Flags for what the series file has fixed.
pub fn fixed_by_file(flags: &Text, path: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0840",
        Text::new(
            format!("{} sudah ditentukan oleh {path}", flags.id),
            format!("{}: {path} has fixed that already", flags.en),
        ),
    )
    .hint(
        "hapus pilihan itu; kebijakan sebuah seri tidak diubah dari rilis ke rilis, dan keterangan lain diubah di berkasnya",
        "leave it out; a policy is not changed from release to release, and other facts are changed in the file",
    )
}

/// Columns to publish that the sheet cannot give.
pub fn levels_not_given(levels: &[&str]) -> Diagnostic {
    let levels = levels.join("`, `");
    Diagnostic::error(
        "TW0841",
        Text::new(
            format!("lembar kerja ini tidak dapat mengisi `{levels}` untuk setiap orang"),
            format!("this spreadsheet cannot give `{levels}` for every person"),
        ),
    )
    .hint(
        "lengkapi kolomnya di lembar kerja, atau pilih tingkat yang lebih kasar",
        "complete the column in the spreadsheet, or choose a coarser level",
    )
}

/// No choice of columns keeps the rules.
pub fn no_choice() -> Diagnostic {
    Diagnostic::error(
        "TW0842",
        Text::new(
            "tidak ada pilihan kolom yang memenuhi semua aturan",
            "no choice of columns keeps every rule",
        ),
    )
    .hint(
        "terbitkan totalnya saja, beri --populasi bila ada seri pakta, atau naikkan --tidak-dirinci-maks (paling banyak 50)",
        "publish the total alone, give --population if there is a pact series, or raise --max-pooled (at most 50)",
    )
}

/// Columns to publish are still to be chosen.
pub fn choose_columns(flag: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0843",
        Text::new("kolom yang terbit belum dipilih", "the columns to publish are not chosen yet"),
    )
    .hint(
        format!("pilih dari daftar di atas, misalnya {}; pilihan ini berlaku tetap bagi serinya", flag.id),
        format!("choose from the list above, for example {}; the choice stays for the series", flag.en),
    )
}

/// A table that no hiding of cells protects.
pub fn table_not_protected(columns: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0847",
        Text::new(
            format!("tabel menurut {columns} tidak dapat dilindungi dengan merahasiakan sel"),
            format!("hiding cells cannot protect a table by {columns}"),
        ),
    )
    .hint(
        "pilih kolom tabel yang lebih kasar, atau terbitkan baris saja",
        "choose coarser columns for the table, or publish the rows alone",
    )
}

/// A file that cannot be written.
pub fn cannot_write(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0844",
        Text::new(
            format!("berkas ini tidak dapat ditulis: {reason}"),
            format!("this file cannot be written: {reason}"),
        ),
    )
    .hint("periksa izin folder dan sisa tempatnya", "check the folder's rights and the space left")
}

/// A file of another's making where ours would go.
pub fn in_the_way() -> Diagnostic {
    Diagnostic::error(
        "TW0844",
        Text::new(
            "berkas ini sudah ada, tetapi bukan milik seri ini",
            "this file is there already, and is none of this series",
        ),
    )
    .hint("pindahkan berkas itu, atau pilih nama seri lain", "move the file, or choose another name")
}

/// A file of the series with what the program cannot edit.
pub fn cannot_edit() -> Diagnostic {
    Diagnostic::error(
        "TW0844",
        Text::new(
            "berkas seri ini tidak dapat dibaca sebagai seri sanksi",
            "this file cannot be read as a sanction series",
        ),
    )
    .hint(
        "perbaiki dahulu; `terawang check` menunjukkan yang keliru",
        "mend it first; `terawang check` shows what is wrong",
    )
}

/// The file that remembers columns holds something else.
pub fn memory_broken(accepted: &[&str]) -> Diagnostic {
    let accepted = accepted.join(", ");
    Diagnostic::error(
        "TW0845",
        Text::new("catatan kolom ini tidak dapat dibaca", "this record of columns cannot be read"),
    )
    .hint(
        format!("hapus berkasnya, atau tulis `[kolom]` dengan HAL = \"JUDUL\"; HAL: {accepted}"),
        format!("delete the file, or write `[kolom]` with PROPERTY = \"HEADING\"; PROPERTY: {accepted}"),
    )
}

/// `--population` or `populasi` that leads to no pact series.
pub fn no_headcount(id: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0846",
        Text::new(
            format!("`{id}` bukan seri pakta yang dapat dibaca"),
            format!("`{id}` is no pact series that can be read"),
        ),
    )
    .hint(
        "sebut seri yang sasarannya adalah jumlah pegawai, misalnya pakta/pilkada-2024",
        "name the series whose targets are the headcount, for example pakta/pilkada-2024",
    )
}
