//! Decides whether the first row of a spreadsheet is a heading.
//!
//! Headings are shown and stored, so a row of data must never be mistaken for one.

use super::columns::Field;
use super::messages as rule;
use super::sheet::Cell;
use super::terms::{self, Meaning, Terms};
use crate::diagnostics::Diagnostic;

/// A longer cell is a title or a sentence, not a heading.
const LONGEST: usize = 80;
/// A cell with this many consecutive digits is the number of a person or of a letter, not a heading.
const MANY_DIGITS: usize = 6;

/// Returns the headings if the row is one: no cell looks like data, and some cell is a common heading or one
/// of `named`, which a person gave.
///
/// # Errors
/// Returns why the row is not a heading. It never quotes the row, except for a duplicate heading.
pub fn read(cells: &[Cell], named: &[&str], terms: &Terms) -> Result<Vec<String>, Box<Diagnostic>> {
    let no_heading = || Box::new(rule::no_heading());
    let mut heading = Vec::with_capacity(cells.len());
    for cell in cells {
        match cell {
            Cell::Empty => heading.push(String::new()),
            Cell::Text(text) if !looks_like_data(cell, text, terms) => heading.push(shown(text)),
            _ => return Err(no_heading()),
        }
    }
    let is_known = |heading: &String| {
        Field::ALL.iter().any(|field| field.is_called(heading))
            || named.iter().any(|named| terms::normal(named) == terms::normal(heading))
    };
    if !heading.iter().any(|heading| !heading.is_empty() && is_known(heading)) {
        return Err(no_heading());
    }
    for (at, text) in heading.iter().enumerate() {
        let is_asked_for = is_known(text);
        if is_asked_for && !text.is_empty() && heading[..at].contains(text) {
            return Err(Box::new(rule::heading_twice(text)));
        }
    }
    Ok(heading)
}

/// A heading on one line.
fn shown(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn looks_like_data(cell: &Cell, text: &str, terms: &Terms) -> bool {
    if Field::ALL.iter().any(|field| field.is_called(text)) {
        return false;
    }
    // Numbers of persons are often written in groups.
    let joined: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
    let digits = joined.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    text.chars().count() > LONGEST
        || text.contains('@')
        || digits >= MANY_DIGITS
        || crate::spreadsheet::day(text).is_some()
        || Field::ALL.iter().any(|field| terms.meaning(*field, cell) != Meaning::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(cells: &[&str], named: &[&str]) -> Option<&'static str> {
        let cells: Vec<Cell> = cells.iter().map(|text| Cell::text(text)).collect();
        read(&cells, named, &Terms::default()).err().map(|found| found.code)
    }

    #[test]
    fn a_row_of_headings_is_one_and_a_row_of_data_is_none() {
        assert_eq!(code(&["No", "Nama", "NIP", "Unit Kerja", "Keterangan 2024"], &[]), None);
        assert_eq!(code(&["Nomor", "Bagian"], &["bagian"]), None, "a person has named it");
        for data in [
            &["Unit Kerja", "19800101 200501 1 001"][..],
            &["Unit Kerja", "62.04.01.010180.0001"],
            &["Unit Kerja", "2024-03-12"],
            &["Unit Kerja", "12 Maret 2024"],
            &["Unit Kerja", "III/a"],
            &["Unit Kerja", "PNS"],
            &["Unit Kerja", "Hukuman ringan"],
            &["Unit Kerja", "a@rekaan.example"],
            &["Nomor", "Bagian"],
            &["Daftar pegawai"],
            &[],
            &["Unit Kerja", "x", "Unit Kerja"],
        ] {
            assert_eq!(code(data, &[]), Some("TW0834"), "{data:?}");
        }
        let long = "panjang ".repeat(11);
        assert_eq!(code(&["Unit Kerja", &long], &[]), Some("TW0834"));
        let day = Cell::Day(jiff::civil::date(2024, 5, 6));
        assert!(read(&[Cell::text("Unit Kerja"), day], &[], &Terms::default()).is_err());
    }
}
