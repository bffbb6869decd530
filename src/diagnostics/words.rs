//! What stands in the place of a placeholder of a message.

use std::fmt::Display;

use crate::locale::{Label, Text};

/// Names in one list; more would bury the sentence.
const SHOWN: usize = 24;

/// A whole number in a sentence.
pub trait Count: Display {}

impl Count for u16 {}
impl Count for u32 {}
impl Count for u64 {}
impl Count for i32 {}
impl Count for usize {}

/// Words in both languages; each side of a message takes its own.
pub trait Words {
    /// The Indonesian words.
    fn id(&self) -> &str;
    /// The English words.
    fn en(&self) -> &str;
}

impl Words for Text {
    fn id(&self) -> &str {
        &self.id
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Words for Label {
    fn id(&self) -> &str {
        self.id
    }

    fn en(&self) -> &str {
        self.en
    }
}

impl<T: Words> Words for &T {
    fn id(&self) -> &str {
        (*self).id()
    }

    fn en(&self) -> &str {
        (*self).en()
    }
}

/// Keys in a sentence: `` `a`, `b` ``.
pub fn keys(names: &[impl AsRef<str>]) -> String {
    listed(names, '`')
}

/// Values in a sentence: `"a", "b"`.
pub fn values(names: &[impl AsRef<str>]) -> String {
    listed(names, '"')
}

fn listed(names: &[impl AsRef<str>], quote: char) -> String {
    let shown = names.iter().take(SHOWN).map(|name| format!("{quote}{}{quote}", name.as_ref()));
    let more = (names.len() > SHOWN).then(|| "…".to_owned());
    shown.chain(more).collect::<Vec<_>>().join(", ")
}
