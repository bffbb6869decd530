//! The attack: computes the exact feasibility intervals of hidden cells, which is all that a reader can work
//! out.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use super::solve::Incidence;
use super::{Limits, LinkedTables, MAX_COUNT, Malformed, Refusal};

/// The tolerance for rounding the solver's value to a whole number.
const TOLERANCE: f64 = 1e-5;

/// The feasibility interval of a cell, in persons: the minimum and the maximum that agree with the shown
/// data. Both are attained by a table in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The minimum.
    pub low: u64,
    /// The maximum; `None` if no shown data bounds it.
    pub high: Option<u64>,
}

/// An end of a feasibility interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The minimum.
    Low,
    /// The maximum.
    High,
}

/// An attack on published tables: finds everything that follows from the shown cells, the equations, the
/// populations and the prior bounds, over all linked tables at once.
///
/// It never reads the counts of hidden cells, so an auditor who does not know them can run it. Willenborg and
/// de Waal (2001) call computing the intervals of all suppressed cells auditing a suppression pattern.
///
/// The table at an end of an interval is verified exactly. That no value lies beyond it is the result of a
/// floating-point solver.
pub struct Attack<'a> {
    tables: &'a LinkedTables,
    hidden: &'a [bool],
    least: u64,
    limits: Limits,
    incidence: Incidence,
}

impl<'a> Attack<'a> {
    /// Creates an attack on tables in which these cells are hidden.
    ///
    /// `least` is the known minimum of every hidden count: 0, or 1 if zeros are always shown
    /// ([`Rule::least`](crate::Rule::least)). Of `limits`, only [`Limits::nodes`] is used.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] if lengths or equations are wrong, [`Refusal::Overflow`] if a shown count is
    /// too large.
    pub fn new(
        tables: &'a LinkedTables,
        hidden: &'a [bool],
        least: u64,
        limits: Limits,
    ) -> Result<Self, Refusal> {
        tables.check_shape()?;
        let cells = tables.counts.len();
        if hidden.len() != cells {
            return Err(Refusal::Malformed(Malformed::Lengths));
        }
        if let Some(cell) = (0..cells).find(|at| !hidden[*at] && tables.counts[*at] > MAX_COUNT) {
            return Err(Refusal::Overflow { cell });
        }
        Ok(Self { tables, hidden, least, limits, incidence: Incidence::new(cells, &tables.equations) })
    }

    /// The feasibility interval of every hidden cell, in the order of cells.
    ///
    /// # Errors
    /// The same as [`interval`](Self::interval).
    pub fn audit(&self) -> Result<Vec<(usize, Interval)>, Refusal> {
        let hidden = (0..self.hidden.len()).filter(|cell| self.hidden[*cell]);
        hidden.map(|cell| Ok((cell, self.interval(cell)?))).collect()
    }

    /// The feasibility interval of one cell. For a shown cell, it is its count.
    ///
    /// # Errors
    /// [`Refusal::Contradiction`] if the shown data is contradictory, [`Refusal::Stalled`] if the solver does
    /// not answer in whole numbers within the limits.
    pub fn interval(&self, cell: usize) -> Result<Interval, Refusal> {
        let end = |end| Ok(self.extreme(cell, end)?.map(|table| table[cell]));
        let low = end(End::Low)?.ok_or(Refusal::Stalled { cell, solves: 1 })?;
        Ok(Interval { low, high: end(End::High)? })
    }

    /// A whole table that agrees with the shown data and attains one end of a cell's interval; `None` if that
    /// end is unbounded. Cells that no equation links with this one keep their value in
    /// [`counts`](LinkedTables::counts).
    ///
    /// One table is evidence about every cell in it, so an auditor of many cells need not call this for each.
    ///
    /// # Errors
    /// The same as [`interval`](Self::interval).
    pub fn extreme(&self, cell: usize, end: End) -> Result<Option<Vec<u64>>, Refusal> {
        match self.hidden.get(cell) {
            None => Err(Refusal::Malformed(Malformed::NoSuchCell { cell })),
            Some(false) => Ok(Some(self.tables.counts.clone())),
            Some(true) => self.solve(
                cell,
                match end {
                    End::Low => OptimizationDirection::Minimize,
                    End::High => OptimizationDirection::Maximize,
                },
            ),
        }
    }

    fn solve(&self, asked: usize, direction: OptimizationDirection) -> Result<Option<Vec<u64>>, Refusal> {
        let stalled = Refusal::Stalled { cell: asked, solves: 1 };
        let equations = &self.tables.equations;
        let (cells, bound_by) = self.incidence.component(equations, asked, |cell| self.hidden[cell]);
        let mut problem = Problem::new(direction);
        let mut variables: Vec<Option<Variable>> = vec![None; self.tables.counts.len()];
        for cell in &cells {
            let value = f64::from(u8::from(*cell == asked));
            let (from, to) = self.range(*cell);
            if from > to {
                return Err(Refusal::Contradiction { cell: asked });
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
                    None => known -= i64::from(sign(*at, *cell)) * signed(self.tables.counts[*cell]),
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "counts are at most 2^30")]
            problem.add_constraint(terms, ComparisonOp::Eq, known as f64);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(self.limits.nodes);
        let solution = match problem.solve_with(options) {
            Ok(outcome @ SolveOutcome::Solution(_)) if outcome.is_optimal() => {
                outcome.into_solution().map_err(|_| stalled.clone())?
            }
            Err(Error::Unbounded) => return Ok(None),
            Err(Error::Infeasible) => return Err(Refusal::Contradiction { cell: asked }),
            _ => return Err(stalled),
        };
        let mut values: Vec<i64> = self.tables.counts.iter().map(|count| signed(*count)).collect();
        for cell in &cells {
            let Some(variable) = variables[*cell] else { continue };
            values[*cell] = rounded(solution.var_value(variable)).ok_or(stalled.clone())?;
            if values[*cell] < signed(self.least) {
                return Err(stalled);
            }
        }
        let adds_up = bound_by.iter().all(|at| {
            let sum: i64 = equations[*at].parts.iter().map(|part| values[*part]).sum();
            sum == values[equations[*at].total]
        });
        let table: Option<Vec<u64>> = values.iter().map(|value| u64::try_from(*value).ok()).collect();
        let table = table.filter(|_| adds_up).ok_or(stalled)?;
        // The solver's variables have 32 bits. A value at their limit is unbounded.
        let widest = u64::from(i32::MAX.unsigned_abs());
        Ok((table[asked] < widest).then_some(table))
    }

    /// The minimum and the maximum of a hidden cell, without any equation.
    fn range(&self, cell: usize) -> (i32, i32) {
        let narrow = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
        let (from, to) = self.tables.prior_bounds[cell];
        let most = match &self.tables.population {
            Some(population) => to.min(population[cell].saturating_sub(self.least)),
            None => to,
        };
        (narrow(from.max(self.least)), narrow(most))
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn rounded(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the solver's variables are 32 bits wide")]
    let near = value.round() as i64;
    ((value - value.round()).abs() <= TOLERANCE).then_some(near)
}
