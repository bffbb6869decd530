//! Writes the text of a series file and of its rows, and saves the files.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use jiff::civil::Date;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use super::persons::Persons;
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::Outcome;
use crate::collections::sanction::levels::{Level, POOLED};
use crate::disclosure::rows::{CellTable, RowTable, Thresholds};
use crate::markdown::slug;
use crate::reading::Symbol;

/// The name of a series. Its address and its file names are made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesName(String);

impl SeriesName {
    /// Parses a name of lower-case letters, digits and hyphens.
    ///
    /// # Errors
    /// Returns the closest valid name, if there is one.
    pub fn parse(text: &str) -> Result<Self, Option<String>> {
        let proposal = slug(text);
        if text.is_empty() || proposal != text {
            return Err(Some(proposal).filter(|proposal| !proposal.is_empty()));
        }
        Ok(Self(proposal))
    }

    /// The id of the series.
    pub fn id(&self) -> String {
        format!("sanksi/{}", self.0)
    }
}

/// What a new series file needs in addition to its figures.
pub struct Facts {
    /// The title.
    pub title: String,
    /// The outcome that the series counts.
    pub outcome: Outcome,
    /// The issuing authority.
    pub authority: Authority,
    /// The period of the series.
    pub period: Period,
    /// The source of the figures.
    pub source: String,
}

/// The policy of a series that had none. It stays the same for all releases.
pub struct NewPolicy {
    /// The columns.
    pub levels: Vec<Level>,
    /// The thresholds.
    pub thresholds: Thresholds,
    /// The pact series whose targets are the headcount.
    pub headcount: Option<String>,
}

/// The figures of a release.
#[derive(Clone, Copy)]
pub struct Figures {
    /// The number of all persons.
    pub total: u64,
    /// The reference date.
    pub as_of: Date,
}

/// The text of a new series file.
pub fn new_text(
    facts: &Facts,
    policy: Option<&NewPolicy>,
    figures: Figures,
    cells: Option<&CellTable>,
) -> String {
    let Period { from, to } = facts.period;
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!(
        "judul = {}\nhasil = \"{}\"\npenetap = \"{}\"\nperiode = {{ dari = {from}, sampai = {to} }}\n\
         total = {}\nsatuan = \"orang\"\nper_tanggal = {}\nsumber = {}\n",
        text(&facts.title),
        facts.outcome.key(),
        facts.authority.key(),
        figures.total,
        figures.as_of,
        text(&facts.source),
    );
    if let Some(policy) = policy {
        out.push_str(&format!("\n[kebijakan]\n{}", policy_table(policy)));
    }
    if let Some(cells) = cells {
        out.push_str(&format!("\n[tabel]\n{}", cell_table(cells)));
    }
    out
}

/// The text of an existing series file with new figures and, if it had none, a policy. Inline rows are
/// removed, because the rows are now in a file beside it. A table of other persons is removed, too.
/// Everything else stays as written.
///
/// `None` if the text is not TOML.
pub fn edited(
    text: &str,
    policy: Option<&NewPolicy>,
    figures: Figures,
    cells: Option<&CellTable>,
) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let as_of: toml_edit::Datetime = figures.as_of.to_string().parse().ok()?;
    set(&mut document, "total", i64::try_from(figures.total).ok()?.into());
    set(&mut document, "per_tanggal", as_of.into());
    document.remove("baris");
    if let Some(policy) = policy {
        let mut table = policy_table(policy);
        table.decor_mut().set_prefix("\n");
        document.insert("kebijakan", Item::Table(table));
    }
    match (cells, document.get_mut("tabel").and_then(Item::as_table_mut)) {
        (Some(cells), Some(old)) => {
            old.insert("sel", Item::Value(Value::Array(cell_array(cells))));
        }
        (Some(cells), None) => {
            let mut table = cell_table(cells);
            table.decor_mut().set_prefix("\n");
            document.insert("tabel", Item::Table(table));
        }
        (None, _) => {
            document.remove("tabel");
        }
    }
    Some(document.to_string())
}

/// Sets a value and keeps the whitespace and the comment around the old one.
fn set(document: &mut DocumentMut, key: &str, new: Value) {
    match document.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => {
            document.insert(key, Item::Value(new));
        }
    }
}

/// Writes all thresholds, so that new defaults in a later version change nothing.
fn policy_table(policy: &NewPolicy) -> Table {
    let number = |number: u64| value(i64::try_from(number).unwrap_or(i64::MAX));
    let mut table = Table::new();
    let columns: Array = policy.levels.iter().map(|level| level.key()).collect();
    table.insert("kolom", value(columns));
    let Thresholds { k, l, pool_percent, population, share_percent } = policy.thresholds;
    table.insert("k", number(k));
    table.insert("l", number(l));
    table.insert("tidak_dirinci_maks", number(pool_percent));
    if let Some(headcount) = &policy.headcount {
        table.insert("populasi", value(headcount));
    }
    table.insert("populasi_min", number(population));
    table.insert("bagian_maks", number(share_percent));
    table
}

/// A table in addition to the rows: its columns and cells.
fn cell_table(cells: &CellTable) -> Table {
    let mut table = Table::new();
    let columns: Array = cells.levels().iter().map(|level| level.key()).collect();
    table.insert("kolom", value(columns));
    table.insert("sel", Item::Value(Value::Array(cell_array(cells))));
    table
}

/// The cells in canonical order, one on each line.
fn cell_array(cells: &CellTable) -> Array {
    let mut array = Array::new();
    for (values, number) in cells.cells() {
        let mut cell = InlineTable::new();
        for (level, value) in cells.levels().iter().zip(values) {
            cell.insert(level.key(), value.as_str().into());
        }
        let hidden = Value::from(Symbol::Confidential.key());
        let number = number.map_or(hidden, |number| i64::try_from(number).unwrap_or(i64::MAX).into());
        cell.insert("jumlah", number);
        let mut cell = Value::InlineTable(cell);
        cell.decor_mut().set_prefix("\n  ");
        array.push_formatted(cell);
    }
    array.set_trailing_comma(true);
    array.set_trailing("\n");
    array
}

/// The rows of a table as a CSV file, in canonical order; persons who are not detailed come last.
pub fn rows_text(table: &RowTable) -> String {
    let mut out = String::new();
    // Keys of vocabularies and ids need no quotes.
    let mut line = |fields: &[&str], last: &str| {
        for field in fields {
            out.push_str(field);
            out.push(',');
        }
        out.push_str(last);
        out.push('\n');
    };
    let keys: Vec<&str> = table.levels().iter().map(|level| level.key()).collect();
    line(&keys, "jumlah");
    for (values, count) in table.classes() {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        line(&values, &count.to_string());
    }
    if table.pooled() > 0 {
        line(&vec![POOLED; keys.len()], &table.pooled().to_string());
    }
    out
}

/// The whole years that cover every person, up to the reference date; `None` if somebody has no year.
///
/// Nothing finer is used: the first and the last day of the data are days of persons, and one of them may be
/// the only one in its quarter.
pub fn whole_years(persons: &Persons, as_of: Date) -> Option<Period> {
    if !persons.have(Level::Year) {
        return None;
    }
    let years = persons.by_value(Level::Year);
    let year = |text: &&str| text.parse::<i16>().ok();
    let from = Date::new(years.keys().next().and_then(year)?, 1, 1).ok()?;
    let to = Date::new(years.keys().next_back().and_then(year)?, 12, 31).ok()?;
    Some(Period { from, to: to.min(as_of) })
}

/// Restores the line endings and the byte order mark of `before` in a text that has lost them.
pub fn as_written_before(before: &str, text: &str) -> String {
    let text = if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
    if before.starts_with('\u{feff}') { format!("\u{feff}{text}") } else { text }
}

/// Writes a file atomically: to a temporary file beside it, which then replaces it.
///
/// # Errors
/// Returns errors of the file system; the old file then stays unchanged.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    // Replace the target of a link, not the link.
    let path = match fs::canonicalize(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => path.to_owned(),
        path => path?,
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    // If a file with this suffix is left behind, the portal ignores it.
    name.push(".tmp");
    let beside = folder.join(name);
    let _ = fs::remove_file(&beside);
    // A private file must stay private: if its permissions are unknown, nothing is written.
    let rights = match fs::metadata(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        found => Some(found?.permissions()),
    };
    let written = write_new(&beside, text, rights).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, text: &str, rights: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(rights) = rights {
        file.set_permissions(rights)?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::anonymise::persons::Person;

    const FIGURES: Figures = Figures { total: 23, as_of: date(2024, 12, 31) };

    fn policy() -> NewPolicy {
        NewPolicy {
            levels: vec![Level::HalfYear, Level::PenaltyLevel],
            thresholds: Thresholds::DEFAULT,
            headcount: Some("pakta/uji".to_owned()),
        }
    }

    #[test]
    fn a_new_file_holds_what_was_given() {
        let facts = Facts {
            title: "Sanksi \"uji\"".to_owned(),
            outcome: Outcome::Sanction,
            authority: Authority::Ppk,
            period: Period { from: date(2024, 1, 1), to: date(2024, 12, 31) },
            source: "BKPSDM".to_owned(),
        };
        assert_eq!(
            new_text(&facts, Some(&policy()), FIGURES, None),
            "judul = 'Sanksi \"uji\"'\nhasil = \"sanksi\"\npenetap = \"ppk\"\n\
             periode = { dari = 2024-01-01, sampai = 2024-12-31 }\ntotal = 23\nsatuan = \"orang\"\n\
             per_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n\n[kebijakan]\n\
             kolom = [\"semester\", \"tingkat_hukuman\"]\nk = 5\nl = 2\ntidak_dirinci_maks = 5\n\
             populasi = \"pakta/uji\"\npopulasi_min = 50\nbagian_maks = 20\n"
        );
    }

    #[test]
    fn an_old_file_keeps_comments_order_and_spaces() {
        let before = "# Seri uji\njudul = \"A\"   # judulnya\ntotal   = \"x\" # belum ada\nsumber = 'B'\n\n\
                      # baris lama\nbaris = [\n  { semester = \"2024-S1\", jumlah = 9 },\n]\n\n[kebijakan] # tetap\n\
                      kolom = [ \"semester\" ]  # satu saja\n\n# akhir\n";
        let after = edited(before, None, FIGURES, None).unwrap_or_default();
        assert_eq!(
            after,
            "# Seri uji\njudul = \"A\"   # judulnya\ntotal   = 23 # belum ada\nsumber = 'B'\n\
             per_tanggal = 2024-12-31\n\n[kebijakan] # tetap\n\
             kolom = [ \"semester\" ]  # satu saja\n\n# akhir\n"
        );
        assert_eq!(edited(&after, None, FIGURES, None).as_deref(), Some(after.as_str()));
        let listed =
            "total = 1\nper_tanggal = 2024-01-01\n\n[[baris]]\njumlah = 1\n\n[[baris]]\njumlah = 2\n";
        assert_eq!(
            edited(listed, None, FIGURES, None).as_deref(),
            Some("total = 23\nper_tanggal = 2024-12-31\n")
        );
        let with_policy = edited("total = 1\n", Some(&policy()), FIGURES, None).unwrap_or_default();
        assert!(
            with_policy.starts_with("total = 23\nper_tanggal = 2024-12-31\n\n[kebijakan]\nkolom = ["),
            "{with_policy}"
        );
        assert_eq!(edited("total = ", None, FIGURES, None), None);
    }

    #[test]
    fn line_ends_and_marks_stay() {
        assert_eq!(as_written_before("\u{feff}a\r\nb\r\n", "c\nd\n"), "\u{feff}c\r\nd\r\n");
        assert_eq!(as_written_before("a\nb\n", "c\nd\n"), "c\nd\n");
    }

    #[test]
    fn the_period_is_whole_years_and_ends_with_the_figures() {
        let mut persons = Persons::default();
        for quarter in ["2023-T4", "2024-T2"] {
            persons.push(Person::new([(Level::Quarter, quarter.to_owned())]));
        }
        let period = whole_years(&persons, date(2024, 9, 30)).map(|period| (period.from, period.to));
        assert_eq!(period, Some((date(2023, 1, 1), date(2024, 9, 30))));
        persons.push(Person::new([]));
        assert!(whole_years(&persons, date(2024, 9, 30)).is_none());
    }

    #[test]
    #[expect(clippy::unwrap_used, reason = "tests")]
    fn a_file_is_written_whole_and_leaves_nothing_beside_it() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("a/b.toml");
        write(&path, "satu").unwrap();
        write(&path, "dua").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "dua");
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1);
        assert!(write(&path.join("c"), "tiga").is_err());
    }
}
