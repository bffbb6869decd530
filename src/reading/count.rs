//! Counts, and the symbols that replace a missing number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::messages as rule;
use super::{Form, FromToml, Reading, scalars::parse_count_text};
use crate::locale::{Label, Text};

/// A symbol in a cell instead of a number. A blank or a 0 would be false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Symbol {
    /// `c`: confidential.
    Confidential,
    /// `x`: not available.
    NotAvailable,
    /// `z`: not applicable.
    NotApplicable,
}

impl Symbol {
    /// Every symbol.
    pub const ALL: [Symbol; 3] = [Symbol::Confidential, Symbol::NotAvailable, Symbol::NotApplicable];

    /// The letter in a cell.
    pub const fn key(self) -> &'static str {
        match self {
            Symbol::Confidential => "c",
            Symbol::NotAvailable => "x",
            Symbol::NotApplicable => "z",
        }
    }

    /// Its meaning, for readers.
    pub const fn label(self) -> Label {
        match self {
            Symbol::Confidential => Label { id: "dirahasiakan", en: "confidential" },
            Symbol::NotAvailable => Label { id: "tidak tersedia", en: "not available" },
            Symbol::NotApplicable => Label { id: "tidak berlaku", en: "not applicable" },
        }
    }
}

/// A mark that qualifies a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mark {
    /// `p`: provisional.
    Provisional,
    /// `r`: revised.
    Revised,
    /// `b`: break in the series.
    Break,
    /// `e`: estimated.
    Estimated,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Mark; 4] = [Mark::Provisional, Mark::Revised, Mark::Break, Mark::Estimated];

    /// The letter after a number.
    pub const fn key(self) -> &'static str {
        match self {
            Mark::Provisional => "p",
            Mark::Revised => "r",
            Mark::Break => "b",
            Mark::Estimated => "e",
        }
    }

    /// What a reader is told.
    pub const fn label(self) -> Label {
        match self {
            Mark::Provisional => Label { id: "angka sementara", en: "provisional" },
            Mark::Revised => Label { id: "direvisi", en: "revised" },
            Mark::Break => Label { id: "putus deret", en: "break in the series" },
            Mark::Estimated => Label { id: "perkiraan", en: "estimated" },
        }
    }
}

/// A number of persons, reports or cases, or a symbol if there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// A whole number ≥ 0, with a mark if it has one.
    Number(u64, Option<Mark>),
    /// The reason why there is no number.
    Symbol(Symbol),
}

impl Count {
    /// The number, if it is one.
    pub fn number(self) -> Option<u64> {
        match self {
            Count::Number(number, _) => Some(number),
            Count::Symbol(_) => None,
        }
    }
}

impl FromToml for Count {
    fn expected() -> Text {
        rule::count_or_symbol()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        if let Some(text) = value.get_ref().as_str() {
            let count = parse_count_text(text);
            if count.is_none() {
                reading.found(value, rule::bad_count());
            }
            return count;
        }
        u64::from_toml(value, reading).map(|number| Count::Number(number, None))
    }
}

/// A value, or `"x"` where the source does not report it.
///
/// Absent means that nobody has written it yet. `"x"` is a statement to readers: it was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reported<T> {
    /// The value.
    Known(T),
    /// The source does not give one.
    NotReported,
}

/// The reference date of a figure.
pub type AsOf = Reported<Date>;

impl<T> Reported<T> {
    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Reported::Known(value) => Some(value),
            Reported::NotReported => None,
        }
    }
}

impl AsOf {
    /// The day, if it is known.
    pub fn day(self) -> Option<Date> {
        self.known().copied()
    }
}

impl<T: FromToml> FromToml for Reported<T> {
    fn expected() -> Text {
        rule::or_not_reported(T::expected())
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        if value.get_ref().as_str() == Some(Symbol::NotAvailable.key()) {
            return Some(Reported::NotReported);
        }
        T::from_toml(value, reading).map(Reported::Known)
    }

    fn form() -> Form {
        Form { expected: Self::expected(), ..T::form() }
    }
}
