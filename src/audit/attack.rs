//! Works out what an attacker can learn about hidden cells.
//!
//! The attacker knows all shown cells, all sums and the headcounts, and knows that no count is negative. The
//! solver answers with whole tables. Two tables that differ in a cell prove that the cell is not known
//! exactly. A table with nobody or with enough people in a cell proves that the cell points at nobody. One
//! table says something about many cells, so the solver gets few problems.

use cell_suppression::{Attack, End, Equation, Limits, LinkedTables, Refusal};

use super::linked::System;
use super::promise::{Hidden, Promise};
use super::table::Count;

pub(super) struct Known {
    /// The hidden cell, or all hidden cells of one equation.
    pub(super) of: Subject,
    /// Whether the interval is about the people counted, or about the rest of the headcount.
    pub(super) rest: bool,
    /// The smallest possible value.
    pub(super) low: u64,
    /// The largest possible value.
    pub(super) high: u64,
}

pub(super) enum Subject {
    Cell(usize),
    /// All hidden cells of one equation.
    Line(usize),
}

#[derive(Default)]
pub(super) struct Outcome {
    pub(super) known: Vec<Known>,
    /// Cells on which the published tables contradict each other.
    pub(super) impossible: Vec<usize>,
    /// Whether some content of the hidden cells would keep the promise of protection; `None` if more than the
    /// promise is broken.
    pub(super) promise: Option<Promise>,
    /// Cells for which the solver gave no answer.
    pub(super) unsettled: Vec<usize>,
    /// The number of hidden cells attacked.
    pub(super) attacked: usize,
}

/// Attacks every hidden cell of a system.
pub(super) fn attack(system: &System, k: u64, zeros_shown: bool) -> Outcome {
    let (tables, hidden) = system.linked();
    // Cells that are not published, or not available, may be empty.
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
        outcome.promise = Some(attacker.promise(met.tables));
    }
    outcome
}

struct Attacker<'a> {
    system: &'a System,
    tables: LinkedTables,
    hidden: Vec<bool>,
    component: Vec<usize>,
    lower: u64,
    k: u64,
}

impl Attacker<'_> {
    /// Finds the combined count of the hidden cells of each line.
    fn lines(&self, outcome: &mut Outcome) {
        for (at, equation) in self.system.equations.iter().enumerate() {
            let (unknown, shown): (Vec<usize>, Vec<usize>) =
                equation.parts.iter().partition(|part| self.hidden[**part]);
            let judged = |cell: &usize| self.system.cells[*cell].value == Count::Hidden;
            // A line with one hidden cell is attacked as a cell.
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

    /// Attacks each hidden cell by itself and returns the solver's tables.
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
                    Err(Refusal::Contradiction { .. }) => {
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

    /// Asks the solver for one end of a cell's interval and records what the answer says about all cells.
    fn ask(&self, at: usize, end: End, met: &mut Met) -> Result<(), Refusal> {
        let attack = Attack::new(&self.tables, &self.hidden, self.lower, Limits::default())?;
        match attack.extreme(at, end)? {
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

    /// Checks whether the promise of protection can be kept, whatever the hidden cells hold.
    fn promise(&self, met: Vec<(usize, Vec<u64>)>) -> Promise {
        let judged = self.system.cells.iter().map(|cell| cell.value == Count::Hidden).collect();
        let tables = Hidden {
            tables: &self.tables,
            hidden: &self.hidden,
            component: &self.component,
            judged,
            // A target that is not published bounds nothing, and it has no rest.
            targets: self.system.cells.iter().map(|cell| cell.target).collect(),
            least: self.lower,
            k: self.k,
        };
        tables.promise(met)
    }

    fn is_safe(&self, cell: usize, seen: &Seen) -> bool {
        let differs = seen.low.zip(seen.high).is_some_and(|(low, high)| low < high);
        differs && seen.open && (seen.rest_open || self.system.cells[cell].target.is_none())
    }

    fn verdict(&self, cell: usize, seen: &Seen) -> Known {
        let (low, high) = (seen.low.unwrap_or(0), seen.high.unwrap_or(u64::MAX));
        let target = self.system.cells[cell].target.filter(|target| high <= *target);
        // Report the side that is known to be small, because it reveals more than the other.
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

/// What the solver's answers show.
struct Met {
    cells: Vec<Seen>,
    /// The tables, each with the component that it covers.
    tables: Vec<(usize, Vec<u64>)>,
}

/// What the tables so far show about a cell.
#[derive(Clone, Default)]
struct Seen {
    low: Option<u64>,
    high: Option<u64>,
    /// Whether the cell could hold nobody, or enough people.
    open: bool,
    /// The same for the rest of the headcount.
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

/// Numbers the sets of cells that are connected by equations.
pub(super) fn components(tables: &LinkedTables, hidden: &[bool]) -> Vec<usize> {
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
