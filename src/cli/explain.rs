//! `terawang explain CODE`: what a code means, and what to write instead.

use std::io::Write as _;

use clap::ArgMatches;

use super::options::Options;
use super::{FINE, USE, report};
use crate::diagnostics::explain;

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let mut out = std::io::stdout().lock();
    let Some(code) = matches.get_one::<String>("code") else {
        for explanation in explain::all() {
            let _ = writeln!(out, "{}  {}", explanation.code, explanation.title.get(options.lang));
        }
        return FINE;
    };
    match explain::explain(code) {
        Some(explanation) => {
            let _ = writeln!(out, "{}: {}\n", explanation.code, explanation.title.get(options.lang));
            let _ = writeln!(out, "{}", explanation.body.get(options.lang).trim_end());
            FINE
        }
        None => {
            report::fail(
                &options.say(
                    format!("tidak ada kode {code}; `terawang explain` mendaftar semuanya"),
                    format!("there is no code {code}; `terawang explain` lists all"),
                ),
                options.lang,
            );
            USE
        }
    }
}
