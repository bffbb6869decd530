//! Officials whom the portal declares by name (`[[pejabat]]` in `site.toml`).
//!
//! Their names may stand in official documents and news where they act in office, and not where a sentence says
//! that they are accused or sanctioned.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use regex_automata::meta;

use super::Found;
use super::patterns::{WORD_BEGINS, local, pattern};
use super::sentences::{is_sanctioned, sentence, someone_undergoes};
use super::triggers::speaks_of_sanctions;

/// The declared names, in lower case, without titles and degrees.
#[derive(Clone, Debug, Default)]
pub(super) struct Officials(BTreeSet<String>);

/// Somebody speaks or signs, directly after their name, its degrees and perhaps their office.
static ACTS_BEHIND: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(
        r"(?i)^(?:[ ,]+(?-i:[A-Z][A-Za-z]{0,4}\.?(?:[A-Z][A-Za-z]{0,3}\.?)*))*(?:\s*\([^()\n]{1,60}\))?(?:,[^,.;:\n|]{1,80},)?\s*(?:juga\s+|kembali\s+)?(?:mengatakan|menyatakan|menjelaskan|menegaskan|menandatangani|menyampaikan|mengimbau|menghimbau|mengingatkan|membuka|memimpin|menuturkan|mengungkapkan|berharap|said|signed|stated|explained|opened|chaired)\b",
    )
});

/// The same directly before the name, with an office between them.
static ACTS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:(?:kata|ujar|tutur|ungkap|jelas|tegas|imbuh|ucap)(?:nya)?|(?:dibuka|dipimpin|disampaikan|ditandatangani|ditetapkan)\s+oleh|said|signed\s+by|opened\s+by)\s(?:[^,.;:\n|]{{0,80}},?\s*)?$",
    ))
});

/// Words shortly before a name that make its bearer the one who is accused or sanctioned.
static ACCUSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:oknum|teradu|terlapor|pelaku|tersangka|terdakwa|kepada|terhadap|bagi|(?:pelanggaran|kesalahan)\s+(?:oleh)?)\s(?:[^\s,.;:|]+\s+){{0,4}}$",
    ))
});

/// Degrees as they follow a name, up to the end.
const DEGREES_BEGIN: char = ',';

/// Titles before a name.
const TITLES: [&str; 18] = [
    "drs", "dra", "dr", "drg", "drh", "ir", "h", "hj", "prof", "kh", "k.h", "tgk", "sdr", "sdri", "bpk",
    "bapak", "ibu", "letkol",
];

/// A name without titles and degrees, in lower case with single spaces.
fn bare(name: &str) -> String {
    let name = name.split(DEGREES_BEGIN).next().unwrap_or_default().to_lowercase();
    let words = name.split_whitespace().skip_while(|word| TITLES.contains(&word.trim_end_matches('.')));
    words.collect::<Vec<_>>().join(" ")
}

impl Officials {
    /// Declares one.
    pub(super) fn declare(&mut self, name: &str) {
        let name = bare(name);
        if !name.is_empty() {
            self.0.insert(name);
        }
    }

    pub(super) fn names(&self) -> &BTreeSet<String> {
        &self.0
    }

    /// Whether a name is one of theirs: all of it, or at least two of its words in a row.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = bare(name);
        let is_part = |declared: &String| {
            let (all, part): (Vec<&str>, Vec<&str>) =
                (declared.split(' ').collect(), name.split(' ').collect());
            part.len() >= 2 && all.windows(part.len()).any(|words| words == part.as_slice())
        };
        self.0.contains(&name) || self.0.iter().any(is_part)
    }

    /// Whether a name in a text is that of a declared official who acts in office.
    pub(super) fn act_as(&self, text: &str, name: &Found) -> bool {
        if self.0.is_empty() || !self.has(&name.normal) || is_sanctioned(text, &name.range) {
            return false;
        }
        let bounds = sentence(text, &name.range);
        if !speaks_of_sanctions(&text[bounds.clone()]) && !someone_undergoes(text, &name.range) {
            return true;
        }
        // Who speaks about a sanction is not the one who undergoes it.
        let (before, behind) = (&text[bounds.start..name.range.start], &text[name.range.end..bounds.end]);
        !ACCUSED.is_match(before) && (ACTS_BEHIND.is_match(behind) || ACTS_BEFORE.is_match(before))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Detector;
    use super::*;

    #[test]
    fn an_official_may_act_and_may_not_be_accused() {
        let mut officials = Officials::default();
        officials.declare("Drs. I Made Rekaan Contoh, M.Si.");
        let acts = |text: &str, name: &str| {
            let start = text.find(name).unwrap_or_default();
            let range = start..start + name.len();
            officials.act_as(text, &Found { detector: Detector::Name, range, normal: name.to_lowercase() })
        };
        for text in [
            "Apel dipimpin I Made Rekaan Contoh di halaman kantor.",
            "I Made Rekaan Contoh, Kepala BKPSDM, mengatakan pelanggar dijatuhi sanksi.",
            "Pelanggar dijatuhi sanksi, kata Kepala BKPSDM, I Made Rekaan Contoh.",
            "Sanksi moral itu ditandatangani oleh Sekretaris Daerah I Made Rekaan Contoh.",
        ] {
            assert!(acts(text, "I Made Rekaan Contoh"), "{text}");
        }
        for text in [
            "I Made Rekaan Contoh dijatuhi sanksi.",
            "Bawaslu menyatakan pelanggaran oleh I Made Rekaan Contoh.",
            "Sanksi kepada I Made Rekaan Contoh, kata Bupati, sudah final.",
            "Oknum pejabat I Made Rekaan Contoh mengatakan tidak tahu tentang sanksi.",
            "Dugaan pelanggaran I Made Rekaan Contoh diperiksa.",
        ] {
            assert!(!acts(text, "I Made Rekaan Contoh"), "{text}");
        }
        assert!(officials.has("made rekaan") && !officials.has("rekaan") && !officials.has("i made lain"));
    }
}
