//! End-to-end tests: a folder, a command, what it printed, what it wrote.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod addresses;
mod bodies;
mod continuity;
mod dates;
mod documents;
mod figures;
mod files;
mod keys;
mod secrecy;
mod special_files;
mod support;
