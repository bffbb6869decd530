//! Tests of the human format.

use anstream::adapter::strip_str;
use proptest::prelude::*;
use snapbox::{IntoData, assert_data_eq, str};

use super::super::samples::{at, awkward_findings, file, findings, printed, secret_findings};
use super::super::{Format, Style};
use crate::diagnostics::Diagnostic;
use crate::locale::{Lang, Text};

fn human(findings: &[Diagnostic], lang: Lang) -> String {
    printed(findings, Format::Human, lang, Style::Plain)
}

fn wrong() -> Diagnostic {
    Diagnostic::error("TW0206", Text::new("salah", "wrong"))
}

#[test]
fn a_hint_without_a_place_follows_the_message() {
    let finding = wrong().hint(Text::new("tulis yang benar", "write it right"));
    assert_data_eq!(
        human(&[finding], Lang::En),
        str![[r#"
error[TW0206]: wrong
  = hint: write it right


"#]]
        .raw()
    );
}

#[test]
fn line_numbers_of_any_width_keep_the_gutter_straight() {
    let file = file("content/berita/a.md", &format!("{}salah\n", "\n".repeat(12_345)));
    let finding = at(wrong(), &file, "salah").hint(Text::new("tulis yang benar", "write it right"));
    assert_data_eq!(
        human(&[finding], Lang::Id),
        str![[r#"
galat[TW0206]: salah
     --> content/berita/a.md:12346:1
      |
12346 | salah
      | ^^^^^
      |
      = saran: tulis yang benar


"#]]
        .raw()
    );
}

#[test]
fn findings_speak_indonesian() {
    assert_data_eq!(
        human(&findings(), Lang::Id),
        str![[r#"
galat[TW0112]: folder `content/` tidak ada

galat[TW0203]: kunci `tangal` tidak dikenal
 --> content/edaran/2024/se-netralitas.md:3:1
  |
3 | tangal = 2024-10-15
  | ^^^^^^
  |
  = saran: maksud Anda `tanggal`?

peringatan[TW0304]: UU 5/2014 sudah dicabut
 --> content/edaran/2024/se-netralitas.md:4:44
  |
4 | hubungan = [{ jenis = "merujuk", dokumen = "regulasi/uu-5-2014" }]
  |                                            ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: rujuk UU 20/2023
catatan: dicabut di sini
 --> content/regulasi/uu-20-2023.md:3:46
  |
3 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/uu-5-2014" }]
  |                                              ^^^^^^^^^^^^^^^^^^

galat[TW0101]: berkas ini bukan teks UTF-8
 --> content/berita/a.md


"#]]
        .raw()
    );
}

#[test]
fn findings_speak_english() {
    assert_data_eq!(
        human(&findings(), Lang::En),
        str![[r#"
error[TW0112]: there is no `content/` folder

error[TW0203]: unknown key `tangal`
 --> content/edaran/2024/se-netralitas.md:3:1
  |
3 | tangal = 2024-10-15
  | ^^^^^^
  |
  = hint: did you mean `tanggal`?

warning[TW0304]: UU 5/2014 has been revoked
 --> content/edaran/2024/se-netralitas.md:4:44
  |
4 | hubungan = [{ jenis = "merujuk", dokumen = "regulasi/uu-5-2014" }]
  |                                            ^^^^^^^^^^^^^^^^^^^^
  |
  = hint: cite UU 20/2023
note: revoked here
 --> content/regulasi/uu-20-2023.md:3:46
  |
3 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/uu-5-2014" }]
  |                                              ^^^^^^^^^^^^^^^^^^

error[TW0101]: this file is not UTF-8 text
 --> content/berita/a.md


"#]]
        .raw()
    );
}

#[test]
fn no_findings_print_nothing() {
    assert_eq!(human(&[], Lang::Id), "");
}

#[test]
fn a_confidential_file_shows_where_and_never_what() {
    assert_data_eq!(
        human(&secret_findings(), Lang::Id),
        str![[r#"
galat[TW0206]: nilai tidak ada dalam daftar
 --> content/sanksi/pilkada-2024.toml:1:9
  = saran: pakai `terbukti`
catatan: kuncinya
 --> content/sanksi/pilkada-2024.toml:1:1


"#]]
        .raw()
    );
}

#[test]
fn a_range_over_lines_marks_its_first_line_and_the_end_of_a_file_has_a_caret() {
    assert_data_eq!(
        human(&awkward_findings(), Lang::En),
        str![[r#"
error[TW0204]: 100%: write `{ id = "…" }`  ::error::no, see [here](1)
 --> content/berita/50%, a: é b.md:1:1
  |
1 | satu
  | ^^^^

warning[TW0213]: empty
 --> content/berita/50%, a: é b.md:3:1
  |
3 |
  | ^


"#]]
        .raw()
    );
}

#[test]
fn tabs_and_wide_characters_keep_the_caret_in_place() {
    let text = "\tnama = \"中立 salah\"\n\u{1b}[2J\u{9b}2J hapus\n";
    let file = file("content/berita/a.md", text);
    assert_data_eq!(
        human(&[at(wrong(), &file, "salah"), at(wrong(), &file, "hapus")], Lang::Id),
        str![[r#"
galat[TW0206]: salah
 --> content/berita/a.md:1:13
  |
1 |     nama = "中立 salah"
  |                  ^^^^^

galat[TW0206]: salah
 --> content/berita/a.md:2:9
  |
2 | ␛[2J�2J hapus
  |         ^^^^^


"#]]
        .raw()
    );
}

#[test]
fn empty_ranges_have_a_caret() {
    let file = file("content/berita/a.md", "satu\n\ntiga");
    let empty = [0, 4, 5, 10].map(|offset| wrong().at(&file, offset..offset));
    assert_data_eq!(
        human(&empty, Lang::Id),
        str![[r#"
galat[TW0206]: salah
 --> content/berita/a.md:1:1
  |
1 | satu
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:1:5
  |
1 | satu
  |     ^

galat[TW0206]: salah
 --> content/berita/a.md:2:1
  |
2 |
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:3:5
  |
3 | tiga
  |     ^


"#]]
        .raw()
    );
}

#[test]
fn a_range_that_does_not_fit_the_text_is_brought_into_it() {
    let file = file("content/berita/a.md", "é\n");
    let reversed = std::ops::Range { start: 3, end: 0 };
    let ranges = [1..2, 1..1, 70..90, 0..usize::MAX, reversed];
    assert_data_eq!(
        human(&ranges.map(|range| wrong().at(&file, range)), Lang::Id),
        str![[r#"
galat[TW0206]: salah
 --> content/berita/a.md:1:1
  |
1 | é
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:1:1
  |
1 | é
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:2:1
  |
2 |
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:1:1
  |
1 | é
  | ^

galat[TW0206]: salah
 --> content/berita/a.md:2:1
  |
2 |
  | ^


"#]]
        .raw()
    );
}

#[test]
fn a_long_line_is_cut_to_a_window() {
    let text = format!("{}SALAH{}\n", "1234567,".repeat(500_000), ",é234567".repeat(500_000));
    let file = file("content/pakta/pilkada-2024.csv", &text);
    let first = wrong().at(&file, 0..3);
    let last = wrong().at(&file, text.len() - 4..text.len() - 1);
    let all = wrong().at(&file, 7..text.len());
    assert_data_eq!(
        human(&[first, all, at(wrong(), &file, "SALAH"), last], Lang::Id),
        str![[r#"
galat[TW0206]: salah
 --> content/pakta/pilkada-2024.csv:1:1
  |
1 | 1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234…
  | ^^^

galat[TW0206]: salah
 --> content/pakta/pilkada-2024.csv:1:8
  |
1 | 1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234567,1234…
  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

galat[TW0206]: salah
 --> content/pakta/pilkada-2024.csv:1:4000001
  |
1 | …1234567,1234567,1234567,1234567,1234567,SALAH,é234567,é234567,é234567,é234567,é234567,é234567,é23456…
  |                                          ^^^^^

galat[TW0206]: salah
 --> content/pakta/pilkada-2024.csv:1:8000003
  |
1 | …567,é234567,é234567,é234567,é234567,é234567
  |                                          ^^^


"#]]
        .raw()
    );
}

#[test]
fn many_findings_in_a_long_file_are_printed_in_linear_time() {
    let file = file("content/pakta/pilkada-2024.csv", &"dinas-a;pns;2024-01-31\n".repeat(20_000));
    let findings: Vec<_> = (0..20_000).map(|row| wrong().at(&file, row * 23..row * 23 + 7)).collect();
    let text = human(&findings, Lang::Id);
    assert!(text.contains("pilkada-2024.csv:20000:1"));
}

#[test]
fn colour_adds_escape_codes_and_nothing_else() {
    let plain = human(&findings(), Lang::Id);
    let coloured = printed(&findings(), Format::Human, Lang::Id, Style::Colour);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(strip_str(&coloured).to_string(), plain);
}

proptest! {
    #[test]
    fn no_text_and_no_range_can_break_or_flood_the_terminal(
        text in r"([ -~\n\t]|é|中|🙂|\u{200d}|\u{301}|\u{1b}|\u{9b}|\u{202e}){0,300}",
        offsets in proptest::collection::vec((0_usize..1200, 0_usize..1200), 1..4),
    ) {
        let file = file("content/berita/a.md", &text);
        let findings: Vec<_> = offsets.into_iter().map(|(start, end)| wrong().at(&file, start..end)).collect();
        let printed = human(&findings, Lang::Id);
        let raw = ['\u{1b}', '\u{9b}', '\u{202e}'].iter().any(|c| printed.contains(*c));
        prop_assert!(!raw, "a control character got through");
        prop_assert!(printed.lines().all(|line| line.chars().count() <= 500));
        prop_assert_eq!(printed.matches("galat[TW0206]").count(), findings.len());
    }
}
