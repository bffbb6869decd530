//! The tables that the search has found, and what each demand still lacks.
//!
//! A table is still evidence when more cells are hidden, so each is kept. The solver is used only if no known
//! table meets a demand.

use super::super::Side;
use super::super::demand::{Kind, Place, emptied};
use super::super::places::Places;
use super::super::solve::Moves;
use super::Search;

/// A table that agrees with all published data, as its difference from the truth.
pub(super) struct Candidate {
    pub(super) moves: Moves,
    /// Inhabited places where the table has nobody.
    pub(super) emptied: Places,
    /// The side on which small populations do not bound the table, if there is one. The table may then serve
    /// no other purpose.
    pub(super) united: Option<Side>,
    /// Whether it changes the cell that is tried as shown.
    pub(super) is_aside: bool,
}

/// What a demand still lacks.
pub(super) enum Lack {
    /// Any table that meets it.
    Everything,
    /// A table that meets it and has somebody in this place.
    Against(Place),
}

impl Search<'_> {
    /// Updates which places are in hidden cells.
    pub(super) fn update_places(&mut self) {
        let is_hidden = |at: &usize| self.is_hidden(self.inhabited[*at].0);
        self.at_stake = Places::new(self.inhabited.len(), (0..self.inhabited.len()).filter(is_hidden));
    }

    /// The candidates that meet a demand.
    fn meeting(&self, at: usize) -> impl Iterator<Item = usize> {
        let demand = self.demands[at];
        let serves = move |at: &usize| {
            let candidate = &self.pool[*at];
            let is_its_kind = match demand.kind {
                Kind::United => candidate.united == Some(demand.side),
                _ => candidate.united.is_none(),
            };
            is_its_kind && !candidate.is_aside
        };
        // A demand for a change is met only by candidates that change its cell.
        let (all, changing) = match demand.change {
            0 => (self.pool.len(), [].as_slice()),
            _ => (0, self.changing[demand.cell].as_slice()),
        };
        let unchanged =
            (0..all).filter(move |at| demand.is_met_by(change(&self.pool[*at].moves, demand.cell)));
        let changed = changing.iter().filter(move |(_, change)| demand.is_met_by(*change)).map(|(at, _)| *at);
        unchanged.chain(changed).filter(serves)
    }

    /// The places of the attackers against whom a demand must hold.
    fn places(&self, at: usize) -> Places {
        self.concerned[at].common(&self.at_stake)
    }

    /// What a demand still lacks, if anything.
    pub(super) fn lack(&self, at: usize) -> Option<Lack> {
        let mut is_met = !self.demands[at].is_for_strangers();
        let mut open = self.places(at);
        for candidate in self.meeting(at) {
            is_met = true;
            if open.keep(&self.pool[candidate].emptied) && open.is_empty() {
                return None;
            }
        }
        let first = || open.first().map(|place| Lack::Against(self.inhabited[place]));
        if is_met { first() } else { Some(Lack::Everything) }
    }

    /// Adds a table, and hides every cell that it changes.
    pub(super) fn accept(&mut self, moves: Moves, united: Option<Side>) {
        let mut hides = false;
        for (cell, change) in &moves {
            hides |= !std::mem::replace(&mut self.hidden[*cell], true);
            self.changing[*cell].push((self.pool.len(), *change));
        }
        let emptied = emptied(self.tables, &self.crowd, &moves);
        let places = emptied.iter().filter_map(|place| self.inhabited.binary_search(place).ok());
        let emptied = Places::new(self.inhabited.len(), places);
        self.pool.push(Candidate { emptied, moves, united, is_aside: false });
        if hides {
            self.update_places();
        }
    }

    /// Rebuilds the list of candidates by cell.
    pub(super) fn index(&mut self) {
        self.changing.iter_mut().for_each(Vec::clear);
        for (at, candidate) in self.pool.iter().enumerate() {
            for (cell, change) in &candidate.moves {
                self.changing[*cell].push((at, *change));
            }
        }
    }

    /// Tries a hidden cell as shown, which excludes the candidates that change it; `None` ends the trial.
    pub(super) fn try_shown(&mut self, cell: Option<usize>) {
        self.shown_again = cell;
        for candidate in &mut self.pool {
            candidate.is_aside = cell.is_some_and(|cell| change(&candidate.moves, cell) != 0);
        }
        self.update_places();
    }

    /// Candidates that together meet a demand completely.
    pub(super) fn chosen(&self, at: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut open = self.places(at);
        let mut is_met = !self.demands[at].is_for_strangers();
        for candidate in self.meeting(at) {
            if open.keep(&self.pool[candidate].emptied) || !is_met {
                chosen.push(candidate);
                is_met = true;
            }
        }
        chosen
    }
}

/// The change of one cell.
pub(super) fn change(moves: &Moves, cell: usize) -> i64 {
    moves.binary_search_by_key(&cell, |(at, _)| *at).map_or(0, |at| moves[at].1)
}
