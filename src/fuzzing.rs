//! The bodies of the fuzz targets of `fuzz/`: one function for each reader of input that others wrote.
//!
//! No part of the interface. Each function reads any bytes and asserts what must hold for all of them; a panic is a
//! fault of the reader.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::anonymise::sheet::{MAX_COLUMNS, MAX_ROWS, Sheet};
use crate::audit::html;
use crate::cache::{Sources, digest};
use crate::collections::{self, Audience, Kind, Publication};
use crate::config;
use crate::diagnostics::print::{self, Format, Style};
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::disclosure::ledger::{self, Ledger, Release};
use crate::disclosure::text::{Detector, Gate, Official};
use crate::locale::Lang;
use crate::markdown::{Body, Source};
use crate::publish::html::{PageLinks, decode, scan};
use crate::publish::manifest::Manifest;
use crate::source::{ReleaseFile, SourceTree};
use pdf_disclosure as pdf;

/// A content file. The comment in its second line may name the content type: `# edaran`.
pub fn front_matter(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let named = text.lines().nth(1).and_then(|line| line.strip_prefix("# "));
    let kind = Kind::ALL.into_iter().find(|kind| Some(kind.name()) == named).unwrap_or(Kind::Circular);
    for ending in ["md", "toml"] {
        let path = format!("{}/2024/uji.{ending}", kind.folder());
        examine(&[(&path, text)]);
    }
    let file = Arc::new(SourceFile::new("site.toml", text, false));
    check_findings(&config::read(Some(&file)).findings);
}

/// A CSV file beside a pact series or a sanction series, or from a personnel office.
pub fn csv(data: &[u8]) {
    sheet(data, "csv");
    let Ok(text) = str::from_utf8(data) else { return };
    let pact = "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
    examine(&[("pakta/uji.toml", pact), ("pakta/uji.csv", text)]);
    let sanctions = "judul = \"Sanksi\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = \
                     2024-12-31 }\ntotal = 36\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n\n\
                     [kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n";
    examine(&[("sanksi/uji.toml", sanctions), ("sanksi/uji.csv", text)]);
}

/// A workbook from a personnel office.
pub fn xlsx(data: &[u8]) {
    sheet(data, "xlsx");
}

/// The Markdown of a body, and the HTML that is made of it; and HTML that another program wrote.
pub fn markdown(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let source = || Source {
        file: Arc::new(SourceFile::new("content/halaman/uji.md", text, false)),
        digest: digest(text.as_bytes()),
        range: 0..text.len(),
        route: "/uji/".to_owned(),
        folder: "halaman".to_owned(),
        lang: Lang::Id,
    };
    let (held, problems) = Body::parse(source(), text, |_| true);
    let (made_again, _) = Body::parse(source(), text, |_| false);
    assert_eq!(held.notes(), made_again.notes());
    let html = held.html("/en", "", false);
    assert_eq!(html, made_again.html("/en", "", true), "held HTML is the HTML that is made again");
    for range in problems.iter().map(|(_, range)| range).chain(held.links.iter().map(|link| &link.range)) {
        assert_within(text, range);
    }
    let ids: BTreeSet<&str> = held.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids.len(), held.headings.len(), "an anchor is unique on its page");

    let html = html.unwrap_or_default();
    assert_eq!(links_of(&html), links_by_the_standard(&html));
    for page in [&html, text] {
        let read = html::read(page);
        let places =
            read.pieces.iter().map(|piece| &piece.at).chain(read.tables.iter().map(|table| &table.at));
        for place in places {
            assert_within(page, place);
        }
    }
    // A theme of a portal's own writes what it likes.
    let PageLinks { links, anchors } = scan(data);
    let bytes = data.as_ptr_range();
    for value in links.iter().chain(&anchors) {
        let value = value.as_ptr_range();
        assert!(bytes.start <= value.start && value.end <= bytes.end);
    }
}

/// A text at the text gate.
pub fn text_gate(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let gate = Gate::new(Official::default(), None);
    for hits in [gate.scan(text, true), gate.scan(text, false), gate.scan_table(text, true)] {
        for hit in &hits {
            assert_within(text, &hit.range);
            assert!(!hit.range.is_empty(), "{hit:?}");
        }
        assert!(hits.is_sorted_by_key(|hit| hit.range.start), "{hits:?}");
    }
    assert!(gate.scan(text, true) == gate.scan(text, true));
    for hit in gate.scan(text, false) {
        assert!(
            !matches!(hit.detector, Detector::Initials | Detector::Name | Detector::SinglePost),
            "{hit:?}"
        );
    }
}

/// A PDF.
pub fn pdf(data: &[u8]) {
    let reading = pdf::read(data);
    assert_eq!(pdf::read(data), reading);
    assert!(reading.refused.is_sorted() && reading.unreadable.is_sorted());
    assert!(reading.unreadable.first() != Some(&0), "pages are counted from 1");
    // A child process hands it on as JSON.
    let sent = serde_json::to_vec(&reading).unwrap_or_default();
    assert!(serde_json::from_slice::<pdf::Reading>(&sent).is_ok_and(|received| received == reading));
}

/// The manifest of an output folder.
pub fn manifest(data: &[u8]) {
    let Ok(manifest) = Manifest::parse(data, ".terawang.json") else { return };
    for path in manifest.files.keys() {
        assert!(!path.starts_with('/') && !path.split('/').any(|name| name == ".."), "{path:?}");
    }
    let mut written = Vec::new();
    assert!(manifest.write(&mut written).is_ok());
    assert!(Manifest::parse(&written, "").is_ok_and(|again| again == manifest));
}

/// The record of a release.
pub fn release(data: &[u8]) {
    let Ok(release) = serde_json::from_slice::<Release>(data) else { return };
    let Ok(text) = release.to_text() else { return };
    let file = Arc::new(SourceFile::new("rilis/0001.json", text.as_str(), false));
    let read = Ledger::read(&[ReleaseFile { number: 1, file }]);
    check_findings(&read.findings);
    let is_first = release.format == ledger::FORMAT && release.number == 1 && release.previous.is_none();
    assert_eq!(read.value.releases().len(), usize::from(is_first), "a sealed record is believed");
    if let [again] = read.value.releases() {
        assert!(again.facts == release.facts && again.note == release.note && again.date == release.date);
        assert_eq!(again.to_text().ok(), Some(text));
    }
}

/// Reads content files as `check` does, twice, and checks what is found.
fn examine(files: &[(&str, &str)]) {
    let skeleton = config::SKELETON.replace("{hukum}", "2024-10-15");
    let site = Arc::new(SourceFile::new("site.toml", skeleton, false));
    let Some(config) = config::read(Some(&site)).value else { unreachable!("the skeleton can be read") };
    let mut tree = SourceTree::default();
    for (path, text) in files {
        if let Err(found) = tree.put(path, Some((*text).to_owned())) {
            check_findings(&Findings::from_iter([*found]));
        }
    }
    let read = || {
        let publication =
            Publication { clock: jiff::civil::date(2024, 10, 15), audience: Audience::StaffWithDrafts };
        let kept = &mut collections::KeptRecords::default();
        collections::collect(&tree, config.clone(), publication, &Sources::default(), kept).findings
    };
    let findings = read();
    check_findings(&findings);
    assert_eq!(findings.sorted(), read().sorted(), "the same text has the same findings");
}

/// Findings point into their files and can be printed.
fn check_findings(findings: &Findings) {
    let sorted = findings.sorted();
    for found in &sorted {
        let related = found.related.iter().map(|(place, _)| place);
        for place in found.place.iter().chain(related) {
            if let Some(range) = &place.range {
                assert_within(&place.file.text(), range);
            }
        }
    }
    for format in Format::ALL {
        let (style, lang) =
            if format == Format::Human { (Style::Colour, Lang::Id) } else { (Style::Plain, Lang::En) };
        let shown: &[&Diagnostic] = &sorted[..sorted.len().min(20)];
        assert!(print::write(&mut std::io::sink(), shown, format, lang, style).is_ok());
    }
}

fn sheet(data: &[u8], extension: &str) {
    let Ok(mut sheet) = Sheet::of_bytes(data.to_vec().into(), extension, None) else { return };
    let width = sheet.heading().len();
    assert!(width <= MAX_COLUMNS);
    let columns: Vec<usize> = (0..width).collect();
    let Ok(rows) = sheet.rows(&columns) else { return };
    assert!(rows.list.len() <= MAX_ROWS);
    assert!(rows.list.iter().all(|row| row.cells.len() == width));
    assert!(rows.list.is_sorted_by(|row, next| row.number < next.number), "rows are numbered from above");
}

fn assert_within(text: &str, range: &Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} lies outside the text or inside a letter");
}

/// Links and anchors as the link check reads them, decoded.
fn links_of(html: &str) -> (Vec<String>, Vec<String>) {
    let PageLinks { links, anchors } = scan(html.as_bytes());
    let text = |values: Vec<&[u8]>| values.into_iter().map(|value| decode(value).into_owned()).collect();
    (text(links), text(anchors))
}

/// The same by html5gum, a tokenizer that follows the standard.
pub(crate) fn links_by_the_standard(html: &str) -> (Vec<String>, Vec<String>) {
    let (mut links, mut anchors) = (Vec::new(), Vec::new());
    let mut emitter = html5gum::DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in html5gum::Tokenizer::new_with_emitter(html, emitter) {
        let Ok(html5gum::Token::StartTag(tag)) = token else { continue };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value).into_owned();
            match name.as_slice() {
                b"id" => anchors.push(value),
                // `<a href>` leads nowhere; the scanner passes it over.
                b"href" | b"src" | b"poster" | b"action" | b"data" if !value.is_empty() => links.push(value),
                _ => {}
            }
        }
    }
    (links, anchors)
}
