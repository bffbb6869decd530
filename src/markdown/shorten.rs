//! The first words of a text, for search engines and feeds.

/// Longest description for search engines, in characters.
const DESCRIPTION_CHARS: usize = 160;

/// Cuts a text at a word, so that search engines show it whole.
pub fn shorten(text: &str) -> String {
    let mut flat = String::with_capacity(DESCRIPTION_CHARS * 2);
    let mut chars = 0;
    for word in text.split_whitespace() {
        let before = flat.len();
        if !flat.is_empty() {
            flat.push(' ');
            chars += 1;
        }
        flat.push_str(word);
        chars += word.chars().count();
        if chars > DESCRIPTION_CHARS {
            // A first word that is too long is cut all the same.
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
}
