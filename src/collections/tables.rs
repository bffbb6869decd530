//! Long tables in CSV files beside their record.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::pact::{PactCount, StaffCategory};
use crate::diagnostics::catalogue::reading as rule;
use crate::diagnostics::{Findings, SourceFile};
use crate::locale::Text;
use crate::reading::{Count, FromToml, Located, parse_count_text};

/// The limit on rows: more than any regency needs for its offices, categories and days.
const MAX_ROWS: usize = 1_000_000;

/// Reads the rows of a pact series. Reports every wrong cell and skips its row.
pub(super) fn pact_counts(file: &Arc<SourceFile>, findings: &mut Findings) -> Vec<Located<PactCount>> {
    let mut rows = Vec::new();
    read(file, &PactCount::COLUMNS, findings, |record, range, findings| {
        if let Some(count) = pact_count(record, &range, file, findings) {
            rows.push(Located { value: count, range });
        }
    });
    rows
}

/// Reads a CSV file with exactly these columns and passes every complete row and its place to `row`.
pub(super) fn read(
    file: &Arc<SourceFile>,
    columns: &[&str],
    findings: &mut Findings,
    mut row: impl FnMut(&csv::StringRecord, Range<usize>, &mut Findings),
) {
    let text = file.text();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let first_line = 0..text.find('\n').unwrap_or(text.len());
    let heading_fits = reader.headers().is_ok_and(|heading| heading.iter().eq(columns.iter().copied()));
    if !heading_fits {
        let semicolons = text[first_line.clone()].contains(';');
        findings.push(rule::csv_heading(columns, semicolons).at(file, first_line));
        return;
    }
    let mut rows = 0_usize;
    let mut record = csv::StringRecord::new();
    let mut start = position(&reader);
    loop {
        let more = reader.read_record(&mut record);
        let end = position(&reader).max(start);
        let range = start..text[start..end.min(text.len())].trim_end().len() + start;
        start = end;
        match more {
            Ok(false) => break,
            Ok(true) if record.len() == columns.len() => {
                if rows == MAX_ROWS {
                    findings.push(rule::csv_too_long(MAX_ROWS).at(file, range));
                    break;
                }
                rows += 1;
                row(&record, range, findings);
            }
            Ok(true) | Err(_) => findings.push(rule::csv_row(columns.len()).at(file, range)),
        }
    }
}

fn position(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

fn pact_count(
    record: &csv::StringRecord,
    range: &Range<usize>,
    file: &Arc<SourceFile>,
    findings: &mut Findings,
) -> Option<PactCount> {
    let mut wrong = |column: usize, expected: Text| {
        findings.push(rule::csv_cell(PactCount::COLUMNS[column], &expected).at(file, range.clone()));
    };
    let office = Some(record[0].to_owned()).filter(|office| !office.is_empty());
    if office.is_none() {
        wrong(0, Text::new("kode OPD", "the code of an office"));
    }
    let category = StaffCategory::from_key(&record[1]);
    if category.is_none() {
        wrong(1, StaffCategory::expected());
    }
    let as_of = record[2].parse::<Date>().ok();
    if as_of.is_none() {
        wrong(2, Text::new("tanggal ISO, misalnya 2024-10-15", "an ISO date, for example 2024-10-15"));
    }
    let target = parse_count_text(&record[3]);
    if target.is_none() {
        wrong(3, Count::expected());
    }
    let signed = parse_count_text(&record[4]);
    if signed.is_none() {
        wrong(4, Count::expected());
    }
    Some(PactCount {
        office: office?,
        category: category?,
        as_of: as_of?,
        target: Located { value: target?, range: range.clone() },
        signed: Located { value: signed?, range: range.clone() },
    })
}
