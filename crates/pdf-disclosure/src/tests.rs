//! Hand-written PDFs, each for one feature.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// An invented number.
const NUMBER: &str = "198501012010011999";
const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// A PDF of these objects, numbered from 1; the first is the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let numbered: Vec<(usize, &String)> = (1..).zip(objects).collect();
    write(&mut out, &numbered, objects.len() + 1, "");
    out
}

/// The same file with further versions of objects appended.
fn updated(mut file: Vec<u8>, changed: &[(usize, String)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(&file).into_owned();
    let last = text.rfind("startxref\n").unwrap() + 10;
    let previous = text[last..].lines().next().unwrap().to_owned();
    let changed: Vec<(usize, &String)> = changed.iter().map(|(number, object)| (*number, object)).collect();
    write(&mut file, &changed, 20, &format!("/Prev {previous}"));
    file
}

fn write(out: &mut Vec<u8>, objects: &[(usize, &String)], size: usize, more: &str) {
    let mut table = String::new();
    for (number, object) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let xref = out.len();
    out.extend(
        format!("xref\n0 1\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R/Info 6 0 R{more}>>\nstartxref\n{xref}\n%%EOF\n")
            .bytes(),
    );
}

fn stream(keys: &str, content: &str) -> String {
    format!("<<{keys}/Length {}>>stream\n{content}\nendstream", content.len())
}

/// The objects of a document with one page: catalog, pages, page, contents, font, properties.
fn objects(content: &str) -> Vec<String> {
    [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>>>>>",
        &stream("", content),
        HELVETICA,
        "<</Title(Letter)>>",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn with(content: &str, changed: &[(usize, &str)]) -> Vec<u8> {
    let mut objects = objects(content);
    for (number, object) in changed {
        objects.resize(objects.len().max(*number), "null".to_owned());
        objects[number - 1] = (*object).to_owned();
    }
    file(&objects)
}

/// The text of the page, in the order of its operators.
fn written(content: &str) -> String {
    let reading = read(&with(content, &[]));
    assert_eq!(reading.refused, []);
    reading
        .pieces
        .into_iter()
        .find(|piece| piece.part == Part::Page(1))
        .map_or(String::new(), |piece| piece.text)
}

fn pieces_with(reading: &Reading, word: &str) -> Vec<(bool, Part)> {
    let has = |piece: &&Piece| piece.text.replace(char::is_whitespace, "").contains(word);
    reading.pieces.iter().filter(has).map(|piece| (piece.earlier, piece.part)).collect()
}

#[test]
fn pieces_of_a_number_come_together() {
    for (content, text) in [
        ("BT /F 10 Tf 72 700 Td (19850101) Tj (201001) Tj (1999) Tj ET", NUMBER),
        ("BT /F 10 Tf 72 700 Td [(1985) -20 (0101) 15 (20) (1001) -10 (1999)] TJ ET", NUMBER),
        // 556 thousandths of ten points per digit, or 500 if the font does not say.
        ("BT /F 10 Tf 72 700 Td (19850101) Tj 40 0 Td (2010011999) Tj ET", NUMBER),
        (
            "BT /F 10 Tf 1 0 0 1 72 700 Tm (19850101) Tj 1 0 0 1 72 688 Tm (2010011999) Tj ET",
            "19850101\n2010011999",
        ),
        ("BT /F 10 Tf 72 700 Td [(19850101) -400 (2010011999)] TJ ET", "19850101 2010011999"),
        ("BT /F 10 Tf 12 TL 72 700 Td (19850101) Tj (2010011999) ' ET", "19850101\n2010011999"),
        ("q 2 0 0 2 0 0 cm BT /F 5 Tf 36 350 Td <3139383530313031> Tj ET Q", "19850101"),
        // Written sideways.
        ("BT /F 10 Tf 0 1 -1 0 72 300 Tm (1985) Tj (0101) Tj ET", "19850101"),
    ] {
        assert_eq!(written(content), text, "{content}");
    }
}

#[test]
fn bold_by_writing_twice_is_read_once() {
    let twice = "BT /F 10 Tf 1 0 0 1 72 700 Tm (1985) Tj 1 0 0 1 72.2 700 Tm (1985) Tj ET";
    assert_eq!(written(twice), "1985");
}

#[test]
fn columns_stay_apart() {
    let columns = "BT /F 10 Tf 72 700 Td (19850101) Tj 200 0 Td (2010011999) Tj ET";
    assert_eq!(written(columns), "19850101 | 2010011999");
}

#[test]
fn glyphs_in_any_order_are_read_by_their_place() {
    let mut content = "BT /F 10 Tf ".to_owned();
    for (at, digit) in NUMBER.chars().enumerate().collect::<Vec<_>>().into_iter().rev() {
        content.push_str(&format!("1 0 0 1 {} 700 Tm ({digit}) Tj ", 72 + at * 5));
    }
    let reading = read(&with(&format!("{content}ET"), &[]));
    assert_eq!(pieces_with(&reading, NUMBER), [(false, Part::Page(1))]);
}

#[test]
fn what_is_not_on_the_page_is_read_too() {
    let note = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Subtype/Text/Contents(no. {NUMBER})>>]>>"
    );
    let field = format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</T(a)/V(no. {NUMBER})>>]>>>>");
    let look = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Subtype/Widget/AP<</N 7 0 R>>>>]>>";
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>",
        &format!("BT /F 9 Tf (no. {NUMBER}) Tj ET"),
    );
    let wide: String = format!("no. {NUMBER}").encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let title = format!("<</Title<FEFF{wide}>>>");
    let own = format!("<</No#20{NUMBER}(yes)>>");
    let xmp = stream("/Type/Metadata/Subtype/XML", &format!("<x:xmpmeta a=\"no. {NUMBER}\"/>"));
    let taken_out = "<</Type/Page/MediaBox[0 0 9 9]/Contents 8 0 R/Resources<</Font<</F 5 0 R>>>>>>";
    let contents = stream("", &format!("BT /F 9 Tf (no. {NUMBER}) Tj ET"));
    for (name, changed, part) in [
        ("a note", vec![(3, note.as_str())], Part::Hidden),
        ("a form's value", vec![(1, &field)], Part::Hidden),
        ("a field's look", vec![(3, look), (7, &form)], Part::Page(1)),
        ("a form that nobody shows", vec![(7, &form)], Part::Hidden),
        ("a title in UTF-16", vec![(6, &title)], Part::Metadata),
        ("a property of one's own", vec![(6, &own)], Part::Metadata),
        ("XMP", vec![(7, &xmp)], Part::Metadata),
        ("a page taken out", vec![(7, taken_out), (8, &contents)], Part::Hidden),
    ] {
        let reading = read(&with("BT /F 9 Tf (Minutes) Tj ET", &changed));
        assert_eq!(
            (reading.refused.as_slice(), pieces_with(&reading, NUMBER)),
            (&[][..], vec![(false, part)]),
            "{name}"
        );
    }
    let alternative = format!("/Span<</ActualText(no. {NUMBER})>>BDC BT /F 9 Tf (x) Tj ET EMC");
    assert_eq!(pieces_with(&read(&with(&alternative, &[])), NUMBER), [(false, Part::Page(1))]);
}

#[test]
fn earlier_versions_are_read_and_told_as_such() {
    let old = file(&objects(&format!("BT /F 9 Tf (no. {NUMBER}) Tj ET")));
    let new = updated(old, &[(4, stream("", "BT /F 9 Tf (Minutes) Tj ET"))]);
    let reading = read(&new);
    assert_eq!(reading.refused, []);
    assert_eq!(pieces_with(&reading, NUMBER), [(true, Part::Page(1))]);
    assert_eq!(pieces_with(&reading, "Minutes"), [(false, Part::Page(1))]);
}

#[test]
fn more_versions_than_anybody_would_read_are_refused() {
    let mut many = file(&objects("BT /F 9 Tf (Minutes) Tj ET"));
    for _ in 0..30 {
        many = updated(many, &[(6, "<</Title(Letter)>>".to_owned())]);
    }
    assert_eq!(read(&many).refused, [Refused::TooManyRevisions]);
}

#[test]
fn what_belongs_to_no_version_is_refused() {
    let whole = file(&objects("BT /F 9 Tf (Minutes) Tj ET"));
    assert_eq!(read(&[&whole[..], b"\r\n\0"].concat()).refused, []);
    assert_eq!(read(&[&whole[..], b"no. 1985"].concat()).refused, [Refused::Leftovers]);
    // An object in the file that is in no table.
    let stray = b"%PDF-1.7\n9 0 obj\n(no.)\nendobj\n";
    let (_, rest) = whole.split_at(9);
    let shifted = [&stray[..], rest].concat();
    assert!(!read(&shifted).refused.is_empty());
    let mut objects = objects("BT /F 9 Tf (Minutes) Tj ET");
    objects[5].push_str("\nendobj\n9 0 obj\n(no.)");
    assert_eq!(read(&file(&objects)).refused, [Refused::Leftovers]);
}

#[test]
fn what_no_published_pdf_may_hold_is_refused_wherever_it_is() {
    let catalog = |keys: &str| format!("<</Type/Catalog/Pages 2 0 R{keys}>>");
    let working_copy = stream("", "x");
    for (keys, refused) in [
        ("/OpenAction<</S/JavaScript/JS(app.alert(1))>>", Refused::Action),
        ("/OpenAction<</S/Launch/F(a.exe)>>", Refused::Action),
        ("/AA<</WC<</S/SubmitForm/F(https://example.invalid/)>>>>", Refused::Action),
        (
            "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F 7 0 R>>>>]>>>>",
            Refused::EmbeddedFile,
        ),
        ("/X<</Subtype/RichMedia>>", Refused::Media),
        ("/AcroForm<</XFA 7 0 R>>", Refused::Xfa),
        ("/PieceInfo<</Program<</Private 7 0 R>>>>", Refused::PrivateData),
    ] {
        let reading = read(&with("BT /F 9 Tf (Minutes) Tj ET", &[(1, &catalog(keys)), (7, &working_copy)]));
        assert_eq!(reading.refused, [refused], "{keys}");
    }
    // A link is allowed, and so is a jump within the document.
    let link = "/OpenAction[3 0 R/Fit]/X<</S/URI/URI(https://example.org/)>>";
    assert_eq!(read(&with("", &[(1, &catalog(link))])).refused, []);
}

#[test]
fn what_nobody_can_read_as_text_is_told() {
    let bare = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2>>]>>";
    let symbols = "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</Type/FontDescriptor/Flags 4>>>>";
    let picture =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x");
    let words = "BT /F 9 Tf (Minutes of a meeting) Tj ET";
    for (name, content, changed, unreadable) in [
        ("an empty page", "", vec![], false),
        ("words", words, vec![], false),
        ("outlines of letters", "1 1 m 9 9 l 9 1 l f", vec![], true),
        ("words and a line", "BT /F 9 Tf (Minutes) Tj ET 1 1 m 9 9 l S", vec![], false),
        ("a font without letters", "BT /F 9 Tf <000100020003000400050006> Tj ET", vec![(5, bare)], true),
        ("a font of symbols", words, vec![(5, symbols)], true),
        ("a scan", "595 0 0 842 0 0 cm /X Do", vec![(7, picture.as_str())], true),
        (
            "a scan with a few words on it",
            "BT /F 9 Tf (Scanned) Tj ET 595 0 0 842 0 0 cm /X Do",
            vec![(7, &picture)],
            true,
        ),
        ("a letterhead", "BT /F 9 Tf (Minutes) Tj ET 60 0 0 60 0 0 cm /X Do", vec![(7, &picture)], false),
        ("operators that are none", "BT /F 9 Tf (Minutes) Tj ET ) ) (x", vec![], true),
    ] {
        let reading = read(&with(content, &changed));
        assert_eq!(
            (reading.refused.as_slice(), !reading.unreadable.is_empty()),
            (&[][..], unreadable),
            "{name}"
        );
    }
}

#[test]
fn a_line_of_dots_that_have_no_letter_is_no_text() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Type/Encoding/Differences[1/one/two/g1/g2/g3/g4/g5]>>>>";
    let words = "0102".repeat(20);
    for (glyphs, unreadable) in [("0303030303030303", false), ("0304050607", true), ("03040506", false)] {
        let content = format!("BT /F 9 Tf <{words}{glyphs}{words}> Tj ET");
        assert_eq!(!read(&with(&content, &[(5, font)])).unreadable.is_empty(), unreadable, "{glyphs}");
    }
}

#[test]
fn letters_are_known_by_the_names_of_their_glyphs() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Type/Encoding/Differences[1/one/nine/eight/uni0035/u0041/f_i/g17]>>>>";
    let reading = read(&with("BT /F 9 Tf <010203040506> Tj ET", &[(5, font)]));
    assert_eq!(pieces_with(&reading, "1985Afi"), [(false, Part::Page(1))]);
    let unknown = read(&with("BT /F 9 Tf <0707070707> Tj ET", &[(5, font)]));
    assert_eq!(unknown.unreadable, [1]);
}

#[test]
fn a_map_to_letters_goes_before_the_encoding() {
    let map = stream(
        "",
        "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<00><FF>endcodespacerange\n1 beginbfrange<41><4A><0030>endbfrange\nendcmap",
    );
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>";
    let reading = read(&with("BT /F 9 Tf (BJIF) Tj ET", &[(5, font), (7, &map)]));
    assert_eq!(pieces_with(&reading, "1985"), [(false, Part::Page(1))]);
}

#[test]
fn forms_that_show_themselves_come_to_an_end() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>",
        "BT /F 9 Tf (Minutes) Tj ET /X Do",
    );
    let reading = read(&with("/X Do", &[(7, &form)]));
    assert!(reading.unreadable == [1] && !pieces_with(&reading, "Minutes").is_empty());
}

#[test]
fn times_and_identifiers_of_programs_are_no_numbers_of_people() {
    let info = "<</CreationDate(D:20240701080000+08'00')/X(uuid:1a345678-1234-1234-1234-123456789012)>>";
    let reading = read(&with("", &[(6, info)]));
    for digits in ["20240701", "123456789012"] {
        assert_eq!(pieces_with(&reading, digits), []);
    }
}

#[test]
fn a_table_of_objects_that_is_wrong_is_not_mended() {
    let whole = file(&objects("BT /F 9 Tf (Minutes) Tj ET"));
    let text = String::from_utf8(whole).unwrap();
    let wrong = text.replace("startxref\n", "startxref\n9");
    assert_eq!(read(wrong.as_bytes()).refused, [Refused::Broken]);
    assert_eq!(read(b"%PDF-1.7\n%%EOF").refused, [Refused::Broken]);
    assert_eq!(read(b"").refused, [Refused::Broken]);
}

#[test]
fn a_file_cut_short_is_refused_wherever_it_is_cut() {
    let whole = file(&objects("BT /F 9 Tf (Minutes) Tj ET"));
    assert!(whole.ends_with(b"%%EOF\n") && read(&whole[..whole.len() - 1]).refused.is_empty());
    for cut in 0..whole.len() - 1 {
        assert!(!read(&whole[..cut]).refused.is_empty(), "{cut}");
    }
}

#[test]
fn dumps_and_refusals_hold_no_text_of_the_file() {
    let reading = read(&with(&format!("BT /F 9 Tf ({NUMBER}) Tj ET"), &[]));
    assert!(!reading.pieces.is_empty() && !format!("{reading:?}").contains("1985"));
    assert_eq!(read(b"1985").refused[0].to_string(), "the PDF is damaged");
}
