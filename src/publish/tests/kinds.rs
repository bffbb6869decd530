//! Names that change from file to folder and back.

use super::*;

#[test]
fn a_file_becomes_a_folder_and_back() {
    let as_file = site(&[("a", "file"), ("index.html", "1")]);
    let as_folder = site(&[("a/index.html", "folder"), ("a/b/c.html", "c"), ("index.html", "1")]);
    let portal = Portal::with(&as_file);
    assert_eq!(portal.publish(&as_folder).unwrap(), Summary { written: 2, unchanged: 1, removed: 1 });
    assert_eq!(portal.site(), as_folder);
    assert_eq!(portal.publish(&as_file).unwrap(), Summary { written: 1, unchanged: 1, removed: 2 });
    assert_eq!(portal.site(), as_file);
    assert_eq!(folders(&portal.out()), Vec::<String>::new());
}

#[test]
fn deep_changes_of_kind_cross_each_other() {
    let one = site(&[("a/b", "b"), ("c/d/e/f", "f"), ("g", "g")]);
    let other = site(&[("a", "a"), ("c/d/e/f/h", "h"), ("g/i/j", "j")]);
    let portal = Portal::with(&one);
    portal.publish(&other).unwrap();
    assert_eq!(portal.site(), other);
    portal.publish(&one).unwrap();
    assert_eq!(portal.site(), one);
    assert_eq!(folders(&portal.out()), ["a", "c", "c/d", "c/d/e"]);
}

#[test]
fn a_folder_with_a_file_of_others_does_not_become_a_file() {
    let old = site(&[("a/index.html", "a"), ("a/b/index.html", "b")]);
    let portal = Portal::with(&old);
    portal.write("a/b/catatan.txt", "milik orang");
    let told = portal.publish(&site(&[("a", "file")])).unwrap_err();
    assert_eq!(told.code, "TW0613");
    assert!(told.message.en.contains("public/a/b/catatan.txt"), "{}", told.message.en);
    let mut left = old;
    left.insert("a/b/catatan.txt".into(), "milik orang".into());
    assert_eq!(portal.site(), left);
}

#[test]
fn a_folder_or_file_of_others_keeps_its_place() {
    let old = site(&[("index.html", "1")]);
    let portal = Portal::with(&old);
    portal.write("a/catatan.txt", "x");
    portal.write("b", "x");
    let before = portal.site();
    let code = |path: &str| portal.open().unwrap().put(path, b"x").unwrap_err().code;
    assert_eq!(code("a"), "TW0613");
    assert_eq!(code("a/catatan.txt"), "TW0613");
    assert_eq!(code("b"), "TW0613");
    assert_eq!(code("b/index.html"), "TW0613");
    assert_eq!(portal.site(), before);
    // Beside it, no file is in the way.
    portal.publish(&site(&[("index.html", "1"), ("a/index.html", "a")])).unwrap();
    assert_eq!(portal.site().len(), 4);
}

#[test]
fn a_file_of_ours_that_others_turned_into_a_folder_is_theirs() {
    let portal = Portal::with(&site(&[("index.html", "1"), ("x.css", "x"), ("y.css", "y")]));
    for name in ["x.css", "y.css"] {
        fs::remove_file(portal.out().join(name)).unwrap();
        portal.write(&format!("{name}/isi.txt"), "milik orang");
    }
    assert_eq!(portal.publish(&site(&[("x.css", "x")])).unwrap_err().code, "TW0613");
    portal.publish(&site(&[("index.html", "2")])).unwrap();
    let left = [("index.html", "2"), ("x.css/isi.txt", "milik orang"), ("y.css/isi.txt", "milik orang")];
    assert_eq!(portal.site(), site(&left));
}

#[test]
fn a_file_system_that_ignores_case_keeps_the_renamed_file() {
    // The file system of the test distinguishes `A` from `a`. The test only checks that the plan does not
    // remove the old name.
    let old = site(&[("Laporan.pdf", "1"), ("x.css", "x")]);
    let portal = Portal::with(&old);
    let mut publisher = portal.open().unwrap();
    let published = publisher.staging.published.take().unwrap();
    publisher.staging.published = Some(Published::new(published.manifest, b"", true));
    publisher.put("laporan.pdf", b"2").unwrap();
    let new = [("laporan.pdf".to_owned(), FileEntry::of(b"2"))].into();
    let now = publisher.staging.published.as_ref().unwrap();
    let journal = changes::plan(&publisher.staging, &new, now, true).unwrap();
    assert_eq!(journal.stale.files, ["x.css"]);
}
