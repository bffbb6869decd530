//! The known answers of cell-suppression, in an output folder.

use serde_json::Value;

use super::emit::{Cells, site};
use super::{codes, words};

fn case(id: &str) -> Value {
    let text = include_str!("../../../crates/cell-suppression/src/tests/known-answers.json");
    let known: Value = serde_json::from_str(text).unwrap();
    known["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

const CONTROL: &str = r#"{"cara":"rahasiakan","k":5}"#;

fn four_by_four(more: &[String]) -> Vec<(String, String)> {
    let case = case("four-by-four");
    let (rows, columns) = (texts(&case["rows"]), texts(&case["columns"]));
    let counts: Vec<Vec<u64>> = serde_json::from_value(case["counts"].clone()).unwrap();
    let hidden: Vec<String> = [texts(&case["hidden"]), more.to_vec()].concat();
    let mut cells: Cells = Vec::new();
    for (row, counts) in rows.iter().zip(&counts) {
        for (column, count) in columns.iter().zip(counts) {
            let shown = (!hidden.contains(&format!("{row}{column}"))).then_some(*count);
            cells.push((vec![row.clone(), column.clone()], vec![shown]));
        }
        cells.push((vec![row.clone(), "semua".into()], vec![Some(counts.iter().sum())]));
    }
    for (at, column) in columns.iter().enumerate() {
        cells
            .push((vec!["semua".into(), column.clone()], vec![Some(counts.iter().map(|row| row[at]).sum())]));
    }
    let total = counts.iter().flatten().sum();
    cells.push((vec!["semua".into(), "semua".into()], vec![Some(total)]));
    site("/data/x/", CONTROL, &[("tabel-silang", &["baris_ke", "lajur"], &["jumlah"], cells)])
}

#[test]
fn a_table_that_gives_one_cell_away_by_several_sums_is_found_and_explained() {
    let files = four_by_four(&[]);
    assert_eq!(codes(&files), ["TW0901"]);
    let told = words(&files).remove(0);
    assert!(told.contains("[baris_ke=w, lajur=b]") && told.contains("mengikuti 47 orang"), "{told}");
    assert!(told.contains("saling menghapus"), "{told}");
    let mended = texts(&case("four-by-four")["mended_by"]["also_hide"]);
    assert_eq!(words(&four_by_four(&mended)), Vec::<String>::new());
}

/// The cells of the case "linked" along both of its groupings, as two tables of one record.
fn linked(more: &[String]) -> Vec<(String, String)> {
    let case = case("linked");
    let hidden: Vec<String> = [texts(&case["hidden"]), more.to_vec()].concat();
    let count = |name: &str| case["cells"][name].as_u64().unwrap();
    let shown = |name: &str| (!hidden.iter().any(|hidden| hidden == name)).then(|| count(name));
    let group = |name: &str| texts(&case["groups"][name]);
    let sum = |names: &[String]| Some(names.iter().map(|name| count(name)).sum::<u64>());
    let mut cells: Cells = Vec::new();
    let mut margins: [Cells; 2] = [Vec::new(), Vec::new()];
    for county in ["county1", "county2"] {
        for size in ["big", "small"] {
            for name in group(county).iter().filter(|name| group(size).contains(name)) {
                cells.push((vec![name.clone(), county.into(), size.into()], vec![shown(name)]));
            }
        }
        margins[0].push((vec![county.into()], vec![sum(&group(county))]));
    }
    for size in ["big", "small"] {
        margins[1].push((vec![size.into()], vec![sum(&group(size))]));
    }
    cells.sort();
    let [counties, sizes] = margins;
    site(
        "/data/x/",
        CONTROL,
        &[
            ("tabel-sel", &["desa", "daerah", "ukuran"], &["jumlah"], cells),
            ("tabel-daerah", &["daerah"], &["jumlah"], counties),
            ("tabel-ukuran", &["ukuran"], &["jumlah"], sizes),
        ],
    )
}

#[test]
fn tables_that_are_safe_apart_and_not_together_are_found() {
    let files = linked(&[]);
    let told = words(&files);
    assert!(
        told.iter().any(|told| told.contains("desa=K") && told.contains("mengikuti 3 orang")),
        "{told:?}"
    );
    let mended = texts(&case("linked")["mended_by"]["also_hide"]);
    let told = words(&linked(&mended));
    assert!(!told.iter().any(|told| told.contains("desa=K")), "{told:?}");
}

#[test]
fn two_cells_of_one_line_that_hold_two_persons_are_found() {
    let line = |control: &str| {
        let cell = |name: &str, count: Option<u64>| (vec![name.to_owned()], vec![count]);
        let cells = vec![
            cell("a", Some(10)),
            cell("b", Some(3)),
            cell("c1", None),
            cell("c2", None),
            cell("semua", Some(15)),
        ];
        site("/data/x/", control, &[("tabel-garis", &["bagian_ke"], &["jumlah"], cells)])
    };
    let told = words(&line(CONTROL));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("TW0902"), "{told:?}");
    assert!(told[0].contains("dari total 15 dan 10 serta 3 yang ditampilkan, mengikuti 2 orang"), "{told:?}");
    // If zeros are never hidden, each of the two is known.
    assert_eq!(codes(&line(r#"{"k":5,"nol":"tampil"}"#)), ["TW0901", "TW0901", "TW0902"]);
}

#[test]
fn tables_that_only_share_their_persons_are_attacked_together() {
    let row = |classes: &[&str], count: Option<u64>| {
        (classes.iter().map(|class| (*class).to_owned()).collect::<Vec<_>>(), vec![count])
    };
    let rows = vec![
        row(&["2024-S1", "ringan"], Some(6)),
        row(&["2024-S2", "ringan"], Some(6)),
        row(&["2024-S2", "sedang"], Some(8)),
    ];
    // No margin by level is published; the rows alone reveal twelve light penalties.
    let table = vec![
        row(&["potong_tukin_25_6bln"], None),
        row(&["teguran_lisan"], Some(5)),
        row(&["teguran_tertulis"], None),
    ];
    let files = site(
        "/data/x/",
        CONTROL,
        &[
            ("hitungan", &["semester", "tingkat_hukuman"], &["jumlah"], rows),
            ("tabel-rinci", &["jenis_hukuman"], &["jumlah"], table),
        ],
    );
    let told = words(&files);
    assert!(
        told.iter().any(|told| told.contains("teguran_tertulis") && told.contains("mengikuti 7 orang")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|told| told.contains("potong_tukin") && told.contains("mengikuti 8 orang")),
        "{told:?}"
    );
}

/// A table of two rows and two columns in which only the sums are shown.
fn sums_only(rows: [u64; 2], columns: [u64; 2]) -> Vec<(String, String)> {
    let cell = |row: &str, column: &str, count| (vec![row.to_owned(), column.to_owned()], vec![count]);
    let cells = vec![
        cell("r1", "l1", None),
        cell("r1", "l2", None),
        cell("r1", "semua", Some(rows[0])),
        cell("r2", "l1", None),
        cell("r2", "l2", None),
        cell("r2", "semua", Some(rows[1])),
        cell("semua", "l1", Some(columns[0])),
        cell("semua", "l2", Some(columns[1])),
        cell("semua", "semua", Some(rows[0] + rows[1])),
    ];
    site("/data/x/", CONTROL, &[("tabel-silang", &["baris_ke", "lajur"], &["jumlah"], cells)])
}

#[test]
fn cells_that_cannot_all_be_protected_are_found_though_none_of_them_is_known() {
    // With t in the first cell the others are 5 - t, 7 - t and 2 + t: each can be 5 or more, but whatever t
    // is, one of the last two is below 5 and known to hold somebody.
    let told = words(&sums_only([5, 9], [7, 7]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("TW0920"), "{told:?}");
    assert!(told[0].contains("tidak mungkin semuanya terlindungi sampai 5 orang"), "{told:?}");
    // Here the counts may be 5, 0, 0 and 5.
    assert_eq!(words(&sums_only([5, 5], [5, 5])), Vec::<String>::new());
}

#[test]
fn cells_whose_attack_did_not_end_are_told() {
    // Sums beyond the exact range of the solver.
    let told = words(&sums_only([1 << 31, 1 << 31], [1 << 31, 1 << 31]));
    assert_eq!(told, ["TW0918 4 sel tertutup tidak selesai diserang, maka tidak diketahui apakah aman"]);
}
