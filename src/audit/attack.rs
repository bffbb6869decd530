//! Works out what can be known of hidden cells.
//!
//! An attacker knows all shown cells, all sums, the headcounts and that nobody is counted less than once.
//! He is answered by whole tables: two that differ in a cell prove that it is not known, one with nobody
//! or with enough people in it proves that nobody can be pointed at. One table speaks of many cells, so
//! few problems are put to the solver.

use std::collections::BTreeSet;

use super::linked::System;
use super::table::Count;
use crate::disclosure::tables::{End, Equation, Limits, Linked, MAX_COUNT, Refusal, extreme};

/// The most problems put for persons who know of themselves, in one system.
const MEMBER_PROBLEMS: usize = 500;

/// What was worked out.
pub(super) struct Known {
    /// The cell, or the hidden cells of an equation together.
    pub(super) of: Subject,
    /// Those counted, or those of the headcount who are not.
    pub(super) rest: bool,
    /// The least and the most that it can be.
    pub(super) low: u64,
    /// See `low`.
    pub(super) high: u64,
}

/// Of what something is known.
pub(super) enum Subject {
    /// One hidden cell.
    Cell(usize),
    /// The hidden cells of an equation together.
    Line(usize),
}

/// The outcome of an attack.
#[derive(Default)]
pub(super) struct Outcome {
    /// What was worked out.
    pub(super) known: Vec<Known>,
    /// Cells about which the published tables contradict each other.
    pub(super) impossible: Vec<usize>,
    /// A cell of those that cannot all be protected as the threshold promises, whatever they hold.
    pub(super) unprotected: Option<usize>,
    /// Cells about which the solver gave no answer.
    pub(super) unsettled: Vec<usize>,
    /// Whether some members' knowledge was left out, because it would take too long.
    pub(super) members_left: bool,
    /// How many hidden cells were attacked.
    pub(super) attacked: usize,
}

/// Attacks every hidden cell of a system.
pub(super) fn attack(system: &System, k: u64, zeros_shown: bool) -> Outcome {
    let (tables, hidden) = system.linked();
    // Cells that are published nowhere, or not available, may be empty.
    let every_gap_is_hidden = system.cells.iter().all(|cell| cell.value != Count::Unknown);
    let attacker = Attacker {
        system,
        component: components(&tables, &hidden),
        lower: u64::from(zeros_shown && every_gap_is_hidden),
        tables,
        hidden,
        k,
    };
    let mut outcome = Outcome::default();
    attacker.lines(&mut outcome);
    let met = attacker.cells(&mut outcome);
    if outcome.known.is_empty() && outcome.impossible.is_empty() && outcome.unsettled.is_empty() {
        attacker.promises(met, &mut outcome);
    }
    outcome
}

struct Attacker<'a> {
    system: &'a System,
    tables: Linked,
    hidden: Vec<bool>,
    component: Vec<usize>,
    lower: u64,
    k: u64,
}

impl Attacker<'_> {
    /// The hidden cells of each line: how many people they hold together.
    fn lines(&self, outcome: &mut Outcome) {
        for (at, equation) in self.system.equations.iter().enumerate() {
            let (unknown, shown): (Vec<usize>, Vec<usize>) =
                equation.parts.iter().partition(|part| self.hidden[**part]);
            let judged = |cell: &usize| self.system.cells[*cell].value == Count::Hidden;
            // One hidden cell alone is attacked as a cell.
            if self.hidden[equation.total] || unknown.len() < 2 || !unknown.iter().all(judged) {
                continue;
            }
            let sum: u64 = shown.iter().map(|cell| self.tables.counts[*cell]).sum();
            let Some(left) = self.tables.counts[equation.total].checked_sub(sum) else {
                outcome.impossible.push(equation.total);
                continue;
            };
            let targets: Option<u64> = unknown.iter().map(|cell| self.system.cells[*cell].target).sum();
            let rest = targets.map(|target| target.saturating_sub(left));
            for (rest, count) in [(false, Some(left)), (true, rest)] {
                if let Some(count) = count.filter(|count| self.is_few(*count)) {
                    outcome.known.push(Known { of: Subject::Line(at), rest, low: count, high: count });
                }
            }
        }
    }

    /// Every hidden cell by itself; gives what was met on the way.
    fn cells(&self, outcome: &mut Outcome) -> Met {
        let mut met = Met { cells: vec![Seen::default(); self.system.cells.len()], tables: Vec::new() };
        let mut impossible = vec![false; self.system.cells.len()];
        for (at, cell) in self.system.cells.iter().enumerate() {
            if cell.value != Count::Hidden {
                continue;
            }
            outcome.attacked += 1;
            let mut unsettled = false;
            for end in [End::Low, End::High] {
                if self.is_safe(at, &met.cells[at]) || impossible[self.component[at]] {
                    break;
                }
                match self.ask(at, end, &mut met) {
                    Ok(()) => {}
                    Err(Refusal::Infeasible { .. }) => {
                        impossible[self.component[at]] = true;
                        outcome.impossible.push(at);
                    }
                    Err(_) => unsettled = true,
                }
            }
            if impossible[self.component[at]] {
                continue;
            }
            if unsettled {
                outcome.unsettled.push(at);
            } else if !self.is_safe(at, &met.cells[at]) {
                outcome.known.push(self.verdict(at, &met.cells[at]));
            }
        }
        met
    }

    /// Puts one end of a cell's interval to the solver, and notes what the answer says of all cells.
    fn ask(&self, at: usize, end: End, met: &mut Met) -> Result<(), Refusal> {
        match extreme(&self.tables, &self.hidden, self.lower, at, end, Limits::default())? {
            Some(table) => {
                for other in (0..table.len()).filter(|other| self.component[*other] == self.component[at]) {
                    met.cells[other].meet(table[other], self.system.cells[other].target, self.k);
                }
                met.tables.push((self.component[at], table));
            }
            None => met.cells[at].unbounded(),
        }
        Ok(())
    }

    /// Whether all hidden cells can be protected as promised, whatever they hold.
    ///
    /// A cell with few persons must be able to hold nobody, and enough. One that cannot hold nobody
    /// therefore holds enough, and one that cannot hold enough holds nobody, if the promise is kept. Where
    /// no table agrees with all that, the promise is broken for somebody. What follows from a table that
    /// does agree is no finding: it is what the choice of cells says, which nobody promised to hide.
    fn promises(&self, mut met: Met, outcome: &mut Outcome) {
        let mut believed = Believed { tables: self.tables.clone(), hidden: self.hidden.clone() };
        let mut first = None;
        for (at, cell) in self.system.cells.iter().enumerate() {
            if cell.value != Count::Hidden {
                continue;
            }
            let enough = |target: Option<u64>| {
                // Where zeros are shown, small headcounts are refused.
                target.filter(|_| self.lower == 0).map_or(self.k, |target| target.min(self.k))
            };
            let need = enough(cell.target);
            for end in [End::Low, End::High] {
                let seen = &met.cells[at];
                let (low, high) = (seen.low.unwrap_or(u64::MAX), seen.high.unwrap_or(0));
                let reached = match (end, cell.target) {
                    (End::Low, None) => low <= self.lower,
                    (End::High, None) => high >= need,
                    (End::Low, Some(target)) => low <= self.lower && target.saturating_sub(low) >= need,
                    (End::High, Some(target)) => high >= need && target.saturating_sub(high) <= self.lower,
                };
                if !reached && self.ask(at, end, &mut met).is_err() {
                    return;
                }
            }
            let (low, high) = (met.cells[at].low.unwrap_or(0), met.cells[at].high.unwrap_or(u64::MAX));
            let mut told = believed.face(at, low, high, need, self.lower, self.k);
            if let Some(target) = cell.target {
                let (least, most) = (target.saturating_sub(high), target.saturating_sub(low));
                told |= believed.rest(at, target, (least, most), need, self.lower, self.k);
            }
            if told {
                first.get_or_insert(at);
            }
        }
        for at in self.members(&met, outcome) {
            believed.fix(at.0, at.1);
            first.get_or_insert(at.0);
        }
        outcome.unprotected = first.filter(|_| !believed.holds(self.lower));
    }

    /// What a person counted in a hidden cell would know of others. Where that would be that few are in
    /// a cell, the promise is kept only if nobody is that person: gives such cells, and their value.
    fn members(&self, met: &Met, outcome: &mut Outcome) -> Vec<(usize, u64)> {
        let mut nobody = Vec::new();
        if self.lower > 0 {
            // All hidden cells are known to hold somebody; being one of them adds nothing.
            return nobody;
        }
        let judged = |at: &usize| self.system.cells[*at].value == Count::Hidden;
        let is_sum: BTreeSet<usize> = self.system.equations.iter().map(|equation| equation.total).collect();
        let mut budget = MEMBER_PROBLEMS;
        for own in (0..self.hidden.len()).filter(judged).filter(|at| !is_sum.contains(at)) {
            for own_rest in [false, true] {
                let target = self.system.cells[own].target;
                if own_rest && target.is_none_or(|target| target == 0) {
                    continue;
                }
                let empty = if own_rest { target.unwrap_or(0) } else { 0 };
                let others = (0..self.hidden.len()).filter(judged);
                let others = others.filter(|at| *at != own && self.component[*at] == self.component[own]);
                for (at, rest) in others.flat_map(|at| [(at, false), (at, true)]) {
                    let Some(few) = self.few_in(at, rest, own_rest) else { continue };
                    let of_own = |table: &&Vec<u64>| table[own] != empty;
                    let tables = met.tables.iter().filter(|(of, _)| *of == self.component[own]);
                    if tables.map(|(_, table)| table).filter(of_own).any(|table| !few(table[at])) {
                        continue;
                    }
                    if budget == 0 {
                        outcome.members_left = true;
                        return nobody;
                    }
                    budget -= 1;
                    if self.knows_few(own, own_rest, at, &few) {
                        nobody.push((own, empty));
                        break;
                    }
                }
            }
        }
        nobody
    }

    /// Whether a value of a cell means few persons of a face, to a member of a face; `None` where there
    /// is no such face. Where the headcount itself is small, as many as it allows are enough; a member of
    /// the other face knows it to be less than all.
    fn few_in(&self, at: usize, rest: bool, own_rest: bool) -> Option<impl Fn(u64) -> bool> {
        let target = self.system.cells[at].target;
        let most = target.map(|target| target.saturating_sub(u64::from(rest != own_rest)));
        let enough = most.map_or(self.k, |most| most.min(self.k));
        (!rest || target.is_some()).then_some(move |value: u64| {
            let persons = if rest { target.unwrap_or(0).saturating_sub(value) } else { value };
            (1..enough).contains(&persons)
        })
    }

    /// Whether somebody who stands in `own` knows that few are in `at`.
    fn knows_few(&self, own: usize, own_rest: bool, at: usize, few: &impl Fn(u64) -> bool) -> bool {
        let mut known = Believed { tables: self.tables.clone(), hidden: self.hidden.clone() };
        if !own_rest {
            known.at_least(own, 1, 0);
        } else if let Some(targets) = &mut known.tables.targets {
            targets[own] -= 1;
        }
        [End::Low, End::High].into_iter().all(|end| {
            match extreme(&known.tables, &known.hidden, self.lower, at, end, Limits::default()) {
                Ok(Some(table)) => few(table[at]),
                _ => false,
            }
        })
    }

    fn is_safe(&self, cell: usize, seen: &Seen) -> bool {
        let differs = seen.low.zip(seen.high).is_some_and(|(low, high)| low < high);
        differs && seen.open && (seen.rest_open || self.system.cells[cell].target.is_none())
    }

    fn verdict(&self, cell: usize, seen: &Seen) -> Known {
        let (low, high) = (seen.low.unwrap_or(0), seen.high.unwrap_or(u64::MAX));
        let target = self.system.cells[cell].target.filter(|target| high <= *target);
        // The face in which few are known to be tells more than the other.
        let rest = target.is_some_and(|target| {
            let few = |low: u64, high: u64| low > 0 && high < self.k;
            !few(low, high) && few(target - high, target - low)
        });
        match target.filter(|_| rest) {
            Some(target) => Known { of: Subject::Cell(cell), rest, low: target - high, high: target - low },
            None => Known { of: Subject::Cell(cell), rest: false, low, high },
        }
    }

    fn is_few(&self, count: u64) -> bool {
        count > 0 && count < self.k
    }
}

/// The tables, and what holds in them if the promise is kept.
struct Believed {
    tables: Linked,
    hidden: Vec<bool>,
}

impl Believed {
    /// What follows for those counted in a cell between `low` and `high`; tells whether anything does.
    fn face(&mut self, at: usize, low: u64, high: u64, need: u64, least: u64, k: u64) -> bool {
        if high < need {
            self.fix(at, 0);
        } else if low > least {
            self.at_least(at, k, least);
        } else {
            return false;
        }
        true
    }

    /// The same for the rest of a target.
    fn rest(
        &mut self,
        at: usize,
        target: u64,
        (low, high): (u64, u64),
        need: u64,
        least: u64,
        k: u64,
    ) -> bool {
        if high < need {
            self.fix(at, target);
        } else if low > least {
            if let Some(targets) = &mut self.tables.targets {
                targets[at] = (target + least).saturating_sub(k);
            }
        } else {
            return false;
        }
        true
    }

    fn fix(&mut self, at: usize, value: u64) {
        if self.hidden[at] {
            self.hidden[at] = false;
            self.tables.counts[at] = value;
        } else if self.tables.counts[at] != value {
            // Fixed to two values: a sum that cannot be.
            self.at_least(at, u64::from(u32::MAX >> 4), 0);
        }
    }

    /// `cell = k + something`.
    fn at_least(&mut self, at: usize, k: u64, least: u64) {
        let known = self.add(k.saturating_sub(least), false);
        let more = self.add(0, true);
        self.tables.equations.push(Equation { total: at, parts: vec![known, more] });
    }

    fn add(&mut self, count: u64, hidden: bool) -> usize {
        self.tables.counts.push(count);
        self.tables.structural_zero.push(false);
        self.tables.always_shown.push(!hidden);
        self.tables.cost.push(1);
        if let Some(targets) = &mut self.tables.targets {
            targets.push(MAX_COUNT);
        }
        self.hidden.push(hidden);
        self.hidden.len() - 1
    }

    /// Whether any table agrees.
    fn holds(&self, lower: u64) -> bool {
        // Cells fixed by belief link others no more; every part is asked for, and known sums are added up.
        let component = components(&self.tables, &self.hidden);
        let mut asked = vec![false; component.len()];
        for equation in &self.tables.equations {
            let mut cells = equation.parts.iter().chain([&equation.total]);
            match cells.find(|cell| self.hidden[**cell]) {
                None => {
                    let sum: u64 = equation.parts.iter().map(|part| self.tables.counts[*part]).sum();
                    if sum != self.tables.counts[equation.total] {
                        return false;
                    }
                }
                Some(cell) if !std::mem::replace(&mut asked[component[*cell]], true) => {
                    let answer =
                        extreme(&self.tables, &self.hidden, lower, *cell, End::Low, Limits::default());
                    if matches!(answer, Err(Refusal::Infeasible { .. })) {
                        return false;
                    }
                }
                Some(_) => {}
            }
        }
        true
    }
}

/// The answers of the solver.
struct Met {
    /// What they say of each cell.
    cells: Vec<Seen>,
    /// The tables, each with the part of the system that it speaks of.
    tables: Vec<(usize, Vec<u64>)>,
}

/// What the tables met so far say of a cell.
#[derive(Clone, Default)]
struct Seen {
    low: Option<u64>,
    high: Option<u64>,
    /// Whether nobody, or enough, could be counted in it.
    open: bool,
    /// The same for the rest of its headcount.
    rest_open: bool,
}

impl Seen {
    fn meet(&mut self, value: u64, target: Option<u64>, k: u64) {
        self.low = Some(self.low.map_or(value, |low| low.min(value)));
        self.high = Some(self.high.map_or(value, |high| high.max(value)));
        let open = |count: u64| count == 0 || count >= k;
        self.open |= open(value);
        self.rest_open |= target.is_some_and(|target| open(target.saturating_sub(value)));
    }

    fn unbounded(&mut self) {
        self.high = Some(u64::MAX);
        self.open = true;
        self.rest_open = true;
    }
}

/// Numbers the sets of cells that equations hold together.
fn components(tables: &Linked, hidden: &[bool]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..hidden.len()).collect();
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    }
    for Equation { total, parts } in &tables.equations {
        let mut first = None;
        for cell in parts.iter().chain([total]).filter(|cell| hidden[**cell]) {
            let own = root(&mut of, *cell);
            let first = *first.get_or_insert(own);
            let joined = root(&mut of, first);
            of[own] = joined;
        }
    }
    (0..hidden.len()).map(|at| root(&mut of, at)).collect()
}
