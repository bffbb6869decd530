//! Reads a page or a feed into text, tables, drawings and links, each with its position.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, EndTag, HtmlString, StartTag, Token, Tokenizer};

use crate::figures::chart;

/// Inline elements, which do not end a sentence. All others do.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time",
];
/// Attributes that are read aloud, shown or copied. All `data-*` and `aria-*` attributes count as well.
const TELLING: [&str; 12] = [
    "alt",
    "content",
    "high",
    "label",
    "low",
    "max",
    "min",
    "optimum",
    "placeholder",
    "style",
    "title",
    "value",
];
/// Attributes that name ids or states and never hold numbers.
const MUTE: [&str; 5] = ["aria-current", "aria-labelledby", "aria-describedby", "aria-controls", "data-kind"];
/// Attributes whose values are addresses.
const ADDRESSES: [&str; 4] = ["href", "src", "poster", "action"];

/// The content of a page or a feed.
#[derive(Default)]
pub(crate) struct Page {
    /// Sentences and attributes, in document order.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) tables: Vec<PageTable>,
    pub(crate) drawings: Vec<Drawing>,
    /// Link targets, without fragment.
    pub(crate) links: Vec<String>,
    /// Link targets in the footer, which every page has.
    pub(crate) contacts: Vec<String>,
    /// The kind of page (`data-kind`).
    pub(crate) kind: String,
    /// The canonical address.
    pub(crate) canonical: Option<String>,
    /// The headline number, as shown.
    pub(crate) headline: Option<Shown>,
}

/// A text between two block elements, or an attribute.
pub(crate) struct Piece {
    /// The text. Digits inside `<time>` are replaced, because a day is not a count.
    pub(crate) text: String,
    /// The byte range in the file.
    pub(crate) at: Range<usize>,
    /// The `id` of the enclosing section.
    pub(crate) section: Option<String>,
    /// The name of the attribute, if the piece is one.
    pub(crate) attribute: Option<String>,
    /// Whether the piece is inside a table cell.
    pub(crate) in_cell: bool,
}

/// A table as shown.
pub(crate) struct PageTable {
    /// The `id` of the enclosing section.
    pub(crate) section: Option<String>,
    /// The rows; heading rows come first.
    pub(crate) rows: Vec<Vec<Shown>>,
    /// The number of heading rows.
    pub(crate) headings: usize,
    /// The position of the table.
    pub(crate) at: Range<usize>,
}

/// A cell as shown.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

/// An SVG drawing.
pub(crate) struct Drawing {
    /// The `id` of the enclosing section.
    pub(crate) section: Option<String>,
    /// Its class.
    pub(crate) class: String,
    /// Its elements in order, without the `svg` itself.
    pub(crate) marks: Vec<Mark>,
    /// The position of the drawing.
    pub(crate) at: Range<usize>,
}

pub(crate) struct Mark {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The text content.
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

impl chart::Mark for Mark {
    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> &str {
        &self.text
    }
}

/// Reads a page or a feed. It never fails: what does not parse as markup is read as text.
pub(crate) fn read(text: &str) -> Page {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reader.start(&tag),
            Ok(Token::EndTag(tag)) => reader.end(&tag),
            Ok(Token::String(string)) => reader.text(&lossy(&string.value), &string.span.into_range()),
            Ok(Token::Comment(comment)) => reader.comment(&lossy(&comment.value), comment.span.into_range()),
            _ => {}
        }
    }
    reader.flush();
    reader.page
}

trait IntoRange {
    fn into_range(self) -> Range<usize>;
}

impl IntoRange for html5gum::Span<usize> {
    fn into_range(self) -> Range<usize> {
        self.start..self.end.max(self.start)
    }
}

fn lossy(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

#[derive(Default)]
struct Reader {
    page: Page,
    text: String,
    at: Range<usize>,
    sections: Vec<Option<String>>,
    in_time: bool,
    in_foot: bool,
    in_script: bool,
    in_head_of_table: bool,
    in_headline: bool,
    table: Option<PageTable>,
    cell: Option<Shown>,
    drawing: Option<Drawing>,
}

impl Reader {
    fn section(&self) -> Option<String> {
        self.sections.iter().rev().flatten().next().cloned()
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = lossy(&tag.name);
        let at = tag.span.into_range();
        let attributes: BTreeMap<String, String> =
            tag.attributes.iter().map(|(name, value)| (lossy(name), lossy(&value.value))).collect();
        if !INLINE.contains(&name.as_str()) {
            self.flush();
        }
        match name.as_str() {
            "section" => self.sections.push(attributes.get("id").cloned()),
            "time" => self.in_time = true,
            "script" => self.in_script = true,
            "footer" => self.in_foot |= attributes.get("class").is_some_and(|class| class == "kaki"),
            "link" if attributes.get("rel").is_some_and(|rel| rel == "canonical") => {
                self.page.canonical = attributes.get("href").cloned();
            }
            "p" => self.in_headline = attributes.get("class").is_some_and(|class| class == "angka-besar"),
            "body" => self.page.kind = attributes.get("data-kind").cloned().unwrap_or_default(),
            "table" => {
                self.table = Some(PageTable {
                    section: self.section(),
                    rows: Vec::new(),
                    headings: 0,
                    at: at.clone(),
                });
            }
            "thead" => self.in_head_of_table = true,
            "tr" => self.row(),
            "td" | "th" => {
                self.end_cell();
                self.cell = Some(Shown { text: String::new(), at: at.clone() });
            }
            "svg" => {
                self.drawing = Some(Drawing {
                    section: self.section(),
                    class: attributes.get("class").cloned().unwrap_or_default(),
                    marks: Vec::new(),
                    at: at.clone(),
                });
            }
            _ => {}
        }
        self.attributes(&name, &attributes, &at);
        if name != "svg"
            && let Some(drawing) = &mut self.drawing
        {
            drawing.marks.push(Mark { name, attributes, text: String::new(), at });
        }
    }

    fn attributes(&mut self, tag: &str, attributes: &BTreeMap<String, String>, at: &Range<usize>) {
        for (name, value) in attributes {
            if ADDRESSES.contains(&name.as_str()) {
                let link = value.split('#').next().unwrap_or_default().to_owned();
                if self.in_foot || self.page.kind == "saluran" || self.page.kind == "lapor" {
                    self.page.contacts.push(value.clone());
                }
                if !link.is_empty() {
                    self.page.links.push(link);
                }
                continue;
            }
            let telling =
                TELLING.contains(&name.as_str()) || name.starts_with("data-") || name.starts_with("aria-");
            let viewport = tag == "meta"
                && attributes
                    .get("name")
                    .is_some_and(|name| matches!(name.as_str(), "viewport" | "theme-color"));
            if telling && !viewport && !MUTE.contains(&name.as_str()) && !value.trim().is_empty() {
                self.page.pieces.push(Piece {
                    text: value.clone(),
                    at: at.clone(),
                    section: self.section(),
                    attribute: Some(name.clone()),
                    in_cell: self.cell.is_some(),
                });
            }
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = lossy(&tag.name);
        if !INLINE.contains(&name.as_str()) {
            self.flush();
        }
        match name.as_str() {
            "section" => {
                self.sections.pop();
            }
            "time" => self.in_time = false,
            "script" => self.in_script = false,
            "footer" => self.in_foot = false,
            "thead" => {
                self.end_cell();
                self.in_head_of_table = false;
            }
            "td" | "th" => self.end_cell(),
            "table" => {
                self.end_cell();
                self.page.tables.extend(self.table.take());
            }
            "svg" => self.page.drawings.extend(self.drawing.take()),
            _ => {}
        }
    }

    fn row(&mut self) {
        self.end_cell();
        let heading = self.in_head_of_table;
        if let Some(table) = &mut self.table {
            table.rows.push(Vec::new());
            table.headings += usize::from(heading);
        }
    }

    fn end_cell(&mut self) {
        if let Some(mut cell) = self.cell.take()
            && let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut())
        {
            cell.text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            row.push(cell);
        }
    }

    fn text(&mut self, text: &str, at: &Range<usize>) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
        if let Some(mark) = self.drawing.as_mut().and_then(|drawing| drawing.marks.last_mut()) {
            mark.text.push_str(text);
        }
        if self.text.is_empty() {
            self.at.start = at.start;
        }
        self.at.end = at.end;
        if self.in_time {
            self.text.extend(text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }));
        } else {
            self.text.push_str(text);
        }
    }

    /// The text of a comment is published, too.
    fn comment(&mut self, text: &str, at: Range<usize>) {
        self.flush();
        self.page.pieces.push(Piece {
            text: text.to_owned(),
            at,
            section: self.section(),
            attribute: Some("<!-- -->".to_owned()),
            in_cell: false,
        });
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if std::mem::take(&mut self.in_headline) && self.page.headline.is_none() {
            self.page.headline = Some(Shown { text: text.clone(), at: self.at.clone() });
        }
        if !text.trim().is_empty() {
            self.page.pieces.push(Piece {
                text,
                at: self.at.clone(),
                section: self.section(),
                attribute: self.in_script.then(|| "<script>".to_owned()),
                in_cell: self.cell.is_some(),
            });
        }
    }
}
