//! The policy for the rows: what the portal fixes, and what the command line gives.

use super::{Plan, Stop, Work, flags};
use crate::anonymise::messages as rule;
use crate::cli::flags::Flag;
use crate::collections::Detail;
use crate::collections::sanction::levels::{Attribute, Level};
use crate::collections::sanction::messages as row_rule;
use crate::diagnostics::Findings;
use crate::disclosure::rows::{Headcount, Thresholds};

impl Work<'_> {
    /// The policy of the series. Without one, the policy from the options.
    pub(super) fn plan(&self) -> Result<Plan, Stop> {
        let find = |id: &str| -> Result<Headcount, Stop> {
            match self.portal.entry(id).map(|entry| entry.detail()) {
                Some(Detail::Pact(series)) => Ok(Headcount::of(series, &self.portal.offices)),
                _ => Err(rule::no_headcount(id).into()),
            }
        };
        let table_levels = match self.target.series().and_then(|series| series.table.as_ref()) {
            Some(table) => Some(table.columns()),
            None => self.levels(&flags::TABLE),
        };
        if let Some(levels) = &table_levels {
            refuse_together(levels)?;
            if levels.len() > 2 || levels.contains(&Level::Contest) {
                return Err(row_rule::table_columns().into());
            }
        }
        if let Some(policy) = self.target.policy() {
            let headcount = policy.headcount.as_ref().map(|target| find(&target.id)).transpose()?;
            return Ok(Plan {
                levels: Some(policy.columns()),
                table_levels,
                thresholds: Thresholds::of(policy),
                headcount,
            });
        }
        let number = |flag: Flag<u64>, default: u64| flag.of(self.matches).unwrap_or(default);
        let default = Thresholds::DEFAULT;
        let thresholds = Thresholds {
            k: number(flags::K, default.k),
            l: number(flags::L, default.l),
            pool_percent: number(flags::MAX_POOLED, default.pool_percent),
            population: number(flags::MIN_POPULATION, default.population),
            share_percent: number(flags::MAX_SHARE, default.share_percent),
        };
        let levels = self.levels(&flags::PUBLISH_COLUMNS);
        if let Some(levels) = &levels {
            refuse_together(levels)?;
        }
        let headcount = flags::POPULATION.of(self.matches).as_deref().map(find).transpose()?;
        Ok(Plan { levels, table_levels, thresholds, headcount })
    }

    /// The levels that a flag lists, in the order of the vocabulary.
    fn levels(&self, flag: &Flag<Level>) -> Option<Vec<Level>> {
        let mut levels = flag.all(self.matches);
        levels.sort_unstable();
        levels.dedup();
        Some(levels).filter(|levels| !levels.is_empty())
    }
}

/// Refuses levels that may not be combined.
fn refuse_together(levels: &[Level]) -> Result<(), Stop> {
    let mut findings = Findings::default();
    for (at, level) in levels.iter().enumerate() {
        if let Some(other) = levels[..at].iter().find(|other| other.attribute() == level.attribute()) {
            findings.push(row_rule::two_levels(other.key(), level.key()));
        }
        if level.attribute() == Attribute::Post && levels.contains(&Level::Cluster) {
            findings.push(row_rule::post_with_office(level.key()));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(Stop::Sheet(findings)) }
}
