//! The text gate over whole portals: what it stops, how it says so, and its list of exceptions.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use jiff::civil::date;
use sha2::{Digest, Sha256};
use terawang::internals::Lang;
use terawang::internals::Reader;
use terawang::internals::{Audience, Clock, ReadOptions, Timings, prepare};
use terawang::internals::{Diagnostic, Findings};
use terawang::internals::{Format, Style, write};

/// The day on which these portals are read.
fn options() -> ReadOptions {
    ReadOptions {
        clock: Clock::Day(date(2026, 10, 15)),
        audience: Audience::Everybody,
        roster: None,
        reader: Reader::new(env!("CARGO_BIN_EXE_terawang")),
    }
}

const SITE: &str = r#"
nama = "Portal Contoh"
lembaga = "Pemerintah Kabupaten Contoh"
kode_wilayah = "99.99"
alamat = "https://netralitas.contoh.go.id"
bahasa = ["id"]

[kontak]
telepon = "(0000) 12345"
"#;

/// An invented number, as a page would carry it.
const NIP: &str = "198501012010011999";
const PHONE: &str = "0812-0000-0123";

struct Portal {
    folder: tempfile::TempDir,
}

impl Portal {
    fn new(body: &str) -> Self {
        let portal = Self { folder: tempfile::tempdir().unwrap() };
        portal.write("site.toml", SITE);
        portal.page(body);
        portal
    }

    fn page(&self, body: &str) {
        self.write("content/halaman/tentang.md", &format!("+++\njudul = \"Tentang\"\n+++\n{body}\n"));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn allow(&self, detector: &str, normal: &str, until: &str) {
        self.allow_raw(&[entry(detector, &sha256(normal), until)]);
    }

    fn allow_raw(&self, entries: &[String]) {
        self.write("content/izin-pii.toml", &entries.concat());
    }

    fn findings(&self) -> Findings {
        check(self.folder.path())
    }

    fn gate_codes(&self) -> Vec<&'static str> {
        gate_codes(&self.findings())
    }
}

fn check(root: &Path) -> Findings {
    prepare(root, &options(), &Timings::default()).findings
}

fn gate_codes(findings: &Findings) -> Vec<&'static str> {
    findings.sorted().iter().map(|found| found.code).filter(|code| code.starts_with("TW08")).collect()
}

fn sha256(normal: &str) -> String {
    Sha256::digest(normal.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn entry(detector: &str, sha256: &str, until: &str) -> String {
    format!(
        "[[izin]]\ndetektor = \"{detector}\"\nsha256 = \"{sha256}\"\nberkas = \"content/halaman/tentang.md\"\n\
         alasan = \"Wajib diumumkan\"\ndisetujui_oleh = \"PPID Utama\"\nberlaku_sampai = {until}\n\n"
    )
}

#[test]
fn each_kind_of_finding_has_its_code() {
    for (body, codes) in [
        (NIP, vec!["TW0801"]),
        (PHONE, vec!["TW0802"]),
        ("DK 9999 ZZ", vec!["TW0803"]),
        ("Camat Sukarekaan dijatuhi sanksi.", vec!["TW0804"]),
        ("Telepon (0000) 12345, surel netralitas@contoh.go.id.", vec![]),
        ("Bupati menjatuhkan sanksi kepada 14 ASN.", vec![]),
    ] {
        assert_eq!(Portal::new(body).gate_codes(), codes, "{body}");
    }
}

#[test]
fn a_portal_with_a_number_is_not_published() {
    let portal = Portal::new(NIP);
    let prepared = prepare(portal.folder.path(), &options(), &Timings::default());
    assert!(prepared.value.is_none());
}

#[test]
fn front_matter_tables_and_the_site_file_are_read_too() {
    let portal = Portal::new("");
    portal.write("content/halaman/lain.md", &format!("+++\njudul = \"Lain {NIP}\"\n+++\n"));
    portal.write("content/pakta/pilkada-2024.csv", &format!("opd,nip\nDISDIK,{NIP}\n"));
    portal.write("site.toml", &SITE.replace("Portal Contoh", &format!("Portal {NIP}")));
    assert_eq!(portal.gate_codes(), ["TW0801"; 3]);
}

#[test]
fn a_file_name_is_told_without_the_name() {
    let portal = Portal::new("");
    portal.write(&format!("content/halaman/sk-{NIP}.pdf"), "");
    let findings = portal.findings();
    assert_eq!(gate_codes(&findings), ["TW0805"]);
    let told = findings.sorted().into_iter().find(|found| found.code == "TW0805").unwrap().clone();
    assert_eq!(told.place.unwrap().file.path, "content/halaman/");
}

/// No format prints what was found: the log of a build is public.
#[test]
fn no_format_prints_the_value() {
    let portal = Portal::new(&format!("Nomor {NIP} dan {PHONE}; Camat Antahberantah dijatuhi sanksi."));
    let findings = portal.findings();
    let gate: Vec<&Diagnostic> =
        findings.sorted().into_iter().filter(|found| found.code.starts_with("TW08")).collect();
    assert_eq!(gate.len(), 3);
    for format in Format::ALL {
        for lang in Lang::ALL {
            let mut out = Vec::new();
            write(&mut out, &gate, format, lang, Style::Plain).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert!(out.contains("TW0801") && out.contains("tentang.md"), "{out}");
            for value in [NIP, PHONE, "1985", "0812", "Antahberantah"] {
                assert!(!out.contains(value), "a {format:?} message shows what was found");
            }
        }
    }
}

#[test]
fn an_exception_lets_one_text_through_in_one_file() {
    let portal = Portal::new(PHONE);
    portal.allow("telepon", "6281200000123", "2026-12-31");
    assert!(portal.gate_codes().is_empty());
    portal.page("0812-0000-0124");
    assert_eq!(portal.gate_codes(), ["TW0802", "TW0810"]);
    portal.page("Tidak ada nomor.");
    assert_eq!(portal.gate_codes(), ["TW0810"]);
}

#[test]
fn an_exception_is_no_unknown_content_file() {
    let portal = Portal::new(PHONE);
    portal.allow("telepon", "6281200000123", "2026-12-31");
    assert!(portal.findings().sorted().iter().all(|found| found.code != "TW0111"));
}

#[test]
fn exceptions_that_do_not_hold_are_errors() {
    let hash = sha256("6281200000123");
    let good = entry("telepon", &hash, "2026-12-31");
    for (entries, codes) in [
        (vec![entry("telepon", &hash, "2026-10-14")], vec!["TW0802", "TW0809"]),
        (vec![entry("telepon", "*", "2026-12-31")], vec!["TW0802", "TW0807"]),
        (vec![entry("telepon", &hash.to_uppercase(), "2026-12-31")], vec!["TW0802", "TW0807"]),
        (vec![good.replace("tentang.md", "*.md")], vec!["TW0802", "TW0808"]),
        (vec![good.clone(), good.clone()], vec!["TW0811"]),
        (vec![good.clone(), entry("nik", &hash, "2026-12-31")], vec!["TW0806"]),
        (vec![good.clone(), entry("nip", &hash, "2026-12-31")], vec!["TW0806"]),
    ] {
        let portal = Portal::new(PHONE);
        portal.allow_raw(&entries);
        let mut found = portal.gate_codes();
        found.sort_unstable();
        assert_eq!(found, codes, "{entries:?}");
    }
}

#[test]
fn an_exception_needs_a_reason_and_an_approver() {
    let portal = Portal::new(PHONE);
    let good = entry("telepon", &sha256("6281200000123"), "2026-12-31");
    for written in ["PPID Utama", "Wajib diumumkan"] {
        portal.allow_raw(&[good.replace(written, " ")]);
        assert!(portal.findings().has_errors(), "{written}");
    }
}

#[test]
fn the_demonstration_and_the_test_portals_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut portals = vec![root.to_path_buf()];
    for portal in std::fs::read_dir(root.join("tests/portals")).unwrap() {
        let portal = portal.unwrap().path();
        if portal.join("site.toml").is_file() {
            portals.push(portal);
        }
    }
    assert!(portals.len() > 1);
    for portal in portals {
        assert!(gate_codes(&check(&portal)).is_empty(), "{}", portal.display());
    }
}
