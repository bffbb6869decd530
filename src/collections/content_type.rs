//! What every record provides, whatever its type.

use jiff::civil::Date;

use super::common::{AttachmentKeys, Refs};
use super::document::RelationKind;
use super::{Checks, Entry};
use crate::locale::Label;
use crate::reading::{FilePath, Located, RecordRef};

/// What every record provides, whatever its type.
pub trait ContentType {
    /// What lists need to know.
    fn facts(&self) -> Facts<'_>;

    /// The records that it refers to, each with the role that it plays.
    fn references(&self) -> Vec<Reference<'_>> {
        Vec::new()
    }

    /// The files that it lists for download.
    fn attachments(&self) -> &[AttachmentKeys] {
        &[]
    }

    /// Further files that its page shows.
    fn files(&self) -> Vec<&Located<FilePath>> {
        Vec::new()
    }

    /// Checks the record, alone and against the others.
    fn check(&self, _entry: &Entry, _checks: &mut Checks<'_>) {}
}

/// What lists, feeds and filters need to know of a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The date that it is sorted and listed by.
    pub date: Option<Date>,
    /// The kind within its type: value and label.
    pub facet: Option<(&'static str, Label)>,
    /// The number or short name that people look for.
    pub number: Option<&'a str>,
}

/// A reference from one record to another.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The other record.
    pub target: &'a RecordRef,
    /// What it is to this one.
    pub role: Role,
}

/// What a referenced record is to the one that refers to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A document that this one revokes, amends, …
    Relation(RelationKind),
    /// A rule that this one rests on.
    LegalBase,
    /// The election that this one belongs to.
    Calendar,
    /// The team that this one reports to.
    ReportsTo,
    /// The team that acts on reports or cases.
    Handles,
    /// The pact series whose targets are the headcount of this one.
    Headcount,
    /// A record that this one's body links to.
    Mention,
}

/// What most records refer to: the rules that they rest on, then the election that they belong to.
pub(super) fn base_and_calendar<'a>(
    legal_base: &'a Refs,
    calendar: Option<&'a RecordRef>,
) -> Vec<Reference<'a>> {
    let base = legal_base.iter().map(|target| Reference { target, role: Role::LegalBase });
    base.chain(calendar.map(|target| Reference { target, role: Role::Calendar })).collect()
}
