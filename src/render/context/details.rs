//! What the page of each content type shows beside what all records have.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CountText, DateText, PhraseText, Ref, Term, Writer};
use crate::collections::calendar::Calendar;
use crate::collections::channel::{Channel, ChannelState};
use crate::collections::common::{Refs, Withdrawn};
use crate::collections::document::{Document, DocumentStatus, RelationKind};
use crate::collections::event::Event;
use crate::collections::monitoring::Monitoring;
use crate::collections::pledge::Pledge;
use crate::collections::report::ReportCounts;
use crate::collections::team::{ReportsTo, Team};
use crate::collections::transfer::TransferSeries;
use crate::disclosure::pact::PublishedPact;
use crate::disclosure::{Published, PublishedDetail, PublishedSanction};
use crate::locale::Lang;
use crate::reading::{Count, RecordRef};

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

/// A circular, another document, or a regulation.
#[derive(Serialize, JsonSchema)]
pub struct DocumentText {
    /// The kind of document.
    pub document_kind: Term,
    /// The letter's number.
    pub number: Option<String>,
    /// The short name that people cite.
    pub short_name: Option<String>,
    /// The day it was signed, with its weekday.
    pub date: Option<DateText>,
    /// Who issued it.
    pub issuer: String,
    /// Issued or received; only for documents that were received.
    pub received: Option<Term>,
    /// The day it arrived.
    pub received_on: Option<DateText>,
    /// Whom it addresses.
    pub addressees: Vec<PhraseText>,
    /// First day in force.
    pub in_force_from: Option<DateText>,
    /// Last day in force.
    pub in_force_until: Option<DateText>,
    /// Its status on the day of the build.
    pub status: Term,
    /// Whether it binds: in force, amended or partly revoked.
    pub binding: bool,
    /// Since when it has that status.
    pub status_since: Option<DateText>,
    /// The documents that gave it that status.
    pub status_by: Vec<Ref>,
    /// What it does to others, and what others do to it.
    pub relations: Vec<RelationText>,
    /// Articles that concern neutrality.
    pub articles: Vec<ArticleText>,
    /// Which violation may draw which penalty.
    pub penalties: Vec<PenaltyText>,
    /// The official text.
    pub url: Option<String>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
}

/// Documents in one relation to this one.
#[derive(Serialize, JsonSchema)]
pub struct RelationText {
    /// `Mencabut`, `Dicabut oleh`, ….
    pub label: String,
    /// The documents.
    pub documents: Vec<RelatedText>,
}

/// A related document.
#[derive(Serialize, JsonSchema)]
pub struct RelatedText {
    /// The document.
    pub document: Ref,
    /// Whether only a part is concerned.
    pub partly: bool,
    /// A remark.
    pub note: Option<PhraseText>,
}

/// An article of a regulation.
#[derive(Serialize, JsonSchema)]
pub struct ArticleText {
    /// `Pasal 9 ayat (2)`.
    pub number: String,
    /// What it says.
    pub text: PhraseText,
}

/// A line of a table of violations and penalties.
#[derive(Serialize, JsonSchema)]
pub struct PenaltyText {
    /// The violation.
    pub violation: Term,
    /// The branch of law.
    pub category: Term,
    /// The level of the penalty.
    pub level: Term,
    /// The penalties.
    pub penalties: Vec<Term>,
    /// Who imposes it.
    pub authority: Term,
    /// The article that says so.
    pub article: Option<String>,
}

/// A pact series; its numbers are figures.
#[derive(Serialize, JsonSchema)]
pub struct PactText {
    /// Which pact.
    pub pact_kind: Term,
    /// Whether every employee must sign.
    pub compulsory: Option<bool>,
    /// The latest day that the counts speak of.
    pub as_of: Option<DateText>,
    /// Persons who should sign, on that day.
    pub target: Option<CountText>,
    /// Persons who have signed, on that day.
    pub signed: Option<CountText>,
    /// The share, where both are numbers.
    pub share: Option<String>,
    /// What is counted.
    pub unit: String,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A team.
#[derive(Serialize, JsonSchema)]
pub struct TeamText {
    /// Which kind of team.
    pub team_kind: Term,
    /// The year it was formed.
    pub year: Option<u64>,
    /// Its members, by post.
    pub members: Vec<MemberText>,
    /// Its duties.
    pub duties: Vec<PhraseText>,
    /// The reporting line, from the lowest team to the top.
    pub line: Vec<StepText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A member of a team.
#[derive(Serialize, JsonSchema)]
pub struct MemberText {
    /// The post in the team.
    pub position: Term,
    /// The office held.
    pub office_held: PhraseText,
    /// The OPD.
    pub office: Option<String>,
    /// How many hold the post.
    pub number: Option<CountText>,
    /// The name, where the portal shows names.
    pub name: Option<String>,
}

/// A step of a reporting line.
#[derive(Serialize, JsonSchema)]
pub struct StepText {
    /// The team or post.
    pub title: PhraseText,
    /// The team's page.
    pub url: Option<String>,
    /// Whether it is this page's own team.
    pub current: bool,
}

/// A sanction series.
#[derive(Serialize, JsonSchema)]
pub struct SanctionText {
    /// What it counts.
    pub outcome: Term,
    /// Who issued it.
    pub authority: Term,
    /// The period that it covers.
    pub period: Option<DateText>,
    /// How many.
    pub total: CountText,
    /// Of what.
    pub unit: String,
    /// The day that the figure speaks of.
    pub as_of: Option<DateText>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

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

/// Counts of reports.
#[derive(Serialize, JsonSchema)]
pub struct ReportsText {
    /// The period.
    pub period: Option<DateText>,
    /// The day that the counts speak of.
    pub as_of: DateText,
    /// All reports.
    pub total: Option<CountText>,
    /// What is counted.
    pub unit: String,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

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

/// Transfer checks; the proposals are a figure.
#[derive(Serialize, JsonSchema)]
pub struct TransferText {
    /// The period.
    pub period: Option<DateText>,
    /// The day that the figures speak of.
    pub as_of: Option<DateText>,
    /// What is counted.
    pub unit: String,
    /// The ban on transfers.
    pub ban: Option<DateText>,
    /// Months in the ban with approvals that no ministerial approval covers.
    pub uncovered: Vec<UncoveredText>,
    /// The Minister's approvals.
    pub approvals: Vec<ApprovalText>,
    /// The election whose ban applies.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

/// A month in the ban without enough ministerial approvals.
#[derive(Serialize, JsonSchema)]
pub struct UncoveredText {
    /// The month.
    pub month: String,
    /// Proposals approved.
    pub approved: String,
    /// Proposals that the Minister approved.
    pub covered: String,
}

/// A ministerial approval.
#[derive(Serialize, JsonSchema)]
pub struct ApprovalText {
    /// The letter's number.
    pub number: String,
    /// The letter's date.
    pub date: DateText,
    /// The month that it covers.
    pub month: String,
    /// How many proposals it covers.
    pub covered: String,
}

/// A monitoring report; the index is a figure.
#[derive(Serialize, JsonSchema)]
pub struct MonitoringText {
    /// The day of the report.
    pub date: DateText,
    /// The period.
    pub period: Option<DateText>,
    /// Who did it.
    pub conducted_by: Vec<String>,
    /// How it was done.
    pub method: Option<PhraseText>,
    /// What was found.
    pub findings: Vec<PhraseText>,
    /// What should follow.
    pub recommendations: Vec<PhraseText>,
    /// The lowest and highest value of the index: "0–100".
    pub scale: Option<String>,
    /// The election that it belongs to.
    pub election: Option<Ref>,
    /// The rules that it rests on.
    pub legal_base: Vec<Ref>,
}

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

    fn document(&self, record: &Published, document: &Document) -> DocumentText {
        let standing = self.site.view.standing(record, document);
        let direction = document
            .direction
            .filter(|direction| *direction == crate::collections::document::Direction::Received);
        DocumentText {
            document_kind: self.term(document.kind.key(), document.kind.label()),
            number: document.number.clone(),
            short_name: document.short_name.clone(),
            date: document.date.as_ref().map(|date| self.weekday_date(date.value)),
            issuer: document.issuer.clone(),
            received: direction.map(|direction| self.term(direction.key(), direction.label())),
            received_on: document.received_on.map(|day| self.date(day)),
            addressees: document.addressees.iter().map(|phrase| self.phrase(phrase)).collect(),
            in_force_from: document.in_force_from.map(|day| self.date(day)),
            in_force_until: document.in_force_until.as_ref().map(|day| self.date(day.value)),
            status: self.term(standing.status.key(), standing.status.label()),
            binding: matches!(
                standing.status,
                DocumentStatus::InForce | DocumentStatus::Amended | DocumentStatus::PartlyRevoked
            ),
            status_since: standing.since.map(|day| self.date(day)),
            status_by: standing.by.iter().filter_map(|id| self.ref_to(id)).collect(),
            relations: self.relations(record, document),
            articles: document
                .articles
                .iter()
                .map(|article| ArticleText {
                    number: article.number.clone(),
                    text: self.phrase(&article.text),
                })
                .collect(),
            penalties: document
                .penalties
                .iter()
                .map(|rule| PenaltyText {
                    violation: self.term(rule.violation.key(), rule.violation.label()),
                    category: self.term(rule.category.key(), rule.category.label()),
                    level: self.term(rule.level.key(), rule.level.label()),
                    penalties: rule
                        .penalties
                        .iter()
                        .map(|kind| self.term(kind.key(), kind.label()))
                        .collect(),
                    authority: self.term(rule.authority.key(), rule.authority.label()),
                    article: rule.article.clone(),
                })
                .collect(),
            url: document.url.as_ref().map(|url| url.0.clone()),
            election: self.election(document.calendar.as_ref()),
        }
    }

    /// Relations both ways: those that the document states, then those that others state about it.
    fn relations(&self, record: &Published, document: &Document) -> Vec<RelationText> {
        let mut relations = Vec::new();
        for kind in RelationKind::ALL.iter().copied() {
            let documents: Vec<RelatedText> = document
                .relations
                .iter()
                .filter(|relation| relation.kind == kind)
                .filter_map(|relation| {
                    Some(RelatedText {
                        document: self.ref_to(&relation.target.id)?,
                        partly: relation.partly.unwrap_or(false),
                        note: relation.note.as_ref().map(|note| self.phrase(note)),
                    })
                })
                .collect();
            if !documents.is_empty() {
                relations.push(RelationText { label: kind.label().get(self.lang).to_owned(), documents });
            }
        }
        for kind in RelationKind::ALL.iter().copied() {
            let documents = self.inverse(record, kind);
            if !documents.is_empty() {
                relations.push(RelationText { label: inverse_label(kind, self.lang).to_owned(), documents });
            }
        }
        relations
    }

    fn inverse(&self, record: &Published, kind: RelationKind) -> Vec<RelatedText> {
        let view = &self.site.view;
        let sources = self.site.plan.backlinks.get(record.id()).into_iter().flatten();
        sources
            .filter(|(role, _)| *role == crate::collections::Role::Relation(kind))
            .filter_map(|(_, index)| {
                let source = &view.records()[*index];
                let PublishedDetail::Document(document) = source.detail(self.lang) else { return None };
                let relation = document
                    .relations
                    .iter()
                    .find(|relation| relation.kind == kind && relation.target.id == record.id())?;
                Some(RelatedText {
                    document: self.record_ref(source),
                    partly: relation.partly.unwrap_or(false),
                    note: None,
                })
            })
            .collect()
    }

    fn pact(&self, pact: &PublishedPact) -> PactText {
        let latest = pact.totals.last();
        let share = latest.and_then(|(_, signed)| signed.target.number().zip(signed.signed.number()));
        PactText {
            pact_kind: self.term(pact.kind.key(), pact.kind.label()),
            compulsory: pact.compulsory,
            as_of: latest.map(|(day, _)| self.as_of(*day)),
            target: latest.map(|(_, signed)| self.count(signed.target)),
            signed: latest.map(|(_, signed)| self.count(signed.signed)),
            share: share
                .filter(|(target, _)| *target > 0)
                .map(|(target, signed)| self.site.formatter(self.lang).percent(signed, target)),
            unit: pact.unit.label().get(self.lang).to_owned(),
            election: self.election(pact.calendar.as_ref()),
            legal_base: self.legal_base(&pact.legal_base),
        }
    }

    fn team(&self, record: &Published, team: &Team) -> TeamText {
        let coded = team.duties.iter().map(|duty| PhraseText::own(duty.label().get(self.lang)));
        let worded = team.other_duties.iter().map(|duty| self.phrase(duty));
        let mut members: Vec<_> = team.members.iter().collect();
        members.sort_by_key(|member| member.position);
        TeamText {
            team_kind: self.term(team.kind.key(), team.kind.label()),
            year: team.year.as_ref().map(|year| year.value),
            members: members
                .into_iter()
                .map(|member| MemberText {
                    position: self.term(member.position.key(), member.position.label()),
                    office_held: self.phrase(&member.office_held),
                    office: member.office.as_ref().map(|code| {
                        self.site
                            .view
                            .office(code)
                            .map_or_else(|| code.value.clone(), |office| office.name.clone())
                    }),
                    number: member
                        .number
                        .filter(|number| *number != Count::Number(1, None))
                        .map(|number| self.count(number)),
                    name: member.name.as_ref().map(|name| name.value.clone()),
                })
                .collect(),
            duties: coded.chain(worded).collect(),
            line: self.reporting_line(record, team),
            election: self.election(team.calendar.as_ref()),
            legal_base: self.legal_base(&team.legal_base),
        }
    }

    /// From the teams that report to this one, over this one, up to the top.
    fn reporting_line(&self, record: &Published, team: &Team) -> Vec<StepText> {
        /// A longer line is a circle.
        const MAX_STEPS: usize = 8;
        let view = &self.site.view;
        let step = |record: &Published, current| StepText {
            title: self.phrase(record.title(self.lang)),
            url: Some(self.url(record.route())),
            current,
        };
        let below = self.site.plan.backlinks.get(record.id()).into_iter().flatten();
        let mut line: Vec<StepText> = below
            .filter(|(role, _)| *role == crate::collections::Role::ReportsTo)
            .map(|(_, index)| step(&view.records()[*index], false))
            .collect();
        line.push(step(record, true));
        let mut above = team.reports_to.clone();
        while let Some(to) = above.take().filter(|_| line.len() < MAX_STEPS) {
            match to {
                ReportsTo::Post(post) => {
                    line.push(StepText { title: self.phrase(&post), url: None, current: false })
                }
                ReportsTo::Team(target) => {
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

    fn sanction(&self, sanction: &PublishedSanction) -> SanctionText {
        SanctionText {
            outcome: self.term(sanction.outcome.key(), sanction.outcome.label()),
            authority: self.term(sanction.authority.key(), sanction.authority.label()),
            period: sanction.period.map(|period| self.range(period.from, period.to)),
            total: self.count(sanction.total),
            unit: sanction.unit.label().get(self.lang).to_owned(),
            as_of: sanction.as_of.map(|as_of| self.as_of(as_of)),
            election: self.election(sanction.calendar.as_ref()),
            legal_base: self.legal_base(&sanction.legal_base),
        }
    }

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

    fn reports(&self, reports: &ReportCounts) -> ReportsText {
        ReportsText {
            period: reports.period.as_ref().map(|period| self.range(period.from, period.to)),
            as_of: self.as_of(reports.as_of),
            total: reports.total.as_ref().map(|total| self.count(total.value)),
            unit: reports.unit.label().get(self.lang).to_owned(),
            election: self.election(reports.calendar.as_ref()),
            legal_base: self.legal_base(&reports.legal_base),
        }
    }

    fn event(&self, event: &Event) -> EventText {
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

    fn pledge(&self, record: &Published, pledge: &Pledge) -> PledgeText {
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

    fn transfer(&self, transfer: &TransferSeries) -> TransferText {
        let formatter = self.site.formatter(self.lang);
        let calendar = transfer.calendar.as_ref().and_then(|calendar| self.site.view.record(&calendar.id));
        let ban = calendar.and_then(|record| match record.detail(self.lang) {
            PublishedDetail::Calendar(calendar) => calendar.transfer_ban(),
            _ => None,
        });
        TransferText {
            period: transfer.period.as_ref().map(|period| self.range(period.from, period.to)),
            as_of: transfer.as_of.map(|as_of| self.as_of(as_of)),
            unit: transfer.unit.label().get(self.lang).to_owned(),
            ban: ban.map(|(from, to)| self.open_range(from, to)),
            uncovered: ban
                .map(|ban| transfer.uncovered(ban))
                .unwrap_or_default()
                .into_iter()
                .map(|(month, (approved, covered))| UncoveredText {
                    month: formatter.month(month.first_day()),
                    approved: formatter.integer(approved),
                    covered: formatter.integer(covered),
                })
                .collect(),
            approvals: transfer
                .approvals
                .iter()
                .map(|approval| ApprovalText {
                    number: approval.number.clone(),
                    date: self.date(approval.date),
                    month: formatter.month(approval.month.first_day()),
                    covered: formatter.integer(approval.covered),
                })
                .collect(),
            election: self.election(transfer.calendar.as_ref()),
            legal_base: self.legal_base(&transfer.legal_base),
        }
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

    fn monitoring(&self, monitoring: &Monitoring) -> MonitoringText {
        let formatter = self.site.formatter(self.lang);
        let scale = monitoring.index.as_ref().and_then(|index| index.min.zip(index.max));
        MonitoringText {
            date: self.date(monitoring.date),
            period: monitoring.period.as_ref().map(|period| self.range(period.from, period.to)),
            conducted_by: monitoring.conducted_by.clone(),
            method: monitoring.method.as_ref().map(|method| self.phrase(method)),
            findings: monitoring.findings.iter().map(|finding| self.phrase(finding)).collect(),
            recommendations: monitoring.recommendations.iter().map(|phrase| self.phrase(phrase)).collect(),
            scale: scale
                .map(|(min, max)| format!("{}–{}", formatter.decimal(min, 0), formatter.decimal(max, 0))),
            election: self.election(monitoring.calendar.as_ref()),
            legal_base: self.legal_base(&monitoring.legal_base),
        }
    }

    fn calendar(&self, calendar: &Calendar) -> CalendarText {
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

/// What a relation is called from the other side.
pub fn inverse_label(kind: RelationKind, lang: Lang) -> &'static str {
    let (id, en) = match kind {
        RelationKind::Revokes => ("Dicabut oleh", "Revoked by"),
        RelationKind::Amends => ("Diubah oleh", "Amended by"),
        RelationKind::Implements => ("Dilaksanakan oleh", "Implemented by"),
        RelationKind::FollowsUp => ("Ditindaklanjuti oleh", "Followed up by"),
        RelationKind::Cites => ("Dirujuk oleh", "Cited by"),
    };
    lang.pick(id, en)
}
