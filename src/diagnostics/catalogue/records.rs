//! Rules of the domain: records checked alone and against each other (TW03xx).

use jiff::civil::Date;

use crate::collections::common::Authority;
use crate::collections::document::DocumentStatus;
use crate::diagnostics::Diagnostic;
use crate::locale::{Lang, Text};

/// A reference to a record that is not there.
pub fn missing_record(id: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0301",
        Text::new(format!("tidak ada catatan `{id}`"), format!("there is no record `{id}`")),
    );
    match near {
        Some(near) => diagnostic.hint(format!("maksud Anda \"{near}\"?"), format!("did you mean \"{near}\"?")),
        None => diagnostic.hint(
            "tulis jalur berkasnya di bawah `content/`, tanpa akhiran, misalnya \"regulasi/uu-20-2023\"",
            "write the path of its file below `content/` without extension, for example \"regulasi/uu-20-2023\"",
        ),
    }
}

/// A reference to a record of the wrong type.
pub fn record_of_other_kind(id: &str, expected: &Text) -> Diagnostic {
    Diagnostic::error(
        "TW0301",
        Text::new(format!("`{id}` bukan {}", expected.id), format!("`{id}` is no {}", expected.en)),
    )
    .hint(format!("rujuk sebuah {}", expected.id), format!("name a {}", expected.en))
}

/// Documents that revoke each other in a circle.
pub fn revocation_cycle(ids: &[String]) -> Diagnostic {
    let path = ids.join(" → ");
    Diagnostic::error(
        "TW0302",
        Text::new(format!("pencabutan berputar: {path}"), format!("revocations run in a circle: {path}")),
    )
    .hint(
        "hapus salah satu hubungan `mencabut`; dokumen lama tidak mencabut yang baru",
        "remove one of the `mencabut` relations; an older document does not revoke a newer one",
    )
}

/// Documents whose relations run in a circle, not all of them revocations.
pub fn relation_cycle(ids: &[String]) -> Diagnostic {
    let path = ids.join(" → ");
    Diagnostic::error(
        "TW0302",
        Text::new(
            format!("hubungan antardokumen berputar: {path}"),
            format!("relations between documents run in a circle: {path}"),
        ),
    )
    .hint(
        "hapus salah satu entri `hubungan`; hubungan hanya ditulis di dokumen yang lebih baru",
        "remove one entry of `hubungan`; a relation is written in the newer document only",
    )
}

/// Teams that report to each other in a circle.
pub fn report_cycle(ids: &[String]) -> Diagnostic {
    let path = ids.join(" → ");
    Diagnostic::error(
        "TW0317",
        Text::new(
            format!("tim-tim ini saling melapor dalam lingkaran: {path}"),
            format!("these teams report to each other in a circle: {path}"),
        ),
    )
    .hint(
        "hapus `lapor_ke` di salah satu tim, atau tulis jabatan: `lapor_ke = \"Sekretaris Daerah\"`",
        "remove `lapor_ke` in one of the teams, or write a post: `lapor_ke = \"Sekretaris Daerah\"`",
    )
}

/// A stated status that relations or dates contradict.
pub fn status_contradicts(stated: &str, derived: DocumentStatus, by: Option<&str>) -> Diagnostic {
    let is = |lang| derived.label().get(lang).to_lowercase();
    let key = derived.key();
    let because = by.map(|by| (format!(" oleh `{by}`"), format!(" by `{by}`"))).unwrap_or_default();
    Diagnostic::error(
        "TW0303",
        Text::new(
            format!(
                "status \"{stated}\" bertentangan dengan hubungan atau tanggal: dokumen ini {}{}",
                is(Lang::Id),
                because.0
            ),
            format!(
                "status \"{stated}\" contradicts relations or dates: this document is {}{}",
                is(Lang::En),
                because.1
            ),
        ),
    )
    .hint(
        format!("hapus `status`, atau tulis \"{key}\"; bila keliru, perbaiki hubungannya"),
        format!("remove `status`, or write \"{key}\"; if that is wrong, mend the relation"),
    )
}

/// A regulation cited after it was revoked.
pub fn cited_after_revocation(cited: &str, on: Option<Date>, successor: &str) -> Diagnostic {
    let since = on.map(|on| (format!(" sejak {on}"), format!(" since {on}"))).unwrap_or_default();
    Diagnostic::warning(
        "TW0304",
        Text::new(
            format!("{cited} sudah dicabut{} ketika dirujuk di sini", since.0),
            format!("{cited} was already revoked{} when cited here", since.1),
        ),
    )
    .hint(format!("penggantinya {successor}"), format!("its successor is {successor}"))
}

/// More signatures than people.
pub fn signed_over_target(signed: u64, target: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0305",
        Text::new(
            format!("ditandatangani {signed}, padahal sasarannya {target}"),
            format!("{signed} signed, but the target is {target}"),
        ),
    )
    .hint("periksa kedua angkanya", "check both numbers")
}

/// A total that is not the sum of its rows.
pub fn total_mismatch(key: &str, stated: u64, sum: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0306",
        Text::new(
            format!("`{key}` tertulis {stated}, tetapi jumlah barisnya {sum}"),
            format!("`{key}` says {stated}, but its rows add up to {sum}"),
        ),
    )
    .hint("perbaiki totalnya atau baris yang keliru", "mend the total or the row that is wrong")
}

/// More proposals decided than examined.
pub fn more_decided_than_examined(examined: u64, returned: u64, approved: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0306",
        Text::new(
            format!("dikembalikan {returned} dan disetujui {approved}, padahal diperiksa {examined}"),
            format!("{returned} returned and {approved} approved, but {examined} examined"),
        ),
    )
    .hint("periksa ketiga angkanya", "check the three numbers")
}

/// An authority that may not issue an outcome.
pub fn authority_cannot(authority: &str, outcome: &str, allowed: &[Authority]) -> Diagnostic {
    let names: Vec<String> = allowed.iter().map(|authority| format!("\"{}\"", authority.key())).collect();
    let names = names.join(", ");
    Diagnostic::error(
        "TW0307",
        Text::new(
            format!("{authority} tidak berwenang menetapkan {outcome}"),
            format!("{authority} may not issue {outcome}"),
        ),
    )
    .hint(format!("penetap {outcome} adalah {names}"), format!("{outcome} is issued by {names}"))
}

/// KASN after its end, or BKN before its beginning.
pub fn authority_not_then(authority: &str, kasn_until: Date) -> Diagnostic {
    Diagnostic::error(
        "TW0307",
        Text::new(
            format!("{authority} tidak berwenang memberi rekomendasi dalam periode ini"),
            format!("{authority} may not recommend in this period"),
        ),
    )
    .hint(
        format!("KASN memberi rekomendasi sampai {kasn_until}, sesudah itu BKN"),
        format!("KASN recommends until {kasn_until}, BKN from then on"),
    )
}

/// A penalty listed under a level that it does not have.
pub fn penalty_of_other_level(penalty: &str, stated: &str, level: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0307",
        Text::new(
            format!("{penalty} bukan hukuman tingkat {stated}"),
            format!("{penalty} is no penalty of level {stated}"),
        ),
    )
    .hint(format!("tingkatnya \"{level}\""), format!("its level is \"{level}\""))
}

/// A record that must not be published.
pub fn exempt_record() -> Diagnostic {
    Diagnostic::error(
        "TW0308",
        Text::new(
            "informasi yang dikecualikan tidak boleh berada di `content/`",
            "exempt information must not lie in `content/`",
        ),
    )
    .hint(
        "pindahkan berkas ini keluar dari folder portal (UU 14/2008 Pasal 17)",
        "move this file out of the portal's folder (UU 14/2008 Art. 17)",
    )
}

/// An attachment that is not there.
pub fn missing_attachment(file: &str, folder: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0309",
        Text::new(
            format!("berkas `{file}` tidak ada di `content/{folder}/`"),
            format!("the file `{file}` is not in `content/{folder}/`"),
        ),
    )
    .hint("letakkan berkasnya di folder itu, atau perbaiki namanya", "put the file there, or mend its name")
}

/// Figures that do not say where, when or what.
pub fn figures_without(key: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0310",
        Text::new(
            format!("catatan berisi angka harus punya `{key}`"),
            format!("a record with figures must have `{key}`"),
        ),
    )
    .hint(
        format!("tambahkan `{key} = …`; angka tanpa sumber, tanggal dan satuan tidak diterbitkan"),
        format!("add `{key} = …`; figures without source, date and unit are not published"),
    )
}

/// An event without a date or a recurrence.
pub fn date_or_recurrence() -> Diagnostic {
    Diagnostic::error("TW0204", Text::new("kegiatan ini tidak punya waktu", "this event has no time")).hint(
        "tulis `tanggal = 2024-10-15`, atau `berulang = \"setiap Jumat\"`",
        "write `tanggal = 2024-10-15`, or `berulang = \"every Friday\"`",
    )
}

/// A video that is nowhere, or in two places.
pub fn video_file_or_link() -> Diagnostic {
    Diagnostic::error(
        "TW0204",
        Text::new(
            "video harus punya `berkas` atau `tautan`, salah satu",
            "a video has either `berkas` or `tautan`",
        ),
    )
    .hint(
        "tulis `berkas = \"ikrar.mp4\"` bila ada di folder ini, atau `tautan = \"https://…\"`",
        "write `berkas = \"ikrar.mp4\"` if it lies in this folder, or `tautan = \"https://…\"`",
    )
}

/// A channel that takes no reports any more.
pub fn channel_closed(until: Date) -> Diagnostic {
    Diagnostic::warning(
        "TW0311",
        Text::new(format!("saluran ini berakhir {until}"), format!("this channel ended on {until}")),
    )
    .hint(
        "halamannya diberi tanda; tambahkan saluran penggantinya bila ada",
        "its page says so; add the channel that replaces it, if there is one",
    )
}

/// A channel that nobody has tried for too long.
pub fn channel_unverified(on: Option<Date>, limit: i32) -> Diagnostic {
    let message = match on {
        Some(on) => Text::new(
            format!("saluran ini terakhir diperiksa {on}, lebih dari {limit} hari lalu"),
            format!("this channel was last checked on {on}, more than {limit} days ago"),
        ),
        None => Text::new(
            "belum ada catatan bahwa saluran ini diperiksa",
            "there is no record that this channel was checked",
        ),
    };
    Diagnostic::warning("TW0311", message).hint(
        "coba salurannya, lalu tulis tanggalnya: `terverifikasi = 2024-10-15`",
        "try the channel, then write the day: `terverifikasi = 2024-10-15`",
    )
}

/// An office that `opd.toml` does not list.
pub fn unknown_office(code: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "TW0312",
        Text::new(
            format!("OPD `{code}` tidak ada di `content/opd.toml`"),
            format!("the office `{code}` is not in `content/opd.toml`"),
        ),
    );
    match near {
        Some(near) => diagnostic.hint(format!("maksud Anda `{near}`?"), format!("did you mean `{near}`?")),
        None => diagnostic.hint(
            "tambahkan ke `content/opd.toml`, atau perbaiki kodenya",
            "add it to `content/opd.toml`, or mend the code",
        ),
    }
}

/// A period that ends before it begins.
pub fn period_reversed() -> Diagnostic {
    Diagnostic::error("TW0313", Text::new("akhir mendahului awal", "the end comes before the beginning"))
        .hint("tukar kedua tanggalnya", "swap the two dates")
}

/// A row outside the period of its record.
pub fn outside_period() -> Diagnostic {
    Diagnostic::error("TW0313", Text::new("baris ini di luar `periode`", "this row lies outside `periode`"))
        .hint("perbaiki bulannya atau periodenya", "mend its month or the period")
}

/// A calendar whose stages and key give different days of the vote.
pub fn voting_days_differ(key: Date, stage: Date) -> Diagnostic {
    Diagnostic::error(
        "TW0313",
        Text::new(
            format!("acara pemungutan suara {stage}, padahal `pemungutan_suara` {key}"),
            format!("the stage gives {stage} as the day of the vote, the key {key}"),
        ),
    )
    .hint("samakan kedua tanggalnya", "make the two dates one")
}

/// Transfers approved in the ban period that no ministerial approval covers.
pub fn approved_in_ban(month: Date, approved: u64, covered: u64) -> Diagnostic {
    let month = format!("{}-{:02}", month.year(), month.month());
    Diagnostic::warning(
        "TW0314",
        Text::new(
            format!(
                "bulan {month} dalam masa larangan: disetujui {approved}, persetujuan Menteri untuk {covered}"
            ),
            format!(
                "{month} lies in the ban period: {approved} approved, ministerial approval for {covered}"
            ),
        ),
    )
    .hint(
        "catat persetujuan tertulis Menteri di `persetujuan_menteri` (UU 10/2016 Pasal 71 ayat (2))",
        "record the Minister's written approval under `persetujuan_menteri` (UU 10/2016 Art. 71(2))",
    )
}

/// A name in a roster of a portal that shows none.
pub fn names_are_off() -> Diagnostic {
    Diagnostic::error(
        "TW0315",
        Text::new("portal ini tidak menampilkan nama orang", "this portal shows no personal names"),
    )
    .hint(
        "hapus `nama`, atau nyalakan `[tim] tampilkan_nama = true` di `site.toml`",
        "remove `nama`, or turn on `[tim] tampilkan_nama = true` in `site.toml`",
    )
}

/// Two rows about the same thing.
pub fn duplicate_row() -> Diagnostic {
    Diagnostic::error("TW0316", Text::new("baris ini sudah ada sebelumnya", "this row is there already"))
        .hint("gabungkan atau hapus salah satunya", "merge the two or remove one")
}

/// A value outside the scale of its index.
pub fn outside_scale(min: Option<f64>, max: Option<f64>) -> Diagnostic {
    let bound = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), |bound| bound.to_string());
    let scale = format!("{}–{}", bound(min), bound(max));
    Diagnostic::error(
        "TW0210",
        Text::new(
            format!("nilai ini di luar skala {scale}"),
            format!("this value lies outside the scale {scale}"),
        ),
    )
    .hint(
        "perbaiki nilainya, atau `skala_min` dan `skala_maks`",
        "mend the value, or `skala_min` and `skala_maks`",
    )
}
