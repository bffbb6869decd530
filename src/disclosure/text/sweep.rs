//! The first, fast scan: marks the pieces of a text that could contain a number, an address or a plate.
//!
//! It makes one pass over the bytes. Ordinary prose costs one table look-up per byte. Only the marked pieces
//! are normalised and read by the detectors. The scan may mark too much, never too little.

use std::ops::Range;

use super::unicode::{Part, escape, may_be_part};

/// The minimum number of digits of any match: an old NIP, or a landline number with its area code.
pub(super) const FEWEST_DIGITS: usize = 9;
/// The context before a number, which can identify it: "NIP", "rek.", the start of a link.
const BEFORE: usize = 160;
/// The context after a number: "a.n.", a compass direction.
const AFTER: usize = 96;
/// The maximum size of a merged piece, so that a file full of numbers does not need its own size in memory
/// again.
const LARGEST: usize = 64 * 1024;
/// The maximum number of bytes between two digits of one number: a line end with a deep indentation.
const LONGEST_JOINT: usize = 40;

/// A piece of a text for the detectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The marked bytes. Only matches that overlap them are reported.
    pub(super) core: Range<usize>,
    /// The core and its context.
    pub(super) around: Range<usize>,
}

/// The class of a byte in the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Plain,
    Digit,
    At,
    Open,
    Escape,
    Wide,
}

const SIGHTS: [Sight; 256] = {
    let mut sights = [Sight::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        sights[byte] = match byte as u8 {
            b'0'..=b'9' => Sight::Digit,
            b'@' => Sight::At,
            b'(' | b'[' | b'{' => Sight::Open,
            b'&' | b'%' | b'\\' => Sight::Escape,
            0x80.. => Sight::Wide,
            _ => Sight::Plain,
        };
        byte += 1;
    }
    sights
};

/// The pieces of `text` that the detectors must read, in order.
pub(super) fn windows(text: &str) -> Vec<Window> {
    let mut sweep = Sweep { text, bytes: text.as_bytes(), found: Vec::new() };
    sweep.run();
    sweep.found
}

/// The whole text in pieces, for texts that are also searched for names.
pub(super) fn whole(text: &str) -> Vec<Window> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = boundary(text, (start + LARGEST / 2).min(text.len()));
        if end < text.len() {
            // A piece ends with a paragraph, or at least with a line.
            let rest = &text.as_bytes()[start..end];
            let cut = memchr::memmem::rfind(rest, b"\n\n").or_else(|| memchr::memrchr(b'\n', rest));
            end = cut.filter(|cut| *cut > 0).map_or(end, |cut| start + cut);
        }
        found.push(Window { core: start..end, around: around(text, &(start..end)) });
        start = end;
    }
    found
}

pub(super) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn around(text: &str, core: &Range<usize>) -> Range<usize> {
    let start = boundary(text, core.start.saturating_sub(BEFORE));
    let mut end = (core.end + AFTER).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

struct Sweep<'t> {
    text: &'t str,
    bytes: &'t [u8],
    found: Vec<Window>,
}

impl Sweep<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(step) = self.bytes[at..].iter().position(|byte| SIGHTS[*byte as usize] != Sight::Plain)
        {
            at += step;
            at = match SIGHTS[self.bytes[at] as usize] {
                Sight::Plain => at + 1,
                Sight::Digit => self.number(at),
                Sight::At => self.mark(at, at + 1),
                Sight::Open => self.opening(at),
                Sight::Escape => self.escape(at),
                Sight::Wide => self.wide(at),
            };
        }
    }

    /// Marks a range and returns its end.
    fn mark(&mut self, start: usize, end: usize) -> usize {
        let around = around(self.text, &(start..end));
        match self.found.last_mut() {
            Some(last) if around.start <= last.around.end && around.end - last.around.start <= LARGEST => {
                last.core = last.core.start.min(start)..last.core.end.max(end);
                last.around = last.around.start.min(around.start)..last.around.end.max(around.end);
            }
            _ => self.found.push(Window { core: start..end, around }),
        }
        end
    }

    /// `(at)`, `[at]`.
    fn opening(&mut self, at: usize) -> usize {
        match self.bytes[at + 1..] {
            [b'a' | b'A', b't' | b'T', b')' | b']' | b'}', ..] => self.mark(at, at + 4),
            [b' ', b'a' | b'A', b't' | b'T', b' ', ..] => self.mark(at, at + 4),
            _ => at + 1,
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        match escape(&self.text[at..]) {
            Some(('0'..='9', _)) => self.number(at),
            Some(('@', length)) => self.mark(at, at + length),
            Some(('\u{b0}', length)) => self.mark(at, at + length),
            Some((c, length)) if !c.is_ascii() => match may_be_part(c) {
                Part::Digit => self.number(at),
                Part::At => self.mark(at, at + length),
                _ => at + length,
            },
            _ => at + 1,
        }
    }

    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.text[at..].chars().next() else { return at + 1 };
        let end = at + c.len_utf8();
        match c {
            '\u{b0}' | '\u{ba}' | '\u{2da}' => self.mark(at, end),
            // The punctuation of ordinary prose comes first because it is frequent.
            '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '·' | '•' | 'é' | '\u{a0}' | '§' => {
                end
            }
            _ => match may_be_part(c) {
                Part::Digit => self.number(at),
                Part::At => self.mark(at, end),
                Part::Joint | Part::Outside => end,
            },
        }
    }

    /// Reads from a digit as far as one number could extend. Marks it if it is long enough.
    fn number(&mut self, start: usize) -> usize {
        let (mut at, mut end, mut digits) = (start, start, 0);
        loop {
            let group = at;
            let mut plain = true;
            while let Some((length, wide)) = self.digit(at, at > group) {
                at += length;
                digits += 1;
                plain &= !wide;
            }
            if at == group {
                break;
            }
            end = at;
            self.group(group, end, plain);
            let mut lines = 0;
            while at - end <= LONGEST_JOINT
                && let Some(length) = self.joint(at, &mut lines)
            {
                at += length;
            }
        }
        if digits >= FEWEST_DIGITS {
            self.mark(start, end);
        }
        end.max(start + 1)
    }

    /// The length of a digit, and whether it is something other than an ASCII digit. A letter that looks like
    /// a digit counts within a group; the detectors decide what it means.
    fn digit(&self, at: usize, inside: bool) -> Option<(usize, bool)> {
        match *self.bytes.get(at)? {
            b'0'..=b'9' => Some((1, false)),
            b'o' | b'O' | b'l' | b'I' if inside => Some((1, true)),
            b'&' | b'%' | b'\\' => {
                let (c, length) = escape(&self.text[at..])?;
                (part(c) == Part::Digit).then_some((length, true))
            }
            0..0x80 => None,
            _ => {
                let c = self.text[at..].chars().next()?;
                (may_be_part(c) == Part::Digit).then_some((c.len_utf8(), true))
            }
        }
    }

    /// The length of a separator between two digits of one number.
    fn joint(&self, at: usize, lines: &mut usize) -> Option<usize> {
        match *self.bytes.get(at)? {
            b' ' | b'.' | b'-' | b'_' | b'*' | b'~' | b'`' | b'\t' | b'\r' | b'>' | b'(' | b')' | b'+' => {
                Some(1)
            }
            // An empty line separates paragraphs, and so numbers.
            b'\n' => {
                *lines += 1;
                (*lines == 1).then_some(1)
            }
            // Only in a row with one cell, which the normalisation checks.
            b'|' => (*lines == 1 || self.bytes.get(at + 1) == Some(&b'\n')).then_some(1),
            b'<' => self.tag(at),
            byte @ (b'&' | b'%' | b'\\') => match escape(&self.text[at..]) {
                Some((c, length)) => (part(c) == Part::Joint).then_some(length),
                None => (byte == b'\\').then_some(1),
            },
            0..0x80 => None,
            _ => {
                let c = self.text[at..].chars().next()?;
                (may_be_part(c) == Part::Joint).then_some(c.len_utf8())
            }
        }
    }

    /// The length of a tag that may be within a number.
    fn tag(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..(at + 120).min(self.bytes.len())];
        let end = memchr::memchr(b'>', rest)?;
        (!rest[..end].iter().any(u8::is_ascii_digit)).then_some(end + 1)
    }

    /// Marks a group of digits with the context of a plate, or that could be the decimals of a coordinate.
    fn group(&mut self, start: usize, end: usize, written_plainly: bool) {
        let length = end - start;
        if (!written_plainly || length <= 4) && self.is_plate_like(start, end) {
            self.mark(start, end);
        }
        if length >= 4 && start >= 2 {
            let (before, point) = (self.bytes[start - 2], self.bytes[start - 1]);
            let degrees =
                || memchr::memmem::find(&self.bytes[end..(end + 8).min(self.bytes.len())], "°".as_bytes());
            if before.is_ascii_digit() && (point == b'.' || (point == b',' && degrees().is_some())) {
                self.mark(start - 2, end);
            }
        }
    }

    /// Whether there are one or two letters before the digits and one to three after: `DK 1234 AB`.
    fn is_plate_like(&self, start: usize, end: usize) -> bool {
        let joint = |byte: &u8| matches!(byte, b' ' | b'.' | b'-' | b'_' | b'*' | b'`' | b'\n' | 0x80..);
        let before = &self.bytes[start.saturating_sub(12)..start];
        let before = &before[..before.len() - before.iter().rev().take_while(|byte| joint(byte)).count()];
        let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let entity = before.last() == Some(&b';');
        // Characters outside ASCII need a full check.
        let wide = self.bytes[start.saturating_sub(6)..start].iter().any(|byte| *byte >= 0x80);
        if !(1..=2).contains(&letters) && !entity && !wide {
            return false;
        }
        let rest = &self.bytes[end..(end + 12).min(self.bytes.len())];
        let rest = &rest[rest.iter().take_while(|byte| joint(byte)).count()..];
        let behind = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        (1..=3).contains(&behind) || rest.first().is_none_or(|byte| *byte >= 0x80 || *byte == b'&')
    }
}

fn part(c: char) -> Part {
    match c {
        '0'..='9' => Part::Digit,
        ' ' | '.' | '-' | '_' | '*' | '(' | ')' | '+' | '\n' | '\t' => Part::Joint,
        '@' => Part::At,
        _ if c.is_ascii() => Part::Outside,
        _ => may_be_part(c),
    }
}
