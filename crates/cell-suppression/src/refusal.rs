//! The reasons why tables cannot be protected, or why a proof is not accepted. These types name cells and
//! equations by their indices and never contain a count, so they may be printed.

use std::error::Error;
use std::fmt;

use super::Side;

/// Why there is no protection. Then only cells that are always shown may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The tables are invalid.
    Malformed(Malformed),
    /// The cell is not protected even if every cell that may be hidden is hidden.
    Infeasible {
        /// The cell.
        cell: usize,
    },
    /// No count of the cell agrees with the shown data.
    Contradiction {
        /// The cell.
        cell: usize,
    },
    /// The solver reached its limit, or its answer does not add up.
    Stalled {
        /// The cell in question.
        cell: usize,
        /// The number of problems solved until then.
        solves: u32,
    },
    /// A count or population is above [`MAX_COUNT`](crate::MAX_COUNT).
    Overflow {
        /// The cell.
        cell: usize,
    },
    /// The verifier did not accept the result of the search. From [`prove`](crate::prove) and
    /// [`protect_further`](crate::protect_further): the pattern hides a cell that must be shown. From
    /// [`protect`](crate::protect()): a bug in this crate.
    Unproven(Violation),
}

/// Why tables are invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The threshold is 0 or above [`MAX_THRESHOLD`](crate::MAX_THRESHOLD).
    Threshold,
    /// The vectors differ in length.
    Lengths,
    /// The requested cell does not exist.
    NoSuchCell {
        /// The cell.
        cell: usize,
    },
    /// A count is above its population.
    AbovePopulation {
        /// The cell.
        cell: usize,
    },
    /// A count is outside its prior bounds.
    OutOfBounds {
        /// The cell.
        cell: usize,
    },
    /// A structural zero has a count or a population.
    StructuralZero {
        /// The cell.
        cell: usize,
    },
    /// An equation names a cell twice.
    RepeatedCell {
        /// Its index in the list.
        equation: usize,
    },
    /// An equation names a cell that does not exist.
    MissingCell {
        /// Its index in the list.
        equation: usize,
    },
    /// The parts of an equation do not add up to its total.
    Sum {
        /// Its index in the list.
        equation: usize,
    },
    /// A two-way table has no categories, rows of unequal length, a duplicate name, or a group of unknown or
    /// repeated members.
    Shape,
}

/// Why the verifier rejects a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The proof does not fit the tables: wrong lengths, or indices that do not exist.
    Shape,
    /// A cell that must be shown is hidden.
    MustBeShown {
        /// The cell.
        cell: usize,
    },
    /// A cell that must be hidden is shown.
    MustBeHidden {
        /// The cell.
        cell: usize,
    },
    /// A table of the proof contradicts the published data, or is used for two purposes.
    Inconsistent {
        /// Its index in the proof.
        table: usize,
    },
    /// A primary suppression lacks a witness.
    Unwitnessed {
        /// The cell.
        cell: usize,
        /// The side with few persons.
        side: Side,
        /// What is missing.
        gap: Gap,
    },
}

/// The end of a feasibility interval that is not proven to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// That nobody could be there.
    Low,
    /// That at least as many as the threshold could be there.
    High,
    /// One of these two, against a person in a hidden cell who knows their own record.
    OwnRecord,
    /// That no union of cells with this one is known to be small.
    Union,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(malformed) => write!(f, "the tables contradict themselves: {malformed}"),
            Self::Infeasible { cell } => write!(f, "no choice of hidden cells protects cell {cell}"),
            Self::Contradiction { cell } => write!(f, "no count of cell {cell} agrees with what is shown"),
            Self::Stalled { cell, solves } => {
                write!(f, "the solver gave up on cell {cell} after {solves} problems")
            }
            Self::Overflow { cell } => write!(f, "cell {cell} is too large to be worked with exactly"),
            Self::Unproven(violation) => write!(f, "the verifier rejected the proof: {violation}"),
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threshold => f.write_str("the threshold is zero or too large"),
            Self::Lengths => f.write_str("the vectors differ in length"),
            Self::NoSuchCell { cell } => write!(f, "there is no cell {cell}"),
            Self::AbovePopulation { cell } => write!(f, "cell {cell} counts more than its population"),
            Self::OutOfBounds { cell } => write!(f, "cell {cell} is outside its prior bounds"),
            Self::StructuralZero { cell } => write!(f, "cell {cell} is a structural zero and not empty"),
            Self::RepeatedCell { equation } => write!(f, "equation {equation} names a cell twice"),
            Self::MissingCell { equation } => {
                write!(f, "equation {equation} names a cell that does not exist")
            }
            Self::Sum { equation } => write!(f, "equation {equation} does not add up"),
            Self::Shape => f.write_str("rows, columns and groups do not fit each other"),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str("the proof does not fit the tables"),
            Self::MustBeShown { cell } => write!(f, "cell {cell} must be shown"),
            Self::MustBeHidden { cell } => write!(f, "cell {cell} must be hidden"),
            Self::Inconsistent { table } => {
                write!(f, "table {table} of the proof contradicts what is published")
            }
            Self::Unwitnessed { cell, side, gap } => {
                let side = match side {
                    Side::Counted => "counted in",
                    Side::Rest => "not counted in",
                };
                write!(f, "nothing shows that the persons {side} cell {cell} {gap}")
            }
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "could be none",
            Self::High => "could reach the threshold",
            Self::OwnRecord => "are protected from a person in a hidden cell",
            Self::Union => "are in no union known to be small",
        })
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Malformed(malformed) => Some(malformed),
            Self::Unproven(violation) => Some(violation),
            Self::Infeasible { .. }
            | Self::Contradiction { .. }
            | Self::Stalled { .. }
            | Self::Overflow { .. } => None,
        }
    }
}

impl Error for Malformed {}

impl Error for Violation {}
