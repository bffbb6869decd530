//! Hiding: the counts of each day are protected as linked tables ([`cell_suppression`]), so that the shown
//! cells do not reveal a hidden count.
//!
//! The linked tables are offices by categories of staff, clusters of offices, groups of categories, and all
//! totals. Published are the cells, the totals of offices and of categories, and clusters by groups. All of
//! these are cells of the linked tables, so a reader has no sum that the proof does not include.
//!
//! Rows without numbers (`x`) are holes: neither they nor a sum that includes them is published. If the
//! series states a total for their day, the total minus the other rows reveals the number of people in all
//! holes together. So the holes are one cell of the linked tables, in a row and a column of its own.

use std::collections::{BTreeMap, BTreeSet};

use cell_suppression::{
    Axis, CellIndex, Group, Limits, LinkedTables, Malformed, Refusal, Rule, Suppression, two_way,
};
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Day, Extent, OfficeRow, Signed, Told, Unprotected, told};
use crate::collections::office::{Cluster, Office};
use crate::collections::pact::{PactCount, PactSeries, StaffCategory};
use crate::collections::sanction::levels::StaffGroup;
use crate::disclosure::proofs::Proofs;
use crate::reading::{AsOf, Symbol};

/// The name of the row and of the column of holes. It cannot clash with a code or a key: all of these have a
/// prefix.
const HOLES: &str = "x";

/// The work limits for protecting a day against earlier ones.
const FURTHER: Limits = Limits { solves: 10_000, nodes: 2_000 };

/// The details of each day; `None` if suppression cannot protect a day, so that only totals may be shown.
///
/// # Errors
/// Returns the first day whose search ended without an answer, or whose numbers the solver cannot handle.
pub(super) fn details(
    series: &PactSeries,
    offices: &BTreeMap<String, Office>,
    totals: &BTreeMap<AsOf, Signed>,
    k: u64,
    proofs: &Proofs,
) -> Result<Option<BTreeMap<Date, Day>>, Unprotected> {
    let mut by_day: BTreeMap<Date, Vec<&PactCount>> = BTreeMap::new();
    for count in &series.counts {
        by_day.entry(count.as_of).or_default().push(count);
    }
    let rule = Rule { threshold: k, zeros_shown: false, own_record: true };
    let alone: Vec<(Date, Result<Shown<'_>, Refusal>)> = by_day
        .into_par_iter()
        .map(|(day, counts)| {
            let total = totals.get(&AsOf::Known(day)).copied();
            (day, Table::new(&counts, offices, total).and_then(|table| table.protect(rule, proofs)))
        })
        .collect();
    // Show all days of a series in the same way: a reader would take a missing day for a mistake.
    if alone.iter().any(|(_, day)| matches!(day, Err(Refusal::Infeasible { .. }))) {
        return Ok(None);
    }
    let mut shown: Vec<(Date, Shown<'_>)> = Vec::new();
    for (day, result) in alone {
        let mut today = result.map_err(|refusal| Unprotected { day, refusal })?;
        today.withstand(&shown, rule, proofs);
        shown.push((day, today));
    }
    Ok(Some(shown.into_iter().map(|(day, shown)| (day, shown.day())).collect()))
}

/// The counts of one day.
struct Table<'c> {
    cells: BTreeMap<(&'c str, StaffCategory), Told>,
    clusters: BTreeMap<&'c str, Cluster>,
    /// The published total of the day, if it is not a sum of the rows.
    stated: Option<Signed>,
    /// Target and signed of all holes together, if the stated total gives them.
    holes: Option<(u64, u64)>,
}

impl<'c> Table<'c> {
    fn new(
        counts: &[&'c PactCount],
        offices: &BTreeMap<String, Office>,
        total: Option<Signed>,
    ) -> Result<Self, Refusal> {
        let mut table = Self { cells: BTreeMap::new(), clusters: BTreeMap::new(), stated: None, holes: None };
        let (mut target, mut signed) = (0_u64, 0_u64);
        for count in counts {
            // The check of the series found every code in the list of offices.
            if let Some(office) = offices.get(&count.office) {
                table.clusters.insert(&count.office, office.cluster);
            }
            let told = told(count);
            if let Told::Pair(more_target, more_signed) = told {
                target = target.saturating_add(more_target);
                signed = signed.saturating_add(more_signed);
            }
            table.cells.insert((&count.office, count.category), told);
        }
        if !table.cells.values().any(|told| matches!(told, Told::Unknown)) {
            return Ok(table);
        }
        table.stated = total;
        let Some(total) = total else { return Ok(table) };
        table.holes = match (total.target.number(), total.signed.number()) {
            (Some(all_target), Some(all_signed)) => {
                let contradiction = Refusal::Malformed(Malformed::Sum { equation: 0 });
                let rest = all_target.checked_sub(target).zip(all_signed.checked_sub(signed));
                Some(rest.filter(|(target, signed)| signed <= target).ok_or(contradiction)?)
            }
            // A reader would know how many in the holes have signed, but not out of how many.
            (None, Some(_)) => return Err(Refusal::Infeasible { cell: 0 }),
            (_, None) => None,
        };
        Ok(table)
    }

    fn protect(self, rule: Rule, proofs: &Proofs) -> Result<Shown<'c>, Refusal> {
        let rows = self.rows();
        let columns = self.columns();
        let (mut linked, index) = two_way(&rows, &columns, &self.values(|_, signed| signed))?;
        let (targets, _) = two_way(&rows, &columns, &self.values(|target, _| target))?;
        linked.structural_zero = targets.counts.iter().map(|target| *target == 0).collect();
        linked.population = Some(targets.counts);
        let protected = proofs.protect(&linked, rule, Limits::default())?;
        Ok(Shown { table: self, linked, index, protected })
    }

    fn categories(&self) -> BTreeSet<StaffCategory> {
        self.cells.keys().map(|(_, category)| *category).collect()
    }

    fn rows(&self) -> Axis {
        let mut members: Vec<String> = self.clusters.keys().map(|office| row(office)).collect();
        let clusters: BTreeSet<Cluster> = self.clusters.values().copied().collect();
        let groups = clusters.into_iter().map(|cluster| {
            let of = self.clusters.iter().filter(|(_, other)| **other == cluster);
            Group { name: cluster_row(cluster), members: of.map(|(office, _)| row(office)).collect() }
        });
        let groups = groups.collect();
        members.extend(self.holes.map(|_| HOLES.to_owned()));
        Axis { members, groups }
    }

    fn columns(&self) -> Axis {
        let categories = self.categories();
        let groups = StaffGroup::ALL.iter().filter_map(|group| {
            let of = categories.iter().filter(|category| StaffGroup::of(**category) == *group);
            let members: Vec<String> = of.map(|category| category.key().to_owned()).collect();
            (!members.is_empty()).then(|| Group { name: group.key().to_owned(), members })
        });
        let groups = groups.collect();
        let mut members: Vec<String> = categories.iter().map(|category| category.key().to_owned()).collect();
        members.extend(self.holes.map(|_| HOLES.to_owned()));
        Axis { members, groups }
    }

    /// The counts in the order of rows and columns; 0 if there is no number.
    fn values(&self, pick: fn(u64, u64) -> u64) -> Vec<Vec<u64>> {
        let categories = self.categories();
        let mut values: Vec<Vec<u64>> = self
            .clusters
            .keys()
            .map(|office| {
                let of = |category: &StaffCategory| match self.cells.get(&(*office, *category)) {
                    Some(Told::Pair(target, signed)) => pick(*target, *signed),
                    _ => 0,
                };
                categories.iter().map(of).collect()
            })
            .collect();
        if let Some((target, signed)) = self.holes {
            for row in &mut values {
                row.push(0);
            }
            let mut last = vec![0; categories.len()];
            last.push(pick(target, signed));
            values.push(last);
        }
        values
    }
}

fn row(office: &str) -> String {
    format!("opd:{office}")
}

fn cluster_row(cluster: Cluster) -> String {
    format!("klaster:{}", cluster.key())
}

/// A protected table, ready to be written.
struct Shown<'c> {
    table: Table<'c>,
    linked: LinkedTables,
    index: CellIndex,
    protected: Suppression,
}

impl Shown<'_> {
    /// Hides more cells if a reader who assumes that nobody withdraws a signature could otherwise combine
    /// this day with earlier ones. If no choice of cells protects against that reader, the day stays as it
    /// is.
    ///
    /// The choice for earlier days never changes, so a new day alters no published day.
    fn withstand(&mut self, earlier: &[(Date, Shown<'_>)], rule: Rule, proofs: &Proofs) {
        let mut supposed = self.linked.clone();
        for (row, column, cell) in self.index.cells() {
            let before = earlier.iter().filter_map(|(_, shown)| shown.number(row, column));
            // If the staff changed, or a count fell, the assumption is plainly wrong.
            let fits = |before: &(u64, u64)| {
                Some(before.0) == supposed.population.as_ref().map(|targets| targets[cell])
                    && before.1 <= supposed.counts[cell]
            };
            if let Some(most) = before.filter(fits).map(|(_, signed)| signed).max() {
                supposed.prior_bounds[cell].0 = most;
            }
        }
        if supposed.prior_bounds != self.linked.prior_bounds
            && let Ok(further) = proofs.protect_further(&supposed, rule, FURTHER, &self.protected)
        {
            self.protected = further;
        }
    }

    /// Target and signed of a shown cell.
    fn number(&self, row: Option<&str>, column: Option<&str>) -> Option<(u64, u64)> {
        let cell = self.index.cell(row, column).filter(|cell| !self.protected.hidden[*cell])?;
        Some((self.linked.population.as_ref()?[cell], self.linked.counts[cell]))
    }

    fn day(&self) -> Day {
        let mut day = Day::default();
        for (office, category) in self.table.cells.keys() {
            let (office, category) = (*office, *category);
            let cell =
                self.cell(Some(&row(office)), Some(category.key()), |o, c| o == office && c == category);
            day.cells.entry(OfficeRow::Office(office.to_owned())).or_default().insert(category, cell);
        }
        for office in self.table.clusters.keys() {
            let total = self.cell(Some(&row(office)), None, |other, _| other == *office);
            day.classes.insert(OfficeRow::Office((*office).to_owned()), total);
        }
        for category in self.table.categories() {
            let total = self.cell(None, Some(category.key()), |_, other| other == category);
            day.categories.insert(category, total);
        }
        let clusters: BTreeSet<Cluster> = self.table.clusters.values().copied().collect();
        for cluster in clusters.into_iter().map(Extent::Part).chain([Extent::All]) {
            for group in StaffGroup::ALL.iter().copied().map(Extent::Part).chain([Extent::All]) {
                if let Some(total) = self.summary(cluster, group) {
                    day.summary.insert((cluster, group), total);
                }
            }
        }
        day
    }

    /// A cluster by a group, if there is such staff.
    fn summary(&self, cluster: Extent<Cluster>, group: Extent<StaffGroup>) -> Option<Signed> {
        let is_part = |office: &str, category: StaffCategory| {
            let in_cluster = match cluster {
                Extent::Part(cluster) => self.table.clusters.get(office) == Some(&cluster),
                Extent::All => true,
            };
            in_cluster && (group == Extent::All || group == Extent::Part(StaffGroup::of(category)))
        };
        self.table.cells.keys().find(|(office, category)| is_part(office, *category))?;
        let row = match cluster {
            Extent::Part(cluster) => Some(cluster_row(cluster)),
            Extent::All => None,
        };
        let column = match group {
            Extent::Part(group) => Some(group.key()),
            Extent::All => None,
        };
        Some(self.cell(row.as_deref(), column, is_part))
    }

    /// The published form of a cell of the linked tables, from its row, its column and the parts of its sum.
    fn cell(
        &self,
        row: Option<&str>,
        column: Option<&str>,
        is_part: impl Fn(&str, StaffCategory) -> bool,
    ) -> Signed {
        let cells = self.table.cells.iter().filter(|((office, category), _)| is_part(office, *category));
        let parts: Vec<Told> = cells.map(|(_, told)| *told).collect();
        if parts.iter().any(|told| matches!(told, Told::Unknown)) {
            let is_grand = row.is_none() && column.is_none();
            let stated = self.table.stated.filter(|_| is_grand);
            return stated.unwrap_or(Signed::symbol(Symbol::NotAvailable));
        }
        if parts.iter().all(|told| matches!(told, Told::Nobody)) {
            return Signed::symbol(Symbol::NotApplicable);
        }
        let targets = self.linked.population.as_deref().unwrap_or_default();
        match self.index.cell(row, column) {
            Some(cell) if self.protected.hidden[cell] => Signed::hidden(targets[cell]),
            Some(cell) => Signed::numbers(targets[cell], self.linked.counts[cell]),
            // Fail closed: every row and column is in the linked tables.
            None => Signed::symbol(Symbol::NotAvailable),
        }
    }
}
