//! Extracts every text in published bytes, however it is compressed and encoded.
//!
//! Compression: gzip, Brotli, ZIP, and the deflate streams in PDF and PNG files. Encoding: UTF-16, HTML
//! entities, percent-encoding, escapes of JSON and PDF strings, base64, hexadecimal digits. Each is decoded
//! wherever it occurs, including a few nested levels. The search ignores separators within words: tags,
//! thousands separators, hyphens.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::Tree;

/// The maximum depth of nested compression.
const DEEPEST: usize = 3;
/// The maximum size of one decompressed piece.
const LARGEST: u64 = 16 << 20;
/// Shorter runs of base64 or hexadecimal digits are words and numbers.
const SHORTEST_RUN: usize = 12;

/// The files that contain one of `words`, in their text or in their name, each with the word.
///
/// Words are ASCII letters and digits; case is ignored.
pub(crate) fn files_with(tree: &Tree, words: &[String]) -> Vec<String> {
    assert!(
        words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    );
    let mut found = Vec::new();
    for (path, bytes) in tree {
        let mut texts = Vec::new();
        open(bytes, path.ends_with(".br"), 0, &mut texts);
        texts.push(path.clone().into_bytes());
        for word in words {
            if texts.iter().any(|text| says(text, word)) {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    found
}

/// Whether a text contains a word, ignoring separators between its letters.
fn says(text: &[u8], word: &str) -> bool {
    let bare = |text: &[u8]| -> Vec<u8> {
        text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let holds = |text: &[u8]| memchr::memmem::find(text, word.as_bytes()).is_some();
    holds(&bare(text)) || holds(&bare(&without_tags(text)))
}

fn without_tags(text: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let shown = text.iter().filter(|byte| {
        let was_inside = inside;
        inside = match **byte {
            b'<' => true,
            b'>' => false,
            _ => inside,
        };
        !was_inside && !inside
    });
    shown.copied().collect()
}

/// Collects the bytes themselves and everything nested in them.
fn open(bytes: &[u8], is_brotli: bool, depth: usize, texts: &mut Vec<Vec<u8>>) {
    let mut written = vec![bytes.to_vec()];
    for _ in 0..2 {
        let plain = unwritten(&written[written.len() - 1]);
        if plain == written[written.len() - 1] {
            break;
        }
        written.push(plain);
    }
    if depth < DEEPEST {
        for text in &written {
            let mut pieces = unpacked(text);
            pieces.extend(runs(text));
            if is_brotli {
                pieces.extend(brotli(text));
            }
            for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
                open(piece, false, depth + 1, texts);
            }
        }
    }
    texts.extend(written);
}

fn inflated(decoder: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Keep the output before an error.
    let _ = decoder.take(LARGEST).read_to_end(&mut bytes);
    bytes
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    brotli_decompressor::BrotliDecompress(&mut &bytes[..], &mut plain).ok()?;
    Some(plain)
}

/// Decompresses gzip, zlib and ZIP data anywhere in the bytes.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for at in 0..bytes.len() {
        let rest = &bytes[at..];
        match rest {
            [0x1f, 0x8b, 8, ..] => found.push(inflated(MultiGzDecoder::new(rest))),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => found.push(inflated(ZlibDecoder::new(rest))),
            [b'P', b'K', 3, 4, ..] if rest.len() > 30 && rest[8] == 8 => {
                let length = |at: usize| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]]));
                let data = 30 + length(26) + length(28);
                found.push(inflated(DeflateDecoder::new(rest.get(data..).unwrap_or_default())));
            }
            _ => {}
        }
    }
    found
}

/// Decodes runs of base64 and of hexadecimal digits.
fn runs(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for run in bytes.split(|byte| base64_digit(*byte).is_none()).filter(|run| run.len() >= SHORTEST_RUN) {
        // A run may begin in the middle of a group of four digits.
        for skipped in 0..4 {
            let digits = run[skipped..].iter().filter_map(|byte| base64_digit(*byte));
            found.push(bits(digits, 6));
        }
    }
    let is_hexadecimal = |byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
    for run in bytes.split(|byte| !is_hexadecimal(byte)).filter(|run| run.len() >= SHORTEST_RUN) {
        let digits = run.iter().filter_map(|byte| char::from(*byte).to_digit(16));
        found.push(bits(digits, 4));
    }
    found
}

fn base64_digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// Bytes from digits of `width` bits each.
fn bits(digits: impl Iterator<Item = u32>, width: u32) -> Vec<u8> {
    let (mut kept, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for digit in digits {
        kept = (kept << width | digit) & 0xffff;
        count += width;
        if count >= 8 {
            count -= 8;
            bytes.push((kept >> count) as u8);
        }
    }
    bytes
}

/// The text with one layer of escapes removed. UTF-16 loses its zeros, which is enough for ASCII words.
fn unwritten(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let escaped = match rest[0] {
            0 => Some((None, 1)),
            b'&' => entity(rest),
            b'%' => number(&rest[1..], 16, 2, 2).map(|(code, length)| (Some(code), length + 1)),
            b'\\' => match rest.get(1) {
                Some(b'u' | b'U') => {
                    number(&rest[2..], 16, 4, 4).map(|(code, length)| (Some(code), length + 2))
                }
                Some(b'x') => number(&rest[2..], 16, 2, 2).map(|(code, length)| (Some(code), length + 2)),
                _ => number(&rest[1..], 8, 3, 3).map(|(code, length)| (Some(code), length + 1)),
            },
            _ => None,
        };
        match escaped {
            Some((code, length)) => {
                let byte = code.filter(|code| *code != 0).map(|code| u8::try_from(code).unwrap_or(b'?'));
                plain.extend(byte);
                at += length;
            }
            None => {
                plain.push(rest[0]);
                at += 1;
            }
        }
    }
    plain
}

/// `&#75;` or `&#x4b;`.
fn entity(text: &[u8]) -> Option<(Option<u32>, usize)> {
    let (digits, radix, start) = match text {
        [b'&', b'#', b'x' | b'X', rest @ ..] => (rest, 16, 3),
        [b'&', b'#', rest @ ..] => (rest, 10, 2),
        _ => return None,
    };
    let (code, length) = number(digits, radix, 1, 7)?;
    let end = usize::from(digits.get(length) == Some(&b';'));
    Some((Some(code), start + length + end))
}

/// The number at the beginning of a text, and its number of digits.
fn number(text: &[u8], radix: u32, least: usize, most: usize) -> Option<(u32, usize)> {
    let digits: Vec<u32> =
        text.iter().take(most).map_while(|byte| char::from(*byte).to_digit(radix)).collect();
    let code = digits.iter().fold(0_u32, |code, digit| code.saturating_mul(radix).saturating_add(*digit));
    (digits.len() >= least).then_some((code, digits.len()))
}
