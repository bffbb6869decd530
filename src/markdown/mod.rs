//! Converts Markdown to the HTML of a page: raw HTML is dropped, links are classified, headings get anchors,
//! and tables are wrapped in a region that can be scrolled with the keyboard.
//!
//! One pass produces the HTML, the headings and the links. Links into the portal carry a marker byte in the
//! HTML, because one body can appear on pages of two languages; see [`Body::html`].

mod anchors;
mod autolink;
mod checks;
mod footnotes;
mod letter;
mod links;
mod marks;
pub(crate) mod messages;
mod pass;
mod shorten;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

pub use crate::address::slug;
use crate::cache::{Digest, Digester};
use crate::diagnostics::SourceFile;
use crate::locale::Lang;

use letter::Letter;
use pass::Pass;
pub use shorten::shorten;

/// Marks a link to a page of the portal. The language prefix is inserted here.
const PAGE_MARK: char = '\u{1}';
/// Marks a link to a file of the portal, which has no language prefix.
const FILE_MARK: char = '\u{2}';
/// The maximum nesting of lists and quotes. Deeper nesting is a mistake or an attack.
const MAX_DEPTH: usize = 64;

/// A parsed body: its headings and links, and its HTML.
#[derive(Clone, Debug)]
pub struct Body {
    notes: Arc<Notes>,
    text: BodyText,
    /// Whether it has no problems.
    pub is_sound: bool,
    /// The digest of everything that the HTML depends on. It replaces the HTML when only changes matter.
    fingerprint: Digest,
}

/// A body without its HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The headings below the page title, in order.
    pub headings: Vec<Heading>,
    /// Links into the portal, in order.
    pub links: Vec<Link>,
    /// The beginning of the first paragraph, for search engines and feeds.
    pub lead: String,
    /// The [digest](text_digest) of the words that a reader sees. It is published, so nothing else may go into it:
    /// somebody could find out a remark from its digest.
    pub words: Digest,
}

/// The HTML while it is in memory, and the source that it is generated from otherwise.
#[derive(Clone, Debug)]
struct BodyText {
    held: Arc<Mutex<Option<Box<str>>>>,
    source: Source,
}

/// A body in its source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The digest of its text.
    pub digest: Digest,
    /// The byte range of the Markdown in it.
    pub range: Range<usize>,
    /// The record's own route.
    pub route: String,
    /// The folder of the file below `content/`.
    pub folder: String,
    /// The language of the text.
    pub lang: Lang,
}

impl Source {
    /// Parses the text of its file.
    fn parse(&self, text: &str) -> (Parsed, Problems) {
        let text = text.get(self.range.clone()).unwrap_or("");
        parse_html(text, Base { route: &self.route, folder: &self.folder, lang: self.lang })
    }

    /// The digest of everything that the HTML depends on.
    fn fingerprint(&self) -> Digest {
        let mut digester = Digester::default();
        digester.feed(&self.digest).feed(&self.range.start.to_le_bytes());
        digester.feed(&self.range.end.to_le_bytes());
        for piece in [self.route.as_str(), &self.folder, self.lang.tag()] {
            digester.feed(piece.as_bytes());
        }
        digester.finish()
    }
}

/// The result of one pass over a text.
#[derive(Debug, Default)]
struct Parsed {
    html: String,
    notes: Notes,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The level, 2–6. Only the title of the page has level 1.
    pub level: u8,
    /// Anchor, unique on the page.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A link into the portal, with its position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target.
    pub target: Target,
    /// The byte range in the parsed text.
    pub range: Range<usize>,
}

/// The target of an internal link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// A page: its route without the language prefix, with `#anchor` if there is one; encoded.
    Page(String),
    /// A file in the record's folder, encoded.
    File(String),
    /// An anchor on the same page.
    Anchor(String),
}

/// A problem in a body. The caller adds the file and the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Raw HTML, dropped.
    RawHtml,
    /// A link with an unsafe scheme, dropped.
    UnsafeLink,
    /// Nested too deeply. The text is truncated there.
    TooDeep,
    /// An image without a text alternative.
    ImageWithoutText,
    /// A relative link that is neither a record nor a file name.
    OddLink,
    /// An image on another site, of which only the text is kept.
    OutsideImage,
    /// A link whose address has a blank in it, which Markdown does not read as a link.
    SpaceInLink,
    /// A table row with more cells than its heading. The parser drops them.
    ExtraCells,
    /// Lines with different numbers of tabs, which are no table.
    UnevenTabs,
    /// A lettered or numbered list that leaves out an item.
    ListJumps,
    /// A footnote without a text.
    FootnoteMissing,
    /// A footnote with two texts.
    FootnoteTwice,
}

/// Problems, each with its byte range.
pub type Problems = Vec<(Problem, Range<usize>)>;

/// The base of relative links in a body.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The record's own route: `/edaran/2024/se-1/`.
    pub route: &'a str,
    /// The folder of the record's file below `content/`: `edaran/2024`.
    pub folder: &'a str,
    /// The language of the text.
    pub lang: Lang,
}

impl Body {
    /// Parses a body in the `text` of its file.
    ///
    /// `is_held` gets the length of the HTML and decides whether it stays in memory. If it does not, it is
    /// generated again when a page needs it.
    pub fn parse(source: Source, text: &str, is_held: impl FnOnce(usize) -> bool) -> (Self, Problems) {
        let (Parsed { html, mut notes }, problems) = source.parse(text);
        // Taken here, so that nobody has to read the file for it again.
        notes.words = words_digest(texts_of(&html));
        let fingerprint = source.fingerprint();
        let held = is_held(html.len()).then(|| html.into_boxed_str());
        let text = BodyText { held: Arc::new(Mutex::new(held)), source };
        (Self { notes: Arc::new(notes), text, is_sound: problems.is_empty(), fingerprint }, problems)
    }

    /// A body that was parsed in an earlier run. Its HTML is generated when a page needs it.
    pub fn known(source: Source, notes: Arc<Notes>) -> Self {
        let fingerprint = source.fingerprint();
        let text = BodyText { held: Arc::default(), source };
        Self { notes, text, is_sound: true, fingerprint }
    }

    /// Its headings, links and lead.
    pub fn notes(&self) -> &Arc<Notes> {
        &self.notes
    }

    /// The digest of everything that the HTML depends on.
    pub fn fingerprint(&self) -> &Digest {
        &self.fingerprint
    }

    /// The HTML for a page. `page_prefix` is inserted before links to pages (`/en`, or nothing), `file_prefix`
    /// before links to files. Both include the base path of the portal, if it has one.
    ///
    /// If `only` one page shows this body, its HTML is released, because the pages of a large portal need the
    /// memory. Another call generates it again.
    ///
    /// `None` if the file must be read again and has changed.
    pub fn html(&self, page_prefix: &str, file_prefix: &str, only: bool) -> Option<String> {
        let BodyText { held, source } = &self.text;
        let html = {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            if only { held.take() } else { held.clone() }
        };
        let html = match html {
            Some(html) => html.into_string(),
            None => source.parse(&source.file.whole_text()?).0.html,
        };
        Some(prefixed(html, page_prefix, file_prefix))
    }
}

impl std::ops::Deref for Body {
    type Target = Notes;

    fn deref(&self) -> &Notes {
        &self.notes
    }
}

fn prefixed(html: String, page_prefix: &str, file_prefix: &str) -> String {
    let next = |rest: &str| memchr::memchr2(PAGE_MARK as u8, FILE_MARK as u8, rest.as_bytes());
    let Some(mut at) = next(&html) else { return html };
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html.as_str();
    loop {
        out.push_str(&rest[..at]);
        out.push_str(if rest.as_bytes()[at] == PAGE_MARK as u8 { page_prefix } else { file_prefix });
        rest = &rest[at + 1..];
        match next(rest) {
            Some(there) => at = there,
            None => break,
        }
    }
    out.push_str(rest);
    out
}

/// Parses a text.
fn parse_html(text: &str, base: Base<'_>) -> (Parsed, Problems) {
    // Content must not be able to forge the markers.
    let cleaned: String;
    let text = if memchr::memchr2(PAGE_MARK as u8, FILE_MARK as u8, text.as_bytes()).is_some() {
        cleaned = text.replace([PAGE_MARK, FILE_MARK], " ");
        cleaned.as_str()
    } else {
        text
    };
    Pass::new(&Letter::read(text), base).run()
}

/// The digest of a text, in which blanks and line ends are as good as one space.
pub fn text_digest(text: &str) -> Digest {
    words_digest([text].into_iter())
}

fn words_digest<'t>(texts: impl Iterator<Item = &'t str>) -> Digest {
    let mut words: Vec<u8> = Vec::with_capacity(4096);
    for text in texts {
        // Few texts have a space that does not break.
        let plain: Cow<'_, str> =
            if text.contains('\u{a0}') { text.replace('\u{a0}', " ").into() } else { text.into() };
        for word in plain.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'..=b'\r')) {
            if !word.is_empty() {
                words.push(b' ');
                words.extend_from_slice(word);
            }
        }
    }
    crate::cache::digest(&words)
}

/// The texts between the tags of HTML that was made here.
fn texts_of(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
}

/// Escapes text for HTML and XML, attribute values included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Appends escaped text. Stretches without special characters are copied as a whole.
fn escape_into(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(entity);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}
