//! What every record can carry, and the small parts that several types share.

use jiff::civil::{Date, Weekday};

use crate::diagnostics::catalogue::reading as rule;
use crate::locale::Text;
use crate::reading::{
    Count, FilePath, FromToml, Located, Phrase, Reading, RecordRef, SiteUrl, WebUrl, record, vocabulary,
};
use toml::Spanned;
use toml::de::DeValue;

record! {
    /// The keys that every record may carry.
    #[derive(Clone)]
    pub struct Common {
        /// The title: heading of the page and text of links to it.
        "judul" translated => title: Phrase,
        /// One or two sentences for lists, feeds and search results.
        "ringkasan" translated => summary: Option<Phrase>,
        /// First day of publication; before it the record is absent from every output.
        "terbit" => publish_on: Option<Date>,
        /// Whether the record is only a draft.
        "draf" => draft: Option<bool>,
        /// When and why the record was withdrawn; its address stays as a tombstone.
        "ditarik" => withdrawn: Option<Withdrawn>,
        /// Old addresses that lead here.
        "alihan" => redirects: Vec<Located<SiteUrl>>,
        /// Where the content comes from.
        "sumber" => source: Option<Source>,
        /// The class of information under UU 14/2008 (KIP).
        "klasifikasi_kip" => access: Option<Located<AccessClass>>,
        /// Topics.
        "tag" => tags: Vec<Located<String>>,
    }
}

record! {
    /// Why a record is no longer there.
    #[derive(Clone)]
    pub struct Withdrawn {
        /// The day of the withdrawal.
        "tanggal" => on: Date,
        /// The reason, for readers.
        "alasan" => reason: Phrase,
    }
}

record! {
    /// A named source, perhaps with a link and the day it was read.
    #[derive(Clone)]
    pub struct NamedSource {
        /// Who says so.
        "nama" => name: Phrase,
        /// Where to read it.
        "tautan" => url: Option<WebUrl>,
        /// The day of the source.
        "tanggal" => date: Option<Date>,
    }
}

/// Where a figure or a text comes from: a text, or a table with a link.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Source(pub NamedSource);

impl FromToml for Source {
    fn expected() -> Text {
        Text::new(
            "teks, misalnya \"BKPSDM Kabupaten Contoh\", atau { nama = \"…\", tautan = \"https://…\" }",
            "a text, for example \"BKPSDM Kabupaten Contoh\", or { nama = \"…\", tautan = \"https://…\" }",
        )
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Phrase::from_toml(value, reading)
                .map(|name| Self(NamedSource { name, url: None, date: None })),
            DeValue::Table(_) => NamedSource::from_toml(value, reading).map(Self),
            _ => reading.wrong_type(value, &Self::expected()),
        }
    }
}

record! {
    /// A period, both ends included.
    #[derive(Clone, Copy)]
    pub struct Period {
        /// First day.
        "dari" => from: Date,
        /// Last day.
        "sampai" => to: Date,
    }
}

record! {
    /// A file that is published with its record.
    #[derive(Clone)]
    pub struct AttachmentKeys {
        /// The file, in the record's own folder.
        "berkas" => file: Located<FilePath>,
        /// What it is.
        "judul" => title: Phrase,
        /// Who checked by eye that it discloses nobody.
        "diperiksa_oleh" => checked_by: Option<String>,
    }
}

record! {
    /// Number of persons on a post, or of reports at a stage.
    #[derive(Clone)]
    pub struct DatedTotal {
        /// The day that the figures speak of.
        "per_tanggal" => as_of: crate::reading::AsOf,
        /// Persons who should sign.
        "sasaran" => target: Located<Count>,
        /// Persons who have signed.
        "ditandatangani" => signed: Located<Count>,
    }
}

vocabulary! {
    /// The class of information under UU 14/2008.
    pub enum AccessClass {
        Periodic = "berkala", "Informasi berkala", "Published periodically";
        Immediate = "serta_merta", "Informasi serta-merta", "Published at once";
        AnyTime = "setiap_saat", "Informasi setiap saat", "Available at any time";
        Exempt = "dikecualikan", "Informasi yang dikecualikan", "Exempt from publication";
    }
}

vocabulary! {
    /// What a figure counts.
    pub enum Unit {
        Reports = "laporan", "laporan", "reports";
        Cases = "perkara", "perkara", "cases";
        Persons = "orang", "orang", "persons";
    }
}

vocabulary! {
    /// Who may decide what.
    pub enum Authority {
        Bawaslu = "bawaslu", "Bawaslu", "Bawaslu (election oversight)";
        Kasn = "kasn", "KASN", "KASN (civil service commission)";
        Bkn = "bkn", "BKN", "BKN (civil service agency)";
        Ppk = "ppk", "Pejabat Pembina Kepegawaian (PPK)", "Appointing authority (PPK)";
        Court = "pengadilan", "Pengadilan", "Court";
        Independent = "lembaga_independen", "Lembaga independen", "Independent body";
    }
}

/// A day of the week as staff write it: `selasa`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "i8", try_from = "i8")]
pub struct DayName(pub Weekday);

impl FromToml for DayName {
    fn expected() -> Text {
        rule::expected_value(&DAYS.map(|(name, _)| name))
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(text) = value.get_ref().as_str() else {
            return reading.wrong_type(value, &Self::expected());
        };
        let lower = text.trim().to_lowercase();
        let known = DAYS.iter().find(|(name, _)| *name == lower).map(|(_, day)| Self(*day));
        if known.is_none() {
            reading.found(value, rule::unknown_value(text, &DAYS.map(|(name, _)| name)));
        }
        known
    }
}

impl From<DayName> for i8 {
    fn from(DayName(day): DayName) -> Self {
        day.to_monday_zero_offset()
    }
}

impl TryFrom<i8> for DayName {
    type Error = jiff::Error;

    fn try_from(offset: i8) -> Result<Self, Self::Error> {
        Weekday::from_monday_zero_offset(offset).map(Self)
    }
}

const DAYS: [(&str, Weekday); 7] = [
    ("senin", Weekday::Monday),
    ("selasa", Weekday::Tuesday),
    ("rabu", Weekday::Wednesday),
    ("kamis", Weekday::Thursday),
    ("jumat", Weekday::Friday),
    ("sabtu", Weekday::Saturday),
    ("minggu", Weekday::Sunday),
];

/// References to other records, kept with their place for messages.
pub type Refs = Vec<RecordRef>;
