//! The normalised text that the detectors read, with a map back to the original bytes.
//!
//! Compatibility forms are folded (NFKC), digits of all scripts become ASCII, invisible characters are
//! removed, character references and percent-encoding are decoded, the emphasis of Markdown is removed, runs
//! of spaces become one space, and a line end absorbs the marks at the start of the next line (`> `,
//! indentation). Every remaining byte maps to the original bytes that it stands for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::unicode::{Meaning, escape, meaning};
use super::unusual::{Unusual, is_unusual};

/// The maximum length of a tag. A stray `<` must not make the scan slow.
const LONGEST_TAG: usize = 120;

/// Tags of emphasis.
pub(super) const INLINE: [&str; 19] = [
    "b", "big", "em", "font", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "strike", "sub",
    "sup", "tt", "u", "wbr", "code",
];

/// The initial capacity; most texts need less.
const FEW_SPANS: usize = 32;

/// A normalised piece of a text.
pub(super) struct Normal {
    text: String,
    /// The origins of the bytes of `text`, in order.
    spans: Vec<Span>,
    /// The offset of the piece in the original text.
    start: usize,
}

/// The bytes of a normalised text up to the next span, and their origin.
#[derive(Clone, Copy)]
struct Span {
    /// The offset of the first byte.
    at: u32,
    /// The range in the original.
    origin: (u32, u32),
    /// Whether each byte stands for one byte, in order. Otherwise each stands for the whole range.
    plain: bool,
}

impl Normal {
    /// Normalises `text[window]`. The window is on character boundaries.
    pub(super) fn of(text: &str, window: Range<usize>) -> Self {
        let piece = text.get(window.clone()).unwrap_or("");
        let mut writer = Writer::of(piece);
        writer.run();
        Self { text: writer.text, spans: writer.spans, start: window.start }
    }

    /// The normalised text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The original range of a range of the normalised text.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let (first, last) =
            (self.origin(range.start), self.origin(range.end.saturating_sub(1).max(range.start)));
        self.start + first.0 as usize..self.start + last.1.max(first.1) as usize
    }

    fn origin(&self, position: usize) -> (u32, u32) {
        if position >= self.text.len() {
            return (0, 0);
        }
        let position = offset(position);
        let after = self.spans.partition_point(|span| span.at <= position);
        let Some(span) = after.checked_sub(1).and_then(|index| self.spans.get(index)) else { return (0, 0) };
        let (from, to) = span.origin;
        if span.plain { (from + (position - span.at), from + (position - span.at) + 1) } else { (from, to) }
    }
}

struct Writer<'t> {
    piece: &'t str,
    unusual: Unusual,
    text: String,
    spans: Vec<Span>,
    /// The end of the last line examined, and whether it is a table row with a single cell.
    cells: Option<(usize, bool)>,
}

/// Offsets in a piece. Pieces are far below 4 GiB, and a truncated offset would only misplace a finding.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'t> Writer<'t> {
    fn of(piece: &'t str) -> Self {
        Self {
            piece,
            unusual: Unusual::of(piece.as_bytes()),
            text: String::with_capacity(piece.len()),
            spans: Vec::with_capacity(FEW_SPANS),
            cells: None,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.piece.len() {
            at = if self.stays(at, self.text.as_bytes().last().copied()) {
                self.plain(at)
            } else {
                self.one(at)
            };
        }
    }

    /// Writes the normal form of one byte, or of the sequence that it begins.
    fn one(&mut self, at: usize) -> usize {
        match self.piece.as_bytes()[at] {
            b'\n' => self.line_end(at),
            b' ' | b'\t' | b'\r' => self.ascii(b' ', at, at + 1),
            b'*' if self.is_list_mark(at) => self.ascii(b'-', at, at + 1),
            b'*' | b'`' | b'~' => at + 1,
            b'|' if self.is_single_cell(at) => self.ascii(b' ', at, at + 1),
            b'<' => self.tag(at),
            b'&' | b'%' | b'\\' => self.escaped(at),
            byte @ 0..0x80 => self.ascii(byte, at, at + 1),
            _ => self.beyond_ascii(at),
        }
    }

    /// Whether the byte at `at` is copied unchanged; `before` is the last byte written.
    #[inline]
    fn stays(&mut self, at: usize, before: Option<u8>) -> bool {
        let bytes = self.piece.as_bytes();
        match bytes[at] {
            b' ' => !matches!(before, None | Some(b' ' | b'\n')),
            b'\n' => before != Some(b' ') && !bytes.get(at + 1).is_some_and(is_in_line_start),
            b'|' => !self.is_single_cell(at),
            byte => !is_unusual(byte),
        }
    }

    /// Copies a stretch of text that does not change.
    fn plain(&mut self, start: usize) -> usize {
        let bytes = self.piece.as_bytes();
        let mut end = self.unusual.next(start + 1);
        while end < bytes.len() && self.stays(end, Some(bytes[end - 1])) {
            end = self.unusual.next(end + 1);
        }
        self.span(start, start + 1, true);
        self.text.push_str(&self.piece[start..end]);
        end
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        self.span(from, to, c.is_ascii() && to == from + 1);
        self.text.push(c);
    }

    /// Records the origin of the bytes that are written next.
    fn span(&mut self, from: usize, to: usize, plain: bool) {
        let (at, origin) = (offset(self.text.len()), (offset(from), offset(to)));
        let goes_on = self.spans.last().is_some_and(|last| {
            plain && last.plain && origin.0.checked_sub(last.origin.0) == at.checked_sub(last.at)
        });
        if !goes_on {
            self.spans.push(Span { at, origin, plain });
        }
    }

    /// Writes one ASCII character. Runs of spaces become one space, and none is next to a line end.
    fn ascii(&mut self, byte: u8, from: usize, to: usize) -> usize {
        match (byte, self.text.as_bytes().last()) {
            (b' ' | b'\t' | b'\r', None | Some(b' ' | b'\n')) => {}
            (b' ' | b'\t' | b'\r', _) => self.push(' ', from, to),
            (b'\n', Some(b' ')) => {
                self.text.pop();
                self.spans.pop_if(|last| last.at as usize == self.text.len());
                self.push('\n', from, to);
            }
            _ => self.push(char::from(byte), from, to),
        }
        to
    }

    /// A line end, with the indentation and the quotation marks of the next line.
    fn line_end(&mut self, at: usize) -> usize {
        let rest = &self.piece.as_bytes()[at + 1..];
        let prefix = rest.iter().take_while(|byte| is_in_line_start(byte)).count();
        self.ascii(b'\n', at, at + 1 + prefix)
    }

    fn is_list_mark(&self, at: usize) -> bool {
        self.text.as_bytes().last().is_none_or(|byte| *byte == b'\n')
            && self.piece.as_bytes().get(at + 1) == Some(&b' ')
    }

    /// Whether a `|` is in a table row with one cell. The number in such a row may continue in the next row.
    fn is_single_cell(&mut self, at: usize) -> bool {
        if let Some((end, single)) = self.cells
            && at < end
        {
            return single;
        }
        let bytes = self.piece.as_bytes();
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        let line = self.piece[start..end].trim_matches([' ', '\t', '\r', '>']);
        let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
        let single = inner.is_some_and(|inner| !inner.contains('|'));
        self.cells = Some((end, single));
        single
    }

    /// Removes tags of emphasis, so that they cannot split a number. All other tags are text, since a link or
    /// an attribute may contain personal data.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.piece.as_bytes()[at..];
        let limit = rest.len().min(LONGEST_TAG);
        let end = if rest.starts_with(b"<!--") {
            memchr::memmem::find(&rest[..limit], b"-->").map(|end| end + 3)
        } else {
            memchr::memchr(b'>', &rest[..limit]).map(|end| end + 1)
        };
        let Some(end) = end else { return self.ascii(b'<', at, at + 1) };
        let inside = &self.piece[at..at + end];
        if inside.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'%' | b'&')) {
            return self.ascii(b'<', at, at + 1);
        }
        let name = inside.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if name.eq_ignore_ascii_case("br") {
            return self.ascii(b'\n', at, at + end);
        }
        if inside.starts_with("<!--") || INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
            return at + end;
        }
        self.ascii(b'<', at, at + 1)
    }

    fn escaped(&mut self, at: usize) -> usize {
        let piece = self.piece;
        if let Some((c, length)) = escape(&piece[at..]) {
            match meaning(c) {
                Meaning::Nothing => {}
                Meaning::Ascii(byte) => {
                    self.ascii(byte, at, at + length);
                }
                Meaning::Other => self.folded(c, at, at + length),
            }
            return at + length;
        }
        match piece.as_bytes()[at..] {
            // Escapes of Markdown, and escaped line ends in TOML strings.
            [b'\\', next, ..] if next.is_ascii_punctuation() => self.ascii(next, at, at + 2),
            [b'\\', b'\n' | b' ', ..] => at + 1,
            [b'\\', b'n' | b't' | b'r', ..] => self.ascii(b' ', at, at + 2),
            [byte, ..] => self.ascii(byte, at, at + 1),
            [] => at + 1,
        }
    }

    fn beyond_ascii(&mut self, at: usize) -> usize {
        let piece = self.piece;
        let mut rest = piece[at..].chars();
        let Some(c) = rest.next() else { return at + 1 };
        let end = at + c.len_utf8();
        match meaning(c) {
            Meaning::Nothing => {}
            Meaning::Ascii(byte) => {
                self.ascii(byte, at, end);
            }
            Meaning::Other => self.folded(c, at, end),
        }
        end
    }

    /// The NFKC form of a character. Each part maps to the whole character.
    fn folded(&mut self, c: char, from: usize, to: usize) {
        if matches!(c, '\u{ba}' | '\u{2da}') {
            return self.push('\u{b0}', from, to);
        }
        for folded in std::iter::once(c).nfkc() {
            match meaning(folded) {
                Meaning::Nothing => {}
                // A footnote mark after a number is not one of its digits.
                Meaning::Ascii(byte @ b'0'..=b'9') => {
                    if is_raised(c) && self.text.as_bytes().last().is_some_and(u8::is_ascii_digit) {
                        let raised_before = self.raised_before(from);
                        if !raised_before {
                            self.push(' ', from, to);
                        }
                    }
                    self.push(char::from(byte), from, to);
                }
                Meaning::Ascii(byte) => {
                    self.ascii(byte, from, to);
                }
                Meaning::Other => self.push(folded, from, to),
            }
        }
    }

    fn raised_before(&self, at: usize) -> bool {
        self.piece.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_raised)
    }
}

/// Whether a byte belongs to the indentation or the quotation marks at the start of a line.
fn is_in_line_start(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>' | b'\r')
}

fn is_raised(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2089}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::blocks::BLOCK;
    use super::*;

    fn normal(text: &str) -> String {
        Normal::of(text, 0..text.len()).text
    }

    #[test]
    fn spellings_of_a_number_become_one() {
        for (text, plain) in [
            ("1985\u{200b}0101", "19850101"),
            ("１９８５０１０１", "19850101"),
            ("١٩٨٥", "1985"),
            ("1985**0101**2010", "198501012010"),
            ("1985<b>0101</b>2010<!-- x -->01", "19850101201001"),
            ("&#49;985&nbsp;0101", "1985 0101"),
            ("1985\n> 0101", "1985\n0101"),
            ("1985   \n    0101", "1985\n0101"),
            ("| 1985 |\n| 0101 |", "1985\n0101 "),
            ("| 1985 | 2 |", "| 1985 | 2 |"),
            ("0812%2D345", "0812-345"),
            ("1985\\-0101", "1985-0101"),
            ("1985–0101", "1985-0101"),
            ("nama&#64;x", "nama@x"),
            ("1999²", "1999 2"),
            ("8°6′ 8º", "8°6′ 8°"),
            ("* satu", "- satu"),
        ] {
            assert_eq!(normal(text), plain, "{text:?}");
        }
    }

    /// Text to normalise, and its context.
    const PIECES: [&str; 62] = [
        "a",
        "Surat",
        "kepada yang",
        "12",
        "1985",
        "+",
        "-",
        ".",
        ",",
        "#",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{b}",
        "\u{1c}",
        "\u{7f}",
        "> ",
        ">",
        "- ",
        "* ",
        "*",
        "**",
        "`",
        "~~",
        "|",
        "| ",
        " |\n",
        "|\n|",
        "<",
        "<b>",
        "</b>",
        "<br>",
        "<!-- x -->",
        "<a href=1>",
        "&",
        "&nbsp;",
        "&#49;",
        "&shy;",
        "%",
        "%20",
        "%C2%A0",
        "\\",
        "\\-",
        "\\n",
        "\u{200b}",
        "\u{ad}",
        "\u{feff}",
        "\u{a0}",
        "\u{2028}",
        "–",
        "’",
        "é",
        "e\u{301}",
        "１",
        "٣²",
        "①ﬁ",
    ];

    proptest! {
        #[test]
        fn stretches_are_what_their_bytes_are_one_by_one(
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..80),
            filler in 0..=BLOCK,
        ) {
            // Vary the block boundaries.
            let text = "x".repeat(filler) + &pieces.concat();
            let mut slow = Writer::of(&text);
            let mut at = 0;
            while at < text.len() {
                at = slow.one(at);
            }
            let slow = Normal { text: slow.text, spans: slow.spans, start: 0 };
            let fast = Normal::of(&text, 0..text.len());
            prop_assert_eq!(&fast.text, &slow.text, "{:?}", text);
            for at in 0..fast.text.len() {
                prop_assert_eq!(fast.original(at..at + 1), slow.original(at..at + 1), "{} in {:?}", at, text);
            }
        }

        #[test]
        fn every_byte_leads_back_into_the_text(text in any::<String>(), noise in "[0-9 *&#;%<>|\\\\\n\u{200b}１²é]{0,60}") {
            for text in [text, noise] {
                let normal = Normal::of(&text, 0..text.len());
                let mut last = 0;
                for at in 0..normal.text.len() {
                    let range = normal.original(at..at + 1);
                    prop_assert!(range.start >= last && range.start < range.end, "{:?}", range);
                    prop_assert!(text.get(range.clone()).is_some(), "{:?}", range);
                    last = range.start;
                }
            }
        }
    }
}
