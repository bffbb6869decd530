//! What the program has to say about a portal: one type for every error and warning.
//!
//! Ground that every stage may stand on. A diagnostic owns its words in both languages and the
//! source file it points into, so it can be printed, sent to a browser or written as SARIF long
//! after the stage that found it has ended.
//!
//! No message is written in Rust: each room keeps a `messages.toml`, from which the build script makes one
//! function a message, with typed arguments. See `docs/architecture.md`.

pub mod explain;
pub(crate) mod places;
pub mod print;
mod text;
mod words;

/// The codes of all messages, each with its title.
#[expect(dead_code, reason = "few codes are named in code; functions of the rooms write the others")]
pub mod codes {
    include!(concat!(env!("OUT_DIR"), "/messages/codes.rs"));
}

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::locale::Text;

pub use text::{Reread, SourceText};
pub use words::{Count, Words, keys, values};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The portal is not published until this is mended.
    Error,
    /// The portal is published; somebody should look.
    Warning,
}

/// A text file of the portal or of a theme, as it was read.
///
/// Line ends are `\n` and a byte order mark is gone, so byte offsets count in this text.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the portal's root, with `/`.
    pub path: String,
    /// Whether excerpts of the text must stay out of messages (CI logs are public).
    pub confidential: bool,
    text: SourceText,
}

impl SourceFile {
    /// A file whose text is held.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>, confidential: bool) -> Self {
        Self { path: path.into(), confidential, text: SourceText::held(text.into()) }
    }

    /// A file whose text can be read again, and is perhaps not held.
    pub fn kept(path: impl Into<String>, text: SourceText, confidential: bool) -> Self {
        Self { path: path.into(), confidential, text }
    }

    /// A file of which only the path is known or fit to be shown.
    pub fn unread(path: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::new(path, "", true))
    }

    /// The same file, to be pointed into without showing its text.
    pub fn secret(&self) -> Arc<Self> {
        Arc::new(Self::new(self.path.clone(), self.text(), true))
    }

    /// The text; empty where the file could not be read, or is not what it was.
    pub fn text(&self) -> Arc<str> {
        self.text.get().unwrap_or_else(|| "".into())
    }

    /// The text, if it is held or can be read again as it was.
    pub fn whole_text(&self) -> Option<Arc<str>> {
        self.text.get()
    }

    /// Holds the text from now on, whatever becomes of the file; how many bytes are held then, none if it is
    /// no longer what it was.
    pub fn hold(&self) -> usize {
        self.text.hold()
    }

    /// Holds the text no longer, if it can be read again.
    pub fn let_go(&self) {
        self.text.let_go();
    }

    /// Line and column, both from 1, of a byte offset; columns count characters.
    pub fn position(&self, offset: usize) -> Position {
        let text = self.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Where in a file a finding lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Byte range in its text; `None` for the file as a whole.
    pub range: Option<Range<usize>>,
}

/// One finding: a stable code, words in both languages, a place, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, `TW0123`; `terawang explain` knows each.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// What to write or do instead, in one sentence.
    pub hint: Option<Text>,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
    /// Other places that the message speaks of, each with a word why.
    pub related: Vec<(Place, Text)>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, message: Text) -> Self {
        Self { code, severity: Severity::Error, message, hint: None, place: None, related: Vec::new() }
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says what to write instead.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Says something more fitting than its own hint, if there is something.
    #[must_use]
    pub fn better_hint(mut self, hint: Option<Text>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// Gives it another weight than its message has.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Points at a byte range of a file; what the message quotes of a confidential one is taken out.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        if file.confidential {
            let text = file.text();
            let marked = text.get(range.clone()).unwrap_or("");
            self.message = Text::new(redacted(&self.message.id, marked), redacted(&self.message.en, marked));
        }
        self.place = Some(Place { file: Arc::clone(file), range: Some(range) });
        self
    }

    /// Points at a byte range of a file. For messages that quote nothing but the program's own words (keys,
    /// names of columns): they stand whole even where the file is confidential.
    #[must_use]
    pub fn at_verbatim(mut self, file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        self.place = Some(Place { file: Arc::clone(file), range: Some(range) });
        self
    }

    /// Points at a file as a whole.
    #[must_use]
    pub fn in_file(mut self, file: &Arc<SourceFile>) -> Self {
        self.place = Some(Place { file: Arc::clone(file), range: None });
        self
    }

    /// Names another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, why: Text) -> Self {
        self.related.push((place, why));
        self
    }

    /// The order in which findings are shown: by file, by place, by code.
    fn sort_key(&self) -> (&str, usize, &'static str, &str) {
        let (path, at) = self.place.as_ref().map_or(("", 0), |place| {
            (place.file.path.as_str(), place.range.as_ref().map_or(0, |range| range.start))
        });
        (path, at, self.code, &self.message.id)
    }
}

/// `message` without the quoted pieces that share a word with `marked`.
fn redacted(message: &str, marked: &str) -> String {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(open) = rest.find(['`', '"']) {
        let quote = &rest[open..=open];
        let Some(len) = rest[open + 1..].find(quote) else { break };
        let (piece, end) = (&rest[open + 1..open + 1 + len], open + len + 2);
        let secret = words(piece).any(|word| words(marked).any(|other| other.eq_ignore_ascii_case(word)));
        out.push_str(if secret { &rest[..open] } else { &rest[..end] });
        if secret {
            out.push('…');
        }
        rest = &rest[end..];
    }
    out + rest
}

/// All that a stage found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another stage's findings.
    pub fn extend(&mut self, other: Findings) {
        self.list.extend(other.list);
    }

    /// Whether anything found forbids publication.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many errors.
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// How many warnings.
    pub fn warnings(&self) -> usize {
        self.list.len() - self.errors()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many findings there are so far.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Gives a better hint to the finding at this index, if there is one.
    pub fn set_better_hint(&mut self, at: usize, hint: Option<Text>) {
        if let Some(finding) = self.list.get_mut(at).filter(|_| hint.is_some()) {
            finding.hint = hint;
        }
    }

    /// Keeps only the findings from `start` on that `keep` accepts.
    pub fn retain_from(&mut self, start: usize, keep: impl Fn(&Diagnostic) -> bool) {
        let tail = self.list.split_off(start.min(self.list.len()));
        self.list.extend(tail.into_iter().filter(keep));
    }

    /// Takes the text out of every finding in a file that `others` point into.
    pub fn hush(&mut self, others: &Findings) {
        let paths: BTreeSet<&str> =
            others.list.iter().filter_map(|other| Some(other.place.as_ref()?.file.path.as_str())).collect();
        // Each file is copied once, however many findings are in it. Its address tells it apart while it is held.
        let mut silent: HashMap<*const SourceFile, (Arc<SourceFile>, Arc<SourceFile>)> = HashMap::new();
        for finding in &mut self.list {
            if let Some(place) = finding.place.take_if(|place| paths.contains(place.file.path.as_str())) {
                let (_, file) = silent
                    .entry(Arc::as_ptr(&place.file))
                    .or_insert_with(|| (Arc::clone(&place.file), place.file.secret()));
                *finding = match place.range {
                    Some(range) => finding.clone().at(file, range),
                    None => finding.clone().in_file(file),
                };
            }
        }
    }

    /// The findings in the order people and machines read them; the same finding is told once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        sorted.dedup();
        sorted
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

/// A stage's result: its value and everything that it found on the way.
#[derive(Debug)]
pub struct Checked<T> {
    /// What the stage made, as far as it could.
    pub value: T,
    /// What it found.
    pub findings: Findings,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_copied_once_however_many_findings_are_hushed_in_it() {
        let file = Arc::new(SourceFile::new("a.md", "satu dua", false));
        let finding = |at| Diagnostic::error("TW0206", Text::new("salah", "wrong")).at(&file, at);
        let mut findings: Findings = [finding(0..4), finding(5..8)].into_iter().collect();
        findings.hush(&std::iter::once(finding(5..8)).collect());
        let files: Vec<Arc<SourceFile>> =
            findings.list.iter().filter_map(|found| Some(Arc::clone(&found.place.as_ref()?.file))).collect();
        let [first, second] = files.as_slice() else { return assert_eq!(files.len(), 2) };
        assert!(first.confidential && Arc::ptr_eq(first, second));
    }
}
