//! Years that cannot be right: the days that a record names, held against the day of the build, or against the day of
//! the program's own set of law if that is later. So an edition of an earlier day can be built again, and a computer
//! whose clock has stopped finds nothing wrong.
//!
//! The first and last days are taken when a record is read, and kept with it in the cache. The file is parsed again
//! only if one of them lies too far away.

use std::ops::Range;

use jiff::Span;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::messages as rule;
use super::{Checks, Detail, Entry, Kind, law};
use crate::diagnostics::Findings;
use crate::locale::Text;
use crate::reading;

/// No letter of the republic is older.
const FIRST: Date = date(1945, 8, 17);
/// How many years after the day of the build something can lie that has happened, or is announced.
const YEARS: i64 = 1;
/// The same for a plan.
const YEARS_OF_PLANS: i64 = 20;
/// A corrected year is not older than so many years: staff write about their own time.
const RECENT_YEARS: i16 = 10;

/// The first and last days that a record names.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Days {
    events: Option<(Date, Date)>,
    plans: Option<(Date, Date)>,
}

/// A day in a file.
struct Named {
    day: Date,
    is_plan: bool,
    range: Range<usize>,
}

impl Days {
    /// The days in the keys of a record.
    pub(super) fn of(kind: Kind, keys: &DeTable<'_>) -> Self {
        let mut days = Self::default();
        named_in(keys, kind == Kind::Calendar, 0, &mut |named| days.add(named.day, named.is_plan));
        days
    }

    /// Adds a day.
    pub(super) fn add(&mut self, day: Date, is_plan: bool) {
        let span = if is_plan { &mut self.plans } else { &mut self.events };
        let (first, last) = span.unwrap_or((day, day));
        *span = Some((first.min(day), last.max(day)));
    }

    fn are_plausible(&self, today: Date) -> bool {
        let fits = |span: Option<(Date, Date)>, is_plan| {
            span.is_none_or(|(first, last)| FIRST <= first && last <= latest(today, is_plan))
        };
        fits(self.events, false) && fits(self.plans, true)
    }
}

/// The day that years are counted from.
fn known(today: Date) -> Date {
    today.max(law::AS_OF)
}

fn latest(today: Date, is_plan: bool) -> Date {
    known(today).saturating_add(Span::new().years(if is_plan { YEARS_OF_PLANS } else { YEARS }))
}

/// Reports every day of a record that lies too far away, and a record in the folder of another year.
pub(super) fn check(entry: &Entry, checks: &mut Checks<'_>) {
    let today = checks.clock();
    if entry.days.are_plausible(today) {
        return check_folder(entry, checks);
    }
    let text = entry.file.text();
    let start = if entry.file.path.ends_with(".md") { text.find('\n').map_or(0, |at| at + 1) } else { 0 };
    let end = text[start..].find("\n+++").map_or(text.len(), |at| start + at + 1);
    // Its errors were reported when the record was read.
    if let Some(parsed) = reading::parse(&text[start..end], &entry.file, start, &mut Findings::default()) {
        named_in(parsed.get_ref(), entry.kind == Kind::Calendar, start, &mut |named| {
            let written = text.get(named.range.clone()).unwrap_or("").trim_matches(['"', '\'']);
            report(entry, &named, written, checks);
        });
    }
    if let (Some(table), Detail::Pact(pact)) = (&entry.table, entry.detail()) {
        for count in &pact.counts {
            let named = Named { day: count.as_of, is_plan: false, range: count.range.clone() };
            if let Some(found) = found(entry, &named, &count.as_of.to_string(), today) {
                checks.found(found.at(table, named.range));
            }
        }
    }
}

fn report(entry: &Entry, named: &Named, written: &str, checks: &mut Checks<'_>) {
    if let Some(found) = found(entry, named, written, checks.clock()) {
        checks.found(found.at(&entry.file, named.range.clone()));
    }
}

fn found(entry: &Entry, named: &Named, written: &str, today: Date) -> Option<crate::diagnostics::Diagnostic> {
    let latest = latest(today, named.is_plan);
    let found = if named.day < FIRST {
        rule::before_republic(written)
    } else if named.day > latest {
        let years = if named.is_plan { YEARS_OF_PLANS } else { YEARS };
        rule::far_ahead(written, u64::try_from(years).unwrap_or_default(), known(today))
    } else {
        return None;
    };
    Some(found.better_hint(likely(written, folder_year(entry), today, latest)))
}

/// What was probably meant: the same day in a year with one other digit, or with two digits swapped.
fn likely(written: &str, folder: Option<i16>, today: Date, latest: Date) -> Option<Text> {
    let (year, rest) = written.split_at_checked(4)?;
    let digits: [u8; 4] = year.as_bytes().try_into().ok()?;
    let mut years = Vec::new();
    for at in 0..4 {
        for other in 0..4 {
            let mut swapped = digits;
            swapped.swap(at, other);
            years.push(swapped);
        }
        for digit in b'0'..=b'9' {
            let mut mended = digits;
            mended[at] = digit;
            years.push(mended);
        }
    }
    let this_year = today.year();
    let fits = |year: &i16| {
        let day = format!("{year:04}{}", format!("{rest}-01-01").get(..6).unwrap_or_default());
        let is_known = day.parse::<Date>().is_ok_and(|day| day <= latest);
        is_known && (this_year - RECENT_YEARS..=latest.year()).contains(year)
    };
    let years = years.iter().filter_map(|digits| std::str::from_utf8(digits).ok()?.parse::<i16>().ok());
    let year = years
        .filter(fits)
        .min_by_key(|year| (folder != Some(*year), year.abs_diff(this_year), *year > this_year))?;
    Some(rule::likely_day(&format!("{year}{rest}")))
}

/// The year of the folder that a record lies in.
fn folder_year(entry: &Entry) -> Option<i16> {
    let rest = entry.id.strip_prefix(entry.kind.folder())?.strip_prefix('/')?;
    let (year, _) = rest.split_once('/')?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    year.parse().ok().filter(|_| is_year)
}

fn check_folder(entry: &Entry, checks: &mut Checks<'_>) {
    let Some(folder) = folder_year(entry).filter(|_| entry.kind.facts().in_year_folders) else { return };
    let Some(day) = entry.facts().date.filter(|day| day.year() != folder) else { return };
    checks.found(rule::other_year_than_folder(&folder.to_string(), day).in_file(&entry.file));
}

/// Calls `found` with every day in a table.
fn named_in(keys: &DeTable<'_>, is_plan: bool, offset: usize, found: &mut impl FnMut(Named)) {
    for (key, value) in keys.iter() {
        let key = key.get_ref().as_ref();
        // A letter and what it does to another may come into force later, and end much later.
        let is_plan = is_plan || matches!(key, "terbit" | "berlaku_dari" | "berlaku_sampai" | "hubungan");
        named_by(key, value, is_plan, offset, found);
    }
}

fn named_by(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    is_plan: bool,
    offset: usize,
    found: &mut impl FnMut(Named),
) {
    let day = match value.get_ref() {
        DeValue::Table(keys) => return named_in(keys, is_plan, offset, found),
        DeValue::Array(values) => {
            return values.iter().for_each(|value| named_by(key, value, is_plan, offset, found));
        }
        DeValue::Datetime(time) => time.date.and_then(|day| day.to_string().parse().ok()),
        DeValue::String(text) => match (key, text.trim()) {
            (_, day) if day.len() == 10 => day.parse().ok(),
            ("bulan", month) if month.len() == 7 => format!("{month}-01").parse().ok(),
            ("tahun", year) if year.len() == 4 => format!("{year}-01-01").parse().ok(),
            _ => None,
        },
        DeValue::Integer(number) if key == "tahun" => number
            .as_str()
            .parse()
            .ok()
            .and_then(|year: i64| Date::new(year.min(9999).try_into().ok()?, 1, 1).ok()),
        _ => None,
    };
    if let Some(day) = day {
        let range = value.span().start + offset..value.span().end + offset;
        found(Named { day, is_plan, range });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{latest, likely};

    #[test]
    fn the_likely_year_is_near_and_one_slip_away() {
        let today = date(2024, 12, 1);
        let meant = |written: &str, folder| {
            let text = likely(written, folder, today, latest(today, false))?;
            Some(text.id)
        };
        for (written, expected) in [
            ("2204-07-01", "2024-07-01"),
            ("2042-07-01", "2024-07-01"),
            ("0224-07-01", "2024-07-01"),
            ("1024-07-01", "2024-07-01"),
            ("2924-07", "2024-07"),
            ("2204", "2024"),
            ("2202-07-01", "2022-07-01"),
        ] {
            assert!(meant(written, None).is_some_and(|text| text.contains(expected)), "{written}");
        }
        // The folder knows better than nearness.
        assert!(meant("2032-07-01", Some(2022)).is_some_and(|text| text.contains("2022-07-01")));
        // No leap year is one slip away, and no year at all.
        assert_eq!(meant("2203-02-29", None), None);
        assert_eq!(meant("7777-01-01", None), None);
    }
}
