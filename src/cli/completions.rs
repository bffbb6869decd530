//! `terawang completions` and `terawang man`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ArgMatches;

use super::options::Options;
use super::{FINE, USE, commands, report};

/// Writes completions for a shell to standard output.
pub(super) fn shell(options: &Options, matches: &ArgMatches) -> u8 {
    let Some(shell) = matches.get_one::<clap_complete::Shell>("shell") else { return USE };
    let mut command = commands::command(options.lang);
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut command, "terawang", &mut script);
    report::to_stdout(|out| out.write_all(&script));
    FINE
}

/// Writes a manual page a command to a folder.
pub(super) fn man(options: &Options, matches: &ArgMatches) -> u8 {
    let Some(dir) = matches.get_one::<PathBuf>("dir") else { return USE };
    let command = commands::command(options.lang);
    match clap_mangen::generate_to(command, dir) {
        Ok(()) => FINE,
        Err(error) => {
            let folder = dir.display();
            report::fail(
                &options.say(
                    format!("halaman manual tidak dapat ditulis ke {folder}: {error}"),
                    format!("the manual pages cannot be written to {folder}: {error}"),
                ),
                options.lang,
            )
        }
    }
}
