//! How long it takes to protect a large table: 45 rows by 6 columns with roll-ups on both axes, as counts
//! alone and as counts out of published populations.
//!
//! `cargo bench -p cell-suppression`. The goal is 2 seconds a table.

#![expect(clippy::panic, clippy::print_stdout, reason = "a benchmark prints")]

use std::time::Instant;

use cell_suppression::{Axis, Limits, LinkedTables, Refusal, Rule, Suppression, protect, two_way};

const ROWS: usize = 45;
const COLUMNS: usize = 6;
const GROUPS: usize = 6;

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
    let name = |at: usize| format!("{prefix}{at:02}");
    (0..groups).fold(Axis::new((0..count).map(name)), |axis, group| {
        let members = (0..count).filter(|at| group_of(*at) == group).map(name);
        axis.group(format!("{prefix}-group{group}"), members)
    })
}

fn linked(counts: &[Vec<u64>]) -> LinkedTables {
    let rows = axis("row", ROWS, |at| at % GROUPS, GROUPS);
    let columns = axis("column", COLUMNS, |at| usize::from(at > 2), 2);
    match two_way(&rows, &columns, counts) {
        Ok((tables, _)) => tables,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// Populations as a public administration may have them: some categories large, some small.
fn populations(numbers: &mut Numbers) -> Vec<Vec<u64>> {
    const USUAL: [u64; COLUMNS] = [60, 25, 8, 12, 4, 20];
    (0..ROWS).map(|_| USUAL.iter().map(|usual| numbers.below(usual * 2)).collect()).collect()
}

fn main() {
    let rule = Rule { threshold: 5, zeros_shown: false, own_record: true };
    for seed in 1..=5 {
        let mut numbers = Numbers(0x1234_5678 + seed);
        let populations = populations(&mut numbers);
        for percent in [50, 85, 97] {
            let counts: Vec<Vec<u64>> = populations
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|all| (0..*all).filter(|_| numbers.below(100) < percent).count() as u64)
                        .collect()
                })
                .collect();
            let (counted, all) = (linked(&counts), linked(&populations));
            let start = Instant::now();
            let single = protect(&counted, rule, Limits::default());
            let single_took = start.elapsed();
            let start = Instant::now();
            let share = protect(&counted.clone().out_of(all.counts), rule, Limits::default());
            let share_took = start.elapsed();
            let hidden = |result: Result<Suppression, Refusal>| match result {
                Ok(suppression) => {
                    format!("{} hidden", suppression.hidden.iter().filter(|hidden| **hidden).count())
                }
                Err(refusal) => format!("{refusal:?}"),
            };
            println!(
                "{seed}: {percent} % counted: alone {single_took:.2?}, {}; with populations {share_took:.2?}, {} of {}",
                hidden(single),
                hidden(share),
                counted.counts.len(),
            );
        }
    }
}
