//! Stages files that differ from the published ones, ready to be renamed into the output.
//!
//! A file whose folder already exists in the output is staged under the hash of its path. A new folder is
//! staged as a whole and renamed as a whole. That takes one rename, and a full disk is noticed before
//! anything is published. A first build works the same way: the new folder is the output itself.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::compare::{COPY_CHUNK, Hashes, holds, holds_copy, read_full};
use super::location::Location;
use super::manifest::{FileEntry, Published};
use super::messages as say;
use super::path::{MANIFEST, PROBE, parent};
use super::rights::Rights;
use crate::diagnostics::Diagnostic;
use crate::disclosure::attachments::FileSource;

/// The staged files, and what is known about the folders of the output.
pub(super) struct Staging {
    pub(super) location: Location,
    /// The folder of staged files.
    pub(super) tree: PathBuf,
    /// The published site, if there is one.
    pub(super) published: Option<Published>,
    folders: Mutex<HashMap<Box<str>, Folder>>,
    places: Mutex<Places>,
    rights: Rights,
}

/// What is to be renamed into the output.
#[derive(Default)]
pub(super) struct Places {
    /// Files, and new folders that are not inside another new folder.
    pub(super) paths: Vec<String>,
    /// The paths among them that are folders of ours in the current output.
    pub(super) over_folders: Vec<String>,
}

/// A folder of the site.
#[derive(Clone)]
enum Folder {
    /// It exists in the output and is not a link.
    Standing,
    /// It is new. `top` is the topmost new folder that contains it.
    Staged { top: Arc<str> },
}

/// What is at a path of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    File(u64),
    Folder,
    /// A link, a device, or anything else that we do not write.
    Other,
}

/// The name of a path's staged file.
pub(super) fn staged_name(path: &str) -> String {
    /// Half of the hash. 128 bits are enough to rule out collisions.
    const DIGITS: usize = 32;
    let hash = blake3::hash(path.as_bytes()).to_hex();
    let (shelf, name) = hash[..DIGITS].split_at(1);
    format!("{shelf}/{name}")
}

/// The folders for staged files, one for each first digit of the hash. Within one folder the system creates
/// files one after the other; in several folders it works in parallel.
const SHELVES: &str = "0123456789abcdef";

/// Creates the empty folder for staged files.
pub(super) fn make(tree: &Path) -> io::Result<()> {
    fs::create_dir(tree)?;
    SHELVES.split("").filter(|shelf| !shelf.is_empty()).try_for_each(|shelf| fs::create_dir(tree.join(shelf)))
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The values are replaced as a whole, so a panic in another thread leaves them usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Staging {
    /// Starts staging in `tree`, which is new and empty.
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

    /// Stages bytes unless the file at `path` already has them; returns whether they were staged.
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

    /// Stages an attachment unless the file at `path` already has its bytes. Returns its entry and whether it
    /// was staged.
    ///
    /// Refused if its bytes are not those that the gate checked.
    pub(super) fn offer_file(
        &self,
        path: &str,
        source: &FileSource,
    ) -> Result<(FileEntry, bool), Diagnostic> {
        if !source.is_copied() {
            let bytes = source.bytes()?;
            let entry = FileEntry::of(&bytes);
            return Ok((entry, self.offer(path, &bytes, &entry)?));
        }
        let unreadable = |cause: io::Error| source.unread(&cause);
        let checked = |hashes: Hashes| hashes.entry_of(source.sha256()).ok_or_else(|| source.changed());
        let mut input = source.open()?;
        let size = source.size();
        let mut found = None;
        if self.published.as_ref().is_some_and(|now| now.manifest.files.contains_key(path)) {
            let lies = self.look(path).map_err(|cause| self.io(path, &cause))?;
            if lies == Found::File(size) {
                let on_disk = self.location.on_disk(path);
                if let Some(hashes) = holds_copy(&on_disk, &mut input, size).map_err(unreadable)? {
                    return Ok((checked(hashes)?, false));
                }
                input.rewind().map_err(unreadable)?;
            }
            found = Some(lies);
        }
        let file = self.create(path, found)?;
        let entry = checked(self.copy(path, &file, &mut input, source)?)?;
        self.rights.give_file(&file).map_err(|cause| self.io(path, &cause))?;
        Ok((entry, true))
    }

    fn copy(
        &self,
        path: &str,
        mut file: &File,
        input: &mut File,
        source: &FileSource,
    ) -> Result<Hashes, Diagnostic> {
        let mut hashes = Hashes::default();
        let mut chunk = vec![0; COPY_CHUNK];
        loop {
            let read = read_full(input, &mut chunk).map_err(|cause| source.unread(&cause))?;
            hashes.update(&chunk[..read]);
            file.write_all(&chunk[..read]).map_err(|cause| self.io(path, &cause))?;
            // A file that has grown is not the one that was checked. It may also grow forever.
            if read < chunk.len() || hashes.count() > source.size() {
                return Ok(hashes);
            }
        }
    }

    /// Creates the staged file for `path`, if what was `found` there may be replaced.
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

    /// Stages the manifest and syncs it: after a power cut, a damaged manifest would lock us out of the
    /// output.
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

    /// Refuses to replace what we did not write.
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

    /// Finds a folder of the site, or stages it if it is new.
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

    /// Whether a folder exists in the output, with no link on the way to it. Stages nothing.
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

    /// Creates a staged folder. If two threads create the same one, it is recorded once.
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

    /// The staged location of a path inside the new folder `top`, or of `top` itself.
    fn staged_in(&self, top: &str, path: &str) -> PathBuf {
        let mut staged = self.tree.join(staged_name(top));
        let rest = path[top.len()..].trim_start_matches('/');
        if !rest.is_empty() {
            staged.push(rest);
        }
        staged
    }

    /// The staged location of the file at `path`.
    pub(super) fn staged_file(&self, path: &str) -> PathBuf {
        match locked(&self.folders).get(parent(path)) {
            Some(Folder::Staged { top }) => self.staged_in(top, path),
            _ => self.tree.join(staged_name(path)),
        }
    }

    /// What is to be renamed into the output, in no particular order.
    pub(super) fn places(&self) -> Places {
        std::mem::take(&mut locked(&self.places))
    }

    fn look(&self, path: &str) -> io::Result<Found> {
        Ok(look_at(&self.location.on_disk(path))?.map_or(Found::Nothing, |found| kind_of(&found)))
    }

    /// Examines a folder of the output that is to be changed, and fails if it is not writable.
    fn look_at_folder(&self, path: &str) -> Result<Found, Diagnostic> {
        let on_disk = self.location.on_disk(path);
        let found = look_at(&on_disk).map_err(|cause| self.io(path, &cause))?;
        let Some(found) = found else { return Ok(Found::Nothing) };
        if found.is_dir() && !self.rights.surely_writable(&found) {
            let probe = on_disk.join(PROBE);
            match File::create_new(&probe) {
                // Left by a run that was killed between the two calls. Removing it proves the same.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                made => made.map(drop),
            }
            .and_then(|()| fs::remove_file(&probe))
            .map_err(|cause| self.io(path, &cause))?;
        }
        Ok(kind_of(&found))
    }

    /// Fails if a folder of the output is not writable. Called before the first page is rendered.
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

/// Allocates the blocks of a file before it is written.
///
/// When a file without allocated blocks is renamed over another one, ext4 writes it out at once
/// (`auto_da_alloc`). That adds up when a template changes. Files that must survive a power cut are synced
/// anyway.
fn reserve(_file: &File, _size: u64) {
    #[cfg(target_os = "linux")]
    if _size > 0 {
        // Some file systems cannot do this. It is only an optimisation.
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

/// The metadata of a path, without following links; `None` if nothing is there.
///
/// # Errors
/// Fails if the system returns another error than absence. That must not be mistaken for absence: a withdrawn
/// file would stay public, or a step would count as done.
pub(super) fn look_at(on_disk: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(on_disk) {
        Ok(found) => Ok(Some(found)),
        Err(cause) if is_absent(&cause) => Ok(None),
        Err(cause) => Err(cause),
    }
}

/// Whether the path does not exist, which includes a parent that is a file.
pub(super) fn is_absent(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
