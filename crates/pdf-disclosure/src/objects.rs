//! Walks over every object of a document: its strings, its metadata, and everything that is refused wherever
//! it is.
//!
//! Objects without references are included: they are in the file and are published with it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, decode_text_string};
use regex::Regex;

use super::budget::Budget;
use super::page::Reader;
use super::{Refused, jpeg};

/// The maximum nesting of objects. The library does not read deeper ones.
const DEEPEST: usize = 600;
/// The minimum number of consecutive printable bytes that count as words in binary data.
const SHORTEST_WORDS: usize = 6;

/// The standard keys of the document information dictionary, which are not words of the author.
const USUAL_PROPERTIES: [&[u8]; 9] = [
    b"Title",
    b"Author",
    b"Subject",
    b"Keywords",
    b"Creator",
    b"Producer",
    b"CreationDate",
    b"ModDate",
    b"Trapped",
];

/// The texts of the objects of one version.
pub(super) struct Said {
    /// The metadata of the document.
    pub(super) metadata: String,
    /// All other texts.
    pub(super) hidden: String,
    pub(super) refused: BTreeSet<Refused>,
}

/// A time (`D:20240701…`) or an identifier from a program: these digits do not identify a person.
#[expect(clippy::expect_used, reason = "a constant that every test of this crate compiles")]
static NUMBERS_OF_PROGRAMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)D:\d{4,14}(?:[+\-Z]\d{0,2}'?\d{0,2}'?)?|\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b",
    )
    .expect("a pattern")
});

/// Walks over all objects. Streams that a page has shown are in `reader.seen` and are not read again.
pub(super) fn walk<'d>(
    doc: &'d Document,
    budget: &'d Budget,
    reader: &mut Reader<'d>,
) -> Result<Said, Refused> {
    let info = doc.trailer.get(b"Info").and_then(Object::as_reference).ok();
    let mut walk = Walk {
        doc,
        budget,
        metadata: Vec::new(),
        hidden: Vec::new(),
        refused: BTreeSet::new(),
        machinery: machinery(doc),
    };
    for (id, object) in &doc.objects {
        walk.object(object, Some(*id) == info, 0)?;
    }
    // The trailer may contain the information dictionary itself. Its identifiers are not words.
    if let Ok(info @ Object::Dictionary(_)) = doc.trailer.get(b"Info") {
        walk.object(info, true, 0)?;
    }
    for (id, object) in &doc.objects {
        if let Object::Stream(stream) = object {
            walk.stream(*id, stream, reader)?;
        }
    }
    let Walk { metadata, hidden, refused, .. } = walk;
    // These texts are unrelated. An empty line separates their numbers.
    let text = |parts: Vec<String>| without_numbers_of_programs(&parts.join("\n\n"));
    let said = Said { metadata: text(metadata), hidden: text(hidden), refused };
    budget.text(said.metadata.len() + said.hidden.len())?;
    Ok(said)
}

/// Removes times and identifiers that programs write, but not identifiers of digits alone.
fn without_numbers_of_programs(text: &str) -> String {
    NUMBERS_OF_PROGRAMS
        .replace_all(text, |found: &regex::Captures<'_>| {
            let found = &found[0];
            let is_number = found.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            if is_number { found.to_owned() } else { String::new() }
        })
        .into_owned()
}

/// Streams for glyphs and colours only: font programs, their maps, colour profiles.
fn machinery(doc: &Document) -> BTreeSet<ObjectId> {
    const KEYS: [&[u8]; 10] = [
        b"FontFile",
        b"FontFile2",
        b"FontFile3",
        b"ToUnicode",
        b"CIDToGIDMap",
        b"CIDSet",
        b"CharSet",
        b"DestOutputProfile",
        b"Encoding",
        b"UseCMap",
    ];
    let mut found = BTreeSet::new();
    for object in doc.objects.values() {
        match object {
            Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
                let named = KEYS.iter().filter_map(|key| dict.get(key).and_then(Object::as_reference).ok());
                found.extend(named);
            }
            Object::Array(space) => found.extend(profile(space)),
            _ => {}
        }
    }
    found
}

/// The stream of a colour space `[/ICCBased 7 0 R]`.
fn profile(space: &[Object]) -> Option<ObjectId> {
    match space {
        [Object::Name(name), Object::Reference(id)] if name == b"ICCBased" => Some(*id),
        _ => None,
    }
}

struct Walk<'d> {
    doc: &'d Document,
    budget: &'d Budget,
    metadata: Vec<String>,
    hidden: Vec<String>,
    refused: BTreeSet<Refused>,
    machinery: BTreeSet<ObjectId>,
}

impl<'d> Walk<'d> {
    fn object(&mut self, object: &Object, is_metadata: bool, depth: usize) -> Result<(), Refused> {
        if depth > DEEPEST {
            return Err(Refused::Broken);
        }
        match object {
            Object::String(bytes, _) => {
                let said = if is_metadata { &mut self.metadata } else { &mut self.hidden };
                said.extend(words(bytes));
                Ok(())
            }
            Object::Array(parts) => {
                self.machinery.extend(profile(parts));
                parts.iter().try_for_each(|part| self.object(part, is_metadata, depth + 1))
            }
            // The identifiers of a cross-reference stream are not words.
            Object::Stream(table) if table.dict.has_type(b"XRef") => Ok(()),
            Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
                self.judge(dict);
                if is_metadata {
                    // The names of custom properties are words, too.
                    let own = dict.iter().filter(|(key, _)| !USUAL_PROPERTIES.contains(&key.as_slice()));
                    self.metadata.extend(own.filter_map(|(key, _)| words(key)));
                }
                dict.iter().try_for_each(|(_, part)| self.object(part, is_metadata, depth + 1))
            }
            _ => Ok(()),
        }
    }

    /// Records content that is refused wherever it is.
    fn judge(&mut self, dict: &Dictionary) {
        let name = |key: &[u8]| dict.get_deref(key, self.doc).and_then(Object::as_name).unwrap_or(b"");
        if dict.has(b"JS")
            || matches!(
                name(b"S"),
                b"JavaScript"
                    | b"Launch"
                    | b"ImportData"
                    | b"SubmitForm"
                    | b"Rendition"
                    | b"GoToE"
                    | b"RichMediaExecute"
            )
        {
            self.refused.insert(Refused::Action);
        }
        if dict.has(b"EF") || name(b"Type") == b"EmbeddedFile" || name(b"Subtype") == b"FileAttachment" {
            self.refused.insert(Refused::EmbeddedFile);
        }
        if matches!(name(b"Subtype"), b"RichMedia" | b"Movie" | b"Sound" | b"Screen" | b"3D")
            || matches!(name(b"S"), b"Movie" | b"Sound")
        {
            self.refused.insert(Refused::Media);
        }
        if dict.has(b"XFA") {
            self.refused.insert(Refused::Xfa);
        }
        if let Ok(private) = dict.get(b"PieceInfo")
            && self.holds_stream(private, &mut BTreeSet::new(), 0)
        {
            self.refused.insert(Refused::PrivateData);
        }
    }

    fn holds_stream(&self, object: &Object, seen: &mut BTreeSet<ObjectId>, depth: usize) -> bool {
        match object {
            _ if depth > DEEPEST => true,
            Object::Reference(id) => {
                seen.insert(*id)
                    && self.doc.get_object(*id).is_ok_and(|object| self.holds_stream(object, seen, depth + 1))
            }
            Object::Stream(_) => true,
            Object::Array(parts) => parts.iter().any(|part| self.holds_stream(part, seen, depth + 1)),
            Object::Dictionary(dict) => dict.iter().any(|(key, part)| {
                key != b"Parent" && key != b"P" && self.holds_stream(part, seen, depth + 1)
            }),
            _ => false,
        }
    }

    fn stream(&mut self, id: ObjectId, stream: &'d Stream, reader: &mut Reader<'d>) -> Result<(), Refused> {
        let dict = &stream.dict;
        let name = |key: &[u8]| dict.get_deref(key, self.doc).and_then(Object::as_name).unwrap_or(b"");
        let is_machinery = self.machinery.contains(&id)
            || matches!(name(b"Type"), b"XRef" | b"ObjStm" | b"CMap")
            || matches!(name(b"Subtype"), b"Type1C" | b"CIDFontType0C" | b"OpenType")
            || [&b"FunctionType"[..], b"ShadingType", b"HalftoneType"].iter().any(|key| dict.has(key));
        if is_machinery || reader.seen.contains(&id) {
            return Ok(());
        }
        if name(b"Type") == b"Metadata" || name(b"Subtype") == b"XML" {
            match self.budget.unpack(stream)? {
                Some(xml) => self.metadata.push(xml_words(&xml)),
                None => {
                    self.refused.insert(Refused::Broken);
                }
            }
            return Ok(());
        }
        if name(b"Subtype") == b"Image" || (dict.has(b"Width") && dict.has(b"Height")) {
            return self.picture(stream);
        }
        let is_drawing = name(b"Subtype") == b"Form" || dict.has(b"PatternType") || dict.has(b"BBox");
        let Some(content) = self.budget.unpack(stream)? else { return Ok(()) };
        if is_drawing || shows_text(&content) {
            self.hidden.extend(reader.form(stream)?.texts);
        } else if is_prose(&content) {
            self.hidden.push(String::from_utf8_lossy(&content).into_owned());
        }
        Ok(())
    }

    /// Reads the metadata that a camera or a program wrote into a picture.
    fn picture(&mut self, stream: &Stream) -> Result<(), Refused> {
        let filters = stream.filters().unwrap_or_default();
        let Some((b"DCTDecode" | b"DCT", before)) =
            filters.split_last().map(|(last, before)| (*last, before))
        else {
            return Ok(());
        };
        let unpacked;
        let jpeg = if before.is_empty() {
            &stream.content
        } else {
            let mut packed = stream.clone();
            packed
                .dict
                .set("Filter", before.iter().map(|name| Object::Name(name.to_vec())).collect::<Vec<_>>());
            packed.dict.remove(b"DecodeParms");
            let Some(content) = self.budget.unpack(&packed)? else { return Ok(()) };
            unpacked = content;
            &unpacked
        };
        // A truncated picture is shown up to its end, and nothing follows it.
        for note in jpeg::notes(jpeg) {
            if jpeg::tells_place(note) {
                self.refused.insert(Refused::PlaceOfPicture);
            }
            self.hidden.extend(printable(note));
        }
        Ok(())
    }
}

/// Whether a stream has the operators that show text.
fn shows_text(content: &[u8]) -> bool {
    [&b"Tj"[..], b"TJ"].iter().any(|operator| memchr::memmem::find(content, operator).is_some())
        && memchr::memmem::find(content, b"BT").is_some()
}

/// Whether bytes are prose rather than numbers or binary data.
fn is_prose(content: &[u8]) -> bool {
    let letters = content.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let control =
        content.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    control * 100 <= content.len() && letters * 2 > content.len()
}

/// The words of a string: as a text string of PDF, or else the printable parts of binary data.
fn words(bytes: &[u8]) -> Option<String> {
    let text = decode_text_string(&Object::string_literal(bytes)).ok();
    let is_text = |text: &String| {
        let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
        odd * 20 <= text.chars().count()
    };
    text.filter(is_text).or_else(|| printable(bytes)).filter(|text| !text.trim().is_empty())
}

/// The printable parts of binary data. For example, a signature contains the name of its signer.
fn printable(bytes: &[u8]) -> Option<String> {
    let is_printable = |byte: &u8| (b' '..=b'~').contains(byte);
    let pieces: Vec<&str> = bytes
        .split(|byte| !is_printable(byte))
        .filter(|piece| piece.len() >= SHORTEST_WORDS)
        .filter_map(|piece| std::str::from_utf8(piece).ok())
        .collect();
    (!pieces.is_empty()).then(|| pieces.join("\n\n"))
}

/// The texts and attributes of an XMP packet, separately.
fn xml_words(xml: &[u8]) -> String {
    let text = match xml {
        [0xfe, 0xff, ..] => words(xml).unwrap_or_default(),
        [0xff, 0xfe, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        _ => String::from_utf8_lossy(xml).into_owned(),
    };
    text.split(['<', '>', '"', '\''])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}
