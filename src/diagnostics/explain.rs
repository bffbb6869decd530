//! Long explanations of the codes, for `terawang explain TW0123` and for the rules in SARIF.
//!
//! The texts stand in the `messages.toml` of the rooms, in both languages, and the build script makes one list
//! of them. They are plain text: paragraphs, with examples set four spaces in.

use crate::locale::{Label, Lang};

/// What a code means, what is wrong when it appears, and what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, `TW0123`.
    pub code: &'static str,
    /// A few words, as for a heading.
    pub title: Label,
    /// Paragraphs of plain text.
    pub body: Label,
}

impl Explanation {
    /// The first paragraph, on one line.
    pub fn opening(&self, lang: Lang) -> String {
        let body = self.body.get(lang);
        body.split("\n\n").next().unwrap_or(body).replace('\n', " ")
    }
}

/// All explanations, in the order of the codes.
const ENTRIES: &[Explanation] = include!(concat!(env!("OUT_DIR"), "/messages/explanations.rs"));

/// The explanation of a code, however it is typed: `TW0203`, `tw0203`, `0203`.
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim().to_ascii_uppercase();
    let digits = code.strip_prefix("TW").unwrap_or(&code);
    ENTRIES.iter().find(|entry| entry.code.strip_prefix("TW") == Some(digits)).copied()
}

/// Every explanation, in the order of the codes.
pub fn all() -> impl Iterator<Item = Explanation> {
    ENTRIES.iter().copied()
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
