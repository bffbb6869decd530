//! End-to-end tests: a folder, a command, what it printed, what it wrote.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod addresses;
mod beginning;
mod bodies;
mod command_line;
mod continuity;
mod dates;
mod documents;
mod figures;
mod files;
mod keys;
mod output;
mod regional;
mod same_bytes;
mod secrecy;
mod special_files;
mod support;
mod themes;
mod translations;
