//! Monitoring and evaluation reports (`pemantauan/`), with a vulnerability index by district.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::common::{AttachmentKeys, Period, Refs};
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::diagnostics::catalogue::records as rule;
use crate::reading::{AsOf, Located, Phrase, RecordRef, record, vocabulary};

record! {
    /// A report.
    #[derive(Clone)]
    pub struct Monitoring {
        /// The day of the report.
        "tanggal" => date: Date,
        /// The period that it covers.
        "periode" => period: Option<Located<Period>>,
        /// Who did it.
        "pelaksana" => conducted_by: Vec<String>,
        /// How it was done.
        "metode" translated => method: Option<Phrase>,
        /// The election that it belongs to.
        "tahapan" => calendar: Option<RecordRef>,
        /// What was found.
        "temuan" translated => findings: Vec<Phrase>,
        /// What should follow.
        "rekomendasi" translated => recommendations: Vec<Phrase>,
        /// The vulnerability index.
        "indeks" translated => index: Option<Located<VulnerabilityIndex>>,
        /// The rules that it rests on.
        "dasar_hukum" => legal_base: Refs,
        /// Files published with it.
        "lampiran" => attachments: Vec<AttachmentKeys>,
    }
}

record! {
    /// How vulnerable each district is.
    #[derive(Clone)]
    pub struct VulnerabilityIndex {
        /// What the index is called.
        "nama" => name: Phrase,
        /// The lowest value that it can have.
        "skala_min" => min: Option<f64>,
        /// The highest value that it can have.
        "skala_maks" => max: Option<f64>,
        /// What its values are.
        "satuan" => unit: String,
        /// The day that it speaks of.
        "per_tanggal" => as_of: AsOf,
        /// The districts.
        "kecamatan" => districts: Vec<Located<District>>,
    }
}

record! {
    /// A district's value.
    #[derive(Clone)]
    pub struct District {
        /// The district.
        "nama" => name: String,
        /// Its value.
        "nilai" => value: Located<f64>,
        /// What the value means.
        "kategori" => category: Vulnerability,
    }
}

vocabulary! {
    /// How vulnerable a district is.
    pub enum Vulnerability {
        Low = "rendah", "Rendah", "Low";
        Medium = "sedang", "Sedang", "Medium";
        High = "tinggi", "Tinggi", "High";
    }
}

impl ContentType for Monitoring {
    fn facts(&self) -> Facts<'_> {
        Facts { date: Some(self.date), facet: None, number: None }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        base_and_calendar(&self.legal_base, self.calendar.as_ref())
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        if let Some(period) = &self.period {
            checks.period(entry, period);
        }
        let Some(index) = &self.index else { return };
        if entry.common().source.is_none() {
            checks.found(rule::figures_without("sumber").in_file(&entry.file));
        }
        let mut seen = BTreeSet::new();
        for district in &index.districts {
            let written = &district.value.value;
            let value = written.value;
            if index.min.is_some_and(|min| value < min) || index.max.is_some_and(|max| value > max) {
                checks
                    .found(rule::outside_scale(index.min, index.max).at(&entry.file, written.range.clone()));
            }
            if !seen.insert(district.name.as_str()) {
                checks.found(rule::duplicate_row().at(&entry.file, district.range.clone()));
            }
        }
    }
}
