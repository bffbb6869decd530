//! The two languages of a portal, Indonesian and English, and how each formats dates and numbers.
//!
//! Every stage may use this module. All formatting is done by ICU4X with compiled data, so the locale of the
//! machine never affects a page.

mod format;

pub use format::{Formatter, Formatters, weekday_name};

use serde::{Deserialize, Serialize};

/// An interface language.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian, the authoritative language.
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

    /// The language of a BCP 47 or POSIX tag (`en`, `id_ID.UTF-8`), if it is supported.
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

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The Indonesian text.
    pub id: String,
    /// The English text.
    pub en: String,
}

impl Text {
    /// A text from its two versions.
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
