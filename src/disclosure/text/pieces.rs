//! The fixed pieces of text that hint at a name, initials or a post, and what must stand beside each.

use super::shape::starts_in_any_case;

/// A kind of piece: what it hints at, and what must stand beside it.
#[derive(Clone, Copy)]
pub(super) enum Piece {
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

pub(super) const PIECES: [(Piece, &[&str]); 10] = [
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
            "K.H.",
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

impl Piece {
    /// Whether what stands beside a piece lets the pattern match there.
    pub(super) fn fits(self, before: &[u8], behind: &[u8]) -> bool {
        match self {
            Piece::OrderOfBirth => {
                matches!(before, [.., b'I', b' ' | b'\n'] | [.., b'N', b'i', b' ' | b'\n'])
            }
            Piece::Caste => matches!(behind, [b' ' | b'\n', ..]),
            Piece::Title => is_name_or_title(skip(behind, is_space)),
            Piece::NameField => match skip(behind, is_space) {
                [b':' | b'|', rest @ ..] => is_name_or_title(skip(rest, is_space)),
                _ => false,
            },
            Piece::BareDegree => matches!(before, [.., b','] | [.., b',', b' ' | b'\n']),
            Piece::Person => {
                let apart = |byte: &u8| {
                    is_space(byte) || matches!(byte, b':' | b',' | b'(' | b'"' | b'\'' | b'.' | 0x80..)
                };
                behind.first().is_some_and(apart) && !ends_in_word(before) && is_capital(skip(behind, apart))
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
                // Nearly always the first letter tells.
                let first = office.first().map(u8::to_ascii_lowercase);
                let begins = |name: &&str| {
                    name.as_bytes().first().copied() == first && starts_in_any_case(office, name.as_bytes())
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

pub(super) fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a name may begin, or the next title before one.
fn is_name_or_title(bytes: &[u8]) -> bool {
    is_capital(bytes) || SMALL_TITLES.iter().any(|title| bytes.starts_with(title.as_bytes()))
}

/// Whether a capital stands first; outside ASCII, it may.
pub(super) fn is_capital(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
}

/// Whether no word can begin behind these bytes.
fn ends_in_word(bytes: &[u8]) -> bool {
    bytes.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
