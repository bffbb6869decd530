//! The result of reading a PDF.

use std::error::Error;
use std::fmt;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::revisions;

/// The version of the rules for reading. It increases when the same bytes may give another [`Reading`]. Make
/// it a part of the key if you store readings.
pub const VERSION: u32 = 2;

/// The result of reading one PDF.
///
/// It depends only on the bytes of the file and on [`VERSION`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
pub struct Reading {
    /// Why the file should not be published, each reason once, in the order of [`Refused`]. With
    /// [`Refused::Broken`], [`Refused::Encrypted`], [`Refused::TooManyRevisions`] or [`Refused::TooLarge`]
    /// the reading ended early and `pieces` is incomplete.
    pub refused: Vec<Refused>,
    /// Pages, counted from 1, with content that cannot be read as text: scans, outlines of letters, glyphs of
    /// unknown letters. In order, each once, over all versions of the file.
    pub unreadable: Vec<u32>,
    /// The texts, in the order of reading. The last version of the document comes first.
    pub pieces: Vec<Piece>,
}

/// A coherent text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
pub struct Piece {
    /// Whether only an earlier version of the document has it.
    pub earlier: bool,
    /// The part of the document that has it.
    pub part: Part,
    /// The text. Spaces, line feeds and ` | ` separate words, lines and columns; an empty line separates
    /// unrelated texts.
    pub text: String,
}

/// Shows where the text is and never the text.
impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece")
            .field("earlier", &self.earlier)
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Part {
    /// A page, counted from 1, with the appearance of its annotations and form fields.
    Page(u32),
    /// The metadata of the document: the document information dictionary and XMP.
    Metadata,
    /// Everything else: annotations, form values, bookmarks, links, alternative texts, forms that no page
    /// shows, metadata of JPEG pictures, and pages that are in the file but not in the document.
    Hidden,
}

/// Why a PDF should not be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Refused {
    /// It is damaged. Nothing is repaired: each program repairs differently and may show another document.
    Broken,
    /// It is encrypted, even if with an empty password.
    Encrypted,
    /// It contains another file: an embedded file or a file attachment annotation.
    EmbeddedFile,
    /// It contains a script, or an action that starts a program, sends data or opens an embedded document.
    Action,
    /// It contains sound, film or a three-dimensional model.
    Media,
    /// It contains an XFA form.
    Xfa,
    /// It contains private data of the program that created it (`PieceInfo` with a stream), such as a working
    /// copy.
    PrivateData,
    /// It contains a JPEG picture with the place where it was taken.
    PlaceOfPicture,
    /// It contains objects that belong to no version of the document, or bytes after its end.
    Leftovers,
    /// It has more versions than the limit.
    TooManyRevisions,
    /// It decompresses to more data, operators or text than the limits.
    TooLarge,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Broken => "the PDF is damaged",
            Self::Encrypted => "the PDF is encrypted",
            Self::EmbeddedFile => "the PDF carries another file",
            Self::Action => "the PDF holds a script or an action that starts a program or sends data",
            Self::Media => "the PDF holds sound, film or a three-dimensional model",
            Self::Xfa => "the PDF holds an XFA form",
            Self::PrivateData => "the PDF holds private data of the program that made it",
            Self::PlaceOfPicture => "the PDF holds a picture that tells where it was taken",
            Self::Leftovers => "the PDF holds data that belongs to no version of the document",
            Self::TooManyRevisions => "the PDF keeps too many earlier versions",
            Self::TooLarge => "the PDF unpacks to more than can be checked",
        })
    }
}

impl Error for Refused {}

/// Reads a PDF. It never fails: problems are in [`Reading::refused`].
///
/// A malicious file may still exhaust the memory or the stack inside the PDF library. Read untrusted files in
/// a child process with limits.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    if let Err(refused) = revisions::read(bytes, &mut reading) {
        reading.refused.push(refused);
    }
    reading.refused.sort_unstable();
    reading.refused.dedup();
    reading.unreadable.sort_unstable();
    reading.unreadable.dedup();
    reading
}
