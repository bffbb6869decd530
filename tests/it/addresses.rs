//! Two outputs for one address.

use snapbox::str;

use crate::support::{Portal, SITE, circular, page};

#[test]
fn markdown_and_toml_file_of_one_name_are_told() {
    let portal = Portal::new()
        .with("content/tim/tim.md", "+++\njudul = \"Tim\"\njenis = \"tim_tetap\"\n+++\n")
        .with("content/tim/tim.toml", "judul = \"Tim\"\njenis = \"tim_tetap\"\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tim/tim/` sudah dipakai oleh `content/tim/tim.md`
 --> content/tim/tim.toml
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0504]: the address `/tim/tim/` is already taken by `content/tim/tim.md`
 --> content/tim/tim.toml
  = hint: rename one of the files, or remove the redirect

1 error

"#]]);
}

#[test]
fn file_and_folder_of_one_name_are_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular(""))
        .with("content/edaran/2024/se-1/index.md", circular(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/edaran/2024/se-1/` sudah dipakai oleh `content/edaran/2024/se-1/index.md`
 --> content/edaran/2024/se-1.md
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn two_translations_of_one_record_are_told() {
    let portal = Portal::bilingual()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/halaman/tentang.en.md", "+++\njudul = \"About\"\n+++\n")
        .with("content/halaman/tentang.en.toml", "judul = \"About\"\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tentang/` sudah dipakai oleh `content/halaman/tentang.en.md`
 --> content/halaman/tentang.en.toml
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn redirect_onto_a_page_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/edaran/2024/se-1.md", circular("alihan = [\"/tentang/\"]\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tentang/` sudah dipakai oleh `content/halaman/tentang.md`
 --> content/edaran/2024/se-1.md
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn one_redirect_of_two_records_is_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("alihan = [\"/lama/\"]\n"))
        .with("content/edaran/2024/se-2.md", circular("alihan = [\"/lama/\"]\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/lama/` sudah dipakai oleh `content/edaran/2024/se-1.md`
 --> content/edaran/2024/se-2.md
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn redirect_of_site_toml_onto_a_page_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("site.toml", SITE.to_owned() + "[[alihan]]\ndari = \"/tentang/\"\nke = \"/\"\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tentang/` sudah dipakai oleh `content/halaman/tentang.md`
 --> site.toml
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn page_in_the_place_of_a_list_is_told() {
    let portal = Portal::new()
        .with("content/halaman/edaran.md", page("Isi."))
        .with("content/edaran/2024/se-1.md", circular(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/edaran/` dipakai situs ini sendiri, untuk daftar atau berkas tetap
 --> content/halaman/edaran.md
  = saran: beri berkas ini nama lain, atau ganti `alihan`-nya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0504]: the site itself uses the address `/edaran/`, for a list or a fixed file
 --> content/halaman/edaran.md
  = hint: rename this file, or change its redirect

1 error

"#]]);
}

#[test]
fn record_in_the_place_of_the_list_of_a_year_is_told() {
    let portal = Portal::new().with("content/edaran/2024.md", circular(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/edaran/2024/` dipakai situs ini sendiri, untuk daftar atau berkas tetap
 --> content/edaran/2024.md
  = saran: beri berkas ini nama lain, atau ganti `alihan`-nya

1 galat

"#]]);
}

#[test]
fn record_in_the_place_of_the_english_home_page_is_told() {
    let portal = Portal::bilingual().with("content/halaman/en.md", page("Isi."));
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/en/` sudah dipakai oleh `content/halaman/en.md`
 --> content/beranda.md
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn old_address_in_the_place_of_an_attachment_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang/index.md", page("[unduh](surat.txt)"))
        .with("content/halaman/tentang/surat.txt", "isi")
        .with("content/halaman/lain.md", "+++\njudul = \"Lain\"\nalihan = [\"/tentang/surat.txt\"]\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tentang/surat.txt` sudah dipakai oleh `content/halaman/tentang/surat.txt`
 --> content/halaman/lain.md
  = saran: ganti nama salah satu berkas, atau hapus `alihan` yang sama

1 galat

"#]]);
}

#[test]
fn record_whose_address_is_a_file_of_another_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang/index.md", page("[unduh](berkas.txt)"))
        .with("content/halaman/tentang/berkas.txt", "isi")
        .with("content/halaman/tentang/berkas.txt.md", page("Isi."));
    portal.build().exits(1).says(str![[r#"
galat[TW0504]: alamat `/tentang/berkas.txt/` perlu folder, padahal `/tentang/berkas.txt` adalah berkas
 --> content/halaman/tentang/berkas.txt.md
  = saran: beri salah satunya nama lain

1 galat

"#]]);
}
