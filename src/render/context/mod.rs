//! The contexts of templates: small, typed, documented.
//!
//! The tests of `reference` generate `docs/theme.md` from these structs, so theme authors read the comments
//! here. Addresses are complete paths, texts are formatted in the language of the page, and dates have both
//! the ISO form and the text.

mod conduct;
mod details;
pub mod figure;
pub mod home;
mod keys;
pub mod list;
pub mod record;
pub(crate) mod site;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::address::Href;
use crate::disclosure::Published;
use crate::locale::Lang;
use crate::markdown::Body;
use crate::reading::{AsOf, Count, Phrase};
use crate::render::Site;

pub use conduct::ConductPage;
pub use details::*;
pub use keys::KeysText;
#[cfg(test)]
pub(crate) use keys::is_hidden;
pub use site::site_context;

/// What every page has in its head and its frame: the variable `page`.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// Which kind of page: `edaran`, `daftar`, `beranda` …; also the template's name.
    pub kind: String,
    /// The language of the page: `id` or `en`.
    pub lang: Lang,
    /// The title, without the portal's name.
    pub title: PhraseText,
    /// One sentence for search engines.
    pub description: String,
    /// The page's own path.
    pub url: Href,
    /// The full address of the page for search engines: its own, or that of the Indonesian page if its text is
    /// Indonesian.
    pub canonical: Href,
    /// The same page in each language in which its text is written, for search engines; this page included if it
    /// is one of them.
    pub alternates: Vec<Alternate>,
    /// The same page in every language, this one included, for readers.
    pub languages: Vec<LanguageLink>,
    /// The way from the home page, without this page.
    pub crumbs: Vec<Ref>,
    /// Whether search engines should list the page.
    pub index: bool,
    /// The path of the menu entry that the page belongs to.
    pub section: Option<Href>,
    /// The Atom feed of the page's list, or of the portal.
    pub feed: Href,
}

/// The same page in another language.
#[derive(Serialize, JsonSchema)]
pub struct Alternate {
    /// `id` or `en`.
    pub lang: Lang,
    /// Full address.
    pub href: Href,
    /// Path.
    pub url: Href,
}

/// A way to the same page in another language.
#[derive(Serialize, JsonSchema)]
pub struct LanguageLink {
    /// `id` or `en`.
    pub lang: Lang,
    /// Path.
    pub url: Href,
    /// Whether the text of the page there is in that language.
    pub translated: bool,
}

/// A text, with its language where that is not the page's.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PhraseText {
    /// The text.
    pub text: String,
    /// `id` or `en`, only if it is not the page's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
}

impl PhraseText {
    /// A phrase on a page in `lang`.
    pub fn new(phrase: &Phrase, lang: Lang) -> Self {
        Self { text: phrase.text.clone(), lang: (phrase.lang != lang).then_some(phrase.lang) }
    }

    /// A text in the language of the page.
    pub fn own(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None }
    }
}

/// A link to another page.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Ref {
    /// What it says.
    pub title: PhraseText,
    /// Where it leads.
    pub url: Href,
}

/// A day, or a span of days.
#[derive(Clone, Serialize, JsonSchema)]
pub struct DateText {
    /// `2024-11-27`; the first day of a span.
    pub iso: String,
    /// `27 November 2024`.
    pub text: String,
}

/// A value of a vocabulary.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Term {
    /// As it is written in content: for classes and tests.
    pub key: String,
    /// As a reader sees it.
    pub label: String,
}

/// A count as it is shown.
#[derive(Clone, Serialize, JsonSchema)]
pub struct CountText {
    /// `1.234`, or the symbol.
    pub text: String,
    /// What a symbol or a mark means: "tidak tersedia".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// Whether it is a symbol instead of a number.
    pub is_symbol: bool,
}

/// A record in a list.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Card {
    /// Its title.
    pub title: PhraseText,
    /// Its page.
    pub url: Href,
    /// Its summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<PhraseText>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// Its type: "Surat edaran".
    pub section: String,
    /// Its kind within the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facet: Option<Term>,
    /// Its number or short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The status of a document that is not simply in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Term>,
    /// Until when it holds: "berlaku sampai 27 November 2024".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// When its text was last changed: "diperbarui 3 Oktober 2024".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// When an event without a date recurs: "setiap Jumat".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring: Option<PhraseText>,
}

/// A heading and records below it.
#[derive(Serialize, JsonSchema)]
pub struct Group {
    /// The heading.
    pub label: String,
    /// The records.
    pub cards: Vec<Card>,
}

/// Where a text or a figure comes from.
#[derive(Clone, Serialize, JsonSchema)]
pub struct SourceText {
    /// Who says so.
    pub name: PhraseText,
    /// Where to read it.
    pub url: Option<String>,
    /// The day of the source.
    pub date: Option<DateText>,
}

/// Creates contexts in one language.
#[derive(Clone, Copy)]
pub struct Writer<'s> {
    /// The site.
    pub site: &'s Site,
    /// The language.
    pub lang: Lang,
}

impl Writer<'_> {
    /// The placeholder for a body until the page is finished. Equal placeholders mean equal HTML.
    pub fn body_mark(&self, body: &Body) -> String {
        let digest = u128::from_le_bytes(*body.fingerprint());
        format!("{digest:032x} {}", self.prefix())
    }

    /// The HTML of a record's body, if it has one. The outer `None` means that the file changed since it was checked.
    pub fn body_html(&self, record: &Published) -> Option<Option<String>> {
        let config = self.site.view.config();
        let Some((body, lang)) = record.body(self.lang) else { return Some(None) };
        let shown = |on: &&Lang| record.body(**on).is_some_and(|(_, shown)| shown == lang);
        let only = config.languages.iter().filter(shown).count() == 1;
        body.html(&self.prefix(), &config.base_path, only).map(Some)
    }

    /// The path of a page with this route, which has no language.
    pub fn url(&self, route: &str) -> Href {
        let config = self.site.view.config();
        config.path(&format!("{}{route}", config.prefix(self.lang)))
    }

    /// The beginning of the paths of all pages in this language.
    pub fn prefix(&self) -> String {
        let config = self.site.view.config();
        format!("{}{}", config.base_path, config.prefix(self.lang))
    }

    /// The path of a file, which has no language.
    pub fn file_url(&self, route: &str) -> Href {
        self.site.view.config().path(route)
    }

    /// A day.
    pub fn date(&self, day: Date) -> DateText {
        DateText { iso: day.to_string(), text: self.site.formatter(self.lang).date(day) }
    }

    /// A range of days.
    pub fn range(&self, from: Date, to: Date) -> DateText {
        DateText { iso: from.to_string(), text: self.site.formatter(self.lang).range(from, to) }
    }

    /// A day with its weekday.
    pub fn weekday_date(&self, day: Date) -> DateText {
        DateText { iso: day.to_string(), text: self.site.formatter(self.lang).weekday_date(day) }
    }

    /// What pages write where a source does not report a value.
    pub fn unreported(&self) -> &'static str {
        self.lang.pick("tidak dilaporkan", "not reported")
    }

    /// The date of a figure.
    pub fn as_of(&self, as_of: AsOf) -> DateText {
        match as_of {
            AsOf::Known(day) => self.date(day),
            AsOf::NotReported => DateText {
                iso: String::new(),
                text: self.lang.pick("tanggal tidak dilaporkan", "date not reported").to_owned(),
            },
        }
    }

    /// A count.
    pub fn count(&self, count: Count) -> CountText {
        match count {
            Count::Number(number, mark) => {
                let text = self.site.formatter(self.lang).integer(number);
                CountText {
                    text: mark.map_or_else(|| text.clone(), |mark| format!("{text} {}", mark.key())),
                    meaning: mark.map(|mark| mark.label().get(self.lang).to_owned()),
                    is_symbol: false,
                }
            }
            Count::Symbol(symbol) => CountText {
                text: symbol.key().to_owned(),
                meaning: Some(symbol.label().get(self.lang).to_owned()),
                is_symbol: true,
            },
        }
    }

    /// A term of a vocabulary.
    pub fn term(&self, key: &str, label: crate::locale::Label) -> Term {
        Term { key: key.to_owned(), label: label.get(self.lang).to_owned() }
    }

    /// A phrase.
    pub fn phrase(&self, phrase: &Phrase) -> PhraseText {
        PhraseText::new(phrase, self.lang)
    }

    /// A link to a record.
    pub fn record_ref(&self, record: &Published) -> Ref {
        Ref { title: self.phrase(record.title(self.lang)), url: self.url(record.route()) }
    }

    /// A link to the record with an id, if it is public.
    pub fn ref_to(&self, id: &str) -> Option<Ref> {
        self.site.view.record(id).map(|record| self.record_ref(record))
    }

    /// A record in the form for lists.
    pub fn card(&self, record: &Published) -> Card {
        use crate::collections::document::DocumentStatus;
        use crate::disclosure::PublishedDetail;

        let facts = record.facts();
        let (mut status, mut until, mut recurring) = (None, None, None);
        let mut facet = facts.facet.map(|(key, label)| self.term(key, label));
        match record.detail(self.lang) {
            PublishedDetail::Document(document) => {
                let standing = self.site.view.standing(record, document);
                until = self.until(document, &standing);
                if let (Some(facet), Some(name)) = (&mut facet, &document.kind_name) {
                    facet.label.clone_from(&name.text);
                }
                status = Some(standing.status)
                    .filter(|status| *status != DocumentStatus::InForce)
                    .map(|status| self.term(status.key(), status.label()));
            }
            PublishedDetail::Event(event) => {
                recurring = event.recurring.as_ref().map(|rhythm| self.phrase(rhythm));
            }
            _ => {}
        }
        Card {
            title: self.phrase(record.title(self.lang)),
            url: self.url(record.route()),
            summary: record.summary(self.lang).map(|summary| self.phrase(summary)),
            date: facts.date.filter(|_| has_day(record)).map(|date| self.date(date)),
            section: record.kind().label().get(self.lang).to_owned(),
            facet,
            number: facts.number.map(str::to_owned),
            status,
            until,
            updated: self.site.view.changes(record, self.lang).first().map(|change| {
                let day = self.date(change.on.value).text;
                self.lang.pick(format!("diperbarui {day}"), format!("updated {day}"))
            }),
            recurring,
        }
    }

    /// A source.
    pub fn source(&self, record: &Published) -> Option<SourceText> {
        record.source(self.lang).map(|source| self.source_text(source))
    }
}

/// Whether readers should see the date that a record is sorted by.
fn has_day(record: &Published) -> bool {
    use crate::collections::Kind;
    // The date of a team only gives the year in which it was formed.
    record.kind() != Kind::Team
}
