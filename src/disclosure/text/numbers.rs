//! The numbers of a normalised text: groups of digits, and runs of groups that may be one number.

use std::cell::RefCell;
use std::ops::Range;

use super::blocks::{BLOCK, blocks, mask};
use super::normal::Normal;

/// The length of the longest separator within a number, `) ` or ` - `, plus one.
const LONGEST_SEPARATOR: usize = 3;

/// The minimum number of digits of any match: a landline number with its area code.
const FEWEST_DIGITS: usize = 8;
/// The maximum number of bytes read to detect a link. A line may be a megabyte without a space.
const LONGEST_LINK: usize = 256;
/// The maximum length of a word on either side that can be a hash.
const LONGEST_WORD: usize = 140;
/// The maximum length of the header of a table.
const LONGEST_HEADER: usize = 4096;

/// A normalised piece with its numbers, and the keywords around them.
pub(super) struct Page<'a> {
    /// The piece.
    pub(super) normal: &'a Normal,
    header: &'a Header,
    /// The groups of ASCII digits, in order.
    pub(super) groups: Vec<Range<usize>>,
}

/// The first line of a table, whose words are context for every cell; empty for other texts.
#[derive(Default)]
pub(super) struct Header {
    text: String,
    /// Cached results, by word list: a table has many cells and one header.
    known: RefCell<Vec<(*const Words, bool)>>,
}

impl Header {
    /// The header of a table.
    pub(super) fn of(table: &str) -> Self {
        let line = table.lines().next().unwrap_or("");
        let mut end = line.len().min(LONGEST_HEADER);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        Self { text: line[..end].to_owned(), known: RefCell::default() }
    }

    fn holds(&self, words: &'static Words) -> bool {
        if self.text.is_empty() {
            return false;
        }
        let mut known = self.known.borrow_mut();
        let told = known.iter().find(|(of, _)| std::ptr::eq(*of, words)).map(|(_, holds)| *holds);
        told.unwrap_or_else(|| {
            let holds = words.stand_in(&self.text);
            known.push((words, holds));
            holds
        })
    }
}

/// Keywords that identify a number next to them, in any case.
pub(super) struct Words {
    words: &'static [&'static str],
    /// Whether one of them begins with a byte.
    firsts: [bool; 256],
}

impl Words {
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut index) = ([false; 256], 0);
        while index < words.len() {
            let first = words[index].as_bytes()[0];
            firsts[first.to_ascii_lowercase() as usize] = true;
            firsts[first.to_ascii_uppercase() as usize] = true;
            index += 1;
        }
        Self { words, firsts }
    }

    /// Whether `text` contains one of them with no letter on either side. A keyword may contain spaces and
    /// dots.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut in_word = false;
        bytes.iter().enumerate().any(|(at, byte)| {
            let begins = !in_word && self.firsts[usize::from(*byte)];
            in_word = byte.is_ascii_alphabetic();
            begins && self.words.iter().any(|word| stands_at(bytes, at, word.as_bytes()))
        })
    }
}

/// Whether a text starts with a word, ignoring ASCII case.
#[inline]
pub(super) fn starts_in_any_case(text: &[u8], word: &[u8]) -> bool {
    match (text, word) {
        // The first letter nearly always decides.
        ([first, ..], [own, ..]) => {
            first.eq_ignore_ascii_case(own)
                && text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        }
        _ => word.is_empty(),
    }
}

/// Whether a word is at a position, with no letter after it.
fn stands_at(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    starts_in_any_case(&bytes[at..], word) && !bytes.get(at + word.len()).is_some_and(u8::is_ascii_alphabetic)
}

impl<'a> Page<'a> {
    pub(super) fn new(normal: &'a Normal, header: &'a Header) -> Self {
        Self { normal, header, groups: groups(normal.text().as_bytes()) }
    }

    pub(super) fn text(&self) -> &'a str {
        self.normal.text()
    }

    /// Whether one of `words` is in the `before` bytes before a range, in the `after` bytes after it, or in
    /// the header.
    pub(super) fn near(
        &self,
        range: &Range<usize>,
        words: &'static Words,
        before: usize,
        after: usize,
    ) -> bool {
        let head = self.slice(range.start.saturating_sub(before)..range.start);
        let tail = self.slice(range.end..range.end + after);
        words.stand_in(head) || words.stand_in(tail) || self.header.holds(words)
    }

    /// A part of the text, limited to the text and to character boundaries.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        let text = self.text();
        let mut end = range.end.min(text.len());
        let mut start = range.start.min(end);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.get(start..end).unwrap_or("")
    }

    /// The token without spaces around a range: a link, a hash, a word. At most a few hundred bytes of it.
    fn token(&self, range: &Range<usize>) -> &str {
        let stop =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '|');
        let before = self.slice(range.start.saturating_sub(LONGEST_LINK)..range.start);
        let behind = self.slice(range.end..range.end + LONGEST_LINK);
        let start = range.start - before.rfind(stop).map_or(before.len(), |at| before.len() - at - 1);
        let end = range.end + behind.find(stop).unwrap_or(behind.len());
        self.slice(start..end)
    }

    /// Whether a range is in a link.
    pub(super) fn in_link(&self, range: &Range<usize>) -> bool {
        let token = self.token(range);
        token.contains("://") || starts_in_any_case(token.as_bytes(), b"www.")
    }

    /// The byte before a position.
    pub(super) fn before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|at| self.text().as_bytes().get(at).copied())
    }
}

fn groups(bytes: &[u8]) -> Vec<Range<usize>> {
    // A typical number of groups in a text of records.
    let mut groups: Vec<Range<usize>> = Vec::with_capacity(bytes.len() / BLOCK);
    for (start, block) in blocks(bytes) {
        let mut digits = mask(&block, |byte| byte.is_ascii_digit());
        while digits != 0 {
            let first = digits.trailing_zeros();
            let length = (digits >> first).trailing_ones();
            let group = start + first as usize..start + (first + length) as usize;
            match groups.last_mut() {
                Some(last) if last.end == group.start => last.end = group.end,
                _ => groups.push(group),
            }
            // The addition carries through the group and so clears it.
            digits &= digits.wrapping_add(1 << first);
        }
    }
    groups
}

/// Groups of digits with only separators between them.
pub(super) struct Run {
    /// Each group, in the normalised text.
    pub(super) groups: Vec<Range<usize>>,
}

/// The runs of a page that are long enough for any number, in order. Digits in hashes and identifiers are
/// left out.
pub(super) fn runs(page: &Page<'_>) -> Vec<Run> {
    let bytes = page.text().as_bytes();
    let mut runs: Vec<Run> = Vec::new();
    let mut groups: Vec<Range<usize>> = Vec::new();
    for group in &page.groups {
        let goes_on = groups.last().is_none_or(|last| is_separator(&bytes[last.end..group.start]));
        let is_identifier = is_identifier(page, group);
        if !goes_on || is_identifier {
            runs.extend(Run::of(&mut groups));
        }
        if !is_identifier {
            groups.push(group.clone());
        }
    }
    runs.extend(Run::of(&mut groups));
    runs
}

fn is_separator(between: &[u8]) -> bool {
    between.len() <= LONGEST_SEPARATOR
        && between.iter().all(|byte| matches!(byte, b' ' | b'.' | b'-' | b'_' | b'\n' | b'(' | b')'))
        // A separator ends with a line end: a hyphen after it is a list mark or a minus.
        && between.iter().position(|byte| *byte == b'\n').is_none_or(|at| at + 1 == between.len())
}

/// Whether digits are a part of a hash, a UUID or a random name, not a separate number.
fn is_identifier(page: &Page<'_>, group: &Range<usize>) -> bool {
    /// Shorter words of hexadecimal digits are ordinary words or numbers.
    const SHORTEST_HASH: usize = 32;
    let bytes = page.text().as_bytes();
    let word = |byte: &u8| byte.is_ascii_alphanumeric();
    let start = group.start
        - bytes[..group.start].iter().rev().take(LONGEST_WORD).take_while(|byte| word(byte)).count();
    let end = group.end + bytes[group.end..].iter().take(LONGEST_WORD).take_while(|byte| word(byte)).count();
    let token = &bytes[start..end];
    if token.len() == group.len() && bytes.get(end) != Some(&b'-') && (start == 0 || bytes[start - 1] != b'-')
    {
        return false;
    }
    if token.len() >= SHORTEST_HASH && token.iter().all(u8::is_ascii_hexdigit) && token.len() > group.len() {
        return true;
    }
    is_uuid(bytes, start, end) || {
        // With letters on both sides, it is a random name. A number has letters on one side: "NIP1985…",
        // "1985…NIP".
        start < group.start && group.end < end && group.len() < 18
    }
}

/// Whether the word `start..end` is a part of a UUID: 8-4-4-4-12 hexadecimal digits.
fn is_uuid(bytes: &[u8], start: usize, end: usize) -> bool {
    /// The length, with hyphens.
    const UUID: usize = 36;
    if !matches!(end - start, 8 | 4 | 12) {
        return false;
    }
    let part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
    let start = start - bytes[..start].iter().rev().take(UUID).take_while(|byte| part(byte)).count();
    let end = end + bytes[end..].iter().take(UUID).take_while(|byte| part(byte)).count();
    let token = &bytes[start..end];
    token.len() == UUID
        && token.split(|byte| *byte == b'-').map(<[u8]>::len).eq([8, 4, 4, 4, 12])
        && token.iter().any(u8::is_ascii_alphabetic)
}

impl Run {
    /// Takes the groups. Returns a run if they are long enough for any number.
    fn of(groups: &mut Vec<Range<usize>>) -> Option<Self> {
        let digits: usize = groups.iter().map(|group| group.len()).sum();
        if digits >= FEWEST_DIGITS {
            return Some(Self { groups: std::mem::take(groups) });
        }
        groups.clear();
        None
    }

    /// The number of digits from group `first` on, counted up to `most`, since a run may be a whole file.
    pub(super) fn digits_from(&self, first: usize, most: usize) -> usize {
        let mut digits = 0;
        for group in &self.groups[first..] {
            digits += group.len();
            if digits >= most {
                return most;
            }
        }
        digits
    }

    /// The stretch of whole groups with `total` digits that begins at group `first`.
    pub(super) fn stretch(&self, first: usize, total: usize) -> Option<Stretch<'_>> {
        let mut sum = 0;
        for (index, group) in self.groups.iter().enumerate().skip(first) {
            sum += group.len();
            if sum == total {
                return Some(Stretch { groups: &self.groups[first..=index], first });
            }
            if sum > total {
                return None;
            }
        }
        None
    }
}

/// Adjacent groups of a run.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'r> {
    pub(super) groups: &'r [Range<usize>],
    /// The index of the first group in its run.
    pub(super) first: usize,
}

impl Stretch<'_> {
    /// From the first digit to the last one.
    pub(super) fn range(&self) -> Range<usize> {
        match (self.groups.first(), self.groups.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The digits without separators.
    pub(super) fn digits(&self, text: &str) -> String {
        self.groups.iter().filter_map(|group| text.get(group.clone())).collect()
    }

    /// The positions of its separators: bit `n` is set for a separator after `n` digits.
    pub(super) fn cuts(&self, text: &str) -> Cuts {
        let mut cuts = Cuts::default();
        let mut sum = 0;
        for pair in self.groups.windows(2) {
            sum += pair[0].len();
            let line_end = text.get(pair[0].end..pair[1].start).is_some_and(|between| between.contains('\n'));
            let cut = 1_u32.checked_shl(u32::try_from(sum).unwrap_or(u32::MAX)).unwrap_or(0);
            if line_end {
                cuts.by_line |= cut;
            } else {
                cuts.plain |= cut;
            }
        }
        cuts
    }

    /// The texts between its groups.
    pub(super) fn separators<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.groups.windows(2).filter_map(|pair| text.get(pair[0].end..pair[1].start)).collect()
    }

    /// The number of complete dates in it: `2024-11-27`, `27-11-2024`, `27.11.2024`.
    pub(super) fn dates(&self, text: &str) -> usize {
        let number =
            |at: usize| text.get(self.groups[at].clone()).and_then(|digits| digits.parse::<u16>().ok());
        let (mut count, mut at) = (0, 0);
        while at + 2 < self.groups.len() {
            let between = |at: usize| text.get(self.groups[at].end..self.groups[at + 1].start);
            let joined = between(at) == between(at + 1) && matches!(between(at), Some("-" | "." | "_"));
            let lengths = [at, at + 1, at + 2].map(|at| self.groups[at].len());
            let (year, month, day) = match lengths {
                [4, 2, 2] => (number(at), number(at + 1), number(at + 2)),
                [1 | 2, 1 | 2, 4] => (number(at + 2), number(at + 1), number(at)),
                _ => (None, None, None),
            };
            let is_date = joined
                && year.is_some_and(|year| (1900..2100).contains(&year))
                && month.is_some_and(|month| (1..=12).contains(&month))
                && day.is_some_and(|day| (1..=31).contains(&day));
            count += usize::from(is_date);
            at += if is_date { 3 } else { 1 };
        }
        count
    }

    /// Whether all its separators are the same.
    pub(super) fn is_uniform(&self, text: &str) -> bool {
        self.separators(text).windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Whether it is written like a large number: `1.234.567`, `62 812 345`.
    pub(super) fn is_thousands(&self, text: &str) -> bool {
        let separators = self.separators(text);
        let uniform = separators.windows(2).all(|pair| pair[0] == pair[1]);
        let lengths: Vec<usize> = self.groups.iter().map(|group| group.len()).collect();
        uniform
            && matches!(separators.first(), Some(&("." | " ")))
            && lengths.first().is_some_and(|first| *first <= 3)
            && lengths.iter().skip(1).all(|length| *length == 3)
    }
}

/// The positions of the separators in a stretch.
#[derive(Clone, Copy, Default)]
pub(super) struct Cuts {
    /// Spaces, dots, hyphens.
    pub(super) plain: u32,
    /// Line ends.
    pub(super) by_line: u32,
}

impl Cuts {
    /// Whether the separators match a pattern such as 6-6-4. A line end may replace a separator, or be
    /// anywhere else.
    pub(super) fn fit(self, lengths: &[u32]) -> bool {
        let mut wanted = 0;
        let mut sum = 0;
        for length in &lengths[..lengths.len().saturating_sub(1)] {
            sum += length;
            wanted |= 1 << sum;
        }
        self.plain & !wanted == 0 && wanted & !(self.plain | self.by_line) == 0
    }

    /// Whether it spans so many lines that it is a column of numbers.
    pub(super) fn is_column(self) -> bool {
        const MOST_LINE_ENDS: u32 = 3;
        self.by_line.count_ones() > MOST_LINE_ENDS
    }

    /// Whether its only separators are line ends.
    pub(super) fn none(self) -> bool {
        self.plain == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn groups_are_the_digits_without_a_gap(text in "([0-9]{0,70}[a-z .é]{0,40}){0,4}") {
            let mut expected: Vec<Range<usize>> = Vec::new();
            for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
                match expected.last_mut() {
                    Some(last) if last.end == at => last.end += 1,
                    _ => expected.push(at..at + 1),
                }
            }
            prop_assert_eq!(groups(text.as_bytes()), expected, "{:?}", text);
        }
    }
}
