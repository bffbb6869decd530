//! The preview starts, prints its address, and ends.

use std::net::TcpListener;

use crate::portal::Portal;
use crate::preview::Preview;

#[test]
fn the_printed_address_shows_the_home_page() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let opening = preview.opening.concat();
    assert!(opening.contains("pratinjau: http://127.0.0.1:") && opening.contains("Ctrl+C"), "{opening}");
    let home = preview.get("/");
    assert_eq!(home.status, 200);
    assert!(home.text().contains("<h1>Beranda Uji</h1>"), "{}", home.text());
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(home.header("cache-control"), "no-store");
    assert_eq!(home.header("x-content-type-options"), "nosniff");
}

#[test]
fn a_portal_whose_settings_are_not_filled_in_is_shown_at_once() {
    let portal = Portal::new();
    portal.write(
        "site.toml",
        "nama = \"P\"\nlembaga = \"Pemerintah Kabupaten …\"\nkode_wilayah = \"00.00\"\nalamat = \"https://netralitas.example.go.id\"\ntema = \"uji\"\n",
    );
    let preview = Preview::start(portal.root());
    let home = preview.get("/");
    assert!(home.status == 200 && home.text().contains("<h1>Beranda Uji</h1>"), "{}", home.text());
}

#[test]
fn nothing_is_written_to_the_portal() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    preview.get("/");
    let mut names: Vec<_> =
        std::fs::read_dir(portal.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["content", "site.toml", "themes"]);
}

#[test]
fn a_taken_port_is_told_and_another_is_used() {
    let portal = Portal::new();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let preview = Preview::start_with(portal.root(), &["--port", &port.to_string()]);
    let opening = preview.opening.concat();
    assert_ne!(preview.port(), port);
    assert!(
        opening.contains("TW0703") && opening.contains(&format!("port {port} sedang dipakai")),
        "{opening}"
    );
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn messages_are_in_the_language_asked_for() {
    let portal = Portal::new();
    let preview = Preview::start_with(portal.root(), &["--port", "0", "--lang", "en"]);
    assert!(preview.opening.concat().contains("preview: http://127.0.0.1:"), "{:?}", preview.opening);
    assert!(preview.get("/").text().contains("data-lang=\"en\""));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly_though_a_browser_listens() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let mut events = preview.listen("/");
    events.next();
    assert_eq!(preview.interrupt(), Some(0));
}
