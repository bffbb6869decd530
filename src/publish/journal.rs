//! What a commit is about to do, written down so that the next run can finish it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::path;

/// The format of the journal; it never outlives the next run of the same program for long.
const FORMAT: u32 = 2;

/// The renames and removals of one commit, in the order in which they are done.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    /// What is renamed into the output.
    pub(super) places: Vec<Place>,
    /// What is removed after that, because the new site has it no more.
    pub(super) stale: Removal,
    /// Whether the manifest is renamed into place at the end.
    pub(super) manifest: bool,
}

/// A staged file or new folder and where it goes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) path: String,
    /// What must go first: a file of ours where a folder comes, or the other way round.
    pub(super) clear: Removal,
}

/// Files, and folders after them, the deepest first.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Removal {
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<String>,
}

impl Removal {
    /// Whether there is nothing to remove.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.iter().chain(&self.folders)
    }
}

impl Journal {
    pub(super) fn new(places: Vec<Place>, stale: Removal, manifest: bool) -> Self {
        Self { version: FORMAT, places, stale, manifest }
    }

    /// Whether the site stays as it is.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.stale.is_empty() && !self.manifest
    }

    /// Every path that is renamed to or removed.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.places
            .iter()
            .flat_map(|place| place.clear.paths().chain([&place.path]))
            .chain(self.stale.paths())
    }

    /// Writes the journal where it does not count yet, and waits until the disk has it.
    pub(super) fn write(&self, draft: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec(self)?;
        let mut file = File::create(draft)?;
        file.write_all(&bytes)?;
        file.sync_all()
    }

    /// Reads a journal; `None` if there is none, `InvalidData` if it cannot be followed.
    pub(super) fn read(at: &Path) -> io::Result<Option<Self>> {
        let bytes = match fs::read(at) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let journal: Self = serde_json::from_slice(&bytes)?;
        // Files are removed by these names: none may point out of the output.
        if journal.version == FORMAT && journal.paths().all(|name| path::unfit(name).is_none()) {
            Ok(Some(journal))
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }
}

/// Waits until the disk knows the names in a folder; Windows does not offer it.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
