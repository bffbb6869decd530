//! The theme: templates, labels and files. Those of the portal override those in the binary.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};
use tera::{ErrorKind, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::MAX_PAGE_BYTES;
use super::messages as rule;
use crate::cache::Digester;
use crate::diagnostics::{Checked, Diagnostic, Findings, SourceFile};
use crate::locale::Lang;
use crate::source::ThemeFile;
use crate::source::{first_control, messages as source_rule, shown_control};

/// The built-in theme, so that a portal needs none of its own.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/terang");
/// The name of the built-in theme.
pub const DEFAULT: &str = "terang";

/// A theme's files, by path: `templates/edaran.html`, `static/gaya.css`, `i18n/id.toml`.
pub struct Theme {
    name: String,
    files: BTreeMap<String, ThemePart>,
    /// The number of files from the portal.
    own: usize,
    labels: BTreeMap<Lang, toml::Table>,
    /// The templates, once they are parsed.
    templates: OnceLock<Result<Tera, Box<Diagnostic>>>,
}

struct ThemePart {
    bytes: Arc<[u8]>,
    /// The path for messages: of the portal's file, or its name in the built-in theme.
    shown: String,
}

impl Theme {
    /// Overlays the portal's theme `name` on the built-in one. `files` are the files of `themes/`.
    pub fn load(
        name: &str,
        files: &BTreeMap<String, ThemeFile>,
        site_file: &Arc<SourceFile>,
    ) -> Checked<Self> {
        let mut findings = Findings::default();
        let mut parts = BTreeMap::new();
        embedded(&EMBEDDED, &mut parts);
        let mut own = 0;
        for (path, file) in own_files(name, files) {
            let part = ThemePart { bytes: Arc::clone(&file.bytes), shown: format!("themes/{name}/{path}") };
            parts.insert(path.to_owned(), part);
            own += 1;
        }
        if own == 0 && name != DEFAULT {
            findings.push(rule::no_theme(name).in_file(site_file));
        }
        let name = name.to_owned();
        let mut theme = Self { name, files: parts, own, labels: BTreeMap::new(), templates: OnceLock::new() };
        for lang in Lang::ALL {
            match theme.read_labels(lang) {
                Ok(labels) => {
                    theme.labels.insert(lang, labels);
                }
                Err(found) => findings.push(*found),
            }
        }
        Checked { value: theme, findings }
    }

    /// Whether [`load`](Self::load) would return the same theme.
    pub(super) fn is_of(&self, name: &str, files: &BTreeMap<String, ThemeFile>) -> bool {
        let is_same = |(path, file): (&str, &ThemeFile)| {
            let part = self.files.get(path);
            part.is_some_and(|part| part.bytes == file.bytes && part.shown == format!("themes/{name}/{path}"))
        };
        self.name == name && own_files(name, files).count() == self.own && own_files(name, files).all(is_same)
    }

    /// The labels of a language. Those of the portal override those of the built-in theme, key by key.
    fn read_labels(&self, lang: Lang) -> Result<toml::Table, Box<Diagnostic>> {
        let name = format!("i18n/{}.toml", lang.tag());
        let mut labels = toml::Table::new();
        let embedded = EMBEDDED.get_file(&name).map(|file| ("themes/terang/", file.contents()));
        let own = self.files.get(&name).map(|part| (part.shown.as_str(), &*part.bytes));
        for (shown, bytes) in embedded.into_iter().chain(own) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let table: toml::Table = toml::from_str(&text).map_err(|error| {
                let file = Arc::new(SourceFile::new(shown, text.as_str(), false));
                let found = rule::theme_syntax(shown, error.message());
                Box::new(match error.span() {
                    Some(span) => found.at(&file, span),
                    None => found.in_file(&file),
                })
            })?;
            if let Some(character) = control_in(&table) {
                let found = source_rule::escaped_control(&shown_control(character));
                return Err(Box::new(found.in_file(&Arc::new(SourceFile::new(shown, text.as_str(), false)))));
            }
            merge(&mut labels, table);
        }
        Ok(labels)
    }

    /// The labels of a language.
    pub fn labels(&self, lang: Lang) -> &toml::Table {
        static NONE: std::sync::LazyLock<toml::Table> = std::sync::LazyLock::new(toml::Table::new);
        self.labels.get(&lang).unwrap_or(&NONE)
    }

    /// The names of the files that are published unchanged.
    pub fn assets(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|path| path.strip_prefix("static/"))
    }

    /// The bytes of such a file.
    pub fn asset(&self, name: &str) -> Option<&[u8]> {
        self.files.get(&format!("static/{name}")).map(|part| &*part.bytes)
    }

    /// A digester that was fed all templates.
    pub(super) fn digester(&self) -> Digester {
        let mut digester = Digester::default();
        for (path, part) in self.files.iter().filter(|(path, _)| path.starts_with("templates/")) {
            digester.feed(path.as_bytes()).feed(&part.bytes);
        }
        digester
    }

    /// The templates, parsed once.
    ///
    /// # Errors
    /// Returns the first template that cannot be parsed, at its line.
    pub(super) fn templates(&self) -> Result<&Tera, Box<Diagnostic>> {
        let parsed = self.templates.get_or_init(|| {
            let mut tera = Tera::new();
            tera.register_filter("join", join);
            let sources: Vec<(String, String)> = self
                .files
                .iter()
                .filter_map(|(path, part)| {
                    let name = path.strip_prefix("templates/")?;
                    Some((name.to_owned(), String::from_utf8_lossy(&part.bytes).into_owned()))
                })
                .collect();
            tera.add_raw_templates(sources).map_err(|error| Box::new(self.syntax_error(&error)))?;
            Ok(tera)
        });
        parsed.as_ref().map_err(Clone::clone)
    }

    fn syntax_error(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let shown = self.shown(report.filename());
                self.at(rule::theme_syntax(&shown, report.message()), report.filename(), report.span())
            }
            other => rule::theme_syntax("templates/", &other.to_string()),
        }
    }

    /// The finding for an error in a template, with the page that was rendered.
    pub(super) fn template_error(&self, template: &str, page: &str, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let shown = self.shown(report.filename());
                let found = rule::template_failed(&shown, page, report.message());
                self.at(found, report.filename(), report.span())
            }
            ErrorKind::TemplateNotFound(name) => rule::template_missing(name, page),
            other => rule::template_failed(&self.shown(template), page, &other.to_string()),
        }
    }

    /// The cause of an error, independent of the page and of the caller of a component. Equal causes are
    /// reported once.
    pub(super) fn cause(error: &tera::Error) -> String {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                format!("{}:{}:{} {}", report.filename(), span.start_line, span.start_col, report.message())
            }
            other => other.to_string(),
        }
    }

    /// The finding for a template that wrote more than a page may hold.
    pub(super) fn ran_away(&self, template: &str, page: &str, limit_mib: usize) -> Diagnostic {
        let shown = self.shown(template);
        rule::template_ran_away(&shown, page, limit_mib).in_file(&SourceFile::unread(shown))
    }

    /// The path of a template, for messages.
    pub(super) fn shown(&self, template: &str) -> String {
        let part = self.files.get(&format!("templates/{template}"));
        part.map_or_else(|| template.to_owned(), |part| part.shown.clone())
    }

    fn at(&self, found: Diagnostic, template: &str, span: &tera::Span) -> Diagnostic {
        let Some(part) = self.files.get(&format!("templates/{template}")) else { return found };
        let text = String::from_utf8_lossy(&part.bytes).into_owned();
        let offset = |line: usize, column: usize| -> usize {
            let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
            let rest = text.get(start..).unwrap_or("");
            start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
        };
        let range = offset(span.start_line, span.start_col)..offset(span.end_line, span.end_col);
        let file = Arc::new(SourceFile::new(part.shown.as_str(), text.as_str(), false));
        found.at(&file, range)
    }
}

/// The filter `join`, which replaces that of the engine. The engine allocates the whole text at once, however
/// long it is: a list of 100,000 parts joined by a long text would need more memory than any machine has, and
/// end the process.
fn join(list: &[Value], kwargs: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let separator = kwargs.get::<StringInput<'_>>("sep")?;
    // Like the engine: if one part is HTML, the others are escaped.
    let is_html = state.autoescaping_enabled()
        && (list.iter().any(|value| value.is_string() && value.is_safe())
            || separator.as_ref().is_some_and(StringInput::is_safe));
    let between = match &separator {
        Some(separator) if is_html => separator.rendered(state)?,
        Some(separator) => separator.as_str().into(),
        None => "".into(),
    };
    let mut joined = String::new();
    for (at, value) in list.iter().enumerate() {
        if at > 0 {
            joined.push_str(&between);
        }
        if !is_html {
            joined.push_str(&value.to_string());
        } else if !value.is_undefined() {
            joined.push_str(&state.escape_if_needed(value)?);
        }
        if joined.len() > MAX_PAGE_BYTES {
            return Err(tera::Error::message("`join` makes a text that is longer than a page may be"));
        }
    }
    Ok(if is_html { Value::safe_string(&joined) } else { Value::from(joined) })
}

/// The files of a portal's own theme, by their paths in it.
fn own_files<'f>(
    name: &str,
    files: &'f BTreeMap<String, ThemeFile>,
) -> impl Iterator<Item = (&'f str, &'f ThemeFile)> {
    files.iter().filter_map(move |(path, file)| {
        let path = path.strip_prefix(name)?.strip_prefix('/')?;
        Some((path, file))
    })
}

fn embedded(dir: &'static Dir<'static>, parts: &mut BTreeMap<String, ThemePart>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if path.rsplit('/').next().is_some_and(|name| name.starts_with('.')) {
            continue;
        }
        let part = ThemePart { bytes: file.contents().into(), shown: format!("themes/terang/{path}") };
        parts.insert(path, part);
    }
    for inner in dir.dirs() {
        embedded(inner, parts);
    }
}

/// The first control character in labels.
fn control_in(labels: &toml::Table) -> Option<char> {
    labels.values().find_map(|value| match value {
        toml::Value::String(text) => first_control(text).map(|(_, character)| character),
        toml::Value::Table(table) => control_in(table),
        _ => None,
    })
}

fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => merge(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}
