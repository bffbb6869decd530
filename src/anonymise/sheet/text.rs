//! CSV files: UTF-8 with or without a byte order mark, comma or semicolon.

use zeroize::{Zeroize, Zeroizing};

use super::{Cell, MAX_ROWS, Refusal, Row, Rows, too_large};
use crate::anonymise::messages as rule;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) struct Table {
    bytes: Zeroizing<Vec<u8>>,
    /// The start of the heading: after the byte order mark, and after Excel's line `sep=;`.
    start: usize,
    delimiter: u8,
}

impl Table {
    pub(super) fn new(bytes: Zeroizing<Vec<u8>>) -> Result<Self, Refusal> {
        if std::str::from_utf8(&bytes).is_err() || bytes.contains(&0) {
            return Err(Box::new(rule::encoding()));
        }
        let mut start = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let line = first_line(&bytes[start..]);
        let mut delimiter = None;
        if line.len() == 5 && line[..4].eq_ignore_ascii_case(b"sep=") {
            delimiter = Some(line[4]);
            start += line_end(&bytes[start..]);
        }
        let delimiter = delimiter.unwrap_or_else(|| delimiter_of(first_line(&bytes[start..])));
        Ok(Self { bytes, start, delimiter })
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(&self.bytes[self.start..])
    }

    pub(super) fn heading(&self) -> Vec<Cell> {
        let mut reader = self.reader();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            if record.iter().any(|field| !is_blank(field)) {
                let used = used(&record);
                return record.iter().take(used).map(cell).collect();
            }
        }
        Vec::new()
    }

    pub(super) fn rows(&self, columns: &[usize], width: usize) -> Result<Rows, Refusal> {
        let mut lines = Lines { bytes: &self.bytes, at: 0, number: 1 };
        let mut reader = self.reader();
        let mut record = csv::ByteRecord::new();
        let mut rows = Rows { list: Vec::new(), wide: Vec::new() };
        let mut heading_seen = false;
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                // Reading bytes from memory in flexible mode cannot fail.
                Err(_) => return Err(Box::new(rule::encoding())),
            }
            if record.iter().all(is_blank) {
                continue;
            }
            if !heading_seen {
                heading_seen = true;
                continue;
            }
            if rows.list.len() == MAX_ROWS {
                return Err(too_large());
            }
            let begins = record.position().map_or(0, |position| position.byte() as usize);
            let number = lines.number_of(self.start + begins);
            if used(&record) > width {
                rows.wide.push(number);
            }
            let cells = columns.iter().map(|at| record.get(*at).map_or(Cell::Empty, cell)).collect();
            rows.list.push(Row { number, cells });
        }
        Ok(rows)
    }
}

/// Counts lines as spreadsheet programs do: `\n`, `\r\n` and `\r` each end one. The position of a `csv` record has a line,
/// too, but knows only `\n`.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u64,
}

impl Lines<'_> {
    /// The line of the record whose reading began at `begins`: the reader leaves the end of the line before it, and
    /// blank lines, to the next record.
    fn number_of(&mut self, begins: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= begins && !is_line_break(*byte) {
                break;
            }
            self.at += 1;
            let in_the_middle = *byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n');
            self.number += u64::from(is_line_break(*byte) && !in_the_middle);
        }
        self.number
    }
}

const fn is_line_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_blank(field: &[u8]) -> bool {
    field.trim_ascii().is_empty()
}

/// The number of fields, without empty ones at the end.
fn used(record: &csv::ByteRecord) -> usize {
    record.iter().rposition(|field| !is_blank(field)).map_or(0, |at| at + 1)
}

fn cell(field: &[u8]) -> Cell {
    // The whole file is UTF-8, and delimiters and quotes do not split characters.
    let mut text = String::from_utf8_lossy(field).into_owned();
    let cell = Cell::text(&text);
    text.zeroize();
    cell
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| is_line_break(*byte)).unwrap_or(bytes.len());
    bytes[..end].trim_ascii_end()
}

/// Where the second line begins.
fn line_end(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| is_line_break(*byte)).unwrap_or(bytes.len());
    let break_len = if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    bytes.len().min(end + break_len)
}

/// The most frequent separator in the heading outside quotes: `;` if Excel is set to Indonesian, `,`
/// otherwise.
fn delimiter_of(line: &[u8]) -> u8 {
    let mut quoted = false;
    let (mut commas, mut semicolons) = (0_usize, 0_usize);
    for byte in line {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_line_numbers_of_an_editor() {
        let numbers = |text: &str| -> Vec<u64> {
            let table = Table::new(text.as_bytes().to_vec().into()).ok();
            let rows = table.and_then(|table| table.rows(&[0], 2).ok());
            rows.into_iter().flat_map(|rows| rows.list).map(|row| row.number).collect()
        };
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4"), [2, 3]);
        assert_eq!(numbers("a,b\r1,2\r3,4\r"), [2, 3]);
        assert_eq!(numbers("sep=;\r\na;b\r\n1;2\r\n"), [3]);
        assert_eq!(numbers("sep=;\ra;b\r1;2\r"), [3]);
        assert_eq!(numbers("\u{feff}a,b\n\n\r\n1,2\n  \n3,4\n"), [4, 6]);
        assert_eq!(numbers("a,b\n\"x\r\ny\rz\",2\r3,4\n"), [2, 5]);
    }
}
