//! Releases as files: `rilis/0001.json` and on, each bound to the one before by its hash.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Facts;
use super::messages as rule;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::source::ReleaseFile;

/// The format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// What was published on a day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The format, [`FORMAT`].
    pub format: u32,
    /// Its number, from 1.
    #[serde(rename = "nomor")]
    pub number: u32,
    /// Its day.
    #[serde(rename = "tanggal")]
    pub date: Date,
    /// What its maker has to say.
    #[serde(rename = "catatan", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 of the file of the release before; none for the first.
    #[serde(rename = "sebelumnya")]
    pub previous: Option<String>,
    /// What was published.
    #[serde(rename = "isi")]
    pub facts: Facts,
    /// SHA-256 of this file's bytes with an empty seal: shows a slip of the hand, not a forgery.
    #[serde(rename = "segel")]
    pub seal: String,
}

impl Release {
    /// The text of the release's file, sealed.
    ///
    /// # Errors
    /// None that can be caused; serde's signature asks for it.
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

/// Every release that a portal has published, the first first.
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
                    // All that follows would be blamed for it.
                    break;
                }
            }
            ledger.last = Some(sha256(&text));
        }
        Checked { value: ledger, findings }
    }

    /// The releases, the first first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// The next release, unless nothing has changed since the last.
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
    // What was read and what lies there must be the same to the byte: nothing in the file is unread.
    if release.to_text().ok().as_deref() != Some(text) {
        return Err(rule::edited_release());
    }
    Ok(release)
}
