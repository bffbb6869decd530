//! Joins the glyphs of a page to text, twice: in the order of the operators, and line by line by their
//! position on the page.
//!
//! A producer may show a number glyph by glyph, in any order. One of the two texts contains it in one piece.

use std::rc::Rc;
use std::sync::LazyLock;

use lopdf::Object;

use super::fonts::{Font, Glyph};
use super::matrix::Matrix;

/// The gap that separates words, as a fraction of the font size.
const WORD_GAP: f64 = 0.18;
/// The gap that separates columns, as a multiple of the font size.
const COLUMN_GAP: f64 = 2.5;
/// The number of consecutive unreadable glyphs that make a page unreadable: more than a bullet or an
/// ornament.
const UNREADABLE_RUN: usize = 5;
/// The fraction of a page that pictures must cover for it to count as scanned.
const SCANNED_SHARE: f64 = 0.5;

/// The text of a page.
#[derive(Default)]
pub(super) struct Shown {
    /// The text in the order of the operators, then by position if that differs, then the text that the file
    /// itself gives for parts of the page.
    pub(super) texts: Vec<String>,
    /// Whether the page has content that is not text: a scan, outlines, glyphs of unknown letters.
    pub(super) unreadable: bool,
}

/// The part of the graphics state that determines the position of glyphs.
#[derive(Clone)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
}

impl State {
    pub(super) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Glyphs that were shown together.
struct Run {
    text: String,
    /// The start: along the direction of writing, then across it.
    start: (f64, f64),
    /// The end, along the direction of writing.
    end: f64,
    size: f64,
    /// The direction of writing, in whole degrees.
    direction: i32,
}

impl Run {
    /// Whether it is on the same line as another one.
    fn stands_on(&self, other: &Run) -> bool {
        self.direction == other.direction
            && (self.start.1 - other.start.1).abs() < 0.4 * self.size.max(other.size).max(1e-6)
    }
}

/// The state of reading a page or form.
#[derive(Default)]
pub(super) struct Drawing {
    runs: Vec<Run>,
    /// The text that the file gives for parts of the page: `ActualText`, `Alt`, `E`.
    pub(super) said: Vec<String>,
    /// The area that pictures cover, in units of the page.
    pub(super) pictures: f64,
    /// Whether a path or shading was painted.
    pub(super) painted: bool,
    /// Whether some content cannot be read reliably.
    pub(super) unreadable: bool,
    glyphs: usize,
    /// The number of glyphs of unknown letters; the same glyph in a row counts once.
    lost: usize,
    lost_in_a_row: usize,
    last_lost: Option<u32>,
}

impl Drawing {
    /// Shows strings, with adjustments between them, from the text matrix `text`. Returns the text matrix
    /// after the last glyph.
    pub(super) fn show(&mut self, state: &State, mut text: Matrix, parts: &[Object]) -> Matrix {
        static UNKNOWN: LazyLock<Font> = LazyLock::new(Font::unknown);
        let font = state.font.as_deref().unwrap_or(&UNKNOWN);
        let mut run: Option<Run> = None;
        for part in parts {
            match part {
                Object::String(bytes, _) => {
                    for glyph in font.glyphs(bytes) {
                        let space = state.char_space + if glyph.is_space { state.word_space } else { 0.0 };
                        let advance = (glyph.width / 1000.0 * state.size + space) * state.scale;
                        let (from, to) = (place(state, text), place(state, text.moved(advance, 0.0)));
                        text = text.moved(advance, 0.0);
                        self.count(&glyph);
                        // An unknown letter separates words, because it is not known whether it joins them.
                        let letters = glyph.text.unwrap_or(" ");
                        match &mut run {
                            Some(run) if run.direction == from.direction => {
                                run.text.push_str(letters);
                                run.end = to.along(from.direction);
                            }
                            _ => {
                                self.runs.extend(run.take());
                                run = Some(Run {
                                    text: letters.to_owned(),
                                    start: (from.along(from.direction), from.across(from.direction)),
                                    end: to.along(from.direction),
                                    size: from.size,
                                    direction: from.direction,
                                });
                            }
                        }
                    }
                }
                adjustment => {
                    let back = adjustment.as_float().map_or(0.0, f64::from);
                    text = text.moved(-back / 1000.0 * state.size * state.scale, 0.0);
                    // A gap between words begins a new run. Kerning does not.
                    if -back / 1000.0 > WORD_GAP || back / 1000.0 > 1.0 {
                        self.runs.extend(run.take());
                    }
                }
            }
        }
        self.runs.extend(run);
        text
    }

    fn count(&mut self, glyph: &Glyph<'_>) {
        self.glyphs += 1;
        if glyph.text.is_some() {
            self.lost_in_a_row = 0;
            self.last_lost = None;
        } else if self.last_lost.replace(glyph.code) != Some(glyph.code) {
            // A row of the same glyph is a dot leader and counts once.
            self.lost += 1;
            self.lost_in_a_row += 1;
            self.unreadable |= self.lost_in_a_row >= UNREADABLE_RUN;
        }
    }

    /// Completes the page. `area` is the area of the page, if known.
    pub(super) fn finish(self, area: Option<f64>) -> Shown {
        let written = join(self.runs.iter());
        let placed = join(by_place(&self.runs).into_iter());
        let letters =
            |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect::<String>();
        let is_empty = letters(&written).is_empty();
        let mut texts = Vec::new();
        if letters(&written) != letters(&placed) {
            texts.push(placed);
        }
        texts.insert(0, written);
        if !self.said.is_empty() {
            texts.push(self.said.join("\n"));
        }
        texts.retain(|text| !text.trim().is_empty());
        let scanned = self.pictures > 0.0 && area.is_none_or(|area| self.pictures >= area * SCANNED_SHARE);
        let wordless = is_empty && (self.painted || self.pictures > 0.0 || self.glyphs > 0);
        let unreadable = self.unreadable || self.lost * 10 > self.glyphs || scanned || wordless;
        Shown { texts, unreadable }
    }
}

/// Runs line by line: the lines of each direction from the top, and each line from its start.
fn by_place(runs: &[Run]) -> Vec<&Run> {
    let mut placed: Vec<&Run> = runs.iter().collect();
    placed.sort_by(|a, b| {
        a.direction
            .cmp(&b.direction)
            .then(b.start.1.total_cmp(&a.start.1))
            .then(a.start.0.total_cmp(&b.start.0))
    });
    let mut first = 0;
    while first < placed.len() {
        let line = placed[first];
        let length = placed[first..].iter().take_while(|run| run.stands_on(line)).count().max(1);
        placed[first..first + length].sort_by(|a, b| a.start.0.total_cmp(&b.start.0));
        first += length;
    }
    placed
}

/// Joins runs. A gap separates words, and a wide gap separates columns.
fn join<'r>(runs: impl Iterator<Item = &'r Run>) -> String {
    let mut text = String::new();
    let mut last: Option<&Run> = None;
    for run in runs {
        if let Some(last) = last {
            let size = last.size.max(run.size).max(1e-6);
            let gap = (run.start.0 - last.end) / size;
            // Text shown twice with a small offset looks bold.
            let is_again = run.text == last.text
                && (run.start.0 - last.start.0).abs() < 0.2 * size
                && (run.start.1 - last.start.1).abs() < 0.2 * size;
            if is_again {
                continue;
            }
            if !run.stands_on(last) || gap < -1.0 {
                text.push('\n');
            } else if gap > COLUMN_GAP {
                text.push_str(" | ");
            } else if gap > WORD_GAP {
                text.push(' ');
            }
        }
        text.push_str(&run.text);
        last = Some(run);
    }
    text
}

/// The position of a glyph on the page.
struct Spot {
    x: f64,
    y: f64,
    size: f64,
    direction: i32,
}

impl Spot {
    fn along(&self, direction: i32) -> f64 {
        let (sin, cos) = f64::from(direction).to_radians().sin_cos();
        self.x * cos + self.y * sin
    }

    fn across(&self, direction: i32) -> f64 {
        let (sin, cos) = f64::from(direction).to_radians().sin_cos();
        self.y * cos - self.x * sin
    }
}

fn place(state: &State, text: Matrix) -> Spot {
    let [a, b, c, d, x, y] = text.moved(0.0, state.rise).then(state.ctm).0;
    let direction = b.atan2(a).to_degrees().round() as i32;
    Spot { x, y, size: c.hypot(d) * state.size.abs(), direction }
}
