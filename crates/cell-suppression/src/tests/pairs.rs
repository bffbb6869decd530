//! Counts with published populations: the persons counted and the rest are both sensitive.

use rayon::prelude::*;

use super::super::{Limits, LinkedTables, Refusal, Rule, Side, protect};
use super::brute_force::withstands;
use super::{Attacker, Numbers, plain, rolled_up, table};

fn pair(signed: &[Vec<u64>], population: &[Vec<u64>]) -> LinkedTables {
    LinkedTables { population: Some(table(population).0.counts), ..table(signed).0 }
}

fn sample(numbers: &mut Numbers, rows: usize, columns: usize) -> LinkedTables {
    let targets = numbers.table(rows, columns, 9);
    let mut share = |target: u64| {
        // In most cells nearly all or nearly nobody, like in real tables.
        let few = numbers.below(target.min(3) + 1);
        match numbers.below(3) {
            0 => few,
            1 => target - few,
            _ => numbers.below(target + 1),
        }
    };
    let signed: Vec<Vec<u64>> =
        targets.iter().map(|row| row.iter().map(|all| share(*all)).collect()).collect();
    pair(&signed, &targets)
}

#[test]
fn no_sampled_table_with_populations_exposes_a_cell() {
    let mut numbers = Numbers(0x5eed_0002);
    let own = Rule { own_record: true, ..plain(3) };
    for (rows, columns, count) in [(2, 2, 700), (2, 3, 500), (3, 3, 60)] {
        let tables: Vec<LinkedTables> = (0..count).map(|_| sample(&mut numbers, rows, columns)).collect();
        let rules = [plain(3), own, Rule { zeros_shown: true, ..own }];
        let protected: usize = tables
            .par_iter()
            .map(|tables| rules.iter().filter(|rule| withstands(tables, **rule)).count())
            .sum();
        assert!(protected > count / 2, "{protected} of {count} tables of {rows} by {columns}");
    }
}

#[test]
fn few_who_have_not_signed_are_hidden_like_few_who_have() {
    let (signed, _) = table(&[vec![38, 40], vec![41, 3], vec![60, 50]]);
    let (targets, index) = table(&[vec![41, 60], vec![41, 50], vec![80, 70]]);
    let rule = Rule { own_record: true, ..plain(5) };
    let protected = protect(&signed.out_of(targets.counts), rule, Limits::default()).expect("a protection");
    for (row, column) in [("r0", "c0"), ("r1", "c1")] {
        assert!(protected.hidden[index.cell(Some(row), Some(column)).expect("a cell")], "{row} {column}");
    }
    assert_eq!(protected.proof.witnesses[0].side, Side::Rest);
    let grand = index.cell(None, None).expect("a cell");
    assert!(!protected.hidden[grand]);
}

#[test]
fn a_tiny_population_does_not_expose_a_small_union() {
    // In the first row, one of one has signed, and in the second, nobody of forty: together, one of 41.
    let tables = pair(&[vec![1], vec![0], vec![30]], &[vec![1], vec![40], vec![60]]);
    let rule = plain(5);
    let protected = protect(&tables, rule, Limits::default()).expect("a protection");
    assert!(Attacker::new(&tables).finds_nothing(rule, &protected.hidden));
    let hidden = |row: usize| protected.hidden[row * 2];
    assert!(hidden(0) && hidden(2), "hiding the first two rows alone would leave their sum known");
}

#[test]
fn nearly_finished_everywhere_leaves_only_the_total() {
    let tables = pair(&[vec![39], vec![59]], &[vec![40], vec![60]]);
    assert!(matches!(protect(&tables, plain(5), Limits::default()), Err(Refusal::Infeasible { .. })));
}

#[test]
fn roll_ups_of_both_sides_are_protected_together() {
    let mut numbers = Numbers(0x5eed_0003);
    let rule = Rule { own_record: true, ..plain(5) };
    let mut protected = 0;
    for _ in 0..25 {
        let targets = numbers.table(6, 4, 40);
        let signed: Vec<Vec<u64>> = targets
            .iter()
            .map(|row| {
                row.iter().map(|all| (0..*all).filter(|_| numbers.below(10) < 8).count() as u64).collect()
            })
            .collect();
        let groups: (&[_], &[_]) = (&[(0, 2), (2, 6)], &[(0, 2), (2, 4)]);
        let (signed, _) = rolled_up(&signed, groups.0, groups.1);
        let (targets, _) = rolled_up(&targets, groups.0, groups.1);
        match protect(&signed.out_of(targets.counts), rule, Limits::default()) {
            Ok(_) => protected += 1,
            Err(refusal) => assert!(matches!(refusal, Refusal::Infeasible { .. }), "{refusal:?}"),
        }
    }
    assert!(protected > 20, "{protected} of 25");
}
