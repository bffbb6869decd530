//! Checks the rows of every sanction series of a portal.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::table_population;
use super::messages as rule;
use super::{CellTable, Exposure, Headcount, RowTable, Thresholds, Violation, advise, violations};
use crate::collections::common::Unit;
use crate::collections::sanction::levels::{Level, POOLED};
use crate::collections::sanction::messages as sanction_rule;
use crate::collections::sanction::{Policy, SanctionSeries};
use crate::collections::{Detail, Entry, Kind, Portal};
use crate::diagnostics::{Diagnostic, Findings};
use crate::reading::Located;

impl Thresholds {
    /// The thresholds of a policy.
    pub fn of(policy: &Policy) -> Self {
        let default = Self::DEFAULT;
        let or =
            |number: &Option<Located<u64>>, default| number.as_ref().map_or(default, |number| number.value);
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
    /// The rows of a series under its policy; `None` if it has none.
    ///
    /// Call it only for a series whose rows were checked against the policy's columns.
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
            let (values, count) = (values?, row.count.value.number()?);
            if values.iter().all(|value| value == POOLED) {
                table.add_pooled(count);
            } else {
                table.add(values, count);
            }
        }
        Some(table)
    }
}

impl CellTable {
    /// The table of a series; `None` if it has none, or if a cell could not be read.
    pub(crate) fn of(series: &SanctionSeries) -> Option<Self> {
        let table = series.table.as_ref()?;
        let levels = table.columns();
        let cells = table
            .cells
            .iter()
            .map(|cell| {
                let key: Option<Vec<String>> =
                    levels.iter().map(|level| Some(cell.value(*level)?.value.clone())).collect();
                Some((key?, cell.count.value.number()))
            })
            .collect::<Option<_>>()?;
        Some(Self::new(levels, cells))
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

/// A series that publishes more than its total.
struct Detailed<'p> {
    entry: &'p Arc<Entry>,
    series: &'p SanctionSeries,
    policy: &'p Located<Policy>,
    rows: Option<RowTable>,
    table: Option<CellTable>,
}

/// Checks every series with details against its policy, drafts included, and the series against each other.
pub(crate) fn check(portal: &Portal) -> Findings {
    let mut findings = Findings::default();
    let detailed: Vec<Detailed<'_>> = portal
        .entries
        .iter()
        .filter_map(|entry| {
            let Detail::Sanction(series) = entry.detail() else { return None };
            let policy = series.policy.as_ref()?;
            let (rows, table) = (RowTable::of(series), CellTable::of(series));
            let has_details = rows.is_some() || table.is_some();
            has_details.then_some(Detailed { entry, series, policy, rows, table })
        })
        .collect();
    for series in &detailed {
        series.check_rows(portal, &mut findings);
        series.check_table(portal, &mut findings);
        check_elections(series.entry, series.series, portal, &mut findings);
        check_headcount(series.entry, series.policy, portal, &mut findings);
    }
    check_overlaps(&detailed, &mut findings);
    findings
}

impl Detailed<'_> {
    fn check_rows(&self, portal: &Portal, findings: &mut Findings) {
        let Some(table) = &self.rows else { return };
        let thresholds = Thresholds::of(self.policy);
        let headcount = headcount(self.policy, portal);
        let broken = violations(table, &thresholds, headcount.as_ref());
        if broken.is_empty() {
            return;
        }
        let advice = advise(table, &thresholds, headcount.as_ref());
        for violation in &broken {
            let found = rule::broken(violation, &thresholds, advice.as_deref());
            findings.push(found.at_verbatim(&self.entry.file, self.policy.range.clone()));
        }
    }

    fn check_table(&self, portal: &Portal, findings: &mut Findings) {
        let (Some(table), Some(at)) = (&self.table, &self.series.table) else { return };
        let Some(total) = self.series.total.number() else { return };
        let thresholds = Thresholds::of(self.policy);
        let mut broken: Vec<Diagnostic> = Vec::new();
        // Another finding already reports rows below the least total.
        if self.rows.is_none() && total < thresholds.least_total() {
            broken.push(rule::broken(&Violation::TooFewPersons, &thresholds, None));
        }
        let headcount = headcount(self.policy, portal);
        broken.extend(
            table_population(table, &thresholds, headcount.as_ref())
                .iter()
                .map(|violation| rule::table_of_few(violation, &thresholds)),
        );
        for exposure in table.exposures(self.rows.as_ref(), total, &thresholds) {
            broken.push(match exposure {
                Exposure::Small => rule::small_cell(thresholds.k),
                Exposure::Open => rule::open_cell(thresholds.k),
                Exposure::Alike(level) => rule::line_alike(level.key()),
                Exposure::Contradiction => rule::table_contradicts(),
                Exposure::Unknown => rule::table_not_judged(),
            });
        }
        for found in broken {
            findings.push(found.at_verbatim(&self.entry.file, at.range.clone()));
        }
    }
}

/// An election in a row must be an election calendar of the portal. Anything else would be free text, and an
/// unpublished calendar would be visible.
fn check_elections(entry: &Entry, series: &SanctionSeries, portal: &Portal, findings: &mut Findings) {
    for row in &series.rows {
        let Some(value) = row.value(Level::Contest).filter(|value| value.value != POOLED) else { continue };
        let known = portal.entry(value).is_some_and(|calendar| {
            calendar.kind == Kind::Calendar && is_shown_with(entry, calendar, portal)
        });
        if !known {
            let expected = Level::Contest.expected_value();
            let found = sanction_rule::bad_value(Level::Contest.key(), expected);
            findings.push(found.at_verbatim(entry.table_file(), value.range.clone()));
        }
    }
}

/// Readers must be able to see the headcount that protects the rows, and it must count people.
fn check_headcount(entry: &Entry, policy: &Policy, portal: &Portal, findings: &mut Findings) {
    let Some(target) = &policy.headcount else { return };
    let Some(found) = portal.entry(&target.id) else { return };
    let Detail::Pact(pact) = found.detail() else { return };
    if pact.unit != Unit::Persons || !is_shown_with(entry, found, portal) {
        findings.push(rule::headcount_unfit().at_verbatim(&entry.file, target.range.clone()));
    }
}

/// Whether `other` is live whenever `entry` is public.
fn is_shown_with(entry: &Entry, other: &Entry, portal: &Portal) -> bool {
    !entry.is_public(portal.publication) || other.is_live(portal.publication)
}

/// Series that count the same outcome of the same authority must not share a day: the same person would be in
/// both, and two tables of one person reveal more than each alone.
fn check_overlaps(detailed: &[Detailed<'_>], findings: &mut Findings) {
    let mut by_subject: BTreeMap<_, Vec<(&Arc<Entry>, &SanctionSeries)>> = BTreeMap::new();
    for Detailed { entry, series, .. } in detailed {
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
