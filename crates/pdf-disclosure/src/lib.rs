#![doc = include_str!("../README.md")]

mod budget;
mod fonts;
mod jpeg;
mod layout;
mod letters;
mod matrix;
mod objects;
mod operators;
mod page;
mod reading;
mod revisions;
#[cfg(test)]
mod tests;

pub use reading::{Part, Piece, Reading, Refused, VERSION, read};
