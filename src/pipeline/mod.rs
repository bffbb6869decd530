//! Runs the stages one after the other: what `build`, `check`, `release` and `serve` have in common.
//!
//! - [`Edition`] reads a portal up to a [`Site`], and holds what is remembered of it for the
//!   next reading.
//! - [`run()`] reads a portal once, renders it, checks all links and, if that is the goal, publishes it.

mod edition;
mod learning;
mod pages;
mod run;
mod timings;

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cache::Cache;
use crate::collections::Audience;
use crate::config::Zone;
use crate::diagnostics::Checked;
use crate::disclosure::attachments::reader::Reader;
use crate::disclosure::text::Roster;
use crate::render::Site;
use crate::source;

pub use edition::Edition;
pub use run::{Goal, Outcome, Progress, run};
pub use timings::Timings;

/// The day of a build, before the portal's time zone is known.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// A day given by hand.
    Day(Date),
    /// A moment, which falls on one day or another by zone.
    Moment(Timestamp),
}

impl Clock {
    /// The day in a zone.
    pub fn day(self, zone: Zone) -> Date {
        match self {
            Clock::Day(day) => day,
            Clock::Moment(moment) => zone.offset().to_datetime(moment).date(),
        }
    }
}

/// How a portal is to be read.
#[derive(Clone)]
pub struct ReadOptions {
    /// The day.
    pub clock: Clock,
    /// For whom it is read.
    pub audience: Audience,
    /// Names that must not stand in a text about sanctions.
    pub roster: Option<Roster>,
    /// What reads PDFs.
    pub reader: Reader,
}

/// Reads and checks the portal in `root` once, without a cache, up to a site whose pages can be rendered.
///
/// The site is `None` if errors keep it from being published; the findings say which.
pub fn prepare(root: &Path, options: &ReadOptions, timings: &Timings) -> Checked<Option<Site>> {
    Edition::once(Cache::none()).read_listed(&source::list(root), options, timings)
}
