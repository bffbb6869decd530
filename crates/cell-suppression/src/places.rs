//! Sets of places of persons, with one bit per place. The search often needs the attackers against whom a
//! table is not evidence.

/// A set of places, by their indices in one list of all places.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Places(Vec<u64>);

impl Places {
    /// Creates a set from indices below `count`.
    pub(super) fn new(count: usize, places: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0; count.div_ceil(64)];
        for place in places {
            words[place / 64] |= 1 << (place % 64);
        }
        Self(words)
    }

    /// The places that are in both sets.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }

    /// Removes the places that are not in the other set. Returns whether any was removed.
    pub(super) fn keep(&mut self, other: &Self) -> bool {
        let mut is_removed = false;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            is_removed |= *word & !other != 0;
            *word &= other;
        }
        is_removed
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn first(&self) -> Option<usize> {
        let at = self.0.iter().position(|word| *word != 0)?;
        Some(at * 64 + self.0[at].trailing_zeros() as usize)
    }
}
