//! Complaint channels.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, PhraseText, Term, Writer};
use crate::collections::channel::{Channel, ChannelState};
use crate::disclosure::Published;

/// A complaint channel.
#[derive(Serialize, JsonSchema)]
pub struct ChannelText {
    /// Its title.
    pub title: PhraseText,
    /// Its page.
    pub url: String,
    /// Its summary.
    pub summary: Option<PhraseText>,
    /// Which kind of channel.
    pub channel_kind: Term,
    /// Who runs it.
    pub operator: String,
    /// `buka`, `tutup`, `belum_dibuka` or `belum_diperiksa`, with a sentence.
    pub state: Term,
    /// Whether it takes reports.
    pub open: bool,
    /// The day somebody last tried it.
    pub verified_on: Option<DateText>,
    /// Telephone number.
    pub phone: Option<LinkText>,
    /// WhatsApp number.
    pub whatsapp: Option<LinkText>,
    /// E-mail address.
    pub email: Option<LinkText>,
    /// Web address.
    pub web: Option<LinkText>,
    /// Street address.
    pub address: Option<PhraseText>,
    /// Opening hours.
    pub hours: Option<PhraseText>,
    /// Whether it takes anonymous reports.
    pub anonymous: Option<bool>,
    /// What the reporter must bring.
    pub bring: Vec<PhraseText>,
}

/// A link that leaves the portal or starts a call.
#[derive(Serialize, JsonSchema)]
pub struct LinkText {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl Writer<'_> {
    /// A channel, for its own page and for the list of all.
    pub fn channel(&self, record: &Published, channel: &Channel) -> ChannelText {
        let contact = channel.contact.as_ref();
        let digits =
            |number: &str| -> String { number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect() };
        let link = |text: &String, href: String| LinkText { text: text.clone(), href };
        ChannelText {
            title: self.phrase(record.title(self.lang)),
            url: self.url(record.route()),
            summary: record.summary(self.lang).map(|summary| self.phrase(summary)),
            channel_kind: self.term(channel.kind.key(), channel.kind.label()),
            operator: channel.operator.clone(),
            state: self.channel_state(channel),
            open: matches!(
                channel.state(self.site.view.clock()),
                ChannelState::Open | ChannelState::Unverified(_)
            ),
            verified_on: channel.verified_on.as_ref().map(|day| self.date(day.value)),
            phone: contact
                .and_then(|contact| contact.phone.as_ref())
                .map(|number| link(number, format!("tel:{}", digits(number)))),
            whatsapp: contact.and_then(|contact| contact.whatsapp.as_ref()).map(|number| {
                let international = digits(number).trim_start_matches('+').to_owned();
                let international =
                    international.strip_prefix('0').map_or(international.clone(), |rest| format!("62{rest}"));
                link(number, format!("https://wa.me/{international}"))
            }),
            email: contact
                .and_then(|contact| contact.email.as_ref())
                .map(|email| link(email, format!("mailto:{}", email.trim()))),
            web: contact.and_then(|contact| contact.url.as_ref()).map(|url| {
                link(&url.0.trim_start_matches("https://").trim_end_matches('/').to_owned(), url.0.clone())
            }),
            address: contact.and_then(|contact| contact.address.as_ref()).map(|address| self.phrase(address)),
            hours: contact.and_then(|contact| contact.hours.as_ref()).map(|hours| self.phrase(hours)),
            anonymous: channel.anonymous,
            bring: channel.bring.iter().map(|item| self.phrase(item)).collect(),
        }
    }

    fn channel_state(&self, channel: &Channel) -> Term {
        let day = |day| self.date(day).text;
        let (key, id, en) = match channel.state(self.site.view.clock()) {
            ChannelState::Open => ("buka", "Menerima laporan".to_owned(), "Takes reports".to_owned()),
            ChannelState::NotYet(from) => {
                ("belum_dibuka", format!("Dibuka {}", day(from)), format!("Opens on {}", day(from)))
            }
            ChannelState::Closed(until) => {
                ("tutup", format!("Ditutup sejak {}", day(until)), format!("Closed since {}", day(until)))
            }
            ChannelState::Unverified(Some(on)) => (
                "belum_diperiksa",
                format!("Terakhir diperiksa {}; mungkin sudah berubah", day(on)),
                format!("Last checked on {}; may have changed", day(on)),
            ),
            ChannelState::Unverified(None) => (
                "belum_diperiksa",
                "Belum ada catatan pemeriksaan".to_owned(),
                "No record of a check".to_owned(),
            ),
        };
        Term { key: key.to_owned(), label: self.lang.pick(id, en) }
    }
}
