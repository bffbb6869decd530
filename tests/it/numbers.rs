//! Impossible numbers, times and channels.

use snapbox::str;

use crate::support::Portal;

const SERIES: &str = "judul = \"Usulan\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\nper_tanggal = 2024-12-01\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\n";

/// A portal with a transfer series.
fn transfers(more: &str) -> Portal {
    Portal::new().with("content/mutasi/2024.toml", format!("{SERIES}{more}"))
}

/// A portal with a complaint channel.
fn channel(more: &str) -> Portal {
    Portal::new().with(
        "content/pengaduan/saluran/bkpsdm.toml",
        format!("judul = \"BKPSDM\"\njenis = \"bkpsdm\"\noperator = \"BKPSDM\"\n{more}"),
    )
}

#[test]
fn a_count_is_a_number_or_a_symbol_and_nothing_else() {
    let portal = Portal::new().with(
        "content/pengaduan/2024.toml",
        "judul = \"Laporan\"\nper_tanggal = 2024-12-01\nsatuan = \"laporan\"\nsumber = \"Tim\"\ntotal = \"1.234\"\ntahap = [\n  { tahapan = \"diterima\", jumlah = -3 },\n  { tahapan = \"selesai\", jumlah = 99999999999999999 },\n  { tahapan = \"selesai\", jumlah = 2.5 },\n]\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0211]: ini bukan hitungan
 --> content/pengaduan/2024.toml:5:9
  |
5 | total = "1.234"
  |         ^^^^^^^
  |
  = saran: tulis bilangan bulat tanpa titik (12), "12 p" untuk angka sementara, atau simbol "x", "z", "c"

galat[TW0210]: bilangan ini di luar batas
 --> content/pengaduan/2024.toml:7:36
  |
7 |   { tahapan = "diterima", jumlah = -3 },
  |                                    ^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0210]: bilangan ini di luar batas
 --> content/pengaduan/2024.toml:8:35
  |
8 |   { tahapan = "selesai", jumlah = 99999999999999999 },
  |                                   ^^^^^^^^^^^^^^^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0205]: nilai ini bilangan pecahan, padahal bukan itu yang diminta
 --> content/pengaduan/2024.toml:9:35
  |
9 |   { tahapan = "selesai", jumlah = 2.5 },
  |                                   ^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

4 galat

"#]]);
}

#[test]
fn what_is_named_twice_is_told() {
    let portal = Portal::new()
        .with(
            "content/opd.toml",
            "opd = [\n  { kode = \"bkpsdm\", nama = \"BKPSDM\", klaster = \"badan\" },\n  { kode = \"bkpsdm\", nama = \"Badan\", klaster = \"badan\" },\n]\n",
        )
        .with("content/halaman/a.md", "+++\njudul = \"A\"\ntag = [\"pilkada 2024\", \"Pilkada-2024\"]\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0218]: `Pilkada-2024` disebut dua kali
 --> content/halaman/a.md:3:24
  |
3 | tag = ["pilkada 2024", "Pilkada-2024"]
  |                        ^^^^^^^^^^^^^^
  |
  = saran: hapus salah satunya

galat[TW0218]: `bkpsdm` disebut dua kali
 --> content/opd.toml:3:3
  |
3 |   { kode = "bkpsdm", nama = "Badan", klaster = "badan" },
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: hapus salah satunya

2 galat

"#]]);
}

#[test]
fn more_proposals_decided_than_examined_and_rows_outside_the_period_are_told() {
    let portal = transfers(
        "usulan = [\n  { bulan = \"2024-03\", jenis = \"pemindahan\", diperiksa = 10, dikembalikan = 4, disetujui = 7 },\n  { bulan = \"2023-12\", jenis = \"pemindahan\", diperiksa = 1, dikembalikan = 0, disetujui = 1 },\n]\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0306]: dikembalikan 4 dan disetujui 7, padahal diperiksa 10
 --> content/mutasi/2024.toml:7:3
  |
7 |   { bulan = "2024-03", jenis = "pemindahan", diperiksa = 10, dikembalikan = 4, disetujui = 7 },
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: periksa ketiga angkanya

galat[TW0313]: baris ini di luar `periode`
 --> content/mutasi/2024.toml:8:3
  |
8 |   { bulan = "2023-12", jenis = "pemindahan", diperiksa = 1, dikembalikan = 0, disetujui = 1 },
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: perbaiki bulannya atau periodenya

2 galat

"#]]);
}

#[test]
fn approvals_in_the_ban_without_the_minister_draw_a_warning() {
    let calendar = "judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\nacara = [{ jenis = \"larangan_mutasi\", nama = \"Larangan\", mulai = 2024-03-22, terbuka = true }]\n";
    let rows = "usulan = [{ bulan = \"2024-05\", jenis = \"pengangkatan\", diperiksa = 12, dikembalikan = 2, disetujui = 10 }]\npersetujuan_menteri = [{ nomor = \"000/1\", tanggal = 2024-05-02, bulan = \"2024-05\", jumlah = 6 }]\ntahapan = \"tahapan/pilkada\"\n";
    let portal = transfers(rows).with("content/tahapan/pilkada.toml", calendar);
    portal.check().exits(0).says(str![[r#"
peringatan[TW0314]: bulan 2024-05 dalam masa larangan: disetujui 10, persetujuan Menteri untuk 6
 --> content/mutasi/2024.toml:6:11
  |
6 | usulan = [{ bulan = "2024-05", jenis = "pengangkatan", diperiksa = 12, dikembalikan = 2, disetujui =…
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: catat persetujuan tertulis Menteri di `persetujuan_menteri` (UU 10/2016 Pasal 71 ayat (2))

1 peringatan

"#]]);
    portal.edit("content/mutasi/2024.toml", "jumlah = 6", "jumlah = 10");
    portal.check().exits(0).says(str![[r#""#]]);
}

#[test]
fn a_value_outside_its_scale_is_told() {
    let portal = Portal::new().with(
        "content/pemantauan/2024.toml",
        "judul = \"Indeks\"\ntanggal = 2024-10-01\nsumber = \"Tim\"\n[indeks]\nnama = \"Kerawanan\"\nskala_min = 0\nskala_maks = 100\nsatuan = \"indeks\"\nper_tanggal = 2024-10-01\nkecamatan = [{ nama = \"Utara\", nilai = 120, kategori = \"tinggi\" }]\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0210]: nilai ini di luar skala 0–100
  --> content/pemantauan/2024.toml:10:40
   |
10 | kecamatan = [{ nama = "Utara", nilai = 120, kategori = "tinggi" }]
   |                                        ^^^
   |
   = saran: perbaiki nilainya, atau `skala_min` dan `skala_maks`

1 galat

"#]]);
}

#[test]
fn an_event_has_a_date_or_recurs_and_a_video_is_in_one_place() {
    let portal = Portal::new()
        .with("content/kegiatan/2024/apel.md", "+++\njudul = \"Apel\"\njenis = \"apel_krida\"\n+++\n")
        .with(
            "content/ikrar/2024.md",
            "+++\njudul = \"Ikrar\"\nvideo = { transkrip = \"Kami netral.\" }\n+++\n",
        );
    portal.check().exits(1).says(str![[r#"
galat[TW0204]: video harus punya `berkas` atau `tautan`, salah satu
 --> content/ikrar/2024.md:3:9
  |
3 | video = { transkrip = "Kami netral." }
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis `berkas = "ikrar.mp4"` bila ada di folder ini, atau `tautan = "https://contoh.go.id/ikrar"`

galat[TW0204]: kegiatan ini tidak punya waktu
 --> content/kegiatan/2024/apel.md
  = saran: tulis `tanggal = 2024-10-15`, atau `berulang = "setiap Jumat"`

2 galat

"#]]);
    portal.edit("content/kegiatan/2024/apel.md", "apel_krida\"", "apel_krida\"\nberulang = \"setiap Jumat\"");
    portal.edit(
        "content/ikrar/2024.md",
        "transkrip",
        "tautan = \"https://video.contoh.invalid/1\", transkrip",
    );
    portal.check().exits(0).says(str![[r#""#]]);
}

#[test]
fn a_channel_past_its_end_or_long_unchecked_draws_a_warning() {
    channel("berlaku_sampai = 2024-09-04\n").check().exits(0).says(str![[r#"
peringatan[TW0311]: saluran ini berakhir 2024-09-04
 --> content/pengaduan/saluran/bkpsdm.toml:4:18
  |
4 | berlaku_sampai = 2024-09-04
  |                  ^^^^^^^^^^
  |
  = saran: halamannya diberi tanda; tambahkan saluran penggantinya bila ada

1 peringatan

"#]]);
    // Nobody can try a channel without contacts.
    channel("").check().exits(0).says("");
    channel("terverifikasi = 2024-06-03\n").check().exits(0).says(str![[r#"
peringatan[TW0311]: saluran ini terakhir diperiksa 2024-06-03, lebih dari 180 hari lalu
 --> content/pengaduan/saluran/bkpsdm.toml:4:17
  |
4 | terverifikasi = 2024-06-03
  |                 ^^^^^^^^^^
  |
  = saran: coba salurannya, lalu tulis tanggalnya: `terverifikasi = 2024-10-15`

1 peringatan

"#]]);
    // The 180th day is still accepted.
    channel("terverifikasi = 2024-06-04\n").check().exits(0).says(str![[r#""#]]);
}
