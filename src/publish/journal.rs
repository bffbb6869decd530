//! The journal: the planned steps of a commit, so that the next run can finish it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::path;

/// The format of the journal. A journal is read only by the next run, usually of the same program.
const FORMAT: u32 = 2;

/// The renames and removals of one commit, in order.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    /// What is renamed into the output.
    pub(super) places: Vec<Place>,
    /// What is removed after that, because the new site does not have it.
    pub(super) stale: Removal,
    /// Whether the manifest is renamed into place at the end.
    pub(super) manifest: bool,
}

/// A staged file or new folder, and its path in the output.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) path: String,
    /// What has to be removed first: our file where a folder goes, or our folder where a file goes.
    pub(super) clear: Removal,
}

/// Files, then folders, the deepest first.
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

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.stale.is_empty() && !self.manifest
    }

    /// Every path that is replaced or removed.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.places
            .iter()
            .flat_map(|place| place.clear.paths().chain([&place.path]))
            .chain(self.stale.paths())
    }

    /// Writes the journal to `draft` and syncs it. It takes effect when it is renamed.
    pub(super) fn write(&self, draft: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec(self)?;
        let mut file = File::create(draft)?;
        file.write_all(&bytes)?;
        file.sync_all()
    }

    /// Reads a journal; `None` if there is none. `InvalidData` if it is damaged or of another version.
    pub(super) fn read(at: &Path) -> io::Result<Option<Self>> {
        let bytes = match fs::read(at) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let journal: Self = serde_json::from_slice(&bytes)?;
        // Files are removed by these names, so none may point outside the output.
        if journal.version == FORMAT && journal.paths().all(|name| path::unfit(name).is_none()) {
            Ok(Some(journal))
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }
}

/// Syncs the names in a folder to the disk. Windows has no such call.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
