//! Links all tables of one record: finds which published cell is the sum of which others.
//!
//! Two cells of the same day and measure are linked if one is a margin of the other, that is, if it names
//! fewer classes or coarser ones. The equations are those that a reader can rely on. A sum that contradicts
//! the published headcounts is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use cell_suppression::{Equation, LinkedTables, MAX_COUNT};

use super::table::{ALL, Count, POOL, Role, Table, count};
use crate::collections::sanction::levels::Level as Column;
use crate::diagnostics::SourceFile;

/// Pairs of columns. The first column determines the second.
const ROLL_UPS: [(&str, &str); 9] = [
    ("opd", "klaster"),
    ("kategori", "kelompok"),
    ("kategori_pegawai", "kelompok_pegawai"),
    ("jenjang_jabatan", "kelompok_jabatan"),
    ("jenis_hukuman", "tingkat_hukuman"),
    ("tingkat_hukuman", "ada_sanksi"),
    ("triwulan", "semester"),
    ("triwulan", "tahun"),
    ("semester", "tahun"),
];
/// The column that holds the day.
const DAY: &str = "per_tanggal";
/// The maximum number of cells that link tables which share only their persons. Above it, only the published
/// margins link the tables.
const LARGEST_CROSS: usize = 600;

/// The classes of a cell: member by column. Empty for the grand total.
pub(super) type Key = BTreeMap<String, String>;

/// A published cell.
#[derive(Clone)]
pub(super) struct Cell {
    /// The member of each column.
    pub(super) key: Key,
    /// What is published about the count.
    pub(super) value: Count,
    /// The headcount that contains the count.
    pub(super) target: Option<u64>,
    /// The edition of the site: 0 for the one under attack.
    pub(super) edition: usize,
    /// The position; `None` for an unpublished cell that only links others.
    pub(super) place: Option<(Arc<SourceFile>, Range<usize>)>,
}

impl Cell {
    /// The name in messages: `opd=bappeda, kategori=pns`.
    pub(super) fn name(&self) -> String {
        if self.key.is_empty() {
            return "total".to_owned();
        }
        self.key.iter().map(|(column, member)| format!("{column}={member}")).collect::<Vec<_>>().join(", ")
    }
}

/// One cell that is published with two different values.
pub(super) struct Conflict {
    pub(super) first: Cell,
    pub(super) second: Cell,
}

/// All cells of one record, one day and one measure.
pub(super) struct System {
    /// The day; empty if there is none.
    pub(super) day: String,
    /// The key of the column that holds the count.
    pub(super) measure: String,
    pub(super) cells: Vec<Cell>,
    pub(super) equations: Vec<Equation>,
    pub(super) conflicts: Vec<Conflict>,
    /// Equations whose published numbers do not add up; they are not in `equations`.
    pub(super) broken: Vec<Equation>,
    /// Sets of columns that cannot be linked to any other.
    pub(super) unlinked: Vec<String>,
}

impl System {
    /// The tables in the form for the solver, and which cells an attacker does not know.
    pub(super) fn linked(&self) -> (LinkedTables, Vec<bool>) {
        let number = |cell: &Cell| match cell.value {
            Count::Number(number) => number,
            _ => 0,
        };
        let mut linked = LinkedTables::new(self.cells.iter().map(number).collect(), self.equations.clone());
        if self.cells.iter().any(|cell| cell.target.is_some()) {
            linked.population =
                Some(self.cells.iter().map(|cell| cell.target.unwrap_or(MAX_COUNT)).collect());
        }
        (linked, self.cells.iter().map(|cell| !matches!(cell.value, Count::Number(_))).collect())
    }

    /// Whether any cell is suppressed.
    pub(super) fn hides(&self) -> bool {
        self.cells.iter().any(|cell| cell.value == Count::Hidden)
    }
}

/// Links the tables of one record. Tables without a day belong to the latest day.
pub(super) fn link(tables: &[&Table]) -> Vec<System> {
    let latest = tables
        .iter()
        .flat_map(|table| {
            let column = table.column(DAY);
            table.rows.iter().filter_map(move |row| column.map(|at| row.cells[at].clone()))
        })
        .max()
        .unwrap_or_default();
    let ladder = Ladder::learn(tables);
    let mut systems: BTreeMap<(String, String), Collected> = BTreeMap::new();
    for table in tables {
        let measures: Vec<usize> = table.of_role(Role::Count).collect();
        for at in measures {
            let measure = &table.columns[at];
            let target = (measure == "ditandatangani").then(|| table.column("sasaran")).flatten();
            for row in &table.rows {
                let Some(value) = count(&row.cells[at]) else { continue };
                let day = table.column(DAY).map(|at| row.cells[at].clone());
                let day = day.or_else(|| table.as_of.clone()).unwrap_or_else(|| latest.clone());
                let classes: Key = table
                    .of_role(Role::Class)
                    .filter(|at| table.columns[*at] != DAY && row.cells[*at] != ALL)
                    .map(|at| (table.columns[at].clone(), row.cells[at].clone()))
                    .collect();
                let target = target.and_then(|at| match count(&row.cells[at]) {
                    Some(Count::Number(number)) => Some(number),
                    _ => None,
                });
                let place = Some((Arc::clone(&table.file), row.at.clone()));
                let level = ladder.level(&classes);
                let key = ladder.canonical(classes);
                let cell = Cell { key, value, target, edition: table.edition, place };
                systems.entry((day, measure.clone())).or_default().add(level, cell);
            }
        }
    }
    systems.into_iter().map(|((day, measure), collected)| collected.system(day, measure, &ladder)).collect()
}

/// The coarser member that the vocabulary of sanction series gives for a member.
fn above(fine: &str, member: &str, coarse: &str) -> Option<String> {
    // Pact series use shorter names for the same columns.
    let column = |key: &str| match key {
        "kategori" => Some(Column::StaffCategory),
        "kelompok" => Some(Column::StaffGroup),
        key => Column::from_key(key),
    };
    column(fine)?.coarsen(member, column(coarse)?)
}

/// The columns that distinguish the cells of a level.
type Level = BTreeSet<String>;

/// Which members determine which coarser ones.
struct Ladder {
    /// The coarser member, by finer column, finer member and coarser column; `None` if it is ambiguous.
    settles: BTreeMap<(String, String, &'static str), Option<String>>,
}

impl Ladder {
    fn learn(tables: &[&Table]) -> Self {
        let mut settles: BTreeMap<(String, String, &'static str), Option<String>> = BTreeMap::new();
        for table in tables {
            for (fine, coarse) in ROLL_UPS {
                let Some(from) = table.column(fine) else { continue };
                for row in &table.rows {
                    let member = &row.cells[from];
                    if let Some(above) = above(fine, member, coarse) {
                        settles.insert((fine.to_owned(), member.clone(), coarse), Some(above));
                    }
                }
                let Some(to) = table.column(coarse) else { continue };
                for row in table.rows.iter().filter(|row| row.cells[from] != ALL && row.cells[to] != ALL) {
                    let member = row.cells[to].clone();
                    settles
                        .entry((fine.to_owned(), row.cells[from].clone(), coarse))
                        .and_modify(|known| *known = known.take().filter(|known| *known == member))
                        .or_insert(Some(member));
                }
            }
        }
        Self { settles }
    }

    /// The columns of a class, without those that a finer column determines.
    fn level(&self, classes: &Key) -> Level {
        let settled = |column: &str| {
            ROLL_UPS.iter().any(|(fine, coarse)| *coarse == column && classes.contains_key(*fine))
        };
        classes.keys().filter(|column| !settled(column)).cloned().collect()
    }

    /// A class, without members that a finer member determines.
    fn canonical(&self, classes: Key) -> Key {
        let settled = |column: &str, member: &str| {
            ROLL_UPS.iter().any(|(fine, coarse)| {
                *coarse == column
                    && classes.get(*fine).is_some_and(|own| self.above(fine, own, coarse) == Some(member))
            })
        };
        let kept = classes.iter().filter(|(column, member)| !settled(column, member));
        kept.map(|(column, member)| (column.clone(), member.clone())).collect()
    }

    fn above(&self, fine: &str, member: &str, coarse: &'static str) -> Option<&str> {
        self.settles.get(&(fine.to_owned(), member.to_owned(), coarse))?.as_deref()
    }

    /// A class with all members that follow from it.
    fn attributes(&self, key: &Key) -> Key {
        let mut all = key.clone();
        for (fine, coarse) in ROLL_UPS {
            if let Some(member) =
                all.get(fine).and_then(|own| self.above(fine, own, coarse)).map(str::to_owned)
            {
                all.entry(coarse.to_owned()).or_insert(member);
            }
        }
        all
    }
}

#[derive(Default)]
struct Collected {
    cells: BTreeMap<Key, (Level, Cell)>,
    conflicts: Vec<Conflict>,
}

impl Collected {
    fn add(&mut self, level: Level, cell: Cell) {
        let Some((_, known)) = self.cells.get_mut(&cell.key) else {
            self.cells.insert(cell.key.clone(), (level, cell));
            return;
        };
        let said = |one: Count, other: Count| match (one, other) {
            (Count::Number(one), Count::Number(other)) => one != other,
            (Count::Hidden, Count::Number(_)) | (Count::Number(_), Count::Hidden) => true,
            _ => false,
        };
        if said(known.value, cell.value) {
            self.conflicts.push(Conflict { first: known.clone(), second: cell.clone() });
        }
        known.target = known.target.or(cell.target);
        // The attacker takes the more precise value.
        if !matches!(known.value, Count::Number(_)) && matches!(cell.value, Count::Number(_)) {
            *known = Cell { target: known.target, ..cell };
        }
    }

    fn system(self, day: String, measure: String, ladder: &Ladder) -> System {
        let (levels, mut cells): (Vec<Level>, Vec<Cell>) = self.cells.into_values().unzip();
        let (mut equations, unlinked) = equations(&levels, &cells, ladder);
        for joint in joints(&levels, &cells, ladder) {
            // An unpublished cell: the number of persons who are in all of these cells at once.
            let at = cells.len();
            cells.push(Cell {
                key: Key::new(),
                value: Count::Unknown,
                target: None,
                edition: 0,
                place: None,
            });
            for total in joint {
                match equations
                    .iter_mut()
                    .rev()
                    .find(|equation| equation.total == total && equation.parts[0] >= levels.len())
                {
                    Some(equation) => equation.parts.push(at),
                    None => equations.push(Equation { total, parts: vec![at] }),
                }
            }
        }
        let (equations, broken) = equations.into_iter().partition(|equation| adds_up(equation, &cells));
        System { day, measure, cells, equations, conflicts: self.conflicts, broken, unlinked }
    }
}

/// The cells of each level, with all members that follow from their classes.
struct Levels {
    all: BTreeMap<Level, Vec<(usize, Key)>>,
}

impl Levels {
    fn new(levels: &[Level], cells: &[Cell], ladder: &Ladder) -> Self {
        let mut all: BTreeMap<Level, Vec<(usize, Key)>> = BTreeMap::new();
        for (at, level) in levels.iter().enumerate() {
            all.entry(level.clone()).or_default().push((at, ladder.attributes(&cells[at].key)));
        }
        Self { all }
    }

    /// Whether the cells of one level add up to those of another.
    fn refines(&self, fine: &Level, coarse: &Level) -> bool {
        fine != coarse
            && !fine.is_empty()
            && self.all[fine]
                .iter()
                .all(|(_, classes)| coarse.iter().all(|column| classes.contains_key(column)))
    }

    /// The level that refines all others.
    fn finest(&self) -> Option<&Level> {
        self.all
            .keys()
            .find(|fine| self.all.keys().all(|coarse| coarse == *fine || self.refines(fine, coarse)))
    }
}

/// Sets of cells that can hold the same person, one cell from each level that no other level refines. They
/// link tables that share only their persons. Empty if there would be too many.
fn joints(levels: &[Level], cells: &[Cell], ladder: &Ladder) -> Vec<Vec<usize>> {
    let levels = Levels::new(levels, cells, ladder);
    let is_refined = |coarse: &Level| levels.all.keys().any(|fine| levels.refines(fine, coarse));
    let finest: Vec<_> =
        levels.all.iter().filter(|(level, _)| !is_refined(level)).map(|(_, cells)| cells).collect();
    let size = finest.iter().try_fold(1_usize, |size, cells| size.checked_mul(cells.len()));
    if finest.len() < 2 || size.is_none_or(|size| size > LARGEST_CROSS) {
        return Vec::new();
    }
    let mut joints: Vec<Vec<&(usize, Key)>> = vec![Vec::new()];
    for cells in finest {
        let fits = |joint: &[&(usize, Key)], cell: &(usize, Key)| {
            joint.iter().all(|(_, other)| agree(other, &cell.1))
        };
        joints = joints
            .iter()
            .flat_map(|joint| {
                cells.iter().filter(|cell| fits(joint, cell)).map(|cell| [joint.as_slice(), &[cell]].concat())
            })
            .collect();
    }
    joints.into_iter().map(|joint| joint.into_iter().map(|(at, _)| *at).collect()).collect()
}

/// Whether one person can be in both classes. A person who is not detailed can be in any class.
fn agree(one: &Key, other: &Key) -> bool {
    one.iter().all(|(column, member)| {
        other.get(column).is_none_or(|own| own == member || own == POOL || member == POOL)
    })
}

fn equations(levels: &[Level], cells: &[Cell], ladder: &Ladder) -> (Vec<Equation>, Vec<String>) {
    let levels = Levels::new(levels, cells, ladder);
    let finest = levels.finest();
    let mut equations: Vec<Equation> = Vec::new();
    let mut unlinked = Vec::new();
    for (coarse, totals) in &levels.all {
        let finer: Vec<&Level> = match finest {
            Some(finest) => [finest].into_iter().filter(|fine| *fine != coarse).collect(),
            None => levels.all.keys().filter(|fine| levels.refines(fine, coarse)).collect(),
        };
        let refines_others = levels.all.keys().any(|other| levels.refines(coarse, other));
        if finer.is_empty() && !refines_others && levels.all.len() > 1 {
            unlinked.push(coarse.iter().cloned().collect::<Vec<_>>().join(" × "));
        }
        for fine in finer {
            for (total, _) in totals {
                let own = &cells[*total].key;
                let is_part = |(_, part): &&(usize, Key)| {
                    own.iter().all(|(column, member)| part.get(column) == Some(member))
                };
                let parts: Vec<usize> = levels.all[fine].iter().filter(is_part).map(|(at, _)| *at).collect();
                if !parts.is_empty() {
                    equations.push(Equation { total: *total, parts });
                }
            }
        }
    }
    (equations, unlinked)
}

/// Whether the published numbers and headcounts of an equation are consistent.
fn adds_up(equation: &Equation, cells: &[Cell]) -> bool {
    let sum = |value: &dyn Fn(&Cell) -> Option<u64>| -> bool {
        let total = value(&cells[equation.total]);
        let parts: Option<u64> = equation.parts.iter().map(|part| value(&cells[*part])).sum();
        total.zip(parts).is_none_or(|(total, parts)| total == parts)
    };
    let number = |cell: &Cell| match cell.value {
        Count::Number(number) => Some(number),
        _ => None,
    };
    sum(&number) && sum(&|cell| cell.target)
}
