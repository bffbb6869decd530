//! Random sequences of editions of one series. The test attacks whatever the program accepts with a list of
//! persons and simple counting. It uses no table, level or threshold of the program.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;
use crate::disclosure::rows::{Headcount, violations};

/// Group of offices, quarter, penalty: each an index into the names below.
type Kind = [usize; 3];

const CLUSTERS: [&str; 2] = ["dinas", "badan"];
const TIMES: [[&str; 4]; 3] = [
    ["2023-T2", "2023-T4", "2024-T1", "2024-T2"],
    ["2023-S1", "2023-S2", "2024-S1", "2024-S1"],
    ["2023", "2023", "2024", "2024"],
];
const PENALTIES: [[&str; 4]; 3] = [
    ["teguran_lisan", "teguran_tertulis", "potong_tukin_25_6bln", "tidak"],
    ["ringan", "ringan", "sedang", "tidak"],
    ["ada", "ada", "ada", "tidak"],
];
/// The coarseness of each column; 9 means that it is not published.
const POLICIES: [[usize; 3]; 9] =
    [[0, 0, 0], [0, 1, 1], [9, 0, 1], [0, 9, 1], [9, 9, 0], [9, 2, 1], [0, 2, 9], [9, 9, 2], [0, 9, 9]];

/// What a policy shows of a person.
fn shown(policy: [usize; 3], kind: Kind) -> Vec<&'static str> {
    let [cluster, time, penalty] = policy;
    let mut values = Vec::new();
    if cluster < 9 {
        values.push(CLUSTERS[kind[0]]);
    }
    if time < 9 {
        values.push(TIMES[time][kind[1]]);
    }
    if penalty < 9 {
        values.push(PENALTIES[penalty][kind[2]]);
    }
    values
}

fn columns(policy: [usize; 3]) -> Vec<Level> {
    let of = |names: &[Level], at: usize| names.get(at).copied();
    [
        of(&[Level::Cluster], policy[0]),
        of(&[Level::Quarter, Level::HalfYear, Level::Year], policy[1]),
        of(&[Level::Penalty, Level::PenaltyLevel, Level::AnyPenalty], policy[2]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An edition as its staff know it.
#[derive(Clone, Debug)]
struct Edition {
    persons: Vec<Kind>,
    /// The persons who are not detailed: everybody of these kinds.
    pooled: Vec<Kind>,
    policy: [usize; 3],
    k: u64,
    id: &'static str,
}

impl Edition {
    fn facts(&self, version: u64) -> Facts {
        let mut table = RowTable::new(&columns(self.policy));
        for person in &self.persons {
            if self.pooled.contains(person) {
                table.add_pooled(1);
            } else {
                table.add(shown(self.policy, *person).into_iter().map(str::to_owned).collect(), 1);
            }
        }
        let thresholds = Thresholds { k: self.k, pool_percent: 50, ..K };
        sanctions([(self.id, detailed(version, thresholds, table))])
    }

    fn is_accepted(&self, facts: &Facts, earlier: &[Release]) -> bool {
        let staff = Headcount::from_cells(vec![("dinas", "pns", 9000), ("badan", "pns", 9000)]);
        let rows = facts.sanctions[self.id].rows.as_ref().unwrap();
        violations(&rows.table, &rows.thresholds, Some(&staff)).is_empty()
            && earlier.iter().all(|release| compare(release, facts).is_empty())
    }

    /// The published row of a person, at columns that may be coarser.
    fn row(&self, policy: [usize; 3], person: Kind) -> Option<Vec<&'static str>> {
        (!self.pooled.contains(&person)).then(|| shown(policy, person))
    }

    fn count(&self, policy: [usize; 3], row: &Option<Vec<&'static str>>) -> usize {
        self.persons.iter().filter(|person| self.row(policy, **person) == *row).count()
    }
}

/// What the difference between two accepted editions reveals.
fn leak(then: &Edition, now: &Edition) -> Option<String> {
    let at_most: [usize; 3] = std::array::from_fn(|at| then.policy[at].max(now.policy[at]));
    if at_most != then.policy && at_most != now.policy {
        return Some("columns that cannot be brought together".to_owned());
    }
    let k = usize::try_from(then.k.max(now.k)).unwrap();
    let everybody = then
        .persons
        .iter()
        .map(|person| (then, *person))
        .chain(now.persons.iter().map(|person| (now, *person)));
    let mut rows: Vec<Option<Vec<&str>>> =
        everybody.map(|(edition, person)| edition.row(at_most, person)).collect();
    rows.sort();
    rows.dedup();
    for row in &rows {
        let (before, after) = (then.count(at_most, row), now.count(at_most, row));
        if before != after && before.abs_diff(after) < k {
            return Some(format!("{row:?}: {before} and then {after}"));
        }
    }
    if at_most[2] == 9 {
        return None;
    }
    // For each group of persons added or removed: does a member learn about the others?
    for (from, to) in [(then, now), (now, then)] {
        let mut groups: BTreeMap<Vec<&str>, Vec<(&str, usize)>> = BTreeMap::new();
        for row in rows.iter().flatten() {
            let (penalty, group) = row.split_last().unwrap();
            let row = Some(row.clone());
            let more = to.count(at_most, &row).saturating_sub(from.count(at_most, &row));
            if more > 0 {
                groups.entry(group.to_vec()).or_default().push((*penalty, more));
            }
        }
        for (group, fates) in groups {
            let all: usize = fates.iter().map(|(_, more)| more).sum();
            if fates.len() < 2 || fates.iter().any(|(_, more)| more + 1 >= all) {
                return Some(format!("{group:?} all alike"));
            }
        }
    }
    None
}

fn kind() -> impl Strategy<Value = Kind> {
    (0_usize..2, 0_usize..4, 0_usize..4).prop_map(|(cluster, time, penalty)| [cluster, time, penalty])
}

/// Some persons of one kind; sometimes few, sometimes enough.
fn batch() -> impl Strategy<Value = (Kind, usize)> {
    (kind(), prop_oneof![1 => 1_usize..4, 4 => 5_usize..9, 2 => 9_usize..14])
}

/// Kinds that lose or gain persons.
type Steps = Vec<(Kind, usize, bool)>;

fn steps() -> impl Strategy<Value = Steps> {
    let step = (batch(), prop::bool::weighted(0.7)).prop_map(|((kind, count), comes)| (kind, count, comes));
    prop_oneof![1 => Just(Vec::new()), 6 => prop::collection::vec(step, 1..5)]
}

fn policy() -> impl Strategy<Value = [usize; 3]> {
    prop::sample::select(POLICIES.to_vec())
}

fn editions() -> impl Strategy<Value = Vec<Edition>> {
    let pooled = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(kind(), 1..3)];
    let change = (
        steps(),
        pooled,
        prop::option::weighted(0.4, policy()),
        3_u64..6,
        prop::sample::select(vec!["sanksi/a", "sanksi/b"]),
    );
    (prop::collection::vec(batch(), 3..9), policy(), prop::collection::vec(change, 3)).prop_map(
        |(first, first_policy, changes)| {
            let mut persons: Vec<Kind> = Vec::new();
            let mut policy = first_policy;
            first.into_iter().for_each(|(kind, count)| persons.extend(std::iter::repeat_n(kind, count)));
            let mut editions = Vec::new();
            for (at, (steps, pooled, new_policy, k, id)) in changes.into_iter().enumerate() {
                if at > 0 {
                    policy = new_policy.unwrap_or(policy);
                    for (kind, count, comes) in steps {
                        for _ in 0..count {
                            match persons.iter().position(|person| *person == kind) {
                                _ if comes => persons.push(kind),
                                Some(at) => {
                                    persons.swap_remove(at);
                                }
                                None => {}
                            }
                        }
                    }
                }
                editions.push(Edition { persons: persons.clone(), pooled, policy, k, id });
            }
            editions
        },
    )
}

#[test]
fn whatever_is_accepted_gives_nobody_away_by_subtraction() {
    let mut runner = TestRunner::deterministic();
    let (mut pairs, mut changed, mut triples) = (0, 0, 0);
    for _ in 0..6_000 {
        let editions = editions().new_tree(&mut runner).unwrap().current();
        let mut releases: Vec<Release> = Vec::new();
        let mut accepted: Vec<&Edition> = Vec::new();
        for edition in &editions {
            let number = u32::try_from(releases.len()).unwrap() + 1;
            let facts = edition.facts(u64::from(number));
            if !edition.is_accepted(&facts, &releases) {
                continue;
            }
            for earlier in &accepted {
                let leak = leak(earlier, edition);
                assert_eq!(leak, None, "{earlier:?}\n{edition:?}");
                pairs += 1;
                let mut both = [earlier.persons.clone(), edition.persons.clone()];
                both.iter_mut().for_each(|persons| persons.sort_unstable());
                changed += usize::from(both[0] != both[1]);
            }
            accepted.push(edition);
            releases.push(release(number, facts));
        }
        triples += usize::from(accepted.len() == 3);
    }
    // The test is meaningful only if the random editions gave it something to attack.
    assert!(
        pairs > 500 && changed > 100 && triples > 100,
        "{pairs} pairs, {changed} changed, {triples} triples"
    );
}

#[test]
fn whatever_leaks_by_subtraction_is_refused() {
    let mut runner = TestRunner::deterministic();
    let mut refused = 0;
    for _ in 0..4_000 {
        let editions = editions().new_tree(&mut runner).unwrap().current();
        let then = release(1, editions[0].facts(1));
        let rules = compare(&then, &editions[1].facts(2));
        assert_eq!(rules.is_empty(), leak(&editions[0], &editions[1]).is_none(), "{editions:?}\n{rules:?}");
        refused += usize::from(!rules.is_empty());
    }
    assert!(refused > 1000, "{refused}");
}
