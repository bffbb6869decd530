//! Monitoring reports.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{KeysText, Writer};
use super::Detailed;
use crate::collections::monitoring::Monitoring;
use crate::disclosure::Published;

/// A monitoring report; the index is a figure.
#[derive(Serialize, JsonSchema)]
pub struct MonitoringText<'a> {
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysText<'a, Monitoring>,
    /// The lowest and highest value of the index: "0–100".
    pub scale: Option<String>,
}

impl Detailed for Monitoring {
    type Text<'a> = MonitoringText<'a>;

    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> MonitoringText<'a> {
        let formatter = writer.site.formatter(writer.lang);
        let scale = self.index.as_ref().and_then(|index| index.min.zip(index.max));
        MonitoringText {
            keys: writer.keys(record, self),
            scale: scale
                .map(|(min, max)| format!("{}–{}", formatter.decimal(min, 0), formatter.decimal(max, 0))),
        }
    }
}
