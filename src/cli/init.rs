//! `terawang init`: writes the smallest portal that can be published.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{ArgMatches, Command};

use super::flags::Flag;
use super::options::Options;
use super::{FINE, report};
use crate::collections::law::{self, Law};
use crate::config;
use crate::locale::Lang;

/// The files of a new portal.
const FILES: [(&str, &str); 5] = [
    ("site.toml", config::SKELETON),
    ("content/beranda.md", include_str!("skeletons/beranda.md")),
    ("content/beranda.en.md", include_str!("skeletons/beranda.en.md")),
    ("content/halaman/tentang.md", include_str!("skeletons/tentang.md")),
    ("content/halaman/tentang.en.md", include_str!("skeletons/tentang.en.md")),
];

const FOLDER: Flag<PathBuf> = Flag::new("dir");
const LAW: Flag<bool> = Flag::with_alias("law", "hukum");

pub(super) fn command(lang: Lang) -> Command {
    let folder =
        lang.pick("Folder portal baru (bawaan: folder ini)", "The new portal's folder (default: this one)");
    let law = lang.pick(
        "Hanya tulis peraturan tentang netralitas yang belum ada, juga ke portal yang sudah ada",
        "Only write the regulations on neutrality that are missing, also to a portal that is there",
    );
    Command::new("init")
        .about(lang.pick("Mulai portal baru", "Start a new portal"))
        .arg(FOLDER.positional("DIR", PathBufValueParser::new(), folder))
        .arg(LAW.switch(law))
}

pub(super) fn run(options: &Options, matches: &ArgMatches) -> u8 {
    let dir = FOLDER.of(matches).unwrap_or_else(|| options.root.clone());
    if LAW.is_set(matches) {
        return write_law(&dir, options);
    }
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
        if let Err(error) =
            write_new(&dir.join(path), text.replace("{hukum}", &law::AS_OF.to_string()).as_str())
        {
            return cannot_write(&dir.join(path), &error, options);
        }
    }
    if let Err((path, error)) = write_laws(&dir) {
        return cannot_write(&path, &error, options);
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
                "portal baru ada di {folder}\nIsi `lembaga`, `kode_wilayah` dan `alamat` di `site.toml`; tanpa itu portal tidak dapat terbit. Lalu:\n  terawang new edaran \"Judul surat\"{root}\n  terawang serve{root}"
            ),
            format!(
                "there is a new portal in {folder}\nFill in `lembaga`, `kode_wilayah` and `alamat` in `site.toml`; the portal cannot be published without them. Then:\n  terawang new edaran \"Title of the letter\"{root}\n  terawang serve{root}"
            ),
        ),
    );
    FINE
}

/// Adds the regulations of the program's set that a portal does not have yet.
fn write_law(dir: &Path, options: &Options) -> u8 {
    if !dir.join("site.toml").exists() {
        let folder = dir.display();
        return report::fail(
            &options.say(
                format!("{folder} bukan folder portal (tidak ada `site.toml`); `terawang init` tanpa `--law` memulai portal baru"),
                format!("{folder} is no portal (there is no `site.toml`); `terawang init` without `--law` starts a new one"),
            ),
            options.lang,
        );
    }
    let written = match write_laws(dir) {
        Ok(written) => written,
        Err((path, error)) => return cannot_write(&path, &error, options),
    };
    let written: String =
        written.iter().map(|law| format!("  content/{} ({})\n", law.path(), law.short_name)).collect();
    let day = law::AS_OF;
    let said = match written.is_empty() {
        true => options.say("semua peraturan sudah ada", "all regulations are there").to_owned(),
        false => options
            .say(format!("peraturan yang ditulis:\n{written}"), format!("regulations written:\n{written}")),
    };
    let then = options.say(
        format!("tulis di `site.toml`: hukum_per = {day}"),
        format!("write in `site.toml`: hukum_per = {day}"),
    );
    report::say(options, &format!("{}\n{then}", said.trim_end()));
    FINE
}

/// Writes the regulations that are not there yet, and returns them.
fn write_laws(dir: &Path) -> Result<Vec<&'static Law>, (PathBuf, std::io::Error)> {
    let mut written = Vec::new();
    for law in &law::LAWS {
        let path = dir.join("content").join(law.path());
        match write_new(&path, &law.file()) {
            Ok(()) => written.push(law),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err((path, error)),
        }
    }
    Ok(written)
}

fn cannot_write(path: &Path, error: &std::io::Error, options: &Options) -> u8 {
    let path = path.display();
    report::fail(
        &options.say(
            format!("{path} tidak dapat ditulis: {error}"),
            format!("{path} cannot be written: {error}"),
        ),
        options.lang,
    )
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
