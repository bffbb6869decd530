//! Runs the gate over a portal: every text that could be published, and every file's name.

use std::sync::Arc;

use rayon::prelude::*;

use super::allow::{self, AllowList};
use super::{Gate, Hit, Official, Roster, speaks_of_sanctions};
use crate::cache::{Digest, Sources};
use crate::collections::{Detail, Portal};
use crate::diagnostics::catalogue::gate as rule;
use crate::diagnostics::{Findings, SourceFile};
use crate::locale::Lang;
use crate::source::{ContentFile, SourceTree};

/// The folder whose files always count as speaking of a sanction.
const SANCTIONS: &str = "content/sanksi/";

/// What the gate says of a portal.
pub struct Gated {
    /// What it found.
    pub findings: Findings,
    /// For each content file of the tree, whether there is nothing in it, exceptions or not.
    pub clean: Vec<bool>,
    /// The digest of what it lets through everywhere.
    pub lets_through: Digest,
}

/// Scans every content file as it is written (data and text), every table, `site.toml`, and the names
/// of all files.
///
/// Drafts and embargoed records are scanned too: their turn comes without anybody looking again.
///
/// With a private `roster`, its names are looked for where a text speaks of a sanction. Without one, a file
/// of whose bytes it is `known` that there is nothing in them is not scanned again.
pub fn check(tree: &SourceTree, portal: &Portal, roster: Option<&Roster>, known: &Sources) -> Gated {
    let mut findings = Findings::default();
    let allowed = allow::read(tree, portal.publication.clock, &mut findings);
    let official = declared_contacts(portal);
    let lets_through = official.fingerprint();
    let gate = Gate::new(official, roster.cloned());
    let is_known = |content: &ContentFile| {
        roster.is_none() && known.is_clean(&content.path, &content.digest, &lets_through)
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
    for found in found {
        findings.extend(found);
    }
    allowed.report_unused(tree, &mut findings);
    Gated { findings, clean, lets_through }
}

/// What is in a file, and whether there is nothing, exceptions or not.
fn check_file(gate: &Gate, allowed: &AllowList, file: &Arc<SourceFile>, is_table: bool) -> (bool, Findings) {
    let sanctions = file.path.starts_with(SANCTIONS) || speaks_of_sanctions(&file.text);
    let hits =
        if is_table { gate.scan_table(&file.text, sanctions) } else { gate.scan(&file.text, sanctions) };
    let in_name = gate.scan(&file.path, false);
    let is_clean = hits.is_empty() && in_name.is_empty();
    let mut findings: Findings = Findings::default();
    let mut hits = hits.into_iter().filter(|hit| !allowed.lets_through(&file.path, hit)).peekable();
    if hits.peek().is_some() {
        // Line and column are told, the text is not: the log of a build is public.
        let silent =
            Arc::new(SourceFile { path: file.path.clone(), text: file.text.clone(), confidential: true });
        for Hit { detector, range, .. } in hits {
            findings.push(rule::personal(detector).at(&silent, range));
        }
    }
    for hit in in_name.iter().filter(|hit| !allowed.lets_through(&file.path, hit)) {
        findings.push(rule::personal_file_name(hit.detector).in_file(&nameless(file)));
    }
    (is_clean, findings)
}

/// The folder of a file whose own name must not be printed.
fn nameless(file: &SourceFile) -> Arc<SourceFile> {
    let mut folder = file.path.as_str();
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        if Gate::new(Official::default(), None).scan(folder, false).is_empty() {
            break;
        }
    }
    SourceFile::unread(format!("{folder}/"))
}

/// The contacts that the portal declares as its own, in `site.toml` and by its channels.
fn declared_contacts(portal: &Portal) -> Official {
    let mut official = Official::default();
    official.link(&portal.config.origin);
    portal.config.contact_phone.iter().for_each(|phone| official.phone(phone));
    portal.config.contact_email.iter().for_each(|email| official.email(email));
    for entry in &portal.entries {
        for lang in Lang::ALL {
            if let Detail::Channel(channel) = &entry.version(lang).detail
                && let Some(contact) = &channel.contact
            {
                contact.phone.iter().chain(&contact.whatsapp).for_each(|phone| official.phone(phone));
                contact.email.iter().for_each(|email| official.email(email));
                contact.url.iter().for_each(|url| official.link(&url.0));
            }
        }
    }
    official
}
