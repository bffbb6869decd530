//! The limits of work for one file. They count work and not time, so they are the same on every machine.

use std::cell::Cell;

use lopdf::Stream;

use super::Refused;

/// The maximum size of all streams of a file together when decompressed, in bytes.
const UNPACKED: usize = 512 * 1024 * 1024;
/// The maximum size of one decompressed stream, in bytes.
pub(super) const UNPACKED_AT_ONCE: usize = 128 * 1024 * 1024;
/// The maximum number of operators of all pages and forms.
const OPERATIONS: usize = 20_000_000;
/// The maximum size of the text of all pages and objects, in bytes.
const TEXT: usize = 24 * 1024 * 1024;

/// The remaining budget.
pub(super) struct Budget {
    unpacked: Cell<usize>,
    operations: Cell<usize>,
    text: Cell<usize>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { unpacked: Cell::new(UNPACKED), operations: Cell::new(OPERATIONS), text: Cell::new(TEXT) }
    }

    /// The decompressed content of a stream; `Ok(None)` if its filters are unknown or its data is damaged.
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

    /// Subtracts operators from the budget.
    pub(super) fn operations(&self, count: usize) -> Result<(), Refused> {
        take(&self.operations, count)
    }

    /// Subtracts bytes of text from the budget.
    pub(super) fn text(&self, bytes: usize) -> Result<(), Refused> {
        take(&self.text, bytes)
    }
}

fn take(left: &Cell<usize>, count: usize) -> Result<(), Refused> {
    left.set(left.get().checked_sub(count).ok_or(Refused::TooLarge)?);
    Ok(())
}
