//! What is known of content files and of the records that are read from them.

use std::ops::Range;
use std::sync::Arc;

use super::codec::{Keep, Reader, Writer};
use super::shelf::Shelf;
use super::{Digest, Moment, Stamp};
use crate::markdown::{Heading, Link, Notes, Target};

/// What is known of the content files of a portal.
#[derive(Default)]
pub struct Sources {
    /// By path below `content/`.
    files: Shelf,
    /// Records in which nothing was wrong, by id: the digest of their files, and what was read of these.
    records: Shelf,
    /// What the gate let through by declaration when it read these files.
    gate: Digest,
}

/// How a content file lay on the disk, and where its parts lie in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// How it lay there; `None` if that could not be told.
    pub stamp: Option<Stamp>,
    /// When it was read.
    pub read_at: Moment,
    /// The digest of its text.
    pub digest: Digest,
    /// Where the TOML data lies in its text.
    pub front: Range<usize>,
    /// Where the Markdown lies in it, if there is any.
    pub body: Option<Range<usize>>,
    /// What the gate let through when it found nothing in it, if it found nothing.
    pub clean_for: Option<Digest>,
}

impl KnownFile {
    /// Whether a file that lies there so still holds the same text.
    pub fn is_of(&self, stamp: Option<&Stamp>) -> bool {
        let settled = self.stamp.as_ref().filter(|known| known.is_settled(self.read_at));
        settled.is_some_and(|known| Some(known) == stamp)
    }
}

/// What is known of one file.
#[derive(Clone)]
pub struct KnownSource {
    /// How it lay there.
    pub file: KnownFile,
    /// Whether the gate found nothing.
    pub is_clean: bool,
    /// What its body holds, if nothing is wrong in it.
    pub notes: Option<Arc<Notes>>,
}

impl Sources {
    /// Forgets what the gate said unless it let the same through; whether it did so.
    pub fn forget_unless(&mut self, gate: Digest) -> bool {
        let is_other = self.gate != gate;
        if is_other {
            *self = Self { gate, ..Self::default() };
        }
        is_other
    }

    /// Keeps what was found out about the files at these paths below `content/`.
    pub fn learn(&mut self, found: &[(&str, KnownSource)]) {
        self.files.put_all(found, |(path, _)| path, |(_, found), to| found.keep(to));
    }

    /// Keeps records by their ids and the digests of their files, as `write` writes them.
    pub fn learn_records<R: Sync>(
        &mut self,
        records: &[R],
        about: impl Fn(&R) -> (&str, Digest) + Sync,
        write: impl Fn(&R, &mut Writer) + Sync,
    ) {
        let with_digest = |record: &R, to: &mut Writer| {
            to.digest(&about(record).1);
            write(record, to);
        };
        self.records.put_all(records, |record| about(record).0, with_digest);
    }

    /// Forgets files that are no more, and then all records but these; whether there were any such files. All
    /// these files are known.
    pub fn forget_all_but<'n>(
        &mut self,
        paths: impl ExactSizeIterator<Item = &'n str>,
        ids: impl Iterator<Item = &'n str>,
    ) -> bool {
        let has_gone = self.files.count() > paths.len();
        if has_gone {
            self.files.retain(&paths.collect());
            self.records.retain(&ids.collect());
        }
        has_gone
    }

    /// What is known of the file at a path, whatever lies there now.
    pub fn file(&self, path: &str) -> Option<KnownFile> {
        let known = kept_file(&mut self.files.reader(path)?)?;
        Some(KnownFile { clean_for: known.clean_for.map(|_| self.gate), ..known })
    }

    /// Whether a file with these bytes is known to lie there so.
    pub fn knows(&self, path: &str, digest: &Digest, stamp: Option<&Stamp>) -> bool {
        self.file(path).is_some_and(|known| known.digest == *digest && known.is_of(stamp))
    }

    /// What the body of a file with these bytes holds.
    pub fn notes(&self, path: &str, digest: &Digest) -> Option<Arc<Notes>> {
        let mut from = self.files.reader(path)?;
        kept_file(&mut from).filter(|known| known.digest == *digest)?;
        if from.flag()? { Keep::kept(&mut from).map(Arc::new) } else { None }
    }

    /// Whether the gate found nothing in a file with these bytes, letting the same through.
    pub fn is_clean(&self, path: &str, digest: &Digest, gate: &Digest) -> bool {
        let known = self.files.reader(path).filter(|_| self.gate == *gate);
        known.and_then(|mut from| kept_gate(&mut from)) == Some((*digest, true))
    }

    /// A reader of what was kept of a record, if its files have this digest.
    pub fn record(&self, id: &str, digest: &Digest) -> Option<Reader<'_>> {
        let mut from = self.records.reader(id)?;
        (from.digest()? == *digest).then_some(from)
    }

    /// Whether a record whose files have this digest is known.
    pub fn knows_record(&self, id: &str, digest: &Digest) -> bool {
        self.records.reader(id).and_then(|mut from| from.digest()).as_ref() == Some(digest)
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.digest(&self.gate);
        self.files.write(to);
        self.records.write(to);
    }

    /// `from` is the rest of `bytes`.
    pub(super) fn read(from: &mut Reader<'_>, bytes: &Arc<[u8]>) -> Option<Self> {
        let gate = from.digest()?;
        Some(Self { gate, files: Shelf::read(from, bytes)?, records: Shelf::read(from, bytes)? })
    }
}

impl KnownSource {
    /// What is asked most often comes first.
    fn keep(&self, to: &mut Writer) {
        to.digest(&self.file.digest);
        to.flag(self.is_clean);
        self.file.stamp.keep(to);
        to.number(self.file.read_at);
        self.file.front.keep(to);
        self.file.body.keep(to);
        to.flag(self.notes.is_some());
        self.notes.iter().for_each(|notes| notes.keep(to));
    }
}

/// Reads the first part of a [`KnownSource`].
fn kept_gate(from: &mut Reader<'_>) -> Option<(Digest, bool)> {
    Some((from.digest()?, from.flag()?))
}

/// Reads what comes before the notes of a [`KnownSource`], but for what the gate let through.
fn kept_file(from: &mut Reader<'_>) -> Option<KnownFile> {
    let (digest, is_clean) = kept_gate(from)?;
    Some(KnownFile {
        stamp: Keep::kept(from)?,
        read_at: from.number()?,
        digest,
        front: Keep::kept(from)?,
        body: Keep::kept(from)?,
        clean_for: is_clean.then(Digest::default),
    })
}

impl Keep for Notes {
    fn keep(&self, to: &mut Writer) {
        to.text(&self.lead);
        self.headings.keep(to);
        self.links.keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self { lead: Keep::kept(from)?, headings: Keep::kept(from)?, links: Keep::kept(from)? })
    }
}

impl Keep for Heading {
    fn keep(&self, to: &mut Writer) {
        to.byte(self.level);
        to.text(&self.id);
        to.text(&self.text);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self { level: from.byte()?, id: Keep::kept(from)?, text: Keep::kept(from)? })
    }
}

impl Keep for Link {
    fn keep(&self, to: &mut Writer) {
        let (kind, text) = match &self.target {
            Target::Page(text) => (0, text),
            Target::File(text) => (1, text),
            Target::Anchor(text) => (2, text),
        };
        to.byte(kind);
        to.text(text);
        self.range.keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        let (kind, text) = (from.byte()?, String::kept(from)?);
        let target = match kind {
            0 => Target::Page(text),
            1 => Target::File(text),
            2 => Target::Anchor(text),
            _ => return None,
        };
        Some(Self { target, range: Keep::kept(from)? })
    }
}
