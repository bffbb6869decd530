//! Initials, in texts that speak of a sanction: after a word for a person, or before an age.

use std::ops::Range;
use std::sync::LazyLock;

use regex_automata::meta;
use regex_automata::util::captures::Captures;

use super::numbers::Page;
use super::patterns::{self, group, local, matches, matches_at};
use super::{Detector, Found};

/// Offices, groups and other words in capitals that are not initials.
const ACRONYMS: [&str; 82] = [
    "AD", "AJI", "APBD", "APBN", "APIP", "APK", "ASN", "BAB", "BKD", "BKN", "BPD", "BPK", "BPKP", "BPS",
    "BUMD", "BUMN", "CPNS", "DAN", "DPD", "DPR", "DPRD", "DPS", "DPT", "GTT", "II", "III", "IV", "JPT",
    "KADES", "KASN", "KIP", "KORPRI", "KPK", "KPPS", "KPU", "KTP", "KUA", "LHP", "LSM", "MA", "MK", "NIK",
    "NIP", "NPWP", "OPD", "PA", "PAN", "PDP", "PHL", "PJ", "PKPU", "PLT", "PNS", "POLRI", "PP", "PPID",
    "PPK", "PPPK", "PPS", "PTDH", "PTSL", "PTT", "PTUN", "RI", "RSUD", "RT", "RW", "SATPOL", "SD", "SE",
    "SK", "SKB", "SKPD", "SMA", "SMP", "SOP", "THL", "TNI", "TPS", "UPTD", "UU", "WBS",
];

/// A word for a person, and what may be between it and the initials.
const PERSON: &str = r#"(?x:
    (?: (?: [Bb]er)?[Ii]nisial (?:nya|\s+nama)? | [Ii]nitials? (?:\s+of)? | [Ii]nitialled | [Ss]dri?\.? | [Ss]audar[ai]
      | [Bb]apak | [Ii]bu | Bpk\.? | Pak | Bu | Tn\.? | Ny\.? | [Oo]knum (?:\s+(?:ASN|PNS|PPPK|pegawai|guru|camat|lurah))?
      | [Tt]erlapor | [Tt]eradu | [Pp]elaku | [Pp]elanggar | a\.n\. | a/n | [Aa]tas\ nama )
    [\s:,("'“‘]{1,4} )"#;

static PERSON_BEFORE_CAPITAL: LazyLock<meta::Regex> = LazyLock::new(|| patterns::core(&core()));

/// The pattern that matches the beginning of all initials after a word for a person. In ASCII, a word begins
/// wherever one begins in Unicode.
pub(super) fn core() -> String {
    format!(r"(?-u:\b){PERSON}[A-Z]")
}

static INITIALS: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(&format!(r"\b{PERSON}((?:[A-Z]\.\s?){{1,5}}[A-Z]?|[A-Z]{{1,5}})(?:[^\p{{L}}\p{{N}}/]|$)"))
});

static AGED_INITIALS: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(r"\b((?:[A-Z]\.\s?){1,4}[A-Z]?|[A-Z]{2,4}),?\s?\(?(?-u:\d{2})\s?(?:tahun|thn?\b|years)")
});

/// The maximum number of bytes before and after the two digits of the age: `A. B. C. D. E, (`, ` tahun`.
const AROUND_AGE: [usize; 2] = [16, 6];

/// Initials with their context.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lettered {
    all: Range<usize>,
    letters: Range<usize>,
}

/// Initials after a word for a person.
fn initials(text: &str) -> Vec<Lettered> {
    lettered(matches_at(&INITIALS, &PERSON_BEFORE_CAPITAL, text, 1))
}

/// Initials before an age. `groups` are the groups of digits in the text.
fn aged_initials(text: &str, groups: &[Range<usize>]) -> Vec<Lettered> {
    let bytes = text.as_bytes();
    let is_age = |group: &&Range<usize>| {
        let behind = &bytes[group.end..];
        let word = match behind {
            [b' ' | b'\t'..=b'\r', rest @ ..] => rest,
            _ => behind,
        };
        // Letters end with a capital or a full stop. What is not ASCII may be a blank.
        let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t'..=b'\r' | b',' | b'(');
        let end = bytes[..group.start].iter().rev().find(|byte| !is_between(byte));
        let ends_letters =
            || end.is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'.' || !byte.is_ascii());
        group.len() == 2 && matches!(word, [b't' | b'y', ..]) && ends_letters()
    };
    let [before, behind] = AROUND_AGE;
    let around = groups
        .iter()
        .filter(is_age)
        .map(|group| group.start.saturating_sub(before)..(group.end + behind).min(bytes.len()));
    lettered(matches(&AGED_INITIALS, text, around, 1))
}

fn lettered(found: Vec<Captures>) -> Vec<Lettered> {
    found.into_iter().map(|found| Lettered { all: group(&found, 0), letters: group(&found, 1) }).collect()
}

/// Finds initials after a word for a person.
pub(super) fn find(page: &Page<'_>, found: &mut Vec<Found>) {
    found.extend(initials(page.text()).into_iter().filter_map(|lettered| told(page.text(), lettered)));
}

/// Finds initials before an age.
pub(super) fn find_aged(page: &Page<'_>, found: &mut Vec<Found>) {
    let aged = aged_initials(page.text(), &page.groups);
    found.extend(aged.into_iter().filter_map(|lettered| told(page.text(), lettered)));
}

/// The finding for some initials, unless they are something else.
fn told(text: &str, Lettered { all, letters }: Lettered) -> Option<Found> {
    let (all, written) = (&text[all], &text[letters.clone()]);
    let plain: String = written.chars().filter(char::is_ascii_alphabetic).collect();
    let named = all.to_lowercase().contains("inisial") || all.starts_with(['i', 'I']);
    // A single letter is an initial only after the word for it: "huruf A" and "terlapor A" are lists.
    let long_enough = plain.len() >= 2 || named;
    (long_enough && !ACRONYMS.contains(&plain.as_str())).then(|| Found {
        detector: Detector::Initials,
        range: letters.start..letters.start + written.trim_end().len(),
        normal: written.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Whether there are initials after a word for a person anywhere in the text of a page. Fails if the
    /// search at cores finds others.
    pub(in crate::disclosure::text) fn compare(page: &Page<'_>) -> bool {
        let text = page.text();
        let everywhere = |regex| lettered(matches(regex, text, std::iter::once(0..text.len()), 1));
        assert_eq!(aged_initials(text, &page.groups), everywhere(&AGED_INITIALS), "{text:?}");
        let behind_words = everywhere(&INITIALS);
        assert_eq!(initials(text), behind_words, "{text:?}");
        !behind_words.is_empty()
    }
}
