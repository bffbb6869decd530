//! A portal in a temporary folder, and the real program that runs on it.
//!
//! A test is a scenario: the files in the folder, the command, its output and the files it writes. The date
//! is always [`CLOCK`], and the program does not see the environment of the machine.

pub(crate) mod chance;
mod files;
mod opened;
mod visible;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::IntoData;
use tempfile::TempDir;

pub(crate) use files::{made, pdf};
pub(crate) use opened::files_with;
pub(crate) use visible::visible_text;

/// The date of every build, unless a test sets another.
pub(crate) const CLOCK: &str = "2024-12-01";

/// `site.toml` of a portal in one language.
pub(crate) const SITE: &str = r#"nama = "Portal Netralitas"
lembaga = "Pemerintah Kabupaten Uji"
kode_wilayah = "99.99"
alamat = "https://netralitas.uji.go.id"
"#;

/// The line that makes a portal bilingual.
pub(crate) const BILINGUAL: &str = "bahasa = [\"id\", \"en\"]\n";

const HOME: &str = "+++\njudul = \"Beranda\"\n+++\n\nSelamat datang.\n";

/// A valid circular, with `more` lines from line 6 on.
pub(crate) fn circular(more: &str) -> String {
    format!(
        "+++\njudul = \"Surat edaran\"\njenis = \"surat_edaran\"\ntanggal = 2024-10-15\npenerbit = \"Bupati\"\n{more}+++\n\nNaskah.\n"
    )
}

/// A law of a year with its short name, with `more` lines from line 7 on.
pub(crate) fn law(year: u16, more: &str) -> String {
    format!(
        "+++\njudul = \"Undang-Undang {year}\"\njenis = \"undang_undang\"\nsingkatan = \"UU {year}\"\ntanggal = {year}-01-15\npenerbit = \"Presiden\"\n{more}+++\n"
    )
}

/// A plain page with a body that begins on line 5.
pub(crate) fn page(body: &str) -> String {
    format!("+++\njudul = \"Halaman\"\n+++\n\n{body}\n")
}

/// A portal in its own temporary folder.
pub(crate) struct Portal {
    dir: TempDir,
    root: PathBuf,
}

impl Portal {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("portal");
        fs::create_dir(&root).unwrap();
        Self { dir, root }
    }

    /// The smallest portal that can be published.
    pub(crate) fn new() -> Self {
        Self::empty().with("site.toml", SITE).with("content/beranda.md", HOME)
    }

    /// A new portal as `init` writes it, with what it asks for filled in.
    pub(crate) fn begun() -> Self {
        let portal = Self::empty();
        portal.run(&["init", "-q"]).exits(0);
        portal.fill_in("site.toml");
        portal
    }

    /// Fills in the three lines that `init` asks for.
    pub(crate) fn fill_in(&self, site: &str) {
        for (skeleton, own) in [
            ("Pemerintah Kabupaten …", "Pemerintah Kabupaten Uji"),
            ("\"00.00\"", "\"99.99\""),
            ("netralitas.example.go.id", "netralitas.uji.go.id"),
        ] {
            self.edit(site, skeleton, own);
        }
    }

    /// Replaces what the skeleton of a file says to write.
    pub(crate) fn write_out(&self, path: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        self.write(path, text.replace("Tulis ", "Isi "));
    }

    /// The smallest portal in two languages.
    pub(crate) fn bilingual() -> Self {
        Self::new().with("site.toml", format!("{SITE}{BILINGUAL}"))
    }

    /// A copy of a complete portal.
    pub(crate) fn copy_of(folder: &Path) -> Self {
        let portal = Self::empty();
        for part in ["site.toml", "content", "themes", "rilis"] {
            copy(&folder.join(part), &portal.root.join(part));
        }
        portal
    }

    /// Writes a file and creates its folders.
    pub(crate) fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a file and creates its folders.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces the first `from` in a file; `from` must occur.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} holds no {from:?}:\n{text}");
        self.write(path, text.replacen(from, to, 1));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.path(to).parent().unwrap()).unwrap();
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// A path in the portal.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path beside the portal.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// The program with the portal as its working folder, without the environment of the machine.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_terawang"));
        command.current_dir(&self.root).args(arguments);
        for name in [
            "LANG",
            "LC_ALL",
            "LC_MESSAGES",
            "TZ",
            "SOURCE_DATE_EPOCH",
            "RAYON_NUM_THREADS",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs `check` so that it reports only faults.
    pub(crate) fn check(&self) -> Run {
        self.check_with(&[])
    }

    /// Runs `check` with further arguments.
    pub(crate) fn check_with(&self, more: &[&str]) -> Run {
        self.run(&[&["check", "-q", "--clock", CLOCK], more].concat())
    }

    /// Runs `build` into `public/` so that it reports only faults.
    pub(crate) fn build(&self) -> Run {
        self.build_with(&[])
    }

    /// Runs `build` with further arguments.
    pub(crate) fn build_with(&self, more: &[&str]) -> Run {
        self.run(&[&["build", "-q", "--clock", CLOCK], more].concat())
    }

    /// Builds, and expects neither error nor warning.
    #[track_caller]
    pub(crate) fn builds(&self) -> &Self {
        let run = self.build();
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "the portal should build without a word");
        self
    }

    /// The text of a published file.
    #[track_caller]
    pub(crate) fn published(&self, path: &str) -> String {
        let file = self.path("public").join(path);
        String::from_utf8(fs::read(&file).unwrap_or_else(|error| panic!("{path}: {error}"))).unwrap()
    }

    /// Whether a file is published.
    pub(crate) fn publishes(&self, path: &str) -> bool {
        self.path("public").join(path).exists()
    }

    /// Every file of the output by path, including the manifest.
    pub(crate) fn output(&self) -> Tree {
        tree(&self.path("public"))
    }

    /// The paths of published files that contain a word.
    pub(crate) fn published_with(&self, word: &str) -> Vec<String> {
        let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        self.output()
            .into_iter()
            .filter(|(path, bytes)| path.contains(word) || holds(bytes))
            .map(|(path, _)| path)
            .collect()
    }
}

/// Files by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Every file below a folder, by path with `/`.
pub(crate) fn tree(folder: &Path) -> Tree {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Asserts that two trees have the same bytes; names the files that differ.
#[track_caller]
pub(crate) fn assert_same_tree(one: &Tree, other: &Tree) {
    let paths: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differ: Vec<&String> = paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(!one.is_empty() && differ.is_empty(), "these files differ: {differ:?}");
}

fn copy(from: &Path, to: &Path) {
    if !from.exists() {
        return;
    }
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), if from.is_file() { to } else { &target }).unwrap();
        }
    }
}

/// The result of a run of the program.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::of_output(&command.output().unwrap())
    }

    /// Converts the output of a finished command.
    pub(crate) fn of_output(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// Expects an exit code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Expects exactly this text on standard error.
    #[track_caller]
    pub(crate) fn says(&self, expected: impl IntoData) -> &Self {
        snapbox::assert_data_eq!(self.stderr.as_str(), expected.into_data().raw());
        self
    }

    /// Expects exactly this text on standard output.
    #[track_caller]
    pub(crate) fn prints(&self, expected: impl IntoData) -> &Self {
        snapbox::assert_data_eq!(self.stdout.as_str(), expected.into_data().raw());
        self
    }

    /// Expects that neither output contains a word.
    #[track_caller]
    pub(crate) fn never_says(&self, word: &str) -> &Self {
        assert!(!self.stdout.contains(word) && !self.stderr.contains(word), "{}{}", self.stdout, self.stderr);
        self
    }

    /// The codes on standard error, in order.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let mut codes = Vec::new();
        for line in self.stderr.lines() {
            let titled = ["galat[", "peringatan[", "error[", "warning["]
                .iter()
                .find_map(|start| line.strip_prefix(start));
            codes.extend(titled.and_then(|rest| rest.split_once(']')).map(|(code, _)| code));
        }
        codes
    }
}
