//! Initials, in texts that speak of a sanction: behind a word for a person, or before an age.

use std::ops::Range;

use super::hints::Hints;
use super::numbers::Page;
use super::shape::{Case, FULL_STOP, GAP, SPACE, Shape, is_edge, is_letter, is_number};
use super::{Detector, Found};
use Shape::{All, AnyWord, Chars, Edge, Either, End, Maybe, Repeated, Text, Word, Words};

/// Offices, groups and other words in capitals that are nobody's initials.
const ACRONYMS: [&str; 82] = [
    "AD", "AJI", "APBD", "APBN", "APIP", "APK", "ASN", "BAB", "BKD", "BKN", "BPD", "BPK", "BPKP", "BPS",
    "BUMD", "BUMN", "CPNS", "DAN", "DPD", "DPR", "DPRD", "DPS", "DPT", "GTT", "II", "III", "IV", "JPT",
    "KADES", "KASN", "KIP", "KORPRI", "KPK", "KPPS", "KPU", "KTP", "KUA", "LHP", "LSM", "MA", "MK", "NIK",
    "NIP", "NPWP", "OPD", "PA", "PAN", "PDP", "PHL", "PJ", "PKPU", "PLT", "PNS", "POLRI", "PP", "PPID",
    "PPK", "PPPK", "PPS", "PTDH", "PTSL", "PTT", "PTUN", "RI", "RSUD", "RT", "RW", "SATPOL", "SD", "SE",
    "SK", "SKB", "SKPD", "SMA", "SMP", "SOP", "THL", "TNI", "TPS", "UPTD", "UU", "WBS",
];

/// What initials stand behind.
const PERSON: Shape = Either(&[
    All(&[AnyWord(&["berinisial", "inisial"]), Maybe(&Either(&[Text("nya"), All(&[GAP, Text("nama")])]))]),
    All(&[AnyWord(&["initials", "initial"]), Maybe(&All(&[GAP, Text("of")]))]),
    Word("initialled"),
    All(&[AnyWord(&["sdri", "sdr"]), FULL_STOP]),
    AnyWord(&["saudara", "saudari", "bapak", "ibu"]),
    All(&[Words(&["Bpk", "Tn", "Ny"]), FULL_STOP]),
    Words(&["Pak", "Bu"]),
    All(&[
        Word("oknum"),
        Maybe(&All(&[GAP, Words(&["ASN", "PNS", "PPPK", "pegawai", "guru", "camat", "lurah"])])),
    ]),
    AnyWord(&["terlapor", "teradu", "pelaku", "pelanggar"]),
    Words(&["a.n.", "a/n"]),
    Word("atas nama"),
]);
const TO_INITIALS: Shape =
    Chars(|c| c.is_whitespace() || matches!(c, ':' | ',' | '(' | '"' | '\'' | '“' | '‘'), 1, 4);
const LETTER: Shape = Chars(|c| c.is_ascii_uppercase(), 1, 1);
const DOTTED_LETTER: Shape = All(&[LETTER, Text("."), SPACE]);
const INITIALS: Shape = Either(&[
    All(&[Repeated(&DOTTED_LETTER, 1, 5), Maybe(&LETTER)]),
    Chars(|c| c.is_ascii_uppercase(), 1, 5),
]);
const NO_WORD: Shape = Either(&[Chars(|c| !is_letter(c) && !is_number(c) && c != '/', 1, 1), End]);

const SHORT_INITIALS: Shape = Either(&[
    All(&[Repeated(&DOTTED_LETTER, 1, 4), Maybe(&LETTER)]),
    Chars(|c| c.is_ascii_uppercase(), 2, 4),
]);
const AGE: Shape = All(&[
    Maybe(&Text(",")),
    SPACE,
    Maybe(&Text("(")),
    Chars(|c| c.is_ascii_digit(), 2, 2),
    SPACE,
    Either(&[Words(&["tahun", "years"]), All(&[Words(&["thn", "th"]), Edge])]),
]);
/// The most characters from the start of initials to the word that tells the age behind them.
const MOST_BEFORE_AGE: usize = 20;

/// Initials, and all that they were known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lettered {
    pub(super) all: Range<usize>,
    pub(super) letters: Range<usize>,
}

/// Initials behind a word for a person.
pub(super) fn initials(text: &str, hints: &[usize]) -> Vec<Lettered> {
    each_edge(text, hints.iter().copied(), |at, then| {
        PERSON.ends(text, at, Case::Written, &mut |word| {
            TO_INITIALS.ends(text, word, Case::Written, &mut |start| {
                INITIALS.ends(text, start, Case::Written, &mut |end| {
                    NO_WORD.end(text, end).is_some_and(|last| then(start..end, last))
                })
            })
        });
    })
}

/// Initials before an age.
pub(super) fn aged_initials(text: &str, hints: &[usize]) -> Vec<Lettered> {
    let mut tried = 0;
    let starts = hints.iter().flat_map(|hint| {
        let first =
            text[..*hint].char_indices().rev().take(MOST_BEFORE_AGE).last().map_or(*hint, |(at, _)| at);
        let range = first.max(tried)..*hint;
        tried = tried.max(range.end);
        range.filter(|at| text.as_bytes()[*at].is_ascii_uppercase())
    });
    each_edge(text, starts, |at, then| {
        SHORT_INITIALS.ends(text, at, Case::Written, &mut |end| {
            AGE.end(text, end).is_some_and(|last| then(at..end, last))
        });
    })
}

/// Looks for initials at each of some places where a word begins; what stands in earlier ones is left out.
fn each_edge(
    text: &str,
    starts: impl Iterator<Item = usize>,
    find: impl Fn(usize, &mut dyn FnMut(Range<usize>, usize) -> bool),
) -> Vec<Lettered> {
    let (mut found, mut from): (Vec<Lettered>, usize) = (Vec::new(), 0);
    for at in starts {
        if at < from || !is_edge(text, at) {
            continue;
        }
        find(at, &mut |letters, end| {
            from = letters.end;
            found.push(Lettered { all: at..end, letters });
            true
        });
    }
    found
}

/// Finds initials.
pub(super) fn find(page: &Page<'_>, hints: &Hints, found: &mut Vec<Found>) {
    let text = page.text();
    for lettered in [initials(text, &hints.initials), aged_initials(text, &hints.ages)] {
        for Lettered { all, letters } in lettered {
            let (all, written) = (&text[all], &text[letters.clone()]);
            let plain: String = written.chars().filter(char::is_ascii_alphabetic).collect();
            let named = all.to_lowercase().contains("inisial") || all.starts_with(['i', 'I']);
            let word = ACRONYMS.contains(&plain.as_str());
            // One letter is an initial only behind the word for it: "huruf A", "terlapor A" are lists.
            let long_enough = plain.len() >= 2 || named;
            if long_enough && !word {
                let normal = written.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
                let range = letters.start..letters.start + written.trim_end().len();
                found.push(Found { detector: Detector::Initials, range, normal });
            }
        }
    }
}
