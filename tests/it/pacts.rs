//! Pact series: the policy in their file, and hidden cells in every published form.

use snapbox::{assert_data_eq, str};

use crate::support::{Portal, assert_same_tree, visible_text};

const OFFICES: &str = r#"opd = [
  { kode = "setda", nama = "Sekretariat Daerah", klaster = "sekretariat" },
  { kode = "bkpsdm", nama = "BKPSDM", klaster = "badan" },
  { kode = "dinkes", nama = "Dinas Kesehatan", klaster = "dinas" },
  { kode = "dinsos", nama = "Dinas Sosial", klaster = "dinas" },
]
"#;

const SERIES: &str =
    "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";

const HEADING: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";

/// Three of 1041 in one office have not signed, and everybody else has; the numbers occur nowhere else.
const ROWS: &str = "\
setda,pns,2024-10-01,1041,1038
setda,tenaga_kontrak,2024-10-01,2053,2053
bkpsdm,pns,2024-10-01,3067,2846
bkpsdm,tenaga_kontrak,2024-10-01,4079,3758
dinkes,pns,2024-10-01,5081,4637
dinkes,tenaga_kontrak,2024-10-01,6089,5519
dinsos,pns,2024-10-01,7103,6428
dinsos,tenaga_kontrak,2024-10-01,8117,7396
";

const HIDE: &str = "\n[kebijakan]\ncara = \"rahasiakan\"\n";

fn portal(more: &str, rows: &str) -> Portal {
    Portal::bilingual()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/pilkada.toml", format!("{SERIES}{more}"))
        .with("content/pakta/pilkada.csv", format!("{HEADING}{rows}"))
}

/// The lines of a CSV file, without its heading.
fn lines(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

#[test]
fn hidden_cells_are_hidden_in_the_files() {
    let portal = portal(HIDE, ROWS);
    portal.builds();
    assert_data_eq!(
        portal.published("pakta/pilkada/hitungan.csv"),
        str![[r#"
per_tanggal,opd,opd_nama,klaster,klaster_nama,kategori,kategori_nama,sasaran,ditandatangani
2024-10-01,bkpsdm,BKPSDM,badan,Badan,pns,PNS,3067,c
2024-10-01,bkpsdm,BKPSDM,badan,Badan,tenaga_kontrak,Tenaga kontrak,4079,3758
2024-10-01,dinkes,Dinas Kesehatan,dinas,Dinas,pns,PNS,5081,4637
2024-10-01,dinkes,Dinas Kesehatan,dinas,Dinas,tenaga_kontrak,Tenaga kontrak,6089,5519
2024-10-01,dinsos,Dinas Sosial,dinas,Dinas,pns,PNS,7103,6428
2024-10-01,dinsos,Dinas Sosial,dinas,Dinas,tenaga_kontrak,Tenaga kontrak,8117,7396
2024-10-01,setda,Sekretariat Daerah,sekretariat,Sekretariat,pns,PNS,1041,c
2024-10-01,setda,Sekretariat Daerah,sekretariat,Sekretariat,tenaga_kontrak,Tenaga kontrak,2053,2053

"#]]
    );
    assert_data_eq!(
        portal.published("pakta/pilkada/ringkasan.csv"),
        str![[r#"
per_tanggal,klaster,klaster_nama,kelompok,kelompok_nama,sasaran,ditandatangani
2024-10-01,sekretariat,Sekretariat,asn,ASN,1041,c
2024-10-01,sekretariat,Sekretariat,non_asn,Non-ASN,2053,2053
2024-10-01,sekretariat,Sekretariat,semua,Semua,3094,c
2024-10-01,dinas,Dinas,asn,ASN,12184,11065
2024-10-01,dinas,Dinas,non_asn,Non-ASN,14206,12915
2024-10-01,dinas,Dinas,semua,Semua,26390,23980
2024-10-01,badan,Badan,asn,ASN,3067,c
2024-10-01,badan,Badan,non_asn,Non-ASN,4079,3758
2024-10-01,badan,Badan,semua,Semua,7146,c
2024-10-01,semua,Semua,asn,ASN,16292,14949
2024-10-01,semua,Semua,non_asn,Non-ASN,20338,18726
2024-10-01,semua,Semua,semua,Semua,36630,33675

"#]]
    );
    assert_data_eq!(
        portal.published("pakta/pilkada/opd.csv"),
        str![[r#"
opd,opd_nama,sasaran,ditandatangani,bagian
bkpsdm,BKPSDM,7146,c,
dinkes,Dinas Kesehatan,11170,10156,0.9092
dinsos,Dinas Sosial,15220,13824,0.9083
setda,Sekretariat Daerah,3094,c,

"#]]
    );
    assert_data_eq!(
        portal.published("pakta/pilkada/kategori.csv"),
        str![[r#"
kategori,kategori_nama,sasaran,ditandatangani,bagian
pns,PNS,16292,14949,0.9176
tenaga_kontrak,Tenaga kontrak,20338,18726,0.9207

"#]]
    );
    assert_data_eq!(
        portal.published("pakta/pilkada/opd.json"),
        str![[r#"
{
  "judul": {
    "id": "Menurut perangkat daerah (OPD)",
    "en": "By office (OPD)"
  },
  "penerbit": "Pemerintah Kabupaten Uji",
  "kode_wilayah": "99.99",
  "contoh": false,
  "halaman": "https://netralitas.uji.go.id/pakta/pilkada/",
  "satuan": "orang",
  "per_tanggal": "2024-10-01",
  "sumber": {
    "nama": "BKPSDM",
    "tautan": null,
    "tanggal": null
  },
  "catatan": null,
  "pengendalian": {
    "cara": "rahasiakan",
    "k": 5
  },
  "kolom": [
    {
      "kunci": "opd",
      "label": {
        "id": "OPD",
        "en": "Office"
      }
    },
    {
      "kunci": "sasaran",
      "label": {
        "id": "Sasaran",
        "en": "Target"
      }
    },
    {
      "kunci": "ditandatangani",
      "label": {
        "id": "Ditandatangani",
        "en": "Signed"
      }
    },
    {
      "kunci": "bagian",
      "label": {
        "id": "Bagian",
        "en": "Share"
      }
    }
  ],
  "simbol": {
    "c": {
      "id": "dirahasiakan: orang dalam kelompok kecil dapat dikenali, maka angkanya ditutup, bersama angka lain yang dapat dipakai untuk menghitungnya",
      "en": "confidential: small groups of people could be recognised, so the number is hidden, together with others from which it could be computed"
    }
  },
  "baris": [
    {
      "opd": "bkpsdm",
      "opd_nama": "BKPSDM",
      "sasaran": 7146,
      "ditandatangani": "c",
      "bagian": null
    },
    {
      "opd": "dinkes",
      "opd_nama": "Dinas Kesehatan",
      "sasaran": 11170,
      "ditandatangani": 10156,
      "bagian": 0.9092
    },
    {
      "opd": "dinsos",
      "opd_nama": "Dinas Sosial",
      "sasaran": 15220,
      "ditandatangani": 13824,
      "bagian": 0.9083
    },
    {
      "opd": "setda",
      "opd_nama": "Sekretariat Daerah",
      "sasaran": 3094,
      "ditandatangani": "c",
      "bagian": null
    }
  ]
}

"#]]
    );
}

#[test]
fn pages_say_why_cells_are_hidden() {
    let portal = portal(HIDE, ROWS);
    portal.builds();
    assert_data_eq!(
        visible_text(&portal.published("pakta/pilkada/index.html")),
        str![
            "Langsung ke isi Portal Netralitas Pemerintah Kabupaten Uji Bahasa Indonesia English Menu Pakta Beranda Pakta Pakta netralitas Pakta 91,9 % sudah menandatangani 33.675 dari 36.630 orang Per 1 Oktober 2024 Satuan orang Perkembangan penandatanganan 1 Oktober 2024 91,9 % Per tanggal Sasaran Ditandatangani Bagian 1 Oktober 2024 36.630 33.675 91,9 % Satuan: orang Per 1 Oktober 2024 Sumber: BKPSDM CSV – Perkembangan penandatanganan JSON – Perkembangan penandatanganan 1 baris Menurut kategori pegawai PNS 91,8 % Tenaga kontrak 92,1 % Kategori pegawai Sasaran Ditandatangani Bagian PNS 16.292 14.949 91,8 % Tenaga kontrak 20.338 18.726 92,1 % Satuan: orang Per 1 Oktober 2024 Sumber: BKPSDM CSV – Menurut kategori pegawai JSON – Menurut kategori pegawai 2 baris Menurut perangkat daerah (OPD) BKPSDM c Dinas Kesehatan 90,9 % Dinas Sosial 90,8 % Sekretariat Daerah c OPD Sasaran Ditandatangani Bagian BKPSDM 7.146 c (dirahasiakan) – Dinas Kesehatan 11.170 10.156 90,9 % Dinas Sosial 15.220 13.824 90,8 % Sekretariat Daerah 3.094 c (dirahasiakan) – Arti simbol: c = dirahasiakan: orang dalam kelompok kecil dapat dikenali, maka angkanya ditutup, bersama angka lain yang dapat dipakai untuk menghitungnya (selengkapnya) Satuan: orang Per 1 Oktober 2024 Sumber: BKPSDM CSV – Menurut perangkat daerah (OPD) JSON – Menurut perangkat daerah (OPD) 4 baris Menurut klaster OPD dan kelompok pegawai Per tanggal Klaster Kelompok pegawai Sasaran Ditandatangani 1 Oktober 2024 Sekretariat ASN 1.041 c (dirahasiakan) 1 Oktober 2024 Sekretariat Non-ASN 2.053 2.053 1 Oktober 2024 Sekretariat Semua 3.094 c (dirahasiakan) 1 Oktober 2024 Dinas ASN 12.184 11.065 1 Oktober 2024 Dinas Non-ASN 14.206 12.915 1 Oktober 2024 Dinas Semua 26.390 23.980 1 Oktober 2024 Badan ASN 3.067 c (dirahasiakan) 1 Oktober 2024 Badan Non-ASN 4.079 3.758 1 Oktober 2024 Badan Semua 7.146 c (dirahasiakan) 1 Oktober 2024 Semua ASN 16.292 14.949 1 Oktober 2024 Semua Non-ASN 20.338 18.726 1 Oktober 2024 Semua Semua 36.630 33.675 Arti simbol: c = dirahasiakan: orang dalam kelompok kecil dapat dikenali, maka angkanya ditutup, bersama angka lain yang dapat dipakai untuk menghitungnya (selengkapnya) Satuan: orang Per 1 Oktober 2024 Sumber: BKPSDM CSV – Menurut klaster OPD dan kelompok pegawai JSON – Menurut klaster OPD dan kelompok pegawai 12 baris Semua hitungan menurut OPD, kategori dan tanggal Satuan: orang Per 1 Oktober 2024 Sumber: BKPSDM CSV – Semua hitungan menurut OPD, kategori dan tanggal JSON – Semua hitungan menurut OPD, kategori dan tanggal 8 baris Sumber BKPSDM Pemerintah Kabupaten Uji Metodologi Data terbuka Umpan Atom"
        ]
    );
    assert_data_eq!(
        visible_text(&portal.published("en/metodologi/index.html")),
        str![
            "Skip to content Portal Netralitas Pemerintah Kabupaten Uji Bahasa Indonesia English Menu Pacts Home How we protect people What this portal does not publish, why, and what is not covered. The program writes this page from the rules in force on this portal. Pacts “3 of 41 have not signed” points out people to their colleagues. So the details of each series are protected by one method and one threshold k, which are fixed for the whole series and not chosen anew for each release. The totals are always exact. Hiding of cells: the number of signatures is hidden under the symbol c where those who have signed, or those who have not, are 1 to k−1 people. Other cells are hidden with it as far as needed, so that nothing can be computed back from the totals of rows, columns, clusters, groups and the grand total. Targets stay published. The symbol c is the same for small cells and for the others. For each small cell the program proves before anything is published that all that is published about that day agrees with nobody in the cell as well as with at least k people (or as many as its target where that is smaller), also in the eyes of a person who is counted and knows about himself or herself. Without proof nothing is published. As far as any choice of cells allows, each day is also protected from readers who suppose that nobody ever withdraws a signature and compare the day with the numbers shown for earlier ones. What can be concluded about a day from later ones is not covered. Series Method k Pakta Hiding of cells 5 Texts Before publication every text, table and file name is searched for staff and citizen numbers, taxpayer numbers, private telephones and mail, number plates, accounts and exact coordinates; texts about sanctions also for names, initials and posts with a single holder. PDFs are searched in the same way, with parts that are not shown and earlier versions that they keep; scanned pages are checked by eye. Official documents keep the telephones of the office in their letterhead, and name and staff number of who signs them. Photographs and films are published without notes on place, time and author; what they show is not checked by the program. Against whom this protects Against somebody who holds every file of this edition of the portal and of all editions that were recorded as a release, knows the rules on this page, and knows that counts are whole numbers. What is not covered older editions that were not recorded as a release (a new edition is always compared with those that were); local talk and press reports; people who tell each other what they know of themselves. So this portal never claims that nobody can be identified. Pemerintah Kabupaten Uji Methods Open data Atom feed"
        ]
    );
    let page = portal.published("en/pakta/pilkada/index.html");
    assert!(page.contains("small groups of people could be recognised"), "{page}");
    assert!(page.contains("<a href=\"/en/metodologi/\">more about this</a>"), "{page}");
}

#[test]
fn no_hidden_number_and_no_share_that_tells_it_is_published_anywhere() {
    let portal = portal(HIDE, ROWS);
    portal.builds();
    let published = portal.published("pakta/pilkada/hitungan.csv");
    let shown = lines(&published);
    let mut hidden = 0;
    for row in lines(&format!("{HEADING}{ROWS}")) {
        let [office, category, _, target, signed] = row[..] else { unreachable!("five columns") };
        let cell = shown.iter().find(|cell| cell[1] == office && cell[5] == category).unwrap();
        assert_eq!(cell[7], target);
        if cell[8] != "c" {
            assert_eq!(cell[8], signed);
            continue;
        }
        hidden += 1;
        let [target, signed]: [f64; 2] = [target, signed].map(|number| number.parse().unwrap());
        let grouped = |mark: char| {
            let digits = format!("{signed}");
            format!("{}{mark}{}", &digits[..1], &digits[1..])
        };
        let rest = format!("{}", target - signed);
        let share = format!("{:.4}", signed / target);
        for told in [format!("{signed}"), grouped('.'), grouped(','), share, format!(">{rest}<")] {
            let mut files = portal.published_with(&told);
            // The manifest holds hashes of published files; their digits mean nothing.
            files.retain(|file| file != ".terawang.json");
            assert_eq!(files, Vec::<String>::new(), "{told}");
        }
    }
    assert!(hidden >= 2, "{hidden} cells are hidden");
}

#[test]
fn chart_draws_every_hidden_number_as_the_same_mark() {
    let portal = portal(HIDE, ROWS);
    portal.builds();
    let page = portal.published("pakta/pilkada/index.html");
    let hidden = lines(&portal.published("pakta/pilkada/opd.csv")).iter().filter(|row| row[3] == "c").count();
    assert!(hidden >= 2, "{hidden} offices are hidden");
    let marks = page.matches("<rect class=\"bagan-tertutup\" x=\"0\"").count();
    assert_eq!(marks, hidden);
    assert_eq!(page.matches("width=\"14\" height=\"14\"/>").count(), hidden);
}

#[test]
fn a_series_that_nothing_can_hide_shows_its_totals_only() {
    let portal = portal(HIDE, "setda,pns,2024-10-01,41,39\nbkpsdm,pns,2024-10-01,30,30\n");
    portal.builds();
    assert!(!portal.publishes("pakta/pilkada/hitungan.csv"));
    assert!(
        portal.published("pakta/pilkada/index.html").contains("Hanya jumlah seluruhnya yang diterbitkan")
    );
    assert!(portal.published("pakta/pilkada/perkembangan.csv").contains("2024-10-01,71,69"));
}

#[test]
fn pooled_series_names_the_cluster_of_each_office() {
    let portal = portal("", ROWS);
    portal.builds();
    assert_data_eq!(
        portal.published("pakta/pilkada/hitungan.csv"),
        str![[r#"
per_tanggal,opd,opd_nama,klaster,klaster_nama,kategori,kategori_nama,sasaran,ditandatangani
2024-10-01,dinkes,Dinas Kesehatan,dinas,Dinas,pns,PNS,5081,4637
2024-10-01,dinkes,Dinas Kesehatan,dinas,Dinas,tenaga_kontrak,Tenaga kontrak,6089,5519
2024-10-01,dinsos,Dinas Sosial,dinas,Dinas,pns,PNS,7103,6428
2024-10-01,dinsos,Dinas Sosial,dinas,Dinas,tenaga_kontrak,Tenaga kontrak,8117,7396
2024-10-01,tidak_dirinci,Tidak dirinci,tidak_dirinci,Tidak dirinci,pns,PNS,4108,3884
2024-10-01,tidak_dirinci,Tidak dirinci,tidak_dirinci,Tidak dirinci,tenaga_kontrak,Tenaga kontrak,6132,5811

"#]]
    );
    assert!(!portal.publishes("pakta/pilkada/ringkasan.csv"));
}

#[test]
fn threshold_of_the_policy_decides_in_both_methods() {
    for cara in ["gabung", "rahasiakan"] {
        let portal = portal(&format!("\n[kebijakan]\ncara = \"{cara}\"\nk = 3\n"), ROWS);
        portal.builds();
        let file = portal.published("pakta/pilkada/hitungan.csv");
        assert!(lines(&file).iter().any(|row| row[1] == "setda" && row[8] == "1038"), "{cara}: {file}");
    }
}

#[test]
fn threshold_that_protects_nobody_is_told() {
    let portal = portal("\n[kebijakan]\nk = 2\n", ROWS);
    portal.check().exits(1).says(str![[r#"
galat[TW0812]: `k` harus antara 3 dan 1000
 --> content/pakta/pilkada.toml:7:5
  |
7 | k = 2
  |     ^
  |
  = saran: tulis 5, atau hapus kuncinya; di bawah 3 anggota sebuah kelompok mengenali anggota lainnya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0812]: `k` must lie between 3 and 1000
 --> content/pakta/pilkada.toml:7:5
  |
7 | k = 2
  |     ^
  |
  = hint: write 5, or remove the key; below 3 the members of a group know each other

1 error

"#]]);
}

#[test]
fn method_that_does_not_exist_is_told() {
    portal("\n[kebijakan]\ncara = \"sembunyikan\"\n", ROWS).check().exits(1).says(str![[r#"
galat[TW0206]: nilai "sembunyikan" tidak dikenal
 --> content/pakta/pilkada.toml:7:8
  |
7 | cara = "sembunyikan"
  |        ^^^^^^^^^^^^^
  |
  = saran: pilih salah satu dari `gabung`, `rahasiakan`

1 galat

"#]]);
}

#[test]
fn counts_that_cannot_be_proved_to_be_protected_are_told_and_nothing_is_published() {
    let portal = portal(HIDE, &format!("{ROWS}dinsos,pppk,2024-10-01,5000000000,4999999000\n"));
    portal.build().exits(1).says(str![[r#"
galat[TW0813]: hitungan per 2024-10-01 tidak dapat dilindungi: ada angka yang terlalu besar untuk dihitung secara pasti
 --> content/pakta/pilkada.csv
  = saran: periksa angka tanggal itu; bila sudah benar, tulis `cara = "gabung"` dalam `[kebijakan]` seri ini

1 galat

"#]]);
    assert!(!portal.publishes("index.html"));
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0813]: the counts of 2024-10-01 cannot be protected: a count is too large to be reckoned with exactly
 --> content/pakta/pilkada.csv
  = hint: check the numbers of that day; if they are right, write `cara = "gabung"` in the `[kebijakan]` of the series

1 error

"#]]);
    portal.edit("content/pakta/pilkada.toml", "rahasiakan", "gabung");
    portal.builds();
}

#[test]
fn total_below_its_rows_is_told_where_a_row_has_a_symbol() {
    let total = "total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 39 }]\n";
    let portal = portal(total, "setda,pns,2024-10-01,40,40\nbkpsdm,pns,2024-10-01,30,x\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0306]: `ditandatangani` tertulis 39, tetapi jumlah barisnya 40
 --> content/pakta/pilkada.toml:5:69
  |
5 | total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 39 }]
  |                                                                     ^^
  |
  = saran: perbaiki totalnya atau baris yang keliru

1 galat

"#]]);
}

#[test]
fn cell_without_numbers_withholds_its_sums_and_no_others() {
    let portal = portal(
        &format!("total = [{{ per_tanggal = 2024-10-01, sasaran = 36630, ditandatangani = 33675 }}]\n{HIDE}"),
        &ROWS.replace("dinkes,pns,2024-10-01,5081,4637", "dinkes,pns,2024-10-01,x,x"),
    );
    portal.builds();
    assert_data_eq!(
        portal.published("pakta/pilkada/ringkasan.csv"),
        str![[r#"
per_tanggal,klaster,klaster_nama,kelompok,kelompok_nama,sasaran,ditandatangani
2024-10-01,sekretariat,Sekretariat,asn,ASN,1041,c
2024-10-01,sekretariat,Sekretariat,non_asn,Non-ASN,2053,2053
2024-10-01,sekretariat,Sekretariat,semua,Semua,3094,c
2024-10-01,dinas,Dinas,asn,ASN,x,x
2024-10-01,dinas,Dinas,non_asn,Non-ASN,14206,12915
2024-10-01,dinas,Dinas,semua,Semua,x,x
2024-10-01,badan,Badan,asn,ASN,3067,c
2024-10-01,badan,Badan,non_asn,Non-ASN,4079,3758
2024-10-01,badan,Badan,semua,Semua,7146,c
2024-10-01,semua,Semua,asn,ASN,x,x
2024-10-01,semua,Semua,non_asn,Non-ASN,20338,18726
2024-10-01,semua,Semua,semua,Semua,36630,33675

"#]]
    );
    assert!(portal.published("pakta/pilkada/opd.csv").contains("dinkes,Dinas Kesehatan,x,x,"));
}

#[test]
fn kept_proofs_change_no_byte_and_lie_outside_the_output() {
    let portal = portal(HIDE, ROWS);
    portal.check().exits(0).says("");
    let proofs = |portal: &Portal| std::fs::read_dir(portal.path(".terawang/proofs")).unwrap().count();
    assert_eq!(proofs(&portal), 1);
    portal.builds();
    assert_eq!(proofs(&portal), 1);
    let with_proofs = portal.output();
    std::fs::remove_dir_all(portal.path(".terawang")).unwrap();
    std::fs::remove_dir_all(portal.path("public")).unwrap();
    portal.builds();
    assert_same_tree(&with_proofs, &portal.output());
    let proof = std::fs::read_dir(portal.path(".terawang/proofs")).unwrap().next().unwrap().unwrap();
    let name = proof.file_name().into_string().unwrap();
    assert_eq!(portal.published_with(&name), Vec::<String>::new());
    assert_eq!(portal.published_with(".terawang/"), Vec::<String>::new());
}

#[test]
fn portal_without_hidden_cells_keeps_no_proofs() {
    let portal = portal("", ROWS);
    portal.builds();
    assert!(!portal.path(".terawang/proofs").exists());
}

#[test]
fn two_series_about_the_same_people_are_told() {
    // Each is safe alone; together with the second, the count that the first hides can be worked out.
    let without_setda: String = ROWS.lines().skip(2).map(|line| format!("{line}\n")).collect();
    let both = portal(HIDE, ROWS)
        .with("content/pakta/tanpa-setda.toml", SERIES)
        .with("content/pakta/tanpa-setda.csv", format!("{HEADING}{without_setda}"));
    both.check().exits(1).says(str![[r#"
galat[TW0814]: seri ini menghitung pakta yang sama pada hari yang sama dengan `pakta/pilkada`
 --> content/pakta/tanpa-setda.toml
  = saran: gabungkan keduanya dalam satu berkas, atau beri `tahapan` bila pemilihannya berbeda; selisih dua seri membuka yang dirahasiakan masing-masing

1 galat

"#]]);
    // The same is true of a total of the other offices on a day in between.
    both.remove("content/pakta/tanpa-setda.csv");
    both.write(
        "content/pakta/tanpa-setda.toml",
        format!("{SERIES}total = [{{ per_tanggal = 2024-09-01, sasaran = 33536, ditandatangani = 30584 }}, {{ per_tanggal = 2024-11-01, sasaran = 33536, ditandatangani = 30600 }}]\n"),
    );
    both.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0814]: this series counts the same pact over the same days as `pakta/pilkada`
 --> content/pakta/tanpa-setda.toml
  = hint: merge the two into one file, or give a `tahapan` if their elections differ; the difference of two series opens what each hides

1 error

"#]]);
    // Another pact, another election, other days, or a series that replaces a withdrawn one.
    for (from, to) in [
        ("pakta_netralitas", "pakta_integritas"),
        ("2024-09-01", "2024-10-15"),
        ("jenis", "ditarik = { tanggal = 2024-11-02, alasan = \"Keliru.\" }\njenis"),
    ] {
        let text = std::fs::read_to_string(both.path("content/pakta/tanpa-setda.toml")).unwrap();
        both.edit("content/pakta/tanpa-setda.toml", from, to);
        both.check().exits(0);
        both.write("content/pakta/tanpa-setda.toml", text);
    }
}

#[test]
fn the_total_of_an_office_is_told() {
    let office = |target: u64, signed: u64| {
        Portal::new()
            .with("content/opd.toml", OFFICES)
            .with("content/pakta/setda.toml", SERIES)
            .with("content/pakta/setda.csv", format!("{HEADING}setda,pns,2024-10-01,{target},{signed}\n"))
    };
    office(3, 2).check().exits(1).says(str![[r#"
galat[TW0815]: jumlah seluruhnya menunjuk segelintir orang di satu kantor, atau di antara kurang dari 50 orang
 --> content/pakta/setda.toml
  = saran: satukan kantor ini dengan yang lain dalam satu seri; seri mencakup seluruh pemerintah daerah

1 galat

"#]]);
    let stated = Portal::new().with(
        "content/pakta/setda.toml",
        format!("{SERIES}total = [{{ per_tanggal = 2024-10-01, sasaran = 41, ditandatangani = 38 }}]\n"),
    );
    stated.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0815]: the total points at a few people of one office, or among fewer than 50
 --> content/pakta/setda.toml
  = hint: put this office into one series with the others; a series covers the whole government

1 error

"#]]);
    assert_eq!(office(641, 638).check().codes(), ["TW0815"]);
    for (target, signed) in [(41, 41), (41, 30), (641, 630)] {
        office(target, signed).check().exits(0).says("");
    }
    // In a whole government, three who have not signed are three of thousands.
    stated.edit("content/pakta/setda.toml", "41, ditandatangani = 38", "6374, ditandatangani = 6371");
    stated.check().exits(0).says("");
}
