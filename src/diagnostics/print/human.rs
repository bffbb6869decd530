//! Findings for the person who writes the portal.
//!
//! `annotate-snippets` draws lines, gutters and carets. It gets one line, cut to a window, never the whole
//! file: the crate splits all its input into lines, and it would print a table of 8 MiB without a line end in
//! full. The title and the place above that line are written separately, because the crate would count the
//! column inside the window.

use std::io;

use annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Renderer, Snippet, Title};

use super::{Style, note_name, one_line};
use crate::diagnostics::places::{MarkedLine, Places, Region};
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::locale::Lang;

/// The maximum number of characters shown of a line; with the gutter, this fits most terminals.
const WINDOW: usize = 100;

/// The maximum number of characters before the caret, so that a reader sees the context.
const BEFORE: usize = 40;

/// Writes each finding, followed by an empty line.
pub(super) fn write(
    out: &mut dyn io::Write,
    findings: &[&Diagnostic],
    lang: Lang,
    style: Style,
) -> io::Result<()> {
    let mut printer = Printer { out, places: Places::default(), style };
    for finding in findings {
        printer.finding(finding, lang)?;
    }
    Ok(())
}

struct Printer<'w> {
    out: &'w mut dyn io::Write,
    places: Places,
    style: Style,
}

impl Printer<'_> {
    fn finding(&mut self, finding: &Diagnostic, lang: Lang) -> io::Result<()> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR.with_name(lang.pick("galat", "error")),
            Severity::Warning => Level::WARNING.with_name(lang.pick("peringatan", "warning")),
        };
        let title = level.clone().primary_title(one_line(finding.message.get(lang))).id(finding.code);
        let hint = finding
            .hint
            .as_ref()
            .map(|hint| Level::HELP.with_name(lang.pick("saran", "hint")).message(one_line(hint.get(lang))));
        self.section(title, level, finding.place.as_ref(), hint)?;
        for (place, why) in &finding.related {
            let level = Level::NOTE.with_name(note_name(lang));
            let title = level.clone().secondary_title(one_line(why.get(lang)));
            self.section(title, level, Some(place), None)?;
        }
        writeln!(self.out)
    }

    /// A title, the place, the line if it may be shown, and a hint.
    fn section(
        &mut self,
        title: Title<'_>,
        level: Level<'_>,
        place: Option<&Place>,
        hint: Option<Message<'_>>,
    ) -> io::Result<()> {
        let renderer = match self.style {
            Style::Plain => Renderer::plain(),
            Style::Colour => Renderer::styled(),
        };
        writeln!(self.out, "{}", renderer.render(&[Group::with_title(title)]))?;
        let region = place.and_then(|place| self.places.region(place));
        if let Some(place) = place {
            self.arrow(&place.file.path, region)?;
        }
        let line = place.and_then(|place| self.places.marked_line(place));
        if let (Some(region), Some(line)) = (region, line) {
            let excerpt = Excerpt::of(&line);
            let snippet = Snippet::source(excerpt.text)
                .line_start(region.start.line)
                .annotation(AnnotationKind::Primary.span(excerpt.marked));
            let body = Group::with_level(level).element(snippet).elements(hint);
            writeln!(self.out, "{}", renderer.render(&[body]))?;
        } else if let Some(hint) = hint {
            // Without a line number the crate draws no gutter; the space stands for one digit.
            let body = Group::with_level(level).element(hint);
            writeln!(self.out, " {}", renderer.render(&[body]))?;
        }
        Ok(())
    }

    /// `--> path:line:column`, under the first digit of the line number.
    fn arrow(&mut self, path: &str, region: Option<Region>) -> io::Result<()> {
        let gutter = region.map_or(1, |region| region.start.line.to_string().len());
        write!(self.out, "{:gutter$}", "")?;
        match self.style {
            Style::Plain => write!(self.out, "-->")?,
            Style::Colour => write!(self.out, "{DEFAULT_LINE_NUM_STYLE}-->{DEFAULT_LINE_NUM_STYLE:#}")?,
        }
        write!(self.out, " {}", one_line(path))?;
        match region {
            Some(Region { start, .. }) => writeln!(self.out, ":{}:{}", start.line, start.column),
            None => writeln!(self.out),
        }
    }
}

/// A line, or the part of a long line around the marked range.
struct Excerpt {
    text: String,
    marked: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(line: &MarkedLine) -> Self {
        let (text, marked) = (line.text(), &line.marked);
        let fits = text.chars().nth(WINDOW).is_none();
        let from = if fits {
            0
        } else {
            text[..marked.start].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at)
        };
        let to = text[from..].char_indices().nth(WINDOW).map_or(text.len(), |(at, _)| from + at);
        let mut excerpt = String::new();
        if from > 0 {
            excerpt.push('…');
        }
        push_shown(&mut excerpt, &text[from..marked.start]);
        let start = excerpt.len();
        push_shown(&mut excerpt, &text[marked.start..marked.end.min(to)]);
        let end = excerpt.len();
        push_shown(&mut excerpt, &text[marked.end.min(to)..to]);
        if to < text.len() {
            excerpt.push('…');
        }
        Self { text: excerpt, marked: start..end }
    }
}

/// Appends `text` without the C1 control characters, which some terminals interpret. The crate itself renders
/// the other control characters visibly.
fn push_shown(excerpt: &mut String, text: &str) {
    let c1 = '\u{80}'..='\u{9f}';
    excerpt.extend(text.chars().map(|c| if c1.contains(&c) { char::REPLACEMENT_CHARACTER } else { c }));
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
