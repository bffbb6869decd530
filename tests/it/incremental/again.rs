//! What the preview remembers between two readings changes nothing of what is read.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rayon::prelude::*;
use terawang::cache::Cache;
use terawang::diagnostics::Checked;
use terawang::disclosure::attachments::reader::Reader;
use terawang::pipeline::{self, Clock, Edition, Memory, Timings};
use terawang::render::{Rendered, Site};
use terawang::source::Changes;

use super::{Walk, edits, sources};
use crate::support::Tree;

/// Portals that are edited in turn.
const WALKS: u64 = 6;
/// Readings of each.
const READINGS: usize = 24;

#[test]
fn a_portal_that_is_read_again_is_the_portal_read_anew() {
    let shown: usize = (100..100 + WALKS).into_par_iter().map(read_again_and_again).sum();
    assert!(shown > READINGS * 3, "only {shown} readings gave a portal");
}

/// How many readings gave a portal to show.
fn read_again_and_again(seed: u64) -> usize {
    let mut walk = Walk::new(seed);
    let root = walk.portal.path("");
    let cache = Cache::remembering(&root, SystemTime::now());
    let mut memory = Memory::default();
    let mut changes = Changes::All;
    let mut shown = 0;
    for _ in 0..READINGS {
        let edition = Edition {
            clock: Clock::Day(walk.clock().parse().unwrap()),
            drafts: walk.drafts,
            roster: None,
            reader: Reader::new(env!("CARGO_BIN_EXE_terawang")),
        };
        let timings = Timings::default();
        let (now, known) = (SystemTime::now(), &mut memory);
        let again = pipeline::prepare_again(&root, &changes, now, &edition, &cache, known, &timings);
        let anew = pipeline::prepare(&root, &edition, &timings);
        assert_eq!(found(&again), found(&anew), "{}", walk.told());
        match (&again.value, &anew.value) {
            (Some(again), Some(anew)) => {
                walk.same_files(&files(again), &files(anew), "read anew, these are others");
                (walk.good, walk.failures) = ((sources(&walk.portal), walk.day, walk.drafts), 0);
                shown += 1;
            }
            _ => walk.failures += 1,
        }
        let before = sources(&walk.portal);
        walk.edit();
        // Files that a record names and that are none of its own are what is most easily forgotten.
        if walk.chance.once_in(5) {
            let done = edits::attachment_removed(&mut walk);
            walk.story.extend(done);
        }
        changes = told(&before, &sources(&walk.portal), walk.chance.once_in(6));
    }
    shown
}

/// What a watcher tells of what happened; now and then it has lost count.
fn told(before: &Tree, after: &Tree, has_lost_count: bool) -> Changes {
    if has_lost_count {
        return Changes::All;
    }
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    Changes::Paths(differ.cloned().collect())
}

fn found(read: &Checked<Option<Site>>) -> Vec<String> {
    read.findings.sorted().into_iter().map(|found| format!("{found:?}")).collect()
}

/// Everything that a site consists of, by address.
fn files(site: &Site) -> Tree {
    let rendered = site.plan.jobs.iter().map(|(url, job)| {
        let bytes = match site.render(url, job) {
            Ok(Rendered::Bytes(bytes)) => bytes,
            Ok(Rendered::File(source)) => source.bytes().unwrap(),
            Err(failure) => failure.cause.clone().into_bytes(),
        };
        (url.clone(), bytes)
    });
    rendered.collect::<BTreeMap<_, _>>()
}
