//! The bytes of a text that may need normalising. The bytes between them are ordinary text.

use super::blocks::{BLOCK, blocks, mask};

/// Whether a byte may be normalised or removed. All other bytes are ordinary text; many of these stay as they
/// are too.
#[inline]
pub(super) fn is_unusual(byte: u8) -> bool {
    // As signed numbers, control characters (including line ends) and all bytes outside ASCII are less than a
    // space.
    let is_printable = byte.cast_signed() >= b' '.cast_signed();
    !is_printable
        | (byte == b'*')
        | (byte == b'`')
        | (byte == b'~')
        | (byte == b'%')
        | (byte == b'&')
        // `<`, `\` and `|` differ in only two bits.
        | (byte | 0x60 == b'|')
}

/// The bytes of a piece that are unusual, or spaces after spaces, as a bit mask.
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

    /// The position of the first one at or after `at`, or the end of the piece.
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
        // The padding after the end of the piece is zeros, which count as unusual.
        self.length.min(start + mask.trailing_zeros() as usize)
    }
}
