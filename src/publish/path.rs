//! Paths inside the output: relative, with `/`, and valid on every file system.

use std::borrow::Cow;

use super::messages as say;
use crate::diagnostics::Diagnostic;
use crate::locale::Text;

/// The manifest, which marks a folder as an output of Terawang.
pub(crate) const MANIFEST: &str = ".terawang.json";
/// A file that is created and removed to test whether a folder is writable.
pub(super) const PROBE: &str = ".terawang.probe";

/// Linux allows paths of 4096 bytes, macOS of 1024. The path of the output folder needs room, too.
const MAX_PATH_BYTES: usize = 800;
/// The limit of common file systems.
const MAX_NAME_BYTES: usize = 255;

/// Refuses a path that is not portable or that points outside the output.
pub(super) fn check(path: &str) -> Result<(), Diagnostic> {
    match unfit(path) {
        Some(reason) => Err(say::unfit_path(&path.escape_debug().to_string(), reason)),
        None => Ok(()),
    }
}

/// The reason why a path is refused, if it is.
pub(super) fn unfit(path: &str) -> Option<Text> {
    if path.len() > MAX_PATH_BYTES {
        return Some(say::path_too_long());
    }
    if path.starts_with('/') {
        return Some(say::begins_with_slash());
    }
    let top = path.split('/').next().unwrap_or_default();
    // With `.git` the output would look like a work tree, and the next build would refuse it.
    if [MANIFEST, PROBE, ".git"].iter().any(|ours| top.eq_ignore_ascii_case(ours)) {
        return Some(say::name_taken());
    }
    path.split('/').find_map(unfit_name)
}

fn unfit_name(name: &str) -> Option<Text> {
    if name.is_empty() {
        return Some(say::empty_name());
    }
    if name == "." || name == ".." {
        return Some(say::dots());
    }
    if name.len() > MAX_NAME_BYTES {
        return Some(say::name_too_long());
    }
    let is_bad = |c: &char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\');
    if let Some(bad) = name.chars().find(is_bad) {
        let shown = bad.escape_default();
        return Some(say::contains(&shown.to_string()));
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some(say::bad_ends());
    }
    if is_device(name) {
        return Some(say::device_name(name));
    }
    None
}

/// Whether Windows opens a device under this name, whatever its extension.
fn is_device(name: &str) -> bool {
    // A quick test: most names begin with another letter.
    if !name.starts_with(['c', 'C', 'p', 'P', 'a', 'A', 'n', 'N', 'l', 'L']) {
        return false;
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str()) {
        return true;
    }
    let digit = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    // Windows also accepts the superscript digits of Latin-1 here.
    digit.is_some_and(|rest| {
        rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
    })
}

/// The path as seen by a file system that ignores case.
pub(super) fn folded(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
    }
}

/// The folder of `path`; the output itself is `""`.
pub(super) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// The folders above `path`, nearest first, without the output itself.
pub(super) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(path)), |folder| Some(parent(folder)))
        .take_while(|folder| !folder.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{folded, folders_above, unfit};

    #[test]
    fn paths_that_leave_the_output_or_break_on_windows_are_refused() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "..",
            "a/../b",
            "./a",
            "a\\b",
            "C:/x",
            "a:b",
            "CON",
            "nul.html",
            "x/com1.txt",
            "x/LPT¹",
            "a./b",
            "a /b",
            " a",
            "a?",
            "tab\there",
            "nul\0",
            ".terawang.json",
            ".Terawang.json",
            ".git/config",
            "a|b",
        ] {
            assert!(unfit(path).is_some(), "{path:?}");
        }
        assert!(unfit(&"x".repeat(256)).is_some());
        assert!(unfit(&"x/".repeat(500)).is_some());
        for path in
            ["index.html", "a/b/c.css", "konsolidasi", "com10", "a/.terawang.json", ".nojekyll", "édaran.pdf"]
        {
            assert!(unfit(path).is_none(), "{path:?}");
        }
    }

    #[test]
    fn folders_above_come_nearest_first() {
        assert_eq!(folders_above("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders_above("c.html").count(), 0);
    }

    #[test]
    fn folding_ignores_case_beyond_ascii() {
        assert_eq!(folded("ÉDARAN/A"), "édaran/a");
    }
}
