//! Prints findings, and determines the exit code.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::options::Options;
use super::{FINDINGS, FINE, USE};
use crate::anonymise::messages as anonymise;
use crate::diagnostics::print::{self, Format, Style};
use crate::diagnostics::{Diagnostic, Findings, Place, SourceFile, codes};
use crate::pipeline::Outcome;

/// The maximum number of findings printed for people. More would bury the first.
const MOST_SHOWN: usize = 200;

/// Prints all findings. JSON and SARIF are written to standard output even if there are none.
pub(super) fn print(options: &Options, findings: &Findings) {
    let rooted: Vec<Diagnostic> = rooted(findings, &options.root);
    let sorted: Vec<&Diagnostic> = rooted.iter().collect();
    match options.format {
        Format::Json | Format::Sarif | Format::Github => {
            to_stdout(|out| print::write(out, &sorted, options.format, options.lang, Style::Plain));
        }
        Format::Human => {
            let mut out = anstream::AutoStream::new(std::io::stderr(), options.color);
            let style = if out.current_choice() == anstream::ColorChoice::Never {
                Style::Plain
            } else {
                Style::Colour
            };
            let shown = &sorted[..sorted.len().min(MOST_SHOWN)];
            let _ = print::write(&mut out, shown, options.format, options.lang, style);
            if sorted.len() > shown.len() {
                let more = sorted.len() - shown.len();
                let _ = writeln!(
                    out,
                    "{}",
                    options.say(
                        format!("… dan {more} temuan lain; `--format json` menunjukkan semuanya"),
                        format!("… and {more} more findings; `--format json` shows all"),
                    )
                );
            }
            if !sorted.is_empty() {
                let errors = sorted
                    .iter()
                    .filter(|finding| finding.severity == crate::diagnostics::Severity::Error)
                    .count();
                let _ = writeln!(out, "{}", print::summary(errors, sorted.len() - errors, options.lang));
            }
        }
    }
}

/// The findings in order, with paths relative to the current folder. A portal in a folder of a repository is
/// then annotated at the paths of the repository.
fn rooted(findings: &Findings, root: &Path) -> Vec<Diagnostic> {
    let prefix = match root.to_str() {
        Some(root)
            if root.trim_end_matches('/') != "." && !root.is_empty() && !Path::new(root).is_absolute() =>
        {
            format!("{}/", root.trim_start_matches("./").trim_end_matches('/').replace('\\', "/"))
        }
        _ => return findings.sorted().into_iter().cloned().collect(),
    };
    let mut files: BTreeMap<String, Arc<SourceFile>> = BTreeMap::new();
    let mut moved = |place: &Place| {
        let file = files.entry(place.file.path.clone()).or_insert_with(|| {
            let file = &place.file;
            Arc::new(SourceFile::new(format!("{prefix}{}", file.path), file.text(), file.confidential))
        });
        Place { file: Arc::clone(file), range: place.range.clone() }
    };
    let mut list: Vec<Diagnostic> = findings.sorted().into_iter().cloned().collect();
    for finding in &mut list {
        finding.place = finding.place.as_ref().map(&mut moved);
        for (place, _) in &mut finding.related {
            *place = moved(place);
        }
    }
    list
}

/// Ends a run after all output. It does not drop the outcome, because the end of the process frees the memory
/// faster.
pub(super) fn end(outcome: Outcome) -> u8 {
    let code = exit_code(&outcome.findings);
    std::mem::forget(outcome);
    code
}

/// The exit code for some findings.
pub(super) fn exit_code(findings: &Findings) -> u8 {
    let sorted = findings.sorted();
    let errors: Vec<&&Diagnostic> =
        sorted.iter().filter(|found| found.severity == crate::diagnostics::Severity::Error).collect();
    if errors.is_empty() {
        FINE
    } else if errors.iter().all(|found| is_environment(found)) {
        USE
    } else {
        FINDINGS
    }
}

/// Whether a finding is about the output folder, a missing portal or wrong use, not about the content.
fn is_environment(found: &Diagnostic) -> bool {
    found.code.starts_with("TW06")
        || matches!(found.code, codes::TW0112 | codes::TW0701)
        || anonymise::USE_CODES.contains(&found.code)
}

/// The last error of a write to standard output, except for a closed pipe.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Writes to standard output.
///
/// A closed pipe is not an error: the reader has read enough. Any other error, such as a full disk, fails the
/// command at its end: see [`lost_output`].
pub(super) fn to_stdout(write: impl FnOnce(&mut io::StdoutLock<'_>) -> io::Result<()>) {
    let mut out = io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            *LOST.lock().unwrap_or_else(PoisonError::into_inner) = Some(cause);
        }
        _ => {}
    }
}

/// The exit code of a command that would end with `code`. Reports if some of its output was lost.
pub(super) fn lost_output(code: u8, lang: crate::locale::Lang) -> u8 {
    let Some(cause) = LOST.lock().unwrap_or_else(PoisonError::into_inner).take() else { return code };
    let said = lang.pick(
        format!("keluaran standar tidak dapat ditulis seluruhnya: {cause}"),
        format!("standard output could not be written completely: {cause}"),
    );
    let failed = fail(&said, lang);
    if code == FINE { failed } else { code }
}

/// Prints a sentence for people, unless `--quiet` was given.
pub(super) fn say(options: &Options, text: &str) {
    if !options.quiet {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// Prints a failure of the environment in one sentence.
pub(super) fn fail(text: &str, lang: crate::locale::Lang) -> u8 {
    let _ = writeln!(std::io::stderr(), "{}: {text}", lang.pick("galat", "error"));
    USE
}
