//! The result of a search: the cells to hide, and the proof that this is enough.

use std::fmt;

use super::Side;

/// The cells to hide, and the proof that this is enough.
///
/// Publish by [`hidden`](Self::hidden). Keep the [`proof`](Self::proof) secret: it is made from true counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The suppression pattern, by cell: primary and complementary suppressions, and cells that are
    /// [unpublished](crate::LinkedTables::unpublished).
    pub hidden: Vec<bool>,
    /// The proof that [`verify`](crate::verify()) checks.
    pub proof: Proof,
}

/// Tables that a reader cannot distinguish from the true ones, and what each of them proves.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// The tables. Each has one count for each hidden cell, in the order of cells; shown cells keep their
    /// true counts. Each agrees with all published data.
    pub tables: Vec<Vec<i64>>,
    /// One witness for each side with few persons of each primary suppression.
    pub witnesses: Vec<Witness>,
}

/// Why the few persons on one side of a cell are protected. Tables are named by their index in
/// [`Proof::tables`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The cell.
    pub cell: usize,
    /// The side with few persons.
    pub side: Side,
    /// Tables with nobody there, or only the attacker.
    pub low: Vec<usize>,
    /// Tables with at least as many persons there as the threshold, or as many as the population allows.
    pub high: Vec<usize>,
    /// Needed if the population itself is below the threshold: a table with at least as many persons there as
    /// the threshold, in which populations below the threshold are no bound. It shows that no union of cells
    /// with this one is known to be below the threshold.
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
