//! Computes lines and columns of many places without counting a file's lines again for each.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Place, Position, SourceFile};

/// The start and the (exclusive) end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// The line in which a range begins.
pub(super) struct MarkedLine {
    /// The line, without its end.
    pub(super) text: String,
    /// The part of the range within this line, in bytes of `text`.
    pub(super) marked: Range<usize>,
}

/// The lines of every file so far.
///
/// A table with a wrong separator has a finding in each row. Counting lines from the top of the file each
/// time would take quadratic time.
#[derive(Default)]
pub(super) struct Places<'a> {
    // Keyed by address: the findings keep every file alive for `'a`. The map is only looked up, never
    // iterated.
    files: HashMap<*const SourceFile, Lines>,
    of: PhantomData<&'a SourceFile>,
}

impl<'a> Places<'a> {
    /// The region of a place; `None` for a whole file.
    pub(super) fn region(&mut self, place: &'a Place) -> Option<Region> {
        let range = place.range.as_ref()?;
        let lines = self.lines(place);
        let start = lines.position(range.start);
        Some(Region { start, end: lines.position(range.end).max(start) })
    }

    /// The first line of a place; `None` if there is no line to show, or if it must not be shown.
    pub(super) fn marked_line(&mut self, place: &'a Place) -> Option<MarkedLine> {
        let range = place.range.as_ref()?;
        if place.file.confidential {
            return None;
        }
        let lines = self.lines(place);
        if lines.text.is_empty() {
            return None;
        }
        let (start, end) = (lines.boundary(range.start), lines.boundary(range.end));
        let (line_start, line_end) = lines.around(start);
        Some(MarkedLine {
            text: lines.text[line_start..line_end].to_owned(),
            marked: start - line_start..end.clamp(start, line_end) - line_start,
        })
    }

    fn lines(&mut self, place: &'a Place) -> &mut Lines {
        self.files.entry(Arc::as_ptr(&place.file)).or_insert_with(|| Lines::of(place.file.text()))
    }
}

/// The start of each line of a text.
struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
    /// The last offset and its column: findings come in order, and a line may be 8 MiB long.
    last: (usize, usize),
}

impl Lines {
    fn of(text: Arc<str>) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        Self { text, starts, last: (0, 1) }
    }

    /// The character boundary at or before `offset`, inside the text.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The number of the line that contains a boundary, from 1.
    fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The bounds of the line that contains a boundary, without its line end.
    fn around(&self, offset: usize) -> (usize, usize) {
        let number = self.number(offset);
        (self.starts[number - 1], self.starts.get(number).map_or(self.text.len(), |next| next - 1))
    }

    /// The same as [`SourceFile::position`], computed from the index.
    fn position(&mut self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.number(offset);
        let line_start = self.starts[line - 1];
        let (from, column) = match self.last {
            (at, column) if (line_start..=offset).contains(&at) => (at, column),
            _ => (line_start, 1),
        };
        let column = column + self.text[from..offset].chars().count();
        self.last = (offset, column);
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_index_says_what_the_file_says(
            text in "[aé🙂\n]{0,40}",
            offsets in proptest::collection::vec(0_usize..140, 0..6),
        ) {
            let file = SourceFile::new("", text, false);
            let mut lines = Lines::of(file.text());
            for offset in offsets {
                prop_assert_eq!(lines.position(offset), file.position(offset));
            }
        }
    }
}
