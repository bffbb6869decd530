//! Attacks a finished output folder like somebody who has saved all of it.
//!
//! The audit reads only the folder: no sources and no build state.
//!
//! - `same` compares every table across CSV, JSON, page and drawing.
//! - `linked` links the cells of all tables of a record, and `attack` attacks every hidden cell over all of
//!   them at once.
//! - `rows` searches the rows of sanction series for small and uniform groups.
//! - `text` searches texts, attributes and feeds for numbers that reveal what a table hides.
//! - `files` finds files that do not belong in the folder.
//! - `personal` searches everything for personal data.
//!
//! Tables of an earlier edition enter the same systems as further cells.

mod attack;
mod files;
mod folder;
pub(crate) mod html;
mod linked;
mod messages;
mod numbers;
mod personal;
mod promise;
mod releases;
mod rows;
mod same;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::locale::Text;
use messages as say;

use attack::Subject;
use folder::Folder;
use linked::{Cell, System};
use promise::Promise;
use table::{Count, Table};

/// The threshold if neither the output nor the operator gives one.
pub const DEFAULT_K: u64 = 5;

/// Options of an attack.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The smallest group; it overrides the value in the output.
    pub k: Option<u64>,
    /// Whether messages leave out hidden values, for public logs.
    pub without_values: bool,
}

/// The result of an audit.
pub struct Report {
    /// What the folder reveals.
    pub findings: Findings,
    /// What the audit covered.
    pub scope: Scope,
}

/// What the audit covered, and what it left out.
#[derive(Debug, Default)]
pub struct Scope {
    /// The number of files in the folder.
    pub files: usize,
    /// The number of pages.
    pub pages: usize,
    /// The number of tables. A table with several files counts once.
    pub tables: usize,
    /// The number of hidden cells.
    pub hidden: usize,
    /// The number of sums that link cells.
    pub sums: usize,
    /// The number of rows in sanction series.
    pub rows: usize,
    /// What could not be attacked, and why.
    pub left_out: Vec<Text>,
}

/// Attacks a finished output folder, together with what an attacker may have saved: whole earlier output
/// folders, and the ledger of the portal's releases (`rilis/`).
///
/// # Errors
/// Reports that there is no finished site, or that it cannot be read.
pub fn audit(
    root: &Path,
    earlier: &[&Path],
    releases: Option<&Path>,
    options: Options,
) -> Result<Report, Diagnostic> {
    let folder = Folder::read(root, options.without_values)?;
    let earlier: Vec<Folder> =
        earlier.iter().map(|root| Folder::read(root, options.without_values)).collect::<Result<_, _>>()?;
    let mut report = audit_folder(&folder, &earlier, options);
    if let Some(releases) = releases {
        let Checked { value: ledger, findings } = releases::read(releases);
        let is_whole = findings.is_empty();
        report.findings.extend(findings);
        if is_whole {
            let (found, left_out) = releases::find(&ledger, &records(&folder, &earlier));
            report.findings.extend(found);
            report.scope.left_out.extend(left_out);
        }
    }
    Ok(report)
}

fn audit_folder(folder: &Folder, earlier: &[Folder], options: Options) -> Report {
    let records = records(folder, earlier);
    let attacked: Vec<(Finder, Scope)> = records
        .par_iter()
        .map(|(record, tables)| {
            let mut finder = Finder::new(options);
            let mut scope = Scope::default();
            attack_record(record, tables, folder, &mut finder, &mut scope);
            (finder, scope)
        })
        .collect();
    let mut findings = Findings::default();
    let mut scope = Scope { files: folder.files.len(), pages: folder.pages().count(), ..Scope::default() };
    for (finder, part) in attacked {
        findings.extend(finder.findings);
        scope.add(part);
    }
    for found in [files::find(folder), text::find(folder, &records, options), personal::find(folder)] {
        findings.extend(found);
    }
    scope.left_out.extend(tables_without_files(folder, &records));
    if folder.listed.is_none() {
        scope.left_out.push(Text::new(
            "daftar berkas (.terawang.json) tidak ada atau rusak: berkas sisa hanya dikenali dari tautan",
            "there is no list of files (.terawang.json), or it is damaged: stray files are known by links alone",
        ));
    }
    Report { findings, scope }
}

/// Lists tables on pages that hide something and have no file: their columns are unknown.
fn tables_without_files(folder: &Folder, records: &BTreeMap<String, Record<'_>>) -> Vec<Text> {
    let mut left_out = Vec::new();
    for (file, page) in folder.pages() {
        let path = file.path.trim_end_matches("index.html");
        let of_page = |name: &&String| {
            let record = name.trim_start_matches('/');
            path == record
                || path.split_once('/').is_some_and(|(lang, rest)| lang.len() == 2 && rest == record)
        };
        let figures = records.iter().find(|(name, _)| of_page(name)).map(|(_, record)| &record.figures);
        let has_file = |section: &Option<String>| {
            figures.is_some_and(|figures| {
                figures.iter().any(|figure| section.as_deref() == Some(figure.table.name.as_str()))
            })
        };
        let hides = |table: &&html::PageTable| {
            // The first column holds names; a legend of symbols mentions `c`.
            let mut cells = table.rows.iter().flat_map(|row| row.iter().skip(1));
            cells.any(|cell| cell.text.split_whitespace().next() == Some("c"))
        };
        for _ in page.tables.iter().filter(|table| !has_file(&table.section)).filter(hides) {
            left_out.push(Text::new(
                format!("tabel dengan sel tertutup di {}, yang tidak mempunyai berkas data", file.path),
                format!("a table with hidden cells on {} that has no data file", file.path),
            ));
        }
    }
    left_out
}

struct Record<'a> {
    figures: Vec<Figure<'a>>,
    earlier: Vec<Table>,
    k: Option<u64>,
    /// The minimum number of distinct kinds in a class.
    l: Option<u64>,
    zeros_shown: bool,
}

/// The CSV and the JSON of one table.
type Files<'a> = (Option<&'a Table>, Option<&'a Table>);

/// One table with its files.
struct Figure<'a> {
    /// The table under attack: the CSV with the day from the JSON, or else the JSON.
    table: Table,
    csv: Option<&'a Table>,
    json: Option<&'a Table>,
}

impl Record<'_> {
    fn hides(&self) -> bool {
        self.figures.iter().any(|figure| figure.table.hides() || figure.json.is_some_and(Table::hides))
    }
}

/// Whether the record at this address counts persons.
fn counts_persons(record: &str) -> bool {
    record.starts_with("/pakta/") || record.starts_with("/sanksi/")
}

fn records<'a>(folder: &'a Folder, earlier: &[Folder]) -> BTreeMap<String, Record<'a>> {
    let mut files: BTreeMap<&str, BTreeMap<&str, Files<'_>>> = BTreeMap::new();
    for table in folder.tables() {
        let pair = files.entry(&table.record).or_default().entry(&table.name).or_default();
        if table.json { pair.1 = Some(table) } else { pair.0 = Some(table) }
    }
    let mut records = BTreeMap::new();
    for (record, tables) in files {
        let figures: Vec<Figure<'_>> = tables
            .into_values()
            .filter_map(|(csv, json)| {
                let mut table = csv.or(json)?.clone();
                if let Some(json) = json {
                    table.as_of.clone_from(&json.as_of);
                    table.control = json.control;
                }
                Some(Figure { table, csv, json })
            })
            .collect();
        // The JSON gives the day; a CSV without a day column would be taken for the latest day.
        let of_record = |(at, folder): (usize, &Folder)| -> Vec<Table> {
            let tables = folder.tables().filter(|table| table.json && table.record == record);
            tables.map(|table| Table { edition: at + 1, ..table.clone() }).collect()
        };
        let control = figures.iter().map(|figure| figure.table.control);
        let declared =
            |value: &dyn Fn(table::Control) -> Option<u64>| control.clone().filter_map(value).max();
        records.insert(
            record.to_owned(),
            Record {
                earlier: earlier.iter().enumerate().flat_map(of_record).collect(),
                k: declared(&|control| control.k),
                l: declared(&|control| control.l),
                zeros_shown: control.clone().any(|control| control.zeros_shown),
                figures,
            },
        );
    }
    records
}

fn attack_record(name: &str, record: &Record<'_>, folder: &Folder, finder: &mut Finder, scope: &mut Scope) {
    let (hides, persons) = (record.hides(), counts_persons(name));
    let k = finder.options.k.or(record.k).unwrap_or(DEFAULT_K);
    let pages = folder.pages_of(name);
    scope.tables += record.figures.len();
    for figure in &record.figures {
        if let Some((csv, json)) = figure.csv.zip(figure.json) {
            same::files(csv, json, finder);
        }
        for (file, page) in &pages {
            same::page(&figure.table, file, page, finder);
        }
        same::derived(&figure.table, finder);
        if (figure.table.hides() || name.starts_with("/sanksi/")) && !same::in_order(&figure.table) {
            finder.push(say::row_order().in_file(&figure.table.file));
        }
    }
    if pages.is_empty() && (hides || persons) {
        scope.left_out.push(Text::new(
            format!("{name}: tabelnya ada, halamannya tidak"),
            format!("{name}: there are tables, but no page"),
        ));
    }
    if name.starts_with("/sanksi/") {
        let least_kinds = record.l.unwrap_or(rows::DEFAULT_L);
        let tables: Vec<&Table> = record.figures.iter().map(|figure| &figure.table).collect();
        rows::attack(&tables, &pages, k, least_kinds, finder, scope);
    }
    if hides || persons {
        let tables: Vec<&Table> =
            record.figures.iter().map(|figure| &figure.table).chain(&record.earlier).collect();
        for system in linked::link(&tables) {
            attack_system(&system, k, record.zeros_shown, persons, finder, scope);
        }
    }
}

fn attack_system(
    system: &System,
    k: u64,
    zeros_shown: bool,
    persons: bool,
    finder: &mut Finder,
    scope: &mut Scope,
) {
    for conflict in &system.conflicts {
        let (first, second) = (&conflict.first, &conflict.second);
        match (first.value, second.value) {
            (Count::Hidden, Count::Number(number)) if second.edition != first.edition => {
                finder
                    .at_cell(say::shown_earlier(&system.title(&first.name()), &finder.shown(number)), first);
            }
            // The current edition shows this cell on purpose.
            (Count::Number(_), Count::Hidden) if second.edition != first.edition => {}
            (Count::Hidden, Count::Number(number)) => {
                let said = say::shown_elsewhere(&first.name(), first.path(), &finder.shown(number));
                finder.at_cell(said, second);
            }
            (Count::Number(number), Count::Hidden) => {
                let said = say::shown_elsewhere(&first.name(), second.path(), &finder.shown(number));
                finder.at_cell(said, first);
            }
            // A later edition may correct an earlier one.
            _ if first.edition == second.edition => finder.at_cell(say::contradiction(&first.name()), second),
            _ => {}
        }
    }
    for equation in &system.broken {
        let total = &system.cells[equation.total];
        finder.at_cell(say::contradiction(&total.name()), total);
    }
    if persons && system.measure != "sasaran" {
        for cell in system.cells.iter().filter(|cell| !cell.key.is_empty()) {
            let Count::Number(number) = cell.value else { continue };
            let rest = cell.target.and_then(|target| target.checked_sub(number)).unwrap_or(0);
            if let Some(few) = [number, rest].into_iter().find(|count| (1..k).contains(count)) {
                finder.at_cell(say::too_few(&system.title(&cell.name()), &finder.shown(few), k), cell);
            }
        }
    }
    if !system.hides() {
        return;
    }
    let outcome = attack::attack(system, k, zeros_shown);
    scope.hidden += outcome.attacked;
    scope.sums += system.equations.len();
    for columns in &system.unlinked {
        scope.left_out.push(Text::new(
            format!("[{columns}] dari `{}` tidak dapat dikaitkan dengan tabel lain", system.measure),
            format!("[{columns}] of `{}` could not be linked with another table", system.measure),
        ));
    }
    if matches!(outcome.promise, Some(Promise::Unsettled)) {
        let day = &system.day;
        scope.left_out.push(Text::new(
            format!(
                "{day} `{}`: apakah janji perlindungan dapat dipenuhi bagi semua orang; tabelnya terlalu besar",
                system.measure
            ),
            format!(
                "{day} `{}`: whether the promise of protection can be kept for everybody; the table is too large",
                system.measure
            ),
        ));
    }
    for known in &outcome.known {
        let reckoning = (!finder.options.without_values).then(|| words::reckoning(system, known));
        match known.of {
            Subject::Cell(at) => {
                let cell = &system.cells[at];
                finder
                    .at_cell(say::cell_known(&system.title(&cell.name()), &system.measure, reckoning), cell);
            }
            Subject::Line(at) => {
                let total = &system.cells[system.equations[at].total];
                finder
                    .at_cell(say::cells_few(&system.title(&total.name()), &system.measure, reckoning), total);
            }
        }
    }
    for at in outcome.impossible {
        finder.at_cell(say::contradiction(&system.cells[at].name()), &system.cells[at]);
    }
    if let Some(Promise::Broken(at)) = outcome.promise {
        let cell = &system.cells[at];
        finder.at_cell(say::promise_broken(&system.title(&cell.name()), &system.measure, k), cell);
    }
    if let Some(first) = outcome.unsettled.first() {
        finder.at_cell(say::unfinished(outcome.unsettled.len()), &system.cells[*first]);
    }
}

impl Scope {
    fn add(&mut self, part: Scope) {
        self.tables += part.tables;
        self.hidden += part.hidden;
        self.sums += part.sums;
        self.rows += part.rows;
        self.left_out.extend(part.left_out);
    }
}

struct Finder {
    findings: Findings,
    options: Options,
}

impl Finder {
    fn new(options: Options) -> Self {
        Self { findings: Findings::default(), options }
    }

    fn push(&mut self, found: Diagnostic) {
        self.findings.push(found);
    }

    /// Returns the value for a message, or nothing if values are left out.
    fn value<T>(&self, value: T) -> Option<T> {
        (!self.options.without_values).then_some(value)
    }

    /// The same as a word of a sentence, which shows that something is left out.
    fn shown(&self, value: impl ToString) -> String {
        self.value(value).map_or_else(|| "…".to_owned(), |value| value.to_string())
    }

    fn at_cell(&mut self, found: Diagnostic, cell: &Cell) {
        self.push(match &cell.place {
            Some((file, at)) => found.at(file, at.clone()),
            None => found,
        });
    }
}

impl Cell {
    fn path(&self) -> &str {
        self.place.as_ref().map_or("", |(file, _)| file.path.as_str())
    }
}

impl System {
    /// A cell's name with its day.
    fn title(&self, cell: &str) -> String {
        if self.day.is_empty() { cell.to_owned() } else { format!("{}: {cell}", self.day) }
    }
}

/// A copy of the file that messages must not quote.
fn silent(file: &SourceFile) -> Arc<SourceFile> {
    file.secret()
}
