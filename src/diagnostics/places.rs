//! Lines and columns of many places, without counting a file's lines again for each.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Place, Position, SourceFile};

/// Where a range begins and, exclusively, ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

/// The line in which a range begins.
pub(crate) struct MarkedLine {
    text: Arc<str>,
    line: Range<usize>,
    /// The part of the range that lies in this line, in bytes of [`MarkedLine::text`].
    pub(crate) marked: Range<usize>,
}

impl MarkedLine {
    /// The line, without its end. It is not copied: it may be the whole file.
    pub(crate) fn text(&self) -> &str {
        &self.text[self.line.clone()]
    }
}

/// The lines of every file met so far.
///
/// A table with a wrong separator has a finding in each of its rows; to look for a line from the
/// top of the file each time would take time in the square of the rows.
#[derive(Default)]
pub(crate) struct Places {
    // Both are only looked up, never walked.
    /// By the address of the file, which is held so that no other file gets the same one.
    files: HashMap<*const SourceFile, (Arc<SourceFile>, Arc<Lines>)>,
    /// By the address of the text: a confidential copy of a file has the same text.
    texts: HashMap<*const u8, Arc<Lines>>,
}

impl Places {
    /// The region of a place; `None` for a file as a whole.
    pub(crate) fn region(&mut self, place: &Place) -> Option<Region> {
        let range = place.range.as_ref()?;
        let lines = self.lines(&place.file);
        let start = lines.position(range.start);
        Some(Region { start, end: lines.position(range.end).max(start) })
    }

    /// The first line of a place; `None` where there is no line to show or none may be shown.
    pub(crate) fn marked_line(&mut self, place: &Place) -> Option<MarkedLine> {
        let range = place.range.as_ref()?;
        if place.file.confidential {
            return None;
        }
        let lines = self.lines(&place.file);
        if lines.text.is_empty() {
            return None;
        }
        let (start, end) = (lines.boundary(range.start), lines.boundary(range.end));
        let line = lines.around(start);
        Some(MarkedLine {
            text: Arc::clone(&lines.text),
            marked: start - line.start..end.clamp(start, line.end) - line.start,
            line,
        })
    }

    fn lines(&mut self, file: &Arc<SourceFile>) -> Arc<Lines> {
        let (_, lines) = self.files.entry(Arc::as_ptr(file)).or_insert_with(|| {
            let text = file.text();
            let lines = self.texts.entry(text.as_ptr()).or_insert_with(|| Arc::new(Lines::of(text)));
            (Arc::clone(file), Arc::clone(lines))
        });
        Arc::clone(lines)
    }
}

/// Where each line of a text begins, and how many characters stand before each of its blocks.
struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
    /// The characters before each block of [`BLOCK`] bytes: a line may be 8 MiB long.
    before_block: Vec<usize>,
}

const BLOCK: usize = 1024;

impl Lines {
    fn of(text: Arc<str>) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            before += characters(block);
            before
        });
        let before_block = std::iter::once(0).chain(blocks).collect();
        Self { text, starts, before_block }
    }

    /// The character boundary at or before `offset`, inside the text.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Which line holds a boundary, from 1.
    fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The line that holds a boundary, without its end.
    fn around(&self, offset: usize) -> Range<usize> {
        let number = self.number(offset);
        self.starts[number - 1]..self.starts.get(number).map_or(self.text.len(), |next| next - 1)
    }

    /// How many characters begin before a boundary.
    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.before_block[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The same as [`SourceFile::position`], from the index.
    fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.number(offset);
        let column = self.characters_before(offset) - self.characters_before(self.starts[line - 1]) + 1;
        Position { line, column }
    }
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    // The other bytes of a character are 0b10xx_xxxx.
    bytes.iter().filter(|byte| byte.cast_signed() >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_index_says_what_the_file_says(
            filler in 0..2 * BLOCK,
            text in "[aé🙂\n]{0,40}",
            offsets in proptest::collection::vec(0_usize..2 * BLOCK + 200, 0..6),
        ) {
            let file = SourceFile::new("", "é".repeat(filler / 2) + &text, false);
            let lines = Lines::of(file.text());
            for offset in offsets {
                prop_assert_eq!(lines.position(offset), file.position(offset));
            }
        }
    }

    #[test]
    fn the_lines_of_a_text_are_counted_once_for_all_copies_of_its_file() {
        let file = Arc::new(SourceFile::new("a.md", "satu\ndua\n", false));
        let mut places = Places::default();
        for copy in [&file, &file.secret(), &file.secret()] {
            let place = Place { file: Arc::clone(copy), range: Some(5..8) };
            assert_eq!(places.region(&place).map(|region| region.start.line), Some(2));
        }
        assert_eq!((places.files.len(), places.texts.len()), (3, 1));
    }
}
