//! The stages of a case from report to sanction, with the numbers that the portal publishes.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, PhraseText, Ref, Term, Writer};
use crate::address::Href;
use crate::collections::Kind;
use crate::collections::report::{CaseStage, ReportCounts};
use crate::collections::statement::CaseStep;
use crate::collections::team::TeamOrPost;
use crate::disclosure::{Published, PublishedDetail};
use crate::reading::RecordRef;

/// The stages of a case, in order, without its exits.
#[derive(Serialize, JsonSchema)]
pub struct RoadText {
    /// The stages.
    pub steps: Vec<RoadStep>,
    /// What the numbers count.
    pub unit: Option<String>,
    /// Page of the report series that the numbers come from.
    pub source: Option<Ref>,
}

/// One stage of the road.
#[derive(Serialize, JsonSchema)]
pub struct RoadStep {
    /// The stage.
    pub stage: Term,
    /// Who acts, and what happens, by law.
    pub text: String,
    /// What the portal's own records say of this stage.
    pub own: Vec<OwnStepText>,
    /// Cases that reached it.
    pub number: Option<CountText>,
    /// Where a case may end instead of going on.
    pub exits: Vec<RoadStep>,
}

/// What a record says of a stage.
#[derive(Serialize, JsonSchema)]
pub struct OwnStepText {
    /// Who acts.
    pub by: Option<ActorText>,
    /// What happens.
    pub text: PhraseText,
    /// The record that says so.
    pub record: Ref,
}

/// A team, or an office.
#[derive(Serialize, JsonSchema)]
pub struct ActorText {
    /// Its name.
    pub title: PhraseText,
    /// Its page, if it has one.
    pub url: Option<Href>,
}

impl<'s> Writer<'s> {
    /// Who acts: a team with its page, or an office.
    pub(super) fn actor(&self, actor: &TeamOrPost) -> Option<ActorText> {
        match actor {
            TeamOrPost::Team(team) => {
                let team = self.ref_to(&team.id)?;
                Some(ActorText { title: team.title, url: Some(team.url) })
            }
            TeamOrPost::Post(post) => Some(ActorText { title: self.phrase(post), url: None }),
        }
    }

    /// The road on the page of a record: of those that deal with cases, and of those that say something of it.
    pub fn road_of(&self, record: &Published) -> Option<RoadText> {
        let said = record.said(self.lang)?;
        match record.detail(self.lang) {
            PublishedDetail::Sanction(sanction) => Some(self.road(sanction.calendar.as_ref())),
            PublishedDetail::Reports(reports) => Some(self.road_with(Some((record, reports)))),
            PublishedDetail::Team(_) | PublishedDetail::Channel(_) => Some(self.road(None)),
            _ => (!said.case_steps.is_empty()).then(|| self.road(None)),
        }
    }

    /// The stages of a case, with numbers from the latest report series of an election.
    pub fn road(&self, election: Option<&RecordRef>) -> RoadText {
        let election = election.map(|calendar| calendar.id.as_str());
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
        self.road_with(found)
    }

    fn road_with(&self, found: Option<(&Published, &ReportCounts)>) -> RoadText {
        let reports = found.map(|(_, reports)| reports);
        let said: Vec<(&Published, &CaseStep)> = self
            .site
            .view
            .records()
            .iter()
            .filter_map(|record| Some((record, record.said(self.lang)?)))
            .flat_map(|(record, said)| said.case_steps.iter().map(move |step| (record, step)))
            .collect();
        let steps = CaseStage::ALL
            .iter()
            .filter(|stage| !stage.is_exit())
            .map(|stage| self.road_step(*stage, reports, &said))
            .collect();
        RoadText {
            steps,
            unit: reports.map(|reports| reports.unit.label().get(self.lang).to_owned()),
            source: found.map(|(record, _)| self.record_ref(record)),
        }
    }

    fn road_step(
        &self,
        stage: CaseStage,
        reports: Option<&ReportCounts>,
        said: &[(&Published, &CaseStep)],
    ) -> RoadStep {
        let counted = reports.and_then(|reports| reports.stages.iter().find(|count| count.stage == stage));
        RoadStep {
            stage: self.term(stage.key(), stage.label()),
            text: stage.explanation().get(self.lang).to_owned(),
            own: said
                .iter()
                .filter(|(_, step)| step.stage == stage)
                .map(|(record, step)| OwnStepText {
                    by: step.by.as_ref().and_then(|by| self.actor(by)),
                    text: self.phrase(&step.text),
                    record: self.record_ref(record),
                })
                .collect(),
            number: counted.map(|count| self.count(count.number)),
            exits: stage.exits().iter().map(|exit| self.road_step(*exit, reports, said)).collect(),
        }
    }
}
