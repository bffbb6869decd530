//! Which of the patterns for names, initials and posts a text could match at all.
//!
//! Each pattern needs some fixed piece of text: a title, a degree, the word for a post. Nearly all of them
//! begin a word, so one pass over the words finds them, and the few bytes beside a piece are checked. Most
//! texts hold none that fits, and no pattern is run over them. A hint may be given where nothing is; where
//! something is, one is always given (the tests hold the hints against the patterns).

use std::sync::LazyLock;

/// The patterns that a text could match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// A Balinese name.
    pub(super) balinese: bool,
    /// A name behind a title.
    pub(super) titled: bool,
    /// A name before a degree with full stops.
    pub(super) degree: bool,
    /// A name before a degree without.
    pub(super) bare_degree: bool,
    /// Initials behind a word for a person.
    pub(super) initials: bool,
    /// Initials before an age.
    pub(super) aged_initials: bool,
    /// A post of one holder.
    pub(super) post: bool,
}

/// A kind of piece: what it hints at, and what must stand beside it.
#[derive(Clone, Copy)]
enum Piece {
    /// `Wayan`, behind `I` or `Ni`.
    OrderOfBirth,
    /// `Ida`, a space behind.
    Caste,
    /// `Drs.`, a capital behind.
    Title,
    /// `nama`, a colon or a bar behind, and a capital.
    NameField,
    /// `SH`, a comma before.
    BareDegree,
    /// `terlapor`, a capital behind.
    Person,
    /// `inisial`.
    Initials,
    /// `tahun`, a digit before.
    Age,
    /// `camat`.
    Post,
    /// `kepala`, the name of an office behind.
    Head,
}

const PIECES: [(Piece, &[&str]); 10] = [
    (
        Piece::OrderOfBirth,
        &[
            "Gusti", "Dewa", "Wayan", "Putu", "Gede", "Luh", "Made", "Kadek", "Nengah", "Nyoman", "Komang",
            "Ketut", "Desak", "Gst",
        ],
    ),
    (Piece::Caste, &["Ida", "Anak", "Cokorda", "Tjokorda", "Desak"]),
    (
        Piece::Title,
        &[
            "Drs",
            "Drs.",
            "Dra",
            "Dra.",
            "Dr.",
            "dr.",
            "drg.",
            "drh.",
            "Ir.",
            "H.",
            "Hj.",
            "Prof",
            "Prof.",
            "KH.",
            "Tgk.",
            "Sdr",
            "Sdr.",
            "Sdri",
            "Sdri.",
            "Bpk.",
            "Tn.",
            "Ny.",
            "Nn.",
            "a.n.",
            "A.n.",
            "A.N.",
            "Saudara",
            "Saudari",
            "Bapak",
            "Ibu",
            "Pak",
            "Bu",
            "a/n",
            "atas nama",
            "Atas nama",
            "bernama",
        ],
    ),
    (Piece::NameField, &["nama", "Nama"]),
    (
        Piece::BareDegree,
        &[
            "SH", "SE", "SSos", "STP", "SSTP", "SIP", "SPd", "SKom", "ST", "AMd", "MSi", "MM", "MH", "MPd",
            "MAP", "PhD", "SKM", "SAg",
        ],
    ),
    (
        Piece::Person,
        &[
            "sdr",
            "Sdr",
            "sdri",
            "Sdri",
            "saudara",
            "saudari",
            "Saudara",
            "Saudari",
            "bapak",
            "Bapak",
            "ibu",
            "Ibu",
            "Bpk",
            "Pak",
            "Bu",
            "Tn",
            "Ny",
            "terlapor",
            "Terlapor",
            "teradu",
            "Teradu",
            "pelaku",
            "Pelaku",
            "pelanggar",
            "Pelanggar",
            "a.n.",
            "a/n",
            "atas nama",
            "Atas nama",
        ],
    ),
    (
        Piece::Initials,
        &["inisial", "Inisial", "berinisial", "Berinisial", "initial", "Initial", "oknum", "Oknum"],
    ),
    (Piece::Age, &["tahun", "th", "years"]),
    (
        Piece::Post,
        &[
            "Camat",
            "camat",
            "Lurah",
            "lurah",
            "Kades",
            "kades",
            "Kadis",
            "kadis",
            "Kaban",
            "kaban",
            "Kabag",
            "kabag",
            "Kabid",
            "kabid",
            "Kasubag",
            "kasubag",
            "Kasi",
            "kasi",
            "Sekcam",
            "sekcam",
            "Seklur",
            "seklur",
            "Sekdis",
            "sekdis",
            "Sekban",
            "sekban",
            "Kepsek",
            "kepsek",
            "Perbekel",
            "perbekel",
            "Kelian",
            "kelian",
            "Direktur",
            "direktur",
            "Sekretaris",
            "sekretaris",
            "Head",
            "head",
            "Sekda",
            "sekda",
            "Inspektur",
            "inspektur",
            "Asisten",
            "asisten",
            "Staf",
            "staf",
        ],
    ),
    (Piece::Head, &["Kepala", "kepala"]),
];

/// Beginnings of the offices that have a head who is the only one.
const OFFICES: [&str; 30] = [
    "dinas",
    "badan",
    "bagian",
    "bidang",
    "seksi",
    "sub",
    "desa",
    "sekolah",
    "puskesmas",
    "kelurahan",
    "kantor",
    "upt",
    "sd",
    "smp",
    "sma",
    "smk",
    "tk",
    "rsud",
    "bkpsdm",
    "bkd",
    "bpkad",
    "bappeda",
    "bapenda",
    "bakesbangpol",
    "kesbangpol",
    "satpol",
    "dpm",
    "dis",
    "din",
    "bpbd",
];

/// Titles in small letters, which may follow another one without a space.
const SMALL_TITLES: [&str; 8] = ["dr.", "drg.", "drh.", "a.n.", "a/n", "atas nama", "bernama", "nama"];

/// The pieces, found by their first two bytes, which few words share.
struct Table {
    /// For each pair of ASCII bytes, the list that its pieces are in; 0 for none.
    lists_by_pair: Vec<u8>,
    lists: Vec<Vec<(Piece, &'static [u8])>>,
}

impl Table {
    /// Where a pair of bytes is looked up; what is not ASCII begins no piece.
    fn pair(first: u8, second: u8) -> usize {
        usize::from(first & 0x7F) << 7 | usize::from(second & 0x7F)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lists_by_pair: vec![0; 1 << 14], lists: vec![Vec::new()] };
    for (piece, words) in &PIECES {
        for word in words.iter().map(|word| word.as_bytes()) {
            let [first, second, ..] = word else { continue };
            let list = &mut table.lists_by_pair[Table::pair(*first, *second)];
            if *list == 0 {
                *list = u8::try_from(table.lists.len()).unwrap_or(u8::MAX);
                table.lists.push(Vec::new());
            }
            table.lists[usize::from(*list)].push((*piece, word));
        }
    }
    table
});

const LETTER: [bool; 256] = {
    let mut letter = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        letter[byte] = (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    letter
};

impl Hints {
    /// The hints in a normalised text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut hints = Self { degree: has_degree(bytes), ..Self::default() };
        let table = &*TABLE;
        let mut in_word = false;
        for (at, pair) in bytes.windows(2).enumerate() {
            let begins = !in_word;
            in_word = LETTER[usize::from(pair[0])];
            if !(begins & in_word) {
                continue;
            }
            let list = table.lists_by_pair[Table::pair(pair[0], pair[1])];
            if list == 0 {
                continue;
            }
            for (piece, word) in &table.lists[usize::from(list)] {
                if bytes[at..].starts_with(word) {
                    hints.note(*piece, &bytes[..at], &bytes[at + word.len()..]);
                }
            }
        }
        hints
    }

    fn note(&mut self, piece: Piece, before: &[u8], behind: &[u8]) {
        let hint = match piece {
            Piece::OrderOfBirth | Piece::Caste => &mut self.balinese,
            Piece::Title | Piece::NameField => &mut self.titled,
            Piece::BareDegree => &mut self.bare_degree,
            Piece::Person | Piece::Initials => &mut self.initials,
            Piece::Age => &mut self.aged_initials,
            Piece::Post | Piece::Head => &mut self.post,
        };
        *hint = *hint || piece.fits(before, behind);
    }
}

/// Whether a degree may stand in a text: `S.H.`, `M. Si`, `Ph.D`, `Sp.OG`, `SSTP`. It may end a word.
fn has_degree(bytes: &[u8]) -> bool {
    /// The longest degree behind a full stop: `Farm`, `IPem`.
    const LONGEST: usize = 4;
    let fits = |at: usize| {
        let behind = &bytes[at + 1..];
        let word = &behind[usize::from(behind.first().is_some_and(is_space))..];
        let letters = word.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
        match &bytes[..at] {
            [.., b'S', b'p'] => is_capital(word),
            [.., b'S' | b'M' | b'A' | b'B'] | [.., b'P', b'h'] => is_capital(word) && letters <= LONGEST,
            _ => false,
        }
    };
    memchr::memchr_iter(b'.', bytes).any(fits) || memchr::memmem::find(bytes, b"SSTP").is_some()
}

impl Piece {
    /// Whether what stands beside a piece lets the pattern match there.
    fn fits(self, before: &[u8], behind: &[u8]) -> bool {
        match self {
            Piece::OrderOfBirth => {
                matches!(before, [.., b'I' | b'i', b' ' | b'\n'])
            }
            Piece::Caste => matches!(behind, [b' ' | b'\n', ..]),
            Piece::Title => {
                let next = skip(behind, is_space);
                is_capital(next) || SMALL_TITLES.iter().any(|title| next.starts_with(title.as_bytes()))
            }
            Piece::NameField => match skip(behind, is_space) {
                [b':' | b'|', rest @ ..] => is_capital(skip(rest, is_space)),
                _ => false,
            },
            Piece::BareDegree => matches!(before, [.., b','] | [.., b',', b' ' | b'\n']),
            Piece::Person => {
                let apart = |byte: &u8| is_space(byte) || b":,(\"'.".contains(byte) || *byte >= 0x80;
                !ends_in_word(before) && is_capital(skip(behind, apart)) && behind.first().is_some_and(apart)
            }
            Piece::Age => {
                let before = match before {
                    [rest @ .., last] if is_space(last) => rest,
                    whole => whole,
                };
                before.last().is_some_and(u8::is_ascii_digit)
            }
            Piece::Post => !ends_in_word(before),
            Piece::Head => {
                let office = skip(behind, is_space);
                let begins = |name: &&str| {
                    office.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                };
                !ends_in_word(before) && OFFICES.iter().any(begins)
            }
            Piece::Initials => true,
        }
    }
}

fn skip(bytes: &[u8], what: impl Fn(&u8) -> bool) -> &[u8] {
    &bytes[bytes.iter().take_while(|byte| what(byte)).count()..]
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a capital stands first; outside ASCII, it may.
fn is_capital(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
}

/// Whether no word can begin behind these bytes.
fn ends_in_word(bytes: &[u8]) -> bool {
    bytes.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
