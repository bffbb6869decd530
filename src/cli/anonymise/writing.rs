//! Writes the series, after a check of the whole portal.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

use super::{Stop, Work, flags, portal_stop};
use crate::anonymise::messages as rule;
use crate::anonymise::persons::Persons;
use crate::anonymise::series::{self, Facts, Figures, NewPolicy};
use crate::cache::Cache;
use crate::cli::ask::Ask;
use crate::cli::flags::listed;
use crate::collections::common::Authority;
use crate::collections::sanction::Outcome;
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::proofs::Proofs;
use crate::disclosure::rows::{CellTable, RowTable};
use crate::pipeline::{Edition, Timings};
use crate::source::messages as source_rule;

impl Work<'_> {
    pub(super) fn as_of(&self, ask: Option<&mut Ask<'_>>) -> Result<Date, Stop> {
        if let Some(day) = flags::AS_OF.of(self.matches) {
            return Ok(day);
        }
        let question =
            self.options.say("per tanggal (misalnya 2024-12-31)", "as of (for example 2024-12-31)");
        let asked = ask.and_then(|ask| ask.until(question, |answer| answer.parse().ok()));
        asked.ok_or_else(|| rule::facts_missing(flags::AS_OF.with("2024-12-31")).into())
    }

    /// The complete text of the series file.
    pub(super) fn series_text(
        &self,
        policy: Option<&NewPolicy>,
        figures: Figures,
        cells: Option<&CellTable>,
        persons: &Persons,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<String, Stop> {
        let Some(entry) = &self.target.entry else {
            let facts = self.facts(persons, figures.as_of, ask)?;
            return Ok(series::new_text(&facts, policy, figures, cells));
        };
        let file = &entry.file;
        let content = self.tree.content.iter().find(|content| content.path == self.target.path);
        let text = file.text();
        let front = content.map(|content| content.front.clone()).unwrap_or(0..text.len());
        let data = series::edited(&text[front.clone()], policy, figures, cells);
        let data = data.ok_or_else(|| Stop::from(rule::cannot_edit().in_file(file)))?;
        Ok(format!("{}{data}{}", &text[..front.start], &text[front.end..]))
    }

    /// The facts for a new file, from the options or from the person at the terminal.
    pub(super) fn facts(
        &self,
        persons: &Persons,
        as_of: Date,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Facts, Stop> {
        let guessed = series::whole_years(persons, as_of);
        let period = flags::PERIOD.of(self.matches).or(guessed);
        let (mut title, mut source) = (flags::TITLE.of(self.matches), flags::SOURCE.of(self.matches));
        let (mut outcome, mut authority) =
            (flags::OUTCOME.of(self.matches), flags::AUTHORITY.of(self.matches));
        if let Some(ask) = ask {
            let text = |answer: &str| Some(answer.to_owned()).filter(|answer| !answer.is_empty());
            let title_of = self.options.say("judul seri", "title of the series");
            title = title.or_else(|| ask.until(title_of, text));
            let outcome_of = "hasil (sanksi, rekomendasi, terbukti, putusan_pidana)";
            outcome = outcome.or_else(|| ask.until(outcome_of, Outcome::from_key));
            let authority_of = "penetap (ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen)";
            authority = authority.or_else(|| ask.until(authority_of, Authority::from_key));
            let source_of = self.options.say("sumber angkanya", "source of the figures");
            source = source.or_else(|| ask.until(source_of, text));
        }
        match (title, outcome, authority, period, source) {
            (Some(title), Some(outcome), Some(authority), Some(period), Some(source)) => {
                Ok(Facts { title, outcome, authority, period, source })
            }
            _ => {
                self.refuse_missing_facts(guessed.is_none())?;
                let asked = [
                    flags::TITLE.spelled(),
                    flags::OUTCOME.spelled(),
                    flags::AUTHORITY.spelled(),
                    flags::SOURCE.spelled(),
                ];
                Err(rule::facts_missing(listed(asked)).into())
            }
        }
    }

    /// The findings of `check` for the portal in memory.
    pub(super) fn examine(&self) -> Findings {
        let mut findings = Findings::default();
        let proofs = if self.is_trial() { Proofs::default() } else { Proofs::of_portal(&self.options.root) };
        let config = self.config.clone();
        let (mut edition, timings) = (Edition::once(Cache::none()), Timings::default());
        edition.examine(&self.tree, config, &self.read_options, &proofs, &timings, &mut findings);
        findings
    }

    /// Checks the finished files with all checks of `check`, and writes them.
    pub(super) fn finish(&mut self, text: &str, table: Option<&RowTable>) -> Result<Findings, Stop> {
        let rows_path = self.target.rows_path();
        let is_ours = self.target.entry.as_ref().is_some_and(|entry| entry.table.is_some());
        let had_rows = self.tree.tables.contains_key(&rows_path);
        let root = self.options.root.join("content");
        let (series_file, rows_file) = (root.join(&self.target.path), root.join(&rows_path));
        let shown = |path: &str| SourceFile::unread(format!("content/{path}"));
        if self.target.entry.is_none() {
            let exists = |file: &Path, path: &str| {
                file.try_exists().map_err(|error| {
                    portal_stop(source_rule::unreadable(&error.to_string()).in_file(&shown(path)))
                })
            };
            let has_series = exists(&series_file, &self.target.path)?;
            if had_rows || has_series || exists(&rows_file, &rows_path)? {
                let path = if has_series { &self.target.path } else { &rows_path };
                return Err(portal_stop(rule::in_the_way().in_file(&shown(path))));
            }
        }
        let rows = table.map(series::rows_text);
        let known = self.examine();
        self.tree.put(&self.target.path, Some(text.to_owned())).map_err(|found| portal_stop(*found))?;
        self.tree.put(&rows_path, rows.clone()).map_err(|found| portal_stop(*found))?;
        let mut findings = self.examine();
        findings.retain_from(0, |found| !known.sorted().contains(&found));
        if findings.has_errors() {
            return Err(Stop::Portal(findings));
        }
        if self.is_trial() {
            self.tell(
                "dicoba saja: tidak ada yang ditulis".to_owned(),
                "only tried: nothing is written".to_owned(),
            );
            return Ok(findings);
        }
        let failed = |path: &str, error: &std::io::Error| {
            portal_stop(rule::cannot_write(&error.to_string()).in_file(&shown(path)))
        };
        // If this is interrupted between the two files, their totals differ, and the portal does not build.
        if let Some(rows) = &rows {
            series::write(&rows_file, rows).map_err(|error| failed(&rows_path, &error))?;
        }
        let before = match std::fs::read_to_string(&series_file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            before => before.map_err(|error| failed(&self.target.path, &error))?,
        };
        series::write(&series_file, &series::as_written_before(&before, text))
            .map_err(|error| failed(&self.target.path, &error))?;
        if rows.is_none() && is_ours {
            std::fs::remove_file(&rows_file).map_err(|error| failed(&rows_path, &error))?;
        }
        let mut written = format!("content/{}", self.target.path);
        if rows.is_some() {
            let _ = write!(written, ", content/{rows_path}");
        }
        self.tell(format!("ditulis: {written}"), format!("written: {written}"));
        Ok(findings)
    }
}
