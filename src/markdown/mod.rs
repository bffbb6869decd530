//! Converts Markdown to the HTML of a page: raw HTML is dropped, links are classified, headings get anchors,
//! and tables are wrapped in a region that can be scrolled with the keyboard.
//!
//! One pass produces the HTML, the headings and the links. Links into the portal carry a marker byte in the
//! HTML, because one body can appear on pages of two languages; see [`Body::html`].

mod autolink;
mod footnotes;
mod letter;
mod links;
pub(crate) mod messages;
mod pass;
mod shorten;
mod words;

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

pub use crate::address::slug;
use crate::cache::{Digest, Digester};
use crate::diagnostics::SourceFile;
use crate::locale::Lang;

use letter::Letter;
use pass::Pass;
pub use shorten::shorten;

/// Marks a link to a page of the portal. The language prefix is inserted here.
const PAGE_MARK: char = '\u{1}';
/// Marks a link to a file of the portal, which has no language prefix.
const FILE_MARK: char = '\u{2}';
/// The maximum nesting of lists and quotes. Deeper nesting is a mistake or an attack.
const MAX_DEPTH: usize = 64;

/// A parsed body: its headings and links, and its HTML.
#[derive(Clone, Debug)]
pub struct Body {
    notes: Arc<Notes>,
    text: BodyText,
    /// Whether it has no problems.
    pub is_sound: bool,
    /// The digest of everything that the HTML depends on. It replaces the HTML when only changes matter.
    fingerprint: Digest,
}

/// A body without its HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The headings below the page title, in order.
    pub headings: Vec<Heading>,
    /// Links into the portal, in order.
    pub links: Vec<Link>,
    /// The beginning of the first paragraph, for search engines and feeds.
    pub lead: String,
    /// The [digest](text_digest) of the words that a reader sees. It is published, so nothing else may go into it:
    /// somebody could find out a remark from its digest.
    pub words: Digest,
}

/// The HTML while it is in memory, and the source that it is generated from otherwise.
#[derive(Clone, Debug)]
struct BodyText {
    held: Arc<Mutex<Option<Box<str>>>>,
    source: Source,
}

/// A body in its source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The digest of its text.
    pub digest: Digest,
    /// The byte range of the Markdown in it.
    pub range: Range<usize>,
    /// The record's own route.
    pub route: String,
    /// The folder of the file below `content/`.
    pub folder: String,
    /// The language of the text.
    pub lang: Lang,
}

impl Source {
    /// Parses the text of its file.
    fn parse(&self, text: &str) -> (Parsed, Problems) {
        let text = text.get(self.range.clone()).unwrap_or("");
        parse_html(text, Base { route: &self.route, folder: &self.folder, lang: self.lang })
    }

    /// The digest of everything that the HTML depends on.
    fn fingerprint(&self) -> Digest {
        let mut digester = Digester::default();
        digester.feed(&self.digest).feed(&self.range.start.to_le_bytes());
        digester.feed(&self.range.end.to_le_bytes());
        for piece in [self.route.as_str(), &self.folder, self.lang.tag()] {
            digester.feed(piece.as_bytes());
        }
        digester.finish()
    }
}

/// The result of one pass over a text.
#[derive(Debug, Default)]
struct Parsed {
    html: String,
    notes: Notes,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The level, 2–6. Only the title of the page has level 1.
    pub level: u8,
    /// Anchor, unique on the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A link into the portal, with its position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target.
    pub target: Target,
    /// The byte range in the parsed text.
    pub range: Range<usize>,
}

/// The target of an internal link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// A page: its route without the language prefix, with `#anchor` if there is one; encoded.
    Page(String),
    /// A file in the record's folder, encoded.
    File(String),
    /// An anchor on the same page.
    Anchor(String),
}

/// A problem in a body. The caller adds the file and the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Raw HTML, dropped.
    RawHtml,
    /// A link with an unsafe scheme, dropped.
    UnsafeLink,
    /// Nested too deeply. The text is truncated there.
    TooDeep,
    /// An image without a text alternative.
    ImageWithoutText,
    /// A relative link that is neither a record nor a file name.
    OddLink,
    /// An image on another site, of which only the text is kept.
    OutsideImage,
    /// A link whose address has a blank in it, which Markdown does not read as a link.
    SpaceInLink,
    /// A table row with more cells than its heading. The parser drops them.
    ExtraCells,
    /// Lines with different numbers of tabs, which are no table.
    UnevenTabs,
    /// A lettered or numbered list that leaves out an item.
    ListJumps,
    /// A footnote without a text.
    FootnoteMissing,
    /// A footnote with two texts.
    FootnoteTwice,
}

/// Problems, each with its byte range.
pub type Problems = Vec<(Problem, Range<usize>)>;

/// The base of relative links in a body.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The record's own route: `/edaran/2024/se-1/`.
    pub route: &'a str,
    /// The folder of the record's file below `content/`: `edaran/2024`.
    pub folder: &'a str,
    /// The language of the text.
    pub lang: Lang,
}

impl Body {
    /// Parses a body in the `text` of its file.
    ///
    /// `is_held` gets the length of the HTML and decides whether it stays in memory. If it does not, it is
    /// generated again when a page needs it.
    pub fn parse(source: Source, text: &str, is_held: impl FnOnce(usize) -> bool) -> (Self, Problems) {
        let (Parsed { html, mut notes }, problems) = source.parse(text);
        // Taken here, so that nobody has to read the file for it again.
        notes.words = words_digest(texts_of(&html));
        let fingerprint = source.fingerprint();
        let held = is_held(html.len()).then(|| html.into_boxed_str());
        let text = BodyText { held: Arc::new(Mutex::new(held)), source };
        (Self { notes: Arc::new(notes), text, is_sound: problems.is_empty(), fingerprint }, problems)
    }

    /// A body that was parsed in an earlier run. Its HTML is generated when a page needs it.
    pub fn known(source: Source, notes: Arc<Notes>) -> Self {
        let fingerprint = source.fingerprint();
        let text = BodyText { held: Arc::default(), source };
        Self { notes, text, is_sound: true, fingerprint }
    }

    /// Its headings, links and lead.
    pub fn notes(&self) -> &Arc<Notes> {
        &self.notes
    }

    /// The digest of everything that the HTML depends on.
    pub fn fingerprint(&self) -> &Digest {
        &self.fingerprint
    }

    /// The HTML for a page. `page_prefix` is inserted before links to pages (`/en`, or nothing), `file_prefix`
    /// before links to files. Both include the base path of the portal, if it has one.
    ///
    /// If `only` one page shows this body, its HTML is released, because the pages of a large portal need the
    /// memory. Another call generates it again.
    ///
    /// `None` if the file must be read again and has changed.
    pub fn html(&self, page_prefix: &str, file_prefix: &str, only: bool) -> Option<String> {
        let BodyText { held, source } = &self.text;
        let html = {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            if only { held.take() } else { held.clone() }
        };
        let html = match html {
            Some(html) => html.into_string(),
            None => source.parse(&source.file.whole_text()?).0.html,
        };
        Some(prefixed(html, page_prefix, file_prefix))
    }
}

impl std::ops::Deref for Body {
    type Target = Notes;

    fn deref(&self) -> &Notes {
        &self.notes
    }
}

fn prefixed(html: String, page_prefix: &str, file_prefix: &str) -> String {
    let next = |rest: &str| memchr::memchr2(PAGE_MARK as u8, FILE_MARK as u8, rest.as_bytes());
    let Some(mut at) = next(&html) else { return html };
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html.as_str();
    loop {
        out.push_str(&rest[..at]);
        out.push_str(if rest.as_bytes()[at] == PAGE_MARK as u8 { page_prefix } else { file_prefix });
        rest = &rest[at + 1..];
        match next(rest) {
            Some(there) => at = there,
            None => break,
        }
    }
    out.push_str(rest);
    out
}

/// Parses a text.
fn parse_html(text: &str, base: Base<'_>) -> (Parsed, Problems) {
    // Content must not be able to forge the markers.
    let cleaned: String;
    let text = if memchr::memchr2(PAGE_MARK as u8, FILE_MARK as u8, text.as_bytes()).is_some() {
        cleaned = text.replace([PAGE_MARK, FILE_MARK], " ");
        cleaned.as_str()
    } else {
        text
    };
    Pass::new(&Letter::read(text), base).run()
}

/// The digest of a text, in which any whitespace is as good as one space.
pub fn text_digest(text: &str) -> Digest {
    words_digest([text].into_iter())
}

fn words_digest<'t>(texts: impl Iterator<Item = &'t str>) -> Digest {
    let mut words = String::new();
    for word in texts.flat_map(str::split_whitespace) {
        words.push_str(word);
        words.push(' ');
    }
    crate::cache::digest(words.as_bytes())
}

/// The texts between the tags of HTML that was made here.
fn texts_of(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
}

/// Escapes text for HTML and XML, attribute values included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Appends escaped text. Stretches without special characters are copied as a whole.
fn escape_into(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(entity);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
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
        let text = "Satu.[^a b] Dua.[^isi] Lagi.[^isi]\n\n[^isi]: Kaki **dua**.\n\n# Isi\n\n[^tanpa]: Tak dirujuk.\n";
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
        let (body, problems) =
            parse("<div class=x>\nSetiap <b>ASN</b>\n</div>\n\n|a|\n|-|\n|b<br>c|\n", BASE);
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
}
