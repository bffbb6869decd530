//! Every suppression that the program chooses for small tables, attacked by trying everything.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::super::{Face, Limits, Linked, Refusal, Rule, protect, verify};
use super::{Attacker, Numbers, complementary, plain, table};

/// Protects and attacks tables; whether they could be protected at all.
pub(super) fn withstands(tables: &Linked, rule: Rule) -> bool {
    let counts = (&tables.counts, &tables.targets);
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
            // Nothing but the grand total is shown, and zeros where they always are.
            let nobody = |cell: usize, face| attacker.persons(cell, face) == 0;
            let rest = tables.targets.is_some();
            let zero = |cell: usize| {
                rule.zeros_shown && (nobody(cell, Face::Counted) || (rest && nobody(cell, Face::Rest)))
            };
            let all: Vec<bool> =
                (0..tables.counts.len()).map(|cell| !tables.always_shown[cell] && !zero(cell)).collect();
            assert!(!attacker.finds_nothing(rule, &all), "{counts:?} {rule:?} can be protected");
            false
        }
        Err(other) => panic!("{counts:?} {rule:?}: {other:?}"),
    }
}

/// All tables of a size with counts below `end`, one for each class under permutation of lines.
fn all_tables(rows: usize, columns: usize, end: u64) -> Vec<Vec<Vec<u64>>> {
    let cells = rows * columns;
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..columns {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                let left: Vec<usize> = (0..columns).filter(|column| !order.contains(column)).collect();
                left.into_iter().map(move |column| [order.clone(), vec![column]].concat())
            })
            .collect();
    }
    let canonical = |table: &Vec<Vec<u64>>| {
        let arranged = orders.iter().map(|order| {
            let mut rows: Vec<Vec<u64>> =
                table.iter().map(|row| order.iter().map(|column| row[*column]).collect()).collect();
            rows.sort();
            rows
        });
        arranged.min().expect("an order")
    };
    let mut found = BTreeSet::new();
    for number in 0..end.pow(cells as u32) {
        let mut rest = number;
        let mut next = || {
            let digit = rest % end;
            rest /= end;
            digit
        };
        let table: Vec<Vec<u64>> = (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect();
        // Tables whose first row is not the least have a permutation that is looked at anyway.
        if table.windows(2).all(|pair| pair[0] <= pair[1]) {
            found.insert(canonical(&table));
        }
    }
    found.into_iter().collect()
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
fn no_two_by_two_table_gives_a_cell_away() {
    let (protected, all) = attack(&all_tables(2, 2, 7), &[rules(3), rules(5)].concat());
    assert!(protected > all / 4, "{protected} of {all}");
}

#[test]
fn no_two_by_three_table_gives_a_cell_away() {
    let (protected, all) = attack(&all_tables(2, 3, 7), &rules(3)[1..2]);
    assert!(protected > all / 2, "{protected} of {all}");
}

#[test]
fn no_three_by_three_table_of_tiny_counts_gives_a_cell_away() {
    let (protected, all) = attack(&all_tables(3, 3, 3), &rules(2));
    assert!(protected > all / 2, "{protected} of {all}");
}

#[test]
fn no_sampled_three_by_three_table_gives_a_cell_away() {
    let mut numbers = Numbers(0x5eed_0001);
    let tables: Vec<_> = (0..2_000).map(|_| numbers.table(3, 3, 7)).collect();
    let (protected, all) = attack(&tables, &rules(3)[1..2]);
    assert!(protected > all / 2, "{protected} of {all}");
}
