//! The linear programs: find the cheapest change of the true tables, in whole numbers, that keeps every
//! equation and every range.
//!
//! The solver works in floating point. Its answers are rounded and added up again here, and the verifier
//! checks them at the end.
//! judges them at the end.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use super::Equation;

/// The cells that change, with their changes, in the order of cells. All other cells keep their count.
pub(super) type Moves = Vec<(usize, i64)>;

/// The tolerance for rounding the solver's value to a whole number.
const INTEGRALITY: f64 = 1e-6;

/// How far a cell may change, and the price.
#[derive(Clone, Copy)]
pub(super) struct Range {
    /// The minimum change.
    pub(super) from: i64,
    /// The maximum change.
    pub(super) to: i64,
    /// The price of a change by one person.
    pub(super) price: f64,
}

/// The solver gave no usable answer.
#[derive(Debug)]
pub(super) struct Stalled;

/// For each cell, the equations that contain it.
pub(super) struct Incidence {
    of_cell: Vec<Vec<usize>>,
}

impl Incidence {
    pub(super) fn new(cells: usize, equations: &[Equation]) -> Self {
        let mut of_cell = vec![Vec::new(); cells];
        for (at, equation) in equations.iter().enumerate() {
            for cell in equation.parts.iter().chain([&equation.total]) {
                of_cell[*cell].push(at);
            }
        }
        Self { of_cell }
    }

    /// The cells that can change together with `start`, and the equations between them, both in order.
    pub(super) fn component(
        &self,
        equations: &[Equation],
        start: usize,
        may_change: impl Fn(usize) -> bool,
    ) -> (Vec<usize>, Vec<usize>) {
        let mut cell_seen = vec![false; self.of_cell.len()];
        let mut equation_seen = vec![false; equations.len()];
        cell_seen[start] = true;
        let mut queue = vec![start];
        while let Some(cell) = queue.pop() {
            for at in &self.of_cell[cell] {
                if std::mem::replace(&mut equation_seen[*at], true) {
                    continue;
                }
                for next in equations[*at].parts.iter().chain([&equations[*at].total]) {
                    if may_change(*next) && !std::mem::replace(&mut cell_seen[*next], true) {
                        queue.push(*next);
                    }
                }
            }
        }
        let places = |seen: Vec<bool>| (0..seen.len()).filter(|at| seen[*at]).collect();
        (places(cell_seen), places(equation_seen))
    }
}

/// The cheapest change that keeps all equations and leaves each cell in its range; `None` if there is none. A
/// cell without a range cannot change. Only cells that equations link with `start` change.
///
/// The linear relaxation is solved first. Only if its answer is not in whole numbers is the integer
/// problem solved, with at most `nodes` nodes.
pub(super) fn cheapest(
    equations: &[Equation],
    incidence: &Incidence,
    start: usize,
    ranges: &[Option<Range>],
    nodes: u64,
) -> Result<Option<Moves>, Stalled> {
    let (cells, bound_by) = incidence.component(equations, start, |cell| ranges[cell].is_some());
    for whole in [false, true] {
        let Some(model) = Model::new(equations, &cells, &bound_by, ranges, whole) else { return Ok(None) };
        let mut options = SolveOptions::default();
        options.node_limit = whole.then_some(nodes);
        // The problems are small, so presolving them takes longer than it saves.
        options.presolve = whole;
        match model.problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => {
                if let Some(moves) = model.rounded(&solution) {
                    let sound = holds(equations, ranges, &moves);
                    return if sound { Ok(Some(moves)) } else { Err(Stalled) };
                }
            }
            Err(Error::Infeasible) => return Ok(None),
            _ => return Err(Stalled),
        }
    }
    Err(Stalled)
}

/// The variables for a rise and a fall of a cell, each with its sign. There are two because the price of a
/// change does not depend on its direction.
type Directions = [Option<(Variable, f64)>; 2];

struct Model<'a> {
    problem: Problem,
    cells: &'a [usize],
    /// By cell.
    variables: Vec<Directions>,
}

impl<'a> Model<'a> {
    /// `None` if a range is empty.
    fn new(
        equations: &[Equation],
        cells: &'a [usize],
        bound_by: &[usize],
        ranges: &[Option<Range>],
        whole: bool,
    ) -> Option<Self> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut variables: Vec<Directions> = vec![[None; 2]; ranges.len()];
        for cell in cells {
            let Some(range) = ranges[*cell] else { continue };
            if range.from > range.to {
                return None;
            }
            let mut variable = |from: i64, to: i64| {
                if whole {
                    problem.add_integer_var(range.price, (narrow(from), narrow(to)))
                } else {
                    problem.add_var(range.price, (f64::from(narrow(from)), f64::from(narrow(to))))
                }
            };
            let up = (range.to > 0).then(|| (variable(range.from.max(0), range.to), 1.0));
            let down = (range.from < 0).then(|| (variable((-range.to).max(0), -range.from), -1.0));
            variables[*cell] = [up, down];
        }
        for at in bound_by {
            let equation = &equations[*at];
            let signed = equation.parts.iter().map(|part| (part, 1.0)).chain([(&equation.total, -1.0)]);
            let terms: Vec<(Variable, f64)> = signed
                .flat_map(|(cell, sign)| {
                    variables[*cell].iter().flatten().map(move |direction| (direction, sign))
                })
                .map(|((variable, direction), sign)| (*variable, sign * direction))
                .collect();
            if !terms.is_empty() {
                problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
            }
        }
        Some(Self { problem, cells, variables })
    }

    /// The solution as moves, if it is in whole numbers.
    fn rounded(&self, solution: &microlp::Solution) -> Option<Moves> {
        let mut moves = Moves::new();
        for cell in self.cells {
            let directions = self.variables[*cell].iter().flatten();
            let value: f64 = directions.map(|(variable, sign)| sign * solution.var_value(*variable)).sum();
            let whole = value.round();
            if (value - whole).abs() > INTEGRALITY {
                return None;
            }
            #[expect(clippy::cast_possible_truncation, reason = "bounded by the ranges, far below 2^53")]
            let change = whole as i64;
            if change != 0 {
                moves.push((*cell, change));
            }
        }
        Some(moves)
    }
}

/// A bound, clamped to the solver's 32 bits.
fn narrow(bound: i64) -> i32 {
    i32::try_from(bound).unwrap_or(if bound < 0 { i32::MIN } else { i32::MAX })
}

/// Whether moves keep all ranges and all equations.
pub(super) fn holds(equations: &[Equation], ranges: &[Option<Range>], moves: &Moves) -> bool {
    let mut changes = vec![0; ranges.len()];
    for (cell, change) in moves {
        changes[*cell] = *change;
    }
    let in_range = moves.iter().all(|(cell, change)| {
        ranges[*cell].is_some_and(|range| range.from <= *change && *change <= range.to)
    });
    let adds_up = |equation: &Equation| {
        equation.parts.iter().map(|part| changes[*part]).sum::<i64>() == changes[equation.total]
    };
    in_range && equations.iter().all(adds_up)
}
