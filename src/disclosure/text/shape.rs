//! A small matcher for the gate's own patterns, tried only where a hint says that one may begin.
//!
//! A [`Shape`] is a constant, so nothing is compiled when the program starts. What it matches is what a regular
//! expression of the same parts matches leftmost-first: the earlier choice and the longer repetition are preferred,
//! and given back if the rest does not follow. It reads normalised text, in which all spaces are ASCII.

use std::sync::LazyLock;

/// What a piece of text looks like.
pub(super) enum Shape {
    /// This text.
    Text(&'static str),
    /// One of these texts.
    Words(&'static [&'static str]),
    /// This text, its first letter small or a capital; written small here.
    Word(&'static str),
    /// One of these, as in [`Shape::Word`].
    AnyWord(&'static [&'static str]),
    /// So many characters of a class, from the first number to the second.
    Chars(fn(char) -> bool, usize, usize),
    /// One after the other.
    All(&'static [Shape]),
    /// One of several.
    Either(&'static [Shape]),
    /// Something or nothing.
    Maybe(&'static Shape),
    /// So often, from the first number to the second.
    Repeated(&'static Shape, usize, usize),
    /// This, whether its letters are small or capitals.
    AnyCase(&'static Shape),
    /// Where a word begins or ends.
    Edge,
    /// The end of the text.
    End,
}

/// Spaces, perhaps none.
pub(super) const SPACES: Shape = Shape::Chars(char::is_whitespace, 0, usize::MAX);
/// At least one space.
pub(super) const GAP: Shape = Shape::Chars(char::is_whitespace, 1, usize::MAX);
/// A space, or none.
pub(super) const SPACE: Shape = Shape::Chars(char::is_whitespace, 0, 1);

/// A full stop, or none.
pub(super) const FULL_STOP: Shape = Shape::Maybe(&Shape::Text("."));
/// A capital of any script.
pub(super) const CAPITAL: Shape = Shape::Chars(is_capital, 1, 1);

/// How letters are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// As they are written.
    Written,
    /// Small ones and capitals alike, in ASCII.
    Any,
}

impl Shape {
    /// The end of what it matches at `at`.
    pub(super) fn end(&self, text: &str, at: usize) -> Option<usize> {
        let mut end = None;
        self.ends(text, at, Case::Written, &mut |found| {
            end = Some(found);
            true
        });
        end
    }

    /// Whether it matches at `at`.
    pub(super) fn is_at(&self, text: &str, at: usize, case: Case) -> bool {
        self.ends(text, at, case, &mut |_| true)
    }

    /// Whether it matches where some word of the text begins.
    pub(super) fn begins_a_word(&self, text: &str, case: Case) -> bool {
        let firsts = self.firsts(case);
        let mut starts = word_starts(text).filter(|at| firsts[usize::from(text.as_bytes()[*at])]);
        starts.any(|at| self.is_at(text, at, case))
    }

    /// Whether it matches anywhere in the text.
    pub(super) fn is_anywhere(&self, text: &str, case: Case) -> bool {
        let firsts = self.firsts(case);
        let mut starts = (0..text.len()).filter(|at| firsts[usize::from(text.as_bytes()[*at])]);
        starts.any(|at| text.is_char_boundary(at) && self.is_at(text, at, case))
    }

    /// Whether it matches where one of the last `words` words of the text begins.
    pub(super) fn begins_a_last_word(&self, text: &str, words: usize, case: Case) -> bool {
        let starts = (0..text.len()).rev().filter(|at| begins_word(text, *at));
        starts.take(words).any(|at| self.is_at(text, at, case))
    }

    /// The bytes that may be the first of what it matches.
    fn firsts(&self, case: Case) -> [bool; 256] {
        let mut firsts = [false; 256];
        if !self.note_firsts(case, &mut firsts) {
            firsts = [true; 256];
        }
        firsts
    }

    /// Notes the bytes that it may begin with. Gives whether these are all: fixed texts alone tell.
    fn note_firsts(&self, case: Case, firsts: &mut [bool; 256]) -> bool {
        let mut note = |word: &&str, case: Case| {
            let Some(first) = word.bytes().next() else { return false };
            firsts[usize::from(first)] = true;
            if case == Case::Any {
                firsts[usize::from(first.to_ascii_lowercase())] = true;
                firsts[usize::from(first.to_ascii_uppercase())] = true;
            }
            true
        };
        match self {
            Shape::Text(word) => note(word, case),
            Shape::Words(words) => words.iter().all(|word| note(word, case)),
            Shape::Word(word) => note(word, Case::Any),
            Shape::AnyWord(words) => words.iter().all(|word| note(word, Case::Any)),
            Shape::All([first, ..]) => first.note_firsts(case, firsts),
            Shape::Either(shapes) => shapes.iter().all(|shape| shape.note_firsts(case, firsts)),
            Shape::AnyCase(shape) => shape.note_firsts(Case::Any, firsts),
            Shape::Repeated(shape, 1.., _) => shape.note_firsts(case, firsts),
            _ => false,
        }
    }

    /// Tells `then` each end of what it matches at `at`, the preferred one first, until `then` takes one.
    /// Gives whether one was taken.
    pub(super) fn ends(
        &self,
        text: &str,
        at: usize,
        case: Case,
        then: &mut dyn FnMut(usize) -> bool,
    ) -> bool {
        match self {
            Shape::Text(word) => starts_with(behind(text, at), word, case) && then(at + word.len()),
            Shape::Words(words) => {
                let behind = behind(text, at);
                words.iter().any(|word| starts_with(behind, word, case) && then(at + word.len()))
            }
            Shape::Word(word) => starts_with_word(behind(text, at), word, case) && then(at + word.len()),
            Shape::AnyWord(words) => {
                let behind = behind(text, at);
                words.iter().any(|word| starts_with_word(behind, word, case) && then(at + word.len()))
            }
            Shape::Chars(class, least, most) => chars(text, at, *class, (*least, *most), then),
            Shape::All(shapes) => all(shapes, text, at, case, then),
            Shape::Either(shapes) => shapes.iter().any(|shape| shape.ends(text, at, case, then)),
            Shape::Maybe(shape) => shape.ends(text, at, case, then) || then(at),
            Shape::Repeated(shape, least, most) => repeated(shape, (*least, *most), text, at, case, then),
            Shape::AnyCase(shape) => shape.ends(text, at, Case::Any, then),
            Shape::Edge => is_edge(text, at) && then(at),
            Shape::End => at == text.len() && then(at),
        }
    }
}

fn all(shapes: &[Shape], text: &str, at: usize, case: Case, then: &mut dyn FnMut(usize) -> bool) -> bool {
    match shapes {
        [] => then(at),
        [last] => last.ends(text, at, case, then),
        [first, rest @ ..] => first.ends(text, at, case, &mut |end| all(rest, text, end, case, then)),
    }
}

/// No shape that is repeated matches nothing.
fn repeated(
    shape: &Shape,
    (least, most): (usize, usize),
    text: &str,
    at: usize,
    case: Case,
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    let rest = (least.saturating_sub(1), most.saturating_sub(1));
    (most > 0 && shape.ends(text, at, case, &mut |end| repeated(shape, rest, text, end, case, then)))
        || (least == 0 && then(at))
}

fn chars(
    text: &str,
    at: usize,
    class: fn(char) -> bool,
    (least, most): (usize, usize),
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    let (mut count, mut end) = (0, at);
    for c in text[at..].chars().take(most).take_while(|c| class(*c)) {
        count += 1;
        end += c.len_utf8();
    }
    while count >= least {
        if then(end) {
            return true;
        }
        let Some(last) = text[at..end].chars().next_back() else { return false };
        count -= 1;
        end -= last.len_utf8();
    }
    false
}

fn behind(text: &str, at: usize) -> &[u8] {
    &text.as_bytes()[at..]
}

#[inline]
fn starts_with(text: &[u8], word: &str, case: Case) -> bool {
    let word = word.as_bytes();
    // Nearly always the first byte tells.
    match case {
        Case::Written => text.first() == word.first() && text.starts_with(word),
        Case::Any => starts_in_any_case(text, word),
    }
}

#[inline]
fn starts_with_word(text: &[u8], word: &str, case: Case) -> bool {
    let word = word.as_bytes();
    match (text, word, case) {
        ([first, rest @ ..], [own, others @ ..], Case::Written) => {
            first.eq_ignore_ascii_case(own) && rest.starts_with(others)
        }
        _ => starts_in_any_case(text, word),
    }
}

/// Whether a text starts with a word, small letters and capitals alike.
#[inline]
pub(super) fn starts_in_any_case(text: &[u8], word: &[u8]) -> bool {
    match (text, word) {
        ([first, ..], [own, ..]) => {
            first.eq_ignore_ascii_case(own)
                && text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        }
        _ => word.is_empty(),
    }
}

/// Whether a word begins or ends at a place between two characters.
pub(super) fn is_edge(text: &str, at: usize) -> bool {
    before(text, at).is_some_and(is_word) != text[at..].chars().next().is_some_and(is_word)
}

/// The character before a place.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    match at.checked_sub(1).map(|last| text.as_bytes()[last]) {
        Some(byte) if byte.is_ascii() => Some(char::from(byte)),
        Some(_) => text[..at].chars().next_back(),
        None => None,
    }
}

/// Whether a word begins at a byte.
fn begins_word(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && text[at..].chars().next().is_some_and(is_word) && is_edge(text, at)
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut in_word = false;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = !in_word;
        in_word = is_word(c);
        (begins && in_word).then_some(at)
    })
}

/// The characters of a class of Unicode, as ranges in order.
struct Class(Vec<(char, char)>);

impl Class {
    fn of(source: &str) -> Self {
        let ranges = match regex_syntax::parse(source).map(regex_syntax::hir::Hir::into_kind) {
            Ok(regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class))) => {
                class.iter().map(|range| (range.start(), range.end())).collect()
            }
            _ => Vec::new(),
        };
        Self(ranges)
    }

    fn holds(&self, c: char) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= c);
        after.checked_sub(1).is_some_and(|at| c <= self.0[at].1)
    }
}

static LETTERS: LazyLock<Class> = LazyLock::new(|| Class::of(r"\p{L}"));
static CAPITALS: LazyLock<Class> = LazyLock::new(|| Class::of(r"\p{Lu}"));
static NUMBERS: LazyLock<Class> = LazyLock::new(|| Class::of(r"\p{N}"));
static WORDS: LazyLock<Class> = LazyLock::new(|| Class::of(r"\w"));

/// The dashes, quotation marks and dots of ordinary text: in no class.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{2010}'..='\u{203e}' | '\u{20ac}')
}

/// A letter of any script (`\p{L}`).
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && !is_punctuation(c) && LETTERS.holds(c)
}

/// A capital of any script (`\p{Lu}`).
pub(super) fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase() || !c.is_ascii() && !is_punctuation(c) && CAPITALS.holds(c)
}

/// A digit or number of any script (`\p{N}`).
pub(super) fn is_number(c: char) -> bool {
    c.is_ascii_digit() || !c.is_ascii() && !is_punctuation(c) && NUMBERS.holds(c)
}

/// What words are made of (`\w`).
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii() && !is_punctuation(c) && WORDS.holds(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_in_no_class() {
        for c in (0..0x2100).filter_map(char::from_u32).filter(|c| is_punctuation(*c)) {
            for class in [&LETTERS, &CAPITALS, &NUMBERS, &WORDS] {
                assert!(!class.holds(c), "{c:?}");
            }
        }
        for (class, c) in [(&LETTERS, 'é'), (&CAPITALS, 'É'), (&NUMBERS, '௰'), (&WORDS, '‿')] {
            assert!(class.holds(c), "{c:?}");
        }
    }

    #[test]
    fn what_a_repetition_took_is_given_back() {
        let shape = Shape::All(&[
            Shape::Repeated(&Shape::AnyWord(&["a", "ab"]), 0, 3),
            Shape::Text("bc"),
            Shape::Edge,
        ]);
        assert_eq!(shape.end("Aabc d", 0), Some(4));
        assert_eq!(shape.end("aabcd", 0), None);
        assert!(shape.begins_a_word("x ABC", Case::Any));
        assert!(!shape.begins_a_word("x ABC", Case::Written));
        assert!(!shape.begins_a_last_word("abc x y", 2, Case::Any));
    }
}
