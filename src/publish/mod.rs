//! Commits a rendered site to the output folder, whole or not at all.
//!
//! This is the last stage of a build, and the only one that writes. [`Publisher::open`] takes the output
//! folder for one build. [`Publisher::put`] takes the bytes of each file, from any thread.
//! [`Publisher::commit`] makes all of it visible.
//!
//! # How
//!
//! While a build runs, the staging folder `public.terawang/` is beside the output `public/`. A file that
//! differs from the published one is written there. A file that is the same is neither written nor touched.
//!
//! - **First build**: the whole tree is staged together with its manifest, and renamed into place in one
//!   step.
//! - **Later builds**: the planned renames and removals are written to a journal. Renaming the journal to its
//!   final name is the commit point. Then the files are renamed into the output, downloads before pages. Then
//!   files that only the old manifest lists are removed. Then the manifest is renamed into the output, and
//!   the journal is removed.
//!
//! If the process is killed before the commit point, nothing is published, and the next run clears the
//! staging folder. If it is killed after that, the next run finishes the commit, because every step can be
//! repeated. A reader sees each file in its old or its new form, never a part of it: files are only added by
//! rename, and only removed if the new site does not have them. (Where a file is replaced by a folder or the
//! reverse, that name is absent between two system calls, since no system can rename one over the other.)
//!
//! Terawang owns only what the manifest lists. Files of others stay. If the site needs their place, the build
//! is refused. Links inside the output are never followed. The output itself may be a link to a folder: it is
//! resolved once, and all rules and the lock apply to the real folder.
//!
//! # Power cuts
//!
//! The kernel survives a killed process, so the order in which data reaches the disk matters only for a power
//! cut. The manifest and the journal are always synced before they take effect. Staged files are synced if
//! they are few: for an edited page this costs a few milliseconds. If they are many, or if this is the first
//! build, they are not synced: a power cut before the system has written them out, within about half a
//! minute, may leave empty files. The next build repairs that, because it compares with the bytes on the disk
//! and not with the manifest.

mod apply;
mod changes;
mod claims;
mod compare;
pub(crate) mod html;
mod journal;
mod links;
mod location;
mod lock;
pub(crate) mod manifest;
mod messages;
mod path;
mod rights;
mod staging;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use self::claims::Claims;
use self::location::{Ground, Location};
use self::lock::StagingFolder;
use self::manifest::Published;
pub(crate) use self::path::MANIFEST;
use self::path::PROBE;
use self::staging::{Staging, is_absent, locked, look_at, staged_name};
use crate::cache::{Published as Left, Stamp};
use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::FileSource;
use crate::plan::texts::Texts;
use messages as say;

pub use self::links::{LinkCheck, check_written};
pub use self::manifest::{FileEntry, Manifest, UrlState};

/// Up to this number, staged files are synced before the commit point. An edited page with its lists and
/// feeds stays below it, and on a slow disk it takes less than a second.
const SYNC_AT_MOST: usize = 128;

/// The output folder as taken by one build. Dropped without a commit, it leaves the site unchanged.
pub struct Publisher {
    staging: Staging,
    ground: Ground,
    claims: Claims,
    records: Mutex<Vec<Record>>,
    /// The error of the first file that could not be taken. Without that file the site is incomplete.
    failure: Mutex<Option<Diagnostic>>,
    pulse: Pulse,
    /// The last field, so that it is dropped last: dropping it clears the staging folder.
    folder: StagingFolder,
}

/// A file that was put.
struct Record {
    path: String,
    entry: FileEntry,
    staged: bool,
}

/// The number of files that a commit changed, without the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// New or changed files.
    pub written: usize,
    /// Files that were neither written nor touched.
    pub unchanged: usize,
    /// Files of the old site that the new site does not have.
    pub removed: usize,
}

impl Publisher {
    /// Opens the output folder for one build of the portal at `root`.
    ///
    /// Finishes or undoes an interrupted build. Refuses folders that Terawang must not write (TW0601–TW0605,
    /// TW0616), a second build at the same time (TW0606), a manifest or journal that cannot be read (TW0607,
    /// TW0608, TW0618), and places without permission.
    pub fn open(output: &Path, root: &Path) -> Result<Self, Diagnostic> {
        Self::open_with(output, root, Pulse::default())
    }

    fn open_with(output: &Path, root: &Path, pulse: Pulse) -> Result<Self, Diagnostic> {
        let location = Location::find(output, root)?;
        let mut folder = StagingFolder::take(&location)?;
        // Checked again under the lock: another build may have published since the first check.
        let ground = location.ground()?;
        apply::recover(&location, &mut folder, ground == Ground::Marked, &pulse)?;
        location.refuse_mount_point(ground)?;
        if ground == Ground::Marked {
            // A killed build may have left the probe. If this build has nothing to change, nothing else would
            // remove it.
            match fs::remove_file(location.on_disk(PROBE)) {
                Err(cause) if !is_absent(&cause) => return Err(say::io(&location.shown_path(PROBE), &cause)),
                _ => {}
            }
        }
        let published = match ground {
            Ground::Marked => {
                let ignores_case = folder.ignores_case();
                let ignores_case =
                    ignores_case.map_err(|cause| say::no_staging(&location.staging_shown(), &cause))?;
                Some(read_published(&location, ignores_case)?)
            }
            Ground::Absent | Ground::Empty => None,
        };
        folder.start_afresh().map_err(|cause| say::no_staging(&location.staging_shown(), &cause))?;
        let staging = Staging::begin(location, folder.staged(), published)?;
        if ground == Ground::Marked {
            staging.refuse_unwritable("")?;
        }
        Ok(Self {
            staging,
            ground,
            claims: Claims::default(),
            records: Mutex::default(),
            failure: Mutex::default(),
            pulse,
            folder,
        })
    }

    /// The real path of the output.
    pub fn output(&self) -> &Path {
        &self.staging.location.output
    }

    /// The manifest of the published site, if there is one.
    pub fn previous(&self) -> Option<&Manifest> {
        self.staging.published.as_ref().map(|published| &published.manifest)
    }

    /// Puts one file at `path`, relative to the output, with `/`. Can be called from any thread.
    ///
    /// Refuses paths that are not portable (TW0609), that collide with another path of this build
    /// (TW0610–TW0612), or that contain something that Terawang did not write (TW0613, TW0614).
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.take(path, || {
            let entry = FileEntry::of(bytes);
            let staged = self.staging.offer(path, bytes, &entry)?;
            Ok((entry, staged))
        })
    }

    /// Puts an attachment, however large; otherwise like [`put`](Self::put).
    ///
    /// The bytes are compared with those that the gate checked. A file that was replaced since then is
    /// refused (TW0854).
    pub fn put_file(&self, path: &str, source: &FileSource) -> Result<(), Diagnostic> {
        self.take(path, || self.staging.offer_file(path, source))
    }

    /// Keeps the file that is published at `path` if it still has this `stamp`; returns whether it does.
    ///
    /// The caller guarantees that its bytes would be the same.
    pub fn keep(&self, path: &str, stamp: &Stamp) -> Result<bool, Diagnostic> {
        let published = self.staging.published.as_ref().and_then(|now| now.manifest.files.get(path));
        let Some(entry) = published.filter(|entry| entry.size == stamp.size) else { return Ok(false) };
        if Stamp::of_itself(&self.staging.location.on_disk(path)) != Some(*stamp) {
            return Ok(false);
        }
        self.take(path, || Ok((*entry, false)))?;
        Ok(true)
    }

    fn take(
        &self,
        path: &str,
        offer: impl FnOnce() -> Result<(FileEntry, bool), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let taken = path::check(path).and_then(|()| self.claims.take(path)).and_then(|()| offer());
        match taken {
            Ok((entry, staged)) => {
                locked(&self.records).push(Record { path: path.to_owned(), entry, staged });
                Ok(())
            }
            Err(told) => {
                locked(&self.failure).get_or_insert_with(|| told.clone());
                Err(told)
            }
        }
    }

    /// Makes all files that were put the published site; `urls` and `texts` go into the manifest.
    ///
    /// Refused if any file could not be taken. On an error the site is unchanged, except for TW0617: the
    /// commit has begun, every file is whole, and the next [`open`](Self::open) finishes it.
    pub fn commit(mut self, urls: Vec<(String, UrlState)>, texts: Texts) -> Result<Summary, Diagnostic> {
        let done = self.commit_to(urls, texts);
        // A killed process clears nothing.
        self.folder.keep |= self.pulse.has_stopped();
        done
    }

    fn commit_to(&mut self, urls: Vec<(String, UrlState)>, texts: Texts) -> Result<Summary, Diagnostic> {
        if let Some(told) = locked(&self.failure).take() {
            return Err(told);
        }
        let records = std::mem::take(&mut *locked(&self.records));
        let written = records.iter().filter(|record| record.staged).count();
        let unchanged = records.len() - written;
        // Only a few files are synced.
        let staged = records.iter().filter(|record| record.staged && written <= SYNC_AT_MOST);
        let to_sync: Vec<String> = staged.map(|record| record.path.clone()).collect();
        let files: BTreeMap<_, _> = records.into_iter().map(|record| (record.path, record.entry)).collect();
        let manifest = Manifest::new(files, urls, texts)?;
        let removed = self
            .previous()
            .map_or(0, |old| old.files.keys().filter(|file| !manifest.files.contains_key(*file)).count());
        self.pulse.beat()?;
        if self.staging.published.is_some() {
            self.commit_changes(&manifest, &to_sync)?;
        } else {
            self.commit_tree(&manifest)?;
        }
        Ok(Summary { written, unchanged, removed })
    }

    /// First build: renames the tree to the output.
    fn commit_tree(&mut self, manifest: &Manifest) -> Result<(), Diagnostic> {
        self.staging.stage_manifest(|file| manifest.write(file))?;
        let location = &self.staging.location;
        let tree = self.staging.tree.join(staged_name(""));
        if self.ground == Ground::Empty {
            take_over_empty(&location.output, &tree).map_err(|cause| location.rename_failed(&cause))?;
        }
        self.pulse.beat()?;
        apply::rename(&tree, &location.output).map_err(|cause| location.rename_failed(&cause))?;
        self.pulse.beat()
    }

    /// Later build: writes the journal and carries it out.
    fn commit_changes(&mut self, manifest: &Manifest, to_sync: &[String]) -> Result<(), Diagnostic> {
        let Some(published) = &self.staging.published else { return Ok(()) };
        let mut bytes = Vec::with_capacity(published.size + published.size / 8);
        manifest
            .write(&mut bytes)
            .map_err(|cause| say::io(&self.staging.location.shown_path(MANIFEST), &cause))?;
        let manifest_changed = blake3::hash(&bytes) != published.digest;
        let journal = changes::plan(&self.staging, &manifest.files, published, manifest_changed)?;
        if journal.is_empty() {
            return Ok(());
        }
        if manifest_changed {
            self.staging.stage_manifest(|mut file| file.write_all(&bytes))?;
        }
        to_sync.par_iter().try_for_each(|path| self.sync(path))?;
        let location = &self.staging.location;
        location.prove_rename()?;
        let fail = |cause: io::Error| say::io(&location.staging_shown(), &cause);
        let draft = self.folder.journal_draft();
        self.pulse.beat()?;
        journal.write(&draft).map_err(fail)?;
        self.pulse.beat()?;
        // The commit point.
        apply::rename(&draft, &self.folder.journal()).map_err(fail)?;
        self.folder.keep = true;
        // If a power cut comes before the new name is on the disk, the old site is still whole.
        let _ = journal::sync_names(&location.staging);
        apply::apply(location, &self.staging.tree, &journal, &self.pulse)?;
        self.folder.keep = false;
        // All steps are done. If the journal cannot be removed, the next run repeats them without effect.
        let _ = fs::remove_file(self.folder.journal());
        self.pulse.beat()
    }

    /// Syncs a staged file to the disk.
    fn sync(&self, path: &str) -> Result<(), Diagnostic> {
        // Windows can only sync a file that is open for writing.
        OpenOptions::new()
            .write(true)
            .open(self.staging.staged_file(path))
            .and_then(|file| file.sync_data())
            .map_err(|cause| say::io(&self.staging.location.shown_path(path), &cause))
    }
}

/// Whether an output is unchanged since the build that `published` describes.
///
/// Locks the output for the check, and refuses the same places as [`Publisher::open`].
pub fn is_untouched(output: &Path, root: &Path, published: &Left) -> Result<bool, Diagnostic> {
    let location = Location::find(output, root)?;
    if location.output.to_str() != Some(published.output.as_str()) {
        return Ok(false);
    }
    let folder = StagingFolder::take(&location)?;
    // If there is a journal, an interrupted build has to be finished.
    if folder.keep || location.ground()? != Ground::Marked {
        return Ok(false);
    }
    let lies = |path: &str, stamp: &Stamp| Stamp::of_itself(&location.on_disk(path)) == Some(*stamp);
    // If anything cannot be examined, the answer is no. The build that follows reports the error.
    Ok(look_at(&location.on_disk(PROBE)).is_ok_and(|found| found.is_none())
        && lies(MANIFEST, &published.manifest)
        && published.files.par_iter().all(|(path, stamp)| lies(path, stamp)))
}

/// The stamp of an output's manifest; `None` if it cannot be read, which is treated as another manifest.
pub fn manifest_stamp(output: &Path) -> Option<Stamp> {
    Stamp::of_itself(&output.join(MANIFEST))
}

fn read_published(location: &Location, ignores_case: bool) -> Result<Published, Diagnostic> {
    let shown = location.shown_path(MANIFEST);
    let bytes = fs::read(location.on_disk(MANIFEST)).map_err(|cause| say::io(&shown, &cause))?;
    Ok(Published::new(Manifest::parse(&bytes, &shown)?, &bytes, ignores_case))
}

/// Gives the tree the permissions of the empty folder that it replaces.
#[cfg(unix)]
fn take_over_empty(empty: &Path, tree: &Path) -> io::Result<()> {
    fs::set_permissions(tree, fs::metadata(empty)?.permissions())
}

/// This system cannot rename a folder over another. So the empty one is removed first.
#[cfg(not(unix))]
fn take_over_empty(empty: &Path, _tree: &Path) -> io::Result<()> {
    fs::remove_dir(empty)
}

/// Lets a test stop a commit at any step, as if the process were killed. Otherwise it does nothing.
#[derive(Default)]
struct Pulse {
    /// Steps left; `None` for no limit.
    #[cfg(test)]
    left: Option<std::sync::atomic::AtomicUsize>,
}

impl Pulse {
    /// Called between any two steps that change the disk.
    #[cfg(not(test))]
    fn beat(&self) -> Result<(), Diagnostic> {
        Ok(())
    }

    #[cfg(not(test))]
    fn has_stopped(&self) -> bool {
        false
    }

    #[cfg(test)]
    fn beat(&self) -> Result<(), Diagnostic> {
        use std::sync::atomic::Ordering::SeqCst;
        let Some(left) = &self.left else { return Ok(()) };
        let one_less = left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
        one_less.map(drop).map_err(|_| tests::killed())
    }

    #[cfg(test)]
    fn has_stopped(&self) -> bool {
        self.left.as_ref().is_some_and(|left| left.load(std::sync::atomic::Ordering::SeqCst) == 0)
    }
}
