//! What is known of pages: what they were made of, and how they lie in the output.

use std::collections::BTreeMap;

use super::codec::{Keep, Reader, Writer};
use super::{Digest, Stamp};

/// What is known of the addresses of a site that was found to be in order.
#[derive(Default, PartialEq, Eq)]
pub struct Pages {
    /// Every address, pages or not.
    pub known: BTreeMap<String, KnownPage>,
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
    /// The anchors of the page, each behind a zero byte.
    pub anchors: String,
    /// The anchors of other pages that it links to: address and anchor.
    pub to_anchors: Vec<(String, String)>,
    /// How its file lay in the output after the last build.
    pub stamp: Option<Stamp>,
}

impl Pages {
    /// The same, with nothing known of any output.
    #[must_use]
    pub fn unstamped(mut self) -> Self {
        self.output.clear();
        self.manifest = None;
        self.known.values_mut().for_each(|page| page.stamp = None);
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
            to.text(&page.anchors);
            to.length(page.to_anchors.len());
            for (target, anchor) in &page.to_anchors {
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
            Some((url, KnownPage { ingredients, fingerprint, anchors, to_anchors, stamp }))
        })?;
        // In order already, which is the quickest way to build the map.
        Some(Self { known: known.into_iter().collect(), frame, output, manifest })
    }
}

fn write_digest(digest: Option<&Digest>, to: &mut Writer) {
    to.flag(digest.is_some());
    digest.iter().for_each(|digest| to.digest(digest));
}

fn read_digest(from: &mut Reader<'_>) -> Option<Option<Digest>> {
    Some(if from.flag()? { Some(from.digest()?) } else { None })
}
