//! Releases: which may follow which, the files that store them, and random editions.

#![expect(clippy::unwrap_used, reason = "tests")]

mod files;
mod pacts;
mod random_pacts;
mod random_rows;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;

use super::*;
use crate::disclosure::rows::{CellTable, RowTable, Thresholds};

const K: Thresholds = Thresholds::DEFAULT;

fn release(number: u32, facts: Facts) -> Release {
    Release {
        format: FORMAT,
        number,
        date: date(2025, 1, 1),
        note: None,
        previous: None,
        facts,
        seal: String::new(),
    }
}

/// Facts with sanction series only.
fn sanctions<const N: usize>(series: [(&str, SanctionFacts); N]) -> Facts {
    Facts {
        sanctions: series.into_iter().map(|(id, series)| (id.to_owned(), series)).collect(),
        ..Facts::default()
    }
}

/// Facts with pact series only.
fn pacts<const N: usize>(series: [(&str, PactFacts); N]) -> Facts {
    Facts {
        pacts: series.into_iter().map(|(id, series)| (id.to_owned(), series)).collect(),
        ..Facts::default()
    }
}

fn broken(then: &Facts, now: &Facts) -> Vec<Rule> {
    compare(&release(1, then.clone()), now).into_iter().map(|found| found.rule).collect()
}

/// A series of sanctions in 2024 with only a total.
fn total_only(total: u64) -> SanctionFacts {
    SanctionFacts {
        outcome: "sanksi".to_owned(),
        authority: "ppk".to_owned(),
        period: Some(Days { from: date(2024, 1, 1), to: date(2024, 12, 31) }),
        unit: "orang".to_owned(),
        total: Count::Number(total, None),
        redirects: BTreeSet::new(),
        rows: None,
        cells: None,
    }
}

/// The same with rows.
fn detailed(version: u64, thresholds: Thresholds, table: RowTable) -> SanctionFacts {
    let total = table.total();
    SanctionFacts { rows: Some(RowFacts { version, thresholds, table }), ..total_only(total) }
}

fn table<const N: usize>(columns: [Level; N], classes: &[([&str; N], u64)], pooled: u64) -> RowTable {
    let mut table = RowTable::new(&columns);
    for (values, count) in classes {
        table.add(values.map(str::to_owned).to_vec(), *count);
    }
    table.add_pooled(pooled);
    table
}

/// A pooled pact series of one day and category: codes of offices with those who signed, and the pool.
fn pact(shown: &[(&str, u64, u64)], pooled: &[&str], pool: Option<(u64, u64)>) -> PactFacts {
    let cell = |signed, target| {
        let cell = Cell::new(Count::Number(target, None), Count::Number(signed, None));
        BTreeMap::from([("pns".to_owned(), cell)])
    };
    let mut day = DayFacts::new();
    for (office, signed, target) in shown {
        day.insert(RowKey::Office((*office).to_owned()), cell(*signed, *target));
    }
    if let Some((signed, target)) = pool {
        day.insert(RowKey::Pool, cell(signed, target));
    }
    PactFacts {
        kind: "pakta_netralitas".to_owned(),
        unit: "orang".to_owned(),
        method: "gabung".to_owned(),
        k: 5,
        redirects: BTreeSet::new(),
        offices: shown
            .iter()
            .map(|(office, ..)| *office)
            .chain(pooled.iter().copied())
            .map(str::to_owned)
            .collect(),
        totals: BTreeMap::new(),
        days: BTreeMap::from([(DAY, day)]),
    }
}

const DAY: Date = date(2024, 10, 15);
