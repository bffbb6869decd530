//! A portal in memory: its records, in every language that they are written in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::common::Common;
use super::days::Days;
use super::document::Relations;
use super::office::Office;
use super::{Detail, Facts, Kind, Reference};
use crate::cache::Digest;
use crate::config::Config;
use crate::diagnostics::{Severity, SourceFile};
use crate::locale::Lang;
use crate::markdown::Body;

/// For whom a portal is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: what is unfinished must not be published.
    Everybody,
    /// Those who work on it (`serve`). They see at once what they have begun.
    Staff,
    /// The same, with drafts (`--drafts`).
    StaffWithDrafts,
}

/// Decides which records are public.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    /// The day of the build; later records are embargoed.
    pub clock: Date,
    /// For whom the portal is read.
    pub audience: Audience,
}

impl Audience {
    /// Whether drafts are shown.
    pub fn sees_drafts(self) -> bool {
        self == Self::StaffWithDrafts
    }
}

impl Publication {
    /// How much it weighs if something is unfinished. A demonstration may stay as it is.
    pub fn unfinished(self, config: &Config) -> Severity {
        match self.audience {
            Audience::Everybody if !config.demonstration => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

/// The records of a portal, as far as they could be read.
///
/// Raw material: it may hold what must not be published. Only `disclosure` lets anything out of it.
pub struct Portal {
    /// `site.toml`.
    pub config: Config,
    /// Every record, by id.
    pub entries: Vec<Arc<Entry>>,
    /// Ids of records whose files exist but could not be read. References to them are not reported.
    pub unread: BTreeSet<String>,
    /// The offices of `opd.toml`, by code.
    pub offices: BTreeMap<String, Office>,
    /// What published documents do to each other.
    pub relations: Relations,
    /// What is public today.
    pub publication: Publication,
}

impl Portal {
    /// The record with an id.
    pub fn entry(&self, id: &str) -> Option<&Arc<Entry>> {
        self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok().map(|at| &self.entries[at])
    }
}

/// One record of the portal, in every language that it is written in.
pub struct Entry {
    /// Path below `content/` without extension: `edaran/2024/se-1`.
    pub id: String,
    /// Its type.
    pub kind: Kind,
    /// Its address without language: `/edaran/2024/se-1/`.
    pub route: String,
    /// Its file.
    pub file: Arc<SourceFile>,
    /// The digest of its files, attachments aside.
    pub digest: Digest,
    /// The CSV file beside it.
    pub table: Option<Arc<SourceFile>>,
    /// Files published with it.
    pub attachments: Vec<Attachment>,
    pub(super) original: Version,
    pub(super) translation: Option<Box<Version>>,
    /// The first and last days that it names.
    pub(super) days: Days,
}

/// A record in one language.
pub struct Version {
    /// The language of its texts, where they are translated.
    pub lang: Lang,
    /// The common keys.
    pub common: Common,
    /// The keys of its type.
    pub detail: Detail,
    /// The body, if there is one in this language.
    pub body: Option<Body>,
    /// Its file.
    pub file: Arc<SourceFile>,
    /// Where the body begins in the file's text, for places of links.
    pub body_offset: usize,
}

impl Entry {
    /// The record as it stands in `lang`, or in Indonesian where there is no translation.
    pub fn version(&self, lang: Lang) -> &Version {
        match (&self.translation, lang) {
            (Some(translation), Lang::En) => translation,
            _ => &self.original,
        }
    }

    /// The languages that it is written in.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        [&self.original].into_iter().chain(self.translation.as_deref())
    }

    /// The body for `lang`, and the language that it is in.
    pub fn body(&self, lang: Lang) -> Option<(&Body, Lang)> {
        let translated = self.translation.as_deref().filter(|_| lang == Lang::En);
        translated
            .and_then(|version| version.body.as_ref().map(|body| (body, version.lang)))
            .or_else(|| self.original.body.as_ref().map(|body| (body, self.original.lang)))
    }

    /// The common keys of the original.
    pub fn common(&self) -> &Common {
        &self.original.common
    }

    /// The records that it refers to.
    pub fn references(&self) -> Vec<Reference<'_>> {
        let mut references = self.detail().content().references();
        references.extend(self.common().references());
        references
    }

    /// The keys of its type, of the original.
    pub fn detail(&self) -> &Detail {
        &self.original.detail
    }

    /// What lists need to know.
    pub fn facts(&self) -> Facts<'_> {
        self.original.detail.content().facts()
    }

    /// The file that holds its rows: the CSV file if there is one.
    pub fn table_file(&self) -> &Arc<SourceFile> {
        self.table.as_ref().unwrap_or(&self.file)
    }

    /// The folder below `content/` that its attachments lie in.
    pub fn folder(&self) -> &str {
        let path = self.file.path.strip_prefix("content/").unwrap_or(&self.file.path);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether the record is public on the day of the build. A withdrawn record counts as public: it leaves a tombstone.
    pub fn is_public(&self, publication: Publication) -> bool {
        let common = self.common();
        let draft = common.draft.unwrap_or(false) && !publication.audience.sees_drafts();
        !draft && common.publish_on.is_none_or(|day| day <= publication.clock)
    }

    /// Whether the record is public and not withdrawn.
    pub fn is_live(&self, publication: Publication) -> bool {
        self.is_public(publication) && self.common().withdrawn.is_none()
    }
}

/// A file published with a record.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name in the record's folder.
    pub name: String,
    /// Its address without language: the record's route and its name.
    pub route: String,
    /// The file, for messages.
    pub file: Arc<SourceFile>,
}
