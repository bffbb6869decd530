//! The two languages of every portal, Indonesian first, and how each writes dates, numbers and lists.
//!
//! Ground that every stage may stand on. All formatting is by ICU4X with its compiled data, so the
//! machine's own locale never reaches a page.

mod format;

pub use format::{Formatter, Formatters, weekday_name};

use serde::{Deserialize, Serialize};

/// An interface language.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian, the language of record.
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Indonesian first.
    pub const ALL: [Lang; 2] = [Lang::Id, Lang::En];

    /// The BCP 47 tag: `id` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// The language that a BCP 47 or POSIX tag asks for (`id_ID.UTF-8`, `en`), if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        match tag.split(['_', '-', '.']).next()? {
            "id" => Some(Lang::Id),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Picks the text of this language.
    pub fn pick<T>(self, id: T, en: T) -> T {
        match self {
            Lang::Id => id,
            Lang::En => en,
        }
    }
}

/// One text in both languages: what a message, a label or a heading is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The Indonesian text.
    pub id: String,
    /// The English text.
    pub en: String,
}

impl Text {
    /// Joins the two texts.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }
}

/// A fixed text in both languages, for labels known at compile time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The Indonesian text.
    pub id: &'static str,
    /// The English text.
    pub en: &'static str,
}

impl Label {
    /// The label in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }

    /// The label as an owned [`Text`].
    pub fn text(self) -> Text {
        Text::new(self.id, self.en)
    }
}
