//! The parts of a page that only one content type has.
//!
//! A template gets every key of its record under the name of the field ([`KeysText`]). Values that have to be
//! computed are here, one file per type, for the types that the table of content types calls `detailed` or
//! `protected`.

mod calendar;
mod channel;
mod document;
mod event;
mod monitoring;
mod road;
mod series;
mod team;
mod transfer;

use schemars::JsonSchema;
use serde::Serialize;

use super::{DateText, KeysText, PhraseText, Ref, Writer};
use crate::collections::common::{Refs, Withdrawn};
use crate::collections::{self, content_types};
use crate::disclosure::{Published, PublishedDetail, PublishedSanction, pact::PublishedPact};
use crate::reading::RecordRef;

pub use channel::{ChannelText, LinkText, NationalText};
pub use road::{ActorText, RoadText};

/// A record whose template gets computed values in addition to its keys, or instead of them.
pub trait Detailed {
    /// The context for the template.
    type Text<'a>: Serialize + JsonSchema
    where
        Self: 'a;

    /// Creates the context; `record` is the published record with these keys.
    fn text<'a>(&'a self, writer: Writer<'a>, record: &'a Published) -> Self::Text<'a>;
}

/// The context type of a record, by the form in the table of content types.
macro_rules! text_of {
    (plain $variant:ident $record:ty) => { KeysText<'a, $record> };
    (detailed $variant:ident $record:ty) => { <$record as Detailed>::Text<'a> };
    (protected $variant:ident $record:ty) => { <protected::$variant as Detailed>::Text<'a> };
    (plain: $own:ident, $writer:ident, $record:ident) => { $writer.keys($record, $own) };
    ($form:ident: $own:ident, $writer:ident, $record:ident) => { $own.text(*$writer, $record) };
}

macro_rules! define_details {
    (
        records { $( $variant:ident($module:ident::$record:ident) as $name:literal, $form:ident; )+ }
        types $types:tt
    ) => {
        /// The keys of a record's own type, under a name of its own: `document`, `team`, ….
        #[derive(Serialize, JsonSchema)]
        pub enum DetailText<'a> {
            #[serde(rename = "tombstone")]
            Tombstone(TombstoneText),
            $( #[serde(rename = $name)] $variant(Box<text_of!($form $variant collections::$module::$record)>), )+
        }

        impl<'s> Writer<'s> {
            /// The details of a record.
            pub fn detail(&self, record: &'s Published) -> DetailText<'s> {
                match record.detail(self.lang) {
                    PublishedDetail::Tombstone(withdrawn) => DetailText::Tombstone(self.tombstone(withdrawn)),
                    $( PublishedDetail::$variant(own) => {
                        DetailText::$variant(Box::new(text_of!($form: own, self, record)))
                    } )+
                }
            }
        }
    };
}
content_types!(define_details);

/// The published forms of protected records, by the names of their variants.
mod protected {
    pub(super) use super::PublishedPact as Pact;
    pub(super) use super::PublishedSanction as Sanction;
}

/// What is left of a withdrawn record.
#[derive(Serialize, JsonSchema)]
pub struct TombstoneText {
    /// The day of the withdrawal.
    pub on: DateText,
    /// The reason.
    pub reason: PhraseText,
}

impl Writer<'_> {
    fn tombstone(&self, withdrawn: &Withdrawn) -> TombstoneText {
        TombstoneText { on: self.date(withdrawn.on), reason: self.phrase(&withdrawn.reason) }
    }

    fn election(&self, calendar: Option<&RecordRef>) -> Option<Ref> {
        calendar.and_then(|calendar| self.ref_to(&calendar.id))
    }

    fn legal_base(&self, refs: &Refs) -> Vec<Ref> {
        refs.iter().filter_map(|target| self.ref_to(&target.id)).collect()
    }

    /// A range of days whose end may be open.
    fn open_range(&self, from: jiff::civil::Date, to: jiff::civil::Date) -> DateText {
        if to == jiff::civil::Date::MAX {
            let start = self.date(from);
            let text = self.lang.pick(format!("sejak {}", start.text), format!("from {} on", start.text));
            return DateText { text, ..start };
        }
        self.range(from, to)
    }
}
