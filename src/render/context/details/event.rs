//! Events and pledges.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{CountText, DateText, PhraseText, Ref, Term, Writer};
use super::LinkText;
use crate::collections::event::Event;
use crate::collections::pledge::Pledge;
use crate::disclosure::Published;

/// An event.
#[derive(Serialize, JsonSchema)]
pub struct EventText {
    /// Which kind of event.
    pub event_kind: Term,
    /// When, with the weekday.
    pub date: Option<DateText>,
    /// When it recurs.
    pub recurring: Option<PhraseText>,
    /// Time of day with the zone: "08.00 WITA".
    pub time: Option<String>,
    /// In the room, online or both.
    pub mode: Option<Term>,
    /// The place.
    pub place: Option<PhraseText>,
    /// Who holds it.
    pub organisers: Vec<String>,
    /// Who takes part in holding it.
    pub partners: Vec<String>,
    /// How many took part.
    pub participants: Option<CountText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A pledge.
#[derive(Serialize, JsonSchema)]
pub struct PledgeText {
    /// The day, with the weekday.
    pub date: Option<DateText>,
    /// The place.
    pub place: Option<PhraseText>,
    /// Who spoke it.
    pub speakers: Option<PhraseText>,
    /// The video.
    pub video: Option<VideoText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A video.
#[derive(Serialize, JsonSchema)]
pub struct VideoText {
    /// The file in the portal.
    pub file_url: Option<String>,
    /// Its captions.
    pub captions_url: Option<String>,
    /// Where it is, if not in the portal.
    pub link: Option<LinkText>,
    /// Its length.
    pub duration: Option<String>,
    /// What is said and shown, as paragraphs.
    pub transcript: Vec<PhraseText>,
}

impl Writer<'_> {
    pub(super) fn event(&self, event: &Event) -> EventText {
        let zone = self.site.view.config().zone;
        EventText {
            event_kind: self.term(event.kind.key(), event.kind.label()),
            date: event.date.as_ref().map(|date| match &event.until {
                Some(until) => self.range(date.value, until.value),
                None => self.weekday_date(date.value),
            }),
            recurring: event.recurring.as_ref().map(|recurring| self.phrase(recurring)),
            time: event.time.map(|time| {
                let point = self.lang.pick('.', ':');
                format!("{:02}{point}{:02} {}", time.hour, time.minute, zone.key())
            }),
            mode: event.mode.map(|mode| self.term(mode.key(), mode.label())),
            place: event.place.as_ref().map(|place| self.phrase(place)),
            organisers: event.organisers.clone(),
            partners: event.partners.clone(),
            participants: event.participants.map(|count| self.count(count)),
            election: self.election(event.calendar.as_ref()),
            legal_base: self.legal_base(&event.legal_base),
        }
    }

    pub(super) fn pledge(&self, record: &Published, pledge: &Pledge) -> PledgeText {
        let file = |name: &str| self.file_url(&format!("{}{name}", record.route()));
        PledgeText {
            date: pledge.date.as_ref().map(|date| self.weekday_date(date.value)),
            place: pledge.place.as_ref().map(|place| self.phrase(place)),
            speakers: pledge.speakers.as_ref().map(|speakers| self.phrase(speakers)),
            video: pledge.video.as_ref().map(|video| VideoText {
                file_url: video.file.as_ref().map(|name| file(&name.0)),
                captions_url: video.captions.as_ref().map(|name| file(&name.0)),
                link: video.url.as_ref().map(|url| LinkText {
                    text: url.0.trim_start_matches("https://").split('/').next().unwrap_or(&url.0).to_owned(),
                    href: url.0.clone(),
                }),
                duration: video.duration.clone(),
                transcript: video
                    .transcript
                    .text
                    .split("\n\n")
                    .map(|paragraph| PhraseText {
                        text: paragraph.trim().to_owned(),
                        ..self.phrase(&video.transcript)
                    })
                    .filter(|paragraph| !paragraph.text.is_empty())
                    .collect(),
            }),
            election: self.election(pledge.calendar.as_ref()),
            legal_base: self.legal_base(&pledge.legal_base),
        }
    }
}
