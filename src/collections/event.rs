//! Events (`kegiatan/`): outreach, coordination meetings, roll calls, broadcasts.

use jiff::civil::Date;

use super::common::{AttachmentKeys, DayName, Refs};
use super::messages as rule;
use super::statement::{Attendee, Brief};
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::reading::{Clock, Count, Located, Phrase, RecordRef, record, vocabulary};

record! {
    /// An event.
    #[derive(Clone)]
    pub struct Event {
        /// Which kind of event.
        "jenis": "jenis kegiatan" => kind: EventKind,
        /// The day, or the first one.
        "tanggal": "hari kegiatan, atau hari pertamanya; wajib bila tidak `berulang`" => date: Option<Located<Date>>,
        /// The weekday given with the date; checked.
        "hari": "nama hari; dicocokkan dengan `tanggal`" => weekday: Option<Located<DayName>>,
        /// The last day.
        "sampai": "hari terakhir" => until: Option<Located<Date>>,
        /// When it recurs, instead of a date: "setiap Jumat".
        "berulang": "kapan berulang, misalnya `\"setiap Jumat\"`; pengganti `tanggal`" translated => recurring: Option<Phrase>,
        /// Time of day.
        "pukul": "jam mulai, misalnya `\"08.00\"`" => time: Option<Clock>,
        /// In the room, online or both.
        "mode": "tatap muka, daring, atau keduanya" => mode: Option<Mode>,
        /// The place.
        "tempat": "tempat kegiatan" translated => place: Option<Phrase>,
        /// Who holds it.
        "penyelenggara": "siapa yang menyelenggarakan" => organisers: Vec<String>,
        /// Who takes part in holding it.
        "bersama": "siapa yang ikut menyelenggarakan" => partners: Vec<String>,
        /// Who spoke, by office.
        "pembicara": "siapa yang berbicara, menurut jabatan" translated => speakers: Vec<Brief<Attendee>>,
        /// Who attended, by office.
        "hadir": "siapa yang hadir, menurut jabatan" translated => attendees: Vec<Brief<Attendee>>,
        /// How many took part.
        "peserta": "banyaknya peserta" => participants: Option<Count>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh" => attachments: Vec<AttachmentKeys>,
    }
}

vocabulary! {
    /// Kinds of events.
    pub enum EventKind {
        Outreach = "sosialisasi", "Sosialisasi", "Outreach";
        Coordination = "rakor", "Rapat koordinasi", "Coordination meeting";
        RollCallUnit = "apel_krida", "Apel krida", "Friday roll call";
        RollCallSecretariat = "apel_setda", "Apel Setda", "Secretariat roll call";
        Consolidation = "konsolidasi", "Konsolidasi", "Consolidation meeting";
        RadioDialogue = "dialog_radio", "Dialog radio", "Radio dialogue";
        Pledge = "ikrar", "Ikrar", "Pledge";
        PactSigning = "penandatanganan_pakta", "Penandatanganan pakta", "Pact signing";
        Evaluation = "monev", "Pemantauan dan evaluasi", "Monitoring and evaluation";
        Training = "bimtek", "Bimbingan teknis", "Training";
    }
}

vocabulary! {
    /// How an event is held.
    pub enum Mode {
        InPerson = "luring", "Luring (tatap muka)", "In person";
        Online = "daring", "Daring", "Online";
        Hybrid = "hibrida", "Hibrida (luring dan daring)", "Hybrid (in person and online)";
    }
}

impl ContentType for Event {
    fn facts(&self) -> Facts<'_> {
        Facts {
            date: self.date.as_ref().map(|date| date.value),
            facet: Some((self.kind.key(), self.kind.label())),
            number: None,
        }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        base_and_calendar(&self.legal_base, self.calendar.as_ref())
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        if self.date.is_none() && self.recurring.is_none() {
            checks.found(rule::date_or_recurrence().in_file(&entry.file));
        }
        checks.weekday(entry, self.date.as_ref(), self.weekday.as_ref());
        if let (Some(from), Some(until)) = (&self.date, &self.until)
            && until.value < from.value
        {
            checks.found(rule::period_reversed().at(&entry.file, until.range.clone()));
        }
    }
}
