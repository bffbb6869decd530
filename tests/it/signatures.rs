//! Real letters pass the text gate: letterheads, those who sign, declared officials, columns of amounts.

use crate::support::{Portal, Run, SITE, circular, page, pdf};

const NIP: &str = "198501012010011999";
const LETTER: &str = "content/edaran/2024/se-1/index.md";

/// A circular with this body.
fn letter(body: &str) -> Portal {
    Portal::new().with(LETTER, circular("").replace("Naskah.", body))
}

/// A circular with a PDF of these lines.
fn attached(lines: &str) -> Portal {
    let listed = circular("lampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah\" }]\n");
    let shown = lines.lines().collect::<Vec<_>>().join(") Tj 0 -20 Td (");
    Portal::new().with(LETTER, listed).with("content/edaran/2024/se-1/surat.pdf", pdf(&shown))
}

#[track_caller]
fn refused(portal: &Portal, code: &str) {
    let run: Run = portal.check();
    let codes = run.exits(1).never_says(NIP).never_says("REKAAN").codes().join(" ");
    assert!(codes.split(' ').all(|one| one == code), "{codes}");
}

fn signed(above: &str, office: &str) -> String {
    format!("{above}\n\n{office}\n\nttd\n\nDrs. I MADE REKAAN, M.Si.\nPembina Utama Muda\nNIP. {NIP}")
}

const DAY: &str = "Pelanggaran dikenai sanksi.\n\nDitetapkan di Contoh\npada tanggal 1 Juli 2024";

#[test]
fn the_telephone_of_a_letterhead_passes_and_that_of_a_person_does_not() {
    let line = "Jalan Contoh Nomor 1, Telepon (0362) 21985, Faks. (0362) 21986, Kode Pos 00000";
    letter(line).builds();
    attached(&format!("PEMERINTAH KABUPATEN CONTOH\n{}", line.replace('(', "\\(").replace(')', "\\)")))
        .builds();
    refused(&letter("Hubungi Saudari Contoh, telepon (0362) 21985."), "TW0802");
    refused(&letter(&line.replace("(0362) 21985", "0812-0000-0123")), "TW0802");
    refused(&Portal::new().with("content/halaman/a.md", page(line)), "TW0802");
    // A mobile number passes once it is declared.
    let portal = letter("Telepon 0812-0000-0123");
    portal.write("site.toml", format!("{SITE}[kontak]\ntelepon = \"0812-0000-0123\"\n"));
    portal.builds();
}

#[test]
fn who_signs_passes_in_a_body_and_in_its_pdf() {
    let text = signed(DAY, "a.n. BUPATI CONTOH\nSEKRETARIS DAERAH,");
    let portal = letter(&text);
    portal.builds();
    let audit = portal.run(&["audit", "public"]);
    audit.exits(0);
    attached(&text.replace("\n\n", "\n")).builds();
}

#[test]
fn nobody_else_passes_with_a_number() {
    let text = signed(DAY, "SEKRETARIS DAERAH,");
    for body in [
        text.replace("SEKRETARIS DAERAH,", "Yang dijatuhi sanksi:"),
        text.replace("\nNIP. ", ", NIP. "),
        text.replace(DAY, "Menjatuhkan hukuman disiplin kepada:"),
        text.replace(DAY, "Contoh, 1 Juli 2024") + "\n\nSaudara dijatuhi teguran tertulis.",
        format!("Pegawai dengan NIP {NIP} diminta hadir."),
        format!("| Nama | NIP |\n|-|-|\n| Contoh | {NIP} |"),
        format!("- NIP. {NIP}"),
    ] {
        let run = letter(&body).check();
        assert!(run.exits(1).never_says(NIP).codes().contains(&"TW0801"), "{body}: {}", run.stderr);
        let run = attached(&body.replace("\n\n", "\n")).check();
        assert!(run.exits(1).never_says(NIP).codes().contains(&"TW0801"), "{body}: {}", run.stderr);
    }
    // A roster is no signature, however its entries look.
    let roster: String =
        (1..=4).map(|at| text.replace(NIP, &format!("19850101201001199{at}")) + "\n\n").collect();
    assert!(letter(&roster).check().exits(1).codes().contains(&"TW0801"));
}

#[test]
fn a_signature_passes_in_official_documents_alone() {
    let text = signed("Demikian.\n\nDitetapkan di Contoh", "SEKRETARIS DAERAH,");
    refused(&Portal::new().with("content/berita/2024/a.md", page(&text)), "TW0801");
    let series = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-10-31 }\ntotal = 7\nsatuan = \"orang\"\nper_tanggal = 2024-10-31\nsumber = \"BKPSDM\"\n";
    let portal = Portal::new().with("content/sanksi/2024.md", format!("+++\n{series}+++\n\n{text}\n"));
    let run = portal.check();
    assert!(run.exits(1).never_says(NIP).codes().contains(&"TW0801"), "{}", run.stderr);
}

#[test]
fn a_declared_official_may_act_and_may_not_be_accused() {
    let acts = "Pelanggar dijatuhi sanksi. Drs. I Made Rekaan Contoh membuka apel itu. Ia, Drs. I Made Rekaan Contoh, hadir.";
    let accused = "Drs. I Made Rekaan Contoh dijatuhi sanksi.";
    let declared = format!(
        "{SITE}[[pejabat]]\nnama = \"Drs. I Made Rekaan Contoh, M.Si.\"\njabatan = \"Kepala BKPSDM\"\n"
    );
    for path in ["content/berita/2024/a.md", "content/edaran/2024/se-1.md"] {
        let text = |body: &str| match path.contains("edaran") {
            true => circular("").replace("Naskah.", body),
            false => page(body),
        };
        let portal = Portal::new().with(path, text(acts));
        refused(&portal, "TW0804");
        portal.write("site.toml", &declared);
        portal.builds();
        portal.write(path, text(accused));
        refused(&portal, "TW0804");
    }
    // A page is neither news nor a letter.
    let portal = Portal::new().with("content/halaman/a.md", page(acts));
    portal.write("site.toml", &declared);
    refused(&portal, "TW0804");
}

#[test]
fn a_number_in_a_column_of_amounts_passes_and_a_nik_does_not() {
    let table = |heading: &str| {
        page(&format!("| {heading} | Uraian | Anggaran |\n|-|-|-|\n| 6204015503909999 | Belanja | 1250000 |"))
    };
    let file = "content/halaman/a.md";
    let portal = Portal::new().with(file, table("Kode Rekening"));
    portal.builds();
    portal.run(&["audit", "public"]).exits(0);
    for heading in ["NIK", "Nomor KTP", "Kode", "Nama"] {
        refused(&Portal::new().with(file, table(heading)), "TW0801");
    }
}
