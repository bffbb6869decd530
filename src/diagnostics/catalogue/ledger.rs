//! Rules of the release ledger (TW0860 to TW0879): its files, and what differs from earlier releases.
//!
//! The messages name series, releases, columns, days and thresholds, never a value or a count.

use crate::diagnostics::Diagnostic;
use crate::disclosure::ledger::{Difference, Rule, file_name};
use crate::locale::Text;

fn error(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, Text::new(id, en))
}

fn restore(found: Diagnostic) -> Diagnostic {
    found.hint(
        "kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya",
        "restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it",
    )
}

/// A file in `rilis/` that is no release.
pub fn not_a_release() -> Diagnostic {
    error("TW0860", "berkas ini bukan rilis", "this file is not a release").hint(
        "pindahkan: `rilis/` hanya berisi berkas `0001.json` dan seterusnya, yang ditulis `terawang release`",
        "move it away: `rilis/` holds only the files `0001.json` and on, which `terawang release` writes",
    )
}

/// A release that is not JSON, or not of the ledger's form.
pub fn unreadable_release(line: usize) -> Diagnostic {
    restore(error(
        "TW0861",
        format!("rilis ini rusak (baris {line})"),
        format!("this release is damaged (line {line})"),
    ))
}

/// A release of another format.
pub fn release_format(found: u32, known: u32) -> Diagnostic {
    error(
        "TW0862",
        format!("rilis ini berformat {found}; versi Terawang ini mengenal format {known}"),
        format!("this release has format {found}; this version of Terawang knows format {known}"),
    )
    .hint(
        "pakai versi Terawang yang menulisnya, atau yang lebih baru",
        "use the version of Terawang that wrote it, or a later one",
    )
}

/// A number that is missing.
pub fn missing_release(missing: &str) -> Diagnostic {
    restore(error(
        "TW0863",
        format!("rilis sebelum ini tidak ada: `{missing}`"),
        format!("a release before this one is missing: `{missing}`"),
    ))
}

/// A file whose name and content have different numbers.
pub fn release_number() -> Diagnostic {
    restore(error(
        "TW0863",
        "nomor dalam rilis ini tidak sama dengan nama berkasnya",
        "the number in this release is not that of its file name",
    ))
}

/// A release that does not follow the one before it.
pub fn broken_chain() -> Diagnostic {
    restore(error(
        "TW0864",
        "rilis ini tidak menyambung dengan rilis sebelumnya: salah satunya telah berubah",
        "this release does not follow the one before it: one of the two was changed",
    ))
}

/// A release that is not as it was written.
pub fn edited_release() -> Diagnostic {
    restore(error(
        "TW0864",
        "isi rilis ini telah berubah sejak ditulis",
        "this release was changed since it was written",
    ))
}

/// A rule that the step from an earlier release breaks.
pub fn difference(difference: &Difference) -> Diagnostic {
    let Difference { series, earlier, release, rule } = difference;
    let release = file_name(*release);
    let (from_id, from_en) = if series == earlier {
        (format!("rilis `{release}`"), format!("release `{release}`"))
    } else {
        (format!("`{earlier}` di rilis `{release}`"), format!("`{earlier}` in release `{release}`"))
    };
    match rule {
        Rule::SmallChange { columns, k } => {
            let columns: Vec<String> = columns.iter().map(|level| format!("`{}`", level.key())).collect();
            let columns = columns.join(" × ");
            error(
                "TW0865",
                format!("perubahan sejak {from_id} menunjuk kurang dari {k} orang dalam kelas {columns}"),
                format!("the change since {from_en} points at fewer than {k} persons in a class of {columns}"),
            )
            .hint(
                format!("tunda perubahan, juga koreksi atas masa yang sudah lewat, sampai setiap kelas bertambah atau berkurang 0 atau sedikitnya {k} orang; sementara itu terbitkan baris seperti di rilis itu"),
                format!("hold the change back, corrections of past periods too, until each class gains or loses 0 or at least {k} persons; until then publish the rows as in that release"),
            )
        }
        Rule::AlikeChange { column, l } => error(
            "TW0866",
            format!(
                "orang yang bertambah atau berkurang sejak {from_id} (hampir) semuanya sama di `{}`",
                column.key()
            ),
            format!("the persons who came or went since {from_en} are (almost) all the same in `{}`", column.key()),
        )
        .hint(
            format!("tunda perubahan sampai orang yang serupa di kolom lain memiliki sedikitnya {l} nilai, masing-masing lebih dari satu orang"),
            format!("hold the change back until persons alike in the other columns have at least {l} values, each of more than one person"),
        ),
        Rule::UnorderedPolicy => error(
            "TW0867",
            format!("`kolom` tidak lebih kasar dan tidak lebih rinci daripada di {from_id}"),
            format!("`kolom` is neither coarser nor finer than in {from_en}"),
        )
        .hint(
            "pakai kolom yang semuanya lebih kasar, atau semuanya lebih rinci; selain itu mulailah seri baru dengan `periode` baru",
            "use columns that are all coarser, or all finer; otherwise start a new series with a new `periode`",
        ),
        Rule::HiddenTable => error(
            "TW0874",
            format!("`[tabel]` dan baris seri ini bersama {from_id} dapat membuka angka yang tertutup"),
            format!("`[tabel]` and the rows of this series can open hidden numbers together with {from_en}"),
        )
        .hint(
            "seri yang pernah terbit dengan `[tabel]` tetap seperti itu: kembalikan tabel dan barisnya, atau terbitkan totalnya saja; terbitkan `[tabel]` setelah serinya selesai",
            "a series that was published with `[tabel]` stays as it was: bring back its table and rows, or publish the total alone; publish `[tabel]` when the series is complete",
        ),
        Rule::PolicyVersion => error(
            "TW0868",
            format!("kebijakan berbeda dari yang tercatat di {from_id}, tetapi `versi` tidak dinaikkan"),
            format!("the policy differs from the one recorded in {from_en}, but `versi` was not raised"),
        )
        .hint(
            "naikkan `versi` di `[kebijakan]` di atas yang tercatat, atau kembalikan kolom dan ambangnya",
            "raise `versi` in `[kebijakan]` above the recorded one, or bring back columns and thresholds",
        ),
        Rule::PactChange { day, k } => error(
            "TW0869",
            format!("hitungan per {day} berubah sejak {from_id} untuk kurang dari {k} orang"),
            format!("the counts of {day} changed since {from_en} for fewer than {k} persons"),
        )
        .hint(
            format!("kembalikan hitungan tanggal itu; koreksi menunggu sampai setiap sel berubah 0 atau sedikitnya {k} orang, pada yang sudah dan yang belum bertanda tangan. Keadaan terbaru masuk tanggal baru"),
            format!("bring back the counts of that day; corrections wait until each cell changes by 0 or at least {k} persons, among those who signed and those who did not. What is new belongs to a new day"),
        ),
        Rule::PoolShrank => error(
            "TW0870",
            format!("OPD yang tidak dirinci di {from_id} kini dirinci"),
            format!("offices that are not detailed in {from_en} are shown by themselves now"),
        )
        .hint(
            "bila seri ini berganti nama, tulis alamat lamanya di `alihan`; bila tidak, kembalikan ke rilis itu",
            "if the series was renamed, write its old address in `alihan`; otherwise go back to that release",
        ),
        Rule::PactMethod { day } => error(
            "TW0871",
            format!("hitungan per {day} sudah terbit dengan cara lain di {from_id}"),
            format!("the counts of {day} were published by another method in {from_en}"),
        )
        .hint(
            "kembalikan `cara` seri ini; cara baru hanya untuk seri baru dengan tanggal baru",
            "bring back `cara` of the series; a new method is for a new series with new days",
        ),
        Rule::HiddenDay { day } => error(
            "TW0871",
            format!("hitungan per {day} tidak sama dengan yang terbit di {from_id} dengan sel tertutup"),
            format!("the counts of {day} are not those that were published with hidden cells in {from_en}"),
        )
        .hint(
            "kembalikan hitungan tanggal itu, atau terbitkan totalnya saja; setiap angka yang berubah dapat membuka sel yang tertutup",
            "bring back the counts of that day, or publish the totals alone; each figure that changes can open a hidden cell",
        ),
    }
}

/// A series of the last release that is no longer there.
pub fn series_gone(series: &str, release: &str) -> Diagnostic {
    Diagnostic::warning(
        "TW0872",
        Text::new(
            format!("seri `{series}` ada di rilis `{release}`, tetapi tidak terbit lagi"),
            format!("the series `{series}` is in release `{release}`, but is published no more"),
        ),
    )
    .hint(
        "kembalikan berkasnya dan tulis `ditarik` dengan tanggal dan alasan; bila hanya berganti nama, tulis alamat lamanya di `alihan`",
        "bring its file back and write `ditarik` with a date and a reason; if it was only renamed, write its old address in `alihan`",
    )
}

/// The code of [`not_released`].
pub const NOT_RELEASED: &str = "TW0873";

/// Figures that no release has recorded yet.
pub fn not_released(last: u32) -> Diagnostic {
    let last = file_name(last);
    Diagnostic::warning(
        NOT_RELEASED,
        Text::new(
            format!("angka yang terbit berbeda dari rilis terakhir, `{last}`"),
            format!("the published figures differ from the last release, `{last}`"),
        ),
    )
    .hint(
        "jalankan `terawang release` sebelum situs ini terbit, agar terbitan berikutnya dibandingkan dengannya",
        "run `terawang release` before this site goes public, so that the next edition is compared with it",
    )
}
