//! `terawang audit`: attacks a finished output folder and says what it gives away.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::options::Options;
use super::{FINDINGS, FINE, USE, report};
use crate::audit::{self, Scope};
use crate::diagnostics::Findings;

/// Runs the command.
pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_else(|| options.root.join("public"));
    let earlier: Vec<&Path> =
        matches.get_many::<PathBuf>("earlier").into_iter().flatten().map(PathBuf::as_path).collect();
    let how = audit::Options {
        k: matches.get_one::<u64>("k").copied(),
        without_values: matches.get_flag("without-values"),
    };
    // Messages point into the output folder.
    let options = Options { root: folder.clone(), ..*options };
    let releases = matches.get_one::<PathBuf>("releases").map(PathBuf::as_path);
    let told = match audit::audit(&folder, &earlier, releases, how) {
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

/// Says what was attacked, and what was not.
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
