//! Where the patterns for names, initials and posts could match at all.
//!
//! Each pattern needs some fixed piece of text: a title, a degree, the word for a post. Nearly all of them
//! begin a word, so one pass over the bytes finds them, and the few bytes beside a piece are checked. Only
//! there is a pattern tried. A hint may be given where nothing is; where something is, one is always given
//! (the tests hold the matches against those of regular expressions, which look everywhere).

use std::sync::LazyLock;

use super::pieces::{PIECES, Piece, is_capital, is_space};

/// The places at which the patterns could match, in order.
#[derive(Debug, Default)]
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

/// The pieces by their first bytes.
struct Table {
    /// For each pair of ASCII bytes, the list that its pieces are in; 0 for none.
    lists_by_pair: Vec<u8>,
    lists: Vec<Vec<(Piece, &'static [u8])>>,
    /// The groups of pieces that may have a byte as their first, second …; a group is a bit.
    groups: [[u32; 256]; PREFIX],
}

/// The bytes of a piece that its groups go by.
const PREFIX: usize = 4;

impl Table {
    /// Where a pair of bytes is looked up; what is not ASCII begins no piece.
    fn pair(first: u8, second: u8) -> usize {
        usize::from(first & 0x7F) << 7 | usize::from(second & 0x7F)
    }

    /// Whether a piece may begin at a byte.
    #[inline]
    fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
        let [first, second, third, fourth] = match bytes.get(at..at + PREFIX) {
            Some(&[first, second, third, fourth]) => [first, second, third, fourth],
            _ => [0, 1, 2, 3].map(next),
        };
        let [a, b, c, d] = &self.groups;
        let group = |table: &[u32; 256], byte: u8| table[usize::from(byte)];
        group(a, first) & group(b, second) & group(c, third) & group(d, fourth) != 0
    }

    /// Sorts the pieces into groups: those that are alike behind their first letter into one.
    fn group(mut words: Vec<&'static [u8]>) -> [[u32; 256]; PREFIX] {
        let mut groups = [[0; 256]; PREFIX];
        let tail = |word: &[u8]| [1, 2, 3].map(|at| word.get(at).copied());
        words.sort_by_key(|word| tail(word));
        let alike = |one: &&[u8], next: &&[u8]| tail(one) == tail(next);
        let in_a_group = words.chunk_by(alike).count().div_ceil(32);
        for (index, alike) in words.chunk_by(alike).enumerate() {
            let bit = 1 << (index / in_a_group);
            for (word, at) in alike.iter().flat_map(|word| (0..PREFIX).map(move |at| (word, at))) {
                match word.get(at) {
                    Some(byte) => groups[at][usize::from(*byte)] |= bit,
                    None => groups[at].iter_mut().for_each(|groups| *groups |= bit),
                }
            }
        }
        groups
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let all: Vec<(Piece, &'static [u8])> =
        PIECES.iter().flat_map(|(piece, words)| words.iter().map(|word| (*piece, word.as_bytes()))).collect();
    let groups = Table::group(all.iter().map(|(_, word)| *word).collect());
    let mut table = Table { lists_by_pair: vec![0; 1 << 14], lists: vec![Vec::new()], groups };
    for (piece, word) in all {
        let [first, second, ..] = word else { continue };
        let list = &mut table.lists_by_pair[Table::pair(*first, *second)];
        if *list == 0 {
            *list = u8::try_from(table.lists.len()).unwrap_or(u8::MAX);
            table.lists.push(Vec::new());
        }
        table.lists[usize::from(*list)].push((piece, word));
    }
    table
});

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Which bytes of a block are ASCII letters; the first is the lowest bit.
fn letters(block: &[u8; BLOCK]) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let (mut mask, eights) = (0, block.as_chunks::<8>().0);
    for (index, eight) in eights.iter().enumerate() {
        // All eight at once: a sum reaches the high bit of its byte from `a` on, another one behind `z`.
        let bytes = u64::from_le_bytes(*eight);
        let small = (bytes | (0x20 * EACH)) & !HIGH;
        let from_a = small + (0x80 - u64::from(b'a')) * EACH;
        let behind_z = small + (0x7F - u64::from(b'z')) * EACH;
        let letters = from_a & !behind_z & !bytes & HIGH;
        // The product gathers the high bits in its last byte.
        mask |= ((letters >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index);
    }
    mask
}

impl Hints {
    /// The hints in a normalised text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let table = &*TABLE;
        let mut hints = Self { degrees: degrees(bytes), ..Self::default() };
        let mut in_word = 0;
        for (index, chunk) in bytes.chunks(BLOCK).enumerate() {
            let mut block = [0; BLOCK];
            block[..chunk.len()].copy_from_slice(chunk);
            let letters = letters(&block);
            let mut begins = letters & !(letters << 1 | in_word);
            in_word = letters >> (BLOCK - 1);
            while begins != 0 {
                let at = index * BLOCK + begins.trailing_zeros() as usize;
                begins &= begins - 1;
                if table.may_begin(bytes, at) {
                    hints.read(bytes, at);
                }
            }
        }
        hints.in_order()
    }

    /// Notes the pieces that begin at a byte.
    fn read(&mut self, bytes: &[u8], at: usize) {
        let Some(&[first, second]) = bytes.get(at..at + 2) else { return };
        let list = TABLE.lists_by_pair[Table::pair(first, second)];
        for (piece, word) in &TABLE.lists[usize::from(list)] {
            if bytes[at..].starts_with(word) {
                self.note(*piece, bytes, at, at + word.len());
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
        let lists = [&mut self.balinese, &mut self.titled, &mut self.initials, &mut self.posts];
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

/// Where a degree may stand: `S.H.`, `M. Si`, `Ph.D`, `Sp.OG`, `SSTP`. It may end a word.
fn degrees(bytes: &[u8]) -> Vec<usize> {
    /// The longest degree behind a full stop: `Farm`, `IPem`.
    const LONGEST: usize = 4;
    let fits = |at: &usize| {
        let behind = &bytes[at + 1..];
        let word = &behind[usize::from(behind.first().is_some_and(is_space))..];
        let letters = || word.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
        match &bytes[..*at] {
            [.., b'S', b'p'] => is_capital(word),
            [.., b'S' | b'M' | b'A' | b'B'] | [.., b'P', b'h'] => is_capital(word) && letters() <= LONGEST,
            _ => false,
        }
    };
    let mut degrees: Vec<usize> = memchr::memchr_iter(b'.', bytes).filter(fits).collect();
    let with_stops = degrees.len();
    degrees.extend(memchr::memmem::find_iter(bytes, b"SSTP"));
    if degrees.len() > with_stops {
        degrees.sort_unstable();
    }
    degrees
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_ascii() {
        for first in (0..=u8::MAX).step_by(BLOCK / 2) {
            let block: [u8; BLOCK] = std::array::from_fn(|at| first.wrapping_add(at as u8));
            let expected =
                block.iter().rev().fold(0, |mask, byte| mask << 1 | u64::from(byte.is_ascii_alphabetic()));
            assert_eq!(letters(&block), expected, "from {first}");
        }
    }
}
