//! The assignments that were found, and what they leave unanswered.
//!
//! An assignment stays good when more is hidden, so each is kept, and a problem goes to the solver only
//! where none that is known already meets a demand.

use super::super::Face;
use super::super::demand::{Kind, Place, emptied};
use super::super::places::Places;
use super::super::solve::Moves;
use super::Search;

/// A table that agrees with everything published, by how it differs from the truth.
pub(super) struct Assignment {
    pub(super) moves: Moves,
    /// Where somebody is and it leaves nobody.
    pub(super) emptied: Places,
    /// The face for which it puts small targets aside, if it does; it may serve no other end.
    pub(super) united: Option<Face>,
    /// Whether it changes the cell that is being tried shown.
    pub(super) is_aside: bool,
}

/// What a demand still lacks.
pub(super) enum Lack {
    Everything,
    Against(Place),
}

impl Search<'_> {
    /// Sees anew which places are in hidden cells.
    pub(super) fn look_around(&mut self) {
        let is_hidden = |at: &usize| self.is_hidden(self.inhabited[*at].0);
        self.at_stake = Places::new(self.inhabited.len(), (0..self.inhabited.len()).filter(is_hidden));
    }

    /// The assignments that meet a demand.
    fn meeting(&self, at: usize) -> impl Iterator<Item = usize> {
        let demand = self.demands[at];
        let serves = move |at: &usize| {
            let assignment = &self.pool[*at];
            let is_its_kind = match demand.kind {
                Kind::United => assignment.united == Some(demand.face),
                _ => assignment.united.is_none(),
            };
            is_its_kind && !assignment.is_aside
        };
        // What asks for a change is met by assignments that change its cell, and by no others.
        let (all, changing) = match demand.change {
            0 => (self.pool.len(), [].as_slice()),
            _ => (0, self.changing[demand.cell].as_slice()),
        };
        let standing =
            (0..all).filter(move |at| demand.is_met_by(change(&self.pool[*at].moves, demand.cell)));
        let moved = changing.iter().filter(move |(_, change)| demand.is_met_by(*change)).map(|(at, _)| *at);
        standing.chain(moved).filter(serves)
    }

    /// The places of attackers whom a demand concerns: hidden cells that are no sums.
    fn places(&self, at: usize) -> Places {
        self.concerned[at].common(&self.at_stake)
    }

    /// What a demand lacks: a place that every meeting assignment leaves empty, or all.
    pub(super) fn lack(&self, at: usize) -> Option<Lack> {
        let mut is_met = !self.demands[at].is_for_strangers();
        let mut open = self.places(at);
        for assignment in self.meeting(at) {
            is_met = true;
            if open.keep(&self.pool[assignment].emptied) && open.is_empty() {
                return None;
            }
        }
        let first = || open.first().map(|place| Lack::Against(self.inhabited[place]));
        if is_met { first() } else { Some(Lack::Everything) }
    }

    pub(super) fn accept(&mut self, moves: Moves, united: Option<Face>) {
        let mut hides = false;
        for (cell, change) in &moves {
            hides |= !std::mem::replace(&mut self.hidden[*cell], true);
            self.changing[*cell].push((self.pool.len(), *change));
        }
        let emptied = emptied(self.tables, &self.crowd, &moves);
        let places = emptied.iter().filter_map(|place| self.inhabited.binary_search(place).ok());
        let emptied = Places::new(self.inhabited.len(), places);
        self.pool.push(Assignment { emptied, moves, united, is_aside: false });
        if hides {
            self.look_around();
        }
    }

    pub(super) fn index(&mut self) {
        self.changing.iter_mut().for_each(Vec::clear);
        for (at, assignment) in self.pool.iter().enumerate() {
            for (cell, change) in &assignment.moves {
                self.changing[*cell].push((at, *change));
            }
        }
    }

    /// Tries a cell shown, which puts aside what changes it; or none any longer.
    pub(super) fn try_shown(&mut self, cell: Option<usize>) {
        self.shown_again = cell;
        for assignment in &mut self.pool {
            assignment.is_aside = cell.is_some_and(|cell| change(&assignment.moves, cell) != 0);
        }
        self.look_around();
    }

    /// The assignments of a demand that together leave nothing lacking.
    pub(super) fn chosen(&self, at: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut open = self.places(at);
        let mut is_met = !self.demands[at].is_for_strangers();
        for assignment in self.meeting(at) {
            if open.keep(&self.pool[assignment].emptied) || !is_met {
                chosen.push(assignment);
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
