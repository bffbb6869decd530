//! Leak channels: unpublished data must not change any published byte.
//!
//! The tests build two portals that differ only in a secret, and compare the two output trees. That covers
//! every channel at once, known or not: lengths and positions in charts, labels, the order of rows, ids,
//! counts of pages and records, facets, empty lists, addresses, feeds, the sitemap, redirects, the manifest,
//! percentages. A channel with rules of its own also has a test of its own below.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::beginning::{DRAFT, kinds, written};
use crate::support::{CLOCK, Portal, Tree, assert_same_tree, circular, pdf, tree};

const OFFICES: &str = "[[opd]]\nkode = \"a\"\nnama = \"Kantor A\"\nklaster = \"dinas\"\n[[opd]]\nkode = \"b\"\nnama = \"Kantor B\"\nklaster = \"dinas\"\n[[opd]]\nkode = \"c\"\nnama = \"Kantor C\"\nklaster = \"badan\"\n[[opd]]\nkode = \"d\"\nnama = \"Kantor D\"\nklaster = \"badan\"\n";
const SERIES: &str =
    "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
const HEADING: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";

/// A bilingual portal with records of most types.
fn portal() -> Portal {
    Portal::bilingual()
        .with("content/opd.toml", OFFICES)
        .with(
            "content/edaran/2023/se-1.md",
            circular("tag = [\"apel\"]\n").replace("2024-10-15", "2023-10-15"),
        )
        .with("content/edaran/2024/se-1.md", circular("tag = [\"apel\", \"pilkada\"]\n"))
        .with("content/pakta/terbuka.toml", SERIES.replace("pakta_netralitas", "ikrar_tertulis"))
        .with(
            "content/pakta/terbuka.csv",
            format!("{HEADING}c,pns,2024-10-01,60,50\nd,pns,2024-10-01,80,65\n"),
        )
}

#[track_caller]
fn output(portal: &Portal) -> Tree {
    let run = portal.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    portal.output()
}

/// Builds a portal with and without a secret; the outputs must be the same.
#[track_caller]
fn assert_hides(secret: impl Fn(&Portal)) {
    let with_secret = portal();
    secret(&with_secret);
    assert_same_tree(&output(&portal()), &output(&with_secret));
}

/// Builds two portals with different secrets; the outputs must be the same.
#[track_caller]
fn assert_twins(one: &Portal, other: &Portal) {
    assert_same_tree(&output(one), &output(other));
}

fn with_pact(policy: &str, rows: &str) -> Portal {
    portal()
        .with("content/pakta/rinci.toml", format!("{SERIES}{policy}"))
        .with("content/pakta/rinci.csv", format!("{HEADING}{rows}"))
}

// Pooled or hidden counts.

#[test]
fn counts_of_pooled_offices_change_no_byte() {
    let rows = |a: (u64, u64), b: (u64, u64)| {
        format!(
            "a,pns,2024-10-01,{},{}\nb,pns,2024-10-01,{},{}\nc,pns,2024-10-01,600,500\nd,pns,2024-10-01,700,650\n",
            a.0, a.1, b.0, b.1
        )
    };
    // The same two offices are pooled, and their sums are the same.
    let one = with_pact("", &rows((40, 38), (50, 46)));
    assert_twins(&one, &with_pact("", &rows((43, 39), (47, 45))));
    assert!(one.published("pakta/rinci/hitungan.csv").contains("tidak_dirinci"));
    assert!(one.published("pakta/rinci/index.html").contains("<svg"), "there is a chart that could tell");
}

#[test]
fn counts_that_are_hidden_change_no_byte() {
    let rows = |a: u64, b: u64| {
        format!(
            "a,pns,2024-10-01,1041,{a}\na,tenaga_kontrak,2024-10-01,2053,2053\nb,pns,2024-10-01,3067,{b}\nb,tenaga_kontrak,2024-10-01,4079,3758\nc,pns,2024-10-01,5081,4637\nc,tenaga_kontrak,2024-10-01,6089,5519\nd,pns,2024-10-01,7103,6428\nd,tenaga_kontrak,2024-10-01,8117,7396\n"
        )
    };
    let policy = "\n[kebijakan]\ncara = \"rahasiakan\"\n";
    let one = with_pact(policy, &rows(1038, 2846));
    assert_twins(&one, &with_pact(policy, &rows(1039, 2845)));
    assert!(one.published("pakta/rinci/hitungan.csv").contains(",1041,c"));
    assert!(
        one.published("pakta/rinci/index.html").contains("bagan-tertutup"),
        "there is a chart that could tell"
    );
}

#[test]
fn a_share_is_of_published_counts_or_absent() {
    let portal = Portal::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    let (mut shares, mut absent) = (0, 0);
    for (path, bytes) in output(&portal) {
        if !path.ends_with(".csv") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let heading = lines.next().unwrap();
        let place = |key: &str| heading.iter().position(|cell| *cell == key);
        let (Some(share), Some(target), Some(signed)) =
            (place("bagian"), place("sasaran"), place("ditandatangani"))
        else {
            // No other column is a rate, an average or a change.
            let rates = ["persen", "rata", "ubah", "bagian", "selisih"];
            assert!(
                !heading.iter().any(|key| rates.iter().any(|rate| key.contains(rate))),
                "{path}: {heading:?}"
            );
            continue;
        };
        for line in lines {
            // Names may contain commas; the numbers come last.
            let from_end = |at: usize| line[line.len() - (heading.len() - at)];
            match (from_end(signed).parse::<f64>(), from_end(target).parse::<f64>()) {
                (Ok(signed), Ok(target)) if target > 0.0 => {
                    assert_eq!(from_end(share), format!("{:.4}", signed / target), "{path}: {line:?}");
                    shares += 1;
                }
                _ => {
                    assert_eq!(from_end(share), "", "{path}: {line:?}");
                    absent += 1;
                }
            }
        }
    }
    assert!(shares > 50 && absent > 0, "{shares} shares, {absent} absent");
}

// Records that are not public.

#[test]
fn drafts_and_embargoed_records_change_no_byte() {
    for kind in kinds() {
        for line in [DRAFT, "terbit = 2024-12-02\n"] {
            assert_hides(|portal| {
                let path = written(&portal.run(&["new", &kind, "Lain sekali", "--clock", CLOCK]));
                portal.edit(
                    &path,
                    DRAFT,
                    &format!("{line}tag = [\"apel\", \"lain\"]\nalihan = [\"/lama/\"]\n"),
                );
                portal.write_out(&path);
            });
        }
    }
}

#[test]
fn files_and_figures_of_drafts_change_no_byte() {
    for line in ["draf = true\n", "terbit = 2024-12-02\n"] {
        assert_hides(|portal| {
            let list = "lampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }]\n";
            portal.write("content/edaran/2022/se-9/index.md", circular(&format!("{line}{list}")));
            portal.write("content/edaran/2022/se-9/index.en.md", "+++\njudul = \"Letter\"\n+++\n\nText.\n");
            portal.write("content/edaran/2022/se-9/surat.pdf", pdf("Surat"));
            portal.write("content/pakta/lain.toml", format!("{line}{SERIES}"));
            portal.write("content/pakta/lain.csv", format!("{HEADING}a,ppnpn,2024-10-01,60,50\n"));
        });
    }
}

#[test]
fn what_a_public_record_says_of_a_secret_one_changes_no_byte() {
    let secret = || {
        let election = "judul = \"Lain\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\nsumber = \"KPU\"\nterbit = 2025-01-01\n";
        portal()
            .with("content/edaran/2024/se-8.md", circular("draf = true\nsingkatan = \"SE 8\"\n"))
            .with("content/tahapan/lain.toml", election)
    };
    let letter = |more: &str| secret().with("content/edaran/2024/se-2.md", circular(more));
    for more in [
        "hubungan = [{ jenis = \"mencabut\", dokumen = \"edaran/2024/se-8\" }]\n",
        "hubungan = [{ jenis = \"mengubah\", dokumen = \"edaran/2024/se-8\" }]\n",
        "tahapan = \"tahapan/lain\"\n",
    ] {
        assert_twins(&letter(""), &letter(more));
    }
    let series = |more: &str| {
        let sanctions = "judul = \"Sanksi\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\ntotal = 9\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n";
        secret().with("content/sanksi/2024.toml", format!("{sanctions}{more}"))
    };
    for more in ["dasar_hukum = [\"edaran/2024/se-8\"]\n", "tahapan = \"tahapan/lain\"\n"] {
        assert_twins(&series(""), &series(more));
    }
}

#[test]
fn the_content_of_a_withdrawn_record_changes_no_byte() {
    let withdrawn = "ditarik = { tanggal = 2024-11-01, alasan = \"Keliru.\" }\n";
    let letter = |more: &str, body: &str| {
        portal().with(
            "content/edaran/2024/se-7/index.md",
            circular(&format!("{withdrawn}{more}")).replace("Naskah.", body),
        )
    };
    let full = letter(
        "ringkasan = \"Isi ringkas.\"\nnomor = \"7\"\nsumber = \"Setda\"\nberlaku_sampai = 2024-12-31\nhubungan = [{ jenis = \"mencabut\", dokumen = \"edaran/2024/se-1\" }]\nlampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }]\n",
        "## Bagian\n\nNaskah lain, [tautan](/edaran/2024/se-1/).",
    );
    full.write("content/edaran/2024/se-7/surat.pdf", pdf("Surat"));
    full.write(
        "content/edaran/2024/se-7/index.en.md",
        "+++\njudul = \"Surat edaran\"\nringkasan = \"Short.\"\n+++\n\nText.\n",
    );
    let bare = letter("", "");
    bare.write("content/edaran/2024/se-7/index.en.md", "+++\njudul = \"Surat edaran\"\n+++\n");
    assert_twins(&bare, &full);
    let series = |rows: &str| {
        portal()
            .with("content/pakta/lain.toml", format!("{withdrawn}{SERIES}"))
            .with("content/pakta/lain.csv", format!("{HEADING}{rows}"))
    };
    assert_twins(
        &series("a,pns,2024-10-01,60,50\n"),
        &series("a,pns,2024-10-01,90,90\nb,pns,2024-10-01,3,1\n"),
    );
}

#[test]
fn what_only_a_secret_record_has_makes_no_page_and_no_facet() {
    // A year, a kind, a topic, an office and a type without any public record.
    let portal = portal()
        .with(
            "content/edaran/2019/instruksi.md",
            circular("draf = true\ntag = [\"rahasia\"]\n").replace("surat_edaran", "instruksi"),
        )
        .with(
            "content/berita/2024/kabar.md",
            "+++\njudul = \"Kabar\"\ntanggal = 2024-03-01\nterbit = 2025-01-01\n+++\n\nIsi.\n",
        );
    let output = output(&portal);
    let pages: Vec<&String> = output
        .keys()
        .filter(|path| ["2019", "instruksi", "rahasia", "berita"].iter().any(|word| path.contains(word)))
        .collect();
    assert_eq!(pages, Vec::<&String>::new());
    for word in ["2019", "Instruksi", "rahasia", "Berita", "Kantor A", "Kantor B"] {
        assert_eq!(portal.published_with(word), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn a_topic_of_withdrawn_records_alone_is_not_offered() {
    let withdrawn = "ditarik = { tanggal = 2024-11-01, alasan = \"Keliru.\" }\ntag = [\"merpati\"]\n";
    let portal = portal().with("content/edaran/2024/se-7.md", circular(withdrawn));
    output(&portal);
    // The address of the list stays valid, but nothing links to it.
    assert!(portal.publishes("topik/merpati/index.html"));
    assert!(!portal.published("topik/index.html").contains("merpati"));
}

// The order of input, and times.

#[test]
fn the_order_of_rows_in_files_changes_no_byte() {
    let rows = [
        "a,pns,2024-10-01,60,50",
        "b,pns,2024-10-01,70,60",
        "a,ppnpn,2024-10-01,80,70",
        "a,pns,2024-09-01,60,40",
        "b,pns,2024-09-01,70,30",
        "c,pns,2024-10-01,4,3",
    ];
    let reports = |origins: [&str; 3], stages: [&str; 2]| {
        format!(
            "judul = \"Laporan\"\nper_tanggal = 2024-10-01\nsatuan = \"laporan\"\nsumber = \"Bawaslu\"\ntotal = 21\nasal = [{}]\ntahap = [{}]\n",
            origins.join(", "),
            stages.join(", ")
        )
    };
    let origins = [
        "{ sumber_laporan = \"media\", jumlah = 8 }",
        "{ sumber_laporan = \"temuan_bawaslu\", jumlah = 7 }",
        "{ sumber_laporan = \"pemantau\", jumlah = 6 }",
    ];
    let stages = ["{ tahapan = \"registrasi\", jumlah = 9 }", "{ tahapan = \"diterima\", jumlah = 21 }"];
    let classes = ["2024-S1,moral,6", "2024-S1,ringan,5", "2024-S2,ringan,7", "2024-S2,sedang,8"];
    let sanctions = "judul = \"Sanksi\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\ntotal = 26\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n[kebijakan]\nkolom = [";
    let transfers = [
        "[[usulan]]\nbulan = \"2024-01\"\njenis = \"pemindahan\"\ndiperiksa = 9\ndikembalikan = 2\ndisetujui = 7\n",
        "[[usulan]]\nbulan = \"2024-02\"\njenis = \"pengangkatan\"\ndiperiksa = 8\ndikembalikan = 1\ndisetujui = 7\n",
    ];
    let districts = [
        "{ nama = \"Utara\", nilai = 40, kategori = \"sedang\" }",
        "{ nama = \"Selatan\", nilai = 40, kategori = \"sedang\" }",
    ];
    let build = |forward: bool| {
        let ordered = |lines: &[&str]| -> Vec<String> {
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            if !forward {
                lines.reverse();
            }
            lines
        };
        let [one, two, three] = <[String; 3]>::try_from(ordered(&origins)).unwrap();
        let [first, second] = <[String; 2]>::try_from(ordered(&stages)).unwrap();
        let integrity = SERIES.replace("pakta_netralitas", "pakta_integritas");
        let columns = ordered(&["\"semester\"", "\"tingkat_hukuman\""]).join(", ");
        portal()
            .with("content/pakta/rinci.toml", SERIES)
            .with("content/pakta/rinci.csv", format!("{HEADING}{}\n", ordered(&rows).join("\n")))
            .with("content/pakta/tertutup.toml", format!("{integrity}[kebijakan]\ncara = \"rahasiakan\"\n"))
            .with("content/pakta/tertutup.csv", format!("{HEADING}{}\n", ordered(&rows).join("\n")))
            .with("content/pengaduan/laporan.toml", reports([&one, &two, &three], [&first, &second]))
            .with("content/sanksi/2024.toml", format!("{sanctions}{columns}]\n"))
            .with("content/sanksi/2024.csv", format!("semester,tingkat_hukuman,jumlah\n{}\n", ordered(&classes).join("\n")))
            .with("content/mutasi/2024.toml", format!("judul = \"Mutasi\"\nperiode = {{ dari = 2024-01-01, sampai = 2024-12-31 }}\nper_tanggal = 2024-11-01\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n{}", ordered(&transfers).concat()))
            .with("content/pemantauan/indeks.md", format!("+++\njudul = \"Indeks\"\ntanggal = 2024-10-01\nsumber = \"Inspektorat\"\nindeks = {{ nama = \"Indeks\", satuan = \"nilai\", per_tanggal = 2024-10-01, kecamatan = [{}] }}\n+++\n", ordered(&districts).join(", ")))
    };
    assert_twins(&build(true), &build(false));
}

#[test]
fn the_order_of_offices_changes_no_byte() {
    let mut blocks: Vec<&str> =
        OFFICES.split_inclusive("\"dinas\"\n").flat_map(|part| part.split_inclusive("\"badan\"\n")).collect();
    blocks.reverse();
    assert_eq!(blocks.len(), 4);
    let offices = blocks.concat();
    assert_hides(|portal| portal.write("content/opd.toml", &offices));
}

#[test]
fn times_of_files_change_no_byte_and_are_not_published() {
    assert_hides(|portal| {
        let past = SystemTime::UNIX_EPOCH + Duration::from_secs(31_536_000 * 7 + 3_723);
        for (path, _) in tree(&portal.path("content")) {
            let file = fs::File::options().write(true).open(portal.path("content").join(path)).unwrap();
            file.set_modified(past).unwrap();
        }
    });
}

#[test]
fn remarks_and_files_beside_the_content_change_no_byte() {
    assert_hides(|portal| {
        portal.edit("content/edaran/2024/se-1.md", "Naskah.", "Naskah.\n\n<!-- catatan dalam -->");
        portal.edit("content/edaran/2024/se-1.md", "judul", "# catatan dalam\njudul");
        portal.edit("content/pakta/terbuka.toml", "judul", "# catatan dalam\njudul");
        portal.write("content/halaman/.draf.md", "x");
        portal.write("content/edaran/2024/se-1.md~", "x");
        portal.write("catatan.md", "x");
    });
}

// Leftovers of an earlier build.

#[test]
fn drafts_that_were_shown_leave_nothing_behind() {
    let portal = portal()
        .with("content/edaran/2022/se-9/index.md", circular("draf = true\ntag = [\"merpati\"]\nlampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }]\n"))
        .with("content/edaran/2022/se-9/surat.pdf", pdf("Surat"))
        .with("content/pakta/lain.toml", format!("draf = true\n{SERIES}"))
        .with("content/pakta/lain.csv", format!("{HEADING}a,ppnpn,2024-10-01,60,50\n"));
    portal.build_with(&["--drafts"]).exits(0);
    assert!(portal.publishes("edaran/2022/se-9/surat.pdf") && portal.publishes("pakta/lain/opd.csv"));
    let after = output(&portal);
    portal.build_with(&["--output", "bersih"]).exits(0);
    assert_same_tree(&tree(&portal.path("bersih")), &after);
}

#[test]
fn a_withdrawal_takes_pages_files_and_figures_out_of_the_folder() {
    let portal = portal()
        .with(
            "content/edaran/2022/se-9/index.md",
            circular("lampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }]\n")
                .replace("Naskah.", "Merpati."),
        )
        .with("content/edaran/2022/se-9/surat.pdf", pdf("Surat"))
        .with("content/pakta/lain.toml", SERIES)
        .with(
            "content/pakta/lain.csv",
            format!("{HEADING}a,ppnpn,2024-10-01,61234,51234\nb,ppnpn,2024-10-01,71234,61234\n"),
        );
    output(&portal);
    assert!(portal.publishes("edaran/2022/se-9/surat.pdf") && portal.publishes("pakta/lain/opd.csv"));
    let withdrawn = "ditarik = { tanggal = 2024-11-01, alasan = \"Keliru.\" }\n";
    portal.edit("content/edaran/2022/se-9/index.md", "jenis", &format!("{withdrawn}jenis"));
    portal.edit("content/pakta/lain.toml", "jenis", &format!("{withdrawn}jenis"));
    output(&portal);
    for word in ["Merpati", "surat.pdf", "61234", "71234", "51234"] {
        assert_eq!(portal.published_with(word), Vec::<String>::new(), "{word}");
    }
    let left = |folder: &str| tree(&portal.path("public").join(folder)).into_keys().collect::<Vec<_>>();
    assert_eq!(
        (left("edaran/2022/se-9"), left("pakta/lain")),
        (vec!["index.html".to_owned()], vec!["index.html".to_owned()])
    );
}

#[test]
fn a_published_record_does_not_become_a_draft_unseen_and_its_successor_takes_no_file_along() {
    let portal = portal()
        .with(
            "content/edaran/2022/se-9/index.md",
            circular("lampiran = [{ berkas = \"surat.pdf\", judul = \"Surat\" }]\n")
                .replace("Naskah.", "Merpati."),
        )
        .with("content/edaran/2022/se-9/surat.pdf", pdf("Surat"));
    let before = output(&portal);
    portal.edit("content/edaran/2022/se-9/index.md", "jenis", "draf = true\njenis");
    portal.build().exits(1);
    assert_same_tree(&before, &portal.output());
    portal.edit(
        "content/edaran/2024/se-1.md",
        "jenis",
        "alihan = [\"/edaran/2022/se-9/\", \"/edaran/2022/se-9/surat.pdf\"]\njenis",
    );
    output(&portal);
    assert_eq!(portal.published_with("Merpati"), Vec::<String>::new());
    assert!(!portal.published("edaran/2022/se-9/surat.pdf").contains("%PDF"), "a page that leads on");
}

#[test]
fn a_build_writes_what_its_manifest_lists_and_nothing_else_anywhere() {
    let portal = portal().with("content/edaran/2022/se-9.md", circular("draf = true\n"));
    let before = tree(&portal.path(""));
    let output = output(&portal);
    let manifest: serde_json::Value = serde_json::from_slice(&output[".terawang.json"]).unwrap();
    let listed: Vec<&String> = manifest["files"].as_object().unwrap().keys().collect();
    let files: Vec<&String> = output.keys().filter(|path| *path != ".terawang.json").collect();
    assert_eq!(listed, files);
    // No copies that could be older than their originals.
    assert!(
        !files
            .iter()
            .any(|path| [".gz", ".br", ".zst", ".zip", ".map"].iter().any(|ending| path.ends_with(ending)))
    );
    // The cache for the next build is beside the output, apart from the published files.
    let beside: Vec<String> = tree(&portal.path(""))
        .into_keys()
        .filter(|path| {
            !before.contains_key(path) && !path.starts_with("public/") && !path.starts_with(".terawang/")
        })
        .collect();
    assert_eq!(beside, Vec::<String>::new());
}

#[test]
fn a_refused_build_leaves_no_draft_and_no_file_anywhere() {
    let portal = portal()
        .with("content/edaran/2022/se-9.md", circular("draf = true\n").replace("Naskah.", "Merpati."));
    output(&portal);
    // The cache that runs share is in the portal's own folder, beside its sources.
    let files = || {
        let mut files = tree(&portal.path(""));
        files.retain(|path, _| !path.starts_with(".terawang/"));
        files
    };
    let before = files();
    // A portal with an error in its content, and one with an error that only its pages reveal.
    for flaw in [circular("penerbitt = 1\n"), circular("") + "\n[x](/tidak-ada/)\n"] {
        portal.write("content/edaran/2024/se-2.md", &flaw);
        for format in ["human", "json", "github", "sarif"] {
            let run = portal.build_with(&["--format", format]);
            run.exits(1).never_says("Merpati");
        }
        portal.remove("content/edaran/2024/se-2.md");
        assert_same_tree(&before, &files());
    }
}
