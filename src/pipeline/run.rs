//! A whole run: a portal is read, rendered, checked and perhaps published, and what was found out is kept.

use std::path::Path;

use rayon::prelude::*;

use super::pages::{Sink, render_all};
use super::{Edition, ReadOptions, Timings};
use crate::cache::{Cache, Digest, Digester, KnownPage, Pages, Published, Stamp, Verdict};
use crate::collections::Audience;
use crate::config;
use crate::diagnostics::{Checked, Findings};
use crate::plan::texts::Texts;
use crate::plan::{Work, output_path};
use crate::publish::{self, Publisher, Summary, UrlState};
use crate::render::{Rendered, Site};
use crate::source::{self, Listing};

/// What a run is for.
#[derive(Clone, Copy)]
pub enum Goal<'g> {
    /// Everything is checked, and nothing is published.
    Check,
    /// The site is published.
    Publish {
        /// The folder that it is published in.
        output: &'g Path,
        /// Told how far the run is.
        progress: &'g dyn Progress,
    },
}

/// Told how far a run is.
pub trait Progress: Sync {
    /// So many addresses are to be rendered.
    fn begin(&self, addresses: usize);

    /// One more is rendered, or known to be as it was.
    fn step(&self);

    /// All are.
    fn finish(&self);
}

/// How a run ended.
#[derive(Default)]
pub struct Outcome {
    /// What was found.
    pub findings: Findings,
    /// What was done to the output, if the site was published.
    pub summary: Option<Summary>,
    /// The site, if it had to be made and no error was found.
    pub site: Option<Site>,
    /// What was known of its pages. Held until the outcome is dropped, or forgotten by a process that ends.
    _known: Pages,
}

/// Runs all stages over the portal in `root` once.
pub fn run(root: &Path, goal: Goal<'_>, cache: Cache, options: &ReadOptions, timings: &Timings) -> Outcome {
    let listing = timings.stage("list", || source::list(root));
    let verdict_key = VerdictKey::of(&listing, options);
    let verdict = timings.stage("cache", || verdict_key.verdict(&cache));
    match (goal, verdict) {
        (Goal::Check, Some(_)) => return Outcome::default(),
        (Goal::Publish { output, .. }, Some(Verdict { published: Some(published), .. })) => {
            match publish::is_untouched(output, root, &published) {
                Ok(true) => {
                    let summary = Summary { written: 0, unchanged: published.files.len(), removed: 0 };
                    return Outcome { summary: Some(summary), ..Outcome::default() };
                }
                Ok(false) => {}
                Err(found) => {
                    return Outcome { findings: Findings::from_iter([found]), ..Outcome::default() };
                }
            }
        }
        _ => {}
    }
    let mut edition = timings.stage("cache", || Edition::once(cache));
    let Checked { value: site, mut findings } = edition.read_listed(&listing, options, timings);
    // What was listed has been read; of a large portal it is much.
    drop(listing);
    let Some(site) = site else { return Outcome { findings, ..Outcome::default() } };
    let cache = edition.cache();
    let known = timings.stage("cache", || cache.pages());
    let (summary, pages) = match goal {
        Goal::Check => {
            let sink = Sink { put: &|_, _| Ok(()), keep: &|_, _| Ok(true) };
            let checked = timings.stage("render", || render_all(&site, &known, timings, &sink));
            findings.extend(checked.findings);
            (None, checked.value)
        }
        Goal::Publish { output, progress } => {
            let publishing =
                Publishing { site: &site, known: &known, audience: options.audience, progress, timings };
            let (summary, pages) = publishing.run(root, output, &mut findings).unzip();
            (summary, pages.flatten())
        }
    };
    if findings.has_errors() {
        return Outcome { findings, _known: known, ..Outcome::default() };
    }
    let keep_pages = || {
        let mut pages = pages?;
        let published = match goal {
            Goal::Check => {
                // How pages that are the same lay in an output is still known.
                (pages.output, pages.manifest) = (known.output.clone(), known.manifest);
                None
            }
            Goal::Publish { output, .. } => stamp_output(output, &mut pages),
        };
        if pages != known {
            cache.keep_pages(&pages);
        }
        published
    };
    timings.stage("cache", || {
        let ((), published) = rayon::join(|| cache.settle(), keep_pages);
        if findings.is_empty() {
            verdict_key.keep_verdict(cache, published);
        }
    });
    Outcome { findings, summary, site: Some(site), _known: known }
}

/// What a kept verdict must be about to hold for this run.
struct VerdictKey {
    /// The digest of the day and the audience. None where the cache is not to be asked: with a roster, or without
    /// settings that can be read.
    options: Option<Digest>,
    /// How the portal's files lie there, if nothing is wrong with that.
    files: Option<Vec<(String, Stamp)>>,
}

impl VerdictKey {
    fn of(listing: &Listing, options: &ReadOptions) -> Self {
        let stamps = listing.stamps();
        let files =
            stamps.map(|stamps| stamps.into_iter().map(|(path, stamp)| (path.to_owned(), stamp)).collect());
        Self { options: digest_of(listing.root(), options), files }
    }

    /// What an earlier run found in just these files, if it was nothing at all.
    fn verdict(&self, cache: &Cache) -> Option<Verdict> {
        let (options, files) = (self.options.as_ref()?, self.files.as_ref()?);
        cache.verdict().filter(|verdict| verdict.holds_for(options, files))
    }

    /// Keeps that nothing was found, and what was published.
    fn keep_verdict(self, cache: &Cache, published: Option<Published>) {
        if let (Some(options), Some(files)) = (self.options, self.files) {
            cache.keep_verdict(&Verdict { options, read_at: cache.now(), files, published });
        }
    }
}

fn digest_of(root: &Path, options: &ReadOptions) -> Option<Digest> {
    if options.roster.is_some() {
        return None;
    }
    let config = config::read(source::read_site(root).as_ref()).value?;
    let mut digester = Digester::default();
    digester.feed(options.clock.day(config.zone).to_string().as_bytes());
    digester.feed(&[options.audience as u8]);
    Some(digester.finish())
}

/// Notes how the files of an output lie there after a build.
fn stamp_output(output: &Path, pages: &mut Pages) -> Option<Published> {
    let real = output.canonicalize().ok()?;
    pages.output = real.to_str()?.to_owned();
    pages.manifest = publish::manifest_stamp(&real);
    let files = pages.par_iter_mut().map(|(url, page)| {
        let path = output_path(url);
        let stamp = page.stamp.or_else(|| Stamp::of_itself(&real.join(&path)))?;
        // What is always made anew is compared byte by byte, whatever its stamp.
        page.stamp = (page.fingerprint.is_some() || page.ingredients.is_some()).then_some(stamp);
        Some((path, stamp))
    });
    let files = files.collect::<Option<_>>()?;
    Some(Published { output: pages.output.clone(), manifest: pages.manifest?, files })
}

/// A site that is to be published.
struct Publishing<'p> {
    site: &'p Site,
    known: &'p Pages,
    audience: Audience,
    progress: &'p dyn Progress,
    timings: &'p Timings,
}

impl Publishing<'_> {
    /// Renders and commits the site. Gives what was done, and what is known of the pages now; `None` after an error.
    fn run(&self, root: &Path, output: &Path, findings: &mut Findings) -> Option<(Summary, Option<Pages>)> {
        let Self { site, known, audience, progress, timings } = *self;
        let opened = timings.stage("open", || Publisher::open(output, root));
        let publisher = opened.map_err(|found| findings.push(found)).ok()?;
        let previous = publisher.previous();
        let published = previous.map(|manifest| manifest.urls.clone()).unwrap_or_default();
        findings.extend(site.plan.check_continuity(published.keys().map(String::as_str), &site.view));
        let earlier = previous.map_or(&NO_TEXTS, |manifest| &manifest.texts);
        let Checked { value: texts, findings: unsaid } = site.plan.check_texts(earlier, &site.view);
        findings.extend(unsaid);
        progress.begin(site.plan.jobs.count());
        let put = |url: &str, rendered: Rendered| {
            progress.step();
            let path = output_path(url);
            match rendered {
                Rendered::Bytes(bytes) => publisher.put(&path, &bytes),
                Rendered::File(source) => publisher.put_file(&path, &source),
            }
        };
        // Stamps speak of one output, with the manifest that was written with the files.
        let is_ours = publisher.output().to_str() == Some(known.output.as_str())
            && known.manifest.is_some()
            && publish::manifest_stamp(publisher.output()) == known.manifest;
        let keep = |url: &str, page: &KnownPage| match page.stamp.filter(|_| is_ours) {
            Some(stamp) => publisher.keep(&output_path(url), &stamp).inspect(|_| progress.step()),
            None => Ok(false),
        };
        let sink = Sink { put: &put, keep: &keep };
        let rendered = timings.stage("render", || render_all(site, known, timings, &sink));
        findings.extend(rendered.findings);
        progress.finish();
        if findings.has_errors() {
            return None;
        }
        // A site with drafts is for looking at: its addresses and texts are not promised to anybody.
        let (urls, texts) = if audience.sees_drafts() {
            (published.into_iter().collect(), earlier.clone())
        } else {
            (urls(site), texts)
        };
        let committed = timings.stage("publish", || publisher.commit(urls, texts));
        let summary = committed.map_err(|found| findings.push(found)).ok()?;
        Some((summary, rendered.value))
    }
}

/// The texts of a first build.
static NO_TEXTS: Texts = Texts::new();

/// What the manifest remembers of every address.
fn urls(site: &Site) -> Vec<(String, UrlState)> {
    site.plan
        .jobs
        .iter()
        .map(|(url, job)| {
            let state = match &job.work {
                Work::Record(index) if !site.view.records()[*index].is_live() => UrlState::Tombstone,
                Work::Redirect(to) => UrlState::Redirect { to: to.clone() },
                work if work.is_page() => UrlState::Page,
                _ => UrlState::File,
            };
            (url.to_owned(), state)
        })
        .collect()
}
