//! Pact counts, coarsened so that no published cell points at people.
//!
//! "3 of 41 have not signed" names three people to every colleague. The policy of a series says what
//! is done about it, for the whole series: small offices are pooled (`pool`), or cells are hidden
//! (`hide`). The totals of each day stay exact in both.

mod hide;
pub(super) mod messages;
mod pool;
pub(super) mod together;

use std::collections::{BTreeMap, BTreeSet};

use cell_suppression::Refusal;
use jiff::civil::Date;

use super::MIN_CELL;
use super::proofs::Proofs;
use crate::collections::common::{Refs, Unit};
use crate::collections::office::{Cluster, Office};
use crate::collections::pact::{PactCount, PactKind, PactMethod, PactSeries, StaffCategory};
use crate::collections::sanction::levels::StaffGroup;
use crate::reading::{AsOf, Count, RecordRef, Symbol};

/// A pact series as it is published.
pub struct PublishedPact {
    /// Which pact.
    pub kind: PactKind,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
    /// The election that it belongs to.
    pub calendar: Option<RecordRef>,
    /// The rules that it rests on.
    pub legal_base: Refs,
    /// What the counts count.
    pub unit: Unit,
    /// How its details are protected.
    pub method: PactMethod,
    /// The smallest number of people, other than none, that a shown cell speaks of.
    pub k: u64,
    /// Totals by day, the earliest first.
    pub totals: Vec<(AsOf, Signed)>,
    /// Details by day; empty where only totals may be shown.
    pub days: BTreeMap<Date, Day>,
    /// How many offices the pool holds; 0 where every office stands for itself.
    pub pooled: usize,
    /// Whether rows exist that may not be shown in any form.
    pub totals_only: bool,
}

/// What is published of one day beside its total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// By class and category.
    pub cells: BTreeMap<Class, BTreeMap<StaffCategory, Signed>>,
    /// By class.
    pub classes: BTreeMap<Class, Signed>,
    /// By category.
    pub categories: BTreeMap<StaffCategory, Signed>,
    /// By cluster and group of categories; empty where offices are pooled.
    pub summary: BTreeMap<(Extent<Cluster>, Extent<StaffGroup>), Signed>,
}

/// A row of a published pact table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// One office, by its code.
    Office(String),
    /// The offices that are not detailed.
    Pool,
}

/// One part of a whole, or the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent<T> {
    /// One part.
    Part(T),
    /// Everything.
    All,
}

/// Signatures out of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Persons who should sign.
    pub target: Count,
    /// Persons who have signed.
    pub signed: Count,
}

impl Signed {
    fn numbers(target: u64, signed: u64) -> Self {
        Self { target: Count::Number(target, None), signed: Count::Number(signed, None) }
    }

    fn symbol(symbol: Symbol) -> Self {
        Self { target: Count::Symbol(symbol), signed: Count::Symbol(symbol) }
    }

    /// The signed count hidden; the target stands.
    fn hidden(target: u64) -> Self {
        Self { target: Count::Number(target, None), signed: Count::Symbol(Symbol::Confidential) }
    }

    /// Whether the program hid the count of those who signed, rather than that there is none.
    pub fn is_hidden(self) -> bool {
        matches!((self.target, self.signed), (Count::Number(..), Count::Symbol(Symbol::Confidential)))
    }
}

/// Target and signed, as far as both are numbers.
type Pair = Option<(u64, u64)>;

/// What a row tells.
#[derive(Clone, Copy)]
enum Told {
    /// Target and signed.
    Pair(u64, u64),
    /// That there is no such staff (`z` twice).
    Nobody,
    /// Nothing that can be reckoned with.
    Unknown,
}

fn told(count: &PactCount) -> Told {
    match (count.target.value, count.signed.value) {
        (Count::Number(target, _), Count::Number(signed, _)) => Told::Pair(target, signed),
        (Count::Symbol(Symbol::NotApplicable), Count::Symbol(Symbol::NotApplicable)) => Told::Nobody,
        _ => Told::Unknown,
    }
}

/// The counts of which day could not be protected, and why.
pub(super) struct Unprotected {
    pub(super) day: Date,
    pub(super) refusal: Refusal,
}

/// Coarsens a series by its policy. Offices of `pooled_before` stay pooled.
///
/// # Errors
/// Where cells are to be hidden and the search for a protection failed, rather than that there is none.
pub(super) fn coarsen(
    series: &PactSeries,
    offices: &BTreeMap<String, Office>,
    proofs: &Proofs,
    pooled_before: &BTreeSet<&str>,
) -> Result<PublishedPact, Unprotected> {
    let policy = series.policy.as_ref();
    let method = policy.and_then(|policy| policy.method).unwrap_or(PactMethod::Pool);
    let k = policy.and_then(|policy| policy.k.as_ref()).map_or(MIN_CELL, |k| k.value);
    let totals = totals(series);
    let details = match method {
        PactMethod::Pool => pool::details(series, k, pooled_before),
        PactMethod::Hide => hide::details(series, offices, &totals, k, proofs)?.map(|days| (days, 0)),
    };
    let totals_only = !series.counts.is_empty() && details.is_none();
    let (days, pooled) = details.unwrap_or_default();
    Ok(PublishedPact {
        kind: series.kind,
        compulsory: series.compulsory,
        calendar: series.calendar.clone(),
        legal_base: series.legal_base.clone(),
        unit: series.unit,
        method,
        k,
        totals: totals.into_iter().collect(),
        days,
        pooled,
        totals_only,
    })
}

fn add(sum: &mut Pair, told: Told) {
    *sum = match (*sum, told) {
        (Some((target, signed)), Told::Pair(more_target, more_signed)) => {
            Some((target.saturating_add(more_target), signed.saturating_add(more_signed)))
        }
        (sum, Told::Nobody) => sum,
        _ => None,
    };
}

/// The totals of every day: the sums of all rows, or what the series states.
fn totals(series: &PactSeries) -> BTreeMap<AsOf, Signed> {
    let mut sums: BTreeMap<Date, Pair> = BTreeMap::new();
    for count in &series.counts {
        add(sums.entry(count.as_of).or_insert(Some((0, 0))), told(count));
    }
    let summed = sums.into_iter().filter_map(|(day, pair)| {
        let (target, signed) = pair?;
        Some((AsOf::Day(day), Signed::numbers(target, signed)))
    });
    let stated = series
        .totals
        .iter()
        .map(|total| (total.as_of, Signed { target: total.target.value, signed: total.signed.value }));
    summed.chain(stated).collect()
}

#[cfg(test)]
mod between_tests;
#[cfg(test)]
mod hide_tests;
#[cfg(test)]
mod pool_tests;
#[cfg(test)]
mod samples;
