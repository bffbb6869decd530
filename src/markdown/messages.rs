//! The messages of this module, from `messages.toml`, by problem.

include!(concat!(env!("OUT_DIR"), "/messages/markdown.rs"));

use super::Problem;
use crate::diagnostics::Diagnostic;

/// The message for a problem.
pub(crate) fn problem(problem: &Problem) -> Diagnostic {
    match problem {
        Problem::RawHtml => raw_html(),
        Problem::UnsafeLink => unsafe_link(),
        Problem::TooDeep => too_deep(),
        Problem::ImageWithoutText => image_without_text(),
        Problem::OddLink => odd_link(),
    }
}
