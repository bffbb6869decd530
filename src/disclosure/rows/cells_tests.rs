//! Tables together with rows: compares what protection leaves open with an enumeration of every consistent
//! population.

use std::collections::BTreeMap;

use cell_suppression::Refusal;
use proptest::prelude::*;

use super::{CellTable, Exposure, Joint, RowTable, Thresholds};
use crate::collections::sanction::levels::{EVERY, Level};
use crate::disclosure::proofs::Proofs;

const PENALTIES: [&str; 3] = ["ringan", "sedang", "berat"];
const HALVES: [&str; 2] = ["2024-S1", "2024-S2"];

fn thresholds(k: u64) -> Thresholds {
    Thresholds { k, ..Thresholds::DEFAULT }
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Rows by half-year and a table by penalty, from persons counted by both.
fn rows_and_persons(counts: &[[u64; 3]; 2]) -> (RowTable, Joint) {
    let (mut rows, mut persons) = (RowTable::new(&[Level::HalfYear]), Joint::new());
    for (half, counts) in HALVES.iter().zip(counts) {
        rows.add(owned(&[half]), counts.iter().sum());
        for (penalty, count) in PENALTIES.iter().zip(counts) {
            persons.insert((Some(owned(&[half])), owned(&[penalty])), *count);
        }
    }
    (rows, persons)
}

fn protected(counts: &[[u64; 3]; 2], k: u64) -> Result<(RowTable, CellTable), Refusal> {
    let (rows, persons) = rows_and_persons(counts);
    let values = [owned(&PENALTIES)];
    let table = CellTable::protect(&[Level::PenaltyLevel], &values, &rows, &persons, k, &Proofs::default())?;
    Ok((rows, table))
}

fn shown(table: &CellTable) -> BTreeMap<String, Option<u64>> {
    table.cells().map(|(key, count)| (key.join("/"), count)).collect()
}

#[test]
fn small_numbers_are_hidden_with_what_would_give_them_away() {
    let (rows, table) = protected(&[[6, 1, 8], [7, 1, 9]], 5).expect("a protection");
    let cells = shown(&table);
    assert_eq!(cells["semua"], Some(32), "the total stands");
    assert_eq!(cells["sedang"], None, "two persons are hidden");
    assert!(
        cells.values().filter(|count| count.is_none()).count() > 1,
        "one alone would follow from the total"
    );
    assert_eq!(table.exposures(Some(&rows), 32, &thresholds(5)), []);
}

fn table(cells: &[(&str, Option<u64>)]) -> CellTable {
    CellTable::new(
        vec![Level::PenaltyLevel],
        cells.iter().map(|(value, count)| (owned(&[value]), *count)).collect(),
    )
}

#[test]
fn what_gives_a_hidden_number_away_is_found() {
    let k = thresholds(5);
    let lone = table(&[("ringan", Some(15)), ("sedang", None), ("berat", Some(15)), (EVERY, Some(32))]);
    assert_eq!(lone.exposures(None, 32, &k), [Exposure::Open]);
    let small = table(&[("ringan", Some(15)), ("sedang", Some(2)), ("berat", Some(15)), (EVERY, Some(32))]);
    assert_eq!(small.exposures(None, 32, &k), [Exposure::Small]);
    let wrong = table(&[("ringan", Some(15)), ("sedang", Some(5)), ("berat", Some(15)), (EVERY, Some(32))]);
    assert_eq!(wrong.exposures(None, 32, &k), [Exposure::Contradiction]);
    assert_eq!(wrong.exposures(None, 30, &k), [Exposure::Contradiction]);
    let fate = table(&[("ringan", Some(31)), ("sedang", None), ("berat", None), (EVERY, Some(32))]);
    assert!(fate.exposures(None, 32, &k).contains(&Exposure::Alike(Level::PenaltyLevel)));
}

/// The rows alone are safe, and so is the table; together they reveal who is where.
#[test]
fn rows_that_open_a_table_are_found() {
    let k = thresholds(5);
    let table = table(&[("ringan", None), ("sedang", None), ("berat", Some(9)), (EVERY, Some(32))]);
    assert_eq!(table.exposures(None, 32, &k), [], "alone: any number from 0 to 23");
    let mut rows = RowTable::new(&[Level::PenaltyLevel]);
    rows.add(owned(&["ringan"]), 19);
    rows.add(owned(&["berat"]), 9);
    rows.add_pooled(4);
    assert_eq!(table.exposures(Some(&rows), 32, &k), [Exposure::Open], "at most the pool is `sedang`");
}

/// Every way to place the persons of the rows that agrees with the shown cells.
fn populations(rows: [u64; 2], cells: &BTreeMap<String, Option<u64>>) -> Vec<[u64; 3]> {
    let splits = |n: u64| (0..=n).flat_map(move |a| (0..=n - a).map(move |b| [a, b, n - a - b]));
    let mut sums = Vec::new();
    for first in splits(rows[0]) {
        for second in splits(rows[1]) {
            let sum = [first[0] + second[0], first[1] + second[1], first[2] + second[2]];
            let agrees =
                PENALTIES.iter().zip(sum).all(|(name, n)| cells[*name].is_none_or(|shown| shown == n));
            if agrees {
                sums.push(sum);
            }
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_protected_table_leaves_small_numbers_open_to_both_sides(
        first in proptest::array::uniform3(0_u64..7),
        second in proptest::array::uniform3(0_u64..7),
        k in 3_u64..6,
    ) {
        let counts = [first, second];
        let truth = [first[0] + second[0], first[1] + second[1], first[2] + second[2]];
        match protected(&counts, k) {
            Ok((rows, table)) => {
                let cells = shown(&table);
                let fit = populations([first.iter().sum(), second.iter().sum()], &cells);
                for (at, name) in PENALTIES.iter().enumerate() {
                    if (1..k).contains(&truth[at]) {
                        prop_assert_eq!(cells[*name], None, "a small number is hidden");
                        prop_assert!(fit.iter().any(|sums| sums[at] == 0), "nobody could be there");
                        prop_assert!(fit.iter().any(|sums| sums[at] >= k), "enough could be there");
                    }
                }
                let found = table.exposures(Some(&rows), truth.iter().sum(), &thresholds(k));
                prop_assert!(!found.contains(&Exposure::Open) && !found.contains(&Exposure::Small));
            }
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::Infeasible { .. }), "{refusal:?}"),
        }
    }
}
