//! NIP, NIK, KK and NPWP: numbers that identify a person.

use std::ops::Range;

use jiff::civil::Date;

use super::numbers::{Page, Run, Stretch, Words};
use super::{Detector, Found};

/// Provinces by their Kemendagri codes.
const PROVINCES: [u8; 39] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72,
    73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97,
];

static NIP_WORDS: Words = Words::new(&[
    "nip",
    "nippk",
    "nipppk",
    "ni pppk",
    "ni pns",
    "ni-pppk",
    "nomor induk pegawai",
    "nip.",
    "n i p",
]);
static OLD_NIP_WORDS: Words = Words::new(&["nip", "nip lama", "nomor induk pegawai"]);
static NIK_WORDS: Words = Words::new(&[
    "nik",
    "no_nik",
    "ktp",
    "no. ktp",
    "e-ktp",
    "ektp",
    "kk",
    "no_kk",
    "kartu keluarga",
    "n i k",
    "nomor induk kependudukan",
    "kartu tanda penduduk",
]);
/// Words about a person. Where one is near, digits in the form of a NIK are one.
static PERSON_WORDS: Words = Words::new(&[
    "nama",
    "penduduk",
    "warga",
    "lahir",
    "ttl",
    "umur",
    "jenis kelamin",
    "identitas",
    "sdr",
    "saudara",
    "saudari",
    "bapak",
    "ibu",
]);
static NPWP_WORDS: Words = Words::new(&["npwp", "n p w p", "nomor pokok wajib pajak"]);

/// The maximum distance of a keyword before a number, in bytes.
const WORD_BEFORE: usize = 48;
/// The maximum distance of a keyword after a number, in bytes: "1985… (NIP)".
const WORD_AFTER: usize = 12;

/// How far before a number of the right form a word still says that it is a person's, in bytes.
const FAR_BEFORE: usize = 96;
/// The same after it.
const FAR_AFTER: usize = 48;

/// Finds the numbers in one run.
pub(super) fn find(page: &Page<'_>, run: &Run, found: &mut Vec<Found>) {
    let mut first = 0;
    while first < run.groups.len() {
        let hit = nip(page, run, first)
            .or_else(|| citizen(page, run, first))
            .or_else(|| taxpayer(page, run, first));
        first = match hit {
            Some((detector, stretch)) => {
                found.push(Found { detector, range: stretch.range(), normal: stretch.digits(page.text()) });
                stretch.first + stretch.groups.len()
            }
            None => first + 1,
        };
    }
}

type Hit<'r> = Option<(Detector, Stretch<'r>)>;

fn nip<'r>(page: &Page<'_>, run: &'r Run, first: usize) -> Hit<'r> {
    if let Some(stretch) = run.stretch(first, 18) {
        let digits = stretch.digits(page.text());
        let named = || page.near(&stretch.range(), &NIP_WORDS, WORD_BEFORE, WORD_AFTER);
        // One number contains at most one date. Two dates are a period.
        let plausible = is_nip(&digits) && stretch.dates(page.text()) < 2;
        if (plausible || named()) && !is_one_digit(&digits) && !stretch.cuts(page.text()).is_column() {
            return Some((Detector::Nip, stretch));
        }
    }
    // Numbers from before 2008 have nine digits and no structure. Only a keyword identifies them.
    let stretch = run.stretch(first, 9)?;
    let whole = first == 0 && stretch.groups.len() == run.groups.len();
    let digits = stretch.digits(page.text());
    let grouped = stretch.cuts(page.text());
    let shaped = grouped.none() || grouped.fit(&[3, 3, 3]) || grouped.fit(&[2, 3, 4]);
    let named = page.near(&stretch.range(), &OLD_NIP_WORDS, 20, 8);
    (whole && shaped && named && !is_one_digit(&digits)).then_some((Detector::Nip, stretch))
}

/// Whether 18 digits can be a NIP: a birth date, a month of appointment, a sex, a serial number.
///
/// Contract staff of the government (PPPK) have a code 21–29 in place of the month.
pub(super) fn is_nip(digits: &str) -> bool {
    let number = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else {
        return false;
    };
    let (Some(appointed), Some(code), Some(sex), Some(serial)) =
        (number(8..12), number(12..14), number(14..15), number(15..18))
    else {
        return false;
    };
    let born = i8::try_from(month).ok().zip(i8::try_from(day).ok());
    (1940..=2010).contains(&year)
        && born.is_some_and(|(month, day)| Date::new(year, month, day).is_ok())
        && (1960..=2060).contains(&appointed)
        && appointed >= year + 14
        && (matches!(code, 1..=12) || matches!(code, 21..=29))
        && matches!(sex, 1 | 2)
        && serial > 0
}

fn citizen<'r>(page: &Page<'_>, run: &'r Run, first: usize) -> Hit<'r> {
    let stretch = run.stretch(first, 16)?;
    let digits = stretch.digits(page.text());
    let range = stretch.range();
    let cuts = stretch.cuts(page.text());
    if is_one_digit(&digits) || stretch.is_thousands(page.text()) || cuts.is_column() {
        return None;
    }
    if stretch.dates(page.text()) < 2 && page.near(&range, &NIK_WORDS, WORD_BEFORE, WORD_AFTER) {
        return Some((Detector::Nik, stretch));
    }
    // Separate single digits are one number only if nothing else is in the run.
    let singly =
        cuts.fit(&[1; 16]) && stretch.is_uniform(page.text()) && stretch.groups.len() == run.groups.len();
    let shaped = cuts.none()
        || singly
        || [
            &[4, 4, 4, 4][..],
            &[6, 6, 4],
            &[6, 2, 2, 2, 4],
            &[2, 2, 2, 6, 4],
            &[2, 2, 2, 2, 2, 2, 4],
            &[2, 4, 6, 4],
            &[4, 2, 6, 4],
        ]
        .iter()
        .any(|lengths| cuts.fit(lengths));
    let is_like = shaped && stretch.dates(page.text()) == 0 && is_nik(&digits);
    let is_person = || {
        page.near(&range, &NIK_WORDS, FAR_BEFORE, FAR_AFTER)
            || PERSON_WORDS.stand_in(page.slice(range.start.saturating_sub(FAR_BEFORE)..range.start))
            || PERSON_WORDS.stand_in(page.slice(range.end..range.end + FAR_AFTER))
    };
    is_like.then(|| (if is_person() { Detector::Nik } else { Detector::NikLike }, stretch))
}

/// Whether a text has a word for the number of a citizen or of an employee.
pub(super) fn speaks_of_numbers_of_persons(text: &str) -> bool {
    [&NIK_WORDS, &NIP_WORDS, &NPWP_WORDS].iter().any(|words| words.stand_in(text))
}

/// Whether 16 digits can be a NIK: a region, a birth date (women: day + 40), a serial number.
pub(super) fn is_nik(digits: &str) -> bool {
    let number = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u16>().ok());
    let pairs: Option<Vec<u16>> = (0..6).map(|pair| number(pair * 2..pair * 2 + 2)).collect();
    let Some([province, regency, district, day, month, _]) = pairs.as_deref() else { return false };
    PROVINCES.iter().any(|known| u16::from(*known) == *province)
        && (1..=99).contains(regency)
        && (1..=70).contains(district)
        && (matches!(day, 1..=31) || matches!(day, 41..=71))
        && (1..=12).contains(month)
        && number(12..16).is_some_and(|serial| serial > 0)
}

fn taxpayer<'r>(page: &Page<'_>, run: &'r Run, first: usize) -> Hit<'r> {
    let text = page.text();
    if let Some(stretch) = run.stretch(first, 15) {
        let digits = stretch.digits(text);
        let cuts = stretch.cuts(text);
        let shaped = cuts.fit(&[2, 3, 3, 1, 3, 3]);
        let formatted = shaped && stretch.separators(text) == [".", ".", ".", "-", "."];
        let named = || page.near(&stretch.range(), &NPWP_WORDS, WORD_BEFORE, WORD_AFTER);
        let singly =
            cuts.fit(&[1; 15]) && stretch.is_uniform(text) && stretch.groups.len() == run.groups.len();
        let bare =
            (shaped || cuts.none() || singly) && passes_luhn(&digits[..9]) && !page.in_link(&stretch.range());
        // The last digits of a longer number are not an NPWP.
        let alone = first == 0;
        if !is_one_digit(&digits)
            && !stretch.is_thousands(text)
            && !cuts.is_column()
            && (formatted || bare && alone || named())
        {
            return Some((Detector::Npwp, stretch));
        }
    }
    let stretch = run.stretch(first, 16)?;
    let digits = stretch.digits(text);
    let cuts = stretch.cuts(text);
    let shaped = cuts.none() || cuts.fit(&[4, 4, 4, 4]) || cuts.fit(&[3, 3, 3, 1, 3, 3]);
    let named = || page.near(&stretch.range(), &NPWP_WORDS, WORD_BEFORE, WORD_AFTER);
    // Since 2024, the number of an institution is its old one with a leading zero. The number of a person is
    // the NIK.
    let widened = digits.starts_with('0')
        && !digits.starts_with("00000")
        && shaped
        && passes_luhn(&digits[1..10])
        && !page.in_link(&stretch.range());
    (!is_one_digit(&digits) && !stretch.is_thousands(text) && (widened || named()))
        .then_some((Detector::Npwp, stretch))
}

/// The check digit of an NPWP: Luhn over its first nine digits.
pub(super) fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `000000000000000000`: a blank form.
pub(super) fn is_one_digit(digits: &str) -> bool {
    digits.bytes().all(|byte| Some(byte) == digits.bytes().next())
}

/// The keywords directly before numbers in which letters may replace digits, and the length of those numbers.
const DISGUISED: [(&str, usize, Detector); 3] =
    [("nip", 18, Detector::Nip), ("nik", 16, Detector::Nik), ("ktp", 16, Detector::Nik)];
/// The maximum number of bytes between such a keyword and its number.
const LONGEST_LEAD: usize = 6;
/// Bytes that may be between such a keyword and the first real digit of its number.
const IS_LEAD: [bool; 256] = {
    let (mut is_lead, mut byte) = ([false; 256], 0);
    while byte < is_lead.len() {
        is_lead[byte] = is_between(byte as u8) || disguise(byte as u8).is_some();
        byte += 1;
    }
    is_lead
};
/// The maximum length of such a number in bytes.
const LONGEST_DISGUISED: usize = 60;

/// Finds NIP and NIK in which letters replace digits (`l985O1O1…`), directly after those keywords.
pub(super) fn find_disguised(page: &Page<'_>, found: &mut Vec<Found>) {
    let bytes = page.text().as_bytes();
    for group in &page.groups {
        // Some digits are real. The keyword ends where the bytes before the first one cannot belong to the
        // number.
        let before = &bytes[..group.start];
        let longest = LONGEST_LEAD + LONGEST_DISGUISED;
        let lead = before.iter().rev().take(longest).take_while(|byte| IS_LEAD[usize::from(**byte)]).count();
        let behind_word = group.start - lead;
        if !matches!(before[..behind_word], [.., b'p' | b'P' | b'k' | b'K']) {
            continue;
        }
        for (word, length, detector) in DISGUISED {
            let Some(at) = behind_word.checked_sub(word.len()) else { continue };
            if bytes[at..behind_word].eq_ignore_ascii_case(word.as_bytes())
                && !page.before(at).is_some_and(|byte| byte.is_ascii_alphabetic())
                && let Some((range, normal)) = disguised(bytes, behind_word, length)
            {
                found.push(Found { detector, range, normal });
            }
        }
    }
}

/// The number of `length` digits, some replaced by letters, after the keyword that ends at `at`.
fn disguised(bytes: &[u8], at: usize, length: usize) -> Option<(Range<usize>, String)> {
    /// The minimum number of real digits, so that no word is read as a number.
    const FEWEST_REAL: usize = 8;
    let lead = bytes[at..].iter().take(LONGEST_LEAD).take_while(|byte| is_between(**byte)).count();
    let start = at + lead;
    if lead == 0 && bytes.get(start).is_none_or(|byte| !byte.is_ascii_digit()) {
        return None;
    }
    let (mut digits, mut real, mut end) = (String::new(), 0, start);
    for (position, byte) in bytes.iter().enumerate().skip(start).take(LONGEST_DISGUISED) {
        match byte {
            b'0'..=b'9' => {
                digits.push(char::from(*byte));
                real += 1;
            }
            b' ' | b'.' | b'-' | b'\n' => continue,
            _ => match disguise(*byte) {
                Some(digit) => digits.push(digit),
                None => break,
            },
        }
        end = position + 1;
        if digits.len() == length {
            break;
        }
    }
    let next = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let is_disguised = real < digits.len() && real >= FEWEST_REAL && digits.len() == length && !next;
    is_disguised.then_some((start..end, digits))
}

/// Whether a byte may be between a keyword and its number.
const fn is_between(byte: u8) -> bool {
    matches!(byte, b' ' | b'.' | b':' | b'=' | b'"' | b'\'' | b'-' | b'\n' | b'|')
}

/// The digit that a letter or other character replaces.
const fn disguise(byte: u8) -> Option<char> {
    match byte {
        b'O' | b'o' => Some('0'),
        b'I' | b'l' | b'i' | b'|' => Some('1'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::normal::Normal;
    use super::super::numbers::Header;
    use super::*;

    proptest! {
        #[test]
        fn disguised_numbers_are_those_behind_every_word_for_them(numbers in prop::collection::vec(
            (
                prop::sample::select(vec!["", "a", "é", " ", "1 ", "i", "nip "]),
                prop::sample::select(vec!["nip", "NIP", "nik", "Ktp", "kk"]),
                "[ .:=\"'\n|-]{0,7}",
                prop::collection::vec(prop::sample::select(vec![
                    "0", "1", "2", "9", "19", "O", "o", "l", "I", "i", "|", "1 ", "l.", "2-", "\n1",
                ]), 14..=19),
                prop::sample::select(vec!["", " ", ";", "a", "1", "\n"]),
            ),
            1..4,
        )) {
            let text: String = numbers
                .iter()
                .map(|(before, word, lead, digits, behind)| format!("{before}{word}{lead}{}{behind}", digits.concat()))
                .collect();
            let (normal, header) = (Normal::of(&text, 0..text.len()), Header::default());
            let page = Page::new(&normal, &header);
            let mut found = Vec::new();
            find_disguised(&page, &mut found);
            let mut found: Vec<_> = found.into_iter().map(|found| (found.range.start, found.normal)).collect();
            found.sort();
            let mut expected = Vec::new();
            for (word, length, _) in DISGUISED {
                for (at, _) in page.text().to_ascii_lowercase().match_indices(word) {
                    if !page.before(at).is_some_and(|byte| byte.is_ascii_alphabetic()) {
                        let number = disguised(page.text().as_bytes(), at + word.len(), length);
                        expected.extend(number.map(|(range, digits)| (range.start, digits)));
                    }
                }
            }
            expected.sort();
            prop_assert_eq!(found, expected, "{:?}", text);
        }
    }
}
