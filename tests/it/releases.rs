//! Releases: what `terawang release` writes, what breaks the ledger, and what later editions must not
//! publish.

use std::fs;

use snapbox::str;

use crate::support::{Portal, Run};

const SERIES: &str = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-10-31 }\nsatuan = \"orang\"\nper_tanggal = 2024-10-31\nsumber = \"BKPSDM\"\n";

/// A series with a policy and its rows.
fn series(policy: &str, rows: &[(&str, &str, u64)]) -> String {
    let total: u64 = rows.iter().map(|(.., count)| count).sum();
    let mut text = format!("{SERIES}total = {total}\n\n[kebijakan]\n{policy}\n");
    for (half, penalty, count) in rows {
        text.push_str(&format!(
            "\n[[baris]]\nsemester = \"{half}\"\ntingkat_hukuman = \"{penalty}\"\njumlah = {count}\n"
        ));
    }
    text
}

const POLICY: &str = "kolom = [\"semester\", \"tingkat_hukuman\"]";

fn rows(light: u64, medium: u64) -> String {
    series(
        POLICY,
        &[
            ("2024-S1", "ringan", light),
            ("2024-S1", "sedang", medium),
            ("2024-S2", "ringan", 7),
            ("2024-S2", "berat", 8),
        ],
    )
}

const OFFICES: &str = "[[opd]]\nkode = \"dinas-a\"\nnama = \"Dinas A\"\nklaster = \"dinas\"\n\n[[opd]]\nkode = \"dinas-b\"\nnama = \"Dinas B\"\nklaster = \"dinas\"\n\n[[opd]]\nkode = \"dinas-c\"\nnama = \"Dinas C\"\nklaster = \"dinas\"\n\n[[opd]]\nkode = \"dinas-d\"\nnama = \"Dinas D\"\nklaster = \"dinas\"\n";
const PACT: &str =
    "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
const HEAD: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";

/// A portal with a pact series, with one line for each row.
fn with_pact(lines: &[&str]) -> Portal {
    Portal::new()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/2024.toml", PACT)
        .with("content/pakta/2024.csv", format!("{HEAD}{}\n", lines.join("\n")))
}

fn with_rows() -> Portal {
    Portal::new().with("content/sanksi/2024.toml", rows(6, 9))
}

impl Portal {
    fn release(&self) -> Run {
        self.release_with(&[])
    }

    fn release_with(&self, more: &[&str]) -> Run {
        self.run(&[&["release", "-q", "--clock", "2024-12-01"], more].concat())
    }

    /// Makes a release, and expects neither error nor warning.
    #[track_caller]
    fn released(self) -> Self {
        self.release().exits(0).says("");
        self
    }

    fn ledger(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path("rilis"))
            .map(|found| found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
            .unwrap_or_default();
        names.sort();
        names
    }
}

#[test]
fn a_release_records_what_is_published() {
    let portal = with_rows();
    portal.run(&["release", "--clock", "2024-12-01", "--catatan", "Terbitan triwulan"]).exits(0).says(str![
        [r#"
ditulis: rilis/0001.json; simpan bersama isi portal di kendali versi

"#]
    ]);
    snapbox::assert_data_eq!(
        fs::read_to_string(portal.path("rilis/0001.json")).unwrap(),
        str![[r#"
{
  "format": 1,
  "nomor": 1,
  "tanggal": "2024-12-01",
  "catatan": "Terbitan triwulan",
  "sebelumnya": null,
  "isi": {
    "sanksi": {
      "sanksi/2024": {
        "hasil": "sanksi",
        "penetap": "ppk",
        "periode": {
          "dari": "2024-01-01",
          "sampai": "2024-10-31"
        },
        "satuan": "orang",
        "total": 30,
        "rincian": {
          "versi": 1,
          "kolom": [
            "semester",
            "tingkat_hukuman"
          ],
          "k": 5,
          "l": 2,
          "tidak_dirinci_maks": 5,
          "populasi_min": 50,
          "bagian_maks": 20,
          "baris": [
            {
              "nilai": [
                "2024-S1",
                "ringan"
              ],
              "jumlah": 6
            },
            {
              "nilai": [
                "2024-S1",
                "sedang"
              ],
              "jumlah": 9
            },
            {
              "nilai": [
                "2024-S2",
                "berat"
              ],
              "jumlah": 8
            },
            {
              "nilai": [
                "2024-S2",
                "ringan"
              ],
              "jumlah": 7
            }
          ],
          "tidak_dirinci": 0
        }
      }
    },
    "pakta": {}
  },
  "segel": "bf7df1e98d9366cd5fdd6cebf9b9fd4062cf45f5b03668c7983f3c8c8c14a2c0"
}

"#]]
    );
    portal.builds();
    assert_eq!(
        portal.published_with("Terbitan triwulan"),
        Vec::<String>::new(),
        "the ledger is not published"
    );
}

#[test]
fn the_same_figures_are_the_same_bytes_and_no_second_release() {
    let (one, other) = (with_rows().released(), with_rows().released());
    let bytes = |portal: &Portal| fs::read(portal.path("rilis/0001.json")).unwrap();
    assert_eq!(bytes(&one), bytes(&other));
    one.run(&["release", "--clock", "2025-03-01"]).exits(0).says(str![[r#"
tidak ada angka yang berubah sejak rilis terakhir; tidak ada yang ditulis

"#]]);
    assert_eq!(one.ledger(), ["0001.json"]);
}

#[test]
fn a_portal_without_figures_has_nothing_to_release() {
    let portal = Portal::new();
    portal.release().exits(0).says("");
    assert_eq!(portal.ledger(), Vec::<String>::new());
}

#[test]
fn a_portal_with_errors_is_not_released() {
    let portal = with_rows().with("content/halaman/a.md", crate::support::page("[x](tidak-ada.md)"));
    portal.release().exits(1);
    assert_eq!(portal.ledger(), Vec::<String>::new());
}

#[test]
fn drafts_and_withdrawn_series_are_not_in_a_release() {
    let portal = Portal::new()
        .with("content/sanksi/a.toml", format!("draf = true\n{SERIES}total = 6\n"))
        .with(
            "content/sanksi/b.toml",
            format!("{SERIES}total = 7\nditarik = {{ tanggal = 2024-11-01, alasan = \"Keliru\" }}\n"),
        )
        .with("content/sanksi/c.toml", format!("{SERIES}total = 8\n"))
        .released();
    let text = fs::read_to_string(portal.path("rilis/0001.json")).unwrap();
    let series: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("\"sanksi/")).collect();
    assert_eq!(series, ["c\": {"]);
}

#[test]
fn a_note_with_a_person_in_it_is_refused() {
    let portal = with_rows();
    portal.release_with(&["--catatan", "hukuman untuk NIP 198501012010011999"]).exits(2).says(str![[r#"
galat: `--catatan` memuat nomor, nama, atau jabatan seseorang; tulis tanpa itu

"#]]);
    assert_eq!(portal.ledger(), Vec::<String>::new());
}

#[test]
fn a_release_before_the_last_one_is_refused() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.run(&["release", "-q", "--clock", "2024-11-30"]).exits(2).says(str![[r#"
galat: rilis terakhir bertanggal 2024-12-01, setelah 2024-11-30; periksa --clock

"#]]);
}

#[test]
fn what_has_changed_is_to_be_released() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.build().exits(0).says(str![[r#"
peringatan[TW0873]: angka yang terbit berbeda dari rilis terakhir, `0001.json`
  = saran: jalankan `terawang release` sebelum situs ini terbit, agar terbitan berikutnya dibandingkan dengannya

1 peringatan

"#]]);
    portal.release().exits(0).says("");
    assert_eq!(portal.ledger(), ["0001.json", "0002.json"]);
    portal.builds();
}

#[test]
fn one_person_more_is_refused_until_a_batch_has_come() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(7, 9));
    portal.check().exits(1).says(str![[r#"
galat[TW0865]: perubahan sejak rilis `0001.json` menunjuk kurang dari 5 orang dalam kelas `semester` × `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = saran: tunda perubahan, juga koreksi atas masa yang sudah lewat, sampai setiap kelas bertambah atau berkurang 0 atau sedikitnya 5 orang; sementara itu terbitkan baris seperti di rilis itu

galat[TW0866]: orang yang bertambah atau berkurang sejak rilis `0001.json` (hampir) semuanya sama di `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = saran: tunda perubahan sampai orang yang serupa di kolom lain memiliki sedikitnya 2 nilai, masing-masing lebih dari satu orang

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0865]: the change since release `0001.json` points at fewer than 5 persons in a class of `semester` × `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = hint: hold the change back, corrections of past periods too, until each class gains or loses 0 or at least 5 persons; until then publish the rows as in that release

error[TW0866]: the persons who came or went since release `0001.json` are (almost) all the same in `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = hint: hold the change back until persons alike in the other columns have at least 2 values, each of more than one person

2 errors

"#]]);
    assert_eq!(portal.build().codes(), ["TW0865", "TW0866"]);
    assert_eq!(portal.release().codes(), ["TW0865", "TW0866"]);
    assert!(!portal.path("public").exists());
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    assert_eq!(portal.check().codes(), ["TW0873"]);
}

#[test]
fn a_batch_of_one_fate_is_refused() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(12, 9));
    portal.check().exits(1).says(str![[r#"
galat[TW0866]: orang yang bertambah atau berkurang sejak rilis `0001.json` (hampir) semuanya sama di `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = saran: tunda perubahan sampai orang yang serupa di kolom lain memiliki sedikitnya 2 nilai, masing-masing lebih dari satu orang

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0866]: the persons who came or went since release `0001.json` are (almost) all the same in `tingkat_hukuman`
  --> content/sanksi/2024.toml:10:1
  = hint: hold the change back until persons alike in the other columns have at least 2 values, each of more than one person

1 error

"#]]);
}

#[test]
fn every_earlier_release_counts_and_the_latest_is_named() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.release().exits(0);
    // Safe after the second release, but not after the first.
    portal.write("content/sanksi/2024.toml", rows(16, 8));
    let run = portal.check();
    run.exits(1);
    assert!(run.stderr.contains("rilis `0001.json`"), "{}", run.stderr);
    portal.write("content/sanksi/2024.toml", rows(12, 15));
    let run = portal.check();
    run.exits(1);
    assert!(run.stderr.contains("rilis `0002.json`"), "{}", run.stderr);
}

#[test]
fn a_changed_policy_raises_its_version() {
    let portal = with_rows().released();
    let other = |version: &str| {
        series(
            &format!("{version}kolom = [\"semester\", \"tingkat_hukuman\"]\nk = 6"),
            &[
                ("2024-S1", "ringan", 6),
                ("2024-S1", "sedang", 9),
                ("2024-S2", "ringan", 7),
                ("2024-S2", "berat", 8),
            ],
        )
    };
    portal.write("content/sanksi/2024.toml", other(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0868]: kebijakan berbeda dari yang tercatat di rilis `0001.json`, tetapi `versi` tidak dinaikkan
  --> content/sanksi/2024.toml:10:1
  = saran: naikkan `versi` di `[kebijakan]` di atas yang tercatat, atau kembalikan kolom dan ambangnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0868]: the policy differs from the one recorded in release `0001.json`, but `versi` was not raised
  --> content/sanksi/2024.toml:10:1
  = hint: raise `versi` in `[kebijakan]` above the recorded one, or bring back columns and thresholds

1 error

"#]]);
    portal.write("content/sanksi/2024.toml", other("versi = 2\n"));
    portal.release().exits(0).says("");
    portal.builds();
}

#[test]
fn other_columns_that_are_neither_coarser_nor_finer_are_refused() {
    let portal = with_rows().released();
    let text = series("versi = 2\nkolom = [\"triwulan\", \"ada_sanksi\"]", &[]);
    let row = |quarter: &str, what: &str| {
        format!("\n[[baris]]\ntriwulan = \"{quarter}\"\nada_sanksi = \"{what}\"\njumlah = 10\n")
    };
    let all =
        row("2024-T1", "ada") + &row("2024-T1", "tidak") + &row("2024-T2", "ada") + &row("2024-T2", "tidak");
    portal.write("content/sanksi/2024.toml", text.replace("total = 0", "total = 40") + &all);
    portal.check().exits(1).says(str![[r#"
galat[TW0867]: `kolom` tidak lebih kasar dan tidak lebih rinci daripada di rilis `0001.json`
  --> content/sanksi/2024.toml:10:1
  = saran: pakai kolom yang semuanya lebih kasar, atau semuanya lebih rinci; selain itu mulailah seri baru dengan `periode` baru

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0867]: `kolom` is neither coarser nor finer than in release `0001.json`
  --> content/sanksi/2024.toml:10:1
  = hint: use columns that are all coarser, or all finer; otherwise start a new series with a new `periode`

1 error

"#]]);
}

#[test]
fn a_renamed_series_is_still_the_same_persons() {
    let portal = with_rows().released();
    portal.rename("content/sanksi/2024.toml", "content/sanksi/baru.toml");
    portal.check().exits(0).says(str![[r#"
peringatan[TW0872]: seri `sanksi/2024` ada di rilis `0001.json`, tetapi tidak terbit lagi
  = saran: kembalikan berkasnya dan tulis `ditarik` dengan tanggal dan alasan; bila hanya berganti nama, tulis alamat lamanya di `alihan`

peringatan[TW0873]: angka yang terbit berbeda dari rilis terakhir, `0001.json`
  = saran: jalankan `terawang release` sebelum situs ini terbit, agar terbitan berikutnya dibandingkan dengannya

2 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0872]: the series `sanksi/2024` is in release `0001.json`, but is published no more
  = hint: bring its file back and write `ditarik` with a date and a reason; if it was only renamed, write its old address in `alihan`

warning[TW0873]: the published figures differ from the last release, `0001.json`
  = hint: run `terawang release` before this site goes public, so that the next edition is compared with it

2 warnings

"#]]);
    portal.edit("content/sanksi/baru.toml", "judul", "alihan = [\"/sanksi/2024/\"]\njudul");
    assert_eq!(portal.check().codes(), ["TW0873"]);
    portal.write("content/sanksi/baru.toml", rows(7, 9));
    portal.check().exits(1).says(str![[r#"
galat[TW0865]: perubahan sejak `sanksi/2024` di rilis `0001.json` menunjuk kurang dari 5 orang dalam kelas `semester` × `tingkat_hukuman`
  --> content/sanksi/baru.toml:10:1
  = saran: tunda perubahan, juga koreksi atas masa yang sudah lewat, sampai setiap kelas bertambah atau berkurang 0 atau sedikitnya 5 orang; sementara itu terbitkan baris seperti di rilis itu

galat[TW0866]: orang yang bertambah atau berkurang sejak `sanksi/2024` di rilis `0001.json` (hampir) semuanya sama di `tingkat_hukuman`
  --> content/sanksi/baru.toml:10:1
  = saran: tunda perubahan sampai orang yang serupa di kolom lain memiliki sedikitnya 2 nilai, masing-masing lebih dari satu orang

2 galat

"#]]);
}

#[test]
fn a_withdrawn_series_may_go_but_its_persons_stay_known() {
    let portal = with_rows().released();
    let withdrawn = "ditarik = { tanggal = 2024-11-01, alasan = \"Keliru\" }\n";
    portal.write("content/sanksi/2024.toml", format!("{withdrawn}{SERIES}total = 30\n"));
    assert_eq!(portal.check().codes(), ["TW0873"]);
    portal.write("content/sanksi/baru.toml", rows(7, 9));
    assert_eq!(portal.check().codes(), ["TW0865", "TW0866"]);
}

#[test]
fn a_total_alone_may_change_by_one() {
    let portal = Portal::new().with("content/sanksi/2024.toml", format!("{SERIES}total = 14\n")).released();
    portal.write("content/sanksi/2024.toml", format!("{SERIES}total = 15\n"));
    portal.release().exits(0).says("");
    portal.builds();
}

const MANY: [&str; 3] =
    ["dinas-a,pns,2024-10-15,50,40", "dinas-b,pns,2024-10-15,12,9", "dinas-c,pns,2024-10-15,20,10"];

#[test]
fn a_released_day_is_corrected_by_many_or_not_at_all() {
    let portal = with_pact(&MANY).released();
    portal.edit("content/pakta/2024.csv", "50,40", "50,41");
    portal.check().exits(1).says(str![[r#"
galat[TW0869]: hitungan per 2024-10-15 berubah sejak rilis `0001.json` untuk kurang dari 5 orang
 --> content/pakta/2024.csv
  = saran: kembalikan hitungan tanggal itu; koreksi menunggu sampai setiap sel berubah 0 atau sedikitnya 5 orang, pada yang sudah dan yang belum bertanda tangan. Keadaan terbaru masuk tanggal baru

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0869]: the counts of 2024-10-15 changed since release `0001.json` for fewer than 5 persons
 --> content/pakta/2024.csv
  = hint: bring back the counts of that day; corrections wait until each cell changes by 0 or at least 5 persons, among those who signed and those who did not. What is new belongs to a new day

1 error

"#]]);
    portal.edit("content/pakta/2024.csv", "50,41", "50,45");
    assert_eq!(portal.check().codes(), ["TW0873"]);
    portal.edit("content/pakta/2024.csv", "50,45", "50,40\ndinas-a,pns,2024-11-15,50,41");
    assert_eq!(portal.check().codes(), ["TW0873"], "a new day is no correction");
}

#[test]
fn an_office_that_was_pooled_stays_pooled() {
    let portal = with_pact(&MANY);
    portal.edit("content/pakta/2024.csv", "12,9", "50,49\ndinas-d,pns,2024-10-15,30,15");
    let portal = portal.released();
    let pooled = |portal: &Portal, office: &str| {
        let data =
            portal.output().into_iter().find(|(path, _)| path.ends_with(".csv") && path.contains("pakta"));
        let (_, bytes) = data.unwrap();
        !String::from_utf8(bytes).unwrap().contains(office)
    };
    portal.builds();
    assert!(pooled(&portal, "Dinas B") && !pooled(&portal, "Dinas D"));
    // The office alone could be shown now.
    portal.edit("content/pakta/2024.csv", "50,49", "50,44");
    portal.build().exits(0);
    assert!(pooled(&portal, "Dinas B"));
}

#[test]
fn a_day_that_comes_back_under_another_name_keeps_its_pool() {
    let portal = with_pact(&MANY);
    portal.edit("content/pakta/2024.csv", "12,9", "50,49\ndinas-d,pns,2024-10-15,30,15");
    let portal = portal.released();
    portal.rename("content/pakta/2024.csv", "content/pakta/baru.csv");
    portal.rename("content/pakta/2024.toml", "content/pakta/baru.toml");
    portal.edit("content/pakta/baru.csv", "50,49", "50,44");
    portal.check().exits(1).says(str![[r#"
galat[TW0870]: OPD yang tidak dirinci di `pakta/2024` di rilis `0001.json` kini dirinci
 --> content/pakta/baru.csv
  = saran: bila seri ini berganti nama, tulis alamat lamanya di `alihan`; bila tidak, kembalikan ke rilis itu

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0870]: offices that are not detailed in `pakta/2024` in release `0001.json` are shown by themselves now
 --> content/pakta/baru.csv
  = hint: if the series was renamed, write its old address in `alihan`; otherwise go back to that release

1 error

"#]]);
    portal.edit("content/pakta/baru.toml", "judul", "alihan = [\"/pakta/2024/\"]\njudul");
    assert_eq!(portal.check().codes(), ["TW0873"]);
}

/// A portal with two releases.
fn twice() -> Portal {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.released()
}

#[test]
fn a_release_that_is_missing_is_told() {
    let portal = twice();
    portal.remove("rilis/0001.json");
    portal.check().exits(1).says(str![[r#"
galat[TW0863]: rilis sebelum ini tidak ada: `0001.json`
 --> rilis/0002.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0863]: a release before this one is missing: `0001.json`
 --> rilis/0002.json
  = hint: restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it

1 error

"#]]);
    assert_eq!(portal.release().codes(), ["TW0863"]);
}

#[test]
fn a_release_that_was_edited_is_told() {
    let portal = twice();
    portal.edit("rilis/0002.json", "\"jumlah\": 14", "\"jumlah\": 10");
    portal.check().exits(1).says(str![[r#"
galat[TW0864]: isi rilis ini telah berubah sejak ditulis
 --> rilis/0002.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0864]: this release was changed since it was written
 --> rilis/0002.json
  = hint: restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it

1 error

"#]]);
}

#[test]
fn a_release_that_does_not_follow_is_told() {
    let (portal, other) = (twice(), Portal::new().with("content/sanksi/2024.toml", rows(20, 20)).released());
    portal.write("rilis/0001.json", fs::read(other.path("rilis/0001.json")).unwrap());
    portal.check().exits(1).says(str![[r#"
galat[TW0864]: rilis ini tidak menyambung dengan rilis sebelumnya: salah satunya telah berubah
 --> rilis/0002.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0864]: this release does not follow the one before it: one of the two was changed
 --> rilis/0002.json
  = hint: restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it

1 error

"#]]);
    portal.write("rilis/0001.json", fs::read(portal.path("rilis/0002.json")).unwrap());
    portal.check().exits(1).says(str![[r#"
galat[TW0863]: nomor dalam rilis ini tidak sama dengan nama berkasnya
 --> rilis/0001.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0863]: the number in this release is not that of its file name
 --> rilis/0001.json
  = hint: restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it

1 error

"#]]);
}

#[test]
fn a_release_that_cannot_be_read_is_told() {
    let portal = twice();
    portal.write("rilis/0002.json", "{\n  \"format\": 1,\n  \"nomor\": }\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0861]: rilis ini rusak (baris 3)
 --> rilis/0002.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0861]: this release is damaged (line 3)
 --> rilis/0002.json
  = hint: restore `rilis/` from version control (for example `git checkout -- rilis`); never edit or delete it

1 error

"#]]);
    portal.write("rilis/0002.json", "{ \"format\": 9, \"lain\": 1 }");
    portal.check().exits(1).says(str![[r#"
galat[TW0862]: rilis ini berformat 9; versi Terawang ini mengenal format 1
 --> rilis/0002.json
  = saran: pakai versi Terawang yang menulisnya, atau yang lebih baru

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0862]: this release has format 9; this version of Terawang knows format 1
 --> rilis/0002.json
  = hint: use the version of Terawang that wrote it, or a later one

1 error

"#]]);
}

#[test]
fn a_file_that_is_no_release_is_told() {
    let portal = twice();
    portal.rename("rilis/0002.json", "rilis/0002 (1).json");
    portal.check().exits(1).says(str![[r#"
galat[TW0860]: berkas ini bukan rilis
 --> rilis/0002 (1).json
  = saran: pindahkan: `rilis/` hanya berisi berkas `0001.json` dan seterusnya, yang ditulis `terawang release`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0860]: this file is not a release
 --> rilis/0002 (1).json
  = hint: move it away: `rilis/` holds only the files `0001.json` and on, which `terawang release` writes

1 error

"#]]);
}

#[test]
fn a_ledger_that_is_no_folder_is_told() {
    let portal = with_rows().with("rilis", "");
    portal.check().exits(1).says(str![[r#"
galat[TW0860]: berkas ini bukan rilis
 --> rilis
  = saran: pindahkan: `rilis/` hanya berisi berkas `0001.json` dan seterusnya, yang ditulis `terawang release`

1 galat

"#]]);
    assert_eq!(portal.release().codes(), ["TW0860"]);
}

#[test]
fn a_checkout_with_other_line_ends_is_no_damage() {
    let portal = twice();
    for name in portal.ledger() {
        let path = format!("rilis/{name}");
        let text = fs::read_to_string(portal.path(&path)).unwrap();
        portal.write(&path, text.replace('\n', "\r\n"));
    }
    portal.builds();
}

#[test]
fn an_unfinished_release_is_in_nobody_s_way() {
    let portal = with_rows().with("rilis/.0001.json.tmp", "{").released();
    assert_eq!(portal.ledger(), ["0001.json"]);
    portal.builds();
}

const HIDING: &str = "\n[kebijakan]\ncara = \"rahasiakan\"\n";

/// Enough cells to hide the small ones among them.
const LARGE: [&str; 8] = [
    "dinas-a,pns,2024-10-15,60,57",
    "dinas-a,pppk,2024-10-15,50,30",
    "dinas-b,pns,2024-10-15,70,50",
    "dinas-b,pppk,2024-10-15,60,40",
    "dinas-c,pns,2024-10-15,80,50",
    "dinas-c,pppk,2024-10-15,60,45",
    "dinas-d,pns,2024-10-15,90,60",
    "dinas-d,pppk,2024-10-15,70,50",
];

#[test]
fn a_day_with_hidden_cells_stays_as_it_was_released() {
    let portal = with_pact(&LARGE).with("content/pakta/2024.toml", format!("{PACT}{HIDING}")).released();
    assert!(fs::read_to_string(portal.path("rilis/0001.json")).unwrap().contains("\"c/60\""));
    portal.builds();
    portal.edit("content/pakta/2024.csv", "90,60", "90,70");
    portal.check().exits(1).says(str![[r#"
galat[TW0871]: hitungan per 2024-10-15 tidak sama dengan yang terbit di rilis `0001.json` dengan sel tertutup
 --> content/pakta/2024.csv
  = saran: kembalikan hitungan tanggal itu, atau terbitkan totalnya saja; setiap angka yang berubah dapat membuka sel yang tertutup

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0871]: the counts of 2024-10-15 are not those that were published with hidden cells in release `0001.json`
 --> content/pakta/2024.csv
  = hint: bring back the counts of that day, or publish the totals alone; each figure that changes can open a hidden cell

1 error

"#]]);
    portal.edit("content/pakta/2024.csv", "90,70", "90,60\ndinas-d,pns,2024-11-15,90,70");
    assert_eq!(portal.check().codes(), ["TW0873"], "another day is another table");
}

#[test]
fn the_method_of_a_released_series_stays() {
    let portal = with_pact(&LARGE).released();
    portal.write("content/pakta/2024.toml", format!("{PACT}{HIDING}"));
    portal.check().exits(1).says(str![[r#"
galat[TW0871]: hitungan per 2024-10-15 sudah terbit dengan cara lain di rilis `0001.json`
 --> content/pakta/2024.csv
  = saran: kembalikan `cara` seri ini; cara baru hanya untuk seri baru dengan tanggal baru

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0871]: the counts of 2024-10-15 were published by another method in release `0001.json`
 --> content/pakta/2024.csv
  = hint: bring back `cara` of the series; a new method is for a new series with new days

1 error

"#]]);
}

#[test]
fn a_table_with_hidden_numbers_stays_as_it_was_released() {
    let table = |ethics: &str, discipline: &str, total: u64| {
        let cell = |name: &str, count: &str| {
            format!("  {{ kategori_pelanggaran = \"{name}\", jumlah = {count} }},\n")
        };
        let cells = [
            cell("kode_etik", ethics),
            cell("disiplin", discipline),
            cell("pidana", "\"c\""),
            cell("administratif", "\"c\""),
            cell("semua", &total.to_string()),
        ];
        format!("[tabel]\nkolom = [\"kategori_pelanggaran\"]\nsel = [\n{}]\n", cells.concat())
    };
    let with =
        |rows: String, table: String| rows.replacen("\n[[baris]]", &format!("\n{table}\n[[baris]]"), 1);
    let portal =
        Portal::new().with("content/sanksi/2024.toml", with(rows(6, 9), table("11", "13", 30))).released();
    portal.builds();
    portal.write("content/sanksi/2024.toml", with(rows(6, 9), table("12", "12", 30)));
    portal.check().exits(1).says(str![[r#"
galat[TW0874]: `[tabel]` dan baris seri ini bersama rilis `0001.json` dapat membuka angka yang tertutup
  --> content/sanksi/2024.toml:10:1
  = saran: seri yang pernah terbit dengan `[tabel]` tetap seperti itu: kembalikan tabel dan barisnya, atau terbitkan totalnya saja; terbitkan `[tabel]` setelah serinya selesai

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0874]: `[tabel]` and the rows of this series can open hidden numbers together with release `0001.json`
  --> content/sanksi/2024.toml:10:1
  = hint: a series that was published with `[tabel]` stays as it was: bring back its table and rows, or publish the total alone; publish `[tabel]` when the series is complete

1 error

"#]]);
    portal.write("content/sanksi/2024.toml", with(rows(11, 14), table("16", "18", 40)));
    assert_eq!(portal.check().codes(), ["TW0874"]);
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    assert_eq!(portal.check().codes(), ["TW0873"], "rows alone may go on");
}
