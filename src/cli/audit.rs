//! `terawang audit`: attacks a finished output folder and reports what it discloses.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{ArgAction, ArgMatches, Command};

use super::flags::Flag;
use super::options::Options;
use super::{FINDINGS, FINE, USE, report, values};
use crate::audit::{self, Scope};
use crate::diagnostics::Findings;
use crate::locale::Lang;
use cell_suppression::MAX_THRESHOLD;

const FOLDER: Flag<PathBuf> = Flag::new("folder");
const RELEASES: Flag<PathBuf> = Flag::with_alias("releases", "rilis");
const PREVIOUS: Flag<PathBuf> = Flag::with_alias("previous", "terdahulu");
const K: Flag<u64> = Flag::new("k");
const NO_VALUES: Flag<bool> = Flag::with_alias("no-values", "tanpa-nilai");

pub(super) fn command(lang: Lang) -> Command {
    let say = |id: &'static str, en: &'static str| lang.pick(id, en);
    let path = PathBufValueParser::new;
    let folder = say(
        "Folder hasil (bawaan: public di folder portal)",
        "The output folder (default: public in the portal's folder)",
    );
    let releases = say(
        "Folder rilis/ portal: bandingkan juga dengan semua rilisnya",
        "The portal's folder rilis/: compare with all of its releases, too",
    );
    let previous = say(
        "Hasil bangunan terdahulu, yang mungkin disimpan orang; boleh berulang",
        "An earlier output, which somebody may have saved; may be repeated",
    );
    let k = say(
        "Kelompok terkecil yang boleh tampak (bawaan: yang tertulis di keluaran, selain itu 5)",
        "The smallest group that may show (default: what the output declares, else 5)",
    );
    let no_values = say(
        "Jangan tulis nilai yang terbongkar; untuk catatan CI yang terbuka",
        "Leave out the values that were worked out; for public CI logs",
    );
    Command::new("audit")
        .about(say(
            "Serang situs yang sudah dibangun, seperti orang yang hendak mengenali orang di dalamnya",
            "Attack a finished site, like somebody who wants to know the people in it",
        ))
        .args([
            FOLDER.positional("DIR", path(), folder),
            RELEASES.arg("DIR", path(), releases),
            PREVIOUS.arg("DIR", path(), previous).action(ArgAction::Append),
            K.arg("N", values::number(lang, 2..=MAX_THRESHOLD), k),
            NO_VALUES.switch(no_values),
        ])
        .after_help(say(
            "Tanpa --tanpa-nilai, pesannya memuat nilai yang semestinya tertutup: Anda menyerang keluaran sendiri.\nKode keluar: 0 tidak ada galat, 1 ada galat, 2 pemakaian keliru.",
            "Without --no-values, messages hold values that should be hidden: you attack your own output.\nExit codes: 0 no errors, 1 errors found, 2 wrong use.",
        ))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let folder = FOLDER.of(matches).unwrap_or_else(|| options.root.join("public"));
    let previous = PREVIOUS.all(matches);
    let previous: Vec<&Path> = previous.iter().map(PathBuf::as_path).collect();
    let releases = RELEASES.of(matches);
    let how = audit::Options { k: K.of(matches), without_values: NO_VALUES.is_set(matches) };
    // Messages use paths in the output folder.
    let options = Options { root: folder.clone(), ..*options };
    let told = match audit::audit(&folder, &previous, releases.as_deref(), how) {
        Ok(told) => told,
        Err(found) => {
            report::print(&options, &Findings::from_iter([found]));
            return USE;
        }
    };
    report::print(&options, &told.findings);
    summary(&options, &told.scope);
    if told.findings.has_errors() { FINDINGS } else { FINE }
}

/// Prints what was attacked, and what was not.
fn summary(options: &Options, scope: &Scope) {
    let Scope { files, pages, tables, hidden, sums, rows, left_out } = scope;
    report::say(
        options,
        &options.say(
            format!("diserang: {files} berkas ({pages} halaman), {tables} tabel, {hidden} sel tertutup lewat {sums} jumlah, {rows} baris sanksi"),
            format!("attacked: {files} files ({pages} pages), {tables} tables, {hidden} hidden cells over {sums} sums, {rows} sanction rows"),
        ),
    );
    for left_out in left_out {
        report::say(
            options,
            &options
                .say(format!("tidak diserang: {}", left_out.id), format!("not attacked: {}", left_out.en)),
        );
    }
    report::say(
        options,
        options.say(
            "tidak diserang: isi PDF dan gambar, jumlah halaman daftar, dan pengetahuan dari luar situs",
            "not attacked: what PDF files and pictures hold, the number of pages of lists, and what is known from elsewhere",
        ),
    );
}
