//! Checks of records against each other and against the day of the build.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::calendar::Calendar;
use super::common::{AccessClass, DayName, Period};
use super::document::{RelationKind, Relations};
use super::messages as rule;
use super::{Detail, Entry, Kind, Portal, Role, circles, days, law};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Findings};
use crate::locale::{Lang, Text, weekday_name};
use crate::markdown::{Link, Target};
use crate::reading::messages as reading_rule;
use crate::reading::{Located, Suggestions};

/// What a record is checked against, and where findings go.
pub struct Checks<'p> {
    portal: &'p Portal,
    findings: Findings,
    /// Findings about names that nobody has, by their place among the findings.
    unknown: Vec<(usize, Unknown)>,
}

/// A name that nobody has; the hint may say who has a similar one.
enum Unknown {
    /// The id, the record that names it, and what it should be to that record.
    Record(String, String, Role),
    Office(String),
}

impl<'p> Checks<'p> {
    fn new(portal: &'p Portal) -> Self {
        Self { portal, findings: Findings::default(), unknown: Vec::new() }
    }

    /// Records a finding.
    pub fn found(&mut self, diagnostic: Diagnostic) {
        self.findings.push(diagnostic);
    }

    /// Records that something is unfinished in a record: an error if everybody is to see it. Who works on a draft
    /// knows.
    pub fn unfinished(&mut self, entry: &Entry, diagnostic: Diagnostic) {
        let publication = self.portal.publication;
        let common = entry.common();
        if common.withdrawn.is_none() && (common.draft != Some(true) || publication.audience.sees_drafts()) {
            self.found(diagnostic.weighing(publication.unfinished(&self.portal.config)));
        }
    }

    /// Records what a part of a record found.
    pub fn found_all(&mut self, findings: Findings) {
        self.findings.extend(findings);
    }

    /// The day of the build.
    pub fn clock(&self) -> Date {
        self.portal.publication.clock
    }

    /// The portal's settings.
    pub fn config(&self) -> &Config {
        &self.portal.config
    }

    /// What published documents do to each other.
    pub fn relations(&self) -> &Relations {
        &self.portal.relations
    }

    /// The election calendar with an id.
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        match self.portal.entry(id)?.detail() {
            Detail::Calendar(calendar) => Some(calendar),
            _ => None,
        }
    }

    /// A weekday given with a date must be the date's.
    pub fn weekday(
        &mut self,
        entry: &Entry,
        date: Option<&Located<Date>>,
        weekday: Option<&Located<DayName>>,
    ) {
        if let (Some(date), Some(weekday)) = (date, weekday)
            && date.weekday() != weekday.0
        {
            let name = |day| Text::new(weekday_name(day, Lang::Id), weekday_name(day, Lang::En));
            let is = name(date.weekday());
            let day = is.id.to_lowercase();
            let found = rule::weekday_mismatch(date.value, is, name(weekday.0), &day);
            self.found(found.at(&entry.file, weekday.range.clone()));
        }
    }

    /// A period must not end before it begins.
    pub fn period(&mut self, entry: &Entry, period: &Located<Period>) {
        if period.to < period.from {
            self.found(rule::period_reversed().at(&entry.file, period.range.clone()));
        }
    }

    /// An office must be listed, where the portal has a list.
    pub fn office(&mut self, entry: &Entry, code: &str, range: Range<usize>) {
        let offices = &self.portal.offices;
        if !offices.is_empty() && !offices.contains_key(code) {
            self.unknown.push((self.findings.len(), Unknown::Office(code.to_owned())));
            self.findings.push(rule::unknown_office(code).at(entry.table_file(), range));
        }
    }
}

/// Checks every record of the portal.
pub(super) fn check(portal: &Portal) -> Findings {
    let checked: Vec<Checks<'_>> = portal
        .entries
        .par_iter()
        .map(|entry| {
            let mut checks = Checks::new(portal);
            check_references(entry, &mut checks);
            check_changes(entry, &mut checks);
            days::check(entry, &mut checks);
            entry.detail().content().check(entry, &mut checks);
            checks
        })
        .collect();
    let mut findings = Findings::default();
    // One record after the other, so that the same names get a suggestion on every run.
    let mut suggestions = Suggestions::default();
    for Checks { findings: mut found, unknown, .. } in checked {
        for (at, unknown) in unknown {
            found.set_better_hint(at, hint(portal, &unknown, &mut suggestions));
        }
        findings.extend(found);
    }
    findings.extend(circles::check(&portal.entries));
    if !portal.config.demonstration {
        let weight = portal.publication.unfinished(&portal.config);
        portal.config.unfilled.iter().for_each(|found| findings.push(found.clone().weighing(weight)));
    }
    if let Some(day) = &portal.config.law_as_of
        && day.value < law::AS_OF
    {
        findings.push(rule::older_law(day.value, law::AS_OF).at(&portal.config.file, day.range.clone()));
    }
    findings
}

/// The hint for a name that nobody has.
fn hint(portal: &Portal, unknown: &Unknown, suggestions: &mut Suggestions) -> Option<Text> {
    match unknown {
        Unknown::Record(id, by, role) => {
            // The suggestion must work: neither the record itself nor one of another type.
            let fits = |other: &&Arc<Entry>| other.id != *by && wrong_kind(*role, other.kind).is_none();
            let ids = portal.entries.iter().filter(fits).map(|entry| entry.id.as_str());
            suggestions.nearest(id, ids).map(rule::nearest_record)
        }
        Unknown::Office(code) => {
            let codes = portal.offices.keys().map(String::as_str);
            suggestions.nearest(code, codes).map(reading_rule::did_you_mean)
        }
    }
}

/// Checks that need one record only, whatever its type. They run when the record is read, not on every reload.
pub(super) fn check_alone(entry: &Entry, findings: &mut Findings) {
    let common = entry.common();
    if let Some(access) = &common.access
        && access.value == AccessClass::Exempt
    {
        findings.push(rule::exempt_record().at(&entry.file, access.range.clone()));
    }
    for quote in &common.quotes {
        if quote.source.is_none() && common.source.is_none() {
            findings.push(rule::quote_without_source().at(&entry.file, quote.range.clone()));
        }
    }
    let mut seen = BTreeSet::new();
    for tag in &common.tags {
        let slug = crate::markdown::slug(tag);
        let is_empty = slug.is_empty();
        if !seen.insert(slug) {
            findings.push(reading_rule::duplicate_entry(tag).at(&entry.file, tag.range.clone()));
        }
        if is_empty {
            findings.push(reading_rule::empty_text().at(&entry.file, tag.range.clone()));
        }
    }
}

/// A change of a published text happened after its publication and by the day of the build.
fn check_changes(entry: &Entry, checks: &mut Checks<'_>) {
    let common = entry.common();
    if common.changes.is_empty() {
        return;
    }
    // The date of other types is not the day of their text: an event is announced before it, figures are corrected
    // after their day.
    let own_date = match entry.detail() {
        Detail::Document(document) => document.day(),
        Detail::News(news) => news.date.as_ref().map(|date| date.value),
        _ => None,
    };
    let clock = checks.clock();
    let published = common.publish_on.or(own_date).filter(|day| *day <= clock);
    for change in &common.changes {
        let on = change.on.value;
        let found = match published {
            _ if on > clock => rule::change_to_come(on, clock),
            Some(published) if on < published => rule::change_before_publication(on, published),
            _ => continue,
        };
        checks.found(found.at(&entry.file, change.on.range.clone()));
    }
}

/// Every reference must lead to a record of the right type; a revoked regulation draws a warning.
fn check_references(entry: &Entry, checks: &mut Checks<'_>) {
    let facts = entry.facts();
    for reference in entry.references() {
        let target = reference.target;
        if checks.portal.unread.contains(&target.id) {
            continue;
        }
        let Some(found) = checks.portal.entry(&target.id) else {
            let unknown = Unknown::Record(target.id.clone(), entry.id.clone(), reference.role);
            checks.unknown.push((checks.findings.len(), unknown));
            checks.found(rule::missing_record(&target.id).at(&entry.file, target.range.clone()));
            continue;
        };
        if let Some(expected) = wrong_kind(reference.role, found.kind) {
            checks.found(
                rule::record_of_other_kind(&target.id, expected).at(&entry.file, target.range.clone()),
            );
        }
        let cites = !matches!(
            reference.role,
            Role::Relation(RelationKind::Revokes | RelationKind::Amends | RelationKind::Corrects)
                | Role::Calendar
                | Role::ReportsTo
                | Role::Handles
                | Role::Headcount
        );
        if cites && let Some(day) = facts.date {
            check_citation(entry, found, target.range.clone(), day, checks);
        }
    }
    check_cited_in_body(entry, facts.date, checks);
}

fn wrong_kind(role: Role, found: Kind) -> Option<Text> {
    let (fits, expected) = match role {
        Role::Relation(_) | Role::LegalBase => {
            (matches!(found, Kind::Circular | Kind::Regulation), rule::circular_or_regulation as fn() -> Text)
        }
        Role::Calendar => (found == Kind::Calendar, rule::election_calendar as _),
        Role::ReportsTo | Role::Handles => (found == Kind::Team, rule::team as _),
        Role::Headcount => (found == Kind::Pact, rule::pact_series as _),
        Role::Mention => return None,
    };
    (!fits).then(expected)
}

fn check_citation(
    entry: &Entry,
    cited: &Arc<Entry>,
    range: Range<usize>,
    day: Date,
    checks: &mut Checks<'_>,
) {
    if let Some((on, successor)) = checks.relations().revoked_by(&cited.id, day)
        && successor != entry.id
    {
        let successor = display_name(checks.portal, successor);
        let found = cited_after_revocation(&display_name(checks.portal, &cited.id), on, &successor);
        checks.found(found.at(&entry.file, range));
    }
}

fn cited_after_revocation(cited: &str, on: Option<Date>, successor: &str) -> Diagnostic {
    match on {
        Some(on) => rule::cited_after_day_of_revocation(cited, on, successor),
        None => rule::cited_after_revocation(cited, successor),
    }
}

/// Treats a link in a body as a citation.
fn check_cited_in_body(entry: &Entry, day: Option<Date>, checks: &mut Checks<'_>) {
    let Some(day) = day else { return };
    for version in entry.versions() {
        let links = || version.body.iter().flat_map(|body| &body.links);
        // Made only where a link cites what was revoked, which few do.
        let mut linked: Option<BTreeSet<&str>> = None;
        for link in links() {
            let Target::Page(route) = &link.target else { continue };
            let path = route.split('#').next().unwrap_or(route).trim_matches('/');
            let Some(cited) = checks.portal.entry(path).cloned() else { continue };
            if let Some((on, successor)) = checks.relations().revoked_by(&cited.id, day) {
                let linked = linked.get_or_insert_with(|| links().filter_map(page_path).collect());
                // No warning for a text that revokes the document or also links to its successor.
                if successor != entry.id && !linked.contains(successor) {
                    let successor = display_name(checks.portal, successor);
                    let range = link.range.start + version.body_offset..link.range.end + version.body_offset;
                    let found =
                        cited_after_revocation(&display_name(checks.portal, &cited.id), on, &successor);
                    checks.found(found.at(&version.file, range));
                }
            }
        }
    }
}

/// The path of a page that a link leads to, as records are named by it.
fn page_path(link: &Link) -> Option<&str> {
    match &link.target {
        Target::Page(route) => Some(route.trim_matches('/')),
        _ => None,
    }
}

/// The short name of a document, or its id.
fn display_name(portal: &Portal, id: &str) -> String {
    match portal.entry(id).map(|entry| entry.detail()) {
        Some(Detail::Document(document)) => document.short_name.clone().unwrap_or_else(|| format!("`{id}`")),
        _ => format!("`{id}`"),
    }
}
