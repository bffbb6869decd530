//! From an internal spreadsheet, one row a sanctioned person, to the publishable rows of a series.
//!
//! The way of the data: [`place`] says whether the spreadsheet lies where it may; [`sheet`] reads the
//! columns that [`columns`] chose, and no others; [`terms`] turns cells into values of closed
//! vocabularies; [`persons`] holds these until [`pool`] has made a table that keeps every rule of
//! [`disclosure::rows`](crate::disclosure::rows); [`lattice`] shows what each choice of columns would
//! cost; [`series`] writes the file.
//!
//! Nothing here is printed, serialised or copied but what the rules let pass. Types that hold persons or
//! cells have neither `Debug` nor `Serialize`, and what they hold is overwritten when they are dropped.

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
