//! Classifies the bytes of a text, 64 at a time, as the bits of a number.
//!
//! The compiler vectorises the code here, as long as it has no branches: a class is tested by comparisons
//! joined with `|` and `&`.

/// The number of bytes in a block.
pub(super) const BLOCK: usize = 64;

/// The bytes of a block that are in a class, as a bit mask; the first byte is the lowest bit.
#[inline]
pub(super) fn mask(block: &[u8; BLOCK], is_of_kind: impl Fn(u8) -> bool) -> u64 {
    // In each group of eight bytes, every byte sets the bit of its group, so that the groups can be combined
    // with OR …
    let flags: [u8; BLOCK] = std::array::from_fn(|at| if is_of_kind(block[at]) { 1 << (at / 8) } else { 0 });
    let eights = flags.as_chunks::<8>().0;
    transposed(eights.iter().fold(0, |all, eight| all | u64::from_le_bytes(*eight)))
}

/// … into a matrix of eight by eight bits, which is transposed here: the bits on both sides of the diagonal
/// swap places, first in squares of two by two, then of four by four, then of eight by eight.
#[inline]
fn transposed(mut square: u64) -> u64 {
    for (distance, side) in [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0xF0F0_F0F0)] {
        let differing = (square ^ square >> distance) & side;
        square ^= differing ^ differing << distance;
    }
    square
}

/// The blocks of a text with their offsets. The last one is padded with zeros.
pub(super) fn blocks(bytes: &[u8]) -> impl Iterator<Item = (usize, [u8; BLOCK])> {
    let (whole, rest) = bytes.as_chunks::<BLOCK>();
    let last = (!rest.is_empty()).then(|| padded(rest));
    whole.iter().copied().chain(last).enumerate().map(|(index, block)| (index * BLOCK, block))
}

fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The positions of the bits that are set, in order.
    fn ones(mut mask: u64) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || {
            let place = (mask != 0).then(|| mask.trailing_zeros() as usize);
            mask &= mask.wrapping_sub(1);
            place
        })
    }

    #[test]
    fn a_mask_tells_each_byte_of_a_block() {
        for first in (0..=u8::MAX).step_by(BLOCK / 2) {
            let block: [u8; BLOCK] = std::array::from_fn(|at| first.wrapping_add(at as u8));
            let kinds: [fn(u8) -> bool; 3] =
                [|byte| byte.is_ascii_alphabetic(), |byte| byte.is_ascii_digit(), |byte| byte >= 0x80];
            for kind in kinds {
                let expected = (0..BLOCK).filter(|at| kind(block[*at])).collect::<Vec<_>>();
                assert_eq!(ones(mask(&block, kind)).collect::<Vec<_>>(), expected, "from {first}");
            }
        }
    }

    #[test]
    fn the_blocks_of_a_text_are_all_of_it_and_zeros() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let text: Vec<u8> = (1..=length).map(|at| at as u8).collect();
            let mut joined = Vec::new();
            for (start, block) in blocks(&text) {
                assert_eq!(start, joined.len());
                joined.extend(block);
            }
            let (read, behind) = joined.split_at(length);
            assert_eq!(read, text);
            assert!(behind.len() < BLOCK && behind.iter().all(|byte| *byte == 0));
        }
    }
}
