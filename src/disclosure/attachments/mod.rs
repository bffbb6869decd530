//! The gate for attachments: files that are published as files.
//!
//! - What is not of a kind that can be looked into is refused ([`kind`]).
//! - A PDF is read in a child process ([`reader`], [`pdf`]); its words go through the text gate like
//!   any other ([`super::text::stage`]).
//! - Pictures and films are published without what is not shown ([`pictures`]).
//!
//! Only a file that came through here can be published: the view takes it from [`Inspected`].

pub mod kind;
pub mod pdf;
pub mod pictures;
pub mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::collections::{Entry, Portal, Version};
use crate::diagnostics::catalogue::{attachments as rule, source as source_rule};
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::disclosure::text::speaks_of_sanctions;
use crate::disclosure::text::stage::nameable;
use crate::source::{self, AttachmentFile, MAX_ATTACHMENT_BYTES, SourceTree, hex_sha256};

use kind::{Kind, Other};
use pdf::{Part, Piece};
use pictures::Format;
use reader::Reader;

/// What was found in the attachments of a portal.
#[derive(Default)]
pub struct Inspected {
    /// What may be published, by path below `content/`.
    passed: BTreeMap<String, PublicFile>,
    /// What the text gate must look at.
    words: Vec<Words>,
}

/// A file as it is published.
#[derive(Clone, Debug)]
pub struct PublicFile {
    /// Where its bytes come from.
    pub source: FileSource,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Where the bytes of a published file come from, and what they must be.
///
/// The file is read again when it is published or shown, and may have been replaced since the gate looked into it.
/// So whoever reads it compares the bytes with [`sha256`](Self::sha256).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    on_disk: PathBuf,
    /// For messages.
    file: Arc<SourceFile>,
    /// How the bytes are cleaned; `None` if they are published as they are.
    cleaned: Option<Format>,
    /// The length of what is published.
    size: u64,
    /// SHA-256 of what is published, in lower-case hexadecimal.
    sha256: String,
}

impl FileSource {
    /// A file that is published as it is.
    pub(crate) fn copied(on_disk: PathBuf, file: Arc<SourceFile>, size: u64, sha256: String) -> Self {
        Self { on_disk, file, cleaned: None, size, sha256 }
    }

    /// Whether the bytes are published as they are, so that they can be copied piece by piece.
    pub fn is_copied(&self) -> bool {
        self.cleaned.is_none()
    }

    /// SHA-256 of the bytes to publish, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The length of the bytes to publish.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Opens the file. What is read from it is not checked.
    ///
    /// # Errors
    /// If it cannot be opened or has gone.
    pub fn open(&self) -> Result<File, Diagnostic> {
        source::open(&self.on_disk).map_err(|cause| self.unread(&cause))
    }

    /// The bytes to publish.
    ///
    /// # Errors
    /// If the file cannot be read, or is no longer the one that the gate looked into.
    pub fn bytes(&self) -> Result<Vec<u8>, Diagnostic> {
        let read = source::read_file(&self.on_disk, self.size, MAX_ATTACHMENT_BYTES);
        let bytes = read.map_err(|cause| self.unread(&cause))?;
        let bytes = match self.cleaned {
            Some(format) => pictures::clean(format, &bytes).map_err(|_| self.changed())?,
            None => bytes,
        };
        if hex_sha256(&bytes) == self.sha256 { Ok(bytes) } else { Err(self.changed()) }
    }

    /// Says that the file is no longer the one that the gate looked into.
    pub fn changed(&self) -> Diagnostic {
        rule::changed().in_file(&nameable(&self.file))
    }

    /// Says why the file could not be read.
    pub fn unread(&self, cause: &io::Error) -> Diagnostic {
        unread(cause).in_file(&nameable(&self.file))
    }
}

/// Why a file could not be read a second time: it went or was replaced, or what the system says.
fn unread(cause: &io::Error) -> Diagnostic {
    use io::ErrorKind::{FileTooLarge, InvalidInput, IsADirectory, NotADirectory, NotFound};
    match cause.kind() {
        NotFound | NotADirectory | IsADirectory | InvalidInput | FileTooLarge => rule::changed(),
        _ => source_rule::unreadable(&cause.to_string()),
    }
}

/// The words of one attachment.
pub struct Words {
    /// The attachment, for messages.
    pub file: Arc<SourceFile>,
    /// Whether its record speaks of sanctions.
    pub record_speaks_of_sanctions: bool,
    /// What it says, and where.
    pub pieces: Vec<Piece>,
}

impl Inspected {
    /// The file at a path below `content/`, if it may be published.
    pub fn passed(&self, path: &str) -> Option<&PublicFile> {
        self.passed.get(path)
    }

    /// The words of all attachments, by path.
    pub fn words(&self) -> &[Words] {
        &self.words
    }
}

/// What records say of the files that they use.
#[derive(Default)]
struct Uses<'p> {
    used: BTreeSet<&'p str>,
    speak_of_sanctions: BTreeSet<&'p str>,
    /// Files that somebody has looked at by eye, by path.
    looked_at: BTreeSet<String>,
}

impl<'p> Uses<'p> {
    fn of(portal: &'p Portal, findings: &mut Findings) -> Self {
        let mut uses = Self::default();
        for entry in portal.entries.iter().filter(|entry| !entry.attachments.is_empty()) {
            uses.used.extend(entry.attachments.iter().map(|file| file.file.path.as_str()));
            let speaks = |version: &Version| match version.file.whole_text() {
                Some(text) => speaks_of_sanctions(&text),
                None => {
                    findings.push(rule::changed().in_file(&nameable(&version.file)));
                    true
                }
            };
            if entry.versions().any(speaks) {
                uses.speak_of_sanctions.extend(entry.attachments.iter().map(|file| file.file.path.as_str()));
            }
            uses.looked_at.extend(looked_at(entry));
        }
        uses
    }
}

fn looked_at(entry: &Entry) -> impl Iterator<Item = String> {
    entry
        .detail()
        .content()
        .attachments()
        .iter()
        .filter(|listed| listed.checked_by.as_ref().is_some_and(|office| !office.trim().is_empty()))
        .filter_map(|listed| entry.attachments.iter().find(|file| file.name == listed.file.0))
        .map(|file| file.file.path.clone())
}

/// Looks into every file that a record uses; what none uses is not published.
///
/// Drafts and embargoed records are looked into, too: their turn comes without anybody looking again.
/// The result is a function of the bytes. One file is looked into by each thread of the pool at a time,
/// so there are never more children than that.
pub fn inspect(tree: &SourceTree, portal: &Portal, reader: &Reader) -> Checked<Inspected> {
    let mut findings = Findings::default();
    let uses = Uses::of(portal, &mut findings);
    let used: Vec<(&String, &AttachmentFile)> = tree
        .attachments
        .iter()
        .filter(|(_, attachment)| uses.used.contains(attachment.file.path.as_str()))
        .collect();
    let looks: Vec<Result<Look, Diagnostic>> = used
        .par_iter()
        .map(|(_, attachment)| look(attachment, uses.looked_at.contains(&attachment.file.path), reader))
        .collect();
    let mut inspected = Inspected::default();
    for ((path, attachment), look) in used.into_iter().zip(looks) {
        let file = nameable(&attachment.file);
        match look {
            Ok(Look { public, pieces, found }) => {
                found.into_iter().for_each(|found| findings.push(found.in_file(&file)));
                inspected.passed.insert(path.clone(), public);
                if !pieces.is_empty() {
                    inspected.words.push(Words {
                        file: Arc::clone(&attachment.file),
                        record_speaks_of_sanctions: uses
                            .speak_of_sanctions
                            .contains(attachment.file.path.as_str()),
                        pieces,
                    });
                }
            }
            Err(found) => findings.push(found.in_file(&file)),
        }
    }
    Checked { value: inspected, findings }
}

/// What one file turned out to be.
struct Look {
    public: PublicFile,
    pieces: Vec<Piece>,
    found: Vec<Diagnostic>,
}

impl Look {
    fn as_it_is(attachment: &AttachmentFile) -> Self {
        Self {
            public: PublicFile {
                source: FileSource::copied(
                    attachment.on_disk.clone(),
                    Arc::clone(&attachment.file),
                    attachment.size,
                    attachment.sha256.clone(),
                ),
                size: attachment.size,
                sha256: attachment.sha256.clone(),
            },
            pieces: Vec::new(),
            found: Vec::new(),
        }
    }
}

fn look(attachment: &AttachmentFile, is_looked_at: bool, reader: &Reader) -> Result<Look, Diagnostic> {
    let name = attachment.file.path.rsplit('/').next().unwrap_or_default();
    match kind_of(attachment, name)? {
        Kind::Pdf => {
            let reading = reader.read(&attachment.on_disk, &attachment.sha256).map_err(rule::unread)?;
            let mut look = Look::as_it_is(attachment);
            look.found.extend(reading.refused.iter().map(|refused| rule::refused(*refused)));
            if !reading.unreadable.is_empty() && !is_looked_at {
                look.found.push(rule::no_text(&reading.unreadable));
            }
            look.pieces.clone_from(&reading.pieces);
            Ok(look)
        }
        Kind::Picture(format) => {
            let bytes = bytes_of(attachment)?;
            let clean = pictures::clean(format, &bytes)
                .map_err(|unclean| rule::unclean(Kind::Picture(format).label(), unclean))?;
            let mut look = Look::as_it_is(attachment);
            if clean != bytes {
                let PublicFile { source, size, sha256 } = &mut look.public;
                (*size, *sha256) = (clean.len() as u64, hex_sha256(&clean));
                source.cleaned = Some(format);
                (source.size, source.sha256) = (*size, sha256.clone());
            }
            Ok(look)
        }
        Kind::Text => {
            let bytes = bytes_of(attachment)?;
            // The file that was opened to learn its kind may have been another.
            if Kind::of_bytes(&bytes).is_some() {
                return Err(rule::changed());
            }
            let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
            let text = text.ok_or_else(|| rule::not_what_its_name_says(Kind::Text))?;
            let mut look = Look::as_it_is(attachment);
            look.pieces.push(Piece { earlier: false, part: Part::Words, text });
            Ok(look)
        }
    }
}

/// The bytes that the source stage saw, and no others.
fn bytes_of(attachment: &AttachmentFile) -> Result<Vec<u8>, Diagnostic> {
    let bytes = source::read_file(&attachment.on_disk, attachment.size, MAX_ATTACHMENT_BYTES);
    let bytes = bytes.map_err(|cause| unread(&cause))?;
    if hex_sha256(&bytes) == attachment.sha256 { Ok(bytes) } else { Err(rule::changed()) }
}

/// The kind of a file, if it may be published and its name says so.
fn kind_of(attachment: &AttachmentFile, name: &str) -> Result<Kind, Diagnostic> {
    let mut start = Vec::with_capacity(kind::ENOUGH);
    source::open(&attachment.on_disk)
        .and_then(|file| file.take(kind::ENOUGH as u64).read_to_end(&mut start))
        .map_err(|cause| unread(&cause))?;
    match (Kind::of_bytes(&start), Kind::of_name(name)) {
        (Some(kind), Some(named)) if kind == named => Ok(kind),
        (None, Some(Kind::Text)) => Ok(Kind::Text),
        (Some(kind), _) => Err(rule::named_wrongly(kind)),
        (None, Some(named)) => Err(rule::not_what_its_name_says(named)),
        (None, None) => Err(rule::not_allowed(Other::of_name(name))),
    }
}
