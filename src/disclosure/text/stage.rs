//! Runs the gate over a portal: every text that could be published, the words of every attachment, and the
//! name of every file.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::allow::{self, AllowList};
use super::messages as rule;
use super::{Detector, Gate, Hit, Official, Roster, speaks_of_sanctions};
use crate::cache::{Digest, Sources};
use crate::collections::{Detail, Portal};
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::attachments::{Inspected, Words};
use crate::locale::Lang;
use crate::source::messages as source_rule;
use crate::source::{ContentFile, SourceTree};

/// The folder whose files always count as texts about sanctions.
const SANCTIONS: &str = "content/sanksi/";

/// The result of the gate for a portal.
pub struct Gated {
    /// The findings.
    pub findings: Findings,
    /// For each content file of the tree, whether the gate found nothing, even without exceptions.
    pub clean: Vec<bool>,
    /// The digest of the contacts that are allowed everywhere.
    pub lets_through: Digest,
}

/// Scans files while they are read, before the declared contacts of the portal are known. If nothing is found
/// in a file, no contact has to be allowed in it.
pub struct FirstLook(Gate);

impl FirstLook {
    /// Uses the names of a private roster, if there is one.
    pub fn new(roster: Option<&Roster>) -> Self {
        Self(Gate::new(Official::default(), roster.cloned()))
    }

    /// Whether nothing is found in a text or in its path.
    pub fn finds_nothing(&self, path: &str, text: &str) -> bool {
        let sanctions = speaks(path, text);
        self.0.scan(text, sanctions).is_empty() && scan_path(&self.0, path, sanctions).is_empty()
    }
}

/// Whether a file speaks of sanctions.
fn speaks(path: &str, text: &str) -> bool {
    path.starts_with(SANCTIONS) || speaks_of_sanctions(text)
}

/// Scans every content file as written (data and text), every table, `site.toml`, the names of all files, and
/// the words of the attachments.
///
/// Drafts and embargoed records are scanned too, because they go live later without another scan.
///
/// With a private `roster`, its names are searched for where a text speaks of a sanction. Without one, a file
/// that is `known` to be clean is not scanned again.
pub fn check(
    tree: &SourceTree,
    portal: &Portal,
    attachments: &Inspected,
    roster: Option<&Roster>,
    known: &Sources,
) -> Gated {
    let mut findings = Findings::default();
    let allowed = allow::read(tree, portal.publication.clock, &mut findings);
    let official = declared_contacts(portal);
    let lets_through = official.fingerprint();
    let gate = Gate::new(official, roster.cloned());
    let is_known = |content: &ContentFile| {
        let was_clean = || {
            content.clean_for == Some(lets_through)
                || known.is_clean(&content.path, &content.digest, &lets_through)
        };
        content.is_clean || roster.is_none() && was_clean()
    };
    let scanned: Vec<(bool, Findings)> = tree
        .content
        .par_iter()
        .map(|content| {
            if is_known(content) {
                return (true, Findings::default());
            }
            check_file(&gate, &allowed, &content.file, false)
        })
        .collect();
    let mut clean = Vec::with_capacity(scanned.len());
    for (is_clean, found) in scanned {
        clean.push(is_clean);
        findings.extend(found);
    }
    let others: Vec<(&Arc<SourceFile>, bool)> = tree
        .tables
        .values()
        .map(|file| (file, true))
        .chain(tree.site.iter().map(|file| (file, false)))
        .chain(tree.attachments.values().map(|attachment| (&attachment.file, false)))
        .collect();
    let found: Vec<Findings> =
        others.par_iter().map(|(file, is_table)| check_file(&gate, &allowed, file, *is_table).1).collect();
    let read: Vec<Findings> =
        attachments.words().par_iter().map(|words| check_attachment(&gate, &allowed, words)).collect();
    for found in found.into_iter().chain(read) {
        findings.extend(found);
    }
    allowed.report_unused(tree, &mut findings);
    Gated { findings, clean, lets_through }
}

/// The findings in a file, and whether nothing was found even without exceptions.
fn check_file(gate: &Gate, allowed: &AllowList, file: &Arc<SourceFile>, is_table: bool) -> (bool, Findings) {
    let Some(text) = file.whole_text() else {
        return (false, [source_rule::changed().in_file(&nameable(file))].into_iter().collect());
    };
    let sanctions = speaks(&file.path, &text);
    let hits = if is_table { gate.scan_table(&text, sanctions) } else { gate.scan(&text, sanctions) };
    let in_name = scan_path(gate, &file.path, sanctions);
    let is_clean = hits.is_empty() && in_name.is_empty();
    let mut findings: Findings = Findings::default();
    let mut hits = hits.into_iter().filter(|hit| !allowed.lets_through(&file.path, hit)).peekable();
    if hits.peek().is_some() {
        // Report line and column, but not the text: the log of a build is public.
        let silent = file.secret();
        for Hit { detector, range, .. } in hits {
            findings.push(rule::personal(detector).at(&silent, range));
        }
    }
    for hit in in_name.iter().filter(|hit| !allowed.lets_through(&file.path, hit)) {
        findings
            .push(rule::personal_file_name(hit.detector.label()).in_file(&nameless(gate, file, sanctions)));
    }
    (is_clean, findings)
}

/// The findings in an attachment, reported by part, since it has no lines.
fn check_attachment(gate: &Gate, allowed: &AllowList, words: &Words) -> Findings {
    let sanctions = words.file.path.starts_with(SANCTIONS)
        || words.record_speaks_of_sanctions
        || words.pieces.iter().any(|piece| speaks_of_sanctions(&piece.text));
    let mut told = BTreeSet::new();
    let file = LazyCell::new(|| nameable(&words.file));
    let mut findings = Findings::default();
    for piece in &words.pieces {
        for hit in gate.scan(&piece.text, sanctions) {
            // The same value can be read in two ways, and can be in the next version again.
            let is_new = told.insert((piece.part, hit.detector, hit.normal.clone()));
            if !allowed.lets_through(&words.file.path, &hit) && is_new {
                let found = rule::personal_in_attachment(hit.detector, piece.part, piece.earlier);
                findings.push(found.in_file(&file));
            }
        }
    }
    findings
}

/// The findings in a path, which becomes a URL. Hyphens separate the words in it.
fn scan_path(gate: &Gate, path: &str, speaks_of_sanctions: bool) -> Vec<Hit> {
    let mut hits = gate.scan(path, false);
    if speaks_of_sanctions {
        let is_person = |hit: &Hit| {
            use Detector::{Initials, Name, Roster, SinglePost};
            matches!(hit.detector, Initials | Name | Roster | SinglePost)
        };
        hits.extend(gate.scan(&as_words(path), true).into_iter().filter(is_person));
    }
    hits
}

/// A path as sentences: its words with capitals, since posts and names are recognised by them. Each folder is
/// a separate sentence. The extension of the file is left out.
fn as_words(path: &str) -> String {
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut words = String::with_capacity(path.len() + 8);
    let mut begins = true;
    for c in path.chars() {
        match c {
            '/' => words.push_str(".\n\n"),
            '-' | '_' => words.push(' '),
            c if begins => words.extend(c.to_uppercase()),
            c => words.push(c),
        }
        begins = !c.is_alphanumeric();
    }
    words
}

/// A file as messages may name it: only by its folder, if its name identifies somebody.
pub(in crate::disclosure) fn nameable(file: &Arc<SourceFile>) -> Arc<SourceFile> {
    let gate = Gate::new(Official::default(), None);
    let sanctions = file.path.starts_with(SANCTIONS);
    let is_harmless = scan_path(&gate, &file.path, sanctions).is_empty();
    if is_harmless { Arc::clone(file) } else { nameless(&gate, file, sanctions) }
}

/// The folder of a file whose own name must not be printed.
fn nameless(gate: &Gate, file: &SourceFile, sanctions: bool) -> Arc<SourceFile> {
    let mut folder = file.path.as_str();
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        if scan_path(gate, folder, sanctions).is_empty() {
            break;
        }
    }
    SourceFile::unread(format!("{folder}/"))
}

/// The contacts that the portal declares as its own, in `site.toml` and in its channels.
fn declared_contacts(portal: &Portal) -> Official {
    let mut official = Official::default();
    official.link(&portal.config.origin);
    portal.config.contact_phone.iter().for_each(|phone| official.phone(&phone.number));
    portal.config.contact_email.iter().for_each(|email| official.email(&email.0));
    for entry in &portal.entries {
        for lang in Lang::ALL {
            if let Detail::Channel(channel) = &entry.version(lang).detail
                && let Some(contact) = &channel.contact
            {
                contact.phone.iter().for_each(|phone| official.phone(&phone.number));
                contact.whatsapp.iter().for_each(|number| official.phone(number.number()));
                contact.email.iter().for_each(|email| official.email(&email.0));
                contact.url.iter().for_each(|url| official.link(&url.0));
            }
        }
    }
    official
}
