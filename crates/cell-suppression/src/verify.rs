//! The verifier: checks a proof in exact integers, only by the rule.
//!
//! It does not depend on how the proof was found. It shares only the types of the tables with the search. The
//! same arithmetic is written twice on purpose.

use std::collections::BTreeSet;

use super::{Gap, LinkedTables, Rule, Side, Suppression, Violation, Witness};

/// Verifies, by its proof, that a suppression protects every sensitive cell.
///
/// For each side of each cell with few persons, the proof must have tables in which nobody is there, and
/// tables in which at least as many persons as the threshold (or as the population allows) are there. With
/// [`Rule::own_record`], it must have them against every person in a hidden cell. Each table must agree with
/// all published data: shown cells, equations, populations and prior bounds.
///
/// # Errors
/// The first violation.
pub fn verify(tables: &LinkedTables, rule: Rule, suppression: &Suppression) -> Result<(), Violation> {
    let cells = tables.counts.len();
    let fits = suppression.hidden.len() == cells
        && tables.structural_zero.len() == cells
        && tables.always_shown.len() == cells
        && tables.unpublished.len() == cells
        && tables.prior_bounds.len() == cells
        && tables.population.as_ref().is_none_or(|population| population.len() == cells)
        && tables.equations.iter().all(|sum| sum.total < cells && sum.parts.iter().all(|part| *part < cells));
    if !fits {
        return Err(Violation::Shape);
    }
    let mut is_total = vec![false; cells];
    tables.equations.iter().for_each(|equation| is_total[equation.total] = true);
    let judge = Judge { tables, rule, suppression, is_total };
    (0..cells).try_for_each(|cell| judge.pattern(cell))?;
    let united = judge.united()?;
    for (at, united) in united.iter().enumerate() {
        judge.consistent(at, *united)?;
    }
    for cell in 0..cells {
        for side in [Side::Counted, Side::Rest] {
            if judge.is_small(cell, side) {
                judge.witnessed(cell, side)?;
            }
        }
    }
    Ok(())
}

struct Judge<'a> {
    tables: &'a LinkedTables,
    rule: Rule,
    suppression: &'a Suppression,
    /// Which cells are totals. A person is in a total only through its parts.
    is_total: Vec<bool>,
}

impl Judge<'_> {
    fn population(&self, cell: usize) -> Option<i128> {
        self.tables.population.as_ref().map(|population| i128::from(population[cell]))
    }

    /// The number of persons on a side if `counted` are counted.
    fn on(&self, cell: usize, side: Side, counted: i128) -> i128 {
        match (side, self.population(cell)) {
            (Side::Counted, _) => counted,
            (Side::Rest, Some(population)) => population - counted,
            (Side::Rest, None) => 0,
        }
    }

    fn truth(&self, cell: usize, side: Side) -> i128 {
        self.on(cell, side, i128::from(self.tables.counts[cell]))
    }

    fn threshold(&self) -> i128 {
        i128::from(self.rule.threshold)
    }

    fn least(&self) -> i128 {
        i128::from(self.rule.zeros_shown)
    }

    fn is_small(&self, cell: usize, side: Side) -> bool {
        let persons = self.truth(cell, side);
        let is_protected = !self.tables.always_shown[cell] && !self.tables.unpublished[cell];
        is_protected && persons > 0 && persons < self.threshold()
    }

    /// Checks that sensitive cells are hidden, and cells that must be shown are not.
    fn pattern(&self, cell: usize) -> Result<(), Violation> {
        if self.tables.unpublished[cell] {
            return if self.suppression.hidden[cell] {
                Ok(())
            } else {
                Err(Violation::MustBeHidden { cell })
            };
        }
        let small = self.is_small(cell, Side::Counted) || self.is_small(cell, Side::Rest);
        let zero = self.truth(cell, Side::Counted) == 0
            || (self.tables.population.is_some() && self.truth(cell, Side::Rest) == 0);
        let must_be_shown = self.tables.always_shown[cell]
            || self.tables.structural_zero[cell]
            || (self.rule.zeros_shown && zero);
        match self.suppression.hidden[cell] {
            true if must_be_shown => Err(Violation::MustBeShown { cell }),
            false if small => Err(Violation::MustBeHidden { cell }),
            _ => Ok(()),
        }
    }

    /// For each table of the proof, the side on which populations below the threshold are no bound. Such a
    /// table may serve no other purpose.
    fn united(&self) -> Result<Vec<Option<Side>>, Violation> {
        let mut united = vec![None; self.suppression.proof.tables.len()];
        for witness in &self.suppression.proof.witnesses {
            let Some(at) = witness.united else { continue };
            let side = united.get_mut(at).ok_or(Violation::Shape)?;
            if side.replace(witness.side).is_some_and(|before| before != witness.side) {
                return Err(Violation::Inconsistent { table: at });
            }
        }
        let ends = self.suppression.proof.witnesses.iter();
        for at in ends.flat_map(|witness| witness.low.iter().chain(&witness.high)) {
            if united.get(*at).ok_or(Violation::Shape)?.is_some() {
                return Err(Violation::Inconsistent { table: *at });
            }
        }
        Ok(united)
    }

    /// Checks that a table agrees with all published data: shown cells, equations, bounds.
    fn consistent(&self, at: usize, united: Option<Side>) -> Result<(), Violation> {
        let wrong = Violation::Inconsistent { table: at };
        let values = self.values(at).ok_or(wrong)?;
        for (cell, value) in values.iter().enumerate() {
            let tiny = self.population(cell).is_some_and(|population| population < self.threshold());
            let bounded = [Side::Counted, Side::Rest].into_iter().all(|side| {
                let no_population = side == Side::Rest && self.tables.population.is_none();
                let aside = tiny && united.is_some_and(|united| united != side);
                no_population || aside || self.on(cell, side, *value) >= self.least()
            });
            let (from, to) = self.tables.prior_bounds[cell];
            let aside = tiny && united.is_some();
            let in_prior_bounds = aside || (i128::from(from)..=i128::from(to)).contains(value);
            if self.suppression.hidden[cell] && !(bounded && in_prior_bounds) {
                return Err(wrong);
            }
        }
        let adds_up = self.tables.equations.iter().all(|equation| {
            equation.parts.iter().map(|part| values[*part]).sum::<i128>() == values[equation.total]
        });
        if adds_up { Ok(()) } else { Err(wrong) }
    }

    /// A whole table: the shown cells with their counts, the hidden ones from the proof.
    fn values(&self, at: usize) -> Option<Vec<i128>> {
        let mut assigned = self.suppression.proof.tables.get(at)?.iter();
        let mut values = Vec::with_capacity(self.tables.counts.len());
        for (count, hidden) in self.tables.counts.iter().zip(&self.suppression.hidden) {
            values.push(if *hidden { i128::from(*assigned.next()?) } else { i128::from(*count) });
        }
        assigned.next().is_none().then_some(values)
    }

    fn witnessed(&self, cell: usize, side: Side) -> Result<(), Violation> {
        let lacks = |gap| Violation::Unwitnessed { cell, side, gap };
        let is_its = |witness: &&Witness| witness.cell == cell && witness.side == side;
        let mut witnesses = self.suppression.proof.witnesses.iter();
        let witness = witnesses.find(is_its).ok_or(lacks(Gap::Low))?;
        let tables =
            |list: &[usize]| -> Option<Vec<Vec<i128>>> { list.iter().map(|at| self.values(*at)).collect() };
        let lows = tables(&witness.low).ok_or(Violation::Shape)?;
        let highs = tables(&witness.high).ok_or(Violation::Shape)?;
        let here = |table: &Vec<i128>| self.on(cell, side, table[cell]);
        let enough = self.enough(self.population(cell));
        if !lows.iter().any(|table| here(table) <= self.least()) {
            return Err(lacks(Gap::Low));
        }
        if !highs.iter().any(|table| here(table) >= enough) {
            return Err(lacks(Gap::High));
        }
        if self.rule.own_record {
            self.withstands_own_records(cell, side, &lows, &highs)?;
        }
        let tiny = self.population(cell).is_some_and(|population| population < self.threshold());
        let united = witness.united.and_then(|at| self.values(at));
        if tiny && !self.rule.zeros_shown && united.is_none_or(|table| here(&table) < self.threshold()) {
            return Err(lacks(Gap::Union));
        }
        Ok(())
    }

    /// The upper end that must be open: the threshold, or the whole population if zeros may be hidden.
    fn enough(&self, among: Option<i128>) -> i128 {
        match among {
            Some(among) if !self.rule.zeros_shown => self.threshold().min(among),
            _ => self.threshold(),
        }
    }

    /// Checks that both ends stay open against every person in a hidden cell.
    fn withstands_own_records(
        &self,
        cell: usize,
        side: Side,
        lows: &[Vec<i128>],
        highs: &[Vec<i128>],
    ) -> Result<(), Violation> {
        let inside = self.adds_up(cell);
        let hidden = (0..self.tables.counts.len()).filter(|at| self.suppression.hidden[*at]);
        for own_cell in hidden.filter(|at| !self.is_total[*at]) {
            for own_side in [Side::Counted, Side::Rest] {
                if self.truth(own_cell, own_side) < 1 {
                    continue;
                }
                let is_among = inside.contains(&own_cell) && own_side == side;
                let (low_end, high_end) = if !inside.contains(&own_cell) {
                    (self.least(), self.enough(self.population(cell)))
                } else if is_among {
                    // The persons other than the attacker: none, or enough to reach the threshold together.
                    (1, self.enough(self.population(cell)))
                } else {
                    (self.least(), self.enough(self.population(cell).map(|population| population - 1)))
                };
                let attacker_is_in = |table: &&Vec<i128>| self.on(own_cell, own_side, table[own_cell]) >= 1;
                // If the attacker is alone there, there is nobody else to protect.
                let nobody_else = is_among && self.truth(cell, side) == 1;
                let here = |table: &Vec<i128>| self.on(cell, side, table[cell]);
                let low =
                    nobody_else || lows.iter().filter(attacker_is_in).any(|table| here(table) <= low_end);
                let high = highs.iter().filter(attacker_is_in).any(|table| here(table) >= high_end);
                if !low || !high {
                    return Err(Violation::Unwitnessed { cell, side, gap: Gap::OwnRecord });
                }
            }
        }
        Ok(())
    }

    /// A cell and everything that it sums.
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
