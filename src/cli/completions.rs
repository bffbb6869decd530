//! `terawang completions` and `terawang man`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PathBufValueParser};
use clap::{ArgMatches, Command};
use clap_complete::Shell;

use super::flags::Flag;
use super::options::Options;
use super::{FINE, USE, commands, report};
use crate::locale::Lang;

const SHELL: Flag<Shell> = Flag::new("shell");
const FOLDER: Flag<PathBuf> = Flag::new("dir");

pub(super) fn shell_command(lang: Lang) -> Command {
    Command::new("completions")
        .about(lang.pick("Tulis pelengkapan untuk shell", "Write completions for a shell"))
        .arg(
            SHELL
                .positional("SHELL", EnumValueParser::new(), "bash, elvish, fish, powershell, zsh")
                .required(true),
        )
}

pub(super) fn man_command(lang: Lang) -> Command {
    let folder = lang.pick("Folder tujuan", "The folder to write to");
    Command::new("man")
        .about(lang.pick("Tulis halaman manual ke sebuah folder", "Write the manual pages to a folder"))
        .arg(FOLDER.positional("DIR", PathBufValueParser::new(), folder).required(true))
}

/// Writes completions for a shell to standard output.
pub(super) fn shell(options: &Options, matches: &ArgMatches) -> u8 {
    let Some(shell) = SHELL.of(matches) else { return USE };
    let mut command = commands::command(options.lang);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "terawang", &mut script);
    report::to_stdout(|out| out.write_all(&script));
    FINE
}

/// Writes one manual page per command to a folder.
pub(super) fn man(options: &Options, matches: &ArgMatches) -> u8 {
    let Some(dir) = FOLDER.of(matches) else { return USE };
    let command = commands::command(options.lang);
    match clap_mangen::generate_to(command, &dir) {
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
