//! A small portal in its own folder, with its own theme.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A portal to edit during the preview.
pub(crate) struct Portal {
    folder: TempDir,
}

const SITE: &str = r#"nama = "Portal Uji"
lembaga = "Pemerintah Kabupaten Uji"
kode_wilayah = "99.99"
alamat = "https://uji.contoh.go.id"
bahasa = ["id"]
tema = "uji"
"#;

const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"{{ page.lang }}\">\n<head><meta charset=\"utf-8\"><title>{{ page.title.text }}</title></head>\n<body>\n<h1>{{ page.title.text }}</h1>\nISI\n</body>\n</html>\n";

impl Portal {
    /// A portal with a home page, one piece of news and a pledge with a film.
    pub(crate) fn new() -> Self {
        let portal = Self { folder: tempfile::tempdir().unwrap() };
        portal.write("site.toml", SITE);
        let record = PAGE.replace("ISI", "{{ record.body | default(value=\"\") | safe }}");
        for template in ["berita", "halaman", "ikrar", "kegiatan"] {
            portal.write(&format!("themes/uji/templates/{template}.html"), &record);
        }
        for template in ["beranda", "daftar", "404", "topik", "data", "ditarik"] {
            portal.write(&format!("themes/uji/templates/{template}.html"), &PAGE.replace("ISI", ""));
        }
        portal.write(
            "themes/uji/templates/alihan.html",
            &PAGE.replace("ISI", "<a href=\"{{ target }}\">ke</a>"),
        );
        portal.write("themes/uji/static/gaya.css", "h1 { color: #123 }\n");
        portal.write("content/beranda.md", "+++\njudul = \"Beranda Uji\"\n+++\nSelamat datang.\n");
        portal.news("satu", "Kabar Satu", "Isi pertama.");
        portal.write(
            "content/ikrar/2024/index.md",
            "+++\njudul = \"Ikrar\"\ntanggal = 2024-02-01\nvideo = { berkas = \"ikrar.mp4\", durasi = \"00:10\", transkrip = \"Kami berikrar.\" }\n+++\nKami berikrar.\n",
        );
        std::fs::write(portal.path("content/ikrar/2024/ikrar.mp4"), film()).unwrap();
        portal
    }

    /// Builds it, so that the next run has its files in the cache.
    pub(crate) fn builds(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_terawang"))
            .args(["build", "-q", "--clock", "2024-10-15", "--root"])
            .arg(self.root())
            .status()
            .unwrap();
        assert!(built.success());
    }

    /// The portal's folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file of the portal.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file in place.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Writes a temporary file and renames it over the old one, like careful editors.
    pub(crate) fn save_by_rename(&self, path: &str, text: &str) {
        let aside = format!("{path}.tmp");
        self.write(&aside, text);
        std::fs::rename(self.path(&aside), self.path(path)).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// Writes a piece of news.
    pub(crate) fn news(&self, name: &str, title: &str, body: &str) {
        self.write(&format!("content/berita/2024/{name}.md"), &news(title, body));
    }
}

/// The text of a piece of news.
pub(crate) fn news(title: &str, body: &str) -> String {
    format!("+++\njudul = \"{title}\"\ntanggal = 2024-03-01\n+++\n{body}\n")
}

/// The bytes of the film: longer than one read, with every part different.
pub(crate) fn film() -> Vec<u8> {
    let pictures: Vec<u8> = (0..70_000_u32).flat_map(u32::to_be_bytes).collect();
    let film = [(b"ftyp", &b"isom"[..]), (b"moov", b""), (b"mdat", &pictures)];
    film.into_iter()
        .flat_map(|(name, body)| [&(body.len() as u32 + 8).to_be_bytes(), &name[..], body].concat())
        .collect()
}
