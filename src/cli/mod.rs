//! The command line, with one file per command. Only this module chooses the date of a build, reads the
//! environment, writes to the terminal and sets the exit code.

mod allow;
mod anonymise;
mod ask;
mod audit;
mod build;
mod check;
mod commands;
mod completions;
mod explain;
mod flags;
mod init;
mod new;
mod options;
mod release;
mod report;
mod serve;
mod usage;
mod values;
mod watchdog;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use crate::disclosure::attachments::reader;

pub use commands::command;
use options::Options;

/// Success.
const FINE: u8 = 0;
/// The content has errors.
const FINDINGS: u8 = 1;
/// The command was used wrongly, or the environment prevents its work.
const USE: u8 = 2;
/// A bug in this program.
const DEFECT: u8 = 3;

/// Runs the program with its arguments and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // This comes first: the child that reads a PDF has no language and no options.
    if arguments.get(1).is_some_and(|word| word == reader::COMMAND) {
        let answered = reader::answer(std::io::stdin().lock(), std::io::stdout().lock());
        return ExitCode::from(if answered.is_ok() { FINE } else { DEFECT });
    }
    let lang = options::language(&arguments, |name| std::env::var(name).ok());
    let code = std::panic::catch_unwind(|| dispatch(&arguments, lang)).unwrap_or_else(|_| {
        let text = lang.pick(
            "ini cacat pada terawang, bukan pada isi Anda; mohon laporkan pesan di atas",
            "this is a defect of terawang, not of your content; please report the message above",
        );
        let _ = writeln!(std::io::stderr(), "terawang: {text}");
        DEFECT
    });
    ExitCode::from(report::lost_output(code, lang))
}

fn dispatch(arguments: &[OsString], lang: crate::locale::Lang) -> u8 {
    let matches = match commands::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::tell(error, lang),
    };
    let options = Options::resolve(&matches, lang);
    if matches!(matches.subcommand_name(), Some("build" | "check" | "release" | "serve")) {
        watchdog::start(&options);
    }
    match matches.subcommand() {
        Some(("build", matches)) => build::run(&options, matches),
        Some(("check", matches)) => check::run(&options, matches),
        Some(("release", matches)) => release::run(&options, matches),
        Some(("serve", matches)) => serve::run(&options, matches),
        Some(("audit", matches)) => audit::run(&options, matches),
        Some(("init", matches)) => init::run(&options, matches),
        Some(("new", matches)) => new::run(&options, matches),
        Some(("allow", matches)) => allow::run(&options, matches),
        Some(("anonymise", matches)) => anonymise::run(&options, matches),
        Some(("explain", matches)) => explain::run(&options, matches),
        Some(("completions", matches)) => completions::shell(&options, matches),
        Some(("man", matches)) => completions::man(&options, matches),
        _ => USE,
    }
}
