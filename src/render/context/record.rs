//! The page of a record.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::conduct::{ConductText, QuoteText};
use super::figure::FigureText;
use super::{Card, DetailText, Group, KeysText, Page, PhraseText, Ref, RoadText, SourceText, Term, Writer};
use crate::address::Href;
use crate::collections::common::Change;
use crate::collections::statement::{Applies, Contradiction};
use crate::collections::{Kind, Role};
use crate::disclosure::Published;
use crate::locale::Lang;
use crate::markdown::shorten;

/// What the template of a record's type is given, `edaran.html` and so on; `ditarik.html` for a withdrawn record.
#[derive(Serialize, JsonSchema)]
pub struct RecordPage<'a> {
    /// Head and frame.
    pub page: Page,
    /// What all records have.
    pub record: RecordText<'a>,
    /// What only its type has, under a name of its own.
    #[serde(flatten)]
    pub detail: DetailText<'a>,
}

/// What all records have.
#[derive(Serialize, JsonSchema)]
pub struct RecordText<'a> {
    /// Its title.
    pub title: PhraseText,
    /// Its type: "Surat edaran".
    pub section: String,
    /// Its summary.
    pub summary: Option<PhraseText>,
    /// What was changed in its text after it was published, the latest first.
    pub changes: Vec<KeysText<'a, Change>>,
    /// Its body as HTML.
    pub body: Option<String>,
    /// The language of the body, where it is not the page's.
    pub body_lang: Option<Lang>,
    /// Headings of the body, of the second level.
    pub headings: Vec<HeadingText>,
    /// Its topics.
    pub topics: Vec<Ref>,
    /// Where it comes from.
    pub source: Option<SourceText>,
    /// The class of information under UU 14/2008.
    pub access: Option<Term>,
    /// Files for download.
    pub attachments: Vec<AttachmentText>,
    /// Its figures.
    pub figures: Vec<FigureText>,
    /// To whom the rule that it states applies.
    pub applies_to: Vec<KeysText<'a, Applies>>,
    /// Conduct that it demands.
    pub duties: Vec<ConductText>,
    /// Conduct that it forbids.
    pub prohibitions: Vec<ConductText>,
    /// Words of others.
    pub quotes: Vec<QuoteText>,
    /// Where its source contradicts itself.
    pub contradictions: Vec<KeysText<'a, Contradiction>>,
    /// The road of a case, on pages of channels, teams, reports and sanctions, and on those that say something of
    /// it.
    pub road: Option<RoadText>,
    /// Records that refer to this one, by their type.
    pub cited_by: Vec<Group>,
    /// Whether the page is shown in a language that the record is not written in.
    pub untranslated: bool,
}

/// A heading of a body.
#[derive(Serialize, JsonSchema)]
pub struct HeadingText {
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A file for download.
#[derive(Serialize, JsonSchema)]
pub struct AttachmentText {
    /// What it is.
    pub title: PhraseText,
    /// Where it is.
    pub url: Href,
    /// `PDF`, `JPEG`, ….
    pub format: String,
    /// `182 kB`.
    pub size: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl<'s> Writer<'s> {
    /// The page of a record, with a placeholder for its body, and the name of its template.
    pub fn record_page(&self, record: &'s Published) -> (String, RecordPage<'s>) {
        let url = format!("{}{}", self.site.view.config().prefix(self.lang), record.route());
        let kind = record.kind();
        let live = record.is_live();
        let template = if live { kind.name() } else { "ditarik" };
        let title = self.phrase(record.title(self.lang));
        let body = record.body(self.lang);
        let summary = record.summary(self.lang).map(|summary| self.phrase(summary));
        let lead = body.map(|(body, _)| body.lead.as_str()).filter(|lead| !lead.is_empty());
        let description = match (&summary, lead) {
            (Some(summary), _) => shorten(&summary.text),
            (None, Some(lead)) => lead.to_owned(),
            (None, None) => shorten(&format!("{} – {}", title.text, kind.label().get(self.lang))),
        };
        let section = kind.list_route().map(|route| self.url(route));
        let mut crumbs = Vec::new();
        if let Some(url) = &section {
            crumbs.push(Ref { title: PhraseText::own(kind.label().get(self.lang)), url: url.clone() });
        }
        let page =
            self.page(template, title.clone(), description, &url, record.route(), crumbs, section, live);
        let page = self.page_of_record(record, page);
        let source = self.source(record);
        let said = record.said(self.lang);
        let text = RecordText {
            untranslated: live && !record.is_written_in(self.lang),
            title,
            section: kind.label().get(self.lang).to_owned(),
            summary,
            changes: self.changes(record),
            body: body.map(|(body, _)| self.body_mark(body)),
            body_lang: body.map(|(_, lang)| lang).filter(|lang| *lang != self.lang),
            headings: body
                .into_iter()
                .flat_map(|(body, _)| &body.headings)
                .filter(|heading| heading.level == 2)
                .map(|heading| HeadingText { id: heading.id.clone(), text: heading.text.clone() })
                .collect(),
            topics: self.topics(record),
            access: record.access().map(|access| self.term(access.key(), access.label())),
            attachments: self.attachments(record),
            figures: self.figures(record.id(), source.as_ref()),
            applies_to: self.applies_to(record),
            duties: self.conduct(record, |said| &said.duties),
            prohibitions: self.conduct(record, |said| &said.prohibitions),
            quotes: self.quotes(record),
            contradictions: said
                .into_iter()
                .flat_map(|said| &said.contradictions)
                .map(|contradiction| self.keys(record, contradiction))
                .collect(),
            road: self.road_of(record),
            cited_by: self.cited_by(record),
            source,
        };
        (template.to_owned(), RecordPage { page, record: text, detail: self.detail(record) })
    }

    /// What was changed in the text of a record, the latest first.
    pub(super) fn changes(&self, record: &'s Published) -> Vec<KeysText<'s, Change>> {
        let changes = self.site.view.changes(record, self.lang);
        changes.into_iter().map(|change| self.keys(record, change)).collect()
    }

    fn topics(&self, record: &Published) -> Vec<Ref> {
        record
            .tags()
            .map(|tag| Ref {
                title: PhraseText::own(tag),
                url: self.url(&format!("{}{}/", crate::plan::TOPICS, crate::markdown::slug(tag))),
            })
            .collect()
    }

    fn attachments(&self, record: &Published) -> Vec<AttachmentText> {
        let files: HashMap<&str, _> =
            record.attachments().iter().map(|file| (file.name.as_str(), file)).collect();
        let listed = record.listed_attachments(self.lang);
        listed
            .filter_map(|(name, title)| {
                let file = files.get(name)?;
                Some(AttachmentText {
                    title: self.phrase(title),
                    url: self.file_url(&file.route),
                    format: name.rsplit_once('.').map_or("", |(_, extension)| extension).to_uppercase(),
                    size: self.site.formatter(self.lang).bytes(file.public.size),
                    sha256: file.public.sha256.clone(),
                })
            })
            .collect()
    }

    /// The records that refer to this one, by type. Relations between documents are shown with the document
    /// itself.
    fn cited_by(&self, record: &Published) -> Vec<Group> {
        let view = &self.site.view;
        let mut by_kind: Vec<(Kind, Vec<usize>)> = Vec::new();
        for (role, index) in self.site.plan.backlinks.get(record.id()).into_iter().flatten() {
            if matches!(role, Role::Relation(_) | Role::ReportsTo) {
                continue;
            }
            let kind = view.records()[*index].kind();
            if kind == Kind::Home {
                continue;
            }
            match by_kind.iter_mut().find(|(known, _)| *known == kind) {
                // Records come in order, so a second reference of the same record follows the first.
                Some((_, list)) if list.last() == Some(index) => {}
                Some((_, list)) => list.push(*index),
                None => by_kind.push((kind, vec![*index])),
            }
        }
        by_kind.sort_by_key(|(kind, _)| *kind);
        by_kind
            .into_iter()
            .map(|(kind, list)| Group {
                label: kind.label().get(self.lang).to_owned(),
                cards: list.into_iter().map(|index| self.card(&view.records()[index])).collect::<Vec<Card>>(),
            })
            .collect()
    }
}
