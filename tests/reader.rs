//! The child that reads PDFs: hostile files in a real one, and children that misbehave.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lopdf::{Document, Object, Stream, dictionary};
use pdf_disclosure::{Reading, Refused};
use terawang::internals::hex_sha256;
use terawang::internals::{Reader, Unread};

/// What a real child says of these bytes.
fn read(bytes: &[u8]) -> Result<Arc<Reading>, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, bytes).unwrap();
    Reader::new(env!("CARGO_BIN_EXE_terawang")).read(&file, &hex_sha256(bytes))
}

/// A refusal of any kind: what matters is that nothing passes.
#[track_caller]
fn assert_refused(bytes: &[u8], name: &str) {
    let passed = read(bytes).is_ok_and(|reading| reading.refused.is_empty() && reading.unreadable.is_empty());
    assert!(!passed, "{name}");
}

fn made(name: &str) -> (PathBuf, Vec<u8>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/attachments").join(name);
    let bytes = std::fs::read(&file).unwrap();
    (file, bytes)
}

#[test]
fn a_pdf_cut_short_is_refused_wherever_it_is_cut() {
    let (_, whole) = made("chromium-clean.pdf");
    for part in [1, 10, 50, 90, 99] {
        assert_refused(&whole[..whole.len() * part / 100], &format!("{part} %"));
    }
}

#[test]
fn tables_that_lead_to_themselves_are_refused() {
    let table =
        "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n";
    assert_refused(format!("%PDF-1.4\n{table}").as_bytes(), "xref");
    for (pages, name) in [("<</Type/Pages/Kids[2 0 R]/Count 1>>", "its own child"), ("2 0 R", "itself")] {
        let mut file =
            format!("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n{pages}\nendobj\n");
        let xref = file.len();
        file.push_str(&format!(
            "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n"
        ));
        assert_refused(file.as_bytes(), name);
    }
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("<</A", ">>"), ("(", ")")] {
        let nested = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
        let mut file = format!("%PDF-1.4\n1 0 obj\n{nested}\nendobj\n");
        let xref = file.len();
        file.push_str(&format!(
            "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n"
        ));
        assert_refused(file.as_bytes(), open);
    }
}

/// A document of one page whose contents are a stream packed so many times.
fn packed(content: Vec<u8>, times: usize) -> Vec<u8> {
    let mut doc = Document::with_version("1.5");
    let mut content = content;
    for _ in 0..times {
        let mut stream = Stream::new(dictionary! {}, content);
        stream.compress().unwrap();
        content = stream.content;
    }
    let filters = vec![Object::Name(b"FlateDecode".to_vec()); times];
    let contents = doc.add_object(Stream::new(dictionary! { "Filter" => filters }, content));
    let pages = doc.new_object_id();
    let page = doc.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => contents,
        "MediaBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    });
    doc.objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let bomb = packed(vec![b' '; 160 * 1024 * 1024], 2);
    assert!(bomb.len() < 4096, "{}", bomb.len());
    assert_eq!(read(&bomb).unwrap().refused, [Refused::TooLarge]);
    assert_eq!(read(&packed(vec![b' '; 1024 * 1024], 2)).unwrap().refused, []);
}

#[test]
fn more_operators_than_a_document_has_are_refused_in_time() {
    let start = Instant::now();
    assert_refused(&packed(b"q Q ".repeat(16 * 1024 * 1024), 1), "operators");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn the_same_bytes_give_the_same_reading() {
    let (_, bytes) = made("ghostscript-number.pdf");
    let first = read(&bytes).unwrap();
    assert!(!first.pieces.is_empty() && (0..4).all(|_| read(&bytes).unwrap() == first));
}

#[test]
fn a_file_is_read_once_and_under_its_own_sum_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    let (_, clean) = made("chromium-clean.pdf");
    std::fs::write(&file, &clean).unwrap();
    let reader = Reader::new(env!("CARGO_BIN_EXE_terawang"));
    let sum = hex_sha256(&clean);
    let first = reader.read(&file, &sum).unwrap();
    assert!(Arc::ptr_eq(&first, &reader.clone().read(&file, &sum).unwrap()));
    // Another file in its place is not taken for it.
    let (_, other) = made("ghostscript-number.pdf");
    std::fs::write(&file, &other).unwrap();
    let fresh = Reader::new(env!("CARGO_BIN_EXE_terawang"));
    assert_eq!(fresh.read(&file, &sum), Err(Unread::Changed));
    assert_ne!(fresh.read(&file, &hex_sha256(&other)).unwrap(), first);
}

#[test]
fn a_file_that_is_not_there_is_no_reading() {
    let reader = Reader::new(env!("CARGO_BIN_EXE_terawang"));
    assert_eq!(reader.read(Path::new("tidak-ada.pdf"), ""), Err(Unread::File));
    assert_eq!(Reader::new("tidak-ada").read(&made("chromium-clean.pdf").0, ""), Err(Unread::NoChild));
}

/// What is made of a child that does as this script says.
#[cfg(unix)]
fn misbehaving(script: &str, time: Duration) -> Result<Arc<Reading>, Unread> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("anak");
    let script = script.replace("VERSION", &pdf_disclosure::VERSION.to_string());
    std::fs::write(&program, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let reader = Reader::new(&program).within(time);
    // While another test starts a program, the system may still call this one busy.
    loop {
        match reader.read(&made("chromium-clean.pdf").0, "0") {
            Err(Unread::NoChild) => std::thread::sleep(Duration::from_millis(5)),
            read => return read,
        }
    }
}

#[cfg(unix)]
const SOON: Duration = Duration::from_millis(300);
#[cfg(unix)]
const LATE: Duration = Duration::from_secs(60);

#[cfg(unix)]
#[test]
fn a_child_that_hangs_is_ended() {
    let start = Instant::now();
    assert_eq!(misbehaving("exec sleep 120", SOON), Err(Unread::Hung));
    // It says all that it should, and stays.
    let whole = r#"echo '{"version":VERSION,"sha256":"0","reading":{"refused":[],"unreadable":[],"pieces":[]}}'; exec >&-; exec sleep 120"#;
    assert_eq!(misbehaving(whole, SOON), Err(Unread::Hung));
    // A grandchild keeps the pipe open.
    assert_eq!(misbehaving("sleep 3 & exit 0", SOON), Err(Unread::Hung));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[cfg(unix)]
#[test]
fn a_child_that_crashes_or_talks_nonsense_is_not_believed() {
    let whole =
        r#"echo '{"version":VERSION,"sha256":"0","reading":{"refused":[],"unreadable":[],"pieces":[]}}'"#;
    assert!(misbehaving(whole, LATE).is_ok());
    for script in [
        format!("{whole}; kill -9 $$"),
        format!("{whole}; exit 3"),
        format!("{whole}; echo more"),
        "exit 0".to_owned(),
        "echo '{}'".to_owned(),
        r#"echo '{"version":0,"sha256":"0","reading":{"refused":[],"unreadable":[],"pieces":[]}}'"#
            .to_owned(),
        r#"echo '{"version":VERSION,"sha256":"0","reading":{"refused":[],"unreadable":[],"pieces":[]},"more":1}'"#
            .to_owned(),
        r#"echo '{"version":VERSION,"sha256":"0","reading":{"refused":[],"unreadable":[],"pieces":[],"more":1}}'"#
            .to_owned(),
        r#"echo '{"version":VERSION,"reading":{"refused":[],"unreadable":[],"pieces":[]}}'"#.to_owned(),
        r#"echo '{"version":VERSION,"sha256":"0","reading":{"refused":["new_kind"],"unreadable":[],"pieces":[]}}'"#
            .to_owned(),
        "head -c 70000000 /dev/zero".to_owned(),
    ] {
        assert_eq!(misbehaving(&script, LATE), Err(Unread::Failed), "{script}");
    }
}
