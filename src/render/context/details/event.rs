//! Events and pledges.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, KeysText, PhraseText, Writer};
use super::Detailed;
use crate::collections::event::Event;
use crate::collections::pledge::Pledge;
use crate::disclosure::Published;

/// An event.
#[derive(Serialize, JsonSchema)]
pub struct EventText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Event>,
    /// When: the day with its weekday, or the first and the last day.
    pub when: Option<DateText>,
}

impl Detailed for Event {
    type Text<'a> = EventText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> EventText<'a> {
        EventText {
            keys: writer.keys(record, self),
            when: self.date.as_ref().map(|date| match &self.until {
                Some(until) => writer.range(date.value, until.value),
                None => writer.weekday_date(date.value),
            }),
        }
    }
}

/// A pledge.
#[derive(Serialize, JsonSchema)]
pub struct PledgeText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Pledge>,
    /// What is said and shown in the video, as paragraphs.
    pub transcript: Vec<PhraseText>,
}

impl Detailed for Pledge {
    type Text<'a> = PledgeText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> PledgeText<'a> {
        let transcript = self.video.as_ref().and_then(|video| video.transcript.known());
        let paragraphs = transcript.into_iter().flat_map(|transcript| {
            let texts = transcript.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
            texts.map(|text| PhraseText { text: text.to_owned(), ..writer.phrase(transcript) })
        });
        PledgeText { keys: writer.keys(record, self), transcript: paragraphs.collect() }
    }
}
