//! Sanction series (`sanksi/`).
//!
//! What is read here is what a portal may publish of a series: its total, its period and, under a
//! [`Policy`], how many persons share the same coarse properties ([`levels`]). The schema has no key for
//! anything finer, so a name or a NIP in such a file is an unknown key. The record has no `Debug` that
//! prints values, and messages about it never quote one.

pub mod levels;
pub(crate) mod messages;
pub mod rows;

use jiff::civil::{Date, date};

use super::common::{Authority, Period, Refs, Unit};
use super::messages as rule;
use super::{Checks, ContentType, Entry, Facts, Reference, Role, base_and_calendar};
use crate::diagnostics::Findings;
use crate::reading::{AsOf, Count, Located, RecordRef, keys, vocabulary};
use messages as row_rule;

pub use rows::{DetailTable, Policy, SanctionRow};

keys! {
    /// A publishable sanction series.
    #[derive(Clone)]
    pub struct SanctionSeries {
        /// What the series counts.
        "hasil": "apa yang dihitung" => outcome: Outcome,
        /// Who issued it.
        "penetap": "siapa yang menetapkan: terbukti oleh `bawaslu`; rekomendasi oleh `kasn` sampai 4-9-2024, lalu `bkn`; sanksi oleh `ppk`; putusan pidana oleh `pengadilan`" => authority: Located<Authority>,
        /// The period that it covers.
        "periode": "masa yang dihitung; wajib bila `total` sebuah bilangan" => period: Option<Located<Period>>,
        /// How many.
        "total": "banyaknya" => total: Located<Count>,
        /// Of what.
        "satuan": "satuannya" => unit: Unit,
        /// The day that the figure speaks of.
        "per_tanggal": "tanggal keadaan angka; wajib bila `total` sebuah bilangan" => as_of: Option<AsOf>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// What is published of the persons counted, and under which thresholds.
        "kebijakan": "apa yang terbit tentang orang yang dihitung, dan ambangnya" => policy: Option<Located<Policy>>,
        /// Persons by class, if they do not stand in a CSV file.
        "baris": "banyaknya orang menurut golongan, bila tidak berada dalam berkas CSV bernama sama" => rows: Vec<Located<SanctionRow>>,
        /// A table of the same persons by other columns, with small numbers hidden.
        "tabel": "tabel orang yang sama menurut kolom lain; angka kecil ditutup" => table: Option<Located<DetailTable>>,
    }
}

vocabulary! {
    /// What came of a case.
    pub enum Outcome {
        Proven = "terbukti", "Pelanggaran terbukti", "Violations proven";
        Recommendation = "rekomendasi", "Rekomendasi", "Recommendations";
        Sanction = "sanksi", "Sanksi dijatuhkan", "Sanctions imposed";
        Conviction = "putusan_pidana", "Putusan pidana", "Criminal convictions";
    }
}

vocabulary! {
    /// Levels of penalties (PP 94/2021 Ps 8; PP 42/2004 Ps 15 for `moral`).
    pub enum PenaltyLevel {
        Moral = "moral", "Sanksi moral", "Moral sanction";
        Light = "ringan", "Hukuman ringan", "Light penalty";
        Medium = "sedang", "Hukuman sedang", "Medium penalty";
        Severe = "berat", "Hukuman berat", "Severe penalty";
        Dismissal = "pemberhentian", "Pemberhentian", "Dismissal";
        Contract = "kontrak", "Sanksi kontrak", "Contract sanction";
    }
}

vocabulary! {
    /// Penalties (PP 94/2021 Ps 8, PP 42/2004 Ps 15, PP 49/2018 Ps 53, SE MenPANRB 1/2023).
    pub enum Penalty {
        ClosedStatement = "pernyataan_tertutup", "Pernyataan tertutup", "Closed statement";
        OpenStatement = "pernyataan_terbuka", "Pernyataan terbuka", "Open statement";
        OralReprimand = "teguran_lisan", "Teguran lisan", "Oral reprimand";
        WrittenReprimand = "teguran_tertulis", "Teguran tertulis", "Written reprimand";
        WrittenDissatisfaction = "pernyataan_tidak_puas_tertulis", "Pernyataan tidak puas secara tertulis", "Written statement of dissatisfaction";
        AllowanceCut6 = "potong_tukin_25_6bln", "Potong tunjangan kinerja 25 % selama 6 bulan", "Performance allowance cut by 25% for 6 months";
        AllowanceCut9 = "potong_tukin_25_9bln", "Potong tunjangan kinerja 25 % selama 9 bulan", "Performance allowance cut by 25% for 9 months";
        AllowanceCut12 = "potong_tukin_25_12bln", "Potong tunjangan kinerja 25 % selama 12 bulan", "Performance allowance cut by 25% for 12 months";
        Demotion = "turun_jabatan_setingkat_12bln", "Penurunan jabatan setingkat selama 12 bulan", "Demotion by one level for 12 months";
        RemovalFromPost = "bebas_jabatan_jadi_pelaksana_12bln", "Pembebasan dari jabatan menjadi pelaksana selama 12 bulan", "Removal from post to a junior position for 12 months";
        HonourableDismissal = "berhenti_hormat_tidak_atas_permintaan_sendiri", "Pemberhentian dengan hormat tidak atas permintaan sendiri", "Honourable dismissal not at own request";
        DishonourableDismissal = "pemberhentian_tidak_dengan_hormat", "Pemberhentian tidak dengan hormat", "Dishonourable dismissal";
        ContractReprimand = "teguran_kontrak", "Teguran kontrak", "Contract reprimand";
        ContractTermination = "phk", "Pemutusan hubungan kerja", "Termination of contract";
        PppkTermination = "putus_perjanjian_pppk", "Pemutusan perjanjian kerja PPPK", "Termination of a PPPK agreement";
    }
}

impl Penalty {
    /// The level that a penalty belongs to.
    pub const fn level(self) -> PenaltyLevel {
        match self {
            Self::ClosedStatement | Self::OpenStatement => PenaltyLevel::Moral,
            Self::OralReprimand | Self::WrittenReprimand | Self::WrittenDissatisfaction => {
                PenaltyLevel::Light
            }
            Self::AllowanceCut6 | Self::AllowanceCut9 | Self::AllowanceCut12 => PenaltyLevel::Medium,
            Self::Demotion | Self::RemovalFromPost | Self::HonourableDismissal => PenaltyLevel::Severe,
            Self::DishonourableDismissal => PenaltyLevel::Dismissal,
            Self::ContractReprimand | Self::ContractTermination | Self::PppkTermination => {
                PenaltyLevel::Contract
            }
        }
    }
}

impl Outcome {
    /// Who may issue the outcome: Bawaslu proves, KASN or BKN recommend, the PPK sanctions, a court convicts.
    pub const fn issued_by(self) -> &'static [Authority] {
        match self {
            Self::Proven => &[Authority::Bawaslu],
            Self::Recommendation => &[Authority::Kasn, Authority::Bkn, Authority::Independent],
            Self::Sanction => &[Authority::Ppk],
            Self::Conviction => &[Authority::Court],
        }
    }
}

/// The last day of KASN; BKN recommends from then on (Perpres 91 and 92/2024).
pub const KASN_UNTIL: Date = date(2024, 9, 4);

impl ContentType for SanctionSeries {
    fn facts(&self) -> Facts<'_> {
        Facts {
            date: self.period.as_ref().map(|period| period.to),
            facet: Some((self.outcome.key(), self.outcome.label())),
            number: None,
        }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let mut references = base_and_calendar(&self.legal_base, self.calendar.as_ref());
        let headcount = self.policy.as_ref().and_then(|policy| policy.headcount.as_ref());
        references.extend(headcount.map(|target| Reference { target, role: Role::Headcount }));
        references
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        let counted = matches!(self.total.value, Count::Number(..));
        if entry.common().source.is_none() {
            checks.found(rule::figures_without("sumber").in_file(&entry.file));
        }
        if counted && self.as_of.is_none() {
            checks.found(rule::figures_without("per_tanggal").in_file(&entry.file));
        }
        if counted && self.period.is_none() {
            checks.found(rule::figures_without("periode").in_file(&entry.file));
        }
        if !counted && self.period.is_none() && self.as_of.and_then(AsOf::day).is_none() {
            checks.found(rule::counts_nothing().at(&entry.file, self.total.range.clone()));
        }
        if let Some(period) = &self.period {
            checks.period(entry, period);
        }
        let authority = self.authority.value;
        let allowed = self.outcome.issued_by();
        if !allowed.contains(&authority) {
            checks.found(
                rule::authority_cannot(authority.key(), self.outcome.key(), allowed)
                    .at(&entry.file, self.authority.range.clone()),
            );
        } else if let Some(period) = &self.period {
            let wrong_by_date = (authority == Authority::Kasn && period.from > KASN_UNTIL)
                || (authority == Authority::Bkn && period.to <= KASN_UNTIL);
            if wrong_by_date {
                checks.found(
                    rule::authority_not_then(authority.key(), KASN_UNTIL)
                        .at(&entry.file, self.authority.range.clone()),
                );
            }
        }
        self.check_rows(entry, checks);
    }
}

impl SanctionSeries {
    fn check_rows(&self, entry: &Entry, checks: &mut Checks<'_>) {
        let file = entry.table_file();
        let Some(policy) = &self.policy else {
            let details = self.rows.first().map(|row| &row.range);
            if let Some(range) = details.or(self.table.as_ref().map(|table| &table.range)) {
                checks.found(row_rule::no_policy().at_verbatim(file, range.clone()));
            }
            return;
        };
        let mut findings = Findings::default();
        policy.check(&entry.file, &mut findings);
        let period = self.period.as_ref().map(|period| period.value);
        rows::check(&self.rows, policy, period, file, &mut findings);
        if let Some(table) = &self.table {
            table.check(period, &entry.file, &mut findings);
        }
        if (!self.rows.is_empty() || self.table.is_some()) && self.unit != Unit::Persons {
            findings.push(row_rule::rows_count_persons().in_file(&entry.file));
        }
        if !self.rows.is_empty() {
            let numbers = self.rows.iter().filter_map(|row| row.count.value.number());
            let sum = numbers.fold(0_u64, u64::saturating_add);
            if self.total.number() != Some(sum) {
                findings.push(row_rule::total_differs().at_verbatim(&entry.file, self.total.range.clone()));
            }
        }
        checks.found_all(findings);
    }
}
