//! Pact counts, coarsened so that no published cell points at people.
//!
//! "3 of 41 have not signed" identifies three people to every colleague. The policy of a series sets the
//! protection for the whole series: it pools small offices (`pool`) or hides cells (`hide`). Both keep the
//! totals of each day exact.

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
use crate::collections::statement::PersonGroup;
use crate::reading::{AsOf, Count, RecordRef, Symbol};

/// A pact series in its published form.
pub struct PublishedPact {
    /// The kind of pact.
    pub kind: PactKind,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
    /// Who signs.
    pub signers: Vec<PersonGroup>,
    /// The election of the pact.
    pub calendar: Option<RecordRef>,
    /// The legal basis.
    pub legal_base: Refs,
    /// The unit of the counts.
    pub unit: Unit,
    /// The method that protects the details.
    pub method: PactMethod,
    /// The threshold: a shown cell counts nobody or at least this many people.
    pub k: u64,
    /// Totals by day, earliest first.
    pub totals: Vec<(AsOf, Signed)>,
    /// Details by day; empty if only totals may be shown.
    pub days: BTreeMap<Date, Day>,
    /// The number of offices in the pool; 0 if every office is shown individually.
    pub pooled: usize,
    /// Whether rows exist that may not be shown in any form.
    pub totals_only: bool,
}

/// The published data of one day in addition to its total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// By class and category.
    pub cells: BTreeMap<OfficeRow, BTreeMap<StaffCategory, Signed>>,
    /// By class.
    pub classes: BTreeMap<OfficeRow, Signed>,
    /// By category.
    pub categories: BTreeMap<StaffCategory, Signed>,
    /// By cluster and group of categories; empty if offices are pooled.
    pub summary: BTreeMap<(Extent<Cluster>, Extent<StaffGroup>), Signed>,
}

/// A row of a published pact table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfficeRow {
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

    /// A cell with the signed count hidden and the target shown.
    fn hidden(target: u64) -> Self {
        Self { target: Count::Number(target, None), signed: Count::Symbol(Symbol::Confidential) }
    }

    /// Whether the program hid the signed count; false if there is no count.
    pub fn is_hidden(self) -> bool {
        matches!((self.target, self.signed), (Count::Number(..), Count::Symbol(Symbol::Confidential)))
    }
}

/// Target and signed, if both are numbers.
type Pair = Option<(u64, u64)>;

/// What a row says.
#[derive(Clone, Copy)]
enum Told {
    /// Target and signed.
    Pair(u64, u64),
    /// There is no such staff (`z` twice).
    Nobody,
    /// No usable numbers.
    Unknown,
}

fn told(count: &PactCount) -> Told {
    match (count.target.value, count.signed.value) {
        (Count::Number(target, _), Count::Number(signed, _)) => Told::Pair(target, signed),
        (Count::Symbol(Symbol::NotApplicable), Count::Symbol(Symbol::NotApplicable)) => Told::Nobody,
        _ => Told::Unknown,
    }
}

/// The day whose counts could not be protected, and the reason.
pub(super) struct Unprotected {
    pub(super) day: Date,
    pub(super) refusal: Refusal,
}

/// Coarsens a series by its policy. Offices of `pooled_before` stay pooled.
///
/// # Errors
/// Fails if cells must be hidden and the search for a protection ended without an answer. It is not an error
/// if no protection exists.
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
        signers: series.signers.clone(),
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

/// The totals of every day: the sums of all rows, or the totals that the series states.
fn totals(series: &PactSeries) -> BTreeMap<AsOf, Signed> {
    let mut sums: BTreeMap<Date, Pair> = BTreeMap::new();
    for count in &series.counts {
        add(sums.entry(count.as_of).or_insert(Some((0, 0))), told(count));
    }
    let summed = sums.into_iter().filter_map(|(day, pair)| {
        let (target, signed) = pair?;
        Some((AsOf::Known(day), Signed::numbers(target, signed)))
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
