//! The rows of a sanction series and the policy that they keep, in TOML or in a CSV file beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::levels::{Attribute, EVERY, Level, POOLED};
use super::messages as rule;
use crate::collections::common::Period;
use crate::collections::messages as record_rule;
use crate::diagnostics::{Findings, SourceFile};
use crate::reading::{Count, FromToml, Located, RecordRef, Symbol, keys};

keys! {
    /// What a sanction series publishes of its persons. Recorded at each release: a change is a break of
    /// the series, and raises its version.
    #[derive(Clone)]
    pub struct Policy {
        /// Raised whenever columns or thresholds of a released series change; 1 where it is not said.
        "versi": "dinaikkan bila kolom atau ambang seri yang sudah dirilis berubah; bawaan 1" => version: Option<Located<u64>>,
        /// The columns, each a level of detail.
        "kolom": "kolom yang terbit, masing-masing satu tingkat rincian" => levels: Vec<Located<Level>>,
        /// Every class of equal rows has none or at least so many persons.
        "k": "setiap golongan berisi nol atau paling sedikit sekian orang" => k: Option<Located<u64>>,
        /// Persons who look alike have at least so many different violations and penalties.
        "l": "orang yang tampak serupa paling sedikit punya sekian pelanggaran dan hukuman berbeda" => l: Option<Located<u64>>,
        /// At most so many percent of all persons are not detailed.
        "tidak_dirinci_maks": "paling banyak sekian persen orang tidak dirinci" => pool_percent: Option<Located<u64>>,
        /// The pact series whose targets are the headcount.
        "populasi": "seri pakta yang sasarannya menjadi jumlah pegawai" => headcount: Option<RecordRef>,
        /// A group whose persons are shown has at least so many people.
        "populasi_min": "kelompok pegawai yang terlihat paling sedikit sekian orang" => population: Option<Located<u64>>,
        /// At most so many percent of a group's people were sanctioned.
        "bagian_maks": "paling banyak sekian persen sebuah kelompok yang terkena" => share_percent: Option<Located<u64>>,
    }
}

keys! {
    /// Persons with the same values: one class of a sanction series. `tidak_dirinci` in every column
    /// stands for those who are not detailed.
    #[derive(Clone)]
    pub struct SanctionRow {
        /// The group of offices.
        "klaster": "kelompok OPD" => cluster: Option<Located<String>>,
        /// The level of post.
        "jenjang_jabatan": "jenjang jabatan" => post_level: Option<Located<String>>,
        /// The group of posts.
        "kelompok_jabatan": "kelompok jabatan" => post_group: Option<Located<String>>,
        /// The grade.
        "golongan": "golongan" => grade: Option<Located<String>>,
        /// The category of staff.
        "kategori_pegawai": "kategori pegawai" => staff_category: Option<Located<String>>,
        /// The group of staff.
        "kelompok_pegawai": "kelompok pegawai" => staff_group: Option<Located<String>>,
        /// The quarter, `2024-T3`.
        "triwulan": "triwulan, misalnya `2024-T3`" => quarter: Option<Located<String>>,
        /// The half-year, `2024-S2`.
        "semester": "semester, misalnya `2024-S2`" => half_year: Option<Located<String>>,
        /// The year, `2024`.
        "tahun": "tahun, misalnya `2024`" => year: Option<Located<String>>,
        /// The election, `tahapan/pilkada-2024`.
        "tahapan": "pemilihan, misalnya `tahapan/pilkada-2024`" => contest: Option<Located<String>>,
        /// The kind of violation.
        "jenis_pelanggaran": "jenis pelanggaran" => violation_kind: Option<Located<String>>,
        /// The category of violation.
        "kategori_pelanggaran": "kategori pelanggaran" => violation_class: Option<Located<String>>,
        /// The penalty.
        "jenis_hukuman": "jenis hukuman" => penalty: Option<Located<String>>,
        /// The level of penalty.
        "tingkat_hukuman": "tingkat hukuman" => penalty_level: Option<Located<String>>,
        /// Whether a sanction followed.
        "ada_sanksi": "apakah ada sanksi" => any_penalty: Option<Located<String>>,
        /// How the case ended.
        "tahapan_kasus": "akhir perkara" => stage: Option<Located<String>>,
        /// How many persons; in a table also `c` for a hidden number.
        "jumlah": "banyaknya orang; dalam tabel juga `c` untuk angka yang ditutup" => count: Located<Count>,
    }
}

keys! {
    /// A table of the same persons by one or two columns that may be finer than those of the rows, with
    /// small numbers hidden. Every value of its columns has a cell, and so has `semua`, all together.
    #[derive(Clone)]
    pub struct DetailTable {
        /// The columns, one or two.
        "kolom": "kolomnya, satu atau dua" => levels: Vec<Located<Level>>,
        /// The cells.
        "sel": "isi tabel" => cells: Vec<Located<SanctionRow>>,
    }
}

impl SanctionRow {
    /// The value of a column.
    pub fn value(&self, level: Level) -> Option<&Located<String>> {
        match level {
            Level::Cluster => self.cluster.as_ref(),
            Level::PostLevel => self.post_level.as_ref(),
            Level::PostGroup => self.post_group.as_ref(),
            Level::Grade => self.grade.as_ref(),
            Level::StaffCategory => self.staff_category.as_ref(),
            Level::StaffGroup => self.staff_group.as_ref(),
            Level::Quarter => self.quarter.as_ref(),
            Level::HalfYear => self.half_year.as_ref(),
            Level::Year => self.year.as_ref(),
            Level::Contest => self.contest.as_ref(),
            Level::ViolationKind => self.violation_kind.as_ref(),
            Level::ViolationClass => self.violation_class.as_ref(),
            Level::Penalty => self.penalty.as_ref(),
            Level::PenaltyLevel => self.penalty_level.as_ref(),
            Level::AnyPenalty => self.any_penalty.as_ref(),
            Level::Stage => self.stage.as_ref(),
        }
    }

    fn value_mut(&mut self, level: Level) -> &mut Option<Located<String>> {
        match level {
            Level::Cluster => &mut self.cluster,
            Level::PostLevel => &mut self.post_level,
            Level::PostGroup => &mut self.post_group,
            Level::Grade => &mut self.grade,
            Level::StaffCategory => &mut self.staff_category,
            Level::StaffGroup => &mut self.staff_group,
            Level::Quarter => &mut self.quarter,
            Level::HalfYear => &mut self.half_year,
            Level::Year => &mut self.year,
            Level::Contest => &mut self.contest,
            Level::ViolationKind => &mut self.violation_kind,
            Level::ViolationClass => &mut self.violation_class,
            Level::Penalty => &mut self.penalty,
            Level::PenaltyLevel => &mut self.penalty_level,
            Level::AnyPenalty => &mut self.any_penalty,
            Level::Stage => &mut self.stage,
        }
    }
}

impl Policy {
    /// The columns in the order of the vocabulary, each once.
    pub fn columns(&self) -> Vec<Level> {
        in_order(&self.levels)
    }
}

/// The least `k`: with two, either of a pair knows the other.
pub const LEAST_K: u64 = 3;
/// The least `l`: with one, whoever is known to be in a class has no secret left.
pub const LEAST_L: u64 = 2;
/// The smallest population that a portal may ask for.
pub const LEAST_POPULATION: u64 = 20;
/// The largest share of a group's people that may have been sanctioned.
pub const LARGEST_SHARE: u64 = 50;
/// The largest pool, in percent: with more, the rows say nothing.
pub const LARGEST_POOL: u64 = 50;

/// Checks that columns can stand together: at most one level of each property, and no post beside an
/// office.
fn check_levels(levels: &[Located<Level>], file: &Arc<SourceFile>, findings: &mut Findings) {
    let mut seen: BTreeMap<Attribute, Level> = BTreeMap::new();
    for level in levels {
        if let Some(other) = seen.insert(level.attribute(), level.value) {
            findings.push(rule::two_levels(other.key(), level.key()).at_verbatim(file, level.range.clone()));
        }
    }
    if let (Some(_), Some(post)) = (seen.get(&Attribute::Office), seen.get(&Attribute::Post))
        && let Some(at) = levels.iter().find(|level| level.value == *post)
    {
        findings.push(rule::post_with_office(post.key()).at_verbatim(file, at.range.clone()));
    }
}

impl DetailTable {
    /// The columns in the order of the vocabulary, each once.
    pub fn columns(&self) -> Vec<Level> {
        in_order(&self.levels)
    }

    /// Checks that the table has one or two columns that may stand together, and just one cell for each
    /// value, or pair of values, that there is in the series' period, and for `semua`.
    pub(super) fn check(&self, period: Option<Period>, file: &Arc<SourceFile>, findings: &mut Findings) {
        check_levels(&self.levels, file, findings);
        let columns = self.columns();
        let values: Option<Vec<Vec<String>>> =
            period.and_then(|period| columns.iter().map(|level| level.values_in(period)).collect());
        let (Some(values), 1..=2) = (values, columns.len()) else {
            findings.push(rule::table_columns().in_file(file));
            return;
        };
        let mut missing: BTreeSet<Vec<&str>> = BTreeSet::from([Vec::new()]);
        for values in &values {
            let lines = || values.iter().map(String::as_str).chain([EVERY]);
            missing = missing
                .iter()
                .flat_map(|start| lines().map(move |value| start.iter().copied().chain([value]).collect()))
                .collect();
        }
        for cell in &self.cells {
            let key: Option<Vec<&str>> =
                columns.iter().map(|level| Some(cell.value(*level)?.value.as_str())).collect();
            let others =
                Level::ALL.iter().any(|level| cell.value(*level).is_some() != columns.contains(level));
            if others || !key.is_some_and(|key| missing.remove(&key)) {
                findings.push(rule::no_such_cell().at_verbatim(file, cell.range.clone()));
            }
            let fits =
                matches!(cell.count.value, Count::Number(_, None) | Count::Symbol(Symbol::Confidential));
            if !fits {
                findings.push(rule::cell_number().at_verbatim(file, cell.count.range.clone()));
            }
        }
        if !missing.is_empty() {
            findings.push(rule::missing_cells(missing.len()).in_file(file));
        }
    }
}

fn in_order(levels: &[Located<Level>]) -> Vec<Level> {
    let mut levels: Vec<Level> = levels.iter().map(|level| level.value).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

impl Policy {
    /// Checks the columns against each other and the thresholds against what is the least.
    pub(super) fn check(&self, file: &Arc<SourceFile>, findings: &mut Findings) {
        check_levels(&self.levels, file, findings);
        if self.levels.is_empty() {
            findings.push(rule::no_columns().in_file(file));
        }
        let at_least = [
            ("k", &self.k, LEAST_K),
            ("l", &self.l, LEAST_L),
            ("populasi_min", &self.population, LEAST_POPULATION),
        ];
        for (key, number, least) in at_least {
            if let Some(number) = number
                && number.value < least
            {
                findings.push(rule::threshold_too_low(key, least).at_verbatim(file, number.range.clone()));
            }
        }
        let at_most = [
            ("bagian_maks", &self.share_percent, LARGEST_SHARE),
            ("tidak_dirinci_maks", &self.pool_percent, LARGEST_POOL),
        ];
        for (key, number, most) in at_most {
            if let Some(number) = number
                && number.value > most
            {
                findings.push(rule::threshold_too_high(key, most).at_verbatim(file, number.range.clone()));
            }
        }
    }
}

/// Reads the rows of a CSV file whose columns are the policy's and `jumlah`.
///
/// What is wrong in a row is a finding, and the row is left out.
pub(crate) fn read_csv(
    file: &Arc<SourceFile>,
    policy: &Policy,
    findings: &mut Findings,
) -> Vec<Located<SanctionRow>> {
    let levels = policy.columns();
    let columns: Vec<&str> = levels.iter().map(|level| level.key()).chain(["jumlah"]).collect();
    let mut rows = Vec::new();
    crate::collections::tables::read(file, &columns, findings, |cells, findings| {
        let Some(count) = cells.count(levels.len(), u64::expected, findings, |text| text.parse().ok()) else {
            return;
        };
        let count = Located { value: Count::Number(count.value, None), range: count.range };
        let mut row = SanctionRow { count, ..empty_row() };
        for (at, level) in levels.iter().enumerate() {
            *row.value_mut(*level) = Some(cells.text(at)).filter(|value| !value.is_empty());
        }
        rows.push(Located { value: row, range: cells.range.clone() });
    });
    rows
}

fn empty_row() -> SanctionRow {
    SanctionRow {
        cluster: None,
        post_level: None,
        post_group: None,
        grade: None,
        staff_category: None,
        staff_group: None,
        quarter: None,
        half_year: None,
        year: None,
        contest: None,
        violation_kind: None,
        violation_class: None,
        penalty: None,
        penalty_level: None,
        any_penalty: None,
        stage: None,
        count: Located { value: Count::Number(0, None), range: 0..0 },
    }
}

/// Checks that each row has a value that its level admits in each column of the policy, and nothing
/// else; that no class stands twice; that times lie in the series' period.
pub(super) fn check(
    rows: &[Located<SanctionRow>],
    policy: &Policy,
    period: Option<Period>,
    file: &Arc<SourceFile>,
    findings: &mut Findings,
) {
    let columns = policy.columns();
    let mut seen = BTreeSet::new();
    for row in rows {
        let mut class = Vec::new();
        for level in Level::ALL.iter().copied() {
            match (row.value(level), columns.contains(&level)) {
                (Some(value), true) => {
                    let fits = value.value == POOLED || level.admits(value);
                    if !fits {
                        findings.push(
                            rule::bad_value(level.key(), level.expected_value())
                                .at_verbatim(file, value.range.clone()),
                        );
                    } else if period.is_some_and(|period| !level.meets(value, period)) {
                        findings
                            .push(rule::outside_period(level.key()).at_verbatim(file, value.range.clone()));
                    }
                    class.push(value.value.as_str());
                }
                (Some(value), false) => {
                    findings
                        .push(rule::column_not_in_policy(level.key()).at_verbatim(file, value.range.clone()));
                }
                (None, true) => {
                    findings.push(rule::missing_value(level.key()).at_verbatim(file, row.range.clone()))
                }
                (None, false) => {}
            }
        }
        let pooled = class.iter().filter(|value| **value == POOLED).count();
        if pooled > 0 && pooled < class.len() {
            findings.push(rule::half_pooled(POOLED).at_verbatim(file, row.range.clone()));
        }
        match row.count.value {
            Count::Number(0, _) => {
                findings.push(rule::empty_class().at_verbatim(file, row.count.range.clone()));
            }
            Count::Number(_, None) => {}
            Count::Number(..) | Count::Symbol(_) => {
                findings.push(rule::row_without_number().at_verbatim(file, row.count.range.clone()));
            }
        }
        if class.len() == columns.len() && !seen.insert(class) {
            findings.push(record_rule::duplicate_row().at_verbatim(file, row.range.clone()));
        }
    }
}
