//! The rooms of the house and which imports which, read from the sources: a room stands on lower floors only.
//!
//! A room is a top-level module of `src/` or a crate of `crates/`. `docs/architecture.md` says on which floor each
//! stands. `UPDATE_DOCS=1 cargo test --test floors` draws `docs/img/floors.svg` anew.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// An import: who imports, and what.
type Arrow = (String, String);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The floors as `docs/architecture.md` lists them, the highest first.
fn floors() -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let (_, rest) = text.split_once("<!-- floors -->\n```text\n").expect("a list of floors");
    let (list, _) = rest.split_once("```").unwrap();
    list.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// The rooms, each with its file, its folder or both, and the name by which others import it.
fn rooms() -> BTreeMap<String, (Vec<PathBuf>, String)> {
    let mut rooms: BTreeMap<String, (Vec<PathBuf>, String)> = BTreeMap::new();
    let tests = Said::of(&fs::read_to_string(root().join("src/lib.rs")).unwrap()).tests;
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if !matches!(name.as_str(), "lib" | "main")
            && !tests.contains(&name)
            && (path.is_dir() || path.extension().is_some_and(|ext| ext == "rs"))
        {
            rooms.entry(name.clone()).or_insert((Vec::new(), format!("crate::{name}"))).0.push(path);
        }
    }
    for entry in fs::read_dir(root().join("crates")).into_iter().flatten() {
        let path = entry.unwrap().path();
        let Ok(manifest) = fs::read_to_string(path.join("Cargo.toml")) else { continue };
        let package = manifest.lines().find_map(|line| line.strip_prefix("name = ")).expect("a name");
        let name = format!("crates/{}", path.file_name().unwrap().to_str().unwrap());
        rooms.insert(name, (vec![path.join("src")], package.trim_matches('"').replace('-', "_")));
    }
    rooms
}

/// Every Rust file below a path, with the number of modules around what it holds.
fn files_below(path: &Path) -> Vec<(PathBuf, usize)> {
    if path.is_file() {
        return vec![(path.to_owned(), 1)];
    }
    let mut files = Vec::new();
    let mut folders = vec![(path.to_owned(), 1)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push((path, depth + 1));
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let is_head = matches!(path.file_name().unwrap().to_str(), Some("mod.rs" | "lib.rs"));
                files.push((path, if is_head { depth } else { depth + 1 }));
            }
        }
    }
    files
}

/// The files and folders of a module that a file declares.
fn module_paths(file: &Path, module: &str) -> [PathBuf; 2] {
    let folder = match file.file_name().unwrap().to_str() {
        Some("mod.rs" | "lib.rs") => file.parent().unwrap().to_owned(),
        _ => file.with_extension(""),
    };
    [folder.join(format!("{module}.rs")), folder.join(module)]
}

/// What a file says outside its tests.
#[derive(Debug, Default, PartialEq)]
struct Said {
    /// Every path, such as `crate::plan::Job`, as far as it is written in one piece; groups are multiplied out.
    paths: BTreeSet<String>,
    /// The modules that are declared for tests alone.
    tests: Vec<String>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        // The paths in front of the brackets that are open, and the path that is being read.
        let mut open: Vec<String> = Vec::new();
        let mut path = String::new();
        while let [token, behind @ ..] = rest {
            rest = behind;
            match token.as_str() {
                "#" if behind.starts_with(&["[", "cfg", "(", "test", ")", "]"].map(str::to_owned)) => {
                    rest = said.pass_over_item(&behind[6..]);
                }
                "{" | "(" | "[" => {
                    // Only `path::{…}` is a list of paths.
                    let before =
                        if token == "{" && path.ends_with("::") { path.clone() } else { String::new() };
                    path.clone_from(&before);
                    open.push(before);
                }
                "}" | ")" | "]" => {
                    open.pop();
                    path = open.last().cloned().unwrap_or_default();
                }
                "::" => path.push_str("::"),
                name if is_name(name) => {
                    if !path.ends_with("::") {
                        path.clear();
                    }
                    path.push_str(name);
                    said.paths.insert(path.clone());
                }
                _ => path = open.last().cloned().unwrap_or_default(),
            }
        }
        said
    }

    /// Passes over an item for tests, which ends with `;` or a block; gives the tokens behind it.
    fn pass_over_item<'t>(&mut self, tokens: &'t [String]) -> &'t [String] {
        let (mut depth, mut is_use) = (0, false);
        for (at, token) in tokens.iter().enumerate() {
            match token.as_str() {
                "use" => is_use = true,
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth -= 1;
                    if depth == 0 && token == "}" && !is_use {
                        return &tokens[at + 1..];
                    }
                }
                ";" if depth == 0 => {
                    if let [keyword, name] = &tokens[at.saturating_sub(2)..at]
                        && keyword == "mod"
                    {
                        self.tests.push(name.clone());
                    }
                    return &tokens[at + 1..];
                }
                _ => {}
            }
        }
        &[]
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// Names, `::` and single marks, in order; without comments, strings, characters and lifetimes.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let name = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(end) = string_end(rest) {
            end
        } else if name > 0 {
            tokens.push(rest[..name].to_owned());
            name
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !letter.is_whitespace() {
                tokens.push(letter.to_string());
            }
            letter.len_utf8()
        };
        rest = &rest[skip..];
    }
    tokens
}

/// Where the literal ends that the text begins with: a string, with or without a prefix, a character or, since it
/// begins like one, a lifetime.
fn string_end(text: &str) -> Option<usize> {
    if let Some(behind) = text.strip_prefix('\'') {
        let mut letters = behind.chars();
        return Some(match (letters.next(), letters.next()) {
            (Some('\\'), _) => 3 + behind[2..].find('\'')? + 1,
            (Some(letter), Some('\'')) => letter.len_utf8() + 2,
            _ => 1 + behind.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?,
        });
    }
    let bare = text.strip_prefix('b').unwrap_or(text);
    let (prefix, hashes) = match bare.strip_prefix('r') {
        Some(raw) => (text.len() - raw.len(), raw.len() - raw.trim_start_matches('#').len()),
        None => (text.len() - bare.len(), 0),
    };
    let is_raw = text[..prefix].ends_with('r');
    let inside = text[prefix + hashes..].strip_prefix('"')?;
    let start = text.len() - inside.len();
    if is_raw {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(start + inside.find(&end)? + end.len());
    }
    let mut escaped = false;
    let end = inside.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    Some(start + end + 1)
}

/// Every import of one room by another.
fn arrows() -> BTreeSet<Arrow> {
    let rooms = rooms();
    let mut arrows = BTreeSet::new();
    for (room, (paths, _)) in &rooms {
        let files: Vec<(PathBuf, usize, Said)> = paths
            .iter()
            .flat_map(|path| files_below(path))
            .map(|(file, depth)| {
                let said = Said::of(&fs::read_to_string(&file).unwrap());
                (file, depth, said)
            })
            .collect();
        let tests: Vec<PathBuf> = files
            .iter()
            .flat_map(|(file, _, said)| said.tests.iter().flat_map(|module| module_paths(file, module)))
            .collect();
        for (_, depth, said) in
            files.iter().filter(|(file, ..)| !tests.iter().any(|test| file.starts_with(test)))
        {
            let from_above =
                format!("{}crate::", "super::".repeat(*depth)).replace("super::crate::", "super::");
            for path in &said.paths {
                let path =
                    path.strip_prefix(&from_above).map_or(path.clone(), |rest| format!("crate::{rest}"));
                for (other, (_, name)) in &rooms {
                    let is_it = path == *name || path.starts_with(&format!("{name}::"));
                    if is_it && other != room {
                        arrows.insert((room.clone(), other.clone()));
                    }
                }
            }
        }
    }
    arrows
}

#[test]
fn imports_are_read_as_the_compiler_reads_them() {
    let text = r##"
        //! crate::comment
        use crate::{plan::{self, Job}, render};
        use super::super::serve as preview;
        #[cfg(test)]
        #[expect(unused, reason = "crate::reason")]
        mod samples;
        #[cfg(test)]
        use crate::{tested, again};
        fn f() -> crate::locale::Lang { "crate::text \" crate::text"; br#"crate::raw " "#; ('"', '\\'', b'{');
            crate :: config :: read::<'static>() /* crate::comment */ }
        #[cfg(test)]
        mod tests { use crate::inside; }
    "##;
    let said = Said::of(text);
    let rooms: BTreeSet<&str> =
        said.paths.iter().filter_map(|path| path.strip_prefix("crate::")?.split("::").next()).collect();
    assert_eq!(rooms, BTreeSet::from(["config", "locale", "plan", "render"]));
    assert!(said.paths.contains("super::super::serve"));
    assert!(said.paths.contains("crate::plan::Job"));
    assert_eq!(said.tests, ["samples"]);
}

#[test]
fn every_room_stands_on_a_floor() {
    let listed: Vec<String> = floors().into_iter().flatten().collect();
    let set: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), set.len(), "a room stands on one floor only");
    assert_eq!(
        set,
        rooms().into_keys().collect(),
        "the floors in docs/architecture.md lag behind the sources"
    );
}

#[test]
fn no_room_imports_one_that_does_not_stand_below_it() {
    let floor = floor_of();
    let upward: Vec<Arrow> = arrows().into_iter().filter(|(from, to)| floor[to] <= floor[from]).collect();
    assert!(upward.is_empty(), "these imports run upward: {upward:?}");
}

/// The floor of each room, counted from above.
fn floor_of() -> BTreeMap<String, usize> {
    let numbered = floors().into_iter().enumerate();
    numbered.flat_map(|(floor, rooms)| rooms.into_iter().map(move |room| (room, floor))).collect()
}

#[test]
fn the_picture_is_current() {
    let drawn = Picture::new(floors(), &arrows()).draw();
    let path = root().join("docs/img/floors.svg");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let on_disk = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(on_disk == drawn, "docs/img/floors.svg lags behind; run: UPDATE_DOCS=1 cargo test --test floors");
}

/// Height of a floor.
const FLOOR: i32 = 62;
/// Height of a box.
const BOX: i32 = 30;
/// Space between the lanes in which arrows pass floors.
const LANE: i32 = 14;
/// Width of the widest floor.
const WIDEST: i32 = 400;
const WIDTH: i32 = 680;
const TOP: i32 = 24;

/// The house as a drawing.
struct Picture {
    floors: Vec<Vec<String>>,
    /// Left edge, upper edge and width of each box.
    boxes: BTreeMap<String, (i32, i32, i32)>,
    down: Vec<Arrow>,
    up: Vec<Arrow>,
}

impl Picture {
    fn new(floors: Vec<Vec<String>>, arrows: &BTreeSet<Arrow>) -> Self {
        let floor = floor_of();
        let (down, up): (BTreeSet<Arrow>, BTreeSet<Arrow>) =
            arrows.iter().cloned().partition(|(from, to)| floor[to] > floor[from]);
        let mut boxes = BTreeMap::new();
        for (at, rooms) in (0..).zip(&floors) {
            let widths: Vec<i32> =
                rooms.iter().map(|room| 9 * i32::try_from(room.len()).unwrap() + 24).collect();
            let gap = 56;
            let whole = widths.iter().sum::<i32>() + gap * (i32::try_from(rooms.len()).unwrap() - 1);
            let mut left = (WIDTH - whole) / 2;
            for (room, width) in rooms.iter().zip(widths) {
                boxes.insert(room.clone(), (left, TOP + at * FLOOR, width));
                left += width + gap;
            }
        }
        Self { floors, boxes, down: needed(&down), up: up.into_iter().collect() }
    }

    fn draw(&self) -> String {
        let height = TOP + FLOOR * i32::try_from(self.floors.len()).unwrap() + 16;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
             aria-label=\"The rooms of terawang on their floors\">\n\
             <!-- Drawn from the sources by tests/floors.rs. -->\n\
             <style>\n\
             svg {{ background: #fff; font: 15px ui-monospace, monospace; --ink: #1f2328; --line: #59636e; --box: #f0f4f8; --fault: #b42318; }}\n\
             @media (prefers-color-scheme: dark) {{ svg {{ background: #0d1117; --ink: #e6edf3; --line: #9198a1; --box: #1c2430; --fault: #ff7b72; }} }}\n\
             rect {{ fill: var(--box); stroke: var(--line); }}\n\
             text {{ fill: var(--ink); text-anchor: middle; }}\n\
             .note {{ font: 13px system-ui, sans-serif; }}\n\
             path {{ fill: none; stroke: var(--line); stroke-width: 1.25; marker-end: url(#head); }}\n\
             path.up {{ stroke: var(--fault); stroke-dasharray: 5 3; marker-end: url(#fault); }}\n\
             #head path, #fault path {{ fill: var(--line); stroke: none; marker-end: none; }}\n\
             #fault path {{ fill: var(--fault); }}\n\
             </style>\n\
             <defs>\n\
             <marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>\n\
             <marker id=\"fault\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>\n\
             </defs>\n"
        );
        let (mut left, mut right) = (0, 0);
        for arrow in &self.down {
            self.draw_arrow(&mut out, arrow, "", &mut left, -1);
        }
        for arrow in &self.up {
            self.draw_arrow(&mut out, arrow, " class=\"up\"", &mut right, 1);
        }
        for (room, (x, y, width)) in &self.boxes {
            let (middle, base) = (x + width / 2, y + BOX / 2 + 5);
            writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX}\" rx=\"5\"/>").unwrap();
            writeln!(out, "<text x=\"{middle}\" y=\"{base}\">{room}</text>").unwrap();
        }
        let note = if self.up.is_empty() {
            "An arrow means: imports. Arrows that follow from others are left out."
        } else {
            "An arrow means: imports. Arrows that follow from others are left out. Dashed: upward, a fault."
        };
        writeln!(out, "<text class=\"note\" x=\"{}\" y=\"{}\">{note}</text>", WIDTH / 2, height - 10)
            .unwrap();
        out.push_str("</svg>\n");
        out
    }

    /// Draws an arrow: straight to the next floor, else around the floors between in a lane of its own.
    fn draw_arrow(&self, out: &mut String, (from, to): &Arrow, class: &str, lanes: &mut i32, side: i32) {
        let ((x1, y1, width1), (x2, y2, width2)) = (self.boxes[from], self.boxes[to]);
        // Ports spread over the edge of a box, so that arrows do not lie on each other.
        let port = |x: i32, width: i32, share: i32| x + width / 2 + side * share * width / 8;
        if y2 == y1 + FLOOR {
            let (start, end) = (x1 + width1 / 2, x2 + width2 / 2);
            writeln!(out, "<path{class} d=\"M{start} {}L{end} {y2}\"/>", y1 + BOX).unwrap();
            return;
        }
        *lanes += 1;
        let lane = WIDTH / 2 + side * (WIDEST / 2 + *lanes * LANE);
        let (start, end) = (port(x1, width1, 2), port(x2, width2, 3));
        let shift = 4 + 3 * (*lanes % 4);
        let (leave, arrive) = (y1 + BOX + shift, y2 - shift);
        writeln!(out, "<path{class} d=\"M{start} {}V{leave}H{lane}V{arrive}H{end}V{y2}\"/>", y1 + BOX)
            .unwrap();
    }
}

/// The arrows that do not follow from others.
fn needed(arrows: &BTreeSet<Arrow>) -> Vec<Arrow> {
    let reaches = |from: &str, to: &str, without: &Arrow| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(room) = open.pop() {
            for arrow in arrows.iter().filter(|arrow| arrow.0 == room && *arrow != without) {
                if arrow.1 == to {
                    return true;
                }
                if seen.insert(arrow.1.clone()) {
                    open.push(arrow.1.clone());
                }
            }
        }
        false
    };
    arrows.iter().filter(|arrow| !reaches(&arrow.0, &arrow.1, arrow)).cloned().collect()
}
