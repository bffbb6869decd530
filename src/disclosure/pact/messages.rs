//! The messages of this module, from `messages.toml`.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_pact.rs"));

use cell_suppression::Refusal;

use crate::locale::Text;

/// Why tables are not protected, without a number of the tables.
pub(crate) fn why_unprotected(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::Malformed(_) | Refusal::Contradiction { .. } => contradictory(),
        Refusal::Infeasible { .. } => infeasible(),
        Refusal::Stalled { .. } => stalled(),
        Refusal::Overflow { .. } => overflow(),
        Refusal::Unproven(_) => unproven(),
    }
}
