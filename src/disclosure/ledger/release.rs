//! Releases as files, from `rilis/0001.json` on. The hash of each file is stored in the next one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Facts;
use super::messages as rule;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::source::ReleaseFile;

/// The format version that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The data published on a day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The format, [`FORMAT`].
    pub format: u32,
    /// The release number, from 1.
    #[serde(rename = "nomor")]
    pub number: u32,
    /// The release date.
    #[serde(rename = "tanggal")]
    pub date: Date,
    /// A note by the person who made the release.
    #[serde(rename = "catatan", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 of the previous release's file; `None` for the first.
    #[serde(rename = "sebelumnya")]
    pub previous: Option<String>,
    /// The published data.
    #[serde(rename = "isi")]
    pub facts: Facts,
    /// SHA-256 of this file's bytes with an empty seal. It detects accidental edits, not forgery.
    #[serde(rename = "segel")]
    pub seal: String,
}

impl Release {
    /// The sealed text of the release's file.
    ///
    /// # Errors
    /// No input can cause one; the signature of serde requires it.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let seal = self.expected_seal()?;
        Self { seal, ..self.clone() }.unsealed_text()
    }

    fn expected_seal(&self) -> Result<String, serde_json::Error> {
        Ok(sha256(&Self { seal: String::new(), ..self.clone() }.unsealed_text()?))
    }

    fn unsealed_text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file name of a release.
pub fn file_name(number: u32) -> String {
    format!("{number:04}.json")
}

/// All releases of a portal, in order.
#[derive(Clone, Default)]
pub struct Ledger {
    releases: Vec<Release>,
    /// SHA-256 of the last release's file.
    last: Option<String>,
}

impl Ledger {
    /// Reads the releases of a portal, in the order of their numbers.
    ///
    /// A chain that is broken anywhere gives findings, and a ledger that must not be used.
    pub fn read(files: &[ReleaseFile]) -> Checked<Self> {
        let mut ledger = Self::default();
        let mut findings = Findings::default();
        for (at, ReleaseFile { number, file }) in files.iter().enumerate() {
            let expected = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
            if *number != expected {
                findings.push(rule::missing_release(&file_name(expected)).in_file(file));
                break;
            }
            let text = file.text();
            match read_release(&text, *number, ledger.last.as_deref()) {
                Ok(release) => ledger.releases.push(release),
                Err(found) => {
                    findings.push(found.in_file(file));
                    // This error would cause errors in all later releases.
                    break;
                }
            }
            ledger.last = Some(sha256(&text));
        }
        Checked { value: ledger, findings }
    }

    /// The releases, in order.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// The next release; `None` if nothing has changed since the last one.
    pub fn next(&self, facts: Facts, date: Date, note: Option<String>) -> Option<Release> {
        let last = self.releases.last();
        let nothing_new = last.map_or(facts.is_empty(), |last| last.facts == facts);
        let number = last.map_or(1, |last| last.number.saturating_add(1));
        (!nothing_new).then(|| Release {
            format: FORMAT,
            number,
            date,
            note,
            previous: self.last.clone(),
            facts,
            seal: String::new(),
        })
    }
}

fn read_release(text: &str, number: u32, previous: Option<&str>) -> Result<Release, Diagnostic> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let unreadable = |cause: &serde_json::Error| rule::unreadable_release(cause.line());
    // A later format may not parse at all; its number still does.
    let head: Head = serde_json::from_str(text).map_err(|cause| unreadable(&cause))?;
    if head.format != FORMAT {
        return Err(rule::release_format(head.format, FORMAT));
    }
    let release: Release = serde_json::from_str(text).map_err(|cause| unreadable(&cause))?;
    if release.number != number {
        return Err(rule::release_number());
    }
    if release.previous.as_deref() != previous {
        return Err(rule::broken_chain());
    }
    // The parsed release must give the same bytes as the file, so that nothing in the file is ignored.
    if release.to_text().ok().as_deref() != Some(text) {
        return Err(rule::edited_release());
    }
    Ok(release)
}
