//! Carries a journal out. Every step may have been done before: a killed run is simply run again.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::Pulse;
use super::changes::is_page;
use super::journal::{Journal, Place, Removal};
use super::location::Location;
use super::lock::StagingFolder;
use super::messages as say;
use super::path::{MANIFEST, folders_above};
use super::staging::{is_absent, staged_name};
use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// Does what the journal says, from its beginning.
pub(super) fn apply(
    location: &Location,
    tree: &Path,
    journal: &Journal,
    pulse: &Pulse,
) -> Result<(), Diagnostic> {
    // Renaming is most of the work where a template changed, and no page waits for another.
    for places in journal.places.chunk_by(may_come_together) {
        places.par_iter().try_for_each(|place| {
            pulse.beat()?;
            put_in_place(location, tree, place, pulse)
        })?;
    }
    remove(location, &journal.stale, pulse)?;
    if journal.manifest {
        pulse.beat()?;
        move_in(location, &tree.join(staged_name(MANIFEST)), MANIFEST)?;
    }
    pulse.beat()
}

/// Whether two neighbours may come in any order: two pages with nothing to clear before them.
fn may_come_together(one: &Place, next: &Place) -> bool {
    let is_plain = |place: &Place| place.clear.is_empty() && is_page(&place.path);
    is_plain(one) && is_plain(next)
}

/// Finishes what a killed run had committed, or clears away what it had not.
pub(super) fn recover(
    location: &Location,
    folder: &mut StagingFolder,
    marked: bool,
    pulse: &Pulse,
) -> Result<(), Diagnostic> {
    let journal = Journal::read(&folder.journal()).map_err(|cause| {
        let staging = location.staging_shown();
        match cause.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => say::journal_unreadable(&staging),
            _ => say::no_staging(&staging, Text::new(cause.to_string(), cause.to_string())),
        }
    })?;
    // Without our mark the output that the journal speaks of has been taken away.
    if let Some(journal) = journal.filter(|_| marked) {
        refuse_links(location, &journal)?;
        apply(location, &folder.staged(), &journal, pulse)?;
    }
    folder.keep = false;
    Ok(())
}

/// Refuses to follow a link that came into the output since the journal was written.
fn refuse_links(location: &Location, journal: &Journal) -> Result<(), Diagnostic> {
    let folders: BTreeSet<&str> = journal.paths().flat_map(|path| folders_above(path)).collect();
    for folder in folders {
        if fs::symlink_metadata(location.on_disk(folder)).is_ok_and(|found| found.is_symlink()) {
            return Err(say::link_in_the_way(&location.shown_path(folder)));
        }
    }
    Ok(())
}

fn put_in_place(location: &Location, tree: &Path, place: &Place, pulse: &Pulse) -> Result<(), Diagnostic> {
    let staged = tree.join(staged_name(&place.path));
    if !place.clear.is_empty() {
        // Done before: what stands there now is the new site's, not what was to be cleared.
        if !lies(&staged) {
            return Ok(());
        }
        remove(location, &place.clear, pulse)?;
        pulse.beat()?;
    }
    move_in(location, &staged, &place.path)
}

/// Renames a staged file or folder into the output, unless that was done before.
fn move_in(location: &Location, staged: &Path, path: &str) -> Result<(), Diagnostic> {
    let to = location.on_disk(path);
    let mut moved = rename(staged, &to);
    if moved.as_ref().is_err_and(is_absent) {
        if !lies(staged) {
            return Ok(());
        }
        // Somebody removed the folder since the journal was written.
        moved = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| rename(staged, &to));
    }
    moved.map_err(|cause| say::half_done(&location.shown_path(path), &cause))
}

fn remove(location: &Location, removal: &Removal, pulse: &Pulse) -> Result<(), Diagnostic> {
    for file in &removal.files {
        pulse.beat()?;
        let on_disk = location.on_disk(file);
        if let Err(cause) = fs::remove_file(&on_disk) {
            // What is no file any more is not what we wrote, and stays.
            if fs::symlink_metadata(&on_disk).is_ok_and(|found| found.is_file()) {
                return Err(say::half_done(&location.shown_path(file), &cause));
            }
        }
    }
    for folder in &removal.folders {
        pulse.beat()?;
        // Fails if somebody keeps files of his own in it: then it stays.
        let _ = fs::remove_dir(location.on_disk(folder));
    }
    Ok(())
}

fn lies(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Renames over whatever file is there.
#[cfg(not(windows))]
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Renames over whatever file is there; a virus scanner that holds it for a moment is waited for.
#[cfg(windows)]
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    const TRIES: u32 = 40;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);
    let mut tries = 1;
    loop {
        match fs::rename(from, to) {
            Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied && tries < TRIES => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
            other => return other,
        }
    }
}
