//! The settings of a portal, read from `site.toml`.

mod messages;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::address::Href;
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::locale::{Lang, Text};
use crate::reading::messages as reading_rule;
use crate::reading::{
    self, FromKeys, FromToml, Keys, Layer, Located, MailAddress, Phone, Reading, Several, SiteUrl, keys,
    vocabulary,
};
use messages as rule;
use toml::Spanned;
use toml::de::DeValue;

keys! {
    /// `site.toml` as it is written.
    pub struct SiteFile {
        /// The portal's name.
        "nama": "nama portal" => name: String,
        /// The institution that publishes it.
        "lembaga": "lembaga yang menerbitkan" => institution: Located<String>,
        /// The region's code (Kemendagri): `62.04`.
        "kode_wilayah": "kode wilayah Kemendagri, misalnya `\"62.04\"`" => region: Located<String>,
        /// Where the portal is published: `https://…`, perhaps with a path.
        "alamat": "alamat situs, tanpa garis miring penutup" => address: Located<String>,
        /// The languages; the first is the main one.
        "bahasa": "bahasa; yang pertama bahasa utama" => languages: Vec<Located<SiteLang>>,
        /// The time zone.
        "zona_waktu": "zona waktu" => zone: Option<Zone>,
        /// The theme.
        "tema": "tema" => theme: Option<Located<String>>,
        /// Whether all figures are invented, as in a demonstration.
        "contoh": "`true` = pita “angka rekaan” di setiap halaman" => demonstration: Option<bool>,
        /// The day of the program's set of law that the portal began with; `terawang init` writes it.
        "hukum_per": "tanggal kumpulan hukum program yang dipakai portal; ditulis `terawang init`" => law_as_of: Option<Located<Date>>,
        /// Entries on one page of a list.
        "per_halaman": "banyaknya catatan di satu halaman daftar" => per_page: Option<Located<u64>>,
        /// What the portal is, in a sentence.
        "deskripsi": "portal ini dalam satu kalimat" => description: Option<LabelKeys>,
        /// How to reach the institution.
        "kontak": "cara menghubungi lembaga" => contact: Option<ContactKeys>,
        /// The menu; without it, one is made from what the portal holds.
        "menu": "menu; tanpa ini disusun dari isi" => menu: Vec<MenuKeys>,
        /// Officials whose names may stand in official documents and news.
        "pejabat": "pejabat yang namanya boleh disebut dalam surat dan berita bila bertindak dalam jabatan" => officials: Vec<OfficialKeys>,
        /// Rosters.
        "tim": "pengaturan halaman tim" => teams: Option<TeamKeys>,
        /// Old addresses that no record explains, and where they lead now.
        "alihan": "alamat lama yang tidak dijelaskan catatan mana pun" => redirects: Vec<RedirectKeys>,
    }
}

keys! {
    /// A text in both languages.
    #[derive(Clone)]
    pub struct LabelKeys {
        /// Indonesian.
        "id": "bahasa Indonesia" => id: String,
        /// English.
        "en": "bahasa Inggris" => en: Option<String>,
    }
}

keys! {
    /// How to reach the institution.
    #[derive(Clone, Default)]
    pub struct ContactKeys {
        /// Street address.
        "alamat": "alamat kantor" => address: Option<String>,
        /// Telephone numbers.
        "telepon": "nomor telepon" => phone: Several<Phone>,
        /// E-mail addresses.
        "surel": "alamat surel" => email: Several<MailAddress>,
    }
}

keys! {
    /// An official who speaks and signs for the institution.
    #[derive(Clone, Debug)]
    pub struct OfficialKeys {
        /// The name; titles and degrees may be written.
        "nama": "nama lengkap; gelar boleh ditulis" => name: String,
        /// The office.
        "jabatan": "jabatannya" => office: String,
    }
}

keys! {
    /// An entry of the menu.
    #[derive(Clone)]
    pub struct MenuKeys {
        /// Route without language.
        "ke": "alamat di portal, tanpa bahasa" => to: Located<String>,
        /// What it says.
        "label": "tulisannya" => label: LabelKeys,
    }
}

keys! {
    /// An old address and the one that takes its place.
    #[derive(Clone, Debug)]
    pub struct RedirectKeys {
        /// The old address.
        "dari": "alamat lama" => from: Located<SiteUrl>,
        /// The new one.
        "ke": "alamat baru" => to: Located<SiteUrl>,
    }
}

keys! {
    /// Settings of rosters.
    #[derive(Clone)]
    pub struct TeamKeys {
        /// Whether names of office holders are shown.
        "tampilkan_nama": "apakah nama pejabat ditampilkan" => show_names: bool,
    }
}

vocabulary! {
    /// The time zones of Indonesia; none has summer time.
    pub enum Zone {
        Western = "WIB", "WIB", "WIB (UTC+7)";
        Central = "WITA", "WITA", "WITA (UTC+8)";
        Eastern = "WIT", "WIT", "WIT (UTC+9)";
    }
}

impl Zone {
    /// The offset from UTC.
    pub const fn offset(self) -> Offset {
        match self {
            Zone::Western => Offset::constant(7),
            Zone::Central => Offset::constant(8),
            Zone::Eastern => Offset::constant(9),
        }
    }
}

/// A language as it is written in `site.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SiteLang(pub Lang);

impl FromToml for SiteLang {
    fn expected() -> Text {
        reading_rule::expected_value(&["id", "en"])
    }

    fn from_toml(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<Self> {
        let Some(text) = value.get_ref().as_str() else {
            return reading.wrong_type(value, &Self::expected());
        };
        match text {
            "id" => Some(Self(Lang::Id)),
            "en" => Some(Self(Lang::En)),
            _ => {
                reading.found(value, reading_rule::unknown_value(text, &["id", "en"]));
                None
            }
        }
    }
}

/// The portal's settings, with defaults filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The portal's name.
    pub name: String,
    /// The institution that publishes it.
    pub institution: String,
    /// The region's code.
    pub region: String,
    /// Scheme and host: `https://netralitas.contoh.go.id`.
    pub origin: String,
    /// The path that the portal is hosted under: empty, or `/portal`.
    pub base_path: String,
    /// The languages; the first is the main one.
    pub languages: Vec<Lang>,
    /// The time zone.
    pub zone: Zone,
    /// The theme's name.
    pub theme: String,
    /// Whether all figures are invented.
    pub demonstration: bool,
    /// The day of the program's set of law that the portal began with.
    pub law_as_of: Option<Located<Date>>,
    /// The number of entries on one page of a list.
    pub per_page: usize,
    /// A description of the portal.
    pub description: Text,
    /// Street address of the institution.
    pub contact_address: Option<String>,
    /// Telephone numbers of the institution.
    pub contact_phone: Several<Phone>,
    /// E-mail addresses of the institution.
    pub contact_email: Several<MailAddress>,
    /// The menu of `site.toml`; empty if it has none.
    pub menu: Vec<MenuItem>,
    /// Officials whose names may stand in official documents and news.
    pub officials: Vec<OfficialKeys>,
    /// Whether rosters show names.
    pub show_names: bool,
    /// Redirects from old addresses that no record declares.
    pub redirects: Vec<RedirectKeys>,
    /// What still says what `terawang init` wrote.
    pub unfilled: Vec<Diagnostic>,
    /// `site.toml`, for diagnostics.
    pub file: Arc<SourceFile>,
}

/// An entry of the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Route without language.
    pub to: String,
    /// What it says.
    pub label: Text,
    /// Its byte range in `site.toml`.
    pub range: std::ops::Range<usize>,
}

impl Config {
    /// The path prefix of a language; empty for the main language.
    pub fn prefix(&self, lang: Lang) -> &'static str {
        if self.languages.first() == Some(&lang) { "" } else { lang.pick("/id", "/en") }
    }

    /// An address without its language prefix: `/en/edaran/` → `/edaran/`.
    pub fn route<'u>(&self, url: &'u str) -> &'u str {
        let prefixes =
            self.languages.iter().map(|lang| self.prefix(*lang)).filter(|prefix| !prefix.is_empty());
        prefixes
            .filter_map(|prefix| url.strip_prefix(prefix))
            .find(|route| route.starts_with('/'))
            .unwrap_or(url)
    }

    /// The main language.
    pub fn main_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or(Lang::Id)
    }

    /// The full address of a decoded path on the site.
    pub fn absolute(&self, path: &str) -> Href {
        Href::of(&format!("{}{}", self.origin, self.base_path), path)
    }

    /// The address of a decoded path on the site, for its own pages.
    pub fn path(&self, path: &str) -> Href {
        Href::of(&self.base_path, path)
    }
}

/// The settings of a new portal. `{hukum}` is the day of the set of law.
pub const SKELETON: &str = include_str!("config/skeleton.toml");

/// The default number of entries on one page of a list.
const PER_PAGE: u64 = 20;
/// The largest number of entries. Longer pages load too slowly on a slow connection.
const MAX_PER_PAGE: u64 = 200;

/// Reads `site.toml`. The value is `None` after errors.
pub fn read(file: Option<&Arc<SourceFile>>) -> Checked<Option<Config>> {
    let mut findings = Findings::default();
    // A missing file was reported when the folder was read.
    let Some(file) = file else { return Checked { value: None, findings } };
    let text = file.text();
    let Some(table) = reading::parse(&text, file, 0, &mut findings) else {
        return Checked { value: None, findings };
    };
    let layers = [Layer { table: table.get_ref(), file, offset: 0, lang: Lang::Id }];
    let mut keys = Keys::new(&layers, 0..0, &mut findings);
    let read = SiteFile::from_keys(&mut keys);
    keys.finish(&[SiteFile::KEYS], false);
    let value = read.and_then(|site| resolve(site, file, &mut findings));
    Checked { value, findings }
}

fn resolve(site: SiteFile, file: &Arc<SourceFile>, findings: &mut Findings) -> Option<Config> {
    let Some((origin, base_path)) = split_address(&site.address) else {
        findings.push(rule::bad_portal_address().at(file, site.address.range.clone()));
        return None;
    };
    let mut languages: Vec<Lang> = Vec::new();
    for lang in &site.languages {
        if languages.contains(&lang.0) {
            findings.push(reading_rule::duplicate_entry(lang.0.tag()).at(file, lang.range.clone()));
        } else {
            languages.push(lang.0);
        }
    }
    if languages.is_empty() {
        languages.push(Lang::Id);
    }
    let per_page = site.per_page.as_ref().map_or(PER_PAGE, |per_page| per_page.value);
    if let Some(written) = &site.per_page
        && !(1..=MAX_PER_PAGE).contains(&per_page)
    {
        let expected = rule::number_from_one(MAX_PER_PAGE);
        findings.push(reading_rule::out_of_range(&expected).at(file, written.range.clone()));
    }
    let both = |label: LabelKeys| Text { en: label.en.unwrap_or_else(|| label.id.clone()), id: label.id };
    let description = site.description.map_or_else(|| Text::new(site.name.clone(), site.name.clone()), both);
    let contact = site.contact.unwrap_or_default();
    let unfilled = unfilled(&site.institution, &site.region, &site.address, file);
    Some(Config {
        name: site.name,
        institution: site.institution.value,
        region: site.region.value,
        origin,
        base_path,
        languages,
        zone: site.zone.unwrap_or(Zone::Western),
        theme: site.theme.map_or_else(|| "terang".to_owned(), |theme| theme.value),
        demonstration: site.demonstration.unwrap_or(false),
        law_as_of: site.law_as_of,
        per_page: usize::try_from(per_page.clamp(1, MAX_PER_PAGE)).unwrap_or(1),
        description,
        contact_address: contact.address,
        contact_phone: contact.phone,
        contact_email: contact.email,
        menu: site
            .menu
            .into_iter()
            .map(|item| MenuItem { to: item.to.value, range: item.to.range, label: both(item.label) })
            .collect(),
        officials: site.officials,
        show_names: site.teams.is_some_and(|teams| teams.show_names),
        redirects: site.redirects,
        unfilled,
        file: Arc::clone(file),
    })
}

/// What still says what the skeleton says, or is an address where nothing can be published.
fn unfilled(
    institution: &Located<String>,
    region: &Located<String>,
    address: &Located<String>,
    file: &Arc<SourceFile>,
) -> Vec<Diagnostic> {
    let in_skeleton = |key: &str| {
        let value = |line: &'static str| line.strip_prefix(key)?.strip_prefix(" = \"")?.split('"').next();
        SKELETON.lines().find_map(value)
    };
    let mut found = Vec::new();
    // Its kind may have been written, but not its name.
    if in_skeleton("lembaga") == Some(&institution.value) || institution.value.contains('…') {
        found.push(rule::institution_unfilled().at(file, institution.range.clone()));
    }
    if in_skeleton("kode_wilayah") == Some(&region.value) {
        found.push(rule::region_unfilled().at(file, region.range.clone()));
    }
    if in_skeleton("alamat") == Some(&address.value) || is_reserved(&address.value) {
        found.push(rule::address_reserved().at(file, address.range.clone()));
    }
    found
}

/// Whether the host of an address is one of those that nobody can have: `localhost`, and the names that RFC 2606 keeps
/// for examples and tests.
fn is_reserved(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or(address).split(['/', ':']).next().unwrap_or("");
    let labels: Vec<String> = host.split('.').map(str::to_ascii_lowercase).collect();
    let last = labels.last().map_or("", String::as_str);
    matches!(last, "localhost" | "test" | "invalid")
        || labels.iter().any(|label| label == "example")
        || host.starts_with("127.")
}

/// Splits `https://host/path` into origin and path without a closing slash.
fn split_address(address: &str) -> Option<(String, String)> {
    let (scheme, rest) = address.split_once("://")?;
    if !matches!(scheme, "https" | "http") {
        return None;
    }
    let rest = rest.trim_end_matches('/');
    let (host, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host_fits =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let path_fits = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte))
        && !path.contains("//");
    (host_fits && path_fits).then(|| (format!("{scheme}://{host}"), path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn names_for_examples_and_tests_are_nobody_s() {
        for address in [
            "https://netralitas.example.go.id",
            "https://example.com/portal",
            "https://portal.Example",
            "http://localhost:8080",
            "http://127.0.0.1",
            "https://portal.test/",
            "https://contoh.invalid",
        ] {
            assert!(is_reserved(address), "{address}");
        }
        for address in ["https://netralitas.uji.go.id", "https://test.uji.go.id", "https://uji.go.id/example"]
        {
            assert!(!is_reserved(address), "{address}");
        }
    }
}
