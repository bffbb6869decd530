//! What is unfinished: an error for a site that everybody is to see, a warning for those who work on it.

use snapbox::str;

use crate::support::{Portal, Run, SITE, circular, visible_text};

/// The severities of the findings, by code.
fn weights(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines().filter(|line| line.contains("[TW0"));
    lines.filter_map(|line| line.split(']').next()).collect()
}

/// What a fault weighs in each kind of run.
fn each_run(portal: &Portal, code: &str) {
    let (error, warning) = (format!("galat[{code}"), format!("peringatan[{code}"));
    for command in ["check", "build", "release"] {
        let run = portal.run(&[command, "-q", "--clock", "2024-12-01"]);
        assert_eq!(weights(run.exits(1)), [&error], "{command}");
    }
    for command in ["check", "build"] {
        let run = portal.run(&[command, "-q", "--clock", "2024-12-01", "--drafts"]);
        assert_eq!(weights(run.exits(0)), [&warning], "{command} --drafts");
        // What the trial has learned lets nothing through.
        assert_eq!(weights(portal.check().exits(1)), [&error]);
    }
}

#[test]
fn new_portal_is_published_once_three_lines_are_filled_in() {
    let portal = Portal::empty();
    portal.run(&["init", "-q"]).exits(0);
    portal.build().exits(1).says(str![[r#"
galat[TW0385]: nama lembaga ini belum diisi
 --> site.toml:2:11
  |
2 | lembaga = "Pemerintah Kabupaten …"
  |           ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis nama lembaga Anda, misalnya "Pemerintah Kabupaten Contoh"

galat[TW0385]: kode wilayah ini belum diisi
 --> site.toml:3:16
  |
3 | kode_wilayah = "00.00"                       # kode Kemendagri, misalnya 51.08
  |                ^^^^^^^
  |
  = saran: tulis kode Kemendagri wilayah Anda, misalnya "99.99"

galat[TW0385]: alamat ini hanya contoh; tidak ada portal yang dapat terbit di sana
 --> site.toml:4:10
  |
4 | alamat = "https://netralitas.example.go.id"  # alamat situs Anda
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis alamat situs Anda, misalnya "https://netralitas.contoh.go.id"

3 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0385]: the name of the institution is not filled in
 --> site.toml:2:11
  |
2 | lembaga = "Pemerintah Kabupaten …"
  |           ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: write the name of your institution, for example "Pemerintah Kabupaten Contoh"

error[TW0385]: the code of the region is not filled in
 --> site.toml:3:16
  |
3 | kode_wilayah = "00.00"                       # kode Kemendagri, misalnya 51.08
  |                ^^^^^^^
  |
  = hint: write the code of your region (Kemendagri), for example "99.99"

error[TW0385]: this address is an example only; no portal can be published there
 --> site.toml:4:10
  |
4 | alamat = "https://netralitas.example.go.id"  # alamat situs Anda
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: write the address of your site, for example "https://netralitas.contoh.go.id"

3 errors

"#]]);
    let trial = portal.build_with(&["--drafts"]);
    assert_eq!(weights(trial.exits(0)), ["peringatan[TW0385"; 3]);
    portal.fill_in("site.toml");
    portal.builds();
}

#[test]
fn demonstration_may_have_any_settings() {
    let site = "nama = \"P\"\nlembaga = \"Pemerintah Kabupaten …\"\nkode_wilayah = \"00.00\"\nalamat = \"https://contoh.invalid\"\ncontoh = true\n";
    let portal = Portal::new().with("site.toml", site);
    portal.builds();
    portal.write("content/edaran/2024/se.md", circular("").replace("Naskah.", "Tulis isi surat di sini."));
    assert_eq!(weights(portal.build().exits(0)), ["peringatan[TW0224"]);
}

#[test]
fn address_that_nobody_can_have_is_told_in_every_run() {
    each_run(
        &Portal::new().with("site.toml", SITE.replace("netralitas.uji.go.id", "localhost:8080")),
        "TW0385",
    );
}

#[test]
fn text_of_the_skeleton_is_told() {
    let portal = Portal::new();
    portal.run(&["new", "edaran", "Surat satu", "--clock", "2024-12-01", "-q"]).exits(0);
    portal.builds();
    let letter = "content/edaran/2024/surat-satu.md";
    portal.edit(letter, "draf = true", "#");
    portal.edit(letter, "# nomor", "nomor");
    portal.edit(letter, "# pasal", "pasal");
    portal.build().exits(1).says(str![[r#"
galat[TW0224]: ini masih kerangkanya: "Tulis di sini isi surat dalam satu atau dua kalimat."
 --> content/edaran/2024/surat-satu.md:3:13
  |
3 | ringkasan = "Tulis di sini isi surat dalam satu atau dua kalimat."
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis isinya; selama belum siap, tulis `draf = true`

galat[TW0224]: ini masih kerangkanya: "800/…/BKPSDM/2024"
 --> content/edaran/2024/surat-satu.md:5:9
  |
5 | nomor = "800/…/BKPSDM/2024"   # "x" bila tidak dilaporkan; begitu juga tanggal dan status
  |         ^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis isinya; selama belum siap, tulis `draf = true`

galat[TW0224]: ini masih kerangkanya: "…"
  --> content/edaran/2024/surat-satu.md:20:46
   |
20 | pasal = [{ nomor = "Pasal 9 ayat (2)", isi = "…" }]
   |                                              ^^^
   |
   = saran: tulis isinya; selama belum siap, tulis `draf = true`

galat[TW0224]: ini masih kerangkanya: "Tulis isi surat di sini."
  --> content/edaran/2024/surat-satu.md:29:1
   |
29 | Tulis isi surat di sini.
   | ^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = saran: tulis isinya; selama belum siap, tulis `draf = true`

4 galat

"#]]);
    portal.check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0224]: this is still the skeleton: "Tulis di sini isi surat dalam satu atau dua kalimat."
 --> content/edaran/2024/surat-satu.md:3:13
  |
3 | ringkasan = "Tulis di sini isi surat dalam satu atau dua kalimat."
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: write what belongs here; until it is ready, write `draf = true`

error[TW0224]: this is still the skeleton: "800/…/BKPSDM/2024"
 --> content/edaran/2024/surat-satu.md:5:9
  |
5 | nomor = "800/…/BKPSDM/2024"   # "x" bila tidak dilaporkan; begitu juga tanggal dan status
  |         ^^^^^^^^^^^^^^^^^^^
  |
  = hint: write what belongs here; until it is ready, write `draf = true`

error[TW0224]: this is still the skeleton: "…"
  --> content/edaran/2024/surat-satu.md:20:46
   |
20 | pasal = [{ nomor = "Pasal 9 ayat (2)", isi = "…" }]
   |                                              ^^^
   |
   = hint: write what belongs here; until it is ready, write `draf = true`

error[TW0224]: this is still the skeleton: "Tulis isi surat di sini."
  --> content/edaran/2024/surat-satu.md:29:1
   |
29 | Tulis isi surat di sini.
   | ^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = hint: write what belongs here; until it is ready, write `draf = true`

4 errors

"#]]);
    portal.edit(letter, "800/…/BKPSDM", "800/12/BKPSDM");
    portal.edit(letter, "isi = \"…\"", "isi = \"… wajib netral\"");
    portal.edit(letter, "Tulis di sini isi surat dalam satu atau dua kalimat.", "Tentang netralitas.");
    portal.edit(letter, "Tulis isi surat di sini.", "ASN wajib netral … dan adil.");
    portal.builds();
}

#[test]
fn letter_under_the_skeleton_is_told_in_every_run() {
    each_run(
        &Portal::new().with(
            "content/edaran/2024/se.md",
            circular("").replace("Naskah.", "Tulis isi surat di sini.\n\nASN wajib netral."),
        ),
        "TW0224",
    );
}

#[test]
fn stub_of_a_translation_and_of_a_list_is_told() {
    let report = "+++\njudul = \"L\"\ntanggal = 2024-10-15\npelaksana = [\"Inspektorat\"]\ntemuan = [\"Tulis temuan pertama.\", \"Dua.\"]\n+++\n";
    let portal = Portal::bilingual()
        .with("content/pemantauan/l.md", report)
        .with("content/pemantauan/l.en.md", "+++\njudul = \"R\"\n+++\n\nTulis ringkasan laporan di sini.\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0224]: ini masih kerangkanya: "Tulis ringkasan laporan di sini."
 --> content/pemantauan/l.en.md:5:1
  |
5 | Tulis ringkasan laporan di sini.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis isinya; selama belum siap, tulis `draf = true`

galat[TW0224]: ini masih kerangkanya: "Tulis temuan pertama."
 --> content/pemantauan/l.md:5:11
  |
5 | temuan = ["Tulis temuan pertama.", "Dua."]
  |           ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: tulis isinya; selama belum siap, tulis `draf = true`

2 galat

"#]]);
}

#[test]
fn withdrawn_stub_is_let_be() {
    let text = circular("ditarik = { tanggal = 2024-11-01, alasan = \"Keliru.\" }\n")
        .replace("Naskah.", "Tulis isi surat di sini.");
    Portal::new().with("content/edaran/2024/se.md", text).builds();
}

const CHANNEL: &str = "judul = \"BKPSDM\"\njenis = \"bkpsdm\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Merdeka 1\" }\n";

#[test]
fn channel_that_nobody_tried_is_told() {
    let channel =
        |more: &str| Portal::new().with("content/pengaduan/saluran/bkpsdm.toml", format!("{CHANNEL}{more}"));
    channel("").build().exits(1).says(str![[r#"
galat[TW0386]: belum ada catatan bahwa saluran ini pernah dicoba
 --> content/pengaduan/saluran/bkpsdm.toml
  = saran: coba salurannya, lalu tulis tanggalnya: `terverifikasi = 2024-10-15`; bila belum ada yang mencobanya: `terverifikasi = "x"`

1 galat

"#]]);
    channel("").check_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0386]: there is no record that this channel was ever tried
 --> content/pengaduan/saluran/bkpsdm.toml
  = hint: try the channel, then write the day: `terverifikasi = 2024-10-15`; if nobody has tried it: `terverifikasi = "x"`

1 error

"#]]);
    each_run(&channel(""), "TW0386");
    channel("draf = true\n").builds();
    let portal = channel("terverifikasi = \"x\"\n");
    portal.builds();
    let page = visible_text(&portal.published("lapor/bkpsdm/index.html"));
    assert!(page.contains("Saluran ini belum dicoba oleh pengelola portal"), "{page}");
    assert!(!page.contains("Terakhir diperiksa"), "{page}");
    let portal = channel("terverifikasi = 2024-11-20\n");
    portal.builds();
    let page = visible_text(&portal.published("lapor/bkpsdm/index.html"));
    assert!(page.contains("Terakhir diperiksa 20 November 2024") && !page.contains("belum dicoba"), "{page}");
}

#[test]
fn new_channel_does_not_say_that_somebody_tried_it() {
    let portal = Portal::new();
    portal.run(&["new", "saluran", "Posko", "--clock", "2024-12-01", "-q"]).exits(0);
    let text = std::fs::read_to_string(portal.path("content/pengaduan/saluran/posko.md")).unwrap();
    assert!(text.contains("\n# terverifikasi = 2024-12-01"), "{text}");
}
