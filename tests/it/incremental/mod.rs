//! After any edit, an incremental build equals a clean build: the same bytes, the same messages.
//!
//! Several portals are edited in turn, hundreds of times in total; a seed determines the sequence of each.
//! After each edit the portal is built twice: in its place, with everything that earlier builds left there,
//! and as a copy in an empty folder. That folder holds only the manifest of the published files, because no
//! address may disappear.
//!
//! A cache may trust the times of files only after they have rested. So the portals are built in turns, and
//! the time between two turns of one portal is long enough. Some edits follow at once, without that rest.

mod again;
mod edits;
mod portal;

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use self::edits::EDITS;
use crate::support::chance::Chance;
use crate::support::{Portal, Run, Tree, tree};

/// The number of portals, edited in turn.
const WALKS: u64 = 12;
/// The number of turns of each portal.
const TURNS: usize = 14;
/// The rest of a portal's files between two turns: longer than the coarsest clock of a file system.
const REST: Duration = Duration::from_millis(2100);

/// The sources of a portal.
const SOURCES: [&str; 4] = ["site.toml", "content", "themes", "rilis"];
const MANIFEST: &str = "public/.terawang.json";

/// A portal and the state of its edits.
pub(crate) struct Walk {
    seed: u64,
    portal: Portal,
    chance: Chance,
    /// The day of the build, counted from the last of October 2024.
    day: usize,
    drafts: bool,
    /// Sources, day and drafts of the last successful build.
    good: (Tree, usize, bool),
    /// The number of failed builds since.
    failures: usize,
    /// An earlier state of the cache.
    earlier_cache: Option<Tree>,
    /// Everything that was done, to find out why a build differs.
    story: Vec<String>,
    builds: usize,
    failed_builds: usize,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let portal = portal::portal();
        let good = (sources(&portal), 31, false);
        let mut walk = Self {
            seed,
            portal,
            chance: Chance::new(seed),
            day: 31,
            drafts: false,
            good,
            failures: 0,
            earlier_cache: None,
            story: Vec::new(),
            builds: 0,
            failed_builds: 0,
        };
        walk.build();
        assert_eq!(walk.failed_builds, 0, "the portal should build before anybody edits it");
        walk
    }

    /// `2024-11-30`.
    fn clock(&self) -> String {
        match self.day {
            day @ 1..=30 => format!("2024-11-{day:02}"),
            day => format!("2024-12-{:02}", day - 30),
        }
    }

    /// Makes some edits and a build; sometimes repeats this at once.
    fn turn(&mut self) {
        self.edit();
        self.build();
        if self.chance.once_in(4) {
            self.edit();
            self.build();
        }
    }

    fn edit(&mut self) {
        if self.failures > 0 && !self.chance.once_in(3) {
            self.mend();
            return;
        }
        for _ in 0..1 + self.chance.below(2) {
            let done = (0..EDITS.len()).find_map(|_| {
                let edit = *self.chance.pick(EDITS)?;
                edit(self)
            });
            self.story.extend(done);
        }
    }

    /// Restores the sources of the last successful build.
    fn mend(&mut self) {
        let (good, day, drafts) = self.good.clone();
        let now = sources(&self.portal);
        for path in now.keys().filter(|path| !good.contains_key(*path)) {
            self.portal.remove(path);
        }
        for (path, bytes) in good.iter().filter(|(path, bytes)| now.get(*path) != Some(bytes)) {
            self.portal.write(path, bytes);
        }
        (self.day, self.drafts) = (day, drafts);
        self.story.push("mended".to_owned());
    }

    /// Builds in place and as a clean copy, and compares the two.
    fn build(&mut self) {
        let clean = Portal::empty();
        for (path, bytes) in sources(&self.portal) {
            clean.write(&path, bytes);
        }
        let before = output(&self.portal);
        if let Some(manifest) = before.get(".terawang.json") {
            clean.write(MANIFEST, manifest);
        }
        let command = if self.chance.once_in(8) { "check" } else { "build" };
        let day = self.clock();
        let mut arguments = vec![command, "-q", "--clock", &day];
        arguments.extend(self.drafts.then_some("--drafts"));
        let (run, expected) = (self.portal.run(&arguments), clean.run(&arguments));
        self.story.push(format!("{}: {}", arguments.join(" "), run.code));
        self.same_words(&run, &expected);
        let after = output(&self.portal);
        if command == "build" && run.code == 0 {
            self.same_files(&after, &output(&clean), "a clean build has others");
        } else {
            self.same_files(&after, &before, "nothing was published, and yet these changed");
        }
        self.builds += 1;
        if run.code != 0 {
            self.failures += 1;
            self.failed_builds += 1;
        } else if command == "build" {
            self.failures = 0;
            self.good = (sources(&self.portal), self.day, self.drafts);
        }
    }

    #[track_caller]
    fn same_words(&self, run: &Run, expected: &Run) {
        assert!(
            (run.code, &run.stdout, &run.stderr) == (expected.code, &expected.stdout, &expected.stderr),
            "{}\nthis build said ({}):\n{}{}\na clean one says ({}):\n{}{}",
            self.told(),
            run.code,
            run.stdout,
            run.stderr,
            expected.code,
            expected.stdout,
            expected.stderr
        );
    }

    #[track_caller]
    fn same_files(&self, one: &Tree, other: &Tree, what: &str) {
        let differ: Vec<&String> = one
            .keys()
            .chain(other.keys().filter(|path| !one.contains_key(*path)))
            .filter(|path| one.get(*path) != other.get(*path))
            .collect();
        assert!(differ.is_empty(), "{}\n{what}: {differ:#?}", self.told());
    }

    fn told(&self) -> String {
        format!("seed {}:\n- {}", self.seed, self.story.join("\n- "))
    }
}

fn sources(portal: &Portal) -> Tree {
    let mut all = Tree::new();
    for part in SOURCES {
        let path = portal.path(part);
        if path.is_file() {
            all.insert(part.to_owned(), fs::read(path).unwrap());
        } else if path.is_dir() {
            all.extend(tree(&path).into_iter().map(|(inner, bytes)| (format!("{part}/{inner}"), bytes)));
        }
    }
    all
}

fn output(portal: &Portal) -> Tree {
    let folder = portal.path("public");
    if folder.exists() { tree(&folder) } else { BTreeMap::new() }
}

#[test]
fn hundreds_of_random_edits_give_what_clean_builds_give() {
    let mut walks: Vec<Walk> = (0..WALKS).into_par_iter().map(Walk::new).collect();
    for _ in 0..TURNS {
        let start = Instant::now();
        walks.par_iter_mut().for_each(Walk::turn);
        std::thread::sleep(REST.saturating_sub(start.elapsed()));
    }
    let (builds, failed) = walks
        .iter()
        .fold((0, 0), |(builds, failed), walk| (builds + walk.builds, failed + walk.failed_builds));
    assert!(
        builds >= 180 && failed * 10 > builds && failed * 2 < builds,
        "{failed} of {builds} builds failed"
    );
}
