//! Compares the pact series of two editions.
//!
//! The counts of a released day are history: they change only by correction.
//!
//! If small offices are pooled, each class must have gained or lost nobody or at least `k` persons: among
//! those who signed, among those who did not, and in total. The pool may only grow. What it gained are
//! offices that were shown before, so the earlier counts of these offices are added to the earlier pool
//! before the comparison.
//!
//! If cells are hidden, each sum that changes is a new equation about them. Such a day must not change.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Cell, DayFacts, Difference, Facts, PactFacts, Release, RowKey, Rule, is_successor};
use crate::collections::pact::PactMethod;

/// The method that shows sums of offices and hides no cell.
pub(super) const POOLING: &str = PactMethod::Pool.key();

/// Returns every rule that the step from `earlier` to `now` breaks.
pub(super) fn compare(earlier: &Release, now: &Facts) -> Vec<Difference> {
    let then = &earlier.facts;
    let mut found = Vec::new();
    for (new_id, new) in &now.pacts {
        for (old_id, old) in &then.pacts {
            let succeeds = is_successor(new_id, &new.redirects, old_id);
            let has = |facts: &Facts, id: &str, day| {
                facts.pacts.get(id).is_some_and(|own| own.days.contains_key(day))
            };
            let mut rules = BTreeSet::new();
            for (day, old_day) in &old.days {
                // A day that left one series and appeared in another of the same kind has only moved.
                let moved = || old.kind == new.kind && !has(now, old_id, day) && !has(then, new_id, day);
                if let Some(new_day) = new.days.get(day)
                    && (succeeds || moved())
                {
                    rules.extend(compare_day(*day, (old, old_day), (new, new_day)));
                }
            }
            found.extend(rules.into_iter().map(|rule| Difference::new(new_id, old_id, earlier, rule)));
        }
    }
    found
}

/// The rule that a day breaks, if any.
fn compare_day(day: Date, old: (&PactFacts, &DayFacts), new: (&PactFacts, &DayFacts)) -> Option<Rule> {
    let ((then, old_cells), (now, new_cells)) = (old, new);
    if then.method != now.method {
        return Some(Rule::PactMethod { day });
    }
    if now.method != POOLING {
        let total = |facts: &PactFacts| facts.totals.get(&day.to_string()).copied();
        return (old_cells != new_cells || total(then) != total(now)).then_some(Rule::HiddenDay { day });
    }
    let pool = now.pool();
    if then.pool().iter().any(|office| now.offices.contains(*office) && !pool.contains(office)) {
        return Some(Rule::PoolShrank);
    }
    let k = then.k.max(now.k);
    let (before, after) = (in_classes(old_cells, &pool), in_classes(new_cells, &pool));
    let nobody = Some([0, 0]);
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let is_small = |key| {
        let faces = |cells: &BTreeMap<_, _>| cells.get(key).copied().unwrap_or(nobody);
        match (faces(&before), faces(&after)) {
            (Some(before), Some(after)) => !may_change(before, after, k),
            // If either edition has no number here, there is nothing to compare.
            (before, after) => before != after,
        }
    };
    keys.into_iter().any(is_small).then_some(Rule::PactChange { day, k })
}

/// Those who signed and those who did not, by class and category; offices of the pool are added to it.
fn in_classes<'f>(
    cells: &'f DayFacts,
    pool: &BTreeSet<&str>,
) -> BTreeMap<(RowKey, &'f str), Option<[u64; 2]>> {
    let mut sums = BTreeMap::new();
    for (class, categories) in cells {
        let class = match class {
            RowKey::Office(code) if pool.contains(code.as_str()) => &RowKey::Pool,
            class => class,
        };
        for (category, cell) in categories {
            let sum = sums.entry((class.clone(), category.as_str())).or_insert(Some([0_u64, 0_u64]));
            *sum = add(*sum, *cell);
        }
    }
    sums
}

fn add(sum: Option<[u64; 2]>, cell: Cell) -> Option<[u64; 2]> {
    let (sum, more) = sum.zip(cell.faces())?;
    Some([sum[0].saturating_add(more[0]), sum[1].saturating_add(more[1])])
}

fn may_change(before: [u64; 2], after: [u64; 2], k: u64) -> bool {
    let enough = |before: u64, after: u64| before == after || before.abs_diff(after) >= k;
    let all = |faces: [u64; 2]| faces[0].saturating_add(faces[1]);
    enough(before[0], after[0]) && enough(before[1], after[1]) && enough(all(before), all(after))
}
