//! Front matter and Markdown bodies: malformed input, and input that is dropped.

use snapbox::str;

use crate::support::{Portal, circular, made, page};

#[test]
fn front_matter_that_is_not_closed_is_told() {
    let portal = Portal::new().with("content/halaman/tentang.md", "+++\njudul = \"Tentang\"\n\nIsi.\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0201]: front matter tidak ditutup
 --> content/halaman/tentang.md:1:1
  |
1 | +++
  | ^^^
  |
  = saran: tulis satu baris `+++` sebelum dan sesudah data di awal berkas

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0201]: the front matter is not closed
 --> content/halaman/tentang.md:1:1
  |
1 | +++
  | ^^^
  |
  = hint: write a line `+++` before and after the data at the top of the file

1 error

"#]]);
}

#[test]
fn file_without_front_matter_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", "# Tentang\n\nIsi.\n")
        .with("content/halaman/kosong.md", "")
        .with("content/halaman/yaml.md", "---\njudul: Tentang\n---\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0201]: berkas ini tidak diawali front matter
 --> content/halaman/kosong.md:1:1
  = saran: tulis satu baris `+++` sebelum dan sesudah data di awal berkas

galat[TW0201]: berkas ini tidak diawali front matter
 --> content/halaman/tentang.md:1:1
  |
1 | # Tentang
  | ^^^^^^^^^
  |
  = saran: tulis satu baris `+++` sebelum dan sesudah data di awal berkas

galat[TW0201]: berkas ini tidak diawali front matter
 --> content/halaman/yaml.md:1:1
  |
1 | ---
  | ^^^
  |
  = saran: tulis satu baris `+++` sebelum dan sesudah data di awal berkas

3 galat

"#]]);
}

#[test]
fn toml_nested_ten_thousand_deep_is_told() {
    let nested = format!("nomor = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(&nested));
    let run = portal.check();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0202"]);
    assert!(run.stderr.contains("bersarang terlalu dalam"), "{}", run.stderr);
}

#[test]
fn toml_table_names_ten_thousand_deep_are_told() {
    let nested = format!("{} = 1\n", ["a"; 10_000].join("."));
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular(&nested));
    portal.check().exits(1);
}

#[test]
fn markdown_nested_ten_thousand_deep_is_told() {
    let quotes = "> ".repeat(10_000) + "dalam";
    let lists: String = (0..10_000).map(|depth| format!("{}- x\n", " ".repeat(2 * (depth % 200)))).collect();
    for body in [quotes, lists, "*".repeat(10_000) + "x", "[".repeat(10_000), "![".repeat(10_000)] {
        let portal = Portal::new().with("content/halaman/tentang.md", page(&body));
        let run = portal.check();
        assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    }
    let portal = Portal::new().with("content/halaman/tentang.md", page(&("> ".repeat(200) + "dalam")));
    let run = portal.check();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0403"]);
    assert!(run.stderr.contains("content/halaman/tentang.md:5:"), "{}", run.stderr);
}

#[test]
fn html_in_a_body_is_dropped_and_told() {
    let body = "Awal <b onclick=\"curi()\">tebal</b>.\n\n<script>curi()</script>\n\n<iframe src=\"https://jahat.example\"></iframe>\n\nAkhir.";
    let portal = Portal::new().with("content/halaman/tentang.md", page(body));
    portal.build().exits(0).says(str![[r#"
peringatan[TW0401]: kode HTML di naskah ini dibuang
 --> content/halaman/tentang.md:5:6
  |
5 | Awal <b onclick="curi()">tebal</b>.
  |      ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang
 --> content/halaman/tentang.md:5:31
  |
5 | Awal <b onclick="curi()">tebal</b>.
  |                               ^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang
 --> content/halaman/tentang.md:7:1
  |
7 | <script>curi()</script>
  | ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang
 --> content/halaman/tentang.md:9:1
  |
9 | <iframe src="https://jahat.example"></iframe>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

4 peringatan

"#]]);
    let html = portal.published("tentang/index.html");
    assert!(html.contains("Awal tebal.") && html.contains("Akhir."), "{html}");
    for word in ["curi()", "onclick", "jahat.example"] {
        assert_eq!(portal.published_with(word), Vec::<String>::new());
    }
}

#[test]
fn unsafe_links_are_dropped_and_told() {
    let body = "[klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pelacak.gif)\n\n[acuan][1]\n\n[1]: JaVaScRiPt:curi(2)\n\n<javascript:curi(3)>";
    let portal = Portal::new().with("content/halaman/tentang.md", page(body));
    portal.build().exits(0).says(str![[r#"
peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:1
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:28
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:71
  |
5 | …ta](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pe…
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:97
  |
5 | …PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pelacak.gif)
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:7:1
  |
7 | [acuan][1]
  | ^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
  --> content/halaman/tentang.md:11:1
   |
11 | <javascript:curi(3)>
   | ^^^^^^^^^^^^^^^^^^^^
   |
   = saran: pakai https://, mailto:, tel:, atau alamat di portal ini; gambar harus berada di portal

6 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:1
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:28
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:71
  |
5 | …ta](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pe…
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:97
  |
5 | …PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pelacak.gif)
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:7:1
  |
7 | [acuan][1]
  | ^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

warning[TW0402]: this link is not safe and was dropped; its text stays
  --> content/halaman/tentang.md:11:1
   |
11 | <javascript:curi(3)>
   | ^^^^^^^^^^^^^^^^^^^^
   |
   = hint: use https://, mailto:, tel:, or an address on this portal; pictures must lie in the portal

6 warnings

"#]]);
    for word in ["curi(1)", "curi(2)", "base64", "jahat.example"] {
        assert_eq!(portal.published_with(word), Vec::<String>::new());
    }
    assert!(!portal.published("tentang/index.html").to_lowercase().contains("href=\"javascript"));
}

#[test]
fn values_are_text_and_never_html() {
    let front = "+++\njudul = \"<script>curi()</script> & \\\"x\\\"\"\nringkasan = \"<img src=x onerror=curi()>\"\ntag = [\"<b>a</b>\"]\n+++\n\n`<script>curi()</script>`\n";
    let portal = Portal::new().with("content/halaman/tentang.md", front);
    portal.builds();
    for (path, bytes) in portal.output() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if path.ends_with(".html") || path.ends_with(".xml") {
            assert!(
                !text.contains("<script>curi()")
                    && !text.contains("<img src=x")
                    && !text.contains("<b>a</b>"),
                "{path}: {text}"
            );
        }
    }
}

#[test]
fn picture_without_a_text_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang/index.md", page("![](apel.jpg)"))
        .with("content/halaman/tentang/apel.jpg", made("imagemagick-clean.jpg"));
    portal.check().exits(0).says(str![[r#"
peringatan[TW0406]: gambar ini tidak punya teks pengganti
 --> content/halaman/tentang/index.md:5:1
  |
5 | ![](apel.jpg)
  | ^^^^^^^^^^^^^
  |
  = saran: tulis apa yang tampak: ![Bupati membuka apel netralitas](foto.jpg)

1 peringatan

"#]]);
}
