//! Sample series for tests.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::collections::common::Unit;
use crate::collections::office::{Cluster, Office};
use crate::collections::pact::{PactCount, PactKind, PactSeries, StaffCategory};
use crate::reading::{Count, Located, Symbol};

/// One row: office, category, day, target, and signed; `None` for a symbol.
pub(super) type Row = (usize, usize, usize, Option<(u64, u64)>);

pub(super) const DAYS: [Date; 3] = [date(2024, 1, 31), date(2024, 6, 30), date(2024, 10, 31)];

pub(super) fn located<T>(value: T) -> Located<T> {
    Located { value, range: 0..0 }
}

pub(super) fn series(rows: &[Row]) -> PactSeries {
    let mut seen = BTreeSet::new();
    let counts = rows
        .iter()
        .filter(|(office, category, day, _)| seen.insert((*office, *category, *day)))
        .map(|(office, category, day, pair)| {
            let unknown = Count::Symbol(Symbol::NotAvailable);
            let (target, signed) = match pair {
                Some((target, signed)) => (Count::Number(*target, None), Count::Number(*signed, None)),
                None => (unknown, unknown),
            };
            located(PactCount {
                office: format!("opd-{office}"),
                category: StaffCategory::ALL[*category],
                as_of: DAYS[*day],
                target: located(target),
                signed: located(signed),
            })
        })
        .collect();
    PactSeries {
        kind: PactKind::Neutrality,
        compulsory: None,
        signers: Vec::new(),
        calendar: None,
        legal_base: Vec::new(),
        unit: Unit::Persons,
        policy: None,
        counts,
        totals: Vec::new(),
    }
}

/// Rows with numbers only. Small numbers are as likely as large ones, and it is common that none or all
/// signed.
pub(super) fn numbers() -> impl Strategy<Value = Vec<Row>> {
    let pair = (prop_oneof![0_u64..8, 0_u64..60], 0_u64..=100).prop_map(|(target, share)| {
        let signed = match share {
            0..=20 => 0,
            21..=50 => target,
            _ => target * (share - 50) / 50,
        };
        Some((target, signed))
    });
    prop::collection::vec((0_usize..9, 0_usize..3, 0_usize..3, pair), 0..60)
}

/// The same, with occasional symbols.
pub(super) fn with_symbols() -> impl Strategy<Value = Vec<Row>> {
    (numbers(), prop::collection::vec(any::<prop::sample::Index>(), 0..3)).prop_map(|(mut rows, holes)| {
        for hole in holes {
            if !rows.is_empty() {
                let at = hole.index(rows.len());
                rows[at].3 = None;
            }
        }
        rows
    })
}

/// The offices of all samples, in clusters of three.
pub(super) fn offices() -> BTreeMap<String, Office> {
    (0..9)
        .map(|at| {
            let code = format!("opd-{at}");
            let cluster = Cluster::ALL[at / 3];
            (code.clone(), Office { name: code.clone(), code, short_name: None, cluster })
        })
        .collect()
}
