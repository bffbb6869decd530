//! Bar charts as SVG. They need no script and no font of their own, and take their colours from the page.
//!
//! A chart repeats the table that follows it on the page. Screen readers get one sentence that says so. A hidden
//! value is drawn as a fixed mark, never as a gap whose size would reveal it.

use std::fmt::Write as _;

use crate::figures::{Cell, Chart, Figure};
use crate::markdown::escape;
use crate::reading::Count;

use super::context::Writer;

/// Height of a bar with its label, in SVG units.
const ROW: u32 = 48;
/// Width of the drawing, in SVG units.
const WIDTH: u32 = 420;
/// Longest label, in characters: what fits beside its value at a size that phones show readably.
const LABEL_CHARS: usize = 36;
/// More bars than this are a table, not a chart.
const MAX_BARS: usize = 40;

/// Draws the bars of a figure, or `None` where it has no chart or nothing to draw.
pub fn bars(figure: &Figure, writer: &Writer<'_>) -> Option<String> {
    let chart = figure.chart?;
    let rows = figure.rows.get(figure.shown_rows.clone())?;
    if rows.is_empty() || rows.len() > MAX_BARS || rows.iter().all(|row| value(row, chart.value).is_none()) {
        return None;
    }
    let longest = rows.iter().filter_map(|row| value(row, chart.value)).fold(0.0_f64, f64::max);
    let mut svg = String::with_capacity(rows.len() * 256);
    let height = ROW * u32::try_from(rows.len()).ok()?;
    let title = escape(figure.title.get(writer.lang));
    let told = writer.lang.pick(
        "Diagram batang; angkanya ada di tabel berikut.",
        "Bar chart; its numbers are in the table below.",
    );
    let _ = write!(
        svg,
        r#"<svg class="bagan" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}. {told}" xmlns="http://www.w3.org/2000/svg">"#
    );
    for (at, row) in rows.iter().enumerate() {
        bar(&mut svg, u32::try_from(at).ok()? * ROW, row, chart, longest, writer);
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn bar(svg: &mut String, y: u32, row: &[Cell], chart: Chart, longest: f64, writer: &Writer<'_>) {
    let label = row.get(chart.label).map(|cell| shortened(writer.cell(cell, false).text)).unwrap_or_default();
    let shown = match chart.out_of {
        // Show the share where there is a target, else the number, else its symbol.
        Some(_) if value(row, chart.value).is_some() => row.last(),
        _ => row.get(chart.value),
    };
    let shown = shown.map(|cell| writer.cell(cell, true).text).unwrap_or_default();
    let scale = match chart.out_of {
        Some(column) => value(row, column).unwrap_or(0.0),
        None => longest,
    };
    let _ = write!(
        svg,
        r#"<text class="bagan-label" x="0" y="{}">{}</text><text class="bagan-nilai" x="{WIDTH}" y="{}" text-anchor="end">{}</text><rect class="bagan-alas" x="0" y="{}" width="{WIDTH}" height="14" rx="2"/>"#,
        y + 18,
        escape(&label),
        y + 18,
        escape(&shown),
        y + 26,
    );
    match value(row, chart.value) {
        Some(value) => {
            let share = if scale > 0.0 { (value / scale).clamp(0.0, 1.0) } else { 0.0 };
            let width = (share * f64::from(WIDTH)).round() as u32;
            let _ = write!(
                svg,
                r#"<rect class="bagan-isi" x="0" y="{}" width="{width}" height="14" rx="2"/>"#,
                y + 26
            );
        }
        None => {
            let _ =
                write!(svg, r#"<rect class="bagan-tertutup" x="0" y="{}" width="14" height="14"/>"#, y + 26);
        }
    }
}

/// A label that fits. The table below shows it in full.
fn shortened(label: String) -> String {
    if label.chars().count() <= LABEL_CHARS {
        return label;
    }
    let cut: String = label.chars().take(LABEL_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

fn value(row: &[Cell], column: usize) -> Option<f64> {
    match row.get(column)? {
        Cell::Count(Count::Number(number, _)) => Some(*number as f64),
        Cell::Decimal(number) => Some(*number),
        _ => None,
    }
}
