//! Figures as files: CSV for spreadsheets, JSON for programs.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::Site;
use crate::disclosure::rows::Thresholds;
use crate::disclosure::{Published, PublishedDetail};
use crate::figures::{Cell, Column, Figure};
use crate::locale::Lang;
use crate::reading::{AsOf, Count};
use crate::spreadsheet::guarded;

/// A figure as CSV (RFC 4180, UTF-8), with machine-readable values. Each column of codes is followed by a
/// column of names.
pub(super) fn csv(figure: &Figure) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let named = named_columns(figure);
    let marked = marked_columns(figure);
    let mut record: Vec<String> = Vec::new();
    for (at, column) in figure.columns.iter().enumerate() {
        record.push(column.key.to_owned());
        if named[at] {
            record.push(format!("{}_nama", column.key));
        }
        if marked[at] {
            record.push(format!("{}_tanda", column.key));
        }
    }
    // Writing to memory cannot fail. A row of another length would be a bug in `figures`.
    let mut written = writer.write_record(&record).is_ok();
    for row in &figure.rows {
        record.clear();
        for (at, cell) in row.iter().enumerate() {
            record.push(field(cell.machine_text(), cell));
            if named[at] {
                record.push(field(name_of(cell), cell));
            }
            if marked[at] {
                record.push(mark_of(cell).to_owned());
            }
        }
        written &= writer.write_record(&record).is_ok();
    }
    debug_assert!(written, "every row has a cell for every column");
    writer.into_inner().unwrap_or_default()
}

/// A field of the file. Texts are guarded against formulas; numbers and days are not.
fn field(text: String, cell: &Cell) -> String {
    match cell {
        Cell::Name(..) | Cell::Label(..) | Cell::Term(..) => match guarded(&text) {
            Cow::Owned(guarded) => guarded,
            Cow::Borrowed(_) => text,
        },
        Cell::Count(_) | Cell::Share(_) | Cell::Decimal(_) | Cell::Day(_) | Cell::Month(_) | Cell::Empty => {
            text
        }
    }
}

/// Columns with codes whose names differ from them.
fn named_columns(figure: &Figure) -> Vec<bool> {
    columns(figure, |cell| match cell {
        Cell::Name(code, name) => code != name,
        Cell::Label(..) => true,
        Cell::Term(key, label) => *key != label.id,
        _ => false,
    })
}

fn marked_columns(figure: &Figure) -> Vec<bool> {
    columns(figure, |cell| matches!(cell, Cell::Count(Count::Number(_, Some(_)))))
}

fn columns(figure: &Figure, holds: impl Fn(&Cell) -> bool) -> Vec<bool> {
    (0..figure.columns.len()).map(|at| figure.rows.iter().filter_map(|row| row.get(at)).any(&holds)).collect()
}

fn name_of(cell: &Cell) -> String {
    match cell {
        Cell::Name(_, name) => name.clone(),
        Cell::Label(_, label) => label.id.to_owned(),
        Cell::Term(_, label) => label.id.clone(),
        _ => String::new(),
    }
}

fn mark_of(cell: &Cell) -> &'static str {
    match cell {
        Cell::Count(Count::Number(_, Some(mark))) => mark.key(),
        _ => "",
    }
}

/// A figure as JSON: its description, its columns, its rows as objects.
pub(super) fn json(figure: &Figure, site: &Site) -> Vec<u8> {
    let record = site.view.record(&figure.record);
    let config = site.view.config();
    let source = record.and_then(|record| record.source(Lang::Id));
    let document = json!({
        "judul": { "id": figure.title.id, "en": figure.title.en },
        "penerbit": config.institution,
        "kode_wilayah": config.region,
        "contoh": config.demonstration,
        "halaman": record.map(|record| config.absolute(record.route())),
        "satuan": figure.unit.map(|unit| unit.id),
        "per_tanggal": figure.as_of.and_then(AsOf::day).map(|day| day.to_string()),
        "sumber": source.map(|source| json!({
            "nama": source.name.text,
            "tautan": source.url.as_ref().map(|url| &url.0),
            "tanggal": source.date.map(|date| date.to_string()),
        })),
        "catatan": figure.note.as_ref().map(|note| json!({ "id": note.id, "en": note.en })),
        "pengendalian": record.and_then(control),
        "kolom": figure.columns.iter().map(|column| json!({
            "kunci": column.key,
            "label": { "id": column.label.id, "en": column.label.en },
        })).collect::<Vec<_>>(),
        "simbol": figure.legend(&figure.rows).into_iter().map(|(symbol, meaning)| {
            (symbol.to_owned(), json!({ "id": meaning.id, "en": meaning.en }))
        }).collect::<Map<_, _>>(),
        "baris": figure.rows.iter().map(|row| json_row(&figure.columns, row)).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// How a record that counts persons is protected, and the smallest group that it shows.
fn control(record: &Published) -> Option<Value> {
    match record.detail(Lang::Id) {
        PublishedDetail::Pact(pact) => Some(json!({ "cara": pact.method.key(), "k": pact.k })),
        PublishedDetail::Sanction(series) => {
            let Thresholds { k, l, .. } = series.rows.as_ref()?.thresholds;
            Some(json!({ "cara": "baris", "k": k, "l": l }))
        }
        _ => None,
    }
}

fn json_row(columns: &[Column], row: &[Cell]) -> Value {
    let mut object = Map::new();
    for (column, cell) in columns.iter().zip(row) {
        let value = match cell {
            Cell::Count(Count::Number(number, _)) => Value::from(*number),
            Cell::Share(share) => Value::from(share.file_number()),
            Cell::Decimal(number) => Value::from(*number),
            Cell::Empty => Value::Null,
            other => Value::from(other.machine_text()),
        };
        object.insert(column.key.to_owned(), value);
        match cell {
            Cell::Name(code, name) if code != name => {
                object.insert(format!("{}_nama", column.key), Value::from(name.clone()));
            }
            Cell::Label(..) | Cell::Term(..) => {
                object.insert(format!("{}_nama", column.key), Value::from(name_of(cell)));
            }
            _ if !mark_of(cell).is_empty() => {
                object.insert(format!("{}_tanda", column.key), Value::from(mark_of(cell)));
            }
            _ => {}
        }
    }
    Value::Object(object)
}
