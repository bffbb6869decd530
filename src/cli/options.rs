//! What holds for every command: where the portal is, the language, the format, the colours.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::diagnostics::print::Format;
use crate::locale::Lang;

/// The options of every command, resolved.
#[derive(Clone)]
pub(super) struct Options {
    /// The portal's folder.
    pub(super) root: PathBuf,
    /// The language of messages.
    pub(super) lang: Lang,
    /// The format of diagnostics.
    pub(super) format: Format,
    /// Whether to write colours.
    pub(super) color: anstream::ColorChoice,
    /// Whether to say only what is wrong.
    pub(super) quiet: bool,
}

impl Options {
    /// Resolves the options of a command line.
    pub(super) fn resolve(matches: &ArgMatches, lang: Lang) -> Self {
        // Global options stand on whichever command they were given with.
        let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let format = text("format").and_then(Format::from_name).unwrap_or(Format::Human);
        let color = match text("color") {
            Some("always") => anstream::ColorChoice::Always,
            Some("never") => anstream::ColorChoice::Never,
            _ => anstream::ColorChoice::Auto,
        };
        let root = matches.get_one::<PathBuf>("root").cloned().unwrap_or_else(|| PathBuf::from("."));
        Self { root, lang, format, color, quiet: matches.get_flag("quiet") }
    }

    /// Picks a text of the language of messages.
    pub(super) fn say<T>(&self, id: T, en: T) -> T {
        self.lang.pick(id, en)
    }
}

/// The language of messages: `--lang`, else the environment, else Indonesian.
///
/// It is needed before the command line is parsed, since help is written in it.
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
