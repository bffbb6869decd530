//! Third stage: the only door out of the building.
//!
//! Planners and templates see a [`PublishedView`] and can get nothing else; only this module makes
//! one. It leaves out drafts, embargoed records and the texts of withdrawn ones, and it coarsens what
//! would point at people:
//!
//! - files come only through their own gate ([`attachments`]);
//! - a sanction series shows its total, its period and, under a policy, classes of persons that keep
//!   every rule of [`rows`]; a series that breaks one is an error, never repaired;
//! - a pact series pools small offices, or hides cells, as its policy says ([`pact`]).

pub mod attachments;
pub mod ledger;
pub mod pact;
pub mod proofs;
pub mod rows;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cache::Digest;
use crate::collections::common::{Authority, Common, NamedSource, Period, Refs, Unit, Withdrawn};
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

/// The smallest number of people that a published cell may speak of, other than none, where a series
/// does not say another.
///
/// Five is the threshold that statistical offices use most for counts of persons; below three a
/// member of the group knows the others.
pub const MIN_CELL: u64 = 5;

/// What may leave the building.
pub struct PublishedView {
    config: Config,
    records: Vec<Published>,
    offices: BTreeMap<String, Office>,
    relations: Relations,
    clock: Date,
    ledger: Ledger,
}

/// One public record: whole, coarsened, or the tombstone of a withdrawn one.
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
    /// Its address without language: the record's route and its name.
    pub route: String,
    /// The file, for messages.
    pub file: Arc<SourceFile>,
    /// Its bytes.
    pub public: PublicFile,
}

/// The published form of records that could point at people.
enum Coarsened {
    Pact(PublishedPact),
    Sanction(PublishedSanction),
    Tombstone,
}

/// Writes [`PublishedDetail`] from the table of content types.
macro_rules! define_published {
    (
        records { $( $variant:ident($module:ident::$record:ident) as $name:literal, $form:ident; )+ }
        types $types:tt
    ) => {
        /// What a page may show of a record's own keys.
        #[derive(Clone, Copy)]
        pub enum PublishedDetail<'a> {
            Tombstone(&'a Withdrawn),
            $( $variant(&'a published_form!($variant, collections::$module::$record, $form)), )+
        }

        impl Published {
            /// The keys of a record that is published as it is; `None` for one that is only published coarsened.
            fn whole(detail: &Detail) -> Option<PublishedDetail<'_>> {
                match detail { $( whole_record!($variant, record, $form) => whole_record!(@published $variant, record, $form), )+ }
            }
        }
    };
}

/// The type that stands for a record on pages: its own, or that of its published form.
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

/// A sanction series as it is published: how many, of what, when, and the classes that keep its policy.
pub struct PublishedSanction {
    /// What the series counts.
    pub outcome: Outcome,
    /// Who issued it.
    pub authority: Authority,
    /// The period that it covers.
    pub period: Option<Period>,
    /// How many.
    pub total: Count,
    /// Of what.
    pub unit: Unit,
    /// The day that the figure speaks of.
    pub as_of: Option<AsOf>,
    /// The rules that it rests on.
    pub legal_base: Refs,
    /// The election that it belongs to.
    pub calendar: Option<RecordRef>,
    /// The persons by class, where the series has a policy and rows.
    pub rows: Option<PublishedRows>,
    /// The same persons by other columns, small numbers hidden.
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

/// A table whose hidden numbers stay hidden.
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

/// Every rule of disclosure that the portal's records break; with one, nothing may be published.
pub fn check(portal: &Portal) -> Findings {
    let mut findings = rows::stage::check(portal);
    findings.extend(pact::together::check(portal));
    findings
}

/// Every rule that a view breaks in the light of earlier releases; with one, it must not be published.
pub fn compare(view: &PublishedView) -> Findings {
    ledger::check(view)
}

/// Decides what may be published of a portal, after what it has released before, and of its files none
/// but those that passed their gate.
///
/// Where something could not be protected, the findings say so and the view must not be used.
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
    // Few records are coarsened, and a list of what all could be would be long.
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
    /// The portal's settings.
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

    /// The place among [`records`](Self::records) of the public, live record with an id.
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

    /// What was released before.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The day of the build. It decides what is shown; it is never printed.
    pub fn clock(&self) -> Date {
        self.clock
    }
}

impl Published {
    /// Path below `content/` without extension.
    pub fn id(&self) -> &str {
        &self.entry.id
    }

    /// Its type.
    pub fn kind(&self) -> Kind {
        self.entry.kind
    }

    /// Its address without language.
    pub fn route(&self) -> &str {
        &self.entry.route
    }

    /// The digest of its files, attachments aside.
    pub fn digest(&self) -> &Digest {
        &self.entry.digest
    }

    /// Whether both come from one reading of the same files.
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

    /// The title in `lang`, or in Indonesian.
    pub fn title(&self, lang: Lang) -> &Phrase {
        &self.common(lang).title
    }

    /// The summary in `lang`, or in Indonesian; none for a tombstone.
    pub fn summary(&self, lang: Lang) -> Option<&Phrase> {
        self.common(lang).summary.as_ref().filter(|_| self.is_live())
    }

    /// Where its content comes from.
    pub fn source(&self, lang: Lang) -> Option<&NamedSource> {
        self.common(lang).source.as_ref().map(|source| &source.0).filter(|_| self.is_live())
    }

    /// The class of information under UU 14/2008.
    pub fn access(&self) -> Option<crate::collections::common::AccessClass> {
        self.common(Lang::Id).access.as_ref().map(|access| access.value)
    }

    /// Its topics; none for a tombstone.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let live = self.is_live();
        self.common(Lang::Id).tags.iter().filter(move |_| live).map(|tag| tag.value.as_str())
    }

    /// Old addresses that lead here.
    pub fn redirects(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
        self.common(Lang::Id).redirects.iter().map(|url| (url.0.as_str(), url.range.clone()))
    }

    /// The body for `lang` and the language that it is in; none for a tombstone.
    pub fn body(&self, lang: Lang) -> Option<(&Body, Lang)> {
        self.entry.body(lang).filter(|_| self.is_live())
    }

    /// The files published with it; none for a tombstone.
    pub fn attachments(&self) -> &[PublishedAttachment] {
        &self.attachments
    }

    /// The files that it lists for download: name and title in `lang`; none for a tombstone.
    pub fn listed_attachments(&self, lang: Lang) -> impl Iterator<Item = (&str, &Phrase)> {
        let live = self.is_live();
        let listed = self.entry.version(lang).detail.content().attachments();
        listed.iter().filter(move |_| live).map(|listed| (listed.file.0.as_str(), &listed.title))
    }

    /// What lists need to know.
    pub fn facts(&self) -> Facts<'_> {
        match self.coarsened.as_deref() {
            Some(Coarsened::Tombstone) => Facts::default(),
            _ => self.entry.facts(),
        }
    }

    /// The year and kind whose lists it stands in, or stood in before it was withdrawn.
    pub fn listed_by(&self) -> Facts<'_> {
        Facts { number: None, ..self.entry.facts() }
    }

    /// The topics whose lists it stands in, or stood in before it was withdrawn.
    pub fn listed_under(&self) -> impl Iterator<Item = &str> {
        self.common(Lang::Id).tags.iter().map(|tag| tag.value.as_str())
    }

    /// The records that it refers to; none for a tombstone.
    pub fn references(&self) -> Vec<Reference<'_>> {
        if self.is_live() { self.entry.detail().content().references() } else { Vec::new() }
    }

    /// The bodies, with their file and the offset of their text in it, for places of links.
    pub fn bodies(&self) -> impl Iterator<Item = (&Body, &Arc<SourceFile>, usize)> {
        let live = self.is_live();
        self.entry
            .versions()
            .filter(move |_| live)
            .filter_map(|version| Some((version.body.as_ref()?, &version.file, version.body_offset)))
    }

    /// Its own keys, as far as they may be shown, with texts in `lang` where they are translated.
    pub fn detail(&self, lang: Lang) -> PublishedDetail<'_> {
        let shown = match self.coarsened.as_deref() {
            Some(Coarsened::Pact(pact)) => Some(PublishedDetail::Pact(pact)),
            Some(Coarsened::Sanction(sanction)) => Some(PublishedDetail::Sanction(sanction)),
            Some(Coarsened::Tombstone) => None,
            None => Self::whole(&self.entry.version(lang).detail),
        };
        // A withdrawn record, and, to fail closed, one that should have been coarsened.
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
