//! What earlier runs found out, kept so that this one need not.
//!
//! A cache and nothing else: to delete it or to damage it costs time, never correctness. It lies in
//! `.terawang/` of the portal, outside everything that is published, and holds nothing that `content/` does
//! not hold; of files in `content/sanksi/` it holds no text.
//!
//! - [`Sources`] knows of each content file, by the hash of its bytes, what its body holds and that the text
//!   gate found nothing in it. The gate's word is kept only where it found *nothing*, and counts only for the
//!   same bytes, the same path, the same program and the same declared contacts; a run with a private roster
//!   neither asks nor tells.
//! - [`Pages`] knows of each page a fingerprint of everything that it is made of, and how its file lay in the
//!   output. Where both are the same, the page is neither rendered nor written.
//! - [`Verdict`] knows that a whole portal, file by file, was found to be in order.
//!
//! Every file of the cache bears the program's mark and a hash of itself; another program's, or a torn one,
//! is as good as none. Nothing here knows a stage; the stages ask, and are the same without an answer.

mod codec;
mod pages;
mod sources;
mod stamp;
mod store;
mod verdict;

pub use pages::{KnownPage, Pages};
pub use sources::{KnownSource, Sources};
pub use stamp::{Moment, Stamp};
pub use store::Cache;
pub use verdict::{Published, Verdict};

/// Half of a BLAKE3 hash: 128 bits are enough that no two texts ever meet.
pub type Digest = [u8; 16];

/// The digest of bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    shortened(blake3::hash(bytes))
}

fn shortened(hash: blake3::Hash) -> Digest {
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

    /// Takes in a value as JSON writes it; `false` if it cannot be written.
    pub fn feed_value<T: serde::Serialize + ?Sized>(&mut self, value: &T, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        let written = serde_json::to_writer(&mut *buffer, value).is_ok();
        self.feed(buffer);
        written
    }

    /// The digest of all pieces.
    pub fn finish(&self) -> Digest {
        shortened(self.0.finalize())
    }
}
