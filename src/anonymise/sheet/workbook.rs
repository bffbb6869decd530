//! XLSX and ODS workbooks.
//!
//! calamine unpacks a workbook into its own memory, which it does not overwrite. Its errors may quote cells,
//! so messages never include their text.

use std::io::Cursor;

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError,
};
use jiff::civil::Date;
use zeroize::{Zeroize as _, Zeroizing};

use super::{Cell, MAX_COLUMNS, MAX_ROWS, Refusal, Row, Rows, too_large};
use crate::anonymise::messages as rule;

type Bytes = Cursor<Zeroizing<Vec<u8>>>;

/// The first bytes of password-protected Excel workbooks.
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// An opened workbook and the sheet to read.
pub(super) struct Workbook {
    form: Form,
    name: String,
}

enum Form {
    Xlsx(Box<Xlsx<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

impl Workbook {
    pub(super) fn open(
        bytes: Zeroizing<Vec<u8>>,
        is_xlsx: bool,
        named: Option<&str>,
    ) -> Result<Self, Refusal> {
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(Box::new(rule::password()));
        }
        let form = if is_xlsx {
            Form::Xlsx(Box::new(Xlsx::new(Cursor::new(bytes)).map_err(|error| broken_xlsx(&error))?))
        } else {
            Form::Ods(Box::new(Ods::new(Cursor::new(bytes)).map_err(|error| broken_ods(&error))?))
        };
        let sheets = match &form {
            Form::Xlsx(book) => book.sheets_metadata(),
            Form::Ods(book) => book.sheets_metadata(),
        };
        let mut tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let found = match named {
            Some(name) => tables.find(|sheet| sheet.name == name),
            None => tables.find(|sheet| sheet.visible == SheetVisible::Visible),
        };
        let Some(name) = found.map(|sheet| sheet.name.clone()) else {
            let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
            return Err(Box::new(rule::no_such_sheet(&names)));
        };
        Ok(Self { form, name })
    }

    /// Passes every cell with its row and column, from 0, to `each`, row by row, until `each` returns stop.
    fn cells(&mut self, mut each: impl FnMut(u32, u32, Value<'_>) -> Step) -> Result<(), Refusal> {
        match &mut self.form {
            Form::Xlsx(book) => {
                let mut reader =
                    book.worksheet_cells_reader(&self.name).map_err(|error| broken_xlsx(&error))?;
                let mut last = 0;
                while let Some(cell) = reader.next_cell().map_err(|error| broken_xlsx(&error))? {
                    let (row, column) = cell.get_position();
                    // The person of a row that comes again would be counted twice.
                    if row < last {
                        return Err(Box::new(rule::broken_workbook()));
                    }
                    last = row;
                    match each(row, column, Value::of_ref(cell.get_value())) {
                        Step::More => {}
                        Step::Stop => break,
                        Step::TooLarge => return Err(too_large()),
                    }
                }
            }
            Form::Ods(book) => {
                let range = book.worksheet_range(&self.name).map_err(|error| broken_ods(&error))?;
                let Some((first_row, first_column)) = range.start() else { return Ok(()) };
                for (row, column, value) in range.used_cells() {
                    let at = |offset: usize, first: u32| {
                        u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(first)
                    };
                    match each(at(row, first_row), at(column, first_column), Value::of(value)) {
                        Step::More => {}
                        Step::Stop => break,
                        Step::TooLarge => return Err(too_large()),
                    }
                }
            }
        }
        Ok(())
    }

    /// The first row that is not empty.
    pub(super) fn heading(&mut self) -> Result<Vec<Cell>, Refusal> {
        let mut heading: Vec<Cell> = Vec::new();
        let mut first = None;
        self.cells(|row, column, value| {
            if value.is_blank() {
                return Step::More;
            }
            if *first.get_or_insert(row) != row {
                return Step::Stop;
            }
            let column = column as usize;
            if column >= MAX_COLUMNS {
                return Step::TooLarge;
            }
            heading.resize_with(column, || Cell::Empty);
            heading.push(value.cell());
            Step::More
        })?;
        Ok(heading)
    }

    /// The rows below the heading.
    pub(super) fn rows(&mut self, columns: &[usize], width: usize) -> Result<Rows, Refusal> {
        let mut rows = Rows { list: Vec::new(), wide: Vec::new() };
        let mut heading = None;
        self.cells(|row, column, value| {
            if value.is_blank() || *heading.get_or_insert(row) == row {
                return Step::More;
            }
            let number = u64::from(row) + 1;
            if rows.list.last().is_none_or(|last: &Row| last.number != number) {
                if rows.list.len() == MAX_ROWS {
                    return Step::TooLarge;
                }
                rows.list.push(Row { number, cells: columns.iter().map(|_| Cell::Empty).collect() });
            }
            let column = column as usize;
            if column >= width && rows.wide.last() != Some(&number) {
                rows.wide.push(number);
            }
            if let Some(last) = rows.list.last_mut() {
                for at in (0..columns.len()).filter(|at| columns[*at] == column) {
                    last.cells[at] = value.cell();
                }
            }
            Step::More
        })?;
        Ok(rows)
    }
}

enum Step {
    More,
    Stop,
    TooLarge,
}

/// A cell of either format; its value is read only on request.
enum Value<'c> {
    Empty,
    Text(&'c str),
    Number(f64),
    Whole(i64),
    Day(&'c ExcelDateTime),
    IsoDay(&'c str),
    /// A duration, a boolean or an error: no vocabulary contains these.
    Other,
}

impl<'c> Value<'c> {
    fn of(data: &'c Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            Data::String(text) => Self::Text(text),
            Data::Float(number) => Self::Number(*number),
            Data::Int(number) => Self::Whole(*number),
            Data::DateTime(day) => Self::Day(day),
            Data::DateTimeIso(text) => Self::IsoDay(text),
            _ => Self::Other,
        }
    }

    fn of_ref(data: &'c DataRef<'_>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Int(number) => Self::Whole(*number),
            DataRef::DateTime(day) => Self::Day(day),
            DataRef::DateTimeIso(text) => Self::IsoDay(text),
            _ => Self::Other,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) | Self::IsoDay(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    fn cell(&self) -> Cell {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::text(text),
            Self::Whole(number) => formatted(number.to_string()),
            Self::Number(number) => formatted(number.to_string()),
            Self::Day(day) => day_of(day).map_or(Cell::Other, Cell::Day),
            Self::IsoDay(text) => {
                text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Other, Cell::Day)
            }
            Self::Other => Cell::Other,
        }
    }
}

fn formatted(mut text: String) -> Cell {
    let cell = Cell::text(&text);
    text.zeroize();
    cell
}

/// The day of a date cell; a duration is not a date.
fn day_of(cell: &ExcelDateTime) -> Option<Date> {
    if !cell.is_datetime() {
        return None;
    }
    let (year, month, day, ..) = cell.to_ymd_hms_milli();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn broken_xlsx(error: &XlsxError) -> Refusal {
    Box::new(match error {
        XlsxError::Password => rule::password(),
        _ => rule::broken_workbook(),
    })
}

fn broken_ods(error: &OdsError) -> Refusal {
    Box::new(match error {
        OdsError::Password => rule::password(),
        _ => rule::broken_workbook(),
    })
}
