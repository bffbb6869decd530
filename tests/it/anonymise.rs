//! `anonymise`: from an internal spreadsheet to a publishable series.
//!
//! `tests/data/anonymise/` holds the same invented cases as CSV, XLSX and ODS; `make.py` there wrote them.
//! Their names and numbers begin with tokens that must not appear in any output.

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{IntoData as _, str};

use crate::support::{CLOCK, Portal, Run, tree};

const OFFICES: &str = "opd = [\n  { kode = \"dinas-rekaan\", nama = \"Dinas Rekaan\", singkatan = \"Dinrek\", klaster = \"dinas\" },\n  { kode = \"badan-rekaan\", nama = \"Badan Rekaan\", klaster = \"badan\" },\n]\n";

const PACT: &str = "judul = \"Pakta uji\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\nhitungan = [\n  { opd = \"dinas-rekaan\", kategori = \"pns\", per_tanggal = 2024-10-01, sasaran = 900, ditandatangani = 900 },\n  { opd = \"badan-rekaan\", kategori = \"pns\", per_tanggal = 2024-10-01, sasaran = 400, ditandatangani = 400 },\n]\n";

const FACTS: [&str; 10] = [
    "--judul",
    "Sanksi uji",
    "--hasil",
    "sanksi",
    "--penetap",
    "ppk",
    "--sumber",
    "BKPSDM",
    "--per-tanggal",
    "2024-12-01",
];

const COLUMNS: [&str; 12] = [
    "--kolom",
    "opd=Unit Kerja",
    "--kolom",
    "golongan=Gol/Ruang",
    "--kolom",
    "kategori_pegawai=Status Pegawai",
    "--kolom",
    "tanggal=Tanggal SK",
    "--kolom",
    "hukuman=Jenis Hukuman",
    "--kolom",
    "akhir_perkara=Status Perkara",
];

const PUBLISHED: [&str; 2] = ["--kolom-terbit", "semester,tingkat_hukuman"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/anonymise").join(name)
}

/// A portal with offices and a headcount, with the invented cases beside it.
fn portal() -> Portal {
    let portal = Portal::new().with("content/opd.toml", OFFICES).with("content/pakta/uji.toml", PACT);
    for name in ["kasus.csv", "kasus.xlsx", "kasus.ods"] {
        fs::copy(fixture(name), portal.beside(name)).unwrap();
    }
    portal
}

fn anonymise(portal: &Portal, sheet: &str, more: &[&[&str]]) -> Run {
    portal
        .run(&[&["anonymise", sheet, "--series", "uji", "--clock", CLOCK], more.concat().as_slice()].concat())
}

/// A sheet beside a portal, with the columns date, penalty and end of the case, and these rows.
fn sheet(portal: &Portal, rows: &[&str]) -> String {
    let text = format!("Tanggal,Hukuman,Status\n{}\n", rows.join("\n"));
    fs::write(portal.beside("kecil.csv"), text).unwrap();
    "../kecil.csv".to_owned()
}

const SMALL_COLUMNS: [&str; 6] =
    ["--kolom", "tanggal=Tanggal", "--kolom", "hukuman=Hukuman", "--kolom", "akhir_perkara=Status"];

fn read(portal: &Portal, path: &str) -> String {
    fs::read_to_string(portal.path(path)).unwrap()
}

#[test]
fn a_spreadsheet_becomes_a_series_that_checks_and_builds() {
    let portal = portal();
    anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0).says(str![[r#"
kolom: tanggal = "Tanggal SK", hukuman = "Jenis Hukuman", akhir_perkara = "Status Perkara"
36 orang dibaca; 4 perkara yang masih berjalan tidak diambil
kolom terbit: semester,tingkat_hukuman; 4 baris, 0 orang tidak dirinci
ditulis: content/sanksi/uji.toml, content/sanksi/uji.csv

"#]]);
    snapbox::assert_data_eq!(
        read(&portal, "content/sanksi/uji.toml"),
        str![[r#"
judul = "Sanksi uji"
hasil = "sanksi"
penetap = "ppk"
periode = { dari = 2024-01-01, sampai = 2024-12-01 }
total = 36
satuan = "orang"
per_tanggal = 2024-12-01
sumber = "BKPSDM"

[kebijakan]
kolom = ["semester", "tingkat_hukuman"]
k = 5
l = 2
tidak_dirinci_maks = 5
populasi_min = 50
bagian_maks = 20

"#]]
        .raw()
    );
    snapbox::assert_data_eq!(
        read(&portal, "content/sanksi/uji.csv"),
        str![[r#"
semester,tingkat_hukuman,jumlah
2024-S1,moral,8
2024-S1,ringan,8
2024-S2,moral,10
2024-S2,ringan,10

"#]]
        .raw()
    );
    portal.builds();
    assert!(portal.publishes("sanksi/uji/index.html"));
    assert!(portal.published_with("Kanari").is_empty() && portal.published_with("9999").is_empty());
}

#[test]
fn csv_xlsx_and_ods_give_the_same_bytes() {
    let trees = ["../kasus.csv", "../kasus.xlsx", "../kasus.ods"].map(|sheet| {
        let portal = portal();
        anonymise(&portal, sheet, &[&FACTS, &COLUMNS, &PUBLISHED, &["-q"]]).exits(0).says("");
        tree(&portal.path("content/sanksi"))
    });
    assert_eq!(trees[0].len(), 2);
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[0], trees[2]);
}

#[test]
fn dates_of_an_indonesian_excel_are_read() {
    let expected = portal();
    anonymise(&expected, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0);
    for separator in ["/", "-"] {
        let portal = portal();
        let text = fs::read_to_string(fixture("kasus.csv")).unwrap();
        let day_first = |field: &str| match field.split('-').collect::<Vec<&str>>().as_slice() {
            [year, month, day] if year.len() == 4 => [*day, *month, *year].join(separator),
            _ => field.to_owned(),
        };
        let written = text.split(',').map(day_first).collect::<Vec<String>>().join(",");
        assert_ne!(written, text);
        fs::write(portal.beside("kasus.csv"), written).unwrap();
        anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0);
        assert_eq!(tree(&portal.path("content/sanksi")), tree(&expected.path("content/sanksi")));
    }
}

#[test]
fn row_of_a_wrong_cell_is_the_same_with_every_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let portal = portal();
        let text = fs::read_to_string(fixture("kasus.csv")).unwrap();
        let wrong = text.replacen("Pernyataan tertutup", "XX", 1).replace('\n', end);
        fs::write(portal.beside("kasus.csv"), wrong).unwrap();
        let run = anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]);
        run.exits(1);
        assert!(run.stderr.contains("nilai yang tidak dikenal di baris 4\n"), "{end:?}: {}", run.stderr);
    }
}

#[test]
fn semicolons_a_byte_order_mark_and_windows_line_ends_make_no_difference() {
    let expected = portal();
    anonymise(&expected, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0);
    for start in ["\u{feff}", "sep=;\r\n"] {
        let portal = portal();
        let text = fs::read_to_string(fixture("kasus.csv")).unwrap();
        let text = text.replace(", S.H.", " SH").replace('"', "").replace(',', ";").replace('\n', "\r\n");
        fs::write(portal.beside("kasus.csv"), format!("{start}{text}")).unwrap();
        anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0);
        assert_eq!(tree(&portal.path("content/sanksi")), tree(&expected.path("content/sanksi")), "{start:?}");
    }
}

#[test]
fn the_best_columns_are_shown_and_none_is_chosen() {
    let portal = portal();
    let run = anonymise(&portal, "../kasus.xlsx", &[&FACTS, &COLUMNS, &["--populasi", "pakta/uji"]]);
    run.exits(2).says(str![[r#"
kolom: opd = "Unit Kerja", golongan = "Gol/Ruang", kategori_pegawai = "Status Pegawai", tanggal = "Tanggal SK", hukuman = "Jenis Hukuman", akhir_perkara = "Status Perkara"
36 orang dibaca; 4 perkara yang masih berjalan tidak diambil
215 dari 383 pilihan kolom memenuhi semua aturan; yang terbaik:
no  informasi  baris  tidak dirinci  kolom
 1       76 %      4              0  klaster,triwulan,jenis_hukuman
 2       76 %      4              0  klaster,triwulan,tingkat_hukuman
 3       76 %      4              0  klaster,semester,jenis_hukuman
 4       76 %      4              0  klaster,semester,tingkat_hukuman
 5       76 %      4              0  klaster,kategori_pegawai,triwulan,jenis_hukuman
 6       76 %      4              0  klaster,kategori_pegawai,triwulan,tingkat_hukuman
 7       76 %      4              0  klaster,kategori_pegawai,semester,jenis_hukuman
 8       76 %      4              0  klaster,kategori_pegawai,semester,tingkat_hukuman
 9       76 %      4              0  klaster,kelompok_pegawai,triwulan,jenis_hukuman
10       76 %      4              0  klaster,kelompok_pegawai,triwulan,tingkat_hukuman
11       76 %      4              0  klaster,kelompok_pegawai,semester,jenis_hukuman
12       76 %      4              0  klaster,kelompok_pegawai,semester,tingkat_hukuman
galat[TW0843]: kolom yang terbit belum dipilih
 --> ../kasus.xlsx
  = saran: pilih dari daftar di atas, misalnya --kolom-terbit klaster,triwulan,jenis_hukuman; pilihan ini berlaku tetap bagi serinya

1 galat

"#]]);
    assert!(!portal.path("content/sanksi").exists());
    let without = anonymise(&portal, "../kasus.xlsx", &[&FACTS, &["--lang", "en"]]);
    without.exits(2);
    assert!(without.stderr.contains("groups of offices and categories of staff need --population"));
}

#[test]
fn where_no_columns_keep_every_rule_the_total_is_proposed() {
    let portal = portal();
    // One person a year, and all with the same penalty.
    let rows: Vec<String> = (2001..2024).map(|year| format!("{year}-03-01,teguran_lisan,selesai")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let sheet = sheet(&portal, &rows);
    let columns = ["--kolom", "tanggal=Tanggal", "--kolom", "hukuman=Hukuman", "--kolom", "akhir_perkara="];
    let period = ["--periode", "2001-01-01..2024-12-31"];
    let run = anonymise(&portal, &sheet, &[&FACTS, &columns, &period]);
    assert!(
        run.exits(1).stderr.contains("galat[TW0842]: tidak ada pilihan kolom yang memenuhi semua aturan")
    );
    assert!(run.stderr.contains("terbitkan totalnya saja"), "{}", run.stderr);
    assert!(!portal.path("content/sanksi").exists());
}

#[test]
fn groups_of_offices_are_published_where_there_is_a_headcount() {
    let portal = portal();
    let published = ["--kolom-terbit", "klaster,tingkat_hukuman"];
    anonymise(&portal, "../kasus.ods", &[&FACTS, &COLUMNS, &published]).exits(1).says(str![[r#"
kolom: opd = "Unit Kerja", tanggal = "Tanggal SK", hukuman = "Jenis Hukuman", akhir_perkara = "Status Perkara"
36 orang dibaca; 4 perkara yang masih berjalan tidak diambil
galat[TW0825]: kebijakan tidak menyebut `populasi`, padahal baris atau tabel merinci tempat kerja atau kategori pegawai
 --> ../kasus.ods
  = saran: tulis seri pakta yang sasarannya adalah jumlah pegawai, misalnya populasi = "pakta/pilkada-2024"

1 galat

"#]]);
    let populated = ["--populasi", "pakta/uji", "--k", "4", "--tidak-dirinci-maks", "20"];
    anonymise(&portal, "../kasus.ods", &[&FACTS, &published, &populated]).exits(0);
    assert!(read(&portal, "content/sanksi/uji.toml").contains("populasi = \"pakta/uji\"\n"));
    portal.builds();
    let missing = ["--populasi", "pakta/lain"];
    portal.remove("content/sanksi/uji.toml");
    portal.remove("content/sanksi/uji.csv");
    anonymise(&portal, "../kasus.ods", &[&FACTS, &published, &missing]).exits(2).says(str![[r#"
galat[TW0846]: `pakta/lain` bukan seri pakta yang dapat dibaca
 --> ../kasus.ods
  = saran: sebut seri yang sasarannya adalah jumlah pegawai, misalnya pakta/pilkada-2024

1 galat

"#]]);
}

#[test]
fn what_nobody_has_said_is_asked_for_in_one_message() {
    let portal = portal();
    anonymise(&portal, "../kasus.csv", &[]).exits(2).says(str![[r#"
galat[TW0839]: keterangan seri belum lengkap
 --> ../kasus.csv
  = saran: beri --judul "…" --hasil sanksi --penetap ppk --sumber "…" --per-tanggal 2024-12-31

1 galat

"#]]);
    anonymise(&portal, "../kasus.csv", &[&FACTS]).exits(2).says(str![[r#"
galat[TW0835]: belum jelas kolom mana yang dipakai
 --> ../kasus.csv
  = saran: beri --kolom opd="Unit Kerja" --kolom golongan="Gol/Ruang" --kolom kategori_pegawai="Status Pegawai" --kolom tanggal="Tanggal SK" --kolom hukuman="Jenis Hukuman" --kolom akhir_perkara="Status Perkara"; kosongkan judulnya bila kolom itu tidak ada

1 galat

"#]]);
    anonymise(&portal, "../kasus.csv", &[&FACTS, &PUBLISHED]).exits(2).says(str![[r#"
galat[TW0835]: belum jelas kolom mana yang dipakai
 --> ../kasus.csv
  = saran: beri --kolom tanggal="Tanggal SK" --kolom hukuman="Jenis Hukuman" --kolom akhir_perkara="Status Perkara"; kosongkan judulnya bila kolom itu tidak ada

1 galat

"#]]);
    assert!(!portal.beside("kasus.csv.kolom.toml").exists());
}

#[test]
fn english_flags_write_the_same_series_as_their_indonesian_aliases() {
    let flags = [
        ("--judul", "--title"),
        ("--hasil", "--outcome"),
        ("--penetap", "--authority"),
        ("--sumber", "--source"),
        ("--per-tanggal", "--as-of"),
        ("--kolom", "--column"),
        ("--kolom-terbit", "--publish-columns"),
        ("--populasi", "--population"),
        ("--populasi-min", "--min-population"),
        ("--tidak-dirinci-maks", "--max-pooled"),
        ("--bagian-maks", "--max-share"),
        ("--periode", "--period"),
    ];
    let period = ["--periode", "2024-01-01..2024-12-01"];
    let policy = [
        "--populasi",
        "pakta/uji",
        "--populasi-min",
        "60",
        "--tidak-dirinci-maks",
        "9",
        "--bagian-maks",
        "19",
    ];
    let line = [&FACTS[..], &COLUMNS, &PUBLISHED, &period, &policy].concat();
    let in_english: Vec<&str> = line
        .iter()
        .map(|word| flags.iter().find(|(alias, _)| alias == word).map_or(*word, |(_, flag)| flag))
        .collect();
    for (alias, _) in flags {
        assert!(line.contains(&alias) && !in_english.contains(&alias), "{alias}");
    }
    let (with_aliases, with_flags) = (portal(), portal());
    anonymise(&with_aliases, "../kasus.csv", &[&line]).exits(0);
    anonymise(&with_flags, "../kasus.csv", &[&in_english]).exits(0);
    let series = tree(&with_flags.path("content/sanksi"));
    assert_eq!(series, tree(&with_aliases.path("content/sanksi")));
    assert_eq!(series.len(), 2);
}

#[test]
fn hints_name_the_flag_of_the_language_of_messages() {
    let portal = portal();
    anonymise(&portal, "../kasus.csv", &[&PUBLISHED, &COLUMNS, &["--lang", "en"]]).exits(2).says(str![[r#"
error[TW0839]: the series still lacks some facts
 --> ../kasus.csv
  = hint: give --title "…" --outcome sanksi --authority ppk --source "…" --as-of 2024-12-31

1 error

"#]]);
}

#[test]
fn columns_are_remembered_by_heading_and_hold_no_data() {
    let portal = portal();
    anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(0);
    let memory = fs::read_to_string(portal.beside("kasus.csv.kolom.toml")).unwrap();
    snapbox::assert_data_eq!(
        memory,
        str![[r##"
# Kolom lembar kerja ini bagi `terawang anonymise`: judul kolom saja, tanpa data.
# "" berarti tidak ada kolomnya.

[kolom]
opd = "Unit Kerja"
golongan = "Gol/Ruang"
kategori_pegawai = "Status Pegawai"
tanggal = "Tanggal SK"
hukuman = "Jenis Hukuman"
akhir_perkara = "Status Perkara"

"##]]
        .raw()
    );
    // The second release needs only the day.
    anonymise(&portal, "../kasus.csv", &[&["--per-tanggal", "2024-12-01"]]).exits(0);
    fs::write(portal.beside("kasus.csv.kolom.toml"), "[kolom]\nnama = \"Nama\"\n").unwrap();
    anonymise(&portal, "../kasus.csv", &[&["--per-tanggal", "2024-12-01"]]).exits(2).says(str![[r#"
galat[TW0845]: catatan kolom ini tidak dapat dibaca
 --> ../kasus.csv.kolom.toml
  = saran: hapus berkasnya, atau tulis `[kolom]` dengan HAL = "JUDUL"; HAL: opd, jabatan, golongan, kategori_pegawai, tanggal, pemilihan, jenis_pelanggaran, kategori_pelanggaran, hukuman, akhir_perkara

1 galat

"#]]);
    fs::write(portal.beside("kasus.csv.kolom.toml"), "[kolom]\nhukuman = \"Jenis Hukum\"\n").unwrap();
    let more: [&str; 4] = ["--kolom", "tanggal=Tgl", "--kolom", "akhir_perkara="];
    anonymise(&portal, "../kasus.csv", &[&more, &["--per-tanggal", "2024-12-01"]]).exits(2).says(str![[r#"
galat[TW0835]: tidak ada kolom berjudul "Jenis Hukum" untuk `hukuman`
 --> ../kasus.csv
  = saran: maksud Anda "Jenis Hukuman"?

galat[TW0835]: tidak ada kolom berjudul "Tgl" untuk `tanggal`
 --> ../kasus.csv
  = saran: beri --kolom tanggal="JUDUL" dengan judul yang ada di lembar ini

2 galat

"#]]);
    anonymise(&portal, "../kasus.csv", &[&["--kolom", "nama=Nama", "--per-tanggal", "2024-12-01"]])
        .exits(2)
        .says(str![[r#"
galat: nilai "nama=Nama" tidak dapat dipakai untuk --column <HAL=JUDUL>
saran: tulis HAL=JUDUL; HAL salah satu dari opd, jabatan, golongan, kategori_pegawai, tanggal, pemilihan, jenis_pelanggaran, kategori_pelanggaran, hukuman, akhir_perkara

"#]]);
}

#[test]
fn a_spreadsheet_in_a_portal_or_a_work_tree_is_refused() {
    let portal = portal();
    fs::copy(fixture("kasus.csv"), portal.path("kasus.csv")).unwrap();
    anonymise(&portal, "kasus.csv", &[&FACTS]).exits(2).says(str![[r#"
galat[TW0830]: lembar kerja ini berada di folder portal
 --> kasus.csv
  = saran: pindahkan ke luar folder portal: apa yang ada di dalamnya dapat ikut terbit

1 galat

"#]]);
    fs::create_dir_all(portal.beside("kerja/.git")).unwrap();
    fs::copy(fixture("kasus.csv"), portal.beside("kerja/kasus.csv")).unwrap();
    anonymise(&portal, "../kerja/kasus.csv", &[&FACTS]).exits(2).says(str![[r#"
galat[TW0830]: lembar kerja ini berada di folder kerja dengan `.git`
 --> ../kerja/kasus.csv
  = saran: pindahkan ke folder tanpa kendali versi: sekali tersimpan di riwayatnya, data tidak dapat ditarik kembali

1 galat

"#]]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(portal.path("kasus.csv"), portal.beside("tautan.csv")).unwrap();
        anonymise(&portal, "../tautan.csv", &[&FACTS]).exits(2).says(str![[r#"
galat[TW0830]: lembar kerja ini berada di folder portal
 --> ../tautan.csv
  = saran: pindahkan ke luar folder portal: apa yang ada di dalamnya dapat ikut terbit

1 galat

"#]]);
    }
}

#[test]
fn a_file_that_is_no_spreadsheet_is_refused_without_its_text() {
    let portal = portal();
    let text = fs::read(fixture("kasus.csv")).unwrap();
    for (name, bytes) in [
        ("kasus.xls", text.clone()),
        ("rusak.xlsx", text.clone()),
        ("rusak.ods", text.clone()),
        ("sandi.xlsx", [&[0xd0, 0xcf, 0x11, 0xe0], text.as_slice()].concat()),
        ("ansi.csv", [b"Unit Kerja,Kanari\xe9\n".as_slice(), &text].concat()),
        ("judul.csv", [b"Daftar Kanari\n".as_slice(), &text].concat()),
        ("data.csv", text.iter().copied().skip_while(|byte| *byte != b'\n').skip(1).collect()),
        ("kembar.csv", b"Status,Status,Tanggal\n".to_vec()),
    ] {
        fs::write(portal.beside(name), bytes).unwrap();
    }
    let run = |name: &str| {
        let run = anonymise(&portal, &format!("../{name}"), &[&FACTS, &["--kolom", "akhir_perkara=Status"]]);
        run.exits(2).never_says("Kanari");
        run
    };
    run("tiada.csv").says(str![[r#"
galat[TW0831]: lembar kerja ini tidak dapat dibaca: No such file or directory (os error 2)
 --> ../tiada.csv
  = saran: periksa nama dan izin berkasnya

1 galat

"#]]);
    run("kasus.xls").says(str![[r#"
galat[TW0831]: bentuk lembar kerja ini tidak dikenal
 --> ../kasus.xls
  = saran: simpan sebagai .csv, .xlsx atau .ods

1 galat

"#]]);
    run("rusak.xlsx").says(str![[r#"
galat[TW0831]: buku kerja ini rusak atau bukan buku kerja
 --> ../rusak.xlsx
  = saran: buka dan simpan lagi sebagai .xlsx atau .ods

1 galat

"#]]);
    run("rusak.ods");
    run("sandi.xlsx").says(str![[r#"
galat[TW0831]: buku kerja ini dilindungi kata sandi
 --> ../sandi.xlsx
  = saran: simpan salinan tanpa kata sandi di folder tertutup, lalu hapus sesudahnya

1 galat

"#]]);
    run("ansi.csv").says(str![[r#"
galat[TW0832]: berkas CSV ini bukan UTF-8
 --> ../ansi.csv
  = saran: di Excel pilih Simpan Sebagai > "CSV UTF-8", atau beri berkas .xlsx-nya langsung

1 galat

"#]]);
    run("judul.csv").says(str![[r#"
galat[TW0834]: baris pertama bukan judul kolom
 --> ../judul.csv
  = saran: tulis judul setiap kolom di baris pertama (misalnya Unit Kerja, Tanggal SK, Hukuman), tanpa judul tabel di atasnya

1 galat

"#]]);
    run("data.csv").says(str![[r#"
galat[TW0834]: baris pertama bukan judul kolom
 --> ../data.csv
  = saran: tulis judul setiap kolom di baris pertama (misalnya Unit Kerja, Tanggal SK, Hukuman), tanpa judul tabel di atasnya

1 galat

"#]]);
    run("kembar.csv").says(str![[r#"
galat[TW0834]: dua kolom berjudul "Status"
 --> ../kembar.csv
  = saran: beri judul yang berbeda

1 galat

"#]]);
    anonymise(&portal, "../kasus.xlsx", &[&FACTS, &["--lembar", "Lain"]]).exits(2).says(str![[r#"
galat[TW0831]: buku kerja ini tidak punya lembar itu
 --> ../kasus.xlsx
  = saran: pilih salah satu dari "Kasus", "Catatan"

1 galat

"#]]);
    anonymise(&portal, "../kasus.xlsx", &[&FACTS, &["--lembar", "Catatan"]]).exits(2).never_says("Kanari");
    anonymise(&portal, "../kasus.csv", &[&FACTS, &["--lembar", "Lain"]]).exits(2).says(str![[r#"
galat[TW0831]: berkas CSV tidak punya lembar
 --> ../kasus.csv
  = saran: hapus --lembar

1 galat

"#]]);
    let long = "Tanggal\n".to_owned() + &"2024\n".repeat(10_001);
    fs::write(portal.beside("panjang.csv"), long).unwrap();
    anonymise(
        &portal,
        "../panjang.csv",
        &[&FACTS, &["--kolom", "tanggal=Tanggal", "--kolom", "akhir_perkara="]],
    )
    .exits(2)
    .says(str![[r#"
kolom: tanggal = "Tanggal"
tanpa kolom akhir_perkara: semua baris dianggap perkara yang sudah selesai
galat[TW0833]: lembar kerja ini terlalu besar
 --> ../panjang.csv
  = saran: paling banyak 16 MiB, 10000 baris dan 500 kolom; sisakan lembar yang diperlukan

1 galat

"#]]);
}

#[test]
fn wrong_cells_are_told_by_row_and_column_never_by_value() {
    let portal = portal();
    let rows = [
        "2024-05-01,Kanarihukuman,selesai",
        "Kanaritanggal,ringan,selesai",
        ",ringan,selesai",
        "",
        ",,",
        "03/31/2024,ringan,Kanaristatus",
        "2024-05-01,ringan,selesai,Kanarilebih",
    ];
    let sheet = sheet(&portal, &rows);
    let run = anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &PUBLISHED]);
    run.exits(1).never_says("Kanari").says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
galat[TW0836]: kolom "Hukuman" berisi nilai yang tidak dikenal di baris 2
 --> ../kecil.csv
  = saran: tulis salah satu dari `pernyataan_tertutup`, `pernyataan_terbuka`, `teguran_lisan`, `teguran_tertulis`, `pernyataan_tidak_puas_tertulis`, `potong_tukin_25_6bln`, `potong_tukin_25_9bln`, `potong_tukin_25_12bln`, `turun_jabatan_setingkat_12bln`, `bebas_jabatan_jadi_pelaksana_12bln`, `berhenti_hormat_tidak_atas_permintaan_sendiri`, `pemberhentian_tidak_dengan_hormat`, `teguran_kontrak`, `phk`, `putus_perjanjian_pppk`, `moral`, `ringan`, `sedang`, `berat`, `pemberhentian`, `kontrak`, `tidak`, `ada`

galat[TW0836]: kolom "Status" berisi nilai yang tidak dikenal di baris 7
 --> ../kecil.csv
  = saran: tulis salah satu dari `diterima`, `verifikasi`, `registrasi`, `kajian_bawaslu`, `diteruskan`, `rekomendasi`, `pemeriksaan_ppk`, `penjatuhan_sanksi`, `upaya_administratif`, `selesai`, `tidak_registrasi`, `bukan_pelanggaran`, `tidak_terbukti`, `kedaluwarsa`

galat[TW0836]: kolom "Tanggal" berisi nilai yang tidak dikenal di baris 3, 7
 --> ../kecil.csv
  = saran: tulis tanggal seperti 2024-03-12 atau 12 Maret 2024, sel tanggal Excel, atau triwulan, semester, tahun seperti 2024-T1, 2024-S1, 2024

galat[TW0837]: baris 8 punya lebih banyak sel daripada judul kolom
 --> ../kecil.csv
  = saran: beri tanda kutip pada sel yang memuat pemisah kolom, atau pakai berkas .xlsx-nya

galat[TW0837]: kolom "Tanggal" kosong di baris 4
 --> ../kecil.csv
  = saran: isi selnya, atau hapus barisnya bila bukan baris orang (misalnya baris jumlah)

5 galat

"#]]);
    assert!(!portal.path("content/sanksi").exists());
    let many = vec!["Kanari,ringan,selesai"; 30];
    let sheet = self::sheet(&portal, &many);
    let run = anonymise(&portal, &sheet, &[&FACTS, &PUBLISHED, &["--format", "json"]]);
    run.exits(1).never_says("Kanari");
    assert!(run.stdout.contains("dan 10 lagi"), "{}", run.stdout);
}

#[test]
fn dates_outside_the_period_are_told() {
    let portal = portal();
    let sheet = sheet(&portal, &["2023-12-31,ringan,selesai", "2024-01-01,ringan,selesai"]);
    let period = ["--periode", "2024-01-01..2024-12-01"];
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &PUBLISHED, &period]).exits(1).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
galat[TW0838]: tanggal di kolom "Tanggal" di luar `periode` seri, di baris 2
 --> ../kecil.csv
  = saran: perbaiki tanggalnya, pindahkan barisnya ke seri lain, atau ubah `periode`

1 galat

"#]]);
}

#[test]
fn few_persons_are_published_as_a_total_alone() {
    let portal = portal();
    let sheet = sheet(&portal, &["2024-05-01,ringan,selesai"; 14]);
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &PUBLISHED]).exits(0).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
14 orang dibaca; 0 perkara yang masih berjalan tidak diambil
kurang dari 15 orang: hanya total yang terbit, tanpa baris
ditulis: content/sanksi/uji.toml

"#]]);
    assert!(read(&portal, "content/sanksi/uji.toml").contains("total = 14\n"));
    assert!(!portal.path("content/sanksi/uji.csv").exists());
    portal.builds();
}

#[test]
fn columns_that_the_sheet_or_the_rules_do_not_allow_are_told_with_coarser_ones() {
    let portal = portal();
    let rows: Vec<String> = (0..40)
        .map(|at| {
            let penalty = ["teguran lisan", "teguran tertulis", "moral"][at % 3];
            format!("2024-{:02}-15,{penalty},selesai", at % 12 + 1)
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let sheet = sheet(&portal, &rows);
    let published = ["--kolom-terbit", "triwulan,jenis_hukuman"];
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &published]).exits(1).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
40 orang dibaca; 0 perkara yang masih berjalan tidak diambil
galat[TW0823]: lebih dari 5 persen orang tidak dirinci
 --> ../kecil.csv
  = saran: kolom yang lebih kasar ini memenuhi semua aturan: kolom = ["semester", "jenis_hukuman"]

1 galat

"#]]);
    let mixed: Vec<&str> =
        rows.iter().map(|row| if row.contains("-02-") { "2024-S1,ringan,selesai" } else { row }).collect();
    let sheet = self::sheet(&portal, &mixed);
    anonymise(&portal, &sheet, &[&FACTS, &published]).exits(1).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
40 orang dibaca; 0 perkara yang masih berjalan tidak diambil
galat[TW0841]: lembar kerja ini tidak dapat mengisi `triwulan`, `jenis_hukuman` untuk setiap orang
 --> ../kecil.csv
  = saran: lengkapi kolomnya di lembar kerja, atau pilih tingkat yang lebih kasar

1 galat

"#]]);
    let both = ["--kolom-terbit", "triwulan,semester,klaster,jenjang_jabatan"];
    anonymise(&portal, &sheet, &[&FACTS, &both]).exits(1).says(str![[r#"
galat[TW0816]: `klaster` dan `jenjang_jabatan` tidak boleh terbit bersama
 --> ../kecil.csv
  = saran: hapus salah satunya: jabatan di satu kantor sering hanya dipegang satu orang

galat[TW0816]: `triwulan` dan `semester` adalah dua tingkat dari hal yang sama
 --> ../kecil.csv
  = saran: pilih satu di antaranya

2 galat

"#]]);
    let alike = self::sheet(&portal, &["2024-05-01,ringan,selesai"; 40]);
    anonymise(&portal, &alike, &[&FACTS, &["--kolom-terbit", "tingkat_hukuman"]]).exits(1).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
40 orang dibaca; 0 perkara yang masih berjalan tidak diambil
galat[TW0823]: lebih dari 5 persen orang tidak dirinci
 --> ../kecil.csv
  = saran: kolom yang lebih kasar pun tidak cukup: gabungkan lebih banyak orang dalam `tidak_dirinci`, atau terbitkan totalnya saja

1 galat

"#]]);
}

const OLD: &str = "# Seri uji\njudul = \"Seri lama\"   # judulnya\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-01 }\ntotal = \"x\"   # belum ada\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\nbaris = []\n\n[kebijakan]   # tetap\nkolom = [\"tingkat_hukuman\"]\n# akhir\n";

#[test]
fn a_series_that_is_there_keeps_its_policy_its_comments_and_its_order() {
    let portal = portal().with("content/sanksi/uji.toml", OLD);
    anonymise(&portal, "../kasus.csv", &[&["--per-tanggal", "2024-12-01", "--k", "3", "--judul", "X"]])
        .exits(2)
        .says(str![[r#"
galat[TW0840]: --judul --k sudah ditentukan oleh content/sanksi/uji.toml
 --> ../kasus.csv
  = saran: hapus pilihan itu; kebijakan sebuah seri tidak diubah dari rilis ke rilis, dan keterangan lain diubah di berkasnya

1 galat

"#]]);
    anonymise(&portal, "../kasus.csv", &[&COLUMNS]).exits(2).says(str![[r#"
galat[TW0839]: keterangan seri belum lengkap
 --> ../kasus.csv
  = saran: beri --per-tanggal 2024-12-31

1 galat

"#]]);
    anonymise(&portal, "../kasus.csv", &[&COLUMNS, &["--per-tanggal", "2024-12-01"]]).exits(0);
    snapbox::assert_data_eq!(
        read(&portal, "content/sanksi/uji.toml"),
        str![[r##"
# Seri uji
judul = "Seri lama"   # judulnya
hasil = "sanksi"
penetap = "ppk"
periode = { dari = 2024-01-01, sampai = 2024-12-01 }
total = 36   # belum ada
satuan = "orang"
sumber = "BKPSDM"
per_tanggal = 2024-12-01

[kebijakan]   # tetap
kolom = ["tingkat_hukuman"]
# akhir

"##]]
        .raw()
    );
    snapbox::assert_data_eq!(
        read(&portal, "content/sanksi/uji.csv"),
        str![[r#"
tingkat_hukuman,jumlah
moral,18
ringan,18

"#]]
        .raw()
    );
    portal.builds();
    // Fewer persons than before: the rows are removed with the total.
    let few = sheet(&portal, &["2024-05-01,ringan,selesai"; 9]);
    anonymise(&portal, &few, &[&SMALL_COLUMNS, &["--per-tanggal", "2024-12-01"]]).exits(0);
    assert!(!portal.path("content/sanksi/uji.csv").exists());
    portal.check().exits(0).says("");
}

#[test]
fn front_matter_line_ends_and_marks_of_an_old_file_stay() {
    let old = format!("\u{feff}+++\n{OLD}+++\n\nNaskah seri.\n").replace('\n', "\r\n");
    let portal = portal().with("content/sanksi/uji.md", &old);
    anonymise(&portal, "../kasus.csv", &[&COLUMNS, &["--per-tanggal", "2024-12-01"]]).exits(0);
    let new = read(&portal, "content/sanksi/uji.md");
    let expected =
        old.replace("total = \"x\"", "total = 36").replace("baris = []\r\n", "per_tanggal = 2024-12-01\r\n");
    assert_eq!(new, expected);
    portal.builds();
}

#[test]
fn a_trial_says_the_same_and_writes_nothing() {
    let tried = portal();
    let written = portal();
    let before = tree(&tried.beside(""));
    let trial = anonymise(&tried, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED, &["--coba"]]);
    let real = anonymise(&written, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]);
    trial.exits(0);
    let told = |run: &Run| run.stderr.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(told(&trial), told(&real));
    assert_eq!(tree(&tried.beside("")), before);
}

#[test]
fn a_series_that_check_would_refuse_is_not_written() {
    let portal = portal();
    let mut facts = FACTS;
    facts[3] = "terbukti";
    let run = anonymise(&portal, "../kasus.csv", &[&facts, &COLUMNS, &PUBLISHED]);
    run.exits(1).says(str![[r#"
kolom: tanggal = "Tanggal SK", hukuman = "Jenis Hukuman", akhir_perkara = "Status Perkara"
36 orang dibaca; 4 perkara yang masih berjalan tidak diambil
kolom terbit: semester,tingkat_hukuman; 4 baris, 0 orang tidak dirinci
galat[TW0307]: ppk tidak berwenang menetapkan terbukti
 --> content/sanksi/uji.toml:3:11
  = saran: penetap terbukti adalah "bawaslu"

1 galat

"#]]);
    assert!(!portal.path("content/sanksi").exists());
    portal.write("content/sanksi/uji.toml", "judul = 3\n");
    anonymise(&portal, "../kasus.csv", &[&["--per-tanggal", "2024-12-01"]]).exits(2).says(str![[r#"
galat[TW0844]: berkas seri ini tidak dapat dibaca sebagai seri sanksi
 --> content/sanksi/uji.toml
  = saran: perbaiki dahulu; `terawang check` menunjukkan yang keliru

1 galat

"#]]);
    portal.remove("content/sanksi/uji.toml");
    portal.write("content/sanksi/uji.csv", "bukan milik kita\n");
    anonymise(&portal, "../kasus.csv", &[&FACTS, &COLUMNS, &PUBLISHED]).exits(2).says(str![[r#"
kolom: tanggal = "Tanggal SK", hukuman = "Jenis Hukuman", akhir_perkara = "Status Perkara"
36 orang dibaca; 4 perkara yang masih berjalan tidak diambil
kolom terbit: semester,tingkat_hukuman; 4 baris, 0 orang tidak dirinci
galat[TW0844]: berkas ini sudah ada, tetapi bukan milik seri ini
 --> content/sanksi/uji.csv
  = saran: pindahkan berkas itu, atau pilih nama seri lain

1 galat

"#]]);
    portal.run(&["anonymise", "../kasus.csv", "--series", "Seri Uji"]).exits(2).says(str![[r#"
galat: nilai "Seri Uji" tidak dapat dipakai untuk --series <NAMA>
saran: tulis seri-uji

"#]]);
}

#[test]
fn tokens_of_the_spreadsheet_stand_nowhere_afterwards() {
    let portal = portal();
    let before = tree(&portal.beside(""));
    for more in [&["--coba"][..], &[], &["--lang", "en"]] {
        let run = anonymise(&portal, "../kasus.xlsx", &[&FACTS, &COLUMNS, &PUBLISHED, more]);
        run.never_says("Kanari").never_says("9999");
    }
    portal.builds();
    let holds =
        |bytes: &[u8], token: &str| bytes.windows(token.len()).any(|window| window == token.as_bytes());
    for (path, bytes) in tree(&portal.beside("")) {
        let is_new = before.get(&path) != Some(&bytes);
        for token in ["Kanari", "9999 0", "99990", "2024-05-02", "III/a"] {
            assert!(!is_new || !holds(&bytes, token), "{path} holds {token}");
        }
    }
}

/// Rows of a sheet: the number of cases for each penalty, all in one half-year.
fn cases(penalties: &[(&str, usize)]) -> Vec<String> {
    let rows = penalties.iter().flat_map(|(penalty, count)| std::iter::repeat_n(penalty, *count));
    rows.map(|penalty| format!("2024-08-12,{penalty},selesai")).collect()
}

const BY_YEAR: [&str; 4] = ["--kolom-terbit", "tahun,tingkat_hukuman", "--periode", "2024-01-01..2024-12-01"];

#[test]
fn a_table_beside_the_rows_hides_small_numbers_and_is_made_again_with_the_rows() {
    let portal = portal();
    let mut persons = vec![
        ("moral", 9),
        ("teguran lisan", 8),
        ("teguran tertulis", 2),
        ("pernyataan tidak puas tertulis", 6),
    ];
    let rows = cases(&persons);
    let sheet = sheet(&portal, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let table = ["--tabel", "jenis_hukuman"];
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &BY_YEAR, &table]).exits(0).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
25 orang dibaca; 0 perkara yang masih berjalan tidak diambil
kolom terbit: tahun,tingkat_hukuman; 2 baris, 0 orang tidak dirinci
tabel: jenis_hukuman; 2 dari 16 sel dirahasiakan
ditulis: content/sanksi/uji.toml, content/sanksi/uji.csv

"#]]);
    let text = read(&portal, "content/sanksi/uji.toml");
    assert!(text.contains("{ jenis_hukuman = \"teguran_tertulis\", jumlah = \"c\" }"), "{text}");
    assert_eq!(text.matches("\"c\"").count(), 2, "and one more, from which it would follow: {text}");
    portal.builds();
    assert!(portal.published("sanksi/uji/tabel-rinci.csv").contains("teguran_tertulis,Teguran tertulis,c"));

    // The file fixes the columns of the table; its numbers follow the persons.
    persons[2].1 = 7;
    let rows = cases(&persons);
    self::sheet(&portal, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    anonymise(&portal, &sheet, &[&["--per-tanggal", "2024-12-01"], &table]).exits(2).says(str![[r#"
galat[TW0840]: --tabel sudah ditentukan oleh content/sanksi/uji.toml
 --> ../kecil.csv
  = saran: hapus pilihan itu; kebijakan sebuah seri tidak diubah dari rilis ke rilis, dan keterangan lain diubah di berkasnya

1 galat

"#]]);
    anonymise(&portal, &sheet, &[&["--per-tanggal", "2024-12-01", "-q"]]).exits(0).says("");
    let text = read(&portal, "content/sanksi/uji.toml");
    assert!(text.contains("{ jenis_hukuman = \"teguran_tertulis\", jumlah = 7 }"), "{text}");
    portal.builds();

    // With too few persons only the total stays.
    self::sheet(&portal, &["2024-08-12,moral,selesai"]);
    anonymise(&portal, &sheet, &[&["--per-tanggal", "2024-12-01", "-q"]]).exits(0).says("");
    assert!(!read(&portal, "content/sanksi/uji.toml").contains("[tabel]"));
    portal.check().exits(0);
}

#[test]
fn a_table_that_cannot_be_protected_is_told_and_nothing_is_written() {
    let portal = portal();
    let rows = cases(&[("moral", 14), ("teguran lisan", 13)]);
    let sheet = sheet(&portal, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    // The one line of persons in the table has everybody from the half-year, each with a value of their own.
    let columns = ["--kolom-terbit", "tahun", "--periode", "2024-01-01..2024-12-01"];
    let table = ["--tabel", "ada_sanksi"];
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &columns, &table]).exits(1).says(str![[r#"
kolom: tanggal = "Tanggal", hukuman = "Hukuman", akhir_perkara = "Status"
27 orang dibaca; 0 perkara yang masih berjalan tidak diambil
kolom terbit: tahun; 1 baris, 0 orang tidak dirinci
galat[TW0847]: tabel menurut ada_sanksi tidak dapat dilindungi dengan merahasiakan sel
 --> ../kecil.csv
  = saran: pilih kolom tabel yang lebih kasar, atau terbitkan baris saja

1 galat

"#]]);
    assert!(!portal.path("content/sanksi/uji.toml").exists());
    let table = ["--tabel", "tahun,semester"];
    anonymise(&portal, &sheet, &[&FACTS, &SMALL_COLUMNS, &columns, &table]).says(str![[r#"
galat[TW0816]: `semester` dan `tahun` adalah dua tingkat dari hal yang sama
 --> ../kecil.csv
  = saran: pilih satu di antaranya

1 galat

"#]]);
}
