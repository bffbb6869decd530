//! A text without its HTML tags, as a page shows it.
//!
//! A page drops every tag and keeps the words. A tag with digits in it (`<span style="font-size:12pt">`, as Word
//! writes it) splits a number in the source and not on the page, so both are scanned: the source because attributes
//! may hold personal data, too, and this text.

use std::ops::Range;

use super::normal::INLINE;

pub(super) struct Untagged {
    pub(super) text: String,
    /// Where each kept stretch begins, in `text` and in the original.
    stretches: Vec<(usize, usize)>,
}

impl Untagged {
    /// `None` if the text has no tag.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut untagged = Self { text: String::new(), stretches: Vec::new() };
        let mut kept = 0;
        let mut at = 0;
        let mut comments_end = true;
        while let Some(step) = memchr::memchr(b'<', &bytes[at..]) {
            at += step;
            let rest = &text[at..];
            let end = if rest.starts_with("<!--") {
                let end = if comments_end { rest.find("-->") } else { None };
                comments_end = end.is_some();
                if end.is_none() {
                    at += 1;
                    continue;
                }
                end.map(|end| end + 3)
            } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
            {
                rest.find('>').map(|end| end + 1)
            } else {
                at += 1;
                continue;
            };
            // No tag after this one ends, either.
            let Some(length) = end else { break };
            untagged.keep(text, kept..at);
            let name = rest[1..].trim_start_matches('/');
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let is_link = name.eq_ignore_ascii_case("a");
            let is_inline = rest.starts_with("<!--")
                || is_link
                || INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name));
            untagged.text.push_str(if is_inline { "" } else { "\n" });
            at += length;
            kept = at;
        }
        if kept == 0 {
            return None;
        }
        untagged.keep(text, kept..text.len());
        Some(untagged)
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.stretches.push((self.text.len(), range.start));
        self.text.push_str(&text[range]);
    }

    /// The original range of a range of the text.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let position = |at: usize| {
            let after = self.stretches.partition_point(|(start, _)| *start <= at);
            let (start, original) = self.stretches[after.saturating_sub(1)];
            original + (at - start)
        };
        // By the last byte: the stretch that it is in may end there.
        let last = range.end.saturating_sub(1).max(range.start);
        position(range.start)..position(last) + 1
    }
}
