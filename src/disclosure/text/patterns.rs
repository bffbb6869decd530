//! Searches for the patterns of the gate, only where a text contains a piece that each of their matches has.
//!
//! Most texts contain none of the pieces of a pattern, and then the pattern is not even compiled. A piece
//! (its *core*) is a small part of the source of the pattern, so the two cannot disagree. The tests compare
//! the results of this search with a search anywhere in a text.

use std::ops::Range;

use regex::Regex;
use regex_automata::meta;
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};

/// Where a word begins, for patterns whose match position is not used. `\b` means the same, but a lazy DFA
/// gives up on it at the first character outside ASCII.
pub(super) const WORD_BEGINS: &str = r"(?:^|\W)";
/// Where a word ends.
pub(super) const WORD_ENDS: &str = r"(?:\W|$)";

/// Compiles a pattern that is searched in a whole text.
#[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles each of them")]
pub(in crate::disclosure) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of the gate's own compiles")
}

/// Compiles a core: an alternation of many words, searched in a whole text.
///
/// It has no prefilter. The beginnings of so many words are nearly everywhere, and the lazy DFA alone is
/// faster.
pub(super) fn core(source: &str) -> meta::Regex {
    compiled(meta::Config::new().auto_prefilter(false), source)
}

/// Compiles a pattern that is searched in short stretches of a text.
///
/// It has no lazy DFA: building its states takes longer than simulating the NFA on so few bytes.
pub(super) fn local(source: &str) -> meta::Regex {
    compiled(meta::Config::new().hybrid(false).backtrack(false).auto_prefilter(false), source)
}

#[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles each of them")]
fn compiled(config: meta::Config, source: &str) -> meta::Regex {
    meta::Builder::new().configure(config).build(source).expect("a pattern of the gate's own compiles")
}

/// The maximal stretches of bytes that `may_hold` accepts around some hits, in order, each extended by one
/// character on either side if there is one.
///
/// The hits are in order. The bytes that `may_hold` rejects are ASCII.
pub(super) fn stretches(
    text: &str,
    hits: impl Iterator<Item = Range<usize>>,
    may_hold: impl Fn(u8) -> bool,
) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut read = 0;
    for hit in hits {
        // Each byte is read once, however many hits a stretch has.
        if hit.end <= read {
            continue;
        }
        let before = bytes.get(read..hit.start).unwrap_or_default();
        let start = hit.start - before.iter().rev().take_while(|byte| may_hold(**byte)).count();
        let end = hit.end + bytes[hit.end..].iter().take_while(|byte| may_hold(**byte)).count();
        read = end;
        stretches.push(start.saturating_sub(1)..(end + 1).min(bytes.len()));
    }
    stretches
}

/// The matches of a pattern within some stretches. The next search begins after group `part` of the last
/// match.
pub(super) fn matches(
    regex: &meta::Regex,
    text: &str,
    stretches: impl IntoIterator<Item = Range<usize>>,
    part: usize,
) -> Vec<Captures> {
    let mut found = Vec::new();
    let mut captures = regex.create_captures();
    let mut at = 0;
    for stretch in stretches {
        at = stretch.start.max(at);
        while at <= stretch.end {
            regex.search_captures(&Input::new(text).range(at..stretch.end), &mut captures);
            let Some(part) = captures.get_group(part) else { break };
            at = part.end;
            found.push(captures.clone());
        }
    }
    found
}

/// The matches of a pattern that begin where its core does. The next search begins after group `part` of the
/// last match.
pub(super) fn matches_at(regex: &meta::Regex, core: &meta::Regex, text: &str, part: usize) -> Vec<Captures> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(hit) = core.find(Input::new(text).range(at..)) {
        // A core begins with an ASCII letter, and another core may begin within it.
        at = hit.start() + 1;
        if let Some(captures) = match_at(regex, text, hit.start()) {
            at = group(&captures, part).end;
            found.push(captures);
        }
    }
    found
}

/// The match of a pattern that begins at a position.
pub(super) fn match_at(regex: &meta::Regex, text: &str, at: usize) -> Option<Captures> {
    let mut captures = regex.create_captures();
    regex.search_captures(&Input::new(text).range(at..).anchored(Anchored::Yes), &mut captures);
    captures.is_match().then_some(captures)
}

/// The range of a group that is in every match.
pub(super) fn group(captures: &Captures, index: usize) -> Range<usize> {
    captures.get_group(index).map_or(0..0, |span| span.range())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However many hits there are, the patterns read each byte at most three times: stretches overlap
        /// only by the additional character on either side.
        #[test]
        fn stretches_hold_their_hits_and_do_not_overlap(
            text in "[a-cé. |]{0,80}",
            starts in prop::collection::btree_set(0_usize..80, 0..80),
        ) {
            let is_held = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            let hits: Vec<Range<usize>> = starts
                .into_iter()
                .filter(|at| text.as_bytes().get(*at).is_some_and(|byte| byte.is_ascii_alphabetic()))
                .map(|at| at..at + 1)
                .collect();
            let stretches = stretches(&text, hits.iter().cloned(), is_held);
            for hit in hits {
                prop_assert!(stretches.iter().any(|all| all.start <= hit.start && hit.end <= all.end));
            }
            for stretch in &stretches {
                prop_assert!(text.get(stretch.clone()).is_some(), "{stretch:?} cuts a character of {text:?}");
            }
            for pair in stretches.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start + 1);
            }
        }
    }

    #[test]
    fn matches_at_cores_may_begin_within_another_core() {
        let (words, a_core) = (local(r"ab?c|bc+"), core(r"abx?|b"));
        let found = matches_at(&words, &a_core, "abx abbcc", 0);
        assert_eq!(found.len(), 1);
        assert_eq!(group(&found[0], 0), 6..9);
    }
}
