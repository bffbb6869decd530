//! Names that every file system and every URL can hold.

use crate::locale::Text;

/// Longest path that every Windows tool still opens, leaving room for the folder above.
const MAX_PATH_CHARS: usize = 200;

/// Why a relative path (with `/`) does not work on every computer, or `None` if it does.
pub fn unportable(path: &str) -> Option<Text> {
    if path.chars().count() > MAX_PATH_CHARS {
        return Some(Text::new(
            format!("lebih dari {MAX_PATH_CHARS} huruf"),
            format!("more than {MAX_PATH_CHARS} characters"),
        ));
    }
    path.split('/').find_map(unportable_part)
}

fn unportable_part(part: &str) -> Option<Text> {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    if let Some(bad) = part.chars().find(|c| c.is_control() || r#"<>:"|?*\"#.contains(*c)) {
        let shown = bad.escape_default();
        return Some(Text::new(format!("memuat `{shown}`"), format!("it contains `{shown}`")));
    }
    if part.ends_with('.') || part.ends_with(' ') || part.starts_with(' ') {
        return Some(Text::new(
            "berawal spasi, atau berakhir titik atau spasi",
            "it begins with a space, or ends in a point or a space",
        ));
    }
    if RESERVED.contains(&stem.as_str()) || numbered("com") || numbered("lpt") {
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
