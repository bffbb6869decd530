//! The number of people in each part of the administration: the population of the sanctioned persons.

use std::collections::BTreeMap;

use crate::collections::office::Office;
use crate::collections::pact::PactSeries;
use crate::collections::sanction::levels::Level;

/// Staff by group of offices and category, from the targets of a pact series on its latest day.
#[derive(Default)]
pub struct Headcount {
    cells: Vec<(&'static str, &'static str, u64)>,
}

impl Headcount {
    /// The headcount from a pact series; offices that are not listed belong to no group.
    pub fn of(series: &PactSeries, offices: &BTreeMap<String, Office>) -> Self {
        let latest = series.counts.iter().map(|count| count.as_of).max();
        let cells = series
            .counts
            .iter()
            .filter(|count| Some(count.as_of) == latest)
            .filter_map(|count| {
                let cluster = offices.get(&count.office)?.cluster.key();
                Some((cluster, count.category.key(), count.target.number()?))
            })
            .collect();
        Self { cells }
    }

    /// Creates a headcount by group of offices (`dinas`, …) and category of staff (`pns`, …).
    #[cfg(test)]
    pub fn from_cells(cells: Vec<(&'static str, &'static str, u64)>) -> Self {
        Self { cells }
    }

    /// The number of staff in a group of offices and a category; `None` stands for all.
    pub fn count(&self, cluster: Option<&str>, staff: Option<(Level, &str)>) -> u64 {
        let is_of = |category: &str| {
            staff.is_none_or(|(level, value)| {
                Level::StaffCategory.coarsen(category, level).is_some_and(|own| own == value)
            })
        };
        self.cells
            .iter()
            .filter(|(own, category, _)| cluster.is_none_or(|cluster| cluster == *own) && is_of(category))
            .fold(0, |sum, (_, _, count)| sum.saturating_add(*count))
    }
}
