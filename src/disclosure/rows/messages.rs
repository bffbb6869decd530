//! The messages of this module, from `messages.toml`, by broken rule.

include!(concat!(env!("OUT_DIR"), "/messages/disclosure_rows.rs"));

use super::{Thresholds, Violation};
use crate::collections::sanction::levels::Level;
use crate::diagnostics::Diagnostic;

/// A rule that rows break, with the coarser columns that would keep all rules.
pub(crate) fn broken(violation: &Violation, thresholds: &Thresholds, advice: Option<&[Level]>) -> Diagnostic {
    let Thresholds { k, l, pool_percent, population, share_percent } = *thresholds;
    let found = match violation {
        Violation::TooFewPersons => return too_few_persons(thresholds.least_total()),
        Violation::NoHeadcount => return no_headcount(),
        Violation::SmallClass => small_class(k),
        Violation::SmallPool => small_pool(k),
        Violation::LargePool => large_pool(pool_percent),
        Violation::Alike(level) => alike(level.key(), l),
        Violation::SmallPopulation => small_population(population),
        Violation::LargeShare => large_share(share_percent),
    };
    found.better_hint(advice.map(coarser_columns))
}

/// A shown number of a table points at too few people.
pub(super) fn table_of_few(violation: &Violation, thresholds: &Thresholds) -> Diagnostic {
    match violation {
        Violation::SmallPopulation => table_of_small_population(thresholds.population),
        Violation::LargeShare => table_of_large_share(thresholds.share_percent),
        other => broken(other, thresholds, None),
    }
}
