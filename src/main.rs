//! Dispatch and exit code, nothing else.
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let t = terawang::source::read(std::path::Path::new(&root));
    let mut f = t.findings;
    let c = terawang::config::read(t.value.site.as_ref());
    f.extend(c.findings);
    if let Some(config) = c.value {
        let p = terawang::collections::collect(
            &t.value,
            config,
            terawang::collections::Publication { clock: jiff::civil::date(2026, 11, 21), drafts: false },
        );
        eprintln!("{} entries", p.value.entries.len());
        f.extend(p.findings);
    }
    for d in f.sorted() {
        let pl = d.place.as_ref();
        eprintln!(
            "{} {:?} {}:{:?} {} | {}",
            d.code,
            d.severity,
            pl.map_or("", |p| p.file.path.as_str()),
            pl.and_then(|p| p.range.as_ref().map(|r| p.file.position(r.start))).map(|p| (p.line, p.column)),
            d.message.id,
            d.hint.as_ref().map_or("", |h| h.id.as_str())
        );
    }
}
