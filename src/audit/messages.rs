//! The messages of this module, from `messages.toml`, with a variant of each for messages without values.

include!(concat!(env!("OUT_DIR"), "/messages/audit.rs"));

use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// The value of a hidden cell follows from the published data.
pub(super) fn cell_known(cell: &str, measure: &str, how: Option<Text>) -> Diagnostic {
    match how {
        Some(how) => hidden_cell_reckoned(cell, measure, how),
        None => hidden_cell_known(cell, measure),
    }
}

/// A sum of hidden cells is small.
pub(super) fn cells_few(line: &str, measure: &str, how: Option<Text>) -> Diagnostic {
    match how {
        Some(how) => hidden_cells_reckoned(line, measure, how),
        None => hidden_cells_few(line, measure),
    }
}

/// A table contradicts the rows, or reveals more than they do; with its number and that of the rows.
pub(super) fn not_from_rows(class: &str, values: Option<(u64, u64)>) -> Diagnostic {
    match values {
        Some((told, rows)) => does_not_follow_by(class, told, rows),
        None => does_not_follow(class),
    }
}

/// A hidden number follows from a shown one; with the bounds of the hidden number.
pub(super) fn derived_beside_hidden(class: &str, column: &str, range: Option<(u64, u64)>) -> Diagnostic {
    match range {
        Some((low, high)) if low == high => derived_number_gives(class, column, low),
        Some((low, high)) => derived_number_bounds(class, column, low, high),
        None => derived_number(class, column),
    }
}

/// Two outputs of one table differ; with the value in each.
pub(super) fn outputs_differ(other: &str, class: &str, values: Option<(&str, &str)>) -> Diagnostic {
    match values {
        Some((here, there)) => outputs_disagree_on(other, class, here, there),
        None => outputs_disagree(other, class),
    }
}

/// A drawing contradicts its table, or reveals more than it does; with the content of the drawing.
pub(super) fn drawing_tells(class: &str, what: Option<&str>) -> Diagnostic {
    match what {
        Some(what) => drawing_disagrees_by(class, what),
        None => drawing_disagrees(class),
    }
}

/// A text reveals a number that its table hides; with the number.
pub(super) fn text_tells(number: Option<&str>, class: &str) -> Diagnostic {
    match number {
        Some(number) => number_tells_hidden(class, number),
        None => text_tells_hidden(class),
    }
}
