//! `terawang build`: checks the content and publishes the site.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use clap::builder::PathBufValueParser;
use clap::{ArgMatches, Command};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::flags::{self, Flag};
use super::options::Options;
use super::report;
use crate::cache::Cache;
use crate::collections::Audience;
use crate::disclosure::attachments::reader::Reader;
use crate::disclosure::text::Roster;
use crate::locale::Lang;
use crate::pipeline::{self, Clock, Goal, Progress, ReadOptions, Timings};
use crate::publish::Summary;

/// The bar is hidden for work that is shorter than this.
const BAR_AFTER: Duration = Duration::from_millis(500);

const OUTPUT: Flag<PathBuf> = Flag::new("output");

pub(super) fn command(lang: Lang) -> Command {
    let output = lang.pick(
        "Folder hasil (bawaan: public di folder portal)",
        "The output folder (default: public in the portal's folder)",
    );
    Command::new("build")
        .about(lang.pick("Periksa isi dan bangun situsnya", "Check the content and build the site"))
        .arg(OUTPUT.arg("DIR", PathBufValueParser::new(), output).short('o'))
        .arg(flags::drafts(lang))
        .args(flags::edition(lang))
        .arg(flags::timings(lang))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let output = OUTPUT.of(matches).unwrap_or_else(|| options.root.join("public"));
    let timings = Timings::default();
    let start = Instant::now();
    let read_options = match read_options(options, matches) {
        Ok(read_options) => read_options,
        Err(said) => return report::fail(&said, options.lang),
    };
    let bar = Bar::new(options);
    let goal = Goal::Publish { output: &output, progress: &bar };
    let cache = Cache::of(&options.root, SystemTime::now());
    let outcome = pipeline::run(&options.root, goal, cache, &read_options, &timings);
    report::print(options, &outcome.findings);
    if flags::TIMINGS.is_set(matches) {
        print_timings(options, &timings);
    }
    if let Some(Summary { written, unchanged, removed }) = outcome.summary {
        let seconds = start.elapsed().as_secs_f64();
        let folder = output.display();
        report::say(
            options,
            &options.say(
                format!("selesai dalam {seconds:.2} detik: {written} berkas ditulis, {unchanged} tetap, {removed} dihapus di {folder}"),
                format!("done in {seconds:.2} s: {written} files written, {unchanged} unchanged, {removed} removed in {folder}"),
            ),
        );
    }
    report::end(outcome)
}

/// The clock: `--clock`, or else `SOURCE_DATE_EPOCH`, or else the current time.
///
/// # Errors
/// The value of `SOURCE_DATE_EPOCH`, if it is not a number of seconds.
pub(super) fn clock(matches: &ArgMatches) -> Result<Clock, String> {
    if let Some(day) = flags::CLOCK.of(matches) {
        return Ok(Clock::Day(day));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds = text.trim().parse::<i64>().ok();
            seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).map(Clock::Moment).ok_or(text)
        }
        Err(_) => Ok(Clock::Moment(Timestamp::now())),
    }
}

/// The options for reading the portal: `--clock`, `--drafts`, `--names`.
///
/// # Errors
/// A sentence about what is wrong with the clock of the environment, the roster or the path of this program.
pub(super) fn read_options(options: &Options, matches: &ArgMatches) -> Result<ReadOptions, String> {
    let clock = clock(matches).map_err(|value| {
        options.say(
            format!("SOURCE_DATE_EPOCH berisi \"{value}\", padahal harus jumlah detik, misalnya 1728950400"),
            format!("SOURCE_DATE_EPOCH holds \"{value}\", but it must be a number of seconds, for example 1728950400"),
        )
    })?;
    let roster = match flags::NAMES.of(matches) {
        Some(file) => Some(roster(options, &file)?),
        None => None,
    };
    let reader = reader(options)?;
    let audience =
        if flags::DRAFTS.is_set(matches) { Audience::StaffWithDrafts } else { Audience::Everybody };
    Ok(ReadOptions { clock, audience, roster, reader })
}

/// The reader of PDFs. It starts this program as a child.
pub(super) fn reader(options: &Options) -> Result<Reader, String> {
    std::env::current_exe().map(Reader::new).map_err(|error| {
        options.say(
            format!("letak program terawang tidak dapat diketahui: {error}"),
            format!("where terawang itself lies cannot be found out: {error}"),
        )
    })
}

/// Reads a private roster. It must not be in the folder of the portal, from where it could be published.
fn roster(options: &Options, file: &Path) -> Result<Roster, String> {
    let shown = file.display();
    let inside = options.root.canonicalize().ok().zip(file.canonicalize().ok());
    if inside.is_some_and(|(root, file)| file.starts_with(root)) {
        return Err(options.say(
            format!("daftar nama {shown} berada di folder portal; simpan di luarnya"),
            format!("the roster {shown} lies in the portal's folder; keep it outside"),
        ));
    }
    let text = std::fs::read_to_string(file).map_err(|error| {
        options.say(
            format!("daftar nama {shown} tidak dapat dibaca: {error}"),
            format!("the roster {shown} cannot be read: {error}"),
        )
    })?;
    Roster::parse(&text).ok_or_else(|| {
        options.say(
            format!("daftar nama {shown} tidak berisi nama; tulis satu nama per baris"),
            format!("the roster {shown} holds no name; write one name a line"),
        )
    })
}

/// Prints the time of each stage and each template.
pub(super) fn print_timings(options: &Options, timings: &Timings) {
    let mut out = std::io::stderr().lock();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    for (stage, time) in timings.stages() {
        let _ = writeln!(out, "{:>10.1} ms  {stage}", milliseconds(time));
    }
    let heading = options.say("menurut templat, semua utas:", "by template, all threads:");
    let _ = writeln!(out, "{heading}");
    for (name, (count, time)) in timings.pages() {
        let _ = writeln!(out, "{:>10.1} ms  {count:>6} × {name}", milliseconds(time));
    }
}

/// A progress bar that is shown only on a terminal and only for long work.
pub(super) struct Bar {
    bar: ProgressBar,
    start: Instant,
    wanted: bool,
}

impl Bar {
    pub(super) fn new(options: &Options) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        let wanted = !options.quiet && std::io::IsTerminal::is_terminal(&std::io::stderr());
        Self { bar, start: Instant::now(), wanted }
    }
}

impl Progress for Bar {
    fn begin(&self, length: usize) {
        self.bar.set_length(length as u64);
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.wanted && self.bar.is_hidden() && self.start.elapsed() > BAR_AFTER {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
