//! The memory of the preview between two readings does not change the result.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rayon::prelude::*;
use terawang::internals::Cache;
use terawang::internals::Changes;
use terawang::internals::Checked;
use terawang::internals::Reader;
use terawang::internals::{self as pipeline, Audience, Clock, Edition, ReadOptions, Timings};
use terawang::internals::{Rendered, Site};

use super::portal::portal;
use super::{Walk, edits, sources};
use crate::support::{Portal, Tree, assert_same_tree, pdf};

/// The number of portals, edited in turn.
const WALKS: u64 = 6;
/// The number of readings of each portal.
const READINGS: usize = 24;

#[test]
fn a_portal_that_is_read_again_is_the_portal_read_anew() {
    let shown: usize = (100..100 + WALKS).into_par_iter().map(read_again_and_again).sum();
    assert!(shown > READINGS * 3, "only {shown} readings gave a portal");
}

/// Returns the number of readings that gave a portal to show.
fn read_again_and_again(seed: u64) -> usize {
    let mut walk = Walk::new(seed);
    let root = walk.portal.path("");
    let mut remembering = Edition::remembering(Cache::of(&root, SystemTime::now()));
    let mut changes = Changes::All;
    let mut shown = 0;
    for _ in 0..READINGS {
        let options = options(walk.clock(), walk.drafts);
        let timings = Timings::default();
        let again = remembering.read_again(&root, &changes, SystemTime::now(), &options, &timings);
        let anew = pipeline::prepare(&root, &options, &timings);
        assert_eq!(found(&again), found(&anew), "{}", walk.told());
        match (&again.value, &anew.value) {
            (Some(again), Some(anew)) => {
                walk.same_files(&files(again), &files(anew), "read anew, these are others");
                (walk.good, walk.failures) = ((sources(&walk.portal), walk.day, walk.drafts), 0);
                shown += 1;
            }
            _ => walk.failures += 1,
        }
        let before = sources(&walk.portal);
        walk.edit();
        // It is easiest to forget files that a record names but does not own.
        if walk.chance.once_in(5) {
            let done = edits::attachment_removed(&mut walk);
            walk.story.extend(done);
        }
        changes = told(&before, &sources(&walk.portal), walk.chance.once_in(6));
    }
    shown
}

/// A reader of one portal with memory, and one that reads it anew each time.
struct Readers {
    portal: Portal,
    remembering: Edition,
    day: &'static str,
}

impl Readers {
    fn of(portal: Portal) -> Self {
        let remembering = Edition::remembering(Cache::of(&portal.path(""), SystemTime::now()));
        Self { portal, remembering, day: "2024-11-30" }
    }

    /// Reads the portal with both readers, and returns the addresses and bytes that they agree on.
    fn read(&mut self, changes: &Changes) -> Tree {
        let options = options(self.day, false);
        let (root, timings) = (self.portal.path(""), Timings::default());
        let again = self.remembering.read_again(&root, changes, SystemTime::now(), &options, &timings);
        let anew = pipeline::prepare(&root, &options, &timings);
        assert_eq!(found(&again), found(&anew));
        assert!(anew.value.is_some(), "{:?}", found(&anew));
        let (again, anew) = (files(&again.value.unwrap()), files(&anew.value.unwrap()));
        assert_same_tree(&again, &anew);
        anew
    }
}

/// A record of each kind of part in a plan, and one edit to each of these parts.
#[test]
fn whatever_a_plan_is_made_of_lays_it_anew() {
    type Edit = fn(&mut Readers);
    fn set(readers: &Readers, path: &str, from: &str, to: &str) {
        readers.portal.edit(path, from, to);
    }
    const LETTER: &str = "content/edaran/2024/se-2.md";
    let edits: [(&str, Edit); 18] = [
        ("day", |on| set(on, LETTER, "2024-10-20", "2024-11-20")),
        ("kind", |on| set(on, LETTER, "\"surat_edaran\"", "\"himbauan\"")),
        ("topic", |on| set(on, LETTER, "[\"apel\"]", "[\"pilkada\"]")),
        ("old address", |on| set(on, LETTER, "berlaku_sampai", "alihan = [\"/lama/\"]\nberlaku_sampai")),
        ("relation", |on| {
            let relation = "hubungan = [{ jenis = \"merujuk\", dokumen = \"edaran/2024/se-3\" }]\n";
            set(on, LETTER, "berlaku_sampai", &format!("{relation}berlaku_sampai"));
        }),
        ("legal base", |on| {
            set(on, "content/pakta/pilkada.toml", "satuan", "dasar_hukum = [\"regulasi/uu-2023\"]\nsatuan");
        }),
        ("link", |on| set(on, LETTER, "/edaran/2024/se-1/#dasar", "/edaran/2024/se-3/")),
        ("link of a translation", |on| {
            set(on, "content/halaman/tentang.en.md", "/edaran/2024/se-1/", "/edaran/2024/se-3/");
        }),
        ("name of a file", |on| on.portal.rename(LETTER, "content/edaran/2024/se-4.md")),
        ("name that leaves it in its place", |on| on.portal.rename(LETTER, "content/edaran/2024/se-2b.md")),
        ("title of a channel", |on| {
            set(on, "content/pengaduan/saluran/posko.md", "\"Posko\"", "\"Balai\"");
        }),
        ("place of a channel", |on| {
            set(on, "content/pengaduan/saluran/posko.md", "operator", "urutan = 1\noperator");
        }),
        ("end of a channel", |on| on.day = "2025-01-01"),
        ("withdrawal", |on| {
            set(
                on,
                LETTER,
                "berlaku_sampai",
                "ditarik = { tanggal = 2024-11-20, alasan = \"Keliru.\" }\nberlaku_sampai",
            );
        }),
        ("attachment", |on| on.portal.write("content/edaran/2024/se-1/surat.pdf", pdf("naskah lain"))),
        ("another attachment", |on| {
            on.portal.write("content/edaran/2024/se-1/tambahan.pdf", pdf("naskah lain"));
            let listed = "lampiran = [{ berkas = \"tambahan.pdf\", judul = \"Lagi\" }, ";
            set(on, "content/edaran/2024/se-1/index.md", "lampiran = [", listed);
        }),
        ("figure", |on| {
            let by_origin = "asal = [{ sumber_laporan = \"media\", jumlah = 7 }]\ntahap";
            set(on, "content/pengaduan/2024.toml", "tahap", by_origin);
        }),
        ("file of the theme", |on| on.portal.write("themes/terang/static/lain.css", "p { margin: 0 }\n")),
    ];
    let with_more = || {
        portal()
            .with(
                "content/pengaduan/2024.toml",
                "judul = \"Laporan\"\nper_tanggal = 2024-11-01\nsatuan = \"laporan\"\nsumber = \"Tim\"\ntotal = 7\ntahap = [{ tahapan = \"diterima\", jumlah = 7 }]\n",
            )
            .with(
                "content/pengaduan/saluran/anjungan.md",
                "+++\njudul = \"Anjungan\"\njenis = \"tatap_muka\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Contoh\" }\nterverifikasi = 2024-10-20\nberlaku_sampai = 2024-12-31\n+++\n",
            )
    };
    edits.into_par_iter().for_each(|(name, edit)| {
        let mut readers = Readers::of(with_more());
        let before = readers.read(&Changes::All);
        let sources_before = sources(&readers.portal);
        edit(&mut readers);
        let changes = told(&sources_before, &sources(&readers.portal), false);
        let after = readers.read(&changes);
        assert!(before != after, "{name}: nothing came of it");
    });
}

/// The changes that a watcher reports; sometimes it has lost track.
fn told(before: &Tree, after: &Tree, has_lost_count: bool) -> Changes {
    if has_lost_count {
        return Changes::All;
    }
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    Changes::Paths(differ.cloned().collect())
}

fn options(day: impl AsRef<str>, drafts: bool) -> ReadOptions {
    ReadOptions {
        clock: Clock::Day(day.as_ref().parse().unwrap()),
        audience: if drafts { Audience::StaffWithDrafts } else { Audience::Everybody },
        roster: None,
        reader: Reader::new(env!("CARGO_BIN_EXE_terawang")),
    }
}

fn found(read: &Checked<Option<Site>>) -> Vec<String> {
    read.findings.sorted().into_iter().map(|found| format!("{found:?}")).collect()
}

/// All files of a site, by address.
fn files(site: &Site) -> Tree {
    let rendered = site.plan.jobs.iter().map(|(url, job)| {
        let bytes = match site.render(url, job) {
            Ok(Rendered::Bytes(bytes)) => bytes,
            Ok(Rendered::File(source)) => source.bytes().unwrap(),
            Err(failure) => format!("{:?}", failure.diagnostic).into_bytes(),
        };
        (url.to_owned(), bytes)
    });
    rendered.collect::<BTreeMap<_, _>>()
}
