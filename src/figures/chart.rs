//! Forms of charts: how rows are drawn as SVG, and how a drawing is checked against its rows.
//!
//! Drawing and check are in one file, so that a new form is written in one place. [`Form::draw`] draws a
//! chart for a page, and the audit of a finished site uses [`Form::false_mark`] to find marks that contradict
//! their row. The check does not call the drawing code.
//!
//! A chart needs no script and no font of its own, and takes its colours from the page. It repeats the table
//! after it, and one sentence says so to screen readers. A hidden value is drawn as a fixed mark, never as a
//! gap whose size would reveal it.

use std::fmt::Write as _;

use crate::locale::Lang;
use crate::markdown::escape;
use crate::share::Share;

/// How a chart draws a figure.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// The form.
    pub form: Form,
    /// Column of the labels.
    pub label: usize,
    /// Column of the values.
    pub value: usize,
    /// Column of the whole that each value is a part of; `None` if the largest value sets the scale.
    pub out_of: Option<usize>,
}

/// A form of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Horizontal bars, one for each row.
    Bars,
}

/// One row of a chart.
pub struct Row {
    /// The label.
    pub label: String,
    /// The value as text: a number, a share, or the symbol of a hidden value.
    pub shown: String,
    /// The value; `None` if it is hidden or missing.
    pub value: Option<f64>,
    /// The whole that the value is a part of.
    pub whole: f64,
}

/// An element of a finished SVG drawing.
pub trait Mark {
    /// The value of an attribute; empty if it is missing.
    fn attribute(&self, name: &str) -> &str;

    /// The text content.
    fn text(&self) -> &str;
}

/// Height of a bar with its label, in SVG units.
const ROW: usize = 48;
/// Width of the drawing, in SVG units.
const WIDTH: u32 = 420;
/// Width and height of the mark of a hidden value, in SVG units.
const HIDDEN: u32 = 14;
/// The maximum length of a label in characters. It fits beside its value at a size that is readable on
/// phones.
const LABEL_CHARS: usize = 36;
/// The maximum number of rows in a chart. With more rows, there is only the table.
const MAX_ROWS: usize = 40;
/// The tolerance for drawn lengths in SVG units, because lengths are rounded.
const ROUNDED: f64 = 1.0;

/// Classes of marks. The style sheet of the theme sets their colours.
const LABEL: &str = "bagan-label";
const VALUE: &str = "bagan-nilai";
const TRACK: &str = "bagan-alas";
const FILL: &str = "bagan-isi";
const HIDDEN_VALUE: &str = "bagan-tertutup";

impl Form {
    /// Every form.
    pub const ALL: [Form; 1] = [Form::Bars];

    /// The class of the `svg` element.
    pub const fn class(self) -> &'static str {
        match self {
            Form::Bars => "bagan",
        }
    }

    /// The text for screen readers.
    const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Form::Bars, Lang::Id) => "Diagram batang; angkanya ada di tabel berikut.",
            (Form::Bars, Lang::En) => "Bar chart; its numbers are in the table below.",
        }
    }

    /// Draws rows as SVG; `None` if there is nothing to draw, or too much for a chart.
    pub fn draw(self, title: &str, rows: &[Row], lang: Lang) -> Option<String> {
        if rows.len() > MAX_ROWS || rows.iter().all(|row| row.value.is_none()) {
            return None;
        }
        let mut svg = String::with_capacity(rows.len() * 256);
        let (class, title, sentence) = (self.class(), escape(title), self.sentence(lang));
        let height = ROW * rows.len();
        let _ = write!(
            svg,
            r#"<svg class="{class}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}. {sentence}" xmlns="http://www.w3.org/2000/svg">"#
        );
        for (at, row) in rows.iter().enumerate() {
            match self {
                Form::Bars => bar(&mut svg, at * ROW, row),
            }
        }
        svg.push_str("</svg>");
        Some(svg)
    }

    /// Divides a drawing into the marks before its first row and those of each row.
    pub fn rows_of<M: Mark>(self, marks: &[M]) -> (&[M], Vec<&[M]>) {
        match self {
            Form::Bars => {
                let starts: Vec<usize> =
                    (0..marks.len()).filter(|at| marks[*at].attribute("class") == LABEL).collect();
                let ends = starts.iter().skip(1).copied().chain([marks.len()]);
                let rows = starts.iter().zip(ends).map(|(start, end)| &marks[*start..end]).collect();
                (&marks[..starts.first().copied().unwrap_or(marks.len())], rows)
            }
        }
    }

    /// The first mark of a row that contradicts the table. `drawn` is the value and the whole, if the table
    /// shows both. `says(text, value, share)` returns whether all numbers in a text mean that value or share.
    pub fn false_mark<M: Mark>(
        self,
        row: &[M],
        drawn: Option<(f64, f64)>,
        says: impl Fn(&str, f64, f64) -> bool,
    ) -> Option<&M> {
        let share = |value: f64, whole: f64| if whole > 0.0 { value / whole } else { 0.0 };
        match self {
            Form::Bars => {
                let track = row.iter().find(|mark| mark.attribute("class") == TRACK)?;
                let full: f64 = track.attribute("width").parse().ok()?;
                row.iter().find(|mark| match (mark.attribute("class"), drawn) {
                    (LABEL | TRACK, _) => false,
                    (VALUE, None) => mark.text().contains(|c: char| c.is_ascii_digit()),
                    (HIDDEN_VALUE, None) => {
                        mark.attribute("width") != HIDDEN.to_string() || mark.attribute("x") != "0"
                    }
                    (FILL, Some((value, whole))) => {
                        let width = mark.attribute("width").parse().unwrap_or(-1.0_f64);
                        (width - share(value, whole) * full).abs() > ROUNDED
                    }
                    (VALUE, Some((value, whole))) => !says(mark.text(), value, share(value, whole)),
                    // No other element belongs to a bar.
                    _ => true,
                })
            }
        }
    }
}

fn bar(svg: &mut String, y: usize, row: &Row) {
    let (text, rect) = (y + 18, y + 26);
    let (label, shown) = (escape(&shortened(&row.label)), escape(&row.shown));
    let _ = write!(
        svg,
        r#"<text class="{LABEL}" x="0" y="{text}">{label}</text><text class="{VALUE}" x="{WIDTH}" y="{text}" text-anchor="end">{shown}</text><rect class="{TRACK}" x="0" y="{rect}" width="{WIDTH}" height="{HIDDEN}" rx="2"/>"#,
    );
    let _ = match row.value {
        Some(value) => {
            let width = width(value, row.whole);
            write!(svg, r#"<rect class="{FILL}" x="0" y="{rect}" width="{width}" height="{HIDDEN}" rx="2"/>"#)
        }
        None => {
            write!(
                svg,
                r#"<rect class="{HIDDEN_VALUE}" x="0" y="{rect}" width="{HIDDEN}" height="{HIDDEN}"/>"#
            )
        }
    };
}

/// The length of a bar: `value` on a scale that ends at `whole`, rounded like every share.
fn width(value: f64, whole: f64) -> u64 {
    /// 2^53: up to here, every whole number has an exact float.
    const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
    let is_whole = |number: f64| number.fract() == 0.0 && (0.0..=LARGEST_WHOLE).contains(&number);
    let share = match is_whole(value) && is_whole(whole) {
        true => Share::new(value as u64, whole as u64),
        // Other numbers are not counts. Their bars need only the precision of the drawing.
        false if whole > 0.0 => {
            Share::new((value / whole * LARGEST_WHOLE).max(0.0) as u64, LARGEST_WHOLE as u64)
        }
        false => None,
    };
    share.map_or(0, |share| share.rounded(WIDTH).min(u64::from(WIDTH)))
}

/// A label that fits. The table after the chart shows it in full.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LABEL_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_tell_forms_apart() {
        for form in Form::ALL {
            let alike = Form::ALL.into_iter().filter(|other| other.class() == form.class());
            assert_eq!(alike.count(), 1, "{form:?}");
        }
    }
}
