//! Marks that the parser leaves in texts: bare addresses become links, and `H~2~O` gets its subscript.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::autolink::addresses;

/// Signs that a whole body has. Most of its texts need not be searched for the others.
pub(super) struct Signs {
    has_www: bool,
    has_tilde: bool,
}

/// A part of a text, and what it becomes.
pub(super) struct Mark<'a> {
    pub(super) range: Range<usize>,
    /// What is shown of it.
    pub(super) shown: Range<usize>,
    pub(super) start: Event<'a>,
    pub(super) end: Event<'a>,
}

impl Signs {
    /// The signs of a body.
    pub(super) fn of(body: &str) -> Self {
        Self {
            has_www: memchr::memmem::find(body.as_bytes(), b"www.").is_some(),
            has_tilde: memchr::memchr(b'~', body.as_bytes()).is_some(),
        }
    }

    /// The marks in one text of the body, in order. Two may overlap.
    pub(super) fn marks<'a>(&self, text: &str, links_addresses: bool) -> Vec<Mark<'a>> {
        let mut marks = Vec::new();
        if links_addresses && (self.has_www || memchr::memchr2(b':', b'@', text.as_bytes()).is_some()) {
            marks.extend(addresses(text).into_iter().map(|(range, href)| {
                let (link_type, dest_url) = (LinkType::Autolink, href.into());
                let link = Tag::Link { link_type, dest_url, title: "".into(), id: "".into() };
                let (start, end) = (Event::Start(link), Event::End(TagEnd::Link));
                Mark { range: range.clone(), shown: range, start, end }
            }));
        }
        if self.has_tilde {
            marks.extend(subscripts(text).into_iter().map(|range| Mark {
                shown: range.start + 1..range.end - 1,
                range,
                start: Event::Start(Tag::Subscript),
                end: Event::End(TagEnd::Subscript),
            }));
            marks.sort_by_key(|mark| mark.range.start);
        }
        marks
    }
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
