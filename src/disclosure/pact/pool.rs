//! Pooling: each published cell (one class of offices × one category × one day) has 0 or at least `k` persons
//! who signed, and 0 or at least `k` who did not.
//!
//! Offices that break this rule on any day are pooled in one class, `tidak_dirinci`, for the whole series.
//! The pool then takes in the smallest other offices until it keeps the rule itself. All days and all margins
//! use the same partition of offices, so no difference of published figures reveals a smaller group. An
//! office that an earlier release pooled stays in the pool.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Day, OfficeRow, Pair, Signed, Told, add, told};
use crate::collections::pact::{PactSeries, StaffCategory};
use crate::reading::{Count, Symbol};

type Cells = BTreeMap<(Date, StaffCategory), Pair>;

/// The details of each day, and the number of pooled offices; `None` if even all offices together are too
/// few.
pub(super) fn details(
    series: &PactSeries,
    k: u64,
    pooled_before: &BTreeSet<&str>,
) -> Option<(BTreeMap<Date, Day>, usize)> {
    let mut by_office: BTreeMap<&str, Cells> = BTreeMap::new();
    for count in &series.counts {
        let cells = by_office.entry(&count.office).or_default();
        match told(count) {
            Told::Pair(target, signed) => cells.insert((count.as_of, count.category), Some((target, signed))),
            Told::Unknown => cells.insert((count.as_of, count.category), None),
            // If there is no such staff, there is nothing to show or to pool.
            Told::Nobody => None,
        };
    }
    by_office.retain(|_, cells| !cells.is_empty());
    let pool = pool(&by_office, k, pooled_before)?;
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut insert = |day: Date, class: OfficeRow, category: StaffCategory, pair: Pair| {
        let signed = match pair {
            Some((target, signed)) => Signed::numbers(target, signed),
            None => Signed::symbol(Symbol::NotAvailable),
        };
        days.entry(day).or_default().cells.entry(class).or_default().insert(category, signed);
    };
    for ((day, category), pair) in sums(pool.iter().map(|office| &by_office[office])) {
        insert(day, OfficeRow::Pool, category, pair);
    }
    for (office, cells) in by_office.iter().filter(|(office, _)| !pool.contains(*office)) {
        for ((day, category), pair) in cells {
            insert(*day, OfficeRow::Office((*office).to_owned()), *category, *pair);
        }
    }
    for day in days.values_mut() {
        let classes = day.cells.iter().map(|(class, cells)| (class.clone(), sum(cells.values())));
        day.classes = classes.collect();
        let shown: BTreeSet<StaffCategory> =
            day.cells.values().flat_map(|cells| cells.keys().copied()).collect();
        let of = |category: &StaffCategory| sum(day.cells.values().filter_map(|cells| cells.get(category)));
        day.categories = shown.iter().map(|category| (*category, of(category))).collect();
    }
    Some((days, pool.len()))
}

/// Sums cells; any symbol makes the sum unknown.
fn sum<'c>(cells: impl Iterator<Item = &'c Signed>) -> Signed {
    let mut sum: Pair = Some((0, 0));
    for cell in cells {
        let told = match (cell.target, cell.signed) {
            (Count::Number(target, _), Count::Number(signed, _)) => Told::Pair(target, signed),
            _ => Told::Unknown,
        };
        add(&mut sum, told);
    }
    sum.map_or(Signed::symbol(Symbol::NotAvailable), |(target, signed)| Signed::numbers(target, signed))
}

/// Sums the cells of several offices.
fn sums<'c>(offices: impl Iterator<Item = &'c Cells>) -> Cells {
    let mut sums = Cells::new();
    for (key, pair) in offices.flatten() {
        let told = pair.map_or(Told::Unknown, |(target, signed)| Told::Pair(target, signed));
        add(sums.entry(*key).or_insert(Some((0, 0))), told);
    }
    sums
}

/// Whether a cell counts nobody or enough people, on both sides.
fn is_safe(pair: Pair, k: u64) -> bool {
    let enough = |number: u64| number == 0 || number >= k;
    // A cell without numbers shows nothing, but the sums of its neighbours could reveal it.
    pair.is_some_and(|(target, signed)| enough(signed) && enough(target.saturating_sub(signed)))
}

/// The offices to pool, possibly none; `None` if even all of them together are too few.
fn pool<'o>(
    by_office: &BTreeMap<&'o str, Cells>,
    k: u64,
    pooled_before: &BTreeSet<&str>,
) -> Option<BTreeSet<&'o str>> {
    let unsafe_office = |cells: &Cells| cells.values().any(|pair| !is_safe(*pair, k));
    let mut pool: BTreeSet<&str> = by_office
        .iter()
        .filter(|(office, cells)| pooled_before.contains(*office) || unsafe_office(cells))
        .map(|(office, _)| *office)
        .collect();
    if pool.is_empty() {
        return Some(pool);
    }
    let size = |office: &str| -> u64 {
        by_office[office].values().flatten().map(|(target, _)| *target).fold(0, u64::saturating_add)
    };
    let mut rest: Vec<&str> = by_office.keys().copied().filter(|office| !pool.contains(office)).collect();
    // Largest first, so that `pop` takes the smallest; ties by code.
    rest.sort_by(|a, b| (size(b), *b).cmp(&(size(a), *a)));
    loop {
        // A pool needs more than one office.
        if pool.len() > 1 && !unsafe_office(&sums(pool.iter().map(|office| &by_office[office]))) {
            return Some(pool);
        }
        pool.insert(rest.pop()?);
    }
}
