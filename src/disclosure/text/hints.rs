//! Where the patterns for names, initials and posts could match at all.
//!
//! Each pattern needs some fixed piece of text: a title, a degree, the word for a post. Nearly all of them
//! begin a word, so one pass over the bytes finds them, and the few bytes beside a piece are checked. Only
//! there is a pattern tried. A hint may be given where nothing is; where something is, one is always given
//! (the tests hold the matches against those of regular expressions, which look everywhere).

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::blocks::{BLOCK, blocks, mask, ones};
use super::pieces::{PIECES, Piece, is_capital, is_space};

/// The places at which the patterns could match, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Where a Balinese name may begin.
    pub(super) balinese: Vec<usize>,
    /// Where a title may begin that a name stands behind.
    pub(super) titled: Vec<usize>,
    /// Where a degree with full stops may stand: its first full stop, or its start.
    pub(super) degrees: Vec<usize>,
    /// Where a degree without may begin.
    pub(super) bare_degrees: Vec<usize>,
    /// Where the word may begin that initials stand behind.
    pub(super) initials: Vec<usize>,
    /// Where the word may begin that tells an age, behind initials.
    pub(super) ages: Vec<usize>,
    /// Where a post of one holder may begin.
    pub(super) posts: Vec<usize>,
}

/// The pieces in groups: those that are alike behind their first letter are in one.
struct Table {
    /// The groups whose pieces may have a byte as their first, second …; a group is a bit.
    groups: [[u64; 256]; PREFIX],
    /// The pieces of each group.
    pieces: [Vec<(Piece, &'static [u8])>; GROUPS],
}

/// The bytes of a piece that its groups go by.
const PREFIX: usize = 4;
/// One for each bit.
const GROUPS: usize = u64::BITS as usize;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut all: Vec<(Piece, &'static [u8])> =
        PIECES.iter().flat_map(|(piece, words)| words.iter().map(|word| (*piece, word.as_bytes()))).collect();
    let tail = |word: &[u8]| [1, 2, 3].map(|at| word.get(at).copied());
    all.sort_by_key(|(_, word)| tail(word));
    let mut table = Table { groups: [[0; 256]; PREFIX], pieces: [const { Vec::new() }; GROUPS] };
    let alike = |one: &(Piece, &[u8]), next: &(Piece, &[u8])| tail(one.1) == tail(next.1);
    let in_a_group = all.chunk_by(alike).count().div_ceil(GROUPS);
    for (index, alike) in all.chunk_by(alike).enumerate() {
        let group = index / in_a_group;
        table.pieces[group].extend(alike);
        for ((_, word), at) in alike.iter().flat_map(|piece| (0..PREFIX).map(move |at| (piece, at))) {
            match word.get(at) {
                Some(byte) => table.groups[at][usize::from(*byte)] |= 1 << group,
                None => table.groups[at].iter_mut().for_each(|groups| *groups |= 1 << group),
            }
        }
    }
    table
});

impl Table {
    /// The groups of which a piece may begin at a byte; in most places there is none.
    #[inline]
    fn groups_at(&self, bytes: &[u8], at: usize) -> u64 {
        let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
        let [first, second, third, fourth] = match bytes.get(at..at + PREFIX) {
            Some(&[first, second, third, fourth]) => [first, second, third, fourth],
            _ => [0, 1, 2, 3].map(next),
        };
        let [a, b, c, d] = &self.groups;
        let group = |table: &[u64; 256], byte: u8| table[usize::from(byte)];
        group(a, first) & group(b, second) & group(c, third) & group(d, fourth)
    }
}

impl Hints {
    /// The hints in a normalised text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let table = &*TABLE;
        let mut hints = Self::default();
        // Whether the block before ends in a word.
        let mut in_word = 0;
        for (start, block) in blocks(bytes) {
            let letters = mask(&block, |byte| byte.is_ascii_alphabetic());
            let behind_letters = letters << 1 | in_word;
            for place in ones(letters & !behind_letters) {
                let groups = table.groups_at(bytes, start + place);
                if groups != 0 {
                    hints.read(bytes, start + place, groups);
                }
            }
            for place in ones(behind_letters & mask(&block, |byte| byte == b'.')) {
                hints.degrees.extend(Some(start + place).filter(|stop| is_in_degree(bytes, *stop)));
            }
            in_word = letters >> (BLOCK - 1);
        }
        hints.degrees.extend(SSTP.find_iter(bytes));
        hints.in_order()
    }

    /// Notes the pieces of some groups that begin at a byte.
    fn read(&mut self, bytes: &[u8], at: usize, groups: u64) {
        let behind = &bytes[at..];
        for group in ones(groups) {
            for (piece, word) in &TABLE.pieces[group] {
                // Nearly always the first byte tells.
                if behind.first() == word.first() && behind.starts_with(word) {
                    self.note(*piece, bytes, at, at + word.len());
                }
            }
        }
    }

    fn note(&mut self, piece: Piece, bytes: &[u8], start: usize, end: usize) {
        let (before, behind) = (&bytes[..start], &bytes[end..]);
        if !piece.fits(before, behind) {
            return;
        }
        match piece {
            Piece::OrderOfBirth => {
                let sex = if before[..start - 1].ends_with(b"Ni") { 2 } else { 1 };
                self.balinese.push(start - 1 - sex);
            }
            Piece::Caste => self.balinese.push(start),
            Piece::Title | Piece::NameField => self.titled.push(start),
            Piece::BareDegree => self.bare_degrees.push(start),
            Piece::Person | Piece::Initials => self.initials.push(start),
            Piece::Age => self.ages.push(start),
            Piece::Post | Piece::Head => {
                self.posts.extend(deputy(before));
                self.posts.push(start);
            }
        }
    }

    fn in_order(mut self) -> Self {
        let lists =
            [&mut self.balinese, &mut self.titled, &mut self.degrees, &mut self.initials, &mut self.posts];
        for list in lists {
            list.sort_unstable();
            list.dedup();
        }
        self
    }
}

/// Where the word begins that makes a post a deputy's or a former one's, if it ends `before` the post.
fn deputy(before: &[u8]) -> Option<usize> {
    let held = &before[..before.len() - before.iter().rev().take_while(|byte| is_space(byte)).count()];
    if held.len() == before.len() {
        return None;
    }
    let ends = |text: &[u8], words: &[&str]| {
        words.iter().find_map(|word| {
            let start = text.len().checked_sub(word.len())?;
            text[start..].eq_ignore_ascii_case(word.as_bytes()).then_some(start)
        })
    };
    ends(held.strip_suffix(b".").unwrap_or(held), &["pj", "plt", "plh"])
        .or_else(|| ends(held, &["mantan", "eks", "nonaktif"]))
}

/// The degree without full stops that may end a word, as those with full stops may.
static SSTP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("SSTP"));

/// Whether a full stop may be the first of a degree: `S.H.`, `M. Si`, `Ph.D`, `Sp.OG`. It may end a word.
fn is_in_degree(bytes: &[u8], stop: usize) -> bool {
    /// The longest degree behind a full stop: `Farm`, `IPem`.
    const LONGEST: usize = 4;
    let behind = &bytes[stop + 1..];
    let word = || &behind[usize::from(behind.first().is_some_and(is_space))..];
    let letters = || word().iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
    match &bytes[..stop] {
        [.., b'S', b'p'] => is_capital(word()),
        [.., b'S' | b'M' | b'A' | b'B'] | [.., b'P', b'h'] => is_capital(word()) && letters() <= LONGEST,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_given_wherever_blocks_begin() {
        let text = "I Wayan Rekaan, S.H., M. Si (Drs. Contoh,SE), oknum AB 45 tahun, Plt. Camat Desa; kepala dinas. AhDrs. X";
        let near = Hints::of(text);
        for filler in 1..=2 * BLOCK {
            let far = Hints::of(&(" ".repeat(filler) + text));
            let moved = |list: &[usize]| list.iter().map(|at| at + filler).collect::<Vec<_>>();
            let expected = Hints {
                balinese: moved(&near.balinese),
                titled: moved(&near.titled),
                degrees: moved(&near.degrees),
                bare_degrees: moved(&near.bare_degrees),
                initials: moved(&near.initials),
                ages: moved(&near.ages),
                posts: moved(&near.posts),
            };
            assert_eq!(far, expected, "{filler}");
        }
        assert!(
            [&near.balinese, &near.titled, &near.degrees, &near.posts].iter().all(|list| !list.is_empty())
        );
    }
}
