//! Where the cache lies, and how its files are read and written.

use std::fs;
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::digest::shortened;
use super::stamp::moment;
use super::{Digest, Moment, Pages, Sources, Verdict, digest};

/// The folder of the cache, below the portal's root.
const FOLDER: &str = ".terawang/cache";
/// What program wrote a file: its sources, hashed when it was compiled. A file of another program counts as none,
/// so the format needs no number.
const PROGRAM: &[u8] = env!("TERAWANG_PROGRAM").as_bytes();

const SOURCES: &str = "sources";
const PAGES: &str = "pages";
const VERDICT: &str = "verdict";

/// So many bytes are written at once: what is kept of a large portal is never held whole.
const BUFFER: usize = 1024 * 1024;

/// The cache of one portal; or none, which knows nothing and keeps nothing.
pub struct Cache {
    folder: Option<PathBuf>,
    now: Moment,
    /// What is to be kept of content files once the run has ended well; it is being written meanwhile.
    pending: Mutex<Option<JoinHandle<io::Result<Draft>>>>,
}

impl Cache {
    /// The cache of the portal in `root`; `now` is when the run began.
    pub fn of(root: &Path, now: std::time::SystemTime) -> Self {
        Self { folder: Some(root.join(FOLDER)), now: moment(now), pending: Mutex::default() }
    }

    /// No cache.
    pub fn none() -> Self {
        Self { folder: None, now: 0, pending: Mutex::default() }
    }

    /// When the run began.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// What is known of content files.
    pub fn sources(&self) -> Sources {
        self.load(SOURCES).and_then(|bytes| Sources::read(&bytes)).unwrap_or_default()
    }

    /// What is known of pages.
    pub fn pages(&self) -> Pages {
        self.decode(PAGES).unwrap_or_default()
    }

    /// What is known of the whole.
    pub fn verdict(&self) -> Option<Verdict> {
        self.decode(VERDICT)
    }

    /// Keeps what is known of content files when the run is [settled](Self::settle). A thread writes it until
    /// then, and the run goes on.
    pub fn keep_sources(&self, sources: Sources) {
        if let Some(folder) = self.folder.clone() {
            let write = move || Draft::write(&folder, SOURCES, &sources);
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
        self.save(PAGES, pages);
    }

    /// Keeps what is known of the whole.
    pub fn keep_verdict(&self, verdict: &Verdict) {
        self.save(VERDICT, verdict);
    }

    /// The encoded value in a file; what is not whole, or not by this program, is as good as none.
    fn load(&self, name: &str) -> Option<Bytes> {
        let bytes = Bytes::from(fs::read(self.folder.as_ref()?.join(name)).ok()?);
        let (whole, rest) = bytes.split_first_chunk()?;
        let value = rest.strip_prefix(PROGRAM)?;
        (digest(rest) == *whole).then(|| bytes.slice_ref(value))
    }

    fn decode<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        postcard::from_bytes(&self.load(name)?).ok()
    }

    /// Writes a file beside its place and renames it in; if that fails, the next run has more to do.
    fn save(&self, name: &str, value: &impl Serialize) {
        let Some(folder) = &self.folder else { return };
        if let Ok(draft) = Draft::write(folder, name, value) {
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
    fn write(folder: &Path, name: &str, value: &impl Serialize) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        remove_orphans(folder, name);
        let path = folder.join(format!("{name}.{}", std::process::id()));
        let mut file = fs::File::create(&path)?;
        let _ = file.try_lock();
        let draft = Self { path, file: Some(file.try_clone()?) };
        // The digest of all that follows stands at the head.
        file.write_all(&Digest::default())?;
        let mut to = BufWriter::with_capacity(BUFFER, Hashed { file, hasher: blake3::Hasher::new() });
        to.write_all(PROGRAM)?;
        let to = postcard::to_io(value, to).map_err(io::Error::other)?;
        let Hashed { mut file, hasher } = to.into_inner()?;
        file.rewind()?;
        file.write_all(&shortened(hasher.finalize()))?;
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

/// A file, and the hash of what was written to it.
struct Hashed {
    file: fs::File,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
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
