//! Rules across pact series.
//!
//! Each series is protected by itself. Two series that count the same signatures on the same days would be
//! two tables of the same persons, and one could show what the other hides or pools. And a series of a single
//! small office would publish as its total what no series may publish as a cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::messages as rule;
use super::{MIN_CELL, totals};
use crate::collections::pact::{PactKind, PactSeries};
use crate::collections::{Detail, Entry, Portal};
use crate::diagnostics::Findings;
use crate::disclosure::rows::Thresholds;

/// The minimum number of people in a government; fewer are an office.
const SMALLEST_WHOLE: u64 = Thresholds::DEFAULT.population;

/// A series with its first and last day.
type Dated<'p> = (&'p Arc<Entry>, (Date, Date));

/// Returns every rule that the pact series break together, drafts included. It skips withdrawn series:
/// another series about the same days replaces them.
pub(crate) fn check(portal: &Portal) -> Findings {
    let mut findings = Findings::default();
    let mut by_subject: BTreeMap<(PactKind, Option<&str>), Vec<Dated<'_>>> = BTreeMap::new();
    for entry in portal.entries.iter().filter(|entry| entry.common().withdrawn.is_none()) {
        let Detail::Pact(series) = entry.detail() else { continue };
        if is_of_few(series, portal) {
            findings.push(rule::total_of_few(SMALLEST_WHOLE).in_file(&entry.file));
        }
        let Some(days) = days(series) else { continue };
        let election = series.calendar.as_ref().map(|calendar| calendar.id.as_str());
        let same = by_subject.entry((series.kind, election)).or_default();
        if let Some((other, _)) = same.iter().find(|(_, other)| other.0 <= days.1 && days.0 <= other.1) {
            findings.push(rule::pacts_of_the_same_people(&other.id).in_file(&entry.file));
        }
        same.push((entry, days));
    }
    findings
}

/// The first and the last day of a series.
fn days(series: &PactSeries) -> Option<(Date, Date)> {
    let counted = series.counts.iter().map(|count| count.as_of);
    let stated = series.totals.iter().filter_map(|total| total.as_of.day());
    let days: Vec<Date> = counted.chain(stated).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// Whether a total counts few people in a small population, or few people of one office.
fn is_of_few(series: &PactSeries, portal: &Portal) -> bool {
    let k = series.policy.as_ref().and_then(|policy| policy.k.as_ref()).map_or(MIN_CELL, |k| k.value);
    let offices: BTreeSet<&str> = series.counts.iter().map(|count| count.office.as_str()).collect();
    let is_one_of_many = offices.len() == 1 && portal.offices.len() > 1;
    totals(series).values().any(|total| {
        let Some((target, signed)) = total.target.number().zip(total.signed.number()) else { return false };
        let is_small = |number: u64| (1..k).contains(&number);
        (target < SMALLEST_WHOLE || is_one_of_many)
            && (is_small(signed) || is_small(target.saturating_sub(signed)))
    })
}
