//! Watches the pages that are being rendered, so that a template that does not end can be named.
//!
//! The template engine cannot be interrupted: a loop that writes nothing never returns to our code, and a
//! thread cannot be stopped from outside. So the caller, which may end the process, calls `look` at regular
//! intervals. It ends the process when a page takes too long or too much memory.
//!
//! Calls are counted instead of reading a clock: no calls happen while the process is suspended.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::messages as rule;
use crate::diagnostics::{Diagnostic, SourceFile};
use crate::locale::Text;

/// The time between two calls of `look`.
pub const INTERVAL: Duration = Duration::from_millis(50);
/// The maximum number of calls that may see the same page: 10 seconds. The largest pages take a tenth of a
/// second.
const MOST_LOOKS: u32 = 200;
/// The maximum growth of the process while one page is rendered, in MiB. All pages that are rendered at the
/// same time count, so it is many times what one page needs.
const MOST_GROWTH_MIB: u64 = 1024;

/// The pages that the threads of the process are rendering.
static WATCH: Watch = Watch::new();

/// Returns a finding if a page that is being rendered takes too long or too much memory. `memory` returns the
/// memory of the process in bytes; `None` if the system does not report it.
pub fn look(memory: impl FnOnce() -> Option<u64>) -> Option<Diagnostic> {
    WATCH.look(memory)
}

/// Records that a page is being rendered, until the guard is dropped.
pub(super) fn begin(template: String, page: &str) -> Guard<'static> {
    WATCH.begin(template, page)
}

struct Watch {
    running: Mutex<Vec<Running>>,
}

/// One page that is being rendered.
struct Running {
    number: u64,
    /// The path of the template, for messages.
    template: String,
    /// The page's address.
    page: String,
    /// The number of calls that have seen it.
    looks: u32,
    /// The memory of the process when the page was first seen.
    memory: Option<u64>,
}

/// Removes its page from the watch when it is dropped.
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
        // There are as many as threads, plus a few cards within pages.
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
        // The page that has run the longest. If a card within a page is running, the card.
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
