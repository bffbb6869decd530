//! Data that must not be published: drafts, embargoed and exempt records, and everything in sanction files
//! that is not a published figure.

use snapbox::str;

use crate::support::{Portal, circular, pdf};

const LETTER: &str = "lampiran = [{ berkas = \"merpati.pdf\", judul = \"KENARI judul lampiran\" }]\n";

/// A portal whose secret record is full of canaries and is linked with a public record in every way.
fn portal_with(secret: &str) -> Portal {
    let more = format!(
        "{secret}nomor = \"KENARI/1\"\ntag = [\"kenari\"]\nalihan = [\"/lama/kenari/\"]\nringkasan = \"KENARI\"\n{LETTER}hubungan = [{{ jenis = \"mencabut\", dokumen = \"edaran/2024/se-umum\" }}]\n"
    );
    Portal::bilingual()
        .with("content/edaran/2024/se-umum.md", circular(""))
        .with(
            "content/edaran/arsip-2031/kenari/index.md",
            circular(&more).replace("Surat edaran", "KENARI judul") + "\nKENARI\n",
        )
        .with(
            "content/edaran/arsip-2031/kenari/index.en.md",
            "+++\njudul = \"KENARI title\"\n+++\n\nKENARI body\n",
        )
        .with("content/edaran/arsip-2031/kenari/merpati.pdf", pdf("KENARI pdf"))
}

#[track_caller]
fn assert_no_canary(portal: &Portal) {
    for word in ["KENARI", "kenari", "merpati", "2031"] {
        assert_eq!(portal.published_with(word), Vec::<String>::new(), "{word}");
    }
    assert!(!portal.published("edaran/2024/se-umum/index.html").contains("icabut"));
}

#[test]
fn draft_is_absent_from_every_file() {
    let portal = portal_with("draf = true\n");
    portal.build().exits(0).says("");
    assert_no_canary(&portal);
}

#[test]
fn draft_is_shown_when_asked_for() {
    let portal = portal_with("draf = true\n");
    portal.build_with(&["--drafts"]).exits(0).says("");
    assert!(portal.published("edaran/arsip-2031/kenari/index.html").contains("KENARI judul"));
    assert_eq!(portal.published("edaran/arsip-2031/kenari/merpati.pdf"), pdf("KENARI pdf"));
    assert!(portal.published("edaran/2024/se-umum/index.html").contains("icabut"));
}

#[test]
fn embargoed_record_is_absent_until_its_day() {
    let portal = portal_with("terbit = 2024-12-02\n");
    portal.builds();
    assert_no_canary(&portal);
    portal.run(&["build", "-q", "--clock", "2024-12-02"]).exits(0).says("");
    assert!(portal.published("edaran/arsip-2031/kenari/index.html").contains("KENARI judul"));
    assert!(portal.published("edaran/2024/se-umum/index.html").contains("icabut"));
}

#[test]
fn drafts_flag_lifts_no_embargo() {
    let portal = portal_with("terbit = 2024-12-02\n");
    portal.build_with(&["--drafts"]).exits(0).says("");
    assert_no_canary(&portal);
}

#[test]
fn embargo_ends_at_midnight_of_the_portal_s_zone() {
    let portal = portal_with("terbit = 2024-12-02\n");
    // 2024-12-01 16:30 UTC is 23:30 in Jakarta and 01:30 of the next day in Jayapura.
    let at = |portal: &Portal| {
        let mut command = portal.command(&["build", "-q"]);
        crate::support::Run::of(command.env("SOURCE_DATE_EPOCH", "1733070600"))
    };
    at(&portal).exits(0).says("");
    assert_no_canary(&portal);
    portal.edit("site.toml", "alamat", "zona_waktu = \"WIT\"\nalamat");
    at(&portal).exits(0).says("");
    assert!(portal.publishes("edaran/arsip-2031/kenari/index.html"));
}

#[test]
fn exempt_record_is_refused() {
    let portal = portal_with("klasifikasi_kip = \"dikecualikan\"\n");
    portal.build().exits(1).says(str![[r#"
galat[TW0308]: informasi yang dikecualikan tidak boleh berada di `content/`
 --> content/edaran/arsip-2031/kenari/index.md:6:19
  |
6 | klasifikasi_kip = "dikecualikan"
  |                   ^^^^^^^^^^^^^^
  |
  = saran: pindahkan berkas ini keluar dari folder portal (UU 14/2008 Pasal 17)

1 galat

"#]]);
    assert!(!portal.path("public").exists());
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0308]: exempt information must not lie in `content/`
 --> content/edaran/arsip-2031/kenari/index.md:6:19
  |
6 | klasifikasi_kip = "dikecualikan"
  |                   ^^^^^^^^^^^^^^
  |
  = hint: move this file out of the portal's folder (UU 14/2008 Art. 17)

1 error

"#]]);
}

#[test]
fn exempt_draft_is_refused_too() {
    let portal = portal_with("draf = true\nklasifikasi_kip = \"dikecualikan\"\n");
    let run = portal.build();
    run.exits(1);
    assert_eq!(run.codes(), ["TW0308"]);
}

const SERIES: &str = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-10-31 }\ntotal = 7\nsatuan = \"orang\"\nper_tanggal = 2024-10-31\nsumber = \"BKPSDM\"\n";

/// Sanction files with a name or a NIP in every place that can hold one.
fn leaking() -> Vec<(&'static str, String)> {
    let md = |front: &str| format!("+++\n{SERIES}{front}+++\n");
    vec![
        ("content/sanksi/a.toml", format!("{SERIES}nama = \"KENARI\"\nnip = \"196501011990031001\"\n")),
        (
            "content/sanksi/b.toml",
            format!("{SERIES}[[orang]]\nnama = \"KENARI\"\nnip = \"196501011990031001\"\n"),
        ),
        ("content/sanksi/c.toml", SERIES.replace("\"ppk\"", "\"KENARI\"")),
        ("content/sanksi/d.toml", SERIES.replace("total = 7", "total = \"KENARI\"")),
        ("content/sanksi/e.toml", SERIES.replace("2024-01-01", "\"196501011990031001\"")),
        (
            "content/sanksi/f.toml",
            SERIES.replace("per_tanggal = 2024-10-31", "per_tanggal = \"196501/01/1990\""),
        ),
        ("content/sanksi/g.toml", SERIES.replace("\"BKPSDM\"", "KENARI")),
        ("content/sanksi/h.toml", format!("{SERIES}KENARI\n")),
        ("content/sanksi/i.toml", format!("{SERIES}dasar_hukum = [\"KENARI\"]\n")),
        ("content/sanksi/j.toml", format!("{SERIES}KENARI = 1\n")),
        ("content/sanksi/k.md", md("") + "\n[KENARI](KENARI.md) <b>KENARI</b> [x](#KENARI)\n"),
        ("content/sanksi/l.md", md("lampiran = [{ berkas = \"KENARI.pdf\", judul = \"KENARI\" }]\n")),
        ("content/sanksi/m.toml", format!("{SERIES}tag = [\"KENARI\", \"KENARI\"]\n")),
        ("content/sanksi/n.md", format!("KENARI\n{SERIES}")),
        ("content/sanksi/o.toml", SERIES.replace("\"orang\"", "\"orang KENARI\"")),
        ("content/sanksi/p.toml", format!("{SERIES}tautan = \"KENARI\"\nalihan = [\"KENARI\"]\n")),
        ("content/sanksi/q.toml", SERIES.replace("dari = 2024-01-01", "dari = 2024-01-01, KENARI = 2")),
    ]
}

#[test]
fn no_message_about_a_sanction_file_quotes_it() {
    for (path, text) in leaking() {
        let portal = Portal::new().with(path, &text);
        for format in ["human", "json", "github", "sarif"] {
            for lang in ["id", "en"] {
                let run = portal.check_with(&["--format", format, "--lang", lang]);
                let said = format!("{}{}", run.stdout, run.stderr);
                assert!(!said.contains("KENARI") && !said.contains("196501"), "{path} {format}: {said}");
                assert_eq!(run.code, 1, "{path}: {said}");
            }
        }
    }
}

#[test]
fn name_in_a_sanction_file_is_told_by_its_place_alone() {
    let portal = Portal::new().with("content/sanksi/2024.toml", format!("{SERIES}nama = \"KENARI\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci … tidak dikenal
 --> content/sanksi/2024.toml:9:1
  = saran: kunci yang ada: `judul`, `ringkasan`, `terbit`, `draf`, `ditarik`, `perubahan`, `alihan`, `sumber`, `klasifikasi_kip`, `tag`, `berlaku_bagi`, `kewajiban`, `larangan`, `tahap_perkara`, `kutipan`, `pertentangan`, `hasil`, `penetap`, `periode`, `total`, `satuan`, `per_tanggal`, `tahapan`, `dasar_hukum`, …

1 galat

"#]]);
}

#[test]
fn body_of_a_sanction_record_is_published_like_any_other() {
    let portal = Portal::new().with("content/sanksi/2024.md", format!("+++\n{SERIES}+++\n\nCatatan seri.\n"));
    portal.builds();
    assert!(portal.published("sanksi/2024/index.html").contains("Catatan seri."));
}

#[test]
fn name_in_a_roster_is_refused_unless_the_portal_shows_names() {
    let team = "judul = \"Tim\"\njenis = \"tim_tetap\"\nanggota = [{ posisi = \"ketua\", jabatan = \"Kepala BKPSDM\", nama = \"KENARI\" }]\n";
    let portal = Portal::new().with("content/tim/tim.toml", team);
    portal.check().exits(1).says(str![[r#"
galat[TW0315]: portal ini tidak menampilkan nama orang
 --> content/tim/tim.toml:3:66
  = saran: hapus `nama`, atau tulis `[tim]` dan di bawahnya `tampilkan_nama = true` di akhir `site.toml`

1 galat

"#]]);
    portal.write("site.toml", crate::support::SITE.to_owned() + "[tim]\ntampilkan_nama = true\n");
    portal.builds();
    assert!(portal.published("tim/tim/index.html").contains("KENARI"));
}

/// A well-formed number that belongs to nobody.
const NIP: &str = "198501012010011999";

#[test]
fn a_staff_number_is_refused_and_no_other_message_quotes_its_line() {
    let portal = Portal::new().with(
        "content/halaman/a.md",
        format!("+++\njudl = \"NIP {NIP}\"\n+++\n\n<b>{NIP}</b> [x](/tidak-ada/{NIP}/)\n"),
    );
    for format in ["human", "json", "github", "sarif"] {
        let run = portal.check_with(&["--format", format]);
        run.exits(1);
        assert!(
            !run.stderr.contains(NIP) && !run.stdout.contains(NIP),
            "{format}: {}{}",
            run.stdout,
            run.stderr
        );
        assert!(run.stderr.contains("TW0801") || run.stdout.contains("TW0801"), "{format}");
    }
}

#[test]
fn a_name_on_the_private_roster_is_refused_where_a_text_speaks_of_sanctions() {
    let portal = Portal::new().with(
        "content/berita/a.md",
        "+++\njudul = \"Sanksi\"\n+++\n\nSanksi dijatuhkan; wartawan menyebut ketut contohnya rekaan.\n",
    );
    let roster = portal.beside("daftar.txt");
    std::fs::write(&roster, "Ketut Contohnya Rekaan\n").unwrap();
    portal.check().exits(0);
    let run = portal.check_with(&["--daftar-nama", roster.to_str().unwrap()]);
    run.exits(1);
    assert!(run.stderr.contains("TW0804") && !run.stderr.to_lowercase().contains("rekaan"), "{}", run.stderr);
}

#[test]
fn a_private_roster_in_the_portal_s_folder_is_refused() {
    let portal = Portal::new().with("daftar.txt", "Ketut Contohnya Rekaan\n");
    let roster = portal.path("daftar.txt");
    let run = portal.check_with(&["--daftar-nama", roster.to_str().unwrap()]);
    run.exits(2);
    assert!(run.stderr.contains("berada di folder portal; simpan di luarnya"), "{}", run.stderr);
}

#[test]
fn a_name_on_the_private_roster_is_refused_in_an_address_where_a_text_speaks_of_sanctions() {
    let series = format!("{SERIES}draf = true\n");
    for (path, text) in [
        ("content/sanksi/ketut-contohnya-rekaan.toml", series.as_str()),
        ("content/sanksi/2024/ketut_contohnya_rekaan/index.toml", series.as_str()),
        (
            "content/berita/2024/sanksi-ketut-contohnya-rekaan.md",
            "+++\njudul = \"Kabar\"\ntanggal = 2024-03-01\n+++\n\nSanksi dijatuhkan.\n",
        ),
    ] {
        let portal = Portal::new().with(path, text);
        let roster = portal.beside("daftar.txt");
        std::fs::write(&roster, "Ketut Contohnya Rekaan\n").unwrap();
        portal.check().exits(0);
        let run = portal.check_with(&["--daftar-nama", roster.to_str().unwrap()]);
        run.exits(1);
        assert!(
            run.stderr.contains("TW0805") && !run.stderr.to_lowercase().contains("rekaan"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_name_in_the_address_of_a_sanction_file_is_refused_without_a_roster() {
    let portal = Portal::new().with("content/sanksi/terhadap-i-made-contoh-rekaan.toml", SERIES);
    portal
        .check()
        .exits(1)
        .says(str![[r#"
galat[TW0805]: nama sebuah berkas di folder ini memuat data pribadi: Nama orang
 --> content/sanksi/
  = saran: ganti nama berkas; nama berkas menjadi bagian dari alamat yang terbit

1 galat

"#]])
        .never_says("rekaan");
    portal.rename("content/sanksi/terhadap-i-made-contoh-rekaan.toml", "content/sanksi/pilkada-2024.toml");
    portal.check().exits(0).says("");
}
