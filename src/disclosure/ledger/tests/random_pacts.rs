//! Random sequences of editions of one pact series, attacked with the true counts of its offices.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::files::file;
use super::*;
use crate::collections::common::Unit;
use crate::collections::pact::{PactCount, PactKind, StaffCategory};
use crate::disclosure::proofs::Proofs;
use crate::reading::Located;

const DAYS: [Date; 2] = [date(2024, 6, 30), date(2024, 10, 31)];
const OFFICES: usize = 6;

/// Those who signed and those who did not, by office, category and day.
type Counts = BTreeMap<(usize, usize, usize), (u64, u64)>;

fn located<T>(value: T) -> Located<T> {
    Located { value, range: 0..0 }
}

fn series(counts: &Counts) -> PactSeries {
    let counts = counts.iter().map(|((office, category, day), (signed, rest))| {
        located(PactCount {
            office: format!("opd-{office}"),
            category: StaffCategory::ALL[*category],
            as_of: DAYS[*day],
            target: located(Count::Number(signed + rest, None)),
            signed: located(Count::Number(*signed, None)),
        })
    });
    PactSeries {
        kind: PactKind::Neutrality,
        compulsory: None,
        signers: Vec::new(),
        calendar: None,
        legal_base: Vec::new(),
        unit: Unit::Persons,
        policy: None,
        counts: counts.collect(),
        totals: Vec::new(),
    }
}

fn publish(counts: &Counts, ledger: &Ledger) -> PactFacts {
    let series = series(counts);
    let pooled = ledger.pooled_before("pakta/a", &BTreeSet::new());
    let published = pact::coarsen(&series, &BTreeMap::new(), &Proofs::default(), &pooled).ok().unwrap();
    pact_facts(BTreeSet::new(), &series, &published)
}

/// The class of an office: its own, or the pool.
fn class_of(facts: &PactFacts, office: usize) -> String {
    let code = format!("opd-{office}");
    let alone = facts.days.values().any(|day| day.contains_key(&RowKey::Office(code.clone())));
    if alone { code } else { "pool".to_owned() }
}

/// What the difference between two editions reveals.
fn leak(then: (&Counts, &PactFacts), now: (&Counts, &PactFacts)) -> Option<String> {
    let enough = |a: u64, b: u64| a == b || a.abs_diff(b) >= 5;
    for (day, category) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        if !then.1.days.contains_key(&DAYS[day]) || !now.1.days.contains_key(&DAYS[day]) {
            continue;
        }
        let mut sums: BTreeMap<String, [u64; 4]> = BTreeMap::new();
        for office in 0..OFFICES {
            let (old, new) = (then.0.get(&(office, category, day)), now.0.get(&(office, category, day)));
            let is_in = |counts: &Counts| counts.keys().any(|(own, ..)| *own == office);
            if is_in(then.0)
                && is_in(now.0)
                && class_of(then.1, office) == "pool"
                && class_of(now.1, office) != "pool"
            {
                return Some(format!("office {office} left the pool"));
            }
            let class = class_of(if is_in(now.0) { now.1 } else { then.1 }, office);
            let sum = sums.entry(class).or_default();
            for (at, count) in [old.map(|c| c.0), old.map(|c| c.1), new.map(|c| c.0), new.map(|c| c.1)]
                .into_iter()
                .enumerate()
            {
                sum[at] += count.unwrap_or(0);
            }
        }
        for (class, [signed, rest, now_signed, now_rest]) in sums {
            if !enough(signed, now_signed)
                || !enough(rest, now_rest)
                || !enough(signed + rest, now_signed + now_rest)
            {
                return Some(format!("{class} on day {day}: {signed}+{rest}, then {now_signed}+{now_rest}"));
            }
        }
    }
    None
}

fn counts() -> impl Strategy<Value = Counts> {
    let number = prop_oneof![3 => Just(0_u64), 1 => 1_u64..5, 6 => 5_u64..30];
    prop::collection::btree_map((0..OFFICES, 0_usize..2, 0_usize..2), (number.clone(), number), 4..20)
}

/// One cell, and the change on each side.
type Change = (usize, i64, i64);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let by = || prop_oneof![3 => Just(0_i64), 1 => -4_i64..5, 2 => 5_i64..12, 1 => -12_i64..-4];
    let change = (0_usize..20, by(), by());
    prop_oneof![1 => Just(Vec::new()), 3 => prop::collection::vec(change, 1..3)]
}

#[test]
fn whatever_is_accepted_gives_nobody_away_by_subtraction() {
    let mut runner = TestRunner::deterministic();
    let rows = (counts(), prop::collection::vec((changes(), counts(), 0_usize..4), 2));
    let (mut pairs, mut changed, mut triples, mut grown) = (0, 0, 0, 0);
    for _ in 0..2_000 {
        let (first, later) = rows.new_tree(&mut runner).unwrap().current();
        let mut editions = vec![first];
        for (changes, new_rows, new) in later {
            let mut counts = editions.last().unwrap().clone();
            for (at, signed, rest) in changes {
                if let Some(cell) = counts.values_mut().nth(at) {
                    *cell = (cell.0.saturating_add_signed(signed), cell.1.saturating_add_signed(rest));
                }
            }
            counts.extend(new_rows.into_iter().take(new));
            editions.push(counts);
        }
        let (mut files, mut accepted) = (Vec::new(), Vec::<(&Counts, PactFacts)>::new());
        for counts in &editions {
            let ledger = Ledger::read(&files).value;
            let published = publish(counts, &ledger);
            let now = pacts([("pakta/a", published.clone())]);
            if !ledger.releases().iter().all(|release| compare(release, &now).is_empty()) {
                continue;
            }
            for (earlier, facts) in &accepted {
                assert_eq!(leak((earlier, facts), (counts, &published)), None, "{earlier:?}\n{counts:?}");
                pairs += 1;
                changed += usize::from(*earlier != counts);
                grown += usize::from(facts.pool().len() < published.pool().len());
            }
            accepted.push((counts, published));
            if let Some(release) = ledger.next(now, date(2025, 1, 1), None) {
                files.push(file(release.number, &release.to_text().unwrap()));
            }
        }
        triples += usize::from(accepted.len() == 3);
    }
    assert!(
        pairs > 500 && changed > 100 && triples > 100 && grown > 20,
        "{pairs} pairs, {changed} changed, {triples} triples, {grown} with a larger pool"
    );
}
