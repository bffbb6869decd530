//! Transfer checks, compared with the ban period.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, KeysText, Writer};
use super::Detailed;
use crate::collections::transfer::TransferSeries;
use crate::disclosure::{Published, PublishedDetail};

/// Transfer checks; the proposals are a figure.
#[derive(Serialize, JsonSchema)]
pub struct TransferText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, TransferSeries>,
    /// The ban on transfers.
    pub ban: Option<DateText>,
    /// Months in the ban with approvals that no ministerial approval covers.
    pub uncovered: Vec<UncoveredText>,
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

impl Detailed for TransferSeries {
    type Text<'a> = TransferText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> TransferText<'a> {
        let formatter = writer.site.formatter(writer.lang);
        let calendar = self.calendar.as_ref().and_then(|calendar| writer.site.view.record(&calendar.id));
        let ban = calendar.and_then(|record| match record.detail(writer.lang) {
            PublishedDetail::Calendar(calendar) => calendar.transfer_ban(),
            _ => None,
        });
        let uncovered = ban.map(|ban| self.uncovered(ban)).unwrap_or_default();
        TransferText {
            keys: writer.keys(record, self),
            ban: ban.map(|(from, to)| writer.open_range(from, to)),
            uncovered: uncovered
                .into_iter()
                .map(|(month, (approved, covered))| UncoveredText {
                    month: formatter.month(month.first_day()),
                    approved: formatter.integer(approved),
                    covered: formatter.integer(covered),
                })
                .collect(),
        }
    }
}
