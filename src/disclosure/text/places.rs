//! Vehicle plates and exact coordinates: where somebody is, and what they drive.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::{Page, Words};
use super::{Detector, Found, pattern};

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

static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u)\b([A-Za-z]{1,2})([ .\n_-]{0,3})([0-9]{1,4})([ .\n_-]{0,3})([A-Za-z]{1,3})\b")
});

/// Whether a group of digits stands between a word of one or two letters and another word.
fn is_plate_like(bytes: &[u8], group: &Range<usize>) -> bool {
    /// Digits of a plate, and separators between its parts.
    const MOST_DIGITS: usize = 4;
    const MOST_JOINTS: usize = 3;
    let joint = |byte: &&u8| matches!(byte, b' ' | b'.' | b'\n' | b'_' | b'-');
    if group.len() > MOST_DIGITS {
        return false;
    }
    let joints = bytes[..group.start].iter().rev().take(MOST_JOINTS).take_while(joint).count();
    let before = &bytes[..group.start - joints];
    let letters = before.iter().rev().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let joints = bytes[group.end..].iter().take(MOST_JOINTS).take_while(joint).count();
    matches!(letters, 1 | 2) && bytes.get(group.end + joints).is_some_and(u8::is_ascii_alphabetic)
}

/// Finds plates.
pub(super) fn find_plates(page: &Page<'_>, found: &mut Vec<Found>) {
    let mut at = 0;
    if !page.groups.iter().any(|group| is_plate_like(page.text().as_bytes(), group)) {
        return;
    }
    while let Some(captures) = PLATE.captures_at(page.text(), at) {
        let Some(whole) = captures.get(0) else { return };
        let group = |index: usize| captures.get(index).map_or("", |group| group.as_str());
        let (area, number, end) = (group(1), group(3), group(5));
        // What follows may begin inside: "no 12 DK 1234 AB".
        at = captures.get(3).map_or(whole.end(), |number| number.start()).max(at + 1);
        let (upper_area, upper_end) = (area.to_ascii_uppercase(), end.to_ascii_uppercase());
        let written_large = area == upper_area && end == upper_end;
        let named = page.near(&whole.range(), &VEHICLE_WORDS, 40, 16);
        let year = matches!(number.as_bytes(), [b'1', b'9', _, _] | [b'2', b'0', _, _]);
        let plausible = match (area.len(), number.len(), end.len()) {
            (2, 2..=4, 2..=3) | (2, 3..=4, 1) | (1, 3..=4, 2..=3) => !year || end.len() > 1,
            _ => false,
        };
        let ordinary = NO_ENDS.contains(&upper_end.as_str());
        let in_word =
            page.before(whole.start()).is_some_and(|byte| matches!(byte, b'/' | b'.' | b'-' | b'_' | b'<'))
                || page.text()[whole.end()..].starts_with(['/', '_'])
                || page.in_link(&whole.range());
        let fits = AREAS.contains(&upper_area.as_str())
            && !number.starts_with('0')
            && !in_word
            && (named && (written_large || !ordinary) || written_large && plausible && !ordinary);
        if fits {
            found.push(Found {
                detector: Detector::Plate,
                range: whole.range(),
                normal: format!("{upper_area}{number}{upper_end}"),
            });
            at = whole.end();
        }
    }
}

static DECIMAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} ) \s* °? \s* (?i: LS | LU | BT | S | N | E | ,? )
        [\s,;/|"']{0,6} (?: %2C | dan \s )? (?i: lon | lng | long | longitude | bujur )? [\s:="']{0,4}
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} )"#,
    )
});

static SEXAGESIMAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        [0-9]{1,3} \s* ° \s* [0-9]{1,2} \s* ['′’‘`]? \s* [0-9]{1,2} (?: [.,] [0-9]+ )? \s* (?: "|″|”|“|''|′′|’’ )? \s*
        (?: LS | LU | S | N ) [\s,;/|]* (?: dan \s+ )?
        [0-9]{1,3} \s* ° \s* [0-9]{1,2} \s* ['′’‘`]? \s* [0-9]{1,2} (?: [.,] [0-9]+ )? \s* (?: "|″|”|“|''|′′|’’ )? \s*
        (?: BT | BB | E | W )"#,
    )
});

/// Finds pairs of latitude and longitude, exact to some ten metres, that lie in Indonesia.
///
/// A span ("8°03′40″–8°23′00″ LS") describes an area, not a place, and is none.
pub(super) fn find_coordinates(page: &Page<'_>, found: &mut Vec<Found>) {
    if has_decimals(page.text().as_bytes()) {
        find_decimal(page, found);
    }
    if memchr::memmem::find(page.text().as_bytes(), "°".as_bytes()).is_some() {
        find_sexagesimal(page, found);
    }
}

/// Whether four digits stand behind a point or a comma somewhere.
fn has_decimals(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'.', b',', bytes)
        .any(|at| bytes[at + 1..].iter().take(4).filter(|byte| byte.is_ascii_digit()).count() == 4)
}

fn find_decimal(page: &Page<'_>, found: &mut Vec<Found>) {
    for captures in DECIMAL.captures_iter(page.text()) {
        let (Some(whole), Some(first), Some(second)) = (captures.get(0), captures.get(1), captures.get(2))
        else {
            continue;
        };
        let glued = page
            .before(first.start())
            .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        let apart = first.end() < second.start();
        let number = |text: &str| text.replace(' ', "").replace(',', ".").parse::<f64>().unwrap_or(f64::NAN);
        let (a, b) = (number(first.as_str()), number(second.as_str()));
        let latitude = |degrees: f64| (-11.5..=11.5).contains(&degrees);
        let longitude = |degrees: f64| (94.5..=141.5).contains(&degrees);
        if !glued && apart && (latitude(a) && longitude(b) || longitude(a) && latitude(b)) {
            push(found, whole.range(), page);
        }
    }
}

fn find_sexagesimal(page: &Page<'_>, found: &mut Vec<Found>) {
    for whole in SEXAGESIMAL.find_iter(page.text()) {
        let before = page.text()[..whole.start()].trim_end();
        let behind = page.text()[whole.end()..].trim_start();
        let span = |c: char| matches!(c, '-' | '–');
        if !before.ends_with(span) && !behind.starts_with(span) {
            push(found, whole.range(), page);
        }
    }
}

fn push(found: &mut Vec<Found>, range: std::ops::Range<usize>, page: &Page<'_>) {
    let normal = page.slice(range.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
    found.push(Found { detector: Detector::Coordinates, range, normal });
}
