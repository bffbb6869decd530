//! Ends the process when a template runs away: see [`watch`].

use std::process;

use super::options::Options;
use super::{FINDINGS, report};
use crate::render::watch;

/// Begins to look at what is being rendered.
pub(super) fn start(options: &Options) {
    let options = options.clone();
    // Without a thread, a template that does not end is stopped by whoever waits for it.
    let _ = std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(watch::INTERVAL);
            if let Some(found) = watch::look(memory) {
                report::print(&options, &[found].into_iter().collect());
                // What was rendered so far lies in a staging folder, which the next build takes away.
                process::exit(i32::from(FINDINGS));
            }
        }
    });
}

/// The memory that the process has now, in bytes.
fn memory() -> Option<u64> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem as u64)
}
