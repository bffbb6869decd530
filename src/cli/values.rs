//! Parses the values of flags.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use jiff::civil::Date;

use crate::anonymise::columns::Field;
use crate::anonymise::series::SeriesName;
use crate::collections::Kind;
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::Outcome;
use crate::collections::sanction::levels::Level;
use crate::diagnostics::print::Format;
use crate::disclosure::text::Detector;
use crate::locale::Lang;

/// What to write instead of an invalid value, in the language of messages.
#[derive(Debug)]
pub(super) struct Remedy(String);

impl Remedy {
    fn new(lang: Lang, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self(lang.pick(id.into(), en.into()))
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Remedy {}

/// A date, such as `2024-10-15`.
pub(super) fn date(lang: Lang) -> impl Fn(&str) -> Result<Date, Remedy> + Clone {
    move |text| {
        text.parse().map_err(|_| {
            Remedy::new(lang, "tulis tanggal seperti 2024-10-15", "write a date such as 2024-10-15")
        })
    }
}

/// A period, such as `2024-01-01..2024-12-31`.
pub(super) fn period(lang: Lang) -> impl Fn(&str) -> Result<Period, Remedy> + Clone {
    move |text| {
        let ends = text.split_once("..");
        ends.and_then(|(from, to)| {
            Some(Period { from: from.trim().parse().ok()?, to: to.trim().parse().ok()? })
        })
        .ok_or_else(|| {
            Remedy::new(
                lang,
                "tulis periode seperti 2024-01-01..2024-12-31",
                "write a period such as 2024-01-01..2024-12-31",
            )
        })
    }
}

/// A whole number within bounds.
pub(super) fn number<T>(lang: Lang, bounds: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, Remedy> + Clone
where
    T: FromStr + PartialOrd + fmt::Display + Clone,
{
    move |text| {
        text.parse().ok().filter(|number| bounds.contains(number)).ok_or_else(|| {
            let (least, most) = (bounds.start(), bounds.end());
            Remedy::new(
                lang,
                format!("tulis bilangan dari {least} sampai {most}"),
                format!("write a number from {least} to {most}"),
            )
        })
    }
}

/// The name of a series.
pub(super) fn series(lang: Lang) -> impl Fn(&str) -> Result<SeriesName, Remedy> + Clone {
    move |text| {
        SeriesName::parse(text).map_err(|proposal| match proposal {
            Some(name) => Remedy::new(lang, format!("tulis {name}"), format!("write {name}")),
            None => Remedy::new(
                lang,
                "pakai huruf kecil, angka dan tanda hubung",
                "use small letters, digits and hyphens",
            ),
        })
    }
}

/// A property of a person and the heading of its column, such as `opd=Unit Kerja`. The heading is empty if
/// there is no such column.
pub(super) fn column(lang: Lang) -> impl Fn(&str) -> Result<(Field, String), Remedy> + Clone {
    move |text| {
        let parts = text.split_once('=').map(|(field, heading)| (field.trim(), heading.trim()));
        parts.and_then(|(field, heading)| Some((Field::from_key(field)?, heading.to_owned()))).ok_or_else(
            || {
                let fields = Field::ALL.iter().map(|field| field.key()).collect::<Vec<_>>().join(", ");
                Remedy::new(
                    lang,
                    format!("tulis HAL=JUDUL; HAL salah satu dari {fields}"),
                    format!("write PROPERTY=HEADING; PROPERTY is one of {fields}"),
                )
            },
        )
    }
}

/// A few words, for people to read.
pub(super) fn sentence(lang: Lang) -> impl Fn(&str) -> Result<String, Remedy> + Clone {
    move |text| {
        let text = text.trim();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let is_fit = letters >= 3 && !text.contains(char::is_control);
        is_fit.then(|| text.to_owned()).ok_or_else(|| {
            Remedy::new(lang, "tulis dengan kata-kata, dalam satu baris", "write it in words, on one line")
        })
    }
}

/// Lets clap parse a type that has a list of values with names.
macro_rules! value_enum {
    ($($type:ty: $values:expr, $name:ident;)+) => {$(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                $values
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(self.$name()))
            }
        }
    )+};
}

value_enum! {
    Lang: &Lang::ALL, tag;
    Format: &Format::ALL, name;
    Kind: Kind::WRITTEN, name;
    Level: Level::ALL, key;
    Outcome: Outcome::ALL, key;
    Authority: Authority::ALL, key;
    Detector: Detector::ALL, key;
}
