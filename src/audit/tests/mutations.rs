//! Random protected tables audit clean; with one more cell shown they do not.
use super::codes;
use super::emit::{Cells, site};
use crate::disclosure::tables::{
    Axis, CellIndex, Group, Limits, Linked, Protected, Rule, protect, protect_pair, two_way,
};
use rayon::prelude::*;

/// A small generator of its own, so that the tables are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn count(&mut self) -> u64 {
        match self.next(6) {
            0 => 0,
            1 | 2 => self.next(8),
            3 | 4 => 5 + self.next(35),
            _ => 40 + self.next(200),
        }
    }
}

struct Case {
    tables: Linked,
    index: CellIndex,
    protected: Protected,
    rule: Rule,
    offices: Vec<String>,
    categories: Vec<String>,
    cut: usize,
}

const CATEGORIES: [&str; 4] = ["pns", "pppk", "ppnpn", "tenaga_kontrak"];

fn cluster(office: usize, cut: usize) -> &'static str {
    if office < cut { "badan" } else { "dinas" }
}
fn group(category: &str) -> &'static str {
    if category.starts_with("pp") && category != "ppnpn" || category == "pns" { "asn" } else { "non_asn" }
}

fn case(seed: u64) -> Option<Case> {
    let mut random = Random(seed.wrapping_mul(7919).wrapping_add(17));
    for _ in 0..8 {
        random.next(2);
    }
    let rows = 3 + random.next(4) as usize;
    let columns = 2 + random.next(3) as usize;
    let cut = 1 + random.next(rows as u64 - 1) as usize;
    let offices: Vec<String> = (0..rows).map(|at| format!("opd{at}")).collect();
    let mut categories: Vec<String> = CATEGORIES.iter().map(|s| (*s).to_owned()).collect();
    categories.truncate(columns);
    let with_targets = seed % 2 == 0;
    let counts: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| random.count()).collect()).collect();
    let rests: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| random.count()).collect()).collect();
    let group_of = |name: &str, members: Vec<String>| Group { name: name.to_owned(), members };
    let row_groups = ["badan", "dinas"].map(|name| {
        group_of(
            name,
            (0..rows).filter(|at| cluster(*at, cut) == name).map(|at| offices[at].clone()).collect(),
        )
    });
    let column_groups: Vec<Group> = ["asn", "non_asn"]
        .map(|name| group_of(name, categories.iter().filter(|c| group(c) == name).cloned().collect()))
        .into_iter()
        .filter(|g| !g.members.is_empty())
        .collect();
    let (row_axis, column_axis) = (
        Axis { members: offices.clone(), groups: row_groups.into() },
        Axis { members: categories.clone(), groups: column_groups },
    );
    let (mut tables, index) = two_way(&row_axis, &column_axis, &counts).unwrap();
    let rule =
        Rule { k: 3 + random.next(4), zeros_shown: random.next(4) == 0, own_record: random.next(2) == 0 };
    let protected = if with_targets {
        let all: Vec<Vec<u64>> =
            counts.iter().zip(&rests).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect();
        let (targets, _) = two_way(&row_axis, &column_axis, &all).unwrap();
        let p = protect_pair(&tables, targets.counts.clone(), rule, Limits::default());
        tables.targets = Some(targets.counts);
        p
    } else {
        protect(&tables, rule, Limits::default())
    }
    .ok()?;
    protected.hidden.contains(&true).then_some(Case {
        tables,
        index,
        protected,
        rule,
        offices,
        categories,
        cut,
    })
}

impl Case {
    fn files(&self, hidden: &[bool]) -> Vec<(String, String)> {
        let values = |row: Option<&str>, column: Option<&str>| -> Vec<Option<u64>> {
            let at = self.index.cell(row, column).unwrap();
            let count = (!hidden[at]).then_some(self.tables.counts[at]);
            match &self.tables.targets {
                Some(t) => vec![Some(t[at]), count],
                None => vec![count],
            }
        };
        let own = |s: &str| s.to_owned();
        let (mut leaves, mut offices, mut categories, mut summary, mut mixed, mut other): (
            Cells,
            Cells,
            Cells,
            Cells,
            Cells,
            Cells,
        ) = Default::default();
        let groups: Vec<&str> = {
            let mut g: Vec<&str> = self.categories.iter().map(|c| group(c)).collect();
            g.dedup();
            g
        };
        for (at, office) in self.offices.iter().enumerate() {
            for category in &self.categories {
                leaves.push((
                    vec![own(office), own(cluster(at, self.cut)), own(category)],
                    values(Some(office), Some(category)),
                ));
            }
            for g in &groups {
                mixed.push((vec![own(office), own(g)], values(Some(office), Some(g))));
            }
            offices.push((vec![own(office)], values(Some(office), None)));
        }
        for category in &self.categories {
            categories.push((vec![own(category)], values(None, Some(category))));
            for c in ["badan", "dinas"] {
                other.push((vec![own(category), own(c)], values(Some(c), Some(category))));
            }
        }
        for c in ["badan", "dinas", "semua"] {
            for g in groups.iter().copied().chain(["semua"]) {
                let name = |s: &'static str| (s != "semua").then_some(s);
                let g2 = if g == "semua" { None } else { Some(g) };
                summary.push((vec![own(c), own(g)], values(name(c), g2)));
            }
        }
        let control = format!(
            "{{\"k\":{}{}}}",
            self.rule.k,
            if self.rule.zeros_shown { ",\"nol\":\"tampil\"" } else { "" }
        );
        let counts: &[&str] =
            if self.tables.targets.is_some() { &["sasaran", "ditandatangani"] } else { &["jumlah"] };
        site(
            "/pakta/x/",
            &control,
            &[
                ("hitungan", &["opd", "klaster", "kategori"], counts, leaves),
                ("opd", &["opd"], counts, offices),
                ("kategori", &["kategori"], counts, categories),
                ("ringkasan", &["klaster", "kelompok"], counts, summary),
                ("opd-kelompok", &["opd", "kelompok"], counts, mixed),
                ("klaster-kategori", &["kategori", "klaster"], counts, other),
            ],
        )
    }
    fn primary(&self, at: usize) -> bool {
        let few = |n: u64| n > 0 && n < self.rule.k;
        few(self.tables.counts[at])
            || self.tables.targets.as_ref().is_some_and(|t| few(t[at] - self.tables.counts[at]))
    }
}

#[test]
fn measure() {
    let results: Vec<(usize, usize, usize, usize, usize)> = (0..300_u64)
        .into_par_iter()
        .filter_map(|seed| {
            let case = case(seed)?;
            let clean = codes(&case.files(&case.protected.hidden));
            if !clean.is_empty() {
                eprintln!(
                    "{seed} {:?} targets {}",
                    super::words(&case.files(&case.protected.hidden)),
                    case.tables.targets.is_some()
                );
            }
            let (mut tried, mut caught) = (0, 0);
            let (mut tried_p, mut caught_p) = (0, 0);
            for at in (0..case.protected.hidden.len()).filter(|at| case.protected.hidden[*at]) {
                let mut hidden = case.protected.hidden.clone();
                hidden[at] = false;
                let found = !codes(&case.files(&hidden)).is_empty();
                if case.primary(at) {
                    tried_p += 1;
                    caught_p += usize::from(found);
                } else {
                    tried += 1;
                    caught += usize::from(found);
                }
            }
            Some((usize::from(clean.is_empty()), tried, caught, tried_p, caught_p))
        })
        .collect();
    let sum = |f: fn(&(usize, usize, usize, usize, usize)) -> usize| results.iter().map(f).sum::<usize>();
    panic!(
        "tables {} clean {} complementary {} caught {} primary {} caught {}",
        results.len(),
        sum(|r| r.0),
        sum(|r| r.1),
        sum(|r| r.2),
        sum(|r| r.3),
        sum(|r| r.4)
    );
}
