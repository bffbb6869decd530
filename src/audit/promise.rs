//! Checks whether the promise of protection can be kept, whatever the hidden cells hold.
//!
//! A cell with few persons must be able to hold nobody, and must be able to hold enough people. This must be
//! true for every observer: a stranger, and each person in a hidden cell. What an observer can work out
//! depends only on the published data. Whether it matters depends on which cells are small and which cell the
//! observer is in. So the search looks for a whole table that agrees with the published data and in which no
//! observer can work out a small count. If such a table exists, the publication is what that table would have
//! produced, and nobody who reads only the publication can object to it. If none exists, the promise is
//! broken for somebody, whoever that is.
//!
//! The search works by trial. It takes a table that agrees, finds a cell where the promise fails, and tries
//! every way out in turn: nobody or enough people in the cell, nobody at the place of the person who could
//! tell, or that person alone.

use std::collections::BTreeMap;

use cell_suppression::{Attack, End, Limits, LinkedTables, MAX_COUNT, Refusal};

/// The maximum number of solver problems, and of tables tried, for one connected component.
const PROBLEMS: usize = 1_000;

pub(super) enum Promise {
    /// The promise is kept if the cells hold these values: a whole table, indexed by cell.
    Kept(#[cfg_attr(not(test), expect(dead_code, reason = "the exhibit of the tests"))] Vec<u64>),
    /// The promise is broken, whatever the cells hold; one of the cells that cannot all be protected.
    Broken(usize),
    /// The answer would take too long to find.
    Unsettled,
}

/// The published data, and the cells under the promise.
pub(super) struct Hidden<'a> {
    /// All cells; hidden ones hold nothing.
    pub(super) tables: &'a LinkedTables,
    /// Cells that the attacker does not know.
    pub(super) hidden: &'a [bool],
    /// The connected component of each cell.
    pub(super) component: &'a [usize],
    /// Cells that are suppressed for protection.
    pub(super) judged: Vec<bool>,
    pub(super) targets: Vec<Option<u64>>,
    /// The known minimum of every hidden count.
    pub(super) least: u64,
    pub(super) k: u64,
}

impl Hidden<'_> {
    /// Searches for a table that keeps the promise. `met` holds tables that agree with the published data,
    /// each with the component that it covers; they save solver problems.
    pub(super) fn promise(&self, met: Vec<(usize, Vec<u64>)>) -> Promise {
        let mut kept = self.tables.counts.clone();
        let mut by_component: BTreeMap<usize, Vec<Vec<u64>>> = BTreeMap::new();
        for (component, table) in met {
            by_component.entry(component).or_default().push(table);
        }
        for at in (0..self.hidden.len()).filter(|at| self.hidden[*at] && self.component[*at] == *at) {
            let cells: Vec<usize> = (0..self.hidden.len())
                .filter(|cell| self.hidden[*cell] && self.component[*cell] == at)
                .collect();
            let met = by_component.remove(&at).unwrap_or_default();
            let mut search = Search::new(self, cells, met);
            match search.within(&mut self.tables.clone()) {
                Ok(Some(table)) => {
                    for cell in &search.cells {
                        kept[*cell] = table[*cell];
                    }
                }
                Ok(None) => return Promise::Broken(search.first.unwrap_or(at)),
                Err(Unsettled) => return Promise::Unsettled,
            }
        }
        Promise::Kept(kept)
    }
}

/// The work limit is reached, or the solver gave no answer.
struct Unsettled;

/// A cell, and which of its persons: those counted, or the rest of its headcount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    cell: usize,
    rest: bool,
}

struct Conflict {
    /// The place with few persons.
    few: Place,
    /// The place of a person who can tell; `None` if a stranger can.
    member: Option<Place>,
    /// Whether that person could not tell if alone in the cell.
    unless_alone: bool,
}

/// The search in one component.
struct Search<'a> {
    of: &'a Hidden<'a>,
    cells: Vec<usize>,
    /// Suppressed cells that are not sums: the cells that hold persons.
    leaves: Vec<usize>,
    /// Tables that agree with the published data.
    met: Vec<Vec<u64>>,
    /// Solver results so far: whether a place could hold few persons, and whether it could hold enough.
    asked: BTreeMap<(Place, Option<Place>), (bool, bool)>,
    /// The parts of each sum, by cell.
    parts: Vec<Vec<usize>>,
    /// The number of solver problems and of tables tried.
    problems: usize,
    first: Option<usize>,
}

impl<'a> Search<'a> {
    fn new(of: &'a Hidden<'a>, cells: Vec<usize>, met: Vec<Vec<u64>>) -> Self {
        let mut parts = vec![Vec::new(); of.hidden.len()];
        for equation in &of.tables.equations {
            parts[equation.total].extend(&equation.parts);
        }
        let is_leaf = |cell: &usize| of.judged[*cell] && parts[*cell].is_empty();
        let leaves = cells.iter().copied().filter(is_leaf).collect();
        Self { of, cells, leaves, met, asked: BTreeMap::new(), parts, problems: 0, first: None }
    }

    /// A table that keeps the promise with every cell in its range ([`LinkedTables::prior_bounds`]).
    fn within(&mut self, narrowed: &mut LinkedTables) -> Result<Option<Vec<u64>>, Unsettled> {
        self.work()?;
        let Some(table) = self.any(narrowed)? else { return Ok(None) };
        let Some(conflict) = self.conflict(&table)? else { return Ok(Some(table)) };
        self.first.get_or_insert(conflict.few.cell);
        let alone = conflict.unless_alone.then_some((conflict.few, 1, 1));
        let ways = [(conflict.few, self.of.k, u64::MAX), (conflict.few, 0, 0)];
        let nobody = conflict.member.map(|member| (member, 0, 0));
        for (place, from, to) in ways.into_iter().chain(nobody).chain(alone) {
            let Some((from, to)) = self.counted(place, from, to) else { continue };
            let before = narrowed.prior_bounds[place.cell];
            narrowed.prior_bounds[place.cell] = (from.max(before.0), to.min(before.1));
            let found = self.within(narrowed);
            narrowed.prior_bounds[place.cell] = before;
            if let Some(table) = found? {
                return Ok(Some(table));
            }
        }
        Ok(None)
    }

    /// Converts a number of persons in a place to a number of persons counted; `None` if there cannot be that
    /// many.
    fn counted(&self, place: Place, from: u64, to: u64) -> Option<(u64, u64)> {
        match self.of.targets[place.cell].filter(|_| place.rest) {
            Some(target) => Some((target.saturating_sub(to), target.checked_sub(from)?)),
            None => Some((from, to)),
        }
    }

    /// Any table that agrees.
    fn any(&mut self, narrowed: &LinkedTables) -> Result<Option<Vec<u64>>, Unsettled> {
        let in_range = |table: &&Vec<u64>| {
            let fits = |cell: &usize| {
                let (from, to) = narrowed.prior_bounds[*cell];
                (from..=to).contains(&table[*cell])
            };
            self.cells.iter().all(fits)
        };
        match self.met.iter().rev().find(in_range) {
            Some(table) => Ok(Some(table.clone())),
            None => self.ask(narrowed, self.cells[0], End::High),
        }
    }

    /// Puts a problem to the solver and notes its answer.
    fn ask(&mut self, tables: &LinkedTables, cell: usize, end: End) -> Result<Option<Vec<u64>>, Unsettled> {
        self.work()?;
        let attack = Attack::new(tables, self.of.hidden, self.of.least, Limits::default());
        match attack.and_then(|attack| attack.extreme(cell, end)) {
            Ok(Some(table)) => {
                self.met.push(table.clone());
                Ok(Some(table))
            }
            // The cell is unbounded: either end will do.
            Ok(None) => {
                let mut bounded = tables.clone();
                bounded.prior_bounds[cell].1 = MAX_COUNT;
                self.ask(&bounded, cell, end)
            }
            Err(Refusal::Contradiction { .. }) => Ok(None),
            Err(_) => Err(Unsettled),
        }
    }

    fn work(&mut self) -> Result<(), Unsettled> {
        self.problems += 1;
        if self.problems > PROBLEMS { Err(Unsettled) } else { Ok(()) }
    }

    fn persons(&self, table: &[u64], place: Place) -> u64 {
        match (place.rest, self.of.targets[place.cell]) {
            (false, _) => table[place.cell],
            (true, Some(target)) => target.saturating_sub(table[place.cell]),
            (true, None) => 0,
        }
    }

    /// Finds the first place with few persons where some observer could tell.
    fn conflict(&mut self, table: &[u64]) -> Result<Option<Conflict>, Unsettled> {
        let places = |cell: usize| [Place { cell, rest: false }, Place { cell, rest: true }];
        let few: Vec<Place> = self
            .cells
            .iter()
            .filter(|cell| self.of.judged[**cell])
            .flat_map(|cell| places(*cell))
            .filter(|place| (1..self.of.k).contains(&self.persons(table, *place)))
            .collect();
        for few in &few {
            if self.is_open(*few, None)? != (true, true) || !self.is_open_united(*few)? {
                return Ok(Some(Conflict { few: *few, member: None, unless_alone: false }));
            }
        }
        // If every hidden cell is known to hold somebody, being in one of them reveals nothing more.
        if self.of.least > 0 {
            return Ok(None);
        }
        let somebody: Vec<Place> = self
            .leaves
            .iter()
            .flat_map(|leaf| places(*leaf))
            .filter(|place| self.persons(table, *place) > 0)
            .collect();
        for few in few {
            let inside = self.adds_up(few.cell);
            for member in &somebody {
                let is_one = inside[member.cell] && member.rest == few.rest;
                let (low, high) = self.is_open(few, Some((*member, inside[member.cell])))?;
                let alone = is_one && self.persons(table, few) == 1;
                if !high || !(low || alone) {
                    return Ok(Some(Conflict { few, member: Some(*member), unless_alone: is_one && high }));
                }
            }
        }
        Ok(None)
    }

    /// The cells that a cell is the sum of, including the cell itself.
    fn adds_up(&self, cell: usize) -> Vec<bool> {
        let mut inside = vec![false; self.of.hidden.len()];
        let mut queue = vec![cell];
        while let Some(cell) = queue.pop() {
            if !std::mem::replace(&mut inside[cell], true) {
                queue.extend(&self.parts[cell]);
            }
        }
        inside
    }

    /// The number of persons that counts as enough within a headcount.
    fn enough(&self, among: Option<u64>) -> u64 {
        // Where zeros are shown, small headcounts are refused.
        among.filter(|_| self.of.least == 0).map_or(self.of.k, |among| among.min(self.of.k))
    }

    /// Whether a place could hold few, and could hold enough, as the promise says. The observer is a stranger
    /// or a member; for a member, the flag says whether the member's cell is part of the place.
    fn is_open(&mut self, place: Place, member: Option<(Place, bool)>) -> Result<(bool, bool), Unsettled> {
        let target = self.of.targets[place.cell];
        let (low, high) = match member {
            Some((member, true)) if member.rest == place.rest => (1, self.enough(target)),
            Some((_, true)) => (self.of.least, self.enough(target.map(|target| target.saturating_sub(1)))),
            _ => (self.of.least, self.enough(target)),
        };
        let member = member.map(|(member, _)| member);
        let agrees = |table: &&Vec<u64>| member.is_none_or(|member| self.persons(table, member) > 0);
        let (mut is_low, mut is_high) = (false, false);
        for table in self.met.iter().filter(agrees) {
            let persons = self.persons(table, place);
            is_low |= persons <= low;
            is_high |= persons >= high;
            if is_low && is_high {
                return Ok((true, true));
            }
        }
        if let Some(known) = self.asked.get(&(place, member)) {
            return Ok(*known);
        }
        let mut known = self.of.tables.clone();
        if let Some((member, (from, to))) =
            member.and_then(|member| Some((member, self.counted(member, 1, u64::MAX)?)))
        {
            known.prior_bounds[member.cell] = (from, to);
        }
        for (end, is_low_end) in [(End::Low, !place.rest), (End::High, place.rest)] {
            if if is_low_end { is_low } else { is_high } {
                continue;
            }
            // If nobody can be the member, nothing is promised to the member.
            let Some(table) = self.ask(&known, place.cell, end)? else { return Ok((true, true)) };
            let persons = self.persons(&table, place);
            is_low |= persons <= low;
            is_high |= persons >= high;
        }
        self.asked.insert((place, member), (is_low, is_high));
        Ok((is_low, is_high))
    }

    /// For a headcount below the threshold: whether a place could hold enough if small headcounts were
    /// ignored. If not, a sum that contains it is known to be small.
    fn is_open_united(&mut self, place: Place) -> Result<bool, Unsettled> {
        let is_tiny = |target: &u64| *target < self.of.k;
        let Some(targets) = self.of.tables.population.as_ref().filter(|_| self.of.least == 0) else {
            return Ok(true);
        };
        if !self.of.targets[place.cell].as_ref().is_some_and(is_tiny) {
            return Ok(true);
        }
        // The same tables, as counts of this side of the headcount.
        let mut faced = self.of.tables.clone();
        if place.rest {
            faced.counts =
                targets.iter().zip(&faced.counts).map(|(all, count)| all.saturating_sub(*count)).collect();
        }
        faced.population =
            Some(targets.iter().map(|target| if is_tiny(target) { MAX_COUNT } else { *target }).collect());
        self.work()?;
        let attack = Attack::new(&faced, self.of.hidden, 0, Limits::default());
        match attack.and_then(|attack| attack.extreme(place.cell, End::High)) {
            Ok(Some(table)) => Ok(table[place.cell] >= self.of.k),
            Ok(None) => Ok(true),
            Err(_) => Err(Unsettled),
        }
    }
}
