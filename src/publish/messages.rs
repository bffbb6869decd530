//! The messages of this module, from `messages.toml`. Paths are shown with `/`, the output folder as the user
//! wrote it.

include!(concat!(env!("OUT_DIR"), "/messages/publish.rs"));

use std::io;

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// A read or write failed; the published site is unchanged.
pub(super) fn io(path: &str, cause: &io::Error) -> Diagnostic {
    cannot_read_or_write(path, reason(cause)).better_hint(remedy(cause))
}

/// The staging folder cannot be used.
pub(super) fn no_staging(staging: &str, cause: &io::Error) -> Diagnostic {
    unusable_staging(staging, reason(cause)).better_hint(remedy(cause))
}

/// The commit began and could not be finished; the next run finishes it.
pub(super) fn half_done(path: &str, cause: &io::Error) -> Diagnostic {
    stopped_half_way(path, reason(cause))
}

/// The cause in common words.
fn reason(cause: &io::Error) -> Text {
    match cause.kind() {
        io::ErrorKind::StorageFull => disk_is_full(),
        io::ErrorKind::QuotaExceeded => quota_is_used_up(),
        io::ErrorKind::FileTooLarge => over_the_limit(),
        io::ErrorKind::ReadOnlyFilesystem => place_is_read_only(),
        io::ErrorKind::PermissionDenied => permission_denied(),
        _ => Text::new(cause.to_string(), cause.to_string()),
    }
}

/// What to do about it, if known.
fn remedy(cause: &io::Error) -> Option<Text> {
    match cause.kind() {
        io::ErrorKind::StorageFull => Some(free_some_space()),
        io::ErrorKind::QuotaExceeded => Some(raise_the_quota()),
        io::ErrorKind::FileTooLarge => Some(raise_the_limit()),
        io::ErrorKind::ReadOnlyFilesystem => Some(read_only()),
        io::ErrorKind::PermissionDenied => Some(not_permitted()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_matter_with_the_disk_is_said_and_what_to_do_about_it() {
        use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let rules: [fn(&str, &io::Error) -> Diagnostic; 2] = [io, no_staging];
        for (kind, matter, remedy) in [
            (StorageFull, "the disk is full", "free some space"),
            (QuotaExceeded, "the disk quota is used up", "a larger quota"),
            (FileTooLarge, "the file is larger than the limit", "ulimit -f"),
            (ReadOnlyFilesystem, "that place is read-only", "make that place writable"),
            (PermissionDenied, "permission denied", "the right to write"),
        ] {
            for told in rules.map(|rule| rule("public", &kind.into())) {
                let hint = told.hint.map(|hint| hint.en).unwrap_or_default();
                assert!(told.message.en.contains(matter), "{}", told.message.en);
                assert!(hint.contains(remedy), "{hint}");
                let elsewhere = hint.contains("--output");
                assert_eq!(elsewhere, kind == ReadOnlyFilesystem, "{hint}: that does not help");
            }
            let told = half_done("public", &kind.into());
            assert!(told.message.en.contains(matter), "{}", told.message.en);
        }
    }
}
