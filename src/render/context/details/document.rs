//! Circulars, other documents and regulations.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, KeysText, PhraseText, Ref, Term, Writer};
use super::Detailed;
use crate::collections::Role;
use crate::collections::document::{Document, DocumentStatus, RelationKind, Standing};
use crate::disclosure::{Published, PublishedDetail};
use crate::locale::Lang;

/// A circular, another document, or a regulation.
#[derive(Serialize, JsonSchema)]
pub struct DocumentText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Document>,
    /// Its status on the day of the build, and how it came about.
    pub standing: StandingText,
    /// Documents that correct its text.
    pub corrections: Vec<Ref>,
    /// What it does to others, and what others do to it.
    pub related: Vec<RelationText>,
}

/// The status of a document on the day of the build.
#[derive(Serialize, JsonSchema)]
pub struct StandingText {
    /// The status.
    pub status: Term,
    /// Whether it binds: in force, amended or partly revoked.
    pub binding: bool,
    /// Since when it has that status.
    pub since: Option<DateText>,
    /// What the page says of it: "Berlaku, tanpa batas waktu", "Berlaku sampai 27 November 2024". True also of a
    /// portal that nobody rebuilds.
    pub text: String,
    /// The documents that gave it that status.
    pub by: Vec<Ref>,
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

impl Detailed for Document {
    type Text<'a> = DocumentText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> DocumentText<'a> {
        let standing = writer.site.view.standing(record, self);
        DocumentText {
            keys: writer.keys(record, self),
            standing: StandingText {
                status: writer.term(standing.status.key(), standing.status.label()),
                binding: standing.status.binds(),
                text: writer.standing_text(self, &standing),
                since: standing.since.map(|day| writer.date(day)),
                by: standing.by.iter().filter_map(|id| writer.ref_to(id)).collect(),
            },
            corrections: writer
                .inverse(record, RelationKind::Corrects)
                .into_iter()
                .map(|related| related.document)
                .collect(),
            related: writer.relations(record, self),
        }
    }
}

impl Writer<'_> {
    /// Until when a document holds, where it says so.
    pub fn until(&self, document: &Document, standing: &Standing) -> Option<String> {
        let end = document.in_force_until.as_ref().filter(|_| standing.status.binds())?;
        let day = self.date(end.value).text;
        Some(self.lang.pick(format!("berlaku sampai {day}"), format!("in force until {day}")))
    }

    /// The status in words that stay true after the day of the build.
    fn standing_text(&self, document: &Document, standing: &Standing) -> String {
        let label = standing.status.label().get(self.lang);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| self.date(day).text);
        let until = day(document.in_force_until.as_ref().map(|end| end.value));
        let since = day(standing.since);
        match standing.status {
            DocumentStatus::NotReported => label.to_owned(),
            DocumentStatus::NotYetInForce => {
                let from = since.map(|from| {
                    self.lang.pick(format!("Berlaku mulai {from}"), format!("In force from {from} on"))
                });
                from.unwrap_or_else(|| label.to_owned())
            }
            DocumentStatus::Expired => {
                let until = until.unwrap_or_default();
                self.lang.pick(format!("Berlaku sampai {until}"), format!("In force until {until}"))
            }
            status => {
                let mut text = label.to_owned();
                if let Some(since) = since {
                    text += &self.lang.pick(format!(" sejak {since}"), format!(" since {since}"));
                }
                if status.binds() {
                    text += &match until {
                        Some(until) => self.lang.pick(format!(" sampai {until}"), format!(" until {until}")),
                        None => self.lang.pick(", tanpa batas waktu", ", with no end date").to_owned(),
                    };
                }
                text
            }
        }
    }

    /// Relations in both directions: those that the document states, then those that others state about it.
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

/// The label of a relation from the other side.
fn inverse_label(kind: RelationKind, lang: Lang) -> &'static str {
    let (id, en) = match kind {
        RelationKind::Revokes => ("Dicabut oleh", "Revoked by"),
        RelationKind::Amends => ("Diubah oleh", "Amended by"),
        RelationKind::Corrects => ("Diralat oleh", "Corrected by"),
        RelationKind::Implements => ("Dilaksanakan oleh", "Implemented by"),
        RelationKind::FollowsUp => ("Ditindaklanjuti oleh", "Followed up by"),
        RelationKind::Cites => ("Dirujuk oleh", "Cited by"),
    };
    lang.pick(id, en)
}
