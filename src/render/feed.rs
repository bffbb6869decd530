//! Atom feeds, the sitemap and `robots.txt`.

use std::cmp::Ordering;
use std::fmt::Write as _;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use jiff::civil::{Date, date};

use super::Site;
use super::context::Writer;
use crate::collections::Kind;
use crate::config::Config;
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;
use crate::markdown::escape;
use crate::plan::Work;
use crate::reading::Phrase;

/// The number of entries in a feed: enough for a person who reads it once a month.
const FEED_ENTRIES: usize = 50;

/// The Atom feed of a type, or of all types that grow with time.
pub(super) fn atom(writer: &Writer<'_>, kind: Option<Kind>, url: &str) -> Vec<u8> {
    let site = writer.site;
    let config = site.view.config();
    let mut dated: Vec<(Date, &Published)> = site
        .view
        .records()
        .iter()
        .filter(|record| kind.map_or(record.kind().is_dated(), |kind| record.kind() == kind))
        .filter(|record| record.is_written_in(writer.lang))
        // What was published only after the day of the build is a mistake or still to come.
        .filter(|record| record.published_on().is_some_and(|day| day <= site.view.clock()))
        .filter_map(|record| Some((site.view.updated_on(record)?, record)))
        .collect();
    let latest_first = |(a_date, a): &(Date, &Published), (b_date, b): &(Date, &Published)| -> Ordering {
        b_date.cmp(a_date).then_with(|| a.id().cmp(b.id()))
    };
    if dated.len() > FEED_ENTRIES {
        // Only the newest entries need sorting.
        dated.select_nth_unstable_by(FEED_ENTRIES, latest_first);
        dated.truncate(FEED_ENTRIES);
    }
    dated.sort_unstable_by(latest_first);
    let updated = dated.first().map_or(date(2000, 1, 1), |(day, _)| *day);
    let entries: Vec<Entry> = dated.into_iter().map(|(day, record)| entry(writer, record, day)).collect();
    let page = match kind.and_then(Kind::list_route) {
        Some(route) => format!("{}{route}", config.prefix(writer.lang)),
        None => format!("{}/", config.prefix(writer.lang)),
    };
    let title = match kind {
        Some(kind) => format!("{} – {}", kind.label().get(writer.lang), config.name),
        None => config.name.clone(),
    };
    let feed = Feed {
        title: Text::plain(title),
        id: config.absolute(url).into(),
        // An empty feed still needs a date: one before any possible entry.
        updated: moment(writer, updated),
        authors: vec![Person { name: config.institution.clone(), ..Person::default() }],
        links: vec![
            Link {
                href: config.absolute(url).into(),
                rel: "self".to_owned(),
                mime_type: Some("application/atom+xml".to_owned()),
                ..Link::default()
            },
            Link {
                href: config.absolute(&page).into(),
                rel: "alternate".to_owned(),
                mime_type: Some("text/html".to_owned()),
                ..Link::default()
            },
        ],
        lang: Some(writer.lang.tag().to_owned()),
        entries,
        ..Feed::default()
    };
    let mut xml = feed.to_string().into_bytes();
    xml.push(b'\n');
    xml
}

/// The entry of a record that last changed on a day. A withdrawal is an entry of its own: readers keep the old one.
fn entry(writer: &Writer<'_>, record: &Published, updated: Date) -> Entry {
    let config = writer.site.view.config();
    let prefix = config.prefix(writer.lang);
    let lang = writer.lang;
    let id = config.absolute(&format!("{prefix}{}", first_route(config, record)));
    let title = &record.title(lang).text;
    let (id, title, published, summary) = match record.detail(lang) {
        PublishedDetail::Tombstone(withdrawn) => (
            format!("{id}#ditarik"),
            format!("{}: {title}", lang.pick("Ditarik", "Withdrawn")),
            Some(updated),
            Some(phrase(&withdrawn.reason, lang)),
        ),
        _ => {
            let summary = record.summary(lang).map(|summary| phrase(summary, lang));
            let lead = || record.body(lang).map(|(body, _)| Text::plain(body.lead.clone()));
            let summary = with_change(writer, record, summary.or_else(lead));
            (id.into(), title.clone(), record.published_on(), summary)
        }
    };
    Entry {
        title: Text::plain(title),
        id,
        updated: moment(writer, updated),
        published: published.map(|day| moment(writer, day)),
        links: vec![Link {
            href: config.absolute(&format!("{prefix}{}", record.route())).into(),
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        categories: vec![Category {
            term: record.kind().name().to_owned(),
            label: Some(record.kind().label().get(lang).to_owned()),
            ..Category::default()
        }],
        summary: summary.filter(|summary| !summary.value.is_empty()),
        ..Entry::default()
    }
}

/// The summary of a record, after what was last changed in its text.
fn with_change(writer: &Writer<'_>, record: &Published, summary: Option<Text>) -> Option<Text> {
    let changes = writer.site.view.changes(record, writer.lang);
    let Some(change) = changes.first() else { return summary };
    let day = writer.date(change.on.value).text;
    let note = &change.note.text;
    let said = writer.lang.pick(format!("Diperbarui {day}: {note}"), format!("Updated {day}: {note}"));
    let rest = summary.map(|summary| summary.value).unwrap_or_default();
    Some(Text::plain(format!("{said} {rest}").trim_end().to_owned()))
}

/// The address at which a record was first published: an entry keeps its id when the record moves.
fn first_route<'r>(config: &'r Config, record: &'r Published) -> &'r str {
    let mut pages = record.redirects().map(|(old, _)| config.route(old)).filter(|old| old.ends_with('/'));
    pages.next().unwrap_or(record.route())
}

/// A text, with its language where that is not the feed's.
fn phrase(phrase: &Phrase, lang: Lang) -> Text {
    let other = (phrase.lang != lang).then(|| phrase.lang.tag().to_owned());
    Text { lang: other, ..Text::plain(phrase.text.clone()) }
}

/// Midnight of a day in the time zone of the portal.
fn moment(writer: &Writer<'_>, day: Date) -> FixedDateTime {
    let hours = writer.site.view.config().zone.offset().seconds() / 3600;
    let text = format!("{day}T00:00:00+{hours:02}:00");
    text.parse().unwrap_or_default()
}

/// `sitemap.xml`: every page that may be indexed, with its translations.
pub(super) fn sitemap(site: &Site) -> Vec<u8> {
    let config = site.view.config();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let view = &site.view;
    let lately = |records: &mut dyn Iterator<Item = &Published>| {
        records.filter(|record| record.is_live()).filter_map(|record| view.updated_on(record)).max()
    };
    let of_all = lately(&mut view.records().iter());
    for (url, job) in site.plan.jobs.iter() {
        let route = url.strip_prefix(config.prefix(job.lang)).unwrap_or(url);
        let mut record = None;
        let (is_indexed, changed) = match &job.work {
            Work::Record(index) => {
                let shown = record.insert(&view.records()[*index]);
                let is_own = shown.is_written_in(job.lang);
                let is_home = shown.kind() == Kind::Home;
                (shown.is_live() && is_own, if is_home { of_all } else { view.updated_on(shown) })
            }
            Work::List(index, number) => {
                // Only the first page of a list is indexed: looking at all records for each page would be quadratic.
                let records = &site.plan.lists[*index].records;
                let is_first = *number == 1;
                let changed =
                    is_first.then(|| lately(&mut records.iter().map(|index| &view.records()[*index])));
                (is_first, changed.flatten())
            }
            Work::Topics | Work::Conduct => (true, of_all),
            Work::DataIndex | Work::Methods => (true, None),
            _ => (false, None),
        };
        if !is_indexed {
            continue;
        }
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&config.absolute(url).to_string()));
        if let Some(day) = changed {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        let others: Vec<(&str, String)> = config
            .languages
            .iter()
            .filter(|lang| record.is_none_or(|record| record.is_written_in(**lang)))
            .map(|lang| (lang.tag(), format!("{}{route}", config.prefix(*lang))))
            .filter(|(_, other)| site.plan.jobs.has(other))
            .collect();
        if others.len() > 1 {
            // `x-default` is the main language, for readers of all other languages.
            let default = others.first().map(|(_, other)| ("x-default", other.clone()));
            for (tag, other) in others.iter().cloned().chain(default) {
                let href = escape(&config.absolute(&other).to_string());
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>");
            }
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

/// `robots.txt`: allows everything, except that it keeps a demonstration portal out of search engines.
pub(super) fn robots(site: &Site) -> Vec<u8> {
    let config = site.view.config();
    let rule = if config.demonstration { "Disallow: /" } else { "Disallow:" };
    format!("User-agent: *\n{rule}\nSitemap: {}\n", config.absolute("/sitemap.xml")).into_bytes()
}
