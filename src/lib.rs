//! Terawang turns a folder of Markdown and TOML into a regency's transparency portal.
//!
//! The way of the data, one stage a module; each reads only the type before it:
//!
//! 1. [`source`] walks the portal's folder and reads its files: `SourceTree`.
//! 2. [`collections`] reads typed records and checks them alone and against each other: `Portal`.
//! 3. [`disclosure`] decides what may leave the building; only it can make a `PublishedView`.
//! 4. [`figures`] draws tables, series and headline numbers from the view.
//! 5. [`plan`] lists every URL of the site as data: route → `Job`.
//! 6. [`render`] turns one job into bytes; a pure function.
//! 7. [`publish`] checks the links and commits the bytes to the output folder.
//! 8. [`serve`] answers requests from the same plan.
//!
//! [`audit`] stands outside: it reads a finished output folder as an attacker would, and nothing else.
//!
//! [`diagnostics`], [`locale`], [`address`], [`reading`] and [`markdown`] are the ground that all stand on;
//! [`config`] reads `site.toml`; [`cli`] is the only room that knows the clock, the terminal and the exit code.

pub mod address;
pub mod anonymise;
pub mod audit;
pub mod cache;
pub mod cli;
pub mod collections;
pub mod config;
pub mod diagnostics;
pub mod disclosure;
pub mod figures;
pub mod locale;
pub mod markdown;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod reading;
#[cfg(test)]
mod reference;
pub mod render;
pub mod serve;
pub mod source;
