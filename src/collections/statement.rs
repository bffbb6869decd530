//! What any record can say of conduct, of persons by their office, of the road of a case and of its source.
//!
//! A circular demands conduct, but so does a speaker at an event or a clause in a contract. So these keys are common
//! to all types, and the pages that gather them look at every record.

use toml::Spanned;
use toml::de::DeValue;

use super::common::{Refs, Source};
use super::event::Mode;
use super::messages as rule;
use super::report::CaseStage;
use super::team::TeamOrPost;
use crate::locale::Text;
use crate::reading::{
    Form, FromKeys, FromToml, Phrase, Reading, Reported, Shape, Show, Shown, keys, record, vocabulary,
};

record! {
    /// Conduct that is demanded or forbidden.
    #[derive(Clone)]
    pub struct Conduct {
        /// The conduct.
        "isi": "perbuatan yang diwajibkan atau dilarang" => text: Phrase,
        /// The article that says so.
        "pasal": "pasal yang mengatur" => article: Option<String>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
    }
}

record! {
    /// A group of persons to whom a rule applies.
    #[derive(Clone)]
    pub struct Applies {
        /// The group.
        "siapa": "kelompok orang" => group: PersonGroup,
        /// How the rule binds them: by a clause in their contract, as partners.
        "cara": "bagaimana aturan itu mengikat mereka, misalnya `\"melalui klausul perjanjian kerja\"`" => how: Option<Phrase>,
    }
}

record! {
    /// Somebody who spoke at an event or attended it, by office.
    #[derive(Clone)]
    pub struct Attendee {
        /// The office, or the offices.
        "jabatan": "jabatan, bukan nama" => office_held: Phrase,
        /// What they did: opened the event, spoke on a topic.
        "peran": "apa yang dilakukan, misalnya `\"membuka acara\"`" => part: Option<Phrase>,
        /// How they took part, if not as the others.
        "mode": "cara hadir, bila berbeda dari yang lain" => mode: Option<Mode>,
    }
}

record! {
    /// A source that contradicts itself, or another one.
    #[derive(Clone)]
    pub struct Contradiction {
        /// What about.
        "hal": "tentang hal apa" => about: Phrase,
        /// What the source says, each version as written.
        "tertulis": "apa yang tertulis dalam sumber, versi demi versi" => versions: Vec<Phrase>,
        /// What this record goes by.
        "dipakai": "yang dipakai catatan ini" => used: Option<Phrase>,
        /// Why.
        "catatan": "alasannya" => note: Option<Phrase>,
    }
}

keys! {
    /// Words of somebody, quoted.
    #[derive(Clone)]
    pub struct Quote {
        /// What kind of words.
        "jenis": "jenis pernyataan" => kind: QuoteKind,
        /// The words, as spoken or written.
        "isi": "kata-katanya apa adanya" => text: Reported<Phrase>,
        /// What was said, in other words.
        "ringkasan": "isinya dengan kata lain, bila kata-katanya tidak dilaporkan" => gist: Option<Phrase>,
        /// Who said it, by office.
        "oleh": "siapa yang menyatakan, menurut jabatan" => by: Phrase,
        /// Where it was reported, if not in the source of the record.
        "sumber": "asal kutipan; bila tidak ada, `sumber` catatan ini" => source: Option<Source>,
    }
}

keys! {
    /// What happens to a case at one stage, in this portal's region.
    #[derive(Clone)]
    pub struct CaseStep {
        /// The stage.
        "tahapan": "tahap perkara" => stage: CaseStage,
        /// Who acts: a team, or an office.
        "oleh": "siapa yang bertindak: tim (`\"tim/…\"`) atau sebuah jabatan" => by: Option<TeamOrPost>,
        /// What happens.
        "uraian": "apa yang terjadi" => text: Phrase,
    }
}

vocabulary! {
    /// Groups of persons.
    pub enum PersonGroup {
        Asn = "asn", "ASN (PNS dan PPPK)", "Civil servants (ASN)";
        NonAsn = "non_asn", "Pegawai non-ASN", "Staff who are not civil servants (non-ASN)";
        Contract = "tenaga_kontrak", "Tenaga kontrak", "Contract staff";
        Military = "tni", "TNI", "Armed forces (TNI)";
        Police = "polri", "Polri", "Police (Polri)";
        Village = "pemerintah_desa", "Kepala desa dan perangkat desa", "Village heads and staff";
    }
}

vocabulary! {
    /// Kinds of quoted words.
    pub enum QuoteKind {
        Definition = "definisi", "Pengertian", "Definition";
        CoreValue = "nilai_dasar", "Nilai dasar", "Core value";
        Commitment = "komitmen", "Komitmen", "Commitment";
        Oath = "sumpah_jabatan", "Sumpah jabatan", "Oath of office";
        Statement = "pernyataan", "Pernyataan", "Statement";
    }
}

/// A table whose first key can be written alone: `"netral"` for `{ isi = "netral" }`.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Brief<T>(pub T);

/// A table that can be written as the value of its first key.
pub trait FromBrief: FromToml + FromKeys {
    /// Reads the value of the first key.
    fn from_brief(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self>;
}

impl FromBrief for Conduct {
    fn from_brief(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        Phrase::from_toml(value, reading).map(|text| Self { text, article: None, legal_base: Refs::new() })
    }
}

impl FromBrief for Applies {
    fn from_brief(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        PersonGroup::from_toml(value, reading).map(|group| Self { group, how: None })
    }
}

impl FromBrief for Attendee {
    fn from_brief(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        Phrase::from_toml(value, reading).map(|office_held| Self { office_held, part: None, mode: None })
    }
}

impl<T: FromBrief> FromToml for Brief<T> {
    fn expected() -> Text {
        let first = T::KEYS.first().map_or_else(T::expected, |key| (key.form)().expected);
        let names: Vec<&str> = T::KEYS.iter().map(|key| key.name).collect();
        rule::value_or_table(first, &names)
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let is_table = value.get_ref().is_table();
        if is_table { T::from_toml(value, reading) } else { T::from_brief(value, reading) }.map(Self)
    }

    fn form() -> Form {
        Form { expected: Self::expected(), ..T::form() }
    }
}

impl<T: Show> Show for Brief<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn show(&self) -> Shown<'_> {
        self.0.show()
    }
}
