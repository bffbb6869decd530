//! How the time for a text grows with its size: `cargo bench --bench linear` prints, for each kind of text, the
//! time for each size and how often the time of the size before it that is. Sizes grow fourfold, so about 4 is
//! linear and 16 is quadratic. It measures, and asserts nothing.
//!
//! `cargo bench --bench linear -- footnotes` measures the rows whose names hold a word.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::hint::black_box;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use terawang::fuzzing;
use terawang::internals::Digester;
use terawang::internals::{Body, Source};
use terawang::internals::{Diagnostic, SourceFile};
use terawang::internals::{Format, Style, write};
use terawang::internals::{Gate, Official};
use terawang::internals::{Lang, Text};

const SIZES: [usize; 4] = [64 << 10, 256 << 10, 1 << 20, 4 << 20];
/// A row ends here: what is quadratic would take hours.
const TOO_LONG: Duration = Duration::from_secs(20);

/// Texts without a word of sanctions, by what they repeat.
const NUMBERS: [(&str, &str); 27] = [
    ("numbers", "1234567 "),
    ("short numbers", "12 34 56 "),
    ("single digits", "1 "),
    ("digits and full stops", "1."),
    ("one number", "1"),
    ("0812", "0812 "),
    ("telephones", "0812-3456-7890 "),
    ("NIP", "198501012010011999\n"),
    ("NIK", "6204015503909999 "),
    ("NIP in disguise", "NIP l985O1O12O1OO11999 "),
    ("accounts", "rek 123456789, "),
    ("plates", "AB 12 CD 34 EF "),
    ("signs of addresses", "a@"),
    ("addresses", "a.b-c_d@e.fg "),
    ("addresses in brackets", "a(at)b(dot)"),
    ("decimals", "1.2345 "),
    ("coordinates", "-8.1234,115.1234 "),
    ("angles", "8°6′30″ LS "),
    ("pairs of angles", "8°6′30″ LS 115°6′30″ BT "),
    ("entities", "&#49;"),
    ("percent-encodings", "%C2%A0"),
    ("escapes", "\\u0031"),
    ("tags in numbers", "1<b>"),
    ("brackets", "("),
    ("cells", "| 1 |\n"),
    ("raised digits", "²"),
    ("line ends", "\n"),
];

/// Texts that speak of sanctions.
const PEOPLE: [(&str, &str); 22] = [
    ("titles", "Dr. "),
    ("titles in small letters", "a.n. "),
    ("titles and names", "Drs. Budi "),
    ("names in quotation marks", "“Pak Budi” "),
    ("sentences of names", "a.n. Budi. "),
    ("Balinese names", "I Wayan "),
    ("degrees", "Budi, S.H. "),
    ("degrees alone", "S.H"),
    ("degrees without full stops", "Budi, SH, "),
    ("initials", "A. B. "),
    ("initials of persons", "oknum AB "),
    ("ages", "AB 45 tahun "),
    ("posts", "Camat Desa "),
    ("posts in small letters", "camat "),
    ("offices", "kepala\n"),
    ("words of sanctions", "dijatuhi "),
    ("sanctioned posts", "Kepala Dinas Pendidikan dijatuhi sanksi. "),
    ("offices and names", "Bupati Budi, S.H. "),
    ("words with capitals", "Aaaa "),
    ("one word", "A"),
    ("hyphens", "Aa-"),
    ("letters beyond ASCII", "É"),
];

/// Bodies that repeat one piece.
const BODIES: [(&str, &str); 30] = [
    ("headings", "# a\n\n"),
    ("headings that are links", "# [a](#a)\n\n"),
    ("broken links", "[a](b "),
    ("tags", "<b>\n"),
    ("blocks of HTML", "<p>a</p>\n\n"),
    ("lettered items", "a. x\n"),
    ("lettered and numbered items", "a. x\n1. y\n"),
    ("items of many styles", "1. x:\na. x:\n1) x:\na) x:\n(1) x:\n(a) x:\n"),
    ("items in brackets", "(2) x\n"),
    ("Roman items", "i. x\nii. y\n"),
    ("items apart", "b. x\n\na. y\n\n"),
    ("nested items", "1. x\n   a. y\n      1) z\n"),
    ("bullets of Word", "•\tx\n"),
    ("lines with keys", "Nomor : x\n"),
    ("parts of a decree", "Menimbang : x\n\n\n\n"),
    ("parts of a decree with lists", "Menimbang : a. x\n    b. y\n"),
    ("addresses", "Yth. a\nb\n\n"),
    ("signatures", "Ditetapkan di A\n\n"),
    ("offices", "BUPATI\n\n"),
    ("lines to the right", "                x\n\n"),
    ("tables with tabs", "a\tb\n"),
    ("uneven tabs", "a\tb\nc\td\te\n\n"),
    ("soft hyphens", "a\u{ad}"),
    ("web addresses", "https://a.go.id/) "),
    ("web addresses without a domain", "http://"),
    ("brackets behind an address", "https://a.id/)))))))"),
    ("mail addresses", "a@b.id "),
    ("footnotes without a text", "[^a"),
    ("links with blanks", "](a b"),
    ("subscripts", "a~1~"),
];

/// A kind of input: its name, and a text of about so many bytes.
type Input = (&'static str, fn(usize) -> String);

/// Bodies whose pieces differ.
const MARKDOWN: [Input; 5] = [
    ("underlined headings", |size| "a\n---\n".repeat(size / 6)),
    ("footnotes", |size| numbered(size, |at| format!("[^{at}]: x\n\n"), |at| format!("a[^{at}]\n"))),
    ("paragraphs", |size| "kata\n\n".repeat(size / 6)),
    ("quotations", |size| "> a\n\n".repeat(size / 5)),
    ("links", |size| "[a](b.md) ".repeat(size / 10)),
];

/// Data of records.
const FRONT_MATTER: [Input; 4] = [
    ("unknown keys", |size| front(&numbered_lines(size, |at| format!("kunci{at} = 1\n")))),
    ("topics", |size| {
        front(&format!("tag = [{}]\n", numbered_lines(size, |at| format!("\"topik {at}\",\n"))))
    }),
    ("redirects", |size| {
        front(&format!("alihan = [{}]\n", numbered_lines(size, |at| format!("\"/a{at}/\",\n"))))
    }),
    ("relations", |size| {
        front(&numbered_lines(size, |at| {
            format!("[[hubungan]]\njenis = \"mencabut\"\ndokumen = \"a/{at}\"\n")
        }))
    }),
];

/// Rows of a pact series.
const TABLES: [Input; 3] = [
    ("rows", |size| table(&numbered_lines(size, |at| format!("opd{at},pns,2024-10-01,40,35\n")))),
    ("equal rows", |size| table(&"opd,pns,2024-10-01,40,35\n".repeat(size / 25))),
    ("wrong rows", |size| table(&"opd,pns,kemarin,40,35\n".repeat(size / 22))),
];

fn front(data: &str) -> String {
    format!("+++\njudul = \"a\"\n{data}+++\n")
}

fn table(rows: &str) -> String {
    format!("opd,kategori,per_tanggal,sasaran,ditandatangani\n{rows}")
}

fn numbered_lines(size: usize, line: fn(usize) -> String) -> String {
    (0..size / line(size).len()).map(line).collect()
}

fn numbered(size: usize, first: fn(usize) -> String, second: fn(usize) -> String) -> String {
    let count = size / 20;
    (0..count).map(second).chain((0..count).map(first)).collect()
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let heads = SIZES.map(|size| format!("{:>16}", format!("{} KiB", size >> 10)));
    println!("{:44}{}", "", heads.concat());
    let gate = Gate::new(Official::default(), None);
    for (rows, sanctions) in [(&NUMBERS[..], false), (&PEOPLE[..], true)] {
        for (name, unit) in rows.iter().filter(|(name, _)| is_wanted(name)) {
            let text = |size: usize| unit.repeat(size / unit.len());
            row(&format!("gate: {name}"), text, |text| gate.scan(text, sanctions).len());
        }
    }
    let findings = |line_end: &'static str| {
        move |size: usize| format!("dinas-a;pns;2024-01-31{line_end}").repeat(size / 23)
    };
    for (name, text) in [("in lines", findings("\n")), ("in one line", findings(";"))] {
        for format in Format::ALL.into_iter().filter(|_| is_wanted(name)) {
            row(&format!("findings {name}, as {}", format.name()), text, |text| printed(text, format));
        }
    }
    for (name, unit) in BODIES.iter().filter(|(name, _)| is_wanted(name)) {
        row(&format!("Markdown: {name}"), |size| unit.repeat(size / unit.len()), body);
    }
    for (name, text) in MARKDOWN.into_iter().filter(|(name, _)| is_wanted(name)) {
        row(&format!("Markdown: {name}"), text, body);
    }
    // Read as the fuzz targets read them: the whole stage of records, more than once.
    for (name, text) in FRONT_MATTER.into_iter().filter(|(name, _)| is_wanted(name)) {
        row(&format!("data: {name}"), text, |text| {
            fuzzing::front_matter(text.as_bytes());
            text.len()
        });
    }
    for (name, text) in TABLES.into_iter().filter(|(name, _)| is_wanted(name)) {
        row(&format!("CSV: {name}"), text, |text| {
            fuzzing::csv(text.as_bytes());
            text.len()
        });
    }
}

fn row(name: &str, text: impl Fn(usize) -> String, work: impl Fn(&str) -> usize) {
    let mut line = format!("{name:44}");
    let mut last = None;
    for size in SIZES {
        let text = text(size);
        let start = Instant::now();
        black_box(work(&text));
        let took = start.elapsed();
        let factor = last.map_or(String::new(), |last: Duration| {
            format!("×{:.1}", took.as_secs_f64() / last.as_secs_f64())
        });
        line.push_str(&format!("{:>9.1} ms{factor:>5}", took.as_secs_f64() * 1e3));
        last = Some(took);
        if took > TOO_LONG {
            line.push_str("  …");
            break;
        }
    }
    println!("{line}");
}

/// Prints a finding at every 23rd byte of a text.
fn printed(text: &str, format: Format) -> usize {
    let file = Arc::new(SourceFile::new("content/pakta/pilkada-2024.csv", text, false));
    let message = || Diagnostic::error("TW0206", Text::new("salah", "wrong"));
    let findings: Vec<Diagnostic> =
        (0..text.len() / 23).map(|at| message().at(&file, at * 23..at * 23 + 7)).collect();
    let findings: Vec<&Diagnostic> = findings.iter().collect();
    match write(&mut io::sink(), &findings, format, Lang::Id, Style::Plain) {
        Ok(()) => findings.len(),
        Err(_) => 0,
    }
}

/// Reads a body.
fn body(text: &str) -> usize {
    let file = Arc::new(SourceFile::new("content/halaman/a.md", text, false));
    let source = Source {
        file,
        digest: Digester::default().finish(),
        range: 0..text.len(),
        route: "/halaman/a/".to_owned(),
        folder: "halaman".to_owned(),
        lang: Lang::Id,
    };
    Body::parse(source, text, |_| true).1.len()
}
