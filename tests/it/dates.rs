//! Dates that do not exist, that contradict their weekday, or that are ambiguous.

use snapbox::str;

use crate::support::{Portal, circular};

/// A circular with the front matter's date replaced.
fn dated(date: &str) -> Portal {
    Portal::new().with("content/edaran/2024/se-1.md", circular("").replace("2024-10-15", date))
}

#[test]
fn day_that_the_calendar_does_not_have_is_told() {
    dated("2024-02-30").check().exits(1).says(str![[r#"
galat[TW0207]: tanggal 2024-02-30 tidak ada di kalender
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = 2024-02-30
  |           ^^^^^^^^^^
  |
  = saran: periksa hari dan bulannya

1 galat

"#]]);
    dated("2024-02-30").check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0207]: the calendar has no 2024-02-30
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = 2024-02-30
  |           ^^^^^^^^^^
  |
  = hint: check the day and the month

1 error

"#]]);
}

#[test]
fn day_in_quotes_that_the_calendar_does_not_have_is_told() {
    dated("\"2024-02-30\"").check().exits(1).says(str![[r#"
galat[TW0207]: tanggal 2024-02-30 tidak ada di kalender
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = "2024-02-30"
  |           ^^^^^^^^^^^^
  |
  = saran: periksa hari dan bulannya

1 galat

"#]]);
}

#[test]
fn the_29th_of_february_is_a_day_in_leap_years_only() {
    dated("2024-02-29").check().exits(0).says("");
    dated("2023-02-29").check().exits(1).says(str![[r#"
galat[TW0207]: tanggal 2023-02-29 tidak ada di kalender
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = 2023-02-29
  |           ^^^^^^^^^^
  |
  = saran: periksa hari dan bulannya

1 galat

"#]]);
}

#[test]
fn iso_date_in_quotes_is_accepted() {
    dated("\"2024-10-15\"").check().exits(0).says("");
}

#[test]
fn numeric_date_that_reads_two_ways_is_told_with_both() {
    dated("\"2/7/24\"").check().exits(1).says(str![[r#"
galat[TW0208]: tanggal "2/7/24" dapat dibaca lebih dari satu cara
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = "2/7/24"
  |           ^^^^^^^^
  |
  = saran: tulis 2024-07-02 (hari dahulu) atau 2024-02-07 (bulan dahulu)

1 galat

"#]]);
    dated("\"2/7/24\"").check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0208]: the date "2/7/24" can be read in more than one way
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = "2/7/24"
  |           ^^^^^^^^
  |
  = hint: write 2024-07-02 (day first) or 2024-02-07 (month first)

1 error

"#]]);
}

#[test]
fn numeric_date_that_reads_one_way_is_told_with_it() {
    dated("\"27/11/2024\"").check().exits(1).says(str![[r#"
galat[TW0208]: tanggal "27/11/2024" tidak ditulis TAHUN-BULAN-HARI
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = "27/11/2024"
  |           ^^^^^^^^^^^^
  |
  = saran: tulis 2024-11-27

1 galat

"#]]);
}

#[test]
fn date_in_words_is_told() {
    dated("\"15 Oktober 2024\"").check().exits(1).says(str![[r#"
galat[TW0208]: tanggal "15 Oktober 2024" tidak ditulis TAHUN-BULAN-HARI
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = "15 Oktober 2024"
  |           ^^^^^^^^^^^^^^^^^
  |
  = saran: tulis 2024-10-15

1 galat

"#]]);
}

#[test]
fn numeric_date_without_quotes_is_told() {
    dated("15/10/2024").check().exits(1).says(str![[r#"
galat[TW0208]: tanggal "15/10/2024" tidak ditulis TAHUN-BULAN-HARI
 --> content/edaran/2024/se-1.md:4:11
  |
4 | tanggal = 15/10/2024
  |           ^^^^^^^^^^
  |
  = saran: tulis 2024-10-15

1 galat

"#]]);
}

#[test]
fn weekday_that_is_not_the_date_s_is_told_with_the_right_one() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("hari = \"rabu\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0209]: 2024-10-15 hari Selasa, bukan Rabu
 --> content/edaran/2024/se-1.md:6:8
  |
6 | hari = "rabu"
  |        ^^^^^^
  |
  = saran: perbaiki tanggalnya, atau tulis `hari = "selasa"`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0209]: 2024-10-15 is a Tuesday, not a Wednesday
 --> content/edaran/2024/se-1.md:6:8
  |
6 | hari = "rabu"
  |        ^^^^^^
  |
  = hint: mend the date, or write `hari = "selasa"`

1 error

"#]]);
}

#[test]
fn weekday_of_the_date_is_accepted_in_any_case() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("hari = \"Selasa\"\n"));
    portal.check().exits(0).says("");
}

#[test]
fn period_that_ends_before_it_begins_is_told() {
    let portal = Portal::new().with(
        "content/edaran/2024/se-1.md",
        circular("berlaku_dari = 2024-11-01\nberlaku_sampai = 2024-10-20\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0313]: akhir mendahului awal
 --> content/edaran/2024/se-1.md:7:18
  |
7 | berlaku_sampai = 2024-10-20
  |                  ^^^^^^^^^^
  |
  = saran: tukar kedua tanggalnya

1 galat

"#]]);
}
