//! What is known of pages: what they were made of, and how they lie in the output.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Digest, Stamp};

/// What is known of the addresses of a site that was found to be in order.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// Every address, pages or not, in order.
    known: Vec<(String, KnownPage)>,
    /// The digest of what is the same on all pages of the site: templates, labels, the frame.
    pub frame: Digest,
    /// The real path of the output that the stamps are of; empty for none.
    pub output: String,
    /// How the manifest lay there.
    pub manifest: Option<Stamp>,
}

/// What is known of one address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPage {
    /// The digest of what the page could be made of; `None` where that takes as long as its draft.
    pub ingredients: Option<Digest>,
    /// The digest of everything that the page was made of; `None` for what is always made anew, and where the
    /// ingredients were enough so far.
    pub fingerprint: Option<Digest>,
    /// Its anchors, and those that it links to.
    pub links: Arc<PageAnchors>,
    /// How its file lay in the output after the last build.
    pub stamp: Option<Stamp>,
}

/// What a page that is in order leaves to be settled with the others.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageAnchors {
    /// The anchors of the page, each behind a zero byte.
    pub anchors: String,
    /// The anchors of other pages that it links to: address and anchor.
    pub to_anchors: Vec<(String, String)>,
}

impl Pages {
    /// What is known of all addresses; they come in order.
    pub fn new(known: Vec<(String, KnownPage)>, frame: Digest) -> Self {
        debug_assert!(known.is_sorted_by(|(one, _), (other, _)| one < other));
        Self { known, frame, ..Self::default() }
    }

    /// What is known of an address.
    pub fn get(&self, url: &str) -> Option<&KnownPage> {
        let at = self.known.binary_search_by(|(known, _)| known.as_str().cmp(url)).ok()?;
        Some(&self.known[at].1)
    }

    /// All addresses with what is known of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &KnownPage)> {
        self.known.iter().map(|(url, page)| (url.as_str(), page))
    }

    /// The same, to be done side by side and changed.
    pub fn par_iter_mut(&mut self) -> impl IndexedParallelIterator<Item = (&str, &mut KnownPage)> {
        self.known.par_iter_mut().map(|(url, page)| (url.as_str(), page))
    }
}
