//! Which bytes of a text may have to be undone; what stands between them is ordinary text.

use super::blocks::{BLOCK, blocks, mask};

/// Whether a byte may stand for something else than itself, or for nothing. One that may not is ordinary
/// text; of the others, many stay as they are too.
#[inline]
pub(super) fn is_unusual(byte: u8) -> bool {
    // As signed numbers, control characters (line ends too) and all that is not ASCII are less than a space.
    let is_printable = byte.cast_signed() >= b' '.cast_signed();
    !is_printable
        | (byte == b'*')
        | (byte == b'`')
        | (byte == b'~')
        | (byte == b'%')
        | (byte == b'&')
        // `<`, `\` and `|` differ in two bits alone.
        | (byte | 0x60 == b'|')
}

/// Which bytes of a piece are unusual, or spaces behind spaces: a bit for each.
pub(super) struct Unusual {
    masks: Vec<u64>,
    /// The length of the piece.
    length: usize,
}

impl Unusual {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut space_before = 0;
        let masks = blocks(bytes).map(|(_, block)| {
            let spaces = mask(&block, |byte| byte == b' ');
            let behind_spaces = spaces << 1 | space_before;
            space_before = spaces >> (BLOCK - 1);
            mask(&block, is_unusual) | spaces & behind_spaces
        });
        Self { masks: masks.collect(), length: bytes.len() }
    }

    /// The first at `at` or behind it; the end of the piece, if there is none.
    #[inline]
    pub(super) fn next(&self, at: usize) -> usize {
        let Some((first, rest)) = self.masks.get(at / BLOCK..).and_then(<[u64]>::split_first) else {
            return self.length;
        };
        let mut start = at;
        let mut mask = first >> (at % BLOCK);
        let mut rest = rest.iter();
        while mask == 0 {
            let Some(next) = rest.next() else { return self.length };
            (start, mask) = (start - start % BLOCK + BLOCK, *next);
        }
        // Behind the end of the piece stand zeros, which are unusual.
        self.length.min(start + mask.trailing_zeros() as usize)
    }
}
