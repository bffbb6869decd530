//! Complaint channels.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{KeysText, PhraseText, Term, Writer};
use super::Detailed;
use crate::address::Href;
use crate::collections::channel::{Channel, ChannelState, Contact};
use crate::disclosure::Published;
use crate::reading::{MailAddress, Phone, Several, WebUrl, WhatsApp};

/// A complaint channel.
#[derive(Serialize, JsonSchema)]
pub struct ChannelText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Channel>,
    /// Its title.
    pub title: PhraseText,
    /// Its page.
    pub url: Href,
    /// Its summary.
    pub summary: Option<PhraseText>,
    /// `buka`, `tutup`, `belum_dibuka` or `belum_diperiksa`, with a sentence.
    pub state: Term,
    /// Whether it takes reports.
    pub open: bool,
    /// Telephone numbers.
    pub phone: Vec<LinkText>,
    /// WhatsApp numbers.
    pub whatsapp: Vec<LinkText>,
    /// E-mail addresses.
    pub email: Vec<LinkText>,
    /// Web addresses.
    pub web: Vec<LinkText>,
}

/// A link that leaves the portal or starts a call.
#[derive(Serialize, JsonSchema)]
pub struct LinkText {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl LinkText {
    /// A link that calls a number.
    pub fn call(phone: &Phone) -> Self {
        Self { text: phone.text.clone(), href: phone.href() }
    }

    /// A link that opens a chat.
    pub fn chat(number: &WhatsApp) -> Self {
        Self { text: number.text().to_owned(), href: number.href() }
    }

    /// A link that begins a mail.
    pub fn mail(address: &MailAddress) -> Self {
        Self { text: address.0.clone(), href: address.href() }
    }

    /// A link to another site.
    pub fn site(url: &WebUrl) -> Self {
        Self {
            text: url.0.trim_start_matches("https://").trim_end_matches('/').to_owned(),
            href: url.0.clone(),
        }
    }
}

/// The links of one key of a channel's contacts.
fn links<'c, T: 'c>(
    contact: Option<&'c Contact>,
    key: impl FnOnce(&'c Contact) -> &'c Several<T>,
    link: impl FnMut(&'c T) -> LinkText,
) -> Vec<LinkText> {
    contact.map(|contact| key(contact).iter().map(link).collect()).unwrap_or_default()
}

/// The context of a channel is the same on its own page and in the list of all channels.
impl Detailed for Channel {
    type Text<'a> = ChannelText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> ChannelText<'a> {
        let channel = self;
        let contact = channel.contact.as_ref();
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
            phone: links(contact, |contact| &contact.phone, LinkText::call),
            whatsapp: links(contact, |contact| &contact.whatsapp, LinkText::chat),
            email: links(contact, |contact| &contact.email, LinkText::mail),
            web: links(contact, |contact| &contact.url, LinkText::site),
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
