//! `terawang anonymise`: from an internal spreadsheet to a publishable sanction series.
//!
//! What is printed names columns, row numbers and figures of what is published; never a cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use jiff::civil::Date;

use super::ask::Ask;
use super::options::Options;
use super::{build, report};
use crate::anonymise::columns::{self, Field, Named};
use crate::anonymise::lattice::{self, Choice};
use crate::anonymise::persons::{self, Persons};
use crate::anonymise::pool::{Rules, publishable};
use crate::anonymise::series::{self, Facts, Figures, NewPolicy};
use crate::anonymise::sheet::Sheet;
use crate::anonymise::terms::Terms;
use crate::anonymise::{heading, place};
use crate::cache::{Cache, Sources};
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::levels::{Attribute, Level};
use crate::collections::sanction::{Outcome, Policy, SanctionSeries};
use crate::collections::{self, Detail, Entry, Portal, Publication};
use crate::config;
use crate::diagnostics::catalogue::{anonymise as rule, rows as row_rule};
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::disclosure::rows::{CellTable, Headcount, RowTable, Thresholds, least_coarsening};
use crate::disclosure::tables::Proofs;
use crate::markdown::slug;
use crate::pipeline::{self, Edition, Known, Timings};
use crate::source::{self, SourceTree};

/// Most choices of columns that are shown.
const MOST_CHOICES: usize = 12;

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
    edition: Edition,
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
        let tree = source::read(&source::list(&options.root));
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
        let edition = Edition { clock, drafts: true, roster: None, reader };
        let publication = Publication { clock: edition.clock.day(config.zone), drafts: edition.drafts };
        // What is wrong with other files is told by `check`.
        let portal = {
            let (sources, memory) = (Sources::default(), &mut collections::Memory::default());
            collections::collect(&tree.value, config.clone(), publication, &sources, memory).value
        };
        let name = matches.get_one::<String>("series").map_or("", String::as_str);
        let target = target(name, &tree.value, &portal)?;
        Ok(Self { options, matches, named, sheet, tree: tree.value, config, edition, portal, target })
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

    /// The policy of the series, or the one that the options give.
    fn plan(&self) -> Result<Plan, Stop> {
        let find = |id: &str| -> Result<Headcount, Stop> {
            match self.portal.entry(id).map(|entry| entry.detail()) {
                Some(Detail::Pact(series)) => Ok(Headcount::of(series, &self.portal.offices)),
                _ => Err(rule::no_headcount(id).into()),
            }
        };
        let table_levels = match self.target.series().and_then(|series| series.table.as_ref()) {
            Some(table) => Some(table.columns()),
            None => self.levels("tabel"),
        };
        if let Some(levels) = &table_levels {
            refuse_together(levels)?;
            if levels.len() > 2 || levels.contains(&Level::Contest) {
                return Err(row_rule::table_columns().into());
            }
        }
        if let Some(policy) = self.target.policy() {
            let headcount = policy.headcount.as_ref().map(|target| find(&target.id)).transpose()?;
            return Ok(Plan {
                levels: Some(policy.columns()),
                table_levels,
                thresholds: Thresholds::of(policy),
                headcount,
            });
        }
        let number = |name: &str, default: u64| self.matches.get_one::<u64>(name).copied().unwrap_or(default);
        let default = Thresholds::DEFAULT;
        let thresholds = Thresholds {
            k: number("k", default.k),
            l: number("l", default.l),
            pool_percent: number("tidak-dirinci-maks", default.pool_percent),
            population: number("populasi-min", default.population),
            share_percent: number("bagian-maks", default.share_percent),
        };
        let levels = self.levels("kolom-terbit");
        if let Some(levels) = &levels {
            refuse_together(levels)?;
        }
        let headcount = self.text("populasi").map(find).transpose()?;
        Ok(Plan { levels, table_levels, thresholds, headcount })
    }

    /// The levels that an option lists.
    fn levels(&self, option: &str) -> Option<Vec<Level>> {
        self.matches.get_many::<String>(option).map(|keys| {
            let mut levels: Vec<Level> = keys.filter_map(|key| Level::from_key(key)).collect();
            levels.sort_unstable();
            levels.dedup();
            levels
        })
    }

    /// Opens the spreadsheet, finds the columns and reads the persons.
    fn persons(&self, plan: &Plan, ask: Option<&mut Ask<'_>>) -> Result<Persons, Stop> {
        let terms = Terms::of(&self.portal);
        let mut sheet = Sheet::open(&self.sheet, self.text("lembar"))?;
        let given: Vec<(Field, String)> = self
            .matches
            .get_many::<String>("kolom")
            .into_iter()
            .flatten()
            .map(|text| columns::parse_option(text))
            .collect::<Result<_, _>>()?;
        let memory = columns::memory_path(&self.sheet);
        let remembered = self.remembered(&memory)?;
        let mut named = remembered.clone();
        named.extend(given);
        let names: Vec<&str> = named.values().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let heading = heading::read(sheet.heading(), &names, &terms)?;
        let wants_period = self.target.entry.is_none() && !self.matches.contains_id("periode");
        let mut needed = match &plan.levels {
            Some(levels) => {
                let table = plan.table_levels.iter().flatten();
                Field::needed(&levels.iter().chain(table).copied().collect::<Vec<_>>())
            }
            None => Field::ALL.to_vec(),
        };
        if wants_period && !needed.contains(&Field::Date) {
            needed.push(Field::Date);
            needed.sort_unstable();
        }
        let chosen = columns::choose(&heading, &named, &needed).map_err(Stop::Sheet)?;
        let mut columns = chosen.columns;
        match ask {
            Some(ask) if !chosen.open.is_empty() => {
                columns.extend(ask_columns(self.options, ask, &heading, &chosen.open)?);
            }
            _ => {
                let fixed = plan.levels.is_some();
                refuse_open_columns(&heading, &chosen.open, fixed)?;
            }
        }
        let used: Vec<(Field, usize)> =
            columns.iter().filter_map(|(field, at)| at.map(|at| (*field, at))).collect();
        self.tell_columns(&heading, &used);
        // What nobody was asked about is not remembered: another run may need it.
        for (field, at) in &columns {
            named.insert(*field, at.map_or(String::new(), |at| heading[at].clone()));
        }
        if named != remembered && !self.is_trial() {
            series::write(&memory, &columns::memory_text(&named)).map_err(|error| {
                Stop::from(rule::cannot_write(&error.to_string()).in_file(&self.memory_file()))
            })?;
        }
        let period = self.target.period().or_else(|| self.matches.get_one::<Period>("periode").copied());
        let places: Vec<usize> = used.iter().map(|(_, at)| *at).collect();
        let rows = sheet.rows(&places)?;
        let labelled: Vec<(Field, &str)> =
            used.iter().map(|(field, at)| (*field, heading[*at].as_str())).collect();
        let mut findings = Findings::default();
        if !rows.wide.is_empty() {
            findings.push(rule::wide_rows(&rows.wide));
        }
        match persons::read(rows.list, &labelled, &terms, period) {
            Ok(persons) if findings.is_empty() => Ok(persons),
            Ok(_) => Err(Stop::Sheet(findings)),
            Err(found) => {
                findings.extend(found);
                Err(Stop::Sheet(findings))
            }
        }
    }

    /// The columns that an earlier run has remembered.
    fn remembered(&self, memory: &Path) -> Result<Named, Stop> {
        let file = self.memory_file();
        match std::fs::read_to_string(memory) {
            Ok(text) => columns::parse_memory(&text).map_err(|found| Stop::from(found.in_file(&file))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Named::new()),
            Err(error) => Err(rule::unreadable(&error.to_string()).in_file(&file).into()),
        }
    }

    /// The file that remembers columns, for messages.
    fn memory_file(&self) -> Arc<SourceFile> {
        SourceFile::unread(columns::memory_path(&self.named).to_string_lossy())
    }

    fn tell_columns(&self, heading: &[String], used: &[(Field, usize)]) {
        let list: Vec<String> =
            used.iter().map(|(field, at)| format!("{} = \"{}\"", field.key(), heading[*at])).collect();
        let list = list.join(", ");
        self.tell(format!("kolom: {list}"), format!("columns: {list}"));
        if !used.iter().any(|(field, _)| *field == Field::Stage) {
            self.tell(
                "tanpa kolom akhir_perkara: semua baris dianggap perkara yang sudah selesai".to_owned(),
                "without a column akhir_perkara: every row is taken for a case that has ended".to_owned(),
            );
        }
    }

    /// Searches all choices of columns, shows the best, and lets a person choose.
    fn chosen(
        &self,
        persons: &Persons,
        rules: &Rules<'_>,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Vec<Level>, Stop> {
        let length = lattice::nodes(|level| persons.have(level)).len();
        let bar = build::Bar::new(self.options, length);
        let choices = lattice::search(persons, rules, &|| bar.step());
        bar.finish();
        let Some(best) = choices.first() else { return Err(rule::no_choice().into()) };
        let shown = &choices[..choices.len().min(MOST_CHOICES)];
        let table = choice_table(shown, self.options);
        self.tell(
            format!(
                "{} dari {length} pilihan kolom memenuhi semua aturan; yang terbaik:\n{table}",
                choices.len()
            ),
            format!("{} of {length} choices of columns keep every rule; the best:\n{table}", choices.len()),
        );
        let tells_where = |level: &Level| matches!(level.attribute(), Attribute::Office | Attribute::Staff);
        if rules.headcount.is_none()
            && Level::ALL.iter().any(|level| tells_where(level) && persons.have(*level))
        {
            self.tell(
                "kelompok perangkat daerah dan kategori pegawai membutuhkan --populasi".to_owned(),
                "groups of offices and categories of staff need --populasi".to_owned(),
            );
        }
        let Some(ask) = ask else {
            return Err(rule::choose_columns(&spelled(&best.levels)).into());
        };
        let question = self.options.say("nomor pilihan", "number of the choice");
        let number = ask.until(question, |answer| {
            answer.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < shown.len())
        });
        match number {
            Some(at) => Ok(shown[at].levels.clone()),
            None => Err(rule::choose_columns(&spelled(&best.levels)).into()),
        }
    }

    /// The publishable table, or none where the persons are too few for rows.
    fn table(
        &self,
        persons: &Persons,
        levels: Option<&[Level]>,
        rules: &Rules<'_>,
    ) -> Result<Option<RowTable>, Stop> {
        let least = rules.thresholds.least_total();
        let Some(levels) = levels.filter(|_| persons.count() >= least) else {
            self.tell(
                format!("kurang dari {least} orang: hanya total yang terbit, tanpa baris"),
                format!("fewer than {least} persons: only the total is published, without rows"),
            );
            return Ok(None);
        };
        let lacking: Vec<&str> =
            levels.iter().filter(|level| !persons.have(**level)).map(|level| level.key()).collect();
        let table = match publishable(persons, levels, rules) {
            None => return Err(rule::levels_not_given(&lacking).into()),
            Some(Ok(table)) => table,
            Some(Err(broken)) => {
                let passes =
                    |levels: &[Level]| publishable(persons, levels, rules).is_some_and(|made| made.is_ok());
                let advice = least_coarsening(levels, passes);
                let findings = broken
                    .iter()
                    .map(|violation| row_rule::broken(violation, &rules.thresholds, advice.as_deref()));
                return Err(Stop::Sheet(findings.collect()));
            }
        };
        let (classes, pooled) = (table.classes().count(), table.pooled());
        let columns = spelled(levels);
        self.tell(
            format!("kolom terbit: {columns}; {classes} baris, {pooled} orang tidak dirinci"),
            format!("published columns: {columns}; {classes} rows, {pooled} persons not detailed"),
        );
        Ok(Some(table))
    }

    /// The table beside the rows, what must be hidden hidden.
    fn cells(
        &self,
        persons: &Persons,
        levels: &[Level],
        rows: &RowTable,
        plan: &Plan,
        as_of: Date,
    ) -> Result<CellTable, Stop> {
        let given = self.matches.get_one::<Period>("periode").copied();
        let period = self.target.period().or(given).or_else(|| series::whole_years(persons, as_of));
        let period = period.ok_or_else(|| rule::facts_missing(&["--periode 2024-01-01..2024-12-31"]))?;
        let lacking: Vec<&str> =
            levels.iter().filter(|level| !persons.have(**level)).map(|level| level.key()).collect();
        let values: Option<Vec<Vec<String>>> = levels.iter().map(|level| level.values_in(period)).collect();
        let (Some(joint), Some(values)) = (persons.joint(rows, levels), values) else {
            return Err(rule::levels_not_given(&lacking).into());
        };
        let thresholds = plan.thresholds;
        let made = CellTable::protect(levels, &values, rows, &joint, thresholds.k, &Proofs::default());
        let columns = spelled(levels);
        let table = made.map_err(|_| Stop::from(rule::table_not_protected(&columns)))?;
        if !table.exposures(Some(rows), rows.total(), &thresholds).is_empty() {
            return Err(rule::table_not_protected(&columns).into());
        }
        let (cells, hidden) = (table.cells().count(), table.cells().filter(|cell| cell.1.is_none()).count());
        self.tell(
            format!("tabel: {columns}; {hidden} dari {cells} sel dirahasiakan"),
            format!("table: {columns}; {hidden} of {cells} cells hidden"),
        );
        Ok(table)
    }

    fn as_of(&self, ask: Option<&mut Ask<'_>>) -> Result<Date, Stop> {
        if let Some(day) = self.day("per-tanggal") {
            return Ok(day);
        }
        let question =
            self.options.say("per tanggal (misalnya 2024-12-31)", "as of (for example 2024-12-31)");
        let asked = ask.and_then(|ask| ask.until(question, |answer| answer.parse().ok()));
        asked.ok_or_else(|| rule::facts_missing(&["--per-tanggal 2024-12-31"]).into())
    }

    /// The whole text of the series file.
    fn series_text(
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
        let front = content.map(|content| content.front.clone()).unwrap_or(0..file.text.len());
        let data = series::edited(&file.text[front.clone()], policy, figures, cells);
        let data = data.ok_or_else(|| Stop::from(rule::cannot_edit().in_file(file)))?;
        Ok(format!("{}{data}{}", &file.text[..front.start], &file.text[front.end..]))
    }

    /// What a new file needs, from the options, else from the person at the terminal.
    fn facts(&self, persons: &Persons, as_of: Date, ask: Option<&mut Ask<'_>>) -> Result<Facts, Stop> {
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
    fn examine(&self) -> Findings {
        let mut findings = Findings::default();
        let proofs = if self.is_trial() { Proofs::default() } else { Proofs::of_portal(&self.options.root) };
        let config = self.config.clone();
        let (cache, timings) = (Cache::none(), Timings::default());
        let known = Known { cache: &cache, memory: &mut pipeline::Memory::default() };
        pipeline::examine(&self.tree, config, &self.edition, &proofs, known, &timings, &mut findings);
        findings
    }

    /// Holds the finished files against everything that `check` knows, and writes them.
    fn finish(&mut self, text: &str, table: Option<&RowTable>) -> Result<Findings, Stop> {
        let rows_path = self.target.rows_path();
        let is_ours = self.target.entry.as_ref().is_some_and(|entry| entry.table.is_some());
        let had_rows = self.tree.tables.contains_key(&rows_path);
        let root = self.options.root.join("content");
        let (series_file, rows_file) = (root.join(&self.target.path), root.join(&rows_path));
        let shown = |path: &str| SourceFile::unread(format!("content/{path}"));
        if self.target.entry.is_none() && (had_rows || series_file.exists() || rows_file.exists()) {
            let path = if series_file.exists() { &self.target.path } else { &rows_path };
            return Err(Stop::Portal(Findings::from_iter([rule::in_the_way().in_file(&shown(path))])));
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
        let before = std::fs::read_to_string(&series_file).unwrap_or_default();
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

/// Levels that no policy may hold together.
fn refuse_together(levels: &[Level]) -> Result<(), Stop> {
    let mut findings = Findings::default();
    for (at, level) in levels.iter().enumerate() {
        if let Some(other) = levels[..at].iter().find(|other| other.attribute() == level.attribute()) {
            findings.push(row_rule::two_levels(*other, *level));
        }
        if level.attribute() == Attribute::Post && levels.contains(&Level::Cluster) {
            findings.push(row_rule::post_with_office(*level));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(Stop::Sheet(findings)) }
}

/// Columns about which nobody said anything, and nobody can be asked. Where the published columns are fixed,
/// every one of them is needed; else those that the heading seems to have.
fn refuse_open_columns(heading: &[String], open: &[(Field, Option<usize>)], fixed: bool) -> Result<(), Stop> {
    let options: Vec<String> = open
        .iter()
        .filter(|(field, guess)| fixed || guess.is_some() || *field == Field::Stage)
        .map(|(field, guess)| match guess {
            Some(at) => format!("--kolom {}=\"{}\"", field.key(), heading[*at]),
            None => format!("--kolom {}=\"…\"", field.key()),
        })
        .collect();
    if options.is_empty() { Ok(()) } else { Err(rule::columns_missing(&options).into()) }
}

/// Asks for each column once; Enter takes the proposal.
fn ask_columns(
    options: &Options,
    ask: &mut Ask<'_>,
    heading: &[String],
    open: &[(Field, Option<usize>)],
) -> Result<BTreeMap<Field, Option<usize>>, Stop> {
    ask.tell(options.say(
        "Kolom lembar kerja ini (jawab dengan nomor; Enter menerima usul; - bila tidak ada):",
        "The columns of this spreadsheet (answer with a number; Enter takes the proposal; - for none):",
    ));
    for (at, name) in heading.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        ask.tell(&format!("{:>4}  {name}", at + 1));
    }
    let mut columns = BTreeMap::new();
    for (field, guess) in open {
        let proposal = guess.map_or("-", |at| heading[at].as_str());
        let question = format!("{} [{proposal}]", field.label().get(options.lang));
        let answer = ask.until(&question, |answer| match answer {
            "" => Some(*guess),
            "-" => Some(None),
            _ => match answer.parse::<usize>() {
                Ok(number) => number
                    .checked_sub(1)
                    .filter(|at| heading.get(*at).is_some_and(|name| !name.is_empty()))
                    .map(Some),
                Err(_) => columns::find(heading, answer).map(Some),
            },
        });
        let Some(answer) = answer else {
            let rest: Vec<(Field, Option<usize>)> =
                open.iter().filter(|(field, _)| !columns.contains_key(field)).copied().collect();
            refuse_open_columns(heading, &rest, true)?;
            return Ok(columns);
        };
        columns.insert(*field, answer);
    }
    Ok(columns)
}

/// `semester,tingkat_hukuman`, as the option takes it.
fn spelled(levels: &[Level]) -> String {
    levels.iter().map(|level| level.key()).collect::<Vec<_>>().join(",")
}

/// The choices as a table with numbers.
fn choice_table(choices: &[Choice], options: &Options) -> String {
    let heading: [&str; 5] = options.say(
        ["no", "informasi", "baris", "tidak dirinci", "kolom"],
        ["no", "information", "rows", "not detailed", "columns"],
    );
    let mut lines = vec![heading.map(str::to_owned)];
    for (at, choice) in choices.iter().enumerate() {
        lines.push([
            (at + 1).to_string(),
            format!("{} %", choice.kept / 10),
            choice.classes.to_string(),
            choice.pooled.to_string(),
            spelled(&choice.levels),
        ]);
    }
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let row = |line: &[String; 5]| {
        let mut out = String::new();
        for (text, width) in line.iter().zip(widths) {
            let _ = write!(out, "{text:>width$}  ");
        }
        out + &line[4]
    };
    lines.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::print::Format;
    use crate::locale::Lang;

    fn options() -> Options {
        let color = anstream::ColorChoice::Never;
        Options { root: PathBuf::new(), lang: Lang::Id, format: Format::Human, color, quiet: false }
    }

    fn asked(answers: &str) -> (Option<BTreeMap<Field, Option<usize>>>, String) {
        let heading = ["No", "", "Unit Kerja", "Gol", "Status"].map(str::to_owned);
        let open = [
            (Field::Office, Some(2)),
            (Field::Grade, Some(3)),
            (Field::Staff, None),
            (Field::Stage, Some(4)),
        ];
        let mut said = Vec::new();
        let mut ask = Ask::new(answers.as_bytes(), &mut said);
        let columns = ask_columns(&options(), &mut ask, &heading, &open).ok();
        drop(ask);
        (columns, String::from_utf8_lossy(&said).into_owned())
    }

    #[test]
    fn enter_takes_the_proposal_and_wrong_answers_are_asked_again() {
        let (columns, said) = asked("\n9\n2\nnomor\n1\n\n-\n");
        let expected =
            [(Field::Office, Some(2)), (Field::Grade, Some(0)), (Field::Staff, None), (Field::Stage, None)];
        assert_eq!(columns, Some(BTreeMap::from(expected)));
        assert_eq!(
            said,
            "Kolom lembar kerja ini (jawab dengan nomor; Enter menerima usul; - bila tidak ada):\n   1  No\n   \
             3  Unit Kerja\n   4  Gol\n   5  Status\nPerangkat daerah [Unit Kerja]: Golongan [Gol]: Golongan \
             [Gol]: Golongan [Gol]: Golongan [Gol]: Kategori pegawai [-]: Akhir perkara [Status]: "
        );
        assert_eq!(asked("unit kerja\n\n\n\n").0.map(|columns| columns[&Field::Office]), Some(Some(2)));
    }

    #[test]
    fn where_no_answer_comes_any_more_nothing_is_taken_for_one() {
        assert_eq!(asked("\n").0, None);
    }

    #[test]
    fn choices_stand_in_columns() {
        let choice = |kept, classes, pooled| Choice {
            levels: vec![Level::HalfYear, Level::PenaltyLevel],
            classes,
            pooled,
            kept,
        };
        assert_eq!(
            choice_table(&[choice(1000, 12, 0), choice(57, 4, 10)], &options()),
            "no  informasi  baris  tidak dirinci  kolom\n \
             1      100 %     12              0  semester,tingkat_hukuman\n \
             2        5 %      4             10  semester,tingkat_hukuman"
        );
    }
}
