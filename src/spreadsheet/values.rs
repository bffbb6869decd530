//! Days and numbers as Indonesian spreadsheets write them.

use std::borrow::Cow;

use jiff::civil::Date;

/// The number of a month by its name in Indonesian or English, in full or shortened to three letters or more.
pub fn month_of(name: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["januari", "january"],
        &["februari", "february", "pebruari"],
        &["maret", "march"],
        &["april"],
        &["mei", "may"],
        &["juni", "june"],
        &["juli", "july"],
        &["agustus", "august", "agt", "ags"],
        &["september"],
        &["oktober", "october"],
        &["november", "nopember"],
        &["desember", "december"],
    ];
    let name = name.to_lowercase();
    let is_name = |known: &&str| name.len() >= 3 && known.starts_with(&name);
    let at = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    i8::try_from(at + 1).ok()
}

/// Parses `2024-03-12`, optionally with a time, `12 Maret 2024`, optionally with a weekday, or `12/03/2024` with `/`,
/// `-` or `.`.
///
/// The day comes first, as Indonesia writes it. A column that has the month first has days over 12 in the place of
/// the month sooner or later, and these are no dates here.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(iso) = text.get(..10)
        && text[10..].chars().next().is_none_or(|next| matches!(next, 'T' | ' '))
        && iso.as_bytes()[4] == b'-'
        && let Ok(day) = iso.parse()
    {
        return Some(day);
    }
    for separator in ['/', '-', '.'] {
        if let [day, month, year] = text.split(separator).collect::<Vec<&str>>().as_slice()
            && year.len() == 4
            && [day, month].iter().all(|part| part.len() <= 2)
            && [day, month, year].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let [rest @ .., day, month, year] = words.as_slice() else { return None };
    let has_only_weekday = match rest {
        [] => true,
        [weekday] => weekday.ends_with(','),
        _ => false,
    };
    let month = month_of(month.trim_end_matches('.'))?;
    let year = Some(*year).filter(|year| year.len() == 4)?.parse().ok()?;
    let date = Date::new(year, month, day.parse().ok()?).ok()?;
    has_only_weekday.then_some(date)
}

/// A number without the separators of its thousands.
#[derive(Debug, PartialEq, Eq)]
pub enum Ungrouped<'t> {
    /// `1250` for `1.250`, `1 250` and `1,250,000` without its commas; any other text as it is.
    Plain(Cow<'t, str>),
    /// `1,250`, which is 1250 to some programs and 1.25 to others; without its comma.
    Ambiguous(String),
}

/// Removes the separators between thousands. What is behind the last digit stays.
pub fn ungrouped(text: &str) -> Ungrouped<'_> {
    let plain = Ungrouped::Plain(Cow::Borrowed(text));
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (number, mark) = text.split_at(end);
    let Some(separator) = number.chars().find(|c| !c.is_ascii_digit()) else { return plain };
    let groups: Vec<&str> = number.split(separator).collect();
    let fits = |at: usize, group: &str| {
        group.bytes().all(|byte| byte.is_ascii_digit())
            && if at == 0 { matches!(group.len(), 1..=3) } else { group.len() == 3 }
    };
    if !matches!(separator, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}')
        || !groups.iter().enumerate().all(|(at, group)| fits(at, group))
    {
        return plain;
    }
    let joined = groups.concat() + mark;
    if separator == ',' && groups.len() == 2 {
        Ungrouped::Ambiguous(joined)
    } else {
        Ungrouped::Plain(Cow::Owned(joined))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_as_indonesia_writes_them() {
        let last_of_august = Some(date(2024, 8, 31));
        for text in
            ["31/08/2024", "31-08-2024", "31.8.2024", "31 Agustus 2024", "Sabtu, 31 Agt 2024", "2024-08-31"]
        {
            assert_eq!(day(text), last_of_august, "{text}");
        }
        assert_eq!(day("1/2/2024"), Some(date(2024, 2, 1)));
        for text in ["08/31/2024", "31/08/24", "31/08", "31/06/2024", "+1/08/2024", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn thousands_are_joined_where_they_are_unambiguous() {
        let plain = |text: &'static str| Ungrouped::Plain(Cow::Borrowed(text));
        for (text, joined) in [
            ("1.250", "1250"),
            ("1 250", "1250"),
            ("1\u{a0}250", "1250"),
            ("1.250.000", "1250000"),
            ("1,250,000", "1250000"),
            ("1.250 p", "1250 p"),
        ] {
            assert_eq!(ungrouped(text), plain(joined), "{text}");
        }
        for text in ["", "12", "x", "1.25", "1250.000", "1.250,00", "1.250 000", ".250", "-1.250", "1..250"] {
            assert_eq!(ungrouped(text), plain(text), "{text}");
        }
        assert_eq!(ungrouped("1,250"), Ungrouped::Ambiguous("1250".to_owned()));
    }
}
