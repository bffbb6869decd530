//! The jobs of a plan, by address.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashTable;
use rayon::prelude::*;

use super::messages as rule;
use super::{INDEX, Job, joined};
use crate::collections::messages as record_rule;
use crate::diagnostics::{Findings, SourceFile};

/// The job at each address.
///
/// The list is allocated in its final size: growing it would touch more memory, which costs more time than
/// the work itself.
#[derive(Default)]
pub struct Jobs {
    /// In the order of the requests, including jobs that lost their address to another job.
    asked: Vec<(String, Job)>,
    /// Indices into `asked`, in the order of the addresses.
    order: Vec<u32>,
    /// The same indices, by the hash of the address: each link of each page is looked up here.
    places: HashTable<u32>,
    /// The [normal form](known_as) of each address that differs from it, by index.
    odd: BTreeMap<u32, String>,
}

impl Jobs {
    /// Allocates room for `count` jobs.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { asked: Vec::with_capacity(count), ..Self::default() }
    }

    /// Requests an address for a job.
    pub(super) fn ask(&mut self, url: String, job: Job) {
        let place = self.asked.len() as u32;
        if let Cow::Owned(known) = known_as(&url) {
            self.odd.insert(place, known);
        }
        self.asked.push((url, job));
    }

    /// Gives each address to the job that requested it first.
    ///
    /// Another job for the same address, or for one below the address of a file, is an error at its `origin`,
    /// the file that requested it.
    pub(super) fn settle<'o>(&mut self, origin: impl Fn(&Job) -> Option<&'o Arc<SourceFile>>) -> Findings {
        let mut findings = Findings::default();
        let mut order: Vec<u32> = (0..self.asked.len() as u32).collect();
        // The requests of one language are nearly sorted. The sort is stable, so the first request for an address wins.
        order.sort_by(|one, other| self.known(*one).cmp(self.known(*other)));
        order.dedup_by(|later, first| {
            let is_taken = self.known(*later) == self.known(*first);
            if is_taken {
                let ((taken, first), (url, job)) = (self.at(*first), self.at(*later));
                findings.push(match (origin(first), origin(job)) {
                    (Some(first), Some(file)) => record_rule::two_for_one_url(url, &first.path).in_file(file),
                    (Some(file), None) | (None, Some(file)) => rule::address_of_the_site(url).in_file(file),
                    (None, None) => record_rule::two_for_one_url(url, taken),
                });
            }
            is_taken
        });
        let odd = order.iter().filter(|place| self.odd.contains_key(place));
        let odd = odd.map(|place| (self.known(*place).to_owned(), self.url(*place).to_owned())).collect();
        if !self.odd.is_empty() {
            order.sort_by(|one, other| self.url(*one).cmp(self.url(*other)));
        }
        let hash_at = |place: &u32| hash(self.url(*place).as_bytes());
        let mut places = HashTable::with_capacity(order.len());
        for place in &order {
            places.insert_unique(hash_at(place), *place, hash_at);
        }
        (self.order, self.places) = (order, places);
        findings.extend(self.files_in_the_way(&odd, origin));
        findings
    }

    fn at(&self, place: u32) -> &(String, Job) {
        &self.asked[place as usize]
    }

    fn url(&self, place: u32) -> &str {
        &self.at(place).0
    }

    fn known(&self, place: u32) -> &str {
        self.odd.get(&place).map_or_else(|| self.url(place), String::as_str)
    }

    /// Reports pages below the address of a file: with a file at `/a/b`, there can be no page at `/a/b/`.
    /// `odd` maps normal forms to the addresses that differ from them.
    fn files_in_the_way<'o>(
        &self,
        odd: &BTreeMap<String, String>,
        origin: impl Fn(&Job) -> Option<&'o Arc<SourceFile>>,
    ) -> Findings {
        let mut findings = Findings::default();
        let origin = |url: &str| self.get(url).and_then(&origin);
        for file in self.keys().filter(|url| !url.ends_with('/')) {
            let folder = joined(&known_as(file), "/");
            let from = self.order.partition_point(|place| self.url(*place) < folder.as_str());
            let plain = self.order[from..].iter().map(|place| self.url(*place));
            let odd = odd.range(folder.clone()..);
            for url in plain
                .take_while(|url| url.starts_with(&folder))
                .chain(odd.take_while(|(known, _)| known.starts_with(&folder)).map(|(_, url)| url.as_str()))
            {
                let found = rule::address_below_a_file(url, file);
                findings.push(match origin(url).or_else(|| origin(file)) {
                    Some(file) => found.in_file(file),
                    None => found,
                });
            }
        }
        findings
    }

    /// The job at an address.
    pub fn get(&self, url: &str) -> Option<&Job> {
        self.place(url.as_bytes()).map(|place| &self.at(place).1)
    }

    /// Whether there is a job at an address.
    pub fn has(&self, url: impl AsRef<[u8]>) -> bool {
        self.place(url.as_ref()).is_some()
    }

    fn place(&self, url: &[u8]) -> Option<u32> {
        self.places.find(hash(url), |place| self.url(*place).as_bytes() == url).copied()
    }

    /// The number of jobs.
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// All jobs, in the order of their addresses.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Job)> {
        self.order.iter().map(|place| self.at(*place)).map(|(url, job)| (url.as_str(), job))
    }

    /// The same, for parallel work.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = (&str, &Job)> {
        self.order.par_iter().map(|place| self.at(*place)).map(|(url, job)| (url.as_str(), job))
    }

    /// The addresses, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(url, _)| url)
    }
}

/// The normal form of an address. Two addresses have the same normal form if they would have the same output
/// file, on Windows too.
pub(super) fn known_as(url: &str) -> Cow<'_, str> {
    let known = match url.strip_suffix(INDEX) {
        Some(folder) if folder.ends_with('/') => Cow::Owned(folder.to_owned()),
        _ => Cow::Borrowed(url),
    };
    match known.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => known,
        false => Cow::Owned(known.to_lowercase()),
    }
}

/// Hashes an address word by word, with one folded multiplication each.
///
/// The hash has no random key: the only addresses are the portal's own, so flooding is no concern.
fn hash(url: &[u8]) -> u64 {
    /// The golden ratio: odd, and its bits are spread evenly.
    const FACTOR: u128 = 0x9e37_79b9_7f4a_7c15;
    let add = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * FACTOR;
        product as u64 ^ (product >> 64) as u64
    };
    let hash = match url.last_chunk() {
        // The last word overlaps the one before it, so no padding is needed.
        Some(last) => {
            let (words, _) = url.as_chunks();
            let hash = words.iter().fold(0, |hash, word| add(hash, u64::from_le_bytes(*word)));
            add(hash, u64::from_le_bytes(*last))
        }
        None => add(0, url.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))),
    };
    add(hash, url.len() as u64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locale::Lang;
    use crate::plan::Work;

    #[test]
    fn addresses_that_hardly_differ_hash_apart() {
        let mut addresses: BTreeSet<String> =
            (0..10_000).map(|n| format!("/edaran/2024/se-{n:06}/")).collect();
        addresses.extend((0..10_000).map(|n| format!("/{n}")));
        let hashes: BTreeSet<u64> = addresses.iter().map(|address| hash(address.as_bytes())).collect();
        assert_eq!(hashes.len(), addresses.len());
        // The hash table uses the lowest bits for the slot and the highest as a tag.
        let places: BTreeSet<u64> = hashes.iter().map(|hash| hash & 0xffff).collect();
        assert!(places.len() > 15_000, "{}", places.len());
        let marks: BTreeSet<u64> = hashes.iter().map(|hash| hash >> 57).collect();
        assert_eq!(marks.len(), 128);
    }

    #[test]
    fn who_comes_first_has_the_address_however_it_is_written() {
        let job = |number| Job { lang: Lang::Id, work: Work::Record(number), origin: None };
        let mut jobs = Jobs::default();
        for (at, url) in ["/b/", "/A/", "/a/", "/b/index.html", "/c/", "/B/", "/a0/"].into_iter().enumerate()
        {
            jobs.ask(url.to_owned(), job(at));
        }
        let findings = jobs.settle(|_| None);
        let left: Vec<(&str, &Work)> = jobs.iter().map(|(url, job)| (url, &job.work)).collect();
        let record = |number| Work::Record(number);
        assert_eq!(
            left,
            [("/A/", &record(1)), ("/a0/", &record(6)), ("/b/", &record(0)), ("/c/", &record(4))]
        );
        assert_eq!(findings.len(), 3);
        assert!(jobs.has("/A/") && !jobs.has("/a/") && jobs.get("/c/").is_some());
        assert_eq!(jobs.count(), 4);
    }
}
