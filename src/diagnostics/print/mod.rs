//! Prints findings, for people and for machines.
//!
//! Printing is the last step of every command that checks a portal. A printer takes sorted findings
//! ([`Findings::sorted`](super::Findings::sorted)) and writes them to `out`. It opens no file: a
//! [`Diagnostic`] carries the text that it points into. No printer shows the text of a file marked
//! confidential, and the machine formats show no file's text at all.

mod github;
mod human;
mod json;
#[cfg(test)]
mod samples;
mod sarif;

use std::borrow::Cow;
use std::io;

use super::Diagnostic;
use crate::locale::Lang;

/// The output format of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For the person who writes the portal: the line, a caret, and what to write instead.
    Human,
    /// One JSON document for scripts.
    Json,
    /// Workflow commands, which GitHub Actions shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl Format {
    /// Every format, in the order in which help texts list them.
    pub const ALL: [Format; 4] = [Format::Human, Format::Json, Format::Github, Format::Sarif];

    /// The value of `--format` that selects this format.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Json => "json",
            Format::Github => "github",
            Format::Sarif => "sarif",
        }
    }
}

/// Whether the human format may use colour; the caller knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape codes.
    Plain,
    /// ANSI escape codes; `anstream` removes them if the output does not support them.
    Colour,
}

/// Writes `findings` in `format` and in the language `lang`; only [`Format::Human`] uses `style`.
///
/// # Errors
/// Returns errors of `out`; the caller decides whether to ignore a closed pipe.
pub fn write(
    out: &mut dyn io::Write,
    findings: &[&Diagnostic],
    format: Format,
    lang: Lang,
    style: Style,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(out, findings, lang, style),
        Format::Json => json::write(out, findings, lang),
        Format::Github => github::write(out, findings, lang),
        Format::Sarif => sarif::write(out, findings, lang),
    }
}

/// The last line of a run: `3 galat, 1 peringatan`; a kind with no findings is left out.
pub fn summary(errors: usize, warnings: usize, lang: Lang) -> String {
    let errors = match (errors, lang) {
        (0, _) => None,
        (_, Lang::Id) => Some(format!("{errors} galat")),
        (1, Lang::En) => Some("1 error".to_owned()),
        (_, Lang::En) => Some(format!("{errors} errors")),
    };
    let warnings = match (warnings, lang) {
        (0, _) => None,
        (_, Lang::Id) => Some(format!("{warnings} peringatan")),
        (1, Lang::En) => Some("1 warning".to_owned()),
        (_, Lang::En) => Some(format!("{warnings} warnings")),
    };
    match (errors, warnings) {
        (Some(errors), Some(warnings)) => format!("{errors}, {warnings}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => lang.pick("tidak ada galat atau peringatan", "no errors or warnings").to_owned(),
    }
}

/// The label of a note in front of a related place.
fn note_name(lang: Lang) -> &'static str {
    lang.pick("catatan", "note")
}

/// The maximum length of a message in characters. A message is one sentence, but it may quote a very long
/// value.
const MESSAGE_LIMIT: usize = 600;

/// Makes `text` safe for one line of a terminal or a CI log. It shortens the text, and replaces the characters
/// that could move the cursor, change the writing direction, or start a line that the CI takes for a command.
fn one_line(text: &str) -> Cow<'_, str> {
    let fits = text.len() <= MESSAGE_LIMIT || text.chars().nth(MESSAGE_LIMIT).is_none();
    if fits && !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut line: String = text
        .chars()
        .take(MESSAGE_LIMIT)
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c if is_unprintable(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    if !fits {
        line.push('…');
    }
    Cow::Owned(line)
}

/// Whether a character is a control character, a line separator, or a mark that reorders the visible text.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_counts_in_both_languages() {
        assert_eq!(summary(3, 1, Lang::Id), "3 galat, 1 peringatan");
        assert_eq!(summary(3, 1, Lang::En), "3 errors, 1 warning");
        assert_eq!(summary(1, 0, Lang::En), "1 error");
        assert_eq!(summary(0, 2, Lang::En), "2 warnings");
        assert_eq!(summary(0, 0, Lang::Id), "tidak ada galat atau peringatan");
    }

    #[test]
    fn a_message_cannot_break_its_line_or_move_the_cursor() {
        assert_eq!(one_line("biasa saja"), "biasa saja");
        assert_eq!(one_line("a\n::error::b\u{1b}[2J\u{202e}c"), "a ::error::b\u{fffd}[2J\u{fffd}c");
        assert_eq!(one_line(&"x".repeat(10_000)).chars().count(), MESSAGE_LIMIT + 1);
    }
}
