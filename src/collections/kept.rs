//! The records that a process has read before, for the next reading.

use std::sync::Arc;

use super::Entry;
use super::load::RecordFiles;
use crate::cache::{Digest, Digester};
use crate::diagnostics::SourceFile;
use crate::source::SourceTree;

/// Records in which nothing was wrong when they were last read.
#[derive(Default)]
pub struct KeptRecords {
    /// By id.
    sound: Vec<Arc<Entry>>,
    /// The digest of the files that records may name, as they were then.
    files: Digest,
}

impl KeptRecords {
    /// Forgets all records if the files that they may name are others now.
    pub(super) fn for_files_of(&mut self, tree: &SourceTree) -> &Self {
        let mut digester = Digester::default();
        for (path, attachment) in &tree.attachments {
            digester.feed(path.as_bytes()).feed(attachment.sha256.as_bytes());
        }
        digester.feed(&[]);
        tree.unread.iter().for_each(|path| {
            digester.feed(path.as_bytes());
        });
        let files = digester.finish();
        if files != self.files {
            *self = Self { sound: Vec::new(), files };
        }
        self
    }

    /// The record, if it was made of just these files. It probably is where it was, `at` this place.
    pub(super) fn entry(
        &self,
        at: usize,
        files: &RecordFiles<'_>,
        table: Option<&Arc<SourceFile>>,
    ) -> Option<&Arc<Entry>> {
        let entry = match self.sound.get(at) {
            Some(entry) if entry.id == files.id => entry,
            _ => {
                let at = self.sound.binary_search_by(|entry| entry.id.as_str().cmp(files.id)).ok()?;
                &self.sound[at]
            }
        };
        let is_same = |ours: Option<&Arc<SourceFile>>, now: Option<&Arc<SourceFile>>| match (ours, now) {
            (Some(ours), Some(now)) => Arc::ptr_eq(ours, now),
            (None, None) => true,
            _ => false,
        };
        let translation = entry.translation.as_ref().map(|version| &version.file);
        let is_known = is_same(Some(&entry.file), Some(&files.original.file))
            && is_same(translation, files.translation.map(|content| &content.file))
            && is_same(entry.table.as_ref(), table);
        is_known.then_some(entry)
    }

    /// The records of the last reading in which nothing was wrong, by id.
    pub fn sound(&self) -> &[Arc<Entry>] {
        &self.sound
    }

    /// Keeps the records of a reading in which nothing was wrong, by id.
    pub(super) fn keep(&mut self, sound: Vec<Arc<Entry>>) {
        self.sound = sound;
    }
}
