//! Conduct that is demanded or forbidden, to whom it applies, what is threatened, and words of others: on the page of a
//! record, and gathered from all records.

use schemars::JsonSchema;
use serde::Serialize;

use super::{KeysText, Page, PhraseText, Ref, SourceText, Term, Writer};
use crate::address::Href;
use crate::collections::common::{Common, NamedSource};
use crate::collections::document::{Document, DocumentStatus, PenaltyRule};
use crate::collections::statement::{Applies, Brief, Conduct, QuoteKind};
use crate::disclosure::{Published, PublishedDetail};
use crate::plan::CONDUCT;

/// What `apa-yang-boleh.html` is given.
#[derive(Serialize, JsonSchema)]
pub struct ConductPage<'a> {
    /// Head and frame.
    pub page: Page,
    /// What the records of the portal say.
    #[serde(flatten)]
    pub rules: ConductRules,
    /// To whom the rules apply, by record.
    pub applies_to: Vec<AppliesText<'a>>,
    /// Sanctions that are threatened, by document.
    pub penalties: Vec<PenaltiesText<'a>>,
    /// Words of others: definitions, core values, commitments.
    pub quotes: Vec<QuoteText>,
}

/// What the records of a portal demand and forbid.
#[derive(Serialize, JsonSchema)]
pub struct ConductRules {
    /// Conduct that is demanded.
    pub duties: Vec<ConductText>,
    /// Conduct that is forbidden.
    pub prohibitions: Vec<ConductText>,
}

/// Conduct that is demanded or forbidden.
#[derive(Serialize, JsonSchema)]
pub struct ConductText {
    /// The conduct.
    pub text: PhraseText,
    /// The article that says so.
    pub article: Option<String>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
    /// The record that demands or forbids it.
    pub record: Ref,
}

/// To whom the rules of a record apply.
#[derive(Serialize, JsonSchema)]
pub struct AppliesText<'a> {
    /// The record.
    pub record: Ref,
    /// The groups.
    pub groups: Vec<KeysText<'a, Applies>>,
}

/// The sanctions that a document threatens.
#[derive(Serialize, JsonSchema)]
pub struct PenaltiesText<'a> {
    /// The document.
    pub record: Ref,
    /// The sanctions.
    pub rules: Vec<KeysText<'a, PenaltyRule>>,
}

/// Words of somebody.
#[derive(Serialize, JsonSchema)]
pub struct QuoteText {
    /// What kind of words.
    pub kind: Term,
    /// The words, if they are reported.
    pub text: Option<PhraseText>,
    /// What was said, in other words.
    pub gist: Option<PhraseText>,
    /// Who said it, by office.
    pub by: PhraseText,
    /// Where it was reported.
    pub source: Option<SourceText>,
    /// The record that quotes it.
    pub record: Ref,
}

impl<'s> Writer<'s> {
    /// Conduct that a record names under one of its keys.
    pub(super) fn conduct(
        &self,
        record: &Published,
        key: impl Fn(&Common) -> &Vec<Brief<Conduct>>,
    ) -> Vec<ConductText> {
        let said = record.said(self.lang).map(key);
        said.into_iter()
            .flatten()
            .map(|Brief(conduct)| ConductText {
                text: self.phrase(&conduct.text),
                article: conduct.article.clone(),
                legal_base: conduct.legal_base.iter().filter_map(|base| self.ref_to(&base.id)).collect(),
                record: self.record_ref(record),
            })
            .collect()
    }

    /// To whom the rule that a record states applies.
    pub(super) fn applies_to(&self, record: &'s Published) -> Vec<KeysText<'s, Applies>> {
        let said = record.said(self.lang).into_iter();
        said.flat_map(|said| &said.applies_to).map(|Brief(applies)| self.keys(record, applies)).collect()
    }

    /// The words that a record quotes.
    pub(super) fn quotes(&self, record: &Published) -> Vec<QuoteText> {
        let said = record.said(self.lang).into_iter();
        said.flat_map(|said| &said.quotes)
            .map(|quote| QuoteText {
                kind: self.term(quote.kind.key(), quote.kind.label()),
                text: quote.text.known().map(|text| self.phrase(text)),
                gist: quote.gist.as_ref().map(|gist| self.phrase(gist)),
                by: self.phrase(&quote.by),
                source: quote
                    .source
                    .as_ref()
                    .map(|source| self.source_text(&source.0))
                    .or_else(|| self.source(record)),
                record: self.record_ref(record),
            })
            .collect()
    }

    pub(super) fn source_text(&self, source: &NamedSource) -> SourceText {
        SourceText {
            name: self.phrase(&source.name),
            url: source.url.as_ref().map(|url| url.0.clone()),
            date: source.date.map(|date| self.date(date)),
        }
    }

    /// What all records demand and forbid. A document that was revoked or has expired demands nothing.
    pub(super) fn conduct_rules(&self) -> ConductRules {
        let mut rules = ConductRules { duties: Vec::new(), prohibitions: Vec::new() };
        for record in self.bindings() {
            rules.duties.extend(self.conduct(record, |said| &said.duties));
            rules.prohibitions.extend(self.conduct(record, |said| &said.prohibitions));
        }
        rules
    }

    /// The address of the page on conduct, if the portal has one.
    pub(super) fn conduct_url(&self) -> Option<Href> {
        let planned = format!("{}{CONDUCT}", self.site.view.config().prefix(self.lang));
        self.site.plan.jobs.has(&planned).then(|| self.url(CONDUCT))
    }

    /// The records whose rules hold.
    fn bindings(&self) -> impl Iterator<Item = &'s Published> {
        let view = &self.site.view;
        view.records().iter().filter(|record| match self.document(record) {
            Some(document) => !matches!(
                view.standing(record, document).status,
                DocumentStatus::Revoked | DocumentStatus::Expired
            ),
            None => record.is_live(),
        })
    }

    fn document(&self, record: &'s Published) -> Option<&'s Document> {
        match record.detail(self.lang) {
            PublishedDetail::Document(document) => Some(document),
            _ => None,
        }
    }

    /// The page on conduct.
    pub fn conduct_page(&self, url: &str) -> ConductPage<'s> {
        let title =
            self.lang.pick("Apa yang wajib dan apa yang dilarang", "What is demanded and what is forbidden");
        let description = self.lang.pick(
            "Kewajiban, larangan, dan ancaman sanksi tentang netralitas, dari semua dokumen dan catatan portal ini.",
            "Duties, prohibitions and threatened sanctions on neutrality, from all documents and records of this portal.",
        );
        let applies_to = self
            .bindings()
            .map(|record| AppliesText { record: self.record_ref(record), groups: self.applies_to(record) })
            .filter(|applies| !applies.groups.is_empty());
        let penalties = self
            .bindings()
            .filter_map(|record| Some((record, self.document(record)?)))
            .filter(|(_, document)| !document.penalties.is_empty())
            .map(|(record, document)| PenaltiesText {
                record: self.record_ref(record),
                rules: document.penalties.iter().map(|rule| self.keys(record, rule)).collect(),
            });
        let mut quotes: Vec<QuoteText> =
            self.site.view.records().iter().flat_map(|record| self.quotes(record)).collect();
        quotes.sort_by_key(|quote| QuoteKind::from_key(&quote.kind.key));
        ConductPage {
            page: self.page(
                "apa-yang-boleh",
                PhraseText::own(title),
                description.to_owned(),
                url,
                CONDUCT,
                Vec::new(),
                None,
                true,
            ),
            rules: self.conduct_rules(),
            applies_to: applies_to.collect(),
            penalties: penalties.collect(),
            quotes,
        }
    }
}
