//! Facts of all kinds that people report, also those that nobody reports: each has its key and its place.

use snapbox::str;

use crate::support::{Portal, circular, law, visible_text};

/// The visible text of a page.
fn text(portal: &Portal, path: &str) -> String {
    visible_text(&portal.published(path))
}

/// A channel, with `more` lines after its kind.
fn channel(more: &str) -> String {
    format!("+++\njudul = \"Kanal\"\n{more}+++\n")
}

const SOURCE: &str = "sumber = \"Laporan pers\"\n";

#[test]
fn neutrality_team_is_a_kind_of_its_own() {
    let team = "+++\njudul = \"Tim\"\njenis = \"tim_netralitas\"\n+++\n";
    let portal = Portal::bilingual().with("content/tim/tim-netralitas.md", team);
    portal.build().exits(0);
    assert!(text(&portal, "tim/tim-netralitas/index.html").contains("Tim netralitas"));
    assert!(text(&portal, "en/tim/tim-netralitas/index.html").contains("Neutrality team"));
}

#[test]
fn channel_names_who_follows_reports_up_and_what_happens_then() {
    let more = "jenis = \"whatsapp\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Merdeka 1\" }\nterverifikasi = 2024-11-01\ntindak_lanjut_oleh = \"tim/penilai\"\ntindak_lanjut = \"Dibahas setiap pekan.\"\n";
    let portal = Portal::new()
        .with(
            "content/tim/penilai.md",
            "+++\njudul = \"Tim penilai\"\njenis = \"tim_penilai_kinerja\"\n+++\n",
        )
        .with("content/pengaduan/saluran/wa.md", channel(more));
    portal.build().exits(0);
    for page in ["lapor/index.html", "lapor/wa/index.html"] {
        let shown = text(&portal, page);
        assert!(shown.contains("Ditindaklanjuti oleh Tim penilai"), "{page}: {shown}");
        assert!(shown.contains("Dibahas setiap pekan."), "{page}");
        assert!(shown.contains("Jalan sebuah perkara"), "{page}");
    }
    // The team leads to the channel.
    assert!(portal.published("tim/penilai/index.html").contains("href=\"/lapor/wa/\""));
    assert!(!text(&portal, "lapor/index.html").contains("Kanal nasional"));
}

#[test]
fn only_a_team_can_follow_reports_up() {
    let more = "jenis = \"telepon\"\noperator = \"BKPSDM\"\ntindak_lanjut_oleh = \"tim/penilai\"\n";
    let portal = Portal::new().with("content/pengaduan/saluran/k.md", channel(more));
    portal.check().exits(1).says(str![[r#"
galat[TW0301]: tidak ada catatan `tim/penilai`
 --> content/pengaduan/saluran/k.md:5:22
  |
5 | tindak_lanjut_oleh = "tim/penilai"
  |                      ^^^^^^^^^^^^^
  |
  = saran: tulis jalur berkasnya di bawah `content/`, tanpa akhiran, misalnya "regulasi/uu-20-2023"

1 galat

"#]]);
}

#[test]
fn channel_without_contacts_is_not_offered_and_says_where_to_ask() {
    let portal = Portal::bilingual().with(
        "content/pengaduan/saluran/k.md",
        channel("jenis = \"bakesbangpol\"\noperator = \"Bakesbangpol\"\n"),
    );
    portal.build().exits(0);
    let shown = text(&portal, "lapor/index.html");
    assert!(!shown.contains("Kanal yang menerima laporan"), "{shown}");
    assert!(shown.contains("Cara menghubunginya tidak dilaporkan"), "{shown}");
    assert!(shown.contains("Tanyakan langsung kepada: Bakesbangpol."), "{shown}");
    assert!(shown.contains("Kanal nasional"), "{shown}");
    let english = text(&portal, "en/lapor/index.html");
    assert!(english.contains("Ask directly at: Bakesbangpol.") && english.contains("National channels"));
}

#[test]
fn anybody_may_report_where_no_channel_is_named() {
    let portal = Portal::new()
        .with("content/pengaduan/saluran/ajakan.md", channel("jenis = \"x\"\noperator = \"x\"\n"));
    portal.build().exits(0);
    assert!(portal.published("index.html").contains("href=\"/lapor/\""));
    let shown = text(&portal, "lapor/index.html");
    assert!(shown.contains("mengajak siapa saja melapor, tetapi tidak menyebut ke mana"), "{shown}");
    assert!(shown.contains("Badan Kepegawaian Negara (BKN)"), "{shown}");
    assert!(!shown.contains("Tanyakan langsung"), "{shown}");
}

#[test]
fn road_of_a_case_takes_its_stages_from_the_records_of_the_portal() {
    let steps = "tahap_perkara = [{ tahapan = \"pemeriksaan_ppk\", oleh = \"tim/penilai\", uraian = \"Digolongkan menurut PP 94/2021.\" }]\n";
    let reports = "judul = \"Laporan\"\nsatuan = \"laporan\"\nper_tanggal = 2024-10-01\ntotal = 0\nsumber = \"BKPSDM\"\n";
    let portal = Portal::new()
        .with("content/halaman/alur.md", format!("+++\njudul = \"Alur\"\n{steps}+++\n"))
        .with(
            "content/tim/penilai.md",
            "+++\njudul = \"Tim penilai\"\njenis = \"tim_penilai_kinerja\"\n+++\n",
        )
        .with("content/pengaduan/2024.toml", reports)
        .with("content/pengaduan/saluran/k.md", channel("jenis = \"bkpsdm\"\noperator = \"BKPSDM\"\n"));
    portal.build().exits(0);
    let pages = ["lapor", "lapor/k", "tim/penilai", "pengaduan/2024", "alur"];
    let shows = |words: &str| {
        for page in pages {
            let shown = text(&portal, &format!("{page}/index.html"));
            assert!(shown.contains(words), "{page}: {shown}");
        }
    };
    shows("Digolongkan menurut PP 94/2021. (menurut Alur");
    // A page that shows what another record says is written anew when that changes.
    portal.edit("content/halaman/alur.md", "Digolongkan", "Dinilai");
    portal.build().exits(0);
    shows("Dinilai menurut PP 94/2021. (menurut Alur");
}

#[test]
fn recurring_event_stands_in_lists_with_its_rhythm() {
    let event = |title: &str, when: &str| {
        format!("+++\njudul = \"{title}\"\njenis = \"apel_krida\"\n{when}tahapan = \"tahapan/p\"\n+++\n")
    };
    let calendar = "judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\n";
    let portal = Portal::new()
        .with("content/tahapan/p.toml", calendar)
        .with("content/kegiatan/apel.md", event("Apel", "berulang = \"setiap Jumat\"\n"))
        .with("content/kegiatan/2024/lain.md", event("Lain", "tanggal = 2024-10-15\n"));
    portal.build().exits(0);
    for page in ["index.html", "kegiatan/index.html", "tahapan/p/index.html"] {
        assert!(text(&portal, page).contains("setiap Jumat"), "{page}");
    }
    let list = text(&portal, "kegiatan/index.html");
    assert!(list.find("setiap Jumat") < list.find("15 Oktober 2024"), "{list}");
}

#[test]
fn monitoring_and_day_of_the_vote_need_no_date() {
    let monitoring = "+++\njudul = \"Pemantauan\"\ntanggal = \"x\"\n+++\n";
    let calendar = "judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = \"x\"\n";
    let portal = Portal::bilingual()
        .with("content/pemantauan/p.md", monitoring)
        .with("content/tahapan/p.toml", calendar);
    portal.build().exits(0);
    for page in ["pemantauan/p/index.html", "tahapan/p/index.html"] {
        assert!(text(&portal, page).contains("tanggal tidak dilaporkan"), "{page}");
        assert!(text(&portal, &format!("en/{page}")).contains("date not reported"), "{page}");
        assert!(!portal.published(page).contains("datetime=\"\""), "{page}");
    }
}

#[test]
fn undated_letter_has_no_status() {
    let letter = "+++\njudul = \"SE\"\njenis = \"surat_edaran\"\nnomor = \"x\"\ntanggal = \"x\"\npenerbit = \"Bupati\"\n+++\n";
    let portal = Portal::bilingual().with("content/edaran/se.md", letter);
    portal.build().exits(0);
    let shown = text(&portal, "edaran/se/index.html");
    assert!(shown.contains("Status tidak dilaporkan") && shown.contains("Nomor tidak dilaporkan"), "{shown}");
    assert!(!shown.contains("Berlaku,"), "{shown}");
    assert!(text(&portal, "edaran/index.html").contains("Status tidak dilaporkan"));
    assert!(text(&portal, "en/edaran/se/index.html").contains("Status not reported"));
    // Who knows the status says it.
    portal.edit("content/edaran/se.md", "nomor = \"x\"", "status = \"berlaku\"");
    portal.build().exits(0);
    assert!(text(&portal, "edaran/se/index.html").contains("Berlaku, tanpa batas waktu"));
}

#[test]
fn status_says_until_when_it_holds() {
    let portal = Portal::bilingual()
        .with("content/edaran/2024/a.md", circular("berlaku_sampai = 2024-12-31\n"))
        .with("content/edaran/2024/b.md", circular("berlaku_dari = 2025-01-01\n"))
        .with("content/edaran/2024/c.md", circular("berlaku_sampai = 2024-11-27\n"))
        .with("content/regulasi/lama.md", law(2014, ""))
        .with(
            "content/regulasi/baru.md",
            law(2023, "hubungan = [{ jenis = \"mengubah\", dokumen = \"regulasi/lama\" }]\n"),
        );
    portal.build().exits(0);
    for (page, id, en) in [
        ("edaran/2024/a", "Berlaku sampai 31 Desember 2024", "In force until 31 December 2024"),
        ("edaran/2024/b", "Berlaku mulai 1 Januari 2025", "In force from 1 January 2025 on"),
        ("edaran/2024/c", "Berlaku sampai 27 November 2024", "In force until 27 November 2024"),
        ("regulasi/baru", "Berlaku, tanpa batas waktu", "In force, with no end date"),
        (
            "regulasi/lama",
            "Masih berlaku, dengan perubahan sejak 15 Januari 2023, tanpa batas waktu",
            "Still in force, as amended since 15 January 2023, with no end date",
        ),
    ] {
        let (shown, english) =
            (text(&portal, &format!("{page}/index.html")), text(&portal, &format!("en/{page}/index.html")));
        assert!(shown.contains(id), "{page}: {shown}");
        assert!(english.contains(en), "{page}: {english}");
    }
    // A list says it, too.
    assert!(text(&portal, "edaran/index.html").contains("berlaku sampai 31 Desember 2024"));
}

#[test]
fn threat_needs_no_level_and_is_no_series() {
    let threats = format!(
        "{SOURCE}ancaman = [{{ kategori = \"administratif\" }}, {{ kategori = \"pencopotan\" }}, {{ kategori = \"pidana\", penetap = \"pengadilan\" }}]\n"
    );
    let portal = Portal::new().with("content/edaran/2024/se.md", circular(&threats));
    portal.build().exits(0);
    for page in ["edaran/2024/se/index.html", "apa-yang-boleh/index.html"] {
        let shown = text(&portal, page);
        for threat in ["Administratif", "Pencopotan dari jabatan", "Pidana"] {
            assert!(shown.contains(&format!("Pelanggaran netralitas {threat}")), "{page}: {shown}");
        }
    }
    assert!(!portal.publishes("sanksi/index.html"));
}

#[test]
fn level_that_does_not_fit_is_told() {
    let threat = format!("{SOURCE}ancaman = [{{ kategori = \"pidana\", tingkat = \"berat\" }}]\n");
    Portal::new().with("content/edaran/2024/se.md", circular(&threat)).check().exits(1).says(str![[r#"
galat[TW0307]: ranah pidana tidak mengenal tingkat berat
 --> content/edaran/2024/se.md:7:45
  |
7 | ancaman = [{ kategori = "pidana", tingkat = "berat" }]
  |                                             ^^^^^^^
  |
  = saran: hapus `tingkat`, atau tulis `kategori` yang lain

1 galat

"#]]);
}

#[test]
fn series_that_counts_nothing_is_told_to_be_a_threat() {
    let series = "judul = \"Sanksi\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\ntotal = \"x\"\nsatuan = \"orang\"\nsumber = \"Pers\"\n";
    Portal::new().with("content/sanksi/s.toml", series).check().exits(0).says(str![[r#"
peringatan[TW0380]: seri sanksi ini tidak punya jumlah, periode, maupun tanggal
 --> content/sanksi/s.toml:4:9
  = saran: sanksi yang hanya diancamkan ditulis sebagai `ancaman` pada peraturan atau suratnya

1 peringatan

"#]]);
}

#[test]
fn video_whose_address_nobody_reported_is_told_on_the_page() {
    let pledge = "+++\njudul = \"Ikrar\"\nvideo = { tautan = \"x\", transkrip = \"x\" }\n+++\n";
    let portal = Portal::new().with("content/ikrar/i.md", pledge);
    portal.build().exits(0);
    let shown = text(&portal, "ikrar/i/index.html");
    assert!(shown.contains("Alamatnya tidak dilaporkan.") && !shown.contains("Transkrip"), "{shown}");
}

#[test]
fn video_that_can_be_watched_must_have_its_words() {
    let pledge = "+++\njudul = \"Ikrar\"\nvideo = { tautan = \"https://video.uji.go.id/1\", transkrip = \"x\" }\n+++\n";
    Portal::new().with("content/ikrar/i.md", pledge).check().exits(1).says(str![[r#"
galat[TW0204]: video yang dapat ditonton harus punya transkrip
 --> content/ikrar/i.md:3:9
  |
3 | video = { tautan = "https://video.uji.go.id/1", transkrip = "x" }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis `transkrip = "…"`: apa yang diucapkan dan terlihat; `"x"` hanya bila alamat videonya pun tidak dilaporkan

1 galat

"#]]);
}

#[test]
fn pact_says_who_signs_though_nobody_reported_how_many() {
    let pact = "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\npenandatangan = [\"asn\", \"non_asn\"]\ntotal = [{ per_tanggal = \"x\", sasaran = \"x\", ditandatangani = \"x\" }]\nsumber = \"Pers\"\n";
    let portal = Portal::new().with("content/pakta/p.toml", pact);
    portal.build().exits(0);
    let shown = text(&portal, "pakta/p/index.html");
    assert!(shown.contains("Penanda tangan ASN (PNS dan PPPK) Pegawai non-ASN"), "{shown}");
    assert!(shown.contains("Jumlah yang sudah menandatangani: tidak tersedia"), "{shown}");
    // Without counts, the finding says how to write that there are none.
    portal.edit(
        "content/pakta/p.toml",
        "total = [{ per_tanggal = \"x\", sasaran = \"x\", ditandatangani = \"x\" }]\n",
        "",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0310]: seri pakta ini tidak punya hitungan
 --> content/pakta/p.toml
  = saran: tambahkan `[[hitungan]]`, atau, bila jumlahnya tidak dilaporkan, `total = [{ per_tanggal = "x", sasaran = "x", ditandatangani = "x" }]`

1 galat

"#]]);
}

#[test]
fn conduct_is_gathered_from_all_records_whose_rules_hold() {
    let rules = "kewajiban = [\"Netral\", { isi = \"Melapor\", pasal = \"Pasal 4\", dasar_hukum = [\"regulasi/uu\"] }]\nlarangan = [\"Ikut kampanye\"]\nberlaku_bagi = [\"asn\", { siapa = \"tenaga_kontrak\", cara = \"melalui klausul kontrak\" }]\n";
    let portal = Portal::new()
        .with("content/regulasi/uu.md", law(2023, ""))
        .with("content/edaran/2024/se.md", circular(rules))
        .with(
            "content/edaran/2024/lama.md",
            circular("larangan = [\"Sudah lewat\"]\nberlaku_sampai = 2024-11-27\n"),
        )
        .with(
            "content/berita/2024/b.md",
            "+++\njudul = \"Peringatan\"\nlarangan = [\"Berfoto dengan calon\"]\n+++\n",
        );
    portal.build().exits(0);
    for page in ["index.html", "apa-yang-boleh/index.html"] {
        let shown = text(&portal, page);
        for conduct in
            ["Netral", "Melapor Pasal 4 Undang-Undang 2023", "Ikut kampanye", "Berfoto dengan calon"]
        {
            assert!(shown.contains(conduct), "{page}: {shown}");
        }
        assert!(!shown.contains("Sudah lewat"), "{page}: {shown}");
    }
    let own = text(&portal, "edaran/2024/se/index.html");
    assert!(own.contains("Yang wajib dilakukan Netral Melapor"), "{own}");
    assert!(own.contains("Tenaga kontrak, melalui klausul kontrak"), "{own}");
    // The rule leads to whoever rests on it.
    assert!(portal.published("regulasi/uu/index.html").contains("href=\"/edaran/2024/se/\""));
    assert!(text(&portal, "apa-yang-boleh/index.html").contains("Tenaga kontrak, melalui klausul kontrak"));
}

#[test]
fn legal_base_of_conduct_must_be_there() {
    let rules = "larangan = [{ isi = \"Ikut kampanye\", dasar_hukum = [\"regulasi/uu\"] }]\n";
    Portal::new().with("content/edaran/2024/se.md", circular(rules)).check().exits(1).says(str![[r#"
galat[TW0301]: tidak ada catatan `regulasi/uu`
 --> content/edaran/2024/se.md:6:53
  |
6 | larangan = [{ isi = "Ikut kampanye", dasar_hukum = ["regulasi/uu"] }]
  |                                                     ^^^^^^^^^^^^^
  |
  = saran: tulis jalur berkasnya di bawah `content/`, tanpa akhiran, misalnya "regulasi/uu-20-2023"

1 galat

"#]]);
}

#[test]
fn conduct_of_the_wrong_type_is_told_with_both_forms() {
    Portal::new().with("content/edaran/2024/se.md", circular("larangan = \"Ikut kampanye\"\n")).check().exits(1).says(str![[r#"
galat[TW0205]: nilai ini teks, padahal bukan itu yang diminta
 --> content/edaran/2024/se.md:6:12
  |
6 | larangan = "Ikut kampanye"
  |            ^^^^^^^^^^^^^^^
  |
  = saran: tulis daftar [ … ] berisi teks di antara tanda kutip, misalnya "Bupati Contoh", atau tabel { … } dengan `isi`, `pasal`, `dasar_hukum`

1 galat

"#]]);
}

#[test]
fn speakers_and_attendees_are_named_by_office() {
    let event = "+++\njudul = \"Rakor\"\njenis = \"rakor\"\ntanggal = 2024-10-15\npembicara = [{ jabatan = \"Kepala BKN\", peran = \"membuka\", mode = \"daring\" }]\nhadir = [\"Seluruh camat\"]\n+++\n";
    let portal = Portal::new().with("content/kegiatan/2024/rakor.md", event);
    portal.build().exits(0);
    let shown = text(&portal, "kegiatan/2024/rakor/index.html");
    assert!(shown.contains("Pembicara Kepala BKN – membuka (Daring)"), "{shown}");
    assert!(shown.contains("Hadir Seluruh camat"), "{shown}");
}

#[test]
fn quotation_has_a_source_and_need_not_have_its_words() {
    let news = "+++\njudul = \"Komitmen\"\nkutipan = [{ jenis = \"komitmen\", oleh = \"Bupati\", isi = \"Kami netral.\", sumber = \"Antara\" }, { jenis = \"nilai_dasar\", oleh = \"BKN\", isi = \"x\", ringkasan = \"Tentang nilai dasar.\", sumber = \"Antara\" }]\n+++\n";
    let portal = Portal::new().with("content/berita/2024/k.md", news);
    portal.build().exits(0);
    for page in ["berita/2024/k/index.html", "apa-yang-boleh/index.html"] {
        let shown = text(&portal, page);
        assert!(shown.contains("Kami netral. Komitmen Bupati Sumber: Antara"), "{page}: {shown}");
        assert!(shown.contains("Tentang nilai dasar. Kata-katanya tidak dilaporkan."), "{page}: {shown}");
    }
}

#[test]
fn quotation_without_a_source_is_told() {
    let news = "+++\njudul = \"Komitmen\"\nkutipan = [{ jenis = \"komitmen\", oleh = \"Bupati\", isi = \"Kami netral.\" }]\n+++\n";
    Portal::new().with("content/berita/2024/k.md", news).check().exits(1).says(str![[r#"
galat[TW0310]: kutipan harus punya `sumber`
 --> content/berita/2024/k.md:3:12
  |
3 | kutipan = [{ jenis = "komitmen", oleh = "Bupati", isi = "Kami netral." }]
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis `sumber = "…"` dalam kutipan itu, atau pada catatannya

1 galat

"#]]);
}

#[test]
fn contradiction_of_a_source_stands_beside_the_fact() {
    let calendar = "judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\npertentangan = [{ hal = \"Hari pemungutan suara\", tertulis = [\"November 2023\", \"November 2024\"], dipakai = \"27 November 2024\", catatan = \"Menurut jadwal KPU.\" }]\n";
    let portal = Portal::new().with("content/tahapan/p.toml", calendar);
    portal.build().exits(0);
    let shown = text(&portal, "tahapan/p/index.html");
    for words in
        ["Tertulis: November 2023", "Tertulis: November 2024", "Yang dipakai di sini: 27 November 2024"]
    {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn every_number_of_events_and_reports_has_a_data_file() {
    let event = "+++\njudul = \"Rakor\"\njenis = \"rakor\"\ntanggal = 2024-02-06\npeserta = 800\n+++\n";
    let reports =
        "judul = \"Laporan\"\nsatuan = \"laporan\"\nper_tanggal = \"x\"\ntotal = 0\nsumber = \"Pers\"\n";
    let portal =
        Portal::new().with("content/kegiatan/2024/rakor.md", event).with("content/pengaduan/l.toml", reports);
    portal.build().exits(0);
    let csv = |path: &str| portal.published(path).replace("\r\n", "\n");
    assert_eq!(
        csv("kegiatan/2024/rakor/peserta.csv"),
        "tanggal,jenis,jenis_nama,peserta\n2024-02-06,rakor,Rapat koordinasi,800\n"
    );
    assert_eq!(csv("pengaduan/l/total.csv"), "per_tanggal,jumlah\nx,0\n");
    let data = portal.published("data/index.html");
    assert!(data.contains("/kegiatan/2024/rakor/peserta.csv") && data.contains("/pengaduan/l/total.json"));
}

/// The regulations that `init` writes.
fn new_portal() -> Portal {
    Portal::begun()
}

#[test]
fn new_portal_has_the_law_with_its_revocations() {
    let portal = new_portal();
    portal.builds();
    assert!(text(&portal, "regulasi/uu-20-2023/index.html").contains("Berlaku, tanpa batas waktu"));
    let old = text(&portal, "regulasi/uu-5-2014/index.html");
    assert!(old.contains("Dicabut sejak 31 Oktober 2023 oleh Undang-Undang Nomor 20 Tahun 2023"), "{old}");
    assert!(text(&portal, "regulasi/uu-7-2017/index.html").contains("Pasal 283"));
    // The set has its own day and source.
    assert!(old.contains("Kumpulan hukum Terawang, 28 November 2026"), "{old}");
}

#[test]
fn law_that_was_revoked_is_never_in_force_even_alone() {
    let old = "+++\njudul = \"UU ASN\"\njenis = \"undang_undang\"\nnomor = \"5 Tahun 2014\"\ntanggal = 2014-01-15\npenerbit = \"Presiden\"\n+++\n";
    let cites = |day: &str| {
        format!("+++\njudul = \"B\"\ntanggal = {day}\n+++\n\nMenurut [UU 5/2014](/regulasi/uu-5-2014/).\n")
    };
    let portal = Portal::new()
        .with("content/regulasi/uu-5-2014.md", old)
        .with("content/berita/2023/b.md", cites("2023-10-30"));
    portal.builds();
    assert!(text(&portal, "regulasi/uu-5-2014/index.html").contains("Dicabut sejak 31 Oktober 2023"));
    // Who cites it later is warned, as in a portal that has the newer law.
    portal.write("content/berita/2023/b.md", cites("2023-11-01"));
    portal.check().exits(0).says(str![[r#"
peringatan[TW0304]: `regulasi/uu-5-2014` sudah dicabut sejak 2023-10-31 ketika dirujuk di sini
 --> content/berita/2023/b.md:6:9
  |
6 | Menurut [UU 5/2014](/regulasi/uu-5-2014/).
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: penggantinya `UU 20/2023`

1 peringatan

"#]]);
    portal.edit("content/regulasi/uu-5-2014.md", "penerbit", "status = \"berlaku\"\npenerbit");
    portal.check().exits(1).says(str![[r#"
peringatan[TW0304]: `regulasi/uu-5-2014` sudah dicabut sejak 2023-10-31 ketika dirujuk di sini
 --> content/berita/2023/b.md:6:9
  |
6 | Menurut [UU 5/2014](/regulasi/uu-5-2014/).
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: penggantinya `UU 20/2023`

galat[TW0303]: status "berlaku" bertentangan dengan hubungan atau tanggal: dokumen ini dicabut oleh `UU 20/2023`
 --> content/regulasi/uu-5-2014.md:6:10
  |
6 | status = "berlaku"
  |          ^^^^^^^^^
  |
  = saran: hapus `status`, atau tulis "dicabut"; bila keliru, perbaiki hubungannya

1 galat, 1 peringatan

"#]]);
    // Before the newer law it was in force.
    portal.run(&["build", "--clock", "2023-10-30", "-o", "lama"]).exits(0);
}

#[test]
fn newer_set_of_law_is_told_and_added() {
    let portal = new_portal();
    portal.edit("site.toml", "hukum_per = 2026-11-28", "hukum_per = 2024-01-01");
    portal.remove("content/regulasi/perpres-92-2024.md");
    portal.edit("content/regulasi/uu-20-2023.md", "ringkasan = \"", "ringkasan = \"Kami: ");
    portal.check().exits(0).says(str![[r#"
peringatan[TW0381]: kumpulan hukum portal ini per 2024-01-01; program membawa yang per 2026-11-28
 --> site.toml:7:13
  |
7 | hukum_per = 2024-01-01                       # tanggal kumpulan peraturan di content/regulasi
  |             ^^^^^^^^^^
  |
  = saran: jalankan `terawang init --law`, lalu tulis `hukum_per = 2026-11-28`

1 peringatan

"#]]);
    portal.run(&["init", "--law"]).exits(0).says(str![[r#"
peraturan yang ditulis:
  content/regulasi/perpres-92-2024.md (Perpres 92/2024)
tulis di `site.toml`: hukum_per = 2026-11-28

"#]]);
    let kept = std::fs::read_to_string(portal.path("content/regulasi/uu-20-2023.md")).unwrap();
    assert!(kept.contains("Kami: "));
    assert!(portal.path("content/regulasi/perpres-92-2024.md").exists());
    portal.edit("site.toml", "hukum_per = 2024-01-01", "hukum_per = 2026-11-28");
    portal.builds();
    portal.run(&["init", "--hukum"]).exits(0).says(str![[r#"
semua peraturan sudah ada
tulis di `site.toml`: hukum_per = 2026-11-28

"#]]);
    Portal::empty().run(&["init", "--law"]).exits(2).says(str![[r#"
galat: . bukan folder portal (tidak ada `site.toml`); `terawang init` tanpa `--law` memulai portal baru

"#]]);
}

#[test]
fn correction_is_a_document_of_its_own_that_the_first_page_shows() {
    let relation = "hubungan = [{ jenis = \"meralat\", dokumen = \"edaran/2024/se\" }]\n";
    let portal = Portal::bilingual().with("content/edaran/2024/se.md", circular("")).with(
        "content/edaran/2024/ralat.md",
        circular(relation).replace("Surat edaran", "Ralat surat edaran"),
    );
    portal.builds();
    let shown = text(&portal, "edaran/2024/se/index.html");
    assert!(shown.contains("Naskah ini diralat; baca bersama: Ralat surat edaran"), "{shown}");
    // A correction neither amends nor revokes.
    assert!(shown.contains("Berlaku, tanpa batas waktu") && shown.contains("Diralat oleh"), "{shown}");
    assert!(text(&portal, "edaran/2024/ralat/index.html").contains("Meralat"));
    assert!(text(&portal, "en/edaran/2024/se/index.html").contains("has been corrected"));
    // Another title of the correction reaches the page that it corrects.
    portal.edit(
        "content/edaran/2024/ralat.md",
        "judul = \"Ralat surat edaran\"",
        "judul = \"Ralat kedua\"\nperubahan = [{ tanggal = 2024-11-03, catatan = \"Judul dibetulkan.\" }]",
    );
    portal.builds();
    assert!(text(&portal, "edaran/2024/se/index.html").contains("baca bersama: Ralat kedua"));
}
