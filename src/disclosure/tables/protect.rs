//! The search: hides small cells, adds the cheapest other cells until every demand has a witness, and
//! shows again what turns out not to be needed.

mod further;

use super::demand::{Crowd, Demand, Kind, Known, Place, demands, emptied, range, small_faces};
use super::solve::{Incidence, Moves, Stalled, cheapest};
use super::{Face, Limits, Linked, Protected, Refusal, Rule, Witness, verify};
pub use further::protect_further;
#[cfg(test)]
pub(crate) use further::prove;

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

/// A table that agrees with everything published, by how it differs from the truth.
struct Assignment {
    moves: Moves,
    /// In order.
    emptied: Vec<Place>,
    /// The face for which it puts small targets aside, if it does; it may serve no other end.
    united: Option<Face>,
}

impl Assignment {
    fn leaves_empty(&self, place: &Place) -> bool {
        self.emptied.binary_search(place).is_ok()
    }
}

/// What a demand still lacks.
enum Lack {
    Everything,
    Against(Place),
}

struct Search<'a> {
    tables: &'a Linked,
    rule: Rule,
    limits: Limits,
    incidence: Incidence,
    crowd: Crowd,
    demands: Vec<Demand>,
    hidden: Vec<bool>,
    pool: Vec<Assignment>,
    /// For each cell, the assignments that change it.
    changing: Vec<Vec<usize>>,
    /// Where persons are: cells that are no sums.
    inhabited: Vec<Place>,
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
        let inhabited = (0..cells)
            .filter(|cell| crowd.is_leaf[*cell])
            .flat_map(|cell| [(cell, Face::Counted), (cell, Face::Rest)])
            .filter(|(cell, face)| tables.persons(*cell, *face) > 0)
            .collect();
        let search = Self {
            tables,
            rule,
            limits,
            incidence: Incidence::new(cells, &tables.equations),
            crowd,
            demands: demands(tables, rule),
            hidden,
            pool: vec![Assignment { moves: Moves::new(), emptied: Vec::new(), united: None }],
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

    /// The assignments that meet a demand.
    fn meeting(&self, at: usize) -> impl Iterator<Item = &Assignment> {
        let demand = self.demands[at];
        let meets = move |assignment: &&Assignment| {
            let serves = match demand.kind {
                Kind::United => assignment.united == Some(demand.face),
                _ => assignment.united.is_none(),
            };
            serves
                && demand.is_met_by(change(&assignment.moves, demand.cell))
                && self.shown_again.is_none_or(|cell| change(&assignment.moves, cell) == 0)
        };
        // What asks for a change is met by assignments that change its cell, and by no others.
        let (all, changing): (&[Assignment], &[usize]) = match demand.change {
            0 => (&self.pool, &[]),
            _ => (&[], &self.changing[demand.cell]),
        };
        all.iter().chain(changing.iter().map(|at| &self.pool[*at])).filter(meets)
    }

    /// The places of attackers whom a demand concerns: hidden cells that are no sums.
    fn places(&self, at: usize) -> Vec<Place> {
        let demand = self.demands[at];
        if !self.rule.own_record {
            return Vec::new();
        }
        let hidden = self.inhabited.iter().filter(|(cell, _)| self.is_hidden(*cell));
        hidden.filter(|place| demand.concerns(&self.crowd, **place)).copied().collect()
    }

    /// What a demand lacks: a place that every meeting assignment leaves empty, or all.
    fn lack(&self, at: usize) -> Option<Lack> {
        let mut is_met = !self.demands[at].is_for_strangers();
        let mut meeting = self.meeting(at).peekable();
        if !is_met && meeting.peek().is_none() {
            return Some(Lack::Everything);
        }
        let mut open = self.places(at);
        for assignment in meeting {
            is_met = true;
            open.retain(|place| assignment.leaves_empty(place));
            if open.is_empty() {
                return None;
            }
        }
        if is_met { open.first().copied().map(Lack::Against) } else { Some(Lack::Everything) }
    }

    /// Puts one problem to the solver; without `known`, against everyone at once.
    fn solve(&mut self, at: usize, known: Option<Known<'_>>, widely: bool) -> Result<Option<Moves>, Stalled> {
        let demand = self.demands[at];
        if self.solves >= self.limits.solves {
            return Err(Stalled);
        }
        self.solves += 1;
        let known = known.unwrap_or(Known::Everyone(&self.crowd));
        let ranges: Vec<_> = (0..self.hidden.len())
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

    fn accept(&mut self, moves: Moves, united: Option<Face>) {
        for (cell, _) in &moves {
            self.hidden[*cell] = true;
            self.changing[*cell].push(self.pool.len());
        }
        self.pool.push(Assignment { emptied: emptied(self.tables, &self.crowd, &moves), moves, united });
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
            self.shown_again = Some(cell);
            let failing = if self.gives_away() {
                Some(None)
            } else {
                order.iter().position(|at| !matches!(self.fulfil(*at, false), Ok(true))).map(Some)
            };
            self.shown_again = None;
            match failing {
                None => {
                    self.hidden[cell] = false;
                    self.pool.retain(|assignment| change(&assignment.moves, cell) == 0);
                    self.index();
                }
                // What failed once fails soonest again.
                Some(Some(place)) => order[..=place].rotate_right(1),
                Some(None) => {}
            }
        }
    }

    fn index(&mut self) {
        self.changing.iter_mut().for_each(Vec::clear);
        for (at, assignment) in self.pool.iter().enumerate() {
            for (cell, _) in &assignment.moves {
                self.changing[*cell].push(at);
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

    /// The assignments of a demand that together leave nothing lacking.
    fn chosen(&self, at: usize) -> Vec<usize> {
        let mut chosen = Vec::new();
        let mut open = self.places(at);
        let mut is_met = !self.demands[at].is_for_strangers();
        for assignment in self.meeting(at) {
            let before = open.len();
            open.retain(|place| assignment.leaves_empty(place));
            if open.len() < before || !is_met {
                chosen.extend(self.pool.iter().position(|other| std::ptr::eq(other, assignment)));
                is_met = true;
            }
        }
        chosen
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

/// The change of one cell.
fn change(moves: &Moves, cell: usize) -> i64 {
    moves.binary_search_by_key(&cell, |(at, _)| *at).map_or(0, |at| moves[at].1)
}
