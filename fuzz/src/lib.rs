//! The fuzz targets: functions from bytes to nothing that panic on a fault.
//!
//! `fuzz_targets/` hands them to libFuzzer; `main.rs` runs them on a stable compiler.

#![forbid(unsafe_code)]

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

pub use terawang::fuzzing::{csv, front_matter, manifest, markdown, pdf, release, text_gate};

/// A fuzz target.
pub type Target = fn(&[u8]);

/// Every target with its name, which is also that of its folder in `corpus/`.
pub const TARGETS: [(&str, Target); 8] = [
    ("front_matter", front_matter),
    ("csv", csv),
    ("markdown", markdown),
    ("text_gate", text_gate),
    ("manifest", manifest),
    ("release", release),
    ("xlsx", xlsx),
    ("pdf", pdf),
];

/// Parts of an XLSX workbook beside its only sheet.
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Kasus" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// A workbook: a whole one, or the XML of its sheet.
///
/// A change anywhere in a ZIP archive breaks a checksum, so changes that reach the reader of sheets are made to the
/// XML alone.
pub fn xlsx(data: &[u8]) {
    if data.starts_with(b"PK") {
        return terawang::fuzzing::xlsx(data);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let sheet = ("xl/worksheets/sheet1.xml", data);
    for (name, text) in PARTS.iter().map(|(name, text)| (*name, text.as_bytes())).chain([sheet]) {
        archive
            .start_file(name, options)
            .and_then(|()| Ok(archive.write_all(text)?))
            .expect("memory does not fail");
    }
    let bytes = archive.finish().expect("memory does not fail").into_inner();
    terawang::fuzzing::xlsx(&bytes);
}
