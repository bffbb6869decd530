//! Monitoring reports.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{DateText, PhraseText, Ref, Writer};
use crate::collections::monitoring::Monitoring;

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

impl Writer<'_> {
    pub(super) fn monitoring(&self, monitoring: &Monitoring) -> MonitoringText {
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
}
