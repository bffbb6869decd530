//! The versions of a document in one file, and the bytes that belong to none of them.
//!
//! A program that changes a PDF may append the changes and leave the rest unchanged (incremental updates; ISO
//! 32000-1, 7.5.6). Each version ends with `%%EOF`, so the file up to that mark is the document at that time.
//! A linearized file also has such a mark near its beginning, which ends no version.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use lopdf::xref::XrefEntry;
use lopdf::{Document, LoadOptions, Object};

use super::budget::{Budget, UNPACKED_AT_ONCE};
use super::page::Reader;
use super::{Part, Piece, Reading, Refused, objects};

const END: &[u8] = b"%%EOF";
/// The header of a PDF is within the first bytes.
const HEADER_WITHIN: usize = 1024;
/// The maximum number of versions in a file. An agreement that twenty people have signed electronically has
/// about as many.
const MOST_REVISIONS: usize = 24;

/// The beginning of an object: `12 0 obj`.
static OBJECT: LazyLock<Option<regex::bytes::Regex>> = LazyLock::new(|| {
    regex::bytes::Regex::new(r"(?-u)\d{1,10}[\x00\t\n\x0c\r ]+\d{1,5}[\x00\t\n\x0c\r ]+obj\b").ok()
});

/// Reads all versions into `reading`.
pub(super) fn read(bytes: &[u8], reading: &mut Reading) -> Result<(), Refused> {
    let budget = Budget::new();
    let bytes = from_header(bytes, reading);
    let last = load(bytes)?;
    let mut known = Known::default();
    known.learn(&last);
    read_version(&last, false, &budget, reading)?;

    let ends: Vec<usize> = memchr::memmem::find_iter(bytes, END).map(|at| at + END.len()).collect();
    let behind = ends.last().map_or(bytes, |end| &bytes[*end..]);
    if behind.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0) {
        reading.refused.push(Refused::Leftovers);
    }
    let whole = last.linearization.as_ref().map_or(0, |linear| linear.file_length);
    let earlier: Vec<usize> = ends
        .iter()
        .copied()
        .take(ends.len().saturating_sub(1))
        // A mark within a stream is not an end, nor is that of the first part of a linearized file.
        .filter(|end| !known.is_within_stream(*end) && (*end as u64) + 2 >= whole)
        .collect();
    if earlier.len() >= MOST_REVISIONS {
        return Err(Refused::TooManyRevisions);
    }
    drop(last);
    for end in earlier.into_iter().rev() {
        let version = load(&bytes[..end])?;
        known.learn(&version);
        read_version(&version, true, &budget, reading)?;
    }
    if OBJECT.as_ref().is_none_or(|object| object.find_iter(bytes).any(|found| !known.holds(found.start()))) {
        reading.refused.push(Refused::Leftovers);
    }
    Ok(())
}

/// The file from its header. ISO 32000-1 (annex H, 3.4.1) allows 1,024 bytes up to its end; offsets count from it.
/// Text before it is read as hidden; other bytes belong to no version.
fn from_header<'b>(bytes: &'b [u8], reading: &mut Reading) -> &'b [u8] {
    let start = &bytes[..bytes.len().min(HEADER_WITHIN)];
    let Some(at) = memchr::memmem::find(start, b"%PDF-") else { return bytes };
    let (before, bytes) = bytes.split_at(at);
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~') || byte.is_ascii_whitespace() || *byte == 0;
    if !before.iter().all(is_text) {
        reading.refused.push(Refused::Leftovers);
    }
    // Without NULs, no text can be stretched past the reader's eye.
    let text: String = before.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    if !text.trim().is_empty() {
        reading.pieces.push(Piece { earlier: false, part: Part::Hidden, text });
    }
    bytes
}

fn load(bytes: &[u8]) -> Result<Document, Refused> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED_AT_ONCE), ..LoadOptions::default() };
    let doc = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Refused::TooLarge,
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Refused::Encrypted,
        _ => Refused::Broken,
    })?;
    if doc.is_encrypted() || doc.was_encrypted() {
        return Err(Refused::Encrypted);
    }
    // Each program repairs a broken file differently, so each may show another document.
    if doc.xref_recovery.is_some() || doc.page_iter().next().is_none() {
        return Err(Refused::Broken);
    }
    Ok(doc)
}

fn read_version(
    doc: &Document,
    earlier: bool,
    budget: &Budget,
    reading: &mut Reading,
) -> Result<(), Refused> {
    let mut reader = Reader::new(doc, budget);
    let mut add = |part: Part, text: String| {
        let is_said = |piece: &Piece| piece.text == text && (piece.part == part || earlier);
        if !text.trim().is_empty() && !reading.pieces.iter().any(is_said) {
            reading.pieces.push(Piece { earlier, part, text });
        }
    };
    let mut shown = BTreeSet::new();
    for (number, id) in (1u32..).zip(doc.page_iter()) {
        shown.insert(id);
        let Ok(page) = doc.get_dictionary(id) else { return Err(Refused::Broken) };
        let read = reader.page(page)?;
        read.texts.into_iter().for_each(|text| add(Part::Page(number), text));
        if read.unreadable {
            reading.unreadable.push(number);
        }
    }
    // Pages that were removed from the document but not from the file.
    for (id, object) in &doc.objects {
        if let Object::Dictionary(page) = object
            && page.has_type(b"Page")
            && !shown.contains(id)
        {
            reader.page(page)?.texts.into_iter().for_each(|text| add(Part::Hidden, text));
        }
    }
    let said = objects::walk(doc, budget, &mut reader)?;
    add(Part::Metadata, said.metadata);
    add(Part::Hidden, said.hidden);
    reading.refused.extend(said.refused);
    Ok(())
}

/// The parts of the file that belong to some version.
#[derive(Default)]
struct Known {
    /// The offsets of objects.
    objects: BTreeSet<usize>,
    /// The start of each stream, with its end.
    streams: BTreeMap<usize, usize>,
}

impl Known {
    fn learn(&mut self, doc: &Document) {
        self.objects.extend(doc.reference_table.entries.values().filter_map(|entry| match entry {
            XrefEntry::Normal { offset, .. } => Some(*offset as usize),
            _ => None,
        }));
        self.streams.extend(doc.objects.values().filter_map(|object| match object {
            Object::Stream(stream) => stream.start_position.map(|at| (at, at + stream.content.len())),
            _ => None,
        }));
    }

    fn is_within_stream(&self, at: usize) -> bool {
        self.streams.range(..=at).next_back().is_some_and(|(_, end)| at < *end)
    }

    /// Whether a match of the pattern for an object belongs to some version.
    fn holds(&self, at: usize) -> bool {
        self.objects.contains(&at) || self.is_within_stream(at)
    }
}
