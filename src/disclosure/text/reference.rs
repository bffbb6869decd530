//! The gate's patterns as regular expressions, which look everywhere: the tests hold what is matched at hints
//! against what these match.

use std::sync::LazyLock;

use regex::Regex;

use super::contacts::{self, Address};
use super::forms::{self, Named};
use super::hints::Hints;
use super::initials::{self, Lettered};
use super::names;
use super::normal::Normal;
use super::numbers::Page;
use super::pattern;
use super::places::{self, Pair, Plate};
use super::posts;
use super::sentences;
use super::shape::Case;

/// One to six words that begin with a capital.
const NAME: &str =
    r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}\p{L}+)?(?:[ \n](?:\p{Lu}[\p{L}'’]*\.?|bin|binti|al)\b\.?){0,5}";

/// Degrees with their full stops.
const DEGREES: &str = r"(?:S\.\s?(?:H|E|Sos|STP|IP|Pd|Kom|T|Si|Ak|Kes|Hut|P|Pt|Farm|Ked|Ag|Hum|Psi|Kep|KM|Keb|Gz|Th|Fil|Sn|Stat|TP|S|IK|IPem|AP|Tr|Pi|I)|S\.STP|SSTP|M\.\s?(?:Si|M|H|Pd|AP|Kom|T|Kes|Hum|Ak|Sc|Eng|Kn|Par|P|Ag|E|Sos|Th|Psi|Tr|IP|A|B\.?A)|A\.\s?Md|Ph\.\s?D|Sp\.\s?[A-Z]+|B\.\s?Sc)\b";

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x-u:)(?:^|[^\p{{L}}.])((?:(?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdr|Sdri|Bpk|Tn|Ny|Nn|a\.n|A\.n|A\.N)\.|(?:Drs|Dra|Prof|Sdr|Sdri|Saudara|Saudari|Bapak|Ibu|Pak|Bu|a/n|[Aa]tas nama|bernama|[Nn]ama\s*[:|]))[ \n]*)+({NAME})"
    ))
});

static WITH_DEGREE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:^|[^\p{{L}}.])({NAME}),?[ \n]{{0,2}}{DEGREES}")));

static WITH_BARE_DEGREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[^\p{{L}}.])({NAME}),[ \n]?(?:SH|SE|SSos|STP|SSTP|SIP|SPd|SKom|ST|AMd|MSi|MM|MH|MPd|MAP|PhD|SKM|SAg)(?:[,.;)\n]|$|[ ](?:,|dan\b|di[a-z]|yang\b|selaku\b|sebagai\b|terbukti\b|\())"
    ))
});

static BALINESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[^\p{{L}}.])((?:I|Ni)[ \n](?:Gusti|Dewa|Wayan|Putu|Gede|Luh|Made|Kadek|Nengah|Nyoman|Komang|Ketut|Desak|Gst)[ \n]{NAME}|(?:Ida[ \n](?:Bagus|Ayu|I[ \n]Dewa)|Anak[ \n]Agung|Cokorda|Tjokorda|Desak[ \n](?:Made|Putu))[ \n]{NAME})"
    ))
});

/// Places that are called after people, and may stand before the name.
static NAMED_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:jalan|jln?\.?|rsud|rsu|rsup|rs|rumah\s+sakit|bandara|bandar\s+udara|gedung|stadion|universitas|lapangan|taman|aula|masjid|pura|pelabuhan|museum|monumen|balai|gor|makam|yayasan|airport|street|hospital)\s*$",
    )
});

/// Public offices, whose holders are named when they act.
static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:bupati|wali\s?kota|gubernur|presiden|menteri|mendagri|menpanrb|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|staf\s+ahli|camat|lurah|pj\.?|plt\.?|plh\.?|penjabat|pejabat|anggota|koordinator|komisioner|narasumber|rektor|kapolres|dandim|kajari|hakim|jaksa|juru\s+bicara|pembina|head|regent|mayor|governor|minister|chair(?:man|woman|person)?|secretary|speaker|director)\b[^;]{0,90}$",
    )
});

static OFFICE_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^.;\n]{0,24}?[,(–-]\s*(?:selaku|sebagai|yang\s+juga)?\s*(?:the\s+)?(?:bupati|wali\s?kota|gubernur|menteri|sekda|sekretaris|kepala|ketua|direktur|inspektur|asisten|camat|lurah|pj|plt|penjabat|anggota|koordinator|komisioner|narasumber|head|regent|chair|secretary)\b",
    )
});

/// Titles at the end of what stands before a name.
static TITLES_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\b(?:Drs|Dra|Dr|dr|drg|drh|Ir|H|Hj|Prof|KH|K\.H|Tgk|Sdri?|Bpk|Tn|Ny|Nn)\.?[ \n]*)+$")
});

static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        (?: \b (?: [Bb]er)?[Ii]nisial (?:nya|\s+nama)? | \b [Ii]nitials? (?:\s+of)? | \b [Ii]nitialled | \b [Ss]dri?\.? | \b [Ss]audar[ai]
          | \b [Bb]apak | \b [Ii]bu | \b Bpk\.? | \b Pak | \b Bu | \b Tn\.? | \b Ny\.? | \b [Oo]knum (?:\s+(?:ASN|PNS|PPPK|pegawai|guru|camat|lurah))?
          | \b [Tt]erlapor | \b [Tt]eradu | \b [Pp]elaku | \b [Pp]elanggar | \b a\.n\. | \b a/n | \b [Aa]tas\ nama )
        [\s:,("'“‘]{1,4}
        ( (?: [A-Z] \. \s? ){1,5} [A-Z]? | [A-Z]{1,5} ) (?: [^\p{L}\p{N}/] | $ )"#,
    )
});

static AGED_INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b((?:[A-Z]\.\s?){1,4}[A-Z]?|[A-Z]{2,4}),?\s?\(?(?-u:\d{2})\s?(?:tahun|thn?\b|years)")
});

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

/// What is done to somebody who is sanctioned, or said of them.
const UNDERGOES: &str = r"(?:di(?:jatuhi|kenai|kenakan|sanksi|berhentikan|copot|nonaktifkan|bebastugaskan|pecat|tegur|hukum|turunkan|demosi|skors|proses|periksa|sidang|laporkan|adukan|panggil|klarifikasi|duga|nyatakan\s+(?:terbukti|bersalah|melanggar)|beri(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan))|diduga|terbukti|melanggar|kedapatan|men(?:dapat|erima)(?:kan)?\s+(?:sanksi|teguran|hukuman|peringatan)|was\s+(?:sanctioned|dismissed|reprimanded|suspended|found\s+to\s+have|reported)|(?:teradu|terlapor|pelaku)\b)";

/// Words that may stand between the sanctioned one and what is done: "itu juga telah resmi".
const FILLER: &str = r"(?:\s+(?:itu|ini|tersebut|yang|telah|sudah|juga|kemudian|akhirnya|resmi|pernah|akan|sempat|lalu|pun|sebelumnya|tahun|pada|tanggal|bulan|(?-u:\d{1,4})|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|berinisial|nonaktif|lama|setempat|sendiri)|\s*\([^()\n]{1,40}\)|\s*,[^,.;\n]{1,80},)";

static SANCTIONED_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^{FILLER}{{0,5}}[\s,:(–-]+{UNDERGOES}")));

static SANCTIONED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:kepada|terhadap|bagi|oknum|teradu|terlapor|pelaku|pelanggar|terperiksa|tersangka|terdakwa|berinisial|bernama|atas\s+nama|against|namely|yakni|yaitu)\s*[:,(]?\s*(?:saudara|saudari|sdr\.?|sdri\.?|bapak|ibu)?\s*$",
    )
});

static SPEAKS_OF_PASSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?i){UNDERGOES}")));

/// Somebody acts in office: speaks, signs, decides.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mengata|menyata|menjelas|menegas|menandatangani|menyampai|mengimbau|menghimbau|mengingat|membuka|memimpin|menjatuh|menetap|menyebut|melapor|menerima\s+laporan|memerintah|meminta|menambah|mengungkap|memberi|mengaku|berharap|memutus|mengatakan|kata|ujar|ungkap|jelas|tegas|tutur|menurut|ditandatangani|dibuka\s+oleh|disampaikan\s+oleh|dipimpin\s+oleh|said|signed|according|opened|chaired|stated|explained)",
    )
});

static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u)\b([A-Za-z]{1,2})([ .\n_-]{0,3})([0-9]{1,4})([ .\n_-]{0,3})([A-Za-z]{1,3})\b")
});

static DECIMAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} ) \s* °? \s* (?i: LS | LU | BT | S | N | E | ,? )
        [\s,;/|"']{0,6} (?: %2C | dan \s )? (?i: lon | lng | long | longitude | bujur )? [\s:="']{0,4}
        ( [-+]? \ ? [0-9]{1,3} [.,] [0-9]{4,} )"#,
    )
});

static SEXAGESIMAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)
        [0-9]{1,3} \s* ° \s* [0-9]{1,2} \s* ['′’‘`]? \s* [0-9]{1,2} (?: [.,] [0-9]+ )? \s* (?: "|″|”|“|''|′′|’’ )? \s*
        (?: LS | LU | S | N ) [\s,;/|]* (?: dan \s+ )?
        [0-9]{1,3} \s* ° \s* [0-9]{1,2} \s* ['′’‘`]? \s* [0-9]{1,2} (?: [.,] [0-9]+ )? \s* (?: "|″|”|“|''|′′|’’ )? \s*
        (?: BT | BB | E | W )"#,
    )
});

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        ([A-Za-z0-9][A-Za-z0-9._%+'-]{0,63})
        (?: @ | \ @\ ? | @\  | \s?[\[({]\s?(?i:at)\s?[\])}]\s? )
        ((?: [A-Za-z0-9-]{1,63} (?: \. | \s?[\[({]\s?(?i:dot|titik)\s?[\])}]\s? ) ){1,5} [A-Za-z]{2,24})",
    )
});

/// Every name that a pattern matches; the next is looked for behind it.
fn named(regex: &Regex, name: usize, text: &str) -> Vec<Named> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(captures) = regex.captures_at(text, at) {
        let (Some(first), Some(name)) = (captures.get(1), captures.get(name)) else { break };
        at = name.end();
        found.push(Named { start: first.start(), name: name.range() });
    }
    found
}

/// All initials that a pattern matches; the next are looked for behind them.
fn lettered(regex: &Regex, text: &str) -> Vec<Lettered> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(captures) = regex.captures_at(text, at) {
        let (Some(all), Some(letters)) = (captures.get(0), captures.get(1)) else { break };
        at = letters.end();
        found.push(Lettered { all: all.range(), letters: letters.range() });
    }
    found
}

/// Fails where the shapes do not match what the expressions match.
pub(super) fn compare(text: &str) {
    let normal = Normal::of(text, 0..text.len());
    compare_numbers(&Page::new(&normal, ""));
    let text = normal.text();
    let hints = Hints::of(text);
    assert_eq!(forms::balinese(text, &hints.balinese), named(&BALINESE, 1, text), "{text:?}");
    assert_eq!(forms::titled(text, &hints.titled), named(&TITLED, 2, text), "{text:?}");
    assert_eq!(forms::with_degree(text, &hints.degrees), named(&WITH_DEGREE, 1, text), "{text:?}");
    let bare = forms::with_bare_degree(text, &hints.bare_degrees);
    assert_eq!(bare, named(&WITH_BARE_DEGREE, 1, text), "{text:?}");
    assert_eq!(initials::initials(text, &hints.initials), lettered(&INITIALS, text), "{text:?}");
    assert_eq!(initials::aged_initials(text, &hints.ages), lettered(&AGED_INITIALS, text), "{text:?}");
    let expected: Vec<_> = POST.find_iter(text).map(|post| post.range()).collect();
    assert_eq!(posts::posts(text, &hints.posts), expected, "{text:?}");
    assert_eq!(posts::RULE.begins_a_word(text, Case::Any), RULE.is_match(text), "{text:?}");
    assert_eq!(sentences::ACTS.begins_a_word(text, Case::Any), ACTS.is_match(text), "{text:?}");
    assert_eq!(sentences::undergoes(text), SPEAKS_OF_PASSIVE.is_match(text), "{text:?}");
    for (at, _) in text.char_indices() {
        compare_around(&text[..at], &text[at..]);
    }
}

/// The same for plates, coordinates and addresses.
fn compare_numbers(page: &Page<'_>) {
    let text = page.text();
    let (mut expected, mut at) = (Vec::new(), 0);
    while let Some(captures) = PLATE.captures_at(text, at) {
        let [Some(area), Some(number), Some(end)] = [1, 3, 5].map(|part| captures.get(part)) else { break };
        at = number.start();
        expected.push(Plate { area: area.range(), number: number.range(), end: end.range() });
    }
    let plates = page.groups.iter().filter_map(|group| Plate::round(text.as_bytes(), group));
    assert_eq!(plates.collect::<Vec<_>>(), expected, "{text:?}");
    let two = |regex: &Regex| -> Vec<_> {
        let both = regex.captures_iter(text).filter_map(|found| found.get(1).zip(found.get(2)));
        both.map(|(first, second)| (first.range(), second.range())).collect()
    };
    let expected = two(&DECIMAL).into_iter().map(|(first, second)| Pair { first, second });
    assert_eq!(places::decimal_pairs(text, &page.groups), expected.collect::<Vec<_>>(), "{text:?}");
    let expected: Vec<_> = SEXAGESIMAL.find_iter(text).map(|pair| pair.range()).collect();
    assert_eq!(places::sexagesimal_pairs(text, &page.groups), expected, "{text:?}");
    let expected = two(&ADDRESS).into_iter().map(|(local, host)| Address { local, host });
    assert_eq!(contacts::addresses(text), expected.collect::<Vec<_>>(), "{text:?}");
}

/// The same for what is looked for before and behind a place.
fn compare_around(before: &str, behind: &str) {
    for (shape, expected) in [
        (posts::ONE_IN_ALL.is_at(behind, 0, Case::Any), ONE_IN_ALL.is_match(behind)),
        (sentences::SANCTIONED_BEHIND.is_at(behind, 0, Case::Written), SANCTIONED_BEHIND.is_match(behind)),
        (names::OFFICE_BEHIND.is_at(behind, 0, Case::Any), OFFICE_BEHIND.is_match(behind)),
        (names::OFFICE_BEFORE.begins_a_word(before, Case::Any), OFFICE_BEFORE.is_match(before)),
        (sentences::is_acted_upon(before), SANCTIONED_BEFORE.is_match(before)),
        (names::is_named_place(before), NAMED_PLACE.is_match(before)),
    ] {
        assert_eq!(shape, expected, "{before:?} {behind:?}");
    }
    let titles = TITLES_BEFORE.find(before).map(|titles| titles.start());
    assert_eq!(names::titles_before(before), titles, "{before:?}");
}
