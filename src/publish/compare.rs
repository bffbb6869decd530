//! Whether a published file has the bytes that it should have, read from the disk.
//!
//! The manifest is not believed: somebody may have damaged the folder.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::manifest::FileEntry;

/// Bytes compared at once: most pages fit in one read.
const PAGE_CHUNK: usize = 32 * 1024;
/// Bytes read at once of an attachment.
pub(super) const COPY_CHUNK: usize = 256 * 1024;

impl FileEntry {
    /// The entry of a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, blake3: blake3::hash(bytes) }
    }

    /// The entry of bytes that were hashed on the way.
    pub(super) fn hashed(hasher: &blake3::Hasher) -> Self {
        Self { size: hasher.count(), blake3: hasher.finalize() }
    }
}

/// Whether the file on disk has these bytes; its length is known to be theirs.
///
/// A file that cannot be read is not the same: it is replaced.
pub(super) fn holds(on_disk: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(on_disk) else { return false };
    let mut chunk = [0; PAGE_CHUNK];
    bytes.chunks(PAGE_CHUNK).all(|expected| {
        let lies = &mut chunk[..expected.len()];
        file.read_exact(lies).is_ok() && lies == expected
    })
}

/// The entry of `input`, if the file on disk, `size` bytes long, has the same bytes.
///
/// Fails only if the input cannot be read.
pub(super) fn holds_copy(on_disk: &Path, input: &mut File, size: u64) -> io::Result<Option<FileEntry>> {
    let Ok(mut file) = File::open(on_disk) else { return Ok(None) };
    let mut hasher = blake3::Hasher::new();
    let (mut ours, mut theirs) = (vec![0; COPY_CHUNK], vec![0; COPY_CHUNK]);
    loop {
        let read = read_full(input, &mut ours)?;
        if file.read_exact(&mut theirs[..read]).is_err() || ours[..read] != theirs[..read] {
            return Ok(None);
        }
        hasher.update(&ours[..read]);
        if read < ours.len() {
            break;
        }
    }
    // An input that shrank under our hands is not what lies in the output.
    Ok((hasher.count() == size).then(|| FileEntry::hashed(&hasher)))
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
