//! Vehicle plates and exact coordinates: where somebody is, and what they drive.

use std::ops::Range;

use super::numbers::{Page, Words};
use super::pieces::is_space;
use super::shape::{Case, GAP, SPACES, Shape};
use super::{Detector, Found};
use Shape::{All, AnyCase, Chars, Either, Maybe, Text};

/// The letters that plates begin with, by area of registration.
const AREAS: [&str; 64] = [
    "A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA", "AB", "AD",
    "AE", "AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA", "DB", "DC", "DD",
    "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR", "DS", "DT", "DW", "EA", "EB", "ED", "EE", "KB",
    "KH", "KT", "KU", "PA", "PB", "PG", "PS", "PT", "QH", "QZ",
];
/// Short words in capitals, and Roman numbers, that stand behind a number and are no end of a plate.
const NO_ENDS: [&str; 48] = [
    "AB", "AP", "ASN", "ATM", "BAB", "CM", "DAN", "DI", "GB", "HA", "HP", "II", "III", "IV", "IX", "JO",
    "KB", "KE", "KG", "KM", "KPU", "LED", "M", "MB", "MK", "MM", "NO", "OPD", "PNS", "PP", "RI", "RT", "RW",
    "SD", "SK", "SMA", "SMP", "TA", "TH", "TNI", "TPS", "UU", "VI", "VII", "WIB", "WIT", "XI", "XII",
];
/// Words beside which any such token is a plate, in small letters too.
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

/// One or two letters, digits, and one to three letters more, as a plate has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plate {
    pub(super) area: Range<usize>,
    pub(super) number: Range<usize>,
    pub(super) end: Range<usize>,
}

impl Plate {
    /// What is written like a plate round a group of digits.
    pub(super) fn round(bytes: &[u8], number: &Range<usize>) -> Option<Self> {
        /// Digits of a plate, letters of its end, and separators between its parts.
        const MOST_DIGITS: usize = 4;
        const MOST_LETTERS: usize = 3;
        const MOST_JOINTS: usize = 3;
        let joint = |byte: &&u8| matches!(byte, b' ' | b'.' | b'\n' | b'_' | b'-');
        let letter = |byte: &&u8| byte.is_ascii_alphabetic();
        if number.len() > MOST_DIGITS {
            return None;
        }
        let joints = bytes[..number.start].iter().rev().take(MOST_JOINTS).take_while(joint).count();
        let before = &bytes[..number.start - joints];
        let letters = before.iter().rev().take(3).take_while(letter).count();
        if !matches!(letters, 1 | 2) {
            return None;
        }
        let area = before.len() - letters..before.len();
        let joints = bytes[number.end..].iter().take(MOST_JOINTS).take_while(joint).count();
        let start = number.end + joints;
        let letters_behind = bytes[start..].iter().take(MOST_LETTERS).take_while(letter).count();
        let end = start..start + letters_behind;
        let in_word =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let apart = !in_word(bytes[..area.start].last()) && !in_word(bytes.get(end.end));
        (letters_behind > 0 && apart).then(|| Self { area, number: number.clone(), end })
    }
}

/// Finds plates.
pub(super) fn find_plates(page: &Page<'_>, found: &mut Vec<Found>) {
    let text = page.text();
    let mut from = 0;
    for group in &page.groups {
        let Some(plate) = Plate::round(text.as_bytes(), group) else { continue };
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

const ONE_DIGIT_TO_TWO: Shape = Chars(is_digit, 1, 2);
const DEGREES: Shape = Chars(is_digit, 1, 3);

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// `-8.1234`: some ten metres or finer.
const DECIMAL: Shape = All(&[
    Chars(|c| matches!(c, '-' | '+'), 0, 1),
    Chars(|c| c == ' ', 0, 1),
    DEGREES,
    Chars(|c| matches!(c, '.' | ','), 1, 1),
    Chars(is_digit, 4, usize::MAX),
]);
/// The most characters of [`DECIMAL`] before its point.
const BEFORE_POINT: usize = 5;

/// What stands between latitude and longitude.
const TO_LONGITUDE: Shape = All(&[
    SPACES,
    Maybe(&Text("°")),
    SPACES,
    Maybe(&AnyCase(&Shape::Words(&["LS", "LU", "BT", "S", "N", "E", ","]))),
    Chars(|c| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '"' | '\''), 0, 6),
    Maybe(&Either(&[Text("%2C"), All(&[Text("dan"), Chars(char::is_whitespace, 1, 1)])])),
    Maybe(&AnyCase(&Shape::Words(&["lon", "lng", "long", "longitude", "bujur"]))),
    Chars(|c| c.is_whitespace() || matches!(c, ':' | '=' | '"' | '\''), 0, 4),
]);

/// `8° 6′ 30.5″`.
const SEXAGESIMAL: Shape = All(&[
    DEGREES,
    SPACES,
    Text("°"),
    SPACES,
    ONE_DIGIT_TO_TWO,
    SPACES,
    Chars(|c| matches!(c, '\'' | '′' | '’' | '‘' | '`'), 0, 1),
    SPACES,
    ONE_DIGIT_TO_TWO,
    Maybe(&All(&[Chars(|c| matches!(c, '.' | ','), 1, 1), Chars(is_digit, 1, usize::MAX)])),
    SPACES,
    Maybe(&Shape::Words(&["\"", "″", "”", "“", "\'\'", "′′", "’’"])),
    SPACES,
]);
const SEXAGESIMAL_PAIR: Shape = All(&[
    SEXAGESIMAL,
    Shape::Words(&["LS", "LU", "S", "N"]),
    Chars(|c| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|'), 0, usize::MAX),
    Maybe(&All(&[Text("dan"), GAP])),
    SEXAGESIMAL,
    Shape::Words(&["BT", "BB", "E", "W"]),
]);

/// Finds pairs of latitude and longitude, exact to some ten metres, that lie in Indonesia.
///
/// A span ("8°03′40″–8°23′00″ LS") describes an area, not a place, and is none.
pub(super) fn find_coordinates(page: &Page<'_>, found: &mut Vec<Found>) {
    find_decimal(page, found);
    find_sexagesimal(page, found);
}

/// Two decimal numbers that may be latitude and longitude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) first: Range<usize>,
    pub(super) second: Range<usize>,
}

/// The pairs of decimal numbers in a text; `groups` are its groups of digits.
pub(super) fn decimal_pairs(text: &str, groups: &[Range<usize>]) -> Vec<Pair> {
    let bytes = text.as_bytes();
    // At least four digits stand behind the point, and one before.
    let decimals = groups.iter().filter(|group| {
        let before = &bytes[..group.start];
        group.len() >= 4 && matches!(before, [.., digit, b'.' | b','] if digit.is_ascii_digit())
    });
    let (mut pairs, mut from): (Vec<Pair>, usize) = (Vec::new(), 0);
    for point in decimals.map(|group| group.start - 1) {
        let starts = point.saturating_sub(BEFORE_POINT).max(from)..point;
        if let Some(pair) =
            starts.filter(|at| text.is_char_boundary(*at)).find_map(|at| decimal_pair(text, at))
        {
            from = pair.second.end;
            pairs.push(pair);
        }
    }
    pairs
}

fn decimal_pair(text: &str, at: usize) -> Option<Pair> {
    let mut pair = None;
    DECIMAL.ends(text, at, Case::Written, &mut |end| {
        TO_LONGITUDE.ends(text, end, Case::Written, &mut |second| {
            pair = DECIMAL.end(text, second).map(|last| Pair { first: at..end, second: second..last });
            pair.is_some()
        })
    });
    pair
}

/// The pairs of degrees, minutes and seconds in a text; `groups` are its groups of digits.
pub(super) fn sexagesimal_pairs(text: &str, groups: &[Range<usize>]) -> Vec<Range<usize>> {
    let before_degree = |group: &&Range<usize>| {
        let behind = &text.as_bytes()[group.end..];
        let spaces = behind.iter().take_while(|byte| is_space(byte)).count();
        behind[spaces..].starts_with("°".as_bytes())
    };
    let (mut pairs, mut from): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    for digits in groups.iter().filter(before_degree) {
        let starts = digits.end.saturating_sub(3).max(from)..digits.end;
        let found = starts
            .filter(|at| text.as_bytes()[*at].is_ascii_digit())
            .find_map(|at| Some(at..SEXAGESIMAL_PAIR.end(text, at)?));
        if let Some(pair) = found {
            from = pair.end;
            pairs.push(pair);
        }
    }
    pairs
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
    for whole in sexagesimal_pairs(page.text(), &page.groups) {
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
