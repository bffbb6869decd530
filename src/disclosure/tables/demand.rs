//! What has to be shown of a small cell, as demands on how the tables could differ from the truth.
//!
//! All changes are in numbers of persons counted; for those of the target who are not counted
//! ([`Face::Rest`]) they are turned round, since what one gains the other loses.

use super::solve::{Moves, Range};
use super::{Face, Linked, Rule};

/// A change so large that it is no bound.
const FREE: i64 = 1 << 40;

/// A person's place: the cell that he is in and whether he is counted there.
pub(super) type Place = (usize, Face);

/// One end of the interval of one small count, and for which attackers it must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Demand {
    pub(super) cell: usize,
    pub(super) face: Face,
    pub(super) kind: Kind,
    /// Whether the cell's count must be able to rise, by `change`, or else to fall.
    pub(super) rises: bool,
    /// By how much at least; never against the direction.
    pub(super) change: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody could be there, for attackers who are not there themselves.
    Low,
    /// An attacker who is there could be alone.
    LowAlone,
    /// Enough could be there, for attackers elsewhere and for those who are there.
    High,
    /// The same for attackers on the other face of this cell.
    HighBeside,
    /// `k` could be there if targets below `k` were put aside.
    United,
}

impl Kind {
    pub(super) fn is_low(self) -> bool {
        matches!(self, Kind::Low | Kind::LowAlone)
    }
}

/// The faces of a cell that are too small to be shown.
pub(super) fn small_faces(tables: &Linked, rule: Rule, cell: usize) -> impl Iterator<Item = Face> + '_ {
    [Face::Counted, Face::Rest].into_iter().filter(move |face| {
        let persons = tables.persons(cell, *face);
        let is_told = !tables.always_shown[cell] && !tables.unpublished[cell];
        is_told && 0 < persons && persons < rule.k
    })
}

/// All demands, by cell.
pub(super) fn demands(tables: &Linked, rule: Rule) -> Vec<Demand> {
    (0..tables.counts.len())
        .flat_map(|cell| small_faces(tables, rule, cell).map(move |face| (cell, face)))
        .flat_map(|(cell, face)| of_face(tables, rule, cell, face))
        .collect()
}

fn of_face(tables: &Linked, rule: Rule, cell: usize, face: Face) -> Vec<Demand> {
    let persons = tables.persons(cell, face);
    let target = tables.targets.as_ref().map(|targets| targets[cell]);
    let fall = |kind, to: u64| demand(cell, face, kind, persons, to);
    let rise = fall;
    // Where zeros are hidden, not knowing anything beyond the target is the most that can be asked.
    let enough = |among: u64| if rule.zeros_shown { rule.k } else { rule.k.min(among) };
    let mut all = vec![fall(Kind::Low, rule.least()), rise(Kind::High, target.map_or(rule.k, enough))];
    if target.is_some_and(|target| !rule.zeros_shown && target < rule.k) {
        all.push(rise(Kind::United, rule.k));
    }
    if rule.own_record {
        if persons > 1 {
            all.push(fall(Kind::LowAlone, 1));
        }
        if let Some(target) = target.filter(|target| *target > persons) {
            all.push(rise(Kind::HighBeside, enough(target - 1)));
        }
    }
    all
}

fn demand(cell: usize, face: Face, kind: Kind, persons: u64, to: u64) -> Demand {
    let change = i64::try_from(persons.abs_diff(to)).unwrap_or(FREE);
    // An end that is already reached asks for no change.
    let change = if kind.is_low() == (to <= persons) { change } else { 0 };
    let rises = kind.is_low() == (face == Face::Rest);
    Demand { cell, face, kind, rises, change: if rises { change } else { -change } }
}

impl Demand {
    /// Whether a change of the cell reaches the end.
    pub(super) fn is_met_by(self, change: i64) -> bool {
        if self.rises { change >= self.change } else { change <= self.change }
    }

    /// The range of the demand's own cell, narrowed to where the end is reached.
    pub(super) fn narrowed(self, mut range: Range) -> Range {
        if self.rises {
            range.from = range.from.max(self.change);
        } else {
            range.to = range.to.min(self.change);
        }
        range
    }

    /// Whether an attacker in a place counts for this demand.
    pub(super) fn concerns(self, crowd: &Crowd, (cell, face): Place) -> bool {
        let inside = crowd.is_within(self.cell, cell);
        match self.kind {
            Kind::Low => !inside || face != self.face,
            Kind::High => !inside || face == self.face,
            Kind::LowAlone => inside && face == self.face,
            Kind::HighBeside => inside && face != self.face,
            Kind::United => false,
        }
    }

    /// Whether an attacker without a record of his own counts for this demand.
    pub(super) fn is_for_strangers(self) -> bool {
        matches!(self.kind, Kind::Low | Kind::High | Kind::United)
    }
}

/// Where persons are: in cells that are no sums, and through them in the sums that add these up.
pub(super) struct Crowd {
    /// Whether a cell is no sum.
    pub(super) is_leaf: Vec<bool>,
    /// For each small cell, the cells that it adds up, itself included.
    within: Vec<Vec<bool>>,
}

impl Crowd {
    pub(super) fn new(tables: &Linked, rule: Rule) -> Self {
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
        let is_small = |cell: usize| small_faces(tables, rule, cell).next().is_some();
        Self {
            is_leaf: summed_by.iter().map(Vec::is_empty).collect(),
            within: (0..cells).map(|cell| if is_small(cell) { reach(cell) } else { Vec::new() }).collect(),
        }
    }

    fn is_within(&self, sum: usize, cell: usize) -> bool {
        self.within[sum].get(cell) == Some(&true)
    }
}

/// Whose own records an attacker knows.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// Nobody's.
    Nobody,
    /// That of a person in one place.
    One(Place),
    /// Those of all persons whom the demand concerns, at once: more than any single attacker knows.
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

/// How far a hidden cell can change, as an attacker knows; the demand's own cell not yet as far as asked.
pub(super) fn range(
    tables: &Linked,
    rule: Rule,
    demand: Demand,
    known: Known<'_>,
    cell: usize,
    price: f64,
) -> Range {
    let signed = |persons: u64| i64::try_from(persons).unwrap_or(FREE);
    let room = |face: Face| {
        let persons = tables.persons(cell, face);
        let sure = rule.zeros_shown || (persons > 0 && known.includes(demand, (cell, face)));
        signed(persons) - i64::from(sure)
    };
    let to = if tables.targets.is_some() { room(Face::Rest) } else { FREE };
    let (least, most) = tables.within[cell];
    let counted = signed(tables.counts[cell]);
    let mut range = Range {
        from: (-room(Face::Counted)).max(signed(least) - counted),
        to: to.min(signed(most) - counted),
        price,
    };
    let is_tiny = tables.targets.as_ref().is_some_and(|targets| targets[cell] < rule.k);
    if demand.kind == Kind::United && is_tiny {
        match demand.face {
            Face::Counted => range.to = FREE,
            Face::Rest => range.from = -FREE,
        }
    }
    range
}

/// The places, in cells that are no sums, that moves leave empty though somebody is in them.
pub(super) fn emptied(tables: &Linked, crowd: &Crowd, moves: &Moves) -> Vec<Place> {
    let mut places = Vec::new();
    for (cell, change) in moves.iter().filter(|(cell, _)| crowd.is_leaf[*cell]) {
        for (face, change) in [(Face::Counted, *change), (Face::Rest, -*change)] {
            let persons = tables.persons(*cell, face);
            if persons > 0 && i64::try_from(persons).is_ok_and(|persons| persons + change < 1) {
                places.push((*cell, face));
            }
        }
    }
    places
}
