//! What of a sanctioned person's record may ever be published, and how coarsely.
//!
//! Each [`Attribute`] of a person has a few [`Level`]s, from finer to coarser; a series publishes at most
//! one level of each. The finest facts (the office, the day, the post itself, a name) have no level
//! at all, so no file can hold them. A level is also the name of its column.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Penalty, PenaltyLevel};
use crate::collections::common::Period;
use crate::collections::office::Cluster;
use crate::collections::pact::StaffCategory;
use crate::collections::report::CaseStage;
use crate::locale::{Label, Text};
use crate::reading::vocabulary;

/// The value of every column in the row of persons who are not detailed.
pub const POOLED: &str = "tidak_dirinci";

/// What a reader sees for [`POOLED`].
pub const POOLED_LABEL: Label = Label { id: "Tidak dirinci", en: "Not detailed" };

/// The value of a column in the cells of a table that add all others up.
pub const EVERY: &str = "semua";

/// What a reader sees for [`EVERY`].
pub const EVERY_LABEL: Label = Label { id: "Semua", en: "All" };

/// A property of a sanctioned person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// The office that the person works in.
    Office,
    /// The post.
    Post,
    /// The grade.
    Grade,
    /// The category of staff.
    Staff,
    /// When it was decided.
    Time,
    /// What was done.
    Violation,
    /// What followed.
    Penalty,
    /// How the case ended.
    Stage,
}

impl Attribute {
    /// Every attribute.
    pub const ALL: [Attribute; 8] = [
        Attribute::Office,
        Attribute::Post,
        Attribute::Grade,
        Attribute::Staff,
        Attribute::Time,
        Attribute::Violation,
        Attribute::Penalty,
        Attribute::Stage,
    ];

    /// Whether it says what a person did or what happened to them, rather than who they are.
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Attribute::Violation | Attribute::Penalty)
    }
}

vocabulary! {
    /// Levels of detail; each is a column of a sanction series.
    #[allow(clippy::enum_variant_names, reason = "`PostLevel` is the level of a post")]
    pub enum Level {
        Cluster = "klaster", "Kelompok perangkat daerah", "Group of offices";
        PostLevel = "jenjang_jabatan", "Jenjang jabatan", "Level of post";
        PostGroup = "kelompok_jabatan", "Kelompok jabatan", "Group of posts";
        Grade = "golongan", "Golongan", "Grade";
        StaffCategory = "kategori_pegawai", "Kategori pegawai", "Category of staff";
        StaffGroup = "kelompok_pegawai", "Kelompok pegawai", "Group of staff";
        Quarter = "triwulan", "Triwulan", "Quarter";
        HalfYear = "semester", "Semester", "Half-year";
        Year = "tahun", "Tahun", "Year";
        Contest = "tahapan", "Pemilihan", "Election";
        ViolationKind = "jenis_pelanggaran", "Jenis pelanggaran", "Kind of violation";
        ViolationClass = "kategori_pelanggaran", "Kategori pelanggaran", "Category of violation";
        Penalty = "jenis_hukuman", "Jenis hukuman", "Penalty";
        PenaltyLevel = "tingkat_hukuman", "Tingkat hukuman", "Level of penalty";
        AnyPenalty = "ada_sanksi", "Ada sanksi", "Sanctioned or not";
        Stage = "tahapan_kasus", "Akhir perkara", "How the case ended";
    }
}

vocabulary! {
    /// Levels of posts in the civil service (UU 20/2023 Ps 13 to 18).
    pub enum PostLevel {
        SeniorLeader = "jpt", "Jabatan pimpinan tinggi", "Senior leadership post";
        Administrator = "administrator", "Administrator", "Administrator";
        Supervisor = "pengawas", "Pengawas", "Supervisor";
        Functional = "fungsional", "Fungsional", "Functional post";
        Staff = "pelaksana", "Pelaksana", "Staff post";
    }
}

vocabulary! {
    /// Posts with and without people under them.
    pub enum PostGroup {
        Managerial = "struktural", "Struktural", "Managerial";
        Other = "non_struktural", "Nonstruktural", "Non-managerial";
    }
}

vocabulary! {
    /// Grades, without their steps.
    pub enum Grade {
        Four = "iv", "Golongan IV", "Grade IV";
        Three = "iii", "Golongan III", "Grade III";
        Two = "ii", "Golongan II", "Grade II";
        One = "i", "Golongan I", "Grade I";
    }
}

vocabulary! {
    /// Civil servants and others.
    pub enum StaffGroup {
        CivilService = "asn", "ASN", "Civil service (ASN)";
        Other = "non_asn", "Non-ASN", "Not civil service (non-ASN)";
    }
}

vocabulary! {
    /// Kinds of violations (annex of the joint decree of 2022).
    pub enum ViolationKind {
        PutUpMaterial = "pasang_apk", "Memasang alat peraga kampanye", "Putting up campaign material";
        SocialMedia = "kampanye_medsos", "Kampanye di media sosial", "Campaigning on social media";
        Declaration = "hadir_deklarasi", "Menghadiri deklarasi calon", "Attending a candidate's declaration";
        Reaction = "interaksi_medsos", "Interaksi media sosial (suka, komentar, bagikan)", "Reactions on social media (like, comment, share)";
        Photo = "foto_bersama", "Foto bersama calon", "Photographs with a candidate";
        Campaign = "ikut_kampanye", "Ikut kampanye", "Joining a campaign";
        Accompanying = "dampingi_pasangan", "Mendampingi pasangan calon", "Accompanying a candidate";
        Approach = "pendekatan_parpol", "Mendekati partai politik", "Approaching a party";
        Member = "anggota_parpol", "Menjadi anggota partai politik", "Party membership";
        Partiality = "kegiatan_keberpihakan", "Kegiatan yang berpihak", "Partial activities";
        CampaignTeam = "tim_pemenangan", "Menjadi tim pemenangan", "Member of a campaign team";
        SupportLetter = "surat_dukungan_ktp", "Memberi surat dukungan dengan KTP", "Supporting a candidacy with an identity card";
        Decision = "keputusan_menguntungkan", "Keputusan yang menguntungkan calon", "Decisions in a candidate's favour";
        Facilities = "fasilitas_negara", "Memakai fasilitas negara", "Using state facilities";
        Mobilising = "mengerahkan_pegawai", "Mengerahkan pegawai", "Mobilising staff";
        Transfer = "mutasi_terlarang", "Mutasi terlarang", "Forbidden transfer of staff";
        Other = "lainnya", "Lainnya", "Other";
    }
}

vocabulary! {
    /// Categories of violations. The same kind can be one or another, by when and how it was done.
    pub enum ViolationClass {
        Ethics = "kode_etik", "Kode etik", "Code of ethics";
        Discipline = "disiplin", "Disiplin", "Discipline";
        Criminal = "pidana", "Pidana", "Criminal";
        Administrative = "administratif", "Administratif", "Administrative";
    }
}

vocabulary! {
    /// Whether a sanction followed.
    pub enum AnyPenalty {
        Sanctioned = "ada", "Disanksi", "Sanctioned";
        NotSanctioned = "tidak", "Tidak disanksi", "Not sanctioned";
    }
}

impl PostLevel {
    /// The group that the level belongs to.
    pub const fn group(self) -> PostGroup {
        match self {
            Self::SeniorLeader | Self::Administrator | Self::Supervisor => PostGroup::Managerial,
            Self::Functional | Self::Staff => PostGroup::Other,
        }
    }
}

/// The stages that end a case. A case that goes on is nobody's business yet.
const CLOSED_STAGES: [CaseStage; 5] = [
    CaseStage::Closed,
    CaseStage::NotRegistered,
    CaseStage::NoViolation,
    CaseStage::NotProven,
    CaseStage::TimeBarred,
];

/// What stands for the penalty of a person who was not sanctioned, at every level.
const UNSANCTIONED: AnyPenalty = AnyPenalty::NotSanctioned;

/// A value and its label.
type Term = (&'static str, Label);

fn terms<T: Copy>(all: &[T], term: impl Fn(T) -> Term) -> Vec<Term> {
    all.iter().map(|value| term(*value)).collect()
}

impl Level {
    /// The property that the level tells of.
    pub const fn attribute(self) -> Attribute {
        match self {
            Self::Cluster => Attribute::Office,
            Self::PostLevel | Self::PostGroup => Attribute::Post,
            Self::Grade => Attribute::Grade,
            Self::StaffCategory | Self::StaffGroup => Attribute::Staff,
            Self::Quarter | Self::HalfYear | Self::Year | Self::Contest => Attribute::Time,
            Self::ViolationKind | Self::ViolationClass => Attribute::Violation,
            Self::Penalty | Self::PenaltyLevel | Self::AnyPenalty => Attribute::Penalty,
            Self::Stage => Attribute::Stage,
        }
    }

    /// The next coarser level; `None` where the only step left is to drop the column.
    pub const fn coarser(self) -> Option<Level> {
        match self {
            Self::PostLevel => Some(Self::PostGroup),
            Self::StaffCategory => Some(Self::StaffGroup),
            Self::Quarter => Some(Self::HalfYear),
            Self::HalfYear => Some(Self::Year),
            Self::Penalty => Some(Self::PenaltyLevel),
            Self::PenaltyLevel => Some(Self::AnyPenalty),
            _ => None,
        }
    }

    /// Whether each value of `finer` belongs to one value of this level.
    pub fn covers(self, finer: Level) -> bool {
        self == finer || finer.coarser().is_some_and(|next| self.covers(next))
    }

    /// The closed list of values; empty for quarters, half-years, years and elections, which have
    /// forms instead (`2024-T3`, `2024-S2`, `2024`, `tahapan/pilkada-2024`).
    ///
    /// Both moral sanctions are one value, `moral`, at every level: a closed statement must never show,
    /// and it would if only open ones were named.
    pub fn terms(self) -> Vec<Term> {
        match self {
            Self::Cluster => terms(Cluster::ALL, |value| (value.key(), value.label())),
            Self::PostLevel => terms(PostLevel::ALL, |value| (value.key(), value.label())),
            Self::PostGroup => terms(PostGroup::ALL, |value| (value.key(), value.label())),
            Self::Grade => terms(Grade::ALL, |value| (value.key(), value.label())),
            Self::StaffCategory => terms(StaffCategory::ALL, |value| (value.key(), value.label())),
            Self::StaffGroup => terms(StaffGroup::ALL, |value| (value.key(), value.label())),
            Self::Quarter | Self::HalfYear | Self::Year | Self::Contest => Vec::new(),
            Self::ViolationKind => terms(ViolationKind::ALL, |value| (value.key(), value.label())),
            Self::ViolationClass => terms(ViolationClass::ALL, |value| (value.key(), value.label())),
            Self::Penalty => {
                let moral = PenaltyLevel::Moral;
                let mut all = vec![(moral.key(), moral.label())];
                all.extend(
                    Penalty::ALL
                        .iter()
                        .filter(|penalty| penalty.level() != moral)
                        .map(|penalty| (penalty.key(), penalty.label())),
                );
                all.push((UNSANCTIONED.key(), UNSANCTIONED.label()));
                all
            }
            Self::PenaltyLevel => {
                let mut all = terms(PenaltyLevel::ALL, |value| (value.key(), value.label()));
                all.push((UNSANCTIONED.key(), UNSANCTIONED.label()));
                all
            }
            Self::AnyPenalty => terms(AnyPenalty::ALL, |value| (value.key(), value.label())),
            Self::Stage => terms(&CLOSED_STAGES, |value| (value.key(), value.label())),
        }
    }

    /// Every value that a table of a series over `period` has a line for; `None` for elections, which are
    /// no closed list. A value that nobody has is there, too: its absence would tell.
    pub fn values_in(self, period: Period) -> Option<Vec<String>> {
        let times = |parts: &[&str]| -> Vec<String> {
            (period.from.year()..=period.to.year())
                .flat_map(|year| parts.iter().map(move |part| format!("{year:04}{part}")))
                .filter(|value| self.meets(value, period))
                .collect()
        };
        match self {
            Self::Quarter => Some(times(&["-T1", "-T2", "-T3", "-T4"])),
            Self::HalfYear => Some(times(&["-S1", "-S2"])),
            Self::Year => Some(times(&[""])),
            Self::Contest => None,
            _ => Some(self.terms().iter().map(|(key, _)| (*key).to_owned()).collect()),
        }
    }

    /// Whether `value` is one of the level's values ([`POOLED`] is not).
    pub fn admits(self, value: &str) -> bool {
        match self {
            Self::Quarter => is_part_of_year(value, 'T', 4),
            Self::HalfYear => is_part_of_year(value, 'S', 2),
            Self::Year => is_year(value),
            Self::Contest => value.strip_prefix("tahapan/").is_some_and(|rest| !rest.is_empty()),
            _ => self.terms().iter().any(|(key, _)| *key == value),
        }
    }

    /// Whether a quarter, half-year or year has a day in common with `period`; other levels always do.
    pub fn meets(self, value: &str, period: Period) -> bool {
        let months = match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
            _ => return true,
        };
        let year: Option<i16> = value.get(..4).and_then(|year| year.parse().ok());
        let part: i8 = value.get(6..).and_then(|part| part.parse().ok()).unwrap_or(1);
        let Some(first) = year.and_then(|year| Date::new(year, (part - 1) * months + 1, 1).ok()) else {
            return value == POOLED;
        };
        let last = first.checked_add(months.months()).unwrap_or(Date::MAX);
        first <= period.to && last > period.from
    }

    /// What a cell of the level may hold, for messages.
    pub fn expected_value(self) -> Text {
        match self {
            Self::Quarter => super::messages::quarter(),
            Self::HalfYear => super::messages::half_year(),
            Self::Year => super::messages::year(),
            Self::Contest => super::messages::contest(),
            _ => {
                let keys: Vec<&str> = self.terms().iter().map(|(key, _)| *key).collect();
                crate::reading::messages::expected_value(&keys)
            }
        }
    }

    /// What a reader sees for a value of the level.
    pub fn label_of(self, value: &str) -> Text {
        match value {
            POOLED => return POOLED_LABEL.text(),
            EVERY => return EVERY_LABEL.text(),
            _ => {}
        }
        match (self, value.split_once(['T', 'S'])) {
            (Self::Quarter, Some((year, part))) => {
                let year = year.trim_end_matches('-');
                Text::new(format!("Triwulan {} {year}", roman(part)), format!("Quarter {part} of {year}"))
            }
            (Self::HalfYear, Some((year, part))) => {
                let year = year.trim_end_matches('-');
                Text::new(format!("Semester {} {year}", roman(part)), format!("Half {part} of {year}"))
            }
            _ => {
                let terms = self.terms();
                let label = terms.iter().find(|(key, _)| *key == value).map(|(_, label)| label.text());
                label.unwrap_or_else(|| Text::new(value, value))
            }
        }
    }

    /// The value of the coarser level `to` that `value` belongs to; `None` where `to` is not coarser.
    pub fn coarsen(self, value: &str, to: Level) -> Option<String> {
        if self == to {
            return Some(value.to_owned());
        }
        let year = || value.get(..4).map(str::to_owned);
        match (self, to) {
            (Self::PostLevel, Self::PostGroup) => Some(PostLevel::from_key(value)?.group().key().to_owned()),
            (Self::StaffCategory, Self::StaffGroup) => {
                Some(StaffGroup::of(StaffCategory::from_key(value)?).key().to_owned())
            }
            (Self::Quarter, Self::HalfYear) => {
                let half = if value.ends_with(['1', '2']) { 1 } else { 2 };
                Some(format!("{}-S{half}", year()?))
            }
            (Self::Quarter | Self::HalfYear, Self::Year) => year(),
            (Self::Penalty | Self::PenaltyLevel, _) if value == UNSANCTIONED.key() => Some(value.to_owned()),
            (Self::Penalty, Self::PenaltyLevel) if value == PenaltyLevel::Moral.key() => {
                Some(value.to_owned())
            }
            (Self::Penalty, Self::PenaltyLevel) => Some(Penalty::from_key(value)?.level().key().to_owned()),
            // Whoever has a penalty of any level was sanctioned.
            (Self::Penalty | Self::PenaltyLevel, Self::AnyPenalty) => {
                Some(AnyPenalty::Sanctioned.key().to_owned())
            }
            _ => None,
        }
    }
}

impl StaffGroup {
    /// The group of a category (UU 20/2023).
    pub const fn of(category: StaffCategory) -> Self {
        if category.is_asn() { Self::CivilService } else { Self::Other }
    }
}

fn is_year(value: &str) -> bool {
    value.len() == 4 && value.starts_with("20") && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_part_of_year(value: &str, letter: char, parts: u32) -> bool {
    let Some((year, part)) = value.split_once('-') else { return false };
    let number = part.strip_prefix(letter).filter(|digits| digits.len() == 1).and_then(|d| d.parse().ok());
    is_year(year) && number.is_some_and(|number: u32| (1..=parts).contains(&number))
}

fn roman(part: &str) -> &'static str {
    match part {
        "1" => "I",
        "2" => "II",
        "3" => "III",
        _ => "IV",
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_closed_statement_is_no_value_of_any_level() {
        for level in Level::ALL {
            assert!(!level.admits("pernyataan_tertutup") && !level.admits("pernyataan_terbuka"));
        }
        assert!(Level::Penalty.admits("moral"));
    }

    #[test]
    fn every_value_has_one_in_the_next_coarser_level() {
        for level in Level::ALL {
            let Some(coarser) = level.coarser() else { continue };
            assert_eq!(level.attribute(), coarser.attribute());
            let mut values: Vec<String> = level.terms().iter().map(|(key, _)| (*key).to_owned()).collect();
            match level {
                Level::Quarter => values.extend((1..=4).map(|part| format!("2024-T{part}"))),
                Level::HalfYear => values.extend((1..=2).map(|part| format!("2024-S{part}"))),
                _ => {}
            }
            assert!(!values.is_empty());
            for value in values {
                assert!(level.admits(&value), "{value}");
                let coarse = level.coarsen(&value, coarser).expect("a coarser value");
                assert!(coarser.admits(&coarse), "{value} → {coarse}");
            }
        }
    }

    #[test]
    fn parts_of_years_have_one_form() {
        assert!(Level::Quarter.admits("2024-T4") && !Level::Quarter.admits("2024-T5"));
        assert!(Level::HalfYear.admits("2024-S1") && !Level::HalfYear.admits("2024-S3"));
        for wrong in ["2024-T01", "2024T1", "24-T1", "2024-S1", "", "2024-T", "2024"] {
            assert!(!Level::Quarter.admits(wrong), "{wrong}");
        }
        assert_eq!(Level::Quarter.coarsen("2024-T2", Level::HalfYear).as_deref(), Some("2024-S1"));
        assert_eq!(Level::Quarter.coarsen("2024-T3", Level::Year).as_deref(), Some("2024"));
        assert_eq!(Level::Quarter.label_of("2024-T3").id, "Triwulan III 2024");
    }

    #[test]
    fn only_cases_that_have_ended_have_a_value() {
        assert!(Level::Stage.admits("selesai") && !Level::Stage.admits("kajian_bawaslu"));
    }
}
