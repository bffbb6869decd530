//! Reference documents that are written from the code: they cannot lag behind it.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes them anew.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;
use terawang::collections::{
    Kind, calendar, channel, common, document, event, monitoring, office, pact, page, pledge, report,
    sanction, team, transfer,
};
use terawang::config;
use terawang::disclosure::text::{Detector, allow};
use terawang::reading::{FromKeys, Key, Mark, Symbol};
use terawang::render::context::{self, home, list, record};

/// Compares a document with its file, or writes the file.
fn assert_document(path: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let on_disk = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(on_disk == text, "{path} lags behind the code; run: UPDATE_DOCS=1 cargo test --test docs");
}

#[test]
fn the_theme_reference_is_current() {
    let mut out = String::from(
        "# Theme reference\n\n\
         <!-- Written from the code by `UPDATE_DOCS=1 cargo test --test docs`. -->\n\n\
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
    let records = "`edaran` `regulasi` `pakta` `tim` `sanksi` `saluran` `pengaduan` `kegiatan` `ikrar` `mutasi` \
                   `pemantauan` `tahapan` `berita` `halaman`";
    for (template, purpose, name) in [
        ("`beranda`", "the home page", "HomePage"),
        (records, "the page of a record of that type", "RecordPage"),
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
    add::<context::SiteContext>(&mut schemas);
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

/// A vocabulary of the domain: its name in the code, and key, Indonesian and English label of each value.
type Vocabulary = (&'static str, Vec<(&'static str, &'static str, &'static str)>);

#[test]
fn the_glossary_is_current() {
    macro_rules! vocabulary {
        ($($enum:ty),+ $(,)?) => {
            vec![$((<$enum>::NAME, <$enum>::ALL.iter().map(|value| (value.key(), value.label().id, value.label().en)).collect())),+]
        };
    }
    let vocabularies: Vec<Vocabulary> = vocabulary![
        common::AccessClass,
        common::Unit,
        common::Authority,
        Detector,
        document::DocumentKind,
        document::DocumentStatus,
        document::Direction,
        document::RelationKind,
        document::Violation,
        document::ViolationCategory,
        sanction::Outcome,
        sanction::PenaltyLevel,
        sanction::Penalty,
        pact::PactKind,
        pact::PactMethod,
        pact::StaffCategory,
        team::TeamKind,
        team::Position,
        team::Duty,
        channel::ChannelKind,
        report::CaseStage,
        report::ReportOrigin,
        event::EventKind,
        event::Mode,
        transfer::TransferKind,
        monitoring::Vulnerability,
        calendar::ElectionKind,
        calendar::StageKind,
        office::Cluster,
        config::Zone,
    ];
    let mut out = String::from(
        "# Glossary\n\n\
         <!-- Written from the code by `UPDATE_DOCS=1 cargo test --test docs`. -->\n\n\
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
    let mut tables: Vec<(String, &[Key])> = vec![("Common: every record".to_owned(), common::Common::KEYS)];
    tables.extend(
        Kind::ALL
            .into_iter()
            .filter(|kind| !matches!(kind, Kind::Home | Kind::Regulation))
            .map(|kind| (format!("`{}`", kind.folder()), kind.keys())),
    );
    for (name, keys) in [
        ("`ditarik`", common::Withdrawn::KEYS),
        ("`sumber`", common::NamedSource::KEYS),
        ("`periode`", common::Period::KEYS),
        ("`lampiran`", common::AttachmentKeys::KEYS),
        ("`hubungan`", document::Relation::KEYS),
        ("`pasal`", document::Article::KEYS),
        ("`ancaman`", document::PenaltyRule::KEYS),
        ("`hitungan`, and the columns of a pact's CSV file", pact::PactCount::KEYS),
        ("`kebijakan` of pacts", pact::PactPolicy::KEYS),
        ("`total` of pacts", common::DatedTotal::KEYS),
        ("`anggota`", team::Member::KEYS),
        ("`kontak` of channels", channel::Contact::KEYS),
        ("`tahap`", report::StageCount::KEYS),
        ("`asal`", report::OriginCount::KEYS),
        ("`video`", pledge::Video::KEYS),
        ("`usulan`", transfer::Proposals::KEYS),
        ("`persetujuan_menteri`", transfer::MinisterialApproval::KEYS),
        ("`indeks`", monitoring::VulnerabilityIndex::KEYS),
        ("`kecamatan`", monitoring::District::KEYS),
        ("`acara`", calendar::Stage::KEYS),
        ("`opd` of `opd.toml`", office::Office::KEYS),
        ("`izin` of `izin-pii.toml`", allow::AllowKeys::KEYS),
        ("`berita`", page::News::KEYS),
        ("`site.toml`", config::SiteFile::KEYS),
    ] {
        if !tables.iter().any(|(known, _)| known == name) {
            tables.push((name.to_owned(), keys));
        }
    }
    for (name, keys) in tables {
        write!(out, "\n### {name}\n\n| key | in the code | what it is |\n|---|---|---|\n").unwrap();
        for key in keys {
            let mark = if key.translated { " ⓣ" } else { "" };
            writeln!(out, "| `{}`{mark} | `{}` | {} |", key.name, key.field, key.doc.trim()).unwrap();
        }
    }
    out.push_str("\n## Vocabularies\n");
    for (name, values) in vocabularies {
        write!(out, "\n### {name}\n\n| value | label (id) | label (en) |\n|---|---|---|\n").unwrap();
        for (key, id, en) in values {
            writeln!(out, "| `{key}` | {id} | {en} |").unwrap();
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
