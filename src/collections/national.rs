//! National channels: who takes a report in any region. A portal without a channel of its own names them.
//!
//! They have no contacts here. Contacts change, and nobody would try those in a program; a portal declares channels with
//! contacts that somebody has tried.

use jiff::civil::{Date, date};

use crate::locale::Label;

/// A national channel.
pub struct NationalChannel {
    /// Who takes the reports.
    pub recipient: Label,
    /// Which reports, and what happens.
    pub purpose: Label,
    /// The rules that say so.
    pub basis: &'static str,
}

/// The day that the list speaks of.
pub const AS_OF: Date = date(2026, 11, 28);

/// The national channels.
pub const CHANNELS: [NationalChannel; 3] = [
    NationalChannel {
        recipient: Label {
            id: "Badan Pengawas Pemilihan Umum (Bawaslu)",
            en: "Bawaslu (election oversight)",
        },
        purpose: Label {
            id: "Dugaan pelanggaran netralitas dalam pemilu dan pilkada. Bawaslu memutuskan apakah terbukti.",
            en: "Alleged violations of neutrality in elections. Bawaslu decides whether they are proven.",
        },
        basis: "UU 7/2017; UU 10/2016",
    },
    NationalChannel {
        recipient: Label { id: "Badan Kepegawaian Negara (BKN)", en: "BKN (civil service agency)" },
        purpose: Label {
            id: "Pengawasan netralitas ASN; sejak 5 September 2024 menggantikan KASN.",
            en: "Oversight of civil servants' neutrality; in place of KASN since 5 September 2024.",
        },
        basis: "Perpres 91/2024; Perpres 92/2024",
    },
    NationalChannel {
        recipient: Label {
            id: "SP4N-LAPOR!, kanal pengaduan nasional",
            en: "SP4N-LAPOR!, the national complaint channel",
        },
        purpose: Label { id: "Pengaduan pelayanan publik.", en: "Complaints about public services." },
        basis: "UU 25/2009",
    },
];
