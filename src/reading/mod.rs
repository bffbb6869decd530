//! Reads typed records from TOML tables whose values have spans.
//!
//! serde stops at the first wrong value, but the author of a file wants to see all problems at once. So a record
//! is read key by key: each wrong, missing or unknown key becomes a finding with its place, and reading goes on.
//! The `record!` macro generates this code from the struct, so key, field, type and documentation are written
//! once.

mod contacts;
mod count;
mod facts;
mod macros;
pub(crate) mod messages;
mod scalars;
mod show;
mod table;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::locale::{Label, Lang, Text};
use messages as rule;

pub use contacts::{MailAddress, Phone, Several, WhatsApp};
pub use count::{AsOf, Count, Mark, Reported, Symbol};
pub use facts::check_translated_facts;
pub(crate) use macros::{keys, record, vocabulary};
pub use scalars::{Clock, FilePath, Month, Phrase, RecordRef, SiteUrl, WebUrl, parse_count_text};
pub use show::{Shape, Show, Shown};
pub use table::{parse, parse_partly};

/// A value with its place in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The byte range in its file.
    pub range: Range<usize>,
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The table of one file: of the original, or of the translation that overrides it.
#[derive(Clone, Copy)]
pub struct Layer<'a> {
    /// The parsed table.
    pub table: &'a DeTable<'a>,
    /// The file that it was parsed from.
    pub file: &'a Arc<SourceFile>,
    /// The byte offset of the TOML in the file.
    pub offset: usize,
    /// The language of its texts.
    pub lang: Lang,
}

/// The context for reading a value: the file and the language, and the findings so far.
pub struct Reading<'a> {
    file: &'a Arc<SourceFile>,
    offset: usize,
    lang: Lang,
    findings: &'a mut Findings,
}

impl Reading<'_> {
    /// The language of the texts being read.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The byte range of a value in its file.
    pub fn range<T>(&self, value: &Spanned<T>) -> Range<usize> {
        let span = value.span();
        span.start + self.offset..span.end + self.offset
    }

    /// Records a finding at a value.
    pub fn found<T>(&mut self, value: &Spanned<T>, diagnostic: Diagnostic) {
        let range = self.range(value);
        self.findings.push(diagnostic.at(self.file, range));
    }

    /// Records that a value has the wrong type, and returns `None`.
    pub fn wrong_type<T>(&mut self, value: &Spanned<DeValue<'_>>, expected: &Text) -> Option<T> {
        self.found(value, rule::wrong_type(expected, value.get_ref()));
        None
    }
}

/// A type that can be read from a TOML value.
pub trait FromToml: Sized {
    /// A description of valid values, for messages: "teks", "tanggal, misalnya 2024-10-15".
    fn expected() -> Text;

    /// Reads the value; `None` after a finding.
    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self>;

    /// Reads a key that both the original and the translation have. By default, the value of the translation
    /// replaces the one of the original.
    fn from_layers(
        over: (&Spanned<DeValue<'_>>, &mut Reading<'_>),
        _under: (&Spanned<DeValue<'_>>, Layer<'_>),
    ) -> Option<Self> {
        Self::from_toml(over.0, over.1)
    }

    /// The value of an absent key; `None` if the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What is written for the value.
    fn form() -> Form {
        Form::plain::<Self>()
    }
}

/// A group of keys that is read from a table: a record, or a part shared by several records.
pub trait FromKeys: Sized {
    /// The keys with their documentation, in the order of the struct.
    const KEYS: &'static [Key];

    /// Reads the keys; `None` after findings. Unknown keys are reported by [`Keys::finish`].
    fn from_keys(keys: &mut Keys<'_, '_>) -> Option<Self>;
}

/// One key of a record.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// The name of the field.
    pub field: &'static str,
    /// Whether a translation may have it.
    pub translated: bool,
    /// What it means, in Indonesian, for staff.
    pub meaning: &'static str,
    /// What is written there.
    pub form: fn() -> Form,
}

/// What a key is given, for the reference of staff and for messages.
#[derive(Clone, Debug)]
pub struct Form {
    /// What to write: "teks", "tanggal, misalnya 2024-10-15".
    pub expected: Text,
    /// Whether the key must be there.
    pub required: bool,
    /// The name in the code and the keys of the table, or of each table of the list.
    pub tables: Option<(&'static str, &'static [Key])>,
    /// The name in the code of the closed vocabulary that a value belongs to.
    pub vocabulary: Option<&'static str>,
    /// The values of that vocabulary, with their labels.
    pub values: Vec<(&'static str, Label)>,
}

impl Form {
    /// A value that is neither a table nor of a vocabulary.
    pub fn plain<T: FromToml>() -> Self {
        let required = T::absent().is_none();
        Self { expected: T::expected(), required, tables: None, vocabulary: None, values: Vec::new() }
    }
}

/// The keys of one table while they are read, with the translation overriding the original.
pub struct Keys<'a, 'r> {
    layers: &'a [Layer<'a>],
    /// The byte range of the table, for findings about missing keys.
    at: Range<usize>,
    findings: &'r mut Findings,
}

impl<'a, 'r> Keys<'a, 'r> {
    /// Starts reading. The last layer that has a key wins. `at` is the range of the table in the first layer's file.
    pub fn new(layers: &'a [Layer<'a>], at: Range<usize>, findings: &'r mut Findings) -> Self {
        Self { layers, at, findings }
    }

    /// Reads one key.
    pub fn take<T: FromToml>(&mut self, name: &'static str) -> Option<T> {
        let mut present = self.layers.iter().rev().filter_map(|layer| Some((layer.table.get(name)?, *layer)));
        if let Some((value, layer)) = present.next() {
            let mut reading =
                Reading { file: layer.file, offset: layer.offset, lang: layer.lang, findings: self.findings };
            return match present.next() {
                Some(under) => T::from_layers((value, &mut reading), under),
                None => T::from_toml(value, &mut reading),
            };
        }
        let absent = T::absent();
        if absent.is_none()
            && let Some(layer) = self.layers.first()
        {
            let missing = rule::missing_key(name, T::expected());
            self.findings.push(missing.at(layer.file, self.at.clone()));
        }
        absent
    }

    /// Reports every key of the last layer that is not in `known`, and suggests a similar one.
    pub fn finish(self, known: &[&[Key]], translation: bool) {
        let Some(layer) = self.layers.last() else { return };
        let names: Vec<&str> = known.iter().copied().flatten().map(|key| key.name).collect();
        for (key, _) in layer.table.iter() {
            let name = key.get_ref().as_ref();
            let range = key.span().start + layer.offset..key.span().end + layer.offset;
            match known.iter().copied().flatten().find(|key| key.name == name) {
                None => {
                    let near = nearest(name, names.iter().copied()).map(|near| {
                        // A key that is there already cannot be written again.
                        let is_there = layer.table.contains_key(near);
                        if is_there { rule::key_is_there(near) } else { rule::did_you_mean(near) }
                    });
                    let found = rule::unknown_key(name, &names).better_hint(near);
                    self.findings.push(found.at(layer.file, range));
                }
                Some(key) if translation && !key.translated => {
                    self.findings.push(rule::not_translatable(name).at(layer.file, range));
                }
                Some(_) => {}
            }
        }
    }
}

/// The candidate most similar to `word`, if any is similar enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    /// The Jaro-Winkler similarity below which a suggestion would only confuse.
    const LIKE_ENOUGH: f64 = 0.82;
    /// Longer words get no suggestion, because a comparison takes time in the product of both lengths.
    const LONGEST: usize = 200;
    if word.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Finds similar words where both the words and the candidates may be many.
///
/// Comparing each of 10,000 unknown words with each of 10,000 known ones would take longer than everything
/// else. So the comparisons are limited: the first words get a suggestion, the others get none.
pub struct Suggestions {
    comparisons_left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { comparisons_left: 1_000_000 }
    }
}

impl Suggestions {
    /// As [`nearest`], until the comparisons are used up.
    pub fn nearest<'c>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        let left = &mut self.comparisons_left;
        let counted = candidates.into_iter().map_while(|candidate| {
            *left = left.checked_sub(1)?;
            Some(candidate)
        });
        nearest(word, counted)
    }
}

/// Reads a nested table as a group of keys, reporting unknown ones.
pub fn table_from_toml<T: FromKeys>(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<T> {
    let Some(table) = value.get_ref().as_table() else {
        let names: Vec<&str> = T::KEYS.iter().map(|key| key.name).collect();
        return reading.wrong_type(value, &rule::expected_table(&names));
    };
    let at = reading.range(value);
    let layers = [Layer { table, file: reading.file, offset: reading.offset, lang: reading.lang }];
    let mut keys = Keys::new(&layers, at, reading.findings);
    let read = T::from_keys(&mut keys);
    keys.finish(&[T::KEYS], false);
    read
}

/// Reads a nested table that a translation overrides key by key.
pub fn table_from_layers<T: FromKeys>(
    over: (&Spanned<DeValue<'_>>, &mut Reading<'_>),
    under: (&Spanned<DeValue<'_>>, Layer<'_>),
) -> Option<T> {
    let (value, reading) = over;
    let (Some(over), Some(below)) = (value.get_ref().as_table(), under.0.get_ref().as_table()) else {
        return table_from_toml(value, reading);
    };
    let at = under.0.span();
    let at = at.start + under.1.offset..at.end + under.1.offset;
    let layers = [
        Layer { table: below, ..under.1 },
        Layer { table: over, file: reading.file, offset: reading.offset, lang: reading.lang },
    ];
    let mut keys = Keys::new(&layers, at, reading.findings);
    let read = T::from_keys(&mut keys);
    keys.finish(&[T::KEYS], false);
    read
}

impl<T: FromToml> FromToml for Option<T> {
    fn expected() -> Text {
        T::expected()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        T::from_toml(value, reading).map(Some)
    }

    fn from_layers(
        over: (&Spanned<DeValue<'_>>, &mut Reading<'_>),
        under: (&Spanned<DeValue<'_>>, Layer<'_>),
    ) -> Option<Self> {
        T::from_layers(over, under).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn form() -> Form {
        Form { expected: Self::expected(), required: Self::absent().is_none(), ..T::form() }
    }
}

impl<T: FromToml> FromToml for Vec<T> {
    fn expected() -> Text {
        let one = T::expected();
        rule::list_of(one)
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(array) = value.get_ref().as_array() else {
            return reading.wrong_type(value, &Self::expected());
        };
        // All elements are read before the first failure counts, so that all problems are reported.
        let read: Vec<Option<T>> = array.iter().map(|element| T::from_toml(element, reading)).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn form() -> Form {
        Form { expected: Self::expected(), required: Self::absent().is_none(), ..T::form() }
    }
}

impl<T: FromToml> FromToml for Located<T> {
    fn expected() -> Text {
        T::expected()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let range = reading.range(value);
        T::from_toml(value, reading).map(|value| Self { value, range })
    }

    fn from_layers(
        over: (&Spanned<DeValue<'_>>, &mut Reading<'_>),
        under: (&Spanned<DeValue<'_>>, Layer<'_>),
    ) -> Option<Self> {
        let range = over.1.range(over.0);
        T::from_layers(over, under).map(|value| Self { value, range })
    }

    fn absent() -> Option<Self> {
        T::absent().map(|value| Self { value, range: 0..0 })
    }

    fn form() -> Form {
        Form { expected: Self::expected(), required: Self::absent().is_none(), ..T::form() }
    }
}
