//! Team rosters and reporting lines.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, PhraseText, Ref, Term, Writer};
use crate::collections::Role;
use crate::collections::team::{ReportsTo, Team};
use crate::disclosure::{Published, PublishedDetail};
use crate::reading::Count;

/// A team.
#[derive(Serialize, JsonSchema)]
pub struct TeamText {
    /// Which kind of team.
    pub team_kind: Term,
    /// The year it was formed.
    pub year: Option<u64>,
    /// Its members, by post.
    pub members: Vec<MemberText>,
    /// Its duties.
    pub duties: Vec<PhraseText>,
    /// The reporting line, from the lowest team to the top.
    pub line: Vec<StepText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A member of a team.
#[derive(Serialize, JsonSchema)]
pub struct MemberText {
    /// The post in the team.
    pub position: Term,
    /// The office held.
    pub office_held: PhraseText,
    /// The OPD.
    pub office: Option<String>,
    /// How many hold the post.
    pub number: Option<CountText>,
    /// The name, where the portal shows names.
    pub name: Option<String>,
}

/// A step of a reporting line.
#[derive(Serialize, JsonSchema)]
pub struct StepText {
    /// The team or post.
    pub title: PhraseText,
    /// The team's page.
    pub url: Option<String>,
    /// Whether it is this page's own team.
    pub current: bool,
}

impl Writer<'_> {
    pub(super) fn team(&self, record: &Published, team: &Team) -> TeamText {
        let coded = team.duties.iter().map(|duty| PhraseText::own(duty.label().get(self.lang)));
        let worded = team.other_duties.iter().map(|duty| self.phrase(duty));
        let mut members: Vec<_> = team.members.iter().collect();
        members.sort_by_key(|member| member.position);
        TeamText {
            team_kind: self.term(team.kind.key(), team.kind.label()),
            year: team.year.as_ref().map(|year| year.value),
            members: members
                .into_iter()
                .map(|member| MemberText {
                    position: self.term(member.position.key(), member.position.label()),
                    office_held: self.phrase(&member.office_held),
                    office: member.office.as_ref().map(|code| {
                        self.site
                            .view
                            .office(code)
                            .map_or_else(|| code.value.clone(), |office| office.name.clone())
                    }),
                    number: member
                        .number
                        .filter(|number| *number != Count::Number(1, None))
                        .map(|number| self.count(number)),
                    name: member.name.as_ref().map(|name| name.value.clone()),
                })
                .collect(),
            duties: coded.chain(worded).collect(),
            line: self.reporting_line(record, team),
            election: self.election(team.calendar.as_ref()),
            legal_base: self.legal_base(&team.legal_base),
        }
    }

    /// From the teams that report to this one, over this one, up to the top.
    fn reporting_line(&self, record: &Published, team: &Team) -> Vec<StepText> {
        /// A longer line is a circle.
        const MAX_STEPS: usize = 8;
        let view = &self.site.view;
        let step = |record: &Published, current| StepText {
            title: self.phrase(record.title(self.lang)),
            url: Some(self.url(record.route())),
            current,
        };
        let below = self.site.plan.backlinks.get(record.id()).into_iter().flatten();
        let mut line: Vec<StepText> = below
            .filter(|(role, _)| *role == Role::ReportsTo)
            .map(|(_, index)| step(&view.records()[*index], false))
            .collect();
        line.push(step(record, true));
        let mut above = team.reports_to.clone();
        while let Some(to) = above.take().filter(|_| line.len() < MAX_STEPS) {
            match to {
                ReportsTo::Post(post) => {
                    line.push(StepText { title: self.phrase(&post), url: None, current: false })
                }
                ReportsTo::Team(target) => {
                    let Some(superior) = view.record(&target.id) else { break };
                    line.push(step(superior, false));
                    if let PublishedDetail::Team(team) = superior.detail(self.lang) {
                        above = team.reports_to.clone();
                    }
                }
            }
        }
        if line.len() == 1 { Vec::new() } else { line }
    }
}
