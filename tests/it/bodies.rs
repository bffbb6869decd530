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
peringatan[TW0401]: kode HTML di naskah ini dibuang; kata-katanya tetap
 --> content/halaman/tentang.md:5:6
  |
5 | Awal <b onclick="curi()">tebal</b>.
  |      ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang; kata-katanya tetap
 --> content/halaman/tentang.md:5:31
  |
5 | Awal <b onclick="curi()">tebal</b>.
  |                               ^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang; kata-katanya tetap
 --> content/halaman/tentang.md:7:1
  |
7 | <script>curi()</script>
  | ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis dengan Markdown: **tebal**, [tautan](…), daftar dengan `-`

peringatan[TW0401]: kode HTML di naskah ini dibuang; kata-katanya tetap
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
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:28
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:5:71
  |
5 | …ta](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pe…
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini

peringatan[TW0402]: gambar ini ada di situs lain; hanya teksnya yang tampil
 --> content/halaman/tentang.md:5:97
  |
5 | …PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pelacak.gif)
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: simpan gambarnya di folder naskah ini, lalu tulis namanya: ![Apel netralitas](apel.jpg)

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
 --> content/halaman/tentang.md:7:1
  |
7 | [acuan][1]
  | ^^^^^^^^^^
  |
  = saran: pakai https://, mailto:, tel:, atau alamat di portal ini

peringatan[TW0402]: tautan ini tidak aman dan dibuang; teksnya tetap
  --> content/halaman/tentang.md:11:1
   |
11 | <javascript:curi(3)>
   | ^^^^^^^^^^^^^^^^^^^^
   |
   = saran: pakai https://, mailto:, tel:, atau alamat di portal ini

6 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:1
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:28
  |
5 | [klik](javascript:curi(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![ga…
  |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:5:71
  |
5 | …ta](data:text/html;base64,PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pe…
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal

warning[TW0402]: this picture is on another site; only its text is shown
 --> content/halaman/tentang.md:5:97
  |
5 | …PHNjcmlwdD4=) [lain](//jahat.example/x) ![gambar](https://jahat.example/pelacak.gif)
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: save the picture in the folder of this text, then write its name: ![Roll call](apel.jpg)

warning[TW0402]: this link is not safe and was dropped; its text stays
 --> content/halaman/tentang.md:7:1
  |
7 | [acuan][1]
  | ^^^^^^^^^^
  |
  = hint: use https://, mailto:, tel:, or an address on this portal

warning[TW0402]: this link is not safe and was dropped; its text stays
  --> content/halaman/tentang.md:11:1
   |
11 | <javascript:curi(3)>
   | ^^^^^^^^^^^^^^^^^^^^
   |
   = hint: use https://, mailto:, tel:, or an address on this portal

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

#[test]
fn what_is_no_markdown_is_told() {
    let body = "a. satu\nb. dua\nd. empat\n\nOPD\tSasaran\nDinas\t1\t2\n\n|a|b|\n|-|-|\n|c|d|hilang|\n\n\
                Satu.[^zz] Dua.[^x]\n\n[^x]: isi\n\n[^x]: lagi\n\nLihat [naskah](SE Netralitas.pdf).\n\n\
                ![Apel](https://contoh.go.id/apel.jpg)\n";
    let portal = Portal::new().with("content/halaman/tentang.md", page(body));
    portal.check().exits(0).says(str![[r#"
peringatan[TW0410]: daftar ini melompat: butir sebelum ini tidak ada
 --> content/halaman/tentang.md:7:1
  |
7 | d. empat
  | ^^^^
  |
  = saran: lengkapi butir yang hilang, atau perbaiki hurufnya

peringatan[TW0411]: baris-baris ini seperti tabel, tetapi jumlah kolomnya tidak sama
 --> content/halaman/tentang.md:9:1
  |
9 | OPD    Sasaran
  | ^^^^^^^^^^^^^^
  |
  = saran: samakan jumlah tab di setiap baris, atau tulis tabel dengan `|`

peringatan[TW0412]: baris ini punya lebih banyak sel daripada judul tabelnya; sel terakhir tidak tampil
  --> content/halaman/tentang.md:14:1
   |
14 | |c|d|hilang|
   | ^^^^^^^^^^^^
   |
   = saran: tambahkan kolom di judul tabel, atau tulis `\|` untuk tanda garis di dalam sel

peringatan[TW0413]: catatan kaki ini tidak punya isi
  --> content/halaman/tentang.md:16:1
   |
16 | Satu.[^zz] Dua.[^x]
   | ^^^^^^^^^^^^^^^
   |
   = saran: tulis isinya di baris sendiri, misalnya `[^1]: Lihat UU 20/2023.`

peringatan[TW0413]: catatan kaki ini ditulis dua kali; hanya yang terakhir yang tampil
  --> content/halaman/tentang.md:20:1
   |
20 | [^x]: lagi
   | ^^^^^^^^^^
   |
   = saran: beri salah satunya nama lain, juga di rujukannya

peringatan[TW0414]: alamat tautan ini memuat spasi, jadi tidak menjadi tautan
  --> content/halaman/tentang.md:22:1
   |
22 | Lihat [naskah](SE Netralitas.pdf).
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = saran: apit alamatnya: [naskah](<SE Netralitas 2024.pdf>)

peringatan[TW0402]: gambar ini ada di situs lain; hanya teksnya yang tampil
  --> content/halaman/tentang.md:24:1
   |
24 | ![Apel](https://contoh.go.id/apel.jpg)
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = saran: simpan gambarnya di folder naskah ini, lalu tulis namanya: ![Apel netralitas](apel.jpg)

7 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0410]: this list jumps: the item before this one is missing
 --> content/halaman/tentang.md:7:1
  |
7 | d. empat
  | ^^^^
  |
  = hint: add the missing item, or correct the letter

warning[TW0411]: these lines look like a table, but have different numbers of columns
 --> content/halaman/tentang.md:9:1
  |
9 | OPD    Sasaran
  | ^^^^^^^^^^^^^^
  |
  = hint: use the same number of tabs in each line, or write a table with `|`

warning[TW0412]: this row has more cells than the heading of its table; the last cells are not shown
  --> content/halaman/tentang.md:14:1
   |
14 | |c|d|hilang|
   | ^^^^^^^^^^^^
   |
   = hint: add a column to the heading of the table, or write `\|` for a bar inside a cell

warning[TW0413]: this footnote has no text
  --> content/halaman/tentang.md:16:1
   |
16 | Satu.[^zz] Dua.[^x]
   | ^^^^^^^^^^^^^^^
   |
   = hint: write its text on a line of its own, for example `[^1]: Lihat UU 20/2023.`

warning[TW0413]: this footnote is written twice; only the last text is shown
  --> content/halaman/tentang.md:20:1
   |
20 | [^x]: lagi
   | ^^^^^^^^^^
   |
   = hint: give one of them another name, also where it is referred to

warning[TW0414]: the address of this link has a blank in it, so it is no link
  --> content/halaman/tentang.md:22:1
   |
22 | Lihat [naskah](SE Netralitas.pdf).
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = hint: put the address between signs: [naskah](<SE Netralitas 2024.pdf>)

warning[TW0402]: this picture is on another site; only its text is shown
  --> content/halaman/tentang.md:24:1
   |
24 | ![Apel](https://contoh.go.id/apel.jpg)
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = hint: save the picture in the folder of this text, then write its name: ![Roll call](apel.jpg)

7 warnings

"#]]);
}

#[test]
fn letters_are_published_as_they_are_written() {
    let letter = "Nomor : 800/12/ORG/2024\nHal   : Netralitas\n\nYth. Kepala Dinas\ndi Tempat\n\n1. Setiap ASN wajib:\n   a. netral;\n   b. tidak memihak.\n2. Selesai.\n\n                    BUPATI CONTOH,\n\n                    ttd.\n";
    let portal = Portal::new().with("content/halaman/tentang.md", page(letter));
    portal.build().exits(0);
    let html = portal.published("tentang/index.html");
    for part in [
        "<dt>Nomor</dt>\n<dd>800/12/ORG/2024</dd>",
        "Yth. Kepala Dinas<br />\ndi Tempat",
        "<ol type=\"a\">\n<li>netral;</li>",
        "<p class=\"tanda-tangan\">BUPATI CONTOH,</p>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}
