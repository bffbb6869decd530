//! The gate for attachments: files that are published as files.
//!
//! - A kind of file that cannot be inspected is refused ([`kind`]).
//! - A child process reads each PDF ([`reader`], [`pdf`]). Its words go through the text gate like any others
//!   ([`super::text::stage`]).
//! - Pictures and films are published without their invisible data ([`pictures`]).
//!
//! Only a file that passed this gate can be published: the view takes it from [`Inspected`].

pub mod kind;
pub mod pdf;
pub mod pictures;
pub mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::collections::{Entry, Portal};
use crate::diagnostics::catalogue::attachments as rule;
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::disclosure::text::speaks_of_sanctions;
use crate::disclosure::text::stage::nameable;
use crate::source::{AttachmentFile, SourceTree, hex_sha256};

use kind::{Kind, Other};
use pdf::{Part, Piece};
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

/// The source of a published file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    on_disk: PathBuf,
    /// The format to clean, and the SHA-256 of the cleaned bytes; `None` if the file is published unchanged.
    cleaned: Option<(Format, String)>,
}

impl FileSource {
    /// The file to copy, if it is published unchanged.
    pub fn as_it_is(&self) -> Option<&Path> {
        self.cleaned.is_none().then_some(&self.on_disk)
    }

    /// The path on this machine.
    pub fn on_disk(&self) -> &Path {
        &self.on_disk
    }

    /// The bytes to publish.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or has changed since the inspection.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let bytes = std::fs::read(&self.on_disk)?;
        let Some((format, sha256)) = &self.cleaned else { return Ok(bytes) };
        pictures::clean(*format, &bytes).ok().filter(|clean| hex_sha256(clean) == *sha256).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "the file changed while it was published")
        })
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

/// What the records say about the files that they use.
#[derive(Default)]
struct Uses<'p> {
    used: BTreeSet<&'p str>,
    speak_of_sanctions: BTreeSet<&'p str>,
    /// Files that a person has checked by eye, by path.
    looked_at: BTreeSet<String>,
}

impl<'p> Uses<'p> {
    fn of(portal: &'p Portal) -> Self {
        let mut uses = Self::default();
        for entry in portal.entries.iter().filter(|entry| !entry.attachments.is_empty()) {
            uses.used.extend(entry.attachments.iter().map(|file| file.file.path.as_str()));
            let speaks = entry.versions().any(|version| speaks_of_sanctions(&version.file.text()));
            if speaks {
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

/// Inspects every file that a record uses; a file that no record uses is not published.
///
/// Drafts and embargoed records are inspected, too: they go live later without another inspection. The result
/// is a function of the bytes. Each thread of the pool inspects one file at a time, so there are never more
/// children than threads.
pub fn inspect(tree: &SourceTree, portal: &Portal, reader: &Reader) -> Checked<Inspected> {
    let uses = Uses::of(portal);
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
    let mut findings = Findings::default();
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
                source: FileSource { on_disk: attachment.on_disk.clone(), cleaned: None },
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
                let sha256 = hex_sha256(&clean);
                look.public.size = clean.len() as u64;
                look.public.source.cleaned = Some((format, sha256.clone()));
                look.public.sha256 = sha256;
            }
            Ok(look)
        }
        Kind::Text => {
            let bytes = bytes_of(attachment)?;
            let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
            let text = text.ok_or_else(|| rule::not_what_its_name_says(Kind::Text))?;
            let mut look = Look::as_it_is(attachment);
            look.pieces.push(Piece { earlier: false, part: Part::Words, text });
            Ok(look)
        }
    }
}

/// Reads the bytes and checks that they are the ones the source stage saw.
fn bytes_of(attachment: &AttachmentFile) -> Result<Vec<u8>, Diagnostic> {
    let bytes = std::fs::read(&attachment.on_disk).ok();
    bytes.filter(|bytes| hex_sha256(bytes) == attachment.sha256).ok_or_else(rule::changed)
}

/// The kind of a file, if it may be published and its name agrees.
fn kind_of(attachment: &AttachmentFile, name: &str) -> Result<Kind, Diagnostic> {
    let mut start = Vec::with_capacity(kind::ENOUGH);
    std::fs::File::open(&attachment.on_disk)
        .and_then(|file| io::Read::read_to_end(&mut io::Read::take(file, kind::ENOUGH as u64), &mut start))
        .map_err(|_| rule::changed())?;
    match (Kind::of_bytes(&start), Kind::of_name(name)) {
        (Some(kind), Some(named)) if kind == named => Ok(kind),
        (None, Some(Kind::Text)) => Ok(Kind::Text),
        (Some(kind), _) => Err(rule::named_wrongly(kind)),
        (None, Some(named)) => Err(rule::not_what_its_name_says(named)),
        (None, None) => Err(rule::not_allowed(Other::of_name(name))),
    }
}
