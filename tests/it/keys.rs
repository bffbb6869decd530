//! Keys and values of front matter and of `site.toml`.

use snapbox::str;

use crate::support::{Portal, SITE, circular};

#[test]
fn unknown_key_is_told_with_the_nearest_one() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("penerbitt = \"Bupati\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci `penerbitt` tidak dikenal
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbitt = "Bupati"
  | ^^^^^^^^^
  |
  = saran: `penerbit` sudah ada; hapus salah satunya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0203]: unknown key `penerbitt`
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbitt = "Bupati"
  | ^^^^^^^^^
  |
  = hint: `penerbit` is there already; remove one of the two

1 error

"#]]);
}

#[test]
fn unknown_key_that_is_like_none_is_told_with_all() {
    let portal = Portal::new().with("content/halaman/tentang.md", "+++\njudul = \"T\"\nwxyz = 1\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci `wxyz` tidak dikenal
 --> content/halaman/tentang.md:3:1
  |
3 | wxyz = 1
  | ^^^^
  |
  = saran: kunci yang ada: `judul`, `ringkasan`, `terbit`, `draf`, `ditarik`, `perubahan`, `alihan`, `sumber`, `klasifikasi_kip`, `tag`, `berlaku_bagi`, `kewajiban`, `larangan`, `tahap_perkara`, `kutipan`, `pertentangan`, `urutan`, `lampiran`

1 galat

"#]]);
}

#[test]
fn value_of_the_wrong_type_is_told_with_what_to_write() {
    let portal = Portal::new().with(
        "content/edaran/2024/se-1.md",
        circular("ditujukan = \"Kepala OPD\"\nnomor = 12\ndraf = \"ya\"\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0205]: nilai ini teks, padahal bukan itu yang diminta
 --> content/edaran/2024/se-1.md:6:13
  |
6 | ditujukan = "Kepala OPD"
  |             ^^^^^^^^^^^^
  |
  = saran: tulis daftar [ … ] berisi teks di antara tanda kutip, misalnya "Bupati Contoh"

galat[TW0205]: nilai ini bilangan bulat, padahal bukan itu yang diminta
 --> content/edaran/2024/se-1.md:7:9
  |
7 | nomor = 12
  |         ^^
  |
  = saran: tulis teks di antara tanda kutip, misalnya "Bupati Contoh"

galat[TW0205]: nilai ini teks, padahal bukan itu yang diminta
 --> content/edaran/2024/se-1.md:8:8
  |
8 | draf = "ya"
  |        ^^^^
  |
  = saran: tulis true atau false

3 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0205]: this is a text, which does not fit here
 --> content/edaran/2024/se-1.md:6:13
  |
6 | ditujukan = "Kepala OPD"
  |             ^^^^^^^^^^^^
  |
  = hint: write a list [ … ] of a text in quotes, for example "The Regent"

error[TW0205]: this is a whole number, which does not fit here
 --> content/edaran/2024/se-1.md:7:9
  |
7 | nomor = 12
  |         ^^
  |
  = hint: write a text in quotes, for example "The Regent"

error[TW0205]: this is a text, which does not fit here
 --> content/edaran/2024/se-1.md:8:8
  |
8 | draf = "ya"
  |        ^^^^
  |
  = hint: write true or false

3 errors

"#]]);
}

#[test]
fn missing_key_is_told_with_what_it_holds() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", "+++\njudul = \"Surat\"\n+++\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0204]: kunci `jenis` wajib diisi
 --> content/edaran/2024/se-1.md:1:1
  |
1 | +++
  | ^
  |
  = saran: tambahkan `jenis = …`: salah satu dari `undang_undang`, `perppu`, `peraturan_pemerintah`, `perpres`, `peraturan_menteri`, `peraturan_lembaga`, `pkpu`, `perbawaslu`, `putusan_mk`, `skb`, `keputusan_menteri`, `perda`, `peraturan_gubernur`, `peraturan_bupati`, `peraturan_wali_kota`, `keputusan_gubernur`, `keputusan_bupati`, `keputusan_wali_kota`, `surat_edaran`, `surat_larangan`, `surat_mendagri`, `instruksi`, `himbauan`, `surat`, …

galat[TW0204]: kunci `penerbit` wajib diisi
 --> content/edaran/2024/se-1.md:1:1
  |
1 | +++
  | ^
  |
  = saran: tambahkan `penerbit = …`: teks di antara tanda kutip, misalnya "Bupati Contoh"

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0204]: the key `jenis` is required
 --> content/edaran/2024/se-1.md:1:1
  |
1 | +++
  | ^
  |
  = hint: add `jenis = …`: one of `undang_undang`, `perppu`, `peraturan_pemerintah`, `perpres`, `peraturan_menteri`, `peraturan_lembaga`, `pkpu`, `perbawaslu`, `putusan_mk`, `skb`, `keputusan_menteri`, `perda`, `peraturan_gubernur`, `peraturan_bupati`, `peraturan_wali_kota`, `keputusan_gubernur`, `keputusan_bupati`, `keputusan_wali_kota`, `surat_edaran`, `surat_larangan`, `surat_mendagri`, `instruksi`, `himbauan`, `surat`, …

error[TW0204]: the key `penerbit` is required
 --> content/edaran/2024/se-1.md:1:1
  |
1 | +++
  | ^
  |
  = hint: add `penerbit = …`: a text in quotes, for example "The Regent"

2 errors

"#]]);
}

#[test]
fn value_outside_the_vocabulary_is_told_with_the_nearest_one() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("status = \"dicabt\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0206]: nilai "dicabt" tidak dikenal
 --> content/edaran/2024/se-1.md:6:10
  |
6 | status = "dicabt"
  |          ^^^^^^^^
  |
  = saran: maksud Anda "dicabut"? pilihan: `berlaku`, `diubah`, `dicabut`, `dicabut_sebagian`, `belum_berlaku`, `berakhir`, `x`

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0206]: unknown value "dicabt"
 --> content/edaran/2024/se-1.md:6:10
  |
6 | status = "dicabt"
  |          ^^^^^^^^
  |
  = hint: did you mean "dicabut"? the choices are `berlaku`, `diubah`, `dicabut`, `dicabut_sebagian`, `belum_berlaku`, `berakhir`, `x`

1 error

"#]]);
}

#[test]
fn unknown_key_in_a_nested_table_is_told_there() {
    let portal = Portal::new().with(
        "content/edaran/2024/se-1.md",
        circular("hubungan = [{ jenis = \"merujuk\", dokumn = \"regulasi/uu-5\" }]\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0204]: kunci `dokumen` wajib diisi
 --> content/edaran/2024/se-1.md:6:13
  |
6 | hubungan = [{ jenis = "merujuk", dokumn = "regulasi/uu-5" }]
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tambahkan `dokumen = …`: jalur catatan tanpa akhiran, misalnya "regulasi/uu-20-2023"

galat[TW0203]: kunci `dokumn` tidak dikenal
 --> content/edaran/2024/se-1.md:6:34
  |
6 | hubungan = [{ jenis = "merujuk", dokumn = "regulasi/uu-5" }]
  |                                  ^^^^^^
  |
  = saran: maksud Anda `dokumen`?

2 galat

"#]]);
}

#[test]
fn empty_text_and_bad_links_are_told() {
    let portal = Portal::new().with(
        "content/edaran/2024/se-1.md",
        circular("nomor = \"  \"\ntautan = \"www.contoh.go.id\"\nalihan = [\"lama\", \"/a/../b/\"]\n"),
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0213]: teks ini kosong
 --> content/edaran/2024/se-1.md:6:9
  |
6 | nomor = "  "
  |         ^^^^
  |
  = saran: isi teksnya, atau hapus kuncinya

galat[TW0216]: ini bukan tautan web
 --> content/edaran/2024/se-1.md:7:10
  |
7 | tautan = "www.contoh.go.id"
  |          ^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis lengkap dengan https://, tanpa spasi

galat[TW0217]: ini bukan alamat di situs ini
 --> content/edaran/2024/se-1.md:8:11
  |
8 | alihan = ["lama", "/a/../b/"]
  |           ^^^^^^
  |
  = saran: tulis alamat yang diawali `/`, huruf, angka dan tanda hubung, misalnya "/edaran/lama/"

galat[TW0217]: ini bukan alamat di situs ini
 --> content/edaran/2024/se-1.md:8:19
  |
8 | alihan = ["lama", "/a/../b/"]
  |                   ^^^^^^^^^^
  |
  = saran: tulis alamat yang diawali `/`, huruf, angka dan tanda hubung, misalnya "/edaran/lama/"

4 galat

"#]]);
}

#[test]
fn site_settings_are_checked_like_records() {
    let portal = Portal::new().with(
        "site.toml",
        SITE.replace("https://netralitas.uji.go.id", "netralitas.uji.go.id")
            + "zona_waktu = \"WITTA\"\nper_halamn = 3\n",
    );
    portal.check().exits(1).says(str![[r#"
galat[TW0206]: nilai "WITTA" tidak dikenal
 --> site.toml:5:14
  |
5 | zona_waktu = "WITTA"
  |              ^^^^^^^
  |
  = saran: maksud Anda "WITA"? pilihan: `WIB`, `WITA`, `WIT`

galat[TW0203]: kunci `per_halamn` tidak dikenal
 --> site.toml:6:1
  |
6 | per_halamn = 3
  | ^^^^^^^^^^
  |
  = saran: maksud Anda `per_halaman`?

2 galat

"#]]);
}

#[test]
fn portal_address_must_be_complete() {
    let portal =
        Portal::new().with("site.toml", SITE.replace("https://netralitas.uji.go.id", "netralitas.uji.go.id"));
    portal.check().exits(1).says(str![[r#"
galat[TW0702]: alamat portal ini tidak lengkap
 --> site.toml:4:10
  |
4 | alamat = "netralitas.uji.go.id"
  |          ^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis misalnya "https://netralitas.contoh.go.id", tanpa garis miring penutup

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0702]: this portal address is not complete
 --> site.toml:4:10
  |
4 | alamat = "netralitas.uji.go.id"
  |          ^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: write for example "https://netralitas.contoh.go.id", without a closing slash

1 error

"#]]);
}

#[test]
fn numbers_that_no_count_can_be_are_told() {
    let event = |number: &str| {
        format!(
            "+++\njudul = \"Apel\"\njenis = \"apel_krida\"\ntanggal = 2024-10-18\npeserta = {number}\n+++\n"
        )
    };
    let portal = Portal::new()
        .with("content/kegiatan/2024/a.md", event("-3"))
        .with("content/kegiatan/2024/b.md", event("99999999999999999999"))
        .with("content/kegiatan/2024/c.md", event("1.200"))
        .with("content/kegiatan/2024/d.md", event("\"1.200\""))
        .with("content/kegiatan/2024/e.md", event("\"12 q\""));
    portal.check().exits(1).says(str![[r#"
galat[TW0210]: bilangan ini di luar batas
 --> content/kegiatan/2024/a.md:5:11
  |
5 | peserta = -3
  |           ^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0210]: bilangan ini di luar batas
 --> content/kegiatan/2024/b.md:5:11
  |
5 | peserta = 99999999999999999999
  |           ^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0205]: nilai ini bilangan pecahan, padahal bukan itu yang diminta
 --> content/kegiatan/2024/c.md:5:11
  |
5 | peserta = 1.200
  |           ^^^^^
  |
  = saran: tulis bilangan bulat ≥ 0, misalnya 12

galat[TW0211]: ini bukan hitungan
 --> content/kegiatan/2024/d.md:5:11
  |
5 | peserta = "1.200"
  |           ^^^^^^^
  |
  = saran: tulis bilangan bulat tanpa titik (12), "12 p" untuk angka sementara, atau simbol "x", "z", "c"

galat[TW0211]: ini bukan hitungan
 --> content/kegiatan/2024/e.md:5:11
  |
5 | peserta = "12 q"
  |           ^^^^^^
  |
  = saran: tulis bilangan bulat tanpa titik (12), "12 p" untuk angka sementara, atau simbol "x", "z", "c"

5 galat

"#]]);
}

#[test]
fn entries_on_a_page_have_bounds() {
    let portal = Portal::new().with("site.toml", format!("{SITE}per_halaman = 0\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0210]: bilangan ini di luar batas
 --> site.toml:5:15
  |
5 | per_halaman = 0
  |               ^
  |
  = saran: tulis bilangan 1 sampai 200

1 galat

"#]]);
}
