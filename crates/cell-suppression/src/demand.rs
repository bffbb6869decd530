//! The demands on a proof: for each sensitive cell, how far its count must be able to differ from the truth.
//!
//! All changes are in persons counted. For the persons of the population who are not counted ([`Side::Rest`])
//! the sign is inverted, because one side gains what the other loses.

use super::solve::{Moves, Range};
use super::{LinkedTables, Rule, Side};

/// A change that is large enough to mean "unbounded".
const FREE: i64 = 1 << 40;

/// The place of a person: a cell and a side of it.
pub(super) type Place = (usize, Side);

/// One end of the interval that must stay open for the few persons on one side of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Demand {
    pub(super) cell: usize,
    pub(super) side: Side,
    pub(super) kind: Kind,
    /// Whether the count of the cell must be able to rise by `change`. Otherwise it must be able to fall.
    pub(super) rises: bool,
    /// The minimum change that is enough. Its sign is that of the direction, or it is 0.
    pub(super) change: i64,
}

/// The end of the interval, and the attackers against whom it must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody could be there. For attackers who are elsewhere.
    Low,
    /// The attacker could be alone there. For attackers who are there.
    LowAlone,
    /// At least as many as the threshold could be there. For attackers elsewhere and attackers there.
    High,
    /// The same for attackers on the other side of this cell.
    HighBeside,
    /// At least as many as the threshold could be there if populations below the threshold were no bound.
    United,
}

impl Kind {
    pub(super) fn is_low(self) -> bool {
        matches!(self, Kind::Low | Kind::LowAlone)
    }
}

/// The sides of a cell with so few persons that the cell is a primary suppression.
pub(super) fn small_sides(tables: &LinkedTables, rule: Rule, cell: usize) -> impl Iterator<Item = Side> + '_ {
    [Side::Counted, Side::Rest].into_iter().filter(move |side| {
        let persons = tables.persons(cell, *side);
        let is_protected = !tables.always_shown[cell] && !tables.unpublished[cell];
        is_protected && 0 < persons && persons < rule.threshold
    })
}

/// All demands, in the order of cells.
pub(super) fn demands(tables: &LinkedTables, rule: Rule) -> Vec<Demand> {
    (0..tables.counts.len())
        .flat_map(|cell| small_sides(tables, rule, cell).map(move |side| (cell, side)))
        .flat_map(|(cell, side)| of_side(tables, rule, cell, side))
        .collect()
}

fn of_side(tables: &LinkedTables, rule: Rule, cell: usize, side: Side) -> Vec<Demand> {
    let persons = tables.persons(cell, side);
    let population = tables.population.as_ref().map(|population| population[cell]);
    let reach = |kind, to: u64| demand(cell, side, kind, persons, to);
    // If zeros may be hidden, a demand cannot exceed the population.
    let enough = |among: u64| if rule.zeros_shown { rule.threshold } else { rule.threshold.min(among) };
    let mut all =
        vec![reach(Kind::Low, rule.least()), reach(Kind::High, population.map_or(rule.threshold, enough))];
    if population.is_some_and(|population| !rule.zeros_shown && population < rule.threshold) {
        all.push(reach(Kind::United, rule.threshold));
    }
    if rule.own_record {
        if persons > 1 {
            all.push(reach(Kind::LowAlone, 1));
        }
        if let Some(population) = population.filter(|population| *population > persons) {
            all.push(reach(Kind::HighBeside, enough(population - 1)));
        }
    }
    all
}

fn demand(cell: usize, side: Side, kind: Kind, persons: u64, to: u64) -> Demand {
    let change = i64::try_from(persons.abs_diff(to)).unwrap_or(FREE);
    // No change is needed if the true count already reaches the end.
    let change = if kind.is_low() == (to <= persons) { change } else { 0 };
    let rises = kind.is_low() == (side == Side::Rest);
    Demand { cell, side, kind, rises, change: if rises { change } else { -change } }
}

impl Demand {
    /// Whether a change of the cell meets the demand.
    pub(super) fn is_met_by(self, change: i64) -> bool {
        if self.rises { change >= self.change } else { change <= self.change }
    }

    /// The range of the cell, narrowed to the changes that meet the demand.
    pub(super) fn narrowed(self, mut range: Range) -> Range {
        if self.rises {
            range.from = range.from.max(self.change);
        } else {
            range.to = range.to.min(self.change);
        }
        range
    }

    /// Whether the demand must hold against an attacker at a place.
    pub(super) fn concerns(self, crowd: &Crowd, (cell, side): Place) -> bool {
        let inside = crowd.is_within(self.cell, cell);
        match self.kind {
            Kind::Low => !inside || side != self.side,
            Kind::High => !inside || side == self.side,
            Kind::LowAlone => inside && side == self.side,
            Kind::HighBeside => inside && side != self.side,
            Kind::United => false,
        }
    }

    /// Whether the demand must hold against an attacker who is not counted anywhere.
    pub(super) fn is_for_strangers(self) -> bool {
        matches!(self.kind, Kind::Low | Kind::High | Kind::United)
    }
}

/// The places of persons. A person is in a leaf, which is a cell that is not a total, and so in every total
/// that includes it.
pub(super) struct Crowd {
    pub(super) is_leaf: Vec<bool>,
    /// For each sensitive cell, the cells that it includes, and itself. Empty for all other cells.
    within: Vec<Vec<bool>>,
}

impl Crowd {
    pub(super) fn new(tables: &LinkedTables, rule: Rule) -> Self {
        let cells = tables.counts.len();
        let mut summed_by = vec![Vec::new(); cells];
        for (at, equation) in tables.equations.iter().enumerate() {
            summed_by[equation.total].push(at);
        }
        let reach = |cell: usize| {
            let mut seen = vec![false; cells];
            seen[cell] = true;
            let mut queue = vec![cell];
            while let Some(cell) = queue.pop() {
                for part in summed_by[cell].iter().flat_map(|at| &tables.equations[*at].parts) {
                    if !std::mem::replace(&mut seen[*part], true) {
                        queue.push(*part);
                    }
                }
            }
            seen
        };
        let is_small = |cell: usize| small_sides(tables, rule, cell).next().is_some();
        Self {
            is_leaf: summed_by.iter().map(Vec::is_empty).collect(),
            within: (0..cells).map(|cell| if is_small(cell) { reach(cell) } else { Vec::new() }).collect(),
        }
    }

    fn is_within(&self, total: usize, cell: usize) -> bool {
        self.within[total].get(cell) == Some(&true)
    }
}

/// Whose own record the attacker knows.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// Nobody's.
    Nobody,
    /// That of a person in one place.
    One(Place),
    /// Those of all persons whom the demand concerns, at once. No single attacker knows as much.
    Everyone(&'a Crowd),
}

impl Known<'_> {
    fn includes(self, demand: Demand, place: Place) -> bool {
        match self {
            Known::Nobody => false,
            Known::One(one) => one == place,
            Known::Everyone(crowd) => crowd.is_leaf[place.0] && demand.concerns(crowd, place),
        }
    }
}

/// How far a hidden cell can change, as far as the attacker knows. The range of the demand's own cell is not
/// narrowed to the demand.
pub(super) fn range(
    tables: &LinkedTables,
    rule: Rule,
    demand: Demand,
    known: Known<'_>,
    cell: usize,
    price: f64,
) -> Range {
    let signed = |persons: u64| i64::try_from(persons).unwrap_or(FREE);
    let room = |side: Side| {
        let persons = tables.persons(cell, side);
        let somebody = rule.zeros_shown || (persons > 0 && known.includes(demand, (cell, side)));
        signed(persons) - i64::from(somebody)
    };
    let to = if tables.population.is_some() { room(Side::Rest) } else { FREE };
    let (least, most) = tables.prior_bounds[cell];
    let counted = signed(tables.counts[cell]);
    let mut range = Range {
        from: (-room(Side::Counted)).max(signed(least) - counted),
        to: to.min(signed(most) - counted),
        price,
    };
    let is_tiny = tables.population.as_ref().is_some_and(|population| population[cell] < rule.threshold);
    if demand.kind == Kind::United && is_tiny {
        match demand.side {
            Side::Counted => range.to = FREE,
            Side::Rest => range.from = -FREE,
        }
    }
    range
}

/// The places in leaves that become empty by moves although they are inhabited.
pub(super) fn emptied(tables: &LinkedTables, crowd: &Crowd, moves: &Moves) -> Vec<Place> {
    let mut places = Vec::new();
    for (cell, change) in moves.iter().filter(|(cell, _)| crowd.is_leaf[*cell]) {
        for (side, change) in [(Side::Counted, *change), (Side::Rest, -*change)] {
            let persons = tables.persons(*cell, side);
            if persons > 0 && i64::try_from(persons).is_ok_and(|persons| persons + change < 1) {
                places.push((*cell, side));
            }
        }
    }
    places
}
