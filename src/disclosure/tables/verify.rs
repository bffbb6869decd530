//! The judge: checks a proof of protection in exact integers, from the rule alone.
//!
//! It knows nothing of how the proof was found and shares no code with the search beyond the types of
//! the tables; the arithmetic is written again on purpose.

use std::collections::BTreeSet;

use super::{Face, Linked, Protected, Rule, Violation, Witness, refusal::Gap};

/// Checks that a choice of hidden cells protects every small count, by its witnesses.
///
/// # Errors
/// The first thing that is missing or wrong, by cell.
pub fn verify(tables: &Linked, rule: Rule, protected: &Protected) -> Result<(), Violation> {
    let cells = tables.counts.len();
    let fits = protected.hidden.len() == cells
        && tables.structural_zero.len() == cells
        && tables.always_shown.len() == cells
        && tables.unpublished.len() == cells
        && tables.within.len() == cells
        && tables.targets.as_ref().is_none_or(|targets| targets.len() == cells)
        && tables.equations.iter().all(|sum| sum.total < cells && sum.parts.iter().all(|part| *part < cells));
    if !fits {
        return Err(Violation::Shape);
    }
    let mut is_sum = vec![false; cells];
    tables.equations.iter().for_each(|equation| is_sum[equation.total] = true);
    let judge = Judge { tables, rule, protected, is_sum };
    (0..cells).try_for_each(|cell| judge.pattern(cell))?;
    let lifted = judge.lifted()?;
    for (at, lifted) in lifted.iter().enumerate() {
        judge.consistent(at, *lifted)?;
    }
    for cell in 0..cells {
        for face in [Face::Counted, Face::Rest] {
            if judge.is_small(cell, face) {
                judge.witnessed(cell, face)?;
            }
        }
    }
    Ok(())
}

struct Judge<'a> {
    tables: &'a Linked,
    rule: Rule,
    protected: &'a Protected,
    /// Which cells are sums: nobody stands in one but through its parts.
    is_sum: Vec<bool>,
}

impl Judge<'_> {
    fn target(&self, cell: usize) -> Option<i128> {
        self.tables.targets.as_ref().map(|targets| i128::from(targets[cell]))
    }

    /// How many persons of a face there are if `counted` are counted.
    fn on(&self, cell: usize, face: Face, counted: i128) -> i128 {
        match (face, self.target(cell)) {
            (Face::Counted, _) => counted,
            (Face::Rest, Some(target)) => target - counted,
            (Face::Rest, None) => 0,
        }
    }

    fn truth(&self, cell: usize, face: Face) -> i128 {
        self.on(cell, face, i128::from(self.tables.counts[cell]))
    }

    fn k(&self) -> i128 {
        i128::from(self.rule.k)
    }

    fn is_small(&self, cell: usize, face: Face) -> bool {
        let persons = self.truth(cell, face);
        let is_told = !self.tables.always_shown[cell] && !self.tables.unpublished[cell];
        is_told && persons > 0 && persons < self.k()
    }

    /// Small cells are hidden; cells that must stand are not.
    fn pattern(&self, cell: usize) -> Result<(), Violation> {
        if self.tables.unpublished[cell] {
            return if self.protected.hidden[cell] { Ok(()) } else { Err(Violation::MustBeHidden { cell }) };
        }
        let small = self.is_small(cell, Face::Counted) || self.is_small(cell, Face::Rest);
        let zero = self.truth(cell, Face::Counted) == 0
            || (self.tables.targets.is_some() && self.truth(cell, Face::Rest) == 0);
        let stands = self.tables.always_shown[cell]
            || self.tables.structural_zero[cell]
            || (self.rule.zeros_shown && zero);
        match self.protected.hidden[cell] {
            true if stands => Err(Violation::MustBeShown { cell }),
            false if small => Err(Violation::MustBeHidden { cell }),
            _ => Ok(()),
        }
    }

    /// For each assignment, the face for which it puts small targets aside. It may serve nothing else.
    fn lifted(&self) -> Result<Vec<Option<Face>>, Violation> {
        let mut lifted = vec![None; self.protected.assignments.len()];
        for witness in &self.protected.witnesses {
            let Some(at) = witness.united else { continue };
            let face = lifted.get_mut(at).ok_or(Violation::Shape)?;
            if face.replace(witness.face).is_some_and(|before| before != witness.face) {
                return Err(Violation::Inconsistent { assignment: at });
            }
        }
        for at in self.protected.witnesses.iter().flat_map(|witness| witness.low.iter().chain(&witness.high))
        {
            if lifted.get(*at).ok_or(Violation::Shape)?.is_some() {
                return Err(Violation::Inconsistent { assignment: *at });
            }
        }
        Ok(lifted)
    }

    /// An assignment agrees with everything published: shown cells, sums, bounds.
    fn consistent(&self, at: usize, lifted: Option<Face>) -> Result<(), Violation> {
        let wrong = Violation::Inconsistent { assignment: at };
        let values = self.values(at).ok_or(wrong)?;
        let least = i128::from(self.rule.zeros_shown);
        for (cell, value) in values.iter().enumerate() {
            let bounded = |face| self.on(cell, face, *value) >= least;
            let tiny = self.target(cell).is_some_and(|target| target < self.k());
            let in_bounds = [Face::Counted, Face::Rest].into_iter().all(|face| {
                let nothing_to_bound = face == Face::Rest && self.tables.targets.is_none();
                let aside = tiny && lifted.is_some_and(|lifted| lifted != face);
                nothing_to_bound || aside || bounded(face)
            });
            let (from, to) = self.tables.within[cell];
            let aside = tiny && lifted.is_some();
            let is_within = aside || (i128::from(from)..=i128::from(to)).contains(value);
            if self.protected.hidden[cell] && !(in_bounds && is_within) {
                return Err(wrong);
            }
        }
        let adds_up = self.tables.equations.iter().all(|equation| {
            equation.parts.iter().map(|part| values[*part]).sum::<i128>() == values[equation.total]
        });
        if adds_up { Ok(()) } else { Err(wrong) }
    }

    /// A whole table: the shown cells as they are, the hidden ones as assigned.
    fn values(&self, at: usize) -> Option<Vec<i128>> {
        let mut assigned = self.protected.assignments.get(at)?.iter();
        let mut values = Vec::with_capacity(self.tables.counts.len());
        for (count, hidden) in self.tables.counts.iter().zip(&self.protected.hidden) {
            values.push(if *hidden { i128::from(*assigned.next()?) } else { i128::from(*count) });
        }
        assigned.next().is_none().then_some(values)
    }

    fn witnessed(&self, cell: usize, face: Face) -> Result<(), Violation> {
        let lacks = |gap| Violation::Unwitnessed { cell, face, gap };
        let is_its = |witness: &&Witness| witness.cell == cell && witness.face == face;
        let witness = self.protected.witnesses.iter().find(is_its).ok_or(lacks(Gap::Low))?;
        let tables =
            |list: &[usize]| -> Option<Vec<Vec<i128>>> { list.iter().map(|at| self.values(*at)).collect() };
        let lows = tables(&witness.low).ok_or(Violation::Shape)?;
        let highs = tables(&witness.high).ok_or(Violation::Shape)?;
        let least = i128::from(self.rule.zeros_shown);
        let here = |table: &Vec<i128>| self.on(cell, face, table[cell]);
        let enough = self.enough(self.target(cell));
        if !lows.iter().any(|table| here(table) <= least) {
            return Err(lacks(Gap::Low));
        }
        if !highs.iter().any(|table| here(table) >= enough) {
            return Err(lacks(Gap::High));
        }
        if self.rule.own_record {
            self.withstands_members(cell, face, &lows, &highs)?;
        }
        let tiny = self.target(cell).is_some_and(|target| target < self.k()) && !self.rule.zeros_shown;
        let united = witness.united.and_then(|at| self.values(at));
        if tiny && united.is_none_or(|table| here(&table) < self.k()) {
            return Err(lacks(Gap::United));
        }
        Ok(())
    }

    /// The upper end that must be open: `k`, or everybody there is where zeros may be hidden.
    fn enough(&self, among: Option<i128>) -> i128 {
        match among {
            Some(among) if !self.rule.zeros_shown => self.k().min(among),
            _ => self.k(),
        }
    }

    /// The ends stay open for every person who is himself in a hidden cell.
    fn withstands_members(
        &self,
        cell: usize,
        face: Face,
        lows: &[Vec<i128>],
        highs: &[Vec<i128>],
    ) -> Result<(), Violation> {
        let least = i128::from(self.rule.zeros_shown);
        let inside = self.adds_up(cell);
        let hidden = (0..self.tables.counts.len()).filter(|at| self.protected.hidden[*at]);
        for member_of in hidden.filter(|at| !self.is_sum[*at]) {
            for side in [Face::Counted, Face::Rest] {
                if self.truth(member_of, side) < 1 {
                    continue;
                }
                let (low_end, high_end) = if !inside.contains(&member_of) {
                    (least, self.enough(self.target(cell)))
                } else if side == face {
                    // The others in his own cell: none, or so many that there are `k` with him.
                    (1, self.enough(self.target(cell)))
                } else {
                    (least, self.enough(self.target(cell).map(|target| target - 1)))
                };
                let he_is_in = |table: &&Vec<i128>| self.on(member_of, side, table[member_of]) >= 1;
                // Alone in his own cell there is nobody else to protect.
                let nobody_else = inside.contains(&member_of) && side == face && self.truth(cell, face) == 1;
                let low = nobody_else
                    || lows.iter().filter(he_is_in).any(|table| self.on(cell, face, table[cell]) <= low_end);
                let high =
                    highs.iter().filter(he_is_in).any(|table| self.on(cell, face, table[cell]) >= high_end);
                if !low || !high {
                    return Err(Violation::Unwitnessed { cell, face, gap: Gap::Own });
                }
            }
        }
        Ok(())
    }

    /// A cell and everything that it adds up.
    fn adds_up(&self, cell: usize) -> BTreeSet<usize> {
        let mut inside = BTreeSet::from([cell]);
        loop {
            let sums = self.tables.equations.iter().filter(|equation| inside.contains(&equation.total));
            let more: BTreeSet<usize> = sums.flat_map(|equation| equation.parts.iter().copied()).collect();
            if more.is_subset(&inside) {
                return inside;
            }
            inside.extend(more);
        }
    }
}
