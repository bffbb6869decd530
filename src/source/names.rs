//! Checks that names are valid on every file system and in URLs.

use crate::locale::Text;

/// The longest path that every Windows tool can open, with room for the parent folder.
const MAX_PATH_CHARS: usize = 200;

/// Why a relative path (with `/`) is not portable, or `None` if it is.
pub fn unportable(path: &str) -> Option<Text> {
    if path.len() > MAX_PATH_CHARS && path.chars().count() > MAX_PATH_CHARS {
        return Some(Text::new(
            format!("lebih dari {MAX_PATH_CHARS} huruf"),
            format!("more than {MAX_PATH_CHARS} characters"),
        ));
    }
    path.split('/').find_map(unportable_part)
}

fn unportable_part(part: &str) -> Option<Text> {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = part.split('.').next().unwrap_or(part);
    let numbered = |prefix: &str| {
        let (start, digit) = stem.as_bytes().split_at_checked(prefix.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(prefix.as_bytes()) && matches!(digit, [b'0'..=b'9'])
    };
    let is_bad = |c: &char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\');
    if let Some(bad) = part.chars().find(is_bad) {
        let shown = bad.escape_default();
        return Some(Text::new(format!("memuat `{shown}`"), format!("it contains `{shown}`")));
    }
    if part.ends_with('.') || part.ends_with(' ') || part.starts_with(' ') {
        return Some(Text::new(
            "berawal spasi, atau berakhir titik atau spasi",
            "it begins with a space, or ends in a point or a space",
        ));
    }
    if RESERVED.iter().any(|name| stem.eq_ignore_ascii_case(name)) || numbered("com") || numbered("lpt") {
        let stem = stem.to_ascii_lowercase();
        return Some(Text::new(
            format!("`{stem}` nama perangkat di Windows"),
            format!("`{stem}` is a device name on Windows"),
        ));
    }
    None
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::unportable;

    #[test]
    fn device_names_are_refused_with_any_extension() {
        for name in ["con.md", "a/NUL/b.md", "com1.toml", "LPT9"] {
            assert!(unportable(name).is_some(), "{name}");
        }
        for name in ["konsolidasi.md", "company.md", "com10.md", "se-1.md", "nulis.md"] {
            assert_eq!(unportable(name), None, "{name}");
        }
    }

    #[test]
    fn the_reason_names_the_character() {
        assert_eq!(unportable("a?b.md").unwrap().id, "memuat `?`");
    }
}
