//! The figures of a sanction series: its rows, a table for each column of the rows, and the table with hidden numbers.

use std::collections::BTreeMap;

use super::build::{column, whole};
use super::chart::Form;
use super::{Cell, Chart, Figure, unit_label};
use crate::collections::sanction::levels::{Level, POOLED, POOLED_LABEL};
use crate::disclosure::rows::{CellTable, RowTable};
use crate::disclosure::{Published, PublishedRows, PublishedSanction, PublishedView};
use crate::locale::{Lang, Text};
use crate::reading::{Count, Symbol};

/// The figures of one series: a table for each column of the rows, the rows themselves, then the table with
/// hidden numbers. All but the last are computed from the rows.
pub(super) fn figures(record: &Published, series: &PublishedSanction, view: &PublishedView) -> Vec<Figure> {
    let mut figures = Vec::new();
    if let Some(PublishedRows { table, thresholds, version: _ }) = &series.rows {
        figures.extend(table.levels().iter().map(|level| by_column(record, table, *level, view)));
        let mut rows = rows(record, table, view);
        // With a single column, the table above is the same.
        if figures.len() == 1 {
            rows.shown_rows = 0..0;
        }
        figures.push(rows);
        if table.pooled() > 0 {
            let note = pool_note(thresholds.k);
            figures.iter_mut().for_each(|figure| figure.note = Some(note.clone()));
        }
    }
    figures.extend(series.cells.as_ref().map(|cells| cells_figure(record, &cells.table, view)));
    for figure in &mut figures {
        figure.unit = Some(unit_label(series.unit));
        figure.as_of = series.as_of;
    }
    figures
}

fn pool_note(k: u64) -> Text {
    Text::new(
        format!(
            "“Tidak dirinci”: orang yang rinciannya sama dengan kurang dari {k} orang. Jumlah seluruhnya tetap tepat."
        ),
        format!("“Not detailed”: persons whose details fewer than {k} persons share. The total stays exact."),
    )
}

/// The largest number of rows of the table with hidden numbers that a page shows.
const MAX_SHOWN: usize = 60;

fn cells_figure(record: &Published, table: &CellTable, view: &PublishedView) -> Figure {
    let levels = table.levels();
    // In vocabulary order, with each sum after its parts.
    let mut cells: Vec<_> = table.cells().collect();
    cells.sort_by_cached_key(|(values, _)| -> Vec<(usize, String)> {
        levels.iter().zip(*values).map(|(level, value)| (place(*level, value), value.clone())).collect()
    });
    let rows: Vec<Vec<Cell>> = cells
        .into_iter()
        .map(|(values, number)| {
            let number =
                number.map_or(Count::Symbol(Symbol::Confidential), |number| Count::Number(number, None));
            let terms = levels.iter().zip(values).map(|(level, value)| term(*level, value, view));
            terms.chain([Cell::Count(number)]).collect()
        })
        .collect();
    let mut columns: Vec<super::Column> = levels.iter().map(|level| heading(*level)).collect();
    columns.push(column("jumlah", "Jumlah", "Number", true));
    let names =
        |lang: Lang| -> Vec<String> { levels.iter().map(|level| lower(level.label().get(lang))).collect() };
    let mut figure = whole(
        record,
        "tabel-rinci",
        Text::new(
            format!("Lebih rinci menurut {}", names(Lang::Id).join(" dan ")),
            format!("In more detail by {}", names(Lang::En).join(" and ")),
        ),
        columns,
        rows,
    );
    if figure.rows.len() > MAX_SHOWN {
        figure.shown_rows = 0..0;
    }
    figure.protected = true;
    figure
}

fn term(level: Level, value: &str, view: &PublishedView) -> Cell {
    let label = match (level, view.record(value)) {
        (Level::Contest, Some(election)) => {
            Text::new(election.title(Lang::Id).text.clone(), election.title(Lang::En).text.clone())
        }
        _ => level.label_of(value),
    };
    Cell::Term(value.to_owned(), label)
}

fn count(number: u64) -> Cell {
    Cell::Count(Count::Number(number, None))
}

fn heading(level: Level) -> super::Column {
    column(level.key(), level.label().id, level.label().en, false)
}

/// The position of a value in the vocabulary of its level. Periods have none and sort by their text.
fn place(level: Level, value: &str) -> usize {
    level.terms().iter().position(|(key, _)| *key == value).unwrap_or(usize::MAX)
}

fn by_column(record: &Published, table: &RowTable, level: Level, view: &PublishedView) -> Figure {
    let counts: BTreeMap<(usize, &str), u64> = table
        .count_by(|other| other == level)
        .into_iter()
        .filter_map(|(values, number)| Some(((place(level, values.first()?), *values.first()?), number)))
        .collect();
    let mut rows: Vec<Vec<Cell>> =
        counts.iter().map(|((_, value), number)| vec![term(level, value, view), count(*number)]).collect();
    if table.pooled() > 0 {
        rows.push(vec![Cell::Term(POOLED.to_owned(), POOLED_LABEL.text()), count(table.pooled())]);
    }
    let label = level.label();
    let mut figure = whole(
        record,
        level.key(),
        Text::new(format!("Menurut {}", lower(label.id)), format!("By {}", lower(label.en))),
        vec![heading(level), column("jumlah", "Jumlah", "Number", true)],
        rows,
    );
    figure.chart = Some(Chart { form: Form::Bars, label: 0, value: 1, out_of: None });
    figure
}

fn rows(record: &Published, table: &RowTable, view: &PublishedView) -> Figure {
    let levels = table.levels();
    let mut rows: Vec<Vec<Cell>> = table
        .classes()
        .map(|(values, number)| {
            let cells = levels.iter().zip(values).map(|(level, value)| term(*level, value, view));
            cells.chain([count(number)]).collect()
        })
        .collect();
    if table.pooled() > 0 {
        let pooled = Cell::Term(POOLED.to_owned(), POOLED_LABEL.text());
        let mut row = vec![pooled; levels.len()];
        row.push(count(table.pooled()));
        rows.push(row);
    }
    let mut columns: Vec<super::Column> = levels.iter().map(|level| heading(*level)).collect();
    columns.push(column("jumlah", "Jumlah", "Number", true));
    whole(
        record,
        "baris",
        Text::new("Semua baris: orang dengan rincian yang sama", "All rows: persons with the same details"),
        columns,
        rows,
    )
}

/// A label for use inside a sentence. Abbreviations stay in capitals.
fn lower(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}
