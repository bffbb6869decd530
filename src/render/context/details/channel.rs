//! Complaint channels.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{KeysText, PhraseText, Term, Writer};
use super::Detailed;
use crate::collections::channel::{Channel, ChannelState};
use crate::disclosure::Published;

/// A complaint channel.
#[derive(Serialize, JsonSchema)]
pub struct ChannelText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Channel>,
    /// Its title.
    pub title: PhraseText,
    /// Its page.
    pub url: String,
    /// Its summary.
    pub summary: Option<PhraseText>,
    /// `buka`, `tutup`, `belum_dibuka` or `belum_diperiksa`, with a sentence.
    pub state: Term,
    /// Whether it takes reports.
    pub open: bool,
    /// Telephone number.
    pub phone: Option<LinkText>,
    /// WhatsApp number.
    pub whatsapp: Option<LinkText>,
    /// E-mail address.
    pub email: Option<LinkText>,
    /// Web address.
    pub web: Option<LinkText>,
}

/// A link that leaves the portal or starts a call.
#[derive(Serialize, JsonSchema)]
pub struct LinkText {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The context of a channel is the same on its own page and in the list of all channels.
impl Detailed for Channel {
    type Text<'a> = ChannelText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> ChannelText<'a> {
        let channel = self;
        let contact = channel.contact.as_ref();
        let digits =
            |number: &str| -> String { number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect() };
        let link = |text: &String, href: String| LinkText { text: text.clone(), href };
        ChannelText {
            keys: writer.keys(record, self),
            title: writer.phrase(record.title(writer.lang)),
            url: writer.url(record.route()),
            summary: record.summary(writer.lang).map(|summary| writer.phrase(summary)),
            state: writer.channel_state(channel),
            open: matches!(
                channel.state(writer.site.view.clock()),
                ChannelState::Open | ChannelState::Unverified(_)
            ),
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
        }
    }
}

impl Writer<'_> {
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
