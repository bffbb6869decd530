//! Sends the browser the current edition and its findings, as a stream of events.
//!
//! A report is JSON. `client.js` inserts it into the page as text, never as HTML. It contains the line of a
//! finding, except for confidential files.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::preview::{Preview, Shown};
use super::respond::{Place, find};
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::locale::Lang;

/// The maximum number of findings in a report. The terminal shows all of them.
const MOST_TOLD: usize = 100;
/// The maximum number of characters shown before and after the start of the marked part of a line. A table
/// without line breaks must not be sent whole.
const LINE_WINDOW: usize = 100;
/// How soon a browser reconnects after a restart of the preview.
const RETRY: Duration = Duration::from_millis(500);
/// How often something is sent over an idle connection, to detect that a browser has gone.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A report for one page.
#[derive(Serialize)]
struct Report<'a> {
    /// The current edition. A page of another one has to reload.
    edition: String,
    /// Whether the page is older than the findings.
    stale: bool,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    hint: Option<&'a str>,
    #[serde(flatten)]
    place: Option<Spot>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Spot,
}

#[derive(Serialize)]
struct Spot {
    /// `content/berita/a.md:3:1`.
    place: String,
    /// The line, if it may be shown: before, in and after the marked part.
    line: Option<[String; 3]>,
}

/// Answers with a stream of reports for one page: one at once, and one after each reload.
pub(super) fn stream(preview: Arc<Preview>, page: String) -> Response {
    let reports = WatchStream::new(preview.bell()).take_while(|is_closing| !is_closing).map(move |_| {
        let report = report(&preview.shown(), &page, preview.lang());
        Ok::<_, Infallible>(Event::default().event("report").retry(RETRY).data(report))
    });
    Sse::new(reports).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// The report for a page, as JSON without any `<`, so that it is safe to embed.
fn report(shown: &Shown, page: &str, lang: Lang) -> String {
    let failure = shown.edition.as_ref().and_then(|edition| {
        let url = match find(&edition.site, page) {
            Place::Job(url) => url,
            Place::Elsewhere(_) | Place::Nowhere => super::respond::NOT_FOUND.to_owned(),
        };
        edition.failure(&url)
    });
    let errors = shown.findings.errors() + usize::from(failure.is_some());
    let mut findings: Vec<&Diagnostic> = failure.iter().chain(shown.findings.sorted()).collect();
    findings.sort_by_key(|found| found.severity);
    let report = Report {
        edition: shown.edition_mark(),
        stale: shown.is_stale || failure.is_some(),
        errors,
        warnings: shown.findings.warnings(),
        findings: findings.into_iter().take(MOST_TOLD).map(|found| finding(found, lang)).collect(),
    };
    serde_json::to_string(&report).unwrap_or_default().replace('<', "\\u003c")
}

fn finding(found: &Diagnostic, lang: Lang) -> Finding<'_> {
    Finding {
        code: found.code,
        severity: found.severity,
        message: found.message.get(lang),
        hint: found.hint.as_ref().map(|hint| hint.get(lang)),
        place: found.place.as_ref().map(spot),
        related: found
            .related
            .iter()
            .map(|(at, why)| Related { message: why.get(lang), place: spot(at) })
            .collect(),
    }
}

fn spot(at: &diagnostics::Place) -> Spot {
    let path = &at.file.path;
    let Some(range) = &at.range else { return Spot { place: path.clone(), line: None } };
    let position = at.file.position(range.start);
    Spot { place: format!("{path}:{}:{}", position.line, position.column), line: line(at) }
}

/// The line in which a place begins, in three parts; `None` if there is none or it must not be shown.
fn line(at: &diagnostics::Place) -> Option<[String; 3]> {
    let range = at.range.as_ref()?;
    let text: &str = &at.file.text();
    if at.file.confidential || text.is_empty() {
        return None;
    }
    let start = boundary(text, range.start);
    let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let back = text[line_start..start].char_indices().rev().nth(LINE_WINDOW);
    let from = back.map_or(line_start, |(at, _)| line_start + at);
    let to = text[start..line_end].char_indices().nth(LINE_WINDOW).map_or(line_end, |(at, _)| start + at);
    let end = boundary(text, range.end).clamp(start, to);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    Some([
        format!("{}{}", cut(from > line_start), &text[from..start]),
        text[start..end].to_owned(),
        format!("{}{}", &text[end..to], cut(to < line_end)),
    ])
}

/// The character boundary at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Findings, SourceFile};
    use crate::locale::Text;

    fn file(text: &str, confidential: bool) -> Arc<SourceFile> {
        Arc::new(SourceFile::new("content/a.md", text, confidential))
    }

    fn found(file: &Arc<SourceFile>, range: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::error("TW0001", Text::new("<b>salah</b>", "<b>wrong</b>")).at(file, range)
    }

    fn told(found: Diagnostic) -> String {
        let findings: Findings = [found].into_iter().collect();
        report(&Shown { findings, ..Shown::default() }, "/", Lang::En)
    }

    #[test]
    fn a_report_can_stand_in_a_page_without_being_read_as_html() {
        let report = told(found(&file("a\n</script><script>x\n", false), 2..11));
        assert!(!report.contains('<'), "{report}");
        let read: serde_json::Value = serde_json::from_str(&report).unwrap_or_default();
        assert_eq!(read["findings"][0]["message"], "<b>wrong</b>");
        assert_eq!(read["findings"][0]["place"], "content/a.md:2:1");
        assert_eq!(read["findings"][0]["line"], serde_json::json!(["", "</script>", "<script>x"]));
    }

    #[test]
    fn a_confidential_file_shows_no_line() {
        let report = told(found(&file("RAHASIA\n", true), 0..7));
        assert!(report.contains("content/a.md:1:1") && !report.contains("RAHASIA"), "{report}");
    }

    #[test]
    fn a_line_without_end_is_cut_between_characters() {
        let endless = "é".repeat(100_000);
        let file = file(&endless, false);
        let parts =
            found(&file, 20_001..20_004).place.and_then(|place| line(&place).map(|line| line.concat()));
        assert_eq!(parts.map(|line| line.chars().count()), Some(2 * LINE_WINDOW + 3));
    }
}
