//! Figures as pages show them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{DateText, SourceText, Writer};
use crate::address::Href;
use crate::figures::chart::Row;
use crate::figures::{Cell, Figure};
use crate::plan::METHODS;
use crate::reading::Symbol;

/// A figure: a chart, a table, and two files, from one source.
#[derive(Serialize, JsonSchema)]
pub struct FigureText {
    /// Anchor on the page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What its numbers count.
    pub unit: Option<String>,
    /// The day that it speaks of.
    pub as_of: Option<DateText>,
    /// Where it comes from.
    pub source: Option<SourceText>,
    /// What is left out or pooled, and why.
    pub note: Option<String>,
    /// The headings of the columns.
    pub columns: Vec<ColumnText>,
    /// The rows; empty where only the files hold them.
    pub rows: Vec<Vec<CellText>>,
    /// Symbols in the table and what they mean.
    pub legend: Vec<Legend>,
    /// The chart as SVG, ready to stand in the page.
    pub chart: Option<String>,
    /// The CSV file.
    pub csv_url: Href,
    /// The JSON file.
    pub json_url: Href,
    /// How many rows the files hold.
    pub total_rows: String,
}

/// A column's heading.
#[derive(Serialize, JsonSchema)]
pub struct ColumnText {
    /// The heading.
    pub label: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Serialize, JsonSchema)]
pub struct CellText {
    /// What it shows.
    pub text: String,
    /// What a symbol or mark means, for those who hear the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// Whether it holds a number.
    pub numeric: bool,
}

/// A symbol and its meaning.
#[derive(Serialize, JsonSchema)]
pub struct Legend {
    /// The symbol.
    pub symbol: String,
    /// Its meaning.
    pub meaning: String,
    /// The page that says more, where the program hides small groups under the symbol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Href>,
}

impl Writer<'_> {
    /// The figures of a record.
    pub fn figures(&self, record: &str, source: Option<&SourceText>) -> Vec<FigureText> {
        self.site.figures.of(record).iter().filter_map(|figure| self.figure(figure, source)).collect()
    }

    fn figure(&self, figure: &Figure, source: Option<&SourceText>) -> Option<FigureText> {
        let record = self.site.view.record(&figure.record)?;
        let file = |end: &str| self.file_url(&format!("{}{}.{end}", record.route(), figure.name));
        let shown = figure.rows.get(figure.shown_rows.clone()).unwrap_or_default();
        let legend = figure.legend(shown).into_iter().map(|(symbol, meaning)| Legend {
            symbol: symbol.to_owned(),
            meaning: meaning.get(self.lang).to_owned(),
            url: (figure.protected && symbol == Symbol::Confidential.key()).then(|| self.url(METHODS)),
        });
        let legend = legend.collect();
        Some(FigureText {
            id: figure.name.to_owned(),
            title: figure.title.get(self.lang).to_owned(),
            unit: figure.unit.map(|unit| unit.get(self.lang).to_owned()),
            as_of: figure.as_of.map(|as_of| self.as_of(as_of)),
            source: source.cloned(),
            note: figure.note.as_ref().map(|note| note.get(self.lang).to_owned()),
            columns: figure
                .columns
                .iter()
                .map(|column| ColumnText {
                    label: column.label.get(self.lang).to_owned(),
                    numeric: column.numeric,
                })
                .collect(),
            rows: shown
                .iter()
                .map(|row| {
                    row.iter()
                        .zip(&figure.columns)
                        .map(|(cell, column)| self.cell(cell, column.numeric))
                        .collect()
                })
                .collect(),
            legend,
            chart: self.chart(figure),
            csv_url: file("csv"),
            json_url: file("json"),
            total_rows: self.site.formatter(self.lang).integer(figure.rows.len() as u64),
        })
    }

    /// A cell in the form for readers.
    pub fn cell(&self, cell: &Cell, numeric: bool) -> CellText {
        let formatter = self.site.formatter(self.lang);
        let plain = |text: String| CellText { text, meaning: None, numeric };
        match cell {
            Cell::Name(_, name) => plain(name.clone()),
            Cell::Label(_, label) => plain(label.get(self.lang).to_owned()),
            Cell::Term(_, label) => plain(label.get(self.lang).to_owned()),
            Cell::Count(count) => {
                let count = self.count(*count);
                CellText { text: count.text, meaning: count.meaning, numeric }
            }
            Cell::Share(share) => plain(formatter.percent(*share)),
            Cell::Decimal(number) => plain(formatter.decimal(*number, 1)),
            Cell::Day(as_of) => plain(self.as_of(*as_of).text),
            Cell::Month(month) => plain(formatter.month(month.first_day())),
            Cell::Empty => plain("–".to_owned()),
        }
    }

    /// The chart of a figure as SVG, if it has one and there is something to draw.
    fn chart(&self, figure: &Figure) -> Option<String> {
        let chart = figure.chart?;
        let rows = figure.rows.get(figure.shown_rows.clone())?;
        let value = |row: &[Cell], column: usize| row.get(column)?.number();
        let longest = rows.iter().filter_map(|row| value(row, chart.value)).fold(0.0_f64, f64::max);
        let rows: Vec<Row> = rows
            .iter()
            .map(|row| {
                let shown = match chart.out_of {
                    // Show the share if there is one, or else the number or its symbol.
                    Some(_) if value(row, chart.value).is_some() => row.last(),
                    _ => row.get(chart.value),
                };
                let text = |cell: Option<&Cell>, whole: bool| {
                    cell.map(|cell| self.cell(cell, whole).text).unwrap_or_default()
                };
                Row {
                    label: text(row.get(chart.label), false),
                    shown: text(shown, true),
                    value: value(row, chart.value),
                    whole: chart.out_of.map_or(longest, |column| value(row, column).unwrap_or(0.0)),
                }
            })
            .collect();
        chart.form.draw(figure.title.get(self.lang), &rows, self.lang)
    }
}
