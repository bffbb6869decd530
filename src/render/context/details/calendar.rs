//! Election calendars.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, KeysText, Writer};
use super::Detailed;
use crate::collections::calendar::{Calendar, Stage};
use crate::disclosure::Published;

/// An election calendar.
#[derive(Serialize, JsonSchema)]
pub struct CalendarText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Calendar>,
    /// The stages, in the order of their first day.
    pub timeline: Vec<StageText<'a>>,
}

/// A stage of an election.
#[derive(Serialize, JsonSchema)]
pub struct StageText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Stage>,
    /// From when to when.
    pub when: DateText,
}

impl Detailed for Calendar {
    type Text<'a> = CalendarText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> CalendarText<'a> {
        let mut stages: Vec<&Stage> = self.stages.iter().map(|stage| &stage.value).collect();
        stages.sort_by_key(|stage| (stage.from, stage.to));
        let timeline = stages.into_iter().map(|stage| StageText {
            keys: writer.keys(record, stage),
            when: match stage.open_ended {
                Some(true) => writer.open_range(stage.from, jiff::civil::Date::MAX),
                _ => writer.range(stage.from, stage.to.unwrap_or(stage.from)),
            },
        });
        CalendarText { keys: writer.keys(record, self), timeline: timeline.collect() }
    }
}
