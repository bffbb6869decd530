//! Links in bodies and in the menu: each leads to a page, a file or a part of one.

use snapbox::str;

use crate::support::{Portal, circular, page};

#[test]
fn broken_link_is_told_at_its_line_and_column_with_the_nearest_page() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("")).with(
        "content/halaman/tentang.md",
        page("Lihat [surat](/edaran/2024/se-l/).\n\nDan [ini](../edaran/2024/se-9.md)."),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tidak ada halaman atau berkas `/edaran/2024/se-l/`
 --> content/halaman/tentang.md:5:7
  |
5 | Lihat [surat](/edaran/2024/se-l/).
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda `/edaran/2024/se-1/`?

galat[TW0404]: tidak ada halaman atau berkas `/edaran/2024/se-9/`
 --> content/halaman/tentang.md:7:5
  |
7 | Dan [ini](../edaran/2024/se-9.md).
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda `/edaran/2024/se-1/`?

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0404]: there is no page or file `/edaran/2024/se-l/`
 --> content/halaman/tentang.md:5:7
  |
5 | Lihat [surat](/edaran/2024/se-l/).
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean `/edaran/2024/se-1/`?

error[TW0404]: there is no page or file `/edaran/2024/se-9/`
 --> content/halaman/tentang.md:7:5
  |
7 | Dan [ini](../edaran/2024/se-9.md).
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean `/edaran/2024/se-1/`?

2 errors

"#]]);
}

#[test]
fn broken_anchor_is_told_at_its_line_and_column_with_the_nearest_one() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("") + "\n## Ketentuan umum\n")
        .with("content/halaman/tentang.md", page("Lihat [surat](/edaran/2024/se-1/#ketentuan-umm) dan [di bawah](#bagian-dua).\n\n## Bagian satu"));
    portal.check().exits(1).says(str![[r#"
galat[TW0405]: halaman `/edaran/2024/se-1/` tidak punya bagian `#ketentuan-umm`
 --> content/halaman/tentang.md:5:7
  |
5 | Lihat [surat](/edaran/2024/se-1/#ketentuan-umm) dan [di bawah](#bagian-dua).
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda `#ketentuan-umum`?

galat[TW0405]: halaman `/tentang/` tidak punya bagian `#bagian-dua`
 --> content/halaman/tentang.md:5:53
  |
5 | Lihat [surat](/edaran/2024/se-1/#ketentuan-umm) dan [di bawah](#bagian-dua).
  |                                                     ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda `#bagian-satu`?

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0405]: the page `/edaran/2024/se-1/` has no part `#ketentuan-umm`
 --> content/halaman/tentang.md:5:7
  |
5 | Lihat [surat](/edaran/2024/se-1/#ketentuan-umm) dan [di bawah](#bagian-dua).
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean `#ketentuan-umum`?

error[TW0405]: the page `/tentang/` has no part `#bagian-dua`
 --> content/halaman/tentang.md:5:53
  |
5 | Lihat [surat](/edaran/2024/se-1/#ketentuan-umm) dan [di bawah](#bagian-dua).
  |                                                     ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean `#bagian-satu`?

2 errors

"#]]);
}

#[test]
fn broken_link_of_the_menu_is_told_in_site_toml() {
    let portal = Portal::new();
    let menu = "[[menu]]\nke = \"/edran/\"\nlabel = { id = \"Edaran\" }\n";
    portal.write("site.toml", crate::support::SITE.to_owned() + menu);
    portal.write("content/edaran/2024/se-1.md", circular(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tidak ada halaman atau berkas `/edran/`
 --> site.toml:6:6
  |
6 | ke = "/edran/"
  |      ^^^^^^^^^
  |
  = saran: maksud Anda `/edaran/`?

1 galat

"#]]);
}

#[test]
fn relative_link_that_is_neither_page_nor_file_is_told() {
    let portal =
        Portal::new().with("content/halaman/tentang.md", page("[atas](../../../x.md) dan [kosong]()"));
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tautan ini tidak menunjuk ke catatan atau berkas portal
 --> content/halaman/tentang.md:5:1
  |
5 | [atas](../../../x.md) dan [kosong]()
  | ^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis alamat yang diawali `/`, misalnya /regulasi/uu-20-2023/

galat[TW0404]: tautan ini tidak menunjuk ke catatan atau berkas portal
 --> content/halaman/tentang.md:5:27
  |
5 | [atas](../../../x.md) dan [kosong]()
  |                           ^^^^^^^^^^
  |
  = saran: tulis alamat yang diawali `/`, misalnya /regulasi/uu-20-2023/

2 galat

"#]]);
}

#[test]
fn links_and_anchors_that_lead_somewhere_are_silent() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular("") + "\n## Ketentuan umum\n")
        .with("content/edaran/2024/se-1.en.md", "+++\njudul = \"Circular\"\n+++\n\n## General provisions\n")
        .with("content/halaman/tentang.md", page("[a](/edaran/2024/se-1/) [b](../edaran/2024/se-1.md) [c](#isi) [d](/edaran/) [e](/) [f](mailto:a@b.go.id) [g](https://x.go.id/#y)\n\n## Isi"));
    portal.builds();
    assert!(portal.published("en/tentang/index.html").contains("href=\"/en/edaran/2024/se-1/\""));
}

#[test]
fn one_broken_link_of_a_portal_in_two_languages_is_told_once() {
    let portal = Portal::bilingual().with("content/halaman/a.md", page("[x](/tidak-ada/)"));
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tidak ada halaman atau berkas `/tidak-ada/`
 --> content/halaman/a.md:5:1
  |
5 | [x](/tidak-ada/)
  | ^^^^^^^^^^^^^^^^
  |
  = saran: perbaiki alamatnya, atau buat halamannya

1 galat

"#]]);
}

#[test]
fn attachment_is_found_however_its_name_is_spelt() {
    for (name, link) in [
        ("SE Netralitas 2024.txt", "SE%20Netralitas%202024.txt"),
        ("SE Netralitas 2024.txt", "<SE Netralitas 2024.txt>"),
        ("Lampiran #2.txt", "Lampiran%20%232.txt"),
        ("Laporan 100% final.txt", "<Laporan 100% final.txt>"),
        ("Laporan 100% final.txt", "Laporan%20100%25%20final.txt"),
        ("a%20b.txt", "a%2520b.txt"),
        ("é (1).txt", "<é (1).txt>"),
    ] {
        let portal = Portal::new()
            .with("content/edaran/2024/se/index.md", circular("") + &format!("\n[naskah]({link})\n"))
            .with(&format!("content/edaran/2024/se/{name}"), "isi");
        portal.builds();
        assert!(portal.publishes(&format!("edaran/2024/se/{name}")), "{name}");
        let html = portal.published("edaran/2024/se/index.html");
        let href = html.split("<a href=\"").find(|rest| rest.contains(">naskah<")).unwrap();
        let href = href.split('"').next().unwrap();
        assert_eq!(
            percent_encoding::percent_decode_str(href).decode_utf8().unwrap(),
            format!("/edaran/2024/se/{name}")
        );
        assert!(!href.contains([' ', '#']), "{href}");
    }
}

#[test]
fn listed_attachment_with_a_number_sign_is_linked() {
    let portal = Portal::new()
        .with(
            "content/edaran/2024/se/index.md",
            circular("lampiran = [{ berkas = \"Lampiran #2.pdf\", judul = \"Lampiran\" }]\n"),
        )
        .with("content/edaran/2024/se/Lampiran #2.pdf", crate::support::pdf("MERPATI"));
    portal.builds();
    let html = portal.published("edaran/2024/se/index.html");
    assert!(html.contains("href=\"/edaran/2024/se/Lampiran%20%232.pdf\""), "{html}");
}

#[test]
fn number_sign_in_a_link_is_told_with_the_right_spelling() {
    let portal = Portal::new()
        .with("content/edaran/2024/se/index.md", circular("") + "\n[a](<Lampiran #2.txt>)\n")
        .with("content/edaran/2024/se/Lampiran #2.txt", "isi");
    let run = portal.check();
    assert!(run.exits(1).codes().contains(&"TW0309"), "{}", run.stderr);
    assert!(run.stderr.contains("maksud Anda `Lampiran%20%232.txt`?"), "{}", run.stderr);
}

#[test]
fn an_encoded_address_leads_to_no_other_site() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("[a](/%2Fevil.example/)"));
    assert_eq!(portal.build().exits(0).codes(), ["TW0402"]);
    assert!(!portal.published("tentang/index.html").contains("evil.example"));
}
