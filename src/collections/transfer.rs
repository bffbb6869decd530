//! I-MUT transfer checks (`mutasi/`): proposals examined, returned and approved, set against the
//! ban on transfers (UU 10/2016 Ps 71(2)).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::calendar::Calendar;
use super::common::{Period, Refs, Unit};
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::diagnostics::catalogue::records as rule;
use crate::reading::{AsOf, Count, Located, Month, RecordRef, record, vocabulary};

record! {
    /// Proposals of a period.
    #[derive(Clone)]
    pub struct TransferSeries {
        /// The period that it covers.
        "periode": "masa yang dihitung; wajib bila ada `usulan`" => period: Option<Located<Period>>,
        /// The day that the figures speak of.
        "per_tanggal": "tanggal keadaan angka; wajib bila ada `usulan`" => as_of: Option<AsOf>,
        /// What is counted.
        "satuan": "apa yang dihitung: `orang` = usulan orang" => unit: Unit,
        /// The election whose ban applies.
        "tahapan": "pemilihan; masa larangan diambil dari acara `larangan_mutasi`" => calendar: Option<RecordRef>,
        /// Proposals by month and kind.
        "usulan": "usulan menurut bulan dan jenis" => proposals: Vec<Located<Proposals>>,
        /// The Minister's written approvals.
        "persetujuan_menteri": "persetujuan tertulis Menteri" => approvals: Vec<Located<MinisterialApproval>>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
    }
}

record! {
    /// Proposals of one kind in one month.
    #[derive(Clone)]
    pub struct Proposals {
        /// The month.
        "bulan": "bulannya" => month: Month,
        /// Which kind of proposal.
        "jenis": "jenis usulan" => kind: TransferKind,
        /// How many were examined.
        "diperiksa": "banyaknya yang diperiksa" => examined: Count,
        /// How many were returned.
        "dikembalikan": "banyaknya yang dikembalikan" => returned: Count,
        /// How many were approved.
        "disetujui": "banyaknya yang disetujui" => approved: Count,
    }
}

record! {
    /// A written approval of the Minister of Home Affairs in the ban period.
    #[derive(Clone)]
    pub struct MinisterialApproval {
        /// The letter's number.
        "nomor": "nomor surat" => number: String,
        /// The letter's date.
        "tanggal": "tanggal surat" => date: Date,
        /// The month whose proposals it covers.
        "bulan": "bulan usulan yang dicakup" => month: Month,
        /// How many proposals it covers.
        "jumlah": "banyaknya usulan yang dicakup" => covered: u64,
    }
}

vocabulary! {
    /// Kinds of proposals.
    pub enum TransferKind {
        Appointment = "pengangkatan", "Pengangkatan", "Appointment";
        Transfer = "pemindahan", "Pemindahan", "Transfer";
        Dismissal = "pemberhentian", "Pemberhentian", "Dismissal";
    }
}

impl TransferSeries {
    /// Approved proposals of each month that touches the ban without a ministerial approval that covers them:
    /// month → (approved, covered).
    pub fn uncovered(&self, ban: (Date, Date)) -> BTreeMap<Month, (u64, u64)> {
        let mut months: BTreeMap<Month, (u64, u64)> = BTreeMap::new();
        for proposals in &self.proposals {
            // A month that the ban begins in is counted from its first full month on, since the
            // proposals of its free days cannot be told apart.
            if proposals.month.first_day() >= ban.0 && proposals.month.first_day() <= ban.1 {
                months.entry(proposals.month).or_default().0 += proposals.approved.number().unwrap_or(0);
            }
        }
        for approval in &self.approvals {
            if let Some(month) = months.get_mut(&approval.month) {
                month.1 += approval.covered;
            }
        }
        months.retain(|_, (approved, covered)| approved > covered);
        months
    }
}

impl ContentType for TransferSeries {
    fn facts(&self) -> Facts<'_> {
        let date = self.period.as_ref().map(|period| period.to).or(self.as_of.and_then(AsOf::day));
        Facts { date, facet: None, number: None }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        base_and_calendar(&self.legal_base, self.calendar.as_ref())
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        if entry.common().source.is_none() {
            checks.found(rule::figures_without("sumber").in_file(&entry.file));
        }
        if let Some(period) = &self.period {
            checks.period(entry, period);
        }
        if !self.proposals.is_empty() {
            if self.as_of.is_none() {
                checks.found(rule::figures_without("per_tanggal").in_file(&entry.file));
            }
            if self.period.is_none() {
                checks.found(rule::figures_without("periode").in_file(&entry.file));
            }
        }
        for (at, proposals) in self.proposals.iter().enumerate() {
            self.check_row(at, proposals, entry, checks);
        }
        let ban = self
            .calendar
            .as_ref()
            .and_then(|calendar| checks.calendar(&calendar.id))
            .and_then(Calendar::transfer_ban);
        for (month, (approved, covered)) in ban.map(|ban| self.uncovered(ban)).unwrap_or_default() {
            let row = self.proposals.iter().find(|row| row.month == month);
            let range = row.map_or(0..0, |row| row.range.clone());
            checks.found(rule::approved_in_ban(month.first_day(), approved, covered).at(&entry.file, range));
        }
    }
}

impl TransferSeries {
    fn check_row(&self, at: usize, row: &Located<Proposals>, entry: &Entry, checks: &mut Checks<'_>) {
        if self.proposals[..at].iter().any(|earlier| (earlier.month, earlier.kind) == (row.month, row.kind)) {
            checks.found(rule::duplicate_row().at(&entry.file, row.range.clone()));
        }
        if let (Some(examined), Some(returned), Some(approved)) =
            (row.examined.number(), row.returned.number(), row.approved.number())
            && returned.saturating_add(approved) > examined
        {
            checks.found(
                rule::more_decided_than_examined(examined, returned, approved)
                    .at(&entry.file, row.range.clone()),
            );
        }
        if let Some(period) = &self.period
            && (row.month.last_day() < period.from || row.month.first_day() > period.to)
        {
            checks.found(rule::outside_period().at(&entry.file, row.range.clone()));
        }
    }
}
