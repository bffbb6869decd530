//! Finds what the author meant as Markdown and the parser reads as text, or drops.

use super::Problem;

/// To the parser, footnotes without a text and links with a blank in their address are plain text. `source` is the text
/// as it was written.
pub(super) fn brackets(text: &str, source: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    // An escaped bracket is meant as it is.
    if memchr::memchr(b'[', text.as_bytes()).is_none() || source.contains("\\[") {
        return found;
    }
    for (at, _) in text.match_indices("[^") {
        let Some((label, _)) = start_of(&text[at + 2..]).split_once(']') else { continue };
        if !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c == '[') {
            found.push(Problem::FootnoteMissing);
        }
    }
    for (at, _) in text.match_indices("](") {
        let Some((address, _)) = start_of(&text[at + 2..]).split_once(')') else { continue };
        if address.trim().contains(' ') && !address.contains(['\n', '(']) {
            found.push(Problem::SpaceInLink);
        }
    }
    found
}

/// Whether the source of a table row has more cells than the table has columns. The parser drops them.
pub(super) fn has_extra_cells(row: &str, columns: usize) -> bool {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if row.ends_with("\\|") { row } else { row.strip_suffix('|').unwrap_or(row) };
    let mut escaped = false;
    let pipes = row.bytes().filter(|byte| {
        let is_pipe = *byte == b'|' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_pipe
    });
    pipes.count() >= columns.max(1)
}

/// The first 300 bytes or so: no label and no address of a letter is longer.
fn start_of(text: &str) -> &str {
    let end = (300..text.len()).find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(text.len())]
}
