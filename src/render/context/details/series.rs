//! Series of counts: pacts, sanctions, reports. Their tables are figures.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, DateText, Ref, Term, Writer};
use crate::collections::report::ReportCounts;
use crate::disclosure::PublishedSanction;
use crate::disclosure::pact::PublishedPact;
use crate::share::Share;

/// A pact series; its numbers are figures.
#[derive(Serialize, JsonSchema)]
pub struct PactText {
    /// Which pact.
    pub pact_kind: Term,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
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
    pub election: Option<Ref>,
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
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
    /// The least number of persons that a row speaks of; absent where only the total is published.
    pub min_cell: Option<String>,
    /// The road of a case from report to sanction.
    pub road: super::RoadText,
}

/// Counts of reports.
#[derive(Serialize, JsonSchema)]
pub struct ReportsText {
    /// The period.
    pub period: Option<DateText>,
    /// The day that the counts speak of.
    pub as_of: DateText,
    /// All reports.
    pub total: Option<CountText>,
    /// What is counted.
    pub unit: String,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

impl Writer<'_> {
    pub(super) fn pact(&self, pact: &PublishedPact) -> PactText {
        let latest = pact.totals.last();
        let share = latest.and_then(|(_, signed)| {
            let (part, whole) = signed.signed.number().zip(signed.target.number())?;
            Share::new(part, whole)
        });
        PactText {
            pact_kind: self.term(pact.kind.key(), pact.kind.label()),
            compulsory: pact.compulsory,
            as_of: latest.map(|(day, _)| self.as_of(*day)),
            target: latest.map(|(_, signed)| self.count(signed.target)),
            signed: latest.map(|(_, signed)| self.count(signed.signed)),
            share: share.map(|share| self.site.formatter(self.lang).percent(share)),
            unit: pact.unit.label().get(self.lang).to_owned(),
            election: self.election(pact.calendar.as_ref()),
            legal_base: self.legal_base(&pact.legal_base),
        }
    }

    pub(super) fn sanction(&self, sanction: &PublishedSanction) -> SanctionText {
        SanctionText {
            outcome: self.term(sanction.outcome.key(), sanction.outcome.label()),
            authority: self.term(sanction.authority.key(), sanction.authority.label()),
            period: sanction.period.map(|period| self.range(period.from, period.to)),
            total: self.count(sanction.total),
            unit: sanction.unit.label().get(self.lang).to_owned(),
            as_of: sanction.as_of.map(|as_of| self.as_of(as_of)),
            election: self.election(sanction.calendar.as_ref()),
            legal_base: self.legal_base(&sanction.legal_base),
            min_cell: sanction
                .rows
                .as_ref()
                .map(|rows| self.site.formatter(self.lang).integer(rows.thresholds.k)),
            road: self.road(sanction),
        }
    }

    pub(super) fn reports(&self, reports: &ReportCounts) -> ReportsText {
        ReportsText {
            period: reports.period.as_ref().map(|period| self.range(period.from, period.to)),
            as_of: self.as_of(reports.as_of),
            total: reports.total.as_ref().map(|total| self.count(total.value)),
            unit: reports.unit.label().get(self.lang).to_owned(),
            election: self.election(reports.calendar.as_ref()),
            legal_base: self.legal_base(&reports.legal_base),
        }
    }
}
