//! Pages of lists.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Card, ChannelText, Detailed, NationalText, Page, PhraseText, Ref, RoadText, Term, Writer};
use crate::address::Href;
use crate::collections::Kind;
use crate::collections::pact::PactMethod;
use crate::collections::sanction::levels::Level;
use crate::disclosure::rows::Thresholds;
use crate::disclosure::{Published, PublishedDetail, PublishedSanction};
use crate::plan::{DATA, Filter, List, METHODS, TOPICS};
use crate::render::ComponentError;

/// What `daftar.html` is given: a page of a list; `lapor.html` for the list of complaint channels.
#[derive(Serialize, JsonSchema)]
pub struct ListPage<'a> {
    /// Head and frame.
    pub page: Page,
    /// The heading.
    pub title: PhraseText,
    /// How many records the list holds: "24 catatan".
    pub count: String,
    /// The records of this page, each as the component `card` writes it (`_components.html`).
    #[schemars(with = "Vec<String>")]
    pub cards: Vec<Arc<str>>,
    /// Lists that narrow the type's list: by year, then by kind.
    pub years: Vec<NarrowerText>,
    /// By kind.
    pub kinds: Vec<NarrowerText>,
    /// The whole list, if this one is narrowed.
    pub whole: Option<Ref>,
    /// The pages before and after, and which page this is.
    pub pagination: Option<Pagination>,
    /// The channels with their contacts, on the list of channels only.
    pub channels: Vec<ChannelText<'a>>,
    /// Pages of counts of reports, on the list of channels only.
    pub reports: Vec<Card>,
    /// National channels, on the list of channels of a portal that has none to tap.
    pub national: Option<NationalText>,
    /// The road of a case, on the list of channels only.
    pub road: Option<RoadText>,
}

/// A list within a list.
#[derive(Serialize, JsonSchema)]
pub struct NarrowerText {
    /// `2024`, or a kind.
    pub label: String,
    /// Where it is.
    pub url: Href,
    /// How many records.
    pub count: String,
    /// Whether it is this page.
    pub current: bool,
}

/// Which page of a list this is.
#[derive(Serialize, JsonSchema)]
pub struct Pagination {
    /// "Halaman 2 dari 5".
    pub text: String,
    /// The page before.
    pub previous: Option<Href>,
    /// The page after.
    pub next: Option<Href>,
}

/// What `topik.html` is given: all topics.
#[derive(Serialize, JsonSchema)]
pub struct TopicsPage {
    /// Head and frame.
    pub page: Page,
    /// The topics, by name.
    pub topics: Vec<NarrowerText>,
}

/// What `data.html` is given: all data files.
#[derive(Serialize, JsonSchema)]
pub struct DataPage {
    /// Head and frame.
    pub page: Page,
    /// The records that have figures.
    pub sets: Vec<DataSet>,
}

/// The data files of a record.
#[derive(Serialize, JsonSchema)]
pub struct DataSet {
    /// The record.
    pub record: Ref,
    /// Its type.
    pub section: String,
    /// Its files.
    pub files: Vec<DataFile>,
}

/// A data file in both formats.
#[derive(Serialize, JsonSchema)]
pub struct DataFile {
    /// The figure's title.
    pub title: String,
    /// The CSV file.
    pub csv_url: Href,
    /// The JSON file.
    pub json_url: Href,
    /// How many rows.
    pub rows: String,
}

/// What `metodologi.html` is given: how people are protected, by the policy in force.
#[derive(Serialize, JsonSchema)]
pub struct MethodsPage {
    /// Head and frame.
    pub page: Page,
    /// The pact series, each with the policy in force.
    pub pacts: Vec<PactPolicyText>,
    /// Whether a pact series pools small offices.
    pub pools: bool,
    /// Whether a pact series hides cells.
    pub hides: bool,
    /// Whether the portal has sanction series.
    pub sanctions: bool,
    /// The policies of sanction series that publish rows.
    pub row_policies: Vec<RowPolicyText>,
}

/// What a sanction series publishes of its persons, and under which thresholds.
#[derive(Serialize, JsonSchema)]
pub struct RowPolicyText {
    /// The series.
    pub series: Ref,
    /// The columns of its rows; empty if it publishes none.
    pub columns: Vec<String>,
    /// The columns of its table with hidden numbers; empty if it has none.
    pub table_columns: Vec<String>,
    /// The least number of persons in a row.
    pub k: String,
    /// The least number of different violations and penalties among persons who are alike otherwise.
    pub l: String,
    /// The largest share of persons who are not detailed.
    pub pool: String,
    /// The smallest group of staff that rows may point at.
    pub population: String,
    /// The largest share of such a group.
    pub share: String,
    /// With fewer persons than this, only the total is published.
    pub least_total: String,
}

/// How the details of a pact series are protected.
#[derive(Serialize, JsonSchema)]
pub struct PactPolicyText {
    /// The series.
    pub series: Ref,
    /// The method.
    pub method: Term,
    /// The smallest number of people, other than none, that a published cell speaks of.
    pub k: String,
}

/// What `404.html` is given.
#[derive(Serialize, JsonSchema)]
pub struct NotFoundPage {
    /// Head and frame.
    pub page: Page,
}

/// What `alihan.html` is given: a page that leads elsewhere.
#[derive(Serialize, JsonSchema)]
pub struct RedirectPage {
    /// Head and frame.
    pub page: Page,
    /// Where it leads: path.
    pub target: Href,
    /// Where it leads: full address.
    pub target_absolute: Href,
}

impl<'s> Writer<'s> {
    /// A page of a list, and the name of its template.
    ///
    /// # Errors
    /// Fails if the component `card` fails.
    pub fn list_page(
        &self,
        list: &List,
        number: usize,
        url: &str,
    ) -> Result<(String, ListPage<'s>), ComponentError> {
        let view = &self.site.view;
        let formatter = self.site.formatter(self.lang);
        let kind_label =
            list.kind.map_or(self.lang.pick("Topik", "Topics"), |kind| kind.label().get(self.lang));
        let title = match &list.filter {
            Filter::All => kind_label.to_owned(),
            Filter::Year(year) => format!("{kind_label} {year}"),
            Filter::Facet(_, label) => format!("{kind_label}: {}", label.get(self.lang)),
            Filter::Topic(_, name) => format!("{}: {name}", self.lang.pick("Topik", "Topic")),
        };
        let whole = match (&list.filter, list.kind.and_then(Kind::list_route)) {
            (Filter::All, _) => None,
            (Filter::Topic(..), _) => Some(Ref { title: PhraseText::own(kind_label), url: self.url(TOPICS) }),
            (_, Some(route)) => Some(Ref { title: PhraseText::own(kind_label), url: self.url(route) }),
            (_, None) => None,
        };
        let channels = list.kind == Some(Kind::Channel);
        let template = list.kind.map_or("daftar", |kind| kind.facts().list_template);
        let pages = list.pages();
        let narrowed = |year: bool| {
            list.narrower
                .iter()
                .filter(move |narrower| matches!(narrower.filter, Filter::Year(_)) == year)
                .map(|narrower| NarrowerText {
                    label: match &narrower.filter {
                        Filter::Year(year) => year.to_string(),
                        Filter::Facet(_, label) => label.get(self.lang).to_owned(),
                        Filter::All | Filter::Topic(..) => String::new(),
                    },
                    url: self.url(&narrower.route),
                    count: formatter.integer(narrower.count as u64),
                    current: narrower.filter == list.filter,
                })
                .collect::<Vec<_>>()
        };
        let count = formatter.integer(list.records.len() as u64);
        let count = self.lang.pick(
            format!("{count} catatan"),
            match list.records.len() {
                1 => "1 record".to_owned(),
                _ => format!("{count} records"),
            },
        );
        let institution = &view.config().institution;
        let page_text =
            self.lang.pick(format!("Halaman {number} dari {pages}"), format!("Page {number} of {pages}"));
        let full_title = if number > 1 { format!("{title} – {page_text}") } else { title.clone() };
        let description = format!("{full_title} – {institution}. {count}.");
        let section = list.kind.and_then(Kind::list_route).map(|route| self.url(route));
        let page = self.page(
            template,
            PhraseText::own(full_title),
            description,
            url,
            &list.route_of_page(number),
            whole.iter().cloned().collect(),
            section,
            number == 1,
        );
        let listed_channels = if channels { &*list.records } else { &[] };
        let context = ListPage {
            page,
            title: PhraseText::own(title),
            count,
            cards: list
                .page(number)
                .iter()
                .map(|index| self.site.card(self.lang, *index))
                .collect::<Result<_, _>>()?,
            years: narrowed(true),
            kinds: narrowed(false),
            whole,
            pagination: (pages > 1).then(|| Pagination {
                text: page_text,
                previous: (number > 1).then(|| self.url(&list.route_of_page(number - 1))),
                next: (number < pages).then(|| self.url(&list.route_of_page(number + 1))),
            }),
            channels: listed_channels
                .iter()
                .filter_map(|index| match view.records()[*index].detail(self.lang) {
                    PublishedDetail::Channel(channel) => Some(channel.text(*self, &view.records()[*index])),
                    _ => None,
                })
                .collect(),
            national: channels.then(|| self.national(listed_channels)).flatten(),
            road: channels.then(|| self.road(None)),
            reports: if channels {
                view.of_kind(Kind::Reports).map(|record| self.card(record)).collect()
            } else {
                Vec::new()
            },
        };
        Ok((template.to_owned(), context))
    }

    /// The page of all topics.
    pub fn topics_page(&self, url: &str) -> TopicsPage {
        let formatter = self.site.formatter(self.lang);
        let title = self.lang.pick("Topik", "Topics");
        let mut topics: Vec<_> =
            self.site.plan.topics.iter().filter(|(_, topic)| !topic.records.is_empty()).collect();
        topics.sort_by(|a, b| formatter.compare(&a.1.name, &b.1.name));
        let description = format!("{title} – {}", self.site.view.config().institution);
        TopicsPage {
            page: self.page(
                "topik",
                PhraseText::own(title),
                description,
                url,
                TOPICS,
                Vec::new(),
                None,
                true,
            ),
            topics: topics
                .into_iter()
                .map(|(slug, topic)| NarrowerText {
                    label: topic.name.clone(),
                    url: self.url(&format!("{TOPICS}{slug}/")),
                    count: formatter.integer(topic.records.len() as u64),
                    current: false,
                })
                .collect(),
        }
    }

    /// The page of all data files.
    pub fn data_page(&self, url: &str) -> DataPage {
        let formatter = self.site.formatter(self.lang);
        let title = self.lang.pick("Data terbuka", "Open data");
        let description = self.lang.pick(
            "Semua angka portal ini sebagai berkas CSV dan JSON.",
            "All figures of this portal as CSV and JSON files.",
        );
        let mut sets: Vec<DataSet> = Vec::new();
        let mut last = None;
        for figure in self.site.figures.all() {
            let Some(record) = self.site.view.record(&figure.record) else { continue };
            if last != Some(&figure.record) {
                last = Some(&figure.record);
                sets.push(DataSet {
                    record: self.record_ref(record),
                    section: record.kind().label().get(self.lang).to_owned(),
                    files: Vec::new(),
                });
            }
            let file = |end: &str| self.file_url(&format!("{}{}.{end}", record.route(), figure.name));
            if let Some(set) = sets.last_mut() {
                set.files.push(DataFile {
                    title: figure.title.get(self.lang).to_owned(),
                    csv_url: file("csv"),
                    json_url: file("json"),
                    rows: formatter.integer(figure.rows.len() as u64),
                });
            }
        }
        DataPage {
            page: self.page(
                "data",
                PhraseText::own(title),
                description.to_owned(),
                url,
                DATA,
                Vec::new(),
                None,
                true,
            ),
            sets,
        }
    }

    /// The page on how people are protected, by the policy in force.
    pub fn methods_page(&self, url: &str) -> MethodsPage {
        let view = &self.site.view;
        let title = self.lang.pick("Cara kami melindungi orang", "How we protect people");
        let description = self.lang.pick(
            "Apa yang tidak diterbitkan portal ini, mengapa, dan apa yang tidak tercakup.",
            "What this portal does not publish, why, and what is not covered.",
        );
        let (policies, pacts): (Vec<_>, Vec<_>) = view
            .of_kind(Kind::Pact)
            .filter_map(|record| match record.detail(self.lang) {
                PublishedDetail::Pact(pact) => Some((record, pact)),
                _ => None,
            })
            .map(|(record, pact)| {
                let text = PactPolicyText {
                    series: self.record_ref(record),
                    method: self.term(pact.method.key(), pact.method.label()),
                    k: self.site.formatter(self.lang).integer(pact.k),
                };
                (pact, text)
            })
            .unzip();
        MethodsPage {
            page: self.page(
                "metodologi",
                PhraseText::own(title),
                description.to_owned(),
                url,
                METHODS,
                Vec::new(),
                None,
                true,
            ),
            pools: policies.iter().any(|pact| pact.method == PactMethod::Pool),
            hides: policies.iter().any(|pact| pact.method == PactMethod::Hide),
            pacts,
            sanctions: view.of_kind(Kind::Sanction).next().is_some(),
            row_policies: view
                .of_kind(Kind::Sanction)
                .filter_map(|record| match record.detail(self.lang) {
                    PublishedDetail::Sanction(series) => self.row_policy(record, series),
                    _ => None,
                })
                .collect(),
        }
    }

    /// The policy of a series that publishes more than its total.
    fn row_policy(&self, record: &Published, series: &PublishedSanction) -> Option<RowPolicyText> {
        let formatter = self.site.formatter(self.lang);
        let (rows, cells) = (series.rows.as_ref(), series.cells.as_ref());
        let thresholds = rows.map(|rows| rows.thresholds).or(cells.map(|cells| cells.thresholds))?;
        let Thresholds { k, l, pool_percent, population, share_percent } = thresholds;
        let labels = |levels: &[Level]| -> Vec<String> {
            levels.iter().map(|level| level.label().get(self.lang).to_owned()).collect()
        };
        Some(RowPolicyText {
            series: self.record_ref(record),
            columns: rows.map(|rows| labels(rows.table.levels())).unwrap_or_default(),
            table_columns: cells.map(|cells| labels(cells.table.levels())).unwrap_or_default(),
            k: formatter.integer(k),
            l: formatter.integer(l),
            pool: formatter.whole_percent(pool_percent),
            population: formatter.integer(population),
            share: formatter.whole_percent(share_percent),
            least_total: formatter.integer(thresholds.least_total()),
        })
    }

    /// The page that a host shows for unknown addresses.
    pub fn not_found_page(&self, url: &str) -> NotFoundPage {
        let title = self.lang.pick("Halaman tidak ditemukan", "Page not found");
        NotFoundPage {
            page: self.page(
                "404",
                PhraseText::own(title),
                title.to_owned(),
                url,
                "/404.html",
                Vec::new(),
                None,
                false,
            ),
        }
    }

    /// A page that redirects.
    pub fn redirect_page(&self, url: &str, target: &str) -> RedirectPage {
        let title = self.lang.pick("Halaman ini pindah", "This page has moved");
        let config = self.site.view.config();
        RedirectPage {
            page: self.page(
                "alihan",
                PhraseText::own(title),
                title.to_owned(),
                url,
                url,
                Vec::new(),
                None,
                false,
            ),
            target: config.path(target),
            target_absolute: config.absolute(target),
        }
    }
}
