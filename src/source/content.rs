//! Content files: reads them, splits them into data and body, and parses the body while its bytes are in
//! memory.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::messages as rule;
use super::walk::Entry;
use super::{MAX_CONTENT_BYTES, is_confidential, normal, open, read_text, refuse_controls};
use crate::address::{id_and_language, route_of};
use crate::cache::{self, KnownFile, Sources, Stamp, digest};
use crate::diagnostics::{Diagnostic, Reread, SourceFile, SourceText};
use crate::markdown::{Body, Problems, Source};

/// A Markdown or TOML file, split into data and body.
#[derive(Clone, Debug)]
pub struct ContentFile {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// The file.
    pub file: Arc<SourceFile>,
    /// Its stamp; `None` if it could not be determined.
    pub stamp: Option<Stamp>,
    /// The digest of its text.
    pub digest: cache::Digest,
    /// The range of the TOML data.
    pub front: Range<usize>,
    /// The range of the Markdown; `None` if there is none.
    pub body: Option<Range<usize>>,
    /// Whether the text was looked at when it was read, and nothing was found.
    pub is_clean: bool,
    /// What the gate allowed when it last found nothing in the same text.
    pub clean_for: Option<cache::Digest>,
    /// Whether it was not read, because its stamp has not changed since an earlier read.
    pub is_known: bool,
    /// The body and its problems, if it was parsed when the file was read.
    pub parsed: Option<(Body, Arc<Problems>)>,
    /// The TOML data, if the whole text is not held.
    front_text: Option<Arc<str>>,
}

/// Called with the path and text of each file as soon as it is read: whether the text gate finds nothing, and nothing
/// is left of a skeleton. Such a text need not be held until the gate runs.
pub type Look<'l> = &'l (dyn Fn(&str, &str) -> bool + Sync);

/// The limit, in bytes, for HTML that is held between reading and rendering. Beyond it, a body is parsed
/// again when its page is rendered. The bodies of 10,000 circulars fit, and a portal of 100,000 still builds
/// on a machine with little memory.
const MOST_HELD: usize = 96 * 1024 * 1024;

/// Reads content files.
pub(super) struct ContentReader<'r> {
    known: &'r Sources,
    look: Look<'r>,
    /// Bytes of HTML held so far.
    held: AtomicUsize,
}

impl<'r> ContentReader<'r> {
    pub(super) fn new(known: &'r Sources, look: Look<'r>) -> Self {
        Self { known, look, held: AtomicUsize::new(0) }
    }

    /// Reads a file, unless its stamp is known from an earlier read.
    pub(super) fn read(&self, entry: &Entry) -> Result<ContentFile, Box<Diagnostic>> {
        match self.known.file(entry.inner()).filter(|known| known.is_of(entry.stamp.as_ref())) {
            Some(known) => Ok(ContentFile::unread(entry, known)),
            None => self.read_text(entry),
        }
    }

    fn read_text(&self, entry: &Entry) -> Result<ContentFile, Box<Diagnostic>> {
        let text = read_text(&entry.on_disk, &entry.path, entry.size, MAX_CONTENT_BYTES)?;
        let Parts { front, body } = split(&entry.path, &text)?;
        let is_clean = (self.look)(&entry.path, &text);
        // The texts of a large portal would fill the memory. A clean text is read again when it is needed.
        let held = (!is_clean).then(|| text.as_str().into());
        let front_text = is_clean.then(|| text[front.clone()].into());
        let known = KnownFile {
            stamp: entry.stamp,
            read_at: 0,
            digest: digest(text.as_bytes()),
            front,
            body,
            clean_for: None,
        };
        let mut content = ContentFile { is_clean, front_text, ..ContentFile::of(entry, known, held) };
        content.parsed = content.source().map(|source| {
            let is_held = |html: usize| self.held.fetch_add(html, Ordering::Relaxed) < MOST_HELD;
            let (body, problems) = Body::parse(source, &text, is_held);
            (body, Arc::new(problems))
        });
        Ok(content)
    }
}

impl ContentFile {
    /// A fully cached file.
    fn unread(entry: &Entry, known: KnownFile) -> Self {
        Self { is_known: true, ..Self::of(entry, known, None) }
    }

    fn of(entry: &Entry, known: KnownFile, held: Option<Arc<str>>) -> Self {
        let again = OnDisk { path: entry.on_disk.clone(), size: entry.size, digest: known.digest };
        let text = SourceText::kept(held, Box::new(again));
        let file = SourceFile::kept(entry.path.as_str(), text, is_confidential(&entry.path));
        Self {
            path: entry.inner().to_owned(),
            file: Arc::new(file),
            stamp: known.stamp,
            digest: known.digest,
            front: known.front,
            body: known.body,
            is_clean: false,
            clean_for: known.clean_for,
            is_known: false,
            parsed: None,
            front_text: None,
        }
    }

    /// The same, marked as known from an earlier read.
    pub(super) fn as_known(&self) -> Self {
        Self { is_known: true, ..self.clone() }
    }

    /// A file at this path below `content/` that is not on the disk yet.
    ///
    /// # Errors
    /// If Markdown has no front matter.
    pub(super) fn unsaved(path: &str, text: String) -> Result<Self, Box<Diagnostic>> {
        let whole = format!("content/{path}");
        let text = normal(text);
        refuse_controls(&whole, &text)?;
        let Parts { front, body } = split(&whole, &text)?;
        let digest = digest(text.as_bytes());
        let file = Arc::new(SourceFile::new(whole.as_str(), text, is_confidential(&whole)));
        let path = path.to_owned();
        Ok(Self {
            path,
            file,
            stamp: None,
            digest,
            front,
            body,
            is_clean: false,
            clean_for: None,
            is_known: false,
            parsed: None,
            front_text: None,
        })
    }

    /// The TOML data.
    ///
    /// # Errors
    /// If the file has to be read again and has changed.
    pub fn front_text(&self) -> Result<Arc<str>, Box<Diagnostic>> {
        match &self.front_text {
            Some(front) => Ok(Arc::clone(front)),
            None => Ok(self.whole_text()?.get(self.front.clone()).unwrap_or("").into()),
        }
    }

    /// The whole text.
    ///
    /// # Errors
    /// If the file has to be read again and has changed.
    pub fn whole_text(&self) -> Result<Arc<str>, Box<Diagnostic>> {
        self.file.whole_text().ok_or_else(|| Box::new(rule::changed().in_file(&self.file)))
    }

    /// The source of its body, if it has one.
    pub fn source(&self) -> Option<Source> {
        let (id, lang) = id_and_language(&self.path);
        Some(Source {
            file: Arc::clone(&self.file),
            digest: self.digest,
            range: self.body.clone()?,
            route: route_of(id),
            folder: self.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(),
            lang,
        })
    }
}

/// Reads the text of a content file again.
struct OnDisk {
    path: PathBuf,
    size: u64,
    digest: cache::Digest,
}

impl Reread for OnDisk {
    fn reread(&self) -> Option<Arc<str>> {
        let bytes = open::read(&self.path, self.size, MAX_CONTENT_BYTES).ok()?;
        let text = normal(String::from_utf8(bytes).ok()?);
        (digest(text.as_bytes()) == self.digest).then(|| text.into())
    }
}

const FENCE: &str = "+++";

/// The ranges of the parts of a content file.
struct Parts {
    front: Range<usize>,
    body: Option<Range<usize>>,
}

/// Splits a Markdown file into data and, if it is not empty, body. A TOML file is all data.
fn split(path: &str, text: &str) -> Result<Parts, Box<Diagnostic>> {
    if !path.ends_with(".md") {
        return Ok(Parts { front: 0..text.len(), body: None });
    }
    let first = text.lines().next().unwrap_or("");
    let wrong = |found: Diagnostic| {
        let file = Arc::new(SourceFile::new(path, text, is_confidential(path)));
        Box::new(found.at(&file, 0..first.len()))
    };
    if first.trim_end() != FENCE {
        return Err(wrong(rule::no_front_matter()));
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        if line.trim_end() == FENCE {
            let has_body = !text[end..].trim_start().is_empty();
            return Ok(Parts { front: start..at, body: has_body.then_some(end..text.len()) });
        }
        at = end;
    }
    Err(wrong(rule::front_matter_not_closed()))
}
