//! The rules of publishable rows, each alone, and together against an independent count.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Headcount, RowTable, Thresholds, Violation, advise, violations};
use crate::collections::sanction::levels::Level;

const COLUMNS: [Level; 3] = [Level::Cluster, Level::HalfYear, Level::PenaltyLevel];
const K: Thresholds = Thresholds { pool_percent: 20, ..Thresholds::DEFAULT };

fn table(classes: &[(&str, &str, &str, u64)], pooled: u64) -> RowTable {
    let mut table = RowTable::new(&COLUMNS);
    for (cluster, half, penalty, count) in classes {
        table.add(vec![(*cluster).to_owned(), (*half).to_owned(), (*penalty).to_owned()], *count);
    }
    table.add_pooled(pooled);
    table
}

fn many() -> Headcount {
    Headcount::from_cells(vec![("dinas", "pns", 900), ("badan", "pns", 400)])
}

fn found(table: &RowTable) -> Vec<Violation> {
    violations(table, &K, Some(&many()))
}

const GOOD: [(&str, &str, &str, u64); 4] = [
    ("dinas", "2024-S2", "ringan", 6),
    ("dinas", "2024-S2", "sedang", 9),
    ("badan", "2024-S2", "ringan", 5),
    ("badan", "2024-S2", "berat", 7),
];

#[test]
fn rows_that_keep_every_rule_have_no_violation() {
    assert_eq!(found(&table(&GOOD, 0)), []);
    assert_eq!(found(&table(&GOOD, 5)), []);
}

#[test]
fn each_rule_is_found_alone() {
    let mut classes = GOOD;
    classes[0].3 = 4;
    assert_eq!(found(&table(&classes, 0)), [Violation::SmallClass]);
    assert_eq!(found(&table(&GOOD, 4)), [Violation::SmallPool]);
    assert_eq!(found(&table(&GOOD, 8)), [Violation::LargePool]);
    assert_eq!(found(&table(&GOOD[..3], 0)), [Violation::Alike(Level::PenaltyLevel)]);
    assert_eq!(
        found(&table(&[("dinas", "2024-S2", "ringan", 6), ("dinas", "2024-S2", "berat", 6)], 0)),
        [Violation::TooFewPersons]
    );
    let few = Headcount::from_cells(vec![("dinas", "pns", 900), ("badan", "pns", 49)]);
    assert_eq!(
        violations(&table(&GOOD, 0), &K, Some(&few)),
        [Violation::SmallPopulation, Violation::LargeShare]
    );
    let dense = Headcount::from_cells(vec![("dinas", "pns", 74), ("badan", "pns", 60)]);
    assert_eq!(violations(&table(&GOOD, 0), &K, Some(&dense)), [Violation::LargeShare]);
    assert_eq!(violations(&table(&GOOD, 0), &K, None), [Violation::NoHeadcount]);
}

#[test]
fn all_but_one_is_as_telling_as_all() {
    // A class of one is also small; that finding must not mask the other rule that it breaks.
    let classes = [("dinas", "2024-S2", "ringan", 19), ("dinas", "2024-S2", "berat", 1)];
    assert!(found(&table(&classes, 0)).contains(&Violation::Alike(Level::PenaltyLevel)));
}

#[test]
fn a_sensitive_column_is_judged_among_those_who_are_alike_in_the_others() {
    // Both halves have two penalties; each cluster in each half has one.
    let classes = [
        ("dinas", "2024-S1", "ringan", 9),
        ("badan", "2024-S1", "berat", 9),
        ("dinas", "2024-S2", "berat", 9),
        ("badan", "2024-S2", "ringan", 9),
    ];
    assert_eq!(found(&table(&classes, 0)), [Violation::Alike(Level::PenaltyLevel)]);
    let coarser = advise(&table(&classes, 0), &K, Some(&many())).expect("coarser columns");
    assert_eq!(coarser, [Level::Cluster, Level::Year, Level::PenaltyLevel], "one step is enough");
}

#[test]
fn the_advice_keeps_every_rule_or_there_is_none() {
    let classes = [("dinas", "2024-S1", "ringan", 4), ("badan", "2024-S2", "berat", 12)];
    let rows = table(&classes, 0);
    if let Some(levels) = advise(&rows, &K, Some(&many())) {
        let coarse = rows.coarsen(&levels).expect("coarser");
        assert_eq!(violations(&coarse, &K, Some(&many())), []);
    }
    assert_eq!(advise(&table(&GOOD[..1], 0), &K, Some(&many())), None, "too few persons stay too few");
}

#[test]
fn coarsening_keeps_every_person() {
    let rows = table(&GOOD, 5);
    let coarse = rows.coarsen(&[Level::Year, Level::AnyPenalty]).expect("coarser");
    assert_eq!(coarse.total(), rows.total());
    assert_eq!(
        coarse.classes().map(|(values, n)| (values.join("/"), n)).collect::<Vec<_>>(),
        [("2024/ada".to_owned(), 27)]
    );
    assert!(rows.coarsen(&[Level::Quarter]).is_none(), "nothing gets finer");
}

/// One person: the value of each column, independent of the table.
type Person = [usize; 3];

/// Whether an attacker who knows everything but somebody's penalty, or who counts rows, learns more than the
/// rules allow; counted person by person.
fn is_safe_by_hand(persons: &[Person], pooled: u64, thresholds: &Thresholds) -> bool {
    let total = persons.len() as u64 + pooled;
    let alike = |a: &Person| persons.iter().filter(|b| *b == a).count() as u64;
    let small = persons.iter().any(|a| alike(a) < thresholds.k);
    let learnt = persons.iter().any(|a| {
        let group: Vec<&Person> = persons.iter().filter(|b| b[..2] == a[..2]).collect();
        let mut penalties: BTreeMap<usize, usize> = BTreeMap::new();
        group.iter().for_each(|b| *penalties.entry(b[2]).or_default() += 1);
        (penalties.len() as u64) < thresholds.l || penalties.values().any(|n| n + 1 >= group.len())
    });
    total >= 3 * thresholds.k
        && !small
        && !learnt
        && (pooled == 0 || pooled >= thresholds.k)
        && pooled * 100 <= thresholds.pool_percent * total
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_rules_agree_with_counting_person_by_person(
        counts in proptest::collection::vec(0_u64..9, 12),
        pooled in 0_u64..8,
        k in 3_u64..6,
        l in 2_u64..4,
        pool_percent in 5_u64..50,
    ) {
        let thresholds = Thresholds { k, l, pool_percent, ..Thresholds::DEFAULT };
        let clusters = ["dinas", "badan"];
        let halves = ["2024-S1", "2024-S2"];
        let penalties = ["ringan", "sedang", "berat"];
        let mut rows = RowTable::new(&COLUMNS);
        let mut persons: Vec<Person> = Vec::new();
        for (at, count) in counts.iter().enumerate() {
            let person = [at % 2, at / 2 % 2, at / 4];
            let values = vec![clusters[person[0]], halves[person[1]], penalties[person[2]]];
            rows.add(values.into_iter().map(str::to_owned).collect(), *count);
            persons.extend(std::iter::repeat_n(person, usize::try_from(*count).unwrap_or(0)));
        }
        rows.add_pooled(pooled);
        let broken = violations(&rows, &thresholds, Some(&many()));
        prop_assert_eq!(broken.is_empty(), is_safe_by_hand(&persons, pooled, &thresholds));
    }
}
