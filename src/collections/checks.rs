//! Checks of records against each other and against the day of the build.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::calendar::Calendar;
use super::common::{AccessClass, DayName, Period};
use super::document::{RelationKind, Relations};
use super::{Detail, Entry, Kind, Portal, Role};
use crate::config::Config;
use crate::diagnostics::catalogue::{reading as reading_rule, records as rule};
use crate::diagnostics::{Diagnostic, Findings};
use crate::locale::Text;
use crate::reading::{Located, nearest};

/// What a record is checked against, and where findings go.
pub struct Checks<'p> {
    portal: &'p Portal,
    findings: Findings,
}

impl Checks<'_> {
    /// Records a finding.
    pub fn found(&mut self, diagnostic: Diagnostic) {
        self.findings.push(diagnostic);
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
            self.found(
                reading_rule::weekday_mismatch(date.value, weekday.0).at(&entry.file, weekday.range.clone()),
            );
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
            let near = nearest(code, offices.keys().map(String::as_str));
            let file = entry.table_file();
            self.findings.push(rule::unknown_office(code, near).at(file, range));
        }
    }
}

/// Checks every record of the portal.
pub(super) fn check(portal: &Portal) -> Findings {
    let mut checks = Checks { portal, findings: Findings::default() };
    let found: Vec<Findings> = portal
        .entries
        .par_iter()
        .map(|entry| {
            let mut checks = Checks { portal, findings: Findings::default() };
            check_references(entry, &mut checks);
            entry.detail().content().check(entry, &mut checks);
            checks.findings
        })
        .collect();
    found.into_iter().for_each(|found| checks.found_all(found));
    check_revocation_cycles(portal, &mut checks);
    checks.findings
}

/// Checks that need one record only, whatever its type. They run when the record is read, not on every reload.
pub(super) fn check_alone(entry: &Entry, findings: &mut Findings) {
    let common = entry.common();
    if let Some(access) = &common.access
        && access.value == AccessClass::Exempt
    {
        findings.push(rule::exempt_record().at(&entry.file, access.range.clone()));
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

/// Every reference must lead to a record of the right type; a revoked regulation draws a warning.
fn check_references(entry: &Entry, checks: &mut Checks<'_>) {
    let facts = entry.facts();
    for reference in entry.detail().content().references() {
        let target = reference.target;
        if checks.portal.unread.contains(&target.id) {
            continue;
        }
        let Some(found) = checks.portal.entry(&target.id) else {
            let ids = checks.portal.entries.iter().map(|entry| entry.id.as_str());
            let near = nearest(&target.id, ids).map(str::to_owned);
            checks.found(
                rule::missing_record(&target.id, near.as_deref()).at(&entry.file, target.range.clone()),
            );
            continue;
        };
        if let Some(expected) = wrong_kind(reference.role, found.kind) {
            checks.found(
                rule::record_of_other_kind(&target.id, &expected).at(&entry.file, target.range.clone()),
            );
        }
        let cites = !matches!(
            reference.role,
            Role::Relation(RelationKind::Revokes | RelationKind::Amends)
                | Role::Calendar
                | Role::ReportsTo
                | Role::Headcount
        );
        if cites && let Some(day) = facts.date {
            check_citation(entry, found, target.range.clone(), day, checks);
        }
    }
    check_cited_in_body(entry, facts.date, checks);
}

fn wrong_kind(role: Role, found: Kind) -> Option<Text> {
    let (fits, id, en) = match role {
        Role::Relation(_) | Role::LegalBase => (
            matches!(found, Kind::Circular | Kind::Regulation),
            "surat edaran atau regulasi",
            "circular or regulation",
        ),
        Role::Calendar => {
            (found == Kind::Calendar, "tahapan pemilihan (`tahapan/…`)", "election calendar (`tahapan/…`)")
        }
        Role::ReportsTo => (found == Kind::Team, "tim (`tim/…`)", "team (`tim/…`)"),
        Role::Headcount => (found == Kind::Pact, "seri pakta (`pakta/…`)", "pact series (`pakta/…`)"),
        Role::Mention => (true, "catatan", "record"),
    };
    (!fits).then(|| Text::new(id, en))
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
        let found = rule::cited_after_revocation(&display_name(checks.portal, &cited.id), on, &successor);
        checks.found(found.at(&entry.file, range));
    }
}

/// Treats a link in a body as a citation.
fn check_cited_in_body(entry: &Entry, day: Option<Date>, checks: &mut Checks<'_>) {
    let Some(day) = day else { return };
    for version in entry.versions() {
        for link in version.body.iter().flat_map(|body| &body.links) {
            let crate::markdown::Target::Page(route) = &link.target else { continue };
            let path = route.split('#').next().unwrap_or(route).trim_matches('/');
            let Some(cited) = checks.portal.entry(path).cloned() else { continue };
            if let Some((on, successor)) = checks.relations().revoked_by(&cited.id, day) {
                // No warning for a text that revokes the document or also links to its successor.
                let knows = successor == entry.id
                    || version.body.iter().flat_map(|body| &body.links).any(|other| {
                        matches!(&other.target, crate::markdown::Target::Page(route) if route.trim_matches('/') == successor)
                    });
                if !knows {
                    let successor = display_name(checks.portal, successor);
                    let range = link.range.start + version.body_offset..link.range.end + version.body_offset;
                    let found =
                        rule::cited_after_revocation(&display_name(checks.portal, &cited.id), on, &successor);
                    checks.found(found.at(&version.file, range));
                }
            }
        }
    }
}

/// The short name of a document, or its id.
fn display_name(portal: &Portal, id: &str) -> String {
    match portal.entry(id).map(|entry| entry.detail()) {
        Some(Detail::Document(document)) => document.short_name.clone().unwrap_or_else(|| format!("`{id}`")),
        _ => format!("`{id}`"),
    }
}

/// A revocation: the document revoked, the one that revokes, and where it says so.
type Revocation<'p> = (&'p str, &'p Arc<Entry>, Range<usize>);

/// Follows revocations from every document, and reports each circle once, at its first member.
fn check_revocation_cycles(portal: &Portal, checks: &mut Checks<'_>) {
    let mut edges: BTreeMap<&str, Vec<Revocation<'_>>> = BTreeMap::new();
    for entry in &portal.entries {
        if let Detail::Document(document) = entry.detail() {
            for relation in
                document.relations.iter().filter(|relation| relation.kind == RelationKind::Revokes)
            {
                edges.entry(&entry.id).or_default().push((
                    &relation.target.id,
                    entry,
                    relation.target.range.clone(),
                ));
            }
        }
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys().copied().collect::<Vec<_>>() {
        let mut path: Vec<&str> = Vec::new();
        let mut stack: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((id, next)) = stack.pop() {
            if next == 0 {
                if done.contains(id) {
                    continue;
                }
                path.push(id);
            }
            let Some((target, entry, range)) = edges.get(id).and_then(|list| list.get(next)) else {
                done.insert(id);
                path.pop();
                continue;
            };
            stack.push((id, next + 1));
            if let Some(at) = path.iter().position(|seen| seen == target) {
                let mut ids: Vec<String> = path[at..].iter().map(|id| (*id).to_owned()).collect();
                ids.push((*target).to_owned());
                checks.found(rule::revocation_cycle(&ids).at(&entry.file, range.clone()));
            } else if !done.contains(target) {
                stack.push((target, 0));
            }
        }
    }
}
