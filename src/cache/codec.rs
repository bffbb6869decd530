//! The bytes of cache files: numbers in groups of seven bits, the lowest first, texts and lists behind their
//! lengths. Most numbers are small, and what is small is quickly read, hashed and written.

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;

use jiff::civil::Date;

use super::Digest;
use super::digest::shortened;

/// A value that the cache can hold.
pub trait Keep: Sized {
    /// Writes it.
    fn keep(&self, to: &mut Writer);

    /// Reads it again; `None` where the bytes are no such value.
    fn kept(from: &mut Reader<'_>) -> Option<Self>;
}

/// The bits of a byte that are a part of a number, and the one that says that more follow.
const GROUP: u8 = 0x7f;
const MORE: u8 = 0x80;

/// Writes values one behind the other.
#[derive(Default)]
pub struct Writer {
    pub(super) bytes: Vec<u8>,
    /// Where bytes go that need not be held.
    drain: Option<Drain>,
}

/// Takes bytes away: hashed, into a file.
struct Drain {
    file: File,
    hasher: blake3::Hasher,
    /// The first write that failed.
    failed: Option<io::Error>,
}

/// So many bytes are worth a write.
const WORTH_WRITING: usize = 1024 * 1024;

impl Writer {
    /// One whose bytes go to a file.
    pub(super) fn into_file(file: File) -> Self {
        let drain = Drain { file, hasher: blake3::Hasher::new(), failed: None };
        Self { bytes: Vec::new(), drain: Some(drain) }
    }

    /// Lets go of what was written so far, if it is much. For those who write long lists.
    pub(super) fn relieve(&mut self) {
        if self.bytes.len() >= WORTH_WRITING {
            self.empty();
        }
    }

    fn empty(&mut self) {
        let Some(drain) = &mut self.drain else { return };
        drain.hasher.update(&self.bytes);
        if drain.failed.is_none() {
            drain.failed = drain.file.write_all(&self.bytes).err();
        }
        self.bytes.clear();
    }

    /// The file, and the digest of all that went there.
    pub(super) fn finish(mut self) -> io::Result<(File, Digest)> {
        self.empty();
        let drain = self.drain.ok_or(io::ErrorKind::NotFound)?;
        drain.failed.map_or(Ok(()), Err)?;
        Ok((drain.file, shortened(drain.hasher.finalize())))
    }
}

impl Writer {
    pub(crate) fn number(&mut self, number: u64) {
        let mut rest = number;
        while rest > u64::from(GROUP) {
            self.bytes.push(rest.to_le_bytes()[0] | MORE);
            rest >>= MORE.trailing_zeros();
        }
        self.bytes.push(rest.to_le_bytes()[0]);
    }

    pub(crate) fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.bytes.push(u8::from(flag));
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(crate) fn digest(&mut self, digest: &Digest) {
        self.bytes.extend_from_slice(digest);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Reads what a [`Writer`] wrote; `None` where the bytes are none of its.
pub struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(MORE.trailing_zeros() as usize) {
            let byte = self.byte()?;
            number |= u64::from(byte & GROUP) << shift;
            if byte & MORE == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A length; never more than there are bytes left, so that it is safe to make room for.
    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|length| *length <= self.0.len())
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        Some(self.byte()? != 0)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(crate) fn digest(&mut self) -> Option<Digest> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// A list, each of its values read by `one`.
    pub(crate) fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            list.push(one(self)?);
        }
        Some(list)
    }
}

impl Keep for String {
    fn keep(&self, to: &mut Writer) {
        to.text(self);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

impl Keep for bool {
    fn keep(&self, to: &mut Writer) {
        to.flag(*self);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.flag()
    }
}

impl Keep for u8 {
    fn keep(&self, to: &mut Writer) {
        to.byte(*self);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.byte()
    }
}

impl Keep for u64 {
    fn keep(&self, to: &mut Writer) {
        to.number(*self);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.number()
    }
}

impl Keep for usize {
    fn keep(&self, to: &mut Writer) {
        to.length(*self);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        usize::try_from(from.number()?).ok()
    }
}

impl Keep for f64 {
    fn keep(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.take(size_of::<Self>())?.try_into().ok().map(Self::from_le_bytes)
    }
}

impl Keep for Range<usize> {
    fn keep(&self, to: &mut Writer) {
        self.start.keep(to);
        self.end.keep(to);
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Some(usize::kept(from)?..usize::kept(from)?)
    }
}

impl Keep for Date {
    fn keep(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.year().to_le_bytes());
        to.bytes.extend_from_slice(&self.month().to_le_bytes());
        to.bytes.extend_from_slice(&self.day().to_le_bytes());
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        let &[low, high, month, day] = from.take(4)? else { return None };
        Date::new(i16::from_le_bytes([low, high]), i8::from_le_bytes([month]), i8::from_le_bytes([day])).ok()
    }
}

impl<T: Keep> Keep for Option<T> {
    fn keep(&self, to: &mut Writer) {
        to.flag(self.is_some());
        self.iter().for_each(|value| value.keep(to));
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        Some(if from.flag()? { Some(T::kept(from)?) } else { None })
    }
}

impl<T: Keep> Keep for Vec<T> {
    fn keep(&self, to: &mut Writer) {
        to.length(self.len());
        self.iter().for_each(|value| value.keep(to));
    }

    fn kept(from: &mut Reader<'_>) -> Option<Self> {
        from.list(T::kept)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_is_read_again(
            number: u64, small in 0_u64..300, float: f64, text: String, list: Vec<Option<bool>>,
        ) {
            let mut to = Writer::default();
            number.keep(&mut to);
            small.keep(&mut to);
            float.keep(&mut to);
            text.keep(&mut to);
            list.keep(&mut to);
            let mut from = Reader(&to.bytes);
            prop_assert_eq!(u64::kept(&mut from), Some(number));
            prop_assert_eq!(u64::kept(&mut from), Some(small));
            prop_assert_eq!(f64::kept(&mut from).unwrap().to_bits(), float.to_bits());
            prop_assert_eq!(String::kept(&mut from), Some(text));
            prop_assert_eq!(Vec::kept(&mut from), Some(list));
            prop_assert!(from.0.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes: Vec<u8>) {
            let mut from = Reader(&bytes);
            let _ = Vec::<String>::kept(&mut from);
            let _ = f64::kept(&mut from);
            let _ = Date::kept(&mut from);
        }
    }
}
