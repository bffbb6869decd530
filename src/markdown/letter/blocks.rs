//! Forms of letters that begin with a paragraph: `Nomor : …`, addresses, signatures, and tables with tabs.

use super::marker::marker;
use super::{Form, Line, Problem, SIGNATURE_INDENT, Writer, is_blank};

/// The longest key of a line `Nomor : …`, in bytes.
const LONGEST_KEY: usize = 40;
/// Where its colon stands at the latest: keys are aligned with blanks.
const FARTHEST_COLON: usize = LONGEST_KEY + 12;
/// The longest line of an address or a signature, in characters.
const LONGEST_LINE: usize = 80;
/// The most lines from the beginning of a signature block to its `ttd.`.
const SIGNATURE_LINES: usize = 14;

/// Parts of a decree. One of them alone is a head already, and its value may hold lists and blank lines.
const DECREE: [&str; 16] = [
    "menimbang",
    "mengingat",
    "memperhatikan",
    "membaca",
    "menetapkan",
    "kesatu",
    "kedua",
    "ketiga",
    "keempat",
    "kelima",
    "keenam",
    "ketujuh",
    "kedelapan",
    "kesembilan",
    "kesepuluh",
    "pertama",
];

/// A line `Nomor : …`: the end of its key and the beginning of its value, both within the text of the line.
struct Entry<'t> {
    line: Line<'t>,
    key: usize,
    /// The value, as lines of their own.
    value: Vec<Line<'t>>,
}

/// Whether the start of a line looks like `Nomor :`. It decides only whether the whole pass is needed.
pub(super) fn key_bytes(line: &[u8]) -> bool {
    colon_of(line).is_some_and(|at| matches!(line.get(at + 1), None | Some(b' ' | b'\t' | b'\r' | 0xc2)))
}

fn colon_of(line: &[u8]) -> Option<usize> {
    memchr::memchr(b':', &line[..line.len().min(FARTHEST_COLON)])
}

/// Whether the first word of a line is a part of a decree.
pub(super) fn begins_decree(line: &[u8]) -> bool {
    let word = line.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    std::str::from_utf8(&line[..word]).is_ok_and(is_of_decree)
}

/// The key of a line: its end, and where the value begins.
fn key_of(line: &Line<'_>) -> Option<(usize, usize)> {
    let colon = colon_of(line.text.as_bytes())?;
    let key = line.text[..colon].trim_end_matches(is_blank);
    let after = &line.text[colon + 1..];
    let is_key = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | ',' | '/' | '.' | '(' | ')' | '-' | '&' | '\u{a0}' | '\t')
    };
    let fits = key.len() <= LONGEST_KEY
        && key.starts_with(char::is_alphabetic)
        && key.chars().all(is_key)
        && key.split(is_blank).filter(|word| !word.is_empty()).count() <= 5
        && (after.is_empty() || after.starts_with(is_blank))
        && !key.eq_ignore_ascii_case("memutuskan");
    let value = line.text.len() - after.trim_start_matches(is_blank).len();
    fits.then_some((key.len(), value))
}

fn is_of_decree(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    DECREE.contains(&key.as_str()) || key.starts_with("kesebelas") || key.starts_with("kedua belas")
}

impl<'t> Writer<'t> {
    /// Lines `Nomor : …`, two or more, and the parts of a decree.
    pub(super) fn head(&mut self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        let mut at = start;
        let first = &lines[start];
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                // Parts of a decree may stand apart.
                let next = after_blanks(lines, at);
                let is_part =
                    |next: &Line<'_>| key_of(next).is_some_and(|(key, _)| is_of_decree(&next.text[..key]));
                if entries.is_empty() || !lines.get(next).is_some_and(is_part) {
                    break;
                }
                at = next;
                continue;
            }
            let Some((key, value)) = key_of(line).filter(|_| line.indent <= first.indent + 1) else { break };
            let is_decree = is_of_decree(&line.text[..key]);
            let mut entry = Entry { line: *line, key, value: Vec::new() };
            let column = line.indent + line.text[..value].chars().count();
            if value < line.text.len() {
                entry.value.push(Line {
                    text: &line.text[value..],
                    at: line.at + value,
                    start: line.at + value,
                    indent: 0,
                });
            }
            // The signature below the last part of a decree is not of that part.
            let belongs = |next: &Line<'_>| {
                is_value_line(next, line, is_decree)
                    && !is_place(next.text)
                    && next.indent < column + SIGNATURE_INDENT
            };
            at += 1;
            loop {
                let next = if is_decree { after_blanks(lines, at) } else { at };
                if !lines.get(next).is_some_and(belongs) {
                    break;
                }
                let value = lines[at..=next].iter();
                entry
                    .value
                    .extend(value.map(|line| Line { indent: line.indent.saturating_sub(column), ..*line }));
                at = next + 1;
            }
            entries.push(entry);
        }
        let is_head = entries.len() >= 2
            || entries.first().is_some_and(|entry| is_of_decree(&entry.line.text[..entry.key]));
        // "Informasi lebih lanjut:" above a head is a sentence.
        let is_sentence = entries
            .first()
            .is_some_and(|entry| entry.value.is_empty() && entry.key + 1 == entry.line.text.len());
        if !is_head || is_sentence {
            return None;
        }
        if self.is_in_paragraph() {
            self.blank();
        }
        for (number, entry) in entries.into_iter().enumerate() {
            if number > 0 {
                self.blank();
            }
            self.margin(0);
            if number == 0 {
                self.note(Form::Head);
            }
            self.copy(entry.line.at..entry.line.at + entry.key);
            self.insert("\n");
            self.margin(0);
            if entry.value.is_empty() {
                self.insert(": \u{a0}\n");
                continue;
            }
            // "Lampiran : -" says that there is none; to Markdown, it would be an empty list.
            let is_dash = matches!(entry.value.as_slice(), [only] if matches!(only.text, "-" | "+" | "*"));
            let prefix = if is_dash { ": \\" } else { ": " };
            (self.base, self.prefix, self.is_inside) = (2, Some(prefix), true);
            self.blocks(&entry.value);
            (self.base, self.is_inside) = (0, false);
        }
        self.blank();
        Some(at)
    }

    /// `Yth. …` or `Kepada …` and the lines below it, of which some may be numbered.
    pub(super) fn address(&mut self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let first = &lines[start];
        let is_start = ["Yth", "Kepada"].iter().any(|word| {
            first.text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let count =
            lines[start..].iter().take_while(|line| !line.is_blank() && !line.is_other_block()).count();
        let block = &lines[start..start + count];
        // In a note, "Kepada :" is the first line of a head.
        let is_head = || {
            block.iter().take(2).all(|line| key_of(line).is_some_and(|(_, value)| value < line.text.len()))
        };
        if !is_start
            || count < 2
            || is_head()
            || block.iter().any(|line| line.text.chars().count() > LONGEST_LINE)
        {
            return None;
        }
        // "Yth. 1. Sekretaris Daerah;", perhaps below "Kepada"
        let numbered_line = usize::from(block[1].text.starts_with("Yth"));
        let first = &block[numbered_line];
        let head = first.text.trim_start_matches("Kepada").trim_start_matches(is_blank);
        let head = head.trim_start_matches("Yth").trim_start_matches(['.', ':']).trim_start_matches(is_blank);
        let numbered = first.text.len() - head.len();
        let mut parts = block.to_vec();
        if marker(head).is_some() {
            let text = first.text[..numbered].trim_end_matches(is_blank);
            parts[numbered_line] = Line {
                text: head,
                at: first.at + numbered,
                start: first.at + numbered,
                indent: first.indent + numbered,
            };
            parts.insert(numbered_line, Line { text, ..*first });
        }
        let mut at = 0;
        self.is_inside = true;
        while at < parts.len() {
            if let Some(end) = self.list(&parts, at, true) {
                self.blank();
                at = end;
                continue;
            }
            let lines = parts[at..].iter().take_while(|line| marker(line.text).is_none()).count().max(1);
            self.kept_lines(&parts[at..at + lines], Form::Address);
            at += lines;
        }
        self.is_inside = false;
        Some(start + count)
    }

    /// Whether a line ends the numbered part of an address.
    pub(super) fn begins_address_end(&self, line: &Line<'_>) -> bool {
        let text = line.text.trim_end_matches(['-', '.', ' ', '–']);
        text == "di"
            || text.starts_with("di ")
                && text.len() < LONGEST_LINE
                && text[3..].starts_with(char::is_uppercase)
    }

    /// A signature block: far to the right, or from `Ditetapkan di …` or the signer's office to the name below `ttd.`.
    pub(super) fn signature(&mut self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let end = if lines[start].indent >= SIGNATURE_INDENT {
            right_hand(lines, start)
        } else {
            self.left_hand(lines, start)?
        };
        if self.is_in_paragraph() {
            self.blank();
        }
        for column in columns(&lines[start..end]) {
            for paragraph in column.split(Line::is_blank).filter(|lines| !lines.is_empty()) {
                self.kept_lines(paragraph, Form::Signature);
            }
        }
        Some(end)
    }

    /// The end of a signature block without indentation.
    fn left_hand(&self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let is_short = |line: &Line<'_>| line.text.chars().count() <= LONGEST_LINE && !line.is_other_block();
        let is_ttd = |line: &Line<'_>| {
            // "ttd.", "t t d", and two of them side by side
            let letters: String = line.text.chars().filter(|c| c.is_alphabetic()).collect();
            matches!(letters.to_ascii_lowercase().as_str(), "ttd" | "ttdttd" | "tertanda")
        };
        let begins = begins_signature(lines[start].text);
        let block = &lines[start..lines.len().min(start + SIGNATURE_LINES)];
        let block = &block[..block.iter().take_while(|line| is_short(line)).count()];
        let ttd = block.iter().position(is_ttd);
        if !begins || ttd.is_none() && !is_place(lines[start].text) && !is_office_and_name(block) {
            return None;
        }
        // The name and the number below it are one more paragraph or two.
        let mut end = start;
        for (at, line) in block.iter().enumerate() {
            let is_after = ttd.is_none_or(|ttd| at > ttd);
            let is_end = line.text.starts_with("Tembusan")
                || line.text.starts_with("Salinan")
                || marker(line.text).is_some();
            if is_after && is_end {
                break;
            }
            if !line.is_blank() {
                let is_new = at > 0 && block[at - 1].is_blank();
                if is_after && is_new && !is_name_or_office(line.text) {
                    break;
                }
                end = start + at + 1;
            }
        }
        (end > start + 1).then_some(end)
    }

    /// Lines with the same number of tabs in them.
    pub(super) fn tabbed_table(&mut self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let tabs = |line: &Line<'_>| line.text.matches('\t').count();
        let first = tabs(&lines[start]);
        if first == 0 || lines[start].indent >= 4 || marker(lines[start].text).is_some() {
            return None;
        }
        let count = lines[start..].iter().take_while(|line| !line.is_blank() && tabs(line) > 0).count();
        if count < 2 {
            return None;
        }
        let block = &lines[start..start + count];
        if block.iter().any(|line| tabs(line) != first) {
            let end = lines[start + count - 1].at + lines[start + count - 1].text.len();
            self.problems.push((Problem::UnevenTabs, lines[start].at..end));
            return None;
        }
        if self.is_in_paragraph() {
            self.blank();
        }
        for (number, line) in block.iter().enumerate() {
            self.margin(0);
            self.insert("|");
            let mut at = line.at;
            for cell in line.text.split('\t') {
                self.insert(" ");
                let mut start = at;
                for (pipe, _) in cell.match_indices('|') {
                    self.copy(start..at + pipe);
                    self.insert("\\");
                    start = at + pipe;
                }
                self.copy(start..at + cell.len());
                self.insert(" |");
                at += cell.len() + 1;
            }
            self.insert("\n");
            if number == 0 {
                self.margin(0);
                self.insert("|");
                (0..=first).for_each(|_| self.insert("---|"));
                self.insert("\n");
            }
        }
        self.blank();
        Some(start + count)
    }

    /// A paragraph of two or more lines that are all in capitals: the title of a letter.
    pub(super) fn title(&mut self, lines: &[Line<'t>], start: usize) -> Option<usize> {
        let count = lines[start..].iter().take_while(|line| !line.is_blank()).count();
        let block = &lines[start..start + count];
        if count < 2 || !block.iter().all(|line| is_title_line(line.text.as_bytes()) && line.indent < 4) {
            return None;
        }
        self.kept_lines(block, Form::Address);
        Some(start + count)
    }

    /// Writes a paragraph that keeps its lines.
    fn kept_lines(&mut self, lines: &[Line<'t>], form: Form) {
        for (number, line) in lines.iter().enumerate() {
            self.margin(0);
            if number == 0 {
                self.note(form);
            }
            // What looks like a heading or an item here is a line of the block.
            if line.text.starts_with(['#', '>', '-', '+', '*']) {
                self.insert("\\");
            }
            self.copy(line.at..line.at + line.text.len());
            self.insert(if number + 1 < lines.len() { "\\\n" } else { "\n" });
        }
        self.blank();
    }
}

/// The first line from a place on that is not blank.
fn after_blanks(lines: &[Line<'_>], at: usize) -> usize {
    at + lines[at..].iter().take_while(|line| line.is_blank()).count()
}

/// Whether a line belongs to the value of a `Nomor : …` line above it.
fn is_value_line(line: &Line<'_>, head: &Line<'_>, is_decree: bool) -> bool {
    let is_key = key_of(line)
        .is_some_and(|(key, _)| line.indent <= head.indent + 1 || is_of_decree(&line.text[..key]));
    let is_marker = marker(line.text).is_some();
    !is_key && (line.indent >= head.indent + 2 || is_decree && is_marker)
}

/// The end of lines far to the right.
fn right_hand(lines: &[Line<'_>], start: usize) -> usize {
    let is_right = |line: &&Line<'_>| line.is_blank() || line.indent >= SIGNATURE_INDENT;
    let count = lines[start..].iter().take_while(is_right).count();
    let blanks = lines[start..start + count].iter().rev().take_while(|line| line.is_blank()).count();
    start + count - blanks
}

/// The columns of a signature block, one after the other. Two sign side by side where two or more lines have a tab or at
/// least four blanks in them; lines above those are of the first column.
fn columns<'t>(block: &[Line<'t>]) -> Vec<Vec<Line<'t>>> {
    let gap = |line: &Line<'t>| line.text.find("    ").or_else(|| line.text.find('\t'));
    if block.iter().filter_map(gap).count() < 2 {
        return vec![block.to_vec()];
    }
    let halves = block.iter().map(|line| {
        let (left, right) = line.text.split_at(gap(line).unwrap_or(line.text.len()));
        let at = line.at + line.text.len() - right.trim_start_matches(is_blank).len();
        let right = right.trim_start_matches(is_blank);
        (
            Line { text: left.trim_end_matches(is_blank), ..*line },
            Line { text: right, at, start: at, indent: 0 },
        )
    });
    let (left, right) = halves.unzip();
    vec![left, right]
}

/// Whether a line is in capitals, as the lines of a title are: "SURAT EDARAN", "NOMOR 3 TAHUN 2024".
pub(super) fn is_title_line(line: &[u8]) -> bool {
    line.iter().take(4).filter(|byte| byte.is_ascii_uppercase()).count() >= 3
        && !line.iter().any(|byte| byte.is_ascii_lowercase() || *byte == b'\t')
}

/// `Ditetapkan di Contoh`.
fn is_place(text: &str) -> bool {
    ["Ditetapkan di ", "Dikeluarkan di ", "Ditandatangani di ", "Diundangkan di "]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Whether a paragraph that begins so can be a signature.
fn begins_signature(text: &str) -> bool {
    is_place(text) || is_name_or_office(text) || text.starts_with("pada tanggal ")
}

/// A line in capitals, one that begins as the line above a signature does, or one with a date or a staff number.
fn is_name_or_office(text: &str) -> bool {
    let has_letters = text.contains(char::is_alphabetic);
    let in_capitals = has_letters && !text.contains(char::is_lowercase);
    let starts = ["a.n.", "a.n ", "u.b.", "Plt.", "Pj.", "Plh.", "NIP", "Pembina", "Penata"];
    in_capitals
        || starts.iter().any(|start| text.starts_with(start))
        || ["Kepala ", "Sekretaris ", "Bupati ", "Inspektur ", "Camat ", "Ketua "]
            .iter()
            .any(|office| text.starts_with(office) && text.ends_with(','))
        || text.ends_with("ttd.")
        || is_signed_name(text)
}

/// An office that ends with a comma, and after a blank line a name: a signature without `ttd.`. The comma alone would not
/// do, for a decree has it above `Menimbang`, too; there, what follows is no name.
fn is_office_and_name(block: &[Line<'_>]) -> bool {
    let mut paragraphs = block.split(Line::is_blank).filter(|lines| !lines.is_empty());
    let office = paragraphs.next().and_then(<[_]>::last);
    let name = paragraphs.next().and_then(<[_]>::first);
    office.is_some_and(|line| line.text.ends_with(','))
        && name.is_some_and(|line| {
            key_of(line).is_none()
                && !line.text.ends_with([':', ',', ';'])
                && (!line.text.contains(char::is_lowercase) || is_signed_name(line.text))
        })
}

/// A name with a title: "Ir. Contoh, M.Si".
fn is_signed_name(text: &str) -> bool {
    if text.len() > LONGEST_LINE {
        return false;
    }
    let is_title = |title: &str| title.len() <= 24 && title.contains('.') && !title.contains(' ');
    let mut parts = text.split(", ").skip(1).peekable();
    parts.peek().is_some() && parts.all(is_title)
}
