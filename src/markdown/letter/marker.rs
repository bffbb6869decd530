//! Markers of list items: `1.` `1)` `(1)` `a.` `A)` `(iv)` `2.1.` `-` `•`.

/// How the items of a list are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Numbers {
    /// `1`.
    Decimal,
    /// `a`.
    LowerAlpha,
    /// `A`.
    UpperAlpha,
    /// `i`.
    LowerRoman,
    /// `I`.
    UpperRoman,
    /// `2.1`, with the number of its parts. It stays in the text, since HTML cannot count so.
    Multi(usize),
    /// Bullets.
    Bullet,
}

/// What stands around the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Delimiter {
    /// `1.`
    Period,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
}

/// How a list is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::markdown) struct Style {
    pub(super) numbers: Numbers,
    pub(super) delimiter: Delimiter,
}

impl Style {
    /// Whether CommonMark knows lists of this style.
    pub(super) fn is_known(self) -> bool {
        match self.numbers {
            Numbers::Bullet => true,
            Numbers::Decimal => self.delimiter != Delimiter::Brackets,
            _ => false,
        }
    }

    /// The opening tag of a list of this style; `None` for one that Markdown has, too.
    pub(in crate::markdown) fn opening(self, start: u64) -> Option<String> {
        let kind = match self.numbers {
            Numbers::Bullet => return None,
            Numbers::Multi(_) => return Some("\n<ul class=\"bernomor\">\n".to_owned()),
            Numbers::Decimal => "1",
            Numbers::LowerAlpha => "a",
            Numbers::UpperAlpha => "A",
            Numbers::LowerRoman => "i",
            Numbers::UpperRoman => "I",
        };
        // Browsers compare the values of `type` without regard to case, but not classes.
        let class = match self.delimiter {
            Delimiter::Period => String::new(),
            Delimiter::Bracket => format!(" class=\"kurung-{kind}\""),
            Delimiter::Brackets => format!(" class=\"kurung-dua-{kind}\""),
        };
        if kind == "1" && class.is_empty() {
            return None;
        }
        let start = if start == 1 { String::new() } else { format!(" start=\"{start}\"") };
        Some(format!("\n<ol type=\"{kind}\"{class}{start}>\n"))
    }

    /// Whether its numbers are those of a list of the other style and one part more: `2.1.1.` in `2.1.` in `2.`
    pub(super) fn is_part_of(self, other: Self) -> bool {
        match (self.numbers, other.numbers) {
            (Numbers::Multi(parts), Numbers::Multi(of)) => parts == of + 1,
            (Numbers::Multi(parts), Numbers::Decimal) => parts == 2,
            _ => false,
        }
    }

    /// Whether its items have no order that could be broken.
    pub(super) fn is_uncounted(self) -> bool {
        matches!(self.numbers, Numbers::Bullet | Numbers::Multi(_))
    }
}

/// A marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    /// The number: `c.` is 3.
    pub(super) value: u32,
    /// The other reading of a letter that is a Roman number, too: `i.` is 1 or 9.
    pub(super) roman: Option<u32>,
    /// The length of the marker and the blanks after it, in bytes. A number that stays in the text is not counted.
    pub(super) length: usize,
    /// Whether CommonMark reads the same marker.
    pub(super) is_plain: bool,
}

impl Marker {
    /// The readings of the marker: style and value.
    pub(super) fn readings(&self) -> impl Iterator<Item = (Style, u32)> {
        let roman = self.roman.map(|value| {
            let numbers = match self.style.numbers {
                Numbers::UpperAlpha => Numbers::UpperRoman,
                _ => Numbers::LowerRoman,
            };
            (Style { numbers, ..self.style }, value)
        });
        [(self.style, self.value)].into_iter().chain(roman)
    }
}

/// The marker at the start of a line without its indentation.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    match first {
        '-' | '*' | '+' => bullet(line, 1, true),
        // Bullets as Word and PDF readers paste them; the last three are those of the fonts Symbol and Wingdings.
        '•' | '·' | '▪' | '●' | '○' | '◦' | '–' | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' => {
            bullet(line, first.len_utf8(), false)
        }
        '(' => {
            let end = line.get(..12.min(line.len())).unwrap_or(line).find(')')?;
            let (style, value, roman) = number(&line[1..end], Delimiter::Brackets)?;
            let length = end + 1 + blanks(&line[end + 1..])?;
            Some(Marker { style, value, roman, length, is_plain: false })
        }
        _ => counted(line),
    }
}

/// A bullet of `size` bytes and the blanks after it. Only a tab or several blanks make a bullet of a dash in a text.
fn bullet(line: &str, size: usize, is_plain: bool) -> Option<Marker> {
    let after = &line[size..];
    let length = size + blanks(after)?;
    let style = Style { numbers: Numbers::Bullet, delimiter: Delimiter::Period };
    let is_dash = line.starts_with('–') && !after.starts_with(['\t', '\u{a0}']) && !after.starts_with("  ");
    (!is_dash).then_some(Marker { style, value: 1, roman: None, length, is_plain })
}

fn counted(line: &str) -> Option<Marker> {
    let end = line.bytes().position(|byte| !byte.is_ascii_alphanumeric())?;
    if end == 0 || end > 9 {
        return None;
    }
    let delimiter = match line.as_bytes()[end] {
        b'.' => Delimiter::Period,
        b')' => Delimiter::Bracket,
        _ => return None,
    };
    if delimiter == Delimiter::Period
        && let Some(multi) = multi(line)
    {
        return Some(multi);
    }
    let (style, value, roman) = number(&line[..end], delimiter)?;
    let length = end + 1 + blanks(&line[end + 1..])?;
    Some(Marker { style, value, roman, length, is_plain: style.is_known() })
}

/// `2.1.` and `2.1.3`, which stay in the text.
fn multi(line: &str) -> Option<Marker> {
    let end = line.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'.')?;
    let parts: Vec<&str> = line[..end].strip_suffix('.').unwrap_or(&line[..end]).split('.').collect();
    // "1.250 orang" is a number, and "12.30 WITA" a time.
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && !part.starts_with('0');
    let fits =
        parts.len() >= 2 && parts.iter().all(is_number) && (line[..end].ends_with('.') || parts.len() > 2);
    let style = Style { numbers: Numbers::Multi(parts.len()), delimiter: Delimiter::Period };
    blanks(&line[end..])?;
    fits.then_some(Marker { style, value: 1, roman: None, length: 0, is_plain: false })
}

/// The blanks after a marker. `None` if there are none, or nothing follows them.
fn blanks(after: &str) -> Option<usize> {
    let length = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
    (length > 0 && length < after.len()).then_some(length)
}

/// The style and the value of a number, and its value if it is a Roman one, too.
fn number(text: &str, delimiter: Delimiter) -> Option<(Style, u32, Option<u32>)> {
    let style = |numbers| Style { numbers, delimiter };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return (text.len() <= 9)
            .then(|| text.parse().ok())
            .flatten()
            .map(|value| (style(Numbers::Decimal), value, None));
    }
    let is_lower = text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_upper = text.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_lower && !is_upper {
        return None;
    }
    let (alpha, roman) = if is_lower {
        (Numbers::LowerAlpha, Numbers::LowerRoman)
    } else {
        (Numbers::UpperAlpha, Numbers::UpperRoman)
    };
    match text.as_bytes() {
        [letter] => {
            let value = u32::from(letter.to_ascii_lowercase() - b'a') + 1;
            Some((style(alpha), value, roman_value(text)))
        }
        _ => roman_value(text).map(|value| (style(roman), value, None)),
    }
}

/// The value of a Roman number in its usual form.
fn roman_value(text: &str) -> Option<u32> {
    const PARTS: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    let text = text.to_ascii_lowercase();
    let (mut rest, mut value) = (text.as_str(), 0);
    for (part, worth) in PARTS {
        let most = if part.len() == 1 && worth != 50 && worth != 5 { 3 } else { 1 };
        for _ in 0..most {
            let Some(shorter) = rest.strip_prefix(part) else { break };
            (rest, value) = (shorter, value + worth);
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Numbers, Delimiter, u32)> {
        marker(line).map(|marker| (marker.style.numbers, marker.style.delimiter, marker.value))
    }

    #[test]
    fn markers_of_letters_are_read() {
        assert_eq!(read("a. netral"), Some((Numbers::LowerAlpha, Delimiter::Period, 1)));
        assert_eq!(read("C) netral"), Some((Numbers::UpperAlpha, Delimiter::Bracket, 3)));
        assert_eq!(read("(12)\tnetral"), Some((Numbers::Decimal, Delimiter::Brackets, 12)));
        assert_eq!(read("xiv. netral"), Some((Numbers::LowerRoman, Delimiter::Period, 14)));
        assert_eq!(read("II) netral"), Some((Numbers::UpperRoman, Delimiter::Bracket, 2)));
        assert_eq!(read("•\tnetral").map(|read| read.0), Some(Numbers::Bullet));
        assert_eq!(read("\u{f0b7} netral").map(|read| read.0), Some(Numbers::Bullet));
        assert_eq!(read("2.1. netral").map(|read| read.0), Some(Numbers::Multi(2)));
        assert_eq!(marker("i. satu").and_then(|marker| marker.roman), Some(1));
        assert_eq!(marker("b. satu").and_then(|marker| marker.roman), None);
    }

    #[test]
    fn what_only_looks_like_a_marker_is_none() {
        let texts = [
            "a.n. Bupati",
            "a.",
            "A.Budi",
            "1.250 orang",
            "12.30 WITA",
            "dst. dan",
            "iiii. x",
            "(lihat) x",
            "– dan",
            "Yth. x",
        ];
        for text in texts {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
