//! The messages of this module, from `messages.toml`.

include!(concat!(env!("OUT_DIR"), "/messages/anonymise.rs"));

use crate::diagnostics::codes;
use crate::locale::Text;

/// The codes of messages about the command line, or about the place or form of the spreadsheet, not its
/// content.
pub(crate) const USE_CODES: [&str; 12] = [
    codes::TW0830,
    codes::TW0831,
    codes::TW0832,
    codes::TW0833,
    codes::TW0834,
    codes::TW0835,
    codes::TW0839,
    codes::TW0840,
    codes::TW0843,
    codes::TW0844,
    codes::TW0845,
    codes::TW0846,
];

/// Row numbers in a sentence: `3, 7 and 2 more`.
pub(crate) fn rows(numbers: &[u64]) -> Text {
    /// The maximum number of rows listed; the others are only counted.
    const SHOWN: usize = 20;
    let shown: Vec<String> = numbers.iter().take(SHOWN).map(u64::to_string).collect();
    let shown = shown.join(", ");
    match numbers.len().saturating_sub(SHOWN) {
        0 => Text::new(shown.clone(), shown),
        more => and_more(&shown, more),
    }
}
