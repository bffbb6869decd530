//! Parses the TOML of a file, telling every syntax error at its place in the file.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostics::catalogue::reading as rule;
use crate::diagnostics::{Findings, SourceFile};

/// Parses `file.text[range]`; `None` after findings, since a half-read table would only draw more of them.
pub fn parse<'t>(
    file: &'t Arc<SourceFile>,
    range: Range<usize>,
    findings: &mut Findings,
) -> Option<Spanned<DeTable<'t>>> {
    let text = file.text.get(range.clone()).unwrap_or("");
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Some(table);
    }
    let mut last_line = None;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let at = span.start + range.start..span.end + range.start;
        // One slip often draws several errors on its line; the first tells what to mend.
        let line = file.position(at.start).line;
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        let value_start =
            text[..span.start.min(text.len())].rfind(['=', ',', '[', '\n']).map_or(0, |at| at + 1);
        let snippet = text.get(value_start..).unwrap_or("").trim_start();
        findings.push(rule::toml_syntax(error.message(), snippet).at(file, at));
    }
    None
}
