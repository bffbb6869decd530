//! What the gate must stop and must allow: two lists of samples, and properties.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

#[derive(serde::Deserialize)]
struct Samples {
    contoh: Vec<Sample>,
}

#[derive(serde::Deserialize)]
struct Sample {
    teks: String,
    #[serde(default)]
    detektor: String,
    normal: Option<String>,
    catatan: String,
    #[serde(default)]
    sanksi: bool,
    #[serde(default)]
    tabel: bool,
}

fn samples(source: &str) -> Vec<Sample> {
    toml::from_str::<Samples>(source).map(|samples| samples.contoh).unwrap_or_default()
}

fn gate() -> Gate {
    let mut official = Official::default();
    official.phone("(0000) 12345");
    official.phone("0812-9999-0000");
    official.email("lapor@kanal-rekaan.id");
    official.link("https://www.rekaan.id/lapor");
    Gate::new(official, None)
}

fn scan(gate: &Gate, sample: &Sample) -> Vec<Hit> {
    if sample.tabel {
        gate.scan_table(&sample.teks, sample.sanksi)
    } else {
        gate.scan(&sample.teks, sample.sanksi)
    }
}

/// Fewer samples would mean that a list was truncated.
const FEWEST: usize = 300;

#[test]
fn every_personal_sample_is_stopped() {
    let gate = gate();
    let samples = samples(include_str!("../../../tests/data/pii-positive.toml"));
    assert!(samples.len() >= FEWEST, "{}", samples.len());
    let mut missed = String::new();
    for sample in &samples {
        let hits = scan(&gate, sample);
        let caught = hits.iter().any(|hit| {
            // Without a word beside it, a NIK is digits of its form.
            let kind = if hit.detector == Detector::NikLike { Detector::Nik } else { hit.detector };
            kind.key() == sample.detektor
                && sample.normal.as_ref().is_none_or(|normal| *normal == hit.normal)
                && sample.teks.get(hit.range.clone()).is_some_and(|text| !text.is_empty())
        });
        if !caught {
            let _ =
                writeln!(missed, "{} ({}): {:?} gave {hits:?}", sample.detektor, sample.catatan, sample.teks);
        }
    }
    assert!(missed.is_empty(), "missed:\n{missed}");
}

#[test]
fn no_ordinary_sample_is_stopped() {
    let gate = gate();
    let samples = samples(include_str!("../../../tests/data/pii-negative.toml"));
    assert!(samples.len() >= FEWEST, "{}", samples.len());
    let mut stopped = String::new();
    for sample in &samples {
        let hits = scan(&gate, sample);
        if !hits.is_empty() {
            let _ = writeln!(stopped, "({}): {:?} gave {hits:?}", sample.catatan, sample.teks);
        }
    }
    assert!(stopped.is_empty(), "stopped:\n{stopped}");
}

/// Fails if a search at the cores of a pattern and a search everywhere differ.
fn compare(text: &str) {
    let (normal, header) = (Normal::of(text, 0..text.len()), Header::default());
    let page = Page::new(&normal, &header);
    contacts::tests::compare(page.text());
    places::tests::compare(&page);
    let people = [
        names::tests::compare(page.text()),
        initials::tests::compare(&page),
        posts::tests::compare(page.text()),
    ];
    assert!(!people.contains(&true) || PEOPLE.is_match(page.text()), "{text:?}");
}

#[test]
fn what_is_looked_for_in_samples_at_cores_is_what_stands_anywhere() {
    for source in [
        include_str!("../../../tests/data/pii-positive.toml"),
        include_str!("../../../tests/data/pii-negative.toml"),
    ] {
        for sample in samples(source) {
            compare(&sample.teks);
        }
    }
}

/// Ways to write the digits of a number.
const SPELLINGS: [fn(&[String]) -> String; 14] = [
    |groups| groups.concat(),
    |groups| groups.join(" "),
    |groups| groups.join("."),
    |groups| groups.join("-"),
    |groups| groups.join("\u{a0}"),
    |groups| groups.join("\u{2009}"),
    |groups| groups.join("\u{200b}"),
    |groups| groups.join("&nbsp;"),
    |groups| groups.join("%20"),
    |groups| format!("{}\n> {}", groups[0], groups[1..].concat()),
    |groups| format!("{}**{}**{}", groups[0], groups[1], groups[2..].concat()),
    |groups| groups.concat().chars().map(|digit| format!("&#{};", u32::from(digit))).collect(),
    |groups| in_script(&groups.concat(), 0xFF10),
    |groups| in_script(&groups.concat(), 0x0966),
];

fn in_script(digits: &str, zero: u32) -> String {
    digits.chars().filter_map(|digit| char::from_u32(zero + digit.to_digit(10)?)).collect()
}

fn grouped(digits: &str, lengths: &[usize]) -> Vec<String> {
    let mut rest = digits;
    let mut groups = Vec::new();
    for length in lengths {
        let (group, behind) = rest.split_at((*length).min(rest.len()));
        groups.push(group.to_owned());
        rest = behind;
    }
    groups
}

fn is_caught(
    detector: Detector,
    digits: &str,
    lengths: &[usize],
    spelling: usize,
) -> Result<(), TestCaseError> {
    let written = SPELLINGS[spelling](&grouped(digits, lengths));
    for text in [
        format!("Surat itu menyebut {written}, lalu berakhir."),
        format!("| 1 | {written} | III/d |"),
        format!("[lihat](/berkas/{written})"),
        format!("catatan = \"{written}\""),
    ] {
        let hits = gate().scan(&text, false);
        let hit = hits.iter().find(|hit| hit.detector == detector);
        prop_assert!(hit.is_some(), "{:?} gave {:?}", text, hits);
        let start = text.find(&written).unwrap_or_default();
        if let Some(hit) = hit {
            // Invisible and decorative characters at the ends may be left out, digits may not.
            prop_assert!(start <= hit.range.start && hit.range.end <= start + written.len());
            let found = &text[hit.range.clone()];
            let again = normal::Normal::of(found, 0..found.len());
            let kept: String = again.text().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(kept, digits);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_nip_is_caught_in_any_spelling(
        (year, month, day) in (1950_u16..=2003, 1_u8..=12, 1_u8..=28),
        (after, code, sex) in (19_u16..35, prop_oneof![1_u8..=12, 21_u8..=29], 1_u8..=2),
        spelling in 0..SPELLINGS.len(),
    ) {
        let digits = format!("{year}{month:02}{day:02}{}{code:02}{sex}999", year + after);
        is_caught(Detector::Nip, &digits, &[8, 6, 1, 3], spelling)?;
    }

    #[test]
    fn any_nik_is_caught_in_any_spelling(
        (regency, district, woman) in (1_u8..=12, 1_u8..=20, any::<bool>()),
        (day, month, year) in (1_u8..=28, 1_u8..=12, 0_u8..=99),
        spelling in 0..SPELLINGS.len(),
    ) {
        let day = if woman { day + 40 } else { day };
        let digits = format!("62{regency:02}{district:02}{day:02}{month:02}{year:02}9999");
        is_caught(Detector::NikLike, &digits, &[6, 6, 4], spelling)?;
    }

    #[test]
    fn any_mobile_number_is_caught_in_any_spelling(
        operator in prop::sample::select(vec!["0812", "0821", "0831", "0852", "0878", "0881", "0896"]),
        rest in 0_u32..10_000,
        spelling in 0..SPELLINGS.len(),
    ) {
        // The middle is zeros, because such numbers are not assigned.
        let digits = format!("{operator}0000{rest:04}");
        is_caught(Detector::Phone, &digits, &[4, 4, 4], spelling)?;
    }

    #[test]
    fn people_looked_for_at_cores_are_those_anywhere(pieces in prop::collection::vec(prop::sample::select(vec![
        "I", "Ni", "Gusti", "Wayan", "Desak", "Made", "Ida", "Bagus", "Anak", "Agung", "Cokorda", "Drs", "dr",
        "drg", "Ir", "H", "K.H", "Sdr", "Sdri", "Saudari", "Bapak", "ibu", "Bu", "a.n", "a/n", "atas nama", "Atas nama",
        "bernama", "Nama", "nama", "Budi", "Étienne", "Rekaan", "bin", "S.H", "S. Sos", "S.STP", "SSTP", "M.Si", "M. M.B.A",
        "A.Md", "Ph. D", "Sp. OG", "B. Sc", ", SH", ",SE", ",\nMM", "MAP", "inisial", "berinisial", "Initialled",
        "oknum", "oknum ASN", "terlapor", "Teradu", "pelaku", "pelanggar", "pelanggaran", "AB", "R.S", "A", "45", "9", "tahun",
        "thn", "years", "Camat", "camat", "Kepala", "kepala", "Dinas", "daerah", "UPTD", "BKPSDM", "Dishub", "direktur",
        "RSUD", "Head of", "Sekda", "sekretaris daerah", "Inspektur Daerah", "asisten II", "Staf Ahli Bupati", "Pj",
        "dijatuhi", "diberi sanksi", "dinyatakan terbukti", "was found to have", "kepada", "terhadap", "yang telah", "itu",
        "mengatakan", "dibuka oleh", "Bupati", "selaku ketua", "Jalan", "RS", "rumah sakit", "apabila", "dalam hal", "mantan",
        "dan", "of", "the", "SMP 3", "Ǆ", "🅐", "ⅷ", "〇", "௰", "‿",
        " ", " ", " ", "\n", ".", ",", ":", "|", "(", ")", "\"", "“", "’", "'", "-", "–", "_", "é", "1", "\u{b}", "\u{a0}",
    ]), 0..12)) {
        compare(&pieces.concat());
        compare(&pieces.join(" "));
    }

    #[test]
    fn numbers_looked_for_at_cores_are_those_anywhere(pieces in prop::collection::vec(prop::sample::select(vec![
        "DK", "dk", "B", "A", "AB", "XYZ", "1", "12", "1234", "12345", "2024", "-8.1234", "115.12345", "+8,12345678", "8°", "6", "7",
        "°", "′", "'", "’’", "30.5", "LS", "lu", "S", "BT", "E", "W", "lon", "Bujur", "%2C", "dan", "nama", "a.b+c", "_x", "@", "(at)",
        "[ AT ]", "{at", "contoh", "-x", "invalid", "(dot)", "titik", "www.", "i",
        " ", " ", " ", ".", ".", ",", "-", "_", "/", ":", "\n", "é", "“", "\u{b}",
    ]), 0..12)) {
        compare(&pieces.concat());
        compare(&pieces.join(" "));
    }

    #[test]
    fn a_scan_never_panics_and_its_ranges_fit(
        text in any::<String>(),
        noise in "[0-9A-Za-z .,@&#;%<>|(){}/*_`+\\\\\n°'\u{200b}１²é\\-]{0,200}",
        sanctions in any::<bool>(),
    ) {
        for text in [text, noise] {
            for hit in gate().scan(&text, sanctions) {
                prop_assert!(text.get(hit.range.clone()).is_some_and(|found| !found.is_empty()), "{:?}", hit);
            }
            let _ = gate().scan_table(&text, sanctions);
            let _ = speaks_of_sanctions(&text);
        }
    }

    #[test]
    fn a_text_without_digits_and_at_signs_is_let_through(text in "[A-Za-z .,;:!?|*_#>\n()/-]{0,300}") {
        let hits = gate().scan(&text.replace("(at)", ""), false);
        prop_assert!(hits.is_empty(), "{:?}: {:?}", text, hits);
    }

    #[test]
    fn the_first_look_misses_nothing(
        before in "[a-z .\n]{0,300}",
        behind in "[a-z .\n]{0,300}",
        number in prop::sample::select(vec!["198501012010011999", "0812-0000-0123", "6204015503909999", "rekaan.999@gmail.com", "DK 9999 ZZ"]),
    ) {
        // A window must give the same result as the whole text.
        let text = format!("{before} {number} {behind}");
        let windows: Vec<_> = gate().scan(&text, false);
        prop_assert_eq!(windows.len(), 1, "{:?}", text);
    }
}

#[test]
fn a_file_full_of_numbers_is_read_in_pieces_without_a_gap() {
    /// More than two pieces.
    const LINES: usize = 6000;
    let line = "198501012010011999\n\n";
    let hits = gate().scan(&line.repeat(LINES), false);
    assert_eq!(hits.len(), LINES);
    let hits = gate().scan(&format!("sanksi {}", line.repeat(LINES)), true);
    assert_eq!(hits.len(), LINES);
}

#[test]
fn a_landline_number_is_found_with_and_without_a_search_for_names() {
    for (text, found) in [
        ("telepon (021) 1234567", true),
        ("telepon (0362) 12345", true),
        ("telepon 0362-12345", true),
        ("telepon (021) 12345", false),
        ("telepon 021-12345", false),
    ] {
        for names in [true, false] {
            assert_eq!(!gate().scan(text, names).is_empty(), found, "{text} {names}");
        }
    }
}

#[test]
fn numbers_that_tags_split_are_found_as_the_page_shows_them() {
    for text in [
        "NIP <span style=\"font-size:12pt\">19850101</span><span style=\"font-size:12pt\">2010011999</span>",
        "<p>19850101<span style=\"font-size:12pt\">2010011999</span></p>",
        "NIP 198501<b id=\"1\">01201001</b>1999",
        "<p class=\"x1\">1985<!-- 7 -->01012010011999</p>",
        "<!-- 1985<i x=1>0101201001</i>1999",
    ] {
        let hits = gate().scan(text, false);
        assert!(hits.iter().any(|hit| hit.detector == Detector::Nip), "{text} {hits:?}");
        let range = &hits[0].range;
        assert!(
            text[range.clone()].starts_with("1985") && text[..range.end].contains("1999"),
            "{text} {range:?}"
        );
    }
    let wide = "<b>NIP</b> 19850101201001199⑨ é";
    assert!(gate().scan(wide, false).iter().all(|hit| wide.get(hit.range.clone()).is_some()));
    let apart = "<p>19850101</p>\n\n<p>2010011999</p> 5 < 6 <7> a";
    assert_eq!(gate().scan(apart, false), []);
}

#[test]
fn a_roster_finds_bare_names_where_a_sanction_is_spoken_of() {
    let roster = Roster::parse("Drs. Rekaan Contoh, M.Si.\nSutama Rekaan\n");
    let gate = Gate::new(Official::default(), roster);
    for text in [
        "rekaan contoh dijatuhi sanksi",
        "REKAAN  CONTOH",
        "**Rekaan** Contoh",
        "Rekaan\nContoh",
        "Réka\u{301}an Contoh",
        "Ｒekaan Contoh",
        "(Sutama-Rekaan)",
    ] {
        let hits = gate.scan(text, true);
        assert!(hits.iter().any(|hit| hit.detector == Detector::Roster), "{text}: {hits:?}");
        assert!(gate.scan(text, false).is_empty(), "{text}");
    }
    for text in ["Rekaan Contohnya", "Perekaan Contoh", "Rekaan, dan sebuah Contoh"] {
        assert!(gate.scan(text, true).iter().all(|hit| hit.detector != Detector::Roster), "{text}");
    }
}

#[test]
fn a_hit_never_shows_its_value() {
    let hits = gate().scan("NIP 198501012010011999", false);
    assert!(!format!("{hits:?}").contains("1985"));
}

#[test]
fn contacts_are_official_however_they_are_written() {
    let mut official = Official::default();
    official.phone("(0000) 12345 / 0812-9999-0000");
    official.link("https://wa.me/6281299990001?text=Halo");
    official.email("lapor@kanal-rekaan.id");
    let gate = Gate::new(official, None);
    for text in [
        "0812 9999 0000",
        "+62 812-9999-0000",
        "wa.me/6281299990001",
        "081299990001",
        "Lapor@Kanal-Rekaan.id",
    ] {
        assert_eq!(gate.scan(text, false), [], "{text}");
    }
    for text in ["0812 9999 0002", "lapor@kanal-rekaan.co"] {
        assert_eq!(gate.scan(text, false).len(), 1, "{text}");
    }
}

#[test]
fn every_text_that_speaks_of_a_sanction_is_told() {
    for text in [
        "Sanksi moral",
        "HUKUMAN DISIPLIN sedang",
        "oknum",
        "dijatuhi",
        "terbukti melanggar",
        "was sanctioned",
    ] {
        assert!(speaks_of_sanctions(text), "{text}");
    }
    assert!(!speaks_of_sanctions("Apel krida dipimpin Bupati."));
}
