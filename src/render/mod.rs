//! Sixth stage: one job into bytes. A pure function of the theme, the language, the job and the view.
//!
//! Nothing here reads a file or a clock. The theme's templates are parsed once for each language, with
//! its labels and the frame of the site; a page adds its own small context ([`context`]).

pub mod chart;
pub mod context;
mod data;
mod feed;
pub mod theme;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diagnostics::catalogue::site as rule;
use crate::diagnostics::{Checked, Diagnostic, Findings};
use crate::disclosure::PublishedView;
use crate::disclosure::attachments::FileSource;
use crate::figures::Figures;
use crate::locale::{Formatter, Formatters, Lang};
use crate::plan::{self, Job, Plan, Work};
use context::Writer;
use theme::Theme;

/// Most that a template may write on one page; a loop that does not end writes more.
const MAX_PAGE_BYTES: usize = 32 * 1024 * 1024;

/// A site, ready to be rendered: what is shown, where, and how.
pub struct Site {
    /// What may be published.
    pub view: PublishedView,
    /// Its figures.
    pub figures: Figures,
    /// Its addresses.
    pub plan: Plan,
    theme: Theme,
    formatters: Formatters,
    templates: BTreeMap<Lang, Tera>,
}

/// What a job turned into.
pub enum Rendered {
    /// Bytes.
    Bytes(Vec<u8>),
    /// A file that came through the gate for attachments.
    File(FileSource),
}

/// Why a page could not be rendered.
pub struct Failure {
    /// What went wrong, whatever the page: one slip in a template fails many pages alike.
    pub cause: String,
    /// The finding, with the page.
    pub diagnostic: Diagnostic,
}

/// Draws the figures of a view, lays its plan and parses its templates.
///
/// # Errors
/// All that is wrong with addresses, templates and labels; `None` where no page could be rendered.
pub fn prepare(view: PublishedView, theme: Theme) -> Checked<Option<Site>> {
    let mut findings = Findings::default();
    let formatters = match Formatters::new() {
        Ok(formatters) => formatters,
        Err(reason) => {
            findings.push(rule::theme_syntax("icu", &reason));
            return Checked { value: None, findings };
        }
    };
    let figures = Figures::draw(&view);
    let ordered: Vec<&Formatter> = view.config().languages.iter().map(|lang| formatters.get(*lang)).collect();
    let laid = plan::lay(&view, &figures, theme.assets(), &ordered);
    findings.extend(laid.findings);
    let mut site = Site { view, figures, plan: laid.value, theme, formatters, templates: BTreeMap::new() };
    match site.theme.templates() {
        Ok(parsed) => {
            for lang in site.view.config().languages.clone() {
                let mut tera = parsed.clone();
                let writer = Writer { site: &site, lang };
                tera.global_context().insert("site", &context::site_context(&writer));
                tera.global_context().insert("t", site.theme.labels(lang));
                site.templates.insert(lang, tera);
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

    /// The template of a record's page, or the kind of work: what timings are told by.
    pub fn work_name(&self, job: &Job) -> &'static str {
        match job.work {
            Work::Record(index) => self.view.records()[index].kind().name(),
            ref work => work.name(),
        }
    }

    /// Renders one job.
    ///
    /// # Errors
    /// A template that fails or runs away, with the page that it failed on.
    pub fn render(&self, url: &str, job: &Job) -> Result<Rendered, Box<Failure>> {
        let writer = Writer { site: self, lang: job.lang };
        let bytes = match &job.work {
            Work::Record(index) => {
                let record = &self.view.records()[*index];
                if record.kind() == crate::collections::Kind::Home && record.is_live() {
                    self.page(url, job, "beranda", &writer.home_page(record, url))?
                } else {
                    let (template, page) = writer.record_page(record, url);
                    self.page(url, job, &template, &page)?
                }
            }
            Work::List(index, number) => {
                let (template, page) = writer.list_page(&self.plan.lists[*index], *number, url);
                self.page(url, job, &template, &page)?
            }
            Work::Topics => self.page(url, job, "topik", &writer.topics_page(url))?,
            Work::DataIndex => self.page(url, job, "data", &writer.data_page(url))?,
            Work::Methods => self.page(url, job, "metodologi", &writer.methods_page(url))?,
            Work::NotFound => self.page(url, job, "404", &writer.not_found_page(url))?,
            Work::Redirect(to) => self.page(url, job, "alihan", &writer.redirect_page(url, to))?,
            Work::Feed(kind) => feed::atom(&writer, *kind, url),
            Work::Sitemap => feed::sitemap(self),
            Work::Robots => feed::robots(self),
            Work::Csv(index) => data::csv(&self.figures.all()[*index]),
            Work::Json(index) => data::json(&self.figures.all()[*index], self),
            Work::Asset(name) => self.theme.asset(name).unwrap_or_default().to_vec(),
            Work::File(source) => return Ok(Rendered::File(source.clone())),
        };
        Ok(Rendered::Bytes(bytes))
    }

    fn page<C: Serialize>(
        &self,
        url: &str,
        job: &Job,
        template: &str,
        page: &C,
    ) -> Result<Vec<u8>, Box<Failure>> {
        let name = format!("{template}.html");
        let failed = |error: &tera::Error| {
            let found = self.theme.template_error(&name, url, error);
            let diagnostic = match (&found.place, &job.origin) {
                (None, Some(file)) => found.in_file(file),
                _ => found,
            };
            Box::new(Failure { cause: error.to_string(), diagnostic })
        };
        let Some(tera) = self.templates.get(&job.lang) else { return Ok(Vec::new()) };
        let context = Context::from_serialize(page).map_err(|error| failed(&error))?;
        let mut out = Limited { bytes: Vec::with_capacity(16 * 1024), overrun: false };
        let result = tera.render_to(&name, &context, &mut out);
        if out.overrun {
            let diagnostic = self.theme.ran_away(&name, url, MAX_PAGE_BYTES / (1024 * 1024));
            return Err(Box::new(Failure { cause: format!("overrun {name}"), diagnostic }));
        }
        result.map_err(|error| failed(&error))?;
        Ok(out.bytes)
    }
}

/// Collects a page and stops a template that does not end.
struct Limited {
    bytes: Vec<u8>,
    overrun: bool,
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
