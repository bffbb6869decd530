//! Where the cache lies, and how its files are read and written.

use std::fs;
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::codec::{Reader, Writer};
use super::stamp::moment;
use super::{Digest, Moment, Pages, Sources, Verdict, digest};

/// The folder of the cache, below the portal's root.
const FOLDER: &str = ".terawang/tembolok";
/// The format of all files; with the program's own mark it stands at their head.
const FORMAT: u64 = 2;
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
    /// What is to be kept of content files once the run has ended well; it is being written meanwhile.
    pending: Mutex<Option<JoinHandle<io::Result<Draft>>>>,
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
        let mut cache = Self::of(root, now);
        cache.remembered = Some(Mutex::new(cache.take_sources()));
        cache
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
        self.load(PAGES, |from, _| Pages::read(from)).unwrap_or_default()
    }

    /// What is known of the whole.
    pub fn verdict(&self) -> Option<Verdict> {
        self.load(VERDICT, |from, _| Verdict::read(from))
    }

    /// Keeps what is known of content files: in memory at once, on the disk, if there is news, when the run
    /// is [settled](Self::settle). A thread writes it until then, and the run goes on.
    pub fn put_sources(&self, sources: Sources, is_news: bool) {
        if let Some(known) = &self.remembered {
            *known.lock().unwrap_or_else(PoisonError::into_inner) = sources;
        } else if let (true, Some(folder)) = (is_news, self.folder.clone()) {
            let write = move || Draft::write(&folder, SOURCES, |to| sources.write(to));
            *self.pending.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::spawn(write));
        }
    }

    /// Ends a run in which no error was found; a run that was refused leaves the disk as it was.
    pub fn settle(&self) {
        if let (Some(draft), Some(folder)) = (self.pending_draft(), &self.folder) {
            draft.put_in_place(&folder.join(SOURCES));
        }
    }

    /// What was written meanwhile, if there was anything to write and it could be written.
    fn pending_draft(&self) -> Option<Draft> {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner).take();
        pending?.join().ok()?.ok()
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
    /// What reads it also gets the bytes that it reads from.
    fn load<T>(&self, name: &str, read: impl FnOnce(&mut Reader<'_>, &Arc<[u8]>) -> Option<T>) -> Option<T> {
        let bytes: Arc<[u8]> = fs::read(self.folder.as_ref()?.join(name)).ok()?.into();
        let mut reader = Reader(&bytes);
        let whole: Digest = reader.digest()?;
        if digest(reader.0) != whole || reader.number()? != FORMAT || reader.text()? != PROGRAM {
            return None;
        }
        let value = read(&mut reader, &bytes)?;
        reader.0.is_empty().then_some(value)
    }

    /// Writes a file beside its place and renames it in; if that fails, the next run has more to do.
    fn save(&self, name: &str, write: impl FnOnce(&mut Writer)) {
        let Some(folder) = &self.folder else { return };
        if let Ok(draft) = Draft::write(folder, name, write) {
            draft.put_in_place(&folder.join(name));
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        // A run that was not settled leaves nothing.
        drop(self.pending_draft());
    }
}

/// A file of the cache beside its place; removed again unless it is put there.
struct Draft {
    path: PathBuf,
    /// Locked as long as the process lives that writes it; `None` once it is in its place.
    file: Option<fs::File>,
}

impl Draft {
    fn write(folder: &Path, name: &str, write: impl FnOnce(&mut Writer)) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        remove_orphans(folder, name);
        let path = folder.join(format!("{name}.{}", std::process::id()));
        let mut file = fs::File::create(&path)?;
        let _ = file.try_lock();
        let draft = Self { path, file: Some(file.try_clone()?) };
        // The digest of all that follows stands at the head.
        file.write_all(&Digest::default())?;
        let mut to = Writer::into_file(file);
        to.number(FORMAT);
        to.text(PROGRAM);
        write(&mut to);
        let (mut file, head) = to.finish()?;
        file.rewind()?;
        file.write_all(&head)?;
        Ok(draft)
    }

    fn put_in_place(mut self, to: &Path) {
        let file = self.file.take();
        if fs::rename(&self.path, to).is_err() {
            let _ = fs::remove_file(&self.path);
        }
        drop(file);
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes what killed processes have left: drafts that nobody holds locked.
fn remove_orphans(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_draft = entry
            .file_name()
            .to_str()
            .and_then(|found| found.strip_prefix(name)?.strip_prefix('.'))
            .is_some_and(|process| process.bytes().all(|byte| byte.is_ascii_digit()));
        if is_draft && fs::File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
