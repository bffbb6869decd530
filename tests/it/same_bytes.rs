//! The same portal gives the same bytes: on any machine, in any environment, from a clean or an incremental
//! build.

use std::path::Path;

use crate::support::{BILINGUAL, CLOCK, Portal, Run, SITE, Tree, assert_same_tree, circular, page, tree};

/// The demonstration portal: every content type, two languages, figures and attachments.
fn demonstration() -> Portal {
    Portal::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The output of a build with environment variables set.
fn built_with(portal: &Portal, environment: &[(&str, &str)], output: &str) -> Tree {
    let mut command = portal.command(&["build", "-q", "--clock", CLOCK, "--output", output]);
    let run = Run::of(command.envs(environment.iter().copied()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(&portal.path(output))
}

#[test]
fn environment_and_number_of_threads_change_no_byte() {
    let portal = demonstration();
    let first = built_with(&portal, &[], "satu");
    for environment in [
        &[][..],
        &[("TZ", "Asia/Jayapura"), ("LC_ALL", "en_US.UTF-8")],
        &[("TZ", "America/Los_Angeles"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        &[("RAYON_NUM_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "7"), ("HOME", "/nonexistent"), ("USER", "lain")],
    ] {
        // Without cached proofs, so that the search for protections runs again.
        std::fs::remove_dir_all(portal.path(".terawang")).unwrap();
        assert_same_tree(&first, &built_with(&portal, environment, "dua"));
        std::fs::remove_dir_all(portal.path("dua")).unwrap();
    }
}

#[test]
fn building_again_changes_no_byte_and_writes_no_file() {
    let portal = demonstration();
    let first = built_with(&portal, &[], "public");
    let run = portal.run(&["build", "--clock", CLOCK]);
    assert!(run.exits(0).stderr.contains(" 0 berkas ditulis"), "{}", run.stderr);
    assert_same_tree(&first, &portal.output());
}

#[test]
fn root_and_the_order_in_which_files_were_made_change_no_byte() {
    let files = [
        ("site.toml", format!("{SITE}{BILINGUAL}")),
        ("content/beranda.md", page("Selamat datang.")),
        ("content/halaman/a.md", page("A [b](b.md).")),
        ("content/halaman/b.md", page("B.")),
        ("content/halaman/b.en.md", page("B in English.")),
        (
            "content/edaran/2023/se-1.md",
            circular("tag = [\"apel\", \"pilkada\"]\n").replace("2024-10", "2023-10"),
        ),
        ("content/edaran/2024/se-1.md", circular("tag = [\"pilkada\", \"apel\"]\n")),
        ("content/edaran/2024/se-2.md", circular("")),
    ];
    let one = files.iter().fold(Portal::empty(), |portal, (path, text)| portal.with(path, text));
    let other = files.iter().rev().fold(Portal::empty(), |portal, (path, text)| portal.with(path, text));
    one.builds();
    other.builds();
    assert_same_tree(&one.output(), &other.output());
}

#[test]
fn no_path_of_this_machine_and_no_day_of_the_build_is_published() {
    let portal = demonstration();
    let output = built_with(&portal, &[], "public");
    let root = portal.path("").to_str().unwrap().trim_end_matches('/').to_owned();
    for (path, bytes) in output {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains(&root) && !text.contains(env!("CARGO_MANIFEST_DIR")),
            "{path} names a folder of this machine"
        );
    }
    let early = Portal::new().with("content/halaman/a.md", page("Isi."));
    early.run(&["build", "-q", "--clock", "2024-03-09"]).exits(0);
    assert_eq!(early.published_with("2024-03-09"), Vec::<String>::new());
}

const PACT_ROWS: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\nbkpsdm,pns,2024-10-01,40,35\ndinkes,pns,2024-10-01,60,50\n";

/// Builds step by step in one folder; after each step a clean build elsewhere must give the same files.
struct Steps {
    portal: Portal,
    step: usize,
}

impl Steps {
    #[track_caller]
    fn check(&mut self, what: &str) {
        self.step += 1;
        let run = self.portal.build();
        assert_eq!(
            (run.code, run.codes().iter().filter(|code| **code != "TW0311").count()),
            (0, 0),
            "{what}: {}",
            run.stderr
        );
        let clean = format!("bersih-{}", self.step);
        let clean = built_with(&self.portal, &[], &clean);
        let (step, whole) = (without_memory(self.portal.output()), without_memory(clean));
        let differ: Vec<&String> =
            step.keys().chain(whole.keys()).filter(|path| step.get(*path) != whole.get(*path)).collect();
        assert!(differ.is_empty(), "{what}: {differ:?}");
    }
}

/// A tree without the manifest; only the manifest records what was published before.
fn without_memory(mut tree: Tree) -> Tree {
    tree.retain(|path, _| !path.starts_with('.'));
    tree
}

#[test]
fn building_after_each_edit_equals_a_clean_build() {
    let region = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/portals/buleleng");
    let portal = Portal::copy_of(&region)
        .with(
            "content/pakta/pilkada.toml",
            "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n",
        )
        .with("content/pakta/pilkada.csv", PACT_ROWS);
    let mut steps = Steps { portal, step: 0 };
    steps.check("the first build");
    let portal = &steps.portal;
    portal.write(
        "content/berita/2024/kabar.md",
        "+++\njudul = \"Kabar\"\ntanggal = 2024-11-30\ntag = [\"kabar-baru\"]\n+++\n\nIsi kabar.\n",
    );
    steps.check("a new record");
    let portal = &steps.portal;
    portal.edit("content/berita/2024/kabar.md", "Isi kabar.", "Isi kabar yang diperbaiki.");
    steps.check("another body");
    let portal = &steps.portal;
    portal.edit("content/berita/2024/kabar.md", "\"Kabar\"", "\"Kabar penting\"");
    steps.check("another title");
    let portal = &steps.portal;
    portal.write("content/berita/2024/kabar.en.md", "+++\njudul = \"Important news\"\n+++\n");
    steps.check("a translation");
    let portal = &steps.portal;
    portal.rename("content/berita/2024/kabar.md", "content/berita/2024/warta.md");
    portal.rename("content/berita/2024/kabar.en.md", "content/berita/2024/warta.en.md");
    portal.edit("content/berita/2024/warta.md", "tanggal", "alihan = [\"/berita/2024/kabar/\"]\ntanggal");
    steps.check("a new name with a redirect");
    let portal = &steps.portal;
    portal.edit(
        "content/berita/2024/warta.md",
        "tanggal",
        "ditarik = { tanggal = 2024-12-01, alasan = \"Keliru.\" }\ntanggal",
    );
    steps.check("a withdrawal");
    let portal = &steps.portal;
    portal.edit("content/pakta/pilkada.csv", "40,35", "40,30");
    steps.check("another figure");
    let portal = &steps.portal;
    portal.write(
        "content/pakta/pilkada.csv",
        format!("{PACT_ROWS}dinkes,pppk,2024-10-01,50,25\n").replace('\n', "\r\n"),
    );
    steps.check("a new row, with other line ends");
    let portal = &steps.portal;
    let site = std::fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.write("site.toml", site.replacen("nama = \"", "nama = \"Baru: ", 1));
    steps.check("another name of the portal");
    let portal = &steps.portal;
    portal.write("themes/terang/i18n/id.toml", "[kepala]\nuji = \"Uji\"\n");
    steps.check("a label");
    let portal = &steps.portal;
    portal.write("themes/terang/templates/halaman.html", "<!doctype html><html lang=\"id\"><head><title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1></body></html>\n");
    steps.check("a template");
    let portal = &steps.portal;
    portal.write("themes/terang/static/gaya.css", "body { color: #111 }\n");
    steps.check("a style sheet");
    let portal = &steps.portal;
    std::fs::remove_dir_all(portal.path("themes")).unwrap();
    steps.check("the theme of the binary again");
}

#[test]
fn day_that_passes_changes_what_it_should_and_equals_a_clean_build() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("berlaku_sampai = 2024-12-31\n"))
        .with("content/edaran/2024/se-2.md", circular("terbit = 2025-01-01\n"));
    portal.builds();
    portal.run(&["build", "-q", "--clock", "2025-01-02"]).exits(0).says("");
    portal.run(&["build", "-q", "--clock", "2025-01-02", "--output", "bersih"]).exits(0).says("");
    assert_same_tree(&without_memory(portal.output()), &without_memory(tree(&portal.path("bersih"))));
    assert!(portal.publishes("edaran/2024/se-2/index.html"));
}
