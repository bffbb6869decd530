//! Counts of reports by stage and origin (`pengaduan/`).

use super::common::{Period, Refs, Unit};
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::diagnostics::catalogue::records as rule;
use crate::locale::Label;
use crate::reading::{AsOf, Count, Located, RecordRef, record, vocabulary};

record! {
    /// How many reports came in and how far they went.
    #[derive(Clone)]
    pub struct ReportCounts {
        /// The period that the counts cover.
        "periode": "masa yang dihitung" => period: Option<Located<Period>>,
        /// The day that the counts speak of.
        "per_tanggal": "tanggal keadaan angka" => as_of: AsOf,
        /// What is counted.
        "satuan": "apa yang dihitung" => unit: Unit,
        /// All reports.
        "total": "semua laporan" => total: Option<Located<Count>>,
        /// Counts by stage; a report can stand at several.
        "tahap": "banyaknya menurut tahap; satu laporan dapat tercatat di beberapa tahap" => stages: Vec<Located<StageCount>>,
        /// Counts by origin; they add up to the total.
        "asal": "banyaknya menurut asal; jumlahnya sama dengan `total`" => origins: Vec<Located<OriginCount>>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// The election that it belongs to.
        "tahapan_pemilu": "pemilihan yang terkait" => calendar: Option<RecordRef>,
    }
}

record! {
    /// Reports that reached a stage.
    #[derive(Clone)]
    pub struct StageCount {
        /// The stage.
        "tahapan": "tahap kasus" => stage: CaseStage,
        /// How many.
        "jumlah": "banyaknya" => number: Count,
    }
}

record! {
    /// Reports from one origin.
    #[derive(Clone)]
    pub struct OriginCount {
        /// Who reported.
        "sumber_laporan": "siapa yang melapor" => origin: ReportOrigin,
        /// How many.
        "jumlah": "banyaknya" => number: Count,
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

impl CaseStage {
    /// Whether a case ends here without a violation being found.
    pub const fn is_exit(self) -> bool {
        matches!(self, Self::NotRegistered | Self::NoViolation | Self::NotProven | Self::TimeBarred)
    }

    /// The stages at which a case may end instead of going on.
    pub const fn exits(self) -> &'static [CaseStage] {
        match self {
            Self::Verified => &[Self::NotRegistered],
            Self::Reviewed => &[Self::NoViolation, Self::NotProven, Self::TimeBarred],
            _ => &[],
        }
    }

    /// Who acts, and what happens, for readers.
    pub const fn explanation(self) -> Label {
        match self {
            Self::Received => Label {
                id: "Laporan atau temuan masuk lewat kanal pengaduan atau Bawaslu.",
                en: "A report or finding comes in through a complaint channel or Bawaslu.",
            },
            Self::Verified => Label {
                id: "Bawaslu memeriksa apakah laporan memenuhi syarat.",
                en: "Bawaslu checks whether the report meets the requirements.",
            },
            Self::Registered => Label {
                id: "Laporan yang memenuhi syarat mendapat nomor register.",
                en: "A report that meets them is given a register number.",
            },
            Self::Reviewed => Label {
                id: "Bawaslu mengkaji apakah dugaan pelanggaran terbukti.",
                en: "Bawaslu examines whether the alleged violation is proven.",
            },
            Self::Forwarded => Label {
                id: "Pelanggaran yang terbukti diteruskan ke lembaga yang berwenang memberi rekomendasi.",
                en: "A proven violation is forwarded to the body that may recommend a sanction.",
            },
            Self::Recommended => Label {
                id: "KASN (sampai 4 September 2024) atau BKN (sesudahnya) memberi rekomendasi.",
                en: "KASN (until 4 September 2024) or BKN (since then) makes a recommendation.",
            },
            Self::Examined => Label {
                id: "Pejabat Pembina Kepegawaian (PPK) memeriksa pegawai yang bersangkutan.",
                en: "The appointing authority (PPK) examines the employee concerned.",
            },
            Self::Sanctioned => Label {
                id: "PPK menjatuhkan sanksi moral atau hukuman disiplin.",
                en: "The PPK imposes a moral sanction or a disciplinary penalty.",
            },
            Self::Appealed => Label {
                id: "Pegawai dapat mengajukan upaya administratif.",
                en: "The employee may lodge an administrative appeal.",
            },
            Self::Closed => Label { id: "Perkara selesai.", en: "The case is closed." },
            Self::NotRegistered => Label {
                id: "Laporan yang tidak memenuhi syarat tidak diregistrasi.",
                en: "A report that does not meet the requirements is not registered.",
            },
            Self::NoViolation => {
                Label { id: "Yang dilaporkan bukan pelanggaran.", en: "What was reported is no violation." }
            }
            Self::NotProven => Label { id: "Dugaan tidak terbukti.", en: "The allegation is not proven." },
            Self::TimeBarred => Label {
                id: "Laporan diajukan melewati batas waktu.",
                en: "The report was lodged past its time limit.",
            },
        }
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
    fn facts(&self) -> Facts<'_> {
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
