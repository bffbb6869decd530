//! Runs the detectors of the text gate over the output: a second check that does not trust the sources.

use std::sync::Arc;

use rayon::prelude::*;

use super::folder::{Content, Entry, Folder, is_manifest};
use super::html::{Page, PageTable, Piece};
use super::messages as say;
use super::silent;
use crate::collections::Kind;
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::text::{Detector, Gate, Genre, Hit, Official, Signers};

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

/// Scans texts and attributes one by one; the lengths in a drawing are not personal numbers. An official document is
/// read as a whole, since only that shows who signs it.
fn scan_page(gate: &Gate, page: &Page, silent: &Arc<SourceFile>, findings: &mut Findings) {
    let is_sanction = page.kind == Kind::Sanction.name();
    let is_letter = [Kind::Circular, Kind::Regulation].iter().any(|kind| kind.name() == page.kind);
    if is_letter {
        scan_letter(gate, page, silent, findings);
    }
    for piece in page.pieces.iter().filter(|piece| !is_letter || piece.attribute.is_some()) {
        for hit in gate.scan(&piece.text, is_sanction && piece.attribute.is_none()) {
            if !(piece.in_cell && is_excused_in_table(gate, page, piece, &hit)) {
                findings.push(say::personal(hit.detector.label()).at(silent, piece.at.clone()));
            }
        }
    }
    for link in &page.links {
        let numbers = |detector: Detector| {
            matches!(detector, Detector::Nip | Detector::Nik | Detector::NikLike | Detector::Npwp)
        };
        for hit in gate.scan(link, false).into_iter().filter(|hit| numbers(hit.detector)) {
            findings.push(say::personal(hit.detector.label()).in_file(silent));
        }
    }
}

fn scan_letter(gate: &Gate, page: &Page, silent: &Arc<SourceFile>, findings: &mut Findings) {
    let pieces: Vec<&Piece> = page.pieces.iter().filter(|piece| piece.attribute.is_none()).collect();
    let (mut text, mut starts) = (String::new(), Vec::new());
    for piece in &pieces {
        starts.push(text.len());
        text.push_str(&piece.text.replace('\n', " "));
        text.push('\n');
    }
    let mut hits = gate.scan_as(Genre::Letter, &text, false);
    let mut signers = Signers::default();
    signers.read(&text, false, &hits);
    signers.retain(&text, false, &mut hits);
    for hit in hits {
        let at = starts.partition_point(|start| *start <= hit.range.start).saturating_sub(1);
        let excused = pieces[at].in_cell && is_excused_in_table(gate, page, pieces[at], &hit);
        if !excused {
            findings.push(say::personal(hit.detector.label()).at(silent, pieces[at].at.clone()));
        }
    }
}

/// Whether the table of a cell shows that its number is none of a person.
fn is_excused_in_table(gate: &Gate, page: &Page, cell: &Piece, hit: &Hit) -> bool {
    // Only the start of a table is known, and a cell is in the last one that began.
    let begun = |table: &&PageTable| table.at.start <= cell.at.start;
    page.tables.iter().rfind(begun).is_some_and(|table| {
        let mut text = String::new();
        for cells in &table.rows {
            for cell in cells {
                text.push('|');
                text.push_str(&cell.text.replace(['|', '\n'], " "));
            }
            text.push_str("|\n");
        }
        !gate.scan(&text, false).iter().any(|other| other.normal == hit.normal)
    })
}

fn folder_of(path: &str) -> String {
    path.rsplit_once('/').map_or_else(|| "./".to_owned(), |(folder, _)| format!("{folder}/"))
}
