//! How the cache holds the records of a portal in which nothing was wrong.

use serde::Serialize;

use super::common::Common;
use super::days::Days;
use super::{Detail, Entry};

/// The keys of a record in one language.
pub(super) type Keys = (Common, Detail);

/// A record as it is read again: its keys, those of the translation if there is one, and its days.
pub(super) type CachedKeys = (Keys, Option<Keys>, Days);

impl Entry {
    /// Whether the cache may hold the record. Those about sanctions stay where they are.
    pub fn may_be_cached(&self) -> bool {
        !self.kind.facts().is_confidential && !self.file.confidential
    }

    /// What the cache holds of the record: `CachedKeys`.
    pub fn keys_to_cache(&self) -> impl Serialize {
        let original = (&self.original.common, &self.original.detail);
        let translation = self.translation.as_deref().map(|version| (&version.common, &version.detail));
        (original, translation, self.days)
    }
}
