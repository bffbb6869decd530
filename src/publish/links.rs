//! Checks that every internal link of every rendered page leads somewhere.
//!
//! Addresses are held against the plan as pages come in; anchors when all have. A broken link that
//! staff wrote is shown where they wrote it; one that a template wrote, at the page that it stands on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::html::{decode, scan};
use super::messages as rule;
use crate::cache::{PageAnchors, Pages};
use crate::diagnostics::{Diagnostic, Findings};
use crate::disclosure::Published;
use crate::markdown::Target;
use crate::plan::{Plan, Work};
use crate::reading::messages::did_you_mean;
use crate::reading::nearest;
use crate::render::Site;

/// Stands before each anchor of a page; no attribute of HTML can hold it.
const ANCHOR: char = '\0';

/// Gathers the links of a site while its pages are rendered.
pub struct LinkCheck<'s> {
    site: &'s Site,
    /// Addresses that the plan does not have, by the page that links to them.
    broken: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl<'s> LinkCheck<'s> {
    /// Starts a check.
    pub fn new(site: &'s Site) -> Self {
        Self { site, broken: Mutex::default() }
    }

    /// Whether what comes of a job is to be read for links: a page, or a feed.
    pub fn reads(work: &Work) -> bool {
        work.is_page() || matches!(work, Work::Feed(_))
    }

    /// Takes in what came of a job that is to be [read](Self::reads).
    pub fn page(&self, url: &str, html: &[u8]) -> PageAnchors {
        let found = scan(html);
        let mut page = PageAnchors::default();
        let jobs = &self.site.plan.jobs;
        for link in found.links {
            if self.is_plainly_known(link) || is_plainly_among(&found.anchors, link) {
                continue;
            }
            let Some((target, anchor)) = self.resolve(url, &decode(link)) else { continue };
            if !jobs.has(&target) {
                let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
                broken.entry(url.to_owned()).or_default().insert(target);
            } else if let Some(anchor) = anchor
                && !(target == url && found.anchors.iter().any(|known| decode(known) == anchor))
            {
                page.to_anchors.push((target, anchor));
            }
        }
        page.to_anchors.sort_unstable();
        page.to_anchors.dedup();
        page.anchors.reserve(found.anchors.iter().map(|anchor| anchor.len() + 1).sum());
        for anchor in found.anchors {
            page.anchors.push(ANCHOR);
            page.anchors.push_str(&decode(anchor));
        }
        page
    }

    /// Whether a link is the address of a job as it stands, with the portal's origin and path or without.
    ///
    /// It says no more than [`resolve`](Self::resolve) would, at a small part of the cost.
    fn is_plainly_known(&self, link: &[u8]) -> bool {
        let config = self.site.view.config();
        let path = link.strip_prefix(config.origin.as_bytes()).unwrap_or(link);
        path.strip_prefix(config.base_path.as_bytes())
            .is_some_and(|address| is_plain(address) && self.site.plan.jobs.has(address))
    }

    /// The address on the site that a link leads to, and its anchor; `None` if it leads elsewhere.
    fn resolve(&self, page: &str, link: &str) -> Option<(String, Option<String>)> {
        let config = self.site.view.config();
        let (address, anchor) = match link.split_once('#') {
            Some((address, anchor)) => {
                (address, Some(anchor).filter(|anchor| !anchor.is_empty() && *anchor != "top"))
            }
            None => (link, None),
        };
        let anchor = anchor
            .map(|anchor| percent_encoding::percent_decode_str(anchor).decode_utf8_lossy().into_owned());
        let address = address.split('?').next().unwrap_or(address);
        if address.is_empty() {
            return Some((page.to_owned(), anchor));
        }
        let path = match address.strip_prefix(config.origin.as_str()) {
            Some("") => "/",
            Some(path) if path.starts_with('/') => path,
            Some(_) => return None,
            None => address,
        };
        let has_scheme = path.split(['/', '?']).next().is_some_and(|first| first.contains(':'));
        if has_scheme || path.starts_with("//") {
            return None;
        }
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
        let inner = match path.strip_prefix(config.base_path.as_str()) {
            Some(inner) if path.starts_with('/') => {
                if inner.is_empty() {
                    "/".to_owned()
                } else {
                    inner.to_owned()
                }
            }
            _ if path.starts_with('/') => path,
            _ => format!("{}{path}", &page[..=page.rfind('/').unwrap_or(0)]),
        };
        Some((inner, anchor))
    }

    /// Settles the anchors and tells everything that leads nowhere; `pages` are those of the whole site.
    pub fn finish(self, pages: &Pages) -> Findings {
        let site = self.site;
        let broken_links = self.broken.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut findings = Findings::default();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (url, page) in pages.iter() {
            for target in broken_links.get(url).into_iter().flatten() {
                // What is written once stands on a page of every language, and is told once.
                let config = site.view.config();
                let written = |page: &str| broken(&site.plan, config.route(target), page);
                if !point_at_author(site, url, target, None, &written, &mut findings) && told.insert(target) {
                    findings.push(at_page(site, url, broken(&site.plan, target, url)));
                }
            }
            for (target, anchor) in &page.links.to_anchors {
                let is_read = site.plan.jobs.get(target).is_some_and(|job| Self::reads(&job.work));
                let Some(known) = pages.get(target).filter(|_| is_read) else { continue };
                let anchors = || known.links.anchors.split(ANCHOR).skip(1);
                if anchors().any(|known| known == anchor) {
                    continue;
                }
                let found = rule::broken_anchor(target, anchor)
                    .better_hint(nearest(anchor, anchors()).map(rule::nearest_anchor));
                let written = |_: &str| found.clone();
                if !point_at_author(site, url, target, Some(anchor), &written, &mut findings) {
                    findings.push(at_page(site, url, found));
                }
            }
        }
        findings
    }
}

/// Whether a link to this address is written as it stands: nothing in it is encoded or begins an anchor.
fn is_plain(address: &[u8]) -> bool {
    address.first() == Some(&b'/') && !address.iter().any(|byte| b"#?%&".contains(byte))
}

/// Whether a link leads to one of the anchors of its own page, and nothing in it is encoded.
fn is_plainly_among(anchors: &[&[u8]], link: &[u8]) -> bool {
    link.strip_prefix(b"#")
        .is_some_and(|anchor| anchors.contains(&anchor) && memchr::memchr2(b'%', b'&', anchor).is_none())
}

/// Holds the links that staff wrote, in bodies and in the menu, against the plan; no page is rendered.
///
/// The quick part of [`LinkCheck`], for the preview: anchors and the links of templates need the pages.
pub fn check_written(site: &Site) -> Findings {
    let config = site.view.config();
    let check = |route: &str, page: &str| -> Option<Diagnostic> {
        let path = route.split(['#', '?']).next().unwrap_or(route);
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let mut urls = config.languages.iter().map(|lang| format!("{}{path}", config.prefix(*lang)));
        let missing = urls.find(|url| !site.plan.jobs.has(url))?;
        Some(broken(&site.plan, &missing, page))
    };
    let mut findings = Findings::default();
    for item in config.menu.iter().filter(|item| item.to.starts_with('/')) {
        if let Some(found) = check(&item.to, "") {
            findings.push(found.at(&config.file, item.range.clone()));
        }
    }
    let check_bodies = |record: &Published| {
        let mut broken = Vec::new();
        for (body, file, offset) in record.bodies() {
            for link in &body.links {
                if let Target::Page(route) = &link.target
                    && let Some(found) = check(route, record.route())
                {
                    broken.push(found.at(file, link.range.start + offset..link.range.end + offset));
                }
            }
        }
        broken
    };
    let broken: Vec<Vec<Diagnostic>> = site.view.records().par_iter().map(check_bodies).collect();
    broken.into_iter().flatten().for_each(|found| findings.push(found));
    findings
}

/// A link on a page to an address that the site does not have. The page itself is never meant.
fn broken(plan: &Plan, target: &str, page: &str) -> Diagnostic {
    let with_slash = format!("{target}/");
    let near = if plan.jobs.has(&with_slash) {
        Some(with_slash.as_str())
    } else {
        nearest(target, plan.jobs.keys().filter(|url| *url != page))
    };
    rule::broken_link(target).better_hint(near.map(did_you_mean))
}

/// Points a finding at every place in the page's source where the link is written; `false` if there is none.
fn point_at_author(
    site: &Site,
    url: &str,
    target: &str,
    anchor: Option<&str>,
    found: &dyn Fn(&str) -> Diagnostic,
    findings: &mut Findings,
) -> bool {
    let config = site.view.config();
    let Some(job) = site.plan.jobs.get(url) else { return false };
    let prefix = config.prefix(job.lang);
    let route = target.strip_prefix(prefix).unwrap_or(target);
    let mut pointed = false;
    for item in config.menu.iter().filter(|item| anchor.is_none() && item.to == route) {
        findings.push(found("").at(&config.file, item.range.clone()));
        pointed = true;
    }
    let Work::Record(index) = job.work else { return pointed };
    let record = &site.view.records()[index];
    for (body, file, offset) in record.bodies() {
        for link in &body.links {
            let is_it = match &link.target {
                Target::Page(to) => match (to.split_once('#'), anchor) {
                    (Some((to, at)), Some(anchor)) => to == route && at == anchor,
                    (Some((to, _)), None) => to == route,
                    (None, None) => to == route,
                    (None, Some(_)) => false,
                },
                Target::Anchor(at) => Some(at.as_str()) == anchor && record.route() == route,
                // Missing files are told when the record is read.
                Target::File(_) => false,
            };
            if is_it {
                let range = link.range.start + offset..link.range.end + offset;
                findings.push(found(record.route()).at(file, range));
                pointed = true;
            }
        }
    }
    pointed
}

/// A link that a template wrote: at the file that the page comes from.
fn at_page(site: &Site, url: &str, mut found: Diagnostic) -> Diagnostic {
    found.message = rule::linked_from(found.message, url);
    match site.plan.jobs.get(url).and_then(|job| job.origin(&site.view)) {
        Some(file) => found.in_file(file),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_plain, is_plainly_among};

    #[test]
    fn only_what_is_written_as_it_stands_is_plain() {
        for address in ["/edaran/2024/se-1/", "/", "/berkas/é.pdf"] {
            assert!(is_plain(address.as_bytes()), "{address}");
        }
        for coded in ["/a%20b.pdf", "/a#b", "/a?b", "/a&amp;b/", "a/", ""] {
            assert!(!is_plain(coded.as_bytes()), "{coded}");
        }
        let anchors: [&[u8]; 3] = [b"isi", b"50%25", b"a&amp;b"];
        assert!(is_plainly_among(&anchors, b"#isi"));
        for other in [&b"#"[..], b"#tidak", b"isi", b"#50%25", b"#a&amp;b"] {
            assert!(!is_plainly_among(&anchors, other));
        }
    }
}
