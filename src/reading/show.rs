//! What templates are shown of a record: its keys, as values that a page can write in its own language.
//!
//! The `record!` macro writes this from the struct, so a new key reaches its template without a line of code.
//! Types that must not reach a page as they are (settings, policies, series about persons) are declared
//! with `keys!` instead, and have no [`Show`]: the compiler refuses to hand them to a template.

use jiff::civil::Date;

use super::{Clock, Count, FilePath, Key, Located, Month, Phrase, RecordRef, Reported, WebUrl};
use crate::locale::Label;

/// A value as pages write it.
#[derive(Clone, Debug)]
pub enum Shown<'v> {
    /// The key is absent.
    Nothing,
    /// The key is not given to templates: it only serves checks, or is shown by something else.
    Hidden,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// A decimal number.
    Decimal(f64),
    /// A text in no particular language: a name, a number of a letter.
    Text(&'v str),
    /// A text for readers.
    Phrase(&'v Phrase),
    /// A day.
    Day(Date),
    /// A span of days, both ends included.
    Span(Date, Date),
    /// A month.
    Month(Month),
    /// A time of day.
    Clock(Clock),
    /// A value that the source does not report: what kind of value it would be.
    NotReported(Shape),
    /// A count.
    Count(Count),
    /// A value of a vocabulary.
    Term(&'static str, Label),
    /// A record; absent for readers while it is not public.
    Record(&'v RecordRef),
    /// An address in the web.
    Link(&'v WebUrl),
    /// A file of the record.
    File(&'v FilePath),
    /// Several values.
    List(Vec<Shown<'v>>),
    /// A table of keys.
    Table(Vec<(&'static Key, Shown<'v>)>),
}

/// The kind of a [`Shown`] value, for the reference of themes.
#[derive(Clone, Debug)]
pub enum Shape {
    Hidden,
    Flag,
    Number,
    Decimal,
    Text,
    Phrase,
    Day,
    Span,
    Month,
    Clock,
    Count,
    Term,
    Record,
    Link,
    File,
    Optional(Box<Shape>),
    List(Box<Shape>),
    Table { name: &'static str, doc: &'static str, keys: Vec<(&'static Key, Shape)> },
}

/// A value that templates can be shown.
pub trait Show {
    /// What kind of value it is.
    fn shape() -> Shape;

    /// The value.
    fn show(&self) -> Shown<'_>;
}

macro_rules! show {
    ($($type:ty => $shape:ident, |$value:ident| $shown:expr;)+) => {
        $(
            impl Show for $type {
                fn shape() -> Shape {
                    Shape::$shape
                }

                fn show(&self) -> Shown<'_> {
                    let $value = self;
                    $shown
                }
            }
        )+
    };
}

show! {
    bool => Flag, |value| Shown::Flag(*value);
    u64 => Number, |value| Shown::Number(*value);
    f64 => Decimal, |value| Shown::Decimal(*value);
    String => Text, |value| Shown::Text(value);
    Phrase => Phrase, |value| Shown::Phrase(value);
    Date => Day, |value| Shown::Day(*value);
    Month => Month, |value| Shown::Month(*value);
    Clock => Clock, |value| Shown::Clock(*value);
    Count => Count, |value| Shown::Count(*value);
    RecordRef => Record, |value| Shown::Record(value);
    WebUrl => Link, |value| Shown::Link(value);
    FilePath => File, |value| Shown::File(value);
}

impl<T: Show> Show for Located<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn show(&self) -> Shown<'_> {
        self.value.show()
    }
}

impl<T: Show> Show for Reported<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn show(&self) -> Shown<'_> {
        self.known().map_or_else(|| Shown::NotReported(T::shape()), T::show)
    }
}

impl<T: Show> Show for Option<T> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }

    fn show(&self) -> Shown<'_> {
        self.as_ref().map_or(Shown::Nothing, T::show)
    }
}

impl<T: Show> Show for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn show(&self) -> Shown<'_> {
        Shown::List(self.iter().map(T::show).collect())
    }
}
