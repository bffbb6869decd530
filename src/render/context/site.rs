//! The context that all pages of a language share, the variable `site`, and the frame of a page.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Alternate, Page, PhraseText, Ref, Writer};
use crate::collections::Kind;
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
    pub home_url: String,
    /// The folder of the theme's files, with a closing slash.
    pub assets: String,
    /// The menu.
    pub menu: Vec<MenuEntry>,
    /// Plain pages, for the foot.
    pub pages: Vec<Ref>,
    /// All topics, if there are any.
    pub topics_url: Option<String>,
    /// All data files, if there are any.
    pub data_url: Option<String>,
    /// How people are protected, if the portal has figures that need it.
    pub methods_url: Option<String>,
    /// What is demanded and forbidden, if a record says so.
    pub conduct_url: Option<String>,
    /// Where to report a violation, if there is a channel.
    pub report_url: Option<String>,
    /// Street address of the institution.
    pub contact_address: Option<String>,
    /// Telephone number of the institution.
    pub contact_phone: Option<String>,
    /// E-mail address of the institution.
    pub contact_email: Option<String>,
}

/// An entry of the menu.
#[derive(Serialize, JsonSchema)]
pub struct MenuEntry {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
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
                url: if item.to.starts_with('/') { writer.url(&item.to) } else { item.to.clone() },
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
        contact_phone: config.contact_phone.clone(),
        contact_email: config.contact_email.clone(),
    }
}

impl Writer<'_> {
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
        section: Option<String>,
        index: bool,
    ) -> Page {
        let config = self.site.view.config();
        let alternates = config
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
            .map(|(lang, url)| Alternate {
                lang,
                href: config.absolute(&url),
                url: format!("{}{url}", config.base_path),
            })
            .collect();
        let feed_route = crumbs.is_empty().then_some("/atom.xml");
        let section_feed = section.as_ref().map(|section| format!("{section}atom.xml"));
        let feed = section_feed
            .filter(|feed| {
                let url = feed.strip_prefix(config.base_path.as_str()).unwrap_or(feed);
                self.site.plan.jobs.has(url)
            })
            .unwrap_or_else(|| self.url(feed_route.unwrap_or("/atom.xml")));
        Page {
            kind: kind.to_owned(),
            lang: self.lang,
            title,
            description,
            url: format!("{}{url}", config.base_path),
            canonical: config.absolute(url),
            alternates,
            crumbs,
            index,
            section,
            feed,
        }
    }
}
