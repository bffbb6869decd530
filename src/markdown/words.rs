//! The words of a piece of HTML.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements whose content is no text.
const SILENT: [&[u8]; 3] = [b"script", b"style", b"title"];
/// Elements that stand inside a line. Any other begins a new one.
const INLINE: [&[u8]; 18] = [
    b"a", b"abbr", b"b", b"big", b"code", b"em", b"font", b"i", b"mark", b"o:p", b"s", b"small", b"span",
    b"strike", b"strong", b"sub", b"sup", b"u",
];

/// The words of HTML that was pasted, as lines. Scripts and styles have none.
pub(super) fn words(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut silent: Option<Vec<u8>> = None;
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if SILENT.contains(&tag.name.as_slice()) && !tag.self_closing => {
                silent = Some(tag.name.0.clone());
            }
            Token::EndTag(tag) if silent.as_deref() == Some(tag.name.as_slice()) => silent = None,
            Token::StartTag(tag) if !INLINE.contains(&tag.name.as_slice()) => lines.push(String::new()),
            Token::EndTag(tag) if !INLINE.contains(&tag.name.as_slice()) => lines.push(String::new()),
            Token::String(text) if silent.is_none() => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(&String::from_utf8_lossy(&text.value));
                }
            }
            _ => {}
        }
    }
    let joined = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn pasted_html_keeps_its_words() {
        let html = "<div class=MsoNormal><span>Setiap</span> ASN&nbsp;wajib<o:p></o:p></div>\n<p>netral &amp; adil<br>selalu</p>";
        assert_eq!(words(html), ["Setiap ASN wajib", "netral & adil", "selalu"]);
        assert_eq!(words("<script>alert(1)</script><style>p{}</style><!-- rahasia -->"), [] as [&str; 0]);
    }
}
