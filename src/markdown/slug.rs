//! Anchors and address parts from titles.

/// Lower-case letters and digits of `text`, joined by single hyphens; letters with accents lose them.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let c = c.to_lowercase().next().unwrap_or(c);
        let plain = match c {
            'a'..='z' => Some(c),
            'à'..='å' => Some('a'),
            'è'..='ë' => Some('e'),
            'ì'..='ï' => Some('i'),
            'ò'..='ö' => Some('o'),
            'ù'..='ü' => Some('u'),
            'ç' => Some('c'),
            'ñ' => Some('n'),
            '\'' | '’' => continue,
            _ => None,
        };
        match plain {
            Some(c) => out.push(c),
            None if out.is_empty() || out.ends_with('-') => {}
            None => out.push('-'),
        }
    }
    if out.ends_with('-') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Surat Edaran No. 800/12 — “Netralitas”"), "surat-edaran-no-800-12-netralitas");
        assert_eq!(slug("Jum'at & Café"), "jumat-cafe");
        assert_eq!(slug("…"), "");
    }
}
