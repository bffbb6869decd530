//! What is known of content files and of the records that are read from them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use bytes::Bytes;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Digest, Moment, Stamp};

/// What is known of the content files of a portal.
#[derive(Default, Serialize)]
pub struct Sources {
    /// By path below `content/`: a [`KnownFile`] and its notes.
    files: Encoded,
    /// Records in which nothing was wrong, by id: the digest of their files, and what was read of these.
    records: Encoded,
}

/// Encoded values by name. Each is decoded only when it is asked for, by whichever thread asks.
type Encoded = BTreeMap<String, Bytes>;

/// [`Sources`] as they are read from a file. Postcard writes a map as a list of pairs.
#[derive(Deserialize)]
struct Stored<'f> {
    #[serde(borrow)]
    files: Vec<(&'f str, &'f [u8])>,
    #[serde(borrow)]
    records: Vec<(&'f str, &'f [u8])>,
}

/// How a content file lay on the disk, and where its parts lie in its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The digest of what the gate let through when it found nothing in the file; `None` if it found something.
    pub clean_for: Option<Digest>,
}

impl KnownFile {
    /// Whether a file that lies there so still holds the same text.
    pub fn is_of(&self, stamp: Option<&Stamp>) -> bool {
        let settled = self.stamp.as_ref().filter(|known| known.is_settled(self.read_at));
        settled.is_some_and(|known| Some(known) == stamp)
    }
}

/// What a run found out about a file: the file itself, and what its body holds if it has one.
pub type Learnt<N> = (KnownFile, Option<N>);

impl Sources {
    /// Keeps what was found out about the files at these paths below `content/`: how they lay there, and what
    /// their bodies hold if nothing is wrong in them.
    pub fn learn<N: Serialize + Sync + Send>(&mut self, found: &[(&str, Learnt<N>)]) {
        put_all(&mut self.files, found);
    }

    /// Keeps records by their ids: the digest of their files, and what was read of these.
    pub fn learn_records(&mut self, records: &[(&str, (Digest, impl Serialize + Sync))]) {
        put_all(&mut self.records, records);
    }

    /// Forgets files that are no more, and then all records but these; whether there were any such files. All
    /// these files are known.
    pub fn forget_all_but<'n>(
        &mut self,
        paths: impl ExactSizeIterator<Item = &'n str>,
        ids: impl Iterator<Item = &'n str>,
    ) -> bool {
        let has_gone = self.files.len() > paths.len();
        if has_gone {
            let (paths, ids): (BTreeSet<&str>, BTreeSet<&str>) = (paths.collect(), ids.collect());
            self.files.retain(|path, _| paths.contains(path.as_str()));
            self.records.retain(|id, _| ids.contains(id.as_str()));
        }
        has_gone
    }

    /// What is known of the file at a path, whatever lies there now.
    pub fn file(&self, path: &str) -> Option<KnownFile> {
        decode_first(self.files.get(path)?).map(|(known, _)| known)
    }

    /// What the body of a file with these bytes holds.
    pub fn notes<N: DeserializeOwned>(&self, path: &str, digest: &Digest) -> Option<N> {
        let (known, notes) = decode_first::<KnownFile>(self.files.get(path)?)?;
        if known.digest == *digest { postcard::from_bytes(notes).ok()? } else { None }
    }

    /// Whether the gate found nothing in a file with these bytes, letting the same through.
    pub fn is_clean(&self, path: &str, digest: &Digest, gate: &Digest) -> bool {
        self.file(path).is_some_and(|known| known.digest == *digest && known.clean_for == Some(*gate))
    }

    /// What was kept of a record, if its files have this digest.
    pub fn record<R: DeserializeOwned>(&self, id: &str, digest: &Digest) -> Option<R> {
        let (known, record) = decode_first::<Digest>(self.records.get(id)?)?;
        if known == *digest { postcard::from_bytes(record).ok() } else { None }
    }

    /// Whether a record whose files have this digest is known.
    pub fn knows_record(&self, id: &str, digest: &Digest) -> bool {
        let known = self.records.get(id).and_then(|bytes| decode_first::<Digest>(bytes));
        known.is_some_and(|(known, _)| known == *digest)
    }

    /// Reads what was written. The values stay in `bytes` until they are asked for.
    pub(super) fn read(bytes: &Bytes) -> Option<Self> {
        let Stored { files, records } = postcard::from_bytes(bytes).ok()?;
        let encoded = |pairs: Vec<(&str, &[u8])>| -> Encoded {
            pairs.into_iter().map(|(name, value)| (name.to_owned(), bytes.slice_ref(value))).collect()
        };
        Some(Self { files: encoded(files), records: encoded(records) })
    }
}

/// Encodes values on all threads and puts them under their names.
fn put_all(encoded: &mut Encoded, values: &[(&str, impl Serialize + Sync)]) {
    let new: Vec<(String, Bytes)> = values
        .par_iter()
        .filter_map(|(name, value)| {
            let value = postcard::to_stdvec(value).ok()?.into_boxed_slice();
            Some(((*name).to_owned(), value.into()))
        })
        .collect();
    encoded.extend(new);
}

/// Decodes the first value in `bytes`, and gives the rest.
fn decode_first<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, &[u8])> {
    postcard::take_from_bytes(bytes).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn known(text: &str) -> KnownFile {
        KnownFile {
            stamp: None,
            read_at: 1,
            digest: super::super::digest(text.as_bytes()),
            front: 4..300,
            body: Some(304..text.len() + 304),
            clean_for: None,
        }
    }

    /// The same as the next run reads it.
    fn again(sources: &Sources) -> Sources {
        Sources::read(&postcard::to_stdvec(sources).unwrap().into()).unwrap()
    }

    #[test]
    fn what_is_learned_is_known_now_and_in_the_next_run() {
        let mut sources = Sources::default();
        let notes = "Apel.".to_owned();
        let (a, b) = (known("a"), known("b"));
        let gate = [7; 16];
        sources.learn(&[("c.md", (known("c"), None::<String>)), ("a.md", (a.clone(), Some(notes.clone())))]);
        let mut sources = again(&sources);
        let clean = KnownFile { clean_for: Some(gate), ..b.clone() };
        sources.learn(&[("b.md", (clean.clone(), None::<String>)), ("c.md", (known("c2"), None))]);
        sources.learn_records(&[("a", (a.digest, "record"))]);
        for sources in [&again(&sources), &sources] {
            assert_eq!(sources.file("a.md").unwrap(), a);
            assert_eq!(sources.file("b.md").unwrap(), clean);
            assert_eq!(sources.file("c.md").unwrap().digest, known("c2").digest);
            assert_eq!(sources.notes::<String>("a.md", &a.digest).unwrap(), notes);
            assert!(sources.notes::<String>("a.md", &b.digest).is_none(), "the text is another");
            assert!(sources.is_clean("b.md", &b.digest, &gate));
            assert!(!sources.is_clean("b.md", &b.digest, &[8; 16]), "the gate let something else through");
            assert!(!sources.is_clean("a.md", &a.digest, &gate));
            assert_eq!(sources.record::<String>("a", &a.digest).unwrap(), "record");
            assert!(sources.record::<String>("a", &b.digest).is_none());
            assert!(sources.knows_record("a", &a.digest) && !sources.knows_record("a", &b.digest));
        }
        assert!(!sources.forget_all_but(["a.md", "b.md", "c.md"].into_iter(), [].into_iter()));
        assert!(sources.forget_all_but(["a.md"].into_iter(), [].into_iter()));
        assert!(sources.file("b.md").is_none() && !sources.knows_record("a", &a.digest));
    }
}
