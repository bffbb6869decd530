//! Builds linked tables from one two-way table and its roll-ups.

use std::collections::BTreeMap;

use super::{Equation, Limits, Linked, Malformed, Protected, Refusal, Rule, protect};

/// What a roll-up of one step multiplies the cost of a cell with: readers miss a sum more.
const ROLL_UP: u64 = 4;

/// The rows or the columns of a table.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// Names, each once.
    pub members: Vec<String>,
    /// Roll-ups besides the grand total.
    pub groups: Vec<Group>,
}

/// A roll-up: the sum of some members of an axis.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, different from all members and groups.
    pub name: String,
    /// The members that it adds up.
    pub members: Vec<String>,
}

/// Where the cells of a two-way table stand in its [`Linked`] form.
#[derive(Clone, Debug)]
pub struct CellIndex {
    rows: BTreeMap<String, usize>,
    columns: BTreeMap<String, usize>,
}

impl CellIndex {
    /// All cells with their rows and columns, as [`CellIndex::cell`] takes them.
    pub fn cells(&self) -> impl Iterator<Item = (Option<&str>, Option<&str>, usize)> {
        fn lines(names: &BTreeMap<String, usize>) -> impl Iterator<Item = (Option<&str>, usize)> {
            names.iter().map(|(name, line)| (Some(name.as_str()), *line)).chain([(None, names.len())])
        }
        let width = self.columns.len() + 1;
        lines(&self.rows).flat_map(move |(row, down)| {
            lines(&self.columns).map(move |(column, right)| (row, column, down * width + right))
        })
    }

    /// The cell of a row and a column, by the name of a member or a group; `None` is the total.
    pub fn cell(&self, row: Option<&str>, column: Option<&str>) -> Option<usize> {
        let place = |lines: &BTreeMap<String, usize>, name: Option<&str>| match name {
            Some(name) => lines.get(name).copied(),
            None => Some(lines.len()),
        };
        Some(place(&self.rows, row)? * (self.columns.len() + 1) + place(&self.columns, column)?)
    }
}

/// Protects counts whose headcounts are published, such as signatures out of a target: the count and
/// the remainder are both sensitive, hidden together, and known to add up to the target.
///
/// # Errors
/// As [`protect`].
pub fn protect_pair(
    counted: &Linked,
    targets: Vec<u64>,
    rule: Rule,
    limits: Limits,
) -> Result<Protected, Refusal> {
    protect(&Linked { targets: Some(targets), ..counted.clone() }, rule, limits)
}

/// Links a table of counts, `counts[row][column]`, with all its totals and roll-ups.
///
/// The cells are ordered by the names of rows and columns, so the order in which they are given
/// decides nothing. The grand total always stands.
///
/// # Errors
/// [`Malformed::Shape`] where names, groups and counts do not fit each other.
pub fn two_way(rows: &Axis, columns: &Axis, counts: &[Vec<u64>]) -> Result<(Linked, CellIndex), Refusal> {
    let (rows, columns) = (Lines::new(rows)?, Lines::new(columns)?);
    let fits = counts.len() == rows.given.len() && counts.iter().all(|row| row.len() == columns.given.len());
    if !fits {
        return Err(Refusal::Malformed(Malformed::Shape));
    }
    let width = columns.members.len();
    let mut values = Vec::with_capacity(rows.members.len() * width);
    let mut cost = Vec::with_capacity(values.capacity());
    for (row_members, row_level) in rows.members.iter().zip(&rows.levels) {
        for (column_members, column_level) in columns.members.iter().zip(&columns.levels) {
            let mut sum: u64 = 0;
            for (row, column) in
                row_members.iter().flat_map(|row| column_members.iter().map(move |c| (row, c)))
            {
                let count = counts[rows.given[*row]][columns.given[*column]];
                sum = sum.checked_add(count).ok_or(Refusal::Overflow { cell: values.len() })?;
            }
            cost.push(
                u64::from(1 + (u64::BITS - sum.leading_zeros())) * ROLL_UP.pow(row_level + column_level),
            );
            values.push(sum);
        }
    }
    let mut linked = Linked::new(values, equations(&rows.members, &columns.members));
    linked.cost = cost;
    if let Some(grand) = linked.always_shown.last_mut() {
        *grand = true;
    }
    Ok((linked, CellIndex { rows: rows.places, columns: columns.places }))
}

/// Every roll-up of a row in every column, and of a column in every row.
fn equations(rows: &[Vec<usize>], columns: &[Vec<usize>]) -> Vec<Equation> {
    let cell = |row: usize, column: usize| row * columns.len() + column;
    let member_lines = |lines: &[Vec<usize>], members: &[usize]| -> Vec<usize> {
        let is_of = |at: &usize| lines[*at].len() == 1 && members.contains(&lines[*at][0]);
        let count = lines.last().map_or(0, Vec::len);
        (0..count).filter(is_of).collect()
    };
    let mut equations = Vec::new();
    for (at, members) in columns.iter().enumerate().skip(columns.last().map_or(0, Vec::len)) {
        let parts = member_lines(columns, members);
        equations.extend((0..rows.len()).map(|row| Equation {
            total: cell(row, at),
            parts: parts.iter().map(|part| cell(row, *part)).collect(),
        }));
    }
    for (at, members) in rows.iter().enumerate().skip(rows.last().map_or(0, Vec::len)) {
        let parts = member_lines(rows, members);
        equations.extend((0..columns.len()).map(|column| Equation {
            total: cell(at, column),
            parts: parts.iter().map(|part| cell(*part, column)).collect(),
        }));
    }
    equations
}

/// An axis in order: its members by name, its groups by name, its total.
struct Lines {
    /// For each member in order, its place in what was given.
    given: Vec<usize>,
    /// For each line, the members that it adds up.
    members: Vec<Vec<usize>>,
    /// For each line, how far it is rolled up.
    levels: Vec<u32>,
    /// The line of each name.
    places: BTreeMap<String, usize>,
}

impl Lines {
    fn new(axis: &Axis) -> Result<Self, Refusal> {
        let shape = Refusal::Malformed(Malformed::Shape);
        let count = axis.members.len();
        let mut given: Vec<usize> = (0..count).collect();
        given.sort_by_key(|at| &axis.members[*at]);
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut members = Vec::new();
        for (line, at) in given.iter().enumerate() {
            places.insert(axis.members[*at].clone(), line);
            members.push(vec![line]);
        }
        let mut groups: Vec<&Group> = axis.groups.iter().collect();
        groups.sort_by_key(|group| &group.name);
        for group in groups {
            let mut of_group: Vec<usize> = Vec::new();
            for name in &group.members {
                let line = places.get(name).filter(|line| **line < count).ok_or(shape.clone())?;
                of_group.push(*line);
            }
            of_group.sort_unstable();
            if of_group.is_empty() || of_group.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(shape);
            }
            places.insert(group.name.clone(), members.len());
            members.push(of_group);
        }
        members.push((0..count).collect());
        if count == 0 || places.len() + 1 != members.len() {
            return Err(shape);
        }
        let level = |line: usize| u32::from(line >= count) + u32::from(line + 1 == members.len());
        let levels = (0..members.len()).map(level).collect();
        Ok(Self { given, levels, members, places })
    }
}
