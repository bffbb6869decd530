//! What the page of each content type shows beside what all records have: one file a type.

mod calendar;
mod channel;
mod document;
mod event;
mod monitoring;
mod road;
mod series;
mod team;
mod transfer;

use schemars::JsonSchema;
use serde::Serialize;

use super::{DateText, PhraseText, Ref, Writer};
use crate::collections::common::{Refs, Withdrawn};
use crate::disclosure::{Published, PublishedDetail};
use crate::reading::RecordRef;

pub use calendar::{CalendarText, StageText};
pub use channel::{ChannelText, LinkText};
pub use document::{ArticleText, DocumentText, PenaltyText, RelatedText, RelationText};
pub use event::{EventText, PledgeText, VideoText};
pub use monitoring::MonitoringText;
pub use road::{RoadStep, RoadText};
pub use series::{PactText, ReportsText, SanctionText};
pub use team::{MemberText, StepText, TeamText};
pub use transfer::{ApprovalText, TransferText, UncoveredText};

/// The keys of a record's own type, under a name of its own: `document`, `team`, ….
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the type that it holds")]
pub enum DetailText {
    Tombstone(TombstoneText),
    Plain(PlainText),
    Document(Box<DocumentText>),
    Pact(PactText),
    Team(TeamText),
    Sanction(SanctionText),
    Channel(ChannelText),
    Reports(ReportsText),
    Event(EventText),
    Pledge(PledgeText),
    Transfer(TransferText),
    Monitoring(MonitoringText),
    Calendar(CalendarText),
}

/// Pages and news: nothing beside the date.
#[derive(Serialize, JsonSchema)]
pub struct PlainText {
    /// The day, of news.
    pub date: Option<DateText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
}

/// What is left of a withdrawn record.
#[derive(Serialize, JsonSchema)]
pub struct TombstoneText {
    /// The day of the withdrawal.
    pub on: DateText,
    /// The reason.
    pub reason: PhraseText,
}

impl Writer<'_> {
    /// The details of a record.
    pub fn detail(&self, record: &Published) -> DetailText {
        match record.detail(self.lang) {
            PublishedDetail::Tombstone(withdrawn) => DetailText::Tombstone(self.tombstone(withdrawn)),
            PublishedDetail::Page(_) => DetailText::Plain(PlainText { date: None, election: None }),
            PublishedDetail::News(news) => DetailText::Plain(PlainText {
                date: news.date.as_ref().map(|date| self.weekday_date(date.value)),
                election: self.election(news.calendar.as_ref()),
            }),
            PublishedDetail::Document(document) => {
                DetailText::Document(Box::new(self.document(record, document)))
            }
            PublishedDetail::Pact(pact) => DetailText::Pact(self.pact(pact)),
            PublishedDetail::Team(team) => DetailText::Team(self.team(record, team)),
            PublishedDetail::Sanction(sanction) => DetailText::Sanction(self.sanction(sanction)),
            PublishedDetail::Channel(channel) => DetailText::Channel(self.channel(record, channel)),
            PublishedDetail::Reports(reports) => DetailText::Reports(self.reports(reports)),
            PublishedDetail::Event(event) => DetailText::Event(self.event(event)),
            PublishedDetail::Pledge(pledge) => DetailText::Pledge(self.pledge(record, pledge)),
            PublishedDetail::Transfer(transfer) => DetailText::Transfer(self.transfer(transfer)),
            PublishedDetail::Monitoring(monitoring) => DetailText::Monitoring(self.monitoring(monitoring)),
            PublishedDetail::Calendar(calendar) => DetailText::Calendar(self.calendar(calendar)),
        }
    }

    fn tombstone(&self, withdrawn: &Withdrawn) -> TombstoneText {
        TombstoneText { on: self.date(withdrawn.on), reason: self.phrase(&withdrawn.reason) }
    }

    fn election(&self, calendar: Option<&RecordRef>) -> Option<Ref> {
        calendar.and_then(|calendar| self.ref_to(&calendar.id))
    }

    fn legal_base(&self, refs: &Refs) -> Vec<Ref> {
        refs.iter().filter_map(|target| self.ref_to(&target.id)).collect()
    }

    /// A span whose end may be open.
    fn open_range(&self, from: jiff::civil::Date, to: jiff::civil::Date) -> DateText {
        if to == jiff::civil::Date::MAX {
            let start = self.date(from);
            let text = self.lang.pick(format!("sejak {}", start.text), format!("from {} on", start.text));
            return DateText { text, ..start };
        }
        self.range(from, to)
    }
}
