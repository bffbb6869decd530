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
            start += bytes[start..].iter().position(|byte| *byte == b'\n').map_or(line.len(), |at| at + 1);
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
        let lines_before = self.bytes[..self.start].iter().filter(|byte| **byte == b'\n').count() as u64;
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
            let line = record.position().map_or(0, csv::Position::line);
            let number = line + lines_before;
            if used(&record) > width {
                rows.wide.push(number);
            }
            let cells = columns.iter().map(|at| record.get(*at).map_or(Cell::Empty, cell)).collect();
            rows.list.push(Row { number, cells });
        }
        Ok(rows)
    }
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
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    bytes[..end].trim_ascii_end()
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
