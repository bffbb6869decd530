//! Checks the rows of every sanction series of a portal.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Headcount, RowTable, Thresholds, advise, violations};
use crate::collections::sanction::levels::POOLED;
use crate::collections::sanction::{Policy, SanctionSeries};
use crate::collections::{Detail, Entry, Portal};
use crate::diagnostics::Findings;
use crate::diagnostics::catalogue::rows as rule;

impl Thresholds {
    /// The thresholds of a policy.
    pub fn of(policy: &Policy) -> Self {
        let default = Self::DEFAULT;
        let or = |number: &Option<crate::reading::Located<u64>>, default| {
            number.as_ref().map_or(default, |number| number.value)
        };
        Self {
            k: or(&policy.k, default.k),
            l: or(&policy.l, default.l),
            pool_percent: or(&policy.pool_percent, default.pool_percent),
            population: or(&policy.population, default.population),
            share_percent: or(&policy.share_percent, default.share_percent),
        }
    }
}

impl RowTable {
    /// The rows of a series under its policy; `None` where it has none.
    ///
    /// Only for a series whose rows were checked against the policy's columns.
    pub(crate) fn of(series: &SanctionSeries) -> Option<Self> {
        let policy = series.policy.as_ref()?;
        if series.rows.is_empty() {
            return None;
        }
        let mut table = Self::new(&policy.columns());
        for row in &series.rows {
            let values: Option<Vec<String>> = table
                .levels()
                .iter()
                .map(|level| row.value(*level).map(|value| value.value.clone()))
                .collect();
            let values = values?;
            if values.iter().all(|value| value == POOLED) {
                table.add_pooled(row.count.value);
            } else {
                table.add(values, row.count.value);
            }
        }
        Some(table)
    }
}

/// The headcount that a policy names.
pub(crate) fn headcount(policy: &Policy, portal: &Portal) -> Option<Headcount> {
    let entry = portal.entry(&policy.headcount.as_ref()?.id)?;
    match entry.detail() {
        Detail::Pact(series) => Some(Headcount::of(series, &portal.offices)),
        _ => None,
    }
}

/// Holds every series with rows against its policy, drafts included, and the series against each other.
pub(crate) fn check(portal: &Portal) -> Findings {
    let mut findings = Findings::default();
    let series: Vec<(&Arc<Entry>, &SanctionSeries, RowTable)> = portal
        .entries
        .iter()
        .filter_map(|entry| match entry.detail() {
            Detail::Sanction(series) => Some((entry, series, RowTable::of(series)?)),
            _ => None,
        })
        .collect();
    for (entry, series, table) in &series {
        let Some(policy) = &series.policy else { continue };
        let thresholds = Thresholds::of(policy);
        let headcount = headcount(policy, portal);
        let broken = violations(table, &thresholds, headcount.as_ref());
        if broken.is_empty() {
            continue;
        }
        let advice = advise(table, &thresholds, headcount.as_ref());
        for violation in &broken {
            let found = rule::broken(violation, &thresholds, advice.as_deref());
            findings.push(found.at_verbatim(&entry.file, policy.range.clone()));
        }
    }
    check_overlaps(&series, &mut findings);
    findings
}

/// Series that count the same outcome of the same authority must not cover a common day: the same person
/// would stand in both, and two tables of one person say more than each.
fn check_overlaps(series: &[(&Arc<Entry>, &SanctionSeries, RowTable)], findings: &mut Findings) {
    let mut by_subject: BTreeMap<_, Vec<(&Arc<Entry>, &SanctionSeries)>> = BTreeMap::new();
    for (entry, series, _) in series {
        by_subject.entry((series.outcome, series.authority.value)).or_default().push((entry, series));
    }
    for same in by_subject.values() {
        for (at, (entry, series)) in same.iter().enumerate() {
            let Some(period) = &series.period else { continue };
            let other = same[..at].iter().find(|(_, other)| {
                other.period.as_ref().is_some_and(|other| other.from <= period.to && period.from <= other.to)
            });
            if let Some((other, _)) = other {
                findings
                    .push(rule::overlapping_series(&other.id).at_verbatim(&entry.file, period.range.clone()));
            }
        }
    }
}
