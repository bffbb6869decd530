//! The tables to protect: cells, and the equations that link them.

use std::fmt;

use super::demand::small_sides;
use super::{MAX_THRESHOLD, Malformed, Refusal, Rule, Side};

/// The maximum count: 2³⁰, which the solver's floating point represents exactly.
pub const MAX_COUNT: u64 = 1 << 30;

/// The prior bounds of a cell about which nothing is known.
pub const UNBOUNDED: (u64, u64) = (0, u64::MAX);

/// A sum that a reader may rely on: the cell `total` is the sum of the cells `parts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The cell with the sum: a margin.
    pub total: usize,
    /// The summands, each once.
    pub parts: Vec<usize>,
}

/// A set of linked tables of counts: all cells, including margins, and the equations between them.
///
/// A cell is named by its index in [`counts`](Self::counts); all other vectors have the same length. Tables
/// are linked by sharing cells: a cell of two tables is listed once. A hierarchy is a chain of equations:
/// each level is the total of the level below it.
///
/// It contains true counts, so its `Debug` prints only sizes.
#[derive(Clone)]
pub struct LinkedTables {
    /// The true counts, in persons.
    pub counts: Vec<u64>,
    /// The sums that a reader may rely on, over all tables.
    pub equations: Vec<Equation>,
    /// Cells that are zero by definition. They are never suppressed.
    pub structural_zero: Vec<bool>,
    /// Cells that are published whatever their count, such as grand totals. They are never suppressed, and
    /// never sensitive.
    pub always_shown: Vec<bool>,
    /// Cells that are not published and only link tables. They are always hidden, and not protected for their
    /// own sake. They may contain persons.
    pub unpublished: Vec<bool>,
    /// The prior knowledge of a reader about each cell: its minimum and maximum in persons ([`UNBOUNDED`] if
    /// nothing is known). Fischetti and Salazar-González call these external bounds.
    pub prior_bounds: Vec<(u64, u64)>,
    /// The loss to readers if a cell is suppressed, in units of your choice. Cheap cells are suppressed
    /// first. Weights above 100,000 count as 100,000.
    pub weights: Vec<u64>,
    /// Published numbers of persons that include the counts, such as 41 employees of whom 38 have signed.
    /// With them, the rest (`population − count`) is as sensitive as the count, and every suppressed count is
    /// known to be at most its population.
    pub population: Option<Vec<u64>>,
}

/// Prints only sizes: a dump must not contain true counts.
impl fmt::Debug for LinkedTables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkedTables({} cells, {} equations)", self.counts.len(), self.equations.len())
    }
}

impl LinkedTables {
    /// Tables without populations, structural zeros, prior bounds or cells that are always shown. The weight
    /// of a cell is its count plus one.
    pub fn new(counts: Vec<u64>, equations: Vec<Equation>) -> Self {
        let cells = counts.len();
        Self {
            weights: counts.iter().map(|count| count.saturating_add(1)).collect(),
            counts,
            equations,
            structural_zero: vec![false; cells],
            always_shown: vec![false; cells],
            unpublished: vec![false; cells],
            prior_bounds: vec![UNBOUNDED; cells],
            population: None,
        }
    }

    /// The same tables with a published population for each cell.
    #[must_use]
    pub fn out_of(self, population: Vec<u64>) -> Self {
        Self { population: Some(population), ..self }
    }

    /// The primary suppressions: every sensitive cell, with the side that has few persons.
    ///
    /// # Errors
    /// The same as [`check`](Self::check).
    pub fn primary(&self, rule: Rule) -> Result<Vec<(usize, Side)>, Refusal> {
        self.check(rule)?;
        let cells = 0..self.counts.len();
        Ok(cells.flat_map(|cell| small_sides(self, rule, cell).map(move |side| (cell, side))).collect())
    }

    /// Checks that the tables are valid: lengths, sums, sizes and the threshold.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] or [`Refusal::Overflow`], with the invalid cell or equation.
    pub fn check(&self, rule: Rule) -> Result<(), Refusal> {
        if rule.threshold == 0 || rule.threshold > MAX_THRESHOLD {
            return Err(Refusal::Malformed(Malformed::Threshold));
        }
        self.check_shape()?;
        for cell in 0..self.counts.len() {
            let population = self.population.as_ref().map(|population| population[cell]);
            if self.counts[cell].max(population.unwrap_or(0)) > MAX_COUNT {
                return Err(Refusal::Overflow { cell });
            }
            if population.is_some_and(|population| self.counts[cell] > population) {
                return Err(Refusal::Malformed(Malformed::AbovePopulation { cell }));
            }
            if self.counts[cell] < self.prior_bounds[cell].0 || self.counts[cell] > self.prior_bounds[cell].1
            {
                return Err(Refusal::Malformed(Malformed::OutOfBounds { cell }));
            }
            if self.structural_zero[cell] && self.counts[cell].max(population.unwrap_or(0)) > 0 {
                return Err(Refusal::Malformed(Malformed::StructuralZero { cell }));
            }
        }
        self.check_sums()
    }

    /// Checks that all vectors have the same length and every equation names existing cells, each once.
    pub(super) fn check_shape(&self) -> Result<(), Refusal> {
        let cells = self.counts.len();
        let lengths = [
            self.structural_zero.len(),
            self.always_shown.len(),
            self.unpublished.len(),
            self.prior_bounds.len(),
            self.weights.len(),
            self.population.as_ref().map_or(cells, Vec::len),
        ];
        if lengths.into_iter().any(|length| length != cells) {
            return Err(Refusal::Malformed(Malformed::Lengths));
        }
        for (at, equation) in self.equations.iter().enumerate() {
            let mut named: Vec<usize> = equation.parts.clone();
            named.push(equation.total);
            named.sort_unstable();
            if named.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(Refusal::Malformed(Malformed::RepeatedCell { equation: at }));
            }
            if named.last().is_some_and(|last| *last >= cells) {
                return Err(Refusal::Malformed(Malformed::MissingCell { equation: at }));
            }
        }
        Ok(())
    }

    fn check_sums(&self) -> Result<(), Refusal> {
        for (at, equation) in self.equations.iter().enumerate() {
            let adds_up = |values: &[u64]| {
                let sum: u128 = equation.parts.iter().map(|part| u128::from(values[*part])).sum();
                sum == u128::from(values[equation.total])
            };
            if !adds_up(&self.counts) || !self.population.as_deref().is_none_or(adds_up) {
                return Err(Refusal::Malformed(Malformed::Sum { equation: at }));
            }
        }
        Ok(())
    }

    /// The number of persons on a side of a cell; 0 for the rest if there is no population.
    pub(super) fn persons(&self, cell: usize, side: Side) -> u64 {
        match (side, &self.population) {
            (Side::Counted, _) => self.counts[cell],
            (Side::Rest, Some(population)) => population[cell].saturating_sub(self.counts[cell]),
            (Side::Rest, None) => 0,
        }
    }
}
