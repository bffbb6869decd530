//! Renders the pages that are not known from an earlier run, and checks the links of all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;

use super::Timings;
use crate::cache::{KnownPage, Pages};
use crate::diagnostics::{Checked, Diagnostic, Findings, codes};
use crate::plan::Job;
use crate::publish::LinkCheck;
use crate::render::messages as rule;
use crate::render::{Failure, Ingredients, Rendered, Site};

/// What takes the results of a run.
pub(super) struct Sink<'s> {
    /// Takes what was rendered.
    pub(super) put: &'s (dyn Fn(&str, Rendered) -> Result<(), Diagnostic> + Sync),
    /// Whether a page that would be the same as in an earlier run can be left as it is.
    pub(super) keep: &'s (dyn Fn(&str, &KnownPage) -> Result<bool, Diagnostic> + Sync),
}

/// Renders every job that is not known from an earlier run, hands each result to `sink`, and checks the links
/// of all pages and feeds. Gives what is known of the pages now, if nothing is wrong with any of them.
///
/// A failure of `sink` is a finding like any other; rendering goes on, so that all are told.
pub(super) fn render_all(
    site: &Site,
    known: &Pages,
    timings: &Timings,
    sink: &Sink<'_>,
) -> Checked<Option<Pages>> {
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
