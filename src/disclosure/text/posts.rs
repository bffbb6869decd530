//! Posts that only one person holds, where the text says that the post's holder was sanctioned.

use std::sync::LazyLock;

use regex::Regex;

use super::numbers::Page;
use super::sentences::is_sanctioned;
use super::{Detector, Found, pattern};

/// A post and what makes it one of a kind: a place, an office, a school.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \b (?:
            (?: (?:[Pp]j|[Pp]lt|[Pp]lh)\.?\s+ | (?:[Mm]antan|[Ee]ks|[Nn]onaktif)\s+ )?
            (?: [Cc]amat | [Ll]urah | [Kk]ades | [Kk]adis | [Kk]aban | [Kk]abag | [Kk]abid | [Kk]asubag | [Kk]asi
              | [Ss]ekcam | [Ss]eklur | [Ss]ekdis | [Ss]ekban | [Kk]epsek | [Pp]erbekel | [Kk]elian
              | [Kk]epala\s+(?:[Dd]inas|[Bb]adan|[Bb]agian|[Bb]idang|[Ss]eksi|[Ss]ub\s?[Bb]agian|[Dd]esa|[Ss]ekolah|[Pp]uskesmas|[Kk]elurahan|[Kk]antor|UPTD?|UPT|SD|SDN|SMP|SMPN|SMA|SMAN|SMK|SMKN|TK|RSUD)\b
              | [Kk]epala\s+(?:BKPSDM|BKD|BPKAD|Bappeda|Bapenda|Bakesbangpol|Kesbangpol|Satpol\s+PP|Diskominfo|DPMPTSP|DPMD|Disdik|Dinkes|Dinsos|Dishub|BPBD)\b
              | [Dd]irektur\s+(?:RSUD|RS|Perumda|PDAM|PD|BUMD|Utama)
              | [Ss]ekretaris\s+(?:[Dd]inas|[Bb]adan|[Cc]amat|[Kk]ecamatan|[Dd]esa|[Kk]elurahan|DPRD|KPU|Bawaslu)
              | [Hh]ead\s+of\s+(?:the\s+)? )
            (?: \s+ (?: (?:\p{Lu}|\p{N})[\p{L}\p{N}'’-]* | dan | of | the | & ) ){0,7}
          | (?: (?:[Pp]j|[Pp]lt|[Pp]lh)\.?\s+ )? (?: [Ss]ekda | [Ss]ekretaris\s+[Dd]aerah ) (?: \s+ \p{Lu}\p{L}* ){0,3}
          | [Ii]nspektur\s+[Dd]aerah | [Aa]sisten\s+(?:I{1,3}|[123]|[Pp]emerintahan|[Ee]konomi|[Aa]dministrasi)\b (?: \s+ \p{Lu}\p{L}* ){0,4}
          | [Ss]taf\s+[Aa]hli\s+[Bb]upati (?: \s+ (?:\p{Lu}\p{L}*|dan) ){0,6}
        )",
    )
});

/// Words of rules, which speak of whoever may come to hold a post.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:apabila|jika|bila|bilamana|setiap|dapat|harus|wajib|dilarang|barang\s*siapa|dalam\s+hal|if|shall|must|may)\b",
    )
});

/// Posts of which an administration has one; they need no place behind them.
static ONE_IN_ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:pj|plt|plh)\.?\s+)?(?:sekda|sekretaris\s+daerah|inspektur\s+daerah|asisten|staf\s+ahli|kepala\s+(?:bkpsdm|bkd|bpkad|bappeda|bapenda|bakesbangpol|kesbangpol|satpol|diskominfo|dpmptsp|dpmd|disdik|dinkes|dinsos|dishub|bpbd)|direktur|sekretaris\s+(?:dprd|kpu|bawaslu))",
    )
});

/// Finds posts of one holder that the text says were sanctioned.
///
/// A generic post in a rule ("camat yang terbukti melanggar dijatuhi sanksi") points at nobody.
pub(super) fn find(page: &Page<'_>, found: &mut Vec<Found>) {
    let text = page.text();
    for post in POST.find_iter(text) {
        let written = post.as_str().trim_end_matches(|c: char| c.is_whitespace());
        let written = written.strip_suffix(" dan").or_else(|| written.strip_suffix(" of")).unwrap_or(written);
        let range = post.start()..post.start() + written.len();
        let named = written.split_whitespace().skip(1).any(|word| {
            word.starts_with(char::is_uppercase) && !GENERIC.contains(&word.to_lowercase().as_str())
                || word.starts_with(|c: char| c.is_ascii_digit())
        });
        let single = ONE_IN_ALL.is_match(written);
        let rule = RULE.is_match(&text[super::sentences::sentence(text, &range)]);
        if (named || single && !rule) && is_sanctioned(text, &range) {
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

/// Whether the pattern matches, for the tests of the hints.
#[cfg(test)]
pub(super) fn is_post(text: &str) -> bool {
    POST.is_match(text)
}
