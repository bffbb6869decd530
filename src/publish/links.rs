//! Checks that every internal link of every rendered page has a target.
//!
//! Addresses are looked up in the plan as pages are rendered; anchors are checked when all pages are done. A
//! broken link that staff wrote is reported where they wrote it. One that a template wrote is reported at the
//! page.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::html::{decode, scan};
use super::messages as rule;
use crate::address::{decoded, encoded, parts};
use crate::cache::{PageAnchors, Pages};
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::disclosure::Published;
use crate::markdown::Target;
use crate::plan::{Plan, Work};
use crate::reading::Suggestions;
use crate::reading::messages::did_you_mean;
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
        let anchors = Anchors::of(&found.anchors);
        for link in found.links {
            if self.is_plainly_known(link) || anchors.has_plainly(link) {
                continue;
            }
            let Some((target, anchor)) = self.resolve(url, &decode(link)) else { continue };
            if !jobs.has(&target) {
                let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
                broken.entry(url.to_owned()).or_default().insert(target);
            } else if let Some(anchor) = anchor
                && !(target == url && anchors.has(&anchor))
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
        let mut known_anchors = KnownAnchors::default();
        let mut broken = Broken::of(&site.plan);
        for (url, page) in pages.iter() {
            // Created only for a page with findings.
            let written = OnceCell::new();
            let written = || written.get_or_init(|| Written::on(site, url));
            for target in broken_links.get(url).into_iter().flatten() {
                // A text that appears on the page of every language is reported once.
                let target = target.as_str();
                let found = |page: &str| broken.link(site.view.config().route(target), page);
                if !written().point(target, None, found, &mut findings) && told.insert(target) {
                    findings.push(at_page(site, url, broken.link(target, url)));
                }
            }
            for (target, anchor) in &page.links.to_anchors {
                let is_read = site.plan.jobs.get(target).is_some_and(|job| Self::reads(&job.work));
                let Some(known) = pages.get(target).filter(|_| is_read) else { continue };
                if known_anchors.has(&known.links.anchors, anchor) {
                    continue;
                }
                let near = broken.suggestions.nearest(anchor, split_anchors(&known.links.anchors));
                let found = rule::broken_anchor(target, anchor).better_hint(near.map(rule::nearest_anchor));
                if !written().point(target, Some(anchor), |_| found.clone(), &mut findings) {
                    findings.push(at_page(site, url, found));
                }
            }
        }
        findings
    }
}

/// The anchors of the current page.
struct Anchors<'h> {
    /// As written, in order.
    written: Vec<&'h [u8]>,
    /// Decoded; created when a link needs them.
    decoded: OnceCell<HashSet<String>>,
}

impl<'h> Anchors<'h> {
    fn of(anchors: &[&'h [u8]]) -> Self {
        let mut written = anchors.to_vec();
        written.sort_unstable();
        Self { written, decoded: OnceCell::new() }
    }

    /// Whether a link points to one of them, and no part of it is encoded.
    fn has_plainly(&self, link: &[u8]) -> bool {
        link.strip_prefix(b"#").is_some_and(|anchor| {
            self.written.binary_search(&anchor).is_ok() && memchr::memchr2(b'%', b'&', anchor).is_none()
        })
    }

    fn has(&self, anchor: &str) -> bool {
        let decoded = || self.written.iter().map(|anchor| decode(anchor).into_owned()).collect();
        self.decoded.get_or_init(decoded).contains(anchor)
    }
}

fn split_anchors(anchors: &str) -> impl Iterator<Item = &str> {
    anchors.split(ANCHOR).skip(1)
}

/// The anchors of pages that other pages link to.
#[derive(Default)]
struct KnownAnchors<'p> {
    /// For pages with many anchors, a set by the address of their text in memory, so that it is not split
    /// again for every link.
    many: HashMap<*const u8, HashSet<&'p str>>,
}

impl<'p> KnownAnchors<'p> {
    /// Whether `anchor` is among `anchors`.
    fn has(&mut self, anchors: &'p str, anchor: &str) -> bool {
        /// A shorter text is searched as fast as a set.
        const FEW: usize = 1024;
        if anchors.len() < FEW {
            return split_anchors(anchors).any(|known| known == anchor);
        }
        let known = self.many.entry(anchors.as_ptr());
        known.or_insert_with(|| split_anchors(anchors).collect()).contains(anchor)
    }
}

/// Whether a link to this address can be compared as it is: no part of it is encoded, and it has no anchor.
fn is_plain(address: &[u8]) -> bool {
    address.first() == Some(&b'/') && !address.iter().any(|byte| b"#?%&".contains(byte))
}

/// Checks the links that staff wrote, in bodies and in the menu, against the plan, without rendering pages.
///
/// This is the quick part of [`LinkCheck`], for the preview. Anchors and links of templates need the rendered
/// pages.
pub fn check_written(site: &Site) -> Findings {
    let config = site.view.config();
    let missing = |route: &str| -> Option<String> {
        let (path, _) = parts(route);
        let mut urls = config.languages.iter().map(|lang| format!("{}{path}", config.prefix(*lang)));
        urls.find(|url| !site.plan.jobs.has(url))
    };
    let mut findings = Findings::default();
    let mut broken = Broken::of(&site.plan);
    for item in config.menu.iter().filter(|item| item.to.starts_with('/')) {
        if let Some(url) = missing(&item.to) {
            findings.push(broken.link(&url, "").at(&config.file, item.range.clone()));
        }
    }
    let check_bodies = |record: &Published| {
        let mut found = Vec::new();
        for (body, file, offset) in record.bodies() {
            for link in &body.links {
                if let Target::Page(route) = &link.target
                    && let Some(url) = missing(route)
                {
                    let range = link.range.start + offset..link.range.end + offset;
                    found.push((url, Arc::clone(file), range));
                }
            }
        }
        found
    };
    let found: Vec<Vec<_>> = site.view.records().par_iter().map(check_bodies).collect();
    for (record, found) in site.view.records().iter().zip(found) {
        for (url, file, range) in found {
            findings.push(broken.link(&url, record.route()).at(&file, range));
        }
    }
    findings
}

/// Makes the findings about addresses that the plan does not have.
struct Broken<'p> {
    plan: &'p Plan,
    suggestions: Suggestions,
    /// The findings so far, by address and page: a broken link of the menu is on every page.
    known: HashMap<(String, String), Diagnostic>,
}

impl<'p> Broken<'p> {
    fn of(plan: &'p Plan) -> Self {
        Self { plan, suggestions: Suggestions::default(), known: HashMap::new() }
    }

    /// The finding for a link on a page. It never suggests that page itself. The menu belongs to no page.
    fn link(&mut self, target: &str, page: &str) -> Diagnostic {
        let key = (target.to_owned(), page.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let with_slash = format!("{target}/");
        let near = if self.plan.jobs.has(&with_slash) {
            Some(with_slash.as_str())
        } else {
            self.suggestions.nearest(target, self.plan.jobs.keys().filter(|url| *url != page))
        };
        let near = near.map(|near| did_you_mean(&encoded(near)));
        let found = rule::broken_link(target).better_hint(near);
        self.known.insert(key, found.clone());
        found
    }
}

/// The links that staff wrote on one page, by target.
#[derive(Default)]
struct Written<'s> {
    prefix: &'static str,
    /// By route, with any anchor.
    pages: HashMap<Cow<'s, str>, Vec<WrittenAt<'s>>>,
    /// By route and anchor.
    anchors: HashMap<(Cow<'s, str>, Cow<'s, str>), Vec<WrittenAt<'s>>>,
}

/// Where a link is written: the route of the page, the file, and the range in it.
type WrittenAt<'s> = (&'s str, &'s Arc<SourceFile>, Range<usize>);

impl<'s> Written<'s> {
    fn on(site: &'s Site, url: &str) -> Self {
        let config = site.view.config();
        let Some(job) = site.plan.jobs.get(url) else { return Self::default() };
        let mut written = Self { prefix: config.prefix(job.lang), ..Self::default() };
        for item in &config.menu {
            written.pages.entry(parts(&item.to).0).or_default().push(("", &config.file, item.range.clone()));
        }
        let Work::Record(index) = job.work else { return written };
        let record = &site.view.records()[index];
        for (body, file, offset) in record.bodies() {
            for link in &body.links {
                let at = (record.route(), file, link.range.start + offset..link.range.end + offset);
                let (route, anchor) = match &link.target {
                    Target::Page(to) => parts(to),
                    Target::Anchor(anchor) => (record.route().into(), Some(decoded(anchor))),
                    // Missing files are reported when the record is read.
                    Target::File(_) => continue,
                };
                if let Some(anchor) = anchor {
                    written.anchors.entry((route.clone(), anchor)).or_default().push(at.clone());
                }
                if matches!(link.target, Target::Page(_)) {
                    written.pages.entry(route).or_default().push(at);
                }
            }
        }
        written
    }

    /// Adds a finding at every place where a link to `target` is written; `false` if there is none.
    fn point(
        &self,
        target: &str,
        anchor: Option<&str>,
        mut found: impl FnMut(&str) -> Diagnostic,
        findings: &mut Findings,
    ) -> bool {
        let route = target.strip_prefix(self.prefix).unwrap_or(target);
        let places = match anchor {
            Some(anchor) => self.anchors.get(&(route.into(), anchor.into())),
            None => self.pages.get(route),
        };
        for (page, file, range) in places.into_iter().flatten() {
            findings.push(found(page).at(file, range.clone()));
        }
        places.is_some()
    }
}

/// A link that a template wrote, reported at the file that the page comes from.
fn at_page(site: &Site, url: &str, mut found: Diagnostic) -> Diagnostic {
    found.message = rule::linked_from(found.message, url);
    match site.plan.jobs.get(url).and_then(|job| job.origin(&site.view)) {
        Some(file) => found.in_file(file),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, is_plain};

    #[test]
    fn only_what_is_written_as_it_stands_is_plain() {
        for address in ["/edaran/2024/se-1/", "/", "/berkas/é.pdf"] {
            assert!(is_plain(address.as_bytes()), "{address}");
        }
        for coded in ["/a%20b.pdf", "/a#b", "/a?b", "/a&amp;b/", "a/", ""] {
            assert!(!is_plain(coded.as_bytes()), "{coded}");
        }
        let anchors = Anchors::of(&[b"isi", b"50%25", b"a&amp;b"]);
        assert!(anchors.has_plainly(b"#isi"));
        for other in [&b"#"[..], b"#tidak", b"isi", b"#50%25", b"#a&amp;b"] {
            assert!(!anchors.has_plainly(other));
        }
        assert!(anchors.has("50%25") && anchors.has("a&b") && !anchors.has("a&amp;b"));
    }
}
