//! What is known of content files, by their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::Digest;
use super::codec::{Reader, Writer};
use crate::markdown::{Heading, Link, Notes, Target};

/// What is known of the content files of a portal.
#[derive(Default)]
pub struct Sources {
    files: BTreeMap<String, KnownSource>,
    /// What the gate let through by declaration when it read these files.
    gate: Digest,
}

/// What is known of one file.
#[derive(Clone)]
pub struct KnownSource {
    /// The digest of its text.
    pub digest: Digest,
    /// What its body holds, if nothing is wrong in it.
    pub notes: Option<Arc<Notes>>,
    /// Whether the gate found nothing.
    pub is_clean: bool,
}

impl Sources {
    /// Forgets everything unless the gate let the same through; whether it did so.
    pub fn forget_unless(&mut self, gate: Digest) -> bool {
        let is_other = self.gate != gate;
        if is_other {
            *self = Self { files: BTreeMap::new(), gate };
        }
        is_other
    }

    /// Keeps what was found out about the file at a path below `content/`.
    pub fn learn(&mut self, path: String, found: KnownSource) {
        self.files.insert(path, found);
    }

    /// Forgets files that are no more; whether there were any. All these are known.
    pub fn forget_all_but<'f>(&mut self, paths: impl ExactSizeIterator<Item = &'f str>) -> bool {
        let has_gone = self.files.len() > paths.len();
        if has_gone {
            let there: BTreeSet<&str> = paths.collect();
            self.files.retain(|path, _| there.contains(path.as_str()));
        }
        has_gone
    }

    /// Whether a file with these bytes is known.
    pub fn knows(&self, path: &str, digest: &Digest) -> bool {
        self.same(path, digest).is_some()
    }

    /// What the body of a file with these bytes holds.
    pub fn notes(&self, path: &str, digest: &Digest) -> Option<&Arc<Notes>> {
        self.same(path, digest)?.notes.as_ref()
    }

    /// Whether the gate found nothing in a file with these bytes, letting the same through.
    pub fn is_clean(&self, path: &str, digest: &Digest, gate: &Digest) -> bool {
        self.gate == *gate && self.same(path, digest).is_some_and(|known| known.is_clean)
    }

    fn same(&self, path: &str, digest: &Digest) -> Option<&KnownSource> {
        self.files.get(path).filter(|known| known.digest == *digest)
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.digest(&self.gate);
        to.length(self.files.len());
        for (path, known) in &self.files {
            to.text(path);
            to.digest(&known.digest);
            to.flag(known.is_clean);
            to.flag(known.notes.is_some());
            if let Some(notes) = &known.notes {
                write_notes(notes, to);
            }
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let gate = from.digest()?;
        let files = from.list(|from| {
            let path = from.text()?.to_owned();
            let (digest, is_clean) = (from.digest()?, from.flag()?);
            let notes = if from.flag()? { Some(Arc::new(read_notes(from)?)) } else { None };
            Some((path, KnownSource { digest, notes, is_clean }))
        })?;
        Some(Self { files: files.into_iter().collect(), gate })
    }
}

fn write_notes(notes: &Notes, to: &mut Writer) {
    to.text(&notes.lead);
    to.length(notes.headings.len());
    for Heading { level, id, text } in &notes.headings {
        to.byte(*level);
        to.text(id);
        to.text(text);
    }
    to.length(notes.links.len());
    for Link { target, range } in &notes.links {
        let (kind, text) = match target {
            Target::Page(text) => (0, text),
            Target::File(text) => (1, text),
            Target::Anchor(text) => (2, text),
        };
        to.byte(kind);
        to.text(text);
        to.length(range.start);
        to.length(range.end);
    }
}

fn read_notes(from: &mut Reader<'_>) -> Option<Notes> {
    let lead = from.text()?.to_owned();
    let headings = from.list(|from| {
        Some(Heading { level: from.byte()?, id: from.text()?.to_owned(), text: from.text()?.to_owned() })
    })?;
    let links = from.list(|from| {
        let (kind, text) = (from.byte()?, from.text()?.to_owned());
        let target = match kind {
            0 => Target::Page(text),
            1 => Target::File(text),
            2 => Target::Anchor(text),
            _ => return None,
        };
        Some(Link { target, range: range(from)? })
    })?;
    Some(Notes { headings, links, lead })
}

fn range(from: &mut Reader<'_>) -> Option<Range<usize>> {
    Some(usize::try_from(from.number()?).ok()?..usize::try_from(from.number()?).ok()?)
}
