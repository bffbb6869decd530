//! Edits by people, tools and accidents to a portal, its output and its cache.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::Walk;
use super::portal::PHONE;
use crate::support::tree;

/// An edit. It returns what it did, or `None` if there was nothing to edit.
pub(super) type Edit = fn(&mut Walk) -> Option<String>;

/// All edits; frequent ones occur more than once.
pub(super) const EDITS: &[Edit] = &[
    another_body,
    another_body,
    another_body,
    another_title,
    another_title,
    another_topic,
    note_of_a_change,
    another_day,
    another_kind,
    new_record,
    new_record,
    new_name_with_redirect,
    new_name_without_redirect,
    removal_with_redirect,
    removal_without_redirect,
    withdrawal,
    draft,
    embargo,
    relation,
    link,
    broken_link,
    broken_key,
    translation,
    attachment,
    attached_bytes,
    figure,
    name_of_office,
    declared_telephone,
    declared_telephone,
    label,
    label,
    template,
    broken_template,
    asset,
    name_of_portal,
    length_of_lists,
    menu,
    broken_settings,
    theme_removed,
    clock,
    clock,
    drafts,
    output_edited,
    output_edited,
    output_removed,
    whole_output_removed,
    cache_removed,
    cache_truncated,
    cache_corrupted,
    cache_of_earlier,
    everything_touched,
];

/// The files below a folder that pass a filter, in order.
fn files(walk: &Walk, folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let below = tree(&walk.portal.path(folder)).into_keys();
    below.map(|path| format!("{folder}/{path}")).filter(|path| wanted(path)).collect()
}

fn pick(walk: &mut Walk, folder: &str, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let found = files(walk, folder, wanted);
    walk.chance.pick(&found).cloned()
}

/// Whether a record is dated: such records may come and go, unlike a law or the home page.
fn is_dated(path: &str) -> bool {
    path.ends_with(".md")
        && !path.ends_with(".en.md")
        && ["content/edaran/", "content/berita/", "content/kegiatan/"].iter().any(|at| path.starts_with(at))
}

fn dated(walk: &mut Walk) -> Option<String> {
    pick(walk, "content", is_dated)
}

fn address(path: &str) -> String {
    let name = path.trim_start_matches("content").trim_end_matches(".md").trim_end_matches("/index");
    format!("{name}/")
}

/// Writes a file; sometimes in place with its old time, like tools that preserve times.
fn save(walk: &mut Walk, path: &str, text: impl AsRef<[u8]>) {
    let before = fs::metadata(walk.portal.path(path)).and_then(|found| found.modified()).ok();
    walk.portal.write(path, text);
    if let Some(time) = before
        && cfg!(unix)
        && walk.chance.once_in(4)
    {
        set_time(&walk.portal.path(path), time);
    }
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

fn change(walk: &mut Walk, path: &str, change: impl FnOnce(String) -> String) -> String {
    let text = fs::read_to_string(walk.portal.path(path)).unwrap();
    save(walk, path, change(text));
    path.to_owned()
}

/// Sets a key of the front matter, or of a TOML file; an empty `value` removes it.
fn set_key(walk: &mut Walk, path: &str, key: &str, value: &str) -> String {
    let line = if value.is_empty() { String::new() } else { format!("{key} = {value}\n") };
    change(walk, path, |text| {
        let (start, rest) = match text.strip_prefix("+++\n") {
            Some(rest) => ("+++\n", rest),
            None => ("", text.as_str()),
        };
        let (keys, body) = match rest.split_once("+++\n") {
            Some((keys, body)) if !start.is_empty() => (keys, format!("+++\n{body}")),
            _ => (rest, String::new()),
        };
        let others: String =
            keys.split_inclusive('\n').filter(|other| !other.starts_with(&format!("{key} ="))).collect();
        format!("{start}{line}{others}{body}")
    });
    format!("{path}: {}", if line.is_empty() { format!("no {key}") } else { line.trim_end().to_owned() })
}

fn word(walk: &mut Walk) -> &'static str {
    walk.chance.pick(&["merpati", "kenari", "cucak", "jalak", "gelatik"]).copied().unwrap_or_default()
}

fn another_body(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with(".md"))?;
    let word = word(walk);
    // Half of them keep the length, like a corrected digit.
    let same = walk.chance.once_in(2);
    Some(change(walk, &path, |text| {
        if same && let Some(at) = text.trim_end().rfind(['a', 'e', 'i', 'o']) {
            let other = if text[at..].starts_with('a') { "e" } else { "a" };
            return format!("{}{other}{}", &text[..at], &text[at + 1..]);
        }
        format!("{text}\n## Tentang {word}\n\nBurung {word}.\n")
    }))
}

fn another_title(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with(".md"))?;
    let word = word(walk);
    Some(set_key(walk, &path, "judul", &format!("\"Judul {word}\"")))
}

fn another_topic(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let word = word(walk);
    Some(set_key(walk, &path, "tag", &format!("[\"apel\", \"pilkada\", \"{word}\"]")))
}

fn note_of_a_change(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let word = word(walk);
    let day = walk.chance.pick(&["2024-11-08", "2024-11-30", "2024-12-05"]).copied()?;
    let note = format!("{{ tanggal = {day}, catatan = \"{word}\" }}");
    let value =
        walk.chance.pick(&[format!("[{note}]"), format!("[{note}, {note}]"), String::new()]).cloned()?;
    Some(set_key(walk, &path, "perubahan", &value))
}

fn another_day(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content/edaran", |path| path.ends_with(".md") && !path.ends_with(".en.md"))?;
    let day = walk.chance.pick(&["2024-10-15", "2024-10-25", "2024-11-30"]).copied()?;
    Some(set_key(walk, &path, "tanggal", day))
}

fn another_kind(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content/edaran", |path| path.ends_with(".md") && !path.ends_with(".en.md"))?;
    let kind = walk.chance.pick(&["\"surat_edaran\"", "\"himbauan\"", "\"instruksi\""]).copied()?;
    Some(set_key(walk, &path, "jenis", kind))
}

fn new_record(walk: &mut Walk) -> Option<String> {
    let (number, word) = (walk.chance.below(1000), word(walk));
    let day = 1 + walk.chance.below(28);
    let path = if walk.chance.once_in(2) {
        format!("content/berita/2024/{word}-{number}.md")
    } else {
        format!("content/edaran/2024/{word}-{number}/index.md")
    };
    let letter =
        if path.contains("edaran") { "jenis = \"surat_edaran\"\npenerbit = \"Bupati\"\n" } else { "" };
    let text = format!(
        "+++\njudul = \"Catatan {word} {number}\"\ntanggal = 2024-09-{day:02}\n{letter}tag = [\"{word}\"]\n+++\n\nIsi {word}.\n"
    );
    save(walk, &path, text);
    Some(path)
}

fn renamed(walk: &mut Walk) -> Option<(String, String)> {
    let path = dated(walk)?;
    let number = walk.chance.below(1000);
    let stem = path.trim_end_matches(".md").trim_end_matches("/index").to_owned();
    let new = format!("{}-{number}", stem.split('-').next().unwrap());
    let moved = path.replacen(&stem, &new, 1);
    if path.ends_with("/index.md") {
        walk.portal.rename(&stem, &new);
    } else {
        walk.portal.rename(&path, &moved);
        let english = format!("{stem}.en.md");
        if walk.portal.path(&english).exists() {
            walk.portal.rename(&english, &format!("{new}.en.md"));
        }
    }
    Some((path, moved))
}

fn new_name_with_redirect(walk: &mut Walk) -> Option<String> {
    let (old, new) = renamed(walk)?;
    let text = fs::read_to_string(walk.portal.path(&new)).unwrap();
    let earlier = text.lines().find_map(|line| line.strip_prefix("alihan = [")).unwrap_or("]");
    let all = match earlier.trim_end_matches(']') {
        "" => format!("[\"{}\"]", address(&old)),
        earlier => format!("[{earlier}, \"{}\"]", address(&old)),
    };
    set_key(walk, &new, "alihan", &all);
    Some(format!("{old} is now {new}"))
}

fn new_name_without_redirect(walk: &mut Walk) -> Option<String> {
    renamed(walk).map(|(old, new)| format!("{old} is now {new}, unexplained"))
}

fn remove_record(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    if path.ends_with("/index.md") {
        fs::remove_dir_all(walk.portal.path(&path).parent().unwrap()).unwrap();
    } else {
        walk.portal.remove(&path);
        let _ = fs::remove_file(walk.portal.path(&path.replace(".md", ".en.md")));
    }
    Some(path)
}

fn removal_with_redirect(walk: &mut Walk) -> Option<String> {
    let path = remove_record(walk)?;
    let entry = format!("\n[[alihan]]\ndari = \"{}\"\nke = \"/\"\n", address(&path));
    change(walk, "site.toml", |text| text + &entry);
    Some(format!("{path} is gone, and leads home"))
}

fn removal_without_redirect(walk: &mut Walk) -> Option<String> {
    remove_record(walk).map(|path| format!("{path} is gone, unexplained"))
}

fn withdrawal(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let value = if walk.chance.once_in(3) { "" } else { "{ tanggal = 2024-11-20, alasan = \"Keliru.\" }" };
    Some(set_key(walk, &path, "ditarik", value))
}

fn draft(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let value = if walk.chance.once_in(2) { "true" } else { "" };
    Some(set_key(walk, &path, "draf", value))
}

fn embargo(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let day = 1 + walk.chance.below(28);
    let value = if walk.chance.once_in(3) { String::new() } else { format!("2024-12-{day:02}") };
    Some(set_key(walk, &path, "terbit", &value))
}

fn relation(walk: &mut Walk) -> Option<String> {
    let letters = |path: &str| path.starts_with("content/edaran/") && path.ends_with(".md");
    let (newer, older) = (pick(walk, "content", letters)?, pick(walk, "content", letters)?);
    let kind = *walk.chance.pick(&["mencabut", "mengubah", "merujuk", "menindaklanjuti"])?;
    let id = address(&older);
    let value = match walk.chance.once_in(4) {
        true => String::new(),
        false => format!("[{{ jenis = \"{kind}\", dokumen = \"{}\" }}]", id.trim_matches('/')),
    };
    Some(set_key(walk, &newer, "hubungan", &value))
}

fn link(walk: &mut Walk) -> Option<String> {
    let (from, to) = (pick(walk, "content", |path| path.ends_with(".md"))?, dated(walk)?);
    change(walk, &from, |text| format!("{text}\nLihat [catatan itu]({}).\n", address(&to)));
    Some(format!("{from} links to {to}"))
}

fn broken_link(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with(".md"))?;
    let target = *walk.chance.pick(&["/tidak-ada/", "/tentang/#tidak-ada"])?;
    Some(change(walk, &path, |text| format!("{text}\nLihat [halaman itu]({target}).\n")))
}

fn broken_key(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    Some(set_key(walk, &path, "judull", "\"keliru\""))
}

fn translation(walk: &mut Walk) -> Option<String> {
    let path = dated(walk)?;
    let english = path.replace(".md", ".en.md");
    if walk.portal.path(&english).exists() {
        walk.portal.remove(&english);
        return Some(format!("{english} is gone"));
    }
    let word = word(walk);
    save(walk, &english, format!("+++\njudul = \"A {word}\"\n+++\n\nThe {word}.\n"));
    Some(english)
}

fn attachment(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with("/index.md"))?;
    let name = format!("{}.pdf", word(walk));
    let beside = path.replace("index.md", &name);
    save(walk, &beside, crate::support::pdf(&format!("isi {name}")));
    Some(set_key(walk, &path, "lampiran", &format!("[{{ berkas = \"{name}\", judul = \"Berkas {name}\" }}]")))
}

fn attached_bytes(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with(".pdf"))?;
    let number = walk.chance.below(10);
    // The length stays the same.
    Some(change(walk, &path, |text| {
        let end = text.find(") Tj").unwrap();
        format!("{}{number}{}", &text[..end - 1], &text[end..])
    }))
}

pub(super) fn attachment_removed(walk: &mut Walk) -> Option<String> {
    let path = pick(walk, "content", |path| path.ends_with(".pdf"))?;
    walk.portal.remove(&path);
    Some(format!("{path}: removed"))
}

fn figure(walk: &mut Walk) -> Option<String> {
    let signed = 10 + walk.chance.below(50);
    Some(change(walk, "content/pakta/pilkada.csv", |text| {
        let (rows, _) = text.trim_end().rsplit_once(',').unwrap();
        format!("{rows},{signed}\n")
    }))
}

fn name_of_office(walk: &mut Walk) -> Option<String> {
    let word = word(walk);
    Some(change(walk, "content/opd.toml", |text| {
        let (before, rest) = text.rsplit_once("nama = \"").unwrap();
        let (_, after) = rest.split_once('"').unwrap();
        format!("{before}nama = \"Dinas {word}\"{after}")
    }))
}

/// The text gate accepts a declared number: one file affects all others.
fn declared_telephone(walk: &mut Walk) -> Option<String> {
    let number = ["0812-0000-0456", PHONE];
    Some(change(walk, "site.toml", |text| {
        let now = usize::from(text.contains(PHONE));
        text.replace(number[now], number[1 - now])
    }))
}

fn label(walk: &mut Walk) -> Option<String> {
    let lang = *walk.chance.pick(&["id", "en"])?;
    let key = *walk.chance.pick(&["topics", "home", "date", "attachments"])?;
    let path = format!("themes/terang/i18n/{lang}.toml");
    let word = word(walk);
    save(walk, &path, format!("{key} = \"Label {word}\"\n"));
    Some(format!("{path}: {key} is {word}"))
}

fn template(walk: &mut Walk) -> Option<String> {
    let name = *walk.chance.pick(&["halaman", "berita", "edaran", "beranda", "daftar", "base"])?;
    let plain = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/terang/templates/{name}.html"));
    let word = word(walk);
    let path = format!("themes/terang/templates/{name}.html");
    let text = fs::read_to_string(plain).unwrap();
    let place = match name {
        "base" => "</body>",
        "halaman" => "{% endblock kind",
        _ => "<p class",
    };
    assert!(text.contains(place), "{name}.html holds no {place}");
    let marked = text.replacen(place, &format!("<p>{word}</p>{place}"), 1);
    save(walk, &path, marked);
    Some(format!("{path}: {word}"))
}

fn broken_template(walk: &mut Walk) -> Option<String> {
    let text = *walk.chance.pick(&["{% if %}", "<title>x</title>{{ page.tidak_ada.sama_sekali }}"])?;
    save(walk, "themes/terang/templates/halaman.html", text);
    Some("halaman.html is broken".to_owned())
}

fn asset(walk: &mut Walk) -> Option<String> {
    let name = *walk.chance.pick(&["gaya.css", "tambahan.css", "baru.css"])?;
    let path = format!("themes/terang/static/{name}");
    if walk.portal.path(&path).exists() && walk.chance.once_in(3) {
        walk.portal.remove(&path);
        return Some(format!("{path} is gone"));
    }
    let colour = 100 + walk.chance.below(900);
    save(walk, &path, format!("body {{ color: #{colour} }}\n"));
    Some(path)
}

fn name_of_portal(walk: &mut Walk) -> Option<String> {
    let word = word(walk);
    Some(set_key(walk, "site.toml", "nama", &format!("\"Portal {word}\"")))
}

fn length_of_lists(walk: &mut Walk) -> Option<String> {
    let length = 2 + walk.chance.below(4);
    Some(set_key(walk, "site.toml", "per_halaman", &length.to_string()))
}

fn menu(walk: &mut Walk) -> Option<String> {
    let word = word(walk);
    let entry = format!(
        "\n[[menu]]\njudul = {{ id = \"Menu {word}\", en = \"Menu {word}\" }}\nalamat = \"/tentang/\"\n"
    );
    Some(change(walk, "site.toml", |text| text + &entry))
}

fn broken_settings(walk: &mut Walk) -> Option<String> {
    Some(set_key(walk, "site.toml", "bahasa", "[\"xx\"]"))
}

fn theme_removed(walk: &mut Walk) -> Option<String> {
    fs::remove_dir_all(walk.portal.path("themes")).ok().map(|()| "themes/ is gone".to_owned())
}

fn clock(walk: &mut Walk) -> Option<String> {
    walk.day = 1 + walk.chance.below(60);
    Some(format!("the day is {}", walk.clock()))
}

fn drafts(walk: &mut Walk) -> Option<String> {
    walk.drafts = !walk.drafts;
    Some(format!("drafts: {}", walk.drafts))
}

/// A published file, but not the manifest: nothing else records what the site was.
fn published(walk: &mut Walk) -> Option<String> {
    if !walk.portal.path("public").exists() {
        return None;
    }
    pick(walk, "public", |path| !path.ends_with(".terawang.json"))
}

fn output_edited(walk: &mut Walk) -> Option<String> {
    let path = published(walk)?;
    let bytes = fs::read(walk.portal.path(&path)).unwrap();
    let text = match walk.chance.below(3) {
        0 => Vec::new(),
        1 => [&bytes[..], b"x"].concat(),
        // The length stays the same.
        _ => bytes.iter().map(|byte| if *byte == b'a' { b'o' } else { *byte }).collect(),
    };
    save(walk, &path, text);
    Some(format!("{path}, by hand"))
}

fn output_removed(walk: &mut Walk) -> Option<String> {
    let path = published(walk)?;
    let folder = walk.portal.path(&path).parent().unwrap().to_path_buf();
    if walk.chance.once_in(2) && folder != walk.portal.path("public") {
        fs::remove_dir_all(folder).unwrap();
    } else {
        walk.portal.remove(&path);
    }
    Some(format!("{path} is gone"))
}

fn whole_output_removed(walk: &mut Walk) -> Option<String> {
    fs::remove_dir_all(walk.portal.path("public")).ok().map(|()| "public/ is gone".to_owned())
}

const CACHE: &str = ".terawang";

fn cached(walk: &mut Walk) -> Option<(String, Vec<u8>)> {
    if !walk.portal.path(CACHE).exists() {
        return None;
    }
    let path = pick(walk, CACHE, |_| true)?;
    let bytes = fs::read(walk.portal.path(&path)).unwrap();
    Some((path, bytes))
}

fn cache_removed(walk: &mut Walk) -> Option<String> {
    let (path, _) = cached(walk)?;
    if walk.chance.once_in(2) {
        fs::remove_dir_all(walk.portal.path(CACHE)).unwrap();
        return Some("the cache is gone".to_owned());
    }
    walk.portal.remove(&path);
    Some(format!("{path} is gone"))
}

fn cache_truncated(walk: &mut Walk) -> Option<String> {
    let (path, bytes) = cached(walk)?;
    let length = walk.chance.below(bytes.len() + 1);
    save(walk, &path, &bytes[..length]);
    Some(format!("{path} ends after {length} bytes"))
}

fn cache_corrupted(walk: &mut Walk) -> Option<String> {
    let (path, mut bytes) = cached(walk)?;
    if bytes.is_empty() {
        return None;
    }
    let at = walk.chance.below(bytes.len());
    bytes[at] ^= 1 << walk.chance.below(8);
    save(walk, &path, bytes);
    Some(format!("{path}: another bit in byte {at}"))
}

/// Like a build server that restores the cache of another day.
fn cache_of_earlier(walk: &mut Walk) -> Option<String> {
    let now = walk.portal.path(CACHE).exists().then(|| tree(&walk.portal.path(CACHE)))?;
    let Some(earlier) = walk.earlier_cache.replace(now) else { return Some("the cache is kept".to_owned()) };
    for (path, bytes) in earlier {
        save(walk, &format!("{CACHE}/{path}"), bytes);
    }
    Some("the cache is an earlier one".to_owned())
}

/// Like a fresh checkout: the same bytes, other times.
fn everything_touched(walk: &mut Walk) -> Option<String> {
    for path in files(walk, "content", |_| true) {
        set_time(&walk.portal.path(&path), SystemTime::now());
    }
    Some("all of content/ is touched".to_owned())
}
