//! The commands and their options, with help in both languages.

use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};

use super::{FINE, USE};
use crate::collections::Kind;
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::Outcome;
use crate::collections::sanction::levels::Level;
use crate::collections::sanction::rows::{LARGEST_POOL, LARGEST_SHARE, LEAST_K, LEAST_L, LEAST_POPULATION};
use crate::diagnostics::print::Format;
use crate::locale::Lang;

/// The port of the preview server.
pub(super) const PORT: u16 = 8787;

/// The whole command line.
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
    command.args(global(lang)).subcommands(subcommands(lang).map(|sub| {
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
    }))
}

/// ` <JENIS>`, or ` [DIR]` where it may be left out.
fn positional_usage(positional: &Arg) -> Option<String> {
    let name = positional.get_value_names()?.first()?;
    Some(if positional.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") })
}

fn template(lang: Lang) -> String {
    let usage = lang.pick("Pemakaian", "Usage");
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}")
}

/// Options of every command.
fn global(lang: Lang) -> Vec<Arg> {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    vec![
        Arg::new("root")
            .long("root")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .global(true)
            .help(say("Folder portal (bawaan: folder ini)", "The portal's folder (default: this one)")),
        Arg::new("lang")
            .long("lang")
            .value_name("LANG")
            .value_parser(["id", "en"])
            .global(true)
            .hide_possible_values(true)
            .help(say(
                "Bahasa pesan: id atau en (bawaan: dari lingkungan, selain itu id)",
                "Language of messages: id or en (default: the environment's, else id)",
            )),
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(Format::ALL.map(Format::name)))
            .global(true)
            .hide_possible_values(true)
            .help(say(
                "Bentuk pesan: human, json, github, sarif",
                "Form of messages: human, json, github, sarif",
            )),
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"])
            .global(true)
            .hide_possible_values(true)
            .help(say("Warna: auto, always, never", "Colours: auto, always, never")),
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .action(ArgAction::SetTrue)
            .global(true)
            .help(say("Hanya katakan yang keliru", "Say only what is wrong")),
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .global(true)
            .help(say("Tampilkan bantuan ini", "Show this help")),
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(say("Tampilkan versi", "Show the version")),
    ]
}

fn subcommands(lang: Lang) -> impl Iterator<Item = Command> {
    let say = move |id: &'static str, en: &'static str| lang.pick(id, en);
    let drafts = Arg::new("drafts")
        .long("drafts")
        .action(ArgAction::SetTrue)
        .help(say("Ikutkan draf", "Include drafts"));
    let clock = Arg::new("clock")
        .long("clock")
        .value_name("DATE")
        .value_parser(|text: &str| text.parse::<jiff::civil::Date>().map_err(|_| "2024-10-15"))
        .help(say(
            "Hari pembangunan, misalnya 2024-10-15 (bawaan: SOURCE_DATE_EPOCH atau hari ini)",
            "The day of the build, for example 2024-10-15 (default: SOURCE_DATE_EPOCH or today)",
        ));
    let roster = Arg::new("roster")
        .long("daftar-nama")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(say(
            "Daftar nama tertutup, di luar folder portal; tidak boleh muncul dalam naskah tentang sanksi",
            "A private roster outside the portal's folder; its names must not stand in texts about sanctions",
        ));
    let timings = Arg::new("timings")
        .long("timings")
        .action(ArgAction::SetTrue)
        .help(say("Tunjukkan waktu setiap tahap", "Show the time of each stage"));
    [
        Command::new("build")
            .about(say("Periksa isi dan bangun situsnya", "Check the content and build the site"))
            .arg(
                Arg::new("output")
                    .long("output")
                    .short('o')
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .help(say(
                        "Folder hasil (bawaan: public di folder portal)",
                        "The output folder (default: public in the portal's folder)",
                    )),
            )
            .args([drafts.clone(), clock.clone(), roster.clone(), timings.clone()]),
        Command::new("check")
            .about(say("Periksa isi tanpa menulis apa pun", "Check the content and write nothing"))
            .args([drafts.clone(), clock.clone(), roster.clone(), timings]),
        Command::new("release")
            .about(say(
                "Catat angka yang terbit di rilis/, agar terbitan berikutnya dibandingkan dengannya",
                "Record the published figures in rilis/, so that the next edition is compared with them",
            ))
            .arg(
                Arg::new("note")
                    .long("catatan")
                    .value_name("TEXT")
                    .help(say("Catatan untuk rilis ini", "A note for this release")),
            )
            .args([clock.clone(), roster.clone()]),
        Command::new("serve")
            .about(say(
                "Lihat situsnya di peramban sambil menyunting",
                "See the site in a browser while editing",
            ))
            .arg(
                Arg::new("port")
                    .long("port")
                    .value_name("PORT")
                    .value_parser(value_parser!(u16))
                    .help(say("Porta (bawaan: 8787)", "Port (default: 8787)")),
            )
            .arg(Arg::new("poll").long("poll").action(ArgAction::SetTrue).help(say(
                "Periksa berkas berkala, untuk folder jaringan",
                "Look at files again and again, for network folders",
            )))
            .args([drafts, clock, roster]),
        Command::new("audit")
            .about(say(
                "Serang situs yang sudah dibangun, seperti orang yang hendak mengenali orang di dalamnya",
                "Attack a finished site, like somebody who wants to know the people in it",
            ))
            .arg(Arg::new("folder").value_name("DIR").value_parser(value_parser!(PathBuf)).help(say(
                "Folder hasil (bawaan: public di folder portal)",
                "The output folder (default: public in the portal's folder)",
            )))
            .arg(
                Arg::new("releases")
                    .long("rilis")
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .help(say(
                        "Folder rilis/ portal: bandingkan juga dengan semua rilisnya",
                        "The portal's folder rilis/: compare with all of its releases, too",
                    )),
            )
            .arg(
                Arg::new("earlier")
                    .long("terdahulu")
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .action(ArgAction::Append)
                    .help(say(
                        "Hasil bangunan terdahulu, yang mungkin disimpan orang; boleh berulang",
                        "An earlier output, which somebody may have saved; may be repeated",
                    )),
            )
            .arg(
                Arg::new("k")
                    .long("k")
                    .value_name("N")
                    .value_parser(value_parser!(u64).range(2..=crate::disclosure::tables::MAX_K))
                    .help(say(
                        "Kelompok terkecil yang boleh tampak (bawaan: yang tertulis di keluaran, selain itu 5)",
                        "The smallest group that may show (default: what the output declares, else 5)",
                    )),
            )
            .arg(Arg::new("without-values").long("tanpa-nilai").action(ArgAction::SetTrue).help(say(
                "Jangan tulis nilai yang terbongkar; untuk catatan CI yang terbuka",
                "Leave out the values that were worked out; for public CI logs",
            )))
            .after_help(say(
                "Tanpa --tanpa-nilai, pesannya memuat nilai yang semestinya tertutup: Anda menyerang keluaran sendiri.\nKode keluar: 0 tidak ada temuan, 1 ada temuan, 2 pemakaian keliru.",
                "Without --tanpa-nilai, messages hold values that should be hidden: you attack your own output.\nExit codes: 0 nothing found, 1 something found, 2 wrong use.",
            )),
        Command::new("init").about(say("Mulai portal baru", "Start a new portal")).arg(
            Arg::new("dir").value_name("DIR").value_parser(value_parser!(PathBuf)).help(say(
                "Folder portal baru (bawaan: folder ini)",
                "The new portal's folder (default: this one)",
            )),
        ),
        Command::new("new")
            .about(say("Tulis berkas isi baru", "Write a new content file"))
            .arg(
                Arg::new("kind")
                    .required(true)
                    .value_name(say("JENIS", "KIND"))
                    .value_parser(PossibleValuesParser::new(Kind::written().map(Kind::name)))
                    .hide_possible_values(true)
                    .help(say(
                        "Jenis isi: edaran, berita, kegiatan, …",
                        "Content type: edaran, berita, kegiatan, …",
                    )),
            )
            .arg(
                Arg::new("title")
                    .required(true)
                    .value_name(say("JUDUL", "TITLE"))
                    .help(say("Judulnya, di antara tanda kutip", "Its title, in quotes")),
            )
            .arg(
                Arg::new("clock")
                    .long("clock")
                    .value_name("DATE")
                    .value_parser(|text: &str| text.parse::<jiff::civil::Date>().map_err(|_| "2024-10-15"))
                    .help(say(
                        "Tanggal di berkas baru (bawaan: hari ini)",
                        "The date in the new file (default: today)",
                    )),
            ),
        anonymise(lang),
        Command::new("explain")
            .about(say("Jelaskan sebuah kode pesan", "Explain the code of a message"))
            .arg(Arg::new("code").value_name(say("KODE", "CODE")).help(say(
                "Kodenya, misalnya TW0203; tanpa kode: daftar semuanya",
                "The code, for example TW0203; without one: the list of all",
            ))),
        Command::new("completions")
            .about(say("Tulis pelengkapan untuk shell", "Write completions for a shell"))
            .arg(
                Arg::new("shell")
                    .required(true)
                    .value_name("SHELL")
                    .value_parser(value_parser!(clap_complete::Shell))
                    .help("bash, elvish, fish, powershell, zsh")
                    .hide_possible_values(true),
            ),
        Command::new("man")
            .about(say("Tulis halaman manual ke sebuah folder", "Write the manual pages to a folder"))
            .arg(
                Arg::new("dir")
                    .required(true)
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .help(say("Folder tujuan", "The folder to write to")),
            ),
    ]
    .into_iter()
}

/// `anonymise`, which has options of its own for all that it may ask.
fn anonymise(lang: Lang) -> Command {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let number = |name: &'static str, range: std::ops::RangeInclusive<u64>, help: &'static str| {
        Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u64).range(range)).help(help)
    };
    let parse_day = |text: &str| text.parse::<jiff::civil::Date>().map_err(|_| "2024-10-15");
    Command::new("anonymise")
        .about(say(
            "Buat seri sanksi yang boleh terbit dari lembar kerja internal",
            "Make a publishable sanction series from an internal spreadsheet",
        ))
        .arg(
            Arg::new("sheet")
                .required(true)
                .value_name(say("BERKAS", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(say(
                    "Lembar kerja .csv, .xlsx atau .ods di luar folder portal; satu baris satu orang",
                    "A .csv, .xlsx or .ods spreadsheet outside the portal's folder; one row a person",
                )),
        )
        .args([
            text("series", "NAME", say("Nama seri: content/sanksi/NAME.toml", "The series: content/sanksi/NAME.toml"))
                .visible_alias("seri")
                .required(true),
            text("lembar", "NAME", say("Lembar buku kerja (bawaan: yang pertama)", "The workbook's sheet (default: the first)")),
            text("kolom", "HAL=JUDUL", say(
                "Kolom untuk sebuah hal, misalnya opd=\"Unit Kerja\"; boleh diulang; diingat di BERKAS.kolom.toml",
                "The column of a property, for example opd=\"Unit Kerja\"; may be repeated; remembered in FILE.kolom.toml",
            ))
            .action(ArgAction::Append),
            text("kolom-terbit", "A,B", say(
                "Kolom yang terbit, misalnya semester,tingkat_hukuman; hanya untuk seri tanpa kebijakan",
                "The columns to publish, for example semester,tingkat_hukuman; only for a series without policy",
            ))
            .value_delimiter(',')
            .value_parser(PossibleValuesParser::new(Level::ALL.iter().map(|level| level.key())))
            .hide_possible_values(true),
            text("tabel", "A[,B]", say(
                "Kolom tabel di samping baris, boleh lebih rinci; angka kecilnya dirahasiakan",
                "Columns of a table beside the rows, which may be finer; its small numbers are hidden",
            ))
            .value_delimiter(',')
            .value_parser(PossibleValuesParser::new(Level::ALL.iter().map(|level| level.key())))
            .hide_possible_values(true),
            number("k", LEAST_K..=u64::from(u16::MAX), say("Sedikitnya N orang setiap baris (bawaan: 5)", "At least N persons a row (default: 5)")),
            number("l", LEAST_L..=u64::from(u16::MAX), say(
                "Sedikitnya N sanksi atau pelanggaran berbeda setiap kelompok (bawaan: 2)",
                "At least N different penalties or violations a group (default: 2)",
            )),
            number("tidak-dirinci-maks", 0..=LARGEST_POOL, say(
                "Paling banyak N persen orang tidak dirinci (bawaan: 5)",
                "At most N percent of the persons not detailed (default: 5)",
            )),
            text("populasi", "ID", say(
                "Seri pakta yang sasarannya jumlah pegawai, misalnya pakta/pilkada-2024",
                "The pact series whose targets are the headcount, for example pakta/pilkada-2024",
            )),
            number("populasi-min", LEAST_POPULATION..=u64::from(u32::MAX), say(
                "Kelompok pegawai sedikitnya N orang (bawaan: 50)",
                "A group of staff has at least N people (default: 50)",
            )),
            number("bagian-maks", 0..=LARGEST_SHARE, say(
                "Paling banyak N persen kelompok pegawai disanksi (bawaan: 20)",
                "At most N percent of a group's people were sanctioned (default: 20)",
            )),
            text("judul", "TEXT", say("Judul seri baru", "Title of a new series")),
            text("hasil", "HASIL", say(
                "Yang dihitung seri baru: sanksi, rekomendasi, terbukti, putusan_pidana",
                "What a new series counts: sanksi, rekomendasi, terbukti, putusan_pidana",
            ))
            .value_parser(PossibleValuesParser::new(Outcome::ALL.iter().map(|outcome| outcome.key())))
            .hide_possible_values(true),
            text("penetap", "WHO", say(
                "Penetap seri baru: ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen",
                "Who issued a new series: ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen",
            ))
            .value_parser(PossibleValuesParser::new(Authority::ALL.iter().map(|authority| authority.key())))
            .hide_possible_values(true),
            text("periode", "A..B", say(
                "Periode seri baru, misalnya 2024-01-01..2024-12-31 (bawaan: tahun-tahun datanya)",
                "Period of a new series, for example 2024-01-01..2024-12-31 (default: the years of its data)",
            ))
            .value_parser(parse_period),
            text("sumber", "TEXT", say("Sumber angka seri baru", "Source of a new series' figures")),
            text("per-tanggal", "DATE", say("Tanggal angkanya, misalnya 2024-12-31", "The day of the figures, for example 2024-12-31"))
                .value_parser(parse_day),
            Arg::new("coba").long("coba").visible_alias("dry-run").action(ArgAction::SetTrue).help(say(
                "Kerjakan dan laporkan semuanya, tetapi jangan tulis apa pun",
                "Do and report everything, but write nothing",
            )),
            Arg::new("clock").long("clock").value_name("DATE").value_parser(parse_day).help(say(
                "Hari pemeriksaan, misalnya 2024-10-15 (bawaan: hari ini)",
                "The day of the check, for example 2024-10-15 (default: today)",
            )),
        ])
}

/// `2024-01-01..2024-12-31`.
fn parse_period(text: &str) -> Result<Period, &'static str> {
    let ends = text
        .split_once("..")
        .and_then(|(from, to)| Some(Period { from: from.trim().parse().ok()?, to: to.trim().parse().ok()? }));
    ends.ok_or("2024-01-01..2024-12-31")
}

/// Says in the user's language what is wrong with a command line, and gives the exit code.
pub(super) fn usage_error(error: &clap::Error, lang: Lang) -> u8 {
    let shown = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            return FINE;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(anstream::stderr(), "{}", error.render().ansi());
            return USE;
        }
        _ if lang == Lang::En => {
            let _ = error.print();
            return USE;
        }
        _ => {}
    }
    let argument = shown(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("pilihan {argument} tidak dikenal"),
        ErrorKind::InvalidSubcommand => {
            format!("perintah {} tidak dikenal", shown(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("masih kurang: {argument}"),
        ErrorKind::MissingSubcommand => "perintahnya belum ditulis".to_owned(),
        ErrorKind::InvalidValue if shown(ContextKind::InvalidValue).is_empty() => {
            format!("{argument} perlu nilai")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("nilai \"{}\" tidak dapat dipakai untuk {argument}", shown(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => format!("{argument} ditulis dua kali"),
        _ => error.to_string(),
    };
    let mut text = format!("galat: {message}\n");
    let choices = shown(ContextKind::ValidValue);
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(shown)
        .find(|near| !near.is_empty());
    match near {
        Some(near) => text.push_str(&format!("saran: maksud Anda {near}?\n")),
        None if !choices.is_empty() => text.push_str(&format!("saran: pilih salah satu dari {choices}\n")),
        None => text.push_str("saran: `terawang --help` menunjukkan semua perintah dan pilihan\n"),
    }
    let _ = write!(std::io::stderr(), "{text}");
    USE
}
