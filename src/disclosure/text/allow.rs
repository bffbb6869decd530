//! Exceptions from the text gate: `content/izin-pii.toml`.
//!
//! An exception allows one exact text in one file, for a limited time, on the authority of an office. It
//! gives the text by its SHA-256, so that the list itself does not show personal data. There are no
//! wildcards, and the number of a person (NIP, NIK) can never be excepted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::messages as rule;
use super::{Detector, Hit};
use crate::diagnostics::Findings;
use crate::locale::Lang;
use crate::reading::{self, FromKeys, Keys, Layer, Located, keys};
use crate::source::{ALLOW_LIST, ContentFile, SourceTree};

keys! {
    /// The list of exceptions.
    pub struct AllowFile {
        /// The exceptions.
        "izin": "pengecualian, satu demi satu" => entries: Vec<Located<AllowKeys>>,
    }
}

keys! {
    /// One exception, as written.
    pub struct AllowKeys {
        /// The detector that it silences.
        "detektor": "detektor yang dikecualikan" => detector: Located<Detector>,
        /// SHA-256 of the match in its normal form, 64 hexadecimal digits.
        "sha256": "64 digit heksadesimal atas bentuk bakunya; cara menghitungnya: `terawang explain TW0801`" => sha256: Located<String>,
        /// The file that it applies to, as messages name it: `content/berita/2024/apel.md`.
        "berkas": "berkas tempatnya, misalnya `content/berita/2024/apel.md`" => file: Located<String>,
        /// Why the text must be public.
        "alasan": "mengapa teks itu harus terbit" => reason: String,
        /// Who decided this: an office, not a name.
        "disetujui_oleh": "kantor yang memutuskan, bukan nama orang" => approved_by: String,
        /// The last day on which it is valid.
        "berlaku_sampai": "hari terakhir berlakunya" => valid_until: Located<Date>,
    }
}

/// An exception, as it holds on the day of the build.
pub struct Exception {
    /// The detector that it silences.
    pub detector: Detector,
    /// The file that it applies to.
    pub file: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Why the text must be public.
    pub reason: String,
    /// Who decided this.
    pub approved_by: String,
    /// The last day on which it is valid.
    pub valid_until: Date,
    /// Its place in the list.
    at: std::ops::Range<usize>,
    is_needed: AtomicBool,
}

impl Exception {
    /// Whether a text still needs it.
    pub fn is_needed(&self) -> bool {
        self.is_needed.load(Ordering::Relaxed)
    }

    /// The number of days that it is still valid; negative if it has ended.
    pub fn days_left(&self, today: Date) -> i32 {
        (self.valid_until - today).get_days()
    }

    /// Whether it is so near its end that somebody should decide about it, or past it.
    pub fn ends_soon(&self, today: Date) -> bool {
        self.days_left(today) <= SOON
    }
}

/// An exception that ends in so many days is told.
const SOON: i32 = 30;

/// The exceptions of a portal.
#[derive(Default)]
pub(super) struct AllowList {
    /// Those without a mistake, valid or ended, as they are written.
    pub(super) exceptions: Vec<Exception>,
    /// Their indices by detector, file and SHA-256.
    index: BTreeMap<(Detector, String, String), usize>,
    today: Option<Date>,
}

/// Reads the list. Invalid entries are reported and left out.
pub(super) fn read(tree: &SourceTree, today: Date, findings: &mut Findings) -> AllowList {
    let Some(content) = tree.content.iter().find(|content| content.path == ALLOW_LIST) else {
        return AllowList::default();
    };
    let Some(written) = parse(content, findings) else { return AllowList::default() };
    let file = &content.file;
    let inner: BTreeSet<&str> = tree.content.iter().map(|content| content.path.as_str()).collect();
    let mut list = AllowList { today: Some(today), ..AllowList::default() };
    for Located { value: keys, range: at } in written.entries {
        let before = findings.len();
        if !keys.detector.value.may_be_allowed() {
            findings
                .push(rule::never_allowed(keys.detector.value.label()).at(file, keys.detector.range.clone()));
        }
        if !is_sha256(&keys.sha256.value) {
            findings.push(rule::not_a_sha256().at(file, keys.sha256.range.clone()));
        }
        if !exists(tree, &inner, &keys.file.value) {
            findings.push(rule::no_such_file().at(file, keys.file.range.clone()));
        }
        let is_sound = findings.len() == before;
        let (detector, path, sha256) = (keys.detector.value, keys.file.value, keys.sha256.value);
        let exception = Exception {
            detector,
            file: path.clone(),
            sha256: sha256.clone(),
            reason: keys.reason,
            approved_by: keys.approved_by,
            valid_until: keys.valid_until.value,
            at: at.clone(),
            is_needed: AtomicBool::new(false),
        };
        let days = exception.days_left(today);
        if days < 0 {
            findings.push(rule::expired(exception.valid_until).at(file, keys.valid_until.range));
        } else if is_sound && exception.ends_soon(today) {
            let until = exception.valid_until;
            findings.push(rule::ends_soon(until, days).at(file, keys.valid_until.range));
        }
        if is_sound {
            let key = (detector, path, sha256);
            let other = list.index.get(&key).map(|at| &list.exceptions[*at]);
            if days >= 0 && other.is_some_and(|other| other.days_left(today) >= 0) {
                findings.push(rule::allowed_twice().at(file, at));
                continue;
            }
            if days >= 0 || other.is_none() {
                list.index.insert(key, list.exceptions.len());
            }
            list.exceptions.push(exception);
        }
    }
    list
}

fn parse(content: &ContentFile, findings: &mut Findings) -> Option<AllowFile> {
    let front = content.front_text().map_err(|found| findings.push(*found)).ok()?;
    let table = reading::parse(&front, &content.file, content.front.start, findings)?;
    let layers =
        [Layer { table: table.get_ref(), file: &content.file, offset: content.front.start, lang: Lang::Id }];
    let mut keys = Keys::new(&layers, 0..0, findings);
    let read = AllowFile::from_keys(&mut keys);
    keys.finish(&[AllowFile::KEYS], false);
    read
}

/// Whether the file at this path exists; `content` holds the paths of the content files.
fn exists(tree: &SourceTree, content: &BTreeSet<&str>, path: &str) -> bool {
    path == "site.toml"
        || path.strip_prefix("content/").is_some_and(|inner| {
            tree.tables.contains_key(inner) || tree.attachments.contains_key(inner) || content.contains(inner)
        })
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

impl AllowList {
    /// The exception for a text in the file `path`, even if it has ended. Marks it as needed.
    fn exception(&self, path: &str, detector: Detector, sha256: &str) -> Option<&Exception> {
        if self.exceptions.is_empty() {
            return None;
        }
        let at = self.index.get(&(detector, path.to_owned(), sha256.to_owned()))?;
        let exception = &self.exceptions[*at];
        exception.is_needed.store(true, Ordering::Relaxed);
        Some(exception)
    }

    /// Whether a text in the file `path` is excepted.
    pub(super) fn lets_through(&self, path: &str, detector: Detector, sha256: &str) -> bool {
        let exception = self.exception(path, detector, sha256);
        exception.zip(self.today).is_some_and(|(exception, today)| exception.days_left(today) >= 0)
    }

    /// Reports the exceptions that no text needs.
    pub(super) fn report_unused(&self, tree: &SourceTree, findings: &mut Findings) {
        let Some(content) = tree.content.iter().find(|content| content.path == ALLOW_LIST) else { return };
        let is_valid =
            |exception: &&Exception| self.today.is_some_and(|today| exception.days_left(today) >= 0);
        for exception in self.exceptions.iter().filter(is_valid).filter(|exception| !exception.is_needed()) {
            findings.push(rule::unused().at(&content.file, exception.at.clone()));
        }
    }
}

/// SHA-256 of a hit in its normal form, as exceptions give it.
pub(super) fn sha256_of(hit: &Hit) -> String {
    Sha256::digest(hit.normal.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
