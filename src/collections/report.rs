//! Counts of reports by stage and origin (`pengaduan/`).

use super::common::{Period, Refs, Unit};
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::diagnostics::catalogue::records as rule;
use crate::reading::{AsOf, Count, Located, RecordRef, record, vocabulary};

record! {
    /// How many reports came in and how far they went.
    #[derive(Clone)]
    pub struct ReportCounts {
        /// The period that the counts cover.
        "periode" => period: Option<Located<Period>>,
        /// The day that the counts speak of.
        "per_tanggal" => as_of: AsOf,
        /// What is counted.
        "satuan" => unit: Unit,
        /// All reports.
        "total" => total: Option<Located<Count>>,
        /// Counts by stage; a report can stand at several.
        "tahap" => stages: Vec<Located<StageCount>>,
        /// Counts by origin; they add up to the total.
        "asal" => origins: Vec<Located<OriginCount>>,
        /// The rules that it rests on.
        "dasar_hukum" => legal_base: Refs,
        /// The election that it belongs to.
        "tahapan_pemilu" => calendar: Option<RecordRef>,
    }
}

record! {
    /// Reports that reached a stage.
    #[derive(Clone)]
    pub struct StageCount {
        /// The stage.
        "tahapan" => stage: CaseStage,
        /// How many.
        "jumlah" => number: Count,
    }
}

record! {
    /// Reports from one origin.
    #[derive(Clone)]
    pub struct OriginCount {
        /// Who reported.
        "sumber_laporan" => origin: ReportOrigin,
        /// How many.
        "jumlah" => number: Count,
    }
}

vocabulary! {
    /// The road of a case; the last four leave it.
    pub enum CaseStage {
        Received = "diterima", "Laporan diterima", "Report received";
        Verified = "verifikasi", "Verifikasi", "Verification";
        Registered = "registrasi", "Registrasi", "Registration";
        Reviewed = "kajian_bawaslu", "Kajian Bawaslu", "Review by Bawaslu";
        Forwarded = "diteruskan", "Diteruskan", "Forwarded";
        Recommended = "rekomendasi", "Rekomendasi", "Recommendation";
        Examined = "pemeriksaan_ppk", "Pemeriksaan PPK", "Examination by the PPK";
        Sanctioned = "penjatuhan_sanksi", "Penjatuhan sanksi", "Sanction imposed";
        Appealed = "upaya_administratif", "Upaya administratif", "Administrative appeal";
        Closed = "selesai", "Selesai", "Closed";
        NotRegistered = "tidak_registrasi", "Tidak diregistrasi", "Not registered";
        NoViolation = "bukan_pelanggaran", "Bukan pelanggaran", "No violation";
        NotProven = "tidak_terbukti", "Tidak terbukti", "Not proven";
        TimeBarred = "kedaluwarsa", "Kedaluwarsa", "Time-barred";
    }
}

vocabulary! {
    /// Where a report comes from.
    pub enum ReportOrigin {
        BawasluFinding = "temuan_bawaslu", "Temuan Bawaslu", "Bawaslu's own finding";
        Public = "laporan_masyarakat", "Laporan masyarakat", "Report by the public";
        Monitor = "pemantau", "Pemantau pemilu", "Election monitor";
        Contestant = "peserta_pemilu", "Peserta pemilu", "Election contestant";
        Superior = "atasan_langsung", "Atasan langsung", "Direct superior";
        InternalTeam = "tim_internal", "Tim internal", "Internal team";
        Media = "media", "Media", "Media";
    }
}

impl ContentType for ReportCounts {
    fn facts(&self) -> Facts {
        Facts {
            date: self.period.as_ref().map(|period| period.to).or(self.as_of.day()),
            facet: None,
            number: None,
        }
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
        for (at, stage) in self.stages.iter().enumerate() {
            if self.stages[..at].iter().any(|earlier| earlier.stage == stage.stage) {
                checks.found(rule::duplicate_row().at(&entry.file, stage.range.clone()));
            }
        }
        for (at, origin) in self.origins.iter().enumerate() {
            if self.origins[..at].iter().any(|earlier| earlier.origin == origin.origin) {
                checks.found(rule::duplicate_row().at(&entry.file, origin.range.clone()));
            }
        }
        let sum: Option<u64> = self.origins.iter().map(|origin| origin.number.number()).sum();
        if let (Some(total), Some(sum), false) = (&self.total, sum, self.origins.is_empty())
            && let Some(stated) = total.number()
            && stated != sum
        {
            checks.found(rule::total_mismatch("total", stated, sum).at(&entry.file, total.range.clone()));
        }
    }
}
