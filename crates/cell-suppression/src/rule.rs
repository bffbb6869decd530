//! What counts as sensitive, whom it is protected against, and how hard to search.

/// The largest threshold that is accepted; a larger one is taken for a slip of the pen.
pub const MAX_THRESHOLD: u64 = 1_000;

/// A threshold rule (minimum frequency rule) and what the attacker knows.
///
/// A cell is sensitive if it counts at least one person and fewer than [`threshold`](Self::threshold).
/// Zeros are not sensitive. See Willenborg and de Waal, *Elements of Statistical Disclosure Control*
/// (2001), and Hundepool et al., *Statistical Disclosure Control* (2012).
///
/// Dominance and p% rules are not offered: they judge the contributions to a magnitude, and the tables of
/// this crate hold counts of persons.
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
    /// The least that every reader knows of any suppressed count: 1 if zeros are always shown, else 0.
    pub fn least(self) -> u64 {
        u64::from(self.zeros_shown)
    }
}

/// The persons of a cell that a statement is about.
///
/// Without a published [population](crate::LinkedTables::population) only those who are counted matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Those who are counted.
    Counted,
    /// Those of the population who are not counted.
    Rest,
}

/// When to give up. Work is counted and time is not, so the outcome is the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Problems that are solved for one set of tables.
    pub solves: u32,
    /// Branch-and-bound nodes of one integer problem.
    pub nodes: u64,
}

impl Default for Limits {
    /// About ten times what a table of 45 rows by 6 columns with roll-ups on both sides takes.
    fn default() -> Self {
        Self { solves: 50_000, nodes: 2_000 }
    }
}
