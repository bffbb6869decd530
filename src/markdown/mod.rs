//! Markdown to HTML, as a portal may show it: raw HTML dropped, links classified, headings anchored,
//! tables in a region that can be scrolled with the keyboard.
//!
//! One pass gives the body, its headings and its links; nobody parses it again. Links into the portal
//! carry a marker byte in the HTML, because one body can stand on pages of two languages; see [`Body::html`].

mod slug;

use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::locale::Lang;

pub use slug::slug;

/// Stands before a link to a page of the portal; the page's language prefix goes here.
const PAGE_MARK: char = '\u{1}';
/// Stands before a link to a file of the portal, which has no language.
const FILE_MARK: char = '\u{2}';
/// Lists and quotes nested deeper than this are a mistake or an attack.
const MAX_DEPTH: usize = 64;

/// A parsed body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    html: String,
    /// Headings below the page's own, in order.
    pub headings: Vec<Heading>,
    /// Links into the portal, in order.
    pub links: Vec<Link>,
    /// The text of the first paragraph, for summaries.
    pub lead: String,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2–6; the page's title is the only 1.
    pub level: u8,
    /// Anchor, unique on the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A link into the portal, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Bytes in the parsed text.
    pub range: Range<usize>,
}

/// Where an internal link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A page: route without language, perhaps with `#anchor`.
    Page(String),
    /// A file in the record's folder.
    File(String),
    /// An anchor on the same page.
    Anchor(String),
}

/// What is wrong in a body; the caller knows the file and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Raw HTML, dropped.
    RawHtml,
    /// A link with a scheme that is not safe, dropped.
    UnsafeLink,
    /// Nested too deep, cut.
    TooDeep,
    /// An image that says nothing to those who do not see it.
    ImageWithoutText,
    /// A relative link to something that is no record and no file name.
    OddLink,
}

/// What links of a body are relative to.
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
    /// The HTML for a page: `page_prefix` goes before links to pages (`/en`, or nothing), `file_prefix`
    /// before links to files. Both carry the path that the portal is hosted below, if any.
    pub fn html(&self, page_prefix: &str, file_prefix: &str) -> String {
        let mut out = String::with_capacity(self.html.len() + 64);
        let mut rest = self.html.as_str();
        while let Some(at) = memchr::memchr2(PAGE_MARK as u8, FILE_MARK as u8, rest.as_bytes()) {
            out.push_str(&rest[..at]);
            out.push_str(if rest.as_bytes()[at] == PAGE_MARK as u8 { page_prefix } else { file_prefix });
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
        out
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}

/// Parses `text`; problems come with the bytes that they stand in.
pub fn parse(text: &str, base: Base<'_>) -> (Body, Vec<(Problem, Range<usize>)>) {
    // The markers must not be forged by content.
    let cleaned: String;
    let text = if text.contains([PAGE_MARK, FILE_MARK]) {
        cleaned = text.replace([PAGE_MARK, FILE_MARK], " ");
        cleaned.as_str()
    } else {
        text
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut pass = Pass::new(base);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if !pass.take(event, range) {
            break;
        }
    }
    pass.finish()
}

/// The one pass over the events of a body.
struct Pass<'a> {
    base: Base<'a>,
    events: Vec<Event<'a>>,
    problems: Vec<(Problem, Range<usize>)>,
    body: Body,
    depth: usize,
    tables: usize,
    /// For each open link: what closes it, if it is kept.
    open_links: Vec<Option<Event<'a>>>,
    /// An open image.
    open_image: Option<OpenImage<'a>>,
    /// An open heading: its place in `events`, and its text so far.
    open_heading: Option<(usize, String)>,
    anchors: BTreeMap<String, usize>,
    lead_open: bool,
}

impl<'a> Pass<'a> {
    fn new(base: Base<'a>) -> Self {
        Self {
            base,
            events: Vec::new(),
            problems: Vec::new(),
            body: Body::default(),
            depth: 0,
            tables: 0,
            open_links: Vec::new(),
            open_image: None,
            open_heading: None,
            anchors: BTreeMap::new(),
            lead_open: false,
        }
    }

    /// Takes one event; `false` stops the pass.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) -> bool {
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    self.problems.push((Problem::TooDeep, range));
                    return false;
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let comment = html.trim_start().starts_with("<!--");
                if !comment {
                    self.problems.push((Problem::RawHtml, range));
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) if self.open_image.is_none() => {
                self.open_image =
                    Some(OpenImage { url: dest_url, title, range, text: String::new(), inner: 0 });
            }
            Event::End(TagEnd::Image) if self.open_image.as_ref().is_some_and(|image| image.inner == 0) => {
                self.close_image();
            }
            // What stands inside an image is its text, and nothing else.
            other if self.open_image.is_some() => self.note_image_text(&other),
            Event::Start(tag @ Tag::Link { .. }) => self.open_link(tag, range),
            Event::End(TagEnd::Link) => self.events.extend(self.open_links.pop().flatten()),
            Event::Start(Tag::Heading { level, .. }) => {
                self.open_heading = Some((self.events.len(), String::new()));
                self.events.push(Event::Start(heading(shifted(level), String::new())));
            }
            Event::End(TagEnd::Heading(level)) => self.close_heading(shifted(level)),
            Event::Start(Tag::Table(alignment)) => {
                self.tables += 1;
                let label = self.base.lang.pick("Tabel", "Table");
                let open = format!(
                    r#"<div class="tabel" role="region" tabindex="0" aria-label="{label} {}">"#,
                    self.tables
                );
                self.events.push(Event::Html(open.into()));
                self.events.push(Event::Start(Tag::Table(alignment)));
            }
            Event::End(TagEnd::Table) => {
                self.events.push(Event::End(TagEnd::Table));
                self.events.push(Event::Html("</div>\n".into()));
            }
            other => {
                self.note_text(&other);
                self.events.push(other);
            }
        }
        true
    }

    /// Gathers text for the heading and the lead that are open.
    fn note_text(&mut self, event: &Event<'a>) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, heading)) = &mut self.open_heading {
                    heading.push_str(text);
                }
                if self.lead_open {
                    self.body.lead.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.lead_open => self.body.lead.push(' '),
            Event::Start(Tag::Paragraph) if self.body.lead.is_empty() => self.lead_open = true,
            Event::End(TagEnd::Paragraph) => self.lead_open = false,
            _ => {}
        }
    }

    fn note_image_text(&mut self, event: &Event<'a>) {
        let Some(image) = &mut self.open_image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.text.push(' '),
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) => image.inner -= 1,
            _ => {}
        }
    }

    fn open_link(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let Tag::Link { link_type, dest_url, title, id } = tag else { return };
        let (link_type, dest_url) = match link_type {
            // Once it is complete, the HTML writer must not prefix it again.
            LinkType::Email => (LinkType::Autolink, CowStr::from(format!("mailto:{dest_url}"))),
            _ => (link_type, dest_url),
        };
        let end = match self.resolve(&dest_url, &range) {
            Some(Address::Outside) => {
                self.events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                Some(Event::End(TagEnd::Link))
            }
            Some(Address::Inside(href)) => {
                // Written here and not by the HTML writer, which would encode the marker.
                let title = titled(&title);
                self.events.push(Event::InlineHtml(format!(r#"<a href="{href}"{title}>"#).into()));
                Some(Event::InlineHtml("</a>".into()))
            }
            None => None,
        };
        self.open_links.push(end);
    }

    /// A picture is written when its text is known; one from another site would tell that site who
    /// reads the portal, so only its text stays.
    fn close_image(&mut self) {
        let Some(image) = self.open_image.take() else { return };
        let text = image.text.trim();
        if text.is_empty() {
            self.problems.push((Problem::ImageWithoutText, image.range.clone()));
        }
        match self.resolve(&image.url, &image.range) {
            Some(Address::Inside(src)) => {
                let (alt, title) = (escape(text), titled(&image.title));
                let html = format!(r#"<img src="{src}" alt="{alt}"{title} loading="lazy">"#);
                self.events.push(Event::InlineHtml(html.into()));
            }
            Some(Address::Outside) => {
                self.problems.push((Problem::UnsafeLink, image.range));
                self.events.push(Event::Text(text.to_owned().into()));
            }
            None => self.events.push(Event::Text(text.to_owned().into())),
        }
    }

    /// The address to write, or `None` where the link must be dropped.
    fn resolve(&mut self, url: &str, range: &Range<usize>) -> Option<Address> {
        let target = match classify(url, self.base) {
            Class::Outside => return Some(Address::Outside),
            Class::Unsafe => {
                self.problems.push((Problem::UnsafeLink, range.clone()));
                return None;
            }
            Class::Odd => {
                self.problems.push((Problem::OddLink, range.clone()));
                return None;
            }
            Class::Inside(target) => target,
        };
        let written = match &target {
            Target::Page(route) => format!("{PAGE_MARK}{}", encode(route)),
            Target::File(name) => format!("{FILE_MARK}{}", encode(&format!("{}{name}", self.base.route))),
            Target::Anchor(anchor) => encode(&format!("#{anchor}")),
        };
        self.body.links.push(Link { target, range: range.clone() });
        Some(Address::Inside(written))
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        if let Some((at, text)) = self.open_heading.take() {
            let stem = match slug(&text) {
                empty if empty.is_empty() => "bagian".to_owned(),
                stem => stem,
            };
            let count = self.anchors.entry(stem.clone()).or_insert(0);
            *count += 1;
            let id = if *count == 1 { stem } else { format!("{stem}-{count}") };
            self.events[at] = Event::Start(heading(level, id.clone()));
            self.body.headings.push(Heading { level: level as u8, id, text });
        }
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    fn finish(mut self) -> (Body, Vec<(Problem, Range<usize>)>) {
        html::push_html(&mut self.body.html, self.events.into_iter());
        (self.body, self.problems)
    }
}

/// An image whose text is still being read.
struct OpenImage<'a> {
    url: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
    text: String,
    /// Images open inside it.
    inner: usize,
}

/// What kind of address a link is written with.
enum Address {
    /// As it stands in the text.
    Outside,
    /// Encoded, with its marker.
    Inside(String),
}

/// Encodes what may not stand in an address; what is encoded already stays.
fn encode(address: &str) -> String {
    const UNFIT: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'|')
        .add(b'^')
        .add(b'\\');
    escape(&utf8_percent_encode(address, UNFIT).to_string())
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(r#" title="{}""#, escape(title)) }
}

/// Escapes text for HTML and XML, attribute values included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

fn heading(level: HeadingLevel, id: String) -> Tag<'static> {
    Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() }
}

/// The page's title is its only first-level heading.
fn shifted(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

/// What kind of address a link holds.
enum Class {
    Outside,
    Inside(Target),
    Unsafe,
    Odd,
}

fn classify(url: &str, base: Base<'_>) -> Class {
    // Browsers skip white space and control characters inside a scheme; so must this test.
    let bare: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = bare.to_ascii_lowercase();
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Class::Outside;
    }
    let url = url.trim();
    if let Some(anchor) = url.strip_prefix('#') {
        return Class::Inside(Target::Anchor(anchor.to_owned()));
    }
    let (path, anchor) = match url.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (url, None),
    };
    if bare.starts_with("//")
        || bare.split(['/', '#']).next().is_some_and(|first| first.contains(':'))
        || path.contains('\\')
    {
        return Class::Unsafe;
    }
    let with_anchor = |route: String| match anchor {
        Some(anchor) => format!("{route}#{anchor}"),
        None => route,
    };
    if path.starts_with('/') {
        return Class::Inside(Target::Page(with_anchor(path.to_owned())));
    }
    if let Some(stem) = path.strip_suffix(".md").or_else(|| path.strip_suffix(".toml")) {
        return match join(base.folder, stem) {
            Some(id) => Class::Inside(Target::Page(with_anchor(crate::address::route_of(&id)))),
            None => Class::Odd,
        };
    }
    if path.ends_with('/') {
        return match join(base.route.trim_matches('/'), path.trim_end_matches('/')) {
            Some(route) => Class::Inside(Target::Page(with_anchor(format!("/{route}/")))),
            None => Class::Odd,
        };
    }
    if path.is_empty() || path.contains("..") {
        return Class::Odd;
    }
    Class::Inside(Target::File(path.trim_start_matches("./").to_owned()))
}

/// Joins a relative path to a folder; `None` if it climbs out of the root.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Base<'static> = Base { route: "/edaran/2024/se-1/", folder: "edaran/2024", lang: Lang::Id };

    fn html(text: &str) -> String {
        parse(text, BASE).0.html("/en", "")
    }

    #[test]
    fn raw_html_is_dropped_and_said() {
        let (body, problems) = parse("a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n", BASE);
        assert_eq!(body.html("", ""), "<p>a c</p>\n");
        assert!(problems.iter().all(|(problem, _)| *problem == Problem::RawHtml));
        assert_eq!(problems.len(), 3);
    }

    #[test]
    fn unsafe_schemes_lose_the_link_and_keep_the_text() {
        for url in
            ["javascript:alert(1)", "JAVA\u{9}SCRIPT:x", "data:text/html,x", "//evil.example", "vbscript:x"]
        {
            let (body, problems) = parse(&format!("[klik](<{url}>)"), BASE);
            assert_eq!(body.html("", ""), "<p>klik</p>\n", "{url}");
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
        assert!(body.html("", "").contains("<h2 id=\"dasar-2\">Dasar</h2>"));
    }

    #[test]
    fn an_image_needs_a_text_and_stays_on_the_site() {
        assert_eq!(parse("![](foto.jpg)", BASE).1[0].0, Problem::ImageWithoutText);
        let (body, problems) = parse("![Apel](https://evil.example/x.jpg)", BASE);
        assert_eq!(body.html("", ""), "<p>Apel</p>\n");
        assert_eq!(problems[0].0, Problem::UnsafeLink);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "> ".repeat(10_000) + "x";
        let (_, problems) = parse(&deep, BASE);
        assert_eq!(problems[0].0, Problem::TooDeep);
    }

    #[test]
    fn markers_cannot_be_forged() {
        assert_eq!(html("a\u{1}b"), "<p>a b</p>\n");
    }
}
