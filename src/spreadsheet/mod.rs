//! Tables of spreadsheet programs: CSV as they write it, their days and numbers, and text in cells that none takes for a
//! formula.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`. Some drop white space and invisible
//! characters first, and full-width signs are turned into plain ones. Where the list separator is `;`, as in
//! an Indonesian Excel, a file with commas is split at semicolons instead, inside quoted cells too; so every
//! part of a text that could become a cell of its own is guarded, with an apostrophe before it.
//!
//! [`guarded`] and [`unguarded`] are inverse to each other, so whoever compares a CSV file with another
//! form of the same table reads exactly what was meant.

mod csv;
mod values;

use std::borrow::Cow;

pub use csv::{Csv, Field};
pub use values::{Ungrouped, day, month_of, ungrouped};

/// Stands before what must be taken as text.
const GUARD: char = '\'';

/// Where a program may begin a new cell inside a text.
const BREAKS: [char; 4] = [';', '\t', '\n', '\r'];

/// A text as it is written into a cell.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if !text.split(BREAKS).any(is_formula) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 4);
    for part in text.split_inclusive(BREAKS) {
        if is_formula(part) {
            out.push(GUARD);
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// The text that a cell was written from.
pub fn unguarded(cell: &str) -> Cow<'_, str> {
    let bare = |part: &str| part.strip_prefix(GUARD).is_some_and(is_formula);
    if !cell.split(BREAKS).any(bare) {
        return Cow::Borrowed(cell);
    }
    let parts = cell.split_inclusive(BREAKS);
    Cow::Owned(parts.map(|part| if bare(part) { &part[GUARD.len_utf8()..] } else { part }).collect())
}

/// Whether a program may take a part of a text for a formula.
///
/// The guard itself is among what is skipped: a text that has one by nature gets a second, so that
/// [`unguarded`] can tell.
fn is_formula(part: &str) -> bool {
    part.trim_start_matches(is_skipped).starts_with(is_sign)
}

/// White space, control and invisible characters, and quotation marks.
fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\'' | '"' | '`' | '‘' | '’' | '“' | '”' | '＇' | '＂')
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A sign that begins a formula, in any width, size or height.
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫')
        || matches!(c, '⁼' | '⁺' | '⁻' | '₌' | '₊' | '₋' | '−' | '➕' | '➖')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+62", "'+62"),
            ("-2", "'-2"),
            ("@A1", "'@A1"),
            ("＝HYPERLINK(A1)", "'＝HYPERLINK(A1)"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠A", "'＠A"),
            ("  =1", "'  =1"),
            ("\u{feff}\u{200b}=1", "'\u{feff}\u{200b}=1"),
            ("\"=1\"", "'\"=1\""),
            ("'=1", "''=1"),
            ("Kec. A;=1", "Kec. A;'=1"),
            ("a; =1;b", "a;' =1;b"),
            ("a\n=1", "a\n'=1"),
            ("a\r\n=1", "a\r\n'=1"),
            ("\t=1", "\t'=1"),
        ] {
            assert_eq!(guarded(text), cell, "{text:?}");
            assert_eq!(unguarded(cell), text, "{cell:?}");
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "Dinas A", "a=b", "1-2", "'Aisyiyah", "SMP–1", "a;b", "—", "Jum'at; 2", "5 − 3"]
        {
            assert_eq!(guarded(text), text);
            assert_eq!(unguarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn reading_undoes_writing(text in "[-='＝;a\" \t\n\u{200b}]{0,12}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            // No part that could become a cell begins with a sign, whatever is skipped before it.
            for part in cell.split(BREAKS) {
                prop_assert!(part.starts_with(GUARD) || !is_formula(part));
            }
        }
    }
}
