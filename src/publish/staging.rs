//! Puts files aside, ready to be renamed into the output, if they differ from what lies there.
//!
//! A file for a folder that stands already is staged under the hash of its path. A folder
//! that is new is staged as a whole and renamed as a whole: one rename for all that is in it, and
//! a full disk shows before anything is published. A first build is the same thing once more:
//! there the new folder is the output itself.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::compare::{COPY_CHUNK, holds, holds_copy, read_full};
use super::location::{Location, shown};
use super::manifest::{FileEntry, Published};
use super::messages as say;
use super::path::{MANIFEST, PROBE, parent};
use super::rights::Rights;
use crate::diagnostics::Diagnostic;

/// Where new files are put, and what is known about the folders of the output.
pub(super) struct Staging {
    pub(super) location: Location,
    /// The folder of staged files.
    pub(super) tree: PathBuf,
    /// What is published now.
    pub(super) published: Option<Published>,
    folders: Mutex<HashMap<Box<str>, Folder>>,
    places: Mutex<Places>,
    rights: Rights,
}

/// What is to be renamed into the output.
#[derive(Default)]
pub(super) struct Places {
    /// Files and topmost new folders.
    pub(super) paths: Vec<String>,
    /// Those of them where a folder of ours stands now.
    pub(super) over_folders: Vec<String>,
}

/// A folder of the site.
#[derive(Clone)]
enum Folder {
    /// It stands in the output, a folder and no link.
    Standing,
    /// It is new; `top` is the topmost new folder that it is in.
    Staged { top: Arc<str> },
}

/// What lies at a path of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    File(u64),
    Folder,
    /// A link, a device: nothing of ours.
    Other,
}

/// The name under which a path is staged.
pub(super) fn staged_name(path: &str) -> String {
    /// Half of the hash: 128 bits are enough that no two paths ever meet.
    const DIGITS: usize = 32;
    let hash = blake3::hash(path.as_bytes()).to_hex();
    let (shelf, name) = hash[..DIGITS].split_at(1);
    format!("{shelf}/{name}")
}

/// The folders that paths are staged in, by the first digit of their hash: files are made in one folder one
/// after the other, in several at once.
const SHELVES: &str = "0123456789abcdef";

/// Makes the folder of staged files, empty.
pub(super) fn make(tree: &Path) -> io::Result<()> {
    fs::create_dir(tree)?;
    SHELVES.split("").filter(|shelf| !shelf.is_empty()).try_for_each(|shelf| fs::create_dir(tree.join(shelf)))
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each holds whole values only, so a panic elsewhere has not left one half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Staging {
    /// Begins to stage in `tree`, which is new and empty.
    pub(super) fn begin(
        location: Location,
        tree: PathBuf,
        published: Option<Published>,
    ) -> Result<Self, Diagnostic> {
        let made = fs::symlink_metadata(&tree).map_err(|cause| say::io(&location.staging_shown(), &cause))?;
        let staging = Self {
            location,
            tree,
            published,
            folders: Mutex::default(),
            places: Mutex::default(),
            rights: Rights::learn(&made),
        };
        if staging.published.is_some() {
            locked(&staging.folders).insert("".into(), Folder::Standing);
        } else {
            staging.make_folder("", "".into())?;
        }
        Ok(staging)
    }

    /// Stages bytes unless they lie at `path` already; true if staged.
    pub(super) fn offer(&self, path: &str, bytes: &[u8], entry: &FileEntry) -> Result<bool, Diagnostic> {
        let fail = |cause: io::Error| self.io(path, &cause);
        let mut found = None;
        if let Some(old) = self.published.as_ref().and_then(|now| now.manifest.files.get(path)) {
            let lies = self.look(path).map_err(fail)?;
            if lies == Found::File(entry.size) && old == entry && holds(&self.location.on_disk(path), bytes) {
                return Ok(false);
            }
            found = Some(lies);
        }
        let mut file = self.create(path, found)?;
        if matches!(found, Some(Found::File(_))) {
            reserve(&file, entry.size);
        }
        file.write_all(bytes).and_then(|()| self.rights.give_file(&file)).map_err(fail)?;
        Ok(true)
    }

    /// Stages a copy of `source` unless it lies at `path` already; its entry, and true if staged.
    pub(super) fn offer_copy(&self, path: &str, source: &Path) -> Result<(FileEntry, bool), Diagnostic> {
        let unreadable = |cause: io::Error| say::io(&shown(source), &cause);
        // Looked at before it is opened: to open a pipe would wait for ever.
        let about = fs::metadata(source).map_err(unreadable)?;
        if !about.is_file() {
            return Err(unreadable(io::ErrorKind::InvalidInput.into()));
        }
        let size = about.len();
        let mut input = File::open(source).map_err(unreadable)?;
        let mut found = None;
        if self.published.as_ref().is_some_and(|now| now.manifest.files.contains_key(path)) {
            let lies = self.look(path).map_err(|cause| self.io(path, &cause))?;
            if lies == Found::File(size) {
                if let Some(entry) =
                    holds_copy(&self.location.on_disk(path), &mut input, size).map_err(unreadable)?
                {
                    return Ok((entry, false));
                }
                input.rewind().map_err(unreadable)?;
            }
            found = Some(lies);
        }
        let file = self.create(path, found)?;
        let entry = self.copy(path, &file, &mut input, &unreadable)?;
        self.rights.give_file(&file).map_err(|cause| self.io(path, &cause))?;
        Ok((entry, true))
    }

    fn copy(
        &self,
        path: &str,
        mut file: &File,
        input: &mut File,
        unreadable: &dyn Fn(io::Error) -> Diagnostic,
    ) -> Result<FileEntry, Diagnostic> {
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; COPY_CHUNK];
        loop {
            let read = read_full(input, &mut chunk).map_err(unreadable)?;
            hasher.update(&chunk[..read]);
            file.write_all(&chunk[..read]).map_err(|cause| self.io(path, &cause))?;
            if read < chunk.len() {
                return Ok(FileEntry::hashed(&hasher));
            }
        }
    }

    /// Makes the staged file for `path`, whatever `found` there allowing.
    fn create(&self, path: &str, found: Option<Found>) -> Result<File, Diagnostic> {
        let staged = match self.folder(parent(path))? {
            Folder::Staged { top } => self.staged_in(&top, path),
            Folder::Standing => {
                let found = match found {
                    Some(found) => found,
                    None => self.look(path).map_err(|cause| self.io(path, &cause))?,
                };
                self.may_replace(path, found)?;
                let mut places = locked(&self.places);
                places.paths.push(path.to_owned());
                if found == Found::Folder {
                    places.over_folders.push(path.to_owned());
                }
                self.tree.join(staged_name(path))
            }
        };
        new_file(&staged).map_err(|cause| self.io(path, &cause))
    }

    /// Stages the manifest, safe from a power cut: a torn one would close the output to us.
    pub(super) fn stage_manifest(
        &self,
        write: impl FnOnce(&File) -> io::Result<()>,
    ) -> Result<(), Diagnostic> {
        let at = match self.published {
            Some(_) => self.tree.join(staged_name(MANIFEST)),
            None => self.staged_in("", MANIFEST),
        };
        new_file(&at)
            .and_then(|file| {
                write(&file)?;
                self.rights.give_file(&file)?;
                file.sync_all()
            })
            .map_err(|cause| self.io(MANIFEST, &cause))
    }

    /// Refuses to write where something stands that is not ours.
    fn may_replace(&self, path: &str, found: Found) -> Result<(), Diagnostic> {
        let owned = |owns: &dyn Fn(&Published) -> bool| self.published.as_ref().is_some_and(owns);
        let ours = match found {
            Found::Nothing => true,
            Found::File(_) => owned(&|now| now.owns(path)),
            Found::Folder => owned(&|now| now.owns_folder(path)),
            Found::Other => return Err(say::link_in_the_way(&self.location.shown_path(path))),
        };
        if ours { Ok(()) } else { Err(say::foreign(&self.location.shown_path(path))) }
    }

    /// Finds, or stages, a folder of the site.
    fn folder(&self, path: &str) -> Result<Folder, Diagnostic> {
        if let Some(known) = locked(&self.folders).get(path) {
            return Ok(known.clone());
        }
        match self.folder(parent(path))? {
            Folder::Staged { top } => self.make_folder(path, top),
            Folder::Standing => match self.look_at_folder(path)? {
                Found::Folder => {
                    locked(&self.folders).insert(path.into(), Folder::Standing);
                    Ok(Folder::Standing)
                }
                found => {
                    self.may_replace(path, found)?;
                    self.make_folder(path, path.into())
                }
            },
        }
    }

    /// Whether a folder stands in the output, with no link on the way to it; stages nothing.
    pub(super) fn stands(&self, path: &str) -> Result<bool, Diagnostic> {
        if let Some(known) = locked(&self.folders).get(path) {
            return Ok(matches!(known, Folder::Standing));
        }
        let stands = self.stands(parent(path))? && self.look_at_folder(path)? == Found::Folder;
        if stands {
            locked(&self.folders).insert(path.into(), Folder::Standing);
        }
        Ok(stands)
    }

    /// Makes a staged folder. Two threads may both make it; it is the same one, told once.
    fn make_folder(&self, path: &str, top: Arc<str>) -> Result<Folder, Diagnostic> {
        let staged = self.staged_in(&top, path);
        let made = match fs::create_dir(&staged) {
            Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
            _ => self.rights.give_folder(&staged),
        };
        made.map_err(|cause| self.io(path, &cause))?;
        let folder = Folder::Staged { top };
        if locked(&self.folders).insert(path.into(), folder.clone()).is_none()
            && matches!(&folder, Folder::Staged { top } if **top == *path)
        {
            locked(&self.places).paths.push(path.to_owned());
        }
        Ok(folder)
    }

    /// Where a path inside the new folder `top`, or `top` itself, is staged.
    fn staged_in(&self, top: &str, path: &str) -> PathBuf {
        let mut staged = self.tree.join(staged_name(top));
        let rest = path[top.len()..].trim_start_matches('/');
        if !rest.is_empty() {
            staged.push(rest);
        }
        staged
    }

    /// Where the file at `path` was staged.
    pub(super) fn staged_file(&self, path: &str) -> PathBuf {
        match locked(&self.folders).get(parent(path)) {
            Some(Folder::Staged { top }) => self.staged_in(top, path),
            _ => self.tree.join(staged_name(path)),
        }
    }

    /// What is to be renamed into the output, in no order.
    pub(super) fn places(&self) -> Places {
        std::mem::take(&mut locked(&self.places))
    }

    fn look(&self, path: &str) -> io::Result<Found> {
        match fs::symlink_metadata(self.location.on_disk(path)) {
            Ok(found) => Ok(kind_of(&found)),
            Err(cause) if is_absent(&cause) => Ok(Found::Nothing),
            Err(cause) => Err(cause),
        }
    }

    /// Looks at a folder of the output that is to be changed: it must let us.
    fn look_at_folder(&self, path: &str) -> Result<Found, Diagnostic> {
        let on_disk = self.location.on_disk(path);
        let found = match fs::symlink_metadata(&on_disk) {
            Ok(found) => found,
            Err(cause) if is_absent(&cause) => return Ok(Found::Nothing),
            Err(cause) => return Err(self.io(path, &cause)),
        };
        if found.is_dir() && !self.rights.surely_writable(&found) {
            let probe = on_disk.join(PROBE);
            match File::create_new(&probe) {
                // Left by a run that was killed between the two calls; to remove it proves as much.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                made => made.map(drop),
            }
            .and_then(|()| fs::remove_file(&probe))
            .map_err(|cause| self.io(path, &cause))?;
        }
        Ok(kind_of(&found))
    }

    /// Finds out before the first page is rendered that a folder of the output cannot be written.
    pub(super) fn refuse_unwritable(&self, path: &str) -> Result<(), Diagnostic> {
        self.look_at_folder(path).map(|_| ())
    }

    fn io(&self, path: &str, cause: &io::Error) -> Diagnostic {
        say::io(&self.location.shown_path(path), cause)
    }
}

fn new_file(at: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, super::rights::FILE_MODE);
    options.open(at)
}

/// Finds a file its place on the disk before it is written.
///
/// A file that has none yet is written out at once when it is renamed over another (`auto_da_alloc` of ext4), which
/// adds up where a template changed. Files that must survive a power cut are synced.
fn reserve(_file: &File, _size: u64) {
    #[cfg(target_os = "linux")]
    if _size > 0 {
        // What the file system cannot do, it need not.
        let _ = rustix::fs::fallocate(_file, rustix::fs::FallocateFlags::empty(), 0, _size);
    }
}

fn kind_of(found: &fs::Metadata) -> Found {
    if found.is_file() {
        Found::File(found.len())
    } else if found.is_dir() {
        Found::Folder
    } else {
        Found::Other
    }
}

/// Whether there is nothing at a path, be it that one of its folders is a file.
pub(super) fn is_absent(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
