//! Election calendars (`tahapan/`).

use jiff::civil::Date;

use super::common::Refs;
use super::messages as rule;
use super::{Checks, ContentType, Entry, Facts, Reference, Role};
use crate::reading::{Located, Phrase, Reported, record, vocabulary};

record! {
    /// The calendar of one election.
    #[derive(Clone)]
    pub struct Calendar {
        /// Which kind of election.
        "jenis": "jenis pemilihan" => kind: ElectionKind,
        /// The day of the vote.
        "pemungutan_suara": "hari pemungutan suara" => voting_day: Reported<Located<Date>>,
        /// The weekday given with the day of the vote; checked.
        "hari": "nama hari pemungutan suara; dicocokkan" => weekday: Option<Located<super::common::DayName>>,
        /// What happens when.
        "acara": "acara pemilihan, satu demi satu" translated => stages: Vec<Located<Stage>>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
    }
}

record! {
    /// One stage of an election.
    #[derive(Clone)]
    pub struct Stage {
        /// Which kind of stage.
        "jenis": "jenis acara" => kind: StageKind,
        /// Its name.
        "nama": "nama acara" => name: Phrase,
        /// First day.
        "mulai": "hari pertama" => from: Date,
        /// Last day; absent for a single day.
        "selesai": "hari terakhir; boleh kosong untuk satu hari" => to: Option<Date>,
        /// Whether the end is not fixed yet, as with the transfer ban ("to the end of the term").
        "terbuka": "`true` bila akhirnya belum ditentukan" => open_ended: Option<bool>,
        /// The rule that it rests on.
        "dasar": "pasal atau peraturan yang mendasari" => basis: Option<String>,
    }
}

vocabulary! {
    /// Kinds of elections.
    pub enum ElectionKind {
        General = "pemilu", "Pemilu", "General election";
        Regional = "pilkada", "Pilkada", "Regional head election";
    }
}

vocabulary! {
    /// Kinds of stages.
    pub enum StageKind {
        Registration = "pendaftaran", "Pendaftaran calon", "Registration of candidates";
        CandidatesSet = "penetapan_calon", "Penetapan calon", "Candidates set";
        Campaign = "kampanye", "Kampanye", "Campaign";
        QuietDays = "masa_tenang", "Masa tenang", "Quiet days";
        Vote = "pemungutan_suara", "Pemungutan suara", "Vote";
        Count = "rekapitulasi", "Rekapitulasi", "Count";
        TransferBan = "larangan_mutasi", "Larangan mutasi", "Transfer ban";
        Other = "lainnya", "Lainnya", "Other";
    }
}

impl Calendar {
    /// First and last day of the ban on transfers (UU 10/2016 Ps 71(2)); an open end lies far ahead.
    pub fn transfer_ban(&self) -> Option<(Date, Date)> {
        let ban = self.stages.iter().find(|stage| stage.kind == StageKind::TransferBan)?;
        let end = if ban.open_ended == Some(true) { Date::MAX } else { ban.to.unwrap_or(ban.from) };
        Some((ban.from, end))
    }
}

impl ContentType for Calendar {
    fn facts(&self) -> Facts<'_> {
        Facts {
            date: self.voting_day.known().map(|day| day.value),
            facet: Some((self.kind.key(), self.kind.label())),
            number: None,
        }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        self.legal_base.iter().map(|target| Reference { target, role: Role::LegalBase }).collect()
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        checks.weekday(entry, self.voting_day.known(), self.weekday.as_ref());
        for stage in &self.stages {
            if stage.to.is_some_and(|to| to < stage.from) {
                checks.found(rule::period_reversed().at(&entry.file, stage.range.clone()));
            }
            if let Some(voting_day) = self.voting_day.known()
                && stage.kind == StageKind::Vote
                && stage.from != voting_day.value
            {
                checks.found(
                    rule::voting_days_differ(voting_day.value, stage.from)
                        .at(&entry.file, stage.range.clone()),
                );
            }
        }
    }
}
