//! The last theme of a process, and its parsed templates.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use super::theme::Theme;
use crate::cache::Digest;
use crate::diagnostics::{Checked, Findings, SourceFile};
use crate::locale::Lang;
use crate::source::ThemeFile;

/// The last loaded theme, and its templates with the frame of each language.
#[derive(Default)]
pub struct KeptTheme {
    theme: Option<Arc<Theme>>,
    /// By the digest of theme and frame.
    framed: BTreeMap<Lang, (Digest, Arc<Tera>)>,
}

impl KeptTheme {
    /// Loads a theme like [`Theme::load`], unless it is the one that was loaded last.
    pub fn load(
        &mut self,
        name: &str,
        files: &BTreeMap<String, ThemeFile>,
        site_file: &Arc<SourceFile>,
    ) -> Checked<Arc<Theme>> {
        if let Some(theme) = self.theme.as_ref().filter(|theme| theme.is_of(name, files)) {
            return Checked { value: Arc::clone(theme), findings: Findings::default() };
        }
        let Checked { value: theme, findings } = Theme::load(name, files, site_file);
        let theme = Arc::new(theme);
        // A theme with findings is not kept, so that they are reported each time.
        self.theme = findings.is_empty().then(|| Arc::clone(&theme));
        Checked { value: theme, findings }
    }

    /// The templates of a language with the frame that has this digest. `make` creates them if they are not
    /// cached. Without a digest, they are not cached.
    pub(super) fn framed(
        &mut self,
        lang: Lang,
        digest: Option<Digest>,
        make: impl FnOnce() -> Tera,
    ) -> Arc<Tera> {
        if let Some((known, tera)) = self.framed.get(&lang)
            && Some(*known) == digest
        {
            return Arc::clone(tera);
        }
        let tera = Arc::new(make());
        if let Some(digest) = digest {
            self.framed.insert(lang, (digest, Arc::clone(&tera)));
        }
        tera
    }
}
