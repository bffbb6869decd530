//! Rules of publishable rows of sanction series (TW0816 to TW0829).
//!
//! These messages name columns and thresholds, never a value, a count or a person's row.

use crate::collections::sanction::levels::Level;
use crate::diagnostics::Diagnostic;
use crate::disclosure::rows::{Thresholds, Violation};
use crate::locale::Text;

/// Two columns for one property.
pub fn two_levels(first: Level, second: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0816",
        Text::new(
            format!("`{}` dan `{}` adalah dua tingkat dari hal yang sama", first.key(), second.key()),
            format!("`{}` and `{}` are two levels of the same thing", first.key(), second.key()),
        ),
    )
    .hint("pilih satu di antaranya", "choose one of the two")
}

/// Offices and posts side by side.
pub fn post_with_office(post: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0816",
        Text::new(
            format!("`klaster` dan `{}` tidak boleh terbit bersama", post.key()),
            format!("`klaster` and `{}` must not be published together", post.key()),
        ),
    )
    .hint(
        "hapus salah satunya: jabatan di satu kantor sering hanya dipegang satu orang",
        "remove one of them: a post in an office is often held by one person",
    )
}

/// A policy without columns.
pub fn no_columns() -> Diagnostic {
    Diagnostic::error("TW0816", Text::new("`kolom` kosong", "`kolom` is empty")).hint(
        "tulis kolom yang diterbitkan, misalnya kolom = [\"semester\", \"tingkat_hukuman\"], atau hapus `[kebijakan]`",
        "write the columns to publish, for example kolom = [\"semester\", \"tingkat_hukuman\"], or remove `[kebijakan]`",
    )
}

/// A threshold that protects nobody.
pub fn threshold_too_low(key: &str, least: u64) -> Diagnostic {
    Diagnostic::error("TW0817", Text::new(format!("`{key}` terlalu rendah"), format!("`{key}` is too low")))
        .hint(format!("tulis {least} atau lebih"), format!("write {least} or more"))
}

/// A threshold that forbids nothing.
pub fn threshold_too_high(key: &str, most: u64) -> Diagnostic {
    Diagnostic::error("TW0817", Text::new(format!("`{key}` terlalu tinggi"), format!("`{key}` is too high")))
        .hint(format!("tulis {most} atau kurang"), format!("write {most} or less"))
}

/// Rows without a policy.
pub fn no_policy() -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            "seri ini merinci orang, tetapi tidak punya `[kebijakan]`",
            "this series details persons but has no `[kebijakan]`",
        ),
    )
    .hint(
        "tulis `[kebijakan]` dengan `kolom = […]`; lihat `terawang explain TW0818`",
        "write `[kebijakan]` with `kolom = […]`; see `terawang explain TW0818`",
    )
}

/// A column that the policy does not publish.
pub fn column_not_in_policy(level: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            format!("kolom `{}` tidak ada dalam `[kebijakan]`", level.key()),
            format!("column `{}` is not in `[kebijakan]`", level.key()),
        ),
    )
    .hint(
        "hapus kolom ini; kebijakan menentukan apa yang terbit",
        "remove the column; the policy says what is public",
    )
}

/// A row without a value in a column of the policy.
pub fn missing_value(level: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            format!("baris ini tidak mengisi kolom `{}`", level.key()),
            format!("this row leaves column `{}` empty", level.key()),
        ),
    )
    .hint(
        "isi kolomnya; orang yang tidak dirinci ditulis `tidak_dirinci` di semua kolom",
        "fill it in; persons who are not detailed have `tidak_dirinci` in every column",
    )
}

/// A value that its column does not know.
pub fn bad_value(level: Level, expected: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            format!("kolom `{}` tidak mengenal nilai ini", level.key()),
            format!("column `{}` does not know this value", level.key()),
        ),
    )
    .hint(format!("tulis {}", expected.id), format!("write {}", expected.en))
}

/// The headcount is not public, or does not count persons.
pub fn headcount_unfit() -> Diagnostic {
    Diagnostic::error(
        "TW0825",
        Text::new(
            "seri pakta dalam `populasi` tidak terbit, atau tidak menghitung orang",
            "the pact series in `populasi` is not public, or does not count persons",
        ),
    )
    .hint(
        "rujuk seri pakta yang sudah terbit dengan satuan = \"orang\"",
        "name a pact series that is public, with satuan = \"orang\"",
    )
}

/// `tidak_dirinci` in some columns only.
pub fn half_pooled(pooled: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            format!("`{pooled}` hanya ada di sebagian kolom baris ini"),
            format!("`{pooled}` stands in some columns of this row only"),
        ),
    )
    .hint(
        format!("tulis `{pooled}` di semua kolom, atau isi semuanya"),
        format!("write `{pooled}` in every column, or fill in all"),
    )
}

/// A time outside the series' period.
pub fn outside_period(level: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0818",
        Text::new(
            format!("`{}` ini di luar `periode` seri", level.key()),
            format!("this `{}` lies outside the series' `periode`", level.key()),
        ),
    )
    .hint("perbaiki waktunya atau `periode`", "mend the time or `periode`")
}

/// A class without persons.
pub fn empty_class() -> Diagnostic {
    Diagnostic::error("TW0818", Text::new("baris ini berjumlah 0", "this row counts nobody"))
        .hint("hapus barisnya", "remove the row")
}

/// A symbol or a mark where a row needs a number.
pub fn row_without_number() -> Diagnostic {
    Diagnostic::error("TW0818", Text::new("baris ini tidak punya bilangan", "this row has no number")).hint(
        "tulis jumlah orangnya, tanpa simbol dan tanda",
        "write the number of persons, without symbol or mark",
    )
}

/// A table with no, too many, or open columns.
pub fn table_columns() -> Diagnostic {
    Diagnostic::error(
        "TW0826",
        Text::new(
            "`tabel` membutuhkan satu atau dua kolom, dan seri ini membutuhkan `periode`",
            "`tabel` needs one or two columns, and the series a `periode`",
        ),
    )
    .hint(
        "tulis misalnya kolom = [\"jenis_pelanggaran\"]; kolom `tahapan` tidak dapat dipakai di sini",
        "write for example kolom = [\"jenis_pelanggaran\"]; the column `tahapan` cannot be used here",
    )
}

/// A cell outside the table, or twice.
pub fn no_such_cell() -> Diagnostic {
    Diagnostic::error(
        "TW0826",
        Text::new(
            "sel ini tidak ada dalam tabel, atau sudah ditulis",
            "this cell is not in the table, or is there already",
        ),
    )
    .hint(
        "setiap sel mengisi semua kolom tabel dan hanya itu, dengan nilai dari daftarnya atau `semua`",
        "each cell fills in the columns of the table and no others, with values of their lists or `semua`",
    )
}

/// A cell with a symbol other than `c`.
pub fn cell_number() -> Diagnostic {
    Diagnostic::error("TW0826", Text::new("sel ini tidak punya bilangan", "this cell has no number")).hint(
        "tulis jumlah orangnya, atau \"c\" bila dirahasiakan",
        "write the number of persons, or \"c\" if it is hidden",
    )
}

/// Values without a cell.
pub fn missing_cells(missing: usize) -> Diagnostic {
    Diagnostic::error(
        "TW0826",
        Text::new(format!("tabel ini kurang {missing} sel"), format!("this table lacks {missing} cells")),
    )
    .hint(
        "setiap nilai kolomnya, dan `semua`, punya sel, juga yang nol: sel yang tidak ada pun memberi tahu sesuatu",
        "each value of its columns, and `semua`, has a cell, even a zero: a cell that is missing tells something, too",
    )
}

/// A small number that a table shows.
pub fn small_cell(k: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0827",
        Text::new(
            format!("tabel menampilkan sel dengan kurang dari {k} orang"),
            format!("the table shows a cell with fewer than {k} persons"),
        ),
    )
    .hint(
        "tulis \"c\" untuk sel itu dan untuk sel lain yang dibutuhkannya; `terawang anonymise` memilihnya",
        "write \"c\" for it and for the other cells that it needs; `terawang anonymise` chooses them",
    )
}

/// A hidden number that can be worked out.
pub fn open_cell(k: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0827",
        Text::new(
            format!("sel yang dirahasiakan dapat dihitung kembali: pasti kurang dari {k} orang"),
            format!("a hidden cell can be worked out: it surely has fewer than {k} persons"),
        ),
    )
    .hint(
        "rahasiakan lebih banyak sel, atau pakai kolom yang lebih kasar; `terawang anonymise` memilihnya",
        "hide more cells, or use coarser columns; `terawang anonymise` chooses them",
    )
}

/// A line of a table in which (almost) all have one value.
pub fn line_alike(level: Level) -> Diagnostic {
    Diagnostic::error(
        "TW0824",
        Text::new(
            format!("dalam satu baris tabel, (hampir) semua orang sama di `{}`", level.key()),
            format!("in a line of the table, (almost) all persons are the same in `{}`", level.key()),
        ),
    )
    .hint("pakai kolom yang lebih kasar", "use coarser columns")
}

/// A table that its own sums, the rows or the total contradict.
pub fn table_contradicts() -> Diagnostic {
    Diagnostic::error(
        "TW0827",
        Text::new(
            "angka tabel tidak cocok satu sama lain, dengan baris, atau dengan total",
            "the numbers of the table do not fit each other, the rows or the total",
        ),
    )
    .hint("periksa jumlahnya", "check the sums")
}

/// A table that could not be judged.
pub fn table_not_judged() -> Diagnostic {
    Diagnostic::error(
        "TW0827",
        Text::new(
            "tidak dapat dipastikan bahwa sel yang dirahasiakan tidak dapat dihitung kembali",
            "it cannot be made sure that hidden cells cannot be worked out",
        ),
    )
    .hint("pakai kolom yang lebih kasar, atau hapus `[tabel]`", "use coarser columns, or remove `[tabel]`")
}

/// Rows that count something other than persons.
pub fn rows_count_persons() -> Diagnostic {
    Diagnostic::error(
        "TW0819",
        Text::new(
            "baris seri sanksi menghitung orang, padahal `satuan` lain",
            "the rows of a sanction series count persons, but `satuan` says otherwise",
        ),
    )
    .hint(
        "tulis satuan = \"orang\", atau terbitkan totalnya saja",
        "write satuan = \"orang\", or publish the total alone",
    )
}

/// A total that is not the sum of the rows.
pub fn total_differs() -> Diagnostic {
    Diagnostic::error(
        "TW0819",
        Text::new("`total` tidak sama dengan jumlah barisnya", "`total` is not the sum of the rows"),
    )
    .hint(
        "perbaiki totalnya atau baris yang keliru; orang yang tidak dirinci ikut dihitung",
        "mend the total or the row that is wrong; persons who are not detailed count, too",
    )
}

/// A shown number of a table points at too few people.
pub fn table_of_few(violation: &Violation, thresholds: &Thresholds) -> Diagnostic {
    let Thresholds { population, share_percent, .. } = thresholds;
    let words = match violation {
        Violation::SmallPopulation => Text::new(
            format!("tabel menunjuk kelompok dengan kurang dari {population} pegawai"),
            format!("the table points at a group of fewer than {population} people"),
        ),
        Violation::LargeShare => Text::new(
            format!("lebih dari {share_percent} persen pegawai sebuah kelompok ada dalam tabel"),
            format!("more than {share_percent} percent of a group's people are in the table"),
        ),
        other => return broken(other, thresholds, None),
    };
    Diagnostic::error("TW0825", words).hint(
        "pakai kolom lain untuk tabelnya, atau terbitkan barisnya saja",
        "use other columns for the table, or publish the rows alone",
    )
}

/// Two series about the same persons.
pub fn overlapping_series(other: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0820",
        Text::new(
            format!("seri ini merinci orang yang juga dirinci `{other}`"),
            format!("this series details persons whom `{other}` details, too"),
        ),
    )
    .hint(
        "gabungkan kedua seri, atau buat `periode`-nya tidak bertumpang tindih; dua rincian orang yang sama saling membuka",
        "merge the two series, or let their `periode` not overlap; two tables of the same persons give each other away",
    )
}

/// A rule that rows break, with what would mend it.
pub fn broken(violation: &Violation, thresholds: &Thresholds, advice: Option<&[Level]>) -> Diagnostic {
    let Thresholds { k, l, pool_percent, population, share_percent } = *thresholds;
    let (code, id, en) = match violation {
        Violation::TooFewPersons => {
            let least = thresholds.least_total();
            return Diagnostic::error(
                "TW0821",
                Text::new(
                    format!("seri ini terlalu kecil untuk dirinci: di bawah {least} orang hanya total yang terbit"),
                    format!("this series is too small for details: below {least} persons only the total is published"),
                ),
            )
            .hint("hapus `[[baris]]`, `[tabel]` dan berkas CSV-nya, sisakan totalnya", "remove `[[baris]]`, `[tabel]` and the CSV file, and keep the total");
        }
        Violation::SmallClass => (
            "TW0822",
            format!("ada baris dengan kurang dari {k} orang (k = {k})"),
            format!("a row has fewer than {k} persons (k = {k})"),
        ),
        Violation::SmallPool => (
            "TW0823",
            format!("baris `tidak_dirinci` berisi kurang dari {k} orang"),
            format!("the row `tidak_dirinci` has fewer than {k} persons"),
        ),
        Violation::LargePool => (
            "TW0823",
            format!("lebih dari {pool_percent} persen orang tidak dirinci"),
            format!("more than {pool_percent} percent of the persons are not detailed"),
        ),
        Violation::Alike(level) => (
            "TW0824",
            format!(
                "orang yang sama di kolom lain (hampir) semuanya sama di `{}`; dibutuhkan sedikitnya {l} nilai, masing-masing lebih dari satu orang",
                level.key()
            ),
            format!(
                "persons alike in the other columns are (almost) all the same in `{}`; at least {l} values are needed, each of more than one person",
                level.key()
            ),
        ),
        Violation::SmallPopulation => (
            "TW0825",
            format!("baris menunjuk kelompok dengan kurang dari {population} pegawai"),
            format!("rows point at a group of fewer than {population} people"),
        ),
        Violation::LargeShare => (
            "TW0825",
            format!("lebih dari {share_percent} persen pegawai sebuah kelompok ada dalam baris"),
            format!("more than {share_percent} percent of a group's people are in the rows"),
        ),
        Violation::NoHeadcount => {
            return Diagnostic::error(
                "TW0825",
                Text::new(
                    "kebijakan tidak menyebut `populasi`, padahal baris atau tabel merinci tempat kerja atau kategori pegawai",
                    "the policy names no `populasi`, though rows or table tell offices or categories of staff",
                ),
            )
            .hint(
                "tulis seri pakta yang sasarannya adalah jumlah pegawai, misalnya populasi = \"pakta/pilkada-2024\"",
                "name the pact series whose targets are the headcount, for example populasi = \"pakta/pilkada-2024\"",
            );
        }
    };
    let found = Diagnostic::error(code, Text::new(id, en));
    match advice {
        Some(levels) => {
            let columns: Vec<String> = levels.iter().map(|level| format!("\"{}\"", level.key())).collect();
            let columns = columns.join(", ");
            found.hint(
                format!("kolom yang lebih kasar ini memenuhi semua aturan: kolom = [{columns}]"),
                format!("these coarser columns keep every rule: kolom = [{columns}]"),
            )
        }
        None => found.hint(
            "kolom yang lebih kasar pun tidak cukup: gabungkan lebih banyak orang dalam `tidak_dirinci`, atau terbitkan totalnya saja",
            "no coarser columns would do: pool more persons in `tidak_dirinci`, or publish the total alone",
        ),
    }
}
