//! Checks that every internal link of every rendered page has a target.
//!
//! Addresses are looked up in the plan as pages are rendered; anchors are checked when all pages are done. A
//! broken link that staff wrote is reported where they wrote it. One that a template wrote is reported at the
//! page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::html::{decode, scan};
use crate::cache::{PageAnchors, Pages};
use crate::diagnostics::catalogue::text as rule;
use crate::diagnostics::{Diagnostic, Findings};
use crate::disclosure::Published;
use crate::markdown::Target;
use crate::plan::{Plan, Work};
use crate::reading::nearest;
use crate::render::Site;

/// Separates anchors. No HTML attribute can contain it.
const ANCHOR: char = '\0';

/// Collects the links of a site while its pages are rendered.
pub struct LinkCheck<'s> {
    site: &'s Site,
    /// Addresses that are not in the plan, by the page that links to them.
    broken: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl<'s> LinkCheck<'s> {
    /// Starts a check.
    pub fn new(site: &'s Site) -> Self {
        Self { site, broken: Mutex::default() }
    }

    /// Whether the output of a job contains links to check: a page or a feed.
    pub fn reads(work: &Work) -> bool {
        work.is_page() || matches!(work, Work::Feed(_))
    }

    /// Records the links of a job's output that is to be [checked](Self::reads).
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

    /// Whether a link is exactly the address of a job, with or without the portal's origin and path.
    ///
    /// This is a cheap test for the common case. [`resolve`](Self::resolve) handles all others.
    fn is_plainly_known(&self, link: &[u8]) -> bool {
        let config = self.site.view.config();
        let path = link.strip_prefix(config.origin.as_bytes()).unwrap_or(link);
        path.strip_prefix(config.base_path.as_bytes())
            .is_some_and(|address| is_plain(address) && self.site.plan.jobs.has(address))
    }

    /// The address on this site that a link points to, and its anchor; `None` for links to other sites.
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

    /// Checks the anchors and reports all broken links; `pages` are all pages of the site.
    pub fn finish(self, pages: &Pages) -> Findings {
        let site = self.site;
        let broken_links = self.broken.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut findings = Findings::default();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (url, page) in pages.iter() {
            for target in broken_links.get(url).into_iter().flatten() {
                // A text that appears on the page of every language is reported once.
                let written = broken(&site.plan, site.view.config().route(target));
                if !point_at_author(site, url, target, None, &written, &mut findings) && told.insert(target) {
                    findings.push(at_page(site, url, broken(&site.plan, target)));
                }
            }
            for (target, anchor) in &page.links.to_anchors {
                let is_read = site.plan.jobs.get(target).is_some_and(|job| Self::reads(&job.work));
                let Some(known) = pages.get(target).filter(|_| is_read) else { continue };
                let anchors = || known.links.anchors.split(ANCHOR).skip(1);
                if anchors().any(|known| known == anchor) {
                    continue;
                }
                let found = rule::broken_anchor(target, anchor, nearest(anchor, anchors()));
                if !point_at_author(site, url, target, Some(anchor), &found, &mut findings) {
                    findings.push(at_page(site, url, found));
                }
            }
        }
        findings
    }
}

/// Whether a link to this address can be compared as it is: nothing in it is encoded, and it has no anchor.
fn is_plain(address: &[u8]) -> bool {
    address.first() == Some(&b'/') && !address.iter().any(|byte| b"#?%&".contains(byte))
}

/// Whether a link points to an anchor of its own page, and nothing in it is encoded.
fn is_plainly_among(anchors: &[&[u8]], link: &[u8]) -> bool {
    link.strip_prefix(b"#")
        .is_some_and(|anchor| anchors.contains(&anchor) && memchr::memchr2(b'%', b'&', anchor).is_none())
}

/// Checks the links that staff wrote, in bodies and in the menu, against the plan, without rendering pages.
///
/// This is the quick part of [`LinkCheck`], for the preview. Anchors and links of templates need the rendered
/// pages.
pub fn check_written(site: &Site) -> Findings {
    let config = site.view.config();
    let check = |route: &str| -> Option<Diagnostic> {
        let path = route.split(['#', '?']).next().unwrap_or(route);
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let mut urls = config.languages.iter().map(|lang| format!("{}{path}", config.prefix(*lang)));
        let missing = urls.find(|url| !site.plan.jobs.has(url))?;
        Some(broken(&site.plan, &missing))
    };
    let mut findings = Findings::default();
    for item in config.menu.iter().filter(|item| item.to.starts_with('/')) {
        if let Some(found) = check(&item.to) {
            findings.push(found.at(&config.file, item.range.clone()));
        }
    }
    let check_bodies = |record: &Published| {
        let mut broken = Vec::new();
        for (body, file, offset) in record.bodies() {
            for link in &body.links {
                if let Target::Page(route) = &link.target
                    && let Some(found) = check(route)
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

fn broken(plan: &Plan, target: &str) -> Diagnostic {
    let with_slash = format!("{target}/");
    let near = if plan.jobs.has(&with_slash) {
        Some(with_slash.as_str())
    } else {
        nearest(target, plan.jobs.keys())
    };
    rule::broken_link(target, near)
}

/// Places a finding at every occurrence of the link in the page's source; `false` if there is none.
fn point_at_author(
    site: &Site,
    url: &str,
    target: &str,
    anchor: Option<&str>,
    found: &Diagnostic,
    findings: &mut Findings,
) -> bool {
    let config = site.view.config();
    let Some(job) = site.plan.jobs.get(url) else { return false };
    let prefix = config.prefix(job.lang);
    let route = target.strip_prefix(prefix).unwrap_or(target);
    let mut pointed = false;
    for item in config.menu.iter().filter(|item| anchor.is_none() && item.to == route) {
        findings.push(found.clone().at(&config.file, item.range.clone()));
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
                // Missing files are reported when the record is read.
                Target::File(_) => false,
            };
            if is_it {
                let range = link.range.start + offset..link.range.end + offset;
                findings.push(found.clone().at(file, range));
                pointed = true;
            }
        }
    }
    pointed
}

/// A link that a template wrote, reported at the file that the page comes from.
fn at_page(site: &Site, url: &str, mut found: Diagnostic) -> Diagnostic {
    found.message.id = format!("{} (tautan di halaman `{url}`)", found.message.id);
    found.message.en = format!("{} (linked from the page `{url}`)", found.message.en);
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
