//! `terawang build`: checks the content and publishes the site.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::options::Options;
use super::{report, warm};
use crate::cache::{Cache, KnownPage, Pages};
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::attachments::reader::Reader;
use crate::disclosure::text::Roster;
use crate::pipeline::{self, Clock, Edition, Sink, Timings};
use crate::plan::{Work, output_path};
use crate::publish::{self, Publisher, Summary, UrlState};
use crate::render::{Rendered, Site};
use crate::source::{self, Listing};

/// Work shorter than this needs no bar.
const BAR_AFTER: Duration = Duration::from_millis(500);

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| options.root.join("public"));
    let timings = Timings::default();
    let start = Instant::now();
    let edition = match edition(options, matches) {
        Ok(edition) => edition,
        Err(said) => return report::fail(&said, options.lang),
    };
    let listing = timings.stage("list", || source::list(&options.root));
    let run = warm::Run::begin(Cache::of(&options.root, SystemTime::now()), &listing, &edition);
    let verdict = timings.stage("cache", || run.verdict());
    let published = verdict.as_ref().and_then(|verdict| verdict.published.as_ref());
    let untouched =
        published.map(|published| (published, publish::is_untouched(&output, &options.root, published)));
    let (summary, findings) = match untouched {
        Some((published, Ok(true))) => {
            let unchanged = published.files.len();
            (Some(Summary { written: 0, unchanged, removed: 0 }), Findings::default())
        }
        Some((_, Err(found))) => (None, Findings::from_iter([found])),
        _ => build(options, listing, run, &edition, &output, &timings),
    };
    report::print(options, &findings);
    if matches.get_flag("timings") {
        print_timings(options, &timings);
    }
    if let Some(summary) = summary {
        let (written, unchanged, removed) = (summary.written, summary.unchanged, summary.removed);
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
    report::exit_code(&findings)
}

/// Builds what is not known from an earlier run, and keeps what is found out for the next.
fn build(
    options: &Options,
    listing: Listing,
    run: warm::Run,
    edition: &Edition,
    output: &Path,
    timings: &Timings,
) -> (Option<Summary>, Findings) {
    let prepared = pipeline::prepare_listed(&listing, edition, &run.cache, timings);
    let Checked { value: site, mut findings } = prepared;
    // What was listed has been read; of a large portal it is much.
    drop(listing);
    let Some(site) = site else { return (None, findings) };
    let known = timings.stage("cache", || run.cache.pages());
    let published = publish(options, &site, &known, output, edition.drafts, timings);
    findings.extend(published.findings);
    let summary = published.value.map(|(summary, pages)| {
        timings.stage("cache", || {
            let keep_pages = || {
                let mut pages = pages?;
                let published = warm::stamp_output(output, &mut pages);
                if pages != known {
                    run.cache.keep_pages(&pages);
                }
                Some(published)
            };
            let ((), published) = rayon::join(|| run.cache.settle(), keep_pages);
            if let Some(published) = published
                && findings.is_empty()
            {
                run.found_nothing(published);
            }
        });
        summary
    });
    // The process ends soon, which frees the memory faster.
    std::mem::forget((site, known));
    (summary, findings)
}

/// The clock: `--clock`, else `SOURCE_DATE_EPOCH`, else now.
///
/// # Errors
/// The value of `SOURCE_DATE_EPOCH`, if it is no number of seconds.
pub(super) fn clock(matches: &ArgMatches) -> Result<Clock, String> {
    if let Some(day) = matches.get_one::<jiff::civil::Date>("clock") {
        return Ok(Clock::Day(*day));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds = text.trim().parse::<i64>().ok();
            seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).map(Clock::Moment).ok_or(text)
        }
        Err(_) => Ok(Clock::Moment(Timestamp::now())),
    }
}

/// How the portal is to be read: `--clock`, `--drafts`, `--daftar-nama`.
///
/// # Errors
/// In a sentence, what is wrong with the clock of the environment, the roster or the program itself.
pub(super) fn edition(options: &Options, matches: &ArgMatches) -> Result<Edition, String> {
    let clock = clock(matches).map_err(|value| {
        options.say(
            format!("SOURCE_DATE_EPOCH berisi \"{value}\", padahal harus jumlah detik, misalnya 1728950400"),
            format!("SOURCE_DATE_EPOCH holds \"{value}\", but it must be a number of seconds, for example 1728950400"),
        )
    })?;
    let roster = match matches.get_one::<PathBuf>("roster") {
        Some(file) => Some(roster(options, file)?),
        None => None,
    };
    let reader = reader(options)?;
    // A release has no drafts.
    let drafts = matches.try_get_one::<bool>("drafts").ok().flatten().copied().unwrap_or(false);
    Ok(Edition { clock, drafts, roster, reader })
}

/// What reads PDFs: this program, wherever it lies.
pub(super) fn reader(options: &Options) -> Result<Reader, String> {
    std::env::current_exe().map(Reader::new).map_err(|error| {
        options.say(
            format!("letak program terawang tidak dapat diketahui: {error}"),
            format!("where terawang itself lies cannot be found out: {error}"),
        )
    })
}

/// Reads a private roster. It must not lie in the portal's folder, from where it could be published.
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

fn publish(
    options: &Options,
    site: &Site,
    known: &Pages,
    output: &Path,
    drafts: bool,
    timings: &Timings,
) -> Checked<Option<(Summary, Option<Pages>)>> {
    let mut findings = Findings::default();
    let publisher = match timings.stage("open", || Publisher::open(output, &options.root)) {
        Ok(publisher) => publisher,
        Err(found) => {
            findings.push(found);
            return Checked { value: None, findings };
        }
    };
    let published = publisher.previous().map(|manifest| manifest.urls.clone()).unwrap_or_default();
    findings.extend(site.plan.check_continuity(published.keys().map(String::as_str), &site.view));
    let bar = Bar::new(options, site.plan.jobs.count());
    let put = |url: &str, rendered: Rendered| -> Result<(), Diagnostic> {
        bar.step();
        let path = output_path(url);
        match rendered {
            Rendered::Bytes(bytes) => publisher.put(&path, &bytes),
            Rendered::File(source) => publisher.put_file(&path, &source),
        }
    };
    // Stamps speak of one output, with the manifest that was written with the files.
    let is_ours = publisher.output().to_str() == Some(known.output.as_str())
        && known.manifest.is_some()
        && publish::manifest_stamp(publisher.output()) == known.manifest;
    let keep = |url: &str, page: &KnownPage| match page.stamp.filter(|_| is_ours) {
        Some(stamp) => publisher.keep(&output_path(url), &stamp).inspect(|_| bar.step()),
        None => Ok(false),
    };
    let sink = Sink { put: &put, keep: &keep };
    let rendered = timings.stage("render", || pipeline::render_all(site, known, timings, &sink));
    findings.extend(rendered.findings);
    bar.finish();
    if findings.has_errors() {
        return Checked { value: None, findings };
    }
    // A site with drafts is for looking at: its addresses are not promised to anybody.
    let urls = if drafts { published.into_iter().collect() } else { urls(site) };
    match timings.stage("publish", || publisher.commit(urls)) {
        Ok(summary) => Checked { value: Some((summary, rendered.value)), findings },
        Err(found) => {
            findings.push(found);
            Checked { value: None, findings }
        }
    }
}

/// What the manifest remembers of every address.
fn urls(site: &Site) -> Vec<(String, UrlState)> {
    site.plan
        .jobs
        .iter()
        .map(|(url, job)| {
            let state = match &job.work {
                Work::Record(index) if !site.view.records()[*index].is_live() => UrlState::Tombstone,
                Work::Redirect(to) => UrlState::Redirect { to: to.clone() },
                work if work.is_page() => UrlState::Page,
                _ => UrlState::File,
            };
            (url.to_owned(), state)
        })
        .collect()
}

/// Prints where the time went: by stage, then by template.
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

/// A progress bar that appears only on a terminal and only when the work is long.
pub(super) struct Bar {
    bar: ProgressBar,
    start: Instant,
    wanted: bool,
}

impl Bar {
    pub(super) fn new(options: &Options, length: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        let wanted = !options.quiet && std::io::IsTerminal::is_terminal(&std::io::stderr());
        Self { bar, start: Instant::now(), wanted }
    }

    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.wanted && self.bar.is_hidden() && self.start.elapsed() > BAR_AFTER {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
