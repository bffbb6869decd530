//! Hidden cells in linked count tables, with proof that they stay hidden.
//!
//! Part of the disclosure stage; it knows counts and sums, no content types. [`protect`] decides which
//! cells of a set of [`Linked`] tables must not be shown and returns the proof with them: for every
//! cell that is too small to be shown, whole-number tables that agree with everything published and
//! put the cell at either end of the interval that must stay open. [`verify`] judges that proof in
//! exact integers and shares nothing with the search but the types of this file. What [`verify`] has
//! not accepted never leaves [`protect`]. `docs/disclosure.md` says what is promised against whom.

mod bounds;
mod demand;
mod places;
mod proofs;
mod protect;
mod reach;
mod refusal;
mod solve;
#[cfg(test)]
mod tests;
mod two_way;
mod verify;

use std::fmt;

pub use bounds::{End, Interval, bounds, extreme};
pub use proofs::Proofs;
#[cfg(test)]
pub(crate) use protect::prove;
pub use protect::{protect, protect_further};
pub use refusal::{Gap, Malformed, Refusal, Violation};
pub use two_way::{Axis, CellIndex, Group, protect_pair, two_way};
pub use verify::verify;

/// The largest threshold: beyond it a threshold is a slip of the pen.
pub const MAX_K: u64 = 1_000;

/// The largest count of a table: whole numbers that the solver's floating point holds with room.
pub const MAX_COUNT: u64 = 1 << 30;

/// Nothing is known of a cell.
pub const ANYTHING: (u64, u64) = (0, u64::MAX);

/// One published sum: `total` is the sum of `parts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The cell that holds the sum.
    pub total: usize,
    /// The cells that are added up, each once.
    pub parts: Vec<usize>,
}

/// A set of linked count tables: every cell, totals included, and how the cells add up.
///
/// All vectors are as long as `counts`. It holds raw counts, so it can be neither printed nor
/// written.
#[derive(Clone)]
pub struct Linked {
    /// The true counts of persons.
    pub counts: Vec<u64>,
    /// The sums that a reader may rely on, over all tables.
    pub equations: Vec<Equation>,
    /// Cells that are zero by nature and known to be; always shown.
    pub structural_zero: Vec<bool>,
    /// Cells that stand whatever they hold (grand totals).
    pub always_shown: Vec<bool>,
    /// Cells that are published nowhere and only tie tables together: always hidden, and nothing is
    /// promised of them. A person may stand in one.
    pub unpublished: Vec<bool>,
    /// What is known of each cell from elsewhere: the least and the most that it can hold. All that
    /// is promised is promised against whoever knows these.
    pub within: Vec<(u64, u64)>,
    /// What it costs a reader to lose the cell; the program hides the cheapest cells that do.
    pub cost: Vec<u64>,
    /// Published headcounts that the counts are part of. With them the remainder
    /// (`target − count`) is as sensitive as the count, and every hidden count is known to be at most
    /// its target.
    pub targets: Option<Vec<u64>>,
}

/// What must be protected, against whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Counts above 0 and below `k` are protected.
    pub k: u64,
    /// Whether zeros are never hidden, so that an attacker knows every hidden count to be at least 1.
    pub zeros_shown: bool,
    /// Whether the attacker may be one of the persons counted.
    pub own_record: bool,
}

impl Rule {
    /// The least that an attacker knows of any hidden count.
    pub fn least(self) -> u64 {
        u64::from(self.zeros_shown)
    }
}

/// How hard to try; counted in work, never in time, so that the outcome is the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Problems solved, in whatever way, before giving up.
    pub solves: u32,
    /// Branches in one problem whose first answer is not in whole numbers.
    pub nodes: u64,
}

impl Default for Limits {
    /// Some ten times what the largest expected table (45 offices by 6 categories) takes.
    fn default() -> Self {
        Self { solves: 50_000, nodes: 2_000 }
    }
}

/// Which persons of a cell are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Those counted.
    Counted,
    /// Those of the target who are not counted.
    Rest,
}

/// Why one small count cannot be known: places in [`Protected::assignments`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The cell.
    pub cell: usize,
    /// Which of its persons are few.
    pub face: Face,
    /// Tables in which nobody (or only the attacker) is in the cell.
    pub low: Vec<usize>,
    /// Tables in which at least `k` persons are in the cell, or as many as its target allows.
    pub high: Vec<usize>,
    /// Where the target itself is below `k`: a table with `k` persons in the cell, all targets below
    /// `k` put aside. It shows that no sum of cells that includes this one is known to be below `k`.
    pub united: Option<usize>,
}

/// Which cells to hide, and the proof.
///
/// The assignments must not be published: they are derived from the true counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Protected {
    /// Whether each cell is hidden, primary and complementary alike.
    pub hidden: Vec<bool>,
    /// Whole tables: one value for each hidden cell, in the order of cells.
    pub assignments: Vec<Vec<i64>>,
    /// One for every face of every cell that is too small to be shown.
    pub witnesses: Vec<Witness>,
}

/// Only sizes: a dump must not print raw counts.
impl fmt::Debug for Linked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Linked({} cells, {} equations)", self.counts.len(), self.equations.len())
    }
}

/// Only sizes: the assignments are made of raw counts.
impl fmt::Debug for Protected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = self.hidden.iter().filter(|hidden| **hidden).count();
        write!(f, "Protected({hidden} of {} cells hidden)", self.hidden.len())
    }
}

impl Linked {
    /// Tables without targets, structural zeros or standing totals, every cell costing its count.
    pub fn new(counts: Vec<u64>, equations: Vec<Equation>) -> Self {
        let cells = counts.len();
        Self {
            cost: counts.iter().map(|count| count.saturating_add(1)).collect(),
            counts,
            equations,
            structural_zero: vec![false; cells],
            always_shown: vec![false; cells],
            unpublished: vec![false; cells],
            within: vec![ANYTHING; cells],
            targets: None,
        }
    }

    /// Whether the tables can be worked with at all: lengths, sums, sizes.
    ///
    /// # Errors
    /// Says which cell or equation is wrong, never what it holds.
    pub fn check(&self, rule: Rule) -> Result<(), Refusal> {
        if rule.k == 0 || rule.k > MAX_K {
            return Err(Refusal::Malformed(Malformed::Threshold));
        }
        self.check_shape()?;
        for cell in 0..self.counts.len() {
            let target = self.targets.as_ref().map(|targets| targets[cell]);
            if self.counts[cell].max(target.unwrap_or(0)) > MAX_COUNT {
                return Err(Refusal::Overflow { cell });
            }
            if target.is_some_and(|target| self.counts[cell] > target) {
                return Err(Refusal::Malformed(Malformed::AboveTarget { cell }));
            }
            if self.counts[cell] < self.within[cell].0 || self.counts[cell] > self.within[cell].1 {
                return Err(Refusal::Malformed(Malformed::Outside { cell }));
            }
            if self.structural_zero[cell] && self.counts[cell].max(target.unwrap_or(0)) > 0 {
                return Err(Refusal::Malformed(Malformed::StructuralZero { cell }));
            }
        }
        self.check_sums()
    }

    /// Whether all vectors are of one length and equations name cells that exist, each once.
    fn check_shape(&self) -> Result<(), Refusal> {
        let cells = self.counts.len();
        let lengths = [
            self.structural_zero.len(),
            self.always_shown.len(),
            self.unpublished.len(),
            self.within.len(),
            self.cost.len(),
        ];
        let targets = self.targets.as_ref().map_or(cells, Vec::len);
        if lengths.into_iter().chain([targets]).any(|length| length != cells) {
            return Err(Refusal::Malformed(Malformed::Lengths));
        }
        for (at, equation) in self.equations.iter().enumerate() {
            let mut named: Vec<usize> = equation.parts.clone();
            named.push(equation.total);
            named.sort_unstable();
            if named.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(Refusal::Malformed(Malformed::Repeated { equation: at }));
            }
            if named.last().is_some_and(|last| *last >= cells) {
                return Err(Refusal::Malformed(Malformed::Missing { equation: at }));
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
            if !adds_up(&self.counts) || !self.targets.as_deref().is_none_or(adds_up) {
                return Err(Refusal::Malformed(Malformed::Sum { equation: at }));
            }
        }
        Ok(())
    }

    /// How many persons of a face are in a cell; for a face that there is none of, nobody.
    pub(crate) fn persons(&self, cell: usize, face: Face) -> u64 {
        match (face, &self.targets) {
            (Face::Counted, _) => self.counts[cell],
            (Face::Rest, Some(targets)) => targets[cell].saturating_sub(self.counts[cell]),
            (Face::Rest, None) => 0,
        }
    }
}
