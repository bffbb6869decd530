//! Releases: what `terawang release` writes, what breaks the ledger, and what later editions may not
//! publish after it.

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

/// A portal with a pact series: one line a row.
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

    /// Releases, and expects neither error nor warning.
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
    portal
        .run(&["release", "--clock", "2024-12-01", "--catatan", "Terbitan triwulan"])
        .exits(0)
        .says(str![[""]]);
    snapbox::assert_data_eq!(fs::read_to_string(portal.path("rilis/0001.json")).unwrap(), str![[""]]);
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
    one.run(&["release", "--clock", "2025-03-01"]).exits(0).says(str![[""]]);
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
    portal.release_with(&["--catatan", "hukuman untuk NIP 198501012010011999"]).exits(2).says(str![[""]]);
    assert_eq!(portal.ledger(), Vec::<String>::new());
}

#[test]
fn a_release_before_the_last_one_is_refused() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.run(&["release", "-q", "--clock", "2024-11-30"]).exits(2).says(str![[""]]);
}

#[test]
fn what_has_changed_is_to_be_released() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(11, 14));
    portal.build().exits(0).says(str![[""]]);
    portal.release().exits(0).says("");
    assert_eq!(portal.ledger(), ["0001.json", "0002.json"]);
    portal.builds();
}

#[test]
fn one_person_more_is_refused_until_a_batch_has_come() {
    let portal = with_rows().released();
    portal.write("content/sanksi/2024.toml", rows(7, 9));
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
}

#[test]
fn a_renamed_series_is_still_the_same_persons() {
    let portal = with_rows().released();
    portal.rename("content/sanksi/2024.toml", "content/sanksi/baru.toml");
    portal.check().exits(0).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[""]]);
    portal.edit("content/sanksi/baru.toml", "judul", "alihan = [\"/sanksi/2024/\"]\njudul");
    assert_eq!(portal.check().codes(), ["TW0873"]);
    portal.write("content/sanksi/baru.toml", rows(7, 9));
    portal.check().exits(1).says(str![[""]]);
}

#[test]
fn a_withdrawn_series_may_go_but_its_persons_stay_known() {
    let portal = with_rows().released();
    portal.edit(
        "content/sanksi/2024.toml",
        "judul",
        "ditarik = { tanggal = 2024-11-01, alasan = \"Keliru\" }\njudul",
    );
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
    // By itself the office could be shown now.
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
    assert_eq!(portal.release().codes(), ["TW0863"]);
}

#[test]
fn a_release_that_was_edited_is_told() {
    let portal = twice();
    portal.edit("rilis/0002.json", "\"jumlah\": 14", "\"jumlah\": 10");
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
}

#[test]
fn a_release_that_does_not_follow_is_told() {
    let (portal, other) = (twice(), Portal::new().with("content/sanksi/2024.toml", rows(20, 20)).released());
    portal.write("rilis/0001.json", fs::read(other.path("rilis/0001.json")).unwrap());
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
    portal.write("rilis/0001.json", fs::read(portal.path("rilis/0002.json")).unwrap());
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
}

#[test]
fn a_release_that_cannot_be_read_is_told() {
    let portal = twice();
    portal.write("rilis/0002.json", "{\n  \"format\": 1,\n  \"nomor\": }\n");
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
    portal.write("rilis/0002.json", "{ \"format\": 9, \"lain\": 1 }");
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
}

#[test]
fn a_file_that_is_no_release_is_told() {
    let portal = twice();
    portal.rename("rilis/0002.json", "rilis/0002 (1).json");
    portal.check().exits(1).says(str![[""]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[""]]);
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
