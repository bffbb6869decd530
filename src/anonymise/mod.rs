//! Turns an internal spreadsheet, with one row for each sanctioned person, into the publishable rows of a
//! series.
//!
//! The data passes through these modules:
//!
//! - [`place`] checks that the spreadsheet is stored where it may be.
//! - [`sheet`] reads the columns that [`columns`] chose, and no others.
//! - [`terms`] turns cells into values of closed vocabularies.
//! - [`persons`] holds these values until [`pool`] has made a table that keeps every rule of
//!   [`disclosure::rows`](crate::disclosure::rows).
//! - [`lattice`] shows what each choice of columns would cost.
//! - [`series`] writes the file.
//!
//! Only what the rules allow is printed, serialised or copied. Types that hold persons or cells implement
//! neither `Debug` nor `Serialize`, and their content is overwritten on drop.

pub mod columns;
pub mod heading;
pub mod lattice;
pub(crate) mod messages;
pub mod persons;
pub mod place;
pub mod pool;
pub mod series;
pub mod sheet;
pub mod terms;
#[cfg(test)]
mod tests;
