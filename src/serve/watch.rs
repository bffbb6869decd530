//! Waits until files of the portal have changed and rested.
//!
//! Only `site.toml`, `content/`, `themes/` and `rilis/` count, so a build beside the preview, version control
//! and compilers wake nobody. The portal's folder itself is watched, not deeply, so that its
//! folders are noticed when they come, go, or come again.
//!
//! Where the system tells nothing (network drives) or cannot watch so much, the preview looks itself.
//! notify's own poller is no help there: it compares whole seconds, and takes a file that grew older,
//! as one brought back from a backup has, for the same.

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

/// How long files must rest: an editor writes, renames and removes within a few milliseconds, and
/// nobody notices this much.
const QUIET: Duration = Duration::from_millis(30);
/// After this long a portal that never rests (a large copy, a sync) is read all the same.
const LONGEST: Duration = Duration::from_millis(500);
/// How long to rest between two looks: soon enough for a save, and a network drive can bear it.
const POLL: Duration = Duration::from_millis(300);
/// The folders of a portal, watched with all that is in them.
const FOLDERS: [&str; 3] = ["content", "themes", "rilis"];
/// The portal's settings.
const SITE_FILE: &str = "site.toml";

/// A watched portal.
pub(super) struct Watch {
    /// The portal's folder as the system names it in what it tells.
    root: PathBuf,
    source: Source,
}

/// How changes are noticed.
enum Source {
    /// The system tells.
    Told { watcher: RecommendedWatcher, changes: Receiver<notify::Result<Event>> },
    /// A look at all files, told apart from the last one by its hash.
    Looked { last: u64 },
}

impl Watch {
    /// Starts to watch; changes from now on are noticed. Also gives why the system cannot tell of
    /// changes, if it was to and cannot.
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

    /// Waits for changes and until they have settled. Also gives the reason where the system stopped telling.
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
        // A folder that went while it was being watched, or a limit of the system: only that lasts.
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

/// Watches a folder of the portal anew, if it is there.
fn watch_folder(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    let _ = watcher.unwatch(folder);
    if folder.is_dir() { watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
}

/// Waits for what the system tells.
///
/// # Errors
/// Why it tells no more.
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

/// What of the portal an event may have changed.
fn changes_of(root: &Path, event: &Event) -> Changes {
    if event.need_rescan() {
        return Changes::All;
    }
    let counts = |path: &PathBuf| match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        // Reading the portal is an event, too.
        EventKind::Access(_) => false,
        // Windows tells of a folder what it has told of a file in it, were it one that is ignored.
        EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_)) => !path.is_dir(),
        _ => true,
    };
    let paths = event.paths.iter().filter(|path| belongs(root, path) && counts(path));
    paths.map(|path| below(root, path)).collect::<Option<_>>().map_or(Changes::All, Changes::Paths)
}

/// A path below the portal's folder, with `/`; `None` for the folder itself, and for names that are no text.
fn below(root: &Path, path: &Path) -> Option<String> {
    let names = path.strip_prefix(root).ok()?.components();
    let names: Option<Vec<&str>> = names.map(|name| name.as_os_str().to_str()).collect();
    names.map(|names| names.join("/")).filter(|path| !path.is_empty())
}

/// Whether a path is one that the portal is read from.
fn belongs(root: &Path, path: &Path) -> bool {
    let Ok(inner) = path.strip_prefix(root) else { return false };
    let mut names = inner.components().map(Component::as_os_str);
    match names.next() {
        // The portal's folder itself came or went.
        None => true,
        Some(first) if FOLDERS.iter().any(|folder| first == *folder) => !names.any(is_ignored),
        Some(first) => first == SITE_FILE && names.next().is_none(),
    }
}

/// What editors leave behind while they work: a page must not load again at every letter that an
/// editor keeps safe.
fn is_ignored(name: &OsStr) -> bool {
    source::is_ignored(&name.to_string_lossy())
}

/// Looks again and again until something differs, and then until nothing does.
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

/// A number that differs when a file of the portal came, went or was written: the hash of each path
/// with its length and the time of its last change, added up in whatever order they are found.
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
            // A folder's own time changes with files that are left out above.
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
