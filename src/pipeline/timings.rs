//! How long each stage took.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long each stage took.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Mutex<Vec<(&'static str, Duration)>>,
    pages: Mutex<BTreeMap<&'static str, (usize, Duration)>>,
}

impl Timings {
    /// Runs a stage and notes its time.
    pub fn stage<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        if let Ok(mut stages) = self.stages.lock() {
            stages.push((name, start.elapsed()));
        }
        result
    }

    /// Notes the time of rendering one page, by its template or kind of work.
    pub(super) fn page(&self, name: &'static str, time: Duration) {
        if let Ok(mut pages) = self.pages.lock() {
            let (count, sum) = pages.entry(name).or_default();
            *count += 1;
            *sum += time;
        }
    }

    /// For each template or kind of work: how many pages, and the time of all threads together.
    pub fn pages(&self) -> BTreeMap<&'static str, (usize, Duration)> {
        self.pages.lock().map(|pages| pages.clone()).unwrap_or_default()
    }

    /// The stages in the order that they ended.
    pub fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.stages.lock().map(|stages| stages.clone()).unwrap_or_default()
    }
}
