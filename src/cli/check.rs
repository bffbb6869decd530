//! `terawang check`: everything that `build` does, but no site is written.

use clap::ArgMatches;

use super::options::Options;
use super::{build, report};
use crate::diagnostics::Checked;
use crate::pipeline::{self, Timings};

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let timings = Timings::default();
    let edition = match build::edition(options, matches) {
        Ok(edition) => edition,
        Err(said) => return report::fail(&said, options.lang),
    };
    let Checked { value: site, mut findings } = pipeline::prepare(&options.root, &edition, &timings);
    if let Some(site) = site {
        findings.extend(timings.stage("render", || pipeline::render_all(&site, &timings, &|_, _, _| Ok(()))));
    }
    report::print(options, &findings);
    if matches.get_flag("timings") {
        build::print_timings(options, &timings);
    }
    if findings.is_empty() {
        report::say(options, options.say("tidak ada yang keliru", "nothing is wrong"));
    }
    report::exit_code(&findings)
}
