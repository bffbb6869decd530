//! The series that is written, and what the whole portal says of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;

use super::{Stop, Work, portal_stop};
use crate::anonymise::persons::Persons;
use crate::anonymise::series::{self, Facts, Figures, NewPolicy};
use crate::cache::Cache;
use crate::cli::ask::Ask;
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::Outcome;
use crate::diagnostics::catalogue::{anonymise as rule, source as source_rule};
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::rows::{CellTable, RowTable};
use crate::disclosure::tables::Proofs;
use crate::pipeline::{Edition, Timings};

impl Work<'_> {
    pub(super) fn as_of(&self, ask: Option<&mut Ask<'_>>) -> Result<Date, Stop> {
        if let Some(day) = self.day("per-tanggal") {
            return Ok(day);
        }
        let question =
            self.options.say("per tanggal (misalnya 2024-12-31)", "as of (for example 2024-12-31)");
        let asked = ask.and_then(|ask| ask.until(question, |answer| answer.parse().ok()));
        asked.ok_or_else(|| rule::facts_missing(&["--per-tanggal 2024-12-31"]).into())
    }

    /// The whole text of the series file.
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

    /// What a new file needs, from the options, else from the person at the terminal.
    pub(super) fn facts(
        &self,
        persons: &Persons,
        as_of: Date,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Facts, Stop> {
        let guessed = series::whole_years(persons, as_of);
        let period = self.matches.get_one::<Period>("periode").copied().or(guessed);
        let mut facts = BTreeMap::new();
        for name in ["judul", "hasil", "penetap", "sumber"] {
            facts.insert(name, self.text(name).map(str::to_owned));
        }
        if let Some(ask) = ask {
            let text = |answer: &str| Some(answer.to_owned()).filter(|answer| !answer.is_empty());
            let outcome = |answer: &str| Outcome::from_key(answer).map(|outcome| outcome.key().to_owned());
            let authority =
                |answer: &str| Authority::from_key(answer).map(|authority| authority.key().to_owned());
            type Read<'r> = &'r dyn Fn(&str) -> Option<String>;
            let questions: [(&str, &str, Read<'_>); 4] = [
                ("judul", self.options.say("judul seri", "title of the series"), &text),
                ("hasil", "hasil (sanksi, rekomendasi, terbukti, putusan_pidana)", &outcome),
                ("penetap", "penetap (ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen)", &authority),
                ("sumber", self.options.say("sumber angkanya", "source of the figures"), &text),
            ];
            for (name, question, read) in questions {
                let fact = facts.entry(name).or_default();
                if fact.is_none() {
                    *fact = ask.until(question, read);
                }
            }
        }
        let mut take = |name: &str| facts.remove(name).flatten();
        let (title, source) = (take("judul"), take("sumber"));
        let outcome = take("hasil").and_then(|key| Outcome::from_key(&key));
        let authority = take("penetap").and_then(|key| Authority::from_key(&key));
        match (title, outcome, authority, period, source) {
            (Some(title), Some(outcome), Some(authority), Some(period), Some(source)) => {
                Ok(Facts { title, outcome, authority, period, source })
            }
            _ => {
                self.refuse_missing_facts(guessed.is_none())?;
                Err(rule::facts_missing(&["--judul", "--hasil", "--penetap", "--sumber"]).into())
            }
        }
    }

    /// What `check` finds in the portal as it stands in memory.
    pub(super) fn examine(&self) -> Findings {
        let mut findings = Findings::default();
        let proofs = if self.is_trial() { Proofs::default() } else { Proofs::of_portal(&self.options.root) };
        let config = self.config.clone();
        let (mut edition, timings) = (Edition::once(Cache::none()), Timings::default());
        edition.examine(&self.tree, config, &self.read_options, &proofs, &timings, &mut findings);
        findings
    }

    /// Holds the finished files against everything that `check` knows, and writes them.
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
        // Should this be cut off between the two files, their totals differ, and nothing can be built.
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
