//! Finds numbers in text.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// The number as written, without a percent sign.
    pub(super) text: String,
    /// The byte range in the text.
    pub(super) at: Range<usize>,
    pub(super) percent: bool,
}

/// Words before a number that does not count persons: `Nomor 5`, `Pasal 9`.
const BEFORE: [&str; 16] = [
    "nomor", "no", "pasal", "ayat", "bab", "tahun", "angka", "huruf", "lampiran", "versi", "uu", "pp",
    "number", "article", "year", "version",
];
/// Words after a number that is part of a date or a time.
const MONTHS: [&str; 26] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "august",
    "october",
    "december",
    "wib",
    "wita",
    "wit",
    "pukul",
    "baris",
];

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || (matches!(bytes[at], b'.' | b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            at += 1;
        }
        let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let percent = rest.starts_with('%') || rest.starts_with("persen") || rest.starts_with("percent");
        found.push(Token { text: text[start..at].to_owned(), at: start..at, percent });
    }
    found
}

impl Token {
    /// Whether the number is a count: not a day, a year, the number of a rule or part of a code.
    pub(super) fn counts(&self, text: &str) -> bool {
        let before = &text[..self.at.start];
        let after = &text[self.at.end..];
        let inside_word =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '#' | ':'));
        if inside_word(before.chars().next_back()) || inside_word(after.chars().next()) {
            return false;
        }
        let word = |word: Option<&str>| -> String {
            word.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
        };
        let (last, next) =
            (word(before.split_whitespace().next_back()), word(after.split_whitespace().next()));
        let year = self.text.len() == 4 && matches!(&self.text[..2], "19" | "20");
        !year
            && !BEFORE.contains(&last.as_str())
            && !MONTHS.contains(&last.as_str())
            && !MONTHS.contains(&next.as_str())
    }

    /// Every value that the number can mean: `1.234`, `98,9`.
    pub(super) fn values(&self) -> Vec<f64> {
        let whole: String = self.text.chars().filter(char::is_ascii_digit).collect();
        let decimal = self.text.rfind(['.', ',']).map(|at| {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            format!("{}.{}", digits(&self.text[..at]), digits(&self.text[at..]))
        });
        [Some(whole), decimal].into_iter().flatten().filter_map(|text| text.parse().ok()).collect()
    }

    /// The number as an integer, without thousands separators.
    pub(super) fn whole(&self) -> Option<u64> {
        self.text.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
    }
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                matches!(c, '.' | '!' | '?' | ';' | '\n')
                    && rest[at + c.len_utf8()..].starts_with([' ', '\n', '\r'])
            })
            .map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let (sentence, more) = rest.split_at(end);
        rest = more;
        Some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_either_language_writes_them() {
        let found = tokens("1.234 dari 6,374 atau 98,9 % dan 5.");
        let texts: Vec<&str> = found.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["1.234", "6,374", "98,9", "5"]);
        assert!(found[2].percent && !found[0].percent);
        assert_eq!(found[2].values(), [989.0, 98.9]);
        assert_eq!(found[0].whole(), Some(1234));
    }

    #[test]
    fn days_years_and_numbers_of_rules_count_nobody() {
        let text = "Pada 12 Oktober 2024, menurut Pasal 9 dan Nomor 5, 3 orang di SMP-2A belum.";
        let counting: Vec<String> =
            tokens(text).into_iter().filter(|token| token.counts(text)).map(|token| token.text).collect();
        assert_eq!(counting, ["3"]);
    }

    #[test]
    fn sentences_end_at_marks_and_not_in_numbers() {
        let split: Vec<&str> = sentences("Ada 1.234 orang. Belum 3! Ya").collect();
        assert_eq!(split, ["Ada 1.234 orang.", " Belum 3!", " Ya"]);
    }
}
