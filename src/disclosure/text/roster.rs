//! The private roster: names that an office does not publish, searched with Aho-Corasick.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::numbers::Page;
use super::{Detector, Found};

/// Names that must not be in a text about sanctions.
///
/// The roster is read from a file outside the portal and never written anywhere. Neither `Debug` nor any
/// message shows a name.
#[derive(Clone)]
pub struct Roster {
    names: AhoCorasick,
    count: usize,
}

/// The minimum length of a name in letters. A shorter name would match within ordinary words.
const SHORTEST: usize = 4;

const TITLES: [&str; 22] = [
    "drs", "dra", "dr", "drg", "drh", "ir", "h", "hj", "prof", "kh", "sdr", "sdri", "bapak", "ibu", "bpk",
    "tn", "ny", "nn", "a.n", "saudara", "saudari", "pak",
];

impl Roster {
    /// Reads a roster: one name per line, with or without titles and degrees; `#` begins a comment.
    ///
    /// Returns `None` if it contains no name that can be searched for.
    pub fn parse(text: &str) -> Option<Self> {
        let names: Vec<String> = text.lines().filter_map(bare_name).collect();
        let count = names.len();
        if count == 0 {
            return None;
        }
        let names =
            AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(names).ok()?;
        Some(Self { names, count })
    }

    /// The number of names.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it has no names. [`Roster::parse`] returns no such roster.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Finds the names in a page.
    pub(super) fn find(&self, page: &Page<'_>, found: &mut Vec<Found>) {
        let folded = Folded::of(page.text());
        for hit in self.names.find_iter(&folded.text) {
            let whole = |at: Option<usize>| {
                at.and_then(|at| folded.text.as_bytes().get(at)).is_none_or(|byte| *byte == b' ')
            };
            if whole(hit.start().checked_sub(1)) && whole(Some(hit.end())) {
                found.push(Found {
                    detector: Detector::Roster,
                    range: folded.original(hit.range()),
                    normal: folded.text[hit.range()].to_owned(),
                });
            }
        }
    }
}

/// The name in a line of a roster, without titles and degrees.
fn bare_name(line: &str) -> Option<String> {
    let line = line.split('#').next().unwrap_or("");
    // Degrees follow a comma.
    let name = line.split([',', ';', '\t']).next().unwrap_or("");
    let words: Vec<&str> = name
        .split_whitespace()
        .skip_while(|word| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str()))
        .collect();
    let folded = Folded::of(&words.join(" ")).text;
    let name = folded.trim().to_owned();
    (name.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST).then_some(name)
}

/// A text in lower case without accents, with all other characters as single spaces, and a map to the
/// original.
struct Folded {
    text: String,
    origin: Vec<(usize, usize)>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded =
            Self { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if matches!(c, '\'' | '’' | '`') {
                continue;
            }
            if !c.is_alphabetic() {
                if !folded.text.ends_with(' ') {
                    folded.push(' ', at, end);
                }
                continue;
            }
            for part in
                std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
            {
                folded.push(part, at, end);
            }
        }
        folded
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), (from, to));
    }

    fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |position: usize| self.origin.get(position).copied().unwrap_or_default();
        at(range.start).0..at(range.end.saturating_sub(1)).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_leaves_out_titles_degrees_and_remarks() {
        assert_eq!(bare_name("Drs. I Made Contoh Rekaan, M.Si."), Some("i made contoh rekaan".into()));
        assert_eq!(bare_name("H. Fulan bin Fulan # pensiun"), Some("fulan bin fulan".into()));
        assert_eq!(bare_name("Ali"), None);
        assert_eq!(bare_name("# remark"), None);
        assert!(Roster::parse("\n# none\n").is_none());
        assert_eq!(Roster::parse("Budi Rekaan\nSiti Rekaan\n").map(|roster| roster.len()), Some(2));
    }
}
