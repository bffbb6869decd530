//! What a run found out about content files, kept for the next.
//!
//! What is found in a file is a function of its bytes, its path and what the gate lets through.

use std::sync::Arc;

use rayon::prelude::*;

use crate::address::id_and_language;
use crate::cache::{KnownFile, KnownSource, Moment, Sources};
use crate::collections::{Entry, KeptRecord};
use crate::disclosure::text::stage::Gated;
use crate::markdown::Notes;
use crate::source::{ContentFile, SourceTree};

/// What was read.
pub(super) struct Read<'r> {
    /// The files.
    pub(super) tree: &'r SourceTree,
    /// The records.
    pub(super) entries: &'r [Arc<Entry>],
    /// Those of them in which nothing was wrong.
    pub(super) sound: &'r [Arc<Entry>],
}

/// Learns what was found out; whether there was anything to learn.
pub(super) fn learn(known: &mut Sources, read: &Read<'_>, gated: &Gated, read_at: Moment) -> bool {
    let is_other_gate = known.forget_unless(gated.lets_through);
    let content = &read.tree.content;
    let new: Vec<(&Arc<ContentFile>, &bool)> = content
        .par_iter()
        .zip(&gated.clean)
        .filter(|(file, _)| {
            let is_known = !is_other_gate && file.is_known;
            !is_known && !known.knows(&file.path, &file.digest, file.stamp.as_ref())
        })
        .collect();
    let is_public = |entry: &&Arc<Entry>| KeptRecord::is_kept(entry);
    let mut new_records: Vec<&Arc<Entry>> = new
        .par_iter()
        .filter_map(|(file, _)| record_of(file, read.sound).filter(is_public))
        .filter(|entry| !known.knows_record(&entry.id, &entry.digest))
        .collect();
    // A record has a file in each language.
    new_records.dedup_by(|one, next| Arc::ptr_eq(one, next));
    let files: Vec<(&str, KnownSource)> = new
        .par_iter()
        .map(|(content, is_clean)| {
            let ContentFile { path, stamp, digest, front, body, .. } = content.as_ref();
            let (stamp, digest, is_clean) = (*stamp, *digest, **is_clean);
            let notes = notes(content, read.entries);
            let (front, body) = (front.clone(), body.clone());
            let file = KnownFile { stamp, read_at, digest, front, body, clean_for: None };
            (path.as_str(), KnownSource { file, is_clean, notes })
        })
        .collect();
    known.learn(&files);
    known.learn_records(
        &new_records,
        |entry| (&entry.id, entry.digest),
        |entry, to| KeptRecord::keep(entry, to),
    );
    let paths = content.iter().map(|content| content.path.as_str());
    let ids = read.sound.iter().filter(is_public).map(|entry| entry.id.as_str());
    let has_gone = known.forget_all_but(paths, ids);
    is_other_gate || !new.is_empty() || has_gone
}

/// The record among these, which are in the order of their ids, that a file belongs to.
fn record_of<'e>(file: &ContentFile, entries: &'e [Arc<Entry>]) -> Option<&'e Arc<Entry>> {
    let (id, _) = id_and_language(&file.path);
    entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok().map(|at| &entries[at])
}

/// What the body of a file holds. Texts about sanctions stay where they are.
fn notes(file: &ContentFile, entries: &[Arc<Entry>]) -> Option<Arc<Notes>> {
    let entry = record_of(file, entries).filter(|entry| !entry.file.confidential)?;
    let version = entry.versions().find(|version| version.file.path == file.file.path)?;
    let body = version.body.as_ref().filter(|body| body.is_sound)?;
    Some(Arc::clone(body.notes()))
}
