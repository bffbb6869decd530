//! Finds the parts of a page or form: its content streams, resources, fonts, forms and the appearance of its
//! annotations.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::Refused;
use super::budget::Budget;
use super::fonts::Font;
use super::layout::{Drawing, Shown, State};
use super::matrix::Matrix;

/// The maximum nesting of forms.
const DEEPEST: usize = 24;

/// Reads the pages and forms of one document.
pub(super) struct Reader<'d> {
    pub(super) doc: &'d Document,
    pub(super) budget: &'d Budget,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// Streams that a page or form has shown.
    pub(super) seen: BTreeSet<ObjectId>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(doc: &'d Document, budget: &'d Budget) -> Self {
        Self { doc, budget, fonts: HashMap::new(), seen: BTreeSet::new() }
    }

    /// Reads a page: its contents, and the appearance of its annotations and form fields.
    pub(super) fn page(&mut self, page: &'d Dictionary) -> Result<Shown, Refused> {
        let mut drawing = Drawing::default();
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
        let annotations = page.get_deref(b"Annots", self.doc).and_then(Object::as_array).ok();
        for annotation in annotations.into_iter().flatten() {
            let appearances = self
                .dictionary(annotation)
                .and_then(|annotation| annotation.get_deref(b"AP", self.doc).ok()?.as_dict().ok());
            for (_, stream) in appearances.into_iter().flatten() {
                self.appearance(stream, &mut drawing, 0)?;
            }
        }
        let area = self.inherited(page, b"MediaBox").and_then(|object| self.box_area(object));
        let shown = drawing.finish(area);
        self.budget.text(shown.texts.iter().map(String::len).sum())?;
        Ok(shown)
    }

    /// Reads a form, or another stream with operators, on its own.
    pub(super) fn form(&mut self, stream: &'d Stream) -> Result<Shown, Refused> {
        let mut drawing = Drawing::default();
        self.stream(stream, None, State::new(Matrix::UNIT), &mut drawing, 0)?;
        let shown = drawing.finish(None);
        self.budget.text(shown.texts.iter().map(String::len).sum())?;
        Ok(shown)
    }

    /// Reads an appearance stream of an annotation, or one for each of its states.
    fn appearance(&mut self, object: &'d Object, drawing: &mut Drawing, depth: usize) -> Result<(), Refused> {
        if depth > DEEPEST {
            return Ok(());
        }
        let Ok((id, object)) = self.doc.dereference(object) else { return Ok(()) };
        match object {
            Object::Stream(stream) => {
                self.seen.extend(id);
                self.stream(stream, None, State::new(Matrix::UNIT), drawing, 0)
            }
            Object::Dictionary(states) => {
                states.iter().try_for_each(|(_, state)| self.appearance(state, drawing, depth + 1))
            }
            _ => Ok(()),
        }
    }

    /// The content streams of a page.
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

    /// The value of a key of a page, or of its nearest ancestor in the page tree that has it.
    fn inherited(&self, page: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        /// The maximum depth of a page tree.
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

    pub(super) fn dictionary(&self, object: &'d Object) -> Option<&'d Dictionary> {
        self.doc.dereference(object).ok()?.1.as_dict().ok()
    }

    /// The area of a rectangle, if it has one.
    fn box_area(&self, object: &'d Object) -> Option<f64> {
        let corners = object.as_array().ok()?;
        let at =
            |index: usize| self.doc.dereference(corners.get(index)?).ok()?.1.as_float().ok().map(f64::from);
        Some(((at(2)? - at(0)?) * (at(3)? - at(1)?)).abs()).filter(|area| *area > 0.0)
    }

    /// Runs a stream with operators: a form, a pattern, an appearance. `above` are the resources to use if it
    /// has none.
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

    /// Draws an external object: a picture or a form.
    pub(super) fn external(
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

    /// An entry of a resource dictionary, by the name in the first operand.
    pub(super) fn resource(
        &self,
        resources: Option<&'d Dictionary>,
        table: &[u8],
        operands: &[Object],
    ) -> Option<&'d Object> {
        let name = operands.first()?.as_name().ok()?;
        resources?.get_deref(table, self.doc).ok()?.as_dict().ok()?.get(name).ok()
    }

    pub(super) fn font(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.doc).ok()?.as_dict().ok()?;
        self.font_of(fonts.get(name).ok()?)
    }

    pub(super) fn font_of(&mut self, object: &'d Object) -> Option<Rc<Font>> {
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
