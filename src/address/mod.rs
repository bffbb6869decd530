//! Record ids, the addresses that they are published at, and how an address is written.
//!
//! Every stage may use this module. The address of a record depends on its path alone, so a link can be written
//! before the record that it leads to is read.
//!
//! An address has two forms. The stages compare decoded paths, which are also the paths of the output files. A page,
//! a feed or the sitemap has an [`Href`], which is percent-encoded. [`decoded`] reads what staff or a page wrote.

mod slug;

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use schemars::JsonSchema;
use serde::Serialize;

use crate::locale::Lang;

pub use slug::{anchor, slug};

/// The characters that a path must not contain as they are (RFC 3986).
const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The characters that no part of a link may contain as they are.
const NOT_IN_LINK: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'^')
    .add(b'\\');

/// An address as pages, feeds and the sitemap contain it: percent-encoded. It can only be made from parts that are
/// encoded here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Href(String);

impl Href {
    /// The address of a decoded path. `before` is the origin and path of the portal, as its settings give them.
    pub fn of(before: &str, path: &str) -> Self {
        let mut written = String::with_capacity(before.len() + path.len());
        written.push_str(before);
        written.extend(utf8_percent_encode(path, NOT_IN_PATH));
        Self(written)
    }

    /// An address that staff wrote: it may have an anchor, and parts of it may be encoded already.
    pub fn written(before: &str, link: &str) -> Self {
        Self(format!("{before}{}", utf8_percent_encode(link, NOT_IN_LINK)))
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Href> for String {
    fn from(href: Href) -> Self {
        href.0
    }
}

/// The decoded form of an address. A `%` that begins no encoded character stands for itself.
pub fn decoded(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return Cow::Borrowed(address);
    }
    percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address))
}

/// The encoded form of a decoded path.
pub fn encoded(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, NOT_IN_PATH).into()
}

/// How staff write a path: as it is, unless that would be read as the encoded form of another one.
pub fn spelling(path: &str) -> Cow<'_, str> {
    if decoded(path) == path { Cow::Borrowed(path) } else { encoded(path) }
}

/// Splits a link of the portal into its path without language, decoded, and its anchor, decoded. The query is left
/// out.
pub fn parts(link: &str) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
        None => (link, None),
    };
    (decoded(path.split('?').next().unwrap_or(path)), anchor)
}

/// The form of a path in addresses: small letters, digits and hyphens. A name that fits is kept. A name without any
/// Latin letter or digit is kept, too, and is encoded wherever it is written.
pub fn clean(path: &str) -> Cow<'_, str> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/-._~".contains(&byte);
    if path.bytes().all(fits) {
        return Cow::Borrowed(path);
    }
    let clean = |name: &str| match name {
        fit if fit.bytes().all(fits) => fit.to_owned(),
        odd => Some(slug(odd)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| odd.to_owned()),
    };
    path.split('/').map(clean).collect::<Vec<_>>().join("/").into()
}

/// The route of the record with an id (its path below `content/` without extension):
/// `edaran/2024/se-1` → `/edaran/2024/se-1/`.
pub fn route_of(id: &str) -> String {
    let id = clean(id.strip_suffix("/index").unwrap_or(id));
    if id == "beranda" || id == "index" {
        return "/".to_owned();
    }
    if let Some(name) = id.strip_prefix("halaman/") {
        return format!("/{name}/");
    }
    if let Some(name) = id.strip_prefix("pengaduan/saluran/") {
        return format!("/lapor/{name}/");
    }
    format!("/{id}/")
}

/// The id of the record that a content file belongs to, and the language of the file:
/// `edaran/2024/se.en.md` → `edaran/2024/se`, English; `x/index.md` → `x`.
pub fn id_and_language(path: &str) -> (&str, Lang) {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (stem, lang) = match stem.strip_suffix(".en") {
        Some(stem) => (stem, Lang::En),
        None => (stem.strip_suffix(".id").unwrap_or(stem), Lang::Id),
    };
    (stem.strip_suffix("/index").unwrap_or(stem), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_follows_from_the_path() {
        assert_eq!(route_of("beranda"), "/");
        assert_eq!(route_of("halaman/tentang"), "/tentang/");
        assert_eq!(route_of("pengaduan/saluran/bkpsdm"), "/lapor/bkpsdm/");
        assert_eq!(route_of("pengaduan/2024"), "/pengaduan/2024/");
        assert_eq!(route_of("edaran/2024/se-1/index"), "/edaran/2024/se-1/");
    }

    #[test]
    fn a_route_is_clean_whatever_the_file_is_called() {
        for (id, route) in [
            ("edaran/2024/SE Netralitas (final)", "/edaran/2024/se-netralitas-final/"),
            ("edaran/2025/SE 50%", "/edaran/2025/se-50/"),
            ("edaran/SE#1 🎉/index", "/edaran/se-1/"),
            ("halaman/Tentang Kami", "/tentang-kami/"),
            ("edaran/2024/se_1.b", "/edaran/2024/se_1.b/"),
            ("edaran/2024/🎉", "/edaran/2024/🎉/"),
        ] {
            assert_eq!(route_of(id), route);
            assert_eq!(clean(route), route);
        }
    }

    #[test]
    fn an_address_is_encoded_once() {
        let href = Href::of("https://uji.go.id/portal", "/a/Lampiran #2 (50%).pdf");
        assert_eq!(href.to_string(), "https://uji.go.id/portal/a/Lampiran%20%232%20(50%25).pdf");
        assert_eq!(Href::written("/en", "/a%20b/c d/#é").to_string(), "/en/a%20b/c%20d/#%C3%A9");
    }

    #[test]
    fn what_is_spelt_is_read_back() {
        for path in ["/a/", "/a b (c)/", "/100%/", "/a%20b/", "/50%25/", "/é🎉/", "/%zz/"] {
            assert_eq!(decoded(&spelling(path)), path);
            assert_eq!(decoded(&encoded(path)), path);
        }
        assert_eq!(spelling("/a b%/"), "/a b%/");
        assert_eq!(spelling("/a%20b/"), "/a%2520b/");
    }

    #[test]
    fn a_link_has_a_path_and_an_anchor() {
        assert_eq!(parts("/a%20b/?x=1#c%23"), ("/a b/".into(), Some("c#".into())));
        assert_eq!(parts("/a/"), ("/a/".into(), None));
    }
}
