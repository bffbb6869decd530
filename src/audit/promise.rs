//! Whether the promise of protection can be kept, whatever the hidden cells hold.
//!
//! A cell with few persons must be able to hold nobody, and enough, for everybody who may ask: a stranger,
//! and each person who stands in a hidden cell. What a reader can work out depends on what is published
//! alone, but whether it matters depends on which cells are small and in which somebody is. So a whole
//! table is looked for that agrees with what is published and in which nothing small can be worked out.
//! Where there is one, the publication is what that table would have led to, and nobody who reads it alone
//! can find fault with it; where there is none, the promise is broken for somebody, whoever that is.
//!
//! The table is found by trial: one that agrees is taken, a cell in it for which the promise fails is
//! named, and every way out (nobody or enough in the cell, nobody at the place of whoever could tell, or
//! he alone) is tried in turn.

use std::collections::BTreeMap;

use cell_suppression::{Attack, End, Limits, LinkedTables, MAX_COUNT, Refusal};

/// The most problems put to the solver, and tables tried, for one set of cells that equations hold together.
const PROBLEMS: usize = 1_000;

/// The answer.
pub(super) enum Promise {
    /// It is kept if the cells hold this: a whole table, by cells.
    Kept(#[cfg_attr(not(test), expect(dead_code, reason = "the exhibit of the tests"))] Vec<u64>),
    /// It is broken, whatever they hold; a cell of those that cannot all be protected.
    Broken(usize),
    /// To find out would take too long.
    Unsettled,
}

/// What is published, and of whom something is promised.
pub(super) struct Hidden<'a> {
    /// All cells; hidden ones hold nothing.
    pub(super) tables: &'a LinkedTables,
    /// Cells that the attacker does not know.
    pub(super) hidden: &'a [bool],
    /// Which cells equations hold together.
    pub(super) component: &'a [usize],
    /// Cells that are withheld for protection.
    pub(super) judged: Vec<bool>,
    /// Published headcounts.
    pub(super) targets: Vec<Option<u64>>,
    /// The least that is known of any hidden count.
    pub(super) least: u64,
    /// The threshold.
    pub(super) k: u64,
}

impl Hidden<'_> {
    /// Looks for a table that keeps the promise. `met` are tables that agree with what is published, each
    /// with the component that it speaks of; they spare problems.
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

/// Work has run out, or the solver gave no answer.
struct Unsettled;

/// A cell, and which of its persons: those counted, or the rest of its headcount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    cell: usize,
    rest: bool,
}

/// Why a table does not keep the promise.
struct Conflict {
    /// Where few are.
    few: Place,
    /// Where a person is who can tell; nobody if a stranger can.
    member: Option<Place>,
    /// Whether he could not if he were alone in the cell.
    unless_alone: bool,
}

/// The search in one component.
struct Search<'a> {
    of: &'a Hidden<'a>,
    cells: Vec<usize>,
    /// Hidden cells that are withheld and no sums: where persons are.
    leaves: Vec<usize>,
    /// Tables that agree with what is published.
    met: Vec<Vec<u64>>,
    /// What was asked of the solver: whether few, and whether enough, could be in a place.
    asked: BTreeMap<(Place, Option<Place>), (bool, bool)>,
    /// The cells that each cell is the sum of.
    parts: Vec<Vec<usize>>,
    /// Problems put, and tables tried.
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

    /// A number of persons in a place as a number of persons counted; `None` where there cannot be as many.
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
            // Nothing bounds the cell: any end of it will do.
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

    /// The first place with few persons, of whom somebody could tell.
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
        // Where all hidden cells are known to hold somebody, being one of them adds nothing.
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

    /// The cells that a cell adds up, itself included.
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

    /// How many of a headcount are enough.
    fn enough(&self, among: Option<u64>) -> u64 {
        // Where zeros are shown, small headcounts are refused.
        among.filter(|_| self.of.least == 0).map_or(self.of.k, |among| among.min(self.of.k))
    }

    /// Whether as few, and as many, could be in a place as the promise says, to a stranger or to a member
    /// (with whether his cell is a part of the place's).
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
            // Where nobody can be the member, nothing is promised to him.
            let Some(table) = self.ask(&known, place.cell, end)? else { return Ok((true, true)) };
            let persons = self.persons(&table, place);
            is_low |= persons <= low;
            is_high |= persons >= high;
        }
        self.asked.insert((place, member), (is_low, is_high));
        Ok((is_low, is_high))
    }

    /// Where the headcount is below the threshold: whether enough could be in a place if small headcounts
    /// were put aside. If not, a sum that it belongs to is known to be small.
    fn is_open_united(&mut self, place: Place) -> Result<bool, Unsettled> {
        let is_tiny = |target: &u64| *target < self.of.k;
        let Some(targets) = self.of.tables.population.as_ref().filter(|_| self.of.least == 0) else {
            return Ok(true);
        };
        if !self.of.targets[place.cell].as_ref().is_some_and(is_tiny) {
            return Ok(true);
        }
        // The same tables, as counts of this face.
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
