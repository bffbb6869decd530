//! From random spreadsheets to published bytes, checked person by person against an independent version of
//! the rules.

#![expect(clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::columns::Field;
use super::persons;
use super::pool::{Rules, publishable};
use super::series::rows_text;
use super::sheet::{Cell, Row};
use super::terms::Terms;
use crate::collections::sanction::levels::Level;
use crate::disclosure::rows::{Headcount, Thresholds};

/// SplitMix64: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or(0)
    }
}

/// The meaning of a cell (in some spelling), and the person's value at each level, by column name.
type Meaning = (&'static str, &'static [(&'static str, &'static str)]);

const OFFICES: [Meaning; 3] = [
    ("Dinas", &[("klaster", "dinas")]),
    ("BADAN", &[("klaster", "badan")]),
    ("kesehatan", &[("klaster", "kesehatan")]),
];
const POSTS: [Meaning; 4] = [
    ("Administrator", &[("jenjang_jabatan", "administrator"), ("kelompok_jabatan", "struktural")]),
    ("pengawas", &[("jenjang_jabatan", "pengawas"), ("kelompok_jabatan", "struktural")]),
    ("Pelaksana", &[("jenjang_jabatan", "pelaksana"), ("kelompok_jabatan", "non_struktural")]),
    ("Jabatan Fungsional", &[("jenjang_jabatan", "fungsional"), ("kelompok_jabatan", "non_struktural")]),
];
const GRADES: [Meaning; 3] = [
    ("III/a", &[("golongan", "iii")]),
    ("iv/b", &[("golongan", "iv")]),
    ("Gol. II c", &[("golongan", "ii")]),
];
const STAFF: [Meaning; 3] = [
    ("PNS", &[("kategori_pegawai", "pns"), ("kelompok_pegawai", "asn")]),
    ("PPPK", &[("kategori_pegawai", "pppk"), ("kelompok_pegawai", "asn")]),
    ("tenaga kontrak", &[("kategori_pegawai", "tenaga_kontrak"), ("kelompok_pegawai", "non_asn")]),
];
const DATES: [Meaning; 5] = [
    ("2024-02-29", &[("triwulan", "2024-T1"), ("semester", "2024-S1"), ("tahun", "2024")]),
    ("1 April 2024", &[("triwulan", "2024-T2"), ("semester", "2024-S1"), ("tahun", "2024")]),
    ("30 September 2024", &[("triwulan", "2024-T3"), ("semester", "2024-S2"), ("tahun", "2024")]),
    ("Triwulan IV 2024", &[("triwulan", "2024-T4"), ("semester", "2024-S2"), ("tahun", "2024")]),
    ("2025-01-01", &[("triwulan", "2025-T1"), ("semester", "2025-S1"), ("tahun", "2025")]),
];
const KINDS: [Meaning; 3] = [
    ("Foto bersama calon", &[("jenis_pelanggaran", "foto_bersama")]),
    ("kampanye_medsos", &[("jenis_pelanggaran", "kampanye_medsos")]),
    ("Lainnya", &[("jenis_pelanggaran", "lainnya")]),
];
const CLASSES: [Meaning; 2] = [
    ("Disiplin", &[("kategori_pelanggaran", "disiplin")]),
    ("KODE ETIK", &[("kategori_pelanggaran", "kode_etik")]),
];
const PENALTIES: [Meaning; 5] = [
    (
        "Pernyataan tertutup",
        &[("jenis_hukuman", "moral"), ("tingkat_hukuman", "moral"), ("ada_sanksi", "ada")],
    ),
    (
        "Pernyataan terbuka",
        &[("jenis_hukuman", "moral"), ("tingkat_hukuman", "moral"), ("ada_sanksi", "ada")],
    ),
    (
        "Teguran lisan",
        &[("jenis_hukuman", "teguran_lisan"), ("tingkat_hukuman", "ringan"), ("ada_sanksi", "ada")],
    ),
    (
        "teguran  tertulis",
        &[("jenis_hukuman", "teguran_tertulis"), ("tingkat_hukuman", "ringan"), ("ada_sanksi", "ada")],
    ),
    ("tidak", &[("jenis_hukuman", "tidak"), ("tingkat_hukuman", "tidak"), ("ada_sanksi", "tidak")]),
];
const STAGES: [Meaning; 2] = [
    ("Selesai", &[("tahapan_kasus", "selesai")]),
    ("Tidak terbukti", &[("tahapan_kasus", "tidak_terbukti")]),
];

/// For each column of the spreadsheet: its property, its possible cells, and the columns that may be
/// published from it.
type Column = (Field, &'static [Meaning], &'static [&'static str]);

const COLUMNS: [Column; 9] = [
    (Field::Office, &OFFICES, &["klaster"]),
    (Field::Post, &POSTS, &["jenjang_jabatan", "kelompok_jabatan"]),
    (Field::Grade, &GRADES, &["golongan"]),
    (Field::Staff, &STAFF, &["kategori_pegawai", "kelompok_pegawai"]),
    (Field::Date, &DATES, &["triwulan", "semester", "tahun"]),
    (Field::ViolationKind, &KINDS, &["jenis_pelanggaran"]),
    (Field::ViolationClass, &CLASSES, &["kategori_pelanggaran"]),
    (Field::Penalty, &PENALTIES, &["jenis_hukuman", "tingkat_hukuman", "ada_sanksi"]),
    (Field::Stage, &STAGES, &["tahapan_kasus"]),
];
const SENSITIVE: [&str; 5] =
    ["jenis_pelanggaran", "kategori_pelanggaran", "jenis_hukuman", "tingkat_hukuman", "ada_sanksi"];
const HEADS: [(&str, &str, &str); 9] = [
    ("dinas", "pns", "asn"),
    ("dinas", "pppk", "asn"),
    ("dinas", "tenaga_kontrak", "non_asn"),
    ("badan", "pns", "asn"),
    ("badan", "pppk", "asn"),
    ("badan", "tenaga_kontrak", "non_asn"),
    ("kesehatan", "pns", "asn"),
    ("kesehatan", "pppk", "asn"),
    ("kesehatan", "tenaga_kontrak", "non_asn"),
];

/// A person as the test knows them: the value in every possible column.
type Truth = BTreeMap<&'static str, &'static str>;

struct Draw {
    cells: Vec<Vec<&'static str>>,
    truths: Vec<Truth>,
    open: u64,
    published: Vec<&'static str>,
    thresholds: Thresholds,
    heads: Vec<u64>,
}

fn draw(seed: u64) -> Draw {
    let mut random = Random(seed);
    let size = random.below(81);
    // Few values for each column, with unequal probabilities; otherwise nothing would ever pass.
    let spreads: Vec<usize> =
        COLUMNS.iter().map(|(_, meanings, _)| 1 + random.below(meanings.len())).collect();
    let (mut cells, mut truths, mut open) = (Vec::new(), Vec::new(), 0);
    for _ in 0..size {
        let mut row = Vec::new();
        let mut truth = Truth::new();
        for ((_, meanings, _), spread) in COLUMNS.iter().zip(&spreads) {
            let at = random.below(*spread).min(random.below(*spread + 1));
            row.push(meanings[at].0);
            truth.extend(meanings[at].1.iter().copied());
        }
        if random.below(12) == 0 {
            row[8] = "Pemeriksaan PPK";
            open += 1;
        } else {
            truths.push(truth);
        }
        cells.push(row);
    }
    let mut published: Vec<&str> = Vec::new();
    let most = 1 + random.below(4);
    while published.is_empty() {
        for (field, _, levels) in &COLUMNS {
            let with_office = *field == Field::Post && published.contains(&"klaster");
            let two_violations = *field == Field::ViolationClass && published.contains(&"jenis_pelanggaran");
            if published.len() < most && !with_office && !two_violations && random.below(3) == 0 {
                published.push(levels[random.below(levels.len())]);
            }
        }
    }
    let number = |random: &mut Random, from: u64, to: usize| from + random.below(to) as u64;
    let thresholds = Thresholds {
        k: number(&mut random, 3, 4),
        l: number(&mut random, 2, 2),
        pool_percent: number(&mut random, 0, 51),
        population: number(&mut random, 20, 60),
        share_percent: number(&mut random, 5, 46),
    };
    let scale = [30, 300, 3_000][random.below(3)];
    let heads = HEADS.iter().map(|_| random.below(scale) as u64).collect();
    Draw { cells, truths, open, published, thresholds, heads }
}

/// The published CSV, or `None` if the program refuses; a total below 3k has no rows.
fn run(draw: &Draw, order: &[usize], terms: &Terms) -> Result<Option<String>, usize> {
    let levels: Vec<Level> = draw.published.iter().filter_map(|key| Level::from_key(key)).collect();
    // Only the needed columns are read, as in the program.
    let needed = Field::needed(&levels);
    let places: Vec<usize> = (0..COLUMNS.len()).filter(|at| needed.contains(&COLUMNS[*at].0)).collect();
    let columns: Vec<(Field, &str)> = places.iter().map(|at| (COLUMNS[*at].0, "judul")).collect();
    let cells = |at: usize| places.iter().map(|column| Cell::text(draw.cells[at][*column])).collect();
    let rows = order.iter().map(|at| Row { number: *at as u64, cells: cells(*at) }).collect();
    let read = persons::read(rows, &columns, terms, None);
    let Ok(persons) = read else { panic!("every cell is known") };
    assert_eq!((persons.count(), persons.open_cases()), (draw.truths.len() as u64, draw.open));
    if persons.count() < draw.thresholds.least_total() {
        return Ok(None);
    }
    let heads = HEADS.iter().zip(&draw.heads).map(|((cluster, staff, _), count)| (*cluster, *staff, *count));
    let headcount = Headcount::from_cells(heads.collect());
    let rules = Rules { thresholds: draw.thresholds, headcount: Some(&headcount) };
    match publishable(&persons, &levels, &rules) {
        Some(Ok(table)) => Ok(Some(rows_text(&table))),
        Some(Err(broken)) => Err(broken.len()),
        None => panic!("every person has every value"),
    }
}

/// Checks every rule, person by person, from the published bytes and the truth.
fn judge(draw: &Draw, csv: &str) {
    let Thresholds { k, l, pool_percent, population, share_percent } = draw.thresholds;
    let mut lines = csv.lines();
    let heading: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let (last, columns) = heading.split_last().unwrap_or_else(|| panic!("a heading"));
    assert_eq!(*last, "jumlah");
    assert_eq!(BTreeSet::from_iter(columns), BTreeSet::from_iter(&draw.published));
    let shown = |truth: &Truth| -> Vec<&str> { columns.iter().map(|column| truth[column]).collect() };
    let total = draw.truths.len() as u64;
    assert!(total >= 3 * k, "too few for rows");
    let (mut pool, mut sum, mut seen) = (0, 0, Vec::new());
    let mut detailed: Vec<&Truth> = Vec::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let (count, values) = fields.split_last().unwrap_or_else(|| panic!("a row"));
        let count: u64 = count.parse().unwrap_or_else(|_| panic!("a count"));
        assert!(count >= k, "a small row");
        assert!(!seen.contains(&values.to_vec()), "a class twice");
        seen.push(values.to_vec());
        sum += count;
        if values.iter().all(|value| *value == "tidak_dirinci") {
            pool = count;
            continue;
        }
        let members: Vec<&Truth> = draw.truths.iter().filter(|truth| shown(truth) == values).collect();
        assert_eq!(members.len() as u64, count, "a row counts others");
        detailed.extend(members);
    }
    assert_eq!(sum, total);
    assert_eq!(detailed.len() as u64 + pool, total);
    assert!(pool == 0 || pool >= k);
    assert!(pool * 100 <= pool_percent * total);
    let mut canonical = seen.clone();
    canonical.sort_by_key(|values| (values[0] == "tidak_dirinci", values.clone()));
    assert_eq!(seen, canonical, "the order of rows may tell of the order of persons");
    for person in &detailed {
        let alike: Vec<&&Truth> = detailed
            .iter()
            .filter(|other| {
                columns.iter().all(|column| SENSITIVE.contains(column) || other[column] == person[column])
            })
            .collect();
        for column in columns.iter().filter(|column| SENSITIVE.contains(column)) {
            let values: BTreeSet<&str> = alike.iter().map(|other| other[column]).collect();
            assert!(values.len() as u64 >= l, "too few values of {column}");
            for value in values {
                let others = alike.iter().filter(|other| other[column] != value).count();
                assert!(others >= 2, "all or all but one have the same {column}");
            }
        }
        let places = ["klaster", "kategori_pegawai", "kelompok_pegawai"];
        if columns.iter().any(|column| places.contains(column)) {
            let is_of = |cluster: &str, staff: &str, group: &str| {
                (!columns.contains(&"klaster") || person["klaster"] == cluster)
                    && (!columns.contains(&"kategori_pegawai") || person["kategori_pegawai"] == staff)
                    && (!columns.contains(&"kelompok_pegawai") || person["kelompok_pegawai"] == group)
            };
            let people: u64 = HEADS
                .iter()
                .zip(&draw.heads)
                .filter(|((cluster, staff, group), _)| is_of(cluster, staff, group))
                .map(|(_, count)| count)
                .sum();
            assert!(people >= population, "a small population");
            let sanctioned = detailed
                .iter()
                .filter(|other| {
                    places.iter().all(|column| !columns.contains(column) || other[column] == person[column])
                })
                .count() as u64;
            assert!(sanctioned * 100 <= share_percent * people, "a large share");
        }
    }
}

/// The outcome of a draw.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Rows,
    RowsAndPool,
    Total,
    Refused,
}

/// Runs a draw, and runs it again with its rows in another order.
fn way(seed: u64, terms: &Terms) -> Way {
    let draw = draw(seed);
    let mut order: Vec<usize> = (0..draw.cells.len()).collect();
    let outcome = run(&draw, &order, terms);
    let mut random = Random(!seed);
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
    assert_eq!(run(&draw, &order, terms), outcome, "seed {seed}: the order of rows changes what is written");
    match outcome {
        Ok(Some(csv)) => {
            judge(&draw, &csv);
            if csv.contains("tidak_dirinci") { Way::RowsAndPool } else { Way::Rows }
        }
        Ok(None) => Way::Total,
        Err(broken) => {
            assert!(broken > 0, "seed {seed}: refused without a reason");
            Way::Refused
        }
    }
}

#[test]
fn what_is_written_keeps_every_rule_and_no_order_of_rows_shows() {
    const DRAWS: u64 = 10_000;
    let terms = Terms::default();
    let ways: Vec<Way> = (0..DRAWS).into_par_iter().map(|seed| way(seed, &terms)).collect();
    // Each outcome occurs often enough to exercise the rules.
    for (way, least) in
        [(Way::Rows, 500), (Way::RowsAndPool, 200), (Way::Total, 1_000), (Way::Refused, 1_000)]
    {
        assert!(ways.iter().filter(|taken| **taken == way).count() > least);
    }
}
