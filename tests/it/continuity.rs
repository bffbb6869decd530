//! No published address ever disappears: it answers, redirects, or says that the record was withdrawn.

use snapbox::str;

use crate::support::{Portal, SITE, circular, page, pdf};

const LETTER: &str = "lampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah surat\" }]\n";

/// A published portal with two circulars, one with an attachment.
fn published() -> Portal {
    let portal = Portal::new()
        .with("content/halaman/tentang.md", page("Isi."))
        .with("content/edaran/2024/se-1/index.md", circular(LETTER) + "\nKENARI\n")
        .with("content/edaran/2024/se-1/surat.pdf", pdf("MERPATI"))
        .with("content/edaran/2024/se-2.md", circular(""));
    portal.builds();
    portal
}

#[test]
fn address_that_vanished_is_told_and_the_site_stays_as_it_was() {
    let portal = published();
    let before = portal.output();
    portal.rename("content/edaran/2024/se-1", "content/edaran/2024/surat-1");
    portal.build().exits(1).says(str![[r#"
galat[TW0505]: alamat `/edaran/2024/se-1/` pernah terbit dan sekarang hilang
 --> site.toml
  = saran: tulis `alihan = ["/edaran/2024/se-1/"]` di halaman penggantinya, atau tarik catatannya dengan `ditarik`

1 galat

"#]]);
    portal.build_with(&["--lang", "en"]).exits(1).says(str![[r#"
error[TW0505]: the address `/edaran/2024/se-1/` was published and is gone now
 --> site.toml
  = hint: write `alihan = ["/edaran/2024/se-1/"]` in the page that replaces it, or withdraw the record with `ditarik`

1 error

"#]]);
    crate::support::assert_same_tree(&before, &portal.output());
}

#[test]
fn redirect_explains_a_new_name_and_takes_the_files_along() {
    let portal = published();
    portal.rename("content/edaran/2024/se-1", "content/edaran/2024/surat-1");
    portal.edit(
        "content/edaran/2024/surat-1/index.md",
        "lampiran",
        "alihan = [\"/edaran/2024/se-1/\"]\nlampiran",
    );
    portal.builds();
    let old = portal.published("edaran/2024/se-1/index.html");
    assert!(
        old.contains("url=/edaran/2024/surat-1/") && old.contains("href=\"/edaran/2024/surat-1/\""),
        "{old}"
    );
    assert!(old.contains("https://netralitas.uji.go.id/edaran/2024/surat-1/"), "{old}");
    assert!(!old.contains("KENARI"));
    assert_eq!(portal.published("edaran/2024/se-1/surat.pdf"), pdf("MERPATI"));
    assert!(portal.published("edaran/2024/surat-1/index.html").contains("KENARI"));
    portal.builds();
}

#[test]
fn redirect_that_is_taken_out_again_is_missed() {
    let portal = published();
    portal.edit("content/edaran/2024/se-2.md", "penerbit", "alihan = [\"/lama/\"]\npenerbit");
    portal.builds();
    portal.edit("content/edaran/2024/se-2.md", "alihan = [\"/lama/\"]\n", "");
    portal.build().exits(1).says(str![[r#"
galat[TW0505]: alamat `/lama/` pernah terbit dan sekarang hilang
 --> site.toml
  = saran: tulis `alihan = ["/lama/"]` di halaman penggantinya, atau tarik catatannya dengan `ditarik`

1 galat

"#]]);
}

#[test]
fn withdrawal_leaves_a_tombstone_without_text_or_files() {
    let portal = published();
    portal.edit(
        "content/edaran/2024/se-1/index.md",
        "lampiran",
        "ditarik = { tanggal = 2024-11-20, alasan = \"Diganti surat baru.\" }\nlampiran",
    );
    portal.builds();
    let stone = portal.published("edaran/2024/se-1/index.html");
    assert!(stone.contains("Diganti surat baru.") && stone.contains("2024-11-20"), "{stone}");
    assert_eq!(portal.published_with("KENARI"), Vec::<String>::new());
    assert_eq!(portal.published_with("MERPATI"), Vec::<String>::new());
    assert!(!portal.publishes("edaran/2024/se-1/surat.pdf"));
    assert!(!portal.published("edaran/index.html").contains("/edaran/2024/se-1/"));
    assert!(!portal.published("sitemap.xml").contains("/edaran/2024/se-1/"));
    portal.builds();
}

#[test]
fn withdrawn_record_whose_file_is_removed_is_missed() {
    let portal = published();
    portal.edit(
        "content/edaran/2024/se-2.md",
        "penerbit",
        "ditarik = { tanggal = 2024-11-20, alasan = \"Keliru.\" }\npenerbit",
    );
    portal.builds();
    portal.remove("content/edaran/2024/se-2.md");
    portal.build().exits(1).says(str![[r#"
galat[TW0505]: alamat `/edaran/2024/se-2/` pernah terbit dan sekarang hilang
 --> site.toml
  = saran: tulis `alihan = ["/edaran/2024/se-2/"]` di halaman penggantinya, atau tarik catatannya dengan `ditarik`

1 galat

"#]]);
}

#[test]
fn redirect_of_site_toml_explains_what_no_record_can() {
    let portal = published();
    portal.remove("content/edaran/2024/se-2.md");
    portal.remove("content/halaman/tentang.md");
    portal.write(
        "site.toml",
        SITE.to_owned()
            + "[[alihan]]\ndari = \"/edaran/2024/se-2/\"\nke = \"/edaran/\"\n[[alihan]]\ndari = \"/tentang/\"\nke = \"/\"\n",
    );
    portal.builds();
    assert!(portal.published("edaran/2024/se-2/index.html").contains("href=\"/edaran/\""));
    assert!(portal.published("tentang/index.html").contains("url=/"));
}

#[test]
fn redirect_of_site_toml_to_nowhere_is_told() {
    let portal = Portal::new()
        .with("site.toml", SITE.to_owned() + "[[alihan]]\ndari = \"/lama/\"\nke = \"/tidak-ada/\"\n");
    portal.check().exits(1).says(str![[r#"
galat[TW0404]: tidak ada halaman atau berkas `/tidak-ada/` (tautan di halaman `/lama/`)
 --> site.toml
  = saran: perbaiki alamatnya, atau buat halamannya

1 galat

"#]]);
}

#[test]
fn record_that_becomes_a_draft_is_missed() {
    let portal = published();
    portal.edit("content/edaran/2024/se-2.md", "penerbit", "draf = true\npenerbit");
    portal.build().exits(1).says(str![[r#"
galat[TW0505]: alamat `/edaran/2024/se-2/` pernah terbit dan sekarang hilang
 --> site.toml
  = saran: tulis `alihan = ["/edaran/2024/se-2/"]` di halaman penggantinya, atau tarik catatannya dengan `ditarik`

1 galat

"#]]);
}

#[test]
fn withdrawal_of_the_only_record_of_its_type_keeps_the_addresses_of_its_lists() {
    let portal = Portal::new().with("content/edaran/2024/se-1.md", circular("tag = [\"apel\"]\n"));
    portal.builds();
    portal.edit(
        "content/edaran/2024/se-1.md",
        "penerbit",
        "ditarik = { tanggal = 2024-11-20, alasan = \"Keliru.\" }\npenerbit",
    );
    portal.build().exits(0).says("");
}

#[test]
fn second_page_of_a_list_comes_and_goes_with_its_length() {
    let portal = published();
    portal.write("site.toml", SITE.to_owned() + "per_halaman = 1\n");
    portal.builds();
    assert!(portal.publishes("edaran/halaman/2/index.html"));
    portal.write("site.toml", SITE);
    portal.builds();
    assert!(!portal.publishes("edaran/halaman/2/index.html"));
}

#[test]
fn english_pages_are_missed_when_the_language_is_dropped() {
    let portal = Portal::bilingual().with("content/halaman/tentang.md", page("Isi."));
    portal.builds();
    portal.write("site.toml", SITE);
    let run = portal.build();
    run.exits(1);
    assert!(run.codes().iter().all(|code| *code == "TW0505"), "{}", run.stderr);
}

#[test]
fn another_output_folder_has_a_memory_of_its_own() {
    let portal = published();
    portal.remove("content/edaran/2024/se-2.md");
    portal.build().exits(1);
    portal.build_with(&["--output", "lain"]).exits(0).says("");
}

#[test]
fn withdrawal_of_the_only_figures_keeps_the_list_of_data_files() {
    let pact = "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\ntotal = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]\n";
    let portal = Portal::bilingual().with("content/pakta/pilkada.toml", pact);
    portal.builds();
    assert!(portal.publishes("data/index.html") && portal.publishes("en/data/index.html"));
    portal.write(
        "content/pakta/pilkada.toml",
        format!("{pact}ditarik = {{ tanggal = 2024-11-20, alasan = \"Keliru.\" }}\n"),
    );
    portal.builds();
    assert!(portal.publishes("data/index.html"));
    let figures: Vec<String> = portal
        .output()
        .into_keys()
        .filter(|path| path.starts_with("pakta/pilkada/") && !path.ends_with(".html"))
        .collect();
    assert_eq!(figures, Vec::<String>::new());
}

#[test]
fn portal_without_a_home_page_is_told() {
    let portal = published();
    portal.remove("content/beranda.md");
    portal.build().exits(1).says(str![[r#"
galat[TW0507]: portal ini tidak punya beranda
  = saran: tulis `content/beranda.md`; bila ada, periksa apakah ia draf atau belum terbit

1 galat

"#]]);
}

#[test]
fn old_address_without_a_slash_or_with_an_extension_leads_on() {
    let portal = Portal::new().with(
        "content/edaran/2024/se-1.md",
        circular("alihan = [\"/lama\", \"/arsip/surat.html\", \"/index.php\"]\n"),
    );
    portal.builds();
    for path in ["lama/index.html", "arsip/surat.html", "index.php"] {
        assert!(portal.published(path).contains("url=/edaran/2024/se-1/"), "{path}");
    }
}

#[test]
fn a_build_with_drafts_promises_no_address() {
    let portal = Portal::new().with("content/halaman/a.md", "+++\njudul = \"A\"\ndraf = true\n+++\n");
    portal.build_with(&["--drafts"]).exits(0).says(str![[r#""#]]);
    portal.build().exits(0).says(str![[r#""#]]);
    assert!(!portal.path("public/a/index.html").exists());
}

#[test]
fn every_address_that_was_published_can_be_redirected() {
    // The addresses of earlier versions are those of the files.
    for (name, old) in [
        ("SE Netralitas (final)", "/edaran/2024/SE Netralitas (final)/"),
        ("SE 50%", "/edaran/2024/SE 50%/"),
        ("SE #1", "/edaran/2024/SE #1/"),
        ("SE%20Satu", "/edaran/2024/SE%20Satu/"),
        ("a'b", "/edaran/2024/a'b/"),
    ] {
        let portal = Portal::new().with("content/edaran/2024/se-x.md", circular(""));
        portal.builds();
        let manifest = portal.published(".terawang.json");
        assert!(manifest.contains("edaran/2024/se-x/index.html"), "{manifest}");
        portal.write("public/.terawang.json", manifest.replace("edaran/2024/se-x/", &old[1..]));
        portal.rename("public/edaran/2024/se-x", &format!("public{}", old.trim_end_matches('/')));
        portal.rename("content/edaran/2024/se-x.md", &format!("content/edaran/2024/{name}.md"));
        let run = portal.build();
        assert_eq!(run.exits(1).codes(), ["TW0370", "TW0505"], "{name}");
        let hint = run.stderr.split("tulis `").nth(1).unwrap().split('`').next().unwrap();
        portal.edit(&format!("content/edaran/2024/{name}.md"), "jenis", &format!("{hint}\njenis"));
        assert_eq!(portal.build().exits(0).codes(), ["TW0370"], "{name}");
        let html = portal.published(&format!("{}index.html", &old[1..]));
        let clean = run.stderr.split("terbit di `").nth(1).unwrap().split('`').next().unwrap();
        assert!(
            html.contains(&format!("<link rel=\"canonical\" href=\"https://netralitas.uji.go.id{clean}\">")),
            "{name}: {html}"
        );
        // The next build agrees.
        assert_eq!(portal.build().exits(0).codes(), ["TW0370"], "{name}");
    }
}

#[test]
fn the_name_of_the_file_that_was_renamed_stands_for_its_address() {
    let name = "SE Netralitas (final)";
    let portal = Portal::new().with(&format!("content/edaran/2024/{name}.md"), circular(""));
    portal.build().exits(0);
    portal.rename(&format!("content/edaran/2024/{name}.md"), "content/edaran/2024/se-netralitas.md");
    assert_eq!(portal.build().exits(1).codes(), ["TW0505"]);
    let old = format!("alihan = [\"/edaran/2024/{name}/\"]\njenis");
    portal.edit("content/edaran/2024/se-netralitas.md", "jenis", &old);
    portal.builds();
    for old in [name, "se-netralitas-final"] {
        let html = portal.published(&format!("edaran/2024/{old}/index.html"));
        assert!(html.contains("url=/edaran/2024/se-netralitas/"), "{html}");
    }
}

#[test]
fn an_address_with_spaces_may_be_written_encoded() {
    for old in ["/edaran/2024/SE Lama/", "/edaran/2024/SE%20Lama/"] {
        let portal =
            Portal::new().with("content/edaran/2024/se.md", circular(&format!("alihan = [\"{old}\"]\n")));
        portal.builds();
        assert!(portal.publishes("edaran/2024/SE Lama/index.html"), "{old}");
    }
    let site = format!("{SITE}[[alihan]]\ndari = \"/SE%20Lama/\"\nke = \"/\"\n");
    let portal = Portal::new().with("site.toml", site);
    portal.builds();
    assert!(portal.publishes("SE Lama/index.html"));
}

#[test]
#[cfg(target_os = "linux")] // where capitals make a difference
fn an_address_that_had_capitals_is_told_and_holds_nothing_up() {
    let portal = published();
    // As an earlier version published a file `SE-2.md`.
    portal.rename("public/edaran/2024/se-2", "public/edaran/2024/SE-2");
    let manifest = portal.published(".terawang.json").replace("/se-2/", "/SE-2/");
    portal.write("public/.terawang.json", manifest);
    portal.rename("content/edaran/2024/se-2.md", "content/edaran/2024/SE-2.md");
    let run = portal.build();
    run.exits(0);
    assert_eq!(run.codes(), ["TW0370", "TW0505"]);
    assert!(run.stderr.contains("`/edaran/2024/SE-2/` sekarang `/edaran/2024/se-2/`"), "{}", run.stderr);
    assert!(portal.publishes("edaran/2024/se-2/index.html"));
    assert!(!portal.path("public/edaran/2024/SE-2/index.html").exists());
}
