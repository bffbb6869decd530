//! What this room says, from `messages.toml`, by what is wrong with a body.

include!(concat!(env!("OUT_DIR"), "/messages/markdown.rs"));

use super::Problem;
use crate::diagnostics::Diagnostic;

/// Puts a problem into words.
pub(crate) fn problem(problem: &Problem) -> Diagnostic {
    match problem {
        Problem::RawHtml => raw_html(),
        Problem::UnsafeLink => unsafe_link(),
        Problem::TooDeep => too_deep(),
        Problem::ImageWithoutText => image_without_text(),
        Problem::OddLink => odd_link(),
    }
}
