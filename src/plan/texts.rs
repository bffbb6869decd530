//! The texts of published documents: what the next build compares with, so that no text changes without a word.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::messages as rule;
use super::{Plan, Work};
use crate::cache::{Digest, Digester};
use crate::collections::document::Document;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::{Published, PublishedDetail, PublishedView};
use crate::locale::Lang;
use crate::markdown::text_digest;
use crate::reading::Reported;

/// The texts of documents, by address.
pub type Texts = BTreeMap<String, TextState>;

/// What is remembered of the text of a published document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextState {
    /// The digest of title, number, date, body and attachments; in the manifest, 32 hexadecimal digits.
    #[serde(with = "hexadecimal")]
    pub digest: Digest,
    /// How many changes its page notes (`perubahan`).
    pub changes: usize,
    /// Whether a change is still to be noted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsaid: bool,
}

/// Serialises digests as hexadecimal text.
mod hexadecimal {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::cache::Digest;

    pub(super) fn serialize<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:032x}", u128::from_be_bytes(*digest)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        let digits = Cow::<str>::deserialize(from)?;
        let is_plain = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u128::from_str_radix(&digits, 16).ok().filter(|_| is_plain);
        number.map(u128::to_be_bytes).ok_or_else(|| de::Error::custom("no digest of 32 digits"))
    }
}

impl TextState {
    /// The text of a record as it is published; `None` if it is no document or was withdrawn.
    ///
    /// Only the original counts: a translation may follow later, and does not change what the document says. And only
    /// what its page shows, since the digest is published.
    fn of(record: &Published, view: &PublishedView) -> Option<Self> {
        let PublishedDetail::Document(Document { number, date, .. }) = record.detail(Lang::Id) else {
            return None;
        };
        let number = number.as_ref().and_then(Reported::known).map_or("", |number| number.value.as_str());
        let date = date.as_ref().and_then(Reported::known).map(|date| date.value.to_string());
        let mut digester = Digester::default();
        digester.feed(&text_digest(&record.title(Lang::Id).text)).feed(&text_digest(number));
        digester.feed(date.unwrap_or_default().as_bytes());
        digester.feed(record.body(Lang::Id).map_or(&[], |(body, _)| &body.words));
        // By their bytes alone: another name or another order is no other text.
        let mut files: Vec<&str> =
            record.attachments().iter().map(|file| file.public.sha256.as_str()).collect();
        files.sort_unstable();
        for file in files {
            digester.feed(file.as_bytes());
        }
        Some(Self { digest: digester.finish(), changes: view.changes(record, Lang::Id).len(), unsaid: false })
    }
}

impl Plan {
    /// Checks that no document has another text than at the last publication without a new entry in `perubahan`.
    /// Gives what the next build is to compare with.
    ///
    /// The warning stays until there is a note. A text that is public no longer is forgotten, be it changed or withdrawn:
    /// the digests are published, and from the digest of a text and from all but one name in it, somebody could find
    /// that name. So a text that is as it was once more needs a note, too; the other one was public in between.
    pub fn check_texts(&self, before: &Texts, view: &PublishedView) -> Checked<Texts> {
        let records = view.records();
        let earlier = self.earlier(before, records.len());
        let now: Vec<Option<TextState>> =
            records.par_iter().map(|record| TextState::of(record, view)).collect();
        let mut findings = Findings::default();
        let mut texts = Vec::with_capacity(records.len());
        for ((record, now), earlier) in records.iter().zip(now).zip(earlier) {
            let Some(mut now) = now else { continue };
            if let Some(earlier) = earlier
                && (earlier.unsaid || earlier.digest != now.digest)
                && now.changes <= earlier.changes
            {
                findings.push(unsaid(record, view));
                now.unsaid = true;
            }
            texts.push((record.route().to_owned(), now));
        }
        Checked { value: texts.into_iter().collect(), findings }
    }

    /// For each record, what was remembered at its address, or else at an old one that leads to it.
    fn earlier<'t>(&self, before: &'t Texts, records: usize) -> Vec<Option<&'t TextState>> {
        let mut earlier = vec![None; records];
        let work = |url: &str| self.jobs.get(url).map(|job| &job.work);
        for (url, text) in before {
            match work(url) {
                Some(Work::Record(at)) => earlier[*at] = Some(text),
                Some(Work::Redirect(to)) => {
                    if let Some(Work::Record(at)) = work(to) {
                        earlier[*at].get_or_insert(text);
                    }
                }
                _ => {}
            }
        }
        earlier
    }
}

/// The warning at a record whose text changed, with what to write.
fn unsaid(record: &Published, view: &PublishedView) -> Diagnostic {
    let last = record.said(Lang::Id).and_then(|said| said.changes.last());
    match last {
        Some(last) => rule::text_changed_again(view.clock()).at(record.file(), last.on.range.clone()),
        None => rule::text_changed(view.clock()).in_file(record.file()),
    }
}
