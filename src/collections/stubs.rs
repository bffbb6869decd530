//! Records that still say what `terawang new` wrote for them: texts and values to be replaced.
//!
//! What is to be replaced follows from the skeletons: a text that begins with [`WRITE`], and a value with an
//! [ellipsis](ELLIPSIS). All other values of a skeleton may stay.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Kind;
use super::messages as rule;
use crate::diagnostics::{Findings, Severity};
use crate::source::ContentFile;

/// How every text of a skeleton begins that says what to write.
const WRITE: &str = "Tulis ";
/// What is left out in a value of a skeleton.
const ELLIPSIS: char = '…';

/// What skeletons have to be replaced.
struct Placeholders {
    texts: BTreeSet<String>,
    /// The keys whose values have an ellipsis in a skeleton: whether there is more in them. If there is, no value of
    /// the key can have one. If not, the value may be a quotation.
    elided: BTreeMap<String, bool>,
}

static PLACEHOLDERS: LazyLock<Placeholders> = LazyLock::new(Placeholders::of_skeletons);

impl Placeholders {
    fn of_skeletons() -> Self {
        let mut placeholders = Self { texts: BTreeSet::new(), elided: BTreeMap::new() };
        for kind in Kind::ALL {
            for line in kind.facts().skeleton.text.lines() {
                if line.starts_with(WRITE) {
                    placeholders.texts.insert(line.trim_end().to_owned());
                }
                // A line of data, perhaps commented out.
                let line = line.trim_start_matches("# ").replace("{tanggal}", "2024-01-01");
                let keys = line.replace("{tahun}-", "2024-").parse::<toml::Table>().unwrap_or_default();
                keys.into_iter().for_each(|(key, value)| placeholders.add(&key, &value));
            }
        }
        placeholders
    }

    fn add(&mut self, key: &str, value: &toml::Value) {
        match value {
            toml::Value::String(text) if text.starts_with(WRITE) => {
                self.texts.insert(text.clone());
            }
            // A reference to a record that is not there is told as such.
            toml::Value::String(text) if text.contains(ELLIPSIS) && Kind::of_id(text).is_none() => {
                let has_more = text.chars().any(|c| c != ELLIPSIS);
                *self.elided.entry(key.to_owned()).or_default() |= has_more;
            }
            toml::Value::Array(values) => values.iter().for_each(|value| self.add(key, value)),
            toml::Value::Table(keys) => keys.iter().for_each(|(key, value)| self.add(key, value)),
            _ => {}
        }
    }

    /// The places in a text where it says what to write.
    fn texts_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> {
        memchr::memmem::find_iter(text.as_bytes(), WRITE).filter_map(|at| {
            let rest = &text[at..];
            let longest = self.texts.iter().rfind(|placeholder| rest.starts_with(placeholder.as_str()));
            longest.map(|placeholder| at..at + placeholder.len())
        })
    }

    fn is_value(&self, key: &str, value: &str) -> bool {
        let elided = || match self.elided.get(key) {
            Some(true) => value.contains(ELLIPSIS),
            Some(false) => !value.is_empty() && value.chars().all(|c| c == ELLIPSIS),
            None => false,
        };
        self.texts.contains(value) || elided()
    }
}

/// Whether a content file may have something that is to be replaced. Nearly none has.
pub fn may_be_stub(text: &str) -> bool {
    let front = match text.strip_prefix("+++") {
        Some(rest) => rest.split("\n+++").next().unwrap_or(rest),
        None => text,
    };
    front.contains(ELLIPSIS) || PLACEHOLDERS.texts_in(text).next().is_some()
}

/// Reports what is still to be replaced in a file with these keys.
pub(super) fn check(content: &ContentFile, keys: &DeTable<'_>, weight: Severity, findings: &mut Findings) {
    // It was looked at when it was read.
    if content.is_clean {
        return;
    }
    let Ok(text) = content.whole_text() else { return };
    if !may_be_stub(&text) {
        return;
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    keys.iter().for_each(|(key, value)| values_in(key.get_ref(), value, content.front.start, &mut found));
    if let Some(body) = content.body.clone() {
        let places = PLACEHOLDERS.texts_in(&text[body.clone()]);
        found.extend(places.map(|place| place.start + body.start..place.end + body.start));
    }
    for place in found {
        let written = text[place.clone()].trim_matches('"');
        findings.push(rule::still_the_skeleton(written).weighing(weight).at(&content.file, place));
    }
}

/// The places of the values below a key that are to be replaced.
fn values_in(key: &str, value: &Spanned<DeValue<'_>>, offset: usize, found: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::String(text) if PLACEHOLDERS.is_value(key, text.trim()) => {
            found.push(value.span().start + offset..value.span().end + offset);
        }
        DeValue::Array(values) => values.iter().for_each(|value| values_in(key, value, offset, found)),
        DeValue::Table(keys) => {
            keys.iter().for_each(|(key, value)| values_in(key.get_ref(), value, offset, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_follow_from_the_skeletons() {
        let placeholders = Placeholders::of_skeletons();
        for kind in Kind::WRITTEN {
            let text = kind.facts().skeleton.text;
            let body =
                text.strip_prefix("+++").and_then(|rest| rest.split_once("\n+++\n")).map(|(_, body)| body);
            for line in body.into_iter().flat_map(str::lines).filter(|line| !line.is_empty()) {
                assert!(
                    placeholders.texts.contains(line),
                    "{}: {line} does not begin with {WRITE}",
                    kind.name()
                );
            }
        }
        for text in ["Tulis isi surat di sini.", "Tulis temuan pertama.", "Tulis apa yang dilarang"] {
            assert!(placeholders.texts.contains(text), "{text} in {:?}", placeholders.texts);
        }
        for (key, has_more) in [("nomor", true), ("tautan", true), ("isi", false), ("opd", false)] {
            assert_eq!(placeholders.elided.get(key), Some(&has_more), "{key} in {:?}", placeholders.elided);
        }
        assert!(placeholders.is_value("nomor", "800/…/BKPSDM/2023") && placeholders.is_value("isi", "…"));
        assert!(!placeholders.is_value("isi", "… wajib netral …") && !placeholders.is_value("judul", "…"));
    }

    #[test]
    fn a_text_with_an_ellipsis_is_no_stub() {
        assert!(!may_be_stub(
            "+++\njudul = \"Surat\"\n+++\nSetiap ASN … wajib netral. Tulis dengan jelas.\n"
        ));
        assert!(may_be_stub("+++\nnomor = \"800/…/2024\"\n+++\nIsi.\n"));
        assert!(may_be_stub("+++\njudul = \"Surat\"\n+++\nIsi.\n\nTulis isi surat di sini. Lalu\n"));
    }
}
