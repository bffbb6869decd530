//! Finds the links and anchors of a rendered page. This is a small HTML tokenizer that knows only tags,
//! attributes, comments and raw text.
//!
//! It runs on every page of every build, so it reads each byte once and copies nothing. Values are decoded
//! only where needed ([`decode`]). html5gum follows the whole standard and takes 17 times as many instructions,
//! more than all the rest of a build (docs/performance.md). Tests compare the two.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Initial capacity: few pages have more links or anchors.
const USUAL_LINKS: usize = 64;

/// The kind of value of an attribute.
enum Value {
    Address,
    Anchor,
    Other,
}

/// The kind of value of the attribute with this name.
fn held_by(name: &[u8]) -> Value {
    let is = |wanted: &[u8]| name.eq_ignore_ascii_case(wanted);
    match name.len() {
        2 if is(b"id") => Value::Anchor,
        3 if is(b"src") => Value::Address,
        4 if is(b"href") || is(b"data") => Value::Address,
        6 if is(b"poster") || is(b"action") => Value::Address,
        _ => Value::Other,
    }
}

/// Whether the content of this tag is raw text.
fn is_raw(name: &[u8]) -> bool {
    let is = |raw: &[u8]| name.eq_ignore_ascii_case(raw);
    match name.len() {
        5 => is(b"style") || is(b"title"),
        6 => is(b"script"),
        8 => is(b"textarea"),
        _ => false,
    }
}

/// Classes of bytes inside a tag.
const SPACE: u8 = 1;
const SLASH: u8 = 2;
const END: u8 = 4;
const EQUALS: u8 = 8;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let spaces = [b' ', b'\t', b'\n', b'\r', 0x0c];
    let mut at = 0;
    while at < spaces.len() {
        classes[spaces[at] as usize] = SPACE;
        at += 1;
    }
    classes[b'/' as usize] = SLASH;
    classes[b'>' as usize] = END;
    classes[b'=' as usize] = EQUALS;
    classes
};

/// Scanning works on words of this size.
const WORD: usize = size_of::<u64>();

/// The number of bytes at the start of a word that certainly belong to a name: letters, and other bytes with
/// the same bit set.
fn letters(word: [u8; WORD]) -> usize {
    const LETTER: u64 = u64::from_le_bytes([0x40; WORD]);
    (!u64::from_le_bytes(word) & LETTER).trailing_zeros() as usize / 8
}

/// The position of the first occurrence of a byte.
///
/// Tags are close together and values are short, so calling `memchr` costs more than comparing the next few
/// bytes. Only longer searches use it.
#[inline(always)]
fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    const NEAR: usize = 8 * WORD;
    const ONES: u64 = u64::from_le_bytes([1; WORD]);
    const HIGH_BITS: u64 = ONES << 7;
    let wanted = ONES * u64::from(byte);
    let mut rest = bytes;
    while let Some((word, behind)) = rest.split_first_chunk::<WORD>() {
        // `differs` is zero where the byte is. There the subtraction borrows, and the first borrow is always
        // a match.
        let differs = u64::from_le_bytes(*word) ^ wanted;
        let hits = differs.wrapping_sub(ONES) & !differs & HIGH_BITS;
        let at = bytes.len() - rest.len();
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize / 8);
        }
        if at == NEAR {
            break;
        }
        rest = behind;
    }
    find_behind(bytes.len() - rest.len(), byte, bytes)
}

/// The same, if the byte is known not to occur before `at`.
#[inline(never)]
fn find_behind(at: usize, byte: u8, bytes: &[u8]) -> Option<usize> {
    memchr(byte, &bytes[at..]).map(|behind| at + behind)
}

/// The links and anchors of a page, as written, with entities.
pub(crate) struct PageLinks<'h> {
    /// Addresses, in order.
    pub(crate) links: Vec<&'h [u8]>,
    /// Values of `id`.
    pub(crate) anchors: Vec<&'h [u8]>,
}

/// Scans a page.
pub(crate) fn scan(html: &[u8]) -> PageLinks<'_> {
    let found =
        PageLinks { links: Vec::with_capacity(USUAL_LINKS), anchors: Vec::with_capacity(USUAL_LINKS) };
    let mut scanner = Scanner { rest: html, found };
    scanner.page();
    scanner.found
}

/// The state of a scan: everything before `rest` has been read.
struct Scanner<'h> {
    rest: &'h [u8],
    found: PageLinks<'h>,
}

impl<'h> Scanner<'h> {
    fn page(&mut self) {
        while let Some(open) = find(b'<', self.rest) {
            self.rest = &self.rest[open + 1..];
            match self.rest.first() {
                Some(first) if first.is_ascii_alphabetic() => self.tag(),
                Some(b'!') if self.rest.starts_with(b"!--") => {
                    let end = memmem::find(self.rest, b"-->");
                    self.rest = end.map_or(&[], |end| &self.rest[end + 3..]);
                }
                _ => {}
            }
        }
    }

    /// Reads a tag from its name on, with the raw text after it.
    fn tag(&mut self) {
        let name = self.name(SPACE | SLASH | END);
        match self.rest.strip_prefix(b">") {
            Some(behind) => self.rest = behind,
            None => self.attributes(),
        }
        if is_raw(name) {
            self.raw_text(name);
        }
    }

    /// Reads attributes up to and including the `>` of their tag.
    fn attributes(&mut self) {
        while let Some((first, behind)) = self.rest.split_first() {
            let class = CLASSES[*first as usize];
            if class & (SPACE | SLASH | END) != 0 {
                self.rest = behind;
                if class == END {
                    return;
                }
                continue;
            }
            let name = self.name(SPACE | SLASH | END | EQUALS);
            let Some(value) = self.value() else { continue };
            match held_by(name) {
                Value::Address => self.found.links.push(value),
                Value::Anchor => self.found.anchors.push(value),
                Value::Other => {}
            }
        }
    }

    /// Takes this many bytes.
    fn take(&mut self, length: usize) -> &'h [u8] {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn spaces(&mut self) {
        while let Some((first, behind)) = self.rest.split_first()
            && CLASSES[*first as usize] == SPACE
        {
            self.rest = behind;
        }
    }

    /// Reads a name of at least one byte. As in the HTML standard, an equals sign at the start of an
    /// attribute name belongs to the name.
    fn name(&mut self, ends: u8) -> &'h [u8] {
        let mut length = self.rest.first_chunk().map_or(1, |word| letters(*word).max(1));
        while self.rest.get(length).is_some_and(|byte| CLASSES[*byte as usize] & ends == 0) {
            length += 1;
        }
        self.take(length)
    }

    /// Reads the value after an attribute name, if there is one.
    fn value(&mut self) -> Option<&'h [u8]> {
        // Nearly all values are written this way.
        if let Some(behind) = self.rest.strip_prefix(b"=\"") {
            self.rest = behind;
            return Some(self.quoted(b'"'));
        }
        self.spaces();
        self.rest = self.rest.strip_prefix(b"=")?;
        self.spaces();
        match self.rest.split_first() {
            Some((quote @ (b'"' | b'\''), behind)) => {
                self.rest = behind;
                Some(self.quoted(*quote))
            }
            _ => Some(self.take(span_to(self.rest, SPACE | END))),
        }
    }

    fn quoted(&mut self, quote: u8) -> &'h [u8] {
        let value = self.take(find(quote, self.rest).unwrap_or(self.rest.len()));
        self.rest = self.rest.get(1..).unwrap_or_default();
        value
    }

    /// Skips raw text, up to `</name` or the end of the page.
    fn raw_text(&mut self, name: &[u8]) {
        while let Some(open) = find(b'<', self.rest) {
            self.take(open);
            let close = self.rest[1..].strip_prefix(b"/").and_then(|close| close.get(..name.len()));
            if close.is_some_and(|close| close.eq_ignore_ascii_case(name)) {
                return;
            }
            self.take(1);
        }
        self.rest = &[];
    }
}

/// The number of bytes at the start that are in none of these classes.
fn span_to(bytes: &[u8], classes: u8) -> usize {
    bytes.iter().position(|byte| CLASSES[*byte as usize] & classes != 0).unwrap_or(bytes.len())
}

/// Decodes the entities that occur in addresses.
pub(crate) fn decode(value: &[u8]) -> Cow<'_, str> {
    // Lossy conversion works byte by byte, and hardly any page needs it.
    let text = str::from_utf8(value).map_or_else(|_| String::from_utf8_lossy(value), Cow::Borrowed);
    if memchr(b'&', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end <= 8).map(|end| (&rest[1..end], end + 1));
        let decoded = entity.and_then(|(name, len)| Some((named(name)?, len)));
        match decoded {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn named(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzzing::links_by_the_standard;

    /// Links and anchors, decoded.
    fn read(html: &str) -> (Vec<String>, Vec<String>) {
        let PageLinks { links, anchors } = scan(html.as_bytes());
        let text = |values: Vec<&[u8]>| values.into_iter().map(|value| decode(value).into_owned()).collect();
        (text(links), text(anchors))
    }

    #[test]
    fn links_and_anchors_are_read_however_they_are_written() {
        let (links, anchors) = read(
            r#"<!doctype html><title><a href="/no/"></title><!-- <a href="/no/"> --><main ID=isi><a class="x" href='/a/?b=1&amp;c'>A</a>
            <img src=/b.png alt="<a href=/no/>"><script>var x = '<a href="/no/">';</script><a href = "/c/#d" id="e">x</a><br/>"#,
        );
        assert_eq!(links, ["/a/?b=1&c", "/b.png", "/c/#d"]);
        assert_eq!(anchors, ["isi", "e"]);
    }

    #[test]
    fn a_feed_is_read_like_a_page() {
        let (links, _) = read(
            r#"<?xml version="1.0"?><feed><title>A</title><link href="/atom.xml" rel="self"/><entry><title type="text">B</title><link href="/b/?x=1&amp;y" rel="alternate"/></entry></feed>"#,
        );
        assert_eq!(links, ["/atom.xml", "/b/?x=1&y"]);
    }

    #[test]
    fn a_torn_page_ends_quietly() {
        for torn in
            ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<!--", "<script>", "<a =", "</", "<a href='"]
        {
            scan(torn.as_bytes());
        }
    }

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in 0..80 {
            // Before and after it are bytes that differ in one bit.
            let mut bytes: Vec<u8> = b"=>;\xbc\0".iter().copied().cycle().take(length).collect();
            assert_eq!(find(b'<', &bytes), None, "{length}");
            for at in (0..length).rev() {
                bytes[at] = b'<';
                assert_eq!(find(b'<', &bytes), Some(at), "{at} of {length}");
            }
        }
    }

    #[test]
    fn nothing_that_ends_a_name_passes_for_a_letter() {
        for byte in 0..=u8::MAX {
            let is_letter = letters([byte; WORD]) == WORD;
            assert!(!is_letter || CLASSES[usize::from(byte)] == 0, "{byte}");
            assert!(is_letter || !byte.is_ascii_alphabetic(), "{byte}");
        }
        assert_eq!(letters(*b"href=\"/x"), 4);
    }

    proptest::proptest! {
        #[test]
        fn scanning_agrees_with_a_full_tokenizer(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "<a href=\"/x/\">", "<a href='/y?a=1&amp;b#c'>", "</a>", "text & more", "<img src=/z.png alt=\"a > b\">",
                "<!-- <a href=\"/no\"> -->", "<p id=q>", "<p ID=\"r s\" data-x='id=\"no\"'>", "<style>a{}</style>",
                "<script>if (a<b) '<a href=\"/no\">'</script>", "<br/>", "< a href=no>", "<video poster=\"/p.jpg\" src='/v.mp4'>",
                "<textarea><a href=no></textarea>", "<a\nhref\n=\n\"/nl/\"\n>", "<a href>", "<title>x</title>",
                "<TITLE>a < b </titl> &amp; <i id=no></Title >", "<p/id=s/>", "</p id=no>", "<!doctype html>", "<table><tr><td>1</td></tr>",
                "<li><a class=\"lencana lencana-berlaku\" href=\"/a/rather/long/address/2015/\">", "<!---->", "<object data=/d>", "é – “x”",
            ]), 0..20))
        {
            let html: String = parts.concat();
            proptest::prop_assert_eq!(read(&html), links_by_the_standard(&html));
        }
    }
}
