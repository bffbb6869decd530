//! Team rosters and reporting lines.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{KeysText, PhraseText, Ref, Writer};
use super::Detailed;
use crate::address::Href;
use crate::collections::Role;
use crate::collections::team::{Member, Team, TeamOrPost};
use crate::disclosure::{Published, PublishedDetail};

/// A team.
#[derive(Serialize, JsonSchema)]
pub struct TeamText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Team>,
    /// Its members, by post.
    pub roster: Vec<MemberText<'a>>,
    /// Teams that report to this one.
    pub below: Vec<Ref>,
    /// The reporting line, from this team to the top; empty if it reports to nobody.
    pub line: Vec<StepText>,
}

/// A member of a team.
#[derive(Serialize, JsonSchema)]
pub struct MemberText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Member>,
    /// The name of the OPD.
    pub office_name: Option<String>,
}

/// A step of a reporting line.
#[derive(Serialize, JsonSchema)]
pub struct StepText {
    /// The team or post.
    pub title: PhraseText,
    /// The team's page.
    pub url: Option<Href>,
    /// Whether it is this page's own team.
    pub current: bool,
}

impl Detailed for Team {
    type Text<'a> = TeamText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> TeamText<'a> {
        let mut members: Vec<&Member> = self.members.iter().collect();
        members.sort_by_key(|member| member.position);
        let office_name = |code: &str| {
            writer.site.view.office(code).map_or_else(|| code.to_owned(), |office| office.name.clone())
        };
        let roster = members.into_iter().map(|member| MemberText {
            keys: writer.keys(record, member),
            office_name: member.office.as_ref().map(|code| office_name(code)),
        });
        TeamText {
            keys: writer.keys(record, self),
            roster: roster.collect(),
            below: writer.reporting_here(record),
            line: writer.reporting_line(record, self),
        }
    }
}

impl Writer<'_> {
    /// The teams that report to this one.
    fn reporting_here(&self, record: &Published) -> Vec<Ref> {
        let below = self.site.plan.backlinks.get(record.id()).into_iter().flatten();
        below
            .filter(|(role, _)| *role == Role::ReportsTo)
            .map(|(_, index)| self.record_ref(&self.site.view.records()[*index]))
            .collect()
    }

    /// The teams from this one to the top.
    fn reporting_line(&self, record: &Published, team: &Team) -> Vec<StepText> {
        /// A longer line contains a circle.
        const MAX_STEPS: usize = 8;
        let view = &self.site.view;
        let step = |record: &Published, current| StepText {
            title: self.phrase(record.title(self.lang)),
            url: Some(self.url(record.route())),
            current,
        };
        let mut line = vec![step(record, true)];
        let mut above = team.reports_to.clone();
        while let Some(to) = above.take().filter(|_| line.len() < MAX_STEPS) {
            match to {
                TeamOrPost::Post(post) => {
                    line.push(StepText { title: self.phrase(&post), url: None, current: false })
                }
                TeamOrPost::Team(target) => {
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
