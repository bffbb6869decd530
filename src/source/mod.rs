//! First stage: walks the portal's folder and reads its files into a [`SourceTree`].
//!
//! The only room that reads a portal. Files are read in parallel and kept in the order of their
//! names, so nothing downstream can see in which order they were found.

mod content;
mod kept;
mod names;
mod releases;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::cache::{Sources, Stamp};
use crate::diagnostics::catalogue::{site as site_rule, source as rule};
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};

use content::ContentReader;

pub use content::{ContentFile, Look};
pub use kept::{Changes, KeptFiles};
pub use names::unportable;
pub use releases::{RELEASES, ReleaseFile, releases_in};
pub use walk::{MAX_DEPTH, is_ignored};

/// The portal's settings.
const SITE: &str = "site.toml";
/// The folder of records.
const CONTENT: &str = "content";
/// The folder of themes.
const THEMES: &str = "themes";
/// Largest content file; a circular of 8 MiB would be two thousand pages.
pub const MAX_CONTENT_BYTES: u64 = 8 * 1024 * 1024;
/// Largest attachment, and largest CSV file.
pub const MAX_ATTACHMENT_BYTES: u64 = 64 * 1024 * 1024;

/// A portal's folder as it was read.
#[derive(Debug, Default)]
pub struct SourceTree {
    /// The folder that holds `site.toml`, `content/`, `themes/` and `rilis/`.
    pub root: PathBuf,
    /// `site.toml`, if there is one.
    pub site: Option<Arc<SourceFile>>,
    /// Markdown and TOML files of `content/`, by path.
    pub content: Vec<Arc<ContentFile>>,
    /// CSV files of `content/`, by path relative to `content/`.
    pub tables: BTreeMap<String, Arc<SourceFile>>,
    /// All other files of `content/`, by path relative to `content/`.
    pub attachments: BTreeMap<String, AttachmentFile>,
    /// Files of `content/` that are there but could not be read, by path relative to `content/`.
    pub unread: BTreeSet<String>,
    /// Files of `themes/`, by path relative to `themes/`.
    pub themes: BTreeMap<String, ThemeFile>,
    /// The release ledger in `rilis/`, by number.
    pub releases: Vec<ReleaseFile>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct AttachmentFile {
    /// Where it lies on this machine.
    pub on_disk: PathBuf,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// For messages: the path with an empty text.
    pub file: Arc<SourceFile>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// The files of a portal, before any is read.
pub struct Listing {
    root: PathBuf,
    content: Folder,
    themes: Folder,
    releases: Folder,
    /// How `site.toml` lay there.
    site: Option<Stamp>,
}

/// The files below one folder of a portal, and what is wrong with how they lie there.
#[derive(Default)]
struct Folder {
    entries: Vec<walk::Entry>,
    findings: Findings,
}

impl SourceTree {
    /// Puts a text in the place of a file of `content/`, as if it had been read from there; `None` takes
    /// the file away. For Markdown, TOML and CSV alone.
    ///
    /// # Errors
    /// Where Markdown has no front matter.
    pub fn put(&mut self, path: &str, text: Option<String>) -> Result<(), Box<Diagnostic>> {
        if path.ends_with(".csv") {
            let whole = format!("content/{path}");
            self.tables.remove(path);
            self.tables.extend(text.map(|text| (path.to_owned(), source_file(&whole, normal(text)))));
            return Ok(());
        }
        self.content.retain(|content| content.path != path);
        if let Some(text) = text {
            let at = self.content.partition_point(|content| content.path.as_str() < path);
            self.content.insert(at, Arc::new(ContentFile::unsaved(path, text)?));
        }
        Ok(())
    }
}

impl Listing {
    /// How every file lay there, by its path, if nothing is wrong with how they lie.
    pub fn stamps(&self) -> Option<Vec<(&str, Stamp)>> {
        let site = self.site.map(|stamp| (SITE, stamp));
        let files = self.folders().into_iter().flat_map(|folder| &folder.entries);
        let stamps = site.into_iter().map(Some);
        let stamps = stamps.chain(files.map(|entry| Some((entry.path.as_str(), entry.stamp?))));
        let is_sound = self.folders().into_iter().all(|folder| folder.findings.is_empty());
        if is_sound && self.site.is_some() { stamps.collect() } else { None }
    }

    fn folders(&self) -> [&Folder; 3] {
        [&self.content, &self.themes, &self.releases]
    }

    /// The portal's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// Lists the files of the portal in `root`.
pub fn list(root: &Path) -> Listing {
    Listing {
        root: root.to_path_buf(),
        content: list_content(root),
        themes: list_themes(root),
        releases: releases::list(root),
        site: Stamp::of(&root.join(SITE)),
    }
}

fn list_content(root: &Path) -> Folder {
    list_folder(root, CONTENT).unwrap_or_else(|| Folder {
        findings: [rule::no_content()].into_iter().collect(),
        ..Folder::default()
    })
}

fn list_themes(root: &Path) -> Folder {
    list_folder(root, THEMES).unwrap_or_default()
}

/// Lists a folder of the portal; `None` where it does not exist.
fn list_folder(root: &Path, name: &str) -> Option<Folder> {
    let mut folder = Folder::default();
    if let Some(found) = walk::misplaced(root, name) {
        folder.findings.push(found);
    } else if root.join(name).is_dir() {
        folder.entries = walk::files(root, name, &mut folder.findings);
    } else {
        return None;
    }
    Some(folder)
}

/// Reads the files of a portal, each with a first look of the gate. A content file that lies there as it did when
/// it was last `known` to be read is not read again before somebody asks for its text.
///
/// All trouble with files (names, links, sizes, encodings) is in the findings, each with the path;
/// the tree holds what could be read.
pub fn read(listing: &Listing, known: &Sources, look: Look<'_>) -> Checked<SourceTree> {
    let reader = ContentReader::new(known, look);
    read_with(listing, |entry| read_entry(entry, &reader))
}

/// The same, with `read_one` for the files of `content/`.
fn read_with(
    listing: &Listing,
    read_one: impl Fn(&walk::Entry) -> Result<Read, Box<Diagnostic>> + Sync + Send,
) -> Checked<SourceTree> {
    let mut findings = Findings::default();
    listing.folders().into_iter().for_each(|folder| findings.extend(folder.findings.clone()));
    let mut tree = SourceTree { root: listing.root.clone(), ..SourceTree::default() };
    match read_site_file(&tree.root) {
        Ok(file) => tree.site = Some(file),
        Err(found) => findings.push(*found),
    }
    read_content(&listing.content.entries, read_one, &mut tree, &mut findings);
    for entry in &listing.themes.entries {
        match std::fs::read(&entry.on_disk) {
            Ok(bytes) => {
                tree.themes.insert(entry.inner().to_owned(), ThemeFile { bytes: bytes.into() });
            }
            Err(error) => findings
                .push(rule::unreadable(&error.to_string()).in_file(&SourceFile::unread(entry.path.as_str()))),
        }
    }
    tree.releases = releases::read(&listing.releases.entries, &mut findings);
    Checked { value: tree, findings }
}

/// Reads `site.toml` alone.
pub fn read_site(root: &Path) -> Option<Arc<SourceFile>> {
    read_site_file(root).ok()
}

fn read_site_file(root: &Path) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    if let Some(found) = walk::misplaced(root, SITE) {
        return Err(Box::new(found));
    }
    if !root.join(SITE).exists() {
        return Err(Box::new(site_rule::no_site_file()));
    }
    let on_disk = root.join(SITE);
    let size = std::fs::metadata(&on_disk).map_or(0, |found| found.len());
    read_text(&on_disk, SITE, size, MAX_CONTENT_BYTES).map(|text| source_file(SITE, text))
}

/// What one file of `content/` turned out to be.
#[derive(Clone)]
enum Read {
    Content(Arc<ContentFile>),
    Table(String, Arc<SourceFile>),
    Attachment(String, AttachmentFile),
}

impl Read {
    /// The same, as it is given when the file is not read again.
    fn as_known(&self) -> Self {
        match self {
            Read::Content(content) => Read::Content(Arc::new(content.as_known())),
            other => other.clone(),
        }
    }
}

fn read_content(
    entries: &[walk::Entry],
    read_one: impl Fn(&walk::Entry) -> Result<Read, Box<Diagnostic>> + Sync + Send,
    tree: &mut SourceTree,
    findings: &mut Findings,
) {
    let results: Vec<_> = entries.par_iter().map(read_one).collect();
    for (entry, result) in entries.iter().zip(results) {
        match result {
            Ok(Read::Content(file)) => tree.content.push(file),
            Ok(Read::Table(path, file)) => {
                tree.tables.insert(path, file);
            }
            Ok(Read::Attachment(path, file)) => {
                tree.attachments.insert(path, file);
            }
            Err(found) => {
                tree.unread.insert(entry.inner().to_owned());
                findings.push(*found);
            }
        }
    }
}

fn read_entry(entry: &walk::Entry, reader: &ContentReader<'_>) -> Result<Read, Box<Diagnostic>> {
    let inner = entry.inner().to_owned();
    match inner.rsplit_once('.').map(|(_, extension)| extension) {
        Some("md" | "toml") => reader.read(entry).map(Arc::new).map(Read::Content),
        Some("csv") => {
            let text = read_text(&entry.on_disk, &entry.path, entry.size, MAX_ATTACHMENT_BYTES)?;
            Ok(Read::Table(inner, source_file(&entry.path, text)))
        }
        _ => read_attachment(entry).map(|attachment| Read::Attachment(inner, attachment)),
    }
}

fn read_attachment(entry: &walk::Entry) -> Result<AttachmentFile, Box<Diagnostic>> {
    let file = SourceFile::unread(entry.path.clone());
    let fail = |error: std::io::Error| Box::new(rule::unreadable(&error.to_string()).in_file(&file));
    if entry.size > MAX_ATTACHMENT_BYTES {
        return Err(Box::new(rule::too_large(entry.size, MAX_ATTACHMENT_BYTES).in_file(&file)));
    }
    let bytes = std::fs::read(&entry.on_disk).map_err(fail)?;
    let size = bytes.len() as u64;
    let sha256 = hex_sha256(&bytes);
    Ok(AttachmentFile { on_disk: entry.on_disk.clone(), size, sha256, file })
}

/// SHA-256 of bytes, in lower-case hexadecimal.
pub fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a text file: UTF-8, with or without a byte order mark, any line ends.
fn read_text(on_disk: &Path, path: &str, size: u64, limit: u64) -> Result<String, Box<Diagnostic>> {
    let fail = |diagnostic: Diagnostic| Box::new(diagnostic.in_file(&SourceFile::unread(path)));
    let unreadable = |error: std::io::Error| fail(rule::unreadable(&error.to_string()));
    if size > limit {
        return Err(fail(rule::too_large(size, limit)));
    }
    let bytes = read_whole(on_disk, size).map_err(unreadable)?;
    String::from_utf8(bytes).map(normal).map_err(|_| fail(rule::not_utf8()))
}

/// Reads a file that was so large when it was listed: mostly in one step, since it ends where it should.
fn read_whole(on_disk: &Path, size: u64) -> std::io::Result<Vec<u8>> {
    let mut file = std::fs::File::open(on_disk)?;
    let size = usize::try_from(size).unwrap_or(0);
    // One byte more than there should be, or it could not be told from a longer file.
    let mut bytes = vec![0; size + 1];
    let read = loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(read);
    if read != size {
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// A text as the stages see it.
fn normal(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    // A checkout on Windows must build the same bytes as one on Linux.
    if text.contains('\r') {
        text = text.replace("\r\n", "\n");
    }
    text
}

/// A file whose text is held.
fn source_file(path: &str, text: String) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text, is_confidential(path)))
}

/// What is wrong in a sanction file must not be quoted where everybody can read it.
fn is_confidential(path: &str) -> bool {
    path.starts_with("content/sanksi/")
}
