//! The text gate: finds text that identifies a person or discloses personal data.
//!
//! Every text passes it between the sources of a portal and the published output ([`stage`] runs it over a
//! portal). It has four steps:
//!
//! 1. `sweep` scans the bytes once and marks the pieces that could contain a match.
//! 2. `normal` normalises those pieces: digits of other scripts, invisible characters, entities,
//!    percent-encoding, emphasis, line ends.
//! 3. `digits`, `phones`, `contacts`, `places` and, where the text speaks of a sanction (`triggers`),
//!    `names`, `initials`, `posts` and `roster` search the pieces, most of them with regular expressions (see
//!    `patterns`).
//! 4. The hits are mapped back to the original bytes.
//! 5. What may stand where it stands is taken out: numbers in columns of amounts (`columns`), and in official
//!    documents the contact lines of institutions and those who sign (`letters`).
//!
//! The gate has no dictionary and does not read pictures. A bare name without title, degree or trigger is
//! found only with a roster. Numbers written in words are not found.

pub mod allow;
mod blocks;
mod columns;
mod contacts;
mod digits;
pub mod grant;
mod initials;
mod letters;
mod messages;
mod names;
mod normal;
mod numbers;
mod officials;
mod patterns;
mod phones;
mod places;
mod posts;
mod roster;
mod sentences;
pub mod stage;
mod sweep;
mod triggers;
mod unicode;
mod untagged;
mod unusual;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use regex_automata::meta;

use crate::collections::Kind;
use crate::reading::vocabulary;

pub use contacts::Official;
pub use letters::Signers;
pub use roster::Roster;
pub use triggers::speaks_of_sanctions;

use normal::Normal;
use numbers::{Header, Page};
use untagged::Untagged;

vocabulary! {
    /// The kinds of personal data that the gate detects.
    pub enum Detector {
        Nip = "nip", "Nomor Induk Pegawai (NIP)", "Civil servant number (NIP)";
        Nik = "nik", "NIK atau nomor KK", "Citizen or family card number (NIK, KK)";
        NikLike = "mirip_nik", "Angka berbentuk NIK", "Digits in the form of a NIK";
        Npwp = "npwp", "NPWP", "Taxpayer number (NPWP)";
        Phone = "telepon", "Nomor telepon", "Telephone number";
        Email = "surel", "Alamat surel pribadi", "Private e-mail address";
        Plate = "plat_nomor", "Plat nomor kendaraan", "Vehicle plate";
        BankAccount = "rekening", "Nomor rekening bank", "Bank account number";
        Coordinates = "koordinat", "Koordinat tepat", "Exact coordinates";
        Initials = "inisial", "Inisial", "Initials";
        Name = "nama", "Nama orang", "Name of a person";
        SinglePost = "jabatan_tunggal", "Jabatan yang dipegang satu orang", "Post with a single holder";
        Roster = "daftar_nama", "Nama dari daftar tertutup", "Name on the private roster";
    }
}

impl Detector {
    /// Whether exceptions may be granted. The number of a person is never public. Digits that only have the form of
    /// a NIK may be something else.
    pub const fn may_be_allowed(self) -> bool {
        !matches!(self, Detector::Nip | Detector::Nik)
    }
}

/// Personal data in a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Hit {
    /// The detector that found it.
    pub detector: Detector,
    /// The range in the original text.
    pub range: Range<usize>,
    /// The match in its normal form, which exceptions refer to; never printed.
    pub normal: String,
}

/// Shows the detector and the range, never the value: a failed assertion in CI is public.
impl std::fmt::Debug for Hit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hit")
            .field("detector", &self.detector)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}

/// A match in a normalised page.
struct Found {
    detector: Detector,
    range: Range<usize>,
    normal: String,
}

/// What kind of text is read, which determines what may stand in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Genre {
    /// A text in which nothing is excused.
    #[default]
    Any,
    /// News, in which declared officials act.
    News,
    /// An official document: a letter with letterhead and signature.
    Letter,
}

impl Genre {
    /// The genre of a file of the portal, by its folder.
    pub fn of(path: &str) -> Self {
        let folder = path.strip_prefix("content/").and_then(|inner| inner.split_once('/'));
        match folder.map(|(folder, _)| folder) {
            Some(folder) if folder == Kind::News.folder() => Genre::News,
            Some(folder) if [Kind::Circular, Kind::Regulation].iter().any(|kind| kind.folder() == folder) => {
                Genre::Letter
            }
            _ => Genre::Any,
        }
    }
}

/// The gate, with the contacts that it allows and the private roster.
pub struct Gate {
    official: Official,
    roster: Option<Roster>,
}

impl Gate {
    /// A gate that allows the declared contacts of offices and searches for the names of the roster.
    pub fn new(official: Official, roster: Option<Roster>) -> Self {
        Self { official, roster }
    }

    /// All personal data in a text, in order. Names are included only if the text `speaks_of_sanctions`.
    pub fn scan(&self, text: &str, speaks_of_sanctions: bool) -> Vec<Hit> {
        self.scan_as(Genre::Any, text, speaks_of_sanctions)
    }

    /// The same for a text of a genre. Signers of an official document are still among the hits, because they are
    /// counted over all of its texts: `Signers`.
    pub fn scan_as(&self, genre: Genre, text: &str, speaks_of_sanctions: bool) -> Vec<Hit> {
        let mut hits = self.scan_with_header(text, &Header::default(), genre, speaks_of_sanctions);
        columns::retain(text, false, &mut hits);
        if genre == Genre::Letter {
            hits.retain(|hit| !letters::is_contact_line(text, hit));
        }
        hits
    }

    /// The same for a table: the words of its first line are context for every cell.
    pub fn scan_table(&self, text: &str, speaks_of_sanctions: bool) -> Vec<Hit> {
        let mut hits = self.scan_with_header(text, &Header::of(text), Genre::Any, speaks_of_sanctions);
        columns::retain(text, true, &mut hits);
        hits
    }

    /// Removes the names of declared officials from the hits in the file that declares them.
    fn retain_declared(&self, hits: &mut Vec<Hit>) {
        hits.retain(|hit| hit.detector != Detector::Name || !self.official.officials.has(&hit.normal));
    }

    fn scan_with_header(
        &self,
        text: &str,
        header: &Header,
        genre: Genre,
        speaks_of_sanctions: bool,
    ) -> Vec<Hit> {
        let mut hits = self.hits(text, header, genre, speaks_of_sanctions);
        if let Some(untagged) = Untagged::of(text) {
            let shown = self.hits(&untagged.text, header, genre, speaks_of_sanctions);
            hits.extend(
                shown.into_iter().map(|hit| Hit { range: untagged.original(hit.range.clone()), ..hit }),
            );
        }
        hits.sort_by(|a, b| {
            (a.range.start, a.range.end, a.detector, &a.normal).cmp(&(
                b.range.start,
                b.range.end,
                b.detector,
                &b.normal,
            ))
        });
        // Two patterns may find one name, and both texts one number. It is reported once.
        hits.dedup_by(|later, first| later.detector == first.detector && overlap(&later.range, &first.range));
        hits
    }

    /// The hits in a text as it stands.
    fn hits(&self, text: &str, header: &Header, genre: Genre, speaks_of_sanctions: bool) -> Vec<Hit> {
        let windows = if speaks_of_sanctions { sweep::whole(text) } else { sweep::windows(text) };
        let mut hits: Vec<Hit> = Vec::new();
        for window in windows {
            let normal = Normal::of(text, window.around);
            let found = self.read(&Page::new(&normal, header), genre, speaks_of_sanctions);
            hits.extend(found.into_iter().filter_map(|found| {
                let range = normal.original(found.range);
                // A match in the margins alone belongs to another window, or is cut in two.
                let inside = range.start < window.core.end && window.core.start < range.end;
                inside.then_some(Hit { detector: found.detector, range, normal: found.normal })
            }));
        }
        hits
    }

    fn read(&self, page: &Page<'_>, genre: Genre, speaks_of_sanctions: bool) -> Vec<Found> {
        let mut found = Vec::new();
        digits::find_disguised(page, &mut found);
        // Runs do not overlap, but a disguised number may overlap a run.
        let disguised = Taken::by(&found);
        for run in numbers::runs(page) {
            let mut own = Vec::new();
            digits::find(page, &run, &mut own);
            // A number is reported once, by the most specific detector.
            let before = own.len();
            let numbers = Taken::by(&own);
            let taken = |group: &Range<usize>| numbers.overlaps(group) || disguised.overlaps(group);
            phones::find(page, &run, &self.official, &taken, &mut own);
            if own.len() == before {
                phones::find_account(page, &run, &taken, &mut own);
            }
            found.extend(own);
        }
        contacts::find(page, &self.official, &mut found);
        places::find_plates(page, &mut found);
        places::find_coordinates(page, &mut found);
        if speaks_of_sanctions {
            initials::find_aged(page, &mut found);
            if PEOPLE.is_match(page.text()) {
                initials::find(page, &mut found);
                names::find_names(page, &mut found);
                if genre != Genre::Any {
                    let is_acting = |name: &Found| self.official.officials.act_as(page.text(), name);
                    found.retain(|name| name.detector != Detector::Name || !is_acting(name));
                }
                posts::find(page, &mut found);
            }
            if let Some(roster) = &self.roster {
                roster.find(page, &mut found);
            }
        }
        found
    }
}

/// A pattern that matches a part of every name, of all initials after a word for a person, and of every post.
/// Most texts have no match, so one search replaces several.
static PEOPLE: LazyLock<meta::Regex> = LazyLock::new(|| {
    let cores: Vec<String> = names::cores().chain([initials::core(), posts::core()]).collect();
    patterns::core(&cores.join("|"))
});

/// The bytes that some findings cover, as sorted ranges that do not touch.
struct Taken(Vec<Range<usize>>);

impl Taken {
    fn by(found: &[Found]) -> Self {
        let mut ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
        ranges.sort_by_key(|range| range.start);
        ranges.dedup_by(|next, last| {
            let touches = next.start <= last.end;
            if touches {
                last.end = last.end.max(next.end);
            }
            touches
        });
        Self(ranges)
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|taken| taken.end <= range.start);
        self.0.get(next).is_some_and(|taken| taken.start < range.end)
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
