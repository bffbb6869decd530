//! `terawang new KIND "Judul"`: a content file to fill in.

use clap::ArgMatches;
use jiff::civil::Date;

use super::options::Options;
use super::{FINE, USE, init, report};
use crate::collections::{Kind, Skeleton};
use crate::config::{self, Zone};
use crate::markdown::slug;
use crate::pipeline::Clock;

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let (Some(kind), Some(title)) = (matches.get_one::<String>("kind"), matches.get_one::<String>("title"))
    else {
        return USE;
    };
    let Some(kind) = Kind::written().find(|known| known.name() == kind) else { return USE };
    let name = slug(title);
    if name.is_empty() {
        let text = options.say(
            "judul harus memuat huruf atau angka; nama berkasnya dibuat dari judul",
            "the title must hold letters or digits; the file's name is made of it",
        );
        return report::fail(text, options.lang);
    }
    if !options.root.join("content").is_dir() {
        let folder = options.root.display();
        let text = options.say(
            format!("di {folder} tidak ada portal; jalankan `terawang init` dahulu, atau beri --root"),
            format!("there is no portal in {folder}; run `terawang init` first, or give --root"),
        );
        return report::fail(&text, options.lang);
    }
    let day = day(options, matches);
    let Skeleton { text, extension } = kind.facts().skeleton;
    let year = if kind.facts().in_year_folders { format!("{}/", day.year()) } else { String::new() };
    let path = format!("content/{}/{year}{name}.{extension}", kind.folder());
    // The title last: it may hold what looks like a place for the others.
    let text = text
        .replace("{tanggal}", &day.to_string())
        .replace("{tahun}", &day.year().to_string())
        .replace("{judul}", &toml::Value::String(title.clone()).to_string());
    match init::write_new(&options.root.join(&path), &text) {
        Ok(()) => {
            report::say(options, &options.say(format!("ditulis: {path}"), format!("written: {path}")));
            FINE
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => report::fail(
            &options.say(format!("{path} sudah ada"), format!("{path} is there already")),
            options.lang,
        ),
        Err(error) => report::fail(
            &options.say(
                format!("{path} tidak dapat ditulis: {error}"),
                format!("{path} cannot be written: {error}"),
            ),
            options.lang,
        ),
    }
}

/// The day for the new file: `--clock`, else today where the portal is.
fn day(options: &Options, matches: &ArgMatches) -> Date {
    let clock = super::build::clock(matches).unwrap_or_else(|_| Clock::Moment(jiff::Timestamp::now()));
    let tree = crate::source::read_site(&options.root);
    let zone = config::read(tree.as_ref()).value.map_or(Zone::Western, |config| config.zone);
    clock.day(zone)
}
