//! Second stage: typed records, checked alone and against each other.
//!
//! One file a content type: the record with its keys, its checks, and what lists need to know of it
//! ([`ContentType`]). The table of content types below names each once; routes, menus, lists, feeds, published
//! forms, page contexts and reference documents are derived from it.

pub mod calendar;
pub mod channel;
pub mod common;
pub mod document;
pub mod event;
pub mod monitoring;
pub mod office;
pub mod pact;
pub mod page;
pub mod pledge;
pub mod report;
pub mod sanction;
pub mod team;
pub mod transfer;

mod cached;
mod checks;
mod circles;
mod kept;
mod kind;
mod load;
pub(crate) mod messages;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::cache::{Digest, Sources};
use crate::config::Config;
use crate::diagnostics::{Checked, SourceFile};
use crate::locale::{Label, Lang};
use crate::markdown::Body;
use crate::reading::{FilePath, FromKeys, Key, Keys, Located, RecordRef};
use crate::source::SourceTree;

pub use checks::Checks;
pub use kept::KeptRecords;
pub use kind::{KindFacts, LIST_OF_CARDS, ListOrder, Skeleton};

use common::{AttachmentKeys, Common};
use document::{RelationKind, Relations};
use office::Office;

/// The table of content types.
///
/// `records` are the structs that files are read into: how templates call the record, and how it is published:
///
/// - `plain`: as it is; its template is given its keys and nothing else;
/// - `detailed`: as it is; its template is also given what `render::context::details` computes;
/// - `protected`: never as it is, since it counts persons; `disclosure` makes its published form.
///
/// `types` are what staff and readers know, in the order of menus, each with its record.
/// `content_types!(name)` hands the whole table to the macro `name`, so that nothing can miss a row.
macro_rules! content_types {
    ($then:ident) => {
        $then! {
            records {
                Page(page::Page) as "text", plain;
                News(page::News) as "news", plain;
                Document(document::Document) as "document", detailed;
                Pact(pact::PactSeries) as "pact", protected;
                Team(team::Team) as "team", detailed;
                Sanction(sanction::SanctionSeries) as "sanction", protected;
                Channel(channel::Channel) as "channel", detailed;
                Reports(report::ReportCounts) as "reports", plain;
                Event(event::Event) as "event", detailed;
                Pledge(pledge::Pledge) as "pledge", detailed;
                Transfer(transfer::TransferSeries) as "transfer", detailed;
                Monitoring(monitoring::Monitoring) as "monitoring", detailed;
                Calendar(calendar::Calendar) as "calendar", detailed;
            }
            types {
                Home: Page = KindFacts::unlisted("beranda", both("Beranda", "Home"), md!("halaman"));
                Circular: Document = KindFacts {
                    is_dated: true,
                    in_year_folders: true,
                    latest_at_home: true,
                    ..KindFacts::listed("edaran", both("Surat edaran", "Circulars"), "/edaran/", md!("edaran"))
                };
                Regulation: Document =
                    KindFacts::listed("regulasi", both("Dasar hukum", "Legal base"), "/regulasi/", md!("regulasi"));
                Pact: Pact = KindFacts {
                    has_figures: true,
                    ..KindFacts::listed("pakta", both("Pakta", "Pacts"), "/pakta/", data!("pakta"))
                };
                Team: Team = KindFacts::listed("tim", both("Tim", "Teams"), "/tim/", md!("tim"));
                Sanction: Sanction = KindFacts {
                    has_figures: true,
                    is_confidential: true,
                    ..KindFacts::listed("sanksi", both("Sanksi", "Sanctions"), "/sanksi/", data!("sanksi"))
                };
                Channel: Channel = KindFacts {
                    name: "saluran",
                    list_template: "lapor",
                    list_order: ListOrder::ByPlace,
                    ..KindFacts::listed(
                        "pengaduan/saluran",
                        both("Lapor", "Report a violation"),
                        "/lapor/",
                        md!("saluran"),
                    )
                };
                // The list of channels leads to them.
                Reports: Reports = KindFacts {
                    has_figures: true,
                    in_menu: false,
                    ..KindFacts::listed(
                        "pengaduan",
                        both("Laporan masuk", "Reports received"),
                        "/pengaduan/",
                        data!("pengaduan"),
                    )
                };
                Event: Event = KindFacts {
                    is_dated: true,
                    in_year_folders: true,
                    latest_at_home: true,
                    ..KindFacts::listed("kegiatan", both("Kegiatan", "Events"), "/kegiatan/", md!("kegiatan"))
                };
                Pledge: Pledge =
                    KindFacts::listed("ikrar", both("Ikrar", "Pledges"), "/ikrar/", md!("ikrar"));
                Transfer: Transfer = KindFacts {
                    has_figures: true,
                    ..KindFacts::listed("mutasi", both("Mutasi", "Transfers"), "/mutasi/", data!("mutasi"))
                };
                Monitoring: Monitoring = KindFacts {
                    is_dated: true,
                    has_figures: true,
                    ..KindFacts::listed(
                        "pemantauan",
                        both("Pemantauan", "Monitoring"),
                        "/pemantauan/",
                        md!("pemantauan"),
                    )
                };
                Calendar: Calendar = KindFacts::listed(
                    "tahapan",
                    both("Tahapan pemilihan", "Election calendar"),
                    "/tahapan/",
                    data!("tahapan"),
                );
                News: News = KindFacts {
                    is_dated: true,
                    in_year_folders: true,
                    latest_at_home: true,
                    ..KindFacts::listed("berita", both("Berita", "News"), "/berita/", md!("berita"))
                };
                Page: Page = KindFacts::unlisted("halaman", both("Halaman", "Pages"), md!("halaman"));
            }
        }
    };
}
pub(crate) use content_types;

const fn both(id: &'static str, en: &'static str) -> Label {
    Label { id, en }
}

/// The skeleton of a type whose records have a body.
macro_rules! md {
    ($name:literal) => {
        Skeleton { text: include_str!(concat!("skeletons/", $name, ".md")), extension: "md" }
    };
}

/// The skeleton of a type whose records are data alone.
macro_rules! data {
    ($name:literal) => {
        Skeleton { text: include_str!(concat!("skeletons/", $name, ".toml")), extension: "toml" }
    };
}

/// Writes the enums of the table.
macro_rules! define_types {
    (
        records { $( $variant:ident($module:ident::$record:ident) as $name:literal, $form:ident; )+ }
        types { $( $kind:ident : $of:ident = $facts:expr; )+ }
    ) => {
        /// A content type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is a row of the table of content types")]
        pub enum Kind { $( $kind, )+ }

        impl Kind {
            /// Every type, in the order of menus.
            pub const ALL: [Kind; [$( Kind::$kind ),+].len()] = [$( Kind::$kind ),+];

            const TABLE: [KindFacts; Kind::ALL.len()] = [$( $facts ),+];

            /// The keys of its records, beside the common ones.
            pub fn keys(self) -> &'static [Key] {
                match self { $( Kind::$kind => <record::$of as FromKeys>::KEYS, )+ }
            }

            /// Whether its records count persons and are only published in a protected form.
            pub const fn is_protected(self) -> bool {
                match self { $( Kind::$kind => is_protected::$of, )+ }
            }

            /// Whether its template is given the keys of its records and nothing else of them.
            pub const fn is_plain(self) -> bool {
                match self { $( Kind::$kind => is_plain::$of, )+ }
            }

            /// Reads the keys of the type from a table.
            fn read(self, keys: &mut Keys<'_, '_>) -> Option<Detail> {
                Some(match self { $( Kind::$kind => Detail::$of(FromKeys::from_keys(keys)?), )+ })
            }
        }

        /// The records by the names of their variants.
        mod record {
            $( pub(super) type $variant = super::$module::$record; )+
        }

        /// Whether a record is only published in a protected form, by the names of the variants.
        #[expect(non_upper_case_globals, reason = "named as the variants are")]
        mod is_protected {
            $( pub(super) const $variant: bool = matches!(stringify!($form).as_bytes(), b"protected"); )+
        }

        /// Whether a template is given the keys of a record and nothing else, by the names of the variants.
        #[expect(non_upper_case_globals, reason = "named as the variants are")]
        mod is_plain {
            $( pub(super) const $variant: bool = matches!(stringify!($form).as_bytes(), b"plain"); )+
        }

        /// The keys of one type.
        #[derive(Clone, serde::Serialize, serde::Deserialize)]
        #[expect(missing_docs, reason = "each variant is the type that it holds")]
        pub enum Detail { $( $variant($module::$record), )+ }

        impl Detail {
            /// The record behind the one trait of all types.
            pub fn content(&self) -> &dyn ContentType {
                match self { $( Detail::$variant(record) => record, )+ }
            }
        }
    };
}
content_types!(define_types);

/// Decides which records are public.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    /// The day of the build; later records are embargoed.
    pub clock: Date,
    /// Whether drafts are shown (`--drafts`).
    pub drafts: bool,
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
    original: Version,
    translation: Option<Box<Version>>,
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
        let draft = common.draft.unwrap_or(false) && !publication.drafts;
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
    /// Where it lies on this machine.
    pub on_disk: std::path::PathBuf,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The file, for messages.
    pub file: Arc<SourceFile>,
}

/// What every record provides, whatever its type.
pub trait ContentType {
    /// What lists need to know.
    fn facts(&self) -> Facts<'_>;

    /// The records that it refers to, each with the role that it plays.
    fn references(&self) -> Vec<Reference<'_>> {
        Vec::new()
    }

    /// The files that it lists for download.
    fn attachments(&self) -> &[AttachmentKeys] {
        &[]
    }

    /// Further files that its page shows.
    fn files(&self) -> Vec<&Located<FilePath>> {
        Vec::new()
    }

    /// Checks the record, alone and against the others.
    fn check(&self, _entry: &Entry, _checks: &mut Checks<'_>) {}
}

/// What lists, feeds and filters need to know of a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The date that it is sorted and listed by.
    pub date: Option<Date>,
    /// The kind within its type: value and label.
    pub facet: Option<(&'static str, Label)>,
    /// The number or short name that people look for.
    pub number: Option<&'a str>,
}

/// A reference from one record to another.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The other record.
    pub target: &'a RecordRef,
    /// What it is to this one.
    pub role: Role,
}

/// What a referenced record is to the one that refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A document that this one revokes, amends, …
    Relation(RelationKind),
    /// A rule that this one rests on.
    LegalBase,
    /// The election that this one belongs to.
    Calendar,
    /// The team that this one reports to.
    ReportsTo,
    /// The pact series whose targets are the headcount of this one.
    Headcount,
    /// A record that this one's body links to.
    Mention,
}

/// What most records refer to: the rules that they rest on, then the election that they belong to.
fn base_and_calendar<'a>(
    legal_base: &'a common::Refs,
    calendar: Option<&'a RecordRef>,
) -> Vec<Reference<'a>> {
    let base = legal_base.iter().map(|target| Reference { target, role: Role::LegalBase });
    base.chain(calendar.map(|target| Reference { target, role: Role::Calendar })).collect()
}

/// Reads the records of a portal and checks them.
///
/// What an earlier run found out about a file (`known`) is not found out again, and a record that was `kept` is
/// taken as it is if its files are the same.
/// All findings of all files come at once; the portal holds what could be read, and is published
/// only if nothing is an error.
pub fn collect(
    tree: &SourceTree,
    config: Config,
    publication: Publication,
    known: &Sources,
    kept: &mut KeptRecords,
) -> Checked<Portal> {
    let Checked { value: loaded, mut findings } = load::load(tree, known, kept);
    let mut portal = Portal {
        config,
        entries: loaded.entries,
        offices: loaded.offices,
        unread: loaded.unread,
        relations: Relations::default(),
        publication,
    };
    portal.relations =
        Relations::collect(portal.entries.iter().filter(|entry| entry.is_live(publication)).filter_map(
            |entry| match entry.detail() {
                Detail::Document(document) => Some((entry.as_ref(), document)),
                _ => None,
            },
        ));
    findings.extend(checks::check(&portal));
    Checked { value: portal, findings }
}
