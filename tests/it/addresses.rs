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

/// A portal with redirects in `site.toml`, each from one address to another.
fn redirecting(redirects: &[(&str, &str)]) -> Portal {
    let tables: String = redirects
        .iter()
        .map(|(from, to)| format!("[[alihan]]\ndari = \"{from}\"\nke = \"{to}\"\n"))
        .collect();
    Portal::new()
        .with("site.toml", format!("{SITE}{tables}"))
        .with("content/halaman/tentang.md", "+++\njudul = \"Tentang\"\nalihan = [\"/profil/\"]\n+++\nIsi.\n")
}

#[test]
fn redirects_in_a_circle_are_told_once_with_the_way() {
    let portal = redirecting(&[("/z/", "/a/"), ("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/a/")]);
    portal.check().exits(1).says(str![[r#"
galat[TW0508]: alihan berputar: /a/ → /b/ → /c/ → /a/
  --> site.toml:16:6
   |
16 | ke = "/a/"
   |      ^^^^^
   |
   = saran: tulis pada `ke` alamat halaman yang ada, atau hapus salah satu alihan ini

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0508]: redirects run in a circle: /a/ → /b/ → /c/ → /a/
  --> site.toml:16:6
   |
16 | ke = "/a/"
   |      ^^^^^
   |
   = hint: let `ke` be the address of a page that exists, or remove one of these redirects

1 error

"#]]);
}

#[test]
fn a_redirect_to_itself_is_a_circle_however_it_is_written() {
    for to in ["/a/", "/A/", "/a/index.html"] {
        assert_eq!(redirecting(&[("/a/", to)]).check().exits(1).codes(), ["TW0508"], "{to}");
    }
}

#[test]
fn a_redirect_to_one_that_redirects_is_told_with_its_end() {
    // To another of `site.toml`, and to the old address of a record.
    let portal =
        redirecting(&[("/a/", "/b/"), ("/b/", "/profil/"), ("/c/", "/profil/"), ("/d/", "/tentang/")]);
    portal.check().exits(1).says(str![[r#"
galat[TW0508]: alamat `/b/` sendiri dialihkan lagi
 --> site.toml:7:6
  |
7 | ke = "/b/"
  |      ^^^^^
  |
  = saran: tulis `ke = "/tentang/"`

galat[TW0508]: alamat `/profil/` sendiri dialihkan lagi
  --> site.toml:10:6
   |
10 | ke = "/profil/"
   |      ^^^^^^^^^^
   |
   = saran: tulis `ke = "/tentang/"`

galat[TW0508]: alamat `/profil/` sendiri dialihkan lagi
  --> site.toml:13:6
   |
13 | ke = "/profil/"
   |      ^^^^^^^^^^
   |
   = saran: tulis `ke = "/tentang/"`

3 galat

"#]]);
    // The remedy works.
    let end = "/tentang/";
    redirecting(&[("/a/", end), ("/b/", end), ("/c/", end), ("/d/", end)]).builds();
}

#[test]
fn ten_thousand_redirects_in_one_chain_are_followed_once() {
    let ways: Vec<(String, String)> =
        (0..10_000).map(|n| (format!("/a{n}/"), format!("/a{}/", n + 1))).collect();
    let mut redirects: Vec<(&str, &str)> =
        ways.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    redirects.push(("/a10000/", "/tentang/"));
    let run = redirecting(&redirects).check();
    run.exits(1);
    assert!(run.stderr.ends_with("\n10000 galat\n"), "{}", run.stderr);
}

#[test]
fn file_name_that_is_no_address_gets_a_clean_one_and_is_told() {
    let portal = Portal::new().with("content/edaran/2024/SE Netralitas (final).md", circular(""));
    portal.build().exits(0).says(str![[r#"
peringatan[TW0370]: nama ini tidak dapat menjadi alamat; halamannya terbit di `/edaran/2024/se-netralitas-final/`
 --> content/edaran/2024/SE Netralitas (final).md
  = saran: ganti namanya menjadi `content/edaran/2024/se-netralitas-final.md`

1 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0370]: this name cannot be an address; the page is published at `/edaran/2024/se-netralitas-final/`
 --> content/edaran/2024/SE Netralitas (final).md
  = hint: rename it to `content/edaran/2024/se-netralitas-final.md`

1 warning

"#]]);
    assert!(portal.publishes("edaran/2024/se-netralitas-final/index.html"));
    // Renaming it as told changes no address.
    portal
        .rename("content/edaran/2024/SE Netralitas (final).md", "content/edaran/2024/se-netralitas-final.md");
    portal.builds();
}

#[test]
fn nothing_raw_is_written_whatever_a_file_is_called() {
    for name in ["SE Netralitas (final)", "SE 50%", "SE #1", "🎉 SE", "SÉ", "SE%20Satu", "ꦱ", "🎉", "a'b&c"]
    {
        let portal = Portal::bilingual()
            .with(
                &format!("content/edaran/2024/{name}/index.md"),
                circular("tag = [\"netralitas\"]\n") + "\n[unduh](<Lampiran%20%232%20(50%25).txt>)\n",
            )
            .with(&format!("content/edaran/2024/{name}/Lampiran #2 (50%).txt"), "isi");
        let run = portal.build();
        assert_eq!(run.exits(0).codes(), ["TW0370"], "{name}");
        let mut addresses = 0;
        for (path, bytes) in portal.output() {
            if !path.ends_with(".html") && !path.ends_with(".xml") {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            let values = ["href=\"", "src=\"", "<loc>", "<id>"]
                .into_iter()
                .flat_map(|start| text.split(start).skip(1));
            for value in values.map(|rest| rest.split(['"', '<']).next().unwrap()) {
                addresses += 1;
                let is_plain =
                    value.bytes().all(|byte| byte.is_ascii_graphic() && !b"`{}|^\\".contains(&byte));
                let is_encoded = value.split('%').skip(1).all(|rest| {
                    rest.get(..2).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
                });
                assert!(is_plain && is_encoded, "{name}: {path}: {value}");
                // A file server finds the file under the decoded path.
                let here = value.strip_prefix("https://netralitas.uji.go.id").unwrap_or(value);
                let here = here.split('#').next().unwrap();
                if here.starts_with('/') {
                    let file = percent_encoding::percent_decode_str(here).decode_utf8().unwrap();
                    let file =
                        if file.ends_with('/') { format!("{file}index.html") } else { file.into_owned() };
                    assert!(portal.publishes(file.trim_start_matches('/')), "{name}: {path}: {value}");
                }
            }
        }
        assert!(addresses > 50, "{name}: {addresses}");
    }
}

#[test]
fn two_files_with_one_clean_address_are_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/SE 1.md", circular(""))
        .with("content/edaran/2024/se-1.md", circular(""));
    let run = portal.build();
    assert_eq!(run.exits(1).codes(), ["TW0370", "TW0504"]);
    assert!(run.stderr.contains("`content/edaran/2024/SE 1.md`"), "{}", run.stderr);
    assert!(run.stderr.contains("--> content/edaran/2024/se-1.md"), "{}", run.stderr);
}

#[test]
fn a_link_to_a_record_leads_to_its_clean_address() {
    let portal = Portal::new().with("content/edaran/2024/SE 1.md", circular("")).with(
        "content/halaman/tentang.md",
        page("[a](<../edaran/2024/SE 1.md>) [b](../edaran/2024/SE%201.md)"),
    );
    portal.build().exits(0);
    let html = portal.published("tentang/index.html");
    assert_eq!(html.matches("href=\"/edaran/2024/se-1/\"").count(), 2, "{html}");
}
