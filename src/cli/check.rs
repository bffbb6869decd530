//! `terawang check`: everything that `build` does, but no site is written.

use std::time::SystemTime;

use clap::{ArgMatches, Command};

use super::options::Options;
use super::{build, flags, report, warm};
use crate::cache::Cache;
use crate::diagnostics::{Checked, Findings};
use crate::locale::Lang;
use crate::pipeline::{self, Sink, Timings};
use crate::source;

/// The command and its flags.
pub(super) fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(lang.pick("Periksa isi tanpa menulis apa pun", "Check the content and write nothing"))
        .arg(flags::drafts(lang))
        .args(flags::edition(lang))
        .arg(flags::timings(lang))
}

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let timings = Timings::default();
    let edition = match build::edition(options, matches) {
        Ok(edition) => edition,
        Err(said) => return report::fail(&said, options.lang),
    };
    let listing = timings.stage("list", || source::list(&options.root));
    let cache = Cache::of(&options.root, SystemTime::now());
    let run = warm::Run::begin(cache, &listing, &edition);
    if run.verdict().is_some() {
        return done(options, matches, &Findings::default(), &timings);
    }
    let prepared = pipeline::prepare_listed(&listing, &edition, &run.cache, &timings);
    let Checked { value: site, mut findings } = prepared;
    if let Some(site) = site {
        let known = timings.stage("cache", || run.cache.pages());
        let sink = Sink { put: &|_, _| Ok(()), keep: &|_, _| Ok(true) };
        let checked = timings.stage("render", || pipeline::render_all(&site, &known, &timings, &sink));
        findings.extend(checked.findings);
        if let Some(mut pages) = checked.value {
            // How pages that are the same lay in an output is still known.
            (pages.output, pages.manifest) = (known.output.clone(), known.manifest);
            if pages != known {
                run.cache.keep_pages(&pages);
            }
        }
        if !findings.has_errors() {
            run.cache.settle();
        }
        if findings.is_empty() {
            run.found_nothing(None);
        }
        // The process ends soon, which frees the memory faster.
        std::mem::forget(site);
    }
    done(options, matches, &findings, &timings)
}

fn done(options: &Options, matches: &ArgMatches, findings: &Findings, timings: &Timings) -> u8 {
    report::print(options, findings);
    if flags::TIMINGS.is_set(matches) {
        build::print_timings(options, timings);
    }
    if findings.is_empty() {
        report::say(options, options.say("tidak ada yang keliru", "nothing is wrong"));
    }
    report::exit_code(findings)
}
