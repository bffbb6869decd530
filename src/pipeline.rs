//! Runs the stages one after the other: what `build`, `check` and `serve` have in common.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::cache::{Cache, KnownPage, KnownSource, Pages, Sources};
use crate::collections::{self, Portal, Publication};
use crate::config::{self, Config, Zone};
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::attachments::{self, reader::Reader};
use crate::disclosure::ledger::Ledger;
use crate::disclosure::tables::Proofs;
use crate::disclosure::text::stage::Gated;
use crate::disclosure::text::{Roster, stage as gate};
use crate::disclosure::{self, PublishedView};
use crate::markdown::Notes;
use crate::plan::{Job, Work};
use crate::publish::{LinkCheck, PageAnchors};
use crate::render::{self, Failure, Ingredients, Rendered, Site, theme::Theme};
use crate::source::{self, Changes, Listing, SourceTree};

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
    /// What reads PDFs.
    pub reader: Reader,
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

/// What was found out before, for readings that need not find it out again.
pub struct Known<'k> {
    /// By earlier runs.
    pub cache: &'k Cache,
    /// By this process.
    pub memory: &'k mut Memory,
}

/// What a process that reads one portal again and again remembers of it.
#[derive(Default)]
pub struct Memory {
    source: source::Memory,
    records: collections::Memory,
}

/// Reads and checks the portal in `root`, up to a site whose pages can be rendered.
///
/// The site is `None` if errors keep it from being published; the findings say which.
pub fn prepare(root: &Path, edition: &Edition, timings: &Timings) -> Checked<Option<Site>> {
    prepare_listed(&source::list(root), edition, &Cache::none(), timings)
}

/// The same for files that were listed before, with what earlier runs found out about them.
pub fn prepare_listed(
    listing: &Listing,
    edition: &Edition,
    cache: &Cache,
    timings: &Timings,
) -> Checked<Option<Site>> {
    let read = timings.stage("source", || source::read(listing));
    prepare_read(read, edition, Known { cache, memory: &mut Memory::default() }, timings)
}

/// The same for a portal that this process has read before, and of which only this may differ; `now` is the
/// time by the clock of the files.
pub fn prepare_again(
    root: &Path,
    changes: &Changes,
    now: SystemTime,
    edition: &Edition,
    known: Known<'_>,
    timings: &Timings,
) -> Checked<Option<Site>> {
    let read = timings.stage("source", || known.memory.source.read(root, changes, now));
    prepare_read(read, edition, known, timings)
}

fn prepare_read(
    read: Checked<SourceTree>,
    edition: &Edition,
    known: Known<'_>,
    timings: &Timings,
) -> Checked<Option<Site>> {
    let Checked { value: tree, mut findings } = read;
    let Checked { value: config, findings: found } = config::read(tree.site.as_ref());
    findings.extend(found);
    let Some(config) = config else { return Checked { value: None, findings } };
    let theme = Theme::load(&config.theme, &tree.themes, &config.file);
    findings.extend(theme.findings);
    let proofs = Proofs::of_portal(&tree.root);
    let Some(view) = examine(&tree, config, edition, &proofs, known, timings, &mut findings) else {
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
    Known { cache, memory }: Known<'_>,
    timings: &Timings,
    findings: &mut Findings,
) -> Option<PublishedView> {
    let publication = Publication { clock: edition.clock.day(config.zone), drafts: edition.drafts };
    let mut known = timings.stage("cache", || cache.take_sources());
    let collected = timings.stage("collections", || {
        collections::collect(tree, config, publication, &known, &mut memory.records)
    });
    findings.extend(collected.findings);
    let looked =
        timings.stage("attachments", || attachments::inspect(tree, &collected.value, &edition.reader));
    findings.extend(looked.findings);
    let attachments = looked.value;
    let roster = edition.roster.as_ref();
    let gated = timings.stage("gate", || gate::check(tree, &collected.value, &attachments, roster, &known));
    timings.stage("cache", || {
        let is_news = roster.is_none() && learn(&mut known, tree, &collected.value, &gated);
        cache.put_sources(known, is_news);
    });
    // What others found in a line with a person's number must not quote it, either.
    findings.hush(&gated.findings);
    findings.extend(gated.findings);
    findings.extend(timings.stage("rules", || disclosure::check(&collected.value)));
    let ledger = timings.stage("ledger", || Ledger::read(&tree.releases));
    findings.extend(ledger.findings);
    if findings.has_errors() {
        return None;
    }
    let view = timings
        .stage("disclosure", || disclosure::publish(collected.value, &attachments, ledger.value, proofs));
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

/// Learns what was found out about content files; whether there was anything to learn.
///
/// What is found in a file is a function of its bytes, its path and what the gate lets through.
fn learn(known: &mut Sources, tree: &SourceTree, portal: &Portal, gated: &Gated) -> bool {
    let is_other_gate = known.forget_unless(gated.lets_through);
    let new: Vec<usize> = (0..tree.content.len())
        .filter(|at| !known.knows(&tree.content[*at].path, &tree.content[*at].digest))
        .collect();
    let places: HashMap<&str, usize> =
        new.iter().map(|at| (tree.content[*at].file.path.as_str(), *at)).collect();
    let mut notes: HashMap<usize, &Arc<Notes>> = HashMap::new();
    // Texts about sanctions stay where they are.
    for entry in portal.entries.iter().filter(|entry| !entry.file.confidential && !new.is_empty()) {
        for version in entry.versions() {
            if let Some(at) = places.get(version.file.path.as_str())
                && let Some(body) = version.body.as_ref().filter(|body| body.is_sound)
            {
                notes.insert(*at, body.notes());
            }
        }
    }
    for at in &new {
        let content = &tree.content[*at];
        let notes = notes.get(at).map(|notes| Arc::clone(notes));
        let found = KnownSource { digest: content.digest, notes, is_clean: gated.clean[*at] };
        known.learn(content.path.clone(), found);
    }
    let has_gone = known.forget_all_but(tree.content.iter().map(|content| content.path.as_str()));
    is_other_gate || !new.is_empty() || has_gone
}

/// What takes the results of a run.
pub struct Sink<'s> {
    /// Takes what was rendered.
    pub put: &'s (dyn Fn(&str, Rendered) -> Result<(), Diagnostic> + Sync),
    /// Whether a page that would be the same as in an earlier run can be left as it is.
    pub keep: &'s (dyn Fn(&str, &KnownPage) -> Result<bool, Diagnostic> + Sync),
}

/// Renders every job that is not known from an earlier run, hands each result to `sink`, and checks the links
/// of all pages and feeds. Gives what is known of the pages now, if nothing is wrong with any of them.
///
/// A failure of `sink` is a finding like any other; rendering goes on, so that all are told.
pub fn render_all(site: &Site, known: &Pages, timings: &Timings, sink: &Sink<'_>) -> Checked<Option<Pages>> {
    let links = LinkCheck::new(site);
    // A page is known with its links, and links are good as long as no address goes.
    let no_address_gone = known.known.keys().all(|url| site.plan.jobs.contains_key(url));
    let known_page = |url: &str| known.known.get(url).filter(|_| no_address_gone);
    let ingredients = Ingredients::new(site);
    let jobs: Vec<(&String, &Job)> = site.plan.jobs.iter().collect();
    let done: Vec<Result<(&String, KnownPage), Failed>> = jobs
        .par_iter()
        .map(|(url, job)| {
            let start = Instant::now();
            let known = known_page(url);
            let keep = |page: &KnownPage, ingredients| {
                let keeps = (sink.keep)(url, page).map_err(Failed::Sink)?;
                Ok(keeps.then(|| {
                    links.known(url, page.anchors.clone(), page.to_anchors.clone());
                    let (fingerprint, stamp) = (page.fingerprint, page.stamp);
                    (*url, KnownPage { ingredients, fingerprint, stamp, ..KnownPage::default() })
                }))
            };
            let ingredients = ingredients.of(job);
            if let Some(page) = known
                && ingredients.is_some()
                && page.ingredients == ingredients
                && let Some(kept) = keep(page, ingredients)?
            {
                debug_assert_eq!(
                    page.fingerprint,
                    site.draft(url, job).ok().flatten().and_then(|draft| site.fingerprint(job, &draft)),
                    "{url} shows what is none of its ingredients"
                );
                return Ok(kept);
            }
            let draft = site.draft(url, job).map_err(Failed::Page)?;
            let fingerprint = draft.as_ref().and_then(|draft| site.fingerprint(job, draft));
            if let Some(page) = known
                && fingerprint.is_some()
                && page.fingerprint == fingerprint
                && let Some(kept) = keep(page, ingredients)?
            {
                return Ok(kept);
            }
            let rendered = site.render_draft(url, job, draft);
            timings.page(site.work_name(job), start.elapsed());
            let rendered = rendered.map_err(Failed::Page)?;
            if let Rendered::Bytes(bytes) = &rendered
                && (job.work.is_page() || matches!(job.work, Work::Feed(_)))
            {
                links.page(url, bytes);
            }
            (sink.put)(url, rendered).map_err(Failed::Sink)?;
            Ok((*url, KnownPage { ingredients, fingerprint, ..KnownPage::default() }))
        })
        .collect();
    let mut failed = Vec::new();
    let mut pages = Vec::with_capacity(done.len());
    for result in done {
        match result {
            Ok(page) => pages.push(page),
            Err(failure) => failed.push(failure),
        }
    }
    let mut findings = tell(failed);
    // A page that could not be rendered has no anchors, and links to it would be blamed for it.
    if findings.has_errors() {
        return Checked { value: None, findings };
    }
    let (found, mut anchors) = links.finish();
    findings.extend(found);
    if !findings.is_empty() {
        return Checked { value: None, findings };
    }
    let known = pages
        .into_iter()
        .map(|(url, page)| {
            let PageAnchors { anchors, to_anchors, .. } = anchors.remove(url).unwrap_or_default();
            (url.clone(), KnownPage { anchors, to_anchors, ..page })
        })
        .collect();
    Checked { value: Some(Pages { known, ..Pages::default() }), findings }
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
