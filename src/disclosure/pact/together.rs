//! Rules over pact series that no series can keep alone.
//!
//! Each series is protected for itself. Two that count the same signatures on the same days would be two
//! tables of the same persons, and what one of them hides or pools, the other may show. And a series of a
//! single small office would publish as its total what no series may publish as a cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::messages as rule;
use super::{MIN_CELL, totals};
use crate::collections::pact::{PactKind, PactSeries};
use crate::collections::{Detail, Entry, Portal};
use crate::diagnostics::Findings;
use crate::disclosure::rows::Thresholds;

/// A government has at least so many people; fewer are an office.
const SMALLEST_WHOLE: u64 = Thresholds::DEFAULT.population;

/// A series, and the first and the last day that it speaks of.
type Dated<'p> = (&'p Arc<Entry>, (Date, Date));

/// Every rule that the pact series break together, drafts included. A withdrawn series is replaced by
/// another one about the same days.
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

/// The first and the last day that a series speaks of.
fn days(series: &PactSeries) -> Option<(Date, Date)> {
    let counted = series.counts.iter().map(|count| count.as_of);
    let stated = series.totals.iter().filter_map(|total| total.as_of.day());
    let days: Vec<Date> = counted.chain(stated).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// Whether a total speaks of a few people among people who are few, or of a few people of one office.
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
