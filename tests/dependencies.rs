//! `docs/decisions/0001-dependencies.md` against every `Cargo.toml`: each dependency has a line and is used.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Dependencies that are there for a feature and never named in the sources.
const FOR_A_FEATURE: [&str; 1] = ["icu_provider"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders with a `Cargo.toml`: the program, its crates, its fuzz targets.
fn packages() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).into_iter().flatten().map(|entry| entry.unwrap().path());
    let others = crates.chain([root().join("fuzz")]).filter(|folder| folder.join("Cargo.toml").exists());
    [root().to_owned()].into_iter().chain(others).collect()
}

/// What a package depends on, other packages of this tree left out.
fn dependencies(package: &Path) -> BTreeSet<String> {
    let manifest: toml::Table = fs::read_to_string(package.join("Cargo.toml")).unwrap().parse().unwrap();
    let mut names = BTreeSet::new();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let targets = targets.into_iter().flat_map(|targets| targets.values().filter_map(toml::Value::as_table));
    for table in targets.chain([&manifest]) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let listed = table.get(kind).and_then(toml::Value::as_table).into_iter().flatten();
            names.extend(listed.filter(|(_, how)| how.get("path").is_none()).map(|(name, _)| name.clone()));
        }
    }
    names
}

/// The crates in the first column of the tables.
fn documented() -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/decisions/0001-dependencies.md")).unwrap();
    let cells =
        text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next().map(str::to_owned));
    let names = cells.flat_map(|cell| cell.split(", ").map(str::to_owned).collect::<Vec<_>>());
    names.map(|name| name.split(" (").next().unwrap().to_owned()).filter(|name| name != "crate").collect()
}

#[test]
fn every_dependency_has_a_line_and_every_line_a_dependency() {
    let documented = documented();
    let set: BTreeSet<String> = documented.iter().cloned().collect();
    assert_eq!(set.len(), documented.len(), "a crate has one line");
    let used: BTreeSet<String> = packages().iter().flat_map(|package| dependencies(package)).collect();
    assert_eq!(set, used);
}

#[test]
fn every_dependency_is_used() {
    for package in packages() {
        let mut text = String::new();
        let mut folders = vec![package.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let is_part = ["src", "tests", "benches", "fuzz_targets"]
                    .iter()
                    .any(|part| path.starts_with(package.join(part)))
                    || path.parent() == Some(&package);
                if path.is_dir() && is_part {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    text.push_str(&fs::read_to_string(path).unwrap());
                }
            }
        }
        for name in dependencies(&package) {
            let path = format!("{}::", name.replace('-', "_"));
            let names_it = text.match_indices(&path).any(|(at, _)| {
                !text[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
            });
            let is_used = names_it || FOR_A_FEATURE.contains(&name.as_str());
            assert!(is_used, "{name} is not used in {}", package.display());
        }
    }
}
