//! Releases as files: the same bytes, the chain, and damage.

use super::*;
use crate::diagnostics::SourceFile;
use crate::source::ReleaseFile;

fn some_facts(total: u64) -> Facts {
    let rows = table(
        [Level::Cluster, Level::PenaltyLevel],
        &[(["dinas", "ringan"], total), (["dinas", "sedang"], 8), (["badan", "ringan"], 6)],
        5,
    );
    let cell = |value: &str, count| (vec![value.to_owned()], count);
    let cells = BTreeMap::from([cell("iii", None), cell("semua", Some(3))]);
    let with_cells =
        SanctionFacts { cells: Some(CellFacts(CellTable::new(vec![Level::Grade], cells))), ..total_only(3) };
    Facts {
        sanctions: sanctions([("sanksi/a", detailed(1, K, rows)), ("sanksi/b", with_cells)]).sanctions,
        pacts: pacts([("pakta/a", pact(&[("a", 40, 50)], &["b", "c"], Some((7, 12))))]).pacts,
    }
}

/// The files of consecutive releases.
fn chain(facts: &[Facts]) -> Vec<ReleaseFile> {
    let mut files: Vec<ReleaseFile> = Vec::new();
    for facts in facts {
        let ledger = Ledger::read(&files);
        assert!(ledger.findings.is_empty());
        let release = ledger.value.next(facts.clone(), date(2025, 1, 1), Some("catatan".to_owned())).unwrap();
        let text = release.to_text().unwrap();
        files.push(file(release.number, &text));
    }
    files
}

pub(super) fn file(number: u32, text: &str) -> ReleaseFile {
    let file = SourceFile::new(file_name(number), text, true);
    ReleaseFile { number, file: std::sync::Arc::new(file) }
}

fn codes(files: &[ReleaseFile]) -> Vec<&'static str> {
    Ledger::read(files).findings.sorted().iter().map(|found| found.code).collect()
}

#[test]
fn a_release_is_read_as_it_was_written_and_written_as_it_was_read() {
    let files = chain(&[some_facts(9), some_facts(14)]);
    let ledger = Ledger::read(&files).value;
    let facts: Vec<bool> = ledger
        .releases()
        .iter()
        .zip([some_facts(9), some_facts(14)])
        .map(|(release, facts)| release.facts == facts)
        .collect();
    assert_eq!(facts, [true, true]);
    for (release, file) in ledger.releases().iter().zip(&files) {
        assert_eq!(release.to_text().unwrap(), *file.file.text());
        assert!(file.file.text().ends_with("}\n"));
    }
}

#[test]
fn what_has_not_changed_is_no_new_release() {
    let ledger = Ledger::read(&chain(&[some_facts(9)])).value;
    assert!(ledger.next(some_facts(9), date(2026, 1, 1), None).is_none());
    assert_eq!(ledger.next(some_facts(14), date(2026, 1, 1), None).unwrap().number, 2);
    assert!(Ledger::default().next(Facts::default(), date(2026, 1, 1), None).is_none());
}

#[test]
fn every_way_to_break_the_chain_is_found() {
    let files = chain(&[some_facts(9), some_facts(14), some_facts(19)]);
    assert_eq!(codes(&files), Vec::<&str>::new());
    assert_eq!(codes(&files[1..]), ["TW0863"], "the first is missing");
    assert_eq!(codes(&[files[0].clone(), files[2].clone()]), ["TW0863"]);
    let renamed = ReleaseFile { number: 2, file: files[2].file.clone() };
    assert_eq!(codes(&[files[0].clone(), renamed]), ["TW0863"], "a number that is not the file's");
    let other = chain(&[some_facts(10), some_facts(15)]);
    assert_eq!(codes(&[files[0].clone(), other[1].clone()]), ["TW0864"], "of another chain");
}

#[test]
fn any_byte_that_changes_in_any_file_is_found() {
    let files = chain(&[some_facts(9), some_facts(14)]);
    for (at, ReleaseFile { number, file: original }) in files.iter().enumerate() {
        for place in 0..original.text().len() {
            let mut bytes = original.text().as_bytes().to_vec();
            bytes[place] = if bytes[place] == b'7' { b'8' } else { b'7' };
            let mut damaged = files.clone();
            damaged[at] = file(*number, &String::from_utf8(bytes).unwrap());
            assert_eq!(codes(&damaged).len(), 1, "byte {place} of file {at}");
        }
        let mut longer = files.clone();
        longer[at] = file(*number, &format!("{}\n", original.text()));
        assert_eq!(codes(&longer), ["TW0864"]);
    }
}

#[test]
fn a_later_format_is_told_apart_from_damage() {
    assert_eq!(codes(&[file(1, "{\"format\":2,\"baru\":true}")]), ["TW0862"]);
    assert_eq!(codes(&[file(1, "")]), ["TW0861"]);
    assert_eq!(codes(&[file(1, "{\"format\":1}")]), ["TW0861"]);
}

#[test]
fn only_published_facts_are_kept() {
    let text = Release::to_text(&release(1, some_facts(9))).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<&String> = value["isi"]["sanksi"]["sanksi/a"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["hasil", "penetap", "periode", "satuan", "total", "rincian"]);
    let row = &value["isi"]["sanksi"]["sanksi/a"]["rincian"]["baris"][0];
    assert_eq!(row.to_string(), r#"{"nilai":["badan","ringan"],"jumlah":6}"#);
}
