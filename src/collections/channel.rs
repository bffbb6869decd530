//! Complaint channels (`pengaduan/saluran/`): who takes a report, how, and until when.

use jiff::civil::Date;

use super::messages as rule;
use super::team::TeamOrPost;
use super::{Checks, ContentType, Entry, Facts, Reference, Role};
use crate::reading::{
    Located, MailAddress, Phone, Phrase, Reported, Several, WebUrl, WhatsApp, record, vocabulary,
};

/// A channel whose check lies longer back than this is marked as unverified, in days.
pub const STALE_AFTER_DAYS: i32 = 180;

record! {
    /// A complaint channel.
    #[derive(Clone)]
    pub struct Channel {
        /// Which kind of channel.
        "jenis": "jenis saluran; `\"x\"` bila sumbernya hanya mengajak melapor" => kind: Reported<ChannelKind>,
        /// Who runs it.
        "operator": "siapa yang mengelola" => operator: Reported<String>,
        /// How to reach it.
        "kontak": "cara menghubunginya" translated => contact: Option<Contact>,
        /// First day that it takes reports.
        "berlaku_dari": "hari pertama menerima laporan" => valid_from: Option<Date>,
        /// Last day that it takes reports.
        "berlaku_sampai": "hari terakhir menerima laporan" => valid_until: Option<Located<Date>>,
        /// The day somebody last tried it.
        "terverifikasi": "tanggal terakhir dicoba; `\"x\"` bila belum ada yang mencobanya" => verified_on: Option<Reported<Located<Date>>>,
        /// Whether it takes anonymous reports.
        "anonim": "apakah menerima laporan tanpa nama" => anonymous: Option<bool>,
        /// What the reporter must bring.
        "bawa": "apa yang perlu dibawa pelapor" translated => bring: Vec<Phrase>,
        /// Who follows its reports up: a team, or an office.
        "tindak_lanjut_oleh": "siapa yang menindaklanjuti laporannya: tim (`\"tim/…\"`) atau sebuah jabatan" translated => handled_by: Option<TeamOrPost>,
        /// What happens to its reports.
        "tindak_lanjut": "apa yang terjadi dengan laporannya" translated => follow_up: Option<Phrase>,
        /// Place in the list; smaller comes first.
        "urutan": "urutan dalam daftar; yang kecil di depan" => order: Option<u64>,
    }
}

record! {
    /// How to reach a channel.
    #[derive(Clone)]
    pub struct Contact {
        /// Telephone numbers.
        "telepon": "nomor telepon" => phone: Several<Phone>,
        /// WhatsApp numbers.
        "whatsapp": "nomor WhatsApp" => whatsapp: Several<WhatsApp>,
        /// E-mail addresses.
        "surel": "alamat surel" => email: Several<MailAddress>,
        /// Web addresses.
        "tautan": "alamat situs" => url: Several<WebUrl>,
        /// Street address.
        "alamat": "alamat kantor" => address: Option<Phrase>,
        /// Opening hours.
        "jam": "jam layanan" => hours: Option<Phrase>,
    }
}

vocabulary! {
    /// Kinds of channels.
    pub enum ChannelKind {
        Sp4nLapor = "sp4n_lapor", "SP4N-LAPOR!", "SP4N-LAPOR! (national)";
        SbtBkn = "sbt_bkn", "SBT BKN", "SBT of BKN";
        BawasluPost = "bawaslu_posko", "Posko Bawaslu", "Bawaslu post";
        BawasluOnline = "bawaslu_daring", "Bawaslu daring", "Bawaslu online";
        Bakesbangpol = "bakesbangpol", "Bakesbangpol", "Bakesbangpol (national unity and politics office)";
        Bkpsdm = "bkpsdm", "BKPSDM", "BKPSDM (personnel agency)";
        Inspectorate = "inspektorat", "Inspektorat", "Inspectorate";
        Whistleblowing = "wbs", "Whistleblowing system", "Whistleblowing system";
        WhatsApp = "whatsapp", "WhatsApp", "WhatsApp";
        Phone = "telepon", "Telepon", "Telephone";
        Email = "surel", "Surel", "E-mail";
        InPerson = "tatap_muka", "Tatap muka", "In person";
        SuggestionBox = "kotak_saran", "Kotak saran", "Suggestion box";
        SiapnetKasn = "siapnet_kasn", "SIAPNET KASN", "SIAPNET of KASN";
    }
}

/// Whether a channel can be used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelState {
    /// It takes reports.
    Open,
    /// It does not take reports yet.
    NotYet(Date),
    /// It takes no reports any more.
    Closed(Date),
    /// It should take reports, but nobody has tried it for too long, or ever.
    Unverified(Option<Date>),
}

impl Channel {
    /// Whether a reader learns here how to reach it.
    pub fn is_reachable(&self) -> bool {
        self.contact.as_ref().is_some_and(|contact| {
            !contact.phone.is_empty()
                || !contact.whatsapp.is_empty()
                || !contact.email.is_empty()
                || !contact.url.is_empty()
                || contact.address.is_some()
        })
    }

    /// The day somebody last tried it.
    fn tried_on(&self) -> Option<&Located<Date>> {
        self.verified_on.as_ref().and_then(Reported::known)
    }

    /// The state of the channel on `day`.
    pub fn state(&self, day: Date) -> ChannelState {
        if let Some(until) = &self.valid_until
            && until.value < day
        {
            return ChannelState::Closed(until.value);
        }
        if let Some(from) = self.valid_from
            && from > day
        {
            return ChannelState::NotYet(from);
        }
        let verified = self.tried_on().map(|tried| tried.value);
        let fresh = verified.is_some_and(|verified| {
            day.since((jiff::Unit::Day, verified)).is_ok_and(|span| span.get_days() <= STALE_AFTER_DAYS)
        });
        if fresh { ChannelState::Open } else { ChannelState::Unverified(verified) }
    }
}

impl ContentType for Channel {
    fn facts(&self) -> Facts<'_> {
        Facts { facet: self.kind.known().map(|kind| (kind.key(), kind.label())), ..Facts::default() }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let team = self.handled_by.as_ref().and_then(TeamOrPost::team);
        team.map(|target| Reference { target, role: Role::Handles }).into_iter().collect()
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        if let (Some(from), Some(until)) = (self.valid_from, &self.valid_until)
            && until.value < from
        {
            checks.found(rule::period_reversed().at(&entry.file, until.range.clone()));
        }
        match self.state(checks.clock()) {
            ChannelState::Closed(until) => {
                let range = self.valid_until.as_ref().map_or(0..0, |until| until.range.clone());
                checks.found(rule::channel_closed(until).at(&entry.file, range));
            }
            ChannelState::Unverified(Some(verified)) => {
                let range = self.tried_on().map_or(0..0, |tried| tried.range.clone());
                checks.found(
                    rule::channel_verified_long_ago(verified, STALE_AFTER_DAYS).at(&entry.file, range),
                );
            }
            // Nobody can try a channel without contacts, and `"x"` says that nobody has.
            ChannelState::Unverified(None) if self.is_reachable() && self.verified_on.is_none() => {
                checks.unfinished(entry, rule::channel_never_tried().in_file(&entry.file));
            }
            ChannelState::Unverified(None) => {}
            ChannelState::Open | ChannelState::NotYet(_) => {}
        }
    }
}
