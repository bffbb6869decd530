//! The leftovers of earlier runs save work and change nothing else.

use std::path::Path;
use std::time::{Duration, SystemTime};

use terawang::internals as source;
use terawang::internals::Cache;
use terawang::internals::Reader;
use terawang::internals::{Audience, Clock, Edition, ReadOptions, Timings};

use crate::support::{CLOCK, Portal, assert_same_tree, circular, page, tree};

/// Longer than a tick of the file system clock: older files count as rested.
const REST: Duration = Duration::from_millis(120);

fn demonstration() -> Portal {
    Portal::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The summary of a build about its files: `3 berkas ditulis, 7 tetap, 0 dihapus`.
#[track_caller]
fn counts(portal: &Portal) -> String {
    let run = portal.run(&["build", "--clock", CLOCK]);
    let counts = run.exits(0).stderr.rsplit_once("detik: ").unwrap().1;
    counts.split(" di ").next().unwrap().to_owned()
}

/// Builds with the leftovers of earlier runs, and again without, and expects the same messages and bytes.
#[track_caller]
fn assert_as_clean(portal: &Portal, clock: &str) {
    let arguments = ["build", "-q", "--clock", clock];
    let warm = portal.run(&arguments);
    portal.rename(".terawang", "../cache");
    let clean = portal.run(&[&arguments[..], &["--output", "bersih"]].concat());
    assert_eq!((warm.code, &warm.stderr), (clean.code, &clean.stderr));
    if warm.code == 0 {
        assert_same_tree(&tree(&portal.path("bersih")), &portal.output());
        std::fs::remove_dir_all(portal.path("bersih")).unwrap();
    }
    let _ = std::fs::remove_dir_all(portal.path(".terawang"));
    portal.rename("../cache", ".terawang");
}

#[test]
fn a_portal_in_which_nothing_changed_is_neither_read_nor_written_again() {
    let portal = Portal::bilingual()
        .with("content/halaman/a.md", page("A [b](b.md)."))
        .with("content/halaman/b.md", page("B."))
        .with("content/edaran/2024/se-1.md", circular("tag = [\"apel\"]\n"));
    std::thread::sleep(REST);
    portal.builds();
    let before: Vec<_> = walkdir::WalkDir::new(portal.path("public"))
        .into_iter()
        .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
        .collect();
    assert!(counts(&portal).starts_with("0 berkas ditulis"));
    let run = portal.run(&["build", "--timings", "--clock", CLOCK]);
    assert!(!run.exits(0).stderr.contains("collections"), "{}", run.stderr);
    let run = portal.run(&["check", "--timings", "--clock", CLOCK]);
    assert!(!run.exits(0).stderr.contains("collections"), "{}", run.stderr);
    let after: Vec<_> = walkdir::WalkDir::new(portal.path("public"))
        .into_iter()
        .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
        .collect();
    assert_eq!(before, after);
}

#[test]
fn one_changed_text_writes_its_pages_and_no_other() {
    let portal = Portal::new()
        .with("content/halaman/a.md", page("A."))
        .with("content/halaman/b.md", page("B [ke a](a.md)."))
        .with("content/edaran/2024/se-1.md", circular(""));
    std::thread::sleep(REST);
    portal.builds();
    portal.edit("content/halaman/b.md", "B [", "Bukan [");
    // The page; the manifest is also written but not counted.
    assert!(counts(&portal).starts_with("1 berkas ditulis"));
    assert!(portal.published("b/index.html").contains("Bukan"));
}

#[test]
fn any_change_gives_what_a_clean_build_gives() {
    let portal = demonstration();
    portal.build().exits(0);
    let steps: [&dyn Fn(); 10] = [
        &|| portal.edit("content/edaran/2023/se-non-asn.md", "+++\n", "+++\nringkasan_lain = 1\n"),
        &|| portal.edit("content/edaran/2023/se-non-asn.md", "ringkasan_lain = 1\n", ""),
        &|| portal.edit("content/halaman/tentang.md", "judul = \"", "judul = \"Ihwal "),
        &|| portal.write("content/halaman/baru.md", page("Baru, lihat [tentang](tentang.md).")),
        &|| {
            portal.rename("content/halaman/baru.md", "content/halaman/lebih-baru.md");
            portal.edit("content/halaman/lebih-baru.md", "judul", "alihan = [\"/baru/\"]\njudul");
        },
        &|| portal.edit("site.toml", "per_halaman = 20", "per_halaman = 5"),
        &|| portal.edit("site.toml", "Portal Netralitas ASN", "Portal Netralitas Pegawai"),
        &|| portal.write("themes/terang/i18n/id.toml", "menu = \"Daftar menu\"\n"),
        &|| {
            portal.write(
                "themes/terang/templates/halaman.html",
                "{% extends \"record.html\" %}{% block lead %}<p>Templat.</p>{% endblock lead %}",
            )
        },
        &|| portal.edit("content/halaman/lebih-baru.md", "Baru, lihat", "## Bab\n\nBaru <b>lihat</b>"),
    ];
    for step in steps {
        step();
        assert_as_clean(&portal, CLOCK);
    }
    for clock in ["2025-08-17", "2024-12-01"] {
        assert_as_clean(&portal, clock);
    }
}

#[test]
fn warnings_are_told_on_every_run() {
    let portal = Portal::new().with("content/halaman/a.md", page("Teks <b>tebal</b>."));
    let first = portal.build().stderr;
    assert!(first.contains("TW0"), "{first}");
    assert_eq!(portal.build().stderr, first);
    assert_eq!(portal.check().stderr, first);
}

#[test]
fn a_damaged_cache_costs_time_and_nothing_else() {
    let portal = Portal::bilingual()
        .with("content/halaman/a.md", page("A [b](b.md#bab)."))
        .with("content/halaman/b.md", page("## Bab\n\nB."));
    portal.builds();
    let whole = portal.output();
    let cache = tree(&portal.path(".terawang/cache"));
    assert_eq!(cache.keys().collect::<Vec<_>>(), ["pages", "sources", "verdict"]);
    for (name, bytes) in &cache {
        let path = format!(".terawang/cache/{name}");
        let half = &bytes[..bytes.len() / 2];
        let mut flipped = bytes.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [&[][..], half, &flipped, b"bukan milik kami"] {
            portal.write(&path, damaged);
            portal.builds();
            assert_same_tree(&whole, &portal.output());
        }
        // A wrong item in the place of a folder or a file does no harm either.
        portal.remove(&path);
        std::fs::create_dir(portal.path(&path)).unwrap();
        portal.builds();
        std::fs::remove_dir(portal.path(&path)).unwrap();
    }
    std::fs::remove_dir_all(portal.path(".terawang")).unwrap();
    portal.write(".terawang", "berkas");
    portal.builds();
    assert_same_tree(&whole, &portal.output());
}

#[test]
fn a_published_page_that_somebody_changed_is_mended() {
    let portal =
        Portal::new().with("content/halaman/a.md", page("A.")).with("content/halaman/b.md", page("B."));
    std::thread::sleep(REST);
    portal.builds();
    let whole = portal.output();
    let text = portal.published("a/index.html");
    portal.write("public/a/index.html", text.replace("A.", "X."));
    portal.builds();
    assert_same_tree(&whole, &portal.output());
    portal.remove("public/b/index.html");
    portal.builds();
    assert_same_tree(&whole, &portal.output());
}

#[test]
fn the_gate_reads_what_it_has_not_read_just_so() {
    const PHONE: &str = "0812-0000-0123";
    let channel = format!(
        "+++\njudul = \"Kanal\"\njenis = \"bkpsdm\"\noperator = \"BKPSDM\"\nkontak = {{ telepon = \"{PHONE}\" }}\nterverifikasi = 2024-11-01\n+++\n"
    );
    let portal = Portal::new()
        .with("content/pengaduan/saluran/kanal.md", &channel)
        .with("content/halaman/a.md", page(&format!("Hubungi {PHONE}.")));
    let declared = portal.build();
    assert_eq!(declared.code, 0, "{}", declared.stderr);
    // The text is the same, but the number is no longer declared.
    portal.remove("content/pengaduan/saluran/kanal.md");
    let undeclared = portal.check();
    assert_eq!(undeclared.code, 1, "{}", undeclared.stderr);
    // A personal number in a file that was clean a moment ago.
    portal.write("content/halaman/a.md", page("Biasa."));
    portal.check().exits(0);
    portal.write("content/halaman/a.md", page("NIP 198501012010011999."));
    portal.check().exits(1);
    portal.check().exits(1);
}

#[test]
fn a_roster_is_asked_though_the_text_is_known() {
    let portal = Portal::new().with("content/halaman/a.md", page("Sanksi bagi sutama rekaan."));
    std::thread::sleep(REST);
    portal.check().exits(0);
    portal.check().exits(0);
    let roster = portal.beside("nama.txt");
    std::fs::write(&roster, "Sutama Rekaan\n").unwrap();
    portal.check_with(&["--daftar-nama", roster.to_str().unwrap()]).exits(1);
    portal.check().exits(0);
}

#[test]
fn texts_about_sanctions_stay_out_of_the_cache() {
    let portal = demonstration();
    portal.build().exits(0);
    for (path, bytes) in tree(&portal.path("content/sanksi")) {
        let text = String::from_utf8(bytes).unwrap();
        for line in text.lines().filter(|line| line.len() > 24) {
            for (name, cache) in tree(&portal.path(".terawang")) {
                let holds = cache.windows(line.len()).any(|window| window == line.as_bytes());
                assert!(!holds, "{name} holds a line of {path}");
            }
        }
    }
}

#[test]
fn a_check_between_two_builds_does_not_hide_a_change() {
    let portal = Portal::new().with("content/halaman/a.md", page("A."));
    std::thread::sleep(REST);
    portal.builds();
    portal.edit("content/halaman/a.md", "A.", "B.");
    std::thread::sleep(REST);
    portal.check().exits(0);
    portal.check().exits(0);
    portal.builds();
    assert!(portal.published("a/index.html").contains("B."));
}

#[test]
fn every_file_of_a_portal_counts() {
    let portal = Portal::new().with("content/halaman/a.md", page("A."));
    std::thread::sleep(REST);
    portal.builds();
    for path in [
        "site.toml",
        "content/halaman/b.md",
        "content/c.csv",
        "themes/terang/i18n/id.toml",
        "rilis/0001.json",
    ] {
        let before = std::fs::read(portal.path(path)).ok();
        portal.write(path, "bukan =\n");
        let run = portal.build();
        assert_ne!((run.code, run.stderr.as_str()), (0, ""), "{path}");
        match before {
            Some(before) => portal.write(path, before),
            None => portal.remove(path),
        }
        portal.builds();
    }
}

#[test]
fn two_outputs_of_one_portal_do_not_mix() {
    let portal = Portal::new().with("content/halaman/a.md", page("A."));
    portal.builds();
    portal.build_with(&["--output", "lain"]).exits(0);
    portal.edit("content/halaman/a.md", "A.", "B.");
    portal.build_with(&["--output", "lain"]).exits(0);
    portal.builds();
    assert_same_tree(&tree(&portal.path("lain")), &portal.output());
}

fn options() -> ReadOptions {
    ReadOptions {
        clock: Clock::Day(CLOCK.parse().unwrap()),
        audience: Audience::Everybody,
        roster: None,
        reader: Reader::new(env!("CARGO_BIN_EXE_terawang")),
    }
}

#[test]
fn a_text_that_changed_since_it_was_checked_is_not_published() {
    let portal = Portal::new().with("content/halaman/a.md", page("A."));
    std::thread::sleep(REST);
    portal.builds();
    let root = portal.path("");
    let mut edition = Edition::once(Cache::of(&root, SystemTime::now()));
    let prepared = edition.read_listed(&source::list(&root), &options(), &Timings::default());
    let site = prepared.value.unwrap();
    // This run has not opened the file yet: the gate read it in the run before.
    let render = || site.render("/a/", site.plan.jobs.get("/a/").unwrap());
    assert!(render().is_ok());
    portal.edit("content/halaman/a.md", "A.", "NIP 19850101 201001 1 999.");
    let found = render().err().unwrap().diagnostic;
    assert_eq!(found.code, "TW0854");
    assert_eq!(found.message.id, "berkas ini berubah atau hilang selagi diperiksa");
    assert_eq!(found.place.unwrap().file.path, "content/halaman/a.md");
}

#[test]
fn a_text_that_changed_before_the_gate_read_it_again_is_not_passed_unseen() {
    // The gate finds something and lets it through, so it reads the file in every run.
    let sha256 = terawang::internals::hex_sha256(b"6281200000123");
    let portal = Portal::new().with("content/halaman/a.md", page("Hubungi 0812-0000-0123.")).with(
        "content/izin-pii.toml",
        format!("[[izin]]\ndetektor = \"telepon\"\nsha256 = \"{sha256}\"\nberkas = \"content/halaman/a.md\"\nalasan = \"Piket kantor\"\ndisetujui_oleh = \"Bagian Hukum\"\nberlaku_sampai = 2025-01-01\n"),
    );
    std::thread::sleep(REST);
    portal.builds();
    let root = portal.path("");
    let mut edition = Edition::once(Cache::of(&root, SystemTime::now()));
    // The file changes after it was listed, and its stamp there says that it need not be read.
    let listing = source::list(&root);
    portal.edit("content/halaman/a.md", "Hubungi", "NIP 19850101 201001 1 999, hubungi");
    let prepared = edition.read_listed(&listing, &options(), &Timings::default());
    assert!(prepared.value.is_none());
    let codes: Vec<_> = prepared.findings.sorted().iter().map(|found| found.code).collect();
    assert!(codes.contains(&"TW0854"), "{codes:?}");
}

#[test]
fn what_a_killed_run_left_beside_the_cache_goes() {
    let portal = Portal::new().with("content/halaman/a.md", page("A."));
    // No system gives a process such a number.
    let left = ".terawang/cache/sources.99999999";
    portal.write(left, "setengah");
    portal.write(".terawang/cache/sources.punya-saya", "bukan milik terawang");
    portal.builds();
    assert!(!portal.path(left).exists());
    assert!(portal.path(".terawang/cache/sources.punya-saya").exists());
}
