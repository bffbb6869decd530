//! Checks the location of an internal spreadsheet: outside every portal and every version control work tree.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::messages as rule;
use crate::diagnostics::Diagnostic;

/// Folders that keep a history. What is in a history cannot be removed afterwards.
const HISTORIES: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// Returns the real location of the spreadsheet, with links resolved, if it may be there.
///
/// Refused are the portal in `root`, any other portal, their published folders, and work trees. The check
/// covers both the given path and its target. It cannot detect hard links, which have no path to resolve.
///
/// # Errors
/// Returns why the spreadsheet must not be read from there.
pub fn admitted(sheet: &Path, root: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    let unreadable = |error: std::io::Error| Box::new(rule::unreadable(&error.to_string()));
    let real = sheet.canonicalize().map_err(unreadable)?;
    let named = match (sheet.parent(), sheet.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folder.canonicalize().map_err(unreadable)?.join(name)
        }
        _ => real.clone(),
    };
    let root = match root.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        root => Some(root.map_err(unreadable)?),
    };
    // A path that cannot be examined may be a portal or a history, so the spreadsheet is refused.
    let exists = |path: PathBuf| path.try_exists().map_err(unreadable);
    for path in [&named, &real] {
        for folder in path.ancestors().skip(1) {
            let is_portal = exists(folder.join("site.toml"))? && exists(folder.join("content"))?;
            let is_published = exists(folder.join(crate::publish::MANIFEST))?;
            if root.as_deref() == Some(folder) || is_portal || is_published {
                return Err(Box::new(rule::inside_portal()));
            }
            // A folder may itself be the history, or a bare repository.
            for marker in HISTORIES {
                let is_there = match folder.join(marker).symlink_metadata() {
                    Err(error) if error.kind() == ErrorKind::NotFound => false,
                    found => found.map(|_| true).map_err(unreadable)?,
                };
                if is_there || folder.file_name() == Some(marker.as_ref()) {
                    return Err(Box::new(rule::inside_repository(marker)));
                }
            }
            let is_bare = exists(folder.join("HEAD"))?
                && exists(folder.join("objects"))?
                && exists(folder.join("refs"))?;
            if is_bare {
                return Err(Box::new(rule::inside_repository("HEAD")));
            }
        }
    }
    if !real.metadata().map_err(unreadable)?.is_file() {
        return Err(Box::new(rule::not_a_file()));
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn code(sheet: &Path, root: &Path) -> Option<&'static str> {
        admitted(sheet, root).err().map(|found| found.code)
    }

    #[test]
    #[expect(clippy::unwrap_used, reason = "tests")]
    fn a_spreadsheet_lies_outside_portals_and_histories_also_through_links() {
        let dir = tempfile::TempDir::new().unwrap();
        let at = |path: &str| dir.path().join(path);
        for folder in [
            "portal/content/sanksi",
            "other/content",
            "tree/.git",
            "tree/a/b",
            "bare/objects",
            "bare/refs",
            "free",
            "out",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for file in ["other/site.toml", "bare/HEAD", "out/.terawang.json"] {
            fs::write(at(file), "").unwrap();
        }
        let root = at("portal");
        for (folder, expected) in [
            ("free", None),
            ("portal", Some("TW0830")),
            ("portal/content/sanksi", Some("TW0830")),
            ("other/content", Some("TW0830")),
            ("tree/a/b", Some("TW0830")),
            ("tree/.git", Some("TW0830")),
            ("bare", Some("TW0830")),
            ("out", Some("TW0830")),
        ] {
            let sheet = at(folder).join("kasus.csv");
            fs::write(&sheet, "").unwrap();
            assert_eq!(code(&sheet, &root), expected, "{folder}");
        }
        assert_eq!(code(&at("free"), &root), Some("TW0831"), "a folder is no spreadsheet");
        assert_eq!(code(&at("free/none.csv"), &root), Some("TW0831"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(at("portal/kasus.csv"), at("free/out.csv")).unwrap();
            symlink(at("free/kasus.csv"), at("portal/in.csv")).unwrap();
            symlink(at("tree/a"), at("free/a")).unwrap();
            for (link, expected) in [
                ("free/out.csv", Some("TW0830")),
                ("portal/in.csv", Some("TW0830")),
                ("free/a/b/kasus.csv", Some("TW0830")),
            ] {
                assert_eq!(code(&at(link), &root), expected, "{link}");
            }
        }
    }
}
