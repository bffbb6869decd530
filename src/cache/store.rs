//! Where the cache lies, and how its files are read and written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::codec::{Reader, Writer};
use super::stamp::moment;
use super::{Digest, Moment, Pages, Sources, Verdict, digest};

/// The folder of the cache, below the portal's root.
const FOLDER: &str = ".terawang/tembolok";
/// The format of all files; with the program's own mark it stands at their head.
const FORMAT: u64 = 1;
/// What program wrote them: its sources, hashed when it was compiled.
const PROGRAM: &str = env!("TERAWANG_PROGRAM");

const SOURCES: &str = "sumber";
const PAGES: &str = "halaman";
const VERDICT: &str = "putusan";

/// The cache of one portal; or none, which knows nothing and keeps nothing.
pub struct Cache {
    folder: Option<PathBuf>,
    now: Moment,
    /// What is known of content files, for a process that reads the portal again and again.
    remembered: Option<Mutex<Sources>>,
    /// What is to be kept of content files once the run has ended well.
    pending: Mutex<Option<Sources>>,
}

impl Cache {
    /// The cache of the portal in `root`; `now` is when the run began.
    pub fn of(root: &Path, now: std::time::SystemTime) -> Self {
        Self {
            folder: Some(root.join(FOLDER)),
            now: moment(now),
            remembered: None,
            pending: Mutex::default(),
        }
    }

    /// The same, and what is known of content files stays in memory: it is read once and not written.
    pub fn remembering(root: &Path, now: std::time::SystemTime) -> Self {
        let cache = Self::of(root, now);
        let sources = cache.take_sources();
        Self { remembered: Some(Mutex::new(sources)), ..cache }
    }

    /// No cache.
    pub fn none() -> Self {
        Self { folder: None, now: 0, remembered: None, pending: Mutex::default() }
    }

    /// When the run began.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Takes out what is known of content files, to be [put back](Self::put_sources).
    pub fn take_sources(&self) -> Sources {
        match &self.remembered {
            Some(sources) => std::mem::take(&mut *sources.lock().unwrap_or_else(PoisonError::into_inner)),
            None => self.load(SOURCES, Sources::read).unwrap_or_default(),
        }
    }

    /// What is known of pages.
    pub fn pages(&self) -> Pages {
        self.load(PAGES, Pages::read).unwrap_or_default()
    }

    /// What is known of the whole.
    pub fn verdict(&self) -> Option<Verdict> {
        self.load(VERDICT, Verdict::read)
    }

    /// Keeps what is known of content files: in memory at once, on the disk, if there is news, when the run
    /// is [settled](Self::settle).
    pub fn put_sources(&self, sources: Sources, is_news: bool) {
        match &self.remembered {
            Some(known) => *known.lock().unwrap_or_else(PoisonError::into_inner) = sources,
            None if is_news => {
                *self.pending.lock().unwrap_or_else(PoisonError::into_inner) = Some(sources);
            }
            None => {}
        }
    }

    /// Ends a run in which no error was found; a run that was refused leaves the disk as it was.
    pub fn settle(&self) {
        if let Some(sources) = self.pending.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.save(SOURCES, |to| sources.write(to));
        }
    }

    /// Keeps what is known of pages.
    pub fn keep_pages(&self, pages: &Pages) {
        self.save(PAGES, |to| pages.write(to));
    }

    /// Keeps what is known of the whole.
    pub fn keep_verdict(&self, verdict: &Verdict) {
        self.save(VERDICT, |to| verdict.write(to));
    }

    /// Reads a file; what is not whole, or not by this program, is as good as none.
    fn load<T>(&self, name: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
        let bytes = fs::read(self.folder.as_ref()?.join(name)).ok()?;
        let mut reader = Reader(&bytes);
        let whole: Digest = reader.digest()?;
        if digest(reader.0) != whole || reader.number()? != FORMAT || reader.text()? != PROGRAM {
            return None;
        }
        let value = read(&mut reader)?;
        reader.0.is_empty().then_some(value)
    }

    /// Writes a file beside its place and renames it in; if that fails, the next run has more to do.
    fn save(&self, name: &str, write: impl FnOnce(&mut Writer)) {
        let Some(folder) = &self.folder else { return };
        let mut body = Writer::default();
        body.number(FORMAT);
        body.text(PROGRAM);
        write(&mut body);
        let draft = folder.join(format!("{name}.{}", std::process::id()));
        let written = write_draft(folder, &draft, &digest(&body.0), &body.0);
        if written.and_then(|()| fs::rename(&draft, folder.join(name))).is_err() {
            let _ = fs::remove_file(&draft);
        }
    }
}

fn write_draft(folder: &Path, draft: &Path, head: &Digest, body: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    fs::create_dir_all(folder)?;
    let mut file = fs::File::create(draft)?;
    file.write_all(head)?;
    file.write_all(body)
}
