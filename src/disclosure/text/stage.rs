//! Runs the gate over a portal: every text that could be published, the words of every attachment, and the
//! name of every file.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::allow::{self, AllowList, Exception};
use super::messages as rule;
use super::{Detector, Gate, Genre, Hit, Official, Roster, Signers, speaks_of_sanctions};
use crate::cache::{Digest, Sources};
use crate::collections::{Detail, Portal};
use crate::diagnostics::{Findings, SourceFile};
use crate::disclosure::attachments::{Inspected, Part, Piece, Words};
use crate::locale::Lang;
use crate::source::messages as source_rule;
use crate::source::{ContentFile, SourceTree};

/// The folder whose files always count as texts about sanctions.
const SANCTIONS: &str = "content/sanksi/";
/// The file that declares contacts and officials.
const SITE: &str = "site.toml";

/// The result of the gate for a portal.
pub struct Gated {
    /// The findings.
    pub findings: Findings,
    /// For each content file of the tree, whether the gate found nothing, even without exceptions.
    pub clean: Vec<bool>,
    /// The digest of the contacts that are allowed everywhere.
    pub lets_through: Digest,
    /// All that is refused, and what an exception lets through.
    pub stops: Vec<Stop>,
    /// The exceptions that are written without a mistake.
    pub exceptions: Vec<Exception>,
}

/// Something that the gate refuses unless an exception lets it through. Never the text itself.
#[derive(Clone)]
pub struct Stop {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Where in the file.
    pub place: Place,
    /// The detector that found it.
    pub detector: Detector,
    /// SHA-256 of its normal form.
    pub sha256: String,
    /// Whether an exception lets it through.
    is_allowed: bool,
}

/// Where something is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its text.
    Text(Range<usize>),
    /// In a part of an attachment, and whether only an earlier version has it.
    Part(Part, bool),
    /// In its name.
    Name,
}

impl Stop {
    fn new(allowed: &AllowList, file: &Arc<SourceFile>, place: Place, hit: &Hit) -> Self {
        let sha256 = allow::sha256_of(hit);
        let is_allowed = allowed.lets_through(&file.path, hit.detector, &sha256);
        Self { file: Arc::clone(file), place, detector: hit.detector, sha256, is_allowed }
    }
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
        scan(&self.0, path, text, sanctions).is_empty() && scan_path(&self.0, path, sanctions).is_empty()
    }
}

/// Whether a file speaks of sanctions.
fn speaks(path: &str, text: &str) -> bool {
    path.starts_with(SANCTIONS) || speaks_of_sanctions(text)
}

/// The hits in a text of the portal, without what may stand in its genre.
fn scan(gate: &Gate, path: &str, text: &str, sanctions: bool) -> Vec<Hit> {
    let genre = Genre::of(path);
    let mut hits = gate.scan_as(genre, text, sanctions);
    if genre == Genre::Letter {
        let mut signers = Signers::default();
        signers.read(text, false, &hits);
        signers.retain(text, false, &mut hits);
    }
    hits
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
    let gate = Checking { gate, allowed, until: until(portal.publication.clock) };
    let scanned: Vec<(bool, Seen)> = tree
        .content
        .par_iter()
        .map(|content| {
            if is_known(content) {
                return (true, Seen::default());
            }
            gate.file(&content.file, false)
        })
        .collect();
    let mut clean = Vec::with_capacity(scanned.len());
    let mut seen = Seen::default();
    for (is_clean, found) in scanned {
        clean.push(is_clean);
        seen.extend(found);
    }
    let others: Vec<(&Arc<SourceFile>, bool)> = tree
        .tables
        .values()
        .map(|file| (file, true))
        .chain(tree.site.iter().map(|file| (file, false)))
        .chain(tree.attachments.values().map(|attachment| (&attachment.file, false)))
        .collect();
    let found: Vec<Seen> = others.par_iter().map(|(file, is_table)| gate.file(file, *is_table).1).collect();
    let read: Vec<Seen> = attachments.words().par_iter().map(|words| gate.attachment(words)).collect();
    found.into_iter().chain(read).for_each(|found| seen.extend(found));
    findings.extend(seen.findings);
    gate.allowed.report_unused(tree, &mut findings);
    Gated { findings, clean, lets_through, stops: seen.stops, exceptions: gate.allowed.exceptions }
}

/// The last day that messages propose for an exception: the end of the next year.
fn until(today: Date) -> Date {
    Date::new(today.year() + 1, 12, 31).unwrap_or(today)
}

/// What was seen in some files.
#[derive(Default)]
struct Seen {
    findings: Findings,
    stops: Vec<Stop>,
}

impl Seen {
    fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.stops.extend(other.stops);
    }
}

/// The gate, with the exceptions from it.
struct Checking {
    gate: Gate,
    allowed: AllowList,
    /// The last day that messages propose for an exception.
    until: Date,
}

impl Checking {
    /// What is in a file, and whether nothing was found even without exceptions.
    fn file(&self, file: &Arc<SourceFile>, is_table: bool) -> (bool, Seen) {
        let Self { gate, allowed, until } = self;
        let Some(text) = file.whole_text() else {
            let findings = [source_rule::changed().in_file(&nameable(file))].into_iter().collect();
            return (false, Seen { findings, ..Seen::default() });
        };
        let sanctions = speaks(&file.path, &text);
        let mut hits = if is_table {
            gate.scan_table(&text, sanctions)
        } else {
            scan(gate, &file.path, &text, sanctions)
        };
        if file.path == SITE {
            gate.retain_declared(&mut hits);
        }
        let in_name = scan_path(gate, &file.path, sanctions);
        let is_clean = hits.is_empty() && in_name.is_empty();
        let mut seen = Seen::default();
        // Report line and column, but not the text: the log of a build is public.
        let silent = LazyCell::new(|| file.secret());
        // Hits are in order, so that the lines are counted once.
        let (mut line, mut counted) = (1, 0);
        for hit in hits {
            let start = hit.range.start.max(counted);
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count();
            counted = start;
            let stop = Stop::new(allowed, file, Place::Text(hit.range.clone()), &hit);
            if !stop.is_allowed {
                let place = Some(format!("{}:{line}", file.path)).filter(|_| in_name.is_empty());
                let found = rule::personal(hit.detector, place.as_deref(), *until);
                seen.findings.push(found.at(&silent, hit.range));
            }
            seen.stops.push(stop);
        }
        for hit in &in_name {
            let stop = Stop::new(allowed, file, Place::Name, hit);
            if !stop.is_allowed {
                let found = rule::personal_file_name(hit.detector.label());
                seen.findings.push(found.in_file(&nameless(gate, file, sanctions)));
            }
            seen.stops.push(stop);
        }
        (is_clean, seen)
    }

    /// What is in an attachment, reported by part, since it has no lines.
    fn attachment(&self, words: &Words) -> Seen {
        let Self { gate, allowed, until } = self;
        let sanctions = words.file.path.starts_with(SANCTIONS)
            || words.record_speaks_of_sanctions
            || words.pieces.iter().any(|piece| speaks_of_sanctions(&piece.text));
        let mut told = BTreeSet::new();
        let file = LazyCell::new(|| nameable(&words.file));
        let mut seen = Seen::default();
        for (piece, hits) in words.pieces.iter().zip(hits_in_pieces(gate, words, sanctions)) {
            for hit in hits {
                // The same value can be read in two ways, and can be in the next version again.
                if !told.insert((piece.part, hit.detector, hit.normal.clone())) {
                    continue;
                }
                let stop = Stop::new(allowed, &words.file, Place::Part(piece.part, piece.earlier), &hit);
                if !stop.is_allowed {
                    let place = Some(file.path.as_str()).filter(|path| *path == words.file.path);
                    let found =
                        rule::personal_in_attachment(hit.detector, piece.part, piece.earlier, place, *until);
                    seen.findings.push(found.in_file(&file));
                }
                seen.stops.push(stop);
            }
        }
        seen
    }
}

/// The hits in each text of an attachment, without what may stand in its genre.
fn hits_in_pieces(gate: &Gate, words: &Words, sanctions: bool) -> Vec<Vec<Hit>> {
    let genre = Genre::of(&words.file.path);
    let scan = |piece: &Piece| gate.scan_as(genre, &piece.text, sanctions);
    let mut found: Vec<Vec<Hit>> = words.pieces.iter().map(scan).collect();
    if genre != Genre::Letter {
        return found;
    }
    let is_pdf = |piece: &Piece| piece.part != Part::Words;
    let mut signers = Signers::default();
    for (piece, hits) in words.pieces.iter().zip(&found) {
        signers.read(&piece.text, is_pdf(piece), hits);
    }
    // How often each value is on a page on which it stands in signatures alone.
    let mut signed: BTreeMap<(Part, bool, Detector, String), usize> = BTreeMap::new();
    for (piece, hits) in words.pieces.iter().zip(&mut found) {
        let before = counts(hits);
        signers.retain(&piece.text, is_pdf(piece), hits);
        let after = counts(hits);
        for ((detector, value), times) in before.into_iter().filter(|(key, _)| !after.contains_key(key)) {
            signed.insert((piece.part, piece.earlier, detector, value), times);
        }
    }
    // A page is read in two orders. In the other one, a signature may have lost its form.
    for (piece, hits) in words.pieces.iter().zip(&mut found) {
        let times = counts(hits);
        hits.retain(|hit| {
            let key = (piece.part, piece.earlier, hit.detector, hit.normal.clone());
            let signed = signed.get(&key).copied().unwrap_or(0);
            !matches!(piece.part, Part::Page(_))
                || times.get(&(hit.detector, hit.normal.clone())).is_none_or(|times| *times > signed)
        });
    }
    found
}

/// How often each value is among some hits.
fn counts(hits: &[Hit]) -> BTreeMap<(Detector, String), usize> {
    let mut counts = BTreeMap::new();
    for hit in hits {
        *counts.entry((hit.detector, hit.normal.clone())).or_default() += 1;
    }
    counts
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

/// The contacts that the portal declares as its own, in `site.toml` and in its channels, and its officials.
fn declared_contacts(portal: &Portal) -> Official {
    let mut official = Official::default();
    official.link(&portal.config.origin);
    portal.config.contact_phone.iter().for_each(|phone| official.phone(&phone.number));
    portal.config.contact_email.iter().for_each(|email| official.email(&email.0));
    portal.config.officials.iter().for_each(|declared| official.official(&declared.name));
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
