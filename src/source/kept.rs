//! What a process keeps between two reads of the same portal, so that the preview reads only what changed.

use std::collections::{BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::content::ContentReader;
use super::walk::Entry;
use super::{
    CONTENT, Listing, Look, RELEASES, Read, SITE, SourceTree, THEMES, list, list_content, list_themes,
    read_entry, read_with, releases,
};
use crate::cache::{Moment, Sources, Stamp, moment};
use crate::diagnostics::Checked;

/// If more files than this have changed, listing the whole folder is as fast.
const FEW: usize = 64;

/// What may have changed since the last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    All,
    /// The files at these paths, relative to the portal's folder, with `/`.
    Paths(BTreeSet<String>),
}

impl Changes {
    /// Adds more changes.
    pub fn add(&mut self, more: Changes) {
        match (&mut *self, more) {
            (Changes::Paths(paths), Changes::Paths(more)) => paths.extend(more),
            _ => *self = Changes::All,
        }
    }
}

/// The files of a portal as they were last read.
#[derive(Default)]
pub struct KeptFiles {
    listing: Option<Listing>,
    /// The readable files of `content/`, by path.
    known: HashMap<String, Known>,
}

struct Known {
    stamp: Stamp,
    read_at: Moment,
    read: Read,
}

impl KeptFiles {
    /// Lists and reads the portal in `root`, as [`list`] and [`read`](super::read) do, but skips files that
    /// have not changed since the last read.
    pub fn read(
        &mut self,
        root: &Path,
        changes: &Changes,
        now: SystemTime,
        cached: &Sources,
        look: Look<'_>,
    ) -> Checked<SourceTree> {
        let (listing, is_new) = match (self.listing.take(), changes) {
            (Some(listing), Changes::Paths(paths)) if paths.len() <= FEW => relist(listing, paths),
            _ => (list(root), true),
        };
        let read_at = moment(now);
        let reader = ContentReader::new(cached, look);
        let fresh: Mutex<Vec<(String, Known)>> = Mutex::default();
        let read = read_with(&listing, |entry| {
            if let Some(known) = self.known.get(&entry.path)
                && Some(known.stamp) == entry.stamp
                && known.stamp.is_settled(known.read_at)
            {
                return Ok(known.read.clone());
            }
            let read = read_entry(entry, &reader)?;
            if let Some(stamp) = entry.stamp {
                let known = Known { stamp, read_at, read: read.as_known() };
                fresh.lock().unwrap_or_else(PoisonError::into_inner).push((entry.path.clone(), known));
            }
            Ok(read)
        });
        self.known.extend(fresh.into_inner().unwrap_or_else(PoisonError::into_inner));
        if is_new {
            let listed: BTreeSet<&str> =
                listing.content.entries.iter().map(|entry| entry.path.as_str()).collect();
            self.known.retain(|path, _| listed.contains(path.as_str()));
        }
        self.listing = Some(listing);
        read
    }
}

/// Updates a listing. Also returns whether `content/` had to be listed again.
fn relist(mut listing: Listing, paths: &BTreeSet<String>) -> (Listing, bool) {
    let mut is_new = false;
    for path in paths {
        match path.split('/').next() {
            Some(CONTENT) => is_new = is_new || !look_again(&mut listing, path),
            Some(THEMES) => listing.themes = list_themes(&listing.root),
            Some(RELEASES) => listing.releases = releases::list(&listing.root),
            Some(SITE) => listing.site = Stamp::of(&listing.root.join(SITE)),
            // The portal's folder itself.
            _ => return (list(&listing.root), true),
        }
    }
    if is_new {
        listing.content = list_content(&listing.root);
    }
    (listing, is_new)
}

/// Examines one path below `content/`; `false` if more than the text of a file may have changed.
fn look_again(listing: &mut Listing, path: &str) -> bool {
    let folder = &mut listing.content;
    // A file with two names has changed under the other name, too.
    if !folder.findings.is_empty() || folder.entries.iter().any(|entry| entry.is_linked) {
        return false;
    }
    let found = listing.root.join(path).symlink_metadata();
    match (folder.entries.iter_mut().find(|entry| entry.path == path), found) {
        (Some(entry), Ok(found)) if found.is_file() => {
            entry.look();
            !entry.is_linked
        }
        // A file that an editor creates and removes while it saves, or a folder that was removed.
        (None, Err(cause)) if cause.kind() == ErrorKind::NotFound => {
            path != CONTENT && !folder.entries.iter().any(|entry| is_below(entry, path))
        }
        _ => false,
    }
}

fn is_below(entry: &Entry, path: &str) -> bool {
    entry.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::fs;
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    /// What was read, as far as later stages can tell.
    fn essence(read: &Checked<SourceTree>) -> Vec<String> {
        let tree = &read.value;
        let content = tree.content.iter().map(|content| format!("{} {}", content.path, content.file.text()));
        let others = tree.attachments.iter().map(|(path, file)| format!("{path} {}", file.sha256));
        let tables = tree.tables.iter().map(|(path, file)| format!("{path} {}", file.text()));
        let themes = tree.themes.iter().map(|(path, file)| format!("{path} {:?}", file.bytes));
        let site = tree.site.iter().map(|file| file.text().to_string());
        let found = read.findings.sorted().into_iter().map(|found| format!("{found:?}"));
        content.chain(others).chain(tables).chain(themes).chain(site).chain(found).collect()
    }

    fn paths<const N: usize>(paths: [&str; N]) -> Changes {
        Changes::Paths(paths.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn what_changed_is_read_and_nothing_else_is_told_apart() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let page = |title: &str| format!("+++\njudul = \"{title}\"\n+++\n");
        write("site.toml", "nama = \"A\"\n");
        write("content/berita/2024/a.md", &page("A"));
        write("content/berita/2024/b.md", &page("B"));
        write("content/berita/2024/b.txt", "b");
        let mut kept = KeptFiles::default();
        // Long after everything was written, so that stamps are settled.
        let mut now = SystemTime::now() + Duration::from_secs(3600);
        let mut read = |changes: &Changes| {
            now += Duration::from_secs(3600);
            let again = kept.read(root, changes, now, &Sources::default(), &|_, _| false);
            assert_eq!(
                essence(&again),
                essence(&super::super::read(&list(root), &Sources::default(), &|_, _| false)),
                "{changes:?}"
            );
        };
        read(&Changes::All);
        read(&paths([]));
        write("content/berita/2024/a.md", &page("AA"));
        read(&paths(["content/berita/2024/a.md"]));
        // The same length, and immediately.
        write("content/berita/2024/a.md", &page("AB"));
        write("content/berita/2024/b.txt", "c");
        read(&paths(["content/berita/2024/a.md", "content/berita/2024/b.txt"]));
        write("content/berita/2024/c.md", &page("C"));
        read(&paths(["content/berita/2024/4913", "content/berita/2024/c.md"]));
        fs::remove_file(root.join("content/berita/2024/b.md")).unwrap();
        read(&paths(["content/berita/2024/b.md"]));
        fs::rename(root.join("content/berita/2024"), root.join("content/berita/2025")).unwrap();
        read(&paths(["content/berita/2024", "content/berita/2025"]));
        write("themes/terang/static/a.css", "a{}");
        write("site.toml", "nama = \"B\"\n");
        read(&paths(["themes/terang/static/a.css", "site.toml"]));
        write("content/berita/2025/a.md", "no front matter");
        read(&paths(["content/berita/2025/a.md"]));
        write("content/berita/2025/a.md", &page("A"));
        read(&paths(["content/berita/2025/a.md"]));
        fs::remove_dir_all(root.join("content/berita")).unwrap();
        read(&paths(["content/berita"]));
        fs::remove_dir_all(root.join("content")).unwrap();
        read(&paths(["content"]));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_is_read_by_both() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("content/berita")).unwrap();
        let (one, other) = (root.join("content/berita/a.md"), root.join("content/berita/b.md"));
        for link in [|from, to| fs::hard_link(from, to), std::os::unix::fs::symlink::<std::path::PathBuf, _>]
        {
            fs::write(&one, "+++\njudul = \"A\"\n+++\n").unwrap();
            link(one.clone(), other.clone()).unwrap();
            let mut kept = KeptFiles::default();
            kept.read(
                root,
                &Changes::All,
                SystemTime::now() + Duration::from_secs(3600),
                &Sources::default(),
                &|_, _| false,
            );
            fs::write(&one, "+++\njudul = \"Lain\"\n+++\n").unwrap();
            let read =
                kept.read(root, &paths(["content/berita/a.md"]), UNIX_EPOCH, &Sources::default(), &|_, _| {
                    false
                });
            assert!(read.value.content.iter().all(|content| content.file.text().contains("Lain")));
            fs::remove_file(&other).unwrap();
        }
    }
}
