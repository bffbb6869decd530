//! `reach`, compared with the general solver and with brute force.

use super::super::protect::protect_by_the_solver_alone;
use super::super::reach::{Answer, Reach};
use super::super::solve::{Incidence, Range, cheapest};
use super::super::{Equation, Limits, LinkedTables, Rule, protect};
use super::{Attacker, Numbers, plain, rolled_up};

/// A change that is large enough to mean "unbounded".
const OPEN: i64 = 1 << 40;

/// A two-way table with roll-ups on both axes, with or without populations.
fn hierarchical(numbers: &mut Numbers) -> LinkedTables {
    let (rows, columns) = (2 + numbers.below(4) as usize, 2 + numbers.below(3) as usize);
    let end = [3, 9, 30][numbers.below(3) as usize];
    let signed = numbers.table(rows, columns, end);
    let cut = (1 + numbers.below(rows as u64 - 1) as usize, 1 + numbers.below(columns as u64 - 1) as usize);
    let row_groups = [(0, cut.0), (cut.0, rows)];
    let column_groups = [(0, cut.1), (cut.1, columns)];
    let (tables, _) = rolled_up(&signed, &row_groups, &column_groups);
    if numbers.below(2) == 0 {
        return tables;
    }
    let all: Vec<Vec<u64>> =
        signed.iter().map(|row| row.iter().map(|count| count + numbers.below(end)).collect()).collect();
    let (all, _) = rolled_up(&all, &row_groups, &column_groups);
    LinkedTables { population: Some(all.counts), ..tables }
}

/// Sums of arbitrary cells, including other sums. Their equations may have no solution in whole numbers.
fn tangled(numbers: &mut Numbers) -> LinkedTables {
    let mut counts: Vec<u64> = (0..4 + numbers.below(4)).map(|_| numbers.below(6)).collect();
    let mut equations = Vec::new();
    for _ in 0..2 + numbers.below(5) {
        let parts: Vec<usize> = (0..counts.len()).filter(|_| numbers.below(5) < 2).collect();
        if parts.len() > 1 {
            equations.push(Equation { total: counts.len(), parts: parts.clone() });
            counts.push(parts.iter().map(|part| counts[*part]).sum());
        }
    }
    LinkedTables::new(counts, equations)
}

fn ranges(tables: &LinkedTables, hidden: &[bool]) -> Vec<Option<Range>> {
    let of_cell = |cell: usize| {
        let count = tables.counts[cell] as i64;
        let to = tables.population.as_ref().map_or(OPEN, |targets| targets[cell] as i64 - count);
        hidden[cell].then_some(Range { from: -count, to, price: 1.0 })
    };
    (0..hidden.len()).map(of_cell).collect()
}

/// Asks one [`Reach`] and the solver about every hidden cell. Returns the number of questions, and how many
/// [`Reach`] could not answer.
fn agrees(tables: &LinkedTables, numbers: &mut Numbers) -> (usize, usize) {
    let cells = tables.counts.len();
    let incidence = Incidence::new(cells, &tables.equations);
    let mut reach = Reach::new(&tables.equations, &vec![false; cells]);
    let (mut known, mut unknown) = (0, 0);
    for _ in 0..3 {
        let hidden: Vec<bool> = (0..cells).map(|_| numbers.below(3) > 0).collect();
        let ranges = ranges(tables, &hidden);
        reach.let_move(|cell| hidden[cell]);
        for (cell, range) in ranges.iter().enumerate() {
            let Some(range) = range else { continue };
            for change in [-5, -2, -1, 1, 2, 5] {
                let mut narrowed = ranges.clone();
                narrowed[cell] = Some(match change > 0 {
                    true => Range { from: change.max(range.from), ..*range },
                    false => Range { to: change.min(range.to), ..*range },
                });
                let solver = cheapest(&tables.equations, &incidence, cell, &narrowed, 2_000);
                known += 1;
                match reach.ask(cell, change, &ranges) {
                    Answer::Reached(moves) => {
                        let moved = |at: usize| moves.iter().find(|(cell, _)| *cell == at).map_or(0, |m| m.1);
                        for sum in &tables.equations {
                            assert_eq!(
                                sum.parts.iter().map(|part| moved(*part)).sum::<i64>(),
                                moved(sum.total)
                            );
                        }
                        for (at, range) in narrowed.iter().enumerate() {
                            let (from, to) = range.map_or((0, 0), |range| (range.from, range.to));
                            assert!((from..=to).contains(&moved(at)), "{at}");
                        }
                        assert!(!matches!(solver, Ok(None)), "the solver finds nothing");
                    }
                    Answer::Never => assert!(!matches!(solver, Ok(Some(_))), "the solver finds a way"),
                    Answer::Unknown => unknown += 1,
                }
            }
        }
    }
    (known, unknown)
}

#[test]
fn two_way_tables_are_decided_as_the_solver_decides_them() {
    let mut numbers = Numbers(0x5eed_0010);
    let (mut known, mut unknown) = (0, 0);
    for _ in 0..150 {
        let tables = hierarchical(&mut numbers);
        let (more_known, more_unknown) = agrees(&tables, &mut numbers);
        (known, unknown) = (known + more_known, unknown + more_unknown);
    }
    assert!(known > 20_000 && unknown * 100 < known, "{unknown} of {known}");
}

#[test]
fn tangled_sums_are_decided_as_the_solver_decides_them_or_not_at_all() {
    let mut numbers = Numbers(0x5eed_0011);
    let (mut known, mut unknown) = (0, 0);
    for _ in 0..300 {
        let tables = tangled(&mut numbers);
        let (more_known, more_unknown) = agrees(&tables, &mut numbers);
        (known, unknown) = (known + more_known, unknown + more_unknown);
    }
    assert!(unknown > 0 && unknown * 20 < known, "{unknown} of {known}");
}

#[test]
fn small_tables_are_decided_as_by_trying_everything() {
    let mut numbers = Numbers(0x5eed_0012);
    let (mut reached, mut never) = (0, 0);
    for _ in 0..150 {
        let (mut tables, _) = rolled_up(&numbers.table(2, 3, 5), &[], &[(0, 2)]);
        let cells = tables.counts.len();
        tables.always_shown[cells - 1] = true;
        let hidden: Vec<bool> = (0..cells).map(|at| at + 1 < cells && numbers.below(3) > 0).collect();
        let ranges = ranges(&tables, &hidden);
        let attacker = Attacker::new(&tables);
        let mut reach = Reach::new(&tables.equations, &hidden);
        for cell in (0..cells).filter(|cell| hidden[*cell]) {
            for change in [-3, -1, 1, 3] {
                let mut known = attacker.knowledge(&hidden, 0);
                let end = tables.counts[cell] as i64 + change;
                match change > 0 {
                    true => known[cell].0 = end.max(known[cell].0),
                    false => known[cell].1 = end,
                }
                let is_possible = attacker.any(&known);
                match reach.ask(cell, change, &ranges) {
                    Answer::Reached(_) if is_possible => reached += 1,
                    Answer::Never if !is_possible => never += 1,
                    other => panic!("{:?} {hidden:?}: {cell} by {change}: {other:?}", tables.counts),
                }
            }
        }
    }
    assert!(reached > 300 && never > 300, "{reached} reached, {never} never");
}

#[test]
fn halves_are_left_to_the_solver() {
    // Three cells, two by two: only the first sum may change, so it changes by twice the change of the cells.
    let sums = [(3, [0, 1]), (4, [1, 2]), (5, [0, 2])];
    let equations: Vec<Equation> =
        sums.iter().map(|(total, parts)| Equation { total: *total, parts: parts.to_vec() }).collect();
    let hidden = [true, true, true, true, false, false];
    let tables = LinkedTables::new(vec![5, 5, 5, 10, 10, 10], equations);
    let mut ranges = ranges(&tables, &hidden);
    let mut reach = Reach::new(&tables.equations, &hidden);
    let Answer::Reached(moves) = reach.ask(3, 2, &ranges) else { panic!("it can change by two") };
    assert_eq!(moves, [(0, 1), (1, 1), (2, -1), (3, 2)]);
    ranges[3] = Some(Range { from: -1, to: 1, price: 1.0 });
    assert_eq!(reach.ask(3, 1, &ranges), Answer::Unknown);
}

#[test]
fn coefficients_that_grow_are_left_to_the_solver() {
    // Each sum is the previous sum plus another cell that equals it: 1, 2, 4, 8, …
    let mut equations = Vec::new();
    let mut counts = vec![1_u64];
    for _ in 0..20 {
        let last = counts.len() - 1;
        counts.extend([counts[last], 2 * counts[last]]);
        equations.push(Equation { total: last + 1, parts: vec![last] });
        equations.push(Equation { total: last + 2, parts: vec![last, last + 1] });
    }
    let tables = LinkedTables::new(counts, equations);
    let hidden = vec![true; tables.counts.len()];
    let mut reach = Reach::new(&tables.equations, &hidden);
    assert_eq!(reach.ask(0, 1, &ranges(&tables, &hidden)), Answer::Unknown);
}

#[test]
fn the_same_cells_are_hidden_as_by_the_solver_alone() {
    let mut numbers = Numbers(0x5eed_0013);
    let mut protected = 0;
    for at in 0..250 {
        let mut tables = hierarchical(&mut numbers);
        if at % 3 == 0 {
            for (count, within) in tables.counts.iter().zip(&mut tables.prior_bounds) {
                within.0 = numbers.below(4) * count / 4;
            }
        }
        let rule = Rule { zeros_shown: at % 5 == 0, own_record: at % 4 > 0, ..plain(2 + numbers.below(5)) };
        let with = protect(&tables, rule, Limits::default());
        let alone = protect_by_the_solver_alone(&tables, rule, Limits::default());
        protected += usize::from(with.is_ok());
        match (with, alone) {
            (Ok(with), Ok(alone)) => assert!(with.hidden == alone.hidden, "{:?} {rule:?}", tables.counts),
            (with, alone) => assert_eq!(with.map(|_| ()), alone.map(|_| ()), "{:?} {rule:?}", tables.counts),
        }
    }
    assert!(protected > 100, "{protected} of 250");
}
