//! Reads the spreadsheet. It asks for each column once and saves the answer by heading.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{Plan, Stop, Work, flags};
use crate::anonymise::columns::{self, Field, Named};
use crate::anonymise::messages as rule;
use crate::anonymise::persons::{self, Persons};
use crate::anonymise::sheet::Sheet;
use crate::anonymise::terms::Terms;
use crate::anonymise::{heading, series};
use crate::cli::ask::Ask;
use crate::cli::flags::listed;
use crate::cli::options::Options;
use crate::diagnostics::{Findings, SourceFile};
use crate::locale::Text;

impl Work<'_> {
    /// Opens the spreadsheet, finds the columns and reads the persons.
    pub(super) fn persons(&self, plan: &Plan, ask: Option<&mut Ask<'_>>) -> Result<Persons, Stop> {
        let terms = Terms::of(&self.portal);
        let mut sheet = Sheet::open(&self.sheet, flags::SHEET.of(self.matches).as_deref())?;
        let memory = columns::memory_path(&self.sheet);
        let remembered = self.remembered(&memory)?;
        let mut named = remembered.clone();
        named.extend(flags::COLUMN.all(self.matches));
        let names: Vec<&str> = named.values().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let heading = heading::read(sheet.heading(), &names, &terms)?;
        let wants_period = self.target.entry.is_none() && flags::PERIOD.of(self.matches).is_none();
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
        // Do not save columns that nobody was asked about: another run may need them.
        for (field, at) in &columns {
            named.insert(*field, at.map_or(String::new(), |at| heading[at].clone()));
        }
        if named != remembered && !self.is_trial() {
            series::write(&memory, &columns::memory_text(&named)).map_err(|error| {
                Stop::from(rule::cannot_write(&error.to_string()).in_file(&self.memory_file()))
            })?;
        }
        let period = self.target.period().or_else(|| flags::PERIOD.of(self.matches));
        let places: Vec<usize> = used.iter().map(|(_, at)| *at).collect();
        let rows = sheet.rows(&places)?;
        let labelled: Vec<(Field, &str)> =
            used.iter().map(|(field, at)| (*field, heading[*at].as_str())).collect();
        let mut findings = Findings::default();
        if !rows.wide.is_empty() {
            findings.push(rule::wide_rows(rule::rows(&rows.wide)));
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

    /// The columns that an earlier run saved.
    pub(super) fn remembered(&self, memory: &Path) -> Result<Named, Stop> {
        let file = self.memory_file();
        match std::fs::read_to_string(memory) {
            Ok(text) => columns::parse_memory(&text).map_err(|found| Stop::from(found.in_file(&file))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Named::new()),
            Err(error) => Err(rule::unreadable(&error.to_string()).in_file(&file).into()),
        }
    }

    /// The file with the saved columns, for messages.
    pub(super) fn memory_file(&self) -> Arc<SourceFile> {
        SourceFile::unread(columns::memory_path(&self.named).to_string_lossy())
    }

    pub(super) fn tell_columns(&self, heading: &[String], used: &[(Field, usize)]) {
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
}

/// Refuses undecided columns if nobody can be asked. If the published columns are fixed, all of them are
/// needed; otherwise only those that the heading seems to have.
fn refuse_open_columns(heading: &[String], open: &[(Field, Option<usize>)], fixed: bool) -> Result<(), Stop> {
    let missing: Vec<Text> = open
        .iter()
        .filter(|(field, guess)| fixed || guess.is_some() || *field == Field::Stage)
        .map(|(field, guess)| match guess {
            Some(at) => flags::COLUMN.with(&format!("{}=\"{}\"", field.key(), heading[*at])),
            None => flags::COLUMN.with(&format!("{}=\"…\"", field.key())),
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(rule::columns_missing(listed(missing)).into()) }
}

/// Asks for each column once; Enter accepts the proposal.
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
}
