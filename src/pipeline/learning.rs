//! What a run found out about content files, kept for the next.
//!
//! What is found in a file is a function of its bytes, its path and what the gate lets through.

use std::sync::Arc;

use rayon::prelude::*;

use crate::address::id_and_language;
use crate::cache::{Digest, KnownFile, Moment, Sources};
use crate::collections::Entry;
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
    let content = &read.tree.content;
    let new: Vec<(&Arc<ContentFile>, Option<Digest>)> = content
        .par_iter()
        .zip(&gated.clean)
        .map(|(file, is_clean)| (file, is_clean.then_some(gated.lets_through)))
        .filter(|(file, clean_for)| {
            let is_known = |known: KnownFile| {
                let lies_so = file.is_known || known.is_of(file.stamp.as_ref());
                known.digest == file.digest && known.clean_for == *clean_for && lies_so
            };
            !known.file(&file.path).is_some_and(is_known)
        })
        .collect();
    let mut new_records: Vec<&Arc<Entry>> = new
        .par_iter()
        .filter_map(|(file, _)| record_of(file, read.sound).filter(|entry| entry.may_be_cached()))
        .filter(|entry| !known.knows_record(&entry.id, &entry.digest))
        .collect();
    // A record has a file in each language.
    new_records.dedup_by(|one, next| Arc::ptr_eq(one, next));
    let files: Vec<_> = new
        .par_iter()
        .map(|(content, clean_for)| {
            let ContentFile { path, stamp, digest, front, body, .. } = content.as_ref();
            let file = KnownFile {
                stamp: *stamp,
                read_at,
                digest: *digest,
                front: front.clone(),
                body: body.clone(),
                clean_for: *clean_for,
            };
            (path.as_str(), (file, notes(content, read.entries)))
        })
        .collect();
    let records: Vec<_> =
        new_records.iter().map(|entry| (entry.id.as_str(), (entry.digest, entry.keys_to_cache()))).collect();
    known.learn(&files);
    known.learn_records(&records);
    let paths = content.iter().map(|content| content.path.as_str());
    let cached = read.sound.iter().filter(|entry| entry.may_be_cached());
    let has_gone = known.forget_all_but(paths, cached.map(|entry| entry.id.as_str()));
    !new.is_empty() || has_gone
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
