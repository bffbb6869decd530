//! Letters that are there twice: two documents with the same number and the same issuer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::document::{Document, DocumentKind};
use super::messages as rule;
use super::{Detail, Entry, Publication};
use crate::diagnostics::Findings;
use crate::reading::Reported;

/// A document with a number, and what makes it the same as another.
struct Numbered<'e> {
    /// Number and issuer, without what is written in one way or another.
    name: (String, String),
    entry: &'e Arc<Entry>,
    document: &'e Document,
}

/// Finds letters that are there twice, but for `copies`, whose names have told it.
///
/// Documents of one kind count as one letter if their days are the same or one is unknown. Different kinds may be
/// numbered apart, like laws and government regulations, so the same number on the same day is only odd. A document
/// that amends or corrects the other may bear its number.
pub(super) fn check(
    entries: &[Arc<Entry>],
    publication: Publication,
    copies: &BTreeSet<String>,
    findings: &mut Findings,
) {
    let mut numbered: Vec<Numbered<'_>> = entries
        .par_iter()
        .filter(|entry| entry.is_live(publication) && entry.common().draft != Some(true))
        .filter(|entry| copies.is_empty() || !copies.contains(&entry.id))
        .filter_map(|entry| {
            let Detail::Document(document) = entry.detail() else { return None };
            let number = document.number.as_ref().and_then(Reported::known)?;
            let name = (plain(number, "/"), plain(&document.issuer, " "));
            (!name.0.is_empty()).then_some(Numbered { name, entry, document })
        })
        .collect();
    // Those of one name stay in the order of their ids.
    numbered.par_sort_by(|one, next| one.name.cmp(&next.name));
    for same in numbered.chunk_by(|one, next| one.name == next.name).filter(|same| same.len() > 1) {
        check_same(same, findings);
    }
}

fn check_same(same: &[Numbered<'_>], findings: &mut Findings) {
    let mut of_kind: BTreeMap<DocumentKind, &Numbered<'_>> = BTreeMap::new();
    let mut undated: BTreeMap<DocumentKind, &Numbered<'_>> = BTreeMap::new();
    let mut of_day: BTreeMap<(DocumentKind, Date), &Numbered<'_>> = BTreeMap::new();
    let mut on_day: BTreeMap<Date, &Numbered<'_>> = BTreeMap::new();
    for later in same {
        let (kind, day) = (later.document.kind, later.document.day());
        let twin = match day {
            Some(day) => of_day.get(&(kind, day)).or_else(|| undated.get(&kind)),
            None => of_kind.get(&kind),
        };
        let other = |earlier: &&Numbered<'_>| !speaks_of(later, earlier) && !speaks_of(earlier, later);
        let path = |earlier: &&Numbered<'_>| earlier.entry.file.path.clone();
        let found = if let Some(twin) = twin.copied() {
            Some(twin).filter(other).map(|twin| rule::same_letter(&path(&twin)))
        } else if let Some(twin) = of_kind.get(&kind).copied() {
            Some(twin).filter(other).map(|twin| rule::same_number(&path(&twin)))
        } else {
            let twin = day.and_then(|day| on_day.get(&day)).copied();
            twin.filter(other).map(|twin| rule::same_number_and_day(&path(&twin)))
        };
        if let Some(found) = found {
            let range = later.document.number.as_ref().and_then(Reported::known);
            let range = range.map_or(0..0, |number| number.range.clone());
            findings.push(found.at(&later.entry.file, range));
        }
        of_kind.entry(kind).or_insert(later);
        match day {
            Some(day) => {
                of_day.entry((kind, day)).or_insert(later);
                on_day.entry(day).or_insert(later);
            }
            None => {
                undated.entry(kind).or_insert(later);
            }
        }
    }
}

/// Whether one names the other among its relations: its authors know both.
fn speaks_of(one: &Numbered<'_>, other: &Numbered<'_>) -> bool {
    one.document.relations.iter().any(|relation| relation.target.id == other.entry.id)
}

/// The words and numbers of a text in small letters, joined: `800 / 12/ORG/2024` and `Nomor 800-12/org/2024` are
/// `800/12/org/2024`.
fn plain(text: &str, between: &str) -> String {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.next_if(|word| ["nomor", "no"].iter().any(|label| word.eq_ignore_ascii_case(label)));
    let mut plain = String::with_capacity(text.len());
    for word in words {
        if !plain.is_empty() {
            plain.push_str(between);
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_number_is_the_same_however_it_is_spaced() {
        for number in
            ["800/12/ORG/2024", "800 / 12/ORG/2024", "Nomor: 800-12/org/2024", "no. 800/12/Org/2024 "]
        {
            assert_eq!(plain(number, "/"), "800/12/org/2024");
        }
        assert_ne!(plain("8001/2", "/"), plain("800/12", "/"));
        assert_eq!(plain("—", "/"), "");
    }
}
