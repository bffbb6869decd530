//! Carries out a journal. Every step may have been done before, so after an interruption the journal is
//! simply run again.

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
use super::path::{MANIFEST, folders_above};
use super::staging::{is_absent, look_at, staged_name};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::publish as say;

/// Carries out the journal from its beginning.
pub(super) fn apply(
    location: &Location,
    tree: &Path,
    journal: &Journal,
    pulse: &Pulse,
) -> Result<(), Diagnostic> {
    // When a template changes, renaming is most of the work. Pages do not depend on each other, so they are
    // renamed in parallel.
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

/// Whether two neighbours may be done in any order: both are pages, and nothing has to be cleared first.
fn may_come_together(one: &Place, next: &Place) -> bool {
    let is_plain = |place: &Place| place.clear.is_empty() && is_page(&place.path);
    is_plain(one) && is_plain(next)
}

/// Finishes an interrupted run if it was committed, and discards it otherwise.
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
            _ => say::no_staging(&staging, &cause),
        }
    })?;
    // Without a manifest this is not the output that the journal was written for.
    if let Some(journal) = journal.filter(|_| marked) {
        refuse_links(location, &journal)?;
        apply(location, &folder.staged(), &journal, pulse)?;
    }
    folder.keep = false;
    Ok(())
}

/// Refuses to go through a link that was put into the output after the journal was written.
fn refuse_links(location: &Location, journal: &Journal) -> Result<(), Diagnostic> {
    let folders: BTreeSet<&str> = journal.paths().flat_map(|path| folders_above(path)).collect();
    for folder in folders {
        let shown = location.shown_path(folder);
        let found = look_at(&location.on_disk(folder)).map_err(|cause| say::half_done(&shown, &cause))?;
        if found.is_some_and(|found| found.is_symlink()) {
            return Err(say::link_in_the_way(&shown));
        }
    }
    Ok(())
}

fn put_in_place(location: &Location, tree: &Path, place: &Place, pulse: &Pulse) -> Result<(), Diagnostic> {
    let staged = tree.join(staged_name(&place.path));
    if !place.clear.is_empty() {
        // This step was done before. What is there now belongs to the new site and must not be cleared.
        if look_at(&staged)
            .map_err(|cause| say::half_done(&location.shown_path(&place.path), &cause))?
            .is_none()
        {
            return Ok(());
        }
        remove(location, &place.clear, pulse)?;
        pulse.beat()?;
    }
    move_in(location, &staged, &place.path)
}

/// Renames a staged file or folder into the output, unless this was done before.
fn move_in(location: &Location, staged: &Path, path: &str) -> Result<(), Diagnostic> {
    let to = location.on_disk(path);
    let moved = match rename(staged, &to) {
        Err(cause) if is_absent(&cause) => look_at(staged).and_then(|found| match found {
            None => Ok(()),
            // Somebody has removed the folder since the journal was written.
            Some(_) => to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| rename(staged, &to)),
        }),
        moved => moved,
    };
    moved.map_err(|cause| say::half_done(&location.shown_path(path), &cause))
}

fn remove(location: &Location, removal: &Removal, pulse: &Pulse) -> Result<(), Diagnostic> {
    for file in &removal.files {
        pulse.beat()?;
        let on_disk = location.on_disk(file);
        if let Err(cause) = fs::remove_file(&on_disk) {
            // If it is no longer a file, we did not write it, and it stays. If it cannot be examined, it may
            // be ours.
            if look_at(&on_disk).map_or(true, |found| found.is_some_and(|found| found.is_file())) {
                return Err(say::half_done(&location.shown_path(file), &cause));
            }
        }
    }
    for folder in &removal.folders {
        pulse.beat()?;
        // Fails if the folder holds files of others; then it stays. So does a folder that cannot be removed
        // for another reason: an empty folder reveals nothing.
        let _ = fs::remove_dir(location.on_disk(folder));
    }
    Ok(())
}

/// Renames over any file.
#[cfg(not(windows))]
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Renames over any file. Retries for a while, because a virus scanner may hold the file.
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
