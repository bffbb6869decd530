//! Rules of the gate for attachments: what may be published as a file (TW085x).
//!
//! None of these messages holds anything of what is in a file.

use pdf_disclosure::Refused;

use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::kind::{Kind, Other};
use crate::disclosure::attachments::pictures::Unclean;
use crate::disclosure::attachments::reader::Unread;
use crate::locale::Text;

const PRINT: (&str, &str) = (
    "cetak dokumen aslinya ke PDF yang baru, lalu ganti berkas ini",
    "print the original document to a new PDF, and replace this file",
);

/// A kind of file that is not published.
pub fn not_allowed(other: Other) -> Diagnostic {
    let (id, en) = match other {
        Other::Office => (
            "cetak dari program aslinya ke PDF; berkas olahan kata menyimpan penyunting, komentar, dan teks yang sudah dihapus",
            "print it to PDF from its program; office files keep editors, comments and deleted text",
        ),
        Other::Sheet => (
            "cetak lembar yang hendak terbit ke PDF; lembar kerja menyimpan baris, kolom dan lembar tersembunyi",
            "print the sheet that is meant for the public to PDF; workbooks keep hidden rows, columns and sheets",
        ),
        Other::Archive => (
            "lampirkan isinya satu per satu, sebagai PDF, JPEG, PNG, atau WebP",
            "attach what is inside one by one, as PDF, JPEG, PNG or WebP",
        ),
        Other::Picture => ("simpan gambarnya sebagai PNG atau JPEG", "save the picture as PNG or JPEG"),
        Other::Film => (
            "simpan sebagai MP4, atau unggah ke kanal resmi dan tulis tautannya",
            "save it as MP4, or upload it to an official channel and write the link",
        ),
        Other::Unknown => (
            "lampirkan sebagai PDF, JPEG, PNG, WebP, MP4, TXT, atau VTT",
            "attach it as PDF, JPEG, PNG, WebP, MP4, TXT or VTT",
        ),
    };
    Diagnostic::error(
        "TW0850",
        Text::new(
            "jenis berkas ini tidak diterbitkan, karena isinya tidak dapat diperiksa",
            "files of this kind are not published, since nobody can check what is inside",
        ),
    )
    .hint(id, en)
}

/// A file that is of an allowed kind, under a name of another one.
pub fn named_wrongly(kind: Kind) -> Diagnostic {
    let label = kind.label();
    let ending = kind.endings().first().copied().unwrap_or_default();
    Diagnostic::error(
        "TW0851",
        Text::new(
            format!("isi berkas ini {}, tetapi namanya berkata lain", label.id),
            format!("this file is {} inside, but its name says otherwise", label.en),
        ),
    )
    .hint(
        format!("ganti akhiran namanya menjadi `.{ending}`, juga di catatan yang memakainya"),
        format!("let its name end in `.{ending}`, also in the record that uses it"),
    )
}

/// A file whose name promises an allowed kind that it is not.
pub fn not_what_its_name_says(kind: Kind) -> Diagnostic {
    let label = kind.label();
    Diagnostic::error(
        "TW0851",
        Text::new(
            format!("namanya menyebut {}, tetapi isinya bukan itu", label.id),
            format!("its name says {}, but that is not what is inside", label.en),
        ),
    )
    .hint(
        "barangkali berkasnya hanya diganti namanya atau rusak; simpan ulang dari program aslinya dalam bentuk itu",
        "perhaps it was only renamed, or is damaged; save it in that form from its own program",
    )
}

/// Something that no published PDF may hold.
pub fn refused(refused: Refused) -> Diagnostic {
    let (id, en) = match refused {
        Refused::Broken => {
            return Diagnostic::error(
                "TW0853",
                Text::new(
                    "susunan PDF ini rusak, jadi isinya tidak dapat diperiksa",
                    "this PDF is damaged, so what is inside cannot be checked",
                ),
            )
            .hint(PRINT.0, PRINT.1);
        }
        Refused::Encrypted => ("terkunci dengan kata sandi", "is locked with a password"),
        Refused::EmbeddedFile => ("membawa berkas lain di dalamnya", "carries another file inside"),
        Refused::Action => (
            "memuat skrip, atau tombol yang menjalankan program atau mengirim data",
            "holds a script, or a button that starts a program or sends data",
        ),
        Refused::Media => {
            ("memuat suara, film, atau model tiga dimensi", "holds sound, film or a model in space")
        }
        Refused::Xfa => ("berisi formulir XFA", "holds an XFA form"),
        Refused::PrivateData => (
            "masih membawa naskah kerja program pembuatnya",
            "still carries the working copy of the program that made it",
        ),
        Refused::PlaceOfPicture => (
            "memuat foto yang menyimpan tempat pengambilannya",
            "holds a photograph that tells where it was taken",
        ),
        Refused::Leftovers => (
            "menyimpan sisa yang tidak ditampilkan program mana pun",
            "keeps leftovers that no program shows",
        ),
        Refused::TooManyRevisions => {
            ("menyimpan terlalu banyak versi lama", "keeps too many earlier versions")
        }
        Refused::TooLarge => (
            "terlalu besar untuk diperiksa setelah dibuka mampatannya",
            "is too large to be checked once unpacked",
        ),
    };
    let hint = match refused {
        Refused::PlaceOfPicture => (
            "buang data tempat dari fotonya, misalnya dengan menyimpannya ulang sebagai PNG, lalu susun dan cetak PDF-nya lagi",
            "take the place out of the photograph, by saving it as PNG for example, and make the PDF anew",
        ),
        Refused::Encrypted => (
            "simpan PDF tanpa kata sandi dan tanpa pembatasan, atau cetak dokumen aslinya ke PDF yang baru",
            "save the PDF without password or restrictions, or print the original document to a new PDF",
        ),
        _ => PRINT,
    };
    Diagnostic::error("TW0852", Text::new(format!("PDF ini {id}"), format!("this PDF {en}")))
        .hint(hint.0, hint.1)
}

/// A PDF that could not be read.
pub fn unread(unread: Unread) -> Diagnostic {
    let (id, en) = match unread {
        Unread::File | Unread::Changed => return changed(),
        Unread::NoChild => {
            return Diagnostic::error(
                "TW0854",
                Text::new("pemeriksa PDF tidak dapat dijalankan", "the reader of PDFs cannot be started"),
            )
            .hint(
                "pastikan program terawang tidak dipindah atau diganti selama berjalan, lalu coba lagi",
                "make sure that terawang is not moved or replaced while it runs, and try again",
            );
        }
        Unread::Hung => {
            ("pemeriksaan PDF ini tidak selesai pada waktunya", "checking this PDF took too long")
        }
        Unread::Failed => ("pemeriksaan PDF ini gagal", "checking this PDF failed"),
    };
    Diagnostic::error("TW0853", Text::new(id, en)).hint(PRINT.0, PRINT.1)
}

/// Pages that show something other than text, and that nobody has looked at.
pub fn no_text(pages: &[u32]) -> Diagnostic {
    /// More are counted, not listed.
    const SHOWN: usize = 8;
    let listed: Vec<String> = pages.iter().take(SHOWN).map(u32::to_string).collect();
    let (mut id, mut en) = (listed.join(", "), listed.join(", "));
    if let Some(more) = pages.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        id.push_str(&format!(" dan {more} lagi"));
        en.push_str(&format!(" and {more} more"));
    }
    let noun = if pages.len() == 1 { "page" } else { "pages" };
    Diagnostic::error(
        "TW0855",
        Text::new(
            format!("ada yang tidak terbaca sebagai teks di halaman {id}, misalnya hasil pindaian"),
            format!("there is something on {noun} {en} that cannot be read as text, a scan for example"),
        ),
    )
    .hint(
        "lampirkan PDF aslinya; atau periksa dengan mata, lalu tulis kantor yang memeriksa: `diperiksa_oleh = \"…\"` pada entri `lampiran`-nya",
        "attach the original PDF; or check it by eye and name the office that did: `diperiksa_oleh = \"…\"` in its entry of `lampiran`",
    )
}

/// A picture or film that cannot be cleaned.
pub fn unclean(format: Text, unclean: Unclean) -> Diagnostic {
    match unclean {
        Unclean::Broken => Diagnostic::error(
            "TW0856",
            Text::new(
                format!("susunan berkas {} ini rusak atau terpotong", format.id),
                format!("this {} file is damaged or cut short", format.en),
            ),
        )
        .hint(
            "buka dengan program gambar atau video, lalu simpan ulang",
            "open it with a picture or video program, and save it again",
        ),
        Unclean::DataTrack => Diagnostic::error(
            "TW0856",
            Text::new(
                "video ini membawa jalur data selain gambar, suara, dan teks, misalnya tempat pengambilannya",
                "this video carries a track that is neither picture, sound nor captions: where it was taken, for example",
            ),
        )
        .hint(
            "ekspor ulang videonya tanpa jalur data itu",
            "export the video again without that track",
        ),
    }
}

/// The code of [`changed`].
pub const CHANGED: &str = "TW0854";

/// A file that cannot be read any more.
pub fn changed() -> Diagnostic {
    Diagnostic::error(
        CHANGED,
        Text::new(
            "berkas ini berubah atau hilang selagi diperiksa",
            "this file changed or went away while it was checked",
        ),
    )
    .hint("coba lagi setelah berkasnya selesai disalin", "try again once it is copied whole")
}
