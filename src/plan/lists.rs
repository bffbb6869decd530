//! Lists: of a type, by year, by kind, by topic; divided into pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{TOPICS, Topic};
use crate::collections::channel::ChannelState;
use crate::collections::{Kind, ListOrder};
use crate::disclosure::{Published, PublishedDetail, PublishedView};
use crate::locale::{Formatter, Label, Lang};
use crate::markdown::slug;

/// The segment in the addresses of the second and later pages of a list.
pub(super) const PAGE_SEGMENT: &str = "/halaman/";

/// A list of records.
pub struct List {
    /// Its language.
    pub lang: Lang,
    /// Its type; `None` for a topic.
    pub kind: Option<Kind>,
    /// The filter that selects its records.
    pub filter: Filter,
    /// Its route without language.
    pub route: String,
    /// Indices of its records in the view.
    pub records: Vec<usize>,
    /// Records per page.
    pub per_page: usize,
    /// Lists that narrow this one: by year and by kind, with the number of their records.
    pub narrower: Arc<[Narrower]>,
}

/// The filter of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of the type.
    All,
    /// Those of a year.
    Year(i16),
    /// Those of a kind: value and label.
    Facet(&'static str, Label),
    /// Those on a topic: slug and name.
    Topic(String, String),
}

/// A list that is a part of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrower {
    /// The filter that selects its records.
    pub filter: Filter,
    /// Its route without language.
    pub route: String,
    /// The number of its records.
    pub count: usize,
}

impl List {
    /// The number of pages. An empty list has one page, which says that it is empty.
    pub fn pages(&self) -> usize {
        self.records.len().div_ceil(self.per_page).max(1)
    }

    /// The route of a page, counted from 1.
    pub fn route_of_page(&self, number: usize) -> String {
        let base = self.route.trim_end_matches('/');
        if number == 1 { format!("{base}/") } else { format!("{base}{PAGE_SEGMENT}{number}/") }
    }

    /// The records of a page.
    pub fn page(&self, number: usize) -> &[usize] {
        let start = number.saturating_sub(1).saturating_mul(self.per_page).min(self.records.len());
        let end = start.saturating_add(self.per_page).min(self.records.len());
        &self.records[start..end]
    }
}

/// All lists of a language.
pub(super) fn lists(
    view: &PublishedView,
    topics: &BTreeMap<String, Topic>,
    dates: &Dates,
    formatter: &Formatter,
) -> Vec<List> {
    let mut lists = Vec::new();
    let mut by_kind: BTreeMap<Kind, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (index, record) in view.records().iter().enumerate() {
        let (live, withdrawn) = by_kind.entry(record.kind()).or_default();
        if record.is_live() { live.push(index) } else { withdrawn.push(index) }
    }
    for kind in Kind::ALL {
        let Some(route) = kind.list_route() else { continue };
        // Lists of withdrawn records stay, even if they are empty now: no address may vanish.
        let Some((mut records, withdrawn)) = by_kind.remove(&kind) else { continue };
        sort(kind, &mut records, view, dates, formatter);
        kind_lists(kind, route, records, &withdrawn, view, formatter.lang(), &mut lists);
    }
    for (slug, topic) in topics {
        lists.push(List {
            lang: formatter.lang(),
            kind: None,
            filter: Filter::Topic(slug.clone(), topic.name.clone()),
            route: format!("{TOPICS}{slug}/"),
            records: topic.records.clone(),
            per_page: view.config().per_page,
            narrower: Arc::default(),
        });
    }
    lists
}

/// The list of a type and, if it grows with time, the lists of its years and kinds.
fn kind_lists(
    kind: Kind,
    route: &'static str,
    records: Vec<usize>,
    withdrawn: &[usize],
    view: &PublishedView,
    lang: Lang,
    lists: &mut Vec<List>,
) {
    let is_cut = kind.facts().list_order == ListOrder::Latest;
    let per_page = if is_cut { view.config().per_page } else { usize::MAX };
    let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
    let mut facets: BTreeMap<&'static str, (Label, Vec<usize>)> = BTreeMap::new();
    for index in records.iter().chain(withdrawn).filter(|_| is_cut) {
        let record = &view.records()[*index];
        let facts = record.listed_by();
        if let Some(date) = facts.date {
            years.entry(date.year()).or_default().extend(record.is_live().then_some(*index));
        }
        if let Some((key, label)) = facts.facet {
            let (_, list) = facets.entry(key).or_insert_with(|| (label, Vec::new()));
            list.extend(record.is_live().then_some(*index));
        }
    }
    // Dated types keep records in year folders, so the year's list takes the address of the folder. In other types
    // a record may be called `2024`.
    let year_route =
        |year: i16| if kind.is_dated() { format!("{route}{year}/") } else { format!("{route}tahun/{year}/") };
    let mut parts: Vec<(Filter, String, Vec<usize>)> = years
        .into_iter()
        .rev()
        .map(|(year, records)| (Filter::Year(year), year_route(year), records))
        .collect();
    parts.extend(facets.into_iter().map(|(key, (label, records))| {
        (Filter::Facet(key, label), format!("{route}jenis/{}/", slug(key)), records)
    }));
    let narrower: Arc<[Narrower]> = parts
        .iter()
        .filter(|(_, _, records)| !records.is_empty())
        .map(|(filter, route, records)| Narrower {
            filter: filter.clone(),
            route: route.clone(),
            count: records.len(),
        })
        .collect();
    let list = |filter, route, records, narrower| List {
        lang,
        kind: Some(kind),
        filter,
        route,
        records,
        per_page,
        narrower,
    };
    lists.push(list(Filter::All, route.to_owned(), records, Arc::clone(&narrower)));
    for (filter, route, records) in parts {
        lists.push(list(filter, route, records, Arc::clone(&narrower)));
    }
}

/// Sorts the list of a type: channels in the order that staff gave them, others by date, latest first.
fn sort(kind: Kind, records: &mut [usize], view: &PublishedView, dates: &Dates, formatter: &Formatter) {
    let title = |index: usize| view.records()[index].title(formatter.lang()).text.as_str();
    match kind.facts().list_order {
        ListOrder::ByPlace => {
            let place = |index: usize| channel_place(&view.records()[index], view.clock());
            records.sort_by(|a, b| {
                place(*a).cmp(&place(*b)).then_with(|| formatter.compare(title(*a), title(*b)))
            });
        }
        ListOrder::Latest => {
            dates.sort_latest_first(records);
            // An event without a date recurs. It is never over, so it stands before those that are.
            let recurs = |index: &usize| kind == Kind::Event && dates.0[*index].is_none();
            records.sort_by_key(|index| !recurs(index));
        }
    }
}

/// The sort key of a channel: closed channels come last, then the order that staff gave. Ties go by title.
pub(super) fn channel_place(record: &Published, day: Date) -> (bool, u64) {
    match record.detail(Lang::Id) {
        PublishedDetail::Channel(channel) => {
            let is_closed = matches!(channel.state(day), ChannelState::Closed(_));
            (is_closed, channel.order.unwrap_or(u64::MAX))
        }
        _ => (true, u64::MAX),
    }
}

/// The date that each record of a view is listed by.
pub(super) struct Dates(Vec<Option<Date>>);

impl Dates {
    pub(super) fn of(view: &PublishedView) -> Self {
        Self(view.records().par_iter().map(|record| record.facts().date).collect())
    }

    /// The latest first; undated records last; ties by id.
    pub(super) fn sort_latest_first(&self, records: &mut [usize]) {
        records.sort_unstable_by_key(|index| (std::cmp::Reverse(self.0[*index]), *index));
    }
}
