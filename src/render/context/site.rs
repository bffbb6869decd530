//! The context that all pages of a language share, the variable `site`, and the frame of a page.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Alternate, LanguageLink, LinkText, Page, PhraseText, Ref, Writer};
use crate::address::Href;
use crate::collections::Kind;
use crate::disclosure::Published;
use crate::locale::Lang;
use crate::plan::{ASSETS, DATA, METHODS, TOPICS, Work};

/// What is the same on every page of a language: the variable `site`.
#[derive(Serialize, JsonSchema)]
pub struct SiteContext {
    /// The portal's name.
    pub name: String,
    /// The institution that publishes it.
    pub institution: String,
    /// The region's code.
    pub region: String,
    /// What the portal is.
    pub description: String,
    /// Whether all figures are invented.
    pub demonstration: bool,
    /// The home page.
    pub home_url: Href,
    /// The folder of the theme's files, with a closing slash.
    pub assets: Href,
    /// The menu.
    pub menu: Vec<MenuEntry>,
    /// Plain pages, for the foot.
    pub pages: Vec<Ref>,
    /// All topics, if there are any.
    pub topics_url: Option<Href>,
    /// All data files, if there are any.
    pub data_url: Option<Href>,
    /// How people are protected, if the portal has figures that need it.
    pub methods_url: Option<Href>,
    /// What is demanded and forbidden, if a record says so.
    pub conduct_url: Option<Href>,
    /// Where to report a violation, if there is a channel.
    pub report_url: Option<Href>,
    /// Street address of the institution.
    pub contact_address: Option<String>,
    /// Telephone numbers of the institution.
    pub contact_phone: Vec<LinkText>,
    /// E-mail addresses of the institution.
    pub contact_email: Vec<LinkText>,
}

/// An entry of the menu.
#[derive(Serialize, JsonSchema)]
pub struct MenuEntry {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: Href,
}

/// Creates `site` for one language.
pub fn site_context(writer: &Writer<'_>) -> SiteContext {
    let view = &writer.site.view;
    let config = view.config();
    let has = |route: &str| {
        let url = format!("{}{route}", config.prefix(writer.lang));
        writer.site.plan.jobs.has(&url).then(|| writer.url(route))
    };
    let menu = if config.menu.is_empty() {
        Kind::ALL
            .into_iter()
            .filter(|kind| kind.facts().in_menu)
            .filter_map(|kind| {
                let url = has(kind.list_route()?)?;
                Some(MenuEntry { label: kind.label().get(writer.lang).to_owned(), url })
            })
            .collect()
    } else {
        config
            .menu
            .iter()
            .map(|item| MenuEntry {
                label: item.label.get(writer.lang).to_owned(),
                url: match item.to.starts_with('/') {
                    true => Href::written(&writer.prefix(), &item.to),
                    false => Href::written("", &item.to),
                },
            })
            .collect()
    };
    SiteContext {
        name: config.name.clone(),
        institution: config.institution.clone(),
        region: config.region.clone(),
        description: config.description.get(writer.lang).to_owned(),
        demonstration: config.demonstration,
        home_url: writer.url("/"),
        assets: writer.file_url(ASSETS),
        menu,
        pages: writer.plain_pages(),
        topics_url: has(TOPICS),
        data_url: has(DATA),
        methods_url: has(METHODS),
        conduct_url: writer.conduct_url(),
        report_url: has("/lapor/"),
        contact_address: config.contact_address.clone(),
        contact_phone: config.contact_phone.iter().map(LinkText::call).collect(),
        contact_email: config.contact_email.iter().map(LinkText::mail).collect(),
    }
}

impl Writer<'_> {
    /// The head and frame of the page of a record. A page whose text is in another language is a copy for search
    /// engines, and no translation.
    pub(super) fn page_of_record(&self, record: &Published, page: Page) -> Page {
        let config = self.site.view.config();
        let mut page = page;
        for other in &mut page.languages {
            other.translated = record.is_written_in(other.lang);
        }
        page.alternates.retain(|alternate| record.is_written_in(alternate.lang));
        if !record.is_written_in(self.lang) && config.languages.contains(&Lang::Id) {
            page.canonical = config.absolute(&format!("{}{}", config.prefix(Lang::Id), record.route()));
        }
        page
    }

    /// The head and frame of a page. `route` is the route of the page without language, which its
    /// translations share.
    #[expect(clippy::too_many_arguments, reason = "one frame, and each page differs in all of it")]
    pub(super) fn page(
        &self,
        kind: &str,
        title: PhraseText,
        description: String,
        url: &str,
        route: &str,
        crumbs: Vec<Ref>,
        section: Option<Href>,
        index: bool,
    ) -> Page {
        let config = self.site.view.config();
        let alternates: Vec<Alternate> = config
            .languages
            .iter()
            .map(|lang| (*lang, format!("{}{route}", config.prefix(*lang))))
            .filter(|(_, url)| {
                self.site
                    .plan
                    .jobs
                    .get(url)
                    .is_some_and(|job| !matches!(job.work, Work::Redirect(_) | Work::NotFound))
            })
            .map(|(lang, url)| Alternate { lang, href: config.absolute(&url), url: config.path(&url) })
            .collect();
        let languages = alternates.iter().map(|one| LanguageLink {
            lang: one.lang,
            url: one.url.clone(),
            translated: true,
        });
        let languages = languages.collect();
        let section_feed = section.as_ref().map(|section| format!("{section}atom.xml"));
        let section_feed =
            section_feed.as_ref().and_then(|feed| feed.strip_prefix(config.base_path.as_str()));
        let feed = section_feed.filter(|feed| self.site.plan.jobs.has(feed));
        let feed = feed.map_or_else(|| self.url("/atom.xml"), |feed| config.path(feed));
        Page {
            kind: kind.to_owned(),
            lang: self.lang,
            title,
            description,
            url: config.path(url),
            canonical: config.absolute(url),
            alternates,
            languages,
            crumbs,
            index,
            section,
            feed,
        }
    }
}
