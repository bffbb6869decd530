//! The preview has the same gate as a build: it does not serve anything outside the plan.

use crate::portal::{Portal, film, news};
use crate::preview::Preview;

const SECRET: &str = "RAHASIA";

/// A portal whose folder contains unpublished files. Each of them contains the word.
fn portal() -> Portal {
    let portal = Portal::new();
    for path in [".terawang/ingatan", "catatan.txt", "public.terawang/stage/berita/index.html"] {
        portal.write(path, SECRET);
    }
    portal.write(
        "content/sanksi/2024.toml",
        &format!("# {SECRET}\njudul = \"Sanksi\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = {{ dari = 2024-01-01, sampai = 2024-09-30 }}\ntotal = 9\nsatuan = \"orang\"\nper_tanggal = 2024-09-30\nsumber = \"BKPSDM\"\n"),
    );
    for template in ["sanksi", "metodologi"] {
        portal.write(
            &format!("themes/uji/templates/{template}.html"),
            &format!("{{# {SECRET} #}}<!DOCTYPE html>\n<title>{{{{ page.title.text }}}}</title>\n"),
        );
    }
    portal.write(
        "content/ikrar/2025/index.md",
        "+++\njudul = \"Ikrar\"\ntanggal = 2024-02-01\ndraf = true\nvideo = { berkas = \"ikrar.mp4\", durasi = \"00:10\", transkrip = \"Kami berikrar.\" }\n+++\nKami berikrar.\n",
    );
    std::fs::write(portal.path("content/ikrar/2025/ikrar.mp4"), film()).unwrap();
    portal
}

#[test]
fn files_of_the_portal_s_folder_are_not_answered() {
    let portal = portal();
    let preview = Preview::start(portal.root());
    assert_eq!(preview.get("/sanksi/2024/").status, 200, "the series itself is public");
    let root = portal.root().to_str().unwrap();
    let mut paths: Vec<String> = [
        "content/sanksi/2024.toml",
        "sanksi/2024.toml",
        "sanksi/2024/index.toml",
        "sanksi/",
        "content/",
        "site.toml",
        "rilis/2024.toml",
        "rilis/",
        ".terawang/ingatan",
        ".terawang.json",
        "public.terawang/stage/berita/index.html",
        "catatan.txt",
        "themes/uji/templates/sanksi.html",
        "aset/../templates/sanksi.html",
        "ikrar/2025/",
        "ikrar/2025/ikrar.mp4",
        "ikrar/2024/../2025/ikrar.mp4",
        "ikrar/2024/..%2f2025%2fikrar.mp4",
        "ikrar/2024/%252e%252e/2025/ikrar.mp4",
    ]
    .map(|path| format!("/{path}"))
    .into();
    paths.extend(["/catatan.txt", "/content/sanksi/2024.toml"].map(|path| format!("{root}{path}")));
    paths.extend(["/catatan.txt", "/content/sanksi/2024.toml"].map(|path| format!("/file:{root}{path}")));
    for path in paths {
        let answer = preview.get(&path);
        assert!(!answer.text().contains(SECRET), "{path}");
        assert!(answer.status == 404 || path == "/sanksi/", "{path}: {}", answer.status);
    }
    let part = preview.ask("GET", "/ikrar/2025/ikrar.mp4", &[("Range", "bytes=0-3")]);
    assert_eq!(part.status, 404);
}

#[test]
fn a_page_that_becomes_a_draft_is_gone_at_once_with_all_that_told_of_it() {
    let portal = portal();
    portal.news("satu", "Kabar Satu", SECRET);
    let preview = Preview::start(portal.root());
    assert!(preview.get("/berita/2024/satu/").text().contains(SECRET));
    let draft = news("Kabar Satu", SECRET).replacen("judul", "draf = true\njudul", 1);
    portal.write("content/berita/2024/satu.md", &draft);
    preview.wait_until("/berita/2024/satu/", |answer| answer.status == 404);
    for path in ["/", "/atom.xml", "/sitemap.xml", "/berita/", "/berita/2024/satu/"] {
        let text = preview.get(path).text();
        assert!(!text.contains(SECRET) && !text.contains("Kabar Satu"), "{path}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_is_not_sent_before_it_was_checked() {
    use std::os::unix::fs::symlink;

    const FOLDER: &str = "content/berita/2024/dua";
    let portal = portal();
    let list =
        ["a.txt", "b.txt", "c.txt"].map(|name| format!("{{ berkas = \"{name}\", judul = \"{name}\" }}"));
    let record =
        news("Dua", "Isi.").replacen("+++\nIsi", &format!("lampiran = [{}]\n+++\nIsi", list.join(", ")), 1);
    portal.write(&format!("{FOLDER}/index.md"), &record);
    for name in ["a.txt", "b.txt", "c.txt"] {
        portal.write(&format!("{FOLDER}/{name}"), &format!("Catatan {name}."));
    }
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), SECRET).unwrap();
    let preview = Preview::start(portal.root());
    let get = |name: &str| preview.get(&format!("/berita/2024/dua/{name}"));
    assert_eq!(get("a.txt").text(), "Catatan a.txt.");
    // Replace a file that was sent before, and one that was not, by a link out of the portal.
    for name in ["a.txt", "b.txt"] {
        portal.remove(&format!("{FOLDER}/{name}"));
        symlink(outside.path(), portal.path(&format!("{FOLDER}/{name}"))).unwrap();
    }
    // Other bytes, with content that the gate refuses.
    portal.write(&format!("{FOLDER}/c.txt"), "NIP 198501012010011999");
    for _ in 0..20 {
        let (a, b, c) = (get("a.txt"), get("b.txt"), get("c.txt"));
        // The inspected bytes of `a.txt` are still in memory. Without them, a file is not sent.
        assert_eq!((a.status, a.text().as_str()), (200, "Catatan a.txt."));
        assert_eq!(b.status, 503, "{}", b.text());
        assert_eq!(c.status, 503, "{}", c.text());
        assert!(!b.text().contains(SECRET) && !c.text().contains("19850101"), "{} {}", b.text(), c.text());
    }
    for name in ["a.txt", "b.txt", "c.txt"] {
        portal.remove(&format!("{FOLDER}/{name}"));
        portal.write(&format!("{FOLDER}/{name}"), "Catatan baru.");
    }
    preview.wait_for("/berita/2024/dua/a.txt", "Catatan baru.");
    assert_eq!(get("c.txt").text(), "Catatan baru.");
}
