//! Record ids and the addresses that they are published at.
//!
//! Every stage may use this module. The address of a record depends on its path alone, so a link can be written
//! before the record that it leads to is read.

use crate::locale::Lang;

/// The route of the record with an id (its path below `content/` without extension):
/// `edaran/2024/se-1` → `/edaran/2024/se-1/`.
pub fn route_of(id: &str) -> String {
    let id = id.strip_suffix("/index").unwrap_or(id);
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
    use super::route_of;

    #[test]
    fn a_route_follows_from_the_path() {
        assert_eq!(route_of("beranda"), "/");
        assert_eq!(route_of("halaman/tentang"), "/tentang/");
        assert_eq!(route_of("pengaduan/saluran/bkpsdm"), "/lapor/bkpsdm/");
        assert_eq!(route_of("pengaduan/2024"), "/pengaduan/2024/");
        assert_eq!(route_of("edaran/2024/se-1/index"), "/edaran/2024/se-1/");
    }
}
