//! Disk errors, missing permissions, and the permissions of published files.

use super::*;

/// A path of a published file, long enough that the folders above it can be made too long for the system.
#[cfg(unix)]
const LONG: &str = {
    "a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/ditarik.html"
};

#[cfg(unix)]
#[test]
fn a_withdrawn_file_that_cannot_be_looked_at_is_told_and_not_left_public_in_silence() {
    let portal = Portal::with(&site(&[("index.html", "1"), (LONG, "ditarik")]));
    let deep = portal.moved_too_deep_for(LONG);
    let publish = || {
        let publisher = Publisher::open(&deep.join("public"), &deep)?;
        publisher.put("index.html", b"1")?;
        publisher.commit(vec![], Texts::new())
    };
    let told = publish().unwrap_err();
    assert_eq!(told.code, "TW0615");
    assert!(told.message.en.contains("ditarik.html"), "{}", told.message.en);
    // When it can be examined again, it is removed.
    fs::rename(&deep, portal.root()).unwrap();
    assert_eq!(portal.site().len(), 2);
    portal.publish(&site(&[("index.html", "1")])).unwrap();
    assert_eq!(portal.site(), site(&[("index.html", "1")]));
}

#[cfg(unix)]
#[test]
fn a_removal_that_fails_is_not_taken_for_done() {
    let new = site(&[("index.html", "1")]);
    for beats in 0.. {
        let portal = Portal::with(&site(&[("index.html", "1"), (LONG, "ditarik")]));
        assert!(
            !super::kill::killed_build(&portal, &new, beats),
            "no build was killed after its commit point"
        );
        if !portal.staging().join("journal.json").exists() {
            continue;
        }
        let deep = portal.moved_too_deep_for(LONG);
        let told = Publisher::open(&deep.join("public"), &deep).err().unwrap();
        assert_eq!(told.code, "TW0617");
        assert!(told.message.en.contains("ditarik.html"), "{}", told.message.en);
        // The journal is kept, and the next run finishes it.
        fs::rename(&deep, portal.root()).unwrap();
        assert_eq!(portal.code(), "");
        assert_eq!(portal.site(), new);
        return;
    }
}

#[test]
fn a_file_that_was_replaced_since_it_was_checked_is_not_published() {
    let old = site(&[("index.html", "1"), ("a.pdf", "kedua")]);
    for portal in [Portal::new(), Portal::with(&site(&[])), Portal::with(&old)] {
        let source = portal.root().join("content/a.pdf");
        let before = portal.out().exists().then(|| portal.site());
        // Of the same length, empty, longer, and the bytes that one of the portals publishes.
        for now in ["ganti", "", "yang lain", "kedua"] {
            fs::write(&source, now).unwrap();
            let publisher = portal.open().unwrap();
            let told = publisher.put_file("a.pdf", &judged(&source, b"semua")).unwrap_err();
            assert_eq!(told.code, "TW0854", "{now}");
            assert_eq!(told.place.unwrap().file.path, "a.pdf");
            assert_eq!(publisher.commit(vec![], Texts::new()).unwrap_err().code, "TW0854");
            assert_eq!(portal.out().exists().then(|| portal.site()), before);
        }
        fs::write(&source, "semua").unwrap();
        let publisher = portal.open().unwrap();
        publisher.put_file("a.pdf", &judged(&source, b"semua")).unwrap();
        publisher.commit(vec![], Texts::new()).unwrap();
        assert_eq!(portal.site(), site(&[("a.pdf", "semua")]));
    }
}

#[cfg(unix)]
#[test]
fn a_link_or_a_pipe_that_took_the_place_of_a_file_is_not_read() {
    let portal = Portal::new();
    let at = |name: &str| portal.root().join("content").join(name);
    fs::write(at("asli"), "semua").unwrap();
    std::os::unix::fs::symlink(at("asli"), at("tautan")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, at("pipa"), rustix::fs::Mode::RUSR).unwrap();
    let publisher = portal.open().unwrap();
    for name in ["tautan", "pipa"] {
        assert_eq!(publisher.put_file(name, &judged(&at(name), b"semua")).unwrap_err().code, "TW0854");
    }
}

#[test]
fn a_source_that_is_missing_or_no_file_is_told_with_its_path() {
    let portal = Portal::with(&site(&[("index.html", "1")]));
    let publisher = portal.open().unwrap();
    for source in ["tidak-ada.pdf", "content"] {
        let judged = judged(&portal.root().join(source), b"");
        let told = publisher.put_file(&format!("{source}.x"), &judged).unwrap_err();
        assert_eq!(told.code, "TW0854");
        assert_eq!(told.place.unwrap().file.path, source);
    }
    assert!(publisher.commit(vec![], Texts::new()).is_err());
    assert_eq!(portal.site(), site(&[("index.html", "1")]));
}

#[test]
fn a_disk_that_fails_while_staging_leaves_the_site() {
    let old = site(&[("index.html", "1"), ("a/index.html", "a")]);
    let portal = Portal::with(&old);
    let publisher = portal.open().unwrap();
    fs::remove_dir_all(portal.staging().join("staged")).unwrap();
    assert_eq!(publisher.put("index.html", b"2").unwrap_err().code, "TW0615");
    assert_eq!(publisher.put("baru/index.html", b"2").unwrap_err().code, "TW0615");
    assert_eq!(publisher.commit(vec![], Texts::new()).unwrap_err().code, "TW0615");
    assert_eq!(portal.site(), old);
    portal.publish(&old).unwrap();
}

#[test]
fn a_failure_in_the_midst_of_the_commit_is_mended_by_the_next_run() {
    let portal = Portal::with(&site(&[("index.html", "1"), ("a/x.css", "1")]));
    let publisher = portal.open().unwrap();
    let new = site(&[("index.html", "2"), ("a/x.css", "2")]);
    hand_over(&publisher, &new);
    // After all checks, the file is replaced by a folder.
    fs::remove_file(portal.out().join("index.html")).unwrap();
    portal.write("index.html/isi", "x");
    let told = publisher.commit(vec![], Texts::new()).unwrap_err();
    assert_eq!(told.code, "TW0617");
    assert_eq!(fs::read_to_string(portal.out().join("a/x.css")).unwrap(), "2");
    assert_eq!(portal.code(), "TW0617");
    fs::remove_dir_all(portal.out().join("index.html")).unwrap();
    assert_eq!(portal.code(), "");
    assert_eq!(portal.site(), new);
}

#[cfg(unix)]
mod rights {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Root may write everywhere, so there is nothing to test.
    fn is_root(portal: &Portal) -> bool {
        fs::metadata(portal.root()).unwrap().uid() == 0
    }

    #[test]
    fn a_copy_of_a_private_file_is_public() {
        let portal = Portal::new();
        let source = portal.root().join("content/rahasia.pdf");
        fs::write(&source, "x").unwrap();
        set_mode(&source, 0o600);
        let publisher = portal.open().unwrap();
        publisher.put_file("a/b.pdf", &judged(&source, b"x")).unwrap();
        publisher.put("a/c.html", b"x").unwrap();
        publisher.commit(vec![], Texts::new()).unwrap();
        for name in ["a/b.pdf", "a/c.html", MANIFEST] {
            assert_eq!(mode(&portal.out().join(name)), 0o644, "{name}");
        }
    }

    #[test]
    fn an_umask_that_hides_new_files_is_made_up_for() {
        let portal = Portal::with(&site(&[("index.html", "1")]));
        let mut publisher = portal.open().unwrap();
        // Simulates a umask of 077 by the mode of the staging folder.
        let tree = publisher.staging.tree.clone();
        set_mode(&tree, 0o700);
        let published = publisher.staging.published.take();
        let location = Location::find(&portal.out(), &portal.root()).unwrap();
        publisher.staging = Staging::begin(location, tree, published).unwrap();
        hand_over(&publisher, &site(&[("index.html", "2"), ("a/b/c.html", "c")]));
        publisher.commit(vec![], Texts::new()).unwrap();
        assert_eq!(mode(&portal.out().join("a/b/c.html")), 0o644);
        assert_eq!(mode(&portal.out().join("a/b")), 0o755);
    }

    #[test]
    fn an_empty_output_keeps_the_rights_it_was_given() {
        let portal = Portal::new();
        fs::create_dir(portal.out()).unwrap();
        set_mode(&portal.out(), 0o750);
        portal.publish(&site(&[("index.html", "1")])).unwrap();
        assert_eq!(mode(&portal.out()), 0o750);
    }

    #[test]
    fn an_output_that_cannot_be_written_is_told_before_the_first_page() {
        let portal = Portal::with(&site(&[("index.html", "1")]));
        if is_root(&portal) {
            return;
        }
        set_mode(&portal.out(), 0o555);
        let told = portal.open().err().unwrap();
        assert_eq!(told.code, "TW0615");
        assert!(told.hint.unwrap().en.contains("right to write"));
        set_mode(&portal.out(), 0o755);
        set_mode(&portal.root(), 0o555);
        assert_eq!(portal.code(), "TW0619");
        set_mode(&portal.root(), 0o755);
        assert_eq!(portal.code(), "");
    }

    #[test]
    fn a_folder_in_the_output_that_cannot_be_written_is_found_before_the_commit() {
        let old = site(&[("index.html", "1"), ("a/b/index.html", "1"), ("c/index.html", "1")]);
        let portal = Portal::with(&old);
        if is_root(&portal) {
            return;
        }
        set_mode(&portal.out().join("a/b"), 0o555);
        let publisher = portal.open().unwrap();
        publisher.put("index.html", b"2").unwrap();
        assert_eq!(publisher.put("a/b/index.html", b"2").unwrap_err().code, "TW0615");
        drop(publisher);
        // Removing from it, or replacing it by a file, is refused as well.
        let told = portal.publish(&site(&[("index.html", "2")])).unwrap_err();
        assert_eq!(told.code, "TW0615");
        assert!(told.message.en.contains("public/a/b"), "{}", told.message.en);
        assert_eq!(portal.publish(&site(&[("a", "2")])).unwrap_err().code, "TW0615");
        assert_eq!(portal.site(), old);
        // Unchanged files in it are no problem.
        let new = site(&[("index.html", "2"), ("a/b/index.html", "1")]);
        portal.publish(&new).unwrap();
        assert_eq!(portal.site(), new);
        set_mode(&portal.out().join("a/b"), 0o755);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_source_that_cannot_be_read_to_its_end_is_told() {
        let portal = Portal::new();
        let publisher = portal.open().unwrap();
        // A regular file whose first byte cannot be read.
        let told = publisher.put_file("a.bin", &judged(Path::new("/proc/self/mem"), b"x")).unwrap_err();
        assert_eq!(told.code, "TW0105");
        assert_eq!(told.place.unwrap().file.path, "mem");
        assert!(publisher.commit(vec![], Texts::new()).is_err());
        assert!(!portal.out().exists());
    }
}
