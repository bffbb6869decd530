//! The preview has the same gate as a build: it does not serve anything outside the plan.

use crate::portal::{Portal, film, news};
use crate::preview::Preview;

const SECRET: &str = "RAHASIA";

/// A portal whose folder holds more than may be published; each such file contains the word.
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
