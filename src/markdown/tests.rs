//! Bodies, and the HTML and the problems that they give.

use super::*;

const BASE: Base<'static> = Base { route: "/edaran/2024/se-1/", folder: "edaran/2024", lang: Lang::Id };

fn parse(text: &str, base: Base<'_>) -> (Body, Vec<(Problem, Range<usize>)>) {
    let file = SourceFile::new("a.md", text, false);
    let Base { route, folder, lang } = base;
    let source = Source {
        file: Arc::new(file),
        digest: crate::cache::digest(text.as_bytes()),
        range: 0..text.len(),
        route: route.to_owned(),
        folder: folder.to_owned(),
        lang,
    };
    let (body, problems) = Body::parse(source.clone(), text, |_| true);
    let later = Body::known(source, Arc::clone(body.notes()));
    for only in [false, true, true, false] {
        assert_eq!(later.html("/p", "/f", only), body.html("/p", "/f", only));
    }
    assert_eq!(later.fingerprint(), body.fingerprint());
    (body, problems)
}

fn shown(body: &Body) -> String {
    body.html("", "", false).unwrap_or_default()
}

fn html(text: &str) -> String {
    parse(text, BASE).0.html("/en", "", false).unwrap_or_default()
}

#[test]
fn only_the_words_of_a_body_are_in_its_digest() {
    let words = |text: &str| parse(text, BASE).0.words;
    let one = words("Satu dua.\n\nTiga [x](/x/)");
    for same in [
        "  Satu\tdua.\u{a0}\r\n\nTiga [x](/y/)\n",
        "Satu **dua.**\n\n<!-- catatan dalam -->\n\nTiga [x](/x/)",
        "# Satu dua.\n\n- Tiga\n- x",
        "Satu dua.\n\nTiga [x][r]\n\n[r]: /x/\n[lain]: /x/ \"rahasia\"",
    ] {
        assert_eq!(words(same), one, "{same}");
    }
    for other in ["Satu dua. tiga x", "Satudua. Tiga x", "Satu dua.", "Tiga x Satu dua.", ""] {
        assert_ne!(words(other), one, "{other}");
    }
    // The cells of a table are not run together.
    let table = |row: &str| words(&format!("|a|b|\n|-|-|\n{row}"));
    assert_ne!(table("|1|23|"), table("|12|3|"));
    assert_eq!(text_digest(" Satu  dua. \n"), text_digest("Satu dua."));
}

#[test]
fn raw_html_is_dropped_and_said() {
    let (body, problems) = parse("a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n", BASE);
    assert_eq!(shown(&body), "<p>a c</p>\n");
    assert!(problems.iter().all(|(problem, _)| *problem == Problem::RawHtml));
    assert_eq!(problems.len(), 3);
}

#[test]
fn unsafe_schemes_lose_the_link_and_keep_the_text() {
    for url in
        ["javascript:alert(1)", "JAVA\u{9}SCRIPT:x", "data:text/html,x", "//evil.example", "vbscript:x"]
    {
        let (body, problems) = parse(&format!("[klik](<{url}>)"), BASE);
        assert_eq!(shown(&body), "<p>klik</p>\n", "{url}");
        assert_eq!(problems[0].0, Problem::UnsafeLink, "{url}");
    }
}

#[test]
fn links_into_the_portal_take_the_page_s_language() {
    assert_eq!(
        html("[UU](/regulasi/uu-20-2023/#pasal-9)"),
        "<p><a href=\"/en/regulasi/uu-20-2023/#pasal-9\">UU</a></p>\n"
    );
    assert_eq!(
        html("[UU](../../regulasi/uu-20-2023.md)"),
        "<p><a href=\"/en/regulasi/uu-20-2023/\">UU</a></p>\n"
    );
    assert_eq!(html("[lain](../se-2/)"), "<p><a href=\"/en/edaran/2024/se-2/\">lain</a></p>\n");
    assert_eq!(html("[berkas](se.pdf)"), "<p><a href=\"/edaran/2024/se-1/se.pdf\">berkas</a></p>\n");
    assert_eq!(
        html("[luar](https://bawaslu.go.id/)"),
        "<p><a href=\"https://bawaslu.go.id/\">luar</a></p>\n"
    );
}

#[test]
fn a_picture_of_the_portal_is_shown_with_its_text() {
    assert_eq!(
        html("![Apel *pagi* \"satu\"](<foto apel.jpg>)"),
        "<p><img src=\"/edaran/2024/se-1/foto%20apel.jpg\" alt=\"Apel pagi &quot;satu&quot;\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn headings_are_anchored_once_each_below_the_title() {
    let (body, _) = parse("# Dasar\n\n## Dasar\n\n### Ketentuan & *Sanksi*\n", BASE);
    let ids: Vec<_> = body.headings.iter().map(|heading| (heading.level, heading.id.as_str())).collect();
    assert_eq!(ids, [(2, "dasar"), (2, "dasar-2"), (3, "ketentuan-sanksi")]);
    assert!(shown(&body).contains("<h2 id=\"dasar-2\">Dasar</h2>"));
}

#[test]
fn no_two_headings_share_an_anchor() {
    let (body, _) = parse("# A\n\n# A\n\n# A 2\n\n# A 2\n\n# A\n", BASE);
    let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "a-2-2", "a-2-3", "a-3"]);
    let (body, _) = parse("# A 2\n\n# A\n\n# A\n\n# A\n", BASE);
    let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["a-2", "a", "a-3", "a-4"]);
}

#[test]
fn an_image_needs_a_text_and_stays_on_the_site() {
    assert_eq!(parse("![](foto.jpg)", BASE).1[0].0, Problem::ImageWithoutText);
    let (body, problems) = parse("![Apel](https://evil.example/x.jpg)", BASE);
    assert_eq!(shown(&body), "<p>Apel</p>\n");
    assert_eq!(problems[0].0, Problem::OutsideImage);
}

#[test]
fn nesting_is_bounded() {
    let deep = "> ".repeat(10_000) + "x";
    let (_, problems) = parse(&deep, BASE);
    assert_eq!(problems[0].0, Problem::TooDeep);
}

#[test]
fn a_text_that_is_cut_in_a_heading_keeps_what_stands_before() {
    let text = format!("{}# Satu *dua [**tiga**](x/)*", "> ".repeat(MAX_DEPTH - 3));
    let (body, problems) = parse(&text, BASE);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, Problem::TooDeep);
    assert!(shown(&body).ends_with("<h2 id=\"\">Satu <em>dua <a href=\"/edaran/2024/se-1/x/\">"));
}

#[test]
fn events_around_headings_and_tables_keep_their_order() {
    assert_eq!(
        html("a\n# B *c* [d](#e)\n|f|\n|-|\n|g|\n\nh"),
        "<p>a</p>\n<h2 id=\"b-c-d\">B <em>c</em> <a href=\"#e\">d</a></h2>\n\
         <div class=\"tabel\" role=\"region\" tabindex=\"0\" aria-label=\"Tabel 1\">\
         <table><thead><tr><th>f</th></tr></thead><tbody>\n<tr><td>g</td></tr>\n</tbody></table>\n</div>\n\
         <p>h</p>\n"
    );
}

#[test]
fn text_is_escaped_wherever_it_needs_it() {
    assert_eq!(escape("<a href=\"é\">&amp;</a> b"), "&lt;a href=&quot;é&quot;&gt;&amp;amp;&lt;/a&gt; b");
    assert_eq!(escape(""), "");
}

#[test]
fn markers_cannot_be_forged() {
    assert_eq!(html("a\u{1}b"), "<p>a b</p>\n");
}

#[test]
fn footnotes_have_ids_of_their_own_and_a_way_back() {
    let text =
        "Satu.[^a b] Dua.[^isi] Lagi.[^isi]\n\n[^isi]: Kaki **dua**.\n\n# Isi\n\n[^tanpa]: Tak dirujuk.\n";
    let (body, problems) = parse(text, BASE);
    let html = shown(&body);
    assert!(html.contains("Dua.<sup><a href=\"#catatan_1\" id=\"rujukan_1\""), "{html}");
    assert!(html.contains("Lagi.<sup><a href=\"#catatan_1\" role"), "{html}");
    assert!(
        html.contains("<li id=\"catatan_1\">\n<p>Kaki <strong>dua</strong>. <a href=\"#rujukan_1\""),
        "{html}"
    );
    assert!(html.contains("<li id=\"catatan_2\">\n<p>Tak dirujuk.</p>\n</li>"), "{html}");
    assert!(html.ends_with("</ol>\n</section>\n"), "{html}");
    assert!(html.contains("<h2 id=\"isi-2\">"), "`isi` is the id of `main`: {html}");
    assert_eq!(problems, []);
}

#[test]
fn footnotes_that_do_not_match_are_told() {
    let kinds = |text: &str| parse(text, BASE).1.into_iter().map(|found| found.0).collect::<Vec<_>>();
    assert_eq!(kinds("Satu.[^zz]\n"), [Problem::FootnoteMissing]);
    assert_eq!(kinds("Satu.[^a]\n\n[^a]: x\n\n[^a]: y\n"), [Problem::FootnoteTwice]);
    assert_eq!(kinds("Tulis \\[^zz] atau `[^zz]`.\n"), []);
}

#[test]
fn bare_addresses_become_links() {
    assert_eq!(
        html("Lapor di https://lapor.go.id/a_b_c?x=1&y=2. Surel: bkpsdm@contoh.go.id\n"),
        "<p>Lapor di <a href=\"https://lapor.go.id/a_b_c?x=1&amp;y=2\">https://lapor.go.id/a_b_c?x=1&amp;y=2</a>. \
         Surel: <a href=\"mailto:bkpsdm@contoh.go.id\">bkpsdm@contoh.go.id</a></p>\n"
    );
    for text in ["`https://a.go.id`", "[https://a.go.id](/x/)", "    https://a.go.id"] {
        assert!(!html(text).contains("href=\"https"), "{text}");
    }
}

#[test]
fn tags_are_dropped_and_their_words_stay() {
    let (body, problems) = parse("<div class=x>\nSetiap <b>ASN</b>\n</div>\n\n|a|\n|-|\n|b<br>c|\n", BASE);
    let shown = shown(&body);
    assert!(shown.starts_with("<p>Setiap ASN</p>"), "{shown}");
    assert!(shown.contains("<td>b<br />\nc</td>"), "{shown}");
    assert!(problems.iter().all(|(problem, _)| *problem == Problem::RawHtml) && !problems.is_empty());
}

#[test]
fn tasks_subscripts_and_definitions_are_read() {
    assert!(html("- [x] ikrar\n- [ ] pakta\n").contains("aria-label=\"selesai\">☑</span> ikrar"));
    assert_eq!(html("H~2~O ~~lama~~"), "<p>H<sub>2</sub>O <del>lama</del></p>\n");
    assert!(html("Netralitas\n: tidak memihak\n").contains("<dt>Netralitas</dt>"));
}

#[test]
fn cells_beyond_the_heading_and_links_with_blanks_are_told() {
    let kinds = |text: &str| parse(text, BASE).1.into_iter().map(|found| found.0).collect::<Vec<_>>();
    assert_eq!(kinds("|a|b|\n|-|-|\n|c|d|hilang|\n"), [Problem::ExtraCells]);
    assert_eq!(kinds("|a|b|\n|-|-|\n|c\\|x|d|\n|e|\n| f | g | \n"), []);
    assert_eq!(kinds("a|b\n-|-\nc|d|hilang\n"), [Problem::ExtraCells]);
    assert_eq!(kinds("Lihat [naskah](SE Netralitas 2024.pdf).\n"), [Problem::SpaceInLink]);
    assert_eq!(kinds("Lihat [naskah](<SE Netralitas.pdf>) dan [huruf] (a b).\n"), []);
}

#[test]
fn classes_of_bodies_are_none_of_the_pages() {
    let text = "Nomor : 1\nHal : x\n\n1) a\n2) b\n\n(1) c\n(2) d\n\n2.1. e\n2.2. f\n\nKAMI,\n\nttd.\n\nX[^1]\n\n[^1]: y\n";
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/terang/templates");
    let mut templates = String::new();
    for file in std::fs::read_dir(root).unwrap() {
        templates.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
    }
    let classes = |text: &str| -> std::collections::BTreeSet<String> {
        let values = text.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
        values.flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let own = classes(&html(text));
    assert_eq!(own.len(), 6, "{own:?}");
    assert!(own.is_disjoint(&classes(&templates)), "{own:?}");
}

#[test]
fn ids_of_the_theme_are_reserved() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/terang/templates");
    for file in std::fs::read_dir(root).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for id in text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let heading = html(&format!("# {id}\n"));
            assert!(id.contains('{') || !heading.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}
