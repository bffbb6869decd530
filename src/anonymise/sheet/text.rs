//! CSV files.

use zeroize::{Zeroize, Zeroizing};

use super::{Cell, MAX_ROWS, Refusal, Row, Rows, too_large};
use crate::anonymise::messages as rule;
use crate::spreadsheet::{Csv, Field};

pub(super) struct Table {
    /// UTF-8.
    bytes: Zeroizing<Vec<u8>>,
}

impl Table {
    pub(super) fn new(bytes: Zeroizing<Vec<u8>>) -> Result<Self, Refusal> {
        if std::str::from_utf8(&bytes).is_err() || bytes.contains(&0) {
            return Err(Box::new(rule::encoding()));
        }
        Ok(Self { bytes })
    }

    fn records(&self) -> Csv<'_> {
        Csv::new(std::str::from_utf8(&self.bytes).unwrap_or(""))
    }

    pub(super) fn heading(&self) -> Vec<Cell> {
        self.records().next().into_iter().flat_map(|record| record.fields).map(|field| cell(&field)).collect()
    }

    pub(super) fn rows(&self, columns: &[usize], width: usize) -> Result<Rows, Refusal> {
        let mut rows = Rows { list: Vec::new(), wide: Vec::new() };
        for record in self.records().skip(1) {
            if rows.list.len() == MAX_ROWS {
                return Err(too_large());
            }
            if record.fields.len() > width {
                rows.wide.push(record.line);
            }
            let cells = columns.iter().map(|at| record.fields.get(*at).map_or(Cell::Empty, cell)).collect();
            rows.list.push(Row { number: record.line, cells });
        }
        Ok(rows)
    }
}

fn cell(field: &Field<'_>) -> Cell {
    let mut text = String::new();
    field.append_to(&mut text);
    let cell = Cell::text(&text);
    text.zeroize();
    cell
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
