//! Evaluates every choice of columns: what it would publish, and how much of the spreadsheet it would keep.
//!
//! The search is exhaustive, so it shows the best possible choice. It recommends and never chooses.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::persons::Persons;
use super::pool::{Rules, publishable};
use crate::collections::sanction::levels::{Attribute, Level};
use crate::disclosure::rows::RowTable;

/// A choice of columns that passes every rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The columns.
    pub levels: Vec<Level>,
    /// The number of rows in the published table, without the pool.
    pub classes: usize,
    /// The number of persons who would not be detailed.
    pub pooled: u64,
    /// Information kept, in thousandths of the information in the spreadsheet at its finest levels.
    pub kept: u32,
}

/// Every choice of columns: at most one level for each attribute, and never offices and posts together.
///
/// Levels for which somebody has no value are left out. The order is fixed.
pub fn nodes(has: impl Fn(Level) -> bool) -> Vec<Vec<Level>> {
    let mut nodes: Vec<Vec<Level>> = vec![Vec::new()];
    for attribute in Attribute::ALL {
        let levels: Vec<Level> = Level::ALL
            .iter()
            .copied()
            .filter(|level| level.attribute() == attribute && has(*level))
            .collect();
        let with: Vec<Vec<Level>> = nodes
            .iter()
            .filter(|node| attribute != Attribute::Post || !node.contains(&Level::Cluster))
            .flat_map(|node| levels.iter().map(|level| [node.as_slice(), &[*level]].concat()))
            .collect();
        nodes.extend(with);
    }
    nodes.retain(|node| !node.is_empty());
    nodes
}

/// Every choice that passes, best first: it keeps most information, pools fewest persons, has fewest columns,
/// then comes first in the order of the vocabulary. The search calls `step` once for each node.
pub fn search(persons: &Persons, rules: &Rules<'_>, step: &(dyn Fn() + Sync)) -> Vec<Choice> {
    let bits = Bits::of(persons);
    let mut choices: Vec<Choice> = nodes(|level| persons.have(level))
        .into_par_iter()
        .filter_map(|levels| {
            let passed = publishable(persons, &levels, rules);
            step();
            let table = passed?.ok()?;
            Some(Choice {
                kept: bits.kept(&table),
                classes: table.classes().count(),
                pooled: table.pooled(),
                levels,
            })
        })
        .collect();
    choices.sort_by(|a, b| {
        let key = |choice: &Choice| (std::cmp::Reverse(choice.kept), choice.pooled, choice.levels.len());
        key(a).cmp(&key(b)).then_with(|| a.levels.cmp(&b.levels))
    });
    choices
}

/// The information that each value of each level gives about a person, in bits: log2(N / n) if n of N persons
/// have the value.
///
/// Summed over persons and columns, and subtracted from the information at the finest levels, this is the
/// non-uniform entropy loss (Gionis and Tassa 2009). A pooled person contributes no information.
struct Bits<'p> {
    of_value: BTreeMap<Level, BTreeMap<&'p str, f64>>,
    /// The information about all persons at the most informative level of each attribute.
    most: f64,
}

impl<'p> Bits<'p> {
    fn of(persons: &'p Persons) -> Self {
        let mut of_value = BTreeMap::new();
        let mut most: BTreeMap<Attribute, f64> = BTreeMap::new();
        for level in Level::ALL.iter().copied().filter(|level| persons.have(*level)) {
            let counts = persons.by_value(level);
            let bits = |count: u64| (float(persons.count()) / float(count)).log2();
            let sum = counts.values().map(|count| float(*count) * bits(*count)).sum();
            let best = most.entry(level.attribute()).or_default();
            *best = f64::max(*best, sum);
            of_value.insert(level, counts.into_iter().map(|(value, count)| (value, bits(count))).collect());
        }
        Self { of_value, most: most.values().sum() }
    }

    /// The information in a table about all its persons, in thousandths of the maximum. It is rounded, so
    /// that the last bit of a logarithm decides no order.
    fn kept(&self, table: &RowTable) -> u32 {
        let of_value = |level: &Level, value: &str| -> f64 {
            self.of_value.get(level).and_then(|bits| bits.get(value)).copied().unwrap_or(0.0)
        };
        let sum: f64 = table
            .classes()
            .map(|(values, count)| {
                let of_person: f64 =
                    table.levels().iter().zip(values).map(|(level, value)| of_value(level, value)).sum();
                float(count) * of_person
            })
            .sum();
        if self.most <= 0.0 { 0 } else { (sum / self.most * 1000.0).round().clamp(0.0, 1000.0) as u32 }
    }
}

/// Converts a count of persons; such counts are far below the largest integer that a float holds exactly.
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::anonymise::persons::Person;
    use crate::disclosure::rows::Thresholds;

    #[test]
    fn the_lattice_is_whole_and_each_node_once() {
        let all = nodes(|_| true);
        assert_eq!(all.len(), 2_879);
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        for node in &all {
            let attributes: Vec<Attribute> = node.iter().map(|level| level.attribute()).collect();
            assert!(node.is_sorted() && attributes.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(!(attributes.contains(&Attribute::Office) && attributes.contains(&Attribute::Post)));
        }
        assert_eq!(nodes(|level| level == Level::Year), [vec![Level::Year]]);
    }

    #[test]
    fn the_best_choice_comes_first_and_finer_levels_keep_more() {
        let mut persons = Persons::default();
        for (quarter, penalty, count) in [
            ("2024-T1", "teguran_lisan", 6),
            ("2024-T1", "teguran_tertulis", 6),
            ("2024-T4", "teguran_lisan", 6),
            ("2024-T4", "teguran_tertulis", 6),
        ] {
            for _ in 0..count {
                persons.push(Person::new([
                    (Level::Quarter, quarter.to_owned()),
                    (Level::Penalty, penalty.to_owned()),
                ]));
            }
        }
        let rules = Rules { thresholds: Thresholds::DEFAULT, headcount: None };
        let steps = AtomicUsize::new(0);
        let choices = search(&persons, &rules, &|| {
            steps.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(steps.into_inner(), 4 * 4 - 1);
        let shown: Vec<(Vec<&str>, u32)> = choices
            .iter()
            .map(|choice| (choice.levels.iter().map(|level| level.key()).collect(), choice.kept))
            .collect();
        assert_eq!(
            shown[..4],
            [
                (vec!["triwulan", "jenis_hukuman"], 1000),
                (vec!["semester", "jenis_hukuman"], 1000),
                (vec!["triwulan"], 500),
                (vec!["semester"], 500),
            ]
        );
        assert!(choices.iter().all(|choice| choice.pooled == 0));
    }
}
