//! Exceptions from the text gate: `terawang allow` writes, renews and lists them.

use snapbox::str;

use crate::support::{Portal, Run, circular, page, pdf};

const LIST: &str = "content/izin-pii.toml";
const PAGE: &str = "content/halaman/kontak.md";
const PHONE: &str = "0812-0000-0123";
const NIP: &str = "198501012010011999";

/// Runs `terawang izin` with reason and approver.
fn allow(portal: &Portal, place: &str, until: &str) -> Run {
    allow_with(portal, place, until, &[])
}

fn allow_with(portal: &Portal, place: &str, until: &str, more: &[&str]) -> Run {
    let said =
        ["izin", place, "--alasan", "Piket kantor", "--disetujui-oleh", "PPID Utama", "--sampai", until];
    portal.run(&[&said[..], &["--clock", crate::support::CLOCK], more].concat())
}

fn with_page(body: &str) -> Portal {
    Portal::new().with(PAGE, page(body))
}

#[test]
fn what_is_refused_is_excepted_by_the_command_that_the_message_shows() {
    let portal = with_page(&format!("Piket: {PHONE}."));
    portal.check().exits(1).says(str![[r#"
galat[TW0802]: data pribadi di sini: Nomor telepon
 --> content/halaman/kontak.md:5:8
  = saran: hapus, atau daftarkan sebagai kontak kanal resmi di `pengaduan/saluran/`; bila tidak: `terawang izin content/halaman/kontak.md:5 --alasan "…" --disetujui-oleh "…" --sampai 2025-12-31`

1 galat

"#]]);
    allow(&portal, &format!("{PAGE}:5"), "2025-12-31").exits(0).never_says("0812").says(str![[r#"
dikecualikan sampai 2025-12-31: Nomor telepon, 1 teks di content/halaman/kontak.md

"#]]);
    let list = std::fs::read_to_string(portal.path(LIST)).unwrap();
    assert_eq!(
        list,
        "# Pengecualian dari gerbang teks; ditulis dan didaftar oleh `terawang izin`.\n[[izin]]\ndetektor = \"telepon\"\nsha256 = \"4738e975c073777d4c53357eca85de5779b88dd2859d8736e2c99631d37e7644\"\nberkas = \"content/halaman/kontak.md\"\nalasan = \"Piket kantor\"\ndisetujui_oleh = \"PPID Utama\"\nberlaku_sampai = 2025-12-31\n"
    );
    portal.builds();
    // Another number in the same line is another text.
    portal.edit(PAGE, PHONE, "0812-0000-0124");
    assert_eq!(portal.check().exits(1).codes(), ["TW0802", "TW0810"]);
}

#[test]
fn the_list_keeps_its_comments_and_its_order() {
    let portal = with_page(&format!("Piket: {PHONE}."));
    allow(&portal, &format!("{PAGE}:5:8"), "2025-12-31").exits(0);
    let before =
        std::fs::read_to_string(portal.path(LIST)).unwrap().replace("berkas", "# Lihat nota.\nberkas");
    portal.write(LIST, &before);
    portal.write("content/halaman/lain.md", page("surel rekaan.999@gmail.com"));
    allow(&portal, "content/halaman/lain.md:5", "2026-01-31").exits(0);
    let after = std::fs::read_to_string(portal.path(LIST)).unwrap();
    assert!(after.starts_with(&before) && after.matches("[[izin]]").count() == 2, "{after}");
    portal.builds();
    let inline = format!(
        "izin = [{{ {} }}]\n",
        before.lines().skip(2).filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join(", ")
    );
    portal.write(LIST, inline);
    allow(&portal, "content/halaman/lain.md:5", "2026-01-31").exits(0);
    portal.builds();
}

#[test]
fn what_cannot_be_excepted_is_told() {
    let portal = with_page(&format!("Piket: {PHONE}.\nNIP {NIP}\n\n{PHONE} dan rekaan.999@gmail.com"));
    let refused = |place: &str, until: &str, code: &str, words: &str| {
        let run = allow(&portal, place, until);
        assert_eq!(run.exits(1).codes(), [code], "{place}");
        assert!(run.stderr.contains(words), "{}", run.stderr);
        run.never_says("0812").never_says("1985").never_says("rekaan.999");
        assert!(!portal.path(LIST).exists());
    };
    let line = |number: usize| format!("{PAGE}:{number}");
    refused(
        &line(1),
        "2025-12-31",
        "TW0876",
        "gerbang teks tidak menahan apa pun di content/halaman/kontak.md:1",
    );
    refused("content/halaman/tidak.md", "2025-12-31", "TW0876", "tidak.md");
    refused(&line(6), "2025-12-31", "TW0806", "hapus nomor itu");
    refused(&line(5), "2024-11-30", "TW0878", "`--sampai 2026-12-01`");
    refused(&line(5), "2026-12-02", "TW0878", "dari 2024-12-01 sampai 2026-12-01");
    refused(&line(8), "2025-12-31", "TW0877", "`--detektor telepon`");
    allow_with(&portal, &line(8), "2025-12-31", &["--detektor", "telepon"]).exits(0);
    let again = allow(&portal, &line(5), "2026-01-31");
    assert_eq!(again.exits(1).codes(), ["TW0811"]);
    assert!(again.stderr.contains("berlaku sampai 2025-12-31"), "{}", again.stderr);
    let lines = with_page(&format!("{PHONE}\n\n0812-0000-0124"));
    let run = allow(&lines, PAGE, "2025-12-31");
    assert_eq!(run.exits(1).codes(), ["TW0877"]);
    assert!(run.stderr.contains("ditahan: 5, 7"), "{}", run.stderr);
    let names = allow_with(
        &with_page(PHONE),
        &line(5),
        "2025-12-31",
        &["--alasan", "Milik Camat Rekaan dijatuhi sanksi"],
    );
    names.exits(2);
}

#[test]
fn an_exception_needs_reason_approver_and_day() {
    let portal = with_page(PHONE);
    let place = format!("{PAGE}:5");
    let run = portal.run(&["izin", &place]);
    run.exits(2);
    assert!(run.stderr.contains("--reason") && run.stderr.contains("--until"), "{}", run.stderr);
    let run = allow_with(&portal, &place, "2025-12-31", &[]);
    run.exits(0);
    let dots = ["izin", &place, "--alasan", "…", "--disetujui-oleh", "PPID", "--sampai", "2025-12-31"];
    portal.run(&dots).exits(2);
}

#[test]
fn an_attachment_is_given_without_a_line() {
    let file = "content/edaran/2024/se-1/surat.pdf";
    let portal = Portal::new()
        .with(
            "content/edaran/2024/se-1/index.md",
            circular("lampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah\" }]\n"),
        )
        .with(file, pdf(&format!("Hubungi {PHONE}.")));
    let run = portal.check();
    assert_eq!(run.exits(1).codes(), ["TW0802"]);
    assert!(run.stderr.contains(&format!("`terawang izin {file} --alasan")), "{}", run.stderr);
    allow(&portal, file, "2025-12-31").exits(0).never_says("0812");
    portal.builds();
}

#[test]
fn an_exception_that_ends_soon_is_told_and_renewed() {
    let portal = with_page(PHONE);
    let place = format!("{PAGE}:5");
    allow(&portal, &place, "2024-12-31").exits(0);
    portal.check().exits(0).says(str![[r#"
peringatan[TW0875]: pengecualian ini berakhir pada 2024-12-31, 30 hari lagi
 --> content/izin-pii.toml:8:18
  |
8 | berlaku_sampai = 2024-12-31
  |                  ^^^^^^^^^^
  |
  = saran: hapus entri ini beserta teksnya, atau mintakan persetujuan baru dengan tanggal baru

1 peringatan

"#]]);
    let at = |day: &str| {
        portal.run(&[
            "izin",
            &place,
            "--alasan",
            "Piket baru",
            "--disetujui-oleh",
            "PPID",
            "--sampai",
            "2025-06-30",
            "--clock",
            day,
        ])
    };
    at("2024-12-01").exits(0);
    let list = std::fs::read_to_string(portal.path(LIST)).unwrap();
    assert!(
        list.matches("[[izin]]").count() == 1 && list.contains("Piket baru") && list.contains("2025-06-30")
    );
    portal.builds();
    // One that has ended is renewed, too.
    let ended = portal.run(&["check", "-q", "--clock", "2025-07-01"]);
    assert_eq!(ended.exits(1).codes(), ["TW0802", "TW0809"]);
    let renewed = portal.run(&[
        "izin",
        &place,
        "--alasan",
        "Piket",
        "--disetujui-oleh",
        "PPID",
        "--sampai",
        "2026-06-30",
        "--clock",
        "2025-07-01",
    ]);
    renewed.exits(0);
    portal.run(&["check", "-q", "--clock", "2025-07-01"]).exits(0).says("");
}

#[test]
fn all_exceptions_are_listed_by_their_last_day() {
    let portal = with_page(&format!("{PHONE}\n\nrekaan.999@gmail.com"));
    portal.run(&["izin", "--clock", crate::support::CLOCK]).exits(0).says("tidak ada pengecualian\n");
    allow(&portal, &format!("{PAGE}:5"), "2025-12-31").exits(0);
    allow(&portal, &format!("{PAGE}:7"), "2025-01-31").exits(0);
    portal.edit(PAGE, PHONE, "Tidak ada.");
    let listed = |more: &[&str]| portal.run(&[&["izin", "--clock", crate::support::CLOCK], more].concat());
    listed(&[]).exits(0).prints(str![[r#"
2025-01-31  61 hari lagi  surel  content/halaman/kontak.md
    Piket kantor (disetujui oleh PPID Utama)
2025-12-31  395 hari lagi  telepon  content/halaman/kontak.md – tidak ada teks yang memerlukannya
    Piket kantor (disetujui oleh PPID Utama)

"#]]);
    let json: serde_json::Value = serde_json::from_str(&listed(&["--format", "json"]).stdout).unwrap();
    let first = &json["exceptions"][0];
    assert_eq!((first["detector"].as_str(), first["days_left"].as_i64()), (Some("surel"), Some(61)));
    assert_eq!(json["exceptions"][1]["needed"], false);
}

#[test]
fn digits_that_only_have_the_form_of_a_nik_can_be_excepted() {
    let portal = with_page("Nomor transaksi 6204015503909999.");
    assert_eq!(portal.check().exits(1).codes(), ["TW0801"]);
    allow(&portal, &format!("{PAGE}:5"), "2025-12-31").exits(0);
    portal.builds();
    portal.edit(PAGE, "Nomor transaksi", "NIK");
    assert_eq!(portal.check().exits(1).codes(), ["TW0801", "TW0810"]);
    assert_eq!(allow(&portal, &format!("{PAGE}:5"), "2025-12-31").exits(1).codes(), ["TW0806"]);
}
