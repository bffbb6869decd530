//! Circulars, other documents and regulations.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, PhraseText, Ref, Term, Writer};
use crate::collections::Role;
use crate::collections::document::{Direction, Document, DocumentStatus, RelationKind};
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;

/// A circular, another document, or a regulation.
#[derive(Serialize, JsonSchema)]
pub struct DocumentText {
    /// The kind of document.
    pub document_kind: Term,
    /// The letter's number.
    pub number: Option<String>,
    /// The short name that people cite.
    pub short_name: Option<String>,
    /// The day it was signed, with its weekday.
    pub date: Option<DateText>,
    /// Who issued it.
    pub issuer: String,
    /// Issued or received; only for documents that were received.
    pub received: Option<Term>,
    /// The day it arrived.
    pub received_on: Option<DateText>,
    /// Whom it addresses.
    pub addressees: Vec<PhraseText>,
    /// First day in force.
    pub in_force_from: Option<DateText>,
    /// Last day in force.
    pub in_force_until: Option<DateText>,
    /// Its status on the day of the build.
    pub status: Term,
    /// Whether it binds: in force, amended or partly revoked.
    pub binding: bool,
    /// Since when it has that status.
    pub status_since: Option<DateText>,
    /// The documents that gave it that status.
    pub status_by: Vec<Ref>,
    /// What it does to others, and what others do to it.
    pub relations: Vec<RelationText>,
    /// Articles that concern neutrality.
    pub articles: Vec<ArticleText>,
    /// Which violation may draw which penalty.
    pub penalties: Vec<PenaltyText>,
    /// The official text.
    pub url: Option<String>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
}

/// Documents in one relation to this one.
#[derive(Serialize, JsonSchema)]
pub struct RelationText {
    /// `Mencabut`, `Dicabut oleh`, ….
    pub label: String,
    /// The documents.
    pub documents: Vec<RelatedText>,
}

/// A related document.
#[derive(Serialize, JsonSchema)]
pub struct RelatedText {
    /// The document.
    pub document: Ref,
    /// Whether only a part is concerned.
    pub partly: bool,
    /// A remark.
    pub note: Option<PhraseText>,
}

/// An article of a regulation.
#[derive(Serialize, JsonSchema)]
pub struct ArticleText {
    /// `Pasal 9 ayat (2)`.
    pub number: String,
    /// What it says.
    pub text: PhraseText,
}

/// A line of a table of violations and penalties.
#[derive(Serialize, JsonSchema)]
pub struct PenaltyText {
    /// The violation.
    pub violation: Term,
    /// The branch of law.
    pub category: Term,
    /// The level of the penalty.
    pub level: Term,
    /// The penalties.
    pub penalties: Vec<Term>,
    /// Who imposes it.
    pub authority: Term,
    /// The article that says so.
    pub article: Option<String>,
}

impl Writer<'_> {
    pub(super) fn document(&self, record: &Published, document: &Document) -> DocumentText {
        let standing = self.site.view.standing(record, document);
        let direction = document.direction.filter(|direction| *direction == Direction::Received);
        DocumentText {
            document_kind: self.term(document.kind.key(), document.kind.label()),
            number: document.number.clone(),
            short_name: document.short_name.clone(),
            date: document.date.as_ref().map(|date| self.weekday_date(date.value)),
            issuer: document.issuer.clone(),
            received: direction.map(|direction| self.term(direction.key(), direction.label())),
            received_on: document.received_on.map(|day| self.date(day)),
            addressees: document.addressees.iter().map(|phrase| self.phrase(phrase)).collect(),
            in_force_from: document.in_force_from.map(|day| self.date(day)),
            in_force_until: document.in_force_until.as_ref().map(|day| self.date(day.value)),
            status: self.term(standing.status.key(), standing.status.label()),
            binding: matches!(
                standing.status,
                DocumentStatus::InForce | DocumentStatus::Amended | DocumentStatus::PartlyRevoked
            ),
            status_since: standing.since.map(|day| self.date(day)),
            status_by: standing.by.iter().filter_map(|id| self.ref_to(id)).collect(),
            relations: self.relations(record, document),
            articles: document
                .articles
                .iter()
                .map(|article| ArticleText {
                    number: article.number.clone(),
                    text: self.phrase(&article.text),
                })
                .collect(),
            penalties: document
                .penalties
                .iter()
                .map(|rule| PenaltyText {
                    violation: self.term(rule.violation.key(), rule.violation.label()),
                    category: self.term(rule.category.key(), rule.category.label()),
                    level: self.term(rule.level.key(), rule.level.label()),
                    penalties: rule
                        .penalties
                        .iter()
                        .map(|kind| self.term(kind.key(), kind.label()))
                        .collect(),
                    authority: self.term(rule.authority.key(), rule.authority.label()),
                    article: rule.article.clone(),
                })
                .collect(),
            url: document.url.as_ref().map(|url| url.0.clone()),
            election: self.election(document.calendar.as_ref()),
        }
    }

    /// Relations both ways: those that the document states, then those that others state about it.
    fn relations(&self, record: &Published, document: &Document) -> Vec<RelationText> {
        let mut relations = Vec::new();
        for kind in RelationKind::ALL.iter().copied() {
            let documents: Vec<RelatedText> = document
                .relations
                .iter()
                .filter(|relation| relation.kind == kind)
                .filter_map(|relation| {
                    Some(RelatedText {
                        document: self.ref_to(&relation.target.id)?,
                        partly: relation.partly.unwrap_or(false),
                        note: relation.note.as_ref().map(|note| self.phrase(note)),
                    })
                })
                .collect();
            if !documents.is_empty() {
                relations.push(RelationText { label: kind.label().get(self.lang).to_owned(), documents });
            }
        }
        for kind in RelationKind::ALL.iter().copied() {
            let documents = self.inverse(record, kind);
            if !documents.is_empty() {
                relations.push(RelationText { label: inverse_label(kind, self.lang).to_owned(), documents });
            }
        }
        relations
    }

    fn inverse(&self, record: &Published, kind: RelationKind) -> Vec<RelatedText> {
        let view = &self.site.view;
        let sources = self.site.plan.backlinks.get(record.id()).into_iter().flatten();
        sources
            .filter(|(role, _)| *role == Role::Relation(kind))
            .filter_map(|(_, index)| {
                let source = &view.records()[*index];
                let PublishedDetail::Document(document) = source.detail(self.lang) else { return None };
                let relation = document
                    .relations
                    .iter()
                    .find(|relation| relation.kind == kind && relation.target.id == record.id())?;
                Some(RelatedText {
                    document: self.record_ref(source),
                    partly: relation.partly.unwrap_or(false),
                    note: None,
                })
            })
            .collect()
    }
}

/// What a relation is called from the other side.
fn inverse_label(kind: RelationKind, lang: Lang) -> &'static str {
    let (id, en) = match kind {
        RelationKind::Revokes => ("Dicabut oleh", "Revoked by"),
        RelationKind::Amends => ("Diubah oleh", "Amended by"),
        RelationKind::Implements => ("Dilaksanakan oleh", "Implemented by"),
        RelationKind::FollowsUp => ("Ditindaklanjuti oleh", "Followed up by"),
        RelationKind::Cites => ("Dirujuk oleh", "Cited by"),
    };
    lang.pick(id, en)
}
