//! How long the protection of the largest expected table takes: 45 offices by 6 categories with
//! roll-ups on both sides, as single counts and as signatures out of published headcounts.
//!
//! `cargo bench --bench tables`. The goal is 2 seconds a table on two cores.

#![expect(clippy::panic, clippy::print_stdout, reason = "a benchmark prints")]

use std::time::Instant;

use terawang::disclosure::tables::{Axis, Group, Limits, Linked, Rule, protect, protect_pair, two_way};

const OFFICES: usize = 45;
const CATEGORIES: usize = 6;
const CLUSTERS: usize = 6;

/// A fixed sequence of numbers that look random (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

fn axis(prefix: &str, count: usize, group_of: impl Fn(usize) -> usize, groups: usize) -> Axis {
    let members: Vec<String> = (0..count).map(|at| format!("{prefix}{at:02}")).collect();
    let groups = (0..groups)
        .map(|group| Group {
            name: format!("{prefix}-group{group}"),
            members: (0..count).filter(|at| group_of(*at) == group).map(|at| members[at].clone()).collect(),
        })
        .collect();
    Axis { members, groups }
}

fn linked(counts: &[Vec<u64>]) -> Linked {
    let rows = axis("opd", OFFICES, |at| at % CLUSTERS, CLUSTERS);
    let columns = axis("kategori", CATEGORIES, |at| usize::from(at > 2), 2);
    match two_way(&rows, &columns, counts) {
        Ok((linked, _)) => linked,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// Headcounts as a regency has them: many civil servants, few of some other categories.
fn headcounts(numbers: &mut Numbers) -> Vec<Vec<u64>> {
    const USUAL: [u64; CATEGORIES] = [60, 25, 8, 12, 4, 20];
    (0..OFFICES).map(|_| USUAL.iter().map(|usual| numbers.below(usual * 2)).collect()).collect()
}

fn main() {
    let rule = Rule { k: 5, zeros_shown: false, own_record: true };
    for seed in 1..=5 {
        let mut numbers = Numbers(0x1234_5678 + seed);
        let targets = headcounts(&mut numbers);
        for percent in [50, 85, 97] {
            let signed: Vec<Vec<u64>> = targets
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|all| (0..*all).filter(|_| numbers.below(100) < percent).count() as u64)
                        .collect()
                })
                .collect();
            let (counted, all) = (linked(&signed), linked(&targets));
            let start = Instant::now();
            let single = protect(&counted, rule, Limits::default());
            let single_took = start.elapsed();
            let start = Instant::now();
            let pair = protect_pair(&counted, all.counts.clone(), rule, Limits::default());
            let pair_took = start.elapsed();
            let hidden = |result: Result<terawang::disclosure::tables::Protected, _>| match result {
                Ok(protected) => {
                    format!("{} hidden", protected.hidden.iter().filter(|hidden| **hidden).count())
                }
                Err(refusal) => format!("{refusal:?}"),
            };
            println!(
                "{seed}: {percent} % signed: single {single_took:.2?}, {}; pair {pair_took:.2?}, {} of {}",
                hidden(single),
                hidden(pair),
                counted.counts.len(),
            );
        }
    }
}
