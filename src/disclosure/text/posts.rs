//! Posts that only one person holds, where the text says that the post's holder was sanctioned.

use std::ops::Range;

use super::numbers::Page;
use super::sentences::{is_sanctioned, sentence};
use super::shape::{
    CAPITAL, Case, FULL_STOP, GAP, SPACE, SPACES, Shape, is_capital, is_edge, is_letter, is_number,
};
use super::{Detector, Found};
use Shape::{All, AnyWord, Chars, Edge, Either, Maybe, Repeated, Text, Word, Words};

/// `Pj. `, `plt `.
const ACTING: Shape = All(&[AnyWord(&["pj", "plt", "plh"]), FULL_STOP, GAP]);
/// A space and a word that begins with a capital.
const CAPITALISED: Shape = All(&[GAP, CAPITAL, Chars(is_letter, 0, usize::MAX)]);

/// A post that a place, an office or a school makes one of a kind.
const OF_A_PLACE: Shape = All(&[
    Maybe(&Either(&[ACTING, All(&[AnyWord(&["mantan", "eks", "nonaktif"]), GAP])])),
    Either(&[
        AnyWord(&[
            "camat", "lurah", "kades", "kadis", "kaban", "kabag", "kabid", "kasubag", "kasi", "sekcam",
            "seklur", "sekdis", "sekban", "kepsek", "perbekel", "kelian",
        ]),
        All(&[Word("kepala"), GAP, OFFICE, Edge]),
        All(&[Word("direktur"), GAP, Words(&["RSUD", "RS", "Perumda", "PDAM", "PD", "BUMD", "Utama"])]),
        All(&[
            Word("sekretaris"),
            GAP,
            Either(&[
                AnyWord(&["dinas", "badan", "camat", "kecamatan", "desa", "kelurahan"]),
                Words(&["DPRD", "KPU", "Bawaslu"]),
            ]),
        ]),
        All(&[Word("head"), GAP, Text("of"), GAP, Maybe(&All(&[Text("the"), GAP]))]),
    ]),
    Repeated(&All(&[GAP, Either(&[PLACE_WORD, Words(&["dan", "of", "the", "&"])])]), 0, 7),
]);

/// An office with one head.
const OFFICE: Shape = Either(&[
    AnyWord(&["dinas", "badan", "bagian", "bidang", "seksi"]),
    All(&[Word("sub"), SPACE, Word("bagian")]),
    AnyWord(&["desa", "sekolah", "puskesmas", "kelurahan", "kantor"]),
    Words(&[
        "UPTD",
        "UPT",
        "SDN",
        "SD",
        "SMPN",
        "SMP",
        "SMAN",
        "SMA",
        "SMKN",
        "SMK",
        "TK",
        "RSUD",
        "BKPSDM",
        "BKD",
        "BPKAD",
        "Bappeda",
        "Bapenda",
        "Bakesbangpol",
        "Kesbangpol",
    ]),
    All(&[Text("Satpol"), GAP, Text("PP")]),
    Words(&["Diskominfo", "DPMPTSP", "DPMD", "Disdik", "Dinkes", "Dinsos", "Dishub", "BPBD"]),
]);

/// A word of a name of a place: a capital or a number first.
const PLACE_WORD: Shape =
    All(&[Chars(|c| is_capital(c) || is_number(c), 1, 1), Chars(is_in_place_word, 0, usize::MAX)]);

fn is_in_place_word(c: char) -> bool {
    is_letter(c) || is_number(c) || matches!(c, '\'' | '’' | '-')
}

/// A post and what makes it one of a kind: a place, an office, a school. A word begins with it.
const POST: Shape = Either(&[
    OF_A_PLACE,
    All(&[
        Maybe(&ACTING),
        Either(&[Word("sekda"), All(&[Word("sekretaris"), GAP, Word("daerah")])]),
        Repeated(&CAPITALISED, 0, 3),
    ]),
    All(&[Word("inspektur"), GAP, Word("daerah")]),
    All(&[
        Word("asisten"),
        GAP,
        Either(&[
            Words(&["III", "II", "I", "1", "2", "3"]),
            AnyWord(&["pemerintahan", "ekonomi", "administrasi"]),
        ]),
        Edge,
        Repeated(&CAPITALISED, 0, 4),
    ]),
    All(&[
        Word("staf"),
        GAP,
        Word("ahli"),
        GAP,
        Word("bupati"),
        Repeated(&Either(&[CAPITALISED, All(&[GAP, Text("dan")])]), 0, 6),
    ]),
]);

/// Words of rules, which speak of whoever may come to hold a post.
pub(super) const RULE: Shape = All(&[
    Either(&[
        Words(&["apabila", "jika", "bilamana", "bila", "setiap", "dapat", "harus", "wajib", "dilarang"]),
        All(&[Text("barang"), SPACES, Text("siapa")]),
        All(&[Text("dalam"), GAP, Text("hal")]),
        Words(&["if", "shall", "must", "may"]),
    ]),
    Edge,
]);

/// Posts of which an administration has one; they need no place behind them.
pub(super) const ONE_IN_ALL: Shape = All(&[
    Maybe(&ACTING),
    Either(&[
        Text("sekda"),
        All(&[Text("sekretaris"), GAP, Words(&["daerah", "dprd", "kpu", "bawaslu"])]),
        All(&[Text("inspektur"), GAP, Text("daerah")]),
        Text("asisten"),
        All(&[Text("staf"), GAP, Text("ahli")]),
        All(&[
            Text("kepala"),
            GAP,
            Words(&[
                "bkpsdm",
                "bkd",
                "bpkad",
                "bappeda",
                "bapenda",
                "bakesbangpol",
                "kesbangpol",
                "satpol",
                "diskominfo",
                "dpmptsp",
                "dpmd",
                "disdik",
                "dinkes",
                "dinsos",
                "dishub",
                "bpbd",
            ]),
        ]),
        Text("direktur"),
    ]),
]);

/// The posts in a text, with the places behind them; `hints` tells where they may begin.
pub(super) fn posts(text: &str, hints: &[usize]) -> Vec<Range<usize>> {
    let mut posts: Vec<Range<usize>> = Vec::new();
    for at in hints {
        let is_new = posts.last().is_none_or(|last| last.end <= *at);
        if is_new
            && is_edge(text, *at)
            && let Some(end) = POST.end(text, *at)
        {
            posts.push(*at..end);
        }
    }
    posts
}

/// Finds posts of one holder that the text says were sanctioned.
///
/// A generic post in a rule ("camat yang terbukti melanggar dijatuhi sanksi") points at nobody.
pub(super) fn find(page: &Page<'_>, hints: &[usize], found: &mut Vec<Found>) {
    let text = page.text();
    for post in posts(text, hints) {
        let written = text[post.clone()].trim_end_matches(|c: char| c.is_whitespace());
        let written = written.strip_suffix(" dan").or_else(|| written.strip_suffix(" of")).unwrap_or(written);
        let range = post.start..post.start + written.len();
        let named = written.split_whitespace().skip(1).any(|word| {
            word.starts_with(char::is_uppercase) && !GENERIC.contains(&word.to_lowercase().as_str())
                || word.starts_with(|c: char| c.is_ascii_digit())
        });
        let single = || ONE_IN_ALL.is_at(written, 0, Case::Any);
        let rule = || RULE.begins_a_word(&text[sentence(text, &range)], Case::Any);
        if (named || single() && !rule()) && is_sanctioned(text, &range) {
            let normal = written.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            found.push(Found { detector: Detector::SinglePost, range, normal });
        }
    }
}

/// Words of a post's own title, which name no place.
const GENERIC: [&str; 34] = [
    "dinas",
    "badan",
    "bagian",
    "bidang",
    "seksi",
    "subbagian",
    "sub",
    "desa",
    "sekolah",
    "puskesmas",
    "kelurahan",
    "kecamatan",
    "kantor",
    "uptd",
    "upt",
    "sd",
    "sdn",
    "smp",
    "smpn",
    "sma",
    "sman",
    "smk",
    "smkn",
    "tk",
    "rsud",
    "camat",
    "lurah",
    "daerah",
    "kepala",
    "yang",
    "of",
    "the",
    "dasar",
    "perangkat",
];
