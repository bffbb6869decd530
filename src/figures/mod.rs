//! Fourth stage: tables and headline numbers, each with source, day and unit.
//!
//! A [`Figure`] is the one source of its table on the page, its chart, its CSV file and its JSON file,
//! so the four cannot differ. Cells keep their values; `render` writes them as each language does.

mod build;
mod sanction;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::collections::common::Unit;
use crate::disclosure::PublishedView;
use crate::locale::{Label, Text};
use crate::reading::{AsOf, Count, Month, Symbol};
use crate::share::Share;

/// The figures of every record, by its id.
pub struct Figures {
    all: Vec<Figure>,
}

/// A table, its headline and what it needs to be understood.
pub struct Figure {
    /// The record that it belongs to.
    pub record: String,
    /// Its name in the record's folder: `hitungan` → `/pakta/x/hitungan.csv`.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// What its numbers count.
    pub unit: Option<Label>,
    /// The day that it speaks of.
    pub as_of: Option<AsOf>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Which column a chart draws, and out of which other column if it is a share.
    pub chart: Option<Chart>,
    /// What is left out or pooled, and why, for readers.
    pub note: Option<Text>,
    /// Whether the program hides small groups under `c`; elsewhere the source has a reason of its own.
    pub protected: bool,
    /// Rows that a page shows; the files hold all. Long tables are cut on the page.
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

/// How a chart draws a figure.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Column of the bars' labels.
    pub label: usize,
    /// Column of the bars' lengths.
    pub value: usize,
    /// Column of the full length of each bar; `None` where the longest bar is the scale.
    pub out_of: Option<usize>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A name that is the same in both languages; its code for files.
    Name(String, String),
    /// A label of a vocabulary; its value for files.
    Label(&'static str, Label),
    /// A value of a series' column, and its label.
    Term(String, Text),
    /// A count or a symbol.
    Count(Count),
    /// A part of a whole.
    Share(Share),
    /// A number with one place.
    Decimal(f64),
    /// A day.
    Day(AsOf),
    /// A month.
    Month(Month),
    /// Nothing to say: a share without numbers.
    Empty,
}

/// What `c` means where the program hides small groups.
const PROTECTED: Label = Label {
    id: "dirahasiakan: orang dalam kelompok kecil dapat dikenali, maka angkanya ditutup, bersama angka lain yang dapat dipakai untuk menghitungnya",
    en: "confidential: small groups of people could be recognised, so the number is hidden, together with others from which it could be computed",
};

impl Figure {
    /// What a symbol means in this figure.
    pub fn meaning(&self, symbol: Symbol) -> Label {
        if self.protected && symbol == Symbol::Confidential { PROTECTED } else { symbol.label() }
    }

    /// The symbols and marks of some rows with their meanings, each once.
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
    /// Draws the figures of every public record.
    pub fn draw(view: &PublishedView) -> Self {
        let mut all: Vec<Figure> =
            view.records().iter().flat_map(|record| build::figures(record, view)).collect();
        // Stable: the figures of one record stay in the order in which its page tells them.
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

    /// Where the figures of one record lie among all.
    pub fn places_of(&self, record: &str) -> Range<usize> {
        let start = self.all.partition_point(|figure| figure.record.as_str() < record);
        let end = self.all.partition_point(|figure| figure.record.as_str() <= record);
        start..end
    }
}

impl Cell {
    /// A share, where both parts are numbers and the whole is not nothing.
    fn share(part: Count, whole: Count) -> Self {
        let share = part.number().zip(whole.number()).and_then(|(part, whole)| Share::new(part, whole));
        share.map_or(Cell::Empty, Cell::Share)
    }

    /// The cell as CSV writes it: values, not words.
    pub fn machine_text(&self) -> String {
        match self {
            Cell::Name(code, _) => code.clone(),
            Cell::Label(key, _) => (*key).to_owned(),
            Cell::Term(key, _) => key.clone(),
            Cell::Count(Count::Number(number, _)) => number.to_string(),
            Cell::Count(Count::Symbol(symbol)) => symbol.key().to_owned(),
            Cell::Share(share) => share.file_text(),
            Cell::Decimal(number) => number.to_string(),
            Cell::Day(AsOf::Day(day)) => day.to_string(),
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

/// The unit's word, for a column or a sentence.
pub(crate) fn unit_label(unit: Unit) -> Label {
    unit.label()
}
