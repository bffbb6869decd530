//! Which of the patterns for names, initials and posts a text could match at all.
//!
//! Each pattern needs some fixed piece of text: a title, a degree, the word for a post. All pieces are
//! looked for in one pass by Aho-Corasick, and the few bytes beside a piece are checked. Most texts hold
//! none that fits, and no pattern is run over them. A hint may be given where nothing is; where something
//! is, one is always given (the tests hold the hints against the patterns).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

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
    /// `S.`, a short word behind that begins with a capital.
    Degree,
    /// `Sp.`, `SSTP`.
    OtherDegree,
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

const PIECES: [(Piece, &[&str]); 12] = [
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
            "Drs", "Drs.", "Dra", "Dra.", "Dr.", "dr.", "drg.", "drh.", "Ir.", "H.", "Hj.", "Prof", "Prof.",
            "KH.", "Tgk.", "Sdr", "Sdr.", "Sdri", "Sdri.", "Bpk.", "Tn.", "Ny.", "Nn.", "a.n.", "A.n.",
            "A.N.", "Saudara", "Saudari", "Bapak", "Ibu", "Pak", "Bu", "a/n", "tas nama", "bernama",
        ],
    ),
    (Piece::NameField, &["ama"]),
    (Piece::Degree, &["S.", "M.", "A.", "B.", "Ph."]),
    (Piece::OtherDegree, &["Sp.", "SSTP"]),
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
    (Piece::Initials, &["nisial", "nitial", "knum"]),
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

struct Table {
    automaton: AhoCorasick,
    /// What each pattern of the automaton is.
    pieces: Vec<Piece>,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let (pieces, words): (Vec<Piece>, Vec<&str>) =
        PIECES.iter().flat_map(|(piece, words)| words.iter().map(|word| (*piece, *word))).unzip();
    let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()?;
    Some(Table { automaton, pieces })
});

impl Hints {
    /// Everything must be looked for.
    const ALL: Self = Self {
        balinese: true,
        titled: true,
        degree: true,
        bare_degree: true,
        initials: true,
        aged_initials: true,
        post: true,
    };

    /// The hints in a normalised text.
    pub(super) fn of(text: &str) -> Self {
        let Some(table) = &*TABLE else { return Self::ALL };
        let mut hints = Self::default();
        for hit in table.automaton.find_overlapping_iter(text) {
            let piece = table.pieces[hit.pattern().as_usize()];
            let hint = match piece {
                Piece::OrderOfBirth | Piece::Caste => &mut hints.balinese,
                Piece::Title | Piece::NameField => &mut hints.titled,
                Piece::Degree | Piece::OtherDegree => &mut hints.degree,
                Piece::BareDegree => &mut hints.bare_degree,
                Piece::Person | Piece::Initials => &mut hints.initials,
                Piece::Age => &mut hints.aged_initials,
                Piece::Post | Piece::Head => &mut hints.post,
            };
            if !*hint {
                *hint = piece.fits(&text.as_bytes()[..hit.start()], &text.as_bytes()[hit.end()..]);
            }
        }
        hints
    }
}

impl Piece {
    /// Whether what stands beside a piece lets the pattern match there.
    fn fits(self, before: &[u8], behind: &[u8]) -> bool {
        match self {
            Piece::OrderOfBirth => {
                matches!(before, [.., b'I' | b'i', b' ' | b'\n'])
            }
            Piece::Caste => matches!(behind, [b' ' | b'\n', ..]),
            Piece::Title => is_capital(skip(behind, is_space)),
            Piece::NameField => match skip(behind, is_space) {
                [b':' | b'|', rest @ ..] => is_capital(skip(rest, is_space)),
                _ => false,
            },
            Piece::Degree => {
                /// The longest degree behind a full stop: `Farm`, `IPem`.
                const LONGEST: usize = 4;
                let word = &behind[usize::from(behind.first().is_some_and(is_space))..];
                let length =
                    word.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphabetic()).count();
                is_capital(word) && length <= LONGEST
            }
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
                !ends_in_word(before) && OFFICES.iter().any(|name| begins(name))
            }
            Piece::OtherDegree | Piece::Initials => true,
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
