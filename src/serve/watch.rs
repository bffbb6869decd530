//! Waits until files of the portal have changed and settled.
//!
//! Only `site.toml`, `content/`, `themes/` and `rilis/` count, so builds, version control and compilers
//! trigger no reload. The portal's folder itself is watched without its subfolders, so that it is noticed
//! when these folders are created or removed.
//!
//! Where the system cannot report changes (network drives) or not enough of them, the preview polls. notify's
//! own poller is not used: it compares whole seconds, and ignores a file whose time goes back, as after
//! restoring a backup.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use walkdir::WalkDir;

use crate::source::{self, Changes, MAX_DEPTH};

/// How long files must be unchanged. An editor writes, renames and removes within a few milliseconds, and
/// nobody notices a delay of this length.
const QUIET: Duration = Duration::from_millis(30);
/// After this time, a portal that keeps changing (a large copy, a sync) is read anyway.
const LONGEST: Duration = Duration::from_millis(500);
/// The polling interval: short enough after a save, and not too much for a network drive.
const POLL: Duration = Duration::from_millis(300);
/// The folders that are watched with everything in them.
const FOLDERS: [&str; 3] = ["content", "themes", "rilis"];
/// The portal's settings.
const SITE_FILE: &str = "site.toml";

/// A watched portal.
pub(super) struct Watch {
    /// The portal's folder as named in the system's reports.
    root: PathBuf,
    source: Source,
}

/// How changes are detected.
enum Source {
    /// By reports of the system.
    Told { watcher: RecommendedWatcher, changes: Receiver<notify::Result<Event>> },
    /// By polling; `last` is the hash of the last state.
    Looked { last: u64 },
}

impl Watch {
    /// Starts watching. Also returns why the system cannot report changes, if it was asked to.
    pub(super) fn begin(root: &Path, poll: bool) -> (Self, Option<String>) {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let told = if poll { Ok(None) } else { told(&root).map(Some) };
        match told {
            Ok(Some(source)) => (Self { root, source }, None),
            other => {
                let source = Source::Looked { last: look(&root) };
                (Self { root, source }, other.err().map(|error| error.to_string()))
            }
        }
    }

    /// Waits for changes and until they have settled. Also returns why the system stopped reporting, if it
    /// did.
    pub(super) fn wait(&mut self) -> (Changes, Option<String>) {
        match &mut self.source {
            Source::Told { watcher, changes } => {
                if let Ok(changes) = wait_told(&self.root, watcher, changes) {
                    return (changes, None);
                }
            }
            Source::Looked { last } => {
                wait_looked(&self.root, last);
                return (Changes::All, None);
            }
        }
        // Either a watched folder was removed, or a limit of the system was reached. Only the latter is
        // permanent.
        match told(&self.root) {
            Ok(source) => {
                self.source = source;
                (Changes::All, None)
            }
            Err(error) => {
                self.source = Source::Looked { last: look(&self.root) };
                (Changes::All, Some(error.to_string()))
            }
        }
    }
}

fn told(root: &Path) -> notify::Result<Source> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS {
        watch_folder(&mut watcher, &root.join(folder))?;
    }
    Ok(Source::Told { watcher, changes })
}

/// Watches a folder of the portal again, if it exists. One that cannot be examined is noticed through its
/// parent when that changes, and every reload reports it.
fn watch_folder(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    let _ = watcher.unwatch(folder);
    if folder.is_dir() { watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
}

/// Waits for reports of the system.
/// # Errors
/// Returns why the system no longer reports.
fn wait_told(
    root: &Path,
    watcher: &mut RecommendedWatcher,
    told: &Receiver<notify::Result<Event>>,
) -> notify::Result<Changes> {
    let mut changes = Changes::Paths(BTreeSet::new());
    let mut matters = |event: notify::Result<Event>| -> notify::Result<bool> {
        let event = event?;
        for folder in FOLDERS.map(|folder| root.join(folder)) {
            let stayed = matches!(
                event.kind,
                EventKind::Access(_) | EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_))
            );
            if event.need_rescan() || !stayed && event.paths.contains(&folder) {
                watch_folder(watcher, &folder)?;
                changes = Changes::All;
            }
        }
        let found = changes_of(root, &event);
        let matters = found != Changes::Paths(BTreeSet::new());
        changes.add(found);
        Ok(matters)
    };
    let ended = || notify::Error::generic("the watcher ended");
    while !matters(told.recv().map_err(|_| ended())?)? {}
    let latest = Instant::now() + LONGEST;
    let mut rested = Instant::now() + QUIET;
    loop {
        let left = rested.min(latest).saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(changes);
        }
        match told.recv_timeout(left) {
            Ok(event) => {
                if matters(event)? {
                    rested = Instant::now() + QUIET;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(changes),
            Err(RecvTimeoutError::Disconnected) => return Err(ended()),
        }
    }
}

/// What an event may have changed in the portal.
fn changes_of(root: &Path, event: &Event) -> Changes {
    if event.need_rescan() {
        return Changes::All;
    }
    let counts = |path: &PathBuf| match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        // Reading the portal causes events, too.
        EventKind::Access(_) => false,
        // Windows reports a change of a folder when any file in it changes, even an ignored one.
        EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_)) => !path.is_dir(),
        _ => true,
    };
    let paths = event.paths.iter().filter(|path| belongs(root, path) && counts(path));
    paths.map(|path| below(root, path)).collect::<Option<_>>().map_or(Changes::All, Changes::Paths)
}

/// A path below the portal's folder, with `/`; `None` for the folder itself and for names that are not UTF-8.
fn below(root: &Path, path: &Path) -> Option<String> {
    let names = path.strip_prefix(root).ok()?.components();
    let names: Option<Vec<&str>> = names.map(|name| name.as_os_str().to_str()).collect();
    names.map(|names| names.join("/")).filter(|path| !path.is_empty())
}

/// Whether a path is part of the portal.
fn belongs(root: &Path, path: &Path) -> bool {
    let Ok(inner) = path.strip_prefix(root) else { return false };
    let mut names = inner.components().map(Component::as_os_str);
    match names.next() {
        // The portal's folder itself was created or removed.
        None => true,
        Some(first) if FOLDERS.iter().any(|folder| first == *folder) => !names.any(is_ignored),
        Some(first) => first == SITE_FILE && names.next().is_none(),
    }
}

/// Temporary files of editors. They must not trigger a reload at every keystroke.
fn is_ignored(name: &OsStr) -> bool {
    source::is_ignored(&name.to_string_lossy())
}

/// Polls until something has changed, and then until nothing changes any more.
fn wait_looked(root: &Path, last: &mut u64) {
    loop {
        std::thread::sleep(POLL);
        let now = look(root);
        if now != *last {
            *last = now;
            break;
        }
    }
    let since = Instant::now();
    while since.elapsed() < LONGEST {
        std::thread::sleep(QUIET);
        let now = look(root);
        if now == *last {
            return;
        }
        *last = now;
    }
}

/// A number that changes when a file of the portal is created, removed or written: the sum of the hashes of
/// each path with its length and modification time, independent of their order. What cannot be examined
/// changes it, too.
fn look(root: &Path) -> u64 {
    let folders = FOLDERS.map(|folder| {
        WalkDir::new(root.join(folder))
            .follow_links(true)
            .max_depth(MAX_DEPTH)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_ignored(entry.file_name()))
    });
    let mut sum = 0_u64;
    let mut add = |path: &Path, metadata: Option<std::fs::Metadata>| {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let written = metadata.map(|metadata| {
            // The time of a folder also changes with ignored files.
            if metadata.is_dir() { (0, None) } else { (metadata.len(), metadata.modified().ok()) }
        });
        written.hash(&mut hasher);
        sum = sum.wrapping_add(hasher.finish());
    };
    let site = root.join(SITE_FILE);
    add(&site, site.metadata().ok());
    for entry in folders.into_iter().flatten().flatten() {
        add(entry.path(), entry.metadata().ok());
    }
    sum
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_portal_is_read_from_counts() {
        let root = Path::new("/portal");
        for path in [
            "site.toml",
            "content",
            "content/berita/2024/a.md",
            "themes/x/templates/base.html",
            "rilis/0001.json",
            "",
        ] {
            assert!(belongs(root, &root.join(path)), "{path}");
        }
        for path in [
            "public/index.html",
            "public.terawang/journal.json",
            "target/debug/terawang",
            ".git/index",
            "content/berita/.a.md.swp",
            "content/berita/a.md~",
            "content/.git/index",
            "site.toml/x",
            "/lain/content/a.md",
        ] {
            assert!(!belongs(root, &root.join(path)), "{path}");
        }
    }

    #[test]
    fn a_look_sees_a_file_come_change_and_go() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("content/berita");
        let file = folder.join("a.md");
        let mut seen = vec![look(root.path())];
        std::fs::create_dir_all(&folder).unwrap();
        seen.push(look(root.path()));
        std::fs::write(&file, "satu").unwrap();
        seen.push(look(root.path()));
        std::fs::write(&file, "satu dua").unwrap();
        seen.push(look(root.path()));
        let older = std::time::SystemTime::UNIX_EPOCH;
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(older).unwrap();
        seen.push(look(root.path()));
        std::fs::remove_file(&file).unwrap();
        let gone = look(root.path());
        assert_eq!(gone, seen[1]);
        let different: std::collections::BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!(different.len(), seen.len());
        std::fs::write(folder.join(".a.md.swp"), "x").unwrap();
        assert_eq!(look(root.path()), gone);
    }
}
