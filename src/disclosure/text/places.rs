//! Vehicle plates and exact coordinates.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use regex_automata::meta;

use super::numbers::{Page, Words};
use super::patterns::{group, local, matches, pattern};
use super::{Detector, Found};

/// The letters that plates begin with, by area of registration.
const AREAS: [&str; 64] = [
    "A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA", "AB", "AD",
    "AE", "AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA", "DB", "DC", "DD",
    "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR", "DS", "DT", "DW", "EA", "EB", "ED", "EE", "KB",
    "KH", "KT", "KU", "PA", "PB", "PG", "PS", "PT", "QH", "QZ",
];
/// Short words in capitals, and Roman numerals, that can follow a number and do not end a plate.
const NO_ENDS: [&str; 48] = [
    "AB", "AP", "ASN", "ATM", "BAB", "CM", "DAN", "DI", "GB", "HA", "HP", "II", "III", "IV", "IX", "JO",
    "KB", "KE", "KG", "KM", "KPU", "LED", "M", "MB", "MK", "MM", "NO", "OPD", "PNS", "PP", "RI", "RT", "RW",
    "SD", "SK", "SMA", "SMP", "TA", "TH", "TNI", "TPS", "UU", "VI", "VII", "WIB", "WIT", "XI", "XII",
];
/// Keywords for plates. Next to one, any such token is a plate, in lower case too.
static VEHICLE_WORDS: Words = Words::new(&[
    "plat",
    "pelat",
    "nopol",
    "no.pol",
    "no. pol",
    "nomor polisi",
    "polisi",
    "kendaraan",
    "mobil",
    "motor",
    "sepeda motor",
    "bernopol",
    "tnkb",
    "berplat",
    "berpelat",
    "randis",
]);

/// One or two letters, digits, and one to three letters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plate {
    area: Range<usize>,
    number: Range<usize>,
    end: Range<usize>,
}

static PLATE: LazyLock<meta::Regex> =
    LazyLock::new(|| local(r"(?-u)\b([A-Za-z]{1,2})[ .\n_-]{0,3}([0-9]{1,4})[ .\n_-]{0,3}([A-Za-z]{1,3})\b"));
/// The maximum number of bytes of a plate before and after its digits.
const AROUND_NUMBER: [usize; 2] = [5, 6];

/// Text in the form of a plate. The pattern is tried around short groups of digits between words as short as those of
/// a plate.
fn plates(text: &str, groups: &[Range<usize>]) -> Vec<Plate> {
    const MOST_DIGITS: usize = 4;
    let bytes = text.as_bytes();
    let [longest_before, longest_behind] = AROUND_NUMBER;
    let around = groups.iter().filter(|group| group.len() <= MOST_DIGITS).filter_map(|group| {
        let fits = is_short_word(bytes[..group.start].iter().rev(), 2)
            && is_short_word(bytes[group.end..].iter(), 3);
        let end = (group.end + longest_behind).min(bytes.len());
        fits.then(|| group.start.saturating_sub(longest_before)..end)
    });
    let found = matches(&PLATE, text, around, 2);
    let plate = |found: &_| Plate { area: group(found, 1), number: group(found, 2), end: group(found, 3) };
    found.iter().map(plate).collect()
}

/// Whether a word of at most `longest` letters follows, perhaps after up to three joints. Nearly all numbers of a text
/// fail here.
fn is_short_word<'b>(bytes: impl Iterator<Item = &'b u8>, longest: usize) -> bool {
    const JOINTS: usize = 3;
    let mut bytes = bytes.peekable();
    for _ in 0..JOINTS {
        bytes.next_if(|byte| matches!(byte, b' ' | b'.' | b'\n' | b'_' | b'-'));
    }
    let letters =
        std::iter::from_fn(|| bytes.next_if(|byte| byte.is_ascii_alphabetic())).take(longest).count();
    letters > 0 && !bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Finds plates.
pub(super) fn find_plates(page: &Page<'_>, found: &mut Vec<Found>) {
    let text = page.text();
    let mut from = 0;
    for plate in plates(text, &page.groups) {
        if plate.area.start >= from && is_plate(page, &plate) {
            let parts = [&plate.area, &plate.number, &plate.end];
            let normal: String =
                parts.iter().map(|part| text[(*part).clone()].to_ascii_uppercase()).collect();
            found.push(Found { detector: Detector::Plate, range: plate.area.start..plate.end.end, normal });
            from = plate.end.end;
        }
    }
}

fn is_plate(page: &Page<'_>, plate: &Plate) -> bool {
    let text = page.text();
    let (area, number, end) =
        (&text[plate.area.clone()], &text[plate.number.clone()], &text[plate.end.clone()]);
    let (upper_area, upper_end) = (area.to_ascii_uppercase(), end.to_ascii_uppercase());
    if !AREAS.contains(&upper_area.as_str()) || number.starts_with('0') {
        return false;
    }
    let whole = plate.area.start..plate.end.end;
    let written_large = area == upper_area && end == upper_end;
    let year = matches!(number.as_bytes(), [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let plausible = match (area.len(), number.len(), end.len()) {
        (2, 2..=4, 2..=3) | (2, 3..=4, 1) | (1, 3..=4, 2..=3) => !year || end.len() > 1,
        _ => false,
    };
    let ordinary = NO_ENDS.contains(&upper_end.as_str());
    let named = || page.near(&whole, &VEHICLE_WORDS, 40, 16);
    let in_word = || {
        page.before(whole.start).is_some_and(|byte| matches!(byte, b'/' | b'.' | b'-' | b'_' | b'<'))
            || text[whole.end..].starts_with(['/', '_'])
            || page.in_link(&whole)
    };
    (written_large && plausible && !ordinary || (written_large || !ordinary) && named()) && !in_word()
}

/// Two decimal numbers such as `-8.1234`: a precision of about ten metres or better.
static DECIMAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} ) \s* °? \s* (?i: LS | LU | BT | S | N | E | ,? )
        [\s,;/|"']{0,6} (?: %2C | dan \s )? (?i: lon | lng | long | longitude | bujur )? [\s:="']{0,4}
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} )"#,
    )
});

/// Two angles like `8° 6′ 30.5″`.
static SEXAGESIMAL: LazyLock<Regex> = LazyLock::new(|| {
    const ANGLE: &str = r#"[0-9]{1,3} \s* ° \s* [0-9]{1,2} \s* ['′’‘`]? \s* [0-9]{1,2} (?: [.,] [0-9]+ )? \s* (?: "|″|”|“|''|′′|’’ )? \s*"#;
    pattern(&format!(
        r"(?x) {ANGLE} (?: LS | LU | S | N ) [\s,;/|]* (?: dan \s+ )? {ANGLE} (?: BT | BB | E | W )"
    ))
});

/// Finds pairs of latitude and longitude in Indonesia, with a precision of about ten metres.
///
/// A span ("8°03′40″–8°23′00″ LS") describes an area, not a place. It is not reported.
pub(super) fn find_coordinates(page: &Page<'_>, found: &mut Vec<Found>) {
    find_decimal(page, found);
    find_sexagesimal(page, found);
}

/// Two decimal numbers that may be latitude and longitude.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    first: Range<usize>,
    second: Range<usize>,
}

/// The pairs of decimal numbers in a text; `groups` are its groups of digits.
fn decimal_pairs(text: &str, groups: &[Range<usize>]) -> Vec<Pair> {
    let bytes = text.as_bytes();
    // At least four digits after the point, and one before it.
    let mut decimals = groups.iter().filter(|group| {
        let before = &bytes[..group.start];
        group.len() >= 4 && matches!(before, [.., digit, b'.' | b','] if digit.is_ascii_digit())
    });
    if decimals.nth(1).is_none() {
        return Vec::new();
    }
    let both = DECIMAL.captures_iter(text).filter_map(|pair| pair.get(1).zip(pair.get(2)));
    both.map(|(first, second)| Pair { first: first.range(), second: second.range() }).collect()
}

/// The pairs of degrees, minutes and seconds in a text.
fn sexagesimal_pairs(text: &str) -> Vec<Range<usize>> {
    if memchr::memmem::find(text.as_bytes(), "°".as_bytes()).is_none() {
        return Vec::new();
    }
    SEXAGESIMAL.find_iter(text).map(|pair| pair.range()).collect()
}

fn find_decimal(page: &Page<'_>, found: &mut Vec<Found>) {
    for Pair { first, second } in decimal_pairs(page.text(), &page.groups) {
        let glued =
            page.before(first.start).is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        let apart = first.end < second.start;
        let number = |range: &Range<usize>| {
            page.text()[range.clone()].replace(' ', "").replace(',', ".").parse::<f64>().unwrap_or(f64::NAN)
        };
        let (a, b) = (number(&first), number(&second));
        let latitude = |degrees: f64| (-11.5..=11.5).contains(&degrees);
        let longitude = |degrees: f64| (94.5..=141.5).contains(&degrees);
        if !glued && apart && (latitude(a) && longitude(b) || longitude(a) && latitude(b)) {
            push(found, first.start..second.end, page);
        }
    }
}

fn find_sexagesimal(page: &Page<'_>, found: &mut Vec<Found>) {
    for whole in sexagesimal_pairs(page.text()) {
        let before = page.text()[..whole.start].trim_end();
        let behind = page.text()[whole.end..].trim_start();
        let span = |c: char| matches!(c, '-' | '–');
        if !before.ends_with(span) && !behind.starts_with(span) {
            push(found, whole, page);
        }
    }
}

fn push(found: &mut Vec<Found>, range: std::ops::Range<usize>, page: &Page<'_>) {
    let written = page.slice(range.clone()).to_ascii_lowercase();
    let normal = written.split_whitespace().collect::<Vec<_>>().join(" ");
    found.push(Found { detector: Detector::Coordinates, range, normal });
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Fails if the plates and coordinates found differ from those found anywhere in the text of a page.
    pub(in crate::disclosure::text) fn compare(page: &Page<'_>) {
        let text = page.text();
        let plates_everywhere = matches(&PLATE, text, std::iter::once(0..text.len()), 2);
        let numbers: Vec<Range<usize>> = plates_everywhere.iter().map(|plate| group(plate, 2)).collect();
        let found: Vec<Range<usize>> =
            plates(text, &page.groups).into_iter().map(|plate| plate.number).collect();
        assert_eq!(found, numbers, "{text:?}");
        assert_eq!(decimal_pairs(text, &page.groups).len(), DECIMAL.find_iter(text).count(), "{text:?}");
        assert_eq!(sexagesimal_pairs(text).len(), SEXAGESIMAL.find_iter(text).count(), "{text:?}");
    }
}
