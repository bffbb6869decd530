//! The home page, plain pages (`halaman/`) and news (`berita/`).

use jiff::civil::Date;

use super::common::{AttachmentKeys, DayName};
use super::{Checks, ContentType, Entry, Facts, Reference, Role};
use crate::reading::{Located, RecordRef, record};

record! {
    /// A plain page, or the home page; the body is its text.
    #[derive(Clone)]
    pub struct Page {
        /// Place in the foot menu; smaller comes first.
        "urutan": "urutan di menu kaki; yang kecil di depan" => order: Option<u64>,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh" => attachments: Vec<AttachmentKeys>,
    }
}

record! {
    /// A news item; the body is its text.
    #[derive(Clone)]
    pub struct News {
        /// The day it happened.
        "tanggal": "tanggal kejadian" => date: Option<Located<Date>>,
        /// The weekday given with the date; checked.
        "hari": "nama hari; dicocokkan dengan `tanggal`" => weekday: Option<Located<DayName>>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh" => attachments: Vec<AttachmentKeys>,
    }
}

impl ContentType for Page {
    fn facts(&self) -> Facts<'_> {
        Facts::default()
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }
}

impl ContentType for News {
    fn facts(&self) -> Facts<'_> {
        Facts { date: self.date.as_ref().map(|date| date.value), ..Facts::default() }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        self.calendar.iter().map(|target| Reference { target, role: Role::Calendar }).collect()
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        checks.weekday(entry, self.date.as_ref(), self.weekday.as_ref());
    }
}
