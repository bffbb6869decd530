//! Whole portals: four regions with all their reported facts, and the demonstration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::{Portal, Run, visible_text};

fn portals() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/portals")
}

/// Builds a copy of a portal; warnings are allowed.
fn build(folder: &Path) -> Portal {
    let portal = Portal::copy_of(folder);
    let run: Run = portal.build();
    assert_eq!(run.code, 0, "{}: {}", folder.display(), run.stderr);
    portal
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    fakta: Vec<Fact>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    portal: String,
    halaman: String,
    teks: String,
}

#[test]
fn every_reported_fact_is_on_the_page_where_citizens_look_for_it() {
    let facts: Facts =
        toml::from_str(&std::fs::read_to_string(portals().join("FACTS.toml")).unwrap()).unwrap();
    let mut by_portal: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in &facts.fakta {
        by_portal.entry(&fact.portal).or_default().push(fact);
    }
    assert_eq!(
        by_portal.keys().copied().collect::<Vec<_>>(),
        ["bali", "barito-selatan", "buleleng", "maluku-tenggara"]
    );
    let mut missing = Vec::new();
    for (name, facts) in by_portal {
        let portal = build(&portals().join(name));
        for fact in facts {
            let path = format!("{}index.html", fact.halaman.trim_start_matches('/'));
            let text =
                if portal.publishes(&path) { visible_text(&portal.published(&path)) } else { String::new() };
            let wanted = fact.teks.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.contains(&wanted) {
                missing.push(format!("{name}{}: {wanted}", fact.halaman));
            }
        }
    }
    assert!(missing.is_empty(), "not on their page:\n{}", missing.join("\n"));
}

#[test]
fn every_portal_of_a_region_builds() {
    for name in ["bali", "barito-selatan", "buleleng", "maluku-tenggara"] {
        let portal = build(&portals().join(name));
        assert!(portal.publishes("index.html") && portal.publishes("404.html"), "{name}");
    }
}

#[test]
fn demonstration_portal_builds_and_says_that_its_figures_are_invented() {
    let portal = build(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(visible_text(&portal.published("index.html")).to_lowercase().contains("rekaan"));
}

#[test]
fn whole_portals_are_published_without_a_trace_of_markup_or_templates() {
    for name in ["bali", "barito-selatan", "buleleng", "maluku-tenggara"] {
        let portal = build(&portals().join(name));
        for (path, bytes) in portal.output().into_iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8(bytes).unwrap();
            let text = visible_text(&html);
            for trace in
                ["{{", "{%", "%}", "&amp;", "&lt;", "None", "null", "undefined", "[object", "\u{1}", "\u{2}"]
            {
                assert!(!text.contains(trace), "{name}/{path} shows {trace:?}");
            }
        }
    }
}
