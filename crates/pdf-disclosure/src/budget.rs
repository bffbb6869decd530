//! How much work one file may ask for. It is counted and not timed, so it is the same on every machine.

use std::cell::Cell;

use lopdf::Stream;

use super::Refused;

/// Bytes that all streams of a file may unpack to together.
const UNPACKED: usize = 512 * 1024 * 1024;
/// Bytes that one stream may unpack to.
pub(super) const UNPACKED_AT_ONCE: usize = 128 * 1024 * 1024;
/// Operators of all pages and forms.
const OPERATIONS: usize = 20_000_000;
/// Bytes of text of all pages and objects.
const TEXT: usize = 24 * 1024 * 1024;

/// What is left for the rest of the file.
pub(super) struct Budget {
    unpacked: Cell<usize>,
    operations: Cell<usize>,
    text: Cell<usize>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { unpacked: Cell::new(UNPACKED), operations: Cell::new(OPERATIONS), text: Cell::new(TEXT) }
    }

    /// The content of a stream; `Ok(None)` if its filters are unknown or its data damaged.
    pub(super) fn unpack(&self, stream: &Stream) -> Result<Option<Vec<u8>>, Refused> {
        let most = self.unpacked.get().min(UNPACKED_AT_ONCE);
        match stream.get_plain_content_with_limit(most) {
            Ok(content) => {
                take(&self.unpacked, content.len())?;
                Ok(Some(content))
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                Err(Refused::TooLarge)
            }
            Err(_) => Ok(None),
        }
    }

    /// Pays for operators.
    pub(super) fn operations(&self, count: usize) -> Result<(), Refused> {
        take(&self.operations, count)
    }

    /// Pays for bytes of text.
    pub(super) fn text(&self, bytes: usize) -> Result<(), Refused> {
        take(&self.text, bytes)
    }
}

fn take(left: &Cell<usize>, count: usize) -> Result<(), Refused> {
    left.set(left.get().checked_sub(count).ok_or(Refused::TooLarge)?);
    Ok(())
}
