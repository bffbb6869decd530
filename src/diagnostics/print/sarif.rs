//! Findings as SARIF 2.1.0 (OASIS), for code scanning and editors.

use std::collections::BTreeSet;
use std::io;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diagnostics::explain::explain;
use crate::diagnostics::places::Places;
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::locale::Lang;

/// The schema with errata, which OASIS maintains.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base of relative paths; GitHub and others use this name for the root of a checkout.
const BASE: &str = "%SRCROOT%";

/// Characters that need no escape in the path of a URI (RFC 3986, unreserved and `/`).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Writes one log with one run, indented, with a final line end.
pub(super) fn write(out: &mut dyn io::Write, findings: &[&Diagnostic], lang: Lang) -> io::Result<()> {
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, lang)).collect();
    let mut places = Places::default();
    let results: Vec<Value> =
        findings.iter().map(|finding| result(finding, &codes, &mut places, lang)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Terawang",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": lang.tag(),
                "rules": rules,
            }},
            "language": lang.tag(),
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { BASE: { "description": { "text":
                lang.pick("folder portal", "the portal's folder"),
            }}},
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// A rule: its title, the first paragraph of its explanation, and the full explanation.
fn rule(code: &str, lang: Lang) -> Value {
    let mut rule = json!({ "id": code });
    if let Some(explanation) = explain(code) {
        rule["shortDescription"] = json!({ "text": explanation.title.get(lang) });
        rule["fullDescription"] = json!({ "text": explanation.opening(lang) });
        rule["help"] = json!({ "text": explanation.body.get(lang) });
    }
    rule
}

fn result(finding: &Diagnostic, codes: &[&str], places: &mut Places, lang: Lang) -> Value {
    let mut text = finding.message.get(lang).to_owned();
    if let Some(hint) = &finding.hint {
        text.push('\n');
        text.push_str(hint.get(lang));
    }
    let mut result = json!({
        "ruleId": finding.code,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": escape_message(&text) },
        "locations": Value::from_iter(finding.place.as_ref().map(|place| location(place, places))),
    });
    if let Ok(index) = codes.binary_search(&finding.code) {
        result["ruleIndex"] = index.into();
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(id, (place, why))| {
            let mut location = location(place, places);
            location["id"] = id.into();
            location["message"] = json!({ "text": escape_message(why.get(lang)) });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

/// A place without any of the file's text: the log may be public.
fn location(place: &Place, places: &mut Places) -> Value {
    let uri = utf8_percent_encode(&place.file.path, KEPT).to_string();
    let mut physical = json!({ "artifactLocation": { "uri": uri, "uriBaseId": BASE } });
    if let Some(region) = places.region(place) {
        physical["region"] = json!({
            "startLine": region.start.line,
            "startColumn": region.start.column,
            "endLine": region.end.line,
            "endColumn": region.end.column,
        });
    }
    json!({ "physicalLocation": physical })
}

/// Escapes a message so that no part of it is a placeholder (`{0}`, SARIF 3.11.5) or a link (`[a](1)`,
/// 3.11.6).
fn escape_message(text: &str) -> String {
    let mut escaped = text.replace('{', "{{").replace('}', "}}");
    if escaped.contains("](") {
        escaped = escaped.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    escaped
}

#[cfg(test)]
#[path = "sarif_tests.rs"]
mod tests;
