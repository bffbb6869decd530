//! Names, in texts that speak of a sanction.
//!
//! A name is told by what people put round it ([`forms`]): a title or degree, "Sdr.", "a.n.", "bernama",
//! or the Balinese words for the order of birth. A bare name without any of these is found only through the
//! private roster ([`super::roster`]).

use std::ops::Range;

use super::forms::{self, Named, is_part};
use super::hints::Hints;
use super::numbers::Page;
use super::sentences::{is_sanctioned, sentence, someone_acts, someone_undergoes};
use super::shape::{Case, GAP, SPACE, SPACES, Shape, is_edge};
use super::{Detector, Found};
use Shape::{All, Chars, Edge, Either, End, Maybe, Text, Words};

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

/// Places that are called after people, up to the name.
const NAMED_PLACE: Shape = All(&[
    Either(&[
        Words(&[
            "jalan",
            "jl.",
            "jl",
            "jln.",
            "jln",
            "rsud",
            "rsu",
            "rsup",
            "rs",
            "bandara",
            "gedung",
            "stadion",
            "universitas",
            "lapangan",
            "taman",
            "aula",
            "masjid",
            "pura",
            "pelabuhan",
            "museum",
            "monumen",
            "balai",
            "gor",
            "makam",
            "yayasan",
            "airport",
            "street",
            "hospital",
        ]),
        All(&[Text("rumah"), GAP, Text("sakit")]),
        All(&[Text("bandar"), GAP, Text("udara")]),
    ]),
    SPACES,
    End,
]);
/// The most words of such a place.
const PLACE_WORDS: usize = 2;

/// Whether a text ends in a place that is called after people.
pub(super) fn is_named_place(before: &str) -> bool {
    NAMED_PLACE.begins_a_last_word(before, PLACE_WORDS, Case::Any)
}

/// Public offices, whose holders are named when they act, up to the name.
pub(super) const OFFICE_BEFORE: Shape = All(&[
    Either(&[
        Words(&[
            "bupati",
            "gubernur",
            "presiden",
            "menteri",
            "mendagri",
            "menpanrb",
            "sekda",
            "sekretaris",
            "kepala",
            "ketua",
            "direktur",
            "inspektur",
            "asisten",
            "camat",
            "lurah",
            "pj.",
            "pj",
            "plt.",
            "plt",
            "plh.",
            "plh",
            "penjabat",
            "pejabat",
            "anggota",
            "koordinator",
            "komisioner",
            "narasumber",
            "rektor",
            "kapolres",
            "dandim",
            "kajari",
            "hakim",
            "jaksa",
            "pembina",
            "head",
            "regent",
            "mayor",
            "governor",
            "minister",
            "chairman",
            "chairwoman",
            "chairperson",
            "chair",
            "secretary",
            "speaker",
            "director",
        ]),
        All(&[Text("wali"), SPACE, Text("kota")]),
        All(&[Text("staf"), GAP, Text("ahli")]),
        All(&[Text("juru"), GAP, Text("bicara")]),
    ]),
    Edge,
    Chars(|c| c != ';', 0, 90),
    End,
]);

/// A public office, from the end of the name.
pub(super) const OFFICE_BEHIND: Shape = All(&[
    Chars(|c| !matches!(c, '.' | ';' | '\n'), 0, 24),
    Chars(|c| matches!(c, ',' | '(' | '–' | '-'), 1, 1),
    SPACES,
    Maybe(&Either(&[Words(&["selaku", "sebagai"]), All(&[Text("yang"), GAP, Text("juga")])])),
    SPACES,
    Maybe(&All(&[Text("the"), GAP])),
    Either(&[
        Words(&[
            "bupati",
            "gubernur",
            "menteri",
            "sekda",
            "sekretaris",
            "kepala",
            "ketua",
            "direktur",
            "inspektur",
            "asisten",
            "camat",
            "lurah",
            "pj",
            "plt",
            "penjabat",
            "anggota",
            "koordinator",
            "komisioner",
            "narasumber",
            "head",
            "regent",
            "chair",
            "secretary",
        ]),
        All(&[Text("wali"), SPACE, Text("kota")]),
    ]),
    Edge,
]);

/// Titles that may stand before a name, without the full stop; the longer ones first.
const TITLES_BEFORE: [&str; 18] = [
    "Sdri", "Prof", "Drs", "Dra", "drg", "drh", "K.H", "Tgk", "Sdr", "Bpk", "Dr", "dr", "Ir", "Hj", "KH",
    "Tn", "Ny", "Nn",
];

/// Where the titles begin that stand at the end of a text.
pub(super) fn titles_before(text: &str) -> Option<usize> {
    let mut start = None;
    let mut rest = text;
    loop {
        let bare = rest.trim_end_matches(is_part);
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        let title = TITLES_BEFORE.iter().chain(&["H"]).find_map(|title| {
            let before = bare.strip_suffix(title)?;
            is_edge(text, before.len()).then_some(before)
        });
        let Some(before) = title else { return start };
        start = Some(before.len());
        rest = before;
    }
}

/// Finds names.
pub(super) fn find_names(page: &Page<'_>, hints: &Hints, found: &mut Vec<Found>) {
    let text = page.text();
    for (named, least) in [
        (forms::balinese(text, &hints.balinese), 2),
        (forms::titled(text, &hints.titled), 1),
        (forms::with_degree(text, &hints.degrees), 1),
        (forms::with_bare_degree(text, &hints.bare_degrees), 1),
    ] {
        for Named { start, name } in named {
            let end = name.start + trimmed(&text[name.clone()]).len();
            let words = text[name.start..end].split_whitespace().count();
            if words >= least && is_name(text, start, name.start..end) {
                let normal = text[name.start..end].to_lowercase();
                let normal = normal.split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(Found { detector: Detector::Name, range: name.start..end, normal });
            }
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
    let start = titles_before(before).map_or(start, |titles| start - (before.len() - titles));
    let before = &text[bounds.start.min(start)..start];
    if is_named_place(before) {
        return false;
    }
    if is_sanctioned(text, &(start..name.end)) {
        return true;
    }
    let behind = &text[name.end..bounds.end.max(name.end)];
    let office = OFFICE_BEFORE.begins_a_word(before, Case::Any) || OFFICE_BEHIND.is_at(behind, 0, Case::Any);
    !(office && (someone_acts(text, &name) || !someone_undergoes(text, &name)))
}
