//! The keys of a record in the form for its template: formatted in the language of the page, under the names
//! of the fields.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{CountText, DateText, PhraseText, Ref, Term, Writer};
use crate::disclosure::Published;
use crate::reading::{AsOf, Key, Shape, Show, Shown, Symbol};

/// The keys of a record, or of one of its parts. They are only serialized: a page borrows the record.
pub struct KeysText<'a, T> {
    writer: Writer<'a>,
    owner: &'a Published,
    keys: Vec<(&'static Key, Shown<'a>)>,
    of: PhantomData<fn() -> T>,
}

/// A day that a record names.
#[derive(serde::Serialize, JsonSchema)]
pub struct DayText {
    /// `2024-11-27`; empty if the source does not report the day.
    pub iso: String,
    /// `27 November 2024`; "tanggal tidak dilaporkan" if the source does not report it.
    pub text: String,
    /// `Rabu, 27 November 2024`.
    pub long: String,
}

/// A whole number that is no count.
#[derive(serde::Serialize, JsonSchema)]
pub struct NumberText {
    /// `1234`.
    pub value: u64,
    /// `1.234`.
    pub text: String,
}

/// An address in the web, or a file of the record.
#[derive(serde::Serialize, JsonSchema)]
pub struct WebText {
    /// Where it leads; empty if the source does not report the address.
    pub href: String,
    /// The address without `https://` and closing slash, or the file's name.
    pub text: String,
    /// The host alone, or the file's name.
    pub host: String,
}

impl<'s> Writer<'s> {
    /// The keys of a record or of a part of one; `owner` is the record, whose files the keys may name.
    pub fn keys<T: Show>(&self, owner: &'s Published, part: &'s T) -> KeysText<'s, T> {
        let keys = match part.show() {
            Shown::Table(keys) => keys,
            _ => Vec::new(),
        };
        KeysText { writer: *self, owner, keys, of: PhantomData }
    }

    /// What pages write where the source does not report a value.
    fn not_reported<S: Serializer>(&self, shape: &Shape, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.unreported().to_owned();
        match shape {
            Shape::Day => {
                let text = self.as_of(AsOf::NotReported).text;
                DayText { iso: String::new(), long: text.clone(), text }.serialize(serializer)
            }
            Shape::Phrase => PhraseText::own(text).serialize(serializer),
            Shape::Term => {
                Term { key: Symbol::NotAvailable.key().to_owned(), label: text }.serialize(serializer)
            }
            Shape::Link => {
                WebText { href: String::new(), text: text.clone(), host: text }.serialize(serializer)
            }
            // Other kinds have no `Reported` form.
            _ => serializer.serialize_str(&text),
        }
    }

    fn shown<'v>(&self, owner: &'v Published, value: &'v Shown<'v>) -> ShownText<'v>
    where
        's: 'v,
    {
        ShownText { writer: *self, owner, value }
    }
}

impl<T> Serialize for KeysText<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_keys(self.writer, self.owner, &self.keys, serializer)
    }
}

fn serialize_keys<S: Serializer>(
    writer: Writer<'_>,
    owner: &Published,
    keys: &[(&'static Key, Shown<'_>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, value) in keys {
        if !matches!(value, Shown::Hidden) {
            map.serialize_entry(key.field, &writer.shown(owner, value))?;
        }
    }
    map.end()
}

/// One value.
struct ShownText<'v> {
    writer: Writer<'v>,
    owner: &'v Published,
    value: &'v Shown<'v>,
}

impl Serialize for ShownText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let writer = self.writer;
        let formatter = writer.site.formatter(writer.lang);
        match self.value {
            Shown::Nothing | Shown::Hidden => serializer.serialize_none(),
            Shown::Flag(flag) => serializer.serialize_bool(*flag),
            Shown::Number(value) => {
                NumberText { value: *value, text: formatter.integer(*value) }.serialize(serializer)
            }
            Shown::Decimal(number) => serializer.serialize_f64(*number),
            Shown::Text(text) => serializer.serialize_str(text),
            Shown::Phrase(phrase) => writer.phrase(phrase).serialize(serializer),
            Shown::Day(day) => DayText {
                iso: day.to_string(),
                text: formatter.date(*day),
                long: formatter.weekday_date(*day),
            }
            .serialize(serializer),
            Shown::Span(from, to) => writer.range(*from, *to).serialize(serializer),
            Shown::Month(month) => {
                let first = month.first_day();
                let iso = format!("{:04}-{:02}", first.year(), first.month());
                DateText { iso, text: formatter.month(first) }.serialize(serializer)
            }
            Shown::Clock(time) => {
                let point = writer.lang.pick('.', ':');
                let zone = writer.site.view.config().zone.key();
                serializer.collect_str(&format_args!("{:02}{point}{:02} {zone}", time.hour, time.minute))
            }
            Shown::NotReported(shape) => writer.not_reported(shape, serializer),
            Shown::Count(count) => writer.count(*count).serialize(serializer),
            Shown::Term(key, label) => writer.term(key, *label).serialize(serializer),
            Shown::Record(target) => writer.ref_to(&target.id).serialize(serializer),
            Shown::Link(url) => {
                let text = url.0.trim_start_matches("https://").trim_end_matches('/').to_owned();
                let host = text.split('/').next().unwrap_or(&text).to_owned();
                WebText { href: url.0.clone(), text, host }.serialize(serializer)
            }
            Shown::File(name) => WebText {
                href: writer.file_url(&format!("{}{}", self.owner.route(), name.0)).into(),
                text: name.0.clone(),
                host: name.0.clone(),
            }
            .serialize(serializer),
            // A record that is not public is left out.
            Shown::List(values) => serializer.collect_seq(
                values
                    .iter()
                    .filter(|value| match value {
                        Shown::Record(target) => writer.site.view.record(&target.id).is_some(),
                        _ => true,
                    })
                    .map(|value| writer.shown(self.owner, value)),
            ),
            Shown::Table(keys) => serialize_keys(writer, self.owner, keys, serializer),
        }
    }
}

impl<T: Show> JsonSchema for KeysText<'_, T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        match T::shape() {
            Shape::Table { name, .. } => name.into(),
            _ => "Keys".into(),
        }
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema_of(&T::shape(), generator)
    }
}

/// The schema of a kind of value. A table inside another one gets its own name.
fn schema_of(shape: &Shape, generator: &mut SchemaGenerator) -> Schema {
    match shape {
        Shape::Hidden => Schema::default(),
        Shape::Flag => generator.subschema_for::<bool>(),
        Shape::Number => generator.subschema_for::<NumberText>(),
        Shape::Decimal => generator.subschema_for::<f64>(),
        Shape::Text | Shape::Clock => generator.subschema_for::<String>(),
        Shape::Phrase => generator.subschema_for::<PhraseText>(),
        Shape::Day => generator.subschema_for::<DayText>(),
        Shape::Span | Shape::Month => generator.subschema_for::<DateText>(),
        Shape::Count => generator.subschema_for::<CountText>(),
        Shape::Term => generator.subschema_for::<Term>(),
        Shape::Record => generator.subschema_for::<Ref>(),
        Shape::Link | Shape::File => generator.subschema_for::<WebText>(),
        Shape::Optional(inner) => {
            let inner = part_schema(inner, generator);
            json_schema!({ "anyOf": [inner, { "type": "null" }] })
        }
        Shape::List(inner) => {
            let inner = part_schema(inner, generator);
            json_schema!({ "type": "array", "items": inner })
        }
        Shape::Table { doc, keys, .. } => {
            let mut properties = serde_json::Map::new();
            let mut required = Vec::new();
            for (key, shape) in keys.iter().filter(|(_, shape)| !is_hidden(shape)) {
                let mut schema = part_schema(shape, generator);
                schema.insert("description".to_owned(), key.doc.trim().into());
                properties.insert(key.field.to_owned(), schema.to_value());
                // A reference may lead to a record that is not public.
                if !matches!(shape, Shape::Optional(_) | Shape::Record) {
                    required.push(key.field);
                }
            }
            json_schema!({
                "type": "object",
                "description": doc.trim(),
                "properties": properties,
                "required": required,
            })
        }
    }
}

fn part_schema(shape: &Shape, generator: &mut SchemaGenerator) -> Schema {
    let schema = schema_of(shape, generator);
    match shape {
        Shape::Table { name, .. } => {
            generator.definitions_mut().insert((*name).to_owned(), schema.to_value());
            Schema::new_ref(format!("#/$defs/{name}"))
        }
        _ => schema,
    }
}

/// Whether templates never get a key, however its shape is nested.
pub(crate) fn is_hidden(shape: &Shape) -> bool {
    match shape {
        Shape::Hidden => true,
        Shape::Optional(inner) | Shape::List(inner) => is_hidden(inner),
        _ => false,
    }
}
