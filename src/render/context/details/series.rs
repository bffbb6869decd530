//! Series about persons, in their published forms. Their tables are figures.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, DateText, Ref, Term, Writer};
use super::Detailed;
use crate::disclosure::pact::PublishedPact;
use crate::disclosure::{Published, PublishedSanction};
use crate::share::Share;

/// A pact series; its numbers are figures.
#[derive(Serialize, JsonSchema)]
pub struct PactText {
    /// Which pact.
    pub kind: Term,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
    /// Who signs.
    pub signers: Vec<Term>,
    /// The latest day that the counts speak of.
    pub as_of: Option<DateText>,
    /// Persons who should sign, on that day.
    pub target: Option<CountText>,
    /// Persons who have signed, on that day.
    pub signed: Option<CountText>,
    /// The share, where both are numbers.
    pub share: Option<String>,
    /// What is counted.
    pub unit: String,
    /// The election that it belongs to.
    pub calendar: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A sanction series.
#[derive(Serialize, JsonSchema)]
pub struct SanctionText {
    /// What it counts.
    pub outcome: Term,
    /// Who issued it.
    pub authority: Term,
    /// The period that it covers.
    pub period: Option<DateText>,
    /// How many.
    pub total: CountText,
    /// Of what.
    pub unit: String,
    /// The day that the figure speaks of.
    pub as_of: Option<DateText>,
    /// The election that it belongs to.
    pub calendar: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
    /// The least number of persons that a row speaks of; absent where only the total is published.
    pub min_cell: Option<String>,
}

impl Detailed for PublishedPact {
    type Text<'a> = PactText;

    fn text(&self, writer: Writer<'_>, _: &Published) -> PactText {
        let pact = self;
        let latest = pact.totals.last();
        let share = latest.and_then(|(_, signed)| {
            let (part, whole) = signed.signed.number().zip(signed.target.number())?;
            Share::new(part, whole)
        });
        PactText {
            kind: writer.term(pact.kind.key(), pact.kind.label()),
            compulsory: pact.compulsory,
            signers: pact.signers.iter().map(|group| writer.term(group.key(), group.label())).collect(),
            as_of: latest.map(|(day, _)| writer.as_of(*day)),
            target: latest.map(|(_, signed)| writer.count(signed.target)),
            signed: latest.map(|(_, signed)| writer.count(signed.signed)),
            share: share.map(|share| writer.site.formatter(writer.lang).percent(share)),
            unit: pact.unit.label().get(writer.lang).to_owned(),
            calendar: writer.election(pact.calendar.as_ref()),
            legal_base: writer.legal_base(&pact.legal_base),
        }
    }
}

impl Detailed for PublishedSanction {
    type Text<'a> = SanctionText;

    fn text(&self, writer: Writer<'_>, _: &Published) -> SanctionText {
        let sanction = self;
        SanctionText {
            outcome: writer.term(sanction.outcome.key(), sanction.outcome.label()),
            authority: writer.term(sanction.authority.key(), sanction.authority.label()),
            period: sanction.period.map(|period| writer.range(period.from, period.to)),
            total: writer.count(sanction.total),
            unit: sanction.unit.label().get(writer.lang).to_owned(),
            as_of: sanction.as_of.map(|as_of| writer.as_of(as_of)),
            calendar: writer.election(sanction.calendar.as_ref()),
            legal_base: writer.legal_base(&sanction.legal_base),
            min_cell: sanction
                .rows
                .as_ref()
                .map(|rows| writer.site.formatter(writer.lang).integer(rows.thresholds.k)),
        }
    }
}
