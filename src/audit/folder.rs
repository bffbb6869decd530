//! Reads a finished output folder: every file, and the list of files that belong there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::html::{self, Page};
use super::messages as say;
use super::table::{self, Table};
use crate::diagnostics::{Diagnostic, SourceFile};
use crate::publish::manifest;

/// The list of published files that a build writes to the folder.
const MANIFEST: &str = ".terawang.json";

pub(super) struct Folder {
    /// Every file by its path, with `/` as separator.
    pub(super) files: BTreeMap<String, Entry>,
    /// The paths that the manifest names; `None` if there is no readable manifest.
    pub(super) listed: Option<BTreeSet<String>>,
}

pub(super) struct Entry {
    /// Path and text; the text is empty for a file that is not text.
    pub(super) file: Arc<SourceFile>,
    /// BLAKE3 hash of the bytes, to recognise copies.
    pub(super) hash: blake3::Hash,
    pub(super) content: Content,
}

pub(super) enum Content {
    Page(Page),
    /// A feed or the sitemap.
    Feed(Page),
    /// A CSV table, or a figure in JSON.
    Table(Table),
    /// Other text.
    Text,
    /// Not text, a link, or an unreadable table.
    Opaque,
}

impl Folder {
    /// Reads a folder. Messages may quote its content unless `silent` is set.
    ///
    /// # Errors
    /// Reports that the folder does not exist, or that it is not an output folder.
    pub(super) fn read(root: &Path, silent: bool) -> Result<Self, Diagnostic> {
        let mut paths = Vec::new();
        for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
            let entry =
                entry.map_err(|error| say::unreadable(&root.display().to_string(), &error.to_string()))?;
            if !entry.file_type().is_dir() {
                paths.push((entry.path().to_owned(), entry.file_type().is_file()));
            }
        }
        let read = |(path, plain): &(std::path::PathBuf, bool)| -> Result<(String, Entry), Diagnostic> {
            let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            let bytes = if *plain {
                std::fs::read(path)
                    .map_err(|error| say::unreadable(&path.display().to_string(), &error.to_string()))?
            } else {
                Vec::new()
            };
            Ok((name.clone(), entry(name, &bytes, *plain, silent)))
        };
        let files = paths.par_iter().map(read).collect::<Result<_, _>>()?;
        Self::of(files).ok_or_else(|| say::no_site(&root.display().to_string()))
    }

    /// Builds a folder from files in memory; `None` if they are not a site.
    fn of(files: BTreeMap<String, Entry>) -> Option<Self> {
        if !files.keys().any(|path| path == "index.html" || path == MANIFEST) {
            return None;
        }
        let listed = files.get(MANIFEST).and_then(|entry| manifest::listed(entry.file.text().as_bytes()));
        Some(Self { files, listed })
    }

    /// Builds a folder from texts by path, for tests.
    #[cfg(test)]
    pub(super) fn of_texts(texts: &[(String, String)]) -> Self {
        let files = texts
            .iter()
            .map(|(path, text)| (path.clone(), entry(path.clone(), text.as_bytes(), true, false)));
        Self::of(files.collect()).unwrap_or(Self { files: BTreeMap::new(), listed: None })
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.files.values().filter_map(|entry| match &entry.content {
            Content::Table(table) => Some(table),
            _ => None,
        })
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = (&Arc<SourceFile>, &Page)> {
        self.files.values().filter_map(|entry| match &entry.content {
            Content::Page(page) => Some((&entry.file, page)),
            _ => None,
        })
    }

    /// Pages and feeds.
    pub(super) fn marked_up(&self) -> impl Iterator<Item = (&Arc<SourceFile>, &Page)> {
        self.files.values().filter_map(|entry| match &entry.content {
            Content::Page(page) | Content::Feed(page) => Some((&entry.file, page)),
            _ => None,
        })
    }

    /// The pages of a record, one for each language.
    pub(super) fn pages_of(&self, record: &str) -> Vec<(&Arc<SourceFile>, &Page)> {
        let path = format!("{}index.html", record.trim_start_matches('/'));
        let is_of = |file: &str| {
            file == path || file.split_once('/').is_some_and(|(lang, rest)| lang.len() == 2 && rest == path)
        };
        self.pages().filter(|(file, _)| is_of(&file.path)).collect()
    }
}

pub(super) fn is_manifest(path: &str) -> bool {
    path == MANIFEST
}

fn entry(path: String, bytes: &[u8], plain: bool, silent: bool) -> Entry {
    let text = if plain { std::str::from_utf8(bytes).ok() } else { None };
    let shown = text.unwrap_or_default().trim_start_matches('\u{feff}');
    let file = Arc::new(SourceFile::new(path.clone(), shown, silent || text.is_none()));
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let table = |table: Option<Table>| table.map_or(Content::Opaque, Content::Table);
    let content = match extension {
        _ if text.is_none() => Content::Opaque,
        "html" => Content::Page(html::read(&file.text())),
        "xml" => Content::Feed(html::read(&file.text())),
        "csv" => table(table::read_csv(&file)),
        "json" if !is_manifest(&path) => table::read_json(&file).map_or(Content::Text, Content::Table),
        _ => Content::Text,
    };
    Entry { file, hash: blake3::hash(bytes), content }
}
