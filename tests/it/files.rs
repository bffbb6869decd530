//! Files in the portal's folder: names, encodings, sizes.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use snapbox::str;

use crate::support::{Portal, assert_same_tree, circular, page, pdf};

#[test]
fn text_that_is_not_utf_8_is_told_without_its_bytes() {
    let mut latin = circular("").into_bytes();
    latin.extend(b"caf\xe9\n");
    let portal = Portal::new().with("content/edaran/2024/se-1.md", latin);
    portal.check().exits(1).says(str![[r#"
galat[TW0101]: berkas ini bukan teks UTF-8
 --> content/edaran/2024/se-1.md
  = saran: simpan ulang berkas dengan pengodean UTF-8 (di Notepad: Simpan Sebagai, Pengodean UTF-8)

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0101]: this file is not UTF-8 text
 --> content/edaran/2024/se-1.md
  = hint: save the file again with UTF-8 encoding (in Notepad: Save As, Encoding UTF-8)

1 error

"#]]);
}

#[test]
fn name_that_is_not_utf_8_is_told() {
    let portal = Portal::new();
    fs::write(portal.path("content").join(OsStr::from_bytes(b"caf\xe9.md")), page("")).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0107]: nama berkas ini bukan UTF-8
 --> content/caf�.md
  = saran: ganti namanya dengan huruf biasa

1 galat

"#]]);
}

#[test]
fn byte_order_mark_and_windows_line_ends_change_no_byte_of_the_site() {
    let text = circular("nomor = \"1\"\n") + "\n- satu\n- dua\n\nBaris  \npatah.\n";
    let unix = Portal::new().with("content/edaran/2024/se-1.md", &text);
    let windows =
        Portal::new().with("content/edaran/2024/se-1.md", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let site = fs::read_to_string(windows.path("site.toml")).unwrap();
    windows.write("site.toml", format!("\u{feff}{}", site.replace('\n', "\r\n")));
    unix.builds();
    windows.builds();
    assert_same_tree(&unix.output(), &windows.output());
}

#[test]
fn places_in_a_file_with_windows_line_ends_are_right() {
    let text = circular("penerbitt = \"Bupati\"\n").replace('\n', "\r\n");
    let portal = Portal::new().with("content/edaran/2024/se-1.md", format!("\u{feff}{text}"));
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci `penerbitt` tidak dikenal
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbitt = "Bupati"
  | ^^^^^^^^^
  |
  = saran: `penerbit` sudah ada; hapus salah satunya

1 galat

"#]]);
}

#[test]
fn content_file_over_the_limit_is_told_with_its_size() {
    let portal = Portal::new().with("content/halaman/besar.md", page(&"a".repeat(20 * 1024 * 1024 - 100)));
    portal.check().exits(1).says(str![[r#"
galat[TW0102]: berkas ini 20 MiB; batasnya 8 MiB
 --> content/halaman/besar.md
  = saran: pecah menjadi beberapa berkas, atau jadikan lampiran yang lebih kecil

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0102]: this file is 20 MiB; the limit is 8 MiB
 --> content/halaman/besar.md
  = hint: split it into several files, or make it a smaller attachment

1 error

"#]]);
}

#[test]
fn attachment_over_the_limit_is_told_with_its_size() {
    let lampiran = "lampiran = [{ berkas = \"besar.pdf\", judul = \"Besar\" }]\n";
    let portal = Portal::new().with("content/edaran/2024/se-1/index.md", circular(lampiran));
    let file = fs::File::create(portal.path("content/edaran/2024/se-1/besar.pdf")).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    portal.check().exits(1).says(str![[r#"
galat[TW0102]: berkas ini 65 MiB; batasnya 64 MiB
 --> content/edaran/2024/se-1/besar.pdf
  = saran: pecah menjadi beberapa berkas, atau jadikan lampiran yang lebih kecil

1 galat

"#]]);
}

#[test]
fn names_that_differ_by_case_only_are_told() {
    let portal = Portal::new()
        .with("content/halaman/Tentang.md", page("Isi."))
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/edaran/2024/se-1.md", circular(""))
        .with("content/Edaran/2024/se-2.md", circular(""));
    let run = portal.check();
    run.exits(1).says(str![[r#"
galat[TW0111]: `Edaran` bukan tempat untuk isi portal
 --> content/Edaran/2024/se-2.md
  = saran: maksud Anda `edaran/`?

galat[TW0108]: nama ini dan `Edaran` hanya berbeda huruf besar-kecil
 --> content/edaran
  = saran: ganti salah satu nama; di Windows keduanya adalah berkas yang sama

peringatan[TW0370]: nama ini tidak dapat menjadi alamat; halamannya terbit di `/tentang/`
 --> content/halaman/Tentang.md
  = saran: ganti namanya menjadi `content/halaman/tentang.md`

galat[TW0108]: nama ini dan `Tentang.md` hanya berbeda huruf besar-kecil
 --> content/halaman/tentang.md
  = saran: ganti salah satu nama; di Windows keduanya adalah berkas yang sama

3 galat, 1 peringatan

"#]]);
}

#[test]
fn name_that_windows_cannot_hold_is_told() {
    let portal = Portal::new()
        .with("content/halaman/con.md", page("Isi."))
        .with("content/halaman/apa?.md", page("Isi."));
    portal.check().exits(1).says(str![[r#"
galat[TW0109]: nama ini tidak dapat dipakai di semua komputer: memuat `?`
 --> content/halaman/apa?.md
  = saran: pakai huruf kecil, angka dan tanda hubung, misalnya `se-netralitas-2024.md`

galat[TW0109]: nama ini tidak dapat dipakai di semua komputer: `con` nama perangkat di Windows
 --> content/halaman/con.md
  = saran: pakai huruf kecil, angka dan tanda hubung, misalnya `se-netralitas-2024.md`

2 galat

"#]]);
}

#[test]
fn folder_that_is_no_content_type_is_told_with_the_nearest_one() {
    let portal =
        Portal::new().with("content/regulassi/uu.md", page("Isi.")).with("content/lepas.md", page("Isi."));
    portal.check().exits(1).says(str![[r#"
galat[TW0111]: `lepas` bukan tempat untuk isi portal
 --> content/lepas.md
  = saran: pindahkan ke salah satu folder jenis isi, misalnya `edaran/2024/` atau `halaman/`

galat[TW0111]: `regulassi` bukan tempat untuk isi portal
 --> content/regulassi/uu.md
  = saran: maksud Anda `regulasi/`?

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0111]: `lepas` is no place for content
 --> content/lepas.md
  = hint: move it to a folder of a content type, for example `edaran/2024/` or `halaman/`

error[TW0111]: `regulassi` is no place for content
 --> content/regulassi/uu.md
  = hint: did you mean `regulasi/`?

2 errors

"#]]);
}

#[test]
fn file_that_nothing_uses_is_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(""))
        .with("content/edaran/2024/se-1/catatan.pdf", "%PDF-1.4");
    portal.check().exits(0).says(str![[r#"
peringatan[TW0110]: berkas ini tidak dipakai di mana pun
 --> content/edaran/2024/se-1/catatan.pdf
  = saran: lampiran harus berada di folder `nama/` di samping `index.md` dan disebut dalam `lampiran`; bila tidak perlu, hapus

1 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0110]: nothing uses this file
 --> content/edaran/2024/se-1/catatan.pdf
  = hint: an attachment belongs in a folder `name/` beside `index.md`, named under `lampiran`; otherwise remove it

1 warning

"#]]);
}

#[test]
fn file_that_nothing_uses_is_not_published() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(""))
        .with("content/edaran/2024/se-1/catatan.pdf", "KENARI");
    portal.build().exits(0);
    assert_eq!(portal.published_with("KENARI"), Vec::<String>::new());
    assert_eq!(portal.published_with("catatan.pdf"), Vec::<String>::new());
}

#[test]
fn what_editors_and_file_managers_leave_behind_is_passed_over() {
    let portal = Portal::new()
        .with("content/halaman/.tentang.md.swp", "x")
        .with("content/halaman/tentang.md~", "x")
        .with("content/halaman/~$tentang.docx", "x")
        .with("content/.DS_Store", "x")
        .with("content/Thumbs.db", "x")
        .with("content/halaman/.git/config", "x");
    portal.builds();
}

#[test]
fn attachment_that_is_not_there_is_told() {
    let lampiran = "lampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }, { berkas = \"../rahasia.pdf\", judul = \"X\" }]\n";
    let portal = Portal::new().with("content/edaran/2024/se-1/index.md", circular(lampiran));
    portal.check().exits(1).says(str![[r#"
galat[TW0217]: ini bukan nama berkas di folder yang sama
 --> content/edaran/2024/se-1/index.md:6:67
  |
6 | lampiran = [{ berkas = "surat.pdf", judul = "Surat" }, { berkas = "../rahasia.pdf", judul = "X" }]
  |                                                                   ^^^^^^^^^^^^^^^^
  |
  = saran: tulis nama berkasnya saja, misalnya "se.pdf"

1 galat

"#]]);
    let portal =
        Portal::new().with("content/halaman/tentang.md", page("![Apel](apel.jpg) dan [unduh](data.xlsx)"));
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0309]: the file `apel.jpg` is not in `content/halaman/`
 --> content/halaman/tentang.md:5:1
  |
5 | ![Apel](apel.jpg) dan [unduh](data.xlsx)
  | ^^^^^^^^^^^^^^^^^
  |
  = hint: put the file there, or mend its name

error[TW0309]: the file `data.xlsx` is not in `content/halaman/`
 --> content/halaman/tentang.md:5:23
  |
5 | ![Apel](apel.jpg) dan [unduh](data.xlsx)
  |                       ^^^^^^^^^^^^^^^^^^
  |
  = hint: put the file there, or mend its name

2 errors

"#]]);
}

#[test]
fn attachment_is_published_beside_its_page() {
    let lampiran = "lampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah surat\" }]\n";
    let portal = Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(lampiran))
        .with("content/edaran/2024/se-1/surat.pdf", pdf("isi"));
    portal.builds();
    assert_eq!(portal.published("edaran/2024/se-1/surat.pdf"), pdf("isi"));
    assert!(portal.published("edaran/2024/se-1/index.html").contains("/edaran/2024/se-1/surat.pdf"));
}

#[test]
fn folder_without_a_portal_is_the_environment_s_fault() {
    let portal = Portal::empty();
    portal.check().exits(2).says(str![[r#"
galat[TW0112]: folder `content/` tidak ada
  = saran: jalankan `terawang init` untuk membuat portal baru, atau beri `--root` folder portal Anda

galat[TW0701]: berkas `site.toml` tidak ada
  = saran: jalankan `terawang init` untuk membuat portal baru, atau beri `--root` folder portal Anda

2 galat

"#]]);
    portal.run(&["build", "--lang", "en", "--root", "tidak-ada"]).exits(2).says(str![[r#"
error[TW0112]: there is no `content/` folder
  = hint: run `terawang init` to start a portal, or give `--root` your portal's folder

error[TW0701]: there is no `site.toml`
  = hint: run `terawang init` to start a portal, or give `--root` your portal's folder

2 errors

"#]]);
}
