//! Formats dates and numbers and compares texts with ICU4X.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use icu_calendar::{Date as IcuDate, Iso};
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_datetime::{DateTimeFormatter, fieldsets};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::{Locale, locale};
use jiff::civil::{Date, Weekday};

use super::Lang;
use crate::share::Share;

/// Formats dates and numbers and compares texts for one language.
pub struct Formatter {
    lang: Lang,
    long: DateTimeFormatter<fieldsets::YMD>,
    month: DateTimeFormatter<fieldsets::YM>,
    decimal: DecimalFormatter,
    collator: CollatorBorrowed<'static>,
    /// Days formatted so far. Lists show the same days on many pages.
    days: RwLock<HashMap<Date, Box<str>>>,
}

impl Formatter {
    /// Loads the compiled locale data of `lang`.
    ///
    /// # Errors
    /// Names the locale data that is missing. With compiled data, that is a defect of the build.
    pub fn new(lang: Lang) -> Result<Self, String> {
        // British English puts the day first, as Indonesian readers expect: 27 November 2024.
        let locale: Locale = match lang {
            Lang::Id => locale!("id"),
            Lang::En => locale!("en-GB"),
        };
        Ok(Self {
            lang,
            long: DateTimeFormatter::try_new((&locale).into(), fieldsets::YMD::long())
                .map_err(|error| format!("ICU date data for {lang:?}: {error}"))?,
            month: DateTimeFormatter::try_new((&locale).into(), fieldsets::YM::long())
                .map_err(|error| format!("ICU month data for {lang:?}: {error}"))?,
            decimal: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|error| format!("ICU number data for {lang:?}: {error}"))?,
            collator: CollatorBorrowed::try_new((&locale).into(), CollatorOptions::default())
                .map_err(|error| format!("ICU collation data for {lang:?}: {error}"))?,
            days: RwLock::default(),
        })
    }

    /// The language of this formatter.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// `27 November 2024`.
    pub fn date(&self, date: Date) -> String {
        let known = self.days.read().ok().and_then(|days| days.get(&date).cloned());
        if let Some(known) = known {
            return known.into();
        }
        let text =
            icu_date(date).map_or_else(|| date.to_string(), |date| self.long.format(&date).to_string());
        if let Ok(mut days) = self.days.write() {
            days.insert(date, text.as_str().into());
        }
        text
    }

    /// `November 2024`.
    pub fn month(&self, date: Date) -> String {
        icu_date(date).map_or_else(|| date.to_string(), |date| self.month.format(&date).to_string())
    }

    /// `Selasa, 15 Oktober 2024`.
    pub fn weekday_date(&self, date: Date) -> String {
        format!("{}, {}", weekday_name(date.weekday(), self.lang), self.date(date))
    }

    /// `1–30 November 2024`: month and year are written once if they are the same.
    pub fn range(&self, from: Date, to: Date) -> String {
        if from == to {
            return self.date(from);
        }
        let (first, last) = (self.date(from), self.date(to));
        let tail: &str = if from.year() != to.year() {
            return format!("{first} – {last}");
        } else if from.month() == to.month() {
            return format!("{}–{last}", from.day());
        } else {
            &first
        };
        let year = format!(" {}", from.year());
        format!("{} – {last}", tail.strip_suffix(&year).unwrap_or(tail))
    }

    /// `1.234` in Indonesian, `1,234` in English.
    pub fn integer(&self, number: u64) -> String {
        self.decimal.format(&Decimal::from(number)).to_string()
    }

    /// A number with `digits` places after the separator: `1.234,56` or `1,234.56`.
    pub fn decimal(&self, number: f64, digits: u8) -> String {
        let scaled = number * 10_f64.powi(i32::from(digits));
        // A float beyond 2^53 cannot hold every whole number, so it is written unformatted.
        if !scaled.is_finite() || scaled.abs() > 9_007_199_254_740_992.0 {
            return number.to_string();
        }
        let mut decimal = Decimal::from(scaled.round() as i64);
        decimal.multiply_pow10(-i16::from(digits));
        self.decimal.format(&decimal).to_string()
    }

    /// `87,5 %` in Indonesian, `87.5%` in English, with one decimal place.
    pub fn percent(&self, share: Share) -> String {
        let mut decimal = Decimal::from(share.permille());
        decimal.multiply_pow10(-1);
        format!("{}{}", self.decimal.format(&decimal), self.lang.pick("\u{a0}%", "%"))
    }

    /// A whole percentage that a rule names: `5,0 %`.
    pub fn whole_percent(&self, percent: u64) -> String {
        Share::new(percent, 100).map_or_else(String::new, |share| self.percent(share))
    }

    /// A size in bytes with a unit: `182 kB`, `1,4 MB`.
    pub fn bytes(&self, size: u64) -> String {
        const KILO: f64 = 1000.0;
        let size = size as f64;
        if size < KILO {
            format!("{} B", self.decimal(size, 0))
        } else if size < KILO * KILO {
            format!("{} kB", self.decimal(size / KILO, 0))
        } else {
            format!("{} MB", self.decimal(size / (KILO * KILO), 1))
        }
    }

    /// Compares two texts in the dictionary order of this language, with ties broken by code points.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b).then_with(|| a.cmp(b))
    }
}

/// The formatters of both languages.
pub struct Formatters {
    id: Formatter,
    en: Formatter,
}

impl Formatters {
    /// Loads both, once per process.
    ///
    /// # Errors
    /// As [`Formatter::new`].
    pub fn of_both_languages() -> Result<&'static Self, String> {
        static BOTH: LazyLock<Result<Formatters, String>> =
            LazyLock::new(|| Ok(Formatters { id: Formatter::new(Lang::Id)?, en: Formatter::new(Lang::En)? }));
        BOTH.as_ref().map_err(Clone::clone)
    }

    /// The formatter of a language.
    pub fn get(&self, lang: Lang) -> &Formatter {
        lang.pick(&self.id, &self.en)
    }
}

fn icu_date(date: Date) -> Option<IcuDate<Iso>> {
    IcuDate::try_new_iso(i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs()).ok()
}

/// The name of a day of the week: `Selasa`, `Tuesday`.
pub fn weekday_name(day: Weekday, lang: Lang) -> &'static str {
    let (id, en) = match day {
        Weekday::Monday => ("Senin", "Monday"),
        Weekday::Tuesday => ("Selasa", "Tuesday"),
        Weekday::Wednesday => ("Rabu", "Wednesday"),
        Weekday::Thursday => ("Kamis", "Thursday"),
        Weekday::Friday => ("Jumat", "Friday"),
        Weekday::Saturday => ("Sabtu", "Saturday"),
        Weekday::Sunday => ("Minggu", "Sunday"),
    };
    lang.pick(id, en)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn indonesian_writes_points_for_thousands_and_a_decimal_comma() {
        let id = Formatter::new(Lang::Id).unwrap();
        assert_eq!(id.integer(1_234_567), "1.234.567");
        assert_eq!(id.decimal(1234.56, 2), "1.234,56");
        assert_eq!(id.date(date(2024, 11, 27)), "27 November 2024");
        assert_eq!(id.weekday_date(date(2024, 10, 15)), "Selasa, 15 Oktober 2024");
        assert_eq!(id.month(date(2024, 3, 1)), "Maret 2024");
    }

    #[test]
    fn english_writes_the_day_first() {
        let en = Formatter::new(Lang::En).unwrap();
        assert_eq!(en.integer(1_234_567), "1,234,567");
        assert_eq!(en.decimal(1234.56, 2), "1,234.56");
        assert_eq!(en.date(date(2024, 11, 27)), "27 November 2024");
    }

    #[test]
    fn ranges_say_month_and_year_once() {
        let id = Formatter::new(Lang::Id).unwrap();
        assert_eq!(id.range(date(2024, 2, 11), date(2024, 2, 13)), "11–13 Februari 2024");
        assert_eq!(id.range(date(2024, 9, 25), date(2024, 11, 23)), "25 September – 23 November 2024");
        assert_eq!(id.range(date(2023, 11, 28), date(2024, 2, 10)), "28 November 2023 – 10 Februari 2024");
        assert_eq!(id.range(date(2024, 2, 14), date(2024, 2, 14)), "14 Februari 2024");
    }

    #[test]
    fn only_a_full_count_is_a_hundred_percent() {
        let id = Formatter::new(Lang::Id).unwrap();
        let percent = |part, whole| id.percent(Share::new(part, whole).unwrap());
        assert_eq!(percent(9_999, 10_000), "99,9\u{a0}%");
        assert_eq!(percent(10_000, 10_000), "100,0\u{a0}%");
        assert_eq!(percent(1, 16), "6,3\u{a0}%");
        assert_eq!(id.whole_percent(5), "5,0\u{a0}%");
    }
}
