//! The text of a file: held, or read again when somebody asks for it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A text that can be let go, since it can be read again.
///
/// Most files of a large portal are never pointed into and, once their pages are known, never read at all.
pub struct SourceText {
    held: Mutex<Option<Arc<str>>>,
    again: Option<Box<dyn Reread>>,
}

/// Reads a text again. The stage that reads files implements it; nobody else touches the disk.
pub trait Reread: Send + Sync {
    /// The text, if it is still what it was.
    fn reread(&self) -> Option<Arc<str>>;
}

impl SourceText {
    /// A text that cannot be read again.
    pub fn held(text: Arc<str>) -> Self {
        Self { held: Mutex::new(Some(text)), again: None }
    }

    /// A text that can be read `again`; held for now, if it was read.
    pub fn kept(text: Option<Arc<str>>, again: Box<dyn Reread>) -> Self {
        Self { held: Mutex::new(text), again: Some(again) }
    }

    /// The text; `None` if it is not held and is no longer what it was.
    pub(super) fn get(&self) -> Option<Arc<str>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        held.or_else(|| self.again.as_ref()?.reread())
    }

    /// Holds the text from now on, if it is still what it was; how many bytes are held then.
    pub(super) fn hold(&self) -> usize {
        let text = self.get();
        let length = text.as_ref().map_or(0, |text| text.len());
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = text;
        length
    }

    pub(super) fn let_go(&self) {
        if self.again.is_some() {
            self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

/// As the text that it stands for, held or not.
impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for SourceText {}
