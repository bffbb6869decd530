//! Writes tables as a finished portal publishes them.

use std::fmt::Write as _;

/// A column of counts; `None` is a hidden one.
pub(super) type Cells = Vec<(Vec<String>, Vec<Option<u64>>)>;

/// Builds a portal with one record and its tables: a home page that links everything, CSV and JSON.
pub(super) fn site(
    record: &str,
    control: &str,
    tables: &[(&str, &[&str], &[&str], Cells)],
) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut links = String::new();
    for (name, classes, counts, cells) in tables {
        let (csv, json) = (csv(classes, counts, cells), json(control, classes, counts, cells));
        for (end, text) in [("csv", csv), ("json", json)] {
            let path = format!("{}{name}.{end}", record.trim_start_matches('/'));
            let _ = write!(links, "<a href=\"/{path}\">{name}</a>");
            files.push((path, text));
        }
    }
    let _ = write!(links, "<a href=\"{record}\">seri</a>");
    let page = "<!DOCTYPE html><html lang=\"id\"><title>Seri</title><body><p>Seri</p></body></html>";
    files.push((format!("{}index.html", record.trim_start_matches('/')), page.to_owned()));
    files.push(("index.html".to_owned(), format!("<!DOCTYPE html><title>Uji</title><body>{links}</body>")));
    files
}

fn shown(count: Option<u64>) -> String {
    count.map_or_else(|| "c".to_owned(), |count| count.to_string())
}

fn csv(classes: &[&str], counts: &[&str], cells: &Cells) -> String {
    let mut text = [classes, counts].concat().join(",") + "\r\n";
    for (class, values) in cells {
        let values: Vec<String> = values.iter().map(|count| shown(*count)).collect();
        let _ = write!(text, "{}\r\n", [class.clone(), values].concat().join(","));
    }
    text
}

fn json(control: &str, classes: &[&str], counts: &[&str], cells: &Cells) -> String {
    let rows: Vec<String> = cells
        .iter()
        .map(|(class, values)| {
            let own = classes.iter().zip(class).map(|(key, member)| format!("\"{key}\":\"{member}\""));
            let of_count =
                |count: Option<u64>| count.map_or_else(|| "\"c\"".to_owned(), |count| count.to_string());
            let numbers =
                counts.iter().zip(values).map(|(key, count)| format!("\"{key}\":{}", of_count(*count)));
            format!("{{{}}}", own.chain(numbers).collect::<Vec<_>>().join(","))
        })
        .collect();
    format!("{{\"pengendalian\":{control},\"baris\":[{}]}}", rows.join(","))
}
