//! Finished outputs with planted leaks, and random ones without.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests; what was measured is said")]

mod emit;
mod known_answers;
mod mutations;

use super::folder::Folder;
use super::{Options, Report, audit_folder};

/// The codes of what is found in a site of the given files.
fn codes(files: &[(String, String)]) -> Vec<&'static str> {
    let report = audited(files);
    report.findings.sorted().iter().map(|found| found.code).collect()
}

fn audited(files: &[(String, String)]) -> Report {
    audit_folder(&Folder::of_texts(files), &[], Options::default())
}

/// The messages in Indonesian, for failures.
fn words(files: &[(String, String)]) -> Vec<String> {
    let report = audited(files);
    report.findings.sorted().iter().map(|found| format!("{} {}", found.code, found.message.id)).collect()
}
