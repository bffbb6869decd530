//! Monitoring and evaluation reports (`pemantauan/`), with a vulnerability index by district.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::common::{AttachmentKeys, Period, Refs};
use super::messages as rule;
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::reading::{AsOf, Located, Phrase, RecordRef, Reported, record, vocabulary};

record! {
    /// A report.
    #[derive(Clone)]
    pub struct Monitoring {
        /// The day of the report.
        "tanggal": "tanggal laporan" => date: Reported<Date>,
        /// The period that it covers.
        "periode": "masa yang dipantau" => period: Option<Located<Period>>,
        /// Who did it.
        "pelaksana": "siapa yang memantau" => conducted_by: Vec<String>,
        /// How it was done.
        "metode": "cara memantau" translated => method: Option<Phrase>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// What was found.
        "temuan": "apa yang ditemukan" translated => findings: Vec<Phrase>,
        /// What should follow.
        "rekomendasi": "apa yang disarankan" translated => recommendations: Vec<Phrase>,
        /// The vulnerability index.
        "indeks": "indeks kerawanan; butuh `sumber`" translated => index: Option<Located<VulnerabilityIndex>>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh" => attachments: Vec<AttachmentKeys>,
    }
}

record! {
    /// How vulnerable each district is.
    #[derive(Clone)]
    pub struct VulnerabilityIndex {
        /// What the index is called.
        "nama": "nama indeks" => name: Phrase,
        /// The lowest value that it can have.
        "skala_min": "nilai terendah yang mungkin" => min: Option<f64>,
        /// The highest value that it can have.
        "skala_maks": "nilai tertinggi yang mungkin" => max: Option<f64>,
        /// What its values are.
        "satuan": "satuan nilainya" => unit: String,
        /// The day that it speaks of.
        "per_tanggal": "tanggal keadaan angka" => as_of: AsOf,
        /// The districts.
        "kecamatan": "nilai setiap kecamatan" => districts: Vec<Located<District>>,
    }
}

record! {
    /// A district's value.
    #[derive(Clone)]
    pub struct District {
        /// The district.
        "nama": "nama kecamatan" => name: String,
        /// Its value.
        "nilai": "nilainya" => value: Located<f64>,
        /// What the value means.
        "kategori": "arti nilainya" => category: Vulnerability,
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
        Facts { date: self.date.day(), facet: None, number: None }
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
                let bound =
                    |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), |bound| bound.to_string());
                let scale = format!("{}–{}", bound(index.min), bound(index.max));
                checks.found(rule::outside_scale(&scale).at(&entry.file, written.range.clone()));
            }
            if !seen.insert(district.name.as_str()) {
                checks.found(rule::duplicate_row().at(&entry.file, district.range.clone()));
            }
        }
    }
}
