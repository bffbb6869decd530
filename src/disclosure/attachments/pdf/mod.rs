//! Reads out of a PDF all words that it holds: shown, hidden, and those of earlier versions.
//!
//! Runs in a child process ([`super::reader`]): a hostile file may end that process, and that is a
//! refusal. What is read is a function of the bytes alone. Nothing is printed and nothing is repaired:
//! a file that only a lenient program can open may look different in each of them.
//!
//! - `revisions` takes a file apart into the versions that were saved one after the other, and finds
//!   parts that belong to none;
//! - `objects` walks over every object: its strings, its metadata, and what is refused wherever it is;
//! - `page` follows the operators of pages and forms and puts the glyphs together to text again;
//! - `fonts` knows which letter a glyph stands for, or that nobody can know.

mod budget;
mod fonts;
mod letters;
mod objects;
mod page;
mod revisions;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

/// Counts the forms of [`Reading`] and the rules that it is made by: another number, another reading.
pub const VERSION: u32 = 1;

/// What was read out of one PDF.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// [`VERSION`] of the program that read.
    pub version: u32,
    /// SHA-256 of the bytes that were read, in lower-case hexadecimal.
    pub sha256: String,
    /// What no PDF may hold, in its order, each once.
    pub refused: Vec<Refused>,
    /// The pages, from 1, that show something which cannot be read as text.
    pub unreadable: Vec<u32>,
    /// The words, in the order of the file.
    pub pieces: Vec<Piece>,
}

/// Words that belong together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Whether they are only in a version before the last.
    pub earlier: bool,
    /// Where they stand.
    pub part: Part,
    /// The words.
    pub text: String,
}

/// Shows where, never the words.
impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Piece")
            .field("earlier", &self.earlier)
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A page, from 1.
    Page(u32),
    /// All of it, where it has no pages: a text file.
    Words,
    /// What the document says of itself: author, title, program.
    Properties,
    /// Notes, form values, bookmarks, links, alternative texts; and pages that no reader shows.
    Hidden,
}

/// What no published PDF may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// It cannot be taken apart.
    Broken,
    /// It is locked with a password, be it an empty one.
    Encrypted,
    /// A file inside it.
    EmbeddedFile,
    /// A script, or an action that starts a program or sends data.
    Action,
    /// Sound, film or a model in space.
    Media,
    /// A form of the XFA kind.
    Xfa,
    /// The working copy that the program which made it keeps for itself.
    PrivateData,
    /// A picture that tells where it was taken.
    PlaceOfPicture,
    /// Parts that belong to no version of the document, or words behind its end.
    Leftovers,
    /// More versions than anybody would look through.
    TooManyRevisions,
    /// More to read than is reasonable.
    TooLarge,
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading {
        version: VERSION,
        sha256: crate::source::hex_sha256(bytes),
        refused: Vec::new(),
        unreadable: Vec::new(),
        pieces: Vec::new(),
    };
    if let Err(refused) = revisions::read(bytes, &mut reading) {
        reading.refused.push(refused);
    }
    reading.refused.sort_unstable();
    reading.refused.dedup();
    reading.unreadable.sort_unstable();
    reading.unreadable.dedup();
    reading
}
