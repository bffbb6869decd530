//! `terawang anonymise`: from an internal spreadsheet to a publishable sanction series.
//!
//! What is printed names columns, row numbers and figures of what is published; never a cell.

mod choice;
mod plan;
mod reading;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use jiff::civil::Date;

use super::options::Options;
use super::{build, report};
use crate::anonymise::place;
use crate::anonymise::pool::Rules;
use crate::anonymise::series::{Figures, NewPolicy};
use crate::cache::Sources;
use crate::cli::ask::Ask;
use crate::collections::common::Period;
use crate::collections::sanction::levels::Level;
use crate::collections::sanction::{Policy, SanctionSeries};
use crate::collections::{self, Detail, Entry, KeptRecords, Portal, Publication};
use crate::config;
use crate::diagnostics::catalogue::anonymise as rule;
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::disclosure::rows::{Headcount, Thresholds};
use crate::markdown::slug;
use crate::pipeline::ReadOptions;
use crate::source::{self, SourceTree};

/// Why the command stops.
enum Stop {
    /// Something is wrong with the spreadsheet or with how the command is used.
    Sheet(Findings),
    /// Something is wrong with the portal.
    Portal(Findings),
    /// The environment does not let it work.
    Said(String),
}

impl From<Box<Diagnostic>> for Stop {
    fn from(found: Box<Diagnostic>) -> Self {
        Self::Sheet(Findings::from_iter([*found]))
    }
}

impl From<Diagnostic> for Stop {
    fn from(found: Diagnostic) -> Self {
        Self::Sheet(Findings::from_iter([found]))
    }
}

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    // A defect may happen while a cell is being read; what a panic says could quote it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("terawang: {place}\n"));
    }));
    let Some(sheet) = matches.get_one::<PathBuf>("sheet") else { return super::USE };
    let mut ask = Ask::terminal();
    let stop = match Work::new(options, matches, sheet).and_then(|work| work.run(ask.as_mut())) {
        Ok(findings) => Stop::Portal(findings),
        Err(stop) => stop,
    };
    match stop {
        Stop::Portal(findings) => {
            report::print(options, &findings);
            report::exit_code(&findings)
        }
        Stop::Sheet(findings) => {
            // The spreadsheet is named as it was given, not below the portal's folder.
            let file = SourceFile::unread(sheet.to_string_lossy());
            let findings: Findings = findings
                .sorted()
                .into_iter()
                .map(|found| match found.place {
                    Some(_) => found.clone(),
                    None => found.clone().in_file(&file),
                })
                .collect();
            report::print(&Options { root: PathBuf::from("."), ..options.clone() }, &findings);
            report::exit_code(&findings)
        }
        Stop::Said(text) => report::fail(&text, options.lang),
    }
}

/// What the command works on.
struct Work<'o> {
    options: &'o Options,
    matches: &'o ArgMatches,
    /// The spreadsheet as it was named, for messages.
    named: PathBuf,
    /// Where the spreadsheet lies, links followed.
    sheet: PathBuf,
    tree: SourceTree,
    config: config::Config,
    read_options: ReadOptions,
    portal: Portal,
    target: Target,
}

/// The series to write.
struct Target {
    /// Its entry, if it is there.
    entry: Option<Arc<Entry>>,
    /// Path of its file below `content/`.
    path: String,
}

impl Target {
    /// Path below `content/` of the file of its rows.
    fn rows_path(&self) -> String {
        let stem = self.path.strip_suffix(".toml").or_else(|| self.path.strip_suffix(".md"));
        format!("{}.csv", stem.unwrap_or(&self.path))
    }

    fn series(&self) -> Option<&SanctionSeries> {
        match self.entry.as_ref()?.detail() {
            Detail::Sanction(series) => Some(series),
            _ => None,
        }
    }

    fn policy(&self) -> Option<&Policy> {
        self.series()?.policy.as_ref().map(|policy| &policy.value)
    }

    fn period(&self) -> Option<Period> {
        self.series()?.period.as_ref().map(|period| period.value)
    }
}

/// The policy that the rows are made for.
struct Plan {
    /// Its columns, if they are fixed or given.
    levels: Option<Vec<Level>>,
    /// The columns of a table beside the rows, if there is to be one.
    table_levels: Option<Vec<Level>>,
    thresholds: Thresholds,
    headcount: Option<Headcount>,
}

impl<'o> Work<'o> {
    fn new(options: &'o Options, matches: &'o ArgMatches, sheet: &Path) -> Result<Self, Stop> {
        let named = sheet.to_owned();
        let sheet = place::admitted(sheet, &options.root)?;
        let tree = source::read(&source::list(&options.root), &Sources::default(), &|_, _| false);
        let site = config::read(tree.value.site.as_ref());
        let Some(config) = site.value else {
            let mut findings = tree.findings;
            findings.extend(site.findings);
            return Err(Stop::Portal(findings));
        };
        let clock = build::clock(matches).map_err(|_| {
            Stop::Said(
                options
                    .say("SOURCE_DATE_EPOCH bukan jumlah detik", "SOURCE_DATE_EPOCH is no number of seconds")
                    .to_owned(),
            )
        })?;
        let reader = build::reader(options).map_err(Stop::Said)?;
        let read_options = ReadOptions { clock, drafts: true, roster: None, reader };
        let publication =
            Publication { clock: read_options.clock.day(config.zone), drafts: read_options.drafts };
        // What is wrong with other files is told by `check`.
        let portal = {
            let (sources, kept) = (Sources::default(), &mut KeptRecords::default());
            collections::collect(&tree.value, config.clone(), publication, &sources, kept).value
        };
        let name = matches.get_one::<String>("series").map_or("", String::as_str);
        let target = target(name, &tree.value, &portal)?;
        Ok(Self { options, matches, named, sheet, tree: tree.value, config, read_options, portal, target })
    }

    fn text(&self, name: &str) -> Option<&'o str> {
        self.matches.get_one::<String>(name).map(String::as_str)
    }

    fn day(&self, name: &str) -> Option<Date> {
        self.matches.get_one::<Date>(name).copied()
    }

    fn is_trial(&self) -> bool {
        self.matches.get_flag("coba")
    }

    fn tell(&self, id: String, en: String) {
        report::say(self.options, &self.options.say(id, en));
    }

    /// The whole way, from the spreadsheet to the written series. Gives what is to be said of the portal.
    fn run(mut self, mut ask: Option<&mut Ask<'_>>) -> Result<Findings, Stop> {
        self.refuse_what_is_fixed()?;
        if ask.is_none() {
            self.refuse_missing_facts(false)?;
        }
        let plan = self.plan()?;
        let persons = self.persons(&plan, ask.as_deref_mut())?;
        self.tell(
            format!(
                "{} orang dibaca; {} perkara yang masih berjalan tidak diambil",
                persons.count(),
                persons.open_cases()
            ),
            format!(
                "{} persons read; {} cases that go on were left out",
                persons.count(),
                persons.open_cases()
            ),
        );
        let rules = Rules { thresholds: plan.thresholds, headcount: plan.headcount.as_ref() };
        let levels = match &plan.levels {
            Some(levels) => Some(levels.clone()),
            None if persons.count() < plan.thresholds.least_total() => None,
            None => Some(self.chosen(&persons, &rules, ask.as_deref_mut())?),
        };
        let table = self.table(&persons, levels.as_deref(), &rules)?;
        let figures = Figures { total: persons.count(), as_of: self.as_of(ask.as_deref_mut())? };
        let cells = match (&plan.table_levels, &table) {
            (Some(levels), Some(rows)) => Some(self.cells(&persons, levels, rows, &plan, figures.as_of)?),
            _ => None,
        };
        let policy = levels.filter(|_| self.target.policy().is_none()).map(|levels| NewPolicy {
            levels,
            thresholds: plan.thresholds,
            headcount: self.text("populasi").map(str::to_owned),
        });
        let text = self.series_text(policy.as_ref(), figures, cells.as_ref(), &persons, ask)?;
        drop(persons);
        self.finish(&text, table.as_ref())
    }

    /// Options that would change what the series file has fixed.
    fn refuse_what_is_fixed(&self) -> Result<(), Stop> {
        const POLICY: [&str; 7] =
            ["kolom-terbit", "k", "l", "tidak-dirinci-maks", "populasi", "populasi-min", "bagian-maks"];
        const FACTS: [&str; 5] = ["judul", "hasil", "penetap", "periode", "sumber"];
        let mut fixed: Vec<&str> = Vec::new();
        if self.target.entry.is_some() {
            fixed.extend(FACTS);
        }
        if self.target.policy().is_some() {
            fixed.extend(POLICY);
        }
        if self.target.series().is_some_and(|series| series.table.is_some()) {
            fixed.push("tabel");
        }
        let given: Vec<String> = fixed
            .into_iter()
            .filter(|name| self.matches.contains_id(name))
            .map(|name| format!("--{name}"))
            .collect();
        if given.is_empty() {
            return Ok(());
        }
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        Err(rule::fixed_by_file(&given, &format!("content/{}", self.target.path)).into())
    }

    /// Facts of a new file that nobody can be asked for. The period may come from the data.
    fn refuse_missing_facts(&self, with_period: bool) -> Result<(), Stop> {
        let needed: &[(&str, &str)] = if self.target.entry.is_some() {
            &[("per-tanggal", "--per-tanggal 2024-12-31")]
        } else {
            &[
                ("judul", "--judul \"…\""),
                ("hasil", "--hasil sanksi"),
                ("penetap", "--penetap ppk"),
                ("sumber", "--sumber \"…\""),
                ("per-tanggal", "--per-tanggal 2024-12-31"),
                ("periode", "--periode 2024-01-01..2024-12-31"),
            ]
        };
        let missing: Vec<&str> = needed
            .iter()
            .filter(|(name, _)| (with_period || *name != "periode") && !self.matches.contains_id(name))
            .map(|(_, example)| *example)
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(rule::facts_missing(&missing).into()) }
    }
}

fn portal_stop(found: Diagnostic) -> Stop {
    Stop::Portal(Findings::from_iter([found]))
}

/// The series of a name: the file that is there, or the one to write.
fn target(name: &str, tree: &SourceTree, portal: &Portal) -> Result<Target, Stop> {
    if name.is_empty() || slug(name) != name {
        return Err(rule::series_name(&slug(name)).into());
    }
    let id = format!("sanksi/{name}");
    if let Some(entry) = portal.entry(&id) {
        let path = entry.file.path.strip_prefix("content/").unwrap_or(&entry.file.path).to_owned();
        if !matches!(entry.detail(), Detail::Sanction(_)) {
            return Err(portal_stop(rule::cannot_edit().in_file(&entry.file)));
        }
        return Ok(Target { entry: Some(Arc::clone(entry)), path });
    }
    let path = format!("{id}.toml");
    if portal.unread.contains(&id) {
        let file = tree.content.iter().find(|content| content.path.starts_with(&format!("{id}.")));
        let file = file.map_or_else(
            || SourceFile::unread(format!("content/{path}")),
            |content| Arc::clone(&content.file),
        );
        return Err(portal_stop(rule::cannot_edit().in_file(&file)));
    }
    Ok(Target { entry: None, path })
}
