//! Reads typed records from TOML tables in which every value knows where it stands.
//!
//! serde stops at the first wrong value; a press officer wants to hear of all of them. So a record
//! is read key by key: each wrong, missing or unknown key is a finding with its place, and reading
//! goes on. The `record!` macro writes that reading from the struct itself, so a key, its
//! field, its type and its documentation are said once.

mod count;
mod facts;
mod macros;
mod scalars;
mod show;
mod table;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::catalogue::reading as rule;
use crate::diagnostics::{Diagnostic, Findings, SourceFile};
use crate::locale::{Label, Lang, Text};

pub use count::{AsOf, Count, Mark, Symbol};
pub use facts::check_translated_facts;
pub(crate) use macros::{keys, record, vocabulary};
pub use scalars::{Clock, FilePath, Month, Phrase, RecordRef, SiteUrl, WebUrl, parse_count_text};
pub use show::{Shape, Show, Shown};
pub use table::{parse, parse_partly};

/// A value and the bytes of the file that it stands in.
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

/// A table of one file: its own, or that of the translation lying over it.
#[derive(Clone, Copy)]
pub struct Layer<'a> {
    /// The parsed table.
    pub table: &'a DeTable<'a>,
    /// The file that it was parsed from.
    pub file: &'a Arc<SourceFile>,
    /// Where in the file's text the TOML begins.
    pub offset: usize,
    /// The language that its texts are written in.
    pub lang: Lang,
}

/// Where reading stands: the file for places, the language for texts, and what was found so far.
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

    /// The place of a value in its file.
    pub fn range<T>(&self, value: &Spanned<T>) -> Range<usize> {
        let span = value.span();
        span.start + self.offset..span.end + self.offset
    }

    /// Records a finding at a value.
    pub fn found<T>(&mut self, value: &Spanned<T>, diagnostic: Diagnostic) {
        let range = self.range(value);
        self.findings.push(diagnostic.at(self.file, range));
    }

    /// Records that a value is of the wrong type, and gives `None`.
    pub fn wrong_type<T>(&mut self, value: &Spanned<DeValue<'_>>, expected: &Text) -> Option<T> {
        self.found(value, rule::wrong_type(expected, value.get_ref()));
        None
    }
}

/// A type that a TOML value can be read as.
pub trait FromToml: Sized {
    /// What to write, for messages: "teks", "tanggal, misalnya 2024-10-15".
    fn expected() -> Text;

    /// Reads the value; `None` after a finding.
    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self>;

    /// Reads a key that the original and its translation both have; unless the type knows how to lay
    /// one over the other, the translation stands alone.
    fn from_layers(
        over: (&Spanned<DeValue<'_>>, &mut Reading<'_>),
        _under: (&Spanned<DeValue<'_>>, Layer<'_>),
    ) -> Option<Self> {
        Self::from_toml(over.0, over.1)
    }

    /// What stands for an absent key: `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What is written for the value.
    fn form() -> Form {
        Form::plain::<Self>()
    }
}

/// A group of keys that is read from a table: a record, or a part that several records share.
pub trait FromKeys: Sized {
    /// The keys with their documentation, in the order of the struct.
    const KEYS: &'static [Key];

    /// Reads the keys; `None` after findings. Unknown keys are left for [`Keys::finish`].
    fn from_keys(keys: &mut Keys<'_, '_>) -> Option<Self>;
}

/// One key of a record.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its name in the code.
    pub field: &'static str,
    /// Whether a translation may carry it.
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

/// The keys of one table while they are read; a translation lies over the original.
pub struct Keys<'a, 'r> {
    layers: &'a [Layer<'a>],
    /// Where the table itself stands, for findings about keys that are not there.
    at: Range<usize>,
    findings: &'r mut Findings,
}

impl<'a, 'r> Keys<'a, 'r> {
    /// Starts reading; the last layer that has a key wins. `at` is a range in the first layer's file.
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
            let missing = rule::missing_key(name, &T::expected());
            self.findings.push(missing.at(layer.file, self.at.clone()));
        }
        absent
    }

    /// Reports every key of the last layer that is not in `known`, with the nearest one that is.
    pub fn finish(self, known: &[&[Key]], translation: bool) {
        let Some(layer) = self.layers.last() else { return };
        let names: Vec<&str> = known.iter().copied().flatten().map(|key| key.name).collect();
        for (key, _) in layer.table.iter() {
            let name = key.get_ref().as_ref();
            let range = key.span().start + layer.offset..key.span().end + layer.offset;
            match known.iter().copied().flatten().find(|key| key.name == name) {
                None => {
                    let near = nearest(name, names.iter().copied());
                    self.findings.push(rule::unknown_key(name, near, &names).at(layer.file, range));
                }
                Some(key) if translation && !key.translated => {
                    self.findings.push(rule::not_translatable(name).at(layer.file, range));
                }
                Some(_) => {}
            }
        }
    }
}

/// The candidate most like `word`, if any is like enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    /// Jaro-Winkler similarity below which a suggestion confuses more than it helps.
    const LIKE_ENOUGH: f64 = 0.82;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
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

/// Reads a nested table that a translation lies over, key by key.
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
        Text::new(format!("daftar [ … ] berisi {}", one.id), format!("a list [ … ] of {}", one.en))
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(array) = value.get_ref().as_array() else {
            return reading.wrong_type(value, &Self::expected());
        };
        // Every element is read, so that all that is wrong in a list is told at once.
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
