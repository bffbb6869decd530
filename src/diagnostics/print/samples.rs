//! Findings that the printers' tests share.

use std::sync::Arc;

use super::{Format, Style, write};
use crate::diagnostics::{Diagnostic, Place, SourceFile};
use crate::locale::{Lang, Text};

pub(super) fn file(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(path, text, false))
}

/// The place of the first `part` in `file`.
pub(super) fn place(file: &Arc<SourceFile>, part: &str) -> Place {
    let start = file.text().find(part).unwrap_or(0);
    Place { file: Arc::clone(file), range: Some(start..start + part.len()) }
}

/// A finding that points at the first `part` in `file`.
pub(super) fn at(diagnostic: Diagnostic, file: &Arc<SourceFile>, part: &str) -> Diagnostic {
    let place = place(file, part);
    Diagnostic { place: Some(place), ..diagnostic }
}

/// An unknown key, a relation that points at two files, a finding about a whole file, and one without a file.
pub(super) fn findings() -> Vec<Diagnostic> {
    let circular = file(
        "content/edaran/2024/se-netralitas.md",
        "+++\njudul = \"Netralitas ASN\"\ntangal = 2024-10-15\nhubungan = [{ jenis = \"merujuk\", dokumen = \"regulasi/uu-5-2014\" }]\n+++\n",
    );
    let law = file(
        "content/regulasi/uu-20-2023.md",
        "+++\njudul = \"ASN\"\nhubungan = [{ jenis = \"mencabut\", dokumen = \"regulasi/uu-5-2014\" }]\n+++\n",
    );
    vec![
        Diagnostic::error(
            "TW0112",
            Text::new("folder `content/` tidak ada", "there is no `content/` folder"),
        ),
        at(
            Diagnostic::error("TW0203", Text::new("kunci `tangal` tidak dikenal", "unknown key `tangal`"))
                .hint(Text::new("maksud Anda `tanggal`?", "did you mean `tanggal`?")),
            &circular,
            "tangal",
        ),
        at(
            Diagnostic::warning("TW0304", Text::new("UU 5/2014 sudah dicabut", "UU 5/2014 has been revoked"))
                .hint(Text::new("rujuk UU 20/2023", "cite UU 20/2023"))
                .related(place(&law, "regulasi/uu-5-2014"), Text::new("dicabut di sini", "revoked here")),
            &circular,
            "\"regulasi/uu-5-2014\"",
        ),
        Diagnostic::error("TW0101", Text::new("berkas ini bukan teks UTF-8", "this file is not UTF-8 text"))
            .in_file(&SourceFile::unread("content/berita/a.md")),
    ]
}

/// Paths and messages that a format could mistake for its own syntax.
pub(super) fn awkward_findings() -> Vec<Diagnostic> {
    let file = file("content/berita/50%, a: é b.md", "satu\ndua\n");
    vec![
        Diagnostic::error(
            "TW0204",
            Text::new("", "100%: write `{ id = \"…\" }`\r\n::error::no, see [here](1)"),
        )
        .at(&file, 0..7),
        Diagnostic::warning("TW0213", Text::new("", "empty")).at(&file, 9..9),
    ]
}

/// Findings in a file that no log may show, with the same file as a related place.
pub(super) fn secret_findings() -> Vec<Diagnostic> {
    let file = Arc::new(SourceFile::new("content/sanksi/pilkada-2024.toml", "hasil = \"RAHASIA\"\n", true));
    vec![
        Diagnostic::error("TW0206", Text::new("nilai tidak ada dalam daftar", "value not in the list"))
            .hint(Text::new("pakai `terbukti`", "use `terbukti`"))
            .at(&file, 8..17)
            .related(Place { file: Arc::clone(&file), range: Some(0..5) }, Text::new("kuncinya", "its key")),
    ]
}

/// The output of a printer.
pub(super) fn printed(findings: &[Diagnostic], format: Format, lang: Lang, style: Style) -> String {
    let findings: Vec<&Diagnostic> = findings.iter().collect();
    let mut out = Vec::new();
    let written = write(&mut out, &findings, format, lang, style);
    assert!(written.is_ok(), "{written:?}");
    String::from_utf8_lossy(&out).into_owned()
}
