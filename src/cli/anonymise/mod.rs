//! `terawang anonymise`: turns an internal spreadsheet into a publishable sanction series.
//!
//! The output names columns, row numbers and published figures, never a cell.

mod choice;
mod flags;
mod plan;
mod reading;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::flags::listed;
use super::options::Options;
use super::{USE, build, report};
use crate::anonymise::messages as rule;
use crate::anonymise::place;
use crate::anonymise::pool::Rules;
use crate::anonymise::series::{Figures, NewPolicy, SeriesName};
use crate::cache::Sources;
use crate::cli::ask::Ask;
use crate::collections::common::Period;
use crate::collections::sanction::levels::Level;
use crate::collections::sanction::{Policy, SanctionSeries};
use crate::collections::{self, Audience, Detail, Entry, KeptRecords, Portal, Publication};
use crate::config;
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::disclosure::rows::{Headcount, Thresholds};
use crate::locale::Text;
use crate::pipeline::ReadOptions;
use crate::source::{self, SourceTree};

pub(super) use flags::command;

/// The reason why the command stops.
enum Stop {
    /// The spreadsheet is faulty, or the command is used wrongly.
    Sheet(Findings),
    /// The portal is faulty.
    Portal(Findings),
    /// The environment prevents the work.
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

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    // A bug may panic while a cell is being read, and the panic message could quote the cell.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("terawang: {place}\n"));
    }));
    let (Some(sheet), Some(name)) = (flags::SPREADSHEET.of(matches), flags::SERIES.of(matches)) else {
        return USE;
    };
    let mut ask = Ask::terminal();
    let stop = match Work::new(options, matches, &sheet, &name).and_then(|work| work.run(ask.as_mut())) {
        Ok(findings) => Stop::Portal(findings),
        Err(stop) => stop,
    };
    match stop {
        Stop::Portal(findings) => {
            report::print(options, &findings);
            report::exit_code(&findings)
        }
        Stop::Sheet(findings) => {
            // Messages name the spreadsheet as given, not relative to the portal's folder.
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

/// The inputs and the state of the command.
struct Work<'o> {
    options: &'o Options,
    matches: &'o ArgMatches,
    /// The spreadsheet as given, for messages.
    named: PathBuf,
    /// The location of the spreadsheet, with links resolved.
    sheet: PathBuf,
    tree: SourceTree,
    config: config::Config,
    read_options: ReadOptions,
    portal: Portal,
    target: Target,
}

/// The series to write.
struct Target {
    /// Its entry, if the series exists.
    entry: Option<Arc<Entry>>,
    /// The path of its file below `content/`.
    path: String,
}

impl Target {
    /// The path of the file of its rows below `content/`.
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

/// The policy for the rows.
struct Plan {
    /// Its columns, if they are fixed or given.
    levels: Option<Vec<Level>>,
    /// The columns of a table published with the rows, if one is requested.
    table_levels: Option<Vec<Level>>,
    thresholds: Thresholds,
    headcount: Option<Headcount>,
}

impl<'o> Work<'o> {
    fn new(
        options: &'o Options,
        matches: &'o ArgMatches,
        sheet: &Path,
        name: &SeriesName,
    ) -> Result<Self, Stop> {
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
        let read_options = ReadOptions { clock, audience: Audience::StaffWithDrafts, roster: None, reader };
        let publication =
            Publication { clock: read_options.clock.day(config.zone), audience: read_options.audience };
        // `check` reports faults in other files.
        let portal = {
            let (sources, kept) = (Sources::default(), &mut KeptRecords::default());
            collections::collect(&tree.value, config.clone(), publication, &sources, kept).value
        };
        let target = target(name, &tree.value, &portal)?;
        Ok(Self { options, matches, named, sheet, tree: tree.value, config, read_options, portal, target })
    }

    fn is_trial(&self) -> bool {
        flags::DRY_RUN.is_set(self.matches)
    }

    fn tell(&self, id: String, en: String) {
        report::say(self.options, &self.options.say(id, en));
    }

    /// Runs every step, from the spreadsheet to the written series. Returns the findings for the portal.
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
            headcount: flags::POPULATION.of(self.matches),
        });
        let text = self.series_text(policy.as_ref(), figures, cells.as_ref(), &persons, ask)?;
        drop(persons);
        self.finish(&text, table.as_ref())
    }

    /// Refuses options that would change what the series file has fixed.
    fn refuse_what_is_fixed(&self) -> Result<(), Stop> {
        let mut fixed: Vec<flags::Presence> = Vec::new();
        if self.target.entry.is_some() {
            fixed.extend(flags::facts_given(self.matches));
        }
        if self.target.policy().is_some() {
            fixed.extend(flags::policy_given(self.matches));
        }
        if self.target.series().is_some_and(|series| series.table.is_some()) {
            fixed.push(flags::TABLE.presence(self.matches));
        }
        let given: Vec<Text> =
            fixed.into_iter().filter_map(|(flag, is_given)| is_given.then_some(flag)).collect();
        if given.is_empty() {
            return Ok(());
        }
        Err(rule::fixed_by_file(listed(given), &format!("content/{}", self.target.path)).into())
    }

    /// Refuses a new file with missing facts if nobody can be asked. The period may come from the data.
    fn refuse_missing_facts(&self, with_period: bool) -> Result<(), Stop> {
        let of = self.matches;
        let is_new = self.target.entry.is_none();
        let needed = [
            (is_new && flags::TITLE.of(of).is_none(), flags::TITLE.with("\"…\"")),
            (is_new && flags::OUTCOME.of(of).is_none(), flags::OUTCOME.with("sanksi")),
            (is_new && flags::AUTHORITY.of(of).is_none(), flags::AUTHORITY.with("ppk")),
            (is_new && flags::SOURCE.of(of).is_none(), flags::SOURCE.with("\"…\"")),
            (flags::AS_OF.of(of).is_none(), flags::AS_OF.with("2024-12-31")),
            (
                is_new && with_period && flags::PERIOD.of(of).is_none(),
                flags::PERIOD.with("2024-01-01..2024-12-31"),
            ),
        ];
        let missing: Vec<Text> =
            needed.into_iter().filter_map(|(is_missing, flag)| is_missing.then_some(flag)).collect();
        if missing.is_empty() { Ok(()) } else { Err(rule::facts_missing(listed(missing)).into()) }
    }
}

fn portal_stop(found: Diagnostic) -> Stop {
    Stop::Portal(Findings::from_iter([found]))
}

/// The series with a name: the existing file, or the one to write.
fn target(name: &SeriesName, tree: &SourceTree, portal: &Portal) -> Result<Target, Stop> {
    let id = name.id();
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
