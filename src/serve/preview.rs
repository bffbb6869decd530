//! What is shown now: the last good portal, what was found since, and the last good bytes of each page.
//!
//! A reload makes the next edition aside and puts it in place in one step; requests under way keep
//! the edition that they began with. The browser is told only when the new one is in place.

use std::collections::{BTreeMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use axum::body::Bytes;
use tokio::sync::watch;

use super::{Settings, Word};
use crate::cache::Cache;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::Published;
use crate::locale::Lang;
use crate::pipeline::{Edition, Timings};
use crate::publish;
use crate::render::Site;
use crate::source::Changes;

/// Of how many pages the last good bytes are kept: more than a writer has open while mending a template.
const KEPT_PAGES: usize = 64;

/// Text that is held for pages that may be asked for, in bytes: that of 20,000 circulars. Of what is beyond it,
/// the pages that were looked at last are shown.
const MOST_HELD: usize = 96 * 1024 * 1024;

/// A running preview.
pub(super) struct Preview {
    settings: Settings,
    shown: RwLock<Arc<Shown>>,
    /// Rings after each reload; `true` once the preview ends.
    bell: watch::Sender<bool>,
    /// Address and bytes, the latest last.
    kept: Mutex<VecDeque<(String, Bytes)>>,
    /// The portal with what the last reload remembered of it; none while it is read, or after a defect.
    portal: Mutex<Option<Edition>>,
}

/// The state between two reloads.
#[derive(Default)]
pub(super) struct Shown {
    /// The last portal without errors, if there ever was one.
    pub(super) edition: Option<Arc<ShownEdition>>,
    /// What was found at the last reload.
    pub(super) findings: Findings,
    /// Whether the findings kept a later portal from taking the place of this one.
    pub(super) is_stale: bool,
}

/// A portal as it was after one reload.
pub(super) struct ShownEdition {
    /// The portal.
    pub(super) site: Site,
    number: u64,
    /// Pages that were asked for and could not be rendered, by address.
    failures: Mutex<BTreeMap<String, Diagnostic>>,
}

impl Shown {
    /// Tells editions apart, those of an earlier run on the same port included.
    pub(super) fn edition_mark(&self) -> String {
        let number = self.edition.as_ref().map_or(0, |edition| edition.number);
        format!("{}.{number}", std::process::id())
    }
}

impl ShownEdition {
    /// Why the page could not be rendered, if it was asked for and could not.
    pub(super) fn failure(&self, url: &str) -> Option<Diagnostic> {
        lock(&self.failures).get(url).cloned()
    }
}

impl Preview {
    /// A preview that shows nothing yet.
    pub(super) fn new(settings: Settings) -> Self {
        let bell = watch::Sender::new(false);
        Self { settings, shown: RwLock::default(), bell, kept: Mutex::default(), portal: Mutex::default() }
    }

    /// The language of messages.
    pub(super) fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// Says something in the terminal.
    pub(super) fn tell(&self, word: Word<'_>) {
        (self.settings.tell)(word);
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Rings after each reload; `true` once the preview ends.
    pub(super) fn bell(&self) -> watch::Receiver<bool> {
        self.bell.subscribe()
    }

    /// The path that the portal is hosted below; empty where it is not known yet.
    pub(super) fn base_path(&self) -> String {
        let shown = self.shown();
        shown
            .edition
            .as_ref()
            .map_or_else(String::new, |edition| edition.site.view.config().base_path.clone())
    }

    /// Reads what changed and puts the portal in place; one with errors leaves the last good one.
    pub(super) fn reload(&self, changes: &Changes) {
        let Settings { root, read_options, started, .. } = &self.settings;
        let read = || {
            // Taken out while it is read: a defect that ends this reading leaves nothing half changed.
            let kept = lock(&self.portal).take();
            let mut portal = kept.unwrap_or_else(|| Edition::remembering(Cache::of(root, *started)));
            let Checked { value: site, mut findings } =
                portal.read_again(root, changes, SystemTime::now(), &read_options(), &Timings::default());
            *lock(&self.portal) = Some(portal);
            if let Some(site) = &site {
                findings.extend(publish::check_written(site));
            }
            (site, findings)
        };
        // A defect met in one file must not end the preview of all others.
        let Ok((site, findings)) = std::panic::catch_unwind(AssertUnwindSafe(read)) else {
            return self.tell(Word::Defect);
        };
        let last = self.shown().edition.clone();
        let is_stale = site.is_none();
        let edition = match site {
            Some(site) => {
                let number = last.map_or(0, |last| last.number) + 1;
                Some(Arc::new(ShownEdition { site, number, failures: Mutex::default() }))
            }
            None => last,
        };
        let shown = Arc::new(Shown { edition, findings, is_stale });
        let before = {
            let mut place = self.shown.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *place, Arc::clone(&shown))
        };
        self.bell.send_replace(false);
        self.tell(Word::Findings(&shown.findings));
        // A large portal takes a while to be taken down; nobody waits for that.
        drop(before);
        if let Some(edition) = shown.edition.clone().filter(|_| !shown.is_stale) {
            // Aside, for the first page waits for this to return.
            std::thread::spawn(move || hold_texts(&edition.site));
        }
    }

    /// Lets listening browsers go.
    pub(super) fn close(&self) {
        self.bell.send_replace(true);
    }

    /// Keeps the bytes of a page that was rendered well.
    pub(super) fn keep(&self, url: &str, page: &Bytes) {
        let mut kept = lock(&self.kept);
        kept.retain(|(known, _)| known != url);
        if kept.len() == KEPT_PAGES {
            kept.pop_front();
        }
        kept.push_back((url.to_owned(), page.clone()));
    }

    /// The last good bytes of a page.
    pub(super) fn kept(&self, url: &str) -> Option<Bytes> {
        lock(&self.kept).iter().find(|(known, _)| known == url).map(|(_, page)| page.clone())
    }

    /// Notes that a page of an edition could not be rendered, and says so once.
    pub(super) fn failed(&self, edition: &ShownEdition, url: &str, found: Diagnostic) {
        let is_new = lock(&edition.failures).insert(url.to_owned(), found.clone()).is_none();
        if is_new {
            self.tell(Word::PageFailed(&found));
        }
    }
}

/// Holds the texts that pages are made of: while one of them cannot be read, its last good page is shown.
fn hold_texts(site: &Site) {
    let mut left = MOST_HELD;
    for (_, file, _) in site.view.records().iter().flat_map(Published::bodies) {
        left = left.saturating_sub(file.hold());
        if left == 0 {
            break;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
