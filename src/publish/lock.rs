//! The staging folder of one build: created, locked, and removed afterwards.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::location::Location;
use super::messages as say;
use super::path::PROBE;
use super::staging::{self, look_at};
use crate::diagnostics::Diagnostic;

const LOCK: &str = "lock";
/// The committed journal.
const JOURNAL: &str = "journal.json";
/// The journal before the commit point.
const JOURNAL_DRAFT: &str = "journal.new";
/// The staged files.
const STAGED: &str = "staged";

/// How often locking is retried, if a finishing build removes the lock file in between.
const LOCK_TRIES: usize = 16;

/// The locked staging folder. When dropped, it is removed unless [`keep`](Self::keep) is set.
pub(super) struct StagingFolder {
    path: PathBuf,
    /// Whether the next run needs its contents: set while a commit is under way.
    pub(super) keep: bool,
    lock: File,
}

impl StagingFolder {
    /// Creates and locks the folder; fails at once if another build holds the lock.
    pub(super) fn take(location: &Location) -> Result<Self, Diagnostic> {
        let path = &location.staging;
        let fail = |cause: io::Error| say::no_staging(&location.staging_shown(), &cause);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(fail)?;
        }
        for _ in 0..LOCK_TRIES {
            make_private_folder(path).map_err(fail)?;
            // Not found: the build that held the folder removed it between our calls.
            match fs::symlink_metadata(path) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                Ok(found) if !found.is_dir() => {
                    return Err(say::staging_in_the_way(&location.staging_shown(), say::no_folder()));
                }
                other => other.map_err(fail)?,
            };
            let name = path.join(LOCK);
            let lock = match OpenOptions::new().write(true).create(true).truncate(false).open(&name) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                other => other.map_err(fail)?,
            };
            match lock.try_lock() {
                Ok(()) if is_still(&lock, &name).map_err(fail)? => {
                    // A journal is kept until it has been carried out, also if it cannot be examined.
                    let mut folder = Self { path: path.clone(), keep: true, lock };
                    folder.keep = look_at(&folder.journal()).map_err(fail)?.is_some();
                    return Ok(folder);
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(cause)) => return Err(fail(cause)),
            }
        }
        Err(say::already_running(&location.shown))
    }

    /// The folder of staged files.
    pub(super) fn staged(&self) -> PathBuf {
        self.path.join(STAGED)
    }

    /// The path of the committed journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// The path of the journal before the commit point.
    pub(super) fn journal_draft(&self) -> PathBuf {
        self.path.join(JOURNAL_DRAFT)
    }

    /// Whether the file system treats `A` and `a` as the same name.
    pub(super) fn ignores_case(&self) -> io::Result<bool> {
        look_at(&self.path.join(LOCK.to_uppercase())).map(|found| found.is_some())
    }

    /// Creates an empty folder for staged files.
    pub(super) fn start_afresh(&self) -> io::Result<()> {
        self.discard()?;
        staging::make(&self.staged())
    }

    /// Removes the contents: the journal first, so that it never refers to files that are gone.
    ///
    /// Only our own names are removed, in case somebody uses a folder of this name.
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
        // On other systems, a build that waits for the lock could not detect that the file lost its name; see
        // `is_still`.
        if cfg!(unix) && fs::remove_file(self.path.join(LOCK)).is_ok() {
            // Fails if another build has created its lock here meanwhile, which is right.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // What cannot be removed now does no harm: the next build removes it.
        if !self.keep && self.discard().is_ok() {
            self.remove();
        }
        // Unlocked explicitly. Closing the file may not be enough: a child process that was just forked holds
        // it open until it executes its program.
        let _ = self.lock.unlock();
    }
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let builder = fs::DirBuilder::new();
    // Unpublished files are private.
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

/// Whether the locked file still has its name. A finishing build removes its lock file. A process that opened
/// the file before would lock one that the next build does not see.
#[cfg(unix)]
fn is_still(lock: &File, name: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (ours, named) = (lock.metadata()?, look_at(name)?);
    Ok(named.is_some_and(|named| (ours.dev(), ours.ino()) == (named.dev(), named.ino())))
}

/// Without inode numbers the lock file is never removed, so it is always the same file.
#[cfg(not(unix))]
fn is_still(_lock: &File, _name: &Path) -> io::Result<bool> {
    Ok(true)
}
