//! The rule for sensitive cells, the attackers to protect against, and the limits of the search.

/// The maximum threshold. A larger one is treated as a mistake.
pub const MAX_THRESHOLD: u64 = 1_000;

/// A threshold rule (minimum frequency rule) and the knowledge of the attacker.
///
/// A cell is sensitive if it counts at least one person and fewer than [`threshold`](Self::threshold). Zeros
/// are not sensitive. See Willenborg and de Waal, *Elements of Statistical Disclosure Control* (2001), and
/// Hundepool et al., *Statistical Disclosure Control* (2012).
///
/// Dominance and p% rules are not supported: they apply to contributions to a magnitude, and the tables of
/// this crate contain counts of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Counts of persons above 0 and below this number are primary suppressions.
    pub threshold: u64,
    /// Whether zeros are always published. Readers then know that every suppressed count is at least 1.
    pub zeros_shown: bool,
    /// Whether the attacker may be one of the persons counted, and so knows one record.
    pub own_record: bool,
}

impl Rule {
    /// The minimum that every reader knows of any suppressed count: 1 if zeros are always shown, or else 0.
    pub fn least(self) -> u64 {
        u64::from(self.zeros_shown)
    }
}

/// The persons of a cell that a statement is about.
///
/// Without a published [population](crate::LinkedTables::population), only the persons counted matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The persons counted.
    Counted,
    /// The persons of the population who are not counted.
    Rest,
}

/// The limits of the search. They limit work and not time, so the result is the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The maximum number of problems solved for one set of tables.
    pub solves: u32,
    /// The maximum number of branch-and-bound nodes of one integer problem.
    pub nodes: u64,
}

impl Default for Limits {
    /// About ten times the work for a table of 45 rows by 6 columns with roll-ups on both sides.
    fn default() -> Self {
        Self { solves: 50_000, nodes: 2_000 }
    }
}
