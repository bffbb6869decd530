//! Findings as one JSON document for scripts.
//!
//! The format is stable: no key is removed or changes its meaning while `version` stays 1. Every key is
//! always present; an unknown value is `null`. Lines and columns count from 1, columns in characters (Unicode
//! code points); the end is the column after the last character.

use std::io;

use serde::Serialize;

use crate::diagnostics::places::{Places, Region};
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::locale::Lang;

/// The version of the format; it increases when a key changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    hint: Option<&'a str>,
    #[serde(flatten)]
    spot: Spot<'a>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    spot: Spot<'a>,
}

#[derive(Default, Serialize)]
struct Spot<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl<'a> Spot<'a> {
    fn of(place: &'a Place, region: Option<Region>) -> Self {
        Self {
            file: Some(&place.file.path),
            line: region.map(|region| region.start.line),
            column: region.map(|region| region.start.column),
            end_line: region.map(|region| region.end.line),
            end_column: region.map(|region| region.end.column),
        }
    }
}

/// Writes the document, indented, with a final line end.
pub(super) fn write(out: &mut dyn io::Write, findings: &[&Diagnostic], lang: Lang) -> io::Result<()> {
    let mut places = Places::default();
    let findings = findings
        .iter()
        .map(|finding| Finding {
            code: finding.code,
            severity: finding.severity,
            message: finding.message.get(lang),
            hint: finding.hint.as_ref().map(|hint| hint.get(lang)),
            spot: finding
                .place
                .as_ref()
                .map_or_else(Spot::default, |place| Spot::of(place, places.region(place))),
            related: finding
                .related
                .iter()
                .map(|(place, why)| Related {
                    message: why.get(lang),
                    spot: Spot::of(place, places.region(place)),
                })
                .collect(),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &Document { version: VERSION, findings })?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::super::samples::{findings, printed, secret_findings};
    use super::super::{Format, Style};
    use super::*;

    #[test]
    fn the_document_keeps_its_keys() {
        assert_data_eq!(
            printed(&findings(), Format::Json, Lang::Id, Style::Plain),
            str![[r#"
{
  "version": 1,
  "findings": [
    {
      "code": "TW0112",
      "severity": "error",
      "message": "folder `content/` tidak ada",
      "hint": null,
      "file": null,
      "line": null,
      "column": null,
      "end_line": null,
      "end_column": null,
      "related": []
    },
    {
      "code": "TW0203",
      "severity": "error",
      "message": "kunci `tangal` tidak dikenal",
      "hint": "maksud Anda `tanggal`?",
      "file": "content/edaran/2024/se-netralitas.md",
      "line": 3,
      "column": 1,
      "end_line": 3,
      "end_column": 7,
      "related": []
    },
    {
      "code": "TW0304",
      "severity": "warning",
      "message": "UU 5/2014 sudah dicabut",
      "hint": "rujuk UU 20/2023",
      "file": "content/edaran/2024/se-netralitas.md",
      "line": 4,
      "column": 44,
      "end_line": 4,
      "end_column": 64,
      "related": [
        {
          "message": "dicabut di sini",
          "file": "content/regulasi/uu-20-2023.md",
          "line": 3,
          "column": 46,
          "end_line": 3,
          "end_column": 64
        }
      ]
    },
    {
      "code": "TW0101",
      "severity": "error",
      "message": "berkas ini bukan teks UTF-8",
      "hint": null,
      "file": "content/berita/a.md",
      "line": null,
      "column": null,
      "end_line": null,
      "end_column": null,
      "related": []
    }
  ]
}

"#]]
            .raw()
        );
    }

    #[test]
    fn no_findings_are_an_empty_list() {
        assert_data_eq!(
            printed(&[], Format::Json, Lang::En, Style::Plain),
            str![[r#"
{
  "version": 1,
  "findings": []
}

"#]]
            .raw()
        );
    }

    #[test]
    fn a_confidential_file_shows_no_text() {
        let text = printed(&secret_findings(), Format::Json, Lang::En, Style::Plain);
        assert!(!text.contains("RAHASIA"), "{text}");
    }
}
