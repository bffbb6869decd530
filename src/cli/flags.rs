//! Flags: their names in both languages, their types, and the ones that several commands share.

use std::any::Any;
use std::marker::PhantomData;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser, ValueParser};
use clap::{Arg, ArgAction, ArgMatches};
use jiff::civil::Date;

use super::values;
use crate::locale::{Lang, Text};

/// A flag with a value of type `T`, or a switch if `T` is `bool`.
///
/// The same constant declares the flag and reads it, so its name and its type are written once.
pub(super) struct Flag<T> {
    name: &'static str,
    alias: Option<&'static str>,
    value: PhantomData<fn() -> T>,
}

impl<T: Any + Clone + Send + Sync> Flag<T> {
    /// A flag whose name is the same in both languages, or a positional argument.
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, alias: None, value: PhantomData }
    }

    /// A flag with an English name and an Indonesian alias.
    pub(super) const fn with_alias(name: &'static str, alias: &'static str) -> Self {
        Self { name, alias: Some(alias), value: PhantomData }
    }

    /// Declares the flag.
    pub(super) fn arg<P>(&self, placeholder: &'static str, parser: P, help: &'static str) -> Arg
    where
        P: TypedValueParser<Value = T> + Send + Sync + 'static,
    {
        self.positional(placeholder, parser, help).long(self.name).visible_aliases(self.alias)
    }

    /// Declares a positional argument.
    pub(super) fn positional<P>(&self, placeholder: &'static str, parser: P, help: &'static str) -> Arg
    where
        P: TypedValueParser<Value = T> + Send + Sync + 'static,
    {
        Arg::new(self.name)
            .value_name(placeholder)
            .value_parser(ValueParser::new(parser))
            // Help texts list the values themselves if there are few.
            .hide_possible_values(true)
            .help(help)
    }

    /// The value, if the flag was given. `None` if the command does not have the flag.
    pub(super) fn of(&self, matches: &ArgMatches) -> Option<T> {
        matches.try_get_one::<T>(self.name).ok().flatten().cloned()
    }

    /// All values of a flag that may be repeated or takes a list.
    pub(super) fn all(&self, matches: &ArgMatches) -> Vec<T> {
        matches.try_get_many::<T>(self.name).ok().flatten().into_iter().flatten().cloned().collect()
    }

    /// The spelling of the flag in each language, and whether it was given.
    pub(super) fn presence(&self, matches: &ArgMatches) -> (Text, bool) {
        (self.spelled(), self.of(matches).is_some())
    }

    /// `--name`, and `--alias` in Indonesian.
    pub(super) fn spelled(&self) -> Text {
        Text::new(format!("--{}", self.alias.unwrap_or(self.name)), format!("--{}", self.name))
    }

    /// The flag with a value, as it is typed.
    pub(super) fn with(&self, value: &str) -> Text {
        let Text { id, en } = self.spelled();
        Text::new(format!("{id} {value}"), format!("{en} {value}"))
    }
}

impl Flag<bool> {
    /// Declares a switch.
    pub(super) fn switch(&self, help: &'static str) -> Arg {
        Arg::new(self.name).long(self.name).visible_aliases(self.alias).action(ArgAction::SetTrue).help(help)
    }

    /// Whether the switch was given.
    pub(super) fn is_set(&self, matches: &ArgMatches) -> bool {
        self.of(matches).unwrap_or(false)
    }
}

/// Several flags in one sentence, separated by spaces.
pub(super) fn listed(flags: impl IntoIterator<Item = Text>) -> Text {
    let (id, en): (Vec<String>, Vec<String>) = flags.into_iter().map(|Text { id, en }| (id, en)).unzip();
    Text::new(id.join(" "), en.join(" "))
}

/// The date of a command.
pub(super) const CLOCK: Flag<Date> = Flag::new("clock");
/// Whether drafts are included.
pub(super) const DRAFTS: Flag<bool> = Flag::new("drafts");
/// The file of a private roster.
pub(super) const NAMES: Flag<PathBuf> = Flag::with_alias("names", "daftar-nama");
/// Whether to print the time of each stage.
pub(super) const TIMINGS: Flag<bool> = Flag::new("timings");

/// The flags that determine how the portal is read: `--clock`, `--names`.
pub(super) fn edition(lang: Lang) -> [Arg; 2] {
    let clock = lang.pick(
        "Hari pembangunan, misalnya 2024-10-15 (bawaan: SOURCE_DATE_EPOCH atau hari ini)",
        "The day of the build, for example 2024-10-15 (default: SOURCE_DATE_EPOCH or today)",
    );
    let names = lang.pick(
        "Daftar nama tertutup, di luar folder portal; tidak boleh muncul dalam naskah tentang sanksi",
        "A private roster outside the portal's folder; its names must not appear in texts about sanctions",
    );
    [CLOCK.arg("DATE", values::date(lang), clock), NAMES.arg("FILE", PathBufValueParser::new(), names)]
}

pub(super) fn drafts(lang: Lang) -> Arg {
    DRAFTS.switch(lang.pick("Ikutkan draf", "Include drafts"))
}

pub(super) fn timings(lang: Lang) -> Arg {
    TIMINGS.switch(lang.pick("Tunjukkan waktu setiap tahap", "Show the time of each stage"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::parser::ValueSource;

    use super::super::commands::command;
    use super::*;

    /// The command with its required arguments, the English flag, the Indonesian alias and a value.
    type Alias = (&'static [&'static str], &'static str, &'static str, Option<&'static str>);

    const ANONYMISE: &[&str] = &["anonymise", "a.csv", "--series=uji"];

    const ALIASES: [Alias; 30] = [
        (&["init"], "law", "hukum", None),
        (&["build"], "names", "daftar-nama", Some("nama.txt")),
        (&["check"], "names", "daftar-nama", Some("nama.txt")),
        (&["release"], "names", "daftar-nama", Some("nama.txt")),
        (&["serve"], "names", "daftar-nama", Some("nama.txt")),
        (&["allow"], "names", "daftar-nama", Some("nama.txt")),
        (
            &["allow", "a.md:1", "--reason=kas daerah", "--approved-by=PPID", "--until=2026-12-31"],
            "detector",
            "detektor",
            Some("telepon"),
        ),
        (
            &["allow", "a.md:1", "--approved-by=PPID", "--until=2026-12-31"],
            "reason",
            "alasan",
            Some("kas daerah"),
        ),
        (
            &["allow", "a.md:1", "--reason=kas daerah", "--until=2026-12-31"],
            "approved-by",
            "disetujui-oleh",
            Some("PPID"),
        ),
        (
            &["allow", "a.md:1", "--reason=kas daerah", "--approved-by=PPID"],
            "until",
            "sampai",
            Some("2026-12-31"),
        ),
        (&["release"], "note", "catatan", Some("Triwulan III")),
        (&["audit"], "releases", "rilis", Some("rilis")),
        (&["audit"], "previous", "terdahulu", Some("lama")),
        (&["audit"], "no-values", "tanpa-nilai", None),
        (&["anonymise", "a.csv"], "series", "seri", Some("uji")),
        (ANONYMISE, "sheet", "lembar", Some("Kasus")),
        (ANONYMISE, "column", "kolom", Some("opd=Unit Kerja")),
        (ANONYMISE, "publish-columns", "kolom-terbit", Some("semester,golongan")),
        (ANONYMISE, "table", "tabel", Some("semester")),
        (ANONYMISE, "max-pooled", "tidak-dirinci-maks", Some("5")),
        (ANONYMISE, "population", "populasi", Some("pakta/uji")),
        (ANONYMISE, "min-population", "populasi-min", Some("50")),
        (ANONYMISE, "max-share", "bagian-maks", Some("20")),
        (ANONYMISE, "title", "judul", Some("Sanksi")),
        (ANONYMISE, "outcome", "hasil", Some("sanksi")),
        (ANONYMISE, "authority", "penetap", Some("ppk")),
        (ANONYMISE, "period", "periode", Some("2024-01-01..2024-12-31")),
        (ANONYMISE, "source", "sumber", Some("BKPSDM")),
        (ANONYMISE, "as-of", "per-tanggal", Some("2024-12-31")),
        (ANONYMISE, "dry-run", "coba", None),
    ];

    #[test]
    fn an_alias_says_the_same_as_its_flag() {
        for (before, name, alias, value) in ALIASES {
            let raw = |spelling: &str| {
                let mut line = vec!["terawang".to_owned()];
                line.extend(before.iter().map(|&word| word.to_owned()));
                line.push(format!("--{spelling}"));
                line.extend(value.map(str::to_owned));
                let parsed = command(Lang::Id).try_get_matches_from(line);
                let (_, matches) = parsed.ok().and_then(|mut matches| matches.remove_subcommand())?;
                let given = matches.value_source(name) == Some(ValueSource::CommandLine);
                given.then(|| matches.get_raw(name).map(|raw| raw.map(ToOwned::to_owned).collect::<Vec<_>>()))
            };
            assert!(raw(name).is_some(), "--{name}");
            assert_eq!(raw(name), raw(alias), "--{alias}");
        }
    }

    #[test]
    fn every_alias_of_the_program_is_tested_and_help_shows_the_flag() {
        let known: BTreeSet<(String, String, String)> = ALIASES
            .iter()
            .map(|(line, name, alias, _)| (line[0].to_owned(), (*name).to_owned(), (*alias).to_owned()))
            .collect();
        let mut found = BTreeSet::new();
        for lang in Lang::ALL {
            for sub in command(lang).get_subcommands_mut() {
                let help = sub.render_long_help().to_string();
                for arg in sub.get_arguments() {
                    let Some(name) = arg.get_long() else { continue };
                    for alias in arg.get_visible_aliases().unwrap_or_default() {
                        let flag = format!("--{name}");
                        let shown = |line: &str| line.split_whitespace().next() == Some(flag.as_str());
                        assert!(help.lines().any(shown), "{flag} is missing:\n{help}");
                        found.insert((sub.get_name().to_owned(), name.to_owned(), alias.to_owned()));
                    }
                }
            }
        }
        assert_eq!(found, known);
    }
}
