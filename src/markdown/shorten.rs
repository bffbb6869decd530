//! Shortens a text for search engines and feeds.

/// The maximum length of the descriptions that search engines show, in characters.
const DESCRIPTION_CHARS: usize = 160;

/// Truncates a text at a word boundary, and turns all white space into single spaces.
pub fn shorten(text: &str) -> String {
    let mut flat = String::with_capacity(DESCRIPTION_CHARS * 2);
    let mut chars = 0;
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, word_chars) = first_word(rest);
        rest = rest[word.len()..].trim_start();
        let before = flat.len();
        if before > 0 {
            flat.push(' ');
            chars += 1;
        }
        flat.push_str(word);
        chars += word_chars;
        if chars > DESCRIPTION_CHARS {
            // A first word that is too long is truncated.
            let last = flat.char_indices().nth(DESCRIPTION_CHARS).map_or(flat.len(), |(at, _)| at);
            flat.truncate(if before == 0 { last } else { before });
            let kept = flat.trim_end_matches([',', ';', '.', ' ']).len();
            flat.truncate(kept);
            flat.push('…');
            break;
        }
    }
    flat
}

/// The text up to the first white space, and its number of characters.
fn first_word(text: &str) -> (&str, usize) {
    let mut end = 0;
    let mut chars = 0;
    loop {
        // Nearly all letters are ASCII and need no decoding.
        let plain = text[end..].bytes().take_while(u8::is_ascii_graphic).count();
        end += plain;
        chars += plain;
        match text[end..].chars().next() {
            Some(c) if !c.is_whitespace() => {
                end += c.len_utf8();
                chars += 1;
            }
            _ => return (&text[..end], chars),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DESCRIPTION_CHARS, shorten};

    #[test]
    fn a_text_is_cut_behind_a_word() {
        assert_eq!(shorten("  Satu\n dua. "), "Satu dua.");
        let word = "kata, ";
        let cut = shorten(&word.repeat(100));
        assert!(cut.ends_with("kata…"), "{cut}");
        assert!(cut.chars().count() <= DESCRIPTION_CHARS + 1);
        assert!(cut.chars().count() > DESCRIPTION_CHARS - word.len());
    }

    #[test]
    fn a_word_without_end_is_cut_inside() {
        assert_eq!(shorten(&"é".repeat(1000)).chars().count(), DESCRIPTION_CHARS + 1);
    }
    proptest::proptest! {
        #[test]
        fn white_space_of_any_kind_becomes_one_space(text in "[a-zé’,.\\s\u{a0}\u{85}\u{1c}]{0,160}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            proptest::prop_assert_eq!(shorten(&text), words.join(" "));
        }
    }
}
