//! Digests of bytes, and of values by way of serde.

use std::fmt::Display;

use serde::ser::{self, Serialize};

/// Half of a BLAKE3 hash: 128 bits are enough that no two texts ever meet.
pub type Digest = [u8; 16];

/// The digest of bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    shortened(blake3::hash(bytes))
}

pub(super) fn shortened(hash: blake3::Hash) -> Digest {
    let mut digest = Digest::default();
    let length = digest.len();
    digest.copy_from_slice(&hash.as_bytes()[..length]);
    digest
}

/// Digests what is fed to it piece by piece; pieces are told apart by their lengths.
#[derive(Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Takes in one piece.
    pub fn feed(&mut self, piece: &[u8]) -> &mut Self {
        self.0.update(&(piece.len() as u64).to_le_bytes()).update(piece);
        self
    }

    /// Takes in a value with all that it serialises; `false` if it cannot be serialised.
    pub fn feed_value<T: Serialize + ?Sized>(&mut self, value: &T, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        let written = value.serialize(Bytes(buffer)).is_ok();
        self.feed(buffer);
        written
    }

    /// The digest of all pieces.
    pub fn finish(&self) -> Digest {
        shortened(self.0.finalize())
    }
}

/// Writes values as bytes, such that values of one type are the same only if their bytes are: every value
/// begins with what kind it is, texts bear their lengths, and lists and structs are closed. Nobody reads it
/// again, so it is simpler and quicker than JSON.
struct Bytes<'b>(&'b mut Vec<u8>);

/// What kind of value follows, or ends.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Mark {
    None,
    Some,
    Unit,
    Bool,
    Integer,
    Float,
    Text,
    Bytes,
    List,
    Map,
    Variant,
    Close,
}

impl Bytes<'_> {
    fn mark(&mut self, mark: Mark) {
        self.0.push(mark as u8);
    }

    fn integer(mut self, value: i128) {
        self.mark(Mark::Integer);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn pieces(mut self, mark: Mark, bytes: &[u8]) {
        self.mark(mark);
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    fn variant(&mut self, index: u32) {
        self.mark(Mark::Variant);
        self.0.extend_from_slice(&index.to_le_bytes());
    }

    fn opened(mut self, mark: Mark) -> Self {
        self.mark(mark);
        self
    }
}

/// Why a value cannot be serialised: it says so itself.
#[derive(Debug)]
struct Refused;

impl Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the value cannot be serialised")
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Integers of all widths.
macro_rules! integers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), Refused> {
            self.integer(value.into());
            Ok(())
        })*
    };
}

impl<'b> ser::Serializer for Bytes<'b> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    );

    fn serialize_bool(mut self, value: bool) -> Result<(), Refused> {
        self.mark(Mark::Bool);
        self.0.push(value.into());
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(mut self, value: f64) -> Result<(), Refused> {
        self.mark(Mark::Float);
        self.0.extend_from_slice(&value.to_bits().to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.pieces(Mark::Text, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.pieces(Mark::Bytes, value);
        Ok(())
    }

    fn serialize_none(mut self) -> Result<(), Refused> {
        self.mark(Mark::None);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(mut self, value: &T) -> Result<(), Refused> {
        self.mark(Mark::Some);
        value.serialize(self)
    }

    fn serialize_unit(mut self) -> Result<(), Refused> {
        self.mark(Mark::Unit);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(mut self, _: &'static str, index: u32, _: &'static str) -> Result<(), Refused> {
        self.variant(index);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.variant(index);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        Ok(self.opened(Mark::List))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Refused> {
        Ok(self.opened(Mark::List))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self.opened(Mark::List))
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.variant(index);
        Ok(self.opened(Mark::List))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refused> {
        Ok(self.opened(Mark::Map))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self.opened(Mark::Map))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Refused> {
        self.variant(index);
        Ok(self.opened(Mark::Map))
    }
}

/// What holds values one behind the other.
macro_rules! lists {
    ($($kind:ident: $one:ident),*) => {
        $(impl ser::$kind for Bytes<'_> {
            type Ok = ();
            type Error = Refused;

            fn $one<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                value.serialize(Bytes(self.0))
            }

            fn end(mut self) -> Result<(), Refused> {
                self.mark(Mark::Close);
                Ok(())
            }
        })*
    };
}

lists!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

/// What holds values by their names.
macro_rules! structs {
    ($($kind:ident),*) => {
        $(impl ser::$kind for Bytes<'_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Refused> {
                Bytes(self.0).pieces(Mark::Text, key.as_bytes());
                value.serialize(Bytes(self.0))
            }

            fn end(mut self) -> Result<(), Refused> {
                self.mark(Mark::Close);
                Ok(())
            }
        })*
    };
}

structs!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Bytes<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        key.serialize(Bytes(self.0))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        value.serialize(Bytes(self.0))
    }

    fn end(mut self) -> Result<(), Refused> {
        self.mark(Mark::Close);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::{Digest, Digester, ser};

    fn of<T: Serialize>(value: &T) -> Digest {
        let mut digester = Digester::default();
        assert!(digester.feed_value(value, &mut Vec::new()));
        digester.finish()
    }

    #[test]
    fn what_is_not_the_same_has_another_digest() {
        #[derive(Serialize)]
        enum Kind {
            One,
            Other,
            Both(u8),
            Named { a: u8 },
        }
        #[derive(Serialize)]
        struct Card {
            title: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            summary: Option<&'static str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            number: Option<&'static str>,
        }
        let card = |title, summary, number| of(&Card { title, summary, number });
        let different = [
            of(&json!(["ab", "c"])),
            of(&json!(["a", "bc"])),
            of(&json!([["a"], "bc"])),
            of(&json!([[], "a", "bc"])),
            of(&json!({ "a": "bc" })),
            of(&json!({ "a": { "b": 1 }, "c": 2 })),
            of(&json!({ "a": { "b": 1, "c": 2 } })),
            of(&json!(1)),
            of(&json!(1.0)),
            of(&json!(-1)),
            of(&json!("1")),
            of(&json!(true)),
            of(&json!(null)),
            of(&Some(())),
            of(&Kind::One),
            of(&Kind::Other),
            of(&Kind::Both(1)),
            of(&Kind::Named { a: 1 }),
            card("a", Some("b"), None),
            card("a", None, Some("b")),
            card("a", None, None),
        ];
        assert_eq!(different.iter().collect::<BTreeSet<_>>().len(), different.len());
    }

    #[test]
    fn a_value_that_refuses_is_told() {
        let mut keys = std::collections::BTreeMap::new();
        keys.insert((), ());
        struct Refuses;
        impl Serialize for Refuses {
            fn serialize<S: ser::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(ser::Error::custom("no"))
            }
        }
        assert!(!Digester::default().feed_value(&[Refuses], &mut Vec::new()));
        assert!(Digester::default().feed_value(&keys, &mut Vec::new()));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..3_i64).prop_map(Value::from),
            "[a\u{0}\u{1}]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[ab]{0,1}", inner, 0..3)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn values_are_the_same_only_if_their_digests_are(one in any_value(), other in any_value()) {
            prop_assert_eq!(of(&one) == of(&other), one == other);
        }
    }
}
