//! What this room says, from `messages.toml`. Paths are shown with `/`, the output folder as the user wrote it.

include!(concat!(env!("OUT_DIR"), "/messages/publish.rs"));

use std::io;

use crate::diagnostics::Diagnostic;

/// The system refused to read or write; the published site is as it was.
pub(super) fn io(path: &str, cause: &io::Error) -> Diagnostic {
    cannot_read_or_write(path, &cause.to_string()).better_hint(match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(disk_full()),
        io::ErrorKind::PermissionDenied => Some(not_permitted()),
        io::ErrorKind::ReadOnlyFilesystem => Some(read_only()),
        _ => None,
    })
}

/// Publication began and could not be finished; the next run finishes it.
pub(super) fn half_done(path: &str, cause: &io::Error) -> Diagnostic {
    stopped_half_way(path, &cause.to_string())
}
