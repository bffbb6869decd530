//! Transfer checks, set against the ban period.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, Ref, Writer};
use crate::collections::transfer::TransferSeries;
use crate::disclosure::PublishedDetail;

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

impl Writer<'_> {
    pub(super) fn transfer(&self, transfer: &TransferSeries) -> TransferText {
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
}
