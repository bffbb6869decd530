//! Every remedy works: what a hint says to write is written, and the error is gone and no other has come.
//!
//! Each case is a portal with a fault. The words to write are taken from the hint as the program prints it, in
//! both languages. A hint that names something to write and is in no case must be in [`EXCUSED`], with the reason.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use regex::Regex;
use serde_json::Value;

use crate::messages::form::{self, Hint, Pair};
use crate::support::{CLOCK, Portal, Run, SITE, circular, law, made, page, tree};

/// Hints that name something, but nothing that could be written as it stands.
const EXCUSED: &[(&str, &str)] = &[
    ("collections.relation_cycle", "which relation is wrong is a question of law"),
    ("collections.report_cycle", "which team reports to which is not known"),
    ("disclosure_attachments.too_many_pixels", "done in another program"),
    ("plan.redirect_chain", "which of the redirects is wrong is not known"),
    ("plan.redirect_circle", "which of the redirects is wrong is not known"),
    ("publish.raise_the_limit", "a setting of the system"),
    ("publish.staging_in_the_way", "what is in the way is the user's own"),
    ("reading.unknown_key", "lists the keys; which was meant is not known"),
    ("reading.syntax", "shows how keys and values look"),
    ("collections.record_of_other_kind", "names a kind of record, not a record"),
    ("collections.revocation_cycle", "which relation is wrong is a question of law"),
    ("collections.counts_nothing", "whether the source speaks of a threat is not known"),
    ("collections.authority_not_then", "whether period or authority is wrong is not known"),
    ("collections.other_year_than_folder", "whether the year or the folder is wrong is not known"),
    ("collections.outside_scale", "which number is wrong is not known"),
    ("collections.approved_in_ban", "the approval must have been given"),
    ("collections.two_for_one_url", "names a key to remove, if it is there"),
    ("collections_sanction.no_policy", "the columns are a decision"),
    ("collections_sanction.missing_value", "which value is missing is not known"),
    ("collections_sanction.half_pooled", "which column is right is not known"),
    ("collections_sanction.outside_period", "whether time or period is wrong is not known"),
    ("collections_sanction.table_columns", "a table of other columns needs other cells"),
    ("collections_sanction.no_such_cell", "what the cell was to be is not known"),
    ("collections_sanction.cell_number", "the number is not known"),
    ("collections_sanction.missing_cells", "the numbers are not known"),
    ("disclosure_rows.overlapping_series", "which of the two stays is a decision"),
    ("disclosure_rows.headcount_unfit", "names what a series must be like"),
    ("disclosure_rows.small_cell", "which other cells it needs is searched by `terawang anonymise`"),
    ("disclosure_rows.open_cell", "which other cells are needed is searched by `terawang anonymise`"),
    ("disclosure_rows.table_not_judged", "other columns need other cells"),
    ("disclosure_rows.pool_more", "the persons are counted anew"),
    ("disclosure_rows.coarser_columns", "the rows of other columns are counted anew"),
    ("disclosure_pact.pacts_of_the_same_people", "whether the two are one is not known"),
    ("disclosure_ledger.restore", "names version control"),
    ("disclosure_ledger.small_change", "the change must wait for more persons"),
    ("disclosure_ledger.alike_change", "the change must wait for more persons"),
    ("disclosure_ledger.pact_change", "the change must wait for more persons"),
    ("disclosure_ledger.unordered_policy", "the rows of other columns are counted anew"),
    ("disclosure_ledger.pool_shrank", "tests/it/releases.rs follows it"),
    ("disclosure_ledger.pact_method", "the earlier method is in the release"),
    ("disclosure_ledger.hidden_table", "the earlier table is in the release"),
    ("disclosure_text.not_a_sha256", "the sum is reckoned from what is excepted"),
    ("disclosure_text.no_such_file", "which file is meant is not known"),
    ("disclosure_text.unused", "names keys to look at"),
    ("disclosure_text.never_public", "the number goes; the rest explains"),
    ("disclosure_text.nothing_to_allow", "where something is refused is not known"),
    ("disclosure_text.declare_contact", "for files whose name cannot be printed"),
    ("disclosure_text.remove_property", "for files whose name cannot be printed"),
    ("disclosure_text.without_names", "for files whose name cannot be printed"),
    ("disclosure_attachments.place_of_picture", "done in another program"),
    ("markdown.raw_html", "shows how Markdown looks"),
    ("markdown.uneven_tabs", "which cell is missing is not known"),
    ("plan.address_of_the_site", "names a key to change, if it is there"),
    ("publish.unmarked", "the folder is the user's choice"),
    ("publish.git_work_tree", "the folder is the user's choice"),
    ("publish.not_a_folder", "the folder is the user's choice"),
    ("publish.read_only", "the folder is the user's choice"),
    ("publish.mount_point", "no test may mount a file system"),
    ("publish.journal_unreadable", "empties and removes folders"),
    ("render.template_failed", "names a document to read"),
    ("render.template_missing", "the built-in theme has every template"),
    ("render.theme_syntax", "names a theme to compare with"),
    ("audit.no_site", "names another command as an example"),
    ("audit.uniform", "an output is built again, not mended"),
    ("audit.derive_from_rows", "an output is built again, not mended"),
    ("anonymise.csv_has_no_sheets", "names an option to leave out"),
    ("anonymise.encoding", "done in another program"),
    ("anonymise.too_large", "names the limits"),
    ("anonymise.no_heading", "the headings are the user's own"),
    ("anonymise.unknown_heading", "the headings are the user's own"),
    ("anonymise.unknown_cells", "the right value is not known"),
    ("anonymise.empty_cells", "the right value is not known"),
    ("anonymise.outside_period", "whether date or period is wrong is not known"),
    ("anonymise.no_choice", "three ways out, each of them a decision"),
    ("anonymise.cannot_edit", "names a command that tells more"),
    ("anonymise.memory_broken", "the headings are the user's own"),
];

/// One finding as `--format json` tells it.
#[derive(Clone, Debug)]
struct Finding {
    code: String,
    is_error: bool,
    message: String,
    hint: String,
    file: String,
    /// The byte range in the file's text.
    range: Option<(usize, usize)>,
}

fn findings(portal: &Portal, run: &Run) -> Vec<Finding> {
    let json: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    let list = json["findings"].as_array().unwrap();
    list.iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let file = text("file");
            let content = std::fs::read_to_string(portal.path(&file)).unwrap_or_default();
            let offset = |line: &str, column: &str| {
                let (line, column) = (finding[line].as_u64()? as usize, finding[column].as_u64()? as usize);
                let start: usize = content.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let before = content[start..].chars().take(column - 1).map(char::len_utf8);
                Some(start + before.sum::<usize>())
            };
            let range = offset("line", "column").zip(offset("end_line", "end_column"));
            Finding {
                code: text("code"),
                is_error: finding["severity"] == "error",
                message: text("message"),
                hint: text("hint"),
                file,
                range,
            }
        })
        .collect()
}

impl Finding {
    /// The pieces of the hint in backquotes.
    fn keys(&self) -> Vec<&str> {
        pieces(&self.hint, '`')
    }

    /// The first piece in backquotes.
    #[track_caller]
    fn key(&self) -> &str {
        self.keys().first().copied().unwrap_or_else(|| panic!("no key in {self:?}"))
    }

    /// The first piece in quotes, with them.
    #[track_caller]
    fn value(&self) -> String {
        let value = pieces(&self.hint, '"').first().copied();
        format!("\"{}\"", value.unwrap_or_else(|| panic!("no value in {self:?}")))
    }

    /// What a hint names as an example of a value, as it is written in TOML.
    #[track_caller]
    fn example(&self) -> String {
        if let Some((_, example)) =
            ["misalnya ", "for example "].iter().find_map(|word| self.hint.split_once(word))
        {
            let end = match example.as_bytes()[0] {
                b'"' => example[1..].find('"').map(|at| at + 2),
                b'{' => example.find('}').map(|at| at + 1),
                _ => example.find([',', ';', ' ']),
            };
            return example[..end.unwrap_or(example.len())].trim_end_matches('.').to_owned();
        }
        format!("\"{}\"", self.keys().last().unwrap_or_else(|| panic!("no example in {self:?}")))
    }

    /// Writes a text in the place of what is wrong.
    #[track_caller]
    fn replace(&self, portal: &Portal, text: &str) {
        let (start, end) = self.range.unwrap_or_else(|| panic!("no place in {self:?}"));
        let content = std::fs::read_to_string(portal.path(&self.file)).unwrap();
        portal.write(&self.file, format!("{}{text}{}", &content[..start], &content[end..]));
    }

    /// Writes `key = value` in the data of its file.
    fn assign(&self, portal: &Portal, line: &str) {
        assign(portal, &self.file, line);
    }
}

/// What stands between pairs of a mark.
fn pieces(text: &str, mark: char) -> Vec<&str> {
    text.split(mark).skip(1).step_by(2).collect()
}

/// Writes `key = value` at the top of the data of a file, or in the place of the key's line.
#[track_caller]
fn assign(portal: &Portal, file: &str, line: &str) {
    let content = std::fs::read_to_string(portal.path(file)).unwrap();
    let (key, _) = line.split_once(" = ").unwrap_or_else(|| panic!("no assignment: {line}"));
    let is_there = |other: &&str| other.starts_with(&format!("{key} = "));
    let text = match content.lines().find(is_there) {
        Some(old) => content.replacen(old, line, 1),
        None => match content.strip_prefix("+++\n") {
            Some(rest) => format!("+++\n{line}\n{rest}"),
            None => format!("{line}\n{content}"),
        },
    };
    portal.write(file, text);
}

type Apply = Box<dyn Fn(&Portal, &Finding) + Sync>;

/// A portal with a fault, and what to do about it.
struct Case {
    name: &'static str,
    portal: Box<dyn Fn() -> Portal + Sync>,
    code: &'static str,
    apply: Apply,
    /// What is run instead of `build`.
    command: Vec<&'static str>,
    /// What is run after the remedy instead of the same again.
    again: Option<Again>,
}

type Again = Box<dyn Fn(&Finding) -> Vec<String> + Sync>;

fn case(
    name: &'static str,
    code: &'static str,
    portal: impl Fn() -> Portal + Sync + 'static,
    apply: impl Fn(&Portal, &Finding) + Sync + 'static,
) -> Case {
    Case { name, portal: Box::new(portal), code, apply: Box::new(apply), command: vec!["build"], again: None }
}

/// A fault of the command line: what is run, and what is run as the hint says.
fn command(
    name: &'static str,
    code: &'static str,
    portal: impl Fn() -> Portal + Sync + 'static,
    command: Vec<&'static str>,
    again: impl Fn(&Finding) -> Vec<String> + Sync + 'static,
) -> Case {
    Case { command, again: Some(Box::new(again)), ..case(name, code, portal, |_, _| {}) }
}

/// Words as a shell parts them.
fn shell(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

/// The words of a command that is known before the run.
fn words(text: &str) -> Vec<&'static str> {
    shell(text).into_iter().map(|word| &*word.leak()).collect()
}

impl Case {
    fn run(&self, portal: &Portal, lang: &str, command: &[&str]) -> Vec<Finding> {
        let more = ["-q", "--format", "json", "--lang", lang, "--clock", CLOCK];
        findings(portal, &portal.run(&[command, &more].concat()))
    }

    /// Breaks, mends and looks again; gives the finding that was mended, or what is left.
    fn try_out(&self, lang: &str) -> Result<Finding, String> {
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.mended(lang)));
        tried.map_err(|cause| {
            let text = cause.downcast_ref::<String>().cloned();
            format!("{}, {lang}: {}", self.name, text.unwrap_or_else(|| "stopped".to_owned()))
        })
    }

    fn mended(&self, lang: &str) -> Finding {
        let portal = (self.portal)();
        let before = self.run(&portal, lang, &self.command);
        let found = before.iter().find(|found| found.code == self.code);
        let found = found.unwrap_or_else(|| panic!("no {}: {before:#?}", self.code)).clone();
        (self.apply)(&portal, &found);
        let again = self.again.as_ref().map(|again| again(&found));
        let again: Option<Vec<&str>> = again.as_ref().map(|again| again.iter().map(String::as_str).collect());
        let after = self.run(&portal, lang, again.as_deref().unwrap_or(&self.command));
        let left: Vec<&Finding> =
            after.iter().filter(|other| other.is_error || other.code == self.code).collect();
        assert!(left.is_empty(), "the hint was {:?}; after it: {left:#?}", found.hint);
        found
    }
}

/// A circular with a key, in a portal.
fn with_circular(more: &str) -> Portal {
    Portal::new().with("content/edaran/2024/se-1.md", circular(more))
}

/// A circular of a kind that is none.
fn misspelt(kind: &'static str) -> Portal {
    let portal = with_circular("");
    assign(&portal, "content/edaran/2024/se-1.md", &format!("jenis = \"{kind}\""));
    portal
}

/// A page with a body, in a portal.
fn with_page(body: &str) -> Portal {
    Portal::new().with("content/halaman/tentang.md", page(body))
}

const SANCTIONS: &str = "judul = \"Sanksi 2024\"\nhasil = \"sanksi\"\npenetap = \"ppk\"\nperiode = { dari = 2024-01-01, sampai = 2024-12-31 }\ntotal = 40\nsatuan = \"orang\"\nper_tanggal = 2024-12-31\nsumber = \"BKPSDM\"\n";

/// A sanction series with one key in another way, and more below.
fn with_sanctions(from: &str, to: &str, more: &str) -> Portal {
    assert!(SANCTIONS.contains(from));
    Portal::new().with("content/sanksi/2024.toml", SANCTIONS.replacen(from, to, 1) + more)
}

const PACT: &str =
    "judul = \"Pakta\"\njenis = \"pakta_netralitas\"\nsatuan = \"orang\"\nsumber = \"BKPSDM\"\n";
const OFFICES: &str = "opd = [\n  { kode = \"bkpsdm\", nama = \"BKPSDM\", klaster = \"badan\" },\n  { kode = \"dinkes\", nama = \"Dinas Kesehatan\", klaster = \"dinas\" },\n]\n";
const HEADING: &str = "opd,kategori,per_tanggal,sasaran,ditandatangani\n";

/// A pact series with its table.
fn with_pact(more: &str, table: &str) -> Portal {
    Portal::new()
        .with("content/opd.toml", OFFICES)
        .with("content/pakta/pilkada.toml", format!("{PACT}{more}"))
        .with("content/pakta/pilkada.csv", table)
}

const COUNTS: &str = "bkpsdm,pns,2024-10-01,400,350\ndinkes,pns,2024-10-01,300,200\n";

fn counts(counts: &str) -> String {
    format!("{HEADING}{counts}")
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |case| cases.push(case);

    // Bodies.
    add(case(
        "a footnote without a text",
        "TW0413",
        || with_page("Satu.[^1]"),
        |portal, found| portal.edit(&found.file, "Satu.[^1]", &format!("Satu.[^1]\n\n{}", found.key())),
    ));
    add(case(
        "a row with a cell too many",
        "TW0412",
        || with_page("|a|b|\n|-|-|\n|c|d|e|"),
        |portal, found| portal.edit(&found.file, "d|e", &format!("d{}e", found.key())),
    ));
    let in_folder = |body: &str, name: &str, bytes| {
        let page_file = "content/halaman/tentang/index.md";
        Portal::new()
            .with(page_file, page(body))
            .with(&format!("content/halaman/tentang/{name}"), made(bytes))
    };
    add(case(
        "a link with a blank",
        "TW0414",
        move || in_folder("[naskah](SE Netralitas 2024.pdf)", "SE Netralitas 2024.pdf", "chromium-clean.pdf"),
        |portal, found| {
            let (_, link) = found.hint.split_once(": ").unwrap();
            portal.edit(&found.file, "[naskah](SE Netralitas 2024.pdf)", link);
        },
    ));
    add(case(
        "a picture on another site",
        "TW0402",
        move || in_folder("![Apel](https://contoh.go.id/apel.jpg)", "apel.jpg", "imagemagick-clean.jpg"),
        |portal, found| {
            let (_, picture) = found.hint.rsplit_once(": ").unwrap();
            portal.edit(&found.file, "![Apel](https://contoh.go.id/apel.jpg)", picture);
        },
    ));

    // Keys and values.
    let of_kind = |kind: &'static str, more: &'static str| {
        move || {
            let portal = with_circular(more);
            assign(&portal, "content/edaran/2024/se-1.md", &format!("jenis = \"{kind}\""));
            portal
        }
    };
    add(case("a kind without a name", "TW0204", of_kind("lainnya", ""), |portal, found| {
        found.assign(portal, found.key())
    }));
    add(case(
        "a name of a known kind",
        "TW0360",
        of_kind("himbauan", "nama_jenis = \"X\"\n"),
        |portal, found| found.assign(portal, found.keys()[1]),
    ));
    add(case(
        "quotation marks of Word",
        "TW0202",
        || {
            let portal = with_circular("");
            assign(&portal, "content/edaran/2024/se-1.md", "judul = “Surat Edaran”");
            portal
        },
        |portal, found| portal.edit(&found.file, "“Surat Edaran”", &found.value()),
    ));
    for date in ["01-07-2024", "2024-7-1", "1 Juli 2024"] {
        let with = move || {
            let portal = with_circular("");
            assign(&portal, "content/edaran/2024/se-1.md", &format!("tanggal = {date}"));
            portal
        };
        add(case("a date without quotation marks", "TW0208", with, move |portal, found| {
            let word = found.hint.split(' ').find(|word| word.len() == 10 && word.starts_with("20"));
            portal.edit(&found.file, date, word.unwrap());
        }));
    }
    add(case(
        "a misspelt key",
        "TW0203",
        || with_circular("tautn = \"https://uji.go.id\"\n"),
        |portal, found| {
            found.replace(portal, found.key());
        },
    ));
    add(case(
        "a misspelt value",
        "TW0206",
        || misspelt("surat_edara"),
        |portal, found| {
            found.replace(portal, &found.value());
        },
    ));
    add(case(
        "an unknown value",
        "TW0206",
        || misspelt("zzz"),
        |portal, found| {
            found.replace(portal, &format!("\"{}\"", found.key()));
        },
    ));
    for key in ["judul", "jenis"] {
        let without = move || {
            let text: String =
                circular("").split_inclusive('\n').filter(|line| !line.starts_with(key)).collect();
            Portal::new().with("content/edaran/2024/se-1.md", text)
        };
        add(case("a missing key", "TW0204", without, |portal, found| {
            let line = found.key().replace('…', &found.example());
            found.assign(portal, &line);
        }));
    }
    for key in ["total", "satuan"] {
        let without = move || {
            let text: String =
                SANCTIONS.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect();
            Portal::new().with("content/sanksi/2024.toml", text)
        };
        add(case("a missing key", "TW0204", without, |portal, found| {
            let line = found.key().replace('…', &found.example());
            found.assign(portal, &line);
        }));
    }
    for wrong in ["penerbit = 5", "tanggal = \"kemarin\"", "berlaku_sampai = 3", "alihan = 7"] {
        let with = move || {
            let portal = with_circular("");
            assign(&portal, "content/edaran/2024/se-1.md", wrong);
            portal
        };
        add(case("a value of another type", "TW0205", with, |portal, found| {
            let is_list = found.hint.contains("[ … ]");
            let example = found.example();
            found.replace(portal, &if is_list { format!("[{example}]") } else { example });
        }));
    }
    add(case(
        "a key beside its misspelling",
        "TW0203",
        || with_circular("penerbitt = \"X\"\n"),
        |portal, found| {
            assert_eq!(found.key(), "penerbit");
            portal.edit(&found.file, "penerbitt = \"X\"\n", "");
        },
    ));
    for (day, code) in [("2024-10-14", "TW0383"), ("2024-12-02", "TW0384")] {
        let noted =
            move || with_circular(&format!("perubahan = [{{ tanggal = {day}, catatan = \"Apel.\" }}]\n"));
        add(case("a change on an impossible day", code, noted, |portal, found| {
            let word = found.hint.split(' ').find(|word| word.starts_with("2024-"));
            found.replace(portal, word.unwrap().trim_end_matches(','));
        }));
    }
    let changed = |more: &'static str| {
        move || {
            let portal = with_circular(more);
            portal.builds();
            portal.edit("content/edaran/2024/se-1.md", "Naskah.", "Naskah lain.");
            portal
        }
    };
    add(case("a text that changed", "TW0382", changed(""), |portal, found| {
        found.assign(portal, found.key())
    }));
    add(case(
        "a text that changed again",
        "TW0382",
        changed("perubahan = [{ tanggal = 2024-11-03, catatan = \"Apel.\" }]\n"),
        |portal, found| portal.edit(&found.file, "\" }]", &format!("\" }}, {}]", found.key())),
    ));
    for site in ["per_halaman = 0\n", "per_halaman = 5000\n"] {
        let with = move || Portal::new().with("site.toml", format!("{SITE}{site}"));
        add(case("a number out of range", "TW0210", with, |portal, found| {
            let number = found.hint.split(' ').find(|word| word.parse::<u64>().is_ok()).unwrap();
            found.replace(portal, number);
        }));
    }
    for date in ["2/7/24", "31/12/2024", "32/13/2024"] {
        let with = move || {
            let portal = with_circular("");
            assign(&portal, "content/edaran/2024/se-1.md", &format!("tanggal = \"{date}\""));
            portal
        };
        add(case("a date in another form", "TW0208", with, |portal, found| {
            let word = found.hint.split(' ').find(|word| word.len() == 10 && word.starts_with("20"));
            found.replace(portal, word.unwrap());
        }));
    }
    add(case(
        "a wrong weekday",
        "TW0209",
        || with_circular("hari = \"senin\"\n"),
        |portal, found| {
            found.assign(portal, found.key());
        },
    ));
    add(case(
        "no count",
        "TW0211",
        || with_sanctions("total = 40", "total = \"banyak\"", ""),
        |portal, found| {
            found.replace(portal, &found.value());
        },
    ));
    add(case(
        "an odd old address",
        "TW0217",
        || with_circular("alihan = [\"lama\"]\n"),
        |portal, found| {
            found.replace(portal, &found.value());
        },
    ));
    add(case(
        "a file in another folder",
        "TW0217",
        || {
            Portal::new()
                .with(
                    "content/edaran/2024/se-1/index.md",
                    circular("lampiran = [{ berkas = \"../se.pdf\", judul = \"X\" }]\n"),
                )
                .with("content/edaran/2024/se-1/se.pdf", made("libreoffice-clean.pdf"))
        },
        |portal, found| found.replace(portal, &found.value()),
    ));
    add(case(
        "no address of the portal",
        "TW0702",
        || Portal::new().with("site.toml", SITE.replace("https://netralitas.uji.go.id", "netralitas")),
        |portal, found| found.replace(portal, &found.value()),
    ));

    // Tables.
    add(case(
        "a wrong heading",
        "TW0212",
        || with_pact("", &format!("a,b\n{COUNTS}")),
        |portal, found| {
            found.replace(portal, found.key());
        },
    ));
    add(case(
        "a number that reads two ways",
        "TW0212",
        || with_pact("", &counts(&COUNTS.replacen("400", "\"4,000\"", 1))),
        |portal, found| portal.edit(&found.file, "\"4,000\"", "4000"),
    ));
    add(case(
        "a table without rows",
        "TW0212",
        || with_pact("total = [{ per_tanggal = 2024-10-01, sasaran = 70, ditandatangani = 66 }]\n", HEADING),
        |portal, found| std::fs::remove_file(portal.path(&found.file)).unwrap(),
    ));
    add(case(
        "a cell that cannot be read",
        "TW0212",
        || with_pact("", &counts(&COUNTS.replacen("pns", "zzz", 1))),
        |portal, found| portal.edit(&found.file, "zzz", found.key()),
    ));

    // Records.
    add(case(
        "a translation without original",
        "TW0215",
        || Portal::bilingual().with("content/halaman/tentang.en.md", page("Text.")),
        |portal, found| portal.write(found.key(), page("Isi.")),
    ));
    let cites = |id: &str| format!("hubungan = [{{ jenis = \"melaksanakan\", dokumen = \"{id}\" }}]\n");
    for id in ["zzz", "regulasi/uu-20-2032"] {
        let with = move || with_circular(&cites(id)).with("content/regulasi/uu-20-2023.md", law(2023, ""));
        add(case("a record that is not there", "TW0301", with, |portal, found| {
            found.replace(portal, &found.value());
        }));
    }
    add(case(
        "a status that dates contradict",
        "TW0303",
        || with_circular("status = \"berlaku\"\nberlaku_sampai = 2024-11-01\n"),
        |portal, found| found.assign(portal, &format!("status = {}", found.value())),
    ));
    add(case(
        "a revoked document",
        "TW0304",
        move || {
            let revokes = "hubungan = [{ jenis = \"mencabut\", dokumen = \"edaran/2020/lama\" }]\n";
            with_circular(&cites("edaran/2020/lama"))
                .with("content/edaran/2020/lama.md", circular("").replace("2024-", "2020-"))
                .with("content/edaran/2022/baru.md", circular(revokes).replace("2024-", "2022-"))
        },
        |portal, found| found.replace(portal, &format!("\"{}\"", found.key())),
    ));
    add(case(
        "a penalty of another level",
        "TW0307",
        || {
            let rule = "sumber = \"SKB\"\nancaman = [{ pelanggaran = \"pasang_apk\", kategori = \"disiplin\", tingkat = \"berat\", hukuman = [\"teguran_lisan\"], penetap = \"ppk\" }]\n";
            Portal::new().with("content/regulasi/skb.md", law(2022, rule))
        },
        |portal, found| portal.edit(&found.file, "\"berat\"", &found.value()),
    ));
    add(case(
        "a level where there is none",
        "TW0307",
        || {
            let rule = "sumber = \"SKB\"\nancaman = [{ kategori = \"pidana\", tingkat = \"berat\" }]\n";
            Portal::new().with("content/regulasi/skb.md", law(2022, rule))
        },
        |portal, found| portal.edit(&found.file, &format!(", {} = \"berat\"", found.key()), ""),
    ));
    add(case(
        "a video without its words",
        "TW0204",
        || {
            let text = "+++\njudul = \"Ikrar\"\nvideo = { tautan = \"https://video.uji.go.id/1\", transkrip = \"x\" }\n+++\n";
            Portal::new().with("content/ikrar/2024.md", text)
        },
        |portal, found| {
            portal.edit(&found.file, "transkrip = \"x\"", &found.key().replace('…', "Kami netral."));
        },
    ));
    add(case(
        "a quotation without a source",
        "TW0310",
        || {
            let text = "+++\njudul = \"B\"\nkutipan = [{ jenis = \"komitmen\", oleh = \"Bupati\", isi = \"Netral.\" }]\n+++\n";
            Portal::new().with("content/berita/2024/b.md", text)
        },
        |portal, found| found.assign(portal, &found.key().replace('…', "Antara")),
    ));
    add(case(
        "a pact without counts",
        "TW0310",
        || Portal::new().with("content/pakta/pilkada.toml", PACT),
        |portal, found| found.assign(portal, found.keys()[1]),
    ));
    add(case(
        "an older set of law",
        "TW0381",
        || Portal::new().with("site.toml", format!("{SITE}hukum_per = 2024-01-01\n")),
        |portal, found| {
            let keys = found.keys();
            let words = shell(keys[0]);
            let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            portal.run(&words).exits(0);
            found.assign(portal, keys[1]);
        },
    ));
    add(case(
        "another authority",
        "TW0307",
        || with_sanctions("ppk", "bawaslu", ""),
        |portal, found| {
            found.replace(portal, &found.value());
        },
    ));
    add(case(
        "no source",
        "TW0310",
        || with_sanctions("sumber = \"BKPSDM\"\n", "", ""),
        |portal, found| {
            let line = found.key().replace('…', "\"BKPSDM\"");
            found.assign(portal, &line);
        },
    ));
    add(case(
        "no day",
        "TW0310",
        || with_sanctions("per_tanggal = 2024-12-31\n", "", ""),
        |portal, found| {
            let line = found.key().replace('…', "2024-12-31");
            found.assign(portal, &line);
        },
    ));
    const EVENT: &str = "+++\njudul = \"Apel\"\njenis = \"apel_krida\"\n+++\n\nIsi.\n";
    for at in [0, 1] {
        let event = || Portal::new().with("content/kegiatan/2024/apel.md", EVENT);
        add(case("an event without a time", "TW0204", event, move |portal, found| {
            found.assign(portal, found.keys()[at]);
        }));
    }
    for at in [0, 1] {
        let pledge = || {
            let text = "+++\njudul = \"Ikrar\"\nvideo = { transkrip = \"Kami netral.\" }\n+++\n";
            Portal::new().with("content/ikrar/2024/index.md", text)
        };
        add(case("a video that is nowhere", "TW0204", pledge, move |portal, found| {
            if at == 0 {
                let name = found.keys()[0].split('"').nth(1).unwrap();
                portal.write(&format!("content/ikrar/2024/{name}"), made("exiftool-film.mp4"));
            }
            portal.edit(&found.file, "video = { ", &format!("video = {{ {}, ", found.keys()[at]));
        }));
    }
    const CHANNEL: &str = "judul = \"BKPSDM\"\njenis = \"bkpsdm\"\noperator = \"BKPSDM\"\nkontak = { alamat = \"Jalan Merdeka 1\" }\n";
    for (more, code, at) in
        [("terverifikasi = 2024-01-03\n", "TW0311", 0), ("", "TW0386", 0), ("", "TW0386", 1)]
    {
        let channel =
            move || Portal::new().with("content/pengaduan/saluran/bkpsdm.toml", format!("{CHANNEL}{more}"));
        add(case("a channel that nobody tried", code, channel, move |portal, found| {
            found.assign(portal, found.keys()[at]);
        }));
    }
    // Two files for one letter, and what is left of a skeleton.
    let letter = |day: &str, kind: &str| {
        let text = circular("nomor = \"800/12/ORG/2024\"\n").replace("2024-10-15", day);
        text.replace("\"surat_edaran\"", &format!("\"{kind}\""))
    };
    for (day, kind) in
        [("2024-10-15", "surat_edaran"), ("2024-10-16", "surat_edaran"), ("2024-10-15", "instruksi")]
    {
        let twins = move || {
            Portal::new()
                .with("content/edaran/2024/a.md", letter("2024-10-15", "surat_edaran"))
                .with("content/edaran/2024/b.md", letter(day, kind))
        };
        add(case("a letter that is there twice", "TW0220", twins, |portal, found| {
            found.assign(portal, found.key());
        }));
    }
    add(case(
        "an ending that Windows hides",
        "TW0222",
        || Portal::new().with("content/edaran/2024/se.md.txt", circular("")),
        |portal, found| portal.rename(&found.file, found.key()),
    ));
    add(case(
        "settings with a hidden ending",
        "TW0701",
        || {
            let portal = Portal::new();
            portal.rename("site.toml", "site.toml.txt");
            portal
        },
        |portal, found| portal.rename(found.keys()[0], found.keys()[1]),
    ));
    for (key, year) in
        [("tanggal", "2204-10-15"), ("berlaku_sampai", "2204-10-15"), ("tanggal", "1024-10-15")]
    {
        let with = move || {
            let portal = with_circular("");
            assign(&portal, "content/edaran/2024/se-1.md", &format!("{key} = {year}"));
            portal
        };
        add(case("a year that cannot be right", "TW0223", with, |portal, found| {
            let day = found.hint.split([' ', '?']).find(|word| word.starts_with("20"));
            found.replace(portal, day.unwrap());
        }));
    }
    add(case(
        "a skeleton",
        "TW0224",
        || with_page("Tulis isi halaman di sini."),
        |portal, found| found.assign(portal, found.key()),
    ));
    for (own, skeleton) in [
        ("Pemerintah Kabupaten Uji", "Pemerintah Kabupaten …"),
        ("99.99", "00.00"),
        ("https://netralitas.uji.go.id", "https://contoh.invalid"),
    ] {
        let begun = move || Portal::new().with("site.toml", SITE.replace(own, skeleton));
        add(case("a new portal", "TW0385", begun, |portal, found| {
            found.replace(portal, &found.example());
        }));
    }
    add(case(
        "a misspelt office",
        "TW0312",
        || with_pact("", &counts(&COUNTS.replacen("bkpsdm", "bkpsmd", 1))),
        |portal, found| {
            portal.edit(&found.file, "bkpsmd", found.key());
        },
    ));
    add(case(
        "an unknown office",
        "TW0312",
        || with_pact("", &counts(&COUNTS.replacen("bkpsdm", "zzz", 1))),
        |portal, found| {
            portal.edit(
                found.key(),
                "]\n",
                "  { kode = \"zzz\", nama = \"Dinas Z\", klaster = \"dinas\" },\n]\n",
            );
        },
    ));
    add(case(
        "a file that nobody uses",
        "TW0110",
        || {
            Portal::new()
                .with("content/edaran/2024/se-1/index.md", circular(""))
                .with("content/edaran/2024/se-1/catatan.txt", "isi")
        },
        |portal, found| {
            assert!(found.keys().contains(&"lampiran"));
            let name = Path::new(&found.file).file_name().unwrap().to_str().unwrap();
            assign(
                portal,
                "content/edaran/2024/se-1/index.md",
                &format!("lampiran = [{{ berkas = \"{name}\", judul = \"X\" }}]"),
            );
        },
    ));
    for folder in ["edarann/2024", "zzz"] {
        let with = move || Portal::new().with(&format!("content/{folder}/a.md"), circular(""));
        add(case("an unknown folder", "TW0111", with, |portal, found| {
            let rest = found.file.strip_prefix("content/").unwrap().split_once('/').unwrap().1.to_owned();
            portal.rename(&found.file, &format!("content/{}{rest}", found.key()));
        }));
    }

    // Sanctions and pacts.
    add(case(
        "no persons",
        "TW0819",
        || {
            with_sanctions(
                "satuan = \"orang\"",
                "satuan = \"perkara\"",
                &format!("[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n{ROWS}"),
            )
        },
        |portal, found| {
            let line =
                found.hint.split(['`', ',']).find_map(|part| Some(&part[part.find("satuan = ")?..])).unwrap();
            found.assign(portal, line);
        },
    ));
    for (line, number) in [("k = 1", 0), ("bagian_maks = 90", 0)] {
        let with = move || {
            with_sanctions(
                "",
                "",
                &format!("[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n{line}\n{ROWS}"),
            )
        };
        add(case("a threshold", "TW0817", with, move |portal, found| {
            let numbers: Vec<&str> =
                found.hint.split(' ').filter(|word| word.parse::<u64>().is_ok()).collect();
            found.replace(portal, numbers[number]);
        }));
    }
    add(case(
        "no columns",
        "TW0816",
        || with_sanctions("", "", "[kebijakan]\nkolom = []\n"),
        |portal, found| {
            let line = found.hint.find("kolom = [").map(|at| &found.hint[at..]).unwrap();
            let line = &line[..=line.find(']').unwrap()];
            portal.edit(&found.file, "kolom = []", line);
        },
    ));
    add(case(
        "a small k",
        "TW0812",
        || with_pact("[kebijakan]\nk = 1\n", &counts(COUNTS)),
        |portal, found| {
            let number = found.hint.split([' ', ',']).find(|word| word.parse::<u64>().is_ok()).unwrap();
            found.replace(portal, number);
        },
    ));
    add(case(
        "counts that cannot be protected",
        "TW0813",
        || {
            with_pact(
                "[kebijakan]\ncara = \"rahasiakan\"\n",
                &counts(&format!("{COUNTS}dinkes,pppk,2024-10-01,5000000000,4999999000\n")),
            )
        },
        |portal, found| portal.edit("content/pakta/pilkada.toml", "cara = \"rahasiakan\"", found.key()),
    ));

    // Markdown, links and addresses.
    for link in ["/tentag/", "/tentang"] {
        let with = move || with_page("Isi.").with("content/halaman/lain.md", page(&format!("[x]({link})")));
        add(case("a broken link", "TW0404", with, |portal, found| {
            portal.edit(&found.file, "](/tent", "](§");
            let text = std::fs::read_to_string(portal.path(&found.file)).unwrap();
            let end = text.find('§').unwrap();
            let rest = text[end..].find(')').unwrap() + end;
            portal.write(&found.file, format!("{}{}{}", &text[..end], found.key(), &text[rest..]));
        }));
    }
    add(case(
        "a broken anchor",
        "TW0405",
        || with_page("## Dasar hukum\n\n[x](#dasar-huku)"),
        |portal, found| {
            portal.edit(&found.file, "#dasar-huku", found.key());
        },
    ));
    add(case(
        "an odd link",
        "TW0404",
        || with_page("[x](../../../../uu.md)").with("content/regulasi/uu-20-2023.md", law(2023, "")),
        |portal, found| {
            let address = found.hint.split(' ').find(|word| word.starts_with("/regulasi")).unwrap();
            portal.edit(&found.file, "../../../../uu.md", address);
        },
    ));
    for name in ["tentang", "tentang kami", "tentang (1)", "tentang-é"] {
        let with = move || {
            let portal = Portal::new().with(&format!("content/halaman/{name}.md"), page("Isi."));
            portal.build().exits(0);
            portal.rename(&format!("content/halaman/{name}.md"), "content/halaman/baru.md");
            portal
        };
        add(case("an address that is gone", "TW0505", with, |portal, found| {
            assign(portal, "content/halaman/baru.md", found.key());
        }));
    }
    add(case(
        "no home page",
        "TW0507",
        || {
            let portal = Portal::new();
            portal.remove("content/beranda.md");
            portal.with("content/halaman/tentang.md", page("Isi."))
        },
        |portal, found| portal.write(found.key(), page("Isi.")),
    ));

    // Files, themes and the command line.
    for text in ["judul = \"Halaman\"\n\nIsi.\n", "+++\njudul = \"Halaman\"\n\nIsi.\n"] {
        let with = move || Portal::new().with("content/halaman/tentang.md", text);
        add(case("a page without front matter", "TW0201", with, move |portal, found| {
            let fence = found.key();
            portal.write(&found.file, format!("{fence}\njudul = \"Halaman\"\n{fence}\n\nIsi.\n"));
        }));
    }
    add(case(
        "a name that is no address",
        "TW0370",
        || Portal::new().with("content/edaran/2024/SE Netralitas (final).md", circular("")),
        |portal, found| portal.rename(&found.file, found.key()),
    ));
    for contact in ["telepon = \"123456\"", "whatsapp = \"112\"", "surel = \"a[at]uji.go.id\""] {
        let keys =
            "judul = \"Kanal\"\njenis = \"telepon\"\noperator = \"BKPSDM\"\nterverifikasi = 2024-11-01\n";
        let file = format!("+++\n{keys}[kontak]\n{contact}\n+++\nIsi.\n");
        let with = move || Portal::new().with("content/pengaduan/saluran/a.md", &file);
        add(case("a contact that is none", "TW0371", with, |portal, found| {
            found.replace(portal, &found.value());
        }));
    }
    add(case(
        "a name for one system only",
        "TW0109",
        || Portal::new().with("content/edaran/2024/aux.md", circular("")),
        |portal, found| {
            portal.rename(&found.file, &format!("content/edaran/2024/{}", found.key()));
        },
    ));
    for (code, body) in [
        ("TW0801", "Nomor dokumen 6204015503909999"),
        ("TW0802", "Piket: 0812-0000-0123"),
        ("TW0803", "Mobil DK 9999 ZZ"),
        ("TW0804", "Camat Sukarekaan dijatuhi sanksi."),
    ] {
        add(case(
            "a text that must be public",
            code,
            move || with_page(body),
            |portal, found| {
                let line = found.keys().into_iter().find_map(|key| key.strip_prefix("terawang ")).unwrap();
                let words = shell(&line.replace('…', "Bagian Hukum"));
                let words: Vec<&str> = words.iter().map(String::as_str).chain(["--clock", CLOCK]).collect();
                portal.run(&words).exits(0);
            },
        ));
    }
    let grant = "allow content/halaman/tentang.md:5 --reason Piket --approved-by PPID --until 2025-12-31";
    let contacts = || with_page("0812-0000-0123, rekaan.999@gmail.com");
    add(command("several kinds", "TW0877", contacts, words(grant), move |found| {
        shell(&format!("{grant} {}", found.key()))
    }));
    let whole = "allow content/halaman/tentang.md --reason Piket --approved-by PPID --until 2025-12-31";
    let lines = || with_page("0812-0000-0123\n\n0812-0000-0124");
    add(command("several lines", "TW0877", lines, words(whole), move |found| {
        shell(&whole.replace("content/halaman/tentang.md", found.key()))
    }));
    let one = || with_page("0812-0000-0123");
    let past = "allow content/halaman/tentang.md:5 --reason Piket --approved-by PPID";
    let ended = "allow content/halaman/tentang.md:5 --reason Piket --approved-by PPID --until 2024-11-30";
    add(command("a day in the past", "TW0878", one, words(ended), move |found| {
        shell(&format!("{past} {}", found.key()))
    }));
    for theme in [0, 1] {
        let with = || Portal::new().with("site.toml", format!("{SITE}tema = \"terrang\"\n"));
        add(case("no theme", "TW0502", with, move |portal, found| match theme {
            0 => portal.write(&format!("{}static/kami.css", found.keys()[0]), ""),
            _ => assign(portal, "site.toml", found.keys()[1]),
        }));
    }
    add(case(
        "an image under another name",
        "TW0851",
        || {
            Portal::new()
                .with(
                    "content/edaran/2024/se-1/index.md",
                    circular("lampiran = [{ berkas = \"foto.jpg\", judul = \"X\" }]\n"),
                )
                .with("content/edaran/2024/se-1/foto.jpg", made("exiftool-picture.png"))
        },
        |portal, found| {
            let to = format!("foto{}", found.key());
            portal.edit("content/edaran/2024/se-1/index.md", "foto.jpg", &to);
            portal.rename("content/edaran/2024/se-1/foto.jpg", &format!("content/edaran/2024/se-1/{to}"));
        },
    ));
    add(case(
        "a scan",
        "TW0855",
        || {
            Portal::new()
                .with(
                    "content/edaran/2024/se-1/index.md",
                    circular("lampiran = [{ berkas = \"surat.pdf\", judul = \"X\" }]\n"),
                )
                .with("content/edaran/2024/se-1/surat.pdf", made("chromium-scan.pdf"))
        },
        |portal, found| {
            portal.edit(
                "content/edaran/2024/se-1/index.md",
                "judul = \"X\"",
                &format!("judul = \"X\", {}", found.key()),
            );
        },
    ));

    // A portal that is not there, or in part.
    for there in [&[][..], &["site.toml"], &["content/beranda.md"]] {
        for code in ["TW0112", "TW0701"] {
            let lacks_content = !there.contains(&"content/beranda.md");
            if (code == "TW0112") != lacks_content && !there.is_empty() {
                continue;
            }
            let with = move || {
                let portal = Portal::empty();
                for path in there {
                    portal.write(path, if *path == "site.toml" { SITE.to_owned() } else { page("Isi.") });
                }
                portal
            };
            add(case("no portal", code, with, |portal, found| match found.key() {
                "terawang init" => {
                    portal.run(&["init", "-q"]).exits(0);
                    portal.fill_in("site.toml");
                }
                "site.toml" => {
                    let named = ["nama", "lembaga", "kode_wilayah", "alamat"];
                    assert_eq!(found.keys()[1..5], named);
                    portal.write("site.toml", SITE);
                }
                path => portal.write(path, page("Isi.")),
            }));
        }
    }
    add(case(
        "names that are off",
        "TW0315",
        || {
            let team = "+++\njudul = \"Tim\"\njenis = \"tim_tetap\"\nanggota = [{ posisi = \"ketua\", jabatan = \"Sekretaris Daerah\", nama = \"Uji\" }]\n+++\n";
            Portal::new().with("content/tim/tetap.md", team)
        },
        |portal, found| {
            let keys = found.keys();
            assert_eq!(keys[3], "site.toml");
            portal.write(keys[3], format!("{SITE}{}\n{}\n", keys[1], keys[2]));
        },
    ));
    add(case(
        "a file among the releases",
        "TW0860",
        || Portal::new().with("rilis/catatan.txt", "x"),
        |portal, found| {
            portal.rename(&found.file, "catatan.txt");
        },
    ));

    // Rows of sanctions.
    let detailed = |more: &str, rows: &str| {
        let text = format!("[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n{more}{rows}");
        move || with_sanctions("", "", &text)
    };
    add(case(
        "an unknown value in a row",
        "TW0818",
        detailed("", &ROWS.replacen("ringan", "ringann", 1)),
        |portal, found| {
            portal.edit(
                &found.file,
                "ringann",
                found.keys().into_iter().rfind(|key| *key != "tidak_dirinci").unwrap(),
            );
        },
    ));
    add(case(
        "too few persons",
        "TW0821",
        || {
            let text = format!(
                "[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n{}",
                ROWS.replace("20", "5")
            );
            with_sanctions("total = 40", "total = 10", &text)
        },
        |portal, found| {
            let text = std::fs::read_to_string(portal.path(&found.file)).unwrap();
            portal.write(&found.file, text.split(found.key()).next().unwrap());
        },
    ));
    add(case(
        "no headcount",
        "TW0825",
        || {
            let rows = ROWS.replace("semester = \"2024-S1\"", "klaster = \"dinas\"");
            with_sanctions(
                "",
                "",
                &format!("[kebijakan]\nkolom = [\"klaster\", \"tingkat_hukuman\"]\n{rows}"),
            )
            .with("content/opd.toml", OFFICES)
            .with("content/pakta/pilkada-2024.toml", PACT)
            .with("content/pakta/pilkada-2024.csv", counts(COUNTS))
        },
        |portal, found| {
            let line = &found.hint[found.hint.find("populasi = ").unwrap()..];
            portal.edit(&found.file, "[kebijakan]\n", &format!("[kebijakan]\n{line}\n"));
        },
    ));

    // Releases.
    let released = || {
        let text = format!("[kebijakan]\nkolom = [\"semester\", \"tingkat_hukuman\"]\n{ROWS}");
        let portal = with_sanctions("", "", &text);
        portal.run(&["release", "-q", "--clock", CLOCK]).exits(0);
        portal
    };
    add(case(
        "figures of no release",
        "TW0873",
        move || {
            let portal = released();
            for _ in ["ringan", "sedang"] {
                portal.edit("content/sanksi/2024.toml", "jumlah = 20", "jumlah = 26");
            }
            portal.edit("content/sanksi/2024.toml", "total = 40", "total = 52");
            portal
        },
        |portal, found| {
            let command: Vec<&str> = found.key().split(' ').skip(1).collect();
            portal.run(&[&command[..], &["-q", "--clock", CLOCK]].concat()).exits(0);
        },
    ));
    add(case(
        "another policy",
        "TW0868",
        move || {
            let portal = released();
            portal.edit("content/sanksi/2024.toml", "[kebijakan]\n", "[kebijakan]\nk = 6\n");
            portal
        },
        |portal, found| {
            assert_eq!(found.keys()[..2], ["versi", "[kebijakan]"]);
            portal.edit(&found.file, "[kebijakan]\n", "[kebijakan]\nversi = 2\n");
        },
    ));
    add(case(
        "a series that is gone",
        "TW0872",
        move || {
            let portal = released();
            portal.rename("content/sanksi/2024.toml", "content/sanksi/baru.toml");
            portal
        },
        |portal, found| {
            assert_eq!(found.keys()[1], "alihan");
            assign(portal, "content/sanksi/baru.toml", "alihan = [\"/sanksi/2024/\"]");
        },
    ));

    // The output folder.
    for (code, output) in [("TW0602", "."), ("TW0603", "content/hasil")] {
        add(command(
            "an output folder that will not do",
            code,
            Portal::new,
            vec!["build", "--output", output],
            |found| {
                let keys = found.keys();
                let option = keys.iter().find(|key| key.starts_with("--")).unwrap_or(&"--output");
                vec!["build".to_owned(), (*option).to_owned(), (*keys.last().unwrap()).to_owned()]
            },
        ));
    }

    // From a spreadsheet.
    let sheet = || {
        let portal = Portal::new();
        for name in ["kasus.csv", "kasus.xlsx"] {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/anonymise").join(name);
            std::fs::copy(file, portal.beside(name)).unwrap();
        }
        portal
    };
    let facts = "--judul Uji --hasil sanksi --penetap ppk --sumber BKPSDM --per-tanggal 2024-12-01";
    let columns = "--kolom opd= --kolom golongan= --kolom kategori_pegawai= --kolom \"tanggal=Tanggal SK\" --kolom \"hukuman=Jenis Hukuman\" --kolom \"akhir_perkara=Status Perkara\"";
    let chosen = "--kolom-terbit semester,tingkat_hukuman";
    // Each leaves one thing to say, which the hint names after its first word.
    for (code, start, given, end) in [
        ("TW0843", "anonymise ../kasus.csv --series uji", format!("{facts} {columns}"), ';'),
        ("TW0835", "anonymise ../kasus.csv --series uji", format!("{facts} {chosen}"), ';'),
        ("TW0839", "anonymise ../kasus.csv --series uji", format!("{columns} {chosen}"), '\n'),
        (
            "TW0831",
            "anonymise ../kasus.xlsx --series uji",
            format!("--lembar Lain {facts} {columns} {chosen}"),
            ',',
        ),
    ] {
        let all = format!("{start} {given}");
        let first = words(&all);
        add(command("something to say about a sheet", code, sheet, first, move |found| {
            let at = if code == "TW0831" { found.hint.find('"') } else { found.hint.find("--") }.unwrap();
            let said = found.hint[at..].split(end).next().unwrap();
            let given = match code {
                "TW0831" => given.replace("Lain", said),
                _ => format!("{given} {said}"),
            };
            shell(&format!("{start} {given}"))
        }));
    }
    add(command(
        "a headcount that is not there",
        "TW0846",
        move || {
            sheet()
                .with("content/opd.toml", OFFICES)
                .with("content/pakta/pilkada-2024.toml", PACT)
                .with("content/pakta/pilkada-2024.csv", counts(COUNTS))
        },
        words(&format!(
            "anonymise ../kasus.csv --series uji --populasi pakta/lain {facts} {columns} {chosen}"
        )),
        move |found| {
            let id = found.example();
            shell(&format!("anonymise ../kasus.csv --series uji --populasi {id} {facts} {columns} {chosen}"))
        },
    ));
    add(command(
        "a heading that is nearly there",
        "TW0835",
        sheet,
        {
            let wrong = columns.replace("Tanggal SK", "Tangal SK");
            let all = format!("anonymise ../kasus.csv --series uji {facts} {wrong} {chosen}");
            words(&all)
        },
        move |found| {
            let right = format!("\"tanggal={}\"", found.value().trim_matches('"'));
            let right = columns.replace("\"tanggal=Tanggal SK\"", &right);
            shell(&format!("anonymise ../kasus.csv --series uji {facts} {right} {chosen}"))
        },
    ));
    cases
}

const ROWS: &str = "[[baris]]\nsemester = \"2024-S1\"\ntingkat_hukuman = \"ringan\"\njumlah = 20\n[[baris]]\nsemester = \"2024-S1\"\ntingkat_hukuman = \"sedang\"\njumlah = 20\n";

/// A template as an expression that its printed forms match.
fn printed(template: &str) -> Regex {
    let mut expression = "(?s)^".to_owned();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        expression += &regex::escape(before);
        if let Some(brace) = after.strip_prefix('{') {
            expression += "\\{";
            rest = brace;
        } else {
            expression += ".*";
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
    }
    expression += &regex::escape(rest).replace("\\}\\}", "\\}");
    Regex::new(&(expression + "$")).unwrap()
}

/// A hint that names something, with the message that it belongs to, in both languages.
struct Named<'m> {
    name: String,
    code: Option<&'m str>,
    message: [Regex; 2],
    hint: [Regex; 2],
}

impl Named<'_> {
    /// Whether a finding has this hint.
    fn is(&self, lang: usize, found: &Finding) -> bool {
        let is_message =
            self.code.is_none_or(|code| code == found.code && self.message[lang].is_match(&found.message));
        is_message && self.hint[lang].is_match(&found.hint)
    }
}

/// Whether a hint names something: a key, a value, an option, an example, or what the program puts in.
fn names_something(hint: &Pair) -> bool {
    ['`', '"', '{'].iter().any(|mark| hint.id.contains(*mark))
        || ["--", " = ", "misalnya"].iter().any(|word| hint.id.contains(word))
}

#[test]
fn every_remedy_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<(String, String)> = tree(&root)
        .into_iter()
        .filter(|(path, _)| path.ends_with("messages.toml"))
        .map(|(path, bytes)| (format!("src/{path}"), String::from_utf8(bytes).unwrap()))
        .collect();
    let rooms = form::read(&files).unwrap().rooms;
    let mut hints = Vec::new();
    for (room, said) in &rooms {
        let shared =
            std::fs::read_to_string(root.join(room.replace('_', "/")).join("messages.toml")).unwrap();
        for entry in &said.entries {
            let both = |pair: &Pair| [printed(&pair.id), printed(&pair.en)];
            let (code, hint) = match (&entry.code, &entry.hint) {
                (Some((code, _)), Some(Hint::Own(own))) => (Some(code.as_str()), own),
                (None, _) if shared.contains(&format!("[hints.{}]", entry.name)) => (None, &entry.text),
                _ => continue,
            };
            if names_something(hint) {
                let name = format!("{room}.{}", entry.name);
                hints.push(Named { name, code, message: both(&entry.text), hint: both(hint) });
            }
        }
    }
    assert!(hints.len() > 80, "{}", hints.len());
    let cases = cases();
    let tried: Vec<(usize, Result<Finding, String>)> = cases
        .par_iter()
        .flat_map_iter(|case| ["id", "en"].iter().enumerate().map(|(lang, name)| (lang, case.try_out(name))))
        .collect();
    let failed: Vec<&String> = tried.iter().filter_map(|(_, tried)| tried.as_ref().err()).collect();
    assert!(
        failed.is_empty(),
        "these remedies do not work:\n{}",
        failed.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\n")
    );
    let mut covered = BTreeSet::new();
    for (lang, found) in &tried {
        let Ok(found) = found else { continue };
        covered.extend(hints.iter().filter(|named| named.is(*lang, found)).map(|named| named.name.as_str()));
    }
    let all: BTreeSet<&str> = hints.iter().map(|named| named.name.as_str()).collect();
    let excused: BTreeSet<&str> = EXCUSED.iter().map(|(name, _)| *name).collect();
    let open: Vec<_> =
        all.iter().filter(|name| !covered.contains(*name) && !excused.contains(*name)).collect();
    assert!(open.is_empty(), "no case follows these hints, and none is excused: {open:#?}");
    let idle: Vec<_> =
        excused.iter().filter(|name| covered.contains(*name) || !all.contains(*name)).collect();
    assert!(idle.is_empty(), "these need no excuse: {idle:#?}");
}

#[test]
fn no_hint_proposes_the_page_itself_or_a_record_that_would_not_do() {
    let cites = "hubungan = [{ jenis = \"mencabut\", dokumen = \"edaran/2024/se-11\" }]\n";
    let portal = with_circular(cites).with("content/berita/2024/se-11.md", page("Isi."));
    let run = portal.check_with(&["--format", "json"]);
    let found = findings(&portal, &run).into_iter().find(|found| found.code == "TW0301").unwrap();
    assert!(!found.hint.contains("maksud Anda"), "{found:?}");
    let portal = with_page("[x](/tentag/)");
    let run = portal.build_with(&["--format", "json"]);
    let found = findings(&portal, &run).into_iter().find(|found| found.code == "TW0404").unwrap();
    assert!(!found.hint.contains("`/tentang/`"), "{found:?}");
}
