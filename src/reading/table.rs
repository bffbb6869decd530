//! Parses the TOML of a file, telling every syntax error at its place in the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostics::catalogue::reading as rule;
use crate::diagnostics::{Findings, SourceFile};

/// A table, and what of it could not be read.
pub struct Parsed<'t> {
    /// The table, without what could not be read.
    pub table: Spanned<DeTable<'t>>,
    /// Lines of the file with a syntax error; empty if the table is whole.
    wrong_lines: BTreeSet<usize>,
    lines: Lines,
}

/// The lines of a file, counted once: a table may have an error in each of them.
#[derive(Default)]
struct Lines {
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        Self { ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    /// The line that holds a byte, from 0.
    fn number(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at)
    }
}

impl Parsed<'_> {
    /// Whether all of it could be read.
    pub fn is_whole(&self) -> bool {
        self.wrong_lines.is_empty()
    }

    /// Of what is found in a table that is not whole, the part that would be found all the same if it were:
    /// nothing on its wrong lines, and no missing key, which may be on one of them. All `found` is of its file.
    pub fn sure(&self, mut found: Findings) -> Findings {
        found.retain_from(0, |finding| {
            let range = finding.place.as_ref().and_then(|place| place.range.as_ref());
            let line = range.map(|range| self.lines.number(range.start));
            finding.code != rule::MISSING_KEY && line.is_none_or(|line| !self.wrong_lines.contains(&line))
        });
        found
    }
}

/// Parses a part of a file, which begins at `offset`, if all of it can be read; `None` after findings.
pub fn parse<'t>(
    text: &'t str,
    file: &Arc<SourceFile>,
    offset: usize,
    findings: &mut Findings,
) -> Option<Spanned<DeTable<'t>>> {
    parse_partly(text, file, offset, findings).filter(Parsed::is_whole).map(|parsed| parsed.table)
}

/// Parses a part of a file, which begins at `offset`. A wrong value leaves the rest readable; what is wrong with the shape of the
/// table (a list that is not closed) does not, and gives `None`.
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
        // One slip often draws several errors on its line; the first tells what to mend.
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
