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

use crate::cache::{Cache, Sources};
use crate::collections::{self, Audience, KeptRecords, Publication};
use crate::config::{self, Zone};
use crate::diagnostics::Checked;
use crate::disclosure::attachments::{self, reader::Reader};
use crate::disclosure::text::Roster;
use crate::disclosure::text::stage::{self as gate, FirstLook, Gated};
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

/// What the text gate found in a portal.
pub struct Gates {
    /// The day of the build.
    pub today: Date,
    /// The result of the gate.
    pub gated: Gated,
}

/// Reads the portal in `root` up to the text gate. Errors elsewhere do not matter, as long as there are settings.
pub fn gates(root: &Path, options: &ReadOptions) -> Checked<Option<Gates>> {
    let look = FirstLook::new(options.roster.as_ref());
    let look = |path: &str, text: &str| look.finds_nothing(path, text);
    let none = Sources::default();
    let Checked { value: tree, mut findings } = source::read(&source::list(root), &none, &look);
    let Checked { value: config, findings: found } = config::read(tree.site.as_ref());
    findings.extend(found);
    let Some(config) = config else { return Checked { value: None, findings } };
    let today = options.clock.day(config.zone);
    let publication = Publication { clock: today, audience: options.audience };
    let collected = collections::collect(&tree, config, publication, &none, &mut KeptRecords::default());
    let attachments = attachments::inspect(&tree, &collected.value, &options.reader).value;
    let mut gated = gate::check(&tree, &collected.value, &attachments, options.roster.as_ref(), &none);
    findings.extend(std::mem::take(&mut gated.findings));
    Checked { value: Some(Gates { today, gated }), findings }
}

/// Reads and checks the portal in `root` once, without a cache, up to a site whose pages can be rendered.
///
/// The site is `None` if errors keep it from being published; the findings say which.
pub fn prepare(root: &Path, options: &ReadOptions, timings: &Timings) -> Checked<Option<Site>> {
    Edition::once(Cache::none()).read_listed(&source::list(root), options, timings)
}
