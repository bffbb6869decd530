//! Files and folders whose names say that they are copies: what file managers, browsers and synchronisation leave
//! behind. A name alone proves nothing, so there must be an original in the same folder.

use std::collections::{BTreeMap, HashSet};

use crate::source::SourceTree;

/// The copies among the files of `content/`.
#[derive(Default)]
pub(super) struct Copies {
    /// For the path of each copied file or folder below `content/`: the path of its original.
    originals: BTreeMap<String, String>,
}

impl Copies {
    pub(super) fn of(tree: &SourceTree) -> Self {
        let content = tree.content.iter().map(|content| content.path.as_str());
        let others = tree.attachments.keys().chain(tree.tables.keys()).chain(&tree.unread);
        let files: Vec<&str> = content.chain(others.map(String::as_str)).collect();
        if !files.iter().any(|file| may_be_copy(file)) {
            return Self::default();
        }
        let mut paths: HashSet<&str> = HashSet::with_capacity(files.len());
        let mut odd = Vec::new();
        for file in files {
            // From the file to the first folder that has been seen.
            for end in [file.len()].into_iter().chain(file.rmatch_indices('/').map(|(at, _)| at)) {
                let path = &file[..end];
                if !paths.insert(path) {
                    break;
                }
                let name = path.rsplit('/').next().unwrap_or(path);
                if may_be_copy(name) {
                    odd.push((path, end == file.len()));
                }
            }
        }
        let original = |(path, is_file): (&str, bool)| {
            let (folder, name) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
            let is_there = |name: &str| paths.contains(format!("{folder}{name}").as_str());
            let original = original_of(name, is_file, &is_there)?;
            Some((path.to_owned(), format!("{folder}{original}")))
        };
        Self { originals: odd.into_iter().filter_map(original).collect() }
    }

    /// The original of a file.
    pub(super) fn original(&self, path: &str) -> Option<&str> {
        self.originals.get(path).map(String::as_str)
    }

    /// The copied folder, and its original, that a file lies in.
    pub(super) fn folder(&self, path: &str) -> Option<(&str, &str)> {
        if self.originals.is_empty() {
            return None;
        }
        let ends = path.match_indices('/').map(|(end, _)| end);
        ends.filter_map(|end| self.originals.get_key_value(&path[..end]))
            .map(|(copy, original)| (copy.as_str(), original.as_str()))
            .next()
    }
}

/// Whether a name or path has anything that the names of copies have. Nearly all names end here.
fn may_be_copy(name: &str) -> bool {
    name.bytes().any(|byte| byte == b' ' || byte == b'(' || byte.is_ascii_uppercase())
        || name.contains("conflict-")
}

/// The name in the same folder that this one is a copy of.
fn original_of(name: &str, is_file: bool, is_there: &impl Fn(&str) -> bool) -> Option<String> {
    let (stem, extension) = match name.rfind('.').filter(|_| is_file) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    // `se - Copy.en.md` is a copy of `se.en.md`, and so is `se.en - Copy.md`.
    let lang = [".en", ".id"].into_iter().find_map(|lang| Some((stem.strip_suffix(lang)?, lang)));
    [(stem, "")].into_iter().chain(lang).find_map(|(stem, lang)| {
        let whole = |stem: &str| Some(format!("{stem}{lang}{extension}")).filter(|name| is_there(name));
        original_stem(stem, 0, &whole)
    })
}

/// A copy of a copy of a copy has a long name; a longer one is none of these.
const MOST_COPIES: usize = 4;

fn original_stem(stem: &str, depth: usize, whole: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let shorter = [numbered, called_copy, prefixed, conflicted, synchronised, named_after_machine];
    let mut originals = shorter.iter().filter_map(|shorter| shorter(stem)).filter(|stem| !stem.is_empty());
    originals.find_map(|original| {
        whole(original)
            .or_else(|| (depth < MOST_COPIES).then(|| original_stem(original, depth + 1, whole)).flatten())
    })
}

/// `text` without `end`, in any case.
fn without_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (start, last) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    last.eq_ignore_ascii_case(end).then_some(start)
}

/// The text before a pair of parentheses at the end, and what stands in them.
fn parenthesis(stem: &str) -> Option<(&str, &str)> {
    let (before, inside) = stem.strip_suffix(')')?.rsplit_once('(')?;
    Some((before.trim_end_matches(' '), inside))
}

/// `se (1)`: a browser, or a second copy.
fn numbered(stem: &str) -> Option<&str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    parenthesis(stem).filter(|(_, inside)| is_number(inside)).map(|(before, _)| before)
}

/// `se - Copy`, `se - Copy (2)`, `se - Salin`, `se copy 2`: Windows and macOS.
fn called_copy(stem: &str) -> Option<&str> {
    let stem = numbered(stem).unwrap_or(stem);
    let unnumbered = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = unnumbered.strip_suffix(' ').filter(|_| unnumbered.len() < stem.len()).unwrap_or(stem);
    ["copy", "salinan", "salin"].into_iter().find_map(|word| {
        let before = without_end(stem, word)?;
        before.strip_suffix(" - ").or_else(|| before.strip_suffix(' '))
    })
}

/// `Copy of se`, `Copy (2) of se`, `Salinan se`: Google Drive and older systems.
fn prefixed(stem: &str) -> Option<&str> {
    let (first, rest) = stem.split_once(' ')?;
    let is = |word: &str| first.eq_ignore_ascii_case(word);
    if is("copy") {
        let rest = rest.split_once(") ").filter(|_| rest.starts_with('(')).map_or(rest, |(_, rest)| rest);
        return rest.strip_prefix("of ");
    }
    (is("salinan") || is("salin")).then(|| rest.strip_prefix("dari ").unwrap_or(rest))
}

/// `se (conflicted copy 2024-10-01)`, `se (salinan)`: Dropbox, Nextcloud, GNOME.
fn conflicted(stem: &str) -> Option<&str> {
    let (before, inside) = parenthesis(stem)?;
    let inside = inside.to_ascii_lowercase();
    let says_so = ["copy", "salin", "conflict", "konflik"].iter().any(|word| inside.contains(word));
    says_so.then_some(before)
}

/// `se.sync-conflict-20241001-123456-ABCDEFG`, `se_conflict-20241001-123456`: Syncthing, ownCloud.
fn synchronised(stem: &str) -> Option<&str> {
    [".sync-conflict-", "_conflict-"].into_iter().find_map(|mark| {
        let (before, after) = stem.rsplit_once(mark)?;
        after.starts_with(|c: char| c.is_ascii_digit()).then_some(before)
    })
}

/// `se-LAPTOP-7G2K`: OneDrive appends the name of the machine, which Windows has made. A name that somebody gave to a
/// machine cannot be told from any other word.
fn named_after_machine(stem: &str) -> Option<&str> {
    ["-LAPTOP-", "-DESKTOP-", "-PC-", "-WIN-"].into_iter().find_map(|mark| {
        let (before, after) = stem.rsplit_once(mark)?;
        let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        // `-2` where the machine has made two.
        let code = after.split_once('-').map_or(after, |(code, _)| code);
        (code.len() >= 4 && code.bytes().all(is_code)).then_some(before)
    })
}

#[cfg(test)]
mod tests {
    use super::{may_be_copy, original_of};

    fn copy_of(name: &str, there: &[&str]) -> Option<String> {
        original_of(name, true, &|name: &str| there.contains(&name)).filter(|_| may_be_copy(name))
    }

    #[test]
    fn the_names_of_copies_lead_to_their_original() {
        for copy in [
            "se - Copy.md",
            "se - Copy (2).md",
            "se - Copy - Copy.md",
            "se - Salin.md",
            "se - Salinan (3).md",
            "se copy.md",
            "se copy 2.md",
            "se (1).md",
            "se(12).md",
            "se (1) (1).md",
            "Copy of se.md",
            "Copy (2) of se.md",
            "Copy of Copy of se.md",
            "Salinan se.md",
            "Salinan dari se.md",
            "se (conflicted copy 2024-10-01).md",
            "se (Siti's conflicted copy 2024-10-01).md",
            "se (salinan).md",
            "se (another copy).md",
            "se_conflict-20241001-123456.md",
            "se.sync-conflict-20241001-123456-ABCDEFG.md",
            "se-LAPTOP-7G2K.md",
            "se-DESKTOP-A1B2C3D-2.md",
        ] {
            assert_eq!(copy_of(copy, &["se.md"]).as_deref(), Some("se.md"), "{copy}");
            assert_eq!(copy_of(copy, &["se.toml", "lain.md", copy]), None, "{copy} without an original");
        }
        for copy in ["se.en - Copy.md", "se - Copy.en.md", "se (1).en.md"] {
            assert_eq!(copy_of(copy, &["se.en.md"]).as_deref(), Some("se.en.md"), "{copy}");
        }
    }

    #[test]
    fn true_names_are_none() {
        for name in [
            "se-2.md",
            "se-copy.md",
            "se-BKPSDM.md",
            "se-PC-2.md",
            "se (revisi).md",
            "Salinan.md",
            "se conflict.md",
            "(1).md",
            "se-conflict-kepentingan.md",
        ] {
            assert_eq!(copy_of(name, &["se.md", ".md", "2.md"]), None, "{name}");
        }
    }
}
