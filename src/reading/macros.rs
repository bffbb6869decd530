//! The macros of the domain: records, other groups of keys, and closed vocabularies.

/// Declares a struct that is read from TOML keys and shown to templates under the names of its fields.
///
/// Each line gives the key as staff write it and what it means to them, `translated` if a translation may
/// have it, the field and its type. `Option` and `Vec` fields are optional; all others are required.
/// The serde form is for the cache alone.
macro_rules! record {
    (
        #[doc = $about:literal]
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[doc = $doc:literal])+ $key:literal : $meaning:literal $($translated:ident)? => $field:ident : $type:ty, )*
        }
    ) => {
        $crate::reading::keys! {
            #[doc = $about]
            $(#[$meta])*
            pub struct $name {
                $( $(#[doc = $doc])+ $key : $meaning $($translated)? => $field : $type, )*
            }
        }

        impl $crate::reading::Show for $name {
            fn shape() -> $crate::reading::Shape {
                let shapes = [$( <$type as $crate::reading::Show>::shape(), )*];
                $crate::reading::Shape::Table {
                    name: stringify!($name),
                    doc: $about,
                    keys: <Self as $crate::reading::FromKeys>::KEYS.iter().zip(shapes).collect(),
                }
            }

            fn show(&self) -> $crate::reading::Shown<'_> {
                let shown = [$( $crate::reading::Show::show(&self.$field), )*];
                let keys = <Self as $crate::reading::FromKeys>::KEYS.iter();
                $crate::reading::Shown::Table(keys.zip(shown).collect())
            }
        }
    };
}

/// Declares a struct that is read from TOML keys, as `record!` does, and that no template may be shown.
macro_rules! keys {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[doc = $doc:literal])+ $key:literal : $meaning:literal $($translated:ident)? => $field:ident : $type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct $name { $( $(#[doc = $doc])+ pub $field: $type, )* }

        impl $crate::reading::FromKeys for $name {
            const KEYS: &'static [$crate::reading::Key] = &[
                $( $crate::reading::Key {
                    name: $key,
                    doc: concat!($($doc),+),
                    field: stringify!($field),
                    translated: $crate::reading::keys!(@translated $($translated)?),
                    meaning: $meaning,
                    form: <$type as $crate::reading::FromToml>::form,
                }, )*
            ];

            fn from_keys(keys: &mut $crate::reading::Keys<'_, '_>) -> Option<Self> {
                // All keys are read before the first failure counts, so that all problems are reported.
                $( let $field = keys.take::<$type>($key); )*
                Some(Self { $( $field: $field?, )* })
            }
        }

        impl $crate::reading::FromToml for $name {
            fn expected() -> $crate::locale::Text {
                let names: Vec<&str> =
                    <Self as $crate::reading::FromKeys>::KEYS.iter().map(|key| key.name).collect();
                $crate::reading::messages::expected_table(&names)
            }

            fn form() -> $crate::reading::Form {
                $crate::reading::Form {
                    tables: Some((stringify!($name), <Self as $crate::reading::FromKeys>::KEYS)),
                    ..$crate::reading::Form::plain::<Self>()
                }
            }

            fn from_toml(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                reading: &mut $crate::reading::Reading<'_>,
            ) -> Option<Self> {
                $crate::reading::table_from_toml(value, reading)
            }

            fn from_layers(
                over: (&toml::Spanned<toml::de::DeValue<'_>>, &mut $crate::reading::Reading<'_>),
                under: (&toml::Spanned<toml::de::DeValue<'_>>, $crate::reading::Layer<'_>),
            ) -> Option<Self> {
                $crate::reading::table_from_layers(over, under)
            }
        }
    };
    (@translated) => { false };
    (@translated translated) => { true };
}

/// Declares a closed vocabulary. Each line gives the variant, the value in the file, and the Indonesian and
/// English labels.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[doc = $doc:literal])* $variant:ident = $key:literal, $id:literal, $en:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( #[doc = concat!("`", $key, "`: ", $en, ".")] $(#[doc = $doc])* $variant, )+
        }

        impl $name {
            /// The name of the type.
            pub const NAME: &'static str = stringify!($name);

            /// All values, in vocabulary order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The value as it is written in content and in published files.
            pub const fn key(self) -> &'static str {
                match self { $( Self::$variant => $key, )+ }
            }

            /// The label for readers.
            pub const fn label(self) -> $crate::locale::Label {
                match self { $( Self::$variant => $crate::locale::Label { id: $id, en: $en }, )+ }
            }

            /// The value with a key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $( $key => Some(Self::$variant), )+ _ => None }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.key()
            }
        }

        impl $crate::reading::Show for $name {
            fn shape() -> $crate::reading::Shape {
                $crate::reading::Shape::Term
            }

            fn show(&self) -> $crate::reading::Shown<'_> {
                $crate::reading::Shown::Term(self.key(), self.label())
            }
        }

        impl $crate::reading::FromToml for $name {
            fn expected() -> $crate::locale::Text {
                let keys: Vec<&str> = Self::ALL.iter().map(|value| value.key()).collect();
                $crate::reading::messages::expected_value(&keys)
            }

            fn form() -> $crate::reading::Form {
                $crate::reading::Form {
                    values: Self::ALL.iter().map(|value| (value.key(), value.label())).collect(),
                    vocabulary: Some(Self::NAME),
                    ..$crate::reading::Form::plain::<Self>()
                }
            }

            fn from_toml(
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                reading: &mut $crate::reading::Reading<'_>,
            ) -> Option<Self> {
                let Some(text) = value.get_ref().as_str() else {
                    return reading.wrong_type(value, &Self::expected());
                };
                let known = Self::from_key(text);
                if known.is_none() {
                    let keys: Vec<&str> = Self::ALL.iter().map(|value| value.key()).collect();
                    reading.found(value, $crate::reading::messages::unknown_value(text, &keys));
                }
                known
            }
        }
    };
}

pub(crate) use {keys, record, vocabulary};
