//! The options of every command: the folder of the portal, the language, the format, the colours.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PathBufValueParser};
use clap::{Arg, ArgMatches, ColorChoice};

use super::flags::Flag;
use crate::diagnostics::print::Format;
use crate::locale::Lang;

const ROOT: Flag<PathBuf> = Flag::new("root");
const LANG: Flag<Lang> = Flag::new("lang");
const FORMAT: Flag<Format> = Flag::new("format");
const COLOR: Flag<ColorChoice> = Flag::new("color");
const QUIET: Flag<bool> = Flag::new("quiet");

/// The flags of every command.
pub(super) fn global(lang: Lang) -> impl Iterator<Item = Arg> {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let root = say("Folder portal (bawaan: folder ini)", "The portal's folder (default: this one)");
    let language = say(
        "Bahasa pesan: id atau en (bawaan: dari lingkungan, selain itu id)",
        "Language of messages: id or en (default: the environment's, else id)",
    );
    let format =
        say("Bentuk pesan: human, json, github, sarif", "Form of messages: human, json, github, sarif");
    let color = say("Warna: auto, always, never", "Colours: auto, always, never");
    [
        ROOT.arg("DIR", PathBufValueParser::new(), root),
        LANG.arg("LANG", EnumValueParser::new(), language),
        FORMAT.arg("FORMAT", EnumValueParser::new(), format),
        COLOR.arg("WHEN", EnumValueParser::new(), color),
        QUIET.switch(say("Hanya katakan yang keliru", "Say only what is wrong")).short('q'),
    ]
    .into_iter()
    .map(|flag| flag.global(true))
}

/// The options of every command, resolved.
#[derive(Clone)]
pub(super) struct Options {
    /// The folder of the portal.
    pub(super) root: PathBuf,
    /// The language of messages.
    pub(super) lang: Lang,
    /// The format of diagnostics.
    pub(super) format: Format,
    /// Whether to use colours.
    pub(super) color: anstream::ColorChoice,
    /// Whether to print only diagnostics.
    pub(super) quiet: bool,
}

impl Options {
    /// Resolves the options of a command line.
    pub(super) fn resolve(matches: &ArgMatches, lang: Lang) -> Self {
        // clap stores global options with the subcommand that they were given with.
        let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
        let color = match COLOR.of(matches) {
            Some(ColorChoice::Always) => anstream::ColorChoice::Always,
            Some(ColorChoice::Never) => anstream::ColorChoice::Never,
            Some(ColorChoice::Auto) | None => anstream::ColorChoice::Auto,
        };
        Self {
            root: ROOT.of(matches).unwrap_or_else(|| PathBuf::from(".")),
            lang,
            format: FORMAT.of(matches).unwrap_or(Format::Human),
            color,
            quiet: QUIET.is_set(matches),
        }
    }

    /// Picks a text in the language of messages.
    pub(super) fn say<T>(&self, id: T, en: T) -> T {
        self.lang.pick(id, en)
    }
}

/// The language of messages: `--lang`, or else the environment, or else Indonesian.
///
/// It is determined before the command line is parsed, because the help texts depend on it.
pub(super) fn language(arguments: &[OsString], environment: impl Fn(&str) -> Option<String>) -> Lang {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(lang) = value.and_then(Lang::from_tag) {
            return lang;
        }
    }
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| environment(name))
        .find(|value| !value.is_empty())
        .and_then(|value| Lang::from_tag(&value))
        .unwrap_or(Lang::Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(arguments: &[&str], environment: &[(&str, &str)]) -> Lang {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        language(&arguments, |name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_flag_beats_the_environment_and_indonesian_is_the_default() {
        assert_eq!(lang(&["terawang", "build"], &[]), Lang::Id);
        assert_eq!(lang(&["terawang", "build"], &[("LANG", "C.UTF-8")]), Lang::Id);
        assert_eq!(lang(&["terawang", "build"], &[("LANG", "en_GB.UTF-8")]), Lang::En);
        assert_eq!(lang(&["terawang", "build"], &[("LC_ALL", "id_ID"), ("LANG", "en_GB")]), Lang::Id);
        assert_eq!(lang(&["terawang", "--lang", "en"], &[("LANG", "id_ID")]), Lang::En);
        assert_eq!(lang(&["terawang", "--lang=id"], &[("LANG", "en_GB")]), Lang::Id);
    }
}
