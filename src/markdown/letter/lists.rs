//! Lists of letters: which lines are items, and how deep each is nested.

use super::marker::{Marker, Numbers, Style};
use super::{Form, Line, Problem, Writer};

/// How many lines ahead the next item of a list is looked for.
const FARTHEST: usize = 2_000;

/// The longest title of an item, in bytes. Lines that are wrapped by hand are longer.
const LONGEST_TITLE: usize = 50;

/// A list that is open.
struct Level {
    style: Style,
    /// The number of its last item.
    last: u32,
    /// The indentation of its markers.
    indent: usize,
    /// The column of its text in CommonMark, which decides what that takes for nested.
    content: usize,
}

/// What a line of a block of lists is.
enum Placed {
    Item {
        depth: usize,
        marker: Marker,
        style: Style,
        value: u32,
        begins_list: bool,
    },
    /// A line of the item at this depth. It must not be read as a marker if it is `escaped`.
    Text {
        depth: usize,
        escaped: bool,
    },
    Fence {
        depth: usize,
        lines: usize,
    },
    Blank,
}

/// The lines of a block of lists, and whether CommonMark would read them otherwise.
struct Block {
    placed: Vec<Placed>,
    is_letter: bool,
    /// Lines whose number leaves one out.
    jumps: Vec<usize>,
    open: Vec<Level>,
    /// Styles that were nested in one another: they are so again without indentation.
    nested: Vec<(Style, Style)>,
}

/// A list that is being written.
struct Column {
    /// The column of the text of its items.
    content: usize,
    /// Its delimiter: two lists in a row need different ones.
    delimiter: char,
}

impl<'t> Writer<'t> {
    /// Writes the lists that begin at a line. Gives the line after them; `None` if no list begins there.
    pub(super) fn list(&mut self, lines: &[Line<'t>], start: usize, begins_paragraph: bool) -> Option<usize> {
        let block = self.read_lists(lines, start, begins_paragraph)?;
        let end = start + block.placed.len();
        let end = end
            + block
                .placed
                .iter()
                .map(|placed| if let Placed::Fence { lines, .. } = placed { lines - 1 } else { 0 })
                .sum::<usize>();
        for level in &block.open {
            self.counted.insert(level.style, level.last);
        }
        if !block.is_letter && !self.is_inside {
            lines[start..end]
                .iter()
                .for_each(|line| if line.is_blank() { self.blank() } else { self.raw(line) });
            return Some(end);
        }
        self.is_changed = true;
        for at in &block.jumps {
            self.problems
                .push((Problem::ListJumps, lines[*at].at..lines[*at].at + lines[*at].text.len().min(4)));
        }
        self.write_lists(lines, start, &block.placed);
        Some(end)
    }

    fn read_lists(&self, lines: &[Line<'t>], start: usize, begins_paragraph: bool) -> Option<Block> {
        let mut block = Block {
            placed: Vec::new(),
            is_letter: false,
            jumps: Vec::new(),
            open: Vec::new(),
            nested: Vec::new(),
        };
        let mut at = start;
        let mut after_blank = begins_paragraph;
        let mut ends_with_colon = false;
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                block.placed.push(Placed::Blank);
                after_blank = true;
                at += 1;
                continue;
            }
            let marker = marker_of(line);
            let item = marker.and_then(|marker| {
                self.place(line, marker, &mut block, at, after_blank, ends_with_colon).then_some(marker)
            });
            if item.is_none() {
                if block.open.is_empty() {
                    return None;
                }
                // A signature stands further to the right than code in an item does.
                let is_far = line.indent >= super::SIGNATURE_INDENT + block.open[0].content;
                let is_outside = line.indent < 2 || is_far;
                let ends_here = after_blank && is_outside || line.is_other_block() && line.indent < 2;
                if ends_here || self.begins_address_end(line) {
                    break;
                }
                if after_blank {
                    let inside = |level: &Level| level.indent < line.indent;
                    let keep = block.open.iter().rposition(inside).map_or(1, |at| at + 1);
                    block.open.truncate(keep);
                }
                let depth = block.open.len() - 1;
                if let Some(fence) = line.fence() {
                    let rest = lines[at + 1..].iter().position(|line| line.closes(fence));
                    let count = rest.map_or(lines.len() - at, |rest| rest + 2);
                    block.placed.push(Placed::Fence { depth, lines: count });
                    at += count;
                    after_blank = false;
                    continue;
                }
                block
                    .placed
                    .push(Placed::Text { depth, escaped: marker.is_some_and(|marker| marker.is_plain) });
            }
            ends_with_colon = line.text.ends_with(':');
            after_blank = false;
            at += 1;
        }
        // Blank lines at the end are outside.
        while matches!(block.placed.last(), Some(Placed::Blank)) {
            block.placed.pop();
        }
        (!block.placed.is_empty()).then_some(block)
    }

    /// Places a line with a marker in the open lists; whether it is an item.
    fn place(
        &self,
        line: &Line<'t>,
        marker: Marker,
        block: &mut Block,
        at: usize,
        after_blank: bool,
        ends_with_colon: bool,
    ) -> bool {
        let near = |one: usize, other: usize| one.abs_diff(other) <= 1;
        let mut found: Option<(usize, Style, u32)> = None;
        for (style, value) in marker.readings() {
            let continues = |level: &Level| {
                let counts_on = value == level.last + 1 && value > 1;
                let repeats = marker.is_plain && value == 1 && level.last == 1;
                level.style == style
                    && (counts_on || (repeats || style.is_uncounted()) && near(level.indent, line.indent))
            };
            found = block.open.iter().rposition(continues).map(|depth| (depth, style, value));
            if found.is_some() {
                break;
            }
        }
        if found.is_none() {
            // "a. b. d.": a letter was left out.
            for (style, value) in marker.readings() {
                let jumps = |level: &Level| {
                    level.style == style
                        && (level.last + 2..=level.last + 3).contains(&value)
                        && near(level.indent, line.indent)
                        && (!style.is_known() || after_blank)
                };
                if let Some(depth) = block.open.iter().rposition(jumps) {
                    found = Some((depth, style, value));
                    block.jumps.push(at);
                    break;
                }
            }
        }
        if let Some((depth, style, value)) = found {
            block.open.truncate(depth + 1);
            let level = &mut block.open[depth];
            let begins_list = value > level.last + 1;
            (level.last, level.content) = (value, line.indent + marker.length);
            self.push_item(block, line, marker, (depth, style, value), begins_list);
            return true;
        }
        let top = block.open.last().map(|top| top.style);
        let Some((style, value)) = self.begins(line, &marker, top, after_blank) else {
            return false;
        };
        while block.open.len() > 1 && block.open.last().is_some_and(|top| line.indent + 1 < top.indent) {
            block.open.pop();
        }
        if let Some(top) = block.open.last() {
            let is_indented = line.indent >= top.indent + 2;
            let goes_on = || self.goes_on(line, top.style, top.last, None);
            let was_nested = block.nested.contains(&(top.style, style));
            let is_nested =
                is_indented || ends_with_colon || was_nested || style.is_part_of(top.style) || goes_on();
            if is_nested {
                if !was_nested {
                    block.nested.push((top.style, style));
                }
            } else {
                let indent = top.indent;
                while block.open.last().is_some_and(|top| near(top.indent, indent)) {
                    block.open.pop();
                }
            }
        }
        let depth = block.open.len();
        block.open.push(Level {
            style,
            last: value,
            indent: line.indent,
            content: line.indent + marker.length,
        });
        self.push_item(block, line, marker, (depth, style, value), true);
        true
    }

    fn push_item(
        &self,
        block: &mut Block,
        line: &Line<'t>,
        marker: Marker,
        (depth, style, value): (usize, Style, u32),
        begins_list: bool,
    ) {
        let is_shallow = depth > 0 && line.indent < block.open[depth - 1].content;
        block.is_letter |= !marker.is_plain || is_shallow;
        block.placed.push(Placed::Item { depth, marker, style, value, begins_list });
    }

    /// The reading by which a marker begins a list.
    fn begins(
        &self,
        line: &Line<'t>,
        marker: &Marker,
        top: Option<Style>,
        after_blank: bool,
    ) -> Option<(Style, u32)> {
        let is_outermost = top.is_none();
        marker.readings().find(|(style, value)| match style.numbers {
            Numbers::Bullet => true,
            Numbers::Multi(_) => {
                top.is_some_and(|top| style.is_part_of(top))
                    || self.goes_on(line, *style, 0, Some(line.indent))
            }
            // CommonMark, too, lets only 1 interrupt a paragraph.
            _ if marker.is_plain => *value == 1 || is_outermost && after_blank,
            _ => {
                // "(0000) 12345" is a telephone number: there is no number before 0.
                let before = value.checked_sub(1).filter(|before| *before > 0);
                let goes_on_after_paragraph =
                    is_outermost && before.is_some_and(|before| self.counted.get(style) == Some(&before));
                *value == 1 && self.goes_on(line, *style, 1, Some(line.indent)) || goes_on_after_paragraph
            }
        })
    }

    /// Whether the item after number `last` of a list comes below a line, before another list of that style begins.
    /// With an `indent`, the item must have about that indentation.
    fn goes_on(&self, line: &Line<'t>, style: Style, last: u32, indent: Option<usize>) -> bool {
        // Indentation inside another form is measured anew.
        let indent = indent.filter(|_| !self.is_inside);
        let after = self.markers.partition_point(|(at, ..)| *at <= line.at);
        for (_, own, marker) in self.markers[after..].iter().take(FARTHEST) {
            if indent.is_some_and(|indent| own.abs_diff(indent) > 2) {
                continue;
            }
            for (read, value) in marker.readings() {
                if read == style {
                    if style.is_uncounted() || value == last + 1 {
                        return true;
                    }
                    if value <= last {
                        return false;
                    }
                }
            }
        }
        false
    }

    fn write_lists(&mut self, lines: &[Line<'t>], start: usize, placed: &[Placed]) {
        let mut columns: Vec<Column> = Vec::new();
        // The delimiter of the last list at each depth below the same parent.
        let mut delimiters: Vec<Option<char>> = Vec::new();
        let mut at = start;
        let mut below_title = false;
        for part in placed {
            let line = &lines[at];
            at += 1;
            let was_title = std::mem::replace(&mut below_title, false);
            match part {
                Placed::Blank => self.blank(),
                Placed::Text { depth, escaped } => {
                    columns.truncate(depth + 1);
                    if was_title && line.text.starts_with(char::is_uppercase) {
                        self.blank();
                    }
                    self.margin(columns.last().map_or(0, |column| column.content));
                    self.item_text(line, 0, *escaped);
                }
                Placed::Fence { depth, lines: count } => {
                    columns.truncate(depth + 1);
                    let column = columns.last().map_or(0, |column| column.content);
                    for inner in &lines[at - 1..at - 1 + count] {
                        self.put(inner, column + inner.indent.saturating_sub(line.indent));
                    }
                    at += count - 1;
                }
                Placed::Item { depth, marker, style, value, begins_list } => {
                    let column = depth
                        .checked_sub(1)
                        .and_then(|parent| columns.get(parent))
                        .map_or(0, |parent| parent.content);
                    delimiters.resize(depth + 1, None);
                    if *begins_list {
                        columns.truncate(*depth);
                        let (usual, other) = if style.is_uncounted() { ('-', '+') } else { ('.', ')') };
                        let delimiter = if delimiters[*depth] == Some(usual) { other } else { usual };
                        delimiters[*depth] = Some(delimiter);
                        if *value != 1 && self.is_in_paragraph() && self.prefix.is_none() {
                            self.blank();
                        }
                        columns.push(Column { content: 0, delimiter });
                    }
                    columns.truncate(depth + 1);
                    let Some(own) = columns.last_mut() else { continue };
                    let written = match own.delimiter {
                        bullet @ ('-' | '+') => format!("{bullet} "),
                        delimiter => format!("{value}{delimiter} "),
                    };
                    own.content = column + written.len();
                    self.margin(column);
                    if *begins_list {
                        self.note(Form::List(*style));
                    }
                    self.insert(&written);
                    self.item_text(line, marker.length, false);
                    // "A. Latar Belakang" is a title: the text below it is a paragraph of its own. A sentence that goes
                    // on fills its line, or goes on with a small letter.
                    below_title = matches!(style.numbers, Numbers::UpperAlpha | Numbers::UpperRoman)
                        && line.text.len() <= LONGEST_TITLE
                        && line.text.ends_with(char::is_alphanumeric);
                }
            }
        }
    }

    /// Writes the rest of a line, so that it begins no list if it is escaped.
    fn item_text(&mut self, line: &Line<'t>, from: usize, escaped: bool) {
        let start = line.at + from;
        let end = line.at + line.text.len();
        let mark = line.text[from..].find(['.', ')', '-', '*', '+']).filter(|_| escaped);
        match mark {
            Some(mark) => {
                self.copy(start..start + mark);
                self.insert("\\");
                self.copy(start + mark..end);
            }
            None => self.copy(start..end),
        }
        self.end_line(line);
    }
}

/// The marker of a line that is no thematic break.
fn marker_of(line: &Line<'_>) -> Option<Marker> {
    if line.is_rule() { None } else { super::marker::marker(line.text) }
}
