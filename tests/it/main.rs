//! End-to-end tests: a folder, a command, its output and the files it wrote.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests; what is skipped is said"
)]

mod addresses;
mod anonymise;
mod attachments;
mod audit;
mod beginning;
mod bodies;
mod canary;
mod changes;
mod command_line;
mod contacts;
mod continuity;
mod dates;
mod documents;
mod exceptions;
mod facts;
mod feeds;
mod figures;
mod files;
mod incremental;
mod keys;
mod killed;
mod leaks;
mod letters;
mod links;
mod messages;
mod numbers;
mod output;
mod pacts;
mod regional;
mod releases;
mod remedies;
mod rows;
mod same_bytes;
mod secrecy;
mod signatures;
mod special_files;
mod support;
mod syntax;
mod themes;
mod translations;
mod twins;
mod unfinished;
mod warm;
