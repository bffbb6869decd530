//! Fourth stage: tables and headline numbers, each with its source, date and unit.
//!
//! The table on the page, the chart, the CSV file and the JSON file are all made from one [`Figure`], so they
//! cannot differ. Cells hold values; `render` formats them for each language.

mod build;
pub mod chart;
mod sanction;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

pub use chart::Chart;

use crate::collections::common::Unit;
use crate::disclosure::PublishedView;
use crate::locale::{Label, Text};
use crate::reading::{AsOf, Count, Month, Symbol};
use crate::share::Share;

/// The figures of all records, sorted by record id.
pub struct Figures {
    all: Vec<Figure>,
}

/// A table with its title and the information needed to understand it.
pub struct Figure {
    /// The record that it belongs to.
    pub record: String,
    /// Its file name without extension: `hitungan` → `/pakta/x/hitungan.csv`.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// The unit of its numbers.
    pub unit: Option<Label>,
    /// The reference date.
    pub as_of: Option<AsOf>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, with one cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// How its chart is drawn, if it has one.
    pub chart: Option<Chart>,
    /// A note for readers on what is left out or pooled, and why.
    pub note: Option<Text>,
    /// Whether `c` means that this program hides a small group. Otherwise the source withheld the number.
    pub protected: bool,
    /// The rows that the page shows. Long tables are truncated on the page; the files have all rows.
    pub shown_rows: Range<usize>,
}

/// A column of a figure.
pub struct Column {
    /// Its name in CSV and JSON.
    pub key: &'static str,
    /// Its heading.
    pub label: Label,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A code for files, and a name that is the same in both languages.
    Name(String, String),
    /// A vocabulary value for files, and its label.
    Label(&'static str, Label),
    /// A value of a column of a sanction series, and its label.
    Term(String, Text),
    /// A count or a symbol.
    Count(Count),
    /// A part of a whole.
    Share(Share),
    /// A number, shown with one decimal place.
    Decimal(f64),
    /// A day.
    Day(AsOf),
    /// A month.
    Month(Month),
    /// No value, such as the share of a count that is not a number.
    Empty,
}

/// The meaning of `c` if this program hides small groups.
const PROTECTED: Label = Label {
    id: "dirahasiakan: orang dalam kelompok kecil dapat dikenali, maka angkanya ditutup, bersama angka lain yang dapat dipakai untuk menghitungnya",
    en: "confidential: small groups of people could be recognised, so the number is hidden, together with others from which it could be computed",
};

impl Figure {
    /// The meaning of a symbol in this figure.
    pub fn meaning(&self, symbol: Symbol) -> Label {
        if self.protected && symbol == Symbol::Confidential { PROTECTED } else { symbol.label() }
    }

    /// The symbols and marks that occur in some rows, with their meanings.
    pub fn legend<'r>(&self, rows: impl IntoIterator<Item = &'r Vec<Cell>>) -> BTreeMap<&'static str, Label> {
        let cells = rows.into_iter().flatten();
        cells
            .filter_map(|cell| match cell {
                Cell::Count(Count::Symbol(symbol)) => Some((symbol.key(), self.meaning(*symbol))),
                Cell::Count(Count::Number(_, Some(mark))) => Some((mark.key(), mark.label())),
                _ => None,
            })
            .collect()
    }
}

impl Figures {
    /// Creates the figures of all public records.
    pub fn draw(view: &PublishedView) -> Self {
        let mut all: Vec<Figure> =
            view.records().iter().flat_map(|record| build::figures(record, view)).collect();
        // A stable sort keeps the figures of one record in the order of its page.
        all.sort_by(|a, b| a.record.cmp(&b.record));
        Self { all }
    }

    /// Every figure, by record.
    pub fn all(&self) -> &[Figure] {
        &self.all
    }

    /// The figures of one record.
    pub fn of(&self, record: &str) -> &[Figure] {
        &self.all[self.places_of(record)]
    }

    /// The indices of the figures of one record in [`all`](Self::all).
    pub fn places_of(&self, record: &str) -> Range<usize> {
        let start = self.all.partition_point(|figure| figure.record.as_str() < record);
        let end = self.all.partition_point(|figure| figure.record.as_str() <= record);
        start..end
    }
}

impl Cell {
    /// The number that a chart draws.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Count(Count::Number(number, _)) => Some(*number as f64),
            Cell::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// A share if both counts are numbers and the whole is not zero.
    fn share(part: Count, whole: Count) -> Self {
        let share = part.number().zip(whole.number()).and_then(|(part, whole)| Share::new(part, whole));
        share.map_or(Cell::Empty, Cell::Share)
    }

    /// The value in the form for CSV, without a label.
    pub fn machine_text(&self) -> String {
        match self {
            Cell::Name(code, _) => code.clone(),
            Cell::Label(key, _) => (*key).to_owned(),
            Cell::Term(key, _) => key.clone(),
            Cell::Count(Count::Number(number, _)) => number.to_string(),
            Cell::Count(Count::Symbol(symbol)) => symbol.key().to_owned(),
            Cell::Share(share) => share.file_text(),
            Cell::Decimal(number) => number.to_string(),
            Cell::Day(AsOf::Known(day)) => day.to_string(),
            Cell::Day(AsOf::NotReported) => "x".to_owned(),
            Cell::Month(month) => month_text(month.first_day()),
            Cell::Empty => String::new(),
        }
    }
}

/// `2024-03`.
pub fn month_text(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The label of a unit.
pub(crate) fn unit_label(unit: Unit) -> Label {
    unit.label()
}
