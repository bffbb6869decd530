//! Names, in texts that speak of a sanction.
//!
//! A name is recognised by its context: a title or degree, "Sdr.", "a.n.", "bernama", or the Balinese words
//! for the order of birth. A bare name without any of these is found only with the private roster
//! ([`super::roster`]).

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use regex_automata::meta;

use super::numbers::Page;
use super::patterns::{WORD_BEGINS, group, local, matches, pattern, stretches};
use super::sentences::{is_sanctioned, sentence, someone_acts, someone_undergoes};
use super::{Detector, Found};

/// One to six words that begin with a capital.
const NAME: &str =
    r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}\p{L}+)?(?:[ \n](?:\p{Lu}[\p{L}'’]*\.?|bin|binti|al)\b\.?){0,5}";

/// The character before a name, which is not a part of it.
const APART: &str = r"(?:^|[^\p{L}.])";

/// The beginning of a Balinese name: the order of birth, or the caste.
const BALINESE: &str = r"(?:(?:I|Ni)[ \n](?:Gusti|Dewa|Wayan|Putu|Gede|Luh|Made|Kadek|Nengah|Nyoman|Komang|Ketut|Desak|Gst)|Ida[ \n](?:Bagus|Ayu|I[ \n]Dewa)|Anak[ \n]Agung|Cokorda|Tjokorda|Desak[ \n](?:Made|Putu))";

const TITLE: &str = r"(?:(?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdr|Sdri|Bpk|Tn|Ny|Nn|a\.n|A\.n|A\.N)\.|(?:Drs|Dra|Prof|Sdr|Sdri|Saudara|Saudari|Bapak|Ibu|Pak|Bu|a/n|[Aa]tas nama|bernama|[Nn]ama\s*[:|]))";

/// Degrees with their full stops.
const DEGREE: &str = r"(?:S\.\s?(?:H|E|Sos|STP|IP|Pd|Kom|T|Si|Ak|Kes|Hut|P|Pt|Farm|Ked|Ag|Hum|Psi|Kep|KM|Keb|Gz|Th|Fil|Sn|Stat|TP|S|IK|IPem|AP|Tr|Pi|I)|S\.STP|SSTP|M\.\s?(?:Si|M|H|Pd|AP|Kom|T|Kes|Hum|Ak|Sc|Eng|Kn|Par|P|Ag|E|Sos|Th|Psi|Tr|IP|A|B\.?A)|A\.\s?Md|Ph\.\s?D|Sp\.\s?[A-Z]+|B\.\s?Sc)";

/// Degrees without full stops, after a comma.
const BARE_DEGREE: &str = r",[ \n]?(?:SH|SE|SSos|STP|SSTP|SIP|SPd|SKom|ST|AMd|MSi|MM|MH|MPd|MAP|PhD|SKM|SAg)";

/// One form of name, recognised by its context.
struct Form {
    /// A part of every match.
    core: String,
    /// The compiled core.
    cores: OnceLock<Regex>,
    /// ASCII characters that a match may contain besides letters and white space, except for its first and
    /// last ones.
    signs: &'static [u8],
    /// The name, with a title before it if there is one.
    whole: LazyLock<meta::Regex, fn() -> meta::Regex>,
    /// The group of the last title, or of the name.
    first: usize,
    /// The group of the name.
    name: usize,
    /// The minimum number of words in such a name.
    least: usize,
}

static FORMS: LazyLock<[Form; 4]> = LazyLock::new(|| {
    [
        Form {
            core: BALINESE.to_owned(),
            cores: OnceLock::new(),
            signs: b"'-.",
            whole: LazyLock::new(|| local(&format!(r"{APART}({BALINESE}[ \n]{NAME})"))),
            first: 1,
            name: 1,
            least: 2,
        },
        Form {
            // A capital after it, which may be outside ASCII.
            core: format!(r"{TITLE}[ \n]*[A-Z[:^ascii:]]"),
            cores: OnceLock::new(),
            signs: b"'-./:|",
            whole: LazyLock::new(|| local(&format!(r"{APART}({TITLE}[ \n]*)+({NAME})"))),
            first: 1,
            name: 2,
            least: 1,
        },
        Form {
            core: DEGREE.to_owned(),
            cores: OnceLock::new(),
            signs: b"'-.,",
            whole: LazyLock::new(|| local(&format!(r"{APART}({NAME}),?[ \n]{{0,2}}{DEGREE}\b"))),
            first: 1,
            name: 1,
            least: 1,
        },
        Form {
            core: BARE_DEGREE.to_owned(),
            cores: OnceLock::new(),
            signs: b"'-.,",
            whole: LazyLock::new(|| {
                local(&format!(
                    r"{APART}({NAME}){BARE_DEGREE}(?:[,.;)\n]|$|[ ](?:,|dan\b|di[a-z]|yang\b|selaku\b|sebagai\b|terbukti\b|\())"
                ))
            }),
            first: 1,
            name: 1,
            least: 1,
        },
    ]
});

/// The patterns of which at least one matches a part of every name.
pub(super) fn cores() -> impl Iterator<Item = String> {
    FORMS.iter().map(|form| form.core.clone())
}

/// A name with its context.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    /// Where the name begins, or the last title before it.
    start: usize,
    name: Range<usize>,
}

impl Form {
    /// The names of this form in a text.
    fn names(&self, text: &str) -> Vec<Named> {
        let cores = self.cores.get_or_init(|| pattern(&self.core));
        let cores = cores.find_iter(text).map(|core| core.range());
        let may_hold = |byte: u8| {
            byte.is_ascii_alphabetic()
                || !byte.is_ascii()
                || matches!(byte, b' ' | b'\t'..=b'\r')
                || self.signs.contains(&byte)
        };
        let stretches = stretches(text, cores, may_hold);
        if stretches.is_empty() {
            return Vec::new();
        }
        self.named(text, stretches)
    }

    fn named(&self, text: &str, stretches: impl IntoIterator<Item = Range<usize>>) -> Vec<Named> {
        let found = matches(&self.whole, text, stretches, self.name);
        let named = |found| Named { start: group(&found, self.first).start, name: group(&found, self.name) };
        found.into_iter().map(named).collect()
    }
}

/// First words after which the rest is a title, an office or a place.
const NO_NAMES: [&str; 88] = [
    "aparatur",
    "anggota",
    "asn",
    "asisten",
    "ayat",
    "bab",
    "badan",
    "bagian",
    "bangsa",
    "bapak",
    "bawaslu",
    "bidang",
    "bkn",
    "bkpsdm",
    "bupati",
    "camat",
    "calon",
    "daerah",
    "dandim",
    "dewan",
    "dharma",
    "dinas",
    "direktur",
    "gubernur",
    "hakim",
    "huruf",
    "ibu",
    "indonesia",
    "inspektorat",
    "inspektur",
    "jaksa",
    "jalan",
    "kabupaten",
    "kantor",
    "kapolres",
    "kasn",
    "kecamatan",
    "kepala",
    "keputusan",
    "ketua",
    "komisi",
    "kota",
    "kpu",
    "lurah",
    "majelis",
    "menpanrb",
    "menteri",
    "mendagri",
    "negara",
    "nomor",
    "oknum",
    "opd",
    "para",
    "pasal",
    "pegawai",
    "pejabat",
    "pelaksana",
    "pemerintah",
    "pemerintahan",
    "peraturan",
    "pertiwi",
    "pimpinan",
    "pns",
    "pppk",
    "presiden",
    "provinsi",
    "rakyat",
    "rektor",
    "rumah",
    "saudara",
    "saudari",
    "sekda",
    "sekretariat",
    "sekretaris",
    "seluruh",
    "semua",
    "surat",
    "tahun",
    "tim",
    "tni",
    "tuhan",
    "undang",
    "unit",
    "universitas",
    "wakil",
    "wali",
    "walikota",
    "warga",
];

/// Places that are named after people, before the name.
static NAMED_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:jalan|jln?\.?|rsud|rsu|rsup|rs|rumah\s+sakit|bandara|bandar\s+udara|gedung|stadion|universitas|lapangan|taman|aula|masjid|pura|pelabuhan|museum|monumen|balai|gor|makam|yayasan|airport|street|hospital)\s*$",
    ))
});

/// Public offices. Their holders are named when they act.
static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    // The office ends with a word: at its last letter, or at a full stop before a word.
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:(?:bupati|wali\s?kota|gubernur|presiden|menteri|mendagri|menpanrb|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|staf\s+ahli|camat|lurah|pj|plt|plh|penjabat|pejabat|anggota|koordinator|komisioner|narasumber|rektor|kapolres|dandim|kajari|hakim|jaksa|juru\s+bicara|pembina|head|regent|mayor|governor|minister|chair(?:man|woman|person)?|secretary|speaker|director)(?:[^\w;]|$)|(?:pj|plt|plh)\.\w)[^;]{{0,89}}$",
    ))
});

static OFFICE_BEHIND: LazyLock<meta::Regex> = LazyLock::new(|| {
    local(
        r"(?i)^[^.;\n]{0,24}?[,(–-]\s*(?:selaku|sebagai|yang\s+juga)?\s*(?:the\s+)?(?:bupati|wali\s?kota|gubernur|menteri|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|camat|lurah|pj|plt|penjabat|anggota|koordinator|komisioner|narasumber|head|regent|chair|secretary)\b",
    )
});

/// A title at the end of the text before a name.
static TITLE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{WORD_BEGINS}((?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdri?|Bpk|Tn|Ny|Nn)\.?[ \n]*)$"
    ))
});

/// Removes the titles at the end of a text.
fn without_titles(mut text: &str) -> &str {
    while let Some(title) = TITLE_BEFORE.captures(text).and_then(|found| found.get(1)) {
        text = &text[..title.start()];
    }
    text
}

/// Finds names.
pub(super) fn find_names(page: &Page<'_>, found: &mut Vec<Found>) {
    let text = page.text();
    for form in &*FORMS {
        for Named { start, name } in form.names(text) {
            let end = name.start + trimmed(&text[name.clone()]).len();
            let words = text[name.start..end].split_whitespace().count();
            if words >= form.least && is_name(text, start, name.start..end) {
                let normal = text[name.start..end].to_lowercase();
                let normal = normal.split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(Found { detector: Detector::Name, range: name.start..end, normal });
            }
        }
    }
}

/// Removes the words at the end that cannot belong to a name: "Made Sutama Camat" ends early.
fn trimmed(name: &str) -> &str {
    let mut end = name.len();
    let mut at = 0;
    for word in name.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches([' ', '\n', '.']).to_lowercase();
        if at > 0 && (NO_NAMES.contains(&bare.as_str()) || DEGREE_WORDS.contains(&bare.as_str())) {
            end = at;
            break;
        }
        at += word.len();
    }
    name[..end].trim_end_matches([' ', '\n', '.', ','])
}

const DEGREE_WORDS: [&str; 4] = ["s", "m", "ph", "sp"];

fn is_name(text: &str, start: usize, name: Range<usize>) -> bool {
    let Some(first) = text[name.clone()].split([' ', '\n']).next() else { return false };
    let first = first.trim_end_matches('.').to_lowercase();
    if NO_NAMES.contains(&first.as_str()) || first.chars().count() < 2 && !text[name.clone()].contains(' ') {
        return false;
    }
    let bounds = sentence(text, &name);
    let before = &text[bounds.start.min(start)..start];
    let before = without_titles(before);
    let start = bounds.start.min(start) + before.len();
    if NAMED_PLACE.is_match(before) {
        return false;
    }
    if is_sanctioned(text, &(start..name.end)) {
        return true;
    }
    let behind = &text[name.end..bounds.end.max(name.end)];
    let office = OFFICE_BEFORE.is_match(before) || OFFICE_BEHIND.is_match(behind);
    !(office && (someone_acts(text, &name) || !someone_undergoes(text, &name)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Whether there are names anywhere in a text. Fails if the search at cores finds others.
    pub(in crate::disclosure::text) fn compare(text: &str) -> bool {
        let mut any = false;
        for form in &*FORMS {
            let everywhere = form.named(text, std::iter::once(0..text.len()));
            assert_eq!(form.names(text), everywhere, "{text:?}");
            any |= !everywhere.is_empty();
        }
        any
    }

    #[test]
    fn what_stands_round_a_name_is_known() {
        assert!(NAMED_PLACE.is_match("di Jl. ") && !NAMED_PLACE.is_match("di jalan raya "));
        assert!(OFFICE_BEFORE.is_match("Bupati, ") && !OFFICE_BEFORE.is_match("bupati; "));
        assert!(OFFICE_BEHIND.is_match(", selaku Ketua") && !OFFICE_BEHIND.is_match(". Selaku Ketua"));
        assert_eq!(without_titles("oleh Drs. K.H. "), "oleh ");
        assert_eq!(without_titles("oleh éDrs. "), "oleh éDrs. ");
    }
}
