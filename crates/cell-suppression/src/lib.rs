#![doc = include_str!("../README.md")]

mod attack;
mod demand;
mod places;
mod protect;
mod reach;
mod refusal;
mod rule;
mod solve;
mod suppression;
mod tables;
#[cfg(test)]
mod tests;
mod two_way;
mod verify;

pub use attack::{Attack, End, Interval};
pub use protect::{SEARCH_VERSION, protect, protect_further, prove};
pub use refusal::{Gap, Malformed, Refusal, Violation};
pub use rule::{Limits, MAX_THRESHOLD, Rule, Side};
pub use suppression::{Proof, Suppression, Witness};
pub use tables::{Equation, LinkedTables, MAX_COUNT, UNBOUNDED};
pub use two_way::{Axis, CellIndex, Group, two_way};
pub use verify::verify;
