//! Ends the process if a template renders without end: see [`watch`].

use std::process;

use super::options::Options;
use super::{FINDINGS, report};
use crate::render::watch;

/// Starts to watch the rendering.
pub(super) fn start(options: &Options) {
    let options = options.clone();
    // Without the thread, the user has to stop a template that does not end.
    let _ = std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(watch::INTERVAL);
            if let Some(found) = watch::look(memory) {
                report::print(&options, &[found].into_iter().collect());
                // The files rendered so far are in a staging folder, which the next build removes.
                process::exit(i32::from(FINDINGS));
            }
        }
    });
}

/// The memory that the process uses, in bytes.
fn memory() -> Option<u64> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem as u64)
}
