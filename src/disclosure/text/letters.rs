//! What may stand in an official document: the contact lines of institutions, and those who sign.
//!
//! Both are known by their form, and whatever does not have it stays refused. Only the lines around a hit are read,
//! so a text without hits costs nothing.
//!
//! - A **contact line** begins with an address, a word for a contact or an institution, has no prose and no word for
//!   a person, and has a word such as "Telp." directly before the number, which has an area code.
//! - A **signature** is a name, perhaps a rank, and a NIP, each alone on its line; above them "ttd" or nothing, then
//!   an office, then the place and day or the end of a paragraph. It is at the end of a document.

use std::collections::BTreeSet;
use std::ops::Range;

use super::digits::is_nip;
use super::sweep::boundary;
use super::triggers::speaks_of_sanctions;
use super::{Detector, Hit};

/// The maximum distance of the lines that are read before a hit, in bytes.
const BEFORE: usize = 1600;
/// The same after it.
const AFTER: usize = 300;
/// The maximum distance of a signature from the end of its document: recipients of copies, the note of the
/// certificate.
const LONGEST_TAIL: usize = 2000;
/// The maximum number of signers of a document. A longer list is a roster.
const MOST_SIGNERS: usize = 3;
/// The fewest words of a sentence that ends a letter.
const FEWEST_WORDS: usize = 4;
/// The maximum number of lines of an office.
const MOST_OFFICE_LINES: usize = 5;

/// First words of contact lines.
const CONTACT_LINES: &str = "\
    jalan jl jln alamat komplek kompleks gedung kantor telp telepon telpon tlp faks fax faksimile \
    faksimili laman website situs pos posel surel email kode kodepos call hotline pemerintah dinas badan \
    sekretariat inspektorat kecamatan kelurahan rsud bupati gubernur wali puskesmas kementerian komisi \
    bawaslu dewan satuan balai lembaga";
/// Words directly before the number of an institution.
const PHONES: &str = "telp telepon telpon tlp tel faks fax faksimile faksimili hotline center centre";
/// Words between such a word and its number.
const BETWEEN: &str = "dan atau pesawat psw ext hunting nomor no kantor";
/// Words that say that a number is a person's.
const PERSONS: &str = "\
    saudara saudari sdr sdri bapak ibu bpk narahubung hubungi menghubungi kontak cp hp wa whatsapp \
    pribadi nama person";
/// Words in lower case that contact lines have.
const SMALL_WORDS: &str = "\
    dan atau di pos kode psw pesawat ext website laman email e-mail pos-el surel telp telepon faks fax \
    tlp hunting situs";
/// First words of offices that sign.
const OFFICES: &str = "\
    bupati wakil wali walikota gubernur sekretaris sekda kepala ketua inspektur camat lurah direktur \
    asisten menteri penjabat pejabat plt plh pj pjs presiden deputi komandan rektor jaksa";
/// Words in lower case within the name of an office.
const OFFICE_WORDS: &str = "dan di pada atas nama untuk selaku a.n. an. u.b. ub. serta bidang yang";
/// First words of ranks.
const RANKS: &str = "pembina penata pengatur juru";
const MONTHS: &str = "\
    januari februari maret april mei juni juli agustus september oktober november desember";

/// A line around a hit, as a reader sees it.
struct Line {
    range: Range<usize>,
    shown: String,
}

/// The lines around a range. A tag of a line end ends one, too.
fn lines_around(text: &str, around: &Range<usize>) -> Vec<Line> {
    let first = boundary(text, around.start.saturating_sub(BEFORE));
    let last = boundary(text, (around.end + AFTER).min(text.len()));
    let (mut lines, mut start) = (Vec::new(), first);
    let mut end_line = |end: usize, next: usize| {
        lines.push(Line { range: start..end, shown: shown(&text[start..end]) });
        start = next;
    };
    let mut at = first;
    while let Some(step) = text[at..last].find(['\n', '<']) {
        let end = at + step;
        let rest = &text.as_bytes()[end..last];
        at = end + 1;
        if rest[0] == b'\n' {
            end_line(end, at);
        } else if ends_line(rest) {
            at = text[end..last].find('>').map_or(last, |close| end + close + 1);
            end_line(end, at);
        }
    }
    end_line(last, last);
    lines
}

/// Whether a tag ends a line.
fn ends_line(tag: &[u8]) -> bool {
    let begins = |word: &[u8]| tag.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    [&b"<br"[..], b"</p", b"<p", b"</div", b"<div"].iter().any(|word| begins(word))
}

/// A line without the signs of Markdown and HTML, with single spaces.
fn shown(line: &str) -> String {
    let (mut out, mut in_tag) = (String::with_capacity(line.len()), false);
    for c in line.replace("&nbsp;", " ").chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            '*' | '_' | '`' | '\\' | '#' | '>' | '~' => {}
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text, in lower case.
fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether a word is in a list.
pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

fn begins_with(text: &str, list: &str) -> bool {
    text.starts_with(char::is_alphabetic) && words(text).next().is_some_and(|word| is_in(list, &word))
}

/// Whether a line begins with an office, or with a note for whom it signs.
fn begins_office(line: &str) -> bool {
    let small = line.to_lowercase();
    begins_with(line, OFFICES) || ["a.n", "an.", "u.b", "ub."].iter().any(|note| small.starts_with(note))
}

/// Whether a hit is the telephone of an institution in its contact line.
pub(super) fn is_contact_line(text: &str, hit: &Hit) -> bool {
    let has_area_code = hit.normal.starts_with("62") && !hit.normal.starts_with("628");
    if hit.detector != Detector::Phone || !has_area_code {
        return false;
    }
    let lines = lines_around(text, &hit.range);
    let Some(at) = position(&lines, &hit.range) else { return false };
    let line = &lines[at];
    let above = lines[..at].iter().rev().find(|line| !line.shown.is_empty());
    let is_persons = |line: &Line| words(&line.shown).any(|word| is_in(PERSONS, &word));
    let is_prose = |word: &str| {
        word.starts_with(char::is_lowercase)
            && !word.contains(['@', '/', '.'])
            && !is_in(SMALL_WORDS, word.trim_matches(|c: char| !c.is_alphanumeric()))
    };
    let before = shown(&text[line.range.start..hit.range.start]);
    let named_by = words(&before).rev().find(|word| !is_in(BETWEEN, word));
    begins_with(&line.shown, CONTACT_LINES)
        && named_by.is_some_and(|word| is_in(PHONES, &word))
        && !line.shown.split(' ').any(is_prose)
        && !is_persons(line)
        && !above.is_some_and(is_persons)
}

fn position(lines: &[Line], hit: &Range<usize>) -> Option<usize> {
    lines.iter().position(|line| line.range.start <= hit.start && hit.end <= line.range.end)
}

/// The signers of one document, counted over all of its texts.
#[derive(Default)]
pub struct Signers {
    numbers: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Signers {
    /// Adds those who sign in one text. In the text of a `pdf`, a bar separates columns, and elsewhere it makes a
    /// table.
    pub fn read(&mut self, text: &str, pdf: bool, hits: &[Hit]) {
        for hit in hits.iter().filter(|hit| is_signer(text, pdf, hit)) {
            let list = if hit.detector == Detector::Nip { &mut self.numbers } else { &mut self.names };
            list.insert(hit.normal.clone());
        }
    }

    /// Whether a document with so many signers is signed, and no roster.
    fn are_few(&self) -> bool {
        self.numbers.len() <= MOST_SIGNERS && self.names.len() <= MOST_SIGNERS
    }

    /// Removes those who sign from the hits in one of the texts.
    pub fn retain(&self, text: &str, pdf: bool, hits: &mut Vec<Hit>) {
        if self.are_few() && !(self.numbers.is_empty() && self.names.is_empty()) {
            hits.retain(|hit| !is_signer(text, pdf, hit));
        }
    }
}

/// Whether a hit is the name or number of somebody who signs.
fn is_signer(text: &str, pdf: bool, hit: &Hit) -> bool {
    match hit.detector {
        Detector::Nip if hit.normal.len() == 18 && is_nip(&hit.normal) => {}
        Detector::Name => {}
        _ => return false,
    }
    if !is_at_end(text, hit.range.end) {
        return false;
    }
    let lines = lines_around(text, &hit.range);
    let Some(at) = position(&lines, &hit.range) else { return false };
    let bars = text[lines[at].range.start..hit.range.start].matches('|').count();
    // A line of as many columns is read in the same column, and one without columns as a whole.
    let columns = lines[at].shown.matches('|').count();
    let column = |line: &Line| -> Option<String> {
        let cells: Vec<&str> = line.shown.split('|').map(str::trim).collect();
        match cells.len() {
            1 => Some(line.shown.clone()),
            _ if pdf && cells.len() == columns + 1 => cells.get(bars).map(|cell| (*cell).to_owned()),
            _ => None,
        }
    };
    let Some(own) = column(&lines[at]) else { return false };
    let above: Vec<String> = lines[..at].iter().rev().map_while(column).collect();
    let mut above = above.iter().map(String::as_str).peekable();
    match hit.detector {
        Detector::Nip => {
            if !is_number_line(&own) {
                return false;
            }
            let mut next = || above.find(|line| !line.is_empty());
            let Some(mut name) = next() else { return false };
            if begins_with(name, RANKS) {
                let Some(behind) = next() else { return false };
                name = behind;
            }
            is_name_line(name) && is_below_office(above)
        }
        _ => is_name_line(&own) && is_below_office(above),
    }
}

/// Whether a position is near the end of a document, or of its part before an attachment, and nothing behind it
/// speaks of a sanction: a letter to somebody begins with office and name, too.
fn is_at_end(text: &str, at: usize) -> bool {
    let end = boundary(text, (at + LONGEST_TAIL).min(text.len()));
    let mut tail = 0;
    for line in text[at..end].split_inclusive('\n') {
        if tail > 0 && begins_with(&shown(line), "lampiran") {
            return !speaks_of_sanctions(&text[at..at + tail]);
        }
        tail += line.len();
    }
    end == text.len() && !speaks_of_sanctions(&text[at..end])
}

/// `NIP. 19650101 199003 1 001`, up to three beside each other, and nothing else.
fn is_number_line(line: &str) -> bool {
    let mut rest = line.trim();
    for _ in 0..MOST_SIGNERS {
        let Some(("NIP", behind)) = rest
            .split_at_checked(3)
            .map(|(word, rest)| (if word.eq_ignore_ascii_case("nip") { "NIP" } else { "" }, rest))
        else {
            return false;
        };
        let end = behind.find(|c: char| !(c.is_ascii_digit() || " .:-".contains(c))).unwrap_or(behind.len());
        if behind[..end].bytes().filter(u8::is_ascii_digit).count() != 18 {
            return false;
        }
        rest = &behind[end..];
        if rest.is_empty() {
            return true;
        }
    }
    false
}

/// Whether a line is a name and nothing else: words with capitals, titles, degrees.
fn is_name_line(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let fits = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || ["bin", "binti", "dr.", "drg.", "drh.", "al"].contains(&word.trim_matches(['(', ')', ',']))
            || word.starts_with('(')
    };
    (1..=14).contains(&words.len())
        && line.len() <= 120
        && words.iter().all(fits)
        && !line.contains(|c: char| c.is_ascii_digit() || ":;!?|/[]{}".contains(c))
}

/// Whether a line stands for the signature itself, or is empty.
fn is_mark(line: &str) -> bool {
    let small = line.trim_matches(['(', ')', '[', ']', '.', ',', ' ']).to_lowercase();
    ["ttd", "t.t.d", "td", "dto", "cap", "cap dan ttd", "ttd dan cap", "tanda tangan", "$", "^"]
        .contains(&small.as_str())
        || small.starts_with("ditandatangani secara elektronik")
        || small.starts_with("${ttd")
        || line.starts_with("![")
}

/// Whether the lines above a name, from the nearest, are those of a signature: marks, an office, and the place and
/// day or the end of a paragraph.
fn is_below_office<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let mut lines = lines.filter(|line| !line.is_empty()).peekable();
    let mut is_signed = false;
    while lines.next_if(|line| is_mark(line)).is_some() {
        is_signed = true;
    }
    // An office that signs ends with a comma.
    is_signed |= lines.peek().is_some_and(|line| line.ends_with(','));
    let (mut office, mut length) = (false, 0);
    while let Some(line) = lines.next_if(|line| is_office_line(line) && !is_day(line)) {
        length += 1;
        if length > MOST_OFFICE_LINES || speaks_of_sanctions(line) {
            return false;
        }
        office |= begins_office(line);
        // "a.n. BUPATI CONTOH" stands above "SEKRETARIS DAERAH,".
        if office && !lines.peek().is_some_and(|next| begins_office(next)) {
            break;
        }
    }
    if !office {
        return false;
    }
    match lines.next() {
        Some(line) if is_day(line) => true,
        // What introduces a list of persons, or is an address, is no end of a paragraph.
        Some(line) => {
            let is_sentence = line.ends_with('.')
                && words(line).count() >= FEWEST_WORDS
                && !begins_with(line, "kepada yth yang saudara saudari sdr");
            let paragraph: Vec<&str> = std::iter::once(line).chain(lines.take(3)).collect();
            is_signed && is_sentence && !paragraph.into_iter().any(speaks_of_sanctions)
        }
        None => is_signed,
    }
}

/// Whether a line can be a line of an office: a few words with capitals, and no number or list mark.
fn is_office_line(line: &str) -> bool {
    let fits = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || "(&-".contains(c))
            || is_in(OFFICE_WORDS, word.trim_end_matches(','))
    };
    line.len() <= 120
        && line.split(' ').all(fits)
        && !line.starts_with('-')
        && !line.contains(|c: char| c.is_ascii_digit() || ":;!?|[]{}".contains(c))
}

/// Whether a line is the place and day of a signature: "Ditetapkan di Contoh", "Contoh, 1 Juli 2024".
fn is_day(line: &str) -> bool {
    let small = line.to_lowercase();
    let is_date = || {
        let has_month = words(line).any(|word| is_in(MONTHS, &word));
        let mut words = line.split(' ');
        has_month
            && line.trim_end_matches([',', '.']).ends_with(|c: char| c.is_ascii_digit())
            && words.all(|word| !word.starts_with(char::is_lowercase))
    };
    line.len() <= 60
        && !speaks_of_sanctions(line)
        && (["ditetapkan di", "dikeluarkan di", "pada tanggal"].iter().any(|word| small.starts_with(word))
            || is_date())
}

#[cfg(test)]
mod tests {
    use super::super::{Gate, Genre, Official};
    use super::*;

    const NIP: &str = "198501012010011999";

    /// What is left in an official document.
    fn left(text: &str, pdf: bool) -> Vec<Detector> {
        let gate = Gate::new(Official::default(), None);
        let mut hits = gate.scan_as(Genre::Letter, text, speaks_of_sanctions(text));
        let mut signers = Signers::default();
        signers.read(text, pdf, &hits);
        signers.retain(text, pdf, &mut hits);
        hits.into_iter().map(|hit| hit.detector).collect()
    }

    #[test]
    fn the_telephones_of_a_letterhead_pass_and_those_of_persons_do_not() {
        for line in [
            "Jalan Contoh Nomor 1, Telepon (0362) 21985, Faks. (0362) 21986, Kode Pos 00000",
            "*Jl. Contoh No. 1 Telp. (0362) 21985*<br>",
            "Telp./Faks. (0362) 21985, 21986 Laman: www.contoh.invalid Pos-el: a@contoh.go.id",
            "PEMERINTAH KABUPATEN CONTOH Jalan Contoh Telp (0362) 21985",
            "<p align=\"center\">Alamat: Jalan Contoh, Telepon (0362) 21985</p>",
            "Call Center (0362) 21985",
        ] {
            assert_eq!(left(line, false), [], "{line}");
        }
        for line in [
            "Hubungi Saudari Rekaan, telepon (0362) 21985.",
            "Telepon Ni Luh Rekaan (0362) 21985",
            "Narahubung: Ni Luh Rekaan\nTelepon: (0362) 21985",
            "- Ni Luh Rekaan, Telepon (0362) 21985",
            "Telepon rumah (0362) 21985",
            "Dinas yang bersangkutan menelepon ke Telepon (0362) 21985",
            "Jalan Contoh Nomor 1, Telepon 0812-0000-0123",
            "HP/Telepon (0362) 21985",
            "| Dinas | Telepon (0362) 21985 |",
        ] {
            assert_eq!(left(line, false), [Detector::Phone], "{line}");
        }
    }

    #[test]
    fn a_signature_passes_in_each_of_its_forms() {
        for (text, pdf) in [
            ("Demikian.\n\nDitetapkan di Contoh\npada tanggal 1 Juli 2024\n\na.n. BUPATI CONTOH\nSEKRETARIS DAERAH,\n\nttd\n\nDrs. I MADE REKAAN, M.Si.\nPembina Utama Muda\nNIP. 19850101 201001 1 999\n\nTembusan:\n1. Bupati.\n".to_owned(), false),
            (format!("Sanksi.\n\nKEPALA BADAN KEPEGAWAIAN\nDAN PENGEMBANGAN SUMBER DAYA MANUSIA,\n\n\nI MADE REKAAN, S.H.\nNIP {NIP}\n").replace("Sanksi.", "Demikian surat ini untuk dilaksanakan."), false),
            (format!("Contoh, 1 Juli 2024<br>**CAMAT CONTOH**<br><br>ttd<br><br>__I MADE REKAAN__<br>NIP.&nbsp;{NIP}"), false),
            (format!("Sanksi diatur di atas.\nDitetapkan di Contoh\npada tanggal 1 Juli 2024\nBUPATI CONTOH,\nttd\nDrs. I MADE REKAAN\nNIP. {NIP}"), true),
            (format!("Contoh, 1 Juli 2024\nKEPALA A, | KEPALA B,\nI MADE REKAAN | NI LUH REKAAN\nNIP. {NIP} | NIP. 198501012010012998"), true),
        ] {
            assert_eq!(left(&text, pdf), [], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_signature_does_not_pass() {
        let signed = |above: &str, office: &str, behind: &str| {
            format!("{above}\n\n{office}\n\nI MADE REKAAN\nPembina\nNIP. {NIP}\n{behind}")
        };
        let day = "Ditetapkan di Contoh";
        let long = "Isi surat ini berlanjut.\n".repeat(120);
        for text in [
            signed("Menjatuhkan hukuman disiplin kepada:", "CAMAT CONTOH,", ""),
            signed("Dijatuhi sanksi pejabat berikut.", "CAMAT CONTOH,", ""),
            signed("Demikian.", "CAMAT CONTOH", ""),
            signed(day, "Yang dijatuhi sanksi", ""),
            signed(day, "PEJABAT YANG DIBERHENTIKAN,", ""),
            signed(day, "CAMAT CONTOH,", &long),
            // Letters to somebody.
            signed("Yth.", "CAMAT CONTOH,", "\nDemikian."),
            signed("Kepada Yth. Saudara di bawah ini.", "Camat Contoh,", ""),
            signed("Contoh, 1 Juli 2024", "CAMAT CONTOH,", "\nSaudara dijatuhi teguran tertulis."),
            format!("{day}\nCAMAT CONTOH,\nttd\nI MADE REKAAN, NIP. {NIP}"),
            format!("{day}\nCAMAT CONTOH,\nttd\nI MADE REKAAN\nNIP. {NIP} dijatuhi teguran"),
            format!("| CAMAT CONTOH, |\n|-|\n| I MADE REKAAN |\n| NIP. {NIP} |"),
            format!("1. CAMAT CONTOH,\n2. I MADE REKAAN\n3. NIP. {NIP}"),
            signed(day, "CAMAT CONTOH,", "").replace(NIP, "198513012010011999"),
        ] {
            assert!(left(&text, false).contains(&Detector::Nip), "{text}");
        }
        let roster: String = (1..=4)
            .map(|number| {
                format!("{day}\nCAMAT CONTOH,\nttd\nI MADE REKAAN\nNIP. 19850101201001199{number}\n")
            })
            .collect();
        assert_eq!(left(&roster, false).len(), 4);
    }
}
