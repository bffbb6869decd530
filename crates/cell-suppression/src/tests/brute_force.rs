//! Every pattern chosen for small tables, attacked by trying all possibilities.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::super::{Limits, LinkedTables, Refusal, Rule, Side, protect, verify};
use super::{Attacker, Numbers, complementary, plain, table};

/// Protects and attacks tables. Returns whether they could be protected.
pub(super) fn withstands(tables: &LinkedTables, rule: Rule) -> bool {
    let counts = (&tables.counts, &tables.population);
    let attacker = Attacker::new(tables);
    match protect(tables, rule, Limits::default()) {
        Ok(protected) => {
            assert_eq!(verify(tables, rule, &protected), Ok(()), "{counts:?}");
            assert!(attacker.finds_nothing(rule, &protected.hidden), "{counts:?} {rule:?}");
            for cell in complementary(tables, rule, &protected) {
                let mut shown = protected.hidden.clone();
                shown[cell] = false;
                assert!(!attacker.finds_nothing(rule, &shown), "{counts:?} {rule:?}: {cell} is redundant");
            }
            true
        }
        Err(Refusal::Infeasible { .. }) => {
            // A cell is exposed even if every cell that may be hidden is hidden.
            let nobody = |cell: usize, side| attacker.persons(cell, side) == 0;
            let rest = tables.population.is_some();
            let zero = |cell: usize| {
                rule.zeros_shown && (nobody(cell, Side::Counted) || (rest && nobody(cell, Side::Rest)))
            };
            let all: Vec<bool> =
                (0..tables.counts.len()).map(|cell| !tables.always_shown[cell] && !zero(cell)).collect();
            assert!(!attacker.finds_nothing(rule, &all), "{counts:?} {rule:?} can be protected");
            false
        }
        Err(other) => panic!("{counts:?} {rule:?}: {other:?}"),
    }
}

/// Every order of the numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                let left: Vec<usize> = (0..count).filter(|at| !order.contains(at)).collect();
                left.into_iter().map(move |at| [order.clone(), vec![at]].concat())
            })
            .collect();
    }
    orders
}

/// The cells of a table in every arrangement that only changes names: rows and columns in any order and, in a
/// square table, exchanged. The first arrangement is the table itself.
fn arrangements(rows: usize, columns: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for row_order in orders(rows) {
        for column_order in orders(columns) {
            let cells = row_order
                .iter()
                .flat_map(|row| column_order.iter().map(move |column| (*row, *column)))
                .collect::<Vec<_>>();
            found.push(cells.iter().map(|(row, column)| row * columns + column).collect());
            if rows == columns {
                found.push(cells.iter().map(|(row, column)| column * columns + row).collect());
            }
        }
    }
    found
}

/// All tables of a size with counts below `end`. Of each class of tables that differ only by arrangement, it
/// has the least one and another one, since the order of cells decides between equal weights.
fn all_tables(rows: usize, columns: usize, end: u64) -> Vec<Vec<Vec<u64>>> {
    let cells = rows * columns;
    let arrangements = arrangements(rows, columns);
    let counts = |number: u64| -> Vec<u64> {
        (0..cells as u32).rev().map(|place| number / end.pow(place) % end).collect()
    };
    let arranged =
        |counts: &[u64], order: &[usize]| -> Vec<u64> { order.iter().map(|at| counts[*at]).collect() };
    let least: Vec<Vec<u64>> = (0..end.pow(cells as u32))
        .into_par_iter()
        .map(counts)
        .filter(|counts| {
            let is_less = |order: &Vec<usize>| order.iter().map(|at| counts[*at]).lt(counts.iter().copied());
            !arrangements.iter().any(is_less)
        })
        .collect();
    // Together, the classes contain every table.
    let members = |counts: &Vec<u64>| {
        arrangements.iter().map(|order| arranged(counts, order)).collect::<BTreeSet<_>>().len() as u64
    };
    assert_eq!(least.par_iter().map(members).sum::<u64>(), end.pow(cells as u32));
    let lines = |counts: Vec<u64>| -> Vec<Vec<u64>> { counts.chunks(columns).map(<[u64]>::to_vec).collect() };
    let mut numbers = Numbers(0x5eed_0002);
    least
        .into_iter()
        .flat_map(|counts| {
            let other = arranged(&counts, &arrangements[numbers.below(arrangements.len() as u64) as usize]);
            let same = other == counts;
            [Some(lines(counts)), (!same).then(|| lines(other))].into_iter().flatten()
        })
        .collect()
}

fn rules(k: u64) -> [Rule; 3] {
    let plain = plain(k);
    [plain, Rule { own_record: true, ..plain }, Rule { zeros_shown: true, own_record: true, ..plain }]
}

fn attack(tables: &[Vec<Vec<u64>>], rules: &[Rule]) -> (usize, usize) {
    let results: Vec<bool> = tables
        .par_iter()
        .flat_map_iter(|counts| rules.iter().map(move |rule| withstands(&table(counts).0, *rule)))
        .collect();
    (results.iter().filter(|protected| **protected).count(), results.len())
}

#[test]
fn no_table_of_one_line_exposes_a_cell() {
    for columns in 1..=3 {
        let (_, all) = attack(&all_tables(1, columns, 7), &[rules(3), rules(5)].concat());
        assert!(all > 0);
    }
}

#[test]
fn no_two_by_two_table_exposes_a_cell() {
    let (protected, all) = attack(&all_tables(2, 2, 7), &[rules(3), rules(5)].concat());
    assert!(protected > all / 4, "{protected} of {all}");
}

#[test]
fn no_two_by_three_table_exposes_a_cell() {
    let (protected, all) = attack(&all_tables(2, 3, 7), &rules(3)[1..2]);
    assert!(protected > all / 2, "{protected} of {all}");
}

#[test]
fn no_three_by_three_table_of_tiny_counts_exposes_a_cell() {
    let (protected, all) = attack(&all_tables(3, 3, 3), &rules(2));
    assert!(protected > all / 2, "{protected} of {all}");
}

#[test]
fn no_sampled_three_by_three_table_exposes_a_cell() {
    let mut numbers = Numbers(0x5eed_0001);
    let tables: Vec<_> = (0..2_000).map(|_| numbers.table(3, 3, 7)).collect();
    let (protected, all) = attack(&tables, &rules(3)[1..2]);
    assert!(protected > all / 2, "{protected} of {all}");
}

#[test]
#[ignore = "takes minutes; README.md says how to run it"]
fn no_three_by_three_table_exposes_a_cell() {
    assert_eq!(attack(&all_tables(3, 3, 7), &rules(3)[1..2]), (1_155_984, 1_156_004));
}
