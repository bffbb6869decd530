//! What this room says, from `messages.toml`.

include!(concat!(env!("OUT_DIR"), "/messages/reading.rs"));

use jiff::civil::Date;
use toml::de::DeValue;

use crate::diagnostics::{Diagnostic, codes};
use crate::locale::Text;

/// The code of [`missing_key`].
pub(super) const MISSING_KEY: &str = codes::TW0204;

/// Quotation marks that Word puts in the place of straight ones.
const CURLY: [char; 7] = ['“', '”', '„', '‟', '‘', '’', '″'];

/// A TOML syntax error, in words of our own where we have them.
pub(super) fn toml_syntax(parser_message: &str, snippet: &str) -> Diagnostic {
    if parser_message.starts_with("duplicate key") {
        return key_twice();
    }
    if snippet.len() >= 8
        && snippet.as_bytes()[4..].starts_with(b"-")
        && snippet.is_char_boundary(10.min(snippet.len()))
    {
        let text: String = snippet.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        if text.len() == 10 {
            return impossible_date(&text);
        }
    }
    let value = snippet
        .lines()
        .next()
        .unwrap_or("")
        .split('#')
        .next()
        .unwrap_or("")
        .trim_end_matches([',', ' ', '\t']);
    if let Some((day_first, month_first)) = super::scalars::ambiguous_readings(value)
        && day_first.or(month_first).is_some()
    {
        return ambiguous_date(value, day_first, month_first);
    }
    if value.starts_with(CURLY) {
        return curly_quotes(value.trim_matches(|c| CURLY.contains(&c) || c == '"'));
    }
    let said = parser_message.lines().next().unwrap_or(parser_message);
    let known = PARSER_WORDS.iter().filter(|(beginning, _)| said.starts_with(beginning));
    let words = known.max_by_key(|(beginning, _)| beginning.len()).map_or("", |(_, words)| words);
    syntax(Text::new(words, said)).better_hint(said.contains("recurs").then(nest_less))
}

/// A value of the wrong type.
pub(super) fn wrong_type(expected: &Text, found: &DeValue<'_>) -> Diagnostic {
    let found = match found {
        DeValue::String(_) => a_text(),
        DeValue::Integer(_) => a_whole_number(),
        DeValue::Float(_) => a_decimal(),
        DeValue::Boolean(_) => a_boolean(),
        DeValue::Datetime(_) => a_date(),
        DeValue::Array(_) => a_list(),
        DeValue::Table(_) => a_table(),
    };
    unfit_type(found, expected)
}

/// A value outside a closed vocabulary, with the nearest inside.
pub(crate) fn unknown_value(value: &str, known: &[&str]) -> Diagnostic {
    let shown: String = value.chars().take(60).collect();
    let near = super::nearest(value, known.iter().copied());
    value_not_in_list(&shown, known).better_hint(near.map(|near| nearest_value(near, known)))
}

/// A date like `2/7/24`, with what it may mean.
pub(super) fn ambiguous_date(text: &str, day_first: Option<Date>, month_first: Option<Date>) -> Diagnostic {
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) => date_of_two_readings(text, day_first, month_first),
        (one, other) => date_of_other_form(text).better_hint(one.or(other).map(write_date)),
    }
}
