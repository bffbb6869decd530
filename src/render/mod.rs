//! Sixth stage: renders one job to bytes. It is a pure function of the theme, the language, the job and the
//! view.
//!
//! A page is rendered in two steps. The draft has everything except the HTML of the body; its fingerprint
//! shows whether the page is the same as in an earlier run. The second step renders the bytes.
//!
//! Nothing here reads a file or a clock. Templates are parsed once, and get the labels and the frame of the site as
//! global context for each language. Each page adds its own small context ([`context`]).

pub mod context;
mod data;
mod feed;
mod ingredients;
mod kept;
pub(crate) mod messages;
pub mod theme;
pub mod watch;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Tera};

use crate::cache::{Digest, Digester};
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::PublishedView;
use crate::disclosure::attachments::FileSource;
use crate::figures::Figures;
use crate::locale::{Formatter, Formatters, Lang};
use crate::plan::{Job, KeptPlan, Plan, Work};
use crate::source::messages as source_rule;
use context::home::HomePage;
use context::list::{DataPage, ListPage, MethodsPage, NotFoundPage, RedirectPage, TopicsPage};
use context::record::RecordPage;
use context::{ConductPage, Writer};
use messages as rule;
use theme::Theme;

pub use ingredients::Ingredients;
pub use kept::KeptTheme;

/// The maximum number of bytes that a template may write on one page. It stops endless loops.
const MAX_PAGE_BYTES: usize = 32 * 1024 * 1024;

/// A site, ready to be rendered: its records, figures, addresses and theme.
pub struct Site {
    /// The data that may be published.
    pub view: Arc<PublishedView>,
    /// Its figures.
    pub figures: Figures,
    /// Its addresses.
    pub plan: Arc<Plan>,
    theme: Arc<Theme>,
    formatters: &'static Formatters,
    templates: BTreeMap<Lang, Arc<Tera>>,
    /// The digest of what all pages of a language share.
    frames: BTreeMap<Lang, Digest>,
    /// The card of each record by language, written when a list first needs it.
    cards: BTreeMap<Lang, Vec<OnceLock<Arc<str>>>>,
}

/// The result of a job.
pub enum Rendered {
    /// Bytes.
    Bytes(Vec<u8>),
    /// A file that passed the gate for attachments.
    File(FileSource),
}

/// The file that holds the components of a theme.
const COMPONENTS: &str = "_components.html";

/// Initial buffer sizes that fit most pages and most cards.
const PAGE_BYTES: usize = 16 * 1024;
const CARD_BYTES: usize = 1024;

/// Why a component failed.
pub enum ComponentError {
    /// It failed.
    Failed(tera::Error),
    /// It wrote more than a page may hold.
    RanAway,
}

impl From<tera::Error> for ComponentError {
    fn from(error: tera::Error) -> Self {
        Self::Failed(error)
    }
}

/// Why a page could not be rendered.
pub struct Failure {
    /// What went wrong, whatever the page: one slip in a template fails many pages alike.
    pub cause: String,
    /// The finding, with the page.
    pub diagnostic: Diagnostic,
}

/// Creates the figures and the plan of a view, and parses the templates.
///
/// # Errors
/// Reports every error in addresses, templates and labels. The value is `None` if no page can be rendered.
pub fn prepare(
    view: PublishedView,
    theme: Arc<Theme>,
    kept_plan: &mut KeptPlan,
    kept_theme: &mut KeptTheme,
) -> Checked<Option<Site>> {
    let mut findings = Findings::default();
    let formatters = match Formatters::of_both_languages() {
        Ok(formatters) => formatters,
        Err(reason) => {
            findings.push(rule::theme_syntax("icu", &reason));
            return Checked { value: None, findings };
        }
    };
    let view = Arc::new(view);
    let ordered: Vec<&Formatter> = view.config().languages.iter().map(|lang| formatters.get(*lang)).collect();
    let (_, (figures, laid)) = rayon::join(
        || theme.templates().is_ok(),
        || {
            let figures = Figures::draw(&view);
            let laid = kept_plan.lay(&view, &figures, theme.assets(), &ordered);
            (figures, laid)
        },
    );
    findings.extend(laid.findings);
    let mut site = Site {
        view,
        figures,
        plan: laid.value,
        theme,
        formatters,
        templates: BTreeMap::new(),
        frames: BTreeMap::new(),
        cards: BTreeMap::new(),
    };
    let theme = Arc::clone(&site.theme);
    match theme.templates() {
        Ok(parsed) => {
            for lang in site.view.config().languages.clone() {
                let frame = context::site_context(&Writer { site: &site, lang });
                let (labels, mut buffer) = (theme.labels(lang), Vec::new());
                let mut digester = theme.digester();
                let is_told =
                    digester.feed_value(&frame, &mut buffer) && digester.feed_value(labels, &mut buffer);
                let digest = is_told.then(|| digester.finish());
                let tera = kept_theme.framed(lang, digest, || {
                    let mut tera = parsed.clone();
                    tera.global_context().insert("site", &frame);
                    tera.global_context().insert("t", labels);
                    tera
                });
                if let Some(digest) = digest {
                    site.frames.insert(lang, digest);
                }
                site.templates.insert(lang, tera);
                site.cards.insert(lang, site.view.records().iter().map(|_| OnceLock::new()).collect());
            }
        }
        Err(found) => findings.push(*found),
    }
    let whole = site.templates.len() == site.view.config().languages.len();
    Checked { value: whole.then_some(site), findings }
}

impl Site {
    /// The formatter of a language of the portal.
    pub fn formatter(&self, lang: Lang) -> &Formatter {
        // The plan has jobs only in languages that have a formatter.
        self.formatters.get(lang)
    }

    /// The name of a job in `--timings`: the template of a record, or the kind of work.
    pub fn work_name(&self, job: &Job) -> &'static str {
        match job.work {
            Work::Record(index) => self.view.records()[index].kind().name(),
            ref work => work.name(),
        }
    }

    /// Everything on a page except the HTML of its body; `None` if the job is not a page.
    ///
    /// # Errors
    /// Fails if a component fails.
    pub fn draft(&self, url: &str, job: &Job) -> Result<Option<Draft<'_>>, Box<Failure>> {
        let writer = Writer { site: self, lang: job.lang };
        let (template, context) = match &job.work {
            Work::Record(index) => {
                let record = &self.view.records()[*index];
                if record.kind() == crate::collections::Kind::Home && record.is_live() {
                    ("beranda".to_owned(), PageContext::Home(Box::new(writer.home_page(record, url))))
                } else {
                    let (template, page) = writer.record_page(record);
                    (template, PageContext::Record(Box::new(page)))
                }
            }
            Work::List(index, number) => {
                let page = writer.list_page(&self.plan.lists[*index], *number, url);
                let (template, page) = page.map_err(|failed| self.failed(COMPONENTS, url, job, failed))?;
                (template, PageContext::List(Box::new(page)))
            }
            Work::Topics => ("topik".to_owned(), PageContext::Topics(Box::new(writer.topics_page(url)))),
            Work::DataIndex => ("data".to_owned(), PageContext::Data(Box::new(writer.data_page(url)))),
            Work::Methods => {
                ("metodologi".to_owned(), PageContext::Methods(Box::new(writer.methods_page(url))))
            }
            Work::Conduct => {
                ("apa-yang-boleh".to_owned(), PageContext::Conduct(Box::new(writer.conduct_page(url))))
            }
            Work::NotFound => ("404".to_owned(), PageContext::NotFound(Box::new(writer.not_found_page(url)))),
            Work::Redirect(to) => {
                ("alihan".to_owned(), PageContext::Redirect(Box::new(writer.redirect_page(url, to))))
            }
            _ => return Ok(None),
        };
        Ok(Some(Draft { template, context }))
    }

    /// The card of a record, rendered once by the component `card` and used by every list.
    ///
    /// # Errors
    /// Fails if the component fails or writes too much.
    fn card(&self, lang: Lang, index: usize) -> Result<Arc<str>, ComponentError> {
        let place = self.cards.get(&lang).and_then(|cards| cards.get(index));
        if let Some(known) = place.and_then(OnceLock::get) {
            return Ok(Arc::clone(known));
        }
        let Some(tera) = self.templates.get(&lang) else { return Ok("".into()) };
        let mut arguments = Context::new();
        let card = Writer { site: self, lang }.card(&self.view.records()[index]);
        arguments.insert_value("c", tera::Value::try_from_serializable(&card)?);
        let (mut out, none) = (Limited::new(CARD_BYTES), Context::new());
        let route = self.view.records()[index].route();
        let _watched = watch::begin(self.theme.shown(COMPONENTS), route);
        let written =
            tera.render_component_with_implicits_to("card", &arguments, &none, None, true, &mut out);
        if out.overrun {
            return Err(ComponentError::RanAway);
        }
        written?;
        let card: Arc<str> = String::from_utf8_lossy(&out.bytes).into();
        if let Some(place) = place {
            // If another thread was first, it wrote the same text.
            let _ = place.set(Arc::clone(&card));
        }
        Ok(card)
    }

    /// Turns the error of a template or component into a finding.
    fn failed(&self, template: &str, url: &str, job: &Job, error: ComponentError) -> Box<Failure> {
        let error = match error {
            ComponentError::Failed(error) => error,
            ComponentError::RanAway => {
                let diagnostic = self.theme.ran_away(template, url, MAX_PAGE_BYTES / (1024 * 1024));
                return Box::new(Failure { cause: format!("overrun {template}"), diagnostic });
            }
        };
        let found = self.theme.template_error(template, url, &error);
        let diagnostic = match (&found.place, job.origin(&self.view)) {
            (None, Some(file)) => found.in_file(file),
            _ => found,
        };
        Box::new(Failure { cause: Theme::cause(&error), diagnostic })
    }

    /// The digest of what all pages share: templates, labels, and the frame in every language.
    pub fn frame(&self) -> Digest {
        let mut digester = Digester::default();
        self.frames.values().for_each(|frame| {
            digester.feed(frame);
        });
        digester.finish()
    }

    /// The digest of everything that a page depends on: draft, body, theme and frame. Pages with equal
    /// fingerprints have equal bytes.
    pub fn fingerprint(&self, job: &Job, draft: &Draft<'_>) -> Option<Digest> {
        let frame = self.frames.get(&job.lang)?;
        let mut digester = Digester::default();
        digester.feed(frame).feed(draft.template.as_bytes());
        // If the context cannot be serialized, the template engine reports it later.
        digester.feed_value(&draft.context, &mut Vec::with_capacity(8 * 1024)).then(|| digester.finish())
    }

    /// Renders one job.
    ///
    /// # Errors
    /// Fails if a template fails or writes too much. The error names the page.
    pub fn render(&self, url: &str, job: &Job) -> Result<Rendered, Box<Failure>> {
        self.render_draft(url, job, self.draft(url, job)?)
    }

    /// Renders one job from its draft.
    ///
    /// # Errors
    /// The same as [`render`](Self::render).
    pub fn render_draft(
        &self,
        url: &str,
        job: &Job,
        draft: Option<Draft<'_>>,
    ) -> Result<Rendered, Box<Failure>> {
        let writer = Writer { site: self, lang: job.lang };
        if let Some(draft) = draft {
            return self.finish(url, job, draft).map(Rendered::Bytes);
        }
        let bytes = match &job.work {
            Work::Feed(kind) => feed::atom(&writer, *kind, url),
            Work::Sitemap => feed::sitemap(self),
            Work::Robots => feed::robots(self),
            Work::Csv(index) => data::csv(&self.figures.all()[*index]),
            Work::Json(index) => data::json(&self.figures.all()[*index], self),
            Work::Asset(name) => self.theme.asset(name).unwrap_or_default().to_vec(),
            Work::File(source) => return Ok(Rendered::File(source.clone())),
            _ => Vec::new(),
        };
        Ok(Rendered::Bytes(bytes))
    }

    /// Adds the HTML of the body to a draft and renders it.
    fn finish(&self, url: &str, job: &Job, mut draft: Draft<'_>) -> Result<Vec<u8>, Box<Failure>> {
        let writer = Writer { site: self, lang: job.lang };
        if let Work::Record(index) = job.work {
            let html = writer.body_html(&self.view.records()[index]).ok_or_else(|| {
                let diagnostic = match job.origin(&self.view) {
                    Some(file) => source_rule::changed().in_file(file),
                    None => source_rule::changed(),
                };
                Box::new(Failure { cause: url.to_owned(), diagnostic })
            })?;
            if let Some(html) = html {
                draft.context.set_body(html);
            }
        }
        let name = format!("{}.html", draft.template);
        let failed = |error: ComponentError| self.failed(&name, url, job, error);
        let Some(tera) = self.templates.get(&job.lang) else { return Ok(Vec::new()) };
        let context = Context::from_serialize(&draft.context).map_err(|error| failed(error.into()))?;
        let mut out = Limited::new(PAGE_BYTES);
        let result = {
            let _watched = watch::begin(self.theme.shown(&name), url);
            tera.render_to(&name, &context, &mut out)
        };
        if out.overrun {
            return Err(failed(ComponentError::RanAway));
        }
        result.map_err(|error| failed(error.into()))?;
        Ok(out.bytes)
    }
}

/// A page before rendering: its template and its context, with a placeholder for the body.
pub struct Draft<'s> {
    template: String,
    context: PageContext<'s>,
}

/// The context of any page.
#[derive(Serialize)]
#[serde(untagged)]
enum PageContext<'s> {
    Home(Box<HomePage<'s>>),
    Record(Box<RecordPage<'s>>),
    List(Box<ListPage<'s>>),
    Topics(Box<TopicsPage>),
    Data(Box<DataPage>),
    Methods(Box<MethodsPage>),
    Conduct(Box<ConductPage<'s>>),
    NotFound(Box<NotFoundPage>),
    Redirect(Box<RedirectPage>),
}

impl PageContext<'_> {
    fn set_body(&mut self, html: String) {
        match self {
            PageContext::Home(page) => page.body = Some(html),
            PageContext::Record(page) => page.record.body = Some(html),
            _ => {}
        }
    }
}

/// Collects a page and stops a template that writes too much.
struct Limited {
    bytes: Vec<u8>,
    overrun: bool,
}

impl Limited {
    /// Allocates room for the expected number of bytes.
    fn new(room: usize) -> Self {
        Self { bytes: Vec::with_capacity(room), overrun: false }
    }
}

impl std::io::Write for Limited {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + buffer.len() > MAX_PAGE_BYTES {
            self.overrun = true;
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
