//! Compares the sanction series of two editions.
//!
//! A reader can take differences. So between any earlier release and the current edition, at the columns that
//! both have, each class must have gained or lost nobody or at least `k` persons. The persons added are a
//! group that a reader can know, and so are the persons removed: both must keep the rule on persons who look
//! alike.
//!
//! A new id does not make new persons. Series with the same outcome and authority and with overlapping
//! periods are compared: each pair, and all that overlap together.
//!
//! A table with hidden numbers is protected together with the rows of its own edition. Rows of other editions
//! add nothing if they say no more about a person than those rows do. Two such tables could reveal each
//! other's hidden numbers, because each number that changes is an equation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, Facts, Release, RowFacts, Rule, SanctionFacts, is_successor};
use crate::collections::sanction::levels::Level;
use crate::disclosure::rows::{RowTable, alike};

/// A series whose rows are published.
#[derive(Clone, Copy)]
struct Detailed<'f> {
    id: &'f str,
    series: &'f SanctionFacts,
    rows: &'f RowFacts,
}

impl Detailed<'_> {
    fn meets(&self, new: &Detailed<'_>) -> bool {
        meet((self.id, self.series), (new.id, new.series))
    }
}

fn detailed(facts: &Facts) -> Vec<Detailed<'_>> {
    facts
        .sanctions
        .iter()
        .filter_map(|(id, series)| Some(Detailed { id, series, rows: series.rows.as_ref()? }))
        .collect()
}

/// Returns every rule that the step from `earlier` to `now` breaks.
pub(super) fn compare(earlier: &Release, now: &Facts) -> Vec<Difference> {
    let (old, new) = (detailed(&earlier.facts), detailed(now));
    let mut found = Vec::new();
    for (older, newer) in old.iter().flat_map(|older| new.iter().map(move |newer| (older, newer))) {
        if older.id == newer.id && !version_tells(older.rows, newer.rows) {
            found.push(Difference::new(newer.id, older.id, earlier, Rule::PolicyVersion));
        }
    }
    for (old_id, older) in &earlier.facts.sanctions {
        for (new_id, newer) in &now.sanctions {
            if meet((old_id, older), (new_id, newer)) && !tables_stand(older, newer) {
                found.push(Difference::new(new_id, old_id, earlier, Rule::HiddenTable));
            }
        }
    }
    for (olds, news) in meetings(&old, &new) {
        let olds: Vec<Detailed<'_>> = olds.into_iter().map(|at| old[at]).collect();
        let news: Vec<Detailed<'_>> = news.into_iter().map(|at| new[at]).collect();
        for rule in broken(&olds, &news) {
            found.push(Difference::new(news[0].id, olds[0].id, earlier, rule));
        }
    }
    found
}

/// Whether a changed policy has a higher version than before, and no policy has a lower one.
fn version_tells(old: &RowFacts, new: &RowFacts) -> bool {
    let same = old.table.levels() == new.table.levels() && old.thresholds == new.thresholds;
    new.version > old.version || new.version == old.version && same
}

/// Whether the hidden numbers of one edition's table stay hidden in combination with the other edition.
fn tables_stand(old: &SanctionFacts, new: &SanctionFacts) -> bool {
    let rows = |series: &SanctionFacts| series.rows.as_ref().map(|rows| rows.table.clone());
    let (old_rows, new_rows) = (rows(old), rows(new));
    let is_beside = |own: &Option<RowTable>, other: &Option<RowTable>| match (own, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        // A person who is pooled next to the table must not be detailed elsewhere.
        (Some(own), Some(other)) => {
            old.period == new.period && covers(other.levels(), own.levels()) && other.pooled() >= own.pooled()
        }
    };
    match (&old.cells, &new.cells) {
        (None, None) => true,
        (Some(before), Some(after)) => before == after && old_rows == new_rows && old.period == new.period,
        (Some(_), None) => is_beside(&old_rows, &new_rows),
        (None, Some(_)) => is_beside(&new_rows, &old_rows),
    }
}

/// Whether each of the columns equals one of the others, or is coarser.
fn covers(coarse: &[Level], fine: &[Level]) -> bool {
    coarse.iter().all(|level| fine.iter().any(|finer| level.covers(*finer)))
}

/// Whether two series, by id, may be about the same persons.
fn meet((old_id, older): (&str, &SanctionFacts), (new_id, newer): (&str, &SanctionFacts)) -> bool {
    let same_subject = older.outcome == newer.outcome && older.authority == newer.authority;
    let common_day = older.period.zip(newer.period).is_none_or(|(older, newer)| older.meets(newer));
    is_successor(new_id, &newer.redirects, old_id) || same_subject && common_day
}

type Indices = BTreeSet<usize>;

/// The comparisons to make: each pair of series that overlap, each series with all that overlap it, and each
/// connected group.
fn meetings(old: &[Detailed<'_>], new: &[Detailed<'_>]) -> BTreeSet<(Indices, Indices)> {
    let mut meetings = BTreeSet::new();
    let of_new =
        |newer: usize| -> Indices { (0..old.len()).filter(|at| old[*at].meets(&new[newer])).collect() };
    let of_old =
        |older: usize| -> Indices { (0..new.len()).filter(|at| old[older].meets(&new[*at])).collect() };
    for newer in 0..new.len() {
        let (mut olds, mut news) = (of_new(newer), Indices::from([newer]));
        for older in &olds {
            meetings.insert((Indices::from([*older]), news.clone()));
            meetings.insert((Indices::from([*older]), of_old(*older)));
        }
        meetings.insert((olds.clone(), news.clone()));
        loop {
            let more_news: Indices =
                olds.iter().flat_map(|older| of_old(*older)).chain(news.clone()).collect();
            let more_olds: Indices =
                more_news.iter().flat_map(|newer| of_new(*newer)).chain(olds.clone()).collect();
            let grown = more_news.len() > news.len() || more_olds.len() > olds.len();
            (olds, news) = (more_olds, more_news);
            if !grown {
                break;
            }
        }
        meetings.insert((olds, news));
    }
    meetings.retain(|(olds, news)| !olds.is_empty() && !news.is_empty());
    meetings
}

/// The rules that the step from the old series to the new series breaks, each side taken together.
fn broken(old: &[Detailed<'_>], new: &[Detailed<'_>]) -> Vec<Rule> {
    let thresholds = || old.iter().chain(new).map(|series| series.rows.thresholds);
    let k = thresholds().map(|thresholds| thresholds.k).max().unwrap_or(0);
    let l = thresholds().map(|thresholds| thresholds.l).max().unwrap_or(0);
    let levels = common_levels(old.iter().chain(new).map(|series| series.rows.table.levels()));
    let change = levels.as_ref().and_then(|levels| Some((union(old, levels)?, union(new, levels)?)));
    let (Some(levels), Some((then, now))) = (levels, change) else { return vec![Rule::UnorderedPolicy] };
    let (added, removed) = change_between(&then, &now);
    let is_small =
        |change: &RowTable| change.classes().any(|(_, count)| count < k) || (1..k).contains(&change.pooled());
    let mut found = Vec::new();
    if is_small(&added) || is_small(&removed) {
        found.push(Rule::SmallChange { columns: levels, k });
    }
    let columns: BTreeSet<Level> = alike(&added, l).chain(alike(&removed, l)).collect();
    found.extend(columns.into_iter().map(|column| Rule::AlikeChange { column, l }));
    found
}

/// The coarsest columns of all tables, if each table can be coarsened to them.
fn common_levels<'t>(tables: impl Iterator<Item = &'t [Level]>) -> Option<Vec<Level>> {
    let mut common: Option<&[Level]> = None;
    for levels in tables {
        common = match common {
            Some(before) if covers(before, levels) => Some(before),
            Some(before) if !covers(levels, before) => return None,
            _ => Some(levels),
        };
    }
    common.map(<[Level]>::to_vec)
}

/// The persons of several series in one table.
fn union(series: &[Detailed<'_>], levels: &[Level]) -> Option<RowTable> {
    let mut sum = RowTable::new(levels);
    for series in series {
        let coarse = series.rows.table.coarsen(levels)?;
        coarse.classes().for_each(|(values, count)| sum.add(values.to_vec(), count));
        sum.add_pooled(coarse.pooled());
    }
    Some(sum)
}

/// The growth of each class and of the pool, and their shrinkage.
fn change_between(then: &RowTable, now: &RowTable) -> (RowTable, RowTable) {
    let mut classes: BTreeMap<&[String], (u64, u64)> = BTreeMap::new();
    then.classes().for_each(|(values, count)| classes.entry(values).or_default().0 = count);
    now.classes().for_each(|(values, count)| classes.entry(values).or_default().1 = count);
    let (mut added, mut removed) = (RowTable::new(now.levels()), RowTable::new(now.levels()));
    for (values, (before, after)) in classes {
        added.add(values.to_vec(), after.saturating_sub(before));
        removed.add(values.to_vec(), before.saturating_sub(after));
    }
    added.add_pooled(now.pooled().saturating_sub(then.pooled()));
    removed.add_pooled(then.pooled().saturating_sub(now.pooled()));
    (added, removed)
}
