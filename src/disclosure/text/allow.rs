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

/// The exceptions that are valid on the day of the build.
#[derive(Default)]
pub(super) struct AllowList {
    /// By detector, file and SHA-256.
    entries: BTreeMap<(Detector, String, String), Allowed>,
}

struct Allowed {
    at: std::ops::Range<usize>,
    used: AtomicBool,
}

/// Reads the list. Invalid entries are reported and left out.
pub(super) fn read(tree: &SourceTree, today: Date, findings: &mut Findings) -> AllowList {
    let Some(content) = tree.content.iter().find(|content| content.path == ALLOW_LIST) else {
        return AllowList::default();
    };
    let Some(written) = parse(content, findings) else { return AllowList::default() };
    let file = &content.file;
    let inner: BTreeSet<&str> = tree.content.iter().map(|content| content.path.as_str()).collect();
    let mut list = AllowList::default();
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
        if keys.valid_until.value < today {
            findings.push(rule::expired(keys.valid_until.value).at(file, keys.valid_until.range.clone()));
        }
        let key = (keys.detector.value, keys.file.value, keys.sha256.value);
        if list.entries.contains_key(&key) {
            findings.push(rule::allowed_twice().at(file, at.clone()));
        }
        if findings.len() == before {
            list.entries.insert(key, Allowed { at, used: AtomicBool::new(false) });
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
    /// Whether a hit in the file `path` is excepted. Marks the exception as used.
    pub(super) fn lets_through(&self, path: &str, hit: &Hit) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        let sha256: String =
            Sha256::digest(hit.normal.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let entry = self.entries.get(&(hit.detector, path.to_owned(), sha256));
        if let Some(entry) = entry {
            entry.used.store(true, Ordering::Relaxed);
        }
        entry.is_some()
    }

    /// Reports the exceptions that no text needs.
    pub(super) fn report_unused(&self, tree: &SourceTree, findings: &mut Findings) {
        let Some(content) = tree.content.iter().find(|content| content.path == ALLOW_LIST) else { return };
        for entry in self.entries.values().filter(|entry| !entry.used.load(Ordering::Relaxed)) {
            findings.push(rule::unused().at(&content.file, entry.at.clone()));
        }
    }
}
