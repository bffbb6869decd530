//! `terawang init`: writes the smallest portal that can be published.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{ArgMatches, Command};

use super::flags::Flag;
use super::options::Options;
use super::{FINE, report};
use crate::locale::Lang;

/// The files of a new portal.
const FILES: [(&str, &str); 5] = [
    ("site.toml", include_str!("skeletons/site.toml")),
    ("content/beranda.md", include_str!("skeletons/beranda.md")),
    ("content/beranda.en.md", include_str!("skeletons/beranda.en.md")),
    ("content/halaman/tentang.md", include_str!("skeletons/tentang.md")),
    ("content/halaman/tentang.en.md", include_str!("skeletons/tentang.en.md")),
];

const FOLDER: Flag<PathBuf> = Flag::new("dir");

pub(super) fn command(lang: Lang) -> Command {
    let folder =
        lang.pick("Folder portal baru (bawaan: folder ini)", "The new portal's folder (default: this one)");
    Command::new("init").about(lang.pick("Mulai portal baru", "Start a new portal")).arg(FOLDER.positional(
        "DIR",
        PathBufValueParser::new(),
        folder,
    ))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let dir = FOLDER.of(matches).unwrap_or_else(|| options.root.clone());
    if let Some((taken, _)) = FILES.iter().find(|(path, _)| dir.join(path).exists()) {
        let folder = dir.display();
        return report::fail(
            &options.say(
                format!("{folder} sudah berisi portal (`{taken}` ada); pilih folder lain"),
                format!("{folder} holds a portal already (`{taken}` is there); choose another folder"),
            ),
            options.lang,
        );
    }
    for (path, text) in FILES {
        if let Err(error) = write_new(&dir.join(path), text) {
            let path = dir.join(path);
            let path = path.display();
            return report::fail(
                &options.say(
                    format!("{path} tidak dapat ditulis: {error}"),
                    format!("{path} cannot be written: {error}"),
                ),
                options.lang,
            );
        }
    }
    // An existing repository with a `.gitignore` may contain the portal and other things.
    let _ = write_new(&dir.join(".gitignore"), include_str!("skeletons/gitignore"));
    let folder = dir.display();
    // The commands are meant to be copied, so a name with spaces needs quotes.
    let root = match dir.to_string_lossy() {
        here if here == "." => String::new(),
        name if name.contains(char::is_whitespace) => format!(" --root \"{name}\""),
        name => format!(" --root {name}"),
    };
    report::say(
        options,
        &options.say(
            format!(
                "portal baru ada di {folder}\nIsi `site.toml`, lalu:\n  terawang new edaran \"Judul surat\"{root}\n  terawang serve{root}"
            ),
            format!(
                "there is a new portal in {folder}\nFill in `site.toml`, then:\n  terawang new edaran \"Title of the letter\"{root}\n  terawang serve{root}"
            ),
        ),
    );
    FINE
}

/// Writes a file that does not exist yet, and creates its folders.
pub(super) fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}
