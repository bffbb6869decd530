//! Second stage: typed records, checked alone and against each other.
//!
//! Each content type has a file: the record with its keys, its checks, and what lists need to know of it
//! ([`ContentType`]). The table of content types below names each type once. Routes, menus, lists, feeds, published
//! forms, page contexts and reference documents are derived from the table.

pub mod calendar;
pub mod channel;
pub mod common;
pub mod document;
pub mod event;
pub mod law;
pub mod monitoring;
pub mod national;
pub mod office;
pub mod pact;
pub mod page;
pub mod pledge;
pub mod report;
pub mod sanction;
pub mod statement;
pub mod team;
pub mod transfer;

mod cached;
mod checks;
mod circles;
mod content_type;
mod copies;
mod days;
mod kept;
mod kind;
mod load;
pub(crate) mod messages;
mod portal;
mod stubs;
mod tables;
mod twins;

use crate::cache::Sources;
use crate::config::Config;
use crate::diagnostics::Checked;
use crate::locale::Label;
use crate::reading::{FromKeys, Key, Keys};
use crate::source::SourceTree;

pub use checks::Checks;
pub use content_type::{ContentType, Facts, Reference, Role};
pub use kept::KeptRecords;
pub use kind::{KindFacts, LIST_OF_CARDS, ListOrder, Skeleton};
pub use portal::{Attachment, Audience, Entry, Portal, Publication, Version};
pub use stubs::may_be_stub;

use content_type::base_and_calendar;
use document::Relations;

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
                    has_figures: true,
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
    let Checked { value: loaded, mut findings } =
        load::load(tree, known, kept, publication.unfinished(&config));
    let mut portal = Portal {
        config,
        entries: loaded.entries,
        offices: loaded.offices,
        unread: loaded.unread,
        relations: Relations::default(),
        publication,
    };
    let documents = portal.entries.iter().filter(|entry| entry.is_live(publication)).filter_map(|entry| {
        match entry.detail() {
            Detail::Document(document) => Some((entry.as_ref(), document)),
            _ => None,
        }
    });
    let mut relations = Relations::collect(documents.clone());
    relations.complete(documents);
    portal.relations = relations;
    findings.extend(checks::check(&portal));
    twins::check(&portal.entries, publication, &loaded.copies, &mut findings);
    Checked { value: portal, findings }
}
