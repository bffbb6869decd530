//! Named values as the bytes that they were written in: one is decoded when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::codec::{Reader, Writer};

/// Values by name.
#[derive(Default)]
pub(super) struct Shelf {
    /// What an earlier run wrote, in the order of the names: where each name and value lie in `bytes`.
    places: Vec<(Range<usize>, Range<usize>)>,
    bytes: Arc<[u8]>,
    /// What came since, or (`None`) went.
    since: BTreeMap<String, Option<Box<[u8]>>>,
    /// How many there are.
    count: usize,
}

impl Shelf {
    /// A reader of the value of this name.
    pub(super) fn reader(&self, name: &str) -> Option<Reader<'_>> {
        if let Some(since) = self.since.get(name) {
            return since.as_deref().map(Reader);
        }
        let at = self.places.binary_search_by(|(place, _)| self.bytes[place.clone()].cmp(name.as_bytes()));
        self.places.get(at.ok()?).map(|(_, value)| Reader(&self.bytes[value.clone()]))
    }

    /// Puts values, each under its name as `write` writes it.
    pub(super) fn put_all<T: Sync>(
        &mut self,
        values: &[T],
        name: impl Fn(&T) -> &str + Sync,
        write: impl Fn(&T, &mut Writer) + Sync,
    ) {
        let written = values.par_iter().map_init(Writer::default, |to, value| {
            to.bytes.clear();
            write(value, to);
            (name(value).to_owned(), Some(to.bytes.as_slice().into()))
        });
        for (name, value) in written.collect::<Vec<_>>() {
            self.count += usize::from(self.reader(&name).is_none());
            self.since.insert(name, value);
        }
    }

    /// Takes away all but these.
    pub(super) fn retain(&mut self, names: &BTreeSet<&str>) {
        let gone = self.all().map(|(name, _)| name).filter(|name| !names.contains(name));
        let gone: Vec<_> = gone.map(|name| (name.to_owned(), None)).collect();
        self.count -= gone.len();
        self.since.extend(gone);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Names and values, in the order of the names.
    fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut old = self
            .places
            .iter()
            .filter_map(|(name, value)| {
                Some((std::str::from_utf8(&self.bytes[name.clone()]).ok()?, &self.bytes[value.clone()]))
            })
            .filter(|(name, _)| !self.since.contains_key(*name))
            .peekable();
        let mut new =
            self.since.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?))).peekable();
        std::iter::from_fn(move || match (old.peek(), new.peek()) {
            (Some((old_name, _)), Some((new_name, _))) if new_name < old_name => new.next(),
            (Some(_), _) => old.next(),
            (None, _) => new.next(),
        })
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.length(self.count);
        for (name, value) in self.all() {
            to.text(name);
            to.length(value.len());
            to.bytes.extend_from_slice(value);
            to.relieve();
        }
    }

    /// Notes where the values lie in `bytes`, of which `from` is the rest.
    pub(super) fn read(from: &mut Reader<'_>, bytes: &Arc<[u8]>) -> Option<Self> {
        let count = from.length()?;
        let mut places = Vec::with_capacity(count);
        let take = |from: &mut Reader<'_>| {
            let length = from.length()?;
            let start = bytes.len().checked_sub(from.0.len())?;
            from.take(length)?;
            Some(start..start + length)
        };
        for _ in 0..count {
            places.push((take(from)?, take(from)?));
        }
        let is_sorted = places.is_sorted_by(|(one, _), (next, _)| bytes[one.clone()] < bytes[next.clone()]);
        is_sorted.then(|| Self { places, bytes: Arc::clone(bytes), since: BTreeMap::new(), count })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn again(shelf: &Shelf) -> Shelf {
        let mut to = Writer::default();
        to.number(7);
        shelf.write(&mut to);
        let bytes: Arc<[u8]> = to.bytes.into();
        let mut reader = Reader(&bytes);
        reader.number().unwrap();
        Shelf::read(&mut reader, &bytes).unwrap()
    }

    fn put(shelf: &mut Shelf, name: &str, number: u64) {
        shelf.put_all(&[(name, number)], |(name, _)| name, |(_, number), to| to.number(*number));
    }

    fn names(shelf: &Shelf) -> Vec<String> {
        shelf
            .all()
            .map(|(name, _)| format!("{name}={}", shelf.reader(name).unwrap().number().unwrap()))
            .collect()
    }

    #[test]
    fn what_is_put_is_found_now_and_in_the_next_run() {
        let mut shelf = Shelf::default();
        put(&mut shelf, "c", 3);
        put(&mut shelf, "a", 1);
        let mut shelf = again(&shelf);
        assert_eq!(names(&shelf), ["a=1", "c=3"]);
        put(&mut shelf, "b", 2);
        put(&mut shelf, "c", 4);
        put(&mut shelf, "d", 5);
        assert_eq!(names(&shelf), ["a=1", "b=2", "c=4", "d=5"]);
        shelf.retain(&["a", "b", "c", "d"].into());
        assert_eq!(shelf.count(), 4);
        shelf.retain(&["a", "d"].into());
        assert!(shelf.reader("c").is_none());
        assert_eq!(names(&again(&shelf)), ["a=1", "d=5"]);
        assert_eq!(shelf.count, 2);
    }
}
