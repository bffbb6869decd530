//! What is being rendered right now, so that a template that does not end can be named.
//!
//! The template engine cannot be interrupted: a loop that writes nothing comes back to none of our code, and
//! no thread can be stopped from outside. So whoever may end the process looks here at regular intervals and
//! ends it when a page takes too long or too much memory.
//!
//! Looks are counted, and no clock is read: a process that was suspended is not looked at either.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::messages as rule;
use crate::diagnostics::{Diagnostic, SourceFile};
use crate::locale::Text;

/// How long to wait from one look to the next.
pub const INTERVAL: Duration = Duration::from_millis(50);
/// A page that is seen this often does not end: 10 seconds. The largest ones take a tenth of one.
const MOST_LOOKS: u32 = 200;
/// How much memory the process may take while one page is rendered, in MiB. All pages that are rendered
/// meanwhile count, too, so it is many times what one page needs.
const MOST_GROWTH_MIB: u64 = 1024;

/// The pages that are being rendered by any thread of the process.
static WATCH: Watch = Watch::new();

/// Tells what runs away among the pages that are being rendered, if any does. `memory` is what the process has
/// now, in bytes; `None` where the system does not say.
pub fn look(memory: impl FnOnce() -> Option<u64>) -> Option<Diagnostic> {
    WATCH.look(memory)
}

/// Notes that a page is being rendered, until the guard goes.
pub(super) fn begin(template: String, page: &str) -> Guard<'static> {
    WATCH.begin(template, page)
}

struct Watch {
    running: Mutex<Vec<Running>>,
}

/// One page that is being rendered.
struct Running {
    number: u64,
    /// The template's path, as messages name it.
    template: String,
    /// The page's address.
    page: String,
    /// How often it was seen.
    looks: u32,
    /// What the process had when it was first seen.
    memory: Option<u64>,
}

/// A page that is being rendered.
pub(super) struct Guard<'w> {
    watch: &'w Watch,
    number: u64,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.watch.running().retain(|running| running.number != self.number);
    }
}

impl Watch {
    const fn new() -> Self {
        Self { running: Mutex::new(Vec::new()) }
    }

    fn running(&self) -> MutexGuard<'_, Vec<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, template: String, page: &str) -> Guard<'_> {
        let mut running = self.running();
        // As many as there are threads, and a few cards within pages.
        let number = running.iter().map(|running| running.number).max().map_or(0, |most| most + 1);
        running.push(Running { number, template, page: page.to_owned(), looks: 0, memory: None });
        Guard { watch: self, number }
    }

    fn look(&self, memory: impl FnOnce() -> Option<u64>) -> Option<Diagnostic> {
        let mut running = self.running();
        if running.is_empty() {
            return None;
        }
        let memory = memory();
        for page in running.iter_mut() {
            page.looks += 1;
            page.memory = page.memory.or(memory);
        }
        // The one that has run the longest; of a page and the card in it, the card.
        let longest = running.iter().max_by_key(|page| (page.looks, page.number))?;
        let growth = memory.zip(longest.memory).map_or(0, |(now, then)| now.saturating_sub(then));
        let reason = if growth > MOST_GROWTH_MIB * 1024 * 1024 {
            Text::new(
                format!("memakai lebih dari {MOST_GROWTH_MIB} MiB memori"),
                format!("took more than {MOST_GROWTH_MIB} MiB of memory"),
            )
        } else if longest.looks > MOST_LOOKS {
            let seconds = (INTERVAL * MOST_LOOKS).as_secs();
            Text::new(
                format!("tidak selesai dalam {seconds} detik"),
                format!("did not end within {seconds} seconds"),
            )
        } else {
            return None;
        };
        let found = rule::template_stuck(&longest.template, &longest.page, &reason);
        Some(found.in_file(&SourceFile::unread(longest.template.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn a_page_that_is_seen_too_often_is_told() {
        let watch = Watch::new();
        assert_eq!(watch.look(|| Some(0)), None);
        let _page = watch.begin("themes/kami/templates/a.html".to_owned(), "/a/");
        for _ in 0..MOST_LOOKS {
            assert_eq!(watch.look(|| None), None);
        }
        let found = watch.look(|| None).map(|found| (found.code, found.message.en));
        let message = "the template `themes/kami/templates/a.html` did not end within 10 seconds on the page `/a/`, so the program was stopped";
        assert_eq!(found, Some(("TW0506", message.to_owned())));
    }

    #[test]
    fn pages_that_end_are_forgotten() {
        let watch = Watch::new();
        for _ in 0..=MOST_LOOKS {
            let _page = watch.begin(String::new(), "/a/");
            assert_eq!(watch.look(|| None), None);
        }
    }

    #[test]
    fn the_page_that_has_run_the_longest_is_blamed_for_memory() {
        let watch = Watch::new();
        let _first = watch.begin("a.html".to_owned(), "/a/");
        assert_eq!(watch.look(|| Some(500 * MIB)), None);
        let _second = watch.begin("b.html".to_owned(), "/b/");
        assert_eq!(watch.look(|| Some(1524 * MIB)), None);
        let found = watch.look(|| Some(1525 * MIB)).map(|found| found.message.en);
        assert!(
            found.is_some_and(|message| message.starts_with("the template `a.html` took more than 1024 MiB"))
        );
    }
}
