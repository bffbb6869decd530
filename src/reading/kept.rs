//! Cache encoding of the plain values.

use jiff::civil::Date;

use super::{AsOf, Clock, Count, FilePath, Located, Mark, Month, Phrase, RecordRef, SiteUrl, Symbol, WebUrl};
use crate::cache::{Keep, Reader, Writer};
use crate::locale::Lang;

/// Encodes a struct as its fields, in order.
macro_rules! keep_fields {
    ($($name:ident { $($field:tt),+ })+) => {
        $(
            impl Keep for $name {
                fn keep(&self, to: &mut Writer) {
                    $( self.$field.keep(to); )+
                }

                fn kept(from: &mut Reader<'_>) -> Option<Self> {
                    Some(Self { $( $field: Keep::kept(from)?, )+ })
                }
            }
        )+
    };
}

keep_fields! {
    Phrase { text, lang }
    RecordRef { id, range }
    FilePath { 0 }
    SiteUrl { 0 }
    WebUrl { 0 }
    Clock { hour, minute }
}

/// Encodes a value of a fixed list as its index.
macro_rules! keep_by_place {
    ($($name:ident)+) => {
        $(
            impl Keep for $name {
                fn keep(&self, to: &mut Writer) {
                    (*self as u8).keep(to);
                }

                fn kept(from: &mut Reader<'_>) -> Option<Self> {
                    Self::ALL.get(usize::from(u8::kept(from)?)).copied()
                }
            }
        )+
    };
}

keep_by_place! { Lang Symbol Mark }

impl<T: Keep> Keep for Located<T> {
    fn keep(&self, to: &mut Writer) {
        self.value.keep(to);
        self.range.keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: Keep::kept(from)?, range: Keep::kept(from)? })
    }
}

impl Keep for Month {
    fn keep(&self, to: &mut Writer) {
        self.first_day().keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Date::kept(from).map(Self::of)
    }
}

impl Keep for AsOf {
    fn keep(&self, to: &mut Writer) {
        self.day().keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Option::kept(from).map(|day| day.map_or(AsOf::NotReported, AsOf::Day))
    }
}

impl Keep for Count {
    fn keep(&self, to: &mut Writer) {
        let (number, mark, symbol) = match *self {
            Count::Number(number, mark) => (Some(number), mark, None),
            Count::Symbol(symbol) => (None, None, Some(symbol)),
        };
        number.keep(to);
        mark.keep(to);
        symbol.keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        match (Option::kept(from)?, Option::kept(from)?, Option::kept(from)?) {
            (Some(number), mark, None) => Some(Count::Number(number, mark)),
            (None, None, Some(symbol)) => Some(Count::Symbol(symbol)),
            _ => None,
        }
    }
}
