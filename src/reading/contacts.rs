//! Contacts: telephone and WhatsApp numbers, mail and web addresses. One text may have several.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::messages as rule;
use super::{Form, FromToml, Reading, Shape, Show, Shown, WebUrl};
use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// A kind of contact.
pub trait Contact: Sized {
    /// A description of valid values.
    fn expected() -> Text;

    /// The contacts in a text.
    ///
    /// # Errors
    /// Returns the finding for the first part that is none.
    fn all_in(text: &str) -> Result<Vec<Self>, Box<Diagnostic>>;
}

/// The contacts of one key, written as one text or as a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Several<T>(Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Several<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Contact> FromToml for Several<T> {
    fn expected() -> Text {
        T::expected()
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let values = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => vec![value],
        };
        let mut all = Some(Vec::new());
        for value in values {
            let text = String::from_toml(value, reading);
            match text.map(|text| T::all_in(&text)) {
                Some(Ok(found)) => {
                    all = all.map(|mut all: Vec<T>| {
                        all.extend(found);
                        all
                    })
                }
                Some(Err(found)) => {
                    reading.found(value, *found);
                    all = None;
                }
                None => all = None,
            }
        }
        all.map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn form() -> Form {
        Form { required: false, ..Form::plain::<Self>() }
    }
}

impl<T: Show> Show for Several<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn show(&self) -> Shown<'_> {
        Shown::List(self.iter().map(T::show).collect())
    }
}

/// Splits a text at the words and signs that stand between several contacts.
fn pieces(text: &str, is_between: fn(char) -> bool) -> Vec<&str> {
    let mut pieces = vec![text];
    for word in [" atau ", " dan ", " or ", " and ", " & "] {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(word)).collect();
    }
    let parts = pieces.into_iter().flat_map(|piece| piece.split(is_between));
    parts.map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// As readers see it: `(0361) 123456 pesawat 12`.
    pub text: String,
    /// What is dialled: digits, perhaps after a `+`.
    pub number: String,
    /// The extension behind an exchange.
    pub extension: Option<String>,
}

/// The words before an extension.
const EXTENSION_WORDS: [&str; 9] =
    ["pesawat", "psw", "pes", "ext", "extn", "extension", "ekst", "ekstensi", "eks"];
/// The longest piece that may be read as telephone numbers.
const LONGEST: usize = 120;

impl Phone {
    /// The address that calls it (RFC 3966).
    pub fn href(&self) -> String {
        let extension = self.extension.as_ref().map(|extension| format!(";ext={extension}"));
        format!("tel:{}{}", self.number, extension.unwrap_or_default())
    }

    /// Reads one piece. `before` is the number before it in the same text, whose area code it may share.
    fn in_piece(piece: &str, before: Option<&Self>) -> Option<Vec<Self>> {
        let word = piece.find(char::is_alphabetic).unwrap_or(piece.len());
        let (base, rest) = piece.split_at(word);
        let extension = if rest.is_empty() { None } else { Some(extension(rest)?) };
        let base = base.trim().trim_end_matches(['(', ',', '-']).trim_end();
        if piece.len() > LONGEST || base.is_empty() {
            return None;
        }
        let digits = base.bytes().filter(u8::is_ascii_digit).count();
        let area = before.and_then(|before| area_code(&before.text));
        if let (Some((shown, area)), 5..=8) = (area, digits)
            && !base.starts_with('0')
        {
            let number = dialled(&format!("{area}{base}"))?;
            return Some(vec![Self { text: format!("{shown} {piece}"), number, extension }]);
        }
        let mut all: Vec<Self> = numbers(base)?
            .into_iter()
            .map(|(text, number)| Self { text: text.to_owned(), number, extension: None })
            .collect();
        if let (Some(last), Some(extension)) = (all.last_mut(), extension) {
            last.text = format!("{} {rest}", last.text);
            last.extension = Some(extension);
        }
        Some(all)
    }
}

/// The digits after a word for an extension: `pesawat 12`, `ext. 12)`.
fn extension(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at(end);
    let digits = rest.trim_start_matches(['.', ':', ' ']).trim_end_matches([')', ' ']);
    let fits = EXTENSION_WORDS.contains(&word.to_lowercase().as_str())
        && (1..=6).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.to_owned())
}

/// The area code of a landline, as it is written and as it is dialled: `(0361)`, `0361`.
fn area_code(text: &str) -> Option<(&str, &str)> {
    let shown = match text.strip_prefix('(') {
        Some(_) => text.get(..=text.find(')')?)?,
        None => text.split([' ', '-', '.']).next()?,
    };
    let code = shown.trim_matches(['(', ')']);
    let fits = (3..=4).contains(&code.len())
        && code.starts_with('0')
        && !code.starts_with("08")
        && code.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some((shown, code))
}

/// The numbers in a text without letters: one, or several with nothing but a space between them.
fn numbers(text: &str) -> Option<Vec<(&str, String)>> {
    if let Some(number) = dialled(text) {
        return Some(vec![(text, number)]);
    }
    let begins = |at: usize| text[at..].starts_with(['0', '+', '(']);
    let after_space = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    let starts: Vec<usize> =
        std::iter::once(0).chain(after_space.filter(|at| begins(*at))).chain([text.len()]).collect();
    // From the end on: whether the rest after a start is a row of numbers, and where the first of them ends.
    let mut next: Vec<Option<(usize, String)>> = vec![None; starts.len()];
    for from in (0..starts.len() - 1).rev() {
        next[from] = (from + 1..starts.len())
            .filter(|to| *to == starts.len() - 1 || next[*to].is_some())
            .find_map(|to| Some((to, dialled(&text[starts[from]..starts[to]])?)));
    }
    let (mut all, mut at) = (Vec::new(), 0);
    while at < starts.len() - 1 {
        let (to, number) = next[at].take()?;
        all.push((text[starts[at]..starts[to]].trim(), number));
        at = to;
    }
    Some(all)
}

/// What is dialled for one number: a mobile or landline number with its area code, a number of another country after
/// `+`, or a short service number.
fn dialled(text: &str) -> Option<String> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐' | '‑' | '–' | '(' | ')');
    let text = text.trim();
    let is_abroad = text.trim_start_matches('(').starts_with('+');
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            c if is_between(c) => {}
            _ => return None,
        }
    }
    // "123456-57" stands for two numbers.
    let mut groups = text.rsplit('-').map(|group| group.bytes().filter(u8::is_ascii_digit).count());
    if let (Some(1..=2), Some(5..)) = (groups.next(), groups.next()) {
        return None;
    }
    let home = digits.strip_prefix("62").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    match (is_abroad, home, digits.as_bytes().first()?) {
        (true, Some(rest), _) => (7..=12).contains(&rest.len()).then(|| format!("+62{rest}")),
        (true, None, _) => (8..=15).contains(&digits.len()).then(|| format!("+{digits}")),
        (false, Some(rest), _) => (8..=12).contains(&rest.len()).then(|| format!("+62{rest}")),
        (false, None, b'0') => (9..=13).contains(&digits.len()).then_some(digits),
        (false, None, b'8') => (9..=12).contains(&digits.len()).then(|| format!("0{digits}")),
        // 112, 1708, 14080, 1500 567: anything else lacks its area code.
        (false, None, b'1') => {
            let is_service = matches!(digits.len(), 3 | 4)
                || digits.len() == 5 && (digits.starts_with("14") || digits.starts_with("15"))
                || digits.starts_with("150") && (7..=8).contains(&digits.len());
            is_service.then_some(digits)
        }
        _ => None,
    }
}

impl Contact for Phone {
    fn expected() -> Text {
        rule::phone_numbers()
    }

    fn all_in(text: &str) -> Result<Vec<Self>, Box<Diagnostic>> {
        let mut all: Vec<Self> = Vec::new();
        for piece in pieces(text, |c| matches!(c, '/' | ',' | ';' | '|' | '\n')) {
            // "pesawat 12 / 13" is one number with two extensions.
            let is_extension = piece.len() <= 4 && piece.bytes().all(|byte| byte.is_ascii_digit());
            let before = all.last().cloned();
            let shared = before.as_ref().filter(|_| is_extension).and_then(|before| {
                let text = before.text.strip_suffix(before.extension.as_deref()?)?;
                let (text, number) = (format!("{text}{piece}"), before.number.clone());
                Some(vec![Self { text, number, extension: Some(piece.to_owned()) }])
            });
            let found = shared.or_else(|| Self::in_piece(piece, before.as_ref()));
            all.extend(found.ok_or_else(|| Box::new(rule::no_phone(piece)))?);
        }
        if all.is_empty() { Err(Box::new(rule::no_phone(text))) } else { Ok(all) }
    }
}

impl Show for Phone {
    fn shape() -> Shape {
        Shape::Text
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(&self.text)
    }
}

/// A number that can be reached by WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsApp(Phone);

impl WhatsApp {
    /// As readers see it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What is dialled.
    pub fn number(&self) -> &str {
        &self.0.number
    }

    /// The address that opens a chat.
    pub fn href(&self) -> String {
        let number = self.number();
        let international = match (number.strip_prefix('+'), number.strip_prefix('0')) {
            (Some(whole), _) => whole.to_owned(),
            (_, Some(national)) => format!("62{national}"),
            _ => number.to_owned(),
        };
        format!("https://wa.me/{international}")
    }
}

impl Contact for WhatsApp {
    fn expected() -> Text {
        rule::phone_numbers()
    }

    fn all_in(text: &str) -> Result<Vec<Self>, Box<Diagnostic>> {
        let fits = |phone: &Phone| phone.extension.is_none() && phone.number.starts_with(['0', '+']);
        let all = Phone::all_in(text)?;
        match all.iter().find(|phone| !fits(phone)) {
            Some(phone) => Err(Box::new(rule::no_whatsapp(&phone.text))),
            None => Ok(all.into_iter().map(Self).collect()),
        }
    }
}

impl Show for WhatsApp {
    fn shape() -> Shape {
        Shape::Text
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(self.text())
    }
}

/// A mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailAddress(pub String);

impl MailAddress {
    /// The address that begins a mail.
    pub fn href(&self) -> String {
        format!("mailto:{}", self.0.replace('%', "%25"))
    }

    fn is_one(text: &str) -> bool {
        let name = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-'".contains(&byte);
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        text.split_once('@').is_some_and(|(local, host)| {
            (1..=64).contains(&local.len())
                && local.bytes().all(name)
                && !local.starts_with('.')
                && !local.ends_with('.')
                && host.contains('.')
                && host.split('.').all(label)
        })
    }
}

impl Contact for MailAddress {
    fn expected() -> Text {
        rule::mail_addresses()
    }

    fn all_in(text: &str) -> Result<Vec<Self>, Box<Diagnostic>> {
        let pieces = pieces(text, |c| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '|'));
        let read = pieces.into_iter().map(|piece| {
            let address = piece.strip_prefix("mailto:").unwrap_or(piece);
            let found = Self::is_one(address).then(|| Self(address.to_owned()));
            found.ok_or_else(|| Box::new(rule::no_mail_address(piece)))
        });
        match read.collect::<Result<Vec<_>, _>>()? {
            none if none.is_empty() => Err(Box::new(rule::no_mail_address(text))),
            all => Ok(all),
        }
    }
}

impl Show for MailAddress {
    fn shape() -> Shape {
        Shape::Text
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(&self.0)
    }
}

impl Contact for WebUrl {
    fn expected() -> Text {
        <Self as FromToml>::expected()
    }

    fn all_in(text: &str) -> Result<Vec<Self>, Box<Diagnostic>> {
        let pieces = pieces(text, char::is_whitespace);
        let read = pieces.into_iter().map(|piece| {
            let url = piece.trim_end_matches([',', ';']);
            let found = Self::is_one(url).then(|| Self(url.to_owned()));
            found.ok_or_else(|| Box::new(rule::bad_url()))
        });
        read.collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn calls(text: &str) -> Vec<(String, String)> {
        let all = Phone::all_in(text).unwrap_or_default();
        all.iter().map(|phone| (phone.text.clone(), phone.href())).collect()
    }

    fn hrefs(text: &str) -> Vec<String> {
        calls(text).into_iter().map(|(_, href)| href).collect()
    }

    #[test]
    fn a_number_is_dialled_without_its_signs() {
        for (text, href) in [
            ("(0000) 12345", "tel:000012345"),
            ("0361-123456", "tel:0361123456"),
            ("0812 3456 0890", "tel:081234560890"),
            ("+62 (0)361 123456", "tel:+62361123456"),
            ("62 812-3456-7890", "tel:+6281234567890"),
            ("81234567890", "tel:081234567890"),
            ("+65 6123 4567", "tel:+6561234567"),
            ("112", "tel:112"),
            ("1500 567", "tel:1500567"),
        ] {
            assert_eq!(calls(text), [(text.to_owned(), href.to_owned())]);
        }
    }

    #[test]
    fn several_numbers_are_several() {
        for text in [
            "0812 3456 7890 / 0813 4567 8901",
            "081234567890,081345678901",
            "0812-3456-7890 atau 0813-4567-8901",
            "0812 3456 7890 0813 4567 8901",
        ] {
            assert_eq!(hrefs(text), ["tel:081234567890", "tel:081345678901"], "{text}");
        }
        let shared = [("(0361) 123456", "tel:0361123456"), ("(0361) 123457", "tel:0361123457")];
        let shared = shared.map(|(text, href)| (text.to_owned(), href.to_owned()));
        assert_eq!(calls("(0361) 123456 / 123457"), shared);
        assert_eq!(hrefs("(0361) 123456, 112"), ["tel:0361123456", "tel:112"]);
    }

    #[test]
    fn an_extension_is_kept_and_shown() {
        for text in ["(0361) 123456 ext. 12", "(0361) 123456 pesawat 12", "(0361) 123456 Psw.12"] {
            assert_eq!(calls(text), [(text.to_owned(), "tel:0361123456;ext=12".to_owned())]);
        }
        let two = ["tel:0361123456;ext=12", "tel:0361123456;ext=13"];
        assert_eq!(hrefs("(0361) 123456 ext. 12 / 13"), two);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "hubungi kantor",
            "123456",
            "12345",
            "(0361) 12",
            "0361123456 Senin",
            "08123456789012345",
            "(0361) 123456-57",
            "+",
            "0361 ext. 1",
            "/",
            "ext. 12",
            "0812x34567890",
            "00000000000000",
        ] {
            assert_eq!(hrefs(text), Vec::<String>::new(), "{text}");
        }
        assert!(Phone::all_in(&"(0812) ".repeat(100_000)).is_err());
    }

    #[test]
    fn a_chat_needs_a_whole_number() {
        let chats =
            |text| WhatsApp::all_in(text).map(|all| all.iter().map(WhatsApp::href).collect::<Vec<_>>());
        let two = ["https://wa.me/6281234567890", "https://wa.me/6281345678901"];
        assert_eq!(chats("0812 3456 7890 / +62 813 4567 8901").unwrap(), two);
        assert!(chats("112").is_err() && chats("(0361) 123456 ext. 1").is_err());
    }

    #[test]
    fn mail_addresses_are_told_from_words() {
        let mails =
            |text| MailAddress::all_in(text).map(|all| all.iter().map(MailAddress::href).collect::<Vec<_>>());
        assert_eq!(mails("a@b.go.id, mailto:c.d@e.id").unwrap(), ["mailto:a@b.go.id", "mailto:c.d@e.id"]);
        for none in ["a[at]b.id", "a@b", "a@@b.id", "@b.id", "a@b..id", "a b@c.id", ","] {
            assert!(mails(none).is_err(), "{none}");
        }
    }
}
