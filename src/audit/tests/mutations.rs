//! Random protected tables pass the audit. With one more cell shown they fail, unless another administration
//! that keeps the promise to everybody would publish the same bytes.

use cell_suppression::{
    Axis, CellIndex, Group, Limits, LinkedTables, Rule, Suppression, protect, two_way, verify,
};
use rayon::prelude::*;

use super::emit::{Cells, site};
use super::{codes, words};

/// The number of tables to try; some cannot be protected at all, or need no protection.
const TRIED: u64 = 720;

const CATEGORIES: [(&str, &str); 3] = [("pns", "asn"), ("pppk", "asn"), ("tenaga_kontrak", "non_asn")];
const CLUSTERS: [&str; 2] = ["badan", "dinas"];
pub(super) const ALL: &str = "semua";

/// A small random number generator, so that the tables are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn count(&mut self) -> u64 {
        match self.below(6) {
            0 => 0,
            1 | 2 => self.below(8),
            3 | 4 => 5 + self.below(35),
            _ => 40 + self.below(200),
        }
    }

    fn grid(&mut self, rows: usize, columns: usize) -> Vec<Vec<u64>> {
        (0..rows).map(|_| (0..columns).map(|_| self.count()).collect()).collect()
    }
}

/// Offices in two clusters by categories of staff, protected.
pub(super) struct Case {
    pub(super) tables: LinkedTables,
    pub(super) index: CellIndex,
    pub(super) protected: Suppression,
    pub(super) rule: Rule,
    pub(super) offices: Vec<(String, &'static str)>,
    pub(super) categories: &'static [(&'static str, &'static str)],
}

pub(super) fn axis(members: &[(String, &'static str)]) -> Axis {
    let mut groups: Vec<Group> = Vec::new();
    for (member, group) in members {
        match groups.iter_mut().find(|known| known.name == *group) {
            Some(known) => known.members.push(member.clone()),
            None => groups.push(Group { name: (*group).to_owned(), members: vec![member.clone()] }),
        }
    }
    Axis { members: members.iter().map(|(member, _)| member.clone()).collect(), groups }
}

pub(super) fn owned(categories: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    categories.iter().map(|(name, group)| ((*name).to_owned(), *group)).collect()
}

/// The tables of a seed; `None` if nothing must be hidden, or if nothing can be protected.
fn case(seed: u64) -> Option<Case> {
    let mut random = Random(seed.wrapping_mul(7919));
    random.below(2);
    let (rows, columns) = (3 + random.below(3) as usize, 2 + random.below(2) as usize);
    let cut = 1 + random.below(rows as u64 - 1) as usize;
    let offices: Vec<(String, &'static str)> =
        (0..rows).map(|at| (format!("opd{at}"), CLUSTERS[usize::from(at >= cut)])).collect();
    let categories = &CATEGORIES[..columns];
    let (row_axis, column_axis) = (axis(&offices), axis(&owned(categories)));
    let counts = random.grid(rows, columns);
    let rests = random.grid(rows, columns);
    let (mut tables, index) = two_way(&row_axis, &column_axis, &counts).unwrap();
    let rule = Rule {
        threshold: 3 + random.below(4),
        zeros_shown: random.below(4) == 0,
        own_record: random.below(8) != 0,
    };
    if seed.is_multiple_of(2) {
        let sum = |(one, other): (&Vec<u64>, &Vec<u64>)| one.iter().zip(other).map(|(a, b)| a + b).collect();
        let all: Vec<Vec<u64>> = counts.iter().zip(&rests).map(sum).collect();
        tables.population = Some(two_way(&row_axis, &column_axis, &all).unwrap().0.counts);
    }
    let protected = protect(&tables, rule, Limits::default())
        .ok()
        .filter(|protected| protected.hidden.contains(&true))?;
    Some(Case { tables, index, protected, rule, offices, categories })
}

impl Case {
    /// The tables as a finished portal publishes them, with these cells hidden.
    pub(super) fn files(&self, hidden: &[bool]) -> Vec<(String, String)> {
        let values = |row: &str, column: &str| -> Vec<Option<u64>> {
            let name = |name: &'static str, given: &str| (given != name).then(|| given.to_owned());
            let at = self.index.cell(name(ALL, row).as_deref(), name(ALL, column).as_deref()).unwrap();
            let count = (!hidden[at]).then_some(self.tables.counts[at]);
            self.tables
                .population
                .as_ref()
                .map(|targets| Some(targets[at]))
                .into_iter()
                .chain([count])
                .collect()
        };
        let row = |classes: &[&str], row: &str, column: &str| {
            (classes.iter().map(|class| (*class).to_owned()).collect::<Vec<_>>(), values(row, column))
        };
        let mut groups: Vec<&str> = self.categories.iter().map(|(_, group)| *group).collect();
        groups.dedup();
        let (mut leaves, mut summary, mut by_group, mut by_cluster) =
            (Cells::new(), Cells::new(), Cells::new(), Cells::new());
        for (office, cluster) in &self.offices {
            leaves
                .extend(self.categories.iter().map(|(name, _)| row(&[office, cluster, name], office, name)));
            by_group.extend(groups.iter().map(|group| row(&[office, group], office, group)));
        }
        let offices = self.offices.iter().map(|(office, _)| row(&[office], office, ALL)).collect();
        let categories = self.categories.iter().map(|(name, _)| row(&[name], ALL, name)).collect();
        for (name, _) in self.categories {
            by_cluster.extend(CLUSTERS.iter().map(|cluster| row(&[name, cluster], cluster, name)));
        }
        for cluster in CLUSTERS.iter().chain([&ALL]) {
            summary.extend(groups.iter().chain([&ALL]).map(|group| row(&[cluster, group], cluster, group)));
        }
        let zeros = if self.rule.zeros_shown { ",\"nol\":\"tampil\"" } else { "" };
        let counts: &[&str] =
            if self.tables.population.is_some() { &["sasaran", "ditandatangani"] } else { &["jumlah"] };
        site(
            "/pakta/x/",
            &format!("{{\"k\":{}{zeros}}}", self.rule.threshold),
            &[
                ("hitungan", &["opd", "klaster", "kategori"], counts, leaves),
                ("opd", &["opd"], counts, offices),
                ("kategori", &["kategori"], counts, categories),
                ("ringkasan", &["klaster", "kelompok"], counts, summary),
                ("opd-kelompok", &["opd", "kelompok"], counts, by_group),
                ("klaster-kategori", &["kategori", "klaster"], counts, by_cluster),
            ],
        )
    }

    /// Whether a cell itself points at few people.
    fn is_primary(&self, at: usize) -> bool {
        let few = |count: u64| count > 0 && count < self.rule.threshold;
        let count = self.tables.counts[at];
        few(count) || self.tables.population.as_ref().is_some_and(|targets| few(targets[at] - count))
    }
}

/// The number of complementary cells shown, the number found by the audit, and the number for which another
/// administration would publish the same.
#[derive(Default)]
struct Tally {
    tables: usize,
    shown: usize,
    found: usize,
    exhibited: usize,
}

#[test]
fn protected_tables_audit_clean_and_each_further_cell_is_found_or_is_what_another_would_publish() {
    let one = |seed: u64| -> Option<Tally> {
        let case = case(seed)?;
        let hidden = &case.protected.hidden;
        // The audit checks every portal against the promise to the persons who are counted.
        if case.rule.own_record {
            assert_eq!(words(&case.files(hidden)), Vec::<String>::new(), "seed {seed}");
        }
        let mut tally = Tally { tables: 1, ..Tally::default() };
        for at in (0..hidden.len()).filter(|at| hidden[*at]) {
            let mut shown = hidden.clone();
            shown[at] = false;
            let files = case.files(&shown);
            let found = !codes(&files).is_empty();
            if case.is_primary(at) {
                assert!(found, "seed {seed}: a small cell is shown");
                continue;
            }
            tally.shown += 1;
            if found {
                tally.found += 1;
                continue;
            }
            let Some(other) = case.who_publishes_the_same(&shown) else {
                panic!("seed {seed}: cell {at} is not found, and nobody else would publish this");
            };
            assert_eq!(verify(&other.tables, other.rule, &other.protected), Ok(()), "seed {seed}, cell {at}");
            assert!(other.rule.own_record);
            assert_eq!(other.files(&other.protected.hidden), files, "seed {seed}, cell {at}");
            tally.exhibited += 1;
        }
        Some(tally)
    };
    let sum = |one: Tally, other: Tally| Tally {
        tables: one.tables + other.tables,
        shown: one.shown + other.shown,
        found: one.found + other.found,
        exhibited: one.exhibited + other.exhibited,
    };
    let tally = (0..TRIED).into_par_iter().filter_map(one).reduce(Tally::default, sum);
    assert!(tally.tables >= 500, "only {} tables", tally.tables);
    assert_eq!(tally.found + tally.exhibited, tally.shown);
    println!(
        "{} tables, {} complementary cells: {} found, {} that another administration would publish",
        tally.tables, tally.shown, tally.found, tally.exhibited
    );
}
