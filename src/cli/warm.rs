//! What an earlier run spares this one: asked before, and told afterwards.

use std::path::Path;

use rayon::prelude::*;

use crate::cache::{Cache, Digest, Digester, Pages, Published, Stamp, Verdict};
use crate::config;
use crate::pipeline::Edition;
use crate::plan::output_path;
use crate::publish;
use crate::source::{self, Listing};

/// A run as the cache sees it.
pub(super) struct Run {
    /// The portal's cache.
    pub(super) cache: Cache,
    /// Which portal is read: the day and the drafts. None where the cache is not to be asked: with a roster,
    /// or without settings that can be read.
    edition: Option<Digest>,
    /// How the portal's files lie there, if nothing is wrong with that.
    files: Option<Vec<(String, Stamp)>>,
}

impl Run {
    /// Looks at the files as they are listed now.
    pub(super) fn begin(cache: Cache, listing: &Listing, edition: &Edition) -> Self {
        let stamps = listing.stamps();
        let files =
            stamps.map(|stamps| stamps.into_iter().map(|(path, stamp)| (path.to_owned(), stamp)).collect());
        Self { cache, edition: mark_of(listing.root(), edition), files }
    }

    /// What an earlier run found of just these files, if it was nothing at all.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let (edition, files) = (self.edition.as_ref()?, self.files.as_ref()?);
        self.cache.verdict().filter(|verdict| verdict.holds_for(edition, files))
    }

    /// Keeps that nothing was found, and what was published.
    pub(super) fn found_nothing(self, published: Option<Published>) {
        if let (Some(edition), Some(files)) = (self.edition, self.files) {
            self.cache.keep_verdict(&Verdict { edition, read_at: self.cache.now(), files, published });
        }
    }
}

fn mark_of(root: &Path, edition: &Edition) -> Option<Digest> {
    if edition.roster.is_some() {
        return None;
    }
    let config = config::read(source::read_site(root).as_ref()).value?;
    let mut digester = Digester::default();
    digester.feed(edition.clock.day(config.zone).to_string().as_bytes());
    digester.feed(&[u8::from(edition.drafts)]);
    Some(digester.finish())
}

/// Notes how the files of an output lie there after a build.
pub(super) fn stamp_output(output: &Path, pages: &mut Pages) -> Option<Published> {
    let real = output.canonicalize().ok()?;
    pages.output = real.to_str()?.to_owned();
    pages.manifest = publish::manifest_stamp(&real);
    let files = pages.par_iter_mut().map(|(url, page)| {
        let path = output_path(url);
        let stamp = page.stamp.or_else(|| Stamp::of_itself(&real.join(&path)))?;
        // What is always made anew is compared byte by byte, whatever its stamp.
        page.stamp = (page.fingerprint.is_some() || page.ingredients.is_some()).then_some(stamp);
        Some((path, stamp))
    });
    let files = files.collect::<Option<_>>()?;
    Some(Published { output: pages.output.clone(), manifest: pages.manifest?, files })
}
