//! Pledges (`ikrar/`): the text, and a video with its transcript.

use jiff::civil::Date;

use super::common::{AttachmentKeys, DayName, Refs};
use super::messages as rule;
use super::{Checks, ContentType, Entry, Facts, Reference, base_and_calendar};
use crate::reading::{FilePath, Located, Phrase, RecordRef, Reported, WebUrl, record};

record! {
    /// A pledge; the body is its text.
    #[derive(Clone)]
    pub struct Pledge {
        /// The day it was spoken.
        "tanggal": "hari ikrar diucapkan" => date: Option<Located<Date>>,
        /// The weekday given with the date; checked.
        "hari": "nama hari; dicocokkan dengan `tanggal`" => weekday: Option<Located<DayName>>,
        /// The place.
        "tempat": "tempatnya" translated => place: Option<Phrase>,
        /// Who spoke it.
        "pengucap": "siapa yang mengucapkan" translated => speakers: Option<Phrase>,
        /// The election that it belongs to.
        "tahapan": "pemilihan yang terkait" => calendar: Option<RecordRef>,
        /// The rules that it rests on.
        "dasar_hukum": "peraturan yang mendasari" => legal_base: Refs,
        /// The video.
        "video": "rekaman video" translated => video: Option<Located<Video>>,
        /// Files published with it.
        "lampiran": "berkas untuk diunduh" => attachments: Vec<AttachmentKeys>,
    }
}

record! {
    /// A video, in the portal or elsewhere; never a player of a third party before a click.
    #[derive(Clone)]
    pub struct Video {
        /// The file, in the record's own folder.
        "berkas": "nama berkas video di folder yang sama; atau `tautan`" => file: Option<Located<FilePath>>,
        /// Where it is, if not in the portal.
        "tautan": "alamat video di situs lain; atau `berkas`" => url: Option<Reported<WebUrl>>,
        /// Its length: "02:10".
        "durasi": "lamanya, misalnya `\"02:10\"`" => duration: Option<String>,
        /// A WebVTT file with captions, in the record's own folder.
        "teks": "berkas WebVTT berisi teks, di folder yang sama" => captions: Option<Located<FilePath>>,
        /// What is said and shown, in words; required of a video that can be watched.
        "transkrip": "apa yang diucapkan dan terlihat, dengan kata-kata" => transcript: Reported<Phrase>,
    }
}

impl ContentType for Pledge {
    fn facts(&self) -> Facts<'_> {
        Facts { date: self.date.as_ref().map(|date| date.value), facet: None, number: None }
    }

    fn references(&self) -> Vec<Reference<'_>> {
        base_and_calendar(&self.legal_base, self.calendar.as_ref())
    }

    fn attachments(&self) -> &[AttachmentKeys] {
        &self.attachments
    }

    fn files(&self) -> Vec<&Located<FilePath>> {
        self.video.iter().flat_map(|video| video.file.iter().chain(&video.captions)).collect()
    }

    fn check(&self, entry: &Entry, checks: &mut Checks<'_>) {
        checks.weekday(entry, self.date.as_ref(), self.weekday.as_ref());
        if let Some(video) = &self.video
            && video.file.is_some() == video.url.is_some()
        {
            checks.found(rule::video_file_or_link().at(&entry.file, video.range.clone()));
        }
        if let Some(video) = &self.video
            && video.transcript == Reported::NotReported
            && (video.file.is_some() || video.url.as_ref().is_some_and(|url| url.known().is_some()))
        {
            checks.found(rule::video_without_transcript().at(&entry.file, video.range.clone()));
        }
    }
}
