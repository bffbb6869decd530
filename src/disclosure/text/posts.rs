//! Posts with a single holder, where the text says that the holder was sanctioned.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use regex_automata::meta;

use super::numbers::Page;
use super::patterns::{self, WORD_BEGINS, WORD_ENDS, group, local, matches_at, pattern};
use super::sentences::{is_sanctioned, sentence};
use super::{Detector, Found};

/// `Pj. `, `plt `.
const ACTING: &str = r"(?:[Pp]j|[Pp]lt|[Pp]lh)\.?\s+";

/// A post that is unique with a place, an office or a school.
const OF_A_PLACE: &str = r"(?x:
    (?: [Cc]amat | [Ll]urah | [Kk]ades | [Kk]adis | [Kk]aban | [Kk]abag | [Kk]abid | [Kk]asubag | [Kk]asi
      | [Ss]ekcam | [Ss]eklur | [Ss]ekdis | [Ss]ekban | [Kk]epsek | [Pp]erbekel | [Kk]elian
      | [Kk]epala\s+(?:[Dd]inas|[Bb]adan|[Bb]agian|[Bb]idang|[Ss]eksi|[Ss]ub\s?[Bb]agian|[Dd]esa|[Ss]ekolah|[Pp]uskesmas|[Kk]elurahan|[Kk]antor|UPTD?|UPT|SD|SDN|SMP|SMPN|SMA|SMAN|SMK|SMKN|TK|RSUD)\b
      | [Kk]epala\s+(?:BKPSDM|BKD|BPKAD|Bappeda|Bapenda|Bakesbangpol|Kesbangpol|Satpol\s+PP|Diskominfo|DPMPTSP|DPMD|Disdik|Dinkes|Dinsos|Dishub|BPBD)\b
      | [Dd]irektur\s+(?:RSUD|RS|Perumda|PDAM|PD|BUMD|Utama)
      | [Ss]ekretaris\s+(?:[Dd]inas|[Bb]adan|[Cc]amat|[Kk]ecamatan|[Dd]esa|[Kk]elurahan|DPRD|KPU|Bawaslu)
      | [Hh]ead\s+of\s+(?:the\s+)? ) )";

/// The secretary of the whole administration.
const SECRETARY: &str = r"(?:[Ss]ekda|[Ss]ekretaris\s+[Dd]aerah)";
const ASSISTANT: &str = r"[Aa]sisten\s+(?:I{1,3}|[123]|[Pp]emerintahan|[Ee]konomi|[Aa]dministrasi)\b";
const EXPERT: &str = r"[Ss]taf\s+[Aa]hli\s+[Bb]upati";
const INSPECTOR: &str = r"[Ii]nspektur\s+[Dd]aerah";

/// A post, and what makes it unique: a place, an office, a school.
static POST: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(&format!(
        r"(?x)
        \b (?:
            (?: {ACTING} | (?:[Mm]antan|[Ee]ks|[Nn]onaktif)\s+ )? {OF_A_PLACE}
            (?: \s+ (?: [\p{{Lu}}\p{{N}}][\p{{L}}\p{{N}}'’-]* | dan | of | the | & ) ){{0,7}}
          | (?: {ACTING} )? {SECRETARY} (?: \s+ \p{{Lu}}\p{{L}}* ){{0,3}}
          | {INSPECTOR} | {ASSISTANT} (?: \s+ \p{{Lu}}\p{{L}}* ){{0,4}}
          | {EXPERT} (?: \s+ (?:\p{{Lu}}\p{{L}}*|dan) ){{0,6}}
        )",
    ))
});

static POST_ALONE: LazyLock<meta::Regex> = LazyLock::new(|| patterns::core(&core()));

/// The pattern that matches the beginning of every post. In ASCII, a word begins wherever one begins in
/// Unicode.
pub(super) fn core() -> String {
    let (place, assistant) = (without_edges(OF_A_PLACE), without_edges(ASSISTANT));
    format!(
        r"(?-u:\b)(?:(?:{ACTING}|(?:[Mm]antan|[Ee]ks|[Nn]onaktif)\s+)?(?:{place}|{SECRETARY})|{INSPECTOR}|{assistant}|{EXPERT})"
    )
}

/// Words of rules, which apply to any holder of a post.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:apabila|jika|bila|bilamana|setiap|dapat|harus|wajib|dilarang|barang\s*siapa|dalam\s+hal|if|shall|must|may){WORD_ENDS}",
    ))
});

/// Posts that are unique in an administration. They need no place after them.
static ONE_IN_ALL: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(
        r"(?i)^(?:(?:pj|plt|plh)\.?\s+)?(?:sekda|sekretaris\s+daerah|inspektur\s+daerah|asisten|staf\s+ahli|kepala\s+(?:bkpsdm|bkd|bpkad|bappeda|bapenda|bakesbangpol|kesbangpol|satpol|diskominfo|dpmptsp|dpmd|disdik|dinkes|dinsos|dishub|bpbd)|direktur|sekretaris\s+(?:dprd|kpu|bawaslu))",
    )
});

/// A pattern without word boundaries: it matches more, and a lazy DFA does not give up on it.
fn without_edges(pattern: &str) -> String {
    pattern.replace(r"\b", "")
}

/// The posts in a text, with the places after them.
fn posts(text: &str) -> Vec<Range<usize>> {
    matches_at(&POST, &POST_ALONE, text, 0).iter().map(|post| group(post, 0)).collect()
}

/// Finds posts with a single holder that the text says were sanctioned.
///
/// A generic post in a rule ("camat yang terbukti melanggar dijatuhi sanksi") identifies nobody.
pub(super) fn find(page: &Page<'_>, found: &mut Vec<Found>) {
    let text = page.text();
    for post in posts(text) {
        let written = text[post.clone()].trim_end_matches(|c: char| c.is_whitespace());
        let written = written.strip_suffix(" dan").or_else(|| written.strip_suffix(" of")).unwrap_or(written);
        let range = post.start..post.start + written.len();
        let named = written.split_whitespace().skip(1).any(|word| {
            word.starts_with(char::is_uppercase) && !GENERIC.contains(&word.to_lowercase().as_str())
                || word.starts_with(|c: char| c.is_ascii_digit())
        });
        let single = || ONE_IN_ALL.is_match(written);
        let rule = || RULE.is_match(&text[sentence(text, &range)]);
        if (named || single() && !rule()) && is_sanctioned(text, &range) {
            let normal = written.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            found.push(Found { detector: Detector::SinglePost, range, normal });
        }
    }
}

/// Words in the titles of posts, which name no place.
const GENERIC: [&str; 34] = [
    "dinas",
    "badan",
    "bagian",
    "bidang",
    "seksi",
    "subbagian",
    "sub",
    "desa",
    "sekolah",
    "puskesmas",
    "kelurahan",
    "kecamatan",
    "kantor",
    "uptd",
    "upt",
    "sd",
    "sdn",
    "smp",
    "smpn",
    "sma",
    "sman",
    "smk",
    "smkn",
    "tk",
    "rsud",
    "camat",
    "lurah",
    "daerah",
    "kepala",
    "yang",
    "of",
    "the",
    "dasar",
    "perangkat",
];

#[cfg(test)]
pub(super) mod tests {
    use super::super::patterns::matches;
    use super::*;

    /// Whether there are posts anywhere in a text. Fails if the search at cores finds others.
    pub(in crate::disclosure::text) fn compare(text: &str) -> bool {
        let everywhere = matches(&POST, text, std::iter::once(0..text.len()), 0);
        let everywhere: Vec<Range<usize>> = everywhere.iter().map(|post| group(post, 0)).collect();
        assert_eq!(posts(text), everywhere, "{text:?}");
        !everywhere.is_empty()
    }

    #[test]
    fn rules_and_posts_of_which_there_is_one_are_known() {
        assert!(RULE.is_match("Setiap camat") && !RULE.is_match("Camat itu"));
        assert!(ONE_IN_ALL.is_match("Plt. Sekda") && !ONE_IN_ALL.is_match("Camat"));
    }
}
