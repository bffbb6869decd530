//! Builds linked tables from one two-way table, its margins and its hierarchies.

use std::collections::BTreeMap;

use super::{Equation, LinkedTables, Malformed, Refusal};

/// The factor on the weight of a cell for each level of roll-up: a sum is worth more to readers than a part.
const ROLL_UP: u64 = 4;

/// The classifying (spanning) variable of the rows or of the columns.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// The names of its categories, each once.
    pub members: Vec<String>,
    /// Roll-ups besides the grand total. A hierarchy of several levels has one group for each of its nodes.
    /// Groups may also overlap.
    pub groups: Vec<Group>,
}

/// A roll-up: the sum of some categories.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, different from that of every category and every other group.
    pub name: String,
    /// The categories that it sums, each once.
    pub members: Vec<String>,
}

impl Axis {
    /// An axis of these categories, without roll-ups.
    pub fn new<N: Into<String>>(members: impl IntoIterator<Item = N>) -> Self {
        Self { members: members.into_iter().map(Into::into).collect(), groups: Vec::new() }
    }

    /// The same axis with one more roll-up.
    #[must_use]
    pub fn group<N: Into<String>>(
        mut self,
        name: impl Into<String>,
        members: impl IntoIterator<Item = N>,
    ) -> Self {
        let members = members.into_iter().map(Into::into).collect();
        self.groups.push(Group { name: name.into(), members });
        self
    }
}

/// The indices of the cells of a two-way table in its [`LinkedTables`].
#[derive(Clone, Debug)]
pub struct CellIndex {
    rows: BTreeMap<String, usize>,
    columns: BTreeMap<String, usize>,
}

impl CellIndex {
    /// All cells with their row and column, with names as in [`cell`](Self::cell).
    pub fn cells(&self) -> impl Iterator<Item = (Option<&str>, Option<&str>, usize)> {
        fn lines(names: &BTreeMap<String, usize>) -> impl Iterator<Item = (Option<&str>, usize)> {
            names.iter().map(|(name, line)| (Some(name.as_str()), *line)).chain([(None, names.len())])
        }
        let width = self.columns.len() + 1;
        lines(&self.rows).flat_map(move |(row, down)| {
            lines(&self.columns).map(move |(column, right)| (row, column, down * width + right))
        })
    }

    /// The cell in a row and a column, each the name of a category or a group; `None` is the margin over all
    /// categories. Returns `None` for an unknown name.
    pub fn cell(&self, row: Option<&str>, column: Option<&str>) -> Option<usize> {
        let place = |lines: &BTreeMap<String, usize>, name: Option<&str>| match name {
            Some(name) => lines.get(name).copied(),
            None => Some(lines.len()),
        };
        Some(place(&self.rows, row)? * (self.columns.len() + 1) + place(&self.columns, column)?)
    }
}

/// Links a table of counts, `counts[row][column]` in the order of [`Axis::members`], with all its margins
/// and roll-ups. The grand total is always shown.
///
/// The weight of a cell is one plus the length of its count in binary, times four for each level of roll-up
/// on either axis: one for a group, two for the margin.
///
/// Cells are sorted by the names of rows and columns, so the order of the input does not change which cells
/// are suppressed.
///
/// # Errors
/// [`Malformed::Shape`] if names, groups and counts do not match, [`Refusal::Overflow`] if a sum does not fit
/// into 64 bits.
pub fn two_way(
    rows: &Axis,
    columns: &Axis,
    counts: &[Vec<u64>],
) -> Result<(LinkedTables, CellIndex), Refusal> {
    let (rows, columns) = (Lines::new(rows)?, Lines::new(columns)?);
    let fits = counts.len() == rows.given.len() && counts.iter().all(|row| row.len() == columns.given.len());
    if !fits {
        return Err(Refusal::Malformed(Malformed::Shape));
    }
    let width = columns.members.len();
    let mut values = Vec::with_capacity(rows.members.len() * width);
    let mut weights = Vec::with_capacity(values.capacity());
    for (row_members, row_level) in rows.members.iter().zip(&rows.levels) {
        for (column_members, column_level) in columns.members.iter().zip(&columns.levels) {
            let mut sum: u64 = 0;
            for (row, column) in
                row_members.iter().flat_map(|row| column_members.iter().map(move |c| (row, c)))
            {
                let count = counts[rows.given[*row]][columns.given[*column]];
                sum = sum.checked_add(count).ok_or(Refusal::Overflow { cell: values.len() })?;
            }
            weights.push(
                u64::from(1 + (u64::BITS - sum.leading_zeros())) * ROLL_UP.pow(row_level + column_level),
            );
            values.push(sum);
        }
    }
    let mut tables = LinkedTables::new(values, equations(&rows.members, &columns.members));
    tables.weights = weights;
    if let Some(grand) = tables.always_shown.last_mut() {
        *grand = true;
    }
    Ok((tables, CellIndex { rows: rows.places, columns: columns.places }))
}

/// Every roll-up of rows in every column, and every roll-up of columns in every row.
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

/// The lines of an axis in order: categories by name, groups by name, the margin.
struct Lines {
    /// For each category in order, its index in the input.
    given: Vec<usize>,
    /// For each line, the categories that it sums.
    members: Vec<Vec<usize>>,
    /// For each line, its level of roll-up.
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
        // A duplicate name has only one entry.
        if count == 0 || places.len() + 1 != members.len() {
            return Err(shape);
        }
        let level = |line: usize| u32::from(line >= count) + u32::from(line + 1 == members.len());
        let levels = (0..members.len()).map(level).collect();
        Ok(Self { given, levels, members, places })
    }
}
