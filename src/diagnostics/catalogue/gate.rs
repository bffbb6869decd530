//! Rules of disclosure control (TW08xx): what would name a person in a text, exceptions from it, and
//! tables that could not be protected.
//!
//! None of these messages holds the value that was found, nor a part of it.

use cell_suppression::Refusal;
use jiff::civil::Date;

use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::Part;
use crate::disclosure::text::Detector;
use crate::locale::{Label, Text};

/// Something personal in a text.
pub fn personal(detector: Detector) -> Diagnostic {
    let label = detector.label();
    match detector {
        Detector::Nip | Detector::Nik | Detector::Npwp => {
            let found = Diagnostic::error("TW0801", here(label));
            if detector.may_be_allowed() {
                found.hint(
                    "hapus nomor ini; bila harus terbit, `terawang explain TW0801` menunjukkan cara mencatat pengecualian dengan SHA-256-nya",
                    "remove the number; if it must be public, `terawang explain TW0801` tells how to record an exception by its SHA-256",
                )
            } else {
                found.hint(
                    "hapus nomor ini; NIP dan NIK tidak pernah boleh terbit (`terawang explain TW0801`)",
                    "remove the number; NIP and NIK can never be public (`terawang explain TW0801`)",
                )
            }
        }
        Detector::Phone | Detector::Email => Diagnostic::error("TW0802", here(label)).hint(
            "hapus, atau daftarkan sebagai kontak kanal resmi di `pengaduan/saluran/`; untuk pengecualian lain lihat `terawang explain TW0801`",
            "remove it, or declare it as the contact of an official channel in `pengaduan/saluran/`; for other exceptions see `terawang explain TW0801`",
        ),
        Detector::Plate | Detector::BankAccount | Detector::Coordinates => {
            Diagnostic::error("TW0803", here(label)).hint(
                "hapus dari teks; bila milik instansi dan harus terbit, lihat `terawang explain TW0801` tentang pengecualian",
                "remove it; if it is the institution's own and must be public, see `terawang explain TW0801` on exceptions",
            )
        }
        Detector::Initials | Detector::Name | Detector::SinglePost | Detector::Roster => Diagnostic::error(
            "TW0804",
            Text::new(
                format!("teks ini berbicara tentang sanksi dan menunjuk orang: {}", label.id),
                format!("this text speaks of a sanction and points at a person: {}", label.en),
            ),
        )
        .hint(
            "tulis tanpa nama, inisial, atau jabatan; bila orang itu hanya menjalankan jabatannya, lihat `terawang explain TW0804`",
            "write it without name, initials or post; if the person only acts in office, see `terawang explain TW0804`",
        ),
    }
}

/// Something personal in an attachment, which has no lines to point at.
pub fn personal_in_attachment(detector: Detector, part: Part, earlier: bool) -> Diagnostic {
    let (id, en) = match part {
        Part::Page(number) => (format!("di halaman {number}"), format!("on page {number}")),
        Part::Words => ("di teksnya".to_owned(), "in its text".to_owned()),
        Part::Properties => (
            "di keterangan dokumen (penulis, judul, …)".to_owned(),
            "in its properties (author, title, …)".to_owned(),
        ),
        Part::Hidden => (
            "di bagian yang tidak tampak (catatan, isian, markah, …)".to_owned(),
            "in a part that is not shown (notes, form values, bookmarks, …)".to_owned(),
        ),
    };
    let (version_id, version_en) = if earlier {
        (" pada versi lama yang masih tersimpan", " of an earlier version that it keeps")
    } else {
        ("", "")
    };
    let mut found = personal(detector);
    found.message.id = format!("{id}{version_id}: {}", found.message.id.replace(" di sini", ""));
    found.message.en = format!("{en}{version_en}: {}", found.message.en.replace(" here", ""));
    found
}

fn here(label: Label) -> Text {
    Text::new(format!("data pribadi di sini: {}", label.id), format!("personal data here: {}", label.en))
}

/// Something personal in the name of a file or folder.
pub fn personal_file_name(detector: Detector) -> Diagnostic {
    let label = detector.label();
    Diagnostic::error(
        "TW0805",
        Text::new(
            format!("nama sebuah berkas di folder ini memuat data pribadi: {}", label.id),
            format!("the name of a file in this folder holds personal data: {}", label.en),
        ),
    )
    .hint(
        "ganti nama berkas; nama berkas menjadi bagian dari alamat yang terbit",
        "rename the file; its name becomes a part of a public address",
    )
}

/// An exception for what can never be excepted.
pub fn never_allowed(label: Label) -> Diagnostic {
    Diagnostic::error(
        "TW0806",
        Text::new(
            format!("tidak pernah dapat dikecualikan: {}", label.id),
            format!("can never be excepted: {}", label.en),
        ),
    )
    .hint("hapus entri ini, dan nomor itu dari teksnya", "remove this entry, and the number from the text")
}

/// A `sha256` that is none.
pub fn not_a_sha256() -> Diagnostic {
    Diagnostic::error("TW0807", Text::new("ini bukan SHA-256", "this is no SHA-256")).hint(
        "tulis 64 digit heksadesimal huruf kecil; pola atau tanda `*` tidak diterima",
        "write 64 hexadecimal digits in small letters; patterns and `*` are not taken",
    )
}

/// An exception for a file that is not there.
pub fn no_such_file() -> Diagnostic {
    Diagnostic::error(
        "TW0808",
        Text::new("berkas yang disebut tidak ada di portal", "the portal has no file of this name"),
    )
    .hint(
        "tulis jalurnya seperti dalam pesan galat, misalnya \"content/berita/2024/apel.md\"",
        "write its path as messages do, for example \"content/berita/2024/apel.md\"",
    )
}

/// An exception past its day.
pub fn expired(until: Date) -> Diagnostic {
    Diagnostic::error(
        "TW0809",
        Text::new(
            format!("pengecualian ini berakhir pada {until}"),
            format!("this exception ended on {until}"),
        ),
    )
    .hint(
        "hapus entri ini beserta teksnya, atau mintakan persetujuan baru dengan tanggal baru",
        "remove the entry and the text, or have it approved again with a new date",
    )
}

/// An exception that nothing needs.
pub fn unused() -> Diagnostic {
    Diagnostic::error(
        "TW0810",
        Text::new("pengecualian ini tidak dipakai oleh teks mana pun", "no text needs this exception"),
    )
    .hint(
        "hapus entri ini, atau periksa `detektor`, `berkas`, dan `sha256`-nya",
        "remove the entry, or check its `detektor`, `berkas` and `sha256`",
    )
}

/// The same exception twice.
pub fn allowed_twice() -> Diagnostic {
    Diagnostic::error(
        "TW0811",
        Text::new("pengecualian yang sama sudah tertulis di atas", "the same exception stands above"),
    )
    .hint("hapus salah satunya", "remove one of the two")
}

/// A `k` that protects nobody, or that nothing could ever reach.
pub fn threshold(least: u64, most: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0812",
        Text::new(
            format!("`k` harus antara {least} dan {most}"),
            format!("`k` must lie between {least} and {most}"),
        ),
    )
    .hint(
        format!(
            "tulis 5, atau hapus kuncinya; di bawah {least} anggota sebuah kelompok mengenali anggota lainnya"
        ),
        format!("write 5, or remove the key; below {least} the members of a group know each other"),
    )
}

/// Counts of a day that could not be shown to be protected.
pub fn unprotected(day: Date, refusal: &Refusal) -> Diagnostic {
    let Text { id, en } = why_unprotected(refusal);
    Diagnostic::error(
        "TW0813",
        Text::new(
            format!("hitungan per {day} tidak dapat dilindungi: {id}"),
            format!("the counts of {day} cannot be protected: {en}"),
        ),
    )
    .hint(
        "periksa angka tanggal itu; bila sudah benar, tulis `cara = \"gabung\"` dalam `[kebijakan]` seri ini",
        "check the numbers of that day; if they are right, write `cara = \"gabung\"` in the `[kebijakan]` of the series",
    )
}

/// Why tables are not protected, without a number of the tables.
fn why_unprotected(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::Malformed(_) | Refusal::Contradiction { .. } => Text::new(
            "tabel tidak konsisten: isi, jumlah, atau targetnya tidak cocok satu sama lain",
            "the tables contradict themselves: cells, sums or targets do not agree",
        ),
        Refusal::Infeasible { .. } => Text::new(
            "ada sel kecil yang tidak dapat dilindungi sekalipun semua sel lain disembunyikan; gabungkan baris atau kolom",
            "a small cell cannot be protected even with every other cell hidden; merge rows or columns",
        ),
        Refusal::Stalled { .. } => Text::new(
            "pembuktian perlindungan tabel tidak selesai, jadi tabel tidak diterbitkan; gabungkan baris atau kolom",
            "the proof that the tables are protected did not end, so they are not published; merge rows or columns",
        ),
        Refusal::Overflow { .. } => Text::new(
            "ada angka yang terlalu besar untuk dihitung secara pasti",
            "a count is too large to be reckoned with exactly",
        ),
        Refusal::Unproven(_) => Text::new(
            "pemeriksaan ulang menolak bukti perlindungan tabel, jadi tabel tidak diterbitkan",
            "the exact check rejected the proof that the tables are protected, so they are not published",
        ),
    }
}

/// Two pact series that count the same signatures.
pub fn pacts_of_the_same_people(other: &str) -> Diagnostic {
    Diagnostic::error(
        "TW0814",
        Text::new(
            format!("seri ini menghitung pakta yang sama pada hari yang sama dengan `{other}`"),
            format!("this series counts the same pact over the same days as `{other}`"),
        ),
    )
    .hint(
        "gabungkan keduanya dalam satu berkas, atau beri `tahapan` bila pemilihannya berbeda; selisih dua seri membuka yang dirahasiakan masing-masing",
        "merge the two into one file, or give a `tahapan` if their elections differ; the difference of two series opens what each hides",
    )
}

/// A pact series about so few people that its total points at some of them.
pub fn total_of_few(least: u64) -> Diagnostic {
    Diagnostic::error(
        "TW0815",
        Text::new(
            format!("jumlah seluruhnya menunjuk segelintir orang di satu kantor, atau di antara kurang dari {least} orang"),
            format!("the total points at a few people of one office, or among fewer than {least}"),
        ),
    )
    .hint(
        "satukan kantor ini dengan yang lain dalam satu seri; seri mencakup seluruh pemerintah daerah",
        "put this office into one series with the others; a series covers the whole government",
    )
}
