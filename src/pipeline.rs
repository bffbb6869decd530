//! Runs the stages one after the other: what `build`, `check` and `serve` have in common.

mod learning;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::cache::{Cache, KnownPage, Pages, Sources};
use crate::collections::{self, Publication};
use crate::config::{self, Config, Zone};
use crate::diagnostics::{Checked, Diagnostic, Findings, codes};
use crate::disclosure::attachments::{self, reader::Reader};
use crate::disclosure::ledger::Ledger;
use crate::disclosure::proofs::Proofs;
use crate::disclosure::text::Roster;
use crate::disclosure::text::stage::{self as gate, FirstLook};
use crate::disclosure::{self, PublishedView};
use crate::plan::Job;
use crate::publish::LinkCheck;
use crate::render::messages as rule;
use crate::render::{self, Failure, Ingredients, Rendered, Site};
use crate::source::{self, Changes, ContentFile, Listing, SourceTree};

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
    /// What the cache knew of the content files; it goes back there with what is new.
    pub sources: Sources,
    /// By this process.
    pub memory: &'k mut Memory,
}

/// What a process that reads one portal again and again remembers of it.
#[derive(Default)]
pub struct Memory {
    source: source::Memory,
    records: collections::Memory,
    pages: render::Memory,
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
    let sources = timings.stage("cache", || cache.take_sources());
    let look = FirstLook::new(edition.roster.as_ref());
    let look = |path: &str, text: &str| look.finds_nothing(path, text);
    let read = timings.stage("source", || source::read(listing, &sources, &look));
    prepare_read(read, edition, Known { cache, sources, memory: &mut Memory::default() }, timings)
}

/// The same for a portal that this process has read before, and of which only this may differ; `now` is the
/// time by the clock of the files.
pub fn prepare_again(
    root: &Path,
    changes: &Changes,
    now: SystemTime,
    edition: &Edition,
    cache: &Cache,
    memory: &mut Memory,
    timings: &Timings,
) -> Checked<Option<Site>> {
    let sources = timings.stage("cache", || cache.take_sources());
    let look = FirstLook::new(edition.roster.as_ref());
    let look = |path: &str, text: &str| look.finds_nothing(path, text);
    let read = timings.stage("source", || memory.source.read(root, changes, now, &sources, &look));
    prepare_read(read, edition, Known { cache, sources, memory }, timings)
}

fn prepare_read(
    read: Checked<SourceTree>,
    edition: &Edition,
    known: Known<'_>,
    timings: &Timings,
) -> Checked<Option<Site>> {
    let Known { cache, sources, memory } = known;
    let Checked { value: tree, mut findings } = read;
    let Checked { value: config, findings: found } = config::read(tree.site.as_ref());
    findings.extend(found);
    let Some(config) = config else { return Checked { value: None, findings } };
    let theme = memory.pages.theme(&config.theme, &tree.themes, &config.file);
    findings.extend(theme.findings);
    let proofs = Proofs::of_portal(&tree.root);
    let known = Known { cache, sources, memory: &mut *memory };
    let Some(view) = examine(&tree, config, edition, &proofs, known, timings, &mut findings) else {
        return Checked { value: None, findings };
    };
    let prepared = timings.stage("plan", || render::prepare(view, theme.value, &mut memory.pages));
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
    Known { cache, sources: mut known, memory }: Known<'_>,
    timings: &Timings,
    findings: &mut Findings,
) -> Option<PublishedView> {
    let publication = Publication { clock: edition.clock.day(config.zone), drafts: edition.drafts };
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
        let read = learning::Read { tree, entries: &collected.value.entries, sound: memory.records.sound() };
        let is_news = roster.is_none() && learning::learn(&mut known, &read, &gated, cache.now());
        cache.put_sources(known, is_news);
    });
    // What others found in a line with a person's number must not quote it, either.
    findings.hush(&gated.findings);
    findings.extend(gated.findings);
    let_go(tree, findings);
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

/// Holds the texts no longer of which nothing was found: they have been read, and those of 100,000 files would
/// fill the memory of a small machine.
fn let_go(tree: &SourceTree, findings: &Findings) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for found in findings.sorted() {
        let related = found.related.iter().map(|(place, _)| place);
        told.extend(found.place.iter().chain(related).map(|place| place.file.path.as_str()));
    }
    let is_held = |content: &ContentFile| !content.is_known && !told.contains(content.file.path.as_str());
    for content in tree.content.iter().filter(|content| is_held(content)) {
        content.file.let_go();
    }
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
    let no_address_gone = known.iter().all(|(url, _)| site.plan.jobs.has(url));
    let known_page = |url: &str| known.get(url).filter(|_| no_address_gone);
    let frame = site.frame();
    let has_same_frame = known.frame == frame;
    let ingredients = Ingredients::new(site);
    let do_job = |url: &str, job: &Job| -> Result<KnownPage, Failed> {
        let start = Instant::now();
        let known = known_page(url);
        let keep = |page: &KnownPage, ingredients| {
            let keeps = (sink.keep)(url, page).map_err(Failed::Sink)?;
            Ok(keeps.then(|| KnownPage { ingredients, ..page.clone() }))
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
        // Where no fingerprint can be the same, the ingredients will do for the next run; should they differ
        // then without the page, that run makes it once more and keeps its fingerprint.
        let may_be_known = known.is_some() && has_same_frame;
        let wants_fingerprint = ingredients.is_none() || may_be_known || cfg!(debug_assertions);
        let fingerprint =
            draft.as_ref().filter(|_| wants_fingerprint).and_then(|draft| site.fingerprint(job, draft));
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
        let links = match &rendered {
            Rendered::Bytes(bytes) if LinkCheck::reads(&job.work) => links.page(url, bytes).into(),
            _ => Arc::default(),
        };
        (sink.put)(url, rendered).map_err(Failed::Sink)?;
        Ok(KnownPage { ingredients, fingerprint, links, stamp: None })
    };
    let failed: Mutex<Vec<(String, Failed)>> = Mutex::default();
    let jobs = site.plan.jobs.par_iter().map(|(url, job)| {
        let page = do_job(url, job).unwrap_or_else(|failure| {
            let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.push((url.to_owned(), failure));
            KnownPage::default()
        });
        (url.to_owned(), page)
    });
    let pages = Pages::new(jobs.collect(), frame);
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut findings = tell(failed.into_iter().map(|(_, failure)| failure));
    // A page that could not be rendered has no anchors, and links to it would be blamed for it.
    if findings.has_errors() {
        return Checked { value: None, findings };
    }
    findings.extend(links.finish(&pages));
    let value = findings.is_empty().then_some(pages);
    Checked { value, findings }
}

/// Why a job gave no output.
enum Failed {
    Sink(Diagnostic),
    Page(Box<Failure>),
}

/// One finding for each cause: the first page that it shows on, and how many more.
fn tell(failed: impl Iterator<Item = Failed>) -> Findings {
    let mut findings = Findings::default();
    let mut causes: BTreeMap<String, (Diagnostic, usize)> = BTreeMap::new();
    // A full disk fails every file that is still to be written; the first says it all.
    let mut disk_told = false;
    for failure in failed {
        match failure {
            Failed::Sink(diagnostic) if diagnostic.code == codes::TW0615 => {
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
        diagnostic.message = match count {
            1 => diagnostic.message,
            2 => rule::and_on_one_page(diagnostic.message),
            _ => rule::and_on_pages(diagnostic.message, count - 1),
        };
        findings.push(diagnostic);
    }
    findings
}
