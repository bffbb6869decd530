//! `terawang new KIND "Judul"`: writes a content file to fill in.

use clap::builder::{EnumValueParser, StringValueParser};
use clap::{ArgMatches, Command};
use jiff::civil::Date;

use super::flags::{self, Flag};
use super::options::Options;
use super::{FINE, USE, init, report, values};
use crate::collections::Kind;
use crate::config::{self, Zone};
use crate::locale::Lang;
use crate::markdown::slug;
use crate::pipeline::Clock;

const KIND: Flag<Kind> = Flag::new("kind");
const TITLE: Flag<String> = Flag::new("title");

pub(super) fn command(lang: Lang) -> Command {
    let kind =
        lang.pick("Jenis isi: edaran, berita, kegiatan, …", "Content type: edaran, berita, kegiatan, …");
    let title = lang.pick("Judulnya, di antara tanda kutip", "Its title, in quotes");
    let clock =
        lang.pick("Tanggal di berkas baru (bawaan: hari ini)", "The date in the new file (default: today)");
    Command::new("new").about(lang.pick("Tulis berkas isi baru", "Write a new content file")).args([
        KIND.positional(lang.pick("JENIS", "KIND"), EnumValueParser::new(), kind).required(true),
        TITLE.positional(lang.pick("JUDUL", "TITLE"), StringValueParser::new(), title).required(true),
        flags::CLOCK.arg("DATE", values::date(lang), clock),
    ])
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let (Some(kind), Some(title)) = (KIND.of(matches), TITLE.of(matches)) else { return USE };
    let name = file_name(&title);
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
    let extension = kind.facts().skeleton.extension;
    let year = if kind.facts().in_year_folders { format!("{}/", day.year()) } else { String::new() };
    let path = format!("content/{}/{year}{name}.{extension}", kind.folder());
    // The title comes last, because it may contain text like `{tahun}`.
    let text = kind
        .new_file()
        .replace("{tanggal}", &day.to_string())
        .replace("{tahun}", &day.year().to_string())
        .replace("{judul}", &toml::Value::String(title).to_string());
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

/// The longest name of a new file, in characters. Windows limits the whole path to 260.
const MAX_NAME: usize = 80;

/// The name of a new file: its title as part of an address, cut after a word.
fn file_name(title: &str) -> String {
    let mut name = slug(title);
    if name.len() > MAX_NAME {
        // A slug is ASCII. A single word of this length is cut anywhere.
        let end = name[..=MAX_NAME].rfind('-').unwrap_or(MAX_NAME);
        name.truncate(end);
    }
    name
}

/// The date for the new file: `--clock`, or else today in the time zone of the portal.
fn day(options: &Options, matches: &ArgMatches) -> Date {
    let clock = super::build::clock(matches).unwrap_or_else(|_| Clock::Moment(jiff::Timestamp::now()));
    let tree = crate::source::read_site(&options.root);
    let zone = config::read(tree.as_ref()).value.map_or(Zone::Western, |config| config.zone);
    clock.day(zone)
}
