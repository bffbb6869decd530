//! The single pass over the parser events of a body.
//!
//! The HTML writer pulls its events through this iterator. It records headings, links and problems, and
//! passes most events on unchanged. Only the events of a heading are buffered, because its anchor is written
//! before the text that it is derived from.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
    html,
};

use super::anchors::Anchors;
use super::checks;
use super::footnotes::Footnotes;
use super::letter::{Form, Letter};
use super::links::{LinkKind, classify, written};
use super::marks::Signs;
use super::words::words;
use super::{Base, Heading, Link, MAX_DEPTH, Notes, Parsed, Problem, Problems, escape, shorten};
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
    signs: Signs,
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
            signs: Signs::of(&letter.text),
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
                if checks::has_extra_cells(&self.letter.text[range.clone()], self.columns) {
                    self.problems.push((Problem::ExtraCells, range));
                }
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
        let source = &self.letter.text[range.clone()];
        let problems = checks::brackets(&text, source);
        self.problems.extend(problems.into_iter().map(|problem| (problem, range.clone())));
        let marks = self.signs.marks(&text, self.open_heading.is_none());
        if marks.is_empty() {
            return self.waiting.push_back(Event::Text(text));
        }
        let part = |range: Range<usize>| Event::Text(text[range].to_owned().into());
        let mut written = 0;
        for mark in marks {
            // A tilde in an address is no subscript.
            if mark.range.start >= written {
                let before = part(written..mark.range.start);
                self.waiting.extend([before, mark.start, part(mark.shown), mark.end]);
                written = mark.range.end;
            }
        }
        self.waiting.push_back(part(written..text.len()));
    }

    /// Opens a list, a definition list or a paragraph in the form that it has in a letter.
    fn open_form(&mut self, tag: Tag<'a>, at: usize) {
        let form = self.letter.forms.get(&at);
        let opening = match (form, &tag) {
            (Some(Form::List(style)), Tag::List(start)) => style.opening(start.unwrap_or(1)),
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
            LinkKind::Outside => return Some(Address::Outside),
            LinkKind::Unsafe => {
                self.problems.push((Problem::UnsafeLink, range.clone()));
                return None;
            }
            LinkKind::Odd => {
                self.problems.push((Problem::OddLink, range.clone()));
                return None;
            }
            LinkKind::Inside(target) => target,
        };
        let written = written(&target, self.base);
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

/// The events for the HTML writer. The texts of footnotes come last.
impl<'a> Iterator for Pass<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let event = self.next_of_text();
            if self.footnotes.is_empty() {
                return event;
            }
            let Some(event) = event else {
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
