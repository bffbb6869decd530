//! Turns titles into anchors and parts of addresses.

use unicode_normalization::char::is_combining_mark;

/// The lower-case letters and digits of `text`, joined by single hyphens. Accents are removed.
pub fn slug(text: &str) -> String {
    joined(text, false)
}

/// The same for the anchor of a heading, which keeps letters of other scripts: Javanese, Balinese, Arabic.
pub fn anchor(text: &str) -> String {
    joined(text, true)
}

fn joined(text: &str, other_scripts: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // Most of a title is ASCII words, which are copied as a whole.
        let word = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        out.push_str(&rest[..word]);
        let mut others = rest[word..].chars();
        let Some(c) = others.next() else { break };
        rest = others.as_str();
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
            _ if other_scripts && !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)) => Some(c),
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
    out.make_ascii_lowercase();
    out
}

#[cfg(test)]
mod tests {
    use super::{anchor, slug};

    #[test]
    fn anchors_keep_other_scripts() {
        assert_eq!(anchor("Netralitas ASN"), "netralitas-asn");
        assert_eq!(anchor("ᬦᬾᬢ᭄ᬭᬮ᭄ (netral)"), "ᬦᬾᬢ᭄ᬭᬮ᭄-netral");
        assert_eq!(anchor("ꦤꦺꦠꦿꦭ꧀"), "ꦤꦺꦠꦿꦭ꧀");
        assert_eq!(anchor("الحياد الوظيفي"), "الحياد-الوظيفي");
        assert_eq!(slug("الحياد"), "");
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Surat Edaran No. 800/12 — “Netralitas”"), "surat-edaran-no-800-12-netralitas");
        assert_eq!(slug("Jum'at & Café"), "jumat-cafe");
        assert_eq!(slug("--SE 12/2024: “ÀÉ’S” ÇNÑ--"), "se-12-2024-aes-cnn");
        assert_eq!(slug("…"), "");
    }
}
