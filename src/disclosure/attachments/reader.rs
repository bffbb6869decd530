//! Reads PDFs in a child process: this program again, started as [`COMMAND`].
//!
//! The child gets the file as its standard input and nothing else, and writes a [`Reading`] to its
//! standard output. A child that crashes, hangs, floods or talks nonsense is a refusal.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use super::pdf::{self, Reading, VERSION};
use crate::source::{self, MAX_ATTACHMENT_BYTES};

/// The word that makes this program the child. No option of the command line: nobody should use it.
pub const COMMAND: &str = "__baca-pdf";

/// How long a child may take. Ordinary files take milliseconds; the counted limits inside the child
/// come first on any machine that builds a portal.
const TIME: Duration = Duration::from_secs(60);
/// Bytes that a child may answer with.
const ANSWER: u64 = 64 * 1024 * 1024;
/// Bytes of memory that a child may ask for, where the system can be told so.
#[cfg(unix)]
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
/// How often a child that has said all is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// Starts children, listens to them and remembers what they said.
///
/// Clones share the memory, so the preview reads a file once and not at every change. A reading depends
/// on the bytes and on [`VERSION`] alone: those two would be the key of a memory on the disk, too. It
/// holds what the gate refuses, so it must not lie where others can read it.
#[derive(Clone)]
pub struct Reader {
    program: PathBuf,
    time: Duration,
    /// By SHA-256 of the bytes.
    known: Arc<Mutex<HashMap<String, Arc<Reading>>>>,
}

/// Why there is no reading of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The file cannot be opened.
    File,
    /// The file does not have the bytes any more that it had.
    Changed,
    /// The child cannot be started.
    NoChild,
    /// The child took too long.
    Hung,
    /// The child crashed, or what it said makes no sense.
    Failed,
}

impl Reader {
    /// A reader that starts `program`, which is this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), time: TIME, known: Arc::default() }
    }

    /// The same with another limit of time.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Reads the PDF in a file, whose bytes have this SHA-256.
    ///
    /// # Errors
    /// Why it could not be read; no word of what the child or the system said.
    pub fn read(&self, file: &Path, sha256: &str) -> Result<Arc<Reading>, Unread> {
        // Each entry is whole, so a panic elsewhere has spoilt none.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = known().get(sha256) {
            return Ok(Arc::clone(reading));
        }
        let reading = Arc::new(self.read_anew(file)?);
        if reading.sha256 != sha256 {
            return Err(Unread::Changed);
        }
        known().insert(sha256.to_owned(), Arc::clone(&reading));
        Ok(reading)
    }

    fn read_anew(&self, file: &Path) -> Result<Reading, Unread> {
        let file = source::open(file).map_err(|_| Unread::File)?;
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .stdin(file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Unread::NoChild)?;
        let answer = self.listen(&mut child);
        // It has ended, or must. Nobody listens to it any more.
        let _ = child.kill();
        let _ = child.wait();
        let reading: Reading = serde_json::from_slice(&answer?).map_err(|_| Unread::Failed)?;
        if reading.version == VERSION { Ok(reading) } else { Err(Unread::Failed) }
    }

    fn listen(&self, child: &mut Child) -> Result<Vec<u8>, Unread> {
        let start = Instant::now();
        let Some(output) = child.stdout.take() else { return Err(Unread::Failed) };
        let (send, receive) = mpsc::channel();
        std::thread::Builder::new()
            .spawn(move || {
                let mut answer = Vec::new();
                let read = output.take(ANSWER + 1).read_to_end(&mut answer);
                // Nobody waits for it any more if the child was too slow.
                let _ = send.send(read.map(|_| answer));
            })
            .map_err(|_| Unread::NoChild)?;
        let answer =
            receive.recv_timeout(self.time).map_err(|_| Unread::Hung)?.map_err(|_| Unread::Failed)?;
        if answer.len() as u64 > ANSWER {
            return Err(Unread::Failed);
        }
        loop {
            match child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(answer),
                Ok(None) if start.elapsed() < self.time => std::thread::sleep(PAUSE),
                Ok(None) => return Err(Unread::Hung),
                _ => return Err(Unread::Failed),
            }
        }
    }
}

/// What the child does: reads the PDF on `input` and answers on `output`.
///
/// # Errors
/// If it cannot read or write; what it knows by then is worth nothing.
pub fn answer(input: impl Read, mut output: impl Write) -> io::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    input.take(MAX_ATTACHMENT_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ATTACHMENT_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let answer = serde_json::to_vec(&pdf::read(&bytes))?;
    output.write_all(&answer)?;
    output.flush()
}

/// Gives up what a reader needs not have: memory without end, files of its own, an image of its memory
/// on the disk if it crashes.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, at_most(MEMORY))?;
    setrlimit(Resource::Cpu, at_most(TIME.as_secs()))?;
    setrlimit(Resource::Fsize, at_most(0))?;
    setrlimit(Resource::Core, at_most(0))?;
    Ok(())
}

/// Here the counted limits of [`pdf`] and the time stand alone.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}
