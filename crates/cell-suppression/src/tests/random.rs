//! Random linked tables: proofs checked by a second verifier, minimality, the order of rows.

use proptest::prelude::*;

use super::super::{
    Axis, Equation, Limits, LinkedTables, Refusal, Rule, Side, Suppression, protect, two_way, verify,
};
use super::{Attacker, Numbers, complementary, interval, names, plain, rolled_up};

/// Counts like in real tables: many small, some large, some zero.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![2 => 0_u64..8, 2 => 5_u64..40, 1 => Just(0_u64), 1 => 40_u64..900]
}

fn rule() -> impl Strategy<Value = Rule> {
    (2_u64..7, any::<bool>(), any::<bool>()).prop_map(|(threshold, zeros_shown, own_record)| Rule {
        threshold,
        zeros_shown,
        own_record,
    })
}

/// Two-way tables with roll-ups on both axes, with or without populations.
fn hierarchical() -> impl Strategy<Value = LinkedTables> {
    (3_usize..6, 2_usize..5, any::<bool>()).prop_flat_map(|(rows, columns, with_targets)| {
        let cells = prop::collection::vec(prop::collection::vec((count(), count()), columns), rows);
        (cells, 1..rows, 1..columns).prop_map(move |(cells, row_cut, column_cut)| {
            let grid = |value: &dyn Fn(&(u64, u64)) -> u64| -> Vec<Vec<u64>> {
                cells.iter().map(|row| row.iter().map(value).collect()).collect()
            };
            let row_groups = [(0, row_cut), (row_cut, rows)];
            let column_groups = [(0, column_cut), (column_cut, columns)];
            let (counted, _) = rolled_up(&grid(&|pair| pair.0), &row_groups, &column_groups);
            let (all, _) = rolled_up(&grid(&|pair| pair.0 + pair.1), &row_groups, &column_groups);
            LinkedTables { population: with_targets.then_some(all.counts), ..counted }
        })
    })
}

/// One set of cells, summed along two or three unrelated partitions.
fn partitions() -> impl Strategy<Value = LinkedTables> {
    let cells = prop::collection::vec((count(), 0_usize..3, 0_usize..3, 0_usize..2), 5..10);
    (cells, any::<bool>()).prop_map(|(cells, third)| {
        let mut counts: Vec<u64> = cells.iter().map(|cell| cell.0).collect();
        let grand_total: u64 = counts.iter().sum();
        let mut equations = Vec::new();
        let group_of = |at: usize, along: usize| [cells[at].1, cells[at].2, cells[at].3][along];
        let mut sums = Vec::new();
        for along in 0..2 + usize::from(third) {
            let mut groups = Vec::new();
            for group in 0..3 {
                let parts: Vec<usize> = (0..cells.len()).filter(|at| group_of(*at, along) == group).collect();
                if !parts.is_empty() {
                    groups.push(counts.len());
                    equations.push(Equation { total: counts.len(), parts: parts.clone() });
                    counts.push(parts.iter().map(|part| counts[*part]).sum());
                }
            }
            sums.push(groups);
        }
        let total = counts.len();
        counts.push(grand_total);
        equations.extend(sums.into_iter().map(|parts| Equation { total, parts }));
        let mut tables = LinkedTables::new(counts, equations);
        tables.always_shown[total] = true;
        tables
    })
}

/// A second verifier, which panics if a proof is wrong.
struct Jury<'a> {
    tables: &'a LinkedTables,
    rule: Rule,
    protected: &'a Suppression,
}

impl Jury<'_> {
    const BOTH: [Side; 2] = [Side::Counted, Side::Rest];

    fn least(&self) -> i64 {
        i64::from(self.rule.zeros_shown)
    }

    fn target(&self, cell: usize) -> Option<i64> {
        self.tables.population.as_ref().map(|targets| targets[cell] as i64)
    }

    /// The number of persons on a side; `None` for the rest if there is no population.
    fn on(&self, cell: usize, side: Side, counted: i64) -> Option<i64> {
        if side == Side::Counted { Some(counted) } else { self.target(cell).map(|target| target - counted) }
    }

    fn truth(&self, cell: usize, side: Side) -> i64 {
        self.on(cell, side, self.tables.counts[cell] as i64).unwrap_or(0)
    }

    fn whole(&self, at: usize) -> Vec<i64> {
        let mut assigned = self.protected.proof.tables[at].iter().copied();
        let shown = self.tables.counts.iter().map(|count| *count as i64);
        shown
            .zip(&self.protected.hidden)
            .map(|(count, hidden)| if *hidden { assigned.next().unwrap() } else { count })
            .collect()
    }

    /// Checks that a table agrees with all published data. `kept` is the side that stays bounded in a table
    /// in which small populations are no bound.
    fn fits(&self, table: &[i64], kept: Option<Side>) {
        for equation in &self.tables.equations {
            assert_eq!(equation.parts.iter().map(|part| table[*part]).sum::<i64>(), table[equation.total]);
        }
        for cell in (0..table.len()).filter(|cell| self.protected.hidden[*cell]) {
            let tiny = self.target(cell).is_some_and(|target| target < self.rule.threshold as i64);
            for side in Self::BOTH {
                let put_aside = tiny && kept.is_some_and(|kept| kept != side);
                assert!(
                    put_aside
                        || self.on(cell, side, table[cell]).is_none_or(|persons| persons >= self.least())
                );
            }
        }
    }

    fn judge(&self) {
        let k = self.rule.threshold as i64;
        for (cell, side) in (0..self.tables.counts.len()).flat_map(|cell| Self::BOTH.map(|side| (cell, side)))
        {
            if !self.tables.always_shown[cell] && (1..k).contains(&self.truth(cell, side)) {
                assert!(self.protected.hidden[cell]);
                self.judge_side(cell, side);
            }
        }
    }

    fn judge_side(&self, cell: usize, side: Side) {
        let (k, tables) = (self.rule.threshold as i64, self.tables);
        let found =
            self.protected.proof.witnesses.iter().find(|found| (found.cell, found.side) == (cell, side));
        let witness = found.unwrap();
        let among = self.target(cell).filter(|_| !self.rule.zeros_shown).unwrap_or(k);
        let whole = |list: &[usize]| -> Vec<Vec<i64>> { list.iter().map(|at| self.whole(*at)).collect() };
        let (lows, highs) = (whole(&witness.low), whole(&witness.high));
        lows.iter().chain(&highs).for_each(|table| self.fits(table, None));
        let here = |table: &Vec<i64>| self.on(cell, side, table[cell]).unwrap();
        assert!(lows.iter().any(|table| here(table) <= self.least()));
        assert!(highs.iter().any(|table| here(table) >= k.min(among)));
        if among < k {
            let table = self.whole(witness.united.unwrap());
            self.fits(&table, Some(side));
            assert!(here(&table) >= k);
        }
        let own_leaves = Attacker::new(tables).leaves_of(cell);
        let is_sum = |at: usize| tables.equations.iter().any(|equation| equation.total == at);
        let own_record = |at: &usize| self.rule.own_record && self.protected.hidden[*at] && !is_sum(*at);
        let places =
            (0..tables.counts.len()).filter(own_record).flat_map(|at| Self::BOTH.map(|own| (at, own)));
        for (at, own) in places.filter(|(at, own)| self.truth(*at, *own) > 0) {
            let inside = |table: &&Vec<i64>| self.on(at, own, table[at]).unwrap() >= 1;
            let is_there = own_leaves.contains(&at);
            let others = if is_there && own == side { 1 } else { self.least() };
            let beside = is_there && own != side && !self.rule.zeros_shown;
            let room = if beside { k.min(among - 1) } else { k.min(among) };
            let alone = is_there && own == side && self.truth(cell, side) == 1;
            assert!(alone || lows.iter().filter(inside).any(|table| here(table) <= others));
            assert!(highs.iter().filter(inside).any(|table| here(table) >= room));
        }
    }
}

/// Protects, and has the proof verified again; `None` if there is no protection.
fn judged(tables: &LinkedTables, rule: Rule) -> Option<Suppression> {
    match protect(tables, rule, Limits::default()) {
        Ok(protected) => {
            Jury { tables, rule, protected: &protected }.judge();
            let again = protect(tables, rule, Limits::default());
            assert!(again.is_ok_and(|again| again == protected), "the same tables, another outcome");
            Some(protected)
        }
        Err(Refusal::Infeasible { .. }) => None,
        Err(other) => panic!("{:?} {rule:?}: {other:?}", tables.counts),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rolled_up_tables_are_protected(tables in hierarchical(), rule in rule()) {
        judged(&tables, rule);
    }

    #[test]
    fn unrelated_partitions_are_protected_together(tables in partitions(), rule in rule()) {
        if let Some(protected) = judged(&tables, rule) {
            for witness in &protected.proof.witnesses {
                let found = interval(&tables, &protected.hidden, rule.least(), witness.cell).unwrap();
                prop_assert!(found.low <= rule.least() && found.high.is_none_or(|high| high >= rule.threshold));
            }
        }
    }
}

#[test]
fn every_complementary_cell_is_needed() {
    let mut numbers = Numbers(0x5eed_0004);
    let rule = plain(4);
    let (mut tables_with_any, mut shown_again) = (0, 0);
    while tables_with_any < 500 {
        let counts: Vec<Vec<u64>> = numbers.table(3, 3, 24);
        let (tables, _) = rolled_up(&counts, &[(0, 2)], &[]);
        let Ok(protected) = protect(&tables, rule, Limits::default()) else { continue };
        let added = complementary(&tables, rule, &protected);
        tables_with_any += usize::from(!added.is_empty());
        for cell in added {
            shown_again += 1;
            let mut less = protected.clone();
            let column = (0..cell).filter(|at| protected.hidden[*at]).count();
            less.hidden[cell] = false;
            for table in &mut less.proof.tables {
                table.remove(column);
            }
            assert!(verify(&tables, rule, &less).is_err(), "{counts:?}: the verifier misses cell {cell}");
            let is_exposed = protected.proof.witnesses.iter().any(|witness| {
                let found = interval(&tables, &less.hidden, 0, witness.cell).expect("an answer");
                found.low > 0 || found.high.is_some_and(|high| high < rule.threshold)
            });
            assert!(is_exposed, "{counts:?}: cell {cell} is redundant");
        }
    }
    assert!(shown_again > 1_000, "{shown_again}");
}

#[test]
fn the_order_of_rows_and_columns_decides_nothing() {
    let mut numbers = Numbers(0x5eed_0005);
    let rule = Rule { own_record: true, ..plain(5) };
    for _ in 0..60 {
        let counts = numbers.table(5, 4, 14);
        let axis = |prefix: &str, count: usize, turned: usize| {
            let mut members = names(prefix, count);
            let mut groups = vec![("A", members[..2].to_vec()), ("B", members[2..].to_vec())];
            members.rotate_left(turned);
            groups.rotate_left(turned % 2);
            groups.into_iter().fold(Axis::new(members), |axis, (name, of)| axis.group(name, of))
        };
        let outcome = |turned: usize| {
            let mut counts = counts.clone();
            counts.rotate_left(turned);
            counts.iter_mut().for_each(|row| row.rotate_left(turned));
            let (rows, columns) = (axis("r", 5, turned), axis("c", 4, turned));
            let (tables, index) = two_way(&rows, &columns, &counts).expect("a table of good shape");
            let protected = protect(&tables, rule, Limits::default()).ok()?;
            let lines = |prefix: &str, count: usize| {
                [names(prefix, count), vec!["A".to_owned(), "B".to_owned()]].concat()
            };
            let (rows, columns) = (lines("r", 5), lines("c", 4));
            let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
            let hidden = |(row, column): (&String, &String)| {
                protected.hidden[index.cell(Some(row), Some(column)).expect("a cell")]
            };
            Some(cells.map(hidden).collect::<Vec<bool>>())
        };
        assert_eq!(outcome(0), outcome(1));
        assert_eq!(outcome(0), outcome(3));
    }
}
