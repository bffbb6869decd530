//! The visible text of a page.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements whose text is not shown.
const HIDDEN: [&[u8]; 4] = [b"script", b"style", b"head", b"template"];

/// The text of a page without tags, with entities decoded and runs of white space as one space.
pub(crate) fn visible_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut hidden = 0_usize;
    let mut text = String::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if HIDDEN.contains(&&tag.name[..]) && !tag.self_closing => hidden += 1,
            Token::EndTag(tag) if HIDDEN.contains(&&tag.name[..]) => hidden = hidden.saturating_sub(1),
            Token::String(shown) if hidden == 0 => text.push_str(&String::from_utf8_lossy(&shown)),
            // The end of a cell or a paragraph separates words; the end of an emphasis does not.
            Token::StartTag(tag) if !INLINE.contains(&&tag.name[..]) => text.push(' '),
            Token::EndTag(tag) if !INLINE.contains(&&tag.name[..]) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that are inline in text.
const INLINE: [&[u8]; 12] =
    [b"a", b"abbr", b"b", b"code", b"em", b"i", b"s", b"span", b"strong", b"sub", b"sup", b"time"];
