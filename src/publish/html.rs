//! Reads the links and anchors of a rendered page: a small HTML tokenizer that knows tags, attributes,
//! comments and raw text, and nothing else.
//!
//! Every page of every build goes through it, so it looks at bytes once and copies only what it found.
//! `tests/` hold it against a full HTML parser.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

/// Whether an attribute of this name holds an address.
fn is_link(name: &[u8]) -> bool {
    let is = |link: &[u8]| name.eq_ignore_ascii_case(link);
    match name.len() {
        3 => is(b"src"),
        4 => is(b"href") || is(b"data"),
        6 => is(b"poster") || is(b"action"),
        _ => false,
    }
}

/// Whether the content of a tag of this name is text.
fn is_raw(name: &[u8]) -> bool {
    let is = |raw: &[u8]| name.eq_ignore_ascii_case(raw);
    match name.len() {
        5 => is(b"style") || is(b"title"),
        6 => is(b"script"),
        8 => is(b"textarea"),
        _ => false,
    }
}

/// What a byte inside a tag is.
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

/// How many bytes at the start are of these classes.
fn span(bytes: &[u8], classes: u8) -> usize {
    bytes.iter().position(|byte| CLASSES[*byte as usize] & classes == 0).unwrap_or(bytes.len())
}

/// How many bytes at the start are of none of these classes.
fn span_to(bytes: &[u8], classes: u8) -> usize {
    bytes.iter().position(|byte| CLASSES[*byte as usize] & classes != 0).unwrap_or(bytes.len())
}

/// What a page links to and what can be linked to on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageLinks<'h> {
    /// Addresses, as written, entities decoded; in order.
    pub links: Vec<Cow<'h, str>>,
    /// Values of `id`.
    pub anchors: Vec<Cow<'h, str>>,
}

/// Reads a page.
pub fn scan(html: &[u8]) -> PageLinks<'_> {
    let mut found = PageLinks::default();
    // What is read so far.
    let mut at = 0;
    for open in memchr_iter(b'<', html).map(|open| open + 1) {
        let rest = &html[open..];
        match rest.first() {
            // In a comment, a value or raw text.
            _ if open < at => {}
            Some(b'!') if rest.starts_with(b"!--") => {
                at = open + memmem::find(rest, b"-->").map_or(rest.len(), |end| end + 3);
            }
            Some(first) if first.is_ascii_alphabetic() => {
                let name = &rest[..span_to(rest, SPACE | SLASH | END)];
                at = open + name.len();
                at += if html.get(at) == Some(&b'>') { 1 } else { attributes(&html[at..], &mut found) };
                if is_raw(name) {
                    at += raw_text_end(&html[at..], name);
                }
            }
            _ => {}
        }
    }
    found
}

/// Reads the attributes of a tag; gives the bytes up to and with its `>`.
fn attributes<'h>(tag: &'h [u8], found: &mut PageLinks<'h>) -> usize {
    let mut at = 0;
    loop {
        at += span(&tag[at..], SPACE | SLASH);
        match tag.get(at) {
            None => return at,
            Some(b'>') => return at + 1,
            Some(_) => {}
        }
        // An equals sign at the start belongs to the name, as in the HTML standard.
        let name_len = 1 + span_to(&tag[at + 1..], SPACE | SLASH | END | EQUALS);
        let name = &tag[at..at + name_len];
        at += name_len;
        let gap = span(&tag[at..], SPACE);
        if tag.get(at + gap) != Some(&b'=') {
            continue;
        }
        at += gap + 1;
        at += span(&tag[at..], SPACE);
        let (value, used) = attribute_value(&tag[at..]);
        at += used;
        if name.eq_ignore_ascii_case(b"id") {
            found.anchors.push(decode(value));
        } else if is_link(name) {
            found.links.push(decode(value));
        }
    }
}

fn attribute_value(rest: &[u8]) -> (&[u8], usize) {
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let len = memchr(*quote, &rest[1..]).unwrap_or(rest.len() - 1);
            (&rest[1..1 + len], (len + 2).min(rest.len()))
        }
        _ => {
            let len = span_to(rest, SPACE | END);
            (&rest[..len], len)
        }
    }
}

/// Where raw text ends: at `</name`, or with the page.
fn raw_text_end(html: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(close) = memmem::find(&html[at..], b"</") {
        at += close;
        if html[at + 2..].len() >= name.len() && html[at + 2..at + 2 + name.len()].eq_ignore_ascii_case(name)
        {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// Decodes the entities that stand in addresses.
fn decode(value: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(value);
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

    #[test]
    fn links_and_anchors_are_read_however_they_are_written() {
        let page = scan(
            br#"<!doctype html><title><a href="/no/"></title><!-- <a href="/no/"> --><main ID=isi><a class="x" href='/a/?b=1&amp;c'>A</a>
            <img src=/b.png alt="<a href=/no/>"><script>var x = '<a href="/no/">';</script><a href = "/c/#d" id="e">x</a><br/>"#,
        );
        assert_eq!(page.links, ["/a/?b=1&c", "/b.png", "/c/#d"]);
        assert_eq!(page.anchors, ["isi", "e"]);
    }

    #[test]
    fn a_feed_is_read_like_a_page() {
        let feed = scan(
            br#"<?xml version="1.0"?><feed><title>A</title><link href="/atom.xml" rel="self"/><entry><title type="text">B</title><link href="/b/?x=1&amp;y" rel="alternate"/></entry></feed>"#,
        );
        assert_eq!(feed.links, ["/atom.xml", "/b/?x=1&y"]);
    }

    #[test]
    fn a_torn_page_ends_quietly() {
        for torn in
            ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<!--", "<script>", "<a =", "</", "<a href='"]
        {
            scan(torn.as_bytes());
        }
    }

    proptest::proptest! {
        #[test]
        fn scanning_agrees_with_a_full_tokenizer(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "<a href=\"/x/\">", "<a href='/y?a=1&amp;b#c'>", "</a>", "text & more", "<img src=/z.png alt=\"a > b\">",
                "<!-- <a href=\"/no\"> -->", "<p id=q>", "<p ID=\"r s\" data-x='id=\"no\"'>", "<style>a{}</style>",
                "<script>if (a<b) '<a href=\"/no\">'</script>", "<br/>", "< a href=no>", "<video poster=\"/p.jpg\" src='/v.mp4'>",
                "<textarea><a href=no></textarea>", "<a\nhref\n=\n\"/nl/\"\n>", "<a href>", "<title>x</title>",
            ]), 0..20))
        {
            let html: String = parts.concat();
            proptest::prop_assert_eq!(scan(html.as_bytes()), reference(&html));
        }
    }

    /// The same by html5gum, a tokenizer that follows the standard.
    fn reference(html: &str) -> PageLinks<'static> {
        let mut found = PageLinks::default();
        let mut emitter = html5gum::DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        for token in html5gum::Tokenizer::new_with_emitter(html, emitter) {
            let Ok(html5gum::Token::StartTag(tag)) = token else { continue };
            let attributes: Vec<(String, String)> = tag
                .attributes
                .iter()
                .map(|(name, value)| {
                    (String::from_utf8_lossy(name).into_owned(), String::from_utf8_lossy(value).into_owned())
                })
                .collect();
            for (name, value) in attributes {
                if name == "id" {
                    found.anchors.push(value.into());
                } else if ["href", "src", "poster", "action", "data"].contains(&name.as_str())
                    && !value.is_empty()
                {
                    // `<a href>` leads nowhere; the scanner passes it over.
                    found.links.push(value.into());
                }
            }
        }
        found
    }
}
