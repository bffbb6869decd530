//! Election calendars.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, PhraseText, Ref, Term, Writer};
use crate::collections::calendar::Calendar;

/// An election calendar.
#[derive(Serialize, JsonSchema)]
pub struct CalendarText {
    /// Which kind of election.
    pub election_kind: Term,
    /// The day of the vote, with the weekday.
    pub voting_day: DateText,
    /// The stages, in the order of their first day.
    pub stages: Vec<StageText>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A stage of an election.
#[derive(Serialize, JsonSchema)]
pub struct StageText {
    /// Its name.
    pub name: PhraseText,
    /// Which kind of stage.
    pub stage_kind: Term,
    /// When.
    pub when: DateText,
    /// The rule that it rests on.
    pub basis: Option<String>,
}

impl Writer<'_> {
    pub(super) fn calendar(&self, calendar: &Calendar) -> CalendarText {
        let mut stages: Vec<_> = calendar.stages.iter().collect();
        stages.sort_by_key(|stage| (stage.from, stage.to));
        CalendarText {
            election_kind: self.term(calendar.kind.key(), calendar.kind.label()),
            voting_day: self.weekday_date(calendar.voting_day.value),
            stages: stages
                .into_iter()
                .map(|stage| StageText {
                    name: self.phrase(&stage.name),
                    stage_kind: self.term(stage.kind.key(), stage.kind.label()),
                    when: if stage.open_ended == Some(true) {
                        self.open_range(stage.from, jiff::civil::Date::MAX)
                    } else {
                        self.range(stage.from, stage.to.unwrap_or(stage.from))
                    },
                    basis: stage.basis.clone(),
                })
                .collect(),
            legal_base: self.legal_base(&calendar.legal_base),
        }
    }
}
