//! Findings as workflow commands, which GitHub Actions shows beside the changed lines.
//!
//! One finding is one line: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=TW0123::…`. The runner
//! requires `%` and line ends in escaped form, and in properties also `:` and `,`.

use std::fmt::Write as _;
use std::io;

use super::{note_name, one_line};
use crate::diagnostics::places::{Places, Region};
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::locale::Lang;

/// Writes one command for each finding.
pub(super) fn write(out: &mut dyn io::Write, findings: &[&Diagnostic], lang: Lang) -> io::Result<()> {
    let mut places = Places::default();
    for finding in findings {
        let mut properties = String::new();
        if let Some(place) = &finding.place {
            properties = place_properties(place, places.region(place));
        }
        let mut data = one_line(finding.message.get(lang)).into_owned();
        if let Some(hint) = &finding.hint {
            data.push('\n');
            data.push_str(&one_line(hint.get(lang)));
        }
        for (place, why) in &finding.related {
            let spot = match places.region(place) {
                Some(Region { start, .. }) => format!("{}:{}:{}", place.file.path, start.line, start.column),
                None => place.file.path.clone(),
            };
            // Writing to a `String` cannot fail.
            let _ = write!(data, "\n{}: {}: {}", note_name(lang), one_line(&spot), one_line(why.get(lang)));
        }
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(out, "::{command} {properties}title={}::{}", finding.code, escape_data(&data))?;
    }
    Ok(())
}

/// `file=…,line=…,col=…,endLine=…,endColumn=…,`
///
/// GitHub counts the end inclusively, and accepts columns only if a finding is within one line.
fn place_properties(place: &Place, region: Option<Region>) -> String {
    let file = escape_property(&place.file.path);
    match region {
        None => format!("file={file},"),
        Some(Region { start, end }) if start.line == end.line => {
            let last = end.column.saturating_sub(1).max(start.column);
            format!("file={file},line={0},col={1},endLine={0},endColumn={last},", start.line, start.column)
        }
        Some(Region { start, end }) => format!("file={file},line={},endLine={},", start.line, end.line),
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::super::samples::{awkward_findings, findings, printed, secret_findings};
    use super::super::{Format, Style};
    use super::*;

    #[test]
    fn a_finding_is_one_command() {
        assert_data_eq!(printed(&findings(), Format::Github, Lang::Id, Style::Plain), str![[r#"
::error title=TW0112::folder `content/` tidak ada
::error file=content/edaran/2024/se-netralitas.md,line=3,col=1,endLine=3,endColumn=6,title=TW0203::kunci `tangal` tidak dikenal%0Amaksud Anda `tanggal`?
::warning file=content/edaran/2024/se-netralitas.md,line=4,col=44,endLine=4,endColumn=63,title=TW0304::UU 5/2014 sudah dicabut%0Arujuk UU 20/2023%0Acatatan: content/regulasi/uu-20-2023.md:3:46: dicabut di sini
::error file=content/berita/a.md,title=TW0101::berkas ini bukan teks UTF-8

"#]].raw());
    }

    #[test]
    fn what_the_runner_would_misread_is_escaped() {
        assert_data_eq!(printed(&awkward_findings(), Format::Github, Lang::En, Style::Plain), str![[r#"
::error file=content/berita/50%25%2C a%3A é b.md,line=1,endLine=2,title=TW0204::100%25: write `{ id = "…" }`  ::error::no, see [here](1)
::warning file=content/berita/50%25%2C a%3A é b.md,line=3,col=1,endLine=3,endColumn=1,title=TW0213::empty

"#]].raw());
    }

    #[test]
    fn no_findings_are_no_commands() {
        assert_eq!(printed(&[], Format::Github, Lang::Id, Style::Plain), "");
    }

    #[test]
    fn a_confidential_file_shows_no_text() {
        let text = printed(&secret_findings(), Format::Github, Lang::En, Style::Plain);
        assert!(!text.contains("RAHASIA"), "{text}");
    }
}
