//! Canaries: words and counts that occur only in raw material. The tests plant them in every place of it, and
//! search for them in all published files of every portal.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::beginning::{DRAFT, kinds, written};
use crate::support::{CLOCK, Portal, Run, Tree, files_with, pdf, tree};

/// Counts of offices so small that they are pooled: two and four people have not signed.
const POOLED: [u64; 4] = [73_104_628, 73_104_626, 61_840_752, 61_840_748];
/// A hidden count: three people of the published target have not signed.
const HIDDEN: u64 = 81_041_374;
/// Counts of drafts.
const DRAFTED: u64 = 58_310_947;

/// Every portal of the repository: the demonstration, and those of the tests.
fn portals() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut portals = vec![root.to_path_buf()];
    let regions = fs::read_dir(root.join("tests/portals")).unwrap().map(|entry| entry.unwrap().path());
    portals.extend(regions.filter(|path| path.is_dir()));
    portals.sort();
    assert!(portals.len() > 4);
    portals
}

/// Writes remarks into every file of a portal; none of them is for readers.
fn plant_remarks(portal: &Portal) {
    for (path, bytes) in tree(&portal.path("content")) {
        let path = format!("content/{path}");
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if path.ends_with(".toml") {
            portal.write(&path, format!("{text}\n# kenari komentar\n"));
        } else if path.ends_with(".md") {
            let text = text.replacen("+++\n", "+++\n# kenari komentar\n", 1);
            portal.write(&path, format!("{text}\n<!-- kenari komentar -->\n"));
        }
    }
    let site = fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.write("site.toml", format!("# kenari komentar\n{site}"));
}

/// Writes a draft and an embargoed record of every type.
fn plant_unpublished(portal: &Portal) {
    for (state, line) in [("draf", DRAFT), ("embargo", "terbit = 2031-07-09\n")] {
        for kind in kinds() {
            let title = format!("Kenari {state} {kind}");
            let path = written(&portal.run(&["new", &kind, &title, "--clock", CLOCK]));
            let line =
                format!("{line}tag = [\"kenari {state}\"]\nalihan = [\"/lama/kenari-{state}-{kind}/\"]\n");
            portal.edit(&path, DRAFT, &line);
            portal.write_out(&path);
            // Two series of one pact on one day would be an error.
            if (state, kind.as_str()) == ("embargo", "pakta") {
                portal.edit(&path, "pakta_netralitas", "ikrar_tertulis");
            }
            if kind == "mutasi" {
                portal.edit(&path, "diperiksa = 0", &format!("diperiksa = {DRAFTED}"));
            }
        }
        let folder = format!("content/edaran/2024/kenari-{state}");
        portal.write(
            &format!("{folder}/index.md"),
            format!("+++\njudul = \"Kenari {state}\"\njenis = \"surat_edaran\"\ntanggal = 2024-10-15\npenerbit = \"Bupati\"\nnomor = \"KENARI/1\"\n{line}lampiran = [{{ berkas = \"kenari-surat.pdf\", judul = \"Kenari surat\" }}]\n+++\n\nKenari naskah.\n"),
        );
        portal.write(
            &format!("{folder}/index.en.md"),
            "+++\njudul = \"Kenari in English\"\n+++\n\nKenari text.\n",
        );
        portal.write(&format!("{folder}/kenari-surat.pdf"), pdf("Kenari lampiran"));
    }
    let rows = "semester,tingkat_hukuman,jumlah\n2021-S1,moral,58310947\n2021-S1,ringan,5\n";
    portal.write("content/sanksi/kenari-baris.csv", rows);
    portal.write(
        "content/sanksi/kenari-baris.toml",
        "judul = \"Kenari baris\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2021-01-01, sampai = 2021-06-30 }\ntotal = 58310952\nsatuan = \"orang\"\nper_tanggal = 2021-06-30\nsumber = \"Kenari\"\ndraf = true\n[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n",
    );
}

/// Writes a withdrawn record: its title, its address and its reason stay, everything else is removed.
fn plant_withdrawn(portal: &Portal) {
    let folder = "content/edaran/2024/surat-yang-ditarik";
    portal.write(
        &format!("{folder}/index.md"),
        "+++\njudul = \"Surat yang ditarik\"\njenis = \"surat_edaran\"\ntanggal = 2024-10-15\npenerbit = \"Kenari\"\nnomor = \"KENARI/2\"\nringkasan = \"Kenari ringkasan.\"\nsumber = \"Kenari sumber\"\nlampiran = [{ berkas = \"kenari-surat.pdf\", judul = \"Kenari surat\" }]\nditarik = { tanggal = 2024-11-01, alasan = \"Keliru.\" }\n+++\n\n## Kenari bagian\n\nKenari naskah.\n",
    );
    portal.write(&format!("{folder}/kenari-surat.pdf"), pdf("Kenari lampiran"));
    portal.write(
        "content/mutasi/deret-yang-ditarik.toml",
        format!("judul = \"Deret yang ditarik\"\nperiode = {{ dari = 2024-01-01, sampai = 2024-12-31 }}\nper_tanggal = 2024-11-01\nsatuan = \"orang\"\nsumber = \"Kenari\"\nditarik = {{ tanggal = 2024-11-01, alasan = \"Keliru.\" }}\n[[usulan]]\nbulan = \"2024-01\"\njenis = \"pemindahan\"\ndiperiksa = {DRAFTED}\ndikembalikan = 0\ndisetujui = 0\n"),
    );
}

/// Writes counts that may only be published pooled, or not at all.
fn plant_counts(portal: &Portal) {
    let offices = fs::read_to_string(portal.path("content/opd.toml")).unwrap_or_default();
    let office = |code: &str, name: &str| {
        format!("\n[[opd]]\nkode = \"{code}\"\nnama = \"{name}\"\nklaster = \"dinas\"\n")
    };
    let planted = [office("kenari-a", "Kantor Kenari A"), office("kenari-b", "Kantor Kenari B")];
    let shown = [office("uji-a", "Kantor Uji A"), office("uji-b", "Kantor Uji B")];
    portal.write("content/opd.toml", format!("{offices}{}{}", planted.concat(), shown.concat()));
    let series =
        "judul = \"Deret uji\"\njenis = \"pakta_integritas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
    let heading = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";
    let [target_a, signed_a, target_b, signed_b] = POOLED;
    portal.write("content/pakta/gabungan-uji.toml", series);
    portal.write(
        "content/pakta/gabungan-uji.csv",
        format!("{heading}kenari-a,pns,2024-10-01,{target_a},{signed_a}\nkenari-b,pns,2024-10-01,{target_b},{signed_b}\n"),
    );
    portal.write("content/pakta/tertutup-uji.toml", format!("{series}[kebijakan]\ncara = \"rahasiakan\"\n"));
    portal.write(
        "content/pakta/tertutup-uji.csv",
        format!("{heading}uji-a,pns,2024-10-02,{},{HIDDEN}\nuji-a,pppk,2024-10-02,5000000,4000000\nuji-b,pns,2024-10-02,6000000,5000000\nuji-b,pppk,2024-10-02,7000000,6100000\n", HIDDEN + 3),
    );
}

/// Writes files that do not belong to a portal, an exception for the text gate, and a private roster.
fn plant_other_files(portal: &Portal) -> String {
    for path in [
        "content/.kenari/kenari.md",
        "content/halaman/.kenari.md.swp",
        "content/halaman/kenari.md.bak",
        "content/halaman/~$kenari.docx",
        "kenari.md",
        ".terawang/kenari",
    ] {
        portal.write(path, "+++\njudul = \"Kenari\"\n+++\n\nKenari.\n");
    }
    portal.write("content/halaman/kenari-lepas.pdf", pdf("Kenari lepas"));
    portal.write("content/halaman/kenari-lepas.csv", "kenari,58310947\n");
    portal.write(
        "content/halaman/nomor-uji.md",
        "+++\njudul = \"Nomor uji\"\n+++\n\nHubungi 0812-0000-0123.\n",
    );
    // SHA-256 of the number's normal form, 6281200000123.
    portal.write(
        "content/izin-pii.toml",
        "[[izin]]\ndetektor = \"telepon\"\nsha256 = \"4738e975c073777d4c53357eca85de5779b88dd2859d8736e2c99631d37e7644\"\nberkas = \"content/halaman/nomor-uji.md\"\nalasan = \"Kenari alasan\"\ndisetujui_oleh = \"Kenari penyetuju\"\nberlaku_sampai = 2030-12-31\n",
    );
    let roster = portal.beside("kenari-daftar.txt");
    fs::write(&roster, "Kenari Rekaan Pertama\n").unwrap();
    roster.to_str().unwrap().to_owned()
}

/// Every word that a portal with canaries must not publish.
fn words() -> Vec<String> {
    let counts = POOLED.into_iter().chain([HIDDEN, DRAFTED]).map(|count| count.to_string());
    ["kenari".to_owned(), "20310709".to_owned()].into_iter().chain(counts).collect()
}

#[track_caller]
fn assert_no_canary(name: &str, output: &Tree) {
    assert!(output.len() > 10, "{name} has an output");
    assert_eq!(files_with(output, &words()), Vec::<String>::new(), "{name}");
}

#[test]
fn no_canary_in_the_raw_material_of_any_portal_reaches_its_output() {
    for folder in portals() {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let portal = Portal::copy_of(&folder);
        plant_unpublished(&portal);
        plant_withdrawn(&portal);
        plant_counts(&portal);
        plant_remarks(&portal);
        let roster = plant_other_files(&portal);
        let run = portal.build_with(&["--daftar-nama", &roster]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let output = portal.output();
        assert!(output.contains_key("edaran/2024/surat-yang-ditarik/index.html"), "{name}");
        assert!(output.contains_key("pakta/gabungan-uji/hitungan.csv"), "{name}");
        assert!(
            portal.published("pakta/tertutup-uji/hitungan.csv").contains(&format!("{},c", HIDDEN + 3)),
            "{name}"
        );
        assert_no_canary(&name, &output);
        // No output names its source files either.
        for (path, _) in tree(&portal.path("content")) {
            let source = format!("content/{path}");
            let naming =
                output.iter().filter(|(_, bytes)| memchr::memmem::find(bytes, source.as_bytes()).is_some());
            assert_eq!(
                naming.map(|(path, _)| path).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "{name}: {source}"
            );
        }
    }
}

#[test]
fn what_is_planted_is_published_once_it_may_be() {
    // The canaries are in places where they would show: without the protection, each type is found.
    let portal = Portal::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/portals/buleleng"));
    plant_unpublished(&portal);
    portal.remove("content/sanksi/kenari-baris.toml");
    portal.remove("content/sanksi/kenari-baris.csv");
    let run = Run::of(&mut portal.command(&["build", "-q", "--drafts", "--clock", "2031-07-09"]));
    run.exits(0);
    let found = files_with(&portal.output(), &words());
    for kind in kinds() {
        for state in ["draf", "embargo"] {
            let page = format!("kenari-{state}-{kind}/index.html: kenari");
            assert!(found.iter().any(|found| found.ends_with(&page)), "{page}: {found:?}");
        }
    }
    assert!(found.iter().any(|found| found.ends_with("kenari-embargo/kenari-surat.pdf: kenari")));
    assert!(found.iter().any(|found| found.ends_with(&DRAFTED.to_string())));
}

fn packed<W: Write>(mut encoder: W, finish: impl FnOnce(W) -> Vec<u8>) -> Vec<u8> {
    encoder.write_all(b"Di sini ada kenari, 58310947.").unwrap();
    finish(encoder)
}

/// A ZIP file with one packed file.
fn archive() -> Vec<u8> {
    let data =
        packed(DeflateEncoder::new(Vec::new(), Compression::best()), |encoder| encoder.finish().unwrap());
    let mut zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    zip.extend((data.len() as u32).to_le_bytes());
    zip.extend(29_u32.to_le_bytes());
    zip.extend([5, 0, 0, 0]);
    zip.extend(b"a.txt");
    zip.extend(data);
    zip
}

#[test]
fn the_walk_finds_a_canary_however_it_is_packed_and_written() {
    let gzip =
        || packed(GzEncoder::new(Vec::new(), Compression::fast()), |encoder| encoder.finish().unwrap());
    let zlib =
        || packed(ZlibEncoder::new(Vec::new(), Compression::best()), |encoder| encoder.finish().unwrap());
    let base64 = |bytes: &[u8]| -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let groups = bytes.chunks(3).flat_map(|group| {
            let number = group.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
                << (8 * (3 - group.len()));
            (0..=group.len()).map(move |at| char::from(DIGITS[number >> (18 - 6 * at) & 63]))
        });
        groups.collect()
    };
    let utf16 = |text: &str, swap: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let each =
        |text: &str, write: &dyn Fn(u8) -> String| text.bytes().map(write).collect::<String>().into_bytes();
    let stream =
        [b"%PDF-1.4\n4 0 obj <</Filter/FlateDecode>> stream\n".to_vec(), zlib(), b"\nendstream".to_vec()]
            .concat();
    let chunk = [b"\x89PNG\r\n\x1a\n\x00\x00\x00\x20zTXtComment\x00\x00".to_vec(), zlib()].concat();
    let planted: Vec<(&str, Vec<u8>)> = vec![
        ("plain.html", b"<p>Kenari</p>".to_vec()),
        ("count.html", "<td>58.310.947</td>".into()),
        ("count-en.html", "<td>58,310,947</td>".into()),
        ("thin.html", "<td>58\u{202f}310\u{202f}947</td>".into()),
        ("parted.html", b"<p>ke<b>na</b>ri</p>".to_vec()),
        ("attribute.html", b"<rect data-office=\"KENARI\"/>".to_vec()),
        ("hyphen.html", "ke\u{ad}na\u{200b}ri".into()),
        ("decimal.html", each("kenari", &|byte| format!("&#{byte};"))),
        ("hexadecimal.html", each("kenari", &|byte| format!("&#x{byte:X};"))),
        ("percent.xml", each("kenari", &|byte| format!("%{byte:02x}"))),
        ("percent-twice.xml", each("kenari", &|byte| format!("%25{byte:02X}"))),
        ("escaped.json", each("kenari", &|byte| format!("\\u{byte:04x}"))),
        ("little.txt", utf16("kenari", false)),
        ("big.txt", utf16("kenari", true)),
        ("string.pdf", each("kenari", &|byte| format!("\\000\\{byte:03o}"))),
        ("hexadecimal.pdf", each("kenari", &|byte| format!("00{byte:02x}"))),
        ("page.html.gz", gzip()),
        ("page.html.br", vec![0x8b, 0x02, 0x80, 0x6b, 0x65, 0x6e, 0x61, 0x72, 0x69, 0x03]),
        ("stream.pdf", stream),
        ("chunk.png", chunk),
        ("archive.zip", archive()),
        ("data.css", format!("url(data:text/plain;base64,{})", base64(b"satu kenari dan lain")).into_bytes()),
        ("data-zlib.css", format!("url(data:a;base64,{})", base64(&zlib())).into_bytes()),
        ("data-inside.svg", format!("x{}", base64(b"satu kenari dan lain")).into_bytes()),
        ("kenari.html", b"".to_vec()),
    ];
    let tree: Tree = planted.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())).collect();
    assert_eq!(tree.len(), planted.len());
    let found = files_with(&tree, &["kenari".to_owned(), DRAFTED.to_string()]);
    for (path, _) in &planted {
        assert!(found.iter().any(|found| found.starts_with(&format!("{path}:"))), "{path} was not seen");
    }
    let clean = Tree::from([("index.html".to_owned(), b"<p>Ken, ari; 58.310.948</p>".to_vec())]);
    assert_eq!(files_with(&clean, &["kenarik".to_owned(), DRAFTED.to_string()]), Vec::<String>::new());
}
