//! Builds that are killed at each step in turn. `tests/it/killed.rs` kills real processes.

use super::*;

fn old_site() -> Site {
    site(&[
        ("index.html", "beranda lama"),
        ("sama.css", "sama"),
        ("a", "berkas"),
        ("b/index.html", "b"),
        ("b/c/index.html", "c"),
        ("basi/x/index.html", "basi"),
        ("basi/y.css", "basi"),
        ("gaya.css", "lama"),
    ])
}

fn new_site() -> Site {
    site(&[
        ("index.html", "beranda baru"),
        ("sama.css", "sama"),
        ("a/index.html", "folder"),
        ("a/d/index.html", "d"),
        ("b", "berkas"),
        ("baru/2024/index.html", "baru"),
        ("baru/2024/x.css", "baru"),
        ("gaya.css", "baru"),
    ])
}

/// Builds `new` and is killed after `beats` steps; `true` if the build was completed before.
pub(super) fn killed_build(portal: &Portal, new: &Site, beats: usize) -> bool {
    let pulse = Pulse { left: Some(beats.into()) };
    let publisher = match Publisher::open_with(&portal.out(), &portal.root(), pulse) {
        Ok(publisher) => publisher,
        Err(told) => {
            assert_eq!(told.code, "TW0000", "{}", told.message.en);
            return false;
        }
    };
    hand_over(&publisher, new);
    match publisher.commit(urls(new), Texts::new()) {
        Ok(_) => true,
        Err(told) => {
            assert_eq!(told.code, "TW0000", "{}", told.message.en);
            false
        }
    }
}

/// Every file is whole, and files of both sites are present.
fn assert_nothing_torn(now: &Site, old: &Site, new: &Site) {
    for (path, text) in now {
        assert!(old.get(path) == Some(text) || new.get(path) == Some(text), "{path} is torn: {text}");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "{path} is missing");
    }
}

/// After the next run has opened the folder, the site is exactly one of the two, including its manifest.
fn assert_whole(portal: &Portal, old: &Site, new: &Site) -> bool {
    let publisher = portal.open().unwrap();
    let listed: Vec<_> = publisher.previous().unwrap().files.keys().cloned().collect();
    drop(publisher);
    let now = portal.site();
    assert!(now == *old || now == *new, "{now:?}");
    assert_eq!(listed, now.keys().cloned().collect::<Vec<_>>());
    assert!(!cfg!(unix) || !portal.staging().exists());
    now == *new
}

#[test]
fn a_build_killed_at_any_step_is_undone_or_finished_by_the_next() {
    for (old, new) in [(old_site(), new_site()), (new_site(), old_site()), (old_site(), Site::new())] {
        let (mut undone, mut finished) = (0, 0);
        for beats in 0.. {
            let portal = Portal::with(&old);
            if killed_build(&portal, &new, beats) {
                break;
            }
            let committed = portal.staging().join("journal.json").exists() || portal.site() == new;
            assert_nothing_torn(&portal.site(), &old, &new);
            assert_eq!(assert_whole(&portal, &old, &new), committed, "killed after {beats} steps");
            if committed {
                finished += 1
            } else {
                undone += 1
            }
            assert!(beats < 200, "the build never ends");
        }
        assert!(undone >= 3 && finished >= 8, "{undone} {finished}");
    }
}

#[test]
fn a_recovery_that_is_killed_itself_is_finished_by_the_one_after() {
    let (old, new) = (old_site(), new_site());
    let mut recoveries = 0;
    for first in (4..60).step_by(4) {
        for second in 0..60 {
            let portal = Portal::with(&old);
            if killed_build(&portal, &new, first) {
                return assert!(recoveries > 20, "{recoveries}");
            }
            if !portal.staging().join("journal.json").exists() {
                break;
            }
            let pulse = Pulse { left: Some(second.into()) };
            if Publisher::open_with(&portal.out(), &portal.root(), pulse).is_ok() {
                break;
            }
            recoveries += 1;
            assert_nothing_torn(&portal.site(), &old, &new);
            assert!(assert_whole(&portal, &old, &new));
        }
    }
    panic!("the build never ends");
}

#[test]
fn a_first_build_killed_at_any_step_leaves_nothing_or_all() {
    for empty in [false, true] {
        for beats in 0.. {
            let portal = Portal::new();
            if empty {
                fs::create_dir(portal.out()).unwrap();
            }
            if killed_build(&portal, &new_site(), beats) {
                break;
            }
            let now = if portal.out().exists() { portal.site() } else { Site::new() };
            assert!(now.is_empty() || now == new_site());
            portal.publish(&new_site()).unwrap();
            assert_eq!(portal.site(), new_site());
        }
    }
}

#[test]
fn a_build_killed_while_it_stages_is_undone() {
    let portal = Portal::with(&old_site());
    let mut publisher = portal.open().unwrap();
    hand_over(&publisher, &new_site());
    publisher.folder.keep = true;
    drop(publisher);
    assert!(portal.staging().join("staged").exists());
    assert!(!assert_whole(&portal, &old_site(), &new_site()));
}

#[test]
fn the_build_after_a_kill_publishes_its_own_site() {
    for beats in (0..40).step_by(3) {
        let portal = Portal::with(&old_site());
        killed_build(&portal, &new_site(), beats);
        let third = site(&[("index.html", "ketiga"), ("a/index.html", "folder"), ("b/c/index.html", "c")]);
        portal.publish(&third).unwrap();
        assert_eq!(portal.site(), third);
    }
}

#[test]
fn an_output_taken_away_after_a_kill_is_a_first_build() {
    let portal = Portal::with(&old_site());
    killed_build(&portal, &new_site(), 6);
    fs::remove_dir_all(portal.out()).unwrap();
    portal.publish(&new_site()).unwrap();
    assert_eq!(portal.site(), new_site());
}

#[test]
fn folders_taken_away_after_a_kill_are_mended_by_the_next_build() {
    let portal = Portal::with(&site(&[("a/b/x.html", "1"), ("a/b/y.html", "1")]));
    let new = site(&[("a/b/x.html", "2"), ("a/b/y.html", "2")]);
    killed_build(&portal, &new, 5);
    assert!(portal.staging().join("journal.json").exists());
    fs::remove_dir_all(portal.out().join("a")).unwrap();
    portal.publish(&new).unwrap();
    assert_eq!(portal.site(), new);
}

#[test]
fn a_damaged_journal_is_told_and_kept() {
    let portal = Portal::with(&old_site());
    killed_build(&portal, &new_site(), 6);
    let journal = portal.staging().join("journal.json");
    let valid = fs::read_to_string(&journal).unwrap();
    for text in
        ["", "{", "{}", &valid.replace("basi/", "../"), &valid.replace("\"version\":2", "\"version\":1")]
    {
        fs::write(&journal, text).unwrap();
        assert_eq!(portal.code(), "TW0618", "{text}");
        assert!(journal.exists());
    }
    portal.write(".git", "");
    assert_eq!(portal.code(), "TW0604");
    fs::remove_file(portal.out().join(".git")).unwrap();
    fs::write(&journal, valid).unwrap();
    assert!(assert_whole(&portal, &old_site(), &new_site()));
}

#[cfg(unix)]
#[test]
fn a_link_that_came_after_a_kill_is_not_followed() {
    let portal = Portal::with(&site(&[("a/x.html", "1"), ("b/y.html", "1")]));
    let outside = portal.dir.path().join("luar");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("y.html"), "luar").unwrap();
    killed_build(&portal, &site(&[("a/x.html", "2")]), 4);
    fs::remove_dir_all(portal.out().join("b")).unwrap();
    std::os::unix::fs::symlink(&outside, portal.out().join("b")).unwrap();
    assert_eq!(portal.code(), "TW0614");
    assert_eq!(fs::read_to_string(outside.join("y.html")).unwrap(), "luar");
}
