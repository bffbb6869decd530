//! The anchors of the headings of a body.

use std::collections::HashMap;

/// Ids that templates of the built-in theme use.
const RESERVED: [&str; 4] = ["isi", "ancaman", "anggota", "persetujuan-menteri"];

/// The anchors of a body. Each is used once.
pub(super) struct Anchors {
    /// For each used anchor, the number to try for the next heading with the same text. It only grows, so any
    /// number of equal headings takes linear time.
    next: HashMap<String, usize>,
}

impl Default for Anchors {
    fn default() -> Self {
        Self { next: RESERVED.iter().map(|id| ((*id).to_owned(), 2)).collect() }
    }
}

impl Anchors {
    /// Takes an unused anchor: `stem`, or `stem-2`, `stem-3`, …
    pub(super) fn take(&mut self, stem: String) -> String {
        let Some(next) = self.next.get(&stem) else {
            self.next.insert(stem.clone(), 2);
            return stem;
        };
        let mut number = *next;
        let id = loop {
            let id = format!("{stem}-{number}");
            number += 1;
            // The text of another heading may give the same anchor.
            if !self.next.contains_key(&id) {
                break id;
            }
        };
        self.next.insert(stem, number);
        self.next.insert(id.clone(), 2);
        id
    }
}
