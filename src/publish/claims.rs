//! Keeps track of the paths of this build, so that no two outputs collide on any file system.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::path::{folded, folders_above};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::publish as say;

/// The paths so far, by their lower-case form.
#[derive(Default)]
pub(super) struct Claims(Mutex<HashMap<Box<str>, Claim>>);

struct Claim {
    /// The path as written, if it differs from the key.
    spelled: Option<Box<str>>,
    /// Whether it is a folder on the way to a file.
    folder: bool,
}

impl Claims {
    /// Claims the path of a file and the folders above it.
    pub(super) fn take(&self, path: &str) -> Result<(), Diagnostic> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        take_one(&mut taken, path, false)?;
        for folder in folders_above(path) {
            // If a folder is known, so are the folders above it.
            if !take_one(&mut taken, folder, true)? {
                break;
            }
        }
        Ok(())
    }
}

/// Claims one name; `false` if it is a folder that was claimed before.
fn take_one(taken: &mut HashMap<Box<str>, Claim>, path: &str, folder: bool) -> Result<bool, Diagnostic> {
    let key = folded(path);
    let Some(claim) = taken.get(&*key) else {
        let spelled = (*key != *path).then(|| path.into());
        taken.insert(key.into(), Claim { spelled, folder });
        return Ok(true);
    };
    let known = claim.spelled.as_deref().unwrap_or(&key);
    if known != path {
        // Sorted, because the order of arrival depends on the threads.
        let (one, other) = if known < path { (known, path) } else { (path, known) };
        return Err(say::differ_by_case(one, other));
    }
    match (claim.folder, folder) {
        (true, true) => Ok(false),
        (false, false) => Err(say::claimed_twice(path)),
        _ => Err(say::file_and_folder(path)),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Claims;

    fn clash(first: &str, second: &str) -> &'static str {
        let claims = Claims::default();
        claims.take(first).unwrap();
        claims.take(second).map_or_else(|told| told.code, |()| "")
    }

    #[test]
    fn two_outputs_never_meet() {
        assert_eq!(clash("a/b", "a/b"), "TW0610");
        assert_eq!(clash("a/B", "a/b"), "TW0611");
        assert_eq!(clash("A/x", "a/y"), "TW0611");
        assert_eq!(clash("É", "é"), "TW0611");
        assert_eq!(clash("a", "a/b/c"), "TW0612");
        assert_eq!(clash("a/b/c", "a"), "TW0612");
        assert_eq!(clash("a/b/c", "a/b/d"), "");
        assert_eq!(clash("A/b/c", "A/d"), "");
    }

    #[test]
    fn a_case_clash_is_told_the_same_whichever_came_first() {
        let told = |one: &str, other: &str| {
            let claims = Claims::default();
            claims.take(one).unwrap();
            claims.take(other).unwrap_err()
        };
        assert_eq!(told("a", "A"), told("A", "a"));
    }
}
