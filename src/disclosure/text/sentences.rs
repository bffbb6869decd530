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
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::pattern;

/// Beginnings of words that speak of a sanction, Indonesian and English.
const TRIGGERS: [&str; 34] = [
    "sanksi",
    "hukuman disiplin",
    "pelanggaran",
    "dijatuhi",
    "dijatuhkan",
    "menjatuhkan",
    "teradu",
    "terlapor",
    "oknum",
    "terbukti",
    "melanggar",
    "dikenai hukuman",
    "dikenakan hukuman",
    "dicopot",
    "dinonaktifkan",
    "dibebastugaskan",
    "bebas tugas",
    "diberhentikan",
    "pemberhentian",
    "dipecat",
    "pemecatan",
    "teguran lisan",
    "teguran tertulis",
    "penurunan jabatan",
    "pembebasan dari jabatan",
    "kode etik",
    "berinisial",
    "indisipliner",
    "sanction",
    "violat",
    "disciplin",
    "reprimand",
    "misconduct",
    "dismissed",
];

static TRIGGER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(TRIGGERS).ok());

/// Whether a text speaks of a sanction, a violation or somebody accused of one.
///
/// If it does, names, initials and posts with one holder are looked for in it too.
pub fn speaks_of_sanctions(text: &str) -> bool {
    TRIGGER.as_ref().is_none_or(|trigger| trigger.is_match(text))
}

/// A text without full stops, such as a table, is read this far on either side, in bytes.
const LONGEST_SENTENCE: usize = 800;

/// The bounds of the sentence that holds a position.
///
/// A full stop ends a sentence if a long word in small letters, a number, a bracket or an acronym
/// stands before it and a capital behind: "Drs. I Made" and "No. 5" go on.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let first = boundary(text, range.start.saturating_sub(LONGEST_SENTENCE));
    let last = boundary(text, (range.end + LONGEST_SENTENCE).min(text.len()));
    let start = text[first..range.start]
        .char_indices()
        .rev()
        .find(|(at, c)| is_end(text, first + at, *c))
        .map_or(first, |(at, c)| first + at + c.len_utf8());
    let end = text[range.end..last]
        .char_indices()
        .find(|(at, c)| is_end(text, range.end + at, *c))
        .map_or(last, |(at, _)| range.end + at);
    start..end
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_end(text: &str, at: usize, c: char) -> bool {
    let behind = &text[at + c.len_utf8()..];
    match c {
        '!' | '?' | ';' | '|' => true,
        '\n' => {
            behind.starts_with(['\n', '-', '#', '+', '|']) || behind.starts_with(|c: char| c.is_ascii_digit())
        }
        '.' => {
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

/// What is done to somebody who is sanctioned, or said of them.
const UNDERGOES: &str = r"(?:di(?:jatuhi|kenai|kenakan|sanksi|berhentikan|copot|nonaktifkan|bebastugaskan|pecat|tegur|hukum|turunkan|demosi|skors|proses|periksa|sidang|laporkan|adukan|panggil|klarifikasi|duga|nyatakan\s+(?:terbukti|bersalah|melanggar)|beri(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan))|diduga|terbukti|melanggar|kedapatan|men(?:dapat|erima)(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan)|was\s+(?:sanctioned|dismissed|reprimanded|suspended|found\s+to\s+have|reported)|(?:teradu|terlapor|pelaku)\b)";

/// Words that may stand between the sanctioned one and what is done: "itu juga telah resmi".
const FILLER: &str = r"(?:\s+(?:itu|ini|tersebut|yang|telah|sudah|juga|kemudian|akhirnya|resmi|pernah|akan|sempat|lalu|pun|sebelumnya|tahun|pada|tanggal|bulan|(?-u:\d{1,4})|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|berinisial|nonaktif|lama|setempat|sendiri)|\s*\([^()\n]{1,40}\)|\s*,[^,.;\n]{1,80},)";

static SANCTIONED_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^{FILLER}{{0,5}}[\s,:(–-]+{UNDERGOES}")));

static SANCTIONED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:kepada|terhadap|bagi|oknum|teradu|terlapor|pelaku|pelanggar|terperiksa|tersangka|terdakwa|berinisial|bernama|atas\s+nama|against|namely|yakni|yaitu)\s*[:,(]?\s*(?:saudara|saudari|sdr\.?|sdri\.?|bapak|ibu)?\s*$",
    )
});

static SPEAKS_OF_PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?i){UNDERGOES}")));

/// Somebody acts in office: speaks, signs, decides.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mengata|menyata|menjelas|menegas|menandatangani|menyampai|mengimbau|menghimbau|mengingat|membuka|memimpin|menjatuh|menetap|menyebut|melapor|menerima\s+laporan|memerintah|meminta|menambah|mengungkap|memberi|mengaku|berharap|memutus|mengatakan|kata|ujar|ungkap|jelas|tegas|tutur|menurut|ditandatangani|dibuka\s+oleh|disampaikan\s+oleh|dipimpin\s+oleh|said|signed|according|opened|chaired|stated|explained)",
    )
});

/// Whether the words round a range make it the one who is sanctioned.
pub(super) fn is_sanctioned(text: &str, range: &Range<usize>) -> bool {
    let sentence = sentence(text, range);
    let (before, behind) = (&text[sentence.start..range.start], &text[range.end..sentence.end]);
    SANCTIONED_BEHIND.is_match(behind)
        || (SANCTIONED_BEFORE.is_match(before) && speaks_of_sanctions(&text[sentence]))
}

/// Whether the sentence round a range has somebody acting in it.
pub(super) fn someone_acts(text: &str, range: &Range<usize>) -> bool {
    ACTS.is_match(&text[sentence(text, range)])
}

/// Whether the sentence round a range says what was done to somebody.
pub(super) fn someone_undergoes(text: &str, range: &Range<usize>) -> bool {
    SPEAKS_OF_PASSIVE.is_match(&text[sentence(text, range)])
}
