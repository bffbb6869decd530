//! The flags of `anonymise`: one for everything that it may ask.

use std::path::PathBuf;

use clap::builder::{EnumValueParser, PathBufValueParser, StringValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;

use crate::anonymise::columns::Field;
use crate::anonymise::series::SeriesName;
use crate::cli::flags::{CLOCK, Flag};
use crate::cli::values;
use crate::collections::common::{Authority, Period};
use crate::collections::sanction::Outcome;
use crate::collections::sanction::levels::Level;
use crate::collections::sanction::rows::{LARGEST_POOL, LARGEST_SHARE, LEAST_K, LEAST_L, LEAST_POPULATION};
use crate::locale::{Lang, Text};

pub(super) const SPREADSHEET: Flag<PathBuf> = Flag::new("spreadsheet");
pub(super) const SERIES: Flag<SeriesName> = Flag::with_alias("series", "seri");
pub(super) const SHEET: Flag<String> = Flag::with_alias("sheet", "lembar");
pub(super) const COLUMN: Flag<(Field, String)> = Flag::with_alias("column", "kolom");
pub(super) const PUBLISH_COLUMNS: Flag<Level> = Flag::with_alias("publish-columns", "kolom-terbit");
pub(super) const TABLE: Flag<Level> = Flag::with_alias("table", "tabel");
pub(super) const K: Flag<u64> = Flag::new("k");
pub(super) const L: Flag<u64> = Flag::new("l");
pub(super) const MAX_POOLED: Flag<u64> = Flag::with_alias("max-pooled", "tidak-dirinci-maks");
pub(super) const POPULATION: Flag<String> = Flag::with_alias("population", "populasi");
pub(super) const MIN_POPULATION: Flag<u64> = Flag::with_alias("min-population", "populasi-min");
pub(super) const MAX_SHARE: Flag<u64> = Flag::with_alias("max-share", "bagian-maks");
pub(super) const TITLE: Flag<String> = Flag::with_alias("title", "judul");
pub(super) const OUTCOME: Flag<Outcome> = Flag::with_alias("outcome", "hasil");
pub(super) const AUTHORITY: Flag<Authority> = Flag::with_alias("authority", "penetap");
pub(super) const PERIOD: Flag<Period> = Flag::with_alias("period", "periode");
pub(super) const SOURCE: Flag<String> = Flag::with_alias("source", "sumber");
pub(super) const AS_OF: Flag<Date> = Flag::with_alias("as-of", "per-tanggal");
pub(super) const DRY_RUN: Flag<bool> = Flag::with_alias("dry-run", "coba");

/// The command and its flags.
pub(in crate::cli) fn command(lang: Lang) -> Command {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let spreadsheet = say(
        "Lembar kerja .csv, .xlsx atau .ods di luar folder portal; satu baris satu orang",
        "A .csv, .xlsx or .ods spreadsheet outside the portal's folder; one row a person",
    );
    let dry_run = say(
        "Kerjakan dan laporkan semuanya, tetapi jangan tulis apa pun",
        "Do and report everything, but write nothing",
    );
    let clock = say(
        "Hari pemeriksaan, misalnya 2024-10-15 (bawaan: hari ini)",
        "The day of the check, for example 2024-10-15 (default: today)",
    );
    Command::new("anonymise")
        .about(say(
            "Buat seri sanksi yang boleh terbit dari lembar kerja internal",
            "Make a publishable sanction series from an internal spreadsheet",
        ))
        .arg(
            SPREADSHEET
                .positional(say("BERKAS", "FILE"), PathBufValueParser::new(), spreadsheet)
                .required(true),
        )
        .arg(
            SERIES
                .arg(
                    say("NAMA", "NAME"),
                    values::series(lang),
                    say("Nama seri: content/sanksi/NAMA.toml", "The series: content/sanksi/NAME.toml"),
                )
                .required(true),
        )
        .args(columns(lang))
        .args(policy(lang))
        .args(facts(lang))
        .args([DRY_RUN.switch(dry_run), CLOCK.arg("DATE", values::date(lang), clock)])
}

/// The columns to read, and the columns to publish.
fn columns(lang: Lang) -> [Arg; 4] {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let sheet = say("Lembar buku kerja (bawaan: yang pertama)", "The workbook's sheet (default: the first)");
    let column = say(
        "Kolom untuk sebuah hal, misalnya opd=\"Unit Kerja\"; boleh diulang; diingat di BERKAS.kolom.toml",
        "The column of a property, for example opd=\"Unit Kerja\"; may be repeated; remembered in FILE.kolom.toml",
    );
    let published = say(
        "Kolom yang terbit, misalnya semester,tingkat_hukuman; hanya untuk seri tanpa kebijakan",
        "The columns to publish, for example semester,tingkat_hukuman; only for a series without policy",
    );
    let table = say(
        "Kolom tabel di samping baris, boleh lebih rinci; angka kecilnya dirahasiakan",
        "Columns of a table beside the rows, which may be finer; its small numbers are hidden",
    );
    [
        SHEET.arg(say("NAMA", "NAME"), StringValueParser::new(), sheet),
        COLUMN
            .arg(say("HAL=JUDUL", "PROPERTY=HEADING"), values::column(lang), column)
            .action(ArgAction::Append),
        PUBLISH_COLUMNS.arg("A,B", EnumValueParser::new(), published).value_delimiter(','),
        TABLE.arg("A[,B]", EnumValueParser::new(), table).value_delimiter(','),
    ]
}

/// The thresholds of the policy.
fn policy(lang: Lang) -> [Arg; 6] {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let number = |flag: Flag<u64>, least: u64, most: u64, help: &'static str| {
        flag.arg("N", values::number(lang, least..=most), help)
    };
    let population = say(
        "Seri pakta yang sasarannya jumlah pegawai, misalnya pakta/pilkada-2024",
        "The pact series whose targets are the headcount, for example pakta/pilkada-2024",
    );
    [
        number(
            K,
            LEAST_K,
            u64::from(u16::MAX),
            say("Sedikitnya N orang setiap baris (bawaan: 5)", "At least N persons a row (default: 5)"),
        ),
        number(
            L,
            LEAST_L,
            u64::from(u16::MAX),
            say(
                "Sedikitnya N sanksi atau pelanggaran berbeda setiap kelompok (bawaan: 2)",
                "At least N different penalties or violations a group (default: 2)",
            ),
        ),
        number(
            MAX_POOLED,
            0,
            LARGEST_POOL,
            say(
                "Paling banyak N persen orang tidak dirinci (bawaan: 5)",
                "At most N percent of the persons not detailed (default: 5)",
            ),
        ),
        POPULATION.arg("ID", StringValueParser::new(), population),
        number(
            MIN_POPULATION,
            LEAST_POPULATION,
            u64::from(u32::MAX),
            say(
                "Kelompok pegawai sedikitnya N orang (bawaan: 50)",
                "A group of staff has at least N people (default: 50)",
            ),
        ),
        number(
            MAX_SHARE,
            0,
            LARGEST_SHARE,
            say(
                "Paling banyak N persen kelompok pegawai disanksi (bawaan: 20)",
                "At most N percent of a group's people were sanctioned (default: 20)",
            ),
        ),
    ]
}

/// The facts about a new series.
fn facts(lang: Lang) -> [Arg; 6] {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let outcome = say(
        "Yang dihitung seri baru: sanksi, rekomendasi, terbukti, putusan_pidana",
        "What a new series counts: sanksi, rekomendasi, terbukti, putusan_pidana",
    );
    let authority = say(
        "Penetap seri baru: ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen",
        "Who issued a new series: ppk, bkn, kasn, bawaslu, pengadilan, lembaga_independen",
    );
    let period = say(
        "Periode seri baru, misalnya 2024-01-01..2024-12-31 (bawaan: tahun-tahun datanya)",
        "Period of a new series, for example 2024-01-01..2024-12-31 (default: the years of its data)",
    );
    let as_of =
        say("Tanggal angkanya, misalnya 2024-12-31", "The day of the figures, for example 2024-12-31");
    [
        TITLE.arg("TEXT", StringValueParser::new(), say("Judul seri baru", "Title of a new series")),
        OUTCOME.arg(say("HASIL", "OUTCOME"), EnumValueParser::new(), outcome),
        AUTHORITY.arg("WHO", EnumValueParser::new(), authority),
        PERIOD.arg("A..B", values::period(lang), period),
        SOURCE.arg(
            "TEXT",
            StringValueParser::new(),
            say("Sumber angka seri baru", "Source of a new series' figures"),
        ),
        AS_OF.arg("DATE", values::date(lang), as_of),
    ]
}

/// The spelling of a flag in each language, and whether it was given with any value.
pub(super) type Presence = (Text, bool);

/// The flags of the policy.
pub(super) fn policy_given(matches: &ArgMatches) -> [Presence; 7] {
    [
        PUBLISH_COLUMNS.presence(matches),
        K.presence(matches),
        L.presence(matches),
        MAX_POOLED.presence(matches),
        POPULATION.presence(matches),
        MIN_POPULATION.presence(matches),
        MAX_SHARE.presence(matches),
    ]
}

/// The flags of the facts of a new series.
pub(super) fn facts_given(matches: &ArgMatches) -> [Presence; 5] {
    [
        TITLE.presence(matches),
        OUTCOME.presence(matches),
        AUTHORITY.presence(matches),
        PERIOD.presence(matches),
        SOURCE.presence(matches),
    ]
}
