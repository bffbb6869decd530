//! The command line: incorrect use, help, exit codes, formats, explanations.

use std::collections::BTreeSet;

use snapbox::str;

use crate::support::{Portal, circular};

#[test]
fn unknown_command_is_told_with_the_nearest_one() {
    let portal = Portal::new();
    portal.run(&["bulid"]).exits(2).says(str![[r#"
galat: perintah bulid tidak dikenal
saran: maksud Anda build?

"#]]);
    portal.run(&["bulid", "--lang", "en"]).exits(2).says(str![[r#"
error: unrecognized subcommand 'bulid'

  tip: a similar subcommand exists: 'build'

Usage: terawang <COMMAND> [OPTIONS]

For more information, try '--help'.

"#]]);
    portal.run(&["xyz"]).exits(2).says(str![[r#"
galat: perintah xyz tidak dikenal
saran: `terawang --help` menunjukkan semua perintah dan pilihan

"#]]);
}

#[test]
fn unknown_option_is_told_with_the_nearest_one() {
    let portal = Portal::new();
    portal.run(&["build", "--outptu", "x"]).exits(2).says(str![[r#"
galat: pilihan --outptu tidak dikenal
saran: maksud Anda --output?

"#]]);
    portal.run(&["build", "--outptu", "x", "--lang", "en"]).exits(2).says(str![[r#"
error: unexpected argument '--outptu' found

  tip: a similar argument exists: '--output'

Usage: terawang build [OPTIONS]

For more information, try '--help'.

"#]]);
}

#[test]
fn unusable_value_is_told_with_the_choices() {
    let portal = Portal::new();
    portal.run(&["check", "--format", "xml"]).exits(2).says(str![[r#"
galat: nilai "xml" tidak dapat dipakai untuk --format <FORMAT>
saran: pilih salah satu dari human, json, github, sarif

"#]]);
    portal.run(&["check", "--clock", "2024-02-30"]).exits(2).says(str![[r#"
galat: nilai "2024-02-30" tidak dapat dipakai untuk --clock <DATE>
saran: tulis tanggal seperti 2024-10-15

"#]]);
    portal.run(&["check", "--clock", "2024-02-30", "--lang", "en"]).exits(2).says(str![[r#"
error: invalid value '2024-02-30' for '--clock <DATE>': write a date such as 2024-10-15

For more information, try '--help'.

"#]]);
    portal.run(&["serve", "--port", "70000"]).exits(2).says(str![[r#"
galat: nilai "70000" tidak dapat dipakai untuk --port <PORT>
saran: tulis bilangan dari 0 sampai 65535

"#]]);
    portal.run(&["new", "edran", "Judul"]).exits(2).says(str![[r#"
galat: nilai "edran" tidak dapat dipakai untuk <JENIS>
saran: maksud Anda edaran?

"#]]);
    // A word that looks alike by chance is not meant.
    portal.run(&["new", "surat", "Judul"]).exits(2).says(str![[r#"
galat: nilai "surat" tidak dapat dipakai untuk <JENIS>
saran: pilih salah satu dari edaran, regulasi, pakta, tim, sanksi, saluran, pengaduan, kegiatan, ikrar, mutasi, pemantauan, tahapan, berita, halaman

"#]]);
    let run = portal.run(&["new", "surat", "Judul", "--lang", "en"]);
    assert!(!run.exits(2).stderr.contains("similar value"), "{}", run.stderr);
    portal.run(&["check", "--lang", "jv"]).exits(2).says(str![[r#"
galat: nilai "jv" tidak dapat dipakai untuk --lang <LANG>
saran: pilih salah satu dari id, en

"#]]);
    portal.run(&["check", "--format", "xml", "--lang", "en"]).exits(2).says(str![[r#"
error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: human, json, github, sarif]

For more information, try '--help'.

"#]]);
}

#[test]
fn missing_value_and_argument_are_told() {
    let portal = Portal::new();
    portal.run(&["build", "--output"]).exits(2).says(str![[r#"
galat: --output <DIR> perlu nilai
saran: `terawang --help` menunjukkan semua perintah dan pilihan

"#]]);
    portal.run(&["new", "edaran"]).exits(2).says(str![[r#"
galat: masih kurang: <JUDUL>
saran: `terawang --help` menunjukkan semua perintah dan pilihan

"#]]);
    portal.run(&["new", "edaran", "--lang", "en"]).exits(2).says(str![[r#"
error: the following required arguments were not provided:
  <TITLE>

Usage: terawang new <KIND> <TITLE> [OPTIONS]

For more information, try '--help'.

"#]]);
    portal.run(&["explain", "TW9999"]).exits(2).says(str![[r#"
galat: tidak ada kode TW9999; `terawang explain` mendaftar semuanya

"#]]);
}

#[test]
fn source_date_epoch_that_is_no_number_is_told() {
    let portal = Portal::new();
    let mut command = portal.command(&["check"]);
    crate::support::Run::of(command.env("SOURCE_DATE_EPOCH", "kemarin")).exits(2).says(str![[r#"
galat: SOURCE_DATE_EPOCH berisi "kemarin", padahal harus jumlah detik, misalnya 1728950400

"#]]);
}

#[test]
fn no_command_shows_the_help() {
    let run = Portal::new().run(&[]);
    run.exits(2);
    assert!(run.stderr.contains("Pemakaian: terawang") && run.stderr.contains("Perintah:"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "escape codes where no terminal is");
}

#[test]
fn help_is_in_the_language_of_messages() {
    let portal = Portal::new();
    let run = portal.run(&["build", "--help"]);
    run.exits(0);
    assert!(run.stdout.contains("Pemakaian:") && run.stdout.contains("Folder hasil"), "{}", run.stdout);
    let run = portal.run(&["--lang", "en", "build", "--help"]);
    run.exits(0);
    assert!(run.stdout.contains("Usage:") && run.stdout.contains("The output folder"), "{}", run.stdout);
}

#[test]
fn language_of_messages_comes_from_the_environment() {
    let portal = Portal::new();
    let mut command = portal.command(&["check"]);
    let run = crate::support::Run::of(command.env("LANG", "en_US.UTF-8"));
    run.exits(0).says("nothing is wrong\n");
    portal.run(&["check"]).exits(0).says("tidak ada yang keliru\n");
    portal.run(&["check", "-q"]).exits(0).says("");
}

#[test]
fn exit_code_says_whose_fault_it_is() {
    let fine = Portal::new();
    fine.check().exits(0);
    let warned = Portal::new().with("content/catatan.pdf", "x");
    assert_eq!(warned.check().exits(0).codes(), ["TW0110"]);
    let wrong = Portal::new().with("content/edaran/2024/a.md", circular("x = 1\n"));
    wrong.check().exits(1);
    Portal::empty().check().exits(2);
}

#[test]
fn root_may_be_anywhere() {
    let portal = Portal::new().with("content/edaran/2024/a.md", circular("penerbitt = 1\n"));
    let root = portal.path("").to_str().unwrap().to_owned();
    let elsewhere = Portal::empty();
    let run = elsewhere.run(&["check", "--root", &root]);
    run.exits(1);
    assert!(run.stderr.contains(" --> content/edaran/2024/a.md:6:1"), "{}", run.stderr);
}

#[test]
fn formats_for_machines_go_to_standard_output() {
    let portal = Portal::new().with("content/edaran/2024/a.md", circular("penerbitt = 1\n"));
    portal.check_with(&["--format", "github"]).exits(1).says("").prints(str![[r#"
::error file=content/edaran/2024/a.md,line=6,col=1,endLine=6,endColumn=9,title=TW0203::kunci `penerbitt` tidak dikenal%0A`penerbit` sudah ada; hapus salah satunya

"#]]);
    let run = portal.check_with(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.exits(1).stdout).unwrap();
    assert!(json.to_string().contains("TW0203"), "{json}");
    let run = portal.check_with(&["--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&run.exits(1).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "TW0203");
    let fine = Portal::new();
    let run = fine.check_with(&["--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&run.exits(0).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn colours_are_written_when_asked_for_only() {
    let portal = Portal::new().with("content/edaran/2024/a.md", circular("penerbitt = 1\n"));
    assert!(portal.check_with(&["--color", "always"]).stderr.contains('\u{1b}'));
    assert!(!portal.check().stderr.contains('\u{1b}'));
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let portal = Portal::empty();
    let list = portal.run(&["explain"]);
    let listed: BTreeSet<String> = list.exits(0).stdout.lines().map(|line| line[..6].to_owned()).collect();
    let codes = terawang::internals::explain::all().map(|known| known.code.to_owned());
    assert_eq!(listed, codes.collect());
    assert!(listed.len() > 100, "{listed:?}");
    for code in &listed {
        let id = portal.run(&["explain", code]);
        let en = portal.run(&["explain", code, "--lang", "en"]);
        assert!(id.exits(0).stdout.starts_with(code) && en.exits(0).stdout.starts_with(code));
        assert_ne!(id.stdout, en.stdout, "{code}");
    }
}

#[test]
fn code_is_explained_however_it_is_typed() {
    let portal = Portal::empty();
    let run = portal.run(&["explain", "tw0209"]);
    run.exits(0).prints(portal.run(&["explain", "0209"]).stdout);
}

#[test]
fn closed_pipe_is_no_error() {
    let portal = Portal::empty();
    let mut command = portal.command(&["explain"]);
    let mut child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_told_and_fails_the_command() {
    for arguments in
        [&["explain"][..], &["explain", "TW0203"], &["completions", "bash"], &["check", "--format", "sarif"]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let portal = Portal::new();
        let output = portal.command(&[arguments, &["--lang", "en"]].concat()).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("error: standard output could not be written completely: No space left"),
            "{said}"
        );
    }
}
