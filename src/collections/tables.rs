//! Long tables in CSV files beside their record.

use std::ops::Range;
use std::sync::Arc;

use super::messages as rule;
use super::pact::{PactCount, StaffCategory};
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::locale::Text;
use crate::reading::{Count, FromToml, Located, parse_count_text};
use crate::spreadsheet::{Csv, Field, Ungrouped, day, ungrouped};

/// The limit on rows: more than any regency needs for its offices, categories and days.
const MAX_ROWS: usize = 1_000_000;

/// The cells of a row, in the order of the requested columns.
pub(super) struct Cells<'a> {
    columns: &'a [&'a str],
    cells: Vec<Option<Field<'a>>>,
    /// The place of the row.
    pub(super) range: Range<usize>,
    file: &'a Arc<SourceFile>,
}

impl Cells<'_> {
    /// The text of a cell.
    pub(super) fn text(&self, at: usize) -> Located<String> {
        let field = self.cells.get(at).and_then(Option::as_ref);
        Located {
            value: field.map_or(String::new(), |field| field.text().into_owned()),
            // A blank cell has no bytes to mark.
            range: field.map(Field::range).filter(|range| !range.is_empty()).unwrap_or(self.range.clone()),
        }
    }

    /// Reads a cell, or reports that it is not `expected`.
    pub(super) fn read<T>(
        &self,
        at: usize,
        expected: impl FnOnce() -> Text,
        findings: &mut Findings,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let Located { value, range } = self.text(at);
        let found = read(&value);
        if found.is_none() {
            self.report(rule::csv_cell(self.columns[at], expected()), range.clone(), findings);
        }
        Some(Located { value: found?, range })
    }

    /// Reads a count, with or without separators between thousands.
    pub(super) fn count<T>(
        &self,
        at: usize,
        expected: impl FnOnce() -> Text,
        findings: &mut Findings,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let Located { value, range } = self.text(at);
        if let Ungrouped::Ambiguous(number) = ungrouped(&value) {
            self.report(rule::csv_ambiguous_number(self.columns[at], &number), range, findings);
            return None;
        }
        self.read(at, expected, findings, |text| match ungrouped(text) {
            Ungrouped::Plain(text) => read(&text),
            Ungrouped::Ambiguous(_) => None,
        })
    }

    fn report(&self, found: Diagnostic, range: Range<usize>, findings: &mut Findings) {
        findings.push(found.at(self.file, range));
    }
}

/// Reads the rows of a pact series. Reports every wrong cell and skips its row.
pub(super) fn pact_counts(file: &Arc<SourceFile>, findings: &mut Findings) -> Vec<Located<PactCount>> {
    let mut rows = Vec::new();
    read(file, &PactCount::COLUMNS, findings, |cells, findings| {
        if let Some(count) = pact_count(cells, findings) {
            rows.push(Located { value: count, range: cells.range.clone() });
        }
    });
    rows
}

/// Reads a CSV file with exactly these columns, in any order, and passes every row to `row`.
pub(super) fn read(
    file: &Arc<SourceFile>,
    columns: &[&str],
    findings: &mut Findings,
    mut row: impl FnMut(&Cells<'_>, &mut Findings),
) {
    let text = file.text();
    let mut records = Csv::new(&text);
    let heading = records.next();
    let place = heading.as_ref().map_or(0..0, |heading| heading.range());
    let names: Vec<String> =
        heading.into_iter().flat_map(|heading| heading.fields).map(|field| plain(&field.text())).collect();
    let order: Option<Vec<usize>> = columns
        .iter()
        .map(|column| names.iter().position(|name| *name == plain(column)))
        .collect::<Option<Vec<usize>>>()
        .filter(|_| names.len() == columns.len());
    let Some(order) = order else {
        findings.push(rule::csv_heading(&columns.join(",")).at(file, place));
        return;
    };
    let mut rows = 0_usize;
    for record in records {
        let range = record.range();
        if rows == MAX_ROWS {
            findings.push(rule::csv_too_long(MAX_ROWS).at(file, range));
            return;
        }
        rows += 1;
        if record.fields.len() > columns.len() || record.width < columns.len() {
            findings.push(rule::csv_row(columns.len()).at(file, range));
            continue;
        }
        let mut fields: Vec<Option<Field<'_>>> = record.fields.into_iter().map(Some).collect();
        let cells = order.iter().map(|at| fields.get_mut(*at).and_then(Option::take)).collect();
        row(&Cells { columns, cells, range, file }, findings);
    }
    if rows == 0 {
        findings.push(rule::csv_without_rows().at(file, place));
    }
}

/// A heading without what people write differently: case, spaces, hyphens and underscores.
fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn pact_count(cells: &Cells<'_>, findings: &mut Findings) -> Option<PactCount> {
    let office = cells
        .read(0, rule::office_code, findings, |text| Some(text.to_owned()).filter(|text| !text.is_empty()));
    let category = cells.read(1, StaffCategory::expected, findings, StaffCategory::from_key);
    let as_of = cells.read(2, rule::iso_date, findings, day);
    let target = cells.count(3, Count::expected, findings, parse_count_text);
    let signed = cells.count(4, Count::expected, findings, parse_count_text);
    Some(PactCount {
        office: office?.value,
        category: category?.value,
        as_of: as_of?.value,
        target: target?,
        signed: signed?,
    })
}
