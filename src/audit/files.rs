//! Finds files that do not belong in the folder, and links to missing files.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::folder::{Content, Folder, is_manifest};
use super::messages as say;
use crate::diagnostics::{Findings, SourceFile};

/// Files that hosts and browsers request by themselves, and pages that need no link.
const KNOWN: [&str; 10] = [
    "404.html",
    "CNAME",
    ".nojekyll",
    ".htaccess",
    "_headers",
    "_redirects",
    "favicon.ico",
    "index.html",
    "robots.txt",
    "sitemap.xml",
];
/// Extensions of compressed copies.
const PACKED: [&str; 3] = [".gz", ".br", ".zst"];

pub(super) fn find(folder: &Folder) -> Findings {
    let mut findings = Findings::default();
    let site = Site::of(folder);
    let mut linked: BTreeSet<String> = BTreeSet::new();
    let mut absent: BTreeMap<String, std::sync::Arc<SourceFile>> = BTreeMap::new();
    for (file, page) in folder.marked_up() {
        let texts = page.pieces.iter().filter(|_| file.path.ends_with(".xml")).map(|piece| piece.text.trim());
        for link in page.links.iter().map(String::as_str).chain(texts) {
            let Some(path) = site.path(link, &file.path) else { continue };
            if folder.files.contains_key(&path) {
                linked.insert(path);
            } else {
                absent.entry(link.to_owned()).or_insert_with(|| std::sync::Arc::clone(file));
            }
        }
    }
    for (link, file) in absent {
        findings.push(say::absent(&link).in_file(&file));
    }
    // A file may also be kept at its old address.
    let kept: BTreeSet<[u8; 32]> =
        linked.iter().filter_map(|path| folder.files.get(path)).map(|entry| *entry.hash.as_bytes()).collect();
    for (path, entry) in &folder.files {
        if is_manifest(path) {
            continue;
        }
        let file = SourceFile::unread(path.clone());
        let original = PACKED.iter().find_map(|end| path.strip_suffix(end));
        if folder.listed.as_ref().is_some_and(|listed| !listed.contains(path)) {
            findings.push(say::stray().in_file(&file));
        } else if original.is_some_and(|original| folder.files.contains_key(original)) {
            findings.push(say::packed_copy().in_file(&file));
        } else if !linked.contains(path)
            && !stands_alone(path, entry.content.is_page(), folder)
            && !kept.contains(entry.hash.as_bytes())
        {
            findings.push(say::unlinked().in_file(&file));
        }
    }
    findings
}

/// Whether a file needs no link: hosts request it, or a manifest promises the page.
fn stands_alone(path: &str, is_page: bool, folder: &Folder) -> bool {
    KNOWN.contains(&path)
        || path.starts_with("aset/")
        || path.starts_with(".well-known/")
        || is_page && folder.listed.is_some()
}

impl Content {
    fn is_page(&self) -> bool {
        matches!(self, Content::Page(_))
    }
}

/// Where the site is published.
struct Site {
    /// `https://netralitas.contoh.go.id`.
    origin: String,
    /// The base path: `/` or `/portal/`.
    base: String,
}

impl Site {
    fn of(folder: &Folder) -> Self {
        let home = folder.pages().find(|(file, _)| file.path == "index.html");
        let canonical = home.and_then(|(_, page)| page.canonical.clone()).unwrap_or_default();
        let host = canonical.find("://").map_or(0, |at| at + 3);
        let slash = canonical[host..].find('/').map_or(canonical.len(), |at| host + at);
        let base = &canonical[slash..];
        Self {
            origin: canonical[..slash].to_owned(),
            base: if base.is_empty() { "/".to_owned() } else { base.to_owned() },
        }
    }

    /// The file that a link leads to; `None` for an external link.
    fn path(&self, link: &str, from: &str) -> Option<String> {
        let link = link.split(['#', '?']).next().unwrap_or_default();
        let own = match link.strip_prefix(self.origin.as_str()).filter(|_| !self.origin.is_empty()) {
            Some("") => "/".to_owned(),
            Some(rest) if rest.starts_with('/') => rest.to_owned(),
            _ if link.starts_with("//") => return None,
            _ if link.starts_with('/') => link.to_owned(),
            _ if link.is_empty() || link.contains(':') || from.ends_with(".xml") => return None,
            _ => {
                let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{}{}/{link}", self.base, folder).replace("//", "/")
            }
        };
        let path = own.strip_prefix(self.base.as_str()).or_else(|| own.strip_prefix('/'))?;
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let last = path.rsplit('/').next().unwrap_or_default();
        Some(if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else if last.contains('.') {
            path
        } else {
            format!("{path}/index.html")
        })
    }
}
