//! Compares published files on the disk with the bytes that they should have.
//!
//! The manifest is not trusted for this: the folder may have been damaged.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::manifest::FileEntry;
use crate::source::hexadecimal;

/// Chunk size for comparing pages. Most pages fit in one chunk.
const PAGE_CHUNK: usize = 32 * 1024;
/// Chunk size for copying attachments.
pub(super) const COPY_CHUNK: usize = 256 * 1024;

impl FileEntry {
    /// The entry for a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, blake3: blake3::hash(bytes) }
    }
}

/// Whether the file on disk has these bytes; its length is already known to match.
///
/// A file that cannot be read counts as different, so it is replaced.
pub(super) fn holds(on_disk: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(on_disk) else { return false };
    let mut chunk = [0; PAGE_CHUNK];
    bytes.chunks(PAGE_CHUNK).all(|expected| {
        let lies = &mut chunk[..expected.len()];
        file.read_exact(lies).is_ok() && lies == expected
    })
}

/// The two hashes of a copied file: BLAKE3 for the manifest, SHA-256 to compare with what the gate checked.
#[derive(Default)]
pub(super) struct Hashes {
    blake3: blake3::Hasher,
    sha256: Sha256,
}

impl Hashes {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.blake3.update(bytes);
        self.sha256.update(bytes);
    }

    /// The number of bytes hashed so far.
    pub(super) fn count(&self) -> u64 {
        self.blake3.count()
    }

    /// The file's entry, if its bytes have this SHA-256.
    pub(super) fn entry_of(self, sha256: &str) -> Option<FileEntry> {
        let entry = FileEntry { size: self.blake3.count(), blake3: self.blake3.finalize() };
        (hexadecimal(&self.sha256.finalize()) == sha256).then_some(entry)
    }
}

/// The hashes of `input`, if the file on disk, which is `size` bytes long, has the same bytes.
///
/// Fails only if the input cannot be read. A published file that cannot be read counts as different.
pub(super) fn holds_copy(on_disk: &Path, input: &mut File, size: u64) -> io::Result<Option<Hashes>> {
    let Ok(mut file) = File::open(on_disk) else { return Ok(None) };
    let mut hashes = Hashes::default();
    let (mut ours, mut theirs) = (vec![0; COPY_CHUNK], vec![0; COPY_CHUNK]);
    loop {
        let read = read_full(input, &mut ours)?;
        if file.read_exact(&mut theirs[..read]).is_err() || ours[..read] != theirs[..read] {
            return Ok(None);
        }
        hashes.update(&ours[..read]);
        if read < ours.len() {
            break;
        }
    }
    // If the input has shrunk meanwhile, the published file is longer.
    Ok((hashes.count() == size).then_some(hashes))
}

/// Reads until the buffer is full or the file ends.
pub(super) fn read_full(input: &mut File, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match input.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(filled)
}
