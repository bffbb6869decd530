//! Runs the stages one after the other: what `build`, `check` and `serve` have in common.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::collections::{self, Publication};
use crate::config::{self, Config, Zone};
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::ledger::Ledger;
use crate::disclosure::tables::Proofs;
use crate::disclosure::text::{Roster, stage as gate};
use crate::disclosure::{self, PublishedView};
use crate::plan::{Job, Work};
use crate::publish::LinkCheck;
use crate::render::{self, Failure, Rendered, Site, theme::Theme};
use crate::source::{self, SourceTree};

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
pub struct Edition {
    /// The day.
    pub clock: Clock,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Names that must not stand in a text about sanctions.
    pub roster: Option<Roster>,
}

/// How long each stage took.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Mutex<Vec<(&'static str, Duration)>>,
    pages: Mutex<BTreeMap<&'static str, (usize, Duration)>>,
}

impl Timings {
    /// Runs a stage and notes its time.
    pub fn stage<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        if let Ok(mut stages) = self.stages.lock() {
            stages.push((name, start.elapsed()));
        }
        result
    }

    /// Notes the time of rendering one page, by its template or kind of work.
    fn page(&self, name: &'static str, time: Duration) {
        if let Ok(mut pages) = self.pages.lock() {
            let (count, sum) = pages.entry(name).or_default();
            *count += 1;
            *sum += time;
        }
    }

    /// For each template or kind of work: how many pages, and the time of all threads together.
    pub fn pages(&self) -> BTreeMap<&'static str, (usize, Duration)> {
        self.pages.lock().map(|pages| pages.clone()).unwrap_or_default()
    }

    /// The stages in the order that they ended.
    pub fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.stages.lock().map(|stages| stages.clone()).unwrap_or_default()
    }
}

/// Reads and checks the portal in `root`, up to a site whose pages can be rendered.
///
/// The site is `None` if errors keep it from being published; the findings say which.
pub fn prepare(root: &Path, edition: &Edition, timings: &Timings) -> Checked<Option<Site>> {
    let Checked { value: tree, mut findings } = timings.stage("source", || source::read(root));
    let Checked { value: config, findings: found } = config::read(tree.site.as_ref());
    findings.extend(found);
    let Some(config) = config else { return Checked { value: None, findings } };
    let theme = Theme::load(&config.theme, &tree.themes, &config.file);
    findings.extend(theme.findings);
    let Some(view) = examine(&tree, config, edition, &Proofs::of_portal(root), timings, &mut findings) else {
        return Checked { value: None, findings };
    };
    let prepared = timings.stage("plan", || render::prepare(view, theme.value));
    findings.extend(prepared.findings);
    let value = if findings.has_errors() { None } else { prepared.value };
    Checked { value, findings }
}

/// Reads the records of a portal, holds them against every rule of content and of disclosure, and against
/// what earlier releases said.
///
/// The view is `None` if errors keep it from being published, in these findings or in earlier ones.
pub fn examine(
    tree: &SourceTree,
    config: Config,
    edition: &Edition,
    proofs: &Proofs,
    timings: &Timings,
    findings: &mut Findings,
) -> Option<PublishedView> {
    let publication = Publication { clock: edition.clock.day(config.zone), drafts: edition.drafts };
    let collected = timings.stage("collections", || collections::collect(tree, config, publication));
    findings.extend(collected.findings);
    let gate = timings.stage("gate", || gate::check(tree, &collected.value, edition.roster.as_ref()));
    // What others found in a line with a person's number must not quote it, either.
    findings.hush(&gate);
    findings.extend(gate);
    findings.extend(timings.stage("rules", || disclosure::check(&collected.value)));
    let ledger = timings.stage("ledger", || Ledger::read(&tree.releases));
    findings.extend(ledger.findings);
    if findings.has_errors() {
        return None;
    }
    let view = timings.stage("disclosure", || disclosure::publish(collected.value, ledger.value, proofs));
    findings.extend(view.findings);
    if findings.has_errors() {
        return None;
    }
    findings.extend(timings.stage("releases", || disclosure::compare(&view.value)));
    if findings.has_errors() {
        return None;
    }
    proofs.prune();
    Some(view.value)
}

/// Renders every job, hands each result to `sink`, and checks the links of all pages and feeds.
///
/// A failure of `sink` is a finding like any other; rendering goes on, so that all are told.
pub fn render_all(
    site: &Site,
    timings: &Timings,
    sink: &(dyn Fn(&str, &Job, Rendered) -> Result<(), Diagnostic> + Sync),
) -> Findings {
    let links = LinkCheck::new(site);
    let failed: Vec<Failed> = site
        .plan
        .jobs
        .par_iter()
        .filter_map(|(url, job)| {
            let start = Instant::now();
            let rendered = site.render(url, job);
            timings.page(site.work_name(job), start.elapsed());
            match rendered {
                Ok(rendered) => {
                    if let Rendered::Bytes(bytes) = &rendered
                        && (job.work.is_page() || matches!(job.work, Work::Feed(_)))
                    {
                        links.page(url, bytes);
                    }
                    sink(url, job, rendered).err().map(Failed::Sink)
                }
                Err(failure) => Some(Failed::Page(failure)),
            }
        })
        .collect();
    let mut findings = tell(failed);
    // A page that could not be rendered has no anchors, and links to it would be blamed for it.
    if !findings.has_errors() {
        findings.extend(links.finish());
    }
    findings
}

/// Why a job gave no output.
enum Failed {
    Sink(Diagnostic),
    Page(Box<Failure>),
}

/// One finding for each cause: the first page that it shows on, and how many more.
fn tell(failed: Vec<Failed>) -> Findings {
    let mut findings = Findings::default();
    let mut causes: BTreeMap<String, (Diagnostic, usize)> = BTreeMap::new();
    // A full disk fails every file that is still to be written; the first says it all.
    let mut disk_told = false;
    for failure in failed {
        match failure {
            Failed::Sink(diagnostic) if diagnostic.code == "TW0615" => {
                if !disk_told {
                    findings.push(diagnostic);
                }
                disk_told = true;
            }
            Failed::Sink(diagnostic) => findings.push(diagnostic),
            Failed::Page(failure) => {
                let Failure { cause, diagnostic } = *failure;
                causes.entry(cause).or_insert((diagnostic, 0)).1 += 1;
            }
        }
    }
    for (mut diagnostic, count) in causes.into_values() {
        if count > 1 {
            let others = count - 1;
            diagnostic.message.id.push_str(&format!(" (dan di {others} halaman lain)"));
            let pages = if others == 1 { "page" } else { "pages" };
            diagnostic.message.en.push_str(&format!(" (and on {others} other {pages})"));
        }
        findings.push(diagnostic);
    }
    findings
}
