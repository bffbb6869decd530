//! Attachments: which are read, cleaned or refused, and the messages about them.

use std::process::Stdio;

use snapbox::str;

use crate::support::{CLOCK, Portal, Run, assert_same_tree, circular, made, page, pdf};

/// An invented number that the files of `tests/data/attachments` contain.
const NIP: &str = "198501012010011999";

/// A portal whose circular has one attachment.
fn portal(name: &str, bytes: impl AsRef<[u8]>) -> Portal {
    let listed = format!("lampiran = [{{ berkas = \"{name}\", judul = \"Naskah\" }}]\n");
    Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(&listed))
        .with(&format!("content/edaran/2024/se-1/{name}"), bytes)
}

#[test]
fn clean_pdfs_of_other_programs_are_published_as_they_are() {
    for name in ["libreoffice-clean.pdf", "chromium-clean.pdf", "qpdf-linearized-clean.pdf"] {
        let portal = portal("surat.pdf", made(name));
        portal.builds();
        assert_eq!(portal.output()["edaran/2024/se-1/surat.pdf"], made(name), "{name}");
    }
}

#[test]
fn bytes_before_the_header_of_a_pdf_are_published_with_it() {
    for before in ["\n", "\r\n\r\n", "\u{feff}", "Content-Type: application/pdf\r\n\r\n"] {
        for name in ["libreoffice-clean.pdf", "qpdf-linearized-clean.pdf"] {
            let bytes = [before.as_bytes(), &made(name)].concat();
            let portal = portal("surat.pdf", &bytes);
            portal.builds();
            assert_eq!(portal.output()["edaran/2024/se-1/surat.pdf"], bytes, "{name} {before:?}");
        }
        let number = [before.as_bytes(), &made("libreoffice-number.pdf")].concat();
        assert_eq!(portal("surat.pdf", number).check().codes(), ["TW0801"], "{before:?}");
    }
}

#[test]
fn what_stands_before_the_header_of_a_pdf_is_judged() {
    let clean = made("libreoffice-clean.pdf");
    let judged = |before: &[u8]| portal("surat.pdf", [before, &clean].concat()).check();
    judged(format!("NIP {NIP}\n").as_bytes()).never_says(NIP).exits(1);
    assert_eq!(judged(format!("NIP {NIP}\n").as_bytes()).codes(), ["TW0801"]);
    assert_eq!(judged(b"\x01\x9f\x02").codes(), ["TW0852"]);
    judged(&b"\n".repeat(1100)).exits(1);
}

#[test]
fn a_number_is_found_however_a_program_writes_it() {
    for name in [
        "libreoffice-number.pdf",
        "chromium-number-in-cell.pdf",
        "ghostscript-number.pdf",
        "ghostscript-note.pdf",
        "qpdf-linearized-number.pdf",
        "qpdf-object-streams-number.pdf",
        "exiftool-author.pdf",
        "exiftool-author-removed.pdf",
    ] {
        let run = portal("surat.pdf", made(name)).check();
        run.exits(1).never_says("19850101").never_says("010011999");
        assert_eq!(run.codes(), ["TW0801"], "{name}: {}", run.stderr);
    }
}

#[test]
fn the_page_is_told_and_the_value_is_not() {
    portal("surat.pdf", made("libreoffice-number.pdf")).check().exits(1).says(str![[r#"
galat[TW0801]: di halaman 1: data pribadi: Nomor Induk Pegawai (NIP)
 --> content/edaran/2024/se-1/surat.pdf
  = saran: hapus nomor ini; NIP dan NIK tidak pernah boleh terbit (`terawang explain TW0801`)

1 galat

"#]]);
}

#[test]
fn what_is_not_shown_is_told_by_its_part() {
    portal("surat.pdf", made("ghostscript-note.pdf")).check().exits(1).says(str![[r#"
galat[TW0801]: di bagian yang tidak tampak (catatan, isian, markah, …): data pribadi: Nomor Induk Pegawai (NIP)
 --> content/edaran/2024/se-1/surat.pdf
  = saran: hapus nomor ini; NIP dan NIK tidak pernah boleh terbit (`terawang explain TW0801`)

1 galat

"#]]);
    let run = portal("surat.pdf", made("exiftool-author-removed.pdf"));
    run.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0801]: in its properties (author, title, …) of an earlier version that it keeps: personal data: Civil servant number (NIP)
 --> content/edaran/2024/se-1/surat.pdf
  = hint: remove the number; NIP and NIK can never be public (`terawang explain TW0801`)

1 error

"#]]);
}

#[test]
fn a_pdf_with_a_file_inside_is_refused() {
    portal("surat.pdf", made("qpdf-embedded.pdf")).check().exits(1).says(str![[r#"
galat[TW0852]: PDF ini membawa berkas lain di dalamnya
 --> content/edaran/2024/se-1/surat.pdf
  = saran: cetak dokumen aslinya ke PDF yang baru, lalu ganti berkas ini

1 galat

"#]]);
}

#[test]
fn a_locked_pdf_is_refused() {
    portal("surat.pdf", made("qpdf-encrypted.pdf")).check().exits(1).says(str![[r#"
galat[TW0852]: PDF ini terkunci dengan kata sandi
 --> content/edaran/2024/se-1/surat.pdf
  = saran: simpan PDF tanpa kata sandi dan tanpa pembatasan, atau cetak dokumen aslinya ke PDF yang baru

1 galat

"#]]);
}

#[test]
fn a_photograph_in_a_pdf_that_tells_its_place_is_refused() {
    let run = portal("surat.pdf", made("chromium-photo-with-place.pdf")).check();
    run.exits(1).never_says(NIP);
    assert_eq!(run.codes(), ["TW0801", "TW0852"], "{}", run.stderr);
}

#[test]
fn a_scanned_pdf_needs_somebody_who_looked_at_it() {
    let portal = portal("surat.pdf", made("chromium-scan.pdf"));
    portal.check().exits(1).says(str![[r#"
galat[TW0855]: ada yang tidak terbaca sebagai teks di halaman 1, 2, misalnya hasil pindaian
 --> content/edaran/2024/se-1/surat.pdf
  = saran: lampirkan PDF aslinya; atau periksa dengan mata, lalu tulis kantor yang memeriksa: `diperiksa_oleh = "…"` pada entri `lampiran`-nya

1 galat

"#]]);
    portal.edit(
        "content/edaran/2024/se-1/index.md",
        "judul = \"Naskah\"",
        "judul = \"Naskah\", diperiksa_oleh = \"Bagian Hukum\"",
    );
    portal.builds();
    assert_eq!(portal.published_with("Bagian Hukum"), Vec::<String>::new());
}

#[test]
fn who_looked_at_a_pdf_answers_for_scans_alone() {
    let portal = portal("surat.pdf", made("libreoffice-number.pdf"));
    portal.edit(
        "content/edaran/2024/se-1/index.md",
        "judul = \"Naskah\"",
        "judul = \"Naskah\", diperiksa_oleh = \"Bagian Hukum\"",
    );
    assert_eq!(portal.check().exits(1).codes(), ["TW0801"]);
}

#[test]
fn a_name_is_found_where_the_record_or_the_pdf_speaks_of_sanctions() {
    let words = "Drs. Ketut Contohnya Rekaan, M.Si. hadir.";
    portal("surat.pdf", pdf(words)).builds();
    let by_pdf = portal("surat.pdf", pdf(&format!("{words} Sanksi dijatuhkan.")));
    assert_eq!(by_pdf.check().exits(1).never_says("Rekaan").codes(), ["TW0804"]);
    let by_record = portal("surat.pdf", pdf(words));
    by_record.edit("content/edaran/2024/se-1/index.md", "Naskah.", "Tentang sanksi disiplin.");
    assert_eq!(by_record.check().exits(1).never_says("Rekaan").codes(), ["TW0804"]);
}

#[test]
fn an_exception_holds_for_a_pdf_as_for_a_text() {
    use sha2::{Digest, Sha256};
    let portal = portal("surat.pdf", pdf("Hubungi 0812-0000-0123."));
    assert_eq!(portal.check().exits(1).codes(), ["TW0802"]);
    let sha256: String = Sha256::digest("6281200000123").iter().map(|byte| format!("{byte:02x}")).collect();
    portal.write(
        "content/izin-pii.toml",
        format!("[[izin]]\ndetektor = \"telepon\"\nsha256 = \"{sha256}\"\nberkas = \"content/edaran/2024/se-1/surat.pdf\"\nalasan = \"Piket kantor\"\ndisetujui_oleh = \"Bagian Hukum\"\nberlaku_sampai = 2025-01-01\n"),
    );
    portal.builds();
}

#[test]
fn office_files_and_others_are_refused_with_what_to_do() {
    portal("naskah.docx", made("libreoffice.docx")).check().exits(1).says(str![[r#"
galat[TW0850]: jenis berkas ini tidak diterbitkan, karena isinya tidak dapat diperiksa
 --> content/edaran/2024/se-1/naskah.docx
  = saran: cetak dari program aslinya ke PDF; berkas olahan kata menyimpan penyunting, komentar, dan teks yang sudah dihapus

1 galat

"#]]);
    for (name, hint) in [
        ("data.xlsx", "print the sheet"),
        ("berkas.zip", "one by one"),
        ("foto.heic", "as PNG or JPEG"),
        ("rekaman.mov", "as MP4"),
        ("berkas", "attach it as PDF"),
    ] {
        let run = portal(name, b"PK\x03\x04....").check_with(&["--lang", "en"]);
        assert_eq!(run.exits(1).codes(), ["TW0850"], "{name}");
        assert!(run.stderr.contains(hint), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_name_that_lies_is_refused() {
    portal("naskah.pdf", made("libreoffice.docx")).check().exits(1).says(str![[r#"
galat[TW0851]: namanya menyebut PDF, tetapi isinya bukan itu
 --> content/edaran/2024/se-1/naskah.pdf
  = saran: barangkali berkasnya hanya diganti namanya atau rusak; simpan ulang dari program aslinya dalam bentuk itu

1 galat

"#]]);
    portal("naskah.docx", made("libreoffice-clean.pdf")).check().exits(1).says(str![[r#"
galat[TW0851]: isi berkas ini PDF, tetapi namanya berkata lain
 --> content/edaran/2024/se-1/naskah.docx
  = saran: ganti akhiran namanya menjadi `.pdf`, juga di catatan yang memakainya

1 galat

"#]]);
    assert_eq!(portal("foto.png", made("imagemagick-clean.jpg")).check().exits(1).codes(), ["TW0851"]);
    assert_eq!(portal("catatan.txt", b"a\0b").check().exits(1).codes(), ["TW0851"]);
}

#[test]
fn a_text_file_is_read_like_a_page() {
    portal("takarir.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nKami berikrar.\n").builds();
    let run = portal("catatan.txt", format!("NIP {NIP}")).check();
    assert_eq!(run.exits(1).never_says(NIP).codes(), ["TW0801"]);
}

#[test]
fn pictures_and_films_are_published_without_what_is_not_shown() {
    for name in ["exiftool-photo.jpg", "exiftool-picture.png", "exiftool-picture.webp", "exiftool-film.mp4"] {
        let portal = portal(name, made(name));
        portal.builds();
        let published = &portal.output()[&format!("edaran/2024/se-1/{name}")];
        for word in [NIP, "xpacket", "Photoshop", "115.12"] {
            let is_there = memchr::memmem::find(published, word.as_bytes()).is_some();
            assert!(
                memchr::memmem::find(&made(name), NIP.as_bytes()).is_some() && !is_there,
                "{name}: {word}"
            );
        }
        assert!(
            name.ends_with("mp4") || published.len() < made(name).len() - 200,
            "{name}: {}",
            published.len()
        );
        // The second build compares and writes nothing.
        portal.builds();
    }
}

#[test]
fn the_page_tells_size_and_sum_of_what_is_published() {
    use sha2::{Digest, Sha256};
    let name = "exiftool-photo.jpg";
    let portal = portal(name, made(name));
    portal.builds();
    let published = &portal.output()["edaran/2024/se-1/exiftool-photo.jpg"];
    let sha256: String = Sha256::digest(published).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(portal.published("edaran/2024/se-1/index.html").contains(&sha256));
}

#[test]
fn a_clean_picture_stays_as_it_is() {
    let portal = portal("foto.jpg", made("imagemagick-clean.jpg"));
    portal.builds();
    assert_eq!(portal.output()["edaran/2024/se-1/foto.jpg"], made("imagemagick-clean.jpg"));
}

#[test]
fn a_picture_that_breaks_off_is_refused() {
    let whole = made("exiftool-photo.jpg");
    portal("foto.jpg", &whole[..whole.len() / 4]).check().exits(1).says(str![[r#"
galat[TW0856]: susunan berkas JPEG ini rusak atau terpotong
 --> content/edaran/2024/se-1/foto.jpg
  = saran: buka dengan program gambar atau video, lalu simpan ulang

1 galat

"#]]);
}

#[test]
fn a_damaged_pdf_is_refused() {
    let whole = made("libreoffice-clean.pdf");
    portal("surat.pdf", &whole[..whole.len() / 2]).check().exits(1).says(str![[r#"
galat[TW0853]: susunan PDF ini rusak, jadi isinya tidak dapat diperiksa
 --> content/edaran/2024/se-1/surat.pdf
  = saran: cetak dokumen aslinya ke PDF yang baru, lalu ganti berkas ini

1 galat

"#]]);
}

#[test]
fn a_file_that_nothing_uses_is_not_looked_into() {
    let portal = Portal::new().with("content/edaran/2024/catatan.docx", made("libreoffice.docx"));
    assert_eq!(portal.check().exits(0).codes(), ["TW0110"]);
}

/// Builds while every file of `files` is replaced by its second bytes as soon as the working folder beside the output
/// appears: then the gate has looked into all of them.
fn build_with_swap(portal: &Portal, files: &[(&str, Vec<u8>)]) -> Run {
    let mut build = portal.command(&["build", "-q", "--clock", CLOCK]);
    let mut build = build.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let working = portal.path("public.terawang");
    while !working.exists() && build.try_wait().unwrap().is_none() {}
    for (name, bytes) in files {
        portal.write(&format!("content/edaran/2024/se-1/{name}"), bytes);
    }
    Run::of_output(&build.wait_with_output().unwrap())
}

#[test]
fn what_is_published_is_what_was_checked_though_files_change_meanwhile() {
    const CAUGHT: usize = 3;
    const ROUNDS: usize = 40;
    let dirty = |text: &str| format!("{text} NIP {NIP}").into_bytes();
    // Of each kind: the file that is checked, and what takes its place.
    let files = [
        ("catatan.txt", b"Catatan.".to_vec(), dirty("")),
        ("takarir.vtt", b"WEBVTT\n".to_vec(), dirty("WEBVTT\n\n")),
        ("surat.pdf", made("libreoffice-clean.pdf"), made("libreoffice-number.pdf")),
        ("bersih.jpg", made("imagemagick-clean.jpg"), made("exiftool-photo.jpg")),
        ("foto.jpg", made("exiftool-photo.jpg"), made("imagemagick-clean.jpg")),
        ("gambar.png", made("exiftool-picture.png"), dirty("x")),
        ("film.mp4", made("exiftool-film.mp4"), dirty("x")),
    ];
    let listed: Vec<String> =
        files.iter().map(|(name, ..)| format!("{{ berkas = \"{name}\", judul = \"{name}\" }}")).collect();
    let listed = format!("lampiran = [{}]\n", listed.join(", "));
    let swapped: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, _, later)| (*name, later.clone())).collect();
    let mut caught = 0;
    for _ in 0..ROUNDS {
        let portal = Portal::new().with("content/edaran/2024/se-1/index.md", circular(&listed));
        for (name, bytes, _) in &files {
            portal.write(&format!("content/edaran/2024/se-1/{name}"), bytes);
        }
        portal.builds();
        let before = portal.output();
        // Something else to publish, so that there is a commit.
        portal.write("content/halaman/baru.md", page("Baru."));
        let run = build_with_swap(&portal, &swapped);
        let after = portal.output();
        for (name, ..) in &files {
            let path = format!("edaran/2024/se-1/{name}");
            assert_eq!(after.get(&path), before.get(&path), "{path}");
        }
        if run.codes().is_empty() {
            // Every file had been published before it was replaced.
            run.exits(0);
            continue;
        }
        run.exits(1).never_says(NIP);
        assert!(run.codes().iter().all(|code| *code == "TW0854"), "{}", run.stderr);
        assert_same_tree(&before, &after);
        caught += 1;
        if caught == CAUGHT {
            break;
        }
    }
    assert!(caught > 0, "in {ROUNDS} rounds every file was published before it was replaced");
}

#[test]
fn a_small_file_that_is_a_huge_picture_is_refused() {
    let head = [&40_000_u32.to_be_bytes()[..], &40_000_u32.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    let chunk = |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes(), name, body, &[0; 4]].concat();
    let png =
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")];
    let portal = portal("bagan.png", png.concat());
    portal.check().exits(1).says(str![[r#"
galat[TW0857]: PNG ini 40000 × 40000 piksel, terlalu besar untuk dibuka
 --> content/edaran/2024/se-1/bagan.png
  = saran: kecilkan: paling banyak 67108864 piksel (8192 × 8192), tiap sisi 20000

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0857]: this PNG is 40000 × 40000 pixels, too large to be opened
 --> content/edaran/2024/se-1/bagan.png
  = hint: make it smaller: at most 67108864 pixels (8192 × 8192), 20000 on a side

1 error

"#]]);
}
