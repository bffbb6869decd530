//! The words of every rule.
