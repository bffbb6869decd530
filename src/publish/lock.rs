//! The staging folder as one build's own: made, locked, and cleared away afterwards.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::location::Location;
use super::messages as say;
use super::path::PROBE;
use super::staging;
use crate::diagnostics::Diagnostic;
use crate::locale::Text;

const LOCK: &str = "lock";
/// The journal, once committed.
const JOURNAL: &str = "journal.json";
/// The journal while it is written.
const JOURNAL_DRAFT: &str = "journal.new";
/// The staged files.
const STAGED: &str = "staged";

/// How often the lock is tried anew because a build that ended removed it under our hands.
const LOCK_TRIES: usize = 16;

/// The locked staging folder; dropped, it is cleared away unless [`keep`](Self::keep) is set.
pub(super) struct StagingFolder {
    path: PathBuf,
    /// Whether what it holds is needed by the next run: set while a commit is under way.
    pub(super) keep: bool,
    lock: File,
}

impl StagingFolder {
    /// Makes the folder and takes the lock; fails at once if another build has it.
    pub(super) fn take(location: &Location) -> Result<Self, Diagnostic> {
        let path = &location.staging;
        let fail = |cause: io::Error| {
            let words = format!("{cause}");
            say::no_staging(&location.staging_shown(), Text::new(words.clone(), words))
        };
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(fail)?;
        }
        for _ in 0..LOCK_TRIES {
            make_private_folder(path).map_err(fail)?;
            // Not found: the build that had the folder removed it between our calls.
            match fs::symlink_metadata(path) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                Ok(found) if !found.is_dir() => {
                    let reason = say::no_folder();
                    return Err(say::no_staging(&location.staging_shown(), &reason));
                }
                other => other.map_err(fail)?,
            };
            let name = path.join(LOCK);
            let lock = match OpenOptions::new().write(true).create(true).truncate(false).open(&name) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                other => other.map_err(fail)?,
            };
            match lock.try_lock() {
                Ok(()) if is_still(&lock, &name) => {
                    // A journal is kept whatever comes between here and its being carried out.
                    let keep = fs::symlink_metadata(path.join(JOURNAL)).is_ok();
                    return Ok(Self { path: path.clone(), keep, lock });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(cause)) => return Err(fail(cause)),
            }
        }
        Err(say::already_running(&location.shown))
    }

    /// Where the staged files lie.
    pub(super) fn staged(&self) -> PathBuf {
        self.path.join(STAGED)
    }

    /// Where the journal lies once it counts.
    pub(super) fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// Where the journal is written before it counts.
    pub(super) fn journal_draft(&self) -> PathBuf {
        self.path.join(JOURNAL_DRAFT)
    }

    /// Whether the file system takes `A` and `a` for one name.
    pub(super) fn ignores_case(&self) -> bool {
        fs::symlink_metadata(self.path.join(LOCK.to_uppercase())).is_ok()
    }

    /// Makes the folder of staged files, empty.
    pub(super) fn start_afresh(&self) -> io::Result<()> {
        self.discard()?;
        staging::make(&self.staged())
    }

    /// Removes what a build left here: the journal first, so that it never speaks of lost files.
    ///
    /// Only names that are ours, should somebody keep a folder of this name for himself.
    pub(super) fn discard(&self) -> io::Result<()> {
        let gone = |result: io::Result<()>| match result {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(()),
        };
        gone(fs::remove_file(self.journal()))?;
        gone(fs::remove_file(self.journal_draft()))?;
        gone(fs::remove_file(self.path.join(PROBE)))?;
        gone(fs::remove_dir_all(self.staged()))
    }

    fn remove(&self) {
        // Elsewhere nobody could tell that the file he locked has lost its name, see `is_still`.
        if cfg!(unix) && fs::remove_file(self.path.join(LOCK)).is_ok() {
            // Fails, rightly, if another build has put its lock here in the meantime.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        if !self.keep && self.discard().is_ok() {
            self.remove();
        }
        // Not left to the closing of the file: a child process that this one has just forked holds
        // it open, too, until it becomes another program.
        let _ = self.lock.unlock();
    }
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let builder = fs::DirBuilder::new();
    // What is not published yet is nobody else's business.
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::DirBuilderExt;
        let mut private = builder;
        private.mode(0o700);
        private
    };
    match builder.create(path) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Whether the locked file still bears its name: a build that ends removes its lock, and whoever
/// had opened it before would lock a file that the next build cannot see.
#[cfg(unix)]
fn is_still(lock: &File, name: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (lock.metadata(), fs::symlink_metadata(name)) {
        (Ok(ours), Ok(named)) => (ours.dev(), ours.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Without inode numbers the lock file is never removed, so it is always the same.
#[cfg(not(unix))]
fn is_still(_lock: &File, _name: &Path) -> bool {
    true
}
