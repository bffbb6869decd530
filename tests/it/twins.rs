//! Two files for one letter, files that Windows names in its own way, and years that cannot be right.

use snapbox::str;

use crate::support::{Portal, circular, page};

const NUMBER: &str = "nomor = \"800/12/ORG/2024\"\n";

/// A portal with these letters in `edaran/2024/`.
fn with(letters: &[(&str, String)]) -> Portal {
    let portal = Portal::new();
    for (name, text) in letters {
        portal.write(&format!("content/edaran/2024/{name}"), text);
    }
    portal
}

#[test]
fn copies_left_by_windows_and_onedrive_are_told_once() {
    let letter = || circular(NUMBER);
    let portal = with(&[("se.md", letter()), ("se - Copy.md", letter()), ("se-LAPTOP-7G2K.md", letter())]);
    portal.build().exits(1).says(str![[r#"
galat[TW0221]: berkas ini tampak seperti salinan `content/edaran/2024/se.md`
 --> content/edaran/2024/se - Copy.md
  = saran: hapus salah satunya, atau beri nama sendiri dengan huruf kecil, angka dan tanda hubung

galat[TW0221]: berkas ini tampak seperti salinan `content/edaran/2024/se.md`
 --> content/edaran/2024/se-LAPTOP-7G2K.md
  = saran: hapus salah satunya, atau beri nama sendiri dengan huruf kecil, angka dan tanda hubung

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0221]: this file looks like a copy of `content/edaran/2024/se.md`
 --> content/edaran/2024/se - Copy.md
  = hint: remove one of them, or give it a name of its own: small letters, digits and hyphens

error[TW0221]: this file looks like a copy of `content/edaran/2024/se.md`
 --> content/edaran/2024/se-LAPTOP-7G2K.md
  = hint: remove one of them, or give it a name of its own: small letters, digits and hyphens

2 errors

"#]]);
    // Both remedies.
    portal.remove("content/edaran/2024/se - Copy.md");
    portal.rename("content/edaran/2024/se-LAPTOP-7G2K.md", "content/edaran/2024/se-lain.md");
    portal.edit("content/edaran/2024/se-lain.md", "800/12", "800/13");
    portal.builds();
}

#[test]
fn copy_without_its_original_is_only_an_unclean_name() {
    let portal =
        with(&[("se - Copy.md", circular("")), ("surat-2 (1).md", circular("")), ("surat.md", circular(""))]);
    assert_eq!(portal.check().exits(0).codes(), ["TW0370", "TW0370"]);
}

#[test]
fn copy_that_is_a_draft_is_a_beginning() {
    let portal =
        with(&[("se.md", circular(NUMBER)), ("se (1).md", circular(&format!("{NUMBER}draf = true\n")))]);
    assert_eq!(portal.check().exits(0).codes(), ["TW0370"]);
}

#[test]
fn copies_of_translations_tables_attachments_and_folders_are_told() {
    let portal = Portal::bilingual()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/halaman/tentang.en.md", page("Text."))
        .with("content/halaman/tentang - Copy.en.md", page("Text."))
        .with("content/halaman/catatan.txt", "Catatan.")
        .with("content/halaman/catatan (1).txt", "Catatan.")
        .with("content/edaran/2024/se.md", circular(NUMBER))
        .with("content/edaran/2024 - Salin/se.md", circular(NUMBER))
        .with("content/edaran/2024 - Salin/se-2.md", circular(""));
    portal.edit("content/halaman/tentang.md", "Isi.", "[Catatan](catatan.txt)");
    portal.check().exits(1).says(str![[r#"
galat[TW0221]: folder ini tampak seperti salinan `content/edaran/2024`
 --> content/edaran/2024 - Salin
  = saran: hapus salah satunya, atau beri nama sendiri dengan huruf kecil, angka dan tanda hubung

peringatan[TW0221]: berkas ini tidak dipakai, dan tampak seperti salinan `content/halaman/catatan.txt`
 --> content/halaman/catatan (1).txt
  = saran: hapus bila memang salinan

galat[TW0221]: berkas ini tampak seperti salinan `content/halaman/tentang.en.md`
 --> content/halaman/tentang - Copy.en.md
  = saran: hapus salah satunya, atau beri nama sendiri dengan huruf kecil, angka dan tanda hubung

2 galat, 1 peringatan

"#]]);
}

#[test]
fn one_letter_in_two_files_is_told_at_the_later_one() {
    let portal = with(&[
        ("a.md", circular(NUMBER)),
        ("b.md", circular("nomor = \"Nomor : 800 / 12/org/2024\"\n").replace("\"Bupati\"", "\"BUPATI\"")),
    ]);
    portal.check().exits(1).says(str![[r#"
galat[TW0220]: surat ini sudah ada di `content/edaran/2024/a.md`: nomor dan penerbitnya sama
 --> content/edaran/2024/b.md:6:9
  |
6 | nomor = "Nomor : 800 / 12/org/2024"
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: hapus salah satu berkasnya, atau perbaiki nomornya; nomor yang tidak dilaporkan ditulis `nomor = "x"`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0220]: this letter is in `content/edaran/2024/a.md` already: number and issuer are the same
 --> content/edaran/2024/b.md:6:9
  |
6 | nomor = "Nomor : 800 / 12/org/2024"
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: remove one of the files, or mend the number; a number that is not reported is written `nomor = "x"`

1 error

"#]]);
}

#[test]
fn letters_that_only_share_something_are_let_be() {
    let other = |from: &str, to: &str| circular(NUMBER).replace(from, to);
    for (name, letter) in [
        ("another number", other("800/12", "800/1/2")),
        ("another issuer", other("\"Bupati\"", "\"Sekretaris Daerah\"")),
        ("a draft", circular(&format!("{NUMBER}draf = true\n"))),
        (
            "a withdrawn one",
            circular(&format!("{NUMBER}ditarik = {{ tanggal = 2024-11-01, alasan = \"Rangkap.\" }}\n")),
        ),
        (
            "a correction",
            circular(&format!(
                "{NUMBER}hubungan = [{{ jenis = \"meralat\", dokumen = \"edaran/2024/a\" }}]\n"
            ))
            .replace("2024-10-15", "2024-10-20"),
        ),
    ] {
        let run = with(&[("a.md", circular(NUMBER)), ("b.md", letter)]).check();
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
    }
    let unreported = || circular("nomor = \"x\"\n");
    with(&[("a.md", unreported()), ("b.md", unreported()), ("c.md", circular("")), ("d.md", circular(""))])
        .builds();
}

#[test]
fn same_number_on_another_day_or_of_another_kind_draws_a_warning() {
    let other = |from: &str, to: &str| circular(NUMBER).replace(from, to);
    let portal = with(&[
        ("a.md", circular(NUMBER)),
        ("b.md", other("2024-10-15", "2024-10-16")),
        ("c.md", other("\"surat_edaran\"", "\"instruksi\"")),
    ]);
    portal.build().exits(0).says(str![[r#"
peringatan[TW0220]: nomor dan penerbit surat ini sama dengan `content/edaran/2024/a.md`, tetapi tanggalnya berbeda
 --> content/edaran/2024/b.md:6:9
  |
6 | nomor = "800/12/ORG/2024"
  |         ^^^^^^^^^^^^^^^^^
  |
  = saran: periksa nomor dan tanggalnya; nomor yang tidak dilaporkan ditulis `nomor = "x"`

peringatan[TW0220]: nomor, tanggal dan penerbit surat ini sama dengan `content/edaran/2024/a.md`, tetapi jenisnya berbeda
 --> content/edaran/2024/c.md:6:9
  |
6 | nomor = "800/12/ORG/2024"
  |         ^^^^^^^^^^^^^^^^^
  |
  = saran: periksa nomor dan jenisnya; nomor yang tidak dilaporkan ditulis `nomor = "x"`

2 peringatan

"#]]);
    // An unknown day makes one letter of them; laws of different kinds are numbered apart.
    portal.edit("content/edaran/2024/b.md", "2024-10-16", "\"x\"");
    portal.edit("content/edaran/2024/c.md", "2024-10-15", "\"x\"");
    assert_eq!(portal.check().exits(1).codes(), ["TW0220"]);
}

#[test]
fn many_letters_of_one_number_all_name_the_first() {
    let portal = Portal::new();
    for at in 0..400 {
        portal.write(&format!("content/edaran/2024/se-{at:03}.md"), circular(NUMBER));
    }
    let run = portal.check();
    assert!(run.exits(1).stderr.ends_with("\n399 galat\n"), "{}", run.stderr);
    assert_eq!(run.stderr.matches("sudah ada di").count(), run.stderr.matches("2024/se-000.md`").count());
}

#[test]
fn ending_that_windows_hides_is_told_with_the_right_name() {
    let portal = Portal::new()
        .with("content/edaran/2024/se.md.txt", circular(""))
        .with("content/pakta/pakta.csv.txt", "opd\n")
        .with("content/berita/2024/b.md", "+++\njudul = \"B\"\n+++\n\nLihat [surat](/edaran/2024/se/).\n");
    let run = portal.check();
    run.exits(1).says(str![[r#"
galat[TW0222]: berkas ini tidak dibaca, karena namanya berakhir `.txt`
 --> content/edaran/2024/se.md.txt
  = saran: ganti namanya menjadi `content/edaran/2024/se.md`

galat[TW0222]: berkas ini tidak dibaca, karena namanya berakhir `.txt`
 --> content/pakta/pakta.csv.txt
  = saran: ganti namanya menjadi `content/pakta/pakta.csv`

2 galat

"#]]);
    let portal = Portal::new();
    portal.rename("site.toml", "site.toml.txt");
    portal.check().exits(2).says(str![[r#"
galat[TW0701]: berkas `site.toml` tidak ada
  = saran: ganti nama `site.toml.txt` menjadi `site.toml`; Windows menyembunyikan akhiran `.txt`

1 galat

"#]]);
}

#[test]
fn attachment_that_ends_in_txt_may_be_called_anything() {
    let portal = Portal::new()
        .with("content/halaman/a.md", page("[Contoh](surat.md.txt)"))
        .with("content/halaman/surat.md.txt", "Contoh.");
    portal.builds();
}

#[test]
fn what_systems_leave_in_folders_is_passed_over() {
    let portal = Portal::new();
    for name in [
        "~$surat.docx",
        ".~lock.surat.odt#",
        "Thumbs.db",
        "thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "Desktop.ini",
    ] {
        portal.write(&format!("content/edaran/2024/{name}"), "x");
        portal.builds();
        portal.remove(&format!("content/edaran/2024/{name}"));
    }
}

/// Checks on a day after the program's set of law, so that messages name it.
fn check(portal: &Portal, lang: &str) -> crate::support::Run {
    portal.run(&["check", "-q", "--clock", "2030-12-01", "--lang", lang])
}

#[test]
fn year_with_swapped_digits_is_told_with_the_right_one() {
    let portal =
        with(&[("se.md", circular("tanggal_diterima = 2240-10-16\n").replace("2024-10-15", "2204-07-01"))]);
    check(&portal, "id").exits(1).says(str![[r#"
galat[TW0223]: 2204-07-01 lebih dari 1 tahun sesudah 2030-12-01; benarkah tahunnya?
 --> content/edaran/2024/se.md:4:11
  |
4 | tanggal = 2204-07-01
  |           ^^^^^^^^^^
  |
  = saran: maksud Anda 2024-07-01?

galat[TW0223]: 2240-10-16 lebih dari 1 tahun sesudah 2030-12-01; benarkah tahunnya?
 --> content/edaran/2024/se.md:6:20
  |
6 | tanggal_diterima = 2240-10-16
  |                    ^^^^^^^^^^
  |
  = saran: perbaiki tahunnya

2 galat

"#]]);
    check(&portal, "en").exits(1).says(str![[r#"
error[TW0223]: 2204-07-01 is over 1 year(s) after 2030-12-01; is the year right?
 --> content/edaran/2024/se.md:4:11
  |
4 | tanggal = 2204-07-01
  |           ^^^^^^^^^^
  |
  = hint: did you mean 2024-07-01?

error[TW0223]: 2240-10-16 is over 1 year(s) after 2030-12-01; is the year right?
 --> content/edaran/2024/se.md:6:20
  |
6 | tanggal_diterima = 2240-10-16
  |                    ^^^^^^^^^^
  |
  = hint: mend the year

2 errors

"#]]);
    // A plan may lie further ahead.
    let portal = with(&[("se.md", circular("berlaku_sampai = 2044-12-31\n"))]);
    check(&portal, "id").exits(0).says("");
    // The folder names the year, and the feed of the fault never appears.
    let portal = with(&[("se.md", circular("").replace("2024-10-15", "2204-07-01"))]);
    portal.build().exits(1);
    assert!(!portal.publishes("atom.xml"));
}

#[test]
fn days_of_every_key_and_table_are_looked_at() {
    let portal = Portal::new()
        .with("content/tim/t.md", "+++\njudul = \"T\"\njenis = \"tim_tetap\"\ntahun = 2204\n+++\n")
        .with(
            "content/tahapan/p.toml",
            "judul = \"P\"\njenis = \"pilkada\"\npemungutan_suara = 2029-11-27\nsumber = \"KPU\"\n[[acara]]\njenis = \"pemungutan_suara\"\nnama = \"P\"\nmulai = 2092-11-27\n",
        )
        .with(
            "content/opd.toml",
            "opd = [{ kode = \"bkpsdm\", nama = \"BKPSDM\", klaster = \"badan\" }]\n",
        )
        .with(
            "content/pakta/p.toml",
            "judul = \"P\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = { nama = \"BKPSDM\", tanggal = 1204-01-31 }\n",
        )
        .with("content/pakta/p.csv", "opd,kategori,per_tanggal,sasaran,ditandatangani\nbkpsdm,pns,2204-01-31,400,350\n");
    check(&portal, "id").exits(1).says(str![[r#"
galat[TW0223]: 2204-01-31 lebih dari 1 tahun sesudah 2030-12-01; benarkah tahunnya?
 --> content/pakta/p.csv:2:1
  |
2 | bkpsdm,pns,2204-01-31,400,350
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: maksud Anda 2024-01-31?

galat[TW0223]: 1204-01-31 sebelum 17 Agustus 1945; benarkah tahunnya?
 --> content/pakta/p.toml:4:39
  |
4 | sumber = { nama = "BKPSDM", tanggal = 1204-01-31 }
  |                                       ^^^^^^^^^^
  |
  = saran: perbaiki tahunnya

galat[TW0313]: acara pemungutan suara 2092-11-27, padahal `pemungutan_suara` 2029-11-27
 --> content/tahapan/p.toml:5:1
  |
5 | [[acara]]
  | ^^^^^^^^^
  |
  = saran: samakan kedua tanggalnya

galat[TW0223]: 2092-11-27 lebih dari 20 tahun sesudah 2030-12-01; benarkah tahunnya?
 --> content/tahapan/p.toml:8:9
  |
8 | mulai = 2092-11-27
  |         ^^^^^^^^^^
  |
  = saran: maksud Anda 2029-11-27?

galat[TW0223]: 2204 lebih dari 1 tahun sesudah 2030-12-01; benarkah tahunnya?
 --> content/tim/t.md:4:9
  |
4 | tahun = 2204
  |         ^^^^
  |
  = saran: maksud Anda 2024?

5 galat

"#]]);
}

#[test]
fn day_that_was_right_yesterday_is_looked_at_again() {
    let portal = with(&[("se.md", circular("").replace("2024-10-15", "2024-10-15\nterbit = 2052-01-01"))]);
    assert_eq!(check(&portal, "id").exits(1).codes(), ["TW0223"]);
    let portal = with(&[("se.md", circular("terbit = 2049-01-01\n"))]);
    check(&portal, "id").exits(0).says("");
    // The record is in the cache now, and the day is an earlier one.
    let earlier = portal.run(&["check", "-q", "--clock", "2027-12-01"]);
    assert_eq!(earlier.exits(1).codes(), ["TW0223"]);
    check(&portal, "id").exits(0).says("");
}

#[test]
fn letter_in_the_folder_of_another_year_draws_a_warning() {
    let portal = with(&[("se.md", circular("").replace("2024-10-15", "2023-10-15"))]);
    portal.build().exits(0).says(str![[r#"
peringatan[TW0223]: catatan ini berada di folder tahun 2024, padahal tanggalnya 2023-10-15
 --> content/edaran/2024/se.md
  = saran: periksa tahunnya; bila benar, pindahkan berkasnya, dan tulis alamat lamanya di `alihan` bila sudah pernah terbit

1 peringatan

"#]]);
}
