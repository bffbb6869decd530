//! Rows of sanction series: their published form, and every message about them.

use snapbox::str;

use crate::support::{BILINGUAL, Portal, SITE};

const KEYS: &str = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n";
const POLICY: &str = "[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n";
const HEADING: &str = "semester,tingkat_hukuman,jumlah\n";
const ROWS: &str = "2024-S1,moral,6\n2024-S1,ringan,5\n2024-S2,ringan,7\n2024-S2,sedang,8\n";

/// A series of `total` persons with a policy and a CSV file.
fn series(total: u64, policy: &str, table: &str) -> Portal {
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = {total}\n{policy}"))
        .with("content/sanksi/2024.csv", table)
}

fn rows(total: u64, rows: &str) -> Portal {
    series(total, POLICY, &format!("{HEADING}{rows}"))
}

#[test]
fn rows_are_published_as_a_table_for_each_column_and_as_files() {
    let portal = rows(26, ROWS).with("site.toml", format!("{SITE}{BILINGUAL}"));
    portal.build().exits(0).says("");
    assert_eq!(
        portal.published("sanksi/2024/baris.csv").replace("\r\n", "\n"),
        "semester,semester_nama,tingkat_hukuman,tingkat_hukuman_nama,jumlah\n\
         2024-S1,Semester I 2024,moral,Sanksi moral,6\n\
         2024-S1,Semester I 2024,ringan,Hukuman ringan,5\n\
         2024-S2,Semester II 2024,ringan,Hukuman ringan,7\n\
         2024-S2,Semester II 2024,sedang,Hukuman sedang,8\n"
    );
    let by_level = portal.published("sanksi/2024/tingkat_hukuman.csv");
    assert!(by_level.contains("ringan,Hukuman ringan,12"), "{by_level}");
    let page = portal.published("sanksi/2024/index.html");
    assert!(page.contains("sedikitnya 5 orang"), "the page says which rule holds");
    assert!(
        portal.published("metodologi/index.html").contains("Tingkat hukuman"),
        "so does the methods page"
    );
    assert!(portal.published("en/metodologi/index.html").contains("Level of penalty"));
}

#[test]
fn rows_may_stand_in_the_toml_file_in_any_order() {
    let inline = "[[baris]]\nsemester = \"2024-S2\"\ntingkat_hukuman = \"sedang\"\njumlah = 8\n[[baris]]\nsemester = \"2024-S1\"\ntingkat_hukuman = \"moral\"\njumlah = 6\n[[baris]]\nsemester = \"2024-S2\"\ntingkat_hukuman = \"ringan\"\njumlah = 7\n[[baris]]\nsemester = \"2024-S1\"\ntingkat_hukuman = \"ringan\"\njumlah = 5\n";
    let written =
        Portal::new().with("content/sanksi/2024.toml", format!("{KEYS}total = 26\n{POLICY}{inline}"));
    written.build().exits(0);
    let beside = rows(26, ROWS);
    beside.build().exits(0);
    assert_eq!(written.published("sanksi/2024/baris.csv"), beside.published("sanksi/2024/baris.csv"));
}

#[test]
fn persons_who_are_not_detailed_count_in_the_total() {
    let policy = format!("{POLICY}tidak_dirinci_maks = 20\n");
    let portal = series(31, &policy, &format!("{HEADING}{ROWS}tidak_dirinci,tidak_dirinci,5\n"));
    portal.build().exits(0).says("");
    assert!(
        portal
            .published("sanksi/2024/baris.csv")
            .contains("tidak_dirinci,Tidak dirinci,tidak_dirinci,Tidak dirinci,5")
    );
    let page = portal.published("sanksi/2024/index.html");
    assert!(page.contains("orang yang rinciannya sama dengan kurang dari 5 orang"));
}

#[test]
fn a_small_row_is_told_with_columns_that_would_do_and_without_the_row() {
    rows(26, "2024-S1,moral,8\n2024-S1,ringan,5\n2024-S2,ringan,9\n2024-S2,sedang,4\n")
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0822]: ada baris dengan kurang dari 5 orang (k = 5)
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar ini memenuhi semua aturan: kolom = ["semester"]

1 galat

"#]]);
}

#[test]
fn rows_of_too_few_persons_are_told() {
    rows(14, "2024-S1,moral,7\n2024-S1,ringan,7\n").check().exits(1).says(str![[r#"
galat[TW0821]: seri ini terlalu kecil untuk dirinci: di bawah 15 orang hanya total yang terbit
 --> content/sanksi/2024.toml:9:1
  = saran: hapus `[[baris]]`, `[tabel]` dan berkas CSV-nya, sisakan totalnya

1 galat

"#]]);
}

#[test]
fn a_group_with_one_fate_is_told() {
    rows(20, "2024-S1,moral,5\n2024-S1,ringan,5\n2024-S2,sedang,10\n").check().exits(1).says(str![[r#"
galat[TW0824]: orang yang sama di kolom lain (hampir) semuanya sama di `tingkat_hukuman`; dibutuhkan sedikitnya 2 nilai, masing-masing lebih dari satu orang
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar ini memenuhi semua aturan: kolom = ["tahun", "tingkat_hukuman"]

1 galat

"#]]);
    rows(20, "2024-S1,moral,20\n").check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0824]: persons alike in the other columns are (almost) all the same in `tingkat_hukuman`; at least 2 values are needed, each of more than one person
 --> content/sanksi/2024.toml:9:1
  = hint: these coarser columns keep every rule: kolom = ["semester"]

1 error

"#]]);
}

#[test]
fn a_pool_that_is_too_small_or_too_large_is_told() {
    let pooled = |count: u64| format!("{ROWS}tidak_dirinci,tidak_dirinci,{count}\n");
    rows(29, &pooled(3)).check().exits(1).says(str![[r#"
galat[TW0823]: baris `tidak_dirinci` berisi kurang dari 5 orang
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar pun tidak cukup: gabungkan lebih banyak orang dalam `tidak_dirinci`, atau terbitkan totalnya saja

galat[TW0823]: lebih dari 5 persen orang tidak dirinci
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar pun tidak cukup: gabungkan lebih banyak orang dalam `tidak_dirinci`, atau terbitkan totalnya saja

2 galat

"#]]);
}

const STAFF: &str = "[kebijakan]\nkolom = [\"klaster\", \"tingkat_hukuman\"]\n";
const STAFF_ROWS: &str = "klaster,tingkat_hukuman,jumlah\ndinas,moral,8\ndinas,ringan,9\n";

fn offices(portal: Portal, target: u64) -> Portal {
    portal
        .with("content/opd.toml", "[[opd]]\nkode = \"bkpsdm\"\nnama = \"BKPSDM\"\nklaster = \"dinas\"\n")
        .with(
            "content/pakta/pilkada.toml",
            "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n",
        )
        .with(
            "content/pakta/pilkada.csv",
            format!(
                "opd,kategori,per_tanggal,sasaran,ditandatangani\nbkpsdm,pns,2024-10-01,{target},{target}\n"
            ),
        )
}

#[test]
fn rows_that_tell_where_people_work_need_a_headcount() {
    series(17, STAFF, STAFF_ROWS).check().exits(1).says(str![[r#"
galat[TW0825]: kebijakan tidak menyebut `populasi`, padahal baris atau tabel merinci tempat kerja atau kategori pegawai
 --> content/sanksi/2024.toml:9:1
  = saran: tulis seri pakta yang sasarannya adalah jumlah pegawai, misalnya populasi = "pakta/pilkada-2024"

1 galat

"#]]);
    let policy = format!("{STAFF}populasi = \"pakta/pilkada\"\n");
    offices(series(17, &policy, STAFF_ROWS), 200).check().exits(0).says("");
    offices(series(17, &policy, STAFF_ROWS), 45).check().exits(1).says(str![[r#"
galat[TW0825]: baris menunjuk kelompok dengan kurang dari 50 pegawai
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar ini memenuhi semua aturan: kolom = ["tingkat_hukuman"]

galat[TW0825]: lebih dari 20 persen pegawai sebuah kelompok ada dalam baris
 --> content/sanksi/2024.toml:9:1
  = saran: kolom yang lebih kasar ini memenuhi semua aturan: kolom = ["tingkat_hukuman"]

2 galat

"#]]);
}

#[test]
fn the_headcount_must_be_a_pact_series() {
    let policy = format!("{STAFF}populasi = \"halaman/tentang\"\n");
    series(17, &policy, STAFF_ROWS)
        .with("content/halaman/tentang.md", "+++\njudul = \"Tentang\"\n+++\n\nNaskah.\n")
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0825]: kebijakan tidak menyebut `populasi`, padahal baris atau tabel merinci tempat kerja atau kategori pegawai
 --> content/sanksi/2024.toml:9:1
  = saran: tulis seri pakta yang sasarannya adalah jumlah pegawai, misalnya populasi = "pakta/pilkada-2024"

galat[TW0301]: … bukan seri pakta (`pakta/…`)
  --> content/sanksi/2024.toml:11:12
  = saran: rujuk sebuah seri pakta (`pakta/…`)

2 galat

"#]]);
}

#[test]
fn columns_that_must_not_stand_together_are_told() {
    let policy = "[kebijakan]\nkolom = [\"klaster\", \"jenjang_jabatan\", \"triwulan\", \"semester\"]\n";
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = 26\n{policy}"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0816]: `klaster` dan `jenjang_jabatan` tidak boleh terbit bersama
  --> content/sanksi/2024.toml:10:21
  = saran: hapus salah satunya: jabatan di satu kantor sering hanya dipegang satu orang

galat[TW0816]: `triwulan` dan `semester` adalah dua tingkat dari hal yang sama
  --> content/sanksi/2024.toml:10:52
  = saran: pilih satu di antaranya

2 galat

"#]]);
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = 26\n[kebijakan]\nkolom = []\n"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0816]: `kolom` kosong
 --> content/sanksi/2024.toml
  = saran: tulis kolom yang diterbitkan, misalnya kolom = ["semester", "tingkat_hukuman"], atau hapus `[kebijakan]`

1 galat

"#]]);
}

#[test]
fn thresholds_that_protect_nobody_are_told() {
    let policy =
        format!("{POLICY}k = 2\nl = 1\npopulasi_min = 5\nbagian_maks = 90\ntidak_dirinci_maks = 51\n");
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = 26\n{policy}"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0817]: `k` terlalu rendah
  --> content/sanksi/2024.toml:11:5
  = saran: tulis 3 atau lebih

galat[TW0817]: `l` terlalu rendah
  --> content/sanksi/2024.toml:12:5
  = saran: tulis 2 atau lebih

galat[TW0817]: `populasi_min` terlalu rendah
  --> content/sanksi/2024.toml:13:16
  = saran: tulis 20 atau lebih

galat[TW0817]: `bagian_maks` terlalu tinggi
  --> content/sanksi/2024.toml:14:15
  = saran: tulis 50 atau kurang

galat[TW0817]: `tidak_dirinci_maks` terlalu tinggi
  --> content/sanksi/2024.toml:15:22
  = saran: tulis 50 atau kurang

5 galat

"#]]);
}

#[test]
fn values_that_a_column_does_not_know_are_told_without_the_value() {
    rows(
        26,
        "2024-S1,KENARI,6\n2024-S3,ringan,5\n2023-S1,ringan,7\n2024-S2,tidak_dirinci,8\n2024-S2,,1\n2024-S2,berat,0\n2024-S1,pernyataan_tertutup,3\n2024-S2,sedang,KENARI\n",
    )
    .check()
    .exits(1)
    .says(str![[r#"
galat[TW0818]: kolom `tingkat_hukuman` tidak mengenal nilai ini
 --> content/sanksi/2024.csv:2:9
  = saran: tulis salah satu dari `moral`, `ringan`, `sedang`, `berat`, `pemberhentian`, `kontrak`, `tidak`

galat[TW0818]: kolom `semester` tidak mengenal nilai ini
 --> content/sanksi/2024.csv:3:1
  = saran: tulis semester, misalnya 2024-S2

galat[TW0818]: `semester` ini di luar `periode` seri
 --> content/sanksi/2024.csv:4:1
  = saran: perbaiki waktunya atau `periode`

galat[TW0818]: `tidak_dirinci` hanya ada di sebagian kolom baris ini
 --> content/sanksi/2024.csv:5:1
  = saran: tulis `tidak_dirinci` di semua kolom, atau isi semuanya

galat[TW0818]: baris ini tidak mengisi kolom `tingkat_hukuman`
 --> content/sanksi/2024.csv:6:1
  = saran: isi kolomnya; orang yang tidak dirinci ditulis `tidak_dirinci` di semua kolom

galat[TW0818]: baris ini berjumlah 0
 --> content/sanksi/2024.csv:7:15
  = saran: hapus barisnya

galat[TW0818]: kolom `tingkat_hukuman` tidak mengenal nilai ini
 --> content/sanksi/2024.csv:8:9
  = saran: tulis salah satu dari `moral`, `ringan`, `sedang`, `berat`, `pemberhentian`, `kontrak`, `tidak`

galat[TW0212]: sel di kolom `jumlah` tidak terbaca
 --> content/sanksi/2024.csv:9:16
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0819]: `total` tidak sama dengan jumlah barisnya
 --> content/sanksi/2024.toml:8:9
  = saran: perbaiki totalnya atau baris yang keliru; orang yang tidak dirinci ikut dihitung

9 galat

"#]]);
}

#[test]
fn a_class_stands_once() {
    rows(33, &format!("{ROWS}2024-S2,ringan,7\n")).check().exits(1).says(str![[r#"
galat[TW0316]: baris ini sudah ada sebelumnya
 --> content/sanksi/2024.csv:6:1
  = saran: gabungkan atau hapus salah satunya

1 galat

"#]]);
}

#[test]
fn columns_outside_the_policy_are_told() {
    let inline = "[[baris]]\nsemester = \"2024-S1\"\ngolongan = \"iii\"\njumlah = 20\n";
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = 20\n{POLICY}{inline}"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0818]: baris ini tidak mengisi kolom `tingkat_hukuman`
  --> content/sanksi/2024.toml:11:1
  = saran: isi kolomnya; orang yang tidak dirinci ditulis `tidak_dirinci` di semua kolom

galat[TW0818]: kolom `golongan` tidak ada dalam `[kebijakan]`
  --> content/sanksi/2024.toml:13:12
  = saran: hapus kolom ini; kebijakan menentukan apa yang terbit

2 galat

"#]]);
    series(26, POLICY, &format!("opd,{HEADING}")).check().exits(1).says(str![[r#"
galat[TW0212]: baris judul CSV tidak sesuai
 --> content/sanksi/2024.csv:1:1
  = saran: tulis baris pertama: `semester,tingkat_hukuman,jumlah`

1 galat

"#]]);
}

#[test]
fn rows_without_a_policy_are_told() {
    let inline = "[[baris]]\nsemester = \"2024-S1\"\njumlah = 20\n";
    Portal::new()
        .with("content/sanksi/2024.toml", format!("{KEYS}total = 20\n{inline}"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0818]: seri ini merinci orang, tetapi tidak punya `[kebijakan]`
 --> content/sanksi/2024.toml:9:1
  = saran: tulis `[kebijakan]` dengan `kolom = […]`; lihat `terawang explain TW0818`

1 galat

"#]]);
    series(20, "", &format!("{HEADING}{ROWS}")).check().exits(1).says(str![[r#"
galat[TW0818]: seri ini merinci orang, tetapi tidak punya `[kebijakan]`
 --> content/sanksi/2024.csv
  = saran: tulis `[kebijakan]` dengan `kolom = […]`; lihat `terawang explain TW0818`

1 galat

"#]]);
}

#[test]
fn a_total_that_is_not_the_sum_and_a_unit_that_is_not_persons_are_told() {
    let portal = rows(27, ROWS);
    portal.edit("content/sanksi/2024.toml", "\"orang\"", "\"perkara\"");
    portal.check().exits(1).says(str![[r#"
galat[TW0819]: baris seri sanksi menghitung orang, padahal `satuan` lain
 --> content/sanksi/2024.toml
  = saran: tulis satuan = "orang", atau terbitkan totalnya saja

galat[TW0819]: `total` tidak sama dengan jumlah barisnya
 --> content/sanksi/2024.toml:8:9
  = saran: perbaiki totalnya atau baris yang keliru; orang yang tidak dirinci ikut dihitung

2 galat

"#]]);
}

#[test]
fn two_series_about_the_same_persons_are_told() {
    let other = KEYS.replace("2024-01-01", "2024-06-01");
    rows(26, ROWS)
        .with("content/sanksi/paruh-kedua.toml", format!("{other}total = 26\n{POLICY}"))
        .with("content/sanksi/paruh-kedua.csv", format!("{HEADING}{ROWS}"))
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0820]: seri ini merinci orang yang juga dirinci `sanksi/2024`
 --> content/sanksi/paruh-kedua.toml:4:11
  = saran: gabungkan kedua seri, atau buat `periode`-nya tidak bertumpang tindih; dua rincian orang yang sama saling membuka

1 galat

"#]]);
}

/// A table by category of violation, from the numbers of its cells and the sum.
fn table(cells: [&str; 5]) -> String {
    let names = ["kode_etik", "disiplin", "pidana", "administratif", "semua"];
    let cells = names
        .iter()
        .zip(cells)
        .map(|(name, count)| format!("  {{ kategori_pelanggaran = \"{name}\", jumlah = {count} }},\n"));
    format!("[tabel]\nkolom = [\"kategori_pelanggaran\"]\nsel = [\n{}]\n", cells.collect::<String>())
}

fn tabled(cells: [&str; 5]) -> Portal {
    series(26, &format!("{POLICY}{}", table(cells)), &format!("{HEADING}{ROWS}"))
}

#[test]
fn a_table_in_more_detail_shows_c_for_what_is_hidden() {
    let portal = tabled(["9", "12", "\"c\"", "\"c\"", "26"]).with("site.toml", format!("{SITE}{BILINGUAL}"));
    portal.build().exits(0).says("");
    assert_eq!(
        portal.published("sanksi/2024/tabel-rinci.csv").replace("\r\n", "\n"),
        "kategori_pelanggaran,kategori_pelanggaran_nama,jumlah\n\
         kode_etik,Kode etik,9\ndisiplin,Disiplin,12\npidana,Pidana,c\nadministratif,Administratif,c\nsemua,Semua,26\n"
    );
    assert!(portal.published("sanksi/2024/index.html").contains("Lebih rinci menurut kategori pelanggaran"));
    assert!(portal.published("metodologi/index.html").contains("Tabel yang lebih rinci"));
}

#[test]
fn a_table_that_gives_a_small_number_away_is_told() {
    tabled(["9", "15", "\"c\"", "0", "26"]).check().exits(1).says(str![[r#"
galat[TW0827]: sel yang dirahasiakan dapat dihitung kembali: pasti kurang dari 5 orang
  --> content/sanksi/2024.toml:11:1
  = saran: rahasiakan lebih banyak sel, atau pakai kolom yang lebih kasar; `terawang anonymise` memilihnya

1 galat

"#]]);
    tabled(["9", "15", "2", "0", "26"]).check().exits(1).says(str![[r#"
galat[TW0827]: tabel menampilkan sel dengan kurang dari 5 orang
  --> content/sanksi/2024.toml:11:1
  = saran: tulis "c" untuk sel itu dan untuk sel lain yang dibutuhkannya; `terawang anonymise` memilihnya

1 galat

"#]]);
    tabled(["9", "15", "\"c\"", "\"c\"", "25"]).check().exits(1).says(str![[r#"
galat[TW0827]: angka tabel tidak cocok satu sama lain, dengan baris, atau dengan total
  --> content/sanksi/2024.toml:11:1
  = saran: periksa jumlahnya

1 galat

"#]]);
    tabled(["25", "\"c\"", "\"c\"", "\"c\"", "26"]).check().exits(1).says(str![[r#"
galat[TW0824]: dalam satu baris tabel, (hampir) semua orang sama di `kategori_pelanggaran`
  --> content/sanksi/2024.toml:11:1
  = saran: pakai kolom yang lebih kasar

galat[TW0827]: sel yang dirahasiakan dapat dihitung kembali: pasti kurang dari 5 orang
  --> content/sanksi/2024.toml:11:1
  = saran: rahasiakan lebih banyak sel, atau pakai kolom yang lebih kasar; `terawang anonymise` memilihnya

2 galat

"#]]);
}

#[test]
fn a_table_has_just_its_own_cells() {
    let portal = tabled(["9", "12", "\"x\"", "\"c\"", "26"]);
    portal.edit("content/sanksi/2024.toml", "\"administratif\"", "\"disiplin\"");
    portal.check().exits(1).says(str![[r#"
galat[TW0826]: tabel ini kurang 1 sel
 --> content/sanksi/2024.toml
  = saran: setiap nilai kolomnya, dan `semua`, punya sel, juga yang nol: sel yang tidak ada pun memberi tahu sesuatu

galat[TW0826]: sel ini tidak punya bilangan
  --> content/sanksi/2024.toml:16:47
  = saran: tulis jumlah orangnya, atau "c" bila dirahasiakan

galat[TW0826]: sel ini tidak ada dalam tabel, atau sudah ditulis
  --> content/sanksi/2024.toml:17:3
  = saran: setiap sel mengisi semua kolom tabel dan hanya itu, dengan nilai dari daftarnya atau `semua`

3 galat

"#]]);
    portal.edit("content/sanksi/2024.toml", "kolom = [\"kategori_pelanggaran\"]", "kolom = []");
    portal.check().exits(1).says(str![[r#"
galat[TW0826]: `tabel` membutuhkan satu atau dua kolom, dan seri ini membutuhkan `periode`
 --> content/sanksi/2024.toml
  = saran: tulis misalnya kolom = ["jenis_pelanggaran"]; kolom `tahapan` tidak dapat dipakai di sini

1 galat

"#]]);
}

#[test]
fn a_table_without_a_policy_or_of_too_few_persons_is_told() {
    let lone = |total: u64, policy: &str, cells: [&str; 5]| {
        Portal::new()
            .with("content/sanksi/2024.toml", format!("{KEYS}total = {total}\n{policy}{}", table(cells)))
    };
    lone(26, "", ["9", "17", "0", "0", "26"]).check().exits(1).says(str![[r#"
galat[TW0818]: seri ini merinci orang, tetapi tidak punya `[kebijakan]`
 --> content/sanksi/2024.toml:9:1
  = saran: tulis `[kebijakan]` dengan `kolom = […]`; lihat `terawang explain TW0818`

1 galat

"#]]);
    lone(12, POLICY, ["6", "6", "0", "0", "12"]).check().exits(1).says(str![[r#"
galat[TW0821]: seri ini terlalu kecil untuk dirinci: di bawah 15 orang hanya total yang terbit
  --> content/sanksi/2024.toml:11:1
  = saran: hapus `[[baris]]`, `[tabel]` dan berkas CSV-nya, sisakan totalnya

1 galat

"#]]);
}

#[test]
fn a_draft_must_keep_its_policy_too() {
    let portal = rows(26, "2024-S1,moral,13\n2024-S2,ringan,13\n");
    portal.edit("content/sanksi/2024.toml", "judul", "draf = true\njudul");
    portal.check().exits(1);
}

#[test]
fn the_road_of_a_case_has_the_numbers_of_the_same_election() {
    let calendar = "judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\nacara = []\n";
    let reports = "judul = \"Laporan\"\nper_tanggal = 2024-12-31\nsatuan = \"laporan\"\nsumber = \"Bawaslu\"\ntotal = 61\ntahap = [{ tahapan = \"diterima\", jumlah = 61 }]\ntahapan_pemilu = \"tahapan/pilkada\"\n";
    let portal = rows(26, ROWS)
        .with("content/tahapan/pilkada.toml", calendar)
        .with("content/pengaduan/2024.toml", reports);
    portal.build().exits(0);
    let page = portal.published("sanksi/2024/index.html");
    assert!(
        page.contains("Laporan diterima") && !page.contains("61"),
        "another election's numbers do not show"
    );
    portal.edit("content/sanksi/2024.toml", "[kebijakan]", "tahapan = \"tahapan/pilkada\"\n[kebijakan]");
    portal.build().exits(0);
    let page = portal.published("sanksi/2024/index.html");
    assert!(page.contains("61") && page.contains("menghitung laporan"), "{page}");
}

const ELECTION: &str = "judul = \"Pilkada 2024\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\nsumber = \"KPU\"\n[[acara]]\njenis = \"pemungutan_suara\"\nnama = \"Pemungutan suara\"\nmulai = 2024-11-27\n";

#[test]
fn an_election_in_a_row_is_one_of_the_portal_s_that_is_public() {
    let policy = "[kebijakan]\nkolom = [\"tahapan\", \"tingkat_hukuman\"]\n";
    let table = |election: &str| {
        format!("tahapan,tingkat_hukuman,jumlah\n{election},moral,10\n{election},ringan,10\n")
    };
    let portal = series(20, policy, &table("tahapan/pilkada-2024"))
        .with("content/tahapan/pilkada-2024.toml", ELECTION);
    portal.build().exits(0).says("");
    assert!(portal.published("sanksi/2024/baris.csv").contains("tahapan/pilkada-2024,Pilkada 2024,moral"));
    // Free text would be a column without a vocabulary.
    series(20, policy, &table("tahapan/KENARI-golongan-iii")).check().exits(1).says(str![[r#"
galat[TW0818]: kolom `tahapan` tidak mengenal nilai ini
 --> content/sanksi/2024.csv:2:1
  = saran: tulis pemilihan, misalnya tahapan/pilkada-2024

galat[TW0818]: kolom `tahapan` tidak mengenal nilai ini
 --> content/sanksi/2024.csv:3:1
  = saran: tulis pemilihan, misalnya tahapan/pilkada-2024

2 galat

"#]]);
    // An unpublished election would be visible.
    portal.write("content/tahapan/pilkada-2024.toml", format!("draf = true\n{ELECTION}"));
    let run = portal.check();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0818"; 2]);
    portal.edit("content/sanksi/2024.toml", "judul", "draf = true\njudul");
    portal.check().exits(0);
}

#[test]
fn a_headcount_is_public_and_counts_persons() {
    let policy = format!("{STAFF}populasi = \"pakta/pilkada\"\n");
    let portal = offices(series(17, &policy, STAFF_ROWS), 200);
    portal.edit("content/pakta/pilkada.toml", "judul", "draf = true\njudul");
    portal.check().exits(1).says(str![[r#"
galat[TW0825]: seri pakta dalam `populasi` tidak terbit, atau tidak menghitung orang
  --> content/sanksi/2024.toml:11:12
  = saran: rujuk seri pakta yang sudah terbit dengan satuan = "orang"

1 galat

"#]]);
    portal.edit("content/pakta/pilkada.toml", "draf = true\n", "");
    portal.edit("content/pakta/pilkada.toml", "\"orang\"", "\"perkara\"");
    let run = portal.check_with(&["--lang", "en"]);
    run.exits(1).says(str![[r#"
error[TW0825]: the pact series in `populasi` is not public, or does not count persons
  --> content/sanksi/2024.toml:11:12
  = hint: name a pact series that is public, with satuan = "orang"

1 error

"#]]);
}

#[test]
fn a_table_that_tells_where_people_work_needs_a_headcount_too() {
    let cells: String = [
        ("sekretariat", 0),
        ("dinas", 13),
        ("badan", 0),
        ("kewilayahan", 0),
        ("pendidikan", 0),
        ("kesehatan", 0),
    ]
    .iter()
    .map(|(cluster, count)| format!("  {{ klaster = \"{cluster}\", jumlah = {count} }},\n"))
    .collect();
    let cells = cells.replace("\"badan\", jumlah = 0", "\"badan\", jumlah = 13");
    let table = format!(
        "[tabel]\nkolom = [\"klaster\"]\nsel = [\n{cells}  {{ klaster = \"semua\", jumlah = 26 }},\n]\n"
    );
    let written = |policy: &str| series(26, &format!("{POLICY}{policy}{table}"), &format!("{HEADING}{ROWS}"));
    written("").check().exits(1).says(str![[r#"
galat[TW0825]: kebijakan tidak menyebut `populasi`, padahal baris atau tabel merinci tempat kerja atau kategori pegawai
  --> content/sanksi/2024.toml:11:1
  = saran: tulis seri pakta yang sasarannya adalah jumlah pegawai, misalnya populasi = "pakta/pilkada-2024"

1 galat

"#]]);
    // One office is a `dinas`, none is a `badan`.
    offices(written("populasi = \"pakta/pilkada\"\n"), 45).check().exits(1).says(str![[r#"
galat[TW0825]: lebih dari 20 persen pegawai sebuah kelompok ada dalam tabel
  --> content/sanksi/2024.toml:12:1
  = saran: pakai kolom lain untuk tabelnya, atau terbitkan barisnya saja

galat[TW0825]: tabel menunjuk kelompok dengan kurang dari 50 pegawai
  --> content/sanksi/2024.toml:12:1
  = saran: pakai kolom lain untuk tabelnya, atau terbitkan barisnya saja

2 galat

"#]]);
}
