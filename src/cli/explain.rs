//! `terawang explain CODE`: prints what a code means, and what to write instead.

use std::io::Write as _;

use clap::builder::StringValueParser;
use clap::{ArgMatches, Command};

use super::flags::Flag;
use super::options::Options;
use super::{FINE, USE, report};
use crate::diagnostics::explain;
use crate::locale::Lang;

const CODE: Flag<String> = Flag::new("code");

pub(super) fn command(lang: Lang) -> Command {
    let code = lang.pick(
        "Kodenya, misalnya TW0203; tanpa kode: daftar semuanya",
        "The code, for example TW0203; without one: the list of all",
    );
    Command::new("explain")
        .about(lang.pick("Jelaskan sebuah kode pesan", "Explain the code of a message"))
        .arg(CODE.positional(lang.pick("KODE", "CODE"), StringValueParser::new(), code))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let lang = options.lang;
    let Some(code) = CODE.of(matches) else {
        report::to_stdout(|out| {
            explain::all().try_for_each(|told| writeln!(out, "{}  {}", told.code, told.title.get(lang)))
        });
        return FINE;
    };
    match explain::explain(&code) {
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
