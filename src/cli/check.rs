//! `terawang check`: does everything that `build` does, but does not write the site.

use std::time::SystemTime;

use clap::{ArgMatches, Command};

use super::options::Options;
use super::{build, flags, report};
use crate::cache::Cache;
use crate::locale::Lang;
use crate::pipeline::{self, Goal, Timings};

pub(super) fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(lang.pick("Periksa isi tanpa menulis apa pun", "Check the content and write nothing"))
        .arg(flags::drafts(lang))
        .args(flags::edition(lang))
        .arg(flags::timings(lang))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let timings = Timings::default();
    let read_options = match build::read_options(options, matches) {
        Ok(read_options) => read_options,
        Err(said) => return report::fail(&said, options.lang),
    };
    let cache = Cache::of(&options.root, SystemTime::now());
    let outcome = pipeline::run(&options.root, Goal::Check, cache, &read_options, &timings);
    report::print(options, &outcome.findings);
    if flags::TIMINGS.is_set(matches) {
        build::print_timings(options, &timings);
    }
    if outcome.findings.is_empty() {
        report::say(options, options.say("tidak ada yang keliru", "nothing is wrong"));
    }
    report::end(outcome)
}
