//! Finished outputs with planted leaks, and random outputs without any.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests; what was measured is said"
)]

mod emit;
mod exhibit;
mod known_answers;
mod mutations;

use super::folder::Folder;
use super::{Options, Report, audit_folder};

/// The codes of the findings in a site with the given files.
fn codes(files: &[(String, String)]) -> Vec<&'static str> {
    // Without values: the attacker's reasoning is only for messages, and explaining takes longer than
    // finding.
    let report = audited(files, Options { without_values: true, ..Options::default() });
    report.findings.sorted().iter().map(|found| found.code).collect()
}

fn audited(files: &[(String, String)], options: Options) -> Report {
    audit_folder(&Folder::of_texts(files), &[], options)
}

/// The messages in Indonesian, for test failures.
fn words(files: &[(String, String)]) -> Vec<String> {
    let report = audited(files, Options::default());
    report.findings.sorted().iter().map(|found| format!("{} {}", found.code, found.message.id)).collect()
}
