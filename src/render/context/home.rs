//! The home page.

use schemars::JsonSchema;
use serde::Serialize;

use super::conduct::ConductRules;
use super::{Card, DateText, Detailed, KeysText, Page, PhraseText, Ref, Writer};
use crate::address::Href;
use crate::collections::Kind;
use crate::collections::common::Change;
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;

/// What `beranda.html` is given.
#[derive(Serialize, JsonSchema)]
pub struct HomePage<'a> {
    /// Head and frame.
    pub page: Page,
    /// The heading: the title of `beranda.md`.
    pub title: PhraseText,
    /// The summary of `beranda.md`.
    pub summary: Option<PhraseText>,
    /// What was changed in its text after it was published, the latest first.
    pub changes: Vec<KeysText<'a, Change>>,
    /// The body of `beranda.md` as HTML.
    pub body: Option<String>,
    /// The language of the body, where it is not the page's.
    pub body_lang: Option<Lang>,
    /// Where to report a violation, if there is a channel.
    pub report_url: Option<Href>,
    /// What is demanded and forbidden, if a record says so.
    pub conduct: Option<ConductRules>,
    /// The latest number of each series.
    pub headlines: Vec<Headline>,
    /// The latest records of the types that grow with time.
    pub sections: Vec<Section>,
    /// All types that the portal has, with the number of their records.
    pub contents: Vec<ContentsEntry>,
}

/// A number that people come for.
#[derive(Serialize, JsonSchema)]
pub struct Headline {
    /// The number: `93,4 %`.
    pub value: String,
    /// What it says: "6.120 dari 6.550 orang menandatangani".
    pub text: String,
    /// Its page.
    pub source: Ref,
    /// The day that it speaks of.
    pub as_of: Option<DateText>,
}

/// The latest records of a type.
#[derive(Serialize, JsonSchema)]
pub struct Section {
    /// The type.
    pub label: String,
    /// Its list.
    pub url: Href,
    /// The records.
    pub cards: Vec<Card>,
}

/// A type and how many records it has.
#[derive(Serialize, JsonSchema)]
pub struct ContentsEntry {
    /// The type.
    pub label: String,
    /// Its list.
    pub url: Href,
    /// How many.
    pub count: String,
}

/// The number of records shown for each type.
const LATEST: usize = 4;

impl<'s> Writer<'s> {
    /// The home page, with a placeholder for its body.
    pub fn home_page(&self, record: &'s Published, url: &str) -> HomePage<'s> {
        let view = &self.site.view;
        let config = view.config();
        let title = self.phrase(record.title(self.lang));
        let body = record.body(self.lang);
        let description = config.description.get(self.lang).to_owned();
        let sections = Kind::ALL
            .into_iter()
            .filter(|kind| kind.facts().latest_at_home)
            .filter_map(|kind| {
                let list = self.whole_list(kind)?;
                Some(Section {
                    label: kind.label().get(self.lang).to_owned(),
                    url: self.url(kind.list_route()?),
                    cards: self.latest(list),
                })
            })
            .collect();
        let contents = Kind::ALL
            .into_iter()
            .filter_map(|kind| {
                let list = self.whole_list(kind)?;
                Some(ContentsEntry {
                    label: kind.label().get(self.lang).to_owned(),
                    url: self.url(kind.list_route()?),
                    count: self.site.formatter(self.lang).integer(list.records.len() as u64),
                })
            })
            .collect();
        let page = self.page("beranda", title.clone(), description, url, "/", Vec::new(), None, true);
        HomePage {
            page: self.page_of_record(record, page),
            title,
            summary: record.summary(self.lang).map(|summary| self.phrase(summary)),
            changes: self.changes(record),
            body: body.map(|(body, _)| self.body_mark(body)),
            body_lang: body.map(|(_, lang)| lang).filter(|lang| *lang != self.lang),
            report_url: view.of_kind(Kind::Channel).next().map(|_| self.url("/lapor/")),
            conduct: Some(self.conduct_rules())
                .filter(|rules| !(rules.duties.is_empty() && rules.prohibitions.is_empty())),
            headlines: self.headlines(),
            sections,
            contents,
        }
    }

    /// The latest records of a list, then those that recur.
    fn latest(&self, list: &crate::plan::List) -> Vec<Card> {
        let recurs = |record: &Published| match record.detail(self.lang) {
            PublishedDetail::Event(event) => event.date.is_none() && event.recurring.is_some(),
            _ => false,
        };
        let records = || list.records.iter().map(|index| &self.site.view.records()[*index]);
        let latest = records().filter(|record| !recurs(record) && self.may_lead(record)).take(LATEST);
        let recurring = records().filter(|record| recurs(record)).take(LATEST);
        latest.chain(recurring).map(|record| self.card(record)).collect()
    }

    fn whole_list(&self, kind: Kind) -> Option<&crate::plan::List> {
        self.site.plan.lists.iter().find(|list| {
            list.lang == self.lang && list.kind == Some(kind) && list.filter == crate::plan::Filter::All
        })
    }

    /// The latest pact, sanction and report series.
    fn headlines(&self) -> Vec<Headline> {
        [Kind::Pact, Kind::Sanction, Kind::Reports]
            .into_iter()
            .filter_map(|kind| {
                let records = self.whole_list(kind)?.records.iter();
                let mut records = records.map(|index| &self.site.view.records()[*index]);
                records.find(|record| self.may_lead(record))
            })
            .filter_map(|record| self.headline(record))
            .collect()
    }

    /// Whether a record may be among the latest. The date of a letter that is still to come is a mistake; that of
    /// an event is not.
    fn may_lead(&self, record: &Published) -> bool {
        let is_over = |date| date <= self.site.view.clock();
        record.kind() == Kind::Event || record.facts().date.is_none_or(is_over)
    }

    fn headline(&self, record: &Published) -> Option<Headline> {
        let source = self.record_ref(record);
        match record.detail(self.lang) {
            PublishedDetail::Pact(pact) => {
                let pact = pact.text(*self, record);
                let (target, signed) = (pact.target?.text, pact.signed?.text);
                let text = self.lang.pick(
                    format!("{signed} dari {target} {} sudah menandatangani", pact.unit),
                    format!("{signed} of {target} {} have signed", pact.unit),
                );
                Some(Headline { value: pact.share?, text, source, as_of: pact.as_of })
            }
            PublishedDetail::Sanction(sanction) => {
                let total = self.count(sanction.total);
                let (outcome, unit) =
                    (sanction.outcome.label().get(self.lang), sanction.unit.label().get(self.lang));
                (!total.is_symbol).then(|| Headline {
                    text: format!("{outcome} ({unit})"),
                    value: total.text,
                    source,
                    as_of: sanction.as_of.map(|as_of| self.as_of(as_of)),
                })
            }
            PublishedDetail::Reports(reports) => {
                let total = self.count(reports.total.as_ref()?.value);
                let unit = reports.unit.label().get(self.lang);
                let text = self.lang.pick(format!("{unit} masuk"), format!("{unit} received"));
                let as_of = Some(self.as_of(reports.as_of));
                (!total.is_symbol).then_some(Headline { value: total.text, text, source, as_of })
            }
            _ => None,
        }
    }

    /// Links in the footer: plain pages in the order that staff gave them, then by title.
    pub fn plain_pages(&self) -> Vec<Ref> {
        let mut pages: Vec<(u64, Ref)> = self
            .site
            .view
            .of_kind(Kind::Page)
            .map(|record| {
                let order = match record.detail(self.lang) {
                    PublishedDetail::Page(page) => page.order.unwrap_or(u64::MAX),
                    _ => u64::MAX,
                };
                (order, self.record_ref(record))
            })
            .collect();
        let formatter = self.site.formatter(self.lang);
        pages.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| formatter.compare(&a.1.title.text, &b.1.title.text)));
        pages.into_iter().map(|(_, page)| page).collect()
    }
}
