//! Finds the sentences that speak of a sanction, and who is sanctioned in them.
//!
//! The gate cannot parse Indonesian. It searches for fixed lists of words in fixed positions. Where these do
//! not decide, it does not report an official: officials who sign, speak and decide are everywhere in a
//! portal, and a gate that reports each of them is soon turned off. It distinguishes:
//!
//! - *sanctioned*: a post or name followed, with only filler words between, by a passive ("dijatuhi",
//!   "dicopot", "terbukti melanggar"), or preceded by a word that makes it the object ("kepada", "terhadap",
//!   "oknum", "teradu");
//! - *acting*: everything else, above all "oleh …" and the subject of "menjatuhkan", "menyatakan".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use regex_automata::meta;

use super::patterns::{WORD_BEGINS, local, pattern};
use super::triggers::speaks_of_sanctions;

/// The maximum distance read on either side, in bytes. A text such as a table may have no full stops.
const LONGEST_SENTENCE: usize = 800;

/// The bounds of the sentence around a range.
///
/// A full stop ends a sentence if a long word in lower case, a number, a bracket or an acronym is before it
/// and a capital after it: "Drs. I Made" and "No. 5" do not end one.
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

/// The positions within a range where sentences end.
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

/// Bytes that may end a sentence. They are never a part of a longer character.
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

/// What is done to somebody who is sanctioned, or said about them.
const UNDERGOES: &str = r"(?:di(?:jatuhi|kenai|kenakan|sanksi|berhentikan|copot|nonaktifkan|bebastugaskan|pecat|tegur|hukum|turunkan|demosi|skors|proses|periksa|sidang|laporkan|adukan|panggil|klarifikasi|duga|nyatakan\s+(?:terbukti|bersalah|melanggar)|beri(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan))|diduga|terbukti|melanggar|kedapatan|men(?:dapat|erima)(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan)|was\s+(?:sanctioned|dismissed|reprimanded|suspended|found\s+to\s+have|reported)|(?:teradu|terlapor|pelaku)(?:\W|$))";

/// Words that may be between the person and the sanction: "itu juga telah resmi".
const FILLER: &str = r"(?:\s+(?:itu|ini|tersebut|yang|telah|sudah|juga|kemudian|akhirnya|resmi|pernah|akan|sempat|lalu|pun|sebelumnya|tahun|pada|tanggal|bulan|(?-u:\d{1,4})|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|berinisial|nonaktif|lama|setempat|sendiri)|\s*\([^()\n]{1,40}\)|\s*,[^,.;\n]{1,80},)";

/// The text after a person says that they are sanctioned.
static SANCTIONED_BEHIND: LazyLock<meta::Regex> =
    LazyLock::new(|| local(&format!(r"^{FILLER}{{0,5}}[\s,:(–-]+{UNDERGOES}")));

/// The text before a person makes them the object.
static SANCTIONED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:kepada|terhadap|bagi|oknum|teradu|terlapor|pelaku|pelanggar|terperiksa|tersangka|terdakwa|berinisial|bernama|atas\s+nama|against|namely|yakni|yaitu)\s*[:,(]?\s*(?:saudara|saudari|sdr\.?|sdri\.?|bapak|ibu)?\s*$",
    ))
});

static SPEAKS_OF_PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?i){UNDERGOES}")));

/// Somebody acts in office: speaks, signs, decides.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){WORD_BEGINS}(?:mengata|menyata|menjelas|menegas|menandatangani|menyampai|mengimbau|menghimbau|mengingat|membuka|memimpin|menjatuh|menetap|menyebut|melapor|menerima\s+laporan|memerintah|meminta|menambah|mengungkap|memberi|mengaku|berharap|memutus|mengatakan|kata|ujar|ungkap|jelas|tegas|tutur|menurut|ditandatangani|dibuka\s+oleh|disampaikan\s+oleh|dipimpin\s+oleh|said|signed|according|opened|chaired|stated|explained)",
    ))
});

/// Whether the words around a range say that it is sanctioned.
pub(super) fn is_sanctioned(text: &str, range: &Range<usize>) -> bool {
    let end = sentence_end(text, range.end);
    if SANCTIONED_BEHIND.is_match(&text[range.end..end]) {
        return true;
    }
    let start = sentence_start(text, range.start);
    SANCTIONED_BEFORE.is_match(&text[start..range.start]) && speaks_of_sanctions(&text[start..end])
}

/// Whether somebody acts in the sentence around a range.
pub(super) fn someone_acts(text: &str, range: &Range<usize>) -> bool {
    ACTS.is_match(&text[sentence(text, range)])
}

/// Whether the sentence around a range says what was done to somebody.
pub(super) fn someone_undergoes(text: &str, range: &Range<usize>) -> bool {
    SPEAKS_OF_PASSIVE.is_match(&text[sentence(text, range)])
}
