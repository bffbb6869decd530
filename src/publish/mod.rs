//! Commits a rendered site to the output folder, whole or not at all.
//!
//! The last stage of a build, and the only one that writes. [`Publisher::open`] takes the output
//! folder for one build, [`Publisher::put`] takes each file's bytes, from any thread, and
//! [`Publisher::commit`] makes all of it visible.
//!
//! # How
//!
//! Beside the output `public/` lies `public.terawang/` while a build runs. A file that differs from
//! what is published is written there; what is the same is neither written nor touched.
//!
//! - **First build**: the whole tree is staged, with its manifest, and renamed into place in one step.
//! - **Later builds**: the renames and removals to come are written to a journal. Renaming the
//!   journal to its name is the commit point. Then the files are renamed in, downloads before pages;
//!   then what the old manifest lists and the new one does not is removed; the manifest comes last;
//!   then the journal goes.
//!
//! A process killed before the commit point has published nothing, and the next run clears its
//! staging away; one killed after it is finished by the next run, for every step can be done twice.
//! A reader finds each file in its old or its new form and never half of it: files come by rename
//! alone and go only if the new site has them no more. (Where a file becomes a folder or a folder a
//! file, that one name is absent between two system calls: no system renames over the other kind.)
//!
//! Only what the manifest lists is ours. Files of others stay; where the site needs their place,
//! the build is refused. Links inside the output are never followed. The output itself may be a
//! link to a folder: it is resolved once, and every rule and the lock hold for the real folder.
//!
//! # Power cuts
//!
//! The kernel survives a killed process, but not a power cut, so the order of what reaches the disk
//! matters only there. The manifest and the journal are always synced before they count, and so are
//! the staged files when they are few: an edited page costs some milliseconds and is safe. When
//! they are many, or the build is the first, they are not: a power cut within the half minute until
//! the system has written them by itself may leave files empty. The next build mends that, since it
//! compares with the bytes on the disk and not with the manifest.

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
use self::staging::{Staging, locked, staged_name};
use crate::cache::{Published as Left, Stamp};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::publish as say;

pub use self::links::{LinkCheck, check_written};
pub use self::manifest::{FORMAT, FileEntry, Manifest, UrlState};

/// Staged files up to this number are synced before the commit point: about what an edited page
/// changes with its lists and feeds, and under a second on a slow disk.
const SYNC_AT_MOST: usize = 128;

/// One build's hold on an output folder; dropped without a commit, it leaves the site as it was.
pub struct Publisher {
    staging: Staging,
    ground: Ground,
    claims: Claims,
    records: Mutex<Vec<Record>>,
    /// The first file that could not be taken: without it the site is not whole.
    failure: Mutex<Option<Diagnostic>>,
    pulse: Pulse,
    /// Last, for it is cleared away when the rest is done.
    folder: StagingFolder,
}

/// A file that was handed over.
struct Record {
    path: String,
    entry: FileEntry,
    staged: bool,
}

/// What a commit did, in files; the manifest is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// New or changed.
    pub written: usize,
    /// Neither written nor touched.
    pub unchanged: usize,
    /// Of the old site, and not of the new.
    pub removed: usize,
}

impl Publisher {
    /// Opens the output folder for one build of the portal at `root`.
    ///
    /// Finishes or undoes what a killed build left. Refuses folders that are not ours to write
    /// (TW0601–TW0605, TW0616), a second build at the same time (TW0606), a manifest or journal that
    /// cannot be read (TW0607, TW0608, TW0618), and places that the system keeps from us.
    pub fn open(output: &Path, root: &Path) -> Result<Self, Diagnostic> {
        Self::open_with(output, root, Pulse::default())
    }

    fn open_with(output: &Path, root: &Path, pulse: Pulse) -> Result<Self, Diagnostic> {
        let location = Location::find(output, root)?;
        let mut folder = StagingFolder::take(&location)?;
        // Asked again under the lock: another build may have published a moment ago.
        let ground = location.ground()?;
        apply::recover(&location, &mut folder, ground == Ground::Marked, &pulse)?;
        location.refuse_mount_point(ground)?;
        if ground == Ground::Marked {
            // A build that was killed while it tried to rename; one with nothing to change would leave it there.
            let _ = fs::remove_file(location.on_disk(PROBE));
        }
        let published = match ground {
            Ground::Marked => Some(read_published(&location, folder.ignores_case())?),
            Ground::Absent | Ground::Empty => None,
        };
        folder.start_afresh().map_err(|cause| say::io(&location.staging_shown(), &cause))?;
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

    /// The manifest of what is published now, if anything is.
    pub fn previous(&self) -> Option<&Manifest> {
        self.staging.published.as_ref().map(|published| &published.manifest)
    }

    /// Hands over one file: `path` relative to the output, with `/`. From any thread.
    ///
    /// Refuses paths that not every computer can hold (TW0609), that meet another one of this build
    /// (TW0610–TW0612), or where something that is not ours stands (TW0613, TW0614).
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.take(path, || {
            let entry = FileEntry::of(bytes);
            let staged = self.staging.offer(path, bytes, &entry)?;
            Ok((entry, staged))
        })
    }

    /// Hands over a copy of the file `source`, however large; otherwise like [`put`](Self::put).
    pub fn put_copy(&self, path: &str, source: &Path) -> Result<(), Diagnostic> {
        self.take(path, || self.staging.offer_copy(path, source))
    }

    /// Takes the file that is published at `path` over as it lies there, if it lies as `stamp` says; true if so.
    ///
    /// The caller knows that its bytes would be the same, and that nobody wrote it since it bore this stamp.
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

    /// Makes what was handed over the published site; `urls` is what the manifest remembers of each URL.
    ///
    /// Refused if a file could not be taken before: a site without it would not be whole. On an
    /// error the site is as it was, but for TW0617: then the commit has begun, every file is whole,
    /// and the next [`open`](Self::open) finishes it.
    pub fn commit(mut self, urls: Vec<(String, UrlState)>) -> Result<Summary, Diagnostic> {
        let done = self.commit_to(urls);
        // A process that is killed clears nothing away.
        self.folder.keep |= self.pulse.has_stopped();
        done
    }

    fn commit_to(&mut self, urls: Vec<(String, UrlState)>) -> Result<Summary, Diagnostic> {
        if let Some(told) = locked(&self.failure).take() {
            return Err(told);
        }
        let records = std::mem::take(&mut *locked(&self.records));
        let written = records.iter().filter(|record| record.staged).count();
        let unchanged = records.len() - written;
        // More than a few are not waited for.
        let staged = records.iter().filter(|record| record.staged && written <= SYNC_AT_MOST);
        let to_sync: Vec<String> = staged.map(|record| record.path.clone()).collect();
        let files: BTreeMap<_, _> = records.into_iter().map(|record| (record.path, record.entry)).collect();
        let manifest = Manifest::new(files, urls)?;
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

    /// A first build: the tree becomes the output in one rename.
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

    /// A later build: the journal, then what it says.
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
        // Should the name not reach the disk before a power cut, the old site is still whole.
        let _ = journal::sync_names(&location.staging);
        apply::apply(location, &self.staging.tree, &journal, &self.pulse)?;
        self.folder.keep = false;
        // Done; if the journal stays, the next run finds all its steps done.
        let _ = fs::remove_file(self.folder.journal());
        self.pulse.beat()
    }

    /// Waits until the disk has a staged file.
    fn sync(&self, path: &str) -> Result<(), Diagnostic> {
        // Windows syncs only what is open for writing.
        OpenOptions::new()
            .write(true)
            .open(self.staging.staged_file(path))
            .and_then(|file| file.sync_data())
            .map_err(|cause| say::io(&self.staging.location.shown_path(path), &cause))
    }
}

/// Whether an output lies there just as it was left by the build that `published` speaks of.
///
/// Takes the output for the time of looking, as [`Publisher::open`] does, and refuses the same places.
pub fn is_untouched(output: &Path, root: &Path, published: &Left) -> Result<bool, Diagnostic> {
    let location = Location::find(output, root)?;
    if location.output.to_str() != Some(published.output.as_str()) {
        return Ok(false);
    }
    let folder = StagingFolder::take(&location)?;
    // A journal is there: a build was killed, and what it began is to be finished.
    if folder.keep || location.ground()? != Ground::Marked {
        return Ok(false);
    }
    let lies = |path: &str, stamp: &Stamp| Stamp::of_itself(&location.on_disk(path)) == Some(*stamp);
    Ok(fs::symlink_metadata(location.on_disk(PROBE)).is_err()
        && lies(MANIFEST, &published.manifest)
        && published.files.par_iter().all(|(path, stamp)| lies(path, stamp)))
}

/// How the manifest of an output lies there.
pub fn manifest_stamp(output: &Path) -> Option<Stamp> {
    Stamp::of_itself(&output.join(MANIFEST))
}

fn read_published(location: &Location, ignores_case: bool) -> Result<Published, Diagnostic> {
    let shown = location.shown_path(MANIFEST);
    let bytes = fs::read(location.on_disk(MANIFEST)).map_err(|cause| say::io(&shown, &cause))?;
    Ok(Published::new(Manifest::parse(&bytes, &shown)?, &bytes, ignores_case))
}

/// Gives the tree the rights that somebody gave the empty folder which it replaces.
#[cfg(unix)]
fn take_over_empty(empty: &Path, tree: &Path) -> io::Result<()> {
    fs::set_permissions(tree, fs::metadata(empty)?.permissions())
}

/// Here no folder is renamed over another, so the empty one goes first: nobody misses it.
#[cfg(not(unix))]
fn take_over_empty(empty: &Path, _tree: &Path) -> io::Result<()> {
    fs::remove_dir(empty)
}

/// Where a test may stop a commit as if the process were killed; otherwise nothing at all.
#[derive(Default)]
struct Pulse {
    /// Beats left; `None` for ever.
    #[cfg(test)]
    left: Option<std::sync::atomic::AtomicUsize>,
}

impl Pulse {
    /// Between any two steps that change the disk.
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
