//! Pools persons who cannot be detailed, until the rows keep the rules or cannot.

use std::collections::BTreeSet;

use super::persons::Persons;
use crate::collections::sanction::levels::Level;
use crate::disclosure::rows::{Headcount, RowTable, Thresholds, Violation, alike_groups, violations};

/// The rules that rows must keep.
#[derive(Clone, Copy)]
pub struct Rules<'r> {
    /// The thresholds of the policy.
    pub thresholds: Thresholds,
    /// The headcount, if the policy names one.
    pub headcount: Option<&'r Headcount>,
}

impl Rules<'_> {
    /// The reasons why a finished table must not be published. Every table passes here, both candidates and
    /// the final one. Any further reason to refuse a table belongs here.
    pub fn refuse(&self, table: &RowTable) -> Vec<Violation> {
        violations(table, &self.thresholds, self.headcount)
    }
}

/// Makes the publishable table of some persons at some levels; `None` if a person lacks a value.
///
/// # Errors
/// Returns the rules that pooling could not keep.
pub fn publishable(
    persons: &Persons,
    levels: &[Level],
    rules: &Rules<'_>,
) -> Option<Result<RowTable, Vec<Violation>>> {
    let table = pooled(persons.table(levels)?, &rules.thresholds);
    let broken = rules.refuse(&table);
    Some(if broken.is_empty() { Ok(table) } else { Err(broken) })
}

/// Moves classes that break k, l or the rule on (almost) equal values into the pool. If the pool then has too
/// few persons, it also takes the smallest class; among equals, the first in canonical order.
///
/// It reads classes and counts only, never the order of persons. Each step only adds to the pool, so it
/// terminates.
fn pooled(mut table: RowTable, thresholds: &Thresholds) -> RowTable {
    loop {
        let mut doomed = unfit(&table, thresholds);
        if doomed.is_empty() && (1..thresholds.k).contains(&table.pooled()) {
            let smallest = table.classes().min_by_key(|(values, count)| (*count, values.to_vec()));
            doomed.extend(smallest.map(|(values, _)| values.to_vec()));
        }
        if doomed.is_empty() {
            return table;
        }
        doomed.iter().for_each(|class| table.pool(class));
    }
}

/// The classes that cannot be published as they are: small ones, and all classes of a group whose members are
/// alike.
fn unfit(table: &RowTable, thresholds: &Thresholds) -> BTreeSet<Vec<String>> {
    let mut unfit: BTreeSet<Vec<String>> = table
        .classes()
        .filter(|(_, count)| *count < thresholds.k)
        .map(|(values, _)| values.to_vec())
        .collect();
    let levels = table.levels();
    let known: Vec<usize> = (0..levels.len()).filter(|at| !levels[*at].attribute().is_sensitive()).collect();
    for level in levels.iter().copied().filter(|level| level.attribute().is_sensitive()) {
        let alike = alike_groups(table, level, thresholds.l);
        let is_member = |values: &[String]| {
            let group: Vec<&str> = known.iter().map(|at| values[*at].as_str()).collect();
            alike.contains(&group)
        };
        unfit.extend(
            table.classes().filter(|(values, _)| is_member(values)).map(|(values, _)| values.to_vec()),
        );
    }
    unfit
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [Level; 2] = [Level::HalfYear, Level::PenaltyLevel];

    fn pool(classes: &[(&str, &str, u64)]) -> (Vec<(String, u64)>, u64) {
        let mut table = RowTable::new(&LEVELS);
        for (half, penalty, count) in classes {
            table.add(vec![(*half).to_owned(), (*penalty).to_owned()], *count);
        }
        let table = pooled(table, &Thresholds::DEFAULT);
        let classes = table.classes().map(|(values, count)| (values.join(" "), count)).collect();
        (classes, table.pooled())
    }

    fn class(name: &str, count: u64) -> (String, u64) {
        (name.to_owned(), count)
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let classes = [("2024-S1", "ringan", 5), ("2024-S1", "sedang", 6)];
        assert_eq!(pool(&classes), (vec![class("2024-S1 ringan", 5), class("2024-S1 sedang", 6)], 0));
    }

    #[test]
    fn small_classes_are_pooled_together() {
        let classes = [
            ("2024-S1", "berat", 2),
            ("2024-S1", "ringan", 7),
            ("2024-S1", "sedang", 8),
            ("2024-S1", "moral", 3),
        ];
        assert_eq!(pool(&classes), (vec![class("2024-S1 ringan", 7), class("2024-S1 sedang", 8)], 5));
    }

    #[test]
    fn a_group_of_equal_persons_is_pooled_whole() {
        let classes = [
            ("2024-S1", "berat", 9),
            ("2024-S1", "ringan", 1),
            ("2024-S2", "ringan", 6),
            ("2024-S2", "sedang", 6),
        ];
        assert_eq!(pool(&classes), (vec![class("2024-S2 ringan", 6), class("2024-S2 sedang", 6)], 10));
    }

    #[test]
    fn the_smallest_class_fills_a_small_pool_and_the_first_of_equal_ones() {
        let classes = [
            ("2024-S1", "berat", 1),
            ("2024-S1", "moral", 6),
            ("2024-S1", "ringan", 6),
            ("2024-S1", "sedang", 9),
        ];
        assert_eq!(pool(&classes), (vec![class("2024-S1 ringan", 6), class("2024-S1 sedang", 9)], 7));
    }

    #[test]
    fn filling_the_pool_may_leave_a_group_alike_which_follows_it() {
        let classes = [
            ("2024-S1", "berat", 5),
            ("2024-S1", "ringan", 9),
            ("2024-S2", "moral", 1),
            ("2024-S2", "ringan", 6),
            ("2024-S2", "sedang", 7),
        ];
        assert_eq!(pool(&classes), (vec![class("2024-S2 ringan", 6), class("2024-S2 sedang", 7)], 15));
    }
}
