//! Known answers, brute force and random tables.
//!
//! The tests check results with independent code: the enumerator below and its rules share only the types of
//! the tables with the library.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

mod brute_force;
mod known_answers;
mod pairs;
mod random;
mod reach;
mod refusals;
mod within;

use super::{
    Attack, Axis, CellIndex, Group, Interval, Limits, LinkedTables, Refusal, Rule, Side, Suppression, two_way,
};

/// A threshold rule against attackers without own records, with zeros that may be hidden.
fn plain(k: u64) -> Rule {
    Rule { threshold: k, zeros_shown: false, own_record: false }
}

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{prefix}{at}")).collect()
}

/// A two-way table with its margins and no further roll-ups.
fn table(counts: &[Vec<u64>]) -> (LinkedTables, CellIndex) {
    rolled_up(counts, &[], &[])
}

/// A two-way table with roll-ups of adjacent lines, given as ranges.
fn rolled_up(
    counts: &[Vec<u64>],
    row_groups: &[(usize, usize)],
    column_groups: &[(usize, usize)],
) -> (LinkedTables, CellIndex) {
    let axis = |prefix: &str, count: usize, groups: &[(usize, usize)]| {
        let members = names(prefix, count);
        let groups = groups.iter().enumerate().map(|(at, (from, to))| Group {
            name: format!("{prefix}-group{at}"),
            members: members[*from..*to].to_vec(),
        });
        Axis { groups: groups.collect(), members: members.clone() }
    };
    let rows = axis("r", counts.len(), row_groups);
    let columns = axis("c", counts[0].len(), column_groups);
    two_way(&rows, &columns, counts).expect("a table of good shape")
}

/// The feasibility interval of one cell.
fn interval(tables: &LinkedTables, hidden: &[bool], least: u64, cell: usize) -> Result<Interval, Refusal> {
    Attack::new(tables, hidden, least, Limits::default())?.interval(cell)
}

/// An enumerator: all ways to fill in the hidden cells, searched depth first.
struct Attacker<'a> {
    tables: &'a LinkedTables,
    /// Cells that are not totals.
    leaves: Vec<usize>,
    /// For each cell, the leaves that it sums, once for each way to sum it.
    sums: Vec<(usize, Vec<usize>)>,
}

/// Means "unbounded".
const OPEN: i64 = 1 << 40;

impl<'a> Attacker<'a> {
    fn new(tables: &'a LinkedTables) -> Self {
        let is_total = |cell: usize| tables.equations.iter().any(|equation| equation.total == cell);
        let leaves: Vec<usize> = (0..tables.counts.len()).filter(|cell| !is_total(*cell)).collect();
        let mut sums = Vec::new();
        for (at, leaf) in leaves.iter().enumerate() {
            sums.push((*leaf, vec![at]));
        }
        for equation in &tables.equations {
            let mut found = Vec::new();
            let mut open = equation.parts.clone();
            while let Some(cell) = open.pop() {
                match leaves.iter().position(|leaf| *leaf == cell) {
                    Some(at) => found.push(at),
                    None => {
                        let first = tables.equations.iter().find(|equation| equation.total == cell);
                        open.extend(&first.expect("a sum").parts);
                    }
                }
            }
            found.sort_unstable();
            if !sums.contains(&(equation.total, found.clone())) {
                sums.push((equation.total, found));
            }
        }
        Self { tables, leaves, sums }
    }

    /// What is known about each cell without equations: shown values, and bounds of hidden ones.
    fn knowledge(&self, hidden: &[bool], least: i64) -> Vec<(i64, i64)> {
        let tables = self.tables;
        let of_cell = |cell: usize| {
            let target = tables.population.as_ref().map(|targets| targets[cell] as i64);
            let (from, to) = tables.prior_bounds[cell];
            let to = i64::try_from(to).unwrap_or(OPEN);
            match hidden[cell] {
                true => (least.max(from as i64), target.map_or(OPEN, |target| target - least).min(to)),
                false => (tables.counts[cell] as i64, tables.counts[cell] as i64),
            }
        };
        (0..tables.counts.len()).map(of_cell).collect()
    }

    /// Whether any table fits what is known.
    fn any(&self, known: &[(i64, i64)]) -> bool {
        let mut values = vec![0; self.leaves.len()];
        self.fill(known, &mut values, 0)
    }

    fn fill(&self, known: &[(i64, i64)], values: &mut Vec<i64>, at: usize) -> bool {
        if at == values.len() {
            let total = |leaves: &Vec<usize>| leaves.iter().map(|leaf| values[*leaf]).sum::<i64>();
            return self.sums.iter().all(|(cell, leaves)| {
                let sum = total(leaves);
                let same = self.sums.iter().all(|(other, others)| other != cell || total(others) == sum);
                same && known[*cell].0 <= sum && sum <= known[*cell].1
            });
        }
        let (mut from, mut to) = known[self.leaves[at]];
        for (cell, leaves) in &self.sums {
            if !leaves.contains(&at) {
                continue;
            }
            let (mut done, mut least, mut most) = (0, 0, 0);
            for leaf in leaves {
                match leaf.cmp(&at) {
                    std::cmp::Ordering::Less => done += values[*leaf],
                    std::cmp::Ordering::Equal => {}
                    std::cmp::Ordering::Greater => {
                        least += known[self.leaves[*leaf]].0;
                        most += known[self.leaves[*leaf]].1;
                    }
                }
            }
            from = from.max(known[*cell].0 - done - most);
            to = to.min(known[*cell].1 - done - least);
        }
        assert!(to < OPEN, "the grand total bounds everything");
        (from..=to).any(|value| {
            values[at] = value;
            self.fill(known, values, at + 1)
        })
    }

    /// Whether a pattern keeps the promise of `protect`.
    fn finds_nothing(&self, rule: Rule, hidden: &[bool]) -> bool {
        let cells = 0..self.tables.counts.len();
        let small: Vec<(usize, Side)> = cells
            .flat_map(|cell| [(cell, Side::Counted), (cell, Side::Rest)])
            .filter(|(cell, side)| !self.tables.always_shown[*cell] && self.is_small(rule, *cell, *side))
            .collect();
        small.iter().all(|(cell, side)| hidden[*cell] && self.is_open(rule, hidden, *cell, *side))
    }

    fn persons(&self, cell: usize, side: Side) -> i64 {
        let count = self.tables.counts[cell] as i64;
        match (side, &self.tables.population) {
            (Side::Counted, _) => count,
            (Side::Rest, Some(targets)) => targets[cell] as i64 - count,
            (Side::Rest, None) => 0,
        }
    }

    fn is_small(&self, rule: Rule, cell: usize, side: Side) -> bool {
        (1..rule.threshold as i64).contains(&self.persons(cell, side))
    }

    fn is_open(&self, rule: Rule, hidden: &[bool], cell: usize, side: Side) -> bool {
        let least = i64::from(rule.zeros_shown);
        let known = self.knowledge(hidden, least);
        let target = self.tables.population.as_ref().map(|targets| targets[cell] as i64);
        let k = rule.threshold as i64;
        let enough = |among: Option<i64>| match among {
            Some(among) if !rule.zeros_shown => k.min(among),
            _ => k,
        };
        let at_most =
            |known: &[(i64, i64)], persons| self.any(&with(known, cell, side, target, -OPEN, persons));
        let at_least =
            |known: &[(i64, i64)], persons| self.any(&with(known, cell, side, target, persons, OPEN));
        if !at_most(&known, least) || !at_least(&known, enough(target)) {
            return false;
        }
        if !rule.zeros_shown && target.is_some_and(|target| target < k) {
            let mut lifted = known.clone();
            let tiny = |at: &usize| {
                hidden[*at] && self.tables.population.as_ref().is_some_and(|all| (all[*at] as i64) < k)
            };
            for at in (0..hidden.len()).filter(tiny) {
                match side {
                    Side::Counted => lifted[at].1 = 1000,
                    Side::Rest => lifted[at].0 = -1000,
                }
            }
            if !at_least(&lifted, k) {
                return false;
            }
        }
        let own_leaves = self.leaves_of(cell);
        let members = self.leaves.iter().copied().filter(|at| rule.own_record && hidden[*at]);
        members.flat_map(|at| [(at, Side::Counted), (at, Side::Rest)]).all(|(at, own_side)| {
            if self.persons(at, own_side) == 0 {
                return true;
            }
            let member_target = self.tables.population.as_ref().map(|targets| targets[at] as i64);
            let inside = with(&known, at, own_side, member_target, 1, OPEN);
            let own = own_leaves.contains(&at);
            let low = if own && own_side == side { 1 } else { least };
            let high = if own && own_side != side {
                enough(target.map(|target| target - 1))
            } else {
                enough(target)
            };
            let alone = own && own_side == side && self.persons(cell, side) == 1;
            (alone || at_most(&inside, low)) && at_least(&inside, high)
        })
    }

    /// The leaves that a cell sums.
    fn leaves_of(&self, cell: usize) -> Vec<usize> {
        let ways = self.sums.iter().filter(|(sum, _)| *sum == cell);
        ways.flat_map(|(_, leaves)| leaves.iter().map(|leaf| self.leaves[*leaf])).collect()
    }
}

/// Knowledge, narrowed for one side of one cell.
fn with(
    known: &[(i64, i64)],
    cell: usize,
    side: Side,
    target: Option<i64>,
    from: i64,
    to: i64,
) -> Vec<(i64, i64)> {
    let mut known = known.to_vec();
    let (from, to) = match (side, target) {
        (Side::Rest, Some(target)) => (target - to, target - from),
        _ => (from, to),
    };
    known[cell] = (known[cell].0.max(from), known[cell].1.min(to));
    known
}

/// Complementary suppressions: hidden cells that are large enough, or empty.
fn complementary(tables: &LinkedTables, rule: Rule, protected: &Suppression) -> Vec<usize> {
    let attacker = Attacker::new(tables);
    let primary =
        |cell: usize| [Side::Counted, Side::Rest].iter().any(|side| attacker.is_small(rule, cell, *side));
    (0..protected.hidden.len()).filter(|cell| protected.hidden[*cell] && !primary(*cell)).collect()
}

/// A fixed sequence of pseudo-random numbers (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn table(&mut self, rows: usize, columns: usize, end: u64) -> Vec<Vec<u64>> {
        (0..rows).map(|_| (0..columns).map(|_| self.below(end)).collect()).collect()
    }
}
