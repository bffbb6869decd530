//! Fonts: the letters of their codes, and the widths of their glyphs.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object, Stream};

use super::budget::UNPACKED_AT_ONCE;
use super::letters::Letters;

/// The width of a glyph of unknown width, in thousandths of the font size.
const USUAL_WIDTH: f64 = 500.0;
/// The width of all glyphs of Courier, a standard font whose widths a PDF may omit.
const COURIER_WIDTH: f64 = 600.0;

/// The parts of a font that are needed to read text.
pub(super) struct Font {
    codes: Codes,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// One unit of `widths`, in thousandths of the font size.
    unit: f64,
}

enum Codes {
    /// Codes of one byte.
    Simple(Vec<Option<String>>),
    /// Codes of two bytes, or of the lengths in the map.
    Composite(Option<Letters>),
}

/// One glyph that a page shows.
pub(super) struct Glyph<'f> {
    /// Its code in the font.
    pub(super) code: u32,
    /// Its letters; `None` if the file does not define them.
    pub(super) text: Option<&'f str>,
    /// The width, in thousandths of the font size.
    pub(super) width: f64,
    /// Whether it is the single byte 32, to which word spacing applies.
    pub(super) is_space: bool,
}

impl Font {
    /// The font to use if a PDF names none: its codes are Latin-1.
    pub(super) fn unknown() -> Self {
        let latin = (0..=255u8).map(|code| Some(char::from(code).to_string()).filter(|_| code >= 32));
        Self {
            codes: Codes::Simple(latin.collect()),
            widths: HashMap::new(),
            default_width: USUAL_WIDTH,
            unit: 1.0,
        }
    }

    pub(super) fn read(doc: &Document, font: &Dictionary) -> Self {
        let subtype = font.get(b"Subtype").and_then(Object::as_name).unwrap_or(b"");
        let map = font.get_deref(b"ToUnicode", doc).and_then(Object::as_stream).ok().and_then(read_map);
        if subtype == b"Type0" {
            Self::composite(doc, font, map)
        } else {
            Self::simple(doc, font, subtype, map)
        }
    }

    fn simple(doc: &Document, font: &Dictionary, subtype: &[u8], map: Option<Letters>) -> Self {
        let mut letters = encoded(doc, font, subtype);
        if let Some(map) = &map {
            for (code, letter) in (0u32..).zip(letters.iter_mut()) {
                // Some producers write the codes of a simple font in the map with two bytes.
                if let Some(mapped) = mapped(map, code, 1).or_else(|| mapped(map, code, 2)) {
                    *letter = Some(mapped.to_owned());
                }
            }
        }
        let first = number(doc, font, b"FirstChar").unwrap_or(0.0);
        let widths = font.get_deref(b"Widths", doc).and_then(Object::as_array);
        let widths: HashMap<u32, f64> = (first as u32..)
            .zip(widths.into_iter().flatten())
            .filter_map(|(code, width)| Some((code, value(doc, width)?)))
            .collect();
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or(b"");
        let is_courier = memchr::memmem::find(name, b"Courier").is_some();
        let matrix = font.get_deref(b"FontMatrix", doc).and_then(Object::as_array).ok();
        let unit = match matrix.and_then(|matrix| value(doc, matrix.first()?)) {
            Some(scale) if subtype == b"Type3" => scale.abs() * 1000.0,
            _ => 1.0,
        };
        let default_width = if is_courier { COURIER_WIDTH } else { USUAL_WIDTH };
        Self { codes: Codes::Simple(letters), widths, default_width, unit }
    }

    fn composite(doc: &Document, font: &Dictionary, map: Option<Letters>) -> Self {
        let descendants = font.get_deref(b"DescendantFonts", doc).and_then(Object::as_array).ok();
        let descendant = descendants
            .and_then(|list| doc.dereference(list.first()?).ok())
            .and_then(|(_, object)| object.as_dict().ok());
        let mut widths = HashMap::new();
        let mut default_width = 1000.0;
        if let Some(descendant) = descendant {
            default_width = number(doc, descendant, b"DW").unwrap_or(default_width);
            if let Ok(list) = descendant.get_deref(b"W", doc).and_then(Object::as_array) {
                read_widths(doc, list, &mut widths);
            }
        }
        Self { codes: Codes::Composite(map), widths, default_width, unit: 1.0 }
    }

    /// The glyphs of a text string.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph<'_>> {
        match &self.codes {
            Codes::Simple(letters) => bytes
                .iter()
                .map(|byte| Glyph {
                    code: u32::from(*byte),
                    text: letters.get(usize::from(*byte)).and_then(Option::as_deref),
                    width: self.width(u32::from(*byte)),
                    is_space: *byte == b' ',
                })
                .collect(),
            Codes::Composite(map) => {
                let mut glyphs = Vec::with_capacity(bytes.len() / 2);
                let mut rest = bytes;
                while !rest.is_empty() {
                    let (code, length, text) = next_code(map.as_ref(), rest);
                    let is_space = length == 1 && code == 32;
                    glyphs.push(Glyph { code, text, width: self.width(code), is_space });
                    rest = &rest[length..];
                }
                glyphs
            }
        }
    }

    fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width) * self.unit
    }
}

/// The first code of a string, its length, and its letters.
fn next_code<'m>(map: Option<&'m Letters>, bytes: &[u8]) -> (u32, usize, Option<&'m str>) {
    // Nearly all such fonts have codes of two bytes.
    for length in [2, 1, 3, 4] {
        if let Some(code) = bytes.get(..length) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            if let Some(text) = map.and_then(|map| mapped(map, code, length)) {
                return (code, length, Some(text));
            }
        }
    }
    let length = bytes.len().min(2);
    (bytes[..length].iter().fold(0, |code, byte| code << 8 | u32::from(*byte)), length, None)
}

fn read_map(stream: &Stream) -> Option<Letters> {
    stream.get_plain_content_with_limit(UNPACKED_AT_ONCE).ok().map(|program| Letters::read(&program))
}

fn mapped(map: &Letters, code: u32, length: usize) -> Option<&str> {
    map.get(code, length).filter(|text| text.chars().any(is_letter))
}

/// Whether a character has a meaning. Symbol fonts map to the private use area, broken fonts to NUL or to the
/// replacement character.
fn is_letter(c: char) -> bool {
    !matches!(c, '\0' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The letters of the codes of a simple font, without its map.
fn encoded(doc: &Document, font: &Dictionary, subtype: &[u8]) -> Vec<Option<String>> {
    let encoding = font.get_deref(b"Encoding", doc).ok();
    let table = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match (encoding, table) {
        (Some(Object::Name(name)), _) => Some(name.as_slice()),
        (_, Some(table)) => table.get_deref(b"BaseEncoding", doc).and_then(Object::as_name).ok(),
        _ => None,
    };
    let mut letters = match base {
        Some(base) => named_encoding(base),
        // The codes are those of the embedded font program, which is not read.
        None if is_symbolic(doc, font) || subtype == b"Type3" => vec![None; 256],
        None if subtype == b"TrueType" => named_encoding(b"WinAnsiEncoding"),
        None => named_encoding(b"StandardEncoding"),
    };
    let differences =
        table.and_then(|table| table.get_deref(b"Differences", doc).and_then(Object::as_array).ok());
    let mut code = 0usize;
    for entry in differences.into_iter().flatten() {
        match entry {
            Object::Integer(first) => code = usize::try_from(*first).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = glyph_letters(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

fn is_symbolic(doc: &Document, font: &Dictionary) -> bool {
    const SYMBOLIC: i64 = 1 << 2;
    let descriptor = font.get_deref(b"FontDescriptor", doc).and_then(Object::as_dict).ok();
    let flags =
        descriptor.and_then(|descriptor| descriptor.get_deref(b"Flags", doc).and_then(Object::as_i64).ok());
    let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or(b"");
    flags.is_some_and(|flags| flags & SYMBOLIC != 0)
        || (flags.is_none() && matches!(name, b"Symbol" | b"ZapfDingbats"))
}

fn named_encoding(name: &[u8]) -> Vec<Option<String>> {
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Encoding", Object::Name(name.to_vec()));
    let nothing = Document::new();
    let encoding = font.get_font_encoding(&nothing).ok();
    (0..=255u8)
        .map(|code| {
            let text = Document::decode_text(encoding.as_ref()?, &[code]).ok()?;
            text.chars().any(is_letter).then_some(text)
        })
        .collect()
}

/// The letters of a glyph by its name: `eacute`, `uni00E9`, `u1F600`, `f_i`, `A.sc`.
fn glyph_letters(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let parts: Option<String> = name.split('_').map(glyph_letter).collect();
    parts.filter(|text| text.chars().any(is_letter))
}

fn glyph_letter(name: &str) -> Option<String> {
    if let Some(units) = name.strip_prefix("uni").filter(|hex| hex.len() >= 4 && hex.len() % 4 == 0) {
        let units: Option<Vec<u16>> = units
            .as_bytes()
            .chunks(4)
            .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
            .collect();
        return units.and_then(|units| String::from_utf16(&units).ok());
    }
    if let Some(hex) = name.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len()))
        && let Some(letter) = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
    {
        return Some(letter.to_string());
    }
    // The library contains the Adobe Glyph List, but offers it only through an encoding.
    let mut table = Dictionary::new();
    table.set("Differences", Object::Array(vec![0.into(), Object::Name(name.as_bytes().to_vec())]));
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Encoding", table);
    let nothing = Document::new();
    match font.get_font_encoding(&nothing).ok()? {
        encoding @ Encoding::Differences(_) => {
            Document::decode_text(&encoding, &[0]).ok().filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

/// Reads the widths of a composite font: `first [w w …]` or `first last w`, repeated.
fn read_widths(doc: &Document, list: &[Object], widths: &mut HashMap<u32, f64>) {
    /// The maximum number of glyphs in a font.
    const MOST: u32 = 65_536;
    let mut rest = list.iter();
    while let Some(first) = rest.next().and_then(|first| value(doc, first)) {
        let first = first as u32;
        let Some(next) = rest.next().and_then(|next| doc.dereference(next).ok()) else { return };
        if let Ok(each) = next.1.as_array() {
            widths.extend((first..).zip(each).filter_map(|(code, width)| Some((code, value(doc, width)?))));
        } else {
            let (Some(last), Some(width)) =
                (value(doc, next.1), rest.next().and_then(|width| value(doc, width)))
            else {
                return;
            };
            let last = (last as u32).min(first.saturating_add(MOST));
            widths.extend((first..=last).map(|code| (code, width)));
        }
    }
}

fn number(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<f64> {
    value(doc, dict.get(key).ok()?)
}

fn value(doc: &Document, object: &Object) -> Option<f64> {
    doc.dereference(object).ok()?.1.as_float().ok().map(f64::from)
}
