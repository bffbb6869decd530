//! Finds web and mail addresses that stand in a text without link syntax, as GitHub's Markdown does.

use std::ops::Range;

/// The addresses in a text: where each stands, and what it links to.
pub(super) fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let bytes = text.as_bytes();
    // Everything before it has been read.
    let mut end_of_last = 0;
    for at in memchr::memchr3_iter(b':', b'@', b'.', bytes) {
        if at < end_of_last {
            continue;
        }
        let address = match bytes[at] {
            b':' if text[at..].starts_with("://") => web(text, end_of_last, at),
            b'@' => mail(text, end_of_last, at),
            b'.' if text[end_of_last..at].ends_with("www") => {
                is_free(text, end_of_last, at - 3).then(|| at - 3..end(text, at)).map(|range| {
                    let href = format!("https://{}", &text[range.clone()]);
                    (range, href)
                })
            }
            _ => None,
        };
        let Some((range, href)) = address else { continue };
        end_of_last = range.end;
        if has_domain(&text[range.clone()]) {
            found.push((range, href));
        }
    }
    found
}

/// `https://…` with the colon at a place.
fn web(text: &str, from: usize, colon: usize) -> Option<(Range<usize>, String)> {
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = colon.saturating_sub(scheme.len()).max(from);
        text.get(start..colon).is_some_and(|own| own.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    let range = start..end(text, colon + 3);
    is_free(text, from, start).then(|| (range.clone(), text[range].to_owned()))
}

/// `bkpsdm@contoh.go.id` with the sign at a place.
fn mail(text: &str, from: usize, sign: usize) -> Option<(Range<usize>, String)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let name = text[from..sign].chars().rev().take_while(|c| is_name(*c)).count();
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let host = text[sign + 1..].chars().take_while(|c| is_host(*c)).count();
    let host = text[sign + 1..sign + 1 + host].trim_end_matches(['.', '-']);
    let start = text[sign - name..sign]
        .find(|c: char| c.is_ascii_alphanumeric())
        .map(|skipped| sign - name + skipped)?;
    let range = start..sign + 1 + host.len();
    let ends = text[range.end..].chars().next().is_none_or(|next| next != '@' && next != '_');
    (!host.is_empty() && ends).then(|| (range.clone(), format!("mailto:{}", &text[range])))
}

/// Whether an address may begin here: not in the middle of a word.
fn is_free(text: &str, from: usize, start: usize) -> bool {
    text[from..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '/')
}

/// The end of an address that goes on from a place: without punctuation that belongs to the sentence.
fn end(text: &str, from: usize) -> usize {
    let is_outside =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '’' | '‘');
    let mut end = text[from..].find(is_outside).map_or(text.len(), |length| from + length);
    let count = |sign: char| text[from..end].matches(sign).count();
    let unpaired = |open, close| (close, count(close).saturating_sub(count(open)));
    let mut unpaired = [unpaired('(', ')'), unpaired('[', ']')];
    for last in text[from..end].chars().rev() {
        let closing = unpaired.iter_mut().find(|(sign, left)| *sign == last && *left > 0);
        let is_punctuation = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_' | '~' | '\'' | '…');
        match closing {
            Some((_, left)) => *left -= 1,
            None if !is_punctuation => break,
            None => {}
        }
        end -= last.len_utf8();
    }
    end
}

/// Whether an address has a domain with a full stop in it.
fn has_domain(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or("");
    let parts: Vec<&str> = host.split('.').collect();
    let is_part = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-') && !part.starts_with('-')
    };
    let last = parts.last().copied().unwrap_or("");
    parts.len() >= 2 && parts.iter().all(is_part) && last.len() >= 2 && last.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    fn found(text: &str) -> Vec<(&str, String)> {
        addresses(text).into_iter().map(|(range, href)| (&text[range], href)).collect()
    }

    #[test]
    fn addresses_in_sentences_are_found() {
        let one = |text: &'static str, shown: &'static str, href: &str| {
            assert_eq!(found(text), [(shown, href.to_owned())], "{text}");
        };
        one("Lihat https://lapor.go.id.", "https://lapor.go.id", "https://lapor.go.id");
        one("(https://a.go.id/x_(y))", "https://a.go.id/x_(y)", "https://a.go.id/x_(y)");
        one("di www.kpu.go.id, ya", "www.kpu.go.id", "https://www.kpu.go.id");
        one("surel bkpsdm@contoh.go.id.", "bkpsdm@contoh.go.id", "mailto:bkpsdm@contoh.go.id");
        one("HTTP://A.go.id/b?c=d&e=f;", "HTTP://A.go.id/b?c=d&e=f", "HTTP://A.go.id/b?c=d&e=f");
        assert_eq!(found("a@b.id, c@d.id").len(), 2);
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "pukul 08.00",
            "www.",
            "https://",
            "xhttps://a.id",
            "a@b",
            "@netralitas",
            "a@@b.id",
            "http://localhost/",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
