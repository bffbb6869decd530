//! Plans the journal of a commit from the staged files and the published ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::journal::{Journal, Place, Removal};
use super::manifest::{FileEntry, Published};
use super::messages as say;
use super::path::{folded, folders_above, parent};
use super::staging::{Places, Staging, look_at};
use crate::diagnostics::Diagnostic;

/// Plans the commit of `new` over the published site; changes nothing.
pub(super) fn plan(
    staging: &Staging,
    new: &BTreeMap<String, FileEntry>,
    published: &Published,
    manifest_changed: bool,
) -> Result<Journal, Diagnostic> {
    let mut gone = gone(new, published);
    let Places { mut paths, over_folders } = staging.places();
    // Style sheets, pictures and downloads come first, so that no page is published before what it shows.
    paths.sort_by_cached_key(|path| (has_page(new, path), path.clone()));
    let over_folders: BTreeSet<String> = over_folders.into_iter().collect();
    let mut places = Vec::with_capacity(paths.len());
    for path in paths {
        let mut clear = Removal::default();
        if over_folders.contains(&path) {
            clear_folder(staging, published, &path, &mut clear)?;
        } else if !new.contains_key(&path) && published.owns(&path) {
            clear.files.push(path.clone());
        }
        for file in &clear.files {
            gone.remove(file.as_str());
        }
        places.push(Place { path, clear });
    }
    let stale = stale(staging, new, &gone)?;
    Ok(Journal::new(places, stale, manifest_changed))
}

/// Our files that the new site does not have.
fn gone<'a>(new: &BTreeMap<String, FileEntry>, published: &'a Published) -> BTreeSet<&'a str> {
    let old = published.manifest.files.keys().filter(|file| !new.contains_key(*file)).map(String::as_str);
    if !published.ignores_case() {
        return old.collect();
    }
    // On this file system, `Laporan.pdf` and `laporan.pdf` are the same file. Removing the old name would
    // remove the new file.
    let kept: BTreeSet<_> = new.keys().map(|file| folded(file)).collect();
    old.filter(|file| !kept.contains(&folded(file))).collect()
}

/// Whether a file is a page.
pub(super) fn is_page(file: &str) -> bool {
    file.ends_with(".html")
}

/// Whether a path is a page, or a new folder that contains one.
fn has_page(new: &BTreeMap<String, FileEntry>, path: &str) -> bool {
    is_page(path) || files_in(new, path).any(is_page)
}

fn files_in<'a>(files: &'a BTreeMap<String, FileEntry>, folder: &str) -> impl Iterator<Item = &'a str> {
    let prefix = format!("{folder}/");
    files
        .range(prefix.clone()..)
        .map(|(file, _)| file.as_str())
        .take_while(move |file| file.starts_with(&prefix))
}

/// Collects everything in a folder that is replaced by a file; fails if any of it is not ours.
fn clear_folder(
    staging: &Staging,
    published: &Published,
    folder: &str,
    clear: &mut Removal,
) -> Result<(), Diagnostic> {
    let location = &staging.location;
    let fail = |cause| say::io(&location.shown_path(folder), &cause);
    staging.stands(folder)?;
    for entry in fs::read_dir(location.on_disk(folder)).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        let kind = entry.file_type().map_err(fail)?;
        if kind.is_dir() && published.owns_folder(&path) {
            clear_folder(staging, published, &path, clear)?;
        } else if kind.is_file() && published.owns(&path) {
            clear.files.push(path);
        } else {
            return Err(say::foreign(&location.shown_path(&path)));
        }
    }
    clear.folders.push(folder.to_owned());
    Ok(())
}

/// What is removed at the end: files that are gone from the site and still on the disk, and folders that are
/// no longer needed. A folder with files of others stays.
fn stale(
    staging: &Staging,
    new: &BTreeMap<String, FileEntry>,
    gone: &BTreeSet<&str>,
) -> Result<Removal, Diagnostic> {
    let mut removal = Removal::default();
    let mut folders = BTreeSet::new();
    for file in gone {
        // Somebody may have replaced one of our folders by a link. The files behind the link are not ours.
        if !staging.stands(parent(file))? {
            continue;
        }
        let found = look_at(&staging.location.on_disk(file));
        let found = found.map_err(|cause| say::io(&staging.location.shown_path(file), &cause))?;
        if found.is_some_and(|found| found.is_file()) {
            removal.files.push((*file).to_owned());
        }
        folders.extend(folders_above(file).take_while(|folder| files_in(new, folder).next().is_none()));
    }
    // In reverse order, `a/b` comes before `a`.
    removal.folders = folders.into_iter().rev().map(str::to_owned).collect();
    Ok(removal)
}
