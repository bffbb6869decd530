//! The words of every rule.
pub mod publish;
