//! Reads Markdown as Indonesian office letters are written, before the Markdown parser sees it.
//!
//! CommonMark has no lettered lists, no `Nomor : …` lines and no signature blocks: the lines of a letter would run
//! together into one paragraph. This pass rewrites such lines into Markdown that has the same meaning, and remembers
//! where it did so and where every byte came from:
//!
//! | in the letter | becomes |
//! |---|---|
//! | `a.` `A)` `(1)` `iv.` `2.1.` `•`, nested by indentation or by style | lists, with their style in [`Letter::forms`] |
//! | two or more lines `Nomor : …`; `Menimbang : …` | a definition list |
//! | `Yth. …` and the lines below it; a title of several lines in capitals | a paragraph that keeps its lines |
//! | `Ditetapkan di …`, `ttd.`, or lines far to the right | a signature block that keeps its lines |
//! | lines with the same number of tabs | a table |
//!
//! The pass works on lines and not on the events of the parser: to the parser, `a.` is the middle of a paragraph, and a
//! nested list with too little indentation has already ended its parent. It changes nothing in a text without these
//! forms, and takes linear time.
//!
//! Meaning follows Pandoc's `fancy_lists`, with two differences. `A.` needs no second space, because letters have none;
//! instead a lettered list needs a second item, so that "A. Budi menulis …" stays a sentence. And a list may be nested
//! without indentation, because that is how it comes out of Word and PDF.

mod blocks;
mod lists;
mod marker;
#[cfg(test)]
#[expect(clippy::panic, reason = "tests")]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::{Problem, Problems};
use marker::Style;

/// What a block of the rewritten text is in the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A list that is numbered in this way.
    List(Style),
    /// A definition list that was lines `Nomor : …`.
    Head,
    /// A paragraph of a signature block.
    Signature,
    /// A paragraph whose lines are kept, since they are an address or a title.
    Address,
}

/// A text after the pass.
#[derive(Default)]
pub(super) struct Letter<'t> {
    pub(super) text: Cow<'t, str>,
    /// Stretches of `text` that are in the original, too.
    pieces: Vec<Piece>,
    /// The forms by where their block begins in `text`.
    pub(super) forms: HashMap<usize, Form>,
    pub(super) problems: Problems,
}

/// A stretch of the rewritten text that was copied.
struct Piece {
    at: usize,
    original: usize,
    length: usize,
}

impl<'t> Letter<'t> {
    /// Reads a text.
    pub(super) fn read(text: &'t str) -> Self {
        if !may_hold_forms(text) {
            return Self { text: text.into(), ..Self::default() };
        }
        let lines = lines_of(text);
        let mut writer = Writer::new(text, &lines);
        writer.blocks(&lines);
        let Writer { out, pieces, forms, problems, is_changed, .. } = writer;
        if is_changed {
            Self { text: out.into(), pieces, forms, problems }
        } else {
            Self { text: text.into(), problems, ..Self::default() }
        }
    }

    /// The range of the original that a range of the rewritten text came from.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        let start = self.position(range.start);
        start..self.position(range.end).max(start)
    }

    fn position(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = next.checked_sub(1).and_then(|before| self.pieces.get(before)) else {
            return self.pieces.first().map_or(0, |first| first.original);
        };
        piece.original + (at - piece.at).min(piece.length)
    }
}

/// A line without its indentation and its end.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    text: &'t str,
    /// Where the text begins in the original.
    at: usize,
    /// Where the line begins in the original.
    start: usize,
    /// The width of its indentation. A tab goes to the next multiple of four.
    indent: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The opening of a fenced code block: its character and length.
    fn fence(&self) -> Option<(u8, usize)> {
        let first = *self.text.as_bytes().first()?;
        let length = self.text.bytes().take_while(|byte| *byte == first).count();
        (matches!(first, b'`' | b'~') && length >= 3).then_some((first, length))
    }

    /// Whether it closes a fenced code block.
    fn closes(&self, (byte, length): (u8, usize)) -> bool {
        self.text.len() >= length && self.text.bytes().all(|own| own == byte)
    }

    /// Whether it is a heading, a quote, a table row, HTML or a footnote: never part of a letter's form.
    fn is_other_block(&self) -> bool {
        self.text.starts_with(['#', '>', '|', '<']) || self.text.starts_with("[^") || self.is_rule()
    }

    /// `* * *` and `- - -`.
    fn is_rule(&self) -> bool {
        let Some(first) = self.text.bytes().next() else { return false };
        matches!(first, b'*' | b'-' | b'_')
            && self.text.bytes().filter(|byte| *byte == first).count() >= 3
            && self.text.bytes().all(|byte| byte == first || byte == b' ' || byte == b'\t')
    }
}

/// Whether a character is a blank inside a line. Word writes many that do not break.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

fn lines_of(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|whole| {
            let line = whole.trim_end_matches(['\n', '\r', ' ', '\t', '\u{a0}']);
            let content = line.trim_start_matches(is_blank);
            let blank = line.len() - content.len();
            let indent = line[..blank]
                .chars()
                .fold(0, |width, c| if c == '\t' { width / 4 * 4 + 4 } else { width + 1 });
            let read = Line { text: content, at: start + blank, start, indent };
            start += whole.len();
            read
        })
        .collect()
}

/// Whether any line could be one of the forms. Most texts end here, so it looks at the first bytes of each line.
fn may_hold_forms(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // One line `Nomor : …` in a paragraph is a sentence.
    let mut has_key = false;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        if line_may_hold_forms(line) {
            return true;
        }
        let content = line.trim_ascii_start();
        if content.is_empty() {
            has_key = false;
        } else if blocks::key_bytes(content) {
            if has_key || blocks::begins_decree(content) {
                return true;
            }
            has_key = true;
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    memchr::memmem::find(text.as_bytes(), "\u{ad}".as_bytes()).is_some()
}

fn line_may_hold_forms(line: &[u8]) -> bool {
    let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line = &line[indent..];
    let Some(first) = line.first() else { return false };
    // Far to the right, or pasted with tabs.
    if indent >= SIGNATURE_INDENT || memchr::memchr(b'\t', line).is_some() {
        return true;
    }
    match first {
        b'(' | 0x80.. => return true,
        b'0'..=b'9' => {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match line.get(digits) {
                // A nested list, or one that goes on.
                Some(b'.' | b')') if indent > 0 => return true,
                Some(b')') => return true,
                Some(b'.') if line.get(digits + 1).is_some_and(u8::is_ascii_digit) => return true,
                _ => {}
            }
        }
        b'A'..=b'Z' | b'a'..=b'z' => {
            let letters = line.iter().take(9).take_while(|byte| byte.is_ascii_alphabetic()).count();
            if matches!(line.get(letters), Some(b'.' | b')')) {
                return true;
            }
        }
        _ => return false,
    }
    blocks::is_title_line(line)
        || [&b"Yth"[..], b"Kepada", b"Ditetapkan ", b"Dikeluarkan "]
            .iter()
            .any(|start| line.starts_with(start))
}

/// Lines with at least this indentation are not code: they stand on the right-hand side of a letter.
const SIGNATURE_INDENT: usize = 12;

/// Writes the text anew.
struct Writer<'t> {
    source: &'t str,
    out: String,
    pieces: Vec<Piece>,
    forms: HashMap<usize, Form>,
    problems: Problems,
    is_changed: bool,
    /// Spaces before every line: inside a definition list, 2.
    base: usize,
    /// Whether the lines are inside another form. Their lists are always written anew, since their indentation is.
    is_inside: bool,
    /// Written instead of the spaces before the next line.
    prefix: Option<&'static str>,
    /// For each style, the last number of a list that ended: it may go on after a paragraph.
    counted: HashMap<Style, u32>,
    /// For each line of the whole text with a marker: where it begins, its indentation and its marker.
    markers: Vec<(usize, usize, marker::Marker)>,
}

impl<'t> Writer<'t> {
    fn new(source: &'t str, lines: &[Line<'t>]) -> Self {
        let markers = lines
            .iter()
            .filter(|line| !line.is_rule())
            .filter_map(|line| marker::marker(line.text).map(|marker| (line.at, line.indent, marker)))
            .collect();
        Self {
            source,
            out: String::with_capacity(source.len() + source.len() / 8),
            pieces: Vec::new(),
            forms: HashMap::new(),
            problems: Vec::new(),
            is_changed: false,
            base: 0,
            is_inside: false,
            prefix: None,
            counted: HashMap::new(),
            markers,
        }
    }

    /// Writes blocks: the whole text, or the value of a `Menimbang : …` line.
    fn blocks(&mut self, lines: &[Line<'t>]) {
        let mut at = 0;
        let mut begins_paragraph = true;
        // A head may stand right below a line that announces it.
        let mut is_announced = false;
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                self.blank();
                is_announced = false;
                at += 1;
                begins_paragraph = true;
                continue;
            }
            if line.fence().is_some() {
                at = self.fence(lines, at);
                begins_paragraph = true;
                continue;
            }
            if begins_paragraph
                && !self.is_inside
                && let Some(end) = self.form(lines, at)
            {
                self.is_changed = true;
                at = end;
                continue;
            }
            if is_announced
                && !self.is_inside
                && let Some(end) = self.head(lines, at)
            {
                self.is_changed = true;
                at = end;
                is_announced = false;
                continue;
            }
            if let Some(end) = self.list(lines, at, begins_paragraph) {
                at = end;
                is_announced = false;
                continue;
            }
            self.raw(line);
            is_announced = line.text.ends_with(':');
            begins_paragraph = line.is_other_block();
            at += 1;
        }
    }

    /// A form that begins with a paragraph. Gives the line after it.
    fn form(&mut self, lines: &[Line<'t>], at: usize) -> Option<usize> {
        if lines[at].is_other_block() {
            return None;
        }
        self.signature(lines, at)
            .or_else(|| self.address(lines, at))
            .or_else(|| self.head(lines, at))
            .or_else(|| self.tabbed_table(lines, at))
            .or_else(|| self.title(lines, at))
    }

    /// Copies a fenced code block. Gives the line after it.
    fn fence(&mut self, lines: &[Line<'t>], start: usize) -> usize {
        let Some(fence) = lines[start].fence() else { return start };
        let mut at = start;
        loop {
            self.raw(&lines[at]);
            at += 1;
            match lines.get(at) {
                None => return at,
                Some(line) if line.closes(fence) => {
                    self.raw(line);
                    return at + 1;
                }
                Some(_) => {}
            }
        }
    }

    /// Copies a line as it is, below the base.
    fn raw(&mut self, line: &Line<'t>) {
        let start = if self.base == 0 { line.start } else { line.at };
        self.margin(0);
        self.copy(start..line.at + line.text.len());
        self.end_line(line);
    }

    /// Writes a line whose text begins in a column.
    fn put(&mut self, line: &Line<'t>, column: usize) {
        self.margin(column);
        self.copy(line.at..line.at + line.text.len());
        self.end_line(line);
    }

    /// Ends a line. Two blanks at the end of a line are a line break in Markdown.
    fn end_line(&mut self, line: &Line<'t>) {
        let end = line.at + line.text.len();
        let blanks = self.source[end..].bytes().take_while(|byte| *byte == b' ').count();
        if blanks >= 2 {
            self.insert("  ");
        }
        self.copy_line_end(end + blanks);
    }

    /// Copies the line end at or behind a place, if the text has one there.
    fn copy_line_end(&mut self, at: usize) {
        match memchr::memchr(b'\n', &self.source.as_bytes()[at..]) {
            Some(length) => self.copy(at + length..at + length + 1),
            None => self.insert("\n"),
        }
    }

    fn blank(&mut self) {
        if self.prefix.is_none() {
            self.insert("\n");
        }
    }

    /// Writes the spaces before a line.
    fn margin(&mut self, column: usize) {
        match self.prefix.take() {
            Some(prefix) => self.insert(prefix),
            None => self.out.extend(std::iter::repeat_n(' ', self.base)),
        }
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    fn insert(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Copies a stretch of the original without soft hyphens.
    fn copy(&mut self, range: Range<usize>) {
        let mut start = range.start;
        let text = &self.source[range.clone()];
        for (at, hyphen) in text.match_indices('\u{ad}') {
            self.piece(start..range.start + at);
            start = range.start + at + hyphen.len();
            self.is_changed = true;
        }
        self.piece(start..range.end);
    }

    fn piece(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let (at, original, length) = (self.out.len(), range.start, range.len());
        match self.pieces.last_mut() {
            Some(last) if last.at + last.length == at && last.original + last.length == original => {
                last.length += length;
            }
            _ => self.pieces.push(Piece { at, original, length }),
        }
        self.out.push_str(&self.source[range]);
    }

    /// Notes that the block that begins here is a form of letters.
    fn note(&mut self, form: Form) {
        self.forms.insert(self.out.len(), form);
    }

    /// Whether a paragraph is open, which a list would have to interrupt.
    fn is_in_paragraph(&self) -> bool {
        let before = self.out.strip_suffix('\n').unwrap_or(&self.out);
        let line = before.rsplit('\n').next().unwrap_or("").trim();
        !line.is_empty() && !line.starts_with('#')
    }
}
