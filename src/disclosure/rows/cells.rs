//! A table of the persons of a series by one or two columns. It may be finer than the rows, and it has hidden
//! cells.
//!
//! Rows and table are about the same persons, so they are protected, and attacked, together. They are tied by
//! the joint counts: the number of persons in each pair of a class of the rows and a cell of the table. These
//! are not published; classes and cells are sums of them.

use std::collections::BTreeMap;
use std::fmt;

use cell_suppression::{Attack, Equation, Interval, Limits, LinkedTables, Refusal, Rule};
use rayon::prelude::*;

use super::{RowTable, Thresholds};
use crate::collections::sanction::levels::{EVERY, Level};
use crate::disclosure::proofs::Proofs;

/// The values of one cell's columns; [`EVERY`] for a sum.
type Key = Vec<String>;

/// The number of persons in each pair of a class of the rows (`None` is the pool) and a cell of a table.
pub type Joint = BTreeMap<(Option<Vec<String>>, Vec<String>), u64>;

/// A table with hidden cells: the published data, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct CellTable {
    levels: Vec<Level>,
    cells: BTreeMap<Key, Option<u64>>,
}

/// Prints only sizes: before the check, the table may point at people.
impl fmt::Debug for CellTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CellTable({} cells)", self.cells.len())
    }
}

/// A problem with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exposure {
    /// A shown cell has fewer than `k` persons.
    Small,
    /// A hidden cell provably has fewer than `k` persons.
    Open,
    /// All persons in a line, or all but one, have the same value in a sensitive column.
    Alike(Level),
    /// The numbers contradict each other, the rows or the total.
    Contradiction,
    /// The solver gave no answer.
    Unknown,
}

impl CellTable {
    /// Creates a published table from the values of its columns in the order of the vocabulary; `None` is a
    /// hidden number. Every value, every pair of values and [`EVERY`] have a cell.
    pub fn new(levels: Vec<Level>, cells: BTreeMap<Vec<String>, Option<u64>>) -> Self {
        Self { levels, cells }
    }

    /// The columns.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The cells in canonical order; `None` is a hidden number.
    pub fn cells(&self) -> impl Iterator<Item = (&[String], Option<u64>)> {
        self.cells.iter().map(|(key, count)| (key.as_slice(), *count))
    }

    /// Hides cells so that neither the table alone nor the table with the rows reveals a small number.
    ///
    /// `values` are the lines of each column without [`EVERY`]; `persons` counts everybody.
    ///
    /// # Errors
    /// As [`cell_suppression::protect`].
    pub fn protect(
        levels: &[Level],
        values: &[Vec<String>],
        rows: &RowTable,
        persons: &Joint,
        k: u64,
        proofs: &Proofs,
    ) -> Result<Self, Refusal> {
        let system = System::new(levels, &grid(values), rows);
        let linked = system.linked(|class, cell| {
            persons.get(&(class.map(<[String]>::to_vec), cell.to_vec())).copied().unwrap_or(0)
        });
        let rule = Rule { threshold: k, zeros_shown: false, own_record: true };
        let protected = proofs.protect(&linked, rule, Limits::default())?;
        let cells = system
            .cells
            .iter()
            .map(|(key, at)| (key.clone(), (!protected.hidden[*at]).then_some(linked.counts[*at])))
            .collect();
        Ok(Self { levels: levels.to_vec(), cells })
    }

    /// Returns every problem with the table in combination with the rows and the total, for an attacker who
    /// knows nothing else.
    pub fn exposures(&self, rows: Option<&RowTable>, total: u64, thresholds: &Thresholds) -> Vec<Exposure> {
        let mut found = Vec::new();
        let k = thresholds.k;
        let is_grand = |key: &Key| key.iter().all(|value| value == EVERY);
        if self.cells.iter().any(|(key, count)| !is_grand(key) && count.is_some_and(|n| (1..k).contains(&n)))
        {
            found.push(Exposure::Small);
        }
        let grand = self.cells.iter().find(|(key, _)| is_grand(key)).and_then(|(_, count)| *count);
        if grand != Some(total) || rows.is_some_and(|rows| rows.total() != total) {
            found.push(Exposure::Contradiction);
            return found;
        }
        match self.intervals(rows, total) {
            Ok(intervals) => {
                let is_open = |(key, interval): (&&Key, &Interval)| {
                    self.cells[*key].is_none() && interval.high.is_some_and(|high| (1..k).contains(&high))
                };
                if intervals.iter().any(is_open) {
                    found.push(Exposure::Open);
                }
                found.extend(self.alike(&intervals).map(Exposure::Alike));
            }
            Err(Refusal::Contradiction { .. }) => found.push(Exposure::Contradiction),
            Err(_) => found.push(Exposure::Unknown),
        }
        found
    }

    /// The interval of possible values of each cell.
    fn intervals(&self, rows: Option<&RowTable>, total: u64) -> Result<BTreeMap<&Key, Interval>, Refusal> {
        let keys: Vec<Key> = self.cells.keys().cloned().collect();
        let everybody = pooled(total);
        let system = System::new(&self.levels, &keys, rows.unwrap_or(&everybody));
        let mut linked = system.linked(|_, _| 0);
        let mut hidden = linked.unpublished.clone();
        for (class, at) in &system.classes {
            linked.counts[*at] = *class;
        }
        for (key, at) in &system.cells {
            match self.cells.get(key).copied().flatten() {
                Some(count) => linked.counts[*at] = count,
                None => hidden[*at] = true,
            }
        }
        // A contradiction among shown numbers constrains no hidden number, so the solver would not see it.
        let contradicts = linked.equations.iter().any(|equation| {
            let mut parts = equation.parts.iter().chain([&equation.total]);
            let sum =
                || equation.parts.iter().fold(0_u64, |sum, part| sum.saturating_add(linked.counts[*part]));
            parts.all(|part| !hidden[*part]) && sum() != linked.counts[equation.total]
        });
        if contradicts {
            return Err(Refusal::Contradiction { cell: 0 });
        }
        let attack = Attack::new(&linked, &hidden, 0, Limits::default())?;
        self.cells.par_iter().map(|(key, _)| Ok((key, attack.interval(system.cells[key])?))).collect()
    }

    /// The sensitive column in which a line of the table is (almost) all alike, if there is one.
    fn alike(&self, intervals: &BTreeMap<&Key, Interval>) -> Option<Level> {
        let sensitive = |at: &usize| self.levels[*at].attribute().is_sensitive();
        (0..self.levels.len()).filter(sensitive).find_map(|at| {
            let is_alike = intervals.iter().filter(|(key, _)| key[at] != EVERY).any(|(key, interval)| {
                let mut line = (*key).clone();
                line[at] = EVERY.to_owned();
                // If the other column is sensitive, it is itself a value to protect.
                let others_known =
                    (0..line.len()).all(|other| other == at || !sensitive(&other) || line[other] == EVERY);
                let total = intervals.get(&line).and_then(|total| total.high);
                others_known
                    && total.is_some_and(|total| total > 0 && interval.low.saturating_add(1) >= total)
            });
            is_alike.then(|| self.levels[at])
        })
    }
}

/// Rows of which only the number of persons is known.
fn pooled(total: u64) -> RowTable {
    let mut rows = RowTable::new(&[]);
    rows.add_pooled(total);
    rows
}

/// Every cell of a table with these lines, including sums.
fn grid(values: &[Vec<String>]) -> Vec<Key> {
    let mut keys: Vec<Key> = vec![Vec::new()];
    for values in values {
        let lines: Vec<&str> = values.iter().map(String::as_str).chain([EVERY]).collect();
        keys = keys
            .iter()
            .flat_map(|start| {
                lines.iter().map(|value| start.iter().cloned().chain([(*value).to_owned()]).collect())
            })
            .collect();
    }
    keys.sort_unstable();
    keys
}

/// The linked tables: joint counts by class and cell, the classes and the cells as sums of them, and the sums
/// of cells.
struct System {
    /// The class and the cell of each joint count.
    atoms: Vec<(usize, Key)>,
    /// The values of each class; `None` for the pool.
    names: Vec<Option<Vec<String>>>,
    /// The count of each class, and its index.
    classes: Vec<(u64, usize)>,
    /// The index of each cell.
    cells: BTreeMap<Key, usize>,
    equations: Vec<Equation>,
}

impl System {
    fn new(levels: &[Level], keys: &[Key], rows: &RowTable) -> Self {
        let mut names: Vec<Option<Vec<String>>> =
            rows.classes().map(|(values, _)| Some(values.to_vec())).collect();
        let mut counts: Vec<u64> = rows.classes().map(|(_, count)| count).collect();
        if rows.pooled() > 0 || names.is_empty() {
            names.push(None);
            counts.push(rows.pooled());
        }
        let is_leaf = |key: &Key| key.iter().all(|value| value != EVERY);
        let mut atoms = Vec::new();
        for (class, name) in names.iter().enumerate() {
            for key in keys.iter().filter(|key| is_leaf(key)) {
                if name.as_deref().is_none_or(|values| can_meet(rows.levels(), values, levels, key)) {
                    atoms.push((class, key.clone()));
                }
            }
        }
        let start = atoms.len();
        let classes: Vec<(u64, usize)> =
            counts.into_iter().enumerate().map(|(class, count)| (count, start + class)).collect();
        let start = start + classes.len();
        let cells: BTreeMap<Key, usize> =
            keys.iter().enumerate().map(|(at, key)| (key.clone(), start + at)).collect();
        let mut equations: Vec<Equation> = Vec::new();
        let atoms_of = |is_part: &dyn Fn(&(usize, Key)) -> bool| -> Vec<usize> {
            (0..atoms.len()).filter(|at| is_part(&atoms[*at])).collect()
        };
        for (class, (_, total)) in classes.iter().enumerate() {
            equations.push(Equation { total: *total, parts: atoms_of(&|atom| atom.0 == class) });
        }
        for (key, total) in &cells {
            match key.iter().position(|value| value == EVERY) {
                None => equations.push(Equation { total: *total, parts: atoms_of(&|atom| atom.1 == *key) }),
                // Sum over each column in turn, so that the grand total is tied both ways.
                Some(_) => {
                    for at in (0..key.len()).filter(|at| key[*at] == EVERY) {
                        let is_part = |other: &&Key| {
                            other[at] != EVERY && (0..key.len()).all(|o| o == at || other[o] == key[o])
                        };
                        let parts = cells.keys().filter(is_part).map(|part| cells[part]).collect();
                        equations.push(Equation { total: *total, parts });
                    }
                }
            }
        }
        Self { atoms, names, classes, cells, equations }
    }

    /// The tables with the numbers of `persons` by class and cell. Classes and the grand total are always
    /// shown.
    fn linked(&self, persons: impl Fn(Option<&[String]>, &[String]) -> u64) -> LinkedTables {
        let size = self.atoms.len() + self.classes.len() + self.cells.len();
        let mut counts = vec![0_u64; size];
        for (at, (class, key)) in self.atoms.iter().enumerate() {
            let count = persons(self.names[*class].as_deref(), key);
            counts[at] = count;
            let class = self.classes[*class].1;
            counts[class] = counts[class].saturating_add(count);
            for (sum, place) in &self.cells {
                if sum.iter().zip(key).all(|(sum, own)| sum == EVERY || sum == own) {
                    counts[*place] = counts[*place].saturating_add(count);
                }
            }
        }
        let mut linked = LinkedTables::new(counts, self.equations.clone());
        for at in 0..self.atoms.len() {
            linked.unpublished[at] = true;
        }
        for (_, at) in &self.classes {
            linked.always_shown[*at] = true;
        }
        for (key, at) in &self.cells {
            let sums = key.iter().filter(|value| *value == EVERY).count();
            linked.always_shown[*at] = sums == key.len();
            // Readers miss a sum more than a cell.
            linked.weights[*at] =
                linked.weights[*at].saturating_mul(1 + 3 * u64::try_from(sums).unwrap_or(1));
        }
        linked
    }
}

/// Whether one person can be in both a class of the rows and a cell of the table.
fn can_meet(row_levels: &[Level], class: &[String], levels: &[Level], cell: &[String]) -> bool {
    row_levels.iter().zip(class).all(|(own, value)| {
        levels.iter().zip(cell).all(|(other, against)| {
            own.coarsen(value, *other).is_none_or(|coarse| coarse == *against)
                && other.coarsen(against, *own).is_none_or(|coarse| coarse == *value)
        })
    })
}
