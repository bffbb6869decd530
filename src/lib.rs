//! Terawang turns a folder of Markdown and TOML into a regency's transparency portal.
//!
//! This library is the program: [`cli::run`] is all that it offers to others. `docs/architecture.md` says which rooms
//! there are and what each does. Everything that is `pub` in a room is for the other rooms of this crate.
//!
//! The data passes through one stage a room; each reads only the type before it:
//!
//! 1. `source` walks the portal's folder and reads its files: `SourceTree`.
//! 2. `collections` reads typed records and checks them alone and against each other: `Portal`.
//! 3. `disclosure` decides what may be published; only it can make a `PublishedView`.
//! 4. `figures` makes tables, series and headline numbers from the view.
//! 5. `plan` lists every URL of the site as data: route → `Job`.
//! 6. `render` turns one job into bytes; a pure function.
//! 7. `publish` checks the links and commits the bytes to the output folder.
//! 8. `serve` answers requests from the same plan.
//!
//! `audit` is no stage: it reads a finished output folder as an attacker would, and nothing else.

mod address;
mod anonymise;
mod audit;
mod cache;
pub mod cli;
mod collections;
mod config;
mod diagnostics;
mod disclosure;
mod figures;
#[doc(hidden)]
pub mod fuzzing;
#[doc(hidden)]
pub mod internals;
mod locale;
mod markdown;
mod pipeline;
mod plan;
mod publish;
mod reading;
#[cfg(test)]
mod reference;
mod render;
mod serve;
mod share;
mod source;
mod spreadsheet;
