//! The search: hides small cells, adds the cheapest other cells until every demand has a witness, and
//! shows again what turns out not to be needed. Which cells it chooses depends on whether witnesses exist
//! and never on which are found first, so it takes them from wherever they come cheapest: from those that
//! it has (`pool`), from whole-number moves of the true table (`reach`), and at last from the solver.

mod further;
mod pool;

use self::pool::{Assignment, Lack, change};
use super::demand::{Crowd, Demand, Kind, Known, Place, demands, range, small_faces};
use super::places::Places;
use super::reach::{Answer, Reach};
use super::solve::{Incidence, Moves, Stalled, cheapest, holds};
use super::{Face, Limits, Linked, Protected, Refusal, Rule, Witness, verify};
pub use further::protect_further;
#[cfg(test)]
pub(crate) use further::{protect_by_the_solver_alone, prove};

/// What a change of a shown cell costs over that of a hidden one, before its own cost: so much that
/// the solver goes round through hidden cells first.
const OPENING: f64 = 64.0;

/// Costs above this are all the same; the solver's numbers stay within its range.
const MAX_COST: u64 = 100_000;

/// Decides which cells to hide so that nobody can tell a count `0 < a < k`, and proves it.
///
/// Complementary cells are chosen cheapest first; ties by the order of cells. The result is minimal:
/// showing any one complementary cell would give a small count away. Nothing depends on time or on
/// the order of a hash table.
///
/// # Errors
/// Where tables contradict themselves, where no protection exists or none was found within the
/// limits, and where the exact check does not accept the proof. Nothing may then be shown.
pub fn protect(tables: &Linked, rule: Rule, limits: Limits) -> Result<Protected, Refusal> {
    tables.check(rule)?;
    Search::new(tables, rule, limits)?.widen()
}

struct Search<'a> {
    tables: &'a Linked,
    rule: Rule,
    limits: Limits,
    incidence: Incidence,
    /// Made when it is first asked: many tables have nothing small.
    reach: Option<Reach>,
    crowd: Crowd,
    demands: Vec<Demand>,
    hidden: Vec<bool>,
    pool: Vec<Assignment>,
    /// For each cell, the assignments that change it, and by how much.
    changing: Vec<Vec<(usize, i64)>>,
    /// Where persons are, in order: cells that are no sums.
    inhabited: Vec<Place>,
    /// For each demand, where the attackers are whom it concerns; nowhere where they have no records.
    concerned: Vec<Places>,
    /// The places in hidden cells.
    at_stake: Places,
    /// A hidden cell that is being tried shown.
    shown_again: Option<usize>,
    solves: u32,
}

impl<'a> Search<'a> {
    fn new(tables: &'a Linked, rule: Rule, limits: Limits) -> Result<Self, Refusal> {
        let cells = tables.counts.len();
        let hidden: Vec<bool> = (0..cells)
            .map(|cell| tables.unpublished[cell] || small_faces(tables, rule, cell).next().is_some())
            .collect();
        let crowd = Crowd::new(tables, rule);
        let inhabited: Vec<Place> = (0..cells)
            .filter(|cell| crowd.is_leaf[*cell])
            .flat_map(|cell| [(cell, Face::Counted), (cell, Face::Rest)])
            .filter(|(cell, face)| tables.persons(*cell, *face) > 0)
            .collect();
        let demands = demands(tables, rule);
        let places = inhabited.len();
        let concerned = |demand: &Demand| {
            let concerns = |at: &usize| rule.own_record && demand.concerns(&crowd, inhabited[*at]);
            Places::new(places, (0..places).filter(concerns))
        };
        let truth = Assignment {
            moves: Moves::new(),
            emptied: Places::new(places, []),
            united: None,
            is_aside: false,
        };
        let search = Self {
            tables,
            rule,
            limits,
            incidence: Incidence::new(cells, &tables.equations),
            reach: None,
            concerned: demands.iter().map(concerned).collect(),
            at_stake: Places::new(places, (0..places).filter(|at| hidden[inhabited[*at].0])),
            pool: vec![truth],
            crowd,
            demands,
            hidden,
            changing: vec![Vec::new(); cells],
            inhabited,
            shown_again: None,
            solves: 0,
        };
        let must_stand =
            |cell: &usize| search.hidden[*cell] && !tables.unpublished[*cell] && !search.may_hide(*cell);
        match (0..cells).find(must_stand) {
            Some(cell) => Err(Refusal::Infeasible { cell }),
            None => Ok(search),
        }
    }

    /// Hides what it takes, and nothing without which it would do.
    fn widen(mut self) -> Result<Protected, Refusal> {
        let given = self.hidden.clone();
        self.fulfil_all(true)?;
        self.drop_redundant(&given);
        self.judged()
    }

    fn may_hide(&self, cell: usize) -> bool {
        let tables = self.tables;
        let nobody = |face| tables.persons(cell, face) == 0;
        let fixed = match &tables.targets {
            Some(targets) => targets[cell] == 0,
            None => false,
        };
        let is_shown_zero = self.rule.zeros_shown
            && (nobody(Face::Counted) || (tables.targets.is_some() && nobody(Face::Rest)));
        !tables.always_shown[cell] && !tables.structural_zero[cell] && !fixed && !is_shown_zero
    }

    fn is_hidden(&self, cell: usize) -> bool {
        self.hidden[cell] && self.shown_again != Some(cell)
    }

    /// Looks for a change that reaches an end; without `known`, against everyone at once. Only where shown
    /// cells may change too does it matter which change it is, and the solver is asked for the cheapest.
    fn solve(&mut self, at: usize, known: Option<Known<'_>>, widely: bool) -> Result<Option<Moves>, Stalled> {
        let demand = self.demands[at];
        if self.solves >= self.limits.solves {
            return Err(Stalled);
        }
        self.solves += 1;
        let known = known.unwrap_or(Known::Everyone(&self.crowd));
        let mut ranges: Vec<_> = (0..self.hidden.len())
            .map(|cell| {
                let price = if self.is_hidden(cell) {
                    1.0
                } else if widely && self.may_hide(cell) {
                    let cost = self.tables.cost[cell].min(MAX_COST);
                    OPENING + u32::try_from(cost).map_or(0.0, f64::from)
                } else {
                    return None;
                };
                Some(range(self.tables, self.rule, demand, known, cell, price))
            })
            .collect();
        if !widely {
            let may_move = |cell: usize| ranges[cell].is_some();
            let reach = self.reach.get_or_insert_with(|| Reach::new(&self.tables.equations, &self.hidden));
            reach.let_move(may_move);
            match reach.ask(demand.cell, demand.change, &ranges) {
                Answer::Reached(moves) if holds(&self.tables.equations, &ranges, &moves) => {
                    return Ok(Some(moves));
                }
                Answer::Never => return Ok(None),
                _ => {}
            }
        }
        ranges[demand.cell] = ranges[demand.cell].map(|range| demand.narrowed(range));
        let moves =
            cheapest(&self.tables.equations, &self.incidence, demand.cell, &ranges, self.limits.nodes)?;
        match moves {
            Some(moves) if !demand.is_met_by(change(&moves, demand.cell)) => Err(Stalled),
            moves => Ok(moves),
        }
    }

    /// Finds what a demand lacks, hiding more cells where it may; whether it succeeded.
    fn fulfil(&mut self, at: usize, widely: bool) -> Result<bool, Stalled> {
        while let Some(lack) = self.lack(at) {
            let known = match lack {
                Lack::Against(place) => Known::One(place),
                Lack::Everything => Known::Nobody,
            };
            // One table against all attackers at once, if it comes for nothing.
            let everyone = self.rule.own_record && matches!(lack, Lack::Everything);
            let found = if everyone { self.solve(at, None, false) } else { Ok(None) };
            let found = match found {
                Ok(Some(moves)) => Ok(Some(moves)),
                _ => self.solve(at, Some(known), false),
            };
            let found = match (found, widely) {
                (Ok(Some(moves)), _) => Some(moves),
                (_, true) => self.solve(at, Some(known), true)?,
                (other, false) => other?,
            };
            let Some(moves) = found else { return Ok(false) };
            let united = (self.demands[at].kind == Kind::United).then_some(self.demands[at].face);
            self.accept(moves, united);
        }
        Ok(true)
    }

    fn fulfil_all(&mut self, widely: bool) -> Result<(), Refusal> {
        for at in 0..self.demands.len() {
            let cell = self.demands[at].cell;
            match self.fulfil(at, widely) {
                Ok(true) => {}
                Ok(false) => return Err(Refusal::Infeasible { cell }),
                Err(Stalled) => return Err(Refusal::Stalled { cell, solves: self.solves }),
            }
        }
        Ok(())
    }

    /// Shows every cell that was not given again without which all demands can still be fulfilled, the
    /// costliest first. More hidden cells never help an attacker, so one pass is enough.
    fn drop_redundant(&mut self, given: &[bool]) {
        let mut added: Vec<usize> =
            (0..given.len()).filter(|cell| self.hidden[*cell] && !given[*cell]).collect();
        added.sort_by_key(|cell| (std::cmp::Reverse(self.tables.cost[*cell]), std::cmp::Reverse(*cell)));
        let mut order: Vec<usize> = (0..self.demands.len()).collect();
        for cell in added {
            self.try_shown(Some(cell));
            let failing = if self.gives_away() {
                Some(None)
            } else {
                order.iter().position(|at| !matches!(self.fulfil(*at, false), Ok(true))).map(Some)
            };
            if failing.is_none() {
                self.hidden[cell] = false;
                self.pool.retain(|assignment| !assignment.is_aside);
                self.index();
            }
            self.try_shown(None);
            match failing {
                None => {}
                // What failed once fails soonest again.
                Some(Some(place)) => order[..=place].rotate_right(1),
                Some(None) => {}
            }
        }
    }

    /// Whether plain subtraction gives a small cell away: a quick test before the solver is asked.
    fn gives_away(&self) -> bool {
        let mut open: Vec<bool> = (0..self.hidden.len()).map(|cell| self.is_hidden(cell)).collect();
        loop {
            let lone = self.tables.equations.iter().find_map(|equation| {
                let mut cells = equation.parts.iter().chain([&equation.total]).filter(|cell| open[**cell]);
                let first = cells.next()?;
                cells.next().is_none().then_some(*first)
            });
            match lone {
                None => return false,
                Some(cell) if small_faces(self.tables, self.rule, cell).next().is_some() => return true,
                Some(cell) => open[cell] = false,
            }
        }
    }

    fn judged(self) -> Result<Protected, Refusal> {
        let (tables, rule) = (self.tables, self.rule);
        let protected = self.finish();
        verify(tables, rule, &protected).map_err(Refusal::Unproven)?;
        Ok(protected)
    }

    fn finish(self) -> Protected {
        let mut places = vec![None; self.pool.len()];
        let mut used: Vec<usize> = Vec::new();
        let mut witnesses: Vec<Witness> = Vec::new();
        for (at, demand) in self.demands.iter().enumerate() {
            let (cell, face) = (demand.cell, demand.face);
            if witnesses.last().is_none_or(|last| (last.cell, last.face) != (cell, face)) {
                witnesses.push(Witness { cell, face, low: Vec::new(), high: Vec::new(), united: None });
            }
            for chosen in self.chosen(at) {
                let place = *places[chosen].get_or_insert_with(|| {
                    used.push(chosen);
                    used.len() - 1
                });
                let Some(witness) = witnesses.last_mut() else { continue };
                match demand.kind {
                    Kind::Low | Kind::LowAlone => witness.low.push(place),
                    Kind::High | Kind::HighBeside => witness.high.push(place),
                    Kind::United => witness.united = Some(place),
                }
            }
        }
        let hidden_cells: Vec<usize> = (0..self.hidden.len()).filter(|cell| self.hidden[*cell]).collect();
        let value = |cell: usize, moves: &Moves| {
            i64::try_from(self.tables.counts[cell]).unwrap_or(i64::MAX).saturating_add(change(moves, cell))
        };
        let assignments = used
            .iter()
            .map(|at| hidden_cells.iter().map(|cell| value(*cell, &self.pool[*at].moves)).collect())
            .collect();
        Protected { hidden: self.hidden, assignments, witnesses }
    }
}
