//! The releases that a portal keeps in `rilis/`.

use std::path::Path;
use std::sync::Arc;

use super::messages as rule;
use super::{Folder, MAX_CONTENT_BYTES, list_folder, read_text, walk};
use crate::diagnostics::{Checked, Findings, SourceFile};

/// The folder of releases.
pub const RELEASES: &str = "rilis";

/// A file of the release ledger, unread.
#[derive(Clone, Debug)]
pub struct ReleaseFile {
    /// The number in its name.
    pub number: u32,
    /// The file; its text never stands in messages.
    pub file: Arc<SourceFile>,
}

/// Lists the releases of the portal in `root`. A portal without the folder has none.
pub(super) fn list(root: &Path) -> Folder {
    list_folder(root, RELEASES).unwrap_or_else(|| {
        let mut folder = Folder::default();
        if root.join(RELEASES).exists() {
            folder.findings.push(rule::not_a_release().in_file(&SourceFile::unread(RELEASES)));
        }
        folder
    })
}

/// Reads the releases in a folder, wherever it lies.
pub fn releases_in(folder: &Path) -> Checked<Vec<ReleaseFile>> {
    let mut findings = Findings::default();
    let real = folder.canonicalize().ok().filter(|real| real.is_dir());
    let place = real.as_deref().and_then(|real| Some((real.parent()?, real.file_name()?.to_str()?)));
    let Some((root, name)) = place else {
        findings.push(rule::not_a_release().in_file(&SourceFile::unread(folder.to_string_lossy())));
        return Checked { value: Vec::new(), findings };
    };
    let entries = walk::files(root, name, &mut findings);
    let value = read(&entries, &mut findings);
    Checked { value, findings }
}

/// Reads releases, by number.
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
mod tests {
    use super::number;

    #[test]
    fn a_name_has_one_form() {
        assert_eq!(number("0001.json"), Some(1));
        assert_eq!(number("12345.json"), Some(12345));
        for name in ["1.json", "00001.json", "0000.json", "+001.json", "0001.JSON", "a/0001.json", "0001"] {
            assert_eq!(number(name), None, "{name}");
        }
    }
}
