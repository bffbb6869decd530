//! What is known of pages: what they were made of, and how they lie in the output.

use std::sync::Arc;

use rayon::prelude::*;

use super::codec::{Keep, Reader, Writer};
use super::{Digest, Stamp};

/// What is known of the addresses of a site that was found to be in order.
#[derive(Default, PartialEq, Eq)]
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
#[derive(Clone, Default, PartialEq, Eq)]
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
#[derive(Clone, Default, PartialEq, Eq)]
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

    /// The same, with nothing known of any output.
    #[must_use]
    pub fn unstamped(mut self) -> Self {
        self.output.clear();
        self.manifest = None;
        self.known.iter_mut().for_each(|(_, page)| page.stamp = None);
        self
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.digest(&self.frame);
        to.text(&self.output);
        self.manifest.keep(to);
        to.length(self.known.len());
        for (url, page) in &self.known {
            to.text(url);
            write_digest(page.ingredients.as_ref(), to);
            write_digest(page.fingerprint.as_ref(), to);
            to.text(&page.links.anchors);
            to.length(page.links.to_anchors.len());
            for (target, anchor) in &page.links.to_anchors {
                to.text(target);
                to.text(anchor);
            }
            page.stamp.keep(to);
            to.relieve();
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let frame = from.digest()?;
        let output = from.text()?.to_owned();
        let manifest = Keep::kept(from)?;
        let known = from.list(|from| {
            let url = from.text()?.to_owned();
            let (ingredients, fingerprint) = (read_digest(from)?, read_digest(from)?);
            let anchors = from.text()?.to_owned();
            let to_anchors = from.list(|from| Some((from.text()?.to_owned(), from.text()?.to_owned())))?;
            let stamp = Keep::kept(from)?;
            let links = Arc::new(PageAnchors { anchors, to_anchors });
            Some((url, KnownPage { ingredients, fingerprint, links, stamp }))
        })?;
        let is_in_order = known.is_sorted_by(|(one, _), (other, _)| one < other);
        is_in_order.then_some(Self { known, frame, output, manifest })
    }
}

fn write_digest(digest: Option<&Digest>, to: &mut Writer) {
    to.flag(digest.is_some());
    digest.iter().for_each(|digest| to.digest(digest));
}

fn read_digest(from: &mut Reader<'_>) -> Option<Option<Digest>> {
    Some(if from.flag()? { Some(from.digest()?) } else { None })
}
