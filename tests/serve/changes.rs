//! The preview shows every saved change, however it is saved.

use std::time::Duration;

use crate::portal::{Portal, news};
use crate::preview::Preview;

const SATU: &str = "content/berita/2024/satu.md";

#[test]
fn a_save_is_told_and_then_the_new_text_is_there() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let mut events = preview.listen("/berita/2024/satu/");
    let first = events.next();
    assert!(preview.get("/berita/2024/satu/").text().contains(first["edition"].as_str().unwrap()));
    portal.news("satu", "Kabar Satu", "Isi kedua.");
    let second = events.wait_until(|report| report["edition"] != first["edition"] && report["errors"] == 0);
    let page = preview.get("/berita/2024/satu/").text();
    assert!(page.contains("Isi kedua.") && page.contains(second["edition"].as_str().unwrap()), "{page}");
}

#[test]
fn a_save_by_rename_is_seen() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    for text in ["Isi kedua.", "Isi ketiga."] {
        portal.save_by_rename(SATU, &news("Kabar Satu", text));
        preview.wait_for("/berita/2024/satu/", text);
    }
}

#[test]
fn a_new_folder_and_a_record_in_it_are_seen() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    portal.write("content/halaman/layanan/tentang.md", "+++\njudul = \"Tentang\"\n+++\nSatu.\n");
    preview.wait_for("/layanan/tentang/", "Satu.");
    portal.write("content/halaman/layanan/tentang.md", "+++\njudul = \"Tentang\"\n+++\nDua.\n");
    preview.wait_for("/layanan/tentang/", "Dua.");
}

#[test]
fn a_removed_record_is_gone() {
    let portal = Portal::new();
    portal.news("dua", "Kabar Dua", "Isi dua.");
    let preview = Preview::start(portal.root());
    assert_eq!(preview.get("/berita/2024/dua/").status, 200);
    portal.remove("content/berita/2024/dua.md");
    preview.wait_until("/berita/2024/dua/", |answer| answer.status == 404);
}

#[test]
fn the_theme_and_the_settings_are_watched() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    portal.write("themes/uji/static/gaya.css", "h1 { color: #456 }\n");
    preview.wait_for("/aset/gaya.css", "#456");
    let site = std::fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.save_by_rename("site.toml", &site.replace("Portal Uji", "Portal Baru"));
    preview.wait_for("/atom.xml", "Portal Baru");
}

#[test]
fn content_may_come_and_go_while_the_preview_runs() {
    let portal = Portal::new();
    let (there, aside) = (portal.path("content"), portal.path("content-lama"));
    std::fs::rename(&there, &aside).unwrap();
    let preview = Preview::start(portal.root());
    let before = preview.get("/");
    assert_eq!(before.status, 503);
    assert!(before.text().contains("/__terawang/client.js"), "{}", before.text());
    std::fs::rename(&aside, &there).unwrap();
    preview.wait_for("/", "Beranda Uji");
    std::fs::rename(&there, &aside).unwrap();
    let mut events = preview.listen("/");
    events.wait_until(|report| report["errors"] != 0);
    std::fs::rename(&aside, &there).unwrap();
    events.wait_until(|report| report["errors"] == 0);
    portal.news("satu", "Kabar Satu", "Isi sesudah kembali.");
    preview.wait_for("/berita/2024/satu/", "Isi sesudah kembali.");
}

#[test]
fn a_build_beside_it_and_an_editors_own_files_wake_nobody() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let mut events = preview.listen("/");
    let first = events.next();
    portal.write("public/index.html", "hasil");
    portal.write("public.terawang/journal.json", "{}");
    portal.write("target/x", "x");
    portal.write(".git/index", "x");
    portal.write("content/berita/2024/.satu.md.swp", "x");
    portal.write("content/berita/2024/satu.md~", "x");
    // If one of these counted, the next report would be another one. The absence of a report can only be
    // waited for: several times as long as a reload takes here.
    std::thread::sleep(std::time::Duration::from_millis(200));
    portal.news("satu", "Kabar Satu", "Isi kedua.");
    let number = |report: &serde_json::Value| -> u32 {
        report["edition"].as_str().unwrap().rsplit('.').next().unwrap().parse().unwrap()
    };
    assert_eq!(number(&events.next()), number(&first) + 1);
}

#[test]
fn polling_sees_a_change() {
    let portal = Portal::new();
    let preview = Preview::start_with(portal.root(), &["--port", "0", "--poll"]);
    portal.news("satu", "Kabar Satu", "Isi kedua.");
    preview.wait_for("/berita/2024/satu/", "Isi kedua.");
    portal.save_by_rename(SATU, &news("Kabar Satu", "Isi kemudi."));
    preview.wait_for("/berita/2024/satu/", "Isi kemudi.");
    portal.remove(SATU);
    preview.wait_until("/berita/2024/satu/", |answer| answer.status == 404);
}

#[test]
fn a_page_that_was_just_saved_is_there_even_before_the_new_edition_is() {
    const PAGE: &str = "/berita/2024/satu/";
    // Longer than a tick of the file system clock.
    const REST: Duration = Duration::from_millis(120);
    let portal = Portal::new();
    std::thread::sleep(REST);
    portal.builds();
    // The file is in the cache of the build, so its text is read when its page is requested.
    let preview = Preview::start(portal.root());
    for at in 0..5 {
        let text = format!("Isi nomor {at}.");
        portal.news("satu", "Kabar Satu", &text);
        let answer = preview.get(PAGE);
        assert_eq!(answer.status, 200, "{}", answer.text());
        preview.wait_for(PAGE, &text);
    }
}
