//! `audit`: finished outputs, clean and with planted leaks.

use std::path::Path;

use serde_json::Value;
use snapbox::str;

use crate::support::{CLOCK, Portal, Run, circular};

const OFFICES: &str = r#"opd = [
  { kode = "bkpsdm", nama = "BKPSDM", klaster = "badan" },
  { kode = "dinkes", nama = "Dinas Kesehatan", klaster = "dinas" },
  { kode = "dinsos", nama = "Dinas Sosial", klaster = "dinas" },
  { kode = "setda", nama = "Sekretariat Daerah", klaster = "sekretariat" },
]
"#;

const PACT: &str = "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\nringkasan = \"Ringkasan pakta.\"\n";

const ROWS: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani
bkpsdm,pns,2024-10-01,40,30
bkpsdm,pppk,2024-10-01,20,14
dinkes,pns,2024-10-01,60,48
dinkes,pppk,2024-10-01,30,21
dinsos,pns,2024-10-01,50,42
dinsos,pppk,2024-10-01,24,17
setda,pns,2024-10-01,80,70
setda,pppk,2024-10-01,26,20
";

const SERIES: &str = "public/pakta/pilkada";

/// A finished portal in two languages whose pact series hides two offices in every output.
fn hiding() -> Portal {
    let portal = Portal::bilingual()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/pilkada.toml", PACT)
        .with("content/pakta/pilkada.csv", ROWS)
        .with("content/edaran/2024/se-umum.md", circular(""));
    portal.builds();
    for (code, name) in [("dinkes", "Dinas Kesehatan"), ("dinsos", "Dinas Sosial")] {
        for table in ["hitungan", "opd"] {
            change(&portal, &format!("{SERIES}/{table}.csv"), |text| hidden_in_csv(text, code));
            change_json(&portal, &format!("{SERIES}/{table}.json"), |row| {
                if row["opd"] == code {
                    row["ditandatangani"] = "c".into();
                    if row.get("bagian").is_some() {
                        row["bagian"] = Value::Null;
                    }
                }
            });
        }
        for page in [format!("{SERIES}/index.html"), "public/en/pakta/pilkada/index.html".to_owned()] {
            change(&portal, &page, |text| hidden_on_page(text, name));
        }
    }
    portal
}

fn change(portal: &Portal, path: &str, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(portal.path(path)).unwrap();
    portal.write(path, change(&text));
}

fn change_json(portal: &Portal, path: &str, change_row: impl Fn(&mut Value)) {
    change(portal, path, |text| {
        let mut figure: Value = serde_json::from_str(text).unwrap();
        figure["baris"].as_array_mut().unwrap().iter_mut().for_each(&change_row);
        serde_json::to_string_pretty(&figure).unwrap()
    });
}

/// `dinkes,Dinas Kesehatan,90,69,0.7667` → `dinkes,Dinas Kesehatan,90,c,`.
fn hidden_in_csv(text: &str, code: &str) -> String {
    let signed = text.lines().next().unwrap().split(',').position(|key| key == "ditandatangani").unwrap();
    let lines = text.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let hide = |(at, cell): (usize, &&str)| match at {
            _ if !cells.contains(&code) => (*cell).to_owned(),
            at if at == signed => "c".to_owned(),
            at if at > signed => String::new(),
            _ => (*cell).to_owned(),
        };
        cells.iter().enumerate().map(hide).collect::<Vec<_>>().join(",") + "\r\n"
    });
    lines.collect()
}

/// Hides an office's row of the table, and its bar.
fn hidden_on_page(text: &str, name: &str) -> String {
    let bar = between(text, &format!(">{name}</text>"), "<text class=\"bagan-label\"");
    let value = between(bar, "text-anchor=\"end\">", "</text>");
    let drawn = between(bar, "<rect class=\"bagan-isi\"", "/>");
    let y = between(drawn, "y=\"", "\"");
    let fixed = format!("<rect class=\"bagan-tertutup\" x=\"0\" y=\"{y}\" width=\"14\" height=\"14\"");
    let hidden_bar = bar
        .replace(&format!(">{value}</text>"), ">–</text>")
        .replace(&format!("<rect class=\"bagan-isi\"{drawn}"), &fixed);
    let row = between(text, &format!("<tr><th scope=\"row\">{name}</th>"), "</tr>");
    let cells: Vec<&str> = row.split("<td class=\"angka\">").collect();
    let hidden_row = format!(
        "<td class=\"angka\">{}<td class=\"angka\"><abbr title=\"dirahasiakan\">c</abbr></td><td class=\"angka\">–</td>",
        cells[1]
    );
    text.replace(bar, &hidden_bar).replace(row, &hidden_row)
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}")) + start.len();
    &text[from..from + text[from..].find(end).unwrap_or(text.len() - from)]
}

fn audit(portal: &Portal) -> Run {
    portal.run(&["audit", "-q"])
}

/// Plants a leak by a replacement in an output file, and expects a finding with `code` there.
#[track_caller]
fn planted(code: &str, path: &str, from: &str, to: &str) -> Run {
    let portal = hiding();
    portal.edit(path, from, to);
    let run = audit(&portal);
    run.exits(1);
    let shown = path.strip_prefix("public/").unwrap();
    assert!(run.codes().contains(&code) && run.stderr.contains(shown), "{}", run.stderr);
    run
}

const PAGE: &str = "public/pakta/pilkada/index.html";
const CSV: &str = "public/pakta/pilkada/opd.csv";
const JSON: &str = "public/pakta/pilkada/opd.json";

#[test]
fn hidden_cells_audit_clean() {
    let portal = hiding();
    portal.run(&["audit"]).exits(0).says(str![[r#"
diserang: 40 berkas (23 halaman), 4 tabel, 6 sel tertutup lewat 7 jumlah, 0 baris sanksi
tidak diserang: isi PDF dan gambar, jumlah halaman daftar, dan pengetahuan dari luar situs

"#]]);
}

#[test]
fn the_portals_of_the_tests_audit_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let portals = std::fs::read_dir(folder.join("tests/portals")).unwrap().map(|entry| entry.unwrap().path());
    for root in portals.filter(|path| path.is_dir()).chain([folder.to_owned()]) {
        let portal = Portal::copy_of(&root);
        let built = portal.run(&["build", "-q", "--clock", "2026-01-01"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        audit(&portal).exits(0).says("");
    }
}

#[test]
fn one_more_cell_gives_others_away_and_the_attack_is_explained() {
    let portal = hiding();
    portal.edit("public/pakta/pilkada/hitungan.csv", "pns,PNS,50,c", "pns,PNS,50,42");
    change_json(&portal, "public/pakta/pilkada/hitungan.json", |row| {
        if row["opd"] == "dinsos" && row["kategori"] == "pns" {
            row["ditandatangani"] = 42.into();
        }
    });
    audit(&portal).exits(1).says(str![[r#"
galat[TW0901]: sel tertutup [2024-10-01: kategori=pns, opd=dinkes] dari `ditandatangani` dapat dihitung: dari total 190 dan 30, 42 serta 70 yang ditampilkan, mengikuti 48 orang
 --> public/pakta/pilkada/hitungan.csv:4:1
  |
4 | 2024-10-01,dinkes,Dinas Kesehatan,dinas,Dinas,pns,PNS,60,c␍
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = saran: jangan terbitkan; bangun ulang dari sumbernya, dan jangan sunting berkas hasil dengan tangan

1 galat

"#]]);
    portal
        .run(&["audit", "-q", "--lang", "en", "--tanpa-nilai"])
        .exits(1)
        .says(str![[r#"
error[TW0901]: the hidden cell [2024-10-01: kategori=pns, opd=dinkes] of `ditandatangani` can be worked out
 --> public/pakta/pilkada/hitungan.csv:4:1
  = hint: do not publish; build again from the sources, and do not edit output files by hand

1 error

"#]])
        .never_says("48");
}

#[test]
fn percentage_in_csv_is_found() {
    planted("TW0909", CSV, "Dinas Sosial,74,c,", "Dinas Sosial,74,c,0.7973");
}

#[test]
fn percentage_in_json_is_found() {
    planted("TW0910", JSON, "\"bagian\": null", "\"bagian\": 0.7667");
}

#[test]
fn percentage_on_the_page_is_found() {
    planted(
        "TW0909",
        PAGE,
        "</abbr></td><td class=\"angka\">–</td>",
        "</abbr></td><td class=\"angka\">76,7 %</td>",
    );
}

#[test]
fn average_beside_a_hidden_count_is_found() {
    let portal = hiding();
    change(&portal, CSV, |text| {
        let lines = text
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{line},{}\r\n", if at == 0 { "rata_rata" } else { "34.5" }));
        lines.collect()
    });
    let run = audit(&portal);
    assert!(run.codes().contains(&"TW0909"), "{}", run.stderr);
}

#[test]
fn count_on_the_page_alone_is_found() {
    planted("TW0903", PAGE, "<abbr title=\"dirahasiakan\">c</abbr>", "69");
}

#[test]
fn count_in_json_alone_is_found() {
    planted("TW0903", JSON, "\"ditandatangani\": \"c\"", "\"ditandatangani\": 69");
}

#[test]
fn number_in_json_beside_the_rows_is_found() {
    planted("TW0913", JSON, "\"contoh\": false", "\"contoh\": false, \"rincian\": { \"dinkes\": 69 }");
}

#[test]
fn note_in_json_is_found() {
    planted(
        "TW0913",
        JSON,
        "\"catatan\": null",
        "\"catatan\": { \"id\": \"Di Dinas Sosial 15 orang belum.\" }",
    );
}

#[test]
fn length_of_a_bar_is_found() {
    planted(
        "TW0911",
        PAGE,
        "<rect class=\"bagan-tertutup\" x=\"0\" y=\"74\" width=\"14\"",
        "<rect class=\"bagan-tertutup\" x=\"0\" y=\"74\" width=\"322\"",
    );
    planted(
        "TW0911",
        PAGE,
        "<rect class=\"bagan-tertutup\" x=\"0\" y=\"74\"",
        "<rect class=\"bagan-isi\" x=\"0\" y=\"74\" width=\"322\" height=\"14\"/><rect class=\"bagan-tertutup\" x=\"0\" y=\"74\"",
    );
}

#[test]
fn value_beside_a_bar_is_found() {
    planted("TW0911", PAGE, "text-anchor=\"end\">–</text>", "text-anchor=\"end\">76,7 %</text>");
}

#[test]
fn length_of_a_shown_bar_that_is_not_its_value_is_found() {
    planted(
        "TW0911",
        PAGE,
        "<rect class=\"bagan-isi\" x=\"0\" y=\"26\" width=\"",
        "<rect class=\"bagan-isi\" x=\"0\" y=\"26\" width=\"9",
    );
}

#[test]
fn title_of_a_drawing_is_found() {
    planted(
        "TW0913",
        PAGE,
        "</svg></div>\n<div class=\"tabel\" role=\"region\" tabindex=\"0\" aria-labelledby=\"opd-judul\">",
        "<title>Dinkes 69</title></svg></div>\n<div class=\"tabel\" role=\"region\" tabindex=\"0\" aria-labelledby=\"opd-judul\">",
    );
}

#[test]
fn attributes_are_found() {
    for attribute in ["data-nilai=\"69\"", "aria-label=\"69 orang\"", "title=\"69\"", "style=\"--w:69\""] {
        planted("TW0913", PAGE, "<h2 id=\"opd-judul\"", &format!("<h2 {attribute} id=\"opd-judul\""));
    }
}

#[test]
fn meta_description_is_found() {
    planted("TW0913", PAGE, "content=\"Ringkasan pakta.\"", "content=\"Dinas Sosial: 59 sudah.\"");
}

#[test]
fn alternative_text_and_comment_on_another_page_are_found() {
    let other = "public/edaran/2024/se-umum/index.html";
    planted(
        "TW0913",
        other,
        "<p>Naskah.</p>",
        "<img alt=\"Dinas Kesehatan: 69 orang sudah menandatangani\">",
    );
    planted("TW0913", other, "<p>Naskah.</p>", "<!-- dinkes 69 orang -->");
    planted("TW0913", other, "<p>Naskah.</p>", "Baru 76,7 % pegawai Dinas Kesehatan menandatangani pakta.");
}

#[test]
fn days_and_shown_numbers_are_no_leak() {
    let portal = hiding();
    portal.edit(
        "public/edaran/2024/se-umum/index.html",
        "<p>Naskah.</p>",
        "<p>Pada 12 Oktober 2024 pegawai Dinas Sosial menandatangani pakta. Sasaran Dinas Sosial 74 orang.</p>",
    );
    audit(&portal).exits(0).says("");
}

#[test]
fn feed_is_found() {
    planted("TW0913", "public/atom.xml", "<summary>", "<summary>Dinas Sosial: 15 orang belum. ");
}

#[test]
fn order_of_rows_is_found() {
    let portal = hiding();
    change(&portal, CSV, |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.swap(2, 3);
        lines.join("\r\n") + "\r\n"
    });
    let run = audit(&portal);
    run.exits(1);
    assert!(run.codes().contains(&"TW0912"), "{}", run.stderr);
}

#[test]
fn file_that_was_not_built_is_found() {
    let portal = hiding();
    portal.write("public/pakta/pilkada/hitungan.bak", "x");
    portal.write("public/pakta/pilkada/opd.csv.gz", [31_u8, 139, 8]);
    audit(&portal).exits(1).says(str![[r#"
galat[TW0914]: berkas ini tidak ada dalam daftar berkas yang dibangun
 --> public/pakta/pilkada/hitungan.bak
  = saran: sisa bangunan lama, salinan, atau draf; hapus, lalu bangun ulang

galat[TW0914]: berkas ini tidak ada dalam daftar berkas yang dibangun
 --> public/pakta/pilkada/opd.csv.gz
  = saran: sisa bangunan lama, salinan, atau draf; hapus, lalu bangun ulang

2 galat

"#]]);
}

#[test]
fn file_that_no_page_leads_to_is_found() {
    let portal = hiding();
    portal.remove("public/.terawang.json");
    portal.write("public/pakta/pilkada/rinci.csv", "opd,jumlah\r\ndinsos,59\r\n");
    audit(&portal).exits(1).says(str![[r#"
galat[TW0915]: tidak ada halaman yang menautkan berkas ini
 --> public/pakta/pilkada/rinci.csv
  = saran: yang tidak ditautkan pun dapat diunduh; hapus, atau tautkan dari halamannya

1 galat

"#]]);
}

#[test]
fn address_of_a_draft_is_found() {
    planted(
        "TW0916",
        "public/sitemap.xml",
        "</urlset>",
        "<url><loc>https://netralitas.uji.go.id/edaran/2024/draf/</loc></url></urlset>",
    );
    planted("TW0916", "public/index.html", "</main>", "<a href=\"/sanksi/rahasia/\">x</a></main>");
}

#[test]
fn number_of_a_person_is_found_and_not_quoted() {
    let run = planted("TW0917", PAGE, "Ringkasan pakta.", "NIP 198506122010011012.");
    run.never_says("198506122010011012");
    planted("TW0917", CSV, "Dinas Sosial", "198506122010011012").never_says("198506122010011012");
}

#[test]
fn earlier_edition_that_showed_a_cell_is_found() {
    let portal = hiding();
    portal.run(&["build", "-q", "--clock", CLOCK, "--output", "lama"]).exits(0);
    let run = portal.run(&["audit", "-q", "--terdahulu", "lama"]);
    run.exits(1);
    assert!(run.stderr.contains("edisi sebelumnya menulis 69"), "{}", run.stderr);
}

#[test]
fn small_cell_that_is_shown_is_found() {
    let portal = hiding();
    portal.edit("public/pakta/pilkada/hitungan.csv", "pppk,PPPK,26,20", "pppk,PPPK,26,23");
    let run = audit(&portal);
    run.exits(1);
    assert!(run.codes().contains(&"TW0905") && run.codes().contains(&"TW0904"), "{}", run.stderr);
    // Another threshold gives another result.
    assert!(!portal.run(&["audit", "-q", "--k", "3"]).codes().contains(&"TW0905"));
}

#[test]
fn folder_without_a_site_is_misuse() {
    let portal = Portal::new();
    portal.run(&["audit", "kosong"]).exits(2);
    std::fs::create_dir(portal.path("kosong")).unwrap();
    portal.run(&["audit", "kosong"]).exits(2).says(str![[r#"
galat[TW0919]: di kosong tidak ada situs yang sudah dibangun
  = saran: tulis folder hasil `terawang build`, misalnya `terawang audit public`

1 galat

"#]]);
    portal.run(&["audit", "--k", "1"]).exits(2);
}

/// Three of 1041 have not signed in one office; the build hides the cells that would reveal them.
const BUILT_ROWS: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani
setda,pns,2024-10-01,1041,1038
setda,tenaga_kontrak,2024-10-01,2053,2053
bkpsdm,pns,2024-10-01,3067,2846
bkpsdm,tenaga_kontrak,2024-10-01,4079,3758
dinkes,pns,2024-10-01,5081,4637
dinkes,tenaga_kontrak,2024-10-01,6089,5519
dinsos,pns,2024-10-01,7103,6428
dinsos,tenaga_kontrak,2024-10-01,8117,7396
";

#[test]
fn series_that_the_build_hides_audits_clean_and_every_cell_of_it_is_needed() {
    let portal = Portal::bilingual()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/pilkada.toml", format!("{PACT}\n[kebijakan]\ncara = \"rahasiakan\"\n"))
        .with("content/pakta/pilkada.csv", BUILT_ROWS);
    portal.builds();
    audit(&portal).exits(0).says("");
    for (office, class, truth) in [
        ("setda", "Sekretariat Daerah,sekretariat,Sekretariat,pns,PNS,1041", "1038"),
        ("bkpsdm", "BKPSDM,badan,Badan,pns,PNS,3067", "2846"),
    ] {
        let csv = "public/pakta/pilkada/hitungan.csv";
        let before = std::fs::read(portal.path(csv)).unwrap();
        portal.edit(csv, &format!("{class},c"), &format!("{class},{truth}"));
        let run = audit(&portal);
        run.exits(1);
        assert!(run.codes().contains(&"TW0901"), "{office}: {}", run.stderr);
        portal.write(csv, before);
    }
}

/// A finished sanction series with rows and with persons who are not detailed.
fn sanctions() -> Portal {
    let keys = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\ntotal = 33\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\ntidak_dirinci_maks = 20\n";
    let rows = "semester,tingkat_hukuman,jumlah\n2024-S1,moral,6\n2024-S1,ringan,6\n2024-S2,ringan,7\n2024-S2,sedang,8\ntidak_dirinci,tidak_dirinci,6\n";
    let portal = Portal::new().with("content/sanksi/2024.toml", keys).with("content/sanksi/2024.csv", rows);
    portal.builds();
    portal
}

#[test]
fn rows_of_a_sanction_series_audit_clean() {
    audit(&sanctions()).exits(0).says("");
}

/// Replaces lines in the rows, in CSV and JSON alike, and returns the codes.
#[track_caller]
fn with_rows(changes: &[(&str, &str)]) -> Vec<String> {
    let portal = sanctions();
    for (from, to) in changes {
        portal.edit("public/sanksi/2024/baris.csv", from, to);
    }
    portal.remove("public/sanksi/2024/baris.json");
    let run = audit(&portal);
    run.exits(1);
    run.codes().into_iter().map(str::to_owned).collect()
}

#[test]
fn classes_and_pools_of_few_persons_are_found() {
    assert!(
        with_rows(&[("ringan,Hukuman ringan,6", "ringan,Hukuman ringan,2")]).contains(&"TW0905".to_owned())
    );
    assert!(with_rows(&[("Tidak dirinci,6", "Tidak dirinci,3")]).contains(&"TW0905".to_owned()));
    let told = with_rows(&[
        ("moral,Sanksi moral,6", "moral,Sanksi moral,1"),
        ("ringan,Hukuman ringan,6", "ringan,Hukuman ringan,11"),
    ]);
    assert!(told.contains(&"TW0906".to_owned()) && told.contains(&"TW0905".to_owned()), "{told:?}");
}

#[test]
fn class_of_one_fate_is_found() {
    let told = with_rows(&[("2024-S1,Semester I 2024,moral,Sanksi moral,6\r\n", "")]);
    assert!(told.contains(&"TW0906".to_owned()) && told.contains(&"TW0908".to_owned()), "{told:?}");
}

#[test]
fn order_of_persons_is_found() {
    let (one, two) = (
        "2024-S1,Semester I 2024,moral,Sanksi moral,6\r\n",
        "2024-S2,Semester II 2024,ringan,Hukuman ringan,7\r\n",
    );
    let told = with_rows(&[(one, ""), (two, &format!("{two}{one}"))]);
    assert!(told.contains(&"TW0912".to_owned()), "{told:?}");
}

#[test]
fn margin_that_tells_of_persons_who_are_not_detailed_is_found() {
    let portal = sanctions();
    portal.edit(
        "public/sanksi/2024/tingkat_hukuman.csv",
        "ringan,Hukuman ringan,13",
        "ringan,Hukuman ringan,15",
    );
    let run = audit(&portal);
    run.exits(1);
    assert!(run.codes().contains(&"TW0908"), "{}", run.stderr);
}

#[test]
fn total_of_other_persons_than_the_rows_is_found() {
    let portal = sanctions();
    portal.edit(
        "public/sanksi/2024/index.html",
        "<p class=\"angka-besar\">33",
        "<p class=\"angka-besar\">35",
    );
    let run = audit(&portal);
    run.exits(1);
    assert!(run.codes().contains(&"TW0908"), "{}", run.stderr);
}

#[test]
fn rows_of_a_series_of_few_persons_are_found() {
    let portal = sanctions();
    assert!(portal.run(&["audit", "-q", "--k", "12"]).codes().contains(&"TW0907"));
}

#[test]
fn releases_are_compared_with_what_is_published() {
    let portal = sanctions();
    portal.run(&["release", "--clock", CLOCK, "-q"]).exits(0);
    let rilis = portal.path("rilis");
    let attack = || portal.run(&["audit", "--rilis", rilis.to_str().unwrap(), "--tanpa-nilai", "-q"]);
    attack().exits(0).says("");
    // One person more in one class than in the release.
    let grown = "2024-S2,ringan,8\n";
    portal.edit("content/sanksi/2024.csv", "2024-S2,ringan,7\n", grown);
    portal.edit("content/sanksi/2024.toml", "total = 33", "total = 34");
    std::fs::rename(&rilis, portal.path("rilis-lama")).unwrap();
    portal.builds();
    std::fs::rename(portal.path("rilis-lama"), &rilis).unwrap();
    attack().exits(1).says(str![[r#"
galat[TW0865]: perubahan sejak rilis `0001.json` menunjuk kurang dari 5 orang dalam kelas `semester` × `tingkat_hukuman`
 --> public/sanksi/2024/baris.csv
  = saran: tunda perubahan, juga koreksi atas masa yang sudah lewat, sampai setiap kelas bertambah atau berkurang 0 atau sedikitnya 5 orang; sementara itu terbitkan baris seperti di rilis itu

galat[TW0866]: orang yang bertambah atau berkurang sejak rilis `0001.json` (hampir) semuanya sama di `tingkat_hukuman`
 --> public/sanksi/2024/baris.csv
  = saran: tunda perubahan sampai orang yang serupa di kolom lain memiliki sedikitnya 2 nilai, masing-masing lebih dari satu orang

2 galat

"#]]);
    std::fs::write(rilis.join("0001.json"), "{}").unwrap();
    attack().exits(1).says(str![[r#"
galat[TW0861]: rilis ini rusak (baris 1)
 --> public/rilis/0001.json
  = saran: kembalikan isi `rilis/` dari kendali versi (misalnya `git checkout -- rilis`); jangan menyunting atau menghapusnya

1 galat

"#]]);
}

/// A share that lies half-way (13/32 = 0.40625) reads alike in CSV, JSON and on pages.
#[test]
fn a_share_that_lies_half_way_is_honest() {
    let pact = "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\ntotal = [{ per_tanggal = 2024-10-01, sasaran = 32, ditandatangani = 13 }, { per_tanggal = 2024-11-01, sasaran = 100000, ditandatangani = 99999 }]\n";
    let portal = Portal::bilingual().with("content/pakta/pilkada.toml", pact);
    portal.builds();
    let files = portal.published("pakta/pilkada/perkembangan.csv")
        + &portal.published("pakta/pilkada/perkembangan.json");
    assert_eq!(files.matches("0.4063").count(), 2, "{files}");
    assert_eq!(files.matches("0.9999").count(), 2, "{files}");
    let run = audit(&portal);
    assert!(run.codes().is_empty(), "{}", run.stderr);
}

/// Names that a spreadsheet would run are guarded in CSV alone, and the audit knows them again.
#[test]
fn names_that_look_like_formulas_are_honest() {
    let names = ["=1+1", "＝1+1", "Utara;=1", "'=1", "\u{200b}@a"];
    let districts: Vec<String> = names
        .iter()
        .map(|name| format!("{{ nama = \"{name}\", nilai = 40, kategori = \"rendah\" }}"))
        .collect();
    let index = format!(
        "judul = \"Indeks\"\ntanggal = 2024-10-01\nsumber = \"Tim\"\n[indeks]\nnama = \"Kerawanan\"\nsatuan = \"indeks\"\nper_tanggal = 2024-10-01\nkecamatan = [{}]\n",
        districts.join(", ")
    );
    let portal = Portal::bilingual().with("content/pemantauan/indeks.toml", index);
    portal.builds();
    let csv = portal.published("pemantauan/indeks/indeks.csv");
    for cell in ["\n'=1+1,", "\n'＝1+1,", "\nUtara;'=1,", "\n''=1,", "\n'\u{200b}@a,"] {
        assert!(csv.contains(cell), "{cell:?}: {csv}");
    }
    let run = audit(&portal);
    assert!(run.codes().is_empty(), "{}", run.stderr);
}
