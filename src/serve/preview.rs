//! The current state: the last good edition, the findings since then, and the last good bytes of pages.
//!
//! A reload prepares the next edition in the background and switches to it in one step. Running requests keep
//! their edition. The browser is notified after the switch.

use std::collections::{BTreeMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use axum::body::Bytes;
use tokio::sync::watch;

use super::files::Held;
use super::{Settings, Word};
use crate::cache::Cache;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::Published;
use crate::locale::Lang;
use crate::pipeline::{Edition, Timings};
use crate::publish;
use crate::render::Site;
use crate::source::Changes;

/// The number of pages whose last good bytes are kept. A writer has fewer open while working on a template.
const KEPT_PAGES: usize = 64;

/// The maximum number of bytes of text kept for pages that were not requested yet: enough for 20,000
/// circulars. Beyond it, only recently requested pages can be shown while their files have errors.
const MOST_HELD: usize = 96 * 1024 * 1024;

/// A running preview.
pub(super) struct Preview {
    settings: Settings,
    shown: RwLock<Arc<Shown>>,
    /// Notifies after each reload; `true` once the preview ends.
    bell: watch::Sender<bool>,
    /// Attachments that were requested recently.
    pub(super) files: Held,
    /// URLs and bytes; the latest is last.
    kept: Mutex<VecDeque<(String, Bytes)>>,
    /// The portal with the cache of the last reload; `None` while it is read, or after a panic.
    portal: Mutex<Option<Edition>>,
}

/// The state between two reloads.
#[derive(Default)]
pub(super) struct Shown {
    /// The last edition without errors, if there is one.
    pub(super) edition: Option<Arc<ShownEdition>>,
    /// The findings of the last reload.
    pub(super) findings: Findings,
    /// Whether the last reload had errors, so that this edition is out of date.
    pub(super) is_stale: bool,
}

/// The portal after one reload.
pub(super) struct ShownEdition {
    /// The portal.
    pub(super) site: Site,
    number: u64,
    /// Requested pages that could not be rendered, by address.
    failures: Mutex<BTreeMap<String, Diagnostic>>,
}

impl Shown {
    /// Identifies the edition, also across restarts on the same port.
    pub(super) fn edition_mark(&self) -> String {
        let number = self.edition.as_ref().map_or(0, |edition| edition.number);
        format!("{}.{number}", std::process::id())
    }
}

impl ShownEdition {
    /// Why a requested page could not be rendered, if so.
    pub(super) fn failure(&self, url: &str) -> Option<Diagnostic> {
        lock(&self.failures).get(url).cloned()
    }
}

impl Preview {
    /// A preview without an edition.
    pub(super) fn new(settings: Settings) -> Self {
        let bell = watch::Sender::new(false);
        Self {
            settings,
            shown: RwLock::default(),
            bell,
            files: Held::default(),
            kept: Mutex::default(),
            portal: Mutex::default(),
        }
    }

    /// The language of messages.
    pub(super) fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// Sends a message to the terminal.
    pub(super) fn tell(&self, word: Word<'_>) {
        (self.settings.tell)(word);
    }

    /// The current state.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notifies after each reload; `true` once the preview ends.
    pub(super) fn bell(&self) -> watch::Receiver<bool> {
        self.bell.subscribe()
    }

    /// The base path of the portal; empty if not known yet.
    pub(super) fn base_path(&self) -> String {
        let shown = self.shown();
        shown
            .edition
            .as_ref()
            .map_or_else(String::new, |edition| edition.site.view.config().base_path.clone())
    }

    /// Reads what changed and switches to the new edition, unless it has errors.
    pub(super) fn reload(&self, changes: &Changes) {
        let Settings { root, read_options, started, .. } = &self.settings;
        let read = || {
            // Taken out while in use, so that a panic leaves no partial change.
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
        // A panic caused by one file must not end the preview.
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
        // Dropping a large portal is slow, so the old one is dropped last.
        drop(before);
        if let Some(edition) = shown.edition.clone().filter(|_| !shown.is_stale) {
            // In the background, because the first page waits for this function.
            std::thread::spawn(move || hold_texts(&edition.site));
        }
    }

    /// Disconnects listening browsers.
    pub(super) fn close(&self) {
        self.bell.send_replace(true);
    }

    /// Keeps the bytes of a page that was rendered without error.
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

    /// Records that a page could not be rendered, and reports it once.
    pub(super) fn failed(&self, edition: &ShownEdition, url: &str, found: Diagnostic) {
        let is_new = lock(&edition.failures).insert(url.to_owned(), found.clone()).is_none();
        if is_new {
            self.tell(Word::PageFailed(&found));
        }
    }
}

/// Loads the texts of pages into memory, so that the last good page can be shown while a file has errors.
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
