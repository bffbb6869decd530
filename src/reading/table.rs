//! Parses the TOML of a file and reports all syntax errors with their places.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::messages as rule;
use crate::diagnostics::{Findings, SourceFile};

/// A parsed table, with the lines that have errors.
pub struct Parsed<'t> {
    /// The table, without the values that could not be parsed.
    pub table: Spanned<DeTable<'t>>,
    /// Lines of the file with a syntax error; empty if the table is whole.
    wrong_lines: BTreeSet<usize>,
    lines: Lines,
}

/// An index of the lines of a file, because every line may have an error.
#[derive(Default)]
struct Lines {
    /// The offset of each line end.
    ends: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        Self { ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    /// The number of the line with a byte, from 0.
    fn number(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at)
    }
}

impl Parsed<'_> {
    /// Whether it has no errors.
    pub fn is_whole(&self) -> bool {
        self.wrong_lines.is_empty()
    }

    /// Removes the findings that may only follow from the syntax errors: those on lines with errors, and missing
    /// keys, which may be on such a line. All findings must be about this file.
    pub fn sure(&self, mut found: Findings) -> Findings {
        found.retain_from(0, |finding| {
            let range = finding.place.as_ref().and_then(|place| place.range.as_ref());
            let line = range.map(|range| self.lines.number(range.start));
            finding.code != rule::MISSING_KEY && line.is_none_or(|line| !self.wrong_lines.contains(&line))
        });
        found
    }
}

/// Parses the part of a file that begins at `offset`; `None` if it has errors.
pub fn parse<'t>(
    text: &'t str,
    file: &Arc<SourceFile>,
    offset: usize,
    findings: &mut Findings,
) -> Option<Spanned<DeTable<'t>>> {
    parse_partly(text, file, offset, findings).filter(Parsed::is_whole).map(|parsed| parsed.table)
}

/// Parses the part of a file that begins at `offset`. The rest of the table is still read after a wrong value.
/// After a structural error, such as a list that is not closed, the result is `None`.
pub fn parse_partly<'t>(
    text: &'t str,
    file: &Arc<SourceFile>,
    offset: usize,
    findings: &mut Findings,
) -> Option<Parsed<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let shape_holds = errors.iter().all(|error| {
        [
            "invalid date",
            "invalid integer",
            "invalid float",
            "invalid boolean",
            "unexpected leading zero",
            "duplicate key",
        ]
        .iter()
        .any(|value| error.message().starts_with(value))
    });
    let mut wrong_lines = BTreeSet::new();
    let lines = if errors.is_empty() { Lines::default() } else { Lines::of(&file.text()) };
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let at = span.start + offset..span.end + offset;
        // One mistake often causes several errors on its line. The first one says what to correct.
        if !wrong_lines.insert(lines.number(at.start)) {
            continue;
        }
        let value_start =
            text[..span.start.min(text.len())].rfind(['=', ',', '[', '\n']).map_or(0, |at| at + 1);
        let snippet = text.get(value_start..).unwrap_or("").trim_start();
        findings.push(rule::toml_syntax(error.message(), snippet).at(file, at));
    }
    shape_holds.then_some(Parsed { table, wrong_lines, lines })
}
