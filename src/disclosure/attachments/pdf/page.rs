//! Follows the operators of a page or form and puts the glyphs that it shows together to text.
//!
//! A producer may show a number glyph by glyph, in any order. So the text is put together twice: in
//! the order of the operators, and by the place of the glyphs on the page, line by line. Whoever looks
//! for a number finds it in one of the two.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, decode_text_string};

use super::Refused;
use super::budget::Budget;
use super::fonts::{Font, Glyph};

/// Forms within forms.
const DEEPEST: usize = 24;
/// Saved states; a file that saves more is not taken seriously.
const MOST_STATES: usize = 512;
/// A gap of this part of the font's size parts words.
const WORD_GAP: f64 = 0.18;
/// A gap of this part of the font's size parts columns.
const COLUMN_GAP: f64 = 2.5;
/// Glyphs in a row that nobody can read: more than a bullet or an ornament.
const UNREADABLE_RUN: usize = 5;
/// The share of a page that pictures must cover for it to count as scanned.
const SCANNED_SHARE: f64 = 0.5;

/// What a page shows.
#[derive(Default)]
pub(super) struct Shown {
    /// The text: in the order of the operators, and, if that reads otherwise, by place.
    pub(super) texts: Vec<String>,
    /// Whether there is something on it that is not text: a scan, outlines, glyphs without letters.
    pub(super) unreadable: bool,
}

/// Glyphs that stand together.
struct Run {
    text: String,
    /// Along the direction of writing, then across it.
    start: (f64, f64),
    end: f64,
    size: f64,
    /// The direction of writing, in whole degrees.
    direction: i32,
}

/// `[a b c d e f]`.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn read(operands: &[Object]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        for (at, cell) in matrix.iter_mut().enumerate() {
            *cell = f64::from(operands.get(at)?.as_float().ok()?);
        }
        Some(Self(matrix))
    }

    /// First `self`, then `next`.
    fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, next.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    fn area(self) -> f64 {
        (self.0[0] * self.0[3] - self.0[1] * self.0[2]).abs()
    }
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads the pages and forms of one document.
pub(super) struct Reader<'d> {
    doc: &'d Document,
    budget: &'d Budget,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// Streams that some page or form has shown.
    pub(super) seen: BTreeSet<ObjectId>,
}

/// One page being read.
struct Drawing {
    runs: Vec<Run>,
    /// What the file says a part of the page reads as.
    said: Vec<String>,
    pictures: f64,
    painted: bool,
    unreadable: bool,
    glyphs: usize,
    lost: usize,
    lost_in_a_row: usize,
    last_lost: Option<u32>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(doc: &'d Document, budget: &'d Budget) -> Self {
        Self { doc, budget, fonts: HashMap::new(), seen: BTreeSet::new() }
    }

    /// Reads a page: its contents, and how its notes and form fields look.
    pub(super) fn page(&mut self, page: &'d Dictionary) -> Result<Shown, Refused> {
        let mut drawing = Drawing::new();
        let mut content = Vec::new();
        for id in self.contents(page) {
            self.seen.insert(id);
            let stream = self.doc.get_object(id).and_then(Object::as_stream);
            match stream.ok().map(|stream| self.budget.unpack(stream)).transpose()?.flatten() {
                Some(part) => {
                    content.extend(part);
                    content.push(b'\n');
                }
                None => drawing.unreadable = true,
            }
        }
        let resources = self.inherited(page, b"Resources").and_then(|object| object.as_dict().ok());
        self.run(&content, resources, State::new(Matrix::UNIT), &mut drawing, 0)?;
        let notes = page.get_deref(b"Annots", self.doc).and_then(Object::as_array).ok();
        for note in notes.into_iter().flatten() {
            let appearance =
                self.dictionary(note).and_then(|note| note.get_deref(b"AP", self.doc).ok()?.as_dict().ok());
            for (_, look) in appearance.into_iter().flatten() {
                self.appearance(look, &mut drawing, 0)?;
            }
        }
        let area = self.inherited(page, b"MediaBox").and_then(|object| self.box_area(object));
        let shown = drawing.finish(area);
        self.budget.text(shown.texts.iter().map(String::len).sum())?;
        Ok(shown)
    }

    /// Reads a form or another stream with operators by itself.
    pub(super) fn form(&mut self, stream: &'d Stream) -> Result<Shown, Refused> {
        let mut drawing = Drawing::new();
        self.stream(stream, None, State::new(Matrix::UNIT), &mut drawing, 0)?;
        let shown = drawing.finish(None);
        self.budget.text(shown.texts.iter().map(String::len).sum())?;
        Ok(shown)
    }

    /// A note's look, or one for each of its states.
    fn appearance(&mut self, look: &'d Object, drawing: &mut Drawing, depth: usize) -> Result<(), Refused> {
        if depth > DEEPEST {
            return Ok(());
        }
        let Ok((id, object)) = self.doc.dereference(look) else { return Ok(()) };
        match object {
            Object::Stream(stream) => {
                self.seen.extend(id);
                self.stream(stream, None, State::new(Matrix::UNIT), drawing, 0)
            }
            Object::Dictionary(states) => {
                states.iter().try_for_each(|(_, look)| self.appearance(look, drawing, depth + 1))
            }
            _ => Ok(()),
        }
    }

    fn contents(&self, page: &'d Dictionary) -> Vec<ObjectId> {
        let Ok(contents) = page.get(b"Contents") else { return Vec::new() };
        match self.doc.dereference(contents) {
            Ok((_, Object::Array(parts))) => {
                parts.iter().filter_map(|part| part.as_reference().ok()).collect()
            }
            Ok((Some(id), Object::Stream(_))) => vec![id],
            _ => Vec::new(),
        }
    }

    /// A key of a page, or of the nodes above it.
    fn inherited(&self, page: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        /// No tree of pages is deeper.
        const HIGHEST: usize = 64;
        let mut node = page;
        for _ in 0..HIGHEST {
            if let Ok(found) = node.get_deref(key, self.doc) {
                return Some(found);
            }
            node = self.dictionary(node.get(b"Parent").ok()?)?;
        }
        None
    }

    fn dictionary(&self, object: &'d Object) -> Option<&'d Dictionary> {
        self.doc.dereference(object).ok()?.1.as_dict().ok()
    }

    fn box_area(&self, object: &'d Object) -> Option<f64> {
        let corners = object.as_array().ok()?;
        let at =
            |index: usize| self.doc.dereference(corners.get(index)?).ok()?.1.as_float().ok().map(f64::from);
        Some(((at(2)? - at(0)?) * (at(3)? - at(1)?)).abs()).filter(|area| *area > 0.0)
    }

    /// Runs a stream with operators: a form, a pattern, the drawing of a glyph.
    fn stream(
        &mut self,
        stream: &'d Stream,
        above: Option<&'d Dictionary>,
        mut state: State,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), Refused> {
        if depth > DEEPEST {
            drawing.unreadable = true;
            return Ok(());
        }
        let Some(content) = self.budget.unpack(stream)? else {
            drawing.unreadable = true;
            return Ok(());
        };
        let matrix = stream.dict.get_deref(b"Matrix", self.doc).and_then(Object::as_array).ok();
        if let Some(matrix) = matrix.and_then(|matrix| Matrix::read(matrix)) {
            state.ctm = matrix.then(state.ctm);
        }
        let own = stream.dict.get_deref(b"Resources", self.doc).and_then(Object::as_dict).ok();
        self.run(&content, own.or(above), state, drawing, depth)
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        state: State,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), Refused> {
        let operations = match Content::decode_strict(content) {
            Ok(content) => content.operations,
            // What is behind an operator that is none would be lost without a word.
            Err(_) => {
                drawing.unreadable = true;
                Content::decode(content).map(|content| content.operations).unwrap_or_default()
            }
        };
        self.budget.operations(operations.len())?;
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (Matrix::UNIT, Matrix::UNIT);
        for Operation { operator, operands } in &operations {
            let number = |at: usize| {
                operands.get(at).and_then(|operand| operand.as_float().ok()).map_or(0.0, f64::from)
            };
            match operator.as_str() {
                "q" if saved.len() < MOST_STATES => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::read(operands) {
                        state.ctm = matrix.then(state.ctm);
                    }
                }
                "BT" => (text, line) = (Matrix::UNIT, Matrix::UNIT),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or(b"");
                    state.font = self.font(resources, name);
                    state.size = number(1);
                }
                "Tc" => state.char_space = number(0),
                "Tw" => state.word_space = number(0),
                "Tz" => state.scale = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = line.moved(number(0), number(1));
                    text = line;
                }
                "Tm" => {
                    if let Some(matrix) = Matrix::read(operands) {
                        line = matrix;
                        text = line;
                    }
                }
                "T*" => {
                    line = line.moved(0.0, -state.leading);
                    text = line;
                }
                "Tj" => text = drawing.show(&state, text, operands),
                "TJ" => {
                    let parts = operands.first().and_then(|parts| parts.as_array().ok());
                    text = drawing.show(&state, text, parts.map_or(&[][..], |parts| parts.as_slice()));
                }
                "'" | "\"" => {
                    if operator == "\"" {
                        (state.word_space, state.char_space) = (number(0), number(1));
                    }
                    line = line.moved(0.0, -state.leading);
                    text = drawing.show(
                        &state,
                        line,
                        operands.get(operands.len().saturating_sub(1)..).unwrap_or(&[]),
                    );
                }
                "gs" => {
                    if let Some(entry) = self.resource(resources, b"ExtGState", operands)
                        && let Some([font, size]) = self
                            .dictionary(entry)
                            .and_then(|state| state.get_deref(b"Font", self.doc).ok()?.as_array().ok())
                            .map(Vec::as_slice)
                    {
                        state.font = self.font_of(font);
                        state.size = size.as_float().map_or(state.size, f64::from);
                    }
                }
                "Do" => {
                    if let Some(object) = self.resource(resources, b"XObject", operands) {
                        self.external(object, resources, &state, drawing, depth)?;
                    }
                }
                "BI" => drawing.pictures += state.ctm.area(),
                "BDC" | "DP" => {
                    if let Some(Object::Dictionary(said)) = operands.get(1) {
                        let said = [&b"ActualText"[..], b"Alt", b"E"]
                            .map(|key| said.get(key).and_then(decode_text_string));
                        drawing.said.extend(said.into_iter().flatten());
                    }
                }
                "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" => drawing.painted = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn external(
        &mut self,
        object: &'d Object,
        above: Option<&'d Dictionary>,
        state: &State,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), Refused> {
        let Ok((id, Object::Stream(stream))) = self.doc.dereference(object) else { return Ok(()) };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => drawing.pictures += state.ctm.area(),
            Ok(b"Form") => {
                self.seen.extend(id);
                self.stream(stream, above, state.clone(), drawing, depth + 1)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// An entry of one of the tables of resources, by the name in the first operand.
    fn resource(
        &self,
        resources: Option<&'d Dictionary>,
        table: &[u8],
        operands: &[Object],
    ) -> Option<&'d Object> {
        let name = operands.first()?.as_name().ok()?;
        resources?.get_deref(table, self.doc).ok()?.as_dict().ok()?.get(name).ok()
    }

    fn font(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.doc).ok()?.as_dict().ok()?;
        self.font_of(fonts.get(name).ok()?)
    }

    fn font_of(&mut self, object: &'d Object) -> Option<Rc<Font>> {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let font = Rc::new(Font::read(self.doc, self.dictionary(object)?));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }
}

impl State {
    fn new(ctm: Matrix) -> Self {
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

impl Drawing {
    fn new() -> Self {
        Self {
            runs: Vec::new(),
            said: Vec::new(),
            pictures: 0.0,
            painted: false,
            unreadable: false,
            glyphs: 0,
            lost: 0,
            lost_in_a_row: 0,
            last_lost: None,
        }
    }

    /// Shows strings and moves between them; gives where the next glyph stands.
    fn show(&mut self, state: &State, mut text: Matrix, parts: &[Object]) -> Matrix {
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
                        // A glyph that nobody can read parts words: what it was may have joined them.
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
                moved => {
                    let back = moved.as_float().map_or(0.0, f64::from);
                    text = text.moved(-back / 1000.0 * state.size * state.scale, 0.0);
                    // A step that parts words begins a new run; a kern does not.
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
            // The same glyph again and again is a line of dots.
            self.lost += 1;
            self.lost_in_a_row += 1;
            self.unreadable |= self.lost_in_a_row >= UNREADABLE_RUN;
        }
    }

    fn finish(self, area: Option<f64>) -> Shown {
        let written = join(self.runs.iter());
        let mut placed: Vec<&Run> = self.runs.iter().collect();
        // Line by line: the lines of one direction from the top, and each from its beginning.
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
        let placed = join(placed.into_iter());
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

impl Run {
    /// Whether it stands on the line of another one.
    fn stands_on(&self, other: &Run) -> bool {
        self.direction == other.direction
            && (self.start.1 - other.start.1).abs() < 0.4 * self.size.max(other.size).max(1e-6)
    }
}

/// Where a glyph stands on the page.
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

/// Puts runs together: words apart where there is a gap, and columns further apart.
fn join<'r>(runs: impl Iterator<Item = &'r Run>) -> String {
    let mut text = String::new();
    let mut last: Option<&Run> = None;
    for run in runs {
        if let Some(last) = last {
            let size = last.size.max(run.size).max(1e-6);
            let gap = (run.start.0 - last.end) / size;
            // Shown twice, a hair apart: a way to make letters bold.
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
