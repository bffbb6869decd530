//! What a page could be made of, told without making it: a build skips even the drafts of pages whose
//! ingredients are the same as before.
//!
//! Only pages of which it is plain which records they show have ingredients: those of documents, news and
//! texts, which show themselves, what they refer to and what refers to them, and lists, which show cards. The
//! ingredients hold the whole files of these records, so they differ more often than the page does; they must
//! never differ less often. A debug build makes the draft all the same and compares.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Site;
use crate::cache::{Digest, Digester};
use crate::collections::Kind;
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;
use crate::plan::{Job, List, Work};

/// The digests that the ingredients of pages are made of.
pub struct Ingredients<'s> {
    site: &'s Site,
    /// What every page of a language depends on.
    world: BTreeMap<Lang, Digest>,
    /// For each record of the view, all that another page can show of it.
    faces: Vec<Digest>,
}

impl<'s> Ingredients<'s> {
    /// Takes the digests of a site.
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

    /// The digest of a page's ingredients; `None` for what is to be made anew.
    pub fn of(&self, job: &Job) -> Option<Digest> {
        let mut digester = Digester::default();
        digester.feed(self.world.get(&job.lang)?);
        match job.work {
            Work::Record(index) => self.record(index, &mut digester)?,
            Work::List(index, number) => self.list(&self.site.plan.lists[index], number, &mut digester)?,
            _ => return None,
        }
        Some(digester.finish())
    }

    fn record(&self, index: usize, digester: &mut Digester) -> Option<()> {
        let view = &self.site.view;
        let record = &view.records()[index];
        let is_plain = matches!(record.kind(), Kind::Circular | Kind::Regulation | Kind::News | Kind::Page)
            && record.is_live();
        if !is_plain || !self.site.figures.of(record.id()).is_empty() {
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
        // The list of channels shows all that they hold, and counts of reports.
        if list.kind == Some(Kind::Channel) {
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

/// Which addresses there are: pages name their translations and feeds.
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
