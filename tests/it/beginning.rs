//! From an empty folder to a published portal: `init`, `new`, `build`.

use std::path::Path;

use snapbox::str;

use crate::support::{Portal, visible_text};

/// The name of every content type that `new` makes a file of: each has a skeleton of its name, which a unit
/// test guards.
pub(crate) fn kinds() -> Vec<String> {
    let skeletons = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/collections/skeletons");
    let mut kinds: Vec<String> = std::fs::read_dir(skeletons)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    kinds.sort();
    assert!(kinds.len() >= 14, "{kinds:?}");
    kinds
}

/// Where `new` said that it wrote a file.
pub(crate) fn written(run: &crate::support::Run) -> String {
    run.exits(0);
    run.stderr.trim().strip_prefix("ditulis: ").unwrap().to_owned()
}

pub(crate) const DRAFT: &str = "draf = true                     # hapus baris ini bila siap terbit\n";

fn new(portal: &Portal, kind: &str, title: &str) -> crate::support::Run {
    portal.run(&["new", kind, title, "--clock", "2024-12-01"])
}

#[test]
fn new_portal_builds_without_a_word() {
    let portal = Portal::empty();
    portal.run(&["init"]).exits(0).says(str![[r#"
portal baru ada di .
Isi `lembaga`, `kode_wilayah` dan `alamat` di `site.toml`; tanpa itu portal tidak dapat terbit. Lalu:
  terawang new edaran "Judul surat"
  terawang serve

"#]]);
    portal.fill_in("site.toml");
    portal.builds();
    assert!(visible_text(&portal.published("index.html")).contains("Netralitas ASN"));
    assert!(portal.publishes("en/tentang/index.html"));
}

#[test]
fn file_of_a_long_title_is_cut_at_a_word() {
    let title = "SURAT EDARAN NOMOR 800/12/BKPSDM/2024 TENTANG NETRALITAS PEGAWAI APARATUR SIPIL NEGARA DALAM PENYELENGGARAAN PEMILIHAN GUBERNUR DAN WAKIL GUBERNUR, BUPATI DAN WAKIL BUPATI, SERTA WALI KOTA DAN WAKIL WALI KOTA TAHUN 2024 DI LINGKUNGAN PEMERINTAH KABUPATEN CONTOH PROVINSI CONTOH DAN SELURUH PERANGKAT DAERAHNYA";
    assert!(title.len() > 290);
    let portal = Portal::empty();
    portal.run(&["init"]).exits(0);
    let path = written(&new(&portal, "edaran", title));
    assert_eq!(
        path,
        "content/edaran/2024/surat-edaran-nomor-800-12-bkpsdm-2024-tentang-netralitas-pegawai-aparatur-sipil.md"
    );
    let text = std::fs::read_to_string(portal.path(&path)).unwrap();
    assert!(text.contains(title));
    let word = written(&new(&portal, "edaran", &"a".repeat(300)));
    assert_eq!(word, format!("content/edaran/2024/{}.md", "a".repeat(80)));
}

#[test]
fn new_portal_keeps_what_the_program_writes_out_of_git() {
    let portal = Portal::empty();
    portal.run(&["init"]).exits(0);
    let ignored = std::fs::read_to_string(portal.path(".gitignore")).unwrap();
    assert!(["/public/", "/public.terawang/", "/.terawang/"].iter().all(|line| ignored.contains(line)));
    let other = Portal::empty().with(".gitignore", "catatan/\n");
    other.run(&["init"]).exits(0);
    assert_eq!(std::fs::read_to_string(other.path(".gitignore")).unwrap(), "catatan/\n");
}

#[test]
fn new_portal_can_be_made_in_another_folder() {
    let portal = Portal::empty();
    portal.run(&["init", "portal kami", "--lang", "en"]).exits(0).says(str![[r#"
there is a new portal in portal kami
Fill in `lembaga`, `kode_wilayah` and `alamat` in `site.toml`; the portal cannot be published without them. Then:
  terawang new edaran "Title of the letter" --root "portal kami"
  terawang serve --root "portal kami"

"#]]);
    portal.fill_in("portal kami/site.toml");
    portal.run(&["build", "-q", "--root", "portal kami"]).exits(0).says("");
    assert!(portal.path("portal kami/public/index.html").exists());
}

#[test]
fn init_overwrites_no_portal() {
    let portal = Portal::new();
    let before = crate::support::tree(&portal.path(""));
    portal.run(&["init"]).exits(2).says(str![[r#"
galat: . sudah berisi portal (`site.toml` ada); pilih folder lain

"#]]);
    portal.run(&["init", "--lang", "en"]).exits(2).says(str![[r#"
error: . holds a portal already (`site.toml` is there); choose another folder

"#]]);
    crate::support::assert_same_tree(&before, &crate::support::tree(&portal.path("")));
}

#[test]
fn every_new_file_is_a_draft_and_publishes_once_it_is_none() {
    let portal = Portal::begun();
    let paths: Vec<String> = kinds().iter().map(|kind| written(&new(&portal, kind, "Coba satu"))).collect();
    portal.builds();
    assert_eq!(portal.published_with("coba-satu"), Vec::<String>::new());
    for path in &paths {
        portal.edit(path, DRAFT, "");
    }
    // What the skeletons say to write must be written first.
    assert!(portal.build().exits(1).codes().iter().all(|code| *code == "TW0224"));
    paths.iter().for_each(|path| portal.write_out(path));
    portal.build_with(&["--output", "terbit"]).exits(0).says("");
    let site = crate::support::tree(&portal.path("terbit"));
    let pages: Vec<_> = site
        .iter()
        .filter(|(path, _)| path.ends_with("coba-satu/index.html") && !path.starts_with("en/"))
        .collect();
    assert_eq!(pages.len(), paths.len(), "{:?}", pages.iter().map(|page| page.0).collect::<Vec<_>>());
    for (path, html) in pages {
        assert!(visible_text(&String::from_utf8_lossy(html)).contains("Coba satu"), "{path}");
    }
}

#[test]
fn new_files_lie_where_their_type_is_kept() {
    let portal = Portal::empty();
    portal.run(&["init"]).exits(0);
    for (kind, path) in [
        ("edaran", "content/edaran/2024/coba-satu.md"),
        ("regulasi", "content/regulasi/coba-satu.md"),
        ("pakta", "content/pakta/coba-satu.toml"),
        ("saluran", "content/pengaduan/saluran/coba-satu.md"),
        ("pengaduan", "content/pengaduan/coba-satu.toml"),
        ("pemantauan", "content/pemantauan/coba-satu.md"),
    ] {
        assert_eq!(written(&new(&portal, kind, "Coba satu")), path);
    }
}

#[test]
fn new_overwrites_no_file() {
    let portal = Portal::new();
    new(&portal, "edaran", "Surat satu").exits(0);
    portal.edit("content/edaran/2024/surat-satu.md", "Tulis isi surat di sini.", "KENARI");
    new(&portal, "edaran", "Surat satu").exits(2).says(str![[r#"
galat: content/edaran/2024/surat-satu.md sudah ada

"#]]);
    portal.run(&["new", "edaran", "Surat satu", "--clock", "2024-12-01", "--lang", "en"]).exits(2).says(
        str![[r#"
error: content/edaran/2024/surat-satu.md is there already

"#]],
    );
    assert!(
        std::fs::read_to_string(portal.path("content/edaran/2024/surat-satu.md")).unwrap().contains("KENARI")
    );
}

#[test]
fn title_may_hold_any_sign() {
    let portal = Portal::new();
    for (at, title) in [
        "Kata \"netral\" dan 'adil'",
        "Garis miring \\ terbalik",
        "Baris\nbaru",
        "+++ judul {tanggal} {judul}",
        "Bahasa é 日本 <b>",
        "../../keluar dari folder",
    ]
    .iter()
    .enumerate()
    {
        let run = new(&portal, "halaman", title);
        assert_eq!(run.code, 0, "{title}: {}", run.stderr);
        let path = run.stderr.trim().strip_prefix("ditulis: ").unwrap().to_owned();
        assert!(path.starts_with("content/halaman/") && !path.contains(".."), "{path}");
        portal.edit(&path, DRAFT, "");
        portal.write_out(&path);
        portal.builds();
        let route = path.strip_prefix("content/halaman/").unwrap().strip_suffix(".md").unwrap();
        let text = visible_text(&portal.published(&format!("{route}/index.html")));
        let shown = title.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&shown), "{at}: {shown}\n{text}");
    }
}

#[test]
fn title_without_a_letter_is_told() {
    new(&Portal::new(), "edaran", "!?").exits(2).says(str![[r#"
galat: judul harus memuat huruf atau angka; nama berkasnya dibuat dari judul

"#]]);
}

#[test]
fn new_outside_a_portal_is_told() {
    new(&Portal::empty(), "edaran", "Judul").exits(2).says(str![[r#"
galat: di . tidak ada portal; jalankan `terawang init` dahulu, atau beri --root

"#]]);
}

#[test]
fn completions_and_manual_pages_are_written() {
    let portal = Portal::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = portal.run(&["completions", shell]);
        let script = &run.exits(0).stdout;
        // A flag and its alias are both completed.
        assert!(script.contains("publish-columns") && script.contains("kolom-terbit"), "{shell}");
    }
    std::fs::create_dir(portal.path("man")).unwrap();
    portal.run(&["man", "man"]).exits(0);
    assert!(portal.path("man/terawang-build.1").exists());
    let page = std::fs::read_to_string(portal.path("man/terawang-release.1")).unwrap();
    assert!(page.contains(r"\-\-note"), "{page}");
}
