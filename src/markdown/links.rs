//! Classifies the links of a body and encodes their addresses.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Base, Target, escape_into};

/// Writes an address as an attribute value. Characters that are not allowed there are percent-encoded; existing
/// percent-encoding is kept.
pub(super) fn encode_into(out: &mut String, address: &str) {
    const UNFIT: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'|')
        .add(b'^')
        .add(b'\\');
    for piece in utf8_percent_encode(address, UNFIT) {
        escape_into(out, piece);
    }
}

/// The kind of a link's address.
pub(super) enum Class {
    Outside,
    Inside(Target),
    Unsafe,
    Odd,
}

pub(super) fn classify(url: &str, base: Base<'_>) -> Class {
    // Browsers ignore white space and control characters inside a scheme, so this test must, too.
    let is_skipped = |c: char| c.is_whitespace() || c.is_control();
    let bare: Cow<'_, str> =
        if url.contains(is_skipped) { url.replace(is_skipped, "").into() } else { url.into() };
    let begins_with = |scheme: &str| {
        bare.as_bytes().get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    if ["https://", "http://", "mailto:", "tel:"].into_iter().any(begins_with) {
        return Class::Outside;
    }
    let url = url.trim();
    if let Some(anchor) = url.strip_prefix('#') {
        return Class::Inside(Target::Anchor(anchor.to_owned()));
    }
    let (path, anchor) = match url.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (url, None),
    };
    if bare.starts_with("//")
        || bare.split(['/', '#']).next().is_some_and(|first| first.contains(':'))
        || path.contains('\\')
    {
        return Class::Unsafe;
    }
    let with_anchor = |route: String| match anchor {
        Some(anchor) => format!("{route}#{anchor}"),
        None => route,
    };
    if path.starts_with('/') {
        return Class::Inside(Target::Page(with_anchor(path.to_owned())));
    }
    if let Some(stem) = path.strip_suffix(".md").or_else(|| path.strip_suffix(".toml")) {
        return match join(base.folder, stem) {
            Some(id) => Class::Inside(Target::Page(with_anchor(crate::address::route_of(&id)))),
            None => Class::Odd,
        };
    }
    if path.ends_with('/') {
        return match join(base.route.trim_matches('/'), path.trim_end_matches('/')) {
            Some(route) => Class::Inside(Target::Page(with_anchor(format!("/{route}/")))),
            None => Class::Odd,
        };
    }
    if path.is_empty() || path.contains("..") {
        return Class::Odd;
    }
    Class::Inside(Target::File(path.trim_start_matches("./").to_owned()))
}

/// Joins a relative path to a folder. `None` if the path leaves the root.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
