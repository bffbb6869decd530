//! The message files of the rooms: what the build script refuses, and that each code is tested.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::tree;

#[path = "../../build/messages.rs"]
#[expect(dead_code, reason = "the build script alone writes Rust")]
pub(crate) mod form;

const EXPLAINED: &str = r#"
[TW0901]
title = { id = "Judul", en = "Title" }
explanation.id = "Penjelasan."
explanation.en = "Explanation."
"#;

const MESSAGE: &str = r#"
[TW0901.first]
with = ["count: count"]
id = "ada {count}"
en = "there are {count}"
hint.id = "hapus"
hint.en = "remove it"
"#;

/// What is wrong with these files.
fn faults(files: &[(&str, String)]) -> Vec<String> {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect();
    form::read(&files).err().unwrap_or_default()
}

/// What is wrong with one file.
fn fault(text: &str) -> Vec<String> {
    faults(&[("src/a/messages.toml", text.to_owned())])
}

#[test]
fn sound_file_is_read() {
    let files = [("src/a/b/messages.toml".to_owned(), format!("{EXPLAINED}{MESSAGE}"))];
    let read = form::read(&files).unwrap();
    assert_eq!(read.rooms.keys().collect::<Vec<_>>(), ["a_b"]);
    assert_eq!(read.explanations.keys().collect::<Vec<_>>(), ["TW0901"]);
    let rust = read.rooms["a_b"].rust();
    assert!(rust.contains("pub(crate) fn first(count: impl crate::diagnostics::Count)"), "{rust}");
    // Windows line ends make no difference.
    let windows = form::read(&[(files[0].0.clone(), files[0].1.replace('\n', "\r\n"))]).unwrap();
    assert_eq!(windows.rooms["a_b"].rust(), rust);
    assert_eq!(windows.explanations_rust(), read.explanations_rust());
}

#[test]
fn what_is_wrong_is_told_with_file_place_and_remedy() {
    let with = |from: &str, to: &str| {
        let text = format!("{EXPLAINED}{MESSAGE}");
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let more = |more: &str| format!("{EXPLAINED}{MESSAGE}{more}");
    let cases = [
        (with("there are {count}", "there are some"), "TW0901.first does not use {count} in `en`"),
        (with("ada {count}", "ada"), "TW0901.first does not use {count} in `id`"),
        (with("with = [\"count: count\"]\n", ""), "TW0901.first uses {count}, which is not declared"),
        (with("\"count: count\"", "\"count: count\", \"day: date\""), "TW0901.first never uses `day`"),
        (with("\"count: count\"", "\"count: count\", \"count: text\""), "TW0901.first takes `count` twice"),
        (with("count: count", "count: number"), "TW0901.first has the unknown type `number`"),
        (with("count: count", "count"), "TW0901.first has \"count\" in `with`"),
        (with("\"count: count\"", "\"for: text\""), "TW0901.first cannot call an argument `for`"),
        (with("[\"count: count\"]", "\"count: count\""), "TW0901.first has a `with` that is no list"),
        (with("ada {count}", "ada {count"), "TW0901.first has a brace in `id`"),
        (with("ada {count}", "ada {count} }"), "TW0901.first has a brace in `id`"),
        (with("en = \"there are {count}\"\n", ""), "TW0901.first has no `en`"),
        (with("hint.en = \"remove it\"\n", ""), "TW0901.first.hint has no `en`"),
        (with("hint.en = \"remove it\"", "hint.en = \"remove {it}\""), "TW0901.first.hint uses {it}"),
        (with("en = \"there", "level = \"x\"\nen = \"there"), "TW0901.first has the key `level`"),
        (with("en = \"there", "severity = \"fatal\"\nen = \"there"), "TW0901.first has an unknown severity"),
        (with("TW0901.first", "TW0901.First"), "TW0901.First cannot name a function"),
        (with("TW0901.first", "TW0901.match"), "TW0901.match cannot name a function"),
        (with("en = \"Title\"", "en = \"\""), "TW0901.title has no `en`"),
        (with("explanation.en = \"Explanation.\"\n", ""), "TW0901.explanation has no `en`"),
        (EXPLAINED.to_owned(), "TW0901 is explained, but no file has a message of this code"),
        (MESSAGE.to_owned(), "TW0901 has no explanation"),
        (more("[TW091.x]\nid = \"a\"\nen = \"b\"\n"), "TW091 is no code"),
        (
            more("[TW0901.second]\nid = \"a\"\nen = \"b\"\nhint = \"other\"\n"),
            "second has the hint \"other\"",
        ),
        (
            more(
                "[TW0901.second]\nid = \"a\"\nen = \"b\"\nhint = \"other\"\n[hints.other]\nwith = [\"x: text\"]\nid = \"{x}\"\nen = \"{x}\"\n",
            ),
            "second lacks what its hint \"other\" takes",
        ),
        (
            more(
                "[TW0901.second]\nwith = [\"x: text\"]\nid = \"a\"\nen = \"b\"\nhint = \"other\"\n[hints.other]\nid = \"a\"\nen = \"b\"\n",
            ),
            "second never uses `x`",
        ),
        (more("[phrases.first]\nid = \"a\"\nen = \"b\"\n"), "first is there twice"),
        (more("[tables.words]\n\"a\" = 1\n"), "tables.words has no words for \"a\""),
        (more("[TW0901.third"), "messages.toml:13: "),
    ];
    for (text, expected) in cases {
        let faults = fault(&text);
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{expected:?}: {faults:?}");
        assert!(faults.iter().all(|fault| fault.starts_with("src/a/messages.toml")), "{faults:?}");
        // What to do follows the semicolon.
        assert!(faults.iter().all(|fault| fault.contains("; ")), "{faults:?}");
    }
}

#[test]
fn code_is_explained_in_one_file() {
    let message = MESSAGE.to_owned();
    let whole = format!("{EXPLAINED}{MESSAGE}");
    let (a, b) = ("src/a/messages.toml", "src/b/messages.toml");
    assert_eq!(faults(&[(a, whole.clone()), (b, message)]), Vec::<String>::new());
    let twice = faults(&[(a, whole.clone()), (b, whole)]);
    assert!(
        twice[0].starts_with("src/b") && twice[0].contains("explained in src/a/messages.toml"),
        "{twice:?}"
    );
}

/// All Rust files below a folder of the repository, by path.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = tree(&root).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    files.map(|(path, bytes)| (format!("{folder}/{path}"), String::from_utf8(bytes).unwrap())).collect()
}

/// What of a source file is test: all of it, or what follows the first `#[cfg(test)]`.
fn tests_in<'a>(path: &str, text: &'a str) -> &'a str {
    let is_test = path.starts_with("tests/") || path.ends_with("tests.rs") || path.contains("/tests/");
    if is_test { text } else { text.find("#[cfg(test)]").map_or("", |at| &text[at..]) }
}

#[test]
fn each_code_has_a_test_that_makes_it_appear() {
    let (program, tests) = (sources("src"), sources("tests"));
    let mut tested = BTreeSet::new();
    // The printers are tested with made-up findings, and this file with made-up codes.
    let made_up = |path: &str| path.starts_with("src/diagnostics/") || path == "tests/it/messages.rs";
    for (path, text) in program.iter().chain(&tests).filter(|(path, _)| !made_up(path)) {
        let text = tests_in(path, text);
        tested.extend(text.match_indices("TW0").filter_map(|(at, _)| text.get(at..at + 6)));
    }
    let untested: Vec<&str> = terawang::internals::explain::all()
        .map(|known| known.code)
        .filter(|code| !tested.contains(code))
        .collect();
    assert!(untested.is_empty(), "no test makes these appear: {untested:?}");
}

#[test]
fn no_message_is_written_in_rust() {
    for (path, text) in &sources("src") {
        if path.starts_with("src/diagnostics/") {
            continue;
        }
        let code = &text[..text.len() - tests_in(path, text).len()];
        for word in ["Diagnostic::error(", "Diagnostic::warning("] {
            assert!(!code.contains(word), "{path} holds {word}: write the message in messages.toml");
        }
        for known in terawang::internals::explain::all() {
            let code_as_text = format!("\"{}\"", known.code);
            assert!(
                !code.contains(&code_as_text),
                "{path} holds {code_as_text}: take it from `diagnostics::codes`"
            );
        }
    }
}
