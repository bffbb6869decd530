//! The whole command line, composed of the commands, with help in both languages.

use clap::{Arg, ArgAction, Command};

use super::options;
use super::{allow, anonymise, audit, build, check, completions, explain, init, new, release, serve};
use crate::locale::Lang;

/// The definition of the command line, with help in one language.
pub fn command(lang: Lang) -> Command {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let command = Command::new("terawang")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(
            "Membangun portal keterbukaan dari folder Markdown dan TOML",
            "Builds a transparency portal from a folder of Markdown and TOML",
        ))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say("Perintah", "Commands"))
        .next_help_heading(say("Pilihan umum", "Common options"))
        .override_usage(say("terawang <PERINTAH> [PILIHAN]", "terawang <COMMAND> [OPTIONS]"))
        .help_template(template(lang));
    command.args(options::global(lang)).args(help_and_version(lang)).subcommands(subcommands(lang).map(
        |sub| {
            let arguments: String = sub.get_positionals().filter_map(positional_usage).collect();
            let usage = format!("terawang {}{arguments} [{}]", sub.get_name(), say("PILIHAN", "OPTIONS"));
            sub.override_usage(usage)
                .disable_help_flag(true)
                .disable_version_flag(true)
                .mut_args(|argument| {
                    let heading = if argument.is_positional() {
                        say("Argumen", "Arguments")
                    } else {
                        say("Pilihan", "Options")
                    };
                    argument.help_heading(heading)
                })
                .help_template(template(lang))
        },
    ))
}

/// The commands, in the order of the help.
fn subcommands(lang: Lang) -> impl Iterator<Item = Command> {
    [
        build::command(lang),
        check::command(lang),
        release::command(lang),
        serve::command(lang),
        audit::command(lang),
        init::command(lang),
        new::command(lang),
        allow::command(lang),
        anonymise::command(lang),
        explain::command(lang),
        completions::shell_command(lang),
        completions::man_command(lang),
    ]
    .into_iter()
}

/// ` <JENIS>`, or ` [DIR]` if it is optional.
fn positional_usage(positional: &Arg) -> Option<String> {
    let name = positional.get_value_names()?.first()?;
    Some(if positional.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") })
}

fn template(lang: Lang) -> String {
    let usage = lang.pick("Pemakaian", "Usage");
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}")
}

/// The flags that clap handles itself. They are declared here because the help of its own flags is English.
fn help_and_version(lang: Lang) -> [Arg; 2] {
    [
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .global(true)
            .help(lang.pick("Tampilkan bantuan ini", "Show this help")),
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(lang.pick("Tampilkan versi", "Show the version")),
    ]
}
