//! The stages of a case from report to sanction, with the numbers that the portal publishes.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, Term, Writer};
use crate::collections::Kind;
use crate::collections::report::{CaseStage, ReportCounts};
use crate::disclosure::{PublishedDetail, PublishedSanction};

/// The stages of a case, in order, without its exits.
#[derive(Serialize, JsonSchema)]
pub struct RoadText {
    /// The stages.
    pub steps: Vec<RoadStep>,
    /// What the numbers count.
    pub unit: Option<String>,
    /// Page of the report series that the numbers come from.
    pub source: Option<super::super::Ref>,
}

/// One stage of the road.
#[derive(Serialize, JsonSchema)]
pub struct RoadStep {
    /// The stage.
    pub stage: Term,
    /// Who acts, and what happens.
    pub text: String,
    /// Cases that reached it.
    pub number: Option<CountText>,
    /// Where a case may end instead of going on.
    pub exits: Vec<RoadStep>,
}

impl Writer<'_> {
    /// The stages of the cases that a sanction series counts, with numbers from the latest report series of
    /// the same election.
    pub(super) fn road(&self, sanction: &PublishedSanction) -> RoadText {
        let election = sanction.calendar.as_ref().map(|calendar| calendar.id.as_str());
        let found = self
            .site
            .view
            .of_kind(Kind::Reports)
            .filter_map(|record| match record.detail(self.lang) {
                PublishedDetail::Reports(reports) => Some((record, reports)),
                _ => None,
            })
            .filter(|(_, reports)| {
                election.is_some() && reports.calendar.as_ref().map(|own| own.id.as_str()) == election
            })
            .max_by(|a, b| (a.1.as_of, b.0.id()).cmp(&(b.1.as_of, a.0.id())));
        let reports = found.map(|(_, reports)| reports);
        let steps = CaseStage::ALL
            .iter()
            .filter(|stage| !stage.is_exit())
            .map(|stage| self.road_step(*stage, reports))
            .collect();
        RoadText {
            steps,
            unit: reports.map(|reports| reports.unit.label().get(self.lang).to_owned()),
            source: found.map(|(record, _)| self.record_ref(record)),
        }
    }

    fn road_step(&self, stage: CaseStage, reports: Option<&ReportCounts>) -> RoadStep {
        let counted = reports.and_then(|reports| reports.stages.iter().find(|count| count.stage == stage));
        RoadStep {
            stage: self.term(stage.key(), stage.label()),
            text: stage.explanation().get(self.lang).to_owned(),
            number: counted.map(|count| self.count(count.number)),
            exits: stage.exits().iter().map(|exit| self.road_step(*exit, reports)).collect(),
        }
    }
}
