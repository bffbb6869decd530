//! Pact-signing counts (`pakta/`), by OPD × kategori × date, in TOML or in a CSV file beside it.

use std::collections::{BTreeMap, BTreeSet};

use cell_suppression::MAX_THRESHOLD;
use jiff::civil::Date;

use super::common::{DatedTotal, Refs, Unit};
use super::messages as rule;
use super::statement::PersonGroup;
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::reading::{AsOf, Count, Located, RecordRef, keys, vocabulary};

keys! {
    /// A series of pact counts.
    #[derive(Clone)]
    pub struct PactSeries {
        /// Which pact.
        "jenis": "jenis pakta" => kind: PactKind,
        /// Whether every employee must sign.
        "wajib": "apakah wajib bagi setiap pegawai" => compulsory: Option<bool>,
        /// Who signs.
        "penandatangan": "siapa yang menandatangani" => signers: Vec<PersonGroup>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// What the counts count.
        "satuan": "apa yang dihitung: `orang`" => unit: Unit,
        /// How its details are protected; fixed for the whole series.
        "kebijakan": "cara melindungi rincian; berlaku untuk seluruh seri" => policy: Option<PactPolicy>,
        /// The counts, if they do not stand in a CSV file.
        "hitungan": "hitungan, bila tidak berada dalam berkas CSV bernama sama" => counts: Vec<Located<PactCount>>,
        /// Totals as the source gives them; checked against the counts.
        "total": "jumlah menurut sumber; dicocokkan dengan barisnya" => totals: Vec<Located<DatedTotal>>,
    }
}

keys! {
    /// How the details of a series are protected.
    #[derive(Clone)]
    pub struct PactPolicy {
        /// The method; `gabung` where it is not said.
        "cara": "`gabung` (bawaan): OPD kecil digabung dalam “Tidak dirinci”; `rahasiakan`: sel kecil ditutup dengan `c`, beserta sel lain yang dapat dipakai untuk menghitungnya" => method: Option<PactMethod>,
        /// The smallest number of people, other than none, that a published cell may speak of: 5 where it
        /// is not said, never below 3.
        "k": "jumlah orang terkecil, selain nol, yang boleh disebut sebuah sel: bawaan 5, paling kecil 3" => k: Option<Located<u64>>,
    }
}

/// The least `k` of a policy: in a group of two, each knows the other.
pub const LEAST_K: u64 = 3;

vocabulary! {
    /// Methods of protecting counts.
    pub enum PactMethod {
        Pool = "gabung", "Penggabungan OPD kecil", "Pooling of small offices";
        Hide = "rahasiakan", "Penutupan sel", "Hiding of cells";
    }
}

keys! {
    /// Signatures of one category of staff at one office on one day.
    #[derive(Clone)]
    pub struct PactCount {
        /// The office.
        "opd": "kode OPD" => office: String,
        /// The category of staff.
        "kategori": "kategori pegawai" => category: StaffCategory,
        /// The day that the count speaks of.
        "per_tanggal": "tanggal keadaan angka" => as_of: Date,
        /// Persons who should sign.
        "sasaran": "banyaknya orang yang harus menandatangani" => target: Located<Count>,
        /// Persons who have signed.
        "ditandatangani": "banyaknya orang yang sudah menandatangani" => signed: Located<Count>,
    }
}

impl PactCount {
    /// The columns of the CSV file.
    pub const COLUMNS: [&'static str; 5] = ["opd", "kategori", "per_tanggal", "sasaran", "ditandatangani"];
}

vocabulary! {
    /// Kinds of pacts.
    pub enum PactKind {
        Integrity = "pakta_integritas", "Pakta integritas", "Integrity pact";
        Neutrality = "pakta_netralitas", "Pakta netralitas", "Neutrality pact";
        WrittenPledge = "ikrar_tertulis", "Ikrar tertulis", "Written pledge";
    }
}

vocabulary! {
    /// Categories of staff.
    pub enum StaffCategory {
        Pns = "pns", "PNS", "Civil servants (PNS)";
        Cpns = "cpns", "CPNS", "Candidate civil servants (CPNS)";
        Pppk = "pppk", "PPPK", "Contract civil servants (PPPK)";
        PppkPartTime = "pppk_paruh_waktu", "PPPK paruh waktu", "Part-time PPPK";
        Ppnpn = "ppnpn", "PPNPN", "Non-civil-servant government staff (PPNPN)";
        ContractStaff = "tenaga_kontrak", "Tenaga kontrak", "Contract staff";
    }
}

impl StaffCategory {
    /// Whether the category belongs to the ASN (UU 20/2023); the others roll up to `non_asn`.
    pub const fn is_asn(self) -> bool {
        !matches!(self, Self::Ppnpn | Self::ContractStaff)
    }
}

impl ContentType for PactSeries {
    fn facts(&self) -> Facts<'_> {
        let counted = self.counts.iter().map(|count| count.as_of);
        let stated = self.totals.iter().filter_map(|total| total.as_of.day());
        Facts {
            date: counted.chain(stated).max(),
            facet: Some((self.kind.key(), self.kind.label())),
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
        // What is wrong with a table, even that it has no rows, has been reported.
        if self.counts.is_empty() && self.totals.is_empty() && entry.table.is_none() {
            checks.found(rule::pact_without_counts().in_file(&entry.file));
        }
        if let Some(k) = self.policy.as_ref().and_then(|policy| policy.k.as_ref())
            && !(LEAST_K..=MAX_THRESHOLD).contains(&k.value)
        {
            checks.found(rule::threshold(LEAST_K, MAX_THRESHOLD).at(&entry.file, k.range.clone()));
        }
        let mut seen: BTreeSet<(&str, StaffCategory, Date)> = BTreeSet::new();
        for count in &self.counts {
            let file = entry.table_file();
            checks.office(entry, &count.office, count.range.clone());
            if !seen.insert((&count.office, count.category, count.as_of)) {
                checks.found(rule::duplicate_row().at(file, count.range.clone()));
            }
            check_signed(&count.target, &count.signed, file, checks);
        }
        for total in &self.totals {
            check_signed(&total.target, &total.signed, &entry.file, checks);
            let counted = matches!(total.target.value, Count::Number(..))
                || matches!(total.signed.value, Count::Number(..));
            if counted && total.as_of == AsOf::NotReported && !self.counts.is_empty() {
                checks.found(rule::figures_without("per_tanggal").at(&entry.file, total.range.clone()));
            }
        }
        self.check_totals(entry, checks);
    }
}

fn check_signed(
    target: &Located<Count>,
    signed: &Located<Count>,
    file: &std::sync::Arc<crate::diagnostics::SourceFile>,
    checks: &mut Checks<'_>,
) {
    if let (Some(target), Some(number)) = (target.number(), signed.number())
        && number > target
    {
        checks.found(rule::signed_over_target(number, target).at(file, signed.range.clone()));
    }
}

impl PactSeries {
    /// Stated totals must be the sums of their rows; where some rows are symbols, no less than the rest.
    fn check_totals(&self, entry: &Entry, checks: &mut Checks<'_>) {
        let mut sums: BTreeMap<Date, [Sum; 2]> = BTreeMap::new();
        for count in &self.counts {
            let [target, signed] = sums.entry(count.as_of).or_default();
            target.add(count.target.value);
            signed.add(count.signed.value);
        }
        for total in &self.totals {
            let Some([target, signed]) = total.as_of.day().and_then(|day| sums.get(&day)) else { continue };
            for (key, stated, sum) in
                [("sasaran", &total.target, target), ("ditandatangani", &total.signed, signed)]
            {
                if let Some(number) = stated.number().filter(|number| !sum.allows(*number)) {
                    checks.found(
                        rule::total_mismatch(key, number, sum.numbers).at(&entry.file, stated.range.clone()),
                    );
                }
            }
        }
    }
}

/// The sum of a column, as far as it is numbers.
#[derive(Default)]
struct Sum {
    numbers: u64,
    has_symbols: bool,
}

impl Sum {
    fn add(&mut self, count: Count) {
        match count {
            Count::Number(number, _) => self.numbers = self.numbers.saturating_add(number),
            Count::Symbol(_) => self.has_symbols = true,
        }
    }

    /// Whether a stated total can be this sum.
    fn allows(&self, total: u64) -> bool {
        total == self.numbers || (self.has_symbols && total > self.numbers)
    }
}
