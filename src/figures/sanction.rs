//! The figures of a sanction series: its rows, and one table for each of their columns.

use std::collections::BTreeMap;

use super::build::{column, whole};
use super::{Cell, Chart, Figure, unit_label};
use crate::collections::sanction::levels::{Level, POOLED, POOLED_LABEL};
use crate::disclosure::rows::RowTable;
use crate::disclosure::{Published, PublishedRows, PublishedSanction, PublishedView};
use crate::locale::{Lang, Text};
use crate::reading::Count;

/// The rows under their policy, first counted by each column. The rows are the source of all.
pub(super) fn figures(record: &Published, series: &PublishedSanction, view: &PublishedView) -> Vec<Figure> {
    let Some(PublishedRows { table, thresholds }) = &series.rows else { return Vec::new() };
    let mut figures: Vec<Figure> =
        table.levels().iter().map(|level| by_column(record, table, *level, view)).collect();
    // With one column, the rows are the same table again.
    if figures.len() > 1 {
        figures.push(rows(record, table, view));
    }
    for figure in &mut figures {
        figure.unit = Some(unit_label(series.unit));
        figure.as_of = series.as_of;
        figure.note = (table.pooled() > 0).then(|| {
            let k = thresholds.k;
            Text::new(
                format!("“Tidak dirinci”: orang yang rinciannya sama dengan kurang dari {k} orang. Jumlah seluruhnya tetap tepat."),
                format!("“Not detailed”: persons whose details fewer than {k} persons share. The total stays exact."),
            )
        });
    }
    figures
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

/// Where a value stands among those of its level: as in the vocabulary; times by their own order.
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
    figure.chart = Some(Chart { label: 0, value: 1, out_of: None });
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

/// A label in the middle of a sentence; abbreviations keep their capitals.
fn lower(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}
