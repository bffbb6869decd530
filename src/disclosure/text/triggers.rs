//! Detects whether a text speaks of a sanction, by words anywhere in it.
//!
//! Every text of a portal is searched. The search is that of Wu and Manber: the bytes at the end of a window
//! of a few bytes determine how far it can move without missing a word, mostly three bytes.

use super::numbers::starts_in_any_case;

/// Beginnings of words that speak of a sanction, Indonesian and English.
const TRIGGERS: [&str; 34] = [
    "sanksi",
    "hukuman disiplin",
    "pelanggaran",
    "dijatuhi",
    "dijatuhkan",
    "menjatuhkan",
    "teradu",
    "terlapor",
    "oknum",
    "terbukti",
    "melanggar",
    "dikenai hukuman",
    "dikenakan hukuman",
    "dicopot",
    "dinonaktifkan",
    "dibebastugaskan",
    "bebas tugas",
    "diberhentikan",
    "pemberhentian",
    "dipecat",
    "pemecatan",
    "teguran lisan",
    "teguran tertulis",
    "penurunan jabatan",
    "pembebasan dari jabatan",
    "kode etik",
    "berinisial",
    "indisipliner",
    "sanction",
    "violat",
    "disciplin",
    "reprimand",
    "misconduct",
    "dismissed",
];

/// The size of the window: no trigger is shorter.
const WINDOW: usize = 5;
/// The number of bytes at the end of a window that determine how far it moves.
const ENDING: usize = 3;
/// The size of the table: five bits of each byte, which ignores case.
const ENDINGS: usize = 1 << (5 * ENDING);

/// The first bytes of each trigger, in lower case. They nearly always rule it out.
static HEADS: [u32; TRIGGERS.len()] = {
    let (mut heads, mut trigger) = ([0; TRIGGERS.len()], 0);
    while trigger < TRIGGERS.len() {
        heads[trigger] = head(TRIGGERS[trigger].as_bytes());
        trigger += 1;
    }
    heads
};

const fn head(bytes: &[u8]) -> u32 {
    /// The bits that differ between upper and lower case.
    const SMALL: u32 = 0x2020_2020;
    match bytes.first_chunk() {
        Some(first) => u32::from_le_bytes(*first) | SMALL,
        None => 0,
    }
}

/// How far a window can move without missing a trigger, by its last bytes; 0 if a trigger may begin at the
/// start of the window.
static MOVES: [u8; ENDINGS] = {
    let mut moves = [(WINDOW - ENDING + 1) as u8; ENDINGS];
    let mut trigger = 0;
    while trigger < TRIGGERS.len() {
        let bytes = TRIGGERS[trigger].as_bytes();
        let mut first = 0;
        while first + ENDING <= WINDOW {
            let ending = ending(bytes[first], bytes[first + 1], bytes[first + 2]);
            let to_the_end = (WINDOW - ENDING - first) as u8;
            if to_the_end < moves[ending] {
                moves[ending] = to_the_end;
            }
            first += 1;
        }
        trigger += 1;
    }
    moves
};

const fn ending(first: u8, second: u8, third: u8) -> usize {
    const BITS: u8 = 0x1F;
    ((first & BITS) as usize) << 10 | ((second & BITS) as usize) << 5 | (third & BITS) as usize
}

/// Whether a text speaks of a sanction, a violation or somebody accused of one.
///
/// If it does, it is also searched for names, initials and posts with one holder.
pub fn speaks_of_sanctions(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut end = WINDOW;
    while let Some(&[first, second, third]) = bytes.get(end - ENDING..end) {
        let step = usize::from(MOVES[ending(first, second, third)]);
        if step == 0 && is_trigger(&bytes[end - WINDOW..]) {
            return true;
        }
        end += step.max(1);
    }
    false
}

/// Whether a trigger begins here.
fn is_trigger(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let begins = |(own, word): (&u32, &&str)| *own == head && starts_in_any_case(bytes, word.as_bytes());
    HEADS.contains(&head) && HEADS.iter().zip(&TRIGGERS).any(begins)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moved_window_passes_over_no_trigger(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(TRIGGERS.to_vec()).prop_flat_map(|word| (Just(word), 0..=word.len()))
                        .prop_map(|(word, cut)| word[cut..].to_owned()),
                    prop::sample::select(TRIGGERS.to_vec()).prop_flat_map(|word| (Just(word), 0..=word.len()))
                        .prop_map(|(word, cut)| word[..cut].to_owned()),
                    "[a-zA-Zé .\n]{0,4}",
                ],
                0..6,
            ),
            shout in any::<bool>(),
        ) {
            let text = pieces.concat();
            let text = if shout { text.to_uppercase() } else { text };
            let small = text.to_ascii_lowercase();
            let expected = TRIGGERS.iter().any(|word| small.contains(word));
            prop_assert_eq!(speaks_of_sanctions(&text), expected, "{:?}", text);
        }
    }

    #[test]
    fn every_trigger_is_found_wherever_it_stands() {
        for word in TRIGGERS {
            assert!(word.len() >= WINDOW, "{word}");
            for before in 0..2 * WINDOW {
                let text = "s".repeat(before) + word;
                assert!(speaks_of_sanctions(&text), "{text}");
                assert!(speaks_of_sanctions(&text.to_uppercase()), "{text}");
            }
        }
    }
}
