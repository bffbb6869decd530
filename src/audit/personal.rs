//! Runs the detectors of the text gate over the output: a second check that does not trust the sources.

use std::sync::Arc;

use rayon::prelude::*;

use super::folder::{Content, Entry, Folder, is_manifest};
use super::html::Page;
use super::messages as say;
use super::silent;
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::text::{Detector, Gate, Official};

/// Searches every text, attribute, table and feed for personal data.
pub(super) fn find(folder: &Folder) -> Findings {
    let gate = Gate::new(declared(folder), None);
    let entries: Vec<(&String, &Entry)> =
        folder.files.iter().filter(|(path, _)| !is_manifest(path)).collect();
    let found: Vec<Findings> = entries.par_iter().map(|(_, entry)| scan(&gate, entry)).collect();
    let mut findings = Findings::default();
    found.into_iter().for_each(|found| findings.extend(found));
    findings
}

/// The contacts in the site's footer and its channels: they belong to offices.
fn declared(folder: &Folder) -> Official {
    let mut official = Official::default();
    for (_, page) in folder.pages() {
        if let Some(canonical) = &page.canonical {
            official.link(canonical);
        }
        for contact in &page.contacts {
            match contact.split_once(':') {
                Some(("tel", number)) => official.phone(number),
                Some(("mailto", address)) => official.email(address.split('?').next().unwrap_or(address)),
                _ => official.link(contact),
            }
        }
    }
    official
}

fn scan(gate: &Gate, entry: &Entry) -> Findings {
    let mut findings = Findings::default();
    let silent = silent(&entry.file);
    match &entry.content {
        Content::Page(page) | Content::Feed(page) => scan_page(gate, page, &silent, &mut findings),
        Content::Table(table) if !table.json => {
            for hit in gate.scan_table(&entry.file.text(), false) {
                findings.push(say::personal(hit.detector.label()).at(&silent, hit.range));
            }
        }
        Content::Table(_) | Content::Text => {
            for hit in gate.scan(&entry.file.text(), false) {
                findings.push(say::personal(hit.detector.label()).at(&silent, hit.range));
            }
        }
        Content::Opaque => {}
    }
    for hit in gate.scan(&entry.file.path, false) {
        findings.push(
            say::personal(hit.detector.label()).in_file(&SourceFile::unread(folder_of(&entry.file.path))),
        );
    }
    findings
}

/// Scans texts and attributes one by one; the lengths in a drawing are not personal numbers.
fn scan_page(gate: &Gate, page: &Page, silent: &Arc<SourceFile>, findings: &mut Findings) {
    let is_sanction = page.kind == "sanksi";
    for piece in &page.pieces {
        for hit in gate.scan(&piece.text, is_sanction && piece.attribute.is_none()) {
            findings.push(say::personal(hit.detector.label()).at(silent, piece.at.clone()));
        }
    }
    for link in &page.links {
        let numbers = |detector: Detector| matches!(detector, Detector::Nip | Detector::Nik | Detector::Npwp);
        for hit in gate.scan(link, false).into_iter().filter(|hit| numbers(hit.detector)) {
            findings.push(say::personal(hit.detector.label()).in_file(silent));
        }
    }
}

fn folder_of(path: &str) -> String {
    path.rsplit_once('/').map_or_else(|| "./".to_owned(), |(folder, _)| format!("{folder}/"))
}
