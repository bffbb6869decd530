//! Proofs that were found before.

use super::{Limits, Linked, Protected, Refusal, Rule, protect};

/// Where proofs come from.
#[derive(Default)]
pub struct Proofs {}

impl Proofs {
    /// As [`protect`].
    ///
    /// # Errors
    /// As [`protect`].
    pub fn protect(&self, tables: &Linked, rule: Rule, limits: Limits) -> Result<Protected, Refusal> {
        protect(tables, rule, limits)
    }
}
