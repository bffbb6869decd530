//! Records with figures: who may issue them, whether they add up, and tables in CSV files.

use snapbox::str;

use crate::support::{Portal, page};

const OFFICES: &str = r#"opd = [
  { kode = "bkpsdm", nama = "BKPSDM", klaster = "badan" },
  { kode = "dinkes", nama = "Dinas Kesehatan", klaster = "dinas" },
]
"#;

const PACT: &str =
    "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";

const HEADING: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";

/// A portal with two offices and a pact series with the rows of a CSV file.
fn pact(more: &str, rows: &str) -> Portal {
    Portal::new()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/pilkada.toml", format!("{PACT}{more}"))
        .with("content/pakta/pilkada.csv", format!("{HEADING}{rows}"))
}

/// A portal with a sanction series.
fn sanctions(outcome: &str, authority: &str, from: &str, to: &str) -> Portal {
    Portal::new().with(
        "content/sanksi/2024.toml",
        format!(
            "judul = \"Sanksi\"\nhasil = \"{outcome}\"\npenetap = \"{authority}\"\nperiode = {{ dari = {from}, sampai = {to} }}\ntotal = 7\nsatuan = \"orang\"\nper_tanggal = {to}\nsumber = \"BKPSDM\"\n"
        ),
    )
}

#[test]
fn more_signatures_than_people_are_told_in_toml() {
    let portal = Portal::new().with("content/opd.toml", OFFICES).with(
        "content/pakta/pilkada.toml",
        format!("{PACT}hitungan = [\n  {{ opd = \"bkpsdm\", kategori = \"pns\", per_tanggal = 2024-10-01, sasaran = 40, ditandatangani = 41 }},\n]\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0305]: ditandatangani 41, padahal sasarannya 40
 --> content/pakta/pilkada.toml:6:96
  |
6 |   { opd = "bkpsdm", kategori = "pns", per_tanggal = 2024-10-01, sasaran = 40, ditandatangani = 41 },
  |                                                                                                ^^
  |
  = saran: periksa kedua angkanya

1 galat

"#]]);
}

#[test]
fn more_signatures_than_people_are_told_at_the_row_of_the_csv_file() {
    let portal = pact("", "bkpsdm,pns,2024-10-01,40,40\ndinkes,pns,2024-10-01,30,31\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0305]: ditandatangani 31, padahal sasarannya 30
 --> content/pakta/pilkada.csv:3:26
  |
3 | dinkes,pns,2024-10-01,30,31
  |                          ^^
  |
  = saran: periksa kedua angkanya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0305]: 31 signed, but the target is 30
 --> content/pakta/pilkada.csv:3:26
  |
3 | dinkes,pns,2024-10-01,30,31
  |                          ^^
  |
  = hint: check both numbers

1 error

"#]]);
}

#[test]
fn total_that_does_not_add_up_is_told() {
    let total = "total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]\n";
    let portal = pact(total, "bkpsdm,pns,2024-10-01,40,40\ndinkes,pns,2024-10-01,30,25\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0306]: `ditandatangani` tertulis 66, tetapi jumlah barisnya 65
 --> content/pakta/pilkada.toml:5:69
  |
5 | total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]
  |                                                                     ^^
  |
  = saran: perbaiki totalnya atau baris yang keliru

1 galat

"#]]);
}

#[test]
fn total_of_reports_that_does_not_add_up_is_told() {
    let portal = Portal::new().with(
        "content/pengaduan/2024.toml",
        "judul = \"Laporan\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\nper_tanggal = 2024-11-30\nsatuan = \"laporan\"\nsumber = \"Bawaslu\"\ntotal = 12\nasal = [{ sumber_laporan = \"temuan_bawaslu\", jumlah = 3 }, { sumber_laporan = \"media\", jumlah = 8 }]\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0306]: `total` tertulis 12, tetapi jumlah barisnya 11
 --> content/pengaduan/2024.toml:6:9
  |
6 | total = 12
  |         ^^
  |
  = saran: perbaiki totalnya atau baris yang keliru

1 galat

"#]]);
}

#[test]
fn total_is_not_checked_where_a_row_has_a_symbol() {
    let total = "total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]\n";
    let portal = pact(total, "bkpsdm,pns,2024-10-01,40,40\ndinkes,pns,2024-10-01,30,x\n");
    portal.check().exits(0).says("");
}

#[test]
fn every_table_that_excel_saves_gives_the_same_portal() {
    const ROWS: &str = "bkpsdm,pns,2024-08-31,1250,1200\ndinkes,pns,2024-08-31,300,30\n";
    let plain = pact("", ROWS);
    plain.builds();
    let csv = format!("{HEADING}{ROWS}");
    let day_first = csv.replace("2024-08-31", "31/08/2024");
    for table in [
        csv.replace(',', ";"),
        csv.replace(',', "\t"),
        format!("sep=;\r\n{}", csv.replace(',', ";").replace('\n', "\r\n")),
        format!("\u{feff}{}", csv.replace('\n', "\r\n")),
        csv.replace('\n', "\r"),
        csv.replace('\n', ",,\n,,,,\n\n \n"),
        csv.replacen("per_tanggal", "Per Tanggal", 1).replacen("opd", " OPD ", 1),
        day_first.replace('/', "-"),
        csv.replace("2024-08-31", "31 Agustus 2024"),
        day_first.replace(',', ";").replace("1250", "1.250").replace("1200", "1 200"),
        "ditandatangani,opd,kategori,sasaran,per_tanggal\n1200,bkpsdm,pns,1250,2024-08-31\n30,dinkes,pns,300,2024-08-31\n"
            .to_owned(),
    ] {
        let portal = pact("", ROWS);
        portal.write("content/pakta/pilkada.csv", &table);
        portal.build().exits(0);
        assert_eq!(portal.output(), plain.output(), "{table:?}");
    }
}

#[test]
fn number_that_reads_two_ways_is_told_with_what_to_write() {
    let portal = pact("", "bkpsdm,pns,2024-10-01,\"1,250\",40\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0212]: angka di kolom `sasaran` dapat dibaca sebagai ribuan atau pecahan
 --> content/pakta/pilkada.csv:2:23
  |
2 | bkpsdm,pns,2024-10-01,"1,250",40
  |                       ^^^^^^^
  |
  = saran: tulis 1250

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0212]: the number in column `sasaran` can be read as thousands or as a fraction
 --> content/pakta/pilkada.csv:2:23
  |
2 | bkpsdm,pns,2024-10-01,"1,250",40
  |                       ^^^^^^^
  |
  = hint: write 1250

1 error

"#]]);
    portal.write("content/pakta/pilkada.csv", format!("{HEADING}bkpsdm,pns,2024-10-01,1250,40\n"));
    portal.check().exits(0);
}

#[test]
fn table_with_a_heading_alone_is_told() {
    let total = "total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]\n";
    for rows in ["", "\n,,,,\n"] {
        let portal = pact(total, rows);
        portal.check().exits(1).says(str![[r#"
galat[TW0212]: tabel ini punya judul kolom, tetapi tidak punya baris
 --> content/pakta/pilkada.csv:1:1
  |
1 | opd,kategori,per_tanggal,sasaran,ditandatangani
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: isi barisnya, atau hapus berkas ini

1 galat

"#]]);
        portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0212]: this table has a heading but no rows
 --> content/pakta/pilkada.csv:1:1
  |
1 | opd,kategori,per_tanggal,sasaran,ditandatangani
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: fill in the rows, or delete this file

1 error

"#]]);
    }
}

#[test]
fn csv_without_a_column_is_told_with_the_heading() {
    let portal = pact("", "");
    portal.write("content/pakta/pilkada.csv", "opd,kategori,sasaran,ditandatangani\nbkpsdm,pns,40,40\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0212]: baris judul CSV tidak sesuai
 --> content/pakta/pilkada.csv:1:1
  |
1 | opd,kategori,sasaran,ditandatangani
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis baris pertama: `opd,kategori,per_tanggal,sasaran,ditandatangani`

1 galat

"#]]);
}

#[test]
fn cells_that_cannot_be_read_are_told_at_their_rows() {
    let portal =
        pact("", "bkpsdm,pns,2024-10-01,1.20,40\ndinkes,pnss,10/31/2024,30,tiga\nbkpsdm,cpns,2024-10-01,9\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0212]: sel di kolom `sasaran` tidak terbaca
 --> content/pakta/pilkada.csv:2:23
  |
2 | bkpsdm,pns,2024-10-01,1.20,40
  |                       ^^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12, atau simbol "x" (tidak tersedia), "z" (tidak berlaku), "c" (rahasia)

galat[TW0212]: sel di kolom `kategori` tidak terbaca
 --> content/pakta/pilkada.csv:3:8
  |
3 | dinkes,pnss,10/31/2024,30,tiga
  |        ^^^^
  |
  = saran: tulis salah satu dari `pns`, `cpns`, `pppk`, `pppk_paruh_waktu`, `ppnpn`, `tenaga_kontrak`

galat[TW0212]: sel di kolom `per_tanggal` tidak terbaca
 --> content/pakta/pilkada.csv:3:13
  |
3 | dinkes,pnss,10/31/2024,30,tiga
  |             ^^^^^^^^^^
  |
  = saran: tulis tanggal ISO, misalnya 2024-10-15

galat[TW0212]: sel di kolom `ditandatangani` tidak terbaca
 --> content/pakta/pilkada.csv:3:27
  |
3 | dinkes,pnss,10/31/2024,30,tiga
  |                           ^^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12, atau simbol "x" (tidak tersedia), "z" (tidak berlaku), "c" (rahasia)

galat[TW0212]: baris ini tidak punya 5 kolom
 --> content/pakta/pilkada.csv:4:1
  |
4 | bkpsdm,cpns,2024-10-01,9
  | ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: periksa pemisah kolom dan tanda kutip di baris ini

5 galat

"#]]);
}

#[test]
fn csv_with_broken_quotes_is_told() {
    let portal = pact("", "\"bkpsdm,pns,2024-10-01,40,40\ndinkes,pns,2024-10-01,30,30\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0212]: baris ini tidak punya 5 kolom
 --> content/pakta/pilkada.csv:2:1
  |
2 | "bkpsdm,pns,2024-10-01,40,40
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: periksa pemisah kolom dan tanda kutip di baris ini

1 galat

"#]]);
}

#[test]
fn csv_without_rows_is_told() {
    pact("", "").check().exits(1).says(str![[r#"
galat[TW0212]: tabel ini punya judul kolom, tetapi tidak punya baris
 --> content/pakta/pilkada.csv:1:1
  |
1 | opd,kategori,per_tanggal,sasaran,ditandatangani
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: isi barisnya, atau hapus berkas ini

1 galat

"#]]);
}

#[test]
fn csv_beside_a_record_that_takes_none_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tabel.md", page("Isi."))
        .with("content/halaman/tabel.csv", HEADING);
    portal.check().exits(0).says(str![[r#"
peringatan[TW0110]: berkas ini tidak dipakai di mana pun
 --> content/halaman/tabel.csv
  = saran: lampiran harus berada di folder `nama/` di samping `index.md` dan disebut dalam `lampiran`; bila tidak perlu, hapus

1 peringatan

"#]]);
}

#[test]
fn row_that_is_there_already_is_told() {
    let portal = pact("", "bkpsdm,pns,2024-10-01,40,40\nbkpsdm,pns,2024-10-01,40,39\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0316]: baris ini sudah ada sebelumnya
 --> content/pakta/pilkada.csv:3:1
  |
3 | bkpsdm,pns,2024-10-01,40,39
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: gabungkan atau hapus salah satunya

galat[TW0815]: jumlah seluruhnya menunjuk segelintir orang di satu kantor, atau di antara kurang dari 50 orang
 --> content/pakta/pilkada.toml
  = saran: satukan kantor ini dengan yang lain dalam satu seri; seri mencakup seluruh pemerintah daerah

2 galat

"#]]);
}

#[test]
fn unknown_office_is_told_with_the_nearest_one() {
    let portal = pact("", "bkpsmd,pns,2024-10-01,40,40\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0312]: OPD `bkpsmd` tidak ada di `content/opd.toml`
 --> content/pakta/pilkada.csv:2:1
  |
2 | bkpsmd,pns,2024-10-01,40,40
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda `bkpsdm`?

1 galat

"#]]);
}

#[test]
fn figures_without_a_source_are_told() {
    let portal = sanctions("sanksi", "ppk", "2024-01-01", "2024-10-31");
    portal.edit("content/sanksi/2024.toml", "sumber = \"BKPSDM\"\n", "");
    portal.check().exits(1).says(str![[r#"
galat[TW0310]: catatan berisi angka harus punya `sumber`
 --> content/sanksi/2024.toml
  = saran: tambahkan `sumber = …`; angka tanpa sumber, tanggal dan satuan tidak diterbitkan

1 galat

"#]]);
}

#[test]
fn authority_that_may_not_issue_an_outcome_is_told() {
    sanctions("sanksi", "bawaslu", "2024-01-01", "2024-10-31").check().exits(1).says(str![[r#"
galat[TW0307]: bawaslu tidak berwenang menetapkan sanksi
 --> content/sanksi/2024.toml:3:11
  = saran: penetap sanksi adalah "ppk"

1 galat

"#]]);
    sanctions("terbukti", "ppk", "2024-01-01", "2024-10-31").check_with(&["--lang", "en"]).exits(1).says(
        str![[r#"
error[TW0307]: ppk may not issue terbukti
 --> content/sanksi/2024.toml:3:11
  = hint: terbukti is issued by "bawaslu"

1 error

"#]],
    );
}

#[test]
fn kasn_recommends_no_more_after_its_end() {
    sanctions("rekomendasi", "kasn", "2024-09-05", "2024-10-31").check().exits(1).says(str![[r#"
galat[TW0307]: kasn tidak berwenang memberi rekomendasi dalam periode ini
 --> content/sanksi/2024.toml:3:11
  = saran: KASN memberi rekomendasi sampai 2024-09-04, sesudah itu BKN

1 galat

"#]]);
    sanctions("rekomendasi", "kasn", "2024-01-01", "2024-09-04").check().exits(0).says("");
}

#[test]
fn bkn_recommends_only_after_kasn() {
    sanctions("rekomendasi", "bkn", "2024-01-01", "2024-09-04").check().exits(1).says(str![[r#"
galat[TW0307]: bkn tidak berwenang memberi rekomendasi dalam periode ini
 --> content/sanksi/2024.toml:3:11
  = saran: KASN memberi rekomendasi sampai 2024-09-04, sesudah itu BKN

1 galat

"#]]);
    sanctions("rekomendasi", "bkn", "2024-09-05", "2024-10-31").check().exits(0).says("");
}
