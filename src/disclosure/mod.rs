//! Third stage: decides what is published.
//!
//! Planners and templates read only a [`PublishedView`], and only this module can create one. It leaves out
//! drafts, embargoed records and the texts of withdrawn ones, and it coarsens data that would point at
//! people:
//!
//! - files are published only if they passed their gate ([`attachments`]);
//! - a sanction series shows its total, its period and, under a policy, classes of persons that keep every
//!   rule of [`rows`]; a series that breaks a rule is an error and is never repaired;
//! - a pact series pools small offices, or hides cells, by its policy ([`pact`]).

pub mod attachments;
pub mod ledger;
pub mod pact;
pub mod proofs;
pub mod rows;
pub mod text;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cache::Digest;
use crate::collections::common::{Authority, Change, Common, NamedSource, Period, Refs, Unit, Withdrawn};
use crate::collections::document::{Document, Relations, Standing};
use crate::collections::office::Office;
use crate::collections::sanction::{Outcome, SanctionSeries};
use crate::collections::{self, Detail, Entry, Facts, Kind, Portal, Reference};
use crate::config::Config;
use crate::diagnostics::{Checked, Findings, SourceFile};
use crate::locale::Lang;
use crate::markdown::Body;
use crate::reading::{AsOf, Count, Phrase, RecordRef};

use attachments::{Inspected, PublicFile};
use ledger::Ledger;
use pact::PublishedPact;
use proofs::Proofs;
use rows::{CellTable, RowTable, Thresholds};

/// The default of the minimum number of people in a published cell that is not empty.
///
/// Five is the threshold that statistical offices use most for counts of persons. Below three, a member of
/// the group knows the others.
pub const MIN_CELL: u64 = 5;

/// The data that may be published.
pub struct PublishedView {
    config: Config,
    records: Vec<Published>,
    offices: BTreeMap<String, Office>,
    relations: Relations,
    clock: Date,
    ledger: Ledger,
}

/// A public record: as it is, coarsened, or the tombstone of a withdrawn one.
pub struct Published {
    entry: Arc<Entry>,
    coarsened: Option<Box<Coarsened>>,
    attachments: Vec<PublishedAttachment>,
}

/// A file that is published with a record.
#[derive(Clone, Debug)]
pub struct PublishedAttachment {
    /// Its name in the record's folder.
    pub name: String,
    /// Its URL path without language: the route of the record and the name.
    pub route: String,
    /// The file, for messages.
    pub file: Arc<SourceFile>,
    /// The bytes to publish.
    pub public: PublicFile,
}

/// The published form of a record that could point at people.
enum Coarsened {
    Pact(PublishedPact),
    Sanction(PublishedSanction),
    Tombstone,
}

/// Generates [`PublishedDetail`] from the table of content types.
macro_rules! define_published {
    (
        records { $( $variant:ident($module:ident::$record:ident) as $name:literal, $form:ident; )+ }
        types $types:tt
    ) => {
        /// The fields of a record that a page may show.
        #[derive(Clone, Copy)]
        pub enum PublishedDetail<'a> {
            Tombstone(&'a Withdrawn),
            $( $variant(&'a published_form!($variant, collections::$module::$record, $form)), )+
        }

        impl Published {
            /// The fields of a record that is published as it is; `None` if it is only published coarsened.
            fn whole(detail: &Detail) -> Option<PublishedDetail<'_>> {
                match detail { $( whole_record!($variant, record, $form) => whole_record!(@published $variant, record, $form), )+ }
            }
        }
    };
}

/// The type of a record on pages: its own type, or that of its published form.
macro_rules! published_form {
    ($variant:ident, $record:ty, protected) => {
        protected::$variant
    };
    ($variant:ident, $record:ty, $as_it_is:ident) => {
        $record
    };
}

macro_rules! whole_record {
    ($variant:ident, $record:ident, protected) => {
        Detail::$variant(_)
    };
    ($variant:ident, $record:ident, $as_it_is:ident) => {
        Detail::$variant($record)
    };
    (@published $variant:ident, $record:ident, protected) => {
        None
    };
    (@published $variant:ident, $record:ident, $as_it_is:ident) => {
        Some(PublishedDetail::$variant($record))
    };
}
collections::content_types!(define_published);

/// The published forms of protected records, by the names of their variants.
mod protected {
    pub(super) use super::PublishedSanction as Sanction;
    pub(super) use super::pact::PublishedPact as Pact;
}

/// A sanction series in its published form.
pub struct PublishedSanction {
    /// The outcome that it counts.
    pub outcome: Outcome,
    /// The issuing authority.
    pub authority: Authority,
    /// The period of the series.
    pub period: Option<Period>,
    /// The total count.
    pub total: Count,
    /// The unit of the count.
    pub unit: Unit,
    /// The date of the count.
    pub as_of: Option<AsOf>,
    /// The legal basis.
    pub legal_base: Refs,
    /// The election of the series.
    pub calendar: Option<RecordRef>,
    /// The persons by class, if the series has a policy and rows.
    pub rows: Option<PublishedRows>,
    /// The same persons by other columns, with small numbers hidden.
    pub cells: Option<PublishedCells>,
}

/// Rows that keep every rule of their policy.
pub struct PublishedRows {
    /// The classes and their counts.
    pub table: RowTable,
    /// The policy's thresholds.
    pub thresholds: Thresholds,
    /// The policy's version.
    pub version: u64,
}

/// A table with hidden numbers that a reader cannot work out.
pub struct PublishedCells {
    /// The cells.
    pub table: CellTable,
    /// The policy's thresholds.
    pub thresholds: Thresholds,
}

impl PublishedSanction {
    fn new(series: &SanctionSeries) -> Self {
        Self {
            outcome: series.outcome,
            authority: series.authority.value,
            period: series.period.as_ref().map(|period| period.value),
            total: series.total.value,
            unit: series.unit,
            as_of: series.as_of,
            legal_base: series.legal_base.clone(),
            calendar: series.calendar.clone(),
            rows: series.policy.as_ref().and_then(|policy| {
                Some(PublishedRows {
                    table: RowTable::of(series)?,
                    thresholds: Thresholds::of(policy),
                    version: policy.version.as_ref().map_or(1, |version| version.value),
                })
            }),
            cells: series.policy.as_ref().and_then(|policy| {
                Some(PublishedCells { table: CellTable::of(series)?, thresholds: Thresholds::of(policy) })
            }),
        }
    }
}

/// Returns every rule of disclosure that the records of the portal break. If there is one, nothing may be
/// published.
pub fn check(portal: &Portal) -> Findings {
    let mut findings = rows::stage::check(portal);
    findings.extend(pact::together::check(portal));
    findings
}

/// Returns every rule that a view breaks in comparison with earlier releases. If there is one, it must not be
/// published.
pub fn compare(view: &PublishedView) -> Findings {
    ledger::check(view)
}

/// Creates the view of what may be published: the records of a portal, in the light of its earlier releases,
/// and the files that passed their gate.
///
/// If something could not be protected, the findings say so and the view must not be used.
pub fn publish(
    portal: Portal,
    inspected: &Inspected,
    ledger: Ledger,
    proofs: &Proofs,
) -> Checked<PublishedView> {
    let Portal { config, entries, offices, relations, publication, unread: _ } = portal;
    let coarsen = |entry: &Entry| match entry.detail() {
        _ if !entry.is_live(publication) => Ok(Some(Coarsened::Tombstone)),
        Detail::Pact(series) => {
            let pooled = ledger.pooled_before(&entry.id, &ledger::redirects(entry));
            pact::coarsen(series, &offices, proofs, &pooled).map(|pact| Some(Coarsened::Pact(pact))).map_err(
                |failed| {
                    pact::messages::unprotected(failed.day, pact::messages::why_unprotected(&failed.refusal))
                        .in_file(entry.table_file())
                },
            )
        }
        Detail::Sanction(series) => Ok(Some(Coarsened::Sanction(PublishedSanction::new(series)))),
        _ => Ok(None),
    };
    let public: Vec<Arc<Entry>> = entries.into_iter().filter(|entry| entry.is_public(publication)).collect();
    // Boxed, because few records are coarsened and the list has an entry for each.
    let coarsen = |entry: &Arc<Entry>| match coarsen(entry) {
        Ok(coarsened) => Ok(coarsened.map(Box::new)),
        Err(found) => Err(Box::new(found)),
    };
    let coarsened: Vec<_> = public.par_iter().map(coarsen).collect();
    let mut findings = Findings::default();
    let mut records = Vec::with_capacity(public.len());
    for (entry, coarsened) in public.into_iter().zip(coarsened) {
        match coarsened {
            Ok(coarsened) => {
                let attachments =
                    if entry.is_live(publication) { passed(&entry, inspected) } else { Vec::new() };
                records.push(Published { entry, coarsened, attachments });
            }
            Err(found) => findings.push(*found),
        }
    }
    let view = PublishedView { config, records, offices, relations, clock: publication.clock, ledger };
    Checked { value: view, findings }
}

/// The files of a record that passed their gate.
fn passed(entry: &Entry, inspected: &Inspected) -> Vec<PublishedAttachment> {
    let files = entry.attachments.iter();
    files
        .filter_map(|file| {
            let path = file.file.path.strip_prefix("content/").unwrap_or(&file.file.path);
            Some(PublishedAttachment {
                name: file.name.clone(),
                route: file.route.clone(),
                file: Arc::clone(&file.file),
                public: inspected.passed(path)?.clone(),
            })
        })
        .collect()
}

impl PublishedView {
    /// The settings of the portal.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Every public record, by id.
    pub fn records(&self) -> &[Published] {
        &self.records
    }

    /// The public, live record with an id.
    pub fn record(&self, id: &str) -> Option<&Published> {
        self.position(id).map(|at| &self.records[at])
    }

    /// The index in [`records`](Self::records) of the public, live record with an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let at = self.records.binary_search_by(|record| record.id().cmp(id)).ok()?;
        self.records[at].is_live().then_some(at)
    }

    /// The live records of a type, by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Published> {
        self.records.iter().filter(move |record| record.kind() == kind && record.is_live())
    }

    /// Whether a record of a type with figures was withdrawn.
    pub fn has_withdrawn_figures(&self) -> bool {
        self.records.iter().any(|record| !record.is_live() && record.kind().facts().has_figures)
    }

    /// The office with a code.
    pub fn office(&self, code: &str) -> Option<&Office> {
        self.offices.get(code)
    }

    /// The status of a document on the day of the build.
    pub fn standing(&self, record: &Published, document: &Document) -> Standing {
        self.relations.standing(record.id(), document, self.clock)
    }

    /// The last day on which the record, or what its page says of it, changed: it was published, its text was changed,
    /// another document revoked or amended it, or it was withdrawn. `None` if no such day is known or has come.
    pub fn updated_on(&self, record: &Published) -> Option<Date> {
        let standing = match record.detail(Lang::Id) {
            PublishedDetail::Document(document) => Some(self.standing(record, document)),
            _ => None,
        };
        let related = standing.filter(|standing| !standing.by.is_empty()).and_then(|standing| standing.since);
        let days = [record.published_on(), related, record.withdrawn().map(|withdrawn| withdrawn.on)];
        let changed = record.said(Lang::Id).into_iter().flat_map(|said| &said.changes);
        let days = days.into_iter().flatten().chain(changed.map(|change| change.on.value));
        days.filter(|day| *day <= self.clock).max()
    }

    /// What was changed in the text of a record by the day of the build, the latest first; empty for a tombstone.
    pub fn changes<'r>(&self, record: &'r Published, lang: Lang) -> Vec<&'r Change> {
        let said = record.said(lang).into_iter().flat_map(|said| &said.changes);
        let mut changes: Vec<&Change> = said.filter(|change| change.on.value <= self.clock).collect();
        // Of one day, what is written last comes first.
        changes.reverse();
        changes.sort_by_key(|change| Reverse(change.on.value));
        changes
    }

    /// The earlier releases.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The date of the build. It determines what is published, and is never printed.
    pub fn clock(&self) -> Date {
        self.clock
    }
}

impl Published {
    /// The path below `content/` without extension.
    pub fn id(&self) -> &str {
        &self.entry.id
    }

    /// The type of the record.
    pub fn kind(&self) -> Kind {
        self.entry.kind
    }

    /// Its URL path without language.
    pub fn route(&self) -> &str {
        &self.entry.route
    }

    /// The digest of its files without attachments.
    pub fn digest(&self) -> &Digest {
        &self.entry.digest
    }

    /// Whether both records are from the same reading of the same files.
    pub fn is_same_reading(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.entry, &other.entry)
    }

    /// Its file, for messages.
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.entry.file
    }

    /// Whether it is more than a tombstone.
    pub fn is_live(&self) -> bool {
        !matches!(self.coarsened.as_deref(), Some(Coarsened::Tombstone))
    }

    /// The day of its publication: `terbit`, or else its own date.
    pub fn published_on(&self) -> Option<Date> {
        self.common(Lang::Id).publish_on.or_else(|| self.entry.facts().date)
    }

    /// When and why it was withdrawn, in Indonesian.
    pub fn withdrawn(&self) -> Option<&Withdrawn> {
        self.common(Lang::Id).withdrawn.as_ref().filter(|_| !self.is_live())
    }

    /// Whether its text is in `lang`, and not only shown on a page of that language.
    pub fn is_written_in(&self, lang: Lang) -> bool {
        self.title(lang).lang == lang && self.entry.body(lang).is_none_or(|(_, written)| written == lang)
    }

    /// The title in `lang`, or in Indonesian.
    pub fn title(&self, lang: Lang) -> &Phrase {
        &self.common(lang).title
    }

    /// The summary in `lang`, or in Indonesian; `None` for a tombstone.
    pub fn summary(&self, lang: Lang) -> Option<&Phrase> {
        self.common(lang).summary.as_ref().filter(|_| self.is_live())
    }

    /// The source of its content.
    pub fn source(&self, lang: Lang) -> Option<&NamedSource> {
        self.common(lang).source.as_ref().map(|source| &source.0).filter(|_| self.is_live())
    }

    /// What it says of conduct, of cases and of its source; `None` for a tombstone.
    pub fn said(&self, lang: Lang) -> Option<&Common> {
        self.is_live().then(|| self.common(lang))
    }

    /// Whether the page on conduct has something of it, or had before it was withdrawn.
    pub fn has_conduct(&self) -> bool {
        let threatens = match self.entry.detail() {
            Detail::Document(document) => !document.penalties.is_empty(),
            _ => false,
        };
        threatens || self.common(Lang::Id).has_conduct()
    }

    /// The class of information under UU 14/2008.
    pub fn access(&self) -> Option<crate::collections::common::AccessClass> {
        self.common(Lang::Id).access.as_ref().map(|access| access.value)
    }

    /// Its topics; empty for a tombstone.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let live = self.is_live();
        self.common(Lang::Id).tags.iter().filter(move |_| live).map(|tag| tag.value.as_str())
    }

    /// Old URLs that redirect to it.
    pub fn redirects(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
        self.common(Lang::Id).redirects.iter().map(|url| (url.0.as_str(), url.range.clone()))
    }

    /// The body for `lang` and its language; `None` for a tombstone.
    pub fn body(&self, lang: Lang) -> Option<(&Body, Lang)> {
        self.entry.body(lang).filter(|_| self.is_live())
    }

    /// The files published with it; empty for a tombstone.
    pub fn attachments(&self) -> &[PublishedAttachment] {
        &self.attachments
    }

    /// The names of the files that it lists for download, with their titles in `lang`; empty for a tombstone.
    pub fn listed_attachments(&self, lang: Lang) -> impl Iterator<Item = (&str, &Phrase)> {
        let live = self.is_live();
        let listed = self.entry.version(lang).detail.content().attachments();
        listed.iter().filter(move |_| live).map(|listed| (listed.file.0.as_str(), &listed.title))
    }

    /// The facts that lists need.
    pub fn facts(&self) -> Facts<'_> {
        match self.coarsened.as_deref() {
            Some(Coarsened::Tombstone) => Facts::default(),
            _ => self.entry.facts(),
        }
    }

    /// The year and kind of the lists that it is in, or was in before it was withdrawn.
    pub fn listed_by(&self) -> Facts<'_> {
        Facts { number: None, ..self.entry.facts() }
    }

    /// The topics of the lists that it is in, or was in before it was withdrawn.
    pub fn listed_under(&self) -> impl Iterator<Item = &str> {
        self.common(Lang::Id).tags.iter().map(|tag| tag.value.as_str())
    }

    /// The records that it refers to; empty for a tombstone.
    pub fn references(&self) -> Vec<Reference<'_>> {
        if self.is_live() { self.entry.references() } else { Vec::new() }
    }

    /// The bodies, with their file and the offset of their text in it, to locate links.
    pub fn bodies(&self) -> impl Iterator<Item = (&Body, &Arc<SourceFile>, usize)> {
        let live = self.is_live();
        self.entry
            .versions()
            .filter(move |_| live)
            .filter_map(|version| Some((version.body.as_ref()?, &version.file, version.body_offset)))
    }

    /// The fields that may be shown, with translated texts in `lang`.
    pub fn detail(&self, lang: Lang) -> PublishedDetail<'_> {
        let shown = match self.coarsened.as_deref() {
            Some(Coarsened::Pact(pact)) => Some(PublishedDetail::Pact(pact)),
            Some(Coarsened::Sanction(sanction)) => Some(PublishedDetail::Sanction(sanction)),
            Some(Coarsened::Tombstone) => None,
            None => Self::whole(&self.entry.version(lang).detail),
        };
        // A withdrawn record, or, to fail closed, one that should have been coarsened.
        shown.unwrap_or_else(|| PublishedDetail::Tombstone(self.withdrawal(lang)))
    }

    fn common(&self, lang: Lang) -> &Common {
        &self.entry.version(lang).common
    }

    fn withdrawal(&self, lang: Lang) -> &Withdrawn {
        static UNEXPLAINED: std::sync::LazyLock<Withdrawn> = std::sync::LazyLock::new(|| Withdrawn {
            on: Date::MIN,
            reason: Phrase { text: "-".to_owned(), lang: Lang::Id },
        });
        self.common(lang).withdrawn.as_ref().unwrap_or(&UNEXPLAINED)
    }
}
