//! What this crate's own tests and benchmarks use from outside: they start the finished program, or measure a room
//! by itself. No part of the interface.

pub use crate::cache::{Cache, Digester, digest};
pub use crate::collections::Audience;
pub use crate::diagnostics::print::{Format, Style, write};
pub use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile, explain};
pub use crate::disclosure::attachments::reader::{Reader, Unread};
pub use crate::disclosure::text::{Gate, Official, speaks_of_sanctions};
pub use crate::locale::{Lang, Text};
pub use crate::markdown::{Body, Source};
pub use crate::pipeline::{Clock, Edition, ReadOptions, Timings, prepare};
pub use crate::render::{Rendered, Site};
pub use crate::source::{Changes, hex_sha256, list};
