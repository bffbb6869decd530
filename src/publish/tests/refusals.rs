//! Folders and paths that are refused before anything is written.

use super::*;

fn code_at(output: &Path, root: &Path) -> &'static str {
    Publisher::open(output, root).map_or_else(|told| told.code, |_| "")
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_alone() {
    let portal = Portal::new();
    portal.write("skripsi.docx", "jangan hilang");
    assert_eq!(portal.code(), "TW0601");
    assert_eq!(portal.site(), site(&[("skripsi.docx", "jangan hilang")]));
    assert!(!portal.staging().exists());
}

#[test]
fn the_portal_itself_and_what_contains_it_are_refused() {
    let portal = Portal::new();
    let root = portal.root();
    assert_eq!(code_at(&root, &root), "TW0602");
    assert_eq!(code_at(&root.join("public/.."), &root), "TW0605");
    assert_eq!(code_at(&root.join("content/.."), &root), "TW0602");
    assert_eq!(code_at(portal.dir.path(), &root), "TW0602");
    assert_eq!(code_at(Path::new("/"), &root), "TW0602");
    assert_eq!(code_at(&root.join("content/public"), &root), "TW0603");
    assert_eq!(code_at(&root.join("content"), &root), "TW0603");
    assert_eq!(code_at(&root.join("themes/x/y"), &root), "TW0603");
    assert_eq!(code_at(&root.join("content-lama"), &root), "");
    assert_eq!(code_at(Path::new(""), &root), "TW0605");
}

#[test]
fn a_staging_folder_that_is_the_portal_is_refused() {
    let portal = Portal::new();
    let root = portal.dir.path().join("situs.terawang");
    fs::create_dir(&root).unwrap();
    assert_eq!(code_at(&portal.dir.path().join("situs"), &root), "TW0619");
}

#[test]
fn a_git_work_tree_is_refused_even_if_it_bears_our_mark() {
    let portal = Portal::with(&site(&[("index.html", "1")]));
    portal.write(".git", "gitdir: ../x");
    assert_eq!(portal.code(), "TW0604");
    let other = Portal::new();
    fs::create_dir_all(other.out().join(".git")).unwrap();
    assert_eq!(other.code(), "TW0604");
}

#[test]
fn a_file_in_the_place_of_the_output_or_of_its_staging_is_refused() {
    let portal = Portal::new();
    fs::write(portal.out(), "file").unwrap();
    assert_eq!(portal.code(), "TW0605");
    fs::remove_file(portal.out()).unwrap();
    fs::write(portal.staging(), "file").unwrap();
    assert_eq!(portal.code(), "TW0619");
    assert_eq!(fs::read_to_string(portal.staging()).unwrap(), "file");
}

#[test]
fn a_folder_of_the_stagings_name_keeps_what_others_have_in_it() {
    let portal = Portal::new();
    fs::create_dir(portal.staging()).unwrap();
    fs::write(portal.staging().join("catatan.txt"), "x").unwrap();
    portal.publish(&site(&[("index.html", "1")])).unwrap();
    assert_eq!(fs::read_to_string(portal.staging().join("catatan.txt")).unwrap(), "x");
}

#[test]
fn a_second_build_at_the_same_time_is_refused() {
    let portal = Portal::with(&site(&[("index.html", "1")]));
    let first = portal.open().unwrap();
    first.put("index.html", b"2").unwrap();
    assert_eq!(portal.code(), "TW0606");
    first.commit(vec![], Texts::new()).unwrap();
    assert_eq!(portal.site(), site(&[("index.html", "2")]));
    assert_eq!(portal.code(), "");
}

#[test]
fn builds_that_race_for_the_lock_hold_it_one_at_a_time() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let portal = Portal::new();
    let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..300 {
                    match portal.open() {
                        Ok(publisher) => {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            inside.fetch_sub(1, Ordering::SeqCst);
                            drop(publisher);
                        }
                        Err(told) => assert_eq!(told.code, "TW0606", "{}", told.message.en),
                    }
                }
            });
        }
    });
    assert!(taken.into_inner() > 0);
}

#[test]
fn a_damaged_or_later_manifest_is_refused() {
    let portal = Portal::with(&site(&[("index.html", "1")]));
    for (text, code) in [("{", "TW0607"), ("", "TW0607"), (r#"{"version":99}"#, "TW0608")] {
        portal.write(MANIFEST, text);
        assert_eq!(portal.code(), code);
    }
    fs::remove_file(portal.out().join(MANIFEST)).unwrap();
    assert_eq!(portal.code(), "TW0601");
}

#[test]
fn two_outputs_for_one_path_are_refused_and_so_is_the_commit() {
    let portal = Portal::with(&site(&[("index.html", "1")]));
    let publisher = portal.open().unwrap();
    publisher.put("index.html", b"2").unwrap();
    assert_eq!(publisher.put("index.html", b"3").unwrap_err().code, "TW0610");
    assert_eq!(publisher.put("Index.html", b"3").unwrap_err().code, "TW0611");
    assert_eq!(publisher.put("index.html/x", b"3").unwrap_err().code, "TW0612");
    assert_eq!(publisher.put("../x", b"3").unwrap_err().code, "TW0609");
    assert_eq!(publisher.put_file("con.pdf", &judged(&portal.root(), b"")).unwrap_err().code, "TW0609");
    assert_eq!(publisher.commit(vec![], Texts::new()).unwrap_err().code, "TW0610");
    assert_eq!(portal.site(), site(&[("index.html", "1")]));
}

#[test]
fn a_url_given_twice_is_refused() {
    let portal = Portal::new();
    let publisher = portal.open().unwrap();
    let urls = vec![("/".into(), UrlState::Page), ("/".into(), UrlState::File)];
    assert_eq!(publisher.commit(urls, Texts::new()).unwrap_err().code, "TW0610");
    assert!(!portal.out().exists());
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn an_output_that_links_to_a_folder_is_that_folder() {
        let portal = Portal::new();
        let target = portal.dir.path().join("srv");
        fs::create_dir(&target).unwrap();
        symlink(&target, portal.out()).unwrap();
        portal.publish(&site(&[("index.html", "1")])).unwrap();
        portal.publish(&site(&[("index.html", "2")])).unwrap();
        assert!(fs::symlink_metadata(portal.out()).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(target.join("index.html")).unwrap(), "2");
        // One folder under two names has one lock.
        let _first = portal.open().unwrap();
        assert_eq!(code_at(&target, &portal.root()), "TW0606");
    }

    #[test]
    fn an_output_that_links_to_nothing_or_to_a_refused_folder_is_refused() {
        let portal = Portal::new();
        symlink(portal.dir.path().join("tidak-ada"), portal.out()).unwrap();
        assert_eq!(portal.code(), "TW0605");
        for (target, code) in [("", "TW0602"), ("portal", "TW0602"), ("portal/content", "TW0603")] {
            fs::remove_file(portal.out()).unwrap();
            symlink(portal.dir.path().join(target), portal.out()).unwrap();
            assert_eq!(portal.code(), code);
        }
    }

    #[test]
    fn links_inside_the_output_are_never_written_through() {
        let old = site(&[("index.html", "1"), ("a/index.html", "a"), ("b/c/index.html", "c")]);
        let portal = Portal::with(&old);
        let outside = portal.dir.path().join("luar");
        fs::create_dir_all(outside.join("c")).unwrap();
        for name in ["index.html", "c/index.html"] {
            fs::write(outside.join(name), "luar").unwrap();
        }
        fs::remove_dir_all(portal.out().join("a")).unwrap();
        fs::remove_dir_all(portal.out().join("b")).unwrap();
        fs::remove_file(portal.out().join("index.html")).unwrap();
        symlink(&outside, portal.out().join("a")).unwrap();
        symlink(&outside, portal.out().join("b")).unwrap();
        symlink(outside.join("index.html"), portal.out().join("index.html")).unwrap();
        symlink(portal.dir.path().join("tidak-ada"), portal.out().join("putus")).unwrap();
        let code = |path: &str| portal.open().unwrap().put(path, b"baru").unwrap_err().code;
        for path in ["index.html", "a/index.html", "a/baru.html", "b/c/index.html", "putus", "putus/x", "a"] {
            assert_eq!(code(path), "TW0614", "{path}");
        }
        // Nothing is removed through it either.
        portal.publish(&site(&[("lain.html", "x")])).unwrap();
        let mut left = Site::new();
        read_into(&outside, "", &mut left);
        assert_eq!(left, site(&[("index.html", "luar"), ("c/index.html", "luar")]));
    }

    #[test]
    fn a_manifest_that_is_a_link_is_refused() {
        let portal = Portal::with(&site(&[("index.html", "1")]));
        let elsewhere = portal.dir.path().join("m.json");
        fs::rename(portal.out().join(MANIFEST), &elsewhere).unwrap();
        symlink(&elsewhere, portal.out().join(MANIFEST)).unwrap();
        assert_eq!(portal.code(), "TW0614");
    }
}
