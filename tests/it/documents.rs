//! Relations between documents: references, revocations and their effect on a status.

use snapbox::str;

use crate::support::{Portal, circular, law, page};

/// The line that makes a law revoke another.
fn revokes(id: &str) -> String {
    format!("hubungan = [{{ jenis = \"mencabut\", dokumen = \"{id}\" }}]\n")
}

/// A portal with a law of 2014 that one of 2023 revokes.
fn revoked_law() -> Portal {
    Portal::new()
        .with("content/regulasi/uu-2014.md", law(2014, ""))
        .with("content/regulasi/uu-2023.md", law(2023, &revokes("regulasi/uu-2014")))
}

#[test]
fn reference_to_a_record_that_is_not_there_is_told_with_the_nearest_one() {
    let portal = revoked_law().with(
        "content/edaran/2024/se-1.md",
        circular("hubungan = [{ jenis = \"merujuk\", dokumen = \"regulasi/uu-2033\" }]\ntahapan = \"tahapan/pilkada-2024\"\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0301]: tidak ada catatan `regulasi/uu-2033`
 --> content/edaran/2024/se-1.md:6:44
  |
6 | hubungan = [{ jenis = "merujuk", dokumen = "regulasi/uu-2033" }]
  |                                            ^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda "regulasi/uu-2023"?

galat[TW0301]: tidak ada catatan `tahapan/pilkada-2024`
 --> content/edaran/2024/se-1.md:7:11
  |
7 | tahapan = "tahapan/pilkada-2024"
  |           ^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis jalur berkasnya di bawah `content/`, tanpa akhiran, misalnya "regulasi/uu-20-2023"

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0301]: there is no record `regulasi/uu-2033`
 --> content/edaran/2024/se-1.md:6:44
  |
6 | hubungan = [{ jenis = "merujuk", dokumen = "regulasi/uu-2033" }]
  |                                            ^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean "regulasi/uu-2023"?

error[TW0301]: there is no record `tahapan/pilkada-2024`
 --> content/edaran/2024/se-1.md:7:11
  |
7 | tahapan = "tahapan/pilkada-2024"
  |           ^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: write the path of its file below `content/` without extension, for example "regulasi/uu-20-2023"

2 errors

"#]]);
}

#[test]
fn record_that_cannot_be_read_is_not_called_missing_by_those_that_refer_to_it() {
    let portal = revoked_law().with(
        "content/edaran/2024/se-1.md",
        circular("hubungan = [{ jenis = \"merujuk\", dokumen = \"regulasi/uu-2023\" }]\n"),
    );
    portal.edit("content/regulasi/uu-2023.md", "undang_undang", "undang2");
    portal.check().exits(1).says(str![[r#"
galat[TW0206]: nilai "undang2" tidak dikenal
 --> content/regulasi/uu-2023.md:3:9
  |
3 | jenis = "undang2"
  |         ^^^^^^^^^
  |
  = saran: maksud Anda "undang_undang"? pilihan: `undang_undang`, `perppu`, `peraturan_pemerintah`, `perpres`, `peraturan_menteri`, `peraturan_lembaga`, `pkpu`, `perbawaslu`, `putusan_mk`, `skb`, `keputusan_menteri`, `perda`, `peraturan_gubernur`, `peraturan_bupati`, `peraturan_wali_kota`, `keputusan_gubernur`, `keputusan_bupati`, `keputusan_wali_kota`, `surat_edaran`, `surat_larangan`, `surat_mendagri`, `instruksi`, `himbauan`, `surat`, …

1 galat

"#]]);
}

#[test]
fn reference_to_a_record_of_another_type_is_told() {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/edaran/2024/se-1.md", circular("tahapan = \"halaman/tentang\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0301]: `halaman/tentang` bukan tahapan pemilihan (`tahapan/…`)
 --> content/edaran/2024/se-1.md:6:11
  |
6 | tahapan = "halaman/tentang"
  |           ^^^^^^^^^^^^^^^^^
  |
  = saran: rujuk sebuah tahapan pemilihan (`tahapan/…`)

1 galat

"#]]);
}

#[test]
fn document_that_revokes_itself_is_told() {
    let portal = Portal::new().with("content/regulasi/uu-2014.md", law(2014, &revokes("regulasi/uu-2014")));
    portal.check().exits(1).says(str![[r#"
galat[TW0302]: pencabutan berputar: regulasi/uu-2014 → regulasi/uu-2014
 --> content/regulasi/uu-2014.md:7:45
  |
7 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/uu-2014" }]
  |                                             ^^^^^^^^^^^^^^^^^^
  |
  = saran: hapus salah satu hubungan `mencabut`; dokumen lama tidak mencabut yang baru

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0302]: revocations run in a circle: regulasi/uu-2014 → regulasi/uu-2014
 --> content/regulasi/uu-2014.md:7:45
  |
7 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/uu-2014" }]
  |                                             ^^^^^^^^^^^^^^^^^^
  |
  = hint: remove one of the `mencabut` relations; an older document does not revoke a newer one

1 error

"#]]);
}

#[test]
fn two_documents_that_revoke_each_other_are_told_once() {
    let portal = Portal::new()
        .with("content/regulasi/a.md", law(2014, &revokes("regulasi/b")))
        .with("content/regulasi/b.md", law(2023, &revokes("regulasi/a")));
    portal.check().exits(1).says(str![[r#"
galat[TW0302]: pencabutan berputar: regulasi/a → regulasi/b → regulasi/a
 --> content/regulasi/b.md:7:45
  |
7 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/a" }]
  |                                             ^^^^^^^^^^^^
  |
  = saran: hapus salah satu hubungan `mencabut`; dokumen lama tidak mencabut yang baru

1 galat

"#]]);
}

#[test]
fn three_documents_that_revoke_in_a_circle_are_told_once_with_the_way() {
    let portal = Portal::new()
        .with("content/regulasi/a.md", law(2014, &revokes("regulasi/b")))
        .with("content/regulasi/b.md", law(2023, &revokes("regulasi/c")))
        .with("content/regulasi/c.md", law(2024, &revokes("regulasi/a")))
        .with("content/regulasi/d.md", law(2024, &revokes("regulasi/a")));
    portal.check().exits(1).says(str![[r#"
galat[TW0302]: pencabutan berputar: regulasi/a → regulasi/b → regulasi/c → regulasi/a
 --> content/regulasi/c.md:7:45
  |
7 | hubungan = [{ jenis = "mencabut", dokumen = "regulasi/a" }]
  |                                             ^^^^^^^^^^^^
  |
  = saran: hapus salah satu hubungan `mencabut`; dokumen lama tidak mencabut yang baru

1 galat

"#]]);
}

#[test]
fn status_that_a_relation_contradicts_is_told_with_the_document_that_does() {
    let portal = revoked_law();
    portal.edit("content/regulasi/uu-2014.md", "penerbit", "status = \"berlaku\"\npenerbit");
    portal.check().exits(1).says(str![[r#"
galat[TW0303]: status "berlaku" bertentangan dengan hubungan atau tanggal: dokumen ini dicabut oleh `regulasi/uu-2023`
 --> content/regulasi/uu-2014.md:6:10
  |
6 | status = "berlaku"
  |          ^^^^^^^^^
  |
  = saran: hapus `status`, atau tulis "dicabut"; bila keliru, perbaiki hubungannya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0303]: status "berlaku" contradicts relations or dates: this document is revoked by `regulasi/uu-2023`
 --> content/regulasi/uu-2014.md:6:10
  |
6 | status = "berlaku"
  |          ^^^^^^^^^
  |
  = hint: remove `status`, or write "dicabut"; if that is wrong, mend the relation

1 error

"#]]);
}

#[test]
fn status_that_a_date_contradicts_is_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("status = \"berlaku\"\nberlaku_sampai = 2024-11-30\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0303]: status "berlaku" bertentangan dengan hubungan atau tanggal: dokumen ini berakhir
 --> content/edaran/2024/se-1.md:6:10
  |
6 | status = "berlaku"
  |          ^^^^^^^^^
  |
  = saran: hapus `status`, atau tulis "berakhir"; bila keliru, perbaiki hubungannya

1 galat

"#]]);
}

#[test]
fn stated_status_that_nothing_contradicts_is_accepted() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("status = \"dicabut\"\n")).with(
        "content/edaran/2024/se-2.md",
        circular("status = \"belum_berlaku\"\nberlaku_dari = 2025-01-01\n"),
    );
    portal.check().exits(0).says("");
}

#[test]
fn revoked_law_names_its_successor_where_a_relation_cites_it() {
    let portal = revoked_law().with(
        "content/edaran/2024/se-1.md",
        circular("hubungan = [{ jenis = \"melaksanakan\", dokumen = \"regulasi/uu-2014\" }]\n"),
    );
    portal.check().exits(0).says(str![[r#"
peringatan[TW0304]: UU 2014 sudah dicabut sejak 2023-01-15 ketika dirujuk di sini
 --> content/edaran/2024/se-1.md:6:49
  |
6 | hubungan = [{ jenis = "melaksanakan", dokumen = "regulasi/uu-2014" }]
  |                                                 ^^^^^^^^^^^^^^^^^^
  |
  = saran: penggantinya UU 2023

1 peringatan

"#]]);
    portal.check_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0304]: UU 2014 was already revoked since 2023-01-15 when cited here
 --> content/edaran/2024/se-1.md:6:49
  |
6 | hubungan = [{ jenis = "melaksanakan", dokumen = "regulasi/uu-2014" }]
  |                                                 ^^^^^^^^^^^^^^^^^^
  |
  = hint: its successor is UU 2023

1 warning

"#]]);
}

#[test]
fn revoked_law_names_its_successor_where_it_is_a_legal_base() {
    let portal = revoked_law().with(
        "content/kegiatan/2024/apel.md",
        "+++\njudul = \"Apel\"\njenis = \"apel_krida\"\ntanggal = 2024-10-18\ndasar_hukum = [\"regulasi/uu-2014\"]\n+++\n",
    );
    portal.check().exits(0).says(str![[r#"
peringatan[TW0304]: UU 2014 sudah dicabut sejak 2023-01-15 ketika dirujuk di sini
 --> content/kegiatan/2024/apel.md:5:16
  |
5 | dasar_hukum = ["regulasi/uu-2014"]
  |                ^^^^^^^^^^^^^^^^^^
  |
  = saran: penggantinya UU 2023

1 peringatan

"#]]);
}

#[test]
fn revoked_law_names_its_successor_where_a_body_links_to_it() {
    let link = "\nLihat [UU lama](/regulasi/uu-2014/).\n";
    let portal = revoked_law().with("content/edaran/2024/se-1.md", circular("") + link);
    portal.check().exits(0).says(str![[r#"
peringatan[TW0304]: UU 2014 sudah dicabut sejak 2023-01-15 ketika dirujuk di sini
  --> content/edaran/2024/se-1.md:10:7
   |
10 | Lihat [UU lama](/regulasi/uu-2014/).
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = saran: penggantinya UU 2023

1 peringatan

"#]]);
}

#[test]
fn whoever_links_to_the_successor_too_knows_of_the_revocation() {
    let links = "\n[UU lama](/regulasi/uu-2014/) dicabut dengan [UU baru](/regulasi/uu-2023/).\n";
    let portal = revoked_law().with("content/edaran/2024/se-1.md", circular("") + links);
    portal.check().exits(0).says("");
}

#[test]
fn citing_a_law_before_its_revocation_is_no_fault() {
    let portal = revoked_law().with(
        "content/edaran/2020/se-1.md",
        circular("hubungan = [{ jenis = \"melaksanakan\", dokumen = \"regulasi/uu-2014\" }]\n")
            .replace("2024-10-15", "2020-10-15"),
    );
    portal.check().exits(0).says("");
}

#[test]
fn law_that_is_revoked_in_part_may_be_cited() {
    let portal = revoked_law().with(
        "content/edaran/2024/se-1.md",
        circular("hubungan = [{ jenis = \"melaksanakan\", dokumen = \"regulasi/uu-2014\" }]\n"),
    );
    portal.edit("content/regulasi/uu-2023.md", "uu-2014\"", "uu-2014\", sebagian = true");
    portal.check().exits(0).says("");
}

#[test]
fn penalty_of_another_level_or_authority_is_told() {
    let rule = "sumber = \"SKB\"\nancaman = [{ pelanggaran = \"pasang_apk\", kategori = \"disiplin\", tingkat = \"berat\", hukuman = [\"teguran_lisan\"], penetap = \"bawaslu\" }]\n";
    let portal = Portal::new().with("content/regulasi/skb.md", law(2022, rule));
    portal.check().exits(1).says(str![[r#"
galat[TW0307]: teguran_lisan bukan hukuman tingkat berat
 --> content/regulasi/skb.md:8:95
  |
8 | …isiplin", tingkat = "berat", hukuman = ["teguran_lisan"], penetap = "bawaslu" }]
  |                                          ^^^^^^^^^^^^^^^
  |
  = saran: tingkatnya "ringan"

galat[TW0307]: bawaslu tidak berwenang menetapkan sanksi
 --> content/regulasi/skb.md:8:123
  |
8 | … hukuman = ["teguran_lisan"], penetap = "bawaslu" }]
  |                                          ^^^^^^^^^
  |
  = saran: penetap sanksi adalah "ppk"

2 galat

"#]]);
}

#[test]
fn a_record_that_could_not_be_read_is_not_called_missing() {
    let portal = Portal::new().with("content/regulasi/uu-1.md", "+++\njudul = \"UU\"\n").with(
        "content/edaran/2024/se.md",
        circular("hubungan = [{ jenis = \"merujuk\", dokumen = \"regulasi/uu-1\" }]\n"),
    );
    let run = portal.check();
    let said = &run.exits(1).stderr;
    assert!(said.contains("TW0201") && !said.contains("TW0301"), "{said}");
}

#[test]
fn other_relations_run_in_no_circle_either() {
    let relation =
        |kind: &str, id: &str| format!("hubungan = [{{ jenis = \"{kind}\", dokumen = \"{id}\" }}]\n");
    let portal = Portal::new()
        .with("content/regulasi/a.md", law(2014, &relation("mengubah", "regulasi/b")))
        .with("content/regulasi/b.md", law(2023, &relation("melaksanakan", "regulasi/a")));
    portal.check().exits(1).says(str![[r#"
galat[TW0302]: hubungan antardokumen berputar: regulasi/a → regulasi/b → regulasi/a
 --> content/regulasi/b.md:7:49
  |
7 | hubungan = [{ jenis = "melaksanakan", dokumen = "regulasi/a" }]
  |                                                 ^^^^^^^^^^^^
  |
  = saran: hapus salah satu entri `hubungan`; hubungan hanya ditulis di dokumen yang lebih baru

1 galat

"#]]);
    for kind in ["mencabut", "mengubah", "melaksanakan", "menindaklanjuti", "merujuk"] {
        let portal = Portal::new().with("content/regulasi/a.md", law(2014, &relation(kind, "regulasi/a")));
        assert_eq!(portal.check().exits(1).codes(), ["TW0302"], "{kind}");
    }
    // Two letters of one day may cite each other.
    Portal::new()
        .with("content/regulasi/a.md", law(2014, &relation("merujuk", "regulasi/b")))
        .with("content/regulasi/b.md", law(2014, &relation("merujuk", "regulasi/a")))
        .builds();
}

#[test]
fn teams_that_report_in_a_circle_are_told() {
    let team = |to: &str| format!("+++\njudul = \"Tim\"\njenis = \"tim_tetap\"\nlapor_ke = \"{to}\"\n+++\n");
    let portal = Portal::new()
        .with("content/tim/a.md", team("tim/b"))
        .with("content/tim/b.md", team("tim/c"))
        .with("content/tim/c.md", team("tim/b"));
    portal.check().exits(1).says(str![[r#"
galat[TW0317]: tim-tim ini saling melapor dalam lingkaran: tim/b → tim/c → tim/b
 --> content/tim/c.md:4:12
  |
4 | lapor_ke = "tim/b"
  |            ^^^^^^^
  |
  = saran: hapus `lapor_ke` di salah satu tim, atau tulis jabatan: `lapor_ke = "Sekretaris Daerah"`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0317]: these teams report to each other in a circle: tim/b → tim/c → tim/b
 --> content/tim/c.md:4:12
  |
4 | lapor_ke = "tim/b"
  |            ^^^^^^^
  |
  = hint: remove `lapor_ke` in one of the teams, or write a post: `lapor_ke = "Sekretaris Daerah"`

1 error

"#]]);
    assert_eq!(portal.with("content/tim/c.md", team("tim/c")).check().exits(1).codes(), ["TW0317"]);
    Portal::new()
        .with("content/tim/a.md", team("tim/b"))
        .with("content/tim/b.md", team("Sekretaris Daerah"))
        .builds();
}

#[test]
fn a_translation_names_the_same_team() {
    let team = |to: &str| format!("+++\njudul = \"Tim\"\njenis = \"tim_tetap\"\nlapor_ke = \"{to}\"\n+++\n");
    let translation = |to: &str| format!("+++\njudul = \"Team\"\nlapor_ke = \"{to}\"\n+++\n");
    let portal = Portal::bilingual()
        .with("content/tim/a.md", team("tim/b"))
        .with("content/tim/a.en.md", translation("tim/a"))
        .with("content/tim/b.md", team("Sekretaris Daerah"));
    assert_eq!(portal.check().exits(1).codes().len(), 1);
    portal.with("content/tim/a.en.md", translation("tim/b")).builds();
}

#[test]
fn kinds_that_real_letters_cite_are_known_and_any_other_has_a_name() {
    let law = |kind: &str, more: &str| {
        format!("+++\njudul = \"X\"\njenis = \"{kind}\"\npenerbit = \"Y\"\ntanggal = 2024-01-02\n{more}+++\n")
    };
    let mut portal = Portal::new();
    for kind in [
        "perppu",
        "peraturan_menteri",
        "peraturan_lembaga",
        "perbawaslu",
        "pkpu",
        "perda",
        "keputusan_wali_kota",
    ] {
        portal = portal.with(&format!("content/regulasi/{kind}.md"), law(kind, ""));
    }
    portal = portal.with("content/regulasi/lain.md", law("lainnya", "nama_jenis = \"Pengumuman\"\n"));
    portal.build().exits(0);
    assert!(portal.published("regulasi/perbawaslu/index.html").contains("Peraturan Bawaslu"));
    for page in ["regulasi/lain/index.html", "regulasi/index.html"] {
        assert!(portal.published(page).contains("Pengumuman"), "{page}");
    }
    let portal = Portal::new()
        .with("content/regulasi/lain.md", law("lainnya", ""))
        .with("content/regulasi/perda.md", law("perda", "nama_jenis = \"Pengumuman\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0204]: dokumen lain harus punya `nama_jenis`
 --> content/regulasi/lain.md
  = saran: tulis `nama_jenis = "Pengumuman"`, atau pilih `jenis` yang ada di daftar

galat[TW0360]: jenis `perda` sudah punya nama
 --> content/regulasi/perda.md
  = saran: hapus `nama_jenis`, atau tulis `jenis = "lainnya"`

2 galat

"#]]);
}
