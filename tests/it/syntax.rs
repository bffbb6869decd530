//! Invalid TOML, and all errors of all files in one run.

use snapbox::str;

use crate::support::{Portal, circular};

#[test]
fn key_written_twice_is_told_at_the_second() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("penerbit = \"Wakil Bupati\"\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0202]: kunci ini ditulis dua kali
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbit = "Wakil Bupati"
  | ^^^^^^^^
  |
  = saran: hapus salah satunya

1 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0202]: this key is written twice
 --> content/edaran/2024/se-1.md:6:1
  |
6 | penerbit = "Wakil Bupati"
  | ^^^^^^^^
  |
  = hint: remove one of them

1 error

"#]]);
}

#[test]
fn toml_errors_are_counted_from_the_top_of_the_file() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("nomor = 800/1/2024\nditujukan = [\"a\" \"b\"]\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0202]: penulisan TOML keliru: teks harus di antara tanda kutip
 --> content/edaran/2024/se-1.md:6:9
  |
6 | nomor = 800/1/2024
  |         ^^^^^^^^^^
  |
  = saran: tulis `kunci = nilai`, satu per baris; teks di antara tanda kutip "…"

galat[TW0202]: penulisan TOML keliru: koma antara dua nilai tidak ada
 --> content/edaran/2024/se-1.md:7:18
  |
7 | ditujukan = ["a" "b"]
  |                  ^
  |
  = saran: tulis `kunci = nilai`, satu per baris; teks di antara tanda kutip "…"

2 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0202]: TOML syntax: string values must be quoted, expected literal string
 --> content/edaran/2024/se-1.md:6:9
  |
6 | nomor = 800/1/2024
  |         ^^^^^^^^^^
  |
  = hint: write `key = value`, one a line; texts in quotes "…"

error[TW0202]: TOML syntax: missing comma between array elements, expected `,`
 --> content/edaran/2024/se-1.md:7:18
  |
7 | ditujukan = ["a" "b"]
  |                  ^
  |
  = hint: write `key = value`, one a line; texts in quotes "…"

2 errors

"#]]);
}

#[test]
fn text_without_a_closing_quote_is_told() {
    let portal = Portal::new()
        .with("content/edaran/2024/se-1.md", circular("nomor = \"800/1/2024\nstatus = berlaku\n"));
    portal.check().exits(1).says(str![[r#"
galat[TW0202]: penulisan TOML keliru: teks tidak ditutup dengan tanda kutip
 --> content/edaran/2024/se-1.md:6:20
  |
6 | nomor = "800/1/2024
  |                    ^
  |
  = saran: tulis `kunci = nilai`, satu per baris; teks di antara tanda kutip "…"

galat[TW0202]: penulisan TOML keliru: teks harus di antara tanda kutip
 --> content/edaran/2024/se-1.md:7:10
  |
7 | status = berlaku
  |          ^^^^^^^
  |
  = saran: tulis `kunci = nilai`, satu per baris; teks di antara tanda kutip "…"

2 galat

"#]]);
}

#[test]
fn all_errors_of_several_files_are_told_in_one_run() {
    let portal = Portal::new()
        .with("content/edaran/2024/a.md", circular("penerbitt = 1\nstatus = \"x\"\n"))
        .with("content/halaman/b.md", "tanpa front matter\n")
        .with("content/tim/c.toml", "judul = 3\n")
        .with("content/edran/d.md", circular(""));
    portal.check().exits(1).says(str![[r#"
galat[TW0203]: kunci `penerbitt` tidak dikenal
 --> content/edaran/2024/a.md:6:1
  |
6 | penerbitt = 1
  | ^^^^^^^^^
  |
  = saran: `penerbit` sudah ada; hapus salah satunya

galat[TW0111]: `edran` bukan tempat untuk isi portal
 --> content/edran/d.md
  = saran: maksud Anda `edaran/`?

galat[TW0201]: berkas ini tidak diawali front matter
 --> content/halaman/b.md:1:1
  |
1 | tanpa front matter
  | ^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis satu baris `+++` sebelum dan sesudah data di awal berkas

galat[TW0204]: kunci `jenis` wajib diisi
 --> content/tim/c.toml:1:1
  |
1 | judul = 3
  | ^
  |
  = saran: tambahkan `jenis = …`: salah satu dari `tim_tetap`, `tim_tidak_tetap`, `pokja_pengawasan`, `tim_penilai_kinerja`, `majelis_kode_etik`, `tim_pemeriksa`, `tim_netralitas`, `satgas`

galat[TW0205]: nilai ini bilangan bulat, padahal bukan itu yang diminta
 --> content/tim/c.toml:1:9
  |
1 | judul = 3
  |         ^
  |
  = saran: tulis teks di antara tanda kutip, misalnya "Bupati Contoh"

5 galat

"#]]);
}

#[test]
fn quotation_marks_and_dates_of_word_are_told_with_what_to_write() {
    let mut portal = Portal::new();
    for (name, from, to) in [
        ("kutip", "judul = \"Surat", "judul = “Surat"),
        ("hari", "tanggal = 2024", "tanggal = 1 Juli 2024 #"),
    ] {
        let text = circular("");
        assert!(text.contains(from), "{text}");
        portal = portal.with(&format!("content/edaran/2024/{name}.md"), text.replacen(from, to, 1));
    }
    portal.check().exits(1).says(str![[r#"
galat[TW0208]: tanggal "1 Juli 2024" tidak ditulis TAHUN-BULAN-HARI
 --> content/edaran/2024/hari.md:4:11
  |
4 | tanggal = 1 Juli 2024 #-10-15
  |           ^^^^^^^^^^^
  |
  = saran: tulis 2024-07-01

galat[TW0202]: tanda kutip ini lengkung, seperti buatan Word; di sini harus lurus
 --> content/edaran/2024/kutip.md:2:9
  |
2 | judul = “Surat edaran"
  |         ^
  |
  = saran: tulis "Surat edaran"

2 galat

"#]]);
}
