//! What every record can carry, and the small parts that several types share.

use jiff::civil::{Date, Weekday};

use super::statement::{Applies, Brief, CaseStep, Conduct, Contradiction, Quote};
use super::team::TeamOrPost;
use super::{Reference, Role};
use crate::locale::Text;
use crate::reading::messages as rule;
use crate::reading::{
    Count, FilePath, Form, FromKeys, FromToml, Located, Phrase, Reading, RecordRef, Shape, Show, Shown,
    SiteUrl, WebUrl, keys, record, vocabulary,
};
use toml::Spanned;
use toml::de::DeValue;

keys! {
    /// The keys that every record may carry.
    #[derive(Clone)]
    pub struct Common {
        /// The title: heading of the page and text of links to it.
        "judul": "judul halaman dan teks tautannya" translated => title: Phrase,
        /// One or two sentences for lists, feeds and search results.
        "ringkasan": "satu atau dua kalimat untuk daftar dan hasil pencarian" translated => summary: Option<Phrase>,
        /// First day of publication; before it the record is absent from every output.
        "terbit": "tanggal mulai terbit; sebelum itu tidak muncul di mana pun" => publish_on: Option<Date>,
        /// Whether the record is only a draft.
        "draf": "`true` = tidak diterbitkan kecuali dengan `--drafts`" => draft: Option<bool>,
        /// When and why the record was withdrawn; its address stays as a tombstone.
        "ditarik": "kapan dan mengapa ditarik; halamannya menjadi penanda penarikan" => withdrawn: Option<Withdrawn>,
        /// What was changed in its text after it was published.
        "perubahan": "apa yang diubah pada naskah yang sudah terbit" translated => changes: Vec<Change>,
        /// Old addresses that lead here.
        "alihan": "alamat lama yang mengarah ke sini, misalnya `[\"/lama/alamat/\"]`" => redirects: Vec<Located<SiteUrl>>,
        /// Where the content comes from.
        "sumber": "asal isi; wajib untuk catatan yang memuat angka" => source: Option<Source>,
        /// The class of information under UU 14/2008 (KIP).
        "klasifikasi_kip": "golongan informasi menurut UU 14/2008; `dikecualikan` ditolak" => access: Option<Located<AccessClass>>,
        /// Topics.
        "tag": "topik, dengan huruf kecil" => tags: Vec<Located<String>>,
        /// To whom the rule that it states applies.
        "berlaku_bagi": "bagi siapa aturannya berlaku" translated => applies_to: Vec<Brief<Applies>>,
        /// Conduct that it demands.
        "kewajiban": "perbuatan yang diwajibkan" translated => duties: Vec<Brief<Conduct>>,
        /// Conduct that it forbids.
        "larangan": "perbuatan yang dilarang" translated => prohibitions: Vec<Brief<Conduct>>,
        /// What happens to a case, by stage.
        "tahap_perkara": "apa yang terjadi dengan sebuah perkara, tahap demi tahap" translated => case_steps: Vec<CaseStep>,
        /// Words of others: commitments, core values.
        "kutipan": "kata-kata orang lain: komitmen, nilai dasar; butuh `sumber`" translated => quotes: Vec<Located<Quote>>,
        /// Where its source contradicts itself.
        "pertentangan": "hal yang ditulis berbeda-beda oleh sumbernya" translated => contradictions: Vec<Contradiction>,
    }
}

impl Common {
    /// The records that it refers to.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        let conduct = self.duties.iter().chain(&self.prohibitions);
        let base = conduct.flat_map(|conduct| &conduct.0.legal_base);
        let teams = self.case_steps.iter().filter_map(|step| step.by.as_ref().and_then(TeamOrPost::team));
        let base = base.map(|target| Reference { target, role: Role::LegalBase });
        base.chain(teams.map(|target| Reference { target, role: Role::Handles }))
    }

    /// Whether the page on conduct has something of it.
    pub fn has_conduct(&self) -> bool {
        !(self.duties.is_empty()
            && self.prohibitions.is_empty()
            && self.applies_to.is_empty()
            && self.quotes.is_empty())
    }
}

keys! {
    /// Why a record is no longer there.
    #[derive(Clone)]
    pub struct Withdrawn {
        /// The day of the withdrawal.
        "tanggal": "tanggal penarikan" => on: Date,
        /// The reason, for readers.
        "alasan": "alasannya, untuk pembaca" => reason: Phrase,
    }
}

record! {
    /// A change of a text that was published already.
    #[derive(Clone)]
    pub struct Change {
        /// The day of the change.
        "tanggal": "hari perubahannya" => on: Located<Date>,
        /// What was changed.
        "catatan": "apa yang diubah, untuk pembaca" => note: Phrase,
    }
}

keys! {
    /// A named source, perhaps with a link and the day it was read.
    #[derive(Clone)]
    pub struct NamedSource {
        /// Who says so.
        "nama": "siapa yang menyatakan" => name: Phrase,
        /// Where to read it.
        "tautan": "di mana dapat dibaca" => url: Option<WebUrl>,
        /// The day of the source.
        "tanggal": "tanggal sumber" => date: Option<Date>,
    }
}

/// Where a figure or a text comes from: a text, or a table with a link.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Source(pub NamedSource);

impl FromToml for Source {
    fn expected() -> Text {
        super::messages::name_or_link()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Phrase::from_toml(value, reading)
                .map(|name| Self(NamedSource { name, url: None, date: None })),
            DeValue::Table(_) => NamedSource::from_toml(value, reading).map(Self),
            _ => reading.wrong_type(value, &Self::expected()),
        }
    }

    fn form() -> Form {
        Form { tables: Some(("NamedSource", NamedSource::KEYS)), ..Form::plain::<Self>() }
    }
}

keys! {
    /// A period, both ends included.
    #[derive(Clone, Copy)]
    pub struct Period {
        /// First day.
        "dari": "hari pertama" => from: Date,
        /// Last day.
        "sampai": "hari terakhir" => to: Date,
    }
}

impl Show for Period {
    fn shape() -> Shape {
        Shape::Span
    }

    fn show(&self) -> Shown<'_> {
        Shown::Span(self.from, self.to)
    }
}

keys! {
    /// A file that is published with its record.
    #[derive(Clone)]
    pub struct AttachmentKeys {
        /// The file, in the record's own folder.
        "berkas": "nama berkas di folder yang sama" => file: Located<FilePath>,
        /// What it is.
        "judul": "keterangan berkas" => title: Phrase,
        /// Who checked by eye that it discloses nobody.
        "diperiksa_oleh": "kantor yang memeriksa hasil pindaian dengan mata; tidak terbit" => checked_by: Option<String>,
    }
}

/// Pages list the files that passed their gate (`record.attachments`), never the keys: `diperiksa_oleh` is not
/// published.
impl Show for AttachmentKeys {
    fn shape() -> Shape {
        Shape::Hidden
    }

    fn show(&self) -> Shown<'_> {
        Shown::Hidden
    }
}

keys! {
    /// Number of persons on a post, or of reports at a stage.
    #[derive(Clone)]
    pub struct DatedTotal {
        /// The day that the figures speak of.
        "per_tanggal": "tanggal keadaan angka" => as_of: crate::reading::AsOf,
        /// Persons who should sign.
        "sasaran": "banyaknya orang yang harus menandatangani" => target: Located<Count>,
        /// Persons who have signed.
        "ditandatangani": "banyaknya orang yang sudah menandatangani" => signed: Located<Count>,
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

/// Pages write the weekday of the date itself.
impl Show for DayName {
    fn shape() -> Shape {
        Shape::Hidden
    }

    fn show(&self) -> Shown<'_> {
        Shown::Hidden
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
