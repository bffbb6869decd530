//! LinkKindifies the links of a body and encodes their addresses.

use std::borrow::Cow;

use super::{Base, FILE_MARK, PAGE_MARK, Target, escape_into};
use crate::address::{Href, decoded, encoded, route_of};

/// The address of a target as an attribute value, with the mark where a page inserts its prefix.
pub(super) fn written(target: &Target, base: Base<'_>) -> String {
    let mut out = String::new();
    match target {
        Target::Page(route) => {
            out.push(PAGE_MARK);
            encode_into(&mut out, route);
        }
        Target::File(name) => {
            out.push(FILE_MARK);
            encode_into(&mut out, base.route);
            encode_into(&mut out, name);
        }
        Target::Anchor(anchor) => {
            out.push('#');
            encode_into(&mut out, anchor);
        }
    }
    out
}

/// Percent-encodes characters that are not allowed in an attribute value; existing percent-encoding is kept.
fn encode_into(out: &mut String, address: &str) {
    escape_into(out, &Href::written("", address).to_string());
}

/// The kind of a link's address.
pub(super) enum LinkKind {
    Outside,
    Inside(Target),
    Unsafe,
    Odd,
}

pub(super) fn classify(url: &str, base: Base<'_>) -> LinkKind {
    // Browsers ignore white space and control characters inside a scheme, so this test must, too.
    let is_skipped = |c: char| c.is_whitespace() || c.is_control();
    let bare: Cow<'_, str> =
        if url.contains(is_skipped) { url.replace(is_skipped, "").into() } else { url.into() };
    let begins_with = |scheme: &str| {
        bare.as_bytes().get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    if ["https://", "http://", "mailto:", "tel:"].into_iter().any(begins_with) {
        return LinkKind::Outside;
    }
    let url = url.trim();
    if let Some(anchor) = url.strip_prefix('#') {
        return LinkKind::Inside(Target::Anchor(anchor.to_owned()));
    }
    let (path, anchor) = match url.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (url, None),
    };
    if bare.starts_with("//")
        || bare.split(['/', '#']).next().is_some_and(|first| first.contains(':'))
        || path.contains('\\')
    {
        return LinkKind::Unsafe;
    }
    let page = |route: &str| {
        LinkKind::Inside(Target::Page(match anchor {
            Some(anchor) => format!("{}#{anchor}", encoded(route)),
            None => encoded(route).into_owned(),
        }))
    };
    if path.starts_with('/') {
        return match path.split_once('?') {
            // The portal has no use for a query, but a link may have one.
            Some(_) => LinkKind::Inside(Target::Page(url.to_owned())),
            // Two slashes at the beginning would lead to another site.
            None if decoded(path).starts_with("//") => LinkKind::Unsafe,
            None => page(&decoded(path)),
        };
    }
    let path = decoded(path);
    if let Some(stem) = path.strip_suffix(".md").or_else(|| path.strip_suffix(".toml")) {
        return join(base.folder, stem).map_or(LinkKind::Odd, |id| page(&route_of(&id)));
    }
    if path.ends_with('/') {
        let route = join(base.route.trim_matches('/'), path.trim_end_matches('/'));
        return route.map_or(LinkKind::Odd, |route| page(&format!("/{route}/")));
    }
    if path.is_empty() || path.split('/').any(|part| part == "..") {
        return LinkKind::Odd;
    }
    LinkKind::Inside(Target::File(encoded(path.trim_start_matches("./")).into_owned()))
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
