//! Complaint channels.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, KeysText, PhraseText, Term, Writer};
use super::{ActorText, Detailed};
use crate::address::Href;
use crate::collections::channel::{Channel, ChannelState, Contact};
use crate::collections::national;
use crate::disclosure::{Published, PublishedDetail};
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
    /// Whether the page says how to reach it. A channel without contacts is none that can be tapped.
    pub reachable: bool,
    /// Whom to ask how to reach it: who runs it, or else the institution of the portal.
    pub ask: String,
    /// Who follows its reports up.
    pub handler: Option<ActorText>,
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
            reachable: channel.is_reachable(),
            ask: channel.operator.known().unwrap_or(&writer.site.view.config().institution).clone(),
            handler: channel.handled_by.as_ref().and_then(|handler| writer.actor(handler)),
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
            // Nobody who only reads the page can use it, whatever its dates say.
            ChannelState::Open | ChannelState::Unverified(_) if !channel.is_reachable() => (
                "tanpa_kontak",
                "Cara menghubunginya tidak dilaporkan".to_owned(),
                "How to reach it is not reported".to_owned(),
            ),
            ChannelState::Open => match &channel.valid_until {
                Some(until) => {
                    let until = day(until.value);
                    (
                        "buka",
                        format!("Menerima laporan sampai {until}"),
                        format!("Takes reports until {until}"),
                    )
                }
                None => ("buka", "Menerima laporan".to_owned(), "Takes reports".to_owned()),
            },
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
                "Saluran ini belum dicoba oleh pengelola portal".to_owned(),
                "Those who run this portal have not tried this channel yet".to_owned(),
            ),
        };
        Term { key: key.to_owned(), label: self.lang.pick(id, en) }
    }
}

/// National channels.
#[derive(Serialize, JsonSchema)]
pub struct NationalText {
    /// The day that the list speaks of.
    pub as_of: DateText,
    /// The channels.
    pub channels: Vec<NationalChannelText>,
}

/// A national channel.
#[derive(Serialize, JsonSchema)]
pub struct NationalChannelText {
    /// Who takes the reports.
    pub recipient: String,
    /// Which reports, and what happens.
    pub purpose: String,
    /// The rules that say so.
    pub basis: String,
}

impl Writer<'_> {
    /// The national channels, if none of the listed ones takes reports and can be reached.
    pub fn national(&self, listed: &[usize]) -> Option<NationalText> {
        let view = &self.site.view;
        let takes_reports = listed.iter().any(|index| match view.records()[*index].detail(self.lang) {
            PublishedDetail::Channel(channel) => {
                let state = channel.state(view.clock());
                channel.is_reachable() && matches!(state, ChannelState::Open | ChannelState::Unverified(_))
            }
            _ => false,
        });
        let channels = national::CHANNELS.iter().map(|channel| NationalChannelText {
            recipient: channel.recipient.get(self.lang).to_owned(),
            purpose: channel.purpose.get(self.lang).to_owned(),
            basis: channel.basis.to_owned(),
        });
        (!takes_reports)
            .then(|| NationalText { as_of: self.date(national::AS_OF), channels: channels.collect() })
    }
}
