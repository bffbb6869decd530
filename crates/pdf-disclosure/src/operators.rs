//! Interprets the operators of a content stream (ISO 32000-1, annex A).

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, decode_text_string};

use super::Refused;
use super::layout::{Drawing, State};
use super::matrix::Matrix;
use super::page::Reader;

/// The maximum number of saved graphics states. No ordinary file saves as many.
const MOST_STATES: usize = 512;

impl<'d> Reader<'d> {
    /// Runs the operators of a content stream and collects what they show.
    pub(super) fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        mut state: State,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), Refused> {
        let operations = match Content::decode_strict(content) {
            Ok(content) => content.operations,
            // A lenient parser loses the operators after a broken one, so the page counts as unreadable.
            Err(_) => {
                drawing.unreadable = true;
                Content::decode(content).map(|content| content.operations).unwrap_or_default()
            }
        };
        self.budget.operations(operations.len())?;
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
                    let last = operands.get(operands.len().saturating_sub(1)..).unwrap_or(&[]);
                    text = drawing.show(&state, line, last);
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
}
