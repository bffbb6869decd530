//! The preview reports faults and keeps the last good state.

use std::time::Duration;

use crate::portal::{Portal, news};
use crate::preview::Preview;

const SATU: &str = "content/berita/2024/satu.md";
const EVIL: &str = "<script>alert(1)</script>";

#[test]
fn an_error_is_told_over_the_last_good_page_until_it_is_mended() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let mut events = preview.listen("/berita/2024/satu/");
    let good = events.next();
    assert_eq!((&good["errors"], &good["stale"]), (&0.into(), &false.into()), "{good}");

    portal.write(SATU, &news("Kabar Satu", "Isi kedua.").replace("tanggal", "tangal"));
    let bad = events.wait_until(|report| report["errors"] != 0);
    assert_eq!((&bad["edition"], &bad["stale"]), (&good["edition"], &true.into()), "{bad}");
    let findings = bad["findings"].as_array().unwrap();
    let found = findings.iter().find(|found| found["place"] == format!("{SATU}:3:1")).unwrap();
    assert_eq!((&found["code"], &found["severity"]), (&"TW0203".into(), &"error".into()), "{found}");
    assert_eq!(found["line"], serde_json::json!(["", "tangal", " = 2024-03-01"]), "{found}");
    let page = preview.get("/berita/2024/satu/");
    assert!(page.status == 200 && page.text().contains("Isi pertama."), "{}", page.text());
    preview.wait_to_hear("TW0203");

    portal.news("satu", "Kabar Satu", "Isi ketiga.");
    let mended = events.wait_until(|report| report["errors"] == 0);
    assert_ne!(mended["edition"], good["edition"]);
    assert_eq!(mended["findings"], serde_json::json!([]), "{mended}");
    assert!(preview.get("/berita/2024/satu/").text().contains("Isi ketiga."));
}

#[test]
fn an_error_leaves_the_last_good_page_whether_it_was_looked_at_or_not() {
    const PAGE: &str = "/berita/2024/satu/";
    // Longer than a tick of the file system clock, and longer than reading the texts of three files takes.
    const REST: Duration = Duration::from_secs(2);
    for (is_built, looks) in [(false, 0), (false, 2), (true, 0), (true, 2)] {
        let portal = Portal::new();
        if is_built {
            std::thread::sleep(REST);
            portal.builds();
        }
        let preview = Preview::start(portal.root());
        for _ in 0..looks {
            assert_eq!(preview.get(PAGE).status, 200);
        }
        std::thread::sleep(REST);
        let mut events = preview.listen(PAGE);
        portal.write(SATU, &news("Kabar Satu", "Isi kedua.").replace("tanggal", "tangal"));
        events.wait_until(|report| report["errors"] != 0);
        let page = preview.get(PAGE);
        assert!(
            page.status == 200 && page.text().contains("Isi pertama."),
            "{is_built} {looks}: {}",
            page.text()
        );
    }
}

#[test]
fn what_a_bad_file_holds_never_becomes_html() {
    let portal = Portal::new();
    portal.news("dua", EVIL, "Isi dua.");
    let preview = Preview::start(portal.root());
    portal.write(SATU, &news(EVIL, EVIL).replace("tanggal", "<img src=x onerror=alert(1)>"));
    let mut events = preview.listen("/berita/2024/satu/");
    let mut text = events.next_text();
    while !text.contains("\"severity\":\"error\"") {
        text = events.next_text();
    }
    assert!(!text.contains('<') && text.contains("\\u003c"), "{text}");
    for path in ["/berita/2024/satu/", "/berita/2024/dua/", "/"] {
        let page = preview.get(path).text();
        assert!(!page.contains(EVIL) && !page.contains("onerror"), "{path}: {page}");
    }
}

#[test]
fn a_portal_that_was_never_good_shows_what_is_wrong_and_nothing_of_it() {
    let portal = Portal::new();
    portal.write(SATU, &format!("+++\njudul = \"{EVIL}\n+++\n"));
    let preview = Preview::start(portal.root());
    for path in ["/", "/berita/2024/satu/", "/aset/gaya.css"] {
        let page = preview.get(path);
        assert_eq!(page.status, 503, "{path}");
        assert!(page.text().contains("data-bare") && !page.text().contains("alert"), "{}", page.text());
    }
    let mut events = preview.listen("/");
    assert_ne!(events.next()["errors"], 0);
    portal.news("satu", "Kabar Satu", "Isi pertama.");
    events.wait_until(|report| report["errors"] == 0);
    preview.wait_for("/", "Beranda Uji");
}

#[test]
fn a_template_that_fails_leaves_the_last_good_bytes_of_its_page() {
    let portal = Portal::new();
    let template = "themes/uji/templates/berita.html";
    let good = std::fs::read_to_string(portal.path(template)).unwrap();
    portal.news("dua", "Kabar Dua", "Isi dua.");
    let preview = Preview::start(portal.root());
    assert!(preview.get("/berita/2024/satu/").text().contains("Isi pertama."));
    let first = preview.listen("/").next();

    portal.write(template, &good.replace("<h1>", "<h1>{{ tidak.ada.sama.sekali }}"));
    preview.listen("/").wait_until(|report| report["edition"] != first["edition"]);
    let seen = preview.get("/berita/2024/satu/");
    assert!(seen.status == 200 && seen.text().contains("Isi pertama."), "{}", seen.text());
    let unseen = preview.get("/berita/2024/dua/");
    assert!(unseen.status == 503 && unseen.text().contains("data-bare"), "{}", unseen.text());
    for page in ["/berita/2024/satu/", "/berita/2024/dua/"] {
        let report = preview.listen(page).next();
        assert_eq!(report["stale"], true, "{report}");
        assert_eq!(
            (&report["errors"], &report["findings"][0]["code"]),
            (&1.into(), &"TW0501".into()),
            "{report}"
        );
    }
    assert_eq!(preview.listen("/").next()["errors"], 0);
    assert_eq!(preview.get("/").status, 200);
    preview.wait_to_hear("TW0501");

    portal.write(template, &good);
    preview.wait_for("/berita/2024/dua/", "Isi dua.");
    assert_eq!(preview.listen("/berita/2024/dua/").next()["errors"], 0);
}

#[test]
fn a_link_to_nowhere_is_told_where_it_is_written_over_the_new_page() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let mut events = preview.listen("/berita/2024/satu/");
    events.next();
    portal.news("satu", "Kabar Satu", "Lihat [ini](/berita/2024/sat/).");
    let report = events.wait_until(|report| report["errors"] != 0);
    assert_eq!(report["stale"], false, "{report}");
    let found = &report["findings"][0];
    assert_eq!(
        (&found["code"], &found["place"]),
        (&"TW0404".into(), &format!("{SATU}:5:7").into()),
        "{found}"
    );
    assert!(preview.get("/berita/2024/satu/").text().contains("/berita/2024/sat/"));
}

#[test]
fn a_menu_entry_that_leads_nowhere_is_told_in_the_settings() {
    let portal = Portal::new();
    let site = std::fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.write("site.toml", &format!("{site}\n[[menu]]\nke = \"/tidak/\"\nlabel = {{ id = \"Tidak\" }}\n"));
    let preview = Preview::start(portal.root());
    let report = preview.listen("/").next();
    assert_eq!(report["findings"][0]["place"], "site.toml:9:6", "{report}");
}

#[test]
fn a_sanction_file_is_never_quoted() {
    let portal = Portal::new();
    portal.write("content/sanksi/2024.toml", "judul = \"Sanksi\"\nrahasia = 3\n");
    let preview = Preview::start(portal.root());
    let report = preview.listen("/").next();
    let findings = report["findings"].as_array().unwrap();
    let of_file = findings.iter().filter(|found| found["place"].as_str().unwrap_or("").contains("sanksi"));
    let lines: Vec<_> = of_file.map(|found| &found["line"]).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.is_null()), "{report}");
}
