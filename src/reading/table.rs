//! Parses the TOML of a file, telling every syntax error at its place in the file.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostics::catalogue::reading as rule;
use crate::diagnostics::places::Places;
use crate::diagnostics::{Findings, SourceFile};

/// A table, and what of it could not be read.
pub struct Parsed<'t> {
    /// The table, without what could not be read.
    pub table: Spanned<DeTable<'t>>,
    /// Lines of the file with a slip of the pen; empty if the table is whole.
    wrong_lines: BTreeSet<usize>,
}

impl Parsed<'_> {
    /// Whether all of it could be read.
    pub fn is_whole(&self) -> bool {
        self.wrong_lines.is_empty()
    }

    /// Of what is found in a table that is not whole, what would be found all the same if it were:
    /// nothing on its wrong lines, and no missing key, which may be on one of them.
    pub fn sure(&self, mut found: Findings) -> Findings {
        let places = RefCell::new(Places::default());
        found.retain_from(0, |finding| {
            let place = finding.place.as_ref();
            let line = place
                .and_then(|place| Some(places.borrow_mut().line(&place.file, place.range.as_ref()?.start)));
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
    let (mut wrong_lines, mut last, mut places) = (BTreeSet::new(), 0, Places::default());
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let at = span.start + offset..span.end + offset;
        // One slip often draws several errors on its line; the first tells what to mend.
        let line = places.line(file, at.start);
        if last == line {
            continue;
        }
        last = line;
        wrong_lines.insert(line);
        let value_start =
            text[..span.start.min(text.len())].rfind(['=', ',', '[', '\n']).map_or(0, |at| at + 1);
        let snippet = text.get(value_start..).unwrap_or("").trim_start();
        findings.push(rule::toml_syntax(error.message(), snippet).at(file, at));
    }
    shape_holds.then_some(Parsed { table, wrong_lines })
}
