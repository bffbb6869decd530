//! `terawang release`: records the published figures in `rilis/`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use clap::builder::StringValueParser;
use clap::{ArgMatches, Command};

use super::flags::{self, Flag};
use super::options::Options;
use super::{FINE, build, report};
use crate::cache::Cache;
use crate::disclosure::ledger::messages as rule;
use crate::disclosure::ledger::{self, Ledger};
use crate::disclosure::text::{Gate, Official};
use crate::locale::Lang;
use crate::pipeline::{self, Goal, Outcome, Timings};
use crate::render::Site;
use crate::source::RELEASES;

const NOTE: Flag<String> = Flag::with_alias("note", "catatan");

/// A release has no drafts, so it does not take `--drafts`.
pub(super) fn command(lang: Lang) -> Command {
    let note = lang.pick("Catatan untuk rilis ini", "A note for this release");
    Command::new("release")
        .about(lang.pick(
            "Catat angka yang terbit di rilis/, agar terbitan berikutnya dibandingkan dengannya",
            "Record the published figures in rilis/, so that the next edition is compared with them",
        ))
        .arg(NOTE.arg("TEXT", StringValueParser::new(), note))
        .args(flags::edition(lang))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let read_options = match build::read_options(options, matches) {
        Ok(read_options) => read_options,
        Err(said) => return report::fail(&said, options.lang),
    };
    let note = NOTE.of(matches);
    let gate = Gate::new(Official::default(), read_options.roster.clone());
    if note.as_ref().is_some_and(|note| !gate.scan(note, true).is_empty()) {
        let said = options.say(
            "`--catatan` memuat nomor, nama, atau jabatan seseorang; tulis tanpa itu",
            "`--note` holds somebody's number, name or post; write it without",
        );
        return report::fail(said, options.lang);
    }
    // A release is checked in full, so it does not use the cache.
    let run = pipeline::run(&options.root, Goal::Check, Cache::none(), &read_options, &Timings::default());
    let Outcome { site, mut findings, .. } = run;
    // Not being recorded is expected: this command records the figures.
    findings.retain_from(0, |found| found.code != rule::NOT_RELEASED);
    report::print(options, &findings);
    let Some(Site { view, .. }) = site else { return report::exit_code(&findings) };

    let last = view.ledger().releases().last();
    if let Some(last) = last.filter(|last| last.date > view.clock()) {
        let (day, clock) = (last.date, view.clock());
        return report::fail(
            &options.say(
                format!("rilis terakhir bertanggal {day}, setelah {clock}; periksa --clock"),
                format!("the last release is of {day}, after {clock}; check --clock"),
            ),
            options.lang,
        );
    }
    append(options, view.ledger(), ledger::facts(&view), view.clock(), note)
}

fn append(
    options: &Options,
    ledger: &Ledger,
    facts: ledger::Facts,
    day: jiff::civil::Date,
    note: Option<String>,
) -> u8 {
    let Some(release) = ledger.next(facts, day, note) else {
        let said = options.say(
            "tidak ada angka yang berubah sejak rilis terakhir; tidak ada yang ditulis",
            "no figure has changed since the last release; nothing was written",
        );
        report::say(options, said);
        return FINE;
    };
    let name = ledger::file_name(release.number);
    let shown = format!("{RELEASES}/{name}");
    let written = release
        .to_text()
        .map_err(io::Error::from)
        .and_then(|text| write_new(&options.root.join(RELEASES), &name, &text));
    match written {
        Ok(()) => {
            report::say(
                options,
                &options.say(
                    format!("ditulis: {shown}; simpan bersama isi portal di kendali versi"),
                    format!("written: {shown}; keep it in version control together with the content"),
                ),
            );
            FINE
        }
        Err(error) => report::fail(
            &options.say(
                format!("{shown} tidak dapat ditulis: {error}"),
                format!("{shown} cannot be written: {error}"),
            ),
            options.lang,
        ),
    }
}

/// Writes a file atomically, and never over an existing one.
fn write_new(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // No stage reads files with such a name.
    let unfinished = folder.join(format!(".{name}.tmp"));
    let result = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        let target = folder.join(name);
        match fs::hard_link(&unfinished, &target) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // The file system does not support hard links.
                match target.symlink_metadata() {
                    Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                    Err(cause) if cause.kind() == io::ErrorKind::NotFound => fs::rename(&unfinished, &target),
                    // It is unknown whether the release exists, and none may be overwritten.
                    Err(cause) => Err(cause),
                }
            }
            linked => linked,
        }
    })();
    let _ = fs::remove_file(&unfinished);
    result
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let rilis = folder.path().join("rilis");
        write_new(&rilis, "0001.json", "satu").unwrap();
        let again = write_new(&rilis, "0001.json", "dua").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(rilis.join("0001.json")).unwrap(), "satu");
        assert_eq!(fs::read_dir(&rilis).unwrap().count(), 1, "nothing unfinished is left");
    }

    #[test]
    fn what_a_killed_run_left_is_in_nobody_s_way() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".0001.json.tmp"), "setengah").unwrap();
        write_new(folder.path(), "0001.json", "satu").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("0001.json")).unwrap(), "satu");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
