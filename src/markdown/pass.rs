//! The single pass over the parser events of a body.
//!
//! The HTML writer pulls its events through this iterator. It records headings, links and problems, and
//! passes most events on unchanged. Only the events of a heading are buffered, because its anchor is written
//! before the text that it is derived from.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
    html,
};

use super::autolink::addresses;
use super::footnotes::Footnotes;
use super::letter::{Delimiter, Form, Letter, Numbers, Style};
use super::links::{Class, classify, encode_into};
use super::words::words;
use super::{
    Base, FILE_MARK, Heading, Link, MAX_DEPTH, Notes, PAGE_MARK, Parsed, Problem, Problems, Target, escape,
    shorten,
};
use crate::address::anchor;

/// The state of the pass.
pub(super) struct Pass<'a> {
    base: Base<'a>,
    letter: &'a Letter<'a>,
    events: TextMergeWithOffset<'a, OffsetIter<'a>>,
    /// Events to emit before the next one is read. While a heading is open, all events inside it.
    waiting: VecDeque<Event<'a>>,
    notes: Notes,
    problems: Problems,
    depth: usize,
    tables: usize,
    /// The number of columns of the open table.
    columns: usize,
    /// How many links and code blocks are open. An address in them is not made a link.
    unlinked: usize,
    /// The open block of HTML.
    open_html: Option<String>,
    footnotes: Footnotes<'a>,
    /// For each open link, the event that closes it; `None` for a dropped link.
    open_links: Vec<Option<Event<'a>>>,
    /// The image that is open.
    open_image: Option<OpenImage<'a>>,
    /// The text so far of the open heading. Its start event is the first one in `waiting`.
    open_heading: Option<String>,
    anchors: Anchors,
    lead_open: bool,
}

impl<'a> Pass<'a> {
    pub(super) fn new(letter: &'a Letter<'a>, base: Base<'a>) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_SUBSCRIPT
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_DEFINITION_LIST;
        Self {
            base,
            letter,
            events: TextMergeWithOffset::new(Parser::new_ext(&letter.text, options).into_offset_iter()),
            waiting: VecDeque::new(),
            notes: Notes::default(),
            problems: Vec::new(),
            depth: 0,
            tables: 0,
            columns: 0,
            unlinked: 0,
            open_html: None,
            footnotes: Footnotes::default(),
            open_links: Vec::new(),
            open_image: None,
            open_heading: None,
            anchors: Anchors::default(),
            lead_open: false,
        }
    }

    /// Writes the HTML and returns it with the notes and the problems.
    pub(super) fn run(mut self) -> (Parsed, Problems) {
        // The HTML of most texts is less than a quarter longer than the text.
        let mut html = String::with_capacity(self.letter.text.len() * 5 / 4);
        html::push_html(&mut html, &mut self);
        self.problems.extend(self.footnotes.problems());
        self.notes.lead = shorten(&self.notes.lead);
        let letter = self.letter;
        let original = |range: &mut Range<usize>| *range = letter.original(range.clone());
        self.problems.iter_mut().for_each(|(_, range)| original(range));
        self.notes.links.iter_mut().for_each(|link| original(&mut link.range));
        self.problems.extend_from_slice(&letter.problems);
        (Parsed { html, notes: self.notes }, self.problems)
    }

    /// Handles an event that is not written by the HTML writer, or that is inside an image.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.take_html(&html, range),
            Event::Start(Tag::HtmlBlock) => self.open_html = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let html = self.open_html.take().unwrap_or_default();
                self.waiting.extend(words(&html).into_iter().flat_map(|line| {
                    let paragraph = [Event::Start(Tag::Paragraph), Event::Text(line.into())];
                    paragraph.into_iter().chain([Event::End(TagEnd::Paragraph)])
                }));
            }
            Event::TaskListMarker(is_done) => {
                let (sign, label) = if is_done {
                    ('☑', self.base.lang.pick("selesai", "done"))
                } else {
                    ('☐', self.base.lang.pick("belum", "to do"))
                };
                let html = format!(r#"<span role="img" aria-label="{label}">{sign}</span> "#);
                self.waiting.push_back(Event::InlineHtml(html.into()));
            }
            Event::FootnoteReference(label) => {
                let html = self.footnotes.refer(&label, self.base.lang);
                self.waiting.push_back(Event::InlineHtml(html.into()));
            }
            Event::Start(Tag::Image { dest_url, title, .. }) if self.open_image.is_none() => {
                self.open_image =
                    Some(OpenImage { url: dest_url, title, range, text: String::new(), inner: 0 });
            }
            Event::End(TagEnd::Image) if self.open_image.as_ref().is_some_and(|image| image.inner == 0) => {
                self.close_image();
            }
            // Everything inside an image is reduced to its text.
            other if self.open_image.is_some() => self.note_image_text(&other),
            Event::Text(text) => self.take_text(text, range),
            Event::Start(tag @ Tag::Link { .. }) => {
                self.unlinked += 1;
                self.open_link(tag, range);
            }
            Event::End(TagEnd::Link) => {
                self.unlinked = self.unlinked.saturating_sub(1);
                self.waiting.extend(self.open_links.pop().flatten());
            }
            Event::Start(tag @ Tag::CodeBlock(_)) => {
                self.unlinked += 1;
                self.waiting.push_back(Event::Start(tag));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.unlinked = self.unlinked.saturating_sub(1);
                self.waiting.push_back(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(tag @ (Tag::List(_) | Tag::DefinitionList | Tag::Paragraph)) => {
                self.open_form(tag, range.start);
            }
            Event::Start(Tag::TableRow) => {
                self.check_cells(range);
                self.waiting.push_back(Event::Start(Tag::TableRow));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.open_heading = Some(String::new());
                self.waiting.push_back(Event::Start(heading(shifted(level), String::new())));
            }
            Event::End(TagEnd::Heading(level)) => self.close_heading(shifted(level)),
            Event::Start(Tag::Table(alignment)) => {
                self.tables += 1;
                self.columns = alignment.len();
                let label = self.base.lang.pick("Tabel", "Table");
                let open = format!(
                    r#"<div class="tabel" role="region" tabindex="0" aria-label="{label} {}">"#,
                    self.tables
                );
                self.waiting.push_back(Event::Html(open.into()));
                self.waiting.push_back(Event::Start(Tag::Table(alignment)));
            }
            Event::End(TagEnd::Table) => {
                self.waiting.push_back(Event::End(TagEnd::Table));
                self.waiting.push_back(Event::Html("</div>\n".into()));
            }
            other => self.waiting.push_back(other),
        }
    }

    /// Drops a tag. A line break is kept, because a table cell can have no other.
    fn take_html(&mut self, html: &str, range: Range<usize>) {
        let tag = html.trim_start();
        if let Some(block) = &mut self.open_html {
            block.push_str(html);
        } else if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) {
            return self.waiting.push_back(Event::HardBreak);
        }
        if !tag.starts_with("<!--") {
            self.problems.push((Problem::RawHtml, range));
        }
    }

    /// Writes a text with its addresses as links, and reports what looks like Markdown in it but is not.
    fn take_text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if let Some(heading) = &mut self.open_heading {
            heading.push_str(&text);
        }
        if self.lead_open {
            self.notes.lead.push_str(&text);
        }
        if self.unlinked > 0 {
            return self.waiting.push_back(Event::Text(text));
        }
        if memchr::memchr(b'[', text.as_bytes()).is_some() {
            self.check_brackets(&text, &range);
        }
        let found = if self.open_heading.is_some() { Vec::new() } else { addresses(&text) };
        let subscripts = subscripts(&text);
        if found.is_empty() && subscripts.is_empty() {
            return self.waiting.push_back(Event::Text(text));
        }
        let links = found.into_iter().map(|(range, href)| {
            let (link_type, dest_url) = (LinkType::Autolink, href.into());
            let link = Tag::Link { link_type, dest_url, title: "".into(), id: "".into() };
            (range.clone(), range, Event::Start(link), Event::End(TagEnd::Link))
        });
        let subscripts = subscripts.into_iter().map(|range| {
            let shown = range.start + 1..range.end - 1;
            (range, shown, Event::Start(Tag::Subscript), Event::End(TagEnd::Subscript))
        });
        let mut marked: Vec<_> = links.chain(subscripts).collect();
        marked.sort_by_key(|(range, ..)| range.start);
        let part = |range: Range<usize>| Event::Text(text[range].to_owned().into());
        let mut written = 0;
        for (range, shown, start, end) in marked {
            // A tilde in an address is no subscript.
            if range.start >= written {
                self.waiting.extend([part(written..range.start), start, part(shown), end]);
                written = range.end;
            }
        }
        self.waiting.push_back(part(written..text.len()));
    }

    /// To the parser, footnotes without a text and links with a blank in their address are plain text.
    fn check_brackets(&mut self, text: &str, range: &Range<usize>) {
        let source = &self.letter.text[range.clone()];
        // An escaped bracket is meant as it is.
        if source.contains("\\[") {
            return;
        }
        for (at, _) in text.match_indices("[^") {
            let Some((label, _)) = start_of(&text[at + 2..]).split_once(']') else { continue };
            if !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c == '[') {
                self.problems.push((Problem::FootnoteMissing, range.clone()));
            }
        }
        for (at, _) in text.match_indices("](") {
            let Some((address, _)) = start_of(&text[at + 2..]).split_once(')') else { continue };
            if address.trim().contains(' ') && !address.contains(['\n', '(']) {
                self.problems.push((Problem::SpaceInLink, range.clone()));
            }
        }
    }

    /// Reports a row with more cells than its heading, because the parser drops them.
    fn check_cells(&mut self, range: Range<usize>) {
        let row = self.letter.text[range.clone()].trim();
        let row = row.strip_prefix('|').unwrap_or(row);
        let row = if row.ends_with("\\|") { row } else { row.strip_suffix('|').unwrap_or(row) };
        let mut escaped = false;
        let pipes = row.bytes().filter(|byte| {
            let is_pipe = *byte == b'|' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            is_pipe
        });
        if pipes.count() >= self.columns.max(1) {
            self.problems.push((Problem::ExtraCells, range));
        }
    }

    /// Opens a list, a definition list or a paragraph in the form that it has in a letter.
    fn open_form(&mut self, tag: Tag<'a>, at: usize) {
        let form = self.letter.forms.get(&at);
        let opening = match (form, &tag) {
            (Some(Form::List(style)), Tag::List(start)) => list_opening(*style, start.unwrap_or(1)),
            (Some(Form::Head), Tag::DefinitionList) => Some("<dl class=\"kepala-surat\">\n".to_owned()),
            (Some(Form::Signature), Tag::Paragraph) => Some("<p class=\"tanda-tangan\">".to_owned()),
            _ => None,
        };
        let is_prose = form.is_none() && matches!(tag, Tag::Paragraph) && self.footnotes.is_closed();
        self.lead_open |= is_prose && self.notes.lead.is_empty();
        self.waiting.push_back(opening.map_or(Event::Start(tag), |html| Event::Html(html.into())));
    }

    /// Whether to continue with this event. The text is truncated where it nests too deeply.
    fn goes_on(&mut self, event: &Event<'a>, range: &Range<usize>) -> bool {
        if self.depth > MAX_DEPTH {
            return false;
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            self.problems.push((Problem::TooDeep, range.clone()));
            return false;
        }
        true
    }

    /// Collects the text of the open heading and of the lead.
    fn note_text(&mut self, event: &Event<'a>) {
        match event {
            Event::Code(text) => {
                if let Some(heading) = &mut self.open_heading {
                    heading.push_str(text);
                }
                if self.lead_open {
                    self.notes.lead.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.lead_open => self.notes.lead.push(' '),
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
            // The address is complete now, so the HTML writer must not add `mailto:` again.
            LinkType::Email => (LinkType::Autolink, CowStr::from(format!("mailto:{dest_url}"))),
            _ => (link_type, dest_url),
        };
        let end = match self.resolve(&dest_url, &range) {
            Some(Address::Outside) => {
                self.waiting.push_back(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                Some(Event::End(TagEnd::Link))
            }
            Some(Address::Inside(href)) => {
                // Written here, because the HTML writer would encode the marker.
                let title = titled(&title);
                self.waiting.push_back(Event::InlineHtml(format!(r#"<a href="{href}"{title}>"#).into()));
                Some(Event::InlineHtml("</a>".into()))
            }
            None => None,
        };
        self.open_links.push(end);
    }

    /// Writes an image once its text is known. An image on another site would tell that site who reads the
    /// portal, so only its text is kept.
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
                self.waiting.push_back(Event::InlineHtml(html.into()));
            }
            Some(Address::Outside) => {
                self.problems.push((Problem::OutsideImage, image.range));
                self.waiting.push_back(Event::Text(text.to_owned().into()));
            }
            None => self.waiting.push_back(Event::Text(text.to_owned().into())),
        }
    }

    /// The address to write, or `None` if the link must be dropped.
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
        let mut written = String::new();
        match &target {
            Target::Page(route) => {
                written.push(PAGE_MARK);
                encode_into(&mut written, route);
            }
            Target::File(name) => {
                written.push(FILE_MARK);
                encode_into(&mut written, self.base.route);
                encode_into(&mut written, name);
            }
            Target::Anchor(anchor) => {
                written.push('#');
                encode_into(&mut written, anchor);
            }
        }
        self.notes.links.push(Link { target, range: range.clone() });
        Some(Address::Inside(written))
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        if let Some(text) = self.open_heading.take() {
            let stem = match anchor(&text) {
                empty if empty.is_empty() => "bagian".to_owned(),
                stem => stem,
            };
            let id = self.anchors.take(stem);
            if let Some(start) = self.waiting.front_mut() {
                *start = Event::Start(heading(level, id.clone()));
            }
            self.notes.headings.push(Heading { level: level as u8, id, text });
        }
        self.waiting.push_back(Event::End(TagEnd::Heading(level)));
    }
}

/// Ids that templates of the built-in theme use.
const RESERVED: [&str; 4] = ["isi", "ancaman", "anggota", "persetujuan-menteri"];

/// The anchors of a body. Each is used once.
struct Anchors {
    /// For each used anchor, the number to try for the next heading with the same text. It only grows, so any
    /// number of equal headings takes linear time.
    next: HashMap<String, usize>,
}

impl Default for Anchors {
    fn default() -> Self {
        Self { next: RESERVED.iter().map(|id| ((*id).to_owned(), 2)).collect() }
    }
}

impl Anchors {
    /// Takes an unused anchor: `stem`, or `stem-2`, `stem-3`, …
    fn take(&mut self, stem: String) -> String {
        let Some(next) = self.next.get(&stem) else {
            self.next.insert(stem.clone(), 2);
            return stem;
        };
        let mut number = *next;
        let id = loop {
            let id = format!("{stem}-{number}");
            number += 1;
            // The text of another heading may give the same anchor.
            if !self.next.contains_key(&id) {
                break id;
            }
        };
        self.next.insert(stem, number);
        self.next.insert(id.clone(), 2);
        id
    }
}

/// The events for the HTML writer. The texts of footnotes come last.
impl<'a> Iterator for Pass<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let Some(event) = self.next_of_text() else {
                return self.footnotes.next_of_list(self.base.lang);
            };
            if let Some(event) = self.footnotes.keep(event) {
                return Some(event);
            }
        }
    }
}

impl<'a> Pass<'a> {
    fn next_of_text(&mut self) -> Option<Event<'a>> {
        loop {
            if self.open_heading.is_none()
                && let Some(event) = self.waiting.pop_front()
            {
                return Some(event);
            }
            if let Some((event, range)) = self.events.next()
                && self.goes_on(&event, &range)
            {
                if let Event::Start(Tag::FootnoteDefinition(label)) = &event {
                    self.footnotes.define(label, range.clone());
                }
                if self.open_image.is_some() || is_ours(&event) {
                    self.take(event, range);
                    continue;
                }
                self.note_text(&event);
                if self.open_heading.is_none() {
                    return Some(event);
                }
                self.waiting.push_back(event);
            } else {
                if self.waiting.is_empty() {
                    return None;
                }
                // A text that was cut can end inside a heading.
                self.open_heading = None;
            }
        }
    }
}

/// Whether an event is handled here and not by the HTML writer.
fn is_ours(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Image { .. }
                | Tag::Link { .. }
                | Tag::Heading { .. }
                | Tag::Table(_)
                | Tag::TableRow
                | Tag::List(_)
                | Tag::DefinitionList
                | Tag::Paragraph
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Image
                | TagEnd::Link
                | TagEnd::Heading(_)
                | TagEnd::Table
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
        ),
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::Text(_)
        | Event::TaskListMarker(_)
        | Event::FootnoteReference(_) => true,
        _ => false,
    }
}

/// The first 300 bytes or so: no label and no address of a letter is longer.
fn start_of(text: &str) -> &str {
    let end = (300..text.len()).find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(text.len())]
}

/// Subscripts inside a word, with their tildes: `H~2~O`. The parser reads only those between blanks.
fn subscripts(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 8;
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-');
    for at in memchr::memchr_iter(b'~', text.as_bytes()) {
        let length = text.as_bytes()[at + 1..].iter().take(LONGEST).take_while(|byte| is_part(byte)).count();
        let is_closed = text.as_bytes().get(at + 1 + length) == Some(&b'~');
        let is_free = found.last().is_none_or(|last| last.end <= at);
        if length > 0 && is_closed && is_free && text[..at].ends_with(|c: char| c.is_alphanumeric()) {
            found.push(at..at + length + 2);
        }
    }
    found
}

/// The opening tag of a list of a letter; `None` for a list that Markdown has, too.
fn list_opening(style: Style, start: u64) -> Option<String> {
    let kind = match style.numbers {
        Numbers::Bullet => return None,
        Numbers::Multi => return Some("\n<ul class=\"bernomor\">\n".to_owned()),
        Numbers::Decimal => "1",
        Numbers::LowerAlpha => "a",
        Numbers::UpperAlpha => "A",
        Numbers::LowerRoman => "i",
        Numbers::UpperRoman => "I",
    };
    // Browsers compare the values of `type` without regard to case, but not classes.
    let class = match style.delimiter {
        Delimiter::Period => String::new(),
        Delimiter::Bracket => format!(" class=\"kurung-{kind}\""),
        Delimiter::Brackets => format!(" class=\"kurung-dua-{kind}\""),
    };
    if kind == "1" && class.is_empty() {
        return None;
    }
    let start = if start == 1 { String::new() } else { format!(" start=\"{start}\"") };
    Some(format!("\n<ol type=\"{kind}\"{class}{start}>\n"))
}

/// An image whose text is still being read.
struct OpenImage<'a> {
    url: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
    text: String,
    /// The number of images that are open inside it.
    inner: usize,
}

/// How the address of a link is written.
enum Address {
    /// Unchanged.
    Outside,
    /// Encoded, with its marker.
    Inside(String),
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(r#" title="{}""#, escape(title)) }
}

fn heading(level: HeadingLevel, id: String) -> Tag<'static> {
    Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() }
}

/// The page's title is its only first-level heading.
fn shifted(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}
