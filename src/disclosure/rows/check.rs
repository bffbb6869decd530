//! The rules of publishable rows: k, l, pool, population, and the minimum size of a series with rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellTable, Headcount, RowTable};
use crate::collections::sanction::levels::{Attribute, EVERY, Level};

/// The thresholds of a policy. Percentages are whole numbers: 5 is five in a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Every class has 0 or at least `k` persons.
    pub k: u64,
    /// Persons who look alike must have at least `l` different violations and penalties among them.
    pub l: u64,
    /// The maximum percentage of persons who are not detailed.
    pub pool_percent: u64,
    /// The minimum number of people in a group whose sanctioned persons are shown.
    pub population: u64,
    /// The maximum percentage of a group's people who were sanctioned.
    pub share_percent: u64,
}

impl Thresholds {
    /// The defaults for a series that sets no others. Statistical offices publish counts of persons from
    /// three to ten, mostly five. The other numbers make sure that a sanctioned person is one of many.
    pub const DEFAULT: Self = Self { k: 5, l: 2, pool_percent: 5, population: 50, share_percent: 20 };

    /// Below this number of persons, only the total is published.
    pub const fn least_total(&self) -> u64 {
        self.k.saturating_mul(3)
    }
}

/// A rule that rows break. It names columns and thresholds, never a value or a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Fewer than [`Thresholds::least_total`] persons.
    TooFewPersons,
    /// A class has fewer than `k` persons.
    SmallClass,
    /// The pool has at least one person, but fewer than `k`.
    SmallPool,
    /// The pool has too many persons.
    LargePool,
    /// Persons who look alike have fewer than `l` different values in a column, or all or all but one of them
    /// have the same value.
    Alike(Level),
    /// A group has too few people.
    SmallPopulation,
    /// Too many of a group's people were sanctioned.
    LargeShare,
    /// The policy names no headcount, but the rows show where people work.
    NoHeadcount,
}

/// Every rule that the rows break, each once.
pub fn violations(
    table: &RowTable,
    thresholds: &Thresholds,
    headcount: Option<&Headcount>,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let (total, k) = (table.total(), thresholds.k);
    if total < thresholds.least_total() {
        found.push(Violation::TooFewPersons);
    }
    if table.classes().any(|(_, count)| count < k) {
        found.push(Violation::SmallClass);
    }
    if (1..k).contains(&table.pooled()) {
        found.push(Violation::SmallPool);
    }
    if exceeds(table.pooled(), thresholds.pool_percent, total) {
        found.push(Violation::LargePool);
    }
    found.extend(alike(table, thresholds.l).map(Violation::Alike));
    check_population(table, thresholds, headcount, &mut found);
    found
}

/// Whether `part` is more than `percent` percent of `whole`.
fn exceeds(part: u64, percent: u64, whole: u64) -> bool {
    u128::from(part) * 100 > u128::from(percent) * u128::from(whole)
}

/// The sensitive columns in which persons who otherwise look alike share (almost) one value.
pub(in crate::disclosure) fn alike(table: &RowTable, l: u64) -> impl Iterator<Item = Level> {
    let sensitive = table.levels().iter().copied().filter(|level| level.attribute().is_sensitive());
    sensitive.filter(move |level| is_alike(table, *level, l))
}

/// Whether persons who are equal in all non-sensitive columns share (almost) one value of `level`.
fn is_alike(table: &RowTable, level: Level, l: u64) -> bool {
    !alike_groups(table, level, l).is_empty()
}

/// The groups of persons who are equal in all non-sensitive columns and share (almost) one value of `level`:
/// the values of their other non-sensitive columns.
pub(crate) fn alike_groups(table: &RowTable, level: Level, l: u64) -> BTreeSet<Vec<&str>> {
    let is_known = |other: Level| !other.attribute().is_sensitive();
    let groups = table.count_by(is_known);
    let mut values: BTreeMap<Vec<&str>, Vec<u64>> = BTreeMap::new();
    let at = table.levels().iter().filter(|other| is_known(**other) && **other < level).count();
    for (mut key, count) in table.count_by(|other| is_known(other) || other == level) {
        key.remove(at);
        values.entry(key).or_default().push(count);
    }
    let is_alike = |group: &Vec<&str>, total: u64| {
        let counts = values.get(group).map_or(&[] as &[u64], Vec::as_slice);
        let largest = counts.iter().copied().max().unwrap_or(0);
        (counts.len() as u64) < l || largest.saturating_add(1) >= total
    };
    groups.into_iter().filter(|(group, total)| is_alike(group, *total)).map(|(group, _)| group).collect()
}

/// Whether a column says where people work, or in which position.
fn tells_where(level: Level) -> bool {
    matches!(level.attribute(), Attribute::Office | Attribute::Staff)
}

/// The rules that `count` sanctioned persons in a group of staff break: the group is small, or they are a
/// large part of it.
fn points_at_few(
    group: &[(Level, &str)],
    count: u64,
    thresholds: &Thresholds,
    headcount: &Headcount,
) -> Vec<Violation> {
    let (mut cluster, mut staff) = (None, None);
    for (level, value) in group {
        match level.attribute() {
            Attribute::Office => cluster = Some(*value),
            _ => staff = Some((*level, *value)),
        }
    }
    let population = headcount.count(cluster, staff);
    let small = (population < thresholds.population).then_some(Violation::SmallPopulation);
    let large = exceeds(count, thresholds.share_percent, population).then_some(Violation::LargeShare);
    small.into_iter().chain(large).collect()
}

fn check_population(
    table: &RowTable,
    thresholds: &Thresholds,
    headcount: Option<&Headcount>,
    found: &mut Vec<Violation>,
) {
    let columns: Vec<Level> = table.levels().iter().copied().filter(|level| tells_where(*level)).collect();
    let groups = table.count_by(tells_where);
    let groups = groups
        .iter()
        .map(|(values, count)| (columns.iter().copied().zip(values.iter().copied()).collect(), *count));
    found.extend(population_violations(&columns, groups, thresholds, headcount));
}

/// The population rules that groups of staff break, each once.
fn population_violations<'v>(
    columns: &[Level],
    groups: impl Iterator<Item = (Vec<(Level, &'v str)>, u64)>,
    thresholds: &Thresholds,
    headcount: Option<&Headcount>,
) -> Vec<Violation> {
    if columns.is_empty() {
        return Vec::new();
    }
    let Some(headcount) = headcount else { return vec![Violation::NoHeadcount] };
    let mut found = Vec::new();
    for (group, count) in groups {
        for violation in points_at_few(&group, count, thresholds, headcount) {
            if !found.contains(&violation) {
                found.push(violation);
            }
        }
    }
    found
}

/// The population rules that the shown numbers of a table break; a hidden number may be zero.
pub(super) fn table_population(
    table: &CellTable,
    thresholds: &Thresholds,
    headcount: Option<&Headcount>,
) -> Vec<Violation> {
    let columns: Vec<Level> = table.levels().iter().copied().filter(|level| tells_where(*level)).collect();
    let groups = table.cells().filter_map(|(key, count)| {
        let named = table.levels().iter().copied().zip(key.iter().map(String::as_str));
        let group: Vec<(Level, &str)> =
            named.filter(|(level, value)| tells_where(*level) && *value != EVERY).collect();
        let count = count.filter(|count| *count > 0)?;
        (!group.is_empty()).then_some((group, count))
    });
    population_violations(&columns, groups, thresholds, headcount)
}

/// The least coarsening of the columns under which the rows keep every rule, if there is one.
///
/// It only uses the data in the file: the pool stays as it is.
pub fn advise(
    table: &RowTable,
    thresholds: &Thresholds,
    headcount: Option<&Headcount>,
) -> Option<Vec<Level>> {
    least_coarsening(table.levels(), |levels| {
        table.coarsen(levels).is_some_and(|coarse| violations(&coarse, thresholds, headcount).is_empty())
    })
}

/// The first coarser choice of columns that passes. Fewest steps come first; among equals, the choice that
/// keeps the columns that come first in the vocabulary.
pub(crate) fn least_coarsening(levels: &[Level], passes: impl Fn(&[Level]) -> bool) -> Option<Vec<Level>> {
    let mut tried: BTreeSet<Vec<Level>> = BTreeSet::new();
    let mut front = vec![levels.to_vec()];
    while !front.is_empty() {
        let mut next = Vec::new();
        for levels in &front {
            for at in (0..levels.len()).rev() {
                let mut coarser = levels.clone();
                match levels[at].coarser() {
                    Some(level) => coarser[at] = level,
                    None => {
                        coarser.remove(at);
                    }
                }
                coarser.sort_unstable();
                if coarser.is_empty() || !tried.insert(coarser.clone()) {
                    continue;
                }
                if passes(&coarser) {
                    return Some(coarser);
                }
                next.push(coarser);
            }
        }
        front = next;
    }
    None
}
