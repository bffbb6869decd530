//! Contacts that reach somebody, and characters that reach no page.

use snapbox::str;

use crate::support::{Portal, SITE, circular};

fn channel(contact: &str) -> Portal {
    let keys = "judul = \"Kanal\"\njenis = \"telepon\"\noperator = \"BKPSDM\"\nterverifikasi = 2024-11-01\n";
    Portal::new().with("content/pengaduan/saluran/a.md", format!("+++\n{keys}[kontak]\n{contact}+++\nIsi.\n"))
}

#[test]
fn each_number_of_a_field_has_a_link_of_its_own() {
    let portal = channel(
        "telepon = \"(0361) 123456 / 123457\"\nwhatsapp = [\"0812 3456 7890\", \"0813 4567 8901\"]\nsurel = \"a@uji.go.id, b@uji.go.id\"\ntautan = \"https://a.uji.go.id https://b.uji.go.id\"\n",
    );
    portal.builds();
    for path in ["lapor/a/index.html", "lapor/index.html"] {
        let html = portal.published(path);
        for (href, text) in [
            ("tel:0361123456", "(0361) 123456"),
            ("tel:0361123457", "(0361) 123457"),
            ("https://wa.me/6281234567890", "0812 3456 7890"),
            ("https://wa.me/6281345678901", "0813 4567 8901"),
            ("mailto:a@uji.go.id", "a@uji.go.id"),
            ("mailto:b@uji.go.id", "b@uji.go.id"),
            ("https://a.uji.go.id", "a.uji.go.id"),
            ("https://b.uji.go.id", "b.uji.go.id"),
        ] {
            let link = html.split("<a ").find(|link| link.contains(&format!("href=\"{href}\"")));
            assert!(
                link.is_some_and(|link| link.contains(&format!("<span>{text}</span>"))),
                "{path}: {href}"
            );
        }
    }
}

#[test]
fn an_extension_is_shown_and_its_number_may_be_named() {
    for word in ["ext. 12", "pesawat 12", "psw. 101"] {
        let portal = channel(&format!("telepon = \"(0361) 123456 {word}\"\n"))
            .with("content/edaran/2024/se-1.md", circular("") + "\nHubungi (0361) 123456.\n");
        portal.builds();
        let digits = word.rsplit(' ').next().unwrap();
        let html = portal.published("lapor/a/index.html");
        assert!(html.contains(&format!("href=\"tel:0361123456;ext={digits}\"")), "{html}");
        assert!(html.contains(&format!("(0361) 123456 {word}")), "{html}");
    }
}

#[test]
fn contacts_of_the_portal_are_links_too() {
    let contact = "[kontak]\ntelepon = \"(0361) 123456, 0812-3456-7890\"\nsurel = \"a@uji.go.id\"\n";
    let portal = Portal::new().with("site.toml", format!("{SITE}{contact}"));
    portal.builds();
    let html = portal.published("index.html");
    for link in [
        "<a href=\"tel:0361123456\">(0361) 123456</a>, <a href=\"tel:081234567890\">0812-3456-7890</a>",
        "<a href=\"mailto:a@uji.go.id\">a@uji.go.id</a>",
    ] {
        assert!(html.contains(link), "{link}: {html}");
    }
}

#[test]
fn what_reaches_nobody_is_told() {
    let portal = channel("telepon = \"123456\"\nwhatsapp = \"112\"\nsurel = \"lapor[at]uji.go.id\"\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0371]: `123456` bukan nomor telepon yang utuh
 --> content/pengaduan/saluran/a.md:7:11
  |
7 | telepon = "123456"
  |           ^^^^^^^^
  |
  = saran: tulis nomornya saja dengan kode wilayah, misalnya "(0361) 123456" atau "0812-3456-7890"; pisahkan beberapa nomor dengan koma

galat[TW0371]: `112` bukan nomor yang dapat dihubungi lewat WhatsApp
 --> content/pengaduan/saluran/a.md:8:12
  |
8 | whatsapp = "112"
  |            ^^^^^
  |
  = saran: tulis nomor lengkapnya tanpa pesawat, misalnya "0812-3456-7890"

galat[TW0371]: `lapor[at]uji.go.id` bukan alamat surel
 --> content/pengaduan/saluran/a.md:9:9
  |
9 | surel = "lapor[at]uji.go.id"
  |         ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis alamat lengkapnya, misalnya "lapor@contoh.go.id"; pisahkan beberapa alamat dengan koma

3 galat

"#]]);
    let run = portal.check_with(&["--lang", "en"]);
    for said in ["is no whole telephone number", "can be reached by WhatsApp", "is no mail address"] {
        assert!(run.exits(1).stderr.contains(said), "{said}");
    }
}

#[test]
fn control_character_is_told_with_its_place() {
    let portal =
        Portal::new().with("content/edaran/2024/se-1.md", circular("") + "\nPegawai wajib netral.\u{7}\n");
    let run = portal.check();
    assert_eq!(run.exits(1).codes(), ["TW0372"]);
    assert!(
        run.stderr.contains("karakter kendali U+0007") && run.stderr.contains("se-1.md:10:22"),
        "{}",
        run.stderr
    );
    let run = portal.check_with(&["--lang", "en"]);
    assert!(run.stderr.contains("an invisible control character U+0007"), "{}", run.stderr);
}

#[test]
fn no_input_brings_a_control_character_to_a_page() {
    let body = |text: &str| Portal::new().with("content/edaran/2024/se-1.md", circular("") + text);
    let keys = |text: &str| Portal::new().with("content/edaran/2024/se-1.md", circular(text));
    let pact = "judul = \"Pakta\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
    for (what, portal) in [
        ("a body", body("\nA\u{b}B\n")),
        ("a character of the second set", body("\nA\u{85}B\n")),
        ("no character at all", body("\nA\u{ffff}B\n")),
        ("a reference of Markdown", body("\nA&#7;B\n")),
        ("a hexadecimal reference", body("\nA&#x0B;B\n")),
        ("an escape", keys("ringkasan = \"Apel\\u000bpagi\"\n")),
        ("a short escape", keys("ringkasan = \"Apel\\bpagi\"\n")),
        (
            "a table",
            Portal::new()
                .with("content/pakta/p.toml", pact)
                .with("content/pakta/p.csv", "opd,tanggal\nA\u{1}B,1\n"),
        ),
        (
            "the settings",
            Portal::new().with("site.toml", format!("{SITE}deskripsi = {{ id = \"a\\u001bb\" }}\n")),
        ),
        ("a label", Portal::new().with("themes/terang/i18n/id.toml", "report = \"a\\u0007b\"\n")),
        ("a template", Portal::new().with("themes/terang/templates/404.html", "a\u{7}b")),
    ] {
        let run = portal.build();
        assert!(run.code == 1 && run.codes().contains(&"TW0372"), "{what}: {}{}", run.code, run.stderr);
    }
    let escaped = keys("ringkasan = \"Apel\\u000bpagi\"\n");
    escaped.check().exits(1).says(str![[r#"
galat[TW0372]: teks ini memuat karakter kendali U+000B
 --> content/edaran/2024/se-1.md:6:13
  |
6 | ringkasan = "Apel\u000bpagi"
  |             ^^^^^^^^^^^^^^^^
  |
  = saran: hapus kutipannya, yang diawali garis miring terbalik

1 galat

"#]]);
    let run = escaped.check_with(&["--lang", "en"]);
    assert!(run.stderr.contains("this text has the control character U+000B"), "{}", run.stderr);
    // What only looks like one is a text.
    body("\nA&#0;B &#x41; &# 7; &#7 — “kutip”\tÀ\n").builds();
}
