//! Reads the message files `src/**/messages.toml`, checks them, and generates Rust from them.
//!
//! The build script is the only caller. `tests/it/messages.rs` also includes this file, and passes invalid
//! input to it. `docs/architecture.md` describes the format of a message file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use toml::{Table, Value};

/// The types of placeholders: the name in `with`, the type of the argument, and the function that formats it
/// (`None`: `Display`).
///
/// `words` are in both languages, and each language uses its own.
const TYPES: &[(&str, &str, Option<&str>)] = &[
    ("text", "&str", None),
    ("count", "impl crate::diagnostics::Count", None),
    ("date", "jiff::civil::Date", None),
    ("words", "impl crate::diagnostics::Words", None),
    ("keys", "&[impl AsRef<str>]", Some("crate::diagnostics::keys")),
    ("values", "&[impl AsRef<str>]", Some("crate::diagnostics::values")),
];

/// Keywords, which cannot name a function or an argument.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where",
    "while", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "try", "typeof",
    "unsized", "virtual", "yield",
];

/// All message files.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// The messages of each room, by its name: `disclosure_text` for `src/disclosure/text`.
    pub rooms: BTreeMap<String, Room>,
    /// Title and long explanation of each code.
    pub explanations: BTreeMap<String, Explanation>,
}

/// The messages of one room, from one file.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Its entries, in the order of their keys.
    pub entries: Vec<Entry>,
    /// Tables of words: English to Indonesian.
    pub tables: BTreeMap<String, Vec<(String, String)>>,
}

/// One generated function.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The function's name.
    pub name: String,
    /// Code and severity of a message; `None` for a hint or a phrase, which are texts only.
    pub code: Option<(String, Severity)>,
    /// The parameters, as name and type.
    pub with: Vec<(String, &'static str)>,
    /// The sentence.
    pub text: Pair,
    /// What to do instead.
    pub hint: Option<Hint>,
}

/// The severity of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// Nothing is published.
    Error,
    /// Somebody should check.
    Warning,
}

/// The hint of a message.
#[derive(Debug)]
pub(crate) enum Hint {
    /// Its own.
    Own(Pair),
    /// One of the room's `hints`.
    Shared(String),
}

/// A text in both languages.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// The explanation of a code by `terawang explain`.
#[derive(Debug)]
pub(crate) struct Explanation {
    /// The file that contains it.
    pub file: String,
    /// A few words.
    pub title: Pair,
    /// Paragraphs.
    pub body: Pair,
}

/// Reads the files, given as path and text. On failure, returns every fault with file, place and remedy.
pub(crate) fn read(files: &[(String, String)]) -> Result<Messages, Vec<String>> {
    let mut messages = Messages::default();
    let mut faults = Vec::new();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in files {
        let text = text.replace("\r\n", "\n");
        let table: Table = match toml::from_str(&text) {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
                faults.push(format!("{path}:{line}: {}; mend the TOML", error.message()));
                continue;
            }
        };
        let mut reader = Reader { path, room: Room::default(), faults: &mut faults };
        for (key, value) in &table {
            let Some(entries) = value.as_table() else {
                reader.fault(
                    key,
                    "is not a table; write it as `[TW0123.name]`, `[hints.name]` or `[phrases.name]`",
                );
                continue;
            };
            match key.as_str() {
                "hints" | "phrases" => {
                    for (name, entry) in entries {
                        reader.entry(key, name, entry, None);
                    }
                }
                "tables" => {
                    for (name, entry) in entries {
                        reader.table(name, entry);
                    }
                }
                code if is_code(code) => {
                    let (own, rest): (Vec<_>, Vec<_>) = entries
                        .iter()
                        .partition(|(name, _)| matches!(name.as_str(), "title" | "explanation"));
                    for (name, entry) in rest {
                        said.entry(code.to_owned()).or_insert_with(|| path.clone());
                        reader.entry(key, name, entry, Some(code));
                    }
                    if own.is_empty() {
                        continue;
                    }
                    let explanation = reader.explanation(code, entries);
                    if let Some(other) = messages.explanations.get(code) {
                        let other = &other.file;
                        reader.fault(
                            code,
                            &format!("is explained in {other}, too; keep the title in one file"),
                        );
                    } else if let Some(explanation) = explanation {
                        messages.explanations.insert(code.to_owned(), explanation);
                    }
                }
                _ => {
                    reader.fault(key, "is no code; write TW and four digits, `hints`, `phrases` or `tables`")
                }
            }
        }
        reader.check_names();
        let room = reader.room;
        messages.rooms.insert(room_of(path), room);
    }
    for (code, path) in &said {
        if !messages.explanations.contains_key(code) {
            faults.push(format!(
                "{path}: {code} has no explanation; write `title = {{ id = …, en = … }}`, `explanation.id` and \
                 `explanation.en` below `[{code}]` in one file"
            ));
        }
    }
    for (code, explanation) in &messages.explanations {
        if !said.contains_key(code) {
            faults.push(format!(
                "{}: {code} is explained, but no file has a message of this code; write `[{code}.name]`, or remove it",
                explanation.file
            ));
        }
    }
    faults.sort();
    if faults.is_empty() { Ok(messages) } else { Err(faults) }
}

/// `src/disclosure/text/messages.toml` → `disclosure_text`.
fn room_of(path: &str) -> String {
    let folder = path.strip_prefix("src/").unwrap_or(path);
    folder.strip_suffix("/messages.toml").unwrap_or(folder).replace('/', "_")
}

fn is_code(key: &str) -> bool {
    key.strip_prefix("TW")
        .is_some_and(|rest| rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_name(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    begins && plain && !KEYWORDS.contains(&name)
}

/// Reads one file.
struct Reader<'a> {
    path: &'a str,
    room: Room,
    faults: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, place: &str, words: &str) {
        self.faults.push(format!("{}: {place} {words}", self.path));
    }

    /// A message, a hint or a phrase.
    fn entry(&mut self, key: &str, name: &str, entry: &Value, code: Option<&str>) {
        let place = format!("{key}.{name}");
        if !is_name(name) {
            self.fault(
                &place,
                "cannot name a function; use small letters, digits and `_`, and no word of Rust",
            );
            return;
        }
        let Some(table) = entry.as_table() else {
            self.fault(&place, "is not a table; write `id = …` and `en = …` below it");
            return;
        };
        let known: &[&str] =
            if code.is_some() { &["severity", "with", "id", "en", "hint"] } else { &["with", "id", "en"] };
        for other in table.keys().filter(|other| !known.contains(&other.as_str())) {
            self.fault(&place, &format!("has the key `{other}`; the keys are {}", known.join(", ")));
        }
        let severity = match table.get("severity").map(Value::as_str) {
            None | Some(Some("error")) => Severity::Error,
            Some(Some("warning")) => Severity::Warning,
            Some(_) => {
                self.fault(&place, "has an unknown severity; write \"error\" or \"warning\"");
                Severity::Error
            }
        };
        let with = self.with(&place, table.get("with"));
        let Some(text) = self.pair(&place, entry) else { return };
        let mut used = self.placeholders(&place, &text, &with);
        let hint = match table.get("hint") {
            None => None,
            Some(Value::String(shared)) => Some(Hint::Shared(shared.clone())),
            Some(own) => self.pair(&format!("{place}.hint"), own).map(Hint::Own),
        };
        if let Some(Hint::Own(own)) = &hint {
            used.extend(self.placeholders(&format!("{place}.hint"), own, &with));
        }
        // The parameters of a shared hint are checked when all hints of the file are known.
        if !matches!(hint, Some(Hint::Shared(_))) {
            for (idle, _) in with.iter().filter(|(name, _)| !used.contains(name)) {
                self.fault(
                    &place,
                    &format!("never uses `{idle}`; write {{{idle}}} in its texts, or take it out of `with`"),
                );
            }
        }
        let code = code.map(|code| (code.to_owned(), severity));
        self.room.entries.push(Entry { name: name.to_owned(), code, with, text, hint });
    }

    /// The list `with = ["name: type"]`.
    fn with(&mut self, place: &str, value: Option<&Value>) -> Vec<(String, &'static str)> {
        const REMEDY: &str = "write `with = [\"name: type\"]`";
        let Some(value) = value else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.fault(place, &format!("has a `with` that is no list; {REMEDY}"));
            return Vec::new();
        };
        let mut with: Vec<(String, &'static str)> = Vec::new();
        for item in list {
            let Some((name, kind)) = item.as_str().and_then(|item| item.split_once(": ")) else {
                self.fault(place, &format!("has {item} in `with`; {REMEDY}"));
                continue;
            };
            let known = TYPES.iter().find(|(known, ..)| *known == kind);
            if !is_name(name) {
                self.fault(
                    place,
                    &format!("cannot call an argument `{name}`; use small letters, digits and `_`"),
                );
            } else if with.iter().any(|(other, _)| other == name) {
                self.fault(place, &format!("takes `{name}` twice; remove one of them"));
            } else if let Some((kind, ..)) = known {
                with.push((name.to_owned(), kind));
            } else {
                let types: Vec<&str> = TYPES.iter().map(|(known, ..)| *known).collect();
                self.fault(
                    place,
                    &format!("has the unknown type `{kind}`; the types are {}", types.join(", ")),
                );
            }
        }
        with
    }

    /// A text in both languages.
    fn pair(&mut self, place: &str, value: &Value) -> Option<Pair> {
        let mut side = |lang: &str| {
            let text = value.get(lang).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
            if text.is_none() {
                self.fault(place, &format!("has no `{lang}`; write it in both languages, `id` and `en`"));
            }
            text.map(str::to_owned)
        };
        let (id, en) = (side("id"), side("en"));
        Some(Pair { id: id?, en: en? })
    }

    /// The placeholders that both languages use. Reports each that is not declared or only in one language.
    fn placeholders(&mut self, place: &str, pair: &Pair, with: &[(String, &str)]) -> BTreeSet<String> {
        let mut sides = Vec::new();
        for (lang, text) in [("id", &pair.id), ("en", &pair.en)] {
            let found = placeholders(text);
            if found.is_none() {
                self.fault(
                    place,
                    &format!(
                        "has a brace in `{lang}` that is no placeholder; write {{{{ or }}}} for a brace"
                    ),
                );
            }
            sides.push(found.unwrap_or_default());
        }
        for name in sides[0].union(&sides[1]) {
            if !with.iter().any(|(known, _)| known == name) {
                self.fault(
                    place,
                    &format!("uses {{{name}}}, which is not declared; add \"{name}: text\" to `with`"),
                );
            } else if let Some(lang) = ["id", "en"].iter().zip(&sides).find(|(_, side)| !side.contains(name))
            {
                self.fault(
                    place,
                    &format!("does not use {{{name}}} in `{}`; write it in both languages", lang.0),
                );
            }
        }
        sides[0].union(&sides[1]).cloned().collect()
    }

    fn explanation(&mut self, code: &str, entries: &Table) -> Option<Explanation> {
        let empty = Value::Table(Table::new());
        let title = self.pair(&format!("{code}.title"), entries.get("title").unwrap_or(&empty));
        let body = self.pair(&format!("{code}.explanation"), entries.get("explanation").unwrap_or(&empty));
        let body = body.map(|body| Pair { id: body.id.trim().to_owned(), en: body.en.trim().to_owned() });
        Some(Explanation { file: self.path.to_owned(), title: title?, body: body? })
    }

    /// A table of words: the English ones as keys, the Indonesian ones as values.
    fn table(&mut self, name: &str, entry: &Value) {
        let place = format!("tables.{name}");
        let mut rows = Vec::new();
        for (en, id) in entry.as_table().into_iter().flatten() {
            match id.as_str() {
                Some(id) if !id.trim().is_empty() => rows.push((en.clone(), id.to_owned())),
                _ => self.fault(&place, &format!("has no words for \"{en}\"; write them in quotes")),
            }
        }
        if !is_name(name) || rows.is_empty() {
            self.fault(&place, "is no table of words; write `\"English\" = \"Indonesian\"` below it");
        }
        self.room.tables.insert(name.to_owned(), rows);
    }

    /// Checks that each name is unique, and that each shared hint exists and gets its parameters.
    fn check_names(&mut self) {
        let mut faults = Vec::new();
        let mut names = BTreeSet::new();
        let hints: BTreeMap<&str, &Entry> = (self.room.entries.iter())
            .filter(|entry| entry.code.is_none())
            .map(|entry| (entry.name.as_str(), entry))
            .collect();
        for entry in &self.room.entries {
            let name = &entry.name;
            if !names.insert(name) {
                faults.push(format!("{name} is there twice; give one of the two another name"));
            }
            let Some(Hint::Shared(shared)) = &entry.hint else { continue };
            let Some(hint) = hints.get(shared.as_str()) else {
                faults.push(format!(
                    "{name} has the hint \"{shared}\", which is not there; write `[hints.{shared}]`"
                ));
                continue;
            };
            for (wanted, kind) in &hint.with {
                if !entry.with.iter().any(|own| own.0 == *wanted && own.1 == *kind) {
                    faults.push(format!(
                        "{name} lacks what its hint \"{shared}\" takes; add \"{wanted}: {kind}\" to `with`"
                    ));
                }
            }
            let used = placeholders(&entry.text.id).unwrap_or_default();
            for (idle, _) in &entry.with {
                if !used.contains(idle) && !hint.with.iter().any(|(taken, _)| taken == idle) {
                    faults.push(format!(
                        "{name} never uses `{idle}`; write {{{idle}}} in its texts, or take it out of `with`"
                    ));
                }
            }
        }
        self.faults.extend(faults.into_iter().map(|fault| format!("{}: {fault}", self.path)));
    }
}

/// The placeholders of a text; `None` if a brace is not closed, or contains no name.
fn placeholders(text: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (brace, after) = rest[at..].split_at(1);
        if let Some(doubled) = after.strip_prefix(brace) {
            rest = doubled;
            continue;
        }
        let (name, tail) = after.split_once('}').filter(|(name, _)| brace == "{" && is_name(name))?;
        names.insert(name.to_owned());
        rest = tail;
    }
    Some(names)
}

impl Room {
    /// The functions of the room. A message returns a `Diagnostic`; a hint or a phrase returns a `Text`.
    pub(crate) fn rust(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let args: Vec<String> =
                (entry.with.iter()).map(|(name, kind)| format!("{name}: {}", type_of(kind).0)).collect();
            let (name, args) = (&entry.name, args.join(", "));
            let text = entry.pair(&entry.text);
            let Some((code, severity)) = &entry.code else {
                let _ =
                    writeln!(out, "pub(crate) fn {name}({args}) -> crate::locale::Text {{\n    {text}\n}}\n");
                continue;
            };
            let made = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let hint = match &entry.hint {
                None => String::new(),
                Some(Hint::Own(own)) => format!(".hint({})", entry.pair(own)),
                Some(Hint::Shared(shared)) => {
                    let takes =
                        self.entries.iter().find(|other| other.code.is_none() && other.name == *shared);
                    let takes: Vec<&str> =
                        takes.iter().flat_map(|hint| &hint.with).map(|(name, _)| name.as_str()).collect();
                    format!(".hint({shared}({}))", takes.join(", "))
                }
            };
            let _ = writeln!(
                out,
                "pub(crate) fn {name}({args}) -> crate::diagnostics::Diagnostic {{\n    \
                 crate::diagnostics::Diagnostic::{made}({code:?}, {text}){hint}\n}}\n"
            );
        }
        for (name, rows) in &self.tables {
            let _ = writeln!(out, "pub(crate) const {}: &[(&str, &str)] = &{rows:?};\n", name.to_uppercase());
        }
        out
    }
}

impl Entry {
    fn pair(&self, pair: &Pair) -> String {
        let sides = [("id", &pair.id), ("en", &pair.en)].map(|(lang, text)| self.side(lang, text));
        format!("crate::locale::Text {{ id: {}, en: {} }}", sides[0], sides[1])
    }

    /// The expression for one language.
    fn side(&self, lang: &str, text: &str) -> String {
        let used = placeholders(text).unwrap_or_default();
        if used.is_empty() {
            return format!("{:?}.to_owned()", text.replace("{{", "{").replace("}}", "}"));
        }
        let mut first = String::new();
        for (name, kind) in self.with.iter().filter(|(name, _)| used.contains(name)) {
            if *kind == "words" {
                let _ = write!(first, "let {name} = crate::diagnostics::Words::{lang}(&{name}); ");
            } else if let Some(writer) = type_of(kind).1 {
                let _ = write!(first, "let {name} = {writer}({name}); ");
            }
        }
        format!("{{ {first}format!({text:?}) }}")
    }
}

/// The Rust type and the formatting function of a type.
fn type_of(kind: &str) -> (&'static str, Option<&'static str>) {
    TYPES
        .iter()
        .find(|(known, ..)| *known == kind)
        .map_or(("&str", None), |(_, rust, writer)| (rust, *writer))
}

impl Messages {
    /// All explanations in the order of the codes, as a slice.
    pub(crate) fn explanations_rust(&self) -> String {
        let mut out = "&[\n".to_owned();
        for (code, Explanation { title, body, .. }) in &self.explanations {
            let label = |pair: &Pair| format!("Label {{ id: {:?}, en: {:?} }}", pair.id, pair.en);
            let (title, body) = (label(title), label(body));
            let _ = writeln!(out, "    Explanation {{ code: {code:?}, title: {title}, body: {body} }},");
        }
        out + "]\n"
    }

    /// A constant for each code.
    pub(crate) fn codes_rust(&self) -> String {
        let mut out = String::new();
        for (code, explanation) in &self.explanations {
            let _ = writeln!(out, "#[doc = {:?}]\npub const {code}: &str = {code:?};", explanation.title.en);
        }
        out
    }
}
