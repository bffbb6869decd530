//! English texts beside the Indonesian ones.

use snapbox::str;

use crate::support::{Portal, circular, page, visible_text};

#[test]
fn unknown_key_of_a_translation_is_told_with_the_nearest_one() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular(""))
        .with("content/edaran/2024/se-1.en.md", "+++\njudull = \"Circular\"\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci `judull` tidak dikenal
 --> content/edaran/2024/se-1.en.md:2:1
  |
2 | judull = "Circular"
  | ^^^^^^
  |
  = saran: maksud Anda `judul`?

1 galat

"#]]);
}

#[test]
fn key_that_is_no_text_has_no_place_in_a_translation() {
    let portal = Portal::bilingual().with("content/edaran/2024/se-1.md", circular("")).with(
        "content/edaran/2024/se-1.en.md",
        "+++\njudul = \"Circular\"\ntanggal = 2024-10-16\npenerbit = \"Regent\"\n+++\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0214]: kunci `tanggal` tidak boleh ada di berkas terjemahan
 --> content/edaran/2024/se-1.en.md:3:1
  |
3 | tanggal = 2024-10-16
  | ^^^^^^^
  |
  = saran: hapus dari sini; nilainya diambil dari berkas bahasa Indonesia

galat[TW0214]: nilai ini berbeda dari naskah aslinya
 --> content/edaran/2024/se-1.en.md:3:11
  |
3 | tanggal = 2024-10-16
  |           ^^^^^^^^^^
  |
  = saran: terjemahan hanya menerjemahkan kata: samakan angka, tanggal dan jumlah barisnya

galat[TW0214]: kunci `penerbit` tidak boleh ada di berkas terjemahan
 --> content/edaran/2024/se-1.en.md:4:1
  |
4 | penerbit = "Regent"
  | ^^^^^^^^
  |
  = saran: hapus dari sini; nilainya diambil dari berkas bahasa Indonesia

3 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0214]: the key `tanggal` has no place in a translation
 --> content/edaran/2024/se-1.en.md:3:1
  |
3 | tanggal = 2024-10-16
  | ^^^^^^^
  |
  = hint: remove it here; its value comes from the Indonesian file

error[TW0214]: this value differs from the original's
 --> content/edaran/2024/se-1.en.md:3:11
  |
3 | tanggal = 2024-10-16
  |           ^^^^^^^^^^
  |
  = hint: a translation translates words only: make its numbers, dates and rows the original's

error[TW0214]: the key `penerbit` has no place in a translation
 --> content/edaran/2024/se-1.en.md:4:1
  |
4 | penerbit = "Regent"
  | ^^^^^^^^
  |
  = hint: remove it here; its value comes from the Indonesian file

3 errors

"#]]);
}

#[test]
fn number_in_a_translation_must_be_the_original_s() {
    let team = "judul = \"Tim\"\njenis = \"tim_tetap\"\nanggota = [{ posisi = \"ketua\", jabatan = \"Kepala BKPSDM\", jumlah = 1 }]\n";
    let portal = Portal::bilingual().with("content/tim/tim.toml", team).with(
        "content/tim/tim.en.toml",
        "judul = \"Team\"\nanggota = [{ posisi = \"anggota\", jabatan = \"Head of BKPSDM\", jumlah = 9 }]\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0214]: nilai ini berbeda dari naskah aslinya
 --> content/tim/tim.en.toml:2:71
  |
2 | anggota = [{ posisi = "anggota", jabatan = "Head of BKPSDM", jumlah = 9 }]
  |                                                                       ^
  |
  = saran: terjemahan hanya menerjemahkan kata: samakan angka, tanggal dan jumlah barisnya

1 galat

"#]]);
}

#[test]
fn translation_without_an_original_is_told() {
    let portal = Portal::bilingual().with("content/halaman/tentang.en.md", "+++\njudul = \"About\"\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0215]: terjemahan ini tidak punya naskah asli
 --> content/halaman/tentang.en.md
  = saran: buat `content/halaman/tentang.md` dalam bahasa Indonesia, atau hapus `.en` dari nama berkas ini

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0215]: this translation has no original
 --> content/halaman/tentang.en.md
  = hint: write `content/halaman/tentang.md` in Indonesian, or take `.en` out of this file's name

1 error

"#]]);
}

#[test]
fn errors_of_the_original_are_told_once_and_those_of_the_translation_too() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular("penerbitt = 1\n"))
        .with("content/edaran/2024/se-1.en.md", "+++\njudul = 7\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0205]: nilai ini bilangan bulat, padahal bukan itu yang diminta
 --> content/edaran/2024/se-1.en.md:2:9
  |
2 | judul = 7
  |         ^
  |
  = saran: tulis teks di antara tanda kutip, misalnya "Bupati Contoh"

galat[TW0203]: kunci `penerbitt` tidak dikenal
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbitt = 1
  | ^^^^^^^^^
  |
  = saran: `penerbit` sudah ada; hapus salah satunya

2 galat

"#]]);
}

#[test]
fn what_is_not_translated_is_shown_in_indonesian_and_marked() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular("ringkasan = \"Ringkasan surat.\"\n"))
        .with("content/edaran/2024/se-1.en.md", "+++\njudul = \"A circular\"\n+++\n");
    portal.builds();
    let html = portal.published("en/edaran/2024/se-1/index.html");
    let text = visible_text(&html);
    assert!(
        html.contains("<html lang=\"en\"") && text.contains("A circular") && text.contains("Naskah."),
        "{text}"
    );
    let before = &html[..html.find("Naskah.").unwrap()];
    assert!(before[before.rfind("lang=").unwrap()..].starts_with("lang=\"id\""), "{html}");
    assert!(visible_text(&portal.published("edaran/2024/se-1/index.html")).contains("Surat edaran"));
}

#[test]
fn pages_of_two_languages_name_each_other() {
    let portal = Portal::bilingual()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/halaman/tentang.en.md", "+++\njudul = \"About\"\n+++\nText.\n");
    portal.builds();
    for path in ["tentang/index.html", "en/tentang/index.html"] {
        let html = portal.published(path);
        for link in [
            "hreflang=\"en\"",
            "hreflang=\"id\"",
            "https://netralitas.uji.go.id/en/tentang/",
            "https://netralitas.uji.go.id/tentang/",
        ] {
            assert!(html.contains(link), "{path}: {link}");
        }
    }
}

#[test]
fn portal_in_one_language_has_no_pages_in_the_other() {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/halaman/tentang.en.md", "+++\njudul = \"About KENARI\"\n+++\n");
    portal.builds();
    assert_eq!(portal.published_with("KENARI"), Vec::<String>::new());
    assert!(!portal.publishes("en/index.html"));
}

#[test]
fn english_can_be_the_main_language() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Isi."));
    portal.edit("site.toml", "alamat", "bahasa = [\"en\", \"id\"]\nalamat");
    portal.builds();
    assert!(portal.published("tentang/index.html").contains("<html lang=\"en\""));
    assert!(portal.published("id/tentang/index.html").contains("<html lang=\"id\""));
}

#[test]
fn english_page_with_indonesian_text_is_no_translation() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular(""))
        .with("content/edaran/2024/se-2.md", circular(""))
        .with("content/edaran/2024/se-2.en.md", "+++\njudul = \"A circular\"\n+++\nText.\n");
    portal.builds();
    let own = "<link rel=\"canonical\" href=\"https://netralitas.uji.go.id/edaran/2024/se-1/\">";
    for path in ["edaran/2024/se-1/index.html", "en/edaran/2024/se-1/index.html"] {
        let html = portal.published(path);
        assert!(html.contains(own) && !html.contains("hreflang=\"en\""), "{path}: {html}");
    }
    // Readers still find the page in the other language.
    let html = portal.published("edaran/2024/se-1/index.html");
    assert!(html.contains("<a href=\"/en/edaran/2024/se-1/\" lang=\"en\">"), "{html}");
    let html = portal.published("en/edaran/2024/se-1/index.html");
    assert!(html.contains("<a href=\"/edaran/2024/se-1/\" lang=\"id\" hreflang=\"id\">"), "{html}");
    let sitemap = portal.published("sitemap.xml");
    let feed = portal.published("en/edaran/atom.xml");
    for (text, copy, translation) in [
        (
            sitemap,
            "<loc>https://netralitas.uji.go.id/en/edaran/2024/se-1/",
            "<loc>https://netralitas.uji.go.id/en/edaran/2024/se-2/",
        ),
        (feed, "/en/edaran/2024/se-1/", "/en/edaran/2024/se-2/"),
    ] {
        assert!(!text.contains(copy) && text.contains(translation), "{text}");
    }
    assert!(portal.published("edaran/atom.xml").contains("/edaran/2024/se-1/"));
    let entry = portal.published("sitemap.xml");
    let entry = entry
        .lines()
        .find(|line| line.contains("<loc>https://netralitas.uji.go.id/edaran/2024/se-1/"))
        .unwrap();
    assert!(!entry.contains("hreflang"), "{entry}");
}

#[test]
fn english_feed_marks_a_summary_in_indonesian() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/se-1.md", circular("ringkasan = \"Ringkasan surat.\"\n"))
        .with("content/edaran/2024/se-1.en.md", "+++\njudul = \"A circular\"\n+++\nText.\n");
    portal.builds();
    let feed = portal.published("en/atom.xml");
    assert!(feed.contains("<summary xml:lang=\"id\">Ringkasan surat.</summary>"), "{feed}");
}
