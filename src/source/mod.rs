//! The first stage: walks the portal's folder and reads its files into a [`SourceTree`].
//!
//! No other stage reads a portal. Files are read in parallel and kept in the order of their names, so that
//! the result does not depend on the order in which they were read.

mod content;
mod kept;
pub(crate) mod messages;
mod names;
mod open;
mod releases;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::cache::{Sources, Stamp};
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use messages as rule;

use content::ContentReader;

pub use content::{ContentFile, Look};
pub use kept::{Changes, KeptFiles};
pub use names::unportable;
pub use open::{open, read as read_file};
pub use releases::{RELEASES, ReleaseFile, releases_in};
pub use walk::{MAX_DEPTH, is_ignored};

/// The settings of the portal.
const SITE: &str = "site.toml";
/// The folder of records.
const CONTENT: &str = "content";
/// The folder of themes.
const THEMES: &str = "themes";
/// The file in `content/` with the exceptions of the text gate. It is no record.
pub const ALLOW_LIST: &str = "izin-pii.toml";
/// Size limit of a content file. A circular of 8 MiB would have two thousand pages.
pub const MAX_CONTENT_BYTES: u64 = 8 * 1024 * 1024;
/// Size limit of an attachment, a CSV file or a file of a theme.
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
    /// Files of `content/` that exist but could not be read, by path relative to `content/`.
    pub unread: BTreeSet<String>,
    /// Files of `themes/`, by path relative to `themes/`.
    pub themes: BTreeMap<String, ThemeFile>,
    /// The release ledger in `rilis/`, by number.
    pub releases: Vec<ReleaseFile>,
}

/// Any other file of `content/`.
#[derive(Clone, Debug)]
pub struct AttachmentFile {
    /// Its path on this machine.
    pub on_disk: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// For messages: the path, with an empty text.
    pub file: Arc<SourceFile>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// The list of a portal's files, before any is read.
pub struct Listing {
    root: PathBuf,
    content: Folder,
    themes: Folder,
    releases: Folder,
    /// The stamp of `site.toml`.
    site: Option<Stamp>,
}

/// The files below one folder of a portal, and the problems found while listing them.
#[derive(Default)]
struct Folder {
    entries: Vec<walk::Entry>,
    findings: Findings,
}

impl SourceTree {
    /// Replaces the text of a file of `content/`, as if it had been read from there. `None` removes the file.
    /// Only for Markdown, TOML and CSV.
    ///
    /// # Errors
    /// If Markdown has no front matter.
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

impl Folder {
    /// A folder that could not be listed.
    fn of_finding(found: Diagnostic) -> Self {
        Self { entries: Vec::new(), findings: [found].into_iter().collect() }
    }
}

impl Listing {
    /// The stamp of every file, by path; `None` if there was a problem with any of them.
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
    list_folder(root, CONTENT).unwrap_or_else(|| {
        // `terawang init` writes whole portals only.
        let has_site = root.join(SITE).exists();
        Folder::of_finding(rule::no_content().better_hint(has_site.then(rule::write_home_page)))
    })
}

fn list_themes(root: &Path) -> Folder {
    list_folder(root, THEMES).unwrap_or_default()
}

/// Lists a folder of the portal; `None` if it does not exist. A folder that cannot be examined is a finding:
/// without its releases, a portal would be compared with nothing.
fn list_folder(root: &Path, name: &str) -> Option<Folder> {
    match walk::find(root, name) {
        Ok(found) if found.is_dir => {
            let mut folder = Folder::default();
            folder.entries = walk::files(root, name, &mut folder.findings);
            Some(folder)
        }
        Ok(_) | Err(None) => None,
        Err(Some(found)) => Some(Folder::of_finding(*found)),
    }
}

/// Reads the files of a portal. Each content file is passed to the gate as soon as it is read. A content file
/// whose stamp is `known` is not read until its text is needed.
///
/// All problems with files (names, links, sizes, encodings) are in the findings, with their paths. The tree
/// holds what could be read.
pub fn read(listing: &Listing, known: &Sources, look: Look<'_>) -> Checked<SourceTree> {
    let reader = ContentReader::new(known, look);
    read_with(listing, |entry| read_entry(entry, &reader))
}

/// The same, with a function that reads the files of `content/`.
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
        if entry.size > MAX_ATTACHMENT_BYTES {
            let found = too_large(entry.size, MAX_ATTACHMENT_BYTES);
            findings.push(found.in_file(&SourceFile::unread(entry.path.as_str())));
            continue;
        }
        match open::read(&entry.on_disk, entry.size, MAX_ATTACHMENT_BYTES) {
            Ok(bytes) => {
                let text = std::str::from_utf8(&bytes).ok().filter(|_| is_template(entry.inner()));
                if let Some(Err(found)) = text.map(|text| refuse_controls(&entry.path, text)) {
                    findings.push(*found);
                }
                tree.themes.insert(entry.inner().to_owned(), ThemeFile { bytes: bytes.into() });
            }
            Err(error) => findings
                .push(rule::unreadable(&error.to_string()).in_file(&SourceFile::unread(entry.path.as_str()))),
        }
    }
    tree.releases = releases::read(&listing.releases.entries, &mut findings);
    Checked { value: tree, findings }
}

/// Reads only `site.toml`; `None` if it cannot be read, which [`read`] reports.
pub fn read_site(root: &Path) -> Option<Arc<SourceFile>> {
    read_site_file(root).ok()
}

fn read_site_file(root: &Path) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    let found = walk::find(root, SITE).map_err(|found| {
        found.unwrap_or_else(|| {
            let better = if root.join(format!("{SITE}.txt")).exists() {
                Some(rule::rename_site_file())
            } else {
                root.join(CONTENT).exists().then(rule::write_site_file)
            };
            Box::new(rule::no_site_file().better_hint(better))
        })
    })?;
    read_text(&found.on_disk, SITE, found.size, MAX_CONTENT_BYTES).map(|text| source_file(SITE, text))
}

/// A file of `content/`, by what it contains.
#[derive(Clone)]
enum Read {
    Content(Arc<ContentFile>),
    Table(String, Arc<SourceFile>),
    Attachment(String, AttachmentFile),
}

impl Read {
    /// The same, marked as known from an earlier read.
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
    let bytes = read_bytes(&entry.on_disk, &entry.path, entry.size, MAX_ATTACHMENT_BYTES)?;
    let size = bytes.len() as u64;
    let sha256 = hex_sha256(&bytes);
    Ok(AttachmentFile { on_disk: entry.on_disk.clone(), size, sha256, file })
}

fn too_large(size: u64, limit: u64) -> Diagnostic {
    const MEBI: u64 = 1024 * 1024;
    rule::larger_than(size.div_ceil(MEBI), limit / MEBI)
}

/// SHA-256 of bytes, in lower-case hexadecimal.
pub fn hex_sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a UTF-8 text file, with or without a byte order mark, with any line ends.
fn read_text(on_disk: &Path, path: &str, size: u64, limit: u64) -> Result<String, Box<Diagnostic>> {
    let bytes = read_bytes(on_disk, path, size, limit)?;
    let not_utf8 = |_| Box::new(rule::not_utf8().in_file(&SourceFile::unread(path)));
    let text = String::from_utf8(bytes).map(normal).map_err(not_utf8)?;
    refuse_controls(path, &text)?;
    Ok(text)
}

/// Refuses a text with a control character. Such characters are invisible to who wrote the text, and make a feed or
/// a sitemap that no reader accepts.
fn refuse_controls(path: &str, text: &str) -> Result<(), Box<Diagnostic>> {
    let Some((at, character)) = first_control(text) else { return Ok(()) };
    let file = source_file(path, text.to_owned());
    let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
    Err(Box::new(rule::control_character(&shown_control(character)).at(&file, at..end)))
}

/// The first character of a text that XML or HTML cannot hold, and its place. A numeric reference of Markdown, `&#7;`,
/// is the character that it stands for.
pub fn first_control(text: &str) -> Option<(usize, char)> {
    // Nearly all texts end here, after a loop without branches: `&` and `|` evaluate both sides.
    let is_odd = |byte: u8| {
        let is_control = (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        is_control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
    };
    let has_odd = text.bytes().fold(0, |found, byte| found | u8::from(is_odd(byte))) != 0;
    let is_refused =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    let plain = has_odd.then(|| text.char_indices().find(|(_, c)| is_refused(*c))).flatten();
    let referred = memchr::memmem::find_iter(text.as_bytes(), "&#").find_map(|at| {
        // A longer number is no reference.
        let digits = text.as_bytes()[at + 2..].iter().take(8);
        let end = at + 2 + digits.take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let number = Some(&text[at + 2..end]).filter(|_| text[end..].starts_with(';'))?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        // CommonMark replaces the reference to 0.
        let character = char::from_u32(code.ok()?).filter(|c| *c != '\0' && is_refused(*c))?;
        Some((at, character))
    });
    plain.into_iter().chain(referred).min()
}

/// The name of a control character: `U+000B`.
pub fn shown_control(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Reads a file; `size` is its size when it was listed.
fn read_bytes(on_disk: &Path, path: &str, size: u64, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let read =
        if size > limit { Err(ErrorKind::FileTooLarge.into()) } else { open::read(on_disk, size, limit) };
    read.map_err(|cause| {
        let found = match cause.kind() {
            // It may have grown since it was listed.
            ErrorKind::FileTooLarge => too_large(size.max(limit + 1), limit),
            _ => rule::unreadable(&cause.to_string()),
        };
        Box::new(found.in_file(&SourceFile::unread(path)))
    })
}

/// Normalises a text: no byte order mark, `\n` as line end.
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

/// Whether a file of a theme is a template or has labels.
fn is_template(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".toml")
}

/// A file whose text is held in memory.
fn source_file(path: &str, text: String) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text, is_confidential(path)))
}

/// Messages about sanction files must not quote them, because logs may be public.
fn is_confidential(path: &str) -> bool {
    path.starts_with("content/sanksi/")
}
