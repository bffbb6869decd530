//! The ingredients of a page: everything that it could depend on, found without rendering. A build skips even
//! the draft of a page whose ingredients have not changed.
//!
//! Only a page that shows a known set of records has ingredients. The page of a record shows the record,
//! those that it refers to and those that refer to it. A list shows the cards of its records. The ingredients
//! include the whole files of these records. So they may differ for equal pages, but pages with equal
//! ingredients are equal. A debug build creates the draft anyway and compares it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Site;
use crate::cache::{Digest, Digester};
use crate::collections::{Kind, LIST_OF_CARDS};
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;
use crate::plan::{Job, List, Work};

/// The digests for the ingredients of all pages.
pub struct Ingredients<'s> {
    site: &'s Site,
    /// The digest of everything that every page of a language depends on.
    world: BTreeMap<Lang, Digest>,
    /// For each record of the view, the digest of everything that another page can show of it.
    faces: Vec<Digest>,
}

impl<'s> Ingredients<'s> {
    /// Computes the digests of a site.
    pub fn new(site: &'s Site) -> Self {
        let addresses = addresses(site);
        let worlds = site.frames.iter().map(|(lang, frame)| {
            let mut digester = Digester::default();
            digester.feed(frame).feed(&addresses).feed(site.view.config().file.text().as_bytes());
            digester.feed(site.view.clock().to_string().as_bytes());
            (*lang, digester.finish())
        });
        let faces = site.view.records().par_iter().map(|record| face(site, record)).collect();
        Self { site, world: worlds.collect(), faces }
    }

    /// The digest of a page's ingredients; `None` for a job without ingredients.
    pub fn of(&self, job: &Job) -> Option<Digest> {
        let mut digester = Digester::default();
        digester.feed(self.world.get(&job.lang)?);
        match job.work {
            Work::Record(index) => self.record(index, &mut digester)?,
            Work::List(index, number) => self.list(&self.site.plan.lists[index], number, &mut digester)?,
            // These show parts of many records, or are files.
            Work::Topics
            | Work::DataIndex
            | Work::Methods
            | Work::Conduct
            | Work::NotFound
            | Work::Redirect(_)
            | Work::Feed(_)
            | Work::Sitemap
            | Work::Robots
            | Work::Csv(_)
            | Work::Json(_)
            | Work::File(_)
            | Work::Asset(_) => return None,
        }
        Some(digester.finish())
    }

    fn record(&self, index: usize, digester: &mut Digester) -> Option<()> {
        let view = &self.site.view;
        let record = &view.records()[index];
        if !shows_what_it_names(record.kind())
            || !record.is_live()
            || !self.site.figures.of(record.id()).is_empty()
            || record.said(Lang::Id).is_some_and(|said| !said.case_steps.is_empty())
        {
            return None;
        }
        digester.feed(b"record").feed(&self.faces[index]);
        for attachment in record.attachments() {
            digester.feed(attachment.name.as_bytes()).feed(attachment.public.sha256.as_bytes());
        }
        for reference in record.references() {
            let target = view.position(&reference.target.id);
            digester.feed(target.map_or(b"none", |target| self.faces[target].as_slice()));
        }
        for (role, source) in self.site.plan.backlinks.get(record.id()).into_iter().flatten() {
            digester.feed(format!("{role:?}").as_bytes()).feed(&self.faces[*source]);
        }
        Some(())
    }

    fn list(&self, list: &List, number: usize, digester: &mut Digester) -> Option<()> {
        if !list.kind.is_none_or(has_a_list_of_cards) {
            return None;
        }
        let numbers = [number, list.pages(), list.records.len()];
        digester
            .feed(b"list")
            .feed(list.route.as_bytes())
            .feed(format!("{numbers:?}{:?}", list.filter).as_bytes());
        for narrower in list.narrower.iter() {
            digester.feed(narrower.route.as_bytes()).feed(&narrower.count.to_le_bytes());
        }
        for index in list.page(number) {
            digester.feed(&self.faces[*index]);
        }
        Some(())
    }
}

/// Whether the page of a record of this type shows no records but those that it refers to and those that refer
/// to it. The home page shows the latest of all, the road of a case what all say of it; what a template is given beside the keys is computed by rules of
/// the type's own, of which those of documents are in [`face`].
fn shows_what_it_names(kind: Kind) -> bool {
    !matches!(kind, Kind::Home | Kind::Reports)
        && (kind.is_plain() || matches!(kind, Kind::Circular | Kind::Regulation))
}

/// Whether lists of this type show nothing but a card for each record.
fn has_a_list_of_cards(kind: Kind) -> bool {
    kind.facts().list_template == LIST_OF_CARDS
}

/// A digest of all addresses, because pages link to their translations and feeds.
fn addresses(site: &Site) -> Digest {
    let mut digester = Digester::default();
    for url in site.plan.jobs.keys() {
        digester.feed(url.as_bytes());
    }
    digester.finish()
}

fn face(site: &Site, record: &Published) -> Digest {
    let mut digester = Digester::default();
    digester.feed(record.id().as_bytes()).feed(record.digest()).feed(&[u8::from(record.is_live())]);
    if let PublishedDetail::Document(document) = record.detail(Lang::Id) {
        let standing = site.view.standing(record, document);
        digester.feed(standing.status.key().as_bytes()).feed(format!("{:?}", standing.since).as_bytes());
        standing.by.iter().for_each(|id| {
            digester.feed(id.as_bytes());
        });
    }
    digester.finish()
}
