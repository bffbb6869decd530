//! Reads CSV as spreadsheet programs write it: separated by commas, semicolons or tabs, with any line end, with
//! or without a byte order mark and Excel's line `sep=;`. Every field keeps its place.

use std::borrow::Cow;
use std::ops::Range;

/// Further fields of a record are dropped: a line of separators alone must not fill the memory.
const MAX_FIELDS: usize = 1_000;

/// The records of a text. Those whose fields are all blank are skipped.
pub struct Csv<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    line: u64,
}

/// A record that is not blank.
pub struct Record<'t> {
    /// The number of its first line, from 1, as a spreadsheet program or an editor shows it.
    pub line: u64,
    /// The number of its fields.
    pub width: usize,
    /// Its fields, without blank ones at the end.
    pub fields: Vec<Field<'t>>,
}

/// A field with its place in the text.
pub struct Field<'t> {
    raw: &'t str,
    start: usize,
}

impl<'t> Csv<'t> {
    /// Recognises the separator.
    pub fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut csv = Self { text, separator: b',', at, line: 1 };
        let line = text[at..].split(['\n', '\r']).next().unwrap_or("");
        match line.as_bytes() {
            [s, e, p, b'=', separator]
                if [*s, *e, *p].eq_ignore_ascii_case(b"sep") && separator.is_ascii() =>
            {
                csv.separator = *separator;
                csv.at += line.len();
                csv.end_line();
            }
            _ => csv.separator = separator_of(&text[at..]),
        }
        csv
    }

    /// Steps over a line end.
    fn end_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.line += 1;
    }

    fn record(&mut self) -> Option<Record<'t>> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut record = Record { line: self.line, width: 0, fields: Vec::new() };
        loop {
            let start = self.at;
            if bytes.get(start) == Some(&b'"') {
                self.at += quoted_len(&self.text[start..]);
                self.line += line_ends(&bytes[start..self.at]);
            }
            let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r') || *byte == self.separator;
            self.at = bytes[self.at..].iter().position(is_end).map_or(bytes.len(), |len| self.at + len);
            record.width += 1;
            if record.fields.len() < MAX_FIELDS {
                record.fields.push(Field { raw: &self.text[start..self.at], start });
            }
            match bytes.get(self.at) {
                Some(byte) if *byte == self.separator => self.at += 1,
                Some(_) => {
                    self.end_line();
                    return Some(record);
                }
                None => return Some(record),
            }
        }
    }
}

impl<'t> Iterator for Csv<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        loop {
            let mut record = self.record()?;
            let used = record.fields.iter().rposition(|field| !field.is_blank());
            if let Some(last) = used {
                record.fields.truncate(last + 1);
                return Some(record);
            }
        }
    }
}

impl Record<'_> {
    /// The place of the record, up to its last field that is not blank.
    pub fn range(&self) -> Range<usize> {
        let start = self.fields.first().map_or(0, |field| field.start);
        start..self.fields.last().map_or(start, |field| field.range().end)
    }
}

impl<'t> Field<'t> {
    /// Its place in the text, with its quotation marks and without white space around it.
    pub fn range(&self) -> Range<usize> {
        let start = self.start + (self.raw.len() - self.raw.trim_start().len());
        start..start + self.raw.trim().len()
    }

    /// Whether it has nothing but white space.
    pub fn is_blank(&self) -> bool {
        if !self.raw.starts_with('"') {
            return self.raw.trim().is_empty();
        }
        let (quoted, behind) = self.raw.split_at(quoted_len(self.raw));
        let inner = &quoted[1..];
        inner.strip_suffix('"').unwrap_or(inner).trim().is_empty() && behind.trim().is_empty()
    }

    /// Its text, without quotation marks and without white space around it.
    pub fn text(&self) -> Cow<'t, str> {
        if !self.raw.starts_with('"') {
            return Cow::Borrowed(self.raw.trim());
        }
        let mut text = String::new();
        self.append_to(&mut text);
        Cow::Owned(text.trim().to_owned())
    }

    /// Appends its text without quotation marks. It allocates once, so that a caller can overwrite all that it
    /// has read.
    pub fn append_to(&self, text: &mut String) {
        text.reserve(self.raw.len());
        let Some(rest) = self.raw.strip_prefix('"') else { return text.push_str(self.raw) };
        let inner = quoted_len(self.raw) - 1;
        let (inner, behind) = rest.split_at(inner);
        let mut parts = inner.strip_suffix('"').unwrap_or(inner).split("\"\"");
        text.push_str(parts.next().unwrap_or(""));
        for part in parts {
            text.push('"');
            text.push_str(part);
        }
        text.push_str(behind);
    }
}

/// The length of the quoted part at the beginning of a text, with its quotation marks.
fn quoted_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(len) = bytes[at..].iter().position(|byte| *byte == b'"') {
        at += len + 1;
        if bytes.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// The number of line ends; `\r\n` is one.
fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (at, byte) in bytes.iter().enumerate() {
        count += u64::from(*byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
    }
    count
}

/// The most frequent separator outside quotation marks in the first line with letters or digits: `;` if Excel is
/// set to Indonesian.
fn separator_of(text: &str) -> u8 {
    let line = text.split(['\n', '\r']).find(|line| line.contains(char::is_alphanumeric)).unwrap_or("");
    let outside: Vec<&str> = line.split('"').step_by(2).collect();
    let count = |separator: char| outside.iter().map(|part| part.matches(separator).count()).sum::<usize>();
    // Of several maxima, `max_by_key` returns the last.
    ['\t', ';', ','].into_iter().max_by_key(|separator| count(*separator)).map_or(b',', |found| found as u8)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Vec<(u64, Vec<String>)> {
        let fields =
            |record: Record<'_>| record.fields.iter().map(|field| field.text().into_owned()).collect();
        Csv::new(text).map(|record| (record.line, fields(record))).collect()
    }

    #[test]
    fn every_separator_and_line_end_gives_the_same_table() {
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                for start in ["", "\u{feff}"] {
                    let text = format!("{start}a,b{end},{end}\"x, \"\"y\"\"\", 2 ,{end}{end}3,4");
                    let text = text.replace(',', separator);
                    let first = format!("x{separator} \"y\"");
                    let wanted = [(1, vec!["a", "b"]), (3, vec![&first, "2"]), (5, vec!["3", "4"])];
                    let wanted =
                        wanted.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect()));
                    assert_eq!(table(&text), wanted, "{text:?}");
                }
            }
        }
        assert_eq!(table("SEP=|\r\na|b\r\n"), [(2, vec!["a".to_owned(), "b".to_owned()])]);
    }

    #[test]
    fn fields_know_their_place() {
        let text = "a;b\n1; \"2\" \n";
        let places: Vec<&str> =
            Csv::new(text).flat_map(|record| record.fields).map(|field| &text[field.range()]).collect();
        assert_eq!(places, ["a", "b", "1", "\"2\""]);
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_csv_crate(text in "[ab,\" \n\r]{0,40}") {
            // With a heading, both take the comma. Blank fields at the end of a record are not kept here.
            let text = format!("h,i\n{text}");
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true).has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
            let mut wanted: Vec<Vec<String>> = Vec::new();
            for record in reader.records() {
                let mut fields: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
                while fields.last().is_some_and(String::is_empty) {
                    fields.pop();
                }
                wanted.extend(Some(fields).filter(|fields| !fields.is_empty()));
            }
            let found: Vec<Vec<String>> = table(&text).into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
