//! The messages of this module, from `messages.toml`, by broken rule.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_ledger.rs"));

use super::{Difference, Rule, file_name};
use crate::diagnostics::{Diagnostic, codes};

/// The code of [`not_released`].
pub(crate) const NOT_RELEASED: &str = codes::TW0873;

/// A rule that the step from an earlier release breaks.
pub(crate) fn difference(difference: &Difference) -> Diagnostic {
    let Difference { series, earlier, release: number, rule } = difference;
    let number = file_name(*number);
    let from = if series == earlier { release(&number) } else { series_in_release(earlier, &number) };
    match rule {
        Rule::SmallChange { columns, k } => {
            let columns: Vec<String> = columns.iter().map(|level| format!("`{}`", level.key())).collect();
            small_change(from, &columns.join(" × "), *k)
        }
        Rule::AlikeChange { column, l } => alike_change(from, column.key(), *l),
        Rule::UnorderedPolicy => unordered_policy(from),
        Rule::HiddenTable => hidden_table(from),
        Rule::PolicyVersion => policy_version(from),
        Rule::PactChange { day, k } => pact_change(from, *day, *k),
        Rule::PoolShrank => pool_shrank(from),
        Rule::PactMethod { day } => pact_method(from, *day),
        Rule::HiddenDay { day } => hidden_day(from, *day),
    }
}
