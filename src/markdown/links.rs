//! Where a link of a body leads, and how its address is written.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Base, Target, escape};

/// Encodes what may not stand in an address; what is encoded already stays.
pub(super) fn encode(address: &str) -> String {
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
    escape(&utf8_percent_encode(address, UNFIT).to_string())
}

/// What kind of address a link holds.
pub(super) enum Class {
    Outside,
    Inside(Target),
    Unsafe,
    Odd,
}

pub(super) fn classify(url: &str, base: Base<'_>) -> Class {
    // Browsers skip white space and control characters inside a scheme; so must this test.
    let bare: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = bare.to_ascii_lowercase();
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
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

/// Joins a relative path to a folder; `None` if it climbs out of the root.
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
