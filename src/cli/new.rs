//! `terawang new KIND "Judul"`: a content file to fill in.

use clap::ArgMatches;
use jiff::civil::Date;

use super::options::Options;
use super::{FINE, USE, init, report};
use crate::collections::Kind;
use crate::config::{self, Zone};
use crate::markdown::slug;
use crate::pipeline::Clock;

/// The types that staff write files of.
pub(super) fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Home)
}

/// The text of a new file and its extension.
fn skeleton(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Home | Kind::Page => (include_str!("skeletons/halaman.md"), "md"),
        Kind::Circular => (include_str!("skeletons/edaran.md"), "md"),
        Kind::Regulation => (include_str!("skeletons/regulasi.md"), "md"),
        Kind::Pact => (include_str!("skeletons/pakta.toml"), "toml"),
        Kind::Team => (include_str!("skeletons/tim.md"), "md"),
        Kind::Sanction => (include_str!("skeletons/sanksi.toml"), "toml"),
        Kind::Channel => (include_str!("skeletons/saluran.md"), "md"),
        Kind::Reports => (include_str!("skeletons/pengaduan.toml"), "toml"),
        Kind::Event => (include_str!("skeletons/kegiatan.md"), "md"),
        Kind::Pledge => (include_str!("skeletons/ikrar.md"), "md"),
        Kind::Transfer => (include_str!("skeletons/mutasi.toml"), "toml"),
        Kind::Monitoring => (include_str!("skeletons/pemantauan.md"), "md"),
        Kind::Calendar => (include_str!("skeletons/tahapan.toml"), "toml"),
        Kind::News => (include_str!("skeletons/berita.md"), "md"),
    }
}

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let (Some(kind), Some(title)) = (matches.get_one::<String>("kind"), matches.get_one::<String>("title"))
    else {
        return USE;
    };
    let Some(kind) = kinds().find(|known| known.name() == kind) else { return USE };
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
    let (text, extension) = skeleton(kind);
    let year =
        if kind.is_dated() && kind != Kind::Monitoring { format!("{}/", day.year()) } else { String::new() };
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
