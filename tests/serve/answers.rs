//! What is served, how, and what is refused.

use crate::portal::{Portal, film, news};
use crate::preview::Preview;

const FILM: &str = "/ikrar/2024/ikrar.mp4";

#[test]
fn files_have_their_types() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    for (path, media_type) in [
        ("/aset/gaya.css", "text/css; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/atom.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (FILM, "video/mp4"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{path}");
        assert!(!answer.text().contains("__terawang"), "{path}");
    }
    assert!(preview.get("/aset/gaya.css").text().contains("color: #123"));
    assert_eq!(preview.get("/__terawang/client.js").header("content-type"), "text/javascript; charset=utf-8");
}

#[test]
fn a_page_brings_the_client_before_its_end() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let text = preview.get("/berita/2024/satu/").text();
    let tag = text.find("<script src=\"/__terawang/client.js\"").unwrap();
    assert!(tag < text.find("</body>").unwrap(), "{text}");
}

#[test]
fn a_head_request_gets_the_headers_alone() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    for path in ["/", "/aset/gaya.css", FILM] {
        let (get, head) = (preview.get(path), preview.ask("HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = preview.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn a_film_can_be_sought_in() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let film = film();
    let whole = preview.get(FILM);
    assert!(whole.status == 200 && whole.header("accept-ranges") == "bytes" && whole.body == film);
    let part = preview.ask("GET", FILM, &[("Range", "bytes=100000-199999")]);
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 100000-199999/280028"));
    assert_eq!(part.header("content-length"), "100000");
    assert!(part.body == film[100_000..200_000]);
    let end = preview.ask("GET", FILM, &[("Range", "bytes=-5")]);
    assert!(end.status == 206 && end.body == film[film.len() - 5..]);
    let past = preview.ask("GET", FILM, &[("Range", "bytes=280028-")]);
    assert_eq!((past.status, past.header("content-range")), (416, "bytes */280028"));
    assert!(past.body.is_empty());
    let head = preview.ask("HEAD", FILM, &[("Range", "bytes=0-9")]);
    assert_eq!((head.status, head.header("content-length")), (200, "280028"));
}

#[test]
fn an_unknown_address_gets_the_portals_own_page() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let known = preview.get("/404.html");
    assert_eq!(known.status, 200);
    for path in ["/tidak/ada/", "/site.toml", "/content/beranda.md", "/berita/%ff/", "/__terawang"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.text()), (404, known.text()), "{path}");
    }
    assert_eq!(preview.get("/__terawang/lain").status, 404);
}

#[test]
fn no_path_leads_out_of_the_plan() {
    let portal = Portal::new();
    portal.write("rahasia.txt", "RAHASIA");
    let preview = Preview::start(portal.root());
    for path in [
        "/../rahasia.txt",
        "/%2e%2e/rahasia.txt",
        "/..%2frahasia.txt",
        "/aset/../../rahasia.txt",
        "/aset/..%5c..%5crahasia.txt",
        "/ikrar/2024/%2e%2e/%2e%2e/%2e%2e/rahasia.txt",
        "//rahasia.txt",
        "/rahasia.txt%00.css",
    ] {
        let answer = preview.get(path);
        assert!(answer.status >= 400 && !answer.text().contains("RAHASIA"), "{path}: {}", answer.status);
    }
}

#[test]
fn another_name_for_this_computer_is_refused() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let port = preview.port();
    for host in
        ["contoh.go.id".to_owned(), format!("127.0.0.1.contoh.id:{port}"), format!("localhost.id:{port}")]
    {
        for path in ["/", "/__terawang/events", "/__terawang/client.js"] {
            let answer = preview.ask("GET", path, &[("Host", &host)]);
            assert!(answer.status == 403 && !answer.text().contains("Beranda"), "{host}{path}");
        }
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]:8787"] {
        assert_eq!(preview.ask("GET", "/", &[("Host", host)]).status, 200, "{host}");
    }
}

#[test]
fn an_address_without_its_slash_leads_to_the_page() {
    let portal = Portal::new();
    let preview = Preview::start(portal.root());
    let answer = preview.get("/berita/2024/satu?a=1");
    assert_eq!((answer.status, answer.header("location")), (307, "/berita/2024/satu/?a=1"));
    assert_eq!(preview.get("/berita/2024/dua").status, 404);
    assert_eq!(preview.get("//berita").status, 404);
}

#[test]
fn a_portal_below_a_path_is_served_there() {
    let portal = Portal::new();
    let site = std::fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.write("site.toml", &site.replace("contoh.go.id", "contoh.go.id/portal"));
    let preview = Preview::start(portal.root());
    assert!(preview.opening.concat().contains(&format!("{}/portal/", preview.host)));
    for path in ["/", "/portal"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, "/portal/"), "{path}");
    }
    assert!(preview.get("/portal/").text().contains("Beranda Uji"));
    assert_eq!(preview.get("/portal/berita/2024/satu/").status, 200);
    assert_eq!(preview.get("/berita/2024/satu/").status, 404);
    assert_eq!(preview.get("/portalberita/").status, 404);
}

#[test]
fn what_may_not_be_published_is_not_shown() {
    let portal = Portal::new();
    let with = |key: &str| news("Belum", "RAHASIA").replacen("judul", &format!("{key}\njudul"), 1);
    portal.write("content/berita/2024/embargo.md", &with("terbit = 2024-10-16"));
    portal.write("content/berita/2024/draf.md", &with("draf = true"));
    let preview = Preview::start(portal.root());
    for path in ["/berita/2024/embargo/", "/berita/2024/draf/"] {
        let answer = preview.get(path);
        assert!(answer.status == 404 && !answer.text().contains("RAHASIA"), "{path}");
    }
    for path in ["/berita/", "/atom.xml", "/sitemap.xml"] {
        let text = preview.get(path).text();
        assert!(!text.contains("embargo") && !text.contains("draf"), "{path}: {text}");
    }
    let preview = Preview::start_with(portal.root(), &["--port", "0", "--drafts"]);
    assert_eq!(preview.get("/berita/2024/draf/").status, 200);
    assert_eq!(preview.get("/berita/2024/embargo/").status, 404);
}
