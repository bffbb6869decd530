//! NIP, NIK, KK and NPWP: numbers that are a person.

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
static NPWP_WORDS: Words = Words::new(&["npwp", "n p w p", "nomor pokok wajib pajak"]);

/// How far a word may stand before a number to tell what it is, in bytes.
const WORD_BEFORE: usize = 48;
/// And behind it: "1985… (NIP)".
const WORD_AFTER: usize = 12;

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
        // One number holds one date at most; two of them are a period.
        let plausible = is_nip(&digits) && stretch.dates(page.text()) < 2;
        if (plausible || named()) && !is_one_digit(&digits) && !stretch.cuts(page.text()).is_column() {
            return Some((Detector::Nip, stretch));
        }
    }
    // Numbers of before 2008 have nine digits and no form of their own: only the word tells.
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
/// Contract staff of the government (PPPK) carry a code 21–29 where the month stands.
pub(super) fn is_nip(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
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
    // A row of single digits is one number only if it is nothing else.
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
    (shaped && stretch.dates(page.text()) == 0 && is_nik(&digits)).then_some((Detector::Nik, stretch))
}

/// Whether 16 digits can be a NIK: a region, a birth date (women: day + 40), a serial number.
pub(super) fn is_nik(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u16>().ok());
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
        // The last digits of a longer number are none of their own.
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
    // Since 2024 an institution's number is its old one with a leading zero; a person's is the NIK.
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

/// `000000000000000000`: a form to fill in.
pub(super) fn is_one_digit(digits: &str) -> bool {
    digits.bytes().all(|byte| Some(byte) == digits.bytes().next())
}

/// Finds NIP and NIK in which letters stand for digits (`l985O1O1…`), directly behind those words.
pub(super) fn find_disguised(page: &Page<'_>, found: &mut Vec<Found>) {
    /// Real digits that must be among them, so that no word is read as a number.
    const FEWEST_REAL: usize = 8;
    for (words, lengths) in [("nip", [18, 18]), ("nik", [16, 16]), ("ktp", [16, 16])] {
        for at in memchr::memmem::find_iter(page.lower.as_bytes(), words) {
            let bytes = page.text().as_bytes();
            if page.before(at).is_some_and(|byte| byte.is_ascii_alphabetic()) {
                continue;
            }
            let lead =
                bytes[at + 3..].iter().take(6).take_while(|byte| b" .:=\"'-\n|".contains(byte)).count();
            let start = at + 3 + lead;
            if lead == 0 && bytes.get(start).is_none_or(|byte| !byte.is_ascii_digit()) {
                continue;
            }
            let (mut digits, mut real, mut end) = (String::new(), 0, start);
            for (position, byte) in bytes.iter().enumerate().skip(start).take(60) {
                match byte {
                    b'0'..=b'9' => {
                        digits.push(char::from(*byte));
                        real += 1;
                    }
                    b'O' | b'o' => digits.push('0'),
                    b'I' | b'l' | b'i' | b'|' => digits.push('1'),
                    b' ' | b'.' | b'-' | b'\n' => continue,
                    _ => break,
                }
                end = position + 1;
                if digits.len() == lengths[0] {
                    break;
                }
            }
            let next = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
            let disguised = real < digits.len() && real >= FEWEST_REAL && digits.len() == lengths[0] && !next;
            if disguised {
                let detector = if words == "nip" { Detector::Nip } else { Detector::Nik };
                found.push(Found { detector, range: start..end, normal: digits });
            }
        }
    }
}
