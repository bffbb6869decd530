//! `terawang explain CODE`: what a code means, and what to write instead.

use std::io::Write as _;

use clap::ArgMatches;

use super::options::Options;
use super::{FINE, USE, report};
use crate::diagnostics::explain;

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let lang = options.lang;
    let Some(code) = matches.get_one::<String>("code") else {
        report::to_stdout(|out| {
            explain::all().try_for_each(|told| writeln!(out, "{}  {}", told.code, told.title.get(lang)))
        });
        return FINE;
    };
    match explain::explain(code) {
        Some(explanation) => {
            report::to_stdout(|out| {
                writeln!(out, "{}: {}\n", explanation.code, explanation.title.get(lang))?;
                writeln!(out, "{}", explanation.body.get(lang).trim_end())
            });
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
