//! Long explanations of the codes, for `terawang explain TW0123` and for the rules in SARIF.
//!
//! The texts stand in `explain.toml`, in both languages, and are part of the binary. They are plain
//! text: paragraphs, with examples set four spaces in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::{Lang, Text};

/// What a code means, what is wrong when it appears, and what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, `TW0123`.
    pub code: &'static str,
    /// A few words, as for a heading.
    pub title: &'static Text,
    /// Paragraphs of plain text.
    pub body: &'static Text,
}

impl Explanation {
    /// The first paragraph, on one line.
    pub fn opening(&self, lang: Lang) -> String {
        let body = self.body.get(lang);
        body.split("\n\n").next().unwrap_or(body).replace('\n', " ")
    }
}

/// One table of `explain.toml`.
#[derive(Debug, Deserialize)]
#[serde(from = "Table")]
struct Entry {
    title: Text,
    body: Text,
}

/// The same, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    judul: Text,
    id: String,
    en: String,
}

impl From<Table> for Entry {
    fn from(Table { judul, id, en }: Table) -> Self {
        Self { title: judul, body: Text::new(id.trim(), en.trim()) }
    }
}

const SOURCE: &str = include_str!("explain.toml");

/// All entries by code, whatever line ends the checkout had. The file is part of the program and a
/// test reads it, so it parses; were it broken all the same, that is no reason to stop.
static ENTRIES: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| toml::from_str(&SOURCE.replace("\r\n", "\n")).unwrap_or_default());

/// The explanation of a code, however it is typed: `TW0203`, `tw0203`, `0203`.
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim().to_ascii_uppercase();
    let digits = code.strip_prefix("TW").unwrap_or(&code);
    ENTRIES.get_key_value(&format!("TW{digits}")).map(explanation)
}

/// Every explanation, in the order of the codes.
pub fn all() -> impl Iterator<Item = Explanation> {
    ENTRIES.iter().map(explanation)
}

fn explanation((code, entry): (&'static String, &'static Entry)) -> Explanation {
    Explanation { code, title: &entry.title, body: &entry.body }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
