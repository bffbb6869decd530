//! Why tables cannot be protected, or why a proof is not accepted. These types name cells and equations by
//! their places and never hold a count, so they may be printed.

use std::error::Error;
use std::fmt;

use super::Side;

/// Why there is no protection. Nothing of the tables may then be published but what stands anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The tables contradict themselves.
    Malformed(Malformed),
    /// The cell is not protected even if every cell is hidden that may be.
    Infeasible {
        /// The cell.
        cell: usize,
    },
    /// An attack found that no count of the cell agrees with what is shown.
    Contradiction {
        /// The cell.
        cell: usize,
    },
    /// The solver reached its limit, or gave an answer that does not add up.
    Stalled {
        /// The cell that was worked on.
        cell: usize,
        /// Problems solved until then.
        solves: u32,
    },
    /// A count or population is above [`MAX_COUNT`](crate::MAX_COUNT).
    Overflow {
        /// The cell.
        cell: usize,
    },
    /// The verifier did not accept what the search found. From [`prove`](crate::prove) and
    /// [`protect_further`](crate::protect_further): the pattern hides a cell that must be shown. From
    /// [`protect`](crate::protect): a defect of this crate.
    Unproven(Violation),
}

/// How tables contradict themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The threshold is 0 or above [`MAX_THRESHOLD`](crate::MAX_THRESHOLD).
    Threshold,
    /// The vectors differ in length.
    Lengths,
    /// A cell that does not exist is asked for.
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
    /// A structural zero with a count or a population.
    StructuralZero {
        /// The cell.
        cell: usize,
    },
    /// An equation names a cell twice.
    RepeatedCell {
        /// Its place in the list.
        equation: usize,
    },
    /// An equation names a cell that does not exist.
    MissingCell {
        /// Its place in the list.
        equation: usize,
    },
    /// The parts of an equation do not add up to its total.
    Sum {
        /// Its place in the list.
        equation: usize,
    },
    /// A two-way table without categories, with rows of unequal length, a name given twice, or a group
    /// of unknown or repeated members.
    Shape,
}

/// What the verifier found wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The proof does not fit the tables: lengths, or places that do not exist.
    Shape,
    /// A cell is hidden that must be shown.
    MustBeShown {
        /// The cell.
        cell: usize,
    },
    /// A cell is shown that must be hidden.
    MustBeHidden {
        /// The cell.
        cell: usize,
    },
    /// A table of the proof contradicts what is published, or is used for two purposes.
    Inconsistent {
        /// Its place in the proof.
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

/// The end of a feasibility interval that is not shown to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// That nobody could be there.
    Low,
    /// That as many could be there as the threshold asks.
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
