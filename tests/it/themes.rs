//! A portal's own theme: faults in a template, a label or a file of it.

use snapbox::str;

use crate::support::{Portal, SITE, circular, page};

/// A portal with its own theme, which overrides one file.
fn with_theme(path: &str, text: &str) -> Portal {
    Portal::new()
        .with("site.toml", format!("{SITE}tema = \"kami\"\n"))
        .with(&format!("themes/kami/{path}"), text)
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/halaman/kontak.md", page("Isi."))
        .with("content/edaran/2024/se-1.md", circular(""))
}

#[test]
fn template_that_fails_on_one_page_is_told_with_its_line_and_the_page() {
    let template = "<!doctype html>\n<title>x</title>\n{% if page.url == \"/tentang/\" %}\n{{ page.tidak_ada.sama_sekali }}\n{% endif %}\n";
    let portal = with_theme("templates/halaman.html", template);
    portal.build().exits(1).says(str![[r#"
galat[TW0501]: templat `themes/kami/templates/halaman.html` gagal di halaman `/tentang/`: Field `tidak_ada` is not defined. Available fields: alternates, canonical, crumbs, description, feed, index, kind, lang, languages, section, title, url
 --> themes/kami/templates/halaman.html:4:9
  |
4 | {{ page.tidak_ada.sama_sekali }}
  |         ^^^^^^^^^
  |
  = saran: perbaiki templatnya; `docs/theme.md` mendaftar semua variabel

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0501]: the template `themes/kami/templates/halaman.html` failed on the page `/tentang/`: Field `tidak_ada` is not defined. Available fields: alternates, canonical, crumbs, description, feed, index, kind, lang, languages, section, title, url
 --> themes/kami/templates/halaman.html:4:9
  |
4 | {{ page.tidak_ada.sama_sekali }}
  |         ^^^^^^^^^
  |
  = hint: mend the template; `docs/theme.md` lists every variable

1 error

"#]]);
    assert!(!portal.publishes("index.html"));
}

#[test]
fn template_that_fails_on_many_pages_is_told_once() {
    let portal = with_theme("templates/halaman.html", "<title>x</title>\n{{ tidak_ada }}\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0501]: templat `themes/kami/templates/halaman.html` gagal di halaman `/kontak/`: Variable `tidak_ada` is not defined. Available variables: page, record, site, t, text (dan di 1 halaman lain)
 --> themes/kami/templates/halaman.html:2:4
  |
2 | {{ tidak_ada }}
  |    ^^^^^^^^^
  |
  = saran: perbaiki templatnya; `docs/theme.md` mendaftar semua variabel

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0501]: the template `themes/kami/templates/halaman.html` failed on the page `/kontak/`: Variable `tidak_ada` is not defined. Available variables: page, record, site, t, text (and on 1 other page)
 --> themes/kami/templates/halaman.html:2:4
  |
2 | {{ tidak_ada }}
  |    ^^^^^^^^^
  |
  = hint: mend the template; `docs/theme.md` lists every variable

1 error

"#]]);
}

#[test]
fn template_that_writes_without_end_is_stopped() {
    let endless = "<title>x</title>\n{% for a in range(end=90000) %}{% for b in range(end=90000) %}Lorem ipsum dolor sit amet. {% endfor %}{% endfor %}\n";
    let portal = with_theme("templates/edaran.html", endless);
    portal.build().exits(1).says(str![[r#"
galat[TW0506]: templat `themes/kami/templates/edaran.html` menulis lebih dari 32 MiB di halaman `/edaran/2024/se-1/`
 --> themes/kami/templates/edaran.html
  = saran: periksa perulangan di templat itu

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0506]: the template `themes/kami/templates/edaran.html` wrote more than 32 MiB on the page `/edaran/2024/se-1/`
 --> themes/kami/templates/edaran.html
  = hint: check the loops of that template

1 error

"#]]);
}

/// The components of the built-in theme, with `more` in the one that writes a record in lists.
fn with_card(more: &str) -> Portal {
    const HEAD: &str = "{%- component card(c, level=2) %}";
    let own = include_str!("../../themes/terang/templates/_components.html");
    assert!(own.contains(HEAD));
    with_theme("templates/_components.html", &own.replace(HEAD, &format!("{HEAD}{more}")))
}

#[test]
fn component_that_fails_in_lists_is_told_with_its_line_and_a_page() {
    let portal = with_card("{{ c.tidak_ada }}");
    portal.check().exits(1).says(str![[r#"
galat[TW0501]: templat `themes/kami/templates/_components.html` gagal di halaman `/`: Field `tidak_ada` is not defined. Available fields: date, facet, section, title, url (dan di 3 halaman lain)
   --> themes/kami/templates/_components.html:113:39
    |
113 | {%- component card(c, level=2) %}{{ c.tidak_ada }}
    |                                       ^^^^^^^^^
    |
    = saran: perbaiki templatnya; `docs/theme.md` mendaftar semua variabel

1 galat

"#]]);
}

#[test]
fn component_that_writes_without_end_is_stopped() {
    let portal = with_card(
        "{% for a in range(end=60000) %}{% for b in range(end=60000) %}Lorem ipsum dolor sit amet. {% endfor %}{% endfor %}",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0506]: templat `themes/kami/templates/_components.html` menulis lebih dari 32 MiB di halaman `/edaran/` (dan di 2 halaman lain)
 --> themes/kami/templates/_components.html
  = saran: periksa perulangan di templat itu

galat[TW0506]: templat `themes/terang/templates/beranda.html` menulis lebih dari 32 MiB di halaman `/`
 --> themes/terang/templates/beranda.html
  = saran: periksa perulangan di templat itu

2 galat

"#]]);
}

#[test]
fn component_of_an_own_theme_says_how_records_look_in_all_lists() {
    let portal =
        with_card("<!-- kartu kami -->").with("content/edaran/2024/se-2.md", circular("tag = [\"apel\"]\n"));
    portal.builds();
    for list in ["edaran/index.html", "edaran/2024/index.html", "topik/apel/index.html"] {
        assert!(portal.published(list).contains("<!-- kartu kami -->"), "{list}");
    }
}

#[test]
fn template_that_asks_for_an_endless_list_is_told() {
    let endless = "<title>x</title>\n{% for a in range(end=100000000) %}x{% endfor %}\n";
    let portal = with_theme("templates/edaran.html", endless);
    portal.check().exits(1).says(str![[r#"
galat[TW0501]: templat `themes/kami/templates/edaran.html` gagal di halaman `/edaran/2024/se-1/`: Function `range` would produce 100000000 elements, which exceeds the limit of 100000
 --> themes/kami/templates/edaran.html:2:13
  |
2 | {% for a in range(end=100000000) %}x{% endfor %}
  |             ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: perbaiki templatnya; `docs/theme.md` mendaftar semua variabel

1 galat

"#]]);
}

#[test]
fn template_that_cannot_be_parsed_is_told_at_its_line() {
    let portal = with_theme("templates/halaman.html", "<title>x</title>\n{% if page %}\ntanpa akhir\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0503]: berkas tema `themes/kami/templates/halaman.html` keliru: Unexpected end of input
 --> themes/kami/templates/halaman.html:4:1
  |
4 |
  | ^
  |
  = saran: bandingkan dengan berkas yang sama di tema `terang`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0503]: the theme file `themes/kami/templates/halaman.html` is wrong: Unexpected end of input
 --> themes/kami/templates/halaman.html:4:1
  |
4 |
  | ^
  |
  = hint: compare it with the same file of the theme `terang`

1 error

"#]]);
}

#[test]
fn template_that_includes_nothing_is_told() {
    let portal = with_theme("templates/halaman.html", "{% extends \"dasar.html\" %}\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0503]: berkas tema `templates/` keliru: Template 'halaman.html' is inheriting from 'dasar.html', which doesn't exist or isn't loaded.
  = saran: bandingkan dengan berkas yang sama di tema `terang`

1 galat

"#]]);
}

#[test]
fn label_file_that_cannot_be_parsed_is_told_at_its_line() {
    let portal = with_theme("i18n/id.toml", "a = \"b\"\nc = d\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0503]: berkas tema `themes/kami/i18n/id.toml` keliru: string values must be quoted, expected literal string
 --> themes/kami/i18n/id.toml:2:5
  |
2 | c = d
  |     ^
  |
  = saran: bandingkan dengan berkas yang sama di tema `terang`

1 galat

"#]]);
}

#[test]
fn unknown_theme_is_told() {
    let portal = Portal::new().with("site.toml", format!("{SITE}tema = \"terrang\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0502]: tema `terrang` tidak ada
 --> site.toml
  = saran: letakkan setidaknya satu berkas tema di `themes/terrang/`, atau tulis `tema = "terang"`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0502]: there is no theme `terrang`
 --> site.toml
  = hint: put at least one file of a theme into `themes/terrang/`, or write `tema = "terang"`

1 error

"#]]);
}

#[test]
fn template_that_links_to_nowhere_is_told_with_a_page() {
    let portal = with_theme("templates/halaman.html", "<title>x</title><a href=\"/tidak-ada/\">x</a>\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tidak ada halaman atau berkas `/tidak-ada/` (tautan di halaman `/kontak/`)
 --> content/halaman/kontak.md
  = saran: perbaiki alamatnya, atau buat halamannya

1 galat

"#]]);
}

#[test]
fn own_file_lies_over_that_of_the_theme_in_the_binary() {
    let portal = with_theme("static/gaya.css", "/* kami */\n");
    portal.write("themes/kami/static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    portal.builds();
    assert_eq!(portal.published("aset/gaya.css"), "/* kami */\n");
    assert!(portal.publishes("aset/logo.svg"));
    assert!(portal.publishes("aset/terang.svg"));
}

#[test]
fn template_that_loops_for_ever_is_stopped_and_the_old_site_stays() {
    let portal = with_theme("templates/edaran.html", "<!doctype html>\n<title>x</title>\n");
    portal.builds();
    let before = portal.output();
    // It writes nothing, and so comes back to none of our code.
    let endless = "<title>x</title>\n{%- set n = range(end=100000) -%}\n{%- for a in n -%}{%- for b in n -%}{%- for c in n -%}{%- endfor -%}{%- endfor -%}{%- endfor -%}\n";
    let portal = portal.with("themes/kami/templates/edaran.html", endless);
    portal.build().exits(1).says(str![[r#"
galat[TW0506]: templat `themes/kami/templates/edaran.html` tidak selesai dalam 10 detik di halaman `/edaran/2024/se-1/`, jadi program dihentikan
 --> themes/kami/templates/edaran.html
  = saran: periksa perulangan di templat itu; situs yang sudah terbit tidak berubah

1 galat

"#]]);
    assert_eq!(portal.output(), before);
    portal.with("themes/kami/templates/edaran.html", "<!doctype html>\n<title>x</title>\n").builds();
}

#[test]
fn template_that_doubles_a_text_for_ever_is_stopped() {
    let endless = "<title>x</title>\n{% set t = \"x\" %}{% for a in range(end=60) %}{% set_global t = t ~ t %}{% endfor %}{{ t }}\n";
    // How soon it has taken too much, and so whether time ends first, is up to the machine.
    assert_eq!(with_theme("templates/edaran.html", endless).build().exits(1).codes(), ["TW0506"]);
}

#[test]
fn a_list_cannot_be_joined_into_a_text_without_end() {
    let endless = "<title>x</title>\n{% set t = range(end=100000) | join(sep=\"x\") %}\n{% set t = range(end=100000) | join(sep=t) %}{{ t }}\n";
    with_theme("templates/edaran.html", endless).check().exits(1).says(str![[r#"
galat[TW0501]: templat `themes/kami/templates/edaran.html` gagal di halaman `/edaran/2024/se-1/`: `join` makes a text that is longer than a page may be
 --> themes/kami/templates/edaran.html:3:32
  |
3 | {% set t = range(end=100000) | join(sep=t) %}{{ t }}
  |                                ^^^^^^^^^^^
  |
  = saran: perbaiki templatnya; `docs/theme.md` mendaftar semua variabel

1 galat

"#]]);
    // What fits is joined as the engine does it.
    let fits = "<!doctype html>\n<title>x</title>\n<p>{{ [\"<a>\", 1, \"<b>\" | safe] | join(sep=\"&\") }} {{ [\"<a>\", 2] | join(sep=\", \") }} {{ [1, 2] | join }}</p>\n";
    let portal = with_theme("templates/edaran.html", fits);
    portal.builds();
    let page = portal.published("edaran/2024/se-1/index.html");
    assert!(page.contains("<p>&lt;a&gt;&amp;1&amp;<b> &lt;a&gt;, 2 12</p>"), "{page}");
}

#[test]
fn a_file_of_a_theme_has_a_largest_size() {
    let portal = with_theme("templates/edaran.html", "<!doctype html>\n<title>x</title>\n")
        .with("themes/kami/static/besar.bin", "");
    let file = std::fs::File::create(portal.path("themes/kami/static/besar.bin"));
    assert!(file.and_then(|file| file.set_len(64 * 1024 * 1024 + 1)).is_ok());
    portal.check().exits(1).says(str![[r#"
galat[TW0102]: berkas ini 65 MiB; batasnya 64 MiB
 --> themes/kami/static/besar.bin
  = saran: pecah menjadi beberapa berkas, atau jadikan lampiran yang lebih kecil

1 galat

"#]]);
}
