//! Pact counts, coarsened so that no published cell points at people.
//!
//! "3 of 41 have not signed" names three people to every colleague. So each published cell (one class
//! of offices × one category × one day) has 0 or at least [`MIN_CELL`] persons who signed, and 0 or at
//! least as many who did not. Offices that break this on any day of the series are pooled in one
//! class, `tidak_dirinci`, for the whole series; the pool takes in the smallest other offices until
//! it holds the rule itself. Since one partition of offices serves all days and all margins, no
//! subtraction of published figures gives a smaller group away. The totals stay exact.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::MIN_CELL;
use crate::collections::common::{Refs, Unit};
use crate::collections::pact::{PactKind, PactSeries, StaffCategory};
use crate::reading::{AsOf, Count, RecordRef, Symbol};

/// A pact series as it is published.
pub struct PublishedPact {
    /// Which pact.
    pub kind: PactKind,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
    /// The election that it belongs to.
    pub calendar: Option<RecordRef>,
    /// The rules that it rests on.
    pub legal_base: Refs,
    /// What the counts count.
    pub unit: Unit,
    /// Totals by day, the earliest first.
    pub totals: Vec<(AsOf, Signed)>,
    /// Counts by day, class and category; empty where only totals may be shown.
    pub days: BTreeMap<Date, BTreeMap<Class, BTreeMap<StaffCategory, Signed>>>,
    /// How many offices the pool holds; 0 where every office stands for itself.
    pub pooled: usize,
    /// Whether rows exist that may not be shown even pooled.
    pub totals_only: bool,
}

/// A row of a published pact table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// One office, by its code.
    Office(String),
    /// The offices that are not detailed.
    Pool,
}

/// Signatures out of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Persons who should sign.
    pub target: Count,
    /// Persons who have signed.
    pub signed: Count,
}

/// Target and signed, as far as both are numbers.
type Pair = Option<(u64, u64)>;

type Cells = BTreeMap<(Date, StaffCategory), Pair>;

/// Coarsens a series. Offices of `pooled_before` stay in the pool.
pub(super) fn coarsen(series: &PactSeries, pooled_before: &BTreeSet<&str>) -> PublishedPact {
    let mut by_office: BTreeMap<String, Cells> = BTreeMap::new();
    for count in &series.counts {
        let pair = count.target.number().zip(count.signed.number());
        by_office.entry(count.office.clone()).or_default().insert((count.as_of, count.category), pair);
    }
    let pool = pool(&by_office, pooled_before);
    let mut published = PublishedPact {
        kind: series.kind,
        compulsory: series.compulsory,
        calendar: series.calendar.clone(),
        legal_base: series.legal_base.clone(),
        unit: series.unit,
        totals: totals(series),
        days: BTreeMap::new(),
        pooled: pool.as_ref().map_or(0, BTreeSet::len),
        totals_only: !series.counts.is_empty() && pool.is_none(),
    };
    let Some(pool) = pool else { return published };
    let mut pooled = Cells::new();
    for (office, cells) in &by_office {
        for ((day, category), pair) in cells {
            if pool.contains(office) {
                add(pooled.entry((*day, *category)).or_insert(Some((0, 0))), *pair);
            } else {
                insert(&mut published, *day, Class::Office(office.clone()), *category, *pair);
            }
        }
    }
    for ((day, category), pair) in pooled {
        insert(&mut published, day, Class::Pool, category, pair);
    }
    published
}

fn insert(published: &mut PublishedPact, day: Date, class: Class, category: StaffCategory, pair: Pair) {
    let signed = match pair {
        Some((target, signed)) => {
            Signed { target: Count::Number(target, None), signed: Count::Number(signed, None) }
        }
        None => {
            let unknown = Count::Symbol(Symbol::NotAvailable);
            Signed { target: unknown, signed: unknown }
        }
    };
    published.days.entry(day).or_default().entry(class).or_default().insert(category, signed);
}

fn add(sum: &mut Pair, pair: Pair) {
    *sum = sum
        .zip(pair)
        .map(|((target, signed), more)| (target.saturating_add(more.0), signed.saturating_add(more.1)));
}

/// Whether a cell speaks of nobody or of enough people, on both sides.
fn is_safe(pair: Pair) -> bool {
    let enough = |number: u64| number == 0 || number >= MIN_CELL;
    // A cell without numbers shows nothing, but its neighbours' sums could give it away.
    pair.is_some_and(|(target, signed)| enough(signed) && enough(target.saturating_sub(signed)))
}

/// The offices to pool: none, some, or `None` where even all of them together are too few.
fn pool(by_office: &BTreeMap<String, Cells>, pooled_before: &BTreeSet<&str>) -> Option<BTreeSet<String>> {
    let unsafe_office = |cells: &Cells| cells.values().any(|pair| !is_safe(*pair));
    let mut pool: BTreeSet<String> = by_office
        .iter()
        .filter(|(office, cells)| pooled_before.contains(office.as_str()) || unsafe_office(cells))
        .map(|(office, _)| office.clone())
        .collect();
    if pool.is_empty() {
        return Some(pool);
    }
    let size = |office: &String| -> u64 {
        by_office[office].values().flatten().map(|(target, _)| *target).fold(0, u64::saturating_add)
    };
    let mut rest: Vec<&String> = by_office.keys().filter(|office| !pool.contains(*office)).collect();
    // The largest last, so that `pop` from the front order takes the smallest; ties by code.
    rest.sort_by(|a, b| (size(b), *b).cmp(&(size(a), *a)));
    loop {
        let mut sums = Cells::new();
        for (key, pair) in pool.iter().flat_map(|office| &by_office[office]) {
            add(sums.entry(*key).or_insert(Some((0, 0))), *pair);
        }
        // One office in a pool of its own is no pool.
        if pool.len() > 1 && !unsafe_office(&sums) {
            return Some(pool);
        }
        pool.insert(rest.pop()?.clone());
    }
}

/// The totals of every day: the sums of all rows, or what the series states.
fn totals(series: &PactSeries) -> Vec<(AsOf, Signed)> {
    let mut days: BTreeMap<AsOf, Signed> = BTreeMap::new();
    let mut sums: BTreeMap<Date, Pair> = BTreeMap::new();
    for count in &series.counts {
        let pair = count.target.number().zip(count.signed.number());
        add(sums.entry(count.as_of).or_insert(Some((0, 0))), pair);
    }
    for (day, pair) in sums {
        if let Some((target, signed)) = pair {
            let total = Signed { target: Count::Number(target, None), signed: Count::Number(signed, None) };
            days.insert(AsOf::Day(day), total);
        }
    }
    for total in &series.totals {
        days.insert(total.as_of, Signed { target: total.target.value, signed: total.signed.value });
    }
    days.into_iter().collect()
}

#[cfg(test)]
#[path = "pact_tests.rs"]
mod tests;
