//! The manifest `.terawang.json`: the files of the output folder, the state of every URL, and what the next build
//! compares the texts of documents with. It also marks the folder as an output of Terawang.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, BufWriter, Write};

use serde::{Deserialize, Serialize};

use super::messages as say;
use super::path;
use crate::diagnostics::Diagnostic;
use crate::plan::texts::Texts;

/// The format that this program writes.
pub const FORMAT: u32 = 2;

/// The oldest format that it still reads: one without texts.
const OLDEST: u32 = 1;

/// The record of a published site. It is sorted and holds no times, so that equal sites have equal manifests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format, [`FORMAT`].
    pub version: u32,
    /// Every file except the manifest, by its path relative to the output, with `/`.
    pub files: BTreeMap<String, FileEntry>,
    /// Every URL of the site, including redirects and tombstones.
    pub urls: BTreeMap<String, UrlState>,
    /// The text of every live document, by URL.
    #[serde(default)]
    pub texts: Texts,
}

/// One published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its length in bytes.
    pub size: u64,
    /// Its BLAKE3 hash; in the manifest, 64 hexadecimal digits.
    #[serde(with = "hexadecimal")]
    pub blake3: blake3::Hash,
}

/// Serialises hashes as hexadecimal text.
mod hexadecimal {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(hash: &blake3::Hash, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hash.to_hex())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<blake3::Hash, D::Error> {
        let digits = Cow::<str>::deserialize(from)?;
        blake3::Hash::from_hex(digits.as_bytes()).map_err(de::Error::custom)
    }
}

/// The state of a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum UrlState {
    /// A page.
    Page,
    /// A file: a download, a feed, an image.
    File,
    /// An old URL that redirects.
    Redirect {
        /// Its target.
        to: String,
    },
    /// A withdrawn page.
    Tombstone,
}

/// The files that a manifest lists; `None` if it cannot be read. For the auditor, who has only the output.
pub(crate) fn listed(bytes: &[u8]) -> Option<BTreeSet<String>> {
    Manifest::parse(bytes, "").ok().map(|manifest| manifest.files.into_keys().collect())
}

impl Manifest {
    /// Combines files, URLs and texts. The same URL with two different states is an error.
    pub(super) fn new(
        files: BTreeMap<String, FileEntry>,
        urls: Vec<(String, UrlState)>,
        texts: Texts,
    ) -> Result<Self, Diagnostic> {
        let mut by_url = BTreeMap::new();
        for (url, state) in urls {
            if by_url.get(&url).is_some_and(|known| *known != state) {
                return Err(say::claimed_twice(&url));
            }
            by_url.insert(url, state);
        }
        Ok(Self { version: FORMAT, files, urls: by_url, texts })
    }

    /// Parses a manifest; `shown` is its path for messages.
    pub(crate) fn parse(bytes: &[u8], shown: &str) -> Result<Self, Diagnostic> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let parsed = serde_json::from_slice::<Self>(bytes);
        // A later format may not parse, but its version number does.
        let version = match &parsed {
            Ok(manifest) => manifest.version,
            Err(_) => serde_json::from_slice::<Head>(bytes).map_or(FORMAT, |head| head.version),
        };
        if version > FORMAT {
            return Err(say::manifest_newer(shown, version, FORMAT));
        }
        let manifest = parsed.map_err(|cause| say::manifest_unreadable(shown, &cause.to_string()))?;
        if version < OLDEST {
            return Err(say::manifest_unreadable(shown, &format!("version {version}")));
        }
        // Stale files are removed by these names, so none may point outside the output.
        match manifest.files.keys().find(|file| path::unfit(file).is_some()) {
            Some(file) => Err(say::manifest_unreadable(shown, &format!("`{}`", file.escape_debug()))),
            None => Ok(Self { version: FORMAT, ..manifest }),
        }
    }

    /// Writes the manifest as JSON, one entry per line, so that `diff` shows changes.
    pub(crate) fn write(&self, to: impl Write) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(WRITTEN_AT_ONCE, to);
        write!(out, "{{\"version\":{},\n\"files\":{{", self.version)?;
        write_lines(&mut out, &self.files)?;
        out.write_all(b"},\n\"urls\":{")?;
        write_lines(&mut out, &self.urls)?;
        out.write_all(b"},\n\"texts\":{")?;
        write_lines(&mut out, &self.texts)?;
        out.write_all(b"}}\n")?;
        out.flush()
    }
}

/// Buffer size for writing.
const WRITTEN_AT_ONCE: usize = 64 * 1024;

fn write_lines<T: Serialize>(out: &mut impl Write, entries: &BTreeMap<String, T>) -> io::Result<()> {
    for (at, (key, value)) in entries.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, key)?;
        out.write_all(b":")?;
        serde_json::to_writer(&mut *out, value)?;
    }
    if !entries.is_empty() {
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The published site: its manifest, and which files on the disk are ours.
pub(super) struct Published {
    /// Its manifest.
    pub(super) manifest: Manifest,
    /// The hash of the manifest's bytes on the disk.
    pub(super) digest: blake3::Hash,
    /// The number of those bytes.
    pub(super) size: usize,
    /// The paths of the manifest in lower case, if the file system ignores case.
    folded: Option<HashSet<String>>,
}

impl Published {
    pub(super) fn new(manifest: Manifest, bytes: &[u8], ignores_case: bool) -> Self {
        let folded =
            ignores_case.then(|| manifest.files.keys().map(|file| path::folded(file).into()).collect());
        Self { manifest, digest: blake3::hash(bytes), size: bytes.len(), folded }
    }

    /// Whether we wrote the file at `path`.
    pub(super) fn owns(&self, path: &str) -> bool {
        self.manifest.files.contains_key(path)
            || self.folded.as_ref().is_some_and(|folded| folded.contains(&*path::folded(path)))
    }

    /// Whether the folder at `path` contains, or contained, one of our files.
    pub(super) fn owns_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.manifest.files.range(prefix.clone()..).next().is_some_and(|(file, _)| file.starts_with(&prefix))
    }

    /// Whether the file system treats `A` and `a` as the same name.
    pub(super) fn ignores_case(&self) -> bool {
        self.folded.is_some()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::texts::TextState;

    fn sample() -> Manifest {
        let entry = FileEntry { size: 3, blake3: blake3::Hash::from_bytes([0xab; 32]) };
        let files = [("b/i.html", entry), ("a.css", entry)];
        let urls = vec![
            ("/z/".into(), UrlState::Tombstone),
            ("/b/".into(), UrlState::Page),
            ("/a/".into(), UrlState::Redirect { to: "/b/".into() }),
            ("/a.css".into(), UrlState::File),
            ("/b/".into(), UrlState::Page),
        ];
        let texts = [("/b/".to_owned(), TextState { digest: [0xcd; 16], changes: 1, unsaid: false })];
        Manifest::new(files.map(|(path, entry)| (path.to_owned(), entry)).into(), urls, texts.into()).unwrap()
    }

    fn bytes(manifest: &Manifest) -> Vec<u8> {
        let mut bytes = Vec::new();
        manifest.write(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_manifest_survives_the_way_to_bytes_and_back() {
        let manifest = sample();
        assert_eq!(Manifest::parse(&bytes(&manifest), "m").unwrap(), manifest);
    }

    #[test]
    fn the_bytes_are_sorted_and_one_line_an_entry() {
        let text = String::from_utf8(bytes(&sample())).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "{\"version\":2,");
        assert!(lines[2].starts_with("\"a.css\":{\"size\":3,\"blake3\":\"abab"), "{}", lines[2]);
        assert_eq!(lines[6], "\"/a.css\":\"file\",");
        assert_eq!(lines[7], "\"/a/\":{\"redirect\":{\"to\":\"/b/\"}},");
        assert_eq!(lines[9], "\"/z/\":\"tombstone\"");
        assert_eq!(lines[11], "\"texts\":{");
        assert_eq!(lines[12], format!("\"/b/\":{{\"digest\":\"{}\",\"changes\":1}}", "cd".repeat(16)));
        assert_eq!(lines[13..], ["}}"]);
    }

    #[test]
    fn damage_and_later_formats_are_told_apart() {
        let code = |text: &str| Manifest::parse(text.as_bytes(), "m").unwrap_err().code;
        assert_eq!(code(""), "TW0607");
        assert_eq!(code("{\"version\":1}"), "TW0607");
        assert_eq!(code("{\"version\":0,\"files\":{},\"urls\":{}}"), "TW0607");
        assert_eq!(code("{\"version\":3,\"files\":{},\"urls\":{}}"), "TW0608");
        assert_eq!(code("{\"version\":7,\"pages\":[]}"), "TW0608");
    }

    #[test]
    fn a_manifest_of_the_first_format_has_no_texts() {
        let mut manifest = sample();
        let text = String::from_utf8(bytes(&manifest)).unwrap().replace("\"version\":2", "\"version\":1");
        let (files, _) = text.split_once(",\n\"texts\"").unwrap();
        manifest.texts.clear();
        assert_eq!(Manifest::parse(format!("{files}}}").as_bytes(), "m").unwrap(), manifest);
    }

    #[test]
    fn a_digest_has_32_digits() {
        let text = |digest: &str| {
            let text = format!(
                "{{\"version\":2,\"files\":{{}},\"urls\":{{}},\"texts\":{{\"/a/\":{{\"digest\":\"{digest}\",\"changes\":0}}}}}}"
            );
            Manifest::parse(text.as_bytes(), "m").map_err(|found| found.code)
        };
        assert!(text(&"0f".repeat(16)).is_ok());
        for wrong in ["", "0f", &format!("+{}", "0".repeat(31)), &"0".repeat(33), &"x".repeat(32)] {
            assert_eq!(text(wrong).unwrap_err(), "TW0607", "{wrong}");
        }
    }

    #[test]
    fn a_manifest_that_names_a_file_outside_is_damaged() {
        let manifest = |path: &str, hash: &str| {
            let text = format!(
                "{{\"version\":1,\"files\":{{\"{path}\":{{\"size\":0,\"blake3\":\"{hash}\"}}}},\"urls\":{{}}}}"
            );
            Manifest::parse(text.as_bytes(), "m").map_err(|found| found.code)
        };
        let hash = "0".repeat(64);
        assert!(manifest("x", &hash).is_ok());
        for path in ["../x", "/etc/passwd", "a/../../x"] {
            assert_eq!(manifest(path, &hash).unwrap_err(), "TW0607");
        }
        assert_eq!(manifest("x", "00").unwrap_err(), "TW0607");
    }

    #[test]
    fn one_url_with_two_states_is_refused() {
        let urls = vec![("/a/".into(), UrlState::Page), ("/a/".into(), UrlState::Tombstone)];
        assert_eq!(Manifest::new(BTreeMap::new(), urls, Texts::new()).unwrap_err().code, "TW0610");
    }
}
