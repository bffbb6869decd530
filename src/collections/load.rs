//! Reads every content file into its typed record, in parallel.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::cached::CachedKeys;
use super::checks::check_alone;
use super::common::Common;
use super::copies::Copies;
use super::days::Days;
use super::messages as rule;
use super::office::{Office, OfficeList};
use super::sanction::SanctionSeries as Sanctions;
use super::sanction::messages as row_rule;
use super::sanction::rows::read_csv as read_rows;
use super::{Attachment, Detail, Entry, KeptRecords, Kind, Version, stubs, tables};
use crate::address::{clean, decoded, encoded, id_and_language, route_of};
use crate::cache::{Digest, Digester, Sources};
use crate::diagnostics::{Checked, Diagnostic, Findings, Severity, SourceFile};
use crate::locale::Lang;
use crate::markdown::{Body, Target};
use crate::reading::messages as reading_rule;
use crate::reading::{self, FromKeys, Keys, Layer, nearest};
use crate::source::{ALLOW_LIST, ContentFile, SourceTree, unportable};

/// What `content/` holds.
pub(super) struct Loaded {
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) offices: BTreeMap<String, Office>,
    /// Ids of records whose files exist but could not be read.
    pub(super) unread: BTreeSet<String>,
    /// Ids of records whose names say that they are copies, which has been reported.
    pub(super) copies: BTreeSet<String>,
}

/// What reading a record needs beside its own files.
struct Loader<'t> {
    tree: &'t SourceTree,
    known: &'t Sources,
    kept: &'t KeptRecords,
    /// How much it weighs if a record is unfinished.
    unfinished: Severity,
}

/// The files of one record.
pub(super) struct RecordFiles<'t> {
    pub(super) id: &'t str,
    kind: Kind,
    pub(super) original: &'t ContentFile,
    pub(super) translation: Option<&'t ContentFile>,
}

pub(super) fn load(
    tree: &SourceTree,
    known: &Sources,
    kept: &mut KeptRecords,
    unfinished: Severity,
) -> Checked<Loaded> {
    let loader = Loader { tree, known, kept: kept.for_files_of(tree), unfinished };
    let names = Copies::of(tree);
    let mut findings = Findings::default();
    let mut offices = BTreeMap::new();
    let mut originals: Vec<(&str, &ContentFile)> = Vec::with_capacity(tree.content.len());
    let mut translations: Vec<(&str, &ContentFile)> = Vec::new();
    for content in &tree.content {
        if content.path == "opd.toml" {
            offices = load_offices(content, &mut findings);
            continue;
        }
        // The exceptions of the text gate are not a record.
        if content.path == ALLOW_LIST {
            continue;
        }
        let (id, lang) = id_and_language(&content.path);
        if lang == Lang::En { &mut translations } else { &mut originals }.push((id, content));
    }
    one_each(&mut originals, &mut findings);
    one_each(&mut translations, &mut findings);
    let mut translations = translations.into_iter().peekable();
    let mut orphans = Vec::new();
    let mut records = Vec::with_capacity(originals.len());
    for (id, original) in originals {
        orphans.extend(std::iter::from_fn(|| translations.next_if(|(translated, _)| *translated < id)));
        match Kind::of_id(id) {
            Some(kind) => {
                let translation = translations.next_if(|(translated, _)| *translated == id);
                let translation = translation.map(|(_, content)| content);
                records.push(RecordFiles { id, kind, original, translation });
            }
            None => findings.push(unknown_folder(id).in_file(&original.file)),
        }
    }
    for (_, orphan) in orphans.into_iter().chain(translations) {
        if let Some(found) = copy_of(&names, &orphan.file) {
            findings.push(found);
            continue;
        }
        let original = format!("content/{}", orphan.path.replace(".en.", "."));
        findings.push(rule::orphan_translation(&original).in_file(&orphan.file));
    }

    let read: Vec<(Option<Arc<Entry>>, Findings)> =
        records.par_iter().enumerate().map(|(at, files)| load_entry(at, files, &loader)).collect();
    let mut entries = Vec::with_capacity(read.len());
    let mut sound = Vec::with_capacity(read.len());
    let mut unread: BTreeSet<String> =
        tree.unread.iter().map(|path| id_and_language(path).0.to_owned()).collect();
    let mut copies = BTreeSet::new();
    for (files, (entry, found)) in records.into_iter().zip(read) {
        // A copy that is to become a letter of its own is a draft.
        let is_draft = entry.as_ref().is_some_and(|entry| entry.common().draft == Some(true));
        match copy_of(&names, &files.original.file).filter(|_| !is_draft) {
            Some(found) => {
                copies.insert(files.id.to_owned());
                findings.push(found);
            }
            None => findings.extend(odd_name(files.id, files.original).into_iter().collect()),
        }
        match entry {
            Some(entry) => {
                sound.extend(found.is_empty().then(|| Arc::clone(&entry)));
                entries.push(entry);
            }
            None => {
                unread.insert(files.id.to_owned());
            }
        }
        findings.extend(found);
    }
    kept.keep(sound);
    let used: BTreeSet<&str> = entries
        .iter()
        .flat_map(|entry| &entry.attachments)
        .map(|attachment| attachment.file.path.as_str())
        .collect();
    for (path, attachment) in &tree.attachments {
        if let Some(name) = hidden_ending(path).filter(|_| !used.contains(attachment.file.path.as_str())) {
            findings.push(rule::hidden_ending(&format!("content/{name}")).in_file(&attachment.file));
        }
    }
    // An unread record may use any file, so no file can be called unused.
    if unread.is_empty() {
        report_stray_files(tree, &used, &entries, &names, &mut findings);
    }
    // They are there, but for their names.
    unread.extend(
        tree.attachments.keys().filter_map(|path| Some(id_and_language(hidden_ending(path)?).0.to_owned())),
    );
    Checked { value: Loaded { entries, offices, unread, copies }, findings }
}

/// Sorts files by record id. Where several files claim one record, keeps the first and reports the others.
fn one_each(files: &mut Vec<(&str, &ContentFile)>, findings: &mut Findings) {
    files.sort_by_key(|(id, _)| *id);
    files.dedup_by(|(id, later), (first_id, first)| {
        let is_taken = id == first_id;
        if is_taken {
            let found = rule::two_for_one_url(&route_of(id), &first.file.path);
            findings.push(found.in_file(&later.file));
        }
        is_taken
    });
}

/// Reports a file whose name says that it is a copy. A copied folder is one finding, however many files are in it.
fn copy_of(names: &Copies, file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let path = inner(file);
    if let Some((copy, original)) = names.folder(path) {
        let folder = SourceFile::unread(format!("content/{copy}"));
        return Some(rule::folder_looks_like_copy(&format!("content/{original}")).in_file(&folder));
    }
    let original = names.original(path)?;
    Some(rule::looks_like_copy(&format!("content/{original}")).in_file(file))
}

/// The path of a file below `content/`.
fn inner(file: &SourceFile) -> &str {
    file.path.strip_prefix("content/").unwrap_or(&file.path)
}

/// Names the address of a record whose file has a name that is no address.
fn odd_name(id: &str, content: &ContentFile) -> Option<Diagnostic> {
    let fitting = match clean(id) {
        Cow::Owned(fitting) if unportable(&content.path).is_none() => fitting,
        // What is wrong with such a name was reported when the folder was listed.
        _ => return None,
    };
    let found = rule::name_is_no_address(&route_of(id));
    // A name without Latin letters and digits has no clean form.
    let better = matches!(clean(&fitting), Cow::Borrowed(_)).then(|| {
        let rest = content.path.strip_prefix(id).unwrap_or_default();
        rule::rename_to(&format!("content/{fitting}{rest}"))
    });
    Some(found.better_hint(better).in_file(&content.file))
}

fn unknown_folder(id: &str) -> Diagnostic {
    let folder = id.split_once('/').map_or(id, |(folder, _)| folder);
    let near = nearest(folder, Kind::ALL.iter().map(|kind| kind.folder()));
    rule::unknown_folder(folder).better_hint(near.map(rule::nearest_folder))
}

fn load_offices(content: &ContentFile, findings: &mut Findings) -> BTreeMap<String, Office> {
    let mut offices = BTreeMap::new();
    let front = match content.front_text() {
        Ok(front) => front,
        Err(found) => {
            findings.push(*found);
            return offices;
        }
    };
    let Some(table) = reading::parse(&front, &content.file, content.front.start, findings) else {
        return offices;
    };
    let layers =
        [Layer { table: table.get_ref(), file: &content.file, offset: content.front.start, lang: Lang::Id }];
    let mut keys = Keys::new(&layers, 0..0, findings);
    let list = OfficeList::from_keys(&mut keys);
    keys.finish(&[OfficeList::KEYS], false);
    for office in list.into_iter().flat_map(|list| list.offices) {
        if offices.contains_key(&office.code) {
            findings
                .push(reading_rule::duplicate_entry(&office.code).at(&content.file, office.range.clone()));
        } else {
            offices.insert(office.code.clone(), office.value);
        }
    }
    offices
}

/// Reads the record at index `at`.
fn load_entry(at: usize, files: &RecordFiles<'_>, loader: &Loader<'_>) -> (Option<Arc<Entry>>, Findings) {
    let mut findings = Findings::default();
    let tables = &loader.tree.tables;
    let table = if tables.is_empty() { None } else { tables.get(&table_path(files.original)) };
    let entry = match loader.kept.entry(at, files, table) {
        Some(entry) => Some(Arc::clone(entry)),
        None => {
            let digest = digest_of(files, table);
            let entry = load_known(files, table, digest, loader, &mut findings)
                .or_else(|| load_versions(files, table, digest, loader, &mut findings));
            entry.map(Arc::new)
        }
    };
    (entry, findings)
}

/// Takes a record from the cache: an earlier run read the same files and found no error in them.
fn load_known(
    files: &RecordFiles<'_>,
    table: Option<&Arc<SourceFile>>,
    digest: Digest,
    loader: &Loader<'_>,
    findings: &mut Findings,
) -> Option<Entry> {
    let (original, translation, days): CachedKeys = loader.known.record(files.id, &digest)?;
    let version = |content: &ContentFile, keys: (Common, Detail), lang: Lang| {
        let body = match content.source() {
            Some(source) => {
                let notes = loader.known.notes(&content.path, &content.digest)?;
                Some(Body::known(source, notes))
            }
            None => None,
        };
        Some(Version::new(content, lang, keys, body))
    };
    let translation = match (files.translation, translation) {
        (Some(content), Some(keys)) => Some(version(content, keys, Lang::En)?),
        (None, None) => None,
        _ => return None,
    };
    let original = version(files.original, original, Lang::Id)?;
    let entry = entry_of(files, table, digest, original, translation, loader.tree, findings);
    Some(Entry { days, ..entry })
}

/// The digest of all files of a record except its attachments.
fn digest_of(files: &RecordFiles<'_>, table: Option<&Arc<SourceFile>>) -> Digest {
    let mut digester = Digester::default();
    for content in [Some(files.original), files.translation] {
        digester.feed(content.map_or(&[], |content| content.digest.as_slice()));
    }
    digester.feed(table.map(|table| table.text()).as_deref().unwrap_or("").as_bytes());
    digester.finish()
}

/// The path that the CSV file of a record would have.
fn table_path(original: &ContentFile) -> String {
    let path = original.path.as_str();
    format!("{}.csv", path.rsplit_once('.').map_or(path, |(stem, _)| stem))
}

fn load_versions(
    files: &RecordFiles<'_>,
    table: Option<&Arc<SourceFile>>,
    digest: Digest,
    loader: &Loader<'_>,
    findings: &mut Findings,
) -> Option<Entry> {
    let original = files.original;
    let front = original.front_text().map_err(|found| findings.push(*found)).ok()?;
    let base = reading::parse_partly(&front, &original.file, original.front.start, findings);
    // Read the body even if the keys cannot be read, so that one run reports every error of the file.
    let body = load_body(original, loader, findings);
    let base = base?;
    let base_layer = Layer {
        table: base.table.get_ref(),
        file: &original.file,
        offset: original.front.start,
        lang: Lang::Id,
    };
    if !base.is_whole() {
        let mut found = Findings::default();
        read_version(files.kind, &[base_layer], false, &mut found);
        findings.extend(base.sure(found));
        return None;
    }
    let (common, mut detail) = read_version(files.kind, &[base_layer], false, findings)?;
    // Of a draft nothing is published, and of a withdrawn record nothing but its end.
    let is_unpublished = common.draft == Some(true) || common.withdrawn.is_some();

    let mut days = Days::of(files.kind, base.table.get_ref());
    let takes_table = matches!(detail, Detail::Pact(_) | Detail::Sanction(_));
    let table = table.filter(|_| takes_table);
    match (table, &mut detail) {
        (Some(table), Detail::Pact(pact)) => {
            pact.counts = tables::pact_counts(table, findings);
            pact.counts.iter().for_each(|count| days.add(count.as_of, false));
        }
        (Some(table), Detail::Sanction(Sanctions { policy: Some(policy), rows, .. })) => {
            *rows = read_rows(table, policy, findings);
        }
        (Some(table), Detail::Sanction(_)) => findings.push(row_rule::no_policy().in_file(table)),
        _ => {}
    }

    let translation = match files.translation {
        Some(translated) => {
            let front = translated.front_text().map_err(|found| findings.push(*found)).ok()?;
            let over = reading::parse(&front, &translated.file, translated.front.start, findings)?;
            let over_layer = Layer {
                table: over.get_ref(),
                file: &translated.file,
                offset: translated.front.start,
                lang: Lang::En,
            };
            let before = findings.len();
            let read = read_version(files.kind, &[base_layer, over_layer], true, findings);
            // Errors of the original were reported when it was read alone.
            findings.retain_from(before, |found| {
                found.place.as_ref().is_some_and(|place| place.file.path == translated.file.path)
            });
            reading::check_translated_facts(base_layer, over_layer, findings);
            if !is_unpublished {
                stubs::check(translated, over.get_ref(), loader.unfinished, findings);
            }
            let (common, mut translated_detail) = read?;
            match (&detail, &mut translated_detail) {
                (Detail::Pact(pact), Detail::Pact(translated)) => translated.counts.clone_from(&pact.counts),
                (Detail::Sanction(series), Detail::Sanction(translated)) => {
                    translated.rows.clone_from(&series.rows);
                }
                _ => {}
            }
            let body = load_body(translated, loader, findings);
            Some(Version::new(translated, Lang::En, (common, translated_detail), body))
        }
        None => None,
    };
    if !is_unpublished {
        stubs::check(original, base.table.get_ref(), loader.unfinished, findings);
    }
    let version = Version::new(original, Lang::Id, (common, detail), body);
    let entry = entry_of(files, table, digest, version, translation, loader.tree, findings);
    let entry = Entry { days, ..entry };
    check_alone(&entry, findings);
    Some(entry)
}

impl Version {
    fn new(
        content: &ContentFile,
        lang: Lang,
        (common, detail): (Common, Detail),
        body: Option<Body>,
    ) -> Self {
        let body_offset = content.body.as_ref().map_or(0, |body| body.start);
        Self { lang, common, detail, body, body_offset, file: Arc::clone(&content.file) }
    }
}

/// Assembles a record and finds its attachments.
fn entry_of(
    files: &RecordFiles<'_>,
    table: Option<&Arc<SourceFile>>,
    digest: Digest,
    original: Version,
    translation: Option<Version>,
    tree: &SourceTree,
    findings: &mut Findings,
) -> Entry {
    let mut entry = Entry {
        id: files.id.to_owned(),
        kind: files.kind,
        route: route_of(files.id),
        file: Arc::clone(&files.original.file),
        digest,
        table: table.cloned(),
        attachments: Vec::new(),
        original,
        translation: translation.map(Box::new),
        days: Days::default(),
    };
    entry.attachments = find_attachments(&entry, tree, findings);
    entry
}

fn read_version(
    kind: Kind,
    layers: &[Layer<'_>],
    translation: bool,
    findings: &mut Findings,
) -> Option<(Common, Detail)> {
    let at = 0..0;
    let mut keys = Keys::new(layers, at, findings);
    let common = Common::from_keys(&mut keys);
    let detail = kind.read(&mut keys);
    keys.finish(&[Common::KEYS, kind.keys()], translation);
    Some((common?, detail?))
}

/// Parses the body of a file and reports each problem in it.
fn load_body(content: &ContentFile, loader: &Loader<'_>, findings: &mut Findings) -> Option<Body> {
    let source = content.source()?;
    let offset = source.range.start;
    let (body, problems) = match &content.parsed {
        Some(parsed) => parsed.clone(),
        None => match loader.known.notes(&content.path, &content.digest) {
            Some(notes) => return Some(Body::known(source, notes)),
            None => {
                let text = content.whole_text().map_err(|found| findings.push(*found)).ok()?;
                let (body, problems) = Body::parse(source, &text, |_| true);
                (body, Arc::new(problems))
            }
        },
    };
    for (problem, at) in problems.iter() {
        let place = at.start + offset..at.end + offset;
        findings.push(crate::markdown::messages::problem(problem).at(&content.file, place));
    }
    Some(body)
}

/// Finds the files that a record lists, shows or links to.
fn find_attachments(entry: &Entry, tree: &SourceTree, findings: &mut Findings) -> Vec<Attachment> {
    let folder = entry.folder();
    let mut wanted: Vec<(String, Arc<SourceFile>, Range<usize>)> = Vec::new();
    let content = entry.detail().content();
    for attachment in content.attachments() {
        wanted.push((attachment.file.0.clone(), Arc::clone(&entry.file), attachment.file.range.clone()));
    }
    for file in content.files() {
        wanted.push((file.0.clone(), Arc::clone(&entry.file), file.range.clone()));
    }
    for version in entry.versions() {
        for link in version.body.iter().flat_map(|body| &body.links) {
            if let Target::File(name) = &link.target {
                let range = link.range.start + version.body_offset..link.range.end + version.body_offset;
                wanted.push((decoded(name).into_owned(), Arc::clone(&version.file), range));
            }
        }
    }
    let listed = content.attachments().len() + content.files().len();
    let mut found: BTreeMap<String, Attachment> = BTreeMap::new();
    for (at, (name, file, range)) in wanted.into_iter().enumerate() {
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        match tree.attachments.get(&path) {
            Some(attachment) => {
                found.entry(name.clone()).or_insert_with(|| Attachment {
                    route: format!("{}{name}", entry.route),
                    name,
                    file: Arc::clone(&attachment.file),
                });
            }
            // The reason was reported when reading failed.
            None if tree.unread.contains(&path) => {}
            None => {
                let there = tree.attachments.range(format!("{folder}/")..);
                let there = there.map_while(|(path, _)| path.strip_prefix(folder)?.strip_prefix('/'));
                let near = nearest(&name, there);
                // In a link, `#` would begin an anchor and `%20` is a space.
                let near = near.map(|near| if at < listed { near.into() } else { encoded(near) });
                let hint = near.as_deref().map(reading_rule::did_you_mean);
                findings.push(rule::missing_attachment(&name, folder).better_hint(hint).at(&file, range));
            }
        }
    }
    found.into_values().collect()
}

/// The path that a file was meant to have to which an editor has added `.txt`. Windows does not show it.
fn hidden_ending(path: &str) -> Option<&str> {
    let shown = path.strip_suffix(".txt").or_else(|| path.strip_suffix(".TXT"))?;
    [".md", ".toml", ".csv"].iter().any(|ending| shown.ends_with(ending)).then_some(shown)
}

/// Reports attachments and CSV files that no record uses.
fn report_stray_files(
    tree: &SourceTree,
    used: &BTreeSet<&str>,
    entries: &[Arc<Entry>],
    names: &Copies,
    findings: &mut Findings,
) {
    let tables: BTreeSet<&str> =
        entries.iter().filter_map(|entry| entry.table.as_ref()).map(|file| file.path.as_str()).collect();
    let strays = tree
        .attachments
        .values()
        .map(|attachment| &attachment.file)
        .filter(|file| !used.contains(file.path.as_str()));
    let stray_tables = tree.tables.values().filter(|file| !tables.contains(file.path.as_str()));
    for file in strays.chain(stray_tables) {
        let path = inner(file);
        // That one was reported.
        if hidden_ending(path).is_none() {
            let copy = names.original(path).filter(|_| names.folder(path).is_none());
            let unused = copy.map(|original| rule::unused_copy(&format!("content/{original}")).in_file(file));
            let found = unused.or_else(|| copy_of(names, file));
            findings.push(found.unwrap_or_else(|| rule::stray_file().in_file(file)));
        }
    }
}
