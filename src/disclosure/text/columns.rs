//! Numbers in columns of amounts and budget codes, which only happen to look like a number of a person.
//!
//! A number that was found by its form alone is judged by its column: the heading must say that the column has
//! amounts or codes, and nothing in the table may speak of the numbers of persons.

use std::ops::Range;

use super::digits::{is_nik, speaks_of_numbers_of_persons};
use super::letters::is_in;
use super::{Detector, Hit};

/// Words of headings of columns with amounts.
const AMOUNTS: &str = "\
    anggaran realisasi pagu jumlah nilai harga rp rupiah total belanja pendapatan pembiayaan debit debet \
    kredit saldo sisa biaya tarif hps apbd apbn kontrak selisih penerimaan pengeluaran transfer amount \
    budget balance spending";
/// What a code counts in a budget: "kode rekening", "kode kegiatan".
const CODED: &str = "\
    rekening akun kegiatan subkegiatan program barang belanja anggaran satker rup aset sp2d spm urusan \
    billing";
/// Words of headings about persons.
const PERSONS: &str = "\
    nik ktp kk nip npwp penduduk warga penerima pegawai orang telepon hp bank lahir identitas alamat";
/// Fewer numbers in the form of a NIK in one column may be chance.
const FEWEST_OF_A_LIST: usize = 3;
/// The maximum distance from a number to either end of its row, in bytes.
const LONGEST_ROW: usize = 4096;
/// The maximum number of columns that are told apart.
const MOST_COLUMNS: usize = 256;
/// The fewest other numbers in a line that is a row of numbers.
const FEWEST_NUMBERS: usize = 3;

/// Removes the hits that stand in columns of amounts or codes.
pub(super) fn retain(text: &str, is_csv: bool, hits: &mut Vec<Hit>) {
    // Most texts have no hits, and most hits are not of this kind.
    let mut table: Option<Table> = None;
    let mut page: Option<bool> = None;
    hits.retain(|hit| {
        if !is_by_form(text, hit) {
            return true;
        }
        let Some(line) = line_of(text, hit.range.start) else { return true };
        if is_csv || text[line.clone()].contains('|') {
            if !table.as_ref().is_some_and(|table| table.range.contains(&hit.range.start)) {
                table = Some(Table::around(text, &line, is_csv));
            }
            // Digits at the end of a row and at the start of the next are taken for one number.
            let ends = [hit.range.start, hit.range.end.saturating_sub(1)];
            if table.as_ref().is_some_and(|table| ends.iter().all(|at| table.is_amount(text, *at))) {
                return false;
            }
        }
        // Tables lose their lines in a PDF. What is left is a row of numbers.
        !(hit.detector == Detector::NikLike
            && hit.range.end <= line.end
            && is_row_of_numbers(text, &line, &hit.range)
            && *page.get_or_insert_with(|| is_about_amounts(text)))
    });
}

/// Whether a hit was found by the form of its digits, and not by a word beside it.
fn is_by_form(text: &str, hit: &Hit) -> bool {
    match hit.detector {
        Detector::NikLike | Detector::Npwp | Detector::BankAccount => true,
        // An amount may begin like the number of a mobile telephone with its country code, and have one within it:
        // "5.081.234.567.890".
        Detector::Phone => {
            let before = text[..hit.range.start].strip_suffix('.');
            text.get(hit.range.clone()).is_some_and(|digits| digits.starts_with("62"))
                || before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

/// The line at a position, unless it is too long for a row of a table.
fn line_of(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let first = at.saturating_sub(LONGEST_ROW);
    let last = (at + LONGEST_ROW).min(bytes.len());
    let start = memchr::memrchr(b'\n', &bytes[first..at]).map(|end| first + end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..last]).map(|end| at + end);
    Some(start.or((first == 0).then_some(0))?..end.or((last == bytes.len()).then_some(last))?)
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn has_any(words: &[String], known: &str) -> bool {
    words.iter().any(|word| is_in(known, word))
}

/// Whether a heading says that its column has amounts, or the codes of a budget.
fn is_of_amounts(heading: &str) -> bool {
    let words = words(heading);
    let is_code = words.iter().any(|word| word == "kode" || word == "code") && has_any(&words, CODED);
    let is_account = has_any(&words, "rekening account");
    !is_about_persons(heading) && (is_code || has_any(&words, AMOUNTS) && !is_account)
}

/// Whether a heading is about persons. "Nama kegiatan" is not.
fn is_about_persons(heading: &str) -> bool {
    let words = words(heading);
    let names = words.iter().any(|word| word == "nama" || word == "name");
    has_any(&words, PERSONS) || names && !has_any(&words, CODED) && !has_any(&words, "opd skpd dinas unit")
}

/// Whether a page without lines of a table is about amounts, and not about persons.
fn is_about_amounts(text: &str) -> bool {
    let words = words(text);
    has_any(&words, AMOUNTS) && !has_any(&words, PERSONS) && !words.iter().any(|word| word == "nama")
}

/// Whether a line has other numbers and hardly any words.
fn is_row_of_numbers(text: &str, line: &Range<usize>, number: &Range<usize>) -> bool {
    let (before, behind) = (&text[line.start..number.start], &text[number.end.min(line.end)..line.end]);
    let parts = before.split_whitespace().chain(behind.split_whitespace());
    let (mut numbers, mut others) = (0, 0);
    for part in parts.filter(|part| *part != "|") {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 3 && digits * 2 > part.len() { numbers += 1 } else { others += 1 }
    }
    numbers >= FEWEST_NUMBERS && others <= numbers
}

/// A table of a text.
struct Table {
    /// Its bytes, with its heading.
    range: Range<usize>,
    separator: u8,
    /// For each column, whether it has amounts or codes.
    of_amounts: Vec<bool>,
}

impl Table {
    /// The table around a line.
    fn around(text: &str, line: &Range<usize>, is_csv: bool) -> Self {
        let (range, separator) = if is_csv {
            let first = text.lines().next().unwrap_or_default();
            let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
            (0..text.len(), b",;\t".iter().copied().max_by_key(count).unwrap_or(b','))
        } else {
            (rows_around(text, line), b'|')
        };
        let rows = &text[range.clone()];
        let heading = rows.lines().next().unwrap_or_default();
        let headings: Vec<&str> = cells(heading, separator).take(MOST_COLUMNS).collect();
        let caption = if is_csv { "" } else { caption(text, range.start) };
        let of_persons = headings.iter().any(|heading| is_about_persons(heading))
            || speaks_of_numbers_of_persons(rows)
            || speaks_of_numbers_of_persons(caption);
        let lists = lists_of_citizens(rows, separator, headings.len());
        let of_amounts = headings.iter().zip(lists);
        let of_amounts =
            of_amounts.map(|(heading, list)| !of_persons && !list && is_of_amounts(heading)).collect();
        Self { range, separator, of_amounts }
    }

    /// Whether a position is in a cell with nothing but a number, in a column of amounts or codes.
    fn is_amount(&self, text: &str, at: usize) -> bool {
        let Some(line) = line_of(text, at).filter(|_| self.range.contains(&at)) else { return false };
        // A digit of another script has several bytes.
        let Some(before) = text.get(line.start..at) else { return false };
        let column = cells(before, self.separator).count().saturating_sub(1);
        let cell = cells(&text[line], self.separator).nth(column).unwrap_or_default();
        let is_number = cell.chars().all(|c| !c.is_alphabetic() || "RprP".contains(c));
        is_number && self.of_amounts.get(column).copied().unwrap_or(false)
    }
}

/// For each column, whether most of its numbers of 16 digits have the form of a NIK: no chance makes that.
fn lists_of_citizens(rows: &str, separator: u8, columns: usize) -> Vec<bool> {
    let mut counts = vec![(0, 0); columns];
    for row in rows.lines() {
        for (cell, (long, like)) in cells(row, separator).zip(&mut counts) {
            let digits: String = cell.chars().filter(char::is_ascii_digit).take(17).collect();
            if digits.len() == 16 {
                *long += 1;
                *like += usize::from(is_nik(&digits));
            }
        }
    }
    counts.into_iter().map(|(long, like)| like >= FEWEST_OF_A_LIST && like * 2 > long).collect()
}

/// The lines around one that have cells, too.
fn rows_around(text: &str, line: &Range<usize>) -> Range<usize> {
    let mut range = line.clone();
    let row_at = |at| line_of(text, at).filter(|line| text[line.clone()].contains('|'));
    while let Some(above) = range.start.checked_sub(1).and_then(row_at) {
        range.start = above.start;
    }
    while range.end + 1 < text.len()
        && let Some(below) = row_at(range.end + 1)
    {
        range.end = below.end;
    }
    range
}

/// The last line with words before a table.
fn caption(text: &str, start: usize) -> &str {
    text[..start].trim_end().rsplit('\n').next().unwrap_or_default()
}

/// The cells of a row, without quotation marks. The first line of a row of Markdown begins with its separator.
fn cells(row: &str, separator: u8) -> impl Iterator<Item = &str> {
    let row = if separator == b'|' { row.trim_start().strip_prefix('|').unwrap_or(row) } else { row };
    let mut quoted = false;
    row.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && u32::from(c) == u32::from(separator)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Gate, Official};

    /// Numbers that look random and are the same in each run.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 20) % most
        }

        fn amount(&mut self) -> String {
            let digits = 6 + u32::try_from(self.below(11)).unwrap_or(0);
            let amount = (self.below(10_u64.pow(digits)) + 10_u64.pow(digits - 1)).to_string();
            if self.below(3) > 0 {
                return amount;
            }
            let mut grouped = String::new();
            for (at, digit) in amount.chars().enumerate() {
                if at > 0 && (amount.len() - at).is_multiple_of(3) {
                    grouped.push('.');
                }
                grouped.push(digit);
            }
            grouped
        }

        fn code(&mut self) -> String {
            if self.below(2) == 0 {
                return (self.below(9_000_000_000_000_000) + 1_000_000_000_000_000).to_string();
            }
            let (two, three) = (self.below(89) + 10, self.below(9000) + 1000);
            format!("5.{}.{two}.01.02.{three}", self.below(3) + 1)
        }

        fn row(&mut self) -> [String; 5] {
            [self.code(), "Belanja Jasa Kantor".to_owned(), self.amount(), self.amount(), self.amount()]
        }
    }

    const HEADINGS: [[&str; 5]; 3] = [
        ["Kode Rekening", "Uraian", "Anggaran (Rp)", "Realisasi", "Sisa"],
        ["Kode Kegiatan", "Nama Kegiatan", "Pagu", "Nilai Kontrak", "Total"],
        ["Kode Akun", "Uraian", "Debit", "Kredit", "Saldo"],
    ];

    fn page(rows: &[[String; 5]], headings: [&str; 5], separator: &str) -> String {
        let mut page = headings.join(separator) + "\n";
        rows.iter().for_each(|row| page += &(row.join(separator) + "\n"));
        page
    }

    fn markdown(rows: &[[String; 5]], headings: [&str; 5]) -> String {
        let mut page = format!("Rincian:\n\n| {} |\n|-|-|-|-|-|\n", headings.join(" | "));
        rows.iter().for_each(|row| page += &format!("| {} |\n", row.join(" | ")));
        page
    }

    fn gate() -> Gate {
        Gate::new(Official::default(), None)
    }

    #[test]
    fn pages_of_random_amounts_and_codes_pass() {
        const PAGES: usize = 200;
        let (gate, mut chance) = (gate(), Chance(20_241_127));
        let (mut refused, mut without_context) = (0, 0);
        for number in 0..PAGES {
            let headings = HEADINGS[number % HEADINGS.len()];
            let rows: Vec<[String; 5]> = (0..40).map(|_| chance.row()).collect();
            let found = match number % 4 {
                0 => gate.scan_table(&page(&rows, headings, ","), false),
                1 => gate.scan_table(&page(&rows, headings, ";"), false),
                2 => gate.scan(&markdown(&rows, headings), false),
                _ => gate.scan(&page(&rows, headings, " | "), false),
            };
            refused += found.len();
            without_context += gate.scan_table(&page(&rows, ["a", "b", "c", "d", "e"], ","), false).len();
        }
        assert!(refused < 5, "{refused} of {PAGES} pages");
        assert!(without_context > 50, "the numbers do not look like those of persons: {without_context}");
    }

    #[test]
    fn a_number_of_a_person_does_not_pass_in_a_column_of_amounts() {
        let number = |at: usize| format!("620401{:02}03909{at:03}", 41 + at);
        let rows = |count: usize| -> Vec<[String; 5]> {
            (0..count).map(|at| [number(at), "Rekaan".into(), "1".into(), "2".into(), "3".into()]).collect()
        };
        let gate = gate();
        let names = |first| [first, "Uraian", "Anggaran", "Sisa", "Total"];
        for (text, is_csv) in [
            (page(&rows(1), names("NIK"), ","), true),
            (page(&rows(1), names("No. KTP"), ","), true),
            (page(&rows(1), ["Kode Rekening", "Nama", "Anggaran", "Sisa", "Total"], ","), true),
            (page(&rows(1), names("Nomor Rekening"), ","), true),
            (page(&rows(1), names("Kode"), ","), true),
            (markdown(&rows(1), names("NIK")), false),
            (markdown(&rows(1), names("Kode Rekening")).replace("Rincian", "NIK penerima"), false),
            (markdown(&rows(1), names("Kode Rekening")).replace("| 62", "| NIK 62"), false),
            // A whole column of them is no chance.
            (page(&rows(6), names("Kode Rekening"), ","), true),
        ] {
            let hits = if is_csv { gate.scan_table(&text, false) } else { gate.scan(&text, false) };
            assert!(!hits.is_empty(), "{text}");
        }
        assert_eq!(gate.scan_table(&page(&rows(1), names("Kode Rekening"), ","), false), []);
    }

    #[test]
    fn a_row_of_numbers_without_lines_is_judged_by_its_page() {
        let row = "5.1.02 6204015503909999 1.250.000 750.000 500.000";
        let gate = gate();
        assert_eq!(gate.scan(&format!("Realisasi anggaran\n{row}\n"), false), []);
        assert_eq!(gate.scan(&format!("Realisasi anggaran\n{row}\nNama dan NIK\n"), false).len(), 1);
        assert_eq!(gate.scan(row, false).len(), 1);
        assert_eq!(gate.scan("Realisasi anggaran 6204015503909999 sudah dicatat.", false).len(), 1);
    }
}
