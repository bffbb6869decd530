//! `terawang allow`: lists the exceptions from the text gate, or records one.

use std::io::{self, Write as _};

use clap::builder::{EnumValueParser, StringValueParser};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;

use super::flags::{self, Flag};
use super::options::Options;
use super::{FINDINGS, FINE, USE, build, report, values};
use crate::anonymise::series;
use crate::diagnostics::print::Format;
use crate::diagnostics::{Checked, Findings, Severity};
use crate::disclosure::text::allow::Exception;
use crate::disclosure::text::grant::{Granted, Request};
use crate::disclosure::text::{Detector, Gate, Official};
use crate::locale::Lang;
use crate::pipeline::{self, Gates};
use crate::source::ALLOW_LIST;

const PLACE: Flag<String> = Flag::new("place");
const DETECTOR: Flag<Detector> = Flag::with_alias("detector", "detektor");
const REASON: Flag<String> = Flag::with_alias("reason", "alasan");
const APPROVED_BY: Flag<String> = Flag::with_alias("approved-by", "disetujui-oleh");
const UNTIL: Flag<Date> = Flag::with_alias("until", "sampai");

pub(super) fn command(lang: Lang) -> Command {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let place = say(
        "Berkas dan baris seperti dalam pesan, misalnya content/berita/apel.md:12; tanpa ini: daftar semua pengecualian",
        "File and line as in messages, for example content/berita/apel.md:12; without it: the list of all exceptions",
    );
    let detector = say(
        "Jenis datanya, bila di tempat itu ada beberapa",
        "The kind of data, if several are at that place",
    );
    let reason = say("Mengapa teks itu harus terbit", "Why the text must be public");
    let approved_by =
        say("Kantor yang memutuskan, bukan nama orang", "The office that decided, not a person's name");
    let until = say("Hari terakhir berlakunya, paling lama dua tahun", "The last day, at most in two years");
    let needs_place = |arg: Arg| arg.requires("place");
    Command::new("allow")
        .visible_alias("izin")
        .about(say(
            "Catat pengecualian dari gerbang teks di content/izin-pii.toml, atau daftar semuanya",
            "Record an exception from the text gate in content/izin-pii.toml, or list all",
        ))
        .arg(PLACE.positional(say("TEMPAT", "PLACE"), StringValueParser::new(), place).requires_all([
            "reason",
            "approved-by",
            "until",
        ]))
        .args(
            [
                DETECTOR.arg("KIND", EnumValueParser::new(), detector),
                REASON.arg("TEXT", values::sentence(lang), reason),
                APPROVED_BY.arg("OFFICE", values::sentence(lang), approved_by),
                UNTIL.arg("DATE", values::date(lang), until),
            ]
            .map(needs_place),
        )
        .args(flags::edition(lang))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let read_options = match build::read_options(options, matches) {
        Ok(read_options) => read_options,
        Err(said) => return report::fail(&said, options.lang),
    };
    let Checked { value: gates, findings } = pipeline::gates(&options.root, &read_options);
    let Some(gates) = gates else {
        report::print(options, &findings);
        return report::exit_code(&findings);
    };
    // The list itself must be sound. Other findings are for `check`.
    let shown = format!("content/{ALLOW_LIST}");
    let is_of_list = |found: &&crate::diagnostics::Diagnostic| {
        found.place.as_ref().is_some_and(|place| place.file.path == shown)
    };
    let of_list: Findings = findings.sorted().into_iter().filter(is_of_list).cloned().collect();
    match request(options, matches) {
        Ok(None) => {
            list(options, &gates);
            FINE
        }
        Ok(Some(request)) => record(options, &request, &gates, of_list),
        Err(said) => report::fail(&said, options.lang),
    }
}

/// What is to be excepted; `None` for the list.
fn request(options: &Options, matches: &ArgMatches) -> Result<Option<Request>, String> {
    let given = (PLACE.of(matches), REASON.of(matches), APPROVED_BY.of(matches), UNTIL.of(matches));
    let (Some(place), Some(reason), Some(approved_by), Some(until)) = given else { return Ok(None) };
    let gate = Gate::new(Official::default(), None);
    if [&reason, &approved_by].iter().any(|text| !gate.scan(text, true).is_empty()) {
        return Err(options.say(
            "alasan atau penyetuju memuat nomor, nama, atau jabatan seseorang; tulis tanpa itu".to_owned(),
            "reason or approver holds somebody's number, name or post; write it without".to_owned(),
        ));
    }
    let (file, line) = split(&place);
    // Messages name files from the current folder, and the list from the portal's.
    let root = options.root.to_string_lossy().replace('\\', "/");
    let root = root.trim_start_matches("./").trim_end_matches('/');
    let inner = file.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).filter(|_| !root.is_empty());
    let file = inner.map_or(file.clone(), str::to_owned);
    Ok(Some(Request { file, line, detector: DETECTOR.of(matches), reason, approved_by, until }))
}

/// A place as messages print it: `FILE`, `FILE:LINE`, `FILE:LINE:COLUMN`.
fn split(place: &str) -> (String, Option<usize>) {
    let (mut file, mut line) = (place, None);
    for _ in 0..2 {
        if let Some((rest, number)) = file.rsplit_once(':')
            && let Ok(number) = number.parse()
        {
            (file, line) = (rest, Some(number));
        }
    }
    (file.replace('\\', "/").trim_start_matches("./").to_owned(), line)
}

fn record(options: &Options, request: &Request, gates: &Gates, of_list: Findings) -> u8 {
    let path = options.root.join("content").join(ALLOW_LIST);
    let list = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return unwritten(options, &error),
    };
    match request.grant(&gates.gated.stops, &gates.gated.exceptions, &list, gates.today) {
        Ok(Granted { text, detector, texts }) => {
            if let Err(error) = series::write(&path, &text) {
                return unwritten(options, &error);
            }
            let label = detector.label();
            let (kind, until, file) = (label.get(options.lang), request.until, &request.file);
            report::say(
                options,
                &options.say(
                    format!("dikecualikan sampai {until}: {kind}, {texts} teks di {file}"),
                    format!("excepted until {until}: {kind}, {texts} in {file}"),
                ),
            );
            // Machines are told that nothing is wrong.
            if options.format != Format::Human {
                report::print(options, &Findings::default());
            }
            FINE
        }
        Err(found) => {
            let found = found.map_or(of_list, |found| std::iter::once(found).collect());
            report::print(options, &found);
            if found.sorted().iter().any(|found| found.severity == Severity::Error) { FINDINGS } else { USE }
        }
    }
}

fn unwritten(options: &Options, error: &io::Error) -> u8 {
    let said = options.say(
        format!("content/{ALLOW_LIST} tidak dapat ditulis: {error}"),
        format!("content/{ALLOW_LIST} cannot be written: {error}"),
    );
    report::fail(&said, options.lang)
}

/// An exception as the list shows it.
#[derive(Serialize)]
struct Row<'e> {
    detector: &'static str,
    file: &'e str,
    reason: &'e str,
    approved_by: &'e str,
    valid_until: String,
    days_left: i32,
    needed: bool,
}

impl<'e> Row<'e> {
    fn of(exception: &'e Exception, today: Date) -> Self {
        Self {
            detector: exception.detector.key(),
            file: &exception.file,
            reason: &exception.reason,
            approved_by: &exception.approved_by,
            valid_until: exception.valid_until.to_string(),
            days_left: exception.days_left(today),
            needed: exception.is_needed(),
        }
    }
}

/// Prints all exceptions, the one that ends first at the top.
fn list(options: &Options, gates: &Gates) {
    let mut rows: Vec<Row<'_>> =
        gates.gated.exceptions.iter().map(|exception| Row::of(exception, gates.today)).collect();
    rows.sort_by_key(|row| (row.days_left, row.file, row.detector));
    if options.format == Format::Json {
        report::to_stdout(|out| {
            serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "exceptions": rows }))?;
            writeln!(out)
        });
        return;
    }
    if rows.is_empty() {
        report::say(options, options.say("tidak ada pengecualian", "there are no exceptions"));
    }
    report::to_stdout(|out| {
        rows.iter().try_for_each(|row| {
            let Row { detector, file, reason, approved_by, valid_until, days_left, needed } = row;
            let left = match days_left {
                ..0 => options.say("sudah berakhir".to_owned(), "has ended".to_owned()),
                days => options.say(format!("{days} hari lagi"), format!("{days} days left")),
            };
            let needed = if *needed {
                ""
            } else {
                options.say(" – tidak ada teks yang memerlukannya", " – no text needs it")
            };
            let by = options.say("disetujui oleh", "approved by");
            writeln!(
                out,
                "{valid_until}  {left}  {detector}  {file}{needed}\n    {reason} ({by} {approved_by})"
            )
        })
    });
}
