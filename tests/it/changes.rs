//! Changes of a published text: pages, lists, feed and sitemap say so, and the build notices one without a word.

use snapbox::str;

use crate::support::{CLOCK, Portal, circular, page, pdf};

/// Longer than a tick of the file system clock: older files count as rested.
const REST: std::time::Duration = std::time::Duration::from_millis(120);

const LETTER: &str = "content/edaran/2024/se-1.md";
const PAGE: &str = "edaran/2024/se-1/index.html";
const ONE: &str = "perubahan = [{ tanggal = 2024-11-03, catatan = \"Tanggal apel dibetulkan.\" }]\n";
const TWO: &str = "perubahan = [{ tanggal = 2024-11-03, catatan = \"Tanggal apel dibetulkan.\" }, { tanggal = 2024-11-20, catatan = \"Tempat apel ditambahkan.\" }, { tanggal = 2024-11-03, catatan = \"Salah ketik.\" }]\n";

fn with_letter(more: &str) -> Portal {
    Portal::new().with(LETTER, circular(more))
}

/// A published letter.
fn published() -> Portal {
    let portal = with_letter("");
    portal.builds();
    portal
}

/// The line that a hint says to write.
#[track_caller]
fn advised(stderr: &str) -> String {
    let hint = stderr.lines().find_map(|line| line.trim().strip_prefix("= saran: "));
    hint.and_then(|hint| hint.split('`').nth(1)).unwrap_or_else(|| panic!("{stderr}")).to_owned()
}

#[test]
fn page_and_list_say_what_was_changed_in_both_languages() {
    let portal = Portal::bilingual().with(LETTER, circular(&format!("ringkasan = \"Apel.\"\n{ONE}"))).with(
        "content/edaran/2024/se-1.en.md",
        "+++\njudul = \"Circular\"\nringkasan = \"Assembly.\"\nperubahan = [{ tanggal = 2024-11-03, catatan = \"The day of the assembly was corrected.\" }]\n+++\n\nText.\n",
    );
    portal.builds();
    let html = portal.published(PAGE);
    let said = "<p class=\"ringkasan\">Apel.</p>\n<p class=\"keterangan\">Diperbarui <time datetime=\"2024-11-03\">3 November 2024</time>: Tanggal apel dibetulkan.</p>\n</header>";
    assert!(html.contains(said), "{html}");
    let html = portal.published(&format!("en/{PAGE}"));
    let said = "<p class=\"keterangan\">Updated <time datetime=\"2024-11-03\">3 November 2024</time>: The day of the assembly was corrected.</p>\n</header>";
    assert!(html.contains(said), "{html}");
    for (list, said) in [("edaran", "diperbarui 3 November 2024"), ("en/edaran", "updated 3 November 2024")] {
        let html = portal.published(&format!("{list}/index.html"));
        assert!(html.contains(&format!("<span class=\"butir\">{said}</span>")), "{html}");
    }
}

#[test]
fn several_changes_are_a_list_the_latest_first() {
    let portal = with_letter(TWO);
    portal.builds();
    let html = portal.published(PAGE);
    let items: Vec<&str> =
        html.split("<li>Diperbarui ").skip(1).map(|item| item.split("</li>").next().unwrap()).collect();
    assert_eq!(
        items,
        [
            "<time datetime=\"2024-11-20\">20 November 2024</time>: Tempat apel ditambahkan.",
            "<time datetime=\"2024-11-03\">3 November 2024</time>: Salah ketik.",
            "<time datetime=\"2024-11-03\">3 November 2024</time>: Tanggal apel dibetulkan.",
        ]
    );
    assert!(portal.published("edaran/index.html").contains("diperbarui 20 November 2024"));
}

#[test]
fn pages_of_all_types_say_what_was_changed_and_tombstones_do_not() {
    let portal = Portal::new()
        .with("content/beranda.md", page("Isi.").replace("+++\n\n", &format!("{ONE}+++\n\n")))
        .with("content/halaman/tentang.md", page("Isi.").replace("+++\n\n", &format!("{ONE}+++\n\n")))
        .with(
            "content/tahapan/pilkada.toml",
            format!("judul = \"Pilkada\"\njenis = \"pilkada\"\npemungutan_suara = 2024-11-27\n{ONE}"),
        )
        .with(
            LETTER,
            circular(&format!("{ONE}ditarik = {{ tanggal = 2024-11-25, alasan = \"Keliru.\" }}\n")),
        );
    portal.builds();
    for page in ["index.html", "tentang/index.html", "tahapan/pilkada/index.html"] {
        let html = portal.published(page);
        assert_eq!(html.matches("Diperbarui <time datetime=\"2024-11-03\">").count(), 1, "{page}: {html}");
    }
    let stone = portal.published(PAGE);
    assert!(stone.contains("Keliru.") && !stone.contains("apel"), "{stone}");
    assert!(portal.published("atom.xml").contains("<summary>Keliru.</summary>"));
}

#[test]
fn feed_and_sitemap_move_with_the_latest_change() {
    let portal = Portal::bilingual().with(LETTER, circular(&format!("ringkasan = \"Apel.\"\n{TWO}"))).with(
        "content/edaran/2024/se-1.en.md",
        "+++\njudul = \"Circular\"\nringkasan = \"Assembly.\"\n+++\n\nText.\n",
    );
    portal.builds();
    let feed = portal.published("atom.xml");
    for part in [
        "<updated>2024-11-20T00:00:00+07:00</updated>",
        "<published>2024-10-15T00:00:00+07:00</published>",
        "<summary>Diperbarui 20 November 2024: Tempat apel ditambahkan. Apel.</summary>",
    ] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
    let feed = portal.published("en/edaran/atom.xml");
    let summary = "<summary>Updated 20 November 2024: Tempat apel ditambahkan. Assembly.</summary>";
    assert!(feed.contains(summary), "{feed}");
    let sitemap = portal.published("sitemap.xml");
    for address in ["/", "/edaran/", "/edaran/2024/se-1/"] {
        let line = format!("<loc>https://netralitas.uji.go.id{address}</loc><lastmod>2024-11-20</lastmod>");
        assert!(sitemap.contains(&line), "{line}: {sitemap}");
    }
}

#[test]
fn correction_and_change_are_both_shown() {
    let corrects = "hubungan = [{ jenis = \"meralat\", dokumen = \"edaran/2024/se-1\" }]\n";
    let portal = with_letter(ONE).with("content/edaran/2024/ralat.md", circular(corrects));
    portal.builds();
    let html = portal.published(PAGE);
    let (changed, status) = (html.find("Diperbarui").unwrap(), html.find("class=\"status\"").unwrap());
    let corrected = html.find("Naskah ini diralat").unwrap();
    assert!(changed < status && status < corrected, "{html}");
}

#[test]
fn change_before_publication_is_told() {
    with_letter(&ONE.replace("2024-11", "2023-11")).check().exits(1).says(str![[r#"
galat[TW0383]: perubahan bertanggal 2023-11-03, padahal naskahnya terbit 2024-10-15
 --> content/edaran/2024/se-1.md:6:26
  |
6 | perubahan = [{ tanggal = 2023-11-03, catatan = "Tanggal apel dibetulkan." }]
  |                          ^^^^^^^^^^
  |
  = saran: tulis tanggal dari 2024-10-15 sampai hari ini, atau hapus perubahan itu

1 galat

"#]]);
    // The day of publication goes before the date of the letter.
    let later = with_letter(&format!("terbit = 2024-11-04\n{ONE}"));
    assert_eq!(later.check().exits(1).codes(), ["TW0383"]);
    let news = |keys: &str| format!("+++\njudul = \"Kabar\"\n{keys}{ONE}+++\nIsi.\n");
    let portal = Portal::new().with("content/berita/2024/a.md", news("tanggal = 2024-11-04\n"));
    assert_eq!(portal.check().exits(1).codes(), ["TW0383"]);
    // What is announced before its day may be changed before it.
    let event = format!("+++\njudul = \"Rakor\"\njenis = \"rakor\"\ntanggal = 2024-12-20\n{ONE}+++\n");
    Portal::new().with("content/kegiatan/2024/rakor.md", event).check().exits(0).says("");
    with_letter(&ONE.replace("2024-11-03", "2024-10-15")).check().exits(0).says("");
}

#[test]
fn change_after_the_day_of_the_build_is_told_and_not_shown() {
    let portal = with_letter(&ONE.replace("2024-11-03", "2024-12-02"));
    portal.build().exits(0).says(str![[r#"
peringatan[TW0384]: perubahan bertanggal 2024-12-02, sesudah hari ini; halamannya belum menyebutnya
 --> content/edaran/2024/se-1.md:6:26
  |
6 | perubahan = [{ tanggal = 2024-12-02, catatan = "Tanggal apel dibetulkan." }]
  |                          ^^^^^^^^^^
  |
  = saran: tulis hari perubahannya, paling lambat 2024-12-01

1 peringatan

"#]]);
    for file in [PAGE, "edaran/index.html", "atom.xml"] {
        let text = portal.published(file);
        assert!(!text.contains("apel") && !text.contains("2024-12-02"), "{text}");
    }
    assert!(portal.published("sitemap.xml").contains("<lastmod>2024-10-15<"));
    // When its day has come, it is.
    portal.run(&["build", "-q", "--clock", "2024-12-02"]).exits(0).says("");
    assert!(portal.published(PAGE).contains("Tanggal apel dibetulkan."));
}

#[test]
fn text_that_changes_without_a_word_is_told_until_it_is_noted() {
    let portal = published();
    portal.edit(LETTER, "Naskah.", "Naskah yang lain.");
    let warning = str![[r#"
peringatan[TW0382]: naskah ini berubah sejak terbit, dan tidak ada catatannya
 --> content/edaran/2024/se-1.md
  = saran: tulis `perubahan = [{ tanggal = 2024-12-01, catatan = "…" }]` dengan apa yang diubah; bila ini hanya percobaan di komputer sendiri, abaikan

1 peringatan

"#]];
    portal.build().exits(0).says(warning.clone());
    assert!(portal.published(PAGE).contains("Naskah yang lain."));
    // No verdict is kept of such a run, so the next one says the same. `check` does not look at what is published.
    std::thread::sleep(REST);
    portal.build().exits(0).says(warning.clone());
    portal.check().exits(0).says("");
    portal.build().exits(0).says(warning);
    portal.build_with(&["--lang", "en"]).exits(0).says(str![[r#"
warning[TW0382]: this text has changed since it was published, and nothing says so
 --> content/edaran/2024/se-1.md
  = hint: write `perubahan = [{ tanggal = 2024-12-01, catatan = "…" }]` with what was changed; if this is only a trial on your own computer, ignore it

1 warning

"#]]);
    let line = advised(&portal.build().stderr);
    assert_eq!(line, format!("perubahan = [{{ tanggal = {CLOCK}, catatan = \"…\" }}]"));
    portal.edit(LETTER, "penerbit", &format!("{line}\npenerbit"));
    portal.builds();
    portal.builds();
    // The next change needs a note of its own, beside the one that is there.
    portal.edit(LETTER, "Naskah yang lain.", "Naskah ketiga.");
    portal.build().exits(0).says(str![[r#"
peringatan[TW0382]: naskah ini berubah lagi, dan `perubahan` tidak menyebutnya
 --> content/edaran/2024/se-1.md:5:26
  |
5 | perubahan = [{ tanggal = 2024-12-01, catatan = "…" }]
  |                          ^^^^^^^^^^
  |
  = saran: tambahkan `{ tanggal = 2024-12-01, catatan = "…" }` ke daftar ini, juga di terjemahannya bila ada; bila ini hanya percobaan di komputer sendiri, abaikan

1 peringatan

"#]]);
    let entry = advised(&portal.build().stderr);
    portal.edit(LETTER, "\" }]", &format!("\" }}, {entry}]"));
    portal.builds();
    portal.builds();
}

#[test]
fn text_that_is_public_no_more_is_not_remembered() {
    let portal = published();
    let texts = || portal.published(".terawang.json").split_once("\"texts\"").unwrap().1.to_owned();
    let digest = texts().split('"').find(|text| text.len() == 32).unwrap().to_owned();
    portal.edit(LETTER, "Naskah.", "Naskah yang lain.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
    assert!(!texts().contains(&digest), "{}", texts());
    // The other text was public in between.
    portal.edit(LETTER, "Naskah yang lain.", "Naskah.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
    portal.edit(
        LETTER,
        "penerbit",
        "perubahan = [{ tanggal = 2024-12-01, catatan = \"Dikembalikan.\" }]\npenerbit",
    );
    portal.builds();
    assert!(texts().contains(&digest), "{}", texts());
}

#[test]
fn title_number_and_date_are_text_and_other_keys_are_not() {
    for (from, to, is_text) in [
        ("judul = \"Surat edaran\"", "judul = \"Surat edaran kedua\"", true),
        ("tanggal = 2024-10-15", "tanggal = 2024-10-16", true),
        ("penerbit", "nomor = \"800/2\"\npenerbit", true),
        (
            "penerbit",
            "ringkasan = \"Ringkasan baru.\"\ntag = [\"apel\"]\nlarangan = [\"Berfoto\"]\npenerbit",
            false,
        ),
        // Blanks and lines are as the staff's editor makes them.
        ("Naskah.", "\n\n  Naskah.\n\n", false),
        ("judul = \"Surat edaran\"", "judul = \"Surat  edaran\"", false),
    ] {
        let portal = published();
        portal.edit(LETTER, from, to);
        let expected: &[&str] = if is_text { &["TW0382"] } else { &[] };
        assert_eq!(portal.build().exits(0).codes(), expected, "{to}");
    }
    let portal = with_letter("nomor = \"800/1\"\n");
    portal.write(LETTER, circular("nomor = \"800/1\"\n").replace("Naskah.", "Satu dua.\nTiga empat."));
    portal.builds();
    portal.edit(LETTER, "Satu dua.\nTiga", "Satu\ndua. \u{a0}Tiga");
    portal.builds();
    portal.edit(LETTER, "800/1", "800/2");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
}

#[test]
fn translation_is_no_change_and_neither_are_texts_of_other_types() {
    let portal =
        Portal::bilingual().with(LETTER, circular("")).with("content/halaman/tentang.md", page("Isi."));
    portal.builds();
    portal.write("content/edaran/2024/se-1.en.md", "+++\njudul = \"Circular\"\n+++\n\nText.\n");
    portal.builds();
    portal.edit("content/edaran/2024/se-1.en.md", "Text.", "Other text.");
    portal.edit("content/halaman/tentang.md", "Isi.", "Isi baru.");
    portal.builds();
}

#[test]
fn attachment_that_is_swapped_is_a_change_and_one_that_is_renamed_is_none() {
    let attached = "lampiran = [{ berkas = \"surat.pdf\", judul = \"Naskah surat\" }]\n";
    let portal = Portal::new()
        .with("content/edaran/2024/se-1/index.md", circular(attached))
        .with("content/edaran/2024/se-1/surat.pdf", pdf("MERPATI"));
    portal.builds();
    portal.write("content/edaran/2024/se-1/surat.pdf", pdf("KENARI"));
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
    portal.write("content/edaran/2024/se-1/surat.pdf", pdf("MERPATI"));
    std::fs::remove_dir_all(portal.path("public")).unwrap();
    portal.builds();
    portal.edit("content/edaran/2024/se-1/index.md", "Naskah surat", "Surat lengkap");
    portal.builds();
    portal.edit(
        "content/edaran/2024/se-1/index.md",
        "lampiran = [{ berkas = \"surat.pdf\", judul = \"Surat lengkap\" }]\n",
        "",
    );
    portal.remove("content/edaran/2024/se-1/surat.pdf");
    assert_eq!(portal.build().exits(1).codes(), ["TW0382", "TW0505"]);
}

#[test]
fn text_is_followed_to_its_new_address() {
    let old = "alihan = [\"/edaran/2024/se-1/\"]\npenerbit";
    let portal = published();
    portal.rename(LETTER, "content/edaran/2024/surat.md");
    portal.edit("content/edaran/2024/surat.md", "penerbit", old);
    portal.builds();
    portal.edit("content/edaran/2024/surat.md", "Naskah.", "Naskah yang lain.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
    // Moved and changed at once, and by a redirect of the site.
    let portal = published();
    portal.rename(LETTER, "content/edaran/2024/surat.md");
    portal.edit("content/edaran/2024/surat.md", "penerbit", old);
    portal.edit("content/edaran/2024/surat.md", "Naskah.", "Naskah yang lain.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
    let portal = published();
    portal.rename(LETTER, "content/edaran/2024/surat.md");
    let site = std::fs::read_to_string(portal.path("site.toml")).unwrap();
    portal.write(
        "site.toml",
        format!("{site}[[alihan]]\ndari = \"/edaran/2024/se-1/\"\nke = \"/edaran/2024/surat/\"\n"),
    );
    portal.edit("content/edaran/2024/surat.md", "Naskah.", "Naskah yang lain.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
}

#[test]
fn nothing_is_remembered_of_a_withdrawn_text() {
    let withdrawn = "ditarik = { tanggal = 2024-11-20, alasan = \"Keliru.\" }\n";
    let portal = published();
    let texts = |portal: &Portal| {
        let manifest = portal.published(".terawang.json");
        manifest.split_once("\"texts\":{").unwrap().1.matches("\"/edaran/2024/se-1/\"").count()
    };
    assert_eq!(texts(&portal), 1);
    portal.edit(LETTER, "penerbit", &format!("{withdrawn}penerbit"));
    portal.builds();
    assert_eq!(texts(&portal), 0);
}

#[test]
fn build_with_drafts_remembers_no_text() {
    let portal = published();
    portal.edit(LETTER, "Naskah.", "Naskah yang lain.");
    assert_eq!(portal.build_with(&["--drafts"]).exits(0).codes(), ["TW0382"]);
    let draft = circular("draf = true\n");
    portal.write("content/edaran/2024/se-2.md", &draft);
    portal.edit(LETTER, "Naskah yang lain.", "Naskah.");
    portal.build_with(&["--drafts"]).exits(0).says("");
    // What was a draft is new when it is published.
    portal
        .write("content/edaran/2024/se-2.md", draft.replace("draf = true\n", "").replace("Naskah.", "Lain."));
    portal.builds();
}

#[test]
fn manifest_of_an_earlier_version_says_nothing_of_texts() {
    let portal = published();
    let manifest = portal.published(".terawang.json");
    let (first, _) = manifest.split_once(",\n\"texts\"").unwrap();
    portal.write("public/.terawang.json", first.replace("{\"version\":2,", "{\"version\":1,") + "}\n");
    portal.edit(LETTER, "Naskah.", "Naskah yang lain.");
    portal.builds();
    let now = portal.published(".terawang.json");
    assert!(now.starts_with("{\"version\":2,\n"), "{now}");
    assert!(now.contains("\"texts\":{\n\"/edaran/2024/se-1/\":{\"digest\":\""), "{now}");
    portal.run(&["audit", "public"]).exits(0);
    portal.edit(LETTER, "Naskah yang lain.", "Naskah ketiga.");
    assert_eq!(portal.build().exits(0).codes(), ["TW0382"]);
}

#[test]
fn note_that_was_removed_can_be_written_again() {
    let portal = with_letter(TWO);
    portal.builds();
    // Two notes fewer and another text: the line of the hint is enough.
    portal.write(LETTER, circular("").replace("Naskah.", "Naskah yang lain."));
    let run = portal.build();
    assert_eq!(run.exits(0).codes(), ["TW0382"]);
    portal.edit(LETTER, "penerbit", &format!("{}\npenerbit", advised(&run.stderr)));
    portal.builds();
}
