//! The single pass over the parser events of a body.
//!
//! The HTML writer pulls its events through this iterator. It records headings, links and problems, and
//! passes most events on unchanged. Only the events of a heading are buffered, because its anchor is written
//! before the text that it is derived from.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd, html};

use super::links::{Class, classify, encode_into};
use super::{
    Base, FILE_MARK, Heading, Link, MAX_DEPTH, Notes, PAGE_MARK, Parsed, Problem, Target, escape, shorten,
    slug,
};

/// The state of the pass.
pub(super) struct Pass<'a> {
    base: Base<'a>,
    /// The length of the text.
    length: usize,
    events: OffsetIter<'a>,
    /// Events to emit before the next one is read. While a heading is open, all events inside it.
    waiting: VecDeque<Event<'a>>,
    notes: Notes,
    problems: Vec<(Problem, Range<usize>)>,
    depth: usize,
    tables: usize,
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
    pub(super) fn new(text: &'a str, base: Base<'a>) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        Self {
            base,
            length: text.len(),
            events: Parser::new_ext(text, options).into_offset_iter(),
            waiting: VecDeque::new(),
            notes: Notes::default(),
            problems: Vec::new(),
            depth: 0,
            tables: 0,
            open_links: Vec::new(),
            open_image: None,
            open_heading: None,
            anchors: Anchors::default(),
            lead_open: false,
        }
    }

    /// Writes the HTML and returns it with the notes and the problems.
    pub(super) fn run(mut self) -> (Parsed, Vec<(Problem, Range<usize>)>) {
        // The HTML of most texts is less than a quarter longer than the text.
        let mut html = String::with_capacity(self.length + self.length / 4);
        html::push_html(&mut html, &mut self);
        self.notes.lead = shorten(&self.notes.lead);
        (Parsed { html, notes: self.notes }, self.problems)
    }

    /// Handles an event that is not written by the HTML writer, or that is inside an image.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
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
            // Everything inside an image is reduced to its text.
            other if self.open_image.is_some() => self.note_image_text(&other),
            Event::Start(tag @ Tag::Link { .. }) => self.open_link(tag, range),
            Event::End(TagEnd::Link) => self.waiting.extend(self.open_links.pop().flatten()),
            Event::Start(Tag::Heading { level, .. }) => {
                self.open_heading = Some(String::new());
                self.waiting.push_back(Event::Start(heading(shifted(level), String::new())));
            }
            Event::End(TagEnd::Heading(level)) => self.close_heading(shifted(level)),
            Event::Start(Tag::Table(alignment)) => {
                self.tables += 1;
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
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut self.open_heading {
                    heading.push_str(text);
                }
                if self.lead_open {
                    self.notes.lead.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.lead_open => self.notes.lead.push(' '),
            Event::Start(Tag::Paragraph) if self.notes.lead.is_empty() => self.lead_open = true,
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
                self.problems.push((Problem::UnsafeLink, image.range));
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
            let stem = match slug(&text) {
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

/// The anchors of a body. Each is used once.
#[derive(Default)]
struct Anchors {
    /// For each used anchor, the number to try for the next heading with the same text. It only grows, so any
    /// number of equal headings takes linear time.
    next: HashMap<String, usize>,
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

/// The events for the HTML writer.
impl<'a> Iterator for Pass<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if self.open_heading.is_none()
                && let Some(event) = self.waiting.pop_front()
            {
                return Some(event);
            }
            if let Some((event, range)) = self.events.next()
                && self.goes_on(&event, &range)
            {
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
                // A truncated text can end inside a heading.
                self.open_heading = None;
            }
        }
    }
}

/// Whether an event is handled here and not by the HTML writer.
fn is_ours(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Image { .. } | Tag::Link { .. } | Tag::Heading { .. } | Tag::Table(_))
        }
        Event::End(tag) => {
            matches!(tag, TagEnd::Image | TagEnd::Link | TagEnd::Heading(_) | TagEnd::Table)
        }
        Event::Html(_) | Event::InlineHtml(_) => true,
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
