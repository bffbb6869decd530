//! Relations between records that must not run in a circle.
//!
//! A document is related to older ones, and a team reports to a higher one; whoever follows such relations
//! must come to an end. References of other roles lead from one content type to another and cannot come back,
//! and two documents may well cite each other.

use std::ops::Range;
use std::sync::Arc;

use super::document::RelationKind;
use super::messages as rule;
use super::{Entry, Role};
use crate::diagnostics::{Diagnostic, Findings};

/// A relation to another record.
struct Edge<'e> {
    /// The other record, by its place among all.
    to: usize,
    role: Role,
    /// Where it is written, in the file of the record that has it.
    range: &'e Range<usize>,
}

/// Finds every circle; each is told once, at the relation that closes it.
pub(super) fn check(entries: &[Arc<Entry>]) -> Findings {
    let mut findings = find(entries, is_between_documents, |ids, roles| {
        let all_revoke = roles.iter().all(|role| *role == Role::Relation(RelationKind::Revokes));
        let path = ids.join(" → ");
        if all_revoke { rule::revocation_cycle(&path) } else { rule::relation_cycle(&path) }
    });
    findings.extend(find(
        entries,
        |role, _| role == Role::ReportsTo,
        |ids, _| rule::report_cycle(&ids.join(" → ")),
    ));
    findings
}

/// Whether a relation is one between documents of which one is the newer.
fn is_between_documents(role: Role, is_own: bool) -> bool {
    match role {
        Role::Relation(RelationKind::Cites) => is_own,
        Role::Relation(_) => true,
        _ => false,
    }
}

/// Finds the circles of the relations that are `wanted`, which is told the role and whether a record is
/// related to itself.
fn find(
    entries: &[Arc<Entry>],
    wanted: impl Fn(Role, bool) -> bool,
    told: impl Fn(&[String], &[Role]) -> Diagnostic,
) -> Findings {
    let edges: Vec<Vec<Edge<'_>>> = entries.iter().map(|entry| edges(entries, entry, &wanted)).collect();
    let mut findings = Findings::default();
    let mut states = vec![State::New; entries.len()];
    // The way from a first record to the one that is looked at, and the next edge of each.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in 0..entries.len() {
        if states[start] == State::New && !edges[start].is_empty() {
            states[start] = State::OnTheWay(0);
            way.push((start, 0));
        }
        while let Some((at, next)) = way.last_mut() {
            let Some(edge) = edges[*at].get(*next) else {
                states[*at] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            let at = *at;
            match states[edge.to] {
                State::New => {
                    states[edge.to] = State::OnTheWay(way.len());
                    way.push((edge.to, 0));
                }
                State::OnTheWay(first) => {
                    let circle = &way[first..];
                    let records = circle.iter().map(|(at, _)| *at).chain([edge.to]);
                    let ids: Vec<String> = records.map(|at| entries[at].id.clone()).collect();
                    // Each record's edge was counted on when it was taken.
                    let roles: Vec<Role> =
                        circle.iter().map(|(at, next)| edges[*at][next - 1].role).collect();
                    findings.push(told(&ids, &roles).at(&entries[at].file, edge.range.clone()));
                }
                State::Done => {}
            }
        }
    }
    findings
}

/// What is known of a record while circles are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// On the way that is being followed, at this place.
    OnTheWay(usize),
    Done,
}

fn edges<'e>(entries: &[Arc<Entry>], entry: &'e Entry, wanted: impl Fn(Role, bool) -> bool) -> Vec<Edge<'e>> {
    let references = entry.detail().content().references();
    let wanted = references.into_iter().filter(|other| wanted(other.role, other.target.id == entry.id));
    wanted
        .filter_map(|reference| {
            let to = entries.binary_search_by(|entry| entry.id.as_str().cmp(&reference.target.id)).ok()?;
            Some(Edge { to, role: reference.role, range: &reference.target.range })
        })
        .collect()
}
