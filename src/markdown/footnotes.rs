//! Footnotes: numbered in the order of their references, listed at the end, each with a way back.
//!
//! Their ids hold an underscore, which no anchor of a heading has.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Problem, Problems};
use crate::locale::Lang;

/// The footnotes of a body.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// The number of each label.
    numbers: HashMap<String, usize>,
    /// The footnotes in the order of their numbers.
    list: Vec<Footnote<'a>>,
    /// The number of the footnote whose text is being read, and its events so far.
    open: Option<(usize, Vec<Event<'a>>)>,
    problems: Problems,
    /// The events of the list, once it has begun.
    ending: Option<VecDeque<Event<'a>>>,
}

#[derive(Default)]
struct Footnote<'a> {
    text: Option<Vec<Event<'a>>>,
    is_referred_to: bool,
}

impl<'a> Footnotes<'a> {
    fn number(&mut self, label: &str) -> usize {
        if let Some(number) = self.numbers.get(label) {
            return *number;
        }
        self.list.push(Footnote::default());
        self.numbers.insert(label.to_owned(), self.list.len());
        self.list.len()
    }

    /// The HTML of a reference.
    pub(super) fn refer(&mut self, label: &str, lang: Lang) -> String {
        let number = self.number(label);
        // The way back leads to the first reference.
        let is_again = std::mem::replace(&mut self.list[number - 1].is_referred_to, true);
        let id = if is_again { String::new() } else { format!(" id=\"rujukan_{number}\"") };
        let note = lang.pick("Catatan kaki", "Footnote");
        format!(
            r##"<sup><a href="#catatan_{number}"{id} role="doc-noteref" aria-label="{note} {number}">{number}</a></sup>"##
        )
    }

    /// Whether there has been neither a reference nor a text.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether no text of a footnote is being read.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_none()
    }

    /// Begins the text of a footnote.
    pub(super) fn define(&mut self, label: &str, range: Range<usize>) {
        let number = self.number(label);
        if self.list[number - 1].text.replace(Vec::new()).is_some() {
            self.problems.push((Problem::FootnoteTwice, range));
        }
    }

    /// Keeps an event that belongs to the text of a footnote, and gives back any other.
    pub(super) fn keep(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match (&mut self.open, event) {
            (None, Event::Start(Tag::FootnoteDefinition(label))) => {
                self.open = Some((self.number(&label), Vec::new()));
                None
            }
            (None, event) => Some(event),
            (Some(_), Event::End(TagEnd::FootnoteDefinition)) => {
                self.close();
                None
            }
            (Some((_, events)), event) => {
                events.push(event);
                None
            }
        }
    }

    fn close(&mut self) {
        if let Some((number, events)) = self.open.take() {
            self.list[number - 1].text.get_or_insert_default().extend(events);
        }
    }

    /// The next event of the list of footnotes.
    pub(super) fn next_of_list(&mut self, lang: Lang) -> Option<Event<'a>> {
        // A text that was cut can end inside a footnote.
        self.close();
        let list = std::mem::take(&mut self.list);
        self.ending.get_or_insert_with(|| events_of(list, lang)).pop_front()
    }

    /// What is wrong with the footnotes, at the ranges of their texts.
    pub(super) fn problems(&mut self) -> Problems {
        std::mem::take(&mut self.problems)
    }
}

fn events_of(list: Vec<Footnote<'_>>, lang: Lang) -> VecDeque<Event<'_>> {
    let mut events = VecDeque::new();
    if list.is_empty() {
        return events;
    }
    let title = lang.pick("Catatan kaki", "Footnotes");
    let opening =
        format!("<section class=\"catatan-kaki\" role=\"doc-endnotes\" aria-label=\"{title}\">\n<ol>\n");
    events.push_back(Event::Html(opening.into()));
    for (number, note) in (1..).zip(list) {
        events.push_back(Event::Html(format!("<li id=\"catatan_{number}\">\n").into()));
        let mut text = note.text.unwrap_or_default();
        // The way back stands at the end of the last paragraph.
        let is_paragraph = matches!(text.last(), Some(Event::End(TagEnd::Paragraph)));
        let end = if is_paragraph { text.pop() } else { None };
        events.extend(text);
        if note.is_referred_to {
            let back = lang.pick("Kembali ke rujukan", "Back to reference");
            let html = format!(
                r##" <a href="#rujukan_{number}" role="doc-backlink" aria-label="{back} {number}">↩</a>"##
            );
            events.push_back(Event::InlineHtml(html.into()));
        }
        events.extend(end);
        events.push_back(Event::Html("</li>\n".into()));
    }
    events.push_back(Event::Html("</ol>\n</section>\n".into()));
    events
}
