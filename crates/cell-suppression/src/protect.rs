//! The search. It hides the sensitive cells, hides further cheap cells until every demand is met by a table,
//! and shows those cells again that are not needed.
//!
//! The hidden cells depend on whether tables exist, and never on which table is found first. So the search
//! takes tables from the cheapest source: first those that it already has (`pool`), then whole-number moves
//! of the true table (`reach`), then the solver (`solve`).

mod further;
mod pool;

use self::pool::{Candidate, Lack, change};
use super::demand::{Crowd, Demand, Kind, Known, Place, demands, range, small_sides};
use super::places::Places;
use super::reach::{Answer, Reach};
use super::solve::{Incidence, Moves, Stalled, cheapest, holds};
use super::{Limits, LinkedTables, Proof, Refusal, Rule, Side, Suppression, Witness, verify};
#[cfg(test)]
pub(crate) use further::protect_by_the_solver_alone;
pub use further::{protect_further, prove};

/// The version of the search. It increases when [`protect`] may hide other cells of the same tables than
/// before. Make it a part of the key if you store suppressions.
pub const SEARCH_VERSION: u32 = 1;

/// The price of changing a shown cell, in addition to its weight; changing a hidden cell costs 1. It is so
/// high that the solver prefers a change of many hidden cells.
const OPENING: f64 = 64.0;

/// The maximum weight, which keeps prices in a range that the solver handles well.
const MAX_WEIGHT: u64 = 100_000;

/// Decides which cells to hide, and proves it: no reader can tell that a sensitive cell contains somebody, or
/// that it contains fewer persons than the threshold.
///
/// For every sensitive cell, on each side with few persons, a reader cannot exclude that it contains
/// [`Rule::least`] or fewer persons, nor that it contains at least as many as the threshold (or as its
/// population allows, if zeros may be hidden). With [`Rule::own_record`], neither can a person in a hidden
/// cell, about the other persons. Cox, *Suppression methodology and statistical disclosure control* (1980),
/// shows the need to protect cells by further suppressions and to check them over all equations at once. The
/// formulation by intervals and an attacker's bounds is that of Fischetti and Salazar-González, *Solving the
/// cell suppression problem on tabular data with linear constraints* (2001).
///
/// The pattern is minimal: if any one complementary suppression were shown, a sensitive cell would be exposed
/// (unless the solver stalled on that question). It need not have the minimum total weight of all minimal
/// patterns: the search is a heuristic that hides cheap cells first, and equal ones in the order of cells.
///
/// The result depends only on the arguments, not on time, threads or the machine.
///
/// # Errors
/// [`Refusal::Malformed`] and [`Refusal::Overflow`] if the tables are invalid; [`Refusal::Infeasible`] if
/// there is no protection, for example because a grand total that is always shown is below the threshold;
/// [`Refusal::Stalled`] if none was found within the limits.
pub fn protect(tables: &LinkedTables, rule: Rule, limits: Limits) -> Result<Suppression, Refusal> {
    tables.check(rule)?;
    Search::new(tables, rule, limits)?.widen()
}

struct Search<'a> {
    tables: &'a LinkedTables,
    rule: Rule,
    limits: Limits,
    incidence: Incidence,
    /// Created when first needed: many tables have no sensitive cell.
    reach: Option<Reach>,
    crowd: Crowd,
    demands: Vec<Demand>,
    hidden: Vec<bool>,
    pool: Vec<Candidate>,
    /// For each cell, the candidates that change it, and by how much.
    changing: Vec<Vec<(usize, i64)>>,
    /// The places of persons in leaves, in order.
    inhabited: Vec<Place>,
    /// For each demand, the places of the attackers against whom it must hold. Empty if attackers have no own
    /// record.
    concerned: Vec<Places>,
    /// The places that are in hidden cells.
    at_stake: Places,
    /// A hidden cell that is tried as shown.
    shown_again: Option<usize>,
    solves: u32,
}

impl<'a> Search<'a> {
    fn new(tables: &'a LinkedTables, rule: Rule, limits: Limits) -> Result<Self, Refusal> {
        let cells = tables.counts.len();
        let hidden: Vec<bool> = (0..cells)
            .map(|cell| tables.unpublished[cell] || small_sides(tables, rule, cell).next().is_some())
            .collect();
        let crowd = Crowd::new(tables, rule);
        let inhabited: Vec<Place> = (0..cells)
            .filter(|cell| crowd.is_leaf[*cell])
            .flat_map(|cell| [(cell, Side::Counted), (cell, Side::Rest)])
            .filter(|(cell, side)| tables.persons(*cell, *side) > 0)
            .collect();
        let demands = demands(tables, rule);
        let places = inhabited.len();
        let concerned = |demand: &Demand| {
            let concerns = |at: &usize| rule.own_record && demand.concerns(&crowd, inhabited[*at]);
            Places::new(places, (0..places).filter(concerns))
        };
        let truth = Candidate {
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
        let must_be_shown =
            |cell: &usize| search.hidden[*cell] && !tables.unpublished[*cell] && !search.may_hide(*cell);
        match (0..cells).find(must_be_shown) {
            Some(cell) => Err(Refusal::Infeasible { cell }),
            None => Ok(search),
        }
    }

    /// Hides the cells that are needed in addition to those that are hidden now, and no others.
    fn widen(mut self) -> Result<Suppression, Refusal> {
        let given = self.hidden.clone();
        self.fulfil_all(true)?;
        self.drop_redundant(&given);
        self.judged()
    }

    fn may_hide(&self, cell: usize) -> bool {
        let tables = self.tables;
        let nobody = |side| tables.persons(cell, side) == 0;
        let fixed = tables.population.as_ref().is_some_and(|population| population[cell] == 0);
        let is_shown_zero = self.rule.zeros_shown
            && (nobody(Side::Counted) || (tables.population.is_some() && nobody(Side::Rest)));
        !tables.always_shown[cell] && !tables.structural_zero[cell] && !fixed && !is_shown_zero
    }

    fn is_hidden(&self, cell: usize) -> bool {
        self.hidden[cell] && self.shown_again != Some(cell)
    }

    /// Searches for a change that meets a demand; without `known`, against everyone at once. With `widely`,
    /// shown cells may change too. Then the solver must find the cheapest change, because the hidden cells
    /// depend on it.
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
                    let weight = self.tables.weights[cell].min(MAX_WEIGHT);
                    OPENING + u32::try_from(weight).map_or(0.0, f64::from)
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

    /// Finds the tables that a demand lacks, and hides more cells if allowed. Returns whether it succeeded.
    fn fulfil(&mut self, at: usize, widely: bool) -> Result<bool, Stalled> {
        while let Some(lack) = self.lack(at) {
            let known = match lack {
                Lack::Against(place) => Known::One(place),
                Lack::Everything => Known::Nobody,
            };
            // One table against all attackers at once is best, if it needs no further cell.
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
            let united = (self.demands[at].kind == Kind::United).then_some(self.demands[at].side);
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

    /// Shows cells again, the heaviest first: each that was not `given` and without which all demands can
    /// still be met. Hiding more cells never helps an attacker, so one pass is enough.
    fn drop_redundant(&mut self, given: &[bool]) {
        let mut added: Vec<usize> =
            (0..given.len()).filter(|cell| self.hidden[*cell] && !given[*cell]).collect();
        added.sort_by_key(|cell| (std::cmp::Reverse(self.tables.weights[*cell]), std::cmp::Reverse(*cell)));
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
                self.pool.retain(|candidate| !candidate.is_aside);
                self.index();
            }
            self.try_shown(None);
            match failing {
                None => {}
                // The demand that failed is the most likely to fail again, so it comes first.
                Some(Some(place)) => order[..=place].rotate_right(1),
                Some(None) => {}
            }
        }
    }

    /// Whether simple subtraction exposes a sensitive cell: a quick test before any problem is solved.
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
                Some(cell) if small_sides(self.tables, self.rule, cell).next().is_some() => return true,
                Some(cell) => open[cell] = false,
            }
        }
    }

    /// The result, if the verifier accepts it.
    fn judged(self) -> Result<Suppression, Refusal> {
        let (tables, rule) = (self.tables, self.rule);
        let suppression = self.finish();
        verify(tables, rule, &suppression).map_err(Refusal::Unproven)?;
        Ok(suppression)
    }

    fn finish(self) -> Suppression {
        let mut places = vec![None; self.pool.len()];
        let mut used: Vec<usize> = Vec::new();
        let mut witnesses: Vec<Witness> = Vec::new();
        for (at, demand) in self.demands.iter().enumerate() {
            let (cell, side) = (demand.cell, demand.side);
            if witnesses.last().is_none_or(|last| (last.cell, last.side) != (cell, side)) {
                witnesses.push(Witness { cell, side, low: Vec::new(), high: Vec::new(), united: None });
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
        let tables = used
            .iter()
            .map(|at| hidden_cells.iter().map(|cell| value(*cell, &self.pool[*at].moves)).collect())
            .collect();
        Suppression { hidden: self.hidden, proof: Proof { tables, witnesses } }
    }
}
