//! How names are written: behind a title, before a degree, with the Balinese words for the order of birth.

use std::ops::Range;

use super::shape::{CAPITAL, Case, FULL_STOP, SPACE, SPACES, Shape, before, is_capital, is_letter};
use Shape::{All, Chars, Edge, Either, End, Maybe, Repeated, Text, Word, Words};

/// A space or a line end, which is all that parts the words of a name.
const PART: Shape = Chars(is_part, 1, 1);

pub(super) fn is_part(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

fn is_in_name(c: char) -> bool {
    is_letter(c) || matches!(c, '\'' | '’')
}

/// One to six words that begin with a capital.
const NAME: Shape = All(&[
    CAPITAL,
    Chars(is_in_name, 0, usize::MAX),
    Maybe(&All(&[Text("-"), CAPITAL, Chars(is_letter, 1, usize::MAX)])),
    Repeated(
        &All(&[
            PART,
            Either(&[
                All(&[CAPITAL, Chars(is_in_name, 0, usize::MAX), FULL_STOP]),
                Words(&["bin", "binti", "al"]),
            ]),
            Edge,
            FULL_STOP,
        ]),
        0,
        5,
    ),
]);
/// The most parts of a name, and of what may stand between it and a degree.
const MOST_PARTS: usize = 5 + 2;

/// A title, and the spaces behind it.
const TITLE: Shape = All(&[
    Either(&[
        Words(&[
            "Drs.", "Dra.", "Dr.", "dr.", "drg.", "drh.", "Ir.", "H.", "Hj.", "Prof.", "KH.", "K.H.", "Tgk.",
            "Sdr.", "Sdri.", "Bpk.", "Tn.", "Ny.", "Nn.", "a.n.", "A.n.", "A.N.",
        ]),
        Words(&[
            "Drs", "Dra", "Prof", "Sdri", "Sdr", "Saudara", "Saudari", "Bapak", "Ibu", "Pak", "Bu", "a/n",
            "bernama",
        ]),
        Word("atas nama"),
        All(&[Word("nama"), SPACES, Chars(|c| matches!(c, ':' | '|'), 1, 1)]),
    ]),
    Chars(is_part, 0, usize::MAX),
]);

/// A degree with its full stops.
const DEGREE: Shape = All(&[
    Either(&[
        All(&[
            Text("S."),
            SPACE,
            Words(&[
                "H", "E", "Sos", "STP", "IP", "Pd", "Kom", "T", "Si", "Ak", "Kes", "Hut", "P", "Pt", "Farm",
                "Ked", "Ag", "Hum", "Psi", "Kep", "KM", "Keb", "Gz", "Th", "Fil", "Sn", "Stat", "TP", "S",
                "IK", "IPem", "AP", "Tr", "Pi", "I",
            ]),
        ]),
        Text("SSTP"),
        All(&[
            Text("M."),
            SPACE,
            Either(&[Words(&[
                "Si", "M", "H", "Pd", "AP", "Kom", "T", "Kes", "Hum", "Ak", "Sc", "Eng", "Kn", "Par", "P",
                "Ag", "E", "Sos", "Th", "Psi", "Tr", "IP", "A", "BA", "B.A",
            ])]),
        ]),
        All(&[Text("A."), SPACE, Text("Md")]),
        All(&[Text("Ph."), SPACE, Text("D")]),
        All(&[Text("Sp."), SPACE, Chars(|c| c.is_ascii_uppercase(), 1, usize::MAX)]),
        All(&[Text("B."), SPACE, Text("Sc")]),
    ]),
    Edge,
]);

/// What stands between a name and its degree, and the degree.
const THEN_DEGREE: Shape = All(&[Maybe(&Text(",")), Chars(is_part, 0, 2), DEGREE]);

/// A comma, a degree without full stops, and what tells that it is one.
const THEN_BARE_DEGREE: Shape = All(&[
    Text(","),
    Chars(is_part, 0, 1),
    Words(&[
        "SH", "SE", "SSos", "STP", "SSTP", "SIP", "SPd", "SKom", "ST", "AMd", "MSi", "MM", "MH", "MPd",
        "MAP", "PhD", "SKM", "SAg",
    ]),
    Either(&[
        Chars(|c| matches!(c, ',' | '.' | ';' | ')' | '\n'), 1, 1),
        End,
        All(&[
            Text(" "),
            Either(&[
                Words(&[",", "("]),
                All(&[Text("di"), Chars(|c| c.is_ascii_lowercase(), 1, 1)]),
                All(&[Words(&["dan", "yang", "selaku", "sebagai", "terbukti"]), Edge]),
            ]),
        ]),
    ]),
]);

/// A name that begins with the words for the order of birth or the caste.
const BALINESE: Shape = All(&[
    Either(&[
        All(&[
            Words(&["I", "Ni"]),
            PART,
            Words(&[
                "Gusti", "Dewa", "Wayan", "Putu", "Gede", "Luh", "Made", "Kadek", "Nengah", "Nyoman",
                "Komang", "Ketut", "Desak", "Gst",
            ]),
        ]),
        All(&[Text("Ida"), PART, Either(&[Words(&["Bagus", "Ayu"]), All(&[Text("I"), PART, Text("Dewa")])])]),
        All(&[Text("Anak"), PART, Text("Agung")]),
        Words(&["Cokorda", "Tjokorda"]),
        All(&[Text("Desak"), PART, Words(&["Made", "Putu"])]),
    ]),
    PART,
    NAME,
]);

/// Where a name stands, and where what it is known by begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The name, or its last title.
    pub(super) start: usize,
    /// The name alone.
    pub(super) name: Range<usize>,
}

/// Looks for the first match at each of some places; it gives the match and where the next may begin.
///
/// No letter and no full stop stands before a match, and what stands there is part of no earlier one.
fn each_apart(
    text: &str,
    starts: impl Iterator<Item = usize>,
    find: impl Fn(usize) -> Option<Named>,
) -> Vec<Named> {
    let (mut found, mut from): (Vec<Named>, usize) = (Vec::new(), 0);
    for at in starts {
        let apart = match before(text, at) {
            None => true,
            Some(c) => at >= from + c.len_utf8() && !is_letter(c) && c != '.',
        };
        if apart && let Some(named) = find(at) {
            from = named.name.end;
            found.push(named);
        }
    }
    found
}

/// Balinese names.
pub(super) fn balinese(text: &str, hints: &[usize]) -> Vec<Named> {
    each_apart(text, hints.iter().copied(), |at| {
        BALINESE.end(text, at).map(|end| Named { start: at, name: at..end })
    })
}

/// Names behind titles.
pub(super) fn titled(text: &str, hints: &[usize]) -> Vec<Named> {
    each_apart(text, hints.iter().copied(), |at| {
        // A title may be the name itself: "Pak Ibu".
        let mut starts = vec![at];
        while let Some(end) = starts.last().and_then(|last| TITLE.end(text, *last)) {
            starts.push(end);
        }
        let titles = starts.windows(2).rev();
        titles
            .filter_map(|pair| Some((pair[0], pair[1]..NAME.end(text, pair[1])?)))
            .next()
            .map(|(start, name)| Named { start, name })
    })
}

/// Names before degrees with full stops.
pub(super) fn with_degree(text: &str, hints: &[usize]) -> Vec<Named> {
    before_degrees(text, hints, &THEN_DEGREE)
}

/// Names before degrees without.
pub(super) fn with_bare_degree(text: &str, hints: &[usize]) -> Vec<Named> {
    before_degrees(text, hints, &THEN_BARE_DEGREE)
}

fn before_degrees(text: &str, hints: &[usize], degree: &Shape) -> Vec<Named> {
    let mut tried = 0;
    let starts = hints.iter().flat_map(|hint| {
        let range = name_start(text, *hint).max(tried)..*hint;
        tried = tried.max(range.end);
        range.filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(is_capital))
    });
    each_apart(text, starts, |at| {
        let mut name = None;
        NAME.ends(text, at, Case::Written, &mut |end| {
            name = degree.is_at(text, end, Case::Written).then_some(at..end);
            name.is_some()
        });
        name.map(|name| Named { start: at, name })
    })
}

/// The first place at which a name can begin that reaches to `end`.
fn name_start(text: &str, end: usize) -> usize {
    let mut parts = 0;
    let in_name = |c: &char| {
        parts += usize::from(is_part(*c));
        parts <= MOST_PARTS && (is_in_name(*c) || is_part(*c) || matches!(c, '-' | '.' | ','))
    };
    end - text[..end].chars().rev().take_while(in_name).map(char::len_utf8).sum::<usize>()
}
