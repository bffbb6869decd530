//! Rows of persons as a frequency table, and the rules that it must keep to be published.
//!
//! Hiding a cell is pointless if readers can count rows. So the rows themselves are the table: one class for
//! all persons with the same values, with its count. The rules assume that a reader may know every published
//! column of a person, including the violation and the penalty.

mod cells;
#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may panic")]
mod cells_tests;
mod check;
mod headcount;
pub(crate) mod messages;
pub(crate) mod stage;
#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may panic")]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use crate::collections::sanction::levels::Level;

pub use cells::{CellTable, Exposure, Joint};
pub(in crate::disclosure) use check::alike;
pub use check::{Thresholds, Violation, advise, violations};
pub(crate) use check::{alike_groups, least_coarsening};
pub use headcount::Headcount;

/// Persons by class: the data that a series publishes in addition to its total.
///
/// Classes are in canonical order. It cannot be printed: before the check, it may point at people.
#[derive(Clone, PartialEq, Eq)]
pub struct RowTable {
    levels: Vec<Level>,
    classes: BTreeMap<Vec<String>, u64>,
    pooled: u64,
}

/// Prints only sizes: the classes may point at people.
impl fmt::Debug for RowTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowTable({} columns)", self.levels.len())
    }
}

impl RowTable {
    /// Creates a table without persons. It sorts the columns in the order of the vocabulary.
    pub fn new(levels: &[Level]) -> Self {
        let mut levels = levels.to_vec();
        levels.sort_unstable();
        levels.dedup();
        Self { levels, classes: BTreeMap::new(), pooled: 0 }
    }

    /// The columns, in order.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Adds persons to a class; the values are in the order of [`RowTable::levels`].
    pub fn add(&mut self, values: Vec<String>, count: u64) {
        debug_assert_eq!(values.len(), self.levels.len());
        if count > 0 {
            let class = self.classes.entry(values).or_default();
            *class = class.saturating_add(count);
        }
    }

    /// Adds persons who are not detailed.
    pub fn add_pooled(&mut self, count: u64) {
        self.pooled = self.pooled.saturating_add(count);
    }

    /// The classes and their counts, in canonical order, without the pool.
    pub fn classes(&self) -> impl Iterator<Item = (&[String], u64)> {
        self.classes.iter().map(|(values, count)| (values.as_slice(), *count))
    }

    /// The number of persons who are not detailed.
    pub fn pooled(&self) -> u64 {
        self.pooled
    }

    /// The number of all persons.
    pub fn total(&self) -> u64 {
        self.classes.values().fold(self.pooled, |sum, count| sum.saturating_add(*count))
    }

    /// Moves a class into the pool.
    pub fn pool(&mut self, values: &[String]) {
        if let Some(count) = self.classes.remove(values) {
            self.add_pooled(count);
        }
    }

    /// The same persons at coarser levels; `None` if a level is neither equal to nor coarser than an existing
    /// column. Columns without a counterpart are dropped.
    pub fn coarsen(&self, to: &[Level]) -> Option<Self> {
        let mut coarse = Self::new(to);
        let from: Vec<usize> = coarse
            .levels
            .iter()
            .map(|level| self.levels.iter().position(|own| own.attribute() == level.attribute()))
            .collect::<Option<_>>()?;
        let levels = coarse.levels.clone();
        for (values, count) in &self.classes {
            let values = from
                .iter()
                .zip(&levels)
                .map(|(at, level)| self.levels[*at].coarsen(&values[*at], *level))
                .collect::<Option<Vec<_>>>()?;
            coarse.add(values, *count);
        }
        coarse.pooled = self.pooled;
        Some(coarse)
    }

    /// Counts by the values of some columns, without the pool.
    pub fn count_by(&self, keep: impl Fn(Level) -> bool) -> BTreeMap<Vec<&str>, u64> {
        let columns: Vec<usize> = (0..self.levels.len()).filter(|at| keep(self.levels[*at])).collect();
        let mut counts: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
        for (values, count) in &self.classes {
            let key = columns.iter().map(|at| values[*at].as_str()).collect();
            let sum = counts.entry(key).or_default();
            *sum = sum.saturating_add(*count);
        }
        counts
    }
}
