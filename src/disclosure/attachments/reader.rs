//! Reads PDFs in a child process: this program, started with [`COMMAND`].
//!
//! The child gets only the file, as its standard input, and writes an `Answer` to its standard output. If it
//! crashes, hangs, writes too much or writes anything else, the file is refused.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use pdf_disclosure::{Reading, VERSION};
use serde::{Deserialize, Serialize};

use crate::source::{self, MAX_ATTACHMENT_BYTES, hex_sha256};

/// The argument that starts this program as the child. It is not a command-line option, because nobody should
/// use it.
pub const COMMAND: &str = "__baca-pdf";

/// The time limit of a child. Ordinary files take milliseconds. On any machine that builds a portal, the
/// counted limits inside the child are reached first.
const TIME: Duration = Duration::from_secs(60);
/// The maximum size of a child's answer, in bytes.
const ANSWER: u64 = 64 * 1024 * 1024;
/// The memory limit of a child in bytes, on systems that support one.
#[cfg(unix)]
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
/// The polling interval for the exit of a child that has finished its answer.
const PAUSE: Duration = Duration::from_millis(2);

/// Starts children and caches their readings.
///
/// Clones share the cache, so the preview reads a file once and not after every change. A reading depends
/// only on the bytes and on [`VERSION`]; a cache on disk would need these two as its key. A reading holds
/// text that the gate may refuse, so it must not be stored where others can read it.
#[derive(Clone)]
pub struct Reader {
    program: PathBuf,
    time: Duration,
    /// By SHA-256 of the bytes.
    known: Arc<Mutex<HashMap<String, Arc<Reading>>>>,
}

/// The answer of a child.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// [`VERSION`] of the program that read.
    version: u32,
    /// SHA-256 of the bytes that were read, in lower-case hexadecimal.
    sha256: String,
    reading: Reading,
}

/// Why there is no reading of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The file cannot be opened.
    File,
    /// The bytes of the file have changed.
    Changed,
    /// The child cannot be started.
    NoChild,
    /// The child took too long.
    Hung,
    /// The child crashed, or its answer is invalid.
    Failed,
}

impl Reader {
    /// Creates a reader that starts `program`, which is this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), time: TIME, known: Arc::default() }
    }

    /// Sets another time limit.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Reads the PDF in a file whose bytes have this SHA-256.
    ///
    /// # Errors
    /// Returns why the file could not be read. The error never quotes the child or the system.
    pub fn read(&self, file: &Path, sha256: &str) -> Result<Arc<Reading>, Unread> {
        // Each entry is complete, so a panic elsewhere has damaged none.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = known().get(sha256) {
            return Ok(Arc::clone(reading));
        }
        let answer = self.read_anew(file)?;
        if answer.sha256 != sha256 {
            return Err(Unread::Changed);
        }
        let reading = Arc::new(answer.reading);
        known().insert(sha256.to_owned(), Arc::clone(&reading));
        Ok(reading)
    }

    fn read_anew(&self, file: &Path) -> Result<Answer, Unread> {
        let file = source::open(file).map_err(|_| Unread::File)?;
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .stdin(file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Unread::NoChild)?;
        let answer = self.listen(&mut child);
        // The child has ended, or must end now: nothing reads its output any more.
        let _ = child.kill();
        let _ = child.wait();
        let answer: Answer = serde_json::from_slice(&answer?).map_err(|_| Unread::Failed)?;
        if answer.version == VERSION { Ok(answer) } else { Err(Unread::Failed) }
    }

    fn listen(&self, child: &mut Child) -> Result<Vec<u8>, Unread> {
        let start = Instant::now();
        let Some(output) = child.stdout.take() else { return Err(Unread::Failed) };
        let (send, receive) = mpsc::channel();
        std::thread::Builder::new()
            .spawn(move || {
                let mut answer = Vec::new();
                let read = output.take(ANSWER + 1).read_to_end(&mut answer);
                // If the child was too slow, the receiver is gone.
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

/// The work of the child: reads the PDF on `input` and answers on `output`.
///
/// # Errors
/// Fails if it cannot read or write. A partial result must not be used.
pub fn answer(input: impl Read, mut output: impl Write) -> io::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    input.take(MAX_ATTACHMENT_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ATTACHMENT_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let answer =
        Answer { version: VERSION, sha256: hex_sha256(&bytes), reading: pdf_disclosure::read(&bytes) };
    output.write_all(&serde_json::to_vec(&answer)?)?;
    output.flush()
}

/// Gives up what reading a PDF does not need: unlimited memory, files of its own, and a core dump if it
/// crashes.
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

/// On other systems, only the time limit and the counted limits of [`pdf_disclosure`] apply.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}
