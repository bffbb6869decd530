//! Names and initials, in texts that speak of a sanction.
//!
//! A name is told by what people put round it: a title or degree, "Sdr.", "a.n.", "bernama", or the
//! Balinese words for the order of birth. A bare name without any of these is found only through the
//! private roster ([`super::roster`]).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::hints::Hints;
use super::numbers::Page;
use super::sentences::{is_sanctioned, sentence, someone_acts, someone_undergoes};
use super::{Detector, Found, pattern};

/// One to six words that begin with a capital.
const NAME: &str =
    r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}\p{L}+)?(?:[ \n](?:\p{Lu}[\p{L}'’]*\.?|bin|binti|al)\b\.?){0,5}";

/// Degrees with their full stops.
const DEGREES: &str = r"(?:S\.\s?(?:H|E|Sos|STP|IP|Pd|Kom|T|Si|Ak|Kes|Hut|P|Pt|Farm|Ked|Ag|Hum|Psi|Kep|KM|Keb|Gz|Th|Fil|Sn|Stat|TP|S|IK|IPem|AP|Tr|Pi|I)|S\.STP|SSTP|M\.\s?(?:Si|M|H|Pd|AP|Kom|T|Kes|Hum|Ak|Sc|Eng|Kn|Par|P|Ag|E|Sos|Th|Psi|Tr|IP|A|B\.?A)|A\.\s?Md|Ph\.\s?D|Sp\.\s?[A-Z]+|B\.\s?Sc)\b";

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x-u:)(?:^|[^\p{{L}}.])((?:(?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdr|Sdri|Bpk|Tn|Ny|Nn|a\.n|A\.n|A\.N)\.|(?:Drs|Dra|Prof|Sdr|Sdri|Saudara|Saudari|Bapak|Ibu|Pak|Bu|a/n|[Aa]tas nama|bernama|[Nn]ama\s*[:|]))[ \n]*)+({NAME})"
    ))
});

static WITH_DEGREE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:^|[^\p{{L}}.])({NAME}),?[ \n]{{0,2}}{DEGREES}")));

static WITH_BARE_DEGREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[^\p{{L}}.])({NAME}),[ \n]?(?:SH|SE|SSos|STP|SSTP|SIP|SPd|SKom|ST|AMd|MSi|MM|MH|MPd|MAP|PhD|SKM|SAg)(?:[,.;)\n]|$|[ ](?:,|dan\b|di[a-z]|yang\b|selaku\b|sebagai\b|terbukti\b|\())"
    ))
});

static BALINESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[^\p{{L}}.])((?:I|Ni)[ \n](?:Gusti|Dewa|Wayan|Putu|Gede|Luh|Made|Kadek|Nengah|Nyoman|Komang|Ketut|Desak|Gst)[ \n]{NAME}|(?:Ida[ \n](?:Bagus|Ayu|I[ \n]Dewa)|Anak[ \n]Agung|Cokorda|Tjokorda|Desak[ \n](?:Made|Putu))[ \n]{NAME})"
    ))
});

/// First words that make what follows a title, an office or a place.
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

/// Places that are called after people, and may stand before the name.
static NAMED_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:jalan|jln?\.?|rsud|rsu|rsup|rs|rumah\s+sakit|bandara|bandar\s+udara|gedung|stadion|universitas|lapangan|taman|aula|masjid|pura|pelabuhan|museum|monumen|balai|gor|makam|yayasan|airport|street|hospital)\s*$",
    )
});

/// Public offices, whose holders are named when they act.
static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:bupati|wali\s?kota|gubernur|presiden|menteri|mendagri|menpanrb|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|staf\s+ahli|camat|lurah|pj\.?|plt\.?|plh\.?|penjabat|pejabat|anggota|koordinator|komisioner|narasumber|rektor|kapolres|dandim|kajari|hakim|jaksa|juru\s+bicara|pembina|head|regent|mayor|governor|minister|chair(?:man|woman|person)?|secretary|speaker|director)\b[^;]{0,90}$",
    )
});

static OFFICE_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;\n]{0,24}?[,(–-]\s*(?:selaku|sebagai|yang\s+juga)?\s*(?:the\s+)?(?:bupati|wali\s?kota|gubernur|menteri|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|camat|lurah|pj|plt|penjabat|anggota|koordinator|komisioner|narasumber|head|regent|chair|secretary)\b",
    )
});

/// Titles at the end of what stands before a name.
static TITLES_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\b(?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdri?|Bpk|Tn|Ny|Nn)\.?[ \n]*)+$")
});

/// Finds names.
pub(super) fn find_names(page: &Page<'_>, hints: Hints, found: &mut Vec<Found>) {
    let text = page.text();
    let whole = |regex: &Regex, group: usize, least: usize, found: &mut Vec<Found>| {
        let mut at = 0;
        while let Some(captures) = regex.captures_at(text, at) {
            let (Some(all), Some(name)) = (captures.get(0), captures.get(group)) else { return };
            at = name.end().max(at + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            let start = captures.get(1).map_or(all.start(), |first| first.start());
            let end = name.start() + trimmed(name.as_str()).len();
            let words = text[name.start()..end].split_whitespace().count();
            if words >= least && is_name(text, start, name.start()..end) {
                push(page, Detector::Name, name.start()..end, found);
            }
            if at > text.len() {
                return;
            }
        }
    };
    for (hinted, regex, group, least) in [
        (hints.balinese, &BALINESE, 1, 2),
        (hints.titled, &TITLED, 2, 1),
        (hints.degree, &WITH_DEGREE, 1, 1),
        (hints.bare_degree, &WITH_BARE_DEGREE, 1, 1),
    ] {
        if hinted {
            whole(regex, group, least, found);
        }
    }
}

/// A name without the words behind it that cannot belong to one: "Made Sutama Camat" ends early.
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
    let start = TITLES_BEFORE.find(before).map_or(start, |titles| start - titles.len());
    let before = &text[bounds.start.min(start)..start];
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

/// Offices, groups and other words in capitals that are nobody's initials.
const ACRONYMS: [&str; 82] = [
    "AD", "AJI", "APBD", "APBN", "APIP", "APK", "ASN", "BAB", "BKD", "BKN", "BPD", "BPK", "BPKP", "BPS",
    "BUMD", "BUMN", "CPNS", "DAN", "DPD", "DPR", "DPRD", "DPS", "DPT", "GTT", "II", "III", "IV", "JPT",
    "KADES", "KASN", "KIP", "KORPRI", "KPK", "KPPS", "KPU", "KTP", "KUA", "LHP", "LSM", "MA", "MK", "NIK",
    "NIP", "NPWP", "OPD", "PA", "PAN", "PDP", "PHL", "PJ", "PKPU", "PLT", "PNS", "POLRI", "PP", "PPID",
    "PPK", "PPPK", "PPS", "PTDH", "PTSL", "PTT", "PTUN", "RI", "RSUD", "RT", "RW", "SATPOL", "SD", "SE",
    "SK", "SKB", "SKPD", "SMA", "SMP", "SOP", "THL", "TNI", "TPS", "UPTD", "UU", "WBS",
];

static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        (?: \b (?: [Bb]er)?[Ii]nisial (?:nya|\s+nama)? | \b [Ii]nitials? (?:\s+of)? | \b [Ii]nitialled | \b [Ss]dri?\.? | \b [Ss]audar[ai]
          | \b [Bb]apak | \b [Ii]bu | \b Bpk\.? | \b Pak | \b Bu | \b Tn\.? | \b Ny\.? | \b [Oo]knum (?:\s+(?:ASN|PNS|PPPK|pegawai|guru|camat|lurah))?
          | \b [Tt]erlapor | \b [Tt]eradu | \b [Pp]elaku | \b [Pp]elanggar | \b a\.n\. | \b a/n | \b [Aa]tas\ nama )
        [\s:,("'“‘]{1,4}
        ( (?: [A-Z] \. \s? ){1,5} [A-Z]? | [A-Z]{1,5} ) (?: [^\p{L}\p{N}/] | $ )"#,
    )
});

static AGED_INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b((?:[A-Z]\.\s?){1,4}[A-Z]?|[A-Z]{2,4}),?\s?\(?(?-u:\d{2})\s?(?:tahun|thn?\b|years)")
});

/// Finds initials.
pub(super) fn find_initials(page: &Page<'_>, hints: Hints, found: &mut Vec<Found>) {
    let text = page.text();
    for (hinted, regex) in [(hints.initials, &INITIALS), (hints.aged_initials, &AGED_INITIALS)] {
        if !hinted {
            continue;
        }
        let mut at = 0;
        while let Some(captures) = regex.captures_at(text, at) {
            let (Some(all), Some(letters)) = (captures.get(0), captures.get(1)) else { break };
            at = letters.end();
            let plain: String = letters.as_str().chars().filter(char::is_ascii_alphabetic).collect();
            let named =
                all.as_str().to_lowercase().contains("inisial") || all.as_str().starts_with(['i', 'I']);
            let word = ACRONYMS.contains(&plain.as_str());
            // One letter is an initial only behind the word for it: "huruf A", "terlapor A" are lists.
            let long_enough = plain.len() >= 2 || named;
            if long_enough && !word {
                push(
                    page,
                    Detector::Initials,
                    letters.start()..letters.start() + trimmed_end(letters.as_str()),
                    found,
                );
            }
        }
    }
}

fn trimmed_end(letters: &str) -> usize {
    letters.trim_end().len()
}

fn push(page: &Page<'_>, detector: Detector, range: Range<usize>, found: &mut Vec<Found>) {
    let normal = page.text()[range.clone()].to_lowercase();
    let normal = match detector {
        Detector::Initials => normal.chars().filter(|c| c.is_alphanumeric()).collect(),
        _ => normal.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    found.push(Found { detector, range, normal });
}

/// What the patterns match, for the tests of the hints.
#[cfg(test)]
pub(super) fn matched(text: &str) -> Hints {
    Hints {
        balinese: BALINESE.is_match(text),
        titled: TITLED.is_match(text),
        degree: WITH_DEGREE.is_match(text),
        bare_degree: WITH_BARE_DEGREE.is_match(text),
        initials: INITIALS.is_match(text),
        aged_initials: AGED_INITIALS.is_match(text),
        post: super::posts::is_post(text),
    }
}
