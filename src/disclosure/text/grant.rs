//! Writes an exception for what the gate refuses at a place: `terawang allow`.
//!
//! The text itself is neither printed nor written, only its SHA-256 as the gate computes it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::Detector;
use super::allow::Exception;
use super::messages as rule;
use super::stage::{Place, Stop};
use crate::diagnostics::Diagnostic;

/// The maximum number of years that an exception is valid.
const MOST_YEARS: i32 = 2;
/// The first lines of a new list.
const HEAD: &str = "# Pengecualian dari gerbang teks; ditulis dan didaftar oleh `terawang izin`.\n";

/// What is to be excepted, and why.
pub struct Request {
    /// The file, as messages name it.
    pub file: String,
    /// The line, for a text.
    pub line: Option<usize>,
    /// The kind, if several are at the place.
    pub detector: Option<Detector>,
    /// Why it must be public.
    pub reason: String,
    /// The office that decided.
    pub approved_by: String,
    /// The last day.
    pub until: Date,
}

/// The list with what was granted.
pub struct Granted {
    /// The text of the list.
    pub text: String,
    /// The kind that was excepted.
    pub detector: Detector,
    /// The number of texts.
    pub texts: usize,
}

impl Request {
    fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }

    /// Adds exceptions for what is stopped at the place to the text of the list, which is empty if there is none.
    ///
    /// # Errors
    /// Returns why nothing can be excepted there. `None` if the list is no TOML, which `check` reports.
    pub fn grant(
        &self,
        stops: &[Stop],
        exceptions: &[Exception],
        list: &str,
        today: Date,
    ) -> Result<Granted, Option<Diagnostic>> {
        let last = today.saturating_add(MOST_YEARS.years());
        if !(today..=last).contains(&self.until) {
            return Err(Some(rule::unfit_day(self.until, today, last)));
        }
        let (detector, texts) = self.chosen(stops)?;
        let valid = |sha256: &&str| {
            let is_same = |other: &&Exception| {
                other.detector == detector && other.file == self.file && other.sha256 == **sha256
            };
            exceptions.iter().filter(is_same).max_by_key(|other| other.valid_until)
        };
        let lasting = texts.iter().filter_map(valid).filter(|other| !other.ends_soon(today));
        let lasting: Vec<&Exception> = lasting.collect();
        if lasting.len() == texts.len()
            && let Some(other) = lasting.first()
        {
            return Err(Some(rule::already_allowed(other.valid_until)));
        }
        let mut document: DocumentMut = list.parse().map_err(|_| None)?;
        if list.trim().is_empty() {
            document.decor_mut().set_prefix(HEAD);
        }
        let mut written = 0;
        for sha256 in &texts {
            if lasting.iter().any(|other| other.sha256 == *sha256) {
                continue;
            }
            self.write(&mut document, detector, sha256).ok_or(None)?;
            written += 1;
        }
        Ok(Granted { text: document.to_string(), detector, texts: written })
    }

    /// The kind that is meant at the place, and the texts of that kind there by their SHA-256.
    fn chosen<'s>(&self, stops: &'s [Stop]) -> Result<(Detector, BTreeSet<&'s str>), Diagnostic> {
        let line_of = |stop: &Stop| match &stop.place {
            Place::Text(range) => Some(stop.file.position(range.start).line),
            Place::Part(..) | Place::Name => None,
        };
        let here: Vec<(&Stop, Option<usize>)> = stops
            .iter()
            .filter(|stop| stop.file.path == self.file)
            .map(|stop| (stop, line_of(stop)))
            .filter(|(_, line)| self.line.is_none() || *line == self.line)
            .filter(|(stop, _)| self.detector.is_none_or(|detector| detector == stop.detector))
            .collect();
        let mut kinds: BTreeMap<Detector, BTreeSet<&str>> = BTreeMap::new();
        for (stop, _) in here.iter().filter(|(stop, _)| stop.detector.may_be_allowed()) {
            kinds.entry(stop.detector).or_default().insert(stop.sha256.as_str());
        }
        let Some((detector, texts)) = kinds.pop_first() else {
            return Err(match here.first() {
                Some((never, _)) => rule::never_allowed_here(never.detector.label()),
                None => rule::nothing_to_allow(&self.place()),
            });
        };
        if !kinds.is_empty() {
            let all: Vec<&str> =
                std::iter::once(detector).chain(kinds.into_keys()).map(Detector::key).collect();
            return Err(rule::several_kinds(&self.place(), &all, detector.key()));
        }
        let lines: BTreeSet<usize> =
            here.iter().filter(|(stop, _)| stop.detector == detector).filter_map(|(_, line)| *line).collect();
        if let Some(first) = lines.first().filter(|_| lines.len() > 1) {
            let shown = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            return Err(rule::several_lines(&self.file, &shown, *first));
        }
        Ok((detector, texts))
    }

    /// Writes one exception, over the one that it renews.
    fn write(&self, document: &mut DocumentMut, detector: Detector, sha256: &str) -> Option<()> {
        let until: toml_edit::Datetime = self.until.to_string().parse().ok()?;
        let keys: [(&str, Value); 6] = [
            ("detektor", detector.key().into()),
            ("sha256", sha256.into()),
            ("berkas", self.file.as_str().into()),
            ("alasan", self.reason.as_str().into()),
            ("disetujui_oleh", self.approved_by.as_str().into()),
            ("berlaku_sampai", until.into()),
        ];
        let identity = [("detektor", detector.key()), ("sha256", sha256), ("berkas", self.file.as_str())];
        let is_same = |get: &dyn Fn(&str) -> Option<String>| {
            identity.iter().all(|(key, own)| get(key).as_deref() == Some(own))
        };
        let list = document.entry("izin").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        match list {
            Item::ArrayOfTables(tables) => {
                let text = |table: &Table, key: &str| table.get(key)?.as_str().map(str::to_owned);
                if let Some(table) = tables.iter_mut().find(|table| is_same(&|key| text(table, key))) {
                    for (key, new) in keys.into_iter().skip(3) {
                        table.insert(key, value(new));
                    }
                } else {
                    let mut table = Table::new();
                    if !tables.is_empty() {
                        table.decor_mut().set_prefix("\n");
                    }
                    table.extend(keys);
                    tables.push(table);
                }
            }
            Item::Value(Value::Array(array)) => {
                let text = |table: &InlineTable, key: &str| table.get(key)?.as_str().map(str::to_owned);
                let is_renewed = |entry: &Value| {
                    entry.as_inline_table().is_some_and(|table| is_same(&|key| text(table, key)))
                };
                let at = array.iter().position(is_renewed);
                match at.and_then(|at| array.get_mut(at)) {
                    Some(Value::InlineTable(table)) => {
                        for (key, new) in keys.into_iter().skip(3) {
                            table.insert(key, new);
                        }
                    }
                    _ => array.push(keys.into_iter().collect::<InlineTable>()),
                }
            }
            _ => return None,
        }
        Some(())
    }
}
