//! Reads plain values: texts, numbers, dates, links and references.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::messages as rule;
use super::{Count, FromToml, Mark, Reading, Symbol};
use crate::locale::{Lang, Text};
use crate::source::shown_control;

impl FromToml for String {
    fn expected() -> Text {
        rule::quoted_text()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(text) = value.get_ref().as_str() else {
            return reading.wrong_type(value, &Self::expected());
        };
        let text = text.trim();
        if let Some((_, character)) = crate::source::first_control(text) {
            reading.found(value, crate::source::messages::escaped_control(&shown_control(character)));
            return None;
        }
        if text.is_empty() {
            reading.found(value, rule::empty_text());
            return None;
        }
        Some(text.to_owned())
    }
}

/// A text for readers, with its language.
///
/// A key that is missing in a translation is read from the original, so one record can hold phrases in both
/// languages. Pages mark phrases that are not in the language of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// The text.
    pub text: String,
    /// Its language.
    pub lang: Lang,
}

impl FromToml for Phrase {
    fn expected() -> Text {
        String::expected()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        String::from_toml(value, reading).map(|text| Self { text, lang: reading.lang() })
    }
}

impl FromToml for bool {
    fn expected() -> Text {
        rule::true_or_false()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        value.get_ref().as_bool().or_else(|| reading.wrong_type(value, &Self::expected()))
    }
}

impl FromToml for u64 {
    fn expected() -> Text {
        rule::whole_number()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(integer) = value.get_ref().as_integer() else {
            return reading.wrong_type(value, &Self::expected());
        };
        // 2^53. Spreadsheets and browsers round larger numbers.
        const LARGEST: u64 = 1 << 53;
        match u64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if number <= LARGEST => Some(number),
            _ => {
                reading.found(value, rule::out_of_range(Self::expected()));
                None
            }
        }
    }
}

impl FromToml for f64 {
    fn expected() -> Text {
        rule::decimal_number()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => {
                i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|n| n as f64)
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => return reading.wrong_type(value, &Self::expected()),
        };
        let finite = number.filter(|number: &f64| number.is_finite());
        if finite.is_none() {
            reading.found(value, rule::out_of_range(Self::expected()));
        }
        finite
    }
}

impl FromToml for Date {
    fn expected() -> Text {
        rule::iso_date()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        if let Some(text) = value.get_ref().as_str() {
            let read = text.trim().parse::<Date>().ok().filter(|_| is_iso_shape(text.trim()));
            if read.is_none() {
                let diagnostic = match ambiguous_readings(text) {
                    _ if is_iso_shape(text.trim()) => rule::impossible_date(text.trim()),
                    Some((day_first, month_first)) => rule::ambiguous_date(text, day_first, month_first),
                    None => rule::wrong_type(&Self::expected(), value.get_ref()),
                };
                reading.found(value, diagnostic);
            }
            return read;
        }
        let Some(date) = value.get_ref().as_datetime().and_then(|datetime| datetime.date) else {
            return reading.wrong_type(value, &Self::expected());
        };
        let read = i16::try_from(date.year)
            .ok()
            .zip(i8::try_from(date.month).ok())
            .zip(i8::try_from(date.day).ok())
            .and_then(|((year, month), day)| Date::new(year, month, day).ok());
        if read.is_none() {
            reading.found(value, rule::impossible_date(&date.to_string()));
        }
        read
    }
}

fn is_iso_shape(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

/// The possible readings of a date like `2/7/24`: day first and month first. Only one reads `2024-7-2` and `2 Juli
/// 2024`.
pub(super) fn ambiguous_readings(text: &str) -> Option<(Option<Date>, Option<Date>)> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    if let Some(month) = crate::spreadsheet::month_of(second) {
        return Some((Date::new(third.parse().ok()?, month, first.parse().ok()?).ok(), None));
    }
    if first.len() == 4 {
        return Some((Date::new(first.parse().ok()?, second.parse().ok()?, third.parse().ok()?).ok(), None));
    }
    let (first, second, year): (i16, i16, i16) =
        (first.parse().ok()?, second.parse().ok()?, third.parse().ok()?);
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let date =
        |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    Some((date(second, first), date(first, second)))
}

/// A month, written `"2024-03"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month {
    first: Date,
}

impl Month {
    /// Its first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first.last_of_month()
    }

    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }
}

impl FromToml for Month {
    fn expected() -> Text {
        rule::month()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let read = value.get_ref().as_str().filter(|text| text.len() == 7).and_then(|text| {
            let (year, month) = text.split_once('-')?;
            Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
        });
        match read {
            Some(first) => Some(Self { first }),
            None => reading.wrong_type(value, &Self::expected()),
        }
    }
}

/// A time of day, written `"08.00"` or `"08:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clock {
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
}

impl FromToml for Clock {
    fn expected() -> Text {
        rule::time_of_day()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let read = value.get_ref().as_str().and_then(|text| {
            let (hour, minute) = text.trim().split_once(['.', ':'])?;
            let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(Self { hour, minute })
        });
        read.or_else(|| reading.wrong_type(value, &Self::expected()))
    }
}

/// A full URL: `https://…` or `http://…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebUrl(pub String);

impl WebUrl {
    /// Whether a text is a full URL.
    pub(super) fn is_one(text: &str) -> bool {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| {
            !rest.is_empty()
                && !rest.starts_with('/')
                && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c))
        })
    }
}

impl FromToml for WebUrl {
    fn expected() -> Text {
        rule::full_link()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let text = String::from_toml(value, reading)?;
        if !Self::is_one(&text) {
            reading.found(value, rule::bad_url());
            return None;
        }
        Some(Self(text))
    }
}

/// A path on this site, decoded: `/lama/alamat/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteUrl(pub String);

impl FromToml for SiteUrl {
    fn expected() -> Text {
        rule::address_on_site()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let text = String::from_toml(value, reading)?;
        let text = crate::address::decoded(&text).into_owned();
        let fits = text.starts_with('/')
            && !text.contains("//")
            && !text.split('/').any(|part| part == ".." || part == ".")
            && crate::source::unportable(text.trim_matches('/')).is_none();
        if !fits {
            reading.found(value, rule::bad_site_url());
            return None;
        }
        // `/lama` means `/lama/`, because a file without extension would be offered as a download.
        let is_file = text.rsplit('/').next().is_some_and(|last| last.is_empty() || last.contains('.'));
        Some(Self(if is_file { text } else { text + "/" }))
    }
}

/// The name of a file in the record's own folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePath(pub String);

impl FromToml for FilePath {
    fn expected() -> Text {
        rule::file_in_folder()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let text = String::from_toml(value, reading)?;
        let fits = !text.starts_with('/')
            && !text.contains(['\\', ':'])
            && !text.split('/').any(|part| part.is_empty() || part == ".." || part == ".");
        if !fits {
            reading.found(value, rule::bad_file_path());
            return None;
        }
        Some(Self(text))
    }
}

/// A reference to another record: its path below `content/` without extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRef {
    /// `regulasi/uu-20-2023`.
    pub id: String,
    /// Its byte range in the file.
    pub range: Range<usize>,
}

impl FromToml for RecordRef {
    fn expected() -> Text {
        rule::path_of_record()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let text = String::from_toml(value, reading)?;
        let id = text.trim_matches('/');
        let id = id.strip_suffix(".md").or_else(|| id.strip_suffix(".toml")).unwrap_or(id);
        let id = id.strip_suffix("/index").unwrap_or(id).to_owned();
        Some(Self { id, range: reading.range(value) })
    }
}

/// Parses the text of a count: `12`, `12 p`, `x`.
pub fn parse_count_text(text: &str) -> Option<Count> {
    let text = text.trim();
    if let Some(symbol) = Symbol::ALL.into_iter().find(|symbol| symbol.key() == text) {
        return Some(Count::Symbol(symbol));
    }
    let (digits, mark) = match Mark::ALL.into_iter().find(|mark| text.ends_with(mark.key())) {
        Some(mark) => (text[..text.len() - 1].trim_end(), Some(mark)),
        None => (text, None),
    };
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().map(|number| Count::Number(number, mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_count_is_a_number_a_marked_number_or_a_symbol() {
        assert_eq!(parse_count_text("12"), Some(Count::Number(12, None)));
        assert_eq!(parse_count_text(" 12 p"), Some(Count::Number(12, Some(Mark::Provisional))));
        assert_eq!(parse_count_text("12r"), Some(Count::Number(12, Some(Mark::Revised))));
        assert_eq!(parse_count_text("x"), Some(Count::Symbol(Symbol::NotAvailable)));
        for bad in ["", "-3", "1.234", "1,5", "p", "12 q", "dua", "9999999999999999999"] {
            assert_eq!(parse_count_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_as_letters_have_them_are_read() {
        let date = |day: &str| Some((day.parse::<Date>().ok(), None));
        assert_eq!(ambiguous_readings("2024-7-1"), date("2024-07-01"));
        assert_eq!(ambiguous_readings("1 Juli 2024"), date("2024-07-01"));
        assert_eq!(ambiguous_readings("31 Agt 2024"), date("2024-08-31"));
        assert_eq!(ambiguous_readings("17 agustus 2024"), date("2024-08-17"));
        assert_eq!(ambiguous_readings("2024-13-1"), Some((None, None)));
        assert_eq!(ambiguous_readings("1 Syawal 1445"), None);
    }

    #[test]
    fn a_numeric_date_reads_both_ways() {
        assert_eq!(ambiguous_readings("2/7/24"), Some((Some(date(2024, 7, 2)), Some(date(2024, 2, 7)))));
        assert_eq!(ambiguous_readings("27/11/2024"), Some((Some(date(2024, 11, 27)), None)));
        assert_eq!(ambiguous_readings("kemarin"), None);
    }
}
