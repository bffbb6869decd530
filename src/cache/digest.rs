//! Digests of bytes, and of values by way of serde.

use serde::Serialize;

/// Half of a BLAKE3 hash: 128 bits are enough that no two texts ever meet.
pub type Digest = [u8; 16];

/// The digest of bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    shortened(blake3::hash(bytes))
}

pub(super) fn shortened(hash: blake3::Hash) -> Digest {
    let mut digest = Digest::default();
    let length = digest.len();
    digest.copy_from_slice(&hash.as_bytes()[..length]);
    digest
}

/// Digests what is fed to it piece by piece; pieces are told apart by their lengths.
#[derive(Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Takes in one piece.
    pub fn feed(&mut self, piece: &[u8]) -> &mut Self {
        self.0.update(&(piece.len() as u64).to_le_bytes()).update(piece);
        self
    }

    /// Takes in a value as JSON; `false` if it cannot be written so.
    ///
    /// Not as postcard writes it: that names no fields, so a value that skips one (`skip_serializing_if`) could look
    /// like another.
    pub fn feed_value<T: Serialize + ?Sized>(&mut self, value: &T, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        let is_written = serde_json::to_writer(&mut *buffer, value).is_ok();
        self.feed(buffer);
        is_written
    }

    /// The digest of all pieces.
    pub fn finish(&self) -> Digest {
        shortened(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::Serialize;

    use super::{Digest, Digester};

    fn of(pieces: &[&str]) -> Digest {
        let mut digester = Digester::default();
        pieces.iter().for_each(|piece| {
            digester.feed(piece.as_bytes());
        });
        digester.finish()
    }

    #[test]
    fn what_is_not_the_same_has_another_digest() {
        #[derive(Serialize)]
        struct Card {
            title: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            summary: Option<&'static str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            number: Option<&'static str>,
        }
        let card = |title, summary, number| {
            let mut digester = Digester::default();
            assert!(digester.feed_value(&Card { title, summary, number }, &mut Vec::new()));
            digester.finish()
        };
        let different = [
            of(&[]),
            of(&[""]),
            of(&["ab", "c"]),
            of(&["a", "bc"]),
            of(&["abc"]),
            card("a", Some("b"), None),
            card("a", None, Some("b")),
            card("a", None, None),
            card("ab", None, None),
        ];
        assert_eq!(different.iter().collect::<BTreeSet<_>>().len(), different.len());
    }

    #[test]
    fn a_value_that_is_no_json_is_told() {
        let no_json = BTreeMap::from([([0_u8], 1)]);
        assert!(!Digester::default().feed_value(&no_json, &mut Vec::new()));
    }
}
