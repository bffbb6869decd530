//! The outcome of a search: which cells to hide, and the proof that this is enough.

use std::fmt;

use super::Side;

/// Which cells to hide, and why that is enough.
///
/// Publish by [`hidden`](Self::hidden). Keep the [`proof`](Self::proof) to yourself: it is made from true
/// counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The suppression pattern, by cell: primary and complementary suppressions alike, and cells that
    /// are [unpublished](crate::LinkedTables::unpublished).
    pub hidden: Vec<bool>,
    /// What [`verify`](crate::verify) judges the pattern by.
    pub proof: Proof,
}

/// Tables that a reader cannot tell from the true ones, and what each of them is evidence of.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// The tables. Each has one count for each hidden cell, in the order of cells; shown cells keep their
    /// true counts. Each agrees with everything that is published.
    pub tables: Vec<Vec<i64>>,
    /// One witness for every side of every cell that is a primary suppression.
    pub witnesses: Vec<Witness>,
}

/// Why the few persons on one side of a cell are protected. Tables are named by their place in
/// [`Proof::tables`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The cell.
    pub cell: usize,
    /// The side with few persons.
    pub side: Side,
    /// Tables with nobody there, or only the attacker.
    pub low: Vec<usize>,
    /// Tables with as many persons there as the threshold, or as many as the population allows.
    pub high: Vec<usize>,
    /// Needed where the population itself is below the threshold: a table with as many persons there as
    /// the threshold, in which populations below the threshold do not bound. It shows that no union of
    /// cells with this one is known to be below the threshold.
    pub united: Option<usize>,
}

/// Prints sizes only: the proof is made from true counts.
impl fmt::Debug for Suppression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = self.hidden.iter().filter(|hidden| **hidden).count();
        write!(f, "Suppression({hidden} of {} cells hidden)", self.hidden.len())
    }
}

/// Prints sizes only, for the same reason.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({} tables, {} witnesses)", self.tables.len(), self.witnesses.len())
    }
}
