//! Sentences that speak of a sanction, and who is sanctioned in them.
//!
//! The gate cannot parse Indonesian. It reads closed lists of words in fixed places, and where these
//! do not tell, it leaves an official alone: a portal is full of officials who sign, speak and
//! decide, and a gate that cries at each of them is turned off. What it does tell apart:
//!
//! - *sanctioned*: the post or name is followed, with nothing but filler words between, by a passive
//!   ("dijatuhi", "dicopot", "terbukti melanggar"), or is preceded by a word that makes it the one
//!   acted upon ("kepada", "terhadap", "oknum", "teradu");
//! - *acting*: everything else, above all "oleh …" and the subject of "menjatuhkan", "menyatakan".

use std::ops::Range;

use super::shape::{Case, GAP, SPACES, Shape};
use super::triggers::speaks_of_sanctions;
use Shape::{All, Chars, Edge, Either, End, Maybe, Repeated, Text, Words};

/// A text without full stops, such as a table, is read this far on either side, in bytes.
const LONGEST_SENTENCE: usize = 800;

/// The bounds of the sentence that holds a position.
///
/// A full stop ends a sentence if a long word in small letters, a number, a bracket or an acronym
/// stands before it and a capital behind: "Drs. I Made" and "No. 5" go on.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    sentence_start(text, range.start)..sentence_end(text, range.end)
}

fn sentence_start(text: &str, at: usize) -> usize {
    let first = boundary(text, at.saturating_sub(LONGEST_SENTENCE));
    ends(text, first..at).next_back().map_or(first, |end| end + 1)
}

fn sentence_end(text: &str, at: usize) -> usize {
    let last = boundary(text, (at + LONGEST_SENTENCE).min(text.len()));
    ends(text, at..last).next().unwrap_or(last)
}

/// Where sentences end within a range.
fn ends(text: &str, within: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    let bytes = text.as_bytes()[within.clone()].iter().enumerate();
    let may_end = bytes.filter(|(_, byte)| MAY_END[usize::from(**byte)]);
    may_end.map(move |(at, _)| within.start + at).filter(move |at| is_end(text, *at))
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Bytes that may end a sentence. They are no part of a longer character.
const MAY_END: [bool; 256] = {
    let (mut may_end, ends, mut index) = ([false; 256], b"!?;|\n.", 0);
    while index < ends.len() {
        may_end[ends[index] as usize] = true;
        index += 1;
    }
    may_end
};

fn is_end(text: &str, at: usize) -> bool {
    match text.as_bytes()[at] {
        b'!' | b'?' | b';' | b'|' => true,
        b'\n' => {
            let behind = &text[at + 1..];
            behind.starts_with(['\n', '-', '#', '+', '|']) || behind.starts_with(|c: char| c.is_ascii_digit())
        }
        b'.' => {
            let behind = &text[at + 1..];
            let letters = text[..at].chars().rev().take_while(|c| c.is_alphanumeric());
            let word = &text[at - letters.map(char::len_utf8).sum::<usize>()..at];
            let ends_word = word.is_empty()
                || word.chars().count() >= 4 && word.starts_with(char::is_lowercase)
                || word.chars().count() >= 3 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
            let next = behind.trim_start();
            let spaced = next.len() < behind.len();
            ends_word && (next.is_empty() || spaced && !next.starts_with(char::is_lowercase))
        }
        _ => false,
    }
}

/// What sanctions and the like are called.
const MEASURES: Shape = Words(&["sanksi", "teguran", "hukuman"]);

/// What is done to somebody who is sanctioned, or said of them.
const UNDERGOES: Shape = Either(&[
    Words(&[
        "dijatuhi",
        "dikenai",
        "dikenakan",
        "disanksi",
        "diberhentikan",
        "dicopot",
        "dinonaktifkan",
        "dibebastugaskan",
        "dipecat",
        "ditegur",
        "dihukum",
        "diturunkan",
        "didemosi",
        "diskors",
        "diproses",
        "diperiksa",
        "disidang",
        "dilaporkan",
        "diadukan",
        "dipanggil",
        "diklarifikasi",
        "diduga",
        "terbukti",
        "melanggar",
        "kedapatan",
    ]),
    All(&[Text("dinyatakan"), GAP, Words(&["terbukti", "bersalah", "melanggar"])]),
    All(&[Words(&["diberikan", "diberi"]), GAP, Either(&[MEASURES, Text("peringatan")])]),
    All(&[
        Words(&["mendapatkan", "mendapat", "menerimakan", "menerima"]),
        GAP,
        Either(&[MEASURES, Text("peringatan")]),
    ]),
    All(&[
        Text("was"),
        GAP,
        Either(&[
            Words(&["sanctioned", "dismissed", "reprimanded", "suspended", "reported"]),
            All(&[Text("found"), GAP, Text("to"), GAP, Text("have")]),
        ]),
    ]),
    All(&[Words(&["teradu", "terlapor", "pelaku"]), Edge]),
]);

/// Words that may stand between the sanctioned one and what is done: "itu juga telah resmi".
const FILLER: Shape = Either(&[
    All(&[
        GAP,
        Either(&[
            Words(&[
                "itu",
                "ini",
                "tersebut",
                "yang",
                "telah",
                "sudah",
                "juga",
                "kemudian",
                "akhirnya",
                "resmi",
                "pernah",
                "akan",
                "sempat",
                "lalu",
                "pun",
                "sebelumnya",
                "tahun",
                "pada",
                "tanggal",
                "bulan",
            ]),
            Chars(|c| c.is_ascii_digit(), 1, 4),
            Words(&[
                "Januari",
                "Februari",
                "Maret",
                "April",
                "Mei",
                "Juni",
                "Juli",
                "Agustus",
                "September",
                "Oktober",
                "November",
                "Desember",
                "berinisial",
                "nonaktif",
                "lama",
                "setempat",
                "sendiri",
            ]),
        ]),
    ]),
    All(&[SPACES, Text("("), Chars(|c| !matches!(c, '(' | ')' | '\n'), 1, 40), Text(")")]),
    All(&[SPACES, Text(","), Chars(|c| !matches!(c, ',' | '.' | ';' | '\n'), 1, 80), Text(",")]),
]);

/// Somebody is sanctioned, from the start of what stands behind them.
pub(super) const SANCTIONED_BEHIND: Shape = All(&[
    Repeated(&FILLER, 0, 5),
    Chars(|c| c.is_whitespace() || matches!(c, ',' | ':' | '(' | '–' | '-'), 1, usize::MAX),
    UNDERGOES,
]);

/// Somebody is acted upon, up to the end of what stands before them.
const SANCTIONED_BEFORE: Shape = All(&[
    Either(&[
        Words(&[
            "kepada",
            "terhadap",
            "bagi",
            "oknum",
            "teradu",
            "terlapor",
            "pelaku",
            "pelanggar",
            "terperiksa",
            "tersangka",
            "terdakwa",
            "berinisial",
            "bernama",
            "against",
            "namely",
            "yakni",
            "yaitu",
        ]),
        All(&[Text("atas"), GAP, Text("nama")]),
    ]),
    SPACES,
    Chars(|c| matches!(c, ':' | ',' | '('), 0, 1),
    SPACES,
    Maybe(&Words(&["saudara", "saudari", "sdr.", "sdr", "sdri.", "sdri", "bapak", "ibu"])),
    SPACES,
    End,
]);
/// The most words that [`SANCTIONED_BEFORE`] holds: "atas nama saudara".
const WORDS_BEFORE: usize = 3;

/// Somebody acts in office: speaks, signs, decides.
pub(super) const ACTS: Shape = Either(&[
    Words(&[
        "mengata",
        "menyata",
        "menjelas",
        "menegas",
        "menandatangani",
        "menyampai",
        "mengimbau",
        "menghimbau",
        "mengingat",
        "membuka",
        "memimpin",
        "menjatuh",
        "menetap",
        "menyebut",
        "melapor",
        "memerintah",
        "meminta",
        "menambah",
        "mengungkap",
        "memberi",
        "mengaku",
        "berharap",
        "memutus",
        "kata",
        "ujar",
        "ungkap",
        "jelas",
        "tegas",
        "tutur",
        "menurut",
        "ditandatangani",
        "said",
        "signed",
        "according",
        "opened",
        "chaired",
        "stated",
        "explained",
    ]),
    All(&[Text("menerima"), GAP, Text("laporan")]),
    All(&[Words(&["dibuka", "disampaikan", "dipimpin"]), GAP, Text("oleh")]),
]);

/// Whether the words round a range make it the one who is sanctioned.
pub(super) fn is_sanctioned(text: &str, range: &Range<usize>) -> bool {
    let end = sentence_end(text, range.end);
    if SANCTIONED_BEHIND.is_at(&text[range.end..end], 0, Case::Written) {
        return true;
    }
    let start = sentence_start(text, range.start);
    is_acted_upon(&text[start..range.start]) && speaks_of_sanctions(&text[start..end])
}

/// Whether what stands before somebody makes them the one acted upon.
pub(super) fn is_acted_upon(before: &str) -> bool {
    SANCTIONED_BEFORE.begins_a_last_word(before, WORDS_BEFORE, Case::Any)
}

/// Whether the sentence round a range has somebody acting in it.
pub(super) fn someone_acts(text: &str, range: &Range<usize>) -> bool {
    ACTS.begins_a_word(&text[sentence(text, range)], Case::Any)
}

/// Whether the sentence round a range says what was done to somebody.
pub(super) fn someone_undergoes(text: &str, range: &Range<usize>) -> bool {
    undergoes(&text[sentence(text, range)])
}

/// Whether a text says what was done to somebody, be it inside a word.
pub(super) fn undergoes(text: &str) -> bool {
    UNDERGOES.is_anywhere(text, Case::Any)
}
