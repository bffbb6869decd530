//! Compares the published data with the releases in a portal's ledger.
//!
//! An attacker who kept every edition can take differences. The figures come from the output. What the output
//! does not say about a series (who decided, its period, the version of its policy) comes from the last
//! release of the series.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::Record;
use super::table::{Count as Told, POOL, Table, count};
use crate::collections::sanction::levels::Level;
use crate::diagnostics::{Checked, Findings, SourceFile};
use crate::disclosure::ledger::messages as rule;
use crate::disclosure::ledger::{
    Cell, CellFacts, DayFacts, Facts, Ledger, PactFacts, Release, RowKey, SanctionFacts, compare,
};
use crate::disclosure::rows::{CellTable, RowTable, Thresholds};
use crate::locale::Text;
use crate::reading::{Count, Symbol};
use crate::source;

/// A category that stands for all: it follows from the others, or is attacked with them.
const EVERY: &str = "semua";

/// Reads and verifies the ledger in a folder (`rilis/`), including its hash chain.
pub(super) fn read(folder: &Path) -> Checked<Ledger> {
    let Checked { value: files, mut findings } = source::releases_in(folder);
    let read = Ledger::read(&files);
    findings.extend(read.findings);
    Checked { value: read.value, findings }
}

/// Finds every rule that the step from any release to the output breaks, and the series without a release.
pub(super) fn find(ledger: &Ledger, records: &BTreeMap<String, Record<'_>>) -> (Findings, Vec<Text>) {
    let (mut now, mut files) = (Facts::default(), BTreeMap::new());
    let mut left_out = Vec::new();
    for (address, record) in records {
        let id = address.trim_matches('/');
        let of_id = |release: &&Release| {
            release.facts.sanctions.contains_key(id) || release.facts.pacts.contains_key(id)
        };
        let Some(last) = ledger.releases().iter().rev().find(of_id) else {
            if super::counts_persons(address) && !ledger.releases().is_empty() {
                left_out.push(Text::new(
                    format!("{address}: tidak ada rilis untuk dibandingkan"),
                    format!("{address}: no release to compare with"),
                ));
            }
            continue;
        };
        files.extend(record.figures.first().map(|figure| (id.to_owned(), Arc::clone(&figure.table.file))));
        if let Some(series) = last.facts.sanctions.get(id) {
            now.sanctions.insert(id.to_owned(), sanctions(record, series));
        }
        if let Some(series) = last.facts.pacts.get(id) {
            now.pacts.insert(id.to_owned(), pacts(record, series));
        }
    }
    let mut findings = Findings::default();
    for release in ledger.releases() {
        let release = without_sums(release);
        for difference in compare(&release, &now) {
            let file: &Arc<SourceFile> = match files.get(&difference.series) {
                Some(file) => file,
                None => continue,
            };
            findings.push(rule::difference(&difference).in_file(file));
        }
    }
    (findings, left_out)
}

fn named<'r>(record: &'r Record<'_>, name: &str) -> Option<&'r Table> {
    record.figures.iter().map(|figure| &figure.table).find(|table| table.name == name)
}

fn number(cell: &str) -> Count {
    match count(cell) {
        Some(Told::Number(number)) => Count::Number(number, None),
        Some(Told::Hidden) => Count::Symbol(Symbol::Confidential),
        _ => Count::Symbol(if cell.trim() == "z" { Symbol::NotApplicable } else { Symbol::NotAvailable }),
    }
}

/// The columns of a table that are levels, with their indices, in the order of the vocabulary.
fn levels(table: &Table) -> Vec<(Level, usize)> {
    let mut levels: Vec<(Level, usize)> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((Level::from_key(column)?, at)))
        .collect();
    levels.sort_unstable();
    levels
}

fn sanctions(record: &Record<'_>, last: &SanctionFacts) -> SanctionFacts {
    let mut now = last.clone();
    now.rows = now.rows.filter(|_| named(record, "baris").is_some());
    if let (Some(rows), Some(table)) = (&mut now.rows, named(record, "baris"))
        && let Some(at) = table.column("jumlah")
    {
        let levels = levels(table);
        let mut shown = RowTable::new(&levels.iter().map(|(level, _)| *level).collect::<Vec<_>>());
        for row in &table.rows {
            let values: Vec<String> = levels.iter().map(|(_, at)| row.cells[*at].clone()).collect();
            let persons = number(&row.cells[at]).number().unwrap_or(0);
            if values.iter().all(|value| value == POOL) {
                shown.add_pooled(persons);
            } else {
                shown.add(values, persons);
            }
        }
        let thresholds = Thresholds {
            k: record.k.unwrap_or(rows.thresholds.k),
            l: record.l.unwrap_or(rows.thresholds.l),
            ..rows.thresholds
        };
        if shown.levels() != rows.table.levels() || thresholds != rows.thresholds {
            rows.version = rows.version.saturating_add(1);
        }
        (rows.table, rows.thresholds) = (shown, thresholds);
    }
    now.cells = named(record, "tabel-rinci").and_then(|table| {
        let (levels, at) = (levels(table), table.column("jumlah")?);
        let cells = table.rows.iter().map(|row| {
            let values = levels.iter().map(|(_, at)| row.cells[*at].clone()).collect();
            (values, number(&row.cells[at]).number())
        });
        Some(CellFacts(CellTable::new(levels.iter().map(|(level, _)| *level).collect(), cells.collect())))
    });
    now
}

fn pacts(record: &Record<'_>, last: &PactFacts) -> PactFacts {
    let mut now = last.clone();
    now.k = record.k.unwrap_or(last.k);
    now.days = named(record, "hitungan").map(days).unwrap_or_default();
    now.totals = named(record, "perkembangan").and_then(totals).unwrap_or_default();
    now
}

/// The cells of offices and of the pool by day; empty if the table has other columns.
fn days(table: &Table) -> BTreeMap<Date, DayFacts> {
    let columns = ["per_tanggal", "opd", "kategori", "sasaran", "ditandatangani"];
    let Some(at) = columns.iter().map(|key| table.column(key)).collect::<Option<Vec<_>>>() else {
        return BTreeMap::new();
    };
    let mut days: BTreeMap<Date, DayFacts> = BTreeMap::new();
    for row in &table.rows {
        let cell = |column: usize| row.cells[at[column]].as_str();
        let Ok(day) = cell(0).parse() else { continue };
        let class = if cell(1) == POOL { RowKey::Pool } else { RowKey::Office(cell(1).to_owned()) };
        let counts = Cell::new(number(cell(3)), number(cell(4)));
        days.entry(day).or_default().entry(class).or_default().insert(cell(2).to_owned(), counts);
    }
    days
}

fn totals(table: &Table) -> Option<BTreeMap<String, Cell>> {
    let [day, target, signed] =
        [table.column("per_tanggal")?, table.column("sasaran")?, table.column("ditandatangani")?];
    let cell = |row: &super::table::Row| Cell::new(number(&row.cells[target]), number(&row.cells[signed]));
    Some(table.rows.iter().map(|row| (row.cells[day].clone(), cell(row))).collect())
}

/// A release without the sums of offices and categories: the attack on the output covers its own sums.
fn without_sums(release: &Release) -> Release {
    let mut release = release.clone();
    for day in release.facts.pacts.values_mut().flat_map(|pact| pact.days.values_mut()) {
        day.retain(|class, _| !matches!(class, RowKey::Sum(_)));
        day.values_mut().for_each(|categories| categories.retain(|category, _| category != EVERY));
    }
    release
}
