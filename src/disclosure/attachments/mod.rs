//! The gate for attachments: files that are published as files.
//!
//! - A file of a kind that cannot be inspected is refused ([`kind`]).
//! - A PDF is read in a child process ([`reader`], [`pdf_disclosure`]). Its texts go through the text gate
//!   like any other text ([`super::text::stage`]).
//! - Pictures and films are published without their metadata ([`pictures`]).
//!
//! Only a file that passed this gate can be published: the view takes it from [`Inspected`].

pub mod kind;
pub(crate) mod messages;
pub mod pictures;
pub mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::collections::{Entry, Portal, Version};
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::disclosure::text::speaks_of_sanctions;
use crate::disclosure::text::stage::nameable;
use crate::source::messages as source_rule;
use crate::source::{self, AttachmentFile, MAX_ATTACHMENT_BYTES, SourceTree, hex_sha256};
use messages as rule;

use kind::{Kind, Other};
use pictures::Format;
use reader::Reader;

/// The inspected attachments of a portal.
#[derive(Default)]
pub struct Inspected {
    /// Files that may be published, by path below `content/`.
    passed: BTreeMap<String, PublicFile>,
    /// The words that the text gate must check.
    words: Vec<Words>,
}

/// A file in its published form.
#[derive(Clone, Debug)]
pub struct PublicFile {
    /// The source of its bytes.
    pub source: FileSource,
    /// The size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Where the bytes of a published file come from, and their expected hash.
///
/// The file is read again when it is published or served. It may have been replaced since it was inspected,
/// so whoever reads it must compare the bytes with [`sha256`](Self::sha256).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    on_disk: PathBuf,
    /// For messages.
    file: Arc<SourceFile>,
    /// How the bytes are cleaned; `None` if they are published as they are.
    cleaned: Option<Format>,
    /// The size of the published bytes.
    size: u64,
    /// SHA-256 of the published bytes, in lower-case hexadecimal.
    sha256: String,
}

impl FileSource {
    /// A file that is published as it is.
    pub(crate) fn copied(on_disk: PathBuf, file: Arc<SourceFile>, size: u64, sha256: String) -> Self {
        Self { on_disk, file, cleaned: None, size, sha256 }
    }

    /// Whether the bytes are published as they are. They can then be copied without reading the whole file.
    pub fn is_copied(&self) -> bool {
        self.cleaned.is_none()
    }

    /// SHA-256 of the bytes to publish, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The size of the bytes to publish.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Opens the file. It does not check the bytes.
    ///
    /// # Errors
    /// Fails if the file cannot be opened or no longer exists.
    pub fn open(&self) -> Result<File, Diagnostic> {
        source::open(&self.on_disk).map_err(|cause| self.unread(&cause))
    }

    /// The bytes to publish.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or has changed since it was inspected.
    pub fn bytes(&self) -> Result<Vec<u8>, Diagnostic> {
        let read = source::read_file(&self.on_disk, self.size, MAX_ATTACHMENT_BYTES);
        let bytes = read.map_err(|cause| self.unread(&cause))?;
        let bytes = match self.cleaned {
            Some(format) => pictures::clean(format, &bytes).map_err(|_| self.changed())?,
            None => bytes,
        };
        if hex_sha256(&bytes) == self.sha256 { Ok(bytes) } else { Err(self.changed()) }
    }

    /// A diagnostic that the file has changed since it was inspected.
    pub fn changed(&self) -> Diagnostic {
        source_rule::changed().in_file(&nameable(&self.file))
    }

    /// A diagnostic of why the file could not be read.
    pub fn unread(&self, cause: &io::Error) -> Diagnostic {
        unread(cause).in_file(&nameable(&self.file))
    }
}

/// Why a file could not be read a second time: it has changed or gone, or the error of the system.
fn unread(cause: &io::Error) -> Diagnostic {
    use io::ErrorKind::{FileTooLarge, InvalidInput, IsADirectory, NotADirectory, NotFound};
    match cause.kind() {
        NotFound | NotADirectory | IsADirectory | InvalidInput | FileTooLarge => source_rule::changed(),
        _ => source_rule::unreadable(&cause.to_string()),
    }
}

/// The words of one attachment.
pub struct Words {
    /// The attachment, for messages.
    pub file: Arc<SourceFile>,
    /// Whether its record is about sanctions.
    pub record_speaks_of_sanctions: bool,
    /// The words and their positions.
    pub pieces: Vec<Piece>,
}

/// A text in an attachment.
pub struct Piece {
    /// Whether only an earlier version of the document has it.
    pub earlier: bool,
    /// The part of the document that has it.
    pub part: Part,
    /// The text.
    pub text: String,
}

/// A part of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A page of a PDF, counted from 1.
    Page(u32),
    /// The metadata of a PDF.
    Properties,
    /// Content of a PDF that no page shows.
    Hidden,
    /// The whole of a text file.
    Words,
}

impl From<&pdf_disclosure::Piece> for Piece {
    fn from(piece: &pdf_disclosure::Piece) -> Self {
        let part = match piece.part {
            pdf_disclosure::Part::Page(number) => Part::Page(number),
            pdf_disclosure::Part::Metadata => Part::Properties,
            pdf_disclosure::Part::Hidden => Part::Hidden,
        };
        Self { earlier: piece.earlier, part, text: piece.text.clone() }
    }
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

/// What the records say about the files they use.
#[derive(Default)]
struct Uses<'p> {
    used: BTreeSet<&'p str>,
    speak_of_sanctions: BTreeSet<&'p str>,
    /// Files that a person has checked by eye, by path.
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
                    findings.push(source_rule::changed().in_file(&nameable(&version.file)));
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
        .filter_map(|listed| {
            // `attachments` is sorted by name.
            let at = entry.attachments.binary_search_by(|file| file.name.cmp(&listed.file.0)).ok()?;
            Some(entry.attachments[at].file.path.clone())
        })
}

/// Inspects every file that a record uses. A file that no record uses is not published.
///
/// Drafts and embargoed records are inspected too, because they go live later without another inspection. The
/// result is a function of the bytes. Each thread of the pool inspects one file at a time, so there are never
/// more children than threads.
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

/// The result for one file.
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
            look.pieces.extend(reading.pieces.iter().map(Piece::from));
            Ok(look)
        }
        Kind::Picture(format) => {
            let bytes = bytes_of(attachment)?;
            let clean = pictures::clean(format, &bytes)
                .map_err(|unclean| rule::unclean(&Kind::Picture(format).label(), unclean))?;
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
            // The file may have been replaced since its kind was detected.
            if Kind::of_bytes(&bytes).is_some() {
                return Err(source_rule::changed());
            }
            let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
            let text = text.ok_or_else(|| rule::not_what_its_name_says(Kind::Text.label()))?;
            let mut look = Look::as_it_is(attachment);
            look.pieces.push(Piece { earlier: false, part: Part::Words, text });
            Ok(look)
        }
    }
}

/// Reads the bytes and checks that they are the ones the source stage saw.
fn bytes_of(attachment: &AttachmentFile) -> Result<Vec<u8>, Diagnostic> {
    let bytes = source::read_file(&attachment.on_disk, attachment.size, MAX_ATTACHMENT_BYTES);
    let bytes = bytes.map_err(|cause| unread(&cause))?;
    if hex_sha256(&bytes) == attachment.sha256 { Ok(bytes) } else { Err(source_rule::changed()) }
}

/// The kind of a file, if it may be published and its extension agrees.
fn kind_of(attachment: &AttachmentFile, name: &str) -> Result<Kind, Diagnostic> {
    let mut start = Vec::with_capacity(kind::ENOUGH);
    source::open(&attachment.on_disk)
        .and_then(|file| file.take(kind::ENOUGH as u64).read_to_end(&mut start))
        .map_err(|cause| unread(&cause))?;
    match (Kind::of_bytes(&start), Kind::of_name(name)) {
        (Some(kind), Some(named)) if kind == named => Ok(kind),
        (None, Some(Kind::Text)) => Ok(Kind::Text),
        (None, Some(Kind::Pdf)) if Kind::has_late_pdf_header(&start) => Ok(Kind::Pdf),
        (Some(kind), _) => {
            Err(rule::named_wrongly(kind.label(), kind.endings().first().copied().unwrap_or_default()))
        }
        (None, Some(named)) => Err(rule::not_what_its_name_says(named.label())),
        (None, None) => Err(rule::refused_kind(Other::of_name(name))),
    }
}
