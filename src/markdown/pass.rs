//! The one pass over the events of a body.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use super::links::{Class, classify, encode};
use super::{
    Base, FILE_MARK, Heading, Link, MAX_DEPTH, PAGE_MARK, Parsed, Problem, Target, escape, shorten, slug,
};

/// What is open and what is done.
pub(super) struct Pass<'a> {
    base: Base<'a>,
    events: Vec<Event<'a>>,
    problems: Vec<(Problem, Range<usize>)>,
    body: Parsed,
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
    pub(super) fn new(base: Base<'a>) -> Self {
        Self {
            base,
            events: Vec::new(),
            problems: Vec::new(),
            body: Parsed::default(),
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
    pub(super) fn take(&mut self, event: Event<'a>, range: Range<usize>) -> bool {
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
                    self.body.notes.lead.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.lead_open => self.body.notes.lead.push(' '),
            Event::Start(Tag::Paragraph) if self.body.notes.lead.is_empty() => self.lead_open = true,
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
        self.body.notes.links.push(Link { target, range: range.clone() });
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
            self.body.notes.headings.push(Heading { level: level as u8, id, text });
        }
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    pub(super) fn finish(mut self) -> (Parsed, Vec<(Problem, Range<usize>)>) {
        html::push_html(&mut self.body.html, self.events.into_iter());
        self.body.notes.lead = shorten(&self.body.notes.lead);
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
