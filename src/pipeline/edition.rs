//! A portal that is read, with all that is remembered of it between two readings.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

use super::{ReadOptions, Timings, learning};
use crate::cache::{Cache, Sources};
use crate::collections::{self, KeptRecords, Publication, may_be_stub};
use crate::config::{self, Config};
use crate::diagnostics::{Checked, Findings};
use crate::disclosure::attachments;
use crate::disclosure::ledger::Ledger;
use crate::disclosure::proofs::Proofs;
use crate::disclosure::text::stage::{self as gate, FirstLook};
use crate::disclosure::{self, PublishedView};
use crate::plan::KeptPlan;
use crate::render::{self, KeptTheme, Site};
use crate::source::{self, Changes, ContentFile, KeptFiles, Listing, SourceTree};

/// A portal that is read once, or again and again.
///
/// Each stage takes from here what it knows of the last reading, and leaves what it finds out for the next.
pub struct Edition {
    cache: Cache,
    /// Whether it is read again. What is known of content files stays here then, and is not written to the cache.
    is_read_again: bool,
    /// What earlier runs and earlier readings found out about content files.
    sources: Sources,
    files: KeptFiles,
    records: KeptRecords,
    theme: KeptTheme,
    plan: KeptPlan,
}

impl Edition {
    /// A portal that this process reads once. What it finds out goes to the cache when the run is
    /// [settled](Cache::settle).
    pub fn once(cache: Cache) -> Self {
        Self {
            sources: cache.sources(),
            cache,
            is_read_again: false,
            files: KeptFiles::default(),
            records: KeptRecords::default(),
            theme: KeptTheme::default(),
            plan: KeptPlan::default(),
        }
    }

    /// A portal that this process reads again and again. The cache is read and not written.
    pub fn remembering(cache: Cache) -> Self {
        Self { is_read_again: true, ..Self::once(cache) }
    }

    /// What earlier runs found out.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Reads and checks a portal whose files were listed, up to a site whose pages can be rendered.
    ///
    /// The site is `None` if errors keep it from being published; the findings say which.
    pub fn read_listed(
        &mut self,
        listing: &Listing,
        options: &ReadOptions,
        timings: &Timings,
    ) -> Checked<Option<Site>> {
        let look = FirstLook::new(options.roster.as_ref());
        let look = |path: &str, text: &str| look.finds_nothing(path, text) && !may_be_stub(text);
        let read = timings.stage("source", || source::read(listing, &self.sources, &look));
        self.prepare(read, options, timings)
    }

    /// The same for the portal in `root`, of which only this may differ from the last reading; `now` is the time
    /// by the clock of the files.
    pub fn read_again(
        &mut self,
        root: &Path,
        changes: &Changes,
        now: SystemTime,
        options: &ReadOptions,
        timings: &Timings,
    ) -> Checked<Option<Site>> {
        let look = FirstLook::new(options.roster.as_ref());
        let look = |path: &str, text: &str| look.finds_nothing(path, text) && !may_be_stub(text);
        let read = timings.stage("source", || self.files.read(root, changes, now, &self.sources, &look));
        self.prepare(read, options, timings)
    }

    fn prepare(
        &mut self,
        read: Checked<SourceTree>,
        options: &ReadOptions,
        timings: &Timings,
    ) -> Checked<Option<Site>> {
        let Checked { value: tree, mut findings } = read;
        let Checked { value: config, findings: found } = config::read(tree.site.as_ref());
        findings.extend(found);
        let Some(config) = config else { return Checked { value: None, findings } };
        let theme = self.theme.load(&config.theme, &tree.themes, &config.file);
        findings.extend(theme.findings);
        let proofs = Proofs::of_portal(&tree.root);
        let Some(view) = self.examine(&tree, config, options, &proofs, timings, &mut findings) else {
            return Checked { value: None, findings };
        };
        let prepared =
            timings.stage("plan", || render::prepare(view, theme.value, &mut self.plan, &mut self.theme));
        findings.extend(prepared.findings);
        let value = if findings.has_errors() { None } else { prepared.value };
        Checked { value, findings }
    }

    /// Reads the records of a portal, and checks them against every rule of content and of disclosure, and against
    /// what earlier releases said.
    ///
    /// The view is `None` if errors keep it from being published, in these findings or in earlier ones.
    pub fn examine(
        &mut self,
        tree: &SourceTree,
        config: Config,
        options: &ReadOptions,
        proofs: &Proofs,
        timings: &Timings,
        findings: &mut Findings,
    ) -> Option<PublishedView> {
        let publication = Publication { clock: options.clock.day(config.zone), audience: options.audience };
        let collected = timings.stage("collections", || {
            collections::collect(tree, config, publication, &self.sources, &mut self.records)
        });
        findings.extend(collected.findings);
        let looked =
            timings.stage("attachments", || attachments::inspect(tree, &collected.value, &options.reader));
        findings.extend(looked.findings);
        let attachments = looked.value;
        let roster = options.roster.as_ref();
        let gated = timings
            .stage("gate", || gate::check(tree, &collected.value, &attachments, roster, &self.sources));
        timings.stage("cache", || {
            let entries = &collected.value.entries;
            let read = learning::Read { tree, entries, sound: self.records.sound() };
            let is_news =
                roster.is_none() && learning::learn(&mut self.sources, &read, &gated, self.cache.now());
            if !self.is_read_again {
                let sources = std::mem::take(&mut self.sources);
                if is_news {
                    self.cache.keep_sources(sources);
                }
            }
        });
        // What others found in a line with a person's number must not quote it, either.
        findings.hush(&gated.findings);
        findings.extend(gated.findings);
        let_go(tree, findings);
        findings.extend(timings.stage("rules", || disclosure::check(&collected.value)));
        let ledger = timings.stage("ledger", || Ledger::read(&tree.releases));
        findings.extend(ledger.findings);
        if findings.has_errors() {
            return None;
        }
        let view = timings
            .stage("disclosure", || disclosure::publish(collected.value, &attachments, ledger.value, proofs));
        findings.extend(view.findings);
        if findings.has_errors() {
            return None;
        }
        findings.extend(timings.stage("releases", || disclosure::compare(&view.value)));
        if findings.has_errors() {
            return None;
        }
        proofs.prune();
        Some(view.value)
    }
}

/// Holds the texts no longer in which nothing was found: they have been read, and those of 100,000 files would
/// fill the memory of a small machine.
fn let_go(tree: &SourceTree, findings: &Findings) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for found in findings.sorted() {
        let related = found.related.iter().map(|(place, _)| place);
        told.extend(found.place.iter().chain(related).map(|place| place.file.path.as_str()));
    }
    let is_held = |content: &ContentFile| !content.is_known && !told.contains(content.file.path.as_str());
    for content in tree.content.iter().filter(|content| is_held(content)) {
        content.file.let_go();
    }
}
