//! Reference documents that are written from the code: they cannot lag behind it.
//!
//! `UPDATE_DOCS=1 cargo test --lib reference` writes them anew.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use crate::collections::Kind;
use crate::collections::common::{AttachmentKeys, Common};
use crate::collections::office::OfficeList;
use crate::config::SiteFile;
use crate::disclosure::text::{Detector, allow::AllowFile};
use crate::locale::Label;
use crate::reading::{FromKeys, Key, Mark, Shape, Show, Symbol};
use crate::render::context::{self, home, list, record};

/// Compares a document with its file, or writes the file.
fn assert_document(path: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let on_disk = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(on_disk == text, "{path} lags behind the code; run: UPDATE_DOCS=1 cargo test --lib reference");
}

#[test]
fn the_theme_reference_is_current() {
    let mut out = String::from(
        "# Theme reference\n\n\
         <!-- Written from the code by `UPDATE_DOCS=1 cargo test --lib reference`. -->\n\n\
         A theme is a folder `themes/NAME/` with `templates/`, `static/` and `i18n/`. Any file of the built-in theme \
         `terang` is overridden by one of the same name in the portal's own theme; `site.toml` names the theme with \
         `tema = \"NAME\"`. Files of `static/` are published below `/aset/`. Templates are \
         [tera 2](https://keats.github.io/tera/).\n\n\
         Every template is given `site` and `t` beside its own variables:\n\n\
         - `site`: see [SiteContext](#sitecontext);\n\
         - `t`: the labels of `i18n/id.toml` or `i18n/en.toml`, by key. A portal's own file needs to hold only the labels \
         that differ.\n\n\
         A component of tera does not see `site` and `t` by itself; it declares them as implicit parameters: \
         `{% component card(record, @t) %}`.\n\n\
         Addresses are complete paths. A text that may not be in the page's language is a \
         [PhraseText](#phrasetext); write its `lang` on the element. A variable marked *optional* may be absent or \
         null.\n\n## Templates\n\n| template | for | its variables |\n|---|---|---|\n",
    );
    let records = Kind::WRITTEN.iter().map(|kind| format!("`{}`", kind.name())).collect::<Vec<_>>().join(" ");
    for (template, purpose, name) in [
        ("`beranda`", "the home page", "HomePage"),
        (records.as_str(), "the page of a record of that type", "RecordPage"),
        ("`ditarik`", "what is left of a withdrawn record", "RecordPage"),
        ("`daftar`", "a list of records", "ListPage"),
        ("`lapor`", "the list of complaint channels", "ListPage"),
        ("`topik`", "all topics", "TopicsPage"),
        ("`data`", "all data files", "DataPage"),
        ("`metodologi`", "how people are protected", "MethodsPage"),
        ("`404`", "unknown addresses", "NotFoundPage"),
        ("`alihan`", "an old address that leads elsewhere", "RedirectPage"),
    ] {
        writeln!(out, "| {template} | {purpose} | [{name}](#{}) |", name.to_lowercase()).unwrap();
    }
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    add::<context::site::SiteContext>(&mut schemas);
    add::<home::HomePage>(&mut schemas);
    add::<record::RecordPage>(&mut schemas);
    add::<list::ListPage>(&mut schemas);
    add::<list::TopicsPage>(&mut schemas);
    add::<list::DataPage>(&mut schemas);
    add::<list::MethodsPage>(&mut schemas);
    add::<list::NotFoundPage>(&mut schemas);
    add::<list::RedirectPage>(&mut schemas);
    out.push_str("\n## Types\n");
    for (name, schema) in &schemas {
        if name == "Lang" || schema["properties"].is_null() {
            continue;
        }
        write!(
            out,
            "\n### {name}\n\n{}\n\n| variable | type | what it is |\n|---|---|---|\n",
            flat(&schema["description"])
        )
        .unwrap();
        rows(schema, &mut out);
    }
    assert_document("docs/theme.md", &out);
}

/// Adds a type and everything that it is made of.
fn add<T: JsonSchema>(schemas: &mut BTreeMap<String, Value>) {
    let mut generator = SchemaGenerator::default();
    let root = generator.root_schema_for::<T>().to_value();
    for (name, schema) in root["$defs"].as_object().into_iter().flatten() {
        schemas.insert(name.clone(), schema.clone());
    }
    schemas.insert(root["title"].as_str().unwrap().to_owned(), root);
}

fn rows(schema: &Value, out: &mut String) {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let (kind, nullable) = type_name(property);
        let optional = if required.contains(&name.as_str()) && !nullable { "" } else { " (optional)" };
        writeln!(out, "| `{name}` | {kind}{optional} | {} |", flat(&property["description"])).unwrap();
    }
    // A flattened enum: one of its names is there.
    for variant in schema["oneOf"].as_array().into_iter().chain(schema["anyOf"].as_array()).flatten() {
        for (name, property) in variant["properties"].as_object().into_iter().flatten() {
            writeln!(out, "| `{name}` | {} (optional) | On pages of that type. |", type_name(property).0)
                .unwrap();
        }
    }
}

/// A type in words, and whether it may be null.
fn type_name(property: &Value) -> (String, bool) {
    if let Some(reference) = property["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        let shown = if name == "Lang" {
            "`id` or `en`".to_owned()
        } else {
            format!("[{name}](#{})", name.to_lowercase())
        };
        return (shown, false);
    }
    if let Some(options) = property["anyOf"].as_array() {
        let inner = options.iter().find(|option| option["type"] != "null").expect("a type beside null");
        return (type_name(inner).0, true);
    }
    match &property["type"] {
        Value::Array(types) => {
            let name = types.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap();
            (plain(name, property), types.iter().any(|name| name == "null"))
        }
        Value::String(name) => (plain(name, property), false),
        other => panic!("a schema without a type: {other} in {property}"),
    }
}

fn plain(name: &str, property: &Value) -> String {
    match name {
        "array" => format!("list of {}", type_name(&property["items"]).0),
        "boolean" => "true or false".to_owned(),
        "integer" => "number".to_owned(),
        "string" => "text".to_owned(),
        other => other.to_owned(),
    }
}

fn flat(description: &Value) -> String {
    description.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The tables and vocabularies of the domain, in the order in which the keys of the types name them.
#[derive(Default)]
struct Domain {
    /// Nested tables: name in the code, the keys that hold one, its own keys.
    tables: Vec<(&'static str, Vec<&'static str>, &'static [Key])>,
    /// Vocabularies: name in the code, and value and label of each.
    vocabularies: Vec<(&'static str, Vec<(&'static str, Label)>)>,
}

impl Domain {
    /// All that the files of a portal may hold.
    fn whole() -> Self {
        let mut domain = Domain::default();
        domain.add(Common::KEYS);
        Kind::ALL.into_iter().for_each(|kind| domain.add(kind.keys()));
        domain.add(OfficeList::KEYS);
        domain.add(AllowFile::KEYS);
        domain.add(SiteFile::KEYS);
        let detectors = Detector::ALL.iter().map(|detector| (detector.key(), detector.label()));
        if !domain.vocabularies.iter().any(|(name, _)| *name == Detector::NAME) {
            domain.vocabularies.push((Detector::NAME, detectors.collect()));
        }
        domain
    }

    fn add(&mut self, keys: &'static [Key]) {
        for key in keys {
            let form = (key.form)();
            if let Some((name, keys)) = form.tables {
                match self.tables.iter_mut().find(|(known, ..)| *known == name) {
                    Some((_, holders, _)) if holders.contains(&key.name) => {}
                    Some((_, holders, _)) => holders.push(key.name),
                    None => {
                        self.tables.push((name, vec![key.name], keys));
                        self.add(keys);
                    }
                }
            }
            if let Some(name) = form.vocabulary
                && !self.vocabularies.iter().any(|(known, _)| *known == name)
            {
                self.vocabularies.push((name, form.values));
            }
        }
    }
}

#[test]
fn the_glossary_is_current() {
    let domain = Domain::whole();
    let mut out = String::from(
        "# Glossary\n\n\
         <!-- Written from the code by `UPDATE_DOCS=1 cargo test --lib reference`. -->\n\n\
         Code is in English; content keys, values and addresses are Indonesian, because staff write them and citizens \
         read them. This page lists every pair. ⓣ marks keys that a translation may carry.\n\n## Content types\n\n\
         | folder | label (id) | label (en) | list |\n|---|---|---|---|\n",
    );
    for kind in Kind::ALL {
        let label = kind.label();
        let route = kind.list_route().unwrap_or("–");
        writeln!(out, "| `{}` | {} | {} | `{route}` |", kind.folder(), label.id, label.en).unwrap();
    }
    out.push_str("\n## Keys\n");
    let mut tables: Vec<(String, &[Key])> = vec![("Common: every record".to_owned(), Common::KEYS)];
    for kind in Kind::ALL {
        let keys = kind.keys();
        match tables.iter_mut().find(|(_, known)| std::ptr::eq(*known, keys)) {
            Some((name, _)) => name.push_str(&format!(", `{}`", kind.folder())),
            None => tables.push((format!("`{}`", kind.folder()), keys)),
        }
    }
    tables.push(("`opd.toml`".to_owned(), OfficeList::KEYS));
    tables.push(("`izin-pii.toml`".to_owned(), AllowFile::KEYS));
    tables.push(("`site.toml`".to_owned(), SiteFile::KEYS));
    for (name, holders, keys) in &domain.tables {
        let holders: Vec<String> = holders.iter().map(|holder| format!("`{holder}`")).collect();
        tables.push((format!("{name}: {}", holders.join(", ")), keys));
    }
    for (name, keys) in tables {
        write!(out, "\n### {name}\n\n| key | in the code | what it is |\n|---|---|---|\n").unwrap();
        for key in keys {
            let mark = if key.translated { " ⓣ" } else { "" };
            writeln!(out, "| `{}`{mark} | `{}` | {} |", key.name, key.field, key.doc.trim()).unwrap();
        }
    }
    out.push_str("\n## Vocabularies\n");
    for (name, values) in &domain.vocabularies {
        write!(out, "\n### {name}\n\n| value | label (id) | label (en) |\n|---|---|---|\n").unwrap();
        for (key, label) in values {
            writeln!(out, "| `{key}` | {} | {} |", label.id, label.en).unwrap();
        }
    }
    out.push_str("\n## Symbols and marks in tables\n\n| symbol | label (id) | label (en) |\n|---|---|---|\n");
    let symbols = Symbol::ALL.map(|symbol| (symbol.key(), symbol.label()));
    let marks = Mark::ALL.map(|mark| (mark.key(), mark.label()));
    for (key, label) in symbols.into_iter().chain(marks) {
        writeln!(out, "| `{key}` | {} | {} |", label.id, label.en).unwrap();
    }
    assert_document("docs/glossary.md", &out);
}

/// Where the reference for staff begins in the guide; what stands above is written by hand.
const REFERENCE_FOR_STAFF: &str =
    "<!-- Rujukan di bawah ini ditulis dari program oleh `UPDATE_DOCS=1 cargo test --lib reference`. -->\n";

#[test]
fn the_reference_for_staff_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/panduan/format.md");
    let guide = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (by_hand, _) = guide.split_once(REFERENCE_FOR_STAFF).expect("the mark of the reference");
    let mut out = format!("{by_hand}{REFERENCE_FOR_STAFF}");
    let domain = Domain::whole();
    out.push_str("\n## Kunci umum (semua jenis)\n\n");
    staff_table(Common::KEYS, &mut out);
    let mut written: Vec<&[Key]> = Vec::new();
    for kind in Kind::ALL {
        if written.iter().any(|known| std::ptr::eq(*known, kind.keys())) {
            continue;
        }
        written.push(kind.keys());
        let alike: Vec<String> = Kind::ALL
            .into_iter()
            .filter(|other| std::ptr::eq(other.keys(), kind.keys()))
            .map(|kind| format!("`{}` – {}", staff_path(kind), kind.label().id.to_lowercase()))
            .collect();
        write!(out, "\n## {}\n\n", alike.join("; ")).unwrap();
        staff_table(kind.keys(), &mut out);
    }
    for (file, keys) in
        [("opd.toml", OfficeList::KEYS), ("izin-pii.toml", AllowFile::KEYS), ("site.toml", SiteFile::KEYS)]
    {
        write!(out, "\n## `{file}`\n\n").unwrap();
        staff_table(keys, &mut out);
    }
    out.push_str("\n## Tabel di dalam tabel\n");
    for (name, holders, keys) in &domain.tables {
        let holders: Vec<String> = holders.iter().map(|holder| format!("`{holder}`")).collect();
        let more = if *name == "PactCount" { "; juga kolom berkas CSV pakta" } else { "" };
        write!(out, "\n### {}{more} <a id=\"{name}\"></a>\n\n", holders.join(", ")).unwrap();
        staff_table(keys, &mut out);
    }
    out.push_str("\n## Nilai yang dapat dipilih\n");
    for (name, values) in &domain.vocabularies {
        write!(out, "\n### {name}\n\n").unwrap();
        for (key, label) in values {
            writeln!(out, "- `{key}`: {}", label.id).unwrap();
        }
    }
    assert_document("docs/panduan/format.md", &out);
}

/// Where the files of a type lie, as staff write it.
fn staff_path(kind: Kind) -> String {
    let facts = kind.facts();
    let year = if facts.in_year_folders { "TAHUN/" } else { "" };
    match kind {
        Kind::Home => format!("{}.{}", facts.folder, facts.skeleton.extension),
        _ => format!("{}/{year}*.{}", facts.folder, facts.skeleton.extension),
    }
}

fn staff_table(keys: &[Key], out: &mut String) {
    /// A longer vocabulary is listed at the end of the guide.
    const MANY_VALUES: usize = 8;
    out.push_str("| kunci | nilai | arti |\n|---|---|---|\n");
    for key in keys {
        let form = (key.form)();
        let star = if form.required { "*" } else { "" };
        let translated = if key.translated { " ⓣ" } else { "" };
        let value = match (form.tables, form.vocabulary) {
            (Some((name, _)), _) => {
                let list = if form.expected.id.starts_with("daftar") { "daftar tabel" } else { "tabel" };
                format!("[{list}](#{name})")
            }
            (None, Some(name)) if form.values.len() > MANY_VALUES => {
                let one =
                    if form.expected.id.starts_with("daftar") { "daftar nilai dari" } else { "satu dari" };
                format!("{one} [daftar](#{})", name.to_lowercase())
            }
            (None, Some(_)) => {
                form.values.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(", ")
            }
            (None, None) => form.expected.id.replace('|', "\\|"),
        };
        writeln!(out, "| `{}`{star}{translated} | {value} | {} |", key.name, key.meaning).unwrap();
    }
}

#[test]
fn attachments_are_told_without_the_key_that_is_not_published() {
    let shape = <AttachmentKeys as Show>::shape();
    assert!(matches!(shape, Shape::Hidden), "{shape:?}");
}

/// Keys that no template writes, each with what makes it seen instead.
const SHOWN_ELSEWHERE: &[(&str, &str, &str)] = &[
    ("text", "order", "orders the links in the foot"),
    ("document", "status", "checked against the status that is derived, which is shown"),
    ("document", "relations", "shown from both sides as `related`"),
    ("channel", "order", "orders the list of channels"),
    ("channel", "valid_from", "decides `state`"),
    ("channel", "valid_until", "decides `state`"),
    ("channel", "phone", "a link that calls, computed from it"),
    ("channel", "url", "the link `web`"),
    ("reports", "stages", "a figure"),
    ("reports", "origins", "a figure"),
    ("transfer", "proposals", "a figure"),
    ("monitoring", "index", "a figure"),
    ("event", "date", "part of `when`"),
    ("event", "until", "part of `when`"),
    ("team", "members", "the table `roster`"),
    ("team", "office", "written as `office_name`"),
    ("calendar", "stages", "the list `timeline`"),
    ("calendar", "from", "part of `when`"),
    ("calendar", "to", "part of `when`"),
    ("calendar", "open_ended", "part of `when`"),
    ("document", "target", "written as `document` of `related`"),
    ("document", "date", "of a relation: decides since when a status holds"),
];

macro_rules! shapes {
    (
        records { $( $variant:ident($module:ident::$record:ident) as $name:literal, $form:ident; )+ }
        types { $( $kind:ident : $of:ident = $facts:expr; )+ }
    ) => {
        vec![$( ($name, shapes!($form crate::collections::$module::$record)) ),+]
    };
    (protected $record:ty) => { None };
    ($form:ident $record:ty) => { Some(<$record as Show>::shape as fn() -> Shape) };
}

/// The templates of the built-in theme, one after the other.
fn templates() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/terang/templates");
    let mut templates = String::new();
    for file in std::fs::read_dir(root).unwrap() {
        templates.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
    }
    templates
}

/// A label without a text in one language leaves a gap on its pages.
#[test]
fn every_label_is_used_and_written_in_both_languages() {
    let templates = templates();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let used: BTreeSet<&str> = templates
        .match_indices("t.")
        .filter(|(at, _)| !templates[..*at].ends_with(is_part))
        .map(|(at, _)| templates[at + 2..].split(|c| !is_part(c)).next().unwrap_or(""))
        .filter(|name| !name.is_empty())
        .collect();
    for (lang, file) in [
        ("id", include_str!("../themes/terang/i18n/id.toml")),
        ("en", include_str!("../themes/terang/i18n/en.toml")),
    ] {
        let labels: toml::Table = file.parse().unwrap();
        let labels: BTreeSet<&str> = labels.keys().map(String::as_str).collect();
        let (missing, unused): (Vec<_>, Vec<_>) =
            (used.difference(&labels).collect(), labels.difference(&used).collect());
        assert!(missing.is_empty() && unused.is_empty(), "{lang}: missing {missing:?}, unused {unused:?}");
    }
}

/// A key that is accepted and shown nowhere misleads whoever writes it.
#[test]
fn every_key_is_shown_by_a_template_or_a_file() {
    let templates = templates();
    let mut missing = Vec::new();
    let mut unused: Vec<&(&str, &str, &str)> = SHOWN_ELSEWHERE.iter().collect();
    for (variable, shape) in crate::collections::content_types!(shapes) {
        let Some(shape) = shape else { continue };
        find_unshown(variable, &shape(), variable, &templates, &mut missing, &mut unused);
    }
    assert!(missing.is_empty(), "accepted and shown nowhere: {missing:#?}");
    assert!(unused.is_empty(), "no key any more: {unused:#?}");
}

/// Looks for `holder.field` of the record itself, and for `.field` of what lies in its tables and lists.
fn find_unshown(
    variable: &str,
    shape: &Shape,
    holder: &str,
    templates: &str,
    missing: &mut Vec<String>,
    unused: &mut Vec<&(&str, &str, &str)>,
) {
    let keys = match shape {
        Shape::Optional(inner) | Shape::List(inner) => {
            return find_unshown(variable, inner, holder, templates, missing, unused);
        }
        Shape::Table { keys, .. } => keys,
        _ => return,
    };
    for (key, shape) in keys {
        if context::is_hidden(shape) {
            continue;
        }
        let written = format!("{holder}.{}", key.field);
        let is_written = templates.match_indices(&written).any(|(at, _)| {
            !templates[at + written.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
        }) || (key.field == "calendar" || key.field == "legal_base")
            && templates.contains(&format!("<basis detail={{{variable}}}/>"));
        let listed = |entry: &&(&str, &str, &str)| (entry.0, entry.1) == (variable, key.field);
        let is_listed = SHOWN_ELSEWHERE.iter().any(|entry| listed(&entry));
        unused.retain(|entry| !listed(entry));
        if !is_written && !is_listed {
            missing.push(written);
        }
        // Figures show what lies in them, and are held against their source elsewhere.
        let is_figure = SHOWN_ELSEWHERE.iter().any(|entry| listed(&entry) && entry.2 == "a figure");
        if !is_figure {
            find_unshown(variable, shape, "", templates, missing, unused);
        }
    }
}

#[test]
fn every_skeleton_is_named_after_its_type() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/collections/skeletons");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let mut expected: Vec<String> = Kind::WRITTEN
        .iter()
        .map(|kind| format!("{}.{}", kind.name(), kind.facts().skeleton.extension))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// What `terawang new` writes is where staff learn of a key.
#[test]
fn a_new_file_names_every_key_of_its_type() {
    for kind in Kind::ALL {
        let text = kind.new_file();
        let named = |name: &str| {
            let forms = [format!("{name} = "), format!("[{name}]"), format!("[[{name}]]")];
            text.lines().any(|line| forms.iter().any(|form| line.trim_start_matches("# ").starts_with(form)))
        };
        let missing: Vec<&str> = kind.keys().iter().map(|key| key.name).filter(|name| !named(name)).collect();
        assert!(missing.is_empty(), "{kind:?}: a new file does not name {missing:?}");
    }
}
