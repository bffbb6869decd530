//! Atom feeds, the sitemap and `robots.txt`.

use std::cmp::Ordering;
use std::fmt::Write as _;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use jiff::civil::{Date, date};

use super::Site;
use super::context::Writer;
use crate::collections::Kind;
use crate::disclosure::Published;
use crate::markdown::escape;
use crate::plan::Work;

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
        .filter_map(|record| Some((record.facts().date.filter(|_| record.is_live())?, record)))
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
    let records: Vec<&Published> = dated.into_iter().map(|(_, record)| record).collect();
    let entries: Vec<Entry> = records.iter().map(|record| entry(writer, record)).collect();
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
        id: config.absolute(url),
        // An empty feed still needs a date: one before any possible entry.
        updated: records
            .first()
            .map_or_else(|| moment(writer, date(2000, 1, 1)), |record| updated(writer, record)),
        authors: vec![Person { name: config.institution.clone(), ..Person::default() }],
        links: vec![
            Link {
                href: config.absolute(url),
                rel: "self".to_owned(),
                mime_type: Some("application/atom+xml".to_owned()),
                ..Link::default()
            },
            Link {
                href: config.absolute(&page),
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

fn entry(writer: &Writer<'_>, record: &Published) -> Entry {
    let config = writer.site.view.config();
    let href = config.absolute(&format!("{}{}", config.prefix(writer.lang), record.route()));
    let summary = record
        .summary(writer.lang)
        .map(|summary| summary.text.clone())
        .or_else(|| record.body(writer.lang).map(|(body, _)| body.lead.clone()))
        .filter(|summary| !summary.is_empty());
    Entry {
        title: Text::plain(record.title(writer.lang).text.clone()),
        id: href.clone(),
        updated: updated(writer, record),
        published: Some(updated(writer, record)),
        links: vec![Link {
            href,
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        categories: vec![Category {
            term: record.kind().name().to_owned(),
            label: Some(record.kind().label().get(writer.lang).to_owned()),
            ..Category::default()
        }],
        summary: summary.map(Text::plain),
        ..Entry::default()
    }
}

fn updated(writer: &Writer<'_>, record: &Published) -> FixedDateTime {
    moment(writer, record.facts().date.unwrap_or(date(2000, 1, 1)))
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
    for (url, job) in site.plan.jobs.iter() {
        let indexed = match &job.work {
            Work::Record(index) => site.view.records()[*index].is_live(),
            Work::List(_, number) => *number == 1,
            Work::Topics | Work::DataIndex | Work::Methods | Work::Conduct => true,
            _ => false,
        };
        if !indexed {
            continue;
        }
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&config.absolute(url)));
        let route = url.strip_prefix(config.prefix(job.lang)).unwrap_or(url);
        let others: Vec<(&str, String)> = config
            .languages
            .iter()
            .map(|lang| (lang.tag(), format!("{}{route}", config.prefix(*lang))))
            .filter(|(_, other)| site.plan.jobs.has(other))
            .collect();
        if others.len() > 1 {
            // `x-default` is the main language, for readers of all other languages.
            let default = others.first().map(|(_, other)| ("x-default", other.clone()));
            for (tag, other) in others.iter().cloned().chain(default) {
                let href = escape(&config.absolute(&other));
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
