//! The releases in `rilis/`.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::{Folder, MAX_CONTENT_BYTES, list_folder, read_text, walk};
use crate::diagnostics::catalogue::{ledger as rule, source as source_rule};
use crate::diagnostics::{Checked, Findings, SourceFile};

/// The folder of releases.
pub const RELEASES: &str = "rilis";

/// A file of the release ledger, not yet parsed.
#[derive(Clone, Debug)]
pub struct ReleaseFile {
    /// The number in its name.
    pub number: u32,
    /// The file. Messages never show its text.
    pub file: Arc<SourceFile>,
}

/// Lists the releases of the portal in `root`. Without the folder there are none.
pub(super) fn list(root: &Path) -> Folder {
    list_folder(root, RELEASES).unwrap_or_else(|| match walk::find(root, RELEASES) {
        Ok(_) => Folder::of_finding(rule::not_a_release().in_file(&SourceFile::unread(RELEASES))),
        Err(_) => Folder::default(),
    })
}

/// Reads the releases in any folder.
pub fn releases_in(folder: &Path) -> Checked<Vec<ReleaseFile>> {
    let mut findings = Findings::default();
    let real = folder.canonicalize().and_then(|real| Ok((real.metadata()?.is_dir(), real)));
    let place = match &real {
        Ok((true, real)) => real.parent().zip(real.file_name().and_then(OsStr::to_str)),
        _ => None,
    };
    let Some((root, name)) = place else {
        let found = match &real {
            Err(cause) if cause.kind() != ErrorKind::NotFound => source_rule::unreadable(&cause.to_string()),
            _ => rule::not_a_release(),
        };
        findings.push(found.in_file(&SourceFile::unread(folder.to_string_lossy())));
        return Checked { value: Vec::new(), findings };
    };
    let entries = walk::files(root, name, &mut findings);
    let value = read(&entries, &mut findings);
    Checked { value, findings }
}

/// Reads releases and sorts them by number.
pub(super) fn read(entries: &[walk::Entry], findings: &mut Findings) -> Vec<ReleaseFile> {
    let mut releases = Vec::new();
    for entry in entries {
        let Some(number) = number(entry.inner()) else {
            findings.push(rule::not_a_release().in_file(&SourceFile::unread(entry.path.as_str())));
            continue;
        };
        match read_text(&entry.on_disk, &entry.path, entry.size, MAX_CONTENT_BYTES) {
            Ok(text) => {
                let file = Arc::new(SourceFile::new(entry.path.as_str(), text, true));
                releases.push(ReleaseFile { number, file });
            }
            Err(found) => findings.push(*found),
        }
    }
    releases.sort_by_key(|release| release.number);
    releases
}

/// The number in `0001.json`: at least four digits, and no more than needed.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".json")?;
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    (digits == format!("{number:04}")).then_some(number)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{list, number};

    #[test]
    fn releases_that_cannot_be_looked_at_are_told() {
        let root = tempfile::tempdir().unwrap();
        assert!(list(root.path()).findings.is_empty());
        let file = root.path().join("berkas");
        std::fs::write(&file, "").unwrap();
        assert_eq!(list(&file).findings.errors(), 1);
    }

    #[test]
    fn a_name_has_one_form() {
        assert_eq!(number("0001.json"), Some(1));
        assert_eq!(number("12345.json"), Some(12345));
        for name in ["1.json", "00001.json", "0000.json", "+001.json", "0001.JSON", "a/0001.json", "0001"] {
            assert_eq!(number(name), None, "{name}");
        }
    }
}
