//! The meaning of single characters for the gate: digits of every script, spaces, dashes, and entities.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The zero digit of each script (general category Nd, Unicode 16), in order.
const ZEROS: [u32; 75] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730,
    0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0,
    0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0,
    0x1E5F1, 0x1E950,
];

/// The digits of the "legacy computing" block, which is not adjacent to the other scripts.
const LEGACY_ZERO: u32 = 0x1FBF0;

/// The value of a decimal digit of any script except ASCII.
fn decimal(c: char) -> Option<u8> {
    let code = u32::from(c);
    let zero = match ZEROS.partition_point(|zero| *zero <= code) {
        0 => return None,
        _ if code >= LEGACY_ZERO => LEGACY_ZERO,
        after => ZEROS[after - 1],
    };
    u8::try_from(code - zero).ok().filter(|value| *value < 10)
}

/// The normal form of one character, or of the character that an entity or escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Removed: invisible characters and marks.
    Nothing,
    /// One ASCII character.
    Ascii(u8),
    /// The character itself, or its NFKC form.
    Other,
}

/// The normal form of a character outside ASCII.
///
/// Spaces and dashes of all widths become ASCII, digits of all scripts become ASCII digits, and invisible
/// characters are removed.
pub(super) fn meaning(c: char) -> Meaning {
    if c.is_ascii() {
        // A control character stays as it is.
        return u8::try_from(u32::from(c)).map_or(Meaning::Other, Meaning::Ascii);
    }
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Meaning::Nothing,
        '\u{2028}' | '\u{2029}' | '\u{85}' => Meaning::Ascii(b'\n'),
        // Armenian, Hebrew, Mongolian … hyphens, the dashes, the minus signs, and the hyphen bullet.
        '\u{58a}'
        | '\u{5be}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{30fb}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => Meaning::Ascii(b'-'),
        '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{3002}'
        | '\u{ff0e}' | '\u{ff61}' => Meaning::Ascii(b'.'),
        // Used as degree signs. NFKC would turn the first one into an "o".
        '\u{ba}' | '\u{2da}' => Meaning::Other,
        _ if c.is_whitespace() || c == '\u{2800}' => Meaning::Ascii(b' '),
        _ if is_combining_mark(c) => Meaning::Nothing,
        _ => match decimal(c) {
            Some(value) => Meaning::Ascii(b'0' + value),
            None => Meaning::Other,
        },
    }
}

/// Whether a character outside ASCII may be, or hide, a part of a number or an address.
pub(super) fn may_be_part(c: char) -> Part {
    match meaning(c) {
        Meaning::Ascii(b'0'..=b'9') => Part::Digit,
        Meaning::Ascii(_) | Meaning::Nothing => Part::Joint,
        // Circled digits, superscripts, full-width brackets …
        Meaning::Other => match std::iter::once(c).nfkc().next() {
            Some('0'..='9') => Part::Digit,
            Some('@') => Part::At,
            Some('(' | ')' | '+' | '.' | '-' | '_' | '*') => Part::Joint,
            _ => Part::Outside,
        },
    }
}

/// The role of a character in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One or more digits.
    Digit,
    /// A separator between digits.
    Joint,
    /// The `@` of an e-mail address.
    At,
    /// The end of a number.
    Outside,
}

/// Named character references that can be in or around a number, a name or an address.
const NAMED: [(&str, char); 58] = [
    ("amp", '&'),
    ("apos", '\''),
    ("ast", '*'),
    ("bsol", '\\'),
    ("bull", '\u{2022}'),
    ("centerdot", '\u{b7}'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dash", '\u{2010}'),
    ("deg", '\u{b0}'),
    ("emsp", '\u{2003}'),
    ("emsp13", '\u{2004}'),
    ("emsp14", '\u{2005}'),
    ("ensp", '\u{2002}'),
    ("equals", '='),
    ("excl", '!'),
    ("gt", '>'),
    ("hairsp", '\u{200a}'),
    ("horbar", '\u{2015}'),
    ("hyphen", '\u{2010}'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lrm", '\u{200e}'),
    ("lsqb", '['),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("middot", '\u{b7}'),
    ("minus", '\u{2212}'),
    ("nbsp", '\u{a0}'),
    ("ndash", '\u{2013}'),
    ("NewLine", '\n'),
    ("NoBreak", '\u{2060}'),
    ("NonBreakingSpace", '\u{a0}'),
    ("num", '#'),
    ("numsp", '\u{2007}'),
    ("ordm", '\u{ba}'),
    ("percnt", '%'),
    ("period", '.'),
    ("plus", '+'),
    ("prime", '\u{2032}'),
    ("Prime", '\u{2033}'),
    ("puncsp", '\u{2008}'),
    ("quot", '"'),
    ("rlm", '\u{200f}'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("shy", '\u{ad}'),
    ("sol", '/'),
    ("sup1", '\u{b9}'),
    ("sup2", '\u{b2}'),
    ("sup3", '\u{b3}'),
    ("Tab", '\t'),
    ("thinsp", '\u{2009}'),
    ("vert", '|'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("zwnj", '\u{200c}'),
];

/// The character that an escape at the start of `text` stands for, and the length of the escape: `&#49;`,
/// `&#x31;`, `&nbsp;`, `%31` and `\u0031` of TOML.
pub(super) fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'&', b'#', ..] => numeric_reference(text),
        [b'&', ..] => {
            let end = text.bytes().skip(1).take(20).position(|byte| !byte.is_ascii_alphanumeric())? + 1;
            let name = text.get(1..end)?;
            let (_, c) = NAMED
                .iter()
                .find(|(known, _)| *known == name)
                .or_else(|| (name == "zwj").then_some(&("zwj", '\u{200d}')))?;
            text[end..].starts_with(';').then_some((*c, end + 1))
        }
        [b'%', ..] => percent(text),
        [b'\\', b'u', ..] => Some((char::from_u32(hexadecimal(text.get(2..6)?)?)?, 6)),
        [b'\\', b'U', ..] => Some((char::from_u32(hexadecimal(text.get(2..10)?)?)?, 10)),
        _ => None,
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn numeric_reference(text: &str) -> Option<(char, usize)> {
    // Browsers accept any number of leading zeros. Fourteen bytes are more than anybody writes.
    let end = text.bytes().take(14).position(|byte| byte == b';')?;
    let number = text.get(2..end)?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => hexadecimal(hex)?,
        None => number.parse().ok()?,
    };
    Some((char::from_u32(code)?, end + 1))
}

/// A percent-encoded character. Control characters are not decoded, since "10%08" is more likely prose.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let pair = text.get(at..at + 3)?.strip_prefix('%')?;
        hexadecimal(pair).and_then(|value| u8::try_from(value).ok())
    };
    let first = byte(0)?;
    if first.is_ascii() {
        return (!first.is_ascii_control()).then_some((char::from(first), 3));
    }
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = (0..length).map(|index| byte(index * 3)).collect();
    let decoded = String::from_utf8(bytes?).ok()?;
    Some((decoded.chars().next()?, length * 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_digits() {
        for zero in ZEROS.into_iter().chain([LEGACY_ZERO]) {
            for value in 0..10_u8 {
                let c = char::from_u32(zero + u32::from(value));
                assert_eq!(c.and_then(decimal), Some(value), "{zero:x}");
            }
        }
        assert!(ZEROS.is_sorted());
        for c in ['a', '\u{a0}', '\u{65f}', '\u{66a}', '\u{1d800}', '\u{1fbfa}'] {
            assert_eq!(decimal(c), None, "{c:?}");
        }
    }

    #[test]
    fn escapes_stand_for_characters() {
        for (text, c, length) in [
            ("&#49;", '1', 5),
            ("&#x31;8", '1', 6),
            ("&nbsp;x", '\u{a0}', 6),
            ("&commat;", '@', 8),
            ("%31", '1', 3),
            ("%40", '@', 3),
            ("%C2%A0", '\u{a0}', 6),
            ("%EF%BC%91", '\u{ff11}', 9),
            ("\\u0031", '1', 6),
        ] {
            assert_eq!(escape(text), Some((c, length)), "{text}");
        }
        for text in [
            "", "&", "&;", "&#;", "&#x;", "&bukan;", "&nbsp", "%", "%4", "%0a", "%C2x", "%é1", "\\u12", "\\d",
        ] {
            assert_eq!(escape(text), None, "{text}");
        }
    }

    #[test]
    fn invisible_characters_mean_nothing_and_wide_ones_their_plain_form() {
        for c in ['\u{200b}', '\u{ad}', '\u{2066}', '\u{feff}', '\u{20e3}', '\u{336}'] {
            assert_eq!(meaning(c), Meaning::Nothing, "{c:?}");
        }
        assert_eq!(meaning('\u{2009}'), Meaning::Ascii(b' '));
        assert_eq!(meaning('\u{2013}'), Meaning::Ascii(b'-'));
        assert_eq!(meaning('٣'), Meaning::Ascii(b'3'));
        assert_eq!(may_be_part('①'), Part::Digit);
        assert_eq!(may_be_part('＠'), Part::At);
        assert_eq!(may_be_part('é'), Part::Outside);
    }
}
