//! The release ledger: what was published when, and what the difference to the current edition reveals.
//!
//! Two editions that are safe by themselves can still reveal whoever was added in between. So `terawang
//! release` keeps the published figures of every edition in `rilis/`, and every later edition is compared
//! with all of them ([`compare`]). The ledger holds published facts only: no personal number, no hash of one,
//! and no raw data.

mod facts;
pub(crate) mod messages;
mod pacts;
mod release;
mod sanctions;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use facts::{Cell, CellFacts, DayFacts, Days, Facts, PactFacts, RowFacts, RowKey, SanctionFacts};
pub use release::{FORMAT, Ledger, Release, file_name};

use super::{Coarsened, Published, PublishedSanction, PublishedView, pact};
use crate::address::{clean, route_of};
use crate::collections::pact::{PactMethod, PactSeries};
use crate::collections::sanction::levels::Level;
use crate::collections::{Detail, Entry};
use crate::diagnostics::{Diagnostic, Findings};
use crate::reading::{AsOf, Count, Symbol};
use messages as rule;

/// A rule that the step from an earlier release to the current edition breaks. It names columns, days and
/// thresholds, never a value or a count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A class gained or lost at least one person, but fewer than `k`.
    SmallChange {
        /// The columns to which both editions can be coarsened.
        columns: Vec<Level>,
        /// The larger threshold of both.
        k: u64,
    },
    /// The persons added, or the persons removed, are (almost) all the same in a sensitive column.
    AlikeChange {
        /// The column.
        column: Level,
        /// The larger threshold of both.
        l: u64,
    },
    /// The new columns are neither coarser nor finer than the old ones.
    UnorderedPolicy,
    /// A table with hidden numbers is published next to other rows, or another table, than those it was
    /// protected with.
    HiddenTable,
    /// Columns or thresholds changed, but the version of the policy did not increase.
    PolicyVersion,
    /// A class of staff on a day changed by at least one person, but by fewer than `k`.
    PactChange {
        /// The day.
        day: Date,
        /// The larger threshold of both.
        k: u64,
    },
    /// Offices of the pool are now shown individually.
    PoolShrank,
    /// A day was released under another method.
    PactMethod {
        /// The day.
        day: Date,
    },
    /// A day was released with hidden cells and has changed since.
    HiddenDay {
        /// The day.
        day: Date,
    },
}

/// A broken rule, with the series and the release that break it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The current series.
    pub series: String,
    /// The series in the release: the same one, or one about the same persons.
    pub earlier: String,
    /// The release.
    pub release: u32,
    /// The rule.
    pub rule: Rule,
}

impl Difference {
    fn new(series: &str, earlier: &str, release: &Release, rule: Rule) -> Self {
        Self { series: series.to_owned(), earlier: earlier.to_owned(), release: release.number, rule }
    }
}

/// Returns every rule that the step from an earlier release to the current edition breaks.
pub fn compare(earlier: &Release, now: &Facts) -> Vec<Difference> {
    let mut found = sanctions::compare(earlier, now);
    found.extend(pacts::compare(earlier, now));
    found
}

/// Whether a series is the one formerly named `earlier`: by its id or by a redirect.
fn is_successor(id: &str, redirects: &BTreeSet<String>, earlier: &str) -> bool {
    let route = route_of(earlier);
    id == earlier || redirects.iter().any(|old| clean(old) == route)
}

impl Ledger {
    /// The offices that any release of a pact series pooled. They stay in its pool: the difference would
    /// reveal an office that left it.
    pub(super) fn pooled_before(&self, id: &str, redirects: &BTreeSet<String>) -> BTreeSet<&str> {
        let series = self.releases().iter().flat_map(|release| &release.facts.pacts);
        series
            .filter(|(earlier, pact)| pact.method == pacts::POOLING && is_successor(id, redirects, earlier))
            .flat_map(|(_, pact)| pact.pool())
            .collect()
    }
}

pub(super) fn redirects(entry: &Entry) -> BTreeSet<String> {
    entry.common().redirects.iter().map(|redirect| redirect.0.clone()).collect()
}

/// The published data about persons in a view.
pub fn facts(view: &PublishedView) -> Facts {
    let mut facts = Facts::default();
    for record in view.records() {
        match (record.coarsened.as_deref(), record.entry.detail()) {
            (Some(Coarsened::Sanction(series)), _) => {
                facts.sanctions.insert(record.id().to_owned(), sanction_facts(record, series));
            }
            (Some(Coarsened::Pact(published)), Detail::Pact(series)) => {
                facts
                    .pacts
                    .insert(record.id().to_owned(), pact_facts(redirects(&record.entry), series, published));
            }
            _ => {}
        }
    }
    facts
}

fn sanction_facts(record: &Published, series: &PublishedSanction) -> SanctionFacts {
    SanctionFacts {
        outcome: series.outcome.key().to_owned(),
        authority: series.authority.key().to_owned(),
        period: series.period.map(|period| Days { from: period.from, to: period.to }),
        unit: series.unit.key().to_owned(),
        total: facts::unmarked(series.total),
        redirects: redirects(&record.entry),
        rows: series.rows.as_ref().map(|rows| RowFacts {
            version: rows.version,
            thresholds: rows.thresholds,
            table: rows.table.clone(),
        }),
        cells: series.cells.as_ref().map(|cells| CellFacts(cells.table.clone())),
    }
}

fn pact_facts(
    redirects: BTreeSet<String>,
    series: &PactSeries,
    published: &pact::PublishedPact,
) -> PactFacts {
    // An office without such staff is neither shown nor pooled.
    let nobody = Count::Symbol(Symbol::NotApplicable);
    let counted =
        series.counts.iter().filter(|count| (count.target.value, count.signed.value) != (nobody, nobody));
    let totals = published.totals.iter().map(|(as_of, signed)| {
        let day = match as_of {
            AsOf::Known(day) => day.to_string(),
            AsOf::NotReported => Symbol::NotAvailable.key().to_owned(),
        };
        (day, cell(*signed))
    });
    let days = published.days.iter().map(|(day, shown)| (*day, day_facts(shown, published.method)));
    PactFacts {
        kind: published.kind.key().to_owned(),
        unit: published.unit.key().to_owned(),
        method: published.method.key().to_owned(),
        k: published.k,
        redirects,
        offices: counted.map(|count| count.office.clone()).collect(),
        totals: totals.collect(),
        days: days.collect(),
    }
}

fn cell(signed: pact::Signed) -> Cell {
    Cell::new(signed.target, signed.signed)
}

/// The details of a day. Sums are included only if cells are hidden; otherwise they follow from the cells.
fn day_facts(day: &pact::Day, method: PactMethod) -> DayFacts {
    let mut facts = DayFacts::new();
    let mut add = |class: RowKey, column: &str, signed: pact::Signed| {
        facts.entry(class).or_default().insert(column.to_owned(), cell(signed));
    };
    let row = |class: &pact::OfficeRow| match class {
        pact::OfficeRow::Office(code) => RowKey::Office(code.clone()),
        pact::OfficeRow::Pool => RowKey::Pool,
    };
    for (class, categories) in &day.cells {
        categories.iter().for_each(|(category, signed)| add(row(class), category.key(), *signed));
    }
    if method == PactMethod::Pool {
        return facts;
    }
    let all = || RowKey::Sum(ALL.to_owned());
    day.classes.iter().for_each(|(class, signed)| add(row(class), ALL, *signed));
    day.categories.iter().for_each(|(category, signed)| add(all(), category.key(), *signed));
    for ((cluster, group), signed) in &day.summary {
        let class = match cluster {
            pact::Extent::Part(cluster) => RowKey::Sum(format!("klaster/{}", cluster.key())),
            pact::Extent::All => all(),
        };
        let column = match group {
            pact::Extent::Part(group) => group.key(),
            pact::Extent::All => ALL,
        };
        add(class, column, *signed);
    }
    facts
}

/// The class or column that stands for everything.
const ALL: &str = "semua";

/// Compares the published data of a view with every earlier release.
pub(crate) fn check(view: &PublishedView) -> Findings {
    let mut findings = Findings::default();
    let Some(last) = view.ledger().releases().last() else { return findings };
    let now = facts(view);
    // Start with the latest release: if several releases give the same finding, name the latest.
    let mut told = BTreeSet::new();
    for release in view.ledger().releases().iter().rev() {
        for difference in compare(release, &now) {
            let Difference { series, earlier, rule, .. } = &difference;
            if told.insert((series.clone(), earlier.clone(), rule.clone())) {
                findings.push(placed(rule::difference(&difference), view, series));
            }
        }
    }
    if findings.has_errors() {
        return findings;
    }
    for id in last.facts.sanctions.keys().chain(last.facts.pacts.keys()) {
        let is_there = view.record(id).is_some();
        if !is_there
            && !view.records().iter().any(|record| is_successor(record.id(), &redirects(&record.entry), id))
        {
            findings.push(rule::series_gone(id, &file_name(last.number)));
        }
    }
    if now != last.facts {
        findings.push(rule::not_released(&file_name(last.number)));
    }
    findings
}

/// Points to the line of a series that sets how it is published.
fn placed(found: Diagnostic, view: &PublishedView, series: &str) -> Diagnostic {
    let Some(record) = view.record(series) else { return found };
    match record.entry.detail() {
        Detail::Sanction(sanction) => match &sanction.policy {
            Some(policy) => found.at_verbatim(&record.entry.file, policy.range.clone()),
            None => found.in_file(&record.entry.file),
        },
        _ => found.in_file(record.entry.table_file()),
    }
}
