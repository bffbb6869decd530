//! Why tables are not published, in words that name cells and never counts.

use super::Face;
use crate::locale::Text;

/// Why no protection was found; nothing of the tables may then be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The tables contradict themselves.
    Malformed(Malformed),
    /// Even with every cell hidden that may be, this one is not protected.
    Infeasible {
        /// The cell.
        cell: usize,
    },
    /// The solver gave up, or gave an answer that is none.
    Stalled {
        /// The cell that it was to protect.
        cell: usize,
        /// Problems solved until then.
        solves: u32,
    },
    /// A count is too large to be reckoned with exactly.
    Overflow {
        /// The cell.
        cell: usize,
    },
    /// The search ended, but the exact check did not accept its proof.
    Unproven(Violation),
}

/// How tables contradict themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The threshold is 0 or far beyond any use.
    Threshold,
    /// The vectors differ in length.
    Lengths,
    /// A count is above its target.
    AboveTarget {
        /// The cell.
        cell: usize,
    },
    /// A count beyond what is said to be known of it.
    Outside {
        /// The cell.
        cell: usize,
    },
    /// A structural zero that is none.
    StructuralZero {
        /// The cell.
        cell: usize,
    },
    /// An equation names a cell twice.
    Repeated {
        /// Its place in the list.
        equation: usize,
    },
    /// An equation names a cell that does not exist.
    Missing {
        /// Its place in the list.
        equation: usize,
    },
    /// An equation whose parts do not add up to its total.
    Sum {
        /// Its place in the list.
        equation: usize,
    },
    /// A two-way table with rows of unequal length, a name given twice, or a group of unknown members.
    Shape,
}

/// What an exact check found wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The proof does not have the shape of the tables.
    Shape,
    /// A cell that must be shown is hidden.
    MustBeShown {
        /// The cell.
        cell: usize,
    },
    /// A cell that is too small is shown.
    MustBeHidden {
        /// The cell.
        cell: usize,
    },
    /// A table of the proof contradicts what is published.
    Inconsistent {
        /// Its place in the list.
        assignment: usize,
    },
    /// A small cell has no sufficient witnesses.
    Unwitnessed {
        /// The cell.
        cell: usize,
        /// Which of its persons.
        face: Face,
        /// What is missing.
        gap: Gap,
    },
}

/// The end of an interval that is not shown to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// That there could be nobody.
    Low,
    /// That there could be enough.
    High,
    /// The same, seen by a person in some hidden cell.
    Own,
    /// That no known sum including the cell is small.
    United,
}

impl Refusal {
    /// What to tell a person.
    pub fn words(&self) -> Text {
        match self {
            Refusal::Malformed(_) => Text::new(
                "tabel tidak konsisten: isi, jumlah, atau targetnya tidak cocok satu sama lain",
                "the tables contradict themselves: cells, sums or targets do not agree",
            ),
            Refusal::Infeasible { .. } => Text::new(
                "ada sel kecil yang tidak dapat dilindungi sekalipun semua sel lain disembunyikan; gabungkan baris atau kolom",
                "a small cell cannot be protected even with every other cell hidden; merge rows or columns",
            ),
            Refusal::Stalled { .. } => Text::new(
                "pembuktian perlindungan tabel tidak selesai, jadi tabel tidak diterbitkan; gabungkan baris atau kolom",
                "the proof that the tables are protected did not end, so they are not published; merge rows or columns",
            ),
            Refusal::Overflow { .. } => Text::new(
                "ada angka yang terlalu besar untuk dihitung secara pasti",
                "a count is too large to be reckoned with exactly",
            ),
            Refusal::Unproven(_) => Text::new(
                "pemeriksaan ulang menolak bukti perlindungan tabel, jadi tabel tidak diterbitkan",
                "the exact check rejected the proof that the tables are protected, so they are not published",
            ),
        }
    }
}
