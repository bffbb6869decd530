//! How the cache holds the records of a portal in which nothing was wrong.
//!
//! What is written here is read again by the same program alone, so nothing has to say which type it is.

use super::common::Common;
use super::{Detail, Entry};
use crate::cache::{Keep, Reader, Writer};

/// The keys of a record in one language.
pub(super) type Keys = (Common, Detail);

/// The keys of a record as they are read again: the original, and the translation if there is one.
pub struct KeptRecord {
    pub(super) original: Keys,
    pub(super) translation: Option<Keys>,
}

impl KeptRecord {
    /// Whether a record is kept. Those about sanctions stay where they are.
    pub fn is_kept(entry: &Entry) -> bool {
        !entry.kind.facts().is_confidential && !entry.file.confidential
    }

    /// Writes the keys of a record.
    pub fn keep(entry: &Entry, to: &mut Writer) {
        for version in entry.versions() {
            to.flag(true);
            version.common.keep(to);
            version.detail.keep(to);
        }
        to.flag(false);
    }

    /// Reads them again.
    pub(super) fn kept(from: &mut Reader<'_>) -> Option<Self> {
        let mut next = || -> Option<Option<Keys>> {
            Some(if from.flag()? { Some((Keep::kept(from)?, Keep::kept(from)?)) } else { None })
        };
        let original = next()??;
        let translation = next()?;
        Some(Self { original, translation })
    }
}

/// Writes and reads the variants of [`Detail`] by their place in this list.
macro_rules! keep_details {
    ($($place:literal $variant:ident)+) => {
        impl Keep for Detail {
            fn keep(&self, to: &mut Writer) {
                match self {
                    $( Detail::$variant(record) => {
                        to.byte($place);
                        record.keep(to);
                    } )+
                }
            }

            fn kept(from: &mut Reader<'_>) -> Option<Self> {
                match from.byte()? {
                    $( $place => Keep::kept(from).map(Detail::$variant), )+
                    _ => None,
                }
            }
        }
    };
}

keep_details! {
    0 Page
    1 News
    2 Document
    3 Pact
    4 Team
    5 Sanction
    6 Channel
    7 Reports
    8 Event
    9 Pledge
    10 Transfer
    11 Monitoring
    12 Calendar
}
