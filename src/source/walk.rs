//! Lists the files below a folder, in the order of their names, and everything that is wrong with
//! how they lie there.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::messages as rule;
use super::names;
use crate::cache::Stamp;
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::locale::Text;

/// Folders deeper than this are a loop or a mistake.
pub const MAX_DEPTH: usize = 32;

/// A regular file below a portal's folder.
pub(super) struct Entry {
    /// Path relative to the portal's root, with `/`.
    pub(super) path: String,
    /// Where it lies on this machine.
    pub(super) on_disk: PathBuf,
    /// Bytes.
    pub(super) size: u64,
    /// How it lay there.
    pub(super) stamp: Option<Stamp>,
    /// Whether it may be written under another path, too: there are links in its folder.
    pub(super) is_linked: bool,
}

impl Entry {
    /// Looks at it again.
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

/// Lists the regular files below `root/folder`; symbolic links are followed as long as they stay
/// inside `root`.
pub(super) fn files(root: &Path, folder: &str, findings: &mut Findings) -> Vec<Entry> {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut entries = Vec::new();
    let mut has_links = false;
    // The path of the folder open at each depth.
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
        if entry.path_is_symlink()
            && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(&real_root))
        {
            findings.push(rule::link_leaves_root().in_file(&SourceFile::unread(path)));
            skip_if_folder(&mut walk, &entry);
            continue;
        }
        has_links |= entry.path_is_symlink();
        if entry.file_type().is_dir() {
            if entry.depth() == MAX_DEPTH {
                findings.push(rule::endless_folder().in_file(&SourceFile::unread(path.as_str())));
            }
            open.truncate(entry.depth());
            open.push(path);
        } else if entry.file_type().is_file() {
            entries.push(Entry { path, on_disk: entry.into_path(), size: 0, stamp: None, is_linked: false });
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

/// How a file lies there.
struct Look {
    stamp: Option<Stamp>,
    has_other_names: bool,
}

impl Look {
    fn at(on_disk: &Path) -> Self {
        let found = std::fs::metadata(on_disk).ok();
        Self {
            stamp: found.as_ref().and_then(Stamp::from),
            has_other_names: found.as_ref().is_some_and(has_other_names),
        }
    }
}

/// The order of two paths by the names on their ways: what lies in a folder `a` comes before a file `a.md`.
fn by_names(one: &str, other: &str) -> Ordering {
    let rank = |byte: u8| if byte == b'/' { 0 } else { byte };
    let differs = one.bytes().zip(other.bytes()).find(|(one, other)| one != other);
    differs.map_or_else(|| one.len().cmp(&other.len()), |(one, other)| rank(one).cmp(&rank(other)))
}

/// Whether a file has more names than one (hard links).
fn has_other_names(found: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(found) > 1;
    // Elsewhere it cannot be told.
    #[cfg(not(unix))]
    {
        let _ = found;
        false
    }
}

/// What is wrong with how `root/name` itself lies, if it is there: a link that leaves the root or
/// leads to nothing, or a pipe, which would never end.
pub(super) fn misplaced(root: &Path, name: &str) -> Option<Diagnostic> {
    let path = root.join(name);
    let file = SourceFile::unread(name);
    if path.symlink_metadata().ok()?.is_symlink() {
        let (Ok(real), Ok(real_root)) = (path.canonicalize(), root.canonicalize()) else {
            return Some(rule::dangling_link().in_file(&file));
        };
        if !real.starts_with(real_root) {
            return Some(rule::link_leaves_root().in_file(&file));
        }
    }
    let regular = path.metadata().is_ok_and(|found| found.is_file() || found.is_dir());
    (!regular).then(|| rule::not_a_regular_file().in_file(&file))
}

fn skip_if_folder(walk: &mut walkdir::IntoIter, entry: &walkdir::DirEntry) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Whether a file or folder of this name is what editors, file managers and version control leave
/// behind: it is not part of a portal.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || ["~", ".swp", ".bak", ".tmp"].iter().any(|ending| name.ends_with(ending))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "4913")
}

fn walk_error(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(root);
    let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let file = SourceFile::unread(shown);
    if error.loop_ancestor().is_some() {
        return rule::endless_folder().in_file(&file);
    }
    if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
        return rule::dangling_link().in_file(&file);
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    rule::unreadable(&reason).in_file(&file)
}

/// Finds files and folders whose paths are one where letters of both cases are one.
fn case_twins(entries: &[Entry]) -> Findings {
    let mut findings = Findings::default();
    let mut seen: HashMap<String, &str> = HashMap::with_capacity(entries.len());
    let mut last = "";
    for entry in entries {
        let ends = entry.path.match_indices('/').map(|(at, _)| at).chain([entry.path.len()]);
        for end in ends {
            let path = &entry.path[..end];
            // The folders that it shares with the file before were looked at then.
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
