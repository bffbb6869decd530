//! Searches texts, attributes, metadata and feeds for numbers that reveal what a table hides.
//!
//! There are two rules. In the section of a table that hides something, every number must be one that the
//! table shows. Anywhere else, a sentence that names all classes of a hidden cell must hold no number that
//! could be its count. The second rule goes by words, so it has false negatives and false positives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value as Json;

use super::folder::Folder;
use super::html::{Page, Piece};
use super::messages as say;
use super::numbers::{sentences, tokens};
use super::table::{Count, Role, Table, count};
use super::{Figure, Finder, Options, Record};
use crate::diagnostics::{Findings, SourceFile};
use crate::share::Share;

/// Words that turn a number into a count of persons, on pages of other records.
const SPEAKS: [&str; 12] = [
    "tangan", "belum", "sudah", "sign", "pakta", "pact", "sanksi", "sanction", "hukuman", "orang", "pegawai",
    "%",
];

/// Half of the last place of a share in a file.
const HALF_UNIT: f64 = 0.000_05;

/// Searches all pages and feeds of a site that hides something.
pub(super) fn find(folder: &Folder, records: &BTreeMap<String, Record<'_>>, options: Options) -> Findings {
    let mut finder = Finder::new(options);
    for (name, record) in records.iter().filter(|(_, record)| record.hides()) {
        let hidden = HiddenCells::of(record);
        let own: BTreeSet<&str> = folder.pages_of(name).iter().map(|(file, _)| file.path.as_str()).collect();
        for figure in &record.figures {
            json_beside_rows(figure, &mut finder);
        }
        let pages: Vec<_> = folder.marked_up().collect();
        let told: Vec<Finder> = pages
            .par_iter()
            .map(|(file, page)| {
                let mut finder = Finder::new(options);
                page_tells(record, &hidden, own.contains(file.path.as_str()), file, page, &mut finder);
                finder
            })
            .collect();
        told.into_iter().for_each(|told| finder.findings.extend(told.findings));
        for figure in &record.figures {
            let Some(json) = figure.json else { continue };
            for text in texts_of(&json.file.text()) {
                for (number, class) in hidden.told_by(&text, true) {
                    finder.push(say::text_tells(finder.value(number.as_str()), &class).in_file(&json.file));
                }
            }
        }
    }
    finder.findings
}

fn page_tells(
    record: &Record<'_>,
    hidden: &HiddenCells,
    is_own: bool,
    file: &Arc<SourceFile>,
    page: &Page,
    finder: &mut Finder,
) {
    if is_own {
        sections(record, file, page, finder);
    }
    let in_section = |piece: &Piece| {
        is_own && record.figures.iter().any(|figure| figure.table.hides() && is_of(figure, piece))
    };
    for piece in page.pieces.iter().filter(|piece| !piece.in_cell && !in_section(piece)) {
        for (number, class) in hidden.told_by(&piece.text, is_own) {
            let found = say::text_tells(finder.value(number.as_str()), &class);
            finder.push(found.at(file, piece.at.clone()));
        }
    }
}

fn is_of(figure: &Figure<'_>, piece: &Piece) -> bool {
    piece.section.as_deref() == Some(figure.table.name.as_str())
}

/// In the section of a table, every number must be one that the table shows.
fn sections(record: &Record<'_>, file: &Arc<SourceFile>, page: &Page, finder: &mut Finder) {
    for figure in record.figures.iter().filter(|figure| figure.table.hides()) {
        let shown = Shown::of(figure);
        for piece in page.pieces.iter().filter(|piece| is_of(figure, piece) && !piece.in_cell) {
            for token in tokens(&piece.text) {
                if !token.values().iter().any(|value| shown.has(*value)) {
                    let found = say::text_tells(finder.value(token.text.as_str()), &figure.table.name);
                    finder.push(found.at(file, piece.at.clone()));
                }
            }
        }
    }
}

/// All numbers that a table shows, in the forms that pages may use.
struct Shown {
    numbers: Vec<f64>,
}

impl Shown {
    fn of(figure: &Figure<'_>) -> Self {
        let table = &figure.table;
        let mut numbers = vec![table.rows.len() as f64, super::DEFAULT_K as f64];
        numbers.extend(table.control.k.map(|k| k as f64));
        let mut words: Vec<&str> = Vec::new();
        for row in &table.rows {
            for (cell, role) in row.cells.iter().zip(&table.roles) {
                match (role, cell.parse::<f64>()) {
                    (Role::Derived, Ok(share)) => {
                        // The file holds four places; the page rounds the share itself.
                        let most = if share < 1.0 { 999.0 } else { f64::MAX };
                        let percent = |share: f64| (share * 1000.0).round().min(most) / 10.0;
                        numbers.extend([share, percent(share - HALF_UNIT), percent(share + HALF_UNIT)])
                    }
                    (_, Ok(number)) => numbers.push(number),
                    (_, Err(_)) => words.push(cell),
                }
            }
            // A share is shown even if no column gives it.
            if let Some((target, signed)) = table.column("sasaran").zip(table.column("ditandatangani"))
                && let (Ok(target), Ok(signed)) =
                    (row.cells[target].parse::<u64>(), row.cells[signed].parse::<u64>())
                && let Some(share) = Share::new(signed, target)
            {
                numbers.extend([target as f64 - signed as f64, share.permille() as f64 / 10.0]);
            }
        }
        words.extend(table.names.values().flatten().map(String::as_str));
        words.extend(table.as_of.as_deref());
        for word in words {
            numbers.extend(
                word.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<f64>().ok()),
            );
        }
        // Notes and sources are in the JSON file, where the other rule reads them.
        for text in figure.json.map(|json| texts_of(&json.file.text())).unwrap_or_default() {
            numbers.extend(tokens(&text).iter().flat_map(super::numbers::Token::values));
        }
        Self { numbers }
    }

    fn has(&self, value: f64) -> bool {
        self.numbers.iter().any(|number| (number - value).abs() < 1e-6)
    }
}

/// The texts in a figure's JSON outside its rows.
fn texts_of(json: &str) -> Vec<String> {
    let Ok(Json::Object(document)) = serde_json::from_str::<Json>(json) else { return Vec::new() };
    let mut texts = Vec::new();
    for (_, value) in document.iter().filter(|(key, _)| *key != "baris") {
        walk(value, &mut |value| texts.extend(value.as_str().map(str::to_owned)));
    }
    texts
}

/// Finds numbers in a figure's JSON outside its rows.
fn json_beside_rows(figure: &Figure<'_>, finder: &mut Finder) {
    let Some(json) = figure.json.filter(|_| figure.table.hides()) else { return };
    let Ok(Json::Object(document)) = serde_json::from_str::<Json>(&json.file.text()) else { return };
    for (_, value) in document.iter().filter(|(key, _)| !matches!(key.as_str(), "baris" | "pengendalian")) {
        walk(value, &mut |value| {
            if let Json::Number(number) = value {
                let number = number.to_string();
                finder.push(say::text_tells(finder.value(number.as_str()), &json.name).in_file(&json.file));
            }
        });
    }
}

fn walk(value: &Json, look: &mut impl FnMut(&Json)) {
    match value {
        Json::Array(list) => list.iter().for_each(|value| walk(value, look)),
        Json::Object(object) => object.values().for_each(|value| walk(value, look)),
        other => look(other),
    }
}

/// The classes of a cell: column and code.
type Classes = Vec<(String, String)>;

/// The hidden cells of a record, by the names that readers see for their classes.
struct HiddenCells {
    cells: BTreeMap<Classes, HiddenCell>,
    /// Every number that is shown for a set of classes.
    shown: BTreeMap<Classes, BTreeSet<u64>>,
}

/// A hidden cell as texts may mention it.
struct HiddenCell {
    /// The name in messages.
    name: String,
    /// The names of each of its classes.
    words: Vec<Vec<String>>,
    /// The headcount that contains the cell.
    target: Option<u64>,
}

impl HiddenCells {
    fn of(record: &Record<'_>) -> Self {
        let mut hidden = Self { cells: BTreeMap::new(), shown: BTreeMap::new() };
        let tables: Vec<&Table> =
            record.figures.iter().flat_map(|figure| [figure.csv, figure.json]).flatten().collect();
        for table in &tables {
            for row in &table.rows {
                let key: Classes = table
                    .of_role(Role::Class)
                    .filter(|at| table.columns[*at] != "per_tanggal" && row.cells[*at] != super::table::ALL)
                    .map(|at| (table.columns[at].clone(), row.cells[at].clone()))
                    .collect();
                let numbers = table.of_role(Role::Count).filter_map(|at| row.cells[at].parse::<u64>().ok());
                hidden.shown.entry(key.clone()).or_default().extend(numbers);
                if key.is_empty() || !table.row_hides(row) {
                    continue;
                }
                let words = key
                    .iter()
                    .map(|class| {
                        let names = tables.iter().filter_map(|table| table.names.get(class)).flatten();
                        let mut words: Vec<String> = names.map(|name| name.to_lowercase()).collect();
                        words.push(class.1.to_lowercase());
                        words.sort();
                        words.dedup();
                        words
                    })
                    .collect();
                let target = table.column("sasaran").and_then(|at| match count(&row.cells[at]) {
                    Some(Count::Number(target)) => Some(target),
                    _ => None,
                });
                hidden.cells.entry(key).or_insert(HiddenCell { name: table.class_of(row), words, target });
            }
        }
        hidden
    }

    /// Numbers in a text that may be the count of a hidden cell: the number as written, with the cell.
    fn told_by(&self, text: &str, is_own: bool) -> Vec<(String, String)> {
        let mut told = Vec::new();
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return told;
        }
        for sentence in sentences(text) {
            let numbers: Vec<_> =
                tokens(sentence).into_iter().filter(|token| token.counts(sentence)).collect();
            let lower = sentence.to_lowercase();
            if numbers.is_empty() || !(is_own || SPEAKS.iter().any(|word| lower.contains(word))) {
                continue;
            }
            for (key, HiddenCell { name: class, words, target }) in &self.cells {
                if !words.iter().all(|names| names.iter().any(|name| has_word(&lower, name))) {
                    continue;
                }
                let shown = self.shown.get(key);
                let telling = numbers.iter().find(|token| {
                    token.percent
                        || token.whole().is_some_and(|number| {
                            target.is_none_or(|target| number <= target)
                                && !shown.is_some_and(|shown| shown.contains(&number))
                        })
                });
                if let Some(token) = telling {
                    told.push((token.text.clone(), class.clone()));
                    break;
                }
            }
        }
        told
    }
}

/// Whether a text contains a name as whole words.
fn has_word(text: &str, name: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
        })
}
