//! Compares the outputs of one table: CSV, JSON, the tables on pages, and the drawings.

use std::sync::Arc;

use super::Finder;
use super::html::{Drawing, Page, PageTable, Shown};
use super::messages as say;
use super::numbers::tokens;
use super::table::{ALL, Count, POOL, Role, Row, Table, count};
use crate::collections::sanction::levels::Level;
use crate::diagnostics::SourceFile;
use crate::figures::chart::{Form, Mark as _};

/// The maximum difference between a shown share and the value: one place of a percentage, or 99.9 for almost
/// all.
const SHARE_ROUNDED: f64 = 0.0011;

pub(super) fn files(csv: &Table, json: &Table, finder: &mut Finder) {
    let other = format!("{}.csv", csv.name);
    if csv.columns != json.columns && !(json.rows.is_empty() && csv.rows.is_empty())
        || csv.rows.len() != json.rows.len()
    {
        finder.push(say::outputs_differ(&other, &csv.name, None).in_file(&json.file));
        return;
    }
    for (here, there) in json.rows.iter().zip(&csv.rows) {
        for (at, (one, two)) in here.cells.iter().zip(&there.cells).enumerate() {
            if equal(one, two) {
                continue;
            }
            let class = csv.class_of(there);
            let hidden = csv.roles[at] == Role::Count && count(two) == Some(Count::Hidden);
            finder.push(match count(one) {
                Some(Count::Number(number)) if hidden => {
                    say::shown_elsewhere(&class, &csv.file.path, &finder.shown(number))
                        .at(&json.file, here.at.clone())
                }
                _ => say::outputs_differ(&other, &class, finder.value((one.as_str(), two.as_str())))
                    .at(&json.file, here.at.clone()),
            });
        }
    }
}

fn equal(one: &str, two: &str) -> bool {
    one == two
        || one
            .parse::<f64>()
            .ok()
            .zip(two.parse::<f64>().ok())
            .is_some_and(|(one, two)| (one - two).abs() < 1e-9)
}

/// Compares a table with what a page shows of it; returns whether the page shows the table at all.
pub(super) fn page(table: &Table, file: &Arc<SourceFile>, page: &Page, finder: &mut Finder) -> bool {
    let is_of = |section: &Option<String>| section.as_deref() == Some(table.name.as_str());
    let mut shown = false;
    let mut offset = 0;
    for on_page in page.tables.iter().filter(|on_page| is_of(&on_page.section)) {
        shown = true;
        offset = page_table(table, file, on_page, finder);
    }
    for drawing in page.drawings.iter().filter(|drawing| is_of(&drawing.section)) {
        bars(table, offset, file, drawing, finder);
    }
    shown
}

/// Returns the index of the table row that the page shows first.
fn page_table(table: &Table, file: &Arc<SourceFile>, on_page: &PageTable, finder: &mut Finder) -> usize {
    let other = format!("{}.csv", table.name);
    let rows = &on_page.rows[on_page.headings..];
    if rows.len() > table.rows.len() || rows.iter().any(|row| row.len() != table.columns.len()) {
        finder.push(say::outputs_differ(&other, &table.name, None).at(file, on_page.at.clone()));
        return 0;
    }
    // A page cuts off a long table.
    let fits = |offset: &usize| {
        rows.iter()
            .zip(&table.rows[*offset..])
            .all(|(shown, row)| different(table, row, shown).next().is_none())
    };
    let offset = (0..=table.rows.len() - rows.len()).find(fits).unwrap_or(0);
    for (shown, row) in rows.iter().zip(&table.rows[offset..]) {
        for at in different(table, row, shown) {
            let (cell, class) = (&shown[at], table.class_of(row));
            let hidden = table.roles[at] == Role::Count && count(&row.cells[at]) == Some(Count::Hidden);
            let number = tokens(&cell.text).first().and_then(super::numbers::Token::whole);
            finder.push(
                match number {
                    Some(number) if hidden => {
                        say::shown_elsewhere(&class, &table.file.path, &finder.shown(number))
                    }
                    Some(_) if table.roles[at] == Role::Derived && row.cells[at].is_empty() => {
                        say::derived_beside_hidden(&class, &table.columns[at], None)
                    }
                    _ => say::outputs_differ(
                        &other,
                        &class,
                        finder.value((cell.text.as_str(), row.cells[at].as_str())),
                    ),
                }
                .at(file, cell.at.clone()),
            );
        }
    }
    offset
}

/// The columns in which a row on the page differs from the row of the table.
fn different<'a>(table: &'a Table, row: &'a Row, shown: &'a [Shown]) -> impl Iterator<Item = usize> + 'a {
    (0..table.columns.len().min(shown.len())).filter(|at| match table.roles[*at] {
        Role::Class => false,
        Role::Count | Role::Derived => !means(&shown[*at].text, &row.cells[*at]),
    })
}

/// Whether a cell on the page means the same as the cell in the file.
fn means(shown: &str, cell: &str) -> bool {
    let found = tokens(shown);
    match (found.as_slice(), cell.parse::<f64>()) {
        ([], Err(_)) => {
            let symbol = |text: &str| matches!(text, "c" | "x" | "z").then(|| text.to_owned());
            symbol(cell) == shown.split_whitespace().next().and_then(symbol)
        }
        ([token], Ok(value)) => token.values().iter().any(|told| {
            (told - value).abs() < 0.051 && !token.percent
                || token.percent && (told / 100.0 - value).abs() < SHARE_ROUNDED
        }),
        _ => false,
    }
}

fn bars(table: &Table, offset: usize, file: &Arc<SourceFile>, drawing: &Drawing, finder: &mut Finder) {
    let form = Form::ALL.into_iter().find(|form| form.class() == drawing.class);
    let (form, (stray, bars)) = match form {
        Some(form) => (form, form.rows_of(&drawing.marks)),
        None => (Form::Bars, (&drawing.marks[..], Vec::new())),
    };
    let rows = table.rows.get(offset..offset + bars.len());
    let value = table.column("ditandatangani").or_else(|| table.of_role(Role::Count).next());
    let value = value.or_else(|| table.of_role(Role::Derived).next());
    let (Some(rows), Some(value), false) = (rows, value, bars.is_empty()) else {
        finder.push(say::drawing_tells(&table.name, None).at(file, drawing.at.clone()));
        return;
    };
    let out_of = (table.columns[value] == "ditandatangani").then(|| table.column("sasaran")).flatten();
    let number = |row: &Row, at: usize| row.cells[at].parse::<f64>().ok();
    let longest = rows.iter().filter_map(|row| number(row, value)).fold(0.0, f64::max);
    // Elements before the first bar belong to no bar.
    for mark in stray.iter().filter(|mark| table.hides() && !matches!(mark.name.as_str(), "title" | "desc")) {
        finder.push(
            say::drawing_tells(&table.name, finder.value(mark.name.as_str())).at(file, mark.at.clone()),
        );
    }
    for (bar, row) in bars.iter().zip(rows) {
        let whole = out_of.map_or(Some(longest), |at| number(row, at));
        let drawn = number(row, value).zip(whole);
        let says = |text: &str, value: f64, share: f64| {
            tokens(text).iter().all(|token| {
                let means =
                    |told: &f64| (told - value).abs() < 0.051 || (told / 100.0 - share).abs() < SHARE_ROUNDED;
                token.values().iter().any(means)
            })
        };
        if let Some(mark) = form.false_mark(bar, drawn, says) {
            let class = table.class_of(row);
            let what = if mark.text.is_empty() { mark.attribute("width") } else { mark.text.as_str() };
            finder.push(say::drawing_tells(&class, finder.value(what)).at(file, mark.at.clone()));
        }
    }
}

/// Finds derived numbers next to a hidden count, such as percentages and averages: the count follows from
/// them.
pub(super) fn derived(table: &Table, finder: &mut Finder) {
    let target = table.column("sasaran");
    for row in table.rows.iter().filter(|row| table.row_hides(row)) {
        for at in table.of_role(Role::Derived).filter(|at| !row.cells[*at].is_empty()) {
            let share: Option<f64> = row.cells[at].parse().ok();
            let whole = target.and_then(|target| row.cells[target].parse::<f64>().ok());
            let range =
                share.zip(whole).filter(|(share, _)| (0.0..=1.0).contains(share)).map(|(share, whole)| {
                    // Shares are published with four decimals.
                    let end = |share: f64| (share * whole).clamp(0.0, whole);
                    // A part short of the whole is never written as the whole, so the last step is wider.
                    let is_last_step = (0.999_85..1.0).contains(&share);
                    let most = if is_last_step { (whole - 1.0).max(0.0) } else { end(share + 0.000_05) };
                    (end(share - 0.000_05).ceil() as u64, most.floor() as u64)
                });
            let found = say::derived_beside_hidden(
                &table.class_of(row),
                &table.columns[at],
                range.and_then(|range| finder.value(range)),
            );
            finder.push(found.at(&table.file, row.at.clone()));
        }
    }
}

/// Whether the rows are in a fixed order: by each column in turn, alphabetically or in the order of its
/// vocabulary. Sums and persons who are not detailed may come first or last.
pub(super) fn in_order(table: &Table) -> bool {
    let columns: Vec<usize> = table.of_role(Role::Class).collect();
    let mut steps: Vec<Vec<(&str, &str)>> = vec![Vec::new(); table.columns.len()];
    for (one, two) in table.rows.iter().zip(table.rows.iter().skip(1)) {
        let Some(at) = columns.iter().find(|at| one.cells[**at] != two.cells[**at]) else { continue };
        let step = (one.cells[*at].as_str(), two.cells[*at].as_str());
        if ![step.0, step.1].iter().any(|member| matches!(*member, POOL | ALL)) {
            steps[*at].push(step);
        }
    }
    columns.iter().all(|at| {
        let steps = &steps[*at];
        let words = vocabulary(&table.columns[*at]);
        let place = |word: &str| words.iter().position(|known| *known == word);
        steps.iter().all(|(one, two)| one < two)
            || steps.iter().all(|(one, two)| place(one).zip(place(two)).is_some_and(|(one, two)| one < two))
    })
}

fn vocabulary(column: &str) -> Vec<&'static str> {
    let level = match column {
        "kategori" => Some(Level::StaffCategory),
        "kelompok" => Some(Level::StaffGroup),
        column => Level::from_key(column),
    };
    level.map(|level| level.terms().into_iter().map(|(key, _)| key).collect()).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use crate::audit::html;
    use crate::figures::chart;
    use crate::locale::Lang;

    #[test]
    fn every_form_of_chart_tells_its_rows_and_no_others() {
        let values = [Some(30.0), Some(7.0), Some(0.0), None];
        let rows: Vec<_> = values
            .iter()
            .map(|value| chart::Row {
                label: "OPD".to_owned(),
                shown: value.map_or_else(|| "c".to_owned(), |value| value.to_string()),
                value: *value,
                whole: 40.0,
            })
            .collect();
        for form in Form::ALL {
            let page = html::read(&form.draw("Judul", &rows, Lang::Id).unwrap());
            let [drawing] = page.drawings.as_slice() else { panic!("{form:?} is one drawing") };
            assert_eq!(drawing.class, form.class());
            let (stray, drawn) = form.rows_of(&drawing.marks);
            assert!(stray.is_empty(), "{form:?}");
            assert_eq!(drawn.len(), rows.len(), "{form:?}");
            for (marks, row) in drawn.iter().zip(&rows) {
                for told in values {
                    let drawn = told.map(|value| (value, row.whole));
                    // The text alone, and the marks alone, tell the value.
                    let by_text = form.false_mark(marks, drawn, |text, value, _| text == value.to_string());
                    let by_marks = form.false_mark(marks, drawn, |_, _, _| true);
                    assert_eq!(by_text.is_none(), told == row.value, "{form:?}: {told:?} {:?}", row.value);
                    assert_eq!(by_marks.is_none(), told == row.value, "{form:?}: {told:?} {:?}", row.value);
                }
            }
        }
    }
}
