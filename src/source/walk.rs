//! Lists the files below a folder, in the order of their names, and reports problems such as bad links and
//! names.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::messages as rule;
use super::names;
use super::open::is_loop;
use crate::cache::Stamp;
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::locale::Text;

/// The depth limit. Deeper folders are a loop or a mistake.
pub const MAX_DEPTH: usize = 32;

/// A regular file below a portal's folder.
pub(super) struct Entry {
    /// Path relative to the portal's root, with `/`.
    pub(super) path: String,
    /// Its path on this machine: the file itself, never a link to it.
    pub(super) on_disk: PathBuf,
    /// Its size in bytes.
    pub(super) size: u64,
    /// Its stamp.
    pub(super) stamp: Option<Stamp>,
    /// Whether it may also change under another path, because there are links in its folder.
    pub(super) is_linked: bool,
}

impl Entry {
    /// Updates its stamp and size.
    pub(super) fn look(&mut self) {
        self.take(Look::at(&self.on_disk));
    }

    fn take(&mut self, look: Look) {
        self.stamp = look.stamp;
        self.size = look.stamp.map_or(0, |stamp| stamp.size);
        self.is_linked |= look.has_other_names;
    }

    /// The path below the walked folder.
    pub(super) fn inner(&self) -> &str {
        self.path.split_once('/').map_or(&self.path, |(_, inner)| inner)
    }
}

/// Lists the regular files below `root/folder`. Symbolic links are followed if they stay inside `root`.
pub(super) fn files(root: &Path, folder: &str, findings: &mut Findings) -> Vec<Entry> {
    // If the root cannot be resolved, every link is refused.
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut entries = Vec::new();
    let mut has_links = false;
    // The path of the current folder at each depth.
    let mut open: Vec<String> = Vec::new();
    let mut walk = WalkDir::new(root.join(folder)).follow_links(true).max_depth(MAX_DEPTH).into_iter();
    while let Some(next) = walk.next() {
        let entry = match next {
            Ok(entry) => entry,
            Err(error) => {
                findings.push(walk_error(root, &error));
                continue;
            }
        };
        let path = match open.get(entry.depth().wrapping_sub(1)) {
            None => Some(folder.to_owned()),
            Some(above) => entry.file_name().to_str().map(|name| format!("{above}/{name}")),
        };
        let Some(path) = path else {
            let shown = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy();
            findings.push(rule::name_not_utf8().in_file(&SourceFile::unread(shown)));
            skip_if_folder(&mut walk, &entry);
            continue;
        };
        if entry.depth() > 0 && is_ignored(path.rsplit('/').next().unwrap_or(&path)) {
            skip_if_folder(&mut walk, &entry);
            continue;
        }
        // Links are resolved now. If a file is replaced by a link later, the link is not followed.
        let mut real = None;
        if entry.path_is_symlink() {
            has_links = true;
            match entry.path().canonicalize() {
                Ok(target) if target.starts_with(&real_root) => real = Some(target),
                resolved => {
                    let found =
                        resolved.map_or_else(|cause| unresolved(&cause), |_| rule::link_leaves_root());
                    findings.push(found.in_file(&SourceFile::unread(path)));
                    skip_if_folder(&mut walk, &entry);
                    continue;
                }
            }
        }
        if entry.file_type().is_dir() {
            if entry.depth() == MAX_DEPTH {
                findings.push(rule::endless_folder().in_file(&SourceFile::unread(path.as_str())));
            }
            open.truncate(entry.depth());
            open.push(path);
        } else if entry.file_type().is_file() {
            let on_disk = real.unwrap_or_else(|| entry.into_path());
            entries.push(Entry { path, on_disk, size: 0, stamp: None, is_linked: false });
        } else {
            findings.push(rule::not_a_regular_file().in_file(&SourceFile::unread(path)));
        }
    }
    entries.par_sort_unstable_by(|one, other| by_names(&one.path, &other.path));
    let (twins, looks) = rayon::join(
        || case_twins(&entries),
        || {
            entries
                .par_iter()
                .map(|entry| (Look::at(&entry.on_disk), names::unportable(&entry.path)))
                .collect()
        },
    );
    let looks: Vec<(Look, Option<Text>)> = looks;
    findings.extend(twins);
    for (entry, (look, unportable)) in entries.iter_mut().zip(looks) {
        entry.is_linked = has_links;
        entry.take(look);
        if let Some(why) = unportable {
            findings.push(rule::unportable_name(why).in_file(&SourceFile::unread(entry.path.as_str())));
        }
    }
    entries
}

/// The state of a file on the disk.
struct Look {
    stamp: Option<Stamp>,
    has_other_names: bool,
}

impl Look {
    fn at(on_disk: &Path) -> Self {
        // Without a stamp, nothing from an earlier run is used, and reading the file reports the error.
        let found = std::fs::symlink_metadata(on_disk).ok();
        Self {
            stamp: found.as_ref().and_then(Stamp::from),
            has_other_names: found.as_ref().is_some_and(has_other_names),
        }
    }
}

/// Compares two paths name by name: the contents of a folder `a` come before a file `a.md`.
fn by_names(one: &str, other: &str) -> Ordering {
    let rank = |byte: u8| if byte == b'/' { 0 } else { byte };
    let differs = one.bytes().zip(other.bytes()).find(|(one, other)| one != other);
    differs.map_or_else(|| one.len().cmp(&other.len()), |(one, other)| rank(one).cmp(&rank(other)))
}

/// Whether a file has several names (hard links).
fn has_other_names(found: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(found) > 1;
    // On other systems this cannot be determined.
    #[cfg(not(unix))]
    {
        let _ = found;
        false
    }
}

/// A file or folder at the top of a portal.
pub(super) struct Found {
    /// Its path with links resolved.
    pub(super) on_disk: PathBuf,
    /// Its size in bytes.
    pub(super) size: u64,
    /// Whether it is a folder.
    pub(super) is_dir: bool,
}

/// Examines `root/name`.
///
/// # Errors
/// `None` if it does not exist. Otherwise the problem: a link that leaves the root or has no target, a pipe
/// (reading it would block), or an error of the system.
pub(super) fn find(root: &Path, name: &str) -> Result<Found, Option<Box<Diagnostic>>> {
    let path = root.join(name);
    let fail = |found: Diagnostic| Some(Box::new(found.in_file(&SourceFile::unread(name))));
    let mut on_disk = path.clone();
    let mut found = match path.symlink_metadata() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(None),
        found => found.map_err(|cause| fail(rule::unreadable(&cause.to_string())))?,
    };
    if found.is_symlink() {
        let resolved = path.canonicalize().and_then(|real| Ok((real, root.canonicalize()?)));
        let (real, real_root) = resolved.map_err(|cause| fail(unresolved(&cause)))?;
        if !real.starts_with(real_root) {
            return Err(fail(rule::link_leaves_root()));
        }
        found = real.symlink_metadata().map_err(|cause| fail(rule::unreadable(&cause.to_string())))?;
        on_disk = real;
    }
    if !found.is_file() && !found.is_dir() {
        return Err(fail(rule::not_a_regular_file()));
    }
    Ok(Found { on_disk, size: found.len(), is_dir: found.is_dir() })
}

/// Why a link could not be resolved.
fn unresolved(cause: &io::Error) -> Diagnostic {
    if leads_nowhere(cause) { rule::dangling_link() } else { rule::unreadable(&cause.to_string()) }
}

fn leads_nowhere(cause: &io::Error) -> bool {
    cause.kind() == io::ErrorKind::NotFound || is_loop(cause)
}

fn skip_if_folder(walk: &mut walkdir::IntoIter, entry: &walkdir::DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Whether a file or folder of this name was left by an editor, a file manager or version control. It is not
/// part of a portal.
pub fn is_ignored(name: &str) -> bool {
    // Windows writes the same name in small letters or capitals.
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    name.starts_with('.')
        || name.starts_with("~$")
        || ["~", ".swp", ".bak", ".tmp"].iter().any(|ending| name.ends_with(ending))
        || is("thumbs.db")
        || is("ehthumbs.db")
        || is("desktop.ini")
        || name == "4913"
}

fn walk_error(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(root);
    let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let file = SourceFile::unread(shown);
    if error.loop_ancestor().is_some() {
        return rule::endless_folder().in_file(&file);
    }
    if error.io_error().is_some_and(leads_nowhere)
        && path.symlink_metadata().is_ok_and(|found| found.is_symlink())
    {
        return rule::dangling_link().in_file(&file);
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    rule::unreadable(&reason).in_file(&file)
}

/// Finds files and folders whose paths differ only by case.
fn case_twins(entries: &[Entry]) -> Findings {
    let mut findings = Findings::default();
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(entries.len());
    let mut last = "";
    for entry in entries {
        let ends = entry.path.match_indices('/').map(|(at, _)| at).chain([entry.path.len()]);
        for end in ends {
            let path = &entry.path[..end];
            // The folders that it shares with the file before have been checked.
            if last.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')) {
                continue;
            }
            match seen.entry(path.to_lowercase()) {
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(path);
                }
                std::collections::hash_map::Entry::Occupied(taken) if *taken.get() != path => {
                    let other = taken.get().rsplit('/').next().unwrap_or(taken.get());
                    let twin = rule::names_differ_by_case(other);
                    findings.push(twin.in_file(&SourceFile::unread(path)));
                    break;
                }
                std::collections::hash_map::Entry::Occupied(_) => {}
            }
        }
        last = &entry.path;
    }
    findings
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_looked_at_is_not_taken_for_absent() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        std::fs::write(root.join("berkas"), "").unwrap();
        let code =
            |root: &Path, name: &str| find(root, name).err().map(|found| found.map(|found| found.code));
        assert_eq!(code(root, "berkas"), None);
        assert_eq!(code(root, "tidak-ada"), Some(None));
        assert_eq!(code(root, &"x".repeat(300)), Some(Some("TW0105")));
        #[cfg(unix)]
        {
            assert_eq!(code(&root.join("berkas"), "rilis"), Some(Some("TW0105")));
            std::os::unix::fs::symlink("putar", root.join("putar")).unwrap();
            assert_eq!(code(root, "putar"), Some(Some("TW0104")));
            assert_eq!(code(&root.join("putar"), "rilis"), Some(Some("TW0105")));
        }
    }
}
