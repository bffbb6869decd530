//! Fifth stage: every address of the site, as data.
//!
//! The plan is complete before rendering starts. So two outputs for one address, a broken link and a vanished
//! address are found before a byte is written, and the preview server answers from the same list that a build
//! renders.

mod jobs;
mod kept;
mod lists;
mod messages;
mod redirects;
pub mod texts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::address::{self, slug};
use crate::collections::{Kind, Role};
use crate::diagnostics::{Checked, Findings, SourceFile};
use crate::disclosure::attachments::FileSource;
use crate::disclosure::{Published, PublishedView};
use crate::figures::Figures;
use crate::locale::{Formatter, Lang};
use crate::markdown::Target;
use messages as rule;

pub use jobs::Jobs;
pub use kept::KeptPlan;
use lists::Dates;
pub use lists::{Filter, List};

/// All contents of the site.
pub struct Plan {
    /// The jobs, by address: `/en/edaran/2024/se-1/`, `/edaran/atom.xml`.
    pub jobs: Jobs,
    /// The lists that list jobs show a page of.
    pub lists: Vec<List>,
    /// The records that refer to a record, with the role of the reference.
    pub backlinks: BTreeMap<String, Vec<(Role, usize)>>,
    /// The topics: slug → name and records, the latest first.
    pub topics: BTreeMap<String, Topic>,
}

/// A topic.
pub struct Topic {
    /// In the first spelling found.
    pub name: String,
    /// Indices of its records in the view.
    pub records: Vec<usize>,
}

/// The job at one address.
#[derive(Clone, Debug)]
pub struct Job {
    /// The language of the page; the main language for a file without one.
    pub lang: Lang,
    /// How its bytes are made.
    pub work: Work,
    /// What requested it; `None` if every site has it.
    origin: Option<Origin>,
}

/// What requested a job.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// The record with this index in the view.
    Record(usize),
    /// A file of such a record, by its index there.
    Attachment(usize, usize),
    /// `site.toml`.
    Site,
}

impl Job {
    /// The file that requested it, for messages. `view` must be the one that the plan was made for.
    pub fn origin<'v>(&self, view: &'v PublishedView) -> Option<&'v Arc<SourceFile>> {
        let record = |index: usize| view.records().get(index);
        match self.origin? {
            Origin::Record(index) => record(index).map(Published::file),
            Origin::Attachment(index, at) => {
                record(index)?.attachments().get(at).map(|attachment| &attachment.file)
            }
            Origin::Site => Some(&view.config().file),
        }
    }
}

/// How the bytes at an address are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// The page of a record, by its index in the view.
    Record(usize),
    /// A page of a list: index in [`Plan::lists`], number from 1.
    List(usize, usize),
    /// All topics.
    Topics,
    /// All data files.
    DataIndex,
    /// The page on how people are protected in the published data.
    Methods,
    /// The page on what is demanded and forbidden.
    Conduct,
    /// The page that a host shows for unknown addresses.
    NotFound,
    /// A redirect page, with the address of its target, including language.
    Redirect(String),
    /// An Atom feed: of one type, or of all.
    Feed(Option<Kind>),
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// A figure as CSV, by its index.
    Csv(usize),
    /// A figure as JSON, by its index.
    Json(usize),
    /// A file that passed the gate for attachments.
    File(FileSource),
    /// A file of the theme, by its name in `static/`.
    Asset(String),
}

impl Work {
    /// The kind of work, for timings.
    pub fn name(&self) -> &'static str {
        match self {
            Work::Record(_) => "record",
            Work::List(..) => "list",
            Work::Topics => "topics",
            Work::DataIndex => "data",
            Work::Methods => "methods",
            Work::Conduct => "conduct",
            Work::NotFound => "404",
            Work::Redirect(_) => "redirect",
            Work::Feed(_) => "feed",
            Work::Sitemap => "sitemap",
            Work::Robots => "robots",
            Work::Csv(_) => "csv",
            Work::Json(_) => "json",
            Work::File(_) => "attachment",
            Work::Asset(_) => "asset",
        }
    }

    /// Whether it is an HTML page.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Work::Record(_)
                | Work::List(..)
                | Work::Topics
                | Work::DataIndex
                | Work::Methods
                | Work::Conduct
                | Work::NotFound
                | Work::Redirect(_)
        )
    }
}

/// The folder of the theme files.
pub const ASSETS: &str = "/aset/";
/// The list of topics.
pub const TOPICS: &str = "/topik/";
/// The list of data files.
pub const DATA: &str = "/data/";
/// The page on how people are protected.
pub const METHODS: &str = "/metodologi/";

/// The page on what is demanded and forbidden.
pub const CONDUCT: &str = "/apa-yang-boleh/";

/// The file name of a folder's page.
const INDEX: &str = "index.html";

/// The path of the output file for an address: `/a/` → `a/index.html`.
pub fn output_path(url: &str) -> String {
    let path = url.trim_start_matches('/');
    let is_page = path.is_empty() || path.ends_with('/');
    joined(path, if is_page { INDEX } else { "" })
}

/// Joins two texts with one allocation; this runs for every job.
fn joined(one: &str, other: &str) -> String {
    let mut text = String::with_capacity(one.len() + other.len());
    text.push_str(one);
    text.push_str(other);
    text
}

/// Makes the plan of a site. `assets` are the names of the theme's files.
///
/// Two outputs for one address are an error at the second file.
fn lay(view: &PublishedView, figures: &Figures, assets: &[&str], formatters: &[&Formatter]) -> Checked<Plan> {
    let dates = Dates::of(view);
    let topics = topics(view, &dates);
    // Most jobs are pages of records. Lists and feeds add about a tenth in a large portal.
    let usual = view.records().len() * formatters.len() * 9 / 8 + 256;
    let jobs = Jobs::with_capacity(usual);
    let mut laying = Laying { view, jobs, lists: Vec::new(), topics, dates };
    for formatter in formatters {
        laying.language(formatter, figures);
    }
    laying.shared(figures, assets);
    laying.redirects(figures);
    let Laying { mut jobs, lists, topics, .. } = laying;
    let mut findings = jobs.settle(|job| job.origin(view));
    findings.extend(redirects::check(view.config(), &jobs));
    if !jobs.has("/") {
        findings.push(rule::no_home_page());
    }
    let backlinks = backlinks(view, &jobs);
    let plan = Plan { jobs, lists, backlinks, topics };
    Checked { value: plan, findings }
}

struct Laying<'v> {
    view: &'v PublishedView,
    jobs: Jobs,
    lists: Vec<List>,
    topics: BTreeMap<String, Topic>,
    dates: Dates,
}

impl Laying<'_> {
    /// Requests everything of one language.
    fn language(&mut self, formatter: &Formatter, figures: &Figures) {
        let lang = formatter.lang();
        let prefix = self.view.config().prefix(lang);
        for (index, record) in self.view.records().iter().enumerate() {
            self.add(joined(prefix, record.route()), lang, Work::Record(index), Some(Origin::Record(index)));
        }
        for list in lists::lists(self.view, &self.topics, &self.dates, formatter) {
            let index = self.lists.len();
            for number in 1..=list.pages() {
                self.add(
                    format!("{prefix}{}", list.route_of_page(number)),
                    lang,
                    Work::List(index, number),
                    None,
                );
            }
            self.lists.push(list);
        }
        if !self.topics.is_empty() {
            self.add(format!("{prefix}{TOPICS}"), lang, Work::Topics, None);
        }
        if !figures.all().is_empty() || self.view.has_withdrawn_figures() {
            self.add(format!("{prefix}{DATA}"), lang, Work::DataIndex, None);
        }
        // Keep the page after the last such record was withdrawn: no address may vanish.
        if self.view.records().iter().any(|record| record.kind().is_protected()) {
            self.add(format!("{prefix}{METHODS}"), lang, Work::Methods, None);
        }
        if self.view.records().iter().any(Published::has_conduct) {
            self.add(format!("{prefix}{CONDUCT}"), lang, Work::Conduct, None);
        }
        self.add(format!("{prefix}/atom.xml"), lang, Work::Feed(None), None);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_dated()) {
            let listed = self.view.records().iter().any(|record| record.kind() == kind);
            if let Some(route) = kind.list_route().filter(|_| listed) {
                self.add(format!("{prefix}{route}atom.xml"), lang, Work::Feed(Some(kind)), None);
            }
        }
    }

    /// Requests everything that is the same in every language.
    fn shared(&mut self, figures: &Figures, assets: &[&str]) {
        let lang = self.view.config().main_language();
        for (at, record) in self.view.records().iter().enumerate() {
            for (file, attachment) in record.attachments().iter().enumerate() {
                let work = Work::File(attachment.public.source.clone());
                self.add(attachment.route.clone(), lang, work, Some(Origin::Attachment(at, file)));
            }
        }
        for (index, figure) in figures.all().iter().enumerate() {
            if let Some(at) = self.view.position(&figure.record) {
                let stem = format!("{}{}", self.view.records()[at].route(), figure.name);
                self.add(format!("{stem}.csv"), lang, Work::Csv(index), Some(Origin::Record(at)));
                self.add(format!("{stem}.json"), lang, Work::Json(index), Some(Origin::Record(at)));
            }
        }
        for asset in assets {
            self.add(format!("{ASSETS}{asset}"), lang, Work::Asset((*asset).to_owned()), None);
        }
        self.add("/404.html".to_owned(), lang, Work::NotFound, None);
        self.add("/sitemap.xml".to_owned(), lang, Work::Sitemap, None);
        self.add("/robots.txt".to_owned(), lang, Work::Robots, None);
    }

    /// Requests old addresses: of records, in every language, with their files, and of `site.toml`.
    fn redirects(&mut self, figures: &Figures) {
        let config = self.view.config();
        for (at, record) in self.view.records().iter().enumerate() {
            for old in self.old_routes(record) {
                let old = old.as_ref();
                for lang in config.languages.iter().copied() {
                    let prefix = config.prefix(lang);
                    let work = Work::Redirect(format!("{prefix}{}", record.route()));
                    self.add(format!("{prefix}{old}"), lang, work, Some(Origin::Record(at)));
                }
                if old.ends_with('/') {
                    self.old_files(at, old, figures);
                }
            }
        }
        for redirect in &config.redirects {
            for lang in config.languages.iter().copied() {
                let prefix = config.prefix(lang);
                let (from, to) = (config.route(&redirect.from.0), config.route(&redirect.to.0));
                let is_page = from.ends_with('/') || from.ends_with(".html");
                if is_page || lang == config.main_language() {
                    let work = Work::Redirect(format!("{prefix}{to}"));
                    self.add(format!("{prefix}{from}"), lang, work, Some(Origin::Site));
                }
            }
        }
    }

    /// The old addresses of a record. An address with the name of a file also stands for the clean one, at which
    /// such a file is published.
    fn old_routes<'r>(&self, record: &'r Published) -> Vec<Cow<'r, str>> {
        let config = self.view.config();
        let mut all: Vec<Cow<'_, str>> =
            record.redirects().map(|(old, _)| config.route(old).into()).collect();
        for at in 0..all.len() {
            let clean = address::clean(&all[at]).into_owned();
            let is_free = || self.view.records().iter().all(|other| other.route() != clean);
            if clean.ends_with('/') && !all.iter().any(|old| *old == clean) && is_free() {
                all.push(clean.into());
            }
        }
        all
    }

    /// A file cannot redirect, so the files of a moved record also stay at the old address.
    fn old_files(&mut self, at: usize, old: &str, figures: &Figures) {
        let lang = self.view.config().main_language();
        let record = &self.view.records()[at];
        for (file, attachment) in record.attachments().iter().enumerate() {
            let work = Work::File(attachment.public.source.clone());
            self.add(format!("{old}{}", attachment.name), lang, work, Some(Origin::Attachment(at, file)));
        }
        for index in figures.places_of(record.id()) {
            let figure = &figures.all()[index];
            self.add(format!("{old}{}.csv", figure.name), lang, Work::Csv(index), Some(Origin::Record(at)));
            self.add(format!("{old}{}.json", figure.name), lang, Work::Json(index), Some(Origin::Record(at)));
        }
    }

    fn add(&mut self, url: String, lang: Lang, work: Work, origin: Option<Origin>) {
        self.jobs.ask(url, Job { lang, work, origin });
    }
}

/// Finds, for every record, the records that refer to it by a key or by a link in a body.
fn backlinks(view: &PublishedView, jobs: &Jobs) -> BTreeMap<String, Vec<(Role, usize)>> {
    let prefix = view.config().prefix(view.config().main_language());
    let linked = |route: &str| match jobs.get(&joined(prefix, route))?.work {
        Work::Record(index) => Some(&view.records()[index]).filter(|record| record.is_live()),
        _ => None,
    };
    let mut backlinks: BTreeMap<String, Vec<(Role, usize)>> = BTreeMap::new();
    for (index, record) in view.records().iter().enumerate() {
        for reference in record.references() {
            add_backlink(&mut backlinks, &reference.target.id, reference.role, index);
        }
        for link in record.bodies().flat_map(|(body, ..)| &body.links) {
            let Target::Page(route) = &link.target else { continue };
            let (route, _) = address::parts(route);
            let Some(id) = linked(&route).map(|linked| linked.id()).filter(|id| *id != record.id()) else {
                continue;
            };
            // Records come in order, so an earlier reference of this record is the last entry.
            let last = backlinks.get(id).and_then(|known| known.last());
            if last.is_none_or(|(_, last)| *last != index) {
                add_backlink(&mut backlinks, id, Role::Mention, index);
            }
        }
    }
    backlinks
}

fn add_backlink(to: &mut BTreeMap<String, Vec<(Role, usize)>>, id: &str, role: Role, index: usize) {
    match to.get_mut(id) {
        Some(known) => known.push((role, index)),
        None => {
            to.insert(id.to_owned(), vec![(role, index)]);
        }
    }
}

fn topics(view: &PublishedView, dates: &Dates) -> BTreeMap<String, Topic> {
    let mut topics: Vec<(String, Topic)> = Vec::new();
    // Indices into `topics`: by slug, and by each spelling found.
    let mut by_slug: HashMap<String, usize> = HashMap::new();
    let mut by_tag: HashMap<&str, usize> = HashMap::new();
    for (index, record) in view.records().iter().enumerate() {
        for tag in record.listed_under() {
            let at = *by_tag.entry(tag).or_insert_with(|| {
                let slug = slug(tag);
                *by_slug.entry(slug.clone()).or_insert_with(|| {
                    topics.push((slug, Topic { name: tag.to_owned(), records: Vec::new() }));
                    topics.len() - 1
                })
            });
            topics[at].1.records.extend(record.is_live().then_some(index));
        }
    }
    for (_, topic) in &mut topics {
        dates.sort_latest_first(&mut topic.records);
    }
    topics.into_iter().collect()
}

impl Plan {
    /// Checks that every address that was published still exists, redirects or is a tombstone.
    ///
    /// Later pages of a list are exempt: they are not indexed, and depend on the length of the list. Files of
    /// a withdrawn record may be removed with it. A page, its translations and its files are one finding,
    /// because one `alihan` fixes them all.
    pub fn check_continuity<'u>(
        &self,
        published: impl Iterator<Item = &'u str>,
        view: &PublishedView,
    ) -> Findings {
        let withdrawn: BTreeSet<&str> =
            view.records().iter().filter(|record| !record.is_live()).map(|record| record.route()).collect();
        let is_explained = |url: &str| {
            self.jobs.has(url)
                || url.contains(lists::PAGE_SEGMENT)
                || url.starts_with(ASSETS)
                || folders(url).any(|folder| withdrawn.contains(folder))
        };
        let config = view.config();
        let vanished: BTreeSet<&str> =
            published.filter(|url| !is_explained(url)).map(|url| config.route(url)).collect();
        vanished
            .iter()
            .filter(|url| {
                let is_above = |page: &str| page.len() > 1 && page != **url && vanished.contains(page);
                !folders(url).any(is_above)
            })
            .map(|url| {
                // Addresses had the capitals of file names once. A redirect from one would be in the place of the page
                // itself where capitals make no difference to the file system.
                let small = url.to_lowercase();
                let spelling = address::spelling(url);
                let is_there = |lang: &Lang| self.jobs.has(format!("{}{small}", config.prefix(*lang)));
                let found = match config.languages.iter().any(is_there) {
                    true => rule::url_in_small_letters(&spelling, &small),
                    false => rule::url_vanished(&spelling),
                };
                found.in_file(&config.file)
            })
            .collect()
    }
}

/// The folders that contain an address, and the address itself if it is one: `/a/b` → `/`, `/a/`.
fn folders(url: &str) -> impl Iterator<Item = &str> {
    url.match_indices('/').map(|(at, _)| &url[..=at])
}
