//! Searches that start with cells that are already hidden.

#[cfg(test)]
use super::super::reach::Reach;
use super::super::{Limits, LinkedTables, Malformed, Refusal, Rule, Suppression};
use super::Search;

/// Like [`protect`](super::protect), for tables about which readers know more
/// ([`LinkedTables::prior_bounds`]) than when `before` was found. The cells that `before` hides stay hidden;
/// further cells are hidden as needed.
///
/// # Errors
/// The same as [`protect`](super::protect).
pub fn protect_further(
    tables: &LinkedTables,
    rule: Rule,
    limits: Limits,
    before: &Suppression,
) -> Result<Suppression, Refusal> {
    tables.check(rule)?;
    let mut search = Search::new(tables, rule, limits)?;
    search.hide_all(&before.hidden)?;
    search.take_up(before);
    search.widen()
}

/// Proves that a given pattern protects every sensitive cell. It hides no further cell.
///
/// # Errors
/// The same as [`protect`](super::protect). [`Refusal::Infeasible`] names a sensitive cell that is shown or
/// that the pattern does not protect; [`Refusal::Unproven`] names a cell that the pattern hides and that must
/// be shown.
pub fn prove(
    tables: &LinkedTables,
    rule: Rule,
    hidden: &[bool],
    limits: Limits,
) -> Result<Suppression, Refusal> {
    tables.check(rule)?;
    let mut search = Search::new(tables, rule, limits)?;
    search.hide_all(hidden)?;
    search.fulfil_all(false)?;
    search.judged()
}

/// Like [`protect`](super::protect), but passes every problem to the general solver.
#[cfg(test)]
pub(crate) fn protect_by_the_solver_alone(
    tables: &LinkedTables,
    rule: Rule,
    limits: Limits,
) -> Result<Suppression, Refusal> {
    tables.check(rule)?;
    let mut search = Search::new(tables, rule, limits)?;
    search.reach = Some(Reach::spent());
    search.widen()
}

impl Search<'_> {
    /// Hides more cells than the sensitive ones.
    fn hide_all(&mut self, hidden: &[bool]) -> Result<(), Refusal> {
        if hidden.len() != self.hidden.len() {
            return Err(Refusal::Malformed(Malformed::Lengths));
        }
        match (0..hidden.len()).find(|cell| self.hidden[*cell] && !hidden[*cell]) {
            Some(cell) => Err(Refusal::Infeasible { cell }),
            None => {
                self.hidden = hidden.to_vec();
                self.update_places();
                Ok(())
            }
        }
    }

    /// Keeps the tables of an earlier proof that agree with everything that is known now.
    fn take_up(&mut self, before: &Suppression) {
        let cells: Vec<usize> = (0..before.hidden.len()).filter(|cell| before.hidden[*cell]).collect();
        for (at, values) in before.proof.tables.iter().enumerate() {
            let known = |(cell, value): (&usize, &i64)| {
                let (from, to) = self.tables.prior_bounds[*cell];
                u64::try_from(*value).is_ok_and(|value| (from..=to).contains(&value))
            };
            let united = before.proof.witnesses.iter().find(|witness| witness.united == Some(at));
            if values.len() != cells.len() || united.is_some() || !cells.iter().zip(values).all(known) {
                continue;
            }
            let change = |(cell, value): (&usize, &i64)| {
                let count = i64::try_from(self.tables.counts[*cell]).unwrap_or(i64::MAX);
                (*cell, value.saturating_sub(count))
            };
            let moves = cells.iter().zip(values).map(change).filter(|(_, change)| *change != 0).collect();
            self.accept(moves, None);
        }
    }
}
