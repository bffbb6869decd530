//! The persons of a spreadsheet, as values of closed vocabularies.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroize as _;

use super::columns::Field;
use super::messages as rule;
use super::sheet::{Cell, Row};
use super::terms::{Meaning, Terms};
use crate::collections::common::Period;
use crate::collections::sanction::levels::Level;
use crate::diagnostics::Findings;
use crate::disclosure::rows::{Joint, RowTable};

/// A person: one value for each level that the spreadsheet gives. It cannot be printed.
pub struct Person {
    values: BTreeMap<Level, String>,
}

impl Person {
    /// Creates a person from some values; each value also sets all coarser levels.
    pub fn new(values: impl IntoIterator<Item = (Level, String)>) -> Self {
        let mut all = BTreeMap::new();
        for (mut level, mut value) in values {
            while let Some(coarser) = level.coarser() {
                let Some(coarse) = level.coarsen(&value, coarser) else { break };
                all.insert(level, std::mem::replace(&mut value, coarse));
                level = coarser;
            }
            all.insert(level, value);
        }
        Self { values: all }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.values.values_mut().for_each(String::zeroize);
    }
}

/// All persons whose cases are closed.
#[derive(Default)]
pub struct Persons {
    list: Vec<Person>,
    open_cases: u64,
}

impl Persons {
    /// Adds a person.
    pub fn push(&mut self, person: Person) {
        self.list.push(person);
    }

    /// The number of persons.
    pub fn count(&self) -> u64 {
        self.list.len() as u64
    }

    /// The number of rows left out because their cases are open.
    pub fn open_cases(&self) -> u64 {
        self.open_cases
    }

    /// Whether every person has a value at this level.
    pub fn have(&self, level: Level) -> bool {
        self.list.iter().all(|person| person.values.contains_key(&level))
    }

    /// All persons by class, with nobody pooled; `None` if somebody lacks a value.
    pub fn table(&self, levels: &[Level]) -> Option<RowTable> {
        let mut table = RowTable::new(levels);
        let levels = table.levels().to_vec();
        for person in &self.list {
            let values: Option<Vec<String>> =
                levels.iter().map(|level| person.values.get(level).cloned()).collect();
            table.add(values?, 1);
        }
        Some(table)
    }

    /// The number of persons in each pair of a class of the rows (`None` is the pool) and a cell of a table;
    /// `None` if somebody lacks a value.
    pub fn joint(&self, rows: &RowTable, levels: &[Level]) -> Option<Joint> {
        let shown: BTreeSet<&[String]> = rows.classes().map(|(values, _)| values).collect();
        let values = |person: &Person, levels: &[Level]| -> Option<Vec<String>> {
            levels.iter().map(|level| person.values.get(level).cloned()).collect()
        };
        let mut joint = Joint::new();
        for person in &self.list {
            let class = values(person, rows.levels())?;
            let class = shown.contains(class.as_slice()).then_some(class);
            *joint.entry((class, values(person, levels)?)).or_default() += 1;
        }
        Some(joint)
    }

    /// The number of persons with each value of a level.
    pub fn by_value(&self, level: Level) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for value in self.list.iter().filter_map(|person| person.values.get(&level)) {
            *counts.entry(value.as_str()).or_default() += 1;
        }
        counts
    }
}

/// Reads the persons from rows whose cells match `columns`, in that order.
///
/// Rows of open cases are counted and left out, whatever else they hold. Days are checked against `period`,
/// if there is one, and then dropped.
///
/// # Errors
/// Returns all cells that are empty, unknown or outside the period, by row number.
pub fn read(
    rows: Vec<Row>,
    columns: &[(Field, &str)],
    terms: &Terms,
    period: Option<Period>,
) -> Result<Persons, Findings> {
    let mut persons = Persons::default();
    let mut wrong: Vec<Wrong> = columns.iter().map(|_| Wrong::default()).collect();
    let stage = columns.iter().position(|(field, _)| *field == Field::Stage);
    for row in rows {
        let is_open =
            stage.is_some_and(|at| terms.meaning(Field::Stage, &row.cells[at]) == Meaning::OpenCase);
        if is_open {
            persons.open_cases += 1;
            continue;
        }
        let mut values = Vec::with_capacity(columns.len());
        for (((field, _), cell), wrong) in columns.iter().zip(&row.cells).zip(&mut wrong) {
            match terms.meaning(*field, cell) {
                Meaning::Value(level, value) => values.push((level, value)),
                _ if matches!(cell, Cell::Empty) => wrong.empty.push(row.number),
                _ => wrong.unknown.push(row.number),
            }
            let is_outside = *field == Field::Date
                && period
                    .zip(Terms::day(cell))
                    .is_some_and(|(period, day)| day < period.from || period.to < day);
            if is_outside {
                wrong.outside.push(row.number);
            }
        }
        persons.push(Person::new(values));
    }
    let mut findings = Findings::default();
    for ((field, heading), wrong) in columns.iter().zip(&wrong) {
        if !wrong.empty.is_empty() {
            findings.push(rule::empty_cells(heading, rule::rows(&wrong.empty)));
        }
        if !wrong.unknown.is_empty() {
            findings.push(rule::unknown_cells(heading, rule::rows(&wrong.unknown), terms.accepted(*field)));
        }
        if !wrong.outside.is_empty() {
            findings.push(rule::outside_period(heading, rule::rows(&wrong.outside)));
        }
    }
    if findings.is_empty() { Ok(persons) } else { Err(findings) }
}

/// The numbers of the rows in which a column is wrong.
#[derive(Default)]
struct Wrong {
    empty: Vec<u64>,
    unknown: Vec<u64>,
    outside: Vec<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|text| Cell::text(text)).collect() }
    }

    const COLUMNS: [(Field, &str); 3] =
        [(Field::Date, "Tanggal"), (Field::Penalty, "Hukuman"), (Field::Stage, "Status")];

    #[test]
    fn a_person_has_every_coarser_value() {
        let person = Person::new([
            (Level::Quarter, "2024-T3".to_owned()),
            (Level::Penalty, "moral".to_owned()),
            (Level::StaffCategory, "ppnpn".to_owned()),
        ]);
        let values: Vec<&str> = person.values.values().map(String::as_str).collect();
        assert_eq!(values, ["ppnpn", "non_asn", "2024-T3", "2024-S2", "2024", "moral", "moral", "ada"]);
    }

    #[test]
    fn open_cases_are_counted_and_not_read() {
        let rows =
            vec![row(2, &["2024-05-01", "ringan", "selesai"]), row(3, &["entah", "", "pemeriksaan ppk"])];
        let persons = read(rows, &COLUMNS, &Terms::default(), None).unwrap_or_default();
        assert_eq!((persons.count(), persons.open_cases()), (1, 1));
        assert!(persons.have(Level::PenaltyLevel) && !persons.have(Level::Penalty));
        assert!(persons.table(&[Level::Penalty]).is_none());
    }

    #[test]
    fn wrong_cells_are_told_by_row_and_heading_all_at_once() {
        let rows = vec![
            row(2, &["2024-05-01", "rahasia", "selesai"]),
            row(3, &["", "ringan", "selesai"]),
            row(4, &["2023-12-31", "ringan", "rahasia"]),
        ];
        let period = Period { from: jiff::civil::date(2024, 1, 1), to: jiff::civil::date(2024, 12, 31) };
        let Err(findings) = read(rows, &COLUMNS, &Terms::default(), Some(period)) else { unreachable!() };
        let told: Vec<(&str, &str)> =
            findings.sorted().iter().map(|found| (found.code, found.message.en.as_str())).collect();
        assert_eq!(
            told,
            [
                ("TW0836", "column \"Hukuman\" holds unknown values in rows 2"),
                ("TW0836", "column \"Status\" holds unknown values in rows 4"),
                ("TW0837", "column \"Tanggal\" is empty in rows 3"),
                ("TW0838", "dates in column \"Tanggal\" lie outside the series' `periode`, in rows 4"),
            ]
        );
    }
}
