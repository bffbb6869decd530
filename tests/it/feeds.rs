//! Feeds and sitemap: ids that stay, and dates that only the content gives.

use crate::support::{Portal, page};

fn news(keys: &str) -> String {
    format!("+++\njudul = \"Kabar\"\n{keys}+++\nIsi.\n")
}

/// The entry of the feed with an id.
#[track_caller]
fn entry(portal: &Portal, id: &str) -> String {
    let feed = portal.published("atom.xml");
    let id = format!("<id>https://netralitas.uji.go.id{id}</id>");
    let found = feed.split("<entry>").skip(1).find(|entry| entry.contains(&id));
    found.unwrap_or_else(|| panic!("{id} in {feed}")).to_owned()
}

/// The line of the sitemap for an address.
#[track_caller]
fn in_sitemap(portal: &Portal, address: &str) -> String {
    let sitemap = portal.published("sitemap.xml");
    let start = format!("<url><loc>https://netralitas.uji.go.id{address}</loc>");
    sitemap
        .lines()
        .find_map(|line| line.strip_prefix(&start))
        .unwrap_or_else(|| panic!("{sitemap}"))
        .to_owned()
}

#[test]
fn an_entry_is_published_on_the_day_that_it_appeared() {
    let portal = Portal::new()
        .with("content/berita/2024/lama.md", news("tanggal = 2024-02-20\nterbit = 2024-06-01\n"))
        .with("content/berita/2024/biasa.md", news("tanggal = 2024-03-05\n"));
    portal.builds();
    for (id, day) in [("lama", "2024-06-01"), ("biasa", "2024-03-05")] {
        let entry = entry(&portal, &format!("/berita/2024/{id}/"));
        for name in ["published", "updated"] {
            assert!(entry.contains(&format!("<{name}>{day}T00:00:00+07:00</{name}>")), "{entry}");
        }
        let said = in_sitemap(&portal, &format!("/berita/2024/{id}/"));
        assert_eq!(said, format!("<lastmod>{day}</lastmod></url>"));
    }
    let feed = portal.published("atom.xml");
    assert!(feed.find("/lama/") < feed.find("/biasa/"), "the latest comes first: {feed}");
    assert!(feed.contains("<updated>2024-06-01T00:00:00+07:00</updated>"));
    for address in ["/", "/berita/", "/berita/2024/"] {
        assert!(in_sitemap(&portal, address).starts_with("<lastmod>2024-06-01<"), "{address}");
    }
}

#[test]
fn a_page_without_a_day_has_none_in_the_sitemap() {
    let portal = Portal::new().with("content/halaman/tentang.md", page("Isi."));
    portal.builds();
    assert_eq!(in_sitemap(&portal, "/tentang/"), "</url>");
}

#[test]
fn a_withdrawal_is_an_entry_of_its_own() {
    let withdrawn = "tanggal = 2024-01-05\nditarik = { tanggal = 2024-02-10, alasan = \"Keliru hitung.\" }\n";
    let portal = Portal::new().with("content/berita/2024/x.md", news(withdrawn));
    portal.builds();
    let entry = entry(&portal, "/berita/2024/x/#ditarik");
    for part in [
        "<title>Ditarik: Kabar</title>",
        "<updated>2024-02-10T00:00:00+07:00</updated>",
        "<published>2024-02-10T00:00:00+07:00</published>",
        "<summary>Keliru hitung.</summary>",
        "href=\"https://netralitas.uji.go.id/berita/2024/x/\"",
    ] {
        assert!(entry.contains(part), "{part}: {entry}");
    }
    assert_eq!(portal.published("atom.xml").matches("<entry>").count(), 1);
}

#[test]
fn a_revoked_letter_is_updated_on_the_day_of_its_revocation() {
    let letter = |day: &str, more: &str| {
        format!(
            "+++\njudul = \"SE\"\njenis = \"surat_edaran\"\ntanggal = {day}\npenerbit = \"Bupati\"\n{more}+++\nIsi.\n"
        )
    };
    let revokes = "hubungan = [{ jenis = \"mencabut\", dokumen = \"edaran/2023/se-1\" }]\n";
    let portal = Portal::new()
        .with("content/edaran/2023/se-1.md", letter("2023-01-10", ""))
        .with("content/edaran/2024/se-1.md", letter("2024-05-06", revokes));
    portal.builds();
    let entry = entry(&portal, "/edaran/2023/se-1/");
    assert!(entry.contains("<updated>2024-05-06T"), "{entry}");
    assert!(entry.contains("<published>2023-01-10T"), "{entry}");
    assert!(in_sitemap(&portal, "/edaran/2023/se-1/").starts_with("<lastmod>2024-05-06<"));
}

#[test]
fn a_day_that_has_not_come_leads_nothing() {
    let portal = Portal::new()
        .with("content/berita/2024/benar.md", news("tanggal = 2024-03-05\n"))
        .with("content/berita/2025/keliru.md", news("tanggal = 2025-06-01\n"));
    portal.build().exits(0);
    let feed = portal.published("atom.xml");
    assert!(!feed.contains("/keliru/") && feed.contains("<updated>2024-03-05T"), "{feed}");
    let home = portal.published("index.html");
    assert!(home.contains("/berita/2024/benar/") && !home.contains("/keliru/"), "{home}");
    assert_eq!(in_sitemap(&portal, "/berita/2025/keliru/"), "</url>");
    // It is no secret: its page and its place in the list stay.
    assert!(portal.published("berita/index.html").contains("/berita/2025/keliru/"));
}

#[test]
fn an_entry_keeps_its_id_when_the_record_moves() {
    let portal = Portal::new().with("content/berita/2024/a.md", news("tanggal = 2024-03-05\n"));
    portal.builds();
    entry(&portal, "/berita/2024/a/");
    portal.rename("content/berita/2024/a.md", "content/berita/2024/b.md");
    portal.edit("content/berita/2024/b.md", "tanggal", "alihan = [\"/berita/2024/a/\"]\ntanggal");
    portal.builds();
    let moved = entry(&portal, "/berita/2024/a/");
    assert!(moved.contains("href=\"https://netralitas.uji.go.id/berita/2024/b/\""), "{moved}");
    portal.rename("content/berita/2024/b.md", "content/berita/2024/c.md");
    portal.edit("content/berita/2024/c.md", "/a/\"", "/a/\", \"/berita/2024/b/\"");
    portal.builds();
    entry(&portal, "/berita/2024/a/");
}
