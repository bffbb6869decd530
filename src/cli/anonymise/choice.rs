//! Shows the cost of each choice of levels, and makes the rows and the table for the chosen one.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Plan, Stop, Work, flags};
use crate::anonymise::lattice::{self, Choice};
use crate::anonymise::messages as rule;
use crate::anonymise::persons::Persons;
use crate::anonymise::pool::{Rules, publishable};
use crate::anonymise::series;
use crate::cli::ask::Ask;
use crate::cli::build;
use crate::cli::options::Options;
use crate::collections::sanction::levels::{Attribute, Level};
use crate::disclosure::proofs::Proofs;
use crate::disclosure::rows::messages as row_rule;
use crate::disclosure::rows::{CellTable, RowTable, least_coarsening};
use crate::pipeline::Progress as _;

/// The maximum number of choices shown.
const MOST_CHOICES: usize = 12;

impl Work<'_> {
    /// Searches all choices of columns, shows the best, and lets a person choose.
    pub(super) fn chosen(
        &self,
        persons: &Persons,
        rules: &Rules<'_>,
        ask: Option<&mut Ask<'_>>,
    ) -> Result<Vec<Level>, Stop> {
        let length = lattice::nodes(|level| persons.have(level)).len();
        let bar = build::Bar::new(self.options);
        bar.begin(length);
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
            let flag = flags::POPULATION.spelled();
            self.tell(
                format!("kelompok perangkat daerah dan kategori pegawai membutuhkan {}", flag.id),
                format!("groups of offices and categories of staff need {}", flag.en),
            );
        }
        let Some(ask) = ask else {
            return Err(rule::choose_columns(flags::PUBLISH_COLUMNS.with(&spelled(&best.levels))).into());
        };
        let question = self.options.say("nomor pilihan", "number of the choice");
        let number = ask.until(question, |answer| {
            answer.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < shown.len())
        });
        match number {
            Some(at) => Ok(shown[at].levels.clone()),
            None => Err(rule::choose_columns(flags::PUBLISH_COLUMNS.with(&spelled(&best.levels))).into()),
        }
    }

    /// The publishable table; `None` if there are too few persons for rows.
    pub(super) fn table(
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

    /// The table published with the rows, with its sensitive cells suppressed.
    pub(super) fn cells(
        &self,
        persons: &Persons,
        levels: &[Level],
        rows: &RowTable,
        plan: &Plan,
        as_of: Date,
    ) -> Result<CellTable, Stop> {
        let given = flags::PERIOD.of(self.matches);
        let period = self.target.period().or(given).or_else(|| series::whole_years(persons, as_of));
        let period =
            period.ok_or_else(|| rule::facts_missing(flags::PERIOD.with("2024-01-01..2024-12-31")))?;
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
}

/// `semester,tingkat_hukuman`, in the form that the option takes.
fn spelled(levels: &[Level]) -> String {
    levels.iter().map(|level| level.key()).collect::<Vec<_>>().join(",")
}

/// The choices as a numbered table.
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
    use std::path::PathBuf;

    use super::*;
    use crate::diagnostics::print::Format;
    use crate::locale::Lang;

    fn options() -> Options {
        let color = anstream::ColorChoice::Never;
        Options { root: PathBuf::new(), lang: Lang::Id, format: Format::Human, color, quiet: false }
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
