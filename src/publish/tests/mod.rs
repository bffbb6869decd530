//! Guarantees for readers of the published folder.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod disk;
mod kill;
mod kinds;
mod refusals;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::diagnostics::SourceFile;
use crate::source::hex_sha256;

/// The error that ends a simulated kill.
pub(super) fn killed() -> Diagnostic {
    Diagnostic::error("TW0000", crate::locale::Text::new("mati", "killed"))
}

/// Files by path.
type Site = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A portal in a temporary folder.
struct Portal {
    dir: TempDir,
}

impl Portal {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        for folder in ["portal/content", "portal/themes"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        Self { dir }
    }

    fn with(files: &Site) -> Self {
        let portal = Self::new();
        portal.publish(files).unwrap();
        portal
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("portal")
    }

    fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    fn staging(&self) -> PathBuf {
        self.root().join("public.terawang")
    }

    fn open(&self) -> Result<Publisher, Diagnostic> {
        Publisher::open(&self.out(), &self.root())
    }

    fn publish(&self, files: &Site) -> Result<Summary, Diagnostic> {
        let publisher = self.open()?;
        for (path, text) in files {
            publisher.put(path, text.as_bytes())?;
        }
        publisher.commit(urls(files), Texts::new())
    }

    fn code(&self) -> &'static str {
        self.open().map_or_else(|told| told.code, |_| "")
    }

    /// Writes a file into the output by hand.
    fn write(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Moves the portal into a deep folder, so that the path of `file` in its output is longer than the
    /// system allows, but the path of its folder is not. Examining the file then fails.
    #[cfg(unix)]
    fn moved_too_deep_for(&self, file: &str) -> PathBuf {
        /// The longest path, including the terminating zero byte.
        const PATH_MAX: usize = 4096;
        const NAME: usize = 200;
        let mut deep = self.dir.path().to_owned();
        let rest = "/portal/public/".len() + file.len();
        loop {
            let missing = PATH_MAX - deep.as_os_str().len() - rest;
            if missing <= NAME + 2 {
                deep.push("d".repeat(missing - 1));
                break;
            }
            deep.push("d".repeat(NAME.min(missing - 3)));
        }
        fs::create_dir_all(&deep).unwrap();
        let portal = deep.join("portal");
        fs::rename(self.root(), &portal).unwrap();
        assert_eq!(portal.join("public").join(file).as_os_str().len(), PATH_MAX);
        portal
    }

    /// All files in the output except the manifest.
    fn site(&self) -> Site {
        let mut files = Site::new();
        read_into(&self.out(), "", &mut files);
        files.remove(MANIFEST);
        files
    }

    /// Modification times, which change when a file or folder of the output is touched.
    fn touched(&self) -> Vec<(PathBuf, std::time::SystemTime)> {
        walkdir::WalkDir::new(self.out())
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap()))
            .collect()
    }
}

/// A file that the gate checked when it had these bytes.
fn judged(source: &Path, bytes: &[u8]) -> FileSource {
    let file = SourceFile::unread(source.file_name().unwrap().to_str().unwrap());
    FileSource::copied(source.to_owned(), file, bytes.len() as u64, hex_sha256(bytes))
}

fn hand_over(publisher: &Publisher, files: &Site) {
    for (path, text) in files {
        publisher.put(path, text.as_bytes()).unwrap();
    }
}

fn urls(files: &Site) -> Vec<(String, UrlState)> {
    files.keys().map(|path| (format!("/{path}"), UrlState::Page)).collect()
}

fn read_into(folder: &Path, prefix: &str, files: &mut Site) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_into(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn folders(folder: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    walk.into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_dir())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_first_build_becomes_the_output_whole() {
    let portal = Portal::new();
    let files = site(&[("index.html", "beranda"), ("a/b/index.html", "b"), ("a/x.css", "x")]);
    assert_eq!(portal.publish(&files).unwrap(), Summary { written: 3, unchanged: 0, removed: 0 });
    assert_eq!(portal.site(), files);
    assert!(!cfg!(unix) || !portal.staging().exists());
}

#[test]
fn a_first_build_fills_an_empty_folder_and_makes_those_above() {
    let portal = Portal::new();
    fs::create_dir(portal.out()).unwrap();
    let files = site(&[("index.html", "beranda")]);
    portal.publish(&files).unwrap();
    assert_eq!(portal.site(), files);

    let deep = portal.dir.path().join("x/y/z");
    let publisher = Publisher::open(&deep, &portal.root()).unwrap();
    hand_over(&publisher, &files);
    publisher.commit(vec![], Texts::new()).unwrap();
    assert!(deep.join("index.html").is_file());
}

#[test]
fn the_same_bytes_touch_nothing() {
    let files = site(&[("index.html", "beranda"), ("a/index.html", "a"), ("kosong.txt", "")]);
    let portal = Portal::with(&files);
    let before = portal.touched();
    assert_eq!(portal.publish(&files).unwrap(), Summary { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(portal.touched(), before);
}

#[test]
fn one_changed_page_leaves_the_others_untouched() {
    let mut files = site(&[("index.html", "beranda"), ("a/index.html", "a"), ("b/index.html", "b")]);
    let portal = Portal::with(&files);
    let before: BTreeMap<_, _> = portal.touched().into_iter().collect();
    files.insert("b/index.html".into(), "B".into());
    assert_eq!(portal.publish(&files).unwrap(), Summary { written: 1, unchanged: 2, removed: 0 });
    assert_eq!(portal.site(), files);
    for (path, time) in portal.touched() {
        let changed = path.ends_with("public") || path.ends_with("b") || path.ends_with("b/index.html");
        assert!(changed || path.ends_with(MANIFEST) || before[&path] == time, "{}", path.display());
    }
}

#[test]
fn an_incremental_build_equals_a_clean_one_byte_for_byte() {
    let old = site(&[("index.html", "1"), ("a/index.html", "a"), ("c/d/e.css", "e")]);
    let new = site(&[("index.html", "2"), ("b/index.html", "b"), ("c/f.css", "f")]);
    let (changed, clean) = (Portal::with(&old), Portal::with(&new));
    changed.publish(&new).unwrap();
    let all = |portal: &Portal| {
        let mut files = Site::new();
        read_into(&portal.out(), "", &mut files);
        files
    };
    assert_eq!(all(&changed), all(&clean));
    assert_eq!(folders(&changed.out()), folders(&clean.out()));
}

#[test]
fn stale_files_go_with_the_folders_that_only_they_were_in() {
    let portal = Portal::with(&site(&[("index.html", "1"), ("a/b/c/index.html", "c"), ("a/x.css", "x")]));
    let new = site(&[("index.html", "1"), ("a/x.css", "x")]);
    assert_eq!(portal.publish(&new).unwrap(), Summary { written: 0, unchanged: 2, removed: 1 });
    assert_eq!(portal.site(), new);
    assert_eq!(folders(&portal.out()), ["a"]);
}

#[test]
fn files_of_others_survive() {
    let portal = Portal::with(&site(&[("index.html", "1"), ("a/index.html", "a"), ("b/index.html", "b")]));
    portal.write("google123.html", "verification");
    portal.write("a/catatan.txt", "catatan");
    fs::create_dir(portal.out().join("b/kosong")).unwrap();
    portal.publish(&site(&[("index.html", "2")])).unwrap();
    let left = site(&[("index.html", "2"), ("google123.html", "verification"), ("a/catatan.txt", "catatan")]);
    assert_eq!(portal.site(), left);
    assert_eq!(folders(&portal.out()), ["a", "b", "b/kosong"]);
}

#[test]
fn damage_by_others_is_mended_though_the_manifest_knows_nothing_of_it() {
    let files = site(&[("index.html", "beranda"), ("a/index.html", "aaa"), ("b/index.html", "b")]);
    let portal = Portal::with(&files);
    portal.write("a/index.html", "xxx");
    portal.write("index.html", "");
    fs::remove_dir_all(portal.out().join("b")).unwrap();
    assert_eq!(portal.publish(&files).unwrap(), Summary { written: 3, unchanged: 0, removed: 0 });
    assert_eq!(portal.site(), files);
}

#[test]
fn the_next_build_reads_what_this_one_remembered() {
    let portal = Portal::new();
    let publisher = portal.open().unwrap();
    assert!(publisher.previous().is_none());
    publisher.put("index.html", b"abc").unwrap();
    let urls =
        vec![("/".to_owned(), UrlState::Page), ("/x/".to_owned(), UrlState::Redirect { to: "/".into() })];
    publisher.commit(urls.clone(), Texts::new()).unwrap();
    let publisher = portal.open().unwrap();
    let manifest = publisher.previous().unwrap();
    assert_eq!(manifest.files["index.html"], FileEntry::of(b"abc"));
    assert_eq!(manifest.urls, urls.into_iter().collect());
    assert_eq!(manifest.files.len(), 1);
}

#[test]
fn a_changed_url_state_alone_renews_only_the_manifest() {
    let files = site(&[("index.html", "1")]);
    let portal = Portal::with(&files);
    let before = fs::metadata(portal.out().join("index.html")).unwrap().modified().unwrap();
    let publisher = portal.open().unwrap();
    hand_over(&publisher, &files);
    publisher.commit(vec![("/lama/".into(), UrlState::Tombstone)], Texts::new()).unwrap();
    assert_eq!(fs::metadata(portal.out().join("index.html")).unwrap().modified().unwrap(), before);
    assert_eq!(portal.open().unwrap().previous().unwrap().urls["/lama/"], UrlState::Tombstone);
}

#[test]
fn a_publisher_dropped_without_commit_leaves_all_as_it_was() {
    let files = site(&[("index.html", "1"), ("a/index.html", "a")]);
    let portal = Portal::with(&files);
    let before = portal.touched();
    let publisher = portal.open().unwrap();
    hand_over(&publisher, &site(&[("index.html", "2"), ("baru/index.html", "baru")]));
    drop(publisher);
    assert_eq!(portal.site(), files);
    assert!(!cfg!(unix) || !portal.staging().exists());
    assert_eq!(portal.touched(), before);

    let empty = Portal::new();
    hand_over(&empty.open().unwrap(), &files);
    assert!(!empty.out().exists());
    assert!(!cfg!(unix) || !empty.staging().exists());
}

#[test]
fn files_come_from_many_threads() {
    let names: Vec<String> = (0..400).map(|at| format!("a{}/b{}/{at}.html", at % 3, at % 7)).collect();
    let portal = Portal::new();
    for text in ["satu", "dua", "dua"] {
        let publisher = portal.open().unwrap();
        names
            .par_iter()
            .try_for_each(|path| publisher.put(path, format!("{text} {path}").as_bytes()))
            .unwrap();
        publisher.commit(vec![], Texts::new()).unwrap();
        let expected: Site = names.iter().map(|path| (path.clone(), format!("{text} {path}"))).collect();
        assert_eq!(portal.site(), expected);
    }
}

#[test]
fn an_attachment_is_copied_once_and_compared_after_that() {
    let portal = Portal::new();
    let source = portal.root().join("content/lampiran.pdf");
    let long = "pdf ".repeat(200_000);
    let copy = || {
        let publisher = portal.open().unwrap();
        let source = judged(&source, &fs::read(&source).unwrap());
        publisher.put_file("unduh/lampiran.pdf", &source).unwrap();
        publisher.commit(vec![], Texts::new()).unwrap()
    };
    fs::write(&source, &long).unwrap();
    assert_eq!(copy().written, 1);
    assert_eq!(portal.site()["unduh/lampiran.pdf"], long);
    let entry = portal.open().unwrap().previous().unwrap().files["unduh/lampiran.pdf"];
    assert_eq!(entry, FileEntry::of(long.as_bytes()));
    assert_eq!(copy(), Summary { written: 0, unchanged: 1, removed: 0 });
    // The same length with another end, then other lengths.
    for text in [format!("{}PDF!", &long[..long.len() - 4]), "pendek".to_owned(), String::new()] {
        fs::write(&source, &text).unwrap();
        assert_eq!(copy().written, 1);
        assert_eq!(portal.site()["unduh/lampiran.pdf"], text);
    }
    assert_eq!(copy().unchanged, 1);
}
