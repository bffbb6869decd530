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
        Problem::OutsideImage => outside_image(),
        Problem::SpaceInLink => space_in_link(),
        Problem::ExtraCells => extra_cells(),
        Problem::UnevenTabs => uneven_tabs(),
        Problem::ListJumps => list_jumps(),
        Problem::FootnoteMissing => footnote_missing(),
        Problem::FootnoteTwice => footnote_twice(),
    }
}
