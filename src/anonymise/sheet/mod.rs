//! Reads an internal spreadsheet: its heading, and only the requested columns of its rows.
//!
//! The bytes of the file and the cells read are overwritten on drop. For other columns the reader only sees
//! whether a cell is empty. Row numbers are those that a spreadsheet program shows.

mod text;
mod workbook;

use std::io::Read as _;
use std::path::Path;

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::messages as rule;
use crate::diagnostics::Diagnostic;

/// The maximum size of a spreadsheet, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The maximum number of rows below the heading.
pub const MAX_ROWS: usize = 10_000;
/// The maximum number of columns.
pub const MAX_COLUMNS: usize = 500;

/// The content of a cell. It cannot be printed.
pub enum Cell {
    /// An empty cell.
    Empty,
    /// Trimmed text; whole numbers are written without a decimal point.
    Text(Zeroizing<String>),
    /// A day, from a cell that the spreadsheet program marks as a date.
    Day(Date),
    /// An error, a duration or a boolean: no vocabulary contains these.
    Other,
}

impl Cell {
    /// Creates a cell from text in a file.
    pub fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(Zeroizing::new(text.to_owned())),
        }
    }
}

/// A row that is not empty: its number and the requested cells. It cannot be printed.
pub struct Row {
    /// The number that a spreadsheet program shows.
    pub number: u64,
    /// The cells, in the order in which their columns were requested.
    pub cells: Vec<Cell>,
}

/// The rows of a sheet.
pub struct Rows {
    /// All rows that are not empty.
    pub list: Vec<Row>,
    /// The numbers of rows with more cells than the heading.
    pub wide: Vec<u64>,
}

/// An opened spreadsheet. It cannot be printed.
pub struct Sheet {
    form: Form,
    heading: Vec<Cell>,
}

enum Form {
    Text(text::Table),
    Workbook(Box<workbook::Workbook>),
}

/// The reason why a spreadsheet could not be read.
pub type Refusal = Box<Diagnostic>;

impl Sheet {
    /// Opens a spreadsheet at its first visible sheet, or at the named one.
    ///
    /// # Errors
    /// Returns what is wrong with the file. It never quotes its content.
    pub fn open(path: &Path, named: Option<&str>) -> Result<Self, Refusal> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        let extension = extension.to_ascii_lowercase();
        if !matches!(extension.as_str(), "csv" | "xlsx" | "ods") {
            return Err(Box::new(rule::unknown_form()));
        }
        Self::of_bytes(read(path)?, &extension, named)
    }

    /// Opens the bytes of a spreadsheet whose file name ends with `csv`, `xlsx` or `ods`.
    pub(crate) fn of_bytes(
        bytes: Zeroizing<Vec<u8>>,
        extension: &str,
        named: Option<&str>,
    ) -> Result<Self, Refusal> {
        let (form, heading) = match extension {
            "csv" if named.is_some() => return Err(Box::new(rule::csv_has_no_sheets())),
            "csv" => {
                let table = text::Table::new(bytes)?;
                let heading = table.heading();
                (Form::Text(table), heading)
            }
            _ => {
                let mut book = workbook::Workbook::open(bytes, extension == "xlsx", named)?;
                let heading = book.heading()?;
                (Form::Workbook(Box::new(book)), heading)
            }
        };
        if heading.len() > MAX_COLUMNS {
            return Err(too_large());
        }
        Ok(Self { form, heading })
    }

    /// The first row that is not empty.
    pub fn heading(&self) -> &[Cell] {
        &self.heading
    }

    /// The rows below the heading, each with the cells of `columns`.
    ///
    /// # Errors
    /// Fails if the file is damaged further down, or too long.
    pub fn rows(&mut self, columns: &[usize]) -> Result<Rows, Refusal> {
        let width = self.heading.len();
        match &mut self.form {
            Form::Text(table) => table.rows(columns, width),
            Form::Workbook(book) => book.rows(columns, width),
        }
    }
}

fn too_large() -> Refusal {
    Box::new(rule::too_large(MAX_BYTES / 1024 / 1024, MAX_ROWS, MAX_COLUMNS))
}

/// Reads the bytes of a file. The buffer has its full size from the start: growing it would leave copies in
/// memory.
fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let unreadable = |error: std::io::Error| Box::new(rule::unreadable(&error.to_string()));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > MAX_BYTES {
        return Err(too_large());
    }
    let capacity = usize::try_from(size).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    file.take(size).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
