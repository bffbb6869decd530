//! Letters in the shapes of real ones, against the outline of their page that is stored beside each.

use std::path::Path;

use crate::support::{Portal, page};

/// The body of a page, without the blank lines between its blocks.
fn outline(html: &str) -> String {
    let (_, body) = html.split_once("<div class=\"naskah\">\n").unwrap();
    let (body, _) = body.split_once("\n</div>\n</article>").unwrap();
    body.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

#[test]
fn letters_keep_their_structure() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/letters");
    let mut portal = Portal::new();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            portal = portal.with(&format!("content/halaman/{name}.md"), std::fs::read(&path).unwrap());
            names.push(name);
        }
    }
    assert_eq!(names.len(), 12);
    portal.build().exits(0).says("");
    for name in names {
        let found = outline(&portal.published(&format!("{name}/index.html")));
        let stored = std::fs::read_to_string(folder.join(format!("{name}.outline"))).unwrap();
        assert_eq!(found, stored.replace("\r\n", "\n"), "{name}");
    }
}

#[test]
fn a_letter_that_lost_an_item_is_published_with_a_warning() {
    let portal = Portal::new().with("content/halaman/a.md", page("a. satu;\nb. dua;\nd. empat.\n"));
    let run = portal.build();
    assert_eq!(run.exits(0).codes(), ["TW0410"]);
    assert!(portal.published("a/index.html").contains("<ol type=\"a\" start=\"4\">"));
}
