//! What an attacker can work out about one hidden cell: its exact interval.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use super::solve::Incidence;
use super::{Limits, Linked, MAX_COUNT, Malformed, Refusal};

/// Distance within which the solver's bound counts as the whole number beside it.
const TOLERANCE: f64 = 1e-5;

/// The whole numbers that a hidden count may be, as far as anybody can tell from what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lowest.
    pub low: u64,
    /// The highest; none where nothing published bounds it.
    pub high: Option<u64>,
}

/// The attacker's interval for one cell, over all linked tables at once.
///
/// The counts of hidden cells are not looked at, so an auditor who never saw them can ask too.
/// `lower` is the least that is known of any hidden count (0, or 1 where zeros are never hidden).
/// Each end is attained by a table in whole numbers that is added up exactly; that nothing lies
/// beyond it is the solver's word.
///
/// # Errors
/// [`Refusal::Infeasible`] where what is shown contradicts itself, [`Refusal::Stalled`] where the
/// solver does not answer in whole numbers within the limits.
pub fn bounds(
    tables: &Linked,
    hidden: &[bool],
    lower: u64,
    cell: usize,
    limits: Limits,
) -> Result<Interval, Refusal> {
    let end = |end: End| {
        extreme(tables, hidden, lower, cell, end, limits).map(|table| table.map(|table| table[cell]))
    };
    let low = end(End::Low)?.ok_or(Refusal::Stalled { cell, solves: 1 })?;
    Ok(Interval { low, high: end(End::High)? })
}

/// Which end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The lowest.
    Low,
    /// The highest.
    High,
}

/// A whole table that agrees with everything shown and attains one end of a cell's interval; `None`
/// where nothing published bounds it. One such table speaks of all cells at once, so an auditor of many
/// cells need not ask for each.
///
/// # Errors
/// As [`bounds`].
pub fn extreme(
    tables: &Linked,
    hidden: &[bool],
    lower: u64,
    cell: usize,
    end: End,
    limits: Limits,
) -> Result<Option<Vec<u64>>, Refusal> {
    tables.check_shape()?;
    if hidden.len() != tables.counts.len() || cell >= hidden.len() {
        return Err(Refusal::Malformed(Malformed::Lengths));
    }
    let shown = |cell: usize| !hidden[cell];
    if let Some(cell) = (0..tables.counts.len()).find(|at| shown(*at) && tables.counts[*at] > MAX_COUNT) {
        return Err(Refusal::Overflow { cell });
    }
    if shown(cell) {
        return Ok(Some(tables.counts.clone()));
    }
    let attack = Attack { tables, hidden, lower, cell, limits };
    attack.end(match end {
        End::Low => OptimizationDirection::Minimize,
        End::High => OptimizationDirection::Maximize,
    })
}

struct Attack<'a> {
    tables: &'a Linked,
    hidden: &'a [bool],
    lower: u64,
    cell: usize,
    limits: Limits,
}

impl Attack<'_> {
    /// A table at one end of the interval; `None` where there is none. Cells that no equation links with
    /// this one keep what stands in them.
    fn end(&self, direction: OptimizationDirection) -> Result<Option<Vec<u64>>, Refusal> {
        let stalled = Refusal::Stalled { cell: self.cell, solves: 1 };
        let equations = &self.tables.equations;
        let (cells, bound_by) =
            Incidence::new(self.tables.counts.len(), equations)
                .component(equations, self.cell, |cell| self.hidden[cell]);
        let mut problem = Problem::new(direction);
        let mut variables: Vec<Option<Variable>> = vec![None; self.tables.counts.len()];
        for cell in &cells {
            let value = f64::from(u8::from(*cell == self.cell));
            let (from, to) = self.limits_of(*cell);
            if from > to {
                return Err(Refusal::Infeasible { cell: self.cell });
            }
            variables[*cell] = Some(problem.add_integer_var(value, (from, to)));
        }
        let sign = |equation: usize, cell: usize| if equations[equation].total == cell { -1 } else { 1 };
        for at in &bound_by {
            let mut terms = Vec::new();
            let mut known: i64 = 0;
            for cell in equations[*at].parts.iter().chain([&equations[*at].total]) {
                match variables[*cell] {
                    Some(variable) => terms.push((variable, f64::from(sign(*at, *cell)))),
                    None => known -= i64::from(sign(*at, *cell)) * whole(self.tables.counts[*cell]),
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "counts are below 2^30")]
            problem.add_constraint(terms, ComparisonOp::Eq, known as f64);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(self.limits.nodes);
        let solution = match problem.solve_with(options) {
            Ok(outcome @ SolveOutcome::Solution(_)) if outcome.is_optimal() => {
                outcome.into_solution().map_err(|_| stalled.clone())?
            }
            Err(Error::Unbounded) => return Ok(None),
            Err(Error::Infeasible) => return Err(Refusal::Infeasible { cell: self.cell }),
            _ => return Err(stalled),
        };
        let mut values: Vec<i64> = self.tables.counts.iter().map(|count| whole(*count)).collect();
        for cell in &cells {
            let Some(variable) = variables[*cell] else { continue };
            values[*cell] = rounded(solution.var_value(variable)).ok_or(stalled.clone())?;
            if values[*cell] < whole(self.lower) {
                return Err(stalled);
            }
        }
        let adds_up = bound_by.iter().all(|at| {
            let sum: i64 = equations[*at].parts.iter().map(|part| values[*part]).sum();
            sum == values[equations[*at].total]
        });
        let table: Option<Vec<u64>> = values.iter().map(|value| u64::try_from(*value).ok()).collect();
        let table = table.filter(|_| adds_up).ok_or(stalled)?;
        // A value at the edge of what the solver counts with is bounded by nothing else.
        let edge = u64::from(i32::MAX.unsigned_abs());
        Ok((table[self.cell] < edge).then_some(table))
    }

    /// The least and the most that is known of a hidden cell by itself.
    fn limits_of(&self, cell: usize) -> (i32, i32) {
        let bound = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
        let (from, to) = self.tables.within[cell];
        let most = match &self.tables.targets {
            Some(targets) => to.min(targets[cell].saturating_sub(self.lower)),
            None => to,
        };
        (bound(from.max(self.lower)), bound(most))
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn rounded(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the solver's variables are 32 bits wide")]
    let near = value.round() as i64;
    ((value - value.round()).abs() <= TOLERANCE).then_some(near)
}
