//! Readers who know more about a cell than the published data: prior bounds.

use super::super::{Limits, LinkedTables, Malformed, Refusal, Rule, UNBOUNDED, protect, protect_further};
use super::brute_force::withstands;
use super::{Attacker, Numbers, complementary, plain, table};

/// A table with random prior bounds on some cells.
fn known(numbers: &mut Numbers) -> LinkedTables {
    let mut tables = table(&numbers.table(2, 3, 9)).0;
    for (count, within) in tables.counts.iter().zip(&mut tables.prior_bounds) {
        match numbers.below(6) {
            0 => within.0 = numbers.below(count + 1),
            1 => within.1 = count + numbers.below(4),
            _ => {}
        }
    }
    tables
}

#[test]
fn no_reader_with_prior_bounds_works_a_cell_out() {
    let mut numbers = Numbers(0x5eed_0003);
    let protected = (0..600).filter(|at| {
        let rule = Rule { own_record: at % 2 == 0, ..plain(3) };
        withstands(&known(&mut numbers), rule)
    });
    assert!(protected.count() > 150);
}

#[test]
fn what_is_hidden_stays_hidden_when_more_is_known() {
    let mut numbers = Numbers(0x5eed_0004);
    let (mut unchanged, mut more) = (0, 0);
    for _ in 0..600 {
        let tables = known(&mut numbers);
        let rule = Rule { own_record: true, ..plain(3) };
        let stranger = LinkedTables { prior_bounds: vec![UNBOUNDED; tables.counts.len()], ..tables.clone() };
        let Ok(before) = protect(&stranger, rule, Limits::default()) else { continue };
        let Ok(after) = protect_further(&tables, rule, Limits::default(), &before) else { continue };
        let attacker = Attacker::new(&tables);
        assert!(attacker.finds_nothing(rule, &after.hidden));
        assert!(before.hidden.iter().zip(&after.hidden).all(|(before, after)| after >= before));
        for cell in complementary(&tables, rule, &after).into_iter().filter(|cell| !before.hidden[*cell]) {
            let mut shown = after.hidden.clone();
            shown[cell] = false;
            assert!(!attacker.finds_nothing(rule, &shown), "{cell} is redundant");
        }
        if after.hidden == before.hidden { unchanged += 1 } else { more += 1 }
    }
    assert!(unchanged > 50 && more > 20, "{unchanged} unchanged, {more} with more hidden");
}

#[test]
fn a_count_beyond_what_is_known_of_it_is_refused() {
    let mut tables = table(&[vec![1, 7], vec![8, 9]]).0;
    tables.prior_bounds[1] = (8, u64::MAX);
    let refusal = Refusal::Malformed(Malformed::OutOfBounds { cell: 1 });
    assert_eq!(protect(&tables, plain(3), Limits::default()), Err(refusal));
}
