//! The content types: where their records lie, where their lists are, what they are called.

use crate::locale::Label;
use crate::reading::{FromKeys, Key};

use super::{
    calendar, channel, document, event, monitoring, pact, page, pledge, report, sanction, team, transfer,
};

/// A content type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant is a content type with a module of its own")]
pub enum Kind {
    Home,
    Circular,
    Regulation,
    Pact,
    Team,
    Sanction,
    Channel,
    Reports,
    Event,
    Pledge,
    Transfer,
    Monitoring,
    Calendar,
    News,
    Page,
}

impl Kind {
    /// Every type, in the order of menus.
    pub const ALL: [Kind; 15] = [
        Kind::Home,
        Kind::Circular,
        Kind::Regulation,
        Kind::Pact,
        Kind::Team,
        Kind::Sanction,
        Kind::Channel,
        Kind::Reports,
        Kind::Event,
        Kind::Pledge,
        Kind::Transfer,
        Kind::Monitoring,
        Kind::Calendar,
        Kind::News,
        Kind::Page,
    ];

    /// The folder below `content/`; also the name of its template.
    pub const fn folder(self) -> &'static str {
        match self {
            Kind::Home => "beranda",
            Kind::Circular => "edaran",
            Kind::Regulation => "regulasi",
            Kind::Pact => "pakta",
            Kind::Team => "tim",
            Kind::Sanction => "sanksi",
            Kind::Channel => "pengaduan/saluran",
            Kind::Reports => "pengaduan",
            Kind::Event => "kegiatan",
            Kind::Pledge => "ikrar",
            Kind::Transfer => "mutasi",
            Kind::Monitoring => "pemantauan",
            Kind::Calendar => "tahapan",
            Kind::News => "berita",
            Kind::Page => "halaman",
        }
    }

    /// The name of the type in addresses, template names and `data-kind`.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Channel => "saluran",
            other => other.folder(),
        }
    }

    /// The route of its list without language; pages and the home page have none.
    pub const fn list_route(self) -> Option<&'static str> {
        match self {
            Kind::Home | Kind::Page => None,
            Kind::Circular => Some("/edaran/"),
            Kind::Regulation => Some("/regulasi/"),
            Kind::Pact => Some("/pakta/"),
            Kind::Team => Some("/tim/"),
            Kind::Sanction => Some("/sanksi/"),
            Kind::Channel => Some("/lapor/"),
            Kind::Reports => Some("/pengaduan/"),
            Kind::Event => Some("/kegiatan/"),
            Kind::Pledge => Some("/ikrar/"),
            Kind::Transfer => Some("/mutasi/"),
            Kind::Monitoring => Some("/pemantauan/"),
            Kind::Calendar => Some("/tahapan/"),
            Kind::News => Some("/berita/"),
        }
    }

    /// What a list of them is called.
    pub const fn label(self) -> Label {
        match self {
            Kind::Home => Label { id: "Beranda", en: "Home" },
            Kind::Circular => Label { id: "Surat edaran", en: "Circulars" },
            Kind::Regulation => Label { id: "Dasar hukum", en: "Legal base" },
            Kind::Pact => Label { id: "Pakta", en: "Pacts" },
            Kind::Team => Label { id: "Tim", en: "Teams" },
            Kind::Sanction => Label { id: "Sanksi", en: "Sanctions" },
            Kind::Channel => Label { id: "Lapor", en: "Report a violation" },
            Kind::Reports => Label { id: "Laporan masuk", en: "Reports received" },
            Kind::Event => Label { id: "Kegiatan", en: "Events" },
            Kind::Pledge => Label { id: "Ikrar", en: "Pledges" },
            Kind::Transfer => Label { id: "Mutasi", en: "Transfers" },
            Kind::Monitoring => Label { id: "Pemantauan", en: "Monitoring" },
            Kind::Calendar => Label { id: "Tahapan pemilihan", en: "Election calendar" },
            Kind::News => Label { id: "Berita", en: "News" },
            Kind::Page => Label { id: "Halaman", en: "Pages" },
        }
    }

    /// Whether lists of it have pages by year and by kind, and a feed: types that grow with time.
    pub const fn is_dated(self) -> bool {
        matches!(self, Kind::Circular | Kind::Event | Kind::News | Kind::Monitoring)
    }

    /// The type of the record with an id, if its folder is known.
    pub fn of_id(id: &str) -> Option<Kind> {
        if id == "beranda" {
            return Some(Kind::Home);
        }
        if id.starts_with("pengaduan/saluran/") {
            return Some(Kind::Channel);
        }
        let (folder, rest) = id.split_once('/')?;
        let known = Kind::ALL.into_iter().find(|kind| kind.folder() == folder && *kind != Kind::Home)?;
        (!rest.is_empty()).then_some(known)
    }

    /// The keys of its records, beside the common ones.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Kind::Home | Kind::Page => page::Page::KEYS,
            Kind::News => page::News::KEYS,
            Kind::Circular | Kind::Regulation => document::Document::KEYS,
            Kind::Pact => pact::PactSeries::KEYS,
            Kind::Team => team::Team::KEYS,
            Kind::Sanction => sanction::SanctionSeries::KEYS,
            Kind::Channel => channel::Channel::KEYS,
            Kind::Reports => report::ReportCounts::KEYS,
            Kind::Event => event::Event::KEYS,
            Kind::Pledge => pledge::Pledge::KEYS,
            Kind::Transfer => transfer::TransferSeries::KEYS,
            Kind::Monitoring => monitoring::Monitoring::KEYS,
            Kind::Calendar => calendar::Calendar::KEYS,
        }
    }
}
