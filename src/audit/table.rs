//! A published table as read from its file: columns, rows, and hidden cells.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::diagnostics::SourceFile;
use crate::spreadsheet::unguarded;

/// The member that stands for all others of its column.
pub(super) const ALL: &str = "semua";
/// The class of persons who are not detailed.
pub(super) const POOL: &str = "tidak_dirinci";
/// Columns that count persons.
const COUNTS: [&str; 3] = ["jumlah", "sasaran", "ditandatangani"];
/// Columns that are derived from counts.
const DERIVED: [&str; 5] = ["bagian", "persen", "persentase", "rata_rata", "rasio"];
/// Columns of classes that may look like numbers.
const CLASSES: [&str; 5] = ["bulan", "per_tanggal", "semester", "tahun", "triwulan"];

#[derive(Clone)]
pub(super) struct Table {
    /// The address of the record: `/pakta/x/`.
    pub(super) record: String,
    /// The name of the table: `hitungan`.
    pub(super) name: String,
    pub(super) file: Arc<SourceFile>,
    pub(super) json: bool,
    /// The keys of the columns, without columns of names and marks.
    pub(super) columns: Vec<String>,
    /// The role of each column.
    pub(super) roles: Vec<Role>,
    pub(super) rows: Vec<Row>,
    /// The edition of the site: 0 for the one under attack.
    pub(super) edition: usize,
    /// The day of the figures, if the file gives it.
    pub(super) as_of: Option<String>,
    /// How the table is protected, if the file says so (JSON, `pengendalian`).
    pub(super) control: Control,
    /// The names that readers see instead of a code.
    pub(super) names: BTreeMap<(String, String), Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Class,
    Count,
    /// Numbers derived from counts.
    Derived,
}

#[derive(Clone)]
pub(super) struct Row {
    /// The cells, one for each column, as CSV writes them.
    pub(super) cells: Vec<String>,
    /// The byte range in the file.
    pub(super) at: Range<usize>,
}

/// The thresholds that a file declares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Control {
    pub(super) k: Option<u64>,
    /// The minimum number of distinct violations and sanctions in a class.
    pub(super) l: Option<u64>,
    pub(super) zeros_shown: bool,
}

/// The published form of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Number(u64),
    /// `c`: suppressed for protection.
    Hidden,
    /// `x`, `z` or empty.
    Unknown,
}

/// Parses a count as CSV writes it; `None` for other text.
pub(super) fn count(cell: &str) -> Option<Count> {
    match cell.trim() {
        "c" => Some(Count::Hidden),
        "x" | "z" | "" => Some(Count::Unknown),
        text => text.parse().ok().map(Count::Number),
    }
}

impl Table {
    /// The index of a column.
    pub(super) fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == key)
    }

    /// The indices of the columns with this role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = usize> {
        self.roles.iter().enumerate().filter(move |(_, own)| **own == role).map(|(at, _)| at)
    }

    /// Whether any count is suppressed.
    pub(super) fn hides(&self) -> bool {
        self.rows.iter().any(|row| self.row_hides(row))
    }

    /// Whether a count in a row is suppressed.
    pub(super) fn row_hides(&self, row: &Row) -> bool {
        self.of_role(Role::Count).any(|at| count(&row.cells[at]) == Some(Count::Hidden))
    }

    /// The classes of a row, for messages: `opd=bappeda, kategori=pns`.
    pub(super) fn class_of(&self, row: &Row) -> String {
        let class: Vec<String> =
            self.of_role(Role::Class).map(|at| format!("{}={}", self.columns[at], row.cells[at])).collect();
        if class.is_empty() { "total".to_owned() } else { class.join(", ") }
    }
}

/// Reads a CSV file; `None` if it has no heading, or if its rows differ in length.
pub(super) fn read_csv(file: &Arc<SourceFile>) -> Option<Table> {
    let text = file.text();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let heading: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).ok()? {
        let from = record.position().map_or(0, |position| position.byte() as usize);
        // The line ending of the line before belongs to no row.
        let skipped = text.get(from..)?.len() - text[from..].trim_start_matches(['\r', '\n']).len();
        let start = from + skipped;
        let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
        rows.push(Row {
            cells: record.iter().map(|cell| unguarded(cell).into_owned()).collect(),
            at: start..end,
        });
    }
    Some(table(file, false, heading, rows, None, Control::default()))
}

/// Reads a figure in JSON; `None` for other JSON.
pub(super) fn read_json(file: &Arc<SourceFile>) -> Option<Table> {
    let text = file.text();
    let document: Json = serde_json::from_str(&text).ok()?;
    let rows = document.get("baris")?.as_array()?;
    let mut heading: Vec<String> = Vec::new();
    for key in rows.iter().filter_map(Json::as_object).flat_map(|row| row.keys()) {
        if !heading.contains(key) {
            heading.push(key.clone());
        }
    }
    let body = text.find("\"baris\"").unwrap_or(0);
    let mut at = body;
    let rows = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = heading.iter().map(|key| plain(row.get(key))).collect();
            // Rows are consecutive objects, and a row contains no object.
            let start = text[at..].find('{').map_or(at, |open| at + open);
            let end = text[start..].find('}').map_or(text.len(), |close| start + close + 1);
            at = end;
            Row { cells, at: start..end }
        })
        .collect();
    let as_of = document.get("per_tanggal").and_then(Json::as_str).map(str::to_owned);
    let control = document.get("pengendalian").map(control).unwrap_or_default();
    Some(table(file, true, heading, rows, as_of, control))
}

/// Reads `{"cara": "rahasiakan", "k": 5, "l": 2, "nol": "tampil"}`.
fn control(document: &Json) -> Control {
    Control {
        k: document.get("k").and_then(Json::as_u64).filter(|k| *k > 0),
        l: document.get("l").and_then(Json::as_u64),
        zeros_shown: document.get("nol").and_then(Json::as_str) == Some("tampil"),
    }
}

fn plain(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn table(
    file: &Arc<SourceFile>,
    json: bool,
    heading: Vec<String>,
    mut rows: Vec<Row>,
    as_of: Option<String>,
    control: Control,
) -> Table {
    let beside = |key: &str, suffix: &str| {
        key.strip_suffix(suffix).is_some_and(|code| heading.iter().any(|other| other == code))
    };
    let mut names: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (at, key) in heading.iter().enumerate().filter(|(_, key)| beside(key, "_nama")) {
        let code = key.trim_end_matches("_nama");
        let Some(of) = heading.iter().position(|other| other == code) else { continue };
        for row in &rows {
            let known = names.entry((code.to_owned(), row.cells[of].clone())).or_default();
            if !row.cells[at].is_empty() && !known.contains(&row.cells[at]) {
                known.push(row.cells[at].clone());
            }
        }
    }
    let kept: Vec<usize> = (0..heading.len())
        .filter(|at| !beside(&heading[*at], "_nama") && !beside(&heading[*at], "_tanda"))
        .collect();
    for row in &mut rows {
        row.cells = kept.iter().map(|at| row.cells[*at].clone()).collect();
    }
    let columns: Vec<String> = kept.iter().map(|at| heading[*at].clone()).collect();
    let roles = columns.iter().enumerate().map(|(at, key)| role(key, at, &rows)).collect();
    let (record, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    Table {
        record: if record.is_empty() { "/".to_owned() } else { format!("/{record}/") },
        name: name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned(),
        file: Arc::clone(file),
        json,
        columns,
        roles,
        rows,
        edition: 0,
        as_of,
        control,
        names,
    }
}

/// The role of a column, by its key or else by its values.
fn role(key: &str, at: usize, rows: &[Row]) -> Role {
    let all = |fits: fn(&str) -> bool| !rows.is_empty() && rows.iter().all(|row| fits(row.cells[at].trim()));
    if COUNTS.contains(&key) {
        Role::Count
    } else if DERIVED.contains(&key) {
        Role::Derived
    } else if CLASSES.contains(&key) {
        Role::Class
    } else if all(|cell| count(cell).is_some()) && !all(str::is_empty) {
        Role::Count
    } else if all(|cell| cell.is_empty() || cell.parse::<f64>().is_ok()) {
        Role::Derived
    } else {
        Role::Class
    }
}
