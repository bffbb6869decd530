//! Checks that a translation has the same numbers and dates as its original.

use toml::Spanned;
use toml::de::DeValue;

use super::Layer;
use super::messages as rule;
use crate::diagnostics::Findings;

/// Reports every number and date, and every length of a list of tables, that differs between a translation and
/// its original.
pub fn check_translated_facts(original: Layer<'_>, translation: Layer<'_>, findings: &mut Findings) {
    for (key, value) in translation.table.iter() {
        if let Some(below) = original.table.get(key.get_ref().as_ref()) {
            compare(value, below, translation, findings);
        }
    }
}

fn compare(
    value: &Spanned<DeValue<'_>>,
    below: &Spanned<DeValue<'_>>,
    layer: Layer<'_>,
    findings: &mut Findings,
) {
    let differ = match (value.get_ref(), below.get_ref()) {
        (DeValue::Table(over), DeValue::Table(under)) => {
            for (key, value) in over.iter() {
                if let Some(below) = under.get(key.get_ref().as_ref()) {
                    compare(value, below, layer, findings);
                }
            }
            false
        }
        (DeValue::Array(over), DeValue::Array(under)) => {
            for (value, below) in over.iter().zip(under.iter()) {
                compare(value, below, layer, findings);
            }
            let of_tables = under.iter().any(|element| element.get_ref().is_table());
            of_tables && over.len() != under.len()
        }
        (DeValue::Integer(over), DeValue::Integer(under)) => {
            (over.as_str(), over.radix()) != (under.as_str(), under.radix())
        }
        (DeValue::Float(over), DeValue::Float(under)) => over.as_str() != under.as_str(),
        (DeValue::Boolean(over), DeValue::Boolean(under)) => over != under,
        (DeValue::Datetime(over), DeValue::Datetime(under)) => over != under,
        _ => false,
    };
    if differ {
        let at = value.span().start + layer.offset..value.span().end + layer.offset;
        findings.push(rule::differs_from_original().at(layer.file, at));
    }
}
