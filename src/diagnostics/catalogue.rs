//! The words of every rule, one function a rule, so that they can be read and mended in one place.
//!
//! A function takes what the sentence speaks of and gives a [`Diagnostic`](super::Diagnostic)
//! without a place; the caller points it at the file. Messages about sanction records never carry
//! a value.

pub mod anonymise;
pub mod attachments;
pub mod audit;
pub mod gate;
pub mod ledger;
pub mod publish;
pub mod reading;
pub mod records;
pub mod rows;
pub mod serve;
pub mod site;
pub mod source;
pub mod text;
