//! Killed builds and concurrent builds: the published site stays whole.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use snapbox::str;

use crate::support::chance::Chance;
use crate::support::{BILINGUAL, CLOCK, Portal, Run, SITE, Tree, assert_same_tree, circular, page, tree};

/// The number of portals whose builds are killed in parallel.
const PORTALS: u64 = 4;
/// The number of kills for each portal.
const KILLS: usize = 50;
/// An empty file with which a build tests whether it may write in the folder; the next build removes it.
const PROBE: &str = ".terawang.probe";

/// One of two editions of a portal. Every page differs between them, and each edition has files that the
/// other lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    One,
    Other,
}

impl Version {
    fn next(self) -> Self {
        match self {
            Self::One => Self::Other,
            Self::Other => Self::One,
        }
    }

    /// Edits the portal into this version.
    fn write(self, portal: &Portal) {
        let (name, length) = match self {
            Self::One => ("Satu", 2),
            Self::Other => ("Dua", 5),
        };
        portal.write(
            "site.toml",
            SITE.replace("Portal Netralitas", name) + BILINGUAL + &format!("per_halaman = {length}\n"),
        );
        let _ = fs::remove_dir_all(portal.path("themes"));
        for number in 0..10 {
            portal.write(&format!("themes/terang/static/{name}/{number}.css"), format!("/* {name} */\n"));
        }
    }
}

fn portal(version: Version) -> Portal {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Isi."));
    for number in 1..=8 {
        portal.write(&format!("content/edaran/2024/se-{number}.md"), circular("tag = [\"apel\"]\n"));
    }
    version.write(&portal);
    portal
}

/// What a clean build of a version publishes.
fn clean(version: Version) -> Tree {
    portal(version).builds().output()
}

fn start(portal: &Portal) -> Child {
    let mut command = portal.command(&["build", "-q", "--clock", CLOCK]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn published(portal: &Portal) -> Tree {
    let folder = portal.path("public");
    if folder.exists() { tree(&folder) } else { Tree::new() }
}

/// What the killed builds of one portal left behind.
#[derive(Default)]
struct Left {
    kills: usize,
    /// The number of times nothing was published yet, but files were staged.
    staged: usize,
    /// The number of times the commit had begun; the next build finishes it.
    begun: usize,
}

/// Kills builds of a portal at random instants. After each kill, every file must be whole and the next build
/// must be correct.
fn kill_builds(seed: u64, editions: &[Tree; 2]) -> Left {
    let expected = |version: Version| &editions[usize::from(version == Version::Other)];
    let mut chance = Chance::new(seed);
    let mut version = Version::One;
    let portal = portal(version);
    let whole = Instant::now();
    portal.builds();
    let mut duration = whole.elapsed();
    let mut left = Left::default();
    for attempt in 0.. {
        if left.kills == KILLS {
            break;
        }
        assert!(attempt < 20 * KILLS, "builds end before they can be killed");
        if chance.once_in(2) {
            let _ = fs::remove_dir_all(portal.path(".terawang"));
        }
        let is_first = chance.once_in(10);
        if is_first {
            fs::remove_dir_all(portal.path("public")).unwrap();
        }
        let old = if is_first { Tree::new() } else { expected(version).clone() };
        let target = if chance.once_in(5) { version } else { version.next() };
        target.write(&portal);
        let mut child = start(&portal);
        let begun = Instant::now();
        let journal = portal.path("public.terawang/journal.json");
        // Half of them at any time, half of them around the short commit.
        if chance.once_in(2) {
            let instant = duration.mul_f64(chance.below(1000) as f64 / 1000.0);
            std::thread::sleep(instant.saturating_sub(begun.elapsed()));
        } else {
            let delay = Duration::from_micros(chance.below(3000) as u64);
            while !journal.exists() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(20));
            }
            std::thread::sleep(delay);
        }
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        left.kills += usize::from(was_running);
        left.begun += usize::from(journal.exists());
        left.staged += usize::from(!journal.exists() && portal.path("public.terawang/staged").exists());

        assert_whole(&published(&portal), &old, expected(target), seed, left.kills);
        // The next build may follow yet another edit.
        version = if chance.once_in(4) { target.next() } else { target };
        version.write(&portal);
        let start = Instant::now();
        let run = portal.build();
        duration = (duration + start.elapsed()) / 2;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "seed {seed}, kill {}", left.kills);
        assert_same_tree(&portal.output(), expected(version));
        assert!(!cfg!(unix) || !portal.path("public.terawang").exists());
    }
    left
}

/// Asserts that every file is complete and comes from the old or the new edition, and that no file of both is
/// missing.
#[track_caller]
fn assert_whole(now: &Tree, old: &Tree, new: &Tree, seed: u64, kill: usize) {
    for (path, bytes) in now.iter().filter(|(path, _)| *path != PROBE) {
        let is_whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(is_whole, "seed {seed}, kill {kill}: {path} is torn ({} bytes)", bytes.len());
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "seed {seed}, kill {kill}: {path} is missing");
    }
}

#[test]
fn two_hundred_killed_builds_leave_whole_files_and_the_next_build_a_whole_site() {
    let editions = [clean(Version::One), clean(Version::Other)];
    let left: Vec<Left> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..PORTALS)
            .map(|seed| {
                scope.spawn({
                    let editions = &editions;
                    move || kill_builds(seed, editions)
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let sum = |count: fn(&Left) -> usize| left.iter().map(count).sum::<usize>();
    let (kills, staged, begun) = (sum(|left| left.kills), sum(|left| left.staged), sum(|left| left.begun));
    assert_eq!(kills, 200);
    assert!(staged >= 10 && begun >= 10, "the kills hit nothing: {staged} staged, {begun} begun");
}

#[test]
fn a_reader_finds_every_page_whole_while_the_site_changes() {
    let editions = [clean(Version::One), clean(Version::Other)];
    let mut version = Version::One;
    let portal = portal(version);
    portal.builds();
    let paths: Vec<&String> = editions[0].keys().filter(|path| editions[1].contains_key(*path)).collect();
    let (mut old, mut new) = (0, 0);
    for _ in 0..6 {
        version = version.next();
        version.write(&portal);
        let mut child = start(&portal);
        while child.try_wait().unwrap().is_none() {
            for path in &paths {
                let read = fs::read(portal.path("public").join(path)).unwrap();
                if read == editions[0][*path] {
                    old += 1;
                } else {
                    assert!(read == editions[1][*path], "{path} is torn");
                    new += 1;
                }
            }
        }
    }
    assert!(old > 0 && new > 0);
}

/// The other build is this test. Whether two real builds meet is chance; see
/// [`builds_that_meet_take_turns_or_say_so`].
#[test]
fn a_build_that_meets_another_one_says_so_and_leaves_it_alone() {
    let portal = portal(Version::One);
    portal.builds();
    Version::Other.write(&portal);
    portal.write("public.terawang/staged/0/begun", "by the other build");
    let lock = fs::File::create(portal.path("public.terawang/lock")).unwrap();
    lock.try_lock().unwrap();
    portal.build().exits(2).says(str![[r#"
galat[TW0606]: Terawang lain sedang menulis ke `./public`
  = saran: tunggu sampai selesai, lalu jalankan lagi

1 galat

"#]]);
    assert!(portal.path("public.terawang/staged/0/begun").exists());
    assert_same_tree(&portal.output(), &clean(Version::One));
    lock.unlock().unwrap();
    portal.builds();
    assert_same_tree(&portal.output(), &clean(Version::Other));
}

#[test]
fn a_probe_of_a_killed_build_goes_even_if_nothing_is_to_be_written() {
    let portal = portal(Version::One);
    portal.builds();
    for _ in 0..2 {
        portal.write(&format!("public/{PROBE}"), "");
        portal.builds();
        assert_same_tree(&portal.output(), &clean(Version::One));
    }
}

#[test]
fn builds_that_meet_take_turns_or_say_so() {
    let editions = [clean(Version::One), clean(Version::Other)];
    let portal = portal(Version::One);
    portal.builds();
    let mut version = Version::One;
    for _ in 0..8 {
        version = version.next();
        version.write(&portal);
        let runs: Vec<Run> = std::thread::scope(|scope| {
            let builds: Vec<_> = (0..3).map(|_| scope.spawn(|| portal.build())).collect();
            builds.into_iter().map(|build| build.join().unwrap()).collect()
        });
        assert!(runs.iter().any(|run| run.code == 0));
        for run in &runs {
            let said = (run.code, run.codes());
            assert!(said == (0, vec![]) || said == (2, vec!["TW0606"]), "{}", run.stderr);
        }
        assert_same_tree(&portal.output(), &editions[usize::from(version == Version::Other)]);
    }
    assert!(!cfg!(unix) || !portal.path("public.terawang").exists());
}
